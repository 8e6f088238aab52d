/* The one file that knows libmicrohttpd.
 *
 * A request and its answer live in an exchange: an arena, a request, a response and the room for its body. Exchanges are
 * taken from a list when a request line arrives and go back when the answer has been sent, so that a busy server makes
 * no new ones.
 */
#include "web/web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "web/app.h"

enum {
	CONNECTIONS = 1000,
	CONNECTION_SECONDS = 15,
	CONNECTION_BYTES = 16 * 1024,   /* request line and headers */
	BODY_BYTES_KEPT = 512 * 1024,   /* an exchange with a larger body gives it back */
	SPARE_EXCHANGES = 256,
	DRAIN_MS = 5000,
	MOST_THREADS = 8
};

struct exchange {
	struct exchange *next;
	struct web_server *server;
	struct arena *arena;
	const char *target;
	struct request request;
	struct response response;
	bool seen, answered;
};

struct web_server {
	struct MHD_Daemon *daemon;
	struct web_app *app;
	bool log_requests;
	uint16_t port;
	pthread_mutex_t lock;    /* over the list */
	struct exchange *spare;
	int spare_count;
	atomic_int under_way;
	atomic_bool draining;
};

static struct exchange *exchange_take(struct web_server *server)
{
	struct exchange *x;

	pthread_mutex_lock(&server->lock);
	x = server->spare;
	if (x != NULL) {
		server->spare = x->next;
		server->spare_count--;
	}
	pthread_mutex_unlock(&server->lock);
	if (x == NULL) {
		x = mem_alloc(sizeof *x);
		x->arena = arena_new();
		x->server = server;
	}
	x->seen = x->answered = false;
	response_reset(&x->response);
	atomic_fetch_add(&server->under_way, 1);
	return x;
}

static void exchange_free(struct exchange *x)
{
	buf_free(&x->response.body);
	arena_free(x->arena);
	mem_free(x);
}

static void exchange_give_back(struct exchange *x)
{
	struct web_server *server = x->server;
	bool kept;

	arena_reset(x->arena);
	if (x->response.body.room > BODY_BYTES_KEPT)
		buf_free(&x->response.body);
	pthread_mutex_lock(&server->lock);
	kept = server->spare_count < SPARE_EXCHANGES;
	if (kept) {
		x->next = server->spare;
		server->spare = x;
		server->spare_count++;
	}
	pthread_mutex_unlock(&server->lock);
	if (!kept)
		exchange_free(x);
	atomic_fetch_sub(&server->under_way, 1);
}

/* libmicrohttpd is done with the bytes of an answer. */
static void answer_sent(void *cls)
{
	exchange_give_back(cls);
}

/* A request line has arrived; this is the only place where it can be had as it was sent. */
static void *request_begins(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct exchange *x = exchange_take(cls);

	(void)connection;
	/* One byte more than is allowed, so that too long is seen to be too long. */
	x->target = arena_strndup(x->arena, target, strnlen(target, HTTP_TARGET_BYTES + 1));
	return x;
}

static void request_ends(void *cls, struct MHD_Connection *connection, void **exchange, enum MHD_RequestTerminationCode code)
{
	struct exchange *x = *exchange;

	(void)cls;
	(void)connection;
	(void)code;
	/* An answered exchange is still in use: answer_sent gives it back. */
	if (x != NULL && !x->answered)
		exchange_give_back(x);
	*exchange = NULL;
}

static const char *header_of(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

	return value != NULL ? value : "";
}

static bool request_brings_body(struct MHD_Connection *connection)
{
	const char *length = header_of(connection, "Content-Length");

	return header_of(connection, "Transfer-Encoding")[0] != '\0' || strspn(length, "0") != strlen(length);
}

static void write_log(const struct exchange *x, int64_t microseconds)
{
	struct buf line = BUF_INIT(8 * 1024);
	struct json_writer w = json_to(&line);
	ssize_t written;

	json_begin_object(&w, NULL);
	json_int(&w, "time", clock_now());
	json_text(&w, "method", x->request.method);
	json_text(&w, "path", x->request.path);
	json_int(&w, "status", x->response.status);
	json_int(&w, "bytes", (int64_t)(x->response.fixed != NULL ? x->response.fixed_size : x->response.body.len));
	json_int(&w, "microseconds", microseconds);
	json_end(&w, '}');
	buf_putc(&line, '\n');
	written = write(STDERR_FILENO, buf_text(&line), line.len);
	(void)written; /* nobody is left to be told */
	buf_free(&line);
}

static int64_t microseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void add_headers(const struct exchange *x, struct MHD_Response *r)
{
	const struct response *res = &x->response;

	for (size_t i = 0; i < HTTP_SECURITY_HEADERS_COUNT; i++)
		(void)MHD_add_response_header(r, HTTP_SECURITY_HEADERS[i].name, HTTP_SECURITY_HEADERS[i].value);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, res->type);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, res->cache);
	if (res->etag[0] != '\0')
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, res->etag);
	for (size_t i = 0; i < res->extra_count; i++)
		(void)MHD_add_response_header(r, res->extra[i].name, res->extra[i].value);
	if (atomic_load(&x->server->draining))
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result send_answer(struct exchange *x, struct MHD_Connection *connection)
{
	struct response *res = &x->response;
	bool fixed = res->fixed != NULL;
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
		fixed ? res->fixed_size : res->body.len, (void *)(uintptr_t)(fixed ? (const char *)res->fixed : buf_text(&res->body)),
		answer_sent, x);
	enum MHD_Result rc;

	if (r == NULL)
		return MHD_NO;
	x->answered = true;
	add_headers(x, r);
	rc = MHD_queue_response(connection, (unsigned)res->status, r);
	MHD_destroy_response(r);
	return rc;
}

