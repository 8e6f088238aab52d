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

static void assert_lines_add_up(const struct capacity *c)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->lines_count; i++)
		sum += c->lines[i].minutes;
	assert_int_equal(sum, c->minutes);
}

static struct capacity capacity_of(struct post_row post)
{
	int32_t id = world_add_post(&w, post);
	struct capacity c;

	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_lines_add_up(&c);
	return c;
}

static void test_capacity__of_a_full_week_is_1510_minutes(void **state)
{
	static const int32_t lines[] = {2220, -111, -133, -178, -155, -133};
	struct capacity c = capacity_of(world_worker(&w));

	(void)state;
	assert_int_equal(c.contract_minutes, 2220);
	assert_int_equal(c.minutes, 1510);
	assert_int_equal(c.availability, AVAILABLE);
	assert_int_equal(c.lines_count, sizeof lines / sizeof *lines);
	for (size_t i = 0; i < c.lines_count; i++)
		assert_int_equal(c.lines[i].minutes, lines[i]);
	assert_string_equal(c.lines[0].what, "Contract");
	assert_null(c.lines[0].source);
	assert_string_equal(c.lines[1].what, "Supervision and reflection");
	assert_non_null(c.lines[1].source);
}

static void test_capacity__lines_add_up_for_every_contract(void **state)
{
	int32_t ids[60];

	(void)state;
	for (int32_t i = 0; i < 60; i++) {
		struct post_row p = world_worker(&w);

		p.contract_minutes = 1 + 37 * i;
		p.newly_qualified_until = i % 2 ? DAY_MAX : DAY_MIN;
		p.agency = i % 3 == 0;
		p.when.from = w.day - i % 20;
		ids[i] = world_add_post(&w, p);
		world_add_reduction(&w, ids[i], "practice_educator", i % 7, "2026-01-01", NULL);
	}
	world_freeze_without_loads(&w);
	for (int32_t i = 0; i < 60; i++) {
		struct capacity c = world_capacity(&w, ids[i]);

		if (c.availability != OVER_REDUCED)
			assert_lines_add_up(&c);
		assert_int_equal(capacity_of_post(NULL, w.s, world_post(&w, ids[i])).minutes, c.minutes);
	}
}

static void test_capacity__keeps_a_tenth_free_for_the_newly_qualified_until_the_day(void **state)
{
	struct post_row until_tomorrow = world_worker(&w), until_today = until_tomorrow, open = until_tomorrow;
	int32_t protected, over, unknown;
	struct capacity c;

	(void)state;
	until_tomorrow.newly_qualified_until = w.day + 1;
	until_today.newly_qualified_until = w.day;
	open.newly_qualified_until = DAY_MAX;
	protected = world_add_post(&w, until_tomorrow);
	over = world_add_post(&w, until_today);
	unknown = world_add_post(&w, open);
	world_freeze_without_loads(&w);
	c = world_capacity(&w, protected);
	assert_int_equal(c.minutes, 1288);
	assert_int_equal(c.lines[c.lines_count - 1].minutes, -222);
	assert_int_equal(world_capacity(&w, over).minutes, 1510);
	assert_int_equal(world_capacity(&w, unknown).minutes, 1288);
}

static void test_capacity__ramps_up_an_agency_post_by_its_week(void **state)
{
	static const struct {
		int32_t days, minutes;
	} rows[] = {{0, 755}, {6, 755}, {7, 1132}, {13, 1132}, {14, 1510}, {400, 1510}};
	int32_t ids[6], unknown;
	struct post_row p = world_worker(&w);

	(void)state;
	p.agency = true;
	for (size_t i = 0; i < 6; i++) {
		p.when.from = w.day - rows[i].days;
		ids[i] = world_add_post(&w, p);
	}
	p.when.from = DAY_MIN;
	unknown = world_add_post(&w, p);
	world_freeze_without_loads(&w);
	for (size_t i = 0; i < 6; i++) {
		struct capacity c = world_capacity(&w, ids[i]);

		assert_int_equal(c.minutes, rows[i].minutes);
		assert_lines_add_up(&c);
		if (rows[i].minutes < 1510)
			assert_int_equal(c.lines[c.lines_count - 1].when.until, w.day - rows[i].days + 14);
	}
	assert_int_equal(world_capacity(&w, unknown).minutes, 1510);
}

