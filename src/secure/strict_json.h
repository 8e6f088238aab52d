/* strict_json.h: JSON that somebody else wrote and that a decision about trust hangs on.
 *
 * It is read only if it can mean one thing: an object, not nested too deep, no member twice, text that is clean
 * UTF-8. The tree is jansson's.
 */
#pragma once

#include <jansson.h>

#include "base/err.h"

enum { STRICT_JSON_DEPTH = 8, STRICT_JSON_BYTES = 256 * 1024 };

/* The caller gives it back with json_decref. PL_INVALID, or PL_LIMIT where it is too long or too deep. */
int strict_json_read(const char *text, size_t n, json_t **ret, struct err *err) PL_MUST_CHECK;

/* A member's text of 1 to `most` bytes, clean UTF-8, which lives as long as the object; NULL if it is anything else
 * or not there. */
const char *strict_json_text(const json_t *object, const char *key, size_t most);
