/* accounts.h: the rows of who may sign in, and of what happens while they do.
 *
 * An account and what it may do (its grants) are facts like any other: written in a commit with its ledger entry, never
 * overwritten. What proves who somebody is (struct account_proof), sessions, recovery codes, counted attempts and once-keys
 * are the moment's: changed in place, without an entry, and no secret among them is ever in a ledger payload.
 *
 * Functions named commit_... take an open commit. The other writing ones run inside whatever is open: a commit, or
 * store_begin_writing and store_end_writing. Reading ones copy into the arena.
 */
#pragma once

#include "core/access.h"
#include "store/store.h"

/* ---- accounts ---- */

struct account_row {
	int64_t account_id;  /* of the database, never used twice */
	const char *login;   /* of the database too */
	const char *name;
	const char *person;  /* worker code; "" for nobody's */
	const char *disabled; /* why: "administrator", "unused"; "" while it may be used */
};

/* A new account or one that changes: ends the row that is known and writes the new one. An id of 0 is given one. PL_INVALID
 * if the login is another account's, whatever the employer, and no more is said; PL_CONFLICT if the person has another. */
int commit_account(struct commit *c, struct account_row *row, struct err *err) PL_MUST_CHECK;
/* PL_CONFLICT if the account has it already; if it has not. */
int commit_grant(struct commit *c, int64_t account_id, const struct grant *grant, struct err *err) PL_MUST_CHECK;
int commit_revoke(struct commit *c, int64_t account_id, const struct grant *grant, struct err *err) PL_MUST_CHECK;

/* PL_NOT_FOUND if the employer has no account of that login; by login alone, for signing in, whatever the employer. */
int store_account(struct store *s, struct arena *a, int32_t employer_id, const char *login, struct account_row *ret,
	struct err *err) PL_MUST_CHECK;
int store_account_by_login(struct store *s, const char *login, int32_t *ret_employer_id, int64_t *ret_account_id,
	struct err *err) PL_MUST_CHECK;
int store_account_by_id(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct account_row *ret,
	struct err *err) PL_MUST_CHECK;
/* By login. */
int store_accounts(struct store *s, struct arena *a, int32_t employer_id, struct account_row **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
int store_grants(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct grant **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Whether the database has, or had, any account. */
int store_has_accounts(struct store *s, bool *ret, struct err *err) PL_MUST_CHECK;

/* What proves that somebody is the account's owner. */
struct account_proof {
	const char *password;   /* as secure/password.h keeps it; "" for none */
	bool must_change;       /* the password was given by somebody else */
	const char *factor;     /* the second factor's secret; "" for none */
	int64_t factor_step;    /* of the last code that was accepted */
	int64_t used_at;        /* last signed in, or made, reset or enabled: the clock that disables it */
	int64_t signed_in_at;   /* last signed in; 0: never */
};

int store_proof(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct account_proof *ret,
	struct err *err) PL_MUST_CHECK;
int store_proof_put(struct store *s, int32_t employer_id, int64_t account_id, const struct account_proof *proof,
	struct err *err) PL_MUST_CHECK;

/* In place of all that are there. */
int store_recovery_codes_put(struct store *s, int32_t employer_id, int64_t account_id, const char *const *hashes, size_t count,
	struct err *err) PL_MUST_CHECK;
/* Uses one up; *ret_found says whether it was there. */
int store_recovery_code_take(struct store *s, int32_t employer_id, int64_t account_id, const char *hash, bool *ret_found,
	struct err *err) PL_MUST_CHECK;
int store_recovery_codes_left(struct store *s, int32_t employer_id, int64_t account_id, int64_t *ret, struct err *err)
	PL_MUST_CHECK;

/* ---- sessions ---- */

struct session_row {
	const char *hash;       /* of the token */
	int32_t employer_id;
	int64_t account_id;
	const char *step;       /* what is still asked for: "code", "enrol", "password"; "" when signed in */
	int64_t begun, seen;
	int64_t tries;          /* wrong codes */
	const char *address, *browser;
	const char *factor;     /* a second factor's secret that waits for its first code; "" for none */
};

int store_session(struct store *s, struct arena *a, const char *hash, struct session_row *ret, struct err *err) PL_MUST_CHECK;
/* A number that is another one once the session, or whatever its owner may do by it, is not what it was. Of a file any write moves it; a
 * server answers in one round trip, and 0 once the session is gone. */
int store_session_stamp(struct store *s, int32_t employer_id, const char *hash, int64_t *ret, struct err *err) PL_MUST_CHECK;
/* Of an account, the newest first. */
int store_sessions(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct session_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* How many of all employers are signed in and were seen since an instant. */
int store_sessions_count(struct store *s, int64_t seen_since, int64_t *ret, struct err *err) PL_MUST_CHECK;
/* Writes it, or over the one with that hash. */
int store_session_put(struct store *s, const struct session_row *row, struct err *err) PL_MUST_CHECK;
/* It may be gone meanwhile. */
int store_session_seen(struct store *s, const char *hash, int64_t seen, struct err *err) PL_MUST_CHECK;
int store_session_end(struct store *s, const char *hash, struct err *err) PL_MUST_CHECK;
/* All of an account but one ("": all). */
int store_sessions_end(struct store *s, int32_t employer_id, int64_t account_id, const char *but, struct err *err) PL_MUST_CHECK;
/* Those that began or were last seen before an instant each, whoever's. */
int store_sessions_tidy(struct store *s, int64_t begun_before, int64_t seen_before, struct err *err) PL_MUST_CHECK;

/* ---- attempts to sign in ---- */

/* Counted under a key: a hash of a login and an address, a login, or an address. Of no employer: nobody is known yet. */
struct attempt_row {
	int64_t failures;
	int64_t failed_at;      /* the last one; 0: never */
	int64_t succeeded_at;   /* 0: never */
};

/* All zero if nothing is known of it. */
int store_attempt(struct store *s, const char *key, struct attempt_row *ret, struct err *err) PL_MUST_CHECK;
int store_attempt_put(struct store *s, const char *key, const struct attempt_row *row, struct err *err) PL_MUST_CHECK;
/* Forgets what failed or succeeded before these. */
int store_attempts_tidy(struct store *s, int64_t failed_before, int64_t succeeded_before, struct err *err) PL_MUST_CHECK;

/* ---- once-keys: a form that is sent twice changes something once ---- */

enum { ONCE_KEY_BYTES = 64, ONCE_OUTCOME_BYTES = 2000 };

/* A form that asks for a change. */
struct form_sent {
	int64_t account_id;  /* of who sent it */
	const char *once;    /* its key */
	const char *outcome; /* where its answer leads */
};

/* Keeps where the answer led, in the same transaction as the change. PL_CONFLICT if the account has used the key. */
int commit_once(struct commit *c, int64_t account_id, const char *key, const char *outcome, struct err *err) PL_MUST_CHECK;
/* NULL if the account has not used the key. */
int store_once_find(struct store *s, struct arena *a, int64_t account_id, const char *key, const char **ret_outcome,
	struct err *err) PL_MUST_CHECK;
/* Whether what was done with the key has been taken back since; false if the account has not used it. */
int store_once_undone(struct store *s, int64_t account_id, const char *key, bool *ret, struct err *err) PL_MUST_CHECK;
/* Forgets the keys of commits before an instant. */
int store_once_tidy(struct store *s, int64_t before, struct err *err) PL_MUST_CHECK;
