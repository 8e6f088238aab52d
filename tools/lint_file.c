#include "lint_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tool.h"

struct ending {
	const char *text;
	bool is_source; /* with a limit to its length */
};

static const struct ending ENDINGS[] = {
	{".c", true},
	{".h", true},
	{".def", true},
	{".html", true},
	{".sql", true},
	{".sh", true},
	{".js", true},
	{".mjs", true},
	{".css", true},
	{".scss", true},
	{"meson.build", true},
	{".md", false},
	{".txt", false},
	{".allow", false},
};

struct phrase {
	const char *text;
	const char *instead;
};

/* Written in two halves, so that this file passes its own rules. */
static const struct phrase PHRASES[] = {
	{"TO" "DO", "do it, or leave it out"},
	{"FIX" "ME", "mend it"},
	{"issue " "#", "say what holds, not where it was discussed"},
};

/* Folders with longer lines than there ought to be: whoever folds those of one takes it out. */
static const char *const LONG_LINES[] = {"src/api/", "src/core/", "src/exchange/", "src/service/", "src/store/",
	"src/web/", "tests/store/", "tests/unit/core/", "tests/unit/exchange/", "tests/unit/service/", "tests/unit/web/"};

static const char *const MACHINE_PATHS[] = {"/wo" "rk/", "/tm" "p/wt", "/ro" "ot/"};

static const struct phrase TEMPLATE_PHRASES[] = {
	{"target=\"_blank", "let the reader choose where a link opens"},
	{"javascript:", "link to an address"},
	{"<!--", "{{! a comment of the template }}"},
};

static const struct phrase SCRIPT_PHRASES[] = {
	{"innerHTML", "textContent, or a template element"},
	{"outerHTML", "textContent, or a template element"},
	{"insertAdjacentHTML", "insertAdjacentText or insertAdjacentElement"},
	{"document.write", "elements that are there already"},
	{"eval(", "plain code"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool ends_with(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);

	return n >= m && str_equal(path + n - m, ending);
}

static const struct ending *ending_of(const char *path)
{
	for (size_t i = 0; i < COUNT(ENDINGS); i++)
		if (ends_with(path, ENDINGS[i].text))
			return &ENDINGS[i];
	return NULL;
}

bool lint_knows(const char *path)
{
	return ending_of(path) != NULL;
}

bool lint_is_under(const struct lint *lint, const char *folder)
{
	return strncmp(lint->path, folder, strlen(folder)) == 0;
}

void lint_report(struct lint *lint, int64_t line, const char *format, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	buf_putf(lint->out, "%s:%lld: %s\n", lint->path, (long long)line, text);
	lint->count++;
}

static const char *find(struct str s, const char *text)
{
	return memmem(s.at, s.len, text, strlen(text));
}

static void check_phrases(struct lint *lint, struct str line, int64_t number, const struct phrase *phrases,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (find(line, phrases[i].text) != NULL)
			lint_report(lint, number, "'%s': %s", phrases[i].text, phrases[i].instead);
}

/* A path of one machine stands at the start of a word; `docs/work/` would be another thing. */
static void check_machine_paths(struct lint *lint, struct str line, int64_t number)
{
	for (size_t i = 0; i < COUNT(MACHINE_PATHS); i++) {
		const char *at = find(line, MACHINE_PATHS[i]);

		if (at != NULL && (at == line.at || !isalnum((unsigned char)at[-1])))
			lint_report(lint, number, "'%s' is a path of one machine: name a place relative to the source or the user's own",
				MACHINE_PATHS[i]);
	}
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* An attribute whose name begins with `start`, such as ` onclick=`; NULL if there is none. */
static const char *find_attribute(struct str line, const char *start)
{
	size_t n = strlen(start);

	for (size_t i = 1; i + n < line.len; i++) {
		size_t end = i + n;

		if (!is_space(line.at[i - 1]) || memcmp(line.at + i, start, n) != 0)
			continue;
		while (end < line.len && islower((unsigned char)line.at[end]))
			end++;
		if (end < line.len && line.at[end] == '=')
			return line.at + i;
	}
	return NULL;
}

static void check_template_line(struct lint *lint, struct str line, int64_t number)
{
	check_phrases(lint, line, number, TEMPLATE_PHRASES, COUNT(TEMPLATE_PHRASES));
	if (find_attribute(line, "style") != NULL)
		lint_report(lint, number, "style= is refused by the content policy: use a class");
	if (find_attribute(line, "on") != NULL)
		lint_report(lint, number, "a handler in markup is refused by the content policy: use a file in static/");
	if (find(line, "<style") != NULL)
		lint_report(lint, number, "<style> is refused by the content policy: use a file in static/");
	if (find(line, "<script") != NULL && find_attribute(line, "src") == NULL)
		lint_report(lint, number, "<script> without src= is refused by the content policy: use a file in static/");
}

/* A tab is one of them, and so is each character of UTF-8. */
static size_t count_characters(struct str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.len; i++)
		n += ((unsigned char)line.at[i] & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

static void check_length(struct lint *lint, struct str line, int64_t number)
{
	size_t n = line.len > LINT_LINE_CHARACTERS ? count_characters(line) : 0;

	for (size_t i = 0; i < COUNT(LONG_LINES) && n > 0; i++)
		if (lint_is_under(lint, LONG_LINES[i]))
			n = 0;
	if (n > LINT_LINE_CHARACTERS)
		lint_report(lint, number, "%zu characters: at most %d; fold the line", n, LINT_LINE_CHARACTERS);
}

static void check_line(struct lint *lint, struct str line, int64_t number)
{
	if (ends_with(lint->path, ".c") || ends_with(lint->path, ".h"))
		check_length(lint, line, number);
	if (line.len > 0 && (is_space(line.at[line.len - 1]) || line.at[line.len - 1] == '\r'))
		lint_report(lint, number, "white space at the end of the line: take it away");
	check_phrases(lint, line, number, PHRASES, COUNT(PHRASES));
	check_machine_paths(lint, line, number);
	if (lint_is_under(lint, "templates/") && ends_with(lint->path, ".html"))
		check_template_line(lint, line, number);
	if (lint_is_under(lint, "static/") && (ends_with(lint->path, ".js") || ends_with(lint->path, ".mjs")))
		check_phrases(lint, line, number, SCRIPT_PHRASES, COUNT(SCRIPT_PHRASES));
}

void lint_check(struct lint *lint, const char *path, struct str text)
{
	const struct ending *ending = ending_of(path);
	struct str rest = text, line;
	int64_t number = 0;

	lint->path = path;
	while (tool_next_line(&rest, &line))
		check_line(lint, line, ++number);
	if (text.len > 0 && text.at[text.len - 1] != '\n')
		lint_report(lint, number, "the last line has no end: add one");
	if (ending != NULL && ending->is_source && number > LINT_FILE_LINES)
		lint_report(lint, number, "%lld lines: at most %d; split the file by what it is for", (long long)number,
			LINT_FILE_LINES);
	if (ends_with(path, ".c") || ends_with(path, ".h"))
		lint_check_c(lint, text);
}
