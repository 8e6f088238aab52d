/* The one file that knows libmicrohttpd.
 *
 * A request and its answer live in an exchange: an arena, a request, a response and the room for its body. Exchanges are
 * taken from a list when a request line arrives and go back when the answer has been sent, so that a busy server makes
 * no new ones. The library asks for each request several times: once when its head is there, once for each piece of its
 * body, and once when all of it has come. A form, or what else may have to wait, is then worked out by a thread of a lane (lane.h), for which the
 * connection is suspended, and the library asks once more when it is resumed.
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
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "secure/token.h"
#include "web/app.h"
#include "web/body.h"
#include "web/connections.h"
#include "web/head_lines.h"
#include "web/lane.h"
#include "web/log.h"
#include "web/metrics.h"

enum {
	CONNECTIONS = 1000,
	CONNECTION_SECONDS = 600,       /* connections.h ends them long before */
	CONNECTION_BYTES = 16 * 1024,   /* request line and headers */
	FILES_BESIDE = 200,             /* descriptors for other things than connections */
	BODY_BYTES_KEPT = 512 * 1024,   /* an exchange with a larger body gives it back */
	SPARE_EXCHANGES = 256,
	DRAIN_MS = 5000,
	FORM_THREADS = 4, FORMS_WAITING = 64,
	LONG_THREADS = 6, /* most of them wait for their turn: service/pictures/kept_results.h */
	LONG_WAITING = 32,
	MOST_THREADS = 8,
};

enum step { AT_HEAD, IN_BODY, WORKED_OUT, ANSWERED };

struct exchange {
	struct exchange *next;
	struct web_server *server;
	struct arena *arena;
	const char *target;
	struct request_line line;
	struct request request;
	struct response response;
	struct MHD_Connection *suspended; /* while the lane has it */
	struct body_reader *body;  /* NULL: there is none, or it is of no use */
	int64_t begun_us;
	enum step step;
};

struct web_server {
	struct MHD_Daemon *daemon;
	struct web_app *app;
	struct connections *connections;
	struct lane *lane, *long_lane; /* the second for what takes seconds, so that no form waits for it */
	struct metrics *metrics;
	struct metrics_server *monitoring; /* NULL: not asked for */
	bool log_requests;
	bool behind_proxy;
	uint16_t port;
	pthread_mutex_t lock;    /* over the list */
	struct exchange *spare;
	int spare_count;
	atomic_int under_way;
	atomic_llong turned_away, turned_away_said_us;
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
	x->step = AT_HEAD;
	x->body = NULL;
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

