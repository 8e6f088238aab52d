/* A database server: PostgreSQL through libpq.
 *
 * Everything goes through one pipeline: what has to be said before a statement (its preparation, whose rows it may see)
 * travels with it, and one answer comes back. A statement's rows come all at once and are then looked at one by one.
 *
 * The server does not tell of each row that is changed. While a commit watches, a statement that writes is given a tail that
 * answers every row as it was and as it is (watched_text), and the watcher is told before the statement's caller is.
 */
#include "store/postgres_inside.h"
#include "store/watched.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
	NUMBER_SIZE = 24,
	NAME_SIZE = 16,
	WATCHED_BYTES = 64 * 1024,
	AHEAD_MOST = 32,
	STOCK_ROWS = 2000,
	TYPE_BOOL = 16 /* of pg_type */
};

struct pg_statement {
	struct statement base;
	bool prepared[2];        /* as it is, and as it is watched */
	PGresult *result;
	int row, rows;           /* the one that is looked at; how many the caller sees */
	bool ran;
	bool sent;               /* ahead of its time: what it was given stands, and its answers are to come or have come */
	int before;              /* how many answers come before its own */
	PGresult *bad;           /* the first that was bad */
	int64_t changed;
	const char *values[STATEMENT_PARAMETERS];
	int lengths[STATEMENT_PARAMETERS], formats[STATEMENT_PARAMETERS];
	int64_t ints[STATEMENT_PARAMETERS];
	char numbers[STATEMENT_PARAMETERS][NUMBER_SIZE];
	unsigned char *bytes[DATABASE_COLUMNS]; /* of the columns of the row that were taken as cells and held bytes */
};

struct pg {
	struct database base;
	PGconn *conn;
	int64_t serving;         /* whose rows the open transaction sees; UNSAID until something was said in it */
	struct pg_statement *ahead[AHEAD_MOST]; /* sent ahead in the open transaction, in that order */
	size_t ahead_count, ahead_answered;
	bool in_transaction;     /* when the last answer had come */
	int64_t changed, stock_at; /* rows, in the open transaction, and how many there are when they are counted */
	struct pg_statement statements[SQL_COUNT];
};

enum { UNSAID = 0, ANYBODY = -1 };

static struct pg *pg_of(struct database *db)
{
	return (struct pg *)db;
}

static struct pg_statement *own(struct statement *q)
{
	return (struct pg_statement *)q;
}

/* ---- what goes wrong ---- */

static int lost(const struct pg *db, struct err *err)
{
	return err_set(err, PL_LOCKED, "%s cannot be reached just now: try again in a moment", db->base.name);
}

/* By the class or the code of SQLSTATE (PostgreSQL's appendix A). */
static int failed(const struct pg *db, const PGresult *result, struct err *err)
{
	const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *said = result != NULL ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *name = db->base.name;

	if (PQstatus(db->conn) == CONNECTION_BAD || state == NULL || strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0)
		return lost(db, err);
	if (strncmp(state, "23", 2) == 0)
		return err_set(err, PL_EXISTS, "%s: what was to be written contradicts what is there (%s)", name, said);
	if (str_equal(state, "55P03") || str_equal(state, "40001") || str_equal(state, "40P01"))
		return err_set(err, PL_LOCKED, "%s is being written by another Plimsoll: try again in a moment", name);
	if (str_equal(state, "53100"))
		return err_set(err, PL_FAIL, "There is no room left on the disk of %s: nothing was changed", name);
	if (str_equal(state, "42501") || str_equal(state, "25006"))
		return err_set(err, PL_FAIL, "%s does not let this role do that (%s)", name, said);
	return err_set(err, PL_FAIL, "%s: %s", name, said);
}

/* ---- the connection ---- */