static void test_capacity__ramps_up_everybody_new_and_nobody_who_has_only_moved(void **state)
{
	struct post_row p = world_worker(&w), before = p, long_ago = p;
	int32_t joiner, part_time, moved, back;

	(void)state;
	p.when.from = w.day - 3;
	joiner = world_add_post(&w, p);
	before.when = (struct days){w.day - 900, w.day - 3};
	moved = world_add_second_post(&w, world_add_post(&w, before), p);
	long_ago.when = (struct days){w.day - 900, w.day - 400};
	back = world_add_second_post(&w, world_add_post(&w, long_ago), p);
	p.contract_minutes /= 2;
	part_time = world_add_post(&w, p);
	world_freeze_without_loads(&w);
	assert_int_equal(world_capacity(&w, joiner).minutes, 755);
	assert_int_equal(world_capacity(&w, moved).minutes, 1510);
	assert_int_equal(world_capacity(&w, back).minutes, 755);
	assert_int_equal(world_capacity(&w, part_time).minutes, 377);
}

static void test_capacity__takes_reductions_in_force_off(void **state)
{
	int32_t id = world_add_post(&w, world_worker(&w));
	struct capacity c;

	(void)state;
	world_add_reduction(&w, id, "practice_educator", 200, "2026-01-01", NULL);
	world_add_reduction(&w, id, "own word", 100, "2026-03-31", "2026-04-01");
	world_add_reduction(&w, id, "duty_rota", 400, "2025-01-01", "2026-03-31");
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_int_equal(c.minutes, 1210);
	assert_int_equal(c.lines_count, 8);
	assert_lines_add_up(&c);
	assert_string_equal(c.lines[6].what, "Practice educator");
	assert_string_equal(c.lines[7].what, "own word");
	assert_null(c.lines[7].source);
}

static void test_capacity__of_an_absent_worker_is_a_state_with_an_end(void **state)
{
	int32_t id = world_add_post(&w, world_worker(&w));
	struct capacity c;

	(void)state;
	world_add_reduction(&w, id, "sickness", -1, "2026-03-01", "2026-05-01");
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_int_equal(c.minutes, 0);
	assert_int_equal(c.availability, ABSENT);
	assert_int_equal(c.absent_until, day_of("2026-05-01"));
	assert_int_equal(c.contract_minutes, 2220);
	assert_int_equal(c.lines_count, 2);
	assert_string_equal(c.lines[1].what, "Sickness");
	assert_lines_add_up(&c);
}

static void test_capacity__of_someone_absent_with_unknown_contract_is_absence(void **state)
{
	struct post_row p = world_worker(&w);
	int32_t id;

	(void)state;
	p.contract_minutes = -1;
	id = world_add_post(&w, p);
	world_add_reduction(&w, id, "maternity", -1, "2026-03-01", NULL);
	world_freeze_without_loads(&w);
	assert_int_equal(world_capacity(&w, id).availability, ABSENT);
	assert_int_equal(world_capacity(&w, id).absent_until, DAY_MAX);
}

static void test_capacity__of_too_many_reductions_is_a_slip_and_0(void **state)
{
	int32_t id = world_add_post(&w, world_worker(&w));
	struct capacity c;

	(void)state;
	world_add_reduction(&w, id, "practice_educator", 1600, "2026-01-01", NULL);
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_int_equal(c.minutes, 0);
	assert_int_equal(c.availability, OVER_REDUCED);
}

static void test_capacity__of_an_unknown_contract_is_not_known(void **state)
{
	struct post_row p = world_worker(&w);
	struct capacity c;

	(void)state;
	p.contract_minutes = -1;
	c = capacity_of(p);
	assert_int_equal(c.availability, CONTRACT_UNKNOWN);
	assert_int_equal(c.minutes, 0);
}

static void test_capacity__of_no_contracted_hours_is_a_state(void **state)
{
	struct post_row p = world_worker(&w);

	(void)state;
	p.contract_minutes = 0;
	assert_int_equal(capacity_of(p).availability, NO_CONTRACT);
}

