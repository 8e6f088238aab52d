#include "store/matters.h"

#include "base/clock.h"
#include "core/list_words.h"
#include "store/inside.h"

enum { AGREES_UNSAID = -1 };

/* ---- writing ---- */

static int next_id(struct commit *c, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_MATTER_LAST_ID);
	int64_t last;
	int rc;

	put_int(q, c->employer_id);
	rc = number_read(q, &last, err);
	if (rc == 0)
		*ret = (int32_t)last + 1;
	return rc;
}

static int add_matter(struct commit *c, const struct matter_row *row, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_MATTER_ADD);

	put_int(q, c->employer_id);
	put_int(q, row->id);
	put_text(q, matter_kind_code(row->kind));
	put_int_unless(q, row->post_id, 0);
	put_int_unless(q, row->case_id, 0);
	put_int_unless(q, row->line_id, 0);
	put_int_unless(q, row->proposal_id, 0);
	put_int_unless(q, row->value, -1);
	put_days(q, row->when);
	put_text_or_null(q, row->code);
	put_int_unless(q, row->view == VIEW_UNSAID ? AGREES_UNSAID : row->view == VIEW_FOR, AGREES_UNSAID);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int add_line(struct commit *c, int32_t matter_id, const struct roster_line *l, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LINE_PROPOSAL_ADD);

	put_int(q, c->employer_id);
	put_int(q, matter_id);
	put_text(q, line_scope_code(l->scope));
	put_text_or_null(q, l->service);
	put_int_unless(q, l->team_id, 0);
	put_int_unless(q, l->post_id, 0);
	put_text(q, line_kind_code(l->kind));
	put_int(q, l->value);
	put_text(q, line_status_code(l->status));
	put_text_or_null(q, l->agreed_by);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_matter_step(struct commit *c, int32_t matter_id, const struct matter_step_row *step, struct err *err)
{
	static const char *const STATES[] = {[MATTER_OPEN] = "open", [MATTER_ANSWERED] = "answered", [MATTER_TAKEN_BACK] = "taken-back"};
	struct statement *q = statement_of(c->store->db, SQL_MATTER_STEP_ADD);

	put_int(q, c->employer_id);
	put_int(q, matter_id);
	put_int(q, step->number);
	put_text(q, matter_step_code(step->step));
	put_int(q, step->level);
	put_text(q, STATES[step->state]);
	put_text(q, step->login);
	put_int(q, step->instant);
	put_text_or_null(q, matter_outcome_code(step->outcome));
	put_text_or_null(q, step->note);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_matter(struct commit *c, struct matter_row *row, const struct matter_step_row *ask, struct err *err)
{
	int32_t id = 0;
	int rc = commit_note(c, next_id(c, &id, err));

	if (rc < 0)
		return rc;
	row->id = id;
	rc = add_matter(c, row, err);
	if (rc == 0 && row->line != NULL)
		rc = add_line(c, id, row->line, err);
	return rc == 0 ? commit_matter_step(c, id, ask, err) : rc;
}

int commit_matter_over(struct commit *c, const struct matter_row *row, int32_t until, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_MATTER_UNMAKE);
	struct matter_row over = *row;
	int rc;

	over.when.until = until;
	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, row->id);
	rc = commit_unmake(c, q, "What was asked", err);
	return rc == 0 ? add_matter(c, &over, err) : rc;
}

/* ---- reading ---- */

static const char *copy(struct arena *a, struct statement *q)
{
	return arena_strdup(a, take_text(q));
}

static enum closing_view view_from(int32_t agrees)
{
	return agrees == AGREES_UNSAID ? VIEW_UNSAID : agrees != 0 ? VIEW_FOR : VIEW_AGAINST;
}

