/* Signing in and changing things, as raw HTTP: what holds whatever a client sends. */
#include <stdio.h>
#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "council.h"
#include "talk.h"
#include "web/http.h"
#include "web/web.h"

#define HOST "Host: localhost\r\n"
#define ACCOUNTS "/employers/northshire/accounts"

static struct council council;
static struct web_server *server, *public_server;
static struct arena *arena;

static struct buf get_as(const char *cookie, const char *target)
{
	return talk_get(web_port(server), target, arena_printf(arena, HOST "Cookie: %s\r\n", cookie));
}

static struct buf post_as(const char *cookie, const char *target, const char *headers, const char *body)
{
	return talk_post(web_port(server), target, arena_printf(arena, HOST "Cookie: %s\r\n%s", cookie, headers), body);
}

static void is_status(struct buf *answer, int status)
{
	if (talk_status(answer) != status)
		fail_msg("expected %d of\n%.1500s", status, buf_text(answer));
	for (size_t i = 0; i < HTTP_SECURITY_HEADERS_COUNT; i++)
		talk_has_header(answer, HTTP_SECURITY_HEADERS[i].name, HTTP_SECURITY_HEADERS[i].value);
	assert_non_null(talk_header(arena, answer, "X-Request-Id"));
}

static void says(struct buf *answer, const char *words)
{
	if (strstr(buf_text(answer), words) == NULL)
		fail_msg("no \"%s\" in\n%.3000s", words, buf_text(answer));
}

/* The two keys of the form on a page that is sent to `action`. */
static const char *keys_of(struct buf *page, const char *action)
{
	return arena_printf(arena, "token=%s&once=%s", talk_hidden(arena, page, action, "token"), talk_hidden(arena, page, action, "once"));
}

static const char *keys_as(const char *cookie, const char *page, const char *action)
{
	struct buf answer = get_as(cookie, page);
	const char *keys = keys_of(&answer, action);

	buf_free(&answer);
	return keys;
}

/* Name and value of the cookie that an answer sets. */
static const char *cookie_in(struct buf *answer)
{
	const char *cookie = talk_header(arena, answer, "Set-Cookie");

	if (cookie == NULL)
		fail_msg("no cookie in\n%.800s", buf_text(answer));
	return arena_strndup(arena, cookie, strcspn(cookie, ";"));
}

static void has_attributes(struct buf *answer)
{
	const char *cookie = talk_header(arena, answer, "Set-Cookie");

	assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Lax"));
	assert_null(strstr(cookie, "Domain"));
	assert_int_equal(strncmp(cookie, "__Host-", 7), 0);
}

/* ---- signing in ---- */

static struct buf send_password(const char *visit, const char *keys, const char *login, const char *password)
{
	return post_as(visit, "/sign-in", "", arena_printf(arena, "%s&login=%s&password=%s", keys, login, password));
}

/* As far as the first step leads; *ret_cookie is the session's. */
static struct buf begin_signing_in(const char *planted, const char *login, const char **ret_cookie)
{
	struct buf page = talk_get(web_port(server), "/sign-in", HOST), answer;
	const char *visit;

	is_status(&page, 200);
	has_attributes(&page);
	talk_has_header(&page, "Cache-Control", "no-store");
	visit = cookie_in(&page);
	answer = send_password(arena_printf(arena, "%s%s%s", visit, planted[0] != '\0' ? "; " : "", planted), keys_of(&page, "/sign-in"),
		login, "seven+boats+on+a+grey+morning");
	is_status(&answer, 303);
	has_attributes(&answer);
	*ret_cookie = cookie_in(&answer);
	buf_free(&page);
	return answer;
}

/* The second step, by the code that its page shows. */
static struct buf end_signing_in(const char *half)
{
	struct buf page = get_as(half, "/sign-in/code"), answer;
	const char *note;

	is_status(&page, 200);
	note = strstr(buf_text(&page), "code of the moment: ");
	assert_non_null(note);
	answer = post_as(half, "/sign-in/code", "", arena_printf(arena, "%s&code=%.6s", keys_of(&page, "/sign-in/code"),
		note + strlen("code of the moment: ")));
	is_status(&answer, 303);
	buf_free(&page);
	return answer;
}

