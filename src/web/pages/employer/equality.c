/* /employers/{employer}/equality: whether some groups of workers carry more than others (R101). */
#include "web/pages/employer/equality.h"

#include "core/round.h"
#include "routes.h"
#include "service/health/equality_groups.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/session.h"
#include "web/words.h"

enum { LINES, EQUALITY_FIELDS };
static const struct form_field EQUALITY_FORM[EQUALITY_FIELDS] = {
	[LINES] = {"lines", "Worker and group", form_check_lines, .most = EQUALITY_TEXT,
		.hint = "A line for each worker: code, staff id or registration number, and the name of a group, copied out of two columns of a "
			"spreadsheet or with a comma between. At most 60,000 characters.",
		.missing = "Worker and group: enter a line for each worker"}};

#define EQUALITY_ROUTE "/employers/{employer}/equality"

static struct equality_row_view row_of(struct arena *a, const struct equality_group *g)
{
	struct equality_row_view row = {.name = g->name[0] != '\0' ? g->name : "In no group", .people = words_int(a, g->people), .told = g->told,
		.share = "", .working_out = "", .cases = "", .weight = "", .past_line = "", .owed = ""};

	if (!g->told)
		return row;
	row.share = g->used_permille >= 0 ? words_percent(a, g->used_permille) : "nobody is at work";
	row.working_out = words_join(a, words_hours(a, g->measured_minutes), " of ", words_hours(a, g->capacity_minutes), " h a week", NULL);
	row.cases = words_int(a, g->cases);
	row.weight = g->weight_minutes >= 0 ? words_join(a, words_hours(a, g->weight_minutes), " h", NULL) : "no case has a weight";
	row.past_line = words_int(a, g->past_line);
	row.owed = words_join(a, words_hours(a, g->owed_minutes), " h", NULL);
	return row;
}

static void put_groups(const struct page_context *ctx, const struct equality_groups *asked, struct equality_view *view)
{
	struct arena *a = ctx->arena;
	struct equality_row_view *rows;
	size_t count;
	const struct equality_group *groups = equality_of(a, ctx->picture->snap, &ctx->picture->loads, asked->group_of, asked->names,
		asked->names_count, &count);

	rows = arena_array(a, count, sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		rows[i] = row_of(a, &groups[i]);
		view->withheld = view->withheld || !groups[i].told;
	}
	view->rows = rows;
	view->rows_count = count;
	view->sentence = words_join(a, words_weekday(a, ctx->day), ": pooled loads of the workers of each group whose post carries cases.", NULL);
	if (asked->strangers > 0)
		view->strangers = words_join(a, words_count(a, asked->strangers, "line names nobody", "lines name nobody"), " who is here on that day.", NULL);
}

static int show(struct page_context *ctx, struct response *res, const struct form *form, const struct equality_groups *asked)
{
	struct equality_view view = {.sentence = "", .strangers = "", .issues = form_issues(form, ctx->arena), .lines = form_text_area(form, LINES)};

	res->cache = "no-store";
	if (asked != NULL)
		put_groups(ctx, asked, &view);
	view.form = session_form(ctx, res, EQUALITY_ROUTE, ctx->request->path);
	page_begin(ctx, &view.page, "Who carries how much, by group", "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	form_page_title(ctx, &view.page, form);
	render_equality(&res->body, &view);
	return 0;
}

int page_equality(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&form, EQUALITY_FORM, EQUALITY_FIELDS);
	return show(ctx, res, &form, NULL);
}

int post_equality(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct equality_groups asked;
	struct err wrong;
	struct form form;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, EQUALITY_FORM, EQUALITY_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0 && equality_groups_read(ctx->arena, ctx->picture->snap, str_of(form.values[LINES].text), &asked, &wrong) < 0)
		form_add_issue(&form, ctx->arena, LINES, wrong.text);
	if (form.issues_count > 0)
		res->status = 422;
	return show(ctx, res, &form, form.issues_count == 0 ? &asked : NULL);
}