static void take_matter(struct arena *a, struct statement *q, void *to)
{
	struct matter_row *row = to;

	row->id = take_int32(q);
	(void)matter_kind_parse(take_text(q), &row->kind);
	row->post_id = take_int32_or(q, 0);
	row->case_id = take_int32_or(q, 0);
	row->line_id = take_int32_or(q, 0);
	row->proposal_id = take_int32_or(q, 0);
	row->value = take_int32_or(q, -1);
	row->when = take_days(q);
	row->code = copy(a, q);
	row->view = view_from(take_int32_or(q, AGREES_UNSAID));
	row->ref = copy(a, q);
}

static enum matter_state state_from(const char *code)
{
	return code[0] == 'o' ? MATTER_OPEN : code[0] == 'a' ? MATTER_ANSWERED : MATTER_TAKEN_BACK;
}

static void take_step(struct arena *a, struct statement *q, void *to)
{
	struct matter_step_row *step = to;

	step->matter_id = take_int32(q);
	step->number = take_int32(q);
	(void)matter_step_parse(take_text(q), &step->step);
	step->level = take_int32(q);
	step->state = state_from(take_text(q));
	step->login = copy(a, q);
	step->instant = take_int(q);
	(void)matter_outcome_parse(take_text(q), &step->outcome);
	step->note = copy(a, q);
}

static void take_line(struct arena *a, struct statement *q, void *to)
{
	struct roster_line *line = to;

	line->scope = (enum line_scope)line_scope_from(take_text(q));
	line->service = copy(a, q);
	line->team_id = take_int32_or(q, 0);
	line->post_id = take_int32_or(q, 0);
	line->kind = (enum line_kind)line_kind_from(take_text(q));
	line->value = take_int32(q);
	line->status = (enum line_status)line_status_from(take_text(q));
	line->agreed_by = copy(a, q);
}

static void replay(struct matter_row *row)
{
	row->matter = matter_begin(row->kind, row->steps_count > 0 ? clock_minute(row->steps[0].instant) : 0);
	row->matter.view = row->view;
	for (size_t i = 0; i < row->steps_count; i++) {
		const struct matter_step_row *step = &row->steps[i];

		matter_replay(&row->matter, &(struct matter_asked){.step = step->step, .at = clock_minute(step->instant),
			.level = step->level, .outcome = step->outcome});
	}
}

static struct statement *of_matter(struct store *s, enum sql_id id, int32_t employer_id, int32_t matter_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, matter_id);
	return q;
}

static int read_line(struct store *s, struct arena *a, int32_t employer_id, struct matter_row *row, struct err *err)
{
	struct roster_line *lines;
	size_t count;
	int rc;

	if (row->kind != MATTER_LINE)
		return 0;
	rc = READ_ROWS(of_matter(s, SQL_LINE_PROPOSAL_OF, employer_id, row->id), a, take_line, &lines, &count, err);
	if (rc == 0 && count > 0)
		row->line = &lines[0];
	return rc;
}

static int read_rest(struct store *s, struct arena *a, int32_t employer_id, struct matter_row *row, struct err *err)
{
	int rc = READ_ROWS(of_matter(s, SQL_MATTER_STEP_OF, employer_id, row->id), a, take_step, &row->steps, &row->steps_count, err);

	if (rc == 0)
		rc = read_line(s, a, employer_id, row, err);
	if (rc == 0)
		replay(row);
	return rc;
}