	body_drop(x->body);
	request_close_files(&x->request);
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

/* ---- connections ---- */

static void connection_changes(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct web_server *server = cls;

	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*context = connection_opened(server->connections,
			MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
	else
		connection_closed(server->connections, *context);
}

static struct connection *connection_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* A request line has arrived; this is the only place where it can be had as it was sent. */
static void *request_begins(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct exchange *x = exchange_take(cls);

	(void)connection;
	x->begun_us = clock_steady_us();
	request_begin(&x->request, x->arena, "");
	/* One byte more than is allowed, so that too long is seen to be too long. */
	x->target = arena_strndup(x->arena, target, strnlen(target, HTTP_TARGET_BYTES + 1));
	request_line_begin(&x->line, target);
	return x;
}

static void request_ends(void *cls, struct MHD_Connection *connection, void **exchange, enum MHD_RequestTerminationCode code)
{
	struct web_server *server = cls;
	struct exchange *x = *exchange;

	(void)code;
	/* An answered exchange is still in use: answer_sent gives it back. */
	if (x != NULL && x->step != ANSWERED)
		exchange_give_back(x);
	*exchange = NULL;
	connection_waits(server->connections, connection_of(connection));
}

/* ---- the head of a request ---- */

static const char *header_of(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

	return value != NULL ? value : "";
}

/* Of a header that may stand there several times: the last line counts, however many somebody puts before it. */
struct header_lines {
	const char *name, *last; /* last: "" if there is none */
	int count;
};

static enum MHD_Result note_line(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct header_lines *lines = cls;

	(void)kind;
	if (str_is_ignoring_case(str_of(name), lines->name)) {
		lines->last = value != NULL ? value : "";
		lines->count++;
	}
	return MHD_YES;
}

static struct header_lines lines_of(struct MHD_Connection *connection, const char *name)
{
	struct header_lines lines = {.name = name, .last = ""};

	MHD_get_connection_values(connection, MHD_HEADER_KIND, note_line, &lines);
	return lines;
}

/* What the proxy says last: what stands before that came from the client, who may say anything. NULL if it is no address. */
static const char *forwarded_address(struct arena *a, struct MHD_Connection *connection)
{
	const char *last = lines_of(connection, "X-Forwarded-For").last, *comma = strrchr(last, ',');
	struct str text = str_trim(str_of(comma != NULL ? comma + 1 : last));
	char *address = arena_strndup(a, text.at, text.len);
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1 ? address : NULL;
}

static const char *client_address(const struct exchange *x, struct MHD_Connection *connection)
{
	const struct sockaddr_in *from = (const struct sockaddr_in *)(const void *)
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	const char *forwarded = x->server->behind_proxy ? forwarded_address(x->arena, connection) : NULL;
	char *address = arena_alloc(x->arena, INET_ADDRSTRLEN);

	if (forwarded != NULL)
		return forwarded;
	return inet_ntop(AF_INET, &from->sin_addr, address, INET_ADDRSTRLEN) != NULL ? address : "";
}

/* The length of the body as it is declared: 0 without one, -1 where it cannot be known. Two lengths, or a length and pieces,
 * are how a request is smuggled past a proxy. */
static int64_t declared_length(struct request *r, struct MHD_Connection *connection)
{
	struct header_lines lengths = lines_of(connection, "Content-Length");
	int64_t length = 0;
	int in_pieces = lines_of(connection, "Transfer-Encoding").count;

	if (lengths.count + in_pieces > 1 || (lengths.count == 1 && !str_to_int(str_of(lengths.last), 0, INT64_MAX, &length))) {
		request_is_wrong(r, 400, "The request does not say clearly how long its body is.");
		return -1;
	}
	return in_pieces > 0 ? -1 : length;
}

static enum MHD_Result look_at_line(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	head_lines_take(cls, name, value != NULL ? value : "");
	return MHD_YES;
}

static bool head_is_clear(struct MHD_Connection *connection, const char *version)
{
	struct head_lines lines;

	head_lines_begin(&lines, version);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, look_at_line, &lines);
	return head_lines_end(&lines);
}

static void read_head(struct exchange *x, struct MHD_Connection *connection, const char *method, const char *version)
{
	struct request *r = &x->request;
	char token[TOKEN_SIZE];

	r->method = method;
	r->host = header_of(connection, "Host");
	r->if_none_match = header_of(connection, "If-None-Match");
	r->cookies = header_of(connection, "Cookie");
	r->origin = header_of(connection, "Origin");
	r->fetch_site = header_of(connection, "Sec-Fetch-Site");
	r->content_type = header_of(connection, "Content-Type");
	r->user_agent = header_of(connection, "User-Agent");
	r->authorization = header_of(connection, "Authorization");
	r->idempotency_key = header_of(connection, "Idempotency-Key");
	r->client = client_address(x, connection);
	token_make(token);
	memcpy(r->id, token, HTTP_ID_SIZE - 1);
	if (!request_line_end(&x->line, method, version) || !head_is_clear(connection, version))
		request_is_wrong(r, 400, "The lines of the request are not written as they have to be.");
	if (lines_of(connection, "Host").count > 1)
		request_is_wrong(r, 400, "The request says twice which host it is for.");
	(void)request_read_target(r, x->target, NULL);
}

/* ---- the answer ---- */

static void add_headers(const struct exchange *x, struct MHD_Response *r)
{
	const struct response *res = &x->response;

	for (size_t i = 0; i < HTTP_SECURITY_HEADERS_COUNT; i++)
		(void)MHD_add_response_header(r, HTTP_SECURITY_HEADERS[i].name, HTTP_SECURITY_HEADERS[i].value);
	if (web_is_https(x->server->app))
		(void)MHD_add_response_header(r, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
	(void)MHD_add_response_header(r, "X-Request-Id", x->request.id);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, res->type);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, res->cache);
	if (res->etag[0] != '\0')
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, res->etag);
	for (size_t i = 0; i < res->extra_count; i++)
		(void)MHD_add_response_header(r, res->extra[i].name, res->extra[i].value);
	/* Where a request was not clear, nobody can say where the next begins. */
	if (atomic_load(&x->server->draining) || res->status == 503 || x->request.wrong != 0)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result send_answer(struct exchange *x, struct MHD_Connection *connection)
{
	struct response *res = &x->response;
	bool fixed = res->fixed != NULL;
	size_t size = fixed ? res->fixed_size : res->body.len;
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(size,
		(void *)(uintptr_t)(fixed ? (const char *)res->fixed : buf_text(&res->body)), answer_sent, x);
	enum MHD_Result rc;

	if (r == NULL)
		return MHD_NO;
	connection_takes(x->server->connections, connection_of(connection), (int64_t)size);
	x->step = ANSWERED;
	add_headers(x, r);
	rc = MHD_queue_response(connection, (unsigned)res->status, r);
	MHD_destroy_response(r);
	return rc;
}

