#include "fetch/provider.h"

#include <jansson.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/str.h"
#include "secure/id_token.h"
#include "secure/strict_json.h"

enum { KEPT_SECONDS = 3600, KEYS_AGAIN_SECONDS = 60, LEFT_ALONE_SECONDS = 10, FORM_BYTES = 16 * 1024,
	KEY_BYTES = 4096 };

struct provider {
	const struct provider_settings *settings;
	json_t *document, *keys;         /* NULL: not known yet */
	int64_t document_at, keys_at;    /* when they were asked for */
	int64_t left_alone_until;
};

struct provider *provider_new(const struct provider_settings *settings)
{
	struct provider *p = mem_alloc(sizeof *p);

	*p = (struct provider){.settings = settings};
	return p;
}

struct provider *provider_free(struct provider *p)
{
	if (p != NULL) {
		json_decref(p->document);
		json_decref(p->keys);
	}
	mem_free(p);
	return NULL;
}

static int64_t now(const struct provider *p)
{
	return p->settings->now(p->settings->context);
}

/* ---- asking ---- */

static int ask(struct provider *p, const struct fetch_question *question, struct buf *body, long *ret_status,
	struct err *err)
{
	int rc;

	if (now(p) < p->left_alone_until)
		return err_set(err, PL_FAIL,
			"The sign-in service did not answer a moment ago: try again in %d seconds", LEFT_ALONE_SECONDS);
	rc = p->settings->ask(p->settings->context, question, body, ret_status, err);
	if (rc < 0)
		p->left_alone_until = now(p) + LEFT_ALONE_SECONDS;
	return rc;
}

static int read_document(const char *address, struct provider *p, json_t **ret, struct err *err)
{
	const struct fetch_question question = {.address = address};
	struct buf body = BUF_INIT(FETCH_BYTES);
	long status = 0;
	int rc = ask(p, &question, &body, &status, err);

	if (rc == 0 && status != 200)
		rc = err_set(err, PL_FAIL, "The sign-in service answers with status %ld", status);
	if (rc == 0) {
		rc = strict_json_read(buf_text(&body), body.len, ret, err);
		if (rc < 0)
			rc = err_prefix(err, "An answer of the sign-in service cannot be read");
	}
	buf_free(&body);
	return rc;
}

/* ---- the discovery document ---- */

static const char *const ADDRESSES[] = {"authorization_endpoint", "token_endpoint", "jwks_uri"};

/* That it is of the very issuer, and names addresses that may be asked (OpenID Connect Discovery 4.3). */
static int check_document(const struct provider *p, const json_t *document, struct err *err)
{
	const char *issuer = strict_json_text(document, "issuer", FETCH_ADDRESS);

	if (issuer == NULL || !str_equal(issuer, p->settings->issuer))
		return err_set(err, PL_INVALID,
			"The sign-in service calls itself by another issuer: expected the very text of the setting");
	for (size_t i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++) {
		const char *address = strict_json_text(document, ADDRESSES[i], FETCH_ADDRESS);

		if (address == NULL || !fetch_may_ask(address, p->settings->plain))
			return err_set(err, PL_INVALID, "The sign-in service names no %s with https", ADDRESSES[i]);
	}
	return 0;
}

static int discover(struct provider *p, struct err *err)
{
	const char *issuer = p->settings->issuer;
	struct arena *a = arena_new();
	json_t *document = NULL;
	int rc;

	if (p->document != NULL && now(p) < p->document_at + KEPT_SECONDS) {
		arena_free(a);
		return 0;
	}
	rc = read_document(arena_printf(a, "%s%s.well-known/openid-configuration", issuer,
		issuer[0] != '\0' && issuer[strlen(issuer) - 1] == '/' ? "" : "/"), p, &document, err);
	if (rc == 0)
		rc = check_document(p, document, err);
	arena_free(a);
	if (rc < 0) {
		json_decref(document);
		return rc;
	}
	json_decref(p->document);
	p->document = document;
	p->document_at = now(p);
	return 0;
}

int provider_begin(struct provider *p, struct arena *a, const char **ret_address, struct err *err)
{
	int rc = discover(p, err);

	if (rc == 0)
		*ret_address = arena_strdup(a, strict_json_text(p->document, "authorization_endpoint", FETCH_ADDRESS));
	return rc;
}

/* ---- keys ---- */

static int read_keys(struct provider *p, struct err *err)
{
	json_t *keys;
	int rc = read_document(strict_json_text(p->document, "jwks_uri", FETCH_ADDRESS), p, &keys, err);

	if (rc < 0)
		return rc;
	json_decref(p->keys);
	p->keys = keys;
	p->keys_at = now(p);
	return 0;
}

static const json_t *key_of_name(const struct provider *p, const char *name)
{
	const json_t *list = json_object_get(p->keys, "keys");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *kid = strict_json_text(json_array_get(list, i), "kid", ID_TOKEN_SUBJECT);

		if (kid != NULL && str_equal(kid, name))
			return json_array_get(list, i);
	}
	return NULL;
}

