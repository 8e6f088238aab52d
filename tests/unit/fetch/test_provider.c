/* The sign-in service as it is asked, with answers made here in place of a network. */
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>

#include "../../test.h"
#include "base/str.h"
#include "fetch/provider_call.h"
#include "secure/token.h"

#define ISSUER "https://login.example/realms/north"

enum { QUESTIONS = 40 };

/* What the service says, and what it was asked. */
struct service {
	struct arena *arena;
	const char *document, *keys, *token;
	long token_status;
	bool dead;
	int64_t now;
	const char *asked[QUESTIONS], *form, *user, *secret;
	size_t count;
	struct provider_settings settings;
	struct provider *provider;
	struct err err;
};

static int64_t now_of(void *context)
{
	return ((struct service *)context)->now;
}

static int answer(void *context, const struct fetch_question *question, struct buf *body, long *ret_status,
	struct err *err)
{
	struct service *s = context;

	s->asked[s->count++] = arena_strdup(s->arena, question->address);
	if (s->dead)
		return err_set(err, PL_FAIL, "The sign-in service cannot be reached");
	*ret_status = 200;
	if (strstr(question->address, "openid-configuration") != NULL)
		buf_puts(body, s->document);
	else if (strstr(question->address, "keys") != NULL)
		buf_puts(body, s->keys);
	else {
		s->form = arena_strdup(s->arena, question->form);
		s->user = question->user != NULL ? arena_strdup(s->arena, question->user) : NULL;
		s->secret = question->secret != NULL ? arena_strdup(s->arena, question->secret) : NULL;
		buf_puts(body, s->token);
		*ret_status = s->token_status;
	}
	return 0;
}

static const char *document(struct arena *a, const char *issuer, const char *token_endpoint, const char *more)
{
	return arena_printf(a, "{\"issuer\":\"%s\",\"authorization_endpoint\":\"https://login.example/auth\","
		"\"token_endpoint\":\"%s\",\"jwks_uri\":\"https://login.example/keys\"%s}", issuer, token_endpoint, more);
}

static const char *token_of_key(struct arena *a, const char *kid)
{
	const char *header = arena_printf(a, "{\"alg\":\"RS256\",\"kid\":\"%s\"}", kid);
	char *text = arena_alloc(a, 200);

	sodium_bin2base64(text, 200, (const unsigned char *)header, strlen(header), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return arena_printf(a, "{\"token_type\":\"Bearer\",\"id_token\":\"%s.e30.AAAA\"}", text);
}

static int start(void **state)
{
	struct service *s = mem_alloc(sizeof *s);
	struct err err;

	assert_int_equal(secure_start(&err), 0);
	*s = (struct service){.arena = arena_new(), .token_status = 200, .now = 1000,
		.settings = {.issuer = ISSUER, .client_id = "plim soll", .secret = "s:cret", .ask = answer, .now = now_of}};
	s->settings.context = s;
	s->document = document(s->arena, ISSUER, "https://login.example/token", "");
	s->keys = "{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\","
		"\"x5c\":[\"long\"]},{\"kid\":\"k-2\"}]}";
	s->token = token_of_key(s->arena, "k-1");
	s->provider = provider_new(&s->settings);
	*state = s;
	return 0;
}

static int stop(void **state)
{
	struct service *s = *state;

	provider_free(s->provider);
	arena_free(s->arena);
	mem_free(s);
	return 0;
}

static int begin(struct service *s, const char **ret_address)
{
	return provider_begin(s->provider, s->arena, ret_address, &s->err);
}

static int exchange(struct service *s, const char **ret_token, const char **ret_keys)
{
	return provider_exchange(s->provider, s->arena, "c&de", "ver", "https://p.example/back", ret_token, ret_keys, &s->err);
}

static void test_provider__tells_where_to_sign_in_and_asks_once_an_hour(void **state)
{
	struct service *s = *state;
	const char *address;

	assert_int_equal(begin(s, &address), 0);
	assert_string_equal(address, "https://login.example/auth");
	assert_string_equal(s->asked[0], ISSUER "/.well-known/openid-configuration");
	s->now += 3599;
	assert_int_equal(begin(s, &address), 0);
	assert_int_equal(s->count, 1);
	s->now++;
	assert_int_equal(begin(s, &address), 0);
	assert_int_equal(s->count, 2);
}

static void test_provider__refuses_the_document_of_another_issuer(void **state)
{
	struct service *s = *state;
	const char *address;

	s->document = document(s->arena, ISSUER "/", "https://login.example/token", "");
	assert_int_equal(begin(s, &address), PL_INVALID);
	assert_non_null(strstr(s->err.text, "another issuer"));
}

static void test_provider__refuses_addresses_that_are_not_https(void **state)
{
	static const char *const WRONG[] = {"http://login.example/token", "file:///etc/passwd", "https://", "https:///x", "",
		"https://a@b/", "https://a/ b", "http://127.0.0.1:80/token"};
	struct service *s = *state;
	const char *address;

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		s->document = document(s->arena, ISSUER, WRONG[i], "");
		assert_int_equal(begin(s, &address), PL_INVALID);
		assert_non_null(strstr(s->err.text, "token_endpoint"));
	}
}

