#include "core/import_gains.h"

#include "../../test.h"

enum { TODAY = 20000, NIA = 1, OMAR = 2 };

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* ---- lines ---- */

static struct roster_line line_of(int32_t value, int32_t from)
{
	return (struct roster_line){.line_id = 1, .scope = LINE_EMPLOYER, .service = "", .kind = LINE_COUNT, .value = value,
		.status = LINE_POLICY, .agreed_by = "Board", .when = {from, DAY_MAX}};
}

static void test_import_line__is_never_raised_and_never_set_in_the_past(void **state)
{
	struct roster_line before = line_of(12, TODAY - 100), after = line_of(11, TODAY);

	(void)state;
	assert_true(import_line_fits(NULL, &after, TODAY));
	after.when.from = TODAY - 1;
	assert_false(import_line_fits(NULL, &after, TODAY));
	assert_false(import_line_fits(&before, &after, TODAY));
	after.when.from = TODAY;
	assert_true(import_line_fits(&before, &after, TODAY));
	after.value = 13;
	assert_false(import_line_fits(&before, &after, TODAY));
}

static void test_import_line__of_the_past_may_be_told_again_as_it_is(void **state)
{
	struct roster_line before = line_of(12, TODAY - 100), after = before;

	(void)state;
	assert_true(import_line_fits(&before, &after, TODAY));
	before.when.until = TODAY + 10;
	assert_false(import_line_fits(&before, &after, TODAY));
}

/* ---- protection ---- */

static void test_import_protection__that_is_not_over_is_never_shortened(void **state)
{
	(void)state;
	assert_false(import_protection_fits(TODAY + 10, TODAY + 9, TODAY));
	assert_false(import_protection_fits(TODAY + 1, TODAY, TODAY));
	assert_false(import_protection_fits(TODAY + 1, DAY_MIN, TODAY));
	assert_true(import_protection_fits(TODAY + 10, TODAY + 10, TODAY));
	assert_true(import_protection_fits(TODAY + 10, TODAY + 11, TODAY));
	assert_true(import_protection_fits(TODAY, TODAY - 1, TODAY));
}

static void test_import_protection__gets_its_first_end_from_a_file(void **state)
{
	(void)state;
	assert_true(import_protection_fits(DAY_MIN, TODAY + 10, TODAY));
	assert_true(import_protection_fits(DAY_MAX, TODAY + 10, TODAY));
	assert_true(import_protection_fits(DAY_MAX, DAY_MAX, TODAY));
}

/* ---- gains ---- */

static struct fact held(int32_t post, int32_t from, int32_t until, int32_t share, enum holding_standing standing)
{
	struct fact h = fact_blank(FACT_HOLDING);

	h.post_id = post;
	h.when = (struct days){from, until};
	h.role = HOLDING_CO_WORKER;
	h.share = share;
	h.standing = (int8_t)standing;
	return h;
}

/* What the file tells of Nia, who is known with these; as it is marked. */
static bool gains(struct fact *known, size_t count, struct fact *told, struct import_gain *ret)
{
	const struct case_facts is = {.facts = known, .count = count}, would_be = {.facts = told, .count = 1};
	struct fact_change change = {.op = CHANGE_ADD, .after = told};
	bool found = import_gain_find(arena, &is, &would_be, &change, TODAY, ret);

	*told = *change.after;
	return found;
}

static void test_import_gain__is_a_larger_share_and_not_the_same(void **state)
{
	struct fact known = held(NIA, TODAY - 10, DAY_MAX, 500, HOLDING_STANDS);
	struct fact same = held(NIA, TODAY - 5, DAY_MAX, 500, HOLDING_STANDS), more = held(NIA, TODAY - 5, DAY_MAX, 501, HOLDING_STANDS);
	struct import_gain gain;

	(void)state;
	assert_false(gains(&known, 1, &same, &gain));
	assert_int_equal(same.standing, HOLDING_STANDS);
	assert_true(gains(&known, 1, &more, &gain));
	assert_int_equal(gain.kind, GAIN_SHARE);
	assert_int_equal(gain.share, 501);
	assert_int_equal(gain.share_before, 500);
	assert_int_equal(more.share, 500);
	assert_int_equal(more.standing, HOLDING_STANDS);
}

static void test_import_gain__is_new_where_what_was_held_has_ended(void **state)
{
	struct fact ended = held(NIA, TODAY - 10, TODAY, 1000, HOLDING_STANDS), told = held(NIA, TODAY, DAY_MAX, 1000, HOLDING_STANDS);
	struct fact other = held(OMAR, TODAY - 10, DAY_MAX, 1000, HOLDING_STANDS), again = told;
	struct import_gain gain;

	(void)state;
	assert_true(gains(&ended, 1, &told, &gain));
	assert_int_equal(gain.kind, GAIN_NEW);
	assert_int_equal(told.standing, HOLDING_ON_PAPER);
	assert_true(gains(&other, 1, &again, &gain));
}

/* What stands counts before what is on paper, however much that is. */
static void test_import_gain__goes_by_what_stands(void **state)
{
	struct fact known[] = {held(NIA, TODAY - 10, DAY_MAX, 1000, HOLDING_ON_PAPER), held(NIA, TODAY - 5, DAY_MAX, 400, HOLDING_STANDS)};
	struct fact paper = held(NIA, TODAY - 9, DAY_MAX, 1000, HOLDING_STANDS), told = held(NIA, TODAY - 4, DAY_MAX, 600, HOLDING_STANDS);
	struct import_gain gain;

	(void)state;
	assert_true(gains(known, 2, &told, &gain));
	assert_int_equal(gain.share_before, 400);
	assert_false(gains(known, 1, &paper, &gain));
	assert_int_equal(paper.standing, HOLDING_ON_PAPER);
}

static void test_import_gain__comes_from_the_proposal_that_is_told_or_known(void **state)
{
	struct fact known = held(NIA, TODAY - 10, DAY_MAX, 500, HOLDING_STANDS), told = held(NIA, TODAY - 5, DAY_MAX, 500, HOLDING_STANDS);
	struct import_gain gain;

	(void)state;
	known.proposal_id = 7;
	assert_false(gains(&known, 1, &told, &gain));
	assert_int_equal(told.proposal_id, 7);
	told.proposal_id = 9;
	assert_false(gains(&known, 1, &told, &gain));
	assert_int_equal(told.proposal_id, 9);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_import_line__is_never_raised_and_never_set_in_the_past),
		TEST(test_import_line__of_the_past_may_be_told_again_as_it_is),
		TEST(test_import_protection__that_is_not_over_is_never_shortened),
		TEST(test_import_protection__gets_its_first_end_from_a_file),
		TEST(test_import_gain__is_a_larger_share_and_not_the_same),
		TEST(test_import_gain__is_new_where_what_was_held_has_ended),
		TEST(test_import_gain__goes_by_what_stands),
		TEST(test_import_gain__comes_from_the_proposal_that_is_told_or_known),
	};

	return RUN_TESTS(tests);
}
