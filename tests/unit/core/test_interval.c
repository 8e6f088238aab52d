#include "../../test.h"
#include "core/interval.h"

enum { HUNDRED_THOUSAND = 100000 };

static void assert_interval(struct interval i, int64_t low, int64_t high)
{
	assert_int_equal(fixed_round(i.low, HUNDRED_THOUSAND), low);
	assert_int_equal(fixed_round(i.high, HUNDRED_THOUSAND), high);
}

/* The expected values were worked out by another program, in floating point. */
static void test_interval__of_a_caseload_is_byars(void **state)
{
	(void)state;
	assert_interval(caseload_interval(fixed_of(2048), fixed_ratio(2021, 10)), 969941, 1058221);
	assert_interval(caseload_interval(fixed_of(8359), fixed_of(491)), 1666141, 1739339);
	assert_interval(caseload_interval(fixed_of(6), fixed_of(1)), 219094, 1305990);
	assert_interval(caseload_interval(fixed_of(1), fixed_of(2)), 654, 278193);
}

static void test_interval__of_no_case_begins_at_none(void **state)
{
	(void)state;
	assert_interval(caseload_interval(0, fixed_of(2)), 0, 184444);
}

static void test_difference__is_clear_if_its_interval_leaves_out_0(void **state)
{
	struct caseload_difference d = caseload_difference(fixed_of(2711), fixed_ratio(1306, 10), fixed_of(2048), fixed_ratio(2021, 10));

	(void)state;
	assert_int_equal(fixed_round(d.difference, HUNDRED_THOUSAND), 1062444);
	assert_interval(d.interval, 972822, 1152067);
	assert_true(d.is_clear);
	d = caseload_difference(fixed_of(2048), fixed_ratio(2021, 10), fixed_of(2711), fixed_ratio(1306, 10));
	assert_interval(d.interval, -1152067, -972822);
	assert_true(d.is_clear);
	d = caseload_difference(fixed_of(1027), fixed_ratio(643, 10), fixed_of(1794), fixed_ratio(1149, 10));
	assert_interval(d.interval, -85659, 157345);
	assert_false(d.is_clear);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interval__of_a_caseload_is_byars),
		cmocka_unit_test(test_interval__of_no_case_begins_at_none),
		cmocka_unit_test(test_difference__is_clear_if_its_interval_leaves_out_0),
	};

	return RUN_TESTS(tests);
}
