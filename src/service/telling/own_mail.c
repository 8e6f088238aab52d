#include "service/telling/own_mail.h"

#include <ctype.h>
#include <string.h>

#include "base/mail_address.h"
#include "service/accounts/accounts_inside.h"

enum { USED_EVERY_SECONDS = 60 * 60 };

static const char MUST_BE_TOLD[] = "Somebody waits for those who answer for others: their mail can come once a day and be changed to another "
	"address, and not be turned off";

/* ---- codes ---- */

/* Small letters and digits, without what people put in between. */
static void fold(const char *typed, char ret[MAIL_CODE_SIZE])
{
	size_t n = 0;

	for (; *typed != '\0' && n + 1 < MAIL_CODE_SIZE; typed++)
		if (isalnum((unsigned char)*typed))
			ret[n++] = (char)tolower((unsigned char)*typed);
	ret[n] = '\0';
}

void mail_code_make(char ret[MAIL_CODE_SIZE], char ret_hash[TOKEN_HASH_SIZE])
{
	char phrase[PASS_PHRASE_SIZE], folded[MAIL_CODE_SIZE];

	pass_phrase_make(phrase);
	memcpy(ret, phrase, MAIL_CODE_SIZE - 1);
	ret[MAIL_CODE_SIZE - 1] = '\0';
	fold(ret, folded);
	token_hash(folded, ret_hash);
	secret_wipe(phrase, sizeof phrase);
}

/* ---- what is asked for ---- */

struct wanted {
	const char *address, *code, *hash;
	enum mail_wish wish;
};

static int read_row(struct account_step *step, struct mail_row *ret, bool *ret_found, struct err *err)
{
	struct err ignored;
	int rc = store_mail(step->store, step->arena, step->employer.id, step->row.account_id, ret, &ignored);

	*ret_found = rc == 0;
	if (rc == PL_NOT_FOUND)
		*ret = (struct mail_row){.employer_id = step->employer.id, .account_id = step->row.account_id, .address = "",
			.wish = WISH_AT_ONCE, .code = "", .failure = ""};
	return rc < 0 && rc != PL_NOT_FOUND ? err_set(err, rc, "%s", ignored.text) : 0;
}

