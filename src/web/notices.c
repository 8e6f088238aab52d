#include "web/notices.h"

#include "base/clock.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/words.h"

struct page_notices {
	bool asked, left_out;
	const struct picture *today; /* what is found leads into it */
	const struct notices *found; /* NULL: nobody, or it could not be read */
	int rc;
	struct err err;
};

struct page_notices *notices_unasked(struct arena *a)
{
	struct page_notices *n = arena_alloc(a, sizeof *n);

	*n = (struct page_notices){.asked = false};
	return n;
}

void notices_drop(const struct page_context *ctx)
{
	picture_drop(ctx->notices->today);
	ctx->notices->today = NULL;
}

void notices_leave_out(const struct page_context *ctx)
{
	if (ctx->notices != NULL)
		ctx->notices->left_out = true;
}

static const char *waiting_href(const struct page_context *ctx)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/waiting", NULL);
}

static bool is_asked_things(const struct page_context *ctx)
{
	return ctx->session != NULL && ctx->app->pictures != NULL && admits_to_path(ctx, "/employers/x/waiting");
}

/* A share of the picture of today: the request may put its own away for another before the page is made. */
static int get_today(const struct page_context *ctx, const struct picture **ret, struct err *err)
{
	const struct picture *p = ctx->now != NULL ? ctx->now : ctx->picture;

	if (p == NULL || p->snap->day != ctx->app->today() || !str_equal(p->snap->employer.code, ctx->viewer->employer))
		return pictures_get(ctx->app->pictures, ctx->viewer->employer, ctx->app->today(), ret, err);
	*ret = picture_hold(p);
	return 0;
}

static int ask(const struct page_context *ctx, struct page_notices *n, struct notices *ret, struct err *err)
{
	int rc = get_today(ctx, &n->today, err);

	if (rc < 0)
		return rc;
	return notices_for(ctx->app->pictures, ctx->arena, n->today, ctx->viewer, clock_minute(clock_now()), ret, err);
}

int notices_of_viewer(const struct page_context *ctx, const struct notices **ret, struct err *err)
{
	struct page_notices *n = ctx->notices;

	if (n == NULL || !is_asked_things(ctx)) {
		*ret = NULL;
		return 0;
	}
	if (!n->asked) {
		struct notices *found = arena_alloc(ctx->arena, sizeof *found);

		n->asked = true;
		n->rc = ask(ctx, n, found, &n->err);
		n->found = n->rc == 0 ? found : NULL;
	}
	if (n->rc < 0)
		return err_set(err, n->rc, "%s", n->err.text);
	*ret = n->found;
	return 0;
}

size_t notices_waiting_for(const struct page_context *ctx)
{
	const struct notices *found = NULL;
	struct err ignored;

	if (ctx->notices == NULL || ctx->is_program || ctx->notices->left_out || notices_of_viewer(ctx, &found, &ignored) < 0 || found == NULL)
		return 0;
	return found->waiting;
}

const char *notices_words(const struct page_context *ctx, const char **ret_href)
{
	size_t waiting = notices_waiting_for(ctx);

	if (waiting == 0)
		return "";
	*ret_href = waiting_href(ctx);
	return words_join(ctx->arena, words_int(ctx->arena, (int64_t)waiting), waiting == 1 ? " thing waits" : " things wait", " for you", NULL);
}
