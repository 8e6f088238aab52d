#include "store/postgres_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

/* A connection that is being opened waits for a moment, whoever opens it. */
enum { PAUSE_MS = 250, OPENING_MS = 10 * 1000, WAIT_SAID_MS = 5 * 1000, LINE_BYTES = 400, MACHINE_BYTES = 4096,
	REASONS_BYTES = 16 * 1024, UNSENT_BYTES = 64 * 1024 };

/* What an address does not say. It comes before the address, which may say something else; the last two come after
 * it. */
static const char *const KEYS[] = {"target_session_attrs", "connect_timeout", "tcp_user_timeout", "keepalives_idle",
	"keepalives_interval", "keepalives_count", "dbname", "fallback_application_name", "client_encoding", NULL};
static const char *const DEFAULTS[] = {"read-write", "3", "10000", "5", "2", "3", NULL, "plimsoll", "UTF8", NULL};

enum { PLACE_OF_ADDRESS = 6, KEYS_COUNT = sizeof KEYS / sizeof *KEYS };

/* Warnings are wanted for the one that follows a commit. Whose client is gone is not worked for any
 * longer, and one that stands still keeps nobody from writing. Tables whose rows have not been counted yet are read by
 * their indexes, and in their order, as those of a file are. */
static const char GREETING[] =
	"set search_path = plimsoll; set client_min_messages = warning; "
	"set idle_in_transaction_session_timeout = '2min'; set client_connection_check_interval = '5s'; "
	"set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 30000; "
	"set timezone = 'UTC'; set enable_seqscan = off; set enable_sort = off; set jit = off; set quote_all_identifiers = off";

/* How long the turn of an employer is waited for that somebody else writes for: by a command as long as the lock of a file is, and by
 * who has somebody waiting, and others behind them, for a moment. */
static const char PATIENCE[] = "set lock_timeout = '5s'", HURRY[] = "set lock_timeout = '1s'";

static void hear(void *wire, const PGresult *notice)
{
	const char *state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);

	if (state != NULL && str_equal(state, "01000"))
		((struct wire *)wire)->warned = true;
}

static void tell(struct wire *w, bool there)
{
	const char *why = PQerrorMessage(w->conn);
	char line[LINE_BYTES];

	if (w->say == NULL || w->said == !there)
		return;
	w->said = !there;
	if (there)
		(void)snprintf(line, sizeof line, "%s is there again", w->name);
	else
		(void)snprintf(line, sizeof line, "%s cannot be reached (%.*s): trying again", w->name, (int)strcspn(why, "\n"), why);
	w->say(line);
}

bool wire_stands(const struct wire *w)
{
	return PQstatus(w->conn) == CONNECTION_OK;
}

int wire_lost(struct wire *w, struct err *err)
{
	if (!wire_stands(w))
		tell(w, false);
	return err_set(err, PL_LOCKED, "The database cannot be reached just now: try again in a moment");
}

/* Shut from here: the library finds that out as if it had been shut from there. */
void wire_cut(struct wire *w)
{
	if (PQsocket(w->conn) >= 0)
		(void)shutdown(PQsocket(w->conn), SHUT_RDWR);
	(void)PQconsumeInput(w->conn);
}

/* Who waits for as long as it takes is told what for. */
static void tell_waiting(struct wire *w)
{
	char line[LINE_BYTES];

	(void)snprintf(line, sizeof line, "%s has not answered for %d seconds: still waiting (a write waits for the server's "
		"synchronous standby, if it has one)", w->name, WAIT_SAID_MS / 1000);
	if (w->say != NULL && !w->said_waiting)
		w->say(line);
	w->said_waiting = true;
}

/* How long to poll: -1 for ever. */
static int64_t wait_left(const struct wire *w, int64_t began)
{
	if (w->answer_ms == 0)
		return w->say != NULL && !w->said_waiting ? WAIT_SAID_MS : -1;
	return began + w->answer_ms > clock_steady_ms() ? began + w->answer_ms - clock_steady_ms() : 0;
}

/* Until all that was sent is on its way, or until an answer is there. A server takes no more while its own answers are
 * not taken, so they are, whatever is waited for. false: it is late. */
