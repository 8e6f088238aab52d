/* Single sign-on: what is begun, what comes back, whose account it is, and what its groups give. */
#include <cjose/cjose.h>

#include "reception.h"
#include "service/accounts/single_sign_on.h"

#define BROWSER "browser-secret"

static const struct group_rule MANAGERS = {"g-managers", {ROLE_MANAGER, SCOPE_TEAM, "north"}};
static const struct group_rule WORKERS = {"g-workers", {ROLE_WORKER, SCOPE_OWN, ""}};
static const struct group_rule ANALYSTS = {"g-analysts", {ROLE_ANALYST, SCOPE_EMPLOYER, ""}};

/* A service that signs whatever a test wants of it. */
struct desk {
	struct reception *r;
	cjose_jwk_t *key;
	const char *nonce;       /* of the last beginning; a test may put another in its place */
	const char *subject, *groups, *more;
	int fails;               /* with this, instead of a token */
	int asked;
	const char *verifier;
	struct single_sign_on_options options;
	struct single_sign_on *sso;
};

static int service_begin(void *context, struct arena *a, const char **ret_address, struct err *e)
{
	const struct desk *d = context;

	(void)a;
	if (d->fails != 0)
		return err_set(e, d->fails, "The sign-in service cannot be reached");
	*ret_address = "https://login.example/auth?p=1";
	return 0;
}

static int service_exchange(void *context, struct arena *a, const char *code, const char *verifier, const char *redirect,
	const char **ret_token, const char **ret_keys, struct err *e)
{
	struct desk *d = context;
	const char *payload = arena_printf(a, "{\"iss\":\"https://login.example\",\"aud\":\"plimsoll\",\"sub\":\"%s\",\"nonce\":\"%s\","
		"\"iat\":%lld,\"exp\":%lld,\"name\":\"Ann Smith\",\"preferred_username\":\"Ann@North.example\",\"groups\":[%s]%s}",
		d->subject, d->nonce, (long long)reception_clock, (long long)reception_clock + 300, d->groups, d->more);
	cjose_header_t *header = cjose_header_new(NULL);
	cjose_jws_t *jws;
	const char *compact;
	char *key;

	d->asked++;
	d->verifier = arena_strdup(d->r->a, verifier);
	if (d->fails != 0 || !str_equal(code, "code-1") || !str_equal(redirect, "https://p.example/back"))
		return err_set(e, d->fails != 0 ? d->fails : PL_DENIED, "The sign-in service does not take the code");
	assert_true(cjose_header_set(header, "alg", "RS256", NULL) && cjose_header_set(header, "kid", "k", NULL));
	jws = cjose_jws_sign(d->key, header, (const uint8_t *)payload, strlen(payload), NULL);
	assert_true(cjose_jws_export(jws, &compact, NULL));
	*ret_token = arena_strdup(a, compact);
	key = cjose_jwk_to_json(d->key, false, NULL);
	*ret_keys = arena_printf(a, "{\"keys\":[{\"kid\":\"k\",%s]}", key + 1);
	cjose_get_dealloc()(key);
	cjose_jws_release(jws);
	cjose_header_release(header);
	return 0;
}

static void open_desk(struct desk *d)
{
	single_sign_on_free(d->sso);
	d->sso = single_sign_on_new(d->r->accounts, &d->options);
}

static int desk_open(void **state)
{
	struct desk *d;

	if (reception_open(state) != 0)
		return -1;
	d = arena_alloc(((struct reception *)*state)->a, sizeof *d);
	*d = (struct desk){.r = *state, .key = cjose_jwk_create_RSA_random(2048, NULL, 0, NULL), .subject = "s-1", .groups = "", .more = "",
		.options = {.name = "North", .issuer = "https://login.example", .client_id = "plimsoll",
			.provider = {service_begin, service_exchange, NULL}}};
	d->options.provider.context = d;
	open_desk(d);
	*state = d;
	return 0;
}

static int desk_close(void **state)
{
	struct desk *d = *state;

	single_sign_on_free(d->sso);
	cjose_jwk_release(d->key);
	*state = d->r;
	return reception_close(state);
}

