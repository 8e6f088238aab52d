#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;
static int32_t worker;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	worker = world_add_post(&w, world_worker(&w));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* Cases of a type, each in a household of its own, held by the worker since they opened. */
static void hold_cases(int32_t post, int32_t count, const char *type)
{
	for (int32_t i = 0; i < count; i++)
		world_hold(&w, world_add_case(&w, "2025-06-02", type, "", ""), post, "2025-06-02", 1000);
}

static void test_load__is_the_sum_of_share_times_weight(void **state)
{
	const struct post_load *l;

	(void)state;
	hold_cases(worker, 3, "child_protection_plan");
	world_hold(&w, world_add_case(&w, "2025-06-02", "child_in_need_plan", "", ""), worker, "2025-06-02", 500);
	world_freeze(&w);
	l = world_load(&w, worker);
	assert_int_equal(l->load_minutes, 3 * 126 + 51);
	assert_int_equal(l->capacity_minutes, 1510);
	assert_int_equal(l->used_permille, 284);
	assert_int_equal(l->group_minutes[2], 378);
	assert_int_equal(l->group_minutes[3], 51);
}

static void test_load__stops_where_its_figures_end(void **state)
{
	const struct post_load *l;

	(void)state;
	for (int32_t i = 0; i < 5; i++) {
		int32_t id = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");

		world_hold(&w, id, worker, "2025-06-02", 1000);
		world_add_task(&w, id, -1, "visit", INT32_MAX, "2026-03-31", "2026-04-01");
	}
	world_freeze(&w);
	l = world_load(&w, worker);
	assert_int_equal(l->load_minutes, INT32_MAX);
	assert_int_equal(l->group_minutes[2], INT32_MAX);
	assert_int_equal(l->high_minutes, INT32_MAX);
	assert_true(l->deviation_minutes > 0);
	assert_int_equal(l->band, BAND_OVER);
}

static void test_load__of_12_protection_plans_fills_a_week(void **state)
{
	(void)state;
	hold_cases(worker, 12, "child_protection_plan");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->load_minutes, 1512);
	assert_int_equal(world_load(&w, worker)->used_permille, 1001);
	assert_int_equal(world_load(&w, worker)->band, BAND_OVER);
}

static void test_load__counts_people_and_households(void **state)
{
	const struct post_load *l;
	int32_t twice = world_add_case(&w, "2025-06-02", "assessment", "", "H");

	(void)state;
	world_hold(&w, twice, worker, "2025-06-02", 500);
	world_hold(&w, twice, worker, "2025-07-02", 500);
	world_hold(&w, world_add_case(&w, "2025-06-02", "assessment", "", "H"), worker, "2025-06-02", 1000);
	world_hold(&w, world_add_case(&w, "2025-06-02", "assessment", "", ""), worker, "2025-06-02", 1000);
	world_hold(&w, world_add_closed(&w, "2025-06-02", "2026-03-30", "assessment", "H"), worker, "2025-06-02", 1000);
	world_freeze(&w);
	l = world_load(&w, worker);
	assert_int_equal(l->cases, 3);
	assert_int_equal(l->households, 2);
	assert_int_equal(l->closing, 1);
}

static void test_load__of_a_case_held_twice_by_one_worker_has_its_larger_share_once(void **state)
{
	int32_t twice = world_add_case(&w, "2025-06-02", "looked_after", "", "");
	int32_t half = world_add_case(&w, "2025-06-02", "looked_after", "", "");

	(void)state;
	world_hold(&w, twice, worker, "2025-06-02", 1000);
	world_hold(&w, twice, worker, "2025-07-02", 1000);
	world_hold(&w, half, worker, "2025-06-02", 200);
	world_hold(&w, half, worker, "2025-07-02", 500);
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->load_minutes, 101 + 51);
	assert_int_equal(world_load(&w, worker)->cases, 2);
	assert_int_equal(w.s->posts[world_post(&w, worker)].holdings_count, 2);
}

