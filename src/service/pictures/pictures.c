#include "service/pictures/pictures.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/str.h"
#include "service/pictures/scheme_use.h"
#include "store/store.h"

/* Days of one employer that somebody looks at in the same hour: today, month ends, a few others. */
enum { CACHE_SLOTS = 24 };

struct kept_picture {
	struct picture picture; /* first, so that a picture leads back to what keeps it */
	struct arena *arena;
	atomic_int holders;
	char *employer;
	int32_t day;
	size_t bytes;
	uint64_t last_use;
};

/* Two locks, so that a picture in the making keeps nobody waiting who wants another: one over the cache, held for moments,
 * and one over the store, held while it is read. Who wants both takes the store's first. */
struct pictures {
	pthread_mutex_t lock, store_lock;
	struct store *store;
	pthread_mutex_t long_lock; /* with neither of the others */
	struct store *long_store;  /* NULL: the same */
	size_t most_bytes, bytes;
	int64_t version;
	uint64_t uses;
	struct kept_picture *slots[CACHE_SLOTS];
	struct kept_results *results;
};

static struct kept_picture *kept_new(const struct snapshot *snap)
{
	struct kept_picture *k = mem_alloc(sizeof *k);

	k->arena = arena_new();
	k->picture.snap = snap;
	k->picture.loads = loads_of_snapshot(k->arena, snap);
	k->picture.pools = pool_by_team(k->arena, snap, &k->picture.loads);
	pile_of_snapshot(k->arena, snap, &k->picture.loads, &k->picture.pile, &k->picture.pile_count);
	k->picture.waiting = pile_sums_by_team(k->arena, snap, k->picture.pile, k->picture.pile_count);
	k->picture.counts = counts_of_snapshot(k->arena, snap, -1);
	k->employer = arena_strdup(k->arena, snap->employer.code);
	k->day = snap->day;
	k->bytes = snapshot_bytes(snap) + arena_used(k->arena);
	atomic_init(&k->holders, 1);
	return k;
}

void picture_drop(const struct picture *picture)
{
	struct kept_picture *k = (struct kept_picture *)(uintptr_t)picture;

	if (k == NULL || atomic_fetch_sub(&k->holders, 1) > 1)
		return;
	snapshot_drop(k->picture.snap);
	arena_free(k->arena);
	mem_free(k);
}

static int kept_load(struct store *store, const char *employer, int32_t day, struct kept_picture **ret, struct err *err)
{
	const struct snapshot *snap;
	int rc = store_snapshot(store, employer, day, &snap, err);

	if (rc < 0)
		return rc;
	*ret = kept_new(snap);
	return 0;
}

int picture_load(struct store *store, const char *employer, int32_t day, const struct picture **ret, struct err *err)
{
	struct kept_picture *k;
	int rc = kept_load(store, employer, day, &k, err);

	if (rc == 0)
		*ret = &k->picture;
	return rc;
}

struct pictures *pictures_new(struct store *store, size_t most_bytes)
{
	struct pictures *p = mem_alloc(sizeof *p);

	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->store_lock, NULL);
	pthread_mutex_init(&p->long_lock, NULL);
	p->store = store;
	p->most_bytes = most_bytes;
	p->results = kept_results_new();
	return p;
}

static void empty_slot(struct pictures *p, size_t i)
{
	p->bytes -= p->slots[i]->bytes;
	picture_drop(&p->slots[i]->picture);
	p->slots[i] = NULL;
}

/* The pictures of an employer that has moved on. */
static void empty_old(struct pictures *p, const struct employer *employers, size_t count)
{
	for (size_t i = 0; i < CACHE_SLOTS; i++)
		for (size_t e = 0; e < count && p->slots[i] != NULL; e++)
			if (employers[e].id == p->slots[i]->picture.snap->employer.id
				&& employers[e].position != p->slots[i]->picture.snap->employer.position)
				empty_slot(p, i);
}

static void empty_all(struct pictures *p)
{
	for (size_t i = 0; i < CACHE_SLOTS; i++)
		if (p->slots[i] != NULL)
			empty_slot(p, i);
}

struct pictures *pictures_free(struct pictures *p)
{
	if (p != NULL) {
		empty_all(p);
		kept_results_free(p->results);
		pthread_mutex_destroy(&p->lock);
		pthread_mutex_destroy(&p->store_lock);
		pthread_mutex_destroy(&p->long_lock);
		mem_free(p);
	}
	return NULL;
}

/* Something was written since the last look: a picture may be old, and there may be a scheme that is new. The store is
 * locked, the cache is not. */
