#include "core/league_check.h"

#include <stdlib.h>

#include "base/date.h"

enum { SEPTEMBER = 9, LAST_OF_SEPTEMBER = 30 };

/* ---- which count ---- */

static int by_place_quarter_and_version(const void *a, const void *b)
{
	const struct league_check *x = a, *y = b;
	const struct published *p = x->published, *q = y->published;

	if (x->area != y->area)
		return x->area < y->area ? -1 : 1;
	if (p->period.from != q->period.from)
		return p->period.from > q->period.from ? -1 : 1;
	return (p->version < q->version) - (p->version > q->version);
}

/* Whose checks count at the place of these, which are all of it: 0, an employer's of this database, or NOBODYS. */
enum { NOBODYS = -1 };

static int32_t whose(const struct league_check *checks, size_t count, bool has_key)
{
	if (has_key)
		return 0;
	for (size_t i = 1; i < count; i++)
		if (checks[i].employer_id != checks[0].employer_id)
			return NOBODYS;
	return checks[0].employer_id;
}

static size_t count_at_place(const struct league_check *checks, size_t count)
{
	size_t n = 1;

	while (n < count && checks[n].area == checks[0].area)
		n++;
	return n;
}

size_t league_checks_that_count(struct league_check *checks, size_t count, const bool *has_key)
{
	size_t left = 0;

	if (count > 0)
		qsort(checks, count, sizeof *checks, by_place_quarter_and_version);
	for (size_t at = 0, n; at < count; at += n) {
		int32_t of;

		n = count_at_place(&checks[at], count - at);
		of = whose(&checks[at], n, has_key[checks[at].area]);
		for (size_t i = at; i < at + n; i++) {
			bool is_older = left > 0 && checks[left - 1].area == checks[i].area &&
				checks[left - 1].published->period.from == checks[i].published->period.from;

			if (checks[i].employer_id == of && !is_older)
				checks[left++] = checks[i];
		}
	}
	return left;
}

/* ---- finding one ---- */

/* The place of the first that is not of an area before. */
static size_t first_of(const struct league_check *checks, size_t count, int32_t area)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (checks[middle].area < area)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct league_check *league_check_newest(const struct league_check *checks, size_t count, int32_t area)
{
	size_t i = first_of(checks, count, area);

	return i < count && checks[i].area == area ? &checks[i] : NULL;
}

const struct league_check *league_check_of_year(const struct league_check *checks, size_t count, int32_t area, int year)
{
	const int32_t until = date_from_civil(year, SEPTEMBER, LAST_OF_SEPTEMBER) + 1;
	const int32_t from = date_from_civil(year - 1, SEPTEMBER, LAST_OF_SEPTEMBER) + 1;

	for (size_t i = first_of(checks, count, area); i < count && checks[i].area == area; i++)
		if (checks[i].published->period.until > from && checks[i].published->period.until <= until)
			return &checks[i];
	return NULL;
}
