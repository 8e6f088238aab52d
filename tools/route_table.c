#include "route_table.h"

#include <stdlib.h>
#include <string.h>

#include "tool.h"
#include "web/route.h"

enum { MOST_ROUTES = 256 };

struct segment {
	struct str text;
	bool is_value;
};

struct line {
	int64_t number;
	struct str method, path, handler, formats, words;
	struct segment segments[ROUTE_SEGMENTS];
	size_t count, values;
	unsigned who_bits, whole_bits; /* whole_bits: those that must hold for the whole employer */
	const char *field; /* its C name, or "-1" */
};

struct word {
	const char *written, *c_name;
};

static const struct word METHODS[] = {{"GET", "ROUTE_GET"}, {"POST", "ROUTE_POST"}};
/* Who may ask, as bits in the order of `WHO`. */
static const struct word WHO[] = {
#define ROLE(name, code, words, where) {code, "ROLE_BIT(ROLE_" #name ")"},
#include "core/access.def"
#undef ROLE
	{"public", "ROUTE_PUBLIC"}};
static const struct word FORMATS[] = {{"html", "ROUTE_HTML"}, {"csv", "ROUTE_CSV"}, {"json", "ROUTE_JSON"},
	{"xlsx", "ROUTE_XLSX"}, {"text", "ROUTE_TEXT"}, {"file", "ROUTE_FILE"}, {"upload", "ROUTE_UPLOAD"},
	{"api", "ROUTE_API"}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *c_name_of(const struct word *words, size_t count, struct str written)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(written, words[i].written))
			return words[i].c_name;
	return NULL;
}

static bool same(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Takes what stands before the next `separator` (a blank stands for tabs too). */
static struct str take(struct str *rest, char separator)
{
	size_t n = 0;
	struct str word;

	while (n < rest->len && rest->at[n] != separator && !(separator == ' ' && rest->at[n] == '\t'))
		n++;
	word = (struct str){rest->at, n};
	if (n < rest->len)
		n++;
	*rest = (struct str){rest->at + n, rest->len - n};
	return word;
}

static struct str take_word(struct str *rest)
{
	*rest = str_trim(*rest);
	return take(rest, ' ');
}

static bool is_literal(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_.", s.at[i]) == NULL || s.at[i] == '\0')
			return false;
	return s.len > 0 && s.len < ROUTE_SEGMENT_SIZE;
}

static int add_segment(struct line *line, struct str text, struct err *err)
{
	bool is_value = text.len > 2 && text.at[0] == '{' && text.at[text.len - 1] == '}';
	struct str name = is_value ? (struct str){text.at + 1, text.len - 2} : text;

	if (is_value ? !tool_is_name(name) : !is_literal(name))
		return err_set(err, PL_INVALID, "the segment '%.*s': expected lower case letters, digits, '-', '_', '.', or {name}",
			(int)text.len, text.at);
	if (line->count == ROUTE_SEGMENTS || line->values + (is_value ? 1 : 0) > ROUTE_VALUES)
		return err_set(err, PL_LIMIT, "the path is too long: expected at most %d segments and %d values", ROUTE_SEGMENTS,
			ROUTE_VALUES);
	for (size_t i = 0; i < line->count && is_value; i++)
		if (line->segments[i].is_value && same(line->segments[i].text, name))
			return err_set(err, PL_INVALID, "{%.*s} stands twice in the path", (int)name.len, name.at);
	line->segments[line->count++] = (struct segment){name, is_value};
	line->values += is_value ? 1 : 0;
	return 0;
}

static int read_path(struct line *line, struct err *err)
{
	struct str rest = line->path;
	int rc = 0;

	if (rest.len == 0 || rest.at[0] != '/')
		return err_set(err, PL_INVALID, "the path '%.*s': expected it to begin with '/'", (int)rest.len, rest.at);
	rest = (struct str){rest.at + 1, rest.len - 1};
	while (rest.len > 0 && rc == 0)
		rc = add_segment(line, take(&rest, '/'), err);
	if (rc == 0 && line->path.len > 1 && line->path.at[line->path.len - 1] == '/')
		return err_set(err, PL_INVALID, "the path ends with '/': expected none there");
	return rc;
}

static int check_formats(struct str formats, struct err *err)
{
	struct str rest = formats;

	while (rest.len > 0) {
		struct str format = take(&rest, ',');

		if (c_name_of(FORMATS, COUNT(FORMATS), format) == NULL)
			return err_set(err, PL_INVALID, "the format '%.*s': expected html, csv, json, xlsx, text, file, upload or api",
				(int)format.len, format.at);
	}
	return 0;
}

/* Fields of what a path names, as access.def has them: CASE_PAGE, written case-page. */
static const struct word FIELD_WORDS[] = {
#define FIELD(name, own, team, elsewhere, restricted) {#name, "FIELD_" #name},
#include "core/access.def"
#undef FIELD
};

static bool is_written(struct str word, const char *name)
{
	size_t i = 0;

	for (; i < word.len && name[i] != '\0'; i++)
		if (word.at[i] != (name[i] == '_' ? '-' : (char)(name[i] - 'A' + 'a')))
			return false;
	return i == word.len && name[i] == '\0';
}

/* What a path names decides whose field it must be. */
static struct str thing_of(const struct line *line)
{
	static const char *const THINGS[] = {"team", "worker", "case"};

	for (size_t i = line->count; i > 0; i--)
		for (size_t j = 0; j < COUNT(THINGS); j++)
			if (line->segments[i - 1].is_value && str_is(line->segments[i - 1].text, THINGS[j]))
				return str_of(THINGS[j]);
	return STR("");
}

static int read_field(struct line *line, struct str field, struct err *err)
{
	struct str thing = thing_of(line);

	line->field = "-1";
	if (thing.len == 0 && field.len == 0)
		return 0;
	for (size_t i = 0; i < COUNT(FIELD_WORDS) && field.len > thing.len; i++)
		if (is_written(field, FIELD_WORDS[i].written) && memcmp(field.at, thing.at, thing.len) == 0 && thing.len > 0) {
			line->field = FIELD_WORDS[i].c_name;
			return 0;
		}
	if (thing.len == 0)
		return err_set(err, PL_INVALID, "who may: expected no field, for the path names no team, worker or case");
	return err_set(err, PL_INVALID,
		"who may: expected /%.*s-... at the end, the field that must be seen of what the path names",
		(int)thing.len, thing.at);
}

/* The roles that a word stands for: one, or all of them; 0 if it is no word for any. */
static unsigned who_bits_of(struct str word)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < COUNT(WHO); i++)
		if (str_is(word, WHO[i].written) || (str_is(word, "signed-in") && i < COUNT(WHO) - 1))
			bits |= 1u << i;
	return bits;
}

