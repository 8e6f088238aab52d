/* /sign-in and what follows it: password, code, recovery code, a password of one's own, setting up a second factor. */
#include "web/pages/account/sign_in.h"

#include "base/clock.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/qr.h"
#include "web/where_to.h"
#include "web/words.h"

enum { LINK_BYTES = 2048 };

enum { LOGIN, PASSWORD, PASSWORD_NEXT, PASSWORD_FIELDS };
static const struct form_field PASSWORD_FORM[PASSWORD_FIELDS] = {
	[LOGIN] = {"login", "Login", form_check_text, .most = 64, .autocomplete = "username"},
	[PASSWORD] = {"password", "Password", form_check_secret, .most = 512, .autocomplete = "current-password"},
	[PASSWORD_NEXT] = FORM_NEXT_FIELD};
static const struct form_page PASSWORD_PAGE = {"/sign-in", "Sign in", "", "Continue", PASSWORD_FORM, PASSWORD_FIELDS};

enum { CODE, CODE_NEXT, CODE_FIELDS };
static const struct form_field CODE_FORM[CODE_FIELDS] = {
	[CODE] = {"code", "Six-digit code", form_check_text, .most = 20, .autocomplete = "one-time-code", .inputmode = "numeric"},
	[CODE_NEXT] = FORM_NEXT_FIELD};
static const struct form_page CODE_PAGE = {"/sign-in/code", "Your second factor",
	"Your authenticator application shows a code of six digits for Plimsoll. Each one holds for half a minute.", "Sign in",
	CODE_FORM, CODE_FIELDS};
static const struct form_page ENROL_PAGE = {"/sign-in/second-factor", "Set up your second factor",
	"Your role sees more than your own work, so a password alone is not enough.", "Sign in", CODE_FORM, CODE_FIELDS};

static const struct form_field RECOVERY_FORM[CODE_FIELDS] = {
	[CODE] = {"code", "Recovery code", form_check_text, .most = 40, .autocomplete = "one-time-code"},
	[CODE_NEXT] = FORM_NEXT_FIELD};
static const struct form_page RECOVERY_PAGE = {"/sign-in/recovery", "Use a recovery code",
	"One of the codes you were given when you set up your second factor. Each works once.", "Sign in", RECOVERY_FORM, CODE_FIELDS};

enum { NEW, AGAIN, NEW_NEXT, NEW_FIELDS };
static const struct form_field NEW_FORM[NEW_FIELDS] = {[NEW] = NEW_PASSWORD_FIELD, [AGAIN] = AGAIN_FIELD,
	[NEW_NEXT] = FORM_NEXT_FIELD};
static const struct form_page NEW_PAGE = {"/sign-in/new-password", "Choose your own password",
	"Somebody else knows the one you signed in with. Nobody will know this one.", "Continue", NEW_FORM, NEW_FIELDS};

/* ---- from step to step ---- */

static const char *page_of_step(enum sign_in_step step)
{
	switch (step) {
	case SIGN_IN_CODE:
		return CODE_PAGE.path;
	case SIGN_IN_NEW_PASSWORD:
		return NEW_PAGE.path;
	case SIGN_IN_ENROL:
		return ENROL_PAGE.path;
	case SIGN_IN_DONE:
		break;
	}
	return "/";
}

/* Where somebody goes who is signed in. */
static const char *destination(const struct page_context *ctx, const char *next)
{
	const char *own = where_own_page(ctx->arena, next);

	return own != NULL ? own : "/";
}

void sign_in_go_on(const struct page_context *ctx, struct response *res, const struct signed_in *done, const char *next)
{
	session_begin(ctx, res, done);
	response_see_other(res, done->step == SIGN_IN_DONE ? destination(ctx, next)
		: words_join(ctx->arena, page_of_step(done->step), where_next_query(ctx->arena, where_own_page(ctx->arena, next)), NULL));
}

