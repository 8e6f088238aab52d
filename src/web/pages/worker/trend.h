/* trend.h: how a load went in the past weeks, as a sentence, a small picture and figures (service/pictures/load_trend.h). */
#pragma once

#include "web/page.h"

struct trend_bar_view {
	int32_t from, top, width, height; /* on a field of 1000 by 100 */
};

struct trend_row_view {
	const char *day, *hours, *share;
};

struct trend_view {
	const char *sentence;             /* "" where there are no two weeks to tell of */
	const struct trend_bar_view *bars; size_t bars_count;
	const char *capacity;             /* path of the capacity, week by week; "" where none is known */
	const struct trend_row_view *rows; size_t rows_count;
};

/* Of a post of the picture, whose load the viewer sees. */
int trend_put(const struct page_context *ctx, int32_t post, struct trend_view *ret, struct err *err) PL_MUST_CHECK;
