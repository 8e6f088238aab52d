/* date.h: civil dates as whole days since 1 January 1970, and spans of days.
 *
 * A span runs from its first day up to, but not including, `until`: a holding that ends on the 5th is not in force on
 * the 5th. An open start is DAY_MIN and an open end DAY_MAX, so that every comparison works without a special case.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_MIN INT32_MIN
#define DAY_MAX INT32_MAX

/* The range of dates that a record may carry: what is outside is a slip of the pen. */
#define DAY_EARLIEST (-25567) /* 1900-01-01 */
#define DAY_LATEST 65743      /* 2149-12-31 */

enum { DATE_ISO_SIZE = 11, DATE_WORDS_SIZE = 40 };

struct days {
	int32_t from, until;
};

static inline bool days_include(struct days span, int32_t day)
{
	return span.from <= day && day < span.until;
}

/* Whether some day is in both; what ends where it begins has none. */
static inline bool days_overlap(struct days a, struct days b)
{
	int32_t from = a.from > b.from ? a.from : b.from, until = a.until < b.until ? a.until : b.until;

	return from < until;
}

int32_t date_from_civil(int year, int month, int day_of_month);
void date_to_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day_of_month);

/* Reads yyyy-mm-dd, exactly, of an existing day between 1900 and 2149; `n` is the length. A time part after `T`, as in
 * 2026-03-31T00:00:00, is allowed and dropped. */
bool date_parse_iso(const char *s, size_t n, int32_t *ret_day);

/* Reads what spreadsheets and exports hold: ISO, dd/mm/yyyy, dd-mm-yyyy, dd-Mon-yyyy, or a serial number of days since
 * 30 December 1899 (Excel), with or without a fraction. */
bool date_parse_any(const char *s, size_t n, int32_t *ret_day);

/* "2026-11-21". Open ends print as "". Returns `out`. */
const char *date_iso(int32_t day, char out[DATE_ISO_SIZE]);

/* "21 November 2026". Open ends print as "". Returns `out`. */
const char *date_words(int32_t day, char out[DATE_WORDS_SIZE]);

/* 0 is Monday, 6 is Sunday. */
int date_weekday(int32_t day);
const char *date_weekday_name(int32_t day);

/* Working days (Monday to Friday) in the span; holidays are not known here. An empty span has none. */
int32_t date_working_days(int32_t from, int32_t until);

/* The day on which `count` working days after `from` have passed; `from` itself does not count. */
int32_t date_add_working_days(int32_t from, int32_t count);
