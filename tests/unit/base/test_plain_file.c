/* Files that somebody names: nothing but a plain file is opened, and nothing waits. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../test.h"
#include "base/plain_file.h"

#define WHAT "a file for a test"

static char folder[] = "/tmp/plimsoll-file-XXXXXX", path[64], other[64];
static struct err err;

static int make_folder(void **state)
{
	(void)state;
	(void)memcpy(strrchr(folder, '-'), "-XXXXXX", 7);
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof path, "%s/file", folder);
	(void)snprintf(other, sizeof other, "%s/other", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	(void)unlink(path);
	(void)unlink(other);
	return rmdir(folder);
}

static void write_file(const char *bytes, size_t n, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	assert_int_equal(fchmod(fd, mode), 0);
	(void)close(fd);
}

static int open_as(enum file_kind kind, const char *name)
{
	int fd = -1, rc = plain_file_open(name, kind, WHAT, &fd, &err);

	assert_int_equal(rc == 0, fd >= 0);
	if (fd >= 0)
		(void)close(fd);
	return rc;
}

static void test_plain_file__is_no_pipe_device_or_folder(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	for (int kind = FILE_PLAIN; kind <= FILE_KEY; kind++) {
		assert_int_equal(open_as((enum file_kind)kind, path), PL_INVALID);
		assert_non_null(strstr(err.text, "is not a file: expected " WHAT));
		assert_int_equal(open_as((enum file_kind)kind, "/dev/zero"), PL_INVALID);
		assert_int_equal(open_as((enum file_kind)kind, folder), PL_INVALID);
		assert_int_equal(open_as((enum file_kind)kind, other), PL_NOT_FOUND);
		assert_non_null(strstr(err.text, "expected " WHAT));
	}
}

static void test_plain_file__with_a_secret_is_kept_from_others(void **state)
{
	static const struct {
		mode_t mode;
		bool secret, key;
	} MODES[] = {{0600, true, true}, {0400, true, true}, {0640, true, false}, {0660, false, false}, {0644, false, false},
		{0602, false, false}, {0601, false, false}};

	(void)state;
	for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++) {
		write_file("x", 1, MODES[i].mode);
		assert_int_equal(open_as(FILE_PLAIN, path), 0);
		assert_int_equal(open_as(FILE_SECRET, path), MODES[i].secret ? 0 : PL_INVALID);
		assert_int_equal(open_as(FILE_KEY, path), MODES[i].key ? 0 : PL_INVALID);
	}
	write_file("x", 1, 0600);
	assert_int_equal(symlink(path, other), 0);
	assert_int_equal(open_as(FILE_SECRET, other), 0);
	assert_int_equal(open_as(FILE_KEY, other), PL_FAIL);
}

static void test_plain_file__is_read_whole_or_refused(void **state)
{
	char bytes[10000];
	struct buf out = BUF_INIT(sizeof bytes), small = BUF_INIT(sizeof bytes - 1);

	(void)state;
	memset(bytes, 'a', sizeof bytes);
	write_file(bytes, sizeof bytes, 0600);
	assert_int_equal(plain_file_read(path, FILE_PLAIN, WHAT, &out, &err), 0);
	assert_int_equal(out.len, sizeof bytes);
	assert_memory_equal(out.data, bytes, sizeof bytes);
	assert_int_equal(plain_file_read(path, FILE_PLAIN, WHAT, &small, &err), PL_LIMIT);
	assert_non_null(strstr(err.text, "larger than 9999 bytes"));
	buf_free(&out);
	buf_free(&small);
}

static void test_plain_file__gives_its_first_line(void **state)
{
#define CASE(text, line) {text, sizeof(text) - 1, line}
	static const struct {
		const char *text;
		size_t n;
		const char *line; /* NULL: refused */
	} CASES[] = {CASE("one", "one"), CASE("one\n", "one"), CASE("one\r\ntwo\n", "one"), CASE("12345678\n", "12345678"),
		CASE("123456789\n", NULL), CASE("", NULL), CASE("\ntwo\n", NULL), CASE("\r\n", NULL), CASE("a\0b\n", NULL)};
	char line[9];

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		write_file(CASES[i].text, CASES[i].n, 0600);
		memcpy(line, "before", 7);
		assert_int_equal(plain_file_first_line(path, FILE_SECRET, WHAT, line, sizeof line, &err),
			CASES[i].line != NULL ? 0 : PL_INVALID);
		assert_string_equal(line, CASES[i].line != NULL ? CASES[i].line : "before");
	}
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(test_plain_file__is_no_pipe_device_or_folder),
		IN_A_FOLDER(test_plain_file__with_a_secret_is_kept_from_others),
		IN_A_FOLDER(test_plain_file__is_read_whole_or_refused),
		IN_A_FOLDER(test_plain_file__gives_its_first_line),
	};

	return RUN_TESTS(tests);
}
