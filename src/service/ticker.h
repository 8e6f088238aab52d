/* ticker.h: a thread of a server that does one thing again and again: after a while that it says itself each time, and sooner if it
 * is woken.
 *
 * It begins at once. What it does is done by nobody else at the same time; being woken meanwhile has it done once more after that. */
#pragma once

#include <stdint.h>

/* Does it, and returns after how many milliseconds it is to be done again; TICKER_RESTS: when it is woken. */
typedef int64_t (*ticker_tick)(void *context);
#define TICKER_RESTS INT64_MAX

struct ticker;

/* What it is given must outlive it. */
struct ticker *ticker_new(ticker_tick tick, void *context);

/* Has it done after so many milliseconds at the latest: 0 is at once. Any thread, also under locks that the tick takes. */
void ticker_wake(struct ticker *t, int64_t milliseconds);

/* Ends it once what it is doing is done. Takes NULL. */
struct ticker *ticker_free(struct ticker *t);
