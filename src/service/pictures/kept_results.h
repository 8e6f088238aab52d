/* kept_results.h: what was worked out of an employer's records with much effort, kept until somebody commits to them: by the ledger's
 * position and a key of whoever worked it out. So many bytes of results, those that were asked for last. Any thread.
 *
 * Nothing is worked out twice at once: whoever misses a result has to have a *turn* to make it, of which an employer has one and all together
 * KEPT_TURNS, and looks again each time that somebody has ended theirs, because it may have been made meanwhile. */
#pragma once

#include "core/snapshot.h"

enum {
	KEPT_RESULTS = 512, KEPT_KEY_SIZE = 120, KEPT_TURNS = 2,
	KEPT_RESULT_BYTES_MOST = 256 * 1024, KEPT_BYTES_MOST = 6 * 1024 * 1024
};

struct kept_results;

struct kept_results *kept_results_new(void);
struct kept_results *kept_results_free(struct kept_results *k);

/* Fills `size` bytes; false if it is not there, or of another position. A key that is cut at KEPT_KEY_SIZE is never kept. */
bool kept_results_recall(struct kept_results *k, const struct employer *e, const char *key, void *ret, size_t size);
/* The same of whatever position, for what stays nearly right for a while and says itself of which it is. */
bool kept_results_recall_older(struct kept_results *k, const struct employer *e, const char *key, void *ret,
	size_t size);
void kept_results_remember(struct kept_results *k, const struct employer *e, const char *key, const void *value, size_t size);

/* Takes a turn; or waits until somebody ends theirs, and is false: look whether it is there now, and ask again if not. Also where one was taken
 * it may have been made just before. No lock that others need to end theirs may be held, and nobody takes a second one. */
bool kept_results_begin(struct kept_results *k, const struct employer *e) PL_MUST_CHECK;
/* Takes one if it can be had at once; false if not. */
bool kept_results_try(struct kept_results *k, const struct employer *e) PL_MUST_CHECK;
void kept_results_end(struct kept_results *k, const struct employer *e);