static int must_be_told(struct account_step *step, bool *ret, struct err *err)
{
	unsigned roles = 0;
	struct grant *grants;
	size_t count = 0;
	int rc = store_grants(step->store, step->arena, step->employer.id, step->row.account_id, &grants, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		roles |= ROLE_BIT(grants[i].role);
	*ret = roles_answer_for_others(roles);
	return rc;
}

static int refuse_silence(struct account_step *step, struct err *err)
{
	bool must = false;
	int rc = must_be_told(step, &must, err);

	return rc == 0 && must ? err_set(err, PL_INVALID, "%s", MUST_BE_TOLD) : rc;
}

static int refuse_haste(const struct account_step *step, const struct mail_row *row, struct err *err)
{
	int64_t wait = row->tried_at + MAIL_AGAIN_SECONDS - step->now;

	return row->tried_at > 0 && wait > 0 ? err_set(err, PL_LIMIT,
		"A mail was sent a moment ago: ask again in %d seconds", (int)(wait < MAIL_AGAIN_SECONDS ? wait : MAIL_AGAIN_SECONDS)) : 0;
}

/* ---- the address ---- */

static void forget_address(struct mail_row *row, const char *address)
{
	row->address = address;
	row->confirmed_at = row->code_at = row->code_tries = row->failures = row->mailed_at = 0;
	row->code = row->failure = "";
}

static int apply_set(struct account_step *step, void *context, struct err *err)
{
	const struct wanted *w = context;
	struct mail_row row;
	bool found;
	int rc = read_row(step, &row, &found, err);

	if (rc == 0 && w->wish == WISH_NONE)
		rc = refuse_silence(step, err);
	if (rc == 0 && !str_equal(row.address, w->address)) {
		rc = refuse_haste(step, &row, err);
		if (rc == 0 && found)
			rc = store_mail_clear(step->store, row.employer_id, row.account_id, err);
		forget_address(&row, w->address);
		json_text(step->payload, "address", found ? "another" : "new");
	}
	row.wish = w->wish;
	json_text(step->payload, "wish", wish_code(w->wish));
	return rc == 0 ? store_mail_put(step->store, &row, err) : rc;
}

/* A wrong code is counted, and the count is kept although the step is refused: hence an outcome of its own. */
struct confirming {
	struct wanted wanted;
	bool wrong, spent;
};

static int check_code(const struct account_step *step, struct confirming *c, struct mail_row *row)
{
	char folded[MAIL_CODE_SIZE], hash[TOKEN_HASH_SIZE];

	fold(c->wanted.code, folded);
	token_hash(folded, hash);
	c->spent = row->code[0] == '\0' || row->code_tries >= MAIL_CODE_TRIES || step->now > row->code_at + MAIL_CODE_SECONDS;
	c->wrong = !c->spent && !token_equal(row->code, hash);
	row->code_tries += c->wrong ? 1 : 0;
	return !c->spent && !c->wrong;
}

static int apply_confirm(struct account_step *step, void *context, struct err *err)
{
	struct confirming *c = context;
	struct mail_row row;
	bool found;
	int rc = read_row(step, &row, &found, err);

	if (rc == 0 && (!found || row.confirmed_at != 0))
		rc = err_set(err, PL_CONFLICT, "There is nothing to confirm: the address is confirmed already, or there is none");
	if (rc < 0)
		return rc;
	if (check_code(step, c, &row)) {
		row.confirmed_at = step->now;
		row.code = "";
	}
	json_text(step->payload, "address", c->wrong || c->spent ? "wrong code" : "confirmed");
	return store_mail_put(step->store, &row, err);
}

static int apply_again(struct account_step *step, void *context, struct err *err)
{
	struct mail_row row;
	bool found;
	int rc = read_row(step, &row, &found, err);

	(void)context;
	if (rc == 0 && (!found || row.confirmed_at != 0))
		rc = err_set(err, PL_CONFLICT, "There is nothing to confirm: the address is confirmed already, or there is none");
	if (rc == 0)
		rc = refuse_haste(step, &row, err);
	if (rc < 0)
		return rc;
	forget_address(&row, row.address);
	json_text(step->payload, "address", "another code");
	return store_mail_put(step->store, &row, err);
}

static int apply_end(struct account_step *step, void *context, struct err *err)
{
	bool is_own = step->change->account_id == step->row.account_id;
	int rc = is_own ? refuse_silence(step, err) : 0;

	(void)context;
	json_text(step->payload, "address", "none");
	return rc == 0 ? store_mail_clear(step->store, step->employer.id, step->row.account_id, err) : rc;
}

static int run(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *action, int (*apply)(struct account_step *step, void *context, struct err *err), void *context, struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login, .action = action};

	return account_step_run(&step, false, apply, context, err);
}

int own_mail_set(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *address, enum mail_wish wish, struct err *err)
{
	struct wanted w = {.address = address, .wish = wish};

	if (!mail_address_fits(str_of(address)))
		return err_set(err, PL_INVALID, "This is no address for mail: expected one like name@council.gov.uk, in plain letters");
	return run(accounts, change, employer, login, "user-mail", apply_set, &w, err);
}

int own_mail_confirm(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *code, struct err *err)
{
	struct confirming c = {.wanted = {.code = code}};
	int rc = run(accounts, change, employer, login, "user-mail", apply_confirm, &c, err);

	if (rc == 0 && c.spent)
		return err_set(err, PL_LIMIT, "This code holds no longer: have another one mailed");
	if (rc == 0 && c.wrong)
		return err_set(err, PL_INVALID, "This is not the code that was mailed: expected eight letters and digits");
	return rc;
}

int own_mail_again(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err)
{
	return run(accounts, change, employer, login, "user-mail", apply_again, NULL, err);
}

int own_mail_end(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login, struct err *err)
{
	return run(accounts, change, employer, login, "user-mail", apply_end, NULL, err);
}

/* ---- the calendar ---- */

