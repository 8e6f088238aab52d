/* file_view.h: a file seen as memory, for formats that have to look back or ahead: a ZIP begins at its end, a row of CSV is
 * handed over as pieces of the file. What is read forward once comes through source.h.
 *
 * The pages come from the file as they are touched and can be let go behind the reader, so a large file does not fill the
 * memory of the process.
 */
#pragma once

#include <stddef.h>

#include "exchange/intake.h"

struct file_view {
	const char *bytes; /* not NULL, also for an empty file */
	size_t size;
	size_t let_go;     /* so many bytes from the start are no longer needed */
};

/* A view of a plain file of at most `most` bytes; it may be closed behind the view. PL_INVALID or PL_LIMIT. */
int file_view_open(const struct input *in, size_t most, struct file_view *ret, struct err *err) PL_MUST_CHECK;
void file_view_close(struct file_view *v);

/* What stands before `at` is not read again soon. */
void file_view_let_go(struct file_view *v, size_t at);
