#include "../../test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "sandbox/call.h"
#include "sandbox/keeper.h"
#include "sandbox/link.h"

/* A test runs as the web process of a keeper of its own. What does not hold there ends it with a line's number as its
 * status, and the line on standard error. */
#define CHECK(holds) \
	do { \
		if (!(holds)) \
			return failed(__LINE__, #holds); \
	} while (0)

enum { FAILED = 77 };

static int failed(int line, const char *what)
{
	(void)fprintf(stderr, "test_keeper.c:%d: %s\n", line, what);
	return FAILED;
}

/* ---- parsers that do what the question says ---- */

static int copy(int file, int answer)
{
	char piece[256];
	ssize_t n = pread(file, piece, sizeof piece, 0);

	return n > 0 && write(answer, piece, (size_t)n) == n ? 0 : 1;
}

static int parse(void *context, const void *question, size_t n, int file, int answer)
{
	(void)context;
	if (n != 1)
		return 2;
	switch (*(const char *)question) {
	case 'c':
		return copy(file, answer);
	case 's':
		return 3;
	case 'a':
		abort();
	case 'm':
		/* More than there is for one. */
		memset(mem_alloc(300 * 1024 * 1024), 'x', 1);
		return 0;
	case 'f':
		return (int)fork();
	case 'w':
		while (write(answer, "x", 1) == 1)
			;
		return 4;
	default:
		for (;;)
			;
	}
}

static struct parser ask(const struct keeper_link *link, int file, char question)
{
	struct parser p = {-1, -1};
	struct err err;

	(void)!parser_start(keeper_parsers(link), file, &question, 1, &p, &err);
	return p;
}

static int finish(struct parser *p, const char *words)
{
	struct err err = {0};
	int rc = parser_finish(p, &err);

	if (words[0] != '\0' && strstr(err.text, words) == NULL)
		(void)fprintf(stderr, "expected \"%s\" in: %s\n", words, err.text);
	return words[0] != '\0' && strstr(err.text, words) == NULL ? 1 : rc;
}

/* ---- a keeper ---- */

struct ran {
	int status;
	char said[1024];   /* lines for the log */
};

static int said_into;

static void say(void *context, const char *line)
{
	(void)context;
	(void)!write(said_into, line, strlen(line));
	(void)!write(said_into, "\n", 1);
}

static struct ran run(struct keeper_plan plan)
{
	struct ran ran = {0};
	int said[2], status;
	pid_t keeper;
	ssize_t n;
	size_t length = 0;

	assert_int_equal(pipe(said), 0);
	plan.parser = parse;
	plan.say = say;
	keeper = fork();
	assert_true(keeper >= 0);
	if (keeper == 0) {
		struct err err;

		said_into = said[1];
		if (keeper_run(&plan, &status, &err) < 0)
			(void)fprintf(stderr, "%s\n", err.text);
		_exit(status);
	}
	(void)close(said[1]);
	while (length < sizeof ran.said - 1 && (n = read(said[0], ran.said + length, sizeof ran.said - 1 - length)) > 0)
		length += (size_t)n;
	(void)close(said[0]);
	assert_int_equal(waitpid(keeper, &status, 0), keeper);
	assert_true(WIFEXITED(status));
	ran.status = WEXITSTATUS(status);
	return ran;
}

#define RUN_WEB(function, ...) run((struct keeper_plan){.web = (function), ##__VA_ARGS__})

static int a_file(void)
{
	int file = memfd_create("file", MFD_CLOEXEC);

	if (file >= 0 && write(file, "what stands in it", 17) != 17)
		return -1;
	return file;
}

static int file_of_test;
#define WITH_FILE .web_files = &file_of_test, .web_files_count = 1

/* ---- */

static int end_with_five(void *context, const struct keeper_link *link, int signer)
{
	(void)context, (void)link;
	CHECK(signer == -1);
	return 5;
}

static void test_keeper__ends_as_the_web_process_does(void **state)
{
	(void)state;
	assert_int_equal(RUN_WEB(end_with_five).status, 5);
}

static int die(void *context, const struct keeper_link *link, int signer)
{
	(void)context, (void)link, (void)signer;
	return raise(SIGKILL);
}

static void test_keeper__says_that_the_web_process_was_ended(void **state)
{
	struct ran ran = RUN_WEB(die);

	(void)state;
	assert_int_equal(ran.status, EXIT_FAILURE);
	assert_string_equal(ran.said, "the web process was ended by signal 9\n");
}

static int read_through_parser(void *context, const struct keeper_link *link, int signer)
{
	struct parser p = ask(link, file_of_test, 'c');
	char text[64];

	(void)context, (void)signer;
	CHECK(read(p.answer, text, sizeof text) == 17 && memcmp(text, "what stands in it", 17) == 0);
	CHECK(read(p.answer, text, sizeof text) == 0);
	CHECK(finish(&p, "") == 0);
	return 0;
}

static void test_keeper__has_a_file_read_by_a_parser(void **state)
{
	(void)state;
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(read_through_parser, WITH_FILE).status, 0);
	(void)close(file_of_test);
}

