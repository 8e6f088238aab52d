/* clock.h: what time it is. Only the outermost layers ask; rules are given a day or an instant. */
#pragma once

#include <stdint.h>
#include <time.h>

#include "base/arena.h"

/* Sets the civil time zone of the process ("Europe/London"). Once, before threads. */
void clock_set_zone(const char *time_zone);

/* Today's civil date there. */
int32_t clock_today(void);

/* Seconds since 1970, UTC. */
int64_t clock_now(void);

/* By the monotonic clock, which is never set: for how long something takes. */
int64_t clock_steady_ms(void);
int64_t clock_steady_us(void);

/* The instant as a minute of the civil clock there, counted from midnight of 1 January 1970 on that clock
 * (core/working_time.h). */
int64_t clock_minute(int64_t instant);

/* The other way round: the instant at which such a minute begins; the first of two where the clock was put back. */
int64_t clock_instant_of(int64_t minute);

/* The moment after so many milliseconds by the monotonic clock, for what waits until then. */
struct timespec clock_in_ms(int64_t milliseconds);

/* The civil day there that an instant falls in: what was done at 23:30 UTC on 30 June was done on 1 July in London. */
int32_t clock_day_of(int64_t instant);

/* The instant at which a civil day begins there. */
int64_t clock_day_begins(int32_t day);

/* The instant as "2026-11-21T10:00:00Z"; "" for one that no calendar has. */
enum { CLOCK_INSTANT_SIZE = 32 };
const char *clock_instant_text(int64_t instant, char out[CLOCK_INSTANT_SIZE]);

/* The instant as part of the name of a file: "20261121T100000Z". In the arena. */
const char *clock_stamp(struct arena *a, int64_t instant);
