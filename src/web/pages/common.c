#include "web/pages/common.h"

#include <stdlib.h>
#include <string.h>

#include "core/list_words.h"
#include "core/round.h"
#include "service/pictures/code_words.h"
#include "web/words.h"

const char *capacity_words(struct arena *a, const struct post_load *load)
{
	if (load->availability == CONTRACT_UNKNOWN)
		return "capacity not known";
	return words_join(a, "of ", words_hours(a, load->capacity_minutes), " h", NULL);
}

const char *pooled_words(struct arena *a, const struct pooled_load *pool)
{
	return words_join(a, words_int(a, whole_hours(pool->measured_minutes)), " of ",
		words_int(a, whole_hours(pool->capacity_minutes)), " hours a week", NULL);
}

const char *unmeasured_words(struct arena *a, const struct pooled_load *pool, const struct people *people)
{
	if (people->without_contract == 0)
		return "";
	return words_join(a, ", and ", words_int(a, whole_hours(pool->load_minutes - pool->measured_minutes)), " h of ",
		words_count(a, people->without_contract, "person", "people"), " whose contract is not known", NULL);
}

struct tile_view capacity_tile(struct arena *a, const struct pooled_load *pool, const struct people *people, const char *whose)
{
	if (pool->used_permille >= 0)
		return (struct tile_view){words_percent(a, pool->used_permille), words_join(a, "of ", whose, ", pooled: ",
			pooled_words(a, pool), unmeasured_words(a, pool, people), NULL)};
	if (people->without_contract == 0)
		return (struct tile_view){"none", words_join(a, "of ", whose, ", for ", words_int(a, whole_hours(pool->load_minutes)),
			" hours of work a week", NULL)};
	return (struct tile_view){"not known", words_join(a, "how much of ", whose, " is used: ",
		words_int(a, whole_hours(pool->load_minutes)), " hours of work a week, and the contract of ",
		words_count(a, people->without_contract, "person", "people"), " is not known", NULL)};
}

struct tile_view past_line_tile(struct arena *a, const struct pooled_load *pool, const struct people *people)
{
	const char *away = pool->not_available == 0 ? ""
		: words_join(a, ", ", words_int(a, pool->not_available), " not available", NULL);

	if (people->all == 0)
		return (struct tile_view){"nobody", "in post who may hold cases"};
	if (people->not_known == people->all)
		return (struct tile_view){"not known", words_join(a, "who is past their line: for ", words_int(a, people->all), " of ",
			words_count(a, people->all, "person", "people"), NULL)};
	return (struct tile_view){words_join(a, words_int(a, people->past_line), " of ", words_int(a, people->all), NULL),
		words_join(a, people->all == 1 ? "person past their line" : "people past their line",
			people->not_known == 0 ? "" : words_join(a, ", not known for ", words_int(a, people->not_known), NULL), away, NULL)};
}

const char *people_past_line(struct arena *a, const struct people *people)
{
	if (people->all == 0)
		return "Nobody is in post who may hold cases";
	if (people->not_known > 0 && people->not_known == people->all)
		return words_join(a, "Who is past their line is not known for ", words_int(a, people->all), " of ",
			words_count(a, people->all, "person", "people"), NULL);
	return words_join(a, words_int(a, people->past_line), " of ", words_count(a, people->all, "person", "people"),
		people->past_line == 1 || people->all == 1 ? " is past their line" : " are past their line",
		people->not_known == 0 ? "" : words_join(a, ", not known for ", words_int(a, people->not_known), NULL), NULL);
}

const char *no_holders_words(const struct snapshot *s)
{
	return s->cases_count > 0 && s->holdings_count == 0 ? " The records do not say who holds any case." : "";
}

const char *people_words(struct arena *a, const struct people *people, int32_t posts)
{
	const char *words = words_count(a, people->all, "person", "people");

	return posts == people->all ? words : words_join(a, words, " in ", words_int(a, posts), " posts", NULL);
}

