/* team.h: one team: a row a post, its load against its own capacity and the line that binds. */
#pragma once

#include "web/chart.h"
#include "web/page.h"
#include "web/pages/allocation/unallocated.h"
#include "web/pages/matters/waiting.h"
#include "web/pages/worker/about_post.h"

struct board_row_view {
	const char *name, *href;         /* "" where the page may not be opened */
	const struct tag_view *tags; size_t tags_count;
	const char *note;                /* a fact about the post, "" for none */
	struct load_bar_view bar;
	const char *hours, *of_hours;    /* "35.3", "of 25.2 h" */
	const char *cases, *households;  /* "19", "13 households, 1 closing" */
	const char *band, *band_note;    /* "Over", "+40% past the line" */
	bool over;
};

struct team_view {
	struct page_view page;
	const char *name, *sentence, *manager;
	const char *waiting_href; /* the team's part of the pile; "" if nothing waits */
	const char *patterns_href;
	const char *health_href; /* "" where the posts are of no team */
	struct link_view restricted; /* the page of those of the team; "" if there are none, or not for the viewer */
	struct waiting_block_view waits;
	struct pile_first_view first;
	struct tiles_view tiles;
	struct axis_view axis;
	struct sort_view by_name, by_load, by_cases, by_band;
	const struct board_row_view *rows; size_t rows_count;
	struct key_view key;
	struct tools_view tools;
};
