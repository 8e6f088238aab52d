/* /employers/CODE/cases/REF/access: who may open a case, and who has. */
#include "web/pages/case/case_access.h"

#include "routes.h"
#include "service/access/restriction.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/words.h"

#define ACCESS_ROUTE "/employers/{employer}/cases/{case}/access"

static const struct form_choice ACTS[] = {{"restrict", ""}, {"open", ""}, {"name", ""}, {"unname", ""}, {NULL, NULL}};

enum { ACT, LOGIN, ACCESS_FIELDS };
static const struct form_field ACCESS_FORM[ACCESS_FIELDS] = {
	[ACT] = {"act", "", form_check_choice, .most = 10, .choices = ACTS},
	[LOGIN] = {"login", "Login of who may open it", form_check_text, .most = 64, .optional = true, .autocomplete = "off"}};

/* ---- the page ---- */

static const char *notice_of(const struct page_context *ctx)
{
	static const struct {
		const char *done, *words;
	} NOTICES[] = {{"restrict", "The case is restricted now."}, {"open", "The case is open to its team again."},
		{"name", "The login is named."}, {"unname", "The login is no longer named."}};
	const char *done = request_query(ctx->request, "done");

	for (size_t i = 0; done != NULL && i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].done, done))
			return NOTICES[i].words;
	return "";
}

static const char *access_href(const struct page_context *ctx)
{
	return page_case_access_href(ctx, route_value(ctx->match, "case"));
}

static struct form_view form_of(struct page_context *ctx, struct response *res)
{
	return session_form(ctx, res, ACCESS_ROUTE, access_href(ctx));
}

static int put_readers(struct page_context *ctx, struct response *res, struct case_access_view *view, struct err *err)
{
	struct named_reader_view *rows;
	struct named_reader *readers;
	size_t count;
	int rc = restriction_readers(ctx->app->pictures, ctx->arena, ctx->picture, route_value(ctx->match, "case"), &readers, &count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct named_reader_view){.name = readers[i].name, .login = readers[i].login, .by = readers[i].by,
			.since = words_moment(ctx->arena, readers[i].instant)};
		if (view->may_change)
			rows[i].unname = form_of(ctx, res);
	}
	view->readers = rows;
	view->readers_count = count;
	return 0;
}

static const char *access_sentence(bool restricted)
{
	return restricted ? "Restricted: it opens for its holders, and for those who are named here. For everybody else it counts, and its "
			"details are hidden."
		: "Not restricted: it opens for its holders, and for those who answer for the team. Names have no effect until it is restricted.";
}

static int show(struct page_context *ctx, struct response *res, const struct form *form, struct err *err)
{
	const struct case_facts *known = &ctx->history.facts;
	struct case_access_view view = {.notice = notice_of(ctx), .issues = form_issues(form, ctx->arena), .login = form_input(form, LOGIN),
		.restricted = case_is_restricted(known), .may_change = sees_case_known(ctx->sight, FIELD_CASE_RESTRICTION, known),
		.shows_looks = sees_case_known(ctx->sight, FIELD_CASE_READS, known)};
	int rc = put_readers(ctx, res, &view, err);

	if (rc == 0 && view.shows_looks)
		rc = looks_read(ctx, LOOK_CASE, route_value(ctx->match, "case"), &view.looks, err);
	if (rc < 0)
		return rc;
	if (view.may_change) {
		view.form = form_of(ctx, res);
		view.name_form = form_of(ctx, res);
	}
	view.heading = words_join(ctx->arena, "Who may open case ", route_value(ctx->match, "case"), NULL);
	view.sentence = access_sentence(view.restricted);
	view.all_href = admits_to_path(ctx, "/employers/x/restricted") ? page_link(ctx, "restricted", "") : "";
	view.case_href = sees_case_known(ctx->sight, FIELD_CASE_PAGE, known)
		? page_link(ctx, "cases", route_value(ctx->match, "case")) : "";
	page_begin(ctx, &view.page, view.heading, "");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	form_page_title(ctx, &view.page, form);
	render_case_access(&res->body, &view);
	return 0;
}

int page_case_access(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&form, ACCESS_FORM, ACCESS_FIELDS);
	return show(ctx, res, &form, err);
}

/* ---- a change ---- */

static enum restriction_act act_of(const char *code)
{
	for (int i = 0; ACTS[i].code != NULL; i++)
		if (str_equal(ACTS[i].code, code))
			return (enum restriction_act)i;
	return RESTRICT_CASE;
}

static int make_change(const struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct restriction_change change = {
		.by = page_asked_by(ctx, outcome),
		.ref = route_value(ctx->match, "case"),
		.act = act_of(form->values[ACT].text),
		.login = form->values[LOGIN].text,
		.day = ctx->app->today(),
	};

	return restriction_change(ctx->app->writer, &change, err);
}

int post_case_access(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *outcome;
	struct form form;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, ACCESS_FORM, ACCESS_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0 && act_of(form.values[ACT].text) == NAME_READER && form.values[LOGIN].text[0] == '\0')
		form_add_issue(&form, ctx->arena, LOGIN, "Say the login of who may open the case.");
	if (form.issues_count == 0) {
		outcome = words_join(ctx->arena, access_href(ctx), "?done=", form.values[ACT].text, NULL);
		rc = make_change(ctx, &form, outcome, err);
		if (rc == 0)
			response_see_other(res, outcome);
		if (rc == 0 || !form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, act_of(form.values[ACT].text) == NAME_READER ? LOGIN : -1, err->text);
	}
	res->status = 422;
	return show(ctx, res, &form, err);
}
