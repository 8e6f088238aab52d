/* account_rules.h: when an account, a session or another attempt to sign in still holds.
 *
 * Times are seconds; instants are seconds since 1970, UTC. Nothing here reads a clock.
 *
 * Failed attempts are counted three times over: for a login from one address, tightly; for a login from anywhere and for an
 * address whatever the login, loosely. The two loose counts do not hold for a login from an address where it has signed in
 * before. A browser in which a login has signed in is known by a cookie of its own, and attempts for that login in it are
 * counted apart from all of these ("device cookies", OWASP): so whoever knows a login cannot lock its owner out from where they
 * work, not even behind the same address.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum {
	LOGIN_BYTES_LEAST = 2,
	LOGIN_BYTES_MOST = 64,
	ACCOUNT_NAME_BYTES_MOST = 120,

	SESSION_IDLE_SECONDS = 30 * 60,
	SESSION_IDLE_WORKER_SECONDS = 60 * 60,
	SESSION_LONGEST_SECONDS = 12 * 60 * 60,
	SESSION_UNFINISHED_SECONDS = 10 * 60,    /* between the password and the end of signing in */

	ACCOUNT_UNUSED_SECONDS = 90 * 24 * 60 * 60,
	ATTEMPT_KNOWN_SECONDS = 90 * 24 * 60 * 60, /* how long a device or an address is one where a login has signed in */
	ATTEMPT_WAIT_MOST_SECONDS = 15 * 60,
	SECOND_STEP_TRIES = 5                      /* wrong codes until the password is asked for again */
};

/* A login: small letters, digits, '.', '-', '_', '@', '+' and ' as in a name, from a letter or digit on, and no word that the
 * ledger says of the program itself. PL_INVALID otherwise. */
int login_check(const char *login, struct err *err) PL_MUST_CHECK;

/* The one answer to a login that cannot be had, whatever the reason: logins are unique in the database, and whoever adds
 * accounts for one employer is not told who works for another. PL_INVALID. */
int login_refuse(const char *login, struct err *err) PL_MUST_CHECK;

enum attempt_count {
	ATTEMPTS_OF_DEVICE,  /* for a login in a browser that it has signed in with */
	ATTEMPTS_OF_PAIR,    /* for a login from an address */
	ATTEMPTS_OF_LOGIN,
	ATTEMPTS_OF_ADDRESS,
	ATTEMPT_COUNTS
};

/* Whether a login that signed in then, 0 for never, is known there now. */
bool attempt_is_known(int64_t succeeded_at, int64_t now);
/* Whether a failure goes into that count, and whether the count makes somebody wait, by where the login is known. */
bool attempt_is_counted(enum attempt_count count, bool device_known);
bool attempt_may_wait(enum attempt_count count, bool device_known, bool address_known);

/* How long to wait after so many failures in a row: none at first, then 15 seconds, doubled each time, up to a quarter of an hour. */
int32_t attempt_wait_seconds(enum attempt_count count, int64_t failures);
/* After how long without a failure the count begins anew. */
int32_t attempt_forget_seconds(enum attempt_count count);

enum sign_in_step { SIGN_IN_DONE, SIGN_IN_CODE, SIGN_IN_NEW_PASSWORD, SIGN_IN_ENROL };

/* What of an account decides about the steps of signing in. */
struct sign_in_needs {
	bool has_factor;           /* a second factor is set up */
	bool must_change_password; /* it is not the own yet */
	bool must_have_factor;     /* by its roles (role_needs_second_factor) */
};

/* What is still missing after a step, in the order in which it is asked for; after SIGN_IN_DONE: after the password. */
enum sign_in_step sign_in_next(const struct sign_in_needs *needs, enum sign_in_step after);

struct session_times {
	int64_t begun, seen;   /* signed in; the last request */
	bool finished;         /* all steps of signing in are done */
	bool only_worker;      /* the account has no role but worker's */
};

/* Whether a session is over. One that begins in the future, by a clock that was set back, is. */
bool session_is_over(const struct session_times *t, int64_t now);

/* Whether an account has been unused for so long that it no longer holds: `used` is the last sign-in, or when it was made or
 * enabled. */
bool account_is_unused(int64_t used, int64_t now);
