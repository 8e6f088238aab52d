#include "../../test.h"
#include "core/disclosure.h"

enum { CELLS = 4 };

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

static void test_line__with_few_shows_the_others_and_no_total(void **state)
{
	(void)state;
	ASSERT_LINE(COUNTS(1, 5), -1, 5, -1);
	ASSERT_LINE(COUNTS(2, 12, 31), -1, 10, 30, -1);
	ASSERT_LINE(COUNTS(3, 0, 0), -1, 0, 0, -1);
}

static void test_total__is_at_least_what_its_parts_are(void **state)
{
	struct published_count line[CELLS + 1];

	(void)state;
	publish_line((const int64_t[]){4, 0, 7, 12}, CELLS, line);
	assert_int_equal(disclosure_total_least(line, CELLS), 1 + 5 + 8);
}

static void test_share__of_few_parts_is_withheld(void **state)
{
	(void)state;
	assert_false(may_publish_share(5, 9));
	assert_false(may_publish_share(4, 50));
	assert_false(may_publish_share(46, 50));
	assert_false(may_publish_share(1, 10));
	assert_true(may_publish_share(5, 10));
	assert_true(may_publish_share(0, 10));
	assert_true(may_publish_share(12, 12));
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
		cmocka_unit_test(test_line__with_few_shows_the_others_and_no_total),
		cmocka_unit_test(test_total__is_at_least_what_its_parts_are),
		cmocka_unit_test(test_share__of_few_parts_is_withheld),
		cmocka_unit_test(test_mean_and_rank__need_ten_and_twenty_people),
	};

	return RUN_TESTS(tests);
}
