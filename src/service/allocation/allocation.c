#include "service/allocation/allocation_inside.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/remark.h"
#include "store/accounts.h"
#include "store/looks.h"

/* ---- what the steps have made ---- */

static struct step_asked kept_step(const struct proposal_step_row *row, int64_t not_before)
{
	int64_t at = clock_minute(row->instant);

	return (struct step_asked){.step = row->step, .by = row->party, .at = at > not_before ? at : not_before,
		.talked_at = row->talked_at != 0 ? clock_minute(row->talked_at) : 0, .means = row->means, .hours = row->hours};
}

/* In the hour that comes twice in autumn the clock goes back, and time does not. */
struct negotiation allocation_negotiation(const struct proposal_story *story)
{
	struct negotiation n = negotiation_none();

	for (size_t i = 0; i < story->steps_count; i++) {
		struct step_asked kept = kept_step(&story->steps[i], n.last_step_at);

		negotiation_replay(&n, &kept);
	}
	n.brief_complete = terms_complete(&story->row.terms);
	return n;
}

/* ---- reading ---- */

static int read_story(struct dealing *d, int32_t proposal_id, struct err *err)
{
	int rc = store_proposal(d->try->store, d->try->a, d->try->employer.id, proposal_id, &d->story, err);

	if (rc < 0)
		return rc;
	d->row = d->story.row;
	d->tasks = d->story.tasks;
	d->tasks_count = d->story.tasks_count;
	d->negotiation = allocation_negotiation(&d->story);
	return 0;
}

static int begin_new(struct dealing *d, const struct allocation_proposing *p, struct err *err)
{
	int rc = store_case_id(d->try->store, d->try->employer.id, p->ref, &d->row.case_id, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN);
	d->row.ref = p->ref;
	d->row.post_id = p->post_id;
	d->row.instead_of = p->instead_of;
	d->row.batch = p->batch;
	d->row.ended = DAY_MAX;
	d->negotiation = negotiation_none();
	return rc;
}

/* ---- judging a step ---- */

static int refuse_at_line(const struct dealing *d, const char *sentence, struct err *err)
{
	const struct line_ruling *ruling = allocation_ruling(&d->allocation);
	const struct post_load *before = &ruling->working_out.before, *after = &ruling->working_out.after;
	bool is_later = d->figures_day > d->today;
	char day[DATE_WORDS_SIZE];

	return err_set(err, PL_INVALID, "%s Before%s%s: %s; with it: %s.%s", sentence, is_later ? ", on " : "",
		is_later ? date_words(d->figures_day, day) : "", load_figures(d->try->a, before), load_figures(d->try->a, after),
		is_later || d->row.terms.starts <= d->today ? "" :
		" Today counts, though it begins later: what is allowed only from a later day on does not help yet.");
}

static int refuse(struct dealing *d, enum negotiation_refusal refusal, struct err *err)
{
	const char *sentence = negotiation_refusal_sentence(refusal);

	d->outcome->refusal = refusal;
	if (refusal == REFUSED_NOT_NOW)
		return err_set(err, PL_CONFLICT, "%s", sentence);
	if (refusal == REFUSED_NOT_YOURS || refusal == REFUSED_OWN_PROPOSAL)
		return err_set(err, PL_DENIED, "%s", sentence);
	if (negotiation_refusal_is_at_line(refusal))
		return refuse_at_line(d, sentence, err);
	return err_set(err, PL_INVALID, "%s", sentence);
}

static enum party side_of(const struct dealing *d)
{
	return d->is_worker ? PARTY_WORKER : PARTY_MANAGER;
}

static void tell_working_out(struct dealing *d)
{
	struct allocation_outcome *o = d->outcome;
	const struct line_ruling *ruling = allocation_ruling(&d->allocation);
	int32_t line = ruling->line;

	o->is_worked_out = d->allocation.is_worked_out;
	o->before = ruling->working_out.before;
	o->after = ruling->working_out.after;
	o->alone = d->allocation.lines.working_out.after;
	o->minutes_then = d->minutes_then;
	o->line_id = line >= 0 ? d->snap->lines[line].line_id : 0;
	if (line >= 0)
		o->line = ruling->state;
}

