/* web.h: the web server: pages, and the same figures as CSV and JSON.
 *
 * It listens on 127.0.0.1 only. What belongs to an employer is shown to whoever has signed in and may see it; without a
 * public address that is somebody at this machine, with one everybody whom a proxy with TLS lets through.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "service/accounts/accounts.h"
#include "service/ledger/checkpoint.h"
#include "service/keeping/readiness.h"
#include "service/import/import_job.h"
#include "service/telling/mailing.h"
#include "service/pictures/pictures.h"
#include "service/league/league_picture.h"
#include "service/access/looks.h"
#include "service/accounts/single_sign_on.h"
#include "web/connections.h"

struct web_options {
	struct pictures *pictures;
	struct league_pictures *league; /* official statistics; NULL: none, for tests */
	struct accounts *accounts;
	struct single_sign_on *single_sign_on; /* NULL: not set up */
	struct readiness *readiness;  /* what /readyz and the figures for monitoring are asked of */
	struct writer *writer; /* the one hand that changes what forms change */
	struct import_jobs *imports; /* who does them; NULL: nobody, for tests */
	struct checkpoints *checkpoints; /* what signs where ledgers stand; NULL: nothing does */
	struct mailer *mailer; /* who sends mail; NULL: nobody does */
	struct looks *looks;   /* where it is kept who looks; NULL: nowhere, for tests */
	uint16_t port;      /* 0: any that is free */
	int socket;         /* one of web_listen, which the server closes; 0: it opens one on the port itself */
	int metrics_socket; /* likewise, for the figures; 0: none are served */
	int threads;        /* 0: as many as suit the machine */
	const char *public_url; /* "https://plimsoll.example.gov.uk", see web_check_public_url; NULL: this machine only */
	const char *version;    /* of the program, for files that say what made them: "0.1.0"; NULL for none */
	bool log_requests;     /* also a line for each request that only reads (web/log.h) */
	struct time_limits limits;
	int32_t (*today)(void); /* NULL: the clock's; tests give their own */
	void (*ready)(void *context, uint16_t port); /* called once it answers; may be NULL */
	void (*alive)(void *context); /* called every alive_seconds while it serves; may be NULL */
	int alive_seconds;  /* 0: never */
	void *context;
};

/* Whether it can be the public address: https, a host, a port if need be, and nothing behind. PL_INVALID if not. */
int web_check_public_url(const char *url, struct err *err) PL_MUST_CHECK;

/* Opens a socket that listens on 127.0.0.1, for a process that will not be able to. PL_FAIL if the port cannot be had. */
int web_listen(uint16_t port, int *ret_socket, struct err *err) PL_MUST_CHECK;
/* The port of such a socket. */
uint16_t web_port_of(int socket);

/* Serves until SIGTERM, SIGINT or SIGHUP, then lets the requests under way finish. PL_FAIL if the port cannot be had. Call it
 * before any thread is started: it blocks these signals in the threads it makes. */
int web_serve(const struct web_options *options, struct err *err) PL_MUST_CHECK;

/* The same in two halves, for tests and for programs that have a loop of their own. */
struct web_server;
int web_start(const struct web_options *options, struct web_server **ret, struct err *err) PL_MUST_CHECK;
uint16_t web_port(const struct web_server *server);
/* Takes no more connections, waits for the requests under way (five seconds at most), and frees the server. */
struct web_server *web_stop(struct web_server *server);
