/* Taking back one's own last step. */
#include "allocation_desk.h"
#include "service/allocation/undo_own.h"

static int undo(const char *login, int64_t sequence)
{
	const struct undo_own_request r = {.by = desk_by(login), .sequence = sequence};

	return undo_own(desk.store, &r, &desk.err);
}

static int32_t ask_to_give_back(void)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "There is no time for it"};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	return id;
}

static int64_t may_undo(const char *login)
{
	const struct viewer v = {.login = login};
	struct ledger_row row;

	DESK_OK(undo_own_find(desk.store, desk.a, desk.employer_id, &v, desk.now, &row, &desk.err));
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
	assert_int_equal(may_undo("mia"), answer);
	DESK_OK(undo("mia", answer));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_HOLDING).when.until, DAY_MAX);
	assert_int_equal(desk_matter(id).matter.state, MATTER_OPEN);
	assert_int_equal(desk_last_entry().undoes, answer);
	assert_int_equal(may_undo("mia"), 0);
	assert_int_equal(undo("mia", answer), PL_DENIED);
}

static void test_undo_own__is_for_a_minute_and_not_when_the_clock_went_back(void **state)
{
	int32_t id = ask_to_give_back();
	int64_t answer;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	answer = desk_last_entry().sequence;
	desk.now += UNDO_OWN_SECONDS + 1;
	assert_int_equal(may_undo("mia"), 0);
	assert_int_equal(undo("mia", answer), PL_INVALID);
	desk.now -= UNDO_OWN_SECONDS + 2;
	assert_int_equal(may_undo("mia"), 0);
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
	assert_int_equal(may_undo("test"), 0);
}

static void test_undo_own__is_not_for_settings(void **state)
{
	const struct ledger_text entry = {.actor = "dir", .action = "setting", .object = "council", .payload = "{}", .instant = desk.now};
	struct commit *c = begin();
	int64_t position;

	(void)state;
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today(), &desk.err));
	DESK_OK(commit_end(c, &entry, &position, &desk.err));
	assert_int_equal(may_undo("dir"), 0);
	assert_int_equal(undo("dir", desk_last_entry().sequence), PL_DENIED);
}

/* ---- what has come to stand on it since ---- */

static int open_live(void **state)
{
	struct commit *c;

	if (allocation_desk_open(state) != 0)
		return -1;
	c = begin();
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c);
	return 0;
}

/* As if all since `then` had been done within a minute. */
static int undo_at_once(const char *login, int64_t sequence, int64_t then)
{
	desk.now = then + UNDO_OWN_SECONDS;
	return undo(login, sequence);
}

static void agree_to_hand_back(int64_t *ret_answer)
{
	int32_t id = ask_to_give_back();

	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	*ret_answer = desk_last_entry().sequence;
}

/* By whoever is not the one who takes something back. */
static int32_t offer(const char *login, const char *ref, const char *worker)
{
	struct allocation_proposing p = proposing(login, ref, worker);

	DESK_OK(propose(&p));
	return outcome.proposal_id;
}

static void give(const char *ref, const char *worker, const char *login)
{
	int32_t id = offer("sup", ref, worker);

	DESK_OK(talk("sup", id, login));
	DESK_OK(take_plain(login, id, STEP_AGREE));
}

static void assert_state(int32_t id, enum negotiation_state state, size_t steps)
{
	assert_int_equal(story(id).row.state, state);
	assert_int_equal(story(id).steps_count, steps);
}

static void test_undo_own__takes_no_step_out_of_the_middle_of_a_negotiation(void **state)
{
	int32_t id = discussed();
	int64_t talked = desk_last_entry().sequence, then = desk.now - 60;

	(void)state;
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	assert_int_equal(undo_at_once("mia", talked, then), PL_CONFLICT);
	assert_state(id, NEGOTIATION_LIVE, 4);
}

