/* scheme_json.h: a weighting scheme as a JSON document (docs/schemes.md says it key by key).
 *
 * Every complaint names the document, the path and what was expected:
 * "schemes/x.json: types[3].base_minutes: expected a whole number from 0 to 10000".
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "core/scheme.h"

enum {
	SCHEME_JSON_BYTES = 1024 * 1024, /* of a document */
	SCHEME_JSON_ROWS = 500           /* of each kind */
};

/* Reads and validates a scheme; `name` stands for the document in messages. The scheme and its texts live in the arena.
 * PL_LIMIT past a cap, PL_INVALID with the first thing that is wrong. */
int scheme_parse(struct arena *a, const char *json, size_t n, const char *name, const struct scheme **ret, struct err *err)
	PL_MUST_CHECK;
