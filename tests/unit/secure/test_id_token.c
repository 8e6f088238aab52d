/* ID tokens: the true one is believed, and every forged one is refused for what is forged in it. */
#include <cjose/cjose.h>
#include <sodium.h>
#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "secure/id_token.h"
#include "secure/token.h"

enum { NOW = 1800000000, TOKEN_ROOM = 64 * 1024 };

static const struct id_token_expected EXPECTED = {.issuer = "https://login.example/t1/v2.0", .client_id = "plimsoll",
	.nonce = "n-1", .tenant = "t1", .groups_claim = "groups", .worker_claim = "employee", .strong_acr = "strong",
	.now = NOW};

/* Members of the true payload; a test puts one in the place of another. */
static const char *const CLAIMS[][2] = {
	{"iss", "\"https://login.example/t1/v2.0\""}, {"aud", "\"plimsoll\""}, {"sub", "\"s-1\""}, {"oid", "\"o-1\""},
	{"tid", "\"t1\""}, {"nonce", "\"n-1\""}, {"exp", "1800000300"}, {"iat", "1799999999"}, {"nbf", "1799999999"},
	{"name", "\"Ann Smith\""}, {"preferred_username", "\"ann@example\""}, {"email", "\"ann@example\""},
	{"employee", "\"ST00004\""}, {"groups", "[\"g-1\",\"g-2\"]"}, {"amr", "[\"pwd\",\"mfa\"]"},
};

struct forge {
	cjose_jwk_t *key, *other_key, *small_key;
	struct arena *arena;
	char *keys;          /* as the provider publishes them */
	struct err err;
	struct id_token out;
};

/* ---- making tokens ---- */

static const char *base64url(struct arena *a, const void *bytes, size_t n)
{
	char *text = arena_alloc(a, n * 2 + 4);

	return sodium_bin2base64(text, n * 2 + 4, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* The true payload, with `value` for the member `name`, or without that member where `value` is NULL. */
static const char *payload_with(struct arena *a, const char *name, const char *value)
{
	const char *text = "{";
	bool placed = false;

	for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
		bool this_one = str_equal(CLAIMS[i][0], name);
		const char *put = this_one ? value : CLAIMS[i][1];

		placed = placed || this_one;
		if (put != NULL)
			text = arena_printf(a, "%s%s\"%s\":%s", text, text[1] != '\0' ? "," : "", CLAIMS[i][0], put);
	}
	if (!placed && value != NULL)
		text = arena_printf(a, "%s,\"%s\":%s", text, name, value);
	return arena_printf(a, "%s}", text);
}

static const char *sign(struct forge *f, const cjose_jwk_t *key, const char *alg, const char *kid, const char *payload)
{
	cjose_err why;
	cjose_header_t *header = cjose_header_new(&why);
	const char *compact;
	cjose_jws_t *jws;

	assert_true(cjose_header_set(header, "alg", alg, &why));
	if (kid != NULL)
		assert_true(cjose_header_set(header, "kid", kid, &why));
	jws = cjose_jws_sign(key, header, (const uint8_t *)payload, strlen(payload), &why);
	assert_non_null(jws);
	assert_true(cjose_jws_export(jws, &compact, &why));
	compact = arena_strdup(f->arena, compact);
	cjose_jws_release(jws);
	cjose_header_release(header);
	return compact;
}

static const char *token_with(struct forge *f, const char *name, const char *value)
{
	return sign(f, f->key, "RS256", "k-1", payload_with(f->arena, name, value));
}

/* Header and payload by hand, and whatever signature. */
static const char *raw_token(struct forge *f, const char *header, const char *payload, const char *signature)
{
	return arena_printf(f->arena, "%s.%s.%s", base64url(f->arena, header, strlen(header)),
		base64url(f->arena, payload, strlen(payload)), signature);
}

static const char *true_payload(struct forge *f)
{
	return payload_with(f->arena, "", NULL);
}

static const char *public_member(struct forge *f, const cjose_jwk_t *key, const char *kid)
{
	char *json = cjose_jwk_to_json(key, false, NULL);
	const char *text;

	assert_non_null(json);
	text = arena_printf(f->arena, "{\"kid\":\"%s\",\"use\":\"sig\",\"x5c\":[\"unread\"],%s", kid, json + 1);
	cjose_get_dealloc()(json);
	return text;
}

static int start(void **state)
{
	static struct forge f;
	struct err err;

	assert_int_equal(secure_start(&err), 0);
	f.arena = arena_new();
	f.key = cjose_jwk_create_RSA_random(2048, NULL, 0, NULL);
	f.other_key = cjose_jwk_create_RSA_random(2048, NULL, 0, NULL);
	f.small_key = cjose_jwk_create_RSA_random(1024, NULL, 0, NULL);
	f.keys = arena_printf(f.arena, "{\"keys\":[%s,{\"kty\":\"EC\",\"kid\":\"k-ec\",\"crv\":\"P-256\"},%s]}",
		public_member(&f, f.key, "k-1"), public_member(&f, f.small_key, "k-small"));
	*state = &f;
	return 0;
}

static int stop(void **state)
{
	struct forge *f = *state;

	cjose_jwk_release(f->key);
	cjose_jwk_release(f->other_key);
	cjose_jwk_release(f->small_key);
	arena_free(f->arena);
	return 0;
}

static int check(struct forge *f, const char *token)
{
	f->out = (struct id_token){0};
	return id_token_check(f->arena, token, f->keys, &EXPECTED, &f->out, &f->err);
}

/* Refused, for that reason, and nothing handed on. */
static void assert_refused(struct forge *f, const char *token, int code, const char *why)
{
	assert_int_equal(check(f, token), code);
	if (strstr(f->err.text, why) == NULL)
		fail_msg("refused with '%s', expected '%s'", f->err.text, why);
	assert_null(f->out.subject);
}

/* ---- the true one ---- */

static void test_id_token__true_one_is_believed(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "", NULL)), 0);
	assert_string_equal(f->out.subject, "o-1");
	assert_string_equal(f->out.tenant, "t1");
	assert_string_equal(f->out.name, "Ann Smith");
	assert_string_equal(f->out.login, "ann@example");
	assert_string_equal(f->out.worker, "ST00004");
	assert_int_equal(f->out.groups_count, 2);
	assert_string_equal(f->out.groups[1], "g-2");
	assert_true(f->out.second_factor);
	assert_false(f->out.groups_left_out);
}

