/* gen_schema: what the migrations make, as a table of struct schema_object, so that a database can be held against it
 * without making one each time.
 *
 *	gen_schema OUT.c OUT.h NNNN_NAME.sql...
 */
#include <sqlite3.h>
#include <stdio.h>

#include "tool.h"

/* The statistics of the planner are tables too, and anybody's `analyze` may make them. */
static const char OBJECTS[] = "select type, name, tbl_name, sql from sqlite_schema "
	"where not (type = 'table' and name in ('sqlite_stat1', 'sqlite_stat4')) "
	"order by type <> 'table', type <> 'trigger', type, name";

static const char HEADER[] = "#pragma once\n\n#include <stddef.h>\n\n"
	"/* A table, index, view or trigger; `sql` is \"\" for what the engine makes by itself. */\n"
	"struct schema_object {\n\tconst char *type, *name, *table, *sql;\n};\n\n"
	"extern const struct schema_object SCHEMA_OBJECTS[];\nextern const size_t SCHEMA_OBJECTS_COUNT;\n";

static int run_file(sqlite3 *db, const char *path, struct err *err)
{
	struct buf text = BUF_INIT(TOOL_FILE_BYTES);
	int rc = tool_read_file(path, &text, err);

	if (rc == 0 && sqlite3_exec(db, buf_text(&text), NULL, NULL, NULL) != SQLITE_OK)
		rc = err_set(err, PL_INVALID, "%s: %s", path, sqlite3_errmsg(db));
	buf_free(&text);
	return rc;
}

static int put_object(void *context, int columns, char **values, char **names)
{
	struct buf *out = context;

	(void)names;
	buf_puts(out, "\t{");
	for (int i = 0; i < columns; i++) {
		buf_puts(out, i > 0 ? ", " : "");
		tool_put_literal(out, str_of(values[i] != NULL ? values[i] : ""));
	}
	buf_puts(out, "},\n");
	return 0;
}

static int put_objects(sqlite3 *db, const char *h_path, struct buf *out, struct err *err)
{
	buf_putf(out, "#include \"%s\"\n\nconst struct schema_object SCHEMA_OBJECTS[] = {\n", tool_base_name(h_path));
	if (sqlite3_exec(db, OBJECTS, put_object, out, NULL) != SQLITE_OK)
		return err_set(err, PL_FAIL, "the schema cannot be read: %s", sqlite3_errmsg(db));
	buf_puts(out, "};\nconst size_t SCHEMA_OBJECTS_COUNT = sizeof SCHEMA_OBJECTS / sizeof *SCHEMA_OBJECTS;\n");
	return 0;
}

static int generate(const char *c_path, const char *h_path, char **files, int count, struct err *err)
{
	struct buf c = BUF_INIT(TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	sqlite3 *db;
	int rc = sqlite3_open(":memory:", &db) == SQLITE_OK ? 0 : err_set(err, PL_FAIL, "%s", sqlite3_errmsg(db));

	for (int i = 0; i < count && rc == 0; i++)
		rc = run_file(db, files[i], err);
	if (rc == 0)
		rc = put_objects(db, h_path, &c, err);
	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	buf_puts(&h, HEADER);
	if (rc == 0)
		rc = tool_write_file(h_path, &h, err);
	(void)sqlite3_close(db);
	buf_free(&c);
	buf_free(&h);
	return rc;
}

int main(int argc, char **argv)
{
	struct err err;

	if (argc < 4) {
		(void)fprintf(stderr, "usage: gen_schema OUT.c OUT.h NNNN_NAME.sql...\n");
		return 2;
	}
	if (generate(argv[1], argv[2], argv + 3, argc - 3, &err) < 0)
		return tool_fail("gen_schema", &err);
	return 0;
}
