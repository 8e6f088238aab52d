/* make_demo.h: the use case behind `plimsoll demo`: an invented council put into a database like any import, and accounts to
 * look at it with.
 *
 * Refused on a database that holds a real employer, so that nobody mistakes one for the other, and for an employer code that
 * is taken.
 */
#pragma once

#include "demo/council.h"
#include "service/demo/demo_accounts.h"

struct demo_request {
	const char *database, *employer;
	struct council_options council;
	const char *actor;
	int64_t instant; /* now, seconds UTC */
	bool told_only;  /* what its files would tell and no more: nothing of demo_life.h */
};

struct demo_made {
	int64_t teams, workers, cases;
	struct demo_accounts accounts;
};

/* Texts are in the arena. */
int demo_make(struct arena *a, const struct demo_request *r, struct demo_made *ret, struct err *err) PL_MUST_CHECK;
