/* restore.h: a backup put in the place of a database, and the proof that one could be.
 *
 * A backup is proved by restoring it: its bytes are copied under another name and held against their SHA-256, the copy
 * is brought up to date, every page, row, index and reference is read, and the ledger of every employer is worked out
 * anew. Only then does it get the database's name. `plimsoll backup` does the same to each backup it makes, and throws
 * the copy away.
 *
 * A backup that fits together may still be another past than the one that was: checkpoints that somebody held tell
 * that. And it has what was so for a moment only: sessions, counted attempts and once-keys do not come back, and of
 * accounts it is told which differ from those of the database that is replaced.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "service/accounts/restored_accounts.h"

/* How far the ledger of an employer goes. */
struct ledger_head {
	const char *employer; /* code */
	int64_t entries;
	char hash[65];        /* of the last one; "" if there is none */
	int64_t held;         /* the last entry that a checkpoint saw as it is; 0: none did */
	int64_t seen;         /* the last entry that a checkpoint saw, here or not; 0: none did */
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
	const char *not_compared; /* why its accounts could not be compared with those of the old database; "" if they were */
	struct differing_account *accounts; size_t accounts_count;
};

struct witnesses; /* service/ledger/witnesses.h */

/* Copies the backup to `to`, where nothing may be, and proves the copy, with checkpoints if there are any (`held` may
 * be NULL).
 * Those that saw more than the backup has prove nothing of it: one at the least must not. PL_DAMAGED if it is no good,
 * PL_INVALID if it is no backup or no checkpoint is old enough; nothing is left of the copy then. */
int restore_copy(struct arena *a, const char *from, const char *to, const struct witnesses *held, struct restored *ret,
	struct err *err) PL_MUST_CHECK;

struct restore_request {
	const char *from, *database;
	const char *checkpoints, *key; /* as of verify.h; NULL */
	bool replace;     /* a database that is there may be replaced; it is kept under another name */
	bool dry_run;     /* prove only */
	int64_t instant;
};

/* PL_CONFLICT if there is a database already, PL_LOCKED if somebody has it open. Until the last moment the old one is
 * as it was. */
int restore_database(struct arena *a, const struct restore_request *request, struct restored *ret, struct err *err)
	PL_MUST_CHECK;
