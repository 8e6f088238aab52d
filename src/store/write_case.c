#include "store/inside.h"

/* How a kind of fact is written: its key as the statements want it, and the whole of it. */
struct fact_writer {
	enum sql_id add, unmake;
	void (*put_key)(struct statement *q, const struct fact *f);
	void (*put_row)(struct statement *q, const struct fact *f);
	const char *what;
};

static void put_from_key(struct statement *q, const struct fact *f)
{
	put_day_key(q, f->when.from);
}

static void put_code_key(struct statement *q, const struct fact *f)
{
	put_text(q, f->code);
	put_day_key(q, f->when.from);
}

static void put_stage_key(struct statement *q, const struct fact *f)
{
	put_text(q, f->code);
	put_text(q, f->stage);
	put_day_key(q, f->when.from);
}

static void put_holding_key(struct statement *q, const struct fact *f)
{
	put_int(q, f->post_id);
	put_int(q, f->team_id);
	put_text(q, holding_role_code(f->role));
	put_day_key(q, f->when.from);
}

static void put_episode(struct statement *q, const struct fact *f)
{
	put_days(q, f->when);
	put_text_or_null(q, f->code);
	put_int(q, f->no_further_action > 0);
}

static void put_stage(struct statement *q, const struct fact *f)
{
	put_text(q, f->code);
	put_text(q, f->stage);
	put_days(q, f->when);
}

static void put_code_and_days(struct statement *q, const struct fact *f)
{
	put_text(q, f->code);
	put_days(q, f->when);
}

static void put_task(struct statement *q, const struct fact *f)
{
	put_text(q, f->code);
	put_int_unless(q, f->minutes, -1);
	put_days(q, f->when);
}

static void put_surge(struct statement *q, const struct fact *f)
{
	put_int(q, f->minutes);
	put_text_or_null(q, f->code);
	put_days(q, f->when);
}

static void put_holding(struct statement *q, const struct fact *f)
{
	put_int_unless(q, f->post_id, 0);
	put_int_unless(q, f->team_id, 0);
	put_text(q, holding_role_code(f->role));
	put_int(q, f->share);
	put_text_or_null(q, f->code);
	put_days(q, f->when);
	put_text_or_null(q, f->standing >= 0 ? holding_standing_code(holding_standing(f)) : "");
	put_int_unless(q, f->proposal_id, 0);
}

static void put_view(struct statement *q, const struct fact *f)
{
	put_int(q, f->post_id);
	put_int(q, f->minutes);
	put_text(q, f->code);
	put_days(q, f->when);
}

static const struct fact_writer WRITERS[FACT_KINDS] = {
	[FACT_EPISODE] = {SQL_EPISODE_ADD, SQL_EPISODE_UNMAKE, put_from_key, put_episode, "an episode"},
	[FACT_STAGE] = {SQL_STAGE_ADD, SQL_STAGE_UNMAKE, put_stage_key, put_stage, "a stage"},
	[FACT_FACTOR] = {SQL_FACTOR_ADD, SQL_FACTOR_UNMAKE, put_code_key, put_code_and_days, "a factor"},
	[FACT_TASK] = {SQL_TASK_ADD, SQL_TASK_UNMAKE, put_code_key, put_task, "a task"},
	[FACT_SURGE] = {SQL_SURGE_ADD, SQL_SURGE_UNMAKE, put_from_key, put_surge, "a surge"},
	[FACT_HOLDING] = {SQL_HOLDING_ADD, SQL_HOLDING_UNMAKE, put_holding_key, put_holding, "a holding"},
	[FACT_READER] = {SQL_READER_ADD, SQL_READER_UNMAKE, put_code_key, put_code_and_days, "a reader"},
	[FACT_VIEW] = {SQL_WEIGHT_VIEW_ADD, SQL_WEIGHT_VIEW_UNMAKE, put_from_key, put_view, "a view of what it needs"},
};

/* The case that is being written. */
struct target {
	struct commit *commit;
	const char *ref;
	int32_t id;
};

static int unmake_fact(const struct target *t, const struct fact *f, struct err *err)
{
	const struct fact_writer *w = &WRITERS[f->kind];
	struct statement *q = statement_of(t->commit->store->db, w->unmake);
	int rc;

	put_int(q, t->commit->made);
	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	w->put_key(q, f);
	rc = commit_unmake(t->commit, q, w->what, err);
	return rc < 0 ? err_prefix(err, "Case %s", t->ref) : 0;
}

static int add_fact(const struct target *t, const struct fact *f, struct err *err)
{
	const struct fact_writer *w = &WRITERS[f->kind];
	struct statement *q = statement_of(t->commit->store->db, w->add);
	int rc;

	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	w->put_row(q, f);
	put_int(q, t->commit->made);
	rc = commit_add_later(t->commit, q, err);
	if (rc == PL_EXISTS)
		return err_set(err, PL_CONFLICT, "Case %s: %s is there already: look again and repeat", t->ref, w->what);
	return rc;
}

static int write_fact(const struct target *t, const struct fact_change *change, struct err *err)
{
	int rc = 0;

	if (change->op != CHANGE_ADD)
		rc = unmake_fact(t, change->before, err);
	if (rc == 0 && change->op != CHANGE_WITHDRAW)
		rc = add_fact(t, change->after, err);
	return rc;
}

