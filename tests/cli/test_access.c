/* access: who may open a case, and who has. */
#include "run.h"

#define AT "--db", "a.db", "--employer", "A"

static void open_council(struct desk *d)
{
	(void)RUN_WELL(d, "import", AT,
		desk_write(d, "workers.csv", "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\n"),
		desk_write(d, "cases.csv", "case,opened\nC1,2026-01-05\n"));
	(void)RUN_WELL(d, "user", "add", AT, "--worker", "W1", "ann", "worker");
	(void)RUN_WELL(d, "user", "add", AT, "una", "union");
}

static void test_access__restricts_a_case_and_opens_it_again(void **state)
{
	struct desk *d = *state;
	json_t *shown;

	open_council(d);
	(void)RUN_WELL(d, "access", "restrict", AT, "C1");
	shown = RUN_JSON(d, "access", "show", AT, "C1");
	assert_true(member_true(shown, "restricted"));
	json_decref(shown);
	assert_non_null(strstr(RUN(d, "access", "restrict", AT, "C1").err, "restricted already"));
	(void)RUN_WELL(d, "access", "open", AT, "C1");
	assert_non_null(strstr(RUN_WELL(d, "access", "show", AT, "C1").out, "is not restricted"));
}

static void test_access__names_who_may_open_it_and_takes_it_back(void **state)
{
	struct desk *d = *state;
	json_t *shown;

	open_council(d);
	(void)RUN_WELL(d, "access", "name", AT, "C1", "ann");
	shown = RUN_JSON(d, "access", "show", AT, "C1");
	assert_string_equal(member_text(json_array_get(member(shown, "named"), 0), "login"), "ann");
	json_decref(shown);
	(void)RUN_WELL(d, "access", "unname", AT, "C1", "ann");
	shown = RUN_JSON(d, "access", "show", AT, "C1");
	assert_int_equal(json_array_size(member(shown, "named")), 0);
	json_decref(shown);
}

static void test_access__refuses_in_one_sentence_and_changes_nothing(void **state)
{
	struct desk *d = *state;

	open_council(d);
	assert_non_null(strstr(RUN(d, "access", "name", AT, "C1", "una").err, "no role that opens cases"));
	assert_non_null(strstr(RUN(d, "access", "name", AT, "C1", "nobody").err, "no account"));
	assert_non_null(strstr(RUN(d, "access", "restrict", AT, "C2").err, "no such case"));
	assert_non_null(strstr(RUN_WELL(d, "access", "show", AT, "C1").out, "is not restricted"));
}

static void test_access__leaves_the_reference_out_of_the_ledger(void **state)
{
	struct desk *d = *state;

	open_council(d);
	(void)RUN_WELL(d, "access", "restrict", AT, "C1");
	assert_non_null(strstr(RUN_WELL(d, "log", AT).out, "case-restrict"));
	assert_null(strstr(RUN_WELL(d, "log", AT).out, "C1"));
}

static void test_access__takes_no_other_words(void **state)
{
	struct desk *d = *state;

	assert_non_null(strstr(RUN(d, "access", "hide", AT, "C1").err, "expected show CASE"));
	assert_non_null(strstr(RUN(d, "access", "name", AT, "C1").err, "expected show CASE"));
	assert_non_null(strstr(RUN(d, "access", "restrict", AT, "--json", "C1").err, "--json goes with 'show' only"));
}

#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_access__restricts_a_case_and_opens_it_again),
		ON_A_DESK(test_access__names_who_may_open_it_and_takes_it_back),
		ON_A_DESK(test_access__refuses_in_one_sentence_and_changes_nothing),
		ON_A_DESK(test_access__leaves_the_reference_out_of_the_ledger),
		ON_A_DESK(test_access__takes_no_other_words),
	};

	return RUN_TESTS(tests);
}
