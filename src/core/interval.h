/* interval.h: how far a published caseload could be off by chance, and whether two of them differ by more than that.
 *
 * Cases are counted once a year, on one day: on another day the same staff would have had a few more or fewer. The number of
 * cases is taken as a Poisson count, and its 95 % interval by Byar's approximation (N. E. Breslow and N. E. Day, "Statistical
 * methods in cancer research" II, 1987, as public health profiles in England use it), over the full-time equivalents, which are
 * taken as known. It says nothing of how well either was counted.
 *
 * All numbers are billionths (fixed.h).
 */
#pragma once

#include <stdbool.h>

#include "core/fixed.h"

struct interval {
	int64_t low, high;
};

/* The 95 % interval of `cases` over `fte` (above 0). No case at all gives 0 to 3.7 cases over fte. */
struct interval caseload_interval(int64_t cases, int64_t fte);

/* One caseload less another: the difference, its 95 % interval, and whether that leaves out 0. */
struct caseload_difference {
	int64_t difference;
	struct interval interval;
	bool is_clear;
};
struct caseload_difference caseload_difference(int64_t cases, int64_t fte, int64_t other_cases, int64_t other_fte);
