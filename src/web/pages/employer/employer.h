/* employer.h: one employer on a day: how loads spread, team by team, what nobody is working on, and the official counts. */
#pragma once

#include "web/chart.h"
#include "web/page.h"
#include "web/pages/matters/waiting.h"

struct team_line_view {
	const char *name, *href, *manager;
	struct strip_view strip;
	const char *used, *people;                       /* "93%", "7 people" */
	int32_t under, within, stretched, over, not_available, not_known;
	const char *waiting, *waiting_note;              /* "5", "longest 23 days" */
};

/* The foot of the table. */
struct all_teams_view {
	const char *used, *people, *waiting;
	const char *under, *within, *stretched, *over, *not_available, *not_known;
};

struct reason_view {
	const char *reason;
	const char *cases, *longest;
};

/* An official figure beside the same for the country. */
struct count_line_view {
	const char *measure, *here, *country;
	const char *note; /* what makes it less than it seems; "" */
};

struct employer_view {
	struct page_view page;
	const char *name, *sentence;
	struct waiting_block_view waits;
	struct tiles_view tiles;
	struct axis_view axis;
	struct sort_view by_name, by_used, by_over, by_waiting;
	const struct team_line_view *teams; size_t teams_count;
	struct all_teams_view all;
	const struct reason_view *reasons;  size_t reasons_count;
	const char *no_holders; /* beside the reasons: that the records do not say who holds a case; "" elsewhere */
	const char *unallocated_href, *counts_href, *patterns_href, *health_href;
	const char *equality_href; /* "" for who may not ask */
	struct link_view restricted; /* "" if there are none, or not for the viewer */
	const char *counts_sentence;
	const char *country, *source; /* whose average stands beside, and where it was published; "" for none */
	const struct count_line_view *counts; size_t counts_count;
	struct tools_view tools;
};
