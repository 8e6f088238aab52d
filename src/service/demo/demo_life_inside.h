/* demo_life_inside.h: what the files behind demo_life.h share. */
#pragma once

#include "core/load.h"
#include "core/pile.h"
#include "service/demo/demo_life.h"
#include "store/matters.h"
#include "store/proposals.h"

struct living {
	const struct demo_life *life;
	struct store *store;
	struct arena *a, *scratch;            /* scratch: of one case */
	const struct snapshot *s;             /* as it was imported */
	struct loads loads;
	struct commit *c;
	int32_t day;
	int32_t own_post, team;               /* places: of the demo worker */
	int32_t colleagues[3];                /* places of other posts of the team that hold cases: -1 for none */
	struct pile_row *pile; size_t pile_count; /* all that waits */
	const int32_t *waiting; size_t waiting_count, waiting_used; /* places of cases that nobody holds, the team's first */
	const char *manager, *worker;         /* logins */
	bool *touched;                        /* by case: its facts are changed in the commit that is open */
};

/* So many working days before a day; and after it. */
int32_t working_days_before(int32_t day, int count);
int32_t working_days_after(int32_t day, int count);
/* The instant of a minute of a day. */
int64_t instant_at(int32_t day, int minute);

/* The login of who works in a post, and of who manages a team (places). Only the demo accounts can sign in; others have no
 * login and stand with their names. */
const char *login_of_post(const struct living *l, int32_t post);
const char *login_of_manager(const struct living *l, int32_t team);

/* One step of a story: who takes it follows from the step. */
struct told_step {
	enum negotiation_step step;
	int32_t day;
	int minute, second;
	const char *reason;                   /* NULL for none */
	int32_t talked_day;                   /* of DISCUSS; 0: that day */
	int hours;                            /* of HOLD */
};

/* {AT(OFFER, day, minute), .second = 15} */
#define AT(step_, day_, minute_) .step = STEP_##step_, .day = (day_), .minute = (minute_)

/* Writes a proposal with its steps; *ret_id is its number. `state` of the last is what they make of it. */
int live_proposal(struct living *l, int32_t case_index, int32_t post, const char *why, const struct told_step *steps, size_t count,
	int32_t *ret_id, struct err *err) PL_MUST_CHECK;

/* Lays a fact over those of a case. */
int live_fact(struct living *l, int32_t case_index, const struct fact *f, struct err *err) PL_MUST_CHECK;

/* demo_life_past.c: proposals behind the holdings that began since allocations are negotiated; closings; a joiner and a leaver. */
int live_past(struct living *l, struct err *err) PL_MUST_CHECK;
/* demo_life_now.c: what is offered, asked and said now. */
int live_now(struct living *l, struct err *err) PL_MUST_CHECK;
