/* rounds.h: when a thread of a server sees to every employer, and when to one of whom it has heard.
 *
 * Every so often it goes round all of them; in between it sees to those whose records have moved on (listener.h). Any thread. */
#pragma once

#include <pthread.h>
#include <stdint.h>

#include "service/codes.h"

struct rounds {
	int64_t every_ms;
	pthread_mutex_t lock;
	struct codes heard;   /* under `lock`, as all below */
	int64_t whole_at_ms;  /* by the steady clock */
};

void rounds_begin(struct rounds *r, int64_t every_ms);
void rounds_end(struct rounds *r);
/* The records of an employer have moved on; "": of any. */
void rounds_hear(struct rounds *r, const char *code);
/* Whom to see to now: those in *ret, or all of them where it says so. */
void rounds_take(struct rounds *r, struct codes *ret);
/* After how many milliseconds all are to be seen to. */
int64_t rounds_left_ms(struct rounds *r);
