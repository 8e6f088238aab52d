/* /employers/CODE/health: the health check. */
#include "web/pages/health/health.h"

#include <string.h>

#include "base/str.h"
#include "core/health_day.h"
#include "core/health_lines.h"
#include "core/health_records.h"
#include "core/health_words.h"
#include "core/list_words.h"
#include "core/load.h"
#include "core/quarter.h"
#include "routes.h"
#include "service/health/findings.h"
#include "service/health/health_workbook.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/health_words.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { QUARTERS = 4, FINDINGS_IN_SENTENCE = 3, YEARS_BACK = 9, DAYS_A_YEAR = 365 };

/* ---- sections ---- */

/* Said where the figure and its working-out have not said it. */
static const char *people_behind(struct arena *a, const struct health_measure_row *measure,
	const struct health_figure *f)
{
	if (f->people < 2 || measure->unit == HEALTH_PEOPLE || f->whole == f->people)
		return "";
	return words_count(a, f->people, "worker", "workers");
}

static const char *beside_words(struct arena *a, enum health_measure m, const struct health *h)
{
	const char *words = health_beside_words(a, m, h->figures);

	return words[0] == '\0' ? "" : words_join(a, "To be read with it: ", words, NULL);
}

static struct health_row_view row_of(const struct page_context *ctx, const struct health_asked *asked,
	const struct health *h, enum health_measure m)
{
	struct arena *a = ctx->arena;
	const struct health_measure_row *measure = health_measure_row(m);
	const struct health_figure *f = &h->figures[m];

	return (struct health_row_view){.code = measure->code, .words = measure->words,
		.href = health_asked_href(ctx, measure->code, "", asked), .figure = health_figure_words(a, m, f),
		.parts = health_parts_words(a, m, f), .gap = health_gap_words(a, f),
		.people = people_behind(a, measure, f), .is_worked_out = f->whole != 0 || people_behind(a, measure, f)[0] != '\0',
		.beside = beside_words(a, m, h), .definition = measure->definition, .source = measure->source};
}

static void put_known(const struct page_context *ctx, const struct health_asked *asked, const struct health *h,
	enum health_section s, struct health_section_view *view)
{
	struct health_row_view *rows = arena_array(ctx->arena, HEALTH_MEASURES, sizeof *rows);

	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_measure_row((enum health_measure)m)->section == s && h->figures[m].known == HEALTH_KNOWN)
			rows[view->rows_count++] = row_of(ctx, asked, h, (enum health_measure)m);
	view->rows = rows;
}

static struct health_unknown_view unknown_of(const struct page_context *ctx, const struct health_asked *asked,
	const struct health *h, enum health_section s, const struct health_figure *why)
{
	struct link_view *links = arena_array(ctx->arena, HEALTH_MEASURES, sizeof *links);
	struct health_unknown_view view = {.why = health_why_words(why), .measures = links, .in_quarters = why->in_quarters};

	for (int m = 0; m < HEALTH_MEASURES; m++) {
		const struct health_measure_row *row = health_measure_row((enum health_measure)m);

		if (row->section == s && h->figures[m].known == why->known && h->figures[m].in_quarters == why->in_quarters)
			links[view.measures_count++] = (struct link_view){.text = row->words,
				.href = health_asked_href(ctx, row->code, "", asked)};
	}
	return view;
}

static void put_unknown(const struct page_context *ctx, const struct health_asked *asked, const struct health *h,
	enum health_section s, struct health_section_view *view)
{
	static const struct health_figure WHYS[] = {{.known = HEALTH_UNSAID}, {.known = HEALTH_NOTHING},
		{.known = HEALTH_UNTOLD, .in_quarters = true}, {.known = HEALTH_UNTOLD}};
	struct health_unknown_view *unknown = arena_array(ctx->arena, sizeof WHYS / sizeof *WHYS, sizeof *unknown);

	for (size_t i = 0; i < sizeof WHYS / sizeof *WHYS; i++) {
		unknown[view->unknown_count] = unknown_of(ctx, asked, h, s, &WHYS[i]);
		view->unknown_count += unknown[view->unknown_count].measures_count > 0;
	}
	view->unknown = unknown;
}

