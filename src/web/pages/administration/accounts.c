/* /employers/{employer}/accounts and what is below it. */
#include "web/pages/administration/accounts.h"

#include "routes.h"
#include "service/telling/own_mail.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/pages/account/own_mail.h"
#include "web/words.h"

#define ACCOUNTS_ROUTE "/employers/{employer}/accounts"
#define ACCOUNT_ROUTE ACCOUNTS_ROUTE "/{account}"
#define NEW_ROUTE "/employers/{employer}/new-account"

enum { LOGIN, NAME, ROLE, WHERE, PERSON, NEW_FIELDS };
static const struct form_field NEW_FORM[NEW_FIELDS] = {
	[LOGIN] = {"login", "Login", form_check_text, .most = 64, .hint = "Small letters, digits and . - _ @ + '.",
		.autocomplete = "off"},
	[NAME] = {"name", "Name", form_check_text, .most = 120, .autocomplete = "off"},
	[ROLE] = {"role", "Role", form_check_choice, .most = 40},
	[WHERE] = {"where", "Where the role holds", form_check_choice, .most = 200, .optional = true,
		.hint = "Needed for every role but a worker's, which is for their own post. Director, union representative, regulator and "
			"administrator hold for the whole employer."},
	[PERSON] = {"person", "Worker code", form_check_text, .most = 100, .optional = true, .hint = "Of the person in post whose account "
		"it is; needed for a worker. Give it for who answers for others too: by it their days off are known, and nobody waits for them then.", .autocomplete = "off"}};

enum { GIVE_ROLE, GIVE_WHERE, GIVE_FIELDS };
enum { TAKE_GRANT, TAKE_FIELDS };
static const struct form_field TAKE_FORM[TAKE_FIELDS] = {[TAKE_GRANT] = {"grant", "Role", form_check_text, .most = 300}};
enum { RESET_FORGET, RESET_FIELDS };
static const struct form_field RESET_FORM[RESET_FIELDS] = {
	[RESET_FORGET] = {"forget", "The telephone is lost: a second factor has to be set up anew", form_check_box, .most = 3, .optional = true}};

/* ---- words ---- */

const char *grants_words(struct arena *a, const struct grant *grants, size_t count)
{
	const char *words = count > 0 ? account_grant_words(a, &grants[0]) : "none";

	for (size_t i = 1; i < count; i++)
		words = words_join(a, words, ", ", account_grant_words(a, &grants[i]), NULL);
	return words;
}

/* Whose days off are known is known by the worker that the account belongs to. */
static const char *worker_words(const struct account *account)
{
	unsigned roles = 0;

	for (size_t i = 0; i < account->grants_count; i++)
		roles |= ROLE_BIT(account->grants[i].role);
	if (account->row.person[0] != '\0')
		return account->row.person;
	return (roles & ROLES_DECIDERS) != 0 ? "None: counts as on duty every day" : "None";
}

/* As service/accounts/accounts.h reads it: "manager:team:north". */
static const char *grant_text(struct arena *a, const struct grant *g)
{
	if (g->scope == SCOPE_OWN)
		return role_code(g->role);
	return words_join(a, role_code(g->role), ":", scope_code(g->scope), g->code[0] != '\0' ? ":" : "", g->code, NULL);
}

static const char *state_words(enum account_state state)
{
	switch (state) {
	case ACCOUNT_ACTIVE:
		return "Active";
	case ACCOUNT_DISABLED:
		return "Disabled";
	case ACCOUNT_UNUSED:
		return "Disabled: unused for 90 days";
	}
	return "";
}

static const char *used_words(struct arena *a, const struct account *account)
{
	return account->signed_in_at > 0 ? words_moment(a, account->signed_in_at) : "Never";
}

static const char *factor_words(const struct account *account)
{
	return account->has_second_factor ? "On" : "Off";
}

static const char *account_notice(const struct page_context *ctx)
{
	static const struct {
		const char *done, *words;
	} NOTICES[] = {{"disabled", "The account is disabled, and its sessions are ended."}, {"enabled", "The account is enabled."},
		{"given", "The role is given."}, {"taken", "The role is taken away."},
		{"revoked", "The token is revoked: it opens nothing any more."}, {"before", "That was done before, and the password was told then. "
			"If it was not taken down, make a new one."}};
	const char *done = request_query(ctx->request, "done");

	for (size_t i = 0; done != NULL && i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].done, done))
			return NOTICES[i].words;
	return "";
}