static void test_id_token__without_a_tenant_goes_by_its_sub(void **state)
{
	struct forge *f = *state;
	struct id_token_expected expected = EXPECTED;

	expected.tenant = "";
	assert_int_equal(id_token_check(f->arena, token_with(f, "tid", NULL), f->keys, &expected, &f->out, &f->err), 0);
	assert_string_equal(f->out.subject, "s-1");
	assert_string_equal(f->out.tenant, "");
}

static void test_id_token__tells_the_name_of_its_key(void **state)
{
	struct forge *f = *state;
	const char *name;

	assert_int_equal(id_token_key_name(f->arena, token_with(f, "", NULL), &name, &f->err), 0);
	assert_string_equal(name, "k-1");
}

/* ---- signature and key ---- */

static void test_id_token__alg_none_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, raw_token(f, "{\"alg\":\"none\",\"kid\":\"k-1\"}", true_payload(f), ""), PL_INVALID,
		"no signed token");
	assert_refused(f, raw_token(f, "{\"alg\":\"none\",\"kid\":\"k-1\"}", true_payload(f), "AAAA"), PL_INVALID, "RS256");
	assert_refused(f, raw_token(f, "{\"alg\":\"NonE\",\"kid\":\"k-1\"}", true_payload(f), "AAAA"), PL_INVALID, "RS256");
}

/* The classic: the public key, which everybody has, as the secret of an HMAC. */
static void test_id_token__hs256_with_the_public_key_is_refused(void **state)
{
	struct forge *f = *state;
	const char *secret = public_member(f, f->key, "k-1"), *header = "{\"alg\":\"HS256\",\"kid\":\"k-1\"}";
	const char *signed_part = arena_printf(f->arena, "%s.%s", base64url(f->arena, header, strlen(header)),
		base64url(f->arena, true_payload(f), strlen(true_payload(f))));
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state hmac;

	crypto_auth_hmacsha256_init(&hmac, (const unsigned char *)secret, strlen(secret));
	crypto_auth_hmacsha256_update(&hmac, (const unsigned char *)signed_part, strlen(signed_part));
	crypto_auth_hmacsha256_final(&hmac, mac);
	assert_refused(f, arena_printf(f->arena, "%s.%s", signed_part, base64url(f->arena, mac, sizeof mac)), PL_INVALID,
		"RS256");
}

static void test_id_token__other_algorithms_of_the_same_key_are_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, sign(f, f->key, "RS512", "k-1", true_payload(f)), PL_INVALID, "RS256");
	assert_refused(f, sign(f, f->key, "PS256", "k-1", true_payload(f)), PL_INVALID, "RS256");
}

static void test_id_token__another_key_under_a_known_name_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, sign(f, f->other_key, "RS256", "k-1", true_payload(f)), PL_INVALID, "signature does not hold");
}

