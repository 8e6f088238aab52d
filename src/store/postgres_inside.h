/* postgres_inside.h: what the files that speak libpq share. Included by them alone.
 *
 *	postgres_wire.c        the connection
 *	postgres_pipeline.c    what is sent through it, and the answers in their order
 *	postgres_statements.c  what engine.h says of statements
 *	postgres_rows.c        rows as a whole; postgres_fill.c  many of them into a table
 *	postgres_hearing.c     what hearing.h says of listening, on a wire of its own
 *	postgres.c             the rest, and what goes wrong
 *
 * What is called postgres_ speaks of what every engine has (struct database, struct statement, rows), what is called pg_ of struct pg
 * and libpq's answers.
 */
#pragma once

#include "store/engine.h"
#include "store/postgres_wire.h"

enum { PG_NUMBER = 24, PG_SENT_MOST = 512, PG_AHEAD_MOST = 384 };

struct pg_statement {
	struct statement base;
	bool prepared[2];        /* as it is, and as it is watched */
	bool watched;            /* as it was last sent */
	bool ran;
	PGresult *result, *bad;  /* its answer; the first of those that came with it that was bad */
	int row, rows;           /* the one that is looked at; how many the caller sees */
	int64_t changed;
	const char *values[STATEMENT_PARAMETERS];
	int lengths[STATEMENT_PARAMETERS], formats[STATEMENT_PARAMETERS];
	int64_t ints[STATEMENT_PARAMETERS];
	char numbers[STATEMENT_PARAMETERS][PG_NUMBER];
	unsigned char *bytes[DATABASE_COLUMNS]; /* of the columns of the row that were taken as cells and held bytes */
};

/* What a statement answered, or will, that was asked ahead of its time with some values. */
struct pg_asked {
	struct pg_statement *q;  /* NULL: there is room here */
	struct buf values;
	PGresult *result, *bad;
	bool answered;
};

/* A statement that was sent, and has not been answered yet. */
struct pg_sent {
	struct pg_statement *q;  /* NULL: nothing but an end */
	int before;              /* answers that come before its own */
	bool prepares;           /* the first of them is to its preparation */
	bool ends;               /* an end comes behind it: what fails takes with it what was sent since the one before */
	struct pg_asked *asked;  /* that keeps its answer; NULL: the statement does */
	bool later;              /* nobody asks for its answer: it is looked at when it comes */
};

struct pg {
	struct database base;
	struct wire wire;
	int64_t serving;         /* whose rows the open transaction sees; PG_UNSAID until something was said in it */
	struct pg_sent sent[PG_SENT_MOST];
	size_t sent_count, sent_answered;
	struct pg_asked asked[PG_AHEAD_MOST]; /* in the open transaction, round and round in that order */
	size_t asked_count;      /* so many of them are not taken yet */
	size_t asked_next;       /* where there is room for another, if anywhere near */
	size_t asked_first;      /* behind the one that was taken last */
	struct err later;        /* what went wrong with what nobody asks for; code 0: nothing */
	bool in_transaction;     /* when the last answer had come; it is until it is ended, also where it was lost */
	int64_t changed, stock_at; /* rows, in the open transaction, and how many there are when they are counted */
	struct pg_statement statements[SQL_COUNT];
};

/* Whose rows: an employer's id, or one of these. */
enum { PG_NOBODY = 0, PG_ANYBODY = -1, PG_UNSAID = -2 };

enum { PG_BOOL = 16, PG_BYTES = 17, PG_INT8 = 20, PG_INT4 = 23 }; /* types, as pg_type numbers them */

struct pg *pg_of(struct database *db);
struct pg_statement *pg_own(struct statement *q);
const char *pg_text(enum sql_id id);

/* ---- postgres.c ---- */

/* Whether an answer (NULL: that there is none) says that the connection is gone, or is to be given up. */
bool pg_is_loss(const struct pg *db, const PGresult *result);
/* Says what a bad answer means. */
int pg_failed(struct pg *db, const PGresult *result, struct err *err);
int pg_lost(struct pg *db, struct err *err);

