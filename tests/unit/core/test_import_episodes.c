#include "case_desk.h"
#include "core/import_episodes.h"

/* ---- holdings end with their episode ---- */

static struct fact told_in(struct fact h, int32_t day)
{
	h.told_in = day;
	return h;
}

static const struct fact *held(const struct case_facts *facts, size_t place)
{
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == FACT_HOLDING && place-- == 0)
			return &facts->facts[i];
	return NULL;
}

static void assert_held(const struct case_facts *facts, size_t place, int32_t from, int32_t until)
{
	const struct fact *h = held(facts, place);

	assert_non_null(h);
	assert_int_equal(h->when.from, from);
	assert_int_equal(h->when.until, until);
}

static void test_holding__of_a_closed_episode_ends_with_it(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), holding(1, 12, DAY_MAX));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_int_equal(all.count, 3);
	assert_held(&all, 0, 12, 50);
}

static void test_holding__that_is_known_ends_with_an_episode_that_is_told_closed(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), holding(1, 12, DAY_MAX));
	struct case_facts told = FACTS(*state, from_source(episode(10, 50), 3));
	struct case_facts all = import_end_with_episodes(*state, &known, &told);

	assert_int_equal(all.count, 2);
	assert_held(&all, 0, 12, 50);
	assert_int_equal(held(&all, 0)->source, 3);
}

static void test_holding__of_the_open_episode_stands(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(50, DAY_MAX), holding(1, 50, DAY_MAX),
		holding(2, 60, DAY_MAX));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_held(&all, 0, 50, DAY_MAX);
	assert_held(&all, 1, 60, DAY_MAX);
}

static void test_holding__that_begins_before_an_episode_is_of_the_next(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), holding(1, 70, DAY_MAX));
	struct case_facts early = FACTS(*state, episode(80, 90), holding(1, 70, DAY_MAX));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_held(&all, 0, 70, DAY_MAX);
	all = import_end_with_episodes(*state, &NOTHING, &early);
	assert_held(&all, 0, 70, 90);
}

static void test_holding__that_begins_on_the_day_of_closure_ends_on_it(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), holding(1, 50, DAY_MAX));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_held(&all, 0, 50, 50);
}

static void test_holding__told_again_in_a_later_episode_goes_on_there(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), told_in(holding(1, 12, DAY_MAX), 10),
		told_in(holding(1, 12, DAY_MAX), 80));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_held(&all, 0, 12, 50);
	assert_held(&all, 1, 80, DAY_MAX);
}

static void test_holding__told_again_in_a_later_episode_may_end_there(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 12, 50), holding(1, 80, DAY_MAX));
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), told_in(holding(1, 12, 95), 80));
	struct case_facts all = import_end_with_episodes(*state, &known, &told);

	assert_held(&all, 0, 12, 50);
	assert_held(&all, 1, 80, 95);
}

static void test_holding__with_an_end_of_its_own_keeps_it(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, 50), episode(80, DAY_MAX), holding(1, 12, 90));
	struct case_facts all = import_end_with_episodes(*state, &NOTHING, &told);

	assert_held(&all, 0, 12, 90);
}

static void test_holding__is_not_bound_by_a_referral_that_led_to_nothing(void **state)
{
	struct fact nothing = episode(20, DAY_MAX);
	struct case_facts told;
	struct case_facts all;

	nothing.no_further_action = 1;
	told = FACTS(*state, episode(10, 50), nothing, holding(1, 30, DAY_MAX));
	all = import_end_with_episodes(*state, &NOTHING, &told);
	assert_held(&all, 0, 30, 50);
}

/* ---- episodes that overlap ---- */

/* Source 1 has whole records with holdings, source 2 without; source 0 has none. */
static const char *const WORK[] = {"plan", NULL};
static const struct import_whole OF_SOURCE[] = {{false, false, NULL}, {true, true, WORK}, {true, false, WORK}};
static const struct import_wholes WHOLES = {OF_SOURCE, 3};

static const struct fact *purge_of(const struct case_facts *facts, enum fact_kind kind, int32_t from)
{
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == kind && facts->facts[i].purge && facts->facts[i].when.from == from)
			return &facts->facts[i];
	return NULL;
}

