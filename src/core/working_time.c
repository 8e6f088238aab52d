#include "core/working_time.h"

struct working_time working_time_usual(void)
{
	struct working_time t = {.off = NULL};

	for (int i = 0; i < 5; i++)
		t.week[i] = (struct working_hours){9 * 60, 17 * 60};
	return t;
}

static bool is_off(const struct working_time *t, int32_t day)
{
	for (size_t i = 0; i < t->off_count; i++)
		if (days_include(t->off[i], day))
			return true;
	return false;
}

/* The working hours of a day; none on a day off. */
static struct working_hours hours_on(const struct working_time *t, int32_t day)
{
	return is_off(t, day) ? (struct working_hours){0, 0} : t->week[date_weekday(day)];
}

/* What of a day's hours lies between two minutes. */
static int64_t minutes_on(const struct working_time *t, int32_t day, int64_t from, int64_t until)
{
	struct working_hours h = hours_on(t, day);
	int64_t first = local_midnight(day) + h.from, last = local_midnight(day) + h.until;

	first = first > from ? first : from;
	last = last < until ? last : until;
	return last > first ? last - first : 0;
}

bool working_at(const struct working_time *t, int64_t minute)
{
	return minutes_on(t, local_day(minute), minute, minute + 1) > 0;
}

int64_t working_minutes(const struct working_time *t, int64_t from, int64_t until)
{
	int64_t sum = 0;

	for (int32_t day = local_day(from); from < until && day <= local_day(until); day++)
		sum += minutes_on(t, day, from, until);
	return sum;
}

int64_t working_deadline(const struct working_time *t, int64_t from, int64_t minutes)
{
	int32_t first = local_day(from);

	if (minutes <= 0)
		return from;
	for (int32_t day = first; day < first + WORKING_DAYS_LOOKED_AHEAD; day++) {
		int64_t there = minutes_on(t, day, from, LOCAL_NEVER);

		if (there >= minutes)
			return local_midnight(day) + hours_on(t, day).until - (there - minutes);
		minutes -= there;
	}
	return LOCAL_NEVER;
}
