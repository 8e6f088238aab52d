/* /employers/CODE/patterns: what may be seen in how cases came to workers over a time. */
#include "web/pages/employer/patterns.h"

#include <string.h>

#include "base/str.h"
#include "core/working_time.h"
#include "routes.h"
#include "service/allocation/patterns.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { CASES_LISTED = 200 };

enum { FROM, TO, TEAM, FILTERS };
static const struct form_field FILTER_FORM[FILTERS] = {
	[FROM] = {"from", "First day", form_check_text, .most = 10, .optional = true},
	[TO] = {"to", "Last day", form_check_text, .most = 10, .optional = true},
	[TEAM] = {"team", "Team", form_check_choice, .most = 200, .optional = true}};

/* ---- what is asked ---- */

struct wish {
	struct patterns_asked asked;
	bool chosen;
	enum pattern pattern;    /* with `chosen` */
};

static int read_team(const struct page_context *ctx, int32_t *ret, struct err *err)
{
	const char *code = page_query(ctx, "team");

	*ret = TEAMS_ALL;
	if (code[0] == '\0')
		return 0;
	*ret = str_equal(code, TEAM_NONE_CODE) ? -1 : snapshot_find_team(ctx->picture->snap, code);
	return *ret >= 0 || str_equal(code, TEAM_NONE_CODE) ? 0 :
		err_set(err, PL_INVALID, "The address says team=%.60s: expected the code of a team.", code);
}

static int read_pattern(const struct page_context *ctx, struct wish *w, struct err *err)
{
	const char *code = page_query(ctx, "pattern");

	w->chosen = code[0] != '\0';
	if (w->chosen && !pattern_parse(code, &w->pattern))
		return err_set(err, PL_INVALID, "The address says pattern=%.40s: expected the code of a pattern, such as month-end.", code);
	return 0;
}

static int read_wish(const struct page_context *ctx, struct wish *ret, struct err *err)
{
	struct wish w = {.chosen = false};
	int32_t first, last;
	int rc = page_query_day(ctx, "from", DAY_MIN, &first, err);

	if (rc == 0)
		rc = page_query_day(ctx, "to", DAY_MAX, &last, err);
	if (rc == 0)
		rc = read_team(ctx, &w.asked.team, err);
	if (rc == 0 && first == DAY_MIN && last == DAY_MAX)
		w.asked.period = patterns_usual(ctx->picture->snap, ctx->sight, w.asked.team);
	else if (rc == 0)
		rc = patterns_period(first, last, ctx->day, &w.asked.period, err);
	if (rc == 0)
		rc = read_pattern(ctx, &w, err);
	if (rc == 0)
		*ret = w;
	return rc;
}

/* ---- addresses ---- */

static const char *team_code_of(const struct page_context *ctx, int32_t team)
{
	return team == TEAMS_ALL ? "" : team < 0 ? TEAM_NONE_CODE : ctx->picture->snap->teams[team].code;
}

static const char *address(const struct page_context *ctx, const char *suffix, const struct wish *w, int32_t team, const char *pattern)
{
	struct arena *a = ctx->arena;
	const char *path = page_link(ctx, "patterns", ""), *at = strchr(path, '?');
	const char *code = team_code_of(ctx, team);

	path = words_join(a, at != NULL ? arena_strndup(a, path, (size_t)(at - path)) : path, suffix, at != NULL ? at : "", NULL);
	path = words_join(a, path, at != NULL ? "&" : "?", "from=", words_iso(a, w->asked.period.from), "&to=",
		words_iso(a, w->asked.period.until - 1), NULL);
	if (code[0] != '\0')
		path = words_join(a, path, "&team=", page_segment(a, code), NULL);
	return pattern[0] != '\0' ? words_join(a, path, "&pattern=", pattern, "#chosen", NULL) : path;
}

