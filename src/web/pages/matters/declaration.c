/* /employers/CODE/declared/KIND: one thing that an employer declares of itself, said anew or ended (core/declared.h). */
#include "base/str.h"
#include "core/list_words.h"
#include "routes.h"
#include "service/matters/declarations.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/words.h"

enum { POUNDS_DIGITS = 10 };

static const struct form_choice STATUSES[] = {{"policy", "Policy"}, {"collective", "Collective agreement"}, {"contract", "Part of contracts"},
	{NULL, NULL}};

/* A figure has the label of its kind, which `ready` puts there. */
enum { D_FIGURE, D_FROM, D_FIELDS };
static const struct form_field FIGURE_FORM[D_FIELDS] = {
	[D_FIGURE] = {"figure", "Figure", form_check_text, .most = 12, .inputmode = "decimal"},
	[D_FROM] = {"from", "From", form_check_day, .most = 10, .hint = "It may be a day that is past."}};

enum { P_FIGURE, P_FROM, P_DUE, P_OVER, P_FIELDS };
static const struct form_field PLAN_FORM[P_FIELDS] = {
	[P_FIGURE] = {"figure", "Cases that wait", form_check_text, .most = 12, .inputmode = "numeric"},
	[P_FROM] = {"from", "Declared on", form_check_day, .most = 10},
	[P_DUE] = {"due", "By when each has a worker", form_check_day, .most = 10},
	[P_OVER] = {"over", "The plan is over: it ends on the day on which that is declared", form_check_box, .most = 3, .optional = true}};

enum { T_FIGURE, T_STARTS, T_GOAL, T_DUE, T_POUNDS, T_STATUS, T_AGREED, T_FROM, T_OVER, T_FIELDS };
static const struct form_field TARGET_FORM[T_FIELDS] = {
	[T_FIGURE] = {"figure", "It starts from, cases for a full-time worker", form_check_text, .most = 12, .inputmode = "decimal"},
	[T_STARTS] = {"starts", "On the day", form_check_day, .most = 10},
	[T_GOAL] = {"goal", "The goal, cases for a full-time worker", form_check_text, .most = 12, .inputmode = "decimal"},
	[T_DUE] = {"due", "By the day", form_check_day, .most = 10},
	[T_POUNDS] = {"pounds", "Money set aside to get there, £", form_check_whole, .most = POUNDS_DIGITS, .least = 0,
		.greatest = DECLARED_POUNDS_MOST, .optional = true, .inputmode = "numeric", .hint = "In whole pounds; empty if nothing was said of money."},
	[T_STATUS] = {"status", "What it is", form_check_choice, .most = 20, .choices = STATUSES, .missing = "Choose what the target is"},
	[T_AGREED] = {"agreed", "Who agreed it", form_check_text, .most = REMARK_BYTES, .autocomplete = "off",
		.hint = "Bodies and no persons, such as the council and the union. A published health check names the bodies "
			"that it knows, and nobody else."},
	[T_FROM] = {"from", "Agreed on", form_check_day, .most = 10, .hint = "Of a target that is withdrawn, the day from which it holds no more."},
	[T_OVER] = {"over", "The target is withdrawn", form_check_box, .most = 3, .optional = true}};

/* ---- which kind ---- */

static enum declared kind_of(const struct page_context *ctx)
{
	enum declared what = DECLARED_DFE_CODE;

	(void)declared_parse(route_value(ctx->match, "declaration"), &what);
	return what;
}

/* What stands where in the form of a kind; -1: it has no such field. */
static int from_of(enum declared what)
{
	return what == DECLARED_TARGET ? T_FROM : what == DECLARED_PLAN ? P_FROM : D_FROM;
}

static int due_of(enum declared what)
{
	return what == DECLARED_TARGET ? T_DUE : P_DUE;
}

static int over_of(enum declared what)
{
	return what == DECLARED_TARGET ? T_OVER : what == DECLARED_PLAN ? P_OVER : -1;
}

static void ready(struct page_context *ctx, struct form_field *fields)
{
	enum declared what = kind_of(ctx);

	if (what == DECLARED_TARGET || what == DECLARED_PLAN)
		return;
	fields[D_FIGURE].label = declared_words(what);
	if (declared_places(what) == 0)
		fields[D_FIGURE].inputmode = "numeric";
}

/* ---- showing ---- */

static int held(const struct page_context *ctx, const struct declaration **ret, struct err *err)
{
	struct declaration *rows;
	size_t count;
	int rc = declared_rows(ctx->app->pictures, ctx->arena, ctx->picture, &rows, &count, err);

	*ret = rc == 0 ? declared_on(rows, count, kind_of(ctx), ctx->day) : NULL;
	return rc;
}

/* As it is typed: "58000", "12.5". */
static const char *typed(struct arena *a, enum declared what, int32_t figure)
{
	return what == DECLARED_COST ? arena_printf(a, "%d", figure) : declared_figure_words(a, what, figure);
}

