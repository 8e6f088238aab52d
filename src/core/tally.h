/* tally.h: the figures of one employer on a day, or of several together.
 *
 * What is added up is what counts.h and load.h have of each employer: cases, workers, full-time equivalents. Averages and ranks are
 * worked out of the sums when they are asked for, never from averages, so that what is said of all is what would be said of one employer
 * that had all of their workers. Whoever works for two employers is counted at each. A tally takes the same room
 * however many employers are in it.
 */
#pragma once

#include "core/counts.h"
#include "core/load.h"

enum { TALLY_CASES = 500 }; /* who holds so many or more is counted there */

struct tally {
	int64_t employers;
	int64_t open_cases, households;
	int64_t unallocated, lapsed, double_allocated; /* as counts.h has them */
	int64_t case_holders, case_holders_fte_millionths, case_holders_without_fte;
	int64_t cases_held;
	int32_t most_per_fte_tenths;         /* -1: nobody with FTE holds a case */
	int64_t waiting;                     /* cases of the pile (pile.h) */
	int64_t people, past_line, not_known; /* as struct people has them */
	int64_t holders[TALLY_CASES + 1];    /* by how many cases they hold */
};

/* Of nobody yet. */
struct tally tally_empty(void);
/* Once more an employer. */
void tally_add(struct tally *t, const struct counts *c, const struct people *people, size_t waiting);
void tally_join(struct tally *t, const struct tally *more);

/* Cases held / FTE of their holders, rounded half up; -1 where nobody with FTE holds one. */
int32_t tally_average_tenths(const struct tally *t);
/* Cases a holder, by nearest rank as in counts.h; TALLY_CASES stands for that and more. */
int32_t tally_rank(const struct tally *t, int32_t percent);
