#include "../../test.h"
#include "core/health_told.h"

#include <string.h>

static struct health_figure figures[HEALTH_MEASURES];

static void told_to(struct health_hearer hearer, enum health_measure m, int32_t people)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[m] = health_share(1, 2, people);
	health_withhold(&hearer, figures);
}

static bool tells(struct health_hearer hearer, enum health_measure m, int32_t people)
{
	told_to(hearer, m, people);
	return figures[m].known == HEALTH_KNOWN;
}

static const struct health_hearer HEAD = {.sees_figures = true, .sees_allocations = true};
static const struct health_hearer COLLEAGUE = {.sees_figures = true};

static void test_told__all_to_who_sees_the_allocations(void **state)
{
	(void)state;
	assert_true(tells(HEAD, MEASURE_CASES_MOST, 1));
	assert_true(tells(HEAD, MEASURE_DECLINED, 2));
	assert_true(tells(HEAD, MEASURE_PAST_SPELL, 1));
}

static void test_told__sums_of_a_team_to_all_where_enough_are_behind_them(void **state)
{
	(void)state;
	assert_true(tells(COLLEAGUE, MEASURE_LOAD_MEAN, 5));
	assert_false(tells(COLLEAGUE, MEASURE_LOAD_MEAN, 4));
	assert_false(tells(COLLEAGUE, MEASURE_CASES_MOST, 1));
	assert_true(tells(COLLEAGUE, MEASURE_WAITING, -1));
}

static void test_told__nothing_is_left_of_what_is_not(void **state)
{
	(void)state;
	told_to(COLLEAGUE, MEASURE_LOAD_MEAN, 4);
	assert_int_equal(figures[MEASURE_LOAD_MEAN].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_LOAD_MEAN].part, 0);
	assert_int_equal(figures[MEASURE_LOAD_MEAN].whole, 0);
	assert_int_equal(figures[MEASURE_LOAD_MEAN].value, 0);
	assert_int_equal(figures[MEASURE_LOAD_MEAN].people, -1);
}

static void test_told__of_few_what_their_board_tells_and_nothing_else(void **state)
{
	static const enum health_measure ON_THE_BOARD[] = {MEASURE_USED, MEASURE_CAPACITY, MEASURE_DEMAND, MEASURE_GAP,
		MEASURE_OVER, MEASURE_NOT_KNOWN};
	static const enum health_measure BESIDE_IT[] = {MEASURE_GAP_FTE, MEASURE_LINE_FTE, MEASURE_FULL_TIME_CAPACITY,
		MEASURE_LOAD_MEAN, MEASURE_CASES_HELD, MEASURE_CASES_MEDIAN, MEASURE_OVER_30, MEASURE_PAST_LINE};
	const struct health_hearer nobody = {.sees_figures = false};

	(void)state;
	for (size_t i = 0; i < sizeof ON_THE_BOARD / sizeof *ON_THE_BOARD; i++) {
		assert_true(tells(COLLEAGUE, ON_THE_BOARD[i], 3));
		assert_false(tells(nobody, ON_THE_BOARD[i], 3));
	}
	for (size_t i = 0; i < sizeof BESIDE_IT / sizeof *BESIDE_IT; i++)
		assert_false(tells(COLLEAGUE, BESIDE_IT[i], 3));
}

/* Of a team of three nothing goes beyond the board: what is told of it is what the board shows, and all of that. */
static void test_told__of_a_small_team_exactly_what_its_board_shows(void **state)
{
	static const char *const BOARD[] = {"used", "capacity", "demand", "gap", "under", "within", "stretched", "over",
		"not-available", "not-known", "waiting", "waiting-longest"};
	size_t told = 0;

	(void)state;
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		const char *code = health_measure_row((enum health_measure)m)->code;
		bool on_board = false;

		for (size_t i = 0; i < sizeof BOARD / sizeof *BOARD; i++)
			on_board |= strcmp(BOARD[i], code) == 0;
		told += on_board;
		if (tells(COLLEAGUE, (enum health_measure)m, 3) != on_board)
			fail_msg("%s: the board and the health check tell different things", code);
	}
	assert_int_equal(told, sizeof BOARD / sizeof *BOARD);
}

static bool tells_tails(struct health_hearer hearer, int over_30, int over_40, enum health_measure m)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[MEASURE_OVER_30] = health_share(over_30, 40, 40);
	figures[MEASURE_OVER_40] = health_share(over_40, 40, 40);
	health_withhold(&hearer, figures);
	return figures[m].known == HEALTH_KNOWN;
}