static const char *of_address(struct desk *d, const char *address, const char *name)
{
	const char *at = strstr(address, arena_printf(d->r->a, "&%s=", name));

	assert_non_null(at);
	at += strlen(name) + 2;
	return arena_strndup(d->r->a, at, strcspn(at, "&"));
}

/* Begins, and notes what the token has to have in it; the state. */
static const char *begin(struct desk *d)
{
	const struct sign_in_start start = {BROWSER, "https://p.example/back", "/employers/council"};
	const char *address;

	OK(single_sign_on_begin(d->sso, d->r->a, &DESK, &start, &address, &err));
	d->nonce = of_address(d, address, "nonce");
	return of_address(d, address, "state");
}

static int finish(struct desk *d, const char *browser, const char *state, struct signed_in *ret)
{
	const struct sign_in_answer answer = {.browser = browser, .state = state, .code = "code-1"};
	const char *next;

	return single_sign_on_finish(d->sso, d->r->a, &DESK, &answer, ret, &next, &err);
}

static int walk(struct desk *d, struct signed_in *ret)
{
	const char *state = begin(d);

	return finish(d, BROWSER, state, ret);
}

/* An account that an administrator made for a subject. */
static void expect(struct desk *d, const char *login, const char *person, struct grant grant, const char *subject)
{
	const struct new_account account = {.employer = "council", .login = login, .name = login, .person = person, .grants = &grant,
		.grants_count = 1, .subject = subject};
	char made[PASS_PHRASE_SIZE];

	OK(account_add(d->r->accounts, &BY_ROOT, &account, made, &err));
	assert_string_equal(made, "");
}

static struct session session_of(struct desk *d, const struct signed_in *in)
{
	struct session session;

	OK(session_find(d->r->accounts, d->r->a, in->token, &session, &err));
	return session;
}

/* ---- beginning and finishing ---- */

static void test_single_sign_on__sends_the_browser_with_state_nonce_and_challenge(void **state)
{
	struct desk *d = *state;
	const struct sign_in_start start = {BROWSER, "https://p.example/back", ""};
	const char *address;
	char challenge[TOKEN_SIZE];
	struct signed_in in;

	OK(single_sign_on_begin(d->sso, d->r->a, &DESK, &start, &address, &err));
	assert_int_equal(strncmp(address, "https://login.example/auth?p=1&response_type=code&", 50), 0);
	assert_string_equal(of_address(d, address, "redirect_uri"), "https%3A%2F%2Fp.example%2Fback");
	assert_string_equal(of_address(d, address, "code_challenge_method"), "S256");
	assert_true(token_is_one(of_address(d, address, "state")));
	assert_string_not_equal(of_address(d, address, "state"), of_address(d, address, "nonce"));
	d->nonce = of_address(d, address, "nonce");
	(void)finish(d, BROWSER, of_address(d, address, "state"), &in);
	token_challenge(d->verifier, challenge);
	assert_string_equal(of_address(d, address, "code_challenge"), challenge);
}

static void test_single_sign_on__links_the_account_that_was_made_for_the_subject(void **state)
{
	struct desk *d = *state;
	const struct sign_in_answer answer = {.browser = BROWSER, .state = NULL, .code = "code-1"};
	struct sign_in_answer whole = answer;
	const struct ledger_row *entry;
	struct signed_in in;
	const char *next;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	whole.state = begin(d);
	OK(single_sign_on_finish(d->sso, d->r->a, &DESK, &whole, &in, &next, &err));
	assert_int_equal(in.step, SIGN_IN_DONE);
	assert_string_equal(next, "/employers/council");
	assert_string_equal(session_of(d, &in).viewer.login, "ann");
	entry = newest_entry(d->r);
	assert_string_equal(entry->action, "user-link");
	assert_string_equal(entry->actor, "single-sign-on");
	assert_null(strstr(entry->payload, "s-1"));
	OK(walk(d, &in));
	assert_int_equal(newest_entry(d->r)->sequence, entry->sequence); /* the second time changes nothing */
}

