/* What is asked and answered, as rows. */
#include "office.h"
#include "store/matters.h"

enum { NOON = 1790000000 };

static struct matter_step_row step_of(int32_t number, enum matter_step step, enum matter_state state, const char *note)
{
	return (struct matter_step_row){.number = number, .step = step, .state = state, .login = "wyn", .instant = NOON + 60 * number,
		.note = note};
}

static int32_t ask(struct office *o, struct matter_row row)
{
	struct commit *c = office_begin(o);
	struct matter_step_row step = step_of(1, MATTER_ASK, MATTER_OPEN, "Too much at once");

	row.code = row.code != NULL ? row.code : "";
	OFFICE_OK(commit_matter(c, &row, &step, &office_err));
	(void)office_end(c, "matter-ask");
	return row.id;
}

static struct matter_row about(enum matter_kind kind, int32_t value)
{
	return (struct matter_row){.kind = kind, .post_id = 1, .value = value, .when = {DAY_MIN, DAY_MAX}};
}

static void take(struct office *o, int32_t id, struct matter_step_row step)
{
	struct commit *c = office_begin(o);

	OFFICE_OK(commit_matter_step(c, id, &step, &office_err));
	(void)office_end(c, "matter-answer");
}

static struct matter_row read_matter(struct office *o, int32_t id)
{
	struct matter_row row;

	OFFICE_OK(store_matter(o->store, o->arena, o->employer_id, id, &row, &office_err));
	return row;
}

static size_t open_ones(struct office *o, struct matter_row **ret)
{
	size_t count = 0;

	OFFICE_OK(store_matters_open(o->store, o->arena, o->employer_id, ret, &count, &office_err));
	return count;
}