static void test_undo_own__takes_no_answer_from_what_it_has_made(void **state)
{
	struct agreed_condition condition = {"training", desk_today() + 10, ""};
	int32_t id = discussed();
	struct allocation_step s = step_of("ben", id, STEP_AGREE_IF);
	int64_t answered, then = desk.now;

	(void)state;
	s.conditions = &condition;
	s.conditions_count = 1;
	DESK_OK(take(&s));
	answered = desk_last_entry().sequence;
	DESK_OK(take_plain("mia", id, STEP_ACCEPT));
	assert_int_equal(undo_at_once("ben", answered, then), PL_CONFLICT);
	assert_state(id, NEGOTIATION_LIVE, 5);
	assert_int_equal(story(id).conditions_count, 1);
}

static void test_undo_own__takes_no_hold_away_after_a_talk(void **state)
{
	int32_t id = offered();
	int64_t held, then = desk.now;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_HOLD, "safety"));
	held = desk_last_entry().sequence;
	DESK_OK(talk("mia", id, "ben"));
	assert_int_equal(undo_at_once("ben", held, then), PL_CONFLICT);
	assert_state(id, NEGOTIATION_DISCUSSED, 4);
}

static void test_undo_own__takes_the_last_step_of_a_negotiation_back(void **state)
{
	int32_t id = discussed();
	int64_t then = desk.now;

	(void)state;
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	DESK_OK(undo_at_once("ben", desk_last_entry().sequence, then));
	assert_state(id, NEGOTIATION_DISCUSSED, 3);
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	assert_state(id, NEGOTIATION_LIVE, 4);
}

static void test_undo_own__gives_no_case_a_second_lead(void **state)
{
	int64_t answer, then = desk.now;

	(void)state;
	agree_to_hand_back(&answer);
	give("C1", "W2", "ben");
	assert_int_equal(undo_at_once("mia", answer, then), PL_CONFLICT);
	assert_int_equal(only_holding("C1").post_id, desk_post("W2"));
}

/* As give, from a day to come. */
static void give_from(const char *ref, const char *worker, const char *login, int32_t starts)
{
	struct allocation_proposing p = proposing("sup", ref, worker);
	int32_t id;

	p.terms.starts = starts;
	p.terms.first_action_by = starts + 2;
	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	DESK_OK(talk("sup", id, login));
	DESK_OK(take_plain(login, id, STEP_AGREE));
}

static void test_undo_own__passes_no_line_on_a_day_to_come(void **state)
{
	int64_t answer, then = desk.now;

	(void)state;
	agree_to_hand_back(&answer);
	give_from("C3", "W1", "ann", desk_today() + 1);
	assert_int_equal(undo_at_once("mia", answer, then), PL_CONFLICT);
	assert_non_null(strstr(desk.err.text, "on 2026-07-03"));
	assert_int_equal(going_on("C1", (struct fact[1]){0}, 1), 0);
}

static void test_undo_own__goes_where_a_day_to_come_has_room_for_it(void **state)
{
	int64_t answer, then = desk.now;

	(void)state;
	agree_to_hand_back(&answer);
	give_from("C3", "W2", "ben", desk_today() + 1);
	DESK_OK(undo_at_once("mia", answer, then));
}

static void test_undo_own__gives_no_lead_beside_an_offer(void **state)
{
	int64_t answer, then = desk.now;

	(void)state;
	agree_to_hand_back(&answer);
	(void)offer("sup", "C1", "W2");
	assert_int_equal(undo_at_once("mia", answer, then), PL_CONFLICT);
}

/* They lead until the other has agreed. */
static void test_undo_own__makes_an_offer_anew_beside_the_lead_whom_it_replaces(void **state)
{
	struct allocation_proposing p = proposing("mia", "C1", "W2");
	int64_t then;

	(void)state;
	p.instead_of = desk_post("W1");
	DESK_OK(propose(&p));
	then = desk.now;
	DESK_OK(take_for("mia", outcome.proposal_id, STEP_WITHDRAW, "other-worker"));
	DESK_OK(undo_at_once("mia", desk_last_entry().sequence, then));
	assert_state(outcome.proposal_id, NEGOTIATION_OFFERED, 2);
}

