/* One step that the clock takes, decided anew in the writer's turn. */
#include "base/clock.h"
#include "base/str.h"
#include "service/matters/matters_inside.h"
#include "service/clock/watch_inside.h"
#include "store/load_facts.h"
#include "store/proposals.h"

#define NOBODY_THERE "Nobody who has to answer is at work before it is due, so it went up at once."

static int not_due(struct err *err)
{
	return err_set(err, PL_CONFLICT, "This is not due any more.");
}

/* ---- what is asked of core again ---- */

static bool is_same(const struct watch_step *a, const struct watch_step *b)
{
	return a->act == b->act && a->id == b->id && a->kind == b->kind && a->level == b->level && a->post_id == b->post_id &&
		a->case_id == b->case_id && a->line_id == b->line_id && a->proposal_id == b->proposal_id &&
		(a->kind != MATTER_CONDITION || a->value == b->value);
}

/* Whether the step is due by what stands now of the post and the case that it is about; then *ret is as it is now. */
static int decide_anew(struct taking *t, int32_t post_id, int32_t case_id, const char *ref, const struct watch_step **ret,
	struct err *err)
{
	struct watch_close at = {.loads = &t->loads, .post_id = post_id, .case_id = case_id};
	struct watch_step *steps;
	size_t count;
	int rc = take_look(t, post_id, ref, err);

	at.snap = t->snap;
	if (rc == 0)
		rc = watch_read_close(t->try->store, t->try->a, &at, t->try->now, &steps, &count, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++)
		if (is_same(&steps[i], t->context)) {
			*ret = &steps[i];
			return 0;
		}
	return not_due(err);
}

/* ---- a new matter ---- */

static int decide_raising(struct taking *t, struct err *err)
{
	const struct watch_step *step = t->context;
	int rc = decide_anew(t, step->post_id, step->case_id, step->ref, &step, err);

	if (rc < 0)
		return rc;
	t->row.kind = step->kind;
	t->row.post_id = step->post_id;
	t->row.case_id = step->case_id;
	t->row.line_id = step->line_id;
	t->row.proposal_id = step->proposal_id;
	t->row.value = step->value;
	t->row.when.from = step->since;
	t->step.number = 1;
	t->step.step = MATTER_ASK;
	t->step.level = step->level;
	t->step.note = "";
	t->action = "matter-ask";
	return 0;
}

static int write_raising(struct taking *t, struct commit *c, struct err *err)
{
	return commit_matter(c, &t->row, &t->step, err);
}

/* ---- one that is there ---- */

static void tell_step(struct taking *t, enum matter_step step)
{
	t->step.number = (int32_t)t->row.steps_count + 1;
	t->step.step = step;
	t->step.level = t->row.matter.level;
	t->step.state = t->row.matter.state;
	t->step.note = "";
}

static int decide_escalating(struct taking *t, struct err *err)
{
	const struct watch_step *step = t->context;
	const struct matter_asked asked = {.step = MATTER_ESCALATE, .at = t->try->now, .nobody_there = step->nobody_there};
	struct working_time decider;
	int rc = store_matter(t->try->store, t->try->a, t->try->employer.id, step->id, &t->row, err);

	if (rc == 0)
		rc = decider_time(t->try->store, t->try->a, t->try->employer.id, local_day(t->row.matter.turn_since), &decider, err);
	if (rc < 0)
		return rc;
	if (step->nobody_there && t->row.matter.level != step->level)
		return not_due(err);
	if (matter_take(&t->row.matter, &asked, &decider, &t->row.matter) != MATTER_TAKEN)
		return not_due(err);
	tell_step(t, MATTER_ESCALATE);
	t->step.note = step->nobody_there ? NOBODY_THERE : "";
	t->action = "matter-escalate";
	return 0;
}

static int write_escalating(struct taking *t, struct commit *c, struct err *err)
{
	return commit_matter_step(c, t->row.id, &t->step, err);
}

/* What is open is taken back: it is about nothing any more. */
static int decide_over(struct taking *t, struct err *err)
{
	const struct watch_step *step = t->context;
	int rc = store_matter(t->try->store, t->try->a, t->try->employer.id, step->id, &t->row, err);

	if (rc == 0)
		rc = decide_anew(t, t->row.post_id, t->row.case_id, t->row.ref, &step, err);
	if (rc < 0)
		return rc;
	t->row.matter.state = t->row.matter.state == MATTER_OPEN ? MATTER_TAKEN_BACK : t->row.matter.state;
	tell_step(t, MATTER_TAKE_BACK);
	t->action = "matter-over";
	return 0;
}

