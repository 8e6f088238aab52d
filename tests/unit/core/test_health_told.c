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

static bool tells_month(struct health_hearer hearer, enum health_measure m, int32_t people)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[m] = health_share(1, 2, people);
	health_withhold_month(&hearer, figures);
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
	hearer.whole_employer = true;
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

/* Of a team of seven its board, and what waits, where its figures would tell those of a team beside it. */
static void test_told__of_a_team_no_sums_that_leave_few_beside_it(void **state)
{
	const struct health_hearer beside_few = {.sees_figures = true, .leaves_few = true};

	(void)state;
	assert_true(tells(beside_few, MEASURE_USED, 7));
	assert_true(tells(beside_few, MEASURE_WAITING, -1));
	assert_true(tells(beside_few, MEASURE_HIGH_RISK, -1));
	assert_false(tells(beside_few, MEASURE_CASES_HELD, 7));
	assert_false(tells(beside_few, MEASURE_UNWEIGHED, -1));
	assert_false(tells(beside_few, MEASURE_PAST_DAYS, 7));
	assert_false(tells(beside_few, MEASURE_LINE_FTE, 7));
	assert_false(tells_month(beside_few, MEASURE_CASES_HELD, 7));
}

/* Those of another team are what is left of the whole. */
static void test_told__of_a_team_nothing_that_only_some_are_behind(void **state)
{
	struct health_hearer of_all = COLLEAGUE;

	(void)state;
	of_all.whole_employer = true;
	assert_false(tells(COLLEAGUE, MEASURE_EXCEPTIONS, 9));
	assert_false(tells(COLLEAGUE, MEASURE_PROTECTED_KEPT, 9));
	assert_true(tells(of_all, MEASURE_EXCEPTIONS, 9));
	assert_true(tells(HEAD, MEASURE_EXCEPTIONS, 1));
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
	struct health_hearer hearer = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true, .people_seen = 12};

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

/* Five are behind the sum, and one of those of whom it is asked how many said anything. */
static void test_told__no_hours_where_few_said_anything(void **state)
{
	struct health_hearer of_all = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true};

	(void)state;
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[MEASURE_TAKEN_BACK] = (struct health_figure){.known = HEALTH_KNOWN, .people = 0, .told = 1, .should = 79};
	figures[MEASURE_OWED] = (struct health_figure){.known = HEALTH_KNOWN, .people = 5, .told = 1, .should = 79};
	figures[MEASURE_HOURS_SAID] = health_share(1, 79, 1);
	health_withhold(&of_all, figures);
	assert_int_equal(figures[MEASURE_TAKEN_BACK].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_OWED].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_OWED].told, 0);
	assert_int_equal(figures[MEASURE_HOURS_SAID].known, HEALTH_UNTOLD);
}

static void test_told__not_that_few_are_owed_between_a_day_and_three(void **state)
{
	(void)state;
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[MEASURE_OWED_A_DAY] = health_count(12, 12);
	figures[MEASURE_OWED_THREE_DAYS] = health_count(11, 11);
	figures[MEASURE_OWED_FIVE_DAYS] = health_count(6, 6);
	health_withhold(&HEAD, figures);
	assert_int_equal(figures[MEASURE_OWED_A_DAY].known, HEALTH_KNOWN);
	assert_int_equal(figures[MEASURE_OWED_THREE_DAYS].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_OWED_FIVE_DAYS].known, HEALTH_KNOWN);
}

static void test_told__of_two_groups_neither_where_one_is_of_few(void **state)
{
	(void)state;
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[MEASURE_USED_AGENCY] = health_share(1, 2, 4);
	figures[MEASURE_USED_PERMANENT] = health_share(1, 2, 40);
	figures[MEASURE_DISCUSSED] = health_share(54, 61, 8);
	figures[MEASURE_DISCUSSED_AGENCY] = health_share(30, 36, 3);
	figures[MEASURE_DISCUSSED_PERMANENT] = health_share(24, 25, 5);
	health_withhold(&HEAD, figures);
	assert_int_equal(figures[MEASURE_USED_AGENCY].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_USED_PERMANENT].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_DISCUSSED].known, HEALTH_KNOWN);
	assert_int_equal(figures[MEASURE_DISCUSSED_AGENCY].known, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_DISCUSSED_PERMANENT].known, HEALTH_UNTOLD);
}

