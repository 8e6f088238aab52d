/* What is agreed and begins on a day to come, drafts, and what is given back. */
#include "allocation_desk.h"

/* C3, which waits, agreed to by W2 from that day. */
static int32_t agreed_from(int32_t starts)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	int32_t id;

	p.terms.starts = starts;
	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	DESK_OK(talk("mia", id, "ben"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	return id;
}

static void test_agreement__of_a_day_to_come_leaves_the_case_to_nobody_else(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W1");

	(void)state;
	(void)agreed_from(desk_today() + 3);
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_CASE_LED);
	p.terms.why = "hand-over";
	p.instead_of = desk_post("W2");
	(void)propose(&p);
	assert_int_not_equal(outcome.refusal, REFUSED_CASE_LED);
}

static void test_agreement__of_a_day_to_come_shows_the_case_to_its_worker(void **state)
{
	const struct snapshot *s;
	int32_t place;

	(void)state;
	desk_restrict("C3");
	s = desk_picture();
	place = snapshot_find_case(s, "C3");
	assert_false(sees_case(sight_of(desk.a, desk_viewer("ben"), s, s), FIELD_CASE_PAGE, place));
	snapshot_drop(s);
	put_on_desk_from("C3", "W2", desk_today() + 3);
	s = desk_picture();
	place = snapshot_find_case(s, "C3");
	assert_true(sees_case(sight_of(desk.a, desk_viewer("ben"), s, s), FIELD_CASE_PAGE, place));
	assert_false(sees_case(sight_of(desk.a, desk_viewer("ann"), s, s), FIELD_CASE_PAGE, place));
	assert_int_equal(s->cases[place].holdings_count, 0);
	snapshot_drop(s);
}

static void test_agreement__of_a_day_to_come_can_be_given_back_before_it(void **state)
{
	struct matter_asking asking = {.by = desk_by("ben"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W2"), .ref = "C3", .note = "No time"};
	struct fact held;
	int32_t id;

	(void)state;
	(void)agreed_from(desk_today() + 3);
	asking.by = desk_by("ben");
	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	assert_int_equal(going_on("C3", &held, 1), 1);
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	assert_int_equal(going_on("C3", &held, 1), 0);
	(void)offered();
}

static void test_draft__is_offered_for_its_own_case_and_worker_alone(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	p.offer = false;
	DESK_OK(propose(&p));
	p.proposal_id = outcome.proposal_id;
	p.offer = true;
	p.ref = "C1";
	assert_int_equal(propose(&p), PL_INVALID);
	p.ref = "C3";
	p.post_id = desk_post("W1");
	assert_int_equal(propose(&p), PL_INVALID);
	p.post_id = 0;
	p.ref = "";
	DESK_OK(propose(&p));
}

static void test_hand_back__of_a_restricted_case_is_agreed_by_who_is_named_for_it(void **state)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "No time"};
	int32_t id;

	(void)state;
	desk_restrict("C1");
	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	assert_int_equal(desk_answer("mia", id, OUTCOME_AGREED), PL_DENIED);
	DESK_OK(desk_answer("mia", id, OUTCOME_TALKED));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_agreement__of_a_day_to_come_leaves_the_case_to_nobody_else),
		TEST(test_agreement__of_a_day_to_come_shows_the_case_to_its_worker),
		TEST(test_agreement__of_a_day_to_come_can_be_given_back_before_it),
		TEST(test_draft__is_offered_for_its_own_case_and_worker_alone),
		TEST(test_hand_back__of_a_restricted_case_is_agreed_by_who_is_named_for_it),
	};

	return RUN_TESTS(tests);
}
