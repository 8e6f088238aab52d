#include "sql_file.h"

#include "base/buf.h"
#include "tool.h"

/* A statement that is being read. */
struct reading {
	struct arena *arena;
	struct sql_queries *queries;
	const char *file;
	int64_t line;
	struct buf text;     /* of the last query so far */
	bool open;           /* a name has been read in this file */
};

static struct sql_query *last_of(struct reading *r)
{
	return &r->queries->rows[r->queries->count - 1];
}

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

static int begin_query(struct reading *r, struct str name, struct err *err)
{
	struct sql_queries *q = r->queries;

	if (!is_lower_name(name))
		return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is no name: expected small letters, digits and '_'", r->file,
			(long long)r->line, (int)name.len, name.at);
	for (size_t i = 0; i < q->count; i++)
		if (q->rows[i].name.len == name.len && memcmp(q->rows[i].name.at, name.at, name.len) == 0)
			return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is there already (%s:%lld)", r->file, (long long)r->line,
				(int)name.len, name.at, q->rows[i].file, (long long)q->rows[i].line);
	*ARENA_PUSH(r->arena, &q->rows, &q->count, &q->room) = (struct sql_query){.name = name, .file = r->file, .line = r->line};
	buf_clear(&r->text);
	r->open = true;
	return 0;
}

/* Counts the parameters and refuses a first appearance out of order. */
static int count_parameters(struct sql_query *q, struct err *err)
{
	for (size_t i = 0; i < q->text.len; i++) {
		int number = 0;

		if (q->text.at[i] != '$')
			continue;
		while (i + 1 < q->text.len && q->text.at[i + 1] >= '0' && q->text.at[i + 1] <= '9' && number <= SQL_FILE_PARAMETERS)
			number = number * 10 + (q->text.at[++i] - '0');
		if (number == 0)
			return err_set(err, PL_INVALID, "%s:%lld: %.*s: expected a number from 1 behind every '$'", q->file,
				(long long)q->line, (int)q->name.len, q->name.at);
		if (number > SQL_FILE_PARAMETERS || number > q->parameters + 1)
			return err_set(err, PL_INVALID, "%s:%lld: %.*s: $%d appears before $%d: expected $1, $2, ... in that order",
				q->file, (long long)q->line, (int)q->name.len, q->name.at, number, q->parameters + 1);
		if (number > q->parameters)
			q->parameters = number;
	}
	return 0;
}

static int end_query(struct reading *r, struct err *err)
{
	struct str text = str_trim((struct str){buf_text(&r->text), r->text.len});
	struct sql_query *q = last_of(r);

	if (text.len > 0 && text.at[text.len - 1] == ';')
		text.len--;
	if (text.len == 0)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has no statement", q->file, (long long)q->line, (int)q->name.len,
			q->name.at);
	if (memchr(text.at, ';', text.len) != NULL)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has more than one statement", q->file, (long long)q->line,
			(int)q->name.len, q->name.at);
	q->text = str_of(arena_strndup(r->arena, text.at, text.len));
	return count_parameters(q, err);
}

static int read_line(struct reading *r, struct str line, struct err *err)
{
	struct str name;

	if (is_name_line(line, &name)) {
		int rc = r->open ? end_query(r, err) : 0;

		return rc < 0 ? rc : begin_query(r, name, err);
	}
	if (is_comment(line) || str_trim(line).len == 0)
		return 0;
	if (!r->open)
		return err_set(err, PL_INVALID, "%s:%lld: a statement without a name: expected '-- name: NAME' before it", r->file,
			(long long)r->line);
	buf_add(&r->text, line.at, line.len);
	buf_putc(&r->text, '\n');
	return 0;
}

int sql_file_read(struct arena *a, struct sql_queries *q, const char *file, struct str text, struct err *err)
{
	struct reading r = {.arena = a, .queries = q, .file = file, .text = BUF_INIT(64 * 1024)};
	struct str line;
	int rc = 0;

	while (rc == 0 && tool_next_line(&text, &line)) {
		r.line++;
		rc = read_line(&r, line, err);
	}
	if (rc == 0 && r.open)
		rc = end_query(&r, err);
	if (rc == 0 && r.text.full)
		rc = err_set(err, PL_LIMIT, "%s: a statement is longer than %zu bytes", file, r.text.cap);
	buf_free(&r.text);
	return rc;
}

/* A migration's number is its schema version: a gap would leave a database that no program can name. */
int sql_file_check_number(const char *file, size_t index, struct err *err)
{
	const char *name = tool_base_name(file);
	int64_t number;

	if (strlen(name) < 6 || name[4] != '_' || !str_to_int((struct str){name, 4}, 1, 9999, &number)
		|| (size_t)number != index + 1)
		return err_set(err, PL_INVALID, "%s: expected %04zu_NAME.sql here: migrations are numbered without gaps", file,
			index + 1);
	return 0;
}
