#include "../../test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/confine.h"

enum { SOMEBODY = 65534 };

static int change(const char *name, const char *owner_of, struct err *err)
{
	struct user user;
	int rc = user_find(name, owner_of, &user, err);

	return rc < 0 ? rc : user_become(&user, err);
}

/* Each change happens in a process of its own, which ends with the status of `look`. */
static int in_another_process(int (*look)(const char *path), const char *path)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(look(path));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void make_file(char *path, uid_t owner)
{
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(fchown(file, owner, owner), 0);
	assert_int_equal(close(file), 0);
}

static int become_owner(const char *path)
{
	uid_t real, effective, saved;
	gid_t group, groups[1];
	struct err err;

	if (change(NULL, path, &err) < 0 || getresuid(&real, &effective, &saved) < 0)
		return 1;
	group = getegid();
	if (real != SOMEBODY || effective != SOMEBODY || saved != SOMEBODY || group != SOMEBODY)
		return 2;
	if (getgroups(0, groups) != 0)
		return 3;
	return seteuid(0) == 0 ? 4 : 0; /* there is no way back */
}

static void test_user__becomes_the_owner_of_the_database_for_good(void **state)
{
	char path[] = "/tmp/plimsoll-user-XXXXXX";

	(void)state;
	if (geteuid() != 0)
		SKIP_TEST("only root can become somebody else");
	make_file(path, SOMEBODY);
	assert_int_equal(in_another_process(become_owner, path), 0);
	assert_int_equal(unlink(path), 0);
}

static int become_nobody(const char *path)
{
	struct err err;

	return change("nobody", path, &err) == 0 && geteuid() == SOMEBODY ? 0 : 1;
}

static void test_user__prefers_the_user_who_is_named(void **state)
{
	char path[] = "/tmp/plimsoll-user-XXXXXX";

	(void)state;
	if (geteuid() != 0)
		SKIP_TEST("only root can become somebody else");
	make_file(path, 0);
	assert_int_equal(in_another_process(become_nobody, path), 0);
	assert_int_equal(unlink(path), 0);
}

static int stay(const char *path)
{
	struct err err;
	uid_t before;

	if (geteuid() == 0 && (setresgid(SOMEBODY, SOMEBODY, SOMEBODY) < 0 || setresuid(SOMEBODY, SOMEBODY, SOMEBODY) < 0))
		return 1;
	before = geteuid();
	if (change(NULL, path, &err) < 0 || geteuid() != before)
		return 2;
	return change("root", path, &err) == PL_FAIL ? 0 : 3;
}

static void test_user__leaves_everybody_but_root_as_they_are(void **state)
{
	(void)state;
	assert_int_equal(in_another_process(stay, "/etc/passwd"), 0);
}

static void test_user__says_that_there_is_no_such_user(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(change("no-such-user-here", "/etc/passwd", &err), PL_NOT_FOUND);
	assert_string_equal(err.text, "there is no user no-such-user-here");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_user__becomes_the_owner_of_the_database_for_good),
		cmocka_unit_test(test_user__prefers_the_user_who_is_named),
		cmocka_unit_test(test_user__leaves_everybody_but_root_as_they_are),
		cmocka_unit_test(test_user__says_that_there_is_no_such_user),
	};

	return RUN_TESTS(tests);
}
