/* id_token.h: what a sign-in service (OpenID Connect provider) says of somebody, and whether to believe it.
 *
 * An *ID token* is a JSON Web Token: header.payload.signature. It is believed only with an RS256 signature by a key
 * that the provider publishes under the name (`kid`) that the header gives, and if it is from this issuer, for this
 * client, about this sign-in (nonce), of this tenant where one is named, and of now (OpenID Connect Core 3.1.3.7; RFC
 * 8725). An address of electronic mail is not even read: it is no proof of who somebody is.
 *
 * Nothing here reads a clock, a file or the network. Sentences hold nothing of what a token says.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
	ID_TOKEN_BYTES = 12 * 1024,
	ID_TOKEN_LEEWAY_SECONDS = 60,   /* clocks differ */
	ID_TOKEN_SUBJECT = 255,         /* bytes; likewise a tenant, and the name of a key */
	ID_TOKEN_NAME = 200,
	ID_TOKEN_GROUPS = 500,          /* of a person */
	ID_TOKEN_GROUP = 256,           /* bytes of a group's name */
	ID_TOKEN_KEY_BITS = 2048        /* of a key at least */
};

/* What a token is held against. */
struct id_token_expected {
	const char *issuer, *client_id, *nonce;
	const char *tenant;             /* `tid` of Entra ID; NULL or "": the issuer has none */
	const char *groups_claim;       /* the member that lists groups; NULL: "groups" */
	const char *worker_claim;       /* the member that holds a worker's code; NULL or "": there is none */
	const char *strong_acr;         /* the `acr` that says that a second factor was asked; NULL or "": none does */
	int64_t now;                    /* seconds since 1970 */
};

struct id_token {
	const char *subject;            /* `sub`, or with a tenant `oid`, which its administrators see */
	const char *tenant;             /* "" without */
	const char *name;               /* to be shown; "" if it says none */
	const char *login;              /* preferred_username, a wish; "" if it says none */
	const char *worker;             /* "" if it says none */
	const char *const *groups; size_t groups_count;
	bool groups_left_out;           /* they are too many for the token: it says where they could be asked for */
	bool second_factor;             /* the provider asked for one (`amr` with mfa, or the acr above) */
};

/* Checks a token with the provider's keys ("{"keys": [...]}", RFC 7517) and fills in *ret, in the arena. PL_NOT_FOUND
 * if no key has the name that it gives: ask for them again; PL_LIMIT if it is too long or too deep; else PL_INVALID
 * with what is wrong. */
int id_token_check(struct arena *a, const char *token, const char *keys, const struct id_token_expected *expected,
	struct id_token *ret, struct err *err) PL_MUST_CHECK;

/* The name of the key that a token wants to be checked with; nothing else of it is believed or looked at. */
int id_token_key_name(struct arena *a, const char *token, const char **ret, struct err *err) PL_MUST_CHECK;
