/* offers.h: what the pages of the negotiation share: addresses, choices, and words.
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
/* By what means two people may have talked of what they agree on. */
const struct form_choice *talk_choices(struct arena *a);

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
const char *name_of_post(const struct page_context *ctx, int32_t post);
/* The reference of its case: to the worker it is offered to as well, unless it is restricted. */
const char *proposal_case_words(const struct page_context *ctx, const struct proposal_seen *p);

/* ---- what goes on ---- */

/* The open offer of each case of the picture that the viewer sees, of several that of its lead; NULL for a case without one. None of
 * a day gone by. In the arena. */
int offers_by_case(const struct page_context *ctx, const struct proposal_seen *const **ret, struct err *err) PL_MUST_CHECK;

/* ---- addresses ---- */

/* An employer's address without the day: "proposals". */
const char *below_employer(const struct page_context *ctx, const char *section);
const char *proposals_href(const struct page_context *ctx);
const char *proposal_href(const struct page_context *ctx, int32_t proposal_id);
/* The brief of a case for a post. */
const char *brief_href(const struct page_context *ctx, const char *ref, int32_t post_id);
