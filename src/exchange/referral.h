/* referral.h: from one referral of a child, as English records tell it, to the facts of the case.
 *
 * The census, the daily API and others know the same events in other shapes; they all fill this one, so that the same
 * child gives the same facts whichever file it comes from, and importing both changes nothing.
 *
 * Rules:
 * - Nothing goes on after the referral is closed: what was not ended before ends with it.
 * - The need weighs from the referral, the category of abuse with its plan.
 * - What an assessment found weighs from its start until the next assessment that found something starts.
 * - A section 47 enquiry ends as england_enquiry_end says.
 */
#pragma once

#include "core/fact.h"
#include "exchange/england.h"

/* One piece of work, of a type in england.h. */
struct referral_work {
	const char *type;
	struct days when;       /* `until` DAY_MAX: not ended, or the record does not say */
	int32_t conference;     /* of an enquiry; DAY_MAX: none known */
	const struct england_code *abuse; /* of a child protection plan; NULL: not told */
	bool purge;
	int64_t place;          /* for the reader's messages: line or number */
};

/* What an assessment found. */
struct referral_factor {
	const struct england_code *code;
	size_t work;            /* which assessment: place in `works` */
};

struct referral {
	struct days when;       /* `until` DAY_MAX: open */
	const struct england_code *need, *closure; /* NULL: not told */
	bool no_further_action, purge;
	struct referral_work *works;     size_t works_count, works_room;
	struct referral_factor *factors; size_t factors_count, factors_room;
};

/* Whether the work begins only after the referral is closed: it gives no fact. */
bool referral_work_is_late(const struct referral *r, const struct referral_work *w);

/* Adds a factor to the work added last, once. */
void referral_add_factor(struct arena *a, struct referral *r, const struct england_code *code);

/* Adds the facts of the referral. In the arena; the texts are static. */
void referral_facts(struct arena *a, const struct referral *r, struct case_facts *facts);
