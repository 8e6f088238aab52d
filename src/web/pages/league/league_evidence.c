/* /league/evidence: what goes with a high caseload, across employers, over the years and within employers. */
#include "web/pages/league/league_evidence.h"

#include "api/resource_league.h"
#include "base/str.h"
#include "core/fixed.h"
#include "routes.h"
#include "templates.h"
#include "web/words.h"

enum { THOUSAND = 1000, HUNDREDTHS = 2, YEARS_MOST = 110 };

struct looking {
	struct arena *arena;
	const struct league_site *site;
	const struct league_picture *p;
	const struct league_year *year;
	enum evidence_measure chosen;
};

static const char *share(struct arena *a, int64_t billionths)
{
	return figure_number_words(a, fixed_round(billionths, THOUSAND), HUNDREDTHS);
}

/* "a weak link: where caseloads are higher, there is more turnover"; of inspections that outcomes are worse. */
static const char *direction(struct arena *a, const struct correlation *c, enum evidence_measure m, bool change)
{
	const char *strength = evidence_strength_words(c->strength);
	const char *where = change ? "where caseloads grew more" : "where caseloads are higher";

	if (c->strength == EVIDENCE_NOT_CLEAR)
		return arena_printf(a, "%s: more than chance cannot be seen in it", strength);
	if (m == EVIDENCE_INSPECTION)
		return arena_printf(a, "%s: %s, inspection outcomes are %s", strength, where, c->rho > 0 ? "worse" : "better");
	return arena_printf(a, "%s: %s, there is %s %s", strength, where, c->rho > 0 ? "more" : "less",
		evidence_measure_words(m));
}

static struct evidence_line_view line_of(const struct looking *k, const char *what, const struct evidence_points *e,
	enum evidence_measure m, bool change)
{
	struct correlation c = evidence_correlation(k->arena, e->points, e->count);
	struct evidence_line_view line = {.what = what, .href = "", .employers = words_int(k->arena, (int64_t)e->count),
		.rho = "", .interval = "",
		.words = "too few employers to say anything"};

	if (!c.is_said)
		return line;
	line.rho = share(k->arena, c.rho);
	line.interval = words_join(k->arena, share(k->arena, c.low), " to ", share(k->arena, c.high), NULL);
	line.words = direction(k->arena, &c, m, change);
	line.clear = c.strength != EVIDENCE_NOT_CLEAR;
	return line;
}

/* ---- everything ---- */

/* The first is what the page shows by itself. */
static const char *measure_href(const struct looking *k, enum evidence_measure m)
{
	return league_href(k->arena, k->site, "evidence", "",
		m == 0 ? "" : words_join(k->arena, "with=", evidence_measure_code(m), NULL));
}

static void put_lines(const struct looking *k, struct league_evidence_view *view)
{
	struct evidence_line_view *lines = arena_array(k->arena, EVIDENCE_MEASURES, sizeof *lines);
	size_t clear = 0;

	for (int m = 0; m < EVIDENCE_MEASURES; m++) {
		struct evidence_points e = league_evidence_of(k->arena, k->p->league, k->year, (enum evidence_measure)m);

		lines[m] = line_of(k, words_first_up(k->arena, evidence_measure_words((enum evidence_measure)m)), &e,
			(enum evidence_measure)m, false);
		lines[m].href = measure_href(k, (enum evidence_measure)m);
		lines[m].current = m == (int)k->chosen;
		clear += lines[m].clear ? 1 : 0;
	}
	view->lines = lines;
	view->lines_count = EVIDENCE_MEASURES;
	view->sentence = arena_printf(k->arena,
		"Of %d things that were looked at, %s with the caseload more than chance explains.", EVIDENCE_MEASURES,
		clear == 0 ? "none goes" : clear == 1 ? "one goes" : arena_printf(k->arena, "%s go",
		words_number(k->arena, (int64_t)clear)));
}

static void put_changes(const struct looking *k, struct league_evidence_view *view)
{
	struct evidence_line_view *lines = arena_array(k->arena, EVIDENCE_MEASURES, sizeof *lines);
	int from = league_picture_change_from(k->p, k->year->year);

	view->changes = lines;
	view->changes_span = "";
	if (from == 0)
		return;
	view->changes_span = arena_printf(k->arena, "%d to %d", from, k->year->year);
	for (int m = 0; m < EVIDENCE_INSPECTION; m++) {
		struct evidence_points e = league_evidence_change(k->arena, k->p->league, k->year, from, (enum evidence_measure)m);

		lines[view->changes_count++] = line_of(k, words_first_up(k->arena, evidence_measure_words((enum evidence_measure)m)),
			&e, (enum evidence_measure)m, true);
	}
}