static void test_id_token__unknown_key_is_said_to_be_unknown(void **state)
{
	struct forge *f = *state;

	assert_refused(f, sign(f, f->other_key, "RS256", "k-2", true_payload(f)), PL_NOT_FOUND, "no key of that name");
	assert_refused(f, sign(f, f->key, "RS256", NULL, true_payload(f)), PL_INVALID, "does not name its key");
}

static void test_id_token__key_that_is_short_or_of_another_kind_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, sign(f, f->small_key, "RS256", "k-small", true_payload(f)), PL_INVALID, "too short");
	assert_refused(f, sign(f, f->key, "RS256", "k-ec", true_payload(f)), PL_INVALID, "not for RS256");
}

static void test_id_token__two_keys_of_one_name_are_refused(void **state)
{
	struct forge *f = *state;
	const char *keys = arena_printf(f->arena, "{\"keys\":[%s,%s]}", public_member(f, f->key, "k-1"),
		public_member(f, f->other_key, "k-1"));

	assert_int_equal(id_token_check(f->arena, token_with(f, "", NULL), keys, &EXPECTED, &f->out, &f->err), PL_INVALID);
	assert_non_null(strstr(f->err.text, "two keys"));
}

/* A key that the token brings itself is not looked at. */
static void test_id_token__key_in_its_own_header_is_no_key(void **state)
{
	struct forge *f = *state;
	const char *true_one = sign(f, f->other_key, "RS256", "k-2", true_payload(f));
	const char *header = arena_printf(f->arena, "{\"alg\":\"RS256\",\"kid\":\"k-2\",\"jwk\":%s}",
		public_member(f, f->other_key, "k-2"));

	assert_refused(f, arena_printf(f->arena, "%s%s", base64url(f->arena, header, strlen(header)), strchr(true_one, '.')),
		PL_NOT_FOUND, "no key of that name");
}

static void test_id_token__critical_header_that_nobody_knows_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, raw_token(f, "{\"alg\":\"RS256\",\"kid\":\"k-1\",\"crit\":[\"b64\"],\"b64\":false}", true_payload(f),
		"AAAA"), PL_INVALID, "crit");
}

static void test_id_token__changed_payload_is_refused(void **state)
{
	struct forge *f = *state;
	const char *true_one = token_with(f, "", NULL), *first = strchr(true_one, '.'), *second = strchr(first + 1, '.');
	const char *changed = payload_with(f->arena, "oid", "\"o-2\"");

	assert_refused(f, arena_printf(f->arena, "%.*s.%s%s", (int)(first - true_one), true_one,
		base64url(f->arena, changed, strlen(changed)), second), PL_INVALID, "signature does not hold");
}

static void test_id_token__signature_with_any_bit_changed_is_refused(void **state)
{
	struct forge *f = *state;
	char *token = arena_strdup(f->arena, token_with(f, "", NULL));
	char *last = strrchr(token, '.') + 1;

	for (size_t i = 0; i < strlen(last) - 1; i += 37) {
		char kept = last[i];

		last[i] = kept == 'A' ? 'B' : 'A';
		assert_refused(f, token, PL_INVALID, "signature does not hold");
		last[i] = kept;
	}
}

/* ---- what it says ---- */

static void test_id_token__other_issuer_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "iss", "\"https://login.example/t1/v2.0/\""), PL_INVALID, "another issuer");
	assert_refused(f, token_with(f, "iss", "\"https://login.example/t2/v2.0\""), PL_INVALID, "another issuer");
	assert_refused(f, token_with(f, "iss", NULL), PL_INVALID, "another issuer");
	assert_refused(f, token_with(f, "iss", "[\"https://login.example/t1/v2.0\"]"), PL_INVALID, "another issuer");
}

static void test_id_token__other_audience_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "aud", "\"somebody\""), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "aud", NULL), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "aud", "[]"), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "aud", "[1,\"plimsoll\"]"), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "aud", "{\"plimsoll\":1}"), PL_INVALID, "another client");
}

static void test_id_token__several_audiences_need_to_say_for_whom_it_was_made(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "aud", "[\"plimsoll\"]")), 0);
	assert_refused(f, token_with(f, "aud", "[\"plimsoll\",\"other\"]"), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "azp", "\"other\""), PL_INVALID, "another client");
	assert_refused(f, token_with(f, "azp", "null"), PL_INVALID, "another client");
	assert_int_equal(check(f, token_with(f, "aud", "[\"plimsoll\",\"other\"],\"azp\":\"plimsoll\"")), 0);
}

