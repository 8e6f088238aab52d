/* Accounts as an administrator makes and changes them. */
#include "reception.h"

static int add(struct reception *r, const char *login, const char *person, const char *role)
{
	struct grant grant;
	struct new_account account = {.employer = "council", .login = login, .name = "Somebody", .person = person,
		.grants = &grant, .grants_count = 1};
	char made[PASS_PHRASE_SIZE];
	int rc = account_grant_read(r->a, role, &grant, &err);

	return rc == 0 ? account_add(r->accounts, &BY_ROOT, &account, made, &err) : rc;
}

static void refused(struct reception *r, const char *text, const char *words)
{
	struct grant grant;

	assert_int_equal(account_grant_read(r->a, text, &grant, &err), PL_INVALID);
	assert_string_equal(err.text, words);
}

static void test_role__that_cannot_hold_there_says_where_it_may(void **state)
{
	struct reception *r = *state;

	refused(r, "manager:employer", "A team manager's role holds for one team: choose it (manager:team:CODE)");
	refused(r, "manager:service:children", "A team manager's role holds for one team: choose it (manager:team:CODE)");
	refused(r, "worker:employer", "A worker's role holds for the own post: give no place (worker)");
	refused(r, "analyst:team:T01", "The role analyst holds for a service or the whole employer: choose one of them "
		"(analyst:service:CODE or analyst)");
	refused(r, "director:team:T01", "The role director holds for the whole employer, and for no part of it (director)");
	refused(r, "manager:team:", "The role team manager for a team needs its code (manager:team:CODE)");
}

static struct account only_account(struct reception *r, const char *login)
{
	struct account *rows;
	size_t count;

	OK(accounts_list(r->accounts, r->a, "council", &rows, &count, &err));
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].row.login, login))
			return rows[i];
	fail_msg("no account %s", login);
	return (struct account){0};
}

static void test_account__is_made_with_a_ledger_entry_that_tells_no_secret(void **state)
{
	struct reception *r = *state;
	const char *made = reception_add(r, "ann", "W1", "worker");
	const struct ledger_row *entry = newest_entry(r);

	assert_string_equal(entry->action, "user-add");
	assert_string_equal(entry->actor, "root");
	assert_string_equal(entry->object, "ann");
	assert_non_null(strstr(entry->payload, "\"person\":\"W1\""));
	assert_non_null(strstr(entry->payload, "\"role\":\"worker\""));
	assert_null(strstr(entry->payload, made));
	assert_null(strstr(entry->payload, "argon2"));
}

static void test_account__belongs_to_a_worker_that_there_is_and_to_one_only(void **state)
{
	struct reception *r = *state;

	assert_int_equal(add(r, "ann", "W7", "worker"), PL_NOT_FOUND);
	assert_non_null(strstr(err.text, "'W7'"));
	assert_int_equal(add(r, "ann", "W1", "worker"), 0);
	assert_int_equal(add(r, "ann2", "W1", "worker"), PL_CONFLICT);
	assert_non_null(strstr(err.text, "ann"));
	assert_int_equal(add(r, "ben", NULL, "worker"), PL_INVALID);
	assert_int_equal(add(r, "ben", "", "worker"), PL_INVALID);
	assert_int_equal(add(r, "mia", "W2", "manager:team:south"), 0);
}

/* An administrator is not told who works elsewhere, nor can try it out without leaving an account and an entry. */
static void test_account__of_a_login_that_cannot_be_is_refused_in_the_same_words_whatever_the_reason(void **state)
{
	static const char *const LOGINS[] = {"mia", "M I A", "plimsoll"}; /* another employer's, none at all, the program's */
	struct reception *r = *state;
	struct grant nowhere = {ROLE_MANAGER, SCOPE_TEAM, "nowhere"}, director = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	struct new_account account = {.employer = "other", .name = "X", .grants_count = 1};
	char made[PASS_PHRASE_SIZE], expected[256];

	assert_int_equal(add(r, "mia", NULL, "director"), 0);
	r->office->employer = "other";
	(void)IMPORT(r->office, office_file(r->office, "workers.csv", WORKERS_CSV));
	r->office->employer = "council";
	for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++) {
		account.login = LOGINS[i];
		account.grants = &director;
		(void)snprintf(expected, sizeof expected, "'%s' cannot be used as a login: expected another, of 2 to 64 small letters, digits "
			"and . - _ @ + ', that is neither taken nor kept back", LOGINS[i]);
		assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), PL_INVALID);
		assert_string_equal(err.text, expected);
	}
	account.login = "mia";
	account.grants = &nowhere;
	assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), PL_NOT_FOUND);
}

