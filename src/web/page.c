#include "web/page.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "secure/digest.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/calls/call.h"
#include "web/html.h"
#include "web/notices.h"
#include "web/session.h"
#include "templates.h"
#include "web/words.h"

#define API_ROOT "/api/"

enum { LINK_BYTES = 1024 };

/* The entries of an employer's navigation: where they lead, and what they are called. */
static const struct section {
	const char *path, *text;
	bool of_today; /* it cannot look at another day */
} EMPLOYER_SECTIONS[] = {{"", "Teams", false}, {"waiting", "To answer", true}, {"unallocated", "Unallocated", false},
	{"proposals", "Proposals", true}, {"lines", "Lines", false}, {"exceptions", "Broken lines", false},
	{"counts", "Official counts", false}, {"health", "Health check", false}, {"ledger", "Ledger", false},
	{"imports", "Imports", false}, {"accounts", "Accounts", false}};

/* Those of the pages that belong to no employer; an employer's pages have them in their foot. */
static const struct section COMMON_SECTIONS[] = {{"/league", "League", false}, {"/published", "Published", false},
	{"/schemes", "Schemes", false}, {"/method", "Method", false}};

/* ---- what was asked for ---- */

static int read_day(struct page_context *ctx, const char *key, struct err *err)
{
	const char *on = request_query(ctx->request, key);

	ctx->day = ctx->app->today();
	ctx->suffix = "";
	if (on == NULL || on[0] == '\0')
		return 0;
	if (!date_parse_iso(on, strlen(on), &ctx->day) || strlen(on) != DATE_ISO_SIZE - 1)
		return err_set(err, PL_INVALID,
			"The day in the address must be a date between 1900 and 2149, written like 2026-03-31.");
	ctx->day_chosen = true;
	ctx->suffix = words_join(ctx->arena, "?on=", words_iso(ctx->arena, ctx->day), NULL);
	return 0;
}

/* Where everybody stands is a matter of today, whatever day is looked at. */
static int take_sight(struct page_context *ctx, struct err *err)
{
	int32_t today = ctx->app->today();
	int rc = ctx->day == today ? 0 :
		pictures_get(ctx->app->pictures, ctx->picture->snap->employer.code, today, &ctx->now, err);
	const struct picture *now = ctx->now != NULL ? ctx->now : ctx->picture;

	if (rc == 0)
		ctx->sight = sight_of(ctx->arena, ctx->viewer, now->snap, ctx->picture->snap);
	return rc;
}

int page_open(struct page_context *ctx, struct err *err)
{
	return page_open_on(ctx, "on", err);
}

