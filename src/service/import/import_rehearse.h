/* import_rehearse.h: what an import would put on somebody's desk, where allocations are negotiated, is put to the lines that bind
 * them.
 *
 * The plan is written into a commit with everything that is gained on paper, a picture is taken of what would be there then, the
 * gains are judged on it (core/import_gains.h), and the commit is dropped. So the guard sees the loads, capacities and lines of
 * the same import, and a dry run sees what the import will.
 */
#pragma once

#include "service/import/import.h"
#include "service/import/import_plan.h"

struct import_rehearsal {
	struct import_plan *plan;
	struct store *store;          /* which writes */
	const struct employer *employer;
	int32_t day;
};

/* Judges the plan's gains. PL_CONFLICT if the employer has moved on. */
int import_rehearse(const struct import_rehearsal *r, struct err *err) PL_MUST_CHECK;

/* Counts what stands and what is on paper, and says why of each that does not stand. */
void import_tell_gains(struct arena *a, const struct import_plan *plan, struct gather *told, struct import_report *report);
