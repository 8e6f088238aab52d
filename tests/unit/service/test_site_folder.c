/* A folder of plain files is there as a whole or not at all, and never takes the place of somebody else's files. */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "office.h"
#include "service/league/site_folder.h"

static const char *place(struct office *o)
{
	return arena_printf(o->a, "%s/site", o->dir);
}

static const char *inside(struct office *o, const char *name)
{
	return arena_printf(o->a, "%s/%s", place(o), name);
}

static const char *text_of(struct office *o, const char *path)
{
	char text[1000];
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		fail_msg("%s is not there", path);
	n = fread(text, 1, sizeof text, f);
	(void)fclose(f);
	return arena_strndup(o->a, text, n);
}

static size_t names_in(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		count += entry->d_name[0] != '.';
	(void)closedir(folder);
	return count;
}

static struct site_folder *begin(struct office *o)
{
	struct site_folder *f;

	if (site_folder_begin(place(o), &f, &o->err) < 0)
		fail_msg("%s", o->err.text);
	return f;
}

static void put(struct office *o, struct site_folder *f, const char *name, const char *text)
{
	assert_int_equal(site_folder_put(f, name, text, strlen(text), &o->err), 0);
}

static void build(struct office *o, const char *name, const char *text)
{
	struct site_folder *f = begin(o);

	put(o, f, name, text);
	if (site_folder_finish(f, &o->err) < 0)
		fail_msg("%s", o->err.text);
	site_folder_free(f);
}

static void test_site__is_there_when_it_is_finished_and_open_to_readers(void **state)
{
	struct office *o = *state;
	struct site_folder *f = begin(o);
	struct stat st;

	put(o, f, "index.html", "one");
	assert_int_equal(access(place(o), F_OK), -1);
	assert_int_equal(site_folder_finish(f, &o->err), 0);
	site_folder_free(f);
	assert_string_equal(text_of(o, inside(o, "index.html")), "one");
	assert_int_equal(stat(place(o), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0755);
	assert_int_equal(names_in(o->dir), 1);
}

static void test_site__lists_its_files_with_their_sums(void **state)
{
	struct office *o = *state;

	build(o, "index.html", "one");
	assert_string_equal(text_of(o, inside(o, "SHA256SUMS")),
		"# The league of employers, built by plimsoll: these files, and no other\n"
		"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  index.html\n");
}

static void test_site__that_is_not_finished_leaves_nothing(void **state)
{
	struct office *o = *state;
	struct site_folder *f = begin(o);

	put(o, f, "index.html", "one");
	site_folder_free(f);
	assert_int_equal(names_in(o->dir), 0);
}

static void test_site__takes_the_place_of_the_one_before(void **state)
{
	struct office *o = *state;

	build(o, "old.html", "one");
	build(o, "index.html", "two");
	assert_string_equal(text_of(o, inside(o, "index.html")), "two");
	assert_int_equal(access(inside(o, "old.html"), F_OK), -1);
	assert_int_equal(names_in(o->dir), 1);
}

static void test_site__takes_the_place_of_an_empty_folder(void **state)
{
	struct office *o = *state;

	assert_int_equal(mkdir(place(o), 0700), 0);
	build(o, "index.html", "one");
	assert_int_equal(names_in(place(o)), 2);
}

static void assert_refused(struct office *o, const char *words)
{
	struct site_folder *f;

	assert_int_equal(site_folder_begin(place(o), &f, &o->err), PL_CONFLICT);
	if (strstr(o->err.text, words) == NULL)
		fail_msg("expected '%s' in: %s", words, o->err.text);
	assert_int_equal(names_in(o->dir), 1);
}

static void test_site__never_takes_the_place_of_other_files(void **state)
{
	struct office *o = *state;

	(void)office_file(o, "site", "a file");
	assert_refused(o, "is no folder");
	assert_int_equal(unlink(place(o)), 0);
	assert_int_equal(mkdir(place(o), 0700), 0);
	(void)office_file(o, "site/letter.txt", "mine");
	assert_refused(o, "holds letter.txt");
	(void)office_file(o, "site/SHA256SUMS",
		"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  letter.txt\n");
	assert_refused(o, "which is no file of a league");
	assert_string_equal(text_of(o, inside(o, "letter.txt")), "mine");
}

static void test_site__has_no_files_but_its_own(void **state)
{
	static const char *const NAMES[] = {"../index.html", "/etc/passwd", ".htaccess", "", "a b", "SHA256SUMS",
		"index.html"};
	struct office *o = *state;
	struct site_folder *f = begin(o);

	put(o, f, "index.html", "one");
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		assert_true(site_folder_put(f, NAMES[i], "x", 1, &o->err) < 0);
	site_folder_free(f);
	assert_int_equal(names_in(o->dir), 0);
}

static void test_site__with_a_file_of_somebody_else_is_refused(void **state)
{
	struct office *o = *state;

	build(o, "index.html", "one");
	(void)office_file(o, "site/notes.txt", "mine");
	assert_refused(o, "holds notes.txt");
	assert_string_equal(text_of(o, inside(o, "index.html")), "one");
}

/* Begins a site and is killed before it is finished. */
static void kill_a_maker(struct office *o)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct site_folder *f;

		if (site_folder_begin(place(o), &f, &o->err) == 0 && site_folder_put(f, "index.html", "half", 4, &o->err) == 0)
			(void)raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void test_folder__of_a_maker_that_was_killed_goes_with_the_next(void **state)
{
	struct office *o = *state;

	kill_a_maker(o);
	assert_int_equal(names_in(o->dir), 1);
	kill_a_maker(o);
	assert_int_equal(names_in(o->dir), 1);
	build(o, "index.html", "one");
	assert_int_equal(names_in(o->dir), 1);
	assert_string_equal(text_of(o, inside(o, "index.html")), "one");
}

static void test_folder__that_somebody_makes_or_that_is_not_ours_stays(void **state)
{
	struct office *o = *state;
	struct site_folder *slow = begin(o);

	put(o, slow, "index.html", "slow");
	assert_int_equal(mkdir(arena_printf(o->a, "%s/site.making-abcdef", o->dir), 0700), 0);
	(void)office_file(o, "site.making-abcdef/letter.txt", "mine");
	assert_int_equal(mkdir(arena_printf(o->a, "%s/site.making-copies", o->dir), 0700), 0);
	build(o, "index.html", "fast");
	assert_int_equal(names_in(o->dir), 4);
	assert_string_equal(text_of(o, arena_printf(o->a, "%s/site.making-abcdef/letter.txt", o->dir)), "mine");
	assert_string_equal(text_of(o, inside(o, "index.html")), "fast");
	site_folder_free(slow);
	assert_int_equal(names_in(o->dir), 3);
}

#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OFFICE(test_site__is_there_when_it_is_finished_and_open_to_readers),
		IN_OFFICE(test_site__lists_its_files_with_their_sums),
		IN_OFFICE(test_site__that_is_not_finished_leaves_nothing),
		IN_OFFICE(test_site__takes_the_place_of_the_one_before),
		IN_OFFICE(test_site__takes_the_place_of_an_empty_folder),
		IN_OFFICE(test_site__never_takes_the_place_of_other_files),
		IN_OFFICE(test_site__has_no_files_but_its_own),
		IN_OFFICE(test_folder__of_a_maker_that_was_killed_goes_with_the_next),
		IN_OFFICE(test_folder__that_somebody_makes_or_that_is_not_ours_stays),
		IN_OFFICE(test_site__with_a_file_of_somebody_else_is_refused),
	};

	return RUN_TESTS(tests);
}