const char *link_words(struct arena *a, enum account_link link, const char *issuer)
{
	switch (link) {
	case ACCOUNT_NOT_LINKED:
		return "Off";
	case ACCOUNT_LINK_WAITS:
		return "Waits for the first sign-in there";
	case ACCOUNT_LINKED:
		return words_join(a, "On: ", issuer, NULL);
	}
	return "";
}

/* ---- addresses, forms ---- */

static const char *account_href(const struct page_context *ctx, int64_t account_id)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/accounts/",
		arena_printf(ctx->arena, "%lld", (long long)account_id), NULL);
}

static const char *accounts_href(const struct page_context *ctx)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/accounts", NULL);
}

static struct account_change change_by(const struct page_context *ctx, const char *outcome)
{
	return (struct account_change){.actor = ctx->viewer->login, .account_id = ctx->viewer->account_id, .once = ctx->once,
		.outcome = outcome};
}

static void begin(struct page_context *ctx, struct page_view *page, const char *what)
{
	page_begin(ctx, page, what, "accounts");
	page->title = words_join(ctx->arena, what, " - ", ctx->picture->snap->employer.name, " - Plimsoll", NULL);
}

static const struct form_choice *role_choices(struct arena *a)
{
	struct form_choice *choices = arena_array(a, ROLES + 1, sizeof *choices);

	_Static_assert(ROLE_WORKER == 0, "give_fields leaves the first choice out");
	for (enum role r = 0; r < ROLES; r++)
		choices[r] = (struct form_choice){role_code(r), role_words(r)};
	return choices;
}

static const struct form_choice *where_choices(struct arena *a, const struct snapshot *s)
{
	struct form_choice *choices = arena_array(a, s->services_count + s->teams_count + 2, sizeof *choices), *next = choices;

	*next++ = (struct form_choice){"employer", "The whole employer"};
	for (size_t i = 0; i < s->services_count; i++)
		*next++ = (struct form_choice){words_join(a, "service:", s->services[i].code, NULL),
			words_join(a, "Service ", s->services[i].name, NULL)};
	for (size_t i = 0; i < s->teams_count; i++)
		*next++ = (struct form_choice){words_join(a, "team:", s->teams[i].code, NULL), words_join(a, "Team ", s->teams[i].name, NULL)};
	return choices;
}

/* The fields with the choices of this employer. */
static struct form_field *with_choices(struct page_context *ctx, const struct form_field *fields, size_t count, int role, int where)
{
	struct form_field *own = arena_array(ctx->arena, count, sizeof *own);

	for (size_t i = 0; i < count; i++)
		own[i] = fields[i];
	own[role].choices = role_choices(ctx->arena);
	own[where].choices = where_choices(ctx->arena, ctx->picture->snap);
	return own;
}

static int read_grant(struct page_context *ctx, const char *role, const char *where, struct grant *ret, struct err *err)
{
	return account_grant_read(ctx->arena, words_join(ctx->arena, role, where[0] != '\0' ? ":" : "", where, NULL), ret, err);
}

/* Nobody is given the whole employer because a choice was forgotten. */
static void check_where(struct page_context *ctx, struct form *form, int role, int where)
{
	if (form->issues_count == 0 && form->values[where].text[0] == '\0' &&
		!str_equal(form->values[role].text, role_code(ROLE_WORKER)))
		form_add_issue(form, ctx->arena, where, "Choose where the role holds: only a worker's needs no place.");
}

/* ---- the list ---- */

int page_accounts(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct accounts_view view = {.notice = account_notice(ctx), .sentence = "", .new_href = ""};
	struct account_row_view *rows;
	struct account *accounts;
	size_t count;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = accounts_list(ctx->app->accounts, ctx->arena, ctx->viewer->employer, &accounts, &count, err);
	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct account_row_view){.name = accounts[i].row.name, .login = accounts[i].row.login,
			.href = account_href(ctx, accounts[i].row.account_id), .state = state_words(accounts[i].state),
			.roles = grants_words(ctx->arena, accounts[i].grants, accounts[i].grants_count),
			.worker = worker_words(&accounts[i]), .used = used_words(ctx->arena, &accounts[i]), .factor = factor_words(&accounts[i]),
			.link = link_words(ctx->arena, accounts[i].link, accounts[i].issuer)};
	view.rows = rows;
	view.rows_count = count;
	view.sentence = words_count(ctx->arena, (int64_t)count, "account", "accounts");
	view.new_href = words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/new-account", NULL);
	begin(ctx, &view.page, "Accounts");
	render_accounts(&res->body, &view);
	return 0;
}

