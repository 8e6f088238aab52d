/* Whom a line would reach. */
#include "core/line_change.h"

#include "../../test.h"
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

static int32_t worker_with(struct post_row post, int32_t plans)
{
	int32_t id = world_add_post(&w, post);

	for (int32_t i = 0; i < plans; i++)
		world_hold(&w, world_add_case(&w, "2025-06-02", "child_protection_plan", "", ""), id, "2025-06-02", 1000);
	return id;
}

static struct roster_line line_of(enum line_scope scope, enum line_kind kind, int32_t value)
{
	return (struct roster_line){.scope = scope, .service = scope == LINE_SERVICE ? "S" : "", .kind = kind, .value = value,
		.status = LINE_POLICY, .agreed_by = ""};
}

static void assert_reaches(struct roster_line line, int32_t holds, int32_t passed)
{
	struct line_reach reach = line_reach(w.s, &w.loads, &line);

	assert_int_equal(reach.holds, holds);
	assert_int_equal(reach.passed, passed);
}

static void test_line_reach__counts_who_would_be_past_it_and_not_who_just_reaches_it(void **state)
{
	(void)state;
	(void)worker_with(world_worker(&w), 12);
	(void)worker_with(world_worker(&w), 5);
	world_freeze(&w);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 11), 2, 1);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 12), 2, 0);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 4), 2, 2);
	/* 12 plans of 126 minutes are 1,512 of 1,510. */
	assert_reaches(line_of(LINE_EMPLOYER, LINE_SHARE, 1000), 2, 1);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_SHARE, 1002), 2, 0);
}

static void test_line_reach__is_of_those_that_the_line_is_for(void **state)
{
	struct roster_line team = line_of(LINE_TEAM, LINE_COUNT, 1), other = team, post = line_of(LINE_POST, LINE_COUNT, 1),
		service = line_of(LINE_SERVICE, LINE_COUNT, 1), elsewhere = service;
	int32_t first = worker_with(world_worker(&w), 2);

	(void)state;
	(void)worker_with(world_worker(&w), 2);
	world_freeze(&w);
	team.team_id = w.s->teams[w.s->posts[world_post(&w, first)].team].team_id;
	other.team_id = team.team_id + 1;
	post.post_id = first;
	elsewhere.service = "adults";
	assert_reaches(team, 2, 2);
	assert_reaches(other, 0, 0);
	assert_reaches(post, 1, 1);
	assert_reaches(service, 2, 2);
	assert_reaches(elsewhere, 0, 0);
}

static void test_line_reach__asks_of_part_time_no_more_than_the_part_but_one_case_at_least(void **state)
{
	struct post_row half = world_worker(&w);

	(void)state;
	half.fte_millionths = 500000;
	(void)worker_with(half, 6);
	world_freeze(&w);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 12), 1, 0);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 11), 1, 1);
	assert_reaches(line_of(LINE_EMPLOYER, LINE_COUNT, 1), 1, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_line_reach__counts_who_would_be_past_it_and_not_who_just_reaches_it),
		TEST(test_line_reach__is_of_those_that_the_line_is_for),
		TEST(test_line_reach__asks_of_part_time_no_more_than_the_part_but_one_case_at_least),
	};

	return RUN_TESTS(tests);
}
