#include "store/proposals.h"

#include "base/str.h"
#include "core/matter.h"
#include "store/inside.h"

/* ---- writing ---- */

static int next_id(struct commit *c, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_PROPOSAL_LAST_ID);
	int64_t last = 0;
	int rc;

	put_int(q, c->employer_id);
	rc = number_read(q, &last, err);
	*ret = (int32_t)last + 1;
	return rc;
}

static int unmake(struct commit *c, int32_t proposal_id, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_PROPOSAL_UNMAKE);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, proposal_id);
	return commit_unmake(c, q, "The proposal", err);
}

static void put_terms(struct statement *q, const struct proposal_row *row)
{
	const struct proposal_terms *t = &row->terms;

	put_text(q, holding_role_code(t->role));
	put_int(q, t->share);
	put_int_unless(q, row->instead_of, 0);
	put_text(q, allocation_mode_code(t->mode));
	put_int_unless(q, row->batch, 0);
	put_text(q, t->why);
	put_text(q, t->first_action);
	put_day(q, t->first_action_by);
	put_text_or_null(q, t->risk_with);
	put_text(q, t->support);
	put_day(q, t->starts);
	put_text_or_null(q, t->note);
}

static int add(struct commit *c, const struct proposal_row *row, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_PROPOSAL_ADD);

	put_int(q, c->employer_id);
	put_int(q, row->proposal_id);
	put_int(q, row->case_id);
	put_int(q, row->post_id);
	put_terms(q, row);
	put_day(q, row->ended);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_proposal(struct commit *c, struct proposal_row *row, struct err *err)
{
	int rc = row->proposal_id != 0 ? unmake(c, row->proposal_id, err) : next_id(c, &row->proposal_id, err);

	return commit_note(c, rc == 0 ? add(c, row, err) : rc);
}

int commit_proposal_end(struct commit *c, const struct proposal_row *row, int32_t day, struct err *err)
{
	struct proposal_row ended = *row;

	ended.ended = day;
	return commit_proposal(c, &ended, err);
}

static const char *party_code(enum party party)
{
	return party == PARTY_WORKER ? "worker" : party == PARTY_CLOCK ? "clock" : "manager";
}

static enum party party_from(const char *code)
{
	return str_equal(code, "worker") ? PARTY_WORKER : str_equal(code, "clock") ? PARTY_CLOCK : PARTY_MANAGER;
}

int commit_proposal_step(struct commit *c, int32_t proposal_id, const struct proposal_step_row *step, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_PROPOSAL_STEP_ADD);

	put_int(q, c->employer_id);
	put_int(q, proposal_id);
	put_text(q, negotiation_step_code(step->step));
	put_text(q, negotiation_state_code(step->state));
	put_text(q, party_code(step->party));
	put_text(q, step->login);
	put_int(q, step->instant);
	put_text_or_null(q, step->reason);
	put_int_unless(q, step->talked_at, 0);
	put_text_or_null(q, step->talked_at != 0 ? talk_means_code(step->means) : "");
	put_text_or_null(q, step->talked_with);
	put_int_unless(q, step->hours, 0);
	put_text_or_null(q, step->note);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

/* Ends all rows of a proposal in one of the tables; there may be none. */
static int unmake_all(struct commit *c, enum sql_id id, int32_t proposal_id, struct err *err)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, proposal_id);
	return commit_add(c, q, err);
}

static struct statement *numbered(struct commit *c, enum sql_id id, int32_t proposal_id, size_t i)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->employer_id);
	put_int(q, proposal_id);
	put_int(q, (int64_t)i + 1);
	return q;
}

int commit_proposal_tasks(struct commit *c, int32_t proposal_id, const struct agreed_task *tasks, size_t count, struct err *err)
{
	int rc = unmake_all(c, SQL_PROPOSAL_TASK_UNMAKE, proposal_id, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct statement *q = numbered(c, SQL_PROPOSAL_TASK_ADD, proposal_id, i);

		put_text(q, tasks[i].kind);
		put_int_unless(q, tasks[i].minutes, -1);
		put_day(q, tasks[i].due);
		put_int(q, c->made);
		rc = commit_add(c, q, err);
	}
	return rc;
}

