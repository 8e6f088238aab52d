#include "exchange/table.h"

#include <string.h>

#include "exchange/england.h"
#include "exchange/scheme_library.h"

void table_begin(struct table *t, const struct table_format *format, const char *file, const struct intake *to)
{
	*t = (struct table){.format = format, .to = to, .file = file, .record = arena_new(), .place = "",
		.whole = "the whole file"};
}

void table_end(struct table *t)
{
	t->record = arena_free(t->record);
}

/* ---- comparing names and words ---- */

/* The next letter or digit at or after *i, as a small letter; 0 at the end. Bytes of other alphabets count as they are,
 * except the typographic marks U+2000 to U+206F and the no-break space. */
static unsigned char next_sign(struct str s, size_t *i)
{
	while (*i < s.len) {
		unsigned char c = (unsigned char)s.at[*i];

		if (c == 0xE2 && *i + 2 < s.len && ((unsigned char)s.at[*i + 1] == 0x80 || (unsigned char)s.at[*i + 1] == 0x81)) {
			*i += 3;
			continue;
		}
		if (c == 0xC2 && *i + 1 < s.len && (unsigned char)s.at[*i + 1] == 0xA0) {
			*i += 2;
			continue;
		}
		(*i)++;
		if (c >= 'A' && c <= 'Z')
			return (unsigned char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			return c;
	}
	return 0;
}

static bool same_signs(struct str a, struct str b)
{
	size_t i = 0, j = 0;
	unsigned char c;

	do {
		c = next_sign(a, &i);
		if (c != next_sign(b, &j))
			return false;
	} while (c != 0);
	return true;
}

bool word_in(struct str s, const char *list)
{
	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, "|");

		if (same_signs(s, (struct str){list, n}))
			return true;
		list += list[n] == '|' ? n + 1 : n;
	}
	return false;
}

bool column_is(struct str cell, const char *name, const char *also)
{
	return same_signs(cell, str_of(name)) || word_in(cell, also);
}

size_t column_find(const struct str *cells, size_t count, const struct field *f)
{
	for (size_t i = 0; i < count; i++)
		if (column_is(cells[i], f->name, f->also))
			return i;
	return TABLE_ABSENT;
}

/* ---- issues ---- */

static const char *field_name(const struct table *t, size_t field)
{
	return field < t->format->fields_count ? t->format->fields[field].name : "";
}

static void tell_issue(struct table *t, const char *field, const char *code, const char *expected, bool warning)
{
	struct import_issue issue = {t->file, t->place, field, code, expected, warning};

	if (!t->stop && !t->to->issue(t->to->context, &issue))
		t->stop = true;
}

void table_issue(struct table *t, size_t field, const char *code, const char *expected)
{
	t->bad = true;
	tell_issue(t, field_name(t, field), code, expected, false);
}

void table_warn(struct table *t, size_t field, const char *code, const char *expected)
{
	tell_issue(t, field_name(t, field), code, expected, true);
}

static int stopped(const struct table *t, struct err *err)
{
	if (!t->stop)
		return 0;
	return err_set(err, PL_LIMIT, "%s: too many records are wrong, reading stopped here", t->place);
}

/* ---- the header ---- */

static int place_field(struct table *t, size_t field, const struct str *cells, size_t count, struct err *err)
{
	const struct field *f = &t->format->fields[field];
	size_t at = column_find(cells, count, f);

	t->columns[field] = at;
	if (at == TABLE_ABSENT) {
		if (f->need == NEED_NOTHING)
			return 0;
		return err_set(err, PL_INVALID, "%s: expected a column \"%s\" in the header", t->place, f->name);
	}
	if (column_find(cells + at + 1, count - at - 1, f) != TABLE_ABSENT)
		return err_set(err, PL_INVALID, "%s: the column \"%s\" stands there twice, expected it once", t->place, f->name);
	return 0;
}

static bool is_placed(const struct table *t, size_t column)
{
	for (size_t i = 0; i < t->format->fields_count; i++)
		if (t->columns[i] == column)
			return true;
	return false;
}

static void warn_of_strangers(struct table *t, const struct str *cells)
{
	for (size_t i = 0; i < t->width; i++) {
		struct str name = str_trim(cells[i]);

		if (is_placed(t, i))
			continue;
		if (!str_is_clean_utf8(name) || name.len > INTAKE_TEXT)
			name = STR("(not plain text)");
		if (name.len > 0)
			tell_issue(t, arena_strndup(t->record, name.at, name.len), "unknown-column",
				"a column that this file may have; it is not read", true);
	}
}

