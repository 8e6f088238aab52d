/* gen_sql: the statements of sql/queries and the migrations into C, so that no SQL stands in a C file and every
 * statement is known before the program runs.
 *
 *	gen_sql OUT.c OUT.h QUERIES.sql... --migrations NNNN_NAME.sql...
 *
 * A query file is a row of blocks:
 *
 *	-- name: holding_add
 *	-- Any further comment is for the reader.
 *	insert into holding (employer_id, case_id) values ($1, $2);
 *
 * One statement a block; its parameters must first appear in the order $1, $2, $3..., because SQLite numbers them by first
 * appearance and PostgreSQL by their number. Makes enum sql_id { SQL_HOLDING_ADD, ..., SQL_COUNT }, SQL_TEXT[], SQL_NAME[],
 * SQL_PARAMETERS[] (how many each has) and SQL_MIGRATIONS[], oldest first.
 */
#include <stdio.h>

#include "base/arena.h"
#include "tool.h"

enum { MOST_FILES = 256, MOST_PARAMETERS = 32 };

struct query {
	struct str name;
	struct buf text;
	int parameters;
	const char *file;
	int64_t line;
};

struct queries {
	struct query *rows;
	size_t count, room;
};

static bool is_comment(struct str line)
{
	return line.len >= 2 && line.at[0] == '-' && line.at[1] == '-';
}

/* The name of a line `-- name: NAME`. */
static bool is_name_line(struct str line, struct str *ret_name)
{
	static const char HEAD[] = "-- name:";
	const size_t n = sizeof HEAD - 1;

	if (line.len < n || memcmp(line.at, HEAD, n) != 0)
		return false;
	*ret_name = str_trim((struct str){line.at + n, line.len - n});
	return true;
}

static bool is_lower_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] >= 'A' && name.at[i] <= 'Z')
			return false;
	return tool_is_name(name);
}

static int begin_query(struct arena *a, struct queries *q, struct str name, const char *file, int64_t line, struct err *err)
{
	struct query *row;

	if (!is_lower_name(name))
		return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is no name: expected small letters, digits and '_'", file,
			(long long)line, (int)name.len, name.at);
	for (size_t i = 0; i < q->count; i++)
		if (str_equal(arena_strndup(a, q->rows[i].name.at, q->rows[i].name.len), arena_strndup(a, name.at, name.len)))
			return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is there already (%s:%lld)", file, (long long)line,
				(int)name.len, name.at, q->rows[i].file, (long long)q->rows[i].line);
	row = ARENA_PUSH(a, &q->rows, &q->count, &q->room);
	*row = (struct query){str_of(arena_strndup(a, name.at, name.len)), BUF_INIT(64 * 1024), 0, file, line};
	return 0;
}

/* Counts the parameters and refuses a first appearance out of order. */
static int count_parameters(struct query *q, struct err *err)
{
	for (const char *at = buf_text(&q->text); *at != '\0'; at++) {
		int number = 0;

		if (*at != '$')
			continue;
		while (at[1] >= '0' && at[1] <= '9' && number <= MOST_PARAMETERS)
			number = number * 10 + (*++at - '0');
		if (number < 1 || number > MOST_PARAMETERS || number > q->parameters + 1)
			return err_set(err, PL_INVALID, "%s:%lld: %.*s: $%d appears before $%d: expected $1, $2, ... in that order",
				q->file, (long long)q->line, (int)q->name.len, q->name.at, number, q->parameters + 1);
		if (number > q->parameters)
			q->parameters = number;
	}
	return 0;
}

static int end_query(struct query *q, struct err *err)
{
	struct str text = str_trim((struct str){buf_text(&q->text), q->text.len});
	struct buf kept = BUF_INIT(64 * 1024);

	if (text.len > 0 && text.at[text.len - 1] == ';')
		text.len--;
	if (text.len == 0)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has no statement", q->file, (long long)q->line, (int)q->name.len,
			q->name.at);
	if (memchr(text.at, ';', text.len) != NULL)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has more than one statement", q->file, (long long)q->line,
			(int)q->name.len, q->name.at);
	buf_add(&kept, text.at, text.len);
	buf_free(&q->text);
	q->text = kept;
	return count_parameters(q, err);
}

