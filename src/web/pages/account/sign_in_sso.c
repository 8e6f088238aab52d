/* /sign-in/sso: to the sign-in service and back. The rules are in service/accounts/single_sign_on.h.
 *
 * The browser is sent on by a page, not by a redirect: browsers hold every redirect after a form against form-action
 * of the Content-Security-Policy, also those that the service makes to other machines of its own, which nobody here
 * can name. */
#include "web/pages/account/sign_in.h"

#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/where_to.h"
#include "web/words.h"

#define RETURN_PATH "/sign-in/sso/return"

enum { LINK_BYTES = 16 * 1024 };

enum { SSO_NEXT, SSO_FIELDS };
static const struct form_field SSO_FORM[SSO_FIELDS] = {[SSO_NEXT] = FORM_NEXT_FIELD};

static int not_set_up(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "No sign-in service is set up here.");
}

/* ---- to the service ---- */

/* Where the service sends the browser back to: what it was told of as our address. */
static const char *return_address(const struct page_context *ctx)
{
	return words_join(ctx->arena, session_own_origin(ctx), RETURN_PATH, NULL);
}

/* An address of another machine, which templates print for nobody. */
static struct safe_html link_to(struct arena *a, const char *address, const char *name)
{
	struct buf link = BUF_INIT(LINK_BYTES);
	struct safe_html markup;

	buf_puts(&link, "<a class=\"govuk-link\" href=\"");
	html_put_attr(&link, address);
	buf_puts(&link, "\">Go on to ");
	html_put_text(&link, name);
	buf_puts(&link, "</a>");
	markup.text = (struct str){arena_strndup(a, buf_text(&link), link.len), link.len};
	buf_free(&link);
	return markup;
}

static void show_going(const struct page_context *ctx, struct response *res, const char *address)
{
	struct going_view view = {.name = single_sign_on_name(ctx->app->single_sign_on)};

	page_begin_plain(ctx, &view.page, words_join(ctx->arena, "Going on to ", view.name, NULL), "");
	view.page.sign_in_href = "";
	view.link = link_to(ctx->arena, address, view.name);
	res->cache = "no-store";
	response_add_header(res, "Refresh", words_join(ctx->arena, "0; url=", address, NULL));
	render_going(&res->body, &view);
}

/* What went wrong as a page; what is for the router to say comes back as it was. */
static int show_refused(const struct page_context *ctx, struct response *res, int code, const struct err *err)
{
	if (code == PL_LOCKED || code == PL_LIMIT)
		return code;
	log_refused_sign_in(ctx->request, err->text);
	if (code == PL_NOT_FOUND)
		page_error(ctx, res, 400, "Begin signing in again", err->text);
	else if (code == PL_FAIL)
		page_error(ctx, res, 502, "The sign-in service cannot be used now",
			"It does not answer as it should. Try again in a minute; the reason is in the server’s log, "
			"under the number below.");
	else
		page_error(ctx, res, 403, "You could not be signed in", err->text);
	return 0;
}

int post_sign_in_sso(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct sign_in_start start = {session_browser(ctx), return_address(ctx), ""};
	const char *address, *own;
	struct form form;
	int rc;

	if (ctx->app->single_sign_on == NULL)
		return not_set_up(err);
	rc = form_read(req, SSO_FORM, SSO_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	own = where_own_page(ctx->arena, form.values[SSO_NEXT].text);
	start.next = own != NULL ? own : "";
	rc = single_sign_on_begin(ctx->app->single_sign_on, ctx->arena, &visitor, &start, &address, err);
	if (rc < 0)
		return show_refused(ctx, res, rc, err);
	show_going(ctx, res, address);
	return 0;
}

/* ---- and back ---- */

int page_sign_in_sso_return(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	const struct sign_in_answer answer = {.browser = session_browser(ctx), .state = request_query(req, "state"),
		.code = request_query(req, "code"), .error = request_query(req, "error"), .issuer = request_query(req, "iss")};
	struct signed_in done;
	struct err ignored;
	const char *next;
	int rc;

	if (ctx->app->single_sign_on == NULL)
		return not_set_up(err);
	res->cache = "no-store";
	rc = single_sign_on_finish(ctx->app->single_sign_on, ctx->arena, &visitor, &answer, &done, &next, err);
	if (rc < 0)
		return show_refused(ctx, res, rc, err);
	if (ctx->token != NULL)
		(void)!session_end(ctx->app->accounts, ctx->token, &ignored); /* whoever it was, they signed in anew */
	sign_in_go_on(ctx, res, &done, next);
	return 0;
}