static void work_out(struct exchange *x)
{
	struct log_subject subject = {.route = "", .employer = ""};
	int64_t took_us;

	if (x->body != NULL)
		body_end(x->body);
	web_answer(x->server->app, &x->request, &x->response, &subject);
	took_us = clock_steady_us() - x->begun_us;
	metrics_count(x->server->metrics, subject.route, x->response.status, took_us);
	if (x->server->log_requests || log_is_due(&x->request, &x->response))
		log_request(&x->request, &x->response, &subject, took_us / 1000);
}

static enum MHD_Result answer(struct exchange *x, struct MHD_Connection *connection)
{
	connection_works(x->server->connections, connection_of(connection));
	work_out(x);
	return send_answer(x, connection);
}

/* Turned away before anything is looked at. One line a second says how many were, for a flood of requests must be none of
 * lines. */
static void turn_away(struct exchange *x)
{
	struct web_server *server = x->server;
	long long said = atomic_load(&server->turned_away_said_us);

	web_answer_busy(&x->response);
	atomic_fetch_add(&server->turned_away, 1);
	metrics_shed(server->metrics);
	if (x->begun_us - said >= 1000000 && atomic_compare_exchange_strong(&server->turned_away_said_us, &said, x->begun_us))
		log_turned_away(atomic_exchange(&server->turned_away, 0));
}

/* ---- forms ---- */

/* By a thread of the lane. */
static void work_out_form(void *item)
{
	struct exchange *x = item;

	work_out(x);
	x->step = WORKED_OUT;
	MHD_resume_connection(x->suspended);
}

/* Likewise of the second. While the server ends nothing is begun that takes seconds. */
static void work_out_long(void *item)
{
	struct exchange *x = item;

	if (!atomic_load(&x->server->draining)) {
		work_out_form(x);
		return;
	}
	turn_away(x);
	x->step = WORKED_OUT;
	MHD_resume_connection(x->suspended);
}

static void give_to(struct lane *lane, struct exchange *x, struct MHD_Connection *connection)
{
	connection_works(x->server->connections, connection_of(connection));
	x->suspended = connection;
	MHD_suspend_connection(connection);
	if (lane_give(lane, x))
		return;
	turn_away(x);
	x->step = WORKED_OUT;
	MHD_resume_connection(connection);
}

/* ---- a request on its way ---- */

static bool method_reads(const char *method)
{
	return str_equal(method, "GET") || str_equal(method, "HEAD");
}

/* An answer now, before the body has come, closes the connection: right for what is refused, dear for what is not. */
static enum MHD_Result take_head(struct exchange *x, struct MHD_Connection *connection, const char *method, const char *version)
{
	struct body_limits limits = {0};
	int64_t length;

	read_head(x, connection, method, version);
	if (connections_are_many(x->server->connections)) {
		turn_away(x);
		return send_answer(x, connection);
	}
	length = declared_length(&x->request, connection);
	x->request.has_body = length != 0;
	if (x->request.wrong == 0 && x->request.has_body) {
		web_limit_body(x->server->app, &x->request, &limits);
		x->body = body_begin(&x->request, length, &limits);
	}
	if (x->request.wrong != 0 || (!method_reads(method) && !str_equal(method, "POST")))
		return answer(x, connection);
	x->step = IN_BODY;
	connection_brings(x->server->connections, connection_of(connection), limits.signed_in);
	return MHD_YES;
}

