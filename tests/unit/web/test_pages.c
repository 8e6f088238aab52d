/* What pages say, asked of the application without a network. PLIMSOLL_ACCEPT=1 writes the golden pages anew. */
#include "exchange/scheme_library.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../test.h"
#include "council.h"
#include "web/app.h"
#include "web/pages/common.h"

#define NORTHSHIRE "/employers/northshire"

static struct council council;
static struct web_app *app;
static const char *director; /* the cookie of somebody who is signed in */

struct asked {
	struct arena *arena;
	struct response response;
};

static const char *ask_with(struct asked *asked, struct request request, const char *target)
{
	struct log_subject subject;

	asked->arena = arena_new();
	asked->response = (struct response){0};
	response_reset(&asked->response);
	request.arena = asked->arena;
	(void)request_read_target(&request, target, NULL);
	web_answer(app, &request, &asked->response, &subject);
	return buf_text(&asked->response.body);
}

static struct request by_director(void)
{
	struct request request;

	request_begin(&request, NULL, "GET");
	request.host = "localhost";
	request.cookies = director;
	return request;
}

static const char *ask(struct asked *asked, const char *target)
{
	return ask_with(asked, by_director(), target);
}

static void done(struct asked *asked)
{
	buf_free(&asked->response.body);
	arena_free(asked->arena);
}

static void page_says(const char *target, int status, const char *words)
{
	struct asked asked;
	const char *page = ask(&asked, target);

	if (asked.response.status != status || strstr(page, words) == NULL)
		fail_msg("%s: status %d, expected %d and \"%s\"", target, asked.response.status, status, words);
	done(&asked);
}

static void page_does_not_say(const char *target, const char *words)
{
	struct asked asked;
	const char *page = ask(&asked, target);

	if (strstr(page, words) != NULL)
		fail_msg("%s says \"%s\"", target, words);
	done(&asked);
}

/* ---- golden pages ---- */

static void read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char piece[4096];
	size_t n;

	if (f == NULL)
		return;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(out, piece, n);
	(void)fclose(f);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

/* The part of a page that is its own: style sheet addresses change with every colour. */
static const char *main_part(char *page)
{
	char *from = strstr(page, "<main "), *to = strstr(page, "</main>");

	assert_non_null(from);
	assert_non_null(to);
	to[strlen("</main>")] = '\n';
	to[strlen("</main>\n")] = '\0';
	return from;
}

static void page_is_golden(const char *target, const char *name)
{
	const char *root = getenv("PLIMSOLL_SOURCE");
	struct asked asked;
	struct buf golden = BUF_INIT(1 << 20);
	char path[512];
	const char *page;

	assert_non_null(root);
	(void)ask(&asked, target);
	assert_int_equal(asked.response.status, 200);
	page = main_part(asked.response.body.data);
	(void)snprintf(path, sizeof path, "%s/tests/golden/%s.html", root, name);
	if (getenv("PLIMSOLL_ACCEPT") != NULL)
		write_file(path, page);
	read_file(path, &golden);
	assert_string_equal(page, buf_text(&golden));
	buf_free(&golden);
	done(&asked);
}

static void test_board__is_as_it_was_approved(void **state)
{
	(void)state;
	page_is_golden(NORTHSHIRE "/teams/north", "team");
}

static void test_employer__is_as_it_was_approved(void **state)
{
	(void)state;
	page_is_golden(NORTHSHIRE, "employer");
}

static void test_pile__is_as_it_was_approved(void **state)
{
	(void)state;
	page_is_golden(NORTHSHIRE "/unallocated", "unallocated");
}

static void test_worker__is_as_it_was_approved(void **state)
{
	(void)state;
	page_is_golden(NORTHSHIRE "/workers/W05", "worker");
}

static void test_case__is_as_it_was_approved(void **state)
{
	(void)state;
	page_is_golden(NORTHSHIRE "/cases/SYN029001", "case");
}

/* ---- what is said ---- */

static void test_board__says_who_is_past_their_line_first(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north", 200, "Saturday 21 November 2026. One of seven people is past their line.");
}

static void test_board__marks_agency_part_time_and_newly_qualified(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north", 200, "Agency, week 2");
	page_says(NORTHSHIRE "/teams/north", 200, "0.6 FTE");
	page_says(NORTHSHIRE "/teams/north", 200, "Newly qualified to September 2027");
}

