/* /account/tokens and what is done there. */
#include "web/pages/account/own_tokens.h"

#include "base/clock.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/words.h"

#define TOKENS_PAGE "/account/tokens"

enum { NAME, ROLE, READ_ONLY, DAYS, MAKE_FIELDS };

static const struct form_choice LENGTHS[] = {{"30", "30 days"}, {"90", "90 days"}, {"180", "180 days"}, {"366", "A year"}, {NULL, NULL}};

static const struct form_field MAKE_FORM[MAKE_FIELDS] = {
	[NAME] = {"name", "What it is for", form_check_text, .most = API_TOKEN_NAME_BYTES, .autocomplete = "off",
		.hint = "The program that gets it, so that you know which one to revoke."},
	[ROLE] = {"role", "What it may do", form_check_choice, .most = 40, .optional = true},
	[READ_ONLY] = {"read-only", "It only reads, and changes nothing", form_check_box, .most = 3, .optional = true},
	[DAYS] = {"days", "It ends after", form_check_choice, .most = 3}};

const struct form_field TOKEN_FORM[TOKEN_FIELDS] = {[TOKEN_NUMBER] = {"number", "Token", form_check_text, .most = 20}};

/* ---- what there is ---- */

static const char *may_words(struct arena *a, const struct own_api_token *t)
{
	enum role role;
	const char *roles = role_parse(t->role, &role) ? role_words(role) : "all roles of the account";

	return t->read_only ? words_join(a, roles, ", and only reads", NULL) : roles;
}

int tokens_put(struct page_context *ctx, struct response *res, const char *login, const char *route, const char *action,
	struct tokens_view *ret, struct err *err)
{
	struct arena *a = ctx->arena;
	struct own_api_token *tokens;
	struct token_row_view *rows;
	size_t count;
	int rc = api_tokens_of(ctx->app->accounts, a, ctx->viewer->employer, login, &tokens, &count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(a, count, sizeof *rows);
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct token_row_view){.name = tokens[i].name, .may = may_words(a, &tokens[i]),
			.begun = words_moment(a, tokens[i].begun), .ends = words_moment(a, tokens[i].expires), .over = tokens[i].expires <= clock_now(),
			.used = tokens[i].seen > 0 ? words_join(a, words_moment(a, tokens[i].seen), ", to the hour", NULL) : "never",
			.number = arena_printf(a, "%lld", (long long)tokens[i].token_id), .revoke = session_form(ctx, res, route, action)};
	*ret = (struct tokens_view){rows, count};
	return 0;
}

int token_meant(const struct form *form, int64_t *ret, struct err *err)
{
	return str_to_int(str_of(form->values[TOKEN_NUMBER].text), 1, INT64_MAX, ret) ? 0
		: err_set(err, PL_INVALID, "The form names no token.");
}

