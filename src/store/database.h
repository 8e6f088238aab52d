/* database.h: one connection to one engine, as the rest of the store sees it.
 *
 * Every statement is known by name (sql/queries) and prepared once, on first use. Values are given and taken in the order
 * in which the statement has them, so the C beside a statement reads like the statement:
 *
 *	struct statement *q = statement_of(db, SQL_FACTOR_OF_CASE);
 *	put_int(q, employer_id);
 *	put_int(q, case_id);
 *	while ((rc = statement_next(q, err)) > 0) {
 *		f.code = take_text(q);
 *		f.when = take_days(q);
 *	}
 *
 * What goes wrong on the way is kept and told by statement_next or statement_run. Only sqlite.c and postgres*.c know
 * their engine.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "sql/queries.h"

struct database;
struct statement;

enum database_mode {
	DATABASE_READ,
	DATABASE_FROZEN, /* read from a place where nothing can be written, not even a log */
	DATABASE_WRITE
};

/* Whether what was given for a database is the address of a server's (postgresql://...), not the path of a file. */
bool database_is_address(const char *path);
/* Whether it is one, or was meant as one: in capitals, with too few slashes, or as `host=... dbname=...`. */
bool database_is_meant_as_address(const char *path);
/* What sentences call the database at an address, without what is secret in it, into a text of its own (mem_free). PL_INVALID if
 * it is no address. */
int database_called(const char *address, char **ret, struct err *err) PL_MUST_CHECK;
/* store_address_files of store.h. */
size_t database_address_files(struct arena *a, const char *address, const char *const **ret);

enum sql_engine database_engine(const struct database *db);

/* Opens what a server has at an address, or an existing file, or an empty one for writing. `path` is absolute; `name` is what sentences call it. Whether it is
 * a database at all shows with the first statement. */
int database_open(const char *path, const char *name, enum database_mode mode, struct database **ret, struct err *err)
	PL_MUST_CHECK;
struct database *database_close(struct database *db);
/* What a file says it is: the number of the program it belongs to, 0 where it is empty or does not say. PL_DAMAGED if it is no
 * database. Nothing is locked, and nothing made beside it. */
int database_look(const char *path, const char *name, int64_t *ret_application, struct err *err) PL_MUST_CHECK;

/* store_stay of store.h. */
void database_stay(struct database *db, int answer_ms, void (*say)(const char *line));

/* From now on closing leaves the log as it is. */
void database_leave_log(struct database *db);

/* The settings of a connection for reading, or of one for writing (which makes the file a log-keeping one). */
int database_settle(struct database *db, struct err *err) PL_MUST_CHECK;

/* Runs a migration's text. */
int database_script(struct database *db, const char *text, struct err *err) PL_MUST_CHECK;

bool database_in_transaction(const struct database *db);

/* A statement without parameters and without rows. */
int database_run(struct database *db, enum sql_id id, struct err *err) PL_MUST_CHECK;