/* ---- a new one ---- */

static void show_made(struct page_context *ctx, struct response *res, struct made_account_view view)
{
	const char *heading = view.heading;

	begin(ctx, &view.page, heading);
	page_add_crumb(ctx, &view.page, "Accounts", accounts_href(ctx));
	render_made_account(&res->body, &view);
}

static void show_new(struct page_context *ctx, struct response *res, const struct form *form)
{
	struct new_account_view view = {.login = form_input(form, LOGIN), .name = form_input(form, NAME),
		.person = form_input(form, PERSON), .role = form_select(form, ctx->arena, ROLE), .where = form_select(form, ctx->arena, WHERE),
		.issues = form_issues(form, ctx->arena)};

	begin(ctx, &view.page, "New account");
	form_page_title(ctx, &view.page, form);
	page_add_crumb(ctx, &view.page, "Accounts", accounts_href(ctx));
	view.form = session_form(ctx, res, NEW_ROUTE, ctx->request->path);
	render_new_account(&res->body, &view);
}

int page_new_account(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&form, with_choices(ctx, NEW_FORM, NEW_FIELDS, ROLE, WHERE), NEW_FIELDS);
	show_new(ctx, res, &form);
	return 0;
}

static int add_account(struct page_context *ctx, const struct form *form, char ret_made[PASS_PHRASE_SIZE], struct err *err)
{
	struct account_change change = change_by(ctx, words_join(ctx->arena, accounts_href(ctx), "?done=before", NULL));
	struct new_account account = {.employer = ctx->viewer->employer, .login = form->values[LOGIN].text,
		.name = form->values[NAME].text, .person = form->values[PERSON].text, .grants_count = 1};
	struct grant grant;
	int rc = read_grant(ctx, form->values[ROLE].text, form->values[WHERE].text, &grant, err);

	account.grants = &grant;
	return rc < 0 ? rc : account_add(ctx->app->accounts, &change, &account, ret_made, err);
}

int post_new_account(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	char made[PASS_PHRASE_SIZE];
	struct form form;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, with_choices(ctx, NEW_FORM, NEW_FIELDS, ROLE, WHERE), NEW_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	check_where(ctx, &form, ROLE, WHERE);
	if (form.issues_count == 0) {
		rc = add_account(ctx, &form, made, err);
		if (rc == 0)
			show_made(ctx, res, (struct made_account_view){.heading = "The account is made", .login = form.values[LOGIN].text,
				.password = arena_strdup(ctx->arena, made), .change_at = "first", .href = accounts_href(ctx)});
		if (rc == 0 || !form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, -1, err->text);
	}
	res->status = 422;
	show_new(ctx, res, &form);
	return 0;
}

/* ---- one account ---- */

/* The account in the address. */
static int find_account(struct page_context *ctx, struct account *ret, struct err *err)
{
	struct account *all;
	size_t count;
	int64_t id = 0;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = accounts_list(ctx->app->accounts, ctx->arena, ctx->viewer->employer, &all, &count, err);
	if (rc < 0)
		return rc;
	if (str_to_int(str_of(route_value(ctx->match, "account")), 1, INT64_MAX, &id))
		for (size_t i = 0; i < count; i++)
			if (all[i].row.account_id == id) {
				*ret = all[i];
				return 0;
			}
	return err_set(err, PL_NOT_FOUND, "There is no account with this number here.");
}

/* An account becomes a worker's when it is made, or never: without one that role is no choice. */
static const struct form_field *give_fields(struct page_context *ctx, const struct account *account)
{
	const struct form_field fields[GIVE_FIELDS] = {[GIVE_ROLE] = NEW_FORM[ROLE], [GIVE_WHERE] = NEW_FORM[WHERE]};
	struct form_field *own = with_choices(ctx, fields, GIVE_FIELDS, GIVE_ROLE, GIVE_WHERE);

	if (account->row.person[0] == '\0')
		own[GIVE_ROLE].choices++;
	return own;
}

