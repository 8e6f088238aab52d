/* Nothing that somebody typed of who agreed is told to everybody: only bodies of a closed list are. */
#include "../../test.h"
#include "core/agreement.h"

#include <string.h>

static void assert_told(const char *agreed_by, const char *expected)
{
	struct arena *a = arena_new();

	assert_string_equal(agreed_parties(a, agreed_by), expected);
	assert_string_equal(agreed_parties(a, agreed_parties(a, agreed_by)), expected);
	arena_free(a);
}

static void test_bodies__are_told_in_the_words_of_the_list(void **state)
{
	(void)state;
	assert_told("The council and the union", "the council and the union");
	assert_told("UNISON, local authority", "the council and the union");
	assert_told("Joint Committee", "the joint committee");
	assert_told("employer & staff / trade unions", "the employer, the union and the workers");
	assert_told("both", "both sides");
}

static void test_person_or_team__is_told_by_no_word(void **state)
{
	static const char *const TEXTS[] = {"Jane Smith, team manager of Duty Team North", "Jane Smith", "Jane Smith of the union",
		"the council (Jane Smith)", "Council by Jane Smith and Duty Team North", "JANE SMITH AND COUNCILLOR DUTY", "council\nJane"};
	static const char *const WORDS[] = {"Jane", "JANE", "Smith", "SMITH", "Duty", "DUTY", "manager", "North", "Council "};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++)
			assert_null(strstr(agreed_parties(a, TEXTS[i]), WORDS[w]));
	arena_free(a);
	assert_told("Jane Smith", "parties named in its own records");
	assert_told("Jane Smith, the union and the council", "the council, the union and parties named in its own records");
}

static void test_nobody__is_told_as_nobody(void **state)
{
	(void)state;
	assert_told("", "");
	assert_told("  ", "");
	assert_told("nobody yet: a starter line", "");
	assert_told("Not agreed", "");
}

/* ---- what an agreement is ---- */

static bool is_agreed(enum line_scope scope, enum line_status status, int32_t value, const char *agreed_by)
{
	static const struct scheme_line STARTER = {.scope = "employer", .kind = "share", .value = 1000, .status = "policy", .agreed_by = "Those who made it"};
	static const struct scheme SCHEME = {.lines = &STARTER, .lines_count = 1};
	static const struct service_row SERVICE = {.code = "main", .name = "Main", .scheme = &SCHEME};
	const struct snapshot s = {.services = &SERVICE, .services_count = 1};
	const struct line_row line = {.scope = scope, .kind = LINE_SHARE, .value = value, .status = status, .agreed_by = agreed_by};

	return is_limit_agreed(&s, &line);
}

static void test_agreement__is_more_than_advice_for_all_by_somebody(void **state)
{
	(void)state;
	assert_true(is_agreed(LINE_EMPLOYER, LINE_COLLECTIVE, 1000, "The council and the union"));
	assert_true(is_agreed(LINE_EMPLOYER, LINE_POLICY, 900, "Jane Smith"));
	assert_false(is_agreed(LINE_SERVICE, LINE_POLICY, 900, "The council and the union"));
	assert_false(is_agreed(LINE_EMPLOYER, LINE_ADVISORY, 1000, "The council and the union"));
	assert_false(is_agreed(LINE_TEAM, LINE_COLLECTIVE, 1000, "The council and the union"));
	assert_false(is_agreed(LINE_POST, LINE_CONTRACT, 1000, "The council and the union"));
	assert_false(is_agreed(LINE_EMPLOYER, LINE_POLICY, 1000, ""));
	assert_false(is_agreed(LINE_EMPLOYER, LINE_POLICY, 1000, "nobody yet: a starter line"));
}

static void test_line_of_the_scheme__is_no_agreement(void **state)
{
	(void)state;
	assert_false(is_agreed(LINE_EMPLOYER, LINE_POLICY, 1000, "Those who made it"));
	assert_true(is_agreed(LINE_EMPLOYER, LINE_POLICY, 950, "Those who made it"));
}

static void test_limit_for_all__is_one_though_nobody_agreed_it(void **state)
{
	const struct line_row policy = {.scope = LINE_EMPLOYER, .status = LINE_POLICY, .agreed_by = ""},
		advice = {.scope = LINE_EMPLOYER, .status = LINE_ADVISORY, .agreed_by = "Both"},
		of_team = {.scope = LINE_TEAM, .status = LINE_POLICY, .agreed_by = "Both"};

	(void)state;
	assert_true(is_limit_for_all(&policy));
	assert_false(is_limit_for_all(&advice));
	assert_false(is_limit_for_all(&of_team));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies__are_told_in_the_words_of_the_list),
		cmocka_unit_test(test_person_or_team__is_told_by_no_word),
		cmocka_unit_test(test_nobody__is_told_as_nobody),
		cmocka_unit_test(test_agreement__is_more_than_advice_for_all_by_somebody),
		cmocka_unit_test(test_line_of_the_scheme__is_no_agreement),
		cmocka_unit_test(test_limit_for_all__is_one_though_nobody_agreed_it),
	};

	return RUN_TESTS(tests);
}
