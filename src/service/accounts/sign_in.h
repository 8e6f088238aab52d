/* sign_in.h: signing in, step by step, and the session that is begun.
 *
 *	sign_in_with_password            -> done, or what is asked for next:
 *	  SIGN_IN_CODE                   -> sign_in_with_code or sign_in_with_recovery_code
 *	  SIGN_IN_NEW_PASSWORD           -> sign_in_with_new_password
 *	  SIGN_IN_ENROL                  -> second_factor_begin, second_factor_confirm
 *
 * Each step answers with a new token for the cookie and what is next; the one before is dead (so a planted one is worth
 * nothing). A token whose step is not SIGN_IN_DONE is good for nothing but the next step, and for ten minutes. A second factor
 * is asked of everybody who has one; who has any role but worker's must get one.
 *
 * An unknown login and a wrong password get the same sentence in the same time. After five failures for a login from an
 * address each further one costs a wait that doubles (core/account_rules.h says how others are kept from being locked out).
 *
 * Codes: PL_INVALID: what was typed is wrong, show the form again with the sentence; PL_LIMIT: wait, the sentence says how
 * long; PL_LOCKED: too busy; PL_NOT_FOUND: the token's session is over, begin again. Any thread.
 */
#pragma once

#include "core/account_rules.h"
#include "secure/second_factor.h"
#include "service/accounts/accounts.h"

/* Where a request comes from, and by which form. */
struct visitor {
	const char *address;     /* of the client, as text; of an IPv6 address the first half counts */
	const char *browser;     /* what it calls itself, for the list of one's own sessions; cut to 120 bytes */
	const char *once;        /* the form's once-key, kept with a change of the own account (struct account_change); NULL without one */
	const char *outcome;     /* where whoever sends the form again is led; NULL: the key is not kept */
	const char *device;      /* what struct signed_in said there once; NULL without one, and what could be none counts for none */
};

struct signed_in {
	char token[TOKEN_SIZE];  /* for the cookie, in place of any that is there */
	enum sign_in_step step;  /* what is asked for next */
	char device[TOKEN_SIZE]; /* once it is done, for another cookie: tells that the login has signed in there; else "" */
};

int sign_in_with_password(struct accounts *accounts, const struct visitor *visitor, const char *login, const char *password,
	struct signed_in *ret, struct err *err) PL_MUST_CHECK;
/* After five wrong codes the session is over. */
int sign_in_with_code(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct err *err) PL_MUST_CHECK;
int sign_in_with_recovery_code(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct err *err) PL_MUST_CHECK;
int sign_in_with_new_password(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	struct signed_in *ret, struct err *err) PL_MUST_CHECK;

/* ---- the session of a request ---- */

struct session {
	enum sign_in_step step;  /* SIGN_IN_DONE, or the one thing it is good for */
	struct viewer viewer;    /* login, account, employer, person, roles: what rules are asked with */
	const char *name;
	bool demo;               /* the employer is an invented one */
	bool has_second_factor;
	bool needs_second_factor; /* by a role */
	bool read_only;          /* of a token: nothing can be changed with it */
	int64_t begun;
	char csrf[TOKEN_SIZE];   /* the secret that forms' tokens are derived from (token_derive) */
};

/* The session that a cookie names, and that it is used now; in the arena. PL_NOT_FOUND if there is none, it is over, or its
 * account no longer holds. Cheap: from memory, unless something was written since the last look; by another process, a hundredth of a
 * second before. */
int session_find(struct accounts *accounts, struct arena *a, const char *token, struct session *ret, struct err *err)
	PL_MUST_CHECK;

/* Sign-out: it is over, whether it was or not. */
int session_end(struct accounts *accounts, const char *token, struct err *err) PL_MUST_CHECK;

struct own_session {
	const char *key;         /* names it in a form; worth nothing in a cookie */
	int64_t begun, seen;
	const char *address, *browser;
	bool this_one;
};

/* Those of the account that the token belongs to, the newest first. */
int sessions_of(struct accounts *accounts, struct arena *a, const char *token, struct own_session **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* Ends one of the own sessions by its key. PL_NOT_FOUND if there is none. */
int session_end_own(struct accounts *accounts, const char *token, const char *key, struct err *err) PL_MUST_CHECK;
/* All of the own ones but this. */
int sessions_end_others(struct accounts *accounts, const char *token, struct err *err) PL_MUST_CHECK;

/* Keeps what was seen since the last time, and clears away what is over. From time to time (a minute), by a thread that may
 * wait; nothing breaks if nobody does. */
int sessions_tend(struct accounts *accounts, struct err *err) PL_MUST_CHECK;

/* ---- the own password and second factor ---- */

/* Ends all sessions and begins a new one: *ret is for the cookie. PL_INVALID if the current one is wrong (counted as a failed
 * attempt) or the new one is not taken. */
int password_change(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *current,
	const char *password, struct signed_in *ret, struct err *err) PL_MUST_CHECK;

struct enrolment {
	char secret[SECOND_FACTOR_SECRET_SIZE]; /* to be typed */
	const char *address;                    /* otpauth:..., to be shown as a link or a picture; in the arena */
};

/* Gives a secret that holds once its first code is confirmed; the same one again until then. For SIGN_IN_ENROL, where
 * `password` is not looked at, the secret waits already and nothing is written; and for a session that is done, with the password
 * again, or NULL for the secret that was begun with it. PL_INVALID if the password is wrong (counted as a failed attempt), the
 * account has none, or nothing was begun. */
int second_factor_begin(struct accounts *accounts, struct arena *a, const struct visitor *visitor, const char *token,
	const char *password, struct enrolment *ret, struct err *err) PL_MUST_CHECK;

struct recovery_codes {
	char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE]; /* told this once */
};

/* Confirms it by a code of the authenticator; ends the other sessions. Its recovery codes take the place of older ones. */
int second_factor_confirm(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *code,
	struct signed_in *ret, struct recovery_codes *ret_codes, struct err *err) PL_MUST_CHECK;

/* Turns it off, with its recovery codes, by the password and a code that was not used yet, either of which is counted as a failed
 * attempt if it is wrong; ends the other sessions. PL_INVALID for whoever has a role that needs one. */
int second_factor_end(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	const char *code, struct signed_in *ret, struct err *err) PL_MUST_CHECK;

/* New recovery codes in place of the old ones; the password again, counted as a failed attempt if it is wrong. */
int recovery_codes_renew(struct accounts *accounts, const struct visitor *visitor, const char *token, const char *password,
	struct recovery_codes *ret, struct err *err) PL_MUST_CHECK;
int recovery_codes_left(struct accounts *accounts, const char *token, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* How the own account is linked to a sign-in service, and which, in the arena. */
int own_link(struct accounts *accounts, struct arena *a, const char *token, enum account_link *ret, const char **ret_issuer,
	struct err *err) PL_MUST_CHECK;

/* The code of the moment, for the page of the second step of an invented employer's account, where nothing is real; the same
 * for its enrolment. PL_NOT_FOUND for any other. */
int second_factor_demo_code(struct accounts *accounts, const char *token, char ret[SECOND_FACTOR_CODE_SIZE], struct err *err)
	PL_MUST_CHECK;