static void test_told__not_that_one_worker_has_many_cases(void **state)
{
	(void)state;
	assert_true(tells_tails(COLLEAGUE, 5, 0, MEASURE_OVER_30));
	assert_true(tells_tails(COLLEAGUE, 5, 0, MEASURE_OVER_40));
	assert_false(tells_tails(COLLEAGUE, 1, 0, MEASURE_OVER_30));
	assert_false(tells_tails(COLLEAGUE, 36, 0, MEASURE_OVER_30));
	assert_false(tells_tails(COLLEAGUE, 8, 6, MEASURE_OVER_40));
	assert_true(tells_tails(HEAD, 8, 1, MEASURE_OVER_40));
}

/* By nearest rank the ninth decile of nine people or fewer is the one with the most. */
static void test_told__a_rank_only_among_twenty(void **state)
{
	(void)state;
	assert_false(tells(COLLEAGUE, MEASURE_CASES_P90, 9));
	assert_false(tells(COLLEAGUE, MEASURE_LOAD_P90, 19));
	assert_false(tells(COLLEAGUE, MEASURE_CASES_MEDIAN, 19));
	assert_true(tells(COLLEAGUE, MEASURE_LOAD_P90, 20));
	assert_true(tells(HEAD, MEASURE_LOAD_P90, 5));
}

static void test_told__the_longest_spell_is_one_persons(void **state)
{
	(void)state;
	assert_false(tells(COLLEAGUE, MEASURE_PAST_SPELL, 30));
}

/* One colleague is away, and how many of their cases wait is how many they had. */
static void test_told__what_waits_in_somebodys_name_only_of_all(void **state)
{
	struct health_hearer of_all = COLLEAGUE;

	(void)state;
	of_all.whole_employer = true;
	assert_false(tells(COLLEAGUE, MEASURE_ABSENT_HELD, -1));
	assert_false(tells(COLLEAGUE, MEASURE_MANAGER_HELD, -1));
	assert_true(tells(of_all, MEASURE_ABSENT_HELD, -1));
	assert_true(tells(HEAD, MEASURE_ABSENT_HELD, -1));
}

static void test_told__how_work_is_given_only_of_all_and_of_a_quarter_that_is_over(void **state)
{
	struct health_hearer hearer = COLLEAGUE;

	(void)state;
	assert_false(tells(hearer, MEASURE_DECLINED, 50));
	hearer.whole_employer = true;
	assert_false(tells(hearer, MEASURE_DECLINED, 50));
	hearer.quarter_over = true;
	assert_true(tells(hearer, MEASURE_DECLINED, 50));
	hearer.whole_employer = false;
	assert_false(tells(hearer, MEASURE_DECLINED, 50));
}

/* A manager of twelve takes their own from the figure of all: what is left would be of two. */
static void test_told__nothing_that_leaves_few_when_the_own_team_is_taken_off(void **state)
{
	struct health_hearer hearer = {.sees_figures = true, .whole_employer = true, .quarter_over = true, .people_seen = 12};

	(void)state;
	assert_false(tells(hearer, MEASURE_DECLINED, 14));
	assert_true(tells(hearer, MEASURE_DECLINED, 17));
}

static void test_told__hours_of_few_only_to_who_hears_the_words(void **state)
{
	struct health_hearer manager = HEAD;

	(void)state;
	manager.hears_words = true;
	assert_false(tells(HEAD, MEASURE_OWED, 3));
	assert_true(tells(HEAD, MEASURE_OWED, 5));
	assert_true(tells(manager, MEASURE_OWED, 3));
}

static void test_told__of_two_groups_neither_where_one_is_of_few(void **state)
{
	(void)state;
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[MEASURE_USED_AGENCY] = health_share(1, 2, 4);
	figures[MEASURE_USED_PERMANENT] = health_share(1, 2, 40);
	health_withhold(&HEAD, figures);
	assert_int_equal(figures[MEASURE_USED_AGENCY].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_USED_PERMANENT].known, HEALTH_UNTOLD);
}

static void test_told__what_was_never_said_is_still_unsaid(void **state)
{
	const struct health_hearer nobody = {.sees_figures = false};

	(void)state;
	told_to(nobody, MEASURE_USED, 50);
	assert_int_equal(figures[MEASURE_USED].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_LINE_PRICE].known, HEALTH_UNSAID);
}

/* ---- month by month ---- */

static bool tells_month(struct health_hearer hearer, enum health_measure m, int32_t people)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[m] = health_share(1, 2, people);
	health_withhold_month(&hearer, figures);
	return figures[m].known == HEALTH_KNOWN;
}

static void test_months__are_told_whole_to_who_sees_the_allocations(void **state)
{
	(void)state;
	assert_true(tells_month(HEAD, MEASURE_CASES_MOST, 1));
	assert_true(tells_month(HEAD, MEASURE_DECLINED, 2));
}

