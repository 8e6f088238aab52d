/* notices.h: what waits for one person now, and what comes (core/notice.h): read from the records, for pages, mail and calendars. */
#pragma once

#include "core/notice.h"
#include "service/pictures.h"

/* `today` is the picture of today, `now` the local minute. The first due first; in the arena. */
int notices_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct notice **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
