/* resource_tallies.h: every employer of a database with its figures, and all of them together, as JSON and CSV.
 *
 * Written as the employers come, so that the buffer may be emptied after each: a document of a country is never in memory as a
 * whole. CSV has a row for each employer and none for all, which would be one more employer to whoever adds up a column.
 */
#pragma once

#include "api/rows.h"
#include "core/tally.h"

struct rows resource_tallies_begin(struct buf *out, enum resource_format format);
void resource_tallies_add(struct rows *r, const struct snapshot *s, const struct tally *t);
void resource_tallies_end(struct rows *r, const struct tally *together);
