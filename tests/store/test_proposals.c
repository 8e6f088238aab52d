/* Proposals, their steps, tasks and conditions: written, read, over, and taken back. */
#include "office.h"
#include "store/proposals.h"

static struct proposal_row some_proposal(void)
{
	return (struct proposal_row){.case_id = 1, .post_id = 7, .instead_of = 8, .batch = 3, .ended = DAY_MAX,
		.terms = {.role = HOLDING_CO_WORKER, .share = 400, .mode = MODE_MEETING, .why = "room", .first_action = "visit",
			.first_action_by = 20500, .risk_with = "ann", .support = "time,travel", .starts = 20501, .note = "Knows the area"}};
}

static struct proposal_step_row step(enum negotiation_step step, enum negotiation_state state)
{
	return (struct proposal_step_row){.step = step, .state = state, .party = PARTY_MANAGER, .login = "ann", .instant = 1790000000,
		.reason = "", .talked_with = "", .note = ""};
}

/* An employer with case 1, and a proposal of it that has been offered. */
static int32_t offer_one(struct office *o, struct proposal_row row)
{
	struct fact episode = office_episode("2026-01-05", "");
	struct proposal_step_row begin = step(STEP_DRAFT, NEGOTIATION_DRAFT), offer = step(STEP_OFFER, NEGOTIATION_OFFERED);
	const struct agreed_task tasks[] = {{"visit", -1, 20510}, {"report", 90, 20520}};
	struct commit *c;

	office_tell(o, "C1", &episode, 1);
	c = office_begin(o);
	OFFICE_OK(commit_proposal(c, &row, &office_err));
	OFFICE_OK(commit_proposal_tasks(c, row.proposal_id, tasks, 2, &office_err));
	OFFICE_OK(commit_proposal_step(c, row.proposal_id, &begin, &office_err));
	OFFICE_OK(commit_proposal_step(c, row.proposal_id, &offer, &office_err));
	office_end(c, "offer");
	return row.proposal_id;
}

static struct proposal_story story_of(struct office *o, int32_t id)
{
	struct proposal_story story;

	OFFICE_OK(store_proposal(o->store, o->arena, o->employer_id, id, &story, &office_err));
	return story;
}

static size_t count_open(struct office *o)
{
	struct proposal_row *rows;
	size_t count;

	OFFICE_OK(store_proposals_open(o->store, o->arena, o->employer_id, &rows, &count, &office_err));
	return count;
}

static void test_proposal__is_read_as_it_was_written(void **state)
{
	struct office o = office_open();
	int32_t id = offer_one(&o, some_proposal());
	struct proposal_story story = story_of(&o, id);

	(void)state;
	assert_int_equal(id, 1);
	assert_string_equal(story.row.ref, "C1");
	assert_int_equal(story.row.post_id, 7);
	assert_int_equal(story.row.instead_of, 8);
	assert_int_equal(story.row.batch, 3);
	assert_int_equal(story.row.ended, DAY_MAX);
	assert_int_equal(story.row.state, NEGOTIATION_OFFERED);
	assert_int_equal(story.row.terms.role, HOLDING_CO_WORKER);
	assert_int_equal(story.row.terms.share, 400);
	assert_int_equal(story.row.terms.mode, MODE_MEETING);
	assert_int_equal(story.row.terms.first_action_by, 20500);
	assert_int_equal(story.row.terms.starts, 20501);
	assert_string_equal(story.row.terms.support, "time,travel");
	assert_string_equal(story.row.terms.note, "Knows the area");
	assert_int_equal(story.steps_count, 2);
	assert_int_equal(story.steps[1].number, 2);
	assert_int_equal(story.steps[1].step, STEP_OFFER);
	assert_int_equal(story.tasks_count, 2);
	assert_int_equal(story.tasks[0].minutes, -1);
	assert_int_equal(story.tasks[1].due, 20520);
	office_close(&o);
}

