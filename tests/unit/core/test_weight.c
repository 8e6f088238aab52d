#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static struct weight freeze_and_weigh(int32_t case_id)
{
	world_freeze_without_loads(&w);
	return world_weight(&w, case_id);
}

static void test_weight__is_the_base_of_the_strictest_type(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_in_need_plan", "", "");
	struct weight weight;

	(void)state;
	world_add_stage(&w, id, "child_protection_plan", "2026-02-01", NULL);
	weight = freeze_and_weigh(id);
	assert_int_equal(weight.minutes, 126);
	assert_int_equal(weight.lines_count, 1);
	assert_string_equal(weight.lines[0].what, "Child protection plan");
	assert_int_equal(weight.lines[0].source->state, VALUE_STANDARD);
}

static void test_weight__has_the_range_of_the_scheme(void **state)
{
	struct weight weight = freeze_and_weigh(world_add_case(&w, "2025-01-01", "child_protection_plan", "", ""));

	(void)state;
	assert_int_equal(weight.low, 63);
	assert_int_equal(weight.high, 189);
}

static void test_weight__multiplies_by_a_factor_and_says_so(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "");
	struct weight weight;

	(void)state;
	world_add_factor(&w, id, "interpreter");
	world_add_factor(&w, id, "a word that the scheme does not know");
	weight = freeze_and_weigh(id);
	assert_int_equal(weight.minutes, 145);
	assert_int_equal(weight_line_of(&weight, WEIGHT_FACTOR)->minutes, 19);
	assert_int_equal(weight_line_of(&weight, WEIGHT_FACTOR)->permille, 1150);
	assert_int_equal(weight.lines_count, 2);
}

static void test_weight__holds_factors_within_bounds(void **state)
{
	static const struct scheme_factor factors[] = {{"a", "A", 2000, {VALUE_GUESS, "x"}}, {"b", "B", 1999, {VALUE_GUESS, "x"}}};
	struct scheme scheme = *scheme_by_id("england-children-starter", 0);
	struct weight weight;
	int32_t id;

	(void)state;
	world_close(&w);
	scheme.factors = factors;
	scheme.factors_count = 2;
	world_open(&w, &scheme, "2026-03-31");
	id = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "");
	world_add_factor(&w, id, "a");
	world_add_factor(&w, id, "b");
	weight = freeze_and_weigh(id);
	assert_int_equal(weight.minutes, 315);
	assert_int_equal(weight_line_of(&weight, WEIGHT_BOUND)->minutes, 315 - 504);
	assert_int_equal(weight.lines_count, 4);
}

static void test_weight__counts_a_further_sibling_with_the_same_holder_in_part(void **state)
{
	int32_t one = world_add_post(&w, world_worker(&w)), other = world_add_post(&w, world_worker(&w));
	int32_t first = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "H");
	int32_t second = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "H");
	int32_t third = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "H");
	struct weight weight;

	(void)state;
	world_hold(&w, second, one, "2025-01-01", 1000);
	world_hold(&w, first, one, "2024-12-31", 1000);
	world_hold(&w, third, other, "2025-01-01", 1000);
	world_freeze_without_loads(&w);
	weight = world_weight(&w, second);
	assert_int_equal(world_weight(&w, first).minutes, 126);
	assert_int_equal(weight.minutes, 50);
	assert_int_equal(weight_line_of(&weight, WEIGHT_SIBLING)->minutes, -76);
	assert_int_equal(world_weight(&w, third).minutes, 126);
}

static void test_weight__multiplies_by_a_factor_once_however_often_it_is_told(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "looked_after", "", "");
	struct factor_row again = {.code = "interpreter", .when = {w.day - 30, DAY_MAX}};

	(void)state;
	world_add_factor(&w, id, "interpreter");
	snapshot_add_factor(w.b, &again, id);
	world_freeze_without_loads(&w);
	assert_int_equal(world_weight(&w, id).minutes, 116);
}