static void tell_where_it_is(struct dealing *d)
{
	d->outcome->proposal_id = d->row.proposal_id;
	d->outcome->state = d->negotiation.state;
}

static int judge(struct dealing *d, struct step_asked *asked, struct err *err)
{
	struct circumstances world = {0};
	enum negotiation_refusal refusal;
	int64_t now = clock_minute(d->try->by->instant);
	int rc = 0;

	asked->by = side_of(d);
	asked->at = now > d->negotiation.last_step_at ? now : d->negotiation.last_step_at;
	if (d->story.steps_count > 0 && d->try->by->instant < d->story.steps[d->story.steps_count - 1].instant)
		return refuse(d, REFUSED_BEFORE_LAST_STEP, err);
	if (negotiation_asks_the_world(asked->step))
		rc = dealing_judge_world(d, asked->step, &world, err);
	if (rc < 0)
		return rc;
	tell_working_out(d);
	d->negotiation.brief_complete = terms_complete(&d->row.terms);
	refusal = negotiation_take(&d->negotiation, asked, &world, &d->negotiation);
	if (refusal != REFUSED_NOT)
		return refuse(d, refusal, err);
	d->states[d->steps_count] = d->negotiation.state;
	d->steps[d->steps_count++] = asked->step;
	return 0;
}

/* ---- what is written ---- */

static int check_terms(struct dealing *d, const struct proposal_terms *terms, const struct agreed_task *tasks, size_t count,
	struct err *err)
{
	int rc = terms_check(terms, d->today, err);

	if (rc == 0 && d->row.instead_of != 0)
		rc = takeover_check(terms, err);
	if (rc == 0)
		rc = tasks_check(tasks, count, d->today, err);
	if (rc < 0)
		return rc;
	d->row.terms = *terms;
	d->tasks = tasks;
	d->tasks_count = count;
	d->rewrites = true;
	return 0;
}

/* Of the step that was asked for; those that are taken with it have nothing of their own. */
static struct proposal_step_row step_row(const struct dealing *d, size_t i)
{
	const struct allocation_step *asked = d->asked;
	struct proposal_step_row row = {.step = d->steps[i], .state = d->states[i], .party = side_of(d),
		.login = d->try->by->viewer->login, .instant = d->try->by->instant, .reason = "", .talked_with = "", .note = ""};

	if (asked == NULL)
		return row;
	row.reason = asked->reason;
	row.note = asked->note;
	if (asked->step == STEP_DISCUSS) {
		row.talked_at = asked->talked_at;
		row.means = asked->means;
		row.talked_with = asked->talked_with;
	}
	row.hours = asked->step == STEP_HOLD ? asked->hours : 0;
	return row;
}

static int write_proposal(struct dealing *d, struct commit *c, struct err *err)
{
	bool is_over = d->steps_count > 0 && !negotiation_is_open(d->negotiation.state) && d->negotiation.state != NEGOTIATION_DRAFT;
	int rc = 0;

	d->row.ended = is_over ? d->today : DAY_MAX;
	if (d->rewrites || is_over)
		rc = commit_proposal(c, &d->row, err);
	if (rc == 0 && d->rewrites)
		rc = commit_proposal_tasks(c, d->row.proposal_id, d->tasks, d->tasks_count, err);
	for (size_t i = 0; i < d->steps_count && rc == 0; i++) {
		struct proposal_step_row row = step_row(d, i);

		rc = commit_proposal_step(c, d->row.proposal_id, &row, err);
	}
	if (rc == 0 && d->asked != NULL && d->asked->step == STEP_AGREE_IF)
		rc = commit_proposal_conditions(c, d->row.proposal_id, d->asked->conditions, d->asked->conditions_count, err);
	return rc == 0 && d->steps_count > 0 ? dealing_write_holding(d, c, err) : rc;
}

