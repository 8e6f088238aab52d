/* identities.h: whom a sign-in service calls what: the rows behind single sign-on.
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
