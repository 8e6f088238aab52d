/* A health check: a row a measure, with what its figure was worked out from and how complete the records behind it
 * are. */
#include "api/parts.h"
#include "core/health_lines.h"
#include "core/health_words.h"
#include "core/list_words.h"
#include "service/health/findings.h"
#include "service/health/residue.h"

enum { MILLIONTHS_A_HUNDREDTH = 10000, PART_CELLS = 4, LINE_WORDS_MOST = 4096 };

static const char *const HEALTH_COLUMNS[] = {"section", "code", "measure", "when", "unit", "known", "figure", "part",
	"whole", "part_unit", "whole_unit", "people", "records_told", "records_should", "definition", "source"};

const char *health_known_code(enum health_known known)
{
	static const char *const CODES[] = {[HEALTH_UNSAID] = "not-recorded", [HEALTH_KNOWN] = "known",
		[HEALTH_NOTHING] = "nothing-to-measure", [HEALTH_UNTOLD] = "not-told"};

	return CODES[known];
}

const char *health_unit_code(enum health_unit unit)
{
	static const char *const CODES[] = {[HEALTH_PEOPLE] = "people", [HEALTH_POSTS] = "posts", [HEALTH_CASES] = "cases",
		[HEALTH_TIMES] = "times", [HEALTH_DAYS] = "days", [HEALTH_FTE] = "fte", [HEALTH_MINUTES] = "minutes",
		[HEALTH_PERCENT] = "percent", [HEALTH_MEAN] = "mean", [HEALTH_EACH] = "cases-per-fte", [HEALTH_POUNDS] = "pounds"};

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
		rows_text(r, health_part_code(parts.part));
		rows_text(r, health_part_code(parts.whole));
	} else {
		for (int i = 0; i < PART_CELLS; i++)
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
	json_text_or_null(&r->json, "team",
		h->scope.team == TEAMS_ALL ? "" : h->scope.team < 0 ? "-" : s->teams[h->scope.team].code);
	json_date(&r->json, "from", h->period.from);
	json_date(&r->json, "to", h->period.until - 1);
	json_date(&r->json, "records_day", h->records_day == DAY_MIN ? DAY_MAX : h->records_day);
	json_date(&r->json, "facts_day", h->facts_day == DAY_MIN ? DAY_MAX : h->facts_day);
}

/* ---- lines ---- */

static const char *const LINE_COLUMNS[] = {"scope", "of", "kind", "value", "status", "known", "posts", "past",
	"with_leave"};

static void put_line_value(struct rows *r, const struct line_row *line)
{
	if (line == NULL)
		rows_int_or_null(r, -1);
	else if (line->kind == LINE_SHARE)
		rows_tenths(r, line->value);
	else
		rows_int(r, line->value);
}

static void put_line(struct rows *r, const struct snapshot *s, const struct health_line *h)
{
	const struct line_row *line = h->line;

	rows_begin(r);
	rows_text(r, line_scope_in_file(line != NULL ? line->scope : LINE_POST));
	rows_text(r, health_line_target(s, line));
	rows_text(r, line != NULL ? line_kind_in_file(line->kind) : "");
	put_line_value(r, line);
	rows_text(r, line != NULL ? line_status_in_file(line->status) : "");
	rows_text(r, health_known_code(h->told ? HEALTH_KNOWN : HEALTH_UNTOLD));
	rows_int_or_null(r, h->told ? h->posts : -1);
	rows_int_or_null(r, h->told ? h->past : -1);
	rows_int_or_null(r, h->told ? h->with_leave : -1);
	rows_end(r);
}

static void put_lines(struct rows *r, const struct snapshot *s, const struct health *h)
{
	r->columns = LINE_COLUMNS;
	r->count = sizeof LINE_COLUMNS / sizeof *LINE_COLUMNS;
	rows_list(r, "lines");
	for (size_t i = 0; i < h->lines_count; i++)
		put_line(r, s, &h->lines[i]);
	rows_list_end(r);
}

