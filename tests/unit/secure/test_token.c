/* Tokens: random, and kept as their hash. */
#include <string.h>

#include "../../test.h"
#include "secure/token.h"

static struct err err;

static int start(void **state)
{
	(void)state;
	return secure_start(&err);
}

static void test_token__is_256_bits_as_base64url(void **state)
{
	char a[TOKEN_SIZE], b[TOKEN_SIZE];

	(void)state;
	token_make(a);
	token_make(b);
	assert_int_equal(strlen(a), 43);
	assert_true(token_is_one(a));
	assert_string_not_equal(a, b);
}

static void test_token__is_told_from_what_cannot_be_one(void **state)
{
	char token[TOKEN_SIZE + 1] = "";

	(void)state;
	assert_false(token_is_one(""));
	token_make(token);
	token[10] = '+';
	assert_false(token_is_one(token));
	token_make(token);
	token[42] = '\0';
	assert_false(token_is_one(token));
	token_make(token);
	token[43] = 'A';
	token[44] = '\0';
	assert_false(token_is_one(token));
}

static void test_token__is_kept_as_its_sha256(void **state)
{
	char hash[TOKEN_HASH_SIZE];

	(void)state;
	token_hash("abc", hash);
	assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 7636, appendix B. */
static void test_token__is_told_before_it_is_shown(void **state)
{
	char challenge[TOKEN_SIZE];

	(void)state;
	token_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", challenge);
	assert_string_equal(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

/* RFC 4231, test case 2, as base64url. */
static void test_token__derives_an_hmac(void **state)
{
	char derived[TOKEN_SIZE];

	(void)state;
	token_derive("Jefe", "what do ya want for nothing?", derived);
	assert_string_equal(derived, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
}

static void test_token__is_equal_only_to_itself(void **state)
{
	(void)state;
	assert_true(token_equal("abc", "abc"));
	assert_false(token_equal("abc", "abd"));
	assert_false(token_equal("abc", "abcd"));
	assert_false(token_equal("abc", ""));
}

static void test_pass_phrase__has_four_groups_without_letters_that_look_alike(void **state)
{
	char phrase[PASS_PHRASE_SIZE], other[PASS_PHRASE_SIZE];

	(void)state;
	for (int i = 0; i < 200; i++) {
		pass_phrase_make(phrase);
		assert_int_equal(strlen(phrase), 19);
		assert_null(strpbrk(phrase, "lo01"));
		for (size_t c = 0; c < 19; c++)
			assert_int_equal(phrase[c] == '-', c % 5 == 4);
	}
	pass_phrase_make(other);
	assert_string_not_equal(phrase, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token__is_256_bits_as_base64url),
		cmocka_unit_test(test_token__is_told_from_what_cannot_be_one),
		cmocka_unit_test(test_token__is_kept_as_its_sha256),
		cmocka_unit_test(test_token__is_told_before_it_is_shown),
		cmocka_unit_test(test_token__derives_an_hmac),
		cmocka_unit_test(test_token__is_equal_only_to_itself),
		cmocka_unit_test(test_pass_phrase__has_four_groups_without_letters_that_look_alike),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
