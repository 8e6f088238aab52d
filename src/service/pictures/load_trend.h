/* load_trend.h: how the load of a post went, week by week: on the same day of each of the past weeks by the same rules as the load of
 * today (core/load.h), from what the records say of that day now.
 *
 * Each week is a close-up of the one post (store/close_up.h), and what is known of a case is read once for all of them: its cost goes by
 * the cases held, below two milliseconds for fifty, and not by the employer's size.
 */
#pragma once

#include "service/pictures/pictures.h"

enum { TREND_WEEKS = 8 };

struct trend_week {
	int32_t day;
	bool in_post;              /* else nothing is known of that day */
	int32_t load_minutes, capacity_minutes, used_permille; /* as core/load.h has them */
};

/* The oldest first; the last is the picture's own day. `post` is a place. */
int load_trend_read(struct pictures *pictures, const struct picture *p, int32_t post, struct trend_week ret[TREND_WEEKS], struct err *err)
	PL_MUST_CHECK;