static void test_sign_in__leads_through_the_code_to_the_own_page(void **state)
{
	const char *half, *whole;
	struct buf first = begin_signing_in("", "maya", &half), second, own;

	(void)state;
	talk_has_header(&first, "Location", "/sign-in/code");
	second = end_signing_in(half);
	has_attributes(&second);
	whole = cookie_in(&second);
	assert_string_not_equal(whole, half);
	talk_has_header(&second, "Location", "/");
	own = get_as(whole, "/");
	is_status(&own, 303);
	talk_has_header(&own, "Location", "/employers/northshire/teams/north");
	buf_free(&first);
	buf_free(&second);
	buf_free(&own);
}

static void test_sign_in__half_way_opens_nothing(void **state)
{
	const char *half;
	struct buf first = begin_signing_in("", "maya", &half), page = get_as(half, "/employers/northshire/teams/north");

	(void)state;
	is_status(&page, 303);
	talk_has_header(&page, "Location", "/sign-in?next=%2Femployers%2Fnorthshire%2Fteams%2Fnorth");
	buf_free(&first);
	buf_free(&page);
}

static void test_sign_in__takes_no_token_that_was_planted(void **state)
{
	static const char PLANTED[] = "__Host-plimsoll=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	const char *half;
	struct buf first = begin_signing_in(PLANTED, "maya", &half), page;

	(void)state;
	assert_string_not_equal(half, PLANTED);
	page = get_as(PLANTED, "/account");
	is_status(&page, 303);
	buf_free(&first);
	buf_free(&page);
}

static void test_sign_in__says_the_same_of_a_wrong_login_and_a_wrong_password(void **state)
{
	static const char *const LOGINS[] = {"maya", "nobody"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct buf page = talk_get(web_port(server), "/sign-in", HOST);
		struct buf answer = send_password(cookie_in(&page), keys_of(&page, "/sign-in"), LOGINS[i], "no+such+password+anywhere");

		is_status(&answer, 422);
		says(&answer, "<title>Error: Sign in");
		says(&answer, "The login or the password is wrong");
		says(&answer, arena_printf(arena, "value=\"%s\"", LOGINS[i]));
		assert_null(strstr(buf_text(&answer), "no such password"));
		buf_free(&page);
		buf_free(&answer);
	}
}

static const char *const ELSEWHERE[] = {"https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2F%5Cevil.example", "%5C%5Cevil.example",
	"%2F%2F%2Fevil.example", "%2Femployers%2F..%2F..%2F%2Fevil.example", "javascript%3Aalert(1)", "evil.example", "%20%2F%2Fevil.example",
	"%2F%09%2Fevil.example", "%2F%0D%0ALocation%3A%20https%3A%2F%2Fevil.example", "%2Fnone", "%2Fsign-out", "%2F%2525", "",
	"%2Femployers%2Fnorthshire%2F%C3%A9%5C"};

static void leads_after_sign_in(const char *next, const char *to)
{
	struct buf answer = get_as(council_cookie(&council, "dora"), arena_printf(arena, "/sign-in?next=%s", next));

	is_status(&answer, 303);
	if (!str_equal(talk_header(arena, &answer, "Location"), to))
		fail_msg("next=%s leads to %s", next, talk_header(arena, &answer, "Location"));
	buf_free(&answer);
}

/* Refused as an address or as a field, or led to the page of ours. */
static void is_refused_or_leads_to(struct buf *answer, const char *next, const char *page)
{
	const char *to = talk_header(arena, answer, "Location");

	if (talk_status(answer) == 400 || talk_status(answer) == 422)
		assert_null(to);
	else if (to == NULL || !str_equal(to, page))
		fail_msg("next=%s leads to %s", next, to != NULL ? to : "(nothing)");
}

static void test_sign_in__leads_to_pages_of_ours_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++) {
		struct buf answer = get_as(council_cookie(&council, "dora"), arena_printf(arena, "/sign-in?next=%s", ELSEWHERE[i]));

		is_refused_or_leads_to(&answer, ELSEWHERE[i], "/");
		buf_free(&answer);
	}
	leads_after_sign_in("%2Femployers%2Fnorthshire%2Flines%3Fon%3D2026-11-01", "/employers/northshire/lines?on=2026-11-01");
	leads_after_sign_in("%2Faccount", "/account");
}

