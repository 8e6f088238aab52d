/* The rules for C. They look at a copy of the file in which comments and the insides of literals are blanks. */
#include <ctype.h>
#include <string.h>

#include "lint_file.h"
#include "tool.h"

struct banned {
	const char *name;
	const char *except_under; /* NULL: nowhere allowed */
	const char *instead;
};

/* What these give can be foretold, so that no secret may come of it. */
#define INSTEAD_OF_RANDOM "secure/token.h for a secret; else a generator whose seed is a parameter"

static const struct banned BANNED[] = {
	{"gets", NULL, "fgets, or a reader with a cap"},
	{"strcpy", NULL, "arena_strdup, or a struct buf"},
	{"strcat", NULL, "a struct buf"},
	{"strncpy", NULL, "memcpy with the length known, or arena_strndup"},
	{"sprintf", NULL, "snprintf, arena_printf or buf_putf"},
	{"vsprintf", NULL, "vsnprintf"},
	{"atoi", NULL, "str_to_int"},
	{"atol", NULL, "str_to_int"},
	{"atoll", NULL, "str_to_int"},
	{"atof", NULL, "str_to_fixed"},
	{"strtod", NULL, "str_to_fixed"},
	{"strtok", NULL, "a struct str that is moved along"},
	{"strtok_r", NULL, "a struct str that is moved along"},
	{"alloca", NULL, "an arena"},
	{"system", NULL, "posix_spawn with an argument list"},
	{"popen", NULL, "posix_spawn with an argument list"},
	{"rand", NULL, INSTEAD_OF_RANDOM},
	{"srand", NULL, INSTEAD_OF_RANDOM},
	{"rand_r", NULL, INSTEAD_OF_RANDOM},
	{"random", NULL, INSTEAD_OF_RANDOM},
	{"srandom", NULL, INSTEAD_OF_RANDOM},
	{"random_r", NULL, INSTEAD_OF_RANDOM},
	{"srandom_r", NULL, INSTEAD_OF_RANDOM},
	{"initstate", NULL, INSTEAD_OF_RANDOM},
	{"initstate_r", NULL, INSTEAD_OF_RANDOM},
	{"setstate", NULL, INSTEAD_OF_RANDOM},
	{"setstate_r", NULL, INSTEAD_OF_RANDOM},
	{"drand48", NULL, INSTEAD_OF_RANDOM},
	{"erand48", NULL, INSTEAD_OF_RANDOM},
	{"lrand48", NULL, INSTEAD_OF_RANDOM},
	{"nrand48", NULL, INSTEAD_OF_RANDOM},
	{"mrand48", NULL, INSTEAD_OF_RANDOM},
	{"jrand48", NULL, INSTEAD_OF_RANDOM},
	{"srand48", NULL, INSTEAD_OF_RANDOM},
	{"seed48", NULL, INSTEAD_OF_RANDOM},
	{"lcong48", NULL, INSTEAD_OF_RANDOM},
	{"setjmp", NULL, "an error code"},
	{"sigsetjmp", NULL, "an error code"},
	{"longjmp", NULL, "an error code"},
	{"tmpnam", NULL, "mkstemp"},
	{"localtime", NULL, "localtime_r, or the dates of base/date.h"},
	{"gmtime", NULL, "gmtime_r, or the dates of base/date.h"},
	{"malloc", "src/base/", "an arena, or mem_alloc"},
	{"calloc", "src/base/", "an arena, or mem_alloc"},
	{"realloc", "src/base/", "an arena, or mem_realloc"},
	{"reallocarray", "src/base/", "an arena, or mem_realloc"},
	{"free", "src/base/", "an arena, or mem_free"},
	{"strdup", "src/base/", "arena_strdup"},
	{"strndup", "src/base/", "arena_strndup"},
	{"asprintf", "src/base/", "arena_printf"},
	{"vasprintf", "src/base/", "arena_printf"},
};

/* Which folders of src/ a folder may include from: those below it in the building. */
struct layer {
	const char *folder;
	const char *below;
};

