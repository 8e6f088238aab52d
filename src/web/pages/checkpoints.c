/* /employers/{employer}/checkpoints: where the ledger stood, signed, to be printed and held by others. */
#include "base/clock.h"
#include "routes.h"
#include "service/checkpoint.h"
#include "service/checkpoint_list.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/audit.h"
#include "web/session.h"
#include "web/words.h"

enum { ON_A_PAGE = 24, JUST_NOW_SECONDS = 60 };

#define CHECKPOINTS_ROUTE "/employers/{employer}/checkpoints"

static const char *sentence_of(const struct page_context *ctx, size_t count)
{
	if (ctx->app->checkpoints == NULL && count == 0)
		return "No checkpoint has been made: this server was started without a key that signs them.";
	return "A checkpoint fixes everything up to its entry. It is worth what the place is worth where somebody else keeps it: print this "
		"page or copy the text, and hold it against the records later with “plimsoll verify --from” and the public key.";
}

static int show(struct page_context *ctx, struct response *res, const char *notice, struct err *err)
{
	struct checkpoints_view view = {.notice = notice, .may_make = ctx->app->checkpoints != NULL};
	struct checkpoint_row_view *rows;
	struct kept_checkpoint *kept;
	size_t count;
	int rc = checkpoints_list(ctx->app->pictures, ctx->arena, ctx->picture, ON_A_PAGE, &kept, &count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct checkpoint_row_view){words_moment(ctx->arena, kept[i].instant), words_int(ctx->arena, kept[i].entries),
			kept[i].note};
	view.rows = rows;
	view.rows_count = count;
	view.sentence = sentence_of(ctx, count);
	view.ledger_href = page_link(ctx, "ledger", "");
	if (view.may_make)
		view.form = session_form(ctx, res, CHECKPOINTS_ROUTE, ctx->request->path);
	page_begin(ctx, &view.page, "Checkpoints", "ledger");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Ledger", view.ledger_href);
	render_checkpoints(&res->body, &view);
	return 0;
}

int page_checkpoints(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = page_open(ctx, err);

	(void)req;
	return rc < 0 ? rc : show(ctx, res, request_query(ctx->request, "made") != NULL ? "A checkpoint was made." : "", err);
}

/* A signature leaves no entry that could hold the key of the form, so a form that is sent again is known by what it asks for: this
 * very place was signed a moment ago. */
static int was_just_made(struct page_context *ctx, bool *ret, struct err *err)
{
	struct kept_checkpoint *kept;
	size_t count;
	int rc = checkpoints_list(ctx->app->pictures, ctx->arena, ctx->picture, 1, &kept, &count, err);

	if (rc == 0)
		*ret = count > 0 && kept[0].entries == ctx->picture->snap->employer.position && clock_now() - kept[0].instant < JUST_NOW_SECONDS;
	return rc;
}

int post_checkpoint(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct checkpoint_made made;
	bool just_made = false;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = was_just_made(ctx, &just_made, err);
	if (rc < 0)
		return rc;
	if (ctx->app->checkpoints == NULL)
		return err_set(err, PL_CONFLICT, "This server was started without a key that signs checkpoints.");
	rc = just_made ? 0 : checkpoints_make_now(ctx->app->checkpoints, ctx->arena, ctx->viewer->employer, clock_now(), &made, err);
	if (rc == PL_CONFLICT) {
		res->status = 422;
		return show(ctx, res, arena_strdup(ctx->arena, err->text), err);
	}
	if (rc == 0)
		response_see_other(res, words_join(ctx->arena, ctx->request->path, "?made=yes", NULL));
	return rc;
}