static int take_picture(struct page_context *ctx, struct err *err)
{
	int rc = pictures_get(ctx->app->pictures, route_value(ctx->match, "employer"), ctx->day, &ctx->picture, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no employer with this code here.");
	if (rc == 0)
		rc = take_sight(ctx, err);
	return rc == 0 ? admit_to_thing(ctx, err) : rc;
}

int page_open_on(struct page_context *ctx, const char *key, struct err *err)
{
	int rc = read_day(ctx, key, err);

	return rc == 0 ? take_picture(ctx, err) : rc;
}

int page_open_today(struct page_context *ctx, struct err *err)
{
	picture_drop(ctx->picture);
	picture_drop(ctx->now);
	ctx->picture = ctx->now = NULL;
	ctx->day = ctx->app->today();
	ctx->day_chosen = false;
	ctx->suffix = "";
	return take_picture(ctx, err);
}

/* Of the address that was asked for. */
static uint64_t address_hash(const struct page_context *ctx, uint64_t hash)
{
	if (ctx->wish != NULL) {
		hash = str_hash_on(hash, ctx->route->path, strlen(ctx->route->path));
		hash = str_hash_on(hash, &ctx->match->format, sizeof ctx->match->format);
		return str_hash_on(hash, ctx->wish, strlen(ctx->wish));
	}
	hash = str_hash_on(hash, ctx->request->path, strlen(ctx->request->path));
	for (size_t i = 0; i < ctx->request->query_count; i++) {
		hash = str_hash_on(hash, ctx->request->query[i].key, strlen(ctx->request->query[i].key));
		hash = str_hash_on(hash, ctx->request->query[i].value, strlen(ctx->request->query[i].value));
	}
	return hash;
}

bool page_is_unchanged(const struct page_context *ctx, struct response *res)
{
	int64_t position = ctx->picture != NULL ? ctx->picture->snap->employer.position : 0;
	uint64_t seen = ctx->sight != NULL ? sight_digest(ctx->sight) : 0;
	uint64_t hash = ctx->app->started;
	size_t waiting = ctx->match->format == ROUTE_HTML ? notices_waiting_for(ctx) : 0;

	hash = str_hash_on(hash, &position, sizeof position);
	hash = str_hash_on(hash, &ctx->day, sizeof ctx->day);
	hash = str_hash_on(hash, &ctx->content, sizeof ctx->content);
	hash = str_hash_on(hash, &seen, sizeof seen);
	hash = str_hash_on(hash, &waiting, sizeof waiting);
	/* Everybody sees a page of their own: a name, a way to sign out. */
	if (ctx->session != NULL)
		hash = str_hash_on(hash, ctx->session->csrf, strlen(ctx->session->csrf));
	hash = address_hash(ctx, hash);
	res->etag = arena_printf(ctx->arena, "\"%016llx\"", (unsigned long long)hash);
	if (!request_has_etag(ctx->request, res->etag))
		return false;
	res->status = 304;
	return true;
}

void page_put_file(const struct page_context *ctx, struct response *res, const char *file)
{
	char sha256[DIGEST_SIZE];

	digest_of(file, strlen(file), sha256);
	res->etag = words_join(ctx->arena, "\"", sha256, "\"", NULL);
	if (request_has_etag(ctx->request, res->etag))
		res->status = 304;
	else
		buf_puts(&res->body, file);
}

const char *page_query(const struct page_context *ctx, const char *key)
{
	const char *value = request_query(ctx->request, key);

	return value != NULL ? value : "";
}

int page_query_day(const struct page_context *ctx, const char *key, int32_t open, int32_t *ret, struct err *err)
{
	const char *text = page_query(ctx, key);

	*ret = open;
	if (text[0] != '\0' && !date_parse_iso(text, strlen(text), ret))
		return err_set(err, PL_INVALID, "The address says %s=%.20s: expected a date written like 2026-03-31.", key, text);
	return 0;
}

bool page_is_data(const struct page_context *ctx, struct response *res, enum resource_format *ret)
{
	if (ctx->match->format == ROUTE_CSV) {
		res->type = "text/csv; charset=utf-8";
		*ret = RESOURCE_CSV;
		return true;
	}
	if (ctx->match->format == ROUTE_JSON) {
		res->type = "application/json";
		*ret = RESOURCE_JSON;
		return true;
	}
	return false;
}

/* ---- sorting ---- */

static const char *list_of(struct arena *a, const char *const *keys)
{
	const char *list = keys[0];

	for (size_t i = 1; keys[i] != NULL; i++)
		list = words_join(a, list, ", ", keys[i], NULL);
	return list;
}

int page_sort(const struct page_context *ctx, const char *const *keys, const char **ret, struct err *err)
{
	const char *wanted = request_query(ctx->request, "sort");

	if (wanted == NULL || wanted[0] == '\0')
		wanted = keys[0];
	for (size_t i = 0; keys[i] != NULL; i++)
		if (str_equal(wanted, keys[i])) {
			*ret = keys[i];
			return 0;
		}
	return err_set(err, PL_INVALID, "This table can be sorted by one of: %s.", list_of(ctx->arena, keys));
}

struct sort_view page_sort_heading(const struct page_context *ctx, const char *text, const char *key, const char *first,
	const char *sorted_by, bool numeric)
{
	bool down = sorted_by[0] == '-';
	bool current = str_equal(sorted_by + (down ? 1 : 0), key);
	const char *sign = current ? (down ? "" : "-") : first;
	const char *start = ctx->day_chosen ? words_join(ctx->arena, ctx->suffix, "&", NULL) : "?";

	return (struct sort_view){
		.text = text,
		.href = words_join(ctx->arena, start, "sort=", sign, key, NULL),
		.aria = !current ? "none" : down ? "descending" : "ascending",
		.numeric = numeric,
	};
}

/* ---- links ---- */

static bool is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') ||
			*text == '-'))
			return false;
	return true;
}

struct asked_by page_asked_by(const struct page_context *ctx, const char *outcome)
{
	return (struct asked_by){.employer = ctx->viewer->employer, .viewer = ctx->viewer, .instant = clock_now(),
		.once = ctx->once, .outcome = outcome};
}

const char *page_segment(struct arena *a, const char *text)
{
	struct buf coded = BUF_INIT(LINK_BYTES);
	const char *segment;

	/* Codes mostly are one as they stand. */
	if (is_plain(text))
		return text;
	html_encode_segment(&coded, text);
	segment = arena_strndup(a, buf_text(&coded), coded.len);
	buf_free(&coded);
	return segment;
}

