/* /league/CODE: one employer, everything that was published of it, and who is like it. */
#include "web/pages/league/league_area.h"

#include "api/resource_league.h"
#include "base/str.h"
#include "core/fixed.h"
#include "core/interval.h"
#include "core/time_each.h"
#include "routes.h"
#include "templates.h"
#include "web/pages/league/league_check.h"
#include "web/pages/league/league_published.h"
#include "web/words.h"

enum { THOUSAND = 1000, TILES = 5, BESIDES = 3, CHARTS = 6, MISSES_MOST = 40,
	SYMBOLS_MOST = 8, THOUSANDTHS_OF_TENTH = 100 };

/* What a page is made from. */
struct making {
	struct arena *arena;
	const struct league_site *site;
	const struct league_picture *p;
	int32_t area, region, country;
	const struct league_area *who;
	/* the one that is shown: the newest with a funnel in which the employer has a row, else the newest */
	const struct league_year *year;
	const struct league_row *row;    /* NULL: it has none */
	bool has_caseload;
	struct compared caseload;
};

static bool compared_in(const struct making *m, int32_t area, int year, struct compared *ret)
{
	return area != LEAGUE_NOBODY && league_compared(&league_cell(m->p->league, area, year)->figures, ret);
}

static const char *tenths(struct arena *a, int64_t thousandths)
{
	return figure_number_words(a, thousandths, 1);
}

/* ---- on top ---- */

/* The last caseload that was published before the year that has none; "" without one. */
static const char *last_words(const struct making *m)
{
	struct compared then;

	for (int year = m->year->year - 1; year >= m->p->first_year; year--) {
		if (compared_in(m, m->area, year, &then))
			return arena_printf(m->arena, "The last one that was published was %s, of %d.",
				tenths(m->arena, then.caseload), year);
	}
	return "";
}

static void put_standing(const struct making *m, struct league_area_view *view)
{
	struct interval i;

	view->over = m->year->year < m->p->funnel_year;
	view->unusual = m->row != NULL && league_is_unusual(league_standing(m->row));
	view->day = arena_printf(m->arena, view->over ? "30 September %d, its last return" : "30 September %d", m->year->year);
	view->sentence = m->row != NULL ? league_standing_sentence(m->arena, m->p->league, m->year, m->row)
		: arena_printf(m->arena, "No return of %s is there for %d.", m->who->name, m->year->year);
	view->interval = "";
	view->time_sentence = m->has_caseload ? "" : last_words(m);
	if (!m->has_caseload)
		return;
	view->time_sentence = arena_printf(m->arena, "At %s cases each has %s minutes a week.",
		tenths(m->arena, m->caseload.caseload),
		words_int(m->arena, time_each_minutes(m->caseload.caseload)));
	i = caseload_interval(m->caseload.cases, m->caseload.fte);
	view->interval = arena_printf(m->arena,
		"Cases are counted on one day. By the chance of that day alone the same staff might have had from %s to %s each.",
		tenths(m->arena, fixed_round(i.low, THOUSAND)), tenths(m->arena, fixed_round(i.high, THOUSAND)));
}

static const char *figure_in(const struct making *m, enum statistic which)
{
	return figure_words(m->arena, which, &league_cell(m->p->league, m->area, m->year->year)->figures.of[which]);
}

/* What is told of it, with what it might as well have been by chance. */
static const char *tile_words(const struct making *m, enum statistic which, const char *words)
{
	const char *chance = figure_chance_words(m->arena, &league_cell(m->p->league, m->area, m->year->year)->figures, which);

	return chance[0] != '\0' ? words_join(m->arena, words, ", ", chance, " by chance", NULL) : words;
}

static struct tile_view tile(const struct making *m, enum statistic which, const char *words)
{
	return (struct tile_view){figure_in(m, which), tile_words(m, which, words)};
}

