/* health_series.h: reads measures of a health check month by month (core/health_series.h). What happened is read
 * section by section, some months at once; what is on a day takes a picture of each month's last day. What was worked
 * out is kept until somebody commits. */
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

/* `today` is a picture for its teams, `sight` the viewer's of it: what they are not told of a month is untold.
 * PL_INVALID where the measure has no series, or of too many months. In the arena. */
int health_series_for(struct pictures *pictures, struct arena *a, const struct snapshot *today,
	const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err) PL_MUST_CHECK;

/* All measures that have a series, at once: one picture is made of each month's last day. `series` has room for
 * HEALTH_MEASURES; they come in the order of the table. `asked->measure` is not looked at. */
int health_series_all_for(struct pictures *pictures, struct arena *a, const struct snapshot *today,
	const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
