/* A database server: PostgreSQL through libpq. Everything goes through one pipeline (postgres_inside.h says what is where). */
#include "store/postgres_inside.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct pg *pg_of(struct database *db)
{
	return (struct pg *)db;
}

struct pg_statement *pg_own(struct statement *q)
{
	return (struct pg_statement *)q;
}

const char *pg_text(enum sql_id id)
{
	return SQL_TEXT[SQL_POSTGRES][id];
}

/* ---- what goes wrong ---- */

int pg_lost(struct pg *db, struct err *err)
{
	return wire_lost(&db->wire, err);
}

/* A server that took writing and does not any more is another's standby now. */
static bool takes_no_writing(const struct pg *db)
{
	const char *standby = PQparameterStatus(db->wire.conn, "in_hot_standby");
	const char *read_only = PQparameterStatus(db->wire.conn, "default_transaction_read_only");

	return (standby != NULL && str_equal(standby, "on")) || (read_only != NULL && str_equal(read_only, "on"));
}

/* Whether an answer says that the connection is gone, or is to be given up, by the class or the code of SQLSTATE (PostgreSQL's
 * appendix A). */
bool pg_is_loss(const struct pg *db, const PGresult *result)
{
	const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;

	if (wire_stands(&db->wire) && PQresultStatus(result) == PGRES_PIPELINE_ABORTED)
		return false;
	return !wire_stands(&db->wire) || state == NULL || strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0 ||
		(str_equal(state, "25006") && takes_no_writing(db));
}

int pg_failed(struct pg *db, const PGresult *result, struct err *err)
{
	const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *said = result != NULL ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *name = db->base.name;

	if (pg_is_loss(db, result)) {
		wire_cut(&db->wire);
		return pg_lost(db, err);
	}
	if (state == NULL)
		return err_set(err, PL_FAIL, "%s: something before this had failed", name);
	if (strncmp(state, "23", 2) == 0)
		return err_set(err, PL_EXISTS, "%s: what was to be written contradicts what is there (%s)", name, said);
	if (str_equal(state, "55P03") || str_equal(state, "40001") || str_equal(state, "40P01"))
		return err_set(err, PL_LOCKED, "What is in the database is being written by another Plimsoll: try again in a moment");
	if (str_equal(state, "53100"))
		return err_set(err, PL_FAIL, "There is no room left on the disk of %s: nothing was changed", name);
	if (str_equal(state, "42501") || str_equal(state, "25006"))
		return err_set(err, PL_FAIL, "%s does not let this role do that (%s)", name, said);
	return err_set(err, PL_FAIL, "%s: %s", name, said);
}

/* ---- the connection ---- */

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
	buf_putf(&name, "the database %s%s%s", database, host[0] != '\0' ? " on " : "", host);
	ret = mem_alloc(name.len + 1);
	memcpy(ret, buf_text(&name), name.len + 1);
	buf_free(&name);
	return ret;
}

static const char *value_of(const PQconninfoOption *options, const char *keyword)
{
	for (; options != NULL && options->keyword != NULL; options++)
		if (str_equal(options->keyword, keyword) && options->val != NULL && options->val[0] != '\0')
			return options->val;
	return NULL;
}

/* A sign in a password ends it too early unless it is written as %40, and what is left is taken for a host, a port or a
 * database: no sentence may show it. (A host that begins with '@' is a socket without a file.) */
static bool has_slipped(const PQconninfoOption *options)
{
	const char *port = value_of(options, "port"), *host = value_of(options, "host"), *database = value_of(options, "dbname");

	return (port != NULL && port[strspn(port, "0123456789,")] != '\0') || (host != NULL && strchr(host + 1, '@') != NULL)
		|| (database != NULL && strpbrk(database, "@:") != NULL);
}

int postgres_called(const char *address, char **ret, struct err *err)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	bool slipped = has_slipped(options);

	if (options != NULL && !slipped)
		*ret = called(options);
	PQconninfoFree(options);
	if (options == NULL || slipped)
		return err_set(err, PL_INVALID, "What was given for a database is no address: expected postgresql://user@host:port/database, "
			"and a password in a file (passfile=), or with @ : / # ? %% in it written as %%40 %%3A %%2F %%23 %%3F %%25");
	return 0;
}

/* In an address; each has its like in the environment. */
static const char *const FILES[] = {"passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir"};

enum { FILES_COUNT = sizeof FILES / sizeof *FILES };