static const char *line_name(const struct page_context *ctx, const struct line_row *line)
{
	const struct snapshot *s = ctx->picture->snap;
	const char *of = line == NULL ? "" : line->scope == LINE_SERVICE ? s->services[line->target].name :
		line->scope == LINE_TEAM ?
		s->teams[line->target].name : "";

	if (line == NULL)
		return "Lines of single posts, together";
	return words_join(ctx->arena, line_scope_words(line->scope), of[0] != '\0' ? ", " : "", of, ": ",
		line_words(ctx->arena, line), NULL);
}

static void put_lines(const struct page_context *ctx, const struct health *h, struct health_section_view *view)
{
	struct arena *a = ctx->arena;
	struct health_line_view *rows = arena_array(a, h->lines_count + 1, sizeof *rows);

	for (size_t i = 0; i < h->lines_count; i++) {
		const struct health_line *l = &h->lines[i];
		const struct health_figure share = health_line_share(l);
		struct health_line_view row = {line_name(ctx, l->line), l->line != NULL ? line_status_words(l->line->status) : "",
			"not told", "", ""};

		if (l->told) {
			row.share = health_figure_words(a, MEASURE_PAST_LINE, &share);
			row.past = words_join(a, words_int(a, l->past), " of ", words_count(a, l->posts, "post", "posts"), NULL);
			row.leave = words_int(a, l->with_leave);
		}
		rows[i] = row;
	}
	view->lines = rows;
	view->lines_count = h->lines_count;
}

static void put_sections(const struct page_context *ctx, const struct health_asked *asked, const struct health *h,
	struct health_view *view)
{
	struct health_section_view *sections = arena_array(ctx->arena, HEALTH_SECTIONS, sizeof *sections);

	for (int s = 0; s < HEALTH_SECTIONS; s++) {
		struct health_section_view *section = &sections[view->sections_count];
		enum health_section which = (enum health_section)s;

		*section = (struct health_section_view){.code = health_section_code(which), .words = health_section_words(which),
			.question = health_section_question(which)};
		put_known(ctx, asked, h, which, section);
		put_unknown(ctx, asked, h, which, section);
		if (which == HEALTH_ADHERENCE)
			put_lines(ctx, h, section);
		view->sections_count += section->rows_count + section->unknown_count > 0;
	}
	view->sections = sections;
}

/* ---- quarters ---- */

static bool waits_for_quarter(const struct health *h)
{
	bool waits = false;

	for (int m = 0; m < HEALTH_MEASURES && !waits; m++)
		waits = h->figures[m].in_quarters;
	return waits;
}

/* The last ones that are over, of the whole employer. */
static void put_quarters(const struct page_context *ctx, const struct health *h, struct health_view *view)
{
	struct link_view *links = arena_array(ctx->arena, QUARTERS, sizeof *links);
	int32_t before = ctx->app->today();

	if (!waits_for_quarter(h))
		return;
	for (int i = 0; i < QUARTERS; i++) {
		const struct health_asked quarter = {quarter_before(before), {.team = TEAMS_ALL}};
		char words[DATE_WORDS_SIZE];

		links[i] = (struct link_view){.text = arena_strdup(ctx->arena, quarter_words(quarter.period.from, words)),
			.href = health_asked_href(ctx, "", "", &quarter)};
		before = quarter.period.from;
	}
	view->quarters = links;
	view->quarters_count = QUARTERS;
}

/* ---- charts ---- */

