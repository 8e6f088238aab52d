#include "../../test.h"
#include "exchange/formats.h"
#include "recorder.h"

#define HEADER "<Message><Header><CollectionDetails><Collection>CSWW</Collection><Year>2025</Year>" \
	"<ReferenceDate>2025-09-30</ReferenceDate></CollectionDetails></Header>\n"
#define WORKER(values) HEADER "<CSWWWorker><SWENo>SW1125630365</SWENo>" values "</CSWWWorker></Message>"

static int32_t day(const char *iso)
{
	int32_t d = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static struct recorder *read_text(const char *text)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(csww_xml_read_bytes(text, strlen(text), "csww.xml", &r->intake, &err), 0);
	return r;
}

static void refuse(const char *text, const char *expected)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(csww_xml_read_bytes(text, strlen(text), "csww.xml", &r->intake, &err), PL_INVALID);
	if (strstr(err.text, expected) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, expected);
	recorder_free(r);
}

static void expect_issue(const char *text, const char *code, const char *field, bool is_warning)
{
	struct recorder *r = read_text(text);

	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].code, code);
	assert_string_equal(r->issues[0].field, field);
	assert_int_equal(r->issues[0].warning, is_warning);
	assert_int_equal(r->workers_count, is_warning ? 1 : 0);
	recorder_free(r);
}

static struct recorder *read_sample(void)
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", "synthA_csww_2025.xml");
	struct err err = {0};

	assert_non_null(path);
	assert_int_equal(recorder_read(r, path, csww_xml_read, &err), 0);
	return r;
}

static void test_csww__reads_every_worker_and_case_count_of_the_sample(void **state)
{
	struct recorder *r = read_sample();
	int64_t cases = 0, holders_fte = 0;

	(void)state;
	for (size_t i = 0; i < r->workers_count; i++) {
		cases += r->workers[i].reported_cases > 0 ? r->workers[i].reported_cases : 0;
		holders_fte += r->workers[i].reported_cases > 0 ? r->workers[i].fte_millionths : 0;
		assert_true(r->workers[i].reported_cases < 0 || r->workers[i].reported_on == day("2025-09-30"));
	}
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->workers_count, 40);
	assert_int_equal(cases, 155);
	assert_int_equal(holders_fte, 19300000);
	recorder_free(r);
}

static void test_csww__reads_agency_newly_qualified_absent_and_left_of_the_sample(void **state)
{
	struct recorder *r = read_sample();
	size_t agency = 0, newly = 0, absent = 0, left = 0, managers = 0;

	(void)state;
	for (size_t i = 0; i < r->workers_count; i++) {
		agency += r->workers[i].agency == 1 ? 1 : 0;
		newly += r->workers[i].newly_qualified ? 1 : 0;
		absent += r->workers[i].absent_on == day("2025-09-30") ? 1 : 0;
		left += r->workers[i].when.until != DAY_MAX ? 1 : 0;
		managers += r->workers[i].role == POST_MANAGER ? 1 : 0;
	}
	assert_int_equal(agency, 6);
	assert_int_equal(newly, 4);
	assert_int_equal(absent, 7);
	assert_int_equal(left, 3);
	assert_int_equal(managers, 6);
	recorder_free(r);
}

static void test_csww__reads_one_worker_whole(void **state)
{
	struct recorder *r = read_text(WORKER("<AgencyWorker>1</AgencyWorker><FTE>1</FTE><PersonBirthDate>1986-09-07"
		"</PersonBirthDate><OrgRole>4</OrgRole><RoleStartDate>2011-11-07</RoleStartDate><FTE30>0.8</FTE30>"
		"<Cases30>7</Cases30><Absat30Sept>1</Absat30Sept><ReasonAbsence>SIC</ReasonAbsence><CFKSSstatus>2</CFKSSstatus>"
		"<CFKSSstatus>1</CFKSSstatus>"));
	const struct worker_told *w = &r->workers[0];

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_string_equal(w->registration, "SW1125630365");
	assert_int_equal(w->agency, 1);
	assert_int_equal(w->fte_millionths, 800000);
	assert_int_equal(w->role, POST_SENIOR_PRACTITIONER);
	assert_int_equal(w->when.from, day("2011-11-07"));
	assert_int_equal(w->when.until, DAY_MAX);
	assert_int_equal(w->reported_cases, 7);
	assert_int_equal(w->absent_on, day("2025-09-30"));
	assert_string_equal(w->absent_reason, "sickness");
	assert_true(w->newly_qualified);
	assert_string_equal(w->where.place, "line 2");
	recorder_free(r);
}

static void test_csww__leaves_unsaid_what_is_absent(void **state)
{
	struct recorder *r = read_text(WORKER("<FTE>0.5</FTE><RoleStartDate/>"));
	const struct worker_told *w = &r->workers[0];

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(w->fte_millionths, 500000);
	assert_int_equal(w->agency, -1);
	assert_int_equal(w->role, -1);
	assert_int_equal(w->when.from, DAY_MIN);
	assert_int_equal(w->reported_cases, -1);
	assert_int_equal(w->reported_on, DAY_MIN);
	assert_int_equal(w->absent_on, DAY_MIN);
	assert_false(w->newly_qualified);
	recorder_free(r);
}

