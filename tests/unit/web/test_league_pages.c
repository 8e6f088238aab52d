/* The public league, asked of the application without a network: for nobody and for somebody, with the typed releases
 * and with none. */
#include <stdlib.h>
#include <string.h>

#include "../../test.h"
#include "council.h"
#include "web/app.h"

static struct council council;
static struct web_app *app, *empty_app;

struct asked {
	struct arena *arena;
	struct response response;
};

static const char *ask_as(const struct web_app *of, struct asked *asked, const char *target, const char *cookies,
	const char *etag)
{
	struct log_subject subject;
	struct request request;

	request_begin(&request, NULL, "GET");
	asked->arena = arena_new();
	asked->response = (struct response){0};
	response_reset(&asked->response);
	request.arena = asked->arena;
	request.host = "localhost";
	request.cookies = cookies;
	request.if_none_match = etag;
	(void)request_read_target(&request, target, NULL);
	web_answer(of, &request, &asked->response, &subject);
	return buf_text(&asked->response.body);
}

static const char *ask(struct asked *asked, const char *target)
{
	return ask_as(app, asked, target, "", "");
}

static void done(struct asked *asked)
{
	buf_free(&asked->response.body);
	arena_free(asked->arena);
}

static void says(const char *target, int status, const char *words)
{
	struct asked asked;
	const char *page = ask(&asked, target);

	if (asked.response.status != status || strstr(page, words) == NULL)
		fail_msg("%s: status %d, expected %d and \"%s\"", target, asked.response.status, status, words);
	done(&asked);
}

static void does_not_say(const char *target, const char *words)
{
	struct asked asked;

	if (strstr(ask(&asked, target), words) != NULL)
		fail_msg("%s says \"%s\"", target, words);
	done(&asked);
}

static void leads_to(const char *target, const char *where)
{
	struct asked asked;

	(void)ask(&asked, target);
	assert_int_equal(asked.response.status, 303);
	assert_string_equal(asked.response.extra[0].name, "Location");
	assert_string_equal(asked.response.extra[0].value, where);
	done(&asked);
}

/* ---- the league ---- */

static void test_league__is_shown_to_nobody_in_particular(void **state)
{
	(void)state;
	says("/league", 200, "Which employers keep their word?");
	says("/league", 200, ">Sign in</a>");
	says("/league", 200, "None has published a target.");
	says("/league", 200, "No target published");
	says("/league", 200, "<li><a class=\"govuk-link\" href=\"/published\">");
	says("/league", 200, "<strong>Cases per FTE</strong> are the cases");
	says("/league", 200, "one return with West Northamptonshire");
	says("/", 200, "href=\"/league\"");
}

static void test_league__stands_by_region_and_name_and_never_says_a_rank(void **state)
{
	struct asked asked;
	const char *page = ask(&asked, "/league");
	const char *east = strstr(page, ">East Midlands</h2>"), *north = strstr(page, ">North East</h2>");
	const char *newcastle = north != NULL ? strstr(north, ">Newcastle upon Tyne</a>") : NULL;

	(void)state;
	assert_non_null(east);
	assert_non_null(newcastle);
	assert_true(east < north);
	assert_true(newcastle < strstr(newcastle, ">Sunderland</a>"));
	assert_null(strstr(page, "no ranking"));
	done(&asked);
	says("/league?sort=-caseload", 200, "This order is no ranking");
	says("/league?sort=-caseload", 200, "aria-sort=\"descending\"");
}

/* Who has no number stands last, whichever way round it is sorted. */
static void test_sorting__keeps_who_has_no_figure_at_the_end(void **state)
{
	static const char *const SORTS[] = {"/league?sort=caseload", "/league?sort=-caseload"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct asked asked;
		const char *page = ask(&asked, SORTS[i]), *table = strstr(page, "<tbody");

		assert_non_null(table);
		assert_true(strstr(table, ">Kensington and Chelsea</a>") > strstr(table, ">Bolton</a>"));
		assert_true(strstr(table, ">Kensington and Chelsea</a>") > strstr(table, ">Liverpool</a>"));
		done(&asked);
	}
}