static int read_line(struct arena *a, struct queries *q, size_t first, struct str line, const char *file, int64_t number,
	struct err *err)
{
	struct str name;

	if (is_name_line(line, &name)) {
		int rc = q->count > first ? end_query(&q->rows[q->count - 1], err) : 0;

		return rc < 0 ? rc : begin_query(a, q, name, file, number, err);
	}
	if (is_comment(line) || str_trim(line).len == 0)
		return 0;
	if (q->count == first)
		return err_set(err, PL_INVALID, "%s:%lld: a statement without a name: expected '-- name: NAME' before it", file,
			(long long)number);
	buf_add(&q->rows[q->count - 1].text, line.at, line.len);
	buf_putc(&q->rows[q->count - 1].text, '\n');
	return 0;
}

static int read_queries(struct arena *a, struct queries *q, const char *file, struct err *err)
{
	struct buf content = BUF_INIT(TOOL_FILE_BYTES);
	struct str rest, line;
	size_t first = q->count;
	int rc = tool_read_file(file, &content, err);

	rest = (struct str){buf_text(&content), content.len};
	for (int64_t number = 1; rc == 0 && tool_next_line(&rest, &line); number++)
		rc = read_line(a, q, first, line, file, number, err);
	if (rc == 0 && q->count > first)
		rc = end_query(&q->rows[q->count - 1], err);
	buf_free(&content);
	return rc;
}

static void put_enum_name(struct buf *out, struct str name)
{
	buf_puts(out, "SQL_");
	for (size_t i = 0; i < name.len; i++)
		buf_putc(out, name.at[i] >= 'a' && name.at[i] <= 'z' ? (char)(name.at[i] - 'a' + 'A') : name.at[i]);
}

static void put_queries_header(struct buf *h, const struct queries *q)
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

static void put_table(struct buf *c, const char *head, const struct queries *q, void (*put)(struct buf *, const struct query *))
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

static void put_text(struct buf *c, const struct query *q)
{
	tool_put_literal(c, (struct str){buf_text(&q->text), q->text.len});
}

static void put_name(struct buf *c, const struct query *q)
{
	tool_put_literal(c, q->name);
}

static void put_parameters(struct buf *c, const struct query *q)
{
	buf_put_int(c, q->parameters);
}

/* A migration's number is its schema version: a gap would leave a database that no program can name. */
static int check_number(const char *file, size_t index, struct err *err)
{
	const char *name = tool_base_name(file);
	int64_t number;

	if (strlen(name) < 6 || name[4] != '_' || !str_to_int((struct str){name, 4}, 1, 9999, &number)
		|| (size_t)number != index + 1)
		return err_set(err, PL_INVALID, "%s: expected %04zu_NAME.sql here: migrations are numbered without gaps", file,
			index + 1);
	return 0;
}

static int put_migrations(struct buf *c, char **files, size_t count, struct err *err)
{
	buf_puts(c, "\nconst struct sql_migration SQL_MIGRATIONS[] = {\n");
	for (size_t i = 0; i < count; i++) {
		struct buf content = BUF_INIT(TOOL_FILE_BYTES);
		const char *name = tool_base_name(files[i]);
		const char *dot = strrchr(name, '.');
		int rc = check_number(files[i], i, err);

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

static int put_all(struct arena *a, struct buf *c, struct buf *h, const char *h_name, char **files, size_t split,
	size_t count, struct err *err)
{
	struct queries q = {0};
	int rc = 0;

	for (size_t i = 0; i < split && rc == 0; i++)
		rc = read_queries(a, &q, files[i], err);
	if (rc == 0) {
		put_queries_header(h, &q);
		buf_putf(c, "#include \"%s\"\n", h_name);
		put_table(c, "const char *const SQL_TEXT", &q, put_text);
		put_table(c, "const char *const SQL_NAME", &q, put_name);
		put_table(c, "const int SQL_PARAMETERS", &q, put_parameters);
		rc = put_migrations(c, files + split + 1, count - split - 1, err);
	}
	for (size_t i = 0; i < q.count; i++)
		buf_free(&q.rows[i].text);
	return rc;
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
