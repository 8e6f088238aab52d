/* watch.h: what time itself does, whether anybody looks or not: an offer that was not answered lapses, an emergency hold ends,
 * what was asked goes up, and a broken line comes before somebody by name (R2, R6, R33-R35, R45, R63).
 *
 * One pure function: from a picture, what is open and the minute, to the steps that are due. Taken, they are due no more, so
 * that it may be asked as often as one likes; whoever takes a step decides it anew (service/clock/watch.h), for the world moves on.
 *
 * A load past a line comes before the manager on the same day, before the head of service after a week, and before the director
 * after four weeks or, from 158 % of the line on, the same day: whether the one before has answered or not. Days count from when
 * it began, and it has begun anew once it was over. Where an exception lets a post pass it is not broken; while the
 * employer works by principles none is put to anybody, and what was open waits suspended: it goes on from when it began. Each line is by itself, for they are agreed with different people; one that takes the place of
 * another goes on from when that was broken, and so does one of a share of somebody who is away for a while. */
#pragma once

#include "core/closing.h"
#include "core/matter.h"
#include "core/negotiation.h"
#include "core/pile.h"

enum { OVER_LINE_HEAD_DAYS = 7, OVER_LINE_DIRECTOR_DAYS = 28, REVIEW_DAYS = 14 };

struct watched_proposal {
	int32_t proposal_id;
	struct negotiation negotiation;
	struct working_time worker, manager; /* of either side */
};

/* What is open, and what lasts although it has been answered (matter_lasts). */
struct watched_matter {
	int32_t matter_id;
	int32_t post_id, case_id, line_id; /* 0: none */
	int32_t since;                /* of what lasts: its first day */
	struct matter matter;
	struct working_time decider;  /* of whoever has to answer now */
	bool nobody_there;            /* none of those is at work before it is due, and somebody above them is */
};

/* A condition of an agreement that is live, due, and was not asked about yet. */
struct condition_due {
	int32_t proposal_id, number, post_id, case_id, due;
};

struct watched {
	const struct snapshot *snap;  /* of today */
	const struct loads *loads;
	const struct pile_row *pile; size_t pile_count;
	const struct watched_proposal *proposals; size_t proposals_count;
	const struct watched_matter *matters; size_t matters_count;
	const struct condition_due *conditions; size_t conditions_count;
	int64_t now;                  /* local minute */
	int32_t live_since;           /* day since which it is watched: what waited before is to be looked at within a fortnight */
};

enum watch_act {
	WATCH_LAPSE, WATCH_EXPIRE,    /* a proposal */
	WATCH_ESCALATE, WATCH_OVER,   /* a matter: goes up; is about nothing any more */
	WATCH_RAISE                   /* a new matter */
};

struct watch_step {
	enum watch_act act;
	int32_t id;                   /* of the proposal or the matter; 0 with RAISE */
	/* with RAISE: */
	enum matter_kind kind;
	int32_t level;                /* whom it is put to first; with ESCALATE: where it stands before */
	int32_t post_id, case_id, line_id, proposal_id; /* 0: none */
	const char *ref;              /* of that case, in the arena; "" */
	int32_t value;                /* OVER_LINE: per mille of the line; OWED: minutes; CONDITION: its number; REVIEW: days */
	int32_t since;                /* first day of what lasts; DAY_MIN: none */
	bool nobody_there;            /* with ESCALATE: that is why, and not that its time was over */
};

/* The steps that are due, in the order in which they are to be taken. In the arena. */
void watch_decide(struct arena *a, const struct watched *w, struct watch_step **ret, size_t *ret_count);