static void test_filters__leave_what_was_asked_for_and_say_what_cannot_be(void **state)
{
	(void)state;
	says("/league?search=bOlT", 200, ">Bolton</a>");
	does_not_say("/league?search=bolt", ">Liverpool</a></th>");
	says("/league?region=E12000001", 200, ">North East</h2>");
	does_not_say("/league?region=E12000001", ">North West</h2>");
	says("/league?search=nowhere", 200, "No employer is found");
	says("/league?year=2024", 200, "England, 30 September 2024.");
	says("/league?region=E08000001", 400, "The region in the address must be the code of one");
	says("/league?year=1066", 400, "The year in the address must be one of");
	says("/league?year=x", 400, "The year in the address must be one of");
	says("/league?year=2023", 400, "There is no league of 2023: no statistics of its caseloads have been taken in.");
	says("/league?sort=rank", 400, "This table can be sorted by one of: name, caseload");
}

/* Whoever takes the figures away has those that the page shows. */
static void test_filters__hold_for_the_figures_too(void **state)
{
	struct asked asked;
	const char *rows;

	(void)state;
	says("/league.csv?search=bOlT", 200, ",Bolton,");
	does_not_say("/league.csv?search=bolt", ",Liverpool,");
	says("/league.json?region=E12000001", 200, "\"name\":\"Sunderland\"");
	does_not_say("/league.json?region=E12000001", "\"name\":\"Bolton\"");
	does_not_say("/league.csv?search=nowhere", "Bolton");
	rows = ask(&asked, "/league.csv?sort=-caseload");
	assert_true(strstr(rows, ",Bolton,") < strstr(rows, ",Barnsley,"));
	done(&asked);
	rows = ask(&asked, "/league.csv");
	assert_true(strstr(rows, ",Barnsley,") < strstr(rows, ",Bolton,"));
	done(&asked);
}

static void test_selection__stands_before_the_chart_and_is_what_is_summed_up(void **state)
{
	struct asked asked;
	const char *page = ask(&asked, "/league?search=bolton"), *found = strstr(page, "1 employer found."),
		*row = strstr(page, ">Bolton</a>"), *chart = strstr(page, "pl-figure--wide");

	(void)state;
	assert_true(found != NULL && row != NULL && chart != NULL && found < row && row < chart);
	done(&asked);
	page = ask(&asked, "/league?search=nowhere");
	found = strstr(page, "No employer is found");
	chart = strstr(page, "pl-figure--wide");
	assert_true(found != NULL && chart != NULL && found < chart);
	done(&asked);
	does_not_say("/league?search=bolton", " returns that ");
	does_not_say("/league", " found.<");
}

static void test_year__that_is_not_here_names_those_that_are(void **state)
{
	(void)state;
	says("/league?year=1999", 400, "must be one of 20");
}

static void test_hostile_query__is_text_or_one_sentence(void **state)
{
	char most[200];

	(void)state;
	says("/league?search=%3Cscript%3Ealert(1)%3C/script%3E", 200, "&lt;script&gt;");
	does_not_say("/league?search=%3Cscript%3Ealert(1)%3C/script%3E", "<script");
	says("/league?search=%22%20onfocus%3D%22x", 200, "value=\"&quot; onfocus=&quot;x\"");
	memset(most, 'a', sizeof most - 1);
	most[sizeof most - 1] = '\0';
	memcpy(most, "/league?search=", strlen("/league?search="));
	says(most, 400, "A piece of a name has at most 60 letters.");
	says("/league?region=%27%20OR%201", 400, "The region in the address");
}

/* ---- an employer ---- */

static void test_employer__says_whether_it_is_unusual_and_beside_whom(void **state)
{
	(void)state;
	says("/league/E08000001", 200, "Bolton’s caseload of 20.8 is ");
	says("/league/E08000001", 200, "At 20.8 cases each has 73 minutes a week.");
	says("/league/E08000001", 200, "In the region North West caseloads of 2025 go from 10.1 ("
		"Liverpool; 9.7 to 10.6 by the chance of that day) to 20.8 (Bolton; 20.0 to 21.6).");
	says("/league/E08000001", 200, "10.7 higher than Liverpool’s (9.8 to 11.6 higher): a clear difference");
	says("/league/E06000053", 200, "Isles of Scilly has the full-time equivalent of 1.0 worker who holds cases");
	says("/league/E09000020", 200, "No caseload of Kensington and Chelsea can be shown for 2025 (not available");
	says("/league/E06000061", 200, "It makes one return with West Northamptonshire");
}

