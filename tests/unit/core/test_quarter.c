#include "../../test.h"
#include "core/quarter.h"

static void test_quarter__has_each_of_its_days(void **state)
{
	const int32_t first = date_from_civil(2023, 1, 1), last = date_from_civil(2028, 12, 31);

	(void)state;
	for (int32_t day = first; day <= last; day++) {
		struct days q = quarter_of(day);

		assert_true(days_include(q, day));
		assert_true(q.until - q.from >= 90 && q.until - q.from <= 92);
		assert_int_equal(quarter_of(q.until).from, q.until);
	}
	assert_int_equal(quarter_of(date_from_civil(2026, 12, 31)).until, date_from_civil(2027, 1, 1));
}

static void test_quarter_before__is_the_last_that_is_over(void **state)
{
	const struct days last = quarter_before(date_from_civil(2026, 2, 3));

	(void)state;
	assert_int_equal(last.from, date_from_civil(2025, 10, 1));
	assert_int_equal(last.until, date_from_civil(2026, 1, 1));
	assert_int_equal(quarter_before(date_from_civil(2026, 1, 1)).until, date_from_civil(2026, 1, 1));
}

static void test_quarter__is_over_only_as_a_whole(void **state)
{
	const int32_t january = date_from_civil(2026, 1, 1), april = date_from_civil(2026, 4, 1), july = date_from_civil(2026, 7, 1);

	(void)state;
	assert_true(is_quarter_over((struct days){january, april}, april));
	assert_true(is_quarter_over((struct days){january, april}, july));
	assert_false(is_quarter_over((struct days){january, april}, april - 1));
	assert_false(is_quarter_over((struct days){january, july}, july));
	assert_false(is_quarter_over((struct days){january, april - 1}, july));
	assert_false(is_quarter_over((struct days){january + 1, april}, july));
	assert_false(is_quarter_over((struct days){january + 1, april + 1}, july));
}

static void test_quarter__is_told_by_its_months(void **state)
{
	char words[DATE_WORDS_SIZE];

	(void)state;
	assert_string_equal(quarter_words(date_from_civil(2026, 7, 1), words), "July to September 2026");
	assert_string_equal(quarter_words(date_from_civil(2027, 3, 31), words), "January to March 2027");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quarter__has_each_of_its_days),
		cmocka_unit_test(test_quarter_before__is_the_last_that_is_over),
		cmocka_unit_test(test_quarter__is_over_only_as_a_whole),
		cmocka_unit_test(test_quarter__is_told_by_its_months),
	};

	return RUN_TESTS(tests);
}
