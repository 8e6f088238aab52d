/* From a request to an answer: refuses what is no request for us, finds the route, calls its handler, and turns what went
 * wrong into a page. */
#include <stdio.h>

#include "api_assets.h"
#include "routes.h"
#include "static_assets.h"
#include "base/asset.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "service/employers.h"
#include "web/app.h"
#include "web/page.h"
#include "web/words.h"

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

struct web_app *web_app_new(const struct web_options *options)
{
	struct web_app *app = mem_alloc(sizeof *app);
	app->arena = arena_new();
	app->pictures = options->pictures;
	app->today = options->today != NULL ? options->today : clock_today;
	app->started = (uint64_t)clock_now();
	app->css_href = asset_href(app->arena, "plimsoll.css");
	app->icon_href = asset_href(app->arena, "favicon.svg");
	return app;
}

struct web_app *web_app_free(struct web_app *app)
{
	if (app != NULL) {
		arena_free(app->arena);
		mem_free(app);
	}
	return NULL;
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
	int rc = employers_are_readable(ctx->app->pictures, err);

	(void)req;
	res->type = "text/plain; charset=utf-8";
	res->cache = "no-store";
	res->status = rc < 0 ? 503 : 200;
	buf_puts(&res->body, rc < 0 ? "the database cannot be read\n" : "ready\n");
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

static void log_failure(const struct request *req, const struct err *err)
{
	struct buf line = BUF_INIT(8 * 1024);
	struct json_writer w = json_to(&line);

	json_begin_object(&w, NULL);
	json_int(&w, "time", clock_now());
	json_text(&w, "path", req->path);
	json_text(&w, "error", err->text);
	json_end(&w, '}');
	(void)fprintf(stderr, "%s\n", buf_text(&line));
	buf_free(&line);
}

/* A failure of ours says nothing of what is inside: that goes to the log. */
static void answer_problem(const struct page_context *ctx, struct response *res, int code, const struct err *err)
{
	switch (code) {
	case PL_NOT_FOUND:
		page_error(ctx, res, 404, "Page not found", err->text);
		break;
	case PL_INVALID:
		page_error(ctx, res, 400, "This address cannot be understood", err->text);
		break;
	case PL_LIMIT:
		page_error(ctx, res, 414, "This address is too long", err->text);
		break;
	default:
		log_failure(ctx->request, err);
		page_error(ctx, res, 500, "Something went wrong here",
			"The page could not be made. Nothing was changed; the reason is in the server’s log.");
		break;
	}
}

/* What is refused before anybody looks at the address. True if it was. */
static bool refused(const struct page_context *ctx, struct response *res, int problem, const struct err *why)
{
	const struct request *req = ctx->request;

	if (problem < 0)
		answer_problem(ctx, res, problem, why);
	else if (req->host[0] == '\0')
		page_error(ctx, res, 400, "This request cannot be understood", "The request does not say which host it is for.");
	else if (!request_host_is_local(req))
		page_error(ctx, res, 421, "This request is for another host",
			"Plimsoll answers on this machine only, as localhost or 127.0.0.1.");
	else if (!str_equal(req->method, "GET") && !str_equal(req->method, "HEAD"))
		page_error(ctx, res, 405, "Nothing can be changed here", "Pages can be read only: with GET or HEAD.");
	else if (req->has_body)
		page_error(ctx, res, 413, "This request brings too much", "A request to read a page has no body.");
	else
		return false;
	if (res->status == 405)
		response_add_header(res, "Allow", "GET, HEAD");
	return true;
}

static void answer_unrouted(const struct page_context *ctx, struct response *res)
{
	if (ctx->match->problem == ROUTE_BAD_ADDRESS)
		page_error(ctx, res, 400, "This address cannot be understood", "The address is wrongly encoded.");
	else
		page_error(ctx, res, 404, "Page not found", "There is no page at this address.");
}

static void answer_route(struct page_context *ctx, const struct route *route, struct response *res)
{
	struct err err = {0};
	int rc = route->handler(ctx, ctx->request, res, &err);

	if (rc == 0 && res->body.full)
		rc = err_set(&err, PL_FAIL, "the page is larger than %d bytes", HTTP_BODY_BYTES);
	if (rc < 0)
		answer_problem(ctx, res, rc, &err);
	picture_drop(ctx->picture);
}

void web_answer(const struct web_app *app, const struct request *request, int problem, const struct err *why,
	struct response *ret)
{
	struct route_match match = {.format = ROUTE_HTML};
	struct page_context ctx = {.app = app, .arena = request->arena, .request = request, .match = &match, .suffix = ""};
	const struct route *route;

	if (refused(&ctx, ret, problem, why))
		return;
	route = route_find(request->method, request->path, &match);
	if (route == NULL)
		answer_unrouted(&ctx, ret);
	else
		answer_route(&ctx, route, ret);
}
