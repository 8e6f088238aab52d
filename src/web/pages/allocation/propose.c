/* /employers/CODE/cases/REF/propose: who could hold a case, side by side. */
#include "web/pages/allocation/propose.h"

#include "base/clock.h"
#include "core/list_words.h"
#include "routes.h"
#include "service/pictures/code_words.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/allocation/at_the_line.h"
#include "web/pages/allocation/brief_form.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { ROLE, SHARE, TEAM, PROPOSE_FIELDS };

/* ---- one candidate ---- */

static const char *held_before_words(struct arena *a, const struct candidate *c)
{
	if (c->held_until == DAY_MAX)
		return "Holds it now. ";
	return c->held_until == DAY_MIN ? "" : words_join(a, "Held it until ", words_day(a, c->held_until), ". ", NULL);
}

/* What a change of worker costs is said beside what it would give (R79). */
static const char *change_words(struct arena *a, const struct candidate *c)
{
	return c->nth_worker == 0 ? "" : words_join(a, "A change of worker: ", words_count(a, c->nth_worker, "worker", "workers"), " in 12 months, with them. ", NULL);
}

static const char *skill_words(struct arena *a, const struct candidate *c)
{
	const char *text = "";

	for (size_t i = 0; i < c->skills_count; i++)
		text = words_join(a, text, i == 0 ? "Skills: " : ", ", code_words(a, c->skills[i].code), NULL);
	return c->skills_count > 0 ? words_join(a, text, ". ", NULL) : "";
}

/* What the choice may go by, in words; nothing of it is a judgement. */
static const char *facts_words(struct arena *a, const struct candidate *c)
{
	const struct post_load *load = &c->allocation.lines.working_out.before;

	return words_join(a, held_before_words(a, c), change_words(a, c), c->siblings > 0
			? words_join(a, "Holds ", words_count(a, c->siblings, "other case", "other cases"), " of the household. ", NULL) : "",
		skill_words(a, c), words_count(a, load->cases, "case", "cases"), ", ", words_number(a, c->complex_cases), " of them urgent work.",
		!c->may_open ? " The case is restricted: it opens for them when it is theirs." : "", NULL);
}

/* The line that binds with the case; a share of capacity has its figure beside the load already. */
static const char *line_now_then(const struct page_context *ctx, const struct candidate *c)
{
	const struct snapshot *s = ctx->picture->snap;
	struct line_state state;
	struct line_after_view line;
	bool counted;

	if (!line_next(s, c->post, &c->allocation.lines.working_out.after, &(struct line_walk){0}, &state))
		return "No line applies.";
	line = line_after(ctx, &state);
	counted = s->lines[state.line].kind == LINE_COUNT;
	return words_join(ctx->arena, line.words, counted ? ": " : "", counted ? line.used : "", line.passed ? ", passed" : ", kept",
		line.bound[0] != '\0' ? "; " : "", line.bound, ".", NULL);
}

static const char *candidate_word(const struct candidate *c)
{
	if (negotiation_refusal_is_at_line(c->refusal))
		return c->refusal == REFUSED_OFFERS_PASS_LINE ? "Would pass it with what is offered already" : "Would pass the line";
	if (c->refusal != REFUSED_NOT)
		return "Not now";
	return c->under ? "Under, first to consider" : band_words(c->allocation.lines.working_out.after.band);
}

/* What is in the way at the line is the same for everybody: it is said once, under the table. */
static const char *why_words(const struct candidate *c)
{
	if (negotiation_refusal_is_at_line(c->refusal))
		return "";
	if (c->refusal != REFUSED_NOT)
		return negotiation_refusal_sentence(c->refusal);
	return c->red ? "Has rated the load red." : "";
}

static const char *range_after(struct arena *a, const struct post_load *load)
{
	return load->high_minutes <= load->low_minutes ? ""
		: words_join(a, words_hours(a, load->low_minutes), " to ", words_hours(a, load->high_minutes), " h in most weeks", NULL);
}

static const char *share_after(struct arena *a, const struct post_load *load)
{
	if (load->used_permille < 0)
		return availability_words(load->availability);
	return words_join(a, words_percent(a, load->used_permille), " of ", words_hours(a, load->capacity_minutes), " h", NULL);
}

