#include "web/session.h"

#include "routes.h"
#include "core/account_rules.h"
#include "secure/token.h"
#include "web/app.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/html.h"
#include "web/words.h"

#define SIGN_OUT "/sign-out"

enum { NEXT_BYTES = 500 };

/* ---- who asks ---- */

void session_read(struct page_context *ctx)
{
	struct session *found = arena_alloc(ctx->arena, sizeof *found);
	const char *token = cookie_of(ctx->request, COOKIE_SESSION);
	struct err err;

	if (token == NULL || ctx->app->accounts == NULL
		|| session_find(ctx->app->accounts, ctx->arena, token, found, &err) < 0)
		return;
	ctx->token = token;
	if (found->step == SIGN_IN_DONE) {
		ctx->session = found;
		ctx->viewer = &found->viewer;
	} else
		ctx->signing_in = found;
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

bool session_sent_form(const struct page_context *ctx, const struct route *route)
{
	const char *origin = ctx->app->public_url[0] != '\0' && !request_host_is_local(ctx->request) ? ctx->app->public_url
		: words_join(ctx->arena, "http://", ctx->request->host, NULL);

	return csrf_is_same_origin(ctx->request, origin)
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

/* ---- where to ---- */

static const struct grant *grant_of(const struct viewer *v, enum role role)
{
	for (size_t i = 0; i < v->grants_count; i++)
		if (v->grants[i].role == role)
			return &v->grants[i];
	return NULL;
}

/* The team that somebody manages or watches over; NULL if it is none, or more than a team. */
static const char *team_of_own(const struct viewer *v)
{
	static const enum role ROLES_OF_TEAMS[] = {ROLE_MANAGER, ROLE_DEPUTY, ROLE_SUPERVISOR};

	for (size_t i = 0; i < sizeof ROLES_OF_TEAMS / sizeof *ROLES_OF_TEAMS; i++) {
		const struct grant *grant = grant_of(v, ROLES_OF_TEAMS[i]);

		if (grant != NULL && grant->scope == SCOPE_TEAM)
			return grant->code;
	}
	return NULL;
}

const char *session_first_page(struct arena *a, const struct viewer *v)
{
	const char *employer = words_join(a, "/employers/", page_segment(a, v->employer), NULL);
	const char *team = team_of_own(v);

	if (team != NULL)
		return words_join(a, employer, "/teams/", page_segment(a, team), NULL);
	if (viewer_roles(v) == ROLE_BIT(ROLE_WORKER) && v->person[0] != '\0')
		return words_join(a, employer, "/workers/", page_segment(a, v->person), NULL);
	if (viewer_roles(v) == ROLE_BIT(ROLE_ADMINISTRATOR))
		return words_join(a, employer, "/accounts", NULL);
	return employer;
}

static bool is_plain_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7F || *text == '\\')
			return false;
	return true;
}

const char *session_own_page(struct arena *a, const char *next)
{
	struct route_match match;
	const struct route *route;

	/* "//host" and "/\host" lead elsewhere. */
	if (next == NULL || next[0] != '/' || next[1] == '/' || strlen(next) > NEXT_BYTES || !is_plain_ascii(next))
		return NULL;
	route = route_find("GET", arena_strndup(a, next, strcspn(next, "?#")), &match);
	return route != NULL && (route->formats & ROUTE_HTML) != 0 ? next : NULL;
}

const char *session_next_query(struct arena *a, const char *next)
{
	struct buf query = BUF_INIT(4 * NEXT_BYTES);
	const char *text;

	if (next == NULL || next[0] == '\0')
		return "";
	buf_puts(&query, "?next=");
	html_encode_segment(&query, next);
	text = arena_strndup(a, buf_text(&query), query.len);
	buf_free(&query);
	return text;
}

/* The address as it was asked for: what the query held, encoded anew. */
static const char *address_of(const struct page_context *ctx)
{
	const struct request *req = ctx->request;
	struct buf address = BUF_INIT(8 * HTTP_TARGET_BYTES);
	const char *text;

	buf_puts(&address, req->path);
	for (size_t i = 0; i < req->query_count; i++) {
		buf_putc(&address, i == 0 ? '?' : '&');
		html_encode_segment(&address, req->query[i].key);
		buf_putc(&address, '=');
		html_encode_segment(&address, req->query[i].value);
	}
	text = arena_strndup(ctx->arena, buf_text(&address), address.len);
	buf_free(&address);
	return text;
}

const char *session_sign_in_href(const struct page_context *ctx)
{
	const char *next = session_own_page(ctx->arena, address_of(ctx));

	return words_join(ctx->arena, "/sign-in", session_next_query(ctx->arena, next), NULL);
}

const char *session_first_steps(const struct page_context *ctx)
{
	struct err err;
	bool any = true;

	if (ctx->app->accounts == NULL || accounts_exist(ctx->app->accounts, &any, &err) < 0 || any)
		return "";
	return "Nobody has an account yet. The first one is made on the machine that Plimsoll runs on: "
		"plimsoll user add --db FILE --employer CODE LOGIN administrator";
}