static void test_code__of_earlier_days_or_of_a_region_leads_on(void **state)
{
	(void)state;
	leads_to("/league/e08000001", "/league/E08000001");
	leads_to("/league/350", "/league/E08000001");
	leads_to("/league/350.csv", "/league/E08000001.csv");
	leads_to("/league/E08000016", "/league/E08000038");
	leads_to("/league/E08000016.csv", "/league/E08000038.csv");
	leads_to("/league/E12000001", "/league?region=E12000001");
	leads_to("/league/E92000001", "/league");
	says("/league/E08000099", 404, "There is no employer with this code");
	says("/league/%27", 404, "There is no employer with this code");
	says("/league/%00", 400, "wrongly encoded");
}

static void test_figures__stand_as_they_were_published(void **state)
{
	(void)state;
	says("/league/E08000001.csv", 200, "2025,E08000001,Bolton,caseload_fte,Average caseload,20.8,,19.984,21.554\r\n");
	says("/league/E09000020.csv", 200, "2025,E09000020,Kensington and Chelsea,caseload_fte,Average caseload,,x,,\r\n");
	says("/league.json", 200, "\"name\":\"Bolton\"");
}

/* Every column of the table can be taken away. */
static void test_figures__have_what_the_table_has(void **state)
{
	(void)state;
	says("/league.csv", 200, ",joint_with,standing,minutes_a_case_a_week,caseload_low,caseload_high,"
		"vacancy_rate_fte,vacancy_symbol,vacancy_low,");
	says("/league.csv", 200, ",inspection,inspected,inspection_published,published_version,");
	says("/league.csv", 200, ",high,73,");
	says("/league.csv", 200, ",none,,,,,x,,,,x,,,,x,,,,x,");
	says("/league.json", 200, "\"standing\":\"high\",\"minutes_a_case_a_week\":73,\"caseload_low\":");
	says("/league.json", 200, "\"inspection\":{\"overall\":\"");
	says("/league.json", 200, "\"published\":null");
	says("/league/compare.json?codes=E08000001", 200, "\"inspection\":");
	says("/league/compare.csv?codes=E08000001", 200, ",published_version,");
}

/* Where the parts of a rate are published it has an interval, on the page and in the figures; absence has none. */
static void test_rates__stand_with_what_chance_could_make_of_them(void **state)
{
	(void)state;
	says("/league/compare?codes=E08000001,E08000012", 200, "21.1% <small>14.6% to 29.5% by chance</small>");
	says("/league/compare?codes=E08000001,E08000012", 200, "Of sickness absence none can be given");
	says("/league/E08000001", 200, "of workers left in the year, 14.6% to 29.5% by chance");
	says("/league/E08000001", 200, "Of sickness absence none can be given");
	says("/league/compare.json?codes=E08000001", 200, "\"turnover_low\":14.641,\"turnover_high\":29.454");
	says("/league.csv", 200, ",21.1,,14.641,29.454,4.3,,");
	says("/league/E08000001.json", 200, "\"value\":21.1,\"symbol\":null,\"low\":14.641,\"high\":29.454}");
	says("/league/E09000020.json", 200, "\"symbol\":\"x\",\"low\":null,\"high\":null}");
}

/* ---- side by side ---- */

static void test_comparison__has_differences_and_what_to_ask(void **state)
{
	(void)state;
	says("/league/compare?codes=E08000001,E08000012", 200, "Bolton and Liverpool compared</h1>");
	says("/league/compare?codes=E08000001,E08000012", 200,
		"Bolton’s caseload is 10.7 higher than Liverpool’s (9.8 to 11.6 higher): a clear difference.");
	says("/league/compare?codes=E08000001,E06000053", 200, "too few workers to tell whether that is more than chance");
	says("/league/compare?codes=E08000001", 200, "What to ask at an interview");
	says("/league/compare", 200, "First employer");
	says("/league/compare.json?codes=E08000001,E08000012", 200, "\"clear\":true");
}

static void test_comparison__leads_to_one_address_for_the_same_employers(void **state)
{
	(void)state;
	leads_to("/league/compare?codes=E08000001&add=E08000012", "/league/compare?codes=E08000001,E08000012");
	leads_to("/league/compare?add=E08000001&second=&third=E08000012", "/league/compare?codes=E08000001,E08000012");
	leads_to("/league/compare?codes=E08000016,,E08000016", "/league/compare?codes=E08000038");
}

static void test_comparison__refuses_what_is_nobody_and_too_many(void **state)
{
	(void)state;
	says("/league/compare?codes=E08000001,nobody", 400, "The codes in the address must be those of employers");
	says("/league/compare?codes=E12000001", 400, "The codes in the address must be those of employers");
	says("/league/compare?codes=%3Cb%3E", 400, "The codes in the address must be those of employers");
	says("/league/compare?codes=E08000001,E08000012,E06000053,E09000020,E06000061,E06000062", 400,
		"At most 5 employers can be compared at once.");
}