/* Leads to where somebody is who is not at this step; true if they are not. */
static bool is_elsewhere(const struct page_context *ctx, struct response *res, enum sign_in_step step)
{
	if (ctx->signing_in != NULL && ctx->signing_in->step == step)
		return false;
	response_see_other(res, ctx->session != NULL ? "/" : ctx->signing_in != NULL ? page_of_step(ctx->signing_in->step) : "/sign-in");
	return true;
}

/* What became of a step: on to the next, the form again, or from the start. */
static int end_step(struct page_context *ctx, struct response *res, int rc, const struct signed_in *done, const char *next,
	const struct err *err)
{
	if (rc == 0)
		sign_in_go_on(ctx, res, done, next);
	else if (rc == PL_NOT_FOUND) {
		session_forget(res);
		response_see_other(res, "/sign-in?over=yes");
	}
	(void)err;
	return rc == PL_NOT_FOUND ? 0 : rc;
}

static const char *demo_note(const struct page_context *ctx)
{
	char code[SECOND_FACTOR_CODE_SIZE];
	struct err err;

	const struct session *who = ctx->session != NULL ? ctx->session : ctx->signing_in;

	if (who == NULL || !who->demo
		|| second_factor_demo_code(ctx->app->accounts, ctx->token, code, &err) < 0)
		return "";
	return words_join(ctx->arena, "Demonstration: nothing here is real, so this page tells you the code of the moment: ", code, ".", NULL);
}

/* ---- login and password ---- */

const char *sign_in_first_steps(const struct page_context *ctx)
{
	struct err err;
	bool any = true;

	if (ctx->app->accounts == NULL || accounts_exist(ctx->app->accounts, &any, &err) < 0 || any)
		return "";
	return "Nobody has an account yet. The first one is made on the machine that Plimsoll runs on: "
		"plimsoll user add --db DATABASE --employer CODE LOGIN administrator";
}

static void show_sign_in(struct page_context *ctx, struct response *res, const struct form *form, const char *next)
{
	struct form_page_view view;

	form_page_begin(ctx, res, &PASSWORD_PAGE, form, next, &view);
	view.page.sign_in_href = "";
	view.note = request_query(ctx->request, "over") != NULL ? "You were signed out because nothing was done for a while. Sign in again."
		: sign_in_first_steps(ctx);
	if (ctx->app->single_sign_on != NULL) {
		view.other = session_form(ctx, res, "/sign-in/sso", "/sign-in/sso");
		view.other_button = words_join(ctx->arena, "Sign in with ", single_sign_on_name(ctx->app->single_sign_on), NULL);
	}
	render_form_page(&res->body, &view);
}

int page_sign_in(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	(void)err;
	if (ctx->session != NULL) {
		response_see_other(res, destination(ctx, request_query(req, FORM_NEXT)));
		return 0;
	}
	form_begin(&form, PASSWORD_FORM, PASSWORD_FIELDS);
	show_sign_in(ctx, res, &form, request_query(req, FORM_NEXT));
	return 0;
}

int post_sign_in(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct signed_in done;
	struct form form;
	int rc = form_read(req, PASSWORD_FORM, PASSWORD_FIELDS, &form, err);

	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = sign_in_with_password(ctx->app->accounts, &visitor, form.values[LOGIN].text, form.values[PASSWORD].text, &done, err);
		if (rc == 0)
			sign_in_go_on(ctx, res, &done, form.values[PASSWORD_NEXT].text);
		if (rc == 0 || !form_page_takes(ctx, res, &form, LOGIN, rc, err))
			return rc;
	} else
		res->status = 422;
	show_sign_in(ctx, res, &form, form.values[PASSWORD_NEXT].text);
	return 0;
}

/* ---- code, recovery code ---- */

static void show_step(struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form,
	const char *next)
{
	const char *query = where_next_query(ctx->arena, where_own_page(ctx->arena, next));
	struct form_page_view view;

	form_page_begin(ctx, res, page, form, next, &view);
	view.page.sign_in_href = "";
	if (page == &CODE_PAGE) {
		view.note = demo_note(ctx);
		form_page_add_link(&view, "Use a recovery code instead", words_join(ctx->arena, "/sign-in/recovery", query, NULL));
	}
	if (page == &RECOVERY_PAGE)
		form_page_add_link(&view, "Use the authenticator application", words_join(ctx->arena, "/sign-in/code", query, NULL));
	render_form_page(&res->body, &view);
}

