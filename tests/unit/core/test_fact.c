#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "core/fact.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct fact span(enum fact_kind kind, const char *code, int32_t from, int32_t until)
{
	struct fact f = fact_blank(kind);

	f.code = code;
	f.when = (struct days){from, until};
	return f;
}

static struct fact holding(int32_t post, int32_t from, int32_t until)
{
	struct fact f = span(FACT_HOLDING, "", from, until);

	f.post_id = post;
	return f;
}

static struct case_facts facts_of(struct arena *a, const struct fact *facts, size_t count)
{
	struct case_facts all = {.ref = "C1"};

	for (size_t i = 0; i < count; i++)
		case_facts_add(a, &all, &facts[i]);
	return all;
}

#define FACTS(a, ...) \
	facts_of((a), (struct fact[]){__VA_ARGS__}, sizeof((struct fact[]){__VA_ARGS__}) / sizeof(struct fact))

static void count_conflict(void *context, const struct fact *kept, const struct fact *other)
{
	(void)kept;
	(void)other;
	++*(int *)context;
}

static size_t changes(struct arena *a, struct case_facts known, struct case_facts told, struct fact_change **ret)
{
	size_t count;

	case_facts_tidy(&known, NULL, NULL);
	case_facts_tidy(&told, NULL, NULL);
	case_decide(a, &known, &told, ret, &count);
	return count;
}

static void test_fact__is_kept_once_when_two_files_tell_it(void **state)
{
	struct case_facts all = FACTS(*state, span(FACT_STAGE, "cin", 10, 20), span(FACT_EPISODE, "", 5, DAY_MAX),
		span(FACT_STAGE, "cin", 10, 20));
	int conflicts = 0;

	case_facts_tidy(&all, count_conflict, &conflicts);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.facts[0].kind, FACT_EPISODE);
	assert_int_equal(conflicts, 0);
}

static void test_fact__a_known_end_stands_over_an_open_one_whatever_the_order(void **state)
{
	struct case_facts one = FACTS(*state, span(FACT_EPISODE, "", 5, DAY_MAX), span(FACT_EPISODE, "RC7", 5, 40));
	struct case_facts other = FACTS(*state, span(FACT_EPISODE, "RC7", 5, 40), span(FACT_EPISODE, "", 5, DAY_MAX));
	int conflicts = 0;

	case_facts_tidy(&one, count_conflict, &conflicts);
	case_facts_tidy(&other, count_conflict, &conflicts);
	assert_int_equal(one.facts[0].when.until, 40);
	assert_string_equal(one.facts[0].code, "RC7");
	assert_true(fact_same_value(&one.facts[0], &other.facts[0]));
	assert_int_equal(conflicts, 0);
}

static void test_fact__the_first_of_two_contradicting_stands_and_it_is_told(void **state)
{
	struct case_facts all = FACTS(*state, span(FACT_EPISODE, "", 5, 40), span(FACT_EPISODE, "", 5, 50));
	int conflicts = 0;

	case_facts_tidy(&all, count_conflict, &conflicts);
	assert_int_equal(all.count, 1);
	assert_int_equal(all.facts[0].when.until, 40);
	assert_int_equal(conflicts, 1);
}

static void test_fact__a_holding_is_the_same_with_and_without_its_team(void **state)
{
	struct fact with_team = holding(7, 5, DAY_MAX), without = holding(7, 5, DAY_MAX);
	struct case_facts all;

	with_team.team_id = 3;
	all = FACTS(*state, without, with_team);
	case_facts_tidy(&all, NULL, NULL);
	assert_int_equal(all.count, 1);
	assert_int_equal(all.facts[0].team_id, 3);
}

static void test_fact__holdings_of_two_teams_without_a_worker_differ(void **state)
{
	struct fact one = holding(0, 5, DAY_MAX), other = holding(0, 5, DAY_MAX);

	(void)state;
	one.team_id = 1;
	other.team_id = 2;
	assert_false(fact_same_key(&one, &other));
}

static void test_decide__finds_nothing_to_do_when_told_twice(void **state)
{
	struct case_facts told = FACTS(*state, fact_blank(FACT_CASE), span(FACT_EPISODE, "", 5, DAY_MAX), holding(1, 5, 9));
	struct fact_change *c;

	assert_int_equal(changes(*state, told, told, &c), 0);
}

static void test_decide__adds_what_is_new_and_leaves_what_is_not_told(void **state)
{
	struct fact_change *c;
	size_t n = changes(*state, FACTS(*state, span(FACT_STAGE, "cin", 1, 5)), FACTS(*state, span(FACT_STAGE, "cp", 5, 9)), &c);

	assert_int_equal(n, 1);
	assert_int_equal(c[0].op, CHANGE_ADD);
	assert_string_equal(c[0].after->code, "cp");
}

