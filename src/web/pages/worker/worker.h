/* worker.h: one worker: for each post its capacity worked out, the lines that apply and the cases held; two posts are two
 * loads and one total. */
#pragma once

#include "web/chart.h"
#include "web/page.h"
#include "web/pages/case/looks.h"
#include "web/pages/allocation/proposals.h"
#include "web/pages/worker/own_word.h"
#include "web/pages/worker/about_post.h"
#include "web/pages/worker/trend.h"
#include "web/pages/matters/waiting.h"

/* One line of a sum: what, how many minutes, where the number comes from. */
struct sum_line_view {
	const char *what, *minutes, *source;
	const char *dates; /* "1 March 2026 to 30 June 2026"; "" for what has none */
};

struct line_state_view {
	const char *words, *scope, *status, *agreed; /* "20 cases for a full-time post", "national", "advisory", "by ..., on ..." */
	const char *used, *of;                       /* "19 cases", "of 20 cases, 95%" */
	const char *state;                           /* "Kept", "Cannot be said"; "" where it is passed */
	bool binds;
	const char *bound; /* "shown, binds nobody" where lines do not bind; "" else */
};

struct holding_view {
	const char *ref, *href, *type, *role, *since, *minutes, *note;
	const char *heavier_href; /* where its holder says that it got heavier; "" else */
	int32_t group;
	bool grouped;
};

struct post_view {
	const char *heading, *sentence;
	struct axis_view axis;
	struct load_bar_view bar;
	struct key_view key;
	const struct sum_line_view *capacity; size_t capacity_count;
	const char *capacity_total, *capacity_hours;
	const struct line_state_view *lines;  size_t lines_count;
	const struct holding_view *holdings;  size_t holdings_count;
	const char *owed;                                /* minutes of the load that time owed makes, where it may be seen; "" for none */
	const char *own_work;                            /* minutes of work that belongs to no case; "" for none */
	const char *load_minutes, *load_hours;
	const struct tag_view *tags; size_t tags_count;
	struct trend_view trend;
};

struct past_holding_view {
	const char *ref, *href, *role, *from, *until, *reason, *team;
};

struct worker_view {
	struct page_view page;
	const char *name, *sentence;
	struct waiting_block_view waits; /* on one's own page */
	struct own_word_view word;
	struct tiles_view tiles;
	const char *notice;                      /* what was just done; "" */
	struct offers_view offers;               /* to the worker, on their own page of today */
	const char *hand_over_href, *first_cases_href; /* for whoever offers here; "" */
	int32_t *offered_minutes;                /* by post of the picture; NULL on another day */
	const struct post_view *posts; size_t posts_count;
	const struct past_holding_view *history; size_t history_count;
	const char *history_note, *history_href; /* "" where all of them are shown */
	bool shows_looks; /* to the worker themself */
	struct looks_view looks;
	struct tools_view tools;
};
