/* The thread of a server that sends mail. */
#include <pthread.h>

#include "service/telling/mailing.h"
#include "service/rounds.h"
#include "service/ticker.h"

enum { EVERY_MS = 60 * 1000, HEARD_MS = 500 };

struct mailer {
	struct mailer_options options;
	struct ticker *ticker;
	struct rounds rounds;
	bool said;                 /* that no mail server is reached */
	pthread_mutex_t counting;
	struct mailer_figures figures; /* under `counting` */
};

static void keep_figures(struct mailer *m, const struct mail_counts *counts, int rc, int64_t now, bool whole)
{
	pthread_mutex_lock(&m->counting);
	m->figures.sent += counts->sent;
	m->figures.refused += counts->refused;
	m->figures.unreached += rc == PL_FAIL ? 1 : 0;
	m->figures.failing = whole ? counts->failing : m->figures.failing;
	if (counts->sent > 0)
		m->figures.last = now;
	pthread_mutex_unlock(&m->counting);
}

/* A mail server that cannot be reached is said once, until it takes mail again; how often it is asked is for mail_once. */
static void mail_now(struct mailer *m, const char *employer)
{
	int64_t now = m->options.now();
	struct mail_counts counts;
	struct err err;
	int rc = mail_once(&m->options.mailing, employer, now, &counts, &err);

	keep_figures(m, &counts, rc, now, employer == NULL);
	if (rc < 0 && rc != PL_LOCKED && !m->said)
		m->options.say(err.text);
	m->said = (rc < 0 && rc != PL_LOCKED) || (m->said && counts.sent == 0);
}

static int64_t mail_on(void *context)
{
	struct mailer *m = context;
	struct codes whom;

	rounds_take(&m->rounds, &whom);
	for (size_t i = 0; i < whom.count; i++)
		mail_now(m, whom.all ? NULL : whom.rows[i]);
	return rounds_left_ms(&m->rounds);
}

struct mailer *mailer_new(const struct mailer_options *options)
{
	struct mailer *m = mem_alloc(sizeof *m);

	m->options = *options;
	pthread_mutex_init(&m->counting, NULL);
	rounds_begin(&m->rounds, EVERY_MS);
	m->ticker = ticker_new(mail_on, m);
	return m;
}

struct mailer *mailer_free(struct mailer *m)
{
	if (m != NULL) {
		ticker_free(m->ticker);
		rounds_end(&m->rounds);
		pthread_mutex_destroy(&m->counting);
		mem_free(m);
	}
	return NULL;
}

void mailer_hear(struct mailer *m, const char *employer)
{
	rounds_hear(&m->rounds, employer);
	ticker_wake(m->ticker, HEARD_MS);
}

void mailer_wake(struct mailer *m)
{
	rounds_hear(&m->rounds, "");
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