static void test_decide__replaces_a_value_of_the_same_key(void **state)
{
	struct fact_change *c;
	size_t n = changes(*state, FACTS(*state, holding(1, 5, DAY_MAX)), FACTS(*state, holding(1, 5, 30)), &c);

	assert_int_equal(n, 1);
	assert_int_equal(c[0].op, CHANGE_REPLACE);
	assert_int_equal(c[0].before->when.until, DAY_MAX);
	assert_int_equal(c[0].after->when.until, 30);
}

static void test_decide__keeps_what_the_newer_file_does_not_say(void **state)
{
	struct fact known = fact_blank(FACT_CASE), told = fact_blank(FACT_CASE);
	struct fact_change *c;

	known.household = "H1";
	known.service = "children";
	told.service = "children";
	assert_int_equal(changes(*state, FACTS(*state, known), FACTS(*state, told), &c), 0);
	told.owner = "Nia";
	assert_int_equal(changes(*state, FACTS(*state, known), FACTS(*state, told), &c), 1);
	assert_string_equal(c[0].after->household, "H1");
	assert_string_equal(c[0].after->owner, "Nia");
}

static struct fact said_to_be_open(struct fact f)
{
	f.open_is_said = true;
	return f;
}

static void test_decide__opens_an_episode_again_and_drops_the_closing_reason(void **state)
{
	struct fact_change *c;
	size_t n = changes(*state, FACTS(*state, span(FACT_EPISODE, "RC7", 5, 40)),
		FACTS(*state, said_to_be_open(span(FACT_EPISODE, "", 5, DAY_MAX))), &c);

	assert_int_equal(n, 1);
	assert_int_equal(c[0].after->when.until, DAY_MAX);
	assert_string_equal(c[0].after->code, "");
}

static void test_decide__an_end_that_is_not_said_stays_as_it_is_known(void **state)
{
	struct fact known_holding = holding(1, 5, 30);
	struct fact_change *c;

	known_holding.code = "left";
	assert_int_equal(changes(*state, FACTS(*state, span(FACT_EPISODE, "RC7", 5, 40), span(FACT_STAGE, "cin", 5, 40),
		span(FACT_FACTOR, "need:N1", 5, 40), known_holding),
		FACTS(*state, span(FACT_EPISODE, "", 5, DAY_MAX), span(FACT_STAGE, "cin", 5, DAY_MAX),
		span(FACT_FACTOR, "need:N1", 5, DAY_MAX), holding(1, 5, DAY_MAX)), &c), 0);
}

static void test_decide__no_further_action_stays_until_a_file_says_otherwise(void **state)
{
	struct fact known = span(FACT_EPISODE, "", 5, DAY_MAX), told = span(FACT_EPISODE, "", 5, DAY_MAX);
	struct fact_change *c;

	known.no_further_action = 1;
	assert_int_equal(changes(*state, FACTS(*state, known), FACTS(*state, told), &c), 0);
	told.no_further_action = 0;
	assert_int_equal(changes(*state, FACTS(*state, known), FACTS(*state, told), &c), 1);
	assert_int_equal(c[0].after->no_further_action, 0);
}

static void test_decide__a_share_that_is_not_said_stays_and_is_the_whole_of_a_new_holding(void **state)
{
	struct fact known = holding(1, 5, DAY_MAX), told = holding(1, 5, DAY_MAX);
	struct fact_change *c;

	known.share = 500;
	told.share = -1;
	assert_int_equal(changes(*state, FACTS(*state, known), FACTS(*state, told), &c), 0);
	assert_int_equal(changes(*state, FACTS(*state, holding(2, 5, DAY_MAX)), FACTS(*state, told), &c), 1);
	assert_int_equal(c[0].after->share, 1000);
}

static void test_complete__lays_what_is_told_over_what_is_known_of_the_same_fact(void **state)
{
	struct case_facts known = FACTS(*state, span(FACT_EPISODE, "RC7", 5, 40), span(FACT_EPISODE, "", 60, DAY_MAX));
	struct case_facts told = FACTS(*state, span(FACT_EPISODE, "", 5, DAY_MAX), span(FACT_STAGE, "cin", 60, 70));

	told.facts[0].source = 3;
	case_facts_complete(&known, &told);
	assert_int_equal(told.count, 2);
	assert_int_equal(told.facts[0].when.until, 40);
	assert_string_equal(told.facts[0].code, "RC7");
	assert_int_equal(told.facts[0].source, 3);
	assert_int_equal(told.facts[1].when.until, 70);
}

