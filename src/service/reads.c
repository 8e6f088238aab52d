#include "service/reads.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "store/accounts.h"

enum { GATHER_MS = 300, RETRY_MS = 1000, LAST_TRIES = 5 };

struct batch {
	struct arena *arena;
	struct look *looks;
	size_t count, room;
};

struct reads {
	struct writer *writer;
	size_t most;
	pthread_t thread;
	pthread_mutex_t lock;    /* over all below */
	pthread_cond_t changed;
	struct batch waiting;
	size_t under_way;        /* taken out of `waiting` and not yet written */
	bool ending;
	pthread_mutex_t writing; /* one group at a time */
};

static struct batch batch_new(void)
{
	return (struct batch){.arena = arena_new()};
}

static int write_batch(struct store *s, void *context, struct err *err)
{
	const struct batch *b = context;
	int rc = 0;

	for (size_t i = 0; i < b->count && rc == 0; i++)
		rc = store_look_add(s, &b->looks[i], err);
	return rc;
}

static struct batch take_waiting(struct reads *reads)
{
	struct batch taken;

	pthread_mutex_lock(&reads->lock);
	taken = reads->waiting;
	reads->waiting = batch_new();
	reads->under_way = taken.count;
	pthread_mutex_unlock(&reads->lock);
	return taken;
}

static void copy_look(struct batch *b, const struct look *look)
{
	struct look *copy = ARENA_PUSH(b->arena, &b->looks, &b->count, &b->room);

	*copy = *look;
	copy->object = arena_strdup(b->arena, look->object);
	copy->login = arena_strdup(b->arena, look->login);
	copy->roles = arena_strdup(b->arena, look->roles);
}

/* What could not be written stands again before what has come since. */
static void put_back(struct reads *reads, struct batch *b)
{
	pthread_mutex_lock(&reads->lock);
	for (size_t i = 0; i < reads->waiting.count; i++)
		copy_look(b, &reads->waiting.looks[i]);
	arena_free(reads->waiting.arena);
	reads->waiting = *b;
	reads->under_way = 0;
	pthread_mutex_unlock(&reads->lock);
}

static void forget(struct reads *reads, struct batch *b)
{
	pthread_mutex_lock(&reads->lock);
	reads->under_way = 0;
	pthread_mutex_unlock(&reads->lock);
	arena_free(b->arena);
}

int reads_flush(struct reads *reads, struct err *err)
{
	struct batch b;
	int rc = 0;

	pthread_mutex_lock(&reads->writing);
	b = take_waiting(reads);
	if (b.count > 0)
		rc = writer_write(reads->writer, write_batch, &b, err);
	if (rc < 0)
		put_back(reads, &b);
	else
		forget(reads, &b);
	pthread_mutex_unlock(&reads->writing);
	return rc;
}

/* ---- the thread ---- */

/* Until there is something to write, and then a moment more, so that one write takes many. False: it is time to end. */
static bool wait_for_notes(struct reads *reads, int64_t milliseconds)
{
	struct timespec until;
	bool ending;

	pthread_mutex_lock(&reads->lock);
	while (!reads->ending && reads->waiting.count == 0)
		(void)pthread_cond_wait(&reads->changed, &reads->lock);
	until = clock_in_ms(milliseconds);
	while (!reads->ending && pthread_cond_timedwait(&reads->changed, &reads->lock, &until) == 0)
		;
	ending = reads->ending;
	pthread_mutex_unlock(&reads->lock);
	return !ending;
}

static void *write_on(void *context)
{
	struct reads *reads = context;
	int64_t wait_ms = GATHER_MS;

	while (wait_for_notes(reads, wait_ms))
		wait_ms = reads_flush(reads, NULL) < 0 ? RETRY_MS : GATHER_MS;
	return NULL;
}

/* Signals are for the threads that wait for them. */
static void start_thread(struct reads *reads)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&reads->thread, NULL, write_on, reads) != 0)
		abort();
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct reads *reads_new(struct writer *writer, size_t most)
{
	struct reads *reads = mem_alloc(sizeof *reads);
	pthread_condattr_t steady;

	reads->writer = writer;
	reads->most = most > 0 ? most : READS_MOST;
	pthread_mutex_init(&reads->lock, NULL);
	pthread_mutex_init(&reads->writing, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&reads->changed, &steady);
	pthread_condattr_destroy(&steady);
	reads->waiting = batch_new();
	start_thread(reads);
	return reads;
}

static void write_the_rest(struct reads *reads)
{
	int rc = -1;

	for (int i = 0; i < LAST_TRIES && rc < 0; i++)
		rc = reads_flush(reads, NULL);
	if (rc < 0)
		(void)fprintf(stderr, "plimsoll: %zu records of who looked at what could not be written\n", reads->waiting.count);
}

struct reads *reads_free(struct reads *reads)
{
	if (reads == NULL)
		return NULL;
	pthread_mutex_lock(&reads->lock);
	reads->ending = true;
	(void)pthread_cond_signal(&reads->changed);
	pthread_mutex_unlock(&reads->lock);
	(void)pthread_join(reads->thread, NULL);
	write_the_rest(reads);
	arena_free(reads->waiting.arena);
	pthread_cond_destroy(&reads->changed);
	pthread_mutex_destroy(&reads->writing);
	pthread_mutex_destroy(&reads->lock);
	mem_free(reads);
	return NULL;
}

int reads_note(struct reads *reads, const struct look *look, struct err *err)
{
	bool full;

	pthread_mutex_lock(&reads->lock);
	full = reads->waiting.count + reads->under_way >= reads->most;
	if (!full)
		copy_look(&reads->waiting, look);
	(void)pthread_cond_signal(&reads->changed);
	pthread_mutex_unlock(&reads->lock);
	return full ? err_set(err, PL_LOCKED, "Who looks at this has to be recorded first, and that is not possible at the moment. "
		"Please try again in a few seconds.") : 0;
}

/* ---- reading ---- */

static int name_looker(struct store *s, struct arena *a, int32_t employer_id, struct looker *l, struct err *err)
{
	struct account_row row;
	int rc = store_account(s, a, employer_id, l->looked.login, &row, err);

	l->name = rc == 0 ? row.name : "";
	return rc == PL_NOT_FOUND ? 0 : rc;
}

int reads_from(struct store *s, struct arena *a, int32_t employer_id, enum look_kind kind, const char *object, size_t most,
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

int reads_of(struct pictures *pictures, struct arena *a, const struct picture *p, enum look_kind kind, const char *object,
	size_t most, struct looker **ret, size_t *ret_count, struct err *err)
{
	int rc = reads_from(pictures_lock_store(pictures), a, p->snap->employer.id, kind, object, most, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