static void test_load__a_case_held_twice_is_no_sibling_of_its_own(void **state)
{
	int32_t twice = world_add_case(&w, "2025-06-02", "looked_after", "", "H");

	(void)state;
	world_hold(&w, twice, worker, "2025-06-02", 500);
	world_hold(&w, twice, worker, "2025-07-02", 1000);
	world_hold(&w, world_add_case(&w, "2025-06-02", "looked_after", "", "H"), worker, "2025-08-02", 1000);
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->load_minutes, 101 + 40);
}

static void test_load__a_case_without_a_weight_takes_no_siblings_place(void **state)
{
	int32_t unknown = world_add_case(&w, "2025-06-02", "falconry", "", "H");
	int32_t sibling = world_add_case(&w, "2025-06-02", "looked_after", "", "H");

	(void)state;
	world_hold(&w, unknown, worker, "2025-06-02", 1000);
	world_hold(&w, sibling, worker, "2025-07-02", 1000);
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->load_minutes, 101);
	assert_int_equal(world_weight(&w, sibling).minutes, 101);
}

/* Two looked-after siblings of one worker; the elder was closed on 1 March. The load on a day. */
static int32_t load_with_a_closed_sibling(const char *day, const char *elder_type)
{
	int32_t elder, younger;

	world_close(&w);
	world_open(&w, scheme_by_id("england-children-starter", 0), day);
	worker = world_add_post(&w, world_worker(&w));
	elder = world_add_closed(&w, "2025-06-02", "2026-03-01", elder_type, "H");
	younger = world_add_case(&w, "2025-06-02", "looked_after", "", "H");
	world_hold(&w, elder, worker, "2025-06-02", 1000);
	world_hold(&w, younger, worker, "2025-07-02", 1000);
	world_freeze(&w);
	return world_load(&w, worker)->load_minutes;
}

static void test_load__does_not_rise_when_a_sibling_is_closed(void **state)
{
	(void)state;
	assert_int_equal(load_with_a_closed_sibling("2026-02-28", "looked_after"), 101 + 40);
	assert_int_equal(load_with_a_closed_sibling("2026-03-01", "looked_after"), 101 + 40);
	/* Half of the four weeks: half of 101, and 101 x 0.7. */
	assert_int_equal(load_with_a_closed_sibling("2026-03-15", "looked_after"), 51 + 71);
	assert_int_equal(load_with_a_closed_sibling("2026-03-28", "looked_after"), 4 + 99);
	assert_int_equal(load_with_a_closed_sibling("2026-03-29", "looked_after"), 101);
}

static void test_load__goes_evenly_from_two_siblings_to_the_one_who_stays(void **state)
{
	(void)state;
	assert_int_equal(load_with_a_closed_sibling("2026-02-28", "care_leaver"), 60 + 40);
	assert_int_equal(load_with_a_closed_sibling("2026-03-01", "care_leaver"), 60 + 40);
	assert_int_equal(load_with_a_closed_sibling("2026-03-29", "care_leaver"), 101);
}

static void test_load__counts_what_cannot_be_weighed(void **state)
{
	(void)state;
	hold_cases(worker, 1, "child_protection_plan");
	hold_cases(worker, 2, "falconry");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->unweighed, 2);
	assert_int_equal(world_load(&w, worker)->cases, 3);
	assert_int_equal(world_load(&w, worker)->load_minutes, 126);
}

static void test_load__has_the_same_weights_as_the_cases(void **state)
{
	(void)state;
	for (int32_t i = 0; i < 30; i++) {
		int32_t id = i % 6 == 5 ? world_add_closed(&w, "2025-06-02", "2026-03-25", "assessment", i % 2 ? "H" : "K")
			: world_add_case(&w, "2025-06-02", "assessment", "", i % 2 ? "H" : "K");

		world_hold(&w, id, i % 5 ? worker : 0, i % 3 ? "2025-06-02" : "2026-03-20", 1000);
	}
	world_freeze(&w);
	for (size_t i = 0; i < w.s->holdings_count; i++) {
		struct weight weight = {0};

		assert_int_equal(weight_of_case(w.a, w.s, w.s->holdings[i].case_index, (int32_t)i, &weight, NULL), 0);
		assert_int_equal(w.loads.holding_minutes[i], weight.minutes);
	}
}

