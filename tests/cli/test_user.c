/* user: accounts made, listed and changed at the command line. */
#include "run.h"

#define AT "--db", "a.db", "--employer", "A"
#define PASSWORD "gravel lantern hopscotch"

static void open_council(struct desk *d)
{
	(void)RUN_WELL(d, "import", AT, desk_write(d, "workers.csv", "worker,name,team,role,fte,contract_hours\n"
		"W1,Ann,North,social-worker,1,37\n"));
}

static const json_t *user_of(json_t *list, const char *login)
{
	const json_t *users = member(list, "users");

	for (size_t i = 0; i < json_array_size(users); i++)
		if (strcmp(member_text(json_array_get(users, i), "login"), login) == 0)
			return json_array_get(users, i);
	fail_msg("no user %s", login);
	return NULL;
}

static void test_user__is_added_with_a_pass_phrase_that_is_printed_once(void **state)
{
	struct desk *d = *state;
	struct run r;
	json_t *list, *log;
	const char *made;

	open_council(d);
	assert_non_null(strstr(RUN_WELL(d, "user", "list", AT).out, "nobody can sign in"));
	r = RUN_WELL(d, "user", "add", AT, "--name", "Ann Smith", "--worker", "W1", "ann", "worker", "deputy:team:north");
	made = strstr(r.out, "shown this once: ");
	assert_non_null(made);
	made = arena_strndup(d->a, made + strlen("shown this once: "), 19);
	assert_int_equal(strlen(made), 19);
	list = RUN_JSON(d, "user", "list", AT);
	assert_string_equal(member_text(user_of(list, "ann"), "name"), "Ann Smith");
	assert_string_equal(member_text(user_of(list, "ann"), "worker"), "W1");
	assert_string_equal(json_string_value(json_array_get(member(user_of(list, "ann"), "roles"), 0)), "deputy:team:north");
	assert_string_equal(member_text(user_of(list, "ann"), "state"), "active");
	assert_true(json_is_null(member(user_of(list, "ann"), "last_signed_in")));
	assert_true(member_true(user_of(list, "ann"), "must_change_password"));
	assert_false(member_true(user_of(list, "ann"), "second_factor"));
	log = RUN_JSON(d, "log", AT);
	assert_string_equal(member_text(json_array_get(member(log, "entries"), 0), "action"), "user-add");
	assert_null(memmem(desk_bytes(d, "a.db").at, desk_bytes(d, "a.db").len, made, 19));
	json_decref(list);
	json_decref(log);
}

static void test_user__is_given_an_address_for_mail(void **state)
{
	struct desk *d = *state;
	json_t *log;

	open_council(d);
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	(void)RUN_WELL(d, "user", "mail", AT, "dee", "dee@council.example");
	(void)RUN_WELL(d, "user", "mail", AT, "dee");
	log = RUN_JSON(d, "log", AT);
	assert_string_equal(member_text(json_array_get(member(log, "entries"), 1), "action"), "user-mail");
	assert_int_equal(RUN(d, "user", "mail", AT, "dee", "no address").status, 1);
	assert_int_equal(RUN(d, "user", "mail", AT, "nobody", "dee@council.example").status, 1);
	json_decref(log);
}

static void test_user__is_disabled_enabled_and_given_roles(void **state)
{
	struct desk *d = *state;
	json_t *list;

	open_council(d);
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	(void)RUN_WELL(d, "user", "disable", AT, "dee");
	list = RUN_JSON(d, "user", "list", AT);
	assert_string_equal(member_text(user_of(list, "dee"), "state"), "disabled");
	json_decref(list);
	ASSERT_REFUSES(RUN(d, "user", "disable", AT, "dee"), 1, "disabled already");
	(void)RUN_WELL(d, "user", "enable", AT, "dee");
	(void)RUN_WELL(d, "user", "role", AT, "dee", "administrator");
	assert_non_null(strstr(RUN_WELL(d, "user", "role", AT, "--take", "dee", "director").out,
		"dee no longer has the role director"));
	list = RUN_JSON(d, "user", "list", AT);
	assert_string_equal(member_text(user_of(list, "dee"), "state"), "active");
	assert_int_equal(json_array_size(member(user_of(list, "dee"), "roles")), 1);
	assert_string_equal(json_string_value(json_array_get(member(user_of(list, "dee"), "roles"), 0)), "administrator");
	json_decref(list);
}

/* A file that its owner alone may read. */
static const char *write_secret(struct desk *d, const char *name, const char *text)
{
	(void)desk_write(d, name, text);
	assert_int_equal(chmod(desk_path(d, name), 0600), 0);
	return name;
}

