/* /employers/CODE/declared: what an employer declares of itself, with who said it, and where it is said anew. */
#include "web/pages/matters/declared.h"

#include "api/resource.h"
#include "core/list_words.h"
#include "core/target.h"
#include "routes.h"
#include "service/matters/declarations.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

static const char *when_words(struct arena *a, const struct declaration *d)
{
	return words_join(a, d->what == DECLARED_TARGET ? "Agreed on " : "From ", words_day(a, d->when.from), d->when.until == DAY_MAX ? ""
		: " until ", d->when.until == DAY_MAX ? "" : words_day(a, d->when.until), NULL);
}

static const char *figure_words(struct arena *a, const struct declaration *d)
{
	const char *money;

	if (d->what != DECLARED_TARGET)
		return declaration_words(a, d);
	money = d->pounds < 0 ? "" : words_join(a, ", with £", words_int(a, d->pounds), " for it", NULL);
	return words_join(a, "From ", declaration_words(a, d), money, ". ", line_status_words(d->status), ", agreed by ", d->agreed_by, ".", NULL);
}

/* Where the path should be on the day of the page, and where the caseload is. */
static const char *standing_words(const struct page_context *ctx, const struct declaration *d)
{
	const struct target t = target_declared(d);
	int32_t actual = ctx->picture->counts.average_tenths;
	struct arena *a = ctx->arena;
	const char *path = words_join(a, "On this day the path is at ", words_tenths(a, target_on(&t, ctx->day)), NULL);

	if (actual < 0)
		return words_join(a, path, ". The average caseload cannot be said: nobody whose hours are known holds a case.", NULL);
	return words_join(a, path, " and the average caseload at ", words_tenths(a, actual), ": the target ",
		target_standing_on(&t, ctx->day, actual) == TARGET_AHEAD ? "" : "is ",
		target_standing_words(target_standing_on(&t, ctx->day, actual)), ".", NULL);
}

static struct declared_row_view row_of(const struct page_context *ctx, const struct declaration *d)
{
	struct arena *a = ctx->arena;

	return (struct declared_row_view){.words = declared_words(d->what), .meaning = "", .figure = figure_words(a, d), .when = when_words(a, d),
		.said = words_join(a, "Said by ", said_by_words(ctx, d->by), " on ", words_moment(a, d->instant), ".", NULL), .standing = "",
		.href = "", .link = ""};
}

static void put_kind(const struct page_context *ctx, const struct declaration *rows, size_t count, enum declared what,
	struct declared_view *view)
{
	struct declared_row_view *row = &view->rows[view->rows_count++];
	const struct declaration *d = declared_on(rows, count, what, ctx->day);

	*row = (struct declared_row_view){.figure = "Nothing is declared", .when = "", .said = "", .standing = "", .href = "", .link = ""};
	if (d != NULL)
		*row = row_of(ctx, d);
	row->words = declared_words(what);
	row->meaning = declared_meaning(what);
	if (d != NULL && what == DECLARED_TARGET)
		row->standing = standing_words(ctx, d);
	if (!may_declare(ctx->viewer, what))
		return;
	row->href = today_link(ctx, "declared", declared_code(what), "");
	row->link = words_join(ctx->arena, d == NULL ? "Declare: " : "Declare anew: ", declared_short(what), NULL);
}

static void put_rows(const struct page_context *ctx, const struct declaration *rows, size_t count, struct declared_view *view)
{
	view->rows = arena_array(ctx->arena, DECLARED_KINDS, sizeof *view->rows);
	for (int what = 0; what < DECLARED_KINDS; what++)
		put_kind(ctx, rows, count, (enum declared)what, view);
	view->earlier = arena_array(ctx->arena, count + 1, sizeof *view->earlier);
	for (size_t i = count; i-- > 0;)
		if (!days_include(rows[i].when, ctx->day))
			view->earlier[view->earlier_count++] = row_of(ctx, &rows[i]);
}

static void show(const struct page_context *ctx, struct response *res, const struct declaration *rows, size_t count)
{
	struct declared_view view = {0};

	page_begin(ctx, &view.page, "What this employer declares", "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	view.notice = done_words(ctx);
	view.sentence = words_join(ctx->arena, words_weekday(ctx->arena, ctx->day), ". What no case and no post tells: it is said by those who "
		"answer for it, holds from its day until it is said anew, and each time is an entry in the ledger.", NULL);
	view.settings_href = today_link(ctx, "settings", "", "");
	view.who = "A director, or a head of service of the whole employer, declares what stands here and publishes the "
		"health check; an analyst of the whole employer may declare the posts that are vacant.";
	view.invented = ctx->picture->snap->employer.demo
		? "What an invented council declares and publishes never stands in the league." : "";
	view.publish_href = admits_to_path(ctx, "/employers/x/publish") ? today_link(ctx, "publish", "", "") : "";
	put_rows(ctx, rows, count, &view);
	view.tools = page_tools(ctx, NULL);
	render_declared(&res->body, &view);
}

int page_declared(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct declaration *rows;
	enum resource_format format;
	size_t count;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = declared_rows(ctx->app->pictures, ctx->arena, ctx->picture, &rows, &count, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	if (page_is_data(ctx, res, &format))
		resource_declared(&res->body, format, ctx->picture, rows, count, sees_who_said(ctx));
	else
		show(ctx, res, rows, count);
	return 0;
}
