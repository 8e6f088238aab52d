/* chart.h: the small pictures in table cells: a load bar, a strip of dots, a stretch of time.
 *
 * Along a bar or strip, one unit is one per mille of the post's own capacity, so that no arithmetic stands between a figure
 * and its picture; the browser stretches it to the width of the cell. Pictures repeat what the text beside them says.
 */
#pragma once

#include "base/arena.h"
#include "core/load.h"

enum {
	CHART_LEAST_SCALE = 1600, /* a table's bars reach at least to 160 % of capacity */
	CHART_MOST_SCALE = 3000,  /* and at most to 300 %: what is beyond is cut off there, the figure beside it is not */
	CHART_OWN_WORK = SCHEME_GROUPS /* colour of work that belongs to no case */
};

struct tick_view {
	int32_t at;
	const char *percent; /* of the width, for labels: "62.5%" */
	const char *label;   /* "100%" */
};

struct axis_view {
	const struct tick_view *ticks; size_t ticks_count;
};

struct segment_view {
	int32_t group; /* which colour */
	int32_t from, width;
};

/* A post's load, stacked by kind of work, against its own capacity. */
struct load_bar_view {
	bool empty;    /* nothing to measure it by: not available, or capacity not known */
	int32_t scale;
	const struct tick_view *ticks;       size_t ticks_count;
	const struct segment_view *segments; size_t segments_count;
	int32_t line;  /* where the binding line is reached; 0 for none within the bar */
	int32_t more_from, more_width; /* what is offered beside what is held; width 0 for nothing */
};

/* How far the bars of a table must reach: the fullest, rounded up. */
int32_t chart_scale(int32_t most_permille);

/* A mark every half of capacity. */
struct axis_view chart_axis(struct arena *a, int32_t scale);

struct load_bar_view chart_load_bar(struct arena *a, const struct post_load *load, struct axis_view axis, int32_t scale);

/* With what would come on top, in minutes a week. */
void chart_load_bar_add(struct load_bar_view *bar, const struct post_load *load, int64_t more_minutes);

/* Where the binding line lies on a post's bar: the load at which, with the work it has, the line is reached. 0 if there is
 * none or it is beyond the scale. */
int32_t chart_line_at(const struct post_load *load, int32_t scale);

/* One dot a post, side by side where they would hide each other. `within` and `over` are paths of round marks. */
struct strip_view {
	int32_t scale;
	const struct tick_view *ticks; size_t ticks_count;
	const char *within, *over;
};

/* Posts without a share of capacity have no dot. */
struct strip_view chart_strip(struct arena *a, const struct post_load *posts, size_t count, struct axis_view axis,
	int32_t scale);

/* A stretch of days on an axis of 1000. */
struct span_view {
	int32_t group, from, width;
};

struct span_view chart_span(struct days when, struct days axis, int32_t group);

/* A colour and its word. */
struct key_item_view {
	int32_t group;
	const char *text;
};

struct key_view {
	const struct key_item_view *items; size_t items_count;
	bool line;
	const char *more; /* what stands with a dashed edge; "" or NULL for nothing */
};

/* The groups of work that one of the bars of posts shows, as the schemes of the cases call them: where bars mix schemes, a
 * colour has the name that each of them gives it. */
struct key_view chart_key(struct arena *a, const struct snapshot *s, const struct loads *loads, const int32_t *posts,
	size_t count);