/* What it takes to check a signature, without the certificates that may come with it. */
static void put_key(struct json_writer *w, const json_t *key)
{
	static const char *const MEMBERS[] = {"kid", "kty", "use", "alg", "n", "e"};

	json_begin_object(w, NULL);
	for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++) {
		const char *text = strict_json_text(key, MEMBERS[i], KEY_BYTES / 2);

		if (text != NULL)
			json_text(w, MEMBERS[i], text);
	}
	json_end(w, '}');
}

static const char *only_keys(struct arena *a, const struct provider *p, const char *name)
{
	const json_t *list = json_object_get(p->keys, "keys");
	struct buf out = BUF_INIT(KEY_BYTES);
	struct json_writer w = json_to(&out);
	const char *text;

	json_begin_object(&w, NULL);
	json_begin_array(&w, "keys");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *kid = strict_json_text(json_array_get(list, i), "kid", ID_TOKEN_SUBJECT);

		if (kid != NULL && str_equal(kid, name))
			put_key(&w, json_array_get(list, i));
	}
	json_end(&w, ']');
	json_end(&w, '}');
	text = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return text;
}

static int find_key(struct provider *p, struct arena *a, const char *token, const char **ret_keys, struct err *err)
{
	const char *name;
	int rc = id_token_key_name(a, token, &name, err);

	if (rc < 0)
		return rc;
	if (p->keys == NULL || now(p) >= p->keys_at + KEPT_SECONDS
		|| (key_of_name(p, name) == NULL && now(p) >= p->keys_at + KEYS_AGAIN_SECONDS))
		rc = read_keys(p, err);
	if (rc == 0)
		*ret_keys = only_keys(a, p, name);
	return rc;
}

/* ---- a code for a token ---- */

static void put_field(struct buf *out, const char *name, const char *value)
{
	buf_putf(out, "%s%s=", out->len > 0 ? "&" : "", name);
	buf_put_encoded(out, value);
}

static const char *encoded(struct arena *a, const char *value)
{
	struct buf out = BUF_INIT(4 * FORM_BYTES);
	const char *text;

	buf_put_encoded(&out, value);
	text = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return text;
}

/* Whether the secret has to stand in the form: HTTP Basic is what every service takes unless it says otherwise
 * (Discovery 3). */
static bool secret_goes_in_form(const json_t *document)
{
	const json_t *list = json_object_get(document, "token_endpoint_auth_methods_supported");
	bool post = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *method = json_string_value(json_array_get(list, i));

		if (method != NULL && str_equal(method, "client_secret_basic"))
			return false;
		post = post || (method != NULL && str_equal(method, "client_secret_post"));
	}
	return post;
}

/* "invalid_grant" and the like may be told; what else a service says stays out of our sentences. */
static int refused(const json_t *answer, long status, struct err *err)
{
	const char *code = answer != NULL ? strict_json_text(answer, "error", 40) : NULL;

	if (code == NULL || code[strspn(code, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
		return err_set(err, PL_DENIED, "The sign-in service does not take the code (status %ld)", status);
	return err_set(err, PL_DENIED, "The sign-in service does not take the code (%s)", code);
}

static int take_token(struct arena *a, const struct buf *body, long status, const char **ret_token, struct err *err)
{
	const char *token;
	json_t *answer = NULL;
	int rc = strict_json_read(buf_text(body), body->len, &answer, err);

	if (status != 200)
		rc = refused(answer, status, err);
	else if (rc < 0)
		rc = err_prefix(err, "The answer of the sign-in service cannot be read");
	else if ((token = strict_json_text(answer, "id_token", ID_TOKEN_BYTES)) == NULL)
		rc = err_set(err, PL_INVALID, "The sign-in service gives no ID token of at most %d bytes", ID_TOKEN_BYTES);
	else
		*ret_token = arena_strdup(a, token);
	json_decref(answer);
	return rc;
}

int provider_exchange(struct provider *p, struct arena *a, const char *code, const char *verifier, const char *redirect,
	const char **ret_token, const char **ret_keys, struct err *err)
{
	const struct provider_settings *s = p->settings;
	struct buf form = BUF_INIT(4 * FORM_BYTES), body = BUF_INIT(FETCH_BYTES);
	struct fetch_question question = {.user = encoded(a, s->client_id), .secret = encoded(a, s->secret)};
	const char *token = NULL, *keys = NULL;
	long status = 0;
	int rc = discover(p, err);

	put_field(&form, "grant_type", "authorization_code");
	put_field(&form, "code", code);
	put_field(&form, "redirect_uri", redirect);
	put_field(&form, "code_verifier", verifier);
	if (rc == 0 && secret_goes_in_form(p->document)) {
		put_field(&form, "client_id", s->client_id);
		put_field(&form, "client_secret", s->secret);
		question.user = NULL;
	}
	if (rc == 0) {
		question.address = strict_json_text(p->document, "token_endpoint", FETCH_ADDRESS);
		question.form = buf_text(&form);
		rc = ask(p, &question, &body, &status, err);
	}
	if (rc == 0)
		rc = take_token(a, &body, status, &token, err);
	if (rc == 0)
		rc = find_key(p, a, token, &keys, err);
	if (rc == 0) {
		*ret_token = token;
		*ret_keys = keys;
	}
	buf_free(&form);
	buf_free(&body);
	return rc;
}