static void test_csww__keeps_the_post_of_a_leaver(void **state)
{
	struct recorder *r = read_text(WORKER("<FTE>1</FTE><RoleStartDate>2020-01-06</RoleStartDate><RoleEndDate>2025-04-15"
		"</RoleEndDate><FTE30>0</FTE30>"));

	(void)state;
	assert_int_equal(r->workers[0].fte_millionths, 0);
	assert_int_equal(r->workers[0].when.until, day("2025-04-15"));
	recorder_free(r);
}

static void test_csww__takes_30_september_of_the_year_without_a_reference_date(void **state)
{
	struct recorder *r = read_text("<Message><Header><Year>2024</Year></Header><CSWWWorker><SWENo>sw1125630365</SWENo>"
		"<Cases30>3</Cases30></CSWWWorker></Message>");

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->workers[0].reported_on, day("2024-09-30"));
	assert_string_equal(r->workers[0].registration, "SW1125630365");
	recorder_free(r);
}

static void test_csww__leaves_out_undated_counts_and_says_so_once(void **state)
{
	struct recorder *r = read_text("<Message><CSWWWorker><SWENo>SW1125630365</SWENo><Cases30>3</Cases30></CSWWWorker>"
		"<CSWWWorker><SWENo>SW1125630366</SWENo><Cases30>4</Cases30></CSWWWorker></Message>");

	(void)state;
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].field, "ReferenceDate");
	assert_int_equal(r->workers_count, 2);
	assert_int_equal(r->workers[1].reported_cases, -1);
	recorder_free(r);
}

static void test_csww__leaves_out_a_worker_with_a_wrong_value(void **state)
{
	(void)state;
	expect_issue(HEADER "<CSWWWorker><FTE>1</FTE></CSWWWorker></Message>", "missing", "SWENo", false);
	expect_issue(HEADER "<CSWWWorker><SWENo>12345</SWENo></CSWWWorker></Message>", "bad-id", "SWENo", false);
	expect_issue(WORKER("<FTE>1.2</FTE>"), "bad-number", "FTE", false);
	expect_issue(WORKER("<Cases30>-1</Cases30>"), "bad-number", "Cases30", false);
	expect_issue(WORKER("<AgencyWorker>2</AgencyWorker>"), "bad-yes-no", "AgencyWorker", false);
	expect_issue(WORKER("<RoleStartDate>7/11/2011</RoleStartDate>"), "bad-date", "RoleStartDate", false);
	expect_issue(WORKER("<RoleStartDate>2025-01-02</RoleStartDate><RoleEndDate>2025-01-01</RoleEndDate>"),
		"ends-before-start", "RoleEndDate", false);
}

static void test_csww__warns_of_unknown_codes_and_keeps_the_worker(void **state)
{
	(void)state;
	expect_issue(WORKER("<OrgRole>9</OrgRole>"), "unknown-code", "OrgRole", true);
	expect_issue(WORKER("<ReasonAbsence>SWLAZY</ReasonAbsence>"), "unknown-code", "ReasonAbsence", true);
	expect_issue(WORKER("<CFKSSstatus>7</CFKSSstatus>"), "unknown-code", "CFKSSstatus", true);
}

static void test_csww__names_the_worker_in_an_issue(void **state)
{
	struct recorder *r = read_text(WORKER("<FTE>full</FTE>"));

	(void)state;
	assert_string_equal(r->issues[0].place, "line 2 (SW1125630365)");
	recorder_free(r);
}

static void test_csww__refuses_what_is_no_workforce_census(void **state)
{
	(void)state;
	refuse("", "holds no XML");
	refuse("<Children/>", "expected a social work workforce census");
	refuse("<Message/>", "no CSWWWorker in the file");
	refuse("<Message><Header><Collection>CIN</Collection></Header></Message>", "line 1: this is another collection");
	refuse("<Message><Header><ReferenceDate>yesterday</ReferenceDate></Header></Message>",
		"line 1: ReferenceDate: expected");
	refuse("<Message><CSWWWorker><CSWWWorker/></CSWWWorker></Message>", "inside a CSWWWorker");
	refuse("<!DOCTYPE Message><Message/>", "document type");
	refuse(HEADER "<CSWWWorker>", "line 2: the file breaks off");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csww__reads_every_worker_and_case_count_of_the_sample),
		cmocka_unit_test(test_csww__reads_agency_newly_qualified_absent_and_left_of_the_sample),
		cmocka_unit_test(test_csww__reads_one_worker_whole),
		cmocka_unit_test(test_csww__leaves_unsaid_what_is_absent),
		cmocka_unit_test(test_csww__keeps_the_post_of_a_leaver),
		cmocka_unit_test(test_csww__takes_30_september_of_the_year_without_a_reference_date),
		cmocka_unit_test(test_csww__leaves_out_undated_counts_and_says_so_once),
		cmocka_unit_test(test_csww__leaves_out_a_worker_with_a_wrong_value),
		cmocka_unit_test(test_csww__warns_of_unknown_codes_and_keeps_the_worker),
		cmocka_unit_test(test_csww__names_the_worker_in_an_issue),
		cmocka_unit_test(test_csww__refuses_what_is_no_workforce_census),
	};

	return RUN_TESTS(tests);
}