static void test_episode__of_a_corrected_date_takes_the_place_of_the_known(void **state)
{
	struct case_facts known = FACTS(*state, episode(15, DAY_MAX), stage("plan", 20, DAY_MAX), stage("looked_after", 20, DAY_MAX),
		holding(1, 15, DAY_MAX));
	struct case_facts told = FACTS(*state, from_source(episode(14, 40), 1), from_source(holding(1, 14, 40), 1));
	struct case_facts all = import_replace_episodes(*state, &known, &told, WHOLES);

	assert_int_equal(all.count, 2 + 3);
	assert_non_null(purge_of(&all, FACT_EPISODE, 15));
	assert_non_null(purge_of(&all, FACT_STAGE, 20));
	assert_string_equal(purge_of(&all, FACT_STAGE, 20)->code, "plan");
	assert_non_null(purge_of(&all, FACT_HOLDING, 15));
}

static void test_episode__of_a_record_without_holdings_leaves_those_that_are_known(void **state)
{
	struct case_facts known = FACTS(*state, episode(15, DAY_MAX), holding(1, 15, DAY_MAX));
	struct case_facts census = FACTS(*state, from_source(episode(14, DAY_MAX), 2));
	struct case_facts silent = FACTS(*state, from_source(episode(14, DAY_MAX), 1));

	assert_int_equal(import_replace_episodes(*state, &known, &census, WHOLES).count, 2);
	assert_int_equal(import_replace_episodes(*state, &known, &silent, WHOLES).count, 2);
}

static void test_episode__that_is_told_or_apart_stays(void **state)
{
	struct case_facts known = FACTS(*state, episode(15, 30), episode(40, DAY_MAX));
	struct case_facts told = FACTS(*state, from_source(episode(30, 40), 1), from_source(episode(40, DAY_MAX), 1));

	assert_int_equal(import_replace_episodes(*state, &known, &told, WHOLES).count, 2);
}

static void test_episode__of_a_record_that_is_not_whole_replaces_nothing_and_is_named(void **state)
{
	struct case_facts known = FACTS(*state, episode(15, DAY_MAX)), told = FACTS(*state, episode(14, 40));
	struct case_facts both = FACTS(*state, episode(14, 40), episode(15, DAY_MAX)), apart = FACTS(*state, episode(14, 15), episode(15, 30));
	const struct fact *one = NULL, *other = NULL;

	assert_int_equal(import_replace_episodes(*state, &known, &told, WHOLES).count, 1);
	assert_true(import_find_two_open(&both, &told, WHOLES, &one, &other));
	assert_int_equal(one->when.from, 15);
	assert_int_equal(other->when.from, 14);
	assert_false(import_find_two_open(&apart, &told, WHOLES, &one, &other));
	assert_false(import_find_two_open(&both, &NOTHING, WHOLES, &one, &other));
	both.facts[0].no_further_action = 1;
	assert_false(import_find_two_open(&both, &told, WHOLES, &one, &other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_holding__of_a_closed_episode_ends_with_it),
		TEST(test_holding__that_is_known_ends_with_an_episode_that_is_told_closed),
		TEST(test_holding__of_the_open_episode_stands),
		TEST(test_holding__that_begins_before_an_episode_is_of_the_next),
		TEST(test_holding__that_begins_on_the_day_of_closure_ends_on_it),
		TEST(test_holding__told_again_in_a_later_episode_goes_on_there),
		TEST(test_holding__told_again_in_a_later_episode_may_end_there),
		TEST(test_holding__with_an_end_of_its_own_keeps_it),
		TEST(test_holding__is_not_bound_by_a_referral_that_led_to_nothing),
		TEST(test_episode__of_a_corrected_date_takes_the_place_of_the_known),
		TEST(test_episode__of_a_record_without_holdings_leaves_those_that_are_known),
		TEST(test_episode__that_is_told_or_apart_stays),
		TEST(test_episode__of_a_record_that_is_not_whole_replaces_nothing_and_is_named),
	};

	return RUN_TESTS(tests);
}
