#include "core/remark.h"

#include <string.h>

#include "../../test.h"

static int check(const char *text)
{
	struct err err;

	return remark_check(text, &err);
}

static void test_remark__is_a_sentence_about_the_work(void **state)
{
	(void)state;
	assert_int_equal(check(""), 0);
	assert_int_equal(check("Two visits of 30-40 minutes, 24/7 cover is not needed; ring 01234 567890 first."), 0);
	assert_int_equal(check("Version 1.2 of the plan, 12 sessions, in 2026-27"), 0);
	assert_int_equal(check("Since February 2015; 2 visits in March, 3 in April; 9.30 to 10.30; 020 7946 0958; market 2 of 2015"), 0);
	assert_int_equal(check("Rooms 10, 11, 12, 13, 14; 37 hours, 1 800 000 in all; 1-2-3; 20 000 000; in 2025, 2026 and 2027"), 0);
	assert_int_equal(check("two\nlines"), PL_INVALID);
	assert_int_equal(check("\xff"), PL_INVALID);
}

static void test_remark__has_two_hundred_characters_at_most_whatever_their_bytes(void **state)
{
	char text[2 * REMARK_CHARACTERS + 3] = "";

	(void)state;
	for (int i = 0; i < REMARK_CHARACTERS; i++)
		memcpy(text + 2 * i, "é", 2);
	assert_int_equal(check(text), 0);
	memcpy(text + 2 * REMARK_CHARACTERS, "x", 2);
	assert_int_equal(check(text), PL_INVALID);
}

static void test_remark__with_a_date_or_an_nhs_number_is_refused(void **state)
{
	(void)state;
	assert_int_equal(check("born 03/04/2015"), PL_INVALID);
	assert_int_equal(check("born 3.4.15"), PL_INVALID);
	assert_int_equal(check("2015-04-03"), PL_INVALID);
	assert_int_equal(check("NHS 9434765919."), PL_INVALID);
	assert_int_equal(check("(943 476 5919)"), PL_INVALID);
	assert_int_equal(check("943-476-5919"), PL_INVALID);
}

static void test_remark__with_them_is_refused_however_they_are_written(void **state)
{
	static const char *const WRITTEN[] = {"01 02 2015", "born 1st February 2015", "2 Feb 2015", "2nd of Feb. 2015", "Feb 2, 2015", "2-Feb-15",
		"2 Feb '15", "2015 Feb 2", "2 Chwefror 2015", "01022015", "20150201", "1 / 2 / 2015", "01\u201302\u20132015", "01/02-2015", "1\u20442\u20442015",
		"2015 02 01", "943.476.5919", "943 476  5919", "943\u00a0476\u00a05919", "943_476_5919", "(943) 476 5919", "943/476/5919",
		"\uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff19\uff11\uff19", "\u0660\u0661/\u0660\u0662/\u0662\u0660\u0661\u0665",
		"943\u200b4765919", "NHS9434765919", "9434765919a", "9 4 3 4 7 6 5 9 1 9", "1: 943 476 5919 2", "943 4765919"};

	(void)state;
	for (size_t i = 0; i < sizeof WRITTEN / sizeof *WRITTEN; i++)
		if (check(WRITTEN[i]) != PL_INVALID)
			fail_msg("passes: %s", WRITTEN[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remark__is_a_sentence_about_the_work),
		cmocka_unit_test(test_remark__has_two_hundred_characters_at_most_whatever_their_bytes),
		cmocka_unit_test(test_remark__with_a_date_or_an_nhs_number_is_refused),
		cmocka_unit_test(test_remark__with_them_is_refused_however_they_are_written),
	};

	return RUN_TESTS(tests);
}
