/* schemes.h: the weighting schemes that can be looked at: those built in, and those that a database has made known. */
#pragma once

#include <stddef.h>

#include "core/scheme.h"

/* A version of a scheme, the newest for 0; NULL if there is none. It stays for as long as the process. */
const struct scheme *schemes_find(const char *id, int32_t version);

/* All of them, every version: those built in by name of their file, then the others. There may be more from call to call. */
size_t schemes_count(void);
const struct scheme *schemes_at(size_t i);
