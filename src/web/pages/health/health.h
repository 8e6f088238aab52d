/* health.h: the health check of an employer, a service or a team: what matters first, then every measure by what it
 * answers, each with what it was worked out from, how complete its records are, and what it does not say. */
#pragma once

#include "web/pages/health/health_asked.h"
#include "web/pages/health/health_charts.h"

struct health_row_view {
	const char *code, *words, *href;    /* href: how it went, by month */
	const char *figure;                 /* "12%" */
	const char *parts, *people, *gap;   /* "12 of 96 workers", "53 workers", "41 of 48 records say it"; "" */
	bool is_worked_out;                 /* parts or people are said */
	const char *beside;                 /* figures to be read with it; "" */
	const char *definition, *source;
};

/* Measures without a figure, by why there is none. */
struct health_unknown_view {
	const char *why;                    /* "The records do not say" */
	const struct link_view *measures; size_t measures_count;
	bool in_quarters;                   /* quarters that are over would tell it: `quarters` of the page */
};

/* A line in force, and the posts past it. */
struct health_line_view {
	const char *words;                  /* "Employer: 20 cases for a full-time post" */
	const char *status;                 /* "Policy" */
	const char *share, *past, *leave;   /* "12.5%", "3 of 24 posts", "1 of these"; of few people "not told" */
};

struct health_section_view {
	const char *code, *words, *question;
	const struct health_row_view *rows; size_t rows_count;
	const struct health_unknown_view *unknown; size_t unknown_count;
	const struct health_line_view *lines; size_t lines_count;
};

struct health_finding_view {
	const char *sentence, *href;        /* href: the measure */
	const char *since;                  /* "January to June 2019, again since July 2026"; "" */
	const char *concerns, *helped;
};

struct health_view {
	struct page_view page;
	const char *heading, *sentence, *basis; /* basis: of what and of when, and how new the records are */
	const struct health_finding_view *findings; size_t findings_count;
	struct health_filters_view filters;
	struct health_bands_view bands;
	struct health_spread_view spread;
	const struct health_section_view *sections; size_t sections_count;
	/* where it is published, and what no record tells is declared; "" for who is not let in there */
	const char *publish_href, *declared_href;
	/* quarters that tell more to whoever reads it; none where nothing is kept for them */
	const struct link_view *quarters; size_t quarters_count;
	const char *pack_href;              /* all about the period in one file; likewise */
	struct tools_view tools;
};

/* The health check of a team (TEAMS_ALL: of all) on the day of the page, for whoever may open it. */
const char *health_href(const struct page_context *ctx, int32_t team);
