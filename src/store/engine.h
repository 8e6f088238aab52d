/* engine.h: what an engine has to do for database.h, and what every engine shares. Seen by database.c and the engines alone.
 *
 * An engine puts its own members behind these: struct database and struct statement come first in its own. What a statement
 * is given and what is taken from its row goes through here, place by place; what a day is, and what a sentence says of a
 * statement that was misused, is the same for all of them and stands in database.c.
 */
#pragma once

#include "base/buf.h"
#include "store/database.h"

enum { STATEMENT_PARAMETERS = 32 }; /* SQL_FILE_PARAMETERS of tools/sql_file.h */

struct statement {
	struct database *db;
	enum sql_id id;
	int given, taken; /* parameters put, columns taken */
	bool spoiled;     /* a column did not hold what it should */
	bool cut;         /* a text of the row went on after a NUL */
	char days[STATEMENT_PARAMETERS][DATE_ISO_SIZE];
};

struct engine {
	enum sql_engine is;
	void (*close)(struct database *db);
	void (*stay)(struct database *db, int answer_ms, void (*say)(const char *line)); /* NULL: it is always there */
	void (*leave_log)(struct database *db);
	int (*settle)(struct database *db, struct err *err);
	int (*script)(struct database *db, const char *text, struct err *err);
	bool (*in_transaction)(const struct database *db);
	int (*copy)(struct database *db, const char *path, struct err *err);
	void (*watch)(struct database *db);
	int (*scan)(struct database *db, const struct table_scan *scan, struct err *err);
	int (*fill_begin)(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err);
	int (*fill_row)(struct filling *f, const struct cell *cells, struct err *err);
	int (*fill_end)(struct filling *f, struct err *err);
	int (*empty)(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err);

	/* The statement, as if it had never run; what goes wrong is told by its first `next`. */
	struct statement *(*statement)(struct database *db, enum sql_id id);
	/* Parameter `place`, from 1. */
	void (*put_null)(struct statement *q, int place);
	void (*put_int)(struct statement *q, int place, int64_t value);
	void (*put_text)(struct statement *q, int place, const char *text);
	void (*put_bytes)(struct statement *q, int place, const void *bytes, size_t n);
	void (*ahead)(struct statement *q); /* NULL: nothing is gained by it */
	int (*later)(struct statement *q, struct err *err); /* NULL: it is run at once */
	/* 1 with a row, 0 after the last, or a negative code. */
	int (*next)(struct statement *q, struct err *err);
	void (*end)(struct statement *q);
	int64_t (*changed)(struct statement *q); /* rows, by the statement that has just run */
	/* Column `place`, from 0, of the row. */
	bool (*is_null)(struct statement *q, int place);
	int64_t (*take_int)(struct statement *q, int place);
	const char *(*take_text)(struct statement *q, int place, size_t *ret_len); /* ended by a NUL; NULL for null */
	struct cell (*take_cell)(struct statement *q, int place);
};

struct database {
	const struct engine *engine;
	char *name;
	enum database_mode mode;
	row_watcher watcher;
	void *watcher_context;
};

/* Comes first in an engine's own. */
struct filling {
	struct database *db;
	const struct table_shape *shape;
};

/* The statement that adds a row of a table, or takes rows out of it, where a database itself has named the table and its
 * columns. Parameters are `mark` and their number; the table stands behind `schema`. */
void insert_text(struct buf *out, const struct table_shape *shape, const char *schema, char mark);
void delete_text(struct buf *out, const struct table_shape *shape, const char *schema, char mark);

int sqlite_open(const char *path, const char *name, enum database_mode mode, struct database **ret, struct err *err) PL_MUST_CHECK;
int postgres_open(const char *address, const char *name, enum database_mode mode, struct database **ret, struct err *err)
	PL_MUST_CHECK;
int postgres_called(const char *address, char **ret, struct err *err) PL_MUST_CHECK;
size_t postgres_files(struct arena *a, const char *address, const char *const **ret);

/* The sentence for a connection's name, kept with it; `name` is copied. */
void database_begin(struct database *db, const struct engine *engine, const char *name, enum database_mode mode);
