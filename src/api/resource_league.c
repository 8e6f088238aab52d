#include "api/resource_league.h"

#include "api/figure_parts.h"
#include "api/resource_league_published.h"
#include "core/league_evidence.h"
#include "core/league_words.h"
#include "core/time_each.h"

/* Beside the caseload: a figure each, why it is no number, and its interval, which that of absence has none of. */
#define BESIDE_COLUMNS \
	"standing", "minutes_a_case_a_week", "caseload_low", "caseload_high", "vacancy_rate_fte", "vacancy_symbol", \
	"vacancy_low", "vacancy_high", "agency_rate_fte", "agency_symbol", "agency_low", "agency_high", \
	"turnover_rate_fte", "turnover_symbol", "turnover_low", "turnover_high", "absence_rate_fte", "absence_symbol"

static const char *const JSON_COLUMNS[] = {"code", "name", "region", "case_holders_fte", "cases", "caseload", "symbol",
	"funnel", "joint_with", BESIDE_COLUMNS, "inspection", "published"};

static const char *const CSV_COLUMNS[] = {"year", "code", "name", "region", "case_holders_fte", "cases", "caseload",
	"symbol", "centre",
	"lower_95", "upper_95", "lower_998", "upper_998", "flag", "joint_with", BESIDE_COLUMNS, "inspection", "inspected",
	"inspection_published", LEAGUE_PUBLISHED_COLUMNS};

static const char *const MISS_COLUMNS[] = {"year", "code", "name", "statistic", "formula", "published", "worked_out"};

static const char *const RELEASE_COLUMNS[] = {"release", "kind", "file", "sha256", "latest_year", "rows", "bytes",
	"taken", "taken_by"};

enum { MILLION = 1000000, NONE = -1 };

static int64_t millionths(int64_t billionths)
{
	return fixed_round(billionths, MILLION);
}

static const struct figure *figure_of(const struct league_row *row, enum statistic which)
{
	return &row->cell->figures.of[which];
}

/* ---- a year ---- */

static void put_funnel_head(struct json_writer *w, const struct league_year *y)
{
	json_begin_object(w, "funnel");
	if (y->has_funnel) {
		json_int(w, "count", (int64_t)y->funnel.count);
		json_millionths(w, "centre", millionths(y->funnel.centre));
		json_millionths(w, "phi", millionths(y->funnel.phi));
		json_millionths(w, "tau_squared", millionths(y->funnel.tau_squared));
		json_millionths(w, "low_z", millionths(y->funnel.low_z));
		json_millionths(w, "high_z", millionths(y->funnel.high_z));
	} else {
		json_int(w, "count", 0);
	}
	json_end(w, '}');
}

/* The six numbers of a row's place in the funnel, NONE where there is none. */
struct place {
	int64_t of[5];
	const char *flag;
};

static const char *const PLACE_KEYS[] = {"centre", "lower_95", "upper_95", "lower_998", "upper_998"};
enum { PLACE_NUMBERS = sizeof PLACE_KEYS / sizeof *PLACE_KEYS };

static struct place place_of(const struct league_year *y, const struct league_row *row)
{
	struct place p = {{NONE, NONE, NONE, NONE, NONE}, ""};

	if (y->has_funnel)
		p.of[0] = millionths(y->funnel.centre);
	if (row->has_limits) {
		p.of[1] = millionths(row->limits.lower_95);
		p.of[2] = millionths(row->limits.upper_95);
		p.of[3] = millionths(row->limits.lower_998);
		p.of[4] = millionths(row->limits.upper_998);
	}
	if (row->has_flag)
		p.flag = funnel_flag_code(row->flag);
	return p;
}

static void put_place_json(struct json_writer *w, const char *key, const struct place *p)
{
	json_begin_object(w, key);
	for (int i = 0; i < PLACE_NUMBERS; i++) {
		if (p->of[i] == NONE)
			json_put_null(w, PLACE_KEYS[i]);
		else
			json_millionths(w, PLACE_KEYS[i], p->of[i]);
	}
	json_text_or_null(w, "flag", p->flag);
	json_end(w, '}');
}

static void put_place(struct rows *r, const struct place *p)
{
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w != NULL) {
		put_place_json(w, key, p);
		return;
	}
	for (int i = 0; i < PLACE_NUMBERS; i++)
		rows_millionths_or_null(r, p->of[i]);
	rows_text(r, p->flag);
}

