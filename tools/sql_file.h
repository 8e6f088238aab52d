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
	SQL_FILE_EACH = 8         /* most values of a row */
};

struct sql_query {
	struct str name;
	struct str text;     /* without comments and without the last ';' */
	int parameters;
	const char *file;
	int64_t line;        /* of its name */
};

struct sql_queries {
	struct sql_query *rows;
	size_t count, room;
};

/* Adds the statements of a file to those read before; a name may stand once in all of them. PL_INVALID with file, line
 * and what was expected. `text` and `file` must outlive the rows. */
int sql_file_read(struct arena *a, struct sql_queries *q, const char *file, struct str text, struct err *err)
	PL_MUST_CHECK;

/* Whether a file may be the migration that comes at place `index` (from 0): NNNN_NAME.sql, numbered from 1 without
 * gaps. */
int sql_file_check_number(const char *file, size_t index, struct err *err) PL_MUST_CHECK;