static bool wait_for(struct wire *w, bool answer)
{
	int64_t began = clock_steady_ms();

	while (wire_stands(w)) {
		bool unsent = PQflush(w->conn) == 1;
		struct pollfd wait = {PQsocket(w->conn), (short)(unsent ? POLLIN | POLLOUT : POLLIN), 0};
		int n;

		if (answer ? !PQisBusy(w->conn) : !unsent)
			return true;
		n = poll(&wait, 1, (int)wait_left(w, began));
		if (n == 0 && w->answer_ms > 0)
			return false;
		if (n == 0)
			tell_waiting(w);
		if (n < 0 && errno != EINTR)
			return true;
		if (n > 0 && PQconsumeInput(w->conn) != 1)
			return true;
		if (n > 0)
			began = clock_steady_ms();
	}
	return true;
}

void wire_flush(struct wire *w)
{
	w->unsent = 0;
	if (!wait_for(w, false))
		wire_cut(w);
}

void wire_sent(struct wire *w, size_t bytes)
{
	w->unsent += bytes;
	if (w->unsent >= UNSENT_BYTES)
		wire_flush(w);
}

PGresult *wire_answer(struct wire *w)
{
	if (!wait_for(w, true))
		wire_cut(w);
	return PQgetResult(w->conn);
}

static bool set(struct wire *w, const char *settings)
{
	bool good = PQsendQuery(w->conn, settings) == 1;
	PGresult *result;

	while (good && (result = wire_answer(w)) != NULL) {
		good = PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
	}
	return good;
}

/* From here on the library waits for nothing: it would for ever, where a server that stands still takes no more. */
static int greet(struct wire *w, const char *patience, struct err *err)
{
	if (PQsetnonblocking(w->conn, 1) == 0 && set(w, GREETING) && set(w, patience) && PQenterPipelineMode(w->conn) == 1)
		return 0;
	wire_cut(w);
	return wire_lost(w, err);
}

static const char *patience_of(int answer_ms)
{
	return answer_ms > 0 ? HURRY : PATIENCE;
}

void wire_stay(struct wire *w, int answer_ms, void (*say)(const char *line))
{
	const char *before = patience_of(w->answer_ms), *patience = patience_of(answer_ms);

	w->answer_ms = answer_ms;
	w->say = say;
	if (patience != before && (PQexitPipelineMode(w->conn) != 1 || !set(w, patience) || PQenterPipelineMode(w->conn) != 1))
		wire_cut(w);
}

/* ---- why it cannot be opened ---- */

enum machine { AWAY, STANDBY, REFUSES };

/* One of the machines of an address: `text` is a list of theirs, or one thing for all; NULL if there is none. */
static void put_item(struct buf *out, const char *text, int index)
{
	if (text == NULL)
		return;
	for (const char *next = strchr(text, ','); index > 0 && next != NULL; next = strchr(text, ','), index--)
		text = next + 1;
	buf_add(out, text, strcspn(text, ","));
}

static const char *option(const PQconninfoOption *options, const char *keyword)
{
	while (options != NULL && options->keyword != NULL && !str_equal(options->keyword, keyword))
		options++;
	return options != NULL && options->keyword != NULL ? options->val : NULL;
}

static int machines_of(const PQconninfoOption *options)
{
	const char *list = option(options, "hostaddr");
	int count = 1;

	if (list == NULL || list[0] == '\0')
		list = option(options, "host");
	for (; list != NULL && *list != '\0'; list++)
		count += *list == ',';
	return count;
}

/* Of a machine that lets us in. One that does not say whether it takes writing, as before version 14, would have been used if it did. */
static bool is_standby(PGconn *conn)
{
	const char *recovers = PQparameterStatus(conn, "in_hot_standby"), *reads = PQparameterStatus(conn, "default_transaction_read_only");

	return recovers == NULL || reads == NULL || str_equal(recovers, "on") || str_equal(reads, "on");
}

/* Each by itself, whatever the address asks for: one that takes writing was away before, or is not what is asked for, and may be there
 * the next time. */
static enum machine machine_at(const PQconninfoOption *options, const char *const *address, int index)
{
	struct buf host = BUF_INIT(MACHINE_BYTES), hostaddr = BUF_INIT(MACHINE_BYTES), port = BUF_INIT(MACHINE_BYTES);
	const char *keys[KEYS_COUNT + 4], *values[KEYS_COUNT + 4] = {NULL};
	enum machine is = AWAY;
	PGPing ping;

