/* The charts of the league, of figures that were published for 2025 and, where said, of none that were. */
#include <string.h>

#include "../../test.h"
#include "web/league_chart.h"

#include "base/date.h"

static struct arena *arena;
static struct league *league;
static struct league_year year;

static void put(struct league_told *row, enum statistic which, const char *cell)
{
	row->has[which] = true;
	assert_true(figure_parse(str_of(cell), &row->figures.of[which]));
}

static void tell(int of, enum area_level level, const char *code, const char *dfe_code, const char *name,
	const char *fte, const char *cases,
	const char *caseload)
{
	struct league_told row = {.year = of, .level = level, .code = str_of(code), .dfe_code = str_of(dfe_code),
		.name = str_of(name), .region = level == AREA_EMPLOYER ? STR("Somewhere") : STR("")};
	struct err err;

	put(&row, STATISTIC_CASE_HOLDERS_FTE, fte);
	put(&row, STATISTIC_CASES, cases);
	put(&row, STATISTIC_CASELOAD, caseload);
	assert_int_equal(league_tell(league, &row, &err), 0);
}

static void tell_employer(int of, const char *code, const char *dfe_code, const char *name, const char *fte,
	const char *cases, const char *caseload)
{
	tell(of, AREA_EMPLOYER, code, dfe_code, name, fte, cases, caseload);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	league = league_new(arena);
	tell_employer(2025, "E08000001", "350", "Bolton", "130.6", "2711", "20.8");
	tell_employer(2025, "E08000002", "351", "Bury", "102", "1515", "14.9");
	tell_employer(2025, "E08000003", "352", "Manchester", "287.2", "4217", "14.7");
	tell_employer(2025, "E08000012", "341", "Liverpool", "202.1", "2048", "10.1");
	tell_employer(2025, "E10000016", "886", "Kent", "491", "8359", "17.0");
	tell_employer(2025, "E06000053", "420", "Isles of Scilly", "1", "6", "6");
	tell_employer(2025, "E09000033", "213", "Westminster", "x", "x", "x");
	tell_employer(2025, "E06000061 / E06000062", "940 / 941", "North / West", "305.5", "4514", "14.8");
	year = league_year_of(arena, league, 2025);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

static const char *href(void *context, int32_t area)
{
	(void)context;
	return arena_printf(arena, "/league/%s", league_area(league, area)->code);
}

static struct league_funnel_view drawn_funnel(int32_t chosen)
{
	return league_funnel(arena, &(struct funnel_asked){league, &year, chosen, href, NULL});
}

static const struct chart_point_view *point_of(const struct league_funnel_view *v, const char *name)
{
	for (size_t i = 0; i < v->points_count; i++) {
		if (strncmp(v->points[i].words, name, strlen(name)) == 0)
			return &v->points[i];
	}
	return NULL;
}

/* A quarter of the largest stands at half. */
static void test_sizes__stand_on_a_root_scale(void **state)
{
	(void)state;
	assert_int_equal(funnel_place(0, 400000), 0);
	assert_int_equal(funnel_place(100000, 400000), 500);
	assert_int_equal(funnel_place(400000, 400000), 1000);
	assert_int_equal(funnel_place(25000, 400000), 250);
}

/* The one that is looked at is drawn in the place of the other. */
static void test_funnel__has_one_point_for_a_joint_return_whoever_is_looked_at(void **state)
{
	static const char *const CODES[] = {"E06000061", "E06000062"}, *const NAMES[] = {"North:", "West:"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct league_funnel_view v = drawn_funnel(league_find(league, CODES[i]));

		assert_int_equal(v.points_count, year.funnel.count);
		assert_true(point_of(&v, NAMES[i])->chosen);
		assert_null(point_of(&v, NAMES[1 - i]));
	}
}

static void test_funnel__has_a_point_for_each_return_with_a_number(void **state)
{
	struct league_funnel_view v = drawn_funnel(LEAGUE_NOBODY);
	const struct chart_point_view *kent = point_of(&v, "Kent:");

	(void)state;
	assert_int_equal(v.points_count, 7);
	assert_non_null(strstr(v.who, "9 employers make 8 returns, of which 7 have a point: of 1 there is no figure."));
	assert_null(point_of(&v, "Westminster:"));
	assert_non_null(kent);
	assert_string_equal(kent->x, "100%");
	/* From 5 to 25, with 25 on top: 17.0 is 8 of 20 from there. */
	assert_string_equal(kent->y, "40%");
	assert_string_equal(kent->href, "/league/E10000016");
	assert_true(point_of(&v, "Isles of Scilly:")->small);
	assert_false(point_of(&v, "Isles of Scilly:")->below);
	assert_string_equal(v.up[0].label, "5");
	assert_string_equal(v.up[0].at, "100%");
}

static void test_funnel__gives_what_stands_out_a_shape_and_a_side(void **state)
{
	struct league_funnel_view v = drawn_funnel(LEAGUE_NOBODY);
	size_t above = 0, below = 0;

	(void)state;
	for (size_t i = 0; i < v.points_count; i++) {
		assert_false(v.points[i].above && v.points[i].below);
		above += v.points[i].above ? 1 : 0;
		below += v.points[i].below ? 1 : 0;
	}
	for (size_t i = 0; i < year.count; i++) {
		enum standing s = league_standing(&year.rows[i]);

		above -= s == STANDING_HIGH || s == STANDING_VERY_HIGH ? 1 : 0;
		below -= s == STANDING_LOW || s == STANDING_VERY_LOW ? 1 : 0;
	}
	assert_int_equal(above, 0);
	assert_int_equal(below, 0);
}

/* Nobody is so small and near the middle; then somebody is; then there is one at the other end as well. */
static void test_line_of_all__is_named_where_nobody_stands(void **state)
{
	struct league_funnel_view v = drawn_funnel(LEAGUE_NOBODY);

	(void)state;
	assert_string_equal(v.centre_words, "all employers 15.4");
	assert_false(v.centre_at_end);
	tell_employer(2025, "E09000001", "201", "City of London", "7", "109", "15.6");
	year = league_year_of(arena, league, 2025);
	v = drawn_funnel(LEAGUE_NOBODY);
	assert_string_equal(v.centre_words, "all employers 15.4");
	assert_true(v.centre_at_end);
	tell_employer(2025, "E10000017", "888", "Lancashire", "480", "7488", "15.6");
	year = league_year_of(arena, league, 2025);
	v = drawn_funnel(LEAGUE_NOBODY);
	assert_string_equal(v.centre_words, "");
}

static void test_funnel__names_the_chosen_one_and_nobody_else(void **state)
{
	struct league_funnel_view v = drawn_funnel(league_find(league, "E08000002"));

	(void)state;
	assert_int_equal(v.labels_count, 1);
	assert_string_equal(v.labels[0].words, "Bury 14.9");
	assert_true(v.labels[0].always);
	assert_true(point_of(&v, "Bury:")->chosen);
	assert_false(point_of(&v, "Bolton:")->chosen);
}

/* The second half of a joint return is shown as itself on its own page. */
static void test_funnel__of_half_of_a_joint_return_has_it(void **state)
{
	struct league_funnel_view v = drawn_funnel(league_find(league, "E06000062"));

	(void)state;
	assert_non_null(point_of(&v, "West:"));
	assert_true(point_of(&v, "West:")->chosen);
}

static void test_limits__narrow_as_employers_grow(void **state)
{
	struct league_funnel_view v = drawn_funnel(LEAGUE_NOBODY);
	int x, first, last;

	(void)state;
	assert_int_equal(sscanf(v.upper_95, "M%d %d", &x, &first), 2);
	assert_int_equal(sscanf(strrchr(v.upper_95, 'L'), "L%d %d", &x, &last), 2);
	assert_int_equal(x, 1000);
	/* Downward is larger: the upper limit comes down to the centre. */
	assert_true(first < last);
	assert_int_equal(sscanf(v.lower_95, "M%d %d", &x, &first), 2);
	assert_int_equal(sscanf(strrchr(v.lower_95, 'L'), "L%d %d", &x, &last), 2);
	assert_true(first > last);
}

static void test_strip__has_the_range_and_where_it_is(void **state)
{
	struct plot_axis axis = {.from = 5000, .to = 25000, .step = 5000};
	const struct league_row *bolton = NULL, *westminster = NULL;
	struct league_strip_view strip;

	(void)state;
	for (size_t i = 0; i < year.count; i++) {
		if (year.rows[i].area == league_find(league, "E08000001"))
			bolton = &year.rows[i];
		if (year.rows[i].area == league_find(league, "E09000033"))
			westminster = &year.rows[i];
	}
	assert_non_null(bolton);
	strip = league_strip(&axis, &year, bolton);
	assert_true(strip.has_range && strip.has_point);
	assert_int_equal(strip.at, 790); /* 15.8 of 20 */
	assert_true(strip.from_998 <= strip.from_95 && strip.from_95 < strip.centre && strip.centre < strip.to_95
		&& strip.to_95 <= strip.to_998);
	strip = league_strip(&axis, &year, westminster);
	assert_false(strip.has_range || strip.has_point);
}

static void test_years__leave_a_gap_where_there_is_no_number(void **state)
{
	struct years_asked asked = {league, 2021, 2025, STATISTIC_CASELOAD, 0, LEAGUE_NOBODY, LEAGUE_NOBODY, NULL, NULL, 0};
	struct years_chart_view v;

	(void)state;
	asked.area = league_find(league, "E08000001");
	assert_false(league_years_chart(arena, &asked, &v));
	tell_employer(2021, "E08000001", "350", "Bolton", "100", "2000", "20.0");
	tell_employer(2022, "E08000001", "350", "Bolton", "100", "1000", "10.0");
	tell_employer(2023, "E08000001", "350", "Bolton", "x", "x", "x");
	tell_employer(2024, "E08000001", "350", "Bolton", "100", "1500", "15.0");
	assert_true(league_years_chart(arena, &asked, &v));
	assert_int_equal(v.points_count, 4);
	/* 20.0, 10.0, nothing, 15.0, 20.8 */
	assert_int_equal(strncmp(v.own, "M0 ", 3), 0);
	assert_non_null(strstr(v.own, "L250 "));
	assert_null(strstr(v.own, "500 "));
	assert_non_null(strstr(v.own, "M750 "));
	assert_non_null(strstr(v.own, "L1000 "));
	assert_string_equal(v.band, "");
	assert_string_equal(v.region, "");
}

/* From 20 on 30 September 2024 to 10 on 30 September 2026: the years go on until then, and a line goes from corner to
 * corner. */
static void test_years__go_on_until_what_was_promised_is_due(void **state)
{
	const struct target target = {200, 100, date_from_civil(2024, 9, 30), date_from_civil(2026, 9, 30)};
	struct years_asked asked = {league, 2024, 2025, STATISTIC_CASELOAD, 0, LEAGUE_NOBODY, LEAGUE_NOBODY, &target, NULL, 0};
	struct years_chart_view v;

	(void)state;
	asked.area = league_find(league, "E08000001");
	tell_employer(2024, "E08000001", "350", "Bolton", "100", "2000", "20.0");
	assert_true(league_years_chart(arena, &asked, &v));
	assert_string_equal(v.along[v.along_count - 1].label, "2026");
	assert_int_equal(strncmp(v.target, "M0 ", 3), 0);
	assert_non_null(strstr(v.target, "L1000 "));
	assert_non_null(strstr(v.own, "L500 "));
	asked.target = NULL;
	assert_true(league_years_chart(arena, &asked, &v));
	assert_string_equal(v.target, "");
	assert_string_equal(v.along[v.along_count - 1].label, "2025");
}

/* Half way between two returns, on the last of them, after it (which draws the years out), and long before, which
 * nobody sees. The highest of them is higher than any official figure. */
static void test_years__have_what_the_employer_published_itself(void **state)
{
	const struct years_mark marks[] = {{date_from_civil(2026, 3, 31), 31000}, {date_from_civil(2025, 9, 30), 24000},
		{date_from_civil(2025, 3, 31), 22500}, {date_from_civil(2019, 3, 31), 90000}};
	struct years_asked asked = {league, 2024, 2025, STATISTIC_CASELOAD, 0, LEAGUE_NOBODY, LEAGUE_NOBODY, NULL, marks, 4};
	struct years_chart_view v;

	(void)state;
	asked.area = league_find(league, "E08000001");
	tell_employer(2024, "E08000001", "350", "Bolton", "100", "2000", "20.0");
	assert_true(league_years_chart(arena, &asked, &v));
	assert_string_equal(v.along[v.along_count - 1].label, "2026");
	assert_int_equal(v.last, 2026);
	assert_int_equal(v.marks_count, 3);
	assert_string_equal(v.marks[0].words, "31 March 2026: 31.0");
	assert_string_equal(v.marks[1].x, "50%");
	assert_string_equal(v.marks[2].words, "31 March 2025: 22.5");
	assert_string_equal(v.marks[0].x, "74.9%");
	assert_string_equal(v.marks[2].x, "24.9%");
	assert_string_not_equal(v.marks[0].y, v.marks[1].y);
	for (size_t i = 0; i < v.up_count; i++)
		assert_string_not_equal(v.up[i].label, "90");
}

static void test_years__have_the_span_of_the_neighbours(void **state)
{
	struct years_asked asked = {league, 2024, 2025, STATISTIC_CASELOAD, 0, LEAGUE_NOBODY, LEAGUE_NOBODY, NULL, NULL, 0};
	const struct str neighbours[] = {STR("351"), STR("341"), STR("213")};
	struct years_chart_view v;

	(void)state;
	asked.area = league_find(league, "E08000001");
	tell_employer(2024, "E08000001", "350", "Bolton", "100", "2000", "20.0");
	tell_employer(2024, "E08000002", "351", "Bury", "100", "1000", "10.0");
	league_tell_neighbours(league, STR("350"), neighbours, 3);
	assert_true(league_years_chart(arena, &asked, &v));
	assert_int_equal(v.band[0], 'M');
	assert_int_equal(v.band[strlen(v.band) - 1], 'Z');
}

static void test_scatter__places_each_employer_by_both_figures(void **state)
{
	const struct evidence_point points[] = {{10000, 5000}, {20000, 15000}};
	int32_t areas[] = {league_find(league, "E08000001"), league_find(league, "E08000002")};
	struct scatter_view v = league_scatter(arena, &(struct scatter_asked){league, points, areas, 2, href, NULL});

	(void)state;
	assert_int_equal(v.points_count, 2);
	assert_string_equal(v.points[0].x, "0%");
	assert_string_equal(v.points[0].words, "Bolton: 10.0 and 5.0");
	assert_string_equal(v.points[1].href, "/league/E08000002");
	v = league_scatter(arena, &(struct scatter_asked){league, points, areas, 0, href, NULL});
	assert_int_equal(v.points_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes__stand_on_a_root_scale),
		cmocka_unit_test_setup_teardown(test_funnel__has_a_point_for_each_return_with_a_number, begin, end),
		cmocka_unit_test_setup_teardown(test_funnel__has_one_point_for_a_joint_return_whoever_is_looked_at, begin, end),
		cmocka_unit_test_setup_teardown(test_funnel__gives_what_stands_out_a_shape_and_a_side, begin, end),
		cmocka_unit_test_setup_teardown(test_line_of_all__is_named_where_nobody_stands, begin, end),
		cmocka_unit_test_setup_teardown(test_funnel__names_the_chosen_one_and_nobody_else, begin, end),
		cmocka_unit_test_setup_teardown(test_funnel__of_half_of_a_joint_return_has_it, begin, end),
		cmocka_unit_test_setup_teardown(test_limits__narrow_as_employers_grow, begin, end),
		cmocka_unit_test_setup_teardown(test_strip__has_the_range_and_where_it_is, begin, end),
		cmocka_unit_test_setup_teardown(test_years__leave_a_gap_where_there_is_no_number, begin, end),
		cmocka_unit_test_setup_teardown(test_years__go_on_until_what_was_promised_is_due, begin, end),
		cmocka_unit_test_setup_teardown(test_years__have_what_the_employer_published_itself, begin, end),
		cmocka_unit_test_setup_teardown(test_years__have_the_span_of_the_neighbours, begin, end),
		cmocka_unit_test_setup_teardown(test_scatter__places_each_employer_by_both_figures, begin, end),
	};

	return RUN_TESTS(tests);
}
