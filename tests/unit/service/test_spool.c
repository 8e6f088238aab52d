#include <stdlib.h>
#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "service/import/spool.h"

static int setup(void **state)
{
	*state = spool_new();
	return 0;
}

static int teardown(void **state)
{
	spool_free(*state);
	return 0;
}

static struct fact stage(const char *code, int32_t from)
{
	struct fact f = fact_blank(FACT_STAGE);

	f.code = code;
	f.when.from = from;
	return f;
}

static void add(struct spool *s, const char *ref, struct fact f)
{
	struct err err;

	assert_int_equal(spool_add(s, ref, &f, 1, &err), 0);
}

/* Walks all partitions; calls `see` with each case. Returns how many cases there are. */
static size_t walk(struct spool *s, void (*see)(const struct case_facts *facts))
{
	struct arena *a = arena_new();
	struct case_facts facts;
	struct err err;
	size_t cases = 0;

	for (size_t i = 0; i < SPOOL_PARTITIONS; i++) {
		assert_int_equal(spool_load(s, i, &err), 0);
		while (spool_next(s, a, &facts)) {
			cases++;
			see(&facts);
			arena_reset(a);
		}
	}
	arena_free(a);
	return cases;
}

static void see_three_in_order(const struct case_facts *facts)
{
	assert_int_equal(facts->count, 3);
	for (int32_t i = 0; i < 3; i++)
		assert_int_equal(facts->facts[i].when.from, i);
}

static void test_spool__hands_back_facts_of_one_case_together_in_order(void **state)
{
	for (int32_t i = 0; i < 3; i++)
		for (int32_t c = 0; c < 50; c++) {
			char ref[] = "SYN00";

			ref[3] = (char)('0' + c / 10);
			ref[4] = (char)('0' + c % 10);
			add(*state, ref, stage("cin", i));
		}
	assert_int_equal(walk(*state, see_three_in_order), 50);
}

static struct fact all_kinds[FACT_KINDS + 1];

static void make_all_kinds(void)
{
	for (int kind = 0; kind < FACT_KINDS; kind++) {
		struct fact *f = &all_kinds[kind];

		*f = fact_blank((enum fact_kind)kind);
		f->when = (struct days){kind - 3, 20000 + kind};
		f->purge = kind % 2 == 0;
		f->source = 7;
		f->code = kind == FACT_CASE ? "" : "code";
		f->stage = kind == FACT_STAGE ? "core" : "";
		f->no_further_action = kind == FACT_EPISODE ? 1 : -1;
		f->open_is_said = kind % 3 == 0;
		f->holder_is_said = kind == FACT_EPISODE;
		f->is_over = kind == FACT_STAGE;
		if (kind == FACT_TASK || kind == FACT_SURGE || kind == FACT_VIEW)
			f->minutes = 123456;
	}
	all_kinds[FACT_CASE].service = "children";
	all_kinds[FACT_CASE].household = "H\xc3\xa9";
	all_kinds[FACT_CASE].owner = "O";
	all_kinds[FACT_CASE].case_team_id = 99;
	all_kinds[FACT_CASE].restricted = 1;
	all_kinds[FACT_HOLDING].post_id = 12345678;
	all_kinds[FACT_HOLDING].team_id = 3;
	all_kinds[FACT_HOLDING].role = HOLDING_CO_WORKER;
	all_kinds[FACT_HOLDING].share = 500;
	all_kinds[FACT_HOLDING].told_in = 19000;
	all_kinds[FACT_HOLDING].standing = HOLDING_ON_PAPER;
	all_kinds[FACT_HOLDING].proposal_id = 77;
	all_kinds[FACT_VIEW].post_id = 5;
	all_kinds[FACT_KINDS] = fact_blank(FACT_HOLDING);
}

static void see_all_kinds(const struct case_facts *facts)
{
	assert_string_equal(facts->ref, "SYN1");
	assert_int_equal(facts->count, FACT_KINDS + 1);
	for (size_t i = 0; i < facts->count; i++) {
		assert_int_equal(facts->facts[i].purge, all_kinds[i].purge);
		assert_int_equal(facts->facts[i].source, all_kinds[i].source);
		assert_int_equal(facts->facts[i].open_is_said, all_kinds[i].open_is_said);
		assert_int_equal(facts->facts[i].holder_is_said, all_kinds[i].holder_is_said);
		assert_int_equal(facts->facts[i].is_over, all_kinds[i].is_over);
		assert_int_equal(facts->facts[i].told_in, all_kinds[i].told_in);
		assert_true(fact_same_key(&facts->facts[i], &all_kinds[i]));
		assert_true(fact_same_value(&facts->facts[i], &all_kinds[i]));
	}
}

