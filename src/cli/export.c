/* export: the official workforce return, from the records. */
#include <stdio.h>

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "service/matters/csww_return.h"

enum { RETURN_BYTES = 64 * 1024 * 1024, GAPS_BYTES = 16384, SEPTEMBER = 9, LAST_OF_SEPTEMBER = 30 };

/* A day as it was typed; DAY_MAX: the last 30 September, which the employer's zone decides. False if it is none. */
static bool read_day(const char *text, int32_t *ret)
{
	if (text == NULL || str_is_ignoring_case(str_of(text), "30-September")) {
		*ret = DAY_MAX;
		return true;
	}
	return date_parse_iso(text, strlen(text), ret);
}

void check_export_options(const struct options *o, struct argp_state *state)
{
	int32_t day;

	if (!str_equal(o->arguments[0], "csww"))
		argp_error(state, "expected csww, the workforce return");
	if (!read_day(o->on_return, &day))
		argp_error(state, "--on %s: expected 30-September, or a date as yyyy-mm-dd", o->on_return);
}

static int32_t last_september(int32_t today)
{
	int year, month, day_of_month;
	int32_t day;

	date_to_civil(today, &year, &month, &day_of_month);
	day = date_from_civil(year, SEPTEMBER, LAST_OF_SEPTEMBER);
	return day <= today ? day : date_from_civil(year - 1, SEPTEMBER, LAST_OF_SEPTEMBER);
}

static int write_return(struct store *s, struct arena *a, const struct options *o, struct buf *xml, struct buf *gaps,
	struct err *err)
{
	struct csww_return r;
	int32_t day, today;
	int rc = common_day(o->employer, DAY_MIN, s, &today, err);

	if (rc < 0)
		return rc;
	(void)read_day(o->on_return, &day);
	rc = csww_return(s, a, o->employer, day == DAY_MAX ? last_september(today) : day, o->service, &r, xml, err);
	if (rc == 0)
		csww_return_gaps(gaps, &r);
	return rc;
}

int command_export(const struct options *o)
{
	struct buf xml = BUF_INIT(RETURN_BYTES), gaps = BUF_INIT(GAPS_BYTES);
	struct arena *a = arena_new();
	struct store *s = NULL;
	struct err err;
	int rc = common_open_store(o->db, STORE_READ, &s, &err);

	if (rc == 0)
		rc = write_return(s, a, o, &xml, &gaps, &err);
	store_close(s);
	arena_free(a);
	if (rc < 0) {
		buf_free(&xml);
		buf_free(&gaps);
		return command_fails(&err);
	}
	(void)fputs(buf_text(&gaps), stderr);
	buf_free(&gaps);
	return print_buf(&xml);
}
