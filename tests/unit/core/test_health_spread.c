#include "../../test.h"
#include "core/health_spread.h"

static void test_spread__counts_workers_in_steps_of_five(void **state)
{
	static const int32_t HELD[] = {1, 5, 6, 10, 11, 15, 15, 30, 31};
	struct health_spread s = health_spread_of(HELD, 9);

	(void)state;
	assert_int_equal(s.workers[0], 2);
	assert_int_equal(s.workers[1], 2);
	assert_int_equal(s.workers[2], 3);
	assert_int_equal(s.workers[5], 1);
	assert_int_equal(s.workers[6], 1);
	assert_int_equal(s.all, 9);
	assert_int_equal(s.most, 3);
	assert_int_equal(s.shown, 7);
}

static void test_spread__keeps_whoever_has_the_most_in_the_last_step(void **state)
{
	static const int32_t HELD[] = {60, 61, 212};
	struct health_spread s = health_spread_of(HELD, 3);

	(void)state;
	assert_int_equal(s.workers[11], 1);
	assert_int_equal(s.workers[12], 2);
	assert_int_equal(s.shown, SPREAD_BINS);
	assert_int_equal(spread_least(12), 61);
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
	assert_int_equal(spread_most(0), 5);
	assert_int_equal(spread_most(5), 30);
}

static void bands_are(const int32_t *held, int32_t count, int32_t least, const struct spread_band *bands, int32_t bands_count)
{
	const struct health_spread s = health_spread_of(held, count);
	struct spread_band found[SPREAD_BINS];

	assert_int_equal(health_spread_bands(&s, least, found), bands_count);
	for (int32_t i = 0; i < bands_count; i++) {
		assert_int_equal(found[i].least, bands[i].least);
		assert_int_equal(found[i].most, bands[i].most);
		assert_int_equal(found[i].workers, bands[i].workers);
	}
}

static void test_bands__of_few_are_taken_together(void **state)
{
	static const int32_t HELD[] = {3, 4, 7, 8, 9, 16, 17, 18, 19, 20, 22, 47};
	static const struct spread_band BANDS[] = {{1, 10, 5}, {11, -1, 7}};

	(void)state;
	bands_are(HELD, 12, 5, BANDS, 2);
}

static void test_bands__end_at_thirty_where_enough_are_on_either_side(void **state)
{
	static const int32_t HELD[] = {21, 22, 27, 28, 29, 31, 32, 33, 36, 37};
	static const struct spread_band BANDS[] = {{1, 30, 5}, {31, 40, 5}, {41, 60, 0}};

	(void)state;
	bands_are(HELD, 10, 5, BANDS, 3);
}

static void test_bands__there_are_none_of_few(void **state)
{
	static const int32_t HELD[] = {21, 22, 27, 47};

	(void)state;
	bands_are(HELD, 4, 5, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spread__counts_workers_in_steps_of_five),
		cmocka_unit_test(test_spread__keeps_whoever_has_the_most_in_the_last_step),
		cmocka_unit_test(test_spread__shows_the_steps_up_to_thirty_where_nobody_is_beyond),
		cmocka_unit_test(test_bands__of_few_are_taken_together),
		cmocka_unit_test(test_bands__end_at_thirty_where_enough_are_on_either_side),
		cmocka_unit_test(test_bands__there_are_none_of_few),
	};

	return RUN_TESTS(tests);
}