static void test_undo_own__opens_no_case_twice(void **state)
{
	struct reopening_asked again = {.by = desk_by("sup"), .ref = "C1", .why = "too-soon"};
	struct closing_outcome closing;
	struct reopening_outcome reopened;
	int64_t closed, then = desk.now;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &closing));
	assert_true(closing.closed);
	closed = desk_last_entry().sequence;
	DESK_OK(closing_reopen(desk.store, &again, &reopened, &desk.err));
	assert_int_equal(undo_at_once("ann", closed, then), PL_CONFLICT);
}

static void test_undo_own__closes_no_case_over_the_head_of_who_has_taken_it(void **state)
{
	struct reopening_asked again = {.by = desk_by("mia"), .ref = "C1", .why = "too-soon"};
	struct closing_outcome closing;
	struct reopening_outcome reopened;
	int64_t entry, then = desk.now;

	(void)state;
	DESK_OK(desk_closing("sup", "ann", "C1", &closing));
	DESK_OK(closing_reopen(desk.store, &again, &reopened, &desk.err));
	entry = desk_last_entry().sequence;
	give("C1", "W2", "ben");
	assert_int_equal(undo_at_once("mia", entry, then), PL_CONFLICT);
}

static void test_undo_own__leaves_no_case_offered_to_two(void **state)
{
	int32_t id = offered();
	int64_t declined, then = desk.now;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_DECLINE, "too-much"));
	declined = desk_last_entry().sequence;
	(void)offer("sup", "C3", "W3");
	assert_int_equal(undo_at_once("ben", declined, then), PL_CONFLICT);
	assert_int_equal(story(id).row.state, NEGOTIATION_DECLINED);
}

static void test_undo_own__leaves_nothing_asked_twice(void **state)
{
	int32_t id = ask_to_give_back();
	int64_t refused, then = desk.now;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_REFUSED));
	refused = desk_last_entry().sequence;
	(void)ask_to_give_back();
	assert_int_equal(undo_at_once("mia", refused, then), PL_CONFLICT);
}

static void test_undo_own__is_for_the_entry_that_was_shown(void **state)
{
	int32_t id = ask_to_give_back();
	int64_t answer;

	(void)state;
	DESK_OK(desk_answer("mia", id, OUTCOME_REFUSED));
	answer = desk_last_entry().sequence;
	id = offered();
	assert_int_equal(undo("mia", answer), PL_DENIED);
	assert_int_equal(undo("mia", desk_last_entry().sequence + 1), PL_DENIED);
	assert_state(id, NEGOTIATION_OFFERED, 2);
	DESK_OK(undo("mia", desk_last_entry().sequence));
}

static int32_t north(void)
{
	const struct snapshot *s = desk_picture();
	int32_t id = s->teams[snapshot_find_team(s, "north")].team_id;

	snapshot_drop(s);
	return id;
}

/* Asked for by one, agreed by another. */
static void agree_on_line(int32_t value)
{
	const struct roster_line line = {.scope = LINE_TEAM, .service = "", .team_id = north(), .kind = LINE_COUNT, .value = value, .status = LINE_POLICY,
		.agreed_by = "union and employer"};
	const struct matter_asking asking = {.by = desk_by("hed"), .kind = MATTER_LINE, .line_id = desk_line(), .line = &line,
		.when = {desk_today(), DAY_MAX}, .note = "We have talked about it with all of them"};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
}

static void test_undo_own__puts_no_line_back_under_which_more_stands_by_now(void **state)
{
	int64_t agreed, then = desk.now;

	(void)state;
	agree_on_line(3);
	agreed = desk_last_entry().sequence;
	give("C3", "W1", "ann");
	assert_int_equal(undo_at_once("dir", agreed, then), PL_CONFLICT);
}

static void test_undo_own__puts_a_line_back_that_is_kept(void **state)
{
	int64_t then = desk.now;

	(void)state;
	agree_on_line(3);
	DESK_OK(undo_at_once("dir", desk_last_entry().sequence, then));
}