static void test_load__adds_the_posts_own_tasks(void **state)
{
	int32_t other = world_add_post(&w, world_worker(&w));

	(void)state;
	hold_cases(worker, 1, "child_protection_plan");
	world_add_task(&w, 0, worker, "audit", 400, "2026-03-23", "2026-04-06");
	world_add_task(&w, 0, other, "duty week", 600, "2026-03-30", "2026-04-06");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->load_minutes, 126 + 200);
	assert_int_equal(world_load(&w, other)->load_minutes, 600);
}

static void test_load__has_a_deviation_from_the_ranges_and_a_common_part(void **state)
{
	const struct post_load *l;

	(void)state;
	hold_cases(worker, 9, "child_protection_plan");
	world_freeze(&w);
	l = world_load(&w, worker);
	/* 63 / 1.2816 = 49.16 for each, x 3 for nine = 147.5; 5 % of 1134 = 56.7; together 158.0. */
	assert_int_equal(l->deviation_minutes, 158);
	assert_int_equal(l->low_minutes, 1134 - 202);
	assert_int_equal(l->high_minutes, 1134 + 202);
}

static enum band band_with(int32_t cases)
{
	world_close(&w);
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	worker = world_add_post(&w, world_worker(&w));
	hold_cases(worker, cases, "child_in_need_plan");
	world_freeze(&w);
	return world_load(&w, worker)->band;
}

static void test_band__follows_the_chance_of_being_over(void **state)
{
	(void)state;
	assert_int_equal(band_with(10), BAND_UNDER);
	assert_int_equal(band_with(11), BAND_WITHIN);
	assert_int_equal(band_with(13), BAND_WITHIN);
	assert_int_equal(band_with(14), BAND_STRETCHED);
	assert_int_equal(band_with(15), BAND_OVER);
}

static void test_band__is_over_past_a_share_line_below_capacity(void **state)
{
	(void)state;
	world_add_line(&w, LINE_SHARE, 800, LINE_POLICY);
	hold_cases(worker, 12, "child_in_need_plan");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->band, BAND_OVER);
	assert_int_equal(world_load(&w, worker)->binding_line, 0);
}

static void test_band__is_over_past_a_count_that_binds(void **state)
{
	(void)state;
	world_add_line(&w, LINE_COUNT, 5, LINE_COLLECTIVE);
	hold_cases(worker, 6, "care_leaver");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->band, BAND_OVER);
	assert_int_equal(world_load(&w, worker)->line_permille, 1200);
}

static void test_band__is_not_moved_by_an_advisory_line(void **state)
{
	(void)state;
	world_add_line(&w, LINE_COUNT, 5, LINE_ADVISORY);
	hold_cases(worker, 6, "care_leaver");
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->band, BAND_UNDER);
	assert_int_equal(world_load(&w, worker)->binding_line, -1);
}

static void test_band__of_someone_absent_is_not_under(void **state)
{
	(void)state;
	hold_cases(worker, 2, "care_leaver");
	world_add_reduction(&w, worker, "sickness", -1, "2026-03-01", NULL);
	world_freeze(&w);
	assert_int_equal(world_load(&w, worker)->band, BAND_NOT_AVAILABLE);
	assert_int_equal(world_load(&w, worker)->used_permille, -1);
	assert_int_equal(world_load(&w, worker)->load_minutes, 120);
}

static void test_band__of_an_unknown_contract_is_not_known(void **state)
{
	struct post_row p = world_worker(&w);
	int32_t unknown;

	(void)state;
	p.contract_minutes = -1;
	unknown = world_add_post(&w, p);
	hold_cases(unknown, 2, "care_leaver");
	world_freeze(&w);
	assert_int_equal(world_load(&w, unknown)->band, BAND_NOT_KNOWN);
	assert_string_equal(band_code(BAND_NOT_KNOWN), "not-known");
}

