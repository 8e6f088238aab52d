#include "sql_file.h"

#include "base/buf.h"
#include "tool.h"

enum { STATEMENT_BYTES = 64 * 1024 };

/* A row of a list of tables: a value for each name of the list. */
struct sql_row {
	struct str values[SQL_FILE_EACH];
	size_t count;
};

/* A file that is being read. */
struct reading {
	struct arena *arena;
	struct sql_queries *queries;
	const char *file;
	int64_t line;
	struct str name;     /* of the block in hand; len 0 before the first */
	int64_t name_line;
	struct buf text;     /* of the block in hand, so far */
	bool anywhere;       /* so says the block in hand */
	struct str each[SQL_FILE_EACH];
	size_t each_count;
	struct sql_row *rows;
	size_t rows_count, rows_room;
	bool in_row;         /* the line before was a row or went on with one */
};

static bool is_comment(struct str line)
{
	return line.len >= 2 && line.at[0] == '-' && line.at[1] == '-';
}

/* What stands behind a word such as "-- name:" at the start of a line. */
static bool is_line_of(struct str line, const char *word, struct str *ret_rest)
{
	size_t n = strlen(word);

	if (line.len < n || memcmp(line.at, word, n) != 0)
		return false;
	*ret_rest = str_trim((struct str){line.at + n, line.len - n});
	return true;
}

static bool is_lower_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] >= 'A' && name.at[i] <= 'Z')
			return false;
	return tool_is_name(name);
}

/* ---- lists of tables ---- */

/* The next of the values that '|' separates; false when nothing is left. */
static bool next_value(struct str *rest, struct str *ret)
{
	const char *bar = memchr(rest->at, '|', rest->len);
	size_t n = bar != NULL ? (size_t)(bar - rest->at) : rest->len;

	if (rest->len == 0)
		return false;
	*ret = str_trim((struct str){rest->at, n});
	n += bar != NULL ? 1 : 0;
	*rest = (struct str){rest->at + n, rest->len - n};
	return true;
}

/* The names of a list whose rows follow. */
static int read_each(struct reading *r, struct str rest, struct err *err)
{
	struct str name;

	r->each_count = r->rows_count = 0;
	while (next_value(&rest, &name)) {
		if (!is_lower_name(name) || r->each_count == SQL_FILE_EACH)
			return err_set(err, PL_INVALID, "%s:%lld: expected at most %d names, separated by '|', behind '-- each:'", r->file,
				(long long)r->line, SQL_FILE_EACH);
		r->each[r->each_count++] = name;
	}
	return 0;
}

/* Takes the values of a line; the first goes on with the last of the line before, if that ended within a value. */
static int read_values(struct reading *r, struct str rest, struct err *err)
{
	struct sql_row *row = &r->rows[r->rows_count - 1];
	struct str value;
	bool goes_on = row->count > 0 && rest.len > 0 && rest.at[0] != '|';

	if (rest.len > 0 && rest.at[0] == '|')
		(void)next_value(&rest, &value); /* nothing stands before the '|' */
	while (next_value(&rest, &value)) {
		if (goes_on) {
			struct str *last = &row->values[row->count - 1];

			*last = str_of(arena_printf(r->arena, "%.*s %.*s", (int)last->len, last->at, (int)value.len, value.at));
			goes_on = false;
		} else if (row->count < r->each_count) {
			row->values[row->count++] = value;
		} else {
			return err_set(err, PL_INVALID, "%s:%lld: more values than names behind '-- each:'", r->file,
				(long long)r->line);
		}
	}
	return 0;
}

static int begin_row(struct reading *r, struct str rest, struct err *err)
{
	*ARENA_PUSH(r->arena, &r->rows, &r->rows_count, &r->rows_room) = (struct sql_row){.count = 0};
	return read_values(r, rest, err);
}

/* Puts a row's values in the place of their names in braces. */
static int fill_in(struct reading *r, const struct sql_row *row, struct str text, struct buf *to, struct err *err)
{
	for (size_t i = 0; i < text.len; i++) {
		const char *end = text.at[i] == '{' ? memchr(text.at + i, '}', text.len - i) : NULL;
		struct str name = {text.at + i + 1, end != NULL ? (size_t)(end - text.at) - i - 1 : 0};
		size_t at = 0;

		if (text.at[i] != '{') {
			buf_putc(to, text.at[i]);
			continue;
		}
		while (at < row->count && !(name.len == r->each[at].len && memcmp(name.at, r->each[at].at, name.len) == 0))
			at++;
		if (at == row->count)
			return err_set(err, PL_INVALID, "%s:%lld: {%.*s} stands for nothing: expected a name of '-- each:' with a value in "
				"every row", r->file, (long long)r->name_line, (int)name.len, name.at);
		buf_add(to, row->values[at].at, row->values[at].len);
		i += name.len + 1;
	}
	return 0;
}