/* ---- the chosen one ---- */

static const char *middle_words(struct arena *a, int64_t low, int64_t high, const char *unit)
{
	return words_join(a, figure_number_words(a, low, 1), unit, " to ", figure_number_words(a, high, 1), unit, NULL);
}

static struct evidence_part_view part_of(const struct looking *k, const char *name, const struct evidence_middle *m,
	const char *unit)
{
	struct arena *a = k->arena;

	if (m->count == 0)
		return (struct evidence_part_view){name, "0", "", "", ""};
	return (struct evidence_part_view){name, words_int(a, (int64_t)m->count),
		words_join(a, figure_number_words(a, m->median, 1), unit, NULL),
		middle_words(a, m->low, m->high, unit), middle_words(a, m->quarter, m->three_quarters, unit)};
}

static void put_quarters(const struct looking *k, const struct evidence_points *e, struct league_evidence_view *view)
{
	static const char *const NAMES[EVIDENCE_QUARTERS] = {"The quarter with the lowest caseloads", "The next",
		"The next but one",
		"The quarter with the highest"};
	struct evidence_part_view *parts = arena_array(k->arena, EVIDENCE_QUARTERS, sizeof *parts);
	struct evidence_quarter quarters[EVIDENCE_QUARTERS];

	evidence_quarters(k->arena, e->points, e->count, quarters);
	for (int q = 0; q < EVIDENCE_QUARTERS; q++)
		parts[q] = part_of(k, words_join(k->arena, NAMES[q], ", ", middle_words(k->arena, quarters[q].x_from,
		quarters[q].x_to, ""), NULL),
			&quarters[q].y, "%");
	view->parts = parts;
	view->parts_count = EVIDENCE_QUARTERS;
	view->parts_heading = "Employers by caseload";
	view->unit = evidence_measure_words(k->chosen);
}

/* The caseloads of those with each outcome. */
static void put_outcomes(const struct looking *k, const struct evidence_points *e, struct league_evidence_view *view)
{
	struct evidence_part_view *parts = arena_array(k->arena, JUDGEMENTS, sizeof *parts);

	for (int j = JUDGED_OUTSTANDING; j < JUDGEMENTS; j++) {
		struct evidence_middle middle = evidence_middle_of_outcome(k->arena, e, (enum judgement)j);

		parts[view->parts_count++] = part_of(k, judgement_words((enum judgement)j), &middle, "");
	}
	view->parts = parts;
	view->parts_heading = "Employers by their last inspection";
	view->unit = "caseload";
}

/* Every point, with the same link, for those who cannot point at it. */
static void put_points(const struct looking *k, const struct evidence_points *e, struct league_evidence_view *view)
{
	struct evidence_employer_view *rows = arena_array(k->arena, e->count + 1, sizeof *rows);

	for (size_t i = 0; i < e->count; i++)
		rows[i] = (struct evidence_employer_view){league_area(k->p->league, e->areas[i])->name,
			league_area_href(k->arena, k->site, k->p, e->areas[i]), figure_number_words(k->arena, e->points[i].x, 1),
			k->chosen == EVIDENCE_INSPECTION ? judgement_words((enum judgement)(e->points[i].y / THOUSAND))
				: words_join(k->arena, figure_number_words(k->arena, e->points[i].y, 1), "%", NULL)};
	view->employers = rows;
	view->employers_count = e->count;
	view->figure = words_first_up(k->arena, k->chosen == EVIDENCE_INSPECTION ? "last inspection" : view->chosen);
}

static void put_scatter(const struct looking *k, const struct evidence_points *e, struct league_evidence_view *view)
{
	struct league_hrefs hrefs = {k->arena, k->site, k->p};
	struct scatter_asked asked = {k->p->league, e->points, e->areas, e->count, league_point_href, &hrefs};
	const char *words = evidence_measure_words(k->chosen);

	view->has_scatter = e->count > 0;
	view->scatter = league_scatter(k->arena, &asked);
	view->scatter.text = (struct chart_text_view){.id = "scatter", .title = view->chosen_sentence,
		.subtitle = arena_printf(k->arena, "Caseload and %s; a point an employer, 30 September %d", words, k->year->year),
		.about = arena_printf(k->arena,
		"A scatter of %zu employers: the caseload across, %s upward. The tables below have the middle of each quarter, and "
			"every employer.", e->count, words),
		.across = "cases for each full-time worker", .upward = arena_printf(k->arena, "%s, %%", words)};
}

