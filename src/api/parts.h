/* parts.h: pieces that several resources share. */
#pragma once

#include "api/rows.h"
#include "core/listing.h"

/* Head of every JSON document: which employer, on which day, at which ledger position, and which
 * scheme and version weighs the cases of each service. Nothing in CSV. */
void put_head(struct rows *r, const struct picture *p);

/* Lines that add up, as an array under `key`: what, minutes, multiplier, source, state of the source. */
void put_weight_lines(struct json_writer *w, const char *key, const struct weight *weight);

/* The posts of the scope that the viewer sees. In the arena. */
const struct listed_post *posts_in_scope(struct arena *a, const struct picture *p, const struct sight *v,
	struct resource_scope scope, size_t *ret_count);

/* The code and the name of who is in a listed post: null and "Worker 3" where they may not be named. */
void rows_worker(struct rows *r, const struct snapshot *s, const struct listed_post *row);

/* What stands for a case in a list: its reference, "restricted", or "". */
const char *case_label(const struct snapshot *s, const struct sight *v, int32_t place);

/* The same of the case that is offered: the worker is told which, but for one that is restricted, which is told in the talk. */
struct proposal_seen;
const char *case_offered(const struct snapshot *s, const struct sight *v, const struct proposal_seen *p);

/* The cells of a figure: known, figure, part, whole, people, records_told, records_should. */
void rows_health_figure(struct rows *r, enum health_measure m, const struct health_figure *f);
/* In JSON: of what, and of when. */
void put_health_head(struct rows *r, const struct snapshot *s, const struct health *h);
const char *health_known_code(enum health_known known);
const char *health_unit_code(enum health_unit unit);

const char *team_code(const struct snapshot *s, int32_t team);
const char *team_name(const struct snapshot *s, int32_t team);
const char *type_code(const struct snapshot *s, const struct case_row *c);

/* Codes as in JSON and CSV; openapi.json lists them, and a test holds the two together. */
const char *availability_code(enum availability availability);
const char *weight_reason_code(enum weight_reason reason);
/* "standard", "measured", "guess"; "record" for none. */
const char *source_state(const struct scheme_source *source);
