/* health_spread.h: how cases are spread over workers: how many hold 1 to 4, 5 to 9 and so on, for averages hide the tail (R32, R91, R92). */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
	SPREAD_STEP = 5,
	SPREAD_LAST = 60,                                /* the last bin is of so many and more */
	SPREAD_BINS = SPREAD_LAST / SPREAD_STEP + 1
};

struct health_spread {
	int32_t workers[SPREAD_BINS]; /* 1-4, 5-9, ... 55-59, 60 and more */
	int32_t all;                  /* workers who hold a case */
	int32_t most;                 /* in one bin */
	int32_t shown;                /* bins up to the last that has somebody, and at least up to 30 */
};

/* Of the cases of each worker who holds one or more. */
struct health_spread health_spread_of(const int32_t *held_by_each, int32_t count);

/* The least and the most cases of a bin; the most of the last is -1: without end. */
int32_t spread_least(int32_t bin);
int32_t spread_most(int32_t bin);
