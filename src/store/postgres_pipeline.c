/* What is sent to a server, and its answers, which come in the same order.
 *
 * What has to be said before a statement (its preparation, whose rows it may see) travels with it. Several statements
 * may be on their way at once: those that are sent ahead, whose answers wait until they are asked for, and those whose
 * answers nobody asks for. Of these none has an end of its own, so that the server answers them together; one that goes
 * wrong is remembered (struct pg, later), for the next statement to tell.
 *
 * The server does not tell of each row that is changed. While a commit watches, a statement that writes is given a tail
 * that answers every row as it was and as it is (watched_text), and the watcher is told when its answer comes.
 */
#include "store/postgres_inside.h"
#include "store/watched.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { NAME_SIZE = 16, WATCHED_BYTES = 64 * 1024, TABLE_SIZE = 64, VALUES_BYTES = 64 * 1024 };

/* ---- sending ---- */

static bool is_watched(const struct pg *db, enum sql_id id)
{
	return db->base.watcher != NULL && watched_verb(pg_text(id)) != WATCHED_NOT;
}

static void name_of(char ret[NAME_SIZE], enum sql_id id, bool watched)
{
	(void)snprintf(ret, NAME_SIZE, "%c%d", watched ? 'w' : 's', (int)id);
}

/* How many answers it will have; negative if it could not be sent. */
static int send_preparation(struct pg *db, struct pg_statement *q)
{
	struct buf text = BUF_INIT(WATCHED_BYTES);
	char name[NAME_SIZE];
	int sent;

	if (q->prepared[q->watched])
		return 0;
	name_of(name, q->base.id, q->watched);
	if (q->watched)
		watched_text(&text, pg_text(q->base.id));
	sent = PQsendPrepare(db->wire.conn, name, q->watched ? buf_text(&text) : pg_text(q->base.id), 0, NULL) == 1 ? 1 : -1;
	buf_free(&text);
	q->prepared[q->watched] = sent > 0;
	return sent;
}

/* Whose rows a statement is about: an employer's, anybody's where it has to find that out, nobody's. */
static int64_t served_by(const struct pg_statement *q)
{
	int place = SQL_EMPLOYER[q->base.id];

	return place > 0 ? q->ints[place - 1] : place == SQL_ANYWHERE ? PG_ANYBODY : PG_NOBODY;
}

bool pg_send_serving(PGconn *conn, int64_t serves)
{
	char number[PG_NUMBER] = "";
	const char *const values[] = {number, serves == PG_ANYBODY ? "on" : ""};

	if (serves > 0)
		(void)snprintf(number, sizeof number, "%lld", (long long)serves);
	return PQsendQueryParams(conn, pg_text(SQL_SERVE), 2, NULL, values, NULL, NULL, 0) == 1;
}

/* How many answers it will have; negative if it could not be sent. */
static int send_serving(struct pg *db, const struct pg_statement *q)
{
	int64_t serves = served_by(q);

	if (serves == PG_NOBODY || (db->in_transaction && serves == db->serving))
		return 0;
	db->serving = serves;
	return pg_send_serving(db->wire.conn, serves) ? 1 : -1;
}

static int send_statement(struct pg *db, struct pg_statement *q)
{
	char name[NAME_SIZE];

	name_of(name, q->base.id, q->watched);
	return PQsendQueryPrepared(db->wire.conn, name, q->base.given, q->values, q->lengths, q->formats, 0) == 1 ? 1 : -1;
}

static size_t bytes_of(const struct pg_statement *q)
{
	size_t bytes = 0;

	for (int i = 0; i < q->base.given; i++)
		bytes += q->values[i] != NULL ? (size_t)q->lengths[i] : 0;
	return bytes;
}

static void put_values(struct buf *out, const struct pg_statement *q)
{
	for (int i = 0; i < q->base.given; i++) {
		int length = q->values[i] != NULL ? q->lengths[i] : -1;

		buf_add(out, &length, sizeof length);
		if (length > 0)
			buf_add(out, q->values[i], (size_t)length);
	}
}

static struct pg_asked *note_asked(struct pg *db, struct pg_statement *q)
{
	struct pg_asked *asked;