static void test_account__has_a_login_of_its_own_in_the_whole_database(void **state)
{
	struct reception *r = *state;

	assert_int_equal(add(r, "mia", NULL, "director"), 0);
	assert_int_equal(add(r, "mia", NULL, "director"), PL_INVALID);
	r->office->employer = "other";
	(void)IMPORT(r->office, office_file(r->office, "workers.csv", WORKERS_CSV));
	r->office->employer = "council";
	{
		struct grant grant = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
		struct new_account account = {.employer = "other", .login = "mia", .name = "Mia", .grants = &grant, .grants_count = 1};
		char made[PASS_PHRASE_SIZE];

		assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), PL_INVALID);
		account.login = "mia.other";
		assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), 0);
	}
	assert_int_equal(account_disable(r->accounts, &BY_ROOT, "council", "mia.other", &err), PL_NOT_FOUND);
}

static void test_account__that_cannot_be_is_refused_in_one_sentence(void **state)
{
	struct reception *r = *state;

	assert_int_equal(add(r, "Ann Smith", NULL, "director"), PL_INVALID);
	assert_int_equal(add(r, "ann", NULL, "boss"), PL_INVALID);
	assert_non_null(strstr(err.text, "worker, manager, deputy"));
	assert_int_equal(add(r, "ann", NULL, "director:team:north"), PL_INVALID);
	assert_non_null(strstr(err.text, "employer"));
	assert_int_equal(add(r, "ann", NULL, "manager:team"), PL_INVALID);
	assert_int_equal(add(r, "ann", NULL, "manager:team:east"), PL_NOT_FOUND);
	assert_int_equal(add(r, "ann", NULL, "head-of-service:service:housing"), PL_NOT_FOUND);
	assert_int_equal(add(r, "ann", NULL, "manager:planet:mars"), PL_INVALID);
	assert_int_equal(add(r, "ann", NULL, "director:employer:council"), PL_INVALID);
	assert_int_equal(account_disable(r->accounts, &BY_ROOT, "council", "ann", &err), PL_NOT_FOUND);
	assert_string_equal(newest_entry(r)->action, "import");
}

static void test_account__with_a_given_password_must_change_it(void **state)
{
	struct reception *r = *state;
	struct grant grant = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	struct new_account account = {.employer = "council", .login = "dee", .name = "Dee", .grants = &grant, .grants_count = 1,
		.password = "too short"};
	char made[PASS_PHRASE_SIZE] = "untouched";

	assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), PL_INVALID);
	assert_string_equal(made, "untouched");
	account.password = PASSWORD;
	OK(account_add(r->accounts, &BY_ROOT, &account, made, &err));
	assert_string_equal(made, "");
	assert_int_equal(with_password(r, &DESK, "dee", PASSWORD).step, SIGN_IN_NEW_PASSWORD);
}

static void test_account__that_anybody_may_use_is_for_invented_employers_only(void **state)
{
	struct reception *r = *state;
	struct grant grant = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	struct new_account account = {.employer = "council", .login = "demo", .name = "Demo", .grants = &grant, .grants_count = 1,
		.kept = "kept", .demo = true};
	char made[PASS_PHRASE_SIZE];

	assert_int_equal(account_add(r->accounts, &BY_ROOT, &account, made, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "invented"));
}

static void test_account__is_disabled_and_enabled_by_entries(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	OK(account_disable(r->accounts, &BY_ROOT, "council", "ann", &err));
	assert_string_equal(newest_entry(r)->action, "user-disable");
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_DISABLED);
	assert_int_equal(account_disable(r->accounts, &BY_ROOT, "council", "ann", &err), PL_CONFLICT);
	OK(account_enable(r->accounts, &BY_ROOT, "council", "ann", &err));
	assert_string_equal(newest_entry(r)->action, "user-enable");
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_ACTIVE);
	assert_int_equal(account_enable(r->accounts, &BY_ROOT, "council", "ann", &err), PL_CONFLICT);
}

