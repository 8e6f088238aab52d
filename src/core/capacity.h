/* capacity.h: the minutes a week a post has for cases on a day, worked out line by line (R75, R104).
 *
 * capacity = contract - reserves of the scheme - protected time of the newly qualified - reductions in force, and for
 * whoever is in their first weeks a share of what is left. It is kept exact and rounded once; each line is the
 * difference of two rounded sums, so that the lines add up. Zero capacity is a state with a word, never "0 %".
 *
 * A scheme that names grades counts in points: what is left of the contract x target of the grade / its default hours,
 * cut down once.
 */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

enum availability {
	AVAILABLE,
	ABSENT,           /* a reduction takes the whole contract: leave, sickness, maternity */
	OVER_REDUCED,     /* reserves and reductions together take more than the contract: a slip to put right, capacity 0 */
	NO_CONTRACT,      /* contract of 0 minutes */
	NOT_YET_IN_POST,  /* the post has not begun, and cases are in its name already */
	NO_LONGER_IN_POST, /* the post has ended, and cases are still in its name */
	CARRIES_NO_CASES, /* a manager, a grade without hours for cases, or another role that holds none (R57) */
	CONTRACT_UNKNOWN  /* the records do not say; a load can be shown, a share of capacity cannot */
};

struct capacity_line {
	const char *what;                    /* "Contract", "Supervision and reflection", ... */
	int32_t minutes;                     /* negative where it takes away */
	const struct scheme_source *source;  /* NULL where the number is the post's own record */
	struct days when;                    /* in force; from == until for what has no dates */
	bool personal;                       /* the reason is for the worker and the manager only */
};

struct capacity {
	int32_t contract_minutes;            /* 0 where unknown; the default of the grade where the record has none */
	int32_t minutes;                     /* never below 0 */
	enum availability availability;
	int32_t absent_until;                /* with ABSENT: first day back; DAY_MAX if not known */
	struct capacity_line *lines;         /* add up to `minutes` exactly, unless over-reduced; NULL if none were wanted */
	size_t lines_count;
};

/* Capacity of a post on the snapshot's day. With `a` NULL no lines are made (the fast path for whole employers). */
struct capacity capacity_of_post(struct arena *a, const struct snapshot *s, int32_t post);

/* Available points of a grade: target x (contract - reduction) / default, exact, cut down once (HMPPS). Any unit of time,
 * the same for the three. Over-reduced gives 0 and sets *ret_over_reduced (may be NULL). */
int32_t capacity_from_target(int32_t target, int32_t contract, int32_t reduction, int32_t default_contract,
	bool *ret_over_reduced);

/* What a reduction reason allows: `permille` of the contract, never above the contract; -1 means all of it. Rounded half
 * up in the unit given. */
int32_t reduction_allowance(int32_t contract, int32_t permille);

/* The first day on which whoever is new has their whole capacity, over or to come; DAY_MIN where there are no first weeks. */
int32_t ramp_until(const struct snapshot *s, const struct post_row *p);

/* Whether a reduction takes the whole contract, so that nobody works on what the post holds: one without minutes, or of as
 * many as the contract has. Fewer never do, whatever the reason. More than the contract has, or any where the contract is
 * not known, do if the scheme says that the reason is an absence (`not_available`); for a reason that leaves time to work
 * they are a slip and not an absence. */
bool reduction_takes_contract(const struct snapshot *s, const struct post_row *p, const struct reduction_row *r);

/* load / capacity in per mille, rounded half up once. False where there is no capacity: there is no such figure then. */
bool share_used(int64_t load, int64_t capacity, int32_t *ret_permille);

const char *availability_words(enum availability availability);
