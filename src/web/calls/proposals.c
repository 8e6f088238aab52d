/* Proposals, their steps, and many at once (service/allocation/allocation.h). */
#include "base/str.h"
#include "routes.h"
#include "web/app.h"
#include "web/calls/call.h"

enum { SUPPORT_BYTES = 200 };

/* ---- what is offered ---- */

static struct proposal_terms read_terms(struct told *t)
{
	const char *role = told_text(t, "role", CODE_BYTES, TOLD_OPTIONAL), *mode = told_text(t, "mode", CODE_BYTES, TOLD_OPTIONAL);
	struct proposal_terms terms = {.role = HOLDING_LEAD, .mode = MODE_SUPERVISION, .share = told_number(t, "share", 1, 1000, 1000),
		.why = told_text(t, "why", CODE_BYTES, TOLD_OPTIONAL), .first_action = told_text(t, "first_action", CODE_BYTES, TOLD_OPTIONAL),
		.first_action_by = told_day(t, "first_action_by", DAY_MAX), .risk_with = told_text(t, "risk_with", CODE_BYTES, TOLD_OPTIONAL),
		.support = told_text(t, "support", SUPPORT_BYTES, TOLD_OPTIONAL), .starts = told_day(t, "starts", DAY_MIN),
		.note = told_text(t, "note", REMARK_BYTES, TOLD_OPTIONAL)};

	if (str_equal(role, "co-worker"))
		terms.role = HOLDING_CO_WORKER;
	else if (role[0] != '\0' && !str_equal(role, "lead"))
		told_wrong(t, "role", "lead or co-worker");
	if (mode[0] != '\0' && !allocation_mode_parse(mode, &terms.mode))
		told_wrong(t, "mode", "supervision or meeting");
	return terms;
}

static const struct agreed_task *read_tasks(struct call *c, struct told *t, size_t *ret_count)
{
	struct told *list[PROPOSAL_TASKS];
	struct agreed_task *tasks = arena_array(c->ctx->arena, PROPOSAL_TASKS, sizeof *tasks);

	*ret_count = told_list(t, "tasks", PROPOSAL_TASKS, list);
	for (size_t i = 0; i < *ret_count; i++)
		tasks[i] = (struct agreed_task){.kind = told_text(list[i], "kind", TASK_CODE_BYTES, TOLD_NEEDED),
			.minutes = told_number(list[i], "minutes", 0, TASK_MINUTES_MOST, -1), .due = told_day(list[i], "due", c->today)};
	return tasks;
}

/* ---- proposing ---- */

static int read_proposing(struct call *c, struct told *t, struct allocation_proposing *ret, struct err *err)
{
	struct allocation_proposing p = {.by = call_by(c), .proposal_id = told_number(t, "proposal", 1, INT32_MAX - 1, 0),
		.offer = told_bool(t, "offer", true)};
	enum told_need need = p.proposal_id == 0 ? TOLD_NEEDED : TOLD_OPTIONAL;
	int rc;

	p.ref = told_text(t, "case", REF_BYTES, need);
	p.terms = read_terms(t);
	p.tasks = read_tasks(c, t, &p.tasks_count);
	rc = call_post(c, t, "worker", need, &p.post_id, err);
	if (rc == 0)
		rc = call_post(c, t, "instead_of", TOLD_OPTIONAL, &p.instead_of, err);
	*ret = p;
	return rc;
}

static int propose(struct call *c, struct err *err)
{
	struct allocation_proposing p;
	int rc = read_proposing(c, c->told, &p, err);

	if (rc == 0)
		rc = told_end(c->told, err);
	if (rc == 0)
		rc = allocation_propose_served(c->ctx->app->writer, &p, &c->outcome, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.proposal = &c->outcome});
	return rc;
}

int call_proposal(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, propose, err);
}

/* ---- many at once ---- */

static void put_refused(struct json_writer *w, const char *sentence, const char *code)
{
	json_text(w, "error", sentence);
	json_text(w, "code", code);
}