/* ---- statements ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Counts the parameters of a text and refuses a first appearance out of order. */
static int count_parameters(struct sql_query *q, struct str text, struct err *err)
{
	for (size_t i = 0; i < text.len; i++) {
		int number = 0;

		if (text.at[i] != '$')
			continue;
		while (i + 1 < text.len && is_digit(text.at[i + 1]) && number <= SQL_FILE_PARAMETERS)
			number = number * 10 + (text.at[++i] - '0');
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

static bool is_same(struct str one, struct str other)
{
	return one.len == other.len && memcmp(one.at, other.at, one.len) == 0;
}

/* The place of a word in a text, from a place on; the text's length if it is not there. */
static size_t find_word(struct str text, size_t from, const char *word)
{
	size_t n = strlen(word);

	while (from + n <= text.len && memcmp(text.at + from, word, n) != 0)
		from++;
	return from + n <= text.len ? from : text.len;
}

/* The parameter that stands at a place of a text; 0 if none does. */
static int parameter_at(struct str text, size_t at)
{
	int number = 0;

	if (at >= text.len || text.at[at] != '$')
		return 0;
	while (++at < text.len && is_digit(text.at[at]))
		number = number * 10 + (text.at[at] - '0');
	return number;
}

/* The place behind so many commas, from a place on, and the white space there. */
static size_t skip_commas(struct str text, size_t at, int commas)
{
	for (; at < text.len && commas > 0; at++)
		commas -= text.at[at] == ',';
	while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\t'))
		at++;
	return at;
}

/* Of a statement that adds rows: the value of the column employer_id. */
static int employer_of_insert(struct str text)
{
	size_t column = find_word(text, 0, "employer_id"), open = find_word(text, 0, "(");
	size_t values = find_word(text, 0, "values ("), rows = find_word(text, 0, "select ");
	int commas = 0;

	if (column == text.len || column < open)
		return 0;
	for (size_t i = open; i < column; i++)
		commas += text.at[i] == ',';
	if (values < text.len)
		return parameter_at(text, skip_commas(text, values + strlen("values ("), commas));
	return rows < text.len ? parameter_at(text, skip_commas(text, rows + strlen("select "), commas)) : 0;
}

static int employer_of(struct str text)
{
	static const char IS[] = "employer_id = ";
	int number = find_word(text, 0, "insert ") == 0 ? employer_of_insert(text) : 0;

	for (size_t at = find_word(text, 0, IS); at < text.len && number == 0; at = find_word(text, at + 1, IS))
		number = parameter_at(text, at + strlen(IS));
	return number;
}

/* Which engine a file speaks to; SQL_FILE_ENGINES for all of them. */
static int engine_of(const char *file)
{
	static const char *const FILES[SQL_FILE_ENGINES] = {[SQL_FILE_SQLITE] = "sqlite.sql",
		[SQL_FILE_POSTGRES] = "postgres.sql"};
	int engine = 0;

	while (engine < SQL_FILE_ENGINES && !str_equal(tool_base_name(file), FILES[engine]))
		engine++;
	return engine;
}

static struct sql_query *find_query(const struct sql_queries *q, struct str name)
{
	for (size_t i = 0; i < q->count; i++)
		if (is_same(q->rows[i].name, name))
			return &q->rows[i];
	return NULL;
}

static int is_there(const struct reading *r, const struct sql_query *q, struct err *err)
{
	return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is there already (%s:%lld)", r->file, (long long)r->name_line,
		(int)q->name.len, q->name.at, q->file, (long long)q->line);
}

/* Gives the engines of the file the text; PL_INVALID if one of them has one. */
static int give_text(const struct reading *r, struct sql_query *q, struct str text, struct err *err)
{
	int engine = engine_of(r->file);

	for (int e = 0; e < SQL_FILE_ENGINES; e++) {
		if (engine != e && engine != SQL_FILE_ENGINES)
			continue;
		if (q->text[e].at != NULL)
			return is_there(r, q, err);
		q->text[e] = text;
	}
	return 0;
}

static int add_query(struct reading *r, struct str name, struct str text, struct err *err)
{
	struct sql_query own = {.name = name, .file = r->file, .line = r->name_line};
	struct sql_query *before = find_query(r->queries, name);
	int rc = count_parameters(&own, text, err);

	if (!is_lower_name(name))
		return err_set(err, PL_INVALID, "%s:%lld: '%.*s' is no name: expected small letters, digits and '_'", r->file,
			(long long)r->name_line, (int)name.len, name.at);
	if (rc < 0)
		return rc;
	own.employer = r->anywhere ? SQL_FILE_ANYWHERE : employer_of(text);
	if (before == NULL)
		before = ARENA_PUSH(r->arena, &r->queries->rows, &r->queries->count, &r->queries->room), *before = own;
	if (before->parameters != own.parameters || before->employer != own.employer)
		return err_set(err, PL_INVALID, "%s:%lld: '%.*s' has other parameters than at %s:%lld", r->file,
			(long long)r->name_line, (int)name.len, name.at, before->file, (long long)before->line);
	return give_text(r, before, text, err);
}

static int add_query_of_row(struct reading *r, const struct sql_row *row, struct str text, struct err *err)
{
	struct buf name = BUF_INIT(STATEMENT_BYTES), filled = BUF_INIT(STATEMENT_BYTES);
	int rc = fill_in(r, row, r->name, &name, err);

	if (rc == 0)
		rc = fill_in(r, row, text, &filled, err);
	if (rc == 0)
		rc = add_query(r, str_of(arena_strndup(r->arena, buf_text(&name), name.len)),
			str_of(arena_strndup(r->arena, buf_text(&filled), filled.len)), err);
	buf_free(&name);
	buf_free(&filled);
	return rc;
}

static int end_query(struct reading *r, struct err *err)
{
	struct str text = str_trim((struct str){buf_text(&r->text), r->text.len});
	int rc = 0;

	if (text.len > 0 && text.at[text.len - 1] == ';')
		text.len--;
	if (text.len == 0)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has no statement", r->file, (long long)r->name_line, (int)r->name.len,
			r->name.at);
	if (memchr(text.at, ';', text.len) != NULL)
		return err_set(err, PL_INVALID, "%s:%lld: %.*s has more than one statement", r->file, (long long)r->name_line,
			(int)r->name.len, r->name.at);
	text = str_of(arena_strndup(r->arena, text.at, text.len));
	if (r->rows_count == 0 || memchr(r->name.at, '{', r->name.len) == NULL)
		return add_query(r, r->name, text, err);
	for (size_t i = 0; i < r->rows_count && rc == 0; i++)
		rc = add_query_of_row(r, &r->rows[i], text, err);
	return rc;
}

