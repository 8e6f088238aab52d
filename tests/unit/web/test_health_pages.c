/* The health check as pages and files, asked of the application without a network. */
#include <stdio.h>
#include <string.h>

#include "../../test.h"
#include "council.h"
#include "core/health.h"
#include "exchange/xlsx_reader.h"
#include "web/app.h"

#define HEALTH "/employers/northshire/health"

static struct council council;
static struct web_app *app;
static const char *director, *representative;

struct asked {
	struct arena *arena;
	struct response response;
};

static const char *ask(struct asked *asked, const char *cookie, const char *target)
{
	struct log_subject subject;
	struct request request;

	asked->arena = arena_new();
	asked->response = (struct response){0};
	response_reset(&asked->response);
	request_begin(&request, asked->arena, "GET");
	request.host = "localhost";
	request.cookies = cookie;
	(void)request_read_target(&request, target, NULL);
	web_answer(app, &request, &asked->response, &subject);
	return buf_text(&asked->response.body);
}

static void done(struct asked *asked)
{
	buf_free(&asked->response.body);
	arena_free(asked->arena);
}

static void page_says(const char *cookie, const char *target, int status, const char *words, bool says)
{
	struct asked asked;
	const char *page = ask(&asked, cookie, target);

	if (asked.response.status != status || (strstr(page, words) != NULL) != says)
		fail_msg("%s: status %d, expected %d and %s\"%s\"", target, asked.response.status, status, says ? "" : "no ", words);
	done(&asked);
}

static void test_health__begins_with_what_is_found(void **state)
{
	(void)state;
	page_says(director, HEALTH, 200, "<p class=\"pl-lede\">Saturday 21 November 2026. ", true);
	page_says(director, HEALTH, 200, "What to look at first", true);
	page_says(director, HEALTH, 200, "What has helped:", true);
}

static void test_health__says_of_what_and_of_when_it_is(void **state)
{
	(void)state;
	page_says(director, HEALTH, 200,
		"All teams. What is on a day is of 21 November 2026; what happened is from 22 August 2026 to it.", true);
	page_says(director, HEALTH "?on=2026-11-01", 200, "is of 1 November 2026; what happened is from 2 August 2026 to it.",
		true);
	page_says(director, HEALTH "?from=2026-10-01&to=2026-10-31", 200,
		"is of 31 October 2026; what happened is from 1 October 2026 to it.", true);
	page_says(director, HEALTH "?team=north", 200, "<h1 class=\"govuk-heading-l\">Health check: ", true);
}

static void test_health__of_other_days_has_another_title(void **state)
{
	(void)state;
	page_says(director, HEALTH "?from=2026-10-01&to=2026-10-31", 200,
		"<title>Health check, since 1 October 2026, 31 October 2026 - ", true);
	page_says(director, HEALTH, 200, "<title>Health check, 21 November 2026 - ", true);
}

static void test_health__refuses_what_is_no_day_no_period_and_no_team(void **state)
{
	(void)state;
	page_says(director, HEALTH "?on=x", 400, "The day in the address must be a date", true);
	page_says(director, HEALTH "?to=x", 400, "The day in the address must be a date", true);
	page_says(director, HEALTH "?from=x", 400, "from=x: expected a date written like 2026-03-31.", true);
	page_says(director, HEALTH "?from=2026-10-02&to=2026-10-01", 400, "ends before it begins", true);
	page_says(director, HEALTH "?team=nowhere", 404, "no team of this code", true);
	page_says(director, HEALTH "?service=none", 404, "no service of this code", true);
	page_says(director, HEALTH "/nothing", 404, "no measure of this name", true);
}

