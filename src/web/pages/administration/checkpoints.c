/* /employers/{employer}/checkpoints: where the ledger stood, signed, to be printed and held by others. */
#include "base/clock.h"
#include "routes.h"
#include "service/ledger/checkpoint.h"
#include "service/ledger/checkpoint_list.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/administration/ledger.h"
#include "web/session.h"
#include "web/words.h"

enum { ON_A_PAGE = 24, JUST_NOW_SECONDS = 60 };

#define CHECKPOINTS_ROUTE "/employers/{employer}/checkpoints"

static const char *sentence_of(const struct page_context *ctx, size_t count)
{
	if (ctx->app->checkpoints == NULL && count == 0)
		return "No checkpoint has been made: this server was started without a key that signs them.";
	return "A checkpoint fixes everything up to its entry, once somebody outside holds it: print this page or save the text, and keep it "
		"where those who keep the records cannot change it. Held against the records later, it shows whether the past has been changed.";
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
			kept[i].note, words_join(ctx->arena, page_link(ctx, "checkpoints", ""), "/",
				arena_printf(ctx->arena, "%lld.txt", (long long)kept[i].entries), NULL)};
	view.rows = rows;
	view.rows_count = count;
	view.sentence = sentence_of(ctx, count);
	view.key = view.may_make ? checkpoints_key(ctx->app->checkpoints) : "";
	view.ledger_href = page_link(ctx, "ledger", "");
	if (view.may_make)
		view.form = session_form(ctx, res, CHECKPOINTS_ROUTE, ctx->request->path);
	page_begin(ctx, &view.page, "Checkpoints", "ledger");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Ledger", view.ledger_href);
	render_checkpoints(&res->body, &view);
	return 0;
}

/* What came of the form, which leads back with the entry in the address: told only while the newest checkpoint is of that entry. */
static const char *notice_of(const struct page_context *ctx, const struct kept_checkpoint *newest)
{
	const char *made = request_query(ctx->request, "made"), *same = request_query(ctx->request, "same");
	const char *at = made != NULL ? made : same != NULL ? same : "";
	int64_t entries;

	if (newest == NULL || !str_to_int(str_of(at), 1, INT64_MAX, &entries) || entries != newest->entries)
		return "";
	if (made != NULL)
		return words_join(ctx->arena, "The checkpoint of entry ", words_int(ctx->arena, entries), " was made on ",
			words_moment(ctx->arena, newest->instant), ".", NULL);
	return words_join(ctx->arena, "Nothing has changed since the checkpoint of entry ", words_int(ctx->arena, entries), ", made on ",
		words_moment(ctx->arena, newest->instant), ": no other was made.", NULL);
}

/* NULL in `ret` if there is none. */
static int read_newest(struct page_context *ctx, const struct kept_checkpoint **ret, struct err *err)
{
	struct kept_checkpoint *kept;
	size_t count;
	int rc = checkpoints_list(ctx->app->pictures, ctx->arena, ctx->picture, 1, &kept, &count, err);

	if (rc == 0)
		*ret = count > 0 ? &kept[0] : NULL;
	return rc;
}

int page_checkpoints(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct kept_checkpoint *newest = NULL;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_newest(ctx, &newest, err);
	return rc < 0 ? rc : show(ctx, res, notice_of(ctx, newest), err);
}

int answer_checkpoint(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *name = route_value(ctx->match, "checkpoint");
	size_t digits = strspn(name, "0123456789"), count = 0;
	struct kept_checkpoint *kept = NULL;
	int64_t entries = 0;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = checkpoints_list(ctx->app->pictures, ctx->arena, ctx->picture, ON_A_PAGE, &kept, &count, err);
	if (rc < 0)
		return rc;
	if (str_equal(name + digits, ".txt"))
		(void)str_to_int((struct str){name, digits}, 1, INT64_MAX, &entries);
	for (size_t i = 0; i < count; i++)
		if (kept[i].entries == entries) {
			res->type = "text/plain; charset=utf-8";
			buf_puts(&res->body, kept[i].note);
			return 0;
		}
	return err_set(err, PL_NOT_FOUND, "There is no checkpoint with this name on the page of checkpoints.");
}

/* A signature leaves no entry that could hold the key of the form. A form that is sent again finds the place signed by the first, and
 * so does one that comes while nothing has changed: none is made of what is signed already, and the answer says which it was. */
static const char *outcome_of(const struct page_context *ctx, const struct kept_checkpoint *newest, int64_t entries)
{
	bool fresh = newest == NULL || newest->entries != entries || clock_now() - newest->instant < JUST_NOW_SECONDS;

	return words_join(ctx->arena, ctx->request->path, fresh ? "?made=" : "?same=",
		arena_printf(ctx->arena, "%lld", (long long)entries), NULL);
}

int post_checkpoint(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct kept_checkpoint *newest = NULL;
	struct checkpoint_made made = {0};
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_newest(ctx, &newest, err);
	if (rc < 0)
		return rc;
	if (ctx->app->checkpoints == NULL)
		return err_set(err, PL_CONFLICT, "This server was started without a key that signs checkpoints.");
	if (newest != NULL && newest->entries == ctx->picture->snap->employer.position) {
		response_see_other(res, outcome_of(ctx, newest, newest->entries));
		return 0;
	}
	rc = checkpoints_make_now(ctx->app->checkpoints, ctx->arena, ctx->viewer->employer, clock_now(), &made, err);
	if (rc == PL_CONFLICT) {
		res->status = 422;
		return show(ctx, res, arena_strdup(ctx->arena, err->text), err);
	}
	if (rc == 0)
		response_see_other(res, outcome_of(ctx, NULL, made.checkpoint.entries));
	return rc;
}
