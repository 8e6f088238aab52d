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
	assert_int_equal(check("Free Mondays 9.30-10.30, 14:00 - 15:30 and 10.30-11.30"), 0);
	assert_int_equal(check("Pre-birth assessment due in March 2026; unborn, so nobody else; newborn sibling from April"), 0);
	assert_int_equal(check("Once the baby is born we may need more: second visit in May, third in June"), 0);
	assert_int_equal(check("Rooms 10 11 12 13; since first of all, the second worker knows the team in 2026"), 0);
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

static void refuses_each(const char *const *written, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (check(written[i]) != PL_INVALID)
			fail_msg("passes: %s", written[i]);
}

static void test_remark__with_them_is_refused_however_they_are_written(void **state)
{
	static const char *const WRITTEN[] = {"01 02 2015", "born 1st February 2015", "2 Feb 2015", "2nd of Feb. 2015", "Feb 2, 2015", "2-Feb-15",
		"2 Feb '15", "2015 Feb 2", "2 Chwefror 2015", "01022015", "20150201", "1 / 2 / 2015", "01\u201302\u20132015", "01/02-2015", "1\u20442\u20442015",
		"2015 02 01", "943.476.5919", "943 476  5919", "943\u00a0476\u00a05919", "943_476_5919", "(943) 476 5919", "943/476/5919",
		"\uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff19\uff11\uff19", "\u0660\u0661/\u0660\u0662/\u0662\u0660\u0661\u0665",
		"943\u200b4765919", "NHS9434765919", "9434765919a", "9 4 3 4 7 6 5 9 1 9", "1: 943 476 5919 2", "943 4765919"};

	(void)state;
	refuses_each(WRITTEN, sizeof WRITTEN / sizeof *WRITTEN);
}

static void test_remark__with_an_nhs_number_is_refused_whatever_stands_between_its_figures(void **state)
{
	static const char *const WRITTEN[] = {"943,476,5919", "943:476:5919", "943+476+5919", "943  -  476  -  5919", "943*476*5919", "943 \u2192 476 \u2192 5919",
		"94, 34, 76, 59, 19", "943 of 476 of 5919", "9434 : 765919",
		"\U0001d7d7\U0001d7d2\U0001d7d1\U0001d7d2\U0001d7d5\U0001d7d4\U0001d7d3\U0001d7d7\U0001d7cf\U0001d7d7",
		"\u2079\u2074\u00b3\u2074\u2077\u2076\u2075\u2079\u00b9\u2079", "\u2468\u2463\u2462\u2463\u2466\u2465\u2464\u2468\u2460\u2468",
		"9\ufe0f\u20e34\ufe0f\u20e33\ufe0f\u20e34765919"};

	(void)state;
	refuses_each(WRITTEN, sizeof WRITTEN / sizeof *WRITTEN);
}

static void test_remark__with_a_date_is_refused_whatever_stands_between_its_numbers(void **state)
{
	static const char *const WRITTEN[] = {"DOB: 1  /  2  /  2015", "1|2|2015", "1\\2\\2015", "1:2:2015", "1\u00b02\u00b02015", "12 02 15",
		"1|2|15", "1 \u2014\u2014 2 \u2014\u2014 2015", "2 Feb of 2015", "2   Feb    2015", "second of Feb 2015", "the twenty-first of the February, 2015",
		"February the third 2015", "2015: 2 February", "2il o Chwefror 2015", "\uff12 \uff26\uff45\uff42 2015", "2 \U0001d405\U0001d41e\U0001d41b 2015"};

	(void)state;
	refuses_each(WRITTEN, sizeof WRITTEN / sizeof *WRITTEN);
}

static void test_remark__that_says_when_somebody_was_born_is_refused(void **state)
{
	static const char *const WRITTEN[] = {"born on the second of Feb 2015", "Tommy Smith, DOB third of April 2015", "DOB 2015", "d.o.b. Feb", "D O B 2015",
		"date of birth: some day in February", "born in May", "was born 5 May", "a 2015-born boy", "DOB 010215", "birthday is in June"};

	(void)state;
	refuses_each(WRITTEN, sizeof WRITTEN / sizeof *WRITTEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remark__is_a_sentence_about_the_work),
		cmocka_unit_test(test_remark__has_two_hundred_characters_at_most_whatever_their_bytes),
		cmocka_unit_test(test_remark__with_a_date_or_an_nhs_number_is_refused),
		cmocka_unit_test(test_remark__with_them_is_refused_however_they_are_written),
		cmocka_unit_test(test_remark__with_an_nhs_number_is_refused_whatever_stands_between_its_figures),
		cmocka_unit_test(test_remark__with_a_date_is_refused_whatever_stands_between_its_numbers),
		cmocka_unit_test(test_remark__that_says_when_somebody_was_born_is_refused),
	};

	return RUN_TESTS(tests);
}
