/* restore: what comes back from a backup, and what must not come back unseen: sessions, and accounts that were changed
 * since. */
#include <sqlite3.h>

#include "run.h"

#define AT "--db", "a.db", "--employer", "A"
#define RESTORE "restore", "--db", "a.db", "--replace", "--from", "copy.db"
#define FIRST "case,opened\nC1,2026-01-05\n"
#define SECOND "case,opened\nC1,2026-01-05\nC2,2026-02-02\n"

static void import_text(struct desk *d, const char *text)
{
	(void)RUN_WELL(d, "import", AT, desk_write(d, "cases.csv", text));
}

static void copy(struct desk *d)
{
	(void)RUN_WELL(d, "backup", "--db", "a.db", "--to", "copy.db");
}

static void change(struct desk *d, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(desk_path(d, "a.db"), &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	(void)sqlite3_close(db);
}

static int count(struct desk *d, const char *table)
{
	sqlite3_stmt *q;
	sqlite3 *db;
	int n;

	assert_int_equal(sqlite3_open(desk_path(d, "a.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, arena_printf(d->a, "select count(*) from %s", table), -1, &q, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int(q, 0);
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	return n;
}

static void assert_says(const struct run *r, const char *line)
{
	if (strstr(r->out, line) == NULL)
		fail_msg("expected \"%s\" in: %s", line, r->out);
}

/* ---- who is signed in ---- */

static void test_restore__brings_no_session_back(void **state)
{
	static const char *const TABLES[] = {"session", "attempt", "once"};
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	(void)RUN_WELL(d, "user", "add", AT, "ann", "director");
	change(d, "insert into session values ((select employer_id from employer), 'hash', 1, null, 1, 1795304135, 0, '', '', "
		"null);insert into attempt values ('key', 3, 1795304135, 1795304135);"
		"insert into once values ((select employer_id from employer), 1, 'key', '/', 2)");
	copy(d);
	r = RUN_WELL(d, RESTORE);
	assert_says(&r, "everybody has to sign in again\n");
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
		assert_int_equal(count(d, TABLES[i]), 0);
	assert_int_equal(count(d, "account"), 1);
	(void)RUN_WELL(d, "verify", "--db", "a.db");
}

/* ---- who may sign in ---- */

static void change_accounts(struct desk *d)
{
	import_text(d, FIRST);
	(void)RUN_WELL(d, "user", "add", AT, "ann", "director");
	(void)RUN_WELL(d, "user", "add", AT, "bob", "director", "analyst");
	(void)RUN_WELL(d, "user", "add", AT, "dee", "director");
	(void)RUN_WELL(d, "user", "add", AT, "eve", "director");
	(void)RUN_WELL(d, "user", "add", AT, "fay", "director");
	(void)RUN_WELL(d, "user", "disable", AT, "eve");
	copy(d);
	(void)RUN_WELL(d, "user", "disable", AT, "ann");
	(void)RUN_WELL(d, "user", "role", AT, "--take", "bob", "analyst");
	(void)RUN_WELL(d, "user", "reset", AT, "bob");
	(void)RUN_WELL(d, "user", "add", AT, "cas", "director");
	(void)RUN_WELL(d, "user", "enable", AT, "eve");
	(void)RUN_WELL(d, "user", "link", AT, "--sso-subject", "somebody", "fay");
	change(d, "update account_proof set factor = 'lost' where account_id = 5");
}

static void test_restore__names_every_account_that_is_not_what_it_was(void **state)
{
	struct desk *d = *state;
	struct run r;

	change_accounts(d);
	r = RUN_WELL(d, RESTORE, "--dry-run");
	assert_says(&r, "  A: ann may sign in again, though disabled before\n");
	r = RUN_WELL(d, RESTORE);
	assert_says(&r, "look over each of these\n  A: ann may sign in again, though disabled before\n"
		"  A: bob has the roles of the backup; has the password of the backup\n"
		"  A: cas has no account, though one before\n  A: eve is disabled, though not before\n"
		"  A: fay has the second factor of the backup, or none; is to the sign-in service who the backup says\n"
		"Nobody is signed in");
	/* What was set aside is the other way round. */
	assert_int_equal(rename(desk_path(d, "copy.db"), desk_path(d, "old.db")), 0);
	copy(d);
	r = RUN_WELL(d, RESTORE);
	assert_says(&r, "Its accounts are those of the database that was there\n");
}

static void test_restore__says_it_as_json(void **state)
{
	struct desk *d = *state;
	const json_t *accounts, *bob;
	json_t *answer;

	change_accounts(d);
	answer = RUN_JSON(d, RESTORE);
	assert_true(member_true(answer, "accounts_compared"));
	accounts = member(answer, "accounts");
	assert_int_equal(json_array_size(accounts), 5);
	bob = json_array_get(accounts, 1);
	assert_string_equal(member_text(bob, "login"), "bob");
	assert_string_equal(json_string_value(json_array_get(member(bob, "differences"), 0)), "roles");
	assert_string_equal(json_string_value(json_array_get(member(bob, "differences"), 1)), "password");
	json_decref(answer);
}

static void test_restore__without_a_database_to_compare_with_says_that_accounts_must_be_looked_over(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	copy(d);
	assert_int_equal(unlink(desk_path(d, "a.db")), 0);
	r = RUN_WELL(d, RESTORE);
	assert_says(&r, "There is nothing to compare its accounts with (there was no database): look over who may sign in");
	(void)desk_write(d, "a.db", "no database any more");
	r = RUN_WELL(d, RESTORE);
	assert_says(&r, "There is nothing to compare its accounts with (a.db");
}

/* ---- checkpoints ---- */

#define KEY "--signing-key", "key"

static void make_key(struct desk *d)
{
	(void)RUN_WELL(d, "checkpoint", "keygen", KEY, "--name", "test.example/plimsoll");
}

static void hold_checkpoint(struct desk *d, const char *name)
{
	(void)desk_write(d, name, RUN_WELL(d, "checkpoint", "make", AT, KEY).out);
}

static void test_restore__of_another_past_than_a_checkpoint_saw_is_refused(void **state)
{
	struct desk *d = *state;
	struct str before;
	struct run r;

	make_key(d);
	import_text(d, FIRST);
	hold_checkpoint(d, "held.txt");
	copy(d);
	r = RUN_WELL(d, RESTORE, "--from-checkpoint", "held.txt", "--key", "key.pub");
	assert_says(&r, "  A: entry 1 is the one that a checkpoint saw\n");
	assert_null(strstr(r.out, "were not checked"));
	r = RUN_WELL(d, RESTORE, "--from-checkpoint", "held.txt", "--unsigned");
	assert_says(&r, "The signatures of checkpoints were not checked");
	ASSERT_REFUSES(RUN(d, RESTORE, "--from-checkpoint", "held.txt"), 2, "expected --key FILE with --from-checkpoint");
	/* Another past of the same length, made by Plimsoll itself. */
	assert_int_equal(unlink(desk_path(d, "a.db")), 0);
	assert_int_equal(unlink(desk_path(d, "copy.db")), 0);
	import_text(d, SECOND);
	copy(d);
	before = desk_bytes(d, "a.db");
	(void)RUN_WELL(d, RESTORE, "--dry-run");
	ASSERT_REFUSES(RUN(d, RESTORE, "--from-checkpoint", "held.txt", "--key", "key.pub"), 1, "cannot be restored",
		"written anew");
	assert_bytes(desk_bytes(d, "a.db"), before);
}

static void test_restore__is_held_against_checkpoints_from_before_the_backup(void **state)
{
	struct desk *d = *state;
	struct run r;

	make_key(d);
	import_text(d, FIRST);
	assert_int_equal(mkdir(desk_path(d, "held"), 0700), 0);
	hold_checkpoint(d, "held/1.txt");
	copy(d);
	import_text(d, SECOND);
	hold_checkpoint(d, "held/2.txt");
	r = RUN_WELL(d, RESTORE, "--dry-run", "--from-checkpoint", "held", "--key", "key.pub");
	assert_says(&r, "  A: entry 1 is the one that a checkpoint saw\n  A: a checkpoint saw entry 2, which is not in the "
		"backup\n");
	ASSERT_REFUSES(RUN(d, RESTORE, "--from-checkpoint", "held/2.txt", "--key", "key.pub"), 1,
		"saw more than the backup has");
}

static void test_restore__takes_no_checkpoint_that_the_key_did_not_sign(void **state)
{
	struct desk *d = *state;

	make_key(d);
	import_text(d, FIRST);
	hold_checkpoint(d, "held.txt");
	copy(d);
	(void)RUN_WELL(d, "checkpoint", "keygen", "--signing-key", "other", "--name", "test.example/plimsoll");
	ASSERT_REFUSES(RUN(d, RESTORE, "--from-checkpoint", "held.txt", "--key", "other.pub"), 1, "held.txt");
	ASSERT_REFUSES(RUN(d, RESTORE, "--from-checkpoint", "nowhere.txt", "--key", "key.pub"), 1, "nowhere.txt");
	ASSERT_REFUSES(RUN(d, RESTORE, "--key", "key.pub"), 2, "expected --from-checkpoint");
}

/* ---- where a backup goes ---- */

static void test_backup__replaces_an_older_one_of_the_same_database_and_nothing_else(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	copy(d);
	import_text(d, SECOND);
	copy(d);
	(void)RUN_WELL(d, "import", "--db", "other.db", "--employer", "B", desk_write(d, "cases.csv", FIRST));
	r = RUN(d, "backup", "--db", "a.db", "--to", "other.db");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "is no backup of this database"));
	(void)RUN_WELL(d, "verify", "--db", "other.db");
	(void)desk_write(d, "notes.txt", "precious\n");
	r = RUN(d, "backup", "--db", "a.db", "--to", "notes.txt");
	assert_int_equal(r.status, 1);
	assert_int_equal(desk_bytes(d, "notes.txt").len, 9);
}

int main(void)
{
#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_backup__replaces_an_older_one_of_the_same_database_and_nothing_else),
		ON_A_DESK(test_restore__brings_no_session_back),
		ON_A_DESK(test_restore__names_every_account_that_is_not_what_it_was),
		ON_A_DESK(test_restore__says_it_as_json),
		ON_A_DESK(test_restore__without_a_database_to_compare_with_says_that_accounts_must_be_looked_over),
		ON_A_DESK(test_restore__of_another_past_than_a_checkpoint_saw_is_refused),
		ON_A_DESK(test_restore__is_held_against_checkpoints_from_before_the_backup),
		ON_A_DESK(test_restore__takes_no_checkpoint_that_the_key_did_not_sign),
	};

	return RUN_TESTS(tests);
}
