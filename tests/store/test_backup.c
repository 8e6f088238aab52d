/* A backup is the database as it was at one moment, whatever goes on meanwhile; what is damaged never gets its place. */
#include "office.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "service/keeping/backup.h"

enum { NOW = 1795304135, BACKUPS_UNDER_WRITES = 6 };
#define STAMP "20261121T233535Z"

static const char *in_folder(struct office *o, const char *name)
{
	return arena_printf(o->arena, "%s/%s", o->place.folder, name);
}

static void tell_case(struct office *o, int64_t number)
{
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-01-05", "")};

	office_tell(o, arena_printf(o->arena, "C%lld", (long long)number), facts, 2);
}

static struct backup_made back_up(struct office *o, const char *to, int64_t keep, int64_t instant)
{
	const struct backup_request request = {.database = o->place.path, .to = to, .keep = keep, .instant = instant};
	struct backup_made made;

	OFFICE_OK(backup_make(o->arena, &request, &made, &office_err));
	return made;
}

static int restore_as(struct office *o, const char *from, const char *to, bool replace, struct restored *ret)
{
	const struct restore_request request = {.from = from, .database = to, .replace = replace, .instant = NOW};

	return restore_database(o->arena, &request, ret, &office_err);
}

/* The file and none of what a run leaves on its way. */
static void assert_tidy(struct office *o)
{
	DIR *folder = opendir(o->place.folder);
	const struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		if (strstr(entry->d_name, ".making") != NULL || strstr(entry->d_name, ".proving") != NULL ||
			strstr(entry->d_name, ".restoring") != NULL)
			fail_msg("%s is left behind", entry->d_name);
	}
	(void)closedir(folder);
}

static void spoil(const char *path, off_t at)
{
	unsigned char byte;
	int fd = open(path, O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= 0x20;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	(void)close(fd);
}

/* ---- making ---- */

static void test_backup__gets_a_name_with_its_time_and_a_digest_beside_it(void **state)
{
	struct office o = office_open();
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	struct stat st;

	(void)state;
	assert_string_equal(made.path, in_folder(&o, "test-" STAMP ".db"));
	assert_int_equal(stat(made.path, &st), 0);
	assert_int_equal(st.st_size, made.bytes);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(access(in_folder(&o, "test-" STAMP ".db.sha256"), R_OK), 0);
	assert_int_equal(made.heads.count, 1);
	assert_int_equal(made.heads.items[0].entries, 1);
	assert_tidy(&o);
	office_close(&o);
}

static void test_backup__restored_holds_every_row_and_the_same_ledger(void **state)
{
	struct office o = office_open();
	struct restored restored;
	char *before;

	(void)state;
	tell_case(&o, 1);
	before = office_rows(&o);
	(void)back_up(&o, in_folder(&o, "one.db"), 0, NOW);
	tell_case(&o, 2);
	o.store = store_close(o.store);
	OFFICE_OK(restore_as(&o, in_folder(&o, "one.db"), o.place.path, true, &restored));
	assert_string_equal(restored.replaced, in_folder(&o, "test.db.replaced-" STAMP));
	office_reopen(&o, STORE_WRITE);
	assert_string_equal(office_rows(&o), before);
	tell_case(&o, 3);
	assert_tidy(&o);
	office_close(&o);
}

/* Writes one case after the other until it is killed: the entry N + 1 is that of case N. */
static pid_t begin_writing(struct office *o)
{
	pid_t child;

	o->store = store_close(o->store);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		office_reopen(o, STORE_WRITE);
		for (int64_t n = 1;; n++)
			tell_case(o, n);
	}
	return child;
}

static void wait_for_entries(struct office *o, int64_t entries)
{
	struct employer e = {0};

	office_reopen(o, STORE_READ);
	while (e.position < entries)
		OFFICE_OK(store_employer(o->store, o->arena, "test", &e, &office_err));
	o->store = store_close(o->store);
}

static void assert_is_past_state(struct office *o, const char *backup, int64_t entries)
{
	struct office back = {.arena = o->arena, .employer_id = 1};
	struct case_facts known;
	struct restored restored;

	(void)snprintf(back.place.path, sizeof back.place.path, "%s/back.db", o->place.folder);
	OFFICE_OK(restore_as(o, backup, back.place.path, false, &restored));
	office_reopen(&back, STORE_READ);
	if (entries > 1)
		(void)office_known(&back, arena_printf(o->arena, "C%lld", (long long)entries - 1));
	assert_int_equal(store_case_facts(back.store, o->arena, 1, arena_printf(o->arena, "C%lld", (long long)entries), &known,
		&office_err), PL_NOT_FOUND);
	back.store = store_close(back.store);
	assert_int_equal(unlink(back.place.path), 0);
}

