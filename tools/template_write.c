/* The C functions of one template; template.h says what the tags mean. */
#include <string.h>

#include "html_place.h"
#include "template.h"
#include "template_tag.h"
#include "tool.h"

enum { DEPTH = 16, FUNCTION_BYTES = 1024 * 1024 };

/* An open {{each}} or {{if}}. */
struct block {
	struct str variable; /* of an each; empty for an if */
	int64_t line;
	struct place before; /* where it began */
	struct place branch; /* where the branch before {{else}} ended */
	bool has_else;
};

struct writer {
	const struct template_set *set;
	const struct template *t;
	struct buf *out;
	struct buf body;    /* of the function that is being written */
	struct buf literal; /* not written yet */
	struct place place;
	struct block blocks[DEPTH];
	size_t depth;
	int64_t line;
	bool view_used;
	bool content_seen;
};

static bool is_empty(struct str s)
{
	return s.len == 0;
}

static bool starts_with(struct str s, const char *prefix)
{
	return s.len >= strlen(prefix) && memcmp(s.at, prefix, strlen(prefix)) == 0;
}

static struct str past(struct str s, size_t n)
{
	return (struct str){s.at + n, s.len - n};
}

static void put(struct buf *out, struct str s)
{
	buf_add(out, s.at, s.len);
}

/* Prints nothing where it stands. */
static bool is_silent(const struct tag *tag)
{
	static const char *const NAMES[] = {"each", "if", "else", "end", "part", "content"};

	if (starts_with(tag->text, "!"))
		return true;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (tag_is(tag, NAMES[i]))
			return true;
	return false;
}

/* ---- paths ---- */

static bool is_variable(const struct writer *w, struct str name)
{
	for (size_t i = 0; i < w->depth; i++)
		if (w->blocks[i].variable.len == name.len && name.len > 0 &&
			memcmp(w->blocks[i].variable.at, name.at, name.len) == 0)
			return true;
	return false;
}

/* Takes the name at the start of `*path`. */
static struct str take_name(struct str *path)
{
	size_t n = 0;
	struct str name;

	while (n < path->len && path->at[n] != '.' && path->at[n] != '-')
		n++;
	name = (struct str){path->at, n};
	*path = past(*path, n);
	return name;
}

static bool are_members(struct str rest)
{
	while (rest.len > 0) {
		size_t sign = starts_with(rest, "->") ? 2 : 1;

		if (sign == 1 && rest.at[0] != '.')
			return false;
		rest = past(rest, sign);
		if (!tool_is_name(take_name(&rest)))
			return false;
	}
	return true;
}

/* Splits `row.bar.width` into the name and the members, and checks both. */
static int read_path(struct writer *w, struct str path, struct str *ret_name, struct str *ret_members, struct err *err)
{
	struct str members = path;
	struct str name = take_name(&members);

	if (!tool_is_name(name) || !are_members(members))
		return err_set(err, PL_INVALID, "'%.*s' is no path: expected names joined by '.' or '->', such as v.title",
			(int)path.len, path.at);
	if (str_is(name, "v"))
		w->view_used = true;
	else if (!is_variable(w, name))
		return err_set(err, PL_INVALID, "'%.*s' is not known here: expected v or the variable of an open {{each}}",
			(int)name.len, name.at);
	*ret_name = name;
	*ret_members = members;
	return 0;
}

/* Loop variables get a '_' behind them: `case` is a good word in a template, but not in C. */
static void put_members(struct buf *out, struct str name, struct str members)
{
	put(out, name);
	if (!str_is(name, "v"))
		buf_putc(out, '_');
	if (is_empty(members))
		return;
	buf_puts(out, "->");
	put(out, past(members, members.at[0] == '.' ? 1 : 2));
}

/* Appends the C expression of a value. */
static int put_value(struct writer *w, struct str path, struct buf *out, struct err *err)
{
	struct str name, members;
	int rc = read_path(w, path, &name, &members, err);

	if (rc < 0)
		return rc;
	if (is_empty(members) && str_is(name, "v"))
		return err_set(err, PL_INVALID, "'v' is the whole view: expected one of its members, such as v.title");
	if (is_empty(members))
		buf_putc(out, '*');
	put_members(out, name, members);
	return 0;
}

/* Appends the C expression of a pointer to what the path names. */
static int put_pointer(struct writer *w, struct str path, struct buf *out, struct err *err)
{
	struct str name, members;
	int rc = read_path(w, path, &name, &members, err);

	if (rc < 0)
		return rc;
	if (!is_empty(members))
		buf_putc(out, '&');
	put_members(out, name, members);
	return 0;
}

