#include "../test.h"
#include "lint_file.h"

/* A snippet that breaks one rule, the finding, and one that does the same thing as it should be done. What the rules
 * look for is written in halves, so that this file passes them itself. */
struct rule {
	const char *path, *bad, *finding, *good;
};

static void check(const char *path, const char *text, const char *findings)
{
	struct buf out = BUF_INIT(10000);
	struct lint lint = {.out = &out};

	lint_check(&lint, path, str_of(text));
	assert_string_equal(buf_text(&out), findings);
	assert_int_equal(lint.count, findings[0] == '\0' ? 0 : 1);
	buf_free(&out);
}

static void check_all(const struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check(rules[i].path, rules[i].bad, rules[i].finding);
		check(rules[i].path, rules[i].good, "");
	}
}

#define CHECK_ALL(rules) check_all(rules, sizeof(rules) / sizeof *(rules))

static void test_lint__finds_banned_calls_but_not_their_names_elsewhere(void **state)
{
	static const struct rule RULES[] = {
		{"src/web/a.c", "\tstrcpy(a, b);\n", "src/web/a.c:1: strcpy(): use arena_strdup, or a struct buf\n",
			"\t/* strcpy(a, b) */ x->strcpy(a); y.strcpy(a); my_strcpy(a); puts(\"strcpy(a)\"); // strcpy(a)\n"},
		{"src/web/a.c", "\n\tn = atoi (s);\n", "src/web/a.c:2: atoi(): use str_to_int\n", "\tstr_to_int(s, 0, 9, &n);\n"},
		{"tests/a.c", "\tsystem(s);\n", "tests/a.c:1: system(): use posix_spawn with an argument list\n",
			"\tcase '\"': system_name = \"system(\\\"x\\\")\";\n"},
		{"src/core/a.c", "\tp = malloc(9);\n", "src/core/a.c:1: malloc(): use an arena, or mem_alloc\n",
			"\tp = arena_alloc(a, 9);\n"},
		{"tools/a.c", "\tfree(p);\n", "tools/a.c:1: free(): use an arena, or mem_free\n", "\tmem_free(p);\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
	check("src/base/a.c", "\tfree(malloc(9));\n", "");
}

/* By hand, so that none is left out of the table unseen. */
static void test_lint__finds_each_call_that_is_banned(void **state)
{
	static const char *const NAMES[] = {
		"gets", "strcpy", "strcat", "strncpy", "sprintf", "vsprintf", "atoi", "atol", "atoll", "atof",
		"strtod", "strtok", "strtok_r", "alloca", "system", "popen", "rand", "srand", "rand_r", "random",
		"srandom", "random_r", "srandom_r", "initstate", "initstate_r", "setstate", "setstate_r", "drand48",
		"erand48", "lrand48", "nrand48", "mrand48", "jrand48", "srand48", "seed48", "lcong48", "setjmp",
		"sigsetjmp", "longjmp", "tmpnam", "localtime", "gmtime", "malloc", "calloc", "realloc",
		"reallocarray", "free", "strdup", "strndup", "asprintf", "vasprintf"};

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		struct buf code = BUF_INIT(100), finding = BUF_INIT(100), out = BUF_INIT(1000);
		struct lint lint = {.out = &out};

		buf_putf(&code, "\tx = %s(y);\n", NAMES[i]);
		buf_putf(&finding, "src/secure/a.c:1: %s(): use ", NAMES[i]);
		lint_check(&lint, "src/secure/a.c", str_of(buf_text(&code)));
		if (lint.count != 1 || strncmp(buf_text(&out), buf_text(&finding), finding.len) != 0)
			fail_msg("%s() is not banned: %s", NAMES[i], buf_text(&out));
		buf_free(&code);
		buf_free(&finding);
		buf_free(&out);
	}
}

static void test_lint__finds_calls_past_the_layer_between(void **state)
{
	static const struct rule RULES[] = {
		{"src/web/pages/a.c", "\trc = store_employers(s);\n",
			"src/web/pages/a.c:1: store_employers() in web: use what src/service/ gives to pages\n",
			"\trc = employers_read(p); x->store_employers(s); restore_all(s); store_lock = 1;\n"},
		{"src/api/a.c", "\tcommit_end(c);\n",
			"src/api/a.c:1: commit_end() in api: use what src/service/ gives to pages\n", "\tresource_case(out);\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
	check("src/service/a.c", "\tcommit_end(c);\n\tstore_open(s);\n", "");
	check("src/cli/a.c", "\tstore_open(s);\n", "");
	check("tests/a.c", "\tstore_open(s);\n", "");
}

static void test_lint__finds_includes_that_point_upwards(void **state)
{
	static const struct rule RULES[] = {
		{"src/base/a.c", "#include \"core/load.h\"\n",
			"src/base/a.c:1: base may not include \"core/load.h\": it knows only base\n", "#include \"base/buf.h\"\n"},
		{"src/core/a.h", "#pragma once\n#include \"store/store.h\"\n",
			"src/core/a.h:2: core may not include \"store/store.h\": it knows only core base\n",
			"#pragma once\n#include \"core/load.h\"\n#include \"base/buf.h\"\n"},
		{"src/store/a.c", "#include \"exchange/intake.h\"\n",
			"src/store/a.c:1: store may not include \"exchange/intake.h\": it knows only store secure core base\n",
			"#include \"store/store.h\"\n#include \"core/fact.h\"\n"},
		{"src/web/pages/a.c", "#include \"store/store.h\"\n",
			"src/web/pages/a.c:1: web may not include \"store/store.h\": it knows only web api service secure core "
			"base\n", "#include \"service/pictures/pictures.h\"\n#include \"templates.h\"\n"},
		{"src/service/a.c", "#include \"web/html.h\"\n",
			"src/service/a.c:1: service may not include \"web/html.h\": it knows only service demo exchange store secure "
			"sandbox core base\n", "#include \"store/store.h\"\n#include \"exchange/intake.h\"\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
}

static void test_lint__keeps_core_pure(void **state)
{
	static const struct rule RULES[] = {
		{"src/core/a.c", "#include <stdio.h>\n",
			"src/core/a.c:1: core may not include <stdio.h>: it is pure, and what it needs is a parameter\n",
			"#include <string.h>\n"},
		{"src/core/a.c", "#include <time.h>\n",
			"src/core/a.c:1: core may not include <time.h>: it is pure, and what it needs is a parameter\n",
			"#include <stdint.h>\n"},
		{"src/core/a.c", "#include \"base/clock.h\"\n",
			"src/core/a.c:1: core may not include \"base/clock.h\": the day is a parameter\n", "#include \"base/date.h\"\n"},
		{"src/core/a.c", "static double x;\n", "src/core/a.c:1: double in core: use integers in a named unit\n",
			"static int64_t double_allocated; /* a double */\n"},
		{"src/core/a.c", "\treturn x * 1.5;\n",
			"src/core/a.c:1: a number with a point in core: use integers in a named unit\n",
			"\treturn x.y * 15 / 10; /* 1.5 */\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
	check("src/web/a.c", "#include <stdio.h>\nstatic double x = 1.5;\n", "");
}

static void test_lint__keeps_engines_where_they_are_wrapped(void **state)
{
	static const struct rule RULES[] = {
		{"src/service/a.c", "#include <sqlite3.h>\n",
			"src/service/a.c:1: <sqlite3.h> belongs in src/store/sqlite... only: use what is declared there\n",
			"#include \"store/store.h\"\n"},
		{"src/store/ledger.c", "#include <sodium.h>\n",
			"src/store/ledger.c:1: <sodium.h> belongs in src/secure/... only: use what is declared there\n",
			"#include \"secure/digest.h\"\n"},
		{"src/web/a.c", "#include <jansson.h>\n",
			"src/web/a.c:1: <jansson.h> belongs in src/exchange/ src/secure/ src/fetch/provider src/service/ledger/audit... "
			"only: use what is declared there\n", "#include \"base/json_writer.h\"\n"},
		{"src/web/router.c", "#include <microhttpd.h>\n",
			"src/web/router.c:1: <microhttpd.h> belongs in src/web/server_mhd... only: use what is declared there\n",
			"#include \"web/http.h\"\n"},
		{"src/cli/a.c", "#include <libxml/parser.h>\n",
			"src/cli/a.c:1: <libxml/parser.h> belongs in src/exchange/xml... only: use what is declared there\n",
			"#include \"exchange/formats.h\"\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
	check("src/exchange/csc_api.c", "#include <jansson.h>\n", "");
	check("src/service/ledger/audit.c", "#include <jansson.h>\n", "");
	check("src/store/sqlite.c", "#include <sqlite3.h>\n", "");
	check("src/web/server_mhd.c", "#include <microhttpd.h>\n", "");
	check("tests/store/test_a.c", "#include <sqlite3.h>\n", "");
}

static void test_lint__finds_sql_in_strings(void **state)
{
	static const struct rule RULES[] = {
		{"src/store/a.c", "\n\tq = \"SELECT 1\";\n", "src/store/a.c:2: SQL in a string: put it in sql/ under a name\n",
			"\tq = SQL_TEXT[SQL_ONE]; /* \"SELECT 1\" */\n"},
		{"src/store/a.c", "\tq = \" PRAGMA x\";\n", "src/store/a.c:1: SQL in a string: put it in sql/ under a name\n",
			"\tq = \"Select a team\";\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
}

static void add_lines(struct buf *b, int count)
{
	for (int i = 0; i < count; i++)
		buf_puts(b, "\tx();\n");
}

static void test_lint__finds_long_functions_and_long_files(void **state)
{
	struct buf text = BUF_INIT(100000);

	(void)state;
	buf_puts(&text, "void f(void)\n{\n");
	add_lines(&text, LINT_FUNCTION_LINES);
	buf_puts(&text, "}\n");
	check("src/a.c", buf_text(&text), "");
	buf_clear(&text);
	buf_puts(&text, "void f(void)\n{\n");
	add_lines(&text, LINT_FUNCTION_LINES + 1);
	buf_puts(&text, "}\n");
	check("src/a.c", buf_text(&text), "src/a.c:2: a function of 101 lines: at most 100; take a step out of it\n");
	buf_clear(&text);
	add_lines(&text, LINT_FILE_LINES);
	check("src/a.c", buf_text(&text), "");
	buf_puts(&text, "\n");
	check("src/a.c", buf_text(&text), "src/a.c:801: 801 lines: at most 800; split the file by what it is for\n");
	check("docs/a.md", buf_text(&text), "");
	buf_free(&text);
}

static void test_lint__finds_lines_that_are_to_be_folded(void **state)
{
	struct buf text = BUF_INIT(1000);

	(void)state;
	buf_puts(&text, "\t/* \xC3\xA9");
	for (size_t n = 5; n < LINT_LINE_CHARACTERS - 2; n++)
		buf_putc(&text, 'x');
	buf_puts(&text, "*/");
	buf_putc(&text, '\n');
	check("src/cli/a.c", buf_text(&text), "");
	text.data[text.len - 1] = ';';
	buf_putc(&text, '\n');
	check("src/cli/a.c", buf_text(&text), "src/cli/a.c:1: 121 characters: at most 120; fold the line\n");
	check("docs/a.md", buf_text(&text), "");
	buf_free(&text);
}

static void test_lint__looks_at_headers(void **state)
{
	static const struct rule RULES[] = {
		{"src/a.h", "int x(void);\n", "src/a.h:1: a header without `#pragma once`: put it behind the comment at the top\n",
			"/* a.h */\n#pragma once\nint x(void);\n"},
		{"src/a.h", "#pragma once\nvoid x(const char *format, ...);\n",
			"src/a.h:2: a format that the compiler does not check: add PL_PRINTF\n",
			"#pragma once\nvoid x(const char *format, ...)\n\tPL_PRINTF(1, 2);\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
}

static void test_lint__finds_what_the_content_policy_refuses(void **state)
{
	static const struct rule RULES[] = {
		{"templates/a.html", "<p style=\"x\">\n",
			"templates/a.html:1: style= is refused by the content policy: use a class\n", "<p class=\"style\">\n"},
		{"templates/a.html", "<p onclick=\"x\">\n",
			"templates/a.html:1: a handler in markup is refused by the content policy: use a file in static/\n",
			"<p data-on=\"x\">once on = 1\n"},
		{"templates/a.html", "<script>\n",
			"templates/a.html:1: <script> without src= is refused by the content policy: use a file in static/\n",
			"<script src=\"/static/a.js\"></script>\n"},
		{"templates/a.html", "<a href=\"/\" target=\"_blank\">\n",
			"templates/a.html:1: 'target=\"_blank': let the reader choose where a link opens\n", "<a href=\"/\">\n"},
		{"templates/a.html", "<!-- x -->\n", "templates/a.html:1: '<!--': {{! a comment of the template }}\n",
			"{{! x }}\n"},
		{"static/a.js", "a.innerHTML = b;\n",
			"static/a.js:1: 'innerHTML': textContent, or a template element\n", "a.textContent = b;\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
}

static void test_lint__finds_what_is_not_for_the_reader(void **state)
{
	static const struct rule RULES[] = {
		{"docs/a.md", "x \n", "docs/a.md:1: white space at the end of the line: take it away\n", "x\n\n"},
		{"docs/a.md", "x", "docs/a.md:1: the last line has no end: add one\n", ""},
		{"docs/a.md", "TO" "DO: x\n", "docs/a.md:1: 'TO" "DO': do it, or leave it out\n", "To do: x\n"},
		{"src/a.c", "/* FIX" "ME */\n", "src/a.c:1: 'FIX" "ME': mend it\n", "/* fixed */\n"},
		{"src/a.c", "/* see issue " "#3 */\n",
			"src/a.c:1: 'issue " "#': say what holds, not where it was discussed\n", "/* an issue of the day */\n"},
		{"docs/a.md", "in /wo" "rk/x\n",
			"docs/a.md:1: '/wo" "rk/' is a path of one machine: name a place relative to the source or the user's own\n",
			"in social/wo" "rk/x\n"},
	};

	(void)state;
	CHECK_ALL(RULES);
}

static void test_lint__knows_what_people_write(void **state)
{
	(void)state;
	assert_true(lint_knows("src/a.c"));
	assert_true(lint_knows("src/meson.build"));
	assert_true(lint_knows("templates/a.html"));
	assert_false(lint_knows("tests/fixtures/a.xml"));
	assert_false(lint_knows("static/a.png"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lint__finds_banned_calls_but_not_their_names_elsewhere),
		cmocka_unit_test(test_lint__finds_each_call_that_is_banned),
		cmocka_unit_test(test_lint__finds_calls_past_the_layer_between),
		cmocka_unit_test(test_lint__finds_includes_that_point_upwards),
		cmocka_unit_test(test_lint__keeps_core_pure),
		cmocka_unit_test(test_lint__keeps_engines_where_they_are_wrapped),
		cmocka_unit_test(test_lint__finds_sql_in_strings),
		cmocka_unit_test(test_lint__finds_long_functions_and_long_files),
		cmocka_unit_test(test_lint__finds_lines_that_are_to_be_folded),
		cmocka_unit_test(test_lint__looks_at_headers),
		cmocka_unit_test(test_lint__finds_what_the_content_policy_refuses),
		cmocka_unit_test(test_lint__finds_what_is_not_for_the_reader),
		cmocka_unit_test(test_lint__knows_what_people_write),
	};

	return RUN_TESTS(tests);
}