static void put_loads(const struct dealing *d, struct json_writer *w)
{
	const struct post_load *before = &d->allocation.lines.working_out.before, *after = &d->allocation.lines.working_out.after;

	if (!d->allocation.is_worked_out)
		return;
	json_int(w, "minutes_before", before->load_minutes);
	json_int(w, "minutes_after", after->load_minutes);
	json_int(w, "cases_after", after->cases);
	json_int(w, "capacity", after->capacity_minutes);
	if (d->minutes_then >= 0)
		json_int(w, "minutes_four_weeks_before", d->minutes_then);
}

static void put_payload(const struct dealing *d, struct json_writer *w)
{
	json_int(w, "proposal", d->row.proposal_id);
	json_int(w, "case", d->row.case_id);
	json_int(w, "post", d->row.post_id);
	json_text(w, "role", d->row.terms.role == HOLDING_LEAD ? "lead" : "co-worker");
	json_int(w, "share", d->row.terms.share);
	json_text(w, "state", negotiation_state_code(d->negotiation.state));
	if (d->row.instead_of != 0)
		json_int(w, "instead_of", d->row.instead_of);
	if (d->row.batch != 0)
		json_int(w, "batch", d->row.batch);
	if (d->asked != NULL && d->asked->reason[0] != '\0')
		json_text(w, "reason", d->asked->reason);
	if (d->asked != NULL && d->asked->step == STEP_DISCUSS)
		json_int(w, "talked_at", d->asked->talked_at);
	put_loads(d, w);
}

static int commit(struct dealing *d, struct err *err)
{
	enum negotiation_step step = d->steps_count > 0 ? d->steps[d->steps_count - 1] : STEP_DRAFT;
	const struct decided decided = {.action = arena_printf(d->try->a, "proposal-%s", negotiation_step_code(step)), .proposal = d->outcome};
	int rc = deciding_begin(d->try, err);

	if (rc == 0)
		rc = write_proposal(d, d->try->commit, err);
	if (rc == 0)
		put_payload(d, &d->try->payload);
	tell_where_it_is(d);
	return deciding_end(d->try, rc, &decided, err);
}

/* ---- taking a step ---- */

typedef int (*dealing_decide)(struct dealing *d, const void *context, struct err *err);

static const struct allocation_outcome NOTHING_YET = {.refusal = REFUSED_NOT, .minutes_then = -1};

struct deal {
	dealing_decide decide;
	const void *context;
	struct allocation_outcome *ret;
};

static int deal_once(struct deciding *try, const void *context, struct err *err)
{
	const struct deal *deal = context;
	struct dealing d = {.try = try, .today = try->today, .post = -1, .case_index = -1, .minutes_then = -1, .outcome = deal->ret};
	int rc;

	*d.outcome = NOTHING_YET;
	rc = deal->decide(&d, deal->context, err);
	if (rc == 0)
		rc = commit(&d, err);
	tell_where_it_is(&d);
	dealing_drop(&d);
	return rc;
}

static int deal(struct store *s, const struct asked_by *by, dealing_decide decide, const void *context,
	struct allocation_outcome *ret, struct err *err)
{
	struct allocation_outcome nowhere;
	const struct deal deal = {decide, context, ret != NULL ? ret : &nowhere};

	*deal.ret = NOTHING_YET;
	return deciding_run(s, by, deal_once, &deal, err);
}

static int take(struct dealing *d, enum negotiation_step step, struct err *err)
{
	struct step_asked asked = {.step = step};

	return judge(d, &asked, err);
}