static const struct layer LAYERS[] = {
	{"base", "base"},
	{"sandbox", "sandbox base"},
	{"core", "core base"},
	{"secure", "secure base"},
	{"fetch", "fetch secure sandbox base"},
	{"exchange", "exchange core base"},
	{"store", "store secure core base"},
	{"demo", "demo exchange core base"},
	{"service", "service demo exchange store secure sandbox core base"},
	{"api", "api service core base"},
	{"web", "web api service secure core base"},
	{"cli", "cli web api service fetch demo exchange store secure sandbox core base"},
};

/* What a folder is asked for by name, and who may ask: a call needs no include of its own where the header comes with
 * another. */
struct asked_by {
	const char *prefix;
	const char *folders;
	const char *instead;
};

static const struct asked_by ASKED_BY[] = {
	{"store_", "store service cli", "what src/service/ gives to pages"},
	{"commit_", "store service cli", "what src/service/ gives to pages"},
	{"pictures_lock_", "service", "what src/service/ gives to pages"},
};

/* Headers without a clock, a file or an allocator behind them. qsort and bsearch make <stdlib.h> one of them; what else
 * it has is kept out of core by the list of symbols (core_symbols.allow). */
static const char *const PURE_HEADERS[] = {"<inttypes.h>", "<limits.h>", "<stdalign.h>", "<stdarg.h>", "<stdatomic.h>",
	"<stdbool.h>", "<stddef.h>", "<stdint.h>", "<stdlib.h>", "<string.h>"};

struct engine {
	const char *header;
	const char *where; /* how the paths begin that may include it, one or more with blanks between */
};

static const struct engine ENGINES[] = {
	{"<sqlite3.h>", "src/store/sqlite"},
	{"<libpq-fe.h>", "src/store/postgres"},
	{"<libpq-fe.h>", "src/store/postgres"},
	{"<microhttpd.h>", "src/web/server_mhd"},
	{"<seccomp.h>", "src/sandbox/filter"},
	{"<ini.h>", "src/cli/settings"},
	{"<zip.h>", "src/exchange/package"},
	{"<xlsxwriter.h>", "src/exchange/xlsx_writer"},
	{"<libxml/", "src/exchange/xml"},
	{"<sodium.h>", "src/secure/"},
	{"<jansson.h>", "src/exchange/ src/secure/ src/fetch/provider src/service/ledger/audit"},
	{"<liboath/", "src/secure/"},
	{"<cjose/", "src/secure/"},
	{"<curl/", "src/fetch/fetch. src/fetch/mail."},
	{"\"sql/", "src/store/"},
};

static const char *const SQL_STARTS[] = {"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "DROP ", "ALTER ",
	"PRAGMA ", "WITH ", "BEGIN ", "VACUUM"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool starts_with(struct str s, const char *prefix)
{
	return s.len >= strlen(prefix) && memcmp(s.at, prefix, strlen(prefix)) == 0;
}

/* ---- the copy without comments and literals ---- */

static size_t comment_length(struct str s)
{
	const char *end;

	if (starts_with(s, "//")) {
		end = memchr(s.at, '\n', s.len);
		return end != NULL ? (size_t)(end - s.at) : s.len;
	}
	if (!starts_with(s, "/*"))
		return 0;
	end = memmem(s.at + 2, s.len - 2, "*/", 2);
	return end != NULL ? (size_t)(end + 2 - s.at) : s.len;
}

/* With both quotes; 0 where no literal begins. */
static size_t literal_length(struct str s)
{
	if (s.at[0] != '"' && s.at[0] != '\'')
		return 0;
	for (size_t i = 1; i < s.len && s.at[i] != '\n'; i++) {
		if (s.at[i] == '\\')
			i++;
		else if (s.at[i] == s.at[0])
			return i + 1;
	}
	return 1;
}

static void check_literal(struct lint *lint, struct str literal, int64_t line)
{
	struct str inside = {literal.at + 1, literal.len - 2};

	if (literal.len < 2 || literal.at[0] != '"' || !lint_is_under(lint, "src/"))
		return;
	for (size_t i = 0; i < COUNT(SQL_STARTS); i++)
		if (starts_with(str_trim(inside), SQL_STARTS[i]))
			lint_report(lint, line, "SQL in a string: put it in sql/ under a name");
}

static void blank(char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at[i] != '\n')
			at[i] = ' ';
}

