#include "core/list_words.h"
#include "core/load.h"
#include "council.h"

enum { ROOM = 100 };

/* One team, a post of the given FTE in it, and a load of 8 cases, 1,200 minutes of 1,510. */
struct scene {
	struct council council;
	int32_t team, post_id;
	struct post_load load;
	const struct snapshot *snapshot;
	struct line_state states[ROOM];
};

static struct scene scene_of(int32_t fte_millionths)
{
	struct scene s = {.council = council_on("2026-03-31"), .load = {.cases = 8, .load_minutes = 1200, .capacity_minutes = 1510}};

	s.team = council_team(&s.council, "north", "");
	s.post_id = council_worker(&s.council, "W1", s.team, fte_millionths);
	return s;
}

static size_t states_of(struct scene *s)
{
	struct line_walk at = {0};
	size_t count = 0;

	s->snapshot = council_picture(&s->council);
	while (line_next(s->snapshot, snapshot_find_post_id(s->snapshot, s->post_id), &s->load, &at, &s->states[count]))
		assert_true(++count < ROOM);
	return count;
}

static void count_line(struct scene *s, enum line_scope scope, int32_t value, enum line_status status)
{
	council_add_line(&s->council, (struct council_line){.scope = scope, .team = s->team, .post = s->post_id, .value = value,
		.status = status});
}

static void share_line(struct scene *s, enum line_scope scope, int32_t permille, enum line_status status)
{
	council_add_line(&s->council, (struct council_line){.scope = scope, .team = s->team, .post = s->post_id, .kind = LINE_SHARE,
		.value = permille, .status = status});
}

static void test_line__a_count_goes_down_with_fte_and_is_rounded_down(void **state)
{
	struct scene s = scene_of(800000);

	(void)state;
	count_line(&s, LINE_TEAM, 12, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].limit, 9);           /* 12 x 0.8 = 9.6 */
	assert_int_equal(s.states[0].used, 8);
	assert_int_equal(s.states[0].used_permille, 889); /* 8 of 9 */
	assert_false(s.states[0].passed);
	snapshot_drop(s.snapshot);
}

static void test_line__a_count_never_goes_below_one(void **state)
{
	struct scene s = scene_of(50000);

	(void)state;
	count_line(&s, LINE_TEAM, 12, LINE_POLICY); /* 0.6 */
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].limit, 1);
	assert_true(s.states[0].passed);
	snapshot_drop(s.snapshot);
}

static void test_line__without_a_known_fte_a_count_is_the_number_itself(void **state)
{
	struct scene s = scene_of(-1);

	(void)state;
	count_line(&s, LINE_TEAM, 12, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].limit, 12);
	snapshot_drop(s.snapshot);
}

static void test_line__the_number_of_a_post_is_its_own(void **state)
{
	struct scene s = scene_of(500000);

	(void)state;
	count_line(&s, LINE_POST, 7, LINE_CONTRACT);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].limit, 7);
	assert_true(s.states[0].passed);
	assert_int_equal(s.states[0].used_permille, 1143); /* 8 of 7 */
	snapshot_drop(s.snapshot);
}

static void test_line__just_at_the_line_is_not_past_it(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	count_line(&s, LINE_TEAM, 8, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].used_permille, 1000);
	assert_false(s.states[0].passed);
	snapshot_drop(s.snapshot);
}

static void test_line__a_share_is_of_the_post_s_own_capacity(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	share_line(&s, LINE_TEAM, 750, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].limit, 1132); /* 1510 x 0.75 = 1132.5 */
	assert_int_equal(s.states[0].used, 1200);
	assert_int_equal(s.states[0].used_permille, 1060);
	assert_true(s.states[0].passed);
	snapshot_drop(s.snapshot);
}

