/* connections.h: how long a client may take, so that slow ones harm nobody.
 *
 * Each connection stands in a table with what it is at: sending a request's head (or keeping the connection open without one),
 * sending a body, taking the answer; and since when. A thread looks at the table several times a second and shuts down the
 * socket of whoever takes too long; whose connection it is then closes it as if the client had gone. A limit is for the whole
 * of a step: bytes that trickle in do not move it, but for the body of somebody who has signed in, whose bytes earn time. While
 * an answer is worked out there is no limit.
 *
 * When connections run out (three in four are open), whoever is the furthest behind goes first, until there is room again:
 * the one that has been at its step the longest, less what its bytes have earned. The fewer are left, the less time
 * everybody has. Nothing here goes by the address of the client: behind a proxy that is the proxy's, and who harms us on
 * purpose has many.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct connections;
struct connection;

/* How long the steps may take, in milliseconds; 0 stands for what suits a normal client. */
struct time_limits {
	int32_t head_ms;     /* from the connection, or the last answer, to the end of the request's head (15,000) */
	int32_t body_ms;     /* for a body, and a millisecond for every 32 bytes that have come of it (20,000) */
	int32_t stranger_ms; /* for a body of somebody who has not signed in (5,000) */
	int32_t answer_ms;   /* to take an answer, and a millisecond for every 16 bytes of it (30,000) */
	int32_t hurry_ms;    /* for each of them when connections begin to run out (1,000); less and less until there is none */
};

/* `most`: connections there can be. `now_ms`: a clock that is never set back; NULL: the system's. */
struct connections *connections_new(int most, const struct time_limits *limits, int64_t (*now_ms)(void));
/* When all of them are closed. */
struct connections *connections_free(struct connections *all);

/* Starts the thread that looks. PL_FAIL if the system has none to give. */
int connections_watch(struct connections *all, struct err *err) PL_MUST_CHECK;
/* Looks once: shuts down who is late, and who is in the way. */
void connections_look(struct connections *all);

/* A connection with this socket, which stays open until connection_closed; it waits for a request. Any thread. */
struct connection *connection_opened(struct connections *all, int socket);
void connection_closed(struct connections *all, struct connection *one);

/* What it is at, from now on. Each connection's is told by one thread at a time. */
void connection_waits(struct connections *all, struct connection *one);
void connection_brings(struct connections *all, struct connection *one, bool signed_in);
void connection_works(struct connections *all, struct connection *one);
void connection_takes(struct connections *all, struct connection *one, int64_t bytes);

/* So many bytes of the body have come. */
void connection_brought(struct connection *one, int64_t bytes);

/* Whether so many (seven in eight) are waiting for an answer or taking it that requests should be turned away. */
bool connections_are_many(struct connections *all);