/* ---- evidence and method ---- */

static void test_evidence__warns_of_cause_and_says_where_there_are_too_few(void **state)
{
	(void)state;
	says("/league/evidence", 200, "does not say that one brings the other about");
	says("/league/evidence", 200, "Five figures are looked at, each at 95 %: one in twenty would seem clear by chance alone");
	says("/league/evidence", 200, "with the last inspection of the first of them");
	says("/league/evidence", 200, "too few employers to say anything");
	says("/league/evidence?with=inspection", 200, "Employers by their last inspection");
	says("/league/evidence?with=luck", 400, "Caseloads can be held against one of: turnover, absence");
	says("/league/evidence.csv?with=turnover", 200, "employer,E08000001,Bolton,20.8,");
	says("/league/evidence.csv?with=turnover", 200, "\nquarter,,,,,");
	says("/league/evidence.json?with=inspection", 200, "\"kind\":\"outcome\"");
	says("/league/evidence", 200, "<th class=\"pl-any\" scope=\"row\" role=\"rowheader\"><a class=\"govuk-link\" "
		"href=\"/league/E08000001\">Bolton</a>");
	says("/league/evidence.csv", 200, "measure,year,change_from,employers,rho,low,high,clear\r\n");
}

/* Of 2020 there is nothing: page and figures go back to the first year after it. */
static void test_evidence__says_changes_since_the_same_year_on_the_page_and_in_the_figures(void **state)
{
	(void)state;
	says("/league/evidence", 200, "Within employers: changes from 2022 to 2025</h2>");
	says("/league/evidence.csv", 200, "\nturnover,2025,2022,");
	says("/league/evidence.json", 200, "\"year\":2025,\"change_from\":2022,");
	does_not_say("/league/evidence.csv", "\nturnover,2022,2");
	does_not_say("/league/evidence.csv", "\ninspection,2025,2");
}

static void test_method__names_the_files_and_the_licence(void **state)
{
	(void)state;
	says("/league/method", 200, "league_workforce_2025.csv");
	says("/league/method", 200, "Open Government Licence v3.0");
	says("/league/method", 200, "At 24 cases each has 63 minutes a week, at 18 each has 84.");
	says("/league/method.json", 200, "\"sha256\":");
}

/* ---- nothing, and again ---- */

static void test_empty__says_how_figures_are_taken_in(void **state)
{
	static const char *const PAGES[] = {"/league", "/league/compare", "/league/evidence", "/league/method", "/league.json",
		"/league.csv", "/league/evidence.csv", "/league/compare.json?codes=E08000001"};
	struct asked asked;

	(void)state;
	for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
		(void)ask_as(empty_app, &asked, PAGES[i], "", "");
		if (asked.response.status != 200)
			fail_msg("%s: status %d", PAGES[i], asked.response.status);
		done(&asked);
	}
	assert_non_null(strstr(ask_as(empty_app, &asked, "/league", "", ""), "plimsoll league import"));
	done(&asked);
	(void)ask_as(empty_app, &asked, "/league/E08000001", "", "");
	assert_int_equal(asked.response.status, 404);
	done(&asked);
}

static void test_answer__is_kept_and_not_sent_again_to_who_has_it(void **state)
{
	struct asked first, again, unchanged;
	const char *page = ask(&first, "/league/E08000012"), *same = ask(&again, "/league/E08000012");

	(void)state;
	assert_string_equal(page, same);
	assert_string_equal(first.response.etag, again.response.etag);
	assert_string_equal(again.response.cache, "no-cache");
	assert_string_equal(again.response.type, "text/html; charset=utf-8");
	(void)ask_as(app, &unchanged, "/league/E08000012", "", first.response.etag);
	assert_int_equal(unchanged.response.status, 304);
	assert_int_equal(unchanged.response.body.len, 0);
	done(&unchanged);
	done(&first);
	done(&again);
}

static void assert_one_answer(const char *target, const char *other, bool same)
{
	struct asked first, second;

	(void)ask(&first, target);
	(void)ask(&second, other);
	assert_int_equal(first.response.status, 200);
	assert_int_equal(second.response.status, 200);
	if (same != (strcmp(first.response.etag, second.response.etag) == 0))
		fail_msg("%s and %s %s one answer", target, other, same ? "are not" : "are");
	done(&first);
	done(&second);
}

