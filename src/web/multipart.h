/* multipart.h: a form with files as it arrives (multipart/form-data, RFC 7578), piece by piece and without keeping it.
 *
 * Stricter than it has to be: nothing may stand before the first part, every part has a name, and a body that ends before its
 * last boundary is refused. What browsers and curl send passes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct multipart;

/* What is told of the parts, in their order: its head, its bytes in pieces of any size, its end. `file_name` is NULL for a
 * field; texts live for the call. A negative code ends the reading. */
struct multipart_sink {
	void *context;
	int (*begin)(void *context, const char *name, const char *file_name, const char *type, struct err *err);
	int (*bytes)(void *context, const char *at, size_t n, struct err *err);
	int (*end)(void *context, struct err *err);
};

/* For a body with this Content-Type; lives in the arena. PL_INVALID if the type names no proper boundary. */
int multipart_begin(struct arena *a, const char *content_type, const struct multipart_sink *sink, struct multipart **ret,
	struct err *err) PL_MUST_CHECK;

/* The next piece. PL_INVALID for what is no such form; what the sink says else. */
int multipart_take(struct multipart *m, const char *at, size_t n, struct err *err) PL_MUST_CHECK;

/* There is no more: PL_INVALID unless the last boundary has been seen. */
int multipart_end(const struct multipart *m, struct err *err) PL_MUST_CHECK;