static void test_fetch__asks_itself_without_tls_only_where_it_is_told_to(void **state)
{
	(void)state;
	assert_true(fetch_may_ask("http://127.0.0.1:8080/x", true));
	assert_false(fetch_may_ask("http://127.0.0.1:8080/x", false));
	assert_false(fetch_may_ask("http://127.0.0.1:80@evil.example/", true));
	assert_false(fetch_may_ask("http://127.0.0.1.evil.example/", true));
	assert_false(fetch_may_ask("http://localhost:80/", true));
}

static void test_provider__exchanges_a_code_and_says_who_it_is(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_string_equal(s->form, "grant_type=authorization_code&code=c%26de"
		"&redirect_uri=https%3A%2F%2Fp.example%2Fback&code_verifier=ver");
	assert_string_equal(s->user, "plim%20soll");
	assert_string_equal(s->secret, "s%3Acret");
	assert_non_null(strstr(token, ".e30.AAAA"));
}

static void test_provider__puts_the_secret_in_the_form_where_that_is_all_it_may(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	s->document = document(s->arena, ISSUER, "https://login.example/token",
		",\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\",\"client_secret_post\"]");
	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_null(s->user);
	assert_non_null(strstr(s->form, "&client_id=plim%20soll&client_secret=s%3Acret"));
}

static void test_provider__hands_on_the_one_key_without_its_certificates(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_string_equal(keys, "{\"keys\":[{\"kid\":\"k-1\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}");
}

static void test_provider__asks_for_unknown_keys_at_most_once_a_minute(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_int_equal(s->count, 3); /* document, token, keys */
	s->token = token_of_key(s->arena, "k-3");
	s->now += 59;
	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_string_equal(keys, "{\"keys\":[]}");
	assert_int_equal(s->count, 4);
	s->now++;
	s->keys = "{\"keys\":[{\"kid\":\"k-3\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}";
	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_int_equal(s->count, 6);
	assert_non_null(strstr(keys, "k-3"));
}

static void test_provider__forgets_keys_that_are_withdrawn_within_an_hour(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	assert_int_equal(exchange(s, &token, &keys), 0);
	s->keys = "{\"keys\":[]}";
	s->now += 3600;
	assert_int_equal(exchange(s, &token, &keys), 0);
	assert_string_equal(keys, "{\"keys\":[]}");
}

static void test_provider__says_why_a_code_is_not_taken(void **state)
{
	struct service *s = *state;
	const char *token = NULL, *keys = NULL;

	s->token_status = 400;
	s->token = "{\"error\":\"invalid_grant\",\"error_description\":\"secret words\"}";
	assert_int_equal(exchange(s, &token, &keys), PL_DENIED);
	assert_string_equal(s->err.text, "The sign-in service does not take the code (invalid_grant)");
	s->token = "<html>";
	assert_int_equal(exchange(s, &token, &keys), PL_DENIED);
	assert_null(token);
}