static void test_pool__divides_sums_by_sums(void **state)
{
	struct post_row half = world_worker(&w);
	struct pooled_load pool;

	(void)state;
	half.contract_minutes = 1110;
	hold_cases(worker, 12, "child_in_need_plan");
	hold_cases(world_add_post(&w, half), 2, "child_in_need_plan");
	world_freeze(&w);
	pool = pool_team(w.s, &w.loads, 0);
	assert_int_equal(pool.load_minutes, 1414);
	assert_int_equal(pool.capacity_minutes, 1510 + 755);
	assert_int_equal(pool.used_permille, 624);
	assert_int_equal(pool.cases, 14);
	assert_int_equal(pool_employer(w.s, &w.loads).load_minutes, pool.load_minutes);
}

static void test_pool__gains_no_room_from_a_manager(void **state)
{
	struct post_row manager = world_worker(&w);
	struct pooled_load pool;

	(void)state;
	manager.role = POST_MANAGER;
	hold_cases(worker, 10, "child_in_need_plan");
	hold_cases(world_add_post(&w, manager), 1, "child_in_need_plan");
	world_freeze(&w);
	pool = pool_team(w.s, &w.loads, 0);
	assert_int_equal(pool.posts, 1);
	assert_int_equal(pool.not_available, 0);
	assert_int_equal(pool.capacity_minutes, 1510);
	assert_int_equal(pool.load_minutes, 1111);
}

static void test_pool__loses_room_by_absence_and_keeps_the_work(void **state)
{
	int32_t away = world_add_post(&w, world_worker(&w));
	struct pooled_load pool;

	(void)state;
	hold_cases(worker, 10, "child_in_need_plan");
	hold_cases(away, 10, "child_in_need_plan");
	world_add_reduction(&w, away, "maternity", -1, "2026-03-01", NULL);
	world_freeze(&w);
	pool = pool_team(w.s, &w.loads, 0);
	assert_int_equal(pool.used_permille, 1338);
	assert_int_equal(pool.not_available, 1);
	assert_int_equal(pool.posts, 2);
}

static void test_pool__measures_known_contracts_only(void **state)
{
	struct post_row unknown = world_worker(&w);
	struct pooled_load pool;

	(void)state;
	unknown.contract_minutes = -1;
	hold_cases(worker, 10, "child_in_need_plan");
	hold_cases(world_add_post(&w, unknown), 10, "child_in_need_plan");
	world_freeze(&w);
	pool = pool_team(w.s, &w.loads, 0);
	assert_int_equal(pool.load_minutes, 2020);
	assert_int_equal(pool.used_permille, 669);
	assert_int_equal(pool.measured_minutes, 1010);
	assert_int_equal(pool.bands[BAND_NOT_KNOWN], 1);
}

static void test_pool__of_nobody_has_no_share(void **state)
{
	struct pooled_load pool = {0};

	(void)state;
	pool_finish(&pool);
	assert_int_equal(pool.used_permille, -1);
}

static void test_pool__of_a_person_with_two_posts_is_one_total(void **state)
{
	struct post_row half = world_worker(&w);
	struct pooled_load pool;
	int32_t second;

	(void)state;
	half.contract_minutes = 1110;
	second = world_add_second_post(&w, worker, half);
	hold_cases(worker, 3, "child_in_need_plan");
	hold_cases(second, 2, "child_in_need_plan");
	world_freeze(&w);
	pool = pool_person(w.s, &w.loads, 0);
	assert_int_equal(world_load(&w, worker)->load_minutes, 303);
	assert_int_equal(world_load(&w, second)->load_minutes, 202);
	assert_int_equal(pool.load_minutes, 505);
	assert_int_equal(pool.capacity_minutes, 1510 + 755);
	assert_int_equal(pool.posts, 2);
}

static void test_pool__of_a_person_counts_a_household_once(void **state)
{
	int32_t second = world_add_second_post(&w, worker, world_worker(&w));

	(void)state;
	world_hold(&w, world_add_case(&w, "2026-01-05", "child_in_need_plan", "", "H1"), worker, "2026-01-05", 1000);
	world_hold(&w, world_add_case(&w, "2026-01-05", "child_in_need_plan", "", "H1"), second, "2026-01-05", 1000);
	world_hold(&w, world_add_case(&w, "2026-01-05", "child_in_need_plan", "", "H2"), second, "2026-01-05", 1000);
	world_freeze(&w);
	assert_int_equal(pool_person(w.s, &w.loads, 0).households, 2);
}

