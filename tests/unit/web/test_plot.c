#include <string.h>

#include "../../test.h"
#include "web/control_plot.h"
#include "web/words.h"

static void assert_axis(struct plot_axis axis, int64_t from, int64_t to, int64_t step)
{
	assert_int_equal(axis.from, from);
	assert_int_equal(axis.to, to);
	assert_int_equal(axis.step, step);
}

static void test_axis__has_marks_at_round_values(void **state)
{
	(void)state;
	assert_axis(plot_axis_of(0, 36, 4, 1), 0, 40, 10);
	assert_axis(plot_axis_of(3, 187, 4, 1), 0, 200, 50);
	assert_axis(plot_axis_of(0, 700, 4, 60), 0, 900, 300);
}

static void test_axis__leaves_zero_out_where_all_values_lie_far_above_it(void **state)
{
	(void)state;
	assert_axis(plot_axis_of(960, 1010, 4, 1), 960, 1020, 20);
	assert_axis(plot_axis_of(-30, 20, 4, 1), -40, 20, 20);
}

static void test_axis__of_one_value_has_room(void **state)
{
	struct plot_axis axis = plot_axis_of(0, 0, 4, 1);

	(void)state;
	assert_axis(axis, 0, 1, 1);
	assert_int_equal(plot_from_top(&axis, 0), 1000);
	assert_axis(plot_axis_of(7, 7, 4, 1), 7, 8, 1);
}

static void test_plot__places_values_by_the_thousandth_and_never_outside(void **state)
{
	struct plot_axis axis = {0, 30, 10};
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(plot_at(&axis, 10), 333);
	assert_int_equal(plot_from_top(&axis, 10), 667);
	assert_int_equal(plot_at(&axis, -5), 0);
	assert_int_equal(plot_at(&axis, 31), 1000);
	assert_string_equal(plot_percent(a, 625), "62.5%");
	assert_string_equal(plot_percent(a, 50), "5%");
	arena_free(a);
}

static void test_marks__stand_from_end_to_end(void **state)
{
	struct plot_axis axis = {0, 1500, 500};
	struct arena *a = arena_new();
	size_t count;
	const struct plot_mark_view *marks = plot_marks(a, &axis, true, words_percent, &count);

	(void)state;
	assert_int_equal(count, 4);
	assert_string_equal(marks[0].at, "100%");
	assert_string_equal(marks[0].label, "0%");
	assert_string_equal(marks[3].at, "0%");
	assert_string_equal(marks[3].label, "150%");
	arena_free(a);
}

static void test_marks__of_time_never_crowd(void **state)
{
	(void)state;
	assert_int_equal(plot_every(4, 4), 1);
	assert_int_equal(plot_every(12, 4), 3);
	assert_int_equal(plot_every(13, 4), 6);
	assert_int_equal(plot_every(36, 4), 12);
	assert_int_equal(plot_every(120, 4), 30);
}

/* ---- control charts ---- */

enum { MONTHS = 14 };

static struct control_plot_view plot_months(struct arena *a, const int64_t *values, size_t count, size_t unknown, struct control_chart *ret)
{
	struct control_value *told = arena_array(a, count, sizeof *told);
	int64_t known[MONTHS];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		told[i] = (struct control_value){.when = arena_printf(a, "month %zu", i), .when_short = arena_printf(a, "m%zu", i),
			.known = i != unknown, .charted = i != unknown, .value = values[i], .figure = i != unknown ? words_int(a, values[i]) : "not known", .note = ""};
		if (i != unknown)
			known[n++] = values[i];
	}
	*ret = control_chart_of(a, known, n);
	return control_plot_of(a, &(struct control_plot_told){"c", "Title", "By month", told, count, words_int, 1, NULL, 0, INT64_MAX}, ret);
}

static void test_control_plot__marks_what_is_outside_the_limits(void **state)
{
	static const int64_t VALUES[MONTHS] = {10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12, 40, 11, 12};
	struct arena *a = arena_new();
	struct control_chart chart;
	struct control_plot_view view = plot_months(a, VALUES, MONTHS, MONTHS, &chart);

	(void)state;
	assert_true(chart.has_limits);
	assert_int_equal(view.points_count, MONTHS);
	assert_true(view.points[11].outside);
	assert_false(view.points[10].outside);
	assert_true(view.outside);
	assert_string_equal(view.points[11].words, "month 11: 40, outside the limits");
	assert_string_equal(view.table.rows[2].when, "month 11");
	assert_string_equal(view.table.rows[2].says, "Outside the limits");
	assert_string_equal(view.few, "");
	assert_string_not_equal(view.band_at, "");
	arena_free(a);
}

