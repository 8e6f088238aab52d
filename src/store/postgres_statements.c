/* What engine.h says of statements: they are run in their order, or on their way before that, and their rows, which
 * come all at once, are looked at one by one. */
#include "store/postgres_inside.h"
#include "store/watched.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { STOCK_ROWS = 2000 };

/* ---- running ---- */

/* What was said of whose rows are seen holds for the transaction, and a savepoint takes it back. */
static void note_serving(struct pg *db, enum sql_id id, bool failed)
{
	if (!db->in_transaction || failed || id == SQL_SAVEPOINT_DROP || id == SQL_BEGIN_READING || id == SQL_BEGIN_WRITING)
		db->serving = PG_UNSAID;
}

/* The answers have come: what they say. */
static int read_answers(struct pg *db, struct pg_statement *q, struct err *err)
{
	int rc = q->bad != NULL ? pg_failed(db, q->bad, err) : 0;

	note_serving(db, q->base.id, rc < 0);
	if (rc < 0) {
		pg_forget_rows(q);
		return rc;
	}
	q->ran = true;
	q->row = -1;
	q->rows = q->watched && watched_own(pg_text(q->base.id)) == 0 ? 0 : PQntuples(q->result);
	pg_look_at(db, q);
	return 0;
}

/* A plan that was made of empty tables reads whole ones for each case: once so many rows have changed in a transaction,
 * and ten times as many, the server counts them. */
static int take_stock_in_time(struct pg *db, struct err *err)
{
	if (!db->in_transaction) {
		db->changed = 0;
		db->stock_at = STOCK_ROWS;
	}
	if (db->changed < db->stock_at)
		return 0;
	db->stock_at *= 10;
	return database_run(&db->base, SQL_TAKE_STOCK, err);
}

/* A connection that was lost is made anew. */
static int mend(struct pg *db, struct err *err)
{
	int rc = wire_mend(&db->wire, err);

	for (size_t i = 0; i < SQL_COUNT; i++)
		memset(db->statements[i].prepared, 0, sizeof db->statements[i].prepared);
	return rc;
}

/* Whatever was done in a transaction goes with its connection: it can only be ended. */
static int run_after_loss(struct pg *db, const struct pg_statement *q, struct err *err)
{
	enum sql_id id = q->base.id;

	if (id == SQL_ROLLBACK || id == SQL_COMMIT) {
		db->in_transaction = false;
		pg_forget_sent(db);
	}
	return id == SQL_ROLLBACK ? 0 : pg_lost(db, err);
}

/* A commit is kept once the server has said so, and a standby with it where one has to. Whoever does not hear that, or
 * hears that it was not waited for, does not know. */
static int judge_commit(struct pg *db, struct pg_statement *q, struct err *err)
{
	if (q->bad != NULL ? pg_is_loss(db, q->bad) : db->wire.warned) {
		db->in_transaction = false;
		pg_forget_rows(q);
		wire_cut(&db->wire);
		(void)pg_lost(db, err);
		return err_set(err, PL_LOCKED,
			"The database went away before it had answered: whether this was kept is not known. Look, or "
			"send the same again: it will not be done twice");
	}
	if (q->bad == NULL && !str_equal(PQcmdStatus(q->result), "COMMIT")) {
		pg_forget_rows(q);
		return err_set(err, PL_FAIL, "%s: what failed before could not be kept: nothing was changed", db->base.name);
	}
	return 0;
}

/* Sends it and takes its answers, good or bad. */
static void exchange(struct pg *db, struct pg_statement *q)
{
	db->wire.warned = false;
	if (pg_send(db, q, PG_NOW) == 0)
		pg_take_all(db);
	else
		q->bad = PQmakeEmptyPGresult(db->wire.conn, PGRES_FATAL_ERROR);
	pg_note_transaction(db);
}

/* That a connection is gone shows when it is used. What only reads, or begins something, may then be asked again on a
 * new one. */
static bool may_repeat(const struct pg *db, const struct pg_statement *q)
{
	enum sql_id id = q->base.id;

	return !db->in_transaction && pg_is_loss(db, q->bad) &&
		(id == SQL_BEGIN_READING || id == SQL_BEGIN_WRITING || strncmp(pg_text(id), "select", 6) == 0);
}

static int ask(struct pg *db, struct pg_statement *q, struct err *err)
{
	bool stood = wire_stands(&db->wire);
	int rc = stood ? 0 : mend(db, err);

	if (rc < 0)
		return rc;
	exchange(db, q);
	if (stood && q->bad != NULL && may_repeat(db, q)) {
		pg_forget_rows(q);
		wire_cut(&db->wire);
		rc = mend(db, err);
		if (rc == 0)
			exchange(db, q);
	}
	return rc;
}

/* Of what ends something has to be known whether it was done; and what undoes something must not fail with it. Nothing
 * is on its way before these. */
static bool comes_alone(enum sql_id id)
{
	return id == SQL_COMMIT || id == SQL_ROLLBACK || id == SQL_SAVEPOINT_DROP;
}

/* What went wrong with something that nobody asked for, unless that is what is dropped here. */
static int tell_later(struct pg *db, const struct pg_statement *q, struct err *err)
{
	if (q->base.id == SQL_ROLLBACK || q->base.id == SQL_SAVEPOINT_DROP)
		db->later.code = 0;
	if (db->later.code != 0)
		*err = db->later;
	return db->later.code;
}

/* What was asked before something was written, or taken back, may be otherwise by now. */
static void doubt_asked(struct pg *db, const struct pg_statement *q)
{
	if (db->asked_count > 0 && (comes_alone(q->base.id) || watched_verb(pg_text(q->base.id)) != WATCHED_NOT))
		pg_forget_asked(db);
}