/* ---- the case itself ---- */

static int add_case(const struct target *t, const struct fact *f, int64_t origin, struct err *err)
{
	struct statement *q = statement_of(t->commit->store->db, SQL_CASE_ADD);

	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	put_text(q, t->ref);
	put_text_or_null(q, f->service);
	put_text_or_null(q, f->household);
	put_int_unless(q, f->case_team_id, 0);
	put_text_or_null(q, f->owner);
	put_int_unless(q, f->restricted, -1);
	put_int(q, t->commit->made);
	put_int(q, origin);
	return commit_add_later(t->commit, q, err);
}

static int unmake_case(const struct target *t, struct err *err)
{
	struct statement *q = statement_of(t->commit->store->db, SQL_CASE_UNMAKE);

	put_int(q, t->commit->made);
	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	return commit_unmake(t->commit, q, t->ref, err);
}

static int is_case_empty(const struct target *t, bool *ret, struct err *err)
{
	struct statement *q = statement_of(t->commit->store->db, SQL_CASE_IS_EMPTY);
	int rc;

	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = take_int(q) != 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* The id of the case, 0 if there is none. */
static int find_case(struct target *t, struct err *err)
{
	struct statement *q = statement_of(t->commit->store->db, SQL_CASE_BY_REF);
	int rc;

	put_int(q, t->commit->employer_id);
	put_text(q, t->ref);
	rc = statement_next(q, err);
	if (rc > 0)
		t->id = take_int32(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* Ids are given once and never again, so that a row unmade long ago cannot be taken for another case's. */
static int next_case_id(struct commit *c, int32_t *ret, struct err *err)
{
	if (c->last_case_id < 0) {
		struct statement *q = statement_of(c->store->db, SQL_CASE_LAST_ID);
		int rc;

		put_int(q, c->employer_id);
		rc = statement_next(q, err);
		if (rc > 0)
			c->last_case_id = take_int32(q);
		statement_end(q);
		if (rc < 0)
			return rc;
	}
	*ret = ++c->last_case_id;
	return 0;
}

static int make_case(struct target *t, const struct fact_change *told, struct err *err)
{
	struct fact blank = {.kind = FACT_CASE, .restricted = -1};
	int rc;

	if (told != NULL && told->op != CHANGE_ADD)
		return err_set(err, PL_CONFLICT, "Case %s is not there any more: look again and repeat", t->ref);
	rc = next_case_id(t->commit, &t->id, err);
	if (rc == 0)
		rc = add_case(t, told != NULL ? told->after : &blank, t->commit->made, err);
	return rc == PL_EXISTS ? err_set(err, PL_CONFLICT, "Case %s is there already: look again and repeat", t->ref) : rc;
}

/* The entry by which the row stands. Whether a case is restricted is no part of what an undo takes back, so a row that
 * changes in nothing else stands by the entry of the one before. */
static int read_origin(const struct target *t, const struct fact_change *told, int64_t *ret, struct err *err)
{
	struct statement *q;
	struct fact same;

	*ret = t->commit->made;
	if (told->op != CHANGE_REPLACE)
		return 0;
	same = *told->after;
	same.restricted = told->before->restricted;
	if (!fact_same_value(told->before, &same))
		return 0;
	q = statement_of(t->commit->store->db, SQL_CASE_ORIGIN);
	put_int(q, t->commit->employer_id);
	put_int(q, t->id);
	return number_read(q, ret, err);
}

/* What remains of a case that is withdrawn is as restricted as it was. */
static int write_case(const struct target *t, const struct fact_change *told, struct err *err)
{
	struct fact blank = {.kind = FACT_CASE, .restricted = told->op == CHANGE_WITHDRAW ? told->before->restricted : -1};
	int64_t origin = 0;
	bool withdraw = told->op == CHANGE_WITHDRAW;
	bool empty = false;
	int rc = 0;

	if (withdraw)
		rc = is_case_empty(t, &empty, err);
	if (rc == 0)
		rc = read_origin(t, told, &origin, err);
	if (rc == 0)
		rc = unmake_case(t, err);
	if (rc == 0 && !empty)
		rc = add_case(t, withdraw ? &blank : told->after, origin, err);
	return rc;
}

static int apply(struct target *t, const struct fact_change *changes, size_t count, struct err *err)
{
	const struct fact_change *told = NULL;
	bool was_there;
	int rc = 0;

	for (size_t i = 0; i < count; i++)
		if ((changes[i].op == CHANGE_WITHDRAW ? changes[i].before : changes[i].after)->kind == FACT_CASE)
			told = &changes[i];
	/* Whether one that is to be added is there shows when it is: so that many can be told of without waiting. */
	if (told == NULL || told->op != CHANGE_ADD)
		rc = find_case(t, err);
	was_there = t->id != 0;
	if (rc == 0 && !was_there)
		rc = make_case(t, told, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (&changes[i] != told)
			rc = write_fact(t, &changes[i], err);
	if (rc == 0 && was_there && told != NULL)
		rc = write_case(t, told, err);
	return rc;
}

int commit_case(struct commit *c, const char *ref, const struct fact_change *changes, size_t count, struct err *err)
{
	struct target t = {.commit = c, .ref = ref};

	return count > 0 ? commit_note(c, apply(&t, changes, count, err)) : 0;
}
