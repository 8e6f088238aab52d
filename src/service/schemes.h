/* schemes.h: the weighting schemes that can be looked at: those built in, and those that a database has made known. */
#pragma once

#include <stddef.h>

#include "core/scheme.h"

/* The newest version of a scheme; NULL if there is none of that id. It stays for as long as the process. */
const struct scheme *schemes_find(const char *id);

/* Those built in, by name of their file. */
size_t schemes_count(void);
const struct scheme *schemes_at(size_t i);