static void test_weight__adds_the_work_of_two_enquiries_that_overlap_once(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "");

	(void)state;
	world_add_stage(&w, id, "section_47_enquiry", "2026-03-23", NULL);
	world_add_stage(&w, id, "section_47_enquiry", "2026-03-30", NULL);
	world_freeze_without_loads(&w);
	assert_int_equal(world_weight(&w, id).minutes, 126 + 200);
}

static void test_weight__spreads_a_task_over_its_working_weeks(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_in_need_plan", "", "");
	struct weight weight;

	(void)state;
	world_add_task(&w, id, 0, "report for panel", 480, "2026-03-23", "2026-04-20");
	world_add_task(&w, id, 0, "over already", 480, "2026-03-02", "2026-03-30");
	weight = freeze_and_weigh(id);
	assert_int_equal(weight.minutes, 101 + 120);
	assert_int_equal(weight_line_of(&weight, WEIGHT_TASK)->minutes, 120);
	assert_string_equal(weight_line_of(&weight, WEIGHT_TASK)->what, "report for panel");
	assert_null(weight_line_of(&weight, WEIGHT_TASK)->source);
}

static void test_weight__takes_a_tasks_minutes_and_span_from_the_scheme(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "care_proceedings", "", "");
	struct weight weight;

	(void)state;
	world_add_task(&w, id, 0, "court_attendance", -1, "2026-02-02", NULL);
	weight = freeze_and_weigh(id);
	assert_int_equal(weight_line_of(&weight, WEIGHT_TASK)->minutes, 46);
	assert_int_equal(weight_line_of(&weight, WEIGHT_TASK)->source->state, VALUE_MEASURED);
}

static void test_weight__shows_a_task_without_minutes(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_in_need_plan", "", "");
	struct weight weight;

	(void)state;
	world_add_task(&w, id, 0, "unknown work", -1, "2026-03-30", "2026-04-30");
	weight = freeze_and_weigh(id);
	assert_int_equal(weight.minutes, 101);
	assert_string_equal(weight_line_of(&weight, WEIGHT_TASK)->what, "unknown work");
}

static void test_task__is_never_more_a_week_than_all_of_it(void **state)
{
	(void)state;
	assert_int_equal(task_minutes_a_week(480, 0), 480);
	assert_int_equal(task_minutes_a_week(480, 1), 480);
	assert_int_equal(task_minutes_a_week(480, 5), 480);
	assert_int_equal(task_minutes_a_week(480, 10), 240);
	assert_int_equal(task_minutes_a_week(600, 15), 200);
	assert_int_equal(task_minutes_a_week(7, 10), 4);
	assert_int_equal(task_minutes_a_week(-7, 10), -3);
}

static int32_t enquiry_weight(const char *day)
{
	int32_t id, minutes;

	world_close(&w);
	world_open(&w, scheme_by_id("england-children-starter", 0), day);
	id = world_add_case(&w, "2026-03-02", "assessment", "", "");
	world_add_stage(&w, id, "section_47_enquiry", "2026-03-09", "2026-05-01");
	minutes = freeze_and_weigh(id).minutes;
	return minutes;
}

static void test_weight__counts_an_enquiry_on_top_of_the_assessment_for_15_working_days(void **state)
{
	(void)state;
	assert_int_equal(enquiry_weight("2026-03-06"), 126);
	assert_int_equal(enquiry_weight("2026-03-09"), 126 + 200);
	assert_int_equal(enquiry_weight("2026-03-29"), 126 + 200);
	assert_int_equal(enquiry_weight("2026-03-30"), 126);
}

static void test_weight__counts_an_enquiry_beside_a_stricter_type(void **state)
{
	int32_t id = world_add_case(&w, "2025-03-02", "looked_after", "", "");

	(void)state;
	world_add_stage(&w, id, "section_47_enquiry", "2026-03-30", NULL);
	assert_int_equal(freeze_and_weigh(id).minutes, 101 + 200);
}

static void test_weight__adds_a_surge_in_force(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_in_need_plan", "", "");

	(void)state;
	world_add_surge(&w, id, 90, "placement broke down");
	assert_int_equal(freeze_and_weigh(id).minutes, 191);
}

