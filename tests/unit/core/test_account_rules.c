/* When an account, a session and another attempt hold. */
#include "../../test.h"

#include "core/account_rules.h"

static struct err err;

static void test_login__is_small_letters_digits_and_a_few_signs(void **state)
{
	(void)state;
	assert_int_equal(login_check("ann", &err), 0);
	assert_int_equal(login_check("a.o'hara-7@north.gov.uk", &err), 0);
	assert_int_equal(login_check("7a", &err), 0);
	assert_int_equal(login_check("", &err), PL_INVALID);
	assert_int_equal(login_check("a", &err), PL_INVALID);
	assert_int_equal(login_check("Ann", &err), PL_INVALID);
	assert_int_equal(login_check("ann smith", &err), PL_INVALID);
	assert_int_equal(login_check(".ann", &err), PL_INVALID);
	assert_int_equal(login_check("ann\n", &err), PL_INVALID);
	assert_int_equal(login_check("plimsoll", &err), PL_INVALID);
	assert_int_equal(login_check("single-sign-on", &err), PL_INVALID);
	assert_int_equal(login_check("\xC3\xA5sa", &err), PL_INVALID);
	assert_int_equal(login_check("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &err), 0);
	assert_int_equal(login_check("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &err), PL_INVALID);
}

static void test_sign_in__asks_for_what_is_missing_in_its_order(void **state)
{
	const struct sign_in_needs all = {true, true, true}, no_factor = {false, true, true}, worker = {false, false, false};

	(void)state;
	assert_int_equal(sign_in_next(&all, SIGN_IN_DONE), SIGN_IN_CODE);
	assert_int_equal(sign_in_next(&all, SIGN_IN_CODE), SIGN_IN_NEW_PASSWORD);
	assert_int_equal(sign_in_next(&all, SIGN_IN_NEW_PASSWORD), SIGN_IN_DONE);
	assert_int_equal(sign_in_next(&no_factor, SIGN_IN_DONE), SIGN_IN_NEW_PASSWORD);
	assert_int_equal(sign_in_next(&no_factor, SIGN_IN_NEW_PASSWORD), SIGN_IN_ENROL);
	assert_int_equal(sign_in_next(&worker, SIGN_IN_DONE), SIGN_IN_DONE);
}

static void test_attempt__waits_after_the_fifth_failure_twice_as_long_each_time(void **state)
{
	(void)state;
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 0), 0);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 4), 0);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 5), 15);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 6), 30);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 7), 60);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 10), 480);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 11), 900);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_PAIR, 1000000), 900);
}

static void test_attempt__of_a_login_or_an_address_is_counted_loosely(void **state)
{
	(void)state;
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_LOGIN, 49), 0);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_LOGIN, 50), 15);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_ADDRESS, 99), 0);
	assert_int_equal(attempt_wait_seconds(ATTEMPTS_OF_ADDRESS, 101), 30);
}

static void test_attempt__is_held_up_by_the_counts_that_others_cannot_fill(void **state)
{
	static const struct {
		bool device, address;
		bool waits[ATTEMPT_COUNTS];
	} CASES[] = {
		{false, false, {[ATTEMPTS_OF_PAIR] = true, [ATTEMPTS_OF_LOGIN] = true, [ATTEMPTS_OF_ADDRESS] = true}},
		{false, true, {[ATTEMPTS_OF_PAIR] = true}},
		{true, false, {[ATTEMPTS_OF_DEVICE] = true}},
		{true, true, {[ATTEMPTS_OF_DEVICE] = true}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		for (int count = 0; count < ATTEMPT_COUNTS; count++)
			assert_int_equal(attempt_may_wait((enum attempt_count)count, CASES[i].device, CASES[i].address), CASES[i].waits[count]);
}

static void test_attempt__comes_from_a_known_place_for_ninety_days(void **state)
{
	(void)state;
	assert_false(attempt_is_known(0, 1000));
	assert_true(attempt_is_known(1000, 1000 + 90 * 86400 - 1));
	assert_false(attempt_is_known(1000, 1000 + 90 * 86400));
}

static bool over(int64_t seen, int64_t now, bool finished, bool only_worker)
{
	const struct session_times t = {1000000, seen, finished, only_worker};

	return session_is_over(&t, now);
}

static void test_session__is_over_after_half_an_hour_without_a_request(void **state)
{
	(void)state;
	assert_false(over(1000000, 1000000 + 1799, true, false));
	assert_true(over(1000000, 1000000 + 1800, true, false));
	assert_false(over(1001000, 1001000 + 1799, true, false));
}

static void test_session__of_a_worker_is_over_after_an_hour_without_a_request(void **state)
{
	(void)state;
	assert_false(over(1000000, 1000000 + 3599, true, true));
	assert_true(over(1000000, 1000000 + 3600, true, true));
}

static void test_session__is_over_after_twelve_hours_whatever_is_done(void **state)
{
	(void)state;
	assert_false(over(1000000 + 43199, 1000000 + 43199, true, false));
	assert_true(over(1000000 + 43200, 1000000 + 43200, true, false));
	assert_true(over(1000000 + 43200, 1000000 + 43200, true, true));
}

static void test_session__that_is_not_finished_is_over_after_ten_minutes(void **state)
{
	(void)state;
	assert_false(over(1000000, 1000599, false, true));
	assert_true(over(1000599, 1000600, false, true));
}

static void test_session__from_the_future_is_over(void **state)
{
	(void)state;
	assert_true(over(1000000, 999999, true, true));
}

static void test_account__is_unused_after_ninety_days(void **state)
{
	(void)state;
	assert_false(account_is_unused(1000000, 1000000 + 90 * 86400 - 1));
	assert_true(account_is_unused(1000000, 1000000 + 90 * 86400));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login__is_small_letters_digits_and_a_few_signs),
		cmocka_unit_test(test_sign_in__asks_for_what_is_missing_in_its_order),
		cmocka_unit_test(test_attempt__waits_after_the_fifth_failure_twice_as_long_each_time),
		cmocka_unit_test(test_attempt__is_held_up_by_the_counts_that_others_cannot_fill),
		cmocka_unit_test(test_attempt__comes_from_a_known_place_for_ninety_days),
		cmocka_unit_test(test_attempt__of_a_login_or_an_address_is_counted_loosely),
		cmocka_unit_test(test_session__is_over_after_half_an_hour_without_a_request),
		cmocka_unit_test(test_session__of_a_worker_is_over_after_an_hour_without_a_request),
		cmocka_unit_test(test_session__is_over_after_twelve_hours_whatever_is_done),
		cmocka_unit_test(test_session__that_is_not_finished_is_over_after_ten_minutes),
		cmocka_unit_test(test_session__from_the_future_is_over),
		cmocka_unit_test(test_account__is_unused_after_ninety_days),
	};

	return RUN_TESTS(tests);
}