static void put_tiles(const struct making *m, struct league_area_view *view)
{
	struct tile_view *tiles = arena_array(m->arena, TILES, sizeof *tiles);

	tiles[0] = tile(m, STATISTIC_CASELOAD, "cases for each full-time worker who holds cases");
	tiles[1] = tile(m, STATISTIC_VACANCY_RATE, "of posts are vacant");
	tiles[2] = tile(m, STATISTIC_AGENCY_RATE, "of workers come from agencies");
	tiles[3] = tile(m, STATISTIC_TURNOVER_RATE, "of workers left in the year");
	tiles[4] = tile(m, STATISTIC_ABSENCE_RATE, "of working days were lost to sickness");
	view->tiles = (struct tiles_view){tiles, TILES};
}

/* ---- over time ---- */

static void put_changes(const struct making *m, struct league_area_view *view)
{
	struct text_view *changes = arena_array(m->arena, LEAGUE_CHANGES_MOST, sizeof *changes);
	int from[LEAGUE_CHANGES_MOST];
	size_t count = m->has_caseload
		? league_changes_from(m->p->league, m->area, m->p->first_year, m->year->year, from) : 0;
	struct compared then;

	for (size_t i = 0; i < count; i++) {
		if (compared_in(m, m->area, from[i], &then))
			changes[view->changes_count++].text = league_change_sentence(m->arena, from[i], &then, &m->caseload);
	}
	view->changes = changes;
}

/* The first year in which somebody has the figure. */
static int first_year_of(const struct making *m, enum statistic which)
{
	int year = m->p->first_year;

	while (year < m->p->last_year && league_cell(m->p->league, m->country,
		year)->figures.of[which].symbol == FIGURE_MISSING &&
		league_cell(m->p->league, m->area, year)->figures.of[which].symbol == FIGURE_MISSING)
		year++;
	return year;
}

static const struct chart {
	enum statistic which;
	const char *id, *title, *unit;
} CHART_OF[CHARTS] = {
	{STATISTIC_CASELOAD, "chart-caseload", "Cases for each full-time worker", "cases"},
	{STATISTIC_VACANCY_RATE, "chart-vacancy", "Vacant posts", "% of posts"},
	{STATISTIC_AGENCY_RATE, "chart-agency", "Agency workers", "% of workers"},
	{STATISTIC_TURNOVER_RATE, "chart-turnover", "Turnover", "% of workers who left in the year"},
	{STATISTIC_ABSENCE_RATE, "chart-absence", "Sickness absence", "% of working days"},
	{STATISTIC_REREFERRAL_RATE, "chart-rereferral", "Referrals within 12 months of another", "% of referrals"},
};

/* Its caseload on the last day of each quarter that it has published. */
static void put_marks(const struct making *m, struct years_asked *asked)
{
	struct years_mark *marks = arena_array(m->arena, m->p->checks_count + 1, sizeof *marks);

	for (size_t i = 0; i < m->p->checks_count; i++) {
		const struct published *c = m->p->checks[i].published;
		const struct published_row *load = published_row_shown(&c->rows, "caseload");

		if (m->p->checks[i].area == m->area && load != NULL)
			marks[asked->marks_count++] = (struct years_mark){c->period.until - 1, load->value * THOUSANDTHS_OF_TENTH};
	}
	asked->marks = marks;
}

static void put_charts(const struct making *m, struct league_area_view *view)
{
	struct years_chart_view *charts = arena_array(m->arena, CHARTS, sizeof *charts);
	const struct league_check *check = league_picture_check(m->p, m->area);
	struct target target;

	for (size_t i = 0; i < CHARTS; i++) {
		const struct chart *c = &CHART_OF[i];
		struct years_asked asked = {m->p->league, first_year_of(m, c->which), m->p->last_year, c->which, m->area, m->region,
			m->country, NULL, NULL, 0};
		struct years_chart_view *chart = &charts[view->charts_count];

		if (c->which == STATISTIC_CASELOAD)
			put_marks(m, &asked);
		if (c->which == STATISTIC_CASELOAD && check != NULL && published_target(check->published, &target))
			asked.target = &target;
		if (!league_years_chart(m->arena, &asked, chart))
			continue;
		view->charts_count++;
		view->has_marks = view->has_marks || chart->marks_count > 0;
		chart->text = (struct chart_text_view){.id = c->id, .title = c->title,
			.subtitle = arena_printf(m->arena, "%s, %d to %d", c->unit, asked.first, chart->last), .across = "", .upward = "",
			.about = arena_printf(m->arena,
			"A line for %s over the years, beside those of its region and of England, and the span of the employers most "
				"like it.%s The table below has every value.", m->who->name, chart->marks_count == 0 ? ""
				: " A diamond is what it published of itself for the last day of a quarter.")};
	}
	view->charts = charts;
}

