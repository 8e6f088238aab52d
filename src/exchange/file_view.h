/* file_view.h: a file seen as memory, for readers that go through it once from front to back.
 *
 * The pages come from the file as they are touched and can be let go behind the reader, so a large file does not fill the
 * memory of the process.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct file_view {
	const char *bytes; /* not NULL, also for an empty file */
	size_t size;
	size_t let_go;     /* so many bytes from the start are no longer needed */
};

/* Opens a plain file of at most `most` bytes. PL_NOT_FOUND, PL_INVALID (a folder or a device) or PL_LIMIT. */
int file_view_open(const char *path, size_t most, struct file_view *ret, struct err *err) PL_MUST_CHECK;
void file_view_close(struct file_view *v);

/* What stands before `at` is not read again soon. */
void file_view_let_go(struct file_view *v, size_t at);
