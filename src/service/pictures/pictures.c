#include "service/pictures/pictures.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/str.h"
#include "service/pictures/picture_shelf.h"
#include "service/pictures/scheme_use.h"
#include "store/store.h"

enum {
	LATELY_MS = 10 * 60 * 1000, /* a picture that was asked for since is made anew before it is asked for again */
	RENEWED_DAYS = 4            /* of one employer at once */
};

/* Locks, so that a picture in the making keeps nobody waiting who wants another: one over the shelf, held for moments, one
 * over the store, held while it is read, and one over the store that is asked where an employer stands. Who wants several
 * takes the store's first and the shelf's last. */
struct pictures {
	pthread_mutex_t lock, store_lock;
	struct store *store;
	pthread_mutex_t asking_lock;
	struct store *asked_store; /* NULL: the same */
	pthread_mutex_t long_lock; /* with none of the others */
	struct store *long_store;  /* NULL: the same */
	int64_t schemes;           /* those that are known, by their number; under store_lock */
	struct picture_shelf shelf;
	struct kept_results *results;
};

static int kept_load(struct store *store, const char *employer, int32_t day, struct kept_picture **ret, struct err *err)
{
	const struct snapshot *snap;
	int rc = store_snapshot(store, employer, day, &snap, err);

	if (rc < 0)
		return rc;
	*ret = kept_picture_new(snap);
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
	pthread_mutex_init(&p->asking_lock, NULL);
	pthread_mutex_init(&p->long_lock, NULL);
	p->store = store;
	p->schemes = -1;
	p->shelf.counts.most_bytes = most_bytes;
	p->results = kept_results_new();
	return p;
}

/* Of one employer, those that were made at another position. Under `lock`. */
static void take_off_old(struct picture_shelf *shelf, const struct employer_standing *standing)
{
	struct kept_picture *older;

	for (struct kept_picture *k = shelf->newest; k != NULL; k = older) {
		const struct employer *made = &k->picture.snap->employer;

		older = k->older;
		if (made->id == standing->employer_id && made->position != standing->position)
			shelf_take_off(shelf, k);
	}
}

struct pictures *pictures_free(struct pictures *p)
{
	if (p != NULL) {
		shelf_empty(&p->shelf);
		kept_results_free(p->results);
		pthread_mutex_destroy(&p->lock);
		pthread_mutex_destroy(&p->store_lock);
		pthread_mutex_destroy(&p->asking_lock);
		pthread_mutex_destroy(&p->long_lock);
		mem_free(p);
	}
	return NULL;
}

struct kept_results *pictures_results(struct pictures *p)
{
	return p->results;
}

/* A share of a kept picture that was made at the position; NULL if there is none. */
static const struct picture *take_kept(struct pictures *p, const char *employer, int32_t day, const struct employer_standing *standing)
{
	const struct picture *found = NULL;
	struct kept_picture *k;

	pthread_mutex_lock(&p->lock);
	k = shelf_find(&p->shelf, employer, day);
	if (k != NULL && k->picture.snap->employer.id == standing->employer_id
		&& k->picture.snap->employer.position == standing->position) {
		k->asked_ms = clock_steady_ms();
		found = picture_hold(&k->picture);
	}
	pthread_mutex_unlock(&p->lock);
	return found;
}

/* Who made it is one holder, and the shelf, where it stands there, another. */
static void keep(struct pictures *p, struct kept_picture *k, bool passing)
{
	k->asked_ms = clock_steady_ms();
	pthread_mutex_lock(&p->lock);
	p->shelf.counts.made++;
	(void)picture_hold(&k->picture);
	if (!passing)
		shelf_put(&p->shelf, k);
	else if (!shelf_put_behind(&p->shelf, k))
		picture_drop(&k->picture);
	pthread_mutex_unlock(&p->lock);
}

static int load_and_keep(struct pictures *p, const char *employer, int32_t day, bool passing,
	const struct picture **ret, struct err *err)
{
	struct kept_picture *k;
	int rc = kept_load(p->store, employer, day, &k, err);

	if (rc < 0)
		return rc;
	keep(p, k, passing);
	*ret = &k->picture;
	return 0;
}

/* Where the employer stands at some moment after this was called. */
static int ask(struct pictures *p, const char *employer, struct employer_standing *ret, struct err *err)
{
	struct store *s = p->asked_store;
	int rc;

	pthread_mutex_lock(s != NULL ? &p->asking_lock : &p->store_lock);
	rc = store_standing(s != NULL ? s : p->store, employer, ret, err);
	pthread_mutex_unlock(s != NULL ? &p->asking_lock : &p->store_lock);
	return rc;
}

/* With the store locked: asks it, and makes the picture if nobody has made it while this waited for the lock. */
static int make(struct pictures *p, const char *employer, int32_t day, bool passing, const struct picture **ret,
	struct err *err)
{
	struct employer_standing standing;
	int rc = store_standing(p->store, employer, &standing, err);