/* 126 by the scheme, 180 by the holder's word; what comes and goes is on top of it, and leaves nothing behind. */
static void test_weight__adds_a_crisis_to_the_holders_word_and_not_within_it(void **state)
{
	int32_t plain = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "");
	int32_t said = world_add_case(&w, "2025-01-01", "child_protection_plan", "", "");
	int32_t both = world_add_case(&w, "2025-01-01", "child_protection_plan", "", ""), post = world_add_post(&w, world_worker(&w));
	struct weight weight;

	(void)state;
	world_hold(&w, both, post, "2026-03-31", 1000);
	world_add_surge(&w, plain, 180, "court");
	world_add_view(&w, said, 180);
	world_add_view(&w, both, 180);
	world_add_surge(&w, both, 180, "court");
	world_add_task(&w, both, 0, "report for panel", 60, "2026-03-31", "2026-04-07");
	world_freeze_without_loads(&w);
	assert_int_equal(world_weight(&w, plain).minutes, 126 + 180);
	assert_int_equal(world_weight(&w, said).minutes, 180);
	weight = world_weight(&w, both);
	assert_int_equal(weight.minutes, 180 + 180 + 60 + 30);
	assert_int_equal(weight.standing, 180);
	assert_int_equal(weight_line_of(&weight, WEIGHT_VIEW)->minutes, 54);
	assert_int_equal(world_weight(&w, plain).standing, 126);
}

static void test_weight__says_a_crisis_and_the_holders_word_in_words(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "child_in_need_plan", "", "");
	struct view_row view = {.minutes = 180, .why = "risk", .when = {w.day - 3, DAY_MAX}};
	struct weight weight;

	(void)state;
	world_add_surge(&w, id, 90, "breakdown");
	snapshot_add_view(w.b, &view, id);
	weight = freeze_and_weigh(id);
	assert_string_equal(weight_line_of(&weight, WEIGHT_SURGE)->what, "A crisis: an arrangement has broken down");
	assert_string_equal(weight_line_of(&weight, WEIGHT_VIEW)->what, "Its holder’s word: risk has risen");
}

static void test_weight__adds_hand_over_for_four_weeks_with_a_new_holder(void **state)
{
	static const struct {
		const char *from;
		int32_t minutes;
	} rows[] = {{"2025-06-02", 101}, {"2026-03-03", 101}, {"2026-03-04", 131}, {"2026-03-31", 131}};
	int32_t ids[4], post = world_add_post(&w, world_worker(&w));

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		ids[i] = world_add_case(&w, "2025-06-02", "child_in_need_plan", "", "");
		world_hold(&w, ids[i], post, rows[i].from, 1000);
	}
	world_freeze_without_loads(&w);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(world_weight(&w, ids[i]).minutes, rows[i].minutes);
}

static void test_weight__has_no_hand_over_for_a_case_that_began_with_its_holder(void **state)
{
	int32_t id = world_add_case(&w, "2026-03-23", "child_in_need_plan", "", "");

	(void)state;
	world_hold(&w, id, world_add_post(&w, world_worker(&w)), "2026-03-23", 1000);
	assert_int_equal(freeze_and_weigh(id).minutes, 101);
}

static void test_weight__of_a_closing_case_tapers_to_0_over_four_weeks(void **state)
{
	static const struct {
		const char *closed;
		int32_t minutes;
	} rows[] = {{"2026-03-31", 126}, {"2026-03-30", 122}, {"2026-03-17", 63}, {"2026-03-04", 5}};
	int32_t ids[4];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		ids[i] = world_add_closed(&w, "2025-06-02", rows[i].closed, "child_protection_plan", "");
	world_freeze_without_loads(&w);
	for (size_t i = 0; i < 4; i++) {
		struct weight weight = world_weight(&w, ids[i]);

		assert_int_equal(weight.minutes, rows[i].minutes);
		assert_int_equal(weight.lines[weight.lines_count - 1].reason, WEIGHT_TAPER);
	}
}