/* Whether it is theirs to propose at all, before anything else is asked: what stands in the way of a case tells that it is there. */
static int check_theirs(struct dealing *d, struct err *err)
{
	int rc = dealing_check_offerer(d, err);

	if (rc < 0)
		return rc;
	if (d->post < 0)
		return err_set(err, PL_NOT_FOUND, "There is no such post here today.");
	return d->row.instead_of == d->row.post_id ? err_set(err, PL_INVALID, "A case is handed over to somebody else.") : 0;
}

/* A draft that is offered is of its own case and worker, whatever else is said beside its number. */
static int check_draft(const struct dealing *d, const struct allocation_proposing *p, struct err *err)
{
	bool other = (p->ref != NULL && p->ref[0] != '\0' && !str_equal(p->ref, d->row.ref)) ||
		(p->post_id != 0 && p->post_id != d->row.post_id) || (p->instead_of != 0 && p->instead_of != d->row.instead_of);

	return p->proposal_id != 0 && other ? err_set(err, PL_INVALID, "This draft is of another case or for another worker: make a new one.") : 0;
}

static int decide_proposing(struct dealing *d, const void *context, struct err *err)
{
	const struct allocation_proposing *p = context;
	int rc = p->proposal_id != 0 ? read_story(d, p->proposal_id, err) : begin_new(d, p, err);

	if (rc == 0)
		rc = dealing_look(d, err);
	if (rc == 0)
		rc = check_theirs(d, err);
	if (rc == 0)
		rc = check_draft(d, p, err);
	if (rc == 0 && d->is_worker)
		rc = refuse(d, REFUSED_OWN_PROPOSAL, err);
	if (rc == 0)
		rc = check_terms(d, &p->terms, p->tasks, p->tasks_count, err);
	if (rc == 0)
		rc = dealing_check_risk(d, err);
	if (rc < 0)
		return rc;
	if (p->proposal_id == 0)
		rc = take(d, STEP_DRAFT, err);
	else if (d->negotiation.state != NEGOTIATION_DRAFT)
		rc = refuse(d, REFUSED_NOT_NOW, err);
	return rc == 0 && p->offer ? take(d, STEP_OFFER, err) : rc;
}

int allocation_propose(struct store *s, const struct allocation_proposing *p, struct allocation_outcome *ret, struct err *err)
{
	return deal(s, &p->by, decide_proposing, p, ret, err);
}

/* What goes with the step, checked by itself. */
static int check_said(const struct dealing *d, const struct allocation_step *step, struct err *err)
{
	enum brief_list reasons;
	int rc = remark_check(step->note, err);

	if (rc == 0 && step->step == STEP_AGREE_IF)
		rc = conditions_check(step->conditions, step->conditions_count, d->today, err);
	if (rc == 0 && step->reason[0] != '\0' && (!brief_reasons(step->step, &reasons) || !brief_has(reasons, step->reason)))
		rc = err_set(err, PL_INVALID, "Say the reason with one of the list.");
	return rc;
}

/* Both sides take steps; more of a case, or another part in it, is only given by who could have offered it. */
static int check_side(struct dealing *d, const struct allocation_step *step, struct err *err)
{
	const struct proposal_terms *given = step->step == STEP_GIVE ? step->terms : NULL;
	bool other = given != NULL && (given->role != d->row.terms.role || given->share != d->row.terms.share);

	if (!d->is_worker && !d->is_manager)
		return err_set(err, PL_DENIED, "This is between the worker and whoever answers for the team or the case.");
	return d->is_manager && (step->step == STEP_OFFER || other) ? dealing_check_offerer(d, err) : 0;
}

