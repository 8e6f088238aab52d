/* people.h: dice that always fall the same way for a seed, and names that belong to nobody. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct dice {
	uint64_t state;
};

uint64_t dice_next(struct dice *d);
/* From 0 to `limit` - 1; `limit` is at least 1. */
uint32_t dice_below(struct dice *d, uint32_t limit);
/* True `permille` times in a thousand. */
bool dice_chance(struct dice *d, uint32_t permille);

/* A name for the worker with this number; the same two words do not come back within some hundred workers. */
const char *people_name(struct arena *a, uint32_t number);

/* "DEM0000001": a case reference that says what it is. */
const char *people_case_ref(char out[12], uint32_t number);
