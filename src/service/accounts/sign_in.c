/* The steps of signing in. Each reads who it is, counts the attempt, proves, and then writes in one transaction, in which it
 * reads again: what was proved must still be so. */
#include "service/accounts/sign_in.h"

#include <string.h>

#include "base/str.h"
#include "core/account_rules.h"
#include "service/accounts/accounts_inside.h"

enum { ADDRESS_BYTES = 60, BROWSER_BYTES = 120 };

/* ---- what comes next ---- */

enum sign_in_step signing_next(const struct signing *x, enum sign_in_step after)
{
	return sign_in_next(&(struct sign_in_needs){.has_factor = x->proof.factor[0] != '\0', .must_change_password = x->proof.must_change,
		.must_have_factor = grants_need_second_factor(x->grants, x->grants_count)}, after);
}

/* Cut between characters; what is no text is left out. */
static char *cut(struct arena *a, const char *text, size_t most)
{
	size_t n = strlen(text);

	if (n > most)
		for (n = most; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
			;
	return str_is_clean_utf8((struct str){text, n}) ? arena_strndup(a, text, n) : arena_strdup(a, "");
}

int signing_go_on(struct accounts *accounts, struct store *s, struct arena *a, const struct visitor *visitor, struct signing *x,
	enum sign_in_step next, struct signed_in *ret, struct err *err)
{
	struct session_row row = {.employer_id = x->employer.id, .account_id = x->row.account_id, .step = step_code(next),
		.begun = accounts->now(), .factor = ""};
	char hash[TOKEN_HASH_SIZE], secret[SECOND_FACTOR_SECRET_SIZE];
	int rc = 0;

	token_make(ret->token);
	token_hash(ret->token, hash);
	ret->step = next;
	ret->device[0] = '\0';
	if (next == SIGN_IN_ENROL) {
		second_factor_make_secret(secret);
		row.factor = secret;
	}
	row.hash = hash;
	row.seen = row.begun;
	row.address = cut(a, visitor->address, ADDRESS_BYTES);
	row.browser = cut(a, visitor->browser, BROWSER_BYTES);
	if (x->session.hash != NULL)
		rc = store_session_end(s, x->session.hash, err);
	if (rc == 0)
		rc = store_session_put(s, &row, err);
	if (rc == 0 && next == SIGN_IN_DONE) {
		x->proof.used_at = row.begun;
		x->proof.signed_in_at = row.begun;
		rc = attempt_succeed(s, x->row.login, visitor, row.begun, ret->device, err);
	}
	return rc == 0 ? store_proof_put(s, x->employer.id, x->row.account_id, &x->proof, err) : rc;
}

/* ---- the password ---- */

static int wrong_password(struct err *err)
{
	return err_set(err, PL_INVALID, "The login or the password is wrong");
}

/* As logins are kept; what cannot be one is nobody's. */
static const char *fold_login(struct arena *a, const char *typed)
{
	struct str trimmed = str_trim((struct str){typed, strnlen(typed, 4 * LOGIN_BYTES_MOST)});
	char *login = arena_strndup(a, trimmed.at, trimmed.len);
	struct err ignored;

	for (char *p = login; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	return login_check(login, &ignored) == 0 ? login : "?";
}

/* PL_NOT_FOUND if nobody has the login. */
static int read_by_login(struct accounts *accounts, struct arena *a, const char *login, struct signing *ret, struct err *err)
{
	int32_t employer_id = 0;
	int64_t account_id = 0;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = store_account_by_login(accounts->reader, login, &employer_id, &account_id, err);
	if (rc == 0)
		rc = signing_of_account(accounts->reader, a, employer_id, account_id, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

struct passing {
	struct accounts *accounts;
	struct arena *arena;
	const struct visitor *visitor;
	const struct attempt *attempt;
	struct signing *x;
	const char *kept;      /* the hash that was checked */
	const char *rehashed;  /* the same password at today's cost; NULL if that is what is kept */
	struct signed_in *ret;
};

static int write_passed(struct store *s, void *context, struct err *err)
{
	struct passing *p = context;
	struct signing *x = p->x;
	int rc = signing_of_account(s, p->arena, x->employer.id, x->row.account_id, x, err);

	if (rc == 0 && (!str_equal(x->proof.password, p->kept) || x->row.disabled[0] != '\0'))
		rc = wrong_password(err);
	if (rc < 0)
		return rc;
	if (p->rehashed != NULL)
		x->proof.password = p->rehashed;
	rc = attempt_take_back(s, p->attempt, err);
	return rc == 0 ? signing_go_on(p->accounts, s, p->arena, p->visitor, x, signing_next(x, SIGN_IN_DONE), p->ret, err) : rc;
}

static int apply_unused(struct account_step *step, void *context, struct err *err)
{
	int rc;

	(void)context;
	step->row.disabled = "unused";
	json_text(step->payload, "reason", "unused");
	rc = commit_account(step->commit, &step->row, err);
	return rc == 0 ? store_sessions_end(step->store, step->employer.id, step->row.account_id, "", err) : rc;
}

int signing_refuse_disabled(struct accounts *accounts, const struct employer *employer, const struct account_row *row,
	const char *why, struct err *err)
{
	const struct account_change change = {.actor = "plimsoll"};
	struct account_step step = {.accounts = accounts, .change = &change, .employer_code = employer->code, .login = row->login,
		.action = "user-disable"};
	int rc = 0;

	if (str_equal(why, "unused") && row->disabled[0] == '\0')
		rc = account_step_run(&step, false, apply_unused, NULL, err);
	if (rc < 0)
		return rc;
	return err_set(err, PL_INVALID, str_equal(why, "unused")
		? "This account was not used for 90 days and is disabled: an administrator can enable it"
		: "This account is disabled: an administrator can enable it");
}

static int write_take_back(struct store *s, void *context, struct err *err)
{
	return attempt_take_back(s, context, err);
}

void attempt_forgive(struct accounts *accounts, struct attempt *attempt)
{
	struct err ignored;

	(void)!accounts_write(accounts, write_take_back, attempt, &ignored);
}

int signing_check_password(struct accounts *accounts, struct attempt *attempt, const char *kept, const char *password,
	bool *ret_right, struct err *err)
{
	int rc = attempt_begin(accounts, attempt, err);

	if (rc < 0)
		return rc;
	/* What is longer than any password is none; the empty one takes as long to find out. */
	rc = password_check(accounts->gate, kept, strlen(password) > PASSWORD_BYTES_MOST ? "" : password, ret_right, err);
	if (rc == PL_LOCKED)
		attempt_forgive(accounts, attempt); /* there was no room to look at it */
	return rc;
}

static int pass(struct passing *p, const char *password, struct err *err)
{
	struct accounts *accounts = p->accounts;
	const char *why = account_why_disabled(&p->x->employer, &p->x->row, &p->x->proof, accounts->now());
	char rehashed[PASSWORD_HASH_SIZE];
	struct err ignored;

	if (why[0] != '\0')
		return signing_refuse_disabled(accounts, &p->x->employer, &p->x->row, why, err);
	p->kept = p->x->proof.password;
	/* If there is no room for that now, the next time will do. */
	if (password_is_outdated(accounts->gate, p->kept) && password_hash(accounts->gate, password, rehashed, &ignored) == 0)
		p->rehashed = arena_strdup(p->arena, rehashed);
	return accounts_write(accounts, write_passed, p, err);
}

int sign_in_with_password(struct accounts *accounts, const struct visitor *visitor, const char *login, const char *password,
	struct signed_in *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct attempt attempt;
	struct signing x = {0};
	struct passing passing = {.accounts = accounts, .arena = a, .visitor = visitor, .attempt = &attempt, .x = &x, .ret = ret};
	bool right = false;
	int rc;

	login = fold_login(a, login);
	attempt_of(login, visitor, &attempt);
	rc = read_by_login(accounts, a, login, &x, err);
	if (rc == 0 || rc == PL_NOT_FOUND)
		rc = signing_check_password(accounts, &attempt, rc == 0 ? x.proof.password : NULL, password, &right, err);
	if (rc == 0)
		rc = right ? pass(&passing, password, err) : wrong_password(err);
	arena_free(a);
	return rc;
}

/* ---- the code ---- */

struct proving {
	struct accounts *accounts;
	struct arena *arena;
	const struct visitor *visitor;
	const struct attempt *attempt;
	const char *token, *code;
	bool recovery;
	bool wrong;            /* the outcome, which is written all the same */
	struct signed_in *ret;
};

int signing_at(struct accounts *accounts, struct store *s, struct arena *a, const char *token, enum sign_in_step step,
	struct signing *ret, struct err *err)
{
	int rc = signing_read(accounts, s, a, token, ret, err);

	return rc == 0 && step_parse(ret->session.step) != step ? session_is_gone(err) : rc;
}

int signing_at_reading(struct accounts *accounts, struct arena *a, const char *token, enum sign_in_step step, struct signing *ret,
	struct err *err)
{
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_at(accounts, accounts->reader, a, token, step, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

static int check_code(const struct proving *p, struct store *s, struct signing *x, bool *ret_right, struct err *err)
{
	char folded[RECOVERY_CODE_SIZE], hash[TOKEN_HASH_SIZE];

	if (!p->recovery)
		return second_factor_check(x->proof.factor, p->code, p->accounts->now(), x->proof.factor_step, ret_right,
			&x->proof.factor_step, err);
	recovery_code_fold(p->code, folded);
	token_hash(folded, hash);
	return store_recovery_code_take(s, x->employer.id, x->row.account_id, hash, ret_right, err);
}

static int count_wrong_code(struct store *s, struct signing *x, struct err *err)
{
	x->session.tries++;
	return x->session.tries >= SECOND_STEP_TRIES ? store_session_end(s, x->session.hash, err)
		: store_session_put(s, &x->session, err);
}

static int write_proved(struct store *s, void *context, struct err *err)
{
	struct proving *p = context;
	struct signing x;
	bool right = false;
	int rc = signing_at(p->accounts, s, p->arena, p->token, SIGN_IN_CODE, &x, err);

	if (rc == 0)
		rc = check_code(p, s, &x, &right, err);
	if (rc < 0)
		return rc;
	p->wrong = !right;
	if (!right)
		return count_wrong_code(s, &x, err);
	rc = attempt_take_back(s, p->attempt, err);
	return rc == 0 ? signing_go_on(p->accounts, s, p->arena, p->visitor, &x, signing_next(&x, SIGN_IN_CODE), p->ret, err) : rc;
}

static int prove(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code, bool recovery,
	struct signed_in *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct attempt attempt;
	struct proving p = {.accounts = accounts, .arena = a, .visitor = visitor, .attempt = &attempt, .token = token,
		.code = code, .recovery = recovery, .ret = ret};
	struct signing x;
	int rc = signing_at_reading(accounts, a, token, SIGN_IN_CODE, &x, err);

	if (rc == 0) {
		attempt_of(x.row.login, visitor, &attempt);
		rc = attempt_begin(accounts, &attempt, err);
	}
	if (rc == 0)
		rc = accounts_write(accounts, write_proved, &p, err);
	if (rc == 0 && p.wrong)
		rc = err_set(err, PL_INVALID, recovery ? "The recovery code is wrong or was used before"
			: WRONG_CODE);
	arena_free(a);
	return rc;
}

int sign_in_with_code(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct err *err)
{
	return prove(accounts, visitor, token, code, false, ret, err);
}

int sign_in_with_recovery_code(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct err *err)
{
	return prove(accounts, visitor, token, code, true, ret, err);
}
