/* What of a roster is an absence, and what is sickness. */
#include "../../test.h"
#include "core/health_records.h"
#include "core/roster.h"

static void test_sickness__is_a_reason_with_the_word_in_it(void **state)
{
	(void)state;
	assert_true(reason_is_sickness("sickness"));
	assert_true(reason_is_sickness("Long-term sick leave"));
	assert_true(reason_is_sickness("SICK"));
	assert_false(reason_is_sickness("maternity"));
	assert_false(reason_is_sickness("sic"));
	assert_false(reason_is_sickness(""));
}

static void test_absences__are_what_takes_the_whole_contract(void **state)
{
	struct roster_post posts[] = {{.post_id = 3, .contract_minutes = 2220}, {.post_id = 7, .contract_minutes = -1}};
	struct roster_reduction rows[] = {{7, "maternity", -1, {20, 30}, true}, {3, "sickness", 2220, {9, 12}, true},
		{3, "sickness", 2219, {5, 8}, true}, {3, "Sick", 2400, {1, 4}, true}, {7, "sickness", 2220, {1, 4}, true},
		{9, "sickness", 100, {1, 4}, true}, {3, "union", 0, {1, 4}, false}};
	struct roster roster = {.posts = posts, .posts_count = 2, .reductions = rows, .reductions_count = 7};
	struct arena *a = arena_new();
	size_t count;
	const struct record_absence *found = record_absences_of(a, &roster, &count);

	(void)state;
	assert_int_equal(count, 3);
	assert_int_equal(found[0].post_id, 3); /* by post, then by day */
	assert_int_equal(found[0].when.from, 1);
	assert_true(found[0].sickness);
	assert_int_equal(found[1].when.from, 9);
	assert_int_equal(found[2].post_id, 7); /* of a contract that is not known: only without minutes */
	assert_false(found[2].sickness);
	assert_true(roster_has_sickness(&roster));
	roster.reductions_count = 1;
	assert_false(roster_has_sickness(&roster));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sickness__is_a_reason_with_the_word_in_it),
		cmocka_unit_test(test_absences__are_what_takes_the_whole_contract),
	};

	return RUN_TESTS(tests);
}
