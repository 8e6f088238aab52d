/* league.h: every employer beside what is expected of one of its size, by region. No rank. */
#pragma once

#include "web/form.h"
#include "web/pages/league/league_common.h"

struct league_row_view {
	const char *name, *href, *note; /* note: whom it makes one return with; "" */
	struct league_strip_view strip;
	const char *expected;           /* "11.9 to 18.6"; "" */
	const char *caseload, *time_each;
	const char *standing;
	bool unusual;
	const char *vacancy, *agency, *turnover, *absence;
	const char *inspection, *inspected; /* "Good", "March 2023" */
	struct published_view {
		const char *target, *kept, *openness, *quarter; /* "" where nothing is published of it */
	} published;
	const char *compare_href;
};

/* A table: the employers of a region, or all of them sorted. */
struct league_section_view {
	const char *id, *href;          /* "region-1", "#region-1" */
	const char *heading;
	const char *note;               /* "" */
	const struct league_row_view *rows; size_t rows_count;
};

/* The headings of all tables. */
struct league_headings_view {
	struct sort_view name, caseload, vacancy, agency, turnover, absence;
};

struct league_view {
	struct page_view page;
	bool empty;                     /* nothing has been imported */
	const char *lede, *sentence;
	const char *method_href, *evidence_href, *compare_href, *published_href; /* "" where there is none */
	const char *action;             /* of the filters; "" where there are none */
	const struct link_view *years; size_t years_count; /* instead of filters, among files */
	struct select_view region, year;
	struct input_view search;
	const char *sort;               /* kept by the filters; "" */
	bool is_chosen;                 /* some of the employers are asked for: they stand before the chart */
	const char *found;              /* what the filters leave; "" */
	bool has_funnel;
	struct league_funnel_view funnel;
	struct league_headings_view headings;
	bool several;                   /* sections to jump to */
	const struct league_section_view *sections; size_t sections_count;
	struct tools_view tools;
};

/* What of the league is asked for. */
struct league_wish {
	const struct league_year *year;  /* NULL: there is nothing */
	int32_t region;                  /* a place; LEAGUE_NOBODY for all */
	const char *search;              /* a piece of a name; "" */
	const char *sort;                /* "" for by region and name */
};

/* The rows of the year that are asked for, by name or as they are sorted; the funnel is that of all. Of year 0 where
 * there is nothing. */
struct league_year league_found(struct arena *a, const struct league_picture *p, const struct league_wish *w);

/* All but the layout. */
void league_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w,
	struct league_view *view);
