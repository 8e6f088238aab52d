/* token.h: secrets that a browser or a form carries: random, told once, kept only as their hash.
 *
 * A token is 256 random bits as base64url (43 characters). Its SHA-256 is what a database keeps, so that whoever reads
 * the database cannot use what stands there. What is derived from a token (a form's key) is an HMAC of it: it needs no
 * row.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { TOKEN_SIZE = 44, TOKEN_HASH_SIZE = 65 };

/* Readies the libraries of this folder. Once, before threads. PL_FAIL if the system gives no random numbers. */
int secure_start(struct err *err) PL_MUST_CHECK;

void token_make(char ret[TOKEN_SIZE]);

/* Whether a text could be a token at all: what a cookie says is anybody's. */
bool token_is_one(const char *text);

/* Lower-case hexadecimal SHA-256 of any text. */
void token_hash(const char *text, char ret[TOKEN_HASH_SIZE]);

/* SHA-256 of any text as base64url: what is told of a secret before it is shown (PKCE's S256, RFC 7636). */
void token_challenge(const char *text, char ret[TOKEN_SIZE]);

/* HMAC-SHA-256 of `what` under the token, as a token: the same for the same two texts, and no way back. */
void token_derive(const char *token, const char *what, char ret[TOKEN_SIZE]);

/* Compares in a time that does not depend on where they differ. */
bool token_equal(const char *a, const char *b);

/* 16 random bytes as lower-case hexadecimal text, so that what is kept by its digest cannot be guessed. */
enum { SALT_SIZE = 33 };
void salt_make(char ret[SALT_SIZE]);

/* Overwrites a secret that is not needed any more, which a compiler may not leave out. */
void secret_wipe(void *bytes, size_t size);

/* A pass phrase that nobody chose: four groups of four, 80 random bits, without letters that look alike. */
enum { PASS_PHRASE_SIZE = 20 };
void pass_phrase_make(char ret[PASS_PHRASE_SIZE]);
