#include "service/pictures/kept_results.h"

#include <stdio.h>
#include <string.h>

#include "../../test.h"

static const struct employer NORTH = {.id = 1, .position = 7}, SOUTH = {.id = 2, .position = 7};

static void test_kept__is_there_until_somebody_commits(void **state)
{
	struct kept_results *k = kept_results_new();
	struct employer later = NORTH;
	int value = 42, found = 0;

	(void)state;
	assert_false(kept_results_recall(k, &NORTH, "a", &found, sizeof found));
	kept_results_remember(k, &NORTH, "a", &value, sizeof value);
	assert_true(kept_results_recall(k, &NORTH, "a", &found, sizeof found));
	assert_int_equal(found, 42);
	later.position++;
	assert_false(kept_results_recall(k, &later, "a", &found, sizeof found));
	kept_results_free(k);
}

static void test_kept__is_of_one_employer_one_key_and_one_size(void **state)
{
	struct kept_results *k = kept_results_new();
	int value = 42, found = 0;
	char other[2];

	(void)state;
	kept_results_remember(k, &NORTH, "a", &value, sizeof value);
	assert_false(kept_results_recall(k, &SOUTH, "a", &found, sizeof found));
	assert_false(kept_results_recall(k, &NORTH, "b", &found, sizeof found));
	assert_false(kept_results_recall(k, &NORTH, "a", other, sizeof other));
	kept_results_free(k);
}

static void test_kept__lets_go_of_what_was_asked_for_longest_ago(void **state)
{
	struct kept_results *k = kept_results_new();
	int found = 0;
	char key[16];

	(void)state;
	for (int i = 0; i <= KEPT_RESULTS; i++) {
		(void)snprintf(key, sizeof key, "%d", i);
		kept_results_remember(k, &NORTH, key, &i, sizeof i);
		assert_true(kept_results_recall(k, &NORTH, "0", &found, sizeof found));
	}
	assert_false(kept_results_recall(k, &NORTH, "1", &found, sizeof found));
	assert_true(kept_results_recall(k, &NORTH, key, &found, sizeof found));
	assert_int_equal(found, KEPT_RESULTS);
	kept_results_free(k);
}

static void test_kept__takes_nothing_that_is_too_large_or_named_too_long(void **state)
{
	static char large[KEPT_RESULT_BYTES_MOST + 1], name[KEPT_KEY_SIZE + 1];
	struct kept_results *k = kept_results_new();

	(void)state;
	memset(name, 'x', KEPT_KEY_SIZE);
	kept_results_remember(k, &NORTH, "large", large, sizeof large);
	kept_results_remember(k, &NORTH, name, large, 1);
	assert_false(kept_results_recall(k, &NORTH, "large", large, sizeof large));
	assert_false(kept_results_recall(k, &NORTH, name, large, 1));
	kept_results_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept__is_there_until_somebody_commits),
		cmocka_unit_test(test_kept__is_of_one_employer_one_key_and_one_size),
		cmocka_unit_test(test_kept__lets_go_of_what_was_asked_for_longest_ago),
		cmocka_unit_test(test_kept__takes_nothing_that_is_too_large_or_named_too_long),
	};

	return RUN_TESTS(tests);
}
