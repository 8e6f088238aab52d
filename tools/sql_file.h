/* sql_file.h: files of named SQL statements, as gen_sql reads them.
 *
 * A file is a row of blocks:
 *
 *	-- name: holding_add
 *	-- Any further comment is for the reader.
 *	insert into holding (employer_id, case_id) values ($1, $2);
 *
 * One statement a block; its parameters must first appear in the order $1, $2, $3..., because SQLite numbers them by
 * first appearance and PostgreSQL by their number.
 *
 * What a file says holds for every engine, but for sqlite.sql and postgres.sql, each of which holds for its own alone:
 * there stands what engines say differently, under one name and with as many parameters, and what only one of them is
 * told.
 *
 * A statement touches the rows of one employer: the one that a parameter names as employer_id. What has to find out
 * whose a thing is, before any employer is known, or tidies whoever's it is, says so by a line "-- anywhere" below its
 * name.
 *
 * What is to be done to one table after the other is said once, behind a list of the tables:
 *
 *	-- each: table | key
 *	-- row: holding | case_id, post_id,
 *	--	role
 *	-- row: episode
 *	--	| case_id
 *	-- name: {table}_count
 *	select count(distinct {key}) from {table};
 *
 * A block with a name in braces stands for a statement a row. A row goes on in lines that begin with "--" and a tab:
 * with its next value where the line begins with '|', else with the value it was at. A list holds to the end of its
 * file or the next list; a block ends before it.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

enum {
	SQL_FILE_PARAMETERS = 32, /* most that a statement may have */
	SQL_FILE_EACH = 8,        /* most values of a row */
	SQL_FILE_ANYWHERE = -1    /* in the place of the parameter that says whose rows a statement touches */
};

enum sql_file_engine { SQL_FILE_SQLITE, SQL_FILE_POSTGRES, SQL_FILE_ENGINES };

struct sql_query {
	struct str name;
	struct str text[SQL_FILE_ENGINES]; /* without comments and without the last ';'; at NULL where an engine has none */
	int parameters;
	/* the parameter that says whose rows it touches: its employer_id; 0: nobody's; or SQL_FILE_ANYWHERE */
	int employer;
	const char *file;
	int64_t line;        /* of its name */
};

struct sql_queries {
	struct sql_query *rows;
	size_t count, room;
};

/* Adds the statements of a file to those read before; a name may stand once in all of them for an engine. PL_INVALID
 * with file, line and what was expected. `text` and `file` must outlive the rows. */
int sql_file_read(struct arena *a, struct sql_queries *q, const char *file, struct str text, struct err *err)
	PL_MUST_CHECK;

/* The number of a migration, NNNN_NAME.sql, which is the version of the tables after it. Behind the first (`after` 0)
 * they follow one another without gaps: PL_INVALID. */
int sql_file_number(const char *file, int64_t after, int64_t *ret, struct err *err) PL_MUST_CHECK;
