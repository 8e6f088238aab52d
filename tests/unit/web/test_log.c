/* What the log says of a request, and what it never says. */
#include <string.h>
#include <unistd.h>

#include "../../test.h"
#include "web/http.h"
#include "web/log.h"

static int before, ends[2];

/* From here on standard error goes to a pipe. */
static void begin(void)
{
	assert_int_equal(pipe(ends), 0);
	before = dup(STDERR_FILENO);
	assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
}

static void end(char *line, size_t size)
{
	ssize_t n;

	assert_int_equal(dup2(before, STDERR_FILENO), STDERR_FILENO);
	close(before);
	close(ends[1]);
	n = read(ends[0], line, size - 1);
	close(ends[0]);
	assert_true(n > 0);
	line[n] = '\0';
}

static struct request request_of(const char *method)
{
	struct request r;

	request_begin(&r, NULL, method);
	memcpy(r.id, "abc", 4);
	r.path = "/employers/northshire/cases/SECRET-REF";
	r.client = "203.0.113.7";
	r.query[0] = (struct request_pair){"q", "SECRET-QUERY"};
	r.query_count = 1;
	return r;
}

static void test_log__says_the_route_and_not_the_address(void **state)
{
	const struct request r = request_of("POST");
	const struct response res = {.status = 303};
	const struct log_subject subject = {"/employers/{employer}/cases/{case}", "northshire", 7};
	char line[2000];

	(void)state;
	begin();
	log_request(&r, &res, &subject, 12);
	end(line, sizeof line);
	assert_non_null(strstr(line, "\"level\":\"info\",\"msg\":\"request\",\"request\":\"abc\",\"employer\":\"northshire\",\"account\":7,"
		"\"method\":\"POST\",\"route\":\"/employers/{employer}/cases/{case}\",\"status\":303,\"ms\":12}\n"));
	assert_int_equal(strncmp(line, "{\"ts\":\"20", 9), 0);
	assert_null(strstr(line, "SECRET"));
	assert_null(strstr(line, "203.0.113.7"));
}

static void test_log__keeps_what_was_sent_out_of_its_lines(void **state)
{
	const struct request r = request_of("X\"\nmsg: forged \x1b[31m");
	const struct response res = {.status = 405};
	char line[2000];

	(void)state;
	begin();
	log_request(&r, &res, &(struct log_subject){.route = "", .employer = ""}, 0);
	end(line, sizeof line);
	assert_non_null(strstr(line, "\"level\":\"warn\""));
	assert_non_null(strstr(line, "\"method\":\"other\""));
	assert_null(strstr(line, "forged"));
}

static void test_log__escapes_control_characters(void **state)
{
	const struct request r = request_of("GET");
	char line[2000];

	(void)state;
	begin();
	log_failure(&r, "/", "a\nb\x1b[31m\"c");
	end(line, sizeof line);
	assert_int_equal(strcspn(line, "\n"), strlen(line) - 1);
	assert_null(strchr(line, 0x1b));
	assert_non_null(strstr(line, "\"why\":\"a\\u000ab"));
}

static void test_log__has_a_line_of_what_changes_or_is_refused(void **state)
{
	const struct request get = request_of("GET"), head = request_of("HEAD"), post = request_of("POST");

	(void)state;
	assert_false(log_is_due(&get, &(struct response){.status = 200}));
	assert_false(log_is_due(&head, &(struct response){.status = 304}));
	assert_false(log_is_due(&get, &(struct response){.status = 303}));
	assert_true(log_is_due(&post, &(struct response){.status = 303}));
	assert_true(log_is_due(&get, &(struct response){.status = 403}));
	assert_true(log_is_due(&get, &(struct response){.status = 500}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log__says_the_route_and_not_the_address),
		cmocka_unit_test(test_log__keeps_what_was_sent_out_of_its_lines),
		cmocka_unit_test(test_log__escapes_control_characters),
		cmocka_unit_test(test_log__has_a_line_of_what_changes_or_is_refused),
	};

	return RUN_TESTS(tests);
}