static void test_single_sign_on__knows_nobody_by_name_or_address(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	expect(d, "ann@north.example", "W1", WORKERS.grant, "s-2");
	d->more = ",\"email\":\"ann@north.example\",\"email_verified\":true";
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "no account"));
}

static void test_single_sign_on__knows_nobody_by_another_issuer(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	OK(walk(d, &in));
	d->options.issuer = "https://other.example";
	open_desk(d);
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "another issuer"));
}

static void test_single_sign_on__account_has_no_password(void **state)
{
	struct desk *d = *state;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	assert_int_equal(try_password(d->r, &DESK, "ann", ""), PL_INVALID);
	assert_int_equal(try_password(d->r, &DESK, "ann", PASSWORD), PL_INVALID);
}

static void test_single_sign_on__without_a_password_begins_no_second_factor(void **state)
{
	struct desk *d = *state;
	struct enrolment enrolment;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	OK(walk(d, &in));
	assert_int_equal(in.step, SIGN_IN_DONE);
	assert_int_equal(second_factor_begin(d->r->accounts, d->r->a, &DESK, in.token, "", &enrolment, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "no password here"));
}

static void test_state__is_used_up_by_its_first_answer(void **state)
{
	struct desk *d = *state;
	const char *once;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	once = begin(d);
	OK(finish(d, BROWSER, once, &in));
	assert_int_equal(finish(d, BROWSER, once, &in), PL_NOT_FOUND);
	assert_int_equal(d->asked, 1);
}

static void test_state__belongs_to_the_browser_that_began(void **state)
{
	struct desk *d = *state;
	const char *once = begin(d);
	struct signed_in in;

	assert_int_equal(finish(d, "another browser", once, &in), PL_NOT_FOUND);
	assert_int_equal(finish(d, BROWSER, once, &in), PL_NOT_FOUND); /* and is gone */
	assert_int_equal(finish(d, NULL, begin(d), &in), PL_NOT_FOUND);
	assert_int_equal(d->asked, 0);
}

static void test_state__that_is_missing_or_made_up_begins_nothing(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	(void)begin(d);
	assert_int_equal(finish(d, BROWSER, NULL, &in), PL_NOT_FOUND);
	assert_int_equal(finish(d, BROWSER, "", &in), PL_NOT_FOUND);
	assert_int_equal(finish(d, BROWSER, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &in), PL_NOT_FOUND);
	assert_int_equal(d->asked, 0);
}

static void test_state__holds_ten_minutes(void **state)
{
	struct desk *d = *state;
	const char *once;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	once = begin(d);
	reception_clock += 599;
	OK(finish(d, BROWSER, once, &in));
	once = begin(d);
	reception_clock += 600;
	assert_int_equal(finish(d, BROWSER, once, &in), PL_NOT_FOUND);
}

static void test_state__of_others_survives_a_flood_from_one_address(void **state)
{
	static const struct visitor FLOOD = {.address = "203.0.113.9", .browser = ""};
	struct desk *d = *state;
	const struct sign_in_start start = {"x", "https://p.example/back", ""};
	const struct place *place = &d->r->office->place;
	const char *once, *address;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	once = begin(d);
	place_run(place, arena_printf(d->r->a, "with recursive n (i) as (values (1) union all select i + 1 from n where i < %d) "
		"insert into sign_in_begun select 'state ' || i, 'x', 'y', '', '%s', %lld + i / 100 from n",
		2 * SINGLE_SIGN_ONS_BEGUN, FLOOD.address, (long long)reception_clock));
	OK(single_sign_on_begin(d->sso, d->r->a, &FLOOD, &start, &address, &err));
	assert_int_equal(place_number(place, "select count(*) from sign_in_begun"), SINGLE_SIGN_ONS_BEGUN / 4 + 1);
	OK(finish(d, BROWSER, once, &in));
}

static void test_state__is_known_to_a_process_that_did_not_begin_it(void **state)
{
	struct desk *d = *state;
	const char *once;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	once = begin(d);
	open_desk(d);
	OK(finish(d, BROWSER, once, &in));
	open_desk(d);
	assert_int_equal(finish(d, BROWSER, once, &in), PL_NOT_FOUND);
}

