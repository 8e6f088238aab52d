/* mail.h: hands a mail to a mail server, by SMTP: with fetch.h the only place that knows libcurl.
 *
 * The server is named as smtps://HOST[:465] or smtp://HOST[:587]; the second begins in the clear and goes over to
 * TLS (STARTTLS) before anything is said, or is not used. Its certificate has to hold, by the machine's authorities
 * or by a file of one's own. Only to a mail server on this machine (127.0.0.1, localhost) mail may go without TLS,
 * and then without a password. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"

/* A mail takes MAIL_MS at the most, MAIL_CONNECT_MS of them until the server knows who asks, and each answer
 * MAIL_ANSWER_MS, a last one after that too. */
enum { MAIL_MS = 20 * 1000, MAIL_CONNECT_MS = 10 * 1000, MAIL_ANSWER_MS = 15 * 1000 };
enum { MAIL_SECRET = 512, MAIL_AUTHORITIES = 512 * 1024, MAIL_MESSAGE = 12 * 1024 };

struct mail_server {
	const char *url, *from;
	const char *user, *password;      /* NULL: without */
	const char *authorities;          /* certificates (PEM) that vouch for it; NULL: the machine's */
};

/* Whether it is such an address. PL_INVALID. */
int mail_server_check(const char *url, struct err *err) PL_MUST_CHECK;
/* Whether it is on this machine. */
bool mail_server_is_local(const char *url);

struct mail_sender;

/* Before the process is confined, because libraries read their settings. What `server` points at must outlive it. */
int mail_sender_new(const struct mail_server *server, struct mail_sender **ret, struct err *err) PL_MUST_CHECK;
struct mail_sender *mail_sender_free(struct mail_sender *m);

/* The message whole, headers too, lines ended by CR LF. Keeps the connection for the next. PL_DENIED if the server
 * refuses this mail for good or for now, PL_FAIL if it cannot be reached or does not take our mail at all. One
 * thread. */
int mail_send(struct mail_sender *m, const char *to, const char *message, struct err *err) PL_MUST_CHECK;