/* "An exception is in force: up to 14 cases until 3 December 2026, allowed by..." */
static const char *excepted_words(const struct page_context *ctx, int32_t post)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *p = &s->posts[post];
	const char *text = "";

	for (int32_t i = 0; i < p->exceptions_count; i++) {
		const struct exception_row *e = &s->exceptions[p->first_exception + i];

		text = words_join(ctx->arena, text, text[0] == '\0' ? "An exception is in force: up to " : "; up to ",
			exception_value_words(ctx, e->line_id, e->value), " until ", words_day(ctx->arena, e->when.until - 1),
			e->allowed_by[0] != '\0' ? ", allowed by " : "", e->allowed_by, NULL);
	}
	return text[0] != '\0' ? words_join(ctx->arena, text, ".", NULL) : "";
}

/* What is offered to them and not answered yet may come as well. */
static const char *offered_words(struct arena *a, const struct candidate *c)
{
	const struct post_load *all = &c->allocation.with_offered.working_out.after;

	if (c->allocation.offered == 0)
		return "";
	return words_join(a, "With ", words_count(a, c->allocation.offered, "other case", "other cases"), " offered already: ", words_hours(a, all->load_minutes),
		" h", all->used_permille < 0 ? "" : ", ", all->used_permille < 0 ? "" : words_percent(a, all->used_permille), NULL);
}

static void put_candidate(const struct page_context *ctx, const struct candidate *c, const struct brief_about *about, int32_t scale,
	struct axis_view axis, struct candidate_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct what_if *working_out = &c->allocation.lines.working_out;
	const struct post_load *load = &ctx->picture->loads.posts[c->post];

	row->name = name_of_post(ctx, c->post);
	row->href = worker_href(ctx, s->posts[c->post].person);
	row->tags = tags_of_post(a, s, &s->posts[c->post], &row->tags_count);
	row->facts = facts_words(a, c);
	row->bar = chart_load_bar(a, load, axis, scale);
	chart_load_bar_add(&row->bar, load, (int64_t)working_out->after.load_minutes - load->load_minutes);
	row->now = words_join(a, words_hours(a, working_out->before.load_minutes), " h", NULL);
	row->then = words_join(a, words_hours(a, working_out->after.load_minutes), " h", NULL);
	row->share = share_after(a, &working_out->after);
	row->range = range_after(a, &working_out->after);
	row->offered = offered_words(a, c);
	row->line = line_now_then(ctx, c);
	row->new_cases = words_join(a, words_int(a, c->new_cases), " new in the past seven days", NULL);
	row->word = candidate_word(c);
	row->why = why_words(c);
	row->excepted = excepted_words(ctx, c->post);
	row->under = c->under;
	row->at_line = negotiation_refusal_is_at_line(c->refusal);
	row->ask = c->refusal == REFUSED_NOT ? "Ask" : negotiation_refusal_is_at_line(c->refusal) ? "The ways on" : "Write a draft";
	row->brief_href = brief_about_href(ctx, about, s->posts[c->post].post_id);
}

/* ---- the page ---- */

static int32_t most_used(const struct candidate_list *list)
{
	int32_t most = 0;

	for (size_t i = 0; i < list->count; i++)
		most = list->rows[i].allocation.lines.working_out.after.used_permille > most ? list->rows[i].allocation.lines.working_out.after.used_permille : most;
	return most;
}

static void put_rows(const struct page_context *ctx, const struct candidate_list *list, const struct brief_about *about,
	struct propose_view *view)
{
	struct candidate_view *rows = arena_array(ctx->arena, list->count, sizeof *rows);
	int32_t *posts = arena_array(ctx->arena, list->count, sizeof *posts);
	int32_t scale = chart_scale(most_used(list));