static void test_board__never_says_0_percent_of_somebody_away(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north", 200, "Back on 12 January 2027: 2 cases count as unallocated");
	page_says(NORTHSHIRE "/teams/north", 200, "Not available");
	page_does_not_say(NORTHSHIRE "/teams/north", ">0%");
}

static void test_board__says_so_where_no_contract_is_known(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/south", 200, "The records give no contract");
	page_says(NORTHSHIRE "/teams/south", 200, "capacity not known");
}

static void test_board__measures_only_work_whose_capacity_is_known(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/south", 200, " hours a week, and 6 h of 1 person whose contract is not known");
	page_says(NORTHSHIRE "/teams/south", 200, "not known for 1");
}

static void test_employer__counts_people_and_not_posts(void **state)
{
	(void)state;
	page_says(NORTHSHIRE, 200, " of 10 people ");
	page_says(NORTHSHIRE, 200, "10 people in 11 posts");
	page_says(NORTHSHIRE, 200, "data-label=\"Not known\">1</td>");
}

static void test_worker__without_a_contract_is_not_said_to_be_away(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W10", 200, "<dd>not known</dd>");
	page_says(NORTHSHIRE "/workers/W10", 200, "Cannot be said");
	page_says(NORTHSHIRE "/lines", 200, "cannot be said of ");
	page_says(NORTHSHIRE "/lines.json", 200, "\"used_percent\":null,\"passed\":null");
}

static void test_board__counts_cases_without_a_weight(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/south", 200, "1 case has no weight in the scheme: the load is too low by it");
}

static void test_board__escapes_names(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/south", 200, "Jo &lt;b&gt;\"Brackets\"&lt;/b&gt; &amp; Sons");
	page_does_not_say(NORTHSHIRE "/teams/south", "<b>");
}

static size_t place_of(const char *page, const char *words)
{
	const char *at = strstr(page, words);

	assert_non_null(at);
	return (size_t)(at - page);
}

static void test_board__sorts_by_link(void **state)
{
	struct asked asked;
	const char *page = ask(&asked, NORTHSHIRE "/teams/north?sort=name&on=2026-11-21");

	(void)state;
	assert_true(place_of(page, ">Aisha Rahman<") < place_of(page, ">Tom Whitlock<"));
	assert_non_null(strstr(page, "aria-sort=\"ascending\"><a class=\"govuk-link\" href=\"?on=2026-11-21&amp;sort=-name\">Person"));
	done(&asked);
	page = ask(&asked, NORTHSHIRE "/teams/north");
	assert_true(place_of(page, ">Tom Whitlock<") < place_of(page, ">Aisha Rahman<"));
	done(&asked);
	page_says(NORTHSHIRE "/teams/north?sort=wrong", 400, "This table can be sorted by one of: -band, band, name");
}

static void test_page__keeps_the_day_in_its_links(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north?on=2026-11-01", 200, "href=\"/employers/northshire/workers/W01?on=2026-11-01\"");
	page_says(NORTHSHIRE "/teams/north?on=2026-11-01", 200, "This page looks back to Sunday 1 November 2026");
	page_says(NORTHSHIRE "/teams/north?on=2026-12-01", 200, "Tuesday 1 December 2026 is in the future: this page looks ahead to it");
}

static void test_page__refuses_a_wrong_day(void **state)
{
	static const char *const DAYS[] = {"2026-02-30", "31/03/2026", "yesterday", "1850-01-01", "2026-03-31T00:00", "2026-3-1"};

	(void)state;
	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
		char target[100];

		(void)snprintf(target, sizeof target, NORTHSHIRE "?on=%s", DAYS[i]);
		page_says(target, 400, "must be a date between 1900 and 2149, written like 2026-03-31");
	}
}

static void test_page__ignores_keys_it_does_not_know(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north?utm=1", 200, "Safeguarding North");
}

static void test_page__says_that_a_demonstration_is_one(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/lines", 200, "<strong>Demonstration.</strong>");
}

