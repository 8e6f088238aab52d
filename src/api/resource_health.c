/* A health check: a row a measure, with what its figure was worked out from and how complete the records behind it are. */
#include "api/parts.h"
#include "core/health_words.h"

enum { MILLIONTHS_A_HUNDREDTH = 10000 };

static const char *const HEALTH_COLUMNS[] = {"section", "code", "measure", "when", "unit", "known", "figure", "part", "whole", "people",
	"records_told", "records_should", "definition", "source"};

const char *health_known_code(enum health_known known)
{
	static const char *const CODES[] = {[HEALTH_UNSAID] = "not-recorded", [HEALTH_KNOWN] = "known", [HEALTH_NOTHING] = "nothing-to-measure",
		[HEALTH_UNTOLD] = "not-told"};

	return CODES[known];
}

const char *health_unit_code(enum health_unit unit)
{
	static const char *const CODES[] = {[HEALTH_PEOPLE] = "people", [HEALTH_POSTS] = "posts", [HEALTH_CASES] = "cases",
		[HEALTH_TIMES] = "times", [HEALTH_DAYS] = "days", [HEALTH_FTE] = "fte", [HEALTH_MINUTES] = "minutes", [HEALTH_PERCENT] = "percent",
		[HEALTH_MEAN] = "mean", [HEALTH_EACH] = "cases-per-fte", [HEALTH_POUNDS] = "pounds"};

	return CODES[unit];
}

static void put_value(struct rows *r, enum health_unit unit, int64_t value)
{
	switch (unit) {
	case HEALTH_PERCENT:
	case HEALTH_MEAN:
	case HEALTH_EACH:
		rows_tenths(r, value);
		break;
	case HEALTH_FTE:
		rows_millionths(r, value * MILLIONTHS_A_HUNDREDTH);
		break;
	case HEALTH_PEOPLE:
	case HEALTH_POSTS:
	case HEALTH_CASES:
	case HEALTH_TIMES:
	case HEALTH_DAYS:
	case HEALTH_MINUTES:
	case HEALTH_POUNDS:
		rows_int(r, value);
		break;
	}
}

/* Minutes and pounds as they are, full-time equivalents with their decimals. */
static void put_part(struct rows *r, enum health_part part, int64_t value)
{
	if (part == PART_FTE)
		rows_millionths(r, value * MILLIONTHS_A_HUNDREDTH);
	else
		rows_int(r, value);
}

/* What a share or a mean is worked out from; of a count there is nothing. */
static void put_parts(struct rows *r, enum health_measure m, const struct health_figure *f)
{
	struct health_parts parts = health_parts_of(m);

	if (f->known == HEALTH_KNOWN && f->whole != 0) {
		put_part(r, parts.part, f->part);
		put_part(r, parts.whole, f->whole);
	} else {
		rows_text(r, "");
		rows_text(r, "");
	}
}

void rows_health_figure(struct rows *r, enum health_measure m, const struct health_figure *f)
{
	const struct health_measure_row *row = health_measure_row(m);

	rows_text(r, health_known_code(f->known));
	if (f->known == HEALTH_KNOWN)
		put_value(r, row->unit, f->value);
	else
		rows_text(r, "");
	put_parts(r, m, f);
	rows_int_or_null(r, f->known == HEALTH_UNTOLD ? -1 : f->people);
	rows_int_or_null(r, f->should == 0 ? -1 : f->told);
	rows_int_or_null(r, f->should == 0 ? -1 : f->should);
}

static void put_measure(struct rows *r, enum health_measure m, const struct health_figure *f)
{
	const struct health_measure_row *row = health_measure_row(m);

	rows_begin(r);
	rows_text(r, health_section_code(row->section));
	rows_text(r, row->code);
	rows_text(r, row->words);
	rows_text(r, row->when == HEALTH_AT ? "day" : "period");
	rows_text(r, health_unit_code(row->unit));
	rows_health_figure(r, m, f);
	rows_text(r, row->definition);
	rows_text(r, row->source);
	rows_end(r);
}