static void test_line__someone_without_capacity_is_not_past_a_share_line(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	s.load.capacity_minutes = 0;
	share_line(&s, LINE_TEAM, 1000, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_int_equal(s.states[0].used_permille, -1);
	assert_false(s.states[0].passed);
	assert_true(s.states[0].binds); /* it is the only one, without a measure today */
	snapshot_drop(s.snapshot);
}

static void test_line__a_line_that_can_be_measured_binds_before_one_that_cannot(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	s.load.capacity_minutes = 0;
	s.load.cases = 0;
	share_line(&s, LINE_POST, 1000, LINE_POLICY);
	count_line(&s, LINE_EMPLOYER, 20, LINE_POLICY);
	assert_int_equal(states_of(&s), 2);
	assert_int_equal(s.snapshot->lines[s.states[0].line].scope, LINE_EMPLOYER);
	assert_true(s.states[0].binds);
	assert_false(s.states[1].binds);
	snapshot_drop(s.snapshot);
}

/* 8 of 20 and of 10 cases; 1200 of 1510 minutes: 400, 800 and 795 per mille. */
static void test_line__the_one_of_which_most_is_used_binds_and_stands_first(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	share_line(&s, LINE_TEAM, 1000, LINE_POLICY);
	count_line(&s, LINE_NATIONAL, 20, LINE_POLICY);
	count_line(&s, LINE_EMPLOYER, 10, LINE_POLICY);
	assert_int_equal(states_of(&s), 3);
	assert_int_equal(s.snapshot->lines[s.states[0].line].scope, LINE_EMPLOYER);
	assert_int_equal(s.states[0].used_permille, 800);
	assert_true(s.states[0].binds);
	assert_int_equal(s.snapshot->lines[s.states[1].line].scope, LINE_NATIONAL);
	assert_int_equal(s.snapshot->lines[s.states[2].line].scope, LINE_TEAM);
	assert_false(s.states[1].binds || s.states[2].binds);
	snapshot_drop(s.snapshot);
}

static void test_line__of_two_lines_alike_the_narrower_binds(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	count_line(&s, LINE_POST, 10, LINE_CONTRACT);
	count_line(&s, LINE_SERVICE, 10, LINE_COLLECTIVE);
	assert_int_equal(states_of(&s), 2);
	assert_int_equal(s.snapshot->lines[s.states[0].line].scope, LINE_POST);
	snapshot_drop(s.snapshot);
}

static void test_line__an_advisory_line_is_shown_and_never_binds(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	count_line(&s, LINE_NATIONAL, 5, LINE_ADVISORY);
	count_line(&s, LINE_TEAM, 20, LINE_POLICY);
	assert_int_equal(states_of(&s), 2);
	assert_int_equal(s.snapshot->lines[s.states[0].line].scope, LINE_TEAM);
	assert_true(s.states[0].binds);
	assert_true(s.states[1].passed);
	assert_false(s.states[1].binds);
	snapshot_drop(s.snapshot);
}

static void test_line__with_advisory_lines_alone_none_binds(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	count_line(&s, LINE_NATIONAL, 5, LINE_ADVISORY);
	count_line(&s, LINE_TEAM, 6, LINE_ADVISORY);
	assert_int_equal(states_of(&s), 2);
	assert_false(s.states[0].binds || s.states[1].binds);
	snapshot_drop(s.snapshot);
}

static void test_line__no_cases_for_a_post_is_a_line_that_one_case_passes(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	count_line(&s, LINE_POST, 0, LINE_CONTRACT);
	count_line(&s, LINE_TEAM, 4, LINE_POLICY); /* twice over, and yet not the strictest */
	assert_int_equal(states_of(&s), 2);
	assert_int_equal(s.snapshot->lines[s.states[0].line].scope, LINE_POST);
	assert_int_equal(s.states[0].used_permille, -1);
	assert_true(s.states[0].passed);
	snapshot_drop(s.snapshot);
}

static void test_line__lines_of_other_teams_and_posts_do_not_apply(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);
	int32_t south = council_team(&s.council, "south", ""), other = council_worker(&s.council, "W2", south, COUNCIL_FULL_TIME);

	(void)state;
	council_add_line(&s.council, (struct council_line){.scope = LINE_TEAM, .team = south, .value = 9, .status = LINE_POLICY});
	council_add_line(&s.council, (struct council_line){.scope = LINE_POST, .post = other, .value = 9, .status = LINE_POLICY});
	assert_int_equal(states_of(&s), 0);
	snapshot_drop(s.snapshot);
}

static void test_line__a_post_without_a_team_has_national_employer_and_own_lines(void **state)
{
	struct scene s = {.council = council_on("2026-03-31"), .load = {.cases = 1}};

	(void)state;
	s.team = council_team(&s.council, "north", "");
	s.post_id = council_worker(&s.council, "W1", 0, COUNCIL_FULL_TIME);
	for (int scope = LINE_NATIONAL; scope <= LINE_POST; scope++)
		count_line(&s, (enum line_scope)scope, 10, LINE_POLICY);
	assert_int_equal(states_of(&s), 3);
	snapshot_drop(s.snapshot);
}