/* ---- what is withheld cannot be worked out ---- */

/* Workers by contract and whether they are newly qualified: of these four all groups are made. */
enum cell { PERMANENT, NEW_PERMANENT, AGENCY, NEW_AGENCY, CELLS };
enum { PEOPLE_MOST = 7, GROUPS = 5, EQUAL = 3 };

/* What a group adds up to; no two sums of cells are the same. */
struct sums {
	int64_t units;
	int32_t people;
};

static struct sums sums_of(const int32_t *people, unsigned cells)
{
	static const int64_t UNITS[CELLS] = {1000003, 20011, 307, 11};
	struct sums all = {0};

	for (int i = 0; i < CELLS; i++)
		if ((cells >> i & 1) != 0) {
			all.units += UNITS[i] * people[i];
			all.people += people[i];
		}
	return all;
}

static const unsigned GROUP_CELLS[GROUPS] = {0xf, 1 << PERMANENT, 1 << AGENCY | 1 << NEW_AGENCY,
	1 << NEW_PERMANENT | 1 << NEW_AGENCY, 1 << PERMANENT | 1 << AGENCY};

static struct health_figure figure_of(const int32_t *people, unsigned cells)
{
	const struct sums sums = sums_of(people, cells);

	return sums.people == 0 ? (struct health_figure){.known = HEALTH_NOTHING} :
		health_share(sums.units / 2, sums.units, sums.people);
}

/* As health_of_contracts has it. */
static int32_t fewest_beside(const int32_t *people)
{
	int32_t fewest = 0;

	for (int i = NEW_PERMANENT; i < CELLS; i++)
		if (people[i] > 0 && (fewest == 0 || people[i] < fewest))
			fewest = people[i];
	return fewest;
}

/* What is told of few, in any cells that they fill, is told outright or is a sum and difference of what is. */
static void look_for_few(const int32_t *people, const enum health_measure *measures)
{
	for (int signs = 0; signs < 3 * 3 * 3 * 3 * 3; signs++) {
		int64_t units = 0;
		bool of_told = true;
		int terms = 0;

		for (int g = 0, rest = signs; g < GROUPS; g++, rest /= 3) {
			const int sign = rest % 3 - 1;
			const struct health_figure *f = &figures[measures[g]];

			terms += sign != 0;
			of_told = of_told && (sign == 0 || f->known == HEALTH_KNOWN || f->known == HEALTH_NOTHING);
			units += sign * f->whole;
		}
		for (unsigned cells = 1; of_told && terms > 0 && cells < 1U << CELLS; cells++) {
			const struct sums sums = sums_of(people, cells);

			if (sums.people > 0 && sums.people < HEALTH_PEOPLE_LEAST && sums.units == units)
				fail_msg("%d permanent, %d newly qualified, %d agency, %d newly qualified agency: cells %x can be had", people[0],
					people[1], people[2], people[3], cells);
		}
	}
}

static void tell_groups(struct health_hearer hearer, const int32_t *people, const enum health_measure *measures)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	for (int g = 0; g < GROUPS; g++)
		if (measures[g] != HEALTH_MEASURES)
			figures[measures[g]] = figure_of(people, GROUP_CELLS[g]);
	figures[measures[1]].rest = figures[measures[2]].rest = fewest_beside(people);
	health_withhold(&hearer, figures);
}

static bool next_council(int32_t *people)
{
	for (int i = 0; i < CELLS; i++) {
		if (people[i] < PEOPLE_MOST) {
			people[i]++;
			return true;
		}
		people[i] = 0;
	}
	return false;
}

