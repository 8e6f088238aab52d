/* verify, checkpoint, erase and looks: whether the past can be changed quietly, and how something is taken out of it
 * openly. */
#include <sqlite3.h>

#include "run.h"

#define HERE "--db", "a.db", "--employer", "A"
#define FIRST "case,opened\nC1,2026-01-05\n"
#define SECOND "case,opened\nC1,2026-01-05\nC2,2026-02-02\n"
#define KEY "--signing-key", "key"

static const char *key_made(struct desk *d)
{
	return RUN_WELL(d, "checkpoint", "keygen", KEY, "--name", "test.example/plimsoll").out;
}

static void import_text(struct desk *d, const char *text)
{
	(void)RUN_WELL(d, "import", HERE, desk_write(d, "cases.csv", text));
}

static void change(struct desk *d, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(desk_path(d, "a.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

static void hold_checkpoint(struct desk *d, const char *name)
{
	(void)desk_write(d, name, RUN_WELL(d, "checkpoint", "make", HERE, KEY).out);
}

static void test_verify__names_the_row_that_was_changed(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	change(d, "update episode set valid_from = '2026-01-06'");
	r = RUN(d, "verify", "--db", "a.db");
	assert_int_equal(r.status, 3);
	assert_non_null(strstr(r.out, "A: edited. Entry 1: a row of episode is not what was written."));
}

static void test_verify__says_it_as_json(void **state)
{
	struct desk *d = *state;
	json_t *whole, *finding;

	import_text(d, FIRST);
	whole = RUN_JSON(d, "verify", "--db", "a.db");
	finding = json_array_get(member(whole, "findings"), 0);
	assert_true(json_is_true(member(whole, "whole")));
	assert_string_equal(json_string_value(member(finding, "verdict")), "whole");
	assert_int_equal(member_int(finding, "entries"), 1);
	json_decref(whole);
}

static void test_verify__of_a_damaged_file_ends_with_status_3(void **state)
{
	struct desk *d = *state;

	import_text(d, FIRST);
	change(d, "vacuum");
	assert_int_equal(truncate(desk_path(d, "a.db"), 20000), 0);
	assert_int_equal(RUN(d, "verify", "--db", "a.db").status, 3);
}

/* Every row of B's, in whatever table. */
static void take_out_b(struct desk *d)
{
	static const char DELETES[] = "select group_concat('delete from ' || m.name || ' where employer_id = '"
		" || (select employer_id from employer where code = 'B'), ';')"
		" from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'employer_id'";
	char deletes[20000];
	sqlite3_stmt *q;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(desk_path(d, "a.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, DELETES, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_true(snprintf(deletes, sizeof deletes, "%s", (const char *)sqlite3_column_text(q, 0)) < (int)sizeof deletes);
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	change(d, deletes);
}

static void test_verify__without_a_checkpoint_cannot_see_that_an_employer_is_gone_and_says_so(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	(void)RUN_WELL(d, "import", "--db", "a.db", "--employer", "B", desk_write(d, "cases.csv", SECOND));
	(void)desk_write(d, "held.txt", RUN_WELL(d, "checkpoint", "make", "--db", "a.db", "--employer", "B", KEY).out);
	take_out_b(d);
	r = RUN_WELL(d, "verify", "--db", "a.db");
	assert_non_null(strstr(r.out, "A: whole"));
	assert_non_null(strstr(r.out, "an employer that was taken out with all of its rows would not be noticed."));
	r = RUN(d, "verify", "--db", "a.db", "--from", "held.txt", "--key", "key.pub");
	assert_int_equal(r.status, 3);
	assert_non_null(strstr(r.out, "There is no employer B, and the checkpoint saw one"));
}

static void test_verify__of_a_ledger_without_a_table_ends_with_status_3(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	change(d, "drop table ledger_payload");
	r = RUN(d, "verify", "--db", "a.db");
	assert_int_equal(r.status, 3);
	assert_non_null(strstr(r.out, "The database: removed. The table ledger_payload is gone.\n"));
}

static void test_checkpoint__finds_an_old_copy_and_a_ledger_written_anew(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	hold_checkpoint(d, "held.txt");
	assert_non_null(strstr(RUN_WELL(d, "verify", "--db", "a.db", "--from", "held.txt", "--key", "key.pub").out,
		"A: whole"));
	/* Another past of the same length, made by Plimsoll itself. */
	(void)rename(desk_path(d, "a.db"), desk_path(d, "true.db"));
	import_text(d, SECOND);
	r = RUN(d, "verify", "--db", "a.db", "--from", "held.txt", "--key", "key.pub");
	assert_int_equal(r.status, 3);
	assert_non_null(strstr(r.out, "A: rewritten. Entry 1"));
	(void)rename(desk_path(d, "true.db"), desk_path(d, "a.db"));
	(void)RUN_WELL(d, "backup", "--db", "a.db", "--to", "copy.db");
	import_text(d, SECOND);
	hold_checkpoint(d, "later.txt");
	r = RUN(d, "verify", "--db", "copy.db", "--from", "later.txt", "--key", "key.pub");
	assert_int_equal(r.status, 3);
	assert_non_null(strstr(r.out, "A: old-copy."));
}

/* As a browser breaks it on paper: at a blank where there is one, and where the line is full. */
static void test_checkpoint__is_checked_as_it_comes_from_paper(void **state)
{
	struct desk *d = *state;
	char broken[4096] = "", *to = broken;
	const char *note;
	size_t at = 0;

	import_text(d, FIRST);
	(void)key_made(d);
	note = RUN_WELL(d, "checkpoint", "make", HERE, KEY).out;
	for (; *note != '\0'; note++, at = *note == '\n' ? 0 : at + 1) {
		if (at > 0 && at % 50 == 0)
			*to++ = '\n';
		*to++ = *note;
	}
	*to = '\0';
	(void)desk_write(d, "typed.txt", broken);
	(void)RUN_WELL(d, "verify", "--db", "a.db", "--from", "typed.txt", "--key", "key.pub");
	*strstr(broken, "instant 20") = 'x';
	(void)desk_write(d, "wrong.txt", broken);
	assert_int_equal(RUN(d, "verify", "--db", "a.db", "--from", "wrong.txt", "--key", "key.pub").status, 1);
}

static void test_checkpoint__is_not_made_of_another_past(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	hold_checkpoint(d, "held.txt");
	assert_int_equal(unlink(desk_path(d, "a.db")), 0);
	import_text(d, SECOND);
	r = RUN(d, "checkpoint", "make", HERE, KEY);
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "written anew"));
	import_text(d, "case,opened\nC1,2026-01-05\nC2,2026-02-02\nC3,2026-02-03\n");
	assert_int_equal(RUN(d, "checkpoint", "make", HERE, KEY).status, 1);
}

static void test_checkpoint__that_was_changed_is_refused(void **state)
{
	struct desk *d = *state;
	char *note;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	note = arena_strdup(d->a, RUN_WELL(d, "checkpoint", "make", HERE, KEY).out);
	*strchr(strstr(note, "entries "), '1') = '2';
	(void)desk_write(d, "held.txt", note);
	r = RUN(d, "verify", "--db", "a.db", "--from", "held.txt", "--key", "key.pub");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "signature"));
}

static void test_checkpoint__without_a_key_is_taken_only_by_whoever_says_so(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	hold_checkpoint(d, "held.txt");
	ASSERT_REFUSES(RUN(d, "verify", "--db", "a.db", "--from", "held.txt"), 2, "expected --key FILE with --from",
		"--unsigned");
	ASSERT_REFUSES(RUN(d, "verify", "--db", "a.db", "--from", "held.txt", "--key", "key.pub", "--unsigned"), 2,
		"not both");
	ASSERT_REFUSES(RUN(d, "verify", "--db", "a.db", "--unsigned"), 2, "expected --from");
	r = RUN_WELL(d, "verify", "--db", "a.db", "--from", "held.txt", "--unsigned");
	assert_non_null(strstr(r.out, "Held against 1 checkpoint; their signatures were not checked"));
	assert_non_null(strstr(RUN_WELL(d, "verify", "--db", "a.db", "--from", "held.txt", "--unsigned", "--json").out,
		"\"signatures_checked\":false"));
}

static void test_checkpoint__becomes_a_file_and_shows_itself(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)key_made(d);
	import_text(d, FIRST);
	assert_int_equal(mkdir(desk_path(d, "held"), 0700), 0);
	(void)RUN_WELL(d, "checkpoint", "make", HERE, KEY, "--checkpoints", "held");
	assert_non_null(strstr(RUN_WELL(d, "verify", "--db", "a.db", "--from", "held", "--key", "key.pub").out,
		"Held against 1 checkpoint"));
	hold_checkpoint(d, "one.txt");
	r = RUN_WELL(d, "checkpoint", "show", "one.txt", "--key", "key.pub");
	assert_non_null(strstr(r.out, "The ledger of A stood at entry 1."));
	assert_non_null(strstr(r.out, "the signature is that of the key"));
}

