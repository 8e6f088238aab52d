/* weight.h: how many minutes a week a case needs on a day, and why.
 *
 *	( base(type) x factors, each code once, held within the scheme's bounds )
 *	x sibling share for each further case of a household with the same holder; when the older one is closed, the share
 *	  grows to the whole while that one tapers off, so that closing neither raises a load nor makes it jump
 *	or what the holder says that the case needs by itself, if that is more (R22)
 *	+ work that a type brings along, once however many stages of it run; dated tasks; both spread over the working weeks
 *	  to their due date
 *	+ surges in force
 *	+ hand-over minutes in a new holder's first weeks, unless the case began with that holder
 *	closing cases weigh as on the day before they closed and taper to 0, so that closing buys no instant room (R67)
 *
 * The lines add up to the weight exactly, so that a worker and a manager can read the same sum (R104). Nothing here reads
 * a clock or a file: the snapshot stands at the day that is asked about.
 */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

enum weight_reason {
	WEIGHT_BASE, WEIGHT_FACTOR, WEIGHT_BOUND, WEIGHT_SIBLING, WEIGHT_TASK, WEIGHT_SURGE, WEIGHT_HANDOVER,
	WEIGHT_VIEW, WEIGHT_TAPER
};

struct weight_line {
	enum weight_reason reason;
	const char *what;                    /* "Child protection plan", "Interpreter", "Section 47 enquiry: ..." */
	int32_t minutes;                     /* what the line adds; negative where it takes away */
	int32_t permille;                    /* the multiplier, where it is one; 0 otherwise */
	const struct scheme_source *source;  /* NULL where the number is the case's own record */
};

struct weight {
	int32_t minutes;                     /* the sum of the lines, never below 0 */
	int32_t standing;                    /* of it what the case needs by itself: without dated work, crises and hand-over */
	int32_t low, high;                   /* 80 % of like cases lie between; equal to minutes where unknown */
	struct weight_line *lines;           /* in the arena; NULL if none was given */
	size_t lines_count;
};

/* The share-free weight of a case. `holding` is the place of the holding through which it is seen (sibling share and
 * hand-over depend on the holder), or -1 for a case nobody holds. With `a` NULL no lines are made. PL_NOT_FOUND if the
 * scheme has no number for the case: it is never weighed as 0 for want of one. */
int weight_of_case(struct arena *a, const struct snapshot *s, int32_t case_index, int32_t holding, struct weight *ret,
	struct err *err) PL_MUST_CHECK;

/* Whether the scheme has a number for the case. */
bool case_is_weighed(const struct snapshot *s, const struct case_row *c);

/* One step along a post's holdings, in the order of the snapshot's post_holdings: until when the post holds another, older
 * case of the household that is open. DAY_MIN: there is none, and the case weighs in full; DAY_MAX: it is open still. A
 * case that is not weighed takes nobody's place. Start with HOUSEHOLD_NONE. `closed` is DAY_MAX for an open case. */
struct household_walk {
	int32_t household;
	int32_t open_until; /* the latest closing of the household's cases so far */
};

#define HOUSEHOLD_NONE ((struct household_walk){.household = -1, .open_until = DAY_MIN})

int32_t household_next(struct household_walk *walk, int32_t household, int32_t closed, bool weighed);

/* As weight_of_case, for who walks along a post's holdings and so knows what household_next says of the case. */
int weight_as_held(struct arena *a, const struct snapshot *s, int32_t case_index, int32_t holding, int32_t elder_until,
	struct weight *ret, struct err *err) PL_MUST_CHECK;

/* What a dated task, of a case or of a post, adds in each week that it is in force: its own minutes, or those of the
 * scheme for its kind, spread from the day it is known to the day it is due. Work without minutes in either place adds 0,
 * in a line that shows it. */
struct weight_line task_line(const struct scheme *scheme, const struct task_row *task);

/* Minutes a week of `minutes` of work spread over the working days of the span, at least one week; never more than all of
 * it. Rounded half up. */
int32_t task_minutes_a_week(int32_t minutes, int32_t working_days);