	while (db->asked[db->asked_next].q != NULL)
		db->asked_next = (db->asked_next + 1) % PG_AHEAD_MOST;
	asked = &db->asked[db->asked_next];
	db->asked_count++;
	*asked = (struct pg_asked){.q = q, .values = BUF_INIT(VALUES_BYTES)};
	put_values(&asked->values, q);
	return asked;
}

int pg_send(struct pg *db, struct pg_statement *q, enum pg_sending how)
{
	struct pg_sent *s = &db->sent[db->sent_count];
	int preparation, serving;

	if (how == PG_AHEAD && (db->asked_count == PG_AHEAD_MOST || db->sent_count + 2 >= PG_SENT_MOST))
		return -1;
	*s = (struct pg_sent){.q = q, .ends = how == PG_NOW, .later = how == PG_LATER};
	q->watched = is_watched(db, q->base.id);
	preparation = send_preparation(db, q);
	if (preparation < 0 || (serving = send_serving(db, q)) < 0 || send_statement(db, q) < 0
		|| (s->ends && PQpipelineSync(db->wire.conn) != 1))
		return -1;
	s->prepares = preparation > 0;
	s->before = preparation + serving;
	if (how == PG_AHEAD)
		s->asked = note_asked(db, q);
	db->sent_count++;
	wire_sent(&db->wire, bytes_of(q));
	return 0;
}

/* ---- rows as they were and are ---- */

