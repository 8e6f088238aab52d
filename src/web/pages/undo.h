/* undo.h: the minute in which one's own last step can be taken back, and the sentence that says what was done. */
#pragma once

#include "web/session.h"

struct undo_view {
	bool shown;
	struct form_view form;
	const char *entry, *back;
	const char *what;                 /* "you offered it: case C3" */
	int32_t proposal_id;              /* that it was a step of; 0 */
};

/* The last step of the viewer, if it can be taken back now; `back` is the page to show afterwards. A page with it is kept by nobody. */
int undo_notice(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
	PL_MUST_CHECK;

/* The same on a page of many things: only where it was led to from a step, and of today. */
int undo_if_done(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
	PL_MUST_CHECK;

/* The same on the page of one proposal: only if it was a step of that one. */
int undo_of_proposal(struct page_context *ctx, struct response *res, int32_t proposal_id, const char *back, struct undo_view *ret,
	struct err *err) PL_MUST_CHECK;

/* The sentence for ?done= or ?said=, if that is what the viewer did last and not long ago: an address that somebody else wrote says
 * nothing. "" for none. */
const char *done_words(const struct page_context *ctx);