	memcpy(keys, KEYS, sizeof KEYS);
	memcpy(values, address, sizeof KEYS);
	put_item(&host, option(options, "host"), index);
	put_item(&hostaddr, option(options, "hostaddr"), index);
	put_item(&port, option(options, "port"), index);
	memcpy(keys + KEYS_COUNT - 1, (const char *[]){"host", "hostaddr", "port", "target_session_attrs", NULL},
		5 * sizeof *keys);
	memcpy(values + KEYS_COUNT - 1, (const char *[]){buf_text(&host), buf_text(&hostaddr), buf_text(&port), "any", NULL},
		5 * sizeof *values);
	ping = PQpingParams(keys, values, 1);
	if (ping != PQPING_NO_RESPONSE && ping != PQPING_REJECT) {
		PGconn *conn = PQconnectdbParams(keys, values, 1);

		is = PQstatus(conn) != CONNECTION_OK ? REFUSES : is_standby(conn) ? STANDBY : AWAY;
		PQfinish(conn);
	}
	buf_free(&host);
	buf_free(&hostaddr);
	buf_free(&port);
	return is;
}

/* What the library says of each machine, in one line. */
static void put_reasons(struct buf *out, const char *said)
{
	for (; *said != '\0'; said += strcspn(said, "\n"), said += *said == '\n') {
		static const char BEGINS[] = "connection to server ";
		bool begins = strncmp(said, BEGINS, sizeof BEGINS - 1) == 0;

		if (*said == '\t' || *said == '\n')
			continue;
		if (begins)
			said += sizeof BEGINS - 1;
		buf_puts(out, out->len > 0 ? "; " : "");
		buf_add(out, said, strcspn(said, "\n"));
	}
}

/* A machine that is there and says no will say so again. One that is away may come back, and a standby may be made the
 * one that writes: whichever of them the library has tried last. */
static int refused(struct wire *w, const char *const *values, struct err *err)
{
	PQconninfoOption *options = PQconninfo(w->conn);
	struct buf reasons = BUF_INIT(REASONS_BYTES);
	bool away = false, standby = false;

	for (int i = 0, count = machines_of(options); i < count && !standby; i++) {
		enum machine is = machine_at(options, values, i);

		away = away || is != REFUSES;
		standby = is == STANDBY;
	}
	put_reasons(&reasons, PQerrorMessage(w->conn));
	if (standby)
		(void)err_set(err, PL_LOCKED, "%s takes no writing just now: a standby is there (%s). What only reads may ask it, "
			"with target_session_attrs=any in the address", w->name, buf_text(&reasons));
	else
		(void)err_set(err, away ? PL_LOCKED : PL_FAIL, "%s cannot be %s: %s", w->name, away ? "reached" : "opened",
			buf_text(&reasons));
	PQconninfoFree(options);
	buf_free(&reasons);
	return away ? PL_LOCKED : PL_FAIL;
}

/* ---- opening ---- */

int wire_open(struct wire *w, const char *address, const char *name, struct err *err)
{
	const char *values[KEYS_COUNT];
	int rc;

	memcpy(values, DEFAULTS, sizeof values);
	values[PLACE_OF_ADDRESS] = address;
	*w = (struct wire){.name = name, .answer_ms = OPENING_MS, .conn = PQconnectdbParams(KEYS, values, 1)};
	if (!wire_stands(w))
		return refused(w, values, err);
	(void)PQsetNoticeReceiver(w->conn, hear, w);
	rc = greet(w, patience_of(0), err);
	w->answer_ms = 0;
	return rc;
}

void wire_close(struct wire *w)
{
	PQfinish(w->conn);
}

/* Trying takes as long as the slowest machine, and half of the time nobody tries. */
int wire_mend(struct wire *w, struct err *err)
{
	int64_t began = clock_steady_ms();
	int rc;

	if (began < w->again_ms)
		return wire_lost(w, err);
	PQreset(w->conn);
	rc = wire_stands(w) ? greet(w, patience_of(w->answer_ms), err) : wire_lost(w, err);
	if (rc == 0)
		tell(w, true);
	w->again_ms = rc < 0 ? 2 * clock_steady_ms() - began + PAUSE_MS : 0;
	return rc;
}