static void test_id_token__other_nonce_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "nonce", "\"n-2\""), PL_INVALID, "nonce");
	assert_refused(f, token_with(f, "nonce", "\"\""), PL_INVALID, "nonce");
	assert_refused(f, token_with(f, "nonce", NULL), PL_INVALID, "nonce");
}

/* An empty nonce is never what is expected. */
static void test_id_token__empty_nonce_fits_nothing(void **state)
{
	struct forge *f = *state;
	struct id_token_expected expected = EXPECTED;

	expected.nonce = "";
	assert_int_equal(id_token_check(f->arena, token_with(f, "nonce", "\"\""), f->keys, &expected, &f->out, &f->err),
		PL_INVALID);
}

static void test_id_token__other_tenant_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "tid", "\"t2\""), PL_INVALID, "another tenant");
	assert_refused(f, token_with(f, "tid", NULL), PL_INVALID, "another tenant");
}

static void test_id_token__expired_one_is_refused_after_a_minute(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "exp", "1799999941")), 0);
	assert_refused(f, token_with(f, "exp", "1799999940"), PL_INVALID, "no longer");
	assert_refused(f, token_with(f, "exp", NULL), PL_INVALID, "until when");
	assert_refused(f, token_with(f, "exp", "\"1800000300\""), PL_INVALID, "until when");
	assert_refused(f, token_with(f, "exp", "1.8e9"), PL_INVALID, "until when");
	assert_refused(f, token_with(f, "exp", "9223372036854775807"), PL_INVALID, "until when");
}

static void test_id_token__one_that_does_not_hold_yet_is_refused_but_for_a_minute(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "nbf", "1800000060")), 0);
	assert_refused(f, token_with(f, "nbf", "1800000061"), PL_INVALID, "not hold yet");
	assert_refused(f, token_with(f, "nbf", "\"soon\""), PL_INVALID, "from when");
	assert_int_equal(check(f, token_with(f, "nbf", NULL)), 0);
	assert_refused(f, token_with(f, "iat", "1800000061"), PL_INVALID, "not hold yet");
	assert_refused(f, token_with(f, "iat", NULL), PL_INVALID, "when it was made");
}

static void test_id_token__one_about_nobody_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "sub", NULL), PL_INVALID, "(sub)");
	assert_refused(f, token_with(f, "sub", "\"\""), PL_INVALID, "(sub)");
	assert_refused(f, token_with(f, "sub", "7"), PL_INVALID, "(sub)");
	assert_refused(f, token_with(f, "sub", "\"a\\nb\""), PL_INVALID, "(sub)");
	assert_refused(f, token_with(f, "oid", NULL), PL_INVALID, "(oid)");
}

static void test_id_token__duplicated_member_is_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "sub", "\"s-1\",\"sub\":\"s-2\""), PL_INVALID, "twice");
	assert_refused(f, token_with(f, "sub", "\"s-1\",\"s\\u0075b\":\"s-2\""), PL_INVALID, "twice");
	assert_refused(f, raw_token(f, "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k-1\"}", true_payload(f), "AAAA"),
		PL_INVALID, "twice");
}

/* ---- shape and size ---- */

static void test_id_token__too_long_one_is_refused(void **state)
{
	struct forge *f = *state;
	char *text = arena_alloc(f->arena, ID_TOKEN_BYTES + 3);

	memset(text, 'a', ID_TOKEN_BYTES + 1);
	text[0] = '"';
	text[ID_TOKEN_BYTES] = '"';
	assert_refused(f, token_with(f, "name", text), PL_LIMIT, "longer than");
}

static void test_id_token__too_deep_one_is_refused(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "deep", "[[[[[[[\"[[[[\"]]]]]]]")), 0);
	assert_refused(f, token_with(f, "deep", "[[[[[[[[]]]]]]]]"), PL_LIMIT, "deeper");
	assert_refused(f, raw_token(f, "{\"alg\":\"RS256\",\"kid\":\"k-1\",\"x\":[[[[[[[[]]]]]]]]}", true_payload(f), "AAAA"),
		PL_LIMIT, "deeper");
}

static void test_id_token__what_is_no_token_is_refused(void **state)
{
	static const char *const NONE[] = {"", ".", "..", "a.b", "a.b.c.d", "a.b.", ".b.c", "a b.c.d", "e30=.e30.AA",
		"e30.e30.AA", "W10.e30.AA", "{\"alg\":\"RS256\"}.e30.AA"};
	struct forge *f = *state;

	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_refused(f, NONE[i], PL_INVALID, "refused");
}

