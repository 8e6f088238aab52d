/* mailing.h: tells people by mail that something waits for them (core/telling.h says when).
 *
 * What waits is held against what each was told, and what was told is kept: so nothing is lost when a mail server or this program
 * is down, and nothing is told twice. A mail that the server has taken is kept as told at once after that; if the program is killed
 * in between, that one mail comes again.
 *
 * Before a mail is sent it is written down that it is tried, so that of a server and a command at most one sends it: nobody else tries
 * for five minutes, or until it is written down what came of it. While nothing can be written (a long import) nothing is sent either. What the mail server refuses is tried again after a minute, two,
 * four.. and four hours at the most. Whoever was not tried for the longest time comes first, and where two in a row do not get through,
 * the rest of the round waits: one address on which a server dies or hangs keeps no mail from the others. */
#pragma once

#include "service/pictures/pictures.h"
#include "service/writer.h"

/* How a mail gets to a mail server. PL_DENIED if the server refuses this one, PL_FAIL if none gets through. */
struct mail_road {
	int (*send)(void *context, const char *to, const char *message, struct err *err);
	void *context;
};

struct mailing {
	struct pictures *pictures;
	struct writer *writer;
	struct mail_road road;
	const char *from;         /* an address */
	const char *site;         /* where the links lead: "https://plimsoll.example.gov.uk" */
};

struct mail_counts {
	int32_t sent, refused;
	int32_t failing;          /* addresses that the last try did not reach */
};

/* One round over all employers, or one (NULL: all), at an instant. PL_FAIL if the mail server could not be reached for somebody, PL_LOCKED if
 * nothing can be written now; *ret counts what was done also then. */
int mail_once(const struct mailing *m, const char *employer, int64_t instant, struct mail_counts *ret, struct err *err) PL_MUST_CHECK;

/* In a server: every minute, and when it is woken, in a thread of its own until it is freed; what it is given must outlive it. */
struct mailer_options {
	struct mailing mailing;
	int64_t (*now)(void);
	void (*say)(const char *line);    /* is told what goes wrong */
};
struct mailer;
struct mailer *mailer_new(const struct mailer_options *options);
struct mailer *mailer_free(struct mailer *m);
/* The records of an employer (a code; "": of any) have moved on: sees to it at once. Any thread. */
void mailer_hear(struct mailer *m, const char *employer);
/* There is something to send at once: a code. Any thread. */
void mailer_wake(struct mailer *m);

/* Since it was begun; `last` is the instant of the last mail that was taken, 0 for none. */
struct mailer_figures {
	int64_t sent, refused, unreached, failing, last;
};
struct mailer_figures mailer_figures(struct mailer *m);