/* Blanks in `copy`, which is a copy of `text`, and checks string literals on the way. */
static void blank_all(struct lint *lint, struct str text, char *copy)
{
	int64_t line = 1;

	for (size_t i = 0; i < text.len;) {
		struct str rest = {text.at + i, text.len - i};
		size_t n = comment_length(rest);

		if (n > 0) {
			blank(copy + i, n);
		} else {
			n = literal_length(rest);
			if (n > 0) {
				check_literal(lint, (struct str){rest.at, n}, line);
				blank(copy + i + 1, n > 2 ? n - 2 : 0);
			}
		}
		n = n > 0 ? n : 1;
		for (size_t j = 0; j < n; j++)
			line += rest.at[j] == '\n' ? 1 : 0;
		i += n;
	}
}

/* ---- includes ---- */

static const struct layer *layer_of(const char *path)
{
	for (size_t i = 0; i < COUNT(LAYERS); i++) {
		size_t n = strlen(LAYERS[i].folder);

		if (strncmp(path, "src/", 4) == 0 && strncmp(path + 4, LAYERS[i].folder, n) == 0 && path[4 + n] == '/')
			return &LAYERS[i];
	}
	return NULL;
}

static bool has_word(const char *words, struct str word)
{
	const char *at = words;

	while ((at = memmem(at, strlen(at), word.at, word.len)) != NULL) {
		if ((at == words || at[-1] == ' ') && (at[word.len] == ' ' || at[word.len] == '\0'))
			return true;
		at += word.len;
	}
	return false;
}

static void check_layer(struct lint *lint, struct str header, int64_t line)
{
	const struct layer *layer = layer_of(lint->path);
	const char *slash = memchr(header.at, '/', header.len);
	struct str folder;

	if (layer == NULL || slash == NULL || header.at[0] != '"')
		return;
	folder = (struct str){header.at + 1, (size_t)(slash - header.at) - 1};
	for (size_t i = 0; i < COUNT(LAYERS); i++)
		if (str_is(folder, LAYERS[i].folder) && !has_word(layer->below, folder))
			lint_report(lint, line, "%s may not include %.*s: it knows only %s", layer->folder, (int)header.len, header.at,
				layer->below);
}

static void check_core_header(struct lint *lint, struct str header, int64_t line)
{
	if (!lint_is_under(lint, "src/core/"))
		return;
	if (str_is(header, "\"base/clock.h\"")) {
		lint_report(lint, line, "core may not include \"base/clock.h\": the day is a parameter");
		return;
	}
	for (size_t i = 0; i < COUNT(PURE_HEADERS); i++)
		if (header.at[0] != '<' || str_is(header, PURE_HEADERS[i]))
			return;
	lint_report(lint, line, "core may not include %.*s: it is pure, and what it needs is a parameter", (int)header.len,
		header.at);
}

static bool is_under_one_of(const struct lint *lint, const char *places)
{
	char place[60];

	while (*places != '\0') {
		size_t n = strcspn(places, " ");

		if (n < sizeof place) {
			memcpy(place, places, n);
			place[n] = '\0';
			if (lint_is_under(lint, place))
				return true;
		}
		places += n + strspn(places + n, " ");
	}
	return false;
}

static void check_engine(struct lint *lint, struct str header, int64_t line)
{
	if (!lint_is_under(lint, "src/"))
		return;
	for (size_t i = 0; i < COUNT(ENGINES); i++)
		if (starts_with(header, ENGINES[i].header) && !is_under_one_of(lint, ENGINES[i].where))
			lint_report(lint, line, "%.*s belongs in %s... only: use what is declared there", (int)header.len, header.at,
				ENGINES[i].where);
}

static void check_include(struct lint *lint, struct str line, int64_t number)
{
	struct str header;

	if (!starts_with(line, "#include "))
		return;
	header = str_trim((struct str){line.at + 9, line.len - 9});
	check_layer(lint, header, number);
	check_core_header(lint, header, number);
	check_engine(lint, header, number);
}

/* ---- words ---- */

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_called(struct str line, size_t from, size_t end)
{
	if (from > 0 && (line.at[from - 1] == '.' || line.at[from - 1] == '>'))
		return false; /* a member of that name */
	while (end < line.len && line.at[end] == ' ')
		end++;
	return end < line.len && line.at[end] == '(';
}