static int see_ends(void *context, const struct keeper_link *link, int signer)
{
	struct parser p = ask(link, file_of_test, 's');

	(void)context, (void)signer;
	CHECK(finish(&p, "") == 0); /* what it said is for its reader to judge */
	p = ask(link, file_of_test, 'a');
	CHECK(finish(&p, "more memory than the") == PL_LIMIT);
	p = ask(link, file_of_test, 'f');
	CHECK(finish(&p, "try what it may not") == PL_FAIL);
	p = ask(link, file_of_test, 'c');
	CHECK(finish(&p, "") == 0); /* and the next one is as good as ever */
	return 0;
}

static void test_keeper__tells_how_a_parser_ended(void **state)
{
	struct ran ran;

	(void)state;
	file_of_test = a_file();
	ran = RUN_WEB(see_ends, WITH_FILE);
	assert_int_equal(ran.status, 0);
	assert_string_equal(ran.said, "a parser tried a system call that it may not make and was stopped: the file may be an "
		"attack\n");
	(void)close(file_of_test);
}

static int ask_for_too_much(void *context, const struct keeper_link *link, int signer)
{
	struct parser p = ask(link, file_of_test, 'm');

	(void)context, (void)signer;
	CHECK(finish(&p, "more memory than the 256 MB") == PL_LIMIT);
	return 0;
}

static void test_keeper__limits_the_memory_of_a_parser(void **state)
{
	(void)state;
	if (role_is_sanitized())
		SKIP_TEST("a sanitizer's memory has no limit");
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(ask_for_too_much, WITH_FILE).status, 0);
	(void)close(file_of_test);
}

static int wait_for_ever(void *context, const struct keeper_link *link, int signer)
{
	struct parser p = ask(link, file_of_test, '-');

	(void)context, (void)signer;
	CHECK(finish(&p, "took too long") == PL_LIMIT);
	return 0;
}

static void test_keeper__stops_a_parser_that_does_not_end(void **state)
{
	(void)state;
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(wait_for_ever, WITH_FILE, .parser_ms = 20).status, 0);
	(void)close(file_of_test);
}

static int leave_unread(void *context, const struct keeper_link *link, int signer)
{
	struct parser p = ask(link, file_of_test, 'w');
	char byte;

	(void)context, (void)signer;
	CHECK(read(p.answer, &byte, 1) == 1);
	CHECK(finish(&p, "") == 0);
	return 0;
}

static void test_keeper__ends_a_parser_whose_answer_nobody_takes(void **state)
{
	(void)state;
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(leave_unread, WITH_FILE).status, 0);
	(void)close(file_of_test);
}

static int ask_for_many(void *context, const struct keeper_link *link, int signer)
{
	struct parser running[PARSERS_AT_ONCE], one_more;

	(void)context, (void)signer;
	for (int i = 0; i < PARSERS_AT_ONCE; i++)
		running[i] = ask(link, file_of_test, 'w');
	one_more = ask(link, file_of_test, 'c');
	CHECK(finish(&one_more, "are being read already") == PL_LOCKED);
	for (int i = 0; i < PARSERS_AT_ONCE; i++)
		CHECK(finish(&running[i], "") == 0);
	return 0;
}

static void test_keeper__reads_so_many_files_at_once_and_no_more(void **state)
{
	(void)state;
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(ask_for_many, WITH_FILE).status, 0);
	(void)close(file_of_test);
}

