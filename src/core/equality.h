/* equality.h: whether some groups of workers carry more than others (R101), by groups that somebody else keeps.
 *
 * Plimsoll keeps nobody's sex, ethnicity, age or disability. Who has them (a personnel department) says who is in which group for the length
 * of one question; nothing of it is kept. Loads are pooled: the load of all posts of a group over their capacity. A group of few people is
 * not told, because its figures would soon be known as somebody's; nor is one from which such a figure could be worked out as what is left.
 *
 * A difference between groups is a question and no proof: it may come from the work, the team or the contract. */
#pragma once

#include "base/arena.h"
#include "core/load.h"

enum { EQUALITY_PEOPLE = 10 /* least in a group that is told */, EQUALITY_GROUPS_MOST = 50, EQUALITY_UNNAMED = -1 };

struct equality_group {
	const char *name;                 /* "" for those whom nobody put into one */
	int32_t people;                   /* in a post that carries cases */
	bool told;                        /* else all below is 0 */
	int32_t cases;                    /* open ones that their posts hold, a case with two posts twice */
	int64_t load_minutes, measured_minutes, capacity_minutes; /* a week; measured: of posts whose contract is known */
	int32_t used_permille;            /* measured / capacity; -1: nobody has any */
	int64_t weight_minutes;           /* of a case, the mean of those that have a weight; -1: none */
	int32_t past_line;                /* people past a line in any post */
	int64_t owed_minutes;             /* owed for hours over the contract */
};

/* `group_of` has the place of each person's group in `names` (EQUALITY_UNNAMED: none); [persons_count] of the snapshot. The groups in the order
 * of `names`, then those without one if there are any. In the arena. */
struct equality_group *equality_of(struct arena *a, const struct snapshot *s, const struct loads *l, const int32_t *group_of,
	const char *const *names, size_t names_count, size_t *ret_count);
