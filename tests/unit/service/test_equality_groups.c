#include "service/health/equality_groups.h"

#include "../core/council.h"

struct scene {
	const struct snapshot *snapshot;
	struct arena *arena;
	struct equality_groups groups;
	struct err err;
};

/* Two workers, whose codes are Ann and Bob. */
static struct scene scene_new(void)
{
	struct scene s = {.arena = arena_new()};
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", "");

	council_worker(&c, "Ann", team, COUNCIL_FULL_TIME);
	council_worker(&c, "Bob", team, COUNCIL_FULL_TIME);
	s.snapshot = council_picture(&c);
	return s;
}

static int read_groups(struct scene *s, const char *text)
{
	return equality_groups_read(s->arena, s->snapshot, str_of(text), &s->groups, &s->err);
}

static void scene_end(struct scene *s)
{
	snapshot_drop(s->snapshot);
	arena_free(s->arena);
}

static void test_groups__are_read_as_a_spreadsheet_gives_them(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_int_equal(read_groups(&s, "worker\tsex\r\nAnn\tFemale\r\nBob\tMale\r\n"), 0);
	assert_int_equal(s.groups.names_count, 2);
	assert_string_equal(s.groups.names[s.groups.group_of[snapshot_find_person(s.snapshot, "Ann")]], "Female");
	assert_string_equal(s.groups.names[s.groups.group_of[snapshot_find_person(s.snapshot, "Bob")]], "Male");
	scene_end(&s);
}

static void test_groups__count_lines_that_name_nobody_here(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_int_equal(read_groups(&s, "Ann,one\nZoe,one\n"), 0);
	assert_int_equal(s.groups.strangers, 1);
	assert_int_equal(s.groups.group_of[snapshot_find_person(s.snapshot, "Bob")], EQUALITY_UNNAMED);
	scene_end(&s);
}

static void assert_refused(const char *text, const char *words)
{
	struct scene s = scene_new();

	assert_int_equal(read_groups(&s, text), PL_INVALID);
	assert_non_null(strstr(s.err.text, words));
	scene_end(&s);
}

static void test_groups__refuse_what_is_no_worker_and_group(void **state)
{
	(void)state;
	assert_refused("Ann,one\nBob\n", "Line 2: expected a worker");
	assert_refused("Ann,one,two\n", "Line 1: expected a worker");
	assert_refused("Ann, \n", "Line 1: expected a worker");
	assert_refused("", "at least one line");
	assert_refused("worker,group\n", "at least one line");
	assert_refused("Ann,\x01\n", "Line 1: expected the name of a group");
	assert_refused("Ann,0123456789012345678901234567890123456789012345678901234567890\n", "Line 1: expected the name of a group");
}

static void test_groups__refuse_a_worker_in_two(void **state)
{
	(void)state;
	assert_refused("Ann,one\nAnn,two\n", "Line 2: this worker stands in another group");
}

static void test_groups__are_fifty_at_most(void **state)
{
	char text[2000] = "";
	size_t n = 0;

	(void)state;
	for (int i = 0; i <= EQUALITY_GROUPS_MOST; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "Zoe,g%d\n", i);
	assert_refused(text, "Line 51: expected at most 50 groups");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups__are_read_as_a_spreadsheet_gives_them),
		cmocka_unit_test(test_groups__count_lines_that_name_nobody_here),
		cmocka_unit_test(test_groups__refuse_what_is_no_worker_and_group),
		cmocka_unit_test(test_groups__refuse_a_worker_in_two),
		cmocka_unit_test(test_groups__are_fifty_at_most),
	};

	return RUN_TESTS(tests);
}
