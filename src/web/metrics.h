/* metrics.h: what the server counts of itself, and the page of it that Prometheus reads.
 *
 * Requests are counted by the route as it is declared ("/employers/{employer}/cases/{case}") and the class of their status, so
 * that no figure is about a person or a case, and their number is bounded. Counting takes a few atomic additions.
 */
#pragma once

#include <stdint.h>

#include "base/buf.h"
#include "service/keeping/readiness.h"

struct metrics;

struct metrics *metrics_new(void);
struct metrics *metrics_free(struct metrics *m);

/* A request that was answered; `route` is "" where none was found. Any thread. */
void metrics_count(struct metrics *m, const char *route, int status, int64_t microseconds);
/* A request that was turned away because there were too many. */
void metrics_shed(struct metrics *m);

/* The text format of Prometheus. `in_flight` is how many requests are under way. */
void metrics_write(struct buf *out, const struct metrics *m, const struct readiness_figures *figures, int64_t in_flight);

/* ---- the listener for monitoring ---- */

/* A server of its own for /metrics, /healthz and /readyz, so that these answer while the pages have too much to do, and are
 * out of reach for whoever can see the pages. */
struct metrics_server;

struct metrics_options {
	struct metrics *metrics;
	struct readiness *readiness;
	int32_t (*today)(void);
	int64_t (*in_flight)(void *context); /* asked of the server of the pages */
	void *context;
	int socket;                          /* one of web_listen, which the server closes */
};
int metrics_serve(const struct metrics_options *options, struct metrics_server **ret, struct err *err) PL_MUST_CHECK;
struct metrics_server *metrics_stop(struct metrics_server *server);
