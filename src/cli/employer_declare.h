/* employer_declare.h: what an employer declares of itself, by command: `declare`, and what `show` says of it. */
#pragma once

#include "base/json_writer.h"
#include "cli/options.h"
#include "store/declared.h"

bool is_declare(const struct options *o);
/* Ends the program with a sentence where what is to be declared is not said whole. */
void check_declare_options(const struct options *o, struct argp_state *state);
int declare_as_asked(struct store *s, const struct options *o, struct err *err) PL_MUST_CHECK;

void show_declared_words(struct buf *out, struct arena *a, const struct declaration *rows, size_t count);
void show_declared_json(struct json_writer *w, const struct declaration *rows, size_t count);