static void test_account__that_nobody_used_for_ninety_days_is_disabled(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	reception_clock += 90 * 86400 - 1;
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
	reception_clock += 90 * 86400;
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_UNUSED);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_string_equal(newest_entry(r)->action, "user-password");
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_INVALID);
	assert_non_null(strstr(err.text, "90 days"));
	assert_string_equal(newest_entry(r)->action, "user-disable");
	assert_string_equal(newest_entry(r)->actor, "plimsoll");
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_INVALID);
	assert_non_null(strstr(err.text, "90 days"));
	OK(account_enable(r->accounts, &BY_ROOT, "council", "ann", &err));
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

static void test_account__that_was_never_used_is_disabled_too(void **state)
{
	struct reception *r = *state;
	const char *made = reception_add(r, "ann", "W1", "worker");

	reception_clock += 90 * 86400;
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_UNUSED);
	assert_int_equal(try_password(r, &DESK, "ann", made), PL_INVALID);
}

static void test_account__that_was_enabled_again_counts_from_then(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	reception_clock += 100 * 86400;
	OK(account_enable(r->accounts, &BY_ROOT, "council", "ann", &err));
	reception_clock += 89 * 86400;
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_ACTIVE);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

static void test_reset__forgets_the_second_factor_only_if_told_to(void **state)
{
	struct reception *r = *state;
	struct account_reset reset = {.employer = "council", .login = "mia"};
	char made[PASS_PHRASE_SIZE];
	struct manager m = reception_manager(r);
	struct signed_in in;

	OK(account_reset(r->accounts, &BY_ROOT, &reset, made, &err));
	assert_true(only_account(r, "mia").has_second_factor);
	in = with_password(r, &DESK, "mia", made);
	assert_int_equal(in.step, SIGN_IN_CODE);
	OK(sign_in_with_code(r->accounts, &DESK, in.token, code_now(r, m.secret), &in, &err));
	assert_int_equal(in.step, SIGN_IN_NEW_PASSWORD);
	reset.forget_second_factor = true;
	OK(account_reset(r->accounts, &BY_ROOT, &reset, made, &err));
	assert_false(only_account(r, "mia").has_second_factor);
	in = with_password(r, &DESK, "mia", made);
	assert_int_equal(in.step, SIGN_IN_NEW_PASSWORD);
	OK(sign_in_with_new_password(r->accounts, &DESK, in.token, PASSWORD_2, &in, &err));
	assert_int_equal(in.step, SIGN_IN_ENROL);
	assert_string_equal(newest_entry(r)->action, "user-password");
}

static void test_role__is_given_and_taken_within_what_there_is(void **state)
{
	struct reception *r = *state;
	const struct grant south = {ROLE_MANAGER, SCOPE_TEAM, "south"}, east = {ROLE_MANAGER, SCOPE_TEAM, "east"};
	const struct grant worker = {ROLE_WORKER, SCOPE_OWN, ""};

	(void)reception_manager(r);
	OK(account_give_role(r->accounts, &BY_ROOT, "council", "mia", &south, &err));
	assert_string_equal(newest_entry(r)->action, "user-role");
	assert_non_null(strstr(newest_entry(r)->payload, "\"code\":\"south\""));
	assert_int_equal(account_give_role(r->accounts, &BY_ROOT, "council", "mia", &south, &err), PL_CONFLICT);
	assert_int_equal(account_give_role(r->accounts, &BY_ROOT, "council", "mia", &east, &err), PL_NOT_FOUND);
	assert_int_equal(account_give_role(r->accounts, &BY_ROOT, "council", "mia", &worker, &err), PL_INVALID);
	assert_int_equal(only_account(r, "mia").grants_count, 2);
	OK(account_take_role(r->accounts, &BY_ROOT, "council", "mia", &south, &err));
	assert_string_equal(newest_entry(r)->action, "user-unrole");
	assert_int_equal(account_take_role(r->accounts, &BY_ROOT, "council", "mia", &south, &err), PL_CONFLICT);
	assert_int_equal(only_account(r, "mia").grants_count, 1);
}

static void test_role__that_needs_a_second_factor_asks_a_worker_for_one(void **state)
{
	struct reception *r = *state;
	const struct grant north = {ROLE_MANAGER, SCOPE_TEAM, "north"};

	(void)reception_worker(r);
	OK(account_give_role(r->accounts, &BY_ROOT, "council", "ann", &north, &err));
	assert_int_equal(with_password(r, &DESK, "ann", PASSWORD).step, SIGN_IN_ENROL);
}

