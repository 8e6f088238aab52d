/* What a request may see is decided, and kept, before anything is shown. */
#include <string.h>

#include "../../test.h"
#include "council.h"
#include "service/access/restriction.h"
#include "web/app.h"

#define CASE "/employers/northshire/cases/SYN029001" /* Tom's */
#define TEAM "/employers/northshire/teams/north"
#define WORKER "/employers/northshire/workers/W01"
#define RESTRICTED "/employers/northshire/restricted"

static struct council council;

struct asked {
	struct arena *arena;
	struct response response;
};

static const char *ask(struct asked *asked, struct web_app *app, const char *method, const char *cookie, const char *target)
{
	struct log_subject subject;
	struct request request;

	asked->arena = arena_new();
	asked->response = (struct response){0};
	response_reset(&asked->response);
	request_begin(&request, asked->arena, method);
	request.host = "localhost";
	request.cookies = cookie;
	(void)request_read_target(&request, target, NULL);
	web_answer(app, &request, &asked->response, &subject);
	return buf_text(&asked->response.body);
}

static int status_of(struct web_app *app, const char *method, const char *login, const char *target)
{
	struct asked asked;
	int status;

	(void)ask(&asked, app, method, council_cookie(&council, login), target);
	status = asked.response.status;
	buf_free(&asked.response.body);
	arena_free(asked.arena);
	return status;
}

static struct web_app *app_with(struct looks *looks)
{
	return web_app_new(&(struct web_options){.pictures = council.pictures, .accounts = council.accounts, .writer = council.writer,
		.looks = looks, .readiness = council.readiness, .today = council_today});
}

static int64_t count_looks(enum look_kind kind, const char *object, bool refused, bool of_access)
{
	struct arena *a = arena_new();
	struct looked *rows;
	size_t count;
	int64_t sum = 0;
	struct err err;

	assert_int_equal(store_looks_of(council.accounts_store, a, 1, kind, object, 100, &rows, &count, &err), 0);
	for (size_t i = 0; i < count; i++)
		sum += refused ? rows[i].refused : of_access ? rows[i].of_access : rows[i].shown;
	arena_free(a);
	return sum;
}

static int64_t looks_at(enum look_kind kind, const char *object, bool refused)
{
	return count_looks(kind, object, refused, false);
}

static void test_admit__keeps_who_asked_who_may_open_a_case(void **state)
{
	struct looks *looks = looks_new(council.writer, 0);
	struct web_app *app = app_with(looks);
	int64_t shown = looks_at(LOOK_CASE, "SYN029001", false), refused = looks_at(LOOK_CASE, "SYN029001", true);

	(void)state;
	assert_int_equal(status_of(app, "GET", "maya", CASE "/access"), 200);
	assert_int_equal(status_of(app, "HEAD", "dora", CASE "/access"), 200);
	assert_int_equal(status_of(app, "GET", "tom", "/employers/northshire/cases/SYN029060/access"), 403);
	looks_free(looks);
	assert_int_equal(count_looks(LOOK_CASE, "SYN029001", false, true), 2);
	assert_int_equal(looks_at(LOOK_CASE, "SYN029001", false), shown);
	assert_int_equal(looks_at(LOOK_CASE, "SYN029001", true), refused);
	assert_int_equal(looks_at(LOOK_CASE, "SYN029060", true), 1);
	web_app_free(app);
}

static void test_admit__keeps_a_look_of_every_kind(void **state)
{
	struct looks *looks = looks_new(council.writer, 0);
	struct web_app *app = app_with(looks);

	(void)state;
	assert_int_equal(status_of(app, "GET", "dora", CASE), 200);
	assert_int_equal(status_of(app, "HEAD", "dora", CASE), 200);
	assert_int_equal(status_of(app, "GET", "dora", CASE ".json"), 200);
	assert_int_equal(status_of(app, "GET", "tom", "/employers/northshire/workers/W01"), 200);
	assert_int_equal(status_of(app, "GET", "tom", "/employers/northshire/workers/W03"), 403);
	looks_free(looks);
	assert_int_equal(looks_at(LOOK_CASE, "SYN029001", false), 3);
	assert_int_equal(looks_at(LOOK_WORKER, "W01", false), 1);
	assert_int_equal(looks_at(LOOK_WORKER, "W03", true), 1);
	web_app_free(app);
}

