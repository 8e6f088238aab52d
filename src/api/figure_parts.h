/* figure_parts.h: official figures as cells and members of a document: numbers as they were published, in
 * thousandths. */
#pragma once

#include "api/rows.h"
#include "core/statistic.h"

/* With up to three decimals; below 0 too. */
void rows_thousandths(struct rows *r, int64_t thousandths);
void json_thousandths(struct json_writer *w, const char *key, int64_t thousandths);

/* Null or an empty cell where a symbol stands in place of the number. */
void rows_figure(struct rows *r, const struct figure *f);
void json_figure(struct json_writer *w, const char *key, const struct figure *f);
/* The number, or the symbol in its place. */
void csv_figure(struct buf *out, const struct figure *f);
