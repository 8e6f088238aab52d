/* What the owner of an account changes: the password, the second factor, the recovery codes. Each is a commit with its entry
 * in the ledger, in which the session is read again: what was asked for must still be so. */
#include <string.h>

#include "base/str.h"
#include "service/accounts/accounts_inside.h"

enum { ADDRESS_ROOM = 1024 };

struct own_change {
	struct accounts *accounts;
	const struct visitor *visitor;
	const char *token;
	enum sign_in_step step;        /* of the session */
	const char *kept;              /* the password as it was when it was checked; NULL: not checked */
	const char *password;          /* what is kept of a new one; NULL: as it was */
	const char *factor;            /* a new second factor's secret, "" for none; NULL: as it was */
	int64_t factor_step;
	const char *code;              /* of the second factor there is, to be right; NULL: not asked for */
	struct recovery_codes *codes;  /* new ones; NULL: as they were */
	bool stays;                    /* the session goes on under its token */
	struct signed_in *ret;
};

/* Those in place of all that there are. */
static int put_codes(struct account_step *step, const struct recovery_codes *codes, struct err *err)
{
	char hashes[RECOVERY_CODES][TOKEN_HASH_SIZE], folded[RECOVERY_CODE_SIZE];
	const char *rows[RECOVERY_CODES];

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		recovery_code_fold(codes->codes[i], folded);
		token_hash(folded, hashes[i]);
		rows[i] = hashes[i];
	}
	return store_recovery_codes_put(step->store, step->employer.id, step->row.account_id, rows, RECOVERY_CODES, err);
}

/* A code holds once, so it is looked at where nobody else writes. */
static int check_code(const struct own_change *o, struct signing *x, struct err *err)
{
	bool right = false;
	int rc = second_factor_check(x->proof.factor, o->code, o->accounts->now(), x->proof.factor_step, &right,
		&x->proof.factor_step, err);

	return rc == 0 && !right ? err_set(err, PL_INVALID, WRONG_CODE) : rc;
}

static int put_proof(struct account_step *step, const struct own_change *o, struct signing *x, struct err *err)
{
	if (o->password != NULL) {
		x->proof.password = o->password;
		x->proof.must_change = false;
	}
	if (o->factor != NULL) {
		x->proof.factor = o->factor;
		x->proof.factor_step = o->factor_step;
	}
	if (o->factor != NULL && o->factor[0] == '\0')
		return store_recovery_codes_put(step->store, step->employer.id, step->row.account_id, NULL, 0, err);
	return o->codes != NULL ? put_codes(step, o->codes, err) : 0;
}

static int apply_own(struct account_step *step, void *context, struct err *err)
{
	struct own_change *o = context;
	struct store *s = step->store;
	struct signing x;
	int rc = signing_at(o->accounts, s, step->arena, o->token, o->step, &x, err);

	if (rc == 0 && ((o->kept != NULL && !str_equal(x.proof.password, o->kept)) || x.row.account_id != step->row.account_id))
		rc = session_is_gone(err);
	if (rc == 0 && o->code != NULL)
		rc = check_code(o, &x, err);
	if (rc == 0)
		rc = put_proof(step, o, &x, err);
	if (rc < 0 || o->stays)
		return rc;
	rc = store_sessions_end(s, x.employer.id, x.row.account_id, "", err);
	return rc == 0 ? signing_go_on(o->accounts, s, step->arena, o->visitor, &x, signing_next(&x, SIGN_IN_NEW_PASSWORD), o->ret, err)
		: rc;
}

static int run_own(struct own_change *o, const struct signing *x, const char *action, struct err *err)
{
	const struct account_change change = {.actor = x->row.login, .account_id = x->row.account_id,
		.once = o->visitor->outcome != NULL ? o->visitor->once : NULL, .outcome = o->visitor->outcome};
	struct account_step step = {.accounts = o->accounts, .change = &change, .employer_code = x->employer.code,
		.login = x->row.login, .action = action};

	return account_step_run(&step, false, apply_own, o, err);
}

/* ---- the password ---- */

/* Whether it may be chosen, and is another than the one that is kept; what is kept of it. */
static int take_new_password(struct accounts *accounts, const struct signing *x, const char *password, char ret[PASSWORD_HASH_SIZE],
	struct err *err)
{
	const char *const own[] = {x->row.login, x->row.name, x->employer.code, x->employer.name, NULL};
	bool same = false;
	int rc = password_check_choice(password, own, err);

	if (rc == 0)
		rc = password_check(accounts->gate, x->proof.password, password, &same, err);
	if (rc == 0 && same)
		rc = err_set(err, PL_INVALID, "The new password is the one that you have: expected another");
	return rc == 0 ? password_hash(accounts->gate, password, ret, err) : rc;
}