/* ---- beside others ---- */

/* `whose` as in "lower than Bury's"; `other` NULL where there is nothing to hold it against. */
static struct league_beside_view beside(const struct making *m, const char *name, const char *whose, const char *note,
	const struct compared *other)
{
	struct league_beside_view view = {.name = name, .href = "", .note = note, .caseload = "", .standing = "",
		.difference = ""};
	struct comparison c;

	if (other == NULL)
		return view;
	view.caseload = tenths(m->arena, other->caseload);
	view.difference = "cannot be said";
	if (!m->has_caseload)
		return view;
	c = league_compare(&m->caseload, other);
	view.difference = comparison_words(m->arena, &c, whose);
	return view;
}

static void put_besides(const struct making *m, struct league_area_view *view)
{
	struct league_beside_view *besides = arena_array(m->arena, BESIDES, sizeof *besides);
	struct compared other;

	if (compared_in(m, m->region, m->year->year, &other))
		besides[view->besides_count++] = beside(m, m->who->region, possessive_words(m->arena, m->who->region),
			"its region", &other);
	if (compared_in(m, m->country, m->year->year, &other))
		besides[view->besides_count++] = beside(m, "England", "England\xE2\x80\x99s", "the country", &other);
	if (league_compared_of_all(m->p->league, m->who->neighbours, m->who->neighbours_count, m->year->year, &other))
		besides[view->besides_count++] = beside(m, "Its neighbours", "its neighbours\xE2\x80\x99",
			"those most like it: all their cases over all their full-time workers", &other);
	view->besides = besides;
}

static struct league_beside_view employer_beside(const struct making *m, int32_t area)
{
	const struct league_row *row = league_row_of(m->year, area);
	const struct league_area *who = league_area(m->p->league, area);
	bool itself = area == m->area;
	struct compared other;
	bool has = !itself && compared_in(m, area, m->year->year, &other);
	struct league_beside_view view = beside(m, who->name, possessive_words(m->arena, who->name),
		itself ? "this employer" : "", has ? &other : NULL);
	enum standing s = row != NULL ? league_standing(row) : STANDING_NO_NUMBER;

	view.href = itself ? "" : league_area_href(m->arena, m->site, m->p, area);
	view.caseload = figure_words(m->arena, STATISTIC_CASELOAD, &league_cell(m->p->league, area,
		m->year->year)->figures.of[STATISTIC_CASELOAD]);
	view.standing = league_standing_words(s);
	view.unusual = league_is_unusual(s);
	return view;
}

static void put_region(const struct making *m, struct league_area_view *view)
{
	struct league_beside_view *rows = arena_array(m->arena, m->year->count + 1, sizeof *rows);
	int32_t *areas = arena_array(m->arena, m->year->count + 1, sizeof *areas);

	for (size_t i = 0; i < m->year->count; i++) {
		int32_t area = m->year->rows[i].area;

		if (!str_equal(league_area(m->p->league, area)->region, m->who->region))
			continue;
		areas[view->in_region_count] = area;
		rows[view->in_region_count++] = employer_beside(m, area);
	}
	view->in_region = rows;
	view->region_sentence = league_span_sentence(m->arena, m->p->league,
		words_join(m->arena, "In the region ", m->who->region, NULL), areas, view->in_region_count, m->year->year);
}

static void put_neighbours(const struct making *m, struct league_area_view *view)
{
	struct league_beside_view *rows = arena_array(m->arena, LEAGUE_NEIGHBOURS_MOST, sizeof *rows);

	for (size_t i = 0; i < m->who->neighbours_count; i++)
		rows[view->neighbours_count++] = employer_beside(m, m->who->neighbours[i]);
	view->neighbours = rows;
	view->neighbours_sentence = league_span_sentence(m->arena, m->p->league, "Among them", m->who->neighbours,
		m->who->neighbours_count, m->year->year);
}

