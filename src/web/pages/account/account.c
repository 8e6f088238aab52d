/* /account and what is done there. */
#include "web/pages/account/account.h"

#include "routes.h"
#include "service/telling/own_mail.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/account/own_mail.h"
#include "web/pages/account/own_tokens.h"
#include "web/pages/account/sign_in.h"
#include "web/pages/administration/accounts.h"
#include "web/words.h"

enum { CURRENT, NEW, AGAIN, CHANGE_FIELDS };
static const struct form_field CHANGE_FORM[CHANGE_FIELDS] = {
	[CURRENT] = {"current-password", "Password until now", form_check_secret, .most = 512, .autocomplete = "current-password"},
	[NEW] = NEW_PASSWORD_FIELD, [AGAIN] = AGAIN_FIELD};
static const struct form_page CHANGE_PAGE = {"/account/password", "Change your password",
	"Wherever else you are signed in, you will be signed out.", "Change it", CHANGE_FORM, CHANGE_FIELDS};

enum { PASSWORD, RENEW_FIELDS };
static const struct form_field RENEW_FORM[RENEW_FIELDS] = {
	[PASSWORD] = {"password", "Password", form_check_secret, .most = 512, .autocomplete = "current-password"}};

/* Whoever finds an open browser must not begin: it would be their telephone that the owner is asked for. */
static const struct form_page BEGIN_PAGE = {"/account/second-factor/begin", "Set up a second factor",
	"You need an authenticator application on a telephone or computer.", "Begin", RENEW_FORM, RENEW_FIELDS};
static const struct form_page REPLACE_PAGE = {"/account/second-factor/begin", "Set up another second factor",
	"It takes the place of the one you have as soon as you confirm it.", "Begin", RENEW_FORM, RENEW_FIELDS};

enum { CODE, CODE_FIELDS };
static const struct form_field FACTOR_FORM[CODE_FIELDS] = {
	[CODE] = {"code", "Six-digit code", form_check_text, .most = 20, .autocomplete = "one-time-code", .inputmode = "numeric"}};
static const struct form_page FACTOR_PAGE = {"/account/second-factor", "Set up a second factor",
	"It holds as soon as you confirm it.", "Confirm", FACTOR_FORM, CODE_FIELDS};

enum { END_PASSWORD, END_CODE, END_FACTOR_FIELDS };
static const struct form_field END_FACTOR_FORM[END_FACTOR_FIELDS] = {
	[END_PASSWORD] = {"password", "Password", form_check_secret, .most = 512, .autocomplete = "current-password"},
	[END_CODE] = {"code", "Six-digit code", form_check_text, .most = 20, .autocomplete = "one-time-code", .inputmode = "numeric"}};
static const struct form_page END_FACTOR_PAGE = {"/account/second-factor/end", "Turn your second factor off",
	"Your password alone will sign you in then. Your recovery codes end with it, and wherever else you are signed in, you will be signed out.",
	"Turn it off", END_FACTOR_FORM, END_FACTOR_FIELDS};

static const struct form_page RENEW_PAGE = {"/account/recovery-codes", "New recovery codes",
	"They take the place of the codes you have.", "Show new codes", RENEW_FORM, RENEW_FIELDS};

enum { KEY, END_FIELDS };
static const struct form_field END_FORM[END_FIELDS] = {[KEY] = {"session", "Session", form_check_text, .most = 100}};

/* ---- the page ---- */

static const char *notice(const struct page_context *ctx)
{
	static const struct {
		const char *done, *words;
	} NOTICES[] = {{"password", "Your password is changed, and all your other sessions are ended."},
		{"session", "The session is ended."}, {"others", "All your other sessions are ended."},
		{"no-session", "That session was over already."}, {"no-factor", "Your second factor is turned off."},
		{"codes-told", "That was done before, and the recovery codes were told then. If you did not take them down, make new ones."}};
	const char *done = request_query(ctx->request, "done");

	for (size_t i = 0; done != NULL && i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].done, done))
			return NOTICES[i].words;
	return "";
}

