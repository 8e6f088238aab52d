/* What is left after a process dies, a disk is full or a file is damaged. */
#include "office.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { MANY_CASES = 3000 };

/* Writes case after case, and hands the commit over; never ends it. */
static struct commit *write_much(struct office *o)
{
	struct commit *c = office_begin(o);

	for (int i = 0; i < MANY_CASES; i++) {
		struct fact episode = office_episode("2026-01-05", ""), stage = office_stage("need", "2026-01-05", "");
		struct fact_change changes[] = {{.op = CHANGE_ADD, .after = &episode}, {.op = CHANGE_ADD, .after = &stage}};
		char ref[20];

		(void)snprintf(ref, sizeof ref, "M%06d", i);
		OFFICE_OK(commit_case(c, ref, changes, 2, &office_err));
	}
	return c;
}

static int64_t position_of(struct office *o)
{
	struct employer e;

	OFFICE_OK(store_employer(o->store, o->arena, "test", &e, &office_err));
	return e.position;
}

/* Lets a child do its work on the database until it says so, then kills it. */
static void kill_after(struct office *o, void (*work)(struct office *o))
{
	int ready[2], status;
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	o->store = store_close(o->store);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		office_reopen(o, STORE_WRITE);
		work(o);
		(void)!write(ready[1], "r", 1);
		for (;;)
			(void)pause();
	}
	(void)close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	(void)close(ready[0]);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
}

static void leave_in_the_middle(struct office *o)
{
	(void)write_much(o);
}

static void leave_after_the_end(struct office *o)
{
	(void)office_end(write_much(o), "import");
}

static void test_kill__in_the_middle_of_a_commit_leaves_the_old_position(void **state)
{
	struct office o = office_open();
	char *before = office_rows(&o);

	(void)state;
	kill_after(&o, leave_in_the_middle);
	office_reopen(&o, STORE_READ);
	assert_int_equal(position_of(&o), 1);
	office_reopen(&o, STORE_WRITE);
	assert_string_equal(office_rows(&o), before);
	assert_int_equal(office_end(write_much(&o), "import"), 2);
	office_close(&o);
}

static void test_kill__after_a_commit_keeps_all_of_it(void **state)
{
	struct office o = office_open();

	(void)state;
	kill_after(&o, leave_after_the_end);
	office_reopen(&o, STORE_READ);
	assert_int_equal(position_of(&o), 2);
	assert_int_equal(office_known(&o, "M002999").count, 3);
	office_close(&o);
}