static void test_user__takes_a_password_from_a_file_and_never_from_an_argument(void **state)
{
	struct desk *d = *state;
	struct run r;

	open_council(d);
	r = RUN_WELL(d, "user", "add", AT, "--password-file", write_secret(d, "secret", PASSWORD "\n"), "dee", "director");
	assert_null(strstr(r.out, PASSWORD));
	assert_null(strstr(r.out, "shown this once"));
	(void)RUN_WELL(d, "user", "reset", AT, "--password-file", "secret", "--forget-second-factor", "dee");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "--password-file", write_secret(d, "poor", "password1234\n"), "dee"), 1,
		"guessed");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "--password-file", write_secret(d, "empty", ""), "dee"), 1,
		"expected one line");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "--password-file", "nowhere", "dee"), 1, "nowhere");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "--password", "x", "--ask", "dee"), 2, "--ask");
}

static void test_user__takes_no_password_from_what_others_can_read_or_what_is_no_file(void **state)
{
	struct desk *d = *state;

	open_council(d);
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--password-file", desk_write(d, "open", PASSWORD "\n"), "eve", "director"),
		1, "open can be read by everybody", "chmod 640");
	assert_int_equal(mkfifo(desk_path(d, "pipe"), 0600), 0);
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--password-file", "pipe", "eve", "director"), 1, "pipe is not a file");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--password-file", "/dev/zero", "eve", "director"), 1,
		"/dev/zero is not a file");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--password-file", ".", "eve", "director"), 1, "is not a file");
	(void)RUN_WELL(d, "user", "add", AT, "--password-file", write_secret(d, "kept", PASSWORD "\r\n"), "eve", "director");
}

static void test_user__is_refused_in_one_sentence(void **state)
{
	struct desk *d = *state;
	struct str before;

	open_council(d);
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	before = desk_bytes(d, "a.db");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "dee", "director"), 1, "dee", "neither taken nor kept back");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "Dee", "director"), 1, "small letters");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "eve", "boss"), 1, "'boss'", "expected worker");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "eve", "manager:team:east"), 1, "'east'");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "eve", "worker"), 1, "worker's code");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--worker", "W9", "eve", "worker"), 1, "'W9'");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "eve"), 1, "eve");
	ASSERT_REFUSES(RUN(d, "user", "role", AT, "dee", "director"), 1, "already");
	ASSERT_REFUSES(RUN(d, "user", "list", "--db", "a.db", "--employer", "B"), 1, "B");
	ASSERT_REFUSES(RUN(d, "user", "list", "--db", "b.db", "--employer", "A"), 1, "b.db");
	assert_bytes(desk_bytes(d, "a.db"), before);
}

static void test_user__gets_tokens_for_programs_that_are_shown_once_and_revoked(void **state)
{
	struct desk *d = *state;
	const char *made;

	open_council(d);
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	made = RUN_WELL(d, "user", "token", AT, "--name", "figures", "--role", "director", "--days", "7", "dee").out;
	assert_non_null(strstr(made, "shown this once: plimsoll_"));
	assert_non_null(strstr(RUN_WELL(d, "user", "tokens", AT, "dee").out, "director  figures"));
	ASSERT_REFUSES(RUN(d, "user", "token", AT, "--name", "figures", "--role", "manager", "dee"), 1,
		"does not have this role");
	ASSERT_REFUSES(RUN(d, "user", "token", AT, "dee"), 1, "what the token is for");
	ASSERT_REFUSES(RUN(d, "user", "token", AT, "--revoke", "2", "dee"), 1, "no such token");
	(void)RUN_WELL(d, "user", "token", AT, "--name", "board", "--read-only", "dee");
	assert_non_null(strstr(RUN_WELL(d, "user", "tokens", AT, "dee").out, "all roles, reads only  board"));
	(void)RUN_WELL(d, "user", "token", AT, "--revoke", "2", "dee");
	(void)RUN_WELL(d, "user", "token", AT, "--revoke", "1", "dee");
	assert_non_null(strstr(RUN_WELL(d, "user", "tokens", AT, "dee").out, "No program has a token"));
}