static void test_health__shows_the_form_again_with_what_is_wrong_at_its_field(void **state)
{
	(void)state;
	page_says(director, HEALTH "?from=2026-10-02&to=2026-10-01", 400, "id=\"from-error\"", true);
	page_says(director, HEALTH "?from=2026-10-02&to=2026-10-01", 400, "value=\"2026-10-02\"", true);
	page_says(director, HEALTH "?from=2020-01-01", 400, "id=\"from-error\"", true);
	page_says(director, HEALTH "?to=2027-01-01", 400, "id=\"to-error\"", true);
	page_says(director, HEALTH "?on=2027-01-01", 400, "id=\"to-error\"", true);
	page_says(director, HEALTH "?to=x", 400, "id=\"to-error\"", true);
	page_says(director, HEALTH "?from=x", 400, "<title>Error: Health check, 21 November 2026 - ", true);
	page_says(director, HEALTH "/waiting?from=x&team=north", 400, "action=\"" HEALTH "/waiting\"", true);
	page_says(director, HEALTH "/waiting?from=x&team=north", 400, "<option value=\"north\" selected>", true);
	page_says(director, HEALTH ".csv?from=x", 400, "id=\"from-error\"", false);
}

static void test_publish__refuses_what_is_no_first_day_of_a_quarter(void **state)
{
	(void)state;
	page_says(director, "/employers/northshire/publish?quarter=banana", 400, "No quarter begins on “banana”: expected",
		true);
	page_says(director, "/employers/northshire/publish?quarter=2026-07-02", 400, "No quarter begins on “2026-07-02”",
		true);
	page_says(director, "/employers/northshire/publish?quarter=2026-07-01", 200, "Publish the health check of ", true);
}

static void test_health__lists_what_is_not_known_by_why(void **state)
{
	(void)state;
	page_says(director, HEALTH, 200, "<p class=\"pl-unknown\"><strong>The records do not say:</strong></p>", true);
	page_says(director, HEALTH ".json", 200, "\"known\":\"not-recorded\",\"figure\":null", true);
}

static void test_health__leads_to_publishing_whoever_publishes(void **state)
{
	(void)state;
	page_says(director, HEALTH, 200, "href=\"/employers/northshire/publish\"", true);
	page_says(representative, HEALTH, 200, "href=\"/employers/northshire/publish\"", false);
	page_says(representative, HEALTH, 200, "a head of service of the whole employer, publishes the health check", true);
}

static void test_health__tells_who_does_not_see_single_workers_less(void **state)
{
	(void)state;
	page_says(director, HEALTH ".json", 200, "\"known\":\"not-told\",\"figure\":", true);
	page_says(representative, HEALTH, 200, "Told for a finished quarter of the whole employer", true);
	page_says(representative, HEALTH, 200, "id=\"quarters\"", true);
	page_says(director, HEALTH, 200, "id=\"quarters\"", false);
}

static void test_measure__has_its_definition_and_its_series(void **state)
{
	(void)state;
	page_says(director, HEALTH "/waiting", 200, "Every one of them belongs to a named manager.", true);
	page_says(director, HEALTH "/waiting", 200,
		"<svg class=\"pl-plot\" role=\"img\" aria-labelledby=\"chart-title chart-desc\"", true);
	page_says(director, HEALTH "/waiting", 200,
		"<caption class=\"govuk-visually-hidden\">Open cases that nobody is working on, by month, ", true);
	page_says(director, HEALTH "/waiting.csv", 200, "month,until,over,known,figure,", true);
	page_says(director, HEALTH "/waiting.json", 200, "\"months\":[{\"month\":\"", true);
}

static void test_measure__is_told_by_team(void **state)
{
	(void)state;
	page_says(director, HEALTH "/waiting", 200, ">By team</h2>", true);
	page_says(director, HEALTH "/waiting?team=north", 200, ">By team</h2>", false);
}

static void test_measure__leads_to_the_cases_and_workers_behind_it(void **state)
{
	(void)state;
	page_says(director, HEALTH "/high-risk", 200, "href=\"/employers/northshire/unallocated?sort=risk\"", true);
	page_says(director, HEALTH "/waiting-longest", 200, "/unallocated?sort=-days&amp;team=north\"", true);
	page_says(director, HEALTH "/no-owner?team=south", 200, "id=\"behind\"><a class=\"govuk-link\" "
		"href=\"/employers/northshire/unallocated?sort=owner&amp;team=south\"", true);
	page_says(director, HEALTH "/past-line", 200, "id=\"behind\"><a class=\"govuk-link\" "
		"href=\"/employers/northshire/exceptions\"", true);
	page_says(director, HEALTH "/past-line", 200, "href=\"/employers/northshire/teams/north\">Its workers<", true);
	page_says(director, HEALTH "/waiting?on=2026-11-01", 200, "/unallocated?on=2026-11-01&amp;sort=risk\"", true);
	page_says(director, HEALTH "/turnover", 200, "id=\"behind\"", false);
}

