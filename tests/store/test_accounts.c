/* The rows of accounts, sessions, attempts and once-keys. */
#include "office.h"

#include "store/accounts.h"

static struct account_row blank(const char *login)
{
	return (struct account_row){.login = login, .name = "Somebody", .person = "", .disabled = ""};
}

static int64_t add(struct office *o, const char *login, const char *person)
{
	struct account_row row = blank(login);
	struct commit *c = office_begin(o);

	row.person = person;
	OFFICE_OK(commit_account(c, &row, &office_err));
	(void)office_end(c, "user-add");
	return row.account_id;
}

static struct account_row account_of(struct office *o, const char *login)
{
	struct account_row row;

	OFFICE_OK(store_account(o->store, o->arena, o->employer_id, login, &row, &office_err));
	return row;
}

#define WRITE(o, call) \
	do { \
		OFFICE_OK(store_begin_writing((o)->store, &office_err)); \
		OFFICE_OK(call); \
		OFFICE_OK(store_end_writing((o)->store, true, &office_err)); \
	} while (0)

static void test_account__is_written_in_a_commit_and_never_overwritten(void **state)
{
	struct office o = office_open();
	struct account_row row;
	struct commit *c;

	(void)state;
	assert_int_equal(add(&o, "ann", ""), 1);
	row = account_of(&o, "ann");
	row.disabled = "administrator";
	c = office_begin(&o);
	OFFICE_OK(commit_account(c, &row, &office_err));
	(void)office_end(c, "user-disable");
	assert_string_equal(account_of(&o, "ann").disabled, "administrator");
	assert_string_equal(office_ask(&o, "select count(*), count(unmade), min(made), max(made) from account"), "2|1|2|3\n");
	office_close(&o);
}

static void test_account__of_a_taken_login_or_person_is_refused_with_all_of_its_commit(void **state)
{
	struct office o = office_open();
	struct account_row row = blank("ann");
	struct ledger_text entry = office_entry("user-add");
	struct commit *c;
	int64_t position;

	(void)state;
	(void)add(&o, "ann", "W1");
	c = office_begin(&o);
	assert_int_equal(commit_account(c, &row, &office_err), PL_INVALID);
	assert_int_equal(commit_end(c, &entry, &position, &office_err), PL_FAIL);
	row = blank("ben");
	row.person = "W1";
	c = office_begin(&o);
	assert_int_equal(commit_account(c, &row, &office_err), PL_CONFLICT);
	assert_non_null(strstr(office_err.text, "ann"));
	commit_abandon(c);
	assert_int_equal(add(&o, "ben", "W2"), 2);
	office_close(&o);
}

