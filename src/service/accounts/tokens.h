/* tokens.h: tokens with which programs ask in the name of an account, instead of a session: in a header, and never in a cookie.
 *
 * A token has the roles of its account, or one of them, as they are when it asks, and may be one that only reads; it ends on its day, when it is revoked, and when
 * the account is disabled or gets another password by somebody else. It is told once and kept as its hash. Making and revoking are
 * entries in the ledger: token-make, token-revoke.
 */
#pragma once

#include "core/access.h"
#include "service/accounts/sign_in.h"

#define API_TOKEN_START "plimsoll_" /* so that whoever searches for lost secrets finds it */

enum {
	API_TOKEN_SIZE = 9 + TOKEN_SIZE,
	API_TOKENS_MOST = 20,        /* of an account */
	API_TOKEN_NAME_BYTES = 60,
	API_TOKEN_DAYS_MOST = 366
};

struct new_api_token {
	const char *employer, *login;
	const char *name;        /* what it is for */
	const char *role;        /* code of one of the account's roles; "": all of them */
	bool read_only;          /* nothing can be changed with it */
	int32_t days;            /* that it holds: 1 to API_TOKEN_DAYS_MOST */
};

struct own_api_token {
	int64_t token_id;
	const char *name, *role;
	bool read_only;
	int64_t begun, seen, expires; /* instants; seen 0: never used, else within an hour of the last time */
};

/* PL_INVALID for a name, a role or days that cannot be; PL_LIMIT if the account has too many; PL_NOT_FOUND without the account. */
int api_token_make(struct accounts *accounts, const struct account_change *change, const struct new_api_token *wanted,
	char ret[API_TOKEN_SIZE], struct err *err) PL_MUST_CHECK;
/* PL_NOT_FOUND without such a token. */
int api_token_revoke(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	int64_t token_id, struct err *err) PL_MUST_CHECK;
/* The newest first, those too that have ended by themselves lately. */
int api_tokens_of(struct accounts *accounts, struct arena *a, const char *employer, const char *login, struct own_api_token **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* What a header brings, as if it were somebody's session: without a secret for forms. In the arena. PL_NOT_FOUND if it is no
 * token, or holds no longer. */
int api_token_find(struct accounts *accounts, struct arena *a, const char *token, struct session *ret, struct err *err) PL_MUST_CHECK;
