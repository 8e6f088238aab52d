/* From a request to an answer: refuses what is no request for us, finds the route, who asks and whether they may, calls the
 * handler, and turns what went wrong into a page. */
#include "web/app.h"

#include "api_assets.h"
#include "routes.h"
#include "static_assets.h"
#include "base/asset.h"
#include "base/clock.h"
#include "secure/token.h"
#include "service/pictures/employers.h"
#include "web/admit.h"
#include "web/calls/call.h"
#include "web/form.h"
#include "web/kept_pages.h"
#include "web/notices.h"
#include "web/session.h"
#include "web/where_to.h"
#include "web/words.h"

/* How long who is turned away should wait. */
#define BUSY_RETRY_SECONDS "5"

enum { IDEMPOTENCY_KEY_BYTES = 200, KEPT_BYTES = 24 * 1024 * 1024 };

static const struct asset *asset_find(const char *name)
{
	for (size_t i = 0; i < static_assets_count; i++)
		if (str_equal(static_assets[i].name, name))
			return &static_assets[i];
	return NULL;
}

/* The hash of an asset as it stands in addresses: the entity tag without its quotes. */
static const char *asset_version(struct arena *a, const struct asset *asset)
{
	return arena_strndup(a, asset->etag + 1, strlen(asset->etag) - 2);
}

static const char *asset_href(struct arena *a, const char *name)
{
	const struct asset *asset = asset_find(name);

	return asset != NULL ? words_join(a, "/assets/", name, "?v=", asset_version(a, asset), NULL) : "";
}

int web_check_public_url(const char *url, struct err *err)
{
	static const char START[] = "https://";
	const char *host = strncmp(url, START, sizeof START - 1) == 0 ? url + sizeof START - 1 : "";
	size_t name = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-");
	const char *port = host[name] == ':' ? host + name + 1 : host + name;

	if (name == 0 || str_equal(host + name, ":443") || host[name + (host[name] == ':' ? 1 : 0) + strspn(port, "0123456789")] != '\0'
		|| (host[name] == ':' && port[0] == '\0'))
		return err_set(err, PL_INVALID, "the public address must be like https://plimsoll.example.gov.uk: https, a name in small "
			"letters, a port if it is not 443, and nothing behind it");
	return 0;
}

struct web_app *web_app_new(const struct web_options *options)
{
	struct web_app *app = mem_alloc(sizeof *app);

	app->public_url = options->public_url != NULL ? options->public_url : "";
	app->public_host = app->public_url[0] != '\0' ? strstr(app->public_url, "//") + 2 : "";
	app->version = options->version != NULL ? options->version : "";
	app->accounts = options->accounts;
	app->single_sign_on = options->single_sign_on;
	app->looks = options->looks;
	app->imports = options->imports;
	app->mailer = options->mailer;
	app->writer = options->writer;
	app->checkpoints = options->checkpoints;
	app->arena = arena_new();
	app->pictures = options->pictures;
	app->league = options->league;
	app->kept = kept_pages_new(KEPT_BYTES);
	app->readiness = options->readiness;
	app->today = options->today != NULL ? options->today : clock_today;
	app->started = (uint64_t)clock_now();
	app->css_href = asset_href(app->arena, "plimsoll.css");
	app->icon_href = asset_href(app->arena, "favicon.svg");
	return app;
}

struct web_app *web_app_free(struct web_app *app)
{
	if (app != NULL) {
		kept_pages_free(app->kept);
		arena_free(app->arena);
		mem_free(app);
	}
	return NULL;
}

/* Whether what follows on /employers/CODE/ is `word`, as a page, a file of it, or one below it. */
static bool is_page_of_employer(const char *path, const char *word)
{
	static const char EMPLOYERS[] = "/employers/";
	const size_t n = strlen(word);
	const char *page;

	if (strncmp(path, EMPLOYERS, sizeof EMPLOYERS - 1) != 0)
		return false;
	page = strchr(path + sizeof EMPLOYERS - 1, '/');
	return page != NULL && strncmp(page + 1, word, n) == 0 && (page[n + 1] == '\0' || page[n + 1] == '/' || page[n + 1] == '.');
}

