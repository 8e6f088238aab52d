#include "core/health.h"

#include <string.h>

#include "../../test.h"

static void test_measures__have_a_code_each(void **state)
{
	(void)state;
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		enum health_measure found;

		assert_true(health_measure_parse(health_measure_row((enum health_measure)m)->code, &found));
		assert_int_equal(found, m);
	}
}

static void test_measures__say_what_they_count(void **state)
{
	(void)state;
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		const struct health_measure_row *row = health_measure_row((enum health_measure)m);

		assert_true(strlen(row->words) > 4 && strlen(row->source) > 0);
		assert_true(strlen(row->definition) > 20 && row->definition[strlen(row->definition) - 1] == '.');
	}
}

static void test_share__of_nothing_is_no_number(void **state)
{
	(void)state;
	assert_int_equal(health_share(0, 0, 0).known, HEALTH_NOTHING);
	assert_int_equal(health_share(1, 3, 3).value, 333);
	assert_int_equal(health_share(2, 3, 3).value, 667);
}

static void test_unsaid__is_no_number(void **state)
{
	(void)state;
	assert_int_equal(health_unsaid().known, HEALTH_UNSAID);
	assert_int_equal(health_unsaid().value, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measures__have_a_code_each),
		cmocka_unit_test(test_measures__say_what_they_count),
		cmocka_unit_test(test_share__of_nothing_is_no_number),
		cmocka_unit_test(test_unsaid__is_no_number),
	};

	return RUN_TESTS(tests);
}