static int begin_step(struct page_context *ctx, struct response *res, enum sign_in_step step, const struct form_page *page)
{
	struct form form;

	if (is_elsewhere(ctx, res, step))
		return 0;
	form_begin(&form, page->fields, page->count);
	show_step(ctx, res, page, &form, request_query(ctx->request, FORM_NEXT));
	return 0;
}

typedef int code_step(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct err *err);

static int take_code(struct page_context *ctx, struct response *res, const struct form_page *page, code_step *take, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct signed_in done;
	struct form form;
	int rc;

	if (is_elsewhere(ctx, res, SIGN_IN_CODE))
		return 0;
	rc = form_read(ctx->request, page->fields, page->count, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = take(ctx->app->accounts, &visitor, ctx->token, form.values[CODE].text, &done, err);
		rc = end_step(ctx, res, rc, &done, form.values[CODE_NEXT].text, err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, CODE, rc, err))
			return rc;
	} else
		res->status = 422;
	form.values[CODE].text = "";
	show_step(ctx, res, page, &form, form.values[CODE_NEXT].text);
	return 0;
}

int page_sign_in_code(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	(void)err;
	return begin_step(ctx, res, SIGN_IN_CODE, &CODE_PAGE);
}

int post_sign_in_code(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return take_code(ctx, res, &CODE_PAGE, sign_in_with_code, err);
}

int page_sign_in_recovery(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	(void)err;
	return begin_step(ctx, res, SIGN_IN_CODE, &RECOVERY_PAGE);
}

int post_sign_in_recovery(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return take_code(ctx, res, &RECOVERY_PAGE, sign_in_with_recovery_code, err);
}

/* ---- a password of one's own ---- */

int page_sign_in_new_password(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	(void)err;
	return begin_step(ctx, res, SIGN_IN_NEW_PASSWORD, &NEW_PAGE);
}

int post_sign_in_new_password(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct signed_in done;
	struct form form;
	int rc;

	visitor.outcome = NEW_PAGE.path; /* which leads on from there */
	if (is_elsewhere(ctx, res, SIGN_IN_NEW_PASSWORD))
		return 0;
	rc = form_read(req, NEW_FORM, NEW_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0 && !str_equal(form.values[NEW].text, form.values[AGAIN].text))
		form_add_issue(&form, ctx->arena, AGAIN, "The two passwords are not the same: type the new one twice");
	if (form.issues_count == 0) {
		rc = sign_in_with_new_password(ctx->app->accounts, &visitor, ctx->token, form.values[NEW].text, &done, err);
		rc = end_step(ctx, res, rc, &done, form.values[NEW_NEXT].text, err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, NEW, rc, err))
			return rc;
	} else
		res->status = 422;
	show_step(ctx, res, &NEW_PAGE, &form, form.values[NEW_NEXT].text);
	return 0;
}

/* ---- setting up a second factor ---- */

