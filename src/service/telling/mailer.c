/* The thread of a server that sends mail. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "service/telling/mailing.h"

enum { EVERY_MS = 60 * 1000, AT_ONCE_MS = 1 };

struct mailer {
	struct mailer_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool ending, woken;
	struct mailer_figures figures;
};

/* False: it is time to end. */
static bool wait_a_while(struct mailer *m, int64_t milliseconds)
{
	struct timespec until = clock_in_ms(milliseconds);
	bool ending;

	pthread_mutex_lock(&m->lock);
	while (!m->ending && !m->woken && pthread_cond_timedwait(&m->changed, &m->lock, &until) == 0)
		;
	m->woken = false;
	ending = m->ending;
	pthread_mutex_unlock(&m->lock);
	return !ending;
}

static void keep_figures(struct mailer *m, const struct mail_counts *counts, int rc, int64_t now)
{
	pthread_mutex_lock(&m->lock);
	m->figures.sent += counts->sent;
	m->figures.refused += counts->refused;
	m->figures.unreached += rc == PL_FAIL ? 1 : 0;
	m->figures.failing = counts->failing;
	if (counts->sent > 0)
		m->figures.last = now;
	pthread_mutex_unlock(&m->lock);
}

/* A mail server that cannot be reached is said once, until it takes mail again; how often it is asked is for mail_once. */
static void *mail_on(void *context)
{
	struct mailer *m = context;
	bool said = false;

	for (int64_t wait_ms = AT_ONCE_MS; wait_a_while(m, wait_ms); wait_ms = EVERY_MS) {
		int64_t now = m->options.now();
		struct mail_counts counts;
		struct err err;
		int rc = mail_once(&m->options.mailing, NULL, now, &counts, &err);

		keep_figures(m, &counts, rc, now);
		if (rc < 0 && rc != PL_LOCKED && !said)
			m->options.say(err.text);
		said = (rc < 0 && rc != PL_LOCKED) || (said && counts.sent == 0);
	}
	return NULL;
}

/* Signals are for the threads that wait for them. */
static void start_thread(struct mailer *m)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&m->thread, NULL, mail_on, m) != 0)
		abort();
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct mailer *mailer_new(const struct mailer_options *options)
{
	struct mailer *m = mem_alloc(sizeof *m);
	pthread_condattr_t steady;

	m->options = *options;
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&m->changed, &steady);
	pthread_condattr_destroy(&steady);
	start_thread(m);
	return m;
}

struct mailer *mailer_free(struct mailer *m)
{
	if (m == NULL)
		return NULL;
	pthread_mutex_lock(&m->lock);
	m->ending = true;
	(void)pthread_cond_signal(&m->changed);
	pthread_mutex_unlock(&m->lock);
	(void)pthread_join(m->thread, NULL);
	pthread_cond_destroy(&m->changed);
	pthread_mutex_destroy(&m->lock);
	mem_free(m);
	return NULL;
}

void mailer_wake(struct mailer *m)
{
	pthread_mutex_lock(&m->lock);
	m->woken = true;
	(void)pthread_cond_signal(&m->changed);
	pthread_mutex_unlock(&m->lock);
}

struct mailer_figures mailer_figures(struct mailer *m)
{
	struct mailer_figures figures;

	pthread_mutex_lock(&m->lock);
	figures = m->figures;
	pthread_mutex_unlock(&m->lock);
	return figures;
}
