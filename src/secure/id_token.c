#include "secure/id_token.h"

#include <cjose/cjose.h>
#include <sodium.h>
#include <stdio.h>

#include "base/str.h"
#include "secure/strict_json.h"

enum { KEYS_MOST = 50, NUMBER_BYTES = 1400 /* of a key of 8192 bits, as base64 */, AUDIENCES_MOST = 10 };

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int refuse(struct err *err, const char *what)
{
	return err_set(err, PL_INVALID, "The answer of the sign-in service is refused: %s", what);
}

/* ---- the three parts ---- */

/* Three parts of base64url with a dot between them, none empty: what has no signature has only two. */
static bool has_three_parts(const char *token)
{
	for (int part = 0; part < 3; part++) {
		size_t n = strspn(token, LETTERS);

		if (n == 0 || token[n] != (part < 2 ? '.' : '\0'))
			return false;
		token += n + 1;
	}
	return true;
}

static int read_header(const char *token, json_t **ret, struct err *err)
{
	unsigned char bytes[2048];
	size_t n = 0;
	int rc;

	if (strnlen(token, ID_TOKEN_BYTES + 1) > ID_TOKEN_BYTES)
		return err_set(err, PL_LIMIT,
			"The answer of the sign-in service is refused: longer than %d bytes", ID_TOKEN_BYTES);
	if (!has_three_parts(token) || sodium_base642bin(bytes, sizeof bytes, token, strcspn(token, "."), NULL, &n, NULL,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return refuse(err, "it is no signed token");
	rc = strict_json_read((const char *)bytes, n, ret, err);
	return rc < 0 ? err_prefix(err, "The answer of the sign-in service is refused, its header") : 0;
}

/* RS256 only: never what the token would like to be checked by. */
static int check_header(const json_t *header, struct err *err)
{
	const char *alg = strict_json_text(header, "alg", 20);

	if (alg == NULL || !str_equal(alg, "RS256"))
		return refuse(err, "it is not signed with RS256");
	if (json_object_get(header, "crit") != NULL)
		return refuse(err, "it asks for what is not understood (crit)");
	return strict_json_text(header, "kid", ID_TOKEN_SUBJECT) != NULL ? 0
		: refuse(err, "it does not name its key (kid)");
}

int id_token_key_name(struct arena *a, const char *token, const char **ret, struct err *err)
{
	json_t *header;
	int rc = read_header(token, &header, err);

	if (rc < 0)
		return rc;
	rc = check_header(header, err);
	if (rc == 0)
		*ret = arena_strdup(a, strict_json_text(header, "kid", ID_TOKEN_SUBJECT));
	json_decref(header);
	return rc;
}

/* ---- the key ---- */

/* Whether a key is for what is done with it here, as far as it says. */
static bool is_for_signatures(const json_t *key)
{
	const char *kty = strict_json_text(key, "kty", 20);
	const char *use = json_string_value(json_object_get(key, "use"));
	const char *alg = json_string_value(json_object_get(key, "alg"));

	return kty != NULL && str_equal(kty, "RSA") && (use == NULL || str_equal(use, "sig"))
		&& (alg == NULL || str_equal(alg, "RS256"));
}

/* The one key of that name. */
static int pick_key(const json_t *keys, const char *name, const json_t **ret, struct err *err)
{
	const json_t *list = json_object_get(keys, "keys"), *found = NULL;

	if (!json_is_array(list) || json_array_size(list) > KEYS_MOST)
		return refuse(err, "the service's keys cannot be read");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *key = json_array_get(list, i);
		const char *kid = strict_json_text(key, "kid", ID_TOKEN_SUBJECT);

		if (kid == NULL || !str_equal(kid, name))
			continue;
		if (found != NULL)
			return refuse(err, "the service has two keys of one name");
		found = key;
	}
	if (found == NULL)
		return err_set(err, PL_NOT_FOUND,
			"The answer of the sign-in service is refused: the service has no key of that name");
	if (!is_for_signatures(found))
		return refuse(err, "the key that it names is not for RS256");
	*ret = found;
	return 0;
}

/* Only the two numbers of a public key go in, whatever else was published with it. */
static int import_key(const json_t *key, cjose_jwk_t **ret, struct err *err)
{
	const char *n = strict_json_text(key, "n", NUMBER_BYTES), *e = strict_json_text(key, "e", 12);
	cjose_jwk_t *jwk;
	char text[NUMBER_BYTES + 60];
	int length;

	if (n == NULL || e == NULL || n[strspn(n, LETTERS)] != '\0' || e[strspn(e, LETTERS)] != '\0')
		return refuse(err, "the key that it names cannot be read");
	length = snprintf(text, sizeof text, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}", n, e);
	jwk = cjose_jwk_import(text, (size_t)length, NULL);
	if (jwk == NULL || cjose_jwk_get_keysize(jwk, NULL) < ID_TOKEN_KEY_BITS) {
		cjose_jwk_release(jwk);
		return refuse(err, "the key that it names cannot be read or is too short");
	}
	*ret = jwk;
	return 0;
}

static int find_key(const char *keys, const char *name, cjose_jwk_t **ret, struct err *err)
{
	const json_t *key = NULL;
	json_t *tree;
	int rc = strict_json_read(keys, strlen(keys), &tree, err);

	if (rc < 0)
		return err_prefix(err, "The service's keys cannot be read");
	rc = pick_key(tree, name, &key, err);
	if (rc == 0)
		rc = import_key(key, ret, err);
	json_decref(tree);
	return rc;
}

/* ---- the signature ---- */

/* The payload, once its signature holds. */
static int open_signed(const char *token, const cjose_jwk_t *key, json_t **ret, struct err *err)
{
	cjose_jws_t *jws = cjose_jws_import(token, strlen(token), NULL);
	uint8_t *bytes;
	size_t n;
	int rc;

	/* The plaintext stays the signature's. */
	if (jws == NULL || !cjose_jws_verify(jws, key, NULL) || !cjose_jws_get_plaintext(jws, &bytes, &n, NULL))
		rc = refuse(err, "its signature does not hold");
	else {
		rc = strict_json_read((const char *)bytes, n, ret, err);
		if (rc < 0)
			rc = err_prefix(err, "The answer of the sign-in service is refused, its payload");
	}
	cjose_jws_release(jws);
	return rc;
}

static int open_token(struct arena *a, const char *token, const char *keys, json_t **ret, struct err *err)
{
	cjose_jwk_t *key = NULL;
	const char *name;
	int rc = id_token_key_name(a, token, &name, err);

	if (rc == 0)
		rc = find_key(keys, name, &key, err);
	if (rc == 0)
		rc = open_signed(token, key, ret, err);
	cjose_jwk_release(key);
	return rc;
}

/* ---- what it says ---- */

static bool says(const json_t *claims, const char *key, const char *expected)
{
	const char *text = strict_json_text(claims, key, 2048);

	return text != NULL && str_equal(text, expected);
}

/* One audience, or several among which this client is, and then the token says that it was made for this one. */
static bool is_for(const json_t *claims, const char *client_id)
{
	const json_t *aud = json_object_get(claims, "aud");
	bool found = says(claims, "aud", client_id);

	if (json_is_array(aud) && json_array_size(aud) <= AUDIENCES_MOST)
		for (size_t i = 0; i < json_array_size(aud); i++) {
			const char *one = json_string_value(json_array_get(aud, i));

			if (one == NULL)
				return false;
			found = found || str_equal(one, client_id);
		}
	if (json_object_get(claims, "azp") != NULL)
		return found && says(claims, "azp", client_id);
	return found && json_array_size(aud) <= 1;
}

/* Whole seconds, and not so many that sums could overflow. */
static bool take_instant(const json_t *claims, const char *key, int64_t *ret)
{
	const json_t *member = json_object_get(claims, key);
	json_int_t value = json_integer_value(member);

	if (!json_is_integer(member) || value < 0 || value > INT64_MAX / 4)
		return false;
	*ret = value;
	return true;
}

static int check_times(const json_t *claims, int64_t now, struct err *err)
{
	int64_t expires, made, not_before = 0;

	if (!take_instant(claims, "exp", &expires) || !take_instant(claims, "iat", &made))
		return refuse(err, "it does not say when it was made and until when it holds");
	if (json_object_get(claims, "nbf") != NULL && !take_instant(claims, "nbf", &not_before))
		return refuse(err, "it does not say from when it holds");
	if (now >= expires + ID_TOKEN_LEEWAY_SECONDS)
		return refuse(err, "it holds no longer");
	if (made > now + ID_TOKEN_LEEWAY_SECONDS || not_before > now + ID_TOKEN_LEEWAY_SECONDS)
		return refuse(err, "it does not hold yet: the clocks of this machine and of the service differ");
	return 0;
}

static int check_claims(const json_t *claims, const struct id_token_expected *expected, struct err *err)
{
	if (!says(claims, "iss", expected->issuer))
		return refuse(err, "it is from another issuer");
	if (!is_for(claims, expected->client_id))
		return refuse(err, "it is for another client");
	if (expected->nonce[0] == '\0' || !says(claims, "nonce", expected->nonce))
		return refuse(err, "it is about another sign-in (nonce)");
	if (expected->tenant != NULL && expected->tenant[0] != '\0' && !says(claims, "tid", expected->tenant))
		return refuse(err, "it is of another tenant");
	if (strict_json_text(claims, "sub", ID_TOKEN_SUBJECT) == NULL)
		return refuse(err, "it does not say about whom it is (sub)");
	return check_times(claims, expected->now, err);
}

/* ---- what is taken from it ---- */

static const char *text_or_empty(struct arena *a, const json_t *claims, const char *key, size_t most)
{
	const char *text = strict_json_text(claims, key, most);

	return text != NULL ? arena_strdup(a, text) : "";
}

static bool lists(const json_t *claims, const char *key, const char *value)
{
	const json_t *list = json_object_get(claims, key);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));

		if (one != NULL && str_equal(one, value))
			return true;
	}
	return false;
}

