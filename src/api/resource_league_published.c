#include "api/resource_league_published.h"

#include "base/date.h"

enum { NONE = -1 };

/* ---- what is told ---- */

static int64_t shown_or_none(const struct published *c, const char *code)
{
	const struct published_row *row = published_row_shown(&c->rows, code);

	return row != NULL ? row->value : NONE;
}

/* "" without a target or a caseload to hold it against. */
static const char *kept_code(const struct published *c)
{
	enum target_standing standing;

	return published_target_standing(c, &standing) ? target_standing_code(standing) : "";
}

/* ---- JSON ---- */

static void int_or_null(struct json_writer *w, const char *key, int64_t value)
{
	if (value == NONE)
		json_put_null(w, key);
	else
		json_int(w, key, value);
}

static void put_target(struct json_writer *w, const struct published *c)
{
	if (!c->has_target) {
		json_put_null(w, "target");
		return;
	}
	json_begin_object(w, "target");
	json_tenths(w, "start", c->target_start);
	json_date(w, "starts", c->target_starts);
	json_tenths(w, "goal", c->target_goal);
	json_date(w, "due", c->target_due);
	json_text(w, "status", c->target_status);
	json_text_or_null(w, "agreed_by", c->target_agreed_by);
	if (c->target_agreed_on != DAY_MIN)
		json_date(w, "agreed_on", c->target_agreed_on);
	else
		json_put_null(w, "agreed_on");
	int_or_null(w, "pounds", c->target_pounds);
	json_end(w, '}');
}

/* Beside the target: where the employer was on the last day of the quarter. */
static void put_kept(struct json_writer *w, const struct published *c)
{
	int64_t caseload = shown_or_none(c, "caseload");

	json_text_or_null(w, "kept", kept_code(c));
	if (caseload == NONE)
		json_put_null(w, "caseload");
	else
		json_tenths(w, "caseload", caseload);
}

static void put_openness(struct json_writer *w, const struct published *c)
{
	json_begin_object(w, "openness");
	for (int i = 0; i < OPENNESS_COUNT; i++) {
		int64_t value = openness_value(c, (enum openness)i);

		if (i == OPENNESS_PLAN_DUE && value != OPENNESS_UNSAID)
			json_date(w, openness_key((enum openness)i), (int32_t)value);
		else
			int_or_null(w, openness_key((enum openness)i), value);
	}
	json_end(w, '}');
}

void league_published_json(struct json_writer *w, const char *key, const struct league_check *check)
{
	if (check == NULL) {
		json_put_null(w, key);
		return;
	}
	json_begin_object(w, key);
	json_int(w, "version", check->published->version);
	json_date(w, "first", check->published->period.from);
	json_date(w, "last", check->published->period.until - 1);
	json_text_or_null(w, "address", check->href);
	put_target(w, check->published);
	put_kept(w, check->published);
	put_openness(w, check->published);
	json_end(w, '}');
}

/* ---- CSV ---- */

enum { TARGET_CELLS = 8, CELLS = 4 + TARGET_CELLS + 2 + OPENNESS_COUNT };

static void day_or_nothing(struct rows *r, int32_t day, int32_t nothing)
{
	if (day != nothing)
		rows_date(r, day);
	else
		rows_text(r, "");
}

static void target_cells(struct rows *r, const struct published *c)
{
	if (!c->has_target) {
		for (int i = 0; i < TARGET_CELLS; i++)
			rows_text(r, "");
		return;
	}
	rows_tenths(r, c->target_start);
	rows_date(r, c->target_starts);
	rows_tenths(r, c->target_goal);
	rows_date(r, c->target_due);
	rows_text(r, c->target_status);
	rows_text(r, c->target_agreed_by);
	day_or_nothing(r, c->target_agreed_on, DAY_MIN);
	rows_int_or_null(r, c->target_pounds);
}

static void openness_cells(struct rows *r, const struct published *c)
{
	for (int i = 0; i < OPENNESS_COUNT; i++) {
		int64_t value = openness_value(c, (enum openness)i);

		if (i == OPENNESS_PLAN_DUE)
			day_or_nothing(r, (int32_t)value, OPENNESS_UNSAID);
		else
			rows_int_or_null(r, value);
	}
}

static void put_cells(struct rows *r, const struct league_check *check)
{
	const struct published *c = check != NULL ? check->published : NULL;

	if (c == NULL) {
		for (int i = 0; i < CELLS; i++)
			rows_text(r, "");
		return;
	}
	rows_int(r, c->version);
	rows_date(r, c->period.from);
	rows_date(r, c->period.until - 1);
	rows_text(r, check->href);
	target_cells(r, c);
	rows_text(r, kept_code(c));
	rows_tenths_or_null(r, shown_or_none(c, "caseload"));
	openness_cells(r, c);
}

void league_published_put(struct rows *r, const struct league_check *check)
{
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w != NULL)
		league_published_json(w, key, check);
	else
		put_cells(r, check);
}

/* ---- all of them ---- */

static void put_check(struct rows *r, const struct league_area *who, const struct league_check *check)
{
	rows_begin(r);
	rows_text(r, who->code);
	rows_text(r, who->name);
	rows_text(r, check->sha256);
	rows_tenths_or_null(r, check->published->has_target ? check->published->target_should : NONE);
	league_published_put(r, check);
	rows_end(r);
}

void resource_league_published(struct buf *out, enum resource_format format, const struct league_picture *p,
	int32_t area)
{
	static const char *const JSON[] = {"code", "name", "sha256", "path", "published"},
		*const CSV[] = {"code", "name", "sha256", "path", LEAGUE_PUBLISHED_COLUMNS};
	struct rows r = format == RESOURCE_JSON ? ROWS(out, format, JSON) : ROWS(out, format, CSV);

	rows_list(&r, "rows");
	for (size_t i = 0; i < p->checks_count; i++)
		if (area == LEAGUE_NOBODY || p->checks[i].area == area)
			put_check(&r, league_area(p->league, p->checks[i].area), &p->checks[i]);
	rows_list_end(&r);
	rows_finish(&r);
}

static void put_inspection(struct rows *r, const struct league_area *who, const struct inspection *x)
{
	rows_begin(r);
	rows_text(r, who->code);
	rows_text(r, who->name);
	rows_date(r, x->inspected);
	rows_date(r, x->published);
	rows_text(r, judgement_code(x->overall));
	for (size_t i = 0; i < sizeof x->of / sizeof *x->of; i++)
		rows_text(r, x->of[i] != JUDGED_NOT ? judgement_code(x->of[i]) : "");
	rows_end(r);
}

void resource_league_inspections(struct buf *out, enum resource_format format, const struct league_picture *p)
{
	static const char *const COLUMNS[] = {"code", "name", "inspected", "published", "overall", "leaders", "protection",
		"care", "care_leavers"};
	struct rows r = ROWS(out, format, COLUMNS);

	rows_list(&r, "rows");
	for (size_t i = 0; p->last_year != 0 && i < league_areas(p->league); i++) {
		const struct league_area *who = league_area(p->league, (int32_t)i);

		for (size_t k = 0; k < who->inspections_count; k++)
			if (who->inspections[k].overall != JUDGED_NOT)
				put_inspection(&r, who, &who->inspections[k]);
	}
	rows_list_end(&r);
	rows_finish(&r);
}
