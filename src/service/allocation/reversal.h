/* reversal.h: an entry of the ledger taken back in an open commit, by way of the guard (core/guard.h).
 *
 * What is put back passed the guard once, but something else may have come to stand in its place since: a case that was given back
 * and another taken on for it, an exception and what was agreed under it. Where allocations are negotiated a reversal that takes
 * somebody past a line is refused like any other step that does.
 */
#pragma once

#include "store/store.h"

/* commit_undo (store/store.h); PL_CONFLICT too if it would take a worker past a line. `s` is the store of the commit and knows the
 * schemes; `day` is today. */
int reversal_make(struct store *s, struct commit *c, const struct employer *e, int64_t sequence, int32_t day, int64_t *ret_rows,
	struct err *err) PL_MUST_CHECK;
