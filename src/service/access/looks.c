#include "service/access/looks.h"

#include <pthread.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "service/ticker.h"
#include "store/accounts.h"

/* How long a page waits for its look to be written: beyond that the disk, or another writer, is too slow to wait for. */
enum { GATHER_MS = 300, RETRY_MS = 1000, DURABLE_MS = 300, LAST_TRIES = 5, KEY_BYTES = 4096 };

/* Looks with what they are counted by. */
struct batch {
	struct arena *arena;
	struct look *looks;
	size_t count, room, refused;
	struct strmap *places;   /* of a look in `looks`, by its key */
	struct strmap *accounts; /* of a login in `of_account` */
	int32_t *of_account;
	size_t accounts_count, accounts_room;
	int64_t last;            /* number of the note that came last */
};

struct looks {
	struct writer *writer;
	size_t most;
	struct ticker *ticker;
	pthread_mutex_t lock;     /* over all below */
	pthread_cond_t settled;   /* for pages: something was written, or could not be */
	struct batch waiting;
	struct batch under_way;   /* taken out of `waiting` and being written: not to be changed */
	int64_t noted, written;   /* notes by number, from 1 */
	bool held;                /* the last write failed: somebody else has the database */
	bool ending;
	pthread_mutex_t writing;  /* one group at a time */
};

static struct batch batch_new(void)
{
	return (struct batch){.arena = arena_new(), .places = strmap_new(), .accounts = strmap_new()};
}

static void batch_free(struct batch *b)
{
	strmap_free(b->places);
	strmap_free(b->accounts);
	arena_free(b->arena);
	*b = (struct batch){0};
}

static int32_t *tally_of(const struct batch *b, const char *login)
{
	int32_t place;

	return b->accounts != NULL && strmap_get(b->accounts, str_of(login), &place) ? &b->of_account[place] : NULL;
}

static void count_account(struct batch *b, const char *login)
{
	int32_t *tally = tally_of(b, login);

	if (tally == NULL) {
		(void)strmap_put(b->accounts, str_of(login), (int32_t)b->accounts_count);
		tally = ARENA_PUSH(b->arena, &b->of_account, &b->accounts_count, &b->accounts_room);
		*tally = 0;
	}
	++*tally;
}

/* What makes two looks one that was done twice: all of it, to the second. No login has a bar. */
static void put_key(struct buf *out, const struct look *l)
{
	buf_putf(out, "%d|%d|%d|%d|%lld|%s|%s|%s", (int)l->employer_id, (int)l->kind, (int)l->of_access, (int)l->refused,
		(long long)l->instant, l->login, l->roles, l->object);
}

static bool fold(struct batch *b, const struct look *look)
{
	struct buf key = BUF_INIT(KEY_BYTES);
	int32_t place;
	bool known;

	put_key(&key, look);
	known = strmap_get(b->places, str_of(buf_text(&key)), &place);
	if (known)
		b->looks[place].times += look->times;
	buf_free(&key);
	return known;
}

static void batch_add(struct batch *b, const struct look *look)
{
	struct buf key = BUF_INIT(KEY_BYTES);
	struct look *copy;

	put_key(&key, look);
	(void)strmap_put(b->places, str_of(buf_text(&key)), (int32_t)b->count);
	buf_free(&key);
	copy = ARENA_PUSH(b->arena, &b->looks, &b->count, &b->room);
	*copy = *look;
	copy->object = arena_strdup(b->arena, look->object);
	copy->login = arena_strdup(b->arena, look->login);
	copy->roles = arena_strdup(b->arena, look->roles);
	b->refused += look->refused ? 1 : 0;
	count_account(b, copy->login);
}

static int write_batch(struct store *s, void *context, struct err *err)
{
	const struct batch *b = context;
	int rc = 0;

	for (size_t i = 0; i < b->count && rc == 0; i++)
		rc = store_look_add(s, &b->looks[i], err);
	return rc;
}

static bool take_waiting(struct looks *looks)
{
	bool any;

	pthread_mutex_lock(&looks->lock);
	any = looks->waiting.count > 0;
	if (any) {
		looks->under_way = looks->waiting;
		looks->under_way.last = looks->noted;
		looks->waiting = batch_new();
	}
	pthread_mutex_unlock(&looks->lock);
	return any;
}

/* What could not be written stands again before what has come since. */
static void put_back(struct looks *looks)
{
	struct batch since = looks->waiting;

	looks->waiting = looks->under_way;
	looks->under_way = (struct batch){0};
	for (size_t i = 0; i < since.count; i++)
		if (!fold(&looks->waiting, &since.looks[i]))
			batch_add(&looks->waiting, &since.looks[i]);
	batch_free(&since);
}

static void settle(struct looks *looks, bool written)
{
	pthread_mutex_lock(&looks->lock);
	looks->held = !written;
	if (written) {
		looks->written = looks->under_way.last;
		batch_free(&looks->under_way);
	} else {
		put_back(looks);
	}
	(void)pthread_cond_broadcast(&looks->settled);
	pthread_mutex_unlock(&looks->lock);
}

int looks_flush(struct looks *looks, struct err *err)
{
	int rc = 0;

	pthread_mutex_lock(&looks->writing);
	if (take_waiting(looks)) {
		rc = writer_write(looks->writer, write_batch, &looks->under_way, err);
		settle(looks, rc == 0);
	}
	pthread_mutex_unlock(&looks->writing);
	return rc;
}

