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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remark__is_a_sentence_about_the_work),
		cmocka_unit_test(test_remark__has_two_hundred_characters_at_most_whatever_their_bytes),
		cmocka_unit_test(test_remark__with_a_date_or_an_nhs_number_is_refused),
	};

	return RUN_TESTS(tests);
}
