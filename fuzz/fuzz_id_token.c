/* What a sign-in service might send. The first line says what the rest is: "token", a whole one, which nobody has
 * signed; "payload", which is signed with a key of this run, so that what stands behind the signature is reached;
 * "keys", what the service publishes in place of that key. */
#include <cjose/cjose.h>

#include "base/str.h"
#include "fuzz_promise.h"
#include "secure/id_token.h"
#include "secure/token.h"

static const struct id_token_expected EXPECTED = {.issuer = "https://login.example/t1/v2.0", .client_id = "plimsoll",
	.nonce = "n-1", .tenant = "t1", .groups_claim = "groups", .worker_claim = "employee", .strong_acr = "strong",
	.now = 1800000000};

static const char PAYLOAD[] = "{\"iss\":\"https://login.example/t1/v2.0\","
	"\"aud\":\"plimsoll\",\"sub\":\"s-1\",\"oid\":\"o-1\","
	"\"tid\":\"t1\",\"nonce\":\"n-1\",\"exp\":1800000300,\"iat\":1799999999}";

/* Made once: making a key takes longer than all else. */
static const cjose_jwk_t *run_key(void)
{
	static cjose_jwk_t *key;
	struct err err;

	if (key == NULL) {
		fuzz_promise(secure_start(&err) == 0);
		key = cjose_jwk_create_RSA_random(2048, NULL, 0, NULL);
		fuzz_promise(key != NULL);
	}
	return key;
}

static const char *own_keys(struct arena *a)
{
	char *json = cjose_jwk_to_json(run_key(), false, NULL);
	const char *text = arena_printf(a, "{\"keys\":[{\"kid\":\"k-1\",%s]}", json + 1);

	cjose_get_dealloc()(json);
	return text;
}

static const char *sign(struct arena *a, struct str payload)
{
	cjose_header_t *header = cjose_header_new(NULL);
	const char *text = "";
	cjose_jws_t *jws;

	fuzz_promise(cjose_header_set(header, "alg", "RS256", NULL) && cjose_header_set(header, "kid", "k-1", NULL));
	jws = cjose_jws_sign(run_key(), header, (const uint8_t *)payload.at, payload.len, NULL);
	if (jws != NULL && cjose_jws_export(jws, &text, NULL))
		text = arena_strdup(a, text);
	cjose_jws_release(jws);
	cjose_header_release(header);
	return text;
}

static void check_text(const char *s, size_t most)
{
	fuzz_promise(s != NULL && strlen(s) <= most && str_is_clean_utf8(str_of(s)));
}

static void check_believed(const struct id_token *t)
{
	fuzz_promise(t->subject[0] != '\0' && str_equal(t->tenant, "t1") && t->groups_count <= ID_TOKEN_GROUPS);
	check_text(t->subject, ID_TOKEN_SUBJECT);
	check_text(t->name, ID_TOKEN_NAME);
	check_text(t->login, ID_TOKEN_BYTES);
	check_text(t->worker, ID_TOKEN_BYTES);
	for (size_t i = 0; i < t->groups_count; i++)
		check_text(t->groups[i], ID_TOKEN_GROUP);
}

/* Believed only where it was signed. */
static void check(struct arena *a, const char *token, const char *keys, bool is_signed)
{
	struct id_token believed = {0};
	const char *key_name = NULL;
	struct err err = {0};
	int rc = id_token_key_name(a, token, &key_name, &err);

	fuzz_answer(rc, &err);
	fuzz_promise((rc == 0) == (key_name != NULL));
	rc = id_token_check(a, token, keys, &EXPECTED, &believed, &err);
	fuzz_answer(rc, &err);
	fuzz_promise(rc < 0 ? believed.subject == NULL : is_signed);
	if (rc == 0)
		check_believed(&believed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct str rest = {(const char *)bytes, n};
	const char *what = fuzz_next_line(a, &rest);

	if (str_equal(what, "payload"))
		check(a, sign(a, rest), own_keys(a), true);
	else if (str_equal(what, "keys"))
		check(a, sign(a, (struct str){PAYLOAD, sizeof PAYLOAD - 1}), arena_strndup(a, rest.at, rest.len), false);
	else
		check(a, arena_strndup(a, rest.at, rest.len), own_keys(a), false);
	arena_free(a);
	return 0;
}
