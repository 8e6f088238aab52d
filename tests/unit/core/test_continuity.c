/* How often a case changed its worker. */
#include "core/continuity.h"

#include "../../test.h"

enum { TODAY = 20000, ANN = 1, BO = 2, HEAD = 3, OF_ANN = 11, OF_ANN_TOO = 12, OF_BO = 21, OF_HEAD = 31, OF_NOBODY = 99 };

static const struct post_holder POSTS[] = {{OF_ANN, ANN, false}, {OF_ANN_TOO, ANN, false}, {OF_BO, BO, false}, {OF_HEAD, HEAD, true}};

static struct fact led(int32_t post, int32_t from, int32_t until)
{
	struct fact f = fact_blank(FACT_HOLDING);

	f.post_id = post;
	f.role = HOLDING_LEAD;
	f.standing = HOLDING_STANDS;
	f.when = (struct days){from, until};
	return f;
}

#define COUNT(...) \
	continuity_of((struct fact[]){__VA_ARGS__}, sizeof((struct fact[]){__VA_ARGS__}) / sizeof(struct fact))

static struct continuity continuity_of(struct fact *facts, size_t count)
{
	const struct case_facts all = {.ref = "C1", .facts = facts, .count = count};

	return continuity_of_case(&all, POSTS, sizeof POSTS / sizeof *POSTS, TODAY);
}

static void test_continuity__of_one_worker_is_no_change_and_of_none_neither(void **state)
{
	struct continuity one = COUNT(led(OF_ANN, TODAY - 100, DAY_MAX)), none = COUNT(fact_blank(FACT_CASE));

	(void)state;
	assert_int_equal(one.workers, 1);
	assert_int_equal(one.changes, 0);
	assert_int_equal(none.workers, 0);
	assert_int_equal(none.changes, 0);
}

static void test_continuity__counts_each_worker_once(void **state)
{
	struct continuity c = COUNT(led(OF_ANN, TODAY - 300, TODAY - 200), led(OF_BO, TODAY - 200, TODAY - 100), led(OF_ANN_TOO, TODAY - 100, TODAY - 50),
		led(OF_NOBODY, TODAY - 50, DAY_MAX));

	(void)state;
	assert_int_equal(c.workers, 3);
	assert_int_equal(c.changes, 2);
}

static void test_continuity__looks_at_a_year_and_no_further(void **state)
{
	struct continuity before = COUNT(led(OF_ANN, TODAY - 900, TODAY - 364), led(OF_BO, TODAY - 364, DAY_MAX)),
		within = COUNT(led(OF_ANN, TODAY - 900, TODAY - 363), led(OF_BO, TODAY - 363, DAY_MAX)),
		later = COUNT(led(OF_ANN, TODAY, DAY_MAX), led(OF_BO, TODAY + 1, DAY_MAX));

	(void)state;
	assert_int_equal(before.workers, 1);
	assert_int_equal(within.workers, 2);
	assert_int_equal(within.since, TODAY - 364);
	assert_int_equal(later.workers, 1);
}

static void test_continuity__counts_nobody_who_does_not_work_on_the_case(void **state)
{
	struct fact beside = led(OF_BO, TODAY - 90, DAY_MAX), paper = beside, hours = beside, team = beside;

	(void)state;
	beside.role = HOLDING_CO_WORKER;
	paper.standing = HOLDING_ON_PAPER;
	hours.standing = HOLDING_EMERGENCY;
	team.post_id = 0;
	assert_int_equal(COUNT(led(OF_HEAD, TODAY - 90, DAY_MAX), beside, paper, hours, team).workers, 0);
}

static void test_continuity__knows_who_led_it(void **state)
{
	struct fact facts[] = {led(OF_ANN, TODAY - 300, TODAY - 200), led(OF_BO, TODAY - 900, TODAY - 800)};
	const struct case_facts all = {.ref = "C1", .facts = facts, .count = 2};

	(void)state;
	assert_true(continuity_has(&all, POSTS, sizeof POSTS / sizeof *POSTS, TODAY, ANN));
	assert_false(continuity_has(&all, POSTS, sizeof POSTS / sizeof *POSTS, TODAY, BO));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_continuity__of_one_worker_is_no_change_and_of_none_neither),
		cmocka_unit_test(test_continuity__counts_each_worker_once),
		cmocka_unit_test(test_continuity__looks_at_a_year_and_no_further),
		cmocka_unit_test(test_continuity__counts_nobody_who_does_not_work_on_the_case),
		cmocka_unit_test(test_continuity__knows_who_led_it),
	};

	return RUN_TESTS(tests);
}