static void put_charts(const struct page_context *ctx, const struct health_asked *asked, const struct health *h,
	struct health_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	const bool *in = health_scope_teams(ctx->arena, s, asked->scope),
		sees_all = sees_teams(ctx->sight, FIELD_TEAM_PATTERNS, in);
	struct spread_band bands[SPREAD_BINS];
	int32_t count = 0;

	/* Who is not told the figures is not shown the picture of them; nor, of a part, from which that of another follows. */
	if (h->figures[MEASURE_CASES_HELD].known == HEALTH_KNOWN && (sees_all || health_is_whole(h->scope))) {
		const struct counts counts = counts_of_teams(ctx->arena, s, in);
		const struct health_spread spread = health_spread_of(counts.held_by_each, counts.case_holders);

		count = health_spread_bands(&spread, sees_all ? 0 : HEALTH_PEOPLE_LEAST, bands);
	}
	view->bands = health_bands_of(ctx->arena, h->figures);
	view->spread = health_spread_view_of(ctx->arena, bands, count, h->figures);
}

/* ---- the page ---- */

static const char *basis_words(const struct page_context *ctx, const struct health *h)
{
	struct arena *a = ctx->arena;

	return words_join(a, words_first_up(a, health_scope_words(a, ctx->picture->snap, h->scope)),
		". What is on a day is of ",
		words_day(a, h->day), "; what happened is from ", words_day(a, h->period.from), " to it. ",
		h->records_day == DAY_MIN ? "" : words_join(a, "The newest entry of people and work is of ",
		words_day(a, h->records_day), " (number ", words_int(a, ctx->picture->snap->employer.facts_entry), " of the ledger)",
		h->facts_day == DAY_MIN ? "" : words_join(a, "; the newest day in the records is ", words_day(a, h->facts_day), NULL),
		".", NULL), NULL);
}

/* ---- what matters ---- */

/* Ten years take a while at a large employer: the page says how far back it has looked, and the next one goes on. */
static const char *since_words(const struct page_context *ctx, const struct finding *f)
{
	struct arena *a = ctx->arena;
	bool looked_far = f->looked_from <= ctx->day - YEARS_BACK * DAYS_A_YEAR;

	if (!f->remembered)
		return "";
	if (!looked_far && f->earlier_count > 0 && f->earlier[0].from == f->looked_from)
		return words_join(a, "At least ", f->since, ": for earlier years reload the page", NULL);
	return looked_far ? words_first_up(a, f->since) : words_join(a, words_first_up(a, f->since), "; looked for back to ",
		words_month(a, f->looked_from), " so far: for earlier years reload the page", NULL);
}

static void put_findings(const struct page_context *ctx, const struct health_asked *asked, const struct finding *found,
	size_t count, struct health_view *view)
{
	struct health_finding_view *rows = arena_array(ctx->arena, count, sizeof *rows);

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct health_finding_view){.sentence = found[i].sentence,
			.href = health_asked_href(ctx, health_measure_row(found[i].row->measure)->code, "", asked),
			.since = since_words(ctx, &found[i]),
			.concerns = found[i].row->concerns, .helped = found[i].row->helped};
	view->findings = rows;
	view->findings_count = count;
}

static int64_t count_unknown(const struct health *h)
{
	int64_t unknown = 0;

	for (int m = 0; m < HEALTH_MEASURES; m++)
		unknown += h->figures[m].known == HEALTH_UNSAID;
	return unknown;
}

/* Where nobody is and nothing is open, that nothing is found says nothing. */
static bool is_empty(const struct snapshot *s, struct health_scope scope)
{
	for (size_t i = 0; i < s->posts_count; i++)
		if (health_in_scope(s, scope, s->posts[i].team))
			return false;
	for (size_t i = 0; i < s->cases_count; i++)
		if (health_in_scope(s, scope, s->cases[i].team))
			return false;
	return true;
}

/* The first that there are, in the order of what matters. */
static const char *sentence_of(const struct page_context *ctx, const struct health *h, const struct finding *found,
	size_t count)
{
	struct arena *a = ctx->arena;
	const char *words = words_join(a, words_weekday(a, h->day), ".", NULL);

	for (size_t i = 0; i < count && i < FINDINGS_IN_SENTENCE; i++)
		words = words_join(a, words, " ", found[i].sentence, NULL);
	if (count > 0)
		return words;
	if (is_empty(ctx->picture->snap, h->scope))
		return words_join(a, words, " There is nothing to measure: it has no posts and no open cases on this day.", NULL);
	return words_join(a, words, " Nothing is found that somebody has to look at, as far as the records go: of ",
		words_count(a, count_unknown(h), "figure", "figures"), " they do not say.", NULL);
}