static void test_user__with_a_wrong_command_line_is_told_so(void **state)
{
	struct desk *d = *state;

	ASSERT_REFUSES(RUN(d, "user", AT), 2, "expected add LOGIN ROLE");
	ASSERT_REFUSES(RUN(d, "user", "remove", AT, "dee"), 2, "expected add LOGIN ROLE");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "dee"), 2, "expected add LOGIN ROLE");
	ASSERT_REFUSES(RUN(d, "user", "list", "--db", "a.db"), 2, "--employer");
	ASSERT_REFUSES(RUN(d, "user", "disable", AT, "--json", "dee"), 2, "--json");
	ASSERT_REFUSES(RUN(d, "user", "disable", AT, "--worker", "W1", "dee"), 2, "--worker");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--take", "dee", "director"), 2, "--take");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--ask", "--password-file", "x", "dee", "director"), 2, "not both");
	ASSERT_REFUSES(RUN(d, "user", "add", AT, "--ask", "--sso-subject", "x", "dee", "director"), 2,
		"--sso-subject or --ask, not both");
	ASSERT_REFUSES(RUN(d, "user", "link", AT, "dee"), 2, "--sso-subject");
	ASSERT_REFUSES(RUN(d, "user", "link", AT, "--sso-subject", "x", "--ask", "dee"), 2,
		"--ask goes with 'add' and 'reset' only");
	ASSERT_REFUSES(RUN(d, "user", "reset", AT, "--sso-subject", "x", "dee"), 2,
		"--sso-subject goes with 'add' and 'link' only");
	ASSERT_REFUSES(RUN(d, "user", "list", AT, "--forget-second-factor"), 2,
		"--forget-second-factor goes with 'reset' only");
	ASSERT_REFUSES(RUN(d, "user", "enable", AT, "--name", "Dee", "dee"), 2, "--name goes with 'add' and 'token' only");
	ASSERT_REFUSES(RUN(d, "user", "enable", AT, "--password-file", "x", "dee"), 2,
		"--password-file goes with 'add' and 'reset' only");
}

/* Whose entry it is cannot be taken back along with an import. */
static void test_undo__leaves_accounts_alone(void **state)
{
	struct desk *d = *state;
	json_t *list;

	open_council(d);
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	ASSERT_REFUSES(RUN(d, "undo", AT, "--entry", "2"), 1, "plimsoll user");
	list = RUN_JSON(d, "user", "list", AT);
	assert_string_equal(member_text(user_of(list, "dee"), "state"), "active");
	json_decref(list);
}

static void test_demo__makes_an_account_for_every_role(void **state)
{
	struct desk *d = *state;
	struct run r = RUN_WELL(d, "demo", AT, "--workers", "12", "--cases", "60", "--seed", "7");
	json_t *list = RUN_JSON(d, "user", "list", AT);

	assert_non_null(strstr(r.out, "with the password "));
	assert_non_null(strstr(r.out, "demo-administrator"));
	assert_int_equal(json_array_size(member(list, "users")), 11);
	assert_string_equal(member_text(user_of(list, "demo-second-director"), "state"), "active");
	assert_false(member_true(user_of(list, "demo-worker"), "must_change_password"));
	assert_true(member_true(user_of(list, "demo-manager"), "second_factor"));
	assert_true(member_text(user_of(list, "demo-worker"), "worker")[0] != '\0');
	json_decref(list);
}

static void test_demo__makes_accounts_for_a_second_council_too(void **state)
{
	struct desk *d = *state;
	json_t *list;

	(void)RUN_WELL(d, "demo", AT, "--workers", "12", "--cases", "60", "--seed", "7");
	(void)RUN_WELL(d, "demo", "--db", "a.db", "--employer", "B", "--workers", "12", "--cases", "60", "--seed", "8");
	list = RUN_JSON(d, "user", "list", "--db", "a.db", "--employer", "B");
	(void)user_of(list, "demo-head-of-service.b");
	json_decref(list);
}

#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_user__is_added_with_a_pass_phrase_that_is_printed_once),
		ON_A_DESK(test_user__is_given_an_address_for_mail),
		ON_A_DESK(test_user__is_disabled_enabled_and_given_roles),
		ON_A_DESK(test_user__takes_a_password_from_a_file_and_never_from_an_argument),
		ON_A_DESK(test_user__takes_no_password_from_what_others_can_read_or_what_is_no_file),
		ON_A_DESK(test_user__is_refused_in_one_sentence),
		ON_A_DESK(test_user__gets_tokens_for_programs_that_are_shown_once_and_revoked),
		ON_A_DESK(test_user__with_a_wrong_command_line_is_told_so),
		ON_A_DESK(test_undo__leaves_accounts_alone),
		ON_A_DESK(test_demo__makes_an_account_for_every_role),
		ON_A_DESK(test_demo__makes_accounts_for_a_second_council_too),
	};

	return RUN_TESTS(tests);
}
