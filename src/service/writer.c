#include "service/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

struct writer {
	pthread_mutex_t turn;
	struct store *store;
	atomic_bool aside;
	pthread_mutex_t counting;
	struct writer_counts counts; /* under `counting` */
};

int writer_open(const char *path, struct writer **ret, struct err *err)
{
	struct store *store;
	struct writer *w;
	int rc = store_open(path, STORE_SHARE, &store, err);

	if (rc < 0)
		return rc;
	w = mem_alloc(sizeof *w);
	pthread_mutex_init(&w->turn, NULL);
	pthread_mutex_init(&w->counting, NULL);
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
		mem_free(w);
	}
	return NULL;
}

static int64_t microseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void count_taken(struct writer *w, bool waited, int64_t microseconds)
{
	pthread_mutex_lock(&w->counting);
	w->counts.taken++;
	w->counts.waits += waited ? 1 : 0;
	w->counts.waited_us += microseconds;
	pthread_mutex_unlock(&w->counting);
}

static void take_turn(struct writer *w)
{
	int64_t began;

	if (pthread_mutex_trylock(&w->turn) == 0) {
		count_taken(w, false, 0);
		return;
	}
	began = microseconds_now();
	pthread_mutex_lock(&w->turn);
	count_taken(w, true, microseconds_now() - began);
}

struct store *writer_take(struct writer *w)
{
	take_turn(w);
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