const char *band_note(struct arena *a, const struct post_load *load)
{
	int32_t past = load->line_permille - 1000;

	if (load->used_permille < 0)
		return "";
	if (past >= 5)
		return words_join(a, "+", words_percent(a, past), " past the line", NULL);
	if (past > 0)
		return "just past the line";
	return words_join(a, words_percent(a, load->used_permille), " of capacity", NULL);
}

const char *line_words(struct arena *a, const struct line_row *line)
{
	if (line->kind == LINE_SHARE)
		return words_join(a, words_percent(a, line->value), " of capacity", NULL);
	return words_join(a, words_count(a, line->value, "case", "cases"),
		line->scope == LINE_POST ? "" : " for a full-time post", NULL);
}

const char *agreed_words(struct arena *a, const struct line_row *line)
{
	const char *day = words_day(a, line->agreed_on);

	if (line->agreed_by[0] == '\0')
		return day[0] != '\0' ? day : "nobody is named";
	return words_join(a, line->agreed_by, day[0] != '\0' ? ", " : "", day, NULL);
}

const char *without_fte_words(struct arena *a, const struct counts *counts)
{
	return counts->no_fte_count == 0 ? "" : words_count(a, (int64_t)counts->no_fte_count,
		"holder whose FTE is 0 or not known adds cases and no FTE", "holders whose FTE is 0 or not known add cases and no FTE");
}

const char *holding_words(struct arena *a, enum holding_role role, int32_t share_permille)
{
	const char *name = holding_role_in_file(role);

	return share_permille == 1000 ? name : words_join(a, name, ", ", words_percent(a, share_permille), " of the weight", NULL);
}

const char *end_of_holding_words(struct arena *a, const char *reason, bool sees)
{
	return reason_is_personal(reason) && !sees ? REASON_OF_ONES_OWN : code_words(a, reason);
}

const char *source_words(struct arena *a, const struct scheme_source *source, const char *own)
{
	return source != NULL ? words_join(a, value_state_words(source->state), ": ", source->text, NULL) : own;
}

const char *line_percent_words(struct arena *a, const struct line_state *state)
{
	if (state->used_permille < 0)
		return "";
	return state->passed ? words_percent_past(a, state->used_permille) : words_percent(a, state->used_permille);
}

const char *line_target(const struct page_context *ctx, const struct line_row *line)
{
	const struct snapshot *s = ctx->picture->snap;

	switch (line->scope) {
	case LINE_SERVICE:
		return s->services[line->target].name;
	case LINE_TEAM:
		return s->teams[line->target].name;
	case LINE_POST:
		return sees_name_of_post(ctx->sight, line->target) ? person_label(&s->persons[s->posts[line->target].person]) : "one post";
	case LINE_EMPLOYER:
		return s->employer.name;
	case LINE_NATIONAL:
	default:
		return "every employer";
	}
}

const char *type_name(const struct snapshot *s, const struct case_row *c)
{
	return c->type >= 0 ? snapshot_case_scheme(s, c)->types[c->type].name : "Not in the scheme";
}

const char *team_label(const struct snapshot *s, int32_t team)
{
	return team >= 0 ? s->teams[team].name : "No team in the records";
}

const char *team_href(const struct page_context *ctx, int32_t team)
{
	if (!sees_team(ctx->sight, FIELD_TEAM_BOARD, team))
		return "";
	return page_link(ctx, "teams", team >= 0 ? ctx->picture->snap->teams[team].code : TEAM_NONE_CODE);
}

const char *worker_href(const struct page_context *ctx, int32_t person)
{
	if (!sees_person(ctx->sight, FIELD_WORKER_PAGE, person))
		return "";
	return page_link(ctx, "workers", ctx->picture->snap->persons[person].code);
}

const char *case_href(const struct page_context *ctx, int32_t place)
{
	if (!sees_case(ctx->sight, FIELD_CASE_PAGE, place))
		return "";
	return page_link(ctx, "cases", ctx->picture->snap->cases[place].ref);
}