/* With the two that are most like it. */
static const char *compare_href(const struct making *m)
{
	const char *codes = words_join(m->arena, "codes=", m->who->code, NULL);

	if (m->site->files || m->year->year < m->p->funnel_year)
		return "";
	for (size_t i = 0; i < m->who->neighbours_count && i < 2; i++)
		codes = words_join(m->arena, codes, ",", league_area(m->p->league, m->who->neighbours[i])->code, NULL);
	return league_href(m->arena, m->site, "compare", "", codes);
}

/* ---- what it has published of itself ---- */

static void put_published(const struct making *m, struct league_area_view *view)
{
	struct league_published published = league_published_of(m->arena, m->site, league_picture_check(m->p, m->area));

	view->target = published.target;
	view->kept = published.kept;
	view->openness = published.openness;
	view->published_from = published.from;
	view->published_href = published.href;
	view->has_check = published.check != NULL;
	if (view->has_check)
		view->check = check_view_of(m->arena, published.check, false);
}

static struct league_check_view check_row(const struct making *m, const struct league_check *c)
{
	struct league_published published = league_published_of(m->arena, m->site, c);
	const struct published_row *load = published_row_shown(&c->published->rows, "caseload");

	return (struct league_check_view){.quarter = published.quarter,
		.href = league_check_href(m->arena, m->site, m->p, c, ""),
		.caseload = load != NULL ? words_tenths(m->arena, load->value) : "not told",
		.path = c->published->has_target ? words_tenths(m->arena, c->published->target_should) : "",
		.kept = published_kept_words(c->published), .version = words_int(m->arena, c->published->version),
		.file_href = league_check_href(m->arena, m->site, m->p, c, ".json")};
}

static void put_checks(const struct making *m, struct league_area_view *view)
{
	struct league_check_view *rows = arena_array(m->arena, m->p->checks_count + 1, sizeof *rows);

	for (size_t i = 0; i < m->p->checks_count; i++)
		if (m->p->checks[i].area == m->area)
			rows[view->checks_count++] = check_row(m, &m->p->checks[i]);
	view->checks = rows;
	view->checks_csv_href = league_checks_href(m->arena, m->site, m->p, m->area, ".csv");
	view->checks_json_href = league_checks_href(m->arena, m->site, m->p, m->area, ".json");
	view->keys_href = league_keys_href(m->site);
}

/* ---- inspections ---- */

static const char *judged(enum judgement j)
{
	return j != JUDGED_NOT ? judgement_words(j) : "";
}

static void put_inspections(const struct making *m, struct league_area_view *view)
{
	struct league_inspection_view *rows = arena_array(m->arena, m->who->inspections_count + 1, sizeof *rows);

	for (size_t i = m->who->inspections_count; i > 0; i--) {
		const struct inspection *x = &m->who->inspections[i - 1];

		if (x->overall == JUDGED_NOT)
			continue;
		rows[view->inspections_count++] = (struct league_inspection_view){words_day(m->arena, x->inspected),
			judgement_words(x->overall),
			judged(x->of[0]), judged(x->of[1]), judged(x->of[2]), judged(x->of[3])};
	}
	view->inspections = rows;
}

/* ---- everything that was published ---- */

static struct league_figure_view figure_view(const struct making *m, enum statistic which, int year)
{
	const struct figure *f = &league_cell(m->p->league, m->area, year)->figures.of[which];
	const char *words = arena_printf(m->arena, "%d", year);

	if (f->symbol == FIGURE_NUMBER)
		return (struct league_figure_view){figure_words(m->arena, which, f), "", words};
	return (struct league_figure_view){f->symbol == FIGURE_MISSING ? "\xE2\x80\x93" : figure_symbol_code(f->symbol),
		figure_symbol_words(f->symbol), words};
}