static struct form_view form_below(struct page_context *ctx, struct response *res, const struct account *account, const char *below)
{
	return session_form(ctx, res, words_join(ctx->arena, ACCOUNT_ROUTE, below, NULL),
		words_join(ctx->arena, account_href(ctx, account->row.account_id), below, NULL));
}

static void put_roles(struct page_context *ctx, struct response *res, const struct account *account, struct one_account_view *view)
{
	struct role_row_view *roles = arena_array(ctx->arena, account->grants_count, sizeof *roles);

	for (size_t i = 0; i < account->grants_count; i++)
		roles[i] = (struct role_row_view){account_grant_words(ctx->arena, &account->grants[i]), grant_text(ctx->arena, &account->grants[i]),
			form_below(ctx, res, account, "/roles/end")};
	view->roles = roles;
	view->roles_count = account->grants_count;
}

static int show_account(struct page_context *ctx, struct response *res, const struct account *account, const struct form *give,
	struct err *err)
{
	struct one_account_view view = {.notice = account_notice(ctx), .issues = form_issues(give, ctx->arena),
		.name = account->row.name, .login = account->row.login, .person = account->row.person, .state = state_words(account->state),
		.used = used_words(ctx->arena, account), .factor = factor_words(account),
		.link = link_words(ctx->arena, account->link, account->issuer), .sessions = words_int(ctx->arena, account->sessions), .own = account->row.account_id == ctx->viewer->account_id,
		.active = account->state == ACCOUNT_ACTIVE, .role = form_select(give, ctx->arena, GIVE_ROLE),
		.where = form_select(give, ctx->arena, GIVE_WHERE)};
	struct own_mail mail = {.row = {.failure = ""}};
	struct form reset;
	int rc = tokens_put(ctx, res, account->row.login, ACCOUNT_ROUTE "/tokens/end",
		words_join(ctx->arena, account_href(ctx, account->row.account_id), "/tokens/end", NULL), &view.tokens, err);

	if (rc < 0)
		return rc;
	view.mail = own_mail_read(ctx->app->accounts, ctx->arena, ctx->viewer->employer, account->row.login, &mail, err) < 0 ? "Not known"
		: mail_state_words(ctx->arena, &mail, ctx->app->mailer != NULL);
	view.mail_failure = mail.row.failure;
	form_begin(&reset, RESET_FORM, RESET_FIELDS);
	view.forget = form_box(&reset, RESET_FORGET);
	view.disable = form_below(ctx, res, account, "/disable");
	view.enable = form_below(ctx, res, account, "/enable");
	view.reset = form_below(ctx, res, account, "/reset");
	view.give = form_below(ctx, res, account, "/roles");
	put_roles(ctx, res, account, &view);
	begin(ctx, &view.page, words_join(ctx->arena, "Account of ", account->row.name, NULL));
	form_page_title(ctx, &view.page, give);
	page_add_crumb(ctx, &view.page, "Accounts", accounts_href(ctx));
	render_one_account(&res->body, &view);
	return 0;
}

int page_one_account(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct account account;
	struct form give;
	int rc = find_account(ctx, &account, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&give, give_fields(ctx, &account), GIVE_FIELDS);
	return show_account(ctx, res, &account, &give, err);
}

/* What every change of an account begins with: whose it is, the form that was sent, and where it leads when it is done. */
struct changing {
	struct account account;
	struct form form;
	const char *outcome;
	struct account_change change;
};

static int begin_change(struct page_context *ctx, const struct form_field *fields, size_t count, const char *done, struct changing *ret,
	struct err *err)
{
	int rc = form_read(ctx->request, fields, count, &ret->form, err);

	if (rc < 0)
		return rc;
	ret->outcome = words_join(ctx->arena, account_href(ctx, ret->account.row.account_id), "?done=", done, NULL);
	ret->change = change_by(ctx, ret->outcome);
	return 0;
}

/* What somebody has asked for, and may not do any more, does not go on without them. */
static void stop_imports(const struct page_context *ctx, const struct changing *c)
{
	if (ctx->app->imports != NULL)
		import_jobs_ask_again(ctx->app->imports, ctx->picture->snap->employer.id, c->account.row.account_id);
}

