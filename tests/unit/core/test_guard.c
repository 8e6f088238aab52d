#include "../../test.h"
#include "core/guard.h"

static struct fact episode(int32_t from, int32_t until)
{
	struct fact f = fact_blank(FACT_EPISODE);

	f.when = (struct days){from, until};
	return f;
}

static struct fact holding(int32_t post, int32_t from, int32_t until)
{
	struct fact f = fact_blank(FACT_HOLDING);

	f.post_id = post;
	f.when = (struct days){from, until};
	return f;
}

static struct holding_ruling rule(struct fact *facts, size_t count, struct fact h)
{
	struct case_facts all = {"C1", facts, count, count};

	return holding_guard(&all, &h);
}

static enum holding_rule rule_in_episode(struct fact h)
{
	struct fact open = episode(100, 200);

	return rule(&open, 1, h).rule;
}

static void test_guard__lets_a_holding_within_an_episode_pass(void **state)
{
	(void)state;
	assert_int_equal(rule_in_episode(holding(1, 100, 150)), HOLDING_FITS);
	assert_int_equal(rule_in_episode(holding(1, 90, DAY_MAX)), HOLDING_FITS);
	assert_int_equal(rule_in_episode(holding(1, 200, 200)), HOLDING_FITS);
}

static void test_guard__refuses_an_end_before_the_start(void **state)
{
	(void)state;
	assert_int_equal(rule_in_episode(holding(1, 150, 149)), HOLDING_ENDS_BEFORE_START);
}

static void test_guard__refuses_a_share_of_nothing_or_of_more_than_all(void **state)
{
	struct fact h = holding(1, 100, 150);

	(void)state;
	h.share = 0;
	assert_int_equal(rule_in_episode(h), HOLDING_SHARE_OUT_OF_RANGE);
	h.share = 1001;
	assert_int_equal(rule_in_episode(h), HOLDING_SHARE_OUT_OF_RANGE);
}

static void test_guard__refuses_a_holding_outside_every_episode(void **state)
{
	(void)state;
	assert_int_equal(rule_in_episode(holding(1, 201, DAY_MAX)), HOLDING_OUTSIDE_EPISODES);
	assert_int_equal(rule_in_episode(holding(1, 10, 99)), HOLDING_OUTSIDE_EPISODES);
}

static void test_guard__refuses_a_case_nobody_knows(void **state)
{
	(void)state;
	assert_int_equal(rule(NULL, 0, holding(1, 1, 2)).rule, HOLDING_CASE_UNKNOWN);
	assert_true(rule(NULL, 0, holding(1, 1, 2)).refused);
}

static void test_guard__refuses_a_holding_by_nobody(void **state)
{
	(void)state;
	assert_int_equal(rule_in_episode(holding(0, 100, 150)), HOLDING_BY_NOBODY);
}

static void test_guard__flags_two_leads_but_lets_them_pass(void **state)
{
	struct fact facts[] = {episode(100, DAY_MAX), holding(1, 100, 150), holding(2, 149, DAY_MAX)};
	struct holding_ruling r;

	(void)state;
	r = rule(facts, 3, facts[2]);
	assert_int_equal(r.rule, HOLDING_SECOND_LEAD);
	assert_false(r.refused);
	facts[2].when.from = 150;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_FITS);
	facts[2].when.from = 149;
	facts[2].role = HOLDING_CO_WORKER;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_FITS);
}

static void test_guard__flags_a_case_held_twice_by_one_worker(void **state)
{
	struct fact facts[] = {episode(100, DAY_MAX), holding(1, 100, 150), holding(1, 140, DAY_MAX)};

	(void)state;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_TWICE);
	assert_false(rule(facts, 3, facts[2]).refused);
	facts[2].when.from = 100;
	facts[2].role = HOLDING_CO_WORKER;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_TWICE);
	facts[2].when.from = 150;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_FITS);
}

static void test_guard__flags_shares_that_do_not_make_a_whole_case(void **state)
{
	struct fact facts[] = {episode(100, DAY_MAX), holding(1, 100, 150), holding(2, 100, DAY_MAX)};

	(void)state;
	facts[1].share = 500;
	facts[2].share = 500;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_SHARES_BELOW_ONE);
	assert_false(rule(facts, 3, facts[2]).refused);
	assert_int_equal(rule(facts, 3, facts[1]).rule, HOLDING_SECOND_LEAD);
	facts[2].share = 1000;
	facts[2].role = HOLDING_CO_WORKER;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_FITS);
	facts[2].share = -1;
	assert_int_equal(rule(facts, 3, facts[2]).rule, HOLDING_FITS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guard__lets_a_holding_within_an_episode_pass),
		cmocka_unit_test(test_guard__refuses_an_end_before_the_start),
		cmocka_unit_test(test_guard__refuses_a_share_of_nothing_or_of_more_than_all),
		cmocka_unit_test(test_guard__refuses_a_holding_outside_every_episode),
		cmocka_unit_test(test_guard__refuses_a_case_nobody_knows),
		cmocka_unit_test(test_guard__refuses_a_holding_by_nobody),
		cmocka_unit_test(test_guard__flags_two_leads_but_lets_them_pass),
		cmocka_unit_test(test_guard__flags_a_case_held_twice_by_one_worker),
		cmocka_unit_test(test_guard__flags_shares_that_do_not_make_a_whole_case),
	};

	return RUN_TESTS(tests);
}
