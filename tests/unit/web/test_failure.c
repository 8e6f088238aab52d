/* What is said when something of ours fails: the number of the request to whoever asked, the reason to the log. */
#include <string.h>
#include <unistd.h>

#include "../../test.h"
#include "council.h"
#include "web/app.h"

/* Stands in the reason only. */
#define SECRET "swordfish"
#define NUMBER "aB3numberOfRequest"
#define CASE "/employers/northshire/cases/SYN029001"

static struct council council;
static struct web_app *app;
static const char *director;

/* The answer, with what the log said meanwhile. */
struct failed {
	struct arena *arena;
	struct response response;
	const char *body;
	char log[4000];
};

/* From now on reading the history of a case fails, in words that the engine of the database makes. */
static void break_the_database(void)
{
	place_run(&council.place, place_is_of_server() ?
		"create function secret() returns boolean language plpgsql as $$ begin raise exception '" SECRET "'; end $$; "
		"alter table stage rename to kept; create view stage as select * from kept where secret(); "
		"grant select on stage to plimsoll" :
		"alter table stage rename to kept; create view stage as select * from " SECRET);
}

static int log_ends[2], log_before;

static void log_to_pipe(void)
{
	assert_int_equal(pipe(log_ends), 0);
	log_before = dup(STDERR_FILENO);
	assert_int_equal(dup2(log_ends[1], STDERR_FILENO), STDERR_FILENO);
}

static void log_from_pipe(char *ret, size_t size)
{
	ssize_t n;

	assert_int_equal(dup2(log_before, STDERR_FILENO), STDERR_FILENO);
	close(log_before);
	close(log_ends[1]);
	n = read(log_ends[0], ret, size - 1);
	close(log_ends[0]);
	ret[n > 0 ? n : 0] = '\0';
}

static struct failed ask(const char *target)
{
	struct failed f = {.arena = arena_new()};
	struct log_subject subject;
	struct request request;

	request_begin(&request, f.arena, "GET");
	request.host = "localhost";
	request.cookies = director;
	_Static_assert(sizeof NUMBER <= sizeof request.id, "a number is as long as those of requests");
	memcpy(request.id, NUMBER, sizeof NUMBER);
	(void)request_read_target(&request, target, NULL);
	response_reset(&f.response);
	log_to_pipe();
	web_answer(app, &request, &f.response, &subject);
	log_from_pipe(f.log, sizeof f.log);
	f.body = arena_strdup(f.arena, buf_text(&f.response.body));
	return f;
}

static void done(struct failed *f)
{
	buf_free(&f->response.body);
	arena_free(f->arena);
}

static void tells_only_its_number(const char *target, const char *type, const char *number)
{
	struct failed f = ask(target);

	assert_int_equal(f.response.status, 500);
	assert_int_equal(strncmp(f.response.type, type, strlen(type)), 0);
	if (strstr(f.body, "The page could not be made, and nothing was changed.") == NULL || strstr(f.body, number) == NULL)
		fail_msg("%s says\n%s", target, f.body);
	if (strstr(f.body, SECRET) != NULL || strstr(f.body, "table") != NULL)
		fail_msg("%s tells the reason:\n%s", target, f.body);
	done(&f);
}

static void test_failure__is_told_by_its_number_only(void **state)
{
	(void)state;
	tells_only_its_number(CASE, "text/html", "<code>" NUMBER "</code>");
	tells_only_its_number(CASE ".json", "application/json", "\"request\":\"" NUMBER "\"");
}

static void test_failure__has_its_reason_in_the_log(void **state)
{
	struct failed f = ask(CASE ".json");

	(void)state;
	if (strstr(f.log, "\"msg\":\"failure\"") == NULL || strstr(f.log, SECRET) == NULL || strstr(f.log, NUMBER) == NULL)
		fail_msg("the log says\n%s", f.log);
	assert_non_null(strstr(f.log, "\"route\":\"/employers/{employer}/cases/{case}\""));
	assert_null(strstr(f.log, "SYN029001"));
	done(&f);
}

static int set_up(void **state)
{
	(void)state;
	council_open(&council);
	app = web_app_new(&(struct web_options){.pictures = council.pictures, .accounts = council.accounts, .readiness = council.readiness,
		.today = council_today});
	director = council_cookie(&council, "dora");
	break_the_database();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	web_app_free(app);
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_failure__is_told_by_its_number_only),
		cmocka_unit_test(test_failure__has_its_reason_in_the_log),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