static void test_state__is_kept_without_what_would_open_it(void **state)
{
	struct desk *d = *state;
	const char *once = begin(d), *kept;
	struct signed_in in;

	kept = place_ask(&d->r->office->place, d->r->a, "select state, browser, redirect, next, address from sign_in_begun");
	assert_non_null(strstr(kept, "https://p.example/back"));
	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	OK(finish(d, BROWSER, once, &in));
	assert_non_null(d->verifier);
	assert_null(strstr(kept, d->verifier));
	assert_null(strstr(kept, d->nonce));
	assert_null(strstr(kept, once));
	assert_null(strstr(kept, BROWSER));
}

static void test_answer__of_another_sign_in_is_refused(void **state)
{
	struct desk *d = *state;
	const char *once;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	once = begin(d);
	d->nonce = "another";
	assert_int_equal(finish(d, BROWSER, once, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "nonce"));
}

static void test_answer__that_is_an_error_signs_nobody_in(void **state)
{
	struct desk *d = *state;
	struct sign_in_answer answer = {.browser = BROWSER, .code = "code-1", .error = "access_denied"};
	struct signed_in in;
	const char *next;

	answer.state = begin(d);
	assert_int_equal(single_sign_on_finish(d->sso, d->r->a, &DESK, &answer, &in, &next, &err), PL_DENIED);
	assert_string_equal(err.text, "The sign-in service did not let you in");
	answer = (struct sign_in_answer){.browser = BROWSER, .state = begin(d), .code = "code-1", .issuer = "https://evil.example"};
	assert_int_equal(single_sign_on_finish(d->sso, d->r->a, &DESK, &answer, &in, &next, &err), PL_DENIED);
	assert_int_equal(d->asked, 0);
}

static void test_service__that_does_not_answer_is_said_to_be_away(void **state)
{
	const struct sign_in_start start = {BROWSER, "https://p.example/back", ""};
	struct desk *d = *state;
	const char *address;

	d->fails = PL_FAIL;
	assert_int_equal(single_sign_on_begin(d->sso, d->r->a, &DESK, &start, &address, &err), PL_FAIL);
}

/* ---- second factor ---- */

static void test_second_factor__of_the_service_is_enough(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	expect(d, "mia", NULL, MANAGERS.grant, "s-1");
	d->more = ",\"amr\":[\"pwd\",\"mfa\"]";
	OK(walk(d, &in));
	assert_int_equal(in.step, SIGN_IN_DONE);
	ASSERT_SIGNED_IN(d->r, in.token);
}

static void test_second_factor__of_ours_is_asked_where_the_service_asked_for_none(void **state)
{
	struct desk *d = *state;
	struct recovery_codes codes;
	struct enrolment enrolment;
	struct signed_in in;

	expect(d, "mia", NULL, MANAGERS.grant, "s-1");
	OK(walk(d, &in));
	assert_int_equal(in.step, SIGN_IN_ENROL);
	OK(second_factor_begin(d->r->accounts, d->r->a, &DESK, in.token, NULL, &enrolment, &err));
	OK(second_factor_confirm(d->r->accounts, &DESK, in.token, code_now(d->r, enrolment.secret), &in, &codes, &err));
	assert_int_equal(in.step, SIGN_IN_DONE);
	reception_clock += 60;
	OK(walk(d, &in));
	assert_int_equal(in.step, SIGN_IN_CODE);
	OK(sign_in_with_code(d->r->accounts, &DESK, in.token, code_now(d->r, enrolment.secret), &in, &err));
	assert_int_equal(in.step, SIGN_IN_DONE);
}

/* ---- groups ---- */

static void map(struct desk *d, const struct group_rule *rules, size_t count)
{
	d->options.rules = rules;
	d->options.rules_count = count;
	d->options.worker_claim = "employee";
	open_desk(d);
}

