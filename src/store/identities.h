/* identities.h: whom a sign-in service calls what, and who is there at the moment: the rows behind single sign-on.
 *
 * An account has at most one identity. It is a fact like the account itself: written in a commit, never overwritten.
 * One without an issuer waits: an administrator has said the subject, and nobody has signed in by it yet.
 */
#pragma once

#include "store/store.h"

struct identity_row {
	int64_t account_id;
	const char *subject;
	const char *issuer;      /* "" while it waits */
	const char *tenant;      /* "" for none */
};

/* In place of the one that the account has. PL_CONFLICT if it is another account's. */
int commit_identity(struct commit *c, const struct identity_row *row, struct err *err) PL_MUST_CHECK;
/* PL_CONFLICT if the account has none. */
int commit_identity_end(struct commit *c, int64_t account_id, struct err *err) PL_MUST_CHECK;

/* Whose it is, whatever the employer; PL_NOT_FOUND if nobody's. */
int store_identity_find(struct store *s, const struct identity_row *row, int32_t *ret_employer_id,
	int64_t *ret_account_id, struct err *err) PL_MUST_CHECK;

/* That of an account, in the arena; *ret_found says whether it has one. */
int store_identity(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct identity_row *ret,
	bool *ret_found, struct err *err) PL_MUST_CHECK;

/* ---- who is at the service ---- */

/* A sign-in that was begun and has no answer yet. Of the moment, like a session: changed without an entry, by what runs
 * inside whatever is open. */
struct sign_in_begun {
	const char *state;       /* hash of what the answer will have with it */
	const char *browser;     /* hash of the secret of the browser's cookie */
	const char *redirect;    /* where the service sends the browser back to */
	const char *next;        /* where it wants to go then; "" */
	const char *address;     /* of the browser */
	int64_t begun;           /* instant */
};

int store_sign_in_begun_add(struct store *s, const struct sign_in_begun *row, struct err *err) PL_MUST_CHECK;
/* Takes it out, so that it is there once, whichever processes ask; *ret_found says whether it was there. In the arena, without
 * its address. */
int store_sign_in_begun_take(struct store *s, struct arena *a, const char *state, struct sign_in_begun *ret,
	bool *ret_found, struct err *err) PL_MUST_CHECK;
/* Forgets what was begun before an instant, the oldest of more than so many of an address, and then of more than so many of
 * all. */
int store_sign_in_begun_tidy(struct store *s, int64_t before, const char *address, int64_t of_address, int64_t of_all,
	struct err *err) PL_MUST_CHECK;