static void put_years(const struct looking *k, struct league_evidence_view *view)
{
	struct evidence_line_view *lines = arena_array(k->arena, YEARS_MOST, sizeof *lines);
	int64_t clear = 0;

	for (int year = k->p->last_year; year >= k->p->first_year; year--) {
		const struct league_year *y = league_picture_year(k->p, year);
		struct evidence_points e;

		if (!y->has_funnel)
			continue;
		e = league_evidence_of(k->arena, k->p->league, y, k->chosen);
		lines[view->years_count++] = line_of(k, arena_printf(k->arena, "%d", year), &e, k->chosen, false);
	}
	view->years = lines;
	for (size_t i = 0; i < view->years_count; i++)
		clear += lines[i].clear ? 1 : 0;
	view->years_sentence = arena_printf(k->arena,
		"%s. A link was clear in %s of the %s years that there are figures of.", view->chosen_sentence,
		words_number(k->arena, clear), words_number(k->arena, (int64_t)view->years_count));
}

static void put_chosen(const struct looking *k, struct league_evidence_view *view)
{
	struct evidence_points e = league_evidence_of(k->arena, k->p->league, k->year, k->chosen);

	view->chosen = evidence_measure_words(k->chosen);
	view->chosen_sentence = words_first_up(k->arena, view->lines[k->chosen].words);
	if (k->chosen == EVIDENCE_INSPECTION) {
		put_outcomes(k, &e, view);
	} else {
		put_quarters(k, &e, view);
		put_scatter(k, &e, view);
	}
	put_points(k, &e, view);
	put_years(k, view);
}

/* ---- the whole ---- */

void league_evidence_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	enum evidence_measure chosen,
	struct league_evidence_view *view)
{
	struct looking k = {a, site, p, NULL, chosen};
	const char *query;

	view->empty = league_is_empty(p);
	view->method_href = league_href(a, site, "method", "", "");
	if (view->empty)
		return;
	k.year = league_picture_year(p, p->funnel_year);
	view->day = arena_printf(a, "30 September %d", k.year->year);
	put_lines(&k, view);
	put_changes(&k, view);
	put_chosen(&k, view);
	view->links_csv_href = league_href(a, site, "evidence", ".csv", "");
	view->links_json_href = league_href(a, site, "evidence", ".json", "");
	query = words_join(a, "with=", evidence_measure_code(chosen), NULL);
	view->tools = (struct tools_view){.csv_href = league_href(a, site, "evidence", ".csv", query),
		.json_href = league_href(a, site, "evidence", ".json", query),
		.action = "", .on = "", .sort = ""};
}

static int read_measure(const struct page_context *ctx, enum evidence_measure *ret, struct err *err)
{
	const char *with = request_query(ctx->request, "with");

	*ret = EVIDENCE_TURNOVER;
	if (with == NULL || with[0] == '\0')
		return 0;
	for (int m = 0; m < EVIDENCE_MEASURES; m++) {
		if (str_equal(with, evidence_measure_code((enum evidence_measure)m))) {
			*ret = (enum evidence_measure)m;
			return 0;
		}
	}
	return err_set(err, PL_INVALID,
		"Caseloads can be held against one of: turnover, absence, agency, vacancy, inspection.");
}

int page_league_evidence(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct league_evidence_view view = {0};
	enum evidence_measure chosen;
	enum resource_format format;
	bool points;
	int rc = league_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_measure(ctx, &chosen, err);
	if (rc < 0)
		return rc;
	/* As a page, the measure that is shown unless another is asked for is the same; as data, all of them. */
	points = page_query(ctx, "with")[0] != '\0' || ctx->match->format == ROUTE_HTML;
	if (league_is_answered(ctx, res, points ? evidence_measure_code(chosen) : ""))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		if (points)
			resource_league_points(&res->body, format, ctx->league, chosen);
		else
			resource_league_evidence(&res->body, format, ctx->league);
	} else {
		league_evidence_fill(ctx->arena, &LEAGUE_SERVED, ctx->league, chosen, &view);
		league_begin(ctx, &view.page, words_join(ctx->arena, "What goes with a high caseload: ",
			evidence_measure_words(chosen), NULL));
		page_add_crumb(ctx, &view.page, "League", "/league");
		render_league_evidence(&res->body, &view);
	}
	league_keep(ctx, res);
	return 0;
}
