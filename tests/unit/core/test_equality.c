#include "core/equality.h"

#include <stdio.h>

#include "council.h"

/* Workers W00, W01, ... in the order of their codes, each with so many protection cases of 126 minutes; capacity 68 % of 2,220. */
enum { CAPACITY = 1510, CASE_MINUTES = 126, WORKERS_MOST = 64 };

struct scene {
	struct council council;
	const struct snapshot *snapshot;
	struct loads loads;
	struct arena *arena;
	int32_t team, workers, refs;
	int32_t group_of[WORKERS_MOST];
};

static void scene_begin(struct scene *s)
{
	*s = (struct scene){.council = council_on("2026-03-31"), .arena = arena_new()};
	s->team = council_team(&s->council, "north", "");
}

/* Adds workers of a group who hold so many cases each. */
static void add_workers(struct scene *s, int32_t group, int people, int cases)
{
	for (int i = 0; i < people; i++) {
		char code[8], ref[16];
		int32_t post;

		(void)snprintf(code, sizeof code, "W%02d", s->workers);
		s->group_of[s->workers++] = group;
		post = council_worker(&s->council, code, s->team, COUNCIL_FULL_TIME);
		for (int k = 0; k < cases; k++) {
			int32_t kim;

			(void)snprintf(ref, sizeof ref, "C%04d", s->refs++);
			kim = council_case(&s->council, ref, "2026-01-05");
			council_stage(&s->council, kim, "protection", "2026-01-05", "");
			council_hold(&s->council, kim, post, "2026-01-05");
		}
	}
}

static struct equality_group *compare(struct scene *s, size_t names_count, size_t *ret_count)
{
	static const char *const NAMES[] = {"blue", "green", "red"};

	s->snapshot = council_picture(&s->council);
	s->loads = loads_of_snapshot(s->arena, s->snapshot);
	return equality_of(s->arena, s->snapshot, &s->loads, s->group_of, NAMES, names_count, ret_count);
}

static void scene_end(struct scene *s)
{
	snapshot_drop(s->snapshot);
	arena_free(s->arena);
}

/* 10 x 4 x 126 of 10 x 1,510 minutes: 334 per mille; 12 x 8 x 126 of 12 x 1,510: 668. */
static void test_equality__pools_loads_over_capacity(void **state)
{
	struct equality_group *groups;
	struct scene s;
	size_t count;

	(void)state;
	scene_begin(&s);
	add_workers(&s, 0, 10, 4);
	add_workers(&s, 1, 12, 8);
	groups = compare(&s, 2, &count);
	assert_int_equal(count, 2);
	assert_true(groups[0].told && groups[1].told);
	assert_int_equal(groups[0].people, 10);
	assert_int_equal(groups[0].cases, 40);
	assert_int_equal(groups[0].load_minutes, 40 * CASE_MINUTES);
	assert_int_equal(groups[0].capacity_minutes, 10 * CAPACITY);
	assert_int_equal(groups[0].used_permille, 334);
	assert_int_equal(groups[1].used_permille, 668);
	assert_int_equal(groups[1].weight_minutes, CASE_MINUTES);
	scene_end(&s);
}

static void test_equality__tells_nothing_of_few(void **state)
{
	struct equality_group *groups;
	struct scene s;
	size_t count;

	(void)state;
	scene_begin(&s);
	add_workers(&s, 0, 9, 4);
	add_workers(&s, 1, 30, 4);
	add_workers(&s, 2, 12, 4);
	groups = compare(&s, 3, &count);
	assert_false(groups[0].told);
	assert_int_equal(groups[0].cases, 0);
	assert_int_equal(groups[0].load_minutes, 0);
	assert_int_equal(groups[0].people, 9);
	scene_end(&s);
}

/* Of 51 people 42 would be told, and who knows all of them would have the 9 as what is left. */
static void test_equality__hides_what_few_would_be_left_over_from(void **state)
{
	struct equality_group *groups;
	struct scene s;
	size_t count;

	(void)state;
	scene_begin(&s);
	add_workers(&s, 0, 9, 4);
	add_workers(&s, 1, 30, 4);
	add_workers(&s, 2, 12, 4);
	groups = compare(&s, 3, &count);
	assert_true(groups[1].told);
	assert_false(groups[2].told);
	scene_end(&s);
}

static void test_equality__counts_whom_nobody_put_into_a_group(void **state)
{
	struct equality_group *groups;
	struct scene s;
	size_t count;

	(void)state;
	scene_begin(&s);
	add_workers(&s, 0, 10, 4);
	add_workers(&s, EQUALITY_UNNAMED, 11, 2);
	groups = compare(&s, 1, &count);
	assert_int_equal(count, 2);
	assert_string_equal(groups[1].name, "");
	assert_int_equal(groups[1].people, 11);
	assert_int_equal(groups[1].cases, 22);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equality__pools_loads_over_capacity),
		cmocka_unit_test(test_equality__tells_nothing_of_few),
		cmocka_unit_test(test_equality__hides_what_few_would_be_left_over_from),
		cmocka_unit_test(test_equality__counts_whom_nobody_put_into_a_group),
	};

	return RUN_TESTS(tests);
}
