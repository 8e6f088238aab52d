/* gen_sql: the statements of sql/queries and the migrations into C, so that no SQL stands in a C file and every
 * statement is known before the program runs.
 *
 *	gen_sql OUT.c OUT.h QUERIES.sql... --sqlite NNNN_NAME.sql... --postgres NNNN_NAME.sql...
 *
 * Makes enum sql_id { SQL_HOLDING_ADD, ..., SQL_COUNT }, SQL_TEXT[engine][] (NULL where an engine has no such
 * statement), SQL_NAME[], SQL_PARAMETERS[] (how many each has), SQL_EMPLOYER[] (which of them says whose rows it
 * touches, from 1; 0: nobody's; SQL_ANYWHERE: it finds that out)
 * and SQL_MIGRATIONS[engine], oldest first. What a query file looks like is said in sql_file.h.
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
	buf_puts(h, "\tSQL_COUNT\n};\n\nenum sql_engine { SQL_SQLITE, SQL_POSTGRES, SQL_ENGINES };\nenum { SQL_ANYWHERE = -1 "
		"};\n\nextern const char *const SQL_TEXT[SQL_ENGINES][SQL_COUNT];\n"
		"extern const char *const SQL_NAME[SQL_COUNT];\nextern const int SQL_PARAMETERS[SQL_COUNT];\n"
		"extern const int SQL_EMPLOYER[SQL_COUNT];\n\n"
		"struct sql_migration {\n\tint version; /* of the tables after it */\n\tconst char *name, *text;\n};\n\n"
		"struct sql_migrations {\n\tconst struct sql_migration *rows; /* oldest first */\n\tsize_t count;\n};\n\n"
		"extern const struct sql_migrations SQL_MIGRATIONS[SQL_ENGINES];\n");
}

static void put_rows(struct buf *c, const struct sql_queries *q, void (*put)(struct buf *, const struct sql_query *))
{
	for (size_t i = 0; i < q->count; i++) {
		buf_puts(c, "\t[");
		put_enum_name(c, q->rows[i].name);
		buf_puts(c, "] = ");
		put(c, &q->rows[i]);
		buf_puts(c, ",\n");
	}
}

static void put_table(struct buf *c, const char *head, const struct sql_queries *q,
	void (*put)(struct buf *, const struct sql_query *))
{
	buf_putf(c, "\n%s[SQL_COUNT] = {\n", head);
	put_rows(c, q, put);
	buf_puts(c, "};\n");
}

static void put_text(struct buf *c, struct str text)
{
	if (text.at != NULL)
		tool_put_literal(c, text);
	else
		buf_puts(c, "NULL");
}

static void put_sqlite_text(struct buf *c, const struct sql_query *q)
{
	put_text(c, q->text[SQL_FILE_SQLITE]);
}

static void put_postgres_text(struct buf *c, const struct sql_query *q)
{
	put_text(c, q->text[SQL_FILE_POSTGRES]);
}

static void put_texts(struct buf *c, const struct sql_queries *q)
{
	buf_puts(c, "\nconst char *const SQL_TEXT[SQL_ENGINES][SQL_COUNT] = {\n[SQL_SQLITE] = {\n");
	put_rows(c, q, put_sqlite_text);
	buf_puts(c, "}, [SQL_POSTGRES] = {\n");
	put_rows(c, q, put_postgres_text);
	buf_puts(c, "}};\n");
}

static void put_name(struct buf *c, const struct sql_query *q)
{
	tool_put_literal(c, q->name);
}

static void put_parameters(struct buf *c, const struct sql_query *q)
{
	buf_put_int(c, q->parameters);
}

static void put_employer(struct buf *c, const struct sql_query *q)
{
	buf_put_int(c, q->employer);
}