static int put_sessions(struct page_context *ctx, struct response *res, struct account_view *view, struct err *err)
{
	struct own_session *own;
	struct session_row_view *rows;
	size_t count;
	int rc = sessions_of(ctx->app->accounts, ctx->arena, ctx->token, &own, &count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct session_row_view){.browser = words_browser(ctx->arena, own[i].browser),
			.address = own[i].address, .begun = words_moment(ctx->arena, own[i].begun), .seen = words_moment(ctx->arena, own[i].seen),
			.this_one = own[i].this_one, .key = own[i].key,
			.end = session_form(ctx, res, "/account/sessions/end", "/account/sessions/end")};
		view->has_others = view->has_others || !own[i].this_one;
	}
	view->sessions = rows;
	view->sessions_count = count;
	view->end_others = session_form(ctx, res, "/account/sessions/end-others", "/account/sessions/end-others");
	return 0;
}

static int put_factor(struct page_context *ctx, struct account_view *view, struct err *err)
{
	int64_t left = 0;
	int rc = ctx->session->has_second_factor ? recovery_codes_left(ctx->app->accounts, ctx->token, &left, err) : 0;

	view->has_factor = ctx->session->has_second_factor;
	view->factor_can_end = view->has_factor && !ctx->session->needs_second_factor;
	view->factor = view->has_factor ? "On: a code is asked for when you sign in" : "Off";
	view->codes_left = view->has_factor ? words_count(ctx->arena, left, "recovery code is left", "recovery codes are left") : "";
	return rc;
}

static int put_link(struct page_context *ctx, struct account_view *view, struct err *err)
{
	enum account_link link;
	const char *issuer;
	int rc = own_link(ctx->app->accounts, ctx->arena, ctx->token, &link, &issuer, err);

	if (rc == 0)
		view->link = link_words(ctx->arena, link, issuer);
	return rc;
}

static int put_told(struct page_context *ctx, struct account_view *view, struct err *err)
{
	struct own_mail own;
	int rc = own_mail_read(ctx->app->accounts, ctx->arena, ctx->viewer->employer, ctx->viewer->login, &own, err);

	if (rc < 0)
		return rc;
	view->mail = mail_state_words(ctx->arena, &own, ctx->app->mailer != NULL);
	view->calendar = calendar_state_words(ctx->arena, &own);
	return tokens_state_words(ctx, &view->tokens, err);
}

int page_account(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct session *s = ctx->session;
	struct account_view view = {.notice = notice(ctx), .name = s->name, .login = s->viewer.login, .employer = s->viewer.employer,
		.roles = grants_words(ctx->arena, s->viewer.grants, s->viewer.grants_count)};
	int rc = put_factor(ctx, &view, err);

	(void)req;
	if (rc == 0)
		rc = put_link(ctx, &view, err);
	if (rc == 0)
		rc = put_told(ctx, &view, err);
	if (rc == 0)
		rc = put_sessions(ctx, res, &view, err);
	if (rc < 0)
		return rc;
	page_begin_plain(ctx, &view.page, "Your account", "/account");
	render_account(&res->body, &view);
	return 0;
}

/* ---- sessions ---- */

int post_session_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = form_read(req, END_FORM, END_FIELDS, &form, err);

	if (rc == 0 && form.issues_count > 0)
		return err_set(err, PL_INVALID, "%s", form.issues[0].sentence);
	if (rc == 0)
		rc = session_end_own(ctx->app->accounts, ctx->token, form.values[KEY].text, err);
	if (rc < 0 && rc != PL_NOT_FOUND)
		return rc;
	response_see_other(res, rc == 0 ? "/account?done=session" : "/account?done=no-session");
	return 0;
}

int post_sessions_end_others(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = form_read(req, END_FORM, 0, &form, err);

	if (rc == 0)
		rc = sessions_end_others(ctx->app->accounts, ctx->token, err);
	if (rc == 0)
		response_see_other(res, "/account?done=others");
	return rc;
}

/* ---- password ---- */

static void show_form(struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form)
{
	struct form_page_view view;

	form_page_begin(ctx, res, page, form, "", &view);
	page_add_crumb(ctx, &view.page, "Your account", "/account");
	render_form_page(&res->body, &view);
}

int page_password(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	(void)req;
	(void)err;
	form_begin(&form, CHANGE_FORM, CHANGE_FIELDS);
	show_form(ctx, res, &CHANGE_PAGE, &form);
	return 0;
}

static int change_password(struct page_context *ctx, struct response *res, const struct form *form, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct signed_in done;
	int rc;

	visitor.outcome = "/account?done=password";
	rc = password_change(ctx->app->accounts, &visitor, ctx->token, form->values[CURRENT].text, form->values[NEW].text, &done, err);
	if (rc == 0) {
		session_begin(ctx, res, &done);
		response_see_other(res, visitor.outcome);
	}
	return rc;
}

