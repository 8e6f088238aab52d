/* provider.h: a sign-in service (OpenID Connect provider) as we ask it: its discovery document, its keys, and a code
 * for a token.
 *
 * Nothing of an answer is decided upon here: the token goes, unopened but for the name of its key, with that key to
 * whoever asked, who checks it (secure/id_token.h). What is kept: the discovery document and the keys, an hour; a key
 * that is not among them has them asked for anew, at most once a minute. A service that does not answer is left alone
 * for ten seconds, so that whoever waits for it does so once.
 */
#pragma once

#include "base/arena.h"
#include "fetch/fetch.h"

enum { PROVIDER_SECRET = 512 /* bytes of a client secret */, PROVIDER_CODE = 4096 };

struct provider_settings {
	const char *issuer, *client_id, *secret;
	bool plain;                        /* as fetch.h has it */
	/* Who asks, in the shape of fetch_ask, and a clock in seconds that never goes back: tests have their own. */
	int (*ask)(void *context, const struct fetch_question *question, struct buf *body, long *ret_status,
		struct err *err);
	int64_t (*now)(void *context);
	void *context;
};

struct provider;

/* The settings outlive it. */
struct provider *provider_new(const struct provider_settings *settings);
struct provider *provider_free(struct provider *p);

/* Where a browser is sent to sign in; in the arena. PL_FAIL if the service does not answer, PL_INVALID if its
 * document is not that of this issuer or names addresses that are not https. */
int provider_begin(struct provider *p, struct arena *a, const char **ret_address, struct err *err) PL_MUST_CHECK;

/* Takes the token that a code stands for, and the key that it names: "{"keys": [...]}" with one key, or with none if
 * the service has no such key. PL_DENIED if the service does not take the code. */
int provider_exchange(struct provider *p, struct arena *a, const char *code, const char *verifier, const char *redirect,
	const char **ret_token, const char **ret_keys, struct err *err) PL_MUST_CHECK;
