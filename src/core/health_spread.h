/* health_spread.h: how cases are spread over workers: how many hold 1 to 5, 6 to 10 and so on, for averages hide the tail (R32, R91, R92). */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
	SPREAD_STEP = 5,
	SPREAD_LAST = 60,                                /* the last bin is of more than so many */
	SPREAD_BINS = SPREAD_LAST / SPREAD_STEP + 1
};

struct health_spread {
	int32_t workers[SPREAD_BINS]; /* 1-5, 6-10, ... 56-60, 61 and more */
	int32_t all;                  /* workers who hold a case */
	int32_t most;                 /* in one bin */
	int32_t shown;                /* bins up to the last that has somebody, and at least up to 30 */
};

/* Of the cases of each worker who holds one or more. */
struct health_spread health_spread_of(const int32_t *held_by_each, int32_t count);

/* The least and the most cases of a bin; the most of the last is -1: without end. */
int32_t spread_least(int32_t bin);
int32_t spread_most(int32_t bin);

/* Neighbours taken together until `least` workers are in each, for whoever is not told of single ones; 0: each for itself. What is told of
 * those with more than 30, 40 and 60 cases has enough on either side, so a band goes across one of these only where it has not. */
struct spread_band {
	int32_t least, most;   /* cases; most -1: without end */
	int32_t workers;
};
/* How many bands; none where fewer than `least` hold cases. */
int32_t health_spread_bands(const struct health_spread *s, int32_t least, struct spread_band ret[SPREAD_BINS]);