void put_health_head(struct rows *r, const struct snapshot *s, const struct health *h)
{
	if (r->format != RESOURCE_JSON)
		return;
	json_text_or_null(&r->json, "service", h->scope.service != NULL ? h->scope.service : "");
	json_text_or_null(&r->json, "team", h->scope.team == TEAMS_ALL ? "" : h->scope.team < 0 ? "-" : s->teams[h->scope.team].code);
	json_date(&r->json, "from", h->period.from);
	json_date(&r->json, "to", h->period.until - 1);
	json_date(&r->json, "records_day", h->records_day == DAY_MIN ? DAY_MAX : h->records_day);
}

void resource_health(struct buf *out, enum resource_format format, const struct picture *p, const struct health *h)
{
	struct rows r = ROWS(out, format, HEALTH_COLUMNS);

	put_head(&r, p);
	put_health_head(&r, p->snap, h);
	rows_list(&r, "measures");
	for (int m = 0; m < HEALTH_MEASURES; m++)
		put_measure(&r, (enum health_measure)m, &h->figures[m]);
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- by month ---- */

static const char *const SERIES_COLUMNS[] = {"month", "until", "over", "known", "figure", "part", "whole", "people", "records_told",
	"records_should", "charted", "outside_limits", "near_limit", "one_side", "trend"};

static void put_point(struct rows *r, enum health_measure m, const struct health_point *p)
{
	rows_begin(r);
	rows_date(r, p->month.from);
	rows_date(r, p->month.until - 1);
	rows_bool(r, !p->unfinished);
	rows_health_figure(r, m, &p->figure);
	rows_bool(r, p->charted);
	rows_bool(r, (p->signals & CONTROL_OUTSIDE) != 0);
	rows_bool(r, (p->signals & CONTROL_NEAR_LIMIT) != 0);
	rows_bool(r, (p->signals & CONTROL_ONE_SIDE) != 0);
	rows_bool(r, (p->signals & CONTROL_TREND) != 0);
	rows_end(r);
}

/* The value of a limit in the unit of the measure. */
static void put_limit(struct json_writer *w, const char *key, enum health_unit unit, const struct control_chart *chart, int64_t value)
{
	if (!chart->has_limits)
		json_put_null(w, key);
	else if (unit == HEALTH_PERCENT || unit == HEALTH_MEAN || unit == HEALTH_EACH)
		json_tenths(w, key, value);
	else if (unit == HEALTH_FTE)
		json_millionths(w, key, value * MILLIONTHS_A_HUNDREDTH);
	else
		json_int(w, key, value);
}

static void put_series_head(struct rows *r, enum health_measure m, const struct control_chart *chart)
{
	const struct health_measure_row *row = health_measure_row(m);

	if (r->format != RESOURCE_JSON)
		return;
	json_text(&r->json, "code", row->code);
	json_text(&r->json, "measure", row->words);
	json_text(&r->json, "unit", health_unit_code(row->unit));
	json_text(&r->json, "definition", row->definition);
	json_text_or_null(&r->json, "source", row->source);
	json_bool(&r->json, "has_limits", chart->has_limits);
	put_limit(&r->json, "mean", row->unit, chart, chart->mean);
	put_limit(&r->json, "lower_limit", row->unit, chart, chart->lower);
	put_limit(&r->json, "upper_limit", row->unit, chart, chart->upper);
}

void resource_health_series(struct buf *out, enum resource_format format, const struct picture *p, const struct health *h,
	const struct health_series *series)
{
	struct rows r = ROWS(out, format, SERIES_COLUMNS);

	put_head(&r, p);
	put_health_head(&r, p->snap, h);
	put_series_head(&r, series->measure, &series->chart);
	rows_list(&r, "months");
	for (size_t i = 0; i < series->points_count; i++)
		put_point(&r, series->measure, &series->points[i]);
	rows_list_end(&r);
	rows_finish(&r);
}
