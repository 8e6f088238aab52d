/* percent.h: percent-encoded text of an address or a form as plain text. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Where the text stands. A '+' stands for a blank in a query and a form; a form's values may have several lines. */
enum percent_place { PERCENT_PATH, PERCENT_QUERY, PERCENT_FORM };

/* Decodes "%41" to "A". PL_INVALID if it is wrongly encoded or not clean UTF-8, PL_LIMIT if it does not fit into `size` with
 * its NUL. */
int percent_decode(struct str s, enum percent_place place, char *to, size_t size) PL_MUST_CHECK;

/* What may stand in a value of a form: clean UTF-8, and line ends and tabs. */
bool percent_is_form_text(struct str s);
