/* make_demo.h: the use case behind `plimsoll demo`: an invented council put into a database like any import.
 *
 * Refused on a database that holds a real employer, so that nobody mistakes one for the other, and for an employer code that
 * is taken.
 */
#pragma once

#include "demo/council.h"

struct demo_request {
	const char *database, *employer;
	struct council_options council;
	const char *actor;
	int64_t instant; /* now, seconds UTC */
};

struct demo_made {
	int64_t teams, workers, cases;
};

int demo_make(const struct demo_request *r, struct demo_made *ret, struct err *err) PL_MUST_CHECK;
