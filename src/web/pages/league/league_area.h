/* league_area.h: one employer in the public league: its caseload, whether that is unusual, how it changed, who is like
 * it, everything that was published of it. */
#pragma once

#include "web/pages/league/league_common.h"
#include "web/pages/published/check_view.h"

/* The employer beside another, or beside several. */
struct league_beside_view {
	const char *name, *href;     /* href "" for regions and the country */
	const char *note;            /* "the region", "a neighbour of its kind", "in its region"; "" */
	const char *caseload, *standing;
	bool unusual;
	const char *difference;      /* "5.9 higher than Bury’s (4.8 to 7.0 higher): a clear difference"; "" */
};

struct league_figure_view {
	const char *text;            /* "20.8%", or the symbol */
	const char *words;           /* what the symbol means; "" for a number */
	const char *year;
};

struct league_figures_view {
	const char *words;
	const struct league_figure_view *cells; size_t cells_count; /* a year each */
};

struct league_inspection_view {
	const char *inspected, *overall;
	const char *leaders, *protection, *care, *leavers;
};

struct text_view {
	const char *text;
};

/* A quarter of which it has published its health check. */
struct league_check_view {
	const char *quarter, *href;  /* the page of the check */
	const char *caseload, *path; /* on its last day; path: what its target says of that day; "" */
	const char *kept;
	const char *version, *file_href;
};

struct league_area_view {
	struct page_view page;
	const char *name, *region, *region_href;
	bool over;                   /* it makes no return any more */
	bool unusual;
	const char *day;             /* "30 September 2025" */
	const char *sentence;        /* is it unusual? */
	const char *time_sentence;   /* "At 20.8 cases each has 73 minutes a week."; "" */
	const char *interval;        /* what the chance of the day could make of the caseload; "" */
	struct tiles_view tiles;
	const char *compare_href;    /* with its two likest neighbours; "" */
	bool has_funnel;
	struct league_funnel_view funnel;
	const struct text_view *changes; size_t changes_count;
	const struct years_chart_view *charts; size_t charts_count;
	const struct league_beside_view *besides; size_t besides_count;       /* region, country, neighbours together */
	const char *region_sentence;  /* from the lowest to the highest */
	const struct league_beside_view *in_region; size_t in_region_count;
	const char *neighbours_sentence;
	const struct league_beside_view *neighbours; size_t neighbours_count;
	const struct league_inspection_view *inspections; size_t inspections_count;
	const char *target, *kept, *openness;  /* "" where nothing is published of it */
	const char *published_href, *published_from;
	const struct league_check_view *checks; size_t checks_count; /* each quarter that it has published, the newest first */
	bool has_marks;              /* and their caseloads stand in the picture */
	const char *checks_csv_href, *checks_json_href, *keys_href;
	bool has_check;              /* its published health check, whole */
	struct check_view check;
	const struct link_view *years; size_t years_count;
	const struct league_figures_view *figures; size_t figures_count;
	const struct text_view *symbols; size_t symbols_count; /* "x: not available" of those that stand in the table */
	const struct text_view *misses; size_t misses_count;   /* rates that do not agree with their parts */
	const char *method_href;
	struct tools_view tools;
};

/* All but the layout. */
void league_area_fill(struct arena *a, const struct league_site *site, const struct league_picture *p, int32_t area,
	struct league_area_view *view);