static void test_spool__keeps_every_member_of_every_kind(void **state)
{
	struct err err;

	make_all_kinds();
	assert_int_equal(spool_add(*state, "SYN1", all_kinds, FACT_KINDS + 1, &err), 0);
	assert_int_equal(walk(*state, see_all_kinds), 1);
}

static void see_nothing(const struct case_facts *facts)
{
	(void)facts;
}

static void test_spool__a_small_import_stays_off_the_disk(void **state)
{
	add(*state, "SYN1", stage("cin", 1));
	assert_int_equal(walk(*state, see_nothing), 1);
	assert_int_equal(spool_bytes(*state).on_disk, 0);
}

static void test_spool__an_empty_spool_has_no_cases(void **state)
{
	assert_int_equal(walk(*state, see_nothing), 0);
}

static void see_ten(const struct case_facts *facts)
{
	assert_int_equal(facts->count, 10);
	for (int32_t i = 0; i < 10; i++)
		assert_int_equal(facts->facts[i].when.from, 18000 + i);
}

static void test_spool__memory_stays_flat_over_300000_cases(void **state)
{
	enum { CASES = 300000 };
	struct arena *a = arena_new();
	struct err err;

	for (int32_t part = 0; part < 2; part++)
		for (int32_t c = 0; c < CASES; c++) {
			struct fact facts[5];

			for (int32_t i = 0; i < 5; i++)
				facts[i] = stage("child-protection-plan", 18000 + part * 5 + i);
			assert_int_equal(spool_add(*state, arena_printf(a, "SYN%07d", (int)((c * 7919LL) % CASES)), facts, 5, &err), 0);
			arena_reset(a);
		}
	arena_free(a);
	assert_int_equal(walk(*state, see_ten), CASES);
	assert_true(spool_bytes(*state).on_disk > 30 * 1024 * 1024);
	assert_true(spool_bytes(*state).most < SPOOL_KEPT_BYTES + 4 * 1024 * 1024);
}

static void see_big(const struct case_facts *facts)
{
	assert_int_equal(facts->count, 5000);
}

static void test_spool__a_record_may_be_larger_than_a_block(void **state)
{
	struct fact *facts = mem_alloc(5000 * sizeof *facts);
	struct err err;

	for (int32_t i = 0; i < 5000; i++)
		facts[i] = stage("a-stage-with-a-name-of-some-length", i);
	assert_int_equal(spool_add(*state, "SYN1", facts, 5000, &err), 0);
	mem_free(facts);
	assert_int_equal(walk(*state, see_big), 1);
}

static void test_spool__refuses_more_than_a_partition_holds_in_one_sentence(void **state)
{
	struct fact *facts = mem_alloc(5000 * sizeof *facts);
	struct err err = {0};
	int code = 0;

	for (int32_t i = 0; i < 5000; i++)
		facts[i] = stage("a-stage-with-a-name-of-some-length", i);
	for (int i = 0; i < 1000 && code == 0; i++)
		code = spool_add(*state, "SYN1", facts, 5000, &err);
	mem_free(facts);
	assert_int_equal(code, PL_LIMIT);
	assert_non_null(strstr(err.text, "SYN1"));
}

static void test_spool__says_where_it_could_not_write(void **state)
{
	struct err err = {0};
	int code = 0;

	assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	for (int32_t i = 0; i < 2 * SPOOL_KEPT_BYTES / 10 && code == 0; i++) {
		struct fact f = stage("a-stage", i);

		code = spool_add(*state, "SYN1", &f, 1, &err);
	}
	assert_int_equal(unsetenv("TMPDIR"), 0);
	assert_int_equal(code, PL_FAIL);
	assert_non_null(strstr(err.text, "TMPDIR"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_spool__hands_back_facts_of_one_case_together_in_order),
		TEST(test_spool__keeps_every_member_of_every_kind),
		TEST(test_spool__a_small_import_stays_off_the_disk),
		TEST(test_spool__an_empty_spool_has_no_cases),
		TEST(test_spool__memory_stays_flat_over_300000_cases),
		TEST(test_spool__a_record_may_be_larger_than_a_block),
		TEST(test_spool__refuses_more_than_a_partition_holds_in_one_sentence),
		TEST(test_spool__says_where_it_could_not_write),
	};

	return RUN_TESTS(tests);
}
