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

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_employer__is_not_live_until_somebody_says_so),
		ON_A_DESK(test_employer__changes_nothing_in_the_past),
		ON_A_DESK(test_employer__keeps_holidays),
		ON_A_DESK(test_employer__is_told_what_to_say),
	};

	return RUN_TESTS(tests);
}