static int run(struct pg *db, struct pg_statement *q, struct err *err)
{
	int rc;

	if (pg_text(q->base.id) == NULL)
		return err_set(err, PL_FAIL, "%s: %s is nothing that a server is told", db->base.name, SQL_NAME[q->base.id]);
	doubt_asked(db, q);
	if (comes_alone(q->base.id))
		pg_take_all(db);
	if (!db->in_transaction)
		pg_forget_sent(db);
	else if (!wire_stands(&db->wire))
		return run_after_loss(db, q, err);
	rc = tell_later(db, q, err);
	if (rc == 0)
		rc = ask(db, q, err);
	if (rc == 0)
		rc = tell_later(db, q, err);
	if (rc == 0 && q->base.id == SQL_COMMIT)
		rc = judge_commit(db, q, err);
	if (!db->in_transaction)
		pg_forget_sent(db);
	if (rc < 0) {
		pg_forget_rows(q);
		return rc;
	}
	rc = read_answers(db, q, err);
	return rc == 0 ? take_stock_in_time(db, err) : rc;
}

/* ---- before their time, and after it ---- */

/* Only within a transaction: there nothing can come between but what it writes itself. What cannot be sent is run when it is asked
 * for. */
void postgres_ahead(struct statement *base)
{
	struct pg *db = pg_of(base->db);

	if (db->in_transaction && wire_stands(&db->wire))
		(void)pg_send(db, pg_own(base), PG_AHEAD);
}

int postgres_later(struct statement *base, struct err *err)
{
	struct pg_statement *q = pg_own(base);
	struct pg *db = pg_of(base->db);
	int rc;

	if (!db->in_transaction || !wire_stands(&db->wire)) {
		rc = run(db, q, err);
		postgres_end(base);
		return rc;
	}
	doubt_asked(db, q);
	if (db->sent_count + 2 >= PG_SENT_MOST)
		pg_take_all(db);
	rc = tell_later(db, q, err);
	if (rc == 0)
		rc = take_stock_in_time(db, err);
	return rc == 0 && pg_send(db, q, PG_LATER) < 0 ? pg_lost(db, err) : rc;
}

struct statement *postgres_statement(struct database *base, enum sql_id id)
{
	struct pg_statement *q = &pg_of(base)->statements[id];

	pg_forget_rows(q);
	q->ran = false;
	return &q->base;
}

int postgres_next(struct statement *base, struct err *err)
{
	struct pg_statement *q = pg_own(base);
	struct pg *db = pg_of(base->db);
	int rc = 0;

	if (!q->ran && pg_take_asked(db, q)) {
		rc = tell_later(db, q, err);
		if (rc == 0)
			rc = read_answers(db, q, err);
		else
			pg_forget_rows(q);
	} else if (!q->ran) {
		rc = run(db, q, err);
	}
	if (rc < 0)
		return rc;
	if (++q->row < q->rows)
		return 1;
	pg_forget_rows(q);
	q->ran = false;
	return 0;
}

void postgres_end(struct statement *q)
{
	pg_forget_rows(pg_own(q));
	pg_own(q)->ran = false;
}

int64_t postgres_changed(struct statement *q)
{
	return pg_own(q)->changed;
}

/* ---- values ---- */

static void put(struct statement *base, int place, const char *value, size_t n, bool is_binary)
{
	struct pg_statement *q = pg_own(base);

	if (place > STATEMENT_PARAMETERS)
		return;
	q->values[place - 1] = value;
	q->lengths[place - 1] = (int)n;
	q->formats[place - 1] = is_binary;
	q->ints[place - 1] = 0;
}

void postgres_put_null(struct statement *q, int place)
{
	put(q, place, NULL, 0, false);
}

void postgres_put_int(struct statement *base, int place, int64_t value)
{
	struct pg_statement *q = pg_own(base);
	char *number = q->numbers[(place - 1) % STATEMENT_PARAMETERS];

	put(base, place, number, (size_t)snprintf(number, PG_NUMBER, "%lld", (long long)value), false);
	q->ints[(place - 1) % STATEMENT_PARAMETERS] = value;
}

void postgres_put_text(struct statement *q, int place, const char *text)
{
	put(q, place, text, strlen(text), false);
}

void postgres_put_bytes(struct statement *q, int place, const void *bytes, size_t n)
{
	put(q, place, n > 0 ? bytes : "", n, true);
}

bool postgres_is_null(struct statement *base, int place)
{
	const struct pg_statement *q = pg_own(base);

	return q->result == NULL || PQgetisnull(q->result, q->row, place);
}

int64_t postgres_take_int(struct statement *base, int place)
{
	const struct pg_statement *q = pg_own(base);

	if (postgres_is_null(base, place))
		return 0;
	if (PQftype(q->result, place) == PG_BOOL)
		return PQgetvalue(q->result, q->row, place)[0] == 't';
	return strtoll(PQgetvalue(q->result, q->row, place), NULL, 10);
}

const char *postgres_take_text(struct statement *base, int place, size_t *ret_len)
{
	struct pg_statement *q = pg_own(base);

	if (postgres_is_null(base, place))
		return NULL;
	*ret_len = (size_t)PQgetlength(q->result, q->row, place);
	return PQgetvalue(q->result, q->row, place);
}

struct cell postgres_take_cell(struct statement *base, int place)
{
	struct pg_statement *q = pg_own(base);

	if (q->result == NULL || place >= DATABASE_COLUMNS)
		return (struct cell){.kind = CELL_NULL};
	PQfreemem(q->bytes[place]);
	q->bytes[place] = NULL;
	return postgres_cell(q->result, q->row, place, &q->bytes[place]);
}
