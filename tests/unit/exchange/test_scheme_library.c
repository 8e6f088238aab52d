#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "exchange/scheme_library.h"

/* A small scheme with a version to fill in. */
static const char *const DOCUMENT = "{\"id\": \"library-test\", \"version\": %d, \"title\": \"Test\", \"service\": \"s\","
	"\"country\": \"c\", \"unit\": \"minutes\", \"from\": \"2026-01-01\", \"contract_minutes\": %d,"
	"\"sources\": {\"x\": {\"state\": \"guess\", \"text\": \"made up\"}}, \"groups\": [{\"name\": \"all\"}], \"types\": ["
	"{\"code\": \"a\", \"name\": \"A\", \"role\": \"opening\", \"base_minutes\": 10, \"group\": \"all\", \"source\": \"x\"},"
	"{\"code\": \"b\", \"name\": \"B\", \"role\": \"no_plan\", \"base_minutes\": 10, \"group\": \"all\", \"source\": \"x\"},"
	"{\"code\": \"c\", \"name\": \"C\", \"role\": \"closing\", \"group\": \"all\", \"source\": \"x\"}]}";

static int add(int version, int contract, const struct scheme **ret, struct err *err)
{
	struct arena *a = arena_new();
	char *text;
	int r;

	/* The format is the constant above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	text = arena_printf(a, DOCUMENT, version, contract);
#pragma GCC diagnostic pop
	r = scheme_register(text, strlen(text), "test.json", ret, err);
	arena_free(a);
	return r;
}

static void test_library__holds_every_scheme_that_is_shipped(void **state)
{
	static const char *const ids[] = {"adults-starter", "cwla", "delaware", "england-children-starter", "finland-child-welfare",
		"nebraska", "probation-hmpps", "setting-the-bar", "western-australia"};
	size_t count = sizeof ids / sizeof *ids;

	(void)state;
	assert_int_equal(scheme_builtin_count(), count);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(scheme_builtin(i)->id, ids[i]);
		assert_ptr_equal(scheme_by_id(ids[i], 1), scheme_builtin(i));
		assert_ptr_equal(scheme_by_id(ids[i], 0), scheme_builtin(i));
	}
	assert_null(scheme_builtin(count));
}

static void test_library__knows_no_scheme_that_nobody_wrote(void **state)
{
	(void)state;
	assert_null(scheme_by_id("no-such", 0));
	assert_null(scheme_by_id("cwla", 7));
}

static void test_library__gives_the_newest_version_for_0(void **state)
{
	const struct scheme *three = NULL, *two = NULL;

	(void)state;
	assert_int_equal(add(3, 2220, &three, NULL), 0);
	assert_int_equal(add(2, 2220, &two, NULL), 0);
	assert_ptr_equal(scheme_by_id("library-test", 0), three);
	assert_ptr_equal(scheme_by_id("library-test", 2), two);
}

static void test_library__takes_the_same_text_twice_and_no_other(void **state)
{
	const struct scheme *first = NULL, *again = NULL;
	struct err err = {0};

	(void)state;
	assert_int_equal(add(9, 2220, &first, NULL), 0);
	assert_int_equal(add(9, 2220, &again, NULL), 0);
	assert_ptr_equal(first, again);
	assert_int_equal(add(9, 2100, &again, &err), PL_CONFLICT);
	assert_string_equal(err.text, "test.json: scheme library-test version 9 is known with other numbers; expected a new version");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_library__holds_every_scheme_that_is_shipped),
		cmocka_unit_test(test_library__knows_no_scheme_that_nobody_wrote),
		cmocka_unit_test(test_library__gives_the_newest_version_for_0),
		cmocka_unit_test(test_library__takes_the_same_text_twice_and_no_other),
	};

	return RUN_TESTS(tests);
}