static void test_people__are_persons_and_not_posts(void **state)
{
	struct people people;
	int32_t second = world_add_second_post(&w, worker, world_worker(&w));

	(void)state;
	(void)world_add_post(&w, world_worker(&w));
	hold_cases(worker, 30, "child_in_need_plan");
	hold_cases(second, 30, "child_in_need_plan");
	world_freeze(&w);
	people = people_of(w.s, &w.loads, 0);
	assert_int_equal(people.all, 2);
	assert_int_equal(people.past_line, 1);
	assert_int_equal(pool_team(w.s, &w.loads, 0).posts, 3);
	assert_int_equal(people_of(w.s, &w.loads, TEAMS_ALL).all, 2);
}

static void test_people__without_a_contract_are_not_said_to_keep_their_line(void **state)
{
	struct post_row unknown = world_worker(&w);
	struct people people;

	(void)state;
	unknown.contract_minutes = -1;
	hold_cases(world_add_post(&w, unknown), 10, "child_in_need_plan");
	world_freeze(&w);
	people = people_of(w.s, &w.loads, 0);
	assert_int_equal(people.all, 2);
	assert_int_equal(people.past_line, 0);
	assert_int_equal(people.not_known, 1);
	assert_int_equal(people.without_contract, 1);
}

static void test_load__of_an_empty_employer_is_nothing(void **state)
{
	(void)state;
	world_freeze(&w);
	assert_int_equal(w.loads.posts_count, 1);
	assert_int_equal(world_load(&w, worker)->band, BAND_UNDER);
}

static void test_load__is_told_in_cases_hours_and_per_cent(void **state)
{
	const struct post_load full = {.cases = 9, .load_minutes = 1313, .capacity_minutes = 1208, .used_permille = 1087};
	const struct post_load away = {.cases = 1, .load_minutes = 126, .used_permille = -1};

	(void)state;
	assert_string_equal(load_figures(w.a, &full), "9 cases, 21.9 of 20.1 hours a week, 109%");
	assert_string_equal(load_figures(w.a, &away), "1 case, 2.1 hours a week");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_load__is_told_in_cases_hours_and_per_cent),
		TEST(test_load__is_the_sum_of_share_times_weight),
		TEST(test_load__of_12_protection_plans_fills_a_week),
		TEST(test_load__stops_where_its_figures_end),
		TEST(test_load__counts_people_and_households),
		TEST(test_load__of_a_case_held_twice_by_one_worker_has_its_larger_share_once),
		TEST(test_load__a_case_held_twice_is_no_sibling_of_its_own),
		TEST(test_load__a_case_without_a_weight_takes_no_siblings_place),
		TEST(test_load__does_not_rise_when_a_sibling_is_closed),
		TEST(test_load__goes_evenly_from_two_siblings_to_the_one_who_stays),
		TEST(test_load__counts_what_cannot_be_weighed),
		TEST(test_load__has_the_same_weights_as_the_cases),
		TEST(test_load__adds_the_posts_own_tasks),
		TEST(test_load__has_a_deviation_from_the_ranges_and_a_common_part),
		TEST(test_band__follows_the_chance_of_being_over),
		TEST(test_band__is_over_past_a_share_line_below_capacity),
		TEST(test_band__is_over_past_a_count_that_binds),
		TEST(test_band__is_not_moved_by_an_advisory_line),
		TEST(test_band__of_someone_absent_is_not_under),
		TEST(test_band__of_an_unknown_contract_is_not_known),
		TEST(test_pool__divides_sums_by_sums),
		TEST(test_pool__gains_no_room_from_a_manager),
		TEST(test_pool__loses_room_by_absence_and_keeps_the_work),
		TEST(test_pool__measures_known_contracts_only),
		TEST(test_pool__of_nobody_has_no_share),
		TEST(test_pool__of_a_person_with_two_posts_is_one_total),
		TEST(test_pool__of_a_person_counts_a_household_once),
		TEST(test_people__are_persons_and_not_posts),
		TEST(test_people__without_a_contract_are_not_said_to_keep_their_line),
		TEST(test_load__of_an_empty_employer_is_nothing),
	};

	return RUN_TESTS(tests);
}