int sign_in_with_new_password(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	struct signed_in *ret, struct err *err)
{
	char hash[PASSWORD_HASH_SIZE];
	struct own_change o = {.accounts = accounts, .visitor = visitor, .token = token, .step = SIGN_IN_NEW_PASSWORD,
		.password = hash, .ret = ret};
	struct arena *a = arena_new();
	struct signing x;
	int rc = signing_at_reading(accounts, a, token, SIGN_IN_NEW_PASSWORD, &x, err);

	if (rc == 0)
		rc = take_new_password(accounts, &x, password, hash, err);
	o.kept = x.proof.password;
	if (rc == 0)
		rc = run_own(&o, &x, "user-password", err);
	arena_free(a);
	return rc;
}

/* The password again, before something that whoever finds an open browser must not do. The attempt is left counted. */
static int try_again(struct accounts *accounts, const struct visitor *visitor, const struct signing *x, const char *password,
	struct attempt *ret, struct err *err)
{
	bool right = false;
	int rc;

	if (x->proof.password[0] == '\0')
		return err_set(err, PL_INVALID, "Your account has no password here, which this asks for: an administrator can make one");
	attempt_of(x->row.login, visitor, ret);
	rc = signing_check_password(accounts, ret, x->proof.password, password, &right, err);
	return rc == 0 && !right ? err_set(err, PL_INVALID, "The password is wrong") : rc;
}

static int check_again(struct accounts *accounts, const struct visitor *visitor, const struct signing *x, const char *password,
	struct err *err)
{
	struct attempt attempt;
	int rc = try_again(accounts, visitor, x, password, &attempt, err);

	if (rc == 0)
		attempt_forgive(accounts, &attempt);
	return rc;
}

int password_change(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *current,
	const char *password, struct signed_in *ret, struct err *err)
{
	char hash[PASSWORD_HASH_SIZE];
	struct own_change o = {.accounts = accounts, .visitor = visitor, .token = token, .step = SIGN_IN_DONE, .password = hash,
		.ret = ret};
	struct arena *a = arena_new();
	struct signing x;
	int rc = signing_at_reading(accounts, a, token, SIGN_IN_DONE, &x, err);

	if (rc == 0)
		rc = check_again(accounts, visitor, &x, current, err);
	if (rc == 0)
		rc = take_new_password(accounts, &x, password, hash, err);
	o.kept = x.proof.password;
	if (rc == 0)
		rc = run_own(&o, &x, "user-password", err);
	arena_free(a);
	return rc;
}

/* ---- the second factor ---- */

struct beginning {
	struct accounts *accounts;
	struct arena *arena;
	const char *token;
	struct signing x;
};

/* The session of a token that may get a second factor. */
static int signing_to_enrol(struct accounts *accounts, struct store *s, struct arena *a, const char *token, struct signing *ret,
	struct err *err)
{
	int rc = signing_read(accounts, s, a, token, ret, err);
	enum sign_in_step step = rc == 0 ? step_parse(ret->session.step) : SIGN_IN_DONE;

	return rc == 0 && step != SIGN_IN_ENROL && step != SIGN_IN_DONE ? session_is_gone(err) : rc;
}

static int write_beginning(struct store *s, void *context, struct err *err)
{
	struct beginning *b = context;
	char secret[SECOND_FACTOR_SECRET_SIZE];
	int rc = signing_to_enrol(b->accounts, s, b->arena, b->token, &b->x, err);

	if (rc < 0 || b->x.session.factor[0] != '\0')
		return rc;
	second_factor_make_secret(secret);
	b->x.session.factor = arena_strdup(b->arena, secret);
	return store_session_put(s, &b->x.session, err);
}

/* Whoever has just signed in and has to set one up has said who they are, and the secret waits for them. */
static int begin_or_go_on(struct beginning *b, const struct visitor *visitor, const char *password, struct err *err)
{
	struct accounts *accounts = b->accounts;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_to_enrol(accounts, accounts->reader, b->arena, b->token, &b->x, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc == 0 && password != NULL && step_parse(b->x.session.step) == SIGN_IN_DONE) {
		rc = check_again(accounts, visitor, &b->x, password, err);
		return rc == 0 ? accounts_write(accounts, write_beginning, b, err) : rc;
	}
	if (rc == 0 && b->x.session.factor[0] == '\0')
		return err_set(err, PL_INVALID, "Nothing was begun since you signed in: expected the password first");
	return rc;
}

int second_factor_begin(struct accounts *accounts, struct arena *a, const struct visitor *visitor, const char *token,
	const char *password, struct enrolment *ret, struct err *err)
{
	struct beginning b = {.accounts = accounts, .arena = a, .token = token};
	struct buf address = BUF_INIT(ADDRESS_ROOM);
	int rc = begin_or_go_on(&b, visitor, password, err);

	if (rc < 0)
		return rc;
	memcpy(ret->secret, b.x.session.factor, SECOND_FACTOR_SECRET_SIZE);
	second_factor_put_address(&address, "Plimsoll", b.x.row.login, ret->secret);
	ret->address = arena_strdup(a, buf_text(&address));
	buf_free(&address);
	return 0;
}

static void make_codes(struct recovery_codes *ret)
{
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		recovery_code_make(ret->codes[i]);
}