static int decide_step(struct dealing *d, const void *context, struct err *err)
{
	const struct allocation_step *step = context;
	struct step_asked asked = {.step = step->step, .reason_given = step->reason[0] != '\0',
		.conditions = (int32_t)step->conditions_count, .means = step->means, .hours = step->hours,
		.talked_at = step->step == STEP_DISCUSS ? clock_minute(step->talked_at) : 0};
	int rc = read_story(d, step->proposal_id, err);

	d->asked = step;
	if (rc == 0)
		rc = dealing_look(d, err);
	if (rc == 0)
		rc = check_side(d, step, err);
	if (rc == 0 && step->step == STEP_DRAFT)
		return refuse(d, REFUSED_NOT_NOW, err);
	if (rc == 0 && step->seen != 0 && (size_t)step->seen != d->story.steps_count)
		return refuse(d, REFUSED_NOT_NOW, err);
	if (rc == 0)
		rc = check_said(d, step, err);
	if (rc == 0 && step->step == STEP_GIVE && step->terms != NULL)
		rc = check_terms(d, step->terms, step->tasks, step->tasks_count, err);
	if (rc == 0 && step->step == STEP_GIVE && step->terms != NULL)
		rc = dealing_check_risk(d, err);
	if (rc == 0 && step->step == STEP_DISCUSS)
		rc = dealing_both_present(d, step->talked_with, &asked.both_present, err);
	return rc == 0 ? judge(d, &asked, err) : rc;
}

int allocation_take(struct store *s, const struct allocation_step *step, struct allocation_outcome *ret, struct err *err)
{
	return deal(s, &step->by, decide_step, step, ret, err);
}

/* ---- many at once ---- */

static int propose_item(struct store *s, struct arena *a, const struct allocation_proposing *row, size_t i, int32_t batch,
	struct allocation_item *ret)
{
	struct allocation_proposing p = *row;
	struct err err = {.text = ""};

	p.batch = batch;
	if (p.by.once != NULL)
		p.by.once = arena_printf(a, "%s.%zu", p.by.once, i);
	*ret = (struct allocation_item){.rc = 0};
	ret->rc = allocation_propose(s, &p, &ret->outcome, &err);
	if (ret->rc < 0)
		(void)snprintf(ret->sentence, sizeof ret->sentence, "%.399s", err.text);
	return ret->rc;
}

int allocation_batch(struct store *s, const struct allocation_proposing *rows, size_t count, struct allocation_item *ret,
	struct err *err)
{
	struct arena *a = arena_new();
	struct employer e;
	int rc = 0;

	if (count < 1 || count > ALLOCATION_BATCH)
		rc = err_set(err, PL_LIMIT, "One to %d proposals are made at once.", ALLOCATION_BATCH);
	if (rc == 0)
		rc = store_employer(s, a, rows[0].by.employer, &e, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (propose_item(s, a, &rows[i], i, (int32_t)(e.position + 1), &ret[i]) == PL_LOCKED)
			rc = err_set(err, PL_LOCKED, "%s", ret[i].sentence);
	arena_free(a);
	return rc;
}

/* ---- for a server ---- */

struct served {
	const void *asked;
	size_t count;
	void *ret;
};

static int propose_served(struct store *s, void *context, struct err *err)
{
	const struct served *served = context;

	return allocation_propose(s, served->asked, served->ret, err);
}

static int take_served(struct store *s, void *context, struct err *err)
{
	const struct served *served = context;

	return allocation_take(s, served->asked, served->ret, err);
}

static int batch_served(struct store *s, void *context, struct err *err)
{
	const struct served *served = context;

	return allocation_batch(s, served->asked, served->count, served->ret, err);
}

int allocation_propose_served(struct writer *writer, const struct allocation_proposing *p, struct allocation_outcome *ret,
	struct err *err)
{
	return writer_run(writer, propose_served, &(struct served){.asked = p, .ret = ret}, err);
}

int allocation_take_served(struct writer *writer, const struct allocation_step *step, struct allocation_outcome *ret,
	struct err *err)
{
	return writer_run(writer, take_served, &(struct served){.asked = step, .ret = ret}, err);
}

int allocation_batch_served(struct writer *writer, const struct allocation_proposing *rows, size_t count,
	struct allocation_item *ret, struct err *err)
{
	return writer_run(writer, batch_served, &(struct served){.asked = rows, .count = count, .ret = ret}, err);
}
