#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const MONTHS[12] = {"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"};
static const char *const WEEKDAYS[7] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

/* Days from the civil calendar, and back: H. Hinnant's algorithm with years that begin in March. */
int32_t date_from_civil(int year, int month, int day_of_month)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void date_to_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day_of_month)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int day_of_era = z - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;
	int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

	*ret_day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
	*ret_month = month;
	*ret_year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
}

static int days_in_month(int year, int month)
{
	static const int DAYS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : DAYS[month - 1];
}

static bool make_day(int year, int month, int day_of_month, int32_t *ret_day)
{
	if (year < 1900 || year > 2149 || month < 1 || month > 12 || day_of_month < 1 ||
		day_of_month > days_in_month(year, month))
		return false;
	*ret_day = date_from_civil(year, month, day_of_month);
	return true;
}

/* Reads between `least` and `most` digits at *s and moves past them. */
static bool digits(const char **s, const char *end, int least, int most, int *ret)
{
	int count = 0, value = 0;

	while (*s < end && count < most && **s >= '0' && **s <= '9') {
		value = value * 10 + (**s - '0');
		(*s)++;
		count++;
	}
	*ret = value;
	return count >= least;
}

/* After the date proper there may be nothing, or a time part that begins with `T` or a space and has no letters but
 * Z. */
static bool only_time_follows(const char *s, const char *end)
{
	if (s == end)
		return true;
	if ((*s != 'T' && *s != ' ') || end - s < 6)
		return false;
	for (s++; s < end; s++)
		if (strchr("0123456789:.+-Z", *s) == NULL)
			return false;
	return true;
}

bool date_parse_iso(const char *s, size_t n, int32_t *ret_day)
{
	const char *end = s + n;
	int year, month, day_of_month;

	if (n < 10 || !digits(&s, end, 4, 4, &year) || *s++ != '-' || !digits(&s, end, 2, 2, &month) || *s++ != '-' ||
		!digits(&s, end, 2, 2, &day_of_month))
		return false;
	return only_time_follows(s, end) && make_day(year, month, day_of_month, ret_day);
}

static bool month_by_name(const char **s, const char *end, int *ret_month)
{
	for (int m = 0; m < 12; m++) {
		if (end - *s >= 3 && strncasecmp(*s, MONTHS[m], 3) == 0) {
			size_t full = strlen(MONTHS[m]);

			*s += (size_t)(end - *s) >= full && strncasecmp(*s, MONTHS[m], full) == 0 ? full : 3;
			*ret_month = m + 1;
			return true;
		}
	}
	return false;
}

static bool parse_day_first(const char *s, size_t n, int32_t *ret_day)
{
	const char *end = s + n;
	int year, month, day_of_month;
	char separator;

	if (!digits(&s, end, 1, 2, &day_of_month) || s == end || strchr("/-. ", *s) == NULL)
		return false;
	separator = *s++;
	if (!month_by_name(&s, end, &month) && !digits(&s, end, 1, 2, &month))
		return false;
	if (s == end || *s++ != separator || !digits(&s, end, 4, 4, &year))
		return false;
	return only_time_follows(s, end) && make_day(year, month, day_of_month, ret_day);
}

static bool parse_serial(const char *s, size_t n, int32_t *ret_day)
{
	const char *end = s + n;
	int serial;

	if (!digits(&s, end, 1, 6, &serial))
		return false;
	if (s < end && *s++ != '.')
		return false;
	while (s < end && *s >= '0' && *s <= '9')
		s++;
	/* 61 is 1 March 1900, the first serial on which all spreadsheets agree. */
	if (s != end || serial < 61 || serial - 25569 > DAY_LATEST)
		return false;
	*ret_day = serial - 25569;
	return true;
}

bool date_parse_any(const char *s, size_t n, int32_t *ret_day)
{
	return date_parse_iso(s, n, ret_day) || parse_day_first(s, n, ret_day) || parse_serial(s, n, ret_day);
}

const char *date_iso(int32_t day, char out[DATE_ISO_SIZE])
{
	int y, m, d;

	out[0] = '\0';
	if (day < DAY_EARLIEST || day > DAY_LATEST)
		return out;
	date_to_civil(day, &y, &m, &d);
	/* Written by hand: the compiler cannot see that four, two and two digits are enough. */
	for (int i = 3; i >= 0; i--, y /= 10)
		out[i] = (char)('0' + y % 10);
	out[4] = '-';
	out[5] = (char)('0' + m / 10);
	out[6] = (char)('0' + m % 10);
	out[7] = '-';
	out[8] = (char)('0' + d / 10);
	out[9] = (char)('0' + d % 10);
	out[10] = '\0';
	return out;
}

const char *date_words(int32_t day, char out[DATE_WORDS_SIZE])
{
	int y, m, d;

	out[0] = '\0';
	if (day < DAY_EARLIEST || day > DAY_LATEST)
		return out;
	date_to_civil(day, &y, &m, &d);
	(void)snprintf(out, DATE_WORDS_SIZE, "%d %s %d", d, MONTHS[m - 1], y);
	return out;
}

int date_weekday(int32_t day)
{
	int w = (day + 3) % 7; /* 1 January 1970 was a Thursday */

	return w < 0 ? w + 7 : w;
}

const char *date_weekday_name(int32_t day)
{
	return WEEKDAYS[date_weekday(day)];
}

int32_t date_working_days(int32_t from, int32_t until)
{
	int32_t weeks, count;

	if (until <= from)
		return 0;
	weeks = (until - from) / 7;
	count = weeks * 5;
	for (int32_t day = from + weeks * 7; day < until; day++)
		if (date_weekday(day) < 5)
			count++;
	return count;
}

int32_t date_add_working_days(int32_t from, int32_t count)
{
	int32_t day = from;

	while (count > 0) {
		day++;
		if (date_weekday(day) < 5)
			count--;
	}
	return day;
}
