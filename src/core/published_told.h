/* published_told.h: what the rows of a published health check tell of one another, from what is told of them alone
 * (core/published.h; the tables BEHIND and AT_MOST of published.def).
 *
 * Whoever reads all of it learns of a count also from what else is told: that a median is told says that enough are
 * behind it, and of two rows one is at most the other. So whether something is told follows from what is told of the
 * rows beside it, never from their exact numbers; and what is at most another row is told only where that leaves all
 * four values to each "c". */
#pragma once

#include "core/published.h"

/* How many are behind a figure at least, by what is told; -1 of one in no row of BEHIND. */
int64_t told_behind(enum health_measure m, const struct published_rows *rows);

/* Whether what is told does not say that none is behind it. */
bool told_behind_is_some(enum health_measure m, const struct published_rows *rows);

/* Whether the parts of a line tell the records that a figure is of. */
bool told_is_of_parts(enum health_measure m);

/* The least that the total of the line whose total is the row `first` can be, as far as its parts tell. */
int64_t told_least_of_line(const struct published_rows *rows, size_t first);

/* Withholds what is at most another row, of the line whose total is the row `first`, with its total, where it would
 * tell; beside another publication that tells the total all of the line. */
void told_hold_bounds(struct published_rows *rows, size_t first, const struct published_earlier *earlier);
