/* plain_file.h: files that somebody names to be read: a plain file or nothing, and never a wait.
 *
 * A pipe without a writer would hold the program up and a device may have no end, so that neither is opened, nor a
 * folder.
 * What a file has to be is told by what it holds:
 *
 *	FILE_PLAIN   anything
 *	FILE_SECRET  something that not everybody on the machine may read: modes up to 0640
 *	FILE_KEY     something that its owner alone may read: modes up to 0600, and no link to another file
 *
 * `what` completes the sentence "expected ...": "a configuration file".
 */
#pragma once

#include "base/buf.h"

enum file_kind { FILE_PLAIN, FILE_SECRET, FILE_KEY };

/* To read; the caller closes it. PL_NOT_FOUND if there is none, PL_INVALID if it is no file or others could read it. */
int plain_file_open(const char *path, enum file_kind kind, const char *what, int *ret_fd, struct err *err)
	PL_MUST_CHECK;

/* A new one without a name, to be read and written, in TMPDIR: it is gone once it is closed. -1 and errno if that
 * cannot be. */
int plain_file_temporary(void) PL_MUST_CHECK;

/* All of an open file, or of one by its path, behind what `out` holds. PL_LIMIT if that passes the cap of the
 * buffer. */
int plain_file_read_open(int fd, const char *path, struct buf *out, struct err *err) PL_MUST_CHECK;
int plain_file_read(const char *path, enum file_kind kind, const char *what, struct buf *out, struct err *err)
	PL_MUST_CHECK;

/* The first line without its end, of 1 to `size` - 1 bytes; no other copy stays in memory. PL_INVALID if there is none
 * such. */
int plain_file_first_line(const char *path, enum file_kind kind, const char *what, char *ret, size_t size,
	struct err *err) PL_MUST_CHECK;
