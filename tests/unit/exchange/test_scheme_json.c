#include <stdio.h>
#include <string.h>

#include "../../test.h"
#include "base/buf.h"
#include "base/str.h"
#include "exchange/scheme_json.h"
#include "exchange/scheme_library.h"

/* The smallest scheme that holds together; each test spoils or adds one thing. */
static const char *const SMALL = "{\"id\": \"small\", \"version\": 1, \"title\": \"Small\", \"service\": \"s\", \"country\": \"c\","
	"\"unit\": \"minutes\", \"from\": \"2026-01-01\", \"contract_minutes\": 2220,"
	"\"sources\": {\"x\": {\"state\": \"measured\", \"text\": \"a diary\"}}, \"groups\": [{\"name\": \"all\"}], \"types\": ["
	"{\"code\": \"a\", \"name\": \"A\", \"role\": \"opening\", \"base_minutes\": 10, \"group\": \"all\", \"source\": \"x\"},"
	"{\"code\": \"b\", \"name\": \"B\", \"role\": \"no_plan\", \"base_minutes\": 10, \"group\": \"all\", \"source\": \"x\"},"
	"{\"code\": \"c\", \"name\": \"C\", \"role\": \"closing\", \"group\": \"all\", \"source\": \"x\"}]}";

struct fixture {
	struct arena *a;
	const struct scheme *s;
	struct err err;
};

static int set_up(void **state)
{
	struct fixture *f = mem_alloc(sizeof *f);

	f->a = arena_new();
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->a);
	mem_free(f);
	return 0;
}

/* Parses the small scheme with the first `old` in it replaced by `new`. */
static int parse_with(struct fixture *f, const char *old, const char *new)
{
	const char *at = strstr(SMALL, old);
	char *text;

	assert_non_null(at);
	text = arena_printf(f->a, "%.*s%s%s", (int)(at - SMALL), SMALL, new, at + strlen(old));
	return scheme_parse(f->a, text, strlen(text), "small.json", &f->s, &f->err);
}

static void test_scheme_json__reads_a_source_by_its_name(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse_with(f, "", ""), 0);
	assert_int_equal(f->s->types_count, 3);
	assert_int_equal(f->s->types[0].source.state, VALUE_MEASURED);
	assert_string_equal(f->s->types[0].source.text, "a diary");
}

static void test_scheme_json__gives_rules_that_are_left_out_no_effect(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse_with(f, "", ""), 0);
	assert_int_equal(f->s->sibling_permille, 1000);
	assert_int_equal(f->s->factor_least, 1000);
	assert_int_equal(f->s->range_high, 1000);
	assert_int_equal(f->s->ramp_weeks, 0);
	assert_int_equal(f->s->closing_weeks, 0);
	assert_string_equal(f->s->note, "");
	assert_string_equal(f->s->types[0].stage, "");
	assert_int_equal(f->s->types[2].base_minutes, -1);
}

static void test_scheme_json__names_document_path_and_expectation(void **state)
{
	static const struct {
		const char *old, *new, *text;
	} rows[] = {
		{"\"base_minutes\": 10", "\"base_minutes\": 10001", "small.json: types[0].base_minutes: expected a whole number from 0 to 10000"},
		{"\"base_minutes\": 10", "\"base_minutes\": 1.5", "small.json: types[0].base_minutes: expected a whole number from 0 to 10000"},
		{"\"base_minutes\": 10", "\"base_minutes\": \"10\"", "small.json: types[0].base_minutes: expected a whole number from 0 to 10000"},
		{"\"code\": \"b\", ", "", "small.json: types[1].code: expected to be there"},
		{"\"role\": \"no_plan\"", "\"role\": \"none\"", "small.json: types[1].role: expected work, opening, no_plan or closing"},
		{"\"unit\": \"minutes\"", "\"unit\": \"hours\"", "small.json: unit: expected minutes or points"},
		{"2026-01-01", "2026-02-30", "small.json: from: expected a date as yyyy-mm-dd"},
		{"\"group\": \"all\"", "\"group\": \"some\"", "small.json: types[0].group: expected the name of one of the groups"},
		{"\"source\": \"x\"", "\"source\": \"y\"",
			"small.json: types[0].source: expected an object with state and text, or the name of one in sources"},
		{"\"source\": \"x\"", "\"source\": {\"state\": \"rumour\", \"text\": \"t\"}",
			"small.json: types[0].source.state: expected standard, measured or guess"},
		{"\"title\": \"Small\"", "\"title\": \"a\\nb\"",
			"small.json: title: expected a text of 1 to 1000 bytes without control characters"},
		{"\"title\"", "\"titel\"", "small.json: titel: no such key; docs/schemes.md lists those that are known"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		f->s = NULL;
		assert_int_equal(parse_with(f, rows[i].old, rows[i].new), PL_INVALID);
		assert_string_equal(f->err.text, rows[i].text);
		assert_null(f->s);
	}
}

static void test_scheme_json__says_the_line_of_a_slip_in_the_syntax(void **state)
{
	static const char *const text = "{\n\"id\": \"x\",\n]";
	struct fixture *f = *state;

	assert_int_equal(scheme_parse(f->a, text, strlen(text), "slip.json", &f->s, &f->err), PL_INVALID);
	assert_memory_equal(f->err.text, "slip.json: line 3: ", 19);
}

static void test_scheme_json__refuses_a_key_that_stands_twice(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse_with(f, "\"version\": 1", "\"version\": 1, \"version\": 2"), PL_INVALID);
}

