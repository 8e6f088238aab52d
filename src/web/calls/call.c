#include "web/calls/call.h"

#include "base/clock.h"
#include "secure/token.h"
#include "service/pictures/naming.h"
#include "web/app.h"
#include "web/log.h"

/* ---- answers ---- */

static void put_load(struct json_writer *w, const char *key, const struct post_load *load)
{
	json_begin_object(w, key);
	json_int(w, "cases", load->cases);
	json_int(w, "minutes", load->load_minutes);
	json_int(w, "capacity", load->capacity_minutes);
	json_end(w, '}');
}

void call_put_working_out(struct json_writer *w, const struct allocation_outcome *o)
{
	if (!o->is_worked_out)
		return;
	put_load(w, "before", &o->before);
	put_load(w, "after", &o->after);
	if (o->line_id == 0)
		return;
	json_begin_object(w, "line");
	json_int(w, "number", o->line_id);
	json_int(w, "used", o->line.used);
	json_int(w, "limit", o->line.limit);
	json_end(w, '}');
}

static void tell_proposal(struct json_writer *w, const struct allocation_outcome *o)
{
	json_int(w, "proposal", o->proposal_id);
	json_text(w, "state", negotiation_state_code(o->state));
	call_put_working_out(w, o);
}

static void tell_matter(struct json_writer *w, int32_t matter_id)
{
	if (matter_id != 0)
		json_int(w, "matter", matter_id);
	json_bool(w, "done", true);
}

void call_tell(struct buf *out, const struct decided *decided)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	if (decided->proposal != NULL)
		tell_proposal(&w, decided->proposal);
	else
		tell_matter(&w, decided->matter_id);
	json_end(&w, '}');
}

/* What a status says of itself, and the code of a refusal that has no other. */
static const struct status_word {
	int status;
	const char *title, *code;
} STATUS_WORDS[] = {{400, "Bad Request", "unreadable"}, {401, "Unauthorized", "token-needed"}, {403, "Forbidden", "denied"},
	{404, "Not Found", "not-found"}, {405, "Method Not Allowed", "wrong-method"}, {409, "Conflict", "conflict"},
	{413, "Content Too Large", "too-large"}, {414, "URI Too Long", "too-large"}, {415, "Unsupported Media Type", "wrong-type"},
	{421, "Misdirected Request", "wrong-host"}, {422, "Unprocessable Content", "invalid"}, {429, "Too Many Requests", "busy"},
	{503, "Service Unavailable", "busy"}, {500, "Internal Server Error", "failed"}};

static const struct status_word *status_word(int status)
{
	size_t i = 0;

	while (i + 1 < sizeof STATUS_WORDS / sizeof *STATUS_WORDS && STATUS_WORDS[i].status != status)
		i++;
	return &STATUS_WORDS[i];
}

/* Problem details (RFC 9457): the kind of problem is the code, which no address stands for. */
static void put_problem(const struct page_context *ctx, struct response *res, int status, const char *code, const char *sentence,
	const struct allocation_outcome *o)
{
	const struct status_word *word = status_word(status);
	struct json_writer w = json_to(&res->body);

	buf_clear(&res->body);
	res->status = status;
	res->type = "application/problem+json";
	res->cache = "no-store";
	json_begin_object(&w, NULL);
	json_text(&w, "type", "about:blank");
	json_text(&w, "title", word->title);
	json_int(&w, "status", status);
	json_text(&w, "detail", sentence);
	json_text(&w, "code", code[0] != '\0' ? code : word->code);
	json_text(&w, "request", ctx->request->id);
	if (o != NULL)
		call_put_working_out(&w, o);
	json_end(&w, '}');
	buf_putc(&res->body, '\n');
}

void call_refuse(const struct page_context *ctx, struct response *res, int status, const char *code, const char *sentence)
{
	put_problem(ctx, res, status, code, sentence, NULL);
}

static const struct {
	int code, status;
} PROBLEMS[] = {{PL_INVALID, 422}, {PL_CONFLICT, 409}, {PL_DENIED, 403}, {PL_NOT_FOUND, 404}, {PL_LIMIT, 422}, {PL_LOCKED, 503}};

/* A refusal of the rules has a code of its own. */
static int answer_problem(const struct call *c, struct response *res, int rc, struct err *err)
{
	enum negotiation_refusal refusal = c->outcome.refusal;

	if (rc == PL_EXISTS) {
		log_failure(c->ctx->request, c->ctx->route->path, err->text);
		put_problem(c->ctx, res, 409, "", CONTRADICTED, NULL);
		return 0;
	}
	for (size_t i = 0; i < sizeof PROBLEMS / sizeof *PROBLEMS; i++) {
		if (PROBLEMS[i].code != rc)
			continue;
		put_problem(c->ctx, res, PROBLEMS[i].status,
			refusal != REFUSED_NOT ? negotiation_refusal_code(refusal) : "", err->text, &c->outcome);
		if (rc == PL_LOCKED)
			response_retry_after(res, "1");
		return 0;
	}
	return rc;
}