static const char *link_with(const struct page_context *ctx, const char *section, const char *code, const char *suffix)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->picture->snap->employer.code),
		section[0] != '\0' ? "/" : "", section, code[0] != '\0' ? "/" : "", page_segment(ctx->arena, code), suffix, NULL);
}

const char *page_link(const struct page_context *ctx, const char *section, const char *code)
{
	return link_with(ctx, section, code, ctx->suffix);
}

const char *page_case_access_href(const struct page_context *ctx, const char *ref)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/cases/",
		page_segment(ctx->arena, ref), "/access", NULL);
}

static struct link_view *add_link(struct arena *a, struct link_view *links, size_t *count, size_t room,
	const char *text, const char *href)
{
	if (links == NULL)
		links = arena_array(a, room, sizeof *links);
	if (*count < room)
		links[(*count)++] = (struct link_view){.text = text, .href = href};
	return links;
}

void page_add_crumb(const struct page_context *ctx, struct page_view *view, const char *text, const char *href)
{
	enum { CRUMBS = 4 };

	view->crumbs = add_link(ctx->arena, (struct link_view *)(uintptr_t)view->crumbs, &view->crumbs_count, CRUMBS, text,
		admits_to_path(ctx, arena_strndup(ctx->arena, href, strcspn(href, "?"))) ? href : "");
}

/* ---- the layout ---- */

static void begin(const struct page_context *ctx, struct page_view *ret)
{
	const struct session *session = ctx->session;

	const char *waits_href = "", *waits = notices_words(ctx, &waits_href);

	*ret = (struct page_view){.waits = waits, .waits_href = waits_href, .css_href = ctx->app->css_href,
		.icon_href = ctx->app->icon_href, .home_href = "/", .employer = "",
		.employer_href = "", .day_note = "", .today_href = "", .records = "", .unit_note = "", .refresh = "",
		.signed_in = session == NULL ? "" : session->name[0] != '\0' ? session->name : session->viewer.login,
		.sign_in_href = session == NULL ? "/sign-in" : ""};
	if (session != NULL)
		ret->sign_out = session_sign_out_form(ctx);
}

void page_begin_plain(const struct page_context *ctx, struct page_view *ret, const char *what, const char *section)
{
	enum { COMMON = sizeof COMMON_SECTIONS / sizeof *COMMON_SECTIONS };
	struct link_view *nav = arena_array(ctx->arena, COMMON + 1, sizeof *nav);
	size_t count = 0;

	begin(ctx, ret);
	ret->title = words_join(ctx->arena, what, " - Plimsoll", NULL);
	nav[count++] = (struct link_view){.text = ctx->session != NULL ? "Your page" : "Start", .href = "/",
		.current = str_equal(section, "/")};
	for (size_t i = 0; i < COMMON; i++)
		nav[count++] = (struct link_view){.text = COMMON_SECTIONS[i].text, .href = COMMON_SECTIONS[i].path,
			.current = str_equal(COMMON_SECTIONS[i].path, section)};
	ret->nav = nav;
	ret->nav_count = count;
}

static const char *day_note(const struct page_context *ctx)
{
	int32_t today = ctx->app->today();
	const char *day = words_weekday(ctx->arena, ctx->day);

	if (!ctx->day_chosen || ctx->day == today)
		return "";
	if (ctx->day > today)
		return words_join(ctx->arena, day, " is in the future: this page looks ahead to it, by what is recorded today.",
			NULL);
	return words_join(ctx->arena, "This page looks back to ", day, ", by what is recorded today.", NULL);
}

/* Whoever reads a figure has to know how old it is. */
static const char *records_note(struct arena *a, const struct employer *e)
{
	if (e->changed_at <= 0)
		return "";
	return words_join(a, "Records: last changed ", words_day(a, clock_day_of(e->changed_at)), " (entry ",
		words_int(a, e->position), " of the ledger).", NULL);
}

/* Points are shown as the minutes that a scheme in points takes them for, so whoever reads hours is told. */
static const char *unit_note(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;

	for (size_t i = 0; i < s->services_count; i++)
		if (str_equal(s->services[i].scheme->unit, "points"))
			return words_join(ctx->arena, "The service “", s->services[i].name,
				"” counts in points: where a page says hours, one hour stands for 60 of them.", NULL);
	return "";
}

/* Whether the viewer would be let in there. */
static bool leads_to(const struct page_context *ctx, const char *section)
{
	return admits_to_path(ctx, words_join(ctx->arena, "/employers/x", section[0] != '\0' ? "/" : "", section, NULL));
}

