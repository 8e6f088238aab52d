/* control_chart.h: whether a series over time has changed, or only gone up and down as it always does.
 *
 * A chart of individual values and moving ranges (XmR) in place of the comparison of two points: limits at the mean +/- 2.66 mean
 * moving ranges, near-limits at two thirds of that. Moving ranges above 3.267 times their mean are left out of it, and the mean is
 * taken again, once: a single jump does not widen the limits. Four rules, as the NHS makes data count, say what is more than noise. Below
 * twelve points the limits are not to be trusted, and are not given.
 *
 * Values are whole numbers in whatever unit the caller prints (minutes, tenths of a case, per mille). Limits are rounded once.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { CONTROL_LEAST_POINTS = 12, CONTROL_RUN = 7 };

/* What a point says; several at once. */
enum control_signal {
	CONTROL_OUTSIDE = 1,     /* outside a limit */
	CONTROL_ONE_SIDE = 2,    /* among seven in a row on one side of the mean */
	CONTROL_TREND = 4,       /* among seven in a row that each rise, or each fall */
	CONTROL_NEAR_LIMIT = 8   /* beyond a near-limit, as two among three in a row are */
};

struct control_chart {
	bool has_limits;          /* twelve points or more */
	int64_t mean, lower, upper;
	unsigned *signals;        /* of each point: an OR of enum control_signal; all 0 without limits */
	size_t signals_count;     /* points that say anything */
};

/* The chart of `count` values in the order of time. Lives in the arena. */
struct control_chart control_chart_of(struct arena *a, const int64_t *values, size_t count);
