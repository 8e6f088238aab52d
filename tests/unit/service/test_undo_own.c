/* Taking back one's own last step. */
#include "desk.h"
#include "service/allocation/undo_own.h"

static int undo(const char *login, int64_t sequence)
{
	const struct undo_own_request r = {.employer = "council", .viewer = desk_viewer(login), .instant = desk.now, .sequence = sequence};
	int64_t position;

	return undo_own(desk.store, &r, &position, &desk.err);
}

static int32_t ask_to_give_back(void)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "There is no time for it"};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	return id;
}

static int64_t offered(const char *login)
{
	struct ledger_row row;

	DESK_OK(undo_own_find(desk.store, desk.a, desk.employer_id, login, desk.now, &row, &desk.err));
	return row.sequence;
}

static void test_undo_own__takes_back_an_answer_and_all_that_followed(void **state)
{
	int32_t id = ask_to_give_back();
	struct case_facts facts;
	int64_t answer;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	answer = desk_last_entry().sequence;
	desk.now += UNDO_OWN_SECONDS;
	assert_int_equal(offered("mia"), answer);
	DESK_OK(undo("mia", answer));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_HOLDING).when.until, DAY_MAX);
	assert_int_equal(desk_matter(id).matter.state, MATTER_OPEN);
	assert_int_equal(desk_last_entry().undoes, answer);
	assert_int_equal(offered("mia"), 0);
	assert_int_equal(undo("mia", answer), PL_DENIED);
}

static void test_undo_own__is_for_a_minute(void **state)
{
	int32_t id = ask_to_give_back();
	int64_t answer;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	answer = desk_last_entry().sequence;
	desk.now += UNDO_OWN_SECONDS + 1;
	assert_int_equal(offered("mia"), 0);
	assert_int_equal(undo("mia", answer), PL_INVALID);
}

static void test_undo_own__is_for_who_did_it_and_while_nothing_stands_on_it(void **state)
{
	int32_t id = ask_to_give_back();
	int64_t ask = desk_last_entry().sequence;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_REFUSED));
	assert_int_equal(undo("dir", ask), PL_DENIED);
	assert_int_equal(undo("ann", ask), PL_CONFLICT);
	DESK_OK(undo("mia", desk_last_entry().sequence));
}

static void test_undo_own__is_not_for_imports(void **state)
{
	struct ledger_row *rows;

	(void)state;
	assert_true(office_ledger(desk.office, &rows) > 0);
	assert_string_equal(rows[0].action, "import");
	assert_int_equal(undo("ann", rows[0].sequence), PL_DENIED);
	assert_int_equal(offered("test"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_undo_own__takes_back_an_answer_and_all_that_followed),
		TEST(test_undo_own__is_for_a_minute),
		TEST(test_undo_own__is_for_who_did_it_and_while_nothing_stands_on_it),
		TEST(test_undo_own__is_not_for_imports),
	};

	return RUN_TESTS(tests);
}
