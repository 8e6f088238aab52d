/* import_undo.h: an entry of the ledger taken back: the use case behind `plimsoll undo`. What that means for each row is said
 * in sql/queries/undo.sql; the undo is an entry itself, and can be taken back like any other. */
#pragma once

#include <stdint.h>

#include "store/accounts.h"

struct import_undone {
	int64_t sequence;  /* the entry that was taken back */
	int64_t position;  /* of the new entry */
	int64_t rows;
};

struct import_undo_request {
	const char *database, *employer;
	int answer_ms;           /* store_stay */
	int64_t sequence;  /* the entry to take back; 0: the last import that stands */
	const char *actor; /* for the ledger */
	int64_t instant;
	const struct form_sent *form; /* the form that asked for it; NULL: none did */
	/* Asked inside the commit, before anything is undone; a negative code ends it. May be NULL. */
	int (*may_commit)(void *context, struct store *s, struct err *err);
	void *context;
};

/* PL_NOT_FOUND, PL_CONFLICT and PL_INVALID as reversal_make (service/allocation/reversal.h). */
int import_undo(const struct import_undo_request *r, struct import_undone *ret, struct err *err) PL_MUST_CHECK;
