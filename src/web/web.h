/* web.h: the web server: pages, and the same figures as CSV and JSON, for the people on this machine.
 *
 * It reads and changes nothing, and listens on 127.0.0.1 only: there is no sign-in yet, so nobody else may reach it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "service/pictures.h"

struct web_options {
	struct pictures *pictures;
	uint16_t port;      /* 0: any that is free */
	int socket;         /* one of web_listen, which the server closes; 0: it opens one on the port itself */
	int threads;        /* 0: as many as suit the machine */
	bool log_requests;  /* one line of JSON a request on standard error; errors are always written there */
	int32_t (*today)(void); /* NULL: the clock's; tests give their own */
	void (*ready)(void *context, uint16_t port); /* called once it answers; may be NULL */
	void (*alive)(void *context); /* called every alive_seconds while it serves; may be NULL */
	int alive_seconds;  /* 0: never */
	void *context;
};

/* Opens a socket that listens on 127.0.0.1, for a process that will not be able to. PL_FAIL if the port cannot be had. */
int web_listen(uint16_t port, int *ret_socket, struct err *err) PL_MUST_CHECK;

/* Serves until SIGTERM, SIGINT or SIGHUP, then lets the requests under way finish. PL_FAIL if the port cannot be had. Call it
 * before any thread is started: it blocks these signals in the threads it makes. */
int web_serve(const struct web_options *options, struct err *err) PL_MUST_CHECK;

/* The same in two halves, for tests and for programs that have a loop of their own. */
struct web_server;
int web_start(const struct web_options *options, struct web_server **ret, struct err *err) PL_MUST_CHECK;
uint16_t web_port(const struct web_server *server);
/* Takes no more connections, waits for the requests under way (five seconds at most), and frees the server. */
struct web_server *web_stop(struct web_server *server);