size_t postgres_files(struct arena *a, const char *address, const char *const **ret)
{
	PQconninfoOption *given = PQconninfoParse(address, NULL), *otherwise = PQconndefaults();
	const char **files = arena_array(a, FILES_COUNT, sizeof *files);
	size_t count = 0;

	for (size_t i = 0; i < FILES_COUNT; i++) {
		const char *file = value_of(given, FILES[i]);

		if (file == NULL)
			file = value_of(otherwise, FILES[i]);
		if (file != NULL)
			files[count++] = arena_strdup(a, file);
	}
	PQconninfoFree(given);
	PQconninfoFree(otherwise);
	*ret = files;
	return count;
}

static const struct engine POSTGRES;

int postgres_open(const char *address, const char *name, enum database_mode mode, struct database **ret, struct err *err)
{
	struct pg *db = mem_alloc(sizeof *db);
	int rc;

	database_begin(&db->base, &POSTGRES, name, mode);
	rc = wire_open(&db->wire, address, db->base.name, err);
	if (rc == 0 && mode == DATABASE_WRITE && takes_no_writing(db))
		rc = err_set(err, PL_LOCKED, "%s takes no writing just now: expected an address without target_session_attrs, for what only "
			"reads", name);
	if (rc < 0)
		database_close(&db->base);
	else
		*ret = &db->base;
	return rc;
}

static void close_connection(struct database *base)
{
	struct pg *db = pg_of(base);

	for (size_t i = 0; i < SQL_COUNT; i++)
		pg_forget_rows(&db->statements[i]);
	wire_close(&db->wire);
	mem_free(db);
}

static bool in_transaction(const struct database *base)
{
	return ((const struct pg *)base)->in_transaction;
}

/* ---- the whole database ---- */

/* Several statements in one text go outside the pipeline. */
static int script(struct database *base, const char *text, struct err *err)
{
	struct pg *db = pg_of(base);
	PGresult *result;
	int rc;

	pg_take_all(db);
	if (PQexitPipelineMode(db->wire.conn) != 1)
		return pg_lost(db, err);
	result = PQexec(db->wire.conn, text);
	rc = pg_is_good(result) ? 0 : pg_failed(db, result, err);
	PQclear(result);
	if (PQenterPipelineMode(db->wire.conn) != 1)
		return pg_lost(db, err);
	pg_note_transaction(db);
	return rc;
}

#define CREATEDB "createdb --template=template0 --encoding=UTF8 --locale-provider=libc --locale=C"

static int judge_texts(const struct database *db, bool by_bytes, const char *encoding, struct err *err)
{
	if (!by_bytes)
		return err_set(err, PL_INVALID, "%s compares texts by a language's rules: expected a database made with " CREATEDB, db->name);
	if (!str_equal(encoding, "UTF8"))
		return err_set(err, PL_INVALID, "%s keeps texts in %s: expected a database made with " CREATEDB, db->name, encoding);
	return 0;
}

static int settle(struct database *db, struct err *err)
{
	struct statement *q = statement_of(db, SQL_COLLATION);
	int rc = statement_next(q, err);

	if (rc > 0) {
		bool by_bytes = take_int(q) != 0;

		rc = judge_texts(db, by_bytes, take_text(q), err);
	}
	statement_end(q);
	return rc;
}

static int copy(struct database *db, const char *path, struct err *err)
{
	(void)path;
	return err_set(err, PL_INVALID, "%s is backed up by its server's own means (pg_basebackup, pg_dump), or copied into a file "
		"with plimsoll copy", db->name);
}

static void stay(struct database *db, int answer_ms, void (*say)(const char *line))
{
	pg_take_all(pg_of(db));
	wire_stay(&pg_of(db)->wire, answer_ms, say);
}

static void nothing(struct database *db)
{
	(void)db;
}

PGconn *postgres_connection(struct database *db)
{
	pg_take_all(pg_of(db));
	return pg_of(db)->wire.conn;
}

void postgres_flush(struct database *db)
{
	wire_flush(&pg_of(db)->wire);
}

PGresult *postgres_answer(struct database *db)
{
	return pg_answer(pg_of(db));
}

int postgres_failed(struct database *db, const PGresult *result, struct err *err)
{
	return pg_failed(pg_of(db), result, err);
}

void postgres_spoken(struct database *db)
{
	pg_note_transaction(pg_of(db));
	pg_of(db)->serving = PG_UNSAID;
}

static const struct engine POSTGRES = {
	.is = SQL_POSTGRES,
	.close = close_connection,
	.stay = stay,
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
	.statement = postgres_statement,
	.put_null = postgres_put_null,
	.put_int = postgres_put_int,
	.put_text = postgres_put_text,
	.put_bytes = postgres_put_bytes,
	.ahead = postgres_ahead,
	.later = postgres_later,
	.next = postgres_next,
	.end = postgres_end,
	.changed = postgres_changed,
	.is_null = postgres_is_null,
	.take_int = postgres_take_int,
	.take_text = postgres_take_text,
	.take_cell = postgres_take_cell,
};
