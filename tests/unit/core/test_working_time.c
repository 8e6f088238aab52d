#include "../../test.h"
#include "core/working_time.h"

/* A minute of the week of Monday, 5 January 2026. */
static int64_t at(int weekday, int hour, int minute)
{
	return local_midnight(date_from_civil(2026, 1, 5) + weekday) + hour * 60 + minute;
}

static void test_working_time__runs_from_nine_to_five_on_weekdays(void **state)
{
	struct working_time t = working_time_usual();

	(void)state;
	assert_false(working_at(&t, at(0, 8, 59)));
	assert_true(working_at(&t, at(0, 9, 0)));
	assert_true(working_at(&t, at(4, 16, 59)));
	assert_false(working_at(&t, at(4, 17, 0)));
	assert_false(working_at(&t, at(5, 12, 0)));
	assert_int_equal(working_minutes(&t, at(0, 0, 0), at(7, 0, 0)), 5 * 480);
	assert_int_equal(working_minutes(&t, at(4, 16, 0), at(7, 9, 30)), 90);
	assert_int_equal(working_minutes(&t, at(2, 10, 0), at(1, 10, 0)), 0);
}

static void test_working_time__of_somebody_who_is_out_does_not_run(void **state)
{
	struct days off[] = {{local_day(at(1, 0, 0)), local_day(at(3, 0, 0))}};
	struct working_time t = working_time_usual();

	(void)state;
	t.off = off;
	t.off_count = 1;
	assert_int_equal(working_minutes(&t, at(0, 16, 0), at(3, 10, 0)), 120);
	assert_int_equal(working_deadline(&t, at(0, 16, 0), 120), at(3, 10, 0));
}

static void test_deadline__is_the_minute_by_which_the_time_has_passed(void **state)
{
	struct working_time t = working_time_usual();

	(void)state;
	assert_int_equal(working_deadline(&t, at(0, 10, 0), 0), at(0, 10, 0));
	assert_int_equal(working_deadline(&t, at(0, 10, 0), 60), at(0, 11, 0));
	assert_int_equal(working_deadline(&t, at(0, 20, 0), 480), at(1, 17, 0));
	assert_int_equal(working_deadline(&t, at(4, 16, 30), 60), at(7, 9, 30));
}

static void test_deadline__and_minutes_agree(void **state)
{
	struct days off[] = {{local_day(at(8, 0, 0)), local_day(at(9, 0, 0))}, {local_day(at(8, 0, 0)), local_day(at(10, 0, 0))}};
	struct working_time t = working_time_usual();

	(void)state;
	t.week[2] = (struct working_hours){600, 720};
	t.week[3] = (struct working_hours){0, 0};
	t.off = off;
	t.off_count = 2;
	for (int64_t from = at(0, 0, 0); from < at(10, 0, 0); from += 137)
		for (int64_t minutes = 1; minutes < 3000; minutes += 119) {
			int64_t end = working_deadline(&t, from, minutes);

			assert_int_equal(working_minutes(&t, from, end), minutes);
			assert_int_equal(working_minutes(&t, from, end - 1), minutes - 1);
		}
}

static void test_deadline__of_somebody_away_for_good_never_comes(void **state)
{
	struct days off[] = {{DAY_MIN, DAY_MAX}};
	struct working_time t = working_time_usual(), none = {.off = NULL};

	(void)state;
	t.off = off;
	t.off_count = 1;
	assert_true(working_deadline(&t, at(0, 9, 0), 1) == LOCAL_NEVER);
	assert_true(working_deadline(&none, at(0, 9, 0), 1) == LOCAL_NEVER);
	assert_int_equal(working_minutes(&none, at(0, 9, 0), at(6, 9, 0)), 0);
}

static void test_local_day__rounds_down_before_1970(void **state)
{
	(void)state;
	assert_int_equal(local_day(-1), -1);
	assert_int_equal(local_day(-MINUTES_A_DAY), -1);
	assert_int_equal(local_day(-MINUTES_A_DAY - 1), -2);
	assert_int_equal(local_day(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_working_time__runs_from_nine_to_five_on_weekdays),
		cmocka_unit_test(test_working_time__of_somebody_who_is_out_does_not_run),
		cmocka_unit_test(test_deadline__is_the_minute_by_which_the_time_has_passed),
		cmocka_unit_test(test_deadline__and_minutes_agree),
		cmocka_unit_test(test_deadline__of_somebody_away_for_good_never_comes),
		cmocka_unit_test(test_local_day__rounds_down_before_1970),
	};

	return RUN_TESTS(tests);
}
