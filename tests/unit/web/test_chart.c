#include "../../test.h"
#include "web/chart.h"

static struct post_load load_of(int32_t load, int32_t capacity, int32_t line_permille)
{
	struct post_load l = {.load_minutes = load, .capacity_minutes = capacity, .line_permille = line_permille};

	if (!share_used(load, capacity, &l.used_permille))
		l.used_permille = -1;
	return l;
}

static void test_scale__reaches_the_fullest_within_bounds(void **state)
{
	(void)state;
	assert_int_equal(chart_scale(0), 1600);
	assert_int_equal(chart_scale(1600), 1600);
	assert_int_equal(chart_scale(1601), 1700);
	assert_int_equal(chart_scale(9000), 3000);
}

static void test_axis__marks_every_half_of_capacity(void **state)
{
	struct arena *a = arena_new();
	struct axis_view axis = chart_axis(a, 1600);

	(void)state;
	assert_int_equal(axis.ticks_count, 3);
	assert_int_equal(axis.ticks[1].at, 1000);
	assert_string_equal(axis.ticks[1].label, "100%");
	assert_string_equal(axis.ticks[1].percent, "62.5%");
	arena_free(a);
}

static void test_bar__ends_where_the_load_ends_whatever_the_rounding(void **state)
{
	struct arena *a = arena_new();
	struct post_load l = load_of(1000, 1509, 1000);
	struct load_bar_view bar;
	int32_t end = 0;

	(void)state;
	for (int i = 0; i < SCHEME_GROUPS; i++)
		l.group_minutes[i] = 123;
	bar = chart_load_bar(a, &l, chart_axis(a, 1600), 1600);
	assert_int_equal(bar.segments_count, SCHEME_GROUPS + 1);
	for (size_t i = 0; i < bar.segments_count; i++) {
		assert_int_equal(bar.segments[i].from, end);
		end += bar.segments[i].width;
	}
	assert_int_equal(end, l.used_permille);
	arena_free(a);
}

static void test_bar__is_cut_off_at_the_scale(void **state)
{
	struct arena *a = arena_new();
	struct post_load l = load_of(9000, 1000, -1);
	struct load_bar_view bar;

	(void)state;
	l.group_minutes[0] = 9000;
	bar = chart_load_bar(a, &l, chart_axis(a, 3000), 3000);
	assert_int_equal(bar.segments[0].width, 3000);
	assert_int_equal(bar.line, 0);
	arena_free(a);
}

static void test_bar__of_someone_away_is_empty(void **state)
{
	struct arena *a = arena_new();
	struct post_load l = load_of(100, 0, -1);

	(void)state;
	assert_true(chart_load_bar(a, &l, chart_axis(a, 1600), 1600).empty);
	arena_free(a);
}

static void test_line__lies_where_the_load_would_reach_it(void **state)
{
	struct post_load share = load_of(800, 1000, 800), count = load_of(600, 1000, 950), none = load_of(600, 1000, -1);

	(void)state;
	assert_int_equal(chart_line_at(&share, 1600), 1000);
	assert_int_equal(chart_line_at(&count, 1600), 632);
	assert_int_equal(chart_line_at(&none, 1600), 0);
}

static void test_strip__puts_equal_dots_side_by_side(void **state)
{
	struct arena *a = arena_new();
	struct post_load posts[] = {load_of(500, 1000, -1), load_of(500, 1000, -1), load_of(5000, 1000, -1), load_of(1, 0, -1)};
	struct strip_view strip;

	(void)state;
	posts[2].band = BAND_OVER;
	strip = chart_strip(a, posts, 4, chart_axis(a, 2000), 2000);
	assert_string_equal(strip.within, "M500 17h0M500 14h0");
	assert_string_equal(strip.over, "M2000 17h0");
	arena_free(a);
}

static void test_span__stays_on_its_axis(void **state)
{
	struct span_view all = chart_span((struct days){DAY_MIN, DAY_MAX}, (struct days){0, 100}, 3);
	struct span_view part = chart_span((struct days){25, 50}, (struct days){0, 100}, 3);

	(void)state;
	assert_int_equal(all.from, 0);
	assert_int_equal(all.width, 1000);
	assert_int_equal(part.from, 250);
	assert_int_equal(part.width, 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scale__reaches_the_fullest_within_bounds),
		cmocka_unit_test(test_axis__marks_every_half_of_capacity),
		cmocka_unit_test(test_bar__ends_where_the_load_ends_whatever_the_rounding),
		cmocka_unit_test(test_bar__is_cut_off_at_the_scale),
		cmocka_unit_test(test_bar__of_someone_away_is_empty),
		cmocka_unit_test(test_line__lies_where_the_load_would_reach_it),
		cmocka_unit_test(test_strip__puts_equal_dots_side_by_side),
		cmocka_unit_test(test_span__stays_on_its_axis),
	};

	return RUN_TESTS(tests);
}
