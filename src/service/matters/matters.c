#include "service/matters/matters_inside.h"

#include "base/clock.h"
#include "base/str.h"

/* ---- asking ---- */

#define SENIORS (ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DIRECTOR))

static int deny(const char *sentence, struct err *err)
{
	return err_set(err, PL_DENIED, "%s", sentence);
}

/* Whether the viewer is of those who ask for such a thing. */
static int check_asker(struct taking *t, struct err *err)
{
	unsigned roles = matter_roles(t->snap, t->sight, t->try->by->viewer, &t->row);
	bool own = matter_is_about(t->snap, t->sight, &t->row);

	switch (matter_asker(t->row.kind)) {
	case ASKED_BY_HOLDER:
	case ASKED_BY_WORKER:
		return own ? 0 : deny("This is for the worker alone to ask.", err);
	case ASKED_BY_MANAGER:
		if (own)
			return deny("Nobody asks for an exception for their own load.", err);
		return (roles & ROLES_DECIDERS) != 0 ? 0 : deny("This is for those to ask who answer for the worker's team.", err);
	case ASKED_BY_SENIOR:
		if (own)
			return deny("Nobody proposes a line for their own load.", err);
		if (matter_post(t->snap, &t->row) != 0 && (roles & ROLES_MANAGERS_SIDE) != 0)
			return 0;
		return (roles & SENIORS) != 0 ? 0 : deny(t->row.kind == MATTER_LINE
			? "A line is proposed by a head of service or a director for whom it holds."
			: "How an employer works is proposed by a head of service or a director of all of it.", err);
	case ASKED_BY_CLOCK:
		break;
	}
	return err_set(err, PL_INVALID, "This is asked by nobody: it comes up by itself.");
}

static int check_held(struct taking *t, struct err *err)
{
	int32_t place = snapshot_find_case_id(t->snap, t->row.case_id), post = snapshot_find_post_id(t->snap, t->row.post_id);
	const struct case_row *c = place >= 0 ? &t->snap->cases[place] : NULL;

	for (int32_t i = 0; c != NULL && c->state == CASE_OPEN && i < c->holdings_count; i++)
		if (t->snap->holdings[c->first_holding + i].post == post)
			return 0;
	for (int32_t i = 0; c != NULL && c->state == CASE_OPEN && i < c->comings_count; i++)
		if (t->snap->comings[c->first_coming + i].post == post)
			return 0;
	return err_set(err, PL_INVALID, "Only an open case that one holds, or has agreed to hold, can be given back.");
}

static bool is_of_proposal(const struct case_facts *known, const struct taking *t, int32_t proposal_id)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct fact *h = &known->facts[i];

		if (h->kind == FACT_HOLDING && h->post_id == t->row.post_id && h->proposal_id == proposal_id &&
			days_include(h->when, t->try->today))
			return true;
	}
	return false;
}

/* A condition of the agreement by which the case is held was not kept: then it goes back without anybody's leave. */
static int find_broken(struct taking *t, bool *ret, struct err *err)
{
	struct case_facts known;
	struct matter_row *rows;
	size_t count = 0;
	int rc = store_case_facts(t->try->store, t->try->a, t->try->employer.id,
		t->snap->cases[snapshot_find_case_id(t->snap, t->row.case_id)].ref, &known, err);

	if (rc == 0)
		rc = store_matters_of_case(t->try->store, t->try->a, t->try->employer.id, t->row.case_id, MATTERS_ALL, &rows, &count, err);
	*ret = false;
	for (size_t i = 0; i < count && rc == 0; i++)
		*ret |= rows[i].kind == MATTER_BROKEN && rows[i].post_id == t->row.post_id &&
			is_of_proposal(&known, t, rows[i].proposal_id);
	return rc;
}

/* New lines may be asked for side by side. */
static int check_new(struct taking *t, struct err *err)
{
	bool same = false;
	int rc = 0;

	if (t->row.kind != MATTER_LINE || t->row.line_id != 0)
		rc = store_matter_same(t->try->store, t->try->employer.id, &t->row, &same, err);
	return same ? err_set(err, PL_CONFLICT, "This has been asked for already, and waits for an answer.") : rc;
}

/* The case it is about; "" for none. */
static const char *ref_of(const struct matter_asking *asking)
{
	return (asking->kind == MATTER_HAND_BACK || asking->kind == MATTER_EXCEPTION) && asking->ref != NULL ? asking->ref : "";
}