static int apply_calendar(struct account_step *step, void *context, struct err *err)
{
	const struct wanted *w = context;

	json_text(step->payload, "calendar", w->hash != NULL ? "new address" : "none");
	if (w->hash == NULL)
		return store_calendar_clear(step->store, step->employer.id, step->row.account_id, err);
	return store_calendar_put(step->store, step->employer.id, step->row.account_id, w->hash, step->now, err);
}

int own_calendar_make(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	char ret_secret[TOKEN_SIZE], struct err *err)
{
	char secret[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	struct wanted w = {.hash = hash};
	int rc;

	token_make(secret);
	token_hash(secret, hash);
	rc = run(accounts, change, employer, login, "user-calendar", apply_calendar, &w, err);
	if (rc == 0)
		memcpy(ret_secret, secret, sizeof secret);
	secret_wipe(secret, sizeof secret);
	return rc;
}

int own_calendar_end(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err)
{
	struct wanted w = {.hash = NULL};

	return run(accounts, change, employer, login, "user-calendar", apply_calendar, &w, err);
}

static int no_calendar(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "There is no page at this address.");
}

static int read_owner(struct accounts *accounts, struct arena *a, const char *hash, struct calendar_row *row, struct session *ret,
	struct err *err)
{
	struct signing x;
	int rc = store_calendar_by_hash(accounts->reader, hash, row, err);

	if (rc == 0)
		rc = signing_of_account(accounts->reader, a, row->employer_id, row->account_id, &x, err);
	if (rc == PL_NOT_FOUND || (rc == 0 && account_why_disabled(&x.employer, &x.row, &x.proof, accounts->now())[0] != '\0'))
		return no_calendar(err);
	if (rc == 0)
		*ret = (struct session){.step = SIGN_IN_DONE, .name = x.row.name, .demo = x.employer.demo, .begun = row->begun,
			.viewer = {.login = x.row.login, .account_id = x.row.account_id, .employer = x.employer.code, .person = x.row.person,
				.grants = x.grants, .grants_count = x.grants_count}};
	return rc;
}

static int write_used(struct store *s, void *context, struct err *err)
{
	const struct calendar_row *row = context;

	return store_calendar_used(s, row->employer_id, row->account_id, row->used_at, err);
}

int own_calendar_find(struct accounts *accounts, struct arena *a, const char *secret, struct session *ret, struct err *err)
{
	struct calendar_row row = {.used_at = 0};
	int64_t now = accounts->now();
	char hash[TOKEN_HASH_SIZE];
	struct err ignored;
	int rc;

	if (!token_is_one(secret))
		return no_calendar(err);
	token_hash(secret, hash);
	pthread_mutex_lock(&accounts->reading);
	rc = read_owner(accounts, a, hash, &row, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc < 0 || now - row.used_at < USED_EVERY_SECONDS)
		return rc;
	row.used_at = now;
	(void)!writer_write(accounts->writer, write_used, &row, &ignored);
	return 0;
}

/* ---- reading ---- */

static int read_own(struct accounts *accounts, struct arena *a, const char *employer, const char *login, struct own_mail *ret,
	struct err *err)
{
	struct store *s = accounts->reader;
	struct account_row account;
	struct employer e;
	unsigned roles = 0;
	struct grant *grants;
	size_t count = 0;
	struct err none;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = store_account(s, a, e.id, login, &account, err);
	if (rc == 0)
		rc = store_grants(s, a, e.id, account.account_id, &grants, &count, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++)
		roles |= ROLE_BIT(grants[i].role);
	ret->may_end = !roles_answer_for_others(roles);
	rc = store_mail(s, a, e.id, account.account_id, &ret->row, &none);
	ret->has_address = rc == 0;
	if (rc == 0 || rc == PL_NOT_FOUND)
		rc = store_calendar(s, e.id, account.account_id, &ret->calendar, &none);
	ret->has_calendar = rc == 0;
	return rc < 0 && rc != PL_NOT_FOUND ? err_set(err, rc, "%s", none.text) : 0;
}

int own_mail_read(struct accounts *accounts, struct arena *a, const char *employer, const char *login, struct own_mail *ret,
	struct err *err)
{
	struct own_mail own = {.row = {.address = "", .code = "", .failure = ""}};
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = read_own(accounts, a, employer, login, &own, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc == 0)
		*ret = own;
	return rc;
}