static const char *in_groups(struct arena *a, const char *secret)
{
	struct buf text = BUF_INIT(2 * SECOND_FACTOR_SECRET_SIZE);
	const char *groups;

	for (size_t i = 0; secret[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			buf_putc(&text, ' ');
		buf_putc(&text, secret[i]);
	}
	groups = arena_strndup(a, buf_text(&text), text.len);
	buf_free(&text);
	return groups;
}

/* The one address of ours that is no web address. */
static struct safe_html authenticator_link(struct arena *a, const char *address)
{
	struct buf link = BUF_INIT(LINK_BYTES);
	struct safe_html markup;

	buf_puts(&link, "<a class=\"govuk-link\" href=\"");
	html_put_attr(&link, address);
	buf_puts(&link, "\">Open it in the authenticator on this device</a>");
	markup.text = (struct str){arena_strndup(a, buf_text(&link), link.len), link.len};
	buf_free(&link);
	return markup;
}

int show_second_factor(struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form,
	const char *next, const char *password, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct second_factor_view view = {.heading = page->heading, .sentence = page->sentence, .next = next != NULL ? next : ""};
	struct enrolment enrolment;
	int rc = second_factor_begin(ctx->app->accounts, ctx->arena, &visitor, ctx->token, password, &enrolment, err);

	if (rc < 0)
		return rc;
	page_begin_plain(ctx, &view.page, page->heading, "");
	if (ctx->session == NULL)
		view.page.sign_in_href = "";
	form_page_title(ctx, &view.page, form);
	view.form = session_form(ctx, res, page->path, page->path);
	view.issues = form_issues(form, ctx->arena);
	view.note = demo_note(ctx);
	view.picture = qr_code(ctx->arena, enrolment.address, "QR code of the secret");
	view.link = authenticator_link(ctx->arena, enrolment.address);
	view.secret = in_groups(ctx->arena, enrolment.secret);
	view.code = form_input(form, CODE);
	render_second_factor(&res->body, &view);
	return 0;
}

void show_recovery_codes(struct page_context *ctx, struct response *res, const struct recovery_codes *codes, const char *sentence,
	const char *href, const char *link)
{
	struct recovery_codes_view view = {.sentence = sentence, .codes_count = RECOVERY_CODES, .href = href, .link = link};
	const char **list = arena_array(ctx->arena, RECOVERY_CODES, sizeof *list);

	for (size_t i = 0; i < RECOVERY_CODES; i++)
		list[i] = codes->codes[i];
	view.codes = list;
	view.whose = words_join(ctx->arena, "For the login ", ctx->session != NULL ? ctx->viewer->login : ctx->signing_in->viewer.login,
		", made on ", words_moment(ctx->arena, clock_now()), ".", NULL);
	page_begin_plain(ctx, &view.page, "Your recovery codes", "");
	view.page.sign_in_href = "";
	render_recovery_codes(&res->body, &view);
}

int page_sign_in_second_factor(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;

	if (is_elsewhere(ctx, res, SIGN_IN_ENROL))
		return 0;
	form_begin(&form, CODE_FORM, CODE_FIELDS);
	return show_second_factor(ctx, res, &ENROL_PAGE, &form, request_query(req, FORM_NEXT), NULL, err);
}

int post_sign_in_second_factor(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct visitor visitor = session_visitor(ctx);
	struct recovery_codes codes;
	struct signed_in done;
	struct form form;
	int rc;

	visitor.outcome = CODES_TOLD;
	if (is_elsewhere(ctx, res, SIGN_IN_ENROL))
		return 0;
	rc = form_read(req, CODE_FORM, CODE_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = second_factor_confirm(ctx->app->accounts, &visitor, ctx->token, form.values[CODE].text, &done, &codes, err);
		if (rc == 0) {
			session_begin(ctx, res, &done);
			show_recovery_codes(ctx, res, &codes, "You are signed in, and your second factor is set up.",
				destination(ctx, form.values[CODE_NEXT].text), "Continue");
			return 0;
		}
		rc = end_step(ctx, res, rc, &done, "", err);
		if (rc == 0 || !form_page_takes(ctx, res, &form, CODE, rc, err))
			return rc;
	} else
		res->status = 422;
	form.values[CODE].text = "";
	return show_second_factor(ctx, res, &ENROL_PAGE, &form, form.values[CODE_NEXT].text, NULL, err);
}

/* ---- signing out ---- */

int post_sign_out(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = 0;

	(void)req;
	if (ctx->token != NULL)
		rc = session_end(ctx->app->accounts, ctx->token, err);
	if (rc < 0)
		return rc;
	session_forget(res);
	response_see_other(res, "/signed-out");
	return 0;
}

int page_signed_out(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct signed_out_view view = {0};

	(void)req;
	(void)err;
	page_begin_plain(ctx, &view.page, "You are signed out", "");
	render_signed_out(&res->body, &view);
	return 0;
}