int post_password(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = form_read(req, CHANGE_FORM, CHANGE_FIELDS, &form, err);

	if (rc < 0)
		return rc;
	if (form.issues_count == 0 && !str_equal(form.values[NEW].text, form.values[AGAIN].text))
		form_add_issue(&form, ctx->arena, AGAIN, "The two passwords are not the same: type the new one twice");
	if (form.issues_count == 0) {
		rc = change_password(ctx, res, &form, err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, -1, rc, err))
			return rc;
	} else
		res->status = 422;
	show_form(ctx, res, &CHANGE_PAGE, &form);
	return 0;
}

/* ---- second factor ---- */

static const struct form_page *begin_page(const struct page_context *ctx)
{
	return ctx->session->has_second_factor ? &REPLACE_PAGE : &BEGIN_PAGE;
}

int page_second_factor(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	(void)req;
	(void)err;
	form_begin(&form, begin_page(ctx)->fields, begin_page(ctx)->count);
	show_form(ctx, res, begin_page(ctx), &form);
	return 0;
}

int post_second_factor_begin(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct form_page *page = begin_page(ctx);
	struct form form, code;
	int rc = form_read(req, page->fields, page->count, &form, err);

	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		form_begin(&code, FACTOR_FORM, CODE_FIELDS);
		rc = show_second_factor(ctx, res, &FACTOR_PAGE, &code, "", form.values[PASSWORD].text, err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, PASSWORD, rc, err))
			return rc;
	} else
		res->status = 422;
	show_form(ctx, res, page, &form);
	return 0;
}

int post_second_factor(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct recovery_codes codes;
	struct signed_in done;
	struct form form;
	int rc = form_read(req, FACTOR_FORM, CODE_FIELDS, &form, err);

	visitor.outcome = CODES_TOLD;
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = second_factor_confirm(ctx->app->accounts, &visitor, ctx->token, form.values[CODE].text, &done, &codes, err);
		if (rc == 0) {
			session_begin(ctx, res, &done);
			show_recovery_codes(ctx, res, &codes, "Your second factor is set up.", "/account", "Back to your account");
			return 0;
		}
		if (!form_page_takes(ctx, res, &form, CODE, rc, err))
			return rc;
	} else
		res->status = 422;
	form.values[CODE].text = "";
	return show_second_factor(ctx, res, &FACTOR_PAGE, &form, "", NULL, err);
}

int page_second_factor_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	(void)req;
	(void)err;
	form_begin(&form, END_FACTOR_FORM, END_FACTOR_FIELDS);
	show_form(ctx, res, &END_FACTOR_PAGE, &form);
	return 0;
}

static int end_factor(struct page_context *ctx, struct response *res, const struct form *form, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct signed_in done;
	int rc;

	visitor.outcome = "/account?done=no-factor";
	rc = second_factor_end(ctx->app->accounts, &visitor, ctx->token, form->values[END_PASSWORD].text, form->values[END_CODE].text,
		&done, err);
	if (rc == 0) {
		session_begin(ctx, res, &done);
		response_see_other(res, visitor.outcome);
	}
	return rc;
}

int post_second_factor_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = form_read(req, END_FACTOR_FORM, END_FACTOR_FIELDS, &form, err);

	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = end_factor(ctx, res, &form, err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, -1, rc, err))
			return rc;
	} else
		res->status = 422;
	form.values[END_CODE].text = "";
	show_form(ctx, res, &END_FACTOR_PAGE, &form);
	return 0;
}

/* ---- recovery codes ---- */

int page_recovery_codes(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	(void)req;
	(void)err;
	form_begin(&form, RENEW_FORM, RENEW_FIELDS);
	show_form(ctx, res, &RENEW_PAGE, &form);
	return 0;
}

int post_recovery_codes(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct recovery_codes codes;
	struct form form;
	int rc = form_read(req, RENEW_FORM, RENEW_FIELDS, &form, err);

	visitor.outcome = CODES_TOLD;
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = recovery_codes_renew(ctx->app->accounts, &visitor, ctx->token, form.values[PASSWORD].text, &codes, err);
		if (rc == 0) {
			show_recovery_codes(ctx, res, &codes, "The codes you had before no longer work.", "/account", "Back to your account");
			return 0;
		}
		if (!form_page_takes(ctx, res, &form, PASSWORD, rc, err))
			return rc;
	} else
		res->status = 422;
	show_form(ctx, res, &RENEW_PAGE, &form);
	return 0;
}