/* A limit on the size of files acts like a disk that is full. */
static void test_full_disk__changes_nothing_and_says_so(void **state)
{
	struct office o = office_open();
	struct rlimit all, little;
	struct ledger_text entry = office_entry("import");
	struct commit *c = write_much(&o);
	int64_t position;
	struct err err;
	int rc;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	little = all;
	little.rlim_cur = 64 * 1024;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	rc = commit_end(c, &entry, &position, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(rc, PL_FAIL);
	assert_non_null(strstr(err.text, "nothing was changed"));
	assert_int_equal(position_of(&o), 1);
	assert_int_equal(office_end(write_much(&o), "import"), 2);
	office_close(&o);
}

/* A disk of its own, of so many bytes; false where the tests may not make one. */
static bool make_disk(const char *path, int kibibytes)
{
	char size[40];

	(void)snprintf(size, sizeof size, "size=%dk", kibibytes);
	return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		mount("tmpfs", path, "tmpfs", 0, size) == 0;
}

/* What is wrong with opening a database on a disk that has so little room; 0 or the code. */
static int open_on_full_disk(struct office *o, int filled_kibibytes, struct err *err)
{
	char pad[100], bytes[1024] = {0};
	struct store *s;
	FILE *f;
	int rc;

	(void)snprintf(pad, sizeof pad, "%s/pad", o->place.folder);
	f = fopen(pad, "wb");
	assert_non_null(f);
	for (int i = 0; i < filled_kibibytes; i++)
		assert_int_equal(fwrite(bytes, 1, sizeof bytes, f), sizeof bytes);
	assert_int_equal(fclose(f), 0);
	rc = store_open(o->place.path, STORE_CREATE, &s, err);
	if (rc == 0)
		store_close(s);
	return rc;
}

/* In a process of its own, whose disk nobody else sees. Returns how often something was not as it should be. */
static int count_wrong_on_full_disks(struct office *o)
{
	int wrong = 0;

	if (!make_disk(o->place.folder, 512))
		return 77;
	for (int filled = 300; filled <= 508; filled += 4) {
		struct err err = {0};
		int rc = open_on_full_disk(o, filled, &err);

		if (rc != 0 && strstr(err.text, "no room left") == NULL)
			wrong++;
		if (rc != 0 && access(o->place.path, F_OK) == 0 && store_is_begun(o->place.path))
			wrong++;
		(void)unlink(o->place.path);
	}
	return wrong;
}

static void test_full_disk__is_told_from_a_broken_one_and_keeps_nothing_half_made(void **state)
{
	struct office o = office_folder();
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		_exit(count_wrong_on_full_disks(&o));
	assert_int_equal(waitpid(child, &status, 0), child);
	office_close(&o);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		SKIP_TEST("no disk can be filled here");
	assert_int_equal(status, 0);
}

static void spoil(const char *path, off_t from, size_t n)
{
	char junk[4096];
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	memset(junk, 0xA5, sizeof junk);
	for (size_t done = 0; done < n; done += sizeof junk)
		assert_int_equal(pwrite(fd, junk, sizeof junk, from + (off_t)done), sizeof junk);
	(void)close(fd);
}

static void test_damaged_file__gives_one_sentence_and_no_picture(void **state)
{
	struct office o = office_open();
	const struct snapshot *s;
	struct store *reader;
	struct stat st;
	struct err err;
	int rc;

	(void)state;
	(void)office_end(write_much(&o), "import");
	o.store = store_close(o.store);
	assert_int_equal(stat(o.place.path, &st), 0);
	spoil(o.place.path, 4096, (size_t)st.st_size - 4096);
	rc = store_open(o.place.path, STORE_READ, &reader, &err);
	if (rc == 0) {
		store_use_schemes(reader, office_scheme);
		rc = store_snapshot(reader, "test", council_day("2026-03-01", 0), &s, &err);
		store_close(reader);
	}
	assert_int_equal(rc, PL_DAMAGED);
	assert_non_null(strstr(err.text, "is damaged"));
	office_close(&o);
}

static void test_cut_file__gives_one_sentence(void **state)
{
	struct office o = office_open();
	struct store *reader;
	struct employer e;
	struct err err;
	int rc;

	(void)state;
	o.store = store_close(o.store);
	assert_int_equal(truncate(o.place.path, 6000), 0);
	rc = store_open(o.place.path, STORE_READ, &reader, &err);
	if (rc == 0) {
		rc = store_employer(reader, o.arena, "test", &e, &err);
		store_close(reader);
	}
	assert_int_equal(rc, PL_DAMAGED);
	office_close(&o);
}

static void test_damaged_date__is_told_and_not_guessed(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct case_facts known;
	struct err err;

	(void)state;
	office_tell(&o, "C1", facts, 1);
	place_run(&o.place, "update episode set valid_from = '2026-02-31'");
	assert_int_equal(store_case_facts(o.store, o.arena, o.employer_id, "C1", &known, &err), PL_DAMAGED);
	assert_non_null(strstr(err.text, "date"));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kill__in_the_middle_of_a_commit_leaves_the_old_position),
		cmocka_unit_test(test_kill__after_a_commit_keeps_all_of_it),
		cmocka_unit_test(test_full_disk__changes_nothing_and_says_so),
		cmocka_unit_test(test_full_disk__is_told_from_a_broken_one_and_keeps_nothing_half_made),
		cmocka_unit_test(test_damaged_file__gives_one_sentence_and_no_picture),
		cmocka_unit_test(test_cut_file__gives_one_sentence),
		cmocka_unit_test(test_damaged_date__is_told_and_not_guessed),
	};

	return RUN_TESTS(tests);
}