static void test_groups__make_an_account_with_their_roles(void **state)
{
	struct desk *d = *state;
	struct session session;
	struct signed_in in;

	map(d, &ANALYSTS, 1);
	d->groups = "\"g-analysts\",\"g-others\"";
	d->more = ",\"amr\":[\"mfa\"]";
	OK(walk(d, &in));
	session = session_of(d, &in);
	assert_string_equal(session.viewer.login, "ann@north.example");
	assert_string_equal(session.name, "Ann Smith");
	assert_int_equal(session.viewer.grants_count, 1);
	assert_int_equal(session.viewer.grants[0].role, ROLE_ANALYST);
	assert_string_equal(newest_entry(d->r)->action, "user-add");
	assert_string_equal(newest_entry(d->r)->actor, "single-sign-on");
}

static void test_groups__that_do_not_count_open_nothing(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	map(d, &ANALYSTS, 1);
	d->groups = "\"g-others\",\"G-ANALYSTS\"";
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "None of your groups"));
	d->groups = "";
	d->more = ",\"_claim_names\":{\"groups\":\"src1\"}";
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_string_equal(newest_entry(d->r)->action, "import");
}

static void test_groups__that_change_change_the_roles_and_end_the_sessions(void **state)
{
	static const struct group_rule BOTH[] = {{"g-analysts", {ROLE_ANALYST, SCOPE_EMPLOYER, ""}},
		{"g-directors", {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""}}};
	struct desk *d = *state;
	struct session session;
	struct signed_in in, later;

	map(d, BOTH, 2);
	d->more = ",\"amr\":[\"mfa\"]";
	d->groups = "\"g-analysts\"";
	OK(walk(d, &in));
	d->groups = "\"g-directors\"";
	OK(walk(d, &later));
	ASSERT_GONE(d->r, in.token);
	session = session_of(d, &later);
	assert_int_equal(session.viewer.grants_count, 1);
	assert_int_equal(session.viewer.grants[0].role, ROLE_DIRECTOR);
	assert_string_equal(newest_entry(d->r)->action, "user-groups");
	assert_non_null(strstr(newest_entry(d->r)->payload, "\"taken\":[{\"role\":\"analyst\""));
}

static void test_groups__that_are_lost_refuse_who_was_let_in_before_and_end_the_sessions(void **state)
{
	struct desk *d = *state;
	struct signed_in in, none;

	map(d, &ANALYSTS, 1);
	d->more = ",\"amr\":[\"mfa\"]";
	d->groups = "\"g-analysts\"";
	OK(walk(d, &in));
	(void)session_of(d, &in);
	d->groups = "";
	assert_int_equal(walk(d, &none), PL_DENIED);
	assert_non_null(strstr(err.text, "None of your groups"));
	ASSERT_GONE(d->r, in.token);
	d->groups = "\"g-analysts\"";
	OK(walk(d, &in));
}

static void test_groups__make_a_worker_only_of_whom_the_code_is_known(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	map(d, &WORKERS, 1);
	d->groups = "\"g-workers\"";
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "which worker"));
	d->more = ",\"employee\":\"W9\"";
	assert_int_equal(walk(d, &in), PL_DENIED);
	d->more = ",\"employee\":\"W2\"";
	OK(walk(d, &in));
	assert_string_equal(session_of(d, &in).viewer.person, "W2");
}

static void test_groups__never_take_over_an_account_of_that_login(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	(void)reception_employ(d->r, "ann@north.example", "W1", "worker");
	map(d, &ANALYSTS, 1);
	d->groups = "\"g-analysts\"";
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "neither taken"));
}

/* ---- accounts ---- */

static void test_single_sign_on__refuses_disabled_and_unused_accounts(void **state)
{
	struct desk *d = *state;
	struct signed_in in;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	OK(walk(d, &in));
	OK(account_disable(d->r->accounts, &BY_ROOT, "council", "ann", &err));
	ASSERT_GONE(d->r, in.token);
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "disabled"));
	OK(account_enable(d->r->accounts, &BY_ROOT, "council", "ann", &err));
	reception_clock += 91 * 24 * 60 * 60;
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_non_null(strstr(err.text, "90 days"));
}

static void assert_link(struct desk *d, enum account_link link, const char *issuer)
{
	struct account *all;
	size_t count;

	OK(accounts_list(d->r->accounts, d->r->a, "council", &all, &count, &err));
	assert_int_equal(count, 1);
	assert_int_equal(all[0].link, link);
	assert_string_equal(all[0].issuer, issuer);
}