static void test_weight__of_siblings_closed_together_stays_what_it_was(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w));
	int32_t first = world_add_closed(&w, "2025-06-02", "2026-03-31", "child_protection_plan", "H");
	int32_t second = world_add_closed(&w, "2025-06-02", "2026-03-31", "child_protection_plan", "H");

	(void)state;
	world_hold(&w, first, post, "2025-06-02", 1000);
	world_hold(&w, second, post, "2025-06-02", 1000);
	world_freeze_without_loads(&w);
	assert_int_equal(world_weight(&w, first).minutes, 126);
	assert_int_equal(world_weight(&w, second).minutes, 50);
}

static void test_weight__of_work_that_the_scheme_does_not_know_is_refused(void **state)
{
	int32_t id = world_add_case(&w, "2025-01-01", "falconry", "", "");
	struct weight weight = {.minutes = 77};
	struct err err = {0};

	(void)state;
	world_freeze_without_loads(&w);
	assert_int_equal(weight_of_case(w.a, w.s, world_case(&w, id), -1, &weight, &err), PL_NOT_FOUND);
	assert_int_equal(weight.minutes, 77);
	assert_string_equal(err.text,
		"case C0002: the scheme \"England children, starter values\" has no weight for work of type \"falconry\"");
}

static void test_weight__lines_add_up_whatever_comes_together(void **state)
{
	static const char *const types[] = {"care_proceedings", "looked_after", "child_protection_plan", "assessment", "care_leaver"};
	int32_t ids[40], post = world_add_post(&w, world_worker(&w));

	(void)state;
	for (int32_t i = 0; i < 40; i++) {
		const char *opened = i % 2 ? "2025-06-02" : "2026-03-20", *household = i % 3 ? "H" : "";

		ids[i] = i % 5 == 4 ? world_add_closed(&w, opened, "2026-03-26", types[i % 5], household)
			: world_add_case(&w, opened, types[i % 5], "", household);
		world_hold(&w, ids[i], post, "2026-03-20", 1000);
		if (i % 4)
			world_add_factor(&w, ids[i], "interpreter");
		if (i % 7 == 0)
			world_add_stage(&w, ids[i], "section_47_enquiry", "2026-03-23", NULL);
		world_add_task(&w, ids[i], 0, "court_statement", i % 2 ? -1 : 35 * i, "2026-03-24", "2026-04-20");
	}
	world_freeze_without_loads(&w);
	for (int32_t i = 0; i < 40; i++)
		assert_true(world_weight(&w, ids[i]).minutes > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_weight__is_the_base_of_the_strictest_type),
		TEST(test_weight__has_the_range_of_the_scheme),
		TEST(test_weight__multiplies_by_a_factor_and_says_so),
		TEST(test_weight__holds_factors_within_bounds),
		TEST(test_weight__counts_a_further_sibling_with_the_same_holder_in_part),
		TEST(test_weight__multiplies_by_a_factor_once_however_often_it_is_told),
		TEST(test_weight__adds_the_work_of_two_enquiries_that_overlap_once),
		TEST(test_weight__spreads_a_task_over_its_working_weeks),
		TEST(test_weight__takes_a_tasks_minutes_and_span_from_the_scheme),
		TEST(test_weight__shows_a_task_without_minutes),
		TEST(test_task__is_never_more_a_week_than_all_of_it),
		TEST(test_weight__counts_an_enquiry_on_top_of_the_assessment_for_15_working_days),
		TEST(test_weight__counts_an_enquiry_beside_a_stricter_type),
		TEST(test_weight__adds_a_surge_in_force),
		TEST(test_weight__adds_a_crisis_to_the_holders_word_and_not_within_it),
		TEST(test_weight__says_a_crisis_and_the_holders_word_in_words),
		TEST(test_weight__adds_hand_over_for_four_weeks_with_a_new_holder),
		TEST(test_weight__has_no_hand_over_for_a_case_that_began_with_its_holder),
		TEST(test_weight__of_a_closing_case_tapers_to_0_over_four_weeks),
		TEST(test_weight__of_siblings_closed_together_stays_what_it_was),
		TEST(test_weight__of_work_that_the_scheme_does_not_know_is_refused),
		TEST(test_weight__lines_add_up_whatever_comes_together),
	};

	return RUN_TESTS(tests);
}