static void test_told__nobody_works_out_of_groups_what_few_are_behind(void **state)
{
	static const enum health_measure USED[] = {MEASURE_USED, MEASURE_USED_PERMANENT, MEASURE_USED_AGENCY,
		MEASURE_USED_NEW, MEASURE_USED_OTHERS};
	const struct health_hearer colleague = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true};
	int32_t people[CELLS] = {0};

	(void)state;
	while (next_council(people)) {
		if (sums_of(people, 0xf).people < HEALTH_PEOPLE_LEAST)
			continue;
		tell_groups(HEAD, people, USED);
		look_for_few(people, USED);
		tell_groups(colleague, people, USED);
		look_for_few(people, USED);
	}
}

/* All pairs of the table, whatever of them few are behind, and whoever hears it. */
static void tell_pair(struct health_hearer hearer, enum health_measure one, enum health_measure other,
	const int32_t *people)
{
	for (int i = 0; i < HEALTH_MEASURES; i++)
		figures[i] = health_unsaid();
	figures[one] = figure_of(people, 1 << PERMANENT);
	figures[other] = figure_of(people, 1 << AGENCY);
	figures[one].rest = figures[other].rest = people[NEW_PERMANENT];
	health_withhold(&hearer, figures);
}

static bool is_had(const struct health_hearer *hearer, int32_t people)
{
	return people > 0 && people - (hearer->sees_allocations ? 0 : hearer->people_seen) < HEALTH_PEOPLE_LEAST;
}

static void hold_pair(struct health_hearer hearer, enum health_measure one, enum health_measure other)
{
	int32_t people[CELLS] = {0};

	for (hearer.people_seen = 0; hearer.people_seen < EQUAL; hearer.people_seen++)
		while (next_council(people)) {
			bool is_few = false;

			for (int cell = PERMANENT; cell <= AGENCY; cell++)
				is_few = is_few || is_had(&hearer, people[cell]);
			tell_pair(hearer, one, other, people);
			assert_int_equal(figures[one].known == HEALTH_UNTOLD, figures[other].known == HEALTH_UNTOLD);
			if (is_few != (figures[one].known == HEALTH_UNTOLD))
				fail_msg("%s beside %s: %d and %d people, %d in neither", health_measure_row(one)->code,
					health_measure_row(other)->code, people[PERMANENT], people[AGENCY], people[NEW_PERMANENT]);
		}
}

static void test_told__both_of_a_pair_or_neither_whoever_is_in_them(void **state)
{
	const struct health_hearer colleague = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true};

	(void)state;
#define PAIR(one, other) \
	hold_pair(HEAD, MEASURE_##one, MEASURE_##other); \
	hold_pair(colleague, MEASURE_##one, MEASURE_##other);
#include "core/health.def"
#undef PAIR
}

/* The one is told only where the other is. */
static void hold_saying(enum health_measure one, enum health_measure other)
{
	struct health_hearer colleague = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true};

	for (int32_t of_one = 0; of_one < 12; of_one++)
		for (int32_t of_other = 0; of_other <= of_one; of_other++)
			for (colleague.people_seen = 0; colleague.people_seen < EQUAL; colleague.people_seen++) {
				for (int i = 0; i < HEALTH_MEASURES; i++)
					figures[i] = health_unsaid();
				figures[one] = health_share(1, 2, of_one);
				figures[other] = health_share(1, 2, of_other);
				health_withhold(&colleague, figures);
				if (figures[one].known == HEALTH_KNOWN && figures[other].known != HEALTH_KNOWN)
					fail_msg("%s tells %s of %d people", health_measure_row(one)->code, health_measure_row(other)->code, of_other);
			}
}

static void test_told__no_figure_that_says_another_that_is_withheld(void **state)
{
	(void)state;
#define SAYS(one, other) hold_saying(MEASURE_##one, MEASURE_##other);
#include "core/health.def"
#undef SAYS
}