static int read_rows(struct store *s, struct arena *a, int32_t employer_id, struct statement *q, struct matter_row **ret,
	size_t *ret_count, struct err *err)
{
	struct matter_row *rows = NULL;
	size_t count = 0;
	int rc = READ_ROWS(q, a, take_matter, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_rest(s, a, employer_id, &rows[i], err);
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

int store_matter(struct store *s, struct arena *a, int32_t employer_id, int32_t id, struct matter_row *ret, struct err *err)
{
	struct matter_row *rows;
	size_t count = 0;
	int rc = read_rows(s, a, employer_id, of_matter(s, SQL_MATTER_BY_ID, employer_id, id), &rows, &count, err);

	if (rc == 0 && count == 0)
		rc = err_set(err, PL_NOT_FOUND, "Nothing of number %d has been asked here", (int)id);
	if (rc == 0)
		*ret = rows[0];
	return rc;
}

static struct statement *of_employer(struct store *s, enum sql_id id, int32_t employer_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	return q;
}

/* Both come by the number of the matter; returns the place of the first step that is not its own. */
static size_t give_steps(struct matter_row *row, struct matter_step_row *steps, size_t count, size_t at)
{
	while (at < count && steps[at].matter_id < row->id)
		at++;
	row->steps = steps + at;
	while (at < count && steps[at].matter_id == row->id)
		at++;
	row->steps_count = (size_t)(steps + at - row->steps);
	replay(row);
	return at;
}

static int read_open(struct store *s, struct arena *a, int32_t employer_id, struct matter_row **ret, size_t *ret_count,
	struct err *err)
{
	struct matter_step_row *steps;
	struct matter_row *rows;
	size_t count, steps_count, taken = 0;
	int rc = READ_ROWS(of_employer(s, SQL_MATTER_OPEN, employer_id), a, take_matter, &rows, &count, err);

	if (rc == 0)
		rc = READ_ROWS(of_employer(s, SQL_MATTER_STEP_OPEN, employer_id), a, take_step, &steps, &steps_count, err);
	for (size_t i = 0; i < count && rc == 0; i++) {
		taken = give_steps(&rows[i], steps, steps_count, taken);
		rc = read_line(s, a, employer_id, &rows[i], err);
	}
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

/* Matters and steps of one moment. */
int store_matters_open(struct store *s, struct arena *a, int32_t employer_id, struct matter_row **ret, size_t *ret_count,
	struct err *err)
{
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = read_open(s, a, employer_id, ret, ret_count, err);
	reading_end(s, began);
	return rc;
}

int store_matter_same(struct store *s, int32_t employer_id, const struct matter_row *row, bool *ret, struct err *err)
{
	struct statement *q = of_employer(s, SQL_MATTER_SAME_OPEN, employer_id);
	int64_t count;
	int rc;

	put_text(q, matter_kind_code(row->kind));
	put_int_unless(q, row->post_id, 0);
	put_int_unless(q, row->case_id, 0);
	put_int_unless(q, row->line_id, 0);
	rc = number_read(q, &count, err);
	if (rc == 0)
		*ret = count > 0;
	return rc;
}

int store_matters_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = of_matter(s, SQL_MATTER_OF_POST, employer_id, post_id);

	put_int(q, (int64_t)most);
	return read_rows(s, a, employer_id, q, ret, ret_count, err);
}

int store_matters_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = of_matter(s, SQL_MATTER_OF_CASE, employer_id, case_id);

	put_int(q, (int64_t)most);
	return read_rows(s, a, employer_id, q, ret, ret_count, err);
}

int store_matters_told(struct store *s, struct arena *a, int32_t employer_id, const char *login, int64_t since, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = of_employer(s, SQL_MATTER_TOLD, employer_id);

	put_text(q, login);
	put_int(q, since);
	put_int(q, (int64_t)most);
	return read_rows(s, a, employer_id, q, ret, ret_count, err);
}

int store_line_broken(struct store *s, int32_t employer_id, int32_t line_id, int32_t since, bool *ret, struct err *err)
{
	struct statement *q = of_matter(s, SQL_MATTER_LINE_BROKEN, employer_id, line_id);
	int64_t count;
	int rc;

	put_day(q, since);
	rc = number_read(q, &count, err);
	if (rc == 0)
		*ret = count > 0;
	return rc;
}

static void take_condition(struct arena *a, struct statement *q, void *to)
{
	struct condition_due *row = to;

	(void)a;
	row->proposal_id = take_int32(q);
	row->number = take_int32(q);
	row->post_id = take_int32(q);
	row->case_id = take_int32(q);
	row->due = take_day(q, DAY_MAX);
}

int store_conditions_due(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct condition_due **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CONDITION_DUE);

	put_int(q, employer_id);
	put_day(q, day);
	return READ_ROWS(q, a, take_condition, ret, ret_count, err);
}
