/* /account/calendar, and the calendar itself under its secret address. */
#include "api/calendar.h"
#include "base/clock.h"
#include "routes.h"
#include "service/telling/notices.h"
#include "service/telling/own_mail.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/account/own_mail.h"
#include "web/words.h"

#define CALENDAR_PAGE "/account/calendar"
#define SUFFIX ".ics"

static const struct form_field NO_FIELDS[1];

/* Where this server is found, as whoever asks has found it. */
static const char *site_of(const struct page_context *ctx)
{
	return ctx->app->public_url[0] != '\0' ? ctx->app->public_url : words_join(ctx->arena, "http://", ctx->request->host, NULL);
}

static const char *notice_of(const struct page_context *ctx)
{
	const char *done = request_query(ctx->request, "done");

	if (done == NULL)
		return "";
	return str_equal(done, "ended") ? "The address leads nowhere any more."
		: str_equal(done, "told") ? "That was done before, and the address was told then. If you did not take it down, make a new one." : "";
}

static int show(struct page_context *ctx, struct response *res, const char *secret, struct err *err)
{
	struct own_calendar_view view = {.notice = notice_of(ctx), .address = "", .begun = "", .used = "Not yet"};
	struct own_mail own;
	int rc = own_mail_read(ctx->app->accounts, ctx->arena, ctx->viewer->employer, ctx->viewer->login, &own, err);

	if (rc < 0)
		return rc;
	view.sentence = "Your calendar shows the days by which something waits for you: what it is, its number and a link, and no case and no name.";
	if (secret != NULL)
		view.address = words_join(ctx->arena, site_of(ctx), "/calendar/", secret, SUFFIX, NULL);
	view.has_calendar = own.has_calendar;
	if (own.has_calendar) {
		view.begun = words_moment(ctx->arena, own.calendar.begun);
		if (own.calendar.used_at > 0)
			view.used = words_join(ctx->arena, words_moment(ctx->arena, own.calendar.used_at), ", to the hour", NULL);
	}
	view.make = session_form(ctx, res, CALENDAR_PAGE, CALENDAR_PAGE);
	view.end = session_form(ctx, res, CALENDAR_PAGE "/end", CALENDAR_PAGE "/end");
	page_begin_plain(ctx, &view.page, "Your calendar", "/account");
	page_add_crumb(ctx, &view.page, "Your account", "/account");
	render_own_calendar(&res->body, &view);
	return 0;
}

int page_own_calendar(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return show(ctx, res, NULL, err);
}

static struct account_change change_by(const struct page_context *ctx, const char *outcome)
{
	return (struct account_change){.actor = ctx->viewer->login, .account_id = ctx->viewer->account_id, .once = ctx->once,
		.outcome = outcome};
}

int post_own_calendar(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct account_change change = change_by(ctx, CALENDAR_PAGE "?done=told");
	char secret[TOKEN_SIZE];
	struct form form;
	int rc = form_read(req, NO_FIELDS, 0, &form, err);

	if (rc == 0)
		rc = own_calendar_make(ctx->app->accounts, &change, ctx->viewer->employer, ctx->viewer->login, secret, err);
	return rc == 0 ? show(ctx, res, secret, err) : rc;
}

int post_own_calendar_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct account_change change = change_by(ctx, CALENDAR_PAGE "?done=ended");
	struct form form;
	int rc = form_read(req, NO_FIELDS, 0, &form, err);

	if (rc == 0)
		rc = own_calendar_end(ctx->app->accounts, &change, ctx->viewer->employer, ctx->viewer->login, err);
	if (rc == 0)
		response_see_other(res, change.outcome);
	return rc;
}

/* ---- the calendar ---- */

static int put_calendar(const struct page_context *ctx, const struct viewer *owner, struct response *res, struct err *err)
{
	struct calendar_of c = {.employer = owner->employer, .site = site_of(ctx), .instant = clock_now(), .instant_of = clock_instant_of};
	const struct picture *today;
	struct notices all;
	int rc = pictures_get(ctx->app->pictures, owner->employer, ctx->app->today(), &today, err);

	if (rc < 0)
		return rc;
	rc = notices_for(ctx->app->pictures, ctx->arena, today, owner, clock_minute(c.instant), &all, err);
	if (rc == 0) {
		c.notices = all.rows;
		c.count = all.count;
		calendar_put(&res->body, &c);
	}
	picture_drop(today);
	return rc;
}

/* The address is all that its reader brings: no cookie is looked at. */
int answer_calendar(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *name = route_value(ctx->match, "calendar");
	size_t n = strlen(name), suffix = strlen(SUFFIX);
	const char *secret = n > suffix && str_equal(name + n - suffix, SUFFIX) ? arena_strndup(ctx->arena, name, n - suffix) : "";
	struct session owner;
	int rc;

	(void)req;
	if (ctx->app->accounts == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no page at this address.");
	rc = own_calendar_find(ctx->app->accounts, ctx->arena, secret, &owner, err);
	if (rc == 0)
		rc = put_calendar(ctx, &owner.viewer, res, err);
	if (rc < 0)
		return rc;
	res->type = "text/calendar; charset=utf-8";
	res->cache = "private, no-cache";
	return 0;
}