static int put_migrations(struct buf *c, const char *engine, char **files, size_t count, struct err *err)
{
	int64_t number = 0;

	buf_putf(c, "\nstatic const struct sql_migration %s_MIGRATIONS[] = {\n", engine);
	for (size_t i = 0; i < count; i++) {
		struct buf content = BUF_INIT(TOOL_FILE_BYTES);
		const char *name = tool_base_name(files[i]);
		const char *dot = strrchr(name, '.');
		int rc = sql_file_number(files[i], number, &number, err);

		if (rc == 0)
			rc = tool_read_file(files[i], &content, err);
		buf_putf(c, "\t{%lld, ", (long long)number);
		tool_put_literal(c, (struct str){name, dot != NULL ? (size_t)(dot - name) : strlen(name)});
		buf_puts(c, ", ");
		tool_put_literal(c, (struct str){buf_text(&content), content.len});
		buf_puts(c, "},\n");
		buf_free(&content);
		if (rc < 0)
			return rc;
	}
	buf_puts(c, "};\n");
	return 0;
}

static void put_migrations_table(struct buf *c, size_t sqlite, size_t postgres)
{
	buf_putf(c, "\nconst struct sql_migrations SQL_MIGRATIONS[SQL_ENGINES] = {\n\t[SQL_SQLITE] = {SQLITE_MIGRATIONS, "
		"%zu},\n\t[SQL_POSTGRES] = {POSTGRES_MIGRATIONS, %zu},\n};\n", sqlite, postgres);
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

/* What the command line names. */
struct inputs {
	char **queries, **sqlite, **postgres;
	size_t queries_count, sqlite_count, postgres_count;
};

static int put_all(struct arena *a, struct buf *c, struct buf *h, const char *h_name, const struct inputs *in,
	struct err *err)
{
	struct sql_queries q = {0};
	int rc = 0;

	for (size_t i = 0; i < in->queries_count && rc == 0; i++)
		rc = read_queries(a, &q, in->queries[i], err);
	if (rc < 0)
		return rc;
	put_queries_header(h, &q);
	buf_putf(c, "#include \"%s\"\n", h_name);
	put_texts(c, &q);
	put_table(c, "const char *const SQL_NAME", &q, put_name);
	put_table(c, "const int SQL_PARAMETERS", &q, put_parameters);
	put_table(c, "const int SQL_EMPLOYER", &q, put_employer);
	rc = put_migrations(c, "SQLITE", in->sqlite, in->sqlite_count, err);
	if (rc == 0)
		rc = put_migrations(c, "POSTGRES", in->postgres, in->postgres_count, err);
	put_migrations_table(c, in->sqlite_count, in->postgres_count);
	return rc;
}

static int generate(const char *c_path, const char *h_path, const struct inputs *in, struct err *err)
{
	struct buf c = BUF_INIT(TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	struct arena *a = arena_new();
	int rc = put_all(a, &c, &h, tool_base_name(h_path), in, err);

	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	if (rc == 0)
		rc = tool_write_file(h_path, &h, err);
	buf_free(&c);
	buf_free(&h);
	arena_free(a);
	return rc;
}

/* How many of the words come before one of them, which is `end` (NULL: before their end); `*at` is put behind it. */
static size_t take_until(char **words, size_t count, size_t *at, const char *end, char ***ret)
{
	size_t n = 0;

	*ret = words + *at;
	while (*at + n < count && (end == NULL || !str_equal((*ret)[n], end)))
		n++;
	*at += n + 1;
	return n;
}

int main(int argc, char **argv)
{
	size_t count = argc > 3 ? (size_t)argc - 3 : 0, at = 0;
	struct inputs in;
	struct err err;

	in.queries_count = take_until(argv + 3, count, &at, "--sqlite", &in.queries);
	in.sqlite_count = take_until(argv + 3, count, &at, "--postgres", &in.sqlite);
	in.postgres_count = take_until(argv + 3, count, &at, NULL, &in.postgres);
	if (in.queries_count == 0 || in.sqlite_count == 0 || in.postgres_count == 0 || count > MOST_FILES) {
		(void)fprintf(stderr, "usage: gen_sql OUT.c OUT.h QUERIES.sql... --sqlite NNNN_NAME.sql... --postgres "
			"NNNN_NAME.sql... (at most %d files)\n", MOST_FILES);
		return 2;
	}
	if (generate(argv[1], argv[2], &in, &err) < 0)
		return tool_fail("gen_sql", &err);
	return 0;
}
