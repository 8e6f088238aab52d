/* connections.h: how long a client may take, so that slow ones harm nobody.
 *
 * Each connection stands in a table with the instant at which it has to be done with what it is at: sending a request's head
 * (or keeping the connection open without one), sending a body, taking the answer. A thread looks at the table several times
 * a second and shuts down the socket of those that are not; whose connection it is then closes it as if the client had gone.
 * A deadline is for the whole of a step: bytes that trickle in do not move it. While an answer is worked out there is none.
 *
 * When connections run out, those that keep one open without a request are the first to go.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct connections;
struct connection;

/* How long the steps may take, in milliseconds; 0 stands for what suits a normal client. */
struct time_limits {
	int32_t head_ms;   /* from the connection, or the last answer, to the end of the request's head (15,000) */
	int32_t body_ms;   /* for a body, and a millisecond for every 32 bytes of it (20,000) */
	int32_t answer_ms; /* to take an answer, and a millisecond for every 16 bytes of it (30,000) */
	int32_t hurry_ms;  /* head_ms when connections run out (1,000) */
};

/* `most`: connections there can be. Starts the thread. */
struct connections *connections_new(int most, const struct time_limits *limits);
/* When all of them are closed. */
struct connections *connections_free(struct connections *all);

/* A connection with this socket, which stays open until connection_closed; it waits for a request. Any thread. */
struct connection *connection_opened(struct connections *all, int socket);
void connection_closed(struct connections *all, struct connection *one);

void connection_waits(struct connections *all, struct connection *one);
void connection_brings(struct connections *all, struct connection *one, int64_t bytes);
void connection_works(struct connection *one);
void connection_takes(struct connections *all, struct connection *one, int64_t bytes);

/* Whether so many are open that requests should be turned away, with some left for those who do not come back at once. */
bool connections_are_many(struct connections *all);
