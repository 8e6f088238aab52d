#include "base/csv.h"

/* How far to look for what separates: titles may stand above the header. */
enum { SEPARATOR_BYTES = 64 * 1024 };

static char find_separator(const char *at, const char *end)
{
	bool quoted = false, semicolon = false, tab = false;

	if (end - at > SEPARATOR_BYTES)
		end = at + SEPARATOR_BYTES;
	for (; at < end; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (*at == ',')
			return ',';
		semicolon = semicolon || *at == ';';
		tab = tab || *at == '\t';
		if ((*at == '\n' || *at == '\r') && (semicolon || tab))
			break;
	}
	return semicolon ? ';' : tab ? '\t' : ',';
}

static bool at_line_end(const struct csv_reader *r)
{
	return r->at == r->end || *r->at == '\n' || *r->at == '\r';
}

static void pass_line_end(struct csv_reader *r)
{
	if (r->at < r->end && *r->at == '\r')
		r->at++;
	if (r->at < r->end && *r->at == '\n')
		r->at++;
	r->next_line++;
}

/* The line "sep=;" by which spreadsheets are told what separates; it is no row. */
static bool pass_separator_line(struct csv_reader *r)
{
	enum { LINE = 5 };
	struct str line = {r->at, LINE};

	if (r->end - r->at < LINE || !str_starts_ignoring_case(line, "sep=") || strchr(",;\t", line.at[4]) == NULL ||
		line.at[4] == '\0')
		return false;
	r->at += LINE;
	if (!at_line_end(r)) {
		r->at -= LINE;
		return false;
	}
	r->separator = line.at[4];
	pass_line_end(r);
	return true;
}

void csv_open(struct csv_reader *r, const char *bytes, size_t n)
{
	*r = (struct csv_reader){.at = bytes, .end = bytes + n, .next_line = 1, .text = BUF_INIT(CSV_ROW_BYTES)};
	if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		r->at += 3;
	if (!pass_separator_line(r))
		r->separator = find_separator(r->at, r->end);
}

void csv_close(struct csv_reader *r)
{
	buf_free(&r->text);
}

static int read_quoted(struct csv_reader *r, struct err *err)
{
	r->at++;
	for (;;) {
		if (r->at == r->end)
			return err_set(err, PL_INVALID, "line %lld: a quoted field is never closed", (long long)r->line);
		if (*r->at == '"') {
			if (r->at + 1 == r->end || r->at[1] != '"')
				break;
			r->at++;
		} else if (*r->at == '\n') {
			r->next_line++;
		}
		buf_putc(&r->text, *r->at++);
	}
	r->at++;
	if (!at_line_end(r) && *r->at != r->separator)
		return err_set(err, PL_INVALID, "line %lld: expected a %s after a closing quote", (long long)r->line,
			r->separator == ',' ? "comma" : r->separator == ';' ? "semicolon" : "tab");
	return 0;
}

/* One field, to the comma or line end behind it. Offsets are kept in `fields` until the row is whole. */
static int read_field(struct csv_reader *r, struct err *err)
{
	size_t from = r->text.len;

	if (r->count == CSV_FIELDS)
		return err_set(err, PL_LIMIT, "line %lld: more than %d columns", (long long)r->line, CSV_FIELDS);
	if (r->at < r->end && *r->at == '"') {
		int rc = read_quoted(r, err);

		if (rc < 0)
			return rc;
	} else {
		while (!at_line_end(r) && *r->at != r->separator)
			buf_putc(&r->text, *r->at++);
	}
	if (r->text.full)
		return err_set(err, PL_LIMIT, "line %lld: longer than %d bytes", (long long)r->line, CSV_ROW_BYTES);
	r->fields[r->count++] = (struct str){NULL, r->text.len - from};
	return 0;
}

static int finish_row(struct csv_reader *r, struct err *err)
{
	const char *at = buf_text(&r->text);

	for (size_t i = 0; i < r->count; i++) {
		r->fields[i].at = at;
		at += r->fields[i].len;
		if (memchr(r->fields[i].at, '\0', r->fields[i].len) != NULL)
			return err_set(err, PL_INVALID, "line %lld: a zero byte: expected text", (long long)r->line);
	}
	return 1;
}

int csv_next(struct csv_reader *r, struct err *err)
{
	int rc;

	while (r->at < r->end && at_line_end(r))
		pass_line_end(r);
	if (r->at == r->end)
		return 0;
	r->line = r->next_line;
	r->count = 0;
	buf_clear(&r->text);
	for (;;) {
		rc = read_field(r, err);
		if (rc < 0)
			return rc;
		if (at_line_end(r))
			break;
		r->at++;
	}
	pass_line_end(r);
	return finish_row(r, err);
}

/* A negative number begins with a sign of its own and is left as it is. */
static bool looks_like_formula(const char *text)
{
	static const char *const FULL_WIDTH[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}; /* = + - @ */
	int64_t number;

	for (size_t n; (n = str_unseen_length(str_of(text))) > 0;)
		text += n;
	for (size_t i = 0; i < sizeof FULL_WIDTH / sizeof *FULL_WIDTH; i++)
		if (strncmp(text, FULL_WIDTH[i], 3) == 0)
			return true;
	if (text[0] == '\0' || strchr("=+-@\t\r", text[0]) == NULL)
		return false;
	return text[0] != '-' || !str_to_fixed(str_of(text + 1), 6, INT64_MAX, &number);
}

void csv_cell(struct buf *out, bool first, const char *text)
{
	bool formula = looks_like_formula(text);
	bool quote = formula || strpbrk(text, ",\"\r\n") != NULL;

	if (!first)
		buf_putc(out, ',');
	if (!quote) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	if (formula)
		buf_putc(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

void csv_end_row(struct buf *out)
{
	buf_puts(out, "\r\n");
}
