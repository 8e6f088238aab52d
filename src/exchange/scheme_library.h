/* scheme_library.h: the schemes that the program knows: those built into it (schemes/ *.json) and those that databases keep.
 *
 * A scheme, once known, stays for as long as the process, so that a snapshot may point to it. Any thread may ask.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "core/scheme.h"

enum { SCHEME_LIBRARY_ROOM = 1000 }; /* schemes of a process, so that no database can fill its memory */

/* The scheme of that id and version, built in or registered; 0 for the newest version. NULL if there is none. */
const struct scheme *scheme_by_id(const char *id, int32_t version);

/* The built-in schemes, by file name. */
size_t scheme_builtin_count(void);
const struct scheme *scheme_builtin(size_t i);

/* All that are known, built-in ones first, then in the order in which they became known. */
size_t scheme_count(void);
const struct scheme *scheme_at(size_t i);

/* Whether a scheme that is known names a type, stage, factor, task or reduction so. */
bool scheme_library_has_code(const char *code);

/* Makes a document known (scheme_parse says what is refused). The same text again gives the same scheme; PL_CONFLICT for
 * another text under an id and version that are known, PL_LIMIT when the library is full. */
int scheme_register(const char *json, size_t n, const char *name, const struct scheme **ret, struct err *err) PL_MUST_CHECK;
