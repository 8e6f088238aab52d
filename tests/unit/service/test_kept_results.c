#include "service/pictures/kept_results.h"

#include <pthread.h>
#include <stdatomic.h>
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

static void test_kept__can_be_had_of_an_older_position(void **state)
{
	struct kept_results *k = kept_results_new();
	struct employer later = NORTH;
	int value = 42, found = 0;

	(void)state;
	assert_false(kept_results_recall_older(k, &NORTH, "a", &found, sizeof found));
	kept_results_remember(k, &NORTH, "a", &value, sizeof value);
	later.position++;
	assert_true(kept_results_recall_older(k, &later, "a", &found, sizeof found));
	assert_int_equal(found, 42);
	assert_false(kept_results_recall_older(k, &SOUTH, "a", &found, sizeof found));
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

static const char *numbered(char key[16], int i)
{
	(void)snprintf(key, 16, "%d", i);
	return key;
}

static void test_kept__takes_no_more_than_its_bytes(void **state)
{
	enum { LARGE = KEPT_BYTES_MOST / KEPT_RESULT_BYTES_MOST };
	static char large[KEPT_RESULT_BYTES_MOST];
	struct kept_results *k = kept_results_new();
	int small = 42;
	char key[16];

	(void)state;
	kept_results_remember(k, &NORTH, "small", &small, sizeof small);
	for (int i = 0; i < LARGE; i++)
		kept_results_remember(k, &NORTH, numbered(key, i), large, sizeof large);
	/* They fill it to the last byte, so that the small one had to go. */
	assert_false(kept_results_recall(k, &NORTH, "small", &small, sizeof small));
	for (int i = 0; i < LARGE; i++)
		assert_true(kept_results_recall(k, &NORTH, numbered(key, i), large, sizeof large));
	/* One that takes the place of another needs no room of a third. */
	kept_results_remember(k, &NORTH, "3", large, sizeof large);
	for (int i = 0; i < LARGE; i++)
		assert_true(kept_results_recall(k, &NORTH, numbered(key, i), large, sizeof large));
	kept_results_free(k);
}

/* ---- turns ---- */

enum { EMPLOYERS = 3, CROWD = 8 };

struct crowd {
	struct kept_results *kept;
	atomic_int making, making_of[EMPLOYERS], made;
	atomic_bool too_many;
};

/* As whoever wants a result does. */
static void want_of(struct crowd *c, int32_t id)
{
	const struct employer e = {.id = id, .position = 7};
	int value = 42;

	while (!kept_results_begin(c->kept, &e))
		if (kept_results_recall(c->kept, &e, "wanted", &value, sizeof value))
			return;
	if (atomic_fetch_add(&c->making, 1) >= KEPT_TURNS || atomic_fetch_add(&c->making_of[id], 1) > 0)
		atomic_store(&c->too_many, true);
	if (!kept_results_recall(c->kept, &e, "wanted", &value, sizeof value)) {
		atomic_fetch_add(&c->made, 1);
		kept_results_remember(c->kept, &e, "wanted", &value, sizeof value);
	}
	atomic_fetch_sub(&c->making_of[id], 1);
	atomic_fetch_sub(&c->making, 1);
	kept_results_end(c->kept, &e);
}

static void *want(void *context)
{
	for (int32_t id = 0; id < EMPLOYERS; id++)
		want_of(context, id);
	return NULL;
}

static void test_kept__is_made_once_by_all_who_want_it(void **state)
{
	struct crowd c = {.kept = kept_results_new()};
	pthread_t threads[CROWD];

	(void)state;
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, want, &c), 0);
	for (int i = 0; i < CROWD; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(c.made, EMPLOYERS);
	assert_false(c.too_many);
	kept_results_free(c.kept);
}

static void test_kept__has_a_turn_at_once_or_none(void **state)
{
	const struct employer third = {.id = 3};
	struct kept_results *k = kept_results_new();

	(void)state;
	assert_true(kept_results_try(k, &NORTH));
	assert_false(kept_results_try(k, &NORTH));
	assert_true(kept_results_try(k, &SOUTH));
	assert_false(kept_results_try(k, &third));
	kept_results_end(k, &NORTH);
	assert_true(kept_results_try(k, &third));
	kept_results_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept__is_there_until_somebody_commits),
		cmocka_unit_test(test_kept__can_be_had_of_an_older_position),
		cmocka_unit_test(test_kept__is_of_one_employer_one_key_and_one_size),
		cmocka_unit_test(test_kept__lets_go_of_what_was_asked_for_longest_ago),
		cmocka_unit_test(test_kept__takes_nothing_that_is_too_large_or_named_too_long),
		cmocka_unit_test(test_kept__takes_no_more_than_its_bytes),
		cmocka_unit_test(test_kept__is_made_once_by_all_who_want_it),
		cmocka_unit_test(test_kept__has_a_turn_at_once_or_none),
	};

	return RUN_TESTS(tests);
}