static void test_account__is_not_another_employers(void **state)
{
	struct office o = office_open();
	struct account_row row;

	(void)state;
	(void)add(&o, "ann", "");
	assert_int_equal(store_account(o.store, o.arena, o.employer_id + 1, "ann", &row, &office_err), PL_NOT_FOUND);
	assert_int_equal(store_account_by_id(o.store, o.arena, o.employer_id + 1, 1, &row, &office_err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_account__is_no_matter_for_an_undo(void **state)
{
	struct office o = office_open();
	struct commit *c;
	int64_t rows;

	(void)state;
	(void)add(&o, "ann", "");
	c = office_begin(&o);
	assert_int_equal(commit_undo(c, 2, &rows, &office_err), PL_INVALID);
	assert_non_null(strstr(office_err.text, "plimsoll user"));
	commit_abandon(c);
	assert_string_equal(account_of(&o, "ann").login, "ann");
	office_close(&o);
}

static void test_grant__is_given_once_and_taken_once(void **state)
{
	const struct grant north = {ROLE_MANAGER, SCOPE_TEAM, "north"}, whole = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	struct office o = office_open();
	int64_t id = add(&o, "ann", "");
	struct commit *c = office_begin(&o);
	struct grant *grants;
	size_t count;

	(void)state;
	OFFICE_OK(commit_grant(c, id, &north, &office_err));
	OFFICE_OK(commit_grant(c, id, &whole, &office_err));
	assert_int_equal(commit_grant(c, id, &north, &office_err), PL_CONFLICT);
	commit_abandon(c);
	c = office_begin(&o);
	OFFICE_OK(commit_grant(c, id, &north, &office_err));
	OFFICE_OK(commit_grant(c, id, &whole, &office_err));
	(void)office_end(c, "user-role");
	c = office_begin(&o);
	OFFICE_OK(commit_revoke(c, id, &whole, &office_err));
	assert_int_equal(commit_revoke(c, id, &whole, &office_err), PL_CONFLICT);
	commit_abandon(c);
	c = office_begin(&o);
	OFFICE_OK(commit_revoke(c, id, &whole, &office_err));
	(void)office_end(c, "user-unrole");
	OFFICE_OK(store_grants(o.store, o.arena, o.employer_id, id, &grants, &count, &office_err));
	assert_int_equal(count, 1);
	assert_int_equal(grants[0].role, ROLE_MANAGER);
	assert_int_equal(grants[0].scope, SCOPE_TEAM);
	assert_string_equal(grants[0].code, "north");
	office_close(&o);
}

static void test_moment__is_written_without_a_ledger_entry(void **state)
{
	struct office o = office_open();
	const struct attempt_row failed = {.failures = 3, .failed_at = 1000};
	struct attempt_row known;
	struct employer e;

	(void)state;
	WRITE(&o, store_attempt_put(o.store, "key", &failed, &office_err));
	OFFICE_OK(store_attempt(o.store, "key", &known, &office_err));
	assert_int_equal(known.failures, 3);
	assert_int_equal(known.failed_at, 1000);
	OFFICE_OK(store_attempt(o.store, "other", &known, &office_err));
	assert_int_equal(known.failures, 0);
	OFFICE_OK(store_employer(o.store, o.arena, "test", &e, &office_err));
	assert_int_equal(e.position, 1);
	office_close(&o);
}

static void test_moment__is_written_only_between_a_beginning_and_an_end(void **state)
{
	struct office o = office_open();
	const struct attempt_row failed = {.failures = 3, .failed_at = 1000};
	struct attempt_row known;

	(void)state;
	assert_int_equal(store_attempt_put(o.store, "key", &failed, &office_err), PL_FAIL);
	OFFICE_OK(store_begin_writing(o.store, &office_err));
	OFFICE_OK(store_attempt_put(o.store, "key", &failed, &office_err));
	OFFICE_OK(store_end_writing(o.store, false, &office_err));
	OFFICE_OK(store_attempt(o.store, "key", &known, &office_err));
	assert_int_equal(known.failures, 0);
	office_close(&o);
}

static struct session_row session(struct office *o, const char *hash, int64_t account_id, int64_t begun)
{
	return (struct session_row){.hash = hash, .employer_id = o->employer_id, .account_id = account_id, .step = "",
		.begun = begun, .seen = begun, .address = "192.0.2.1", .browser = "Browser", .factor = ""};
}

static void test_session__is_found_by_its_hash_and_ended(void **state)
{
	struct office o = office_open();
	struct session_row a = session(&o, "aa", 1, 1000), b = session(&o, "bb", 1, 2000), c = session(&o, "cc", 2, 3000), found, *rows;
	size_t count;

	(void)state;
	OFFICE_OK(store_begin_writing(o.store, &office_err));
	OFFICE_OK(store_session_put(o.store, &a, &office_err));
	OFFICE_OK(store_session_put(o.store, &b, &office_err));
	OFFICE_OK(store_session_put(o.store, &c, &office_err));
	OFFICE_OK(store_session_seen(o.store, "aa", 1500, &office_err));
	OFFICE_OK(store_session_seen(o.store, "aa", 1400, &office_err));
	OFFICE_OK(store_end_writing(o.store, true, &office_err));
	OFFICE_OK(store_session(o.store, o.arena, "aa", &found, &office_err));
	assert_int_equal(found.seen, 1500);
	assert_string_equal(found.step, "");
	OFFICE_OK(store_sessions(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].hash, "bb");
	WRITE(&o, store_sessions_end(o.store, o.employer_id, 1, "bb", &office_err));
	assert_int_equal(store_session(o.store, o.arena, "aa", &found, &office_err), PL_NOT_FOUND);
	OFFICE_OK(store_session(o.store, o.arena, "bb", &found, &office_err));
	OFFICE_OK(store_session(o.store, o.arena, "cc", &found, &office_err));
	WRITE(&o, store_sessions_tidy(o.store, 2500, 0, &office_err));
	assert_int_equal(store_session(o.store, o.arena, "bb", &found, &office_err), PL_NOT_FOUND);
	OFFICE_OK(store_session(o.store, o.arena, "cc", &found, &office_err));
	office_close(&o);
}

static void test_recovery_code__is_taken_once(void **state)
{
	static const char *const HASHES[] = {"one", "two"};
	struct office o = office_open();
	int64_t left;
	bool found;

	(void)state;
	WRITE(&o, store_recovery_codes_put(o.store, o.employer_id, 1, HASHES, 2, &office_err));
	WRITE(&o, store_recovery_code_take(o.store, o.employer_id, 1, "two", &found, &office_err));
	assert_true(found);
	WRITE(&o, store_recovery_code_take(o.store, o.employer_id, 1, "two", &found, &office_err));
	assert_false(found);
	WRITE(&o, store_recovery_code_take(o.store, o.employer_id, 2, "one", &found, &office_err));
	assert_false(found);
	OFFICE_OK(store_recovery_codes_left(o.store, o.employer_id, 1, &left, &office_err));
	assert_int_equal(left, 1);
	office_close(&o);
}

static void test_once_key__goes_with_its_commit(void **state)
{
	struct office o = office_open();
	struct ledger_text entry = office_entry("note");
	const char *outcome;
	struct commit *c;
	int64_t position;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_once(c, 7, "key", "/here", &office_err));
	commit_abandon(c);
	OFFICE_OK(store_once_find(o.store, o.arena, 7, "key", &outcome, &office_err));
	assert_null(outcome);
	c = office_begin(&o);
	OFFICE_OK(commit_once(c, 7, "key", "/here", &office_err));
	(void)office_end(c, "note");
	OFFICE_OK(store_once_find(o.store, o.arena, 7, "key", &outcome, &office_err));
	assert_string_equal(outcome, "/here");
	c = office_begin(&o);
	assert_int_equal(commit_once(c, 7, "key", "/there", &office_err), PL_CONFLICT);
	assert_int_equal(commit_end(c, &entry, &position, &office_err), PL_FAIL);
	c = office_begin(&o);
	OFFICE_OK(commit_once(c, 8, "key", "/there", &office_err));
	assert_int_equal(commit_once(c, 8, "", "/there", &office_err), PL_LIMIT);
	commit_abandon(c);
	WRITE(&o, store_once_tidy(o.store, entry.instant, &office_err));
	OFFICE_OK(store_once_find(o.store, o.arena, 7, "key", &outcome, &office_err));
	assert_non_null(outcome);
	WRITE(&o, store_once_tidy(o.store, entry.instant + 1, &office_err));
	OFFICE_OK(store_once_find(o.store, o.arena, 7, "key", &outcome, &office_err));
	assert_null(outcome);
	office_close(&o);
}

static void test_once_key__tells_whether_what_it_did_was_taken_back_since(void **state)
{
	struct office o = office_open();
	bool undone = true;
	int64_t made;
	struct commit *c;

	(void)state;
	OFFICE_OK(store_once_undone(o.store, 7, "key", &undone, &office_err));
	assert_false(undone);
	c = office_begin(&o);
	OFFICE_OK(commit_once(c, 7, "key", "/here", &office_err));
	made = office_end(c, "note");
	for (int times = 1; times <= 3; times++) {
		made = office_undo(&o, made);
		OFFICE_OK(store_once_undone(o.store, 7, "key", &undone, &office_err));
		assert_int_equal(undone, times % 2);
	}
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_account__is_written_in_a_commit_and_never_overwritten),
		cmocka_unit_test(test_account__of_a_taken_login_or_person_is_refused_with_all_of_its_commit),
		cmocka_unit_test(test_account__is_not_another_employers),
		cmocka_unit_test(test_account__is_no_matter_for_an_undo),
		cmocka_unit_test(test_grant__is_given_once_and_taken_once),
		cmocka_unit_test(test_moment__is_written_without_a_ledger_entry),
		cmocka_unit_test(test_moment__is_written_only_between_a_beginning_and_an_end),
		cmocka_unit_test(test_session__is_found_by_its_hash_and_ended),
		cmocka_unit_test(test_recovery_code__is_taken_once),
		cmocka_unit_test(test_once_key__goes_with_its_commit),
		cmocka_unit_test(test_once_key__tells_whether_what_it_did_was_taken_back_since),
	};

	return RUN_TESTS(tests);
}