void page_begin(const struct page_context *ctx, struct page_view *ret, const char *what, const char *section)
{
	const struct employer *e = &ctx->picture->snap->employer;
	size_t own = sizeof EMPLOYER_SECTIONS / sizeof *EMPLOYER_SECTIONS, count = 0;
	struct link_view *nav = arena_array(ctx->arena, own, sizeof *nav);

	begin(ctx, ret);
	ret->title = words_join(ctx->arena, what, ", ", words_day(ctx->arena, ctx->day), " - ", e->name, " - Plimsoll", NULL);
	ret->employer = e->name;
	ret->demo = e->demo;
	ret->principles = e->principles;
	ret->settings_href = e->principles ? words_join(ctx->arena, "/employers/", e->code, "/settings", NULL) : "";
	for (size_t i = 0; i < own; i++)
		if (leads_to(ctx, EMPLOYER_SECTIONS[i].path))
			nav[count++] = (struct link_view){.text = EMPLOYER_SECTIONS[i].text,
				.href = link_with(ctx, EMPLOYER_SECTIONS[i].path, "", EMPLOYER_SECTIONS[i].of_today ? "" : ctx->suffix),
				.current = str_equal(EMPLOYER_SECTIONS[i].path, section)};
	ret->employer_href = count > 0 ? nav[0].href : "/";
	ret->nav = nav;
	ret->nav_count = count;
	ret->day_note = day_note(ctx);
	ret->today_href = ctx->request->path;
	ret->unit_note = unit_note(ctx);
	ret->records = records_note(ctx->arena, e);
}

struct tools_view page_tools(const struct page_context *ctx, const char *sort)
{
	const char *path = ctx->request->path;
	const char *wanted = request_query(ctx->request, "sort");

	return (struct tools_view){
		.csv_href = words_join(ctx->arena, path, ".csv", ctx->suffix, NULL),
		.json_href = words_join(ctx->arena, path, ".json", ctx->suffix, NULL),
		.action = path,
		.on = words_iso(ctx->arena, ctx->day),
		.sort = sort != NULL && wanted != NULL && wanted[0] != '\0' ? sort : "",
	};
}

bool page_is_for_programs(const char *path)
{
	return strncmp(path, API_ROOT, strlen(API_ROOT)) == 0;
}

/* The same sentence for programs. */
static void put_plain_error(const struct page_context *ctx, struct response *res, const char *sentence)
{
	struct json_writer w = json_to(&res->body);

	if (ctx->match->format != ROUTE_JSON) {
		res->type = "text/plain; charset=utf-8";
		buf_putf(&res->body, "%s\nRequest %s\n", sentence, ctx->request->id);
		return;
	}
	res->type = "application/json";
	json_begin_object(&w, NULL);
	json_text(&w, "error", sentence);
	json_text(&w, "request", ctx->request->id);
	json_end(&w, '}');
	buf_putc(&res->body, '\n');
}

/* Restricting a case shuts out those who restrict it; they find the way back to where it is opened again. */
static const char *access_instead(const struct page_context *ctx, int status)
{
	bool refused = status == 403 && ctx->route != NULL && ctx->route->field == FIELD_CASE_PAGE &&
		ctx->history.facts.count > 0;

	return refused && sees_case_known(ctx->sight, FIELD_CASE_READS, &ctx->history.facts)
		? page_case_access_href(ctx, route_value(ctx->match, "case")) : "";
}

void page_error(const struct page_context *ctx, struct response *res, int status, const char *heading,
	const char *sentence)
{
	struct error_page_view view = {.heading = heading, .sentence = sentence, .request = ctx->request->id, .href = "/",
		.access_href = access_instead(ctx, status),
		.link = ctx->session != NULL ? "Go to your own page" : "Go to the first page"};

	/* The empty address is that of the page, with its query. */
	if (status == 503 && !ctx->request->has_body) {
		view.href = "";
		view.link = "Try this page again";
	}
	res->status = status;
	res->cache = "no-store";
	res->etag = "";
	res->fixed = NULL;
	buf_clear(&res->body);
	if (page_is_for_programs(ctx->request->path)) {
		call_refuse(ctx, res, status, "", sentence);
		return;
	}
	if (ctx->match->format != ROUTE_HTML) {
		put_plain_error(ctx, res, sentence);
		return;
	}
	res->type = "text/html; charset=utf-8";
	notices_leave_out(ctx);
	page_begin_plain(ctx, &view.page, heading, "");
	render_error_page(&res->body, &view);
}
