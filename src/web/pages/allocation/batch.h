/* batch.h: many proposals on one page, each judged and answered by itself: what a leaver holds, or the first cases of a joiner. */
#pragma once

#include "web/pages/allocation/offers.h"

struct batch_row_view {
	const char *ref, *href, *what, *hours, *note; /* note: what came of it, or stands in the way; "" */
	bool stopped;
	bool has_select, has_box;
	struct select_view to;
	struct box_view box;
};

/* What all that is chosen would make of one worker's load. */
struct batch_total_view {
	const char *name, *chosen, *now, *then, *word;
	bool stopped;
};

struct batch_view {
	struct page_view page;
	const char *heading, *sentence, *left_out;
	struct issues_view issues;
	struct form_view form;
	const struct batch_row_view *rows; size_t rows_count;
	const struct batch_total_view *totals; size_t totals_count;
	const char *refused;              /* how many of what is chosen would be refused; "" */
	bool any;                         /* something can be offered */
	struct select_view first_action, risk_with, mode;
	struct input_view by, starts;
};