/* ---- postgres_pipeline.c ---- */

/* Says whose rows the transaction serves from here on: an employer's, or PG_ANYBODY. Its answer is one more. */
bool pg_send_serving(PGconn *conn, int64_t serves);

enum pg_sending {
	PG_NOW,    /* and its answer is waited for */
	PG_AHEAD,  /* its answer is asked for some time, with the same values */
	PG_LATER   /* its answer is not asked for */
};

/* Sends a statement with all that has to be said before it. Negative if that is not possible: the connection is gone, or there is
 * no room. */
int pg_send(struct pg *db, struct pg_statement *q, enum pg_sending how);
/* Takes the answers to all that was sent, ending what has no end yet. */
void pg_take_all(struct pg *db);
/* Gives the statement the answer that was asked for ahead of its time with the values that it has now; false if it was not. */
bool pg_take_asked(struct pg *db, struct pg_statement *q);
/* The next answer, which the caller clears; NULL if the connection is gone. */
PGresult *pg_answer(struct pg *db);
bool pg_is_good(const PGresult *result);
/* A good answer: what it changed, and its rows for who watches. */
void pg_look_at(struct pg *db, struct pg_statement *q);
/* What was asked ahead of its time is of no use any more. */
void pg_forget_asked(struct pg *db);
/* With the transaction ends what was asked in it, whether anybody has looked at the answers or not. */
void pg_forget_sent(struct pg *db);
void pg_forget_rows(struct pg_statement *q);
/* Asked when every answer has come. */
void pg_note_transaction(struct pg *db);

/* ---- for what is no statement: when all that was sent before has been answered ---- */

PGconn *postgres_connection(struct database *db);
/* Until the server has taken all that was sent through it. */
void postgres_flush(struct database *db);
PGresult *postgres_answer(struct database *db);
int postgres_failed(struct database *db, const PGresult *result, struct err *err);
/* Something else than a statement was sent, and has been answered: whose rows the transaction sees is not known any
 * more. */
void postgres_spoken(struct database *db);

/* ---- postgres_statements.c: what engine.h says of them ---- */

struct statement *postgres_statement(struct database *db, enum sql_id id);
void postgres_put_null(struct statement *q, int place);
void postgres_put_int(struct statement *q, int place, int64_t value);
void postgres_put_text(struct statement *q, int place, const char *text);
void postgres_put_bytes(struct statement *q, int place, const void *bytes, size_t n);
void postgres_ahead(struct statement *q);
int postgres_later(struct statement *q, struct err *err);
int postgres_next(struct statement *q, struct err *err);
void postgres_end(struct statement *q);
int64_t postgres_changed(struct statement *q);
bool postgres_is_null(struct statement *q, int place);
int64_t postgres_take_int(struct statement *q, int place);
const char *postgres_take_text(struct statement *q, int place, size_t *ret_len);
struct cell postgres_take_cell(struct statement *q, int place);

/* ---- rows as a whole ---- */

/* A value of an answer as a cell; of bytes, what *bytes has then: PQfreemem. */
struct cell postgres_cell(const PGresult *result, int row, int column, unsigned char **bytes);
/* Several of a row, from a column on, and what they need to live. */
struct postgres_row {
	struct cell cells[DATABASE_COLUMNS];
	unsigned char *bytes[DATABASE_COLUMNS];
};
void postgres_row_read(const PGresult *result, int row, int first, int count, struct postgres_row *ret);
void postgres_row_free(struct postgres_row *row);
int postgres_scan(struct database *db, const struct table_scan *scan, struct err *err);

/* postgres_fill.c: what database.h says of filling and emptying a table. */
int postgres_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err);
int postgres_fill_row(struct filling *f, const struct cell *cells, struct err *err);
int postgres_fill_end(struct filling *f, struct err *err);
int postgres_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err);