/* Asks for every address that stands behind the mark. Returns how many there were. */
static int follow(const char *cookie, const char *page, const char *mark)
{
	int count = 0;

	for (const char *at = strstr(page, mark); at != NULL; at = strstr(at, mark), count++) {
		char address[256] = "";
		size_t length = 0;

		for (at += strlen(mark); *at != '"' && length < sizeof address - 1; at += strncmp(at, "&amp;", 5) == 0 ? 5 : 1)
			address[length++] = *at;
		page_says(cookie, address, 200, "<h1", true);
	}
	return count;
}

static int follow_all(const char *cookie)
{
	int count = 0;

	for (int m = 0; m < HEALTH_MEASURES; m++) {
		struct asked asked;
		char address[160];
		const char *page;

		(void)snprintf(address, sizeof address, HEALTH "/%s", health_measure_row((enum health_measure)m)->code);
		page = ask(&asked, cookie, address);
		count += follow(cookie, page, "id=\"behind\"><a class=\"govuk-link\" href=\"");
		count += follow(cookie, page, "data-label=\"Behind it\"><a class=\"govuk-link\" href=\"");
		done(&asked);
	}
	return count;
}

static void test_measure__leads_nowhere_that_its_reader_is_refused(void **state)
{
	(void)state;
	assert_true(follow_all(director) > HEALTH_MEASURES);
	assert_true(follow_all(representative) > 0);
}

static int count_row(void *context, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	(void)number;
	(void)cells;
	(void)count;
	(void)err;
	++*(int *)context;
	return 0;
}

static void test_health__as_a_workbook_has_a_row_a_measure(void **state)
{
	struct asked asked;
	struct err err = {0};
	struct xlsx *x;
	int rows = 0;

	(void)state;
	(void)ask(&asked, director, HEALTH ".xlsx");
	assert_int_equal(asked.response.status, 200);
	assert_string_equal(asked.response.type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	assert_int_equal(xlsx_open_bytes(asked.response.body.data, asked.response.body.len, &x, &err), 0);
	assert_int_equal(xlsx_sheets(x), 7);
	assert_int_equal(xlsx_read_sheet(x, 0, count_row, &rows, &err), 0);
	assert_int_equal(rows, HEALTH_MEASURES + 1);
	xlsx_close(x);
	done(&asked);
}

static int set_up(void **state)
{
	(void)state;
	council_open(&council);
	app = web_app_new(&(struct web_options){.pictures = council.pictures, .accounts = council.accounts,
		.readiness = council.readiness, .writer = council.writer, .today = council_today});
	director = council_cookie(&council, "dora");
	representative = council_cookie(&council, "uma");
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
		cmocka_unit_test(test_health__begins_with_what_is_found),
		cmocka_unit_test(test_health__says_of_what_and_of_when_it_is),
		cmocka_unit_test(test_health__of_other_days_has_another_title),
		cmocka_unit_test(test_health__refuses_what_is_no_day_no_period_and_no_team),
		cmocka_unit_test(test_health__shows_the_form_again_with_what_is_wrong_at_its_field),
		cmocka_unit_test(test_publish__refuses_what_is_no_first_day_of_a_quarter),
		cmocka_unit_test(test_health__lists_what_is_not_known_by_why),
		cmocka_unit_test(test_health__leads_to_publishing_whoever_publishes),
		cmocka_unit_test(test_health__tells_who_does_not_see_single_workers_less),
		cmocka_unit_test(test_measure__has_its_definition_and_its_series),
		cmocka_unit_test(test_measure__is_told_by_team),
		cmocka_unit_test(test_measure__leads_to_the_cases_and_workers_behind_it),
		cmocka_unit_test(test_measure__leads_nowhere_that_its_reader_is_refused),
		cmocka_unit_test(test_health__as_a_workbook_has_a_row_a_measure),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