enum web_wait web_waits(const struct request *request)
{
	static const char *const LONG[] = {"health", "evidence-pack", "publish"};

	if (request->path == NULL)
		return WAITS_FOR_NOTHING;
	for (size_t i = 0; i < sizeof LONG / sizeof *LONG; i++)
		if (is_page_of_employer(request->path, LONG[i]))
			return WAITS_LONG;
	return str_equal(request->path, "/sign-in/sso/return") ? WAITS_FOR_OTHERS : WAITS_FOR_NOTHING;
}

/* ---- small answers ---- */

int answer_healthz(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)ctx;
	(void)req;
	(void)err;
	res->type = "text/plain; charset=utf-8";
	res->cache = "no-store";
	buf_puts(&res->body, "alive\n");
	return 0;
}

int answer_readyz(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	char words[READINESS_WORDS];

	(void)req;
	(void)err;
	res->type = "text/plain; charset=utf-8";
	res->cache = "no-store";
	res->status = readiness_look(ctx->app->readiness, words) ? 200 : 503;
	buf_putf(&res->body, "%s\n", words);
	return 0;
}

/* The file, or that the client has it already. Any copy may be kept as long as it is asked for anew. */
static int send_asset(const struct asset *asset, const struct request *req, struct response *res)
{
	res->type = asset->media_type;
	res->etag = asset->etag;
	res->cache = "no-cache";
	if (request_has_etag(req, asset->etag)) {
		res->status = 304;
		return 0;
	}
	res->fixed = asset->bytes;
	res->fixed_size = asset->size;
	return 0;
}

int answer_openapi(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)ctx;
	(void)err;
	return send_asset(&api_assets[0], req, res);
}

