/* parts.h: pieces that several resources share. */
#pragma once

#include "api/rows.h"

/* Head of every JSON document: which employer, on which day, at which ledger position, and which
 * scheme and version weighs the cases of each service. Nothing in CSV. */
void put_head(struct rows *r, const struct picture *p);

/* Lines that add up, as an array under `key`: what, minutes, multiplier, source, state of the source. */
void put_weight_lines(struct json_writer *w, const char *key, const struct weight *weight);

/* Whether a post is in the scope. */
bool in_scope(const struct picture *p, int32_t post, struct resource_scope scope);

const char *team_code(const struct snapshot *s, int32_t team);
const char *team_name(const struct snapshot *s, int32_t team);
const char *type_code(const struct snapshot *s, const struct case_row *c);

/* Codes as in JSON and CSV; openapi.json lists them, and a test holds the two together. */
const char *availability_code(enum availability availability);
const char *weight_reason_code(enum weight_reason reason);
/* "standard", "measured", "guess"; "record" for none. */
const char *source_state(const struct scheme_source *source);
