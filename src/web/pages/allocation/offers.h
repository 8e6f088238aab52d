/* offers.h: what the pages of the negotiation share: addresses, moments in words, a post before and after, and the minute in which a
 * step can be taken back.
 *
 * These pages are a matter of today: a day in the address is not for them. */
#pragma once

#include "core/guard.h"
#include "service/allocation/conditions.h"
#include "service/allocation/proposals_seen.h"
#include "web/chart.h"
#include "web/form.h"
#include "web/session.h"

/* Opens the page as page_open does, for today. PL_INVALID for another day. */
int offers_open(struct page_context *ctx, struct err *err) PL_MUST_CHECK;

/* The words of a list of core/brief.h, to choose from. In the arena. */
const struct form_choice *brief_choices(struct arena *a, enum brief_list list);
/* What a field of a form that is shown for the first time holds. */
void form_prefill(struct form *f, int field, const char *text);

/* ---- words ---- */

/* "Tuesday 24 November 2026, 14:05" of a local minute; "" of LOCAL_NEVER. */
const char *minute_words(struct arena *a, int64_t minute);
/* "by Tuesday 24 November 2026, 14:05"; that it is late, where it is; "" where nothing is waited for. */
const char *due_words(struct arena *a, const struct proposal_seen *p);
/* "the worker", "the manager’s side", "nobody". */
const char *turn_words(enum party party);
/* "lead", "co-worker with 50% of the weight". */
const char *terms_words(struct arena *a, const struct proposal_terms *terms);
/* "First action: visit, by 24 November 2026." */
const char *first_action_words(struct arena *a, const struct proposal_terms *terms);
/* "a co-worker is found: from the duty team"; "kept". */
const char *condition_words(struct arena *a, const struct agreed_condition *condition);
const char *condition_state_words(const struct condition_seen *condition);
/* "16.5 h, 65% of 25.2 h"; without a share where there is none. */
const char *load_words(struct arena *a, const struct post_load *load);
/* The name of the person in a post of the picture, or that they are no longer there. */
const char *post_name(const struct page_context *ctx, int32_t post);
/* The reference of its case: to the worker it is offered to as well, unless it is restricted. */
const char *proposal_case_words(const struct page_context *ctx, const struct proposal_seen *p);

/* ---- addresses ---- */

/* A whole number above 0 as it stands in an address or a hidden field; 0 for anything else. */
int32_t number_in(const char *text);
const char *proposals_href(const struct page_context *ctx);
const char *proposal_href(const struct page_context *ctx, int32_t proposal_id);
/* The brief of a case for a post. */
const char *brief_href(const struct page_context *ctx, const char *ref, int32_t post_id);

/* ---- a post before and after ---- */

struct line_after_view {
	const char *words, *used, *state, *agreed;
	bool passed, binds;
	const char *bound;  /* as of a worker's lines */
};

struct before_after_view {
	struct axis_view axis;
	struct load_bar_view bar;
	const char *now, *then, *range, *cases;
	const char *offered;              /* the load with all that is offered to the worker already; NULL or "" where nothing is */
	const struct line_after_view *lines; size_t lines_count;
};

/* `post`: a place in the picture. */
struct before_after_view before_after(const struct page_context *ctx, int32_t post, const struct what_if *told);
/* "9 of 12 cases, 75%", and how it stands. */
struct line_after_view line_after(const struct page_context *ctx, const struct line_state *state);

/* ---- the line ---- */

/* That the line, or the protected capacity, stops it: an interruption with the whole working-out and the ways on. */
/* A field that was filled in, to be sent again unseen. */
struct kept_field_view {
	const char *name, *value;
};

struct at_the_line_view {
	struct page_view page;
	const char *heading, *sentence, *who_agreed;
	struct before_after_view told;
	bool keeps;                   /* what was written can be kept as a draft */
	struct form_view form;        /* with which it is */
	const struct kept_field_view *kept; size_t kept_count;
	const char *exception_href, *others_href, *share_href, *back_href, *back; /* "" where there is no such way */
};

/* What stood in the form that was stopped, and how it may be sent again. */
struct kept_form {
	struct form_view form;
	const struct kept_field_view *fields; size_t count;
};

/* Shows it; `res->status` is the caller's. `back_href` leads to where the step was taken. `kept` NULL: nothing was written. */
void show_at_the_line(const struct page_context *ctx, struct response *res, int32_t post, int32_t case_index,
	enum negotiation_refusal refusal, int32_t line_id, const struct what_if *told, const struct kept_form *kept, const char *back_href, const char *back);

/* How far an exception goes, as its line counts: "14 cases", "120% of capacity". */
const char *exception_value_words(const struct page_context *ctx, int32_t line_id, int32_t value);

/* Where whoever may ask for an exception asks for one that would be enough for a case (a place in the picture); "" for everybody else.
 * `line_id` 0: protected time. */
const char *exception_href(const struct page_context *ctx, int32_t post, int32_t case_index, int32_t line_id, const struct post_load *after);

/* ---- a minute to take it back ---- */

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
