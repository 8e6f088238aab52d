/* import_undo.h: an entry of the ledger taken back: the use case behind `plimsoll undo`. What that means for each row is said
 * in sql/queries/undo.sql; the undo is an entry itself, and can be taken back like any other. */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct import_undone {
	int64_t sequence;  /* the entry that was taken back */
	int64_t position;  /* of the new entry */
	int64_t rows;
};

/* Takes back one entry, or the last import that stands if `sequence` is 0. PL_NOT_FOUND, PL_CONFLICT and PL_INVALID as
 * commit_undo. */
int import_undo(const char *database, const char *employer, int64_t sequence, const char *actor, int64_t instant,
	struct import_undone *ret, struct err *err) PL_MUST_CHECK;
