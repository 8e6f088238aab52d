/* verify.h: whether a database is what was written, by itself and by what others noted of it: the use case behind
 * `plimsoll verify`.
 */
#pragma once

#include "secure/checkpoint.h"
#include "store/verify.h"

struct verify_request {
	const char *database;
	const char *checkpoints; /* a file that somebody held, or a folder of such files (*.txt); NULL for none */
	const char *key;         /* file with the public key; NULL: signatures are not checked */
};

struct verify_report {
	struct ledger_finding *findings; size_t count;
	size_t checkpoints;
	bool signatures_checked;
	bool whole;
};

/* Fails if a file cannot be read or a checkpoint is not what its key signed; what is wrong with the database is no
 * failure: see `whole`. PL_DAMAGED if the file is no database any more. */
int verify_run(struct arena *a, const struct verify_request *r, struct verify_report *ret, struct err *err)
	PL_MUST_CHECK;