static void put_item(struct json_writer *w, const struct call *c, const struct allocation_item *item, size_t i)
{
	const char *key = arena_printf(c->ctx->arena, "%s.%zu", c->ctx->once, i);
	bool undone = false;
	/* Sent before, each was answered by itself; now it may be refused for what it made itself then. */
	const char *kept = item->rc < 0 ? call_find_kept(c->ctx, key, &undone) : NULL;

	json_begin_object(w, NULL);
	if (undone)
		put_refused(w, CALL_UNDONE_SENTENCE, CALL_UNDONE);
	else if (kept != NULL)
		json_bool(w, "done_before", true);
	else if (item->rc == 0)
		json_int(w, "proposal", item->outcome.proposal_id);
	else
		put_refused(w, item->sentence, item->outcome.refusal != REFUSED_NOT ? negotiation_refusal_code(item->outcome.refusal) : "refused");
	if (kept == NULL)
		call_put_working_out(w, &item->outcome);
	json_end(w, '}');
}

static int propose_many(struct call *c, struct err *err)
{
	struct told *list[ALLOCATION_BATCH];
	struct allocation_proposing rows[ALLOCATION_BATCH];
	struct allocation_item *items = arena_array(c->ctx->arena, ALLOCATION_BATCH, sizeof *items);
	struct json_writer w = json_to(c->out);
	size_t count = told_list(c->told, "proposals", ALLOCATION_BATCH, list);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_proposing(c, list[i], &rows[i], err);
	if (rc == 0)
		rc = told_end(c->told, err);
	if (rc == 0)
		rc = allocation_batch_served(c->ctx->app->writer, rows, count, items, err);
	if (rc < 0)
		return rc;
	json_begin_object(&w, NULL);
	json_begin_array(&w, "proposals");
	for (size_t i = 0; i < count; i++)
		put_item(&w, c, &items[i], i);
	json_end(&w, ']');
	json_end(&w, '}');
	return 0;
}

int call_batch(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, propose_many, err);
}

/* ---- steps ---- */

static const struct agreed_condition *read_conditions(struct call *c, size_t *ret_count)
{
	struct told *list[PROPOSAL_CONDITIONS];
	struct agreed_condition *rows = arena_array(c->ctx->arena, PROPOSAL_CONDITIONS, sizeof *rows);

	*ret_count = told_list(c->told, "conditions", PROPOSAL_CONDITIONS, list);
	for (size_t i = 0; i < *ret_count; i++)
		rows[i] = (struct agreed_condition){.kind = told_text(list[i], "kind", CODE_BYTES, TOLD_NEEDED),
			.due = told_day(list[i], "due", c->today), .note = told_text(list[i], "note", REMARK_BYTES, TOLD_OPTIONAL)};
	return rows;
}

static void read_talk(struct call *c, struct allocation_step *s)
{
	const char *means = told_text(c->told, "means", CODE_BYTES, TOLD_OPTIONAL);

	s->talked_at = told_instant(c->told, "talked_at", c->instant);
	s->talked_with = told_text(c->told, "talked_with", CODE_BYTES, TOLD_OPTIONAL);
	s->means = TALK_IN_PERSON;
	if (means[0] != '\0' && !talk_means_parse(means, &s->means))
		told_wrong(c->told, "means", "how the talk was had");
}

/* What is given anew: all of the terms, or none. */
static void read_given(struct call *c, struct allocation_step *s)
{
	struct told *terms = told_object(c->told, "terms");
	struct proposal_terms *given;

	if (terms == NULL)
		return;
	given = arena_alloc(c->ctx->arena, sizeof *given);
	*given = read_terms(terms);
	s->terms = given;
	s->tasks = read_tasks(c, terms, &s->tasks_count);
}

static int take_step(struct call *c, struct err *err)
{
	struct allocation_step s = {.by = call_by(c), .seen = told_number(c->told, "seen", 0, 10000, 0),
		.reason = told_text(c->told, "reason", CODE_BYTES, TOLD_OPTIONAL), .note = told_text(c->told, "note", REMARK_BYTES, TOLD_OPTIONAL),
		.hours = told_number(c->told, "hours", 0, 1000, 0)};
	const char *step = told_text(c->told, "step", CODE_BYTES, TOLD_NEEDED);
	int rc = call_number(c, "proposal", &s.proposal_id, err);

	if (!negotiation_step_parse(step, &s.step) || s.step == STEP_DRAFT || s.step == STEP_LAPSE || s.step == STEP_EXPIRE)
		told_wrong(c->told, "step", "a step that somebody takes");
	s.conditions = read_conditions(c, &s.conditions_count);
	read_talk(c, &s);
	read_given(c, &s);
	if (rc == 0)
		rc = told_end(c->told, err);
	if (rc == 0)
		rc = allocation_take_served(c->ctx->app->writer, &s, &c->outcome, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.proposal = &c->outcome});
	return rc;
}

int call_take_step(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, take_step, err);
}
