/* published_sense.h: whether a published health check of another server can be true. Its signature says who wrote it, and
 * not that it does not contradict itself (core/published.h). */
#pragma once

#include "base/err.h"
#include "core/published.h"

/* PL_INVALID with what is impossible, by name: a row told twice, a unit that is not its figure's, a caseload that nobody
 * can have, a target that goes up or a path that is not its own, a status that is unknown, no name; or that it was made
 * after `now`, by more than clocks differ. */
int published_check_sense(const struct published *p, int64_t now, struct err *err) PL_MUST_CHECK;