/* ---- statements ---- */

static void indent(struct writer *w)
{
	for (size_t i = 0; i <= w->depth; i++)
		buf_putc(&w->body, '\t');
}

static void flush_literal(struct writer *w)
{
	struct str rest = {buf_text(&w->literal), w->literal.len}, line;

	if (is_empty(rest))
		return;
	indent(w);
	buf_puts(&w->body, "HTML_LITERAL(out,");
	while (tool_next_line(&rest, &line)) {
		buf_putc(&w->body, '\n');
		indent(w);
		buf_putc(&w->body, '\t');
		if (line.at + line.len < buf_text(&w->literal) + w->literal.len)
			line.len++; /* its line end belongs to it */
		tool_put_literal(&w->body, line);
	}
	buf_puts(&w->body, ");\n");
	buf_clear(&w->literal);
}

static void put_line_mark(struct buf *out, const char *path, int64_t line)
{
	buf_putf(out, "#line %lld ", (long long)line);
	tool_put_literal(out, str_of(path));
	buf_putc(out, '\n');
}

/* Begins a statement that is made of a tag. */
static struct buf *statement(struct writer *w)
{
	flush_literal(w);
	put_line_mark(&w->body, w->t->path, w->line);
	indent(w);
	return &w->body;
}

static int write_print(struct writer *w, const struct tag *tag, struct err *err)
{
	static const char *const MACROS[] = {
		[PLACE_PRINT_TEXT] = "HTML_TEXT",
		[PLACE_PRINT_ATTR] = "HTML_ATTR",
		[PLACE_PRINT_URL] = "HTML_URL",
		[PLACE_PRINT_URL_PART] = "HTML_URL_PART",
	};
	enum place_print print;
	int rc;

	if (tag->count != 1)
		return err_set(err, PL_INVALID, "{{%.*s}} is no tag: expected a path such as v.title, or one of raw, each, if, "
			"else, end, part, content", (int)tag->text.len, tag->text.at);
	rc = place_pass_print(&w->place, &print, err);
	if (rc < 0)
		return rc;
	buf_putf(statement(w), "%s(out, ", MACROS[print]);
	rc = put_value(w, tag->words[0], &w->body, err);
	buf_puts(&w->body, ");\n");
	return rc;
}

static int write_raw(struct writer *w, const struct tag *tag, struct err *err)
{
	int rc;

	if (tag->count != 2)
		return err_set(err, PL_INVALID, "expected {{raw PATH}}, such as {{raw v.chart}}");
	if (w->place.kind != PLACE_TEXT)
		return err_set(err, PL_INVALID, "markup printed inside a tag: expected {{raw}} between tags");
	buf_puts(statement(w), "html_put_raw(out, ");
	rc = put_value(w, tag->words[1], &w->body, err);
	buf_puts(&w->body, ");\n");
	return rc;
}

static int write_part(struct writer *w, const struct tag *tag, struct err *err)
{
	const struct template *part;
	int rc;

	if (tag->count != 3)
		return err_set(err, PL_INVALID, "expected {{part NAME PATH}}, such as {{part load_bar row.bar}}");
	part = template_find(w->set, TEMPLATE_PART, tag->words[1]);
	if (part == NULL)
		return err_set(err, PL_INVALID, "there is no part '%.*s': expected a file of that name in parts/",
			(int)tag->words[1].len, tag->words[1].at);
	if (w->place.kind != PLACE_TEXT)
		return err_set(err, PL_INVALID, "a part inside a tag: expected {{part}} between tags");
	buf_putf(statement(w), "render_%.*s(out, ", (int)part->view.len, part->view.at);
	rc = put_pointer(w, tag->words[2], &w->body, err);
	buf_puts(&w->body, ");\n");
	return rc;
}

static int open_block(struct writer *w, struct str variable, struct err *err)
{
	if (w->depth == DEPTH)
		return err_set(err, PL_LIMIT, "blocks lie more than %d deep: expected a part", DEPTH);
	w->blocks[w->depth++] = (struct block){.variable = variable, .line = w->line, .before = w->place};
	return 0;
}

