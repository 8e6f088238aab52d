#include <string.h>

#include "../../test.h"
#include "exchange/england.h"

static int32_t day(const char *iso)
{
	int32_t d = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static void test_england__finds_a_code_in_any_spelling(void **state)
{
	(void)state;
	assert_string_equal(england_find(ENGLAND_NEED, STR("N1"))->factor, "need:N1");
	assert_string_equal(england_find(ENGLAND_NEED, STR(" n1 - Abuse or neglect"))->code, "N1");
	assert_string_equal(england_find(ENGLAND_FACTOR, STR("24A"))->factor, "factor:24A");
	assert_string_equal(england_find(ENGLAND_CHANGE, STR("manage"))->code, "MANAGE");
}

static void test_england__does_not_cut_a_longer_word_to_a_code(void **state)
{
	(void)state;
	assert_null(england_find(ENGLAND_NEED, STR("N10")));
	assert_null(england_find(ENGLAND_NEED, STR("N1)")));
	assert_null(england_find(ENGLAND_FACTOR, STR("RB")));
	assert_null(england_find(ENGLAND_ABUSE, STR("")));
}

static void test_england__knows_which_codes_say_nothing(void **state)
{
	(void)state;
	assert_true(england_find(ENGLAND_DISABILITY, STR("NONE"))->nothing);
	assert_true(england_find(ENGLAND_FACTOR, STR("21"))->nothing);
	assert_false(england_find(ENGLAND_DISABILITY, STR("LD"))->nothing);
}

static void test_england__reads_yes_and_no_in_every_spelling(void **state)
{
	static const char *const yes[] = {"1", "true", "TRUE", "Y", "Yes", "a) Yes", " yes "};
	static const char *const no[] = {"0", "false", "N", "no", "b) No"};
	bool answer;

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		assert_true(england_yes_no(str_of(yes[i]), &answer) && answer);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		assert_true(england_yes_no(str_of(no[i]), &answer) && !answer);
	assert_false(england_yes_no(STR("perhaps"), &answer));
	assert_false(england_yes_no(STR(""), &answer));
}

static void test_england__takes_twenty_letters_and_digits_as_a_child_id(void **state)
{
	(void)state;
	assert_true(england_is_child_id(STR("SYN01100100000000000")));
	assert_false(england_is_child_id(STR("SYN011001000000000001")));
	assert_false(england_is_child_id(STR("SYN_1")));
	assert_false(england_is_child_id(STR("")));
}

static void test_england__takes_no_name_for_a_reference(void **state)
{
	(void)state;
	assert_true(england_is_case_ref(STR("LL-2024/00017")));
	assert_false(england_is_case_ref(STR("Anna Smith")));
	assert_false(england_is_case_ref((struct str){"a\0b", 3}));
}

static void test_england__takes_two_letters_and_ten_digits_as_a_registration(void **state)
{
	(void)state;
	assert_true(england_is_registration(STR("SW1125630365")));
	assert_false(england_is_registration(STR("SW112563036")));
	assert_false(england_is_registration(STR("S11125630365")));
}

static void test_england__ends_an_enquiry_with_what_is_known_best(void **state)
{
	int32_t monday = day("2026-03-02"), limit = day("2026-03-23");

	(void)state;
	assert_int_equal(england_enquiry_end(monday, monday + 40, monday + 14, monday + 14), monday + 40);
	assert_int_equal(england_enquiry_end(monday, DAY_MAX, monday + 30, monday + 14), monday + 30);
	assert_int_equal(england_enquiry_end(monday, DAY_MAX, DAY_MAX, monday + 14), monday + 14);
	assert_int_equal(england_enquiry_end(monday, DAY_MAX, DAY_MAX, DAY_MAX), limit);
	assert_int_equal(england_enquiry_end(monday, DAY_MAX, DAY_MAX, monday + 60), limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_england__finds_a_code_in_any_spelling),
		cmocka_unit_test(test_england__does_not_cut_a_longer_word_to_a_code),
		cmocka_unit_test(test_england__knows_which_codes_say_nothing),
		cmocka_unit_test(test_england__reads_yes_and_no_in_every_spelling),
		cmocka_unit_test(test_england__takes_twenty_letters_and_digits_as_a_child_id),
		cmocka_unit_test(test_england__takes_no_name_for_a_reference),
		cmocka_unit_test(test_england__takes_two_letters_and_ten_digits_as_a_registration),
		cmocka_unit_test(test_england__ends_an_enquiry_with_what_is_known_best),
	};

	return RUN_TESTS(tests);
}