/* The ends of a figure's interval, both null where there is none. */
static void put_interval(struct rows *r, const struct figures *f, enum statistic which)
{
	int64_t low, high;

	if (statistic_interval(f, which, &low, &high)) {
		rows_thousandths(r, low);
		rows_thousandths(r, high);
	} else {
		rows_int_or_null(r, NONE);
		rows_int_or_null(r, NONE);
	}
}

/* What the page has beside the caseload. */
static void put_beside(struct rows *r, const struct figures *f, enum standing standing)
{
	static const enum statistic BESIDE[] = {STATISTIC_VACANCY_RATE, STATISTIC_AGENCY_RATE, STATISTIC_TURNOVER_RATE,
		STATISTIC_ABSENCE_RATE};
	const struct figure *caseload = &f->of[STATISTIC_CASELOAD];

	rows_text(r, league_standing_code(standing));
	rows_int_or_null(r, caseload->symbol == FIGURE_NUMBER ? time_each_minutes(caseload->thousandths) : NONE);
	put_interval(r, f, STATISTIC_CASELOAD);
	for (size_t i = 0; i < sizeof BESIDE / sizeof *BESIDE; i++) {
		rows_figure(r, &f->of[BESIDE[i]]);
		rows_text(r, figure_symbol_code(f->of[BESIDE[i]].symbol));
		if (BESIDE[i] != STATISTIC_ABSENCE_RATE)
			put_interval(r, f, BESIDE[i]);
	}
}

static void put_inspection_json(struct json_writer *w, const char *key, const struct inspection *x)
{
	if (x == NULL) {
		json_put_null(w, key);
		return;
	}
	json_begin_object(w, key);
	json_text(w, "overall", judgement_code(x->overall));
	json_date(w, "inspected", x->inspected);
	json_date(w, "published", x->published);
	json_end(w, '}');
}

/* The last inspection of the year. */
static void put_inspection(struct rows *r, const struct league_area *who, int year)
{
	const struct inspection *x = league_last_inspection(who, year);
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w != NULL) {
		put_inspection_json(w, key, x);
		return;
	}
	rows_text(r, x != NULL ? judgement_code(x->overall) : "");
	if (x != NULL) {
		rows_date(r, x->inspected);
		rows_date(r, x->published);
	} else {
		rows_text(r, "");
		rows_text(r, "");
	}
}

static void put_row(struct rows *r, const struct league_picture *p, const struct league_year *y,
	const struct league_row *row)
{
	const struct place place = place_of(y, row);

	rows_begin(r);
	if (r->format == RESOURCE_CSV)
		rows_int(r, y->year);
	rows_text(r, row->cell->code);
	rows_text(r, row->cell->name);
	rows_text(r, row->cell->region);
	rows_figure(r, figure_of(row, STATISTIC_CASE_HOLDERS_FTE));
	rows_figure(r, figure_of(row, STATISTIC_CASES));
	rows_figure(r, figure_of(row, STATISTIC_CASELOAD));
	rows_text(r, figure_symbol_code(figure_of(row, STATISTIC_CASELOAD)->symbol));
	put_place(r, &place);
	rows_text(r, row->cell->joint_with == LEAGUE_NOBODY ? "" :
		league_cell(p->league, row->cell->joint_with, y->year)->code);
	put_beside(r, &row->cell->figures, league_standing(row));
	put_inspection(r, league_area(p->league, row->area), y->year);
	league_published_put(r, league_picture_check_of(p, row->area, y->year));
	rows_end(r);
}

void resource_league(struct buf *out, enum resource_format format, const struct league_picture *p,
	const struct league_year *y)
{
	struct rows r = format == RESOURCE_JSON ? ROWS(out, format, JSON_COLUMNS) : ROWS(out, format, CSV_COLUMNS);

	if (format == RESOURCE_JSON) {
		json_int(&r.json, "year", y->year);
		put_funnel_head(&r.json, y);
	}
	rows_list(&r, "rows");
	for (size_t i = 0; i < y->count; i++)
		put_row(&r, p, y, &y->rows[i]);
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- formulas ---- */

static void put_miss(struct rows *r, int year, const struct league_cell *cell, enum statistic which, int64_t worked_out)
{
	const struct statistic_row *s = statistic_row(which);

	rows_begin(r);
	rows_int(r, year);
	rows_text(r, cell->code);
	rows_text(r, cell->name);
	rows_text(r, s->code);
	rows_text(r, s->formula);
	rows_thousandths(r, cell->figures.of[which].thousandths);
	rows_thousandths(r, worked_out);
	rows_end(r);
}

static void put_misses(struct rows *r, int year, const struct league_cell *cell)
{
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		int64_t worked_out;

		if (statistic_check(&cell->figures, (enum statistic)i, &worked_out) == FORMULA_MISSES)
			put_miss(r, year, cell, (enum statistic)i, worked_out);
	}
}

