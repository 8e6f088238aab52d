#include "secure/token.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "secure/digest.h"

int secure_start(struct err *err)
{
	if (sodium_init() < 0 || oath_init() != OATH_OK)
		return err_set(err, PL_FAIL, "The random numbers of this system cannot be used");
	return 0;
}

static void put_base64(const unsigned char bytes[32], char ret[TOKEN_SIZE])
{
	(void)sodium_bin2base64(ret, TOKEN_SIZE, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void token_make(char ret[TOKEN_SIZE])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof bytes);
	put_base64(bytes, ret);
	sodium_memzero(bytes, sizeof bytes);
}

bool token_is_one(const char *text)
{
	static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return strlen(text) == TOKEN_SIZE - 1 && strspn(text, ALPHABET) == TOKEN_SIZE - 1;
}

void token_challenge(const char *text, char ret[TOKEN_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
	(void)sodium_bin2base64(ret, TOKEN_SIZE, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void token_hash(const char *text, char ret[TOKEN_HASH_SIZE])
{
	digest_of(text, strlen(text), ret);
}

void token_derive(const char *token, const char *what, char ret[TOKEN_SIZE])
{
	crypto_auth_hmacsha256_state state;
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	(void)crypto_auth_hmacsha256_init(&state, (const unsigned char *)token, strlen(token));
	(void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)what, strlen(what));
	(void)crypto_auth_hmacsha256_final(&state, mac);
	put_base64(mac, ret);
}

bool token_equal(const char *a, const char *b)
{
	size_t n = strlen(a);

	return strlen(b) == n && sodium_memcmp(a, b, n) == 0;
}

void salt_make(char ret[SALT_SIZE])
{
	unsigned char bytes[(SALT_SIZE - 1) / 2];

	randombytes_buf(bytes, sizeof bytes);
	(void)sodium_bin2hex(ret, SALT_SIZE, bytes, sizeof bytes);
}

void secret_wipe(void *bytes, size_t size)
{
	if (bytes != NULL)
		sodium_memzero(bytes, size);
}

void pass_phrase_make(char ret[PASS_PHRASE_SIZE])
{
	static const char ALPHABET[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char bytes[PASS_PHRASE_SIZE];

	randombytes_buf(bytes, sizeof bytes);
	for (size_t i = 0; i < PASS_PHRASE_SIZE - 1; i++)
		ret[i] = i % 5 == 4 ? '-' : ALPHABET[bytes[i] % (sizeof ALPHABET - 1)];
	ret[PASS_PHRASE_SIZE - 1] = '\0';
	sodium_memzero(bytes, sizeof bytes);
}
