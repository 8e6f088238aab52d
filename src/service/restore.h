/* restore.h: a backup put in the place of a database, and the proof that one could be.
 *
 * A backup is proved by restoring it: its bytes are copied under another name and held against their SHA-256, the copy is
 * brought up to date, every page, row, index and reference is read, and the ledger of every employer is worked out anew. Only
 * then does it get the database's name. `plimsoll backup` does the same to each backup it makes, and throws the copy away.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "store/store.h"

/* How far the ledger of an employer goes. */
struct ledger_head {
	const char *employer; /* code */
	int64_t entries;
	char hash[65];        /* of the last one; "" if there is none */
};

struct ledger_heads {
	struct ledger_head *items;
	size_t count;
};

int ledger_heads_read(struct arena *a, struct store *s, struct ledger_heads *ret, struct err *err) PL_MUST_CHECK;

struct restored {
	int64_t bytes;
	char sum[65];             /* SHA-256 of the backup */
	struct ledger_heads heads;
	const char *replaced;     /* where the old database is kept; NULL if there was none */
};

/* Copies the backup to `to`, where nothing may be, and proves the copy. PL_DAMAGED if it is no good, PL_INVALID if it is no
 * backup; nothing is left of the copy then. */
int restore_copy(struct arena *a, const char *from, const char *to, struct restored *ret, struct err *err) PL_MUST_CHECK;

struct restore_request {
	const char *from, *database;
	bool replace;     /* a database that is there may be replaced; it is kept under another name */
	bool dry_run;     /* prove only */
	int64_t instant;
};

/* PL_CONFLICT if there is a database already, PL_LOCKED if somebody has it open. Until the last moment the old one is as it was. */
int restore_database(struct arena *a, const struct restore_request *request, struct restored *ret, struct err *err) PL_MUST_CHECK;

/* "20261121T233535Z" */
const char *instant_stamp(struct arena *a, int64_t instant);