static void test_backup__made_while_another_process_writes_is_a_moment_that_was(void **state)
{
	struct office o = office_open();
	pid_t writer = begin_writing(&o);
	int64_t last = 0;
	int status;

	(void)state;
	for (int i = 0; i < BACKUPS_UNDER_WRITES; i++) {
		struct backup_made made;

		wait_for_entries(&o, last + 2);
		made = back_up(&o, in_folder(&o, "now.db"), 0, NOW);
		assert_true(made.heads.items[0].entries > last);
		last = made.heads.items[0].entries;
		assert_is_past_state(&o, made.path, last);
	}
	assert_int_equal(kill(writer, SIGKILL), 0);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_true(WIFSIGNALED(status));
	office_close(&o);
}

static void test_backup__keeps_as_many_as_asked_for_and_touches_no_other_file(void **state)
{
	struct office o = office_open();
	const char *other = in_folder(&o, "test-notes.db");
	struct backup_made made;

	(void)state;
	(void)back_up(&o, other, 0, NOW);
	for (int i = 0; i < 4; i++)
		made = back_up(&o, o.place.folder, 2, NOW + i);
	assert_int_equal(made.removed, 1);
	assert_int_equal(access(in_folder(&o, "test-" STAMP ".db"), F_OK), -1);
	assert_int_equal(access(in_folder(&o, "test-" STAMP ".db.sha256"), F_OK), -1);
	assert_int_equal(access(in_folder(&o, "test-20261121T233537Z.db"), F_OK), 0);
	assert_int_equal(access(in_folder(&o, "test-20261121T233538Z.db"), F_OK), 0);
	assert_int_equal(access(other, F_OK), 0);
	assert_int_equal(access(o.place.path, F_OK), 0);
	office_close(&o);
}

static void test_backup__tells_when_the_last_one_was_made(void **state)
{
	struct office o = office_open();
	struct backup_note note;
	struct backup_made made;

	(void)state;
	assert_int_equal(backup_last(o.place.path, &note, &office_err), PL_NOT_FOUND);
	made = back_up(&o, o.place.folder, 0, NOW);
	OFFICE_OK(backup_last(o.place.path, &note, &office_err));
	assert_int_equal(note.instant, NOW);
	assert_int_equal(note.bytes, made.bytes);
	office_close(&o);
}

static void test_backup__of_a_damaged_database_is_thrown_away_and_is_no_good_backup(void **state)
{
	struct office o = office_open();
	struct backup_request request = {.database = o.place.path, .to = o.place.folder, .keep = 1, .instant = NOW + 60};
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	struct backup_note note;

	(void)state;
	place_run(&o.place, "drop trigger if exists ledger_is_kept; update ledger set actor = 'bob'");
	assert_int_equal(backup_make(o.arena, &request, &made, &office_err), PL_DAMAGED);
	assert_int_equal(access(in_folder(&o, "test-" STAMP ".db"), F_OK), 0);
	assert_int_equal(access(in_folder(&o, "test-20261121T233635Z.db"), F_OK), -1);
	OFFICE_OK(backup_last(o.place.path, &note, &office_err));
	assert_int_equal(note.instant, NOW);
	assert_tidy(&o);
	office_close(&o);
}

