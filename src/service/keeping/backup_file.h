/* backup_file.h: the files of a backup: a database under a name of its own, and beside it NAME.sha256 with its SHA-256,
 * the way sha256sum writes and checks it. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "secure/digest.h"

/* Makes a file for its owner only and fills it with another; durable when it returns. With `to` NULL, only reads.
 * `ret_sum` is the digest of what was read. */
int backup_file_copy(const char *from, const char *to, char ret_sum[DIGEST_SIZE], int64_t *ret_bytes, struct err *err)
	PL_MUST_CHECK;

/* PATH.sha256: written, and held against what a file came to. There need be none: then all is well. PL_DAMAGED. */
int backup_sum_write(struct arena *a, const char *path, const char *sum, struct err *err) PL_MUST_CHECK;
int backup_sum_check(struct arena *a, const char *path, const char *sum, struct err *err) PL_MUST_CHECK;

/* Writes a small text so that a reader sees the old or the new, whole. */
int backup_text_write(struct arena *a, const char *path, const char *text, int mode, struct err *err) PL_MUST_CHECK;

/* Makes the names in the folder of a file durable. */
int backup_folder_sync(struct arena *a, const char *path, struct err *err) PL_MUST_CHECK;

/* The folder of a path, as a path: "." for a bare name. */
const char *backup_folder_of(struct arena *a, const char *path);
/* What stands after its last slash. */
const char *backup_name_of(const char *path);

/* Removes a database that was only for a moment, with all that the engine put beside it. */
void backup_file_remove(struct arena *a, const char *path);