static int check_first_code(struct accounts *accounts, const struct signing *x, const char *code, int64_t *ret_step,
	struct err *err)
{
	bool right = false;
	int rc;

	if (x->session.factor[0] == '\0')
		return session_is_gone(err);
	rc = second_factor_check(x->session.factor, code, accounts->now(), -1, &right, ret_step, err);
	if (rc == 0 && !right)
		rc = err_set(err, PL_INVALID, "The code is wrong: expected the six digits that the application shows now");
	return rc;
}

int second_factor_confirm(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct recovery_codes *ret_codes, struct err *err)
{
	struct own_change o = {.accounts = accounts, .visitor = visitor, .token = token, .ret = ret, .codes = ret_codes};
	struct arena *a = arena_new();
	struct signing x;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_to_enrol(accounts, accounts->reader, a, token, &x, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc == 0)
		rc = check_first_code(accounts, &x, code, &o.factor_step, err);
	if (rc == 0) {
		make_codes(ret_codes);
		o.step = step_parse(x.session.step);
		o.factor = x.session.factor;
		rc = run_own(&o, &x, "user-second-factor", err);
	}
	arena_free(a);
	return rc;
}

int second_factor_end(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	const char *code, struct signed_in *ret, struct err *err)
{
	struct own_change o = {.accounts = accounts, .visitor = visitor, .token = token, .step = SIGN_IN_DONE, .code = code,
		.factor = "", .ret = ret};
	struct arena *a = arena_new();
	struct attempt attempt;
	struct signing x;
	int rc = signing_at_reading(accounts, a, token, SIGN_IN_DONE, &x, err);

	if (rc == 0 && grants_need_second_factor(x.grants, x.grants_count))
		rc = err_set(err, PL_INVALID, "Your role sees more than your own work and needs a second factor: it can only be replaced");
	else if (rc == 0 && x.proof.factor[0] == '\0')
		rc = err_set(err, PL_INVALID, "There is no second factor that could be turned off");
	if (rc == 0)
		rc = try_again(accounts, visitor, &x, password, &attempt, err);
	if (rc == 0) {
		o.kept = x.proof.password;
		rc = run_own(&o, &x, "user-no-second-factor", err);
	}
	if (rc == 0)
		attempt_forgive(accounts, &attempt);
	arena_free(a);
	return rc;
}

int recovery_codes_renew(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	struct recovery_codes *ret, struct err *err)
{
	struct own_change o = {.accounts = accounts, .visitor = visitor, .token = token, .step = SIGN_IN_DONE, .codes = ret,
		.stays = true};
	struct arena *a = arena_new();
	struct signing x;
	int rc = signing_at_reading(accounts, a, token, SIGN_IN_DONE, &x, err);

	if (rc == 0 && x.proof.factor[0] == '\0')
		rc = err_set(err, PL_INVALID, "There is no second factor yet: expected one before recovery codes");
	if (rc == 0)
		rc = check_again(accounts, visitor, &x, password, err);
	if (rc == 0) {
		make_codes(ret);
		o.kept = x.proof.password;
		rc = run_own(&o, &x, "user-recovery-codes", err);
	}
	arena_free(a);
	return rc;
}

int recovery_codes_left(struct accounts *accounts, const char *token, int64_t *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct signing x;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_at(accounts, accounts->reader, a, token, SIGN_IN_DONE, &x, err);
	if (rc == 0)
		rc = store_recovery_codes_left(accounts->reader, x.employer.id, x.row.account_id, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	arena_free(a);
	return rc;
}

int own_link(struct accounts *accounts, struct arena *a, const char *token, enum account_link *ret, const char **ret_issuer,
	struct err *err)
{
	struct signing x;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_at(accounts, accounts->reader, a, token, SIGN_IN_DONE, &x, err);
	if (rc == 0)
		rc = account_link_read(accounts->reader, a, x.employer.id, x.row.account_id, ret, ret_issuer, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

int second_factor_demo_code(struct accounts *accounts, const char *token, char ret[SECOND_FACTOR_CODE_SIZE], struct err *err)
{
	struct arena *a = arena_new();
	struct signing x;
	int64_t at = accounts->now();
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = signing_read(accounts, accounts->reader, a, token, &x, err);
	pthread_mutex_unlock(&accounts->reading);
	/* One that was used no longer holds; the next one does already. */
	if (rc == 0 && x.session.factor[0] == '\0' && x.proof.factor_step >= at / SECOND_FACTOR_STEP_SECONDS)
		at += SECOND_FACTOR_STEP_SECONDS;
	if (rc == 0 && (!x.employer.demo || (x.session.factor[0] == '\0' && x.proof.factor[0] == '\0')))
		rc = err_set(err, PL_NOT_FOUND, "Only the accounts of an invented employer show their codes");
	if (rc == 0)
		rc = second_factor_code(x.session.factor[0] != '\0' ? x.session.factor : x.proof.factor, at, ret, err);
	arena_free(a);
	return rc;
}