/* Whoever names the case it is for sees which it is; one that is not there is answered alike. */
static int check_exception_asked(struct taking *t, struct err *err)
{
	int32_t place = snapshot_find_case_id(t->snap, t->row.case_id);
	bool seen = place >= 0 && t->snap->cases[place].state == CASE_OPEN && sees_case(t->sight, FIELD_CASE_PAGE, place);

	if (ref_of(t->context)[0] != '\0' && !seen)
		return err_set(err, PL_NOT_FOUND, CASE_UNKNOWN);
	return check_exception(t, err);
}

static int check_rules(struct taking *t, struct err *err)
{
	if (t->row.kind == MATTER_HAND_BACK)
		return check_held(t, err);
	if (t->row.kind == MATTER_EXCEPTION)
		return check_exception_asked(t, err);
	if (t->row.kind == MATTER_SETTING)
		return check_setting_asked(t, err);
	return t->row.kind == MATTER_LINE ? check_line(t, err) : 0;
}

/* Whether it is about one worker's post. */
static bool is_of_post(enum matter_kind kind)
{
	return kind != MATTER_LINE && kind != MATTER_SETTING;
}

static void tell_row(struct taking *t, const struct matter_asking *asking)
{
	int32_t place = snapshot_find_case(t->snap, ref_of(asking));

	t->row.kind = asking->kind;
	t->row.post_id = is_of_post(asking->kind) ? asking->post_id : 0;
	t->row.case_id = place >= 0 ? t->snap->cases[place].case_id : 0;
	t->row.line_id = asking->kind == MATTER_EXCEPTION || asking->kind == MATTER_LINE ? asking->line_id : 0;
	t->row.value = asking->kind == MATTER_EXCEPTION ? asking->value : -1;
	if (asking->kind == MATTER_EXCEPTION || !is_of_post(asking->kind))
		t->row.when = asking->when;
	if (asking->kind == MATTER_SETTING)
		t->row.code = asking->code != NULL ? asking->code : "";
	t->row.line = asking->kind == MATTER_LINE ? asking->line : NULL;
	t->step.number = 1;
	t->step.step = MATTER_ASK;
	t->step.note = asking->note;
	t->action = "matter-ask";
}

static int decide_asking(struct taking *t, struct err *err)
{
	const struct matter_asking *asking = t->context;
	int rc = check_note(asking->note, asking->kind != MATTER_TALK, err);

	if (rc == 0)
		rc = take_look(t, asking->post_id, ref_of(asking), err);
	if (rc < 0)
		return rc;
	tell_row(t, asking);
	if (is_of_post(asking->kind) && snapshot_find_post_id(t->snap, asking->post_id) < 0)
		return err_set(err, PL_NOT_FOUND, "There is no such post here.");
	rc = check_asker(t, err);
	if (rc == 0)
		rc = check_rules(t, err);
	if (rc == 0)
		rc = check_new(t, err);
	return rc == 0 && asking->kind == MATTER_HAND_BACK ? find_broken(t, &t->at_once, err) : rc;
}

/* What needs nobody's answer has it at once, by the program. */
static int write_at_once(struct taking *t, struct commit *c, const char *note, struct err *err)
{
	int rc;

	t->row.ref = t->snap->cases[snapshot_find_case_id(t->snap, t->row.case_id)].ref;
	t->step.number++;
	t->step.step = MATTER_ANSWER;
	t->step.state = MATTER_ANSWERED;
	t->step.outcome = OUTCOME_AGREED;
	t->step.login = CLOCK_LOGIN;
	t->step.note = note;
	rc = commit_matter_step(c, t->row.id, &t->step, err);
	t->step.login = t->try->by->viewer->login;
	return rc == 0 ? follow_write(t, c, err) : rc;
}

static int write_asking(struct taking *t, struct commit *c, struct err *err)
{
	int rc = commit_matter(c, &t->row, &t->step, err);

	return rc == 0 && t->at_once
		? write_at_once(t, c, "A condition of the agreement was not kept: the case goes back at once.", err) : rc;
}

int matters_ask(struct store *s, const struct matter_asking *asking, int32_t *ret_id, struct err *err)
{
	return take_step(s, &asking->by, asking, decide_asking, write_asking, ret_id, err);
}

