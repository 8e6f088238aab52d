/* parts.h: figures that add up to another that is told, and which of them must be withheld, so that what few people are
 * behind cannot be had by taking off what is told. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PARTS_PEOPLE = 5 }; /* fewest that may be behind what is told, or behind what can be worked out from it */

struct part {
	int32_t people; /* behind it, whom the reader does not see anyway; 0: nobody */
	bool untold;    /* in: it is not told whatever is behind it; out: it must not be */
};

/* Hides those that few are behind, and as many more as it takes that those that are hidden together have enough people:
 * what is hidden is the rest of the sum. False if that cannot be had, and the sum must not be told either. */
bool parts_withhold(struct part *parts, size_t count);