int tokens_state_words(const struct page_context *ctx, const char **ret, struct err *err)
{
	struct own_api_token *tokens;
	size_t count, hold = 0;
	int rc = api_tokens_of(ctx->app->accounts, ctx->arena, ctx->viewer->employer, ctx->viewer->login, &tokens, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		hold += tokens[i].expires > clock_now();
	if (rc == 0)
		*ret = hold == 0 ? "None" : words_count(ctx->arena, (int64_t)hold, "token", "tokens");
	return rc;
}

/* ---- the page ---- */

static const char *notice_of(const struct page_context *ctx)
{
	const char *done = request_query(ctx->request, "done");

	if (done == NULL)
		return "";
	return str_equal(done, "revoked") ? "The token is revoked: it opens nothing any more."
		: str_equal(done, "told") ? "That was done before, and the token was told then. If you did not take it down, revoke it and make a new one." : "";
}

/* The roles that the account has, each once. */
static const struct form_choice *role_choices(const struct page_context *ctx)
{
	struct form_choice *choices = arena_array(ctx->arena, ROLES + 1, sizeof *choices), *next = choices;

	for (enum role r = 0; r < ROLES; r++) {
		bool has = false;

		for (size_t i = 0; i < ctx->viewer->grants_count; i++)
			has |= ctx->viewer->grants[i].role == r;
		if (has)
			*next++ = (struct form_choice){role_code(r), words_join(ctx->arena, "What you may as ", role_words(r), NULL)};
	}
	return choices;
}

static const struct form_field *fields_for(const struct page_context *ctx)
{
	struct form_field *fields = arena_array(ctx->arena, MAKE_FIELDS, sizeof *fields);

	for (size_t i = 0; i < MAKE_FIELDS; i++)
		fields[i] = MAKE_FORM[i];
	fields[ROLE].choices = role_choices(ctx);
	fields[DAYS].choices = LENGTHS;
	return fields;
}

static int show(struct page_context *ctx, struct response *res, const struct form *form, const char *secret, struct err *err)
{
	struct own_tokens_view view = {.notice = notice_of(ctx), .secret = secret, .issues = form_issues(form, ctx->arena),
		.name = form_input(form, NAME), .role = form_select(form, ctx->arena, ROLE), .days = form_select(form, ctx->arena, DAYS),
		.read_only = form_box(form, READ_ONLY)};
	int rc = tokens_put(ctx, res, ctx->viewer->login, TOKENS_PAGE "/end", TOKENS_PAGE "/end", &view.tokens, err);

	if (rc < 0)
		return rc;
	view.role.none = "All that you may";
	view.make = session_form(ctx, res, TOKENS_PAGE, TOKENS_PAGE);
	page_begin_plain(ctx, &view.page, "Your tokens for programs", "/account");
	page_add_crumb(ctx, &view.page, "Your account", "/account");
	form_page_title(ctx, &view.page, form);
	render_own_tokens(&res->body, &view);
	return 0;
}

static int show_empty(struct page_context *ctx, struct response *res, const char *secret, struct err *err)
{
	struct form form;

	form_begin(&form, fields_for(ctx), MAKE_FIELDS);
	form.values[DAYS].text = "90";
	return show(ctx, res, &form, secret, err);
}

int page_own_tokens(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return show_empty(ctx, res, "", err);
}

/* ---- making and revoking ---- */

static struct account_change change_by(const struct page_context *ctx, const char *outcome)
{
	return (struct account_change){.actor = ctx->viewer->login, .account_id = ctx->viewer->account_id, .once = ctx->once,
		.outcome = outcome};
}

static int make(const struct page_context *ctx, const struct form *form, char ret[API_TOKEN_SIZE], struct err *err)
{
	const struct account_change change = change_by(ctx, TOKENS_PAGE "?done=told");
	struct new_api_token wanted = {.employer = ctx->viewer->employer, .login = ctx->viewer->login, .name = form->values[NAME].text,
		.role = form->values[ROLE].text, .read_only = form->values[READ_ONLY].is_set};
	int64_t days = 0;

	(void)!str_to_int(str_of(form->values[DAYS].text), 1, API_TOKEN_DAYS_MOST, &days);
	wanted.days = (int32_t)days;
	return api_token_make(ctx->app->accounts, &change, &wanted, ret, err);
}

int post_own_token(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	char secret[API_TOKEN_SIZE];
	struct form form;
	int rc = form_read(req, fields_for(ctx), MAKE_FIELDS, &form, err);

	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = make(ctx, &form, secret, err);
		if (rc == 0)
			return show_empty(ctx, res, secret, err);
		if (!form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, -1, err->text);
	}
	res->status = 422;
	return show(ctx, res, &form, "", err);
}

int post_own_token_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct account_change change = change_by(ctx, TOKENS_PAGE "?done=revoked");
	struct form form;
	int64_t number = 0;
	int rc = form_read(req, TOKEN_FORM, TOKEN_FIELDS, &form, err);

	if (rc == 0)
		rc = token_meant(&form, &number, err);
	if (rc == 0)
		rc = api_token_revoke(ctx->app->accounts, &change, ctx->viewer->employer, ctx->viewer->login, number, err);
	if (rc == 0)
		response_see_other(res, change.outcome);
	return rc;
}
