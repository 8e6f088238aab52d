/* What "how open is it" is made of. */
#include <string.h>

#include "../../test.h"
#include "core/openness.h"

/* A check that says two of its three figures, and has nothing more. */
static struct published check_of(void)
{
	struct published p = {.complete_percent = -1};

	p.rows.rows[0] = (struct published_row){.code = "discussed", .part_of = "", .told = PUBLISHED_SHOWN, .value = 85};
	p.rows.rows[1] = (struct published_row){.code = "past-share", .part_of = "", .told = PUBLISHED_WITHHELD};
	p.rows.rows[2] = (struct published_row){.code = "answer-time", .part_of = "", .told = PUBLISHED_UNSAID};
	p.rows.count = 3;
	return p;
}

static void test_openness__is_what_the_health_check_says_and_unsaid_where_it_says_nothing(void **state)
{
	struct published p = check_of();

	(void)state;
	assert_int_equal(openness_value(&p, OPENNESS_FIGURES_SAID), 2);
	assert_int_equal(openness_value(&p, OPENNESS_FIGURES_OF), 3);
	assert_int_equal(openness_value(&p, OPENNESS_AGREED_LIMITS), 0);
	assert_int_equal(openness_value(&p, OPENNESS_DISCUSSED), 85);
	assert_int_equal(openness_value(&p, OPENNESS_RECORDS_COMPLETE), OPENNESS_UNSAID);
	assert_int_equal(openness_value(&p, OPENNESS_PAST_SHARE), OPENNESS_UNSAID);
	assert_int_equal(openness_value(&p, OPENNESS_ANSWER_MINUTES), OPENNESS_UNSAID);
	assert_int_equal(openness_value(&p, OPENNESS_REFERRALS_NOT_FOUND), OPENNESS_UNSAID);
	assert_int_equal(openness_value(&p, OPENNESS_PLAN_DUE), OPENNESS_UNSAID);
	p.complete_percent = 0;
	assert_int_equal(openness_value(&p, OPENNESS_RECORDS_COMPLETE), 0);
}

/* One to four are withheld; by when they are to have a worker is not. */
static void test_plan__for_few_says_when_and_not_how_many(void **state)
{
	struct published p = check_of();

	(void)state;
	p.has_plan = true;
	p.plan_cases = 20;
	p.plan_due = 20700;
	assert_int_equal(openness_value(&p, OPENNESS_PLAN_CASES), 20);
	assert_int_equal(openness_value(&p, OPENNESS_PLAN_DUE), 20700);
	p.plan_few = true;
	assert_int_equal(openness_value(&p, OPENNESS_PLAN_CASES), OPENNESS_UNSAID);
	assert_int_equal(openness_value(&p, OPENNESS_PLAN_DUE), 20700);
}

/* Pages begin a fact with each question, and data a column with each key. */
static void test_parts__of_one_question_stand_together_and_each_has_a_key_of_its_own(void **state)
{
	static const char *const KEYS[] = {OPENNESS_KEYS};

	(void)state;
	assert_int_equal(sizeof KEYS / sizeof *KEYS, OPENNESS_COUNT);
	for (int i = 0; i < OPENNESS_COUNT; i++) {
		assert_string_equal(openness_key((enum openness)i), KEYS[i]);
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(KEYS[i], KEYS[k]);
			if (strcmp(openness_question((enum openness)i), openness_question((enum openness)k)) == 0)
				assert_string_equal(openness_question((enum openness)(i - 1)), openness_question((enum openness)i));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_openness__is_what_the_health_check_says_and_unsaid_where_it_says_nothing),
		cmocka_unit_test(test_plan__for_few_says_when_and_not_how_many),
		cmocka_unit_test(test_parts__of_one_question_stand_together_and_each_has_a_key_of_its_own),
	};

	return RUN_TESTS(tests);
}
