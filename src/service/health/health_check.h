/* health_check.h: the health check of an employer, a service or a team (core/health.h), from its records: what is on a
 * day from the picture of that day, what was over a time from a picture of each of its days and from what happened on
 * them.
 *
 * Who sees the allocations of all teams that it is of (FIELD_TEAM_PATTERNS of core/access.h) is told all of it, but for
 * groups of fewer than five. Others are told what cannot be put to single workers: health_told.h. */
#pragma once

#include "core/access.h"
#include "core/health.h"
#include "service/pictures/pictures.h"

enum { HEALTH_DAYS_DEFAULT = 92, HEALTH_DAYS_MOST = 2 * 366 };

/* The days from the first to the last that is said (DAY_MIN and DAY_MAX where nothing is): the last is the day of what
 * is on a day, `today` where it is not said, and the first 91 before it. PL_INVALID where that is no period, ends after
 * today, or is longer than HEALTH_DAYS_MOST. */
int health_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err) PL_MUST_CHECK;

/* The scope by codes; "" or NULL: not by that; team "-": what belongs to none. PL_NOT_FOUND. */
int health_scope_of(const struct snapshot *s, const char *service, const char *team, struct health_scope *ret,
	struct err *err) PL_MUST_CHECK;

/* Whether the figures of a scope would leave few people to a viewer who does not see all its allocations
 * (core/health_rest.h). */
bool health_leaves_few_to(struct arena *a, const struct snapshot *s, const struct loads *l, const struct sight *sight,
	struct health_scope scope);

struct health_asked {
	struct days period;
	struct health_scope scope;
};

/* `at` is the picture of the last day of the period, `sight` the viewer's of it. What it takes is in the arena, too.
 * Takes seconds at the largest employers, for a picture of each day is made. */
int health_check_read(struct store *s, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err) PL_MUST_CHECK;
/* The same for pages: most of the time without the store, and at once where it was made before and nobody has committed
 * since. */
int health_check_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err) PL_MUST_CHECK;
/* Of several scopes, side by side: the pictures of the days are made once for all. `ret` has room for `count`. */
int health_checks_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	struct days period,
	const struct health_scope *scopes, size_t count, struct health *ret, struct err *err) PL_MUST_CHECK;
