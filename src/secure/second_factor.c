#include "secure/second_factor.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "secure/token.h"

enum { SECRET_BYTES = 20, DIGITS = 6 };

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void second_factor_make_secret(char ret[SECOND_FACTOR_SECRET_SIZE])
{
	unsigned char bytes[SECOND_FACTOR_SECRET_SIZE];

	/* Five random bits a letter are 160 random bits, whatever they are grouped into. */
	randombytes_buf(bytes, sizeof bytes);
	for (size_t i = 0; i < SECOND_FACTOR_SECRET_SIZE - 1; i++)
		ret[i] = BASE32[bytes[i] % 32];
	ret[SECOND_FACTOR_SECRET_SIZE - 1] = '\0';
	sodium_memzero(bytes, sizeof bytes);
}

/* The bytes behind the letters: 20 for the secrets made here. */
static int read_secret(const char *secret, unsigned char ret[SECRET_BYTES], struct err *err)
{
	uint64_t bits = 0;
	size_t n = 0;
	int held = 0;

	if (strlen(secret) != SECOND_FACTOR_SECRET_SIZE - 1 || strspn(secret, BASE32) != strlen(secret))
		return err_set(err, PL_INVALID, "A second factor's secret is damaged: expected %d letters of base32",
			SECOND_FACTOR_SECRET_SIZE - 1);
	for (; *secret != '\0'; secret++) {
		bits = bits << 5 | (uint64_t)(strchr(BASE32, *secret) - BASE32);
		held += 5;
		if (held >= 8) {
			held -= 8;
			ret[n++] = (unsigned char)(bits >> held & 0xff);
		}
	}
	return 0;
}

static int code_of_step(const unsigned char bytes[SECRET_BYTES], int64_t step, char ret[SECOND_FACTOR_CODE_SIZE],
	struct err *err)
{
	if (oath_hotp_generate((const char *)bytes, SECRET_BYTES, (uint64_t)step, DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION,
		ret) != OATH_OK)
		return err_set(err, PL_FAIL, "The code of a second factor could not be worked out");
	return 0;
}

int second_factor_code(const char *secret, int64_t instant, char ret[SECOND_FACTOR_CODE_SIZE], struct err *err)
{
	unsigned char bytes[SECRET_BYTES];
	int rc = read_secret(secret, bytes, err);

	return rc == 0 ? code_of_step(bytes, instant / SECOND_FACTOR_STEP_SECONDS, ret, err) : rc;
}

/* Six digits, blanks left out; false if it is anything else. */
static bool read_code(const char *typed, char ret[SECOND_FACTOR_CODE_SIZE])
{
	size_t n = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ')
			continue;
		if (*typed < '0' || *typed > '9' || n == DIGITS)
			return false;
		ret[n++] = *typed;
	}
	ret[n] = '\0';
	return n == DIGITS;
}

int second_factor_check(const char *secret, const char *code, int64_t instant, int64_t last_step, bool *ret_right,
	int64_t *ret_step, struct err *err)
{
	char given[SECOND_FACTOR_CODE_SIZE], expected[SECOND_FACTOR_CODE_SIZE];
	int64_t now = instant / SECOND_FACTOR_STEP_SECONDS, found = -1;
	unsigned char bytes[SECRET_BYTES];
	int rc = read_secret(secret, bytes, err);

	if (rc < 0)
		return rc;
	if (!read_code(code, given)) {
		*ret_right = false;
		return 0;
	}
	for (int64_t step = now - 1; step <= now + 1 && rc == 0; step++) {
		rc = code_of_step(bytes, step, expected, err);
		if (rc == 0 && token_equal(given, expected) && step > last_step)
			found = step;
	}
	if (rc < 0)
		return rc;
	*ret_right = found >= 0;
	if (found >= 0)
		*ret_step = found;
	return 0;
}

static void put_encoded(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
			buf_putc(out, (char)c);
		else
			buf_putf(out, "%%%02X", c);
	}
}

void second_factor_put_address(struct buf *out, const char *issuer, const char *login, const char *secret)
{
	buf_puts(out, "otpauth://totp/");
	put_encoded(out, issuer);
	buf_putc(out, ':');
	put_encoded(out, login);
	buf_putf(out, "?secret=%s&issuer=", secret);
	put_encoded(out, issuer);
}

void recovery_code_make(char ret[RECOVERY_CODE_SIZE])
{
	pass_phrase_make(ret);
}

void recovery_code_fold(const char *typed, char ret[RECOVERY_CODE_SIZE])
{
	size_t n = 0;

	for (; *typed != '\0'; typed++) {
		char c = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed - 'A' + 'a') : *typed;

		if (c == ' ' || c == '-')
			continue;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) || n == 16) {
			n = 0;
			break;
		}
		ret[n++] = c;
	}
	ret[n == 16 ? n : 0] = '\0';
}