static void test_line__however_many_there_are_all_are_gone_through_and_the_binding_one_first(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);

	(void)state;
	for (int32_t value = 10; value < 10 + 70; value++)
		count_line(&s, LINE_EMPLOYER, value, LINE_POLICY);
	count_line(&s, LINE_POST, 9, LINE_CONTRACT);
	assert_int_equal(states_of(&s), 71);
	assert_int_equal(s.states[0].limit, 9);
	assert_true(s.states[0].binds);
	for (size_t i = 1; i < 71; i++) {
		assert_false(s.states[i].binds);
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(s.states[i].line, s.states[j].line);
	}
	snapshot_drop(s.snapshot);
}

static void test_line__binds_nobody_where_an_employer_works_by_principles(void **state)
{
	struct scene s = scene_of(COUNCIL_FULL_TIME);
	struct snapshot principles;

	(void)state;
	count_line(&s, LINE_EMPLOYER, 10, LINE_POLICY);
	assert_int_equal(states_of(&s), 1);
	assert_true(line_binds(s.snapshot, &s.states[0]));
	principles = *s.snapshot;
	principles.employer.principles = true;
	assert_false(line_binds(&principles, &s.states[0]));
	snapshot_drop(s.snapshot);
}

static void test_line__codes_go_there_and_back(void **state)
{
	(void)state;
	for (int i = LINE_NATIONAL; i <= LINE_POST; i++)
		assert_int_equal(line_scope_from(line_scope_code((enum line_scope)i)), i);
	for (int i = LINE_COUNT; i <= LINE_SHARE; i++)
		assert_int_equal(line_kind_from(line_kind_code((enum line_kind)i)), i);
	for (int i = LINE_ADVISORY; i <= LINE_CONTRACT; i++)
		assert_int_equal(line_status_from(line_status_code((enum line_status)i)), i);
	assert_int_equal(line_scope_from("world"), -1);
	assert_int_equal(line_kind_from(""), -1);
	assert_int_equal(line_status_from("Policy"), -1);
}

static void test_line__words_of_files_have_no_blanks(void **state)
{
	(void)state;
	assert_string_equal(holding_role_in_file(HOLDING_CO_WORKER), "co-worker");
	assert_string_equal(line_scope_in_file(LINE_POST), "worker");
	assert_string_equal(line_kind_in_file(LINE_COUNT), "cases");
	assert_string_equal(line_kind_in_file(LINE_SHARE), "percent");
	assert_string_equal(line_status_in_file(LINE_COLLECTIVE), "collective-agreement");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line__a_count_goes_down_with_fte_and_is_rounded_down),
		cmocka_unit_test(test_line__a_count_never_goes_below_one),
		cmocka_unit_test(test_line__without_a_known_fte_a_count_is_the_number_itself),
		cmocka_unit_test(test_line__the_number_of_a_post_is_its_own),
		cmocka_unit_test(test_line__just_at_the_line_is_not_past_it),
		cmocka_unit_test(test_line__a_share_is_of_the_post_s_own_capacity),
		cmocka_unit_test(test_line__someone_without_capacity_is_not_past_a_share_line),
		cmocka_unit_test(test_line__a_line_that_can_be_measured_binds_before_one_that_cannot),
		cmocka_unit_test(test_line__the_one_of_which_most_is_used_binds_and_stands_first),
		cmocka_unit_test(test_line__of_two_lines_alike_the_narrower_binds),
		cmocka_unit_test(test_line__an_advisory_line_is_shown_and_never_binds),
		cmocka_unit_test(test_line__with_advisory_lines_alone_none_binds),
		cmocka_unit_test(test_line__no_cases_for_a_post_is_a_line_that_one_case_passes),
		cmocka_unit_test(test_line__lines_of_other_teams_and_posts_do_not_apply),
		cmocka_unit_test(test_line__a_post_without_a_team_has_national_employer_and_own_lines),
		cmocka_unit_test(test_line__however_many_there_are_all_are_gone_through_and_the_binding_one_first),
		cmocka_unit_test(test_line__binds_nobody_where_an_employer_works_by_principles),
		cmocka_unit_test(test_line__codes_go_there_and_back),
		cmocka_unit_test(test_line__words_of_files_have_no_blanks),
	};

	return RUN_TESTS(tests);
}