static void test_page__is_the_same_404_for_all_that_is_unknown(void **state)
{
	(void)state;
	page_says("/employers/elsewhere/teams/north", 404, "There is no employer with this code here.");
	page_says(NORTHSHIRE "/teams/none", 404, "no team with this code");
	page_says(NORTHSHIRE "/workers/none", 404, "nobody with this code");
	page_says(NORTHSHIRE "/cases/none", 404, "no case with this reference");
	page_says("/schemes/none", 404, "no scheme with this name");
	page_says("/schemes/nebraska?version=77", 404, "no scheme with this name and version");
	page_says("/none", 404, "There is no page at this address.");
}

static void test_pile__shows_every_kind_of_waiting(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/unallocated", 200, "3 open cases are held by nobody, and 3 more are held in name only");
	page_says(NORTHSHIRE "/unallocated", 200, "No owner is named in the records");
}

static void test_board__leads_to_its_own_part_of_the_pile(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north?on=2026-11-21", 200,
		"href=\"/employers/northshire/unallocated?on=2026-11-21&amp;team=north\"");
	page_says(NORTHSHIRE "/unallocated?team=north", 200, "Safeguarding North: ");
	page_says(NORTHSHIRE "/unallocated?team=none", 400, "expected the code of a team that you see");
	page_says(NORTHSHIRE "/unallocated?page=2", 400, "This list has 1 pages");
}

static void test_statement__adds_up_to_the_load(void **state)
{
	struct request request = by_director();
	struct asked asked;

	(void)state;
	request.cookies = council_cookie(&council, "maya");
	assert_non_null(strstr(ask_with(&asked, request, NORTHSHIRE "/workers/W05/statement"),
		"In all</th><td role=\"cell\" data-label=\"Hours a week\">12.0 h</td>"));
	assert_int_equal(asked.response.status, 200);
	done(&asked);
}

static void test_worker__keeps_a_personal_reason_to_the_worker(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W06", 200, "A reason of the worker’s own");
	page_does_not_say(NORTHSHIRE "/workers/W06", "ickness");
	page_says(NORTHSHIRE "/workers/W06.json", 200, "\"what\":\"personal\"");
	page_does_not_say(NORTHSHIRE "/workers/W06.json", "ickness");
}

static void test_worker__has_two_loads_and_one_total(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W03", 200, "both posts together");
	page_says(NORTHSHIRE "/workers/W03", 200, "<h2 class=\"govuk-heading-m\">Safeguarding North, full-time</h2>");
	page_says(NORTHSHIRE "/workers/W03", 200, "<h2 class=\"govuk-heading-m\">Children in Care South, 0.2 FTE</h2>");
}

static void test_worker__is_told_from_when_until_when_time_is_taken_off(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W06", 200, "<small>from 11 November 2026 to 10 December 2026</small>");
}

static void test_worker__is_told_what_state_they_are_in(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W05", 200, "Newly qualified until 17 September 2027.");
	page_says(NORTHSHIRE "/workers/W02", 200, "<span class=\"pl-tag\">Agency, week 2</span>");
	page_says(NORTHSHIRE "/workers/W07", 200, "Not available. Back on 12 January 2027");
}

static void test_case__says_what_a_co_worker_carries_of_it(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/cases/SHARED1", 200, "\xC3\x97 50% held</th>");
	page_says(NORTHSHIRE "/cases/SHARED1", 200, "51</td><td role=\"cell\">0.9 hours a week, in the holder’s load</td>");
}

static void test_page__says_how_fresh_the_records_are(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/north", 200, "Records: last changed 18 November 2026 (entry 7 of the ledger).");
	page_says(NORTHSHIRE "?on=2026-11-28", 200, "Saturday 28 November 2026 is in the future");
}

static void test_pile__says_so_where_no_file_told_who_holds_a_case(void **state)
{
	const struct snapshot unheld = {.cases_count = 3}, held = {.cases_count = 3, .holdings_count = 1};

	(void)state;
	assert_string_equal(no_holders_words(&unheld), " The records do not say who holds any case.");
	assert_string_equal(no_holders_words(&held), "");
}

static void test_counts__stand_beside_what_the_workforce_return_said(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/counts", 200, "The workforce return of this day gives 2 workers a number of cases. For 1 of them it is another");
	page_says(NORTHSHIRE "/counts", 200, "Tom Whitlock");
	page_does_not_say(NORTHSHIRE "/counts?on=2026-11-20", "workforce return of this day");
}