int commit_proposal_conditions(struct commit *c, int32_t proposal_id, const struct agreed_condition *conditions, size_t count,
	struct err *err)
{
	int rc = unmake_all(c, SQL_PROPOSAL_CONDITION_UNMAKE, proposal_id, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct statement *q = numbered(c, SQL_PROPOSAL_CONDITION_ADD, proposal_id, i);

		put_text(q, conditions[i].kind);
		put_day(q, conditions[i].due);
		put_text_or_null(q, conditions[i].note);
		put_int(q, c->made);
		rc = commit_add(c, q, err);
	}
	return rc;
}

/* ---- reading ---- */

static const char *copy(struct arena *a, struct statement *q)
{
	return arena_strdup(a, take_text(q));
}

static enum allocation_mode take_mode(struct statement *q)
{
	enum allocation_mode mode = MODE_SUPERVISION;

	(void)allocation_mode_parse(take_text(q), &mode);
	return mode;
}

static void take_terms(struct arena *a, struct statement *q, struct proposal_row *row)
{
	struct proposal_terms *t = &row->terms;

	t->role = holding_role_from(take_text(q));
	t->share = take_int32(q);
	row->instead_of = take_int32_or(q, 0);
	t->mode = take_mode(q);
	row->batch = take_int32_or(q, 0);
	t->why = copy(a, q);
	t->first_action = copy(a, q);
	t->first_action_by = take_day(q, DAY_MAX);
	t->risk_with = copy(a, q);
	t->support = copy(a, q);
	t->starts = take_day(q, DAY_MIN);
	t->note = copy(a, q);
}

static void take_proposal(struct arena *a, struct statement *q, void *to)
{
	struct proposal_row *row = to;

	row->proposal_id = take_int32(q);
	row->case_id = take_int32(q);
	row->ref = copy(a, q);
	row->post_id = take_int32(q);
	take_terms(a, q, row);
	row->ended = take_day(q, DAY_MAX);
	(void)negotiation_state_parse(take_text(q), &row->state);
	row->state_since = take_int(q);
}

static void take_step(struct arena *a, struct statement *q, void *to)
{
	struct proposal_step_row *row = to;

	row->number = take_int32(q);
	(void)negotiation_step_parse(take_text(q), &row->step);
	(void)negotiation_state_parse(take_text(q), &row->state);
	row->party = party_from(take_text(q));
	row->login = copy(a, q);
	row->instant = take_int(q);
	row->reason = copy(a, q);
	row->talked_at = take_int(q);
	(void)talk_means_parse(take_text(q), &row->means);
	row->talked_with = copy(a, q);
	row->hours = take_int32_or(q, 0);
	row->note = copy(a, q);
}

static void take_task(struct arena *a, struct statement *q, void *to)
{
	struct agreed_task *row = to;

	row->kind = copy(a, q);
	row->minutes = take_int32_or(q, -1);
	row->due = take_day(q, DAY_MAX);
}

static void take_condition(struct arena *a, struct statement *q, void *to)
{
	struct agreed_condition *row = to;

	row->kind = copy(a, q);
	row->due = take_day(q, DAY_MAX);
	row->note = copy(a, q);
}

static void take_condition_row(struct arena *a, struct statement *q, void *to)
{
	struct condition_row *row = to;
	enum matter_outcome outcome;

	take_condition(a, q, &row->agreed);
	row->proposal_id = take_int32(q);
	row->post_id = take_int32(q);
	row->case_id = take_int32(q);
	row->agreed_on = take_day(q, DAY_MAX);
	row->is_answered = matter_outcome_parse(take_text(q), &outcome);
	row->is_kept = row->is_answered && outcome == OUTCOME_KEPT;
}

static struct statement *of_proposal(struct store *s, enum sql_id id, int32_t employer_id, int32_t proposal_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, proposal_id);
	return q;
}