static void test_backup__onto_the_database_itself_is_refused(void **state)
{
	struct office o = office_open();
	struct backup_request request = {.database = o.place.path, .to = o.place.path, .instant = NOW};
	struct backup_made made;

	(void)state;
	assert_int_equal(backup_make(o.arena, &request, &made, &office_err), PL_INVALID);
	request.to = in_folder(&o, "none/such.db");
	assert_int_equal(backup_make(o.arena, &request, &made, &office_err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_backup__left_half_written_by_a_killed_run_is_no_hindrance(void **state)
{
	struct office o = office_open();
	FILE *left = fopen(in_folder(&o, ".test.making"), "w");

	(void)state;
	assert_non_null(left);
	assert_true(fputs("half a database", left) >= 0);
	assert_int_equal(fclose(left), 0);
	(void)back_up(&o, o.place.folder, 0, NOW);
	assert_tidy(&o);
	office_close(&o);
}

/* ---- restoring ---- */

static void test_restore__refuses_a_backup_with_any_byte_changed(void **state)
{
	struct office o = office_open();
	const char *to = in_folder(&o, "back.db");
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	struct restored restored;

	(void)state;
	for (int64_t at = 0; at < made.bytes; at += made.bytes / 40 + 1) {
		spoil(made.path, at);
		assert_int_equal(restore_as(&o, made.path, to, false, &restored), PL_DAMAGED);
		assert_int_equal(access(to, F_OK), -1);
		spoil(made.path, at);
	}
	OFFICE_OK(restore_as(&o, made.path, to, false, &restored));
	office_close(&o);
}

static void test_restore__refuses_a_torn_page_or_another_ledger_without_a_digest_too(void **state)
{
	struct office o = office_open();
	const char *one = in_folder(&o, "one.db"), *to = in_folder(&o, "back.db");
	struct restored restored;

	(void)state;
	(void)back_up(&o, one, 0, NOW);
	assert_int_equal(unlink(in_folder(&o, "one.db.sha256")), 0);
	assert_int_equal(truncate(one, 5 * 4096), 0);
	assert_int_equal(restore_as(&o, one, to, false, &restored), PL_DAMAGED);
	assert_int_equal(unlink(one), 0);
	(void)back_up(&o, one, 0, NOW);
	assert_int_equal(unlink(in_folder(&o, "one.db.sha256")), 0);
	memcpy(o.place.path + strlen(o.place.folder), "/one.db", sizeof "/one.db");
	place_run(&o.place, "update ledger set instant = instant + 1");
	place_run(&o.place, "pragma journal_mode = delete");
	assert_int_equal(restore_as(&o, one, to, false, &restored), PL_DAMAGED);
	assert_non_null(strstr(office_err.text, "one.db cannot be restored"));
	assert_int_equal(access(to, F_OK), -1);
	assert_tidy(&o);
	office_close(&o);
}

static void test_restore__replaces_a_database_only_when_told_to_and_only_when_nobody_has_it_open(void **state)
{
	struct office o = office_open();
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	struct restored restored;

	(void)state;
	assert_int_equal(restore_as(&o, made.path, o.place.path, false, &restored), PL_CONFLICT);
	assert_int_equal(restore_as(&o, made.path, o.place.path, true, &restored), PL_LOCKED);
	office_reopen(&o, STORE_READ);
	assert_int_equal(restore_as(&o, made.path, o.place.path, true, &restored), PL_LOCKED);
	o.store = store_close(o.store);
	OFFICE_OK(restore_as(&o, made.path, o.place.path, true, &restored));
	office_close(&o);
}

static void test_restore__puts_aside_a_damaged_database_with_its_log(void **state)
{
	struct office o = office_open();
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	struct restored restored;
	FILE *log;

	(void)state;
	o.store = store_close(o.store);
	assert_int_equal(truncate(o.place.path, 100), 0);
	log = fopen(in_folder(&o, "test.db-wal"), "w");
	assert_non_null(log);
	assert_true(fputs("what was written last", log) >= 0);
	assert_int_equal(fclose(log), 0);
	OFFICE_OK(restore_as(&o, made.path, o.place.path, true, &restored));
	assert_int_equal(access(in_folder(&o, "test.db-wal"), F_OK), -1);
	assert_int_equal(access(arena_printf(o.arena, "%s-wal", restored.replaced), F_OK), 0);
	office_reopen(&o, STORE_READ);
	office_close(&o);
}

static void test_restore__takes_no_database_in_use_for_a_backup(void **state)
{
	struct office o = office_open();
	struct restored restored;

	(void)state;
	tell_case(&o, 1);
	assert_int_equal(restore_as(&o, o.place.path, in_folder(&o, "back.db"), false, &restored), PL_INVALID);
	assert_non_null(strstr(office_err.text, "in use"));
	assert_int_equal(restore_as(&o, o.place.folder, in_folder(&o, "back.db"), false, &restored), PL_INVALID);
	assert_int_equal(restore_as(&o, in_folder(&o, "none"), in_folder(&o, "back.db"), false, &restored), PL_NOT_FOUND);
	office_close(&o);
}

static void test_restore__as_a_dry_run_proves_the_backup_and_changes_nothing(void **state)
{
	struct office o = office_open();
	struct backup_made made = back_up(&o, o.place.folder, 0, NOW);
	const struct restore_request request = {.from = made.path, .database = o.place.path, .dry_run = true, .instant = NOW};
	struct restored restored;

	(void)state;
	OFFICE_OK(restore_database(o.arena, &request, &restored, &office_err));
	assert_null(restored.replaced);
	assert_tidy(&o);
	spoil(made.path, 5000);
	assert_int_equal(restore_database(o.arena, &request, &restored, &office_err), PL_DAMAGED);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backup__gets_a_name_with_its_time_and_a_digest_beside_it),
		cmocka_unit_test(test_backup__restored_holds_every_row_and_the_same_ledger),
		cmocka_unit_test(test_backup__made_while_another_process_writes_is_a_moment_that_was),
		cmocka_unit_test(test_backup__keeps_as_many_as_asked_for_and_touches_no_other_file),
		cmocka_unit_test(test_backup__tells_when_the_last_one_was_made),
		cmocka_unit_test(test_backup__of_a_damaged_database_is_thrown_away_and_is_no_good_backup),
		cmocka_unit_test(test_backup__onto_the_database_itself_is_refused),
		cmocka_unit_test(test_backup__left_half_written_by_a_killed_run_is_no_hindrance),
		cmocka_unit_test(test_restore__refuses_a_backup_with_any_byte_changed),
		cmocka_unit_test(test_restore__refuses_a_torn_page_or_another_ledger_without_a_digest_too),
		cmocka_unit_test(test_restore__replaces_a_database_only_when_told_to_and_only_when_nobody_has_it_open),
		cmocka_unit_test(test_restore__puts_aside_a_damaged_database_with_its_log),
		cmocka_unit_test(test_restore__takes_no_database_in_use_for_a_backup),
		cmocka_unit_test(test_restore__as_a_dry_run_proves_the_backup_and_changes_nothing),
	};

	return RUN_TESTS(tests);
}
