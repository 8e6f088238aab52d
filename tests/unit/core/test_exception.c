#include "core/exception.h"

#include "../../test.h"

enum { TODAY = 20000 };

static const struct exception_given GIVEN[] = {
	{.exception_id = 1, .line_id = 7, .when = {TODAY - 60, TODAY - 32}},
	{.exception_id = 2, .line_id = 7, .renews = 1, .when = {TODAY - 32, TODAY - 4}},
	{.exception_id = 3, .line_id = 9, .when = {TODAY - 90, TODAY - 62}},
};

static struct exception_asked asked_of(int32_t line_id)
{
	return (struct exception_asked){.line_id = line_id, .kind = LINE_COUNT, .limit = 16, .value = 18,
		.when = {TODAY, TODAY + 28}, .today = TODAY};
}

static enum exception_refusal check(struct exception_asked asked, size_t given, int32_t *ret_renews)
{
	return exception_check(&asked, GIVEN, given, ret_renews);
}

static void test_exception__is_for_four_weeks_at_most_and_not_for_the_past(void **state)
{
	struct exception_asked a = asked_of(7);
	int32_t renews = -1;

	(void)state;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_GIVEN);
	assert_int_equal(renews, 0);
	a.when.until = TODAY + 29;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_TOO_LONG);
	a.when.until = DAY_MAX;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_TOO_LONG);
	a.when = (struct days){TODAY - 1, TODAY + 5};
	assert_int_equal(check(a, 0, &renews), EXCEPTION_IN_THE_PAST);
	a.when = (struct days){TODAY + 56, TODAY + 63};
	assert_int_equal(check(a, 0, &renews), EXCEPTION_GIVEN);
	a.when = (struct days){TODAY + 57, TODAY + 63};
	assert_int_equal(check(a, 0, &renews), EXCEPTION_FAR_AHEAD);
	a.when = (struct days){TODAY, TODAY};
	assert_int_equal(check(a, 0, &renews), EXCEPTION_IN_THE_PAST);
}

static void test_exception__says_how_far_beyond_the_line_it_goes(void **state)
{
	struct exception_asked a = asked_of(7);
	int32_t renews;

	(void)state;
	a.value = 16;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_NOT_BEYOND);
	a.value = EXCEPTION_CASES_MOST + 1;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_TOO_FAR);
	a.kind = LINE_SHARE;
	assert_int_equal(check(a, 0, &renews), EXCEPTION_GIVEN);
}

static void test_exception__is_renewed_twice_whatever_it_is_called(void **state)
{
	int32_t renews = -1;

	(void)state;
	assert_int_equal(check(asked_of(7), 1, &renews), EXCEPTION_GIVEN);
	assert_int_equal(renews, 0);
	assert_int_equal(check(asked_of(7), 2, &renews), EXCEPTION_GIVEN);
	assert_int_equal(renews, 2);
	const struct exception_given all[] = {GIVEN[0], GIVEN[1], {.exception_id = 4, .line_id = 7, .renews = 2,
		.when = {TODAY - 4, TODAY + 2}}};
	struct exception_asked fourth = asked_of(7);
	assert_int_equal(exception_check(&fourth, all, 3, &renews), EXCEPTION_RENEWALS_USED);
	fourth.when = (struct days){TODAY + 29, TODAY + 40};
	assert_int_equal(exception_check(&fourth, all, 3, &renews), EXCEPTION_RENEWALS_USED);
	fourth.when = (struct days){TODAY + 30, TODAY + 40};
	assert_int_equal(exception_check(&fourth, all, 3, &renews), EXCEPTION_GIVEN);
	assert_int_equal(renews, 0);
}

static void test_exception__of_another_line_is_no_renewal(void **state)
{
	int32_t renews = -1;

	(void)state;
	assert_int_equal(check(asked_of(0), 3, &renews), EXCEPTION_GIVEN);
	assert_int_equal(renews, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exception__is_for_four_weeks_at_most_and_not_for_the_past),
		cmocka_unit_test(test_exception__says_how_far_beyond_the_line_it_goes),
		cmocka_unit_test(test_exception__is_renewed_twice_whatever_it_is_called),
		cmocka_unit_test(test_exception__of_another_line_is_no_renewal),
	};

	return RUN_TESTS(tests);
}