static void test_capacity__of_a_manager_carries_no_cases(void **state)
{
	struct post_row p = world_worker(&w);
	struct capacity c;

	(void)state;
	p.role = POST_MANAGER;
	c = capacity_of(p);
	assert_int_equal(c.availability, CARRIES_NO_CASES);
	assert_int_equal(c.minutes, 0);
}

static void test_capacity__of_a_post_that_has_not_begun_is_a_state(void **state)
{
	struct post_row row = world_worker(&w);
	int32_t post;

	(void)state;
	row.when.from = w.day + 1;
	post = world_add_post(&w, row);
	world_hold(&w, world_add_case(&w, "2026-01-01", "", "", ""), post, "2026-01-01", 1000);
	world_freeze(&w);
	assert_int_equal(world_capacity(&w, post).availability, NOT_YET_IN_POST);
	assert_int_equal(world_capacity(&w, post).minutes, 0);
	assert_int_equal(world_load(&w, post)->band, BAND_NOT_AVAILABLE);
}

static void test_capacity__of_another_role_begins_with_its_first_case(void **state)
{
	struct post_row p = world_worker(&w);
	int32_t idle, holder;

	(void)state;
	p.role = POST_OTHER;
	idle = world_add_post(&w, p);
	holder = world_add_post(&w, p);
	world_hold(&w, world_add_case(&w, "2026-01-01", "assessment", "", ""), holder, "2026-01-01", 1000);
	world_freeze_without_loads(&w);
	assert_int_equal(world_capacity(&w, idle).availability, CARRIES_NO_CASES);
	assert_int_equal(world_capacity(&w, holder).minutes, 1510);
}

static void test_capacity__marks_a_personal_reason(void **state)
{
	int32_t id = world_add_post(&w, world_worker(&w));
	struct reduction_row row = {.reason = "phased_return", .minutes = 600, .when = {w.day, DAY_MAX}, .personal = true};
	struct capacity c;

	(void)state;
	snapshot_add_reduction(w.b, &row, id);
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_true(c.lines[c.lines_count - 1].personal);
	assert_false(c.lines[1].personal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void test_capacity__hides_a_reason_that_the_scheme_calls_personal_or_does_not_know(void **state)
{
	int32_t id = world_add_post(&w, world_worker(&w));
	struct capacity c;

	(void)state;
	world_add_reduction(&w, id, "practice_educator", 200, "2025-01-01", NULL);
	world_add_reduction(&w, id, "phased_return", 200, "2025-01-02", NULL);
	world_add_reduction(&w, id, "own word", 100, "2025-01-03", NULL);
	world_freeze_without_loads(&w);
	c = world_capacity(&w, id);
	assert_int_equal(c.lines_count, 9);
	assert_false(c.lines[6].personal);
	assert_true(c.lines[7].personal);
	assert_true(c.lines[8].personal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_capacity__of_a_full_week_is_1510_minutes),
		TEST(test_capacity__lines_add_up_for_every_contract),
		TEST(test_capacity__keeps_a_tenth_free_for_the_newly_qualified_until_the_day),
		TEST(test_capacity__ramps_up_an_agency_post_by_its_week),
		TEST(test_capacity__ramps_up_everybody_new_and_nobody_who_has_only_moved),
		TEST(test_capacity__takes_reductions_in_force_off),
		TEST(test_capacity__hides_a_reason_that_the_scheme_calls_personal_or_does_not_know),
		TEST(test_capacity__of_an_absent_worker_is_a_state_with_an_end),
		TEST(test_capacity__of_someone_absent_with_unknown_contract_is_absence),
		TEST(test_capacity__of_too_many_reductions_is_a_slip_and_0),
		TEST(test_capacity__of_an_unknown_contract_is_not_known),
		TEST(test_capacity__of_no_contracted_hours_is_a_state),
		TEST(test_capacity__of_a_manager_carries_no_cases),
		TEST(test_capacity__of_a_post_that_has_not_begun_is_a_state),
		TEST(test_capacity__of_another_role_begins_with_its_first_case),
		TEST(test_capacity__marks_a_personal_reason),
	};

	return RUN_TESTS(tests);
}