/* In the columns of the measures. */
static void put_line_share(struct rows *r, const struct snapshot *s, const struct health_line *h)
{
	struct buf words = BUF_INIT(LINE_WORDS_MOST);
	const struct health_figure f = health_line_share(h);

	buf_puts(&words, h->line != NULL ? "Posts past the line: " : "Posts past ");
	health_line_words(&words, s, h->line);
	rows_begin(r);
	rows_text(r, health_section_code(HEALTH_ADHERENCE));
	rows_text(r, "line");
	rows_text(r, buf_text(&words));
	rows_text(r, "day");
	rows_text(r, health_unit_code(HEALTH_PERCENT));
	rows_health_figure(r, MEASURE_PAST_LINE, &f);
	rows_text(r, "Of the posts that it is for, and of which it can be measured: those past it, with leave or without.");
	rows_text(r, health_measure_row(MEASURE_PAST_LINE)->source);
	rows_end(r);
	buf_free(&words);
}

/* ---- what is found ---- */

static void put_finding(struct json_writer *w, const struct finding *f)
{
	json_begin_object(w, NULL);
	json_text(w, "code", f->row->code);
	json_text(w, "finding", f->sentence);
	json_text(w, "measure", health_measure_row(f->row->measure)->code);
	json_text_or_null(w, "since", f->since);
	json_date(w, "looked_from", f->remembered ? f->looked_from : DAY_MAX);
	json_begin_array(w, "earlier");
	for (size_t i = 0; i < f->earlier_count; i++) {
		json_begin_object(w, NULL);
		json_date(w, "from", f->earlier[i].from);
		json_date(w, "to", f->earlier[i].until - 1);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_text(w, "concerns", f->row->concerns);
	json_text(w, "helped", f->row->helped);
	json_end(w, '}');
}

static void put_findings(struct json_writer *w, const struct finding *findings, size_t count)
{
	json_begin_array(w, "findings");
	for (size_t i = 0; i < count; i++)
		put_finding(w, &findings[i]);
	json_end(w, ']');
}

void resource_health(struct buf *out, enum resource_format format, const struct picture *p, const struct health *h,
	const struct finding *findings, size_t findings_count)
{
	struct rows r = ROWS(out, format, HEALTH_COLUMNS);

	put_head(&r, p);
	put_health_head(&r, p->snap, h);
	rows_list(&r, "measures");
	for (int m = 0; m < HEALTH_MEASURES; m++)
		put_measure(&r, (enum health_measure)m, &h->figures[m]);
	for (size_t i = 0; i < h->lines_count && format == RESOURCE_CSV; i++)
		put_line_share(&r, p->snap, &h->lines[i]);
	rows_list_end(&r);
	if (format == RESOURCE_JSON) {
		put_lines(&r, p->snap, h);
		put_findings(&r.json, findings, findings_count);
	}
	rows_finish(&r);
}

/* ---- by month ---- */

static const char *const SERIES_COLUMNS[] = {"month", "until", "over", "known", "figure", "part", "whole", "part_unit",
	"whole_unit",
	"people", "records_told", "records_should", "charted", "outside_limits", "near_limit", "one_side", "trend"};

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
static void put_limit(struct json_writer *w, const char *key, enum health_unit unit, const struct control_chart *chart,
	int64_t value)
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

static void put_residue(struct json_writer *w, const struct residue *residue)
{
	json_begin_array(w, "cases");
	for (size_t i = 0; i < residue->cases_count; i++) {
		const struct residue_case *c = &residue->cases[i];

		json_begin_object(w, NULL);
		json_text(w, "case", c->ref);
		json_date(w, "opened", c->when.from);
		json_date(w, "closed", c->when.until);
		json_text(w, "why", referral_left_code(c->why));
		json_end(w, '}');
	}
	json_end(w, ']');
	json_int(w, "cases_unlisted", residue->unlisted);
}

void resource_health_series(struct buf *out, enum resource_format format, const struct picture *p,
	const struct health *h, const struct health_series *series, const struct residue *residue)
{
	struct rows r = ROWS(out, format, SERIES_COLUMNS);

	put_head(&r, p);
	put_health_head(&r, p->snap, h);
	put_series_head(&r, series->measure, &series->chart);
	rows_list(&r, "months");
	for (size_t i = 0; i < series->points_count; i++)
		put_point(&r, series->measure, &series->points[i]);
	rows_list_end(&r);
	if (format == RESOURCE_JSON && residue_is_of(series->measure))
		put_residue(&r.json, residue);
	rows_finish(&r);
}
