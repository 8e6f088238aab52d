/* backup.h: a copy of the whole database on another disk or for another machine, made while a server and imports run.
 *
 * It is what the database was at one moment. It is written under a name that no backup has, restored into a copy and
 * proved (restore.h), held against the ledger as it was at that moment, and only then named. Beside the database,
 * FILE.backup says when that last succeeded, so that monitoring sees a backup that stopped.
 */
#pragma once

#include <stdint.h>

#include "service/keeping/restore.h"

struct backup_request {
	const char *database;
	const char *to;   /* a folder, where each backup gets a name with its time; or the file to make */
	int64_t keep;     /* so many of the database's backups stay in the folder, the newest; 0: all */
	int64_t instant;
};

struct backup_made {
	const char *path;
	int64_t bytes, milliseconds;
	size_t removed;   /* older backups that went */
	struct ledger_heads heads;
};

/* PL_LOCKED if another backup is being written there. On failure every backup that was there still is. */
int backup_make(struct arena *a, const struct backup_request *request, struct backup_made *ret, struct err *err)
	PL_MUST_CHECK;

/* What FILE.backup says. PL_NOT_FOUND if there has been none. */
struct backup_note {
	int64_t instant, bytes, milliseconds;
};
int backup_last(const char *database, struct backup_note *ret, struct err *err) PL_MUST_CHECK;