/* The field as a form carries it, changed on the way: at the password, and then at the code. */
static void forms_lead_from(const char *next, const char *to_code, const char *to_end)
{
	struct buf page = talk_get(web_port(server), "/sign-in", HOST), password, code, answer;
	const char *visit = cookie_in(&page), *keys = keys_of(&page, "/sign-in"), *half;

	(void)council_sign_in(&council, "dora"); /* the clock moves on: a code holds once */
	password = send_password(visit, arena_printf(arena, "%s&next=%s", keys, next), "maya", "seven+boats+on+a+grey+morning");
	is_refused_or_leads_to(&password, next, to_code);
	if (talk_status(&password) != 303) {
		buf_free(&password);
		password = send_password(visit, keys, "maya", "seven+boats+on+a+grey+morning");
	}
	half = cookie_in(&password);
	code = get_as(half, "/sign-in/code");
	answer = post_as(half, "/sign-in/code", "", arena_printf(arena, "%s&code=%.6s&next=%s", keys_of(&code, "/sign-in/code"),
		strstr(buf_text(&code), "of the moment: ") + 15, next));
	is_refused_or_leads_to(&answer, next, to_end);
	buf_free(&page);
	buf_free(&password);
	buf_free(&code);
	buf_free(&answer);
}

static void test_sign_in__by_its_forms_leads_to_pages_of_ours_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++)
		forms_lead_from(ELSEWHERE[i], "/sign-in/code", "/");
	forms_lead_from("%2Faccount", "/sign-in/code?next=%2Faccount", "/account");
}

static void test_page__without_a_session_leads_to_sign_in_and_data_are_refused(void **state)
{
	struct buf page = talk_get(web_port(server), "/employers/northshire?on=2026-11-01", HOST);
	struct buf json = talk_get(web_port(server), "/employers/northshire.json", HOST);
	struct buf csv = talk_get(web_port(server), "/employers/northshire.csv", HOST);
	struct buf other = get_as(council_cookie(&council, "dora"), "/employers/elsewhere");

	(void)state;
	is_status(&page, 303);
	talk_has_header(&page, "Location", "/sign-in?next=%2Femployers%2Fnorthshire%3Fon%3D2026-11-01");
	is_status(&json, 401);
	says(&json, "\"error\":\"Sign in first");
	is_status(&csv, 401);
	is_status(&other, 404);
	buf_free(&page);
	buf_free(&json);
	buf_free(&csv);
	buf_free(&other);
}

static void test_page__behind_sign_in_is_kept_by_nobody(void **state)
{
	const char *dora = council_cookie(&council, "dora");
	struct buf page = get_as(dora, "/employers/northshire/teams/north"), method = get_as(dora, "/method"), same;

	(void)state;
	is_status(&page, 200);
	talk_has_header(&page, "Cache-Control", "no-store");
	talk_has_header(&method, "Cache-Control", "no-store");
	same = talk_get(web_port(server), "/employers/northshire/teams/north", arena_printf(arena, HOST "Cookie: %s\r\nIf-None-Match: %s\r\n", dora,
		talk_header(arena, &page, "ETag")));
	is_status(&same, 304);
	buf_free(&same);
	/* Somebody else's page is another, although nothing has changed. */
	same = talk_get(web_port(server), "/employers/northshire/teams/north", arena_printf(arena, HOST "Cookie: %s\r\nIf-None-Match: %s\r\n",
		council_cookie(&council, "otto"), talk_header(arena, &page, "ETag")));
	is_status(&same, 200);
	buf_free(&page);
	buf_free(&method);
	buf_free(&same);
}

/* ---- forms ---- */

static void form_is_refused(const char *cookie, const char *headers, const char *body, int status)
{
	struct buf answer = post_as(cookie, "/account/sessions/end-others", headers, body);

	is_status(&answer, status);
	buf_free(&answer);
}

