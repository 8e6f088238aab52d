/* plot.h: where a value stands in a chart, and which marks stand beside its axis.
 *
 * A chart is an SVG without a view box, as wide as its place, whose shapes stand at percentages: its texts keep their size on a phone.
 * Where a shape must be a path, it is in an <svg viewBox="0 0 1000 1000" preserveAspectRatio="none"> of its own, in per mille of the field.
 * Values are whole numbers of whatever unit the caller prints, and are placed by whole per mille: no arithmetic that a reader could not
 * repeat stands between a figure and its picture.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum { PLOT_FIELD = 1000 };

struct plot_axis {
	int64_t from, to; /* from < to */
	int64_t step;     /* between its marks */
};

/* An axis on which values from `least` to `most` stand, with about `marks` marks at round values: 1, 2 or 5 times a power of ten, times
 * `unit` (60 for minutes that are shown as hours). It begins at 0 unless all values lie far above it. */
struct plot_axis plot_axis_of(int64_t least, int64_t most, int marks, int64_t unit);

/* Where a value stands, in per mille of the field from the start; at an end if it is beyond. */
int32_t plot_at(const struct plot_axis *axis, int64_t value);
/* The same from the other end: of an axis that goes up, where 0 is at the top. */
int32_t plot_from_top(const struct plot_axis *axis, int64_t value);

/* 625: "62.5%". */
const char *plot_percent(struct arena *a, int32_t permille);

struct plot_mark_view {
	const char *at;    /* "62.5%" */
	const char *label;
};

/* Words of a value in its unit. */
typedef const char *plot_words(struct arena *a, int64_t value);

/* The marks of an axis, along it or (`up`) from the top. In the arena. */
const struct plot_mark_view *plot_marks(struct arena *a, const struct plot_axis *axis, bool up, plot_words *words, size_t *ret_count);

/* Of `count` things side by side that cannot all be named: every how many-th is, so that at most `most` names stand. */
size_t plot_every(size_t count, size_t most);

/* The text of a path, in the arena; the buffer is freed. */
const char *plot_path_take(struct arena *a, struct buf *path);
