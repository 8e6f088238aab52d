/* api_tokens.h: the tokens with which programs ask in the name of an account (service/accounts/tokens.h): of the moment, as sessions are,
 * and without an entry of their own.
 */
#pragma once

#include "store/store.h"

struct api_token_row {
	int32_t employer_id;
	const char *hash;    /* of the token */
	int64_t token_id;    /* among those of the account */
	int64_t account_id;
	const char *name;    /* what it is for, in the words of whoever made it */
	const char *role;    /* the one role of the account that it has; "": all */
	int64_t begun, seen; /* instants; seen: about the last request, 0: never */
	int64_t expires;     /* it holds no longer */
	bool read_only;      /* what is asked for with it changes nothing */
};

/* PL_NOT_FOUND without one. */
int store_api_token(struct store *s, struct arena *a, const char *hash, struct api_token_row *ret, struct err *err) PL_MUST_CHECK;
/* Of an account, the newest first. */
int store_api_tokens(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct api_token_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* These run inside whatever is open (store/accounts.h). A new one is given its id. */
int store_api_token_add(struct store *s, struct api_token_row *row, struct err *err) PL_MUST_CHECK;
int store_api_token_seen(struct store *s, const char *hash, int64_t seen, struct err *err) PL_MUST_CHECK;
/* PL_NOT_FOUND without one. */
int store_api_token_end(struct store *s, int32_t employer_id, int64_t account_id, int64_t token_id, struct err *err) PL_MUST_CHECK;
int store_api_tokens_end(struct store *s, int32_t employer_id, int64_t account_id, struct err *err) PL_MUST_CHECK;
/* Those that hold no longer at an instant, whoever's. */
int store_api_tokens_tidy(struct store *s, int64_t expired_before, struct err *err) PL_MUST_CHECK;