static void test_admit__shows_nothing_of_which_no_look_can_be_kept(void **state)
{
	const char *cookie = council_cookie(&council, "dora");
	struct look look = {.employer_id = 1, .kind = LOOK_CASE, .object = "X", .roles = "worker", .instant = 1};
	struct looks *looks = looks_new(council.writer, 10);
	struct web_app *app = app_with(looks);
	struct place_held import;
	struct asked asked;
	const char *page;
	struct err err;

	(void)state;
	import = place_hold(&council.place);
	for (int i = 0; i < 10; i++) {
		look.login = arena_printf(council.arena, "somebody%d", i);
		assert_int_equal(looks_note(looks, &look, &err), 0);
	}
	page = ask(&asked, app, "GET", cookie, CASE);
	assert_int_equal(asked.response.status, 503);
	assert_null(strstr(page, "Child protection plan"));
	assert_string_equal(asked.response.extra[0].name, "Retry-After");
	buf_free(&asked.response.body);
	arena_free(asked.arena);
	place_let_go(import);
	looks_free(looks);
	web_app_free(app);
}

static void test_admit__refuses_before_a_form_is_read(void **state)
{
	struct web_app *app = app_with(NULL);

	(void)state;
	assert_int_equal(status_of(app, "POST", "dora", CASE "/access"), 403);
	assert_int_equal(status_of(app, "POST", "maya", CASE "/access"), 403);
	web_app_free(app);
}

static void says(struct web_app *app, const char *login, const char *target, int status, const char *words, bool does)
{
	struct asked asked;
	const char *page = ask(&asked, app, "GET", council_cookie(&council, login), target);

	if (asked.response.status != status || (strstr(page, words) != NULL) != does)
		fail_msg("%s asks for %s: status %d, expected %d and %s\"%s\"", login, target, asked.response.status, status,
			does ? "" : "no ", words);
	buf_free(&asked.response.body);
	arena_free(asked.arena);
}

static void change(enum restriction_act act)
{
	struct err err;

	assert_int_equal(restriction_change(council.writer, &(struct restriction_change){.by = {.employer = "northshire",
		.viewer = &(struct viewer){.login = "maya"}, .instant = 1795255200}, .ref = "SYN029001", .act = act, .login = "", .day = COUNCIL_DAY}, &err), 0);
}

static void test_admit__leads_from_a_restricted_case_to_who_may_open_it(void **state)
{
	struct web_app *app = app_with(NULL);

	(void)state;
	change(RESTRICT_CASE);
	says(app, "maya", CASE, 403, "<a class=\"govuk-link\" href=\"" CASE "/access\">Who may open this case</a>", true);
	says(app, "dora", CASE, 403, "Who may open this case", true);
	says(app, "maya", CASE ".json", 403, "/access", false);
	says(app, "tom", "/employers/northshire/cases/SYN029060", 403, "Who may open this case", false);
	change(OPEN_CASE);
	web_app_free(app);
}

static void test_admit__lists_restricted_cases_for_those_who_restrict_them(void **state)
{
	struct web_app *app = app_with(NULL);

	(void)state;
	says(app, "maya", TEAM, 200, "restricted case", false);
	says(app, "maya", RESTRICTED, 200, "None of your open cases is restricted.", true);
	change(RESTRICT_CASE);
	says(app, "maya", RESTRICTED, 200, "href=\"" CASE "/access\">SYN029001", true);
	says(app, "otto", RESTRICTED, 200, "href=\"" CASE "/access\">SYN029001", true);
	says(app, "dora", RESTRICTED, 403, "SYN029001", false);
	says(app, "maya", TEAM, 200, "href=\"" RESTRICTED "\">1 restricted case</a>", true);
	says(app, "otto", "/employers/northshire", 200, "href=\"" RESTRICTED "\">1 restricted case</a>", true);
	says(app, "dora", TEAM, 200, "restricted case", false);
	says(app, "otto", "/employers/northshire/ledger", 200, "href=\"" CASE "/access\">SYN029001</a>", true);
	says(app, "adam", "/employers/northshire/ledger", 200, "SYN029001", false);
	says(app, "maya", CASE "/access", 200, "href=\"" RESTRICTED "\"", true);
	says(app, "dora", CASE "/access", 200, "href=\"" RESTRICTED "\"", false);
	change(OPEN_CASE);
	web_app_free(app);
}

