/* /account/mail and what is done there. */
#include "web/pages/account/own_mail.h"

#include "routes.h"
#include "service/telling/own_mail.h"
#include "templates.h"
#include "web/app.h"
#include "web/words.h"

#define MAIL_PAGE "/account/mail"

enum { ADDRESS, WISH, MAIL_FIELDS };
enum { CODE, CODE_FIELDS };

static const struct form_choice OFTEN[] = {{"at-once", "Urgent at once, rest daily"},
	{"digest", "Once a day, in the morning"}, {"none", "Not at all"}, {NULL, NULL}};
/* For those who answer for others. */
static const struct form_choice OFTEN_ENOUGH[] = {{"at-once", "Urgent at once, rest daily"},
	{"digest", "Once a day, in the morning"}, {NULL, NULL}};

static const struct form_field MAIL_FORM[MAIL_FIELDS] = {
	[ADDRESS] = {"address", "Address for mail", form_check_text, .most = 254, .autocomplete = "email", .inputmode = "email",
		.hint = "Your work address. A code is mailed there, to see that it is yours."},
	[WISH] = {"often", "When to be told", form_check_choice, .most = 20,
		.hint = "Only in your working time; in the morning is when your working day starts."}};
static const struct form_field CODE_FORM[CODE_FIELDS] = {
	[CODE] = {"code", "Code from the mail", form_check_text, .most = 20, .autocomplete = "one-time-code", .hint = "Eight letters and digits."}};

const char *mail_state_words(struct arena *a, const struct own_mail *own, bool mail_is_sent)
{
	if (!own->has_address)
		return mail_is_sent ? "No address" : "Off: this Plimsoll sends no mail";
	if (own->row.confirmed_at == 0)
		return "The address is not confirmed yet";
	return words_join(a, own->row.wish == WISH_NONE ? "Off" : own->row.wish == WISH_DIGEST ? "Once a day" : "At once, and once a day",
		mail_is_sent ? "" : "; but this Plimsoll sends no mail now", own->row.failures > 0 ? "; the last mail was not taken" : "", NULL);
}

const char *calendar_state_words(struct arena *a, const struct own_mail *own)
{
	if (!own->has_calendar)
		return "Off";
	return own->calendar.used_at == 0 ? "On, not used yet" : words_join(a, "On, last used ", words_moment(a, own->calendar.used_at), NULL);
}

/* ---- the page ---- */

static const char *notice_of(const struct page_context *ctx)
{
	static const struct {
		const char *done, *words;
	} NOTICES[] = {{"set", "It is kept."}, {"confirmed", "The address is confirmed: from now on you are told there."},
		{"again", "Another code is on its way. The one before holds no longer."}, {"ended", "The address is deleted. You are told in the pages alone."}};
	const char *done = request_query(ctx->request, "done");

	for (size_t i = 0; done != NULL && i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].done, done))
			return NOTICES[i].words;
	return "";
}

static const char *sentence_of(const struct page_context *ctx, const struct own_mail *own)
{
	if (ctx->app->mailer == NULL)
		return "This Plimsoll sends no mail: whoever runs it has not set a mail server. What waits for you stands in the header of every page.";
	if (own->has_address && own->row.confirmed_at == 0)
		return "A code is on its way to your address. Until you type it here nothing is told there.";
	return "A mail says how many things wait for you and leads to them. It names no case and nobody, comes in your working time, and is "
		"never an answer or a discussion.";
}

static int read_own(struct page_context *ctx, struct own_mail *ret, struct err *err)
{
	return own_mail_read(ctx->app->accounts, ctx->arena, ctx->viewer->employer, ctx->viewer->login, ret, err);
}

/* The fields, with the answers that this person may give. */
static const struct form_field *fields_for(struct page_context *ctx, const struct own_mail *own)
{
	struct form_field *fields = arena_array(ctx->arena, MAIL_FIELDS, sizeof *fields);

	for (size_t i = 0; i < MAIL_FIELDS; i++)
		fields[i] = MAIL_FORM[i];
	fields[WISH].choices = own->may_end ? OFTEN : OFTEN_ENOUGH;
	if (!own->may_end)
		fields[WISH].hint = "In your working time; in the morning is when your working day starts. You answer for others, who wait for you: so what is grave "
			"comes at any hour, and it cannot be switched off.";
	return fields;
}

static void show(struct page_context *ctx, struct response *res, const struct own_mail *own, const struct form *form, const struct form *code)
{
	struct own_mail_view view = {.notice = notice_of(ctx), .sentence = sentence_of(ctx, own),
		.issues = form_issues(form->issues_count > 0 ? form : code, ctx->arena), .has_address = own->has_address, .may_end = own->may_end,
		.waits_for_code = own->has_address && own->row.confirmed_at == 0, .address = form_input(form, ADDRESS),
		.code = form_input(code, CODE), .wish = form_select(form, ctx->arena, WISH), .failure = own->row.failure};

	view.form = session_form(ctx, res, MAIL_PAGE, MAIL_PAGE);
	view.confirm = session_form(ctx, res, MAIL_PAGE "/confirm", MAIL_PAGE "/confirm");
	view.again = session_form(ctx, res, MAIL_PAGE "/again", MAIL_PAGE "/again");
	view.end = session_form(ctx, res, MAIL_PAGE "/end", MAIL_PAGE "/end");
	view.last_mail = own->has_address && own->row.mailed_at > 0 ? words_moment(ctx->arena, own->row.mailed_at) : "";
	page_begin_plain(ctx, &view.page, "Being told by mail", "/account");
	page_add_crumb(ctx, &view.page, "Your account", "/account");
	form_page_title(ctx, &view.page, form->issues_count > 0 ? form : code);
	render_own_mail(&res->body, &view);
}