static int talk_nonsense(void *context, const struct keeper_link *link, int signer)
{
	int keeper = keeper_parsers(link)->keeper;
	struct link_words words = {.message = LINK_PARSE, .size = 1000}, parse_nothing = {.message = LINK_PARSE, .size = 1};
	struct err err;

	(void)context;
	CHECK(send(keeper, "nonsense", 8, MSG_NOSIGNAL) == 8);
	CHECK(link_send(keeper, &words, NULL, &err) == 0);
	CHECK(link_send(keeper, &parse_nothing, NULL, &err) == 0);
	words.message = 99;
	CHECK(link_send(keeper, &words, (int[LINK_FILES]){file_of_test, file_of_test, file_of_test}, &err) == 0);
	return read_through_parser(context, link, signer);
}

static void test_keeper__is_not_moved_by_nonsense(void **state)
{
	(void)state;
	file_of_test = a_file();
	assert_int_equal(RUN_WEB(talk_nonsense, WITH_FILE).status, 0);
	(void)close(file_of_test);
}

/* ---- the signer ---- */

static int secret = 0;

static int open_secret(void *context, struct err *err)
{
	(void)context;
	secret = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	return secret >= 0 ? 0 : err_set(err, PL_FAIL, "there is no secret");
}

static int answer(void *context, const void *question, size_t n, void *to, size_t *ret_n, struct err *err)
{
	(void)context;
	if (n == 3 && memcmp(question, "die", 3) == 0)
		_exit(1);
	if (pread(secret, to, 1, 0) != 1)
		return err_set(err, PL_FAIL, "the secret cannot be read");
	*ret_n = 1;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? 0 :
		err_set(err, PL_CONFLICT, "the signer may still open files");
}

static int sign(void *context, int calls)
{
	struct err err;

	(void)context;
	return call_serve(calls, answer, NULL, &err) == 0 ? 0 : 1;
}

static int ask_signer(void *context, const struct keeper_link *link, int signer)
{
	struct caller *c = caller_new(signer);
	char text[16];
	struct err err;
	size_t n = 0;

	(void)context, (void)link;
	CHECK(secret == 0); /* it is open in the other process */
	CHECK(caller_ask(c, "sign", 4, 60000, text, sizeof text, &n, &err) == 0);
	CHECK(n == 1 && text[0] == 'r');
	caller_free(c);
	return 0;
}

static void test_keeper__lets_the_web_process_ask_a_signer_that_has_the_key(void **state)
{
	(void)state;
	assert_int_equal(RUN_WEB(ask_signer, .signer = sign, .prepare_signer = open_secret).status, 0);
}

static int end_signer(void *context, const struct keeper_link *link, int signer)
{
	struct caller *c = caller_new(signer);
	char text[16];
	sigset_t term;
	struct err err;
	size_t n;

	(void)context, (void)link;
	CHECK(caller_ask(c, "die", 3, 60000, text, sizeof text, &n, &err) == PL_FAIL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &term, NULL);
	(void)sigwaitinfo(&term, NULL);
	return 0;
}

static void test_keeper__ends_all_when_the_signer_ends(void **state)
{
	struct ran ran = RUN_WEB(end_signer, .signer = sign, .prepare_signer = open_secret);

	(void)state;
	assert_int_equal(ran.status, EXIT_FAILURE);
	assert_string_equal(ran.said, "the signer process ended: the server ends, because it could sign nothing any more\n");
}

/* The web process may reach nobody; the fetcher may, and says so. */
static int reach(void *context, const void *question, size_t n, void *to, size_t *ret_n, struct err *err)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)context, (void)question, (void)n;
	if (s < 0)
		return err_set(err, PL_FAIL, "no socket can be had");
	(void)close(s);
	memcpy(to, "out", 3);
	*ret_n = 3;
	return 0;
}

static int fetch(void *context, int calls)
{
	struct err err;

	(void)context;
	return call_serve(calls, reach, NULL, &err) == 0 ? 0 : 1;
}

static int ask_both(void *context, const struct keeper_link *link, int signer)
{
	struct caller *fetcher = caller_new(keeper_fetcher(link));
	char text[16];
	struct err err;
	size_t n = 0;

	(void)context;
	CHECK(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0);
	CHECK(signer >= 0 && signer != keeper_fetcher(link));
	CHECK(keeper_mailer(link) == -1);
	CHECK(caller_ask(fetcher, "reach", 5, 60000, text, sizeof text, &n, &err) == 0);
	CHECK(n == 3 && memcmp(text, "out", 3) == 0);
	caller_free(fetcher);
	return 0;
}