	view->axis = chart_axis(ctx->arena, scale);
	for (size_t i = 0; i < list->count; i++) {
		put_candidate(ctx, &list->rows[i], about, scale, view->axis, &rows[i]);
		posts[i] = list->rows[i].post;
		view->at_line = view->at_line || rows[i].at_line;
	}
	view->rows = rows;
	view->rows_count = list->count;
	view->key = chart_key(ctx->arena, ctx->picture->snap, &ctx->picture->loads, posts, list->count);
	view->key.more = "this case";
	view->left_out = list->left_out == 0 ? ""
		: words_join(ctx->arena, words_count(ctx->arena, (int64_t)list->left_out, "more person is", "more people are"),
			" not shown: choose a team.", NULL);
}

static const struct form_choice *team_choices(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, s->teams_count + 1, sizeof *choices);
	size_t count = 0;

	for (size_t i = 0; i < s->teams_count; i++)
		if (sees_team(ctx->sight, FIELD_TEAM_BOARD, (int32_t)i))
			choices[count++] = (struct form_choice){s->teams[i].code, s->teams[i].name};
	return choices;
}

static void put_filters(const struct page_context *ctx, const struct brief_about *about, struct propose_view *view)
{
	const struct form_field fields[PROPOSE_FIELDS] = {
		[ROLE] = {"role", "Role", form_check_choice, .choices = BRIEF_ROLES},
		[SHARE] = {"share", "Share of its weight", form_check_choice, .choices = BRIEF_SHARES},
		[TEAM] = {"team", "Team", form_check_choice, .choices = team_choices(ctx)}};
	struct form form;

	form_begin(&form, fields, PROPOSE_FIELDS);
	form_prefill(&form, ROLE, holding_role_in_file(about->role));
	form_prefill(&form, SHARE, arena_printf(ctx->arena, "%d", about->share));
	form_prefill(&form, TEAM, about->team >= 0 ? ctx->picture->snap->teams[about->team].code : "");
	view->among = words_join(ctx->arena, about->team >= 0 ? ctx->picture->snap->teams[about->team].name : "All that you see",
		": another role, share or team", NULL);
	view->role = form_select(&form, ctx->arena, ROLE);
	view->share = form_select(&form, ctx->arena, SHARE);
	view->team = form_select(&form, ctx->arena, TEAM);
	view->team.none = "All that you see";
}

/* Whom it is offered to already, so that nobody is asked for nothing. */
static int put_offered(struct page_context *ctx, struct propose_view *view, struct err *err)
{
	struct proposal_seen *seen;
	size_t count;
	int rc = proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &seen, &count, err);

	view->offered = view->offered_href = "";
	for (size_t i = 0; i < count && rc == 0; i++)
		if (seen[i].case_index == ctx->place && negotiation_is_open(seen[i].row.state)) {
			view->offered = words_join(ctx->arena, "It is offered to ", name_of_post(ctx, seen[i].post), ": ",
				negotiation_state_words(seen[i].row.state), ".", NULL);
			view->offered_href = proposal_href(ctx, seen[i].row.proposal_id);
		}
	return rc;
}

int page_propose(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct propose_view view = {0};
	struct brief_about about;
	struct candidate_list list;
	struct candidates_wanted wanted;
	enum resource_format format;
	int rc = offers_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = brief_about_read(ctx, &about, err);
	if (rc == 0)
		rc = put_offered(ctx, &view, err);
	if (rc < 0)
		return rc;
	wanted = brief_about_wanted(ctx, &about);
	rc = candidates_read(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &wanted, &list, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	if (page_is_data(ctx, res, &format)) {
		resource_candidates(&res->body, format, ctx->picture, route_value(ctx->match, "case"), &wanted, &list);
		return 0;
	}
	view.heading = words_join(ctx->arena, "Who could hold ", route_value(ctx->match, "case"), "?", NULL);
	view.sentence = brief_case_words(ctx);
	view.case_href = page_link(ctx, "cases", route_value(ctx->match, "case"));
	view.action = brief_href(ctx, route_value(ctx->match, "case"), 0);
	put_filters(ctx, &about, &view);
	put_rows(ctx, &list, &about, &view);
	page_begin(ctx, &view.page, view.heading, "unallocated");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Unallocated", page_link(ctx, "unallocated", ""));
	render_propose(&res->body, &view);
	return 0;
}