/* What there is now, where the form is not what was typed. */
static void fill(struct form *form, const struct own_mail *own)
{
	form->values[ADDRESS].text = own->row.address;
	form->values[WISH].text = wish_code(own->has_address ? own->row.wish : WISH_AT_ONCE);
}

static int show_own(struct page_context *ctx, struct response *res, struct form *code, struct err *err)
{
	struct own_mail own;
	struct form form;
	int rc = read_own(ctx, &own, err);

	if (rc < 0)
		return rc;
	form_begin(&form, fields_for(ctx, &own), MAIL_FIELDS);
	fill(&form, &own);
	show(ctx, res, &own, &form, code);
	return 0;
}

int page_own_mail(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form code;

	(void)req;
	form_begin(&code, CODE_FORM, CODE_FIELDS);
	return show_own(ctx, res, &code, err);
}

/* ---- what is done there ---- */

static struct account_change change_by(const struct page_context *ctx, const char *outcome)
{
	return (struct account_change){.actor = ctx->viewer->login, .account_id = ctx->viewer->account_id, .once = ctx->once,
		.outcome = outcome};
}

static void wake_mailer(const struct page_context *ctx)
{
	if (ctx->app->mailer != NULL)
		mailer_wake(ctx->app->mailer);
}

int post_own_mail(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct account_change change = change_by(ctx, MAIL_PAGE "?done=set");
	enum mail_wish wish = WISH_AT_ONCE;
	struct form form, code;
	struct own_mail own;
	int rc = read_own(ctx, &own, err);

	if (rc == 0)
		rc = form_read(req, fields_for(ctx, &own), MAIL_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	(void)wish_parse(form.values[WISH].text, &wish);
	if (form.issues_count == 0) {
		rc = own_mail_set(ctx->app->accounts, &change, ctx->viewer->employer, ctx->viewer->login, form.values[ADDRESS].text, wish, err);
		if (rc == 0) {
			wake_mailer(ctx);
			response_see_other(res, change.outcome);
		}
		if (rc == 0 || !form_page_takes(ctx, res, &form, rc == PL_LIMIT ? -1 : ADDRESS, rc, err))
			return rc;
	} else
		res->status = 422;
	form_begin(&code, CODE_FORM, CODE_FIELDS);
	show(ctx, res, &own, &form, &code);
	return 0;
}

int post_own_mail_confirm(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct account_change change = change_by(ctx, NULL);
	struct account_change kept = change;
	struct form code;
	int rc = form_read(req, CODE_FORM, CODE_FIELDS, &code, err);

	if (rc < 0)
		return rc;
	/* A wrong code is kept as tried: the key of the form would answer for it as if it had been right. */
	kept.once = NULL;
	if (code.issues_count == 0) {
		rc = own_mail_confirm(ctx->app->accounts, &kept, ctx->viewer->employer, ctx->viewer->login, code.values[CODE].text, err);
		if (rc == 0 || rc == PL_CONFLICT) {
			wake_mailer(ctx);
			response_see_other(res, MAIL_PAGE "?done=confirmed");
			return 0;
		}
		if (!form_page_takes(ctx, res, &code, CODE, rc, err))
			return rc;
	} else
		res->status = 422;
	code.values[CODE].text = "";
	return show_own(ctx, res, &code, err);
}

typedef int mail_step(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err);

/* A button: what is refused is shown above the form. */
static int press(struct page_context *ctx, struct response *res, mail_step *step, const char *outcome, struct err *err)
{
	const struct account_change change = change_by(ctx, outcome);
	struct form code;
	int rc = form_read(ctx->request, CODE_FORM, 0, &code, err);

	if (rc == 0)
		rc = step(ctx->app->accounts, &change, ctx->viewer->employer, ctx->viewer->login, err);
	if (rc == 0) {
		wake_mailer(ctx);
		response_see_other(res, outcome);
		return 0;
	}
	form_begin(&code, CODE_FORM, CODE_FIELDS);
	return form_page_takes(ctx, res, &code, -1, rc == PL_CONFLICT ? PL_INVALID : rc, err) ? show_own(ctx, res, &code, err) : rc;
}

int post_own_mail_again(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return press(ctx, res, own_mail_again, MAIL_PAGE "?done=again", err);
}

int post_own_mail_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return press(ctx, res, own_mail_end, MAIL_PAGE "?done=ended", err);
}