static void test_provider__refuses_an_answer_without_a_token(void **state)
{
	struct service *s = *state;
	const char *token, *keys;

	s->token = "{\"access_token\":\"x\"}";
	assert_int_equal(exchange(s, &token, &keys), PL_INVALID);
	s->token = "[]";
	assert_int_equal(exchange(s, &token, &keys), PL_INVALID);
	s->token = "{\"id_token\":\"a\",\"id_token\":\"b\"}";
	assert_int_equal(exchange(s, &token, &keys), PL_INVALID);
}

static void test_provider__leaves_a_dead_service_alone_for_ten_seconds(void **state)
{
	struct service *s = *state;
	const char *address;

	s->dead = true;
	assert_int_equal(begin(s, &address), PL_FAIL);
	assert_int_equal(begin(s, &address), PL_FAIL);
	assert_int_equal(s->count, 1);
	s->dead = false;
	s->now += 10;
	assert_int_equal(begin(s, &address), 0);
}

/* ---- from another process ---- */

static void *serve(void *context)
{
	struct service *s = context;

	return call_serve((int)s->now, provider_call_answer, s->provider, &s->err) == 0 ? s : NULL;
}

static void test_provider_call__brings_back_what_the_service_says(void **state)
{
	struct service *s = *state;
	struct arena *a = arena_new();
	const char *address, *token, *keys;
	struct caller *caller;
	int sockets[2];
	pthread_t thread;
	struct err err;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), 0);
	s->now = sockets[1];
	caller = caller_new(sockets[0]);
	assert_int_equal(pthread_create(&thread, NULL, serve, s), 0);
	assert_int_equal(provider_call_begin(caller, a, &address, &err), 0);
	assert_string_equal(address, "https://login.example/auth");
	assert_int_equal(provider_call_exchange(caller, a, "c", "v", "r", &token, &keys, &err), 0);
	assert_non_null(strstr(token, ".e30.AAAA"));
	assert_non_null(strstr(keys, "k-1"));
	s->token_status = 401;
	assert_int_equal(provider_call_exchange(caller, a, "c", "v", "r", &token, &keys, &err), PL_DENIED);
	caller_free(caller);
	assert_int_equal(pthread_join(thread, NULL), 0);
	arena_free(a);
}

static void test_provider_call__refuses_what_it_does_not_understand(void **state)
{
	static const char WRONG[][9] = {"", "begin", "exchange", "x\0y\0z\0u\0v", "begin\0x"};
	struct service *s = *state;
	char *answers = arena_alloc(s->arena, CALL_BYTES);
	size_t n;

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		assert_true(provider_call_answer(s->provider, WRONG[i], sizeof WRONG[i], answers, &n, &s->err) < 0);
	assert_int_equal(s->count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_provider__tells_where_to_sign_in_and_asks_once_an_hour),
		TEST(test_provider__refuses_the_document_of_another_issuer),
		TEST(test_provider__refuses_addresses_that_are_not_https),
		TEST(test_fetch__asks_itself_without_tls_only_where_it_is_told_to),
		TEST(test_provider__exchanges_a_code_and_says_who_it_is),
		TEST(test_provider__puts_the_secret_in_the_form_where_that_is_all_it_may),
		TEST(test_provider__hands_on_the_one_key_without_its_certificates),
		TEST(test_provider__asks_for_unknown_keys_at_most_once_a_minute),
		TEST(test_provider__forgets_keys_that_are_withdrawn_within_an_hour),
		TEST(test_provider__says_why_a_code_is_not_taken),
		TEST(test_provider__refuses_an_answer_without_a_token),
		TEST(test_provider__leaves_a_dead_service_alone_for_ten_seconds),
		TEST(test_provider_call__brings_back_what_the_service_says),
		TEST(test_provider_call__refuses_what_it_does_not_understand),
	};

	return RUN_TESTS(tests);
}