static void test_worker__shows_what_was_held_before(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/workers/W06", 200, "Worker left the role (LEFTRL)");
}

static void test_case__says_who_held_it_and_what_it_was(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/cases/SYN029001", 200, "Weight, as Tom Whitlock carries it");
	page_says(NORTHSHIRE "/cases/SYN029001", 200, "Worker left the role (LEFTRL)");
	page_says(NORTHSHIRE "/cases/SYN029001", 200, "Referral, not yet assessed");
}

static void test_case__that_is_not_yet_open_has_its_history_only(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/cases/SYN029001?on=2020-01-01", 200, "this case is not open");
	page_says(NORTHSHIRE "/cases/SYN029001.json?on=2020-01-01", 404, "{\"error\":\"This case is not open on 1 January 2020.\",");
}

static void test_case__without_a_number_has_no_weight(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/cases/SYN029116", 200, "The scheme has no number for this kind of work");
}

static void test_team__of_those_without_one_has_an_address(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/-", 200, "No team in the records");
	page_says(NORTHSHIRE "/teams/-.json", 200, "\"posts\":[]");
}

/* ---- data ---- */

static void data_is(const char *target, const char *type, const char *start)
{
	struct asked asked;
	const char *text = ask(&asked, target);

	if (asked.response.status != 200 || strcmp(asked.response.type, type) != 0 || strncmp(text, start, strlen(start)) != 0)
		fail_msg("%s: %d %s %.60s", target, asked.response.status, asked.response.type, text);
	done(&asked);
}

static void test_data__is_at_every_address_of_a_table(void **state)
{
	static const char *const TABLES[] = {"/employers", NORTHSHIRE, NORTHSHIRE "/teams/north", NORTHSHIRE "/unallocated",
		NORTHSHIRE "/workers/W01", NORTHSHIRE "/cases/SYN029001", NORTHSHIRE "/lines", NORTHSHIRE "/counts",
		"/schemes/england-children-starter"};

	(void)state;
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
		char target[200];

		(void)snprintf(target, sizeof target, "%s.json?on=2026-11-01", TABLES[i]);
		data_is(target, "application/json", "{\"");
		(void)snprintf(target, sizeof target, "%s.csv?on=2026-11-01", TABLES[i]);
		data_is(target, "text/csv; charset=utf-8", "");
	}
}

static size_t count_in(const char *from, const char *until, const char *words)
{
	size_t count = 0;

	for (const char *at = from; (at = strstr(at, words)) != NULL && at < until; at += strlen(words))
		count++;
	return count;
}

/* A table of a page: in which part of it, and by what a row of the same thing begins in JSON. */
struct data_table {
	const char *target, *after, *json_row;
};

static size_t count_page_rows(const struct data_table *t)
{
	struct asked asked;
	const char *body = strstr(strstr(ask(&asked, t->target), t->after), "<tbody");
	size_t count = count_in(body, strstr(body, "</tbody>"), "<tr");

	done(&asked);
	return count;
}

static size_t count_data_rows(const struct data_table *t, const char *ending, const char *after, const char *row)
{
	struct asked asked;
	char target[200];
	const char *text;
	size_t count;

	(void)snprintf(target, sizeof target, "%s%s", t->target, ending);
	text = strstr(ask(&asked, target), after);
	count = count_in(text, text + strlen(text), row);
	done(&asked);
	return count;
}

