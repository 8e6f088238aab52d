/* practice.h: how cases came to workers over a time, as the rows say it (core/pattern.h counts in it). Only what is known now.
 *
 * Instants are seconds UTC. Rows are in the arena, in the order in which it happened. */
#pragma once

#include "core/matter.h"
#include "core/negotiation.h"
#include "store/store.h"

/* Whom and what it is about. */
struct practice_of {
	int32_t case_id;
	const char *ref;
	bool restricted;
	const char *case_team;   /* codes; "" where there is none */
	int32_t post_id, person_id, team_id;
	const char *team;
	bool agency;
	int32_t newly_qualified_until; /* DAY_MIN: is not; DAY_MAX: end not known */
};

/* A holding by a worker that began: no emergency's, and none by which they went on with what they held. */
struct practice_allocation {
	struct practice_of of;
	struct days when;
	int32_t proposal_id;     /* 0: a file said it */
	enum holding_standing standing;
};

struct practice_step {
	struct practice_of of;
	int32_t proposal_id;
	enum negotiation_step step;
	bool held;               /* by the proposal, in an emergency, before the step */
	const char *login;
	int64_t instant;
	int64_t talked_at;       /* 0: no talk */
	int64_t offered_at;      /* of AGREE and AGREE_IF: of the offer that is answered; 0 else */
};

struct practice_hand_back {
	struct practice_of of;
	int32_t matter_id;
	int64_t instant;
	enum matter_outcome outcome;
};

/* By whoever held the case until then; the case's own team where nobody did, and post and person 0. */
struct practice_closing {
	struct practice_of of;
	int32_t closed;
	int32_t opened_next;     /* first day of the referral that followed; DAY_MAX: none */
};

/* That began on one of the days. */
int store_practice_allocations(struct store *s, struct arena *a, int32_t employer_id, struct days period,
	struct practice_allocation **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Taken from one instant up to another. */
int store_practice_steps(struct store *s, struct arena *a, int32_t employer_id, int64_t from, int64_t until, struct practice_step **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_practice_hand_backs(struct store *s, struct arena *a, int32_t employer_id, int64_t from, int64_t until,
	struct practice_hand_back **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* On one of the days. */
int store_practice_closings(struct store *s, struct arena *a, int32_t employer_id, struct days period, struct practice_closing **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