static int read_story(struct store *s, struct arena *a, int32_t employer_id, int32_t id, struct proposal_story *story, struct err *err)
{
	struct proposal_row *rows;
	size_t count;
	int rc = READ_ROWS(of_proposal(s, SQL_PROPOSAL_BY_ID, employer_id, id), a, take_proposal, &rows, &count, err);

	if (rc == 0 && count == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such proposal here.");
	if (rc == 0)
		story->row = rows[0];
	if (rc == 0)
		rc = READ_ROWS(of_proposal(s, SQL_PROPOSAL_STEP_LIST, employer_id, id), a, take_step, &story->steps, &story->steps_count, err);
	if (rc == 0)
		rc = READ_ROWS(of_proposal(s, SQL_PROPOSAL_TASK_LIST, employer_id, id), a, take_task, &story->tasks, &story->tasks_count, err);
	if (rc == 0)
		rc = READ_ROWS(of_proposal(s, SQL_PROPOSAL_CONDITION_LIST, employer_id, id), a, take_condition, &story->conditions,
			&story->conditions_count, err);
	return rc;
}

int store_proposal(struct store *s, struct arena *a, int32_t employer_id, int32_t proposal_id, struct proposal_story *ret,
	struct err *err)
{
	struct proposal_story story = {0};
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = read_story(s, a, employer_id, proposal_id, &story, err);
	reading_end(s, began);
	if (rc == 0)
		*ret = story;
	return rc;
}

int store_proposals_open(struct store *s, struct arena *a, int32_t employer_id, struct proposal_row **ret, size_t *ret_count,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PROPOSAL_OPEN);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_proposal, ret, ret_count, err);
}

int store_proposals_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct proposal_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_proposal(s, SQL_PROPOSAL_OF_CASE, employer_id, case_id), a, take_proposal, ret, ret_count, err);
}

int store_proposals_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct proposal_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_proposal(s, SQL_PROPOSAL_OF_POST, employer_id, post_id), a, take_proposal, ret, ret_count, err);
}

int store_proposals_of_batch(struct store *s, struct arena *a, int32_t employer_id, int32_t batch, struct proposal_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_proposal(s, SQL_PROPOSAL_OF_BATCH, employer_id, batch), a, take_proposal, ret, ret_count, err);
}

int store_held_hours(struct store *s, int32_t employer_id, int32_t case_id, int32_t post_id, int64_t since, int32_t *ret_of_case,
	int32_t *ret_by_post, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PROPOSAL_HELD_HOURS);
	int rc;

	put_int(q, employer_id);
	put_int(q, post_id);
	put_int(q, since);
	put_int(q, case_id);
	rc = statement_next(q, err);
	if (rc > 0) {
		*ret_of_case = take_int32(q);
		*ret_by_post = take_int32(q);
	}
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int read_conditions(struct store *s, enum sql_id id, struct arena *a, int32_t employer_id, int32_t whose, int32_t day,
	struct condition_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, whose);
	put_day(q, day);
	return READ_ROWS(q, a, take_condition_row, ret, ret_count, err);
}

int store_conditions_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, int32_t day,
	struct condition_row **ret, size_t *ret_count, struct err *err)
{
	return read_conditions(s, SQL_CONDITION_AGREED_OF_CASE, a, employer_id, case_id, day, ret, ret_count, err);
}

int store_conditions_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, int32_t day,
	struct condition_row **ret, size_t *ret_count, struct err *err)
{
	return read_conditions(s, SQL_CONDITION_AGREED_OF_POST, a, employer_id, post_id, day, ret, ret_count, err);
}

int store_declined_for(struct store *s, int32_t employer_id, int32_t case_id, int32_t post_id, const char *reason, bool *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PROPOSAL_DECLINED_FOR);
	int64_t count = 0;
	int rc;

	put_int(q, employer_id);
	put_int(q, case_id);
	put_int(q, post_id);
	put_text(q, reason);
	rc = number_read(q, &count, err);
	if (rc == 0)
		*ret = count > 0;
	return rc;
}
