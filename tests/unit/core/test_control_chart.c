#include "../../test.h"
#include "core/control_chart.h"

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

#define CHART(...) \
	control_chart_of(arena, (const int64_t[]){__VA_ARGS__}, sizeof(int64_t[]){__VA_ARGS__} / sizeof(int64_t))

static void assert_signals(const struct control_chart *c, const char *expected)
{
	size_t said = 0;

	for (size_t i = 0; expected[i] != '\0'; i++) {
		assert_int_equal(c->signals[i], (unsigned)(expected[i] - '0'));
		said += expected[i] != '0';
	}
	assert_int_equal(c->signals_count, said);
}

/* By hand: mean 100; eleven moving ranges of 10; limits 100 +/- 26.6. */
static void test_chart__has_limits_at_the_mean_and_two_and_two_thirds_ranges(void **state)
{
	struct control_chart c = CHART(95, 105, 95, 105, 95, 105, 95, 105, 95, 105, 95, 105);

	(void)state;
	assert_true(c.has_limits);
	assert_int_equal(c.mean, 100);
	assert_int_equal(c.lower, 73);
	assert_int_equal(c.upper, 127);
	assert_signals(&c, "000000000000");
}

static void test_chart__of_eleven_points_gives_no_limits(void **state)
{
	struct control_chart c = CHART(95, 105, 95, 105, 95, 105, 95, 105, 95, 105, 9000);

	(void)state;
	assert_false(c.has_limits);
	assert_signals(&c, "00000000000");
}

/* By hand: ranges ten of 40 and one of 210 (mean 55.5, screen 181); without it 40. Mean 1490 / 12 = 124.2; limits at 106.4 from it. */
static void test_chart__leaves_a_single_jump_out_of_the_ranges(void **state)
{
	struct control_chart c = CHART(90, 130, 90, 130, 90, 130, 90, 130, 90, 130, 90, 300);

	(void)state;
	assert_int_equal(c.mean, 124);
	assert_int_equal(c.lower, 18);
	assert_int_equal(c.upper, 231);
	assert_signals(&c, "000000000001");
}

/* By hand: mean 1310 / 13 = 100.8; 102 and 101 are above it, 99 is below. */
static void test_chart__tells_seven_in_a_row_on_one_side(void **state)
{
	struct control_chart c = CHART(101, 99, 101, 99, 101, 99, 101, 102, 101, 102, 101, 102, 101);

	(void)state;
	assert_signals(&c, "0000002222222");
}

static void test_chart__of_six_in_a_row_on_one_side_says_nothing(void **state)
{
	struct control_chart c = CHART(101, 99, 101, 99, 101, 99, 102, 101, 102, 101, 102, 101, 99);

	(void)state;
	assert_signals(&c, "0000000000000");
}

static void test_chart__tells_seven_that_rise(void **state)
{
	struct control_chart c = CHART(100, 106, 97, 98, 99, 100, 101, 102, 103, 96, 104, 97);

	(void)state;
	assert_signals(&c, "004444444000");
}

/* By hand: mean 1429 / 14 = 102.1; ranges of 102 in all over 13: 7.85, so limits at 20.9 from it (123.0) and near-limits at 13.9
 * (116.0). */
static void test_chart__tells_two_of_three_near_one_limit(void **state)
{
	struct control_chart c = CHART(97, 103, 97, 103, 97, 103, 97, 117, 118, 97, 103, 97, 103, 97);

	(void)state;
	assert_signals(&c, "00000008800000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_chart__has_limits_at_the_mean_and_two_and_two_thirds_ranges, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__of_eleven_points_gives_no_limits, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__leaves_a_single_jump_out_of_the_ranges, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__tells_seven_in_a_row_on_one_side, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__of_six_in_a_row_on_one_side_says_nothing, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__tells_seven_that_rise, begin, end),
		cmocka_unit_test_setup_teardown(test_chart__tells_two_of_three_near_one_limit, begin, end),
	};

	return RUN_TESTS(tests);
}
