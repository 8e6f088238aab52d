/* league_chart.h: the pictures of the public league: a funnel, the expected range in a row of a table, lines over the
 * years, a scatter.
 *
 * Each repeats what a table on the same page says. Shapes stand at percentages of the field (web/plot.h), so that
 * texts keep their size on a phone; what is unusual has a shape of its own and not only a colour. Points lead to the
 * employer they stand for; they are passed over by the tab key, because the table has the same links.
 */
#pragma once

#include "core/evidence.h"
#include "core/league_words.h"
#include "core/target.h"
#include "web/plot.h"

/* What every chart says of itself. */
struct chart_text_view {
	const char *id;       /* one word, different from those of other charts of the page */
	const char *title;    /* what is to be seen */
	const char *subtitle; /* what of, when, in which unit */
	const char *about;    /* for those who do not see it */
	const char *across, *upward; /* what its axes are; "" for years */
};

struct chart_point_view {
	const char *x, *y;    /* "62.5%" */
	const char *words, *href; /* "Bolton: 20.8" */
	bool above, below, small, chosen;
};

struct chart_label_view {
	const char *x, *y, *words;
	bool before;          /* it stands to the left of its point */
	bool always;          /* also where there is little room */
};

/* ---- funnel ---- */

struct league_funnel_view {
	struct chart_text_view text;
	const char *who; /* has a point, and what the line in the middle is of */
	const struct plot_mark_view *up; size_t up_count;
	const struct plot_mark_view *along; size_t along_count;
	const char *lower_95, *upper_95, *lower_998, *upper_998; /* paths in per mille of the field */
	const char *centre_at, *centre_words; /* "" where the words would stand on a point */
	bool centre_at_end;                   /* the words, not at the start */
	const struct chart_point_view *points; size_t points_count;
	const struct chart_label_view *labels; size_t labels_count;
};

/* Where the point of an employer leads; "" for nowhere. */
typedef const char *chart_href(void *context, int32_t area);

struct funnel_asked {
	const struct league *league;
	const struct league_year *year;   /* which has a funnel */
	int32_t chosen;                   /* an employer that stands out; LEAGUE_NOBODY */
	chart_href *href;
	void *context;
};
struct league_funnel_view league_funnel(struct arena *a, const struct funnel_asked *asked);

/* Where a number of full-time equivalents (thousandths) stands on the root scale of a funnel that reaches to `most`:
 * per mille. */
int32_t funnel_place(int64_t thousandths, int64_t most);

/* The span of caseloads that a year's funnel and strips show: whole fives of thousandths. */
struct plot_axis league_caseload_axis(const struct league_year *y);

/* ---- in a row of a table ---- */

struct league_strip_view {
	bool has_range, has_point, beyond;
	int32_t from_998, to_998, from_95, to_95, centre, at; /* per mille */
};
struct league_strip_view league_strip(const struct plot_axis *axis, const struct league_year *y,
	const struct league_row *row);

/* ---- over the years ---- */

struct years_chart_view {
	struct chart_text_view text;
	const struct plot_mark_view *up; size_t up_count;
	const struct plot_mark_view *along; size_t along_count;
	int last;                             /* up to which year it goes */
	const char *band;                     /* a path: from the lowest to the highest neighbour; "" */
	const char *country, *region, *own, *target; /* paths; "" */
	const struct chart_point_view *points; size_t points_count; /* of the employer */
	const struct chart_point_view *marks; size_t marks_count;   /* what it said itself, of days within the years */
};

/* A figure that an employer has published of itself. */
struct years_mark {
	int32_t day;
	int64_t thousandths;
};

struct years_asked {
	const struct league *league;
	int first, last;
	enum statistic which;
	int32_t area, region, country;        /* places; LEAGUE_NOBODY */
	const struct target *target;          /* what it has promised, up to whose end the years go on; NULL */
	const struct years_mark *marks; size_t marks_count; /* beside it; the years go on to the last of them */
};
/* False where the employer has no two numbers to draw. */
bool league_years_chart(struct arena *a, const struct years_asked *asked, struct years_chart_view *ret);

/* ---- scatter ---- */

struct scatter_view {
	struct chart_text_view text;
	const struct plot_mark_view *up; size_t up_count;
	const struct plot_mark_view *along; size_t along_count;
	const struct chart_point_view *points; size_t points_count;
};

/* `points` stand for `areas`, in order; thousandths. Their words are made of the areas' names and both values. */
struct scatter_asked {
	const struct league *league;
	const struct evidence_point *points; const int32_t *areas; size_t count;
	chart_href *href;
	void *context;
};
struct scatter_view league_scatter(struct arena *a, const struct scatter_asked *asked);