	if (rc == 0 && standing.schemes != p->schemes) {
		rc = schemes_of_store(p->store, err);
		p->schemes = rc == 0 ? standing.schemes : p->schemes;
	}
	if (rc < 0)
		return rc;
	*ret = take_kept(p, employer, day, &standing);
	if (*ret != NULL)
		return 0;
	pthread_mutex_lock(&p->lock);
	take_off_old(&p->shelf, &standing);
	pthread_mutex_unlock(&p->lock);
	return load_and_keep(p, employer, day, passing, ret, err);
}

static int get(struct pictures *p, const char *employer, int32_t day, bool passing, const struct picture **ret,
	struct err *err)
{
	const struct picture *found = NULL;
	struct employer_standing standing;
	int rc = ask(p, employer, &standing, err);

	if (rc == 0)
		found = take_kept(p, employer, day, &standing);
	if (rc == 0 && found == NULL) {
		pthread_mutex_lock(&p->store_lock);
		rc = make(p, employer, day, passing, &found, err);
		pthread_mutex_unlock(&p->store_lock);
	}
	if (rc == 0)
		*ret = found;
	return rc;
}

int pictures_get(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err)
{
	return get(p, employer, day, false, ret, err);
}

int pictures_pass(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err)
{
	return get(p, employer, day, true, ret, err);
}

struct asked_day {
	int32_t day;
	int64_t asked_ms;
};

/* The days of an employer whose pictures were asked for lately; how many there are. */
static size_t days_asked_for(struct pictures *p, const char *employer, struct asked_day days[RENEWED_DAYS])
{
	const int64_t lately = clock_steady_ms() - LATELY_MS;
	size_t count = 0;

	pthread_mutex_lock(&p->lock);
	for (const struct kept_picture *k = p->shelf.newest; k != NULL && count < RENEWED_DAYS; k = k->older)
		if (k->asked_ms >= lately && str_equal(k->picture.snap->employer.code, employer))
			days[count++] = (struct asked_day){k->picture.snap->day, k->asked_ms};
	pthread_mutex_unlock(&p->lock);
	return count;
}

/* Being made anew is not being asked for. */
static void leave_asked(struct pictures *p, const struct picture *picture, int64_t asked_ms)
{
	struct kept_picture *k = (struct kept_picture *)(uintptr_t)picture;

	pthread_mutex_lock(&p->lock);
	k->asked_ms = asked_ms;
	pthread_mutex_unlock(&p->lock);
}

int pictures_renew(struct pictures *p, const char *employer, struct err *err)
{
	struct asked_day days[RENEWED_DAYS];
	size_t count = days_asked_for(p, employer, days);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		const struct picture *made;

		pthread_mutex_lock(&p->store_lock);
		rc = make(p, employer, days[i].day, false, &made, err);
		pthread_mutex_unlock(&p->store_lock);
		if (rc < 0)
			break;
		leave_asked(p, made, days[i].asked_ms);
		picture_drop(made);
	}
	return rc;
}

/* With the store locked, so that nobody else adds to the arena. */
static int read_kept(struct pictures *p, struct kept_picture *k, picture_reading read, struct err *err)
{
	size_t before = arena_used(k->arena);
	const void *kept = NULL;
	int rc = read(p->store, k->arena, &k->picture, &kept, err);

	pthread_mutex_lock(&p->lock);
	shelf_grow(&p->shelf, k, arena_used(k->arena) - before);
	pthread_mutex_unlock(&p->lock);
	if (rc == 0)
		atomic_store(&k->kept, kept);
	return rc;
}

int pictures_keep(struct pictures *p, const struct picture *of, picture_reading read, const void **ret, struct err *err)
{
	struct kept_picture *k = (struct kept_picture *)(uintptr_t)of;
	int rc = 0;

	if (atomic_load(&k->kept) == NULL) {
		pthread_mutex_lock(&p->store_lock);
		rc = atomic_load(&k->kept) == NULL ? read_kept(p, k, read, err) : 0;
		pthread_mutex_unlock(&p->store_lock);
	}
	*ret = atomic_load(&k->kept);
	return rc;
}

struct pictures_counts pictures_counts(struct pictures *p)
{
	struct pictures_counts counts;

	pthread_mutex_lock(&p->lock);
	counts = p->shelf.counts;
	pthread_mutex_unlock(&p->lock);
	return counts;
}

int pictures_try(struct pictures *p, struct err *err)
{
	int64_t version;
	int rc = 0;

	if (p->asked_store != NULL) {
		pthread_mutex_lock(&p->asking_lock);
		rc = store_version(p->asked_store, &version, err);
		pthread_mutex_unlock(&p->asking_lock);
	}
	pthread_mutex_lock(&p->store_lock);
	if (rc == 0)
		rc = store_version(p->store, &version, err);
	if (rc == 0)
		rc = store_is_current(p->store, err);
	pthread_mutex_unlock(&p->store_lock);
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

void pictures_ask_by(struct pictures *p, struct store *store)
{
	p->asked_store = store;
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
