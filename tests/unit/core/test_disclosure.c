#include "../../test.h"
#include "core/disclosure.h"

enum { CELLS = 4, MOST = 13 };

static void assert_line(const int64_t *counts, size_t count, const int64_t *expected) /* -1: withheld */
{
	struct published_count line[CELLS + 1];

	publish_line(counts, count, line);
	for (size_t i = 0; i <= count; i++) {
		assert_int_equal(line[i].withheld, expected[i] < 0);
		assert_int_equal(line[i].value, expected[i] < 0 ? 0 : expected[i]);
	}
}

#define ASSERT_LINE(counts, ...) \
	assert_line((const int64_t[])counts, sizeof((const int64_t[])counts) / sizeof(int64_t), (const int64_t[]){__VA_ARGS__})
#define COUNTS(...) {__VA_ARGS__}

static void test_count__is_rounded_to_five_and_withheld_if_it_is_few(void **state)
{
	(void)state;
	assert_int_equal(publish_count(0).value, 0);
	assert_false(publish_count(0).withheld);
	for (int64_t few = 1; few <= 4; few++)
		assert_true(publish_count(few).withheld);
	assert_int_equal(publish_count(5).value, 5);
	assert_int_equal(publish_count(7).value, 5);
	assert_int_equal(publish_count(8).value, 10);
}

static void test_line__without_few_shows_all(void **state)
{
	(void)state;
	ASSERT_LINE(COUNTS(12, 0, 31), 10, 0, 30, 45);
}

/* 1 beside 5 of 6: both are shown as 5, so what is withheld would be from 1 to 4. */
static void test_line__withholds_another_where_rounding_does_not_hide_the_small_one(void **state)
{
	(void)state;
	ASSERT_LINE(COUNTS(1, 5), -1, -1, 5);
	ASSERT_LINE(COUNTS(1, 5, 0), -1, -1, 0, 5);
}

/* 2 beside 12 and 31 of 45: by what the others are rounded it may be from 1 to 11. */
static void test_line__shows_the_others_where_rounding_hides_the_small_one(void **state)
{
	(void)state;
	ASSERT_LINE(COUNTS(2, 12, 31), -1, 10, 30, 45);
}

static void test_line__withholds_the_total_where_nothing_is_left_beside(void **state)
{
	(void)state;
	ASSERT_LINE(COUNTS(3, 0, 0), -1, 0, 0, -1);
	ASSERT_LINE(COUNTS(2, 3, 0), -1, -1, 0, 5);
}

/* Whoever solves what is published: every way in which a line can have come about, tried one by one. What is published stays fixed, each
 * shown count may be anything that rounds to it, each withheld one anything but 0. */
static void attack(const struct published_count *line, size_t count, size_t which, int64_t *ret_least, int64_t *ret_most)
{
	enum { FAR = 60 };
	int64_t least = -1, most = -1;

	for (int64_t guess = 1; guess <= FAR; guess++) {
		int64_t low = guess, high = guess;
		bool endless = false;

		for (size_t i = 0; i < count; i++) {
			if (i == which)
				continue;
			endless = endless || line[i].withheld;
			low += line[i].withheld ? 1 : line[i].value == 0 ? 0 : line[i].value - 2;
			high += line[i].withheld ? 0 : line[i].value == 0 ? 0 : line[i].value + 2;
		}
		if (!line[count].withheld && (low > line[count].value + 2 || (!endless && high < line[count].value - 2)))
			continue;
		least = least < 0 ? guess : least;
		most = guess;
	}
	*ret_least = least;
	*ret_most = most;
}

static void assert_unknown(const int64_t *counts, size_t count)
{
	struct published_count line[CELLS + 1];

	publish_line(counts, count, line);
	for (size_t i = 0; i < count; i++) {
		int64_t least, most;

		assert_true(line[i].withheld || counts[i] == 0 || counts[i] > DISCLOSURE_FEW);
		if (!line[i].withheld)
			continue;
		attack(line, count, i, &least, &most);
		assert_true(most - least >= DISCLOSURE_SPAN);
		assert_true(least <= counts[i] && counts[i] <= most);
	}
}

static void test_attacker__of_every_line_of_up_to_four_counts_learns_no_small_one(void **state)
{
	int64_t counts[CELLS];

	(void)state;
	for (size_t n = 1; n <= CELLS; n++) {
		int64_t ways = 1;

		for (size_t i = 0; i < n; i++)
			ways *= MOST;
		for (int64_t way = 0; way < ways; way++) {
			int64_t rest = way;

			for (size_t i = 0; i < n; i++, rest /= MOST)
				counts[i] = rest % MOST;
			assert_unknown(counts, n);
		}
	}
}

/* One case more or less changes nothing but what it is rounded to, or withheld for. */
static void test_attacker__who_knows_the_release_before_does_not_learn_the_one_that_was_added(void **state)
{
	(void)state;
	for (int64_t large = 20; large < 40; large++) {
		for (int64_t small = 0; small < 12; small++) {
			const int64_t before[] = {small, large, 30}, after[] = {small + 1, large, 30};
			struct published_count was[CELLS], is[CELLS];

			publish_line(before, 3, was);
			publish_line(after, 3, is);
			assert_unknown(before, 3);
			assert_unknown(after, 3);
			/* The difference of what is shown is nothing, five, or unknown: never one. */
			for (size_t i = 0; i <= 3; i++)
				assert_true(was[i].withheld || is[i].withheld || (is[i].value - was[i].value) % DISCLOSURE_ROUND == 0);
		}
	}
}

static void test_share__of_few_parts_is_withheld(void **state)
{
	int64_t percent = -1;

	(void)state;
	assert_false(publish_share(5, 9, &percent));
	assert_false(publish_share(4, 50, &percent));
	assert_false(publish_share(46, 50, &percent));
	assert_false(publish_share(1, 10, &percent));
	assert_int_equal(percent, -1);
	assert_true(publish_share(5, 10, &percent));
	assert_int_equal(percent, 50);
	assert_true(publish_share(0, 10, &percent));
	assert_int_equal(percent, 0);
	assert_true(publish_share(12, 12, &percent));
	assert_int_equal(percent, 100);
	assert_true(publish_share(5, 13, &percent));
	assert_int_equal(percent, 38);
}

static void test_mean_and_rank__need_ten_and_twenty_people(void **state)
{
	(void)state;
	assert_false(may_publish_mean(9));
	assert_true(may_publish_mean(10));
	assert_false(may_publish_rank(19));
	assert_true(may_publish_rank(20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_count__is_rounded_to_five_and_withheld_if_it_is_few),
		cmocka_unit_test(test_line__without_few_shows_all),
		cmocka_unit_test(test_line__withholds_another_where_rounding_does_not_hide_the_small_one),
		cmocka_unit_test(test_line__shows_the_others_where_rounding_hides_the_small_one),
		cmocka_unit_test(test_line__withholds_the_total_where_nothing_is_left_beside),
		cmocka_unit_test(test_attacker__of_every_line_of_up_to_four_counts_learns_no_small_one),
		cmocka_unit_test(test_attacker__who_knows_the_release_before_does_not_learn_the_one_that_was_added),
		cmocka_unit_test(test_share__of_few_parts_is_withheld),
		cmocka_unit_test(test_mean_and_rank__need_ten_and_twenty_people),
	};

	return RUN_TESTS(tests);
}
