/* second_factor.h: what a person has beside the password: a code from an authenticator application (TOTP, RFC 6238:
 * SHA-1, 30 seconds, six digits, which all such applications know), or a recovery code from a list on paper.
 *
 * The code of the step before and after holds too, because clocks differ; a code that was accepted, and any before it,
 * never holds again: the caller keeps the step that second_factor_check gives and hands it in the next time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	SECOND_FACTOR_SECRET_SIZE = 33, /* 160 bits in base32 */
	SECOND_FACTOR_CODE_SIZE = 7,
	SECOND_FACTOR_STEP_SECONDS = 30,
	RECOVERY_CODES = 10,
	RECOVERY_CODE_SIZE = 20         /* "k7qm-2xvd-9fht-w3np" */
};

void second_factor_make_secret(char ret[SECOND_FACTOR_SECRET_SIZE]);

/* The code that an authenticator shows at an instant. PL_INVALID if the secret is none. */
int second_factor_code(const char *secret, int64_t instant, char ret[SECOND_FACTOR_CODE_SIZE], struct err *err)
	PL_MUST_CHECK;

/* Whether `code` (blanks in it do not matter) is one of the moment and of a step after `last_step`; *ret_step is its
 * step then.
 * PL_INVALID if the secret is none. */
int second_factor_check(const char *secret, const char *code, int64_t instant, int64_t last_step, bool *ret_right,
	int64_t *ret_step, struct err *err) PL_MUST_CHECK;

/* The otpauth: address that an authenticator reads, with issuer and login percent-encoded. */
void second_factor_put_address(struct buf *out, const char *issuer, const char *login, const char *secret);

/* 80 random bits. Kept as the token_hash of what recovery_code_fold makes of it; no slow hash is needed for what nobody
 * chose. */
void recovery_code_make(char ret[RECOVERY_CODE_SIZE]);
/* As typed, without blanks and hyphens and in small letters; "" if it cannot be one. */
void recovery_code_fold(const char *typed, char ret[RECOVERY_CODE_SIZE]);
