/* The listener for monitoring, on libmicrohttpd. */
#include <errno.h>
#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "web/http.h"
#include "web/metrics.h"

enum { CONNECTIONS = 16, CONNECTION_SECONDS = 10, CONNECTION_BYTES = 8 * 1024, ANSWER_BYTES = 16 * 1024 * 1024 };

struct metrics_server {
	struct MHD_Daemon *daemon;
	struct metrics_options options;
};

/* ---- the answers ---- */

static int answer_metrics(struct metrics_server *server, struct buf *out)
{
	const struct metrics_options *o = &server->options;
	struct arena *a = arena_new();
	struct readiness_figures figures;

	readiness_figures(o->readiness, a, o->today(), clock_now(), &figures);
	metrics_write(out, o->metrics, &figures, o->in_flight != NULL ? o->in_flight(o->context) : 0);
	arena_free(a);
	return out->full ? 500 : 200;
}

static int answer_ready(struct metrics_server *server, struct buf *out)
{
	char words[READINESS_WORDS], sandbox[SANDBOX_WORDS];
	bool ready = readiness_look(server->options.readiness, words);

	buf_putf(out, "%s\n", words);
	if (readiness_sandbox(server->options.readiness, sandbox)[0] != '\0')
		buf_putf(out, "%s\n", sandbox);
	return ready ? 200 : 503;
}

static int answer_alive(struct metrics_server *server, struct buf *out)
{
	(void)server;
	buf_puts(out, "alive\n");
	return 200;
}

static const struct {
	const char *path;
	int (*answer)(struct metrics_server *server, struct buf *out);
} ANSWERS[] = {{"/metrics", answer_metrics}, {"/readyz", answer_ready}, {"/healthz", answer_alive}};

static int answer(struct metrics_server *server, const char *path, const char *method, const char *host, struct buf *out)
{
	const struct request asked = {.host = host};

	if (!str_equal(method, "GET") && !str_equal(method, "HEAD"))
		return 405;
	/* A name that leads here is no address of ours: a page somewhere could have its reader's browser ask. */
	if (!request_host_is_local(&asked))
		return 421;
	for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++)
		if (str_equal(path, ANSWERS[i].path))
			return ANSWERS[i].answer(server, out);
	return 404;
}

/* ---- the library ---- */

static enum MHD_Result send_answer(struct MHD_Connection *connection, int status, const struct buf *body)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(body->len, (void *)(uintptr_t)buf_text(body), MHD_RESPMEM_MUST_COPY);
	enum MHD_Result rc;

	if (r == NULL)
		return MHD_NO;
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	(void)MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	rc = MHD_queue_response(connection, (unsigned)status, r);
	MHD_destroy_response(r);
	return rc;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_size, void **seen)
{
	const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
	struct buf body = BUF_INIT(ANSWER_BYTES);
	enum MHD_Result rc;
	int status;

	(void)version;
	(void)upload;
	if (*seen == NULL) {
		*seen = connection;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	status = answer(cls, url, method, host != NULL ? host : "", &body);
	if (status >= 400 && body.len == 0)
		buf_putf(&body, "%d\n", status);
	rc = send_answer(connection, status, &body);
	buf_free(&body);
	return rc;
}

int metrics_serve(const struct metrics_options *options, struct metrics_server **ret, struct err *err)
{
	struct metrics_server *server = mem_alloc(sizeof *server);

	server->options = *options;
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, server,
		MHD_OPTION_LISTEN_SOCKET, options->socket,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_END);
	if (server->daemon == NULL) {
		mem_free(server);
		return err_set(err, PL_FAIL, "the listener for monitoring cannot start: %s", strerror(errno));
	}
	*ret = server;
	return 0;
}

struct metrics_server *metrics_stop(struct metrics_server *server)
{
	if (server != NULL) {
		MHD_stop_daemon(server->daemon); /* closes the socket, too */
		mem_free(server);
	}
	return NULL;
}
