#include "case_desk.h"
#include "core/import_rules.h"

/* Source 1 assumes its starts; source 0 has them. */
static const bool OF_SOURCE[] = {false, true};
static const struct assumed_starts ASSUMED = {OF_SOURCE, 2};

/* ---- a case that is purged and stated ---- */

static void test_purge__stands_against_work_of_a_case_that_nobody_opens(void **state)
{
	struct case_facts told = FACTS(*state, purged(fact_blank(FACT_CASE)), stage("cin", 10, 20));
	const struct fact *stands, *goes;
	struct case_facts settled = import_settle_purge(*state, &told, &stands, &goes);

	assert_int_equal(settled.count, 1);
	assert_true(settled.facts[0].purge && stands->purge);
	assert_int_equal(goes->kind, FACT_STAGE);
}

static void test_purge__gives_way_to_an_episode_that_is_stated(void **state)
{
	struct case_facts told = FACTS(*state, purged(fact_blank(FACT_CASE)), episode(10, 20), purged(stage("cin", 10, 20)));
	const struct fact *stands, *goes;
	struct case_facts settled = import_settle_purge(*state, &told, &stands, &goes);

	assert_int_equal(settled.count, 2);
	assert_int_equal(settled.facts[0].kind, FACT_EPISODE);
	assert_int_equal(stands->kind, FACT_EPISODE);
	assert_int_equal(goes->kind, FACT_CASE);
}

static void test_purge__of_a_case_of_which_nothing_is_stated_stays(void **state)
{
	struct case_facts told = FACTS(*state, purged(fact_blank(FACT_CASE)), purged(episode(10, 20)));
	const struct fact *stands, *goes;

	assert_int_equal(import_settle_purge(*state, &told, &stands, &goes).count, 2);
	assert_null(stands);
}

/* ---- assumed starts ---- */

static void test_assumed__gives_way_to_the_start_that_another_file_tells(void **state)
{
	struct case_facts told = FACTS(*state, from_source(holding(1, 10, DAY_MAX), 1), from_source(holding(1, 20, DAY_MAX), 0));
	struct case_facts kept = import_drop_assumed(*state, &NOTHING, &told, ASSUMED);

	assert_int_equal(kept.count, 1);
	assert_int_equal(kept.facts[0].when.from, 20);
}

static void test_assumed__gives_way_to_the_start_that_is_known(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 20, DAY_MAX));
	struct case_facts told = FACTS(*state, episode(10, DAY_MAX), from_source(holding(1, 10, DAY_MAX), 1));
	struct case_facts kept = import_drop_assumed(*state, &known, &told, ASSUMED);

	assert_int_equal(kept.count, 1);
	assert_int_equal(kept.facts[0].kind, FACT_EPISODE);
}

static void test_assumed__stands_where_nobody_knows_better(void **state)
{
	struct case_facts known = FACTS(*state, holding(2, 20, DAY_MAX), holding(1, 12, 15));
	struct case_facts told = FACTS(*state, from_source(holding(1, 10, DAY_MAX), 1));

	assert_int_equal(import_drop_assumed(*state, &known, &told, ASSUMED).count, 1);
}

static void test_assumed__a_start_that_a_file_has_never_gives_way(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 20, DAY_MAX));
	struct case_facts told = FACTS(*state, from_source(holding(1, 10, DAY_MAX), 0));

	assert_int_equal(import_drop_assumed(*state, &known, &told, ASSUMED).count, 1);
}

/* ---- another start ---- */

static void test_restarted__takes_the_place_of_the_known(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, from_source(holding(1, 20, DAY_MAX), 1));
	struct case_facts all = import_replace_restarted(*state, &known, &told);

	assert_int_equal(all.count, 2);
	assert_int_equal(all.facts[0].when.from, 10);
	assert_true(all.facts[0].purge);
	assert_int_equal(all.facts[0].source, 1);
	assert_false(all.facts[1].purge);
}

static void test_restarted__leaves_what_is_over_and_what_others_hold(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 10, 15), holding(2, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, holding(1, 20, DAY_MAX));

	assert_int_equal(import_replace_restarted(*state, &known, &told).count, 1);
}

static void test_restarted__nothing_that_is_over_takes_a_place(void **state)
{
	struct case_facts known = FACTS(*state, holding(1, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, holding(1, 2, 5));

	assert_int_equal(import_replace_restarted(*state, &known, &told).count, 1);
}

/* ---- holdings ---- */

static struct import_holding_ruling rule(struct arena *a, struct case_facts known, struct case_facts told, struct fact h)
{
	struct case_facts after = import_facts_after(a, &known, &told);

	return import_rule_on_holding(&known, &after, &h);
}

static void test_after__has_what_is_told_and_what_is_known_besides(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, 50), holding(1, 10, 20));
	struct case_facts told = FACTS(*state, episode(10, 60), holding(2, 20, DAY_MAX));
	struct case_facts after = import_facts_after(*state, &known, &told);

	assert_int_equal(after.count, 3);
	assert_int_equal(after.facts[0].when.until, 60);
}

static void test_holding__may_stand_in_an_episode_that_is_known(void **state)
{
	struct fact h = holding(1, 20, DAY_MAX);
	struct import_holding_ruling r = rule(*state, FACTS(*state, episode(10, DAY_MAX)), FACTS(*state, h), h);

	assert_false(r.left_out);
	assert_int_equal(r.rule, HOLDING_FITS);
}

