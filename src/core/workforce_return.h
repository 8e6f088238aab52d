/* workforce_return.h: who stands in the yearly return of children's social workers, and with what, worked out from the facts, so that nobody
 * counts by hand what the records have counted (England's children's social work workforce census; docs/publishing.md).
 *
 * In the return of a day stands everybody with a post in the service on that day, and who has left in the twelve months before it. What a
 * worker holds and the FTE on the day are those of core/counts.h: the official average caseload follows from them to the digit. */
#pragma once

#include "core/counts.h"
#include "core/roster.h"

enum { RETURN_YEAR_DAYS = 365, RETURN_FTE_MOST = 1000000 };

struct return_worker {
	const char *registration, *code;
	bool agency;
	bool left;                /* before or on the day, and holds nothing through a post any more */
	enum post_role role;
	struct days when;         /* in this role without a gap; from DAY_MIN: not known; until DAY_MAX unless left */
	int32_t fte_millionths;   /* on the day, at most a whole one; -1: not known; 0 of who has left */
	int32_t cases;
	bool absent;              /* from all of the own posts, for the whole contract */
	const char *reason;       /* why, as the reduction has it; "" */
	bool newly_qualified;
};

struct workforce_return {
	int32_t day;
	struct return_worker *workers; size_t workers_count;  /* by registration number */
	/* Agency workers in post on the day. */
	int64_t agency_fte_millionths;
	int32_t agency_workers;
	/* What it could not take in as it is. */
	const char **unregistered; size_t unregistered_count; /* codes of workers without a number of Social Work England: not in the return */
	int32_t unregistered_cases;                           /* that they hold */
	int32_t capped;           /* workers whose posts are more than one full-time post together */
	int32_t unknown_fte;      /* in post, and the records do not say how much */
	int32_t managers;         /* written as first-line managers, for the records know of one kind only */
};

/* Of the posts in one service (its code), or in all of them with NULL; posts without a team are the main service's. `s` is the picture of the
 * day; `r` has posts of all days. In the arena; the texts are the roster's. */
struct workforce_return workforce_return_of(struct arena *a, const struct roster *r, const struct snapshot *s, const char *service);
