/* looks_prune.h: deletes who looked at cases and workers long ago: the use case behind `plimsoll looks`.
 *
 * Looks (store/looks.h) say which member of staff was on which child's page, so they are personal data of both, to be kept no
 * longer than they serve. How long that is, is the council's to say (docs/access.md); nothing is deleted unasked. What was
 * deleted is one entry of the ledger, which tells the day and how many, and cannot be taken back.
 */
#pragma once

#include "store/store.h"

struct looks_prune_request {
	const char *database, *employer;
	int32_t before;      /* the first day whose looks stay */
	bool dry_run;        /* only count */
	const char *actor;
	int64_t instant;
};

struct looks_pruned {
	int64_t looks;
	int64_t position;    /* of the entry; 0: there was nothing to delete, or it was only counted */
};

/* PL_NOT_FOUND if there is no such employer, PL_INVALID if the day is after today. */
int looks_prune(struct arena *a, const struct looks_prune_request *r, struct looks_pruned *ret, struct err *err) PL_MUST_CHECK;
