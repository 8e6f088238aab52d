/* code_words.h: what the codes in the records mean, for people. */
#pragma once

#include "base/arena.h"

/* "Worker left the role (LEFTRL)" for a code that is known, the code itself otherwise. In the arena, or `code`. */
const char *code_words(struct arena *a, const char *code);
