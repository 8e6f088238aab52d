/* The thread of a server that sends mail. */
#include <pthread.h>

#include "service/telling/mailing.h"
#include "service/ticker.h"

enum { EVERY_MS = 60 * 1000 };

struct mailer {
	struct mailer_options options;
	struct ticker *ticker;
	bool said;                 /* that no mail server is reached */
	pthread_mutex_t counting;
	struct mailer_figures figures; /* under `counting` */
};

static void keep_figures(struct mailer *m, const struct mail_counts *counts, int rc, int64_t now)
{
	pthread_mutex_lock(&m->counting);
	m->figures.sent += counts->sent;
	m->figures.refused += counts->refused;
	m->figures.unreached += rc == PL_FAIL ? 1 : 0;
	m->figures.failing = counts->failing;
	if (counts->sent > 0)
		m->figures.last = now;
	pthread_mutex_unlock(&m->counting);
}

/* A mail server that cannot be reached is said once, until it takes mail again; how often it is asked is for mail_once. */
static int64_t mail_on(void *context)
{
	struct mailer *m = context;
	int64_t now = m->options.now();
	struct mail_counts counts;
	struct err err;
	int rc = mail_once(&m->options.mailing, NULL, now, &counts, &err);

	keep_figures(m, &counts, rc, now);
	if (rc < 0 && rc != PL_LOCKED && !m->said)
		m->options.say(err.text);
	m->said = (rc < 0 && rc != PL_LOCKED) || (m->said && counts.sent == 0);
	return EVERY_MS;
}

struct mailer *mailer_new(const struct mailer_options *options)
{
	struct mailer *m = mem_alloc(sizeof *m);

	m->options = *options;
	pthread_mutex_init(&m->counting, NULL);
	m->ticker = ticker_new(mail_on, m);
	return m;
}

struct mailer *mailer_free(struct mailer *m)
{
	if (m != NULL) {
		ticker_free(m->ticker);
		pthread_mutex_destroy(&m->counting);
		mem_free(m);
	}
	return NULL;
}

void mailer_wake(struct mailer *m)
{
	ticker_wake(m->ticker, 0);
}

struct mailer_figures mailer_figures(struct mailer *m)
{
	struct mailer_figures figures;

	pthread_mutex_lock(&m->counting);
	figures = m->figures;
	pthread_mutex_unlock(&m->counting);
	return figures;
}