/* Who adds keys that nobody reads, or writes the same in another way, makes no other page. */
static void test_address__is_known_by_what_is_read_in_it(void **state)
{
	(void)state;
	assert_one_answer("/league", "/league?anything=1", true);
	assert_one_answer("/league", "/league?year=2025&sort=name&search=&region=", true);
	assert_one_answer("/league?region=E12000001&year=2024", "/league?year=2024&x=1&region=E12000001", true);
	assert_one_answer("/league/E08000012", "/league/%450800001%32?year=abc", true);
	assert_one_answer("/league/method", "/league/method?x=1", true);
	assert_one_answer("/league/evidence", "/league/evidence?with=turnover", true);
	assert_one_answer("/league/evidence.json", "/league/evidence.json?x=1", true);
	assert_one_answer("/league", "/league?year=2024", false);
	assert_one_answer("/league", "/league.json", false);
	assert_one_answer("/league?search=a%26b", "/league?search=a&b=1", false);
	assert_one_answer("/league/evidence", "/league/evidence?with=agency", false);
	assert_one_answer("/league/evidence.json", "/league/evidence.json?with=turnover", false);
	assert_one_answer("/league/E08000012", "/league/E08000001", false);
}

/* What is kept is what nobody sees who has signed in, and the other way round. */
static void test_kept_answer__is_not_given_to_who_has_signed_in(void **state)
{
	const char *director = council_cookie(&council, "dora");
	struct asked asked;

	(void)state;
	says("/league/method", 200, ">Sign in</a>");
	assert_non_null(strstr(ask_as(app, &asked, "/league/method", director, ""), ">Sign out</button>"));
	done(&asked);
	says("/league/method", 200, ">Sign in</a>");
	does_not_say("/league/method", "Sign out");
}

static int begin(void **state)
{
	struct web_options options;

	(void)state;
	if (getenv("PLIMSOLL_FIXTURES") == NULL)
		return -1;
	council_open(&council);
	options = (struct web_options){.pictures = council.pictures, .accounts = council.accounts,
		.readiness = council.readiness,
		.today = council_today};
	empty_app = web_app_new(&options);
	options.league = council.league;
	app = web_app_new(&options);
	return 0;
}

static int end(void **state)
{
	(void)state;
	app = web_app_free(app);
	empty_app = web_app_free(empty_app);
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_league__is_shown_to_nobody_in_particular),
		cmocka_unit_test(test_league__stands_by_region_and_name_and_never_says_a_rank),
		cmocka_unit_test(test_sorting__keeps_who_has_no_figure_at_the_end),
		cmocka_unit_test(test_filters__leave_what_was_asked_for_and_say_what_cannot_be),
		cmocka_unit_test(test_filters__hold_for_the_figures_too),
		cmocka_unit_test(test_selection__stands_before_the_chart_and_is_what_is_summed_up),
		cmocka_unit_test(test_year__that_is_not_here_names_those_that_are),
		cmocka_unit_test(test_hostile_query__is_text_or_one_sentence),
		cmocka_unit_test(test_employer__says_whether_it_is_unusual_and_beside_whom),
		cmocka_unit_test(test_code__of_earlier_days_or_of_a_region_leads_on),
		cmocka_unit_test(test_figures__stand_as_they_were_published),
		cmocka_unit_test(test_figures__have_what_the_table_has),
		cmocka_unit_test(test_rates__stand_with_what_chance_could_make_of_them),
		cmocka_unit_test(test_comparison__has_differences_and_what_to_ask),
		cmocka_unit_test(test_comparison__leads_to_one_address_for_the_same_employers),
		cmocka_unit_test(test_comparison__refuses_what_is_nobody_and_too_many),
		cmocka_unit_test(test_evidence__warns_of_cause_and_says_where_there_are_too_few),
		cmocka_unit_test(test_evidence__says_changes_since_the_same_year_on_the_page_and_in_the_figures),
		cmocka_unit_test(test_method__names_the_files_and_the_licence),
		cmocka_unit_test(test_empty__says_how_figures_are_taken_in),
		cmocka_unit_test(test_answer__is_kept_and_not_sent_again_to_who_has_it),
		cmocka_unit_test(test_address__is_known_by_what_is_read_in_it),
		cmocka_unit_test(test_kept_answer__is_not_given_to_who_has_signed_in),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
