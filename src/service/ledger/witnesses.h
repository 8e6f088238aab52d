/* witnesses.h: what others noted of a ledger, from the files that they kept: checkpoints, and the public key that they are
 * signed with.
 */
#pragma once

#include "base/arena.h"
#include "secure/checkpoint.h"
#include "store/verify.h"

/* What others noted: of a file or of a folder of files, the earliest first. `key_path` NULL: signatures are not
 * checked. In the arena. */
struct witnesses {
	struct ledger_witness *rows;
	size_t count, room;
};
int witnesses_read(struct arena *a, const char *path, const char *key_path, struct witnesses *ret, struct err *err)
	PL_MUST_CHECK;

/* Reads a checkpoint from a file, and checks its signature unless `key` is NULL. The note is in the arena. */
struct held_checkpoint {
	struct checkpoint checkpoint;
	const char *note;
};
int checkpoint_load(struct arena *a, const char *path, const struct public_key *key, struct held_checkpoint *ret,
	struct err *err) PL_MUST_CHECK;
int public_key_load(const char *path, struct public_key *ret, struct err *err) PL_MUST_CHECK;