static void prefill_target(const struct page_context *ctx, struct form *form, const struct declaration *d)
{
	struct arena *a = ctx->arena;

	form_prefill(form, T_STARTS, words_iso(a, d->starts));
	form_prefill(form, T_GOAL, typed(a, DECLARED_TARGET, d->goal));
	form_prefill(form, T_POUNDS, d->pounds < 0 ? "" : arena_printf(a, "%d", d->pounds));
	form_prefill(form, T_STATUS, line_status_code(d->status));
	form_prefill(form, T_AGREED, d->agreed_by);
}

static void begin(const struct page_context *ctx, struct form *form)
{
	enum declared what = kind_of(ctx);
	const struct declaration *d;
	struct err err;

	form_prefill(form, from_of(what), words_iso(ctx->arena, ctx->day));
	if (held(ctx, &d, &err) < 0 || d == NULL)
		return;
	form_prefill(form, 0, typed(ctx->arena, what, d->figure));
	if (over_of(what) >= 0)
		form_prefill(form, due_of(what), words_iso(ctx->arena, d->due));
	if (what == DECLARED_TARGET)
		prefill_target(ctx, form, d);
}

static int refuse(enum declared what, struct err *err)
{
	if (what == DECLARED_DFE_CODE)
		return err_set(err, PL_DENIED, "Which council an employer is, is said by whoever runs the server: plimsoll employer declare dfe-code.");
	return err_set(err, PL_DENIED, "This is declared by a head of service or director of all of the employer.");
}

static int put(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	enum declared what = kind_of(ctx);
	const struct declaration *d;
	int rc = may_declare(ctx->viewer, what) ? held(ctx, &d, err) : refuse(what, err);

	(void)form;
	if (rc < 0)
		return rc;
	view->heading = declared_words(what);
	view->sentence = words_join(ctx->arena, declared_meaning(what), " ", d == NULL ? "Nothing is declared today."
		: words_join(ctx->arena, "Declared today: ", declaration_words(ctx->arena, d), ".", NULL), NULL);
	view->back_href = today_link(ctx, "declared", "", "");
	view->back = "What this employer declares";
	view->section = "health";
	view->outcome = words_join(ctx->arena, view->back_href, "?said=declared", NULL);
	view->button = "Declare it";
	return 0;
}

/* ---- sending ---- */

static int read_target(const struct form_value *v, struct declaration *d, struct err *err)
{
	int rc = declared_figure_read(DECLARED_TARGET, v[T_GOAL].text, &d->goal, err);

	d->starts = form_day(&v[T_STARTS]);
	d->pounds = v[T_POUNDS].is_set ? form_number(v[T_POUNDS].text) : -1;
	if (v[T_POUNDS].is_set && str_equal(v[T_POUNDS].text, "1000000000"))
		d->pounds = DECLARED_POUNDS_MOST;
	d->status = (enum line_status)line_status_from(v[T_STATUS].text);
	d->agreed_by = v[T_AGREED].text;
	return rc;
}

static int send(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	enum declared what = kind_of(ctx);
	const struct form_value *v = form->values;
	const struct asked_by by = page_asked_by(ctx, outcome);
	struct declaration d = {.what = what, .when = {form_day(&v[from_of(what)]), DAY_MAX}, .agreed_by = ""};
	int rc;

	if (over_of(what) >= 0 && v[over_of(what)].is_set)
		return declare_end(s, &by, what, d.when.from, err);
	rc = declared_figure_read(what, v[0].text, &d.figure, err);
	if (rc == 0 && over_of(what) >= 0)
		d.due = form_day(&v[due_of(what)]);
	if (rc == 0 && what == DECLARED_TARGET)
		rc = read_target(v, &d, err);
	return rc == 0 ? declare(s, &by, &d, err) : rc;
}

static const char ROUTE[] = "/employers/{employer}/declared/{declaration}";
static const struct asking FIGURE_PAGE = {ROUTE, FIGURE_FORM, D_FIELDS, ready, begin, put, send};
static const struct asking PLAN_PAGE = {ROUTE, PLAN_FORM, P_FIELDS, ready, begin, put, send};
static const struct asking TARGET_PAGE = {ROUTE, TARGET_FORM, T_FIELDS, ready, begin, put, send};

static int find_page(const struct page_context *ctx, const struct asking **ret, struct err *err)
{
	enum declared what;

	if (!declared_parse(route_value(ctx->match, "declaration"), &what))
		return err_set(err, PL_NOT_FOUND, "Nothing of that name is declared here.");
	*ret = what == DECLARED_TARGET ? &TARGET_PAGE : what == DECLARED_PLAN ? &PLAN_PAGE : &FIGURE_PAGE;
	return 0;
}

int page_declaration(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct asking *page;
	int rc = find_page(ctx, &page, err);

	(void)req;
	return rc < 0 ? rc : asking_page(ctx, res, page, err);
}

int post_declaration(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct asking *page;
	int rc = find_page(ctx, &page, err);

	return rc < 0 ? rc : asking_post(ctx, req, res, page, err);
}
