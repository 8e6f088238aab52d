/* health_series.h: one measure of a health check month by month, and whether it has changed or only gone up and down as it always does
 * (core/control_chart.h), in place of a comparison of two points.
 *
 * Months are those of the calendar. A measure of a day is that of a month's last day. The last month may not be over: it is shown and marked,
 * and is no part of the chart, as is no month whose figure is not known. Months before the first of which the records say anything are left
 * out: that nothing is known is no 0. A share is charted by its own value in per mille, each point with what it is a share of. */
#pragma once

#include "core/control_chart.h"
#include "core/health_records.h"

enum { HEALTH_MONTHS_MOST = 36 };

struct health_point {
	struct days month;
	bool unfinished;             /* the month is not over: what happened until the day that was asked for */
	bool charted;                /* a point of the chart */
	unsigned signals;            /* an OR of enum control_signal */
	struct health_figure figure;
};

struct health_series {
	enum health_measure measure;
	struct health_point *points; size_t points_count; /* the oldest first */
	size_t charted;              /* how many are points of the chart; below CONTROL_LEAST_POINTS it has no limits */
	bool judged;                 /* limits would mean something for it; else it has none, however many points */
	struct control_chart chart;  /* its `signals` are those of the points that are charted, in their order */
};

/* The months up to that of `day`, the newest cut after that day: so many, HEALTH_MONTHS_MOST at most, oldest first. In the arena. */
struct health_point *health_months(struct arena *a, int32_t day, size_t count);

/* Whether a measure can be had month by month: all of records and of a day, and what needs a picture of each day of a month not. */
bool health_has_series(enum health_measure m);
/* Whether records are enough for it; else it takes a picture of each month's last day. */
bool health_is_of_records(enum health_measure m);

/* Drops the months before the records begin, and draws the chart. In the arena. */
struct health_series health_series_of(struct arena *a, enum health_measure m, struct health_point *points, size_t count);
