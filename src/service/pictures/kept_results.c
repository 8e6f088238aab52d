#include "service/pictures/kept_results.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

struct kept_result {
	char key[KEPT_KEY_SIZE];
	int32_t employer_id;
	int64_t position;
	uint64_t last_use; /* 0: nothing is kept here */
	void *value;
	size_t size;
};

struct kept_results {
	pthread_mutex_t lock;
	uint64_t uses;
	struct kept_result rows[KEPT_RESULTS];
};

struct kept_results *kept_results_new(void)
{
	struct kept_results *k = mem_alloc(sizeof *k);

	pthread_mutex_init(&k->lock, NULL);
	return k;
}

struct kept_results *kept_results_free(struct kept_results *k)
{
	if (k == NULL)
		return NULL;
	for (size_t i = 0; i < KEPT_RESULTS; i++)
		mem_free(k->rows[i].value);
	pthread_mutex_destroy(&k->lock);
	mem_free(k);
	return NULL;
}

static struct kept_result *find(struct kept_results *k, const struct employer *e, const char *key)
{
	for (size_t i = 0; i < KEPT_RESULTS; i++) {
		struct kept_result *row = &k->rows[i];

		if (row->last_use != 0 && row->employer_id == e->id && str_equal(row->key, key))
			return row;
	}
	return NULL;
}

static struct kept_result *oldest(struct kept_results *k)
{
	struct kept_result *found = &k->rows[0];

	for (size_t i = 1; i < KEPT_RESULTS; i++)
		if (k->rows[i].last_use < found->last_use)
			found = &k->rows[i];
	return found;
}

bool kept_results_recall(struct kept_results *k, const struct employer *e, const char *key, void *ret, size_t size)
{
	struct kept_result *row;
	bool found;

	pthread_mutex_lock(&k->lock);
	row = find(k, e, key);
	found = row != NULL && row->position == e->position && row->size == size;
	if (found) {
		memcpy(ret, row->value, size);
		row->last_use = ++k->uses;
	}
	pthread_mutex_unlock(&k->lock);
	return found;
}

void kept_results_remember(struct kept_results *k, const struct employer *e, const char *key, const void *value, size_t size)
{
	struct kept_result *row;

	if (strlen(key) >= KEPT_KEY_SIZE || size > KEPT_RESULT_BYTES_MOST)
		return;
	pthread_mutex_lock(&k->lock);
	row = find(k, e, key);
	if (row == NULL)
		row = oldest(k);
	row->value = mem_realloc(row->value, size);
	memcpy(row->value, value, size);
	memcpy(row->key, key, strlen(key) + 1);
	row->size = size;
	row->employer_id = e->id;
	row->position = e->position;
	row->last_use = ++k->uses;
	pthread_mutex_unlock(&k->lock);
}
