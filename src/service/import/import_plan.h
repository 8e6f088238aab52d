/* import_plan.h: what one try of an import has decided, set aside until it is written.
 *
 * Deciding takes as long as it takes and holds up nobody; the database is locked only while a plan is written. Changes of
 * cases wait in a spool (service/import/spool.h), like what the files told of them, so memory stays flat.
 */
#pragma once

#include "core/import_gains.h"
#include "core/roster.h"
#include "service/import/spool.h"
#include "store/store.h"

struct import_plan {
	const struct service_row *services; /* to be added, without a scheme */
	size_t services_count;
	struct roster_joined roster;
	struct spool *cases;                /* NULL: changes of cases are not kept */
	/* Where allocations are negotiated: what is gained, on paper in the spool until it is judged (core/import_gains.h). */
	struct import_gain *gains;
	size_t gains_count, gains_room;
	bool judged;
};

/* Sets the changes of a case aside; each case once. The arena is only for doing it. */
int import_plan_case(struct import_plan *p, struct arena *a, const char *ref, const struct fact_change *changes, size_t count,
	struct err *err) PL_MUST_CHECK;

/* Hands all of it to a commit that was begun at the position at which it was decided. */
int import_plan_write(const struct import_plan *p, struct commit *c, struct err *err) PL_MUST_CHECK;
