/* pictures.h: what pages and commands look at: an employer on a day, with everybody's load worked out.
 *
 * A picture is a snapshot and what is computed from it (loads, pile, counts), made once and shared by reference count.
 * The cache keeps the pictures that were looked at last, within a limit of bytes, and notices when somebody has
 * committed.
 */
#pragma once

#include "core/counts.h"
#include "core/load.h"
#include "core/pile.h"
#include "core/snapshot.h"
#include "service/pictures/kept_results.h"

struct store;

struct picture {
	const struct snapshot *snap;
	struct loads loads;
	struct pooled_load *pools; /* by team, as pool_by_team has it */
	struct pile_row *pile; /* in the order of the pile */
	size_t pile_count;
	struct pile_sum *waiting; /* by team, as pile_sums_by_team has it */
	struct counts counts;
};

/* Whether there is anything to say of a team; of what belongs to none (-1) only where there is such a post or case. */
static inline bool picture_has_team(const struct picture *p, int32_t team)
{
	return team >= 0 || p->pools[0].posts > 0 || p->waiting[0].cases > 0;
}

struct pictures;

/* A cache over a store opened for reading, which must outlive it. Any thread may ask. What was asked for longest ago makes room for
 * what is asked for now; one picture is kept however large. */
struct pictures *pictures_new(struct store *store, size_t most_bytes);
struct pictures *pictures_free(struct pictures *p);

/* The picture of an employer on a day, as new as the last commit; hand it back with picture_drop. PL_NOT_FOUND if there is
 * no such employer. */
int pictures_get(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err) PL_MUST_CHECK;
void picture_drop(const struct picture *picture);
/* A share of its own, to be handed back too. */
const struct picture *picture_hold(const struct picture *picture);
/* The same for who looks at every employer in turn, and at none for long: what pages are drawn from is not put away for it. */
int pictures_pass(struct pictures *p, const char *employer, int32_t day, const struct picture **ret, struct err *err) PL_MUST_CHECK;

/* Somebody has committed to the employer's records: makes those of its pictures that were asked for lately anew, so that nobody
 * waits for them. Whoever asks gets what is new without this too. */
int pictures_renew(struct pictures *p, const char *employer, struct err *err) PL_MUST_CHECK;

/* What the cache holds, and what it has done so far. A picture that somebody still looks at after it was put away is not counted. */
struct pictures_counts {
	int64_t kept, made, evicted; /* evicted: for want of room; not because its employer had moved on */
	size_t bytes, most_bytes;
};
struct pictures_counts pictures_counts(struct pictures *p);

/* For commands: one picture without a cache. */
int picture_load(struct store *store, const char *employer, int32_t day, const struct picture **ret, struct err *err) PL_MUST_CHECK;

/* Whether both stores that every page asks answer, and their tables are those of this program: store_version and
 * store_is_current. */
int pictures_try(struct pictures *p, struct err *err) PL_MUST_CHECK;

/* What is read once for a picture and kept with it: made in the arena with the store locked, by whoever asks first. At least as new as
 * the picture; belongs to it, and lives as long. There is one kind of it (service/telling/open_work.h). */
typedef int (*picture_reading)(struct store *s, struct arena *a, const struct picture *p, const void **ret, struct err *err);
int pictures_keep(struct pictures *p, const struct picture *of, picture_reading read, const void **ret, struct err *err) PL_MUST_CHECK;

/* The store behind the cache, for the history that pictures do not hold; calls into it must be between these two. */
struct store *pictures_lock_store(struct pictures *p);
void pictures_unlock_store(struct pictures *p);

/* From now on where an employer stands is asked of a store of its own (which must outlive `p`), so that no page waits while a picture
 * is made that it does not need. Before any thread asks. Without one it is the store above. */
void pictures_ask_by(struct pictures *p, struct store *store);

/* From now on what takes seconds is read through a store of its own, which must outlive `p` and is asked by nobody else, so that no page
 * waits for it. Before any thread asks. Without one it is the store above. */
void pictures_read_long_by(struct pictures *p, struct store *store);
struct store *pictures_lock_long(struct pictures *p);
void pictures_unlock_long(struct pictures *p);

/* What was worked out of these employers and is worth keeping. Needs no lock. */
struct kept_results *pictures_results(struct pictures *p);