static void test_untold__says_whether_a_quarter_would_tell_it(void **state)
{
	const struct health_hearer of_quarter = {.sees_figures = true, .whole_employer = true, .quarter_over = true};

	(void)state;
	told_to(COLLEAGUE, MEASURE_DECLINED, 40);
	assert_true(figures[MEASURE_DECLINED].in_quarters);
	told_to(COLLEAGUE, MEASURE_LOAD_MEAN, 4);
	assert_false(figures[MEASURE_LOAD_MEAN].in_quarters);
	told_to(of_quarter, MEASURE_DECLINED, 3);
	assert_int_equal(figures[MEASURE_DECLINED].known, HEALTH_UNTOLD);
	assert_false(figures[MEASURE_DECLINED].in_quarters);
	told_to((struct health_hearer){.sees_figures = false}, MEASURE_DECLINED, 40);
	assert_false(figures[MEASURE_DECLINED].in_quarters);
}

static void test_told__what_is_declared_to_all(void **state)
{
	const struct health_hearer of_all = {.sees_figures = true, .whole_employer = true};

	(void)state;
	assert_true(tells(of_all, MEASURE_VACANCIES, -1));
	assert_false(tells(of_all, MEASURE_VACANCY_RATE, 40));
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
	const struct health_hearer of_all = {.sees_figures = true, .whole_employer = true,
		.quarter_over = true};

	(void)state;
	assert_false(tells_month(of_all, MEASURE_DECLINED, 50));
	assert_false(tells_month(of_all, MEASURE_CLOSURES, -1));
	assert_false(tells_month(of_all, MEASURE_PAST_LINE, 50));
	assert_true(tells_month(of_all, MEASURE_ABSENT_HELD, -1));
}

/* As of a quarter: months of what is withheld there would tell it. */
static void test_months__hide_what_a_quarter_hides(void **state)
{
	struct health_hearer manager = HEAD, of_all = COLLEAGUE;

	(void)state;
	manager.hears_words = true;
	of_all.whole_employer = true;
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
	health_withhold_month(&of_all, figures);
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
		cmocka_unit_test(test_told__of_a_team_no_sums_that_leave_few_beside_it),
		cmocka_unit_test(test_told__of_a_team_nothing_that_only_some_are_behind),
		cmocka_unit_test(test_told__a_rank_only_among_twenty),
		cmocka_unit_test(test_told__the_longest_spell_is_one_persons),
		cmocka_unit_test(test_told__what_waits_in_somebodys_name_only_of_all),
		cmocka_unit_test(test_told__how_work_is_given_only_of_all_and_of_a_quarter_that_is_over),
		cmocka_unit_test(test_told__nothing_that_leaves_few_when_the_own_team_is_taken_off),
		cmocka_unit_test(test_told__hours_of_few_only_to_who_hears_the_words),
		cmocka_unit_test(test_told__no_hours_where_few_said_anything),
		cmocka_unit_test(test_told__not_that_few_are_owed_between_a_day_and_three),
		cmocka_unit_test(test_told__of_two_groups_neither_where_one_is_of_few),
		cmocka_unit_test(test_told__nobody_works_out_of_groups_what_few_are_behind),
		cmocka_unit_test(test_told__both_of_a_pair_or_neither_whoever_is_in_them),
		cmocka_unit_test(test_told__no_figure_that_says_another_that_is_withheld),
		cmocka_unit_test(test_untold__says_whether_a_quarter_would_tell_it),
		cmocka_unit_test(test_told__what_is_declared_to_all),
		cmocka_unit_test(test_told__what_was_never_said_is_still_unsaid),
		cmocka_unit_test(test_months__are_told_whole_to_who_sees_the_allocations),
		cmocka_unit_test(test_months__of_boards_are_told_however_few_are_behind_them),
		cmocka_unit_test(test_months__of_loads_and_what_waits_need_enough_people),
		cmocka_unit_test(test_months__of_what_happened_are_told_to_nobody_else),
		cmocka_unit_test(test_months__hide_what_a_quarter_hides),
	};

	return RUN_TESTS(tests);
}