/* ---- a request that comes again ---- */

/* What was asked for, so that a key that is used for something else is found out. */
static const char *digest_of_request(const struct page_context *ctx)
{
	char *hash = arena_alloc(ctx->arena, TOKEN_HASH_SIZE);

	token_hash(ctx->request->json.at, hash);
	return hash;
}

int call_find_kept(const struct page_context *ctx, const char *key, const char **ret, bool *ret_undone, struct err *err)
{
	struct accounts *accounts = ctx->app->accounts;
	const char *kept = NULL;
	bool undone = false;
	int rc = accounts_find_once(accounts, ctx->arena, ctx->viewer->account_id, key, &kept, err);

	if (rc == 0 && kept != NULL)
		rc = accounts_once_undone(accounts, ctx->viewer->account_id, key, &undone, err);
	if (rc < 0)
		return rc;
	*ret = kept;
	*ret_undone = undone;
	return 0;
}

bool call_answered_before(const struct page_context *ctx, struct response *res)
{
	const char *kept = NULL, *digest;
	bool undone = false;
	struct err err;

	if (ctx->once != NULL && call_find_kept(ctx, ctx->once, &kept, &undone, &err) < 0) {
		if (res->status == 503)
			return true;
		call_refuse(ctx, res, 503, "", err.text);
		response_retry_after(res, "1");
		return true;
	}
	if (kept == NULL)
		return false;
	response_retry_after(res, NULL);
	digest = digest_of_request(ctx);
	if (strncmp(kept, digest, strlen(digest)) != 0) {
		call_refuse(ctx, res, 422, "key-used", "This Idempotency-Key was used for another request: take a new one for each.");
		return true;
	}
	if (undone) {
		call_refuse(ctx, res, 409, CALL_UNDONE, CALL_UNDONE_SENTENCE);
		return true;
	}
	buf_clear(&res->body);
	res->status = 200;
	res->type = "application/json";
	res->cache = "no-store";
	buf_putf(&res->body, "%s\n", kept + strlen(digest));
	return true;
}

/* ---- the whole ---- */

static struct call call_begin(struct page_context *ctx, struct response *res)
{
	struct call c = {.ctx = ctx, .employer = ctx->viewer->employer, .instant = clock_now(), .out = &res->body};

	c.today = local_day(clock_minute(c.instant));
	c.outcome.refusal = REFUSED_NOT;
	res->type = "application/json";
	res->cache = "no-store";
	return c;
}

static int call_end(const struct call *c, struct response *res, int rc, struct err *err)
{
	if (rc < 0)
		return answer_problem(c, res, rc, err);
	buf_putc(&res->body, '\n');
	return 0;
}

int call_run(struct page_context *ctx, struct response *res, call_take take, struct err *err)
{
	struct call c = call_begin(ctx, res);
	int rc = json_request_read(ctx->arena, ctx->request->json, &c.json, err);

	if (rc < 0) {
		call_refuse(ctx, res, 400, "", err->text);
		return 0;
	}
	c.asked = digest_of_request(ctx);
	rc = take(&c, err);
	json_request_free(c.json);
	return call_end(&c, res, rc, err);
}

int call_show(struct page_context *ctx, struct response *res, call_take show, struct err *err)
{
	struct call c = call_begin(ctx, res);

	return call_end(&c, res, show(&c, err), err);
}

/* ---- for those who take calls ---- */

struct asked_by call_by(const struct call *c)
{
	return (struct asked_by){.employer = c->employer, .viewer = c->ctx->viewer, .instant = c->instant, .once = c->ctx->once,
		.outcome = c->asked, .tell = call_tell};
}

int call_number(const struct call *c, const char *name, int32_t *ret, struct err *err)
{
	int64_t number;

	if (!str_to_int(str_of(route_value(c->ctx->match, name)), 1, INT32_MAX, &number))
		return err_set(err, PL_NOT_FOUND, "There is nothing of this number here.");
	*ret = (int32_t)number;
	return 0;
}

int call_post(struct call *c, struct json_request *t, const char *key, enum member_need need, int32_t *ret, struct err *err)
{
	const char *worker = member_text(t, key, CODE_BYTES, need), *team = member_text(t, "team", CODE_BYTES, MEMBER_OPTIONAL);

	*ret = 0;
	if (worker[0] == '\0')
		return 0;
	return name_post(c->ctx->app->pictures, c->employer, worker, team, c->today, ret, err);
}