static void test_proposal__keeps_a_talk_and_conditions_that_a_second_answer_replaces(void **state)
{
	struct office o = office_open();
	int32_t id = offer_one(&o, some_proposal());
	struct proposal_step_row talk = step(STEP_DISCUSS, NEGOTIATION_DISCUSSED), answer = step(STEP_AGREE_IF, NEGOTIATION_CONDITIONAL);
	const struct agreed_condition first[] = {{"training", 20530, ""}, {"other", 20540, "A desk by the window"}};
	struct proposal_story story;
	struct commit *c = office_begin(&o);

	(void)state;
	talk.talked_at = 1789999000;
	talk.means = TALK_BY_VIDEO;
	talk.talked_with = "bob";
	answer.party = PARTY_WORKER;
	OFFICE_OK(commit_proposal_step(c, id, &talk, &office_err));
	OFFICE_OK(commit_proposal_step(c, id, &answer, &office_err));
	OFFICE_OK(commit_proposal_conditions(c, id, first, 2, &office_err));
	office_end(c, "agree-if");
	c = office_begin(&o);
	OFFICE_OK(commit_proposal_conditions(c, id, first + 1, 1, &office_err));
	office_end(c, "agree-if");
	story = story_of(&o, id);
	assert_int_equal(story.steps[2].talked_at, 1789999000);
	assert_int_equal(story.steps[2].means, TALK_BY_VIDEO);
	assert_string_equal(story.steps[2].talked_with, "bob");
	assert_int_equal(story.steps[3].party, PARTY_WORKER);
	assert_int_equal(story.conditions_count, 1);
	assert_string_equal(story.conditions[0].note, "A desk by the window");
	office_close(&o);
}

static void test_proposal__that_is_over_is_open_no_more_and_is_found_by_case_post_and_batch(void **state)
{
	struct office o = office_open();
	int32_t id = offer_one(&o, some_proposal());
	struct proposal_row *rows, row = story_of(&o, id).row;
	size_t count;
	struct commit *c;

	(void)state;
	assert_int_equal(count_open(&o), 1);
	c = office_begin(&o);
	OFFICE_OK(commit_proposal_end(c, &row, 20510, &office_err));
	office_end(c, "withdraw");
	assert_int_equal(count_open(&o), 0);
	assert_int_equal(story_of(&o, id).row.ended, 20510);
	OFFICE_OK(store_proposals_of_case(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	OFFICE_OK(store_proposals_of_post(o.store, o.arena, o.employer_id, 7, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	OFFICE_OK(store_proposals_of_post(o.store, o.arena, o.employer_id, 8, &rows, &count, &office_err));
	assert_int_equal(count, 0);
	OFFICE_OK(store_proposals_of_batch(o.store, o.arena, o.employer_id, 3, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].proposal_id, id);
	office_close(&o);
}

static void test_proposal__is_of_one_employer(void **state)
{
	struct office o = office_open();
	int32_t id = offer_one(&o, some_proposal());
	struct proposal_story story;

	(void)state;
	assert_int_equal(store_proposal(o.store, o.arena, o.employer_id + 1, id, &story, &office_err), PL_NOT_FOUND);
	assert_int_equal(store_proposal(o.store, o.arena, o.employer_id, id + 1, &story, &office_err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_proposal__steps_are_taken_back_by_an_undo(void **state)
{
	struct office o = office_open();
	int32_t id = offer_one(&o, some_proposal());
	struct proposal_step_row withdraw = step(STEP_WITHDRAW, NEGOTIATION_WITHDRAWN);
	struct proposal_row row = story_of(&o, id).row;
	struct commit *c = office_begin(&o);
	int64_t entry, undone;

	(void)state;
	OFFICE_OK(commit_proposal_step(c, id, &withdraw, &office_err));
	OFFICE_OK(commit_proposal_end(c, &row, 20510, &office_err));
	entry = office_end(c, "withdraw");
	assert_int_equal(count_open(&o), 0);
	c = office_begin(&o);
	OFFICE_OK(commit_undo(c, entry, &undone, &office_err));
	office_end(c, "undo");
	assert_int_equal(count_open(&o), 1);
	assert_int_equal(story_of(&o, id).row.state, NEGOTIATION_OFFERED);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proposal__is_read_as_it_was_written),
		cmocka_unit_test(test_proposal__keeps_a_talk_and_conditions_that_a_second_answer_replaces),
		cmocka_unit_test(test_proposal__that_is_over_is_open_no_more_and_is_found_by_case_post_and_batch),
		cmocka_unit_test(test_proposal__is_of_one_employer),
		cmocka_unit_test(test_proposal__steps_are_taken_back_by_an_undo),
	};

	return RUN_TESTS(tests);
}