static void test_administrator__does_not_change_the_own_account(void **state)
{
	struct reception *r = *state;
	const struct grant director = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	const struct account_reset reset = {.employer = "council", .login = "dee", .forget_second_factor = true};
	struct account_change by_dee = {.actor = "dee"};
	char made[PASS_PHRASE_SIZE];

	assert_int_equal(add(r, "dee", NULL, "administrator"), 0);
	assert_int_equal(add(r, "eve", NULL, "administrator"), 0);
	by_dee.account_id = only_account(r, "dee").row.account_id;
	assert_int_equal(account_disable(r->accounts, &by_dee, "council", "dee", &err), PL_INVALID);
	assert_int_equal(account_reset(r->accounts, &by_dee, &reset, made, &err), PL_INVALID);
	assert_int_equal(account_give_role(r->accounts, &by_dee, "council", "dee", &director, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "your own account"));
	OK(account_give_role(r->accounts, &by_dee, "council", "eve", &director, &err));
	assert_string_equal(newest_entry(r)->actor, "dee");
}

static void test_once_key__makes_a_form_that_is_sent_twice_change_something_once(void **state)
{
	struct reception *r = *state;
	struct account_change change = {.actor = "dee", .account_id = 77, .once = "0123456789abcdef", .outcome = "/users/ann"};
	const char *outcome;

	(void)reception_worker(r);
	OK(accounts_find_once(r->accounts, r->a, 77, change.once, &outcome, &err));
	assert_null(outcome);
	OK(account_disable(r->accounts, &change, "council", "ann", &err));
	OK(accounts_find_once(r->accounts, r->a, 77, change.once, &outcome, &err));
	assert_string_equal(outcome, "/users/ann");
	OK(accounts_find_once(r->accounts, r->a, 78, change.once, &outcome, &err));
	assert_null(outcome);
	assert_int_equal(account_enable(r->accounts, &change, "council", "ann", &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "sent already"));
	assert_int_equal(only_account(r, "ann").state, ACCOUNT_DISABLED);
}

static void test_list__says_what_an_administrator_asks(void **state)
{
	struct reception *r = *state;
	struct account account;

	(void)reception_manager(r);
	(void)with_password(r, &DESK, "mia", PASSWORD);
	account = only_account(r, "mia");
	assert_int_equal(account.state, ACCOUNT_ACTIVE);
	assert_true(account.has_second_factor);
	assert_false(account.must_change_password);
	assert_int_equal(account.sessions, 1);
	assert_int_equal(account.signed_in_at, START);
	(void)reception_add(r, "ann", "W1", "worker");
	assert_int_equal(only_account(r, "ann").signed_in_at, 0);
	assert_true(only_account(r, "ann").must_change_password);
	assert_int_equal(only_account(r, "ann").sessions, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_RECEPTION(test_account__is_made_with_a_ledger_entry_that_tells_no_secret),
		AT_RECEPTION(test_account__belongs_to_a_worker_that_there_is_and_to_one_only),
		AT_RECEPTION(test_account__of_a_login_that_cannot_be_is_refused_in_the_same_words_whatever_the_reason),
		AT_RECEPTION(test_account__has_a_login_of_its_own_in_the_whole_database),
		AT_RECEPTION(test_account__that_cannot_be_is_refused_in_one_sentence),
		AT_RECEPTION(test_account__with_a_given_password_must_change_it),
		AT_RECEPTION(test_account__that_anybody_may_use_is_for_invented_employers_only),
		AT_RECEPTION(test_account__is_disabled_and_enabled_by_entries),
		AT_RECEPTION(test_account__that_nobody_used_for_ninety_days_is_disabled),
		AT_RECEPTION(test_account__that_was_never_used_is_disabled_too),
		AT_RECEPTION(test_account__that_was_enabled_again_counts_from_then),
		AT_RECEPTION(test_reset__forgets_the_second_factor_only_if_told_to),
		AT_RECEPTION(test_role__that_cannot_hold_there_says_where_it_may),
		AT_RECEPTION(test_role__is_given_and_taken_within_what_there_is),
		AT_RECEPTION(test_role__that_needs_a_second_factor_asks_a_worker_for_one),
		AT_RECEPTION(test_administrator__does_not_change_the_own_account),
		AT_RECEPTION(test_once_key__makes_a_form_that_is_sent_twice_change_something_once),
		AT_RECEPTION(test_list__says_what_an_administrator_asks),
	};

	return RUN_TESTS(tests);
}
