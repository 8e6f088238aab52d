/* proposals.h: what is offered and not over: what waits for the viewer first, then all that they see. */
#pragma once

#include "web/pages/allocation/offers.h"
#include "web/pages/undo.h"

struct proposal_line_view {
	const char *ref, *href, *worker, *worker_href, *team;
	const char *state, *turn, *due, *offered; /* offered: role and hours */
	bool late, yours;
};

struct proposals_view {
	struct page_view page;
	struct undo_view undo;
	const char *notice, *sentence;
	struct tiles_view tiles;
	struct sort_view by_due, by_worker, by_team, by_state;
	const struct proposal_line_view *rows; size_t rows_count;
	const char *none;                         /* what stands where there is nothing */
};

/* What is offered to the worker whose page it is, for that worker. */
struct offer_view {
	const char *ref, *href, *what, *due;
	bool late, may_agree;
	struct form_view agree;
	const char *seen;
};

struct offers_view {
	struct undo_view undo;
	const struct offer_view *rows; size_t rows_count;   /* the worker's to answer */
	const struct offer_view *others; size_t others_count; /* that wait for the manager's side */
};

/* Of the viewer's own posts; none for anybody else. */
int offers_to_viewer(struct page_context *ctx, struct response *res, struct offers_view *ret, struct err *err) PL_MUST_CHECK;