static void test_scheme_json__refuses_what_is_no_object(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(scheme_parse(f->a, "[]", 2, "list.json", &f->s, &f->err), PL_INVALID);
	assert_string_equal(f->err.text, "list.json: the document: expected an object");
	assert_int_equal(scheme_parse(f->a, "", 0, "empty.json", &f->s, &f->err), PL_INVALID);
}

static void test_scheme_json__refuses_a_document_past_the_cap(void **state)
{
	struct fixture *f = *state;
	char *blank = arena_alloc(f->a, SCHEME_JSON_BYTES + 1);

	memset(blank, ' ', SCHEME_JSON_BYTES + 1);
	assert_int_equal(scheme_parse(f->a, blank, SCHEME_JSON_BYTES + 1, "big.json", &f->s, &f->err), PL_LIMIT);
}

static void test_scheme_json__refuses_rows_past_the_cap(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT(SCHEME_JSON_BYTES);

	buf_puts(&b, "\"groups\": [");
	for (int i = 0; i < SCHEME_JSON_ROWS + 1; i++)
		buf_puts(&b, i > 0 ? ", {}" : "{}");
	buf_puts(&b, "]");
	assert_int_equal(parse_with(f, "\"groups\": [{\"name\": \"all\"}]", buf_text(&b)), PL_LIMIT);
	assert_string_equal(f->err.text, "small.json: groups: expected at most 500 rows, there are 501");
	buf_free(&b);
}

static void test_scheme_json__refuses_numbers_that_do_not_hang_together(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse_with(f, "\"role\": \"no_plan\"", "\"role\": \"opening\""), PL_INVALID);
	assert_string_equal(f->err.text, "small.json: types: expected exactly one with the role \"opening\", there are 2");
}

static void test_scheme_json__every_base_of_the_shipped_schemes_has_a_source(void **state)
{
	(void)state;
	for (size_t i = 0; i < scheme_builtin_count(); i++) {
		const struct scheme *s = scheme_builtin(i);

		for (size_t k = 0; k < s->types_count; k++)
			assert_true(strlen(s->types[k].source.text) > 10);
	}
}

static void test_scheme_json__england_stands_strictest_first(void **state)
{
	static const char *const codes[] = {"care_proceedings", "looked_after", "child_protection_plan", "child_in_need_plan",
		"section_47_enquiry", "assessment", "disabled_child_short_breaks", "care_leaver", "independent_review",
		"open_no_plan", "referral", "closing"};
	static const int32_t base[] = {151, 101, 126, 101, -1, 126, 75, 60, 30, 101, 126, -1};
	const struct scheme *s = scheme_by_id("england-children-starter", 0);

	(void)state;
	assert_int_equal(s->types_count, sizeof codes / sizeof *codes);
	for (size_t i = 0; i < s->types_count; i++) {
		assert_string_equal(s->types[i].code, codes[i]);
		assert_int_equal(s->types[i].base_minutes, base[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_scheme_json__reads_a_source_by_its_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__gives_rules_that_are_left_out_no_effect, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__names_document_path_and_expectation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__says_the_line_of_a_slip_in_the_syntax, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__refuses_a_key_that_stands_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__refuses_what_is_no_object, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__refuses_a_document_past_the_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__refuses_rows_past_the_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_scheme_json__refuses_numbers_that_do_not_hang_together, set_up, tear_down),
		cmocka_unit_test(test_scheme_json__every_base_of_the_shipped_schemes_has_a_source),
		cmocka_unit_test(test_scheme_json__england_stands_strictest_first),
	};

	return RUN_TESTS(tests);
}
