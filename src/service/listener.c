#include "service/listener.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "service/codes.h"
#include "store/hearing.h"
#include "store/store.h"

enum { WAIT_MS = 60 * 1000, AGAIN_MS = 500 };

struct listener {
	struct listener_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct hearing *hearing; /* NULL until the server lets itself be heard; set once, under the lock */
	bool said;               /* that the server refuses; the thread's own */
	bool ending;             /* under the lock */
};

static bool is_ending(struct listener *l)
{
	bool ending;

	pthread_mutex_lock(&l->lock);
	ending = l->ending;
	pthread_mutex_unlock(&l->lock);
	return ending;
}

/* After a loss, before it is tried again. */
static void rest(struct listener *l)
{
	struct timespec until = clock_in_ms(AGAIN_MS);

	pthread_mutex_lock(&l->lock);
	if (!l->ending)
		(void)pthread_cond_timedwait(&l->changed, &l->lock, &until);
	pthread_mutex_unlock(&l->lock);
}

/* What has been said is said on, each employer once. */
static void say_on(struct listener *l, struct heard *heard)
{
	struct codes said = {0};
	bool import = false;
	struct err ignored;

	do {
		import = import || heard->what != HEARD_MOVED;
		if (heard->what != HEARD_IMPORT)
			codes_add(&said, heard->employer);
	} while (!codes_full(&said) && hearing_wait(l->hearing, 0, heard, &ignored) > 0);
	if (import && l->options.import_waits != NULL)
		l->options.import_waits(l->options.context);
	for (size_t i = 0; i < said.count && !is_ending(l); i++)
		l->options.moved(l->options.context, said.rows[i]);
}

/* A server that is away is told of by others, and may be back in a moment; one that refuses goes on to. */
static void wait_after(struct listener *l, const struct err *err)
{
	if (err->code != PL_LOCKED && !l->said && l->options.say != NULL) {
		l->options.say(err->text);
		l->said = true;
	}
	rest(l);
}

static void *listen_on(void *context)
{
	struct listener *l = context;
	struct hearing *hearing = NULL;
	struct heard heard;
	struct err err;

	while (!is_ending(l) && hearing_open(l->options.database, &hearing, &err) < 0)
		wait_after(l, &err);
	pthread_mutex_lock(&l->lock);
	l->hearing = hearing;
	pthread_mutex_unlock(&l->lock);
	while (!is_ending(l)) {
		int rc = hearing_wait(hearing, WAIT_MS, &heard, &err);

		if (rc > 0)
			say_on(l, &heard);
		else if (rc < 0)
			wait_after(l, &err);
	}
	return NULL;
}

struct listener *listener_new(const struct listener_options *options)
{
	struct listener *l;
	pthread_condattr_t steady;
	sigset_t all, before;

	if (!store_is_of_server(options->database))
		return NULL;
	l = mem_alloc(sizeof *l);
	l->options = *options;
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&l->changed, &steady);
	pthread_condattr_destroy(&steady);
	/* Signals are for the threads that wait for them. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&l->thread, NULL, listen_on, l) != 0)
		abort();
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return l;
}

struct listener *listener_free(struct listener *l)
{
	if (l == NULL)
		return NULL;
	pthread_mutex_lock(&l->lock);
	l->ending = true;
	if (l->hearing != NULL)
		hearing_stop(l->hearing);
	(void)pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
	(void)pthread_join(l->thread, NULL);
	hearing_close(l->hearing);
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	mem_free(l);
	return NULL;
}
