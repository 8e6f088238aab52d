/* Proposals, their steps, and many at once (service/allocation/allocation.h). */
#include "base/str.h"
#include "routes.h"
#include "web/app.h"
#include "web/calls/call.h"

enum { SUPPORT_BYTES = 200 };

/* ---- what is offered ---- */

static struct proposal_terms read_terms(struct json_request *t)
{
	const char *role = member_text(t, "role", CODE_BYTES, MEMBER_OPTIONAL), *mode = member_text(t, "mode", CODE_BYTES, MEMBER_OPTIONAL);
	struct proposal_terms terms = {.role = HOLDING_LEAD, .mode = MODE_SUPERVISION, .share = member_number(t, "share", 1, 1000, 1000),
		.why = member_text(t, "why", CODE_BYTES, MEMBER_OPTIONAL), .first_action = member_text(t, "first_action", CODE_BYTES, MEMBER_OPTIONAL),
		.first_action_by = member_day(t, "first_action_by", DAY_MAX), .risk_with = member_text(t, "risk_with", CODE_BYTES, MEMBER_OPTIONAL),
		.support = member_text(t, "support", SUPPORT_BYTES, MEMBER_OPTIONAL), .starts = member_day(t, "starts", DAY_MIN),
		.note = member_text(t, "note", REMARK_BYTES, MEMBER_OPTIONAL)};

	if (str_equal(role, "co-worker"))
		terms.role = HOLDING_CO_WORKER;
	else if (role[0] != '\0' && !str_equal(role, "lead"))
		member_wrong(t, "role", "lead or co-worker");
	if (mode[0] != '\0' && !allocation_mode_parse(mode, &terms.mode))
		member_wrong(t, "mode", "supervision or meeting");
	return terms;
}

static const struct agreed_task *read_tasks(struct call *c, struct json_request *t, size_t *ret_count)
{
	struct json_request *list[PROPOSAL_TASKS];
	struct agreed_task *tasks = arena_array(c->ctx->arena, PROPOSAL_TASKS, sizeof *tasks);

	*ret_count = member_list(t, "tasks", PROPOSAL_TASKS, list);
	for (size_t i = 0; i < *ret_count; i++)
		tasks[i] = (struct agreed_task){.kind = member_text(list[i], "kind", TASK_CODE_BYTES, MEMBER_NEEDED),
			.minutes = member_number(list[i], "minutes", 0, TASK_MINUTES_MOST, -1), .due = member_day(list[i], "due", c->today)};
	return tasks;
}

/* ---- proposing ---- */

static int read_proposing(struct call *c, struct json_request *t, struct allocation_proposing *ret, struct err *err)
{
	struct allocation_proposing p = {.by = call_by(c), .proposal_id = member_number(t, "proposal", 1, INT32_MAX - 1, 0),
		.offer = member_bool(t, "offer", true)};
	enum member_need need = p.proposal_id == 0 ? MEMBER_NEEDED : MEMBER_OPTIONAL;
	int rc;

	p.ref = member_text(t, "case", REF_BYTES, need);
	p.terms = read_terms(t);
	p.tasks = read_tasks(c, t, &p.tasks_count);
	rc = call_post(c, t, "worker", need, &p.post_id, err);
	if (rc == 0)
		rc = call_post(c, t, "instead_of", MEMBER_OPTIONAL, &p.instead_of, err);
	*ret = p;
	return rc;
}

static int propose(struct call *c, struct err *err)
{
	struct allocation_proposing p;
	int rc = read_proposing(c, c->json, &p, err);

	if (rc == 0)
		rc = json_request_end(c->json, err);
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

static int put_item(struct json_writer *w, const struct call *c, const struct allocation_item *item, size_t i, struct err *err)
{
	const char *key = arena_printf(c->ctx->arena, "%s.%zu", c->ctx->once, i), *kept = NULL;
	bool undone = false;
	/* Sent before, each was answered by itself; now it may be refused for what it made itself then. */
	int rc = item->rc < 0 ? call_find_kept(c->ctx, key, &kept, &undone, err) : 0;

	if (rc < 0)
		return rc;
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
	return 0;
}

static int propose_many(struct call *c, struct err *err)
{
	struct json_request *list[ALLOCATION_BATCH];
	struct allocation_proposing rows[ALLOCATION_BATCH];
	struct allocation_item *items = arena_array(c->ctx->arena, ALLOCATION_BATCH, sizeof *items);
	struct json_writer w = json_to(c->out);
	size_t count = member_list(c->json, "proposals", ALLOCATION_BATCH, list);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_proposing(c, list[i], &rows[i], err);
	if (rc == 0)
		rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = allocation_batch_served(c->ctx->app->writer, rows, count, items, err);
	if (rc < 0)
		return rc;
	json_begin_object(&w, NULL);
	json_begin_array(&w, "proposals");
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = put_item(&w, c, &items[i], i, err);
	json_end(&w, ']');
	json_end(&w, '}');
	return rc;
}

int call_batch(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, propose_many, err);
}

/* ---- steps ---- */

static const struct agreed_condition *read_conditions(struct call *c, size_t *ret_count)
{
	struct json_request *list[PROPOSAL_CONDITIONS];
	struct agreed_condition *rows = arena_array(c->ctx->arena, PROPOSAL_CONDITIONS, sizeof *rows);

	*ret_count = member_list(c->json, "conditions", PROPOSAL_CONDITIONS, list);
	for (size_t i = 0; i < *ret_count; i++)
		rows[i] = (struct agreed_condition){.kind = member_text(list[i], "kind", CODE_BYTES, MEMBER_NEEDED),
			.due = member_day(list[i], "due", c->today), .note = member_text(list[i], "note", REMARK_BYTES, MEMBER_OPTIONAL)};
	return rows;
}

static void read_talk(struct call *c, struct allocation_step *s)
{
	const char *means = member_text(c->json, "means", CODE_BYTES, MEMBER_OPTIONAL);

	s->talked_at = member_instant(c->json, "talked_at", c->instant);
	s->talked_with = member_text(c->json, "talked_with", CODE_BYTES, MEMBER_OPTIONAL);
	s->means = TALK_IN_PERSON;
	if (means[0] != '\0' && !talk_means_parse(means, &s->means))
		member_wrong(c->json, "means", "how the talk was had");
}

/* What is given anew: all of the terms, or none. */
static void read_given(struct call *c, struct allocation_step *s)
{
	struct json_request *terms = member_object(c->json, "terms");
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
	struct allocation_step s = {.by = call_by(c), .seen = member_number(c->json, "seen", 0, 10000, 0),
		.reason = member_text(c->json, "reason", CODE_BYTES, MEMBER_OPTIONAL), .note = member_text(c->json, "note", REMARK_BYTES, MEMBER_OPTIONAL),
		.hours = member_number(c->json, "hours", 0, 1000, 0)};
	const char *step = member_text(c->json, "step", CODE_BYTES, MEMBER_NEEDED);
	int rc = call_number(c, "proposal", &s.proposal_id, err);

	if (!negotiation_step_parse(step, &s.step) || s.step == STEP_DRAFT || s.step == STEP_LAPSE || s.step == STEP_EXPIRE)
		member_wrong(c->json, "step", "a step that somebody takes");
	s.conditions = read_conditions(c, &s.conditions_count);
	read_talk(c, &s);
	read_given(c, &s);
	if (rc == 0)
		rc = json_request_end(c->json, err);
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
