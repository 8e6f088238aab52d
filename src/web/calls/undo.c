/* A minute to take one's own last step back (service/allocation/undo_own.h). */
#include "routes.h"
#include "service/allocation/undo_own.h"
#include "web/app.h"
#include "web/calls/call.h"

/* ---- which ---- */

static int show_last(struct call *c, struct err *err)
{
	const struct page_context *ctx = c->ctx;
	struct json_writer w = json_to(c->out);
	struct ledger_row last;
	int rc = undo_own_shown(ctx->app->pictures, ctx->arena, ctx->picture->snap->employer.id, ctx->viewer, c->instant, &last, err);

	if (rc < 0)
		return rc;
	json_begin_object(&w, NULL);
	if (last.sequence != 0) {
		json_int(&w, "entry", last.sequence);
		json_text(&w, "action", last.action);
		json_int(&w, "seconds_left", last.instant + UNDO_OWN_SECONDS - c->instant);
	} else {
		json_put_null(&w, "entry");
	}
	json_end(&w, '}');
	return 0;
}

int call_undo_shown(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = page_open(ctx, err);

	(void)req;
	return rc < 0 ? rc : call_show(ctx, res, show_last, err);
}

/* ---- taking it back ---- */

static int undo_in_turn(struct store *s, void *context, struct err *err)
{
	return undo_own(s, context, err);
}

static int undo(struct call *c, struct err *err)
{
	struct undo_own_request r = {.by = call_by(c), .sequence = member_number(c->json, "entry", 1, INT32_MAX - 1, 0)};
	struct buf kept = BUF_INIT(sizeof "{}" + TOKEN_HASH_SIZE + 64);
	int rc;

	if (r.sequence == 0)
		member_wrong(c->json, "entry", "the number of the entry to be taken back");
	buf_putf(&kept, "%s{\"undone\":%lld}", c->asked, (long long)r.sequence);
	r.by.outcome = buf_text(&kept);
	r.by.tell = NULL;
	rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, undo_in_turn, &r, err);
	if (rc == 0)
		buf_putf(c->out, "{\"undone\":%lld}", (long long)r.sequence);
	buf_free(&kept);
	return rc;
}

int call_undo(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, undo, err);
}
