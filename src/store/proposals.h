/* proposals.h: offered holdings and what was said about them: the rows behind core/negotiation.h.
 *
 * A proposal is what its steps have made of it; each step stands with who took it and when, and is never changed. While it goes on
 * its terms may be replaced (a draft is written on; what was wanted is given), and the terms before stay known.
 *
 * Instants are seconds UTC. Functions named commit_... take an open commit; reading ones copy into the arena.
 */
#pragma once

#include "core/brief.h"
#include "store/store.h"

struct proposal_row {
	int32_t proposal_id;         /* 0: a new one is given one */
	int32_t case_id, post_id;
	int32_t instead_of;          /* id of the post whose holding it takes the place of; 0 for none */
	int32_t batch;               /* number that the proposals of one hand-over share: that of the entry of the first; 0: by itself */
	int32_t ended;               /* day; DAY_MAX while it goes on */
	struct proposal_terms terms;
	/* As read: */
	const char *ref;             /* of the case */
	enum negotiation_state state;
	int64_t state_since;         /* instant of the last step */
};

struct proposal_step_row {
	int32_t number;              /* as read: 1, 2, 3... */
	enum negotiation_step step;
	enum negotiation_state state; /* after it */
	enum party party;            /* the side that took it */
	const char *login;           /* "plimsoll" for the clock's */
	int64_t instant;
	const char *reason;          /* a code; "" for none */
	int64_t talked_at;           /* instant; 0: no talk */
	enum talk_means means;       /* with talked_at */
	const char *talked_with;     /* login; "" for none */
	int32_t hours;               /* of an emergency hold; 0 */
	const char *note;
};

/* All there is of one. */
struct proposal_story {
	struct proposal_row row;
	struct proposal_step_row *steps; size_t steps_count;
	struct agreed_task *tasks; size_t tasks_count;
	struct agreed_condition *conditions; size_t conditions_count;
};

/* ---- writing ---- */

/* A new proposal, or new terms for one that goes on: ends the row that is known and writes another. PL_CONFLICT if it is gone. */
int commit_proposal(struct commit *c, struct proposal_row *row, struct err *err) PL_MUST_CHECK;
/* A proposal whose terms stay is over from that day on. */
int commit_proposal_end(struct commit *c, const struct proposal_row *row, int32_t day, struct err *err) PL_MUST_CHECK;
/* The next step; its number is given. */
int commit_proposal_step(struct commit *c, int32_t proposal_id, const struct proposal_step_row *step, struct err *err) PL_MUST_CHECK;
/* In place of all that are there. */
int commit_proposal_tasks(struct commit *c, int32_t proposal_id, const struct agreed_task *tasks, size_t count, struct err *err)
	PL_MUST_CHECK;
int commit_proposal_conditions(struct commit *c, int32_t proposal_id, const struct agreed_condition *conditions, size_t count,
	struct err *err) PL_MUST_CHECK;

/* ---- reading: the newest first ---- */

/* PL_NOT_FOUND if the employer has none of that id. */
int store_proposal(struct store *s, struct arena *a, int32_t employer_id, int32_t proposal_id, struct proposal_story *ret,
	struct err *err) PL_MUST_CHECK;
/* Those that go on, drafts too. */
int store_proposals_open(struct store *s, struct arena *a, int32_t employer_id, struct proposal_row **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* All, over or not. */
int store_proposals_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct proposal_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_proposals_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct proposal_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_proposals_of_batch(struct store *s, struct arena *a, int32_t employer_id, int32_t batch, struct proposal_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* A condition of an agreement by which a case is held. */
struct condition_row {
	struct agreed_condition agreed;
	int32_t proposal_id, post_id, case_id;
	int32_t agreed_on;           /* day */
	bool is_answered, is_kept;   /* whether it was kept, as somebody answered */
};
/* Of a case, or of a post, held on a day: by the day that each is due. */
int store_conditions_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, int32_t day,
	struct condition_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_conditions_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, int32_t day,
	struct condition_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Hours of the emergency holds since an instant: of a case, by whomever, and by the person in a post, of whatever. */
int store_held_hours(struct store *s, int32_t employer_id, int32_t case_id, int32_t post_id, int64_t since, int32_t *ret_of_case,
	int32_t *ret_by_post, struct err *err) PL_MUST_CHECK;

/* Whether the person in a post has declined the case for a reason before. */
int store_declined_for(struct store *s, int32_t employer_id, int32_t case_id, int32_t post_id, const char *reason, bool *ret,
	struct err *err) PL_MUST_CHECK;