static void check_call(struct lint *lint, struct str name, int64_t number)
{
	for (size_t i = 0; i < COUNT(BANNED); i++) {
		const struct banned *b = &BANNED[i];

		if (str_is(name, b->name) && (b->except_under == NULL || !lint_is_under(lint, b->except_under)))
			lint_report(lint, number, "%s(): use %s", b->name, b->instead);
	}
}

/* A function of one folder that is called from another which knows nothing of it. */
static void check_asker(struct lint *lint, struct str name, int64_t number)
{
	const struct layer *layer = layer_of(lint->path);

	if (layer == NULL)
		return;
	for (size_t i = 0; i < COUNT(ASKED_BY); i++)
		if (starts_with(name, ASKED_BY[i].prefix) && !has_word(ASKED_BY[i].folders, str_of(layer->folder)))
			lint_report(lint, number, "%.*s() in %s: use %s", (int)name.len, name.at, layer->folder, ASKED_BY[i].instead);
}

static void check_words(struct lint *lint, struct str line, int64_t number)
{
	bool core = lint_is_under(lint, "src/core/");

	for (size_t i = 0; i < line.len;) {
		size_t end = i;
		struct str word;

		while (end < line.len && is_word_char(line.at[end]))
			end++;
		word = (struct str){line.at + i, end - i};
		if (word.len == 0) {
			i++;
			continue;
		}
		if (is_called(line, i, end)) {
			check_call(lint, word, number);
			check_asker(lint, word, number);
		}
		if (core && (str_is(word, "double") || str_is(word, "float")))
			lint_report(lint, number, "%.*s in core: use integers in a named unit", (int)word.len, word.at);
		if (core && isdigit((unsigned char)word.at[0]) && end < line.len && line.at[end] == '.')
			lint_report(lint, number, "a number with a point in core: use integers in a named unit");
		i = end;
	}
}

/* ---- functions and headers ---- */

/* A function's body begins with a brace in the first column and ends with one. */
static void check_functions(struct lint *lint, struct str code)
{
	struct str line;
	int64_t number = 0, opened = 0;

	while (tool_next_line(&code, &line)) {
		number++;
		if (str_is(line, "{"))
			opened = number;
		if (!str_is(line, "}") || opened == 0)
			continue;
		if (number - opened - 1 > LINT_FUNCTION_LINES)
			lint_report(lint, opened, "a function of %lld lines: at most %d; take a step out of it",
				(long long)(number - opened - 1), LINT_FUNCTION_LINES);
		opened = 0;
	}
}

static void check_header(struct lint *lint, struct str text, struct str code)
{
	struct str line, next;
	int64_t number = 0;

	if (memmem(text.at, text.len, "#pragma once\n", 13) == NULL)
		lint_report(lint, 1, "a header without `#pragma once`: put it behind the comment at the top");
	while (tool_next_line(&code, &line)) {
		struct str rest = code;

		number++;
		if (memmem(line.at, line.len, "format, ...)", 12) == NULL || starts_with(line, "#define"))
			continue;
		if (memmem(line.at, line.len, "PL_PRINTF(", 10) == NULL &&
			(!tool_next_line(&rest, &next) || memmem(next.at, next.len, "PL_PRINTF(", 10) == NULL))
			lint_report(lint, number, "a format that the compiler does not check: add PL_PRINTF");
	}
}

void lint_check_c(struct lint *lint, struct str text)
{
	struct arena *a = arena_new();
	char *copy = arena_strndup(a, text.at, text.len);
	struct str code = {copy, text.len}, rest_of_code = code, rest = text, line, code_line;
	int64_t number = 0;

	blank_all(lint, text, copy);
	while (tool_next_line(&rest, &line) && tool_next_line(&rest_of_code, &code_line)) {
		number++;
		if (starts_with(code_line, "#include "))
			check_include(lint, line, number);
		check_words(lint, code_line, number);
	}
	check_functions(lint, code);
	if (lint->path[strlen(lint->path) - 1] == 'h')
		check_header(lint, text, code);
	arena_free(a);
}
