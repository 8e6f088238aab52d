/* control_plot.h: a control chart (core/control_chart.h) as a picture: the values of a series, their mean, the limits within which they go
 * up and down by themselves, and a mark of another shape where one of the rules says that it is more than that.
 *
 * The picture says what the table beside it says: templates/parts/control_plot.html and control_table.html. Below twelve values the line
 * stands alone, and says so.
 */
#pragma once

#include "core/control_chart.h"
#include "web/plot.h"

/* A value in its place in time; without one the line is broken there. */
struct control_value {
	const char *when;     /* "March 2026" */
	const char *when_short; /* "Mar 26": beside the axis */
	bool known;
	bool charted;         /* the chart is of it; a month that is not over is known, and drawn without being judged */
	int64_t value;
	const char *figure;   /* as it is printed, or why there is none */
	const char *note;     /* what it is of: "12 of 96 workers"; "" */
};

struct control_plot_told {
	const char *id;       /* of the chart among those of a page: letters and digits */
	const char *title;    /* what the chart says, as a sentence */
	const char *subtitle; /* what is drawn, and of when */
	const struct control_value *values; size_t count;
	plot_words *words;    /* of a value in its unit */
	int64_t unit;         /* see plot_axis_of */
	const char *unjudged; /* why it has no limits, however many values there are; NULL */
	int64_t least, most;  /* what a value can be: 0 and 1000 of a share; a limit beyond is none */
};

struct control_point_view {
	const char *x, *y, *words;                     /* words: "March 2026: 12%" */
	bool outside, near_limit, one_side, trend;     /* the mark: the first of these that holds; else a dot */
	bool open;                                     /* not charted: a ring */
};

struct control_row_view {
	const char *when, *figure, *note;
	const char *says;     /* the rules that it breaks, in words; "" */
};

/* A line across the field. */
struct control_line_view {
	const char *at, *words; /* words: "Upper limit 36%"; "" for a line that is not there */
};

/* The same as a table, the newest first. */
struct control_table_view {
	const char *caption;
	const struct control_row_view *rows; size_t rows_count;
};

struct control_plot_view {
	const char *id, *title, *subtitle, *description;
	const struct plot_mark_view *ups;   size_t ups_count;   /* of the axis that goes up */
	const struct plot_mark_view *whens; size_t whens_count; /* of the axis of time */
	struct control_line_view mean, upper, lower, upper_near, lower_near;
	const char *band_at, *band_height;  /* between the limits; "" without */
	const char *path;                   /* of the values, on a field of 1000 by 1000 */
	const struct control_point_view *points; size_t points_count;
	bool outside, near_limit, one_side, trend, open;         /* which marks occur, for the key */
	const char *few;                    /* why there are no limits; "" with them */
	struct control_table_view table;
};

/* What the signals of a point say: "outside the limits"; "" for none. In the arena. */
const char *control_signal_words(struct arena *a, unsigned signals);

/* `chart` is that of the values that are charted, in their order. */
struct control_plot_view control_plot_of(struct arena *a, const struct control_plot_told *told, const struct control_chart *chart);