static void say_nothing(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

static int refused(const struct pg *db, struct err *err)
{
	const char *said = PQerrorMessage(db->conn);

	return err_set(err, PL_FAIL, "%s cannot be opened: %.*s", db->base.name, (int)strcspn(said, "\n"), said);
}

/* What a connection is told once. Everything after it goes through the pipeline. */
static int greet(struct pg *db, struct err *err)
{
	static const char GREETING[] = "set search_path = plimsoll; set lock_timeout = '1s'; set client_min_messages = error; "
		"set idle_in_transaction_session_timeout = '10min'; set timezone = 'UTC'; set enable_seqscan = off; "
		"set plan_cache_mode = force_generic_plan";
	PGresult *result = PQexec(db->conn, GREETING);
	int rc = PQresultStatus(result) == PGRES_COMMAND_OK ? 0 : failed(db, result, err);

	PQclear(result);
	if (rc == 0 && PQenterPipelineMode(db->conn) != 1)
		rc = lost(db, err);
	return rc;
}

/* The address as it is shown: whose, where and which, and no password. */
static char *called(const PQconninfoOption *options)
{
	struct buf name = BUF_INIT(4096);
	const char *host = "", *database = "";
	char *ret;

	for (; options->keyword != NULL; options++) {
		if (options->val == NULL)
			continue;
		if (str_equal(options->keyword, "dbname"))
			database = options->val;
		else if (str_equal(options->keyword, "host") || str_equal(options->keyword, "hostaddr"))
			host = options->val;
	}
	buf_putf(&name, "The database %s%s%s", database, host[0] != '\0' ? " on " : "", host);
	ret = mem_alloc(name.len + 1);
	memcpy(ret, buf_text(&name), name.len + 1);
	buf_free(&name);
	return ret;
}

int postgres_called(const char *address, char **ret, struct err *err)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);

	if (options == NULL)
		return err_set(err, PL_INVALID, "What was given for a database is no address: expected "
			"postgresql://user@host:port/database");
	*ret = called(options);
	PQconninfoFree(options);
	return 0;
}

static const struct engine POSTGRES;

int postgres_open(const char *address, const char *name, enum database_mode mode, struct database **ret, struct err *err)
{
	struct pg *db = mem_alloc(sizeof *db);
	const char *const keys[] = {"dbname", "fallback_application_name", "client_encoding", NULL};
	const char *const values[] = {address, "plimsoll", "UTF8", NULL};
	int rc = 0;

	database_begin(&db->base, &POSTGRES, name, mode);
	db->conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK)
		rc = refused(db, err);
	if (rc == 0) {
		(void)PQsetNoticeReceiver(db->conn, say_nothing, NULL);
		rc = greet(db, err);
	}
	if (rc < 0)
		database_close(&db->base);
	else
		*ret = &db->base;
	return rc;
}

static void forget_bytes(struct pg_statement *q)
{
	for (int i = 0; i < DATABASE_COLUMNS; i++) {
		PQfreemem(q->bytes[i]);
		q->bytes[i] = NULL;
	}
}

static void forget_rows(struct pg_statement *q)
{
	PQclear(q->bad);
	q->bad = NULL;
	if (q->result == NULL)
		return;
	PQclear(q->result);
	q->result = NULL;
	forget_bytes(q);
}

static void close_connection(struct database *base)
{
	struct pg *db = pg_of(base);

	for (size_t i = 0; i < SQL_COUNT; i++)
		forget_rows(&db->statements[i]);
	PQfinish(db->conn);
	mem_free(db);
}

/* A connection that was lost is made anew, unless something was begun on it that can no longer be ended. */
static int connect_again(struct pg *db, struct err *err)
{
	if (PQstatus(db->conn) == CONNECTION_OK)
		return 0;
	PQreset(db->conn);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return lost(db, err);
	for (size_t i = 0; i < SQL_COUNT; i++)
		memset(db->statements[i].prepared, 0, sizeof db->statements[i].prepared);
	db->in_transaction = false;
	return greet(db, err);
}

static bool in_transaction(const struct database *base)
{
	const struct pg *db = (const struct pg *)base;

	return db->in_transaction && PQstatus(db->conn) == CONNECTION_OK;
}

