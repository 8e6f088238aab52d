/* How far back the records tell what ended, and not only what was there when they began. */
#include "core/health_records.h"

enum { YEAR_DAYS = 365, QUARTER_DAYS = 92 };

/* Something that ended on `end`, which a file told of that came later, shows that the days from `from` on are told: it
 * ended within the year before them or the quarter after. */
static bool shows(const struct health_records *r, int32_t end, int32_t from)
{
	return end < r->entered_from && end >= from - YEAR_DAYS && end <= from + QUARTER_DAYS;
}

bool records_tell_leavers(const struct health_records *r, int32_t from)
{
	bool told = r->entered_from <= from;

	for (size_t i = 0; i < r->posts_count && !told; i++)
		told = shows(r, r->posts[i].when.until, from);
	return told;
}

bool records_tell_sickness(const struct health_records *r, int32_t from)
{
	bool told = r->entered_from <= from;

	for (size_t i = 0; i < r->absences_count && !told; i++)
		told = r->absences[i].sickness && shows(r, r->absences[i].when.until, from);
	return told;
}

bool records_tell_closures(const struct health_records *r, int32_t from)
{
	bool told = r->entered_from <= from;

	for (size_t i = 0; i < r->episodes_count && !told; i++)
		told = shows(r, r->episodes[i].when.until, from);
	return told;
}

int32_t records_tell_holders_from(const struct health_records *r, int32_t from)
{
	int32_t ended = DAY_MAX;

	for (size_t i = 0; i < r->holdings_count; i++) {
		int32_t end = r->holdings[i].when.until;

		if (end < r->entered_from && end >= from - YEAR_DAYS && end < ended)
			ended = end;
	}
	return ended == DAY_MAX || ended - QUARTER_DAYS > r->entered_from ? r->entered_from : ended - QUARTER_DAYS;
}

bool record_holders_told(const struct health_records *r, const struct record_episode *e, int32_t from,
	int32_t told_from)
{
	const int32_t since = e->when.from > from ? e->when.from : from;
	size_t count;
	const struct record_holding *rows = record_holdings_of(r, e->case_id, &count);

	if (since >= told_from)
		return true;
	for (size_t i = 0; i < count; i++)
		if (rows[i].when.from != DAY_MIN && rows[i].when.from <= since)
			return true;
	return false;
}

/* ---- how far they come ---- */

static void reach(int32_t *newest, int32_t day, int32_t last)
{
	if (day != DAY_MIN && day != DAY_MAX && day <= last && day > *newest)
		*newest = day;
}

/* The day on which it no longer holds is that of its end. */
static void reach_days(int32_t *newest, struct days when, int32_t last)
{
	reach(newest, when.from, last);
	reach(newest, when.until, last);
}

int32_t records_reach(const struct health_records *r, int32_t last)
{
	int32_t newest = DAY_MIN;

	for (size_t i = 0; i < r->episodes_count; i++)
		reach_days(&newest, r->episodes[i].when, last);
	for (size_t i = 0; i < r->holdings_count; i++)
		reach_days(&newest, r->holdings[i].when, last);
	for (size_t i = 0; i < r->posts_count; i++)
		reach_days(&newest, r->posts[i].when, last);
	for (size_t i = 0; i < r->absences_count; i++)
		reach_days(&newest, r->absences[i].when, last);
	for (size_t i = 0; i < r->closings_count; i++)
		reach(&newest, r->closings[i].day, last);
	for (size_t i = 0; i < r->extra_count; i++)
		reach(&newest, r->extra[i].day, last);
	for (size_t i = 0; i < r->answers_count; i++)
		reach(&newest, r->answers[i].day, last);
	return newest;
}