static void test_matters__are_what_their_steps_have_made_of_them(void **state)
{
	struct office o = office_open();
	struct matter_step_row up = step_of(2, MATTER_ESCALATE, MATTER_OPEN, ""), answer = step_of(3, MATTER_ANSWER, MATTER_ANSWERED, "Yes");
	struct matter_row row;
	int32_t id;

	(void)state;
	(void)office_hire(&o);
	id = ask(&o, about(MATTER_HAND_BACK, -1));
	up.level = answer.level = 1;
	answer.outcome = OUTCOME_AGREED;
	take(&o, id, up);
	row = read_matter(&o, id);
	assert_int_equal(row.matter.state, MATTER_OPEN);
	assert_int_equal(row.matter.level, 1);
	take(&o, id, answer);
	row = read_matter(&o, id);
	assert_int_equal(row.kind, MATTER_HAND_BACK);
	assert_int_equal(row.post_id, 1);
	assert_int_equal(row.steps_count, 3);
	assert_string_equal(row.steps[0].note, "Too much at once");
	assert_string_equal(row.steps[2].note, "Yes");
	assert_int_equal(row.matter.state, MATTER_ANSWERED);
	assert_int_equal(row.matter.outcome, OUTCOME_AGREED);
	assert_int_equal(row.matter.turn_since - row.matter.asked_at, 1);
	assert_int_equal(store_matter(o.store, o.arena, o.employer_id, id + 1, &row, &office_err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_matters__are_open_until_a_step_ends_them_or_what_lasts_is_over(void **state)
{
	struct office o = office_open();
	struct matter_step_row answer = step_of(2, MATTER_ANSWER, MATTER_ANSWERED, "A plan");
	struct matter_row *rows, over;
	struct commit *c;
	int32_t talk, line;

	(void)state;
	(void)office_hire(&o);
	talk = ask(&o, about(MATTER_TALK, -1));
	line = ask(&o, about(MATTER_OVER_LINE, 1083));
	assert_int_equal(open_ones(&o, &rows), 2);
	assert_int_equal(rows[1].value, 1083);
	take(&o, talk, answer);
	take(&o, line, answer);
	assert_int_equal(open_ones(&o, &rows), 1);
	assert_int_equal(rows[0].id, line);
	over = rows[0];
	c = office_begin(&o);
	OFFICE_OK(commit_matter_over(c, &over, 20000, &office_err));
	(void)office_end(c, "matter-over");
	assert_int_equal(open_ones(&o, &rows), 0);
	assert_int_equal(read_matter(&o, line).when.until, 20000);
	office_close(&o);
}

static void test_matters__say_what_a_line_is_to_be(void **state)
{
	const struct roster_line line = {.scope = LINE_TEAM, .service = "", .team_id = 1, .kind = LINE_SHARE, .value = 950,
		.status = LINE_COLLECTIVE, .agreed_by = "Union branch"};
	struct office o = office_open();
	struct matter_row row = about(MATTER_LINE, -1);

	(void)state;
	(void)office_hire(&o);
	row.line = &line;
	row.when = (struct days){20000, DAY_MAX};
	row = read_matter(&o, ask(&o, row));
	assert_non_null(row.line);
	assert_int_equal(row.line->scope, LINE_TEAM);
	assert_int_equal(row.line->team_id, 1);
	assert_int_equal(row.line->kind, LINE_SHARE);
	assert_int_equal(row.line->value, 950);
	assert_int_equal(row.line->status, LINE_COLLECTIVE);
	assert_string_equal(row.line->agreed_by, "Union branch");
	assert_int_equal(row.when.from, 20000);
	office_close(&o);
}

static void test_matters__tell_whether_a_line_was_broken_lately(void **state)
{
	struct office o = office_open();
	struct matter_row row = about(MATTER_OVER_LINE, 1100);
	struct commit *c;
	bool broken = false;

	(void)state;
	(void)office_hire(&o);
	row.line_id = 7;
	row.when.from = 19000;
	row = read_matter(&o, ask(&o, row));
	OFFICE_OK(store_line_broken(o.store, o.employer_id, 7, 20000, &broken, &office_err));
	assert_true(broken);
	c = office_begin(&o);
	OFFICE_OK(commit_matter_over(c, &row, 20000, &office_err));
	(void)office_end(c, "matter-over");
	OFFICE_OK(store_line_broken(o.store, o.employer_id, 7, 20000, &broken, &office_err));
	assert_false(broken);
	OFFICE_OK(store_line_broken(o.store, o.employer_id, 7, 19999, &broken, &office_err));
	assert_true(broken);
	office_close(&o);
}

static void test_matters__of_a_post_come_newest_first(void **state)
{
	struct office o = office_open();
	struct matter_row closing = about(MATTER_CLOSING, -1), *rows;
	struct fact facts[] = {office_episode("2026-01-05", "")};
	size_t count;

	(void)state;
	(void)office_hire(&o);
	(void)office_tell(&o, "C1", facts, 1);
	(void)ask(&o, about(MATTER_TALK, -1));
	closing.case_id = 1;
	closing.code = "moved";
	closing.view = VIEW_FOR;
	(void)ask(&o, closing);
	OFFICE_OK(store_matters_of_post(o.store, o.arena, o.employer_id, 1, 10, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].kind, MATTER_CLOSING);
	assert_string_equal(rows[0].code, "moved");
	assert_int_equal(rows[0].matter.view, VIEW_FOR);
	assert_string_equal(rows[0].ref, "C1");
	OFFICE_OK(store_matters_of_post(o.store, o.arena, o.employer_id, 1, 1, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	OFFICE_OK(store_matters_of_case(o.store, o.arena, o.employer_id, 1, 10, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	office_close(&o);
}

static void test_matters__are_taken_back_with_their_entry(void **state)
{
	struct office o = office_open();
	struct matter_row *rows;
	struct employer e;

	(void)state;
	(void)office_hire(&o);
	(void)ask(&o, about(MATTER_TALK, -1));
	OFFICE_OK(store_employer(o.store, o.arena, "test", &e, &office_err));
	(void)office_undo(&o, e.position);
	assert_int_equal(open_ones(&o, &rows), 0);
	office_close(&o);
}

static void test_conditions__are_due_once_their_proposal_is_live(void **state)
{
	struct office o = office_open();
	struct matter_row asked = about(MATTER_CONDITION, 1);
	struct condition_due *due;
	size_t count;

	(void)state;
	(void)office_hire(&o);
	place_run(&o.place, "insert into proposal (employer_id, id, case_id, post_id, role, share, mode, why, first_action, support, made, origin) "
		"values (1, 4, 1, 1, 'lead', 1000, 'meeting', 'x', 'y', '', 2, 2);"
		"insert into proposal_condition (employer_id, proposal_id, number, kind, due, made, origin) values (1, 4, 1, 'x', '2026-03-01', 2, 2);"
		"insert into proposal_step (employer_id, proposal_id, number, step, state, party, login, instant, made, origin) "
		"values (1, 4, 1, 'offer', 'offered', 'manager', 'ann', 1, 2, 2)");
	OFFICE_OK(store_conditions_due(o.store, o.arena, 1, council_day("2026-03-01", 0), &due, &count, &office_err));
	assert_int_equal(count, 0);
	place_run(&o.place, "update proposal_step set state = 'live'");
	OFFICE_OK(store_conditions_due(o.store, o.arena, 1, council_day("2026-02-28", 0), &due, &count, &office_err));
	assert_int_equal(count, 0);
	OFFICE_OK(store_conditions_due(o.store, o.arena, 1, council_day("2026-03-01", 0), &due, &count, &office_err));
	assert_int_equal(count, 1);
	assert_int_equal(due[0].proposal_id, 4);
	asked.proposal_id = 4;
	(void)ask(&o, asked);
	OFFICE_OK(store_conditions_due(o.store, o.arena, 1, council_day("2026-03-01", 0), &due, &count, &office_err));
	assert_int_equal(count, 0);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matters__are_what_their_steps_have_made_of_them),
		cmocka_unit_test(test_matters__are_open_until_a_step_ends_them_or_what_lasts_is_over),
		cmocka_unit_test(test_matters__say_what_a_line_is_to_be),
		cmocka_unit_test(test_matters__tell_whether_a_line_was_broken_lately),
		cmocka_unit_test(test_matters__of_a_post_come_newest_first),
		cmocka_unit_test(test_matters__are_taken_back_with_their_entry),
		cmocka_unit_test(test_conditions__are_due_once_their_proposal_is_live),
	};

	return RUN_TESTS(tests);
}
