/* proposals_seen.h: proposals as somebody sees them: whose turn it is and by when, and who could hold a case, side by side.
 *
 * Everything is of the picture of today and of the records at that moment. Who sees which proposal: the worker in the post, but for what
 * is still being written; the manager's side of the post's team or of where the case is; and whoever FIELD_PROPOSAL of
 * core/access.def lets. The step itself is judged again when it is taken (service/allocation/allocation.h).
 *
 * What is returned is in the arena. */
#pragma once

#include "core/candidates.h"
#include "service/allocation/allocation.h"
#include "service/pictures/pictures.h"

/* Places in the picture of today, -1 where it is not there. */
struct proposal_seen {
	struct proposal_row row;
	int32_t steps;            /* how many have been taken, to be named with the next one */
	int32_t post, case_index;
	enum party waits_for;     /* PARTY_CLOCK where it is over */
	int64_t due;              /* local minute by which that side has to answer; LOCAL_NEVER */
	int64_t held_until;       /* of an emergency hold; LOCAL_NEVER */
	int64_t talked_at;        /* of the last talk since the offer; LOCAL_NEVER */
	const char *offered_by;   /* login of who made the last offer; "" before one */
	bool late;
	bool is_worker, is_manager; /* on which side the viewer stands; of their own post the worker's alone */
	bool to_answer;           /* it is the viewer's side's turn */
	bool tells_words;         /* why, answers, reasons and conditions are for the viewer to read */
};

/* All that goes on and the viewer sees: what waits for them first, then by the day it is due. */
int proposals_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct proposal_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Those alone in which somebody on the viewer's side has to take the next step, in no order. Cheap: the story of no other is read. */
int proposals_waiting(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct proposal_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* One, over or not, with its story. PL_NOT_FOUND if the employer has none of that number, PL_DENIED if it is not for the viewer. */
int proposal_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	int32_t proposal_id, struct proposal_seen *ret, struct proposal_story *ret_story, struct err *err) PL_MUST_CHECK;

/* What it alone would add to the load of the post, as it stands today, in minutes a week; 0 where that cannot be said. */
int32_t proposal_minutes(const struct snapshot *s, const struct proposal_seen *p);

/* What is offered to each post of the picture by proposals that are open and by none that is held already, in minutes a week: all of
 * it together, as the candidates and the guard count it. */
int proposals_minutes(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t **ret_by_post, struct err *err)
	PL_MUST_CHECK;

/* ---- who could talk ---- */

struct side_login {
	const char *login, *name; /* name: the login where the account has none */
	bool is_worker;           /* of the worker in the post; else of the manager's side */
};

/* The accounts in use of either side of a post and a case (places), by name. */
int sides_read(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t post, int32_t case_index,
	struct side_login **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The names of logins, whatever became of the accounts; the login itself where there is none. `logins` are replaced by them. */
int names_of_logins(struct pictures *pictures, struct arena *a, const struct picture *today, const char **logins, size_t count,
	struct err *err) PL_MUST_CHECK;

/* ---- who could hold it ---- */

struct candidates_wanted {
	int32_t case_index;       /* a place in the picture */
	enum holding_role role;
	int32_t share;
	int32_t instead_of, team; /* places; -1 and TEAMS_ALL for none and the service of the case */
	int32_t post;             /* only this one; -1 for all */
	const struct sight *sight; /* of whoever asks; with a post of -1 */
	const struct offered_case *chosen; size_t chosen_count; /* what is to be offered to each of them before it */
	int32_t but;              /* a proposal that is not counted as offered, for it is what is asked about; 0 */
};

struct candidate_list {
	struct candidate *rows; size_t count, left_out;
};

/* Whoever asks is taken to be on duty: the offer itself asks for that. */
int candidates_read(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	const struct candidates_wanted *wanted, struct candidate_list *ret, struct err *err) PL_MUST_CHECK;
