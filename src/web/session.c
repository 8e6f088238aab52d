#include "web/session.h"

#include "routes.h"
#include "core/account_rules.h"
#include "secure/token.h"
#include "service/accounts/tokens.h"
#include "web/app.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/words.h"

#define SIGN_OUT "/sign-out"

/* ---- who asks ---- */

#define BEARER "Bearer "

static bool has_bearer(const struct page_context *ctx)
{
	return str_starts_ignoring_case(str_of(ctx->request->authorization), BEARER);
}

/* Of a request that comes from a program, cookies count for nothing. */
static int read_bearer(struct page_context *ctx, struct err *err)
{
	struct session *found = arena_alloc(ctx->arena, sizeof *found);
	int rc;

	if (!has_bearer(ctx) || ctx->app->accounts == NULL || (ctx->route != NULL && (ctx->route->who & ROUTE_PUBLIC) != 0))
		return 0;
	rc = api_token_find(ctx->app->accounts, ctx->arena, ctx->request->authorization + strlen(BEARER), found, err);
	if (rc == 0) {
		ctx->session = found;
		ctx->viewer = &found->viewer;
	}
	return rc == PL_LOCKED ? rc : 0;
}

int session_read(struct page_context *ctx, struct err *err)
{
	struct session *found = arena_alloc(ctx->arena, sizeof *found);
	const char *token = cookie_of(ctx->request, COOKIE_SESSION);
	int rc;

	ctx->is_program = has_bearer(ctx) || (ctx->route != NULL && ctx->route->own_format == ROUTE_API);
	if (ctx->is_program)
		return read_bearer(ctx, err);
	if (token == NULL || ctx->app->accounts == NULL)
		return 0;
	rc = session_find(ctx->app->accounts, ctx->arena, token, found, err);
	if (rc < 0)
		return rc == PL_LOCKED ? rc : 0;
	ctx->token = token;
	if (found->step == SIGN_IN_DONE) {
		ctx->session = found;
		ctx->viewer = &found->viewer;
	} else
		ctx->signing_in = found;
	return 0;
}

struct visitor session_visitor(const struct page_context *ctx)
{
	return (struct visitor){.address = ctx->request->client, .device = cookie_of(ctx->request, COOKIE_DEVICE),
		.browser = ctx->request->user_agent, .once = ctx->once};
}

/* ---- forms ---- */

/* The secret that forms' tokens are made with: the session's, or that of the visit. */
static const char *form_secret(const struct page_context *ctx)
{
	const char *visit;

	if (ctx->session != NULL)
		return ctx->session->csrf;
	if (ctx->signing_in != NULL)
		return ctx->signing_in->csrf;
	visit = cookie_of(ctx->request, COOKIE_VISIT);
	return visit != NULL && token_is_one(visit) ? visit : NULL;
}

const char *session_own_origin(const struct page_context *ctx)
{
	const struct web_app *app = ctx->app;
	bool by_public_name = app->public_host[0] != '\0' && str_is_ignoring_case(str_of(ctx->request->host), app->public_host);

	return by_public_name ? app->public_url : words_join(ctx->arena, "http://", ctx->request->host, NULL);
}

bool session_sent_form(const struct page_context *ctx, const struct route *route)
{
	return csrf_is_same_origin(ctx->request, session_own_origin(ctx))
		&& csrf_token_fits(ctx->arena, form_secret(ctx), route->path, form_field_of(ctx->request, FORM_TOKEN));
}

struct form_view session_form(const struct page_context *ctx, struct response *res, const char *route_path, const char *action)
{
	const char *secret = form_secret(ctx);
	char *once = arena_alloc(ctx->arena, TOKEN_SIZE), *visit;

	token_make(once);
	res->cache = "no-store";
	if (secret == NULL)
		secret = cookie_being_set(res, ctx->arena, COOKIE_VISIT); /* by another form of the page */
	if (secret == NULL) {
		visit = arena_alloc(ctx->arena, TOKEN_SIZE);
		token_make(visit);
		secret = visit;
		cookie_set(res, ctx->arena, COOKIE_VISIT, visit);
	}
	return (struct form_view){.action = action, .token = csrf_token(ctx->arena, secret, route_path), .once = once};
}

struct form_view session_sign_out_form(const struct page_context *ctx)
{
	const char *token = csrf_token(ctx->arena, ctx->session->csrf, SIGN_OUT);

	/* A session ends once: any key will do, and a new one for each page would be dear. */
	return (struct form_view){.action = SIGN_OUT, .token = token, .once = token};
}

const char *session_browser(const struct page_context *ctx)
{
	const char *visit = cookie_of(ctx->request, COOKIE_VISIT);

	return visit != NULL && token_is_one(visit) ? visit : ctx->token;
}

/* ---- cookies ---- */

void session_begin(const struct page_context *ctx, struct response *res, const struct signed_in *done)
{
	cookie_set(res, ctx->arena, COOKIE_SESSION, done->token);
	if (done->device[0] != '\0')
		cookie_keep(res, ctx->arena, COOKIE_DEVICE, done->device, ATTEMPT_KNOWN_SECONDS);
	if (cookie_of(ctx->request, COOKIE_VISIT) != NULL)
		cookie_drop(res, COOKIE_VISIT);
}

void session_forget(struct response *res)
{
	cookie_drop(res, COOKIE_SESSION);
	response_add_header(res, "Clear-Site-Data", "\"cache\", \"storage\"");
}
