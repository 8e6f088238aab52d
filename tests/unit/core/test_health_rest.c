#include <stdio.h>

#include "core/health_rest.h"
#include "core/parts.h"
#include "council.h"

enum { TEAMS = 3, MOST = 7 };

static const struct health_scope WHOLE = {.team = TEAMS_ALL};

/* So many workers in each team; the first of each team hold a case. */
static const struct snapshot *council_of(const int *workers, const int *holders)
{
	struct council c = council_on("2026-03-31");

	for (int t = 0; t < TEAMS; t++) {
		const char *const codes[TEAMS] = {"first", "second", "third"};
		const int32_t team = council_team(&c, codes[t], "");

		for (int i = 0; i < workers[t]; i++) {
			char code[32], ref[32];
			int32_t post;

			snprintf(code, sizeof code, "W%d-%d", t, i);
			snprintf(ref, sizeof ref, "C%d-%d", t, i);
			post = council_worker(&c, code, team, COUNCIL_FULL_TIME);
			if (i < holders[t])
				council_hold(&c, council_add_case(&c, (struct council_case){.ref = ref, .opened = "2026-01-05", .team = team}), post,
					"2026-01-05");
		}
	}
	return council_picture(&c);
}

/* Which of the teams and, last, the whole are not told. */
static unsigned untold_of(const int *workers, const int *holders, unsigned sees)
{
	const struct snapshot *s = council_of(workers, holders);
	struct arena *a = arena_new();
	const struct loads l = loads_of_snapshot(a, s);
	bool seen[TEAMS + 1] = {false};
	unsigned untold = 0;

	for (int t = 0; t < TEAMS; t++)
		seen[t + 1] = (sees >> t & 1) != 0;
	for (int t = 0; t < TEAMS; t++)
		untold |= (unsigned)health_leaves_few(s, &l, seen, (struct health_scope){.team = t}) << t;
	untold |= (unsigned)health_leaves_few(s, &l, seen, WHOLE) << TEAMS;
	arena_free(a);
	snapshot_drop(s);
	return untold;
}

static void test_rest__a_small_team_takes_the_next_with_it(void **state)
{
	(void)state;
	assert_int_equal(untold_of((int[]){7, 6, 3}, (int[]){0, 0, 0}, 0), 6);
	assert_int_equal(untold_of((int[]){7, 6, 5}, (int[]){0, 0, 0}, 0), 0);
	assert_int_equal(untold_of((int[]){7, 2, 3}, (int[]){0, 0, 0}, 0), 6);
}

static void test_rest__a_team_of_whom_few_hold_cases_is_small(void **state)
{
	(void)state;
	assert_int_equal(untold_of((int[]){7, 6, 7}, (int[]){7, 6, 3}, 0), 6);
}

/* Their own they take off the whole: what is left is of three. */
static void test_rest__nor_is_the_whole_told_to_who_sees_all_but_few(void **state)
{
	(void)state;
	assert_int_equal(untold_of((int[]){7, 6, 3}, (int[]){0, 0, 0}, 3), 1U << 2 | 1U << TEAMS);
}

/* Whatever is not told has nobody behind it or enough, however teams are cut. */
static void test_rest__what_is_left_is_never_of_few(void **state)
{
	(void)state;
	for (int code = 0; code < (MOST + 1) * (MOST + 1) * (MOST + 1); code++)
		for (unsigned sees = 0; sees < 2; sees++) {
			const int workers[TEAMS] = {code % (MOST + 1), code / (MOST + 1) % (MOST + 1), code / ((MOST + 1) * (MOST + 1))};
			const unsigned untold = untold_of(workers, (int[TEAMS]){0}, sees);
			int left = 0;

			for (int t = 0; t < TEAMS; t++) {
				const int unseen = (sees >> t & 1) != 0 ? 0 : workers[t];

				left += (untold >> t & 1) != 0 ? unseen : 0;
				if (unseen > 0 && unseen < PARTS_PEOPLE && (untold >> t & 1) == 0)
					fail_msg("a team of %d is told", unseen);
			}
			if (left > 0 && left < PARTS_PEOPLE && (untold >> TEAMS & 1) == 0)
				fail_msg("of teams of %d, %d and %d the whole leaves %d", workers[0], workers[1], workers[2], left);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest__a_small_team_takes_the_next_with_it),
		cmocka_unit_test(test_rest__a_team_of_whom_few_hold_cases_is_small),
		cmocka_unit_test(test_rest__nor_is_the_whole_told_to_who_sees_all_but_few),
		cmocka_unit_test(test_rest__what_is_left_is_never_of_few),
	};

	return RUN_TESTS(tests);
}