static int write_each(struct writer *w, const struct tag *tag, struct err *err)
{
	struct buf list = BUF_INIT(1024);
	struct str name = tag->words[1];
	int rc;

	if (tag->count != 4 || !str_is(tag->words[2], "in") || !tool_is_name(name))
		return err_set(err, PL_INVALID, "expected {{each NAME in PATH}}, such as {{each row in v.rows}}");
	if (str_is(name, "v") || is_variable(w, name))
		return err_set(err, PL_INVALID, "'%.*s' has a meaning here already: expected another name", (int)name.len, name.at);
	rc = put_value(w, tag->words[3], &list, err);
	if (rc == 0) {
		const char *rows = buf_text(&list);
		int n = (int)name.len;

		buf_putf(statement(w), "for (size_t %.*s_at = 0; %.*s_at < (size_t)%s_count; %.*s_at++) {\n", n, name.at, n,
			name.at, rows, n, name.at);
		put_line_mark(&w->body, w->t->path, w->line);
		indent(w);
		buf_putf(&w->body, "\t__attribute__((unused)) const __typeof__(%s[0]) *const %.*s_ = &%s[%.*s_at];\n", rows, n,
			name.at, rows, n, name.at);
		rc = open_block(w, name, err);
	}
	buf_free(&list);
	return rc;
}

static int write_if(struct writer *w, const struct tag *tag, struct err *err)
{
	struct str path = tag->words[1];
	bool negated;
	int rc;

	if (tag->count != 2)
		return err_set(err, PL_INVALID, "expected {{if PATH}} or {{if !PATH}}: one path, no comparison");
	negated = starts_with(path, "!");
	buf_putf(statement(w), "if (%sHTML_TRUE(", negated ? "!" : "");
	rc = put_value(w, negated ? past(path, 1) : path, &w->body, err);
	buf_puts(&w->body, ")) {\n");
	return rc < 0 ? rc : open_block(w, (struct str){0}, err);
}

static int write_else(struct writer *w, const struct tag *tag, struct err *err)
{
	struct block *block = w->depth > 0 ? &w->blocks[w->depth - 1] : NULL;

	if (tag->count != 1)
		return err_set(err, PL_INVALID, "expected {{else}} alone: a second question needs an {{if}} of its own");
	if (block == NULL || !is_empty(block->variable) || block->has_else)
		return err_set(err, PL_INVALID, "{{else}} without an open {{if}}");
	flush_literal(w);
	block->has_else = true;
	block->branch = w->place;
	w->place = block->before;
	w->depth--;
	indent(w);
	buf_puts(&w->body, "} else {\n");
	w->depth++;
	return 0;
}

static int write_end(struct writer *w, const struct tag *tag, struct err *err)
{
	const struct block *block;

	if (tag->count != 1 || w->depth == 0)
		return err_set(err, PL_INVALID, "{{end}} without an open {{each}} or {{if}}");
	flush_literal(w);
	block = &w->blocks[--w->depth];
	if (!place_equal(block->has_else ? &block->branch : &block->before, &w->place))
		return err_set(err, PL_INVALID, "the block of line %lld does not leave the HTML where it began: expected whole "
			"tags, attributes or parts of a value in it", (long long)block->line);
	indent(w);
	buf_puts(&w->body, "}\n");
	return 0;
}

/* ---- functions ---- */

/* Puts what was written into a function. */
static void end_function(struct writer *w, const char *part)
{
	flush_literal(w);
	buf_putc(w->out, '\n');
	put_line_mark(w->out, w->t->path, 1);
	template_put_prototype(w->t, part, w->out);
	buf_puts(w->out, "\n{\n");
	if (!w->view_used)
		buf_puts(w->out, "\t(void)v;\n");
	if (w->body.len == 0)
		buf_puts(w->out, "\t(void)out;\n");
	buf_add(w->out, buf_text(&w->body), w->body.len);
	buf_puts(w->out, "}\n");
	buf_clear(&w->body);
	w->view_used = false;
}

static int write_content(struct writer *w, const struct tag *tag, struct err *err)
{
	if (w->t->kind != TEMPLATE_LAYOUT)
		return err_set(err, PL_INVALID, "{{content}} outside a layout: expected it in layouts/ only");
	if (tag->count != 1 || w->depth > 0 || w->place.kind != PLACE_TEXT || w->content_seen)
		return err_set(err, PL_INVALID, "expected {{content}} once, between tags and outside all blocks");
	w->content_seen = true;
	end_function(w, "_begin");
	return 0;
}

static int write_layout_call(struct writer *w, const char *part, struct err *err)
{
	const struct template *layout = template_find(w->set, TEMPLATE_LAYOUT, w->t->layout);
	int rc;

	w->line = 2;
	if (layout == NULL)
		return err_set(err, PL_INVALID, "there is no layout '%.*s': expected a file of that name in layouts/",
			(int)w->t->layout.len, w->t->layout.at);
	buf_putf(statement(w), "render_%.*s_%s(out, ", (int)layout->view.len, layout->view.at, part);
	rc = put_pointer(w, w->t->layout_path, &w->body, err);
	buf_puts(&w->body, ");\n");
	return rc;
}