/* After a change: back to the account, or to the account with what was wrong. */
static int end_change(struct page_context *ctx, struct response *res, const struct changing *c, int rc, struct err *err)
{
	struct form give;

	if (rc == 0) {
		stop_imports(ctx, c);
		response_see_other(res, c->outcome);
	}
	if (rc == 0 || !form_page_is_about(rc))
		return rc;
	form_begin(&give, give_fields(ctx, &c->account), GIVE_FIELDS);
	form_add_issue(&give, ctx->arena, -1, err->text);
	res->status = 422;
	return show_account(ctx, res, &c->account, &give, err);
}

typedef int account_switch(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err);

/* Disables or enables: a form without fields. */
static int turn(struct page_context *ctx, struct response *res, account_switch *turn_it, const char *done, struct err *err)
{
	struct changing c;
	int rc = find_account(ctx, &c.account, err);

	if (rc == 0)
		rc = begin_change(ctx, TAKE_FORM, 0, done, &c, err);
	if (rc < 0)
		return rc;
	rc = turn_it(ctx->app->accounts, &c.change, ctx->viewer->employer, c.account.row.login, err);
	return end_change(ctx, res, &c, rc, err);
}

int post_account_disable(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return turn(ctx, res, account_disable, "disabled", err);
}

int post_account_enable(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return turn(ctx, res, account_enable, "enabled", err);
}

int post_account_reset(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	char made[PASS_PHRASE_SIZE];
	struct account_reset reset;
	struct changing c;
	int rc = find_account(ctx, &c.account, err);

	(void)req;
	if (rc == 0)
		rc = begin_change(ctx, RESET_FORM, RESET_FIELDS, "before", &c, err);
	if (rc < 0)
		return rc;
	reset = (struct account_reset){ctx->viewer->employer, c.account.row.login, NULL, c.form.values[RESET_FORGET].is_set};
	rc = account_reset(ctx->app->accounts, &c.change, &reset, made, err);
	if (rc < 0)
		return end_change(ctx, res, &c, rc, err);
	stop_imports(ctx, &c);
	show_made(ctx, res, (struct made_account_view){.heading = "A new password is made", .login = c.account.row.login,
		.password = arena_strdup(ctx->arena, made), .change_at = "next", .disabled = c.account.state != ACCOUNT_ACTIVE,
		.href = account_href(ctx, c.account.row.account_id)});
	return 0;
}

int post_account_role(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct grant grant;
	struct changing c;
	int rc = find_account(ctx, &c.account, err);

	(void)req;
	if (rc == 0)
		rc = begin_change(ctx, give_fields(ctx, &c.account), GIVE_FIELDS, "given", &c, err);
	if (rc < 0)
		return rc;
	check_where(ctx, &c.form, GIVE_ROLE, GIVE_WHERE);
	if (c.form.issues_count > 0) {
		res->status = 422;
		return show_account(ctx, res, &c.account, &c.form, err);
	}
	rc = read_grant(ctx, c.form.values[GIVE_ROLE].text, c.form.values[GIVE_WHERE].text, &grant, err);
	if (rc == 0)
		rc = account_give_role(ctx->app->accounts, &c.change, ctx->viewer->employer, c.account.row.login, &grant, err);
	return end_change(ctx, res, &c, rc, err);
}

int post_account_role_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct grant grant;
	struct changing c;
	int rc = find_account(ctx, &c.account, err);

	(void)req;
	if (rc == 0)
		rc = begin_change(ctx, TAKE_FORM, TAKE_FIELDS, "taken", &c, err);
	if (rc == 0)
		rc = account_grant_read(ctx->arena, c.form.values[TAKE_GRANT].text, &grant, err);
	if (rc < 0)
		return rc;
	rc = account_take_role(ctx->app->accounts, &c.change, ctx->viewer->employer, c.account.row.login, &grant, err);
	return end_change(ctx, res, &c, rc, err);
}

int post_account_token_end(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct changing c;
	int64_t number = 0;
	int rc = find_account(ctx, &c.account, err);

	(void)req;
	if (rc == 0)
		rc = begin_change(ctx, TOKEN_FORM, TOKEN_FIELDS, "revoked", &c, err);
	if (rc == 0)
		rc = token_meant(&c.form, &number, err);
	if (rc < 0)
		return rc;
	rc = api_token_revoke(ctx->app->accounts, &c.change, ctx->viewer->employer, c.account.row.login, number, err);
	return end_change(ctx, res, &c, rc, err);
}