int table_header(struct table *t, const struct str *cells, size_t count, const char *place, struct err *err)
{
	t->place = place;
	t->width = count;
	while (t->width > 0 && str_trim(cells[t->width - 1]).len == 0)
		t->width--;
	for (size_t i = 0; i < t->format->fields_count; i++) {
		int rc = place_field(t, i, cells, count, err);

		if (rc < 0)
			return rc;
	}
	if (t->format->warns_of_strangers)
		warn_of_strangers(t, cells);
	return stopped(t, err);
}

/* ---- values ---- */

static bool is_blank_byte(const char *at, size_t left, size_t *ret_bytes)
{
	*ret_bytes = 1;
	if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
		return true;
	*ret_bytes = 2;
	return left >= 2 && (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0;
}

/* Trimmed, with every run of white space one space, and without characters that nobody sees: two texts that look the same
 * are the same. */
static struct str tidy_text(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t n = 0, bytes;

	for (size_t i = 0; i < s.len; i += bytes) {
		bytes = str_unseen_length((struct str){s.at + i, s.len - i});
		if (bytes > 0)
			continue;
		if (!is_blank_byte(s.at + i, s.len - i, &bytes)) {
			out[n++] = s.at[i];
			bytes = 1;
		} else if (n > 0 && out[n - 1] != ' ') {
			out[n++] = ' ';
		}
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return (struct str){out, n};
}

/* What a spreadsheet leaves in a cell whose formula failed. */
static bool is_spreadsheet_error(struct str s)
{
	static const char *const ERRORS[] = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"};

	if (s.len == 0 || s.at[0] != '#')
		return false;
	for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
		if (str_is_ignoring_case(s, ERRORS[i]))
			return true;
	return false;
}

/* A date as spreadsheets count: digits, perhaps with a part of the day, and no month. */
static bool is_serial_date(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.at[i] < '0' || s.at[i] > '9') && (s.at[i] != '.' || i < 5))
			return false;
	return true;
}

static bool read_date(const struct table *t, struct str s, struct value *v)
{
	int32_t day;

	if (!date_parse_any(s.at, s.len, &day))
		return false;
	v->number = day + (is_serial_date(s) ? t->serial_shift : 0);
	return v->number <= DAY_LATEST;
}

static bool read_fraction(const struct table *t, const struct field *f, struct str s, struct value *v)
{
	char *point = arena_strndup(t->record, s.at, s.len);
	char *comma = strchr(point, ',');

	if (t->decimal_comma && comma != NULL)
		*comma = '.';
	return str_to_fixed(str_of(point), f->places, f->most, &v->number) && v->number >= f->least;
}

/* "a) Yes" without its letter. */
static struct str without_letter(struct str s)
{
	if (s.len > 2 && s.at[1] == ')')
		return str_trim((struct str){s.at + 2, s.len - 2});
	return s;
}

static bool read_choice(const struct field *f, struct str s, struct value *v)
{
	struct str bare = without_letter(s);

	for (const struct choice *c = f->choices; c->word != NULL; c++) {
		if (same_signs(s, str_of(c->word)) || same_signs(bare, str_of(c->word))) {
			v->number = c->value;
			return true;
		}
	}
	return false;
}

#define CODE_EXPECTED "a code of up to 40 letters, digits, '_', '-', '.' or ':', without blanks"

bool has_code_shape(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && (c == '\0' || strchr("_:.-", c) == NULL))
			return false;
	}
	return s.len > 0 && s.len <= INTAKE_CODE;
}