static void test_id_token__keys_that_cannot_be_read_are_refused(void **state)
{
	static const char *const KEYS[] = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"RSA\"}]}",
		"{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"RSA\",\"n\":\"AQAB\\\"\",\"e\":\"AQAB\"}]}",
		"{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
		"{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"oct\",\"k\":\"AQAB\"}]}"};
	struct forge *f = *state;
	const char *token = token_with(f, "", NULL);

	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
		assert_int_equal(id_token_check(f->arena, token, KEYS[i], &EXPECTED, &f->out, &f->err), PL_INVALID);
}

/* ---- second factor, groups ---- */

static void test_id_token__second_factor_counts_only_if_it_says_so(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, token_with(f, "amr", "[\"pwd\"]")), 0);
	assert_false(f->out.second_factor);
	assert_int_equal(check(f, token_with(f, "amr", "\"mfa\"")), 0);
	assert_false(f->out.second_factor);
	assert_int_equal(check(f, token_with(f, "amr", "[\"pwd\"],\"acr\":\"1\"")), 0);
	assert_false(f->out.second_factor);
	assert_int_equal(check(f, token_with(f, "amr", "[\"pwd\"],\"acr\":\"strong\"")), 0);
	assert_true(f->out.second_factor);
}

static void test_id_token__groups_that_are_no_texts_are_refused(void **state)
{
	struct forge *f = *state;

	assert_refused(f, token_with(f, "groups", "\"g-1\""), PL_INVALID, "groups");
	assert_refused(f, token_with(f, "groups", "[1]"), PL_INVALID, "groups");
	assert_refused(f, token_with(f, "groups", "[\"a\\u0007\"]"), PL_INVALID, "groups");
}

static void test_id_token__says_that_groups_were_left_out(void **state)
{
	struct forge *f = *state;

	assert_int_equal(check(f, sign(f, f->key, "RS256", "k-1",
		arena_printf(f->arena, "%.*s,\"_claim_names\":{\"groups\":\"src1\"}}",
		(int)strlen(payload_with(f->arena, "groups", NULL)) - 1, payload_with(f->arena, "groups", NULL)))), 0);
	assert_true(f->out.groups_left_out);
	assert_int_equal(f->out.groups_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_id_token__true_one_is_believed),
		cmocka_unit_test(test_id_token__without_a_tenant_goes_by_its_sub),
		cmocka_unit_test(test_id_token__tells_the_name_of_its_key),
		cmocka_unit_test(test_id_token__alg_none_is_refused),
		cmocka_unit_test(test_id_token__hs256_with_the_public_key_is_refused),
		cmocka_unit_test(test_id_token__other_algorithms_of_the_same_key_are_refused),
		cmocka_unit_test(test_id_token__another_key_under_a_known_name_is_refused),
		cmocka_unit_test(test_id_token__unknown_key_is_said_to_be_unknown),
		cmocka_unit_test(test_id_token__key_that_is_short_or_of_another_kind_is_refused),
		cmocka_unit_test(test_id_token__two_keys_of_one_name_are_refused),
		cmocka_unit_test(test_id_token__key_in_its_own_header_is_no_key),
		cmocka_unit_test(test_id_token__critical_header_that_nobody_knows_is_refused),
		cmocka_unit_test(test_id_token__changed_payload_is_refused),
		cmocka_unit_test(test_id_token__signature_with_any_bit_changed_is_refused),
		cmocka_unit_test(test_id_token__other_issuer_is_refused),
		cmocka_unit_test(test_id_token__other_audience_is_refused),
		cmocka_unit_test(test_id_token__several_audiences_need_to_say_for_whom_it_was_made),
		cmocka_unit_test(test_id_token__other_nonce_is_refused),
		cmocka_unit_test(test_id_token__empty_nonce_fits_nothing),
		cmocka_unit_test(test_id_token__other_tenant_is_refused),
		cmocka_unit_test(test_id_token__expired_one_is_refused_after_a_minute),
		cmocka_unit_test(test_id_token__one_that_does_not_hold_yet_is_refused_but_for_a_minute),
		cmocka_unit_test(test_id_token__one_about_nobody_is_refused),
		cmocka_unit_test(test_id_token__duplicated_member_is_refused),
		cmocka_unit_test(test_id_token__too_long_one_is_refused),
		cmocka_unit_test(test_id_token__too_deep_one_is_refused),
		cmocka_unit_test(test_id_token__what_is_no_token_is_refused),
		cmocka_unit_test(test_id_token__keys_that_cannot_be_read_are_refused),
		cmocka_unit_test(test_id_token__second_factor_counts_only_if_it_says_so),
		cmocka_unit_test(test_id_token__groups_that_are_no_texts_are_refused),
		cmocka_unit_test(test_id_token__says_that_groups_were_left_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