static void test_account__is_linked_and_unlinked_by_an_administrator(void **state)
{
	struct desk *d = *state;
	struct signed_in in = reception_worker(d->r);

	assert_link(d, ACCOUNT_NOT_LINKED, "");
	OK(account_link(d->r->accounts, &BY_ROOT, "council", "ann", "s-1", &err));
	assert_link(d, ACCOUNT_LINK_WAITS, "");
	ASSERT_GONE(d->r, in.token);
	OK(walk(d, &in));
	assert_link(d, ACCOUNT_LINKED, d->options.issuer);
	assert_string_equal(session_of(d, &in).viewer.login, "ann");
	assert_int_equal(with_password(d->r, &DESK, "ann", PASSWORD).step, SIGN_IN_DONE);
	OK(account_unlink(d->r->accounts, &BY_ROOT, "council", "ann", &err));
	ASSERT_GONE(d->r, in.token);
	assert_int_equal(walk(d, &in), PL_DENIED);
	assert_int_equal(account_unlink(d->r->accounts, &BY_ROOT, "council", "ann", &err), PL_CONFLICT);
}

static void test_subject__is_one_accounts_only(void **state)
{
	struct desk *d = *state;

	expect(d, "ann", "W1", WORKERS.grant, "s-1");
	(void)reception_employ(d->r, "ben", "W2", "worker");
	assert_int_equal(account_link(d->r->accounts, &BY_ROOT, "council", "ben", "s-1", &err), PL_CONFLICT);
	assert_int_equal(account_link(d->r->accounts, &BY_ROOT, "council", "ben", "", &err), PL_INVALID);
	assert_int_equal(account_link(d->r->accounts, &BY_ROOT, "council", "nobody", "s-2", &err), PL_NOT_FOUND);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_DESK(test_single_sign_on__sends_the_browser_with_state_nonce_and_challenge),
		AT_DESK(test_single_sign_on__links_the_account_that_was_made_for_the_subject),
		AT_DESK(test_single_sign_on__knows_nobody_by_name_or_address),
		AT_DESK(test_single_sign_on__knows_nobody_by_another_issuer),
		AT_DESK(test_single_sign_on__account_has_no_password),
		AT_DESK(test_single_sign_on__without_a_password_begins_no_second_factor),
		AT_DESK(test_state__is_used_up_by_its_first_answer),
		AT_DESK(test_state__belongs_to_the_browser_that_began),
		AT_DESK(test_state__that_is_missing_or_made_up_begins_nothing),
		AT_DESK(test_state__holds_ten_minutes),
		AT_DESK(test_state__of_others_survives_a_flood_from_one_address),
		AT_DESK(test_state__is_known_to_a_process_that_did_not_begin_it),
		AT_DESK(test_state__is_kept_without_what_would_open_it),
		AT_DESK(test_answer__of_another_sign_in_is_refused),
		AT_DESK(test_answer__that_is_an_error_signs_nobody_in),
		AT_DESK(test_service__that_does_not_answer_is_said_to_be_away),
		AT_DESK(test_second_factor__of_the_service_is_enough),
		AT_DESK(test_second_factor__of_ours_is_asked_where_the_service_asked_for_none),
		AT_DESK(test_groups__make_an_account_with_their_roles),
		AT_DESK(test_groups__that_do_not_count_open_nothing),
		AT_DESK(test_groups__that_change_change_the_roles_and_end_the_sessions),
		AT_DESK(test_groups__that_are_lost_refuse_who_was_let_in_before_and_end_the_sessions),
		AT_DESK(test_groups__make_a_worker_only_of_whom_the_code_is_known),
		AT_DESK(test_groups__never_take_over_an_account_of_that_login),
		AT_DESK(test_single_sign_on__refuses_disabled_and_unused_accounts),
		AT_DESK(test_account__is_linked_and_unlinked_by_an_administrator),
		AT_DESK(test_subject__is_one_accounts_only),
	};

	return RUN_TESTS(tests);
}
