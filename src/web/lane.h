/* lane.h: threads of their own for requests that may have to wait: for a password hash, for their turn to write.
 *
 * The threads that answer pages never wait so, whatever comes in through forms. What waits is bounded: what is given beyond
 * that is refused.
 */
#pragma once

#include <stdbool.h>

struct lane;

/* `work` is called with what was given, by one of the threads, in the order it was given. */
struct lane *lane_new(int threads, int most_waiting, void (*work)(void *item));
/* Takes no more, and waits until all that was given is done. */
void lane_end(struct lane *lane);
/* Ends it, if that has not been done, and frees it. */
struct lane *lane_free(struct lane *lane);

/* False, and nothing will be done, if too much waits already. Any thread. */
bool lane_give(struct lane *lane, void *item) __attribute__((warn_unused_result));