static void test_decide__withdraws_what_a_file_purges_and_only_that(void **state)
{
	struct fact gone = holding(1, 5, DAY_MAX), never_known = holding(2, 5, DAY_MAX);
	struct case_facts known = FACTS(*state, gone, holding(3, 5, DAY_MAX));
	struct fact_change *c;

	gone.purge = true;
	never_known.purge = true;
	assert_int_equal(changes(*state, known, FACTS(*state, gone, never_known), &c), 1);
	assert_int_equal(c[0].op, CHANGE_WITHDRAW);
	assert_int_equal(c[0].before->post_id, 1);
}

static void test_decide__purging_the_case_withdraws_all_of_it(void **state)
{
	struct fact gone = fact_blank(FACT_CASE);
	struct case_facts known = FACTS(*state, gone, span(FACT_EPISODE, "", 5, DAY_MAX), holding(3, 5, DAY_MAX));
	struct fact_change *c;

	gone.purge = true;
	assert_int_equal(changes(*state, known, FACTS(*state, gone), &c), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(c[i].op, CHANGE_WITHDRAW);
}

static void test_fact__a_statement_stands_over_a_purge_of_the_same_key(void **state)
{
	struct fact purged = holding(1, 5, DAY_MAX);
	struct case_facts all;
	int conflicts = 0;

	purged.purge = true;
	all = FACTS(*state, purged, holding(1, 5, DAY_MAX));
	case_facts_tidy(&all, count_conflict, &conflicts);
	assert_int_equal(all.count, 1);
	assert_false(all.facts[0].purge);
	assert_int_equal(conflicts, 1);
}

static void test_fact__many_facts_in_any_order_come_out_sorted_and_once(void **state)
{
	struct case_facts all = {.ref = "C1"};

	for (int32_t i = 0; i < 600; i++) {
		struct fact f = span(FACT_STAGE, i % 2 ? "cin" : "cp", (i * 7919) % 300, DAY_MAX);

		case_facts_add(*state, &all, &f);
	}
	case_facts_tidy(&all, NULL, NULL);
	assert_int_equal(all.count, 300);
	for (size_t i = 1; i < all.count; i++)
		assert_false(fact_same_key(&all.facts[i - 1], &all.facts[i]));
}

static void test_holding__that_ends_on_the_day_it_began_stays_and_one_to_come_never_was(void **state)
{
	struct fact before = fact_blank(FACT_HOLDING), same_day, to_come;

	(void)state;
	before.when = (struct days){100, DAY_MAX};
	same_day = to_come = before;
	same_day.when.from = 200;
	to_come.when.from = 201;
	holding_end(&before, 200, ENDED_HANDED_BACK);
	holding_end(&same_day, 200, ENDED_CLOSED);
	holding_end(&to_come, 200, ENDED_CHANGED);
	assert_int_equal(before.when.until, 200);
	assert_string_equal(before.code, "handed-back");
	assert_int_equal(same_day.when.until, 200);
	assert_string_equal(same_day.code, "closed");
	assert_false(before.purge || same_day.purge);
	assert_true(to_come.purge);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_fact__is_kept_once_when_two_files_tell_it),
		TEST(test_fact__a_known_end_stands_over_an_open_one_whatever_the_order),
		TEST(test_fact__the_first_of_two_contradicting_stands_and_it_is_told),
		TEST(test_fact__a_holding_is_the_same_with_and_without_its_team),
		TEST(test_fact__holdings_of_two_teams_without_a_worker_differ),
		TEST(test_decide__finds_nothing_to_do_when_told_twice),
		TEST(test_decide__adds_what_is_new_and_leaves_what_is_not_told),
		TEST(test_decide__replaces_a_value_of_the_same_key),
		TEST(test_decide__keeps_what_the_newer_file_does_not_say),
		TEST(test_decide__opens_an_episode_again_and_drops_the_closing_reason),
		TEST(test_decide__an_end_that_is_not_said_stays_as_it_is_known),
		TEST(test_decide__no_further_action_stays_until_a_file_says_otherwise),
		TEST(test_decide__a_share_that_is_not_said_stays_and_is_the_whole_of_a_new_holding),
		TEST(test_complete__lays_what_is_told_over_what_is_known_of_the_same_fact),
		TEST(test_decide__withdraws_what_a_file_purges_and_only_that),
		TEST(test_decide__purging_the_case_withdraws_all_of_it),
		TEST(test_fact__a_statement_stands_over_a_purge_of_the_same_key),
		TEST(test_holding__that_ends_on_the_day_it_began_stays_and_one_to_come_never_was),
		TEST(test_fact__many_facts_in_any_order_come_out_sorted_and_once),
	};

	return RUN_TESTS(tests);
}
