/* The published workings of England and Wales' probation workload tool as vectors: the numbers in the names of the rows are
 * those of the list that they were read into. Where the tool itself rounds wrongly or shows no capacity as 0 %, the exact
 * answer is asked for. */
#include "core/report_period.h"
#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;
static struct scheme scheme; /* the shipped one, which a test may change */

static int set_up(void **state)
{
	(void)state;
	scheme = *scheme_by_id("probation-hmpps", 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static struct post_row officer(const char *grade, int32_t contract_minutes)
{
	struct post_row p = world_worker(&w);

	p.grade = grade;
	p.contract_minutes = contract_minutes;
	return p;
}

/* ---- points available ---- */

static struct capacity available(const char *grade, int32_t contract, int32_t reduction)
{
	int32_t id;
	struct capacity c;

	world_close(&w);
	world_open(&w, &scheme, "2026-03-31");
	id = world_add_post(&w, officer(grade, contract));
	if (reduction > 0)
		world_add_reduction(&w, id, "other", reduction, "2026-01-01", NULL);
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	return c;
}

static void test_probation__points_available_are_exact_and_cut_down_once(void **state)
{
	static const struct {
		int vector;
		int32_t contract, reduction, points; /* minutes */
	} rows[] = {
		{1, 2220, 108, 2070},
		{2, 1800, 108, 1658},
		{7, 1110, 0, 1088},
		{8, 2250, 0, 2205},
		{10, 1800, 360, 1411},
		{12, 1170, 60, 1088},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capacity c = available("PO", rows[i].contract, rows[i].reduction);
		int64_t sum = 0;

		for (size_t k = 0; k < c.lines_count; k++)
			sum += c.lines[k].minutes;
		assert_int_equal(c.minutes, rows[i].points);
		assert_int_equal(sum, rows[i].points);
	}
}

static void test_probation__points_available_take_hundredths_of_an_hour(void **state)
{
	(void)state;
	assert_int_equal(capacity_from_target(2176, 2220, 444, 3700, NULL), 1044); /* 9 */
}

static void test_probation__points_available_follow_target_and_hours_of_the_grade(void **state)
{
	static const struct scheme_grade grades[] = {
		{"PO", "PO", 7, 7 * 60, {VALUE_GUESS, "test"}},
		{"PSO", "PSO", 7, 12 * 60, {VALUE_GUESS, "test"}},
	};

	(void)state;
	scheme.grades = grades;
	scheme.grades_count = 2;
	assert_int_equal(available("PSO", 40 * 60, 0).minutes, 23); /* 3 */
	assert_int_equal(available("PO", 40 * 60, 0).minutes, 40);  /* 4 */
	assert_int_equal(available("PSO", -1, 0).minutes, 7);       /* 5 */
}

static void test_probation__an_unknown_grade_has_no_points_and_says_so(void **state)
{
	struct capacity c = available("ZZ", 2220, 0); /* 6 */

	(void)state;
	assert_int_equal(c.minutes, 0);
	assert_int_equal(c.availability, CONTRACT_UNKNOWN);
}

static void test_probation__too_many_reductions_give_0_and_a_flag(void **state)
{
	struct capacity c = available("PO", 37 * 60, 40 * 60); /* 11 */
	bool over = false;

	(void)state;
	assert_int_equal(c.minutes, 0);
	assert_int_equal(c.availability, OVER_REDUCED);
	assert_int_equal(capacity_from_target(2176, 3700, 4000, 3700, &over), 0);
	assert_true(over);
}

static void test_probation__a_manager_grade_carries_no_cases(void **state)
{
	(void)state;
	assert_int_equal(available("SPO", 2220, 0).availability, CARRIES_NO_CASES);
}

/* ---- share used ---- */

static int32_t permille(int64_t points, int64_t of)
{
	int32_t used = -1;

	assert_true(share_used(points, of, &used));
	return used;
}

static int32_t points_of(const char *code, const char *tier)
{
	return scheme.types[scheme_find_type(&scheme, code, tier)].base_minutes;
}

static void test_probation__share_used_is_rounded_once_to_a_tenth_of_a_percent(void **state)
{
	(void)state;
	assert_int_equal(permille(15, 102), 147);           /* 13 */
	assert_int_equal(permille(15 - 12 + 12, 102), 147); /* 14: the worker holds the case already */
	assert_int_equal(permille(500, 1000), 500);         /* 15 */
	assert_int_equal(permille(500 + points_of("custody", "B3"), 1000), 559); /* 16 */
	assert_int_equal(permille(0, 2176), 0);             /* 17 */
	assert_int_equal(permille(points_of("custody", "B3"), 2176), 27);
	assert_int_equal(permille(1, 2176), 0);             /* 29 */
	assert_int_equal(permille(2, 2176), 1);
}

static void test_probation__no_capacity_is_a_state_and_never_0_percent(void **state)
{
	int32_t used = 77;

	(void)state;
	assert_int_equal(permille(5, 10), 500); /* 18 */
	assert_int_equal(permille(0, 10), 0);
	assert_false(share_used(5, 0, &used));
	assert_false(share_used(3000, 0, &used)); /* 28 */
	assert_int_equal(used, 77);
}

static void test_probation__someone_away_with_points_is_not_available(void **state)
{
	int32_t id;

	(void)state;
	world_open(&w, &scheme, "2026-03-31");
	id = world_add_post(&w, officer("PO", 2220));
	world_add_reduction(&w, id, "long_term_sick", -1, "2026-01-01", NULL);
	world_hold(&w, world_add_case(&w, "2025-06-02", "licence", "A3", ""), id, "2025-06-02", 1000);
	world_freeze(&w);
	assert_int_equal(world_load(&w, id)->load_minutes, 219); /* 28 */
	assert_int_equal(world_load(&w, id)->used_permille, -1);
	assert_int_equal(world_load(&w, id)->band, BAND_NOT_AVAILABLE);
}

static struct pooled_load pool_two(int32_t load_1, int32_t capacity_1, int32_t load_2, int32_t capacity_2)
{
	struct post_load one = {.load_minutes = load_1, .capacity_minutes = capacity_1};
	struct post_load two = {.load_minutes = load_2, .capacity_minutes = capacity_2};
	struct pooled_load pool = {0};

	pool_add(&pool, &one);
	pool_add(&pool, &two);
	pool_finish(&pool);
	return pool;
}

static void test_probation__a_groups_share_is_sums_over_sums(void **state)
{
	struct pooled_load pool = pool_two(90, 100, 35, 70); /* 19 */

	(void)state;
	assert_int_equal(pool.load_minutes, 125);
	assert_int_equal(pool.capacity_minutes, 170);
	assert_int_equal(pool.used_permille, 735);
	assert_int_equal(pool_two(10, 100, 6, 70).used_permille, 94);
}

static void test_probation__a_reason_allows_its_share_of_the_contract(void **state)
{
	(void)state;
	assert_int_equal(reduction_allowance(3700, 400), 1480); /* 20, in hundredths of an hour */
	assert_int_equal(reduction_allowance(3700, 470), 1739);
	assert_int_equal(reduction_allowance(3700, -1), 3700);
	assert_int_equal(reduction_allowance(3700, 500), 1850);
}

/* ---- whole workloads ---- */

enum { KINDS = 6, TIERS = 16 };

static const char *const KIND_CODES[KINDS] = {"community", "licence", "custody", "t2a_community", "t2a_licence", "t2a_custody"};
static const char *const TIER_CODES[TIERS] = {"A3", "A2", "A1", "A0", "B3", "B2", "B1", "B0", "C3", "C2", "C1", "C0", "D3", "D2",
	"D1", "D0"};

/* A scheme of all kinds and tiers in which tier i weighs i x `step`, i from 1; with a source like the others. */
static void number_the_tiers(int32_t step)
{
	static struct scheme_type types[KINDS * TIERS + 3];
	size_t n = 0;

	for (int32_t k = 0; k < KINDS; k++) {
		for (int32_t t = 0; t < TIERS; t++)
			types[n++] = (struct scheme_type){.code = KIND_CODES[k], .stage = TIER_CODES[t], .name = "",
				.base_minutes = (t + 1) * step, .source = {VALUE_GUESS, "test"}};
	}
	for (size_t i = scheme.types_count - 3; i < scheme.types_count; i++)
		types[n++] = scheme.types[i];
	scheme.types = types;
	scheme.types_count = n;
}

static void set_base(const char *code, const char *tier, int32_t base)
{
	struct scheme_type *t = (struct scheme_type *)&scheme.types[scheme_find_type(&scheme, code, tier)];

	t->base_minutes = base;
}

static int32_t open_officer(void)
{
	world_open(&w, &scheme, "2026-03-31");
	return world_add_post(&w, officer("PO", 2220));
}

static void hold(int32_t post, int32_t count, const char *code, const char *tier, const char *factor)
{
	for (int32_t i = 0; i < count; i++) {
		int32_t id = world_add_case(&w, "2025-06-02", code, tier, "");

		if (factor[0] != '\0')
			world_add_factor(&w, id, factor);
		world_hold(&w, id, post, "2025-06-02", 1000);
	}
}

static void do_tasks(int32_t post, int32_t count, const char *kind)
{
	for (int32_t i = 0; i < count; i++)
		world_add_task(&w, 0, post, kind, -1, "2026-03-30", "2026-04-06");
}

static int32_t points(int32_t post)
{
	return world_load(&w, post)->load_minutes;
}

static void test_probation__transition_cases_have_weights_of_their_own(void **state)
{
	int32_t post;

	(void)state;
	number_the_tiers(1);
	set_base("t2a_community", "B2", 10);
	set_base("t2a_custody", "C1", 2);
	post = open_officer();
	hold(post, 10, "t2a_community", "B2", "");
	hold(post, 5, "t2a_custody", "C1", "");
	world_freeze(&w);
	assert_int_equal(points(post), 110); /* 21 */
}

static const struct scheme_task TEST_TASKS[] = {
	{"standard_report", "", 10, 0, {VALUE_GUESS, "test"}},
	{"fast_report", "", 2, 0, {VALUE_GUESS, "test"}},
	{"contact_large", "", 10, 0, {VALUE_GUESS, "test"}},
	{"contact_small", "", 2, 0, {VALUE_GUESS, "test"}},
	{"contact_large_by_other", "", -10, 0, {VALUE_GUESS, "test"}},
	{"contact_small_by_other", "", -2, 0, {VALUE_GUESS, "test"}},
};

static void test_probation__reports_and_contacts_count_for_who_does_them(void **state)
{
	int32_t writer, helper, stranger, helped;

	(void)state;
	scheme.tasks = TEST_TASKS;
	scheme.tasks_count = sizeof TEST_TASKS / sizeof *TEST_TASKS;
	writer = open_officer();
	helper = world_add_post(&w, officer("PO", 2220));
	stranger = world_add_post(&w, officer("PO", 2220));
	helped = world_add_post(&w, officer("PO", 2220));
	do_tasks(writer, 7, "standard_report");
	do_tasks(writer, 12, "fast_report");
	do_tasks(helper, 5, "contact_large");
	do_tasks(helper, 10, "contact_small");
	do_tasks(stranger, 5, "contact of a kind that nobody knows");
	do_tasks(helped, 1, "contact_large_by_other");
	do_tasks(helped, 1, "contact_small_by_other");
	world_freeze(&w);
	assert_int_equal(points(writer), 94); /* 22 */
	assert_int_equal(points(helper), 70);
	assert_int_equal(points(stranger), 0);
	assert_int_equal(points(helped), -12);
}

static const struct scheme_factor TEST_FACTORS[] = {
	{"w0", "", 0, {VALUE_GUESS, "test"}},
	{"w50", "", 500, {VALUE_GUESS, "test"}},
	{"w75", "", 750, {VALUE_GUESS, "test"}},
	{"w100", "", 1000, {VALUE_GUESS, "test"}},
};

static void use_inactive(void)
{
	scheme.factors = TEST_FACTORS;
	scheme.factors_count = sizeof TEST_FACTORS / sizeof *TEST_FACTORS;
	number_the_tiers(1);
}

static void test_probation__an_inactive_case_is_taken_off_by_its_weight(void **state)
{
	int32_t plain, none, all;

	(void)state;
	use_inactive();
	set_base("t2a_community", "A3", 10);
	plain = open_officer();
	none = world_add_post(&w, officer("PO", 2220));
	all = world_add_post(&w, officer("PO", 2220));
	hold(plain, 10, "t2a_community", "A3", "");
	hold(none, 10, "t2a_community", "A3", "w0");
	hold(all, 10, "t2a_community", "A3", "w100");
	world_freeze(&w);
	assert_int_equal(points(plain), 100); /* 23 */
	assert_int_equal(points(none), 0);
	assert_int_equal(points(all), 100);
}

/* 10 cases at 1, one each at weights 75, 50 and 50: 10 - 0.25 - 0.50 - 0.50 = 8.75. */
static void test_probation__parts_of_a_point_are_kept_in_hundredths(void **state)
{
	int32_t post;

	(void)state;
	use_inactive();
	set_base("t2a_community", "A3", 100);
	post = open_officer();
	hold(post, 7, "t2a_community", "A3", "");
	hold(post, 1, "t2a_community", "A3", "w75");
	hold(post, 2, "t2a_community", "A3", "w50");
	world_freeze(&w);
	assert_int_equal(points(post), 875); /* 23 */
}

static void test_probation__a_whole_workload_adds_up(void **state)
{
	static const struct scheme_task tasks[] = {
		{"standard_report", "", 4, 0, {VALUE_GUESS, "test"}},
		{"fast_report", "", 5, 0, {VALUE_GUESS, "test"}},
		{"parole", "", 8, 0, {VALUE_GUESS, "test"}},
		{"arms_community", "", 4, 0, {VALUE_GUESS, "test"}},
		{"arms_licence", "", 5, 0, {VALUE_GUESS, "test"}},
	};
	int32_t post;

	(void)state;
	number_the_tiers(1);
	scheme.tasks = tasks;
	scheme.tasks_count = 5;
	post = open_officer();
	for (int32_t k = 0; k < KINDS; k++) {
		for (int32_t t = 0; t < TIERS; t++) {
			bool transition = k >= 3;

			hold(post, transition ? 4 : 8, KIND_CODES[k], TIER_CODES[t], "");
			hold(post, transition ? 1 : 0, KIND_CODES[k], TIER_CODES[t], "warrant");
			hold(post, transition ? 3 : 0, KIND_CODES[k], TIER_CODES[t], "overdue_termination");
		}
	}
	do_tasks(post, 9, "standard_report");
	do_tasks(post, 7, "fast_report");
	do_tasks(post, 6, "parole");
	do_tasks(post, 2, "arms_community");
	do_tasks(post, 1, "arms_licence");
	world_freeze(&w);
	assert_int_equal(points(post), 5028); /* 27 */
	assert_int_equal(points(post), 4896 + 36 + 35 + 48 + 13);
}

/* ---- the shipped table ---- */

static void test_probation__the_shipped_table_has_every_tier(void **state)
{
	static const int32_t community[TIERS] = {206, 158, 146, 110, 146, 115, 102, 72, 79, 63, 50, 35, 51, 41, 29, 29};
	static const int32_t licence[TIERS] = {219, 175, 163, 0, 161, 132, 119, 0, 77, 65, 52, 0, 51, 43, 31, 0};
	static const int32_t custody[TIERS] = {75, 60, 59, 0, 59, 48, 47, 0, 30, 24, 23, 0, 17, 14, 13, 0};
	const int32_t *const table[KINDS] = {community, licence, custody, custody, custody, custody};

	(void)state;
	world_open(&w, &scheme, "2026-03-31");
	for (int32_t k = 0; k < KINDS; k++) {
		for (int32_t t = 0; t < TIERS; t++) {
			const char *suspended = arena_printf(w.a, "%sS", TIER_CODES[t]);

			assert_int_equal(points_of(KIND_CODES[k], TIER_CODES[t]), table[k][t]);
			assert_int_equal(points_of(KIND_CODES[k], suspended), 0);
		}
	}
	assert_int_equal(scheme_find_task(&scheme, "standard_report")->minutes, 138);
	assert_int_equal(scheme_find_task(&scheme, "fast_report")->minutes, 65);
	assert_int_equal(scheme_find_reduction(&scheme, "newly_qualified_officer")->usual_permille, 200);
}

static void test_probation__a_case_without_a_tier_counts_0(void **state)
{
	int32_t post = open_officer(), id = world_add_case(&w, "2025-06-02", "", "", "");

	(void)state;
	world_hold(&w, id, post, "2025-06-02", 1000);
	world_freeze(&w);
	assert_int_equal(world_weight(&w, id).minutes, 0);
	assert_int_equal(world_load(&w, post)->unweighed, 0);
}

/* ---- the report day ---- */

static int64_t minute(const char *day, int32_t hour, int32_t minutes)
{
	return (int64_t)day_of(day) * 1440 + hour * 60 + minutes;
}

static void test_report_day__ends_at_half_past_six_and_on_wednesdays_an_hour_later(void **state)
{
	const struct report_hours *hours = &REPORT_HOURS_PROBATION;
	struct report_period monday = report_period_at(hours, minute("2022-07-11", 9, 45));
	struct report_period wednesday = report_period_at(hours, minute("2022-07-13", 19, 15));
	struct report_period evening = report_period_at(hours, minute("2022-07-13", 19, 45));

	(void)state;
	assert_int_equal(monday.from, minute("2022-07-10", 18, 30)); /* 24 */
	assert_int_equal(monday.until, minute("2022-07-11", 18, 30));
	assert_int_equal(wednesday.from, minute("2022-07-12", 18, 30)); /* 25 */
	assert_int_equal(wednesday.until, minute("2022-07-13", 19, 30));
	assert_int_equal(evening.from, minute("2022-07-13", 19, 30)); /* 26 */
	assert_int_equal(evening.until, minute("2022-07-14", 18, 30));
}

static void test_report_day__begins_with_its_first_minute(void **state)
{
	const struct report_hours *hours = &REPORT_HOURS_PROBATION;

	(void)state;
	assert_int_equal(report_period_at(hours, minute("2022-07-11", 18, 29)).until, minute("2022-07-11", 18, 30));
	assert_int_equal(report_period_at(hours, minute("2022-07-11", 18, 30)).from, minute("2022-07-11", 18, 30));
	assert_int_equal(report_period_at(hours, minute("1969-12-31", 23, 0)).from, minute("1969-12-31", 19, 30));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_probation__points_available_are_exact_and_cut_down_once),
		TEST(test_probation__points_available_take_hundredths_of_an_hour),
		TEST(test_probation__points_available_follow_target_and_hours_of_the_grade),
		TEST(test_probation__an_unknown_grade_has_no_points_and_says_so),
		TEST(test_probation__too_many_reductions_give_0_and_a_flag),
		TEST(test_probation__a_manager_grade_carries_no_cases),
		TEST(test_probation__share_used_is_rounded_once_to_a_tenth_of_a_percent),
		TEST(test_probation__no_capacity_is_a_state_and_never_0_percent),
		TEST(test_probation__someone_away_with_points_is_not_available),
		TEST(test_probation__a_groups_share_is_sums_over_sums),
		TEST(test_probation__a_reason_allows_its_share_of_the_contract),
		TEST(test_probation__transition_cases_have_weights_of_their_own),
		TEST(test_probation__reports_and_contacts_count_for_who_does_them),
		TEST(test_probation__an_inactive_case_is_taken_off_by_its_weight),
		TEST(test_probation__parts_of_a_point_are_kept_in_hundredths),
		TEST(test_probation__a_whole_workload_adds_up),
		TEST(test_probation__the_shipped_table_has_every_tier),
		TEST(test_probation__a_case_without_a_tier_counts_0),
		TEST(test_report_day__ends_at_half_past_six_and_on_wednesdays_an_hour_later),
		TEST(test_report_day__begins_with_its_first_minute),
	};

	return RUN_TESTS(tests);
}