void resource_league_misses(struct buf *out, enum resource_format format, const struct league_picture *p, int year)
{
	struct rows r = ROWS(out, format, MISS_COLUMNS);
	int first = year != 0 ? year : p->first_year, last = year != 0 ? year : p->last_year;

	rows_list(&r, "rows");
	for (int y = first; y <= last && p->last_year != 0; y++) {
		for (size_t i = 0; i < league_areas(p->league); i++)
			put_misses(&r, y, league_cell(p->league, (int32_t)i, y));
	}
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- releases ---- */

void resource_releases(struct buf *out, enum resource_format format, const struct release *releases, size_t count)
{
	struct rows r = ROWS(out, format, RELEASE_COLUMNS);

	rows_list(&r, "releases");
	for (size_t i = 0; i < count; i++) {
		const struct release *x = &releases[i];

		rows_begin(&r);
		rows_int(&r, x->release_id);
		rows_text(&r, release_kind_code(x->kind));
		rows_text(&r, x->file_name);
		rows_text(&r, x->sha256);
		rows_int_or_null(&r, x->latest_year != 0 ? x->latest_year : NONE);
		rows_int(&r, x->rows);
		rows_int(&r, x->bytes);
		rows_instant(&r, x->taken);
		rows_text(&r, x->taken_by);
		rows_end(&r);
	}
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- an employer ---- */

static const char *const AREA_COLUMNS[] = {"year", "code", "name", "statistic", "words", "value", "symbol", "low",
	"high"};

static void put_area_year(struct rows *r, int year, const struct league_cell *cell)
{
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		const struct figure *f = &cell->figures.of[i];
		const struct statistic_row *s = statistic_row((enum statistic)i);

		if (f->symbol == FIGURE_MISSING)
			continue;
		rows_begin(r);
		rows_int(r, year);
		rows_text(r, cell->code);
		rows_text(r, cell->name);
		rows_text(r, s->code);
		rows_text(r, s->words);
		rows_figure(r, f);
		rows_text(r, figure_symbol_code(f->symbol));
		put_interval(r, &cell->figures, (enum statistic)i);
		rows_end(r);
	}
}

void resource_league_area(struct buf *out, enum resource_format format, const struct league_picture *p, int32_t area)
{
	const struct league_area *who = league_area(p->league, area);
	struct rows r = ROWS(out, format, AREA_COLUMNS);

	if (format == RESOURCE_JSON) {
		json_text(&r.json, "code", who->code);
		json_text(&r.json, "dfe_code", who->dfe_code);
		json_text(&r.json, "name", who->name);
		json_text_or_null(&r.json, "region", who->region);
		json_begin_array(&r.json, "neighbours");
		for (size_t i = 0; i < who->neighbours_count; i++)
			json_text(&r.json, NULL, league_area(p->league, who->neighbours[i])->code);
		json_end(&r.json, ']');
		json_begin_array(&r.json, "inspections");
		for (size_t i = 0; i < who->inspections_count; i++) {
			json_begin_object(&r.json, NULL);
			json_date(&r.json, "inspected", who->inspections[i].inspected);
			json_date(&r.json, "published", who->inspections[i].published);
			json_text_or_null(&r.json, "overall", judgement_code(who->inspections[i].overall));
			json_end(&r.json, '}');
		}
		json_end(&r.json, ']');
		league_published_json(&r.json, "published", league_picture_check(p, area));
	}
	rows_list(&r, "figures");
	for (int year = p->first_year; year <= p->last_year; year++)
		put_area_year(&r, year, league_cell(p->league, area, year));
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- side by side ---- */

#define COMPARE_COLUMNS "year", "code", "name", "region", "caseload", BESIDE_COLUMNS, "inspection"

static void put_compared(struct rows *r, const struct league_picture *p, const struct league_year *y, int32_t area)
{
	const struct league_area *who = league_area(p->league, area);
	const struct figures *f = &league_cell(p->league, area, y->year)->figures;
	const struct league_row *row = league_row_of(y, area);
	enum standing standing = row != NULL ? league_standing(row) : STANDING_NO_NUMBER;

	rows_begin(r);
	rows_int(r, y->year);
	rows_text(r, who->code);
	rows_text(r, who->name);
	rows_text(r, who->region);
	rows_figure(r, &f->of[STATISTIC_CASELOAD]);
	put_beside(r, f, standing);
	put_inspection(r, who, y->year);
	league_published_put(r, league_picture_check(p, area));
	rows_end(r);
}

static void put_difference(struct json_writer *w, const struct league_picture *p, int year, int32_t one, int32_t other)
{
	struct compared a, b;
	struct comparison c;

	if (!league_compared(&league_cell(p->league, one, year)->figures, &a) ||
		!league_compared(&league_cell(p->league, other, year)->figures, &b))
		return;
	c = league_compare(&a, &b);
	json_begin_object(w, NULL);
	json_text(w, "code", league_area(p->league, one)->code);
	json_text(w, "other", league_area(p->league, other)->code);
	json_thousandths(w, "difference", c.difference);
	json_thousandths(w, "low", c.low);
	json_thousandths(w, "high", c.high);
	json_bool(w, "clear", c.is_clear);
	json_bool(w, "few_workers", c.is_small);
	json_end(w, '}');
}

void resource_league_compare(struct buf *out, enum resource_format format, const struct league_picture *p,
	const struct league_year *y, const int32_t *areas, size_t count)
{
	static const char *const JSON[] = {COMPARE_COLUMNS, "published"};
	static const char *const CSV[] = {COMPARE_COLUMNS, "inspected", "inspection_published", LEAGUE_PUBLISHED_COLUMNS};
	struct rows r = format == RESOURCE_JSON ? ROWS(out, format, JSON) : ROWS(out, format, CSV);

	if (format == RESOURCE_JSON) {
		json_begin_array(&r.json, "differences");
		for (size_t i = 0; y != NULL && i < count; i++) {
			for (size_t k = i + 1; k < count; k++)
				put_difference(&r.json, p, y->year, areas[i], areas[k]);
		}
		json_end(&r.json, ']');
	}
	rows_list(&r, "employers");
	for (size_t i = 0; y != NULL && i < count; i++)
		put_compared(&r, p, y, areas[i]);
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- evidence ---- */

static const char *const EVIDENCE_COLUMNS[] = {"measure", "year", "change_from", "employers", "rho", "low", "high",
	"clear"};

static void rho_or_null(struct rows *r, bool is_said, int64_t billionths)
{
	if (is_said)
		rows_millionths(r, millionths(billionths));
	else
		rows_text(r, "");
}

static void put_evidence(struct rows *r, struct arena *a, enum evidence_measure m, int year, int from,
	const struct evidence_points *e)
{
	struct correlation c = evidence_correlation(a, e->points, e->count);

	rows_begin(r);
	rows_text(r, evidence_measure_code(m));
	rows_int(r, year);
	rows_int_or_null(r, from != 0 ? from : NONE);
	rows_int(r, (int64_t)e->count);
	rho_or_null(r, c.is_said, c.rho);
	rho_or_null(r, c.is_said, c.low);
	rho_or_null(r, c.is_said, c.high);
	rows_bool(r, c.is_said && c.strength != EVIDENCE_NOT_CLEAR);
	rows_end(r);
}

/* The link of a year, and that of the changes up to it. */
static void put_evidence_year(struct rows *r, struct arena *a, const struct league_picture *p, enum evidence_measure m,
	const struct league_year *y)
{
	int from = m == EVIDENCE_INSPECTION ? 0 : league_picture_change_from(p, y->year);
	struct evidence_points e = league_evidence_of(a, p->league, y, m);

	put_evidence(r, a, m, y->year, 0, &e);
	if (from == 0)
		return;
	e = league_evidence_change(a, p->league, y, from, m);
	put_evidence(r, a, m, y->year, from, &e);
}

void resource_league_evidence(struct buf *out, enum resource_format format, const struct league_picture *p)
{
	struct arena *a = arena_new();
	struct rows r = ROWS(out, format, EVIDENCE_COLUMNS);

	rows_list(&r, "rows");
	for (int m = 0; m < EVIDENCE_MEASURES; m++) {
		for (int year = p->first_year; p->last_year != 0 && year <= p->last_year; year++) {
			const struct league_year *y = league_picture_year(p, year);

			if (y->has_funnel)
				put_evidence_year(&r, a, p, (enum evidence_measure)m, y);
		}
	}
	rows_list_end(&r);
	rows_finish(&r);
	arena_free(a);
}