/* ---- with a token of one role ---- */

/* The account in one of its roles. */
static struct viewer in_role(const char *login, const char *role)
{
	struct viewer v = *desk_viewer(login);

	v.only_role = role;
	if (!str_equal(role, role_code(v.grants[0].role)))
		v.grants_count = 0;
	return v;
}

static int undo_as(const struct viewer *v, int64_t sequence)
{
	const struct undo_own_request r = {.by = {.employer = "council", .viewer = v, .instant = desk.now}, .sequence = sequence};

	return undo_own(desk.store, &r, &desk.err);
}

static void test_undo_own__is_not_for_a_token_of_another_role(void **state)
{
	const struct viewer manager = in_role("mia", "manager"), worker = in_role("mia", "worker");
	struct ledger_row row;

	(void)state;
	(void)offered();
	DESK_OK(undo_own_find(desk.store, desk.a, desk.employer_id, &worker, desk.now, &row, &desk.err));
	assert_int_equal(row.sequence, 0);
	assert_int_equal(undo_as(&worker, desk_last_entry().sequence), PL_DENIED);
	assert_int_equal(undo_as(&manager, desk_last_entry().sequence), PL_DENIED);
	DESK_OK(undo("mia", desk_last_entry().sequence));
}

static void test_undo_own__is_for_the_token_of_the_role_in_which_it_was_done(void **state)
{
	const struct viewer manager = in_role("mia", "manager"), worker = in_role("mia", "worker");
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	p.by.viewer = &manager;
	DESK_OK(propose(&p));
	assert_int_equal(undo_as(&worker, desk_last_entry().sequence), PL_DENIED);
	DESK_OK(undo_as(&manager, desk_last_entry().sequence));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)
#define LIVE_TEST(name) cmocka_unit_test_setup_teardown(name, open_live, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_undo_own__takes_back_an_answer_and_all_that_followed),
		TEST(test_undo_own__is_for_a_minute_and_not_when_the_clock_went_back),
		TEST(test_undo_own__is_for_who_did_it_and_while_nothing_stands_on_it),
		TEST(test_undo_own__is_not_for_imports),
		TEST(test_undo_own__is_not_for_settings),
		LIVE_TEST(test_undo_own__takes_no_step_out_of_the_middle_of_a_negotiation),
		LIVE_TEST(test_undo_own__takes_no_answer_from_what_it_has_made),
		LIVE_TEST(test_undo_own__takes_no_hold_away_after_a_talk),
		LIVE_TEST(test_undo_own__takes_the_last_step_of_a_negotiation_back),
		LIVE_TEST(test_undo_own__gives_no_case_a_second_lead),
		LIVE_TEST(test_undo_own__passes_no_line_on_a_day_to_come),
		LIVE_TEST(test_undo_own__goes_where_a_day_to_come_has_room_for_it),
		LIVE_TEST(test_undo_own__gives_no_lead_beside_an_offer),
		LIVE_TEST(test_undo_own__makes_an_offer_anew_beside_the_lead_whom_it_replaces),
		LIVE_TEST(test_undo_own__opens_no_case_twice),
		LIVE_TEST(test_undo_own__closes_no_case_over_the_head_of_who_has_taken_it),
		LIVE_TEST(test_undo_own__leaves_no_case_offered_to_two),
		LIVE_TEST(test_undo_own__leaves_nothing_asked_twice),
		LIVE_TEST(test_undo_own__is_for_the_entry_that_was_shown),
		LIVE_TEST(test_undo_own__is_not_for_a_token_of_another_role),
		LIVE_TEST(test_undo_own__is_for_the_token_of_the_role_in_which_it_was_done),
		LIVE_TEST(test_undo_own__puts_no_line_back_under_which_more_stands_by_now),
		LIVE_TEST(test_undo_own__puts_a_line_back_that_is_kept),
	};

	return RUN_TESTS(tests);
}
