/* waiting.h: what waits for an answer, by whose it is. */
#pragma once

#include "web/page.h"
#include "web/pages/undo.h"

struct waiting_row_view {
	const char *title, *href, *about, *due, *with;
	bool late;
};

struct waiting_group_view {
	const char *heading;
	struct waiting_row_view *rows; size_t rows_count;
};

/* What stands on the page that somebody begins with. */
struct waiting_block_view {
	const char *sentence, *href; /* sentence "": there is nothing */
	struct waiting_row_view *rows; size_t rows_count; /* the first of what is theirs to answer */
};

/* What the viewer asked, and how it was answered. */
struct answered_row_view {
	const char *title, *href, *about, *outcome, *who, *when, *note;
};

struct waiting_view {
	struct page_view page;
	const char *sentence, *notice;
	struct undo_view undo;
	struct waiting_group_view *groups; size_t groups_count;
	struct answered_row_view *answered; size_t answered_count;
	struct tools_view tools;
};

/* For a page of today; empty on one of another day. What it shows goes into the page's entity tag. `offers_are_there`: what is offered
 * to the viewer is counted, and listed elsewhere on the page. */
int waiting_block(struct page_context *ctx, bool offers_are_there, struct waiting_block_view *ret, struct err *err) PL_MUST_CHECK;
