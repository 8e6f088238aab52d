/* kept_results.h: what was worked out of an employer's records with much effort, kept until somebody commits to them: by the ledger's
 * position and a key of whoever worked it out. A few hundred results, those that were asked for last. Any thread. */
#pragma once

#include "core/snapshot.h"

enum { KEPT_RESULTS = 256, KEPT_KEY_SIZE = 120, KEPT_RESULT_BYTES_MOST = 16 * 1024 };

struct kept_results;

struct kept_results *kept_results_new(void);
struct kept_results *kept_results_free(struct kept_results *k);

/* Fills `size` bytes; false if it is not there, or of another position. A key that is cut at KEPT_KEY_SIZE is never kept. */
bool kept_results_recall(struct kept_results *k, const struct employer *e, const char *key, void *ret, size_t size);
void kept_results_remember(struct kept_results *k, const struct employer *e, const char *key, const void *value, size_t size);