static void test_months__of_boards_are_told_however_few_are_behind_them(void **state)
{
	const struct health_hearer nobody = {.sees_figures = false};

	(void)state;
	assert_true(tells_month(COLLEAGUE, MEASURE_OVER, 1));
	assert_false(tells_month(nobody, MEASURE_OVER, 1));
}

static void test_months__of_loads_and_what_waits_need_enough_people(void **state)
{
	(void)state;
	assert_true(tells_month(COLLEAGUE, MEASURE_LOAD_MEAN, 5));
	assert_false(tells_month(COLLEAGUE, MEASURE_LOAD_MEAN, 4));
	assert_false(tells_month(COLLEAGUE, MEASURE_LOAD_MEAN, 0));
	assert_true(tells_month(COLLEAGUE, MEASURE_NEVER_HELD, -1));
	assert_false(tells_month(COLLEAGUE, MEASURE_CASES_MOST, 30));
	assert_false(tells_month(COLLEAGUE, MEASURE_ABSENT_HELD, -1));
}

/* Not even of the whole employer: a quarter tells them, and a month less would tell who has come or gone. */
static void test_months__of_what_happened_are_told_to_nobody_else(void **state)
{
	const struct health_hearer of_all = {.sees_figures = true, .whole_employer = true, .quarter_over = true};

	(void)state;
	assert_false(tells_month(of_all, MEASURE_DECLINED, 50));
	assert_false(tells_month(of_all, MEASURE_CLOSURES, -1));
	assert_false(tells_month(of_all, MEASURE_PAST_LINE, 50));
	assert_true(tells_month(of_all, MEASURE_ABSENT_HELD, -1));
}

/* As of a quarter: months of what is withheld there would tell it. */
static void test_months__hide_what_a_quarter_hides(void **state)
{
	struct health_hearer manager = HEAD;

	(void)state;
	manager.hears_words = true;
	assert_false(tells_month(HEAD, MEASURE_OWED, 3));
	assert_true(tells_month(HEAD, MEASURE_OWED, 5));
	assert_true(tells_month(manager, MEASURE_OWED, 3));
	figures[MEASURE_USED_AGENCY] = health_share(1, 2, 4);
	figures[MEASURE_USED_PERMANENT] = health_share(1, 2, 40);
	health_withhold_month(&HEAD, figures);
	assert_int_equal(figures[MEASURE_USED_AGENCY].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_USED_PERMANENT].known, HEALTH_UNTOLD);
	figures[MEASURE_OVER_30] = health_share(8, 40, 40);
	figures[MEASURE_OVER_40] = health_share(6, 40, 40);
	health_withhold_month(&COLLEAGUE, figures);
	assert_int_equal(figures[MEASURE_OVER_30].known, HEALTH_KNOWN);
	assert_int_equal(figures[MEASURE_OVER_40].known, HEALTH_UNTOLD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told__all_to_who_sees_the_allocations),
		cmocka_unit_test(test_told__sums_of_a_team_to_all_where_enough_are_behind_them),
		cmocka_unit_test(test_told__nothing_is_left_of_what_is_not),
		cmocka_unit_test(test_told__of_few_what_their_board_tells_and_nothing_else),
		cmocka_unit_test(test_told__of_a_small_team_exactly_what_its_board_shows),
		cmocka_unit_test(test_told__not_that_one_worker_has_many_cases),
		cmocka_unit_test(test_told__a_rank_only_among_twenty),
		cmocka_unit_test(test_told__the_longest_spell_is_one_persons),
		cmocka_unit_test(test_told__what_waits_in_somebodys_name_only_of_all),
		cmocka_unit_test(test_told__how_work_is_given_only_of_all_and_of_a_quarter_that_is_over),
		cmocka_unit_test(test_told__nothing_that_leaves_few_when_the_own_team_is_taken_off),
		cmocka_unit_test(test_told__hours_of_few_only_to_who_hears_the_words),
		cmocka_unit_test(test_told__of_two_groups_neither_where_one_is_of_few),
		cmocka_unit_test(test_told__what_was_never_said_is_still_unsaid),
		cmocka_unit_test(test_months__are_told_whole_to_who_sees_the_allocations),
		cmocka_unit_test(test_months__of_boards_are_told_however_few_are_behind_them),
		cmocka_unit_test(test_months__of_loads_and_what_waits_need_enough_people),
		cmocka_unit_test(test_months__of_what_happened_are_told_to_nobody_else),
		cmocka_unit_test(test_months__hide_what_a_quarter_hides),
	};

	return RUN_TESTS(tests);
}
