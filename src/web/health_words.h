/* health_words.h: figures of a health check (core/health.h) as people read them. Every text lives in the arena. */
#pragma once

#include "base/arena.h"
#include "core/health.h"

/* A value in a unit: "12%", "35.3 h", "£1,204", "14 days", "3.25 FTE". A share is never rounded to none or to all of which it is not: "under
 * 1%", "over 99%". */
const char *health_value_words(struct arena *a, enum health_unit unit, int64_t value);

/* The figure, or why there is none: "The records do not say". */
const char *health_figure_words(struct arena *a, enum health_measure m, const struct health_figure *f);

/* What it is worked out from: "12 of 96 workers", "812 cases, 48.5 full-time equivalents"; "" of a count. */
const char *health_parts_words(struct arena *a, enum health_measure m, const struct health_figure *f);

/* What the records behind it leave open: "41 of 48 records say it"; "" where they are whole. */
const char *health_gap_words(struct arena *a, const struct health_figure *f);

/* The figures to be read with it, each after its name; "" where there are none. */
const char *health_beside_words(struct arena *a, enum health_measure m, const struct health_figure figures[HEALTH_MEASURES]);

/* The scope: "all teams", a service or a team by its name. */
const char *health_scope_words(struct arena *a, const struct snapshot *s, struct health_scope scope);