/* Tells the watcher of every row of the answer. */
static void tell_watcher(struct pg *db, const struct pg_statement *q)
{
	enum watched_verb verb = watched_verb(pg_text(q->base.id));
	char table[TABLE_SIZE];
	int first = watched_first(pg_text(q->base.id)), columns = PQnfields(q->result) - first;

	watched_table(pg_text(q->base.id), table, sizeof table);
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

/* ---- what comes back ---- */

/* The answer to the next thing that was sent. */
PGresult *pg_answer(struct pg *db)
{
	PGresult *result = wire_answer(&db->wire), *more = NULL;

	while (result != NULL && PQresultStatus(result) != PGRES_PIPELINE_SYNC && (more = wire_answer(&db->wire)) != NULL)
		PQclear(more);
	return result;
}

bool pg_is_good(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static void note_bad(struct pg *db, struct pg_statement *q, PGresult *result)
{
	if (q->bad == NULL)
		q->bad = result != NULL ? result : PQmakeEmptyPGresult(db->wire.conn, PGRES_FATAL_ERROR);
	else
		PQclear(result);
}

/* The answers to all that was sent before the statement, and the statement's own. */
static void take_answers(struct pg *db, const struct pg_sent *s)
{
	for (int i = 0; i <= s->before; i++) {
		PGresult *result = pg_answer(db);
		bool good = pg_is_good(result);

		if (!good && i == 0 && s->prepares)
			s->q->prepared[s->q->watched] = false;
		if (!good)
			note_bad(db, s->q, result);
		else if (i == s->before && s->q->bad == NULL)
			s->q->result = result;
		else
			PQclear(result);
	}
}

static void take_end(struct pg *db, struct pg_statement *q)
{
	PGresult *end = pg_answer(db);

	if (q != NULL && PQresultStatus(end) != PGRES_PIPELINE_SYNC)
		note_bad(db, q, end);
	else
		PQclear(end);
}

void pg_look_at(struct pg *db, struct pg_statement *q)
{
	q->changed = strtoll(PQcmdTuples(q->result), NULL, 10);
	if (!q->watched)
		return;
	db->changed += q->changed;
	if (db->base.watcher != NULL)
		tell_watcher(db, q);
}

/* What nobody asks for. */
static void look_at_later(struct pg *db, struct pg_statement *q)
{
	if (q->bad == NULL) {
		pg_look_at(db, q);
	} else {
		db->serving = PG_UNSAID;
		if (db->later.code == 0 && pg_failed(db, q->bad, &db->later) == PL_EXISTS)
			(void)err_set(&db->later, PL_CONFLICT, "Something that was to be written is there already: look again and repeat");
	}
	pg_forget_rows(q);
}

/* The statement may be read meanwhile, with other values: its rows stay. */
static void take_asked(struct pg *db, const struct pg_sent *s)
{
	struct pg_statement *q = s->q;
	PGresult *result = q->result, *bad = q->bad;

	q->result = q->bad = NULL;
	take_answers(db, s);
	s->asked->result = q->result;
	s->asked->bad = q->bad;
	s->asked->answered = true;
	q->result = result;
	q->bad = bad;
}

static void take_first(struct pg *db)
{
	const struct pg_sent *s = &db->sent[db->sent_answered++];

	if (s->asked != NULL)
		take_asked(db, s);
	else if (s->q != NULL)
		take_answers(db, s);
	if (s->ends)
		take_end(db, s->q);
	if (s->later)
		look_at_later(db, s->q);
	if (db->sent_answered == db->sent_count)
		db->sent_answered = db->sent_count = 0;
}

/* Until there is one, the server keeps answers for itself. */
static void send_end(struct pg *db)
{
	if (db->sent_count == 0 || db->sent[db->sent_count - 1].ends)
		return;
	(void)PQpipelineSync(db->wire.conn);
	db->sent[db->sent_count++] = (struct pg_sent){.ends = true};
}

void pg_take_all(struct pg *db)
{
	send_end(db);
	while (db->sent_count > 0)
		take_first(db);
}

static void forget_bytes(struct pg_statement *q)
{
	for (int i = 0; i < DATABASE_COLUMNS; i++) {
		PQfreemem(q->bytes[i]);
		q->bytes[i] = NULL;
	}
}

void pg_forget_rows(struct pg_statement *q)
{
	PQclear(q->bad);
	q->bad = NULL;
	if (q->result == NULL)
		return;
	PQclear(q->result);
	q->result = NULL;
	forget_bytes(q);
}

/* What was asked is mostly asked for in the same order. */
static struct pg_asked *find_asked(struct pg *db, const struct pg_statement *q)
{
	struct buf values = BUF_INIT(VALUES_BYTES);
	struct pg_asked *found = NULL;

	for (size_t i = db->asked_first, left = db->asked_count; left > 0 && found == NULL; i++) {
		struct pg_asked *asked = &db->asked[i % PG_AHEAD_MOST];

		left -= asked->q != NULL ? 1 : 0;
		if (asked->q != q || asked->values.full)
			continue;
		if (values.len == 0)
			put_values(&values, q);
		if (values.len == asked->values.len && memcmp(values.data, asked->values.data, values.len) == 0)
			found = asked;
	}
	buf_free(&values);
	return found;
}

static void forget_asked(struct pg *db, struct pg_asked *asked)
{
	db->asked_count -= asked->q != NULL ? 1 : 0;
	PQclear(asked->result);
	PQclear(asked->bad);
	buf_free(&asked->values);
	*asked = (struct pg_asked){0};
}

bool pg_take_asked(struct pg *db, struct pg_statement *q)
{
	struct pg_asked *asked = find_asked(db, q);

	if (asked == NULL)
		return false;
	if (!asked->answered)
		send_end(db);
	while (!asked->answered && db->sent_count > 0)
		take_first(db);
	if (db->sent_answered + 1 == db->sent_count && db->sent[db->sent_answered].q == NULL)
		take_first(db);
	q->result = asked->result;
	q->bad = asked->bad;
	q->watched = false;
	asked->result = asked->bad = NULL;
	forget_asked(db, asked);
	db->asked_first = (size_t)(asked - db->asked + 1) % PG_AHEAD_MOST;
	return true;
}

void pg_forget_asked(struct pg *db)
{
	if (db->asked_count == 0)
		return;
	pg_take_all(db);
	for (size_t i = 0; i < PG_AHEAD_MOST; i++)
		forget_asked(db, &db->asked[i]);
}

void pg_forget_sent(struct pg *db)
{
	for (size_t i = db->sent_answered; i < db->sent_count; i++)
		db->sent[i].asked = NULL;
	db->sent_count = db->sent_answered = 0;
	pg_forget_asked(db);
	db->later.code = 0;
}

void pg_note_transaction(struct pg *db)
{
	PGTransactionStatusType status = PQtransactionStatus(db->wire.conn);

	if (wire_stands(&db->wire))
		db->in_transaction = status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}
