/* A measure of a health check month by month. */
#include "core/health_series.h"

#include "../../test.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void test_months__are_those_of_the_calendar_up_to_a_day(void **state)
{
	const struct health_point *p = health_months(arena, date_from_civil(2026, 3, 10), 3);

	(void)state;
	assert_int_equal(p[0].month.from, date_from_civil(2026, 1, 1));
	assert_int_equal(p[0].month.until, date_from_civil(2026, 2, 1));
	assert_int_equal(p[1].month.until, date_from_civil(2026, 3, 1));
	assert_int_equal(p[2].month.until, date_from_civil(2026, 3, 11));
	assert_false(p[0].unfinished);
	assert_true(p[2].unfinished);
}

static void test_months__that_end_with_the_day_are_over(void **state)
{
	const struct health_point *p = health_months(arena, date_from_civil(2025, 12, 31), 2);

	(void)state;
	assert_int_equal(p[1].month.from, date_from_civil(2025, 12, 1));
	assert_false(p[1].unfinished);
}

static void test_series__leaves_out_months_before_the_records(void **state)
{
	struct health_point *p = health_months(arena, date_from_civil(2026, 4, 30), 4);
	struct health_series s;

	(void)state;
	p[0].figure = health_count(0, -1);
	p[2].figure = health_count(4, -1);
	p[3].figure = health_count(0, -1);
	s = health_series_of(arena, MEASURE_CLOSURES, p, 4);
	assert_int_equal(s.points_count, 2);
	assert_int_equal(s.charted, 2);
	assert_false(s.chart.has_limits);
}

static void test_series__charts_what_is_known_of_months_that_are_over(void **state)
{
	struct health_point *p = health_months(arena, date_from_civil(2026, 3, 10), 15);
	struct health_series s;

	(void)state;
	for (int i = 0; i < 15; i++)
		p[i].figure = health_share(i == 13 ? 90 : 50 + i % 2, 100, -1);
	p[5].figure = health_unsaid();
	s = health_series_of(arena, MEASURE_DISCUSSED, p, 15);
	assert_int_equal(s.points_count, 15);
	assert_int_equal(s.charted, 13);
	assert_true(s.chart.has_limits);
	assert_true((s.points[13].signals & CONTROL_OUTSIDE) != 0);
	assert_int_equal(s.points[5].signals, 0);
	assert_false(s.points[14].charted);
}

static struct health_series of_months(enum health_measure m, int64_t one, int64_t other)
{
	struct health_point *p = health_months(arena, date_from_civil(2026, 3, 31), 24);

	for (int i = 0; i < 24; i++)
		p[i].figure = health_count(i % 5 == 0 ? one : other, -1);
	return health_series_of(arena, m, p, 24);
}

static void test_series__of_a_single_case_or_worker_has_no_limits(void **state)
{
	(void)state;
	assert_true(of_months(MEASURE_WAITING, 31, 30).chart.has_limits);
	assert_false(of_months(MEASURE_WAITING_LONGEST, 31, 30).chart.has_limits);
	assert_false(of_months(MEASURE_BEYOND_CHANCE, 2, 2).chart.has_limits);
	assert_false(of_months(MEASURE_CASES_MOST, 310, 30).judged);
	assert_int_equal(of_months(MEASURE_CASES_MOST, 310, 30).chart.signals_count, 0);
}

static void test_series__that_is_hardly_ever_more_than_one_has_no_limits(void **state)
{
	(void)state;
	assert_false(of_months(MEASURE_CLOSURES, 3, 1).chart.has_limits);
	assert_true(of_months(MEASURE_CLOSURES, 0, 3).chart.has_limits);
	assert_true(of_months(MEASURE_WAITING_MINUTES, 0, 1).chart.has_limits);
}

static void test_series__is_of_all_but_what_takes_a_picture_of_each_day(void **state)
{
	(void)state;
	assert_true(health_has_series(MEASURE_WAITING));
	assert_true(health_has_series(MEASURE_CLOSURES));
	assert_true(health_has_series(MEASURE_PAST_LINE));
	assert_false(health_has_series(MEASURE_PAST_DAYS));
	assert_true(health_is_of_records(MEASURE_TURNOVER));
	assert_false(health_is_of_records(MEASURE_USED_AGENCY));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_months__are_those_of_the_calendar_up_to_a_day),
		TEST(test_months__that_end_with_the_day_are_over),
		TEST(test_series__leaves_out_months_before_the_records),
		TEST(test_series__charts_what_is_known_of_months_that_are_over),
		TEST(test_series__of_a_single_case_or_worker_has_no_limits),
		TEST(test_series__that_is_hardly_ever_more_than_one_has_no_limits),
		TEST(test_series__is_of_all_but_what_takes_a_picture_of_each_day),
	};

	return RUN_TESTS(tests);
}