static int read_statement_line(struct reading *r, struct str line, struct err *err)
{
	if (r->name.len == 0)
		return err_set(err, PL_INVALID, "%s:%lld: a statement without a name: expected '-- name: NAME' before it", r->file,
			(long long)r->line);
	buf_add(&r->text, line.at, line.len);
	buf_putc(&r->text, '\n');
	return 0;
}

static int begin_query(struct reading *r, struct str name, struct err *err)
{
	int rc = r->name.len > 0 ? end_query(r, err) : 0;

	r->name = name;
	r->name_line = r->line;
	r->anywhere = false;
	buf_clear(&r->text);
	return rc;
}

static int begin_list(struct reading *r, struct str rest, struct err *err)
{
	int rc = begin_query(r, (struct str){"", 0}, err);

	return rc < 0 ? rc : read_each(r, rest, err);
}

static int read_line(struct reading *r, struct str line, struct err *err)
{
	bool was_in_row = r->in_row;
	struct str rest;

	r->in_row = is_line_of(line, "-- row:", &rest);
	if (r->in_row)
		return begin_row(r, rest, err);
	r->in_row = was_in_row && is_line_of(line, "--\t", &rest);
	if (r->in_row)
		return read_values(r, rest, err);
	if (is_line_of(line, "-- each:", &rest))
		return begin_list(r, rest, err);
	if (is_line_of(line, "-- name:", &rest))
		return rest.len > 0 ? begin_query(r, rest, err) : err_set(err, PL_INVALID, "%s:%lld: expected a name behind "
			"'-- name:'", r->file, (long long)r->line);
	r->anywhere = r->anywhere || str_is(str_trim(line), "-- anywhere");
	if (is_comment(line) || str_trim(line).len == 0)
		return 0;
	return read_statement_line(r, line, err);
}

int sql_file_read(struct arena *a, struct sql_queries *q, const char *file, struct str text, struct err *err)
{
	struct reading r = {.arena = a, .queries = q, .file = file, .text = BUF_INIT(STATEMENT_BYTES)};
	struct str line;
	int rc = 0;

	while (rc == 0 && tool_next_line(&text, &line)) {
		r.line++;
		rc = read_line(&r, line, err);
	}
	if (rc == 0 && r.name.len > 0)
		rc = end_query(&r, err);
	if (rc == 0 && r.text.full)
		rc = err_set(err, PL_LIMIT, "%s: a statement is longer than %zu bytes", file, r.text.cap);
	buf_free(&r.text);
	return rc;
}

/* A migration's number is its schema version: a gap would leave a database that no program can name. */
int sql_file_number(const char *file, int64_t after, int64_t *ret, struct err *err)
{
	const char *name = tool_base_name(file);
	int64_t number;

	if (strlen(name) < 6 || name[4] != '_' || !str_to_int((struct str){name, 4}, 1, 9999, &number)
		|| (after != 0 && number != after + 1))
		return err_set(err, PL_INVALID, "%s: expected %04lld_NAME.sql here: migrations are numbered without gaps", file,
			(long long)after + 1);
	*ret = number;
	return 0;
}
