/* gen_sql: the statements of sql/queries and the migrations into C, so that no SQL stands in a C file and every
 * statement is known before the program runs.
 *
 *	gen_sql OUT.c OUT.h QUERIES.sql... --migrations NNNN_NAME.sql...
 *
 * Makes enum sql_id { SQL_HOLDING_ADD, ..., SQL_COUNT }, SQL_TEXT[], SQL_NAME[], SQL_PARAMETERS[] (how many each has)
 * and SQL_MIGRATIONS[], oldest first. What a query file looks like is said in sql_file.h.
 */
#include <stdio.h>

#include "sql_file.h"
#include "tool.h"

enum { MOST_FILES = 256 };

static void put_enum_name(struct buf *out, struct str name)
{
	buf_puts(out, "SQL_");
	for (size_t i = 0; i < name.len; i++)
		buf_putc(out, name.at[i] >= 'a' && name.at[i] <= 'z' ? (char)(name.at[i] - 'a' + 'A') : name.at[i]);
}

static void put_queries_header(struct buf *h, const struct sql_queries *q)
{
	buf_puts(h, "#pragma once\n\n#include <stddef.h>\n\nenum sql_id {\n");
	for (size_t i = 0; i < q->count; i++) {
		buf_putc(h, '\t');
		put_enum_name(h, q->rows[i].name);
		buf_puts(h, ",\n");
	}
	buf_puts(h, "\tSQL_COUNT\n};\n\nextern const char *const SQL_TEXT[SQL_COUNT];\n"
		"extern const char *const SQL_NAME[SQL_COUNT];\nextern const int SQL_PARAMETERS[SQL_COUNT];\n\n"
		"struct sql_migration {\n\tconst char *name, *text;\n};\n\n"
		"extern const struct sql_migration SQL_MIGRATIONS[];\nextern const size_t SQL_MIGRATIONS_COUNT;\n");
}

static void put_table(struct buf *c, const char *head, const struct sql_queries *q,
	void (*put)(struct buf *, const struct sql_query *))
{
	buf_putf(c, "\n%s[SQL_COUNT] = {\n", head);
	for (size_t i = 0; i < q->count; i++) {
		buf_puts(c, "\t[");
		put_enum_name(c, q->rows[i].name);
		buf_puts(c, "] = ");
		put(c, &q->rows[i]);
		buf_puts(c, ",\n");
	}
	buf_puts(c, "};\n");
}

static void put_text(struct buf *c, const struct sql_query *q)
{
	tool_put_literal(c, q->text);
}

static void put_name(struct buf *c, const struct sql_query *q)
{
	tool_put_literal(c, q->name);
}

static void put_parameters(struct buf *c, const struct sql_query *q)
{
	buf_put_int(c, q->parameters);
}

static int put_migrations(struct buf *c, char **files, size_t count, struct err *err)
{
	buf_puts(c, "\nconst struct sql_migration SQL_MIGRATIONS[] = {\n");
	for (size_t i = 0; i < count; i++) {
		struct buf content = BUF_INIT(TOOL_FILE_BYTES);
		const char *name = tool_base_name(files[i]);
		const char *dot = strrchr(name, '.');
		int rc = sql_file_check_number(files[i], i, err);

		if (rc == 0)
			rc = tool_read_file(files[i], &content, err);
		buf_puts(c, "\t{");
		tool_put_literal(c, (struct str){name, dot != NULL ? (size_t)(dot - name) : strlen(name)});
		buf_puts(c, ", ");
		tool_put_literal(c, (struct str){buf_text(&content), content.len});
		buf_puts(c, "},\n");
		buf_free(&content);
		if (rc < 0)
			return rc;
	}
	buf_putf(c, "\t{NULL, NULL}\n};\nconst size_t SQL_MIGRATIONS_COUNT = %zu;\n", count);
	return 0;
}

static int read_queries(struct arena *a, struct sql_queries *q, const char *file, struct err *err)
{
	struct buf content = BUF_INIT(TOOL_FILE_BYTES);
	int rc = tool_read_file(file, &content, err);

	if (rc == 0)
		rc = sql_file_read(a, q, file, str_of(arena_strndup(a, buf_text(&content), content.len)), err);
	buf_free(&content);
	return rc;
}

static int put_all(struct arena *a, struct buf *c, struct buf *h, const char *h_name, char **files, size_t split,
	size_t count, struct err *err)
{
	struct sql_queries q = {0};
	int rc = 0;

	for (size_t i = 0; i < split && rc == 0; i++)
		rc = read_queries(a, &q, files[i], err);
	if (rc < 0)
		return rc;
	put_queries_header(h, &q);
	buf_putf(c, "#include \"%s\"\n", h_name);
	put_table(c, "const char *const SQL_TEXT", &q, put_text);
	put_table(c, "const char *const SQL_NAME", &q, put_name);
	put_table(c, "const int SQL_PARAMETERS", &q, put_parameters);
	return put_migrations(c, files + split + 1, count - split - 1, err);
}

static int generate(const char *c_path, const char *h_path, char **files, size_t split, size_t count, struct err *err)
{
	struct buf c = BUF_INIT(TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	struct arena *a = arena_new();
	int rc = put_all(a, &c, &h, tool_base_name(h_path), files, split, count, err);

	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	if (rc == 0)
		rc = tool_write_file(h_path, &h, err);
	buf_free(&c);
	buf_free(&h);
	arena_free(a);
	return rc;
}

int main(int argc, char **argv)
{
	size_t count = argc > 3 ? (size_t)argc - 3 : 0, split = 0;
	struct err err;

	while (split < count && !str_equal(argv[3 + split], "--migrations"))
		split++;
	if (split == 0 || split == count || count > MOST_FILES) {
		(void)fprintf(stderr, "usage: gen_sql OUT.c OUT.h QUERIES.sql... --migrations NNNN_NAME.sql... (at most %d files)\n",
			MOST_FILES);
		return 2;
	}
	if (generate(argv[1], argv[2], argv + 3, split, count, &err) < 0)
		return tool_fail("gen_sql", &err);
	return 0;
}
