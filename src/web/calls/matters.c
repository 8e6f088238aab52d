/* Asking, answering, taking back (service/matters/matters.h), and closing (service/matters/closing.h). */
#include "base/str.h"
#include "core/list_words.h"
#include "routes.h"
#include "service/matters/closing.h"
#include "service/matters/employer_settings.h"
#include "service/pictures/naming.h"
#include "web/app.h"
#include "web/calls/call.h"

enum { PARTIES_BYTES = 200, VALUE_MOST = 1000000 };

/* ---- asking ---- */

static int read_line_target(struct call *c, struct roster_line *line, struct err *err)
{
	const char *team = member_text(c->json, "line_team", CODE_BYTES, line->scope == LINE_TEAM ? MEMBER_NEEDED : MEMBER_OPTIONAL);

	line->service = member_text(c->json, "service", CODE_BYTES, line->scope == LINE_SERVICE ? MEMBER_NEEDED : MEMBER_OPTIONAL);
	if (line->scope == LINE_TEAM && team[0] != '\0')
		return name_team(c->ctx->app->pictures, c->employer, team, &line->team_id, err);
	return 0;
}

/* A code of one of the lists of lines. */
static int read_code(struct call *c, const char *key, int (*from)(const char *code), const char *expected)
{
	int value = from(member_text(c->json, key, CODE_BYTES, MEMBER_NEEDED));

	if (value < 0)
		member_wrong(c->json, key, expected);
	return value < 0 ? 0 : value;
}

static int read_line(struct call *c, struct matter_asking *m, struct err *err)
{
	struct roster_line *line = arena_alloc(c->ctx->arena, sizeof *line);
	int rc;

	if (member_bool(c->json, "ends", false))
		return 0;
	*line = (struct roster_line){.value = m->value, .agreed_by = member_text(c->json, "agreed_by", PARTIES_BYTES, MEMBER_OPTIONAL),
		.post_id = m->post_id};
	line->scope = (enum line_scope)read_code(c, "scope", line_scope_from_file, "national, employer, service, team or worker");
	line->kind = (enum line_kind)read_code(c, "counts", line_kind_from_file, "cases or percent");
	line->status = (enum line_status)read_code(c, "status", line_status_from_file,
		"advisory, policy, collective-agreement or contract");
	rc = read_line_target(c, line, err);
	if (line->scope != LINE_POST)
		line->post_id = 0;
	m->line = line;
	return rc;
}

struct asking {
	struct matter_asking asking;
	int32_t id;
};

static int ask_in_turn(struct store *s, void *context, struct err *err)
{
	struct asking *a = context;

	return matters_ask(s, &a->asking, &a->id, err);
}

static int ask(struct call *c, struct err *err)
{
	const char *kind = member_text(c->json, "kind", CODE_BYTES, MEMBER_NEEDED);
	struct asking a = {.asking = {.by = call_by(c), .ref = member_text(c->json, "case", REF_BYTES, MEMBER_OPTIONAL),
		.line_id = member_number(c->json, "line", 0, INT32_MAX - 1, 0), .value = member_number(c->json, "value", 0, VALUE_MOST, 0),
		.when = {member_day(c->json, "from", c->today), member_day(c->json, "until", DAY_MAX)},
		.note = member_text(c->json, "note", REMARK_BYTES, MEMBER_OPTIONAL)}};
	int rc = call_post(c, c->json, "worker", MEMBER_OPTIONAL, &a.asking.post_id, err);

	if (!matter_kind_parse(kind, &a.asking.kind) || matter_asker(a.asking.kind) == ASKED_BY_CLOCK || a.asking.kind == MATTER_CLOSING
		|| a.asking.kind == MATTER_SETTING)
		member_wrong(c->json, "kind", "hand-back, talk, exception or line");
	else if (rc == 0 && a.asking.kind == MATTER_LINE)
		rc = read_line(c, &a.asking, err);
	if (rc == 0)
		rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, ask_in_turn, &a, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = a.id});
	return rc;
}

int call_matter(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, ask, err);
}

/* ---- answering and taking back ---- */

static int answer_in_turn(struct store *s, void *context, struct err *err)
{
	return matters_answer(s, context, err);
}