/* Where a row stands in the order of days would tell when it began. */
static void test_admit__puts_restricted_cases_last_on_the_page_of_their_worker(void **state)
{
	struct web_app *app = app_with(NULL);
	struct asked asked;
	const char *text;

	(void)state;
	text = ask(&asked, app, "GET", council_cookie(&council, "maya"), WORKER ".csv");
	assert_null(strstr(strstr(text, "SYN029001"), "\nSYN029001"));
	assert_non_null(strstr(strstr(text, "SYN029001") + 1, "SYN"));
	buf_free(&asked.response.body);
	arena_free(asked.arena);
	change(RESTRICT_CASE);
	text = ask(&asked, app, "GET", council_cookie(&council, "maya"), WORKER ".csv");
	assert_null(strstr(strstr(text, "\nrestricted,"), "SYN"));
	buf_free(&asked.response.body);
	arena_free(asked.arena);
	text = ask(&asked, app, "GET", council_cookie(&council, "maya"), WORKER);
	assert_null(strstr(strstr(text, "Restricted"), "SYN"));
	buf_free(&asked.response.body);
	arena_free(asked.arena);
	change(OPEN_CASE);
	web_app_free(app);
}

/* ---- what a request may bring ---- */

static void add_analyst(const char *login, const char *grant_text)
{
	struct grant grant;
	struct new_account account = {.employer = "northshire", .login = login, .name = login, .person = "", .grants = &grant,
		.grants_count = 1, .password = COUNCIL_PASS_PHRASE, .demo = true};
	char made[PASS_PHRASE_SIZE];
	struct err err;

	assert_int_equal(account_grant_read(council.arena, grant_text, &grant, &err), 0);
	assert_int_equal(account_add(council.accounts, &(struct account_change){.actor = "a test"}, &account, made, &err), 0);
}

static struct body_limits limits_of(const struct web_app *app, const char *login)
{
	struct arena *a = arena_new();
	struct body_limits limits;
	struct request request;

	request_begin(&request, a, "POST");
	request.host = "localhost";
	request.cookies = council_cookie(&council, login);
	(void)request_read_target(&request, "/employers/northshire/imports", NULL);
	web_limit_body(app, &request, &limits);
	arena_free(a);
	return limits;
}

static void test_admit__takes_files_of_an_analyst_of_the_whole_employer_only(void **state)
{
	struct web_app *app = app_with(NULL);

	(void)state;
	add_analyst("anna", "analyst");
	add_analyst("sid", "analyst:service:children");
	assert_false(limits_of(app, "anna").unread);
	assert_int_equal(limits_of(app, "anna").bytes, HTTP_UPLOAD_BYTES);
	assert_true(limits_of(app, "sid").unread);
	assert_true(limits_of(app, "dora").unread);
	web_app_free(app);
}

static int set_up(void **state)
{
	(void)state;
	council_open(&council);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_admit__keeps_a_look_of_every_kind),
		cmocka_unit_test(test_admit__keeps_who_asked_who_may_open_a_case),
		cmocka_unit_test(test_admit__shows_nothing_of_which_no_look_can_be_kept),
		cmocka_unit_test(test_admit__refuses_before_a_form_is_read),
		cmocka_unit_test(test_admit__leads_from_a_restricted_case_to_who_may_open_it),
		cmocka_unit_test(test_admit__puts_restricted_cases_last_on_the_page_of_their_worker),
		cmocka_unit_test(test_admit__takes_files_of_an_analyst_of_the_whole_employer_only),
		cmocka_unit_test(test_admit__lists_restricted_cases_for_those_who_restrict_them),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
