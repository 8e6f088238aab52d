#include "service/league/league_picture.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/str.h"
#include "secure/digest.h"
#include "store/publishers.h"
#include "store/store.h"

enum { ETAG_DIGITS = 32 };

struct kept_league {
	struct league_picture picture; /* first, so that a picture leads back to what keeps it */
	struct arena *arena;
	atomic_int holders;
};

/* Two locks, so that a picture in the making keeps nobody waiting: one over `newest`, held for moments, and one over
 * the store, held while it is read. Who wants both takes the store's first. */
struct league_pictures {
	pthread_mutex_t lock, store_lock;
	struct store *store;
	int64_t version;             /* of the store, when `newest` was as new as it */
	struct kept_league *newest;  /* NULL before anybody asked */
};

const struct league_year *league_picture_year(const struct league_picture *p, int year)
{
	return p->last_year != 0 && year >= p->first_year && year <= p->last_year ? &p->years[year - p->first_year] : NULL;
}

const struct league_check *league_picture_check(const struct league_picture *p, int32_t area)
{
	return league_check_newest(p->checks, p->checks_count, area);
}

const struct league_check *league_picture_check_of(const struct league_picture *p, int32_t area, int year)
{
	return year == p->funnel_year ? league_picture_check(p, area)
		: league_check_of_year(p->checks, p->checks_count, area, year);
}

int league_picture_change_from(const struct league_picture *p, int year)
{
	return p->last_year == 0 ? 0 : league_change_from(p->years, (size_t)(p->last_year - p->first_year) + 1, year);
}

const struct league_check *league_picture_version(const struct league_picture *p, int32_t area, int64_t version)
{
	for (size_t i = 0; i < p->checks_count; i++)
		if (p->checks[i].area == area && p->checks[i].published->version == version)
			return &p->checks[i];
	return NULL;
}

static const char *etag_of(struct arena *a, const struct release *releases, size_t count, const char *checks)
{
	struct digest *digest = digest_new();
	char hex[DIGEST_SIZE];

	for (size_t i = 0; i < count; i++)
		digest_add(digest, releases[i].sha256, strlen(releases[i].sha256));
	digest_add(digest, checks, strlen(checks));
	digest_end(digest, hex);
	digest_free(digest);
	return arena_strndup(a, hex, ETAG_DIGITS);
}

static void find_years(struct arena *a, struct league_picture *p)
{
	struct league_year *years;

	if (!league_years(p->league, &p->first_year, &p->last_year))
		return;
	years = arena_array(a, (size_t)(p->last_year - p->first_year) + 1, sizeof *years);
	for (int year = p->first_year; year <= p->last_year; year++) {
		struct league_year *y = &years[year - p->first_year];

		*y = league_year_of(a, p->league, year);
		p->funnel_year = y->has_funnel ? year : p->funnel_year;
	}
	p->years = years;
}

static int make(struct store *store, struct arena *a, struct league_picture *p, struct err *err)
{
	struct league *league = league_new(a);
	struct league_check *checks = NULL;
	struct release *releases;
	const char *stamp = "";
	int rc = releases_list(store, a, &releases, &p->releases_count, err);

	if (rc == 0)
		rc = releases_tell(store, releases, p->releases_count, league, err);
	if (rc == 0)
		rc = league_checks_read(store, a, league, &checks, &p->checks_count, err);
	if (rc == 0)
		rc = store_checks_stamp(store, a, &stamp, err);
	if (rc < 0)
		return rc;
	p->league = league;
	p->releases = releases;
	p->checks = checks;
	p->etag = etag_of(a, releases, p->releases_count, stamp);
	find_years(a, p);
	return 0;
}

static int kept_load(struct store *store, struct kept_league **ret, struct err *err)
{
	struct kept_league *k = mem_alloc(sizeof *k);
	int rc = store_begin_reading(store, err);

	k->arena = arena_new();
	atomic_init(&k->holders, 1);
	if (rc == 0) {
		rc = make(store, k->arena, &k->picture, err);
		store_end_reading(store);
	}
	if (rc == 0)
		*ret = k;
	else
		league_picture_drop(&k->picture);
	return rc;
}

void league_picture_drop(const struct league_picture *picture)
{
	struct kept_league *k = (struct kept_league *)(uintptr_t)picture;

	if (k == NULL || atomic_fetch_sub(&k->holders, 1) > 1)
		return;
	arena_free(k->arena);
	mem_free(k);
}

int league_picture_load(struct store *store, const struct league_picture **ret, struct err *err)
{
	struct kept_league *k;
	int rc = kept_load(store, &k, err);

	if (rc == 0)
		*ret = &k->picture;
	return rc;
}

/* ---- the cache ---- */

struct league_pictures *league_pictures_new(struct store *store)
{
	struct league_pictures *l = mem_alloc(sizeof *l);

	pthread_mutex_init(&l->lock, NULL);
	pthread_mutex_init(&l->store_lock, NULL);
	l->store = store;
	return l;
}

struct league_pictures *league_pictures_free(struct league_pictures *l)
{
	if (l != NULL) {
		league_picture_drop(l->newest != NULL ? &l->newest->picture : NULL);
		pthread_mutex_destroy(&l->lock);
		pthread_mutex_destroy(&l->store_lock);
		mem_free(l);
	}
	return NULL;
}

/* A share of the newest that is there; NULL before the first. */
static const struct league_picture *share(struct league_pictures *l)
{
	struct kept_league *k;

	pthread_mutex_lock(&l->lock);
	k = l->newest;
	if (k != NULL)
		atomic_fetch_add(&k->holders, 1);
	pthread_mutex_unlock(&l->lock);
	return k != NULL ? &k->picture : NULL;
}

static void put_in_place(struct league_pictures *l, struct kept_league *k)
{
	struct kept_league *before;

	pthread_mutex_lock(&l->lock);
	before = l->newest;
	l->newest = k;
	pthread_mutex_unlock(&l->lock);
	league_picture_drop(before != NULL ? &before->picture : NULL);
}

/* Whether releases or checks are no longer those that the newest picture is made of. */
static int has_changed(struct league_pictures *l, bool *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct release *releases;
	const char *stamp;
	size_t count;
	int rc = releases_list(l->store, a, &releases, &count, err);

	if (rc == 0)
		rc = store_checks_stamp(l->store, a, &stamp, err);
	if (rc == 0)
		*ret = !str_equal(l->newest->picture.etag, etag_of(a, releases, count, stamp));
	arena_free(a);
	return rc;
}

/* The store is locked. */
static int bring_up_to_date(struct league_pictures *l, struct err *err)
{
	struct kept_league *k;
	bool changed = true;
	int64_t version;
	int rc = store_version(l->store, &version, err);

	if (rc < 0 || (l->newest != NULL && version == l->version))
		return rc;
	if (l->newest != NULL)
		rc = has_changed(l, &changed, err);
	if (rc == 0 && changed)
		rc = kept_load(l->store, &k, err);
	if (rc < 0)
		return rc;
	if (changed)
		put_in_place(l, k);
	l->version = version;
	return 0;
}

int league_pictures_get(struct league_pictures *l, const struct league_picture **ret, struct err *err)
{
	const struct league_picture *p = NULL;
	int rc = 0;

	if (pthread_mutex_trylock(&l->store_lock) != 0) {
		p = share(l);
		if (p != NULL) {
			*ret = p;
			return 0;
		}
		pthread_mutex_lock(&l->store_lock);
	}
	rc = bring_up_to_date(l, err);
	pthread_mutex_unlock(&l->store_lock);
	if (rc == 0)
		*ret = share(l);
	return rc;
}