static void test_form__without_its_token_is_refused(void **state)
{
	const char *mine = council_cookie(&council, "dora"), *other = council_cookie(&council, "dora");
	const char *keys = keys_as(mine, "/account", "/account/sessions/end-others");
	struct buf still;

	(void)state;
	form_is_refused(mine, "", "", 403);
	form_is_refused(mine, "", strchr(keys, '&') + 1, 403);
	form_is_refused(mine, "", arena_printf(arena, "token=x&%s", strchr(keys, '&') + 1), 403);
	form_is_refused(mine, "", keys_as(other, "/account", "/account/sessions/end-others"), 403);
	form_is_refused(mine, "", keys_as(mine, "/account", "/sign-out"), 403);
	form_is_refused(mine, "", arena_printf(arena, "%s&%s", keys, keys), 403);
	form_is_refused(mine, "", arena_strndup(arena, keys, strcspn(keys, "&")), 400);
	form_is_refused(mine, "", arena_printf(arena, "%s&role=admin", keys), 400);
	/* None of them has ended the other session. */
	still = get_as(other, "/account");
	is_status(&still, 200);
	buf_free(&still);
	form_is_refused(mine, "", keys, 303);
	still = get_as(other, "/account");
	is_status(&still, 303);
	buf_free(&still);
}

static void test_form__from_another_site_is_refused(void **state)
{
	const char *mine = council_cookie(&council, "dora");
	const char *keys = keys_as(mine, "/account", "/account/sessions/end-others");

	(void)state;
	form_is_refused(mine, "Sec-Fetch-Site: cross-site\r\n", keys, 403);
	form_is_refused(mine, "Sec-Fetch-Site: same-site\r\n", keys, 403);
	form_is_refused(mine, "Origin: https://evil.example\r\n", keys, 403);
	form_is_refused(mine, "Origin: null\r\n", keys, 403);
	form_is_refused(mine, "Origin: https://localhost\r\n", keys, 403);
	form_is_refused(mine, "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n", keys, 303);
}

static void test_form__to_sign_in_is_tied_to_the_visit(void **state)
{
	struct buf mine = talk_get(web_port(server), "/sign-in", HOST), theirs = talk_get(web_port(server), "/sign-in", HOST);
	struct buf without = send_password("", keys_of(&mine, "/sign-in"), "dora", "x"), other = send_password(cookie_in(&theirs),
		keys_of(&mine, "/sign-in"), "dora", "x");

	(void)state;
	is_status(&without, 403);
	is_status(&other, 403);
	buf_free(&mine);
	buf_free(&theirs);
	buf_free(&without);
	buf_free(&other);
}

static void test_form__sent_again_changes_nothing_and_leads_to_the_same_place(void **state)
{
	const char *adam = council_cookie(&council, "adam");
	const char *keys = keys_as(adam, ACCOUNTS "/4", ACCOUNTS "/4/disable"), *enable;
	struct buf first = post_as(adam, ACCOUNTS "/4/disable", "", keys), again, page;

	(void)state;
	is_status(&first, 303);
	talk_has_header(&first, "Location", ACCOUNTS "/4?done=disabled");
	enable = keys_as(adam, ACCOUNTS "/4", ACCOUNTS "/4/enable");
	again = post_as(adam, ACCOUNTS "/4/enable", "", enable);
	is_status(&again, 303);
	buf_free(&again);
	/* The first once more, as a browser does that has heard no answer. */
	again = post_as(adam, ACCOUNTS "/4/disable", "", keys);
	is_status(&again, 303);
	talk_has_header(&again, "Location", ACCOUNTS "/4?done=disabled");
	page = get_as(adam, ACCOUNTS "/4");
	says(&page, ">Active<");
	buf_free(&first);
	buf_free(&again);
	buf_free(&page);
}

static void test_form__of_a_new_account_is_shown_again_with_what_is_wrong(void **state)
{
	const char *adam = council_cookie(&council, "adam");
	const char *keys = keys_as(adam, "/employers/northshire/new-account", "/employers/northshire/new-account");
	struct buf answer = post_as(adam, "/employers/northshire/new-account", "",
		arena_printf(arena, "%s&login=zoe&name=%%3Cb%%3EZoe&role=nonsense&where=&person=", keys));

	(void)state;
	is_status(&answer, 422);
	says(&answer, "Error: New account");
	says(&answer, "href=\"#role\"");
	says(&answer, "value=\"zoe\"");
	says(&answer, "value=\"&lt;b&gt;Zoe\"");
	buf_free(&answer);
}

