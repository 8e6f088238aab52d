#include "service/ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"

struct ticker {
	ticker_tick tick;
	void *context;
	pthread_t thread;
	pthread_mutex_t lock;   /* over all below */
	pthread_cond_t changed;
	int64_t due_ms;         /* by the monotonic clock; TICKER_RESTS: not before it is woken */
	bool ending;
};

static int64_t in_ms(int64_t milliseconds)
{
	return milliseconds == TICKER_RESTS ? TICKER_RESTS : clock_steady_ms() + milliseconds;
}

/* Under the lock: then, unless it is due before. */
static void be_due(struct ticker *t, int64_t due_ms)
{
	if (due_ms >= t->due_ms)
		return;
	t->due_ms = due_ms;
	(void)pthread_cond_signal(&t->changed);
}

/* Under the lock, until it is due. False: it is time to end. */
static bool wait_until_due(struct ticker *t)
{
	for (int64_t left = t->due_ms - clock_steady_ms(); !t->ending && left > 0; left = t->due_ms - clock_steady_ms()) {
		struct timespec until = clock_in_ms(left);

		if (t->due_ms == TICKER_RESTS)
			(void)pthread_cond_wait(&t->changed, &t->lock);
		else
			(void)pthread_cond_timedwait(&t->changed, &t->lock, &until);
	}
	return !t->ending;
}

static void *run(void *context)
{
	struct ticker *t = context;

	pthread_mutex_lock(&t->lock);
	while (wait_until_due(t)) {
		int64_t after;

		t->due_ms = TICKER_RESTS;
		pthread_mutex_unlock(&t->lock);
		after = t->tick(t->context);
		pthread_mutex_lock(&t->lock);
		be_due(t, in_ms(after));
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* Signals are for the threads that wait for them. */
static void start_thread(struct ticker *t)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&t->thread, NULL, run, t) != 0)
		abort();
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct ticker *ticker_new(ticker_tick tick, void *context)
{
	struct ticker *t = mem_alloc(sizeof *t);
	pthread_condattr_t steady;

	t->tick = tick;
	t->context = context;
	pthread_mutex_init(&t->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&t->changed, &steady);
	pthread_condattr_destroy(&steady);
	start_thread(t);
	return t;
}

void ticker_wake(struct ticker *t, int64_t milliseconds)
{
	pthread_mutex_lock(&t->lock);
	be_due(t, in_ms(milliseconds));
	pthread_mutex_unlock(&t->lock);
}

struct ticker *ticker_free(struct ticker *t)
{
	if (t == NULL)
		return NULL;
	pthread_mutex_lock(&t->lock);
	t->ending = true;
	(void)pthread_cond_signal(&t->changed);
	pthread_mutex_unlock(&t->lock);
	(void)pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->changed);
	pthread_mutex_destroy(&t->lock);
	mem_free(t);
	return NULL;
}
