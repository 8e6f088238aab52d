/* health_series.h: reads one measure of a health check month by month (core/health_series.h). It is read for the measure that is asked for
 * and no other: what happened in three years is read once, and what is on a day takes a picture of each month's last day. */
#pragma once

#include "core/access.h"
#include "core/health_series.h"
#include "service/pictures/pictures.h"

struct health_series_asked {
	enum health_measure measure;
	struct health_scope scope;
	int32_t last;      /* the last day; its month is the newest */
	size_t months;     /* 1 to HEALTH_MONTHS_MOST */
};

/* `today` is a picture for its teams, `sight` the viewer's of it: what they are not told of a month is untold. PL_INVALID where the
 * measure has no series, or of too many months. In the arena. */
int health_series_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err) PL_MUST_CHECK;
/* The same for pages. */
int health_series_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err) PL_MUST_CHECK;

/* All measures that have a series, at once: records are read once, and one picture is made of each month's last day. `series` has room for
 * HEALTH_MEASURES; they come in the order of the table. `asked->measure` is not looked at. */
int health_series_all_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err) PL_MUST_CHECK;
int health_series_all_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err) PL_MUST_CHECK;
