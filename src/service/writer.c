#include "service/writer.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "service/pictures/scheme_use.h"

enum { GROUP_MOST = 64 };

/* A write that waits for its turn, on the stack of who asked for it. */
struct asked_write {
	writer_work work;
	void *context;
	struct err *err;
	int rc;
	bool alone;     /* to be run once more, with a transaction to itself */
	bool done;
	struct asked_write *next;
};

struct writer {
	pthread_mutex_t turn;
	struct store *store;
	atomic_bool aside;
	pthread_mutex_t counting;
	struct writer_counts counts; /* under `counting` */
	pthread_mutex_t queueing;
	pthread_cond_t moved;        /* some were done, or nobody runs them any more */
	struct asked_write *first, **last;
	bool running;                /* somebody runs what is in the queue */
};

int writer_open(const char *path, struct writer **ret, struct err *err)
{
	struct store *store;
	struct writer *w;
	int rc = store_open(path, STORE_SHARE, &store, err);

	if (rc < 0)
		return rc;
	/* What is decided on it is weighed. A scheme that is put there later is known once a picture has been read, by the watch at
	 * the latest. */
	rc = schemes_of_store(store, err);
	if (rc < 0) {
		store_close(store);
		return rc;
	}
	w = mem_alloc(sizeof *w);
	pthread_mutex_init(&w->turn, NULL);
	pthread_mutex_init(&w->counting, NULL);
	pthread_mutex_init(&w->queueing, NULL);
	pthread_cond_init(&w->moved, NULL);
	w->last = &w->first;
	w->store = store;
	*ret = w;
	return 0;
}

struct writer *writer_close(struct writer *w)
{
	if (w != NULL) {
		store_close(w->store);
		pthread_mutex_destroy(&w->turn);
		pthread_mutex_destroy(&w->counting);
		pthread_mutex_destroy(&w->queueing);
		pthread_cond_destroy(&w->moved);
		mem_free(w);
	}
	return NULL;
}

static void count_taken(struct writer *w, bool waited, int64_t microseconds)
{
	pthread_mutex_lock(&w->counting);
	w->counts.taken++;
	w->counts.waits += waited ? 1 : 0;
	w->counts.waited_us += microseconds;
	pthread_mutex_unlock(&w->counting);
}

/* `until` by the steady clock; NULL: for as long as it takes. */
static bool take_turn(struct writer *w, const struct timespec *until)
{
	int64_t began;

	if (pthread_mutex_trylock(&w->turn) == 0) {
		count_taken(w, false, 0);
		return true;
	}
	began = clock_steady_us();
	if (until == NULL)
		pthread_mutex_lock(&w->turn);
	else if (pthread_mutex_clocklock(&w->turn, CLOCK_MONOTONIC, until) != 0)
		return false;
	count_taken(w, true, clock_steady_us() - began);
	return true;
}

struct store *writer_take(struct writer *w)
{
	(void)take_turn(w, NULL);
	store_be_patient(w->store, !atomic_load(&w->aside));
	return w->store;
}

struct store *writer_take_within(struct writer *w, int64_t most_ms)
{
	struct timespec until = clock_in_ms(most_ms);

	if (!take_turn(w, &until))
		return NULL;
	store_be_patient(w->store, !atomic_load(&w->aside));
	return w->store;
}

void writer_step_aside(struct writer *w)
{
	atomic_store(&w->aside, true);
}

void writer_step_back(struct writer *w)
{
	atomic_store(&w->aside, false);
}

struct writer_counts writer_counts(struct writer *w)
{
	struct writer_counts counts;

	pthread_mutex_lock(&w->counting);
	counts = w->counts;
	pthread_mutex_unlock(&w->counting);
	return counts;
}

void writer_give_back(struct writer *w)
{
	struct store_waits file = store_waits(w->store);

	pthread_mutex_lock(&w->counting);
	w->counts.file = file;
	pthread_mutex_unlock(&w->counting);
	pthread_mutex_unlock(&w->turn);
}

int writer_write(struct writer *w, int (*write)(struct store *s, void *context, struct err *err), void *context,
	struct err *err)
{
	struct store *s = writer_take(w);
	int rc = store_begin_writing(s, err);

	if (rc == 0) {
		struct err ignored;

		rc = write(s, context, err);
		if (rc == 0)
			rc = store_end_writing(s, true, err);
		else
			(void)!store_end_writing(s, false, &ignored);
	}
	writer_give_back(w);
	return rc;
}

