/* report_period.h: the day as a service counts it, where it does not end at midnight.
 *
 * Probation's report day ends at 18:30, on Wednesdays at 19:30: what is allocated after that counts for the next. Instants
 * are minutes since 1 January 1970, 00:00, of the local civil clock, as it stands on the wall: 1,440 to a day.
 */
#pragma once

#include <stdint.h>

/* Minutes after midnight at which the report day of each weekday ends; Monday first. */
struct report_hours {
	int32_t ends[7];
};

extern const struct report_hours REPORT_HOURS_PROBATION;

struct report_period {
	int64_t from, until; /* `until` belongs to the next one */
};

struct report_period report_period_at(const struct report_hours *hours, int64_t minute);
