/* accounts_inside.h: what the files of signing in share and nobody else sees. */
#pragma once

#include <pthread.h>

#include "core/account_rules.h"
#include "service/accounts/session_cache.h"
#include "service/deciding.h"
#include "service/accounts/sign_in.h"
#include "store/identities.h"

struct accounts {
	struct writer *writer;
	pthread_mutex_t reading;
	struct store *reader;          /* taken under `reading` */
	pthread_mutex_t caching;
	struct session_cache *cache;   /* likewise under `caching`, which may be taken while one of the others is held */
	int64_t stamp;                 /* of a file when it was last asked, and until when that is believed; under `caching` */
	int64_t believed_until_ms;     /* by the monotonic clock */
	int64_t writes;                /* of accounts and sessions, by this process */
	int64_t (*now)(void);
	struct password_gate *gate;
};

/* Runs `write` between the beginning and the end of a write, which is kept if it returns 0. */
int accounts_write(struct accounts *accounts, int (*write)(struct store *s, void *context, struct err *err), void *context,
	struct err *err) PL_MUST_CHECK;

/* Sessions have to be looked at anew: to be called when something about them has been written. */
void sessions_doubt(struct accounts *accounts);

/* ---- one change of one account, with its ledger entry ---- */

struct account_step {
	struct accounts *accounts;
	const struct account_change *change;
	const char *employer_code, *login;
	const char *action;            /* for the ledger */

	/* Filled in before `apply` is called, inside the commit. */
	struct arena *arena;
	struct store *store;
	struct commit *commit;
	struct employer employer;
	struct account_row row;        /* of the login; blank for one that is to be made */
	int64_t now;
	struct json_writer *payload;   /* an open object with the login in it: more may be said, and no secret */
};

/* Begins a commit, calls `apply` in it, and ends it (service/deciding.h). `is_new`: the account is not there yet. */
int account_step_run(struct account_step *step, bool is_new, int (*apply)(struct account_step *step, void *context, struct err *err),
	void *context, struct err *err) PL_MUST_CHECK;

/* Keeps the identity, and says where it is from in the payload. */
int account_step_link(struct account_step *step, const struct identity_row *identity, struct err *err) PL_MUST_CHECK;
/* How an account is linked, and the issuer, in the arena; "" until there is one. */
int account_link_read(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, enum account_link *ret,
	const char **ret_issuer, struct err *err) PL_MUST_CHECK;
/* Ends the sessions of the account. */
int account_step_end_sessions(struct account_step *step, struct err *err) PL_MUST_CHECK;
/* Gives roles, whose teams, services and person must be there. */
int account_step_give(struct account_step *step, const struct grant *grants, size_t count, struct err *err) PL_MUST_CHECK;
/* "role", "scope" and "code" in an open object of the payload. */
void account_step_say(struct json_writer *w, const struct grant *grant);

/* ---- roles ---- */

/* Role and scope go together, and a scope that needs a code has one: PL_INVALID otherwise. */
int account_grant_check(const struct grant *grant, struct err *err) PL_MUST_CHECK;

/* Whether one of the roles asks for a second factor. */
bool grants_need_second_factor(const struct grant *grants, size_t count);
/* Whether there is no role but worker's. */
bool grants_are_workers(const struct grant *grants, size_t count);

/* Why an account may not be used now: "administrator", "unused", or "" if it may. Those of an invented employer may be left
 * unused. */
const char *account_why_disabled(const struct employer *employer, const struct account_row *row,
	const struct account_proof *proof, int64_t now);

/* The account as a viewer, and whether it may act now: what cannot be signed in to is nobody's who is at work. One without a proof
 * was never left unused. */
int account_viewer(struct store *s, struct arena *a, const struct employer *employer, const struct account_row *row, int64_t now,
	struct viewer *ret, bool *ret_may_act, struct err *err) PL_MUST_CHECK;

/* Refuses a sign-in for that reason, which is told only to who has proved who they are. One that was unused for too long is
 * disabled for good, with an entry. PL_INVALID. */
int signing_refuse_disabled(struct accounts *accounts, const struct employer *employer, const struct account_row *row,
	const char *why, struct err *err) PL_MUST_CHECK;

/* ---- counted attempts ---- */

/* One attempt for a login from an address: the keys under which it is counted, and when the failures before it were. */
struct attempt {
	char keys[ATTEMPT_COUNTS][TOKEN_HASH_SIZE];
	bool counted[ATTEMPT_COUNTS];
	int64_t at, failed_before[ATTEMPT_COUNTS];
};
void attempt_of(const char *login, const struct visitor *visitor, struct attempt *ret);

/* Counts an attempt as a failure before it is known what it is, so that many at once are many. PL_LIMIT, uncounted, with how
 * long to wait, if there were too many. */
int attempt_begin(struct accounts *accounts, struct attempt *attempt, struct err *err) PL_MUST_CHECK;
/* It was no failure after all. Inside a write. */
int attempt_take_back(struct store *s, const struct attempt *attempt, struct err *err) PL_MUST_CHECK;
/* Signed in: the device is known from now on (one is made for a visitor without), and so is the address. The device counts from
 * nothing, and the address too unless the device was known already. Inside a write. */
int attempt_succeed(struct store *s, const char *login, const struct visitor *visitor, int64_t now, char ret_device[TOKEN_SIZE],
	struct err *err) PL_MUST_CHECK;

/* ---- sessions ---- */

/* A session with its account, as the store has it. */
struct signing {
	struct session_row session;
	struct employer employer;
	struct account_row row;
	struct account_proof proof;
	struct grant *grants; size_t grants_count;
};

/* Reads it by the cookie's token: PL_NOT_FOUND if there is none, it is over, or its account no longer holds. */
int signing_read(struct accounts *accounts, struct store *s, struct arena *a, const char *token, struct signing *ret,
	struct err *err) PL_MUST_CHECK;
/* Likewise, by an account, without a session. */
int signing_of_account(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct signing *ret,
	struct err *err) PL_MUST_CHECK;

/* Likewise, if the session waits for just this step. */
int signing_at(struct accounts *accounts, struct store *s, struct arena *a, const char *token, enum sign_in_step step,
	struct signing *ret, struct err *err) PL_MUST_CHECK;
/* The same from the reader. */
int signing_at_reading(struct accounts *accounts, struct arena *a, const char *token, enum sign_in_step step,
	struct signing *ret, struct err *err) PL_MUST_CHECK;

/* sign_in_next of core/account_rules.h, for what was read. */
enum sign_in_step signing_next(const struct signing *x, enum sign_in_step after);

/* Ends the session of the step that is done, if there is one, and begins the next with a token of its own; also writes the
 * proof as it stands in `x`. Inside a write. */
int signing_go_on(struct accounts *accounts, struct store *s, struct arena *a, const struct visitor *visitor, struct signing *x,
	enum sign_in_step next, struct signed_in *ret, struct err *err) PL_MUST_CHECK;

#define WRONG_CODE "The code is wrong, or was used before: expected the six digits that the application shows now"

/* Counts an attempt and looks whether it is the password that `kept` was made of (NULL: nobody's). */
int signing_check_password(struct accounts *accounts, struct attempt *attempt, const char *kept, const char *password,
	bool *ret_right, struct err *err) PL_MUST_CHECK;

/* The attempt of `attempt_begin` was no failure after all; a write of its own, whose failure matters to nobody. */
void attempt_forgive(struct accounts *accounts, struct attempt *attempt);

/* Says that a session is over; returns PL_NOT_FOUND. */
int session_is_gone(struct err *err);

enum sign_in_step step_parse(const char *code);
const char *step_code(enum sign_in_step step);