/* "analyst:employer": takes the scope off the word. False if it is another one, or behind no single role. */
static bool take_scope(struct str *word, bool *ret_whole)
{
	struct str role = take(word, ':'), scope = *word;
	unsigned bits = who_bits_of(role);

	*ret_whole = scope.len > 0;
	*word = role;
	return !*ret_whole || (str_is(scope, "employer") && (bits & (bits - 1)) == 0 && !str_is(role, "public"));
}

static int read_who(struct str who, unsigned *ret, unsigned *ret_whole, struct err *err)
{
	unsigned whole_bits = 0, bits = 0, public_bit = 1u << (COUNT(WHO) - 1);

	while (who.len > 0) {
		struct str word = take(&who, ',');
		bool out = word.len > 0 && word.at[0] == '!';
		bool whole, scoped = take_scope(&word, &whole);
		unsigned these = who_bits_of(out ? (struct str){word.at + 1, word.len - 1} : word);

		if (!scoped)
			return err_set(err, PL_INVALID, "who may: expected nothing but ':employer' behind a role");
		if (these == 0)
			return err_set(err, PL_INVALID, "who may: '%.*s': expected public, signed-in or a role", (int)word.len, word.at);
		bits = out ? bits & ~these : bits | these;
		whole_bits |= whole ? these : 0;
	}
	if (bits == 0)
		return err_set(err, PL_INVALID, "who may: expected somebody");
	if ((bits & public_bit) != 0 && bits != public_bit)
		return err_set(err, PL_INVALID, "who may: expected no role beside public");
	*ret = bits;
	*ret_whole = whole_bits;
	return 0;
}