static void test_form__too_large_is_refused(void **state)
{
	struct buf body = BUF_INIT(1 << 20), answer;

	(void)state;
	for (int i = 0; i < 70000; i++)
		buf_putc(&body, 'a');
	answer = post_as(council_cookie(&council, "dora"), "/sign-out", "", buf_text(&body));
	is_status(&answer, 413);
	buf_free(&answer);
	answer = talk(web_port(server), "POST /sign-in HTTP/1.1\r\n" HOST "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
	is_status(&answer, 411);
	buf_free(&answer);
	answer = talk(web_port(server), "POST /sign-in HTTP/1.1\r\n" HOST "Connection: close\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
	is_status(&answer, 400);
	buf_free(&answer);
	buf_free(&body);
}

static void test_route__tells_which_methods_it_knows(void **state)
{
	struct buf form = talk_get(web_port(server), "/sign-out", HOST), page = talk_post(web_port(server), "/account", HOST, "");
	struct buf both = talk(web_port(server), "PUT /sign-in HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");

	(void)state;
	is_status(&form, 405);
	talk_has_header(&form, "Allow", "POST");
	is_status(&page, 405);
	talk_has_header(&page, "Allow", "GET, HEAD");
	is_status(&both, 405);
	talk_has_header(&both, "Allow", "GET, HEAD, POST");
	buf_free(&form);
	buf_free(&page);
	buf_free(&both);
}

/* ---- roles, signing out ---- */

static void page_shows_link(const char *cookie, const char *target, const char *words)
{
	struct buf page = get_as(cookie, target);

	assert_non_null(strstr(buf_text(&page), words));
	assert_null(strstr(buf_text(&page), "subject-of-tom"));
	buf_free(&page);
}

static void test_accounts__say_whether_they_are_linked_and_not_to_which_subject(void **state)
{
	const struct account_change by = {.actor = "test"};
	const char *tom, *adam = council_cookie(&council, "adam");
	struct err err;

	(void)state;
	page_shows_link(council_cookie(&council, "tom"), "/account", "Single sign-on</dt><dd class=\"govuk-summary-list__value\">Off");
	page_shows_link(adam, ACCOUNTS "/1", "Single sign-on</dt><dd class=\"govuk-summary-list__value\">Off");
	assert_int_equal(account_link(council.accounts, &by, "northshire", "tom", "subject-of-tom", &err), 0);
	tom = council_cookie(&council, "tom");
	page_shows_link(tom, "/account", "Waits for the first sign-in there");
	page_shows_link(adam, ACCOUNTS, "Waits for the first sign-in there");
	page_shows_link(adam, ACCOUNTS "/1", "Waits for the first sign-in there");
	assert_int_equal(account_unlink(council.accounts, &by, "northshire", "tom", &err), 0);
}

/* Account 1 is Tom's, who is a worker; 4 is Uma's, who is none. */
/* Whose days off are not known stands beside those who answer for others. */
static void test_accounts__say_whose_days_off_are_not_known(void **state)
{
	struct buf page = get_as(council_cookie(&council, "adam"), ACCOUNTS);

	(void)state;
	assert_non_null(strstr(buf_text(&page), "None: counts as on duty every day"));
	buf_free(&page);
}

static void test_accounts__offer_the_role_of_a_worker_only_to_who_is_one(void **state)
{
	const char *adam = council_cookie(&council, "adam");
	struct buf worker = get_as(adam, ACCOUNTS "/1"), other = get_as(adam, ACCOUNTS "/4");

	(void)state;
	says(&worker, "<option value=\"worker\">");
	assert_null(strstr(buf_text(&other), "<option value=\"worker\">"));
	says(&other, "<option value=\"manager\">");
	says(&other, "To be a worker’s, an account has to be made with the worker’s code");
	buf_free(&worker);
	buf_free(&other);
}

static void test_reset__of_a_disabled_account_says_that_it_stays_disabled(void **state)
{
	const struct account_change by = {.actor = "test"};
	const char *adam = council_cookie(&council, "adam");
	struct buf made;
	struct err err;

	(void)state;
	assert_int_equal(account_disable(council.accounts, &by, "northshire", "uma", &err), 0);
	made = post_as(adam, ACCOUNTS "/4/reset", "", keys_as(adam, ACCOUNTS "/4", ACCOUNTS "/4/reset"));
	is_status(&made, 200);
	says(&made, "has to be changed at the next sign-in");
	says(&made, "The account is still disabled");
	buf_free(&made);
	assert_int_equal(account_enable(council.accounts, &by, "northshire", "uma", &err), 0);
}

static void test_accounts__are_for_administrators(void **state)
{
	const char *dora = council_cookie(&council, "dora"), *adam = council_cookie(&council, "adam");
	struct buf page = get_as(dora, ACCOUNTS), data = get_as(adam, "/employers/northshire/teams/north.json");

	(void)state;
	is_status(&page, 403);
	is_status(&data, 403);
	buf_free(&page);
	buf_free(&data);
}

static void test_sign_out__ends_the_session_and_clears_the_browser(void **state)
{
	const char *dora = council_cookie(&council, "dora");
	struct buf answer = post_as(dora, "/sign-out", "", keys_as(dora, "/account", "/sign-out")), after = get_as(dora, "/account");

	(void)state;
	is_status(&answer, 303);
	has_attributes(&answer);
	talk_has_header(&answer, "Clear-Site-Data", "\"cache\", \"storage\"");
	assert_non_null(strstr(talk_header(arena, &answer, "Set-Cookie"), "__Host-plimsoll=; Max-Age=0"));
	assert_null(strstr(buf_text(&answer), "-device"));
	is_status(&after, 303);
	buf_free(&answer);
	buf_free(&after);
}

static const char *device_in(struct buf *answer)
{
	const char *cookie = strstr(buf_text(answer), "__Host-plimsoll-device=");

	if (cookie == NULL)
		fail_msg("no cookie of the device in\n%.800s", buf_text(answer));
	return arena_strndup(arena, cookie, strcspn(cookie, "\r"));
}

static int status_of_password(const char *visit, const char *keys, const char *password)
{
	struct buf answer = send_password(visit, keys, "tom", password);
	int status = talk_status(&answer);

	buf_free(&answer);
	return status;
}

/* A colleague who knows the login and sits behind the same address. */
static void test_sign_in__in_a_known_browser_is_not_held_up_by_others_at_the_address(void **state)
{
	struct buf page = talk_get(web_port(server), "/sign-in", HOST), first, done;
	const char *visit = cookie_in(&page), *keys = keys_of(&page, "/sign-in"), *half, *device;

	(void)state;
	first = begin_signing_in("", "tom", &half);
	done = end_signing_in(half);
	device = device_in(&done);
	assert_non_null(strstr(device, "; Max-Age=7776000; Path=/; Secure; HttpOnly; SameSite=Lax"));
	device = arena_strndup(arena, device, strcspn(device, ";"));
	for (int i = 0; i < 5; i++)
		assert_int_equal(status_of_password(visit, keys, "wrong"), 422);
	assert_int_equal(status_of_password(visit, keys, "seven+boats+on+a+grey+morning"), 429);
	assert_int_equal(status_of_password(arena_printf(arena, "%s; %s", visit, device), keys, "seven+boats+on+a+grey+morning"), 303);
	buf_free(&page);
	buf_free(&first);
	buf_free(&done);
}

static void test_error__tells_the_number_of_the_request(void **state)
{
	struct buf page = talk_get(web_port(server), "/none", HOST), json = talk_get(web_port(server), "/schemes/none.json", HOST);

	(void)state;
	says(&page, arena_printf(arena, "<code>%s</code>", talk_header(arena, &page, "X-Request-Id")));
	says(&json, arena_printf(arena, "\"request\":\"%s\"", talk_header(arena, &json, "X-Request-Id")));
	buf_free(&page);
	buf_free(&json);
}

/* ---- behind a proxy ---- */

#define PUBLIC "Host: plimsoll.example.gov.uk\r\n"

static void test_public_url__is_a_host_of_ours_with_tls_only(void **state)
{
	struct buf page = talk_get(web_port(public_server), "/", PUBLIC), local = talk_get(web_port(public_server), "/healthz", HOST);
	struct buf other = talk_get(web_port(public_server), "/", "Host: evil.example\r\n"), here = talk_get(web_port(server), "/", PUBLIC);

	(void)state;
	is_status(&page, 200);
	talk_has_header(&page, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
	is_status(&local, 200);
	is_status(&other, 421);
	is_status(&here, 421);
	assert_null(talk_header(arena, &here, "Strict-Transport-Security"));
	buf_free(&page);
	buf_free(&local);
	buf_free(&other);
	buf_free(&here);
}

/* The address that the list of own sessions shows after signing in with these headers. */
static const char *address_seen(struct web_server *at, const char *host, const char *headers)
{
	struct buf page = talk_get(web_port(at), "/sign-in", host), first, list;
	const char *half = cookie_in(&page);
	const char *visit_keys = keys_of(&page, "/sign-in"), *address;

	first = talk_post(web_port(at), "/sign-in", arena_printf(arena, "%sCookie: %s\r\n%s", host, half, headers),
		arena_printf(arena, "%s&login=tom&password=seven+boats+on+a+grey+morning", visit_keys));
	is_status(&first, 303);
	buf_free(&page);
	page = talk_get(web_port(at), "/sign-in/code", arena_printf(arena, "%sCookie: %s\r\n", host, cookie_in(&first)));
	list = talk_post(web_port(at), "/sign-in/code", arena_printf(arena, "%sCookie: %s\r\n%s", host, cookie_in(&first), headers),
		arena_printf(arena, "%s&code=%.6s", keys_of(&page, "/sign-in/code"), strstr(buf_text(&page), "of the moment: ") + 15));
	is_status(&list, 303);
	half = cookie_in(&list);
	buf_free(&list);
	list = talk_get(web_port(at), "/account", arena_printf(arena, "%sCookie: %s\r\n", host, half));
	address = strstr(buf_text(&list), "data-label=\"From\">");
	assert_non_null(address);
	address = arena_strndup(arena, address + 18, strcspn(address + 18, "<"));
	buf_free(&page);
	buf_free(&first);
	buf_free(&list);
	return address;
}

/* Of the client's own making, with which it would like to hide what its proxy says. */
#define TWO_LINES "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 198.51.100.2\r\n"
#define MANY_LINES TWO_LINES TWO_LINES TWO_LINES TWO_LINES TWO_LINES

static void test_public_url__makes_the_proxy_say_whose_a_request_is(void **state)
{
	(void)state;
	(void)council_sign_in(&council, "dora"); /* the clock moves on */
	assert_string_equal(address_seen(public_server, PUBLIC, "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n"), "203.0.113.7");
	(void)council_sign_in(&council, "dora");
	assert_string_equal(address_seen(public_server, PUBLIC, "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 2001:db8::1\r\n"), "2001:db8::1");
	(void)council_sign_in(&council, "dora");
	assert_string_equal(address_seen(public_server, PUBLIC, MANY_LINES "X-Forwarded-For: 203.0.113.9\r\n"), "203.0.113.9");
	(void)council_sign_in(&council, "dora");
	assert_string_equal(address_seen(public_server, PUBLIC, "X-Forwarded-For: <b>nonsense\r\n"), "127.0.0.1");
	(void)council_sign_in(&council, "dora");
	assert_string_equal(address_seen(server, HOST, "X-Forwarded-For: 203.0.113.7\r\n"), "127.0.0.1");
}

static void is_taken(struct web_server *at, const char *host, const char *origin)
{
	struct buf page = talk_get(web_port(at), "/sign-in", host);
	struct buf answer = talk_post(web_port(at), "/sign-in", arena_printf(arena, "%sCookie: %s\r\n%s", host, cookie_in(&page), origin),
		arena_printf(arena, "%s&login=tom&password=seven+boats+on+a+grey+morning", keys_of(&page, "/sign-in")));

	is_status(&answer, 303);
	buf_free(&page);
	buf_free(&answer);
}

/* A proxy on the machine of who tries it, by one of its own names. */
static void test_public_url__may_be_a_name_of_this_machine(void **state)
{
	const struct web_options options = {.today = council_today, .threads = 2, .pictures = council.pictures, .accounts = council.accounts,
		.public_url = "https://localhost:8443"};
	struct web_server *near;
	struct err err;

	(void)state;
	assert_int_equal(web_start(&options, &near, &err), 0);
	is_taken(near, "Host: localhost:8443\r\n", "Origin: https://localhost:8443\r\n");
	is_taken(near, HOST, "Origin: http://localhost\r\n");
	web_stop(near);
}

static void test_public_url__has_to_be_one(void **state)
{
	static const char *const WRONG[] = {"", "http://plimsoll.example", "https://", "https://a b", "https://a:443", "https://a/", "https://a/b", "https://a?b",
		"https://A.example", "https://a:", "https://a:b", "https://user@a"};
	struct err err;

	(void)state;
	assert_int_equal(web_check_public_url("https://plimsoll.example.gov.uk", &err), 0);
	assert_int_equal(web_check_public_url("https://plimsoll.example.gov.uk:8443", &err), 0);
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		if (web_check_public_url(WRONG[i], &err) == 0)
			fail_msg("%s is taken", WRONG[i]);
}

static int set_up(void **state)
{
	struct web_options options = {.today = council_today, .threads = 2};
	struct err err;

	(void)state;
	council_open(&council);
	arena = arena_new();
	options.pictures = council.pictures;
	options.accounts = council.accounts;
	if (web_start(&options, &server, &err) < 0)
		return -1;
	options.public_url = "https://plimsoll.example.gov.uk";
	return web_start(&options, &public_server, &err);
}

static int tear_down(void **state)
{
	(void)state;
	server = web_stop(server);
	public_server = web_stop(public_server);
	council_close(&council);
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sign_in__leads_through_the_code_to_the_own_page),
		cmocka_unit_test(test_sign_in__half_way_opens_nothing),
		cmocka_unit_test(test_sign_in__takes_no_token_that_was_planted),
		cmocka_unit_test(test_sign_in__says_the_same_of_a_wrong_login_and_a_wrong_password),
		cmocka_unit_test(test_sign_in__leads_to_pages_of_ours_only),
		cmocka_unit_test(test_sign_in__by_its_forms_leads_to_pages_of_ours_only),
		cmocka_unit_test(test_page__without_a_session_leads_to_sign_in_and_data_are_refused),
		cmocka_unit_test(test_page__behind_sign_in_is_kept_by_nobody),
		cmocka_unit_test(test_form__without_its_token_is_refused),
		cmocka_unit_test(test_form__from_another_site_is_refused),
		cmocka_unit_test(test_form__to_sign_in_is_tied_to_the_visit),
		cmocka_unit_test(test_form__sent_again_changes_nothing_and_leads_to_the_same_place),
		cmocka_unit_test(test_form__of_a_new_account_is_shown_again_with_what_is_wrong),
		cmocka_unit_test(test_form__too_large_is_refused),
		cmocka_unit_test(test_route__tells_which_methods_it_knows),
		cmocka_unit_test(test_accounts__say_whether_they_are_linked_and_not_to_which_subject),
		cmocka_unit_test(test_accounts__say_whose_days_off_are_not_known),
		cmocka_unit_test(test_accounts__offer_the_role_of_a_worker_only_to_who_is_one),
		cmocka_unit_test(test_reset__of_a_disabled_account_says_that_it_stays_disabled),
		cmocka_unit_test(test_accounts__are_for_administrators),
		cmocka_unit_test(test_sign_out__ends_the_session_and_clears_the_browser),
		cmocka_unit_test(test_sign_in__in_a_known_browser_is_not_held_up_by_others_at_the_address),
		cmocka_unit_test(test_error__tells_the_number_of_the_request),
		cmocka_unit_test(test_public_url__is_a_host_of_ours_with_tls_only),
		cmocka_unit_test(test_public_url__makes_the_proxy_say_whose_a_request_is),
		cmocka_unit_test(test_public_url__may_be_a_name_of_this_machine),
		cmocka_unit_test(test_public_url__has_to_be_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
