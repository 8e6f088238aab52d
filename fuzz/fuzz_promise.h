/* fuzz_promise.h: what every fuzz target shares: how it ends the program when a promise is broken. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static inline void fuzz_promise(bool kept)
{
	if (!kept)
		abort();
}

/* It worked, or there is a sentence that says why not. */
static inline void fuzz_answer(int rc, const struct err *err)
{
	fuzz_promise(rc == 0 || (rc < 0 && err->code == rc && err->text[0] != '\0'));
}

/* The next line, in the arena as text, and what is behind it. */
static inline const char *fuzz_next_line(struct arena *a, struct str *rest)
{
	const char *end = rest->len > 0 ? memchr(rest->at, '\n', rest->len) : NULL;
	size_t n = end != NULL ? (size_t)(end - rest->at) : rest->len;
	const char *line = arena_strndup(a, rest->at, n);

	n += end != NULL ? 1 : 0;
	*rest = (struct str){rest->at + n, rest->len - n};
	return line;
}
