/* What a setting says counts unless the command line says otherwise, and what is wrong with one is said. */
#include "run.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#define SYNTH_ON "2026-03-31"

static int open_with_records(void **state)
{
	(void)unsetenv("PLIMSOLL_CONFIG");
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH(*state, "a.db", SYNTH_API, SYNTH_CSWW);
	return 0;
}

static const char GOOD[] = "# ours\n[database]\nfile = a.db ; beside\nemployer = A\n\n[serve]\nport = 0\nverbose = "
	"yes\n";

/* ---- where a value comes from ---- */

static void test_setting__of_the_file_stands_in_for_an_option(void **state)
{
	struct run given = RUN_WELL(*state, "counts", "--db", "a.db", "--employer", "A", "--on", SYNTH_ON);
	struct run set;

	(void)desk_write(*state, "good.conf", GOOD);
	set = RUN_WELL(*state, "counts", "--config", "good.conf", "--on", SYNTH_ON);
	assert_string_equal(set.out, given.out);
	assert_int_equal(setenv("PLIMSOLL_CONFIG", "good.conf", 1), 0);
	assert_string_equal(RUN_WELL(*state, "counts", "--on", SYNTH_ON).out, given.out);
	assert_int_equal(unsetenv("PLIMSOLL_CONFIG"), 0);
}

static void test_setting__of_the_environment_goes_before_the_file_and_the_option_before_both(void **state)
{
	(void)desk_write(*state, "good.conf", GOOD);
	assert_int_equal(setenv("PLIMSOLL_DATABASE_EMPLOYER", "Z", 1), 0);
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "good.conf"), 1, "employer Z");
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "good.conf", "--employer", "Y"), 1, "employer Y");
	(void)RUN_WELL(*state, "counts", "--config", "good.conf", "--employer", "A");
	assert_int_equal(setenv("PLIMSOLL_DATABASE_EMPLOYER", "", 1), 0);
	(void)RUN_WELL(*state, "counts", "--config", "good.conf");
	assert_int_equal(unsetenv("PLIMSOLL_DATABASE_EMPLOYER"), 0);
}

static void test_setting__never_names_the_database_that_demo_or_restore_write(void **state)
{
	assert_int_equal(setenv("PLIMSOLL_DATABASE_FILE", "a.db", 1), 0);
	ASSERT_REFUSES(RUN(*state, "demo", "--employer", "D"), 2, "--db");
	ASSERT_REFUSES(RUN(*state, "restore", "--from", "a.db", "--replace"), 2, "--db");
	assert_int_equal(unsetenv("PLIMSOLL_DATABASE_FILE"), 0);
}

/* ---- what is refused ---- */

static void test_file__with_a_name_that_nothing_has_is_refused(void **state)
{
	(void)desk_write(*state, "slip.conf", "[serve]\nprot = 80\n");
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "slip.conf"), 2, "slip.conf", "'serve.prot'");
	(void)desk_write(*state, "outside.conf", "port = 80\n");
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "outside.conf"), 2, "'.port'");
}

static void test_file__that_is_not_as_it_should_be_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} WRONG[] = {
		{"[database]\nfile = a.db\nfile = b.db\n", "twice"},
		{"[database]\nfile\n", "line 2"},
		{"[database\n", "line 1"},
		{"[database]\nfile = a.db\n  b.db\n", "begins with a space"},
		{"[database]\nfile = \xff\n", "UTF-8"},
		{"[serve]\nport = 65536\n", "from 0 to 65535"},
		{"[serve]\nverbose = true\n", "yes or no"},
	};

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		(void)desk_write(*state, "wrong.conf", WRONG[i].text);
		ASSERT_REFUSES(RUN(*state, "serve", "--config", "wrong.conf", "--db", "none.db"), 2, "wrong.conf", WRONG[i].words);
	}
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "none.conf"), 2, "none.conf");
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "."), 2, "not a file");
	assert_int_equal(mkfifo(desk_path(*state, "pipe"), 0600), 0);
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "pipe"), 2, "not a file");
	ASSERT_REFUSES(RUN(*state, "counts", "--config", "/dev/zero"), 2, "not a file");
	(void)unlink(desk_path(*state, "pipe"));
}

static void test_file__that_is_too_large_is_refused(void **state)
{
	struct desk *d = *state;
	char *text = arena_alloc(d->a, 70000);

	memset(text, '\n', 69999);
	text[69999] = '\0';
	ASSERT_REFUSES(RUN(d, "counts", "--config", desk_write(d, "large.conf", text)), 2, "larger");
	memset(text, '#', 300);
	text[300] = '\0';
	ASSERT_REFUSES(RUN(d, "counts", "--config", desk_write(d, "wide.conf", text)), 2, "line 1", "longer");
}

/* ---- check-config ---- */

/* The finding of that name; the caller's JSON keeps it. */
static const json_t *finding(const json_t *answer, const char *name)
{
	const json_t *settings = member(answer, "settings");
	size_t i;
	json_t *one;

	json_array_foreach(settings, i, one)
		if (strcmp(member_text(one, "name"), name) == 0)
			return one;
	fail_msg("nothing is said of %s", name);
	return NULL;
}

/* The sentence on one setting, which must be wrong. */
static void assert_wrong(struct desk *d, const char *text, const char *name, const char *words)
{
	struct run r = RUN(d, "check-config", "--json", "--config", desk_write(d, "checked.conf", text));
	json_t *answer = json_of(&r);

	assert_int_equal(r.status, 1);
	assert_true(member_true(finding(answer, name), "wrong"));
	if (strstr(member_text(finding(answer, name), "words"), words) == NULL)
		fail_msg("expected \"%s\" in: %s", words, member_text(finding(answer, name), "words"));
	json_decref(answer);
}

