#include "../../test.h"
#include "core/target.h"

static const struct target FROM_24_TO_18 = {.start = 240, .goal = 180, .starts = 1000, .due = 1600};

static void test_path__is_a_straight_line_from_its_start_to_its_goal(void **state)
{
	(void)state;
	assert_int_equal(target_on(&FROM_24_TO_18, 0), 240);
	assert_int_equal(target_on(&FROM_24_TO_18, 1000), 240);
	assert_int_equal(target_on(&FROM_24_TO_18, 1300), 210);
	assert_int_equal(target_on(&FROM_24_TO_18, 1304), 210); /* 209.6 */
	assert_int_equal(target_on(&FROM_24_TO_18, 1305), 210); /* 209.5 */
	assert_int_equal(target_on(&FROM_24_TO_18, 1306), 209);
	assert_int_equal(target_on(&FROM_24_TO_18, 1600), 180);
	assert_int_equal(target_on(&FROM_24_TO_18, 9000), 180);
}

static void test_standing__is_held_against_the_path_of_its_day(void **state)
{
	(void)state;
	assert_int_equal(target_standing_on(&FROM_24_TO_18, 999, 300), TARGET_AHEAD);
	assert_int_equal(target_standing_on(&FROM_24_TO_18, 1300, 210), TARGET_ON_PATH);
	assert_int_equal(target_standing_on(&FROM_24_TO_18, 1300, 211), TARGET_BEHIND);
	assert_int_equal(target_standing_on(&FROM_24_TO_18, 1600, 180), TARGET_REACHED);
	assert_int_equal(target_standing_on(&FROM_24_TO_18, 1600, 181), TARGET_MISSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path__is_a_straight_line_from_its_start_to_its_goal),
		cmocka_unit_test(test_standing__is_held_against_the_path_of_its_day),
	};

	return RUN_TESTS(tests);
}