/* Whether a word of an address is in a handler's name: hand-over in page_hand_over, entries in page_import_entry. */
static bool stands_in(struct str word, struct str name)
{
	static const char *const ENDINGS[] = {"ies", "es", "s"};
	char sought[ROUTE_SEGMENT_SIZE];
	size_t n = 0;

	for (; n < word.len && word.at[n] != '.' && n < sizeof sought; n++)
		sought[n] = word.at[n] == '-' ? '_' : word.at[n];
	for (size_t i = 0; i < COUNT(ENDINGS); i++) {
		size_t end = strlen(ENDINGS[i]);

		if (n > end && memcmp(sought + n - end, ENDINGS[i], end) == 0) {
			n -= end;
			break;
		}
	}
	return memmem(name.at, name.len, sought, n) != NULL;
}

/* So that whoever reads an address finds who answers it: its last word, or the value behind that, is in the name. */
static int check_handler(const struct line *line, struct err *err)
{
	struct str name = line->handler;

	(void)take(&name, '_');
	for (size_t i = line->count; i > 0; i--) {
		if (stands_in(line->segments[i - 1].text, name))
			return 0;
		if (!line->segments[i - 1].is_value)
			return err_set(err, PL_INVALID, "the handler '%.*s': expected '%.*s', the last word of the path, in its name",
				(int)line->handler.len, line->handler.at, (int)line->segments[i - 1].text.len, line->segments[i - 1].text.at);
	}
	return 0;
}

static int read_line(struct str text, struct line *ret, struct err *err)
{
	struct str rest = text, who;
	int rc;

	ret->method = take_word(&rest);
	ret->path = take_word(&rest);
	ret->handler = take_word(&rest);
	who = take_word(&rest);
	ret->formats = take_word(&rest);
	ret->words = str_trim(rest);
	if (ret->words.len == 0)
		return err_set(err, PL_INVALID, "the line is too short: expected method, path, handler, who may, formats and words");
	if (c_name_of(METHODS, COUNT(METHODS), ret->method) == NULL)
		return err_set(err, PL_INVALID, "the method '%.*s': expected GET or POST", (int)ret->method.len, ret->method.at);
	if (!tool_is_name(ret->handler))
		return err_set(err, PL_INVALID, "the handler '%.*s': expected the name of a C function", (int)ret->handler.len,
			ret->handler.at);
	rc = read_who(take(&who, '/'), &ret->who_bits, &ret->whole_bits, err);
	if (rc == 0)
		rc = check_formats(ret->formats, err);
	if (rc == 0)
		rc = read_path(ret, err);
	if (rc == 0)
		rc = read_field(ret, who, err);
	return rc < 0 ? rc : check_handler(ret, err);
}

/* Short before long; among equals, more literal before less: at the first segment where one has text and
 * the other a value, the text goes first. */
static int by_precedence(const void *a, const void *b)
{
	const struct line *one = a, *two = b;

	if (one->count != two->count)
		return one->count < two->count ? -1 : 1;
	for (size_t i = 0; i < one->count; i++)
		if (one->segments[i].is_value != two->segments[i].is_value)
			return one->segments[i].is_value ? 1 : -1;
	return one->number < two->number ? -1 : 1;
}

/* The same addresses, whatever the values are called. */
static bool collide(const struct line *a, const struct line *b)
{
	if (a->count != b->count || !same(a->method, b->method))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct segment *one = &a->segments[i], *two = &b->segments[i];

		if (one->is_value != two->is_value || (!one->is_value && !same(one->text, two->text)))
			return false;
	}
	return true;
}

static int refuse_twin(const struct line *lines, size_t count, struct err *err)
{
	for (size_t i = 0; i + 1 < count; i++)
		if (collide(&lines[i], &lines[count - 1]))
			return err_set(err, PL_CONFLICT, "the same addresses as line %lld: expected one route for them",
				(long long)lines[i].number);
	return 0;
}

