/* single_sign_on.h: signing in by a sign-in service (OpenID Connect, authorisation code with PKCE).
 *
 *	single_sign_on_begin   -> the address of the service, to which the browser goes
 *	...                       the service asks who it is, and sends the browser back with a code
 *	single_sign_on_finish  -> signed in, or what is asked for next (sign_in.h)
 *
 * What is begun has a random `state` that comes back, a nonce that the token must have in it, and a verifier without
 * which the code is worth nothing. It belongs to the browser that began it, holds ten minutes, and is used up by the
 * first answer, whatever that is and whichever process it comes to: it stands in the database. There, and in copies of
 * it, stands nothing that would help anybody to finish it: of the state and of the browser's secret their hashes, and
 * nonce and verifier are worked out anew from the two.
 *
 * An account is found by issuer, subject and tenant only, never by a name or an address. One that an administrator
 * made for a subject is linked when that subject first comes. Where groups are mapped to roles, whoever has a group
 * that counts gets an account, and everybody's roles follow their groups at each sign-in; whoever has none is
 * refused. Each change is a commit with an entry of the ledger (user-add, user-link, user-groups, by
 * "single-sign-on").
 *
 * A second factor is left to the service if it says that it asked for one; else ours is asked for.
 */
#pragma once

#include "service/accounts/sign_in.h"

struct single_sign_on;

/* How the service is asked, in the shape of fetch/provider.h; tests have their own. */
struct sign_in_provider {
	int (*begin)(void *context, struct arena *a, const char **ret_address, struct err *err);
	int (*exchange)(void *context, struct arena *a, const char *code, const char *verifier, const char *redirect,
		const char **ret_token, const char **ret_keys, struct err *err);
	void *context;
};

/* "group NAME gives that role". */
struct group_rule {
	const char *group;
	struct grant grant;
};

enum { GROUP_RULES_MOST = 500, SINGLE_SIGN_ON_AT_ONCE = 3, SINGLE_SIGN_ONS_BEGUN = 1024 };

struct single_sign_on_options {
	const char *name;              /* of the service, as the button has it */
	const char *issuer, *client_id;
	const char *tenant;            /* of Entra ID; NULL: none */
	const char *strong_acr;        /* as secure/id_token.h has them; NULL: none */
	const char *groups_claim, *worker_claim;
	const char *employer;          /* whose the accounts are that groups make; NULL: the only one in the database */
	const struct group_rule *rules; size_t rules_count; /* 0: roles are what administrators gave */
	struct sign_in_provider provider;
};

/* The options outlive it. */
struct single_sign_on *single_sign_on_new(struct accounts *accounts, const struct single_sign_on_options *options);
struct single_sign_on *single_sign_on_free(struct single_sign_on *sso);

const char *single_sign_on_name(const struct single_sign_on *sso);

/* A browser that begins. */
struct sign_in_start {
	const char *browser;           /* the secret of its cookie, the same at the end */
	const char *redirect;          /* where the service sends it back to */
	const char *next;              /* where it wants to go then; "" */
};

/* The address to go to, in the arena. PL_FAIL if the service does not answer, PL_LOCKED if too many ask at once. Any
 * thread. */
int single_sign_on_begin(struct single_sign_on *sso, struct arena *a, const struct visitor *visitor,
	const struct sign_in_start *start, const char **ret_address, struct err *err) PL_MUST_CHECK;

/* What the browser brings back; NULL for what is not there. */
struct sign_in_answer {
	const char *browser;
	const char *state, *code, *error, *issuer;
};

/* Signs in. *ret_next is where the browser wanted to go, in the arena. PL_NOT_FOUND if nothing of that state was
 * begun by that browser, it was long ago, or is used up: begin again; PL_DENIED or PL_INVALID if the service or the
 * token is refused, or the person has no account; PL_FAIL if the service does not answer; PL_LOCKED as above, and
 * then it may be tried again. Any thread. */
int single_sign_on_finish(struct single_sign_on *sso, struct arena *a, const struct visitor *visitor,
	const struct sign_in_answer *answer, struct signed_in *ret, const char **ret_next, struct err *err) PL_MUST_CHECK;
