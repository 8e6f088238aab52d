#include "../../test.h"
#include "core/fixed.h"

static void test_fixed__rounds_half_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(fixed_ratio(1, 3), 333333333);
	assert_int_equal(fixed_ratio(2, 3), 666666667);
	assert_int_equal(fixed_ratio(-2, 3), -666666667);
	assert_int_equal(fixed_mul(1, FIXED_ONE / 2), 1);
	assert_int_equal(fixed_mul(-1, FIXED_ONE / 2), -1);
	assert_int_equal(fixed_round(fixed_ratio(1545, 100), 10), 155);
	assert_int_equal(fixed_round(-fixed_ratio(1545, 100), 10), -155);
}

static void test_fixed__divides_by_what_is_below_zero_too(void **state)
{
	(void)state;
	assert_int_equal(fixed_div(fixed_of(7), fixed_of(-2)), -fixed_ratio(7, 2));
	assert_int_equal(fixed_div(fixed_of(-7), fixed_of(-2)), fixed_ratio(7, 2));
	assert_int_equal(fixed_div(fixed_of(1), fixed_of(-3)), -333333333);
}

static void test_fixed__stops_at_the_ends_of_its_range(void **state)
{
	(void)state;
	assert_int_equal(fixed_of(INT64_MAX), INT64_MAX);
	assert_int_equal(fixed_of(INT64_MIN), INT64_MIN);
	assert_int_equal(fixed_mul(fixed_of(100000), fixed_of(1000000)), INT64_MAX);
	assert_int_equal(fixed_div(fixed_of(-1000000000), 1), INT64_MIN);
}

static void test_sqrt__is_the_nearest_billionth(void **state)
{
	(void)state;
	assert_int_equal(fixed_sqrt(0), 0);
	assert_int_equal(fixed_sqrt(1), 31623); /* 0.000 031 622 8 */
	assert_int_equal(fixed_sqrt(fixed_of(2)), 1414213562);
	assert_int_equal(fixed_sqrt(fixed_of(3)), 1732050808);
	assert_int_equal(fixed_sqrt(fixed_of(1000000)), fixed_of(1000));
	assert_int_equal(fixed_sqrt(INT64_MAX), INT64_C(96038388349945)); /* of 9 223 372 036.854 775 807 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixed__rounds_half_away_from_zero),
		cmocka_unit_test(test_fixed__divides_by_what_is_below_zero_too),
		cmocka_unit_test(test_fixed__stops_at_the_ends_of_its_range),
		cmocka_unit_test(test_sqrt__is_the_nearest_billionth),
	};

	return RUN_TESTS(tests);
}
