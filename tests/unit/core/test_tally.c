/* Tallies: what is said of all employers together is what would be said of one that had all of their workers. */
#include "../../test.h"
#include "core/tally.h"

static struct counts counts_of(const int32_t *held, int32_t holders, int64_t fte_millionths)
{
	struct counts c = {.held_by_each = held, .case_holders = holders, .case_holders_fte_millionths = fte_millionths,
		.most_per_fte_tenths = -1};

	for (int32_t i = 0; i < holders; i++)
		c.cases_held += held[i];
	c.open_cases = c.cases_held;
	return c;
}

static struct tally tally_of(const int32_t *held, int32_t holders, int64_t fte_millionths)
{
	const struct counts c = counts_of(held, holders, fte_millionths);
	const struct people people = {.all = holders, .past_line = 1};
	struct tally t = tally_empty();

	tally_add(&t, &c, &people, 2);
	return t;
}

static void test_tally__of_nobody_has_no_average(void **state)
{
	struct tally t = tally_empty();

	(void)state;
	assert_int_equal(tally_average_tenths(&t), -1);
	assert_int_equal(tally_rank(&t, 50), 0);
	assert_int_equal(t.most_per_fte_tenths, -1);
}

static void test_tally__averages_sums_and_no_averages(void **state)
{
	static const int32_t FEW[] = {30}, MANY[] = {10, 10, 10, 10};
	struct tally together = tally_of(FEW, 1, 1000000), more = tally_of(MANY, 4, 4000000);

	(void)state;
	tally_join(&together, &more);
	assert_int_equal(tally_average_tenths(&together), 140); /* 70 cases of 5 workers, not the middle of 30 and 10 */
	assert_int_equal(together.employers, 2);
	assert_int_equal(together.open_cases, 70);
	assert_int_equal(together.waiting, 4);
	assert_int_equal(together.people, 5);
	assert_int_equal(together.past_line, 2);
}

static void test_tally__ranks_are_those_of_all_holders_in_one_row(void **state)
{
	static const int32_t NORTH[] = {1, 4, 9, 20}, SOUTH[] = {2, 2, 3, 8, 11, 40}, BOTH[] = {1, 2, 2, 3, 4, 8, 9, 11, 20, 40};
	struct tally together = tally_of(NORTH, 4, 4000000), more = tally_of(SOUTH, 6, 6000000);

	(void)state;
	tally_join(&together, &more);
	for (int32_t percent = 1; percent <= 100; percent++)
		assert_int_equal(tally_rank(&together, percent), nearest_rank(BOTH, 10, percent));
}

static void test_tally__counts_those_with_more_cases_than_it_tells_apart_at_the_end(void **state)
{
	static const int32_t HELD[] = {3, TALLY_CASES + 700};
	struct tally t = tally_of(HELD, 2, 2000000);

	(void)state;
	assert_int_equal(tally_rank(&t, 50), 3);
	assert_int_equal(tally_rank(&t, 90), TALLY_CASES);
	assert_int_equal(t.cases_held, TALLY_CASES + 703);
}

static void test_tally__has_the_most_cases_for_an_fte_of_any_employer(void **state)
{
	struct counts one = counts_of(NULL, 0, 0);
	struct people nobody = {.all = 0};
	struct tally t = tally_empty(), more = tally_empty();

	(void)state;
	one.most_per_fte_tenths = 310;
	tally_add(&more, &one, &nobody, 0);
	one.most_per_fte_tenths = 120;
	tally_add(&t, &one, &nobody, 0);
	tally_join(&t, &more);
	assert_int_equal(t.most_per_fte_tenths, 310);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tally__of_nobody_has_no_average),
		cmocka_unit_test(test_tally__averages_sums_and_no_averages),
		cmocka_unit_test(test_tally__ranks_are_those_of_all_holders_in_one_row),
		cmocka_unit_test(test_tally__counts_those_with_more_cases_than_it_tells_apart_at_the_end),
		cmocka_unit_test(test_tally__has_the_most_cases_for_an_fte_of_any_employer),
	};

	return RUN_TESTS(tests);
}