/* ---- the thread ---- */

/* A moment after the first note, so that one write takes many; at once if a page waits for it. */
static int64_t write_on(void *context)
{
	return looks_flush(context, NULL) < 0 ? RETRY_MS : TICKER_RESTS;
}

struct looks *looks_new(struct writer *writer, size_t most)
{
	struct looks *looks = mem_alloc(sizeof *looks);
	pthread_condattr_t steady;

	looks->writer = writer;
	looks->most = most > 0 ? most : LOOKS_MOST;
	pthread_mutex_init(&looks->lock, NULL);
	pthread_mutex_init(&looks->writing, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&looks->settled, &steady);
	pthread_condattr_destroy(&steady);
	looks->waiting = batch_new();
	looks->ticker = ticker_new(write_on, looks);
	return looks;
}

static void write_the_rest(struct looks *looks)
{
	int rc = -1;

	for (int i = 0; i < LAST_TRIES && rc < 0; i++)
		rc = looks_flush(looks, NULL);
	if (rc < 0)
		(void)fprintf(stderr, "plimsoll: %zu records of who looked at what could not be written\n", looks->waiting.count);
}

struct looks *looks_free(struct looks *looks)
{
	if (looks == NULL)
		return NULL;
	pthread_mutex_lock(&looks->lock);
	looks->ending = true;
	pthread_mutex_unlock(&looks->lock);
	ticker_free(looks->ticker);
	write_the_rest(looks);
	batch_free(&looks->waiting);
	pthread_cond_destroy(&looks->settled);
	pthread_mutex_destroy(&looks->writing);
	pthread_mutex_destroy(&looks->lock);
	mem_free(looks);
	return NULL;
}

/* ---- a note ---- */

static size_t of_account(const struct batch *b, const char *login)
{
	const int32_t *tally = tally_of(b, login);

	return tally != NULL ? (size_t)*tally : 0;
}

/* No account fills the room that is for all, and what is refused leaves half of it for what is shown. */
static bool has_room(const struct looks *looks, const struct look *look)
{
	const struct batch *w = &looks->waiting, *u = &looks->under_way;

	return w->count + u->count < looks->most
		&& of_account(w, look->login) + of_account(u, look->login) < looks->most / LOOKS_ACCOUNTS
		&& (!look->refused || w->refused + u->refused < looks->most / 2);
}

/* Under the lock. What is written before the page is made outlives the process. */
static void wait_until_written(struct looks *looks, int64_t note)
{
	struct timespec until = clock_in_ms(DURABLE_MS);

	if (!looks->held)
		ticker_wake(looks->ticker, 0);
	while (looks->written < note && !looks->held && !looks->ending
		&& pthread_cond_timedwait(&looks->settled, &looks->lock, &until) == 0)
		;
}

/* One more of what waits already takes no room. */
static bool keep(struct looks *looks, const struct look *look)
{
	if (fold(&looks->waiting, look))
		return true;
	if (!has_room(looks, look))
		return false;
	batch_add(&looks->waiting, look);
	return true;
}

int looks_note(struct looks *looks, const struct look *look, struct err *err)
{
	struct look once = *look;
	bool kept;

	once.times = 1;
	pthread_mutex_lock(&looks->lock);
	kept = keep(looks, &once);
	if (kept) {
		looks->noted++;
		if (!looks->held)
			ticker_wake(looks->ticker, GATHER_MS);
		if (!look->refused)
			wait_until_written(looks, looks->noted);
	}
	pthread_mutex_unlock(&looks->lock);
	return kept ? 0 : err_set(err, PL_LOCKED, "Who looks at this has to be recorded first, and that is not possible at the moment. "
		"Please try again in a few seconds.");
}

/* ---- reading ---- */

static int name_looker(struct store *s, struct arena *a, int32_t employer_id, struct looker *l, struct err *err)
{
	struct account_row row;
	int rc = store_account(s, a, employer_id, l->looked.login, &row, err);

	l->name = rc == 0 ? row.name : "";
	return rc == PL_NOT_FOUND ? 0 : rc;
}

int looks_from(struct store *s, struct arena *a, int32_t employer_id, enum look_kind kind, const char *object, size_t most,
	struct looker **ret, size_t *ret_count, struct err *err)
{
	struct looked *rows;
	struct looker *lookers;
	size_t count;
	int rc = store_looks_of(s, a, employer_id, kind, object, most, &rows, &count, err);

	if (rc < 0)
		return rc;
	lookers = arena_array(a, count, sizeof *lookers);
	for (size_t i = 0; i < count && rc == 0; i++) {
		lookers[i].looked = rows[i];
		rc = name_looker(s, a, employer_id, &lookers[i], err);
	}
	if (rc < 0)
		return rc;
	*ret = lookers;
	*ret_count = count;
	return 0;
}

int looks_of(struct pictures *pictures, struct arena *a, const struct picture *p, enum look_kind kind, const char *object,
	size_t most, struct looker **ret, size_t *ret_count, struct err *err)
{
	int rc = looks_from(pictures_lock_store(pictures), a, p->snap->employer.id, kind, object, most, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
