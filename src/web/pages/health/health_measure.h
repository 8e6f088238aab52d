/* health_measure.h: one measure of a health check: its figure, how it went by month, by team, and what it means. */
#pragma once

#include "web/control_plot.h"
#include "web/pages/health/health_asked.h"

struct measure_team_view {
	const char *name, *href, *figure, *parts;
	struct link_view behind; /* the list of its cases or workers; href "" */
};

/* A referral that is left over. */
struct measure_case_view {
	const char *ref, *href, *why, *opened, *closed; /* closed: "" of one that is open */
};

struct health_measure_view {
	struct page_view page;
	const char *heading, *section;
	const char *figure, *sentence;      /* "12%"; what it is of and worked out from */
	bool known;
	const char *beside, *gap;           /* "" */
	const char *definition, *source;
	struct link_view check;             /* back to the health check */
	struct link_view behind;            /* where the cases or workers are that it is of; href "" */
	bool teams_have_behind;
	struct health_filters_view filters;
	bool has_series;                    /* any month is known; has_plot: two that are over, so that there is a line */
	bool has_plot;
	struct control_plot_view plot;
	const struct measure_team_view *teams; size_t teams_count;
	const struct measure_case_view *cases; size_t cases_count; /* behind it, where it lists cases */
	const char *cases_note;             /* how many more there are that are not listed; "" */
	struct tools_view tools;
};