struct tag_kind {
	const char *name;
	int (*write)(struct writer *w, const struct tag *tag, struct err *err);
	bool is_control; /* the place is the same behind it as before it */
};

static const struct tag_kind TAG_KINDS[] = {
	{"each", write_each, true},
	{"if", write_if, true},
	{"else", write_else, true},
	{"end", write_end, true},
	{"part", write_part, true},
	{"content", write_content, true},
	{"raw", write_raw, false},
};

static int write_tag(struct writer *w, const struct tag *tag, struct err *err)
{
	if (starts_with(tag->text, "!"))
		return 0;
	if (tag_is(tag, "view") || tag_is(tag, "layout"))
		return err_set(err, PL_INVALID, "{{view}} is expected in the first line and {{layout}} in the second");
	for (size_t i = 0; i < sizeof TAG_KINDS / sizeof *TAG_KINDS; i++) {
		const struct tag_kind *kind = &TAG_KINDS[i];
		int rc;

		if (!tag_is(tag, kind->name))
			continue;
		rc = kind->is_control ? place_pass_control(&w->place, err) : 0;
		return rc < 0 ? rc : kind->write(w, tag, err);
	}
	return write_print(w, tag, err);
}

static int write_literal(struct writer *w, struct str text, struct err *err)
{
	put(&w->literal, text);
	return place_pass(&w->place, text, err);
}

static bool has_only_silent_tags(struct str line)
{
	struct str before;
	struct tag tag;
	bool some = false;

	while (tag_next(&line, &before, &tag, NULL) == 1) {
		if (!is_empty(str_trim(before)) || !is_silent(&tag))
			return false;
		some = true;
	}
	return some && is_empty(str_trim(line));
}

static int write_line(struct writer *w, struct str line, struct err *err)
{
	bool vanishes = has_only_silent_tags(line);
	struct str before;
	struct tag tag;
	int rc;

	while (line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t'))
		line = past(line, 1);
	if (is_empty(str_trim(line)))
		return 0;
	while ((rc = tag_next(&line, &before, &tag, err)) == 1) {
		rc = vanishes ? 0 : write_literal(w, before, err);
		if (rc == 0)
			rc = write_tag(w, &tag, err);
		if (rc < 0)
			return rc;
	}
	if (rc == 0 && !vanishes)
		rc = write_literal(w, line, err);
	return rc == 0 && !vanishes ? write_literal(w, STR("\n"), err) : rc;
}

static int check_end(const struct writer *w, struct err *err)
{
	if (w->depth > 0)
		return err_set(err, PL_INVALID, "the block of line %lld is not closed: expected {{end}}",
			(long long)w->blocks[w->depth - 1].line);
	if (w->place.kind != PLACE_TEXT)
		return err_set(err, PL_INVALID, "the file ends inside a tag, a comment or a script");
	if (w->t->kind == TEMPLATE_LAYOUT && !w->content_seen)
		return err_set(err, PL_INVALID, "a layout without {{content}}");
	return 0;
}

static int write_body(struct writer *w, struct err *err)
{
	struct str rest = w->t->body, line;
	int rc = 0;

	if (!is_empty(w->t->layout))
		rc = write_layout_call(w, "begin", err);
	if (rc == 0)
		w->line = w->t->body_line;
	for (; rc == 0 && tool_next_line(&rest, &line); w->line += rc == 0 ? 1 : 0)
		rc = write_line(w, line, err);
	if (rc == 0)
		rc = check_end(w, err);
	if (rc == 0 && !is_empty(w->t->layout)) {
		flush_literal(w);
		rc = write_layout_call(w, "end", err);
	}
	if (rc < 0)
		return err_prefix(err, "%s:%lld", w->t->path, (long long)w->line);
	end_function(w, w->t->kind == TEMPLATE_LAYOUT ? "_end" : "");
	return 0;
}

int template_write(const struct template_set *set, const struct template *t, struct buf *out, struct err *err)
{
	struct writer w = {.set = set, .t = t, .out = out, .body = BUF_INIT(FUNCTION_BYTES),
		.literal = BUF_INIT(FUNCTION_BYTES)};
	int rc = write_body(&w, err);

	if (rc == 0 && (w.body.full || w.literal.full))
		rc = err_set(err, PL_LIMIT, "%s: longer than %d bytes", t->path, FUNCTION_BYTES);
	buf_free(&w.body);
	buf_free(&w.literal);
	return rc;
}
