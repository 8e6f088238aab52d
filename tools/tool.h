/* tool.h: what the build-time generators share.
 *
 * A generator reads whole files, makes its output in memory and writes it at the end, so that a failed run leaves
 * nothing half-written. It ends with 0, 1 (the input is wrong or a file cannot be read) or 2 (the command line is
 * wrong).
 */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

enum { TOOL_FILE_BYTES = 16 * 1024 * 1024 }; /* largest file read or written */

/* Appends the whole file. */
int tool_read_file(const char *path, struct buf *ret, struct err *err) PL_MUST_CHECK;

/* Replaces the file; its folder must exist. */
int tool_write_file(const char *path, const struct buf *text, struct err *err) PL_MUST_CHECK;

/* The part behind the last slash. */
const char *tool_base_name(const char *path);

/* A name that C accepts: a letter, then letters, digits and '_'. */
bool tool_is_name(struct str s);

/* The next line of `*rest` without its end, which is passed; false when nothing is left. */
bool tool_next_line(struct str *rest, struct str *ret_line);

/* Writes the text as a C string literal with its quotes. */
void tool_put_literal(struct buf *out, struct str text);

/* Prints "program: sentence" to the standard error and returns 1. */
int tool_fail(const char *program, const struct err *err);
