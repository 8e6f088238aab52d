#include "../../test.h"
#include "core/health_spread.h"

static void test_spread__counts_workers_in_steps_of_five(void **state)
{
	static const int32_t HELD[] = {1, 4, 5, 9, 10, 14, 14, 30};
	struct health_spread s = health_spread_of(HELD, 8);

	(void)state;
	assert_int_equal(s.workers[0], 2);
	assert_int_equal(s.workers[1], 2);
	assert_int_equal(s.workers[2], 3);
	assert_int_equal(s.workers[6], 1);
	assert_int_equal(s.all, 8);
	assert_int_equal(s.most, 3);
	assert_int_equal(s.shown, 7);
}

static void test_spread__keeps_whoever_has_the_most_in_the_last_step(void **state)
{
	static const int32_t HELD[] = {59, 60, 212};
	struct health_spread s = health_spread_of(HELD, 3);

	(void)state;
	assert_int_equal(s.workers[11], 1);
	assert_int_equal(s.workers[12], 2);
	assert_int_equal(s.shown, SPREAD_BINS);
	assert_int_equal(spread_least(12), 60);
	assert_int_equal(spread_most(12), -1);
}

static void test_spread__shows_the_steps_up_to_thirty_where_nobody_is_beyond(void **state)
{
	static const int32_t HELD[] = {2, 0};
	struct health_spread s = health_spread_of(HELD, 2);

	(void)state;
	assert_int_equal(s.all, 1);
	assert_int_equal(s.shown, 6);
	assert_int_equal(spread_least(0), 1);
	assert_int_equal(spread_most(0), 4);
	assert_int_equal(spread_most(5), 29);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spread__counts_workers_in_steps_of_five),
		cmocka_unit_test(test_spread__keeps_whoever_has_the_most_in_the_last_step),
		cmocka_unit_test(test_spread__shows_the_steps_up_to_thirty_where_nobody_is_beyond),
	};

	return RUN_TESTS(tests);
}