static void test_checkpoint__keys_and_notes_are_plain_files(void **state)
{
	struct desk *d = *state;

	import_text(d, FIRST);
	assert_int_equal(mkdir(desk_path(d, "held"), 0700), 0);
	assert_int_equal(mkfifo(desk_path(d, "held/pipe.txt"), 0600), 0);
	assert_int_equal(mkfifo(desk_path(d, "pipe"), 0600), 0);
	ASSERT_REFUSES(RUN(d, "checkpoint", "make", HERE, "--signing-key", "pipe"), 1, "pipe is not a file");
	ASSERT_REFUSES(RUN(d, "checkpoint", "show", "pipe"), 1, "pipe is not a file");
	ASSERT_REFUSES(RUN(d, "checkpoint", "show", "pipe", "--key", "pipe"), 1, "pipe is not a file");
	ASSERT_REFUSES(RUN(d, "verify", "--db", "a.db", "--from", "held", "--unsigned"), 1, "held/pipe.txt is not a file");
	ASSERT_REFUSES(RUN(d, "restore", "--db", "b.db", "--from", "pipe"), 1, "pipe is not a file");
	(void)key_made(d);
	assert_int_equal(chmod(desk_path(d, "key"), 0640), 0);
	ASSERT_REFUSES(RUN(d, "checkpoint", "make", HERE, KEY), 1, "key could be read by others");
}