static bool asked_second_factor(const json_t *claims, const char *strong_acr)
{
	return lists(claims, "amr", "mfa")
		|| (strong_acr != NULL && strong_acr[0] != '\0' && says(claims, "acr", strong_acr));
}

static int take_groups(struct arena *a, const json_t *claims, const char *claim, struct id_token *token,
	struct err *err)
{
	const json_t *list = json_object_get(claims, claim);
	size_t count = json_array_size(list);
	const char **groups = arena_array(a, count, sizeof *groups);

	if ((list != NULL && !json_is_array(list)) || count > ID_TOKEN_GROUPS)
		return refuse(err, "its groups cannot be read");
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_array_get(list, i);
		struct str text = {json_string_value(one), json_string_length(one)};

		if (text.at == NULL || text.len > ID_TOKEN_GROUP || !str_is_clean_utf8(text))
			return refuse(err, "its groups cannot be read");
		groups[i] = arena_strndup(a, text.at, text.len);
	}
	token->groups = groups;
	token->groups_count = count;
	token->groups_left_out = list == NULL && json_object_get(json_object_get(claims, "_claim_names"), claim) != NULL;
	return 0;
}

static int take_claims(struct arena *a, const json_t *claims, const struct id_token_expected *expected,
	struct id_token *ret, struct err *err)
{
	bool has_tenant = expected->tenant != NULL && expected->tenant[0] != '\0';
	const char *claim = expected->groups_claim != NULL ? expected->groups_claim : "groups";
	struct id_token token = {
		.subject = text_or_empty(a, claims, has_tenant ? "oid" : "sub", ID_TOKEN_SUBJECT),
		.tenant = has_tenant ? arena_strdup(a, expected->tenant) : "",
		.name = text_or_empty(a, claims, "name", ID_TOKEN_NAME),
		.login = text_or_empty(a, claims, "preferred_username", ID_TOKEN_NAME),
		.worker = "",
		.second_factor = asked_second_factor(claims, expected->strong_acr),
	};
	int rc = take_groups(a, claims, claim, &token, err);

	if (expected->worker_claim != NULL && expected->worker_claim[0] != '\0')
		token.worker = text_or_empty(a, claims, expected->worker_claim, ID_TOKEN_NAME);
	if (rc == 0 && token.subject[0] == '\0')
		rc = refuse(err, "it does not say about whom it is (oid)");
	if (rc == 0)
		*ret = token;
	return rc;
}

int id_token_check(struct arena *a, const char *token, const char *keys, const struct id_token_expected *expected,
	struct id_token *ret, struct err *err)
{
	json_t *claims;
	int rc = open_token(a, token, keys, &claims, err);

	if (rc < 0)
		return rc;
	rc = check_claims(claims, expected, err);
	if (rc == 0)
		rc = take_claims(a, claims, expected, ret, err);
	json_decref(claims);
	return rc;
}