/* ---- many at once ---- */

/* Takes up to GROUP_MOST from the head of the queue. */
static struct asked_write *take_some(struct writer *w, size_t *ret_count)
{
	struct asked_write *first = w->first, **end = &w->first;
	size_t n = 0;

	while (*end != NULL && n < GROUP_MOST) {
		end = &(*end)->next;
		n++;
	}
	w->first = *end;
	if (w->first == NULL)
		w->last = &w->first;
	*end = NULL;
	*ret_count = n;
	return first;
}

static void run_one(struct store *s, struct asked_write *a)
{
	a->rc = a->work(s, a->context, a->err);
	a->alone = a->rc == PL_LOCKED && store_missed_turn(s);
}

static void fail_all(struct asked_write *first, int rc, const struct err *err)
{
	for (struct asked_write *a = first; a != NULL; a = a->next)
		if (a->rc == 0)
			a->rc = err_set(a->err, rc, "%s", err->text);
}

static void run_together(struct store *s, struct asked_write *first)
{
	struct err err = {.text = ""};
	int rc = store_begin_together(s, &err);

	for (struct asked_write *a = first; a != NULL && rc == 0; a = a->next)
		run_one(s, a);
	if (rc == 0)
		rc = store_end_together(s, &err);
	if (rc < 0)
		fail_all(first, rc, &err);
	for (struct asked_write *a = first; a != NULL; a = a->next)
		if (a->alone)
			run_one(s, a);
}

static void count_runs(struct writer *w, size_t runs)
{
	pthread_mutex_lock(&w->counting);
	w->counts.runs += (int64_t)runs;
	w->counts.groups += runs > 1;
	w->counts.grouped += runs > 1 ? (int64_t)runs : 0;
	pthread_mutex_unlock(&w->counting);
}

/* What is asked for until the writer is there goes along. Begins and ends with `queueing` held. */
static void run_queue(struct writer *w)
{
	struct asked_write *first, *next;
	struct store *s;
	size_t count;

	pthread_mutex_unlock(&w->queueing);
	s = writer_take(w);
	pthread_mutex_lock(&w->queueing);
	first = take_some(w, &count);
	pthread_mutex_unlock(&w->queueing);
	if (count == 1)
		run_one(s, first);
	else
		run_together(s, first);
	writer_give_back(w);
	count_runs(w, count);
	pthread_mutex_lock(&w->queueing);
	/* Who asked may go as soon as it is marked. */
	for (; first != NULL; first = next) {
		next = first->next;
		first->done = true;
	}
}

size_t writer_waiting(struct writer *w)
{
	size_t n = 0;

	pthread_mutex_lock(&w->queueing);
	for (const struct asked_write *a = w->first; a != NULL; a = a->next)
		n++;
	pthread_mutex_unlock(&w->queueing);
	return n;
}

static void put_in_queue(struct writer *w, struct asked_write *first, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		*w->last = &first[i];
		w->last = &first[i].next;
	}
}

/* Until it is done, by whoever does it. Begins and ends with `queueing` held. */
static void wait_for(struct writer *w, const struct asked_write *own)
{
	while (!own->done) {
		if (w->running) {
			pthread_cond_wait(&w->moved, &w->queueing);
			continue;
		}
		w->running = true;
		run_queue(w);
		w->running = false;
		pthread_cond_broadcast(&w->moved);
	}
}

int writer_run(struct writer *w, writer_work work, void *context, struct err *err)
{
	struct asked_write own = {.work = work, .context = context, .err = err};

	pthread_mutex_lock(&w->queueing);
	put_in_queue(w, &own, 1);
	wait_for(w, &own);
	pthread_mutex_unlock(&w->queueing);
	return own.rc;
}

void writer_run_many(struct writer *w, writer_work work, void *const *contexts, size_t count, int *rcs, struct err *errs)
{
	struct asked_write *all = mem_alloc((count + 1) * sizeof *all);

	for (size_t i = 0; i < count; i++)
		all[i] = (struct asked_write){.work = work, .context = contexts[i], .err = &errs[i]};
	pthread_mutex_lock(&w->queueing);
	put_in_queue(w, all, count);
	for (size_t i = 0; i < count; i++)
		wait_for(w, &all[i]);
	pthread_mutex_unlock(&w->queueing);
	for (size_t i = 0; i < count; i++)
		rcs[i] = all[i].rc;
	mem_free(all);
}
