/* percent.h: percent-encoded text of an address as plain text. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Decodes "%41" to "A", and '+' to a blank where that stands for one (in a query and a form, not in a path). PL_INVALID if it
 * is wrongly encoded or not clean UTF-8, PL_LIMIT if it does not fit into `size` with its NUL. */
int percent_decode(struct str s, bool plus_is_blank, char *to, size_t size) PL_MUST_CHECK;