static void test_check__says_where_each_value_comes_from(void **state)
{
	struct desk *d = *state;
	json_t *answer;

	(void)desk_write(d, "good.conf", GOOD);
	assert_int_equal(setenv("PLIMSOLL_SERVE_THREADS", "3", 1), 0);
	answer = RUN_JSON(d, "check-config", "--config", "good.conf");
	assert_string_equal(member_text(finding(answer, "database.file"), "source"), "file");
	assert_string_equal(member_text(finding(answer, "database.file"), "value"), "a.db");
	assert_string_equal(member_text(finding(answer, "serve.threads"), "source"), "environment");
	assert_string_equal(member_text(finding(answer, "serve.threads"), "value"), "3");
	assert_string_equal(member_text(finding(answer, "serve.require-sandbox"), "source"), "default");
	assert_string_equal(member_text(finding(answer, "backup.to"), "source"), "not set");
	assert_int_equal(unsetenv("PLIMSOLL_SERVE_THREADS"), 0);
	json_decref(answer);
}

static void test_check__names_everything_that_is_wrong_at_once(void **state)
{
	const char *text = "[database]\nfile = none.db\n[serve]\nprot = 1\nport = many\n[backup]\nto = none/such\n";

	assert_wrong(*state, text, "database.file", "no database");
	assert_wrong(*state, text, "serve.prot", "no such setting");
	assert_wrong(*state, text, "serve.port", "whole number");
	assert_wrong(*state, text, "backup.to", "cannot be written");
}

static void test_check__warns_of_files_that_others_may_change_or_read(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)desk_write(d, "good.conf", GOOD);
	assert_int_equal(chmod(desk_path(d, "good.conf"), 0666), 0);
	r = RUN(d, "check-config", "--config", "good.conf");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.out, "WRONG: can be written by others"));
	assert_int_equal(chmod(desk_path(d, "a.db"), 0644), 0);
	assert_wrong(d, GOOD, "database.file", "by everybody");
	assert_int_equal(chmod(desk_path(d, "a.db"), 0600), 0);
}

static void test_check__wants_secrets_where_serve_wants_them(void **state)
{
	const char *text = "[database]\nfile = a.db\n[serve]\nsigning-key = secret\n";
	struct desk *d = *state;

	(void)desk_write(d, "secret", "text\n");
	assert_wrong(d, text, "serve.signing-key", "could be read by others");
	assert_int_equal(chmod(desk_path(d, "secret"), 0640), 0);
	assert_wrong(d, text, "serve.signing-key", "chmod 600");
	assert_int_equal(chmod(desk_path(d, "secret"), 0600), 0);
	assert_wrong(d, text, "serve.signing-key", "lies in the folder of the database");
	assert_int_equal(unlink(desk_path(d, "secret")), 0);
	assert_wrong(d, text, "serve.signing-key", "No such file");
}

#define DATABASE "[database]\nfile = a.db\n"

static void test_check__finds_wrong_what_serve_refuses(void **state)
{
	struct desk *d = *state;

	assert_wrong(d, "[serve]\npublic-url = http://plain.example\n", "serve.public-url", "https");
	assert_wrong(d, "[serve]\nuser = nobodyhere\n", "serve.user", "no user nobodyhere");
	assert_wrong(d, DATABASE "[serve]\ncheckpoints = plimsoll.db\n", "serve.checkpoints", "There is no folder");
	assert_wrong(d, DATABASE "[serve]\ncheckpoints = nowhere\n", "serve.checkpoints", "There is no folder");
	assert_wrong(d, DATABASE "[serve]\ncheckpoints = .\n", "serve.checkpoints", "expected serve.signing-key");
}

static void test_check__finds_variables_that_no_setting_reads(void **state)
{
	struct desk *d = *state;
	struct run r;

	assert_int_equal(setenv("PLIMSOLL_PORT", "9000", 1), 0);
	r = RUN(d, "check-config");
	assert_int_equal(unsetenv("PLIMSOLL_PORT"), 0);
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.out, "PLIMSOLL_PORT"));
	assert_non_null(strstr(r.out, "WRONG: there is no such setting"));
}

static void test_check__sees_that_another_program_has_the_port(void **state)
{
	struct desk *d = *state;
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(s, (struct sockaddr *)&address, size), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&address, &size), 0);
	assert_wrong(d, arena_printf(d->a, "[serve]\nport = %u\n", ntohs(address.sin_port)), "serve.port", "cannot be had");
	(void)close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_setting__of_the_file_stands_in_for_an_option),
		cmocka_unit_test(test_setting__of_the_environment_goes_before_the_file_and_the_option_before_both),
		cmocka_unit_test(test_setting__never_names_the_database_that_demo_or_restore_write),
		cmocka_unit_test(test_file__with_a_name_that_nothing_has_is_refused),
		cmocka_unit_test(test_file__that_is_not_as_it_should_be_is_refused),
		cmocka_unit_test(test_file__that_is_too_large_is_refused),
		cmocka_unit_test(test_check__says_where_each_value_comes_from),
		cmocka_unit_test(test_check__names_everything_that_is_wrong_at_once),
		cmocka_unit_test(test_check__warns_of_files_that_others_may_change_or_read),
		cmocka_unit_test(test_check__wants_secrets_where_serve_wants_them),
		cmocka_unit_test(test_check__finds_wrong_what_serve_refuses),
		cmocka_unit_test(test_check__finds_variables_that_no_setting_reads),
		cmocka_unit_test(test_check__sees_that_another_program_has_the_port),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_with_records, desk_close));
}