static void test_holding__live_and_outside_its_case_is_an_error(void **state)
{
	struct fact h = holding(1, 60, DAY_MAX);
	struct import_holding_ruling r = rule(*state, FACTS(*state, episode(10, 50)), FACTS(*state, h), h);

	assert_true(r.left_out);
	assert_true(r.is_error);
	assert_int_equal(r.rule, HOLDING_OUTSIDE_EPISODES);
}

static void test_holding__that_is_only_history_is_left_out_without_an_error(void **state)
{
	struct fact h = holding(1, 2, 5);
	struct import_holding_ruling outside = rule(*state, FACTS(*state, episode(10, 50)), FACTS(*state, h), h);
	struct import_holding_ruling unknown = rule(*state, NOTHING, FACTS(*state, h), h);

	assert_true(outside.left_out && !outside.is_error);
	assert_true(unknown.left_out && !unknown.is_error);
	assert_int_equal(unknown.rule, HOLDING_CASE_UNKNOWN);
}

static void test_holding__of_a_second_lead_is_taken_and_flagged(void **state)
{
	struct fact h = holding(2, 20, DAY_MAX);
	struct import_holding_ruling r = rule(*state, FACTS(*state, episode(10, DAY_MAX), holding(1, 10, DAY_MAX)),
		FACTS(*state, h), h);

	assert_false(r.left_out);
	assert_false(r.is_error);
	assert_int_equal(r.rule, HOLDING_SECOND_LEAD);
}

static void test_holding__that_stays_as_it_is_known_is_not_asked_about(void **state)
{
	struct fact h = holding(2, 20, DAY_MAX);
	struct import_holding_ruling r = rule(*state, FACTS(*state, episode(10, DAY_MAX), holding(1, 10, DAY_MAX), h),
		FACTS(*state, h), h);

	assert_int_equal(r.rule, HOLDING_FITS);
}

/* ---- the case ---- */

static void test_opening__a_case_is_made_by_an_episode(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, DAY_MAX));

	assert_int_equal(import_opening_of(&NOTHING, &told), CASE_IS_MADE);
}

static void test_opening__work_on_a_case_that_nobody_opened_is_an_error(void **state)
{
	struct case_facts told = FACTS(*state, fact_blank(FACT_CASE), fact_blank(FACT_STAGE));
	struct case_facts known = FACTS(*state, fact_blank(FACT_CASE), episode(10, DAY_MAX));

	assert_int_equal(import_opening_of(&NOTHING, &told), CASE_IS_NOT_OPENED);
	assert_int_equal(import_opening_of(&known, &told), CASE_IS_MADE);
}

static void test_opening__a_case_that_is_only_named_or_purged_is_not_made(void **state)
{
	struct case_facts named = FACTS(*state, fact_blank(FACT_CASE)), purged = FACTS(*state, episode(10, DAY_MAX));

	purged.facts[0].purge = true;
	assert_int_equal(import_opening_of(&NOTHING, &named), CASE_IS_ONLY_NAMED);
	assert_int_equal(import_opening_of(&NOTHING, &purged), CASE_IS_ONLY_NAMED);
}

static void test_case__that_is_new_is_a_fact_even_if_nothing_is_said_of_it(void **state)
{
	struct case_facts told = FACTS(*state, episode(10, DAY_MAX));
	struct case_facts made = import_make_case(*state, &NOTHING, &told);

	assert_int_equal(made.count, 2);
	assert_int_equal(made.facts[0].kind, FACT_CASE);
	assert_string_equal(made.facts[0].service, "");
}

static void test_case__that_is_told_or_known_is_not_made_again(void **state)
{
	struct case_facts with_case = FACTS(*state, fact_blank(FACT_CASE), episode(10, DAY_MAX));
	struct case_facts without = FACTS(*state, episode(10, 20));

	assert_int_equal(import_make_case(*state, &NOTHING, &with_case).count, 2);
	assert_int_equal(import_make_case(*state, &with_case, &without).count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_purge__stands_against_work_of_a_case_that_nobody_opens),
		TEST(test_purge__gives_way_to_an_episode_that_is_stated),
		TEST(test_purge__of_a_case_of_which_nothing_is_stated_stays),
		TEST(test_assumed__gives_way_to_the_start_that_another_file_tells),
		TEST(test_assumed__gives_way_to_the_start_that_is_known),
		TEST(test_assumed__stands_where_nobody_knows_better),
		TEST(test_assumed__a_start_that_a_file_has_never_gives_way),
		TEST(test_restarted__takes_the_place_of_the_known),
		TEST(test_restarted__leaves_what_is_over_and_what_others_hold),
		TEST(test_restarted__nothing_that_is_over_takes_a_place),
		TEST(test_after__has_what_is_told_and_what_is_known_besides),
		TEST(test_holding__may_stand_in_an_episode_that_is_known),
		TEST(test_holding__live_and_outside_its_case_is_an_error),
		TEST(test_holding__that_is_only_history_is_left_out_without_an_error),
		TEST(test_holding__of_a_second_lead_is_taken_and_flagged),
		TEST(test_holding__that_stays_as_it_is_known_is_not_asked_about),
		TEST(test_opening__a_case_is_made_by_an_episode),
		TEST(test_opening__work_on_a_case_that_nobody_opened_is_an_error),
		TEST(test_opening__a_case_that_is_only_named_or_purged_is_not_made),
		TEST(test_case__that_is_new_is_a_fact_even_if_nothing_is_said_of_it),
		TEST(test_case__that_is_told_or_known_is_not_made_again),
	};

	return RUN_TESTS(tests);
}
