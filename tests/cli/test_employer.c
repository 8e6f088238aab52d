/* employer: how an employer works, and since when. */
#include "run.h"

#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)
#define AT "--db", "a.db", "--employer", "A"

static void open_council(struct desk *d)
{
	(void)RUN_WELL(d, "import", AT, desk_write(d, "cases.csv", "case,opened\nC1,2026-01-05\n"));
}

static void test_employer__is_not_live_until_somebody_says_so(void **state)
{
	struct desk *d = *state;
	json_t *shown, *setting;

	open_council(d);
	assert_non_null(strstr(RUN_WELL(d, "employer", "show", AT).out, "not negotiated"));
	(void)RUN_WELL(d, "employer", "set", AT, "live", "on");
	shown = RUN_JSON(d, "employer", "show", AT);
	assert_true(member_true(shown, "live"));
	setting = json_array_get(member(shown, "settings"), 0);
	assert_string_equal(member_text(setting, "setting"), "live");
	assert_true(strlen(member_text(setting, "by")) > 0);
	json_decref(shown);
	assert_string_equal(RUN_WELL(d, "employer", "set", AT, "live", "on").out, "It is so already.\n");
	shown = RUN_JSON(d, "employer", "show", AT);
	assert_int_equal(json_array_size(member(shown, "settings")), 1);
	json_decref(shown);
	assert_non_null(strstr(RUN(d, "employer", "set", AT, "live", "off").err, "two people"));
	assert_non_null(strstr(RUN(d, "employer", "set", AT, "principles", "on").err, "two people"));
}

static void test_employer__changes_nothing_in_the_past(void **state)
{
	struct desk *d = *state;
	struct run r;

	open_council(d);
	r = RUN(d, "employer", "set", AT, "--from", "2020-01-01", "principles", "on");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "cannot be changed in the past"));
}

static void test_employer__keeps_holidays(void **state)
{
	struct desk *d = *state;

	open_council(d);
	assert_int_equal(RUN(d, "employer", "set", AT, "holiday", "on").status, 2);
	(void)RUN_WELL(d, "employer", "set", AT, "--from", "2100-12-25", "holiday", "on");
	assert_non_null(strstr(RUN_WELL(d, "employer", "show", AT).out, "2100-12-25 until 2100-12-26"));
	(void)RUN_WELL(d, "employer", "set", AT, "--from", "2100-12-25", "holiday", "off");
	assert_null(strstr(RUN_WELL(d, "employer", "show", AT).out, "2100"));
}

static void test_employer__is_told_what_to_say(void **state)
{
	struct desk *d = *state;

	open_council(d);
	assert_int_equal(RUN(d, "employer", AT).status, 2);
	assert_int_equal(RUN(d, "employer", "set", AT, "secret", "on").status, 2);
	assert_int_equal(RUN(d, "employer", "set", AT, "live", "maybe").status, 2);
}

static void test_employer__declares_what_no_case_tells(void **state)
{
	struct desk *d = *state;
	json_t *shown, *target;

	open_council(d);
	(void)RUN_WELL(d, "employer", "declare", AT, "--from", "2025-09-30", "vacancies", "12.5");
	(void)RUN_WELL(d, "employer", "declare", AT, "dfe-code", "313");
	(void)RUN_WELL(d, "employer", "declare", AT, "--from", "2026-01-10", "--starts", "2026-04-01", "--goal", "18",
		"--by", "2027-04-01", "--agreed-by", "The council and UNISON", "--status", "collective", "--pounds", "250000",
		"target", "24");
	assert_non_null(strstr(RUN_WELL(d, "employer", "show", AT).out, "24.0 on 1 April 2026 to 18.0 by 1 April 2027"));
	shown = RUN_JSON(d, "employer", "show", AT);
	assert_int_equal(json_array_size(member(shown, "declared")), 3);
	target = json_array_get(member(shown, "declared"), 1);
	assert_string_equal(member_text(target, "declared"), "target");
	assert_string_equal(member_text(target, "agreed_by"), "The council and UNISON");
	json_decref(shown);
	assert_non_null(strstr(RUN(d, "employer", "declare", AT, "dfe-code", "313").err, "It is so already."));
	(void)RUN_WELL(d, "employer", "declare", AT, "dfe-code", "none");
	assert_non_null(strstr(RUN(d, "employer", "declare", AT, "dfe-code", "none").err, "Nothing of the kind is declared"));
}

static void test_employer__is_told_what_to_declare(void **state)
{
	struct desk *d = *state;

	open_council(d);
	assert_int_equal(RUN(d, "employer", "declare", AT, "wishes", "3").status, 2);
	assert_non_null(strstr(RUN(d, "employer", "declare", AT, "target", "24").err, "--starts"));
	assert_non_null(strstr(RUN(d, "employer", "declare", AT, "plan", "24").err, "--by"));
	assert_non_null(strstr(RUN(d, "employer", "declare", AT, "cost", "12").err, "expected a number from 1000 to 500000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_employer__is_not_live_until_somebody_says_so),
		ON_A_DESK(test_employer__changes_nothing_in_the_past),
		ON_A_DESK(test_employer__keeps_holidays),
		ON_A_DESK(test_employer__is_told_what_to_say),
		ON_A_DESK(test_employer__declares_what_no_case_tells),
		ON_A_DESK(test_employer__is_told_what_to_declare),
	};

	return RUN_TESTS(tests);
}