const char *patterns_href(const struct page_context *ctx, int32_t team)
{
	const char *path = page_link(ctx, "patterns", "");

	return team == TEAMS_ALL ? path : words_join(ctx->arena, path, strchr(path, '?') != NULL ? "&" : "?", "team=",
		page_segment(ctx->arena, team_code_of(ctx, team)), NULL);
}

/* ---- figures ---- */

static const char *figure_words(struct arena *a, const struct pattern_cell *cell)
{
	if (cell->untold)
		return "not told";
	if (cell->of == 0)
		return "none";
	return words_join(a, words_int(a, cell->count), " of ", words_int(a, cell->of), NULL);
}

static const char *share_words(struct arena *a, const struct pattern_cell *cell)
{
	return cell->untold || cell->of == 0 ? "" : words_percent(a, ((int64_t)cell->count * 1000 + cell->of / 2) / cell->of);
}

static const char *chance_words(struct arena *a, const struct pattern_cell *cell)
{
	return cell->untold || cell->of == 0 || cell->expected_tenths < 0 ? "" : words_tenths(a, cell->expected_tenths);
}

static bool is_beyond(const struct pattern_cell *cell)
{
	return !cell->untold && cell->beyond_chance;
}

static void put_row(const struct page_context *ctx, const struct wish *w, const struct patterns *p, enum pattern pattern,
	struct pattern_line_view *row)
{
	struct arena *a = ctx->arena;
	int32_t team = w->asked.team;
	const struct pattern_cell *all = pattern_at(p, pattern, team, CONTRACT_ALL);
	const char *chance = chance_words(a, all);

	*row = (struct pattern_line_view){.words = pattern_words(pattern), .counts = pattern_counts(pattern), .of = pattern_of(pattern),
		.href = address(ctx, "", w, team, pattern_code(pattern)), .figure = figure_words(a, all), .share = share_words(a, all),
		.chance = chance[0] != '\0' ? words_join(a, "by chance alone it would be about ", chance, NULL) : "", .beyond = is_beyond(all),
		.permanent = figure_words(a, pattern_at(p, pattern, team, CONTRACT_PERMANENT)),
		.agency = figure_words(a, pattern_at(p, pattern, team, CONTRACT_AGENCY)),
		.newly_qualified = figure_words(a, pattern_at(p, pattern, team, CONTRACT_NEWLY_QUALIFIED))};
}

static void put_rows(const struct page_context *ctx, const struct wish *w, const struct patterns *p, struct patterns_view *view)
{
	struct pattern_line_view *rows = arena_array(ctx->arena, PATTERNS, sizeof *rows);

	for (int k = 0; k < PATTERNS; k++) {
		put_row(ctx, w, p, (enum pattern)k, &rows[k]);
		for (int contract = CONTRACT_ALL; contract < CONTRACT_KINDS; contract++)
			view->few = view->few || pattern_at(p, (enum pattern)k, w->asked.team, contract)->untold;
	}
	view->rows = rows;
	view->rows_count = PATTERNS;
}

/* ---- the one that is chosen ---- */

static void put_teams(const struct page_context *ctx, const struct wish *w, const struct patterns *p, struct patterns_view *view)
{
	struct pattern_team_view *rows = arena_array(ctx->arena, p->teams_count + 1, sizeof *rows);
	size_t count = 0;

	for (int32_t team = -1; team < (int32_t)p->teams_count; team++) {
		const struct pattern_cell *cell = pattern_at(p, w->pattern, team, CONTRACT_ALL);

		if (cell->of == 0 || (w->asked.team != TEAMS_ALL && team != w->asked.team))
			continue;
		rows[count++] = (struct pattern_team_view){team_label(ctx->picture->snap, team),
			address(ctx, "", w, team, pattern_code(w->pattern)), figure_words(ctx->arena, cell), share_words(ctx->arena, cell),
			chance_words(ctx->arena, cell), is_beyond(cell)};
		view->few = view->few || cell->untold;
	}
	view->chosen.by_chance = pattern_at(p, w->pattern, TEAMS_ALL, CONTRACT_ALL)->expected_tenths >= 0;
	view->chosen.teams = rows;
	view->chosen.teams_count = count;
}