int answer_asset(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct asset *asset = asset_find(route_value(ctx->match, "name"));
	const char *version = request_query(req, "v");
	int rc;

	if (asset == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no such file.");
	rc = send_asset(asset, req, res);
	if (version != NULL && str_equal(version, asset_version(ctx->arena, asset)))
		res->cache = "public, max-age=31536000, immutable";
	return rc;
}

/* ---- what goes wrong ---- */

/* Whoever has filled in a form wants to know whether it has to be done again. */
static const char *words_of_busy(const struct page_context *ctx, const struct err *err)
{
	size_t n = strlen(err->text);
	const char *stop = n > 0 && err->text[n - 1] == '.' ? "" : ".";

	if (page_is_for_programs(ctx->request->path))
		return err->text;
	return words_join(ctx->arena, err->text, stop, ctx->request->has_body
		? " Your browser’s Back leads to what you filled in: sent again, it is done once." : "", NULL);
}

/* A failure of ours says nothing of what is inside: that goes to the log. */
static void answer_problem(const struct page_context *ctx, struct response *res, int code, const struct err *err)
{
	switch (code) {
	case PL_DENIED:
		page_error(ctx, res, 403, "This is not for you to see", err->text);
		break;
	case PL_NOT_FOUND:
		page_error(ctx, res, 404, "Page not found", err->text);
		break;
	case PL_INVALID:
		page_error(ctx, res, 400, ctx->request->has_body ? "This form cannot be understood" : "This address cannot be understood",
			err->text);
		break;
	case PL_CONFLICT:
		page_error(ctx, res, 409, "Somebody was faster", err->text);
		break;
	case PL_EXISTS:
		log_failure(ctx->request, ctx->route != NULL ? ctx->route->path : "", err->text);
		page_error(ctx, res, 409, "This contradicts what is kept", CONTRADICTED);
		break;
	case PL_LIMIT:
		page_error(ctx, res, 429, "Please wait", err->text);
		break;
	case PL_LOCKED:
		page_error(ctx, res, 503, "This is not possible just now", words_of_busy(ctx, err));
		response_retry_after(res, BUSY_RETRY_SECONDS);
		break;
	default:
		log_failure(ctx->request, ctx->route != NULL ? ctx->route->path : "", err->text);
		page_error(ctx, res, 500, "Something went wrong here",
			"The page could not be made, and nothing was changed. The reason is in the server’s log, under the number below.");
		break;
	}
}

/* ---- before an address is looked at ---- */

static const char *wrong_heading(int status)
{
	switch (status) {
	case 413:
		return "This request brings too much";
	case 414:
		return "This address is too long";
	case 500:
		return "Something went wrong here";
	default:
		return "This request cannot be understood";
	}
}

static bool host_is_ours(const struct page_context *ctx)
{
	return request_host_is_local(ctx->request)
		|| (ctx->app->public_host[0] != '\0' && str_is_ignoring_case(str_of(ctx->request->host), ctx->app->public_host));
}

/* True if it was refused. */
static bool refuse_unread(const struct page_context *ctx, struct response *res)
{
	const struct request *req = ctx->request;

	if (req->wrong != 0)
		page_error(ctx, res, req->wrong, wrong_heading(req->wrong), req->wrong_words);
	else if (req->host[0] == '\0')
		page_error(ctx, res, 400, "This request cannot be understood", "The request does not say which host it is for.");
	else if (!host_is_ours(ctx))
		page_error(ctx, res, 421, "This request is for another host",
			ctx->app->public_host[0] != '\0' ? "Plimsoll answers under its public address, and on its own machine."
							 : "Plimsoll answers on this machine only, as localhost or 127.0.0.1.");
	else
		return false;
	return true;
}

static void answer_unrouted(const struct page_context *ctx, struct response *res)
{
	const struct route_match *match = ctx->match;

	if (match->problem == ROUTE_BAD_ADDRESS)
		page_error(ctx, res, 400, "This address cannot be understood", "The address is wrongly encoded.");
	else if (match->problem == ROUTE_UNKNOWN)
		page_error(ctx, res, 404, "Page not found", "There is no page at this address.");
	else {
		page_error(ctx, res, 405, "This cannot be done here", "The address is there, but not for this kind of request.");
		response_add_header(res, "Allow", match->allowed == (ROUTE_GET | ROUTE_POST) ? "GET, HEAD, POST"
				: match->allowed == ROUTE_POST ? "POST" : "GET, HEAD");
	}
}

/* ---- who may ---- */

static void send_to_sign_in(const struct page_context *ctx, struct response *res)
{
	if (ctx->is_program) {
		page_error(ctx, res, 401, "A token is needed", "A token that holds has to come with the request, as Authorization: Bearer.");
		response_add_header(res, "WWW-Authenticate", "Bearer realm=\"Plimsoll\"");
		return;
	}
	if (ctx->match->format != ROUTE_HTML) {
		page_error(ctx, res, 401, "Sign in first", "Sign in first: the cookie of a session has to come with the request.");
		response_add_header(res, "WWW-Authenticate", "Cookie realm=\"Plimsoll\"");
		return;
	}
	response_see_other(res, ctx->route->method == ROUTE_GET ? where_sign_in_href(ctx) : "/sign-in");
}

static bool is_of_another_employer(const struct page_context *ctx)
{
	const char *employer = route_value(ctx->match, "employer");

	return employer[0] != '\0' && !str_equal(employer, ctx->viewer->employer);
}

static bool asker_may(const struct page_context *ctx)
{
	return ctx->session != NULL && !is_of_another_employer(ctx) && admits_viewer(ctx->route, ctx->viewer);
}

/* True if it was refused. What belongs to another employer is not there at all. */
static bool refuse_asker(const struct page_context *ctx, struct response *res)
{
	if ((ctx->route->who & ROUTE_PUBLIC) != 0 || asker_may(ctx))
		return false;
	if (ctx->session == NULL) {
		send_to_sign_in(ctx, res);
		return true;
	}
	if (is_of_another_employer(ctx))
		page_error(ctx, res, 404, "Page not found", "There is no employer with this code here.");
	else if ((ctx->route->who & viewer_roles(ctx->viewer)) != 0)
		page_error(ctx, res, 403, "This is not for your role",
			"This changes the whole employer, or shows all of it: your role opens it only where it holds for the whole employer.");
	else
		page_error(ctx, res, 403, "This is not for your role", "Your role does not open this page.");
	return true;
}

/* ---- programs ---- */

/* A key is one of whoever asks, at one address. */
static const char *program_key(const struct page_context *ctx, const char *key)
{
	char *derived = arena_alloc(ctx->arena, TOKEN_SIZE);

	token_challenge(words_join(ctx->arena, "program\n", ctx->request->path, "\n", key, NULL), derived);
	return derived;
}

/* True if it goes no further. Pages and their forms are for browsers. */
static bool refuse_program(struct page_context *ctx, struct response *res)
{
	const char *key = ctx->request->idempotency_key;

	if (ctx->is_program && ctx->route->method == ROUTE_POST && ctx->session != NULL && ctx->session->read_only) {
		page_error(ctx, res, 403, "This token only reads", "This token only reads: nothing can be changed with it.");
		return true;
	}
	if (!ctx->is_program || (ctx->route->who & ROUTE_PUBLIC) != 0)
		return false;
	if (ctx->route->own_format != ROUTE_API) {
		if ((ctx->match->format & ROUTE_DATA) != 0)
			return false;
		page_error(ctx, res, 403, "This is for browsers", "A token opens data (.json, .csv, .xlsx) and what stands under /api, and no pages.");
		return true;
	}
	if (ctx->route->method != ROUTE_POST)
		return false;
	if (key[0] == '\0' || strlen(key) > IDEMPOTENCY_KEY_BYTES) {
		page_error(ctx, res, 400, "This request cannot be understood",
			"Expected the header Idempotency-Key, a text of at most 200 bytes that names this request and no other.");
		return true;
	}
	ctx->once = program_key(ctx, key);
	return call_answered_before(ctx, res);
}

/* ---- forms ---- */

/* The key of a form at the address that it was sent to: elsewhere it is another one, and answers for nothing there. */
static const char *key_at_address(const struct page_context *ctx, const char *once)
{
	char *key = arena_alloc(ctx->arena, TOKEN_SIZE);

	token_derive(once, ctx->request->path, key);
	return key;
}

/* Where the answer led when the form was sent before; true if it was, or if that cannot be found out just now. What is
 * to be asked again anyway stays as it says it. */
static bool answered_before(const struct page_context *ctx, struct response *res)
{
	const struct session *who = ctx->session != NULL ? ctx->session : ctx->signing_in;
	const char *outcome = NULL;
	struct err err = {0};
	int rc;

	if (who == NULL || ctx->once == NULL)
		return false;
	rc = accounts_find_once(ctx->app->accounts, ctx->arena, who->viewer.account_id, ctx->once, &outcome, &err);
	if (rc < 0) {
		if (res->status != 503)
			answer_problem(ctx, res, rc, &err);
		return true;
	}
	if (outcome != NULL)
		response_see_other(res, outcome);
	return outcome != NULL;
}

/* True if the form goes no further. */
static bool refuse_form(struct page_context *ctx, struct response *res)
{
	const char *once = form_field_of(ctx->request, FORM_ONCE);

	if (ctx->route->method != ROUTE_POST || ctx->is_program)
		return false;
	if (once != NULL && token_is_one(once))
		ctx->once = key_at_address(ctx, once);
	/* Before all else: a change of the password ends the session whose token the form carries. */
	if (answered_before(ctx, res))
		return true;
	if (!session_sent_form(ctx, ctx->route)) {
		page_error(ctx, res, 403, "This form cannot be taken",
			"It was not sent from a page that this server showed you, or you have signed in or out since. Nothing was "
			"changed. Open the page again and send the form from there; the browser has to allow this site’s cookies.");
		return true;
	}
	if (ctx->once == NULL)
		page_error(ctx, res, 400, "This form cannot be understood", "It does not carry the key that every form here has.");
	return ctx->once == NULL;
}

/* ---- the whole ---- */

static void answer_route(struct page_context *ctx, struct response *res)
{
	struct err err = {0};
	int rc;

	if ((ctx->route->who & ROUTE_PUBLIC) != 0 && ctx->session == NULL && ctx->route->method == ROUTE_GET)
		res->cache = "no-cache";
	rc = ctx->route->handler(ctx, ctx->request, res, &err);
	if (rc == 0 && res->body.full)
		rc = err_set(&err, PL_FAIL, "the page is larger than %d bytes", HTTP_BODY_BYTES);
	if (rc < 0)
		answer_problem(ctx, res, rc, &err);
	/* Refused, perhaps, because the same form was taken a moment ago: two clicks are under way at once. Or it was taken, and
	 * the answer to that got lost. */
	if (res->status >= 400)
		(void)(ctx->is_program ? call_answered_before(ctx, res) : answered_before(ctx, res));
}

static void drop_pictures(struct page_context *ctx)
{
	notices_drop(ctx);
	picture_drop(ctx->picture);
	picture_drop(ctx->now);
	league_picture_drop(ctx->taken_league);
}

/* Files and the signs of life are the same for everybody. */
static bool route_has_viewers(const struct route *route)
{
	return (route->formats & (ROUTE_HTML | ROUTE_DATA)) != 0 || (route->who & ROUTE_PUBLIC) == 0;
}

void web_answer(const struct web_app *app, const struct request *request, struct response *ret, struct log_subject *ret_subject)
{
	struct route_match match = {.format = ROUTE_HTML};
	struct page_context ctx = {.app = app, .arena = request->arena, .request = request, .match = &match, .suffix = ""};
	struct err err;
	int rc = 0;

	ctx.notices = notices_unasked(request->arena);

	if (refuse_unread(&ctx, ret))
		return;
	ctx.route = route_find(request->method, request->path, &match);
	if (ctx.route == NULL || route_has_viewers(ctx.route))
		rc = session_read(&ctx, &err);
	if (ctx.route != NULL)
		ret_subject->route = ctx.route->path;
	if (ctx.session != NULL) {
		ret_subject->employer = ctx.viewer->employer;
		ret_subject->account_id = ctx.viewer->account_id;
	}
	if (rc < 0)
		answer_problem(&ctx, ret, rc, &err);
	else if (ctx.route == NULL)
		answer_unrouted(&ctx, ret);
	else if (!refuse_asker(&ctx, ret) && !refuse_program(&ctx, ret) && !refuse_form(&ctx, ret))
		answer_route(&ctx, ret);
	drop_pictures(&ctx);
}

void web_limit_body(const struct web_app *app, const struct request *request, struct body_limits *ret)
{
	struct route_match match;
	struct page_context ctx = {.app = app, .arena = request->arena, .request = request, .match = &match};
	struct err ignored;

	*ret = (struct body_limits){.bytes = str_equal(request->method, "GET") || str_equal(request->method, "HEAD") ? 0 : HTTP_FORM_BYTES};
	ctx.route = route_find(request->method, request->path, &match);
	(void)!session_read(&ctx, &ignored);
	ret->signed_in = ctx.session != NULL;
	ret->json = page_is_for_programs(request->path);
	if (ctx.route == NULL || (ctx.route->formats & ROUTE_UPLOAD) == 0)
		return;
	/* Nobody fills our disk who may not. */
	if (asker_may(&ctx))
		*ret = (struct body_limits){.bytes = HTTP_UPLOAD_BYTES, .files = HTTP_FORM_FILES, .signed_in = true};
	else
		*ret = (struct body_limits){.unread = true};
}

void web_answer_busy(struct response *ret)
{
	ret->status = 503;
	ret->type = "text/plain; charset=utf-8";
	response_add_header(ret, "Retry-After", BUSY_RETRY_SECONDS);
	buf_puts(&ret->body, "Too many people ask at once. Please try again in a few seconds.\n");
}

bool web_is_https(const struct web_app *app)
{
	return app->public_url[0] != '\0';
}
