#include "core/published_sense.h"

#include "base/str.h"
#include "core/list_words.h"

enum { CLOCKS_DIFFER_SECONDS = 3600, CASELOAD_MOST_TENTHS = 5000 };

static int refuse(const char *what, const char *expected, struct err *err)
{
	return err_set(err, PL_INVALID, "This is no published health check: %.100s: expected %s", what, expected);
}

static bool is_told_before(const struct published_rows *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_equal(rows->rows[i].code, rows->rows[at].code))
			return true;
	return false;
}

static bool is_status(const char *code)
{
	return line_status_from(code) >= 0;
}

static int check_row(const struct published_rows *rows, size_t at, struct err *err)
{
	const struct published_row *row = &rows->rows[at];

	if (row->code[0] == '\0')
		return refuse("code", "the code of a figure", err);
	if (is_told_before(rows, at))
		return refuse(row->code, "each figure once", err);
	if (!published_has_its_unit(row))
		return refuse(row->code, "the unit of this figure", err);
	if (str_equal(row->code, "caseload") && row->told == PUBLISHED_SHOWN &&
		(row->value <= 0 || row->value > CASELOAD_MOST_TENTHS))
		return refuse(row->code, "more than no case and at most 500 for a full-time worker", err);
	return 0;
}

static int check_target(const struct published *p, struct err *err)
{
	struct target t;

	if (!published_target(p, &t))
		return 0;
	if (t.start <= 0 || t.start > CASELOAD_MOST_TENTHS || t.goal > t.start)
		return refuse("target", "a goal that is no more than the start, and a start of at most 500 cases", err);
	if (p->target_should != target_on(&t, p->period.until - 1))
		return refuse("target", "a path that goes in a straight line from the start to the goal", err);
	return is_status(p->target_status) ? 0 : refuse("target", "a status that is known", err);
}

int published_check_sense(const struct published *p, int64_t now, struct err *err)
{
	int rc = 0;

	if (p->employer[0] == '\0' || p->name[0] == '\0')
		return refuse("name", "the name and the code of the employer", err);
	if (p->instant > now + CLOCKS_DIFFER_SECONDS)
		return refuse("made", "a moment that has been", err);
	for (size_t i = 0; rc == 0 && i < p->rows.count; i++)
		rc = check_row(&p->rows, i, err);
	for (size_t i = 0; rc == 0 && i < p->agreements_count; i++)
		if (!is_status(p->agreements[i].status))
			rc = refuse("agreements", "a status that is known", err);
	return rc == 0 ? check_target(p, err) : rc;
}