static void test_keeper__lets_the_web_process_ask_a_fetcher_that_reaches_others(void **state)
{
	(void)state;
	assert_int_equal(RUN_WEB(ask_both, .signer = sign, .prepare_signer = open_secret, .fetcher = fetch).status, 0);
}

/* Asks the one for mail while the other has a question that it does not answer. */
static int hang(void *context, int calls)
{
	char question[1];

	(void)context;
	while (recv(calls, question, sizeof question, 0) > 0)
		;
	return 0;
}

static int ask_beside_mail(void *context, const struct keeper_link *link, int signer)
{
	struct caller *fetcher = caller_new(keeper_fetcher(link)), *mailer = caller_new(keeper_mailer(link));
	char text[16];
	struct err err;
	size_t n = 0;

	(void)context, (void)signer;
	CHECK(caller_ask(mailer, "mail", 4, 1, text, sizeof text, &n, &err) == PL_FAIL);
	CHECK(caller_ask(fetcher, "reach", 5, 60000, text, sizeof text, &n, &err) == 0);
	caller_free(mailer);
	caller_free(fetcher);
	return 0;
}

static void test_keeper__lets_nobody_wait_for_a_mail_server_that_hangs(void **state)
{
	(void)state;
	assert_int_equal(RUN_WEB(ask_beside_mail, .fetcher = fetch, .mailer = hang).status, 0);
}

static int has_no_fetcher(void *context, const struct keeper_link *link, int signer)
{
	(void)context;
	return keeper_fetcher(link) == -1 && signer == -1 ? 0 : 1;
}

static void test_keeper__starts_no_helper_that_is_not_planned(void **state)
{
	(void)state;
	assert_int_equal(RUN_WEB(has_no_fetcher, .signer = NULL).status, 0);
}

static void test_keeper__keeps_a_secret_out_of_the_folder_that_the_web_process_opens(void **state)
{
	char folder[] = "/tmp/plimsoll-keeper-XXXXXX", path[64];
	struct keeper_plan plan = {.web = end_with_five, .parser = parse, .own = {.data = folder}, .secret = path};
	struct err err;
	int status, file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof path, "%s/key", folder);
	file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(file >= 0);
	assert_int_equal(keeper_run(&plan, &status, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "lies in the folder of the database"));
	plan.secret = "/etc/passwd";
	plan.fetcher_secret = path;
	assert_int_equal(keeper_run(&plan, &status, &err), PL_INVALID);
	plan.fetcher_secret = "/etc/passwd";
	assert_int_equal(run(plan).status, 5);
	plan.own = (struct role_own){.named = &(struct role_path){folder, true}, .named_count = 1};
	plan.fetcher_secret = NULL;
	plan.mail_secret = path;
	assert_int_equal(keeper_run(&plan, &status, &err), PL_INVALID);
	assert_non_null(strstr(err.text, folder));
	(void)close(file);
	(void)unlink(path);
	(void)rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeper__ends_as_the_web_process_does),
		cmocka_unit_test(test_keeper__says_that_the_web_process_was_ended),
		cmocka_unit_test(test_keeper__has_a_file_read_by_a_parser),
		cmocka_unit_test(test_keeper__tells_how_a_parser_ended),
		cmocka_unit_test(test_keeper__limits_the_memory_of_a_parser),
		cmocka_unit_test(test_keeper__stops_a_parser_that_does_not_end),
		cmocka_unit_test(test_keeper__ends_a_parser_whose_answer_nobody_takes),
		cmocka_unit_test(test_keeper__reads_so_many_files_at_once_and_no_more),
		cmocka_unit_test(test_keeper__is_not_moved_by_nonsense),
		cmocka_unit_test(test_keeper__lets_the_web_process_ask_a_signer_that_has_the_key),
		cmocka_unit_test(test_keeper__ends_all_when_the_signer_ends),
		cmocka_unit_test(test_keeper__lets_the_web_process_ask_a_fetcher_that_reaches_others),
		cmocka_unit_test(test_keeper__lets_nobody_wait_for_a_mail_server_that_hangs),
		cmocka_unit_test(test_keeper__starts_no_helper_that_is_not_planned),
		cmocka_unit_test(test_keeper__keeps_a_secret_out_of_the_folder_that_the_web_process_opens),
	};

	return RUN_TESTS(tests);
}