static void put_figures(const struct making *m, struct league_area_view *view)
{
	size_t years = (size_t)(m->p->last_year - m->p->first_year) + 1;
	struct league_figures_view *rows = arena_array(m->arena, STATISTIC_COUNT, sizeof *rows);
	struct link_view *headings = arena_array(m->arena, years, sizeof *headings);
	bool any;

	for (size_t y = 0; y < years; y++)
		headings[y].text = arena_printf(m->arena, "%d", m->p->last_year - (int)y);
	for (int which = 0; which < STATISTIC_COUNT; which++) {
		struct league_figure_view *cells = arena_array(m->arena, years, sizeof *cells);

		any = false;
		for (size_t y = 0; y < years; y++) {
			cells[y] = figure_view(m, (enum statistic)which, m->p->last_year - (int)y);
			any = any
				|| league_cell(m->p->league, m->area, m->p->last_year - (int)y)->figures.of[which].symbol != FIGURE_MISSING;
		}
		if (any)
			rows[view->figures_count++] = (struct league_figures_view){statistic_row((enum statistic)which)->words, cells,
			years};
	}
	view->years = headings;
	view->years_count = years;
	view->figures = rows;
}

/* Which symbols stand in the table. */
static void put_symbols(const struct making *m, struct league_area_view *view)
{
	struct text_view *symbols = arena_array(m->arena, SYMBOLS_MOST, sizeof *symbols);
	bool met[SYMBOLS_MOST] = {false};

	for (int year = m->p->first_year; year <= m->p->last_year; year++) {
		for (int which = 0; which < STATISTIC_COUNT; which++)
			met[league_cell(m->p->league, m->area, year)->figures.of[which].symbol] = true;
	}
	for (int s = 0; s < SYMBOLS_MOST; s++) {
		if (met[s] && s != FIGURE_NUMBER)
			symbols[view->symbols_count++].text = words_join(m->arena,
			s == FIGURE_MISSING ? "\xE2\x80\x93" : figure_symbol_code((enum figure_symbol)s), ": ",
				figure_symbol_words((enum figure_symbol)s), NULL);
	}
	view->symbols = symbols;
}

static void put_misses(const struct making *m, struct league_area_view *view)
{
	struct text_view *misses = arena_array(m->arena, MISSES_MOST, sizeof *misses);

	for (int year = m->p->last_year; year >= m->p->first_year; year--) {
		const struct figures *f = &league_cell(m->p->league, m->area, year)->figures;

		for (int which = 0; which < STATISTIC_COUNT && view->misses_count < MISSES_MOST; which++) {
			const struct statistic_row *row = statistic_row((enum statistic)which);
			struct figure worked_out = {.symbol = FIGURE_NUMBER};

			if (statistic_check(f, (enum statistic)which, &worked_out.thousandths) == FORMULA_MISSES)
				misses[view->misses_count++].text = arena_printf(m->arena,
				"%d: %s was published as %s; what it is made of gives %s.", year, row->words,
					figure_words(m->arena, (enum statistic)which, &f->of[which]),
					figure_words(m->arena, (enum statistic)which, &worked_out));
		}
	}
	view->misses = misses;
}

/* ---- the whole ---- */

static struct making begin_making(struct arena *a, const struct league_site *site, const struct league_picture *p,
	int32_t area)
{
	struct making m = {.arena = a, .site = site, .p = p, .area = area, .region = league_region_of(p, area),
		.country = league_country(p),
		.who = league_area(p->league, area), .year = league_picture_year(p,
		p->funnel_year != 0 ? p->funnel_year : p->last_year)};

	m.row = league_row_of(m.year, area);
	for (int year = m.year->year - 1; m.row == NULL && year >= p->first_year; year--) {
		const struct league_year *earlier = league_picture_year(p, year);

		m.row = league_row_of(earlier, area);
		m.year = m.row != NULL ? earlier : m.year;
	}
	m.has_caseload = compared_in(&m, area, m.year->year, &m.caseload);
	return m;
}

void league_area_fill(struct arena *a, const struct league_site *site, const struct league_picture *p, int32_t area,
	struct league_area_view *view)
{
	struct making m = begin_making(a, site, p, area);
	struct league_hrefs hrefs = {a, site, p};