static int forget_if_changed(struct pictures *p, struct err *err)
{
	struct employer *employers;
	struct arena *a;
	size_t count;
	int64_t version;
	int rc = store_version(p->store, &version, err);

	if (rc < 0 || version == p->version)
		return rc;
	a = arena_new();
	rc = schemes_of_store(p->store, err);
	if (rc == 0)
		rc = store_employers(p->store, a, &employers, &count, err);
	if (rc == 0) {
		pthread_mutex_lock(&p->lock);
		empty_old(p, employers, count);
		p->version = version;
		pthread_mutex_unlock(&p->lock);
	}
	arena_free(a);
	return rc;
}

struct kept_results *pictures_results(struct pictures *p)
{
	return p->results;
}

static size_t slot_of(const struct pictures *p, const char *employer, int32_t day)
{
	for (size_t i = 0; i < CACHE_SLOTS; i++) {
		const struct kept_picture *k = p->slots[i];

		if (k != NULL && k->day == day && str_equal(k->employer, employer))
			return i;
	}
	return CACHE_SLOTS;
}

static size_t oldest_slot(const struct pictures *p)
{
	size_t oldest = CACHE_SLOTS;

	for (size_t i = 0; i < CACHE_SLOTS; i++)
		if (p->slots[i] != NULL && (oldest == CACHE_SLOTS || p->slots[i]->last_use < p->slots[oldest]->last_use))
			oldest = i;
	return oldest;
}

static size_t free_slot(const struct pictures *p)
{
	for (size_t i = 0; i < CACHE_SLOTS; i++)
		if (p->slots[i] == NULL)
			return i;
	return CACHE_SLOTS;
}

/* Keeps a new picture, putting away those that were not looked at for longest. */
static void keep(struct pictures *p, struct kept_picture *k)
{
	size_t slot;

	while (oldest_slot(p) < CACHE_SLOTS && (p->bytes + k->bytes > p->most_bytes || free_slot(p) == CACHE_SLOTS))
		empty_slot(p, oldest_slot(p));
	slot = free_slot(p);
	p->slots[slot] = k;
	p->bytes += k->bytes;
}

/* A share of a kept picture; NULL if it is not there. */
static const struct picture *take_kept(struct pictures *p, const char *employer, int32_t day)
{
	struct kept_picture *k = NULL;
	size_t slot;

	pthread_mutex_lock(&p->lock);
	slot = slot_of(p, employer, day);
	if (slot < CACHE_SLOTS) {
		k = p->slots[slot];
		k->last_use = ++p->uses;
		atomic_fetch_add(&k->holders, 1);
	}
	pthread_mutex_unlock(&p->lock);
	return k != NULL ? &k->picture : NULL;
}

static int load_and_keep(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err)
{
	struct kept_picture *k;
	int rc = kept_load(p->store, employer, day, &k, err);

	if (rc < 0)
		return rc;
	pthread_mutex_lock(&p->lock);
	keep(p, k);
	k->last_use = ++p->uses;
	atomic_fetch_add(&k->holders, 1);
	pthread_mutex_unlock(&p->lock);
	*ret = &k->picture;
	return 0;
}

/* While the store is busy making another picture nobody can ask it what is new: what is kept is as new as the moment that
 * began. */
int pictures_get(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err)
{
	const struct picture *kept = NULL;
	int rc;

	if (pthread_mutex_trylock(&p->store_lock) != 0) {
		kept = take_kept(p, employer, day);
		if (kept != NULL) {
			*ret = kept;
			return 0;
		}
		pthread_mutex_lock(&p->store_lock);
	}
	rc = forget_if_changed(p, err);
	if (rc == 0)
		kept = take_kept(p, employer, day);
	if (rc == 0 && kept == NULL)
		rc = load_and_keep(p, employer, day, &kept, err);
	pthread_mutex_unlock(&p->store_lock);
	if (rc == 0)
		*ret = kept;
	return rc;
}

struct store *pictures_lock_store(struct pictures *p)
{
	pthread_mutex_lock(&p->store_lock);
	return p->store;
}

void pictures_unlock_store(struct pictures *p)
{
	pthread_mutex_unlock(&p->store_lock);
}

void pictures_read_long_by(struct pictures *p, struct store *store)
{
	p->long_store = store;
}

struct store *pictures_lock_long(struct pictures *p)
{
	if (p->long_store == NULL)
		return pictures_lock_store(p);
	pthread_mutex_lock(&p->long_lock);
	return p->long_store;
}

void pictures_unlock_long(struct pictures *p)
{
	if (p->long_store == NULL)
		pictures_unlock_store(p);
	else
		pthread_mutex_unlock(&p->long_lock);
}