static void test_keygen__never_takes_the_place_of_a_key(void **state)
{
	struct desk *d = *state;
	struct stat st;

	(void)key_made(d);
	assert_int_equal(stat(desk_path(d, "key"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(RUN(d, "checkpoint", "keygen", KEY, "--name", "other").status, 1);
}

static void test_erase__takes_a_worker_who_has_left_and_keeps_one_who_has_not(void **state)
{
	struct desk *d = *state;
	const char *workers = desk_write(d, "workers.csv",
		"worker,name,team,role,from,until\nW1,Wyn Worker,North,social-worker,"
		"2020-01-01,2021-01-01\nW2,Zoe Zed,North,social-worker,2020-01-01,\n");
	struct run r;

	(void)RUN_WELL(d, "import", HERE, workers);
	r = RUN(d, "erase", HERE, "--person", "W2");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "is in post"));
	r = RUN_WELL(d, "erase", HERE, "--person", "W1");
	assert_non_null(strstr(r.out, "the worker is erased-"));
	assert_null(memmem(desk_read(d, desk_path(d, "a.db")).at, desk_read(d, desk_path(d, "a.db")).len, "Wyn Worker", 10));
	assert_non_null(strstr(RUN_WELL(d, "verify", "--db", "a.db").out, "erased with an entry that says so"));
	assert_int_equal(RUN(d, "erase", HERE, "--person", "W1").status, 1);
}

/* 1 March 2020, 00:30 in London and in UTC, and half an hour before the day began. */
static void add_looks(struct desk *d)
{
	change(d, "insert into look (employer_id, kind, object, login, roles, instant, refused) values"
		" (1, 'case', 'C1', 'ann', 'manager', 1583022600, 0), (1, 'case', 'C1', 'bob', 'worker', 1583019000, 1),"
		" (1, 'worker', 'W1', 'ann', 'manager', 1500000000, 0)");
}

static void test_looks__from_before_a_day_are_deleted_by_an_entry_that_counts_them(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	add_looks(d);
	r = RUN_WELL(d, "looks", HERE, "--prune-before", "2020-03-01", "--dry-run");
	assert_string_equal(r.out, "2 looks would be deleted.\n");
	r = RUN_WELL(d, "looks", HERE, "--prune-before", "2020-03-01", "--json");
	assert_string_equal(r.out, "{\"ledger_position\":2,\"looks\":2}\n");
	assert_non_null(strstr(RUN_WELL(d, "log", HERE, "--json").out, "looks-prune"));
	(void)RUN_WELL(d, "verify", "--db", "a.db");
	assert_non_null(strstr(RUN_WELL(d, "access", HERE, "show", "C1").out, "ann"));
	assert_null(strstr(RUN_WELL(d, "access", HERE, "show", "C1").out, "bob"));
	r = RUN_WELL(d, "looks", HERE, "--prune-before", "2020-03-01");
	assert_string_equal(r.out, "There are no looks from before that day.\n");
	assert_null(strstr(RUN_WELL(d, "log", HERE, "--json").out, "\"sequence\":3"));
	r = RUN(d, "undo", HERE, "--entry", "2");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "cannot be undone"));
}

static void test_looks__of_days_to_come_are_not_deleted(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_text(d, FIRST);
	r = RUN(d, "looks", HERE, "--prune-before", "2149-01-01");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "up to today"));
	assert_int_equal(RUN(d, "looks", HERE).status, 2);
}

#define EMPTY_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY_DESK(test_verify__names_the_row_that_was_changed),
		EMPTY_DESK(test_verify__says_it_as_json),
		EMPTY_DESK(test_verify__of_a_damaged_file_ends_with_status_3),
		EMPTY_DESK(test_verify__without_a_checkpoint_cannot_see_that_an_employer_is_gone_and_says_so),
		EMPTY_DESK(test_verify__of_a_ledger_without_a_table_ends_with_status_3),
		EMPTY_DESK(test_checkpoint__finds_an_old_copy_and_a_ledger_written_anew),
		EMPTY_DESK(test_checkpoint__is_checked_as_it_comes_from_paper),
		EMPTY_DESK(test_checkpoint__is_not_made_of_another_past),
		EMPTY_DESK(test_checkpoint__that_was_changed_is_refused),
		EMPTY_DESK(test_checkpoint__without_a_key_is_taken_only_by_whoever_says_so),
		EMPTY_DESK(test_checkpoint__becomes_a_file_and_shows_itself),
		EMPTY_DESK(test_checkpoint__keys_and_notes_are_plain_files),
		EMPTY_DESK(test_keygen__never_takes_the_place_of_a_key),
		EMPTY_DESK(test_looks__from_before_a_day_are_deleted_by_an_entry_that_counts_them),
		EMPTY_DESK(test_looks__of_days_to_come_are_not_deleted),
		EMPTY_DESK(test_erase__takes_a_worker_who_has_left_and_keeps_one_who_has_not),
	};

	return RUN_TESTS(tests);
}
