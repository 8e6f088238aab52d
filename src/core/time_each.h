/* time_each.h: what a caseload leaves each case, in minutes a week.
 *
 * A full-time week of 37 hours, of which 68 % is for cases (measured in Colorado in 2014; 63 to 76 % in a review of 29
 * jurisdictions; docs/method.md), has 1,510 minutes. This one line explains every caseload to somebody who has never
 * held a case. */
#pragma once

#include "core/round.h"

enum { CASE_MINUTES_A_WEEK = 1510 };

/* At so many thousandths of a case for each full-time worker; 0 where there is no case. At 24 cases: 63. */
static inline int64_t time_each_minutes(int64_t caseload_thousandths)
{
	return caseload_thousandths > 0 ? divide_half_up((int64_t)CASE_MINUTES_A_WEEK * 1000, caseload_thousandths) : 0;
}