/* Asked when every answer has come. */
static void note_transaction(struct pg *db)
{
	PGTransactionStatusType status = PQtransactionStatus(db->conn);

	db->in_transaction = status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/* ---- what is sent ---- */

static const char *text_of(enum sql_id id)
{
	return SQL_TEXT[SQL_POSTGRES][id];
}

static bool is_watched(const struct pg *db, enum sql_id id)
{
	return db->base.watcher != NULL && watched_verb(text_of(id)) != WATCHED_NOT;
}

static void name_of(char ret[NAME_SIZE], enum sql_id id, bool watched)
{
	(void)snprintf(ret, NAME_SIZE, "%c%d", watched ? 'w' : 's', (int)id);
}

/* How many answers what was sent before the statement will have; negative if it could not be sent. */
static int send_preparation(struct pg *db, struct pg_statement *q, bool watched)
{
	struct buf text = BUF_INIT(WATCHED_BYTES);
	char name[NAME_SIZE];
	int sent;

	if (q->prepared[watched])
		return 0;
	name_of(name, q->base.id, watched);
	if (watched)
		watched_text(&text, text_of(q->base.id));
	sent = PQsendPrepare(db->conn, name, watched ? buf_text(&text) : text_of(q->base.id), 0, NULL) == 1 ? 1 : -1;
	buf_free(&text);
	return sent;
}

/* Whose rows a statement is about: an employer's, anybody's where it has to find that out, nobody's. */
static int64_t served_by(const struct pg_statement *q)
{
	int place = SQL_EMPLOYER[q->base.id];

	return place > 0 ? q->ints[place - 1] : place == SQL_ANYWHERE ? ANYBODY : UNSAID;
}

static int send_serving(struct pg *db, const struct pg_statement *q)
{
	int64_t serves = served_by(q);
	char number[NUMBER_SIZE] = "";
	const char *const values[] = {number, serves == ANYBODY ? "on" : ""};

	if (serves == UNSAID || (in_transaction(&db->base) && serves == db->serving))
		return 0;
	if (serves > 0)
		(void)snprintf(number, sizeof number, "%lld", (long long)serves);
	db->serving = serves;
	return PQsendQueryParams(db->conn, text_of(SQL_SERVE), 2, NULL, values, NULL, NULL, 0) == 1 ? 1 : -1;
}

static int send_statement(struct pg *db, struct pg_statement *q, bool watched)
{
	char name[NAME_SIZE];

	name_of(name, q->base.id, watched);
	return PQsendQueryPrepared(db->conn, name, q->base.given, q->values, q->lengths, q->formats, 0) == 1 ? 1 : -1;
}

/* ---- what comes back ---- */

/* The answer to the next thing that was sent. */
static PGresult *take_answer(struct pg *db)
{
	PGresult *result = PQgetResult(db->conn), *more = NULL;

	while (result != NULL && PQresultStatus(result) != PGRES_PIPELINE_SYNC && (more = PQgetResult(db->conn)) != NULL)
		PQclear(more);
	return result;
}

static bool is_good(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The answers to all that was sent before the statement, the statement's own, and the end; the first that is bad is kept. */
static void take_answers(struct pg *db, struct pg_statement *q)
{
	PGresult *end;

	for (int i = 0; i <= q->before; i++) {
		PGresult *result = take_answer(db);

		if (!is_good(result) && q->bad == NULL)
			q->bad = result != NULL ? result : PQmakeEmptyPGresult(db->conn, PGRES_FATAL_ERROR);
		else if (i == q->before && q->bad == NULL)
			q->result = result;
		else
			PQclear(result);
	}
	end = take_answer(db);
	if (q->bad == NULL && PQresultStatus(end) != PGRES_PIPELINE_SYNC)
		q->bad = end != NULL ? end : PQmakeEmptyPGresult(db->conn, PGRES_FATAL_ERROR);
	else
		PQclear(end);
}

/* Takes the answers to what was sent ahead, up to one of them (NULL: to all). */
static void take_ahead(struct pg *db, const struct pg_statement *last)
{
	bool more = db->ahead_answered < db->ahead_count;

	while (more) {
		struct pg_statement *q = db->ahead[db->ahead_answered++];

		take_answers(db, q);
		more = q != last && db->ahead_answered < db->ahead_count;
	}
}

/* With the transaction ends what was asked in it, whether anybody has looked at the answers or not. */
static void forget_ahead(struct pg *db)
{
	for (size_t i = 0; i < db->ahead_count; i++) {
		db->ahead[i]->sent = false;
		forget_rows(db->ahead[i]);
	}
	db->ahead_count = db->ahead_answered = 0;
}

/* ---- rows as they were and are ---- */

/* Tells the watcher of every row of the answer. */
static void tell_watcher(struct pg *db, const struct pg_statement *q)
{
	enum watched_verb verb = watched_verb(text_of(q->base.id));
	char table[64];
	int first = watched_first(text_of(q->base.id)), columns = PQnfields(q->result) - first;

	watched_table(text_of(q->base.id), table, sizeof table);
	if (verb == WATCHED_UPDATE)
		columns /= 2;
	for (int row = 0; row < PQntuples(q->result); row++) {
		struct postgres_row before = {0}, after = {0};

		postgres_row_read(q->result, row, first, columns, verb == WATCHED_INSERT ? &after : &before);
		if (verb == WATCHED_UPDATE)
			postgres_row_read(q->result, row, first + columns, columns, &after);
		db->base.watcher(db->base.watcher_context, table, verb != WATCHED_INSERT ? before.cells : NULL,
			verb != WATCHED_DELETE ? after.cells : NULL);
		postgres_row_free(&before);
		postgres_row_free(&after);
	}
}

/* ---- running ---- */

/* Sends a statement with all that has to be said before it. */
static int send_all(struct pg *db, struct pg_statement *q)
{
	bool watched = is_watched(db, q->base.id);
	int sent = send_preparation(db, q, watched);

	q->before = sent;
	if (sent >= 0)
		sent = send_serving(db, q);
	q->before += sent;
	if (sent >= 0)
		sent = send_statement(db, q, watched);
	return sent < 0 || PQpipelineSync(db->conn) != 1 ? -1 : 0;
}

/* What was said of whose rows are seen holds for the transaction, and a savepoint takes it back. */
static void note_serving(struct pg *db, enum sql_id id, bool failed)
{
	if (!in_transaction(&db->base) || failed || id == SQL_SAVEPOINT_DROP || id == SQL_BEGIN_READING || id == SQL_BEGIN_WRITING)
		db->serving = UNSAID;
}

/* The answers have come: what they say. */
static int read_answers(struct pg *db, struct pg_statement *q, struct err *err)
{
	bool watched = is_watched(db, q->base.id);
	int rc = q->bad != NULL ? failed(db, q->bad, err) : 0;

	note_serving(db, q->base.id, rc < 0);
	if (rc < 0) {
		forget_rows(q);
		return rc;
	}
	q->prepared[watched] = true;
	q->ran = true;
	q->row = -1;
	q->rows = watched && watched_own(text_of(q->base.id)) == 0 ? 0 : PQntuples(q->result);
	q->changed = strtoll(PQcmdTuples(q->result), NULL, 10);
	if (watched)
		tell_watcher(db, q);
	return 0;
}

/* A plan that was made of empty tables reads whole ones for each case: once so many rows have changed in a transaction, and ten
 * times as many, the server counts them. */
static bool is_time_to_take_stock(struct pg *db, const struct pg_statement *q)
{
	if (!in_transaction(&db->base)) {
		db->changed = 0;
		db->stock_at = STOCK_ROWS;
	} else if (watched_verb(text_of(q->base.id)) != WATCHED_NOT) {
		db->changed += q->changed;
	}
	if (db->changed < db->stock_at)
		return false;
	db->stock_at *= 10;
	return true;
}

static int run(struct pg *db, struct pg_statement *q, struct err *err)
{
	int rc;

	take_ahead(db, NULL);
	if (!in_transaction(&db->base))
		forget_ahead(db);
	rc = in_transaction(&db->base) ? 0 : connect_again(db, err);
	if (rc < 0)
		return rc;
	if (text_of(q->base.id) == NULL)
		return err_set(err, PL_FAIL, "%s: %s is nothing that a server is told", db->base.name, SQL_NAME[q->base.id]);
	if (send_all(db, q) < 0)
		return lost(db, err);
	take_answers(db, q);
	note_transaction(db);
	if (!in_transaction(&db->base))
		forget_ahead(db);
	rc = read_answers(db, q, err);
	if (rc == 0 && is_time_to_take_stock(db, q))
		rc = database_run(&db->base, SQL_TAKE_STOCK, err);
	return rc;
}

/* Only within a transaction: there nothing can come between. What cannot be sent is run when it is asked for. */
static void ahead(struct statement *base)
{
	struct pg_statement *q = own(base);
	struct pg *db = pg_of(base->db);

	if (q->sent || db->ahead_count == AHEAD_MOST || !in_transaction(base->db) || is_watched(db, base->id))
		return;
	if (send_all(db, q) < 0)
		return;
	q->sent = true;
	q->prepared[false] = true;
	db->ahead[db->ahead_count++] = q;
}

static struct statement *statement(struct database *base, enum sql_id id)
{
	struct pg_statement *q = &pg_of(base)->statements[id];

	if (q->sent)
		return &q->base;
	forget_rows(q);
	q->ran = false;
	return &q->base;
}

static bool is_waiting(const struct pg *db, const struct pg_statement *q)
{
	size_t i = db->ahead_answered;

	while (i < db->ahead_count && db->ahead[i] != q)
		i++;
	return i < db->ahead_count;
}

static int next(struct statement *base, struct err *err)
{
	struct pg_statement *q = own(base);
	struct pg *db = pg_of(base->db);
	int rc = 0;

	if (q->sent) {
		q->sent = false;
		if (is_waiting(db, q))
			take_ahead(db, q);
		rc = read_answers(db, q, err);
	} else if (!q->ran) {
		rc = run(db, q, err);
	}
	if (rc < 0)
		return rc;
	if (++q->row < q->rows)
		return 1;
	forget_rows(q);
	q->ran = false;
	return 0;
}

static void end(struct statement *q)
{
	if (own(q)->sent)
		return;
	forget_rows(own(q));
	own(q)->ran = false;
}

static int64_t changed(struct statement *q)
{
	return own(q)->changed;
}

/* ---- values ---- */

static void put(struct statement *base, int place, const char *value, size_t n, bool is_binary)
{
	struct pg_statement *q = own(base);

	if (place > STATEMENT_PARAMETERS || q->sent)
		return;
	q->values[place - 1] = value;
	q->lengths[place - 1] = (int)n;
	q->formats[place - 1] = is_binary;
	q->ints[place - 1] = 0;
}

static void put_null(struct statement *q, int place)
{
	put(q, place, NULL, 0, false);
}

static void put_number(struct statement *base, int place, int64_t value)
{
	struct pg_statement *q = own(base);
	char *number = q->numbers[(place - 1) % STATEMENT_PARAMETERS];

	if (q->sent)
		return;
	put(base, place, number, (size_t)snprintf(number, NUMBER_SIZE, "%lld", (long long)value), false);
	q->ints[(place - 1) % STATEMENT_PARAMETERS] = value;
}

static void put_words(struct statement *q, int place, const char *text)
{
	put(q, place, text, strlen(text), false);
}

static void put_blob(struct statement *q, int place, const void *bytes, size_t n)
{
	put(q, place, n > 0 ? bytes : "", n, true);
}

static bool column_is_null(struct statement *base, int place)
{
	const struct pg_statement *q = own(base);

	return q->result == NULL || PQgetisnull(q->result, q->row, place);
}

static int64_t column_int(struct statement *base, int place)
{
	const struct pg_statement *q = own(base);

	if (column_is_null(base, place))
		return 0;
	if (PQftype(q->result, place) == TYPE_BOOL)
		return PQgetvalue(q->result, q->row, place)[0] == 't';
	return strtoll(PQgetvalue(q->result, q->row, place), NULL, 10);
}

static const char *column_text(struct statement *base, int place, size_t *ret_len)
{
	struct pg_statement *q = own(base);

	if (column_is_null(base, place))
		return NULL;
	*ret_len = (size_t)PQgetlength(q->result, q->row, place);
	return PQgetvalue(q->result, q->row, place);
}

static struct cell column_cell(struct statement *base, int place)
{
	struct pg_statement *q = own(base);

	if (q->result == NULL || place >= DATABASE_COLUMNS)
		return (struct cell){.kind = CELL_NULL};
	PQfreemem(q->bytes[place]);
	q->bytes[place] = NULL;
	return postgres_cell(q->result, q->row, place, &q->bytes[place]);
}

/* ---- the whole database ---- */

/* Several statements in one text go outside the pipeline. */
static int script(struct database *base, const char *text, struct err *err)
{
	struct pg *db = pg_of(base);
	PGresult *result;
	int rc;

	take_ahead(db, NULL);
	if (PQexitPipelineMode(db->conn) != 1)
		return lost(db, err);
	result = PQexec(db->conn, text);
	rc = is_good(result) ? 0 : failed(db, result, err);
	PQclear(result);
	if (PQenterPipelineMode(db->conn) != 1)
		return lost(db, err);
	note_transaction(db);
	return rc;
}

static int settle(struct database *db, struct err *err)
{
	int64_t good = 0;
	struct statement *q = statement_of(db, SQL_COLLATION);
	int rc = statement_next(q, err);

	if (rc > 0)
		good = take_int(q);
	statement_end(q);
	if (rc >= 0 && !good)
		return err_set(err, PL_INVALID, "%s compares texts by a language's rules: expected a database made with "
			"createdb --template=template0 --encoding=UTF8 --locale=C", db->name);
	return rc < 0 ? rc : 0;
}

static int copy(struct database *db, const char *path, struct err *err)
{
	(void)path;
	return err_set(err, PL_INVALID, "%s is backed up by its server's own means (pg_basebackup, pg_dump), or copied into a file "
		"with plimsoll copy", db->name);
}

static void nothing(struct database *db)
{
	(void)db;
}

PGconn *postgres_connection(struct database *db)
{
	take_ahead(pg_of(db), NULL);
	return pg_of(db)->conn;
}

PGresult *postgres_answer(struct database *db)
{
	return take_answer(pg_of(db));
}

int postgres_failed(const struct database *db, const PGresult *result, struct err *err)
{
	return failed((const struct pg *)db, result, err);
}

void postgres_spoken(struct database *db)
{
	note_transaction(pg_of(db));
	pg_of(db)->serving = UNSAID;
}

static const struct engine POSTGRES = {
	.is = SQL_POSTGRES,
	.close = close_connection,
	.leave_log = nothing,
	.settle = settle,
	.script = script,
	.in_transaction = in_transaction,
	.copy = copy,
	.watch = nothing,
	.scan = postgres_scan,
	.fill_begin = postgres_fill_begin,
	.fill_row = postgres_fill_row,
	.fill_end = postgres_fill_end,
	.empty = postgres_empty,
	.statement = statement,
	.put_null = put_null,
	.put_int = put_number,
	.put_text = put_words,
	.put_bytes = put_blob,
	.ahead = ahead,
	.next = next,
	.end = end,
	.changed = changed,
	.is_null = column_is_null,
	.take_int = column_int,
	.take_text = column_text,
	.take_cell = column_cell,
};