static bool read_code(struct table *t, struct str s, struct value *v)
{
	char *code = arena_strndup(t->record, s.at, s.len);

	v->text = code;
	if (strchr(code, ':') != NULL)
		return has_code_shape(s);
	for (char *c = code; *c != '\0'; c++) {
		if (*c == ' ' || *c == '-')
			*c = '_';
		else if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return has_code_shape(s) || scheme_library_has_code(code);
}

/* What belongs to no figure need not be right. */
static void leave_out(struct table *t, size_t field)
{
	t->values[field].text = "";
	table_warn(t, field, "not-a-code", CODE_EXPECTED "; it is left out");
}

static bool read_yes_no(struct str s, struct value *v)
{
	bool yes;

	if (!england_yes_no(s, &yes))
		return false;
	v->number = yes ? 1 : 0;
	return true;
}

/* How the kinds are named in an issue where the field has no clause of its own. */
static const struct {
	const char *code, *expected;
} KINDS[] = {
	[FIELD_TEXT] = {"not-text", "text"},
	[FIELD_CODE] = {"not-a-code", CODE_EXPECTED},
	[FIELD_WORD] = {"not-a-code", CODE_EXPECTED},
	[FIELD_REMARK] = {"not-a-code", CODE_EXPECTED},
	[FIELD_REF] = {"bad-reference", ENGLAND_REF_EXPECTED},
	[FIELD_DATE] = {"bad-date", "a date as yyyy-mm-dd or dd/mm/yyyy"},
	[FIELD_NUMBER] = {"bad-number", "a whole number"},
	[FIELD_FRACTION] = {"bad-number", "a number"},
	[FIELD_YES_NO] = {"unknown-code", "yes or no"},
	[FIELD_CHOICE] = {"unknown-code", "a word of the list"},
};

static bool read_kind(struct table *t, const struct field *f, struct str s, struct value *v)
{
	switch (f->kind) {
	case FIELD_TEXT:
		return true;
	case FIELD_CODE:
		return read_code(t, s, v);
	case FIELD_WORD:
	case FIELD_REMARK:
		return has_code_shape(s);
	case FIELD_REF:
		return england_is_case_ref(s);
	case FIELD_DATE:
		return read_date(t, s, v);
	case FIELD_NUMBER:
		return str_to_int(s, f->least, f->most, &v->number);
	case FIELD_FRACTION:
		return read_fraction(t, f, s, v);
	case FIELD_YES_NO:
		return read_yes_no(s, v);
	case FIELD_CHOICE:
		return read_choice(f, s, v);
	}
	return false;
}

static void read_value(struct table *t, size_t field, struct str cell)
{
	const struct field *f = &t->format->fields[field];
	const char *expected = f->expected != NULL ? f->expected : KINDS[f->kind].expected;
	struct value *v = &t->values[field];
	struct str s = tidy_text(t->record, cell);

	if (s.len == 0 || is_spreadsheet_error(s) || word_in(s, f->blanks)) {
		if (f->need == NEED_VALUE)
			table_issue(t, field, "missing", expected);
		return;
	}
	if (f->may_be_open && word_in(s, "open")) {
		v->open = true;
		return;
	}
	if (!str_is_clean_utf8(s)) {
		table_issue(t, field, "not-text", "text without control characters and marks of direction");
		return;
	}
	if (s.len > INTAKE_TEXT && f->kind != FIELD_REMARK) {
		table_issue(t, field, "too-long", "at most 200 bytes");
		return;
	}
	v->text = s.at;
	v->said = read_kind(t, f, s, v);
	if (!v->said && f->kind == FIELD_REMARK)
		leave_out(t, field);
	else if (!v->said)
		table_issue(t, field, KINDS[f->kind].code, expected);
}

/* ---- rows ---- */

/* A cell of the row; blank where the row is too short or has no such column. */
static struct str cell_at(const struct str *cells, size_t count, size_t column)
{
	return column < count ? cells[column] : (struct str){"", 0};
}

static bool has_nothing(const struct table *t, const struct str *cells, size_t count)
{
	for (size_t i = 0; i < t->format->fields_count; i++) {
		struct str s = str_trim(cell_at(cells, count, t->columns[i]));

		if (s.len > 0 && !is_spreadsheet_error(s))
			return false;
	}
	return true;
}

static bool is_too_wide(const struct table *t, const struct str *cells, size_t count)
{
	for (size_t i = t->width; i < count; i++)
		if (str_trim(cells[i]).len > 0)
			return true;
	return false;
}

static void read_row(struct table *t, const struct str *cells, size_t count)
{
	/* A separator too many inside a row moves every value behind it into the wrong column. */
	if (!t->positioned && is_too_wide(t, cells, count)) {
		table_issue(t, TABLE_FIELDS, "too-many-columns", "as many columns as the header has");
		return;
	}
	for (size_t i = 0; i < t->format->fields_count; i++)
		read_value(t, i, cell_at(cells, count, t->columns[i]));
}

int table_row(struct table *t, const struct str *cells, size_t count, const char *place, struct err *err)
{
	int rc = 0;

	if (has_nothing(t, cells, count))
		return 0;
	t->place = place;
	t->bad = false;
	arena_reset(t->record);
	for (size_t i = 0; i < t->format->fields_count; i++)
		t->values[i] = (struct value){.text = ""};
	read_row(t, cells, count);
	if (!t->bad)
		rc = t->format->hand_over(t, err);
	return rc < 0 ? rc : stopped(t, err);
}

int table_finish(struct table *t, struct err *err)
{
	int rc;

	t->place = t->whole;
	arena_reset(t->record);
	rc = t->format->finish != NULL ? t->format->finish(t, err) : 0;
	return rc < 0 ? rc : stopped(t, err);
}

struct days table_span(struct table *t, size_t from, size_t until)
{
	struct days span = {DAY_MIN, DAY_MAX};

	if (t->values[from].said)
		span.from = (int32_t)t->values[from].number;
	if (t->values[until].said)
		span.until = (int32_t)t->values[until].number;
	if (span.until < span.from)
		table_issue(t, until, "ends-before-start", arena_printf(t->record, "a date on or after \"%s\"", field_name(t, from)));
	return span;
}
