#include "case_desk.h"
#include "core/import_list.h"

enum { TODAY = 100 };

/* Source 1 is a list without starts; source 0 has them. */
static const bool OF_SOURCE[] = {false, true};
static const struct import_list CERTAIN = {{OF_SOURCE, 2}, TODAY, true}, UNCERTAIN = {{OF_SOURCE, 2}, TODAY, false};

static struct fact listed(int32_t from)
{
	struct fact f = from_source(episode(from, DAY_MAX), 1);

	f.holder_is_said = true;
	return f;
}

static struct fact over(const char *type, int32_t from)
{
	struct fact f = from_source(stage(type, from, DAY_MAX), 1);

	f.is_over = true;
	return f;
}

static struct fact co_worker(struct fact h)
{
	h.role = HOLDING_CO_WORKER;
	return h;
}

static void assert_fact(const struct case_facts *facts, size_t place, enum fact_kind kind, int32_t post, int32_t from, int32_t until)
{
	assert_true(place < facts->count);
	assert_int_equal(facts->facts[place].kind, kind);
	assert_int_equal(facts->facts[place].post_id, post);
	assert_int_equal(facts->facts[place].when.from, from);
	assert_int_equal(facts->facts[place].when.until, until);
}

static void test_list__ends_the_lead_whom_it_no_longer_names(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), holding(1, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, listed(10), from_source(holding(2, 10, DAY_MAX), 1));
	struct case_facts all = import_take_list(*state, &known, &told, &CERTAIN);

	assert_int_equal(all.count, 3);
	assert_fact(&all, 1, FACT_HOLDING, 1, 10, TODAY);
	assert_fact(&all, 2, FACT_HOLDING, 2, TODAY, DAY_MAX);
}

static void test_list__leaves_a_co_worker_beside_the_lead_whom_it_names(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), co_worker(holding(3, 10, DAY_MAX)));
	struct case_facts named = FACTS(*state, listed(10), from_source(holding(2, 10, DAY_MAX), 1)), blank = FACTS(*state, listed(10));

	assert_int_equal(import_take_list(*state, &known, &named, &CERTAIN).count, 2);
	assert_int_equal(import_take_list(*state, &known, &blank, &CERTAIN).count, 2);
	assert_int_equal(import_take_list(*state, &known, &blank, &CERTAIN).facts[1].when.until, TODAY);
}

static void test_list__takes_the_episode_for_the_start_where_nobody_is_known_to_have_held_it(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), holding(1, 2, 8));
	struct case_facts told = FACTS(*state, listed(10), from_source(holding(2, 10, DAY_MAX), 1));
	struct case_facts all = import_take_list(*state, &known, &told, &CERTAIN);

	assert_fact(&all, 1, FACT_HOLDING, 2, 10, DAY_MAX);
}

static void test_list__leaves_what_other_files_of_the_same_import_tell(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), holding(1, 20, DAY_MAX));
	struct case_facts told = FACTS(*state, listed(10), holding(1, 20, DAY_MAX));
	struct case_facts all = import_take_list(*state, &known, &told, &CERTAIN);

	assert_int_equal(all.count, 2);
	assert_fact(&all, 1, FACT_HOLDING, 1, 20, DAY_MAX);
}

static void test_list__whose_holder_is_not_certain_ends_nothing(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), holding(1, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, listed(10));

	assert_int_equal(import_take_list(*state, &known, &told, &UNCERTAIN).count, 1);
}

static void test_list__leaves_the_holders_of_another_episode(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, 50), holding(1, 10, DAY_MAX));
	struct case_facts told = FACTS(*state, listed(80));

	assert_int_equal(import_take_list(*state, &known, &told, &CERTAIN).count, 1);
}

static void test_list__ends_known_work_that_is_over_and_states_nothing_else(void **state)
{
	struct case_facts known = FACTS(*state, episode(10, DAY_MAX), stage("plan", 10, DAY_MAX), stage("looked_after", 20, DAY_MAX));
	struct case_facts told = FACTS(*state, listed(10), over("plan", 10), over("looked_after", 10));
	struct case_facts all = import_take_list(*state, &known, &told, &CERTAIN);

	assert_int_equal(all.count, 2);
	assert_fact(&all, 1, FACT_STAGE, 0, 10, TODAY);
	assert_string_equal(all.facts[1].code, "plan");
	assert_false(all.facts[1].is_over);
}

static void test_list__work_that_another_file_states_is_not_over(void **state)
{
	struct case_facts told = FACTS(*state, over("plan", 10), stage("plan", 10, DAY_MAX));

	assert_int_equal(told.count, 1);
	assert_false(told.facts[0].is_over);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_list__ends_the_lead_whom_it_no_longer_names),
		TEST(test_list__leaves_a_co_worker_beside_the_lead_whom_it_names),
		TEST(test_list__takes_the_episode_for_the_start_where_nobody_is_known_to_have_held_it),
		TEST(test_list__leaves_what_other_files_of_the_same_import_tell),
		TEST(test_list__whose_holder_is_not_certain_ends_nothing),
		TEST(test_list__leaves_the_holders_of_another_episode),
		TEST(test_list__ends_known_work_that_is_over_and_states_nothing_else),
		TEST(test_list__work_that_another_file_states_is_not_over),
	};

	return RUN_TESTS(tests);
}
