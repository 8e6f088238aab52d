/* reversal.h: an entry of the ledger taken back in an open commit, by way of the guard (core/guard.h).
 *
 * What is put back passed the guard once, but something else may have come to stand in its place since. So a step of a negotiation
 * or of a matter is taken back only while it is the last that stands: none goes from the middle. Where allocations are negotiated,
 * a reversal is refused like any other step that takes somebody past a line (by what they hold, by an exception that goes, by a line
 * that comes back), today or on a day to come on which something begins for them, and one that leaves a case with two leads, open
 * twice, or offered to two.
 */
#pragma once

#include "store/store.h"

/* commit_undo (store/store.h); PL_CONFLICT too for all that. `s` is the store of the commit and knows the
 * schemes; `day` is today. */
int reversal_make(struct store *s, struct commit *c, const struct employer *e, int64_t sequence, int32_t day, int64_t *ret_rows,
	struct err *err) PL_MUST_CHECK;