/* The one number that a statement without parameters answers. */
int database_number(struct database *db, enum sql_id id, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* Writes all that the database holds into an empty file, and makes that durable. Within a reading transaction it is what
 * that transaction sees. */
int database_copy(struct database *db, const char *path, struct err *err) PL_MUST_CHECK;

/* Sees to it that no connection anywhere has the file open, and none can open it, until the descriptor is closed. Needs no
 * readable database: a damaged file can be held. PL_LOCKED if somebody has it open. */
int database_hold(const char *path, const char *name, int *ret_descriptor, struct err *err) PL_MUST_CHECK;

/* Until the open transaction ends nobody else writes for this employer (0: what belongs to none). PL_LOCKED if another has been
 * at it for too long, or, where it is not to be waited for, is at it. Of a file nobody else writes anyway. */
int database_take_turn(struct database *db, int32_t employer_id, bool wait, struct err *err) PL_MUST_CHECK;

/* Drops an open transaction, whatever state it is in; nothing if there is none. */
void database_roll_back(struct database *db);

/* The statement, ready for its first parameter. Its rows end when it is asked for again. */
struct statement *statement_of(struct database *db, enum sql_id id);

/* The next parameter. Texts must live until the statement has run. */
void put_int(struct statement *q, int64_t value);
void put_int_unless(struct statement *q, int64_t value, int64_t missing); /* null if it is `missing` */
void put_text(struct statement *q, const char *text);
void put_text_or_null(struct statement *q, const char *text);             /* null if it is "" */
void put_bytes(struct statement *q, const void *bytes, size_t n);         /* they too must live until it has run */
void put_day(struct statement *q, int32_t day);                           /* null if it is open */
void put_day_key(struct statement *q, int32_t day);                       /* "" if it is open, as in keys */
void put_days(struct statement *q, struct days span);                     /* two parameters */

/* The statement, which reads, has all its values and will be asked for again, with the same values, and run: a server may begin on it
 * at once, and on others after it (also on itself, with other values), while what came before is read here. What is written
 * meanwhile is seen none the less: then nothing has been gained. */
void statement_ahead(struct statement *q);

/* 1 with a row, 0 after the last, or a negative code. */
int statement_next(struct statement *q, struct err *err) PL_MUST_CHECK;

/* For statements that answer one row at most, and whose values are copied at once: like statement_next, but the statement
 * may be left as it is. */
void statement_end(struct statement *q);

/* Runs a statement that answers no rows; the number of rows it changed, or a negative code. */
int64_t statement_run(struct statement *q, struct err *err) PL_MUST_CHECK;

/* Runs a statement of which nobody needs to know how many rows it changed. Within a transaction a server may be told of it without
 * waiting for its answer: what goes wrong with it is then told by a later statement, by the end of the transaction at the
 * latest, which keeps nothing of it (PL_CONFLICT, where at once it is PL_EXISTS). */
int statement_later(struct statement *q, struct err *err) PL_MUST_CHECK;

enum cell_kind { CELL_NULL, CELL_NUMBER, CELL_TEXT, CELL_BYTES };

struct cell {
	enum cell_kind kind;
	int64_t number;
	const char *bytes; /* not ended by a NUL; for as long as the row is looked at */
	size_t len;
};

/* The next column of the row. Texts live until the next row; null is "". */
int64_t take_int(struct statement *q);
int32_t take_int32(struct statement *q);
int32_t take_int32_or(struct statement *q, int32_t missing); /* `missing` for null */
const char *take_text(struct statement *q);
/* Whether a text that was taken from this row goes on after a NUL: Plimsoll writes none, and take_text shows only what stands
 * before it. */
bool text_was_cut(const struct statement *q);
struct cell take_cell(struct statement *q);                  /* as it is; until the next row */
int32_t take_day(struct statement *q, int32_t open);         /* `open` for null */
struct days take_days(struct statement *q);                  /* two columns; null is open */

/* ---- rows as a whole, whatever their columns ---- */

enum { DATABASE_COLUMNS = 32 }; /* most that a table may have */

bool cells_equal(const struct cell *one, const struct cell *other);

/* Called before each row of this connection is added (no `before`), changed, or taken away (no `after`), with all columns in
 * their order. One at a time; NULL ends it. */
typedef void (*row_watcher)(void *context, const char *table, const struct cell *before, const struct cell *after);
void database_watch(struct database *db, row_watcher watcher, void *context);

/* Every row of a table that has a column employer_id, as it is found, for one employer after the other: a server keeps them apart.
 * A file tells of all rows at once, also of those whose employer is not named. */
struct table_scan {
	const char *table;
	const int32_t *employers;
	size_t employers_count;
	bool of_nobody; /* the table has no such column, or it says nothing of whose a row is: every row, once */
	void (*row)(void *context, const struct cell *cells);
	void *context;
};
int database_scan(struct database *db, const struct table_scan *scan, struct err *err) PL_MUST_CHECK;

/* A table by the columns that a database has of it. */
struct table_shape {
	const char *name;
	const char *columns[DATABASE_COLUMNS]; /* in the order in which they stand */
	int columns_count;
	int employer_id; /* place of the column that says whose a row is; -1: rows belong to nobody */
};

/* Rows as they were found elsewhere, put into a table one after the other, within one writing transaction and with
 * nothing else asked of the connection until the end: it learns of rows by the hundred, so that what is wrong with one
 * may be told by a later one, or by the end. `shape` and its texts outlive the filling, which lives from begin to end. */
struct filling;
int database_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err)
	PL_MUST_CHECK;
/* A cell for each column of the shape, in its order. */
int database_fill_row(struct filling *f, const struct cell *cells, struct err *err) PL_MUST_CHECK;
/* Whatever happened before: the filling is over. */
int database_fill_end(struct filling *f, struct err *err) PL_MUST_CHECK;

/* Takes the rows of an employer out of a table, or all rows of a table whose rows belong to nobody. */
int database_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err)
	PL_MUST_CHECK;