static void make_answer(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
	struct err why = {0};
	int problem;

	x->request = (struct request){.arena = x->arena, .method = method, .host = header_of(connection, "Host"),
		.if_none_match = header_of(connection, "If-None-Match"), .has_body = request_brings_body(connection)};
	problem = request_read_target(&x->request, x->target, &why);
	web_answer(x->server->app, &x->request, problem, &why, &x->response);
}

static bool method_reads(const char *method)
{
	return str_equal(method, "GET") || str_equal(method, "HEAD");
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_size, void **exchange)
{
	struct exchange *x = *exchange;
	int64_t start = 0;

	(void)cls;
	(void)url;
	(void)version;
	(void)upload;
	(void)upload_size;
	/* An answer on the first call closes the connection: right for what is refused, dear for what is not. */
	if (!x->seen && method_reads(method) && !request_brings_body(connection)) {
		x->seen = true;
		return MHD_YES;
	}
	if (x->server->log_requests)
		start = microseconds_now();
	make_answer(x, connection, method);
	if (x->server->log_requests)
		write_log(x, microseconds_now() - start);
	return send_answer(x, connection);
}

/* Addresses are decoded by the router, once it knows where their segments end. */
static size_t leave_encoded(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

int web_listen(uint16_t port, int *ret_socket, struct err *err)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int on = 1, s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (s < 0)
		return err_set(err, PL_FAIL, "no socket can be had: %s", strerror(errno));
	(void)setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(s, (struct sockaddr *)&address, sizeof address) < 0 || listen(s, 511) < 0) {
		int rc = err_set(err, PL_FAIL, "port %u of 127.0.0.1 cannot be had (%s): choose another with --port", port,
			strerror(errno));

		close(s);
		return rc;
	}
	*ret_socket = s;
	return 0;
}

static uint16_t port_of(int listening)
{
	struct sockaddr_in address = {0};
	socklen_t size = sizeof address;

	return getsockname(listening, (struct sockaddr *)&address, &size) == 0 ? ntohs(address.sin_port) : 0;
}

static unsigned threads_for(int wanted)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	long n = wanted > 0 ? wanted : cores * 4;

	return (unsigned)(n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : n);
}

static struct MHD_Daemon *start_daemon(struct web_server *server, int listening, unsigned threads)
{
	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_USE_ITC, 0, NULL, NULL, handle, server,
		MHD_OPTION_LISTEN_SOCKET, listening,
		MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_URI_LOG_CALLBACK, request_begins, server,
		MHD_OPTION_NOTIFY_COMPLETED, request_ends, server,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
		MHD_OPTION_END);
}

static struct web_server *server_free(struct web_server *server)
{
	while (server->spare != NULL) {
		struct exchange *x = server->spare;

		server->spare = x->next;
		exchange_free(x);
	}
	web_app_free(server->app);
	pthread_mutex_destroy(&server->lock);
	mem_free(server);
	return NULL;
}

int web_start(const struct web_options *options, struct web_server **ret, struct err *err)
{
	struct web_server *server;
	int listening = options->socket, rc = 0;

	if (listening == 0)
		rc = web_listen(options->port, &listening, err);
	if (rc < 0)
		return rc;
	server = mem_alloc(sizeof *server);
	pthread_mutex_init(&server->lock, NULL);
	server->app = web_app_new(options);
	server->log_requests = options->log_requests;
	server->port = port_of(listening);
	server->daemon = start_daemon(server, listening, threads_for(options->threads));
	if (server->daemon == NULL) {
		close(listening);
		server_free(server);
		return err_set(err, PL_FAIL, "the web server cannot start: %s", strerror(errno));
	}
	*ret = server;
	return 0;
}

uint16_t web_port(const struct web_server *server)
{
	return server->port;
}

struct web_server *web_stop(struct web_server *server)
{
	MHD_socket listening;
	const struct timespec nap = {.tv_nsec = 10 * 1000000};

	if (server == NULL)
		return NULL;
	atomic_store(&server->draining, true);
	listening = MHD_quiesce_daemon(server->daemon);
	for (int ms = 0; ms < DRAIN_MS && atomic_load(&server->under_way) > 0; ms += 10)
		nanosleep(&nap, NULL);
	MHD_stop_daemon(server->daemon);
	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	return server_free(server);
}

/* Until one of the signals comes. */
static void wait_for_end(const struct web_options *options, const sigset_t *ends)
{
	const struct timespec period = {.tv_sec = options->alive_seconds};
	int caught;

	do {
		caught = options->alive_seconds > 0 ? sigtimedwait(ends, NULL, &period) : sigwaitinfo(ends, NULL);
		if (caught < 0 && errno == EAGAIN && options->alive != NULL)
			options->alive(options->context);
	} while (caught < 0);
}

int web_serve(const struct web_options *options, struct err *err)
{
	struct web_server *server;
	sigset_t ends, before;
	int rc;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, &before);
	rc = web_start(options, &server, err);
	if (rc == 0) {
		if (options->ready != NULL)
			options->ready(options->context, server->port);
		wait_for_end(options, &ends);
		web_stop(server);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}