static const char *what_words(const struct page_context *ctx, const struct pattern_case *c)
{
	enum { MINUTES_AN_HOUR = 60, CLOCK_TEXT = 12 };
	const struct happening *h = c->what;
	struct arena *a = ctx->arena;
	int32_t minute = (int32_t)(h->at - local_midnight(local_day(h->at)));

	switch (c->pattern) {
	case PATTERN_IN_SECONDS:
		return words_join(a, words_count(a, h->seconds, "second", "seconds"), " after the offer", NULL);
	case PATTERN_BACKDATED:
		return words_join(a, "recorded ", words_count(a, h->days_later, "day", "days"), " after the talk", NULL);
	case PATTERN_OUT_OF_HOURS:
		return arena_printf(a, "%s, %02d:%02d", date_weekday_name(local_day(h->at)), minute / MINUTES_AN_HOUR, minute % MINUTES_AN_HOUR);
	default:
		return "";
	}
}

static struct pattern_case_view case_view(const struct page_context *ctx, const struct pattern_case *c)
{
	bool named = c->ref[0] != '\0';
	struct arena *a = ctx->arena;

	return (struct pattern_case_view){.ref = named ? c->ref : "Restricted", .href = c->place >= 0 ? case_href(ctx, c->place) : "",
		.day = words_day(a, local_day(c->what->at)), .team = team_label(ctx->picture->snap, c->what->team),
		.what = what_words(ctx, c),
		.proposal = named && c->what->proposal_id != 0 ? (struct link_view){.text = "The proposal",
			.href = page_link(ctx, "proposals", arena_printf(a, "%d", c->what->proposal_id))} : (struct link_view){.text = "", .href = ""}};
}

static const char *cases_note(const struct page_context *ctx, size_t found, size_t listed, int32_t unlisted)
{
	struct arena *a = ctx->arena;
	const char *words = found > listed ? words_join(a, "And ", words_int(a, (int64_t)(found - listed)), " more: the JSON has all of them. ",
		NULL) : "";

	return unlisted == 0 ? words : words_join(a, words, words_int(a, unlisted), unlisted == 1 ? " is" : " are",
		" of teams whose allocations, or cases, are not yours to see.", NULL);
}

static void put_cases(const struct page_context *ctx, const struct wish *w, const struct patterns_shown *shown, struct patterns_view *view)
{
	struct pattern_case_view *rows = arena_array(ctx->arena, CASES_LISTED, sizeof *rows);
	size_t found = 0, listed = 0;
	bool is_all_told = !pattern_at(&shown->all, w->pattern, w->asked.team, CONTRACT_ALL)->untold;

	for (size_t i = 0; i < shown->cases_count; i++)
		if (shown->cases[i].pattern == w->pattern && found++ < CASES_LISTED)
			rows[listed++] = case_view(ctx, &shown->cases[i]);
	view->chosen.cases = rows;
	view->chosen.cases_count = listed;
	view->chosen.cases_note = cases_note(ctx, found, listed, is_all_told ? shown->unlisted[w->pattern] : 0);
}

static void put_chosen(const struct page_context *ctx, const struct wish *w, const struct patterns_shown *shown, struct patterns_view *view)
{
	view->chosen = (struct pattern_chosen_view){.words = "", .cases_note = ""};
	if (!w->chosen)
		return;
	view->chosen = (struct pattern_chosen_view){.words = pattern_words(w->pattern), .counts = pattern_counts(w->pattern),
		.of = pattern_of(w->pattern), .unproven = pattern_unproven(w->pattern)};
	put_teams(ctx, w, &shown->all, view);
	put_cases(ctx, w, shown, view);
}

/* ---- the page ---- */