static int write_over(struct taking *t, struct commit *c, struct err *err)
{
	int rc = 0;

	if (t->row.matter.state == MATTER_TAKEN_BACK)
		rc = commit_matter_step(c, t->row.id, &t->step, err);
	if (rc == 0 && matter_lasts(t->row.kind))
		rc = commit_matter_over(c, &t->row, t->try->today > t->row.when.from ? t->try->today : t->row.when.from, err);
	return rc;
}

/* ---- proposals ---- */

static enum negotiation_step step_of(const struct watch_step *told)
{
	return told->act == WATCH_EXPIRE ? STEP_EXPIRE : STEP_LAPSE;
}

static int decide_proposal(struct taking *t, struct err *err)
{
	const struct watch_step *told = t->context;
	const struct step_asked asked = {.step = step_of(told), .by = PARTY_CLOCK, .at = t->try->now};
	const struct circumstances world = {0};
	struct watched_proposal p;
	int64_t due;
	int rc = store_proposal(t->try->store, t->try->a, t->try->employer.id, told->id, &t->proposal, err);

	if (rc == 0)
		rc = watch_proposal(t->try->store, t->try->a, t->try->employer.id, &t->proposal, &p, err);
	if (rc < 0)
		return rc;
	due = negotiation_due(&p.negotiation, &p.worker, &p.manager);
	if (due > t->try->now || negotiation_runs_out(&p.negotiation, due) != asked.step ||
		negotiation_take(&p.negotiation, &asked, &world, &p.negotiation) != REFUSED_NOT)
		return not_due(err);
	t->row.proposal_id = told->id;
	t->row.post_id = t->proposal.row.post_id;
	t->row.case_id = t->proposal.row.case_id;
	t->row.ref = t->proposal.row.ref;
	t->proposal_step = negotiation_step_code(asked.step);
	t->action = told->act == WATCH_EXPIRE ? "proposal-expire" : "proposal-lapse";
	return 0;
}

/* What was held for some hours is held no longer, whichever time ran out; the case goes on waiting with the age it had. */
static bool ends_with_it(const struct taking *t, struct fact *f)
{
	if (f->kind != FACT_HOLDING || f->proposal_id != t->row.proposal_id || holding_standing(f) != HOLDING_EMERGENCY ||
		f->when.until <= t->try->today)
		return false;
	holding_end(f, t->try->today, ENDED_EMERGENCY_OVER);
	return true;
}

static int write_proposal(struct taking *t, struct commit *c, struct err *err)
{
	const struct watch_step *told = t->context;
	const struct proposal_step_row step = {.step = step_of(told), .party = PARTY_CLOCK, .login = CLOCK_LOGIN,
		.state = told->act == WATCH_EXPIRE ? NEGOTIATION_EXPIRED : NEGOTIATION_LAPSED, .instant = t->try->by->instant,
		.reason = "", .talked_with = "", .note = ""};
	int rc = commit_proposal_step(c, told->id, &step, err);

	if (rc == 0)
		rc = commit_proposal_end(c, &t->proposal.row, t->try->today, err);
	return rc == 0 ? change_facts(t, c, ends_with_it, err) : rc;
}

/* ---- all of them ---- */

int watch_take(struct store *s, const char *employer, const struct watch_step *step, int64_t instant, struct err *err)
{
	static const struct {
		taking_step decide;
		taking_write write;
	} ACTS[] = {
		[WATCH_LAPSE] = {decide_proposal, write_proposal},
		[WATCH_EXPIRE] = {decide_proposal, write_proposal},
		[WATCH_ESCALATE] = {decide_escalating, write_escalating},
		[WATCH_OVER] = {decide_over, write_over},
		[WATCH_RAISE] = {decide_raising, write_raising},
	};
	const struct viewer clock = {.login = CLOCK_LOGIN, .employer = employer, .person = ""};
	const struct asked_by by = {.employer = employer, .viewer = &clock, .instant = instant};

	return take_step(s, &by, step, ACTS[step->act].decide, ACTS[step->act].write, NULL, err);
}
