/* health_charts.h: the small charts of a health check: posts by band as one bar, and how many workers hold how many cases. */
#pragma once

#include "core/health.h"
#include "core/health_spread.h"
#include "web/chart.h"

struct band_segment_view {
	int32_t band;              /* which colour: enum band */
	int32_t from, width;       /* per mille of all posts */
	const char *words, *count; /* "Over", "12 posts" */
};

struct health_bands_view {
	const char *title, *description;
	const struct band_segment_view *segments; size_t segments_count;
};

/* Of the figures of the day; without a segment where they are not told. */
struct health_bands_view health_bands_of(struct arena *a, const struct health_figure figures[HEALTH_MEASURES]);

struct spread_row_view {
	const char *cases, *workers, *share; /* "11 to 15", "9", "17%" */
	int32_t width;                       /* per mille of the fullest row */
	bool many;                           /* more than 30 cases */
};

struct health_spread_view {
	const char *sentence;
	const char *key;   /* what red is; "" where nothing is */
	const struct spread_row_view *rows; size_t rows_count;
};

struct health_spread_view health_spread_view_of(struct arena *a, const struct spread_band *bands, int32_t count,
	const struct health_figure figures[HEALTH_MEASURES]);