static void put_filters(struct page_context *ctx, const struct wish *w, struct patterns_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_field *fields = arena_array(ctx->arena, FILTERS, sizeof *fields);
	struct form_choice *choices = arena_array(ctx->arena, s->teams_count + 1, sizeof *choices);
	struct form form;

	memcpy(fields, FILTER_FORM, sizeof FILTER_FORM);
	for (size_t i = 0; i < s->teams_count; i++)
		choices[i] = (struct form_choice){s->teams[i].code, s->teams[i].name};
	fields[TEAM].choices = choices;
	form_begin(&form, fields, FILTERS);
	form.values[FROM].text = words_iso(ctx->arena, w->asked.period.from);
	form.values[TO].text = words_iso(ctx->arena, w->asked.period.until - 1);
	form.values[TEAM].text = team_code_of(ctx, w->asked.team);
	view->from = form_input(&form, FROM);
	view->to = form_input(&form, TO);
	view->from.type = view->to.type = "date";
	view->team = form_select(&form, ctx->arena, TEAM);
	view->team.none = "All teams";
}

static const char *page_sentence(const struct page_context *ctx, const struct wish *w)
{
	struct arena *a = ctx->arena;

	return words_join(a, "From ", words_day(a, w->asked.period.from), " to ", words_day(a, w->asked.period.until - 1), ", ",
		w->asked.team == TEAMS_ALL ? "all teams" : team_label(ctx->picture->snap, w->asked.team),
		": how cases came to workers, as far as it raises a question. It is about how work is given out: no figure is of a single "
		"worker, and none says that somebody did wrong.", NULL);
}

static const char *heading_of(const struct page_context *ctx, const struct wish *w)
{
	struct arena *a = ctx->arena;
	const char *words = w->chosen ? words_join(a, "Patterns: ", pattern_words(w->pattern), NULL) : "Patterns";

	return w->asked.team == TEAMS_ALL ? words : words_join(a, words, w->chosen ? ", " : ": ",
		team_label(ctx->picture->snap, w->asked.team), NULL);
}

/* The heading; with days other than those that come by themselves, these too: no two pages have one title. */
static const char *title_of(const struct page_context *ctx, const struct wish *w, const char *heading)
{
	struct arena *a = ctx->arena;
	struct days usual = patterns_usual(ctx->picture->snap, ctx->sight, w->asked.team);

	if (usual.from == w->asked.period.from && usual.until == w->asked.period.until)
		return heading;
	return words_join(a, heading, ", ", words_day(a, w->asked.period.from), " to ", words_day(a, w->asked.period.until - 1), ", seen on",
		NULL);
}

static void show(struct page_context *ctx, struct response *res, const struct wish *w, const struct patterns_shown *shown)
{
	struct patterns_view view = {.heading = heading_of(ctx, w), .sentence = page_sentence(ctx, w), .action = page_link(ctx, "patterns", ""), .not_live = ""};

	if (!shown->live)
		view.not_live = "On no day of this period were allocations negotiated here: what is about offers, talks and answers has nothing to "
			"count.";
	put_rows(ctx, w, &shown->all, &view);
	put_chosen(ctx, w, shown, &view);
	put_filters(ctx, w, &view);
	view.tools = (struct tools_view){.csv_href = address(ctx, ".csv", w, w->asked.team, ""),
		.json_href = address(ctx, ".json", w, w->asked.team, ""), .action = "", .on = "", .sort = ""};
	page_begin(ctx, &view.page, title_of(ctx, w, view.heading), "");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	if (w->asked.team >= 0)
		page_add_crumb(ctx, &view.page, team_label(ctx->picture->snap, w->asked.team), team_href(ctx, w->asked.team));
	render_patterns(&res->body, &view);
}

int page_patterns(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct patterns_shown shown;
	struct wish w;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_wish(ctx, &w, err);
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	rc = patterns_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, &w.asked, &shown, err);
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format))
		resource_patterns(&res->body, format, ctx->picture, &shown, w.asked.team);
	else
		show(ctx, res, &w, &shown);
	return 0;
}
