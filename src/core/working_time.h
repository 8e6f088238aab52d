/* working_time.h: when a worker works, so that a clock that waits for them runs only then (R2): a case that is put on the
 * desk of somebody who is out has not been answered late.
 *
 * A *minute* here is a minute of the employer's own clock, counted from midnight of 1 January 1970 on that clock: its day is
 * `local_day`, and no rule has to know of zones and summer time. Who turns an instant into one is outside core (base/clock.h).
 *
 * Working time is a pattern, the hours of each day of the week, less days off: absences and public holidays. Where records
 * name no pattern it is the usual week. Half days off are not known: a day off is a whole one.
 */
#pragma once

#include "base/date.h"

enum { MINUTES_A_DAY = 24 * 60, DAYS_OF_WEEK = 7 };

/* Of one day of the week, in minutes of that day; no work where both are the same. */
struct working_hours {
	int16_t from, until;
};

struct working_time {
	struct working_hours week[DAYS_OF_WEEK]; /* from Monday */
	const struct days *off;                  /* in any order; may overlap */
	size_t off_count;
};

/* Monday to Friday, 9 to 17, no days off. */
struct working_time working_time_usual(void);

static inline int32_t local_day(int64_t minute)
{
	return (int32_t)(minute >= 0 ? minute / MINUTES_A_DAY : -((-minute + MINUTES_A_DAY - 1) / MINUTES_A_DAY));
}

static inline int64_t local_midnight(int32_t day)
{
	return (int64_t)day * MINUTES_A_DAY;
}

bool working_at(const struct working_time *t, int64_t minute);

/* Working minutes from one minute up to, not including, another; 0 if that is not later. */
int64_t working_minutes(const struct working_time *t, int64_t from, int64_t until);

enum { WORKING_DAYS_LOOKED_AHEAD = 3 * 366 };
#define LOCAL_NEVER INT64_MAX

/* The first minute by which so many working minutes have passed since `from`. LOCAL_NEVER where they do not pass within three
 * years: of somebody who is away with no day to come back, or whose pattern has no hours. */
int64_t working_deadline(const struct working_time *t, int64_t from, int64_t minutes);
