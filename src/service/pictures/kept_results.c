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

struct turn {
	bool taken;
	int32_t employer_id;
};

struct kept_results {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	uint64_t uses;
	size_t bytes;
	struct turn turns[KEPT_TURNS];
	struct kept_result rows[KEPT_RESULTS];
};

struct kept_results *kept_results_new(void)
{
	struct kept_results *k = mem_alloc(sizeof *k);

	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->ended, NULL);
	return k;
}

struct kept_results *kept_results_free(struct kept_results *k)
{
	if (k == NULL)
		return NULL;
	for (size_t i = 0; i < KEPT_RESULTS; i++)
		mem_free(k->rows[i].value);
	pthread_cond_destroy(&k->ended);
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
	struct kept_result *found = NULL;

	for (size_t i = 0; i < KEPT_RESULTS; i++)
		if (k->rows[i].last_use != 0 && (found == NULL || k->rows[i].last_use < found->last_use))
			found = &k->rows[i];
	return found;
}

static void let_go(struct kept_results *k, struct kept_result *row)
{
	k->bytes -= row->size;
	mem_free(row->value);
	*row = (struct kept_result){.last_use = 0};
}

static struct kept_result *empty_row(struct kept_results *k)
{
	for (size_t i = 0; i < KEPT_RESULTS; i++)
		if (k->rows[i].last_use == 0)
			return &k->rows[i];
	return NULL;
}

static struct kept_result *make_room(struct kept_results *k, size_t size)
{
	struct kept_result *row;

	while ((row = empty_row(k)) == NULL || k->bytes + size > KEPT_BYTES_MOST)
		let_go(k, oldest(k));
	return row;
}

static bool recall(struct kept_results *k, const struct employer *e, const char *key, bool older, void *ret,
	size_t size)
{
	struct kept_result *row;
	bool found;

	pthread_mutex_lock(&k->lock);
	row = find(k, e, key);
	found = row != NULL && (older || row->position == e->position) && row->size == size;
	if (found) {
		memcpy(ret, row->value, size);
		row->last_use = ++k->uses;
	}
	pthread_mutex_unlock(&k->lock);
	return found;
}

bool kept_results_recall(struct kept_results *k, const struct employer *e, const char *key, void *ret, size_t size)
{
	return recall(k, e, key, false, ret, size);
}

bool kept_results_recall_older(struct kept_results *k, const struct employer *e, const char *key, void *ret,
	size_t size)
{
	return recall(k, e, key, true, ret, size);
}

void kept_results_remember(struct kept_results *k, const struct employer *e, const char *key, const void *value, size_t size)
{
	struct kept_result *row;

	if (strlen(key) >= KEPT_KEY_SIZE || size > KEPT_RESULT_BYTES_MOST)
		return;
	pthread_mutex_lock(&k->lock);
	row = find(k, e, key);
	if (row != NULL)
		let_go(k, row);
	row = make_room(k, size);
	row->value = mem_alloc(size);
	k->bytes += size;
	memcpy(row->value, value, size);
	memcpy(row->key, key, strlen(key) + 1);
	row->size = size;
	row->employer_id = e->id;
	row->position = e->position;
	row->last_use = ++k->uses;
	pthread_mutex_unlock(&k->lock);
}

/* ---- turns ---- */

/* A place for it; NULL while all are taken, or one is its own already. */
static struct turn *free_turn(struct kept_results *k, int32_t employer_id)
{
	struct turn *found = NULL;

	for (size_t i = 0; i < KEPT_TURNS; i++) {
		if (!k->turns[i].taken)
			found = &k->turns[i];
		else if (k->turns[i].employer_id == employer_id)
			return NULL;
	}
	return found;
}

/* The lock is held. */
static bool take_turn(struct kept_results *k, const struct employer *e)
{
	struct turn *turn = free_turn(k, e->id);

	if (turn != NULL)
		*turn = (struct turn){true, e->id};
	return turn != NULL;
}

bool kept_results_try(struct kept_results *k, const struct employer *e)
{
	bool taken;

	pthread_mutex_lock(&k->lock);
	taken = take_turn(k, e);
	pthread_mutex_unlock(&k->lock);
	return taken;
}

bool kept_results_begin(struct kept_results *k, const struct employer *e)
{
	bool taken;

	pthread_mutex_lock(&k->lock);
	taken = take_turn(k, e);
	if (!taken)
		pthread_cond_wait(&k->ended, &k->lock);
	pthread_mutex_unlock(&k->lock);
	return taken;
}

void kept_results_end(struct kept_results *k, const struct employer *e)
{
	pthread_mutex_lock(&k->lock);
	for (size_t i = 0; i < KEPT_TURNS; i++)
		if (k->turns[i].taken && k->turns[i].employer_id == e->id)
			k->turns[i].taken = false;
	pthread_cond_broadcast(&k->ended);
	pthread_mutex_unlock(&k->lock);
}