static void test_data__has_as_many_rows_as_the_table_of_the_page(void **state)
{
	static const struct data_table TABLES[] = {
		{"/employers", "<main", "{\"employer\":"},
		{NORTHSHIRE, "<main", "{\"team\":"},
		{NORTHSHIRE "/unallocated", "<main", "{\"case\":"},
		{NORTHSHIRE "/teams/north", "<main", "{\"worker\":"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
		size_t rows = count_page_rows(&TABLES[i]);

		assert_true(rows > 0);
		assert_int_equal(count_data_rows(&TABLES[i], ".json", "[", TABLES[i].json_row), rows);
		assert_int_equal(count_data_rows(&TABLES[i], ".csv", "", "\r\n"), rows + 1);
	}
}

static void test_employer__has_a_row_for_what_belongs_to_no_team(void **state)
{
	(void)state;
	page_says(NORTHSHIRE, 200, "No team in the records");
	page_says(NORTHSHIRE ".csv", 200, "\n,,,,0,0,0,0,,0,0,0,0,0,1,3\r\n");
	page_says(NORTHSHIRE ".json", 200, "\"unallocated\":[{\"reason\":\"never-held\",\"cases\":2,\"longest_wait_days\":23}");
}

/* The first average of England is of 30 September 2017. */
static void test_employer__shows_no_average_of_the_country_that_is_later_than_the_day(void **state)
{
	(void)state;
	page_says(NORTHSHIRE, 200, "30 September 2025");
	page_says(NORTHSHIRE ".json", 200, "\"country_average\":{\"country\":\"England\",\"on\":\"2025-09-30\",");
	page_does_not_say(NORTHSHIRE "?on=2025-09-29", "30 September 2025");
	page_does_not_say(NORTHSHIRE "?on=2017-09-29", "England:");
}

static void test_employer__says_how_many_holders_the_average_has_no_fte_of(void **state)
{
	static const char HINT[] = "1 holder whose FTE is 0 or not known adds cases and no FTE";

	(void)state;
	page_says(NORTHSHIRE, 200, HINT);
	page_says(NORTHSHIRE "/counts", 200, HINT);
}

static void test_data__says_errors_in_its_own_format(void **state)
{
	(void)state;
	page_says(NORTHSHIRE "/teams/none.json", 404, "{\"error\":\"");
	page_says(NORTHSHIRE ".csv?on=x", 400, "The day in the address");
	page_does_not_say(NORTHSHIRE ".csv?on=x", "<");
}

/* ---- entity tags ---- */

/* A council's own scheme: the example of its version 1 with its number. */
static void register_own(int version, int base)
{
	struct arena *a = arena_new();
	const struct scheme *s;
	struct err err;
	const char *json = arena_printf(a, "{\"id\": \"our-own\", \"version\": %d, \"title\": \"Our own\", "
		"\"service\": \"children\", \"country\": \"England\", \"unit\": \"minutes\", \"from\": \"2026-01-01\", "
		"\"contract_minutes\": 2220, \"sources\": {\"p\": {\"state\": \"guess\", \"text\": \"Our panel\"}}, "
		"\"groups\": [{\"name\": \"All\"}], \"types\": ["
		"{\"code\": \"n\", \"name\": \"No plan\", \"role\": \"no_plan\", \"base_minutes\": %d, \"group\": \"All\", \"source\": \"p\"},"
		"{\"code\": \"o\", \"name\": \"Referral\", \"role\": \"opening\", \"base_minutes\": 9, \"group\": \"All\", \"source\": \"p\"},"
		"{\"code\": \"c\", \"name\": \"Closing\", \"role\": \"closing\", \"group\": \"All\", \"source\": \"p\"}]}",
		version, base);

	if (scheme_register(json, strlen(json), "own", &s, &err) < 0)
		fail_msg("%s", err.text);
	arena_free(a);
}

static void test_schemes__show_every_version_and_no_old_one_for_a_new(void **state)
{
	struct asked first, again;
	struct request seen = by_director();

	(void)state;
	register_own(1, 123);
	page_says("/schemes/our-own", 200, "123 minutes a week");
	(void)ask(&first, "/schemes/our-own");
	register_own(2, 234);
	seen.if_none_match = first.response.etag;
	(void)ask_with(&again, seen, "/schemes/our-own");
	assert_int_equal(again.response.status, 200);
	done(&first);
	done(&again);
	page_says("/schemes/our-own", 200, "234 minutes a week");
	page_says("/schemes/our-own?version=1", 200, "123 minutes a week");
	page_says("/schemes/our-own?version=1", 200, "our-own.csv?version=1");
	page_says("/schemes/our-own.csv?version=1", 200, ",123,");
	page_says("/schemes/our-own?version=x", 400, "number from 1 on");
	page_says("/schemes", 200, "/schemes/our-own?version=1");
	page_says(NORTHSHIRE "/cases/SYN029001", 200, "/schemes/england-children-starter?version=1");
}

static void test_etag__saves_the_page_until_something_changes(void **state)
{
	struct asked first, second, other;
	struct request again = by_director();

	(void)state;
	(void)ask(&first, NORTHSHIRE "/teams/north");
	again.if_none_match = first.response.etag;
	(void)ask_with(&second, again, NORTHSHIRE "/teams/north");
	assert_int_equal(second.response.status, 304);
	assert_int_equal(second.response.body.len, 0);
	(void)ask_with(&other, again, NORTHSHIRE "/teams/north?on=2026-11-01");
	assert_int_equal(other.response.status, 200);
	done(&first);
	done(&second);
	done(&other);
}

static int set_up(void **state)
{
	(void)state;
	council_open(&council);
	app = web_app_new(&(struct web_options){.pictures = council.pictures, .accounts = council.accounts,
		.readiness = council.readiness, .today = council_today});
	director = council_cookie(&council, "dora");
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
		cmocka_unit_test(test_board__is_as_it_was_approved),
		cmocka_unit_test(test_employer__is_as_it_was_approved),
		cmocka_unit_test(test_pile__is_as_it_was_approved),
		cmocka_unit_test(test_worker__is_as_it_was_approved),
		cmocka_unit_test(test_case__is_as_it_was_approved),
		cmocka_unit_test(test_board__says_who_is_past_their_line_first),
		cmocka_unit_test(test_board__marks_agency_part_time_and_newly_qualified),
		cmocka_unit_test(test_board__never_says_0_percent_of_somebody_away),
		cmocka_unit_test(test_board__says_so_where_no_contract_is_known),
		cmocka_unit_test(test_board__measures_only_work_whose_capacity_is_known),
		cmocka_unit_test(test_employer__counts_people_and_not_posts),
		cmocka_unit_test(test_worker__without_a_contract_is_not_said_to_be_away),
		cmocka_unit_test(test_board__counts_cases_without_a_weight),
		cmocka_unit_test(test_board__escapes_names),
		cmocka_unit_test(test_board__sorts_by_link),
		cmocka_unit_test(test_page__keeps_the_day_in_its_links),
		cmocka_unit_test(test_page__refuses_a_wrong_day),
		cmocka_unit_test(test_page__ignores_keys_it_does_not_know),
		cmocka_unit_test(test_page__says_that_a_demonstration_is_one),
		cmocka_unit_test(test_page__is_the_same_404_for_all_that_is_unknown),
		cmocka_unit_test(test_pile__shows_every_kind_of_waiting),
		cmocka_unit_test(test_board__leads_to_its_own_part_of_the_pile),
		cmocka_unit_test(test_statement__adds_up_to_the_load),
		cmocka_unit_test(test_worker__keeps_a_personal_reason_to_the_worker),
		cmocka_unit_test(test_worker__has_two_loads_and_one_total),
		cmocka_unit_test(test_worker__is_told_from_when_until_when_time_is_taken_off),
		cmocka_unit_test(test_worker__is_told_what_state_they_are_in),
		cmocka_unit_test(test_case__says_what_a_co_worker_carries_of_it),
		cmocka_unit_test(test_page__says_how_fresh_the_records_are),
		cmocka_unit_test(test_pile__says_so_where_no_file_told_who_holds_a_case),
		cmocka_unit_test(test_counts__stand_beside_what_the_workforce_return_said),
		cmocka_unit_test(test_worker__shows_what_was_held_before),
		cmocka_unit_test(test_case__says_who_held_it_and_what_it_was),
		cmocka_unit_test(test_case__that_is_not_yet_open_has_its_history_only),
		cmocka_unit_test(test_case__without_a_number_has_no_weight),
		cmocka_unit_test(test_team__of_those_without_one_has_an_address),
		cmocka_unit_test(test_data__is_at_every_address_of_a_table),
		cmocka_unit_test(test_data__has_as_many_rows_as_the_table_of_the_page),
		cmocka_unit_test(test_employer__has_a_row_for_what_belongs_to_no_team),
		cmocka_unit_test(test_employer__shows_no_average_of_the_country_that_is_later_than_the_day),
		cmocka_unit_test(test_employer__says_how_many_holders_the_average_has_no_fte_of),
		cmocka_unit_test(test_data__says_errors_in_its_own_format),
		cmocka_unit_test(test_schemes__show_every_version_and_no_old_one_for_a_new),
		cmocka_unit_test(test_etag__saves_the_page_until_something_changes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
