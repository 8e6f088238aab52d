/* extra_time.h: time worked over the contract, and time off that is owed for it (R35, R36).
 *
 * A worker's own ledger: minutes over on a day, minutes taken back on another. What is owed has to be taken back soon, or it
 * never will be, so it is load: as if it were taken within four weeks. It is told to more people the longer it grows, from one
 * day owed on, and not from fifty-two.
 */
#pragma once

#include <stdint.h>

#include "core/round.h"

enum {
	OWED_WEEKS = 4,                      /* within which what is owed counts as taken back; a starter guess */
	OWED_A_DAY = 444,                    /* minutes: 37 hours in five days */
	OWED_TO_MANAGER = 1 * OWED_A_DAY,    /* from which somebody is told */
	OWED_TO_HEAD = 3 * OWED_A_DAY,
	OWED_TO_DIRECTOR = 5 * OWED_A_DAY
};

/* What is owed as minutes a week of load; 0 where nothing is, or the worker owes. */
static inline int32_t owed_load(int32_t owed_minutes)
{
	return owed_minutes > 0 ? (int32_t)divide_half_up(owed_minutes, OWED_WEEKS) : 0;
}
