/* err.h: how functions fail.
 *
 * A function that can fail returns 0 or one of the negative codes below and takes a `struct err *` as its last
 * parameter, where it leaves one clear sentence: what was wrong and what was expected. Callers act on the code and show
 * the sentence. Outputs (`ret_...`) are untouched on failure.
 */
#pragma once

#include <stdarg.h>

enum {
	PL_OK = 0,
	PL_FAIL = -1,      /* it did not work, and there is nothing a caller could do differently */
	PL_NOT_FOUND = -2, /* what was named does not exist (another employer's data too) */
	PL_INVALID = -3,   /* the input is wrong: the sentence says what was expected */
	PL_CONFLICT = -4,  /* somebody else changed it first, or it stands in the way of another fact */
	PL_LIMIT = -5,     /* a cap was reached: size, depth, count */
	PL_LOCKED = -6,    /* another process is writing */
	PL_DENIED = -7,    /* it is there, and not for whoever asks */
	PL_DAMAGED = -8,   /* what was read is not what was written: a broken file, or another one in its place */
	PL_EXISTS = -9,    /* a row of the database contradicts what was to be written: repeating it does not help */
};

struct err {
	int code;
	char text[480];
};

#define PL_MUST_CHECK __attribute__((warn_unused_result))
#define PL_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/* Stores the sentence and returns `code`, so that a failing function can end with `return err_set(...)`. A too long
 * sentence is cut at a character boundary, and what a terminal would obey is a '?'. `err` may be NULL. */
int err_set(struct err *err, int code, const char *format, ...) PL_PRINTF(3, 4);

/* Puts "what: " in front of the sentence that is already there, to say where it happened; returns err->code. */
int err_prefix(struct err *err, const char *format, ...) PL_PRINTF(2, 3);