	view->name = m.who->name;
	view->region = m.who->region;
	view->region_href = site->files || m.region == LEAGUE_NOBODY ? league_href(a, site, "", "", "")
		: league_href(a, site, "", "", words_join(a, "region=", league_area(p->league, m.region)->code, NULL));
	put_standing(&m, view);
	put_tiles(&m, view);
	view->compare_href = compare_href(&m);
	view->has_funnel = m.row != NULL && m.row->has_flag && m.year->has_funnel;
	if (view->has_funnel) {
		view->funnel = league_funnel(a, &(struct funnel_asked){p->league, m.year, area, league_point_href, &hrefs});
		view->funnel.text.title = words_join(a, "Where ", m.who->name, " stands among employers of all sizes", NULL);
	}
	put_changes(&m, view);
	put_charts(&m, view);
	put_besides(&m, view);
	put_region(&m, view);
	put_neighbours(&m, view);
	put_inspections(&m, view);
	put_published(&m, view);
	put_checks(&m, view);
	put_figures(&m, view);
	put_symbols(&m, view);
	put_misses(&m, view);
	view->method_href = league_href(a, site, "method", "", "");
	view->tools = (struct tools_view){.csv_href = league_href(a, site, m.who->code, ".csv", ""),
		.json_href = league_href(a, site, m.who->code, ".json", ""),
		.action = "", .on = "", .sort = ""};
}

/* Where codes lead that are none of an employer's today; "" for one that is. */
static const char *elsewhere(const struct page_context *ctx, const char *code, int32_t area)
{
	const struct league_area *who = league_area(ctx->league->league, area);
	const char *suffix = ctx->match->format == ROUTE_CSV ? ".csv" : ctx->match->format == ROUTE_JSON ? ".json" : "";

	if (who->level == AREA_ENGLAND)
		return league_href(ctx->arena, &LEAGUE_SERVED, "", suffix, "");
	if (who->level == AREA_REGION)
		return league_href(ctx->arena, &LEAGUE_SERVED, "", suffix, words_join(ctx->arena, "region=", who->code, NULL));
	return str_equal(who->code, code) ? "" : league_href(ctx->arena, &LEAGUE_SERVED, who->code, suffix, "");
}

/* By a code that was typed: in small letters too, or by the three digits at the Department for Education. */
static int32_t find_typed(struct arena *a, const struct league *l, const char *typed)
{
	char *code = arena_strdup(a, typed);
	int32_t area;

	for (char *c = code; *c != '\0'; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	area = league_find(l, code);
	for (size_t i = 0; area == LEAGUE_NOBODY && i < league_areas(l); i++) {
		const struct league_area *who = league_area(l, (int32_t)i);

		if (code[0] != '\0' && who->dfe_code != NULL && str_equal(who->dfe_code, code))
			area = (int32_t)i;
	}
	return area;
}

int page_league_area(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *code = route_value(ctx->match, "area"), *other;
	struct league_area_view view = {0};
	enum resource_format format;
	int32_t area = LEAGUE_NOBODY;
	int rc = league_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (!league_is_empty(ctx->league))
		area = find_typed(ctx->arena, ctx->league->league, code);
	if (area == LEAGUE_NOBODY)
		return err_set(err, PL_NOT_FOUND,
		"There is no employer with this code: it is one of the Office for National Statistics, like E08000001.");
	other = elsewhere(ctx, code, area);
	if (other[0] != '\0') {
		response_see_other(res, other);
		return 0;
	}
	if (league_is_answered(ctx, res, league_area(ctx->league->league, area)->code))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_league_area(&res->body, format, ctx->league, area);
	} else {
		league_area_fill(ctx->arena, &LEAGUE_SERVED, ctx->league, area, &view);
		league_begin(ctx, &view.page, league_area_title(ctx->arena, ctx->league, area));
		page_add_crumb(ctx, &view.page, "League", "/league");
		if (view.region[0] != '\0')
			page_add_crumb(ctx, &view.page, view.region, view.region_href);
		render_league_area(&res->body, &view);
	}
	league_keep(ctx, res);
	return 0;
}
