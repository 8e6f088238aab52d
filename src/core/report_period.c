#include "core/report_period.h"

#include "base/date.h"

enum { DAY_MINUTES = 24 * 60 };

#define AT(hour, minute) ((hour) * 60 + (minute))

const struct report_hours REPORT_HOURS_PROBATION = {
	.ends = {AT(18, 30), AT(18, 30), AT(19, 30), AT(18, 30), AT(18, 30), AT(18, 30), AT(18, 30)},
};

static int32_t day_of(int64_t minute)
{
	int64_t day = minute / DAY_MINUTES;

	return (int32_t)(minute % DAY_MINUTES < 0 ? day - 1 : day);
}

static int64_t end_of(const struct report_hours *hours, int32_t day)
{
	return (int64_t)day * DAY_MINUTES + hours->ends[date_weekday(day)];
}

struct report_period report_period_at(const struct report_hours *hours, int64_t minute)
{
	int32_t day = day_of(minute);

	if (minute >= end_of(hours, day))
		day++;
	return (struct report_period){end_of(hours, day - 1), end_of(hours, day)};
}