static void take_piece(struct exchange *x, struct MHD_Connection *connection, const char *at, size_t n)
{
	connection_brought(connection_of(connection), (int64_t)n);
	if (x->body != NULL)
		body_take(x->body, at, n);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_size, void **exchange)
{
	struct exchange *x = *exchange;
	enum web_wait wait;

	(void)cls;
	(void)url;
	if (x->step == AT_HEAD)
		return take_head(x, connection, method, version);
	if (x->step == WORKED_OUT)
		return send_answer(x, connection);
	wait = *upload_size == 0 ? web_waits(&x->request) : WAITS_FOR_NOTHING;
	if (*upload_size == 0 && method_reads(method) && wait == WAITS_FOR_NOTHING)
		return answer(x, connection);
	if (*upload_size == 0)
		give_to(wait == WAITS_LONG ? x->server->long_lane : x->server->lane, x, connection);
	else
		take_piece(x, connection, upload, *upload_size);
	*upload_size = 0;
	return MHD_YES;
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

uint16_t web_port_of(int listening)
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

/* From here on the socket is the daemon's; without one it is closed. */
static int start_daemon(struct web_server *server, int listening, unsigned threads, struct err *err)
{
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, server,
		MHD_OPTION_LISTEN_SOCKET, listening,
		MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
		MHD_OPTION_URI_LOG_CALLBACK, request_begins, server,
		MHD_OPTION_NOTIFY_COMPLETED, request_ends, server,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changes, server,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
		MHD_OPTION_END);
	if (server->daemon != NULL)
		return 0;
	close(listening);
	return err_set(err, PL_FAIL, "the web server cannot start: %s", strerror(errno));
}

static struct web_server *server_free(struct web_server *server)
{
	while (server->spare != NULL) {
		struct exchange *x = server->spare;

		server->spare = x->next;
		exchange_free(x);
	}
	web_app_free(server->app);
	lane_free(server->long_lane);
	lane_free(server->lane);
	connections_free(server->connections);
	metrics_free(server->metrics);
	pthread_mutex_destroy(&server->lock);
	mem_free(server);
	return NULL;
}

/* Each connection is a file to the system, whose usual limit is lower. */
static void raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < CONNECTIONS + FILES_BESIDE) {
		limit.rlim_cur = limit.rlim_max < CONNECTIONS + FILES_BESIDE ? limit.rlim_max : CONNECTIONS + FILES_BESIDE;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int64_t requests_under_way(void *context)
{
	struct web_server *server = context;

	return atomic_load(&server->under_way);
}

static int start_monitoring(struct web_server *server, const struct web_options *options, struct err *err)
{
	const struct metrics_options monitoring = {.metrics = server->metrics, .readiness = options->readiness,
		.today = options->today != NULL ? options->today : clock_today, .in_flight = requests_under_way, .context = server,
		.socket = options->metrics_socket};

	return options->metrics_socket > 0 ? metrics_serve(&monitoring, &server->monitoring, err) : 0;
}

int web_start(const struct web_options *options, struct web_server **ret, struct err *err)
{
	struct web_server *server;
	int listening = options->socket, rc = 0;

	if (listening == 0)
		rc = web_listen(options->port, &listening, err);
	if (rc < 0)
		return rc;
	raise_file_limit();
	server = mem_alloc(sizeof *server);
	pthread_mutex_init(&server->lock, NULL);
	server->app = web_app_new(options);
	server->lane = lane_new(FORM_THREADS, FORMS_WAITING, work_out_form);
	server->long_lane = lane_new(LONG_THREADS, LONG_WAITING, work_out_long);
	server->connections = connections_new(CONNECTIONS, &options->limits, NULL);
	server->metrics = metrics_new();
	server->log_requests = options->log_requests;
	server->behind_proxy = options->public_url != NULL;
	server->port = web_port_of(listening);
	rc = start_daemon(server, listening, threads_for(options->threads), err);
	if (rc < 0) {
		server_free(server);
		return rc;
	}
	rc = connections_watch(server->connections, err);
	if (rc == 0)
		rc = start_monitoring(server, options, err);
	if (rc < 0)
		web_stop(server);
	else
		*ret = server;
	return rc;
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
	metrics_stop(server->monitoring);
	listening = MHD_quiesce_daemon(server->daemon);
	for (int ms = 0; ms < DRAIN_MS && atomic_load(&server->under_way) > 0; ms += 10)
		nanosleep(&nap, NULL);
	/* No connection may be suspended when the daemon ends. */
	lane_end(server->long_lane);
	lane_end(server->lane);
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