/* What has no day: where something is done about it. */
static const char *doing_href(const struct page_context *ctx, const char *section)
{
	const char *path = words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->picture->snap->employer.code),
		"/", section, NULL);

	return admits_to_path(ctx, path) ? path : "";
}

/* The evidence pack is of the whole employer. */
static const char *pack_href(const struct page_context *ctx, const struct health_asked *asked)
{
	const char *path = asked->scope.service == NULL &&
		asked->scope.team == TEAMS_ALL ? doing_href(ctx, "evidence-pack") : "";
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];

	return path[0] == '\0' ? "" : words_join(ctx->arena, path, "?from=", date_iso(asked->period.from, from), "&to=",
		date_iso(asked->period.until - 1, to), NULL);
}

static struct tools_view tools_of(const struct page_context *ctx, const struct health_asked *asked)
{
	return (struct tools_view){.csv_href = health_asked_href(ctx, "", ".csv", asked),
		.json_href = health_asked_href(ctx, "", ".json", asked),
		.xlsx_href = health_asked_href(ctx, "", ".xlsx", asked), .action = "", .on = "", .sort = ""};
}

static void show(struct page_context *ctx, struct response *res, const struct health_asked *asked,
	const struct health *h, const struct finding *found, size_t count)
{
	struct health_view view = {.heading = words_join(ctx->arena, "Health check", health_asked_title(ctx, asked), NULL),
		.basis = basis_words(ctx, h), .filters = health_filters(ctx, "", asked), .tools = tools_of(ctx, asked),
		.publish_href = doing_href(ctx, "publish"), .declared_href = doing_href(ctx, "declared"),
		.pack_href = pack_href(ctx, asked)};

	view.sentence = sentence_of(ctx, h, found, count);
	put_findings(ctx, asked, found, count, &view);
	put_quarters(ctx, h, &view);
	put_charts(ctx, asked, h, &view);
	put_sections(ctx, asked, h, &view);
	page_begin(ctx, &view.page, view.heading, "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	if (asked->scope.team >= 0)
		page_add_crumb(ctx, &view.page, team_label(ctx->picture->snap, asked->scope.team), team_href(ctx, asked->scope.team));
	render_health(&res->body, &view);
}

static int show_found(struct page_context *ctx, struct response *res, const struct health_asked *asked,
	const struct health *h, struct err *err)
{
	enum resource_format format;
	struct finding *found;
	size_t count;
	int rc = findings_for(ctx->app->pictures, ctx->arena, ctx->picture->snap, ctx->sight, h, &found, &count, err);

	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format))
		resource_health(&res->body, format, ctx->picture, h, found, count);
	else
		show(ctx, res, asked, h, found, count);
	return 0;
}

const char *health_href(const struct page_context *ctx, int32_t team)
{
	const char *path = page_link(ctx, "health", "");

	return team < 0 ? path : words_join(ctx->arena, path, strchr(path, '?') != NULL ? "&" : "?", "team=",
		page_segment(ctx->arena, ctx->picture->snap->teams[team].code), NULL);
}

int page_health(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct health_asked asked;
	enum health_filter wrong;
	struct health *h = arena_alloc(ctx->arena, sizeof *h);
	int rc = health_asked_open(ctx, &asked, &wrong, err);

	(void)req;
	if (rc < 0)
		return health_asked_again(ctx, res, "", wrong, rc, err);
	if (page_is_unchanged(ctx, res))
		return 0;
	rc = health_check_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, &asked, h, err);
	if (rc < 0)
		return rc;
	if (ctx->match->format == ROUTE_XLSX) {
		res->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
		return health_workbook_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, &asked, h,
			words_join(ctx->arena, "Plimsoll ", ctx->app->version, NULL), &res->body, err);
	}
	return show_found(ctx, res, &asked, h, err);
}