static int answer(struct call *c, struct err *err)
{
	const char *outcome = member_text(c->json, "outcome", CODE_BYTES, MEMBER_NEEDED);
	struct matter_answering a = {.by = call_by(c), .note = member_text(c->json, "note", REMARK_BYTES, MEMBER_NEEDED)};
	int rc = call_number(c, "matter", &a.id, err);

	if (!matter_outcome_parse(outcome, &a.outcome))
		member_wrong(c->json, "outcome", "an answer to what was asked");
	if (rc == 0)
		rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, answer_in_turn, &a, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = a.id});
	return rc;
}

int call_answer(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, answer, err);
}

struct taking_back {
	struct asked_by by;
	int32_t id;
};

static int take_back_in_turn(struct store *s, void *context, struct err *err)
{
	const struct taking_back *t = context;

	return matters_take_back(s, &t->by, t->id, err);
}

static int take_back(struct call *c, struct err *err)
{
	struct taking_back t = {.by = call_by(c)};
	int rc = call_number(c, "matter", &t.id, err);

	if (rc == 0)
		rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, take_back_in_turn, &t, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = t.id});
	return rc;
}

int call_take_back(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, take_back, err);
}

/* ---- how the employer works ---- */

struct saying {
	struct setting_change change;
	const char *note;
	int32_t matter_id;
};

static int say_in_turn(struct store *s, void *context, struct err *err)
{
	struct saying *x = context;

	return setting_say(s, &x->change, x->note, &x->matter_id, err);
}

static int say_setting(struct call *c, struct err *err)
{
	const char *setting = member_text(c->json, "setting", CODE_BYTES, MEMBER_NEEDED);
	struct saying x = {.change = {.by = call_by(c), .on = member_bool(c->json, "on", true), .today = c->today,
		.from = member_day(c->json, "from", c->today)}, .note = member_text(c->json, "note", REMARK_BYTES, MEMBER_OPTIONAL)};
	int rc;

	if (!setting_parse(setting, &x.change.setting))
		member_wrong(c->json, "setting", "live, principles or holiday");
	rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, say_in_turn, &x, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = x.matter_id});
	return rc;
}

int call_say_setting(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_setting, err);
}

/* ---- closing ---- */

/* With a number the case is not closed: who holds it says what they think of it, or somebody takes a second look first. */
static void tell_closing(struct buf *out, const struct decided *decided)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_bool(&w, "closed", decided->matter_id == 0);
	if (decided->matter_id != 0)
		json_int(&w, "matter", decided->matter_id);
	json_end(&w, '}');
}

struct closing {
	struct closing_asked asked;
	struct closing_outcome outcome;
};

static int close_in_turn(struct store *s, void *context, struct err *err)
{
	struct closing *x = context;

	return closing_make(s, &x->asked, &x->outcome, err);
}

static int close_case(struct call *c, struct err *err)
{
	const char *reason = member_text(c->json, "reason", CODE_BYTES, MEMBER_NEEDED);
	struct closing x = {.asked = {.by = call_by(c), .ref = member_text(c->json, "case", REF_BYTES, MEMBER_NEEDED),
		.note = member_text(c->json, "note", REMARK_BYTES, MEMBER_OPTIONAL)}};
	int rc;

	x.asked.by.tell = tell_closing;
	if (!closing_reason_parse(reason, &x.asked.reason))
		member_wrong(c->json, "reason", "a reason of the list");
	rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, close_in_turn, &x, err);
	if (rc == 0)
		tell_closing(c->out, &(struct decided){.matter_id = x.outcome.matter_id});
	return rc;
}

int call_closing(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, close_case, err);
}

/* ---- opening again ---- */

struct reopening {
	struct reopening_asked asked;
	struct reopening_outcome outcome;
};

static int reopen_in_turn(struct store *s, void *context, struct err *err)
{
	struct reopening *x = context;

	return closing_reopen(s, &x->asked, &x->outcome, err);
}

static int reopen_case(struct call *c, struct err *err)
{
	struct reopening x = {.asked = {.by = call_by(c), .ref = member_text(c->json, "case", REF_BYTES, MEMBER_NEEDED),
		.why = member_text(c->json, "why", CODE_BYTES, MEMBER_NEEDED)}};
	int rc = json_request_end(c->json, err);

	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, reopen_in_turn, &x, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = 0});
	return rc;
}

int call_reopening(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, reopen_case, err);
}