static void test_control_plot__below_twelve_values_draws_the_line_alone_and_says_so(void **state)
{
	static const int64_t VALUES[3] = {10, 12, 40};
	struct arena *a = arena_new();
	struct control_chart chart;
	struct control_plot_view view = plot_months(a, VALUES, 3, 3, &chart);

	(void)state;
	assert_string_equal(view.mean.words, "");
	assert_string_equal(view.upper.words, "");
	assert_string_equal(view.band_at, "");
	assert_false(view.outside);
	assert_string_equal(view.path, "M166 750L500 700L833 0");
	assert_non_null(strstr(view.few, "It takes 12 figures"));
	assert_non_null(strstr(view.description, "without limits"));
	arena_free(a);
}

static void test_control_plot__breaks_the_line_where_there_is_no_value(void **state)
{
	static const int64_t VALUES[MONTHS] = {10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12, 11, 11, 40};
	struct arena *a = arena_new();
	struct control_chart chart;
	struct control_plot_view view = plot_months(a, VALUES, MONTHS, 1, &chart);

	(void)state;
	assert_int_equal(view.points_count, MONTHS - 1);
	assert_int_equal(view.table.rows_count, MONTHS);
	assert_string_equal(view.table.rows[MONTHS - 2].figure, "not known");
	assert_int_equal(strncmp(view.path, "M35 ", 4), 0);
	assert_non_null(strchr(view.path + 1, 'M'));
	/* The signals are those of the values that are known, in their order. */
	assert_true(view.points[MONTHS - 2].outside);
	assert_string_equal(view.table.rows[0].says, "Outside the limits");
	arena_free(a);
}

static void test_control_plot__has_no_limit_where_no_value_can_be(void **state)
{
	static const int64_t VALUES[MONTHS] = {1, 0, 3, 1, 0, 2, 4, 0, 1, 2, 0, 3, 1, 2};
	struct arena *a = arena_new();
	struct control_chart chart;
	struct control_plot_view view = plot_months(a, VALUES, MONTHS, MONTHS, &chart);

	(void)state;
	assert_true(chart.lower < 0);
	assert_string_equal(view.lower.words, "");
	assert_string_not_equal(view.upper.words, "");
	arena_free(a);
}

static void test_control_plot__shows_what_is_not_over_without_judging_it(void **state)
{
	static const int64_t VALUES[] = {10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12, 40, 3};
	enum { COUNT = sizeof VALUES / sizeof *VALUES };
	struct control_value told[COUNT];
	struct arena *a = arena_new();
	struct control_chart chart = control_chart_of(a, VALUES, COUNT - 1);
	struct control_plot_view view;

	(void)state;
	for (int i = 0; i < COUNT; i++)
		told[i] = (struct control_value){.when = "month", .when_short = "m", .known = true, .charted = i < COUNT - 1, .value = VALUES[i],
			.figure = "", .note = ""};
	view = control_plot_of(a, &(struct control_plot_told){"c", "Title", "By month", told, COUNT, words_int, 1, NULL, 0, INT64_MAX}, &chart);
	assert_true(view.points[COUNT - 2].outside);
	assert_true(view.points[COUNT - 1].open);
	assert_false(view.points[COUNT - 1].outside);
	assert_true(view.open);
	arena_free(a);
}

static void test_control_plot__of_nothing_known_stands(void **state)
{
	static const int64_t VALUES[1] = {0};
	struct arena *a = arena_new();
	struct control_chart chart;
	struct control_plot_view view = plot_months(a, VALUES, 1, 0, &chart);

	(void)state;
	assert_int_equal(view.points_count, 0);
	assert_string_equal(view.path, "");
	assert_int_equal(view.table.rows_count, 1);
	arena_free(a);
}

static void test_signals__are_said_in_words(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(control_signal_words(a, 0), "");
	assert_string_equal(control_signal_words(a, CONTROL_ONE_SIDE), "seven in a row on one side of the mean");
	assert_string_equal(control_signal_words(a, CONTROL_OUTSIDE | CONTROL_TREND),
		"outside the limits; seven in a row that rise, or that fall");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_axis__has_marks_at_round_values),
		cmocka_unit_test(test_axis__leaves_zero_out_where_all_values_lie_far_above_it),
		cmocka_unit_test(test_axis__of_one_value_has_room),
		cmocka_unit_test(test_plot__places_values_by_the_thousandth_and_never_outside),
		cmocka_unit_test(test_marks__stand_from_end_to_end),
		cmocka_unit_test(test_marks__of_time_never_crowd),
		cmocka_unit_test(test_control_plot__marks_what_is_outside_the_limits),
		cmocka_unit_test(test_control_plot__below_twelve_values_draws_the_line_alone_and_says_so),
		cmocka_unit_test(test_control_plot__breaks_the_line_where_there_is_no_value),
		cmocka_unit_test(test_control_plot__has_no_limit_where_no_value_can_be),
		cmocka_unit_test(test_control_plot__shows_what_is_not_over_without_judging_it),
		cmocka_unit_test(test_control_plot__of_nothing_known_stands),
		cmocka_unit_test(test_signals__are_said_in_words),
	};

	return RUN_TESTS(tests);
}
