/* code_words.h: what the codes in the records mean, for people. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

/* "Worker left the role (LEFTRL)" for a code that is known, the code itself otherwise. In the arena, or `code`. */
const char *code_words(struct arena *a, const char *code);

/* Whether a reason for which a holding ended is for the worker and the manager only (sees_reason_of_holding in core/access.h):
 * absence, health, death. One that is neither official nor given here may say anything, so it is; "" says nothing. */
bool reason_is_personal(const char *code);
