/* conditions.h: on what conditions cases are held, and whether they were kept: what was agreed to with `agree-if` and accepted
 * (core/negotiation.h), for as long as the worker holds the case.
 *
 * They are among the words of an offer: for the worker, for the manager's side, and for whoever FIELD_PROPOSAL_WORDS of core/access.def
 * lets. What is returned is in the arena, by the day that each is due. */
#pragma once

#include "core/access.h"
#include "service/pictures/pictures.h"
#include "store/proposals.h"

struct condition_seen {
	struct condition_row row;
	int32_t post, case_index; /* places in the picture of today */
	bool is_due;              /* its day has come and nobody has said whether it was kept */
};

/* Of a case, and of a post, by their places. */
int conditions_of_case(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	int32_t case_index, struct condition_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
int conditions_of_post(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	int32_t post, struct condition_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
