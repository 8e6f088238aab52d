/* counts.h: the official counts (England's workforce census), to reconcile with; never shown alone.
 *
 * Open on a day: referred on or before it, not closed by then, not "no further action". Held: a holding in force by a
 * person, in any role and on any post, managers among them; a team is no holder. Cases held: distinct open cases of
 * each worker, summed over workers, so that a case with two holders counts for both. Average: cases held / FTE of
 * workers who hold one or more.
 *
 * A worker is a person: two posts are one worker, who holds a case once even if through both, and whose FTE is that of
 * all their posts in force, because the census asks for the FTE of those who hold cases and not of the posts they do it
 * through. Posts of unknown FTE and posts that have ended add none. A holder whose FTE is 0 or unknown adds cases to
 * the average and no FTE, and is left out of the most cases for an FTE and listed apart.
 *
 * The counts of a team are those of the cases that are its work or held in it, and of the posts in it: what one of its
 * workers holds, and their FTE, through a post in another team is the other team's.
 */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

struct counts {
	int32_t open_cases;
	int32_t households;         /* with one of these cases or more */
	const struct scheme *scheme; /* that weighs all of these cases; NULL: there are several, or no case */
	const char **unallocated;   size_t unallocated_count;   /* references, sorted: held by nobody, never or no longer */
	const char **lapsed;        size_t lapsed_count;        /* of these: were held once in this episode */
	const char **double_allocated; size_t double_count;     /* two persons lead them at once */
	/* codes of workers who hold cases with an FTE of 0 or unknown */
	const char **no_fte_holders;   size_t no_fte_count;
	int32_t case_holders;
	int64_t case_holders_fte_millionths;
	int32_t cases_held;
	int32_t average_tenths;     /* rounded half up; -1: nobody with FTE holds a case */
	int32_t most_per_fte_tenths; /* likewise; holders without FTE left out */
	const int32_t *held_by_each; /* cases of each holder, ascending: `case_holders` of them */
	int32_t median, p90;        /* cases a holder, by nearest rank: the least that 50 % or 90 % of holders do not pass; 0
	                             * where nobody holds any */
};

/* Of one team, or of the employer if `team` is -1. The lists in the arena, the texts in them the snapshot's. */
struct counts counts_of_snapshot(struct arena *a, const struct snapshot *s, int32_t team);

/* The same of several teams: in[team + 1], what belongs to none first. */
struct counts counts_of_teams(struct arena *a, const struct snapshot *s, const bool *in);

/* What each person holds by the same rule, and the FTE of their posts in force there (0: none, or none known): a row
 * for each person of the snapshot, in its order. What a return says of each worker adds up to the counts. In the
 * arena. */
struct person_count {
	int32_t cases;
	int64_t fte_millionths;
};
const struct person_count *counts_of_each(struct arena *a, const struct snapshot *s, const bool *in);

/* The least first. */
void numbers_sort(int32_t *numbers, size_t count);

/* How many different ones there are; sorts them. */
int32_t numbers_distinct(int32_t *numbers, size_t count);

/* The value at the rank that a share of the sorted values do not pass; 0 of none. */
int32_t nearest_rank(const int32_t *sorted, int32_t count, int32_t percent);

/* The average of the country that may stand beside these counts on a day: an average of one service says nothing of the
 * cases of another, so all of them must be of the service it was taken of. NULL if there is none. */
const struct scheme_average *counts_average_beside(const struct counts *n, int32_t day);