static int read_lines(const char *path, struct str text, struct line *lines, size_t *ret_count, struct err *err)
{
	struct str line;
	size_t count = 0;

	for (int64_t number = 1; tool_next_line(&text, &line); number++) {
		int rc;

		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#')
			continue;
		if (count == MOST_ROUTES)
			return err_set(err, PL_LIMIT, "%s:%lld: more than %d routes", path, (long long)number, MOST_ROUTES);
		lines[count].number = number;
		rc = read_line(line, &lines[count++], err);
		if (rc == 0)
			rc = refuse_twin(lines, count, err);
		if (rc < 0)
			return err_prefix(err, "%s:%lld", path, (long long)number);
	}
	*ret_count = count;
	return count > 0 ? 0 : err_set(err, PL_INVALID, "%s: no route at all", path);
}

static void put_formats(struct buf *c, struct str formats)
{
	const char *separator = "", *first = NULL;

	while (formats.len > 0) {
		const char *name = c_name_of(FORMATS, COUNT(FORMATS), take(&formats, ','));

		buf_putf(c, "%s%s", separator, name);
		separator = " | ";
		if (first == NULL)
			first = name;
	}
	buf_putf(c, ", %s, ", first);
}

static void put_who(struct buf *c, unsigned bits)
{
	const char *separator = "";

	buf_puts(c, bits == 0 ? "0" : "");
	for (unsigned i = 0; i < COUNT(WHO); i++) {
		if ((bits & 1u << i) == 0)
			continue;
		buf_putf(c, "%s%s", separator, WHO[i].c_name);
		separator = " | ";
	}
	buf_puts(c, ", ");
}

static void put_route(struct buf *c, const struct line *line)
{
	buf_putf(c, "\t{%s, ", c_name_of(METHODS, COUNT(METHODS), line->method));
	tool_put_literal(c, line->path);
	buf_puts(c, ",\n\t\t{");
	for (size_t i = 0; i < line->count; i++) {
		buf_puts(c, i > 0 ? ", {" : "{");
		tool_put_literal(c, line->segments[i].text);
		buf_putf(c, ", %s}", line->segments[i].is_value ? "true" : "false");
	}
	buf_putf(c, "%s}, %zu,\n\t\t%.*s, ", line->count == 0 ? "{0}" : "", line->count, (int)line->handler.len,
		line->handler.at);
	put_who(c, line->who_bits);
	put_who(c, line->whole_bits);
	buf_putf(c, "%s, ", line->field);
	put_formats(c, line->formats);
	tool_put_literal(c, line->words);
	buf_puts(c, "},\n");
}

static bool handler_seen(const struct line *lines, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (same(lines[i].handler, lines[before].handler))
			return true;
	return false;
}

static void put_header(struct buf *h, const struct line *lines, size_t count)
{
	buf_puts(h, "#pragma once\n\n#include \"web/route.h\"\n\n");
	for (size_t i = 0; i < count; i++)
		if (!handler_seen(lines, i))
			buf_putf(h, "route_handler %.*s;\n", (int)lines[i].handler.len, lines[i].handler.at);
	buf_puts(h, "\nextern const struct route ROUTES[];\nextern const size_t ROUTES_COUNT;\n\n"
		"/* As route_find_in, among ROUTES. */\n"
		"const struct route *route_find(const char *method, const char *path, struct route_match *ret);\n");
}

static void put_table(struct buf *c, const char *header_name, const struct line *lines, size_t count)
{
	buf_putf(c, "#include \"%s\"\n\nconst struct route ROUTES[] = {\n", header_name);
	for (size_t i = 0; i < count; i++)
		put_route(c, &lines[i]);
	buf_putf(c, "};\n\nconst size_t ROUTES_COUNT = %zu;\n\n"
		"const struct route *route_find(const char *method, const char *path, struct route_match *ret)\n"
		"{\n\treturn route_find_in(ROUTES, ROUTES_COUNT, method, path, ret);\n}\n", count);
}

int route_table_write(const char *path, struct str text, const char *header_name, struct buf *c, struct buf *h,
	struct err *err)
{
	struct arena *a = arena_new();
	struct line *lines = arena_array(a, MOST_ROUTES, sizeof *lines);
	size_t count = 0;
	int rc = read_lines(path, text, lines, &count, err);

	if (rc == 0) {
		put_header(h, lines, count);
		qsort(lines, count, sizeof *lines, by_precedence);
		put_table(c, header_name, lines, count);
	}
	arena_free(a);
	return rc;
}