const char *propose_case_href(const struct page_context *ctx, int32_t place)
{
	const struct case_row *c = &ctx->picture->snap->cases[place];

	if (ctx->now != NULL || c->state != CASE_OPEN || !sees_case(ctx->sight, FIELD_CASE_PAGE, place)
		|| !sight_may_offer(ctx->sight, place))
		return "";
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->picture->snap->employer.code), "/cases/",
		page_segment(ctx->arena, c->ref), "/propose", NULL);
}

const char *case_showing_words(enum case_showing showing)
{
	return showing == CASE_RESTRICTED ? "Restricted" : "Not shown";
}

const char *case_words(const struct page_context *ctx, int32_t place)
{
	enum case_showing showing = case_showing(ctx->sight, place);

	return showing == CASE_SHOWN ? ctx->picture->snap->cases[place].ref : case_showing_words(showing);
}

const char *case_words_for_party(const struct page_context *ctx, int32_t place, const char *ref, bool is_party)
{
	if (place < 0)
		return is_party ? ref : case_showing_words(CASE_UNNAMED);
	return is_party && !ctx->picture->snap->cases[place].restricted ? ref : case_words(ctx, place);
}

const char *once_held_href(const struct page_context *ctx, const struct held_case *held)
{
	return sees_case_once_held(ctx->sight, FIELD_CASE_PAGE, held) ? page_link(ctx, "cases", held->ref) : "";
}

const char *listed_label(const struct page_context *ctx, const struct listed_post *row)
{
	const struct snapshot *s = ctx->picture->snap;

	if (row->number > 0)
		return words_join(ctx->arena, "Worker ", words_int(ctx->arena, row->number), NULL);
	return person_label(&s->persons[s->posts[row->post].person]);
}

int32_t pile_row_team(const struct snapshot *s, const struct pile_row *row)
{
	return snapshot_case_team(s, &s->cases[row->case_index]);
}

const int32_t *team_posts(struct arena *a, const struct snapshot *s, int32_t team, size_t *ret_count)
{
	size_t from = team >= 0 ? (size_t)s->teams[team].first_post : 0;
	size_t until = team >= 0 ? from + (size_t)s->teams[team].posts_count : s->posts_count, count = 0;
	int32_t *posts = arena_array(a, until - from, sizeof *posts);

	for (size_t i = from; i < until; i++)
		if (s->posts[i].team == team)
			posts[count++] = (int32_t)i;
	*ret_count = count;
	return posts;
}

struct pile_sum waiting_in_all(const struct picture *p)
{
	struct pile_sum all = {0};

	for (size_t i = 0; i <= p->snap->teams_count; i++) {
		all.cases += p->waiting[i].cases;
		if (p->waiting[i].longest_days > all.longest_days)
			all.longest_days = p->waiting[i].longest_days;
	}
	return all;
}

static int compare_keys(const void *left, const void *right)
{
	const struct sort_key *a = left, *b = right;
	int order = a->value < b->value ? -1 : a->value > b->value;

	return order != 0 ? order : strcmp(a->text, b->text);
}

static int compare_keys_down(const void *left, const void *right)
{
	const struct sort_key *a = left, *b = right;
	int order = a->value < b->value ? 1 : a->value > b->value ? -1 : 0;

	return order != 0 ? order : strcmp(a->text, b->text);
}

static int compare_text_down(const void *left, const void *right)
{
	const struct sort_key *a = left, *b = right;

	return strcmp(b->text, a->text);
}

void sort_places(struct sort_key *keys, size_t count, bool down)
{
	bool by_text = true;

	for (size_t i = 0; i < count && by_text; i++)
		by_text = keys[i].value == 0;
	if (count > 0)
		qsort(keys, count, sizeof *keys, !down ? compare_keys : by_text ? compare_text_down : compare_keys_down);
}

const char *binds_nobody_words(const struct snapshot *s)
{
	return s->employer.principles ? "shown, binds nobody" : "";
}