/* ---- answering and taking back ---- */

static int refuse(enum matter_refusal refusal, struct err *err)
{
	int code = PL_INVALID;

	if (refusal == MATTER_NOT_OPEN || refusal == MATTER_SUSPENDED)
		code = PL_CONFLICT;
	else if (refusal == MATTER_NOT_ASKERS || refusal == MATTER_NOT_DECIDERS || refusal == MATTER_OWN_MATTER)
		code = PL_DENIED;
	return err_set(err, code, "%s", matter_refusal_sentence(refusal));
}

/* Whether the viewer has, in the roles in which they ask, what the one who asked needed: a program may have one of the account's alone. */
static bool has_askers_role(const struct taking *t, const struct matter_asked *asked)
{
	const struct viewer *v = t->try->by->viewer;
	enum matter_asker asker = matter_asker(t->row.kind);

	if (v->only_role == NULL)
		return true;
	if (asker == ASKED_BY_HOLDER || asker == ASKED_BY_WORKER)
		return asked->is_about_them && viewer_has_role(v, ROLE_BIT(ROLE_WORKER), 0);
	return (asked->roles & ROLES_DECIDERS) != 0;
}

/* Takes the step in the matter that `id` names, with whatever the world is now. */
static int judge(struct taking *t, int32_t id, struct matter_asked *asked, struct err *err)
{
	struct working_time decider = working_time_usual();
	enum matter_refusal refusal;
	int rc = store_matter(t->try->store, t->try->a, t->try->employer.id, id, &t->row, err);

	if (rc == 0)
		rc = take_look(t, t->row.post_id, t->row.ref, err);
	if (rc < 0)
		return rc;
	asked->at = t->try->now;
	asked->is_asker = t->row.steps_count > 0 && str_equal(t->row.steps[0].login, t->try->by->viewer->login);
	asked->is_about_them = matter_is_about(t->snap, t->sight, &t->row);
	asked->suspended = matter_is_suspended(t->row.kind, t->snap->employer.principles);
	asked->roles = matter_roles(t->snap, t->sight, t->try->by->viewer, &t->row);
	if (asked->step == MATTER_TAKE_BACK)
		asked->is_asker &= has_askers_role(t, asked);
	refusal = matter_take(&t->row.matter, asked, &decider, &t->row.matter);
	if (refusal != MATTER_TAKEN)
		return refuse(refusal, err);
	t->step.number = (int32_t)t->row.steps_count + 1;
	t->step.step = asked->step;
	t->step.level = t->row.matter.level;
	t->step.state = t->row.matter.state;
	t->step.outcome = asked->outcome;
	return 0;
}

static int decide_answering(struct taking *t, struct err *err)
{
	const struct matter_answering *answering = t->context;
	struct matter_asked asked = {.step = MATTER_ANSWER, .outcome = answering->outcome, .in_writing = answering->note[0] != '\0'};
	int rc = judge(t, answering->id, &asked, err);

	if (rc == 0)
		rc = check_note(answering->note, true, err);
	t->step.note = answering->note;
	t->action = "matter-answer";
	return rc == 0 ? follow_decide(t, err) : rc;
}

static int write_answering(struct taking *t, struct commit *c, struct err *err)
{
	int rc = commit_matter_step(c, t->row.id, &t->step, err);

	if (rc == 0 && t->at_once)
		return write_at_once(t, c, "Its worker agrees, and nothing asks for a second look.", err);
	return rc == 0 ? follow_write(t, c, err) : rc;
}

int matters_answer(struct store *s, const struct matter_answering *answering, struct err *err)
{
	return take_step(s, &answering->by, answering, decide_answering, write_answering, NULL, err);
}

static int decide_taking_back(struct taking *t, struct err *err)
{
	const int32_t *id = t->context;
	struct matter_asked asked = {.step = MATTER_TAKE_BACK};

	t->step.note = "";
	t->action = "matter-take-back";
	return judge(t, *id, &asked, err);
}

static int write_taking_back(struct taking *t, struct commit *c, struct err *err)
{
	return commit_matter_step(c, t->row.id, &t->step, err);
}

int matters_take_back(struct store *s, const struct asked_by *by, int32_t id, struct err *err)
{
	return take_step(s, by, &id, decide_taking_back, write_taking_back, NULL, err);
}
