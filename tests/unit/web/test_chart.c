#include <string.h>

#include "../../test.h"
#include "exchange/scheme_library.h"
#include "web/chart.h"

enum { TODAY = 20778 };

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

/* ---- the key ---- */

static void add_held_case(struct snapshot_builder *b, int32_t id, const char *service, const char *type)
{
	struct case_row c = {.case_id = id, .ref = id == 1 ? "C1" : "C2", .owner = "", .opened = TODAY - 90, .closed = DAY_MAX,
		.last_held_until = DAY_MIN};
	struct stage_row stage = {.type = type, .stage = "", .when = {TODAY - 90, DAY_MAX}};
	struct holding_row h = {.role = HOLDING_LEAD, .share = 1000, .when = {TODAY - 90, DAY_MAX}};

	snapshot_add_case(b, &c, service, c.ref, 1);
	snapshot_add_stage(b, &stage, id);
	snapshot_add_holding(b, &h, id, 1, 1);
}

/* A worker of the children's service who holds a case of each service. */
static const struct snapshot *make_two_services(void)
{
	struct employer employer = {.id = 1, .code = "e", .name = "E", .country = "England", .time_zone = "Europe/London"};
	struct team_row team = {.team_id = 1, .code = "t", .name = "T", .parent = "", .manager = "", .manager_code = ""};
	struct person_row person = {.person_id = 1, .code = "w", .name = "W", .registration = "", .staff_id = "w"};
	struct post_row post = {.post_id = 1, .when = {TODAY - 700, DAY_MAX}, .fte_millionths = 1000000,
		.contract_minutes = 2220, .grade = "", .newly_qualified_until = DAY_MIN, .reported_cases = -1, .reported_on = DAY_MIN};
	struct snapshot_builder *b = snapshot_builder_new(&employer, TODAY);

	snapshot_add_service(b, "children", "Children", scheme_by_id("england-children-starter", 0));
	snapshot_add_service(b, "adults", "Adults", scheme_by_id("adults-starter", 0));
	snapshot_add_team(b, &team, "children");
	snapshot_add_person(b, &person);
	snapshot_add_post(b, &post, 1, 1);
	add_held_case(b, 1, "children", "care_leaver");
	add_held_case(b, 2, "adults", "mental_health_co_ordination");
	return snapshot_build(b);
}

static bool key_says(const struct key_view *key, const char *words)
{
	for (size_t i = 0; i < key->items_count; i++)
		if (strstr(key->items[i].text, words) != NULL)
			return true;
	return false;
}

static void test_key__names_each_group_as_the_scheme_of_its_cases_does(void **state)
{
	const struct snapshot *s = make_two_services();
	struct arena *a = arena_new();
	struct loads loads = loads_of_snapshot(a, s);
	int32_t post = 0;
	struct key_view key = chart_key(a, s, &loads, &post, 1);

	(void)state;
	assert_int_equal(loads.posts[0].cases, 2);
	assert_true(key_says(&key, "Mental health"));
	arena_free(a);
	snapshot_drop(s);
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
		cmocka_unit_test(test_key__names_each_group_as_the_scheme_of_its_cases_does),
		cmocka_unit_test(test_span__stays_on_its_axis),
	};

	return RUN_TESTS(tests);
}
