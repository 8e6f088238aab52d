#include "../../test.h"

#include "exchange/csv_format.h"
#include "exchange/csv_source.h"
#include "recorder.h"

#define INVO_HEADER "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team," \
	"invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n"
#define PROF_HEADER "prof_professional_id,prof_staff_id,prof_professional_name,prof_social_worker_registration_no," \
	"prof_professional_job_title,prof_professional_caseload,prof_professional_department,prof_full_time_equivalency," \
	"prof_agency_worker_flag\n"

static int read_text(struct recorder *r, enum source_format format, const char *text, struct err *err)
{
	return csv_bytes_read(text, strlen(text), &csv_format_find(format)->table, "f.csv", &r->intake, err);
}

static void read_sample(struct recorder *r, enum source_format format, const char *name)
{
	enum source_format found = FORMAT_UNKNOWN;
	struct err err = {0};
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", name);

	assert_non_null(path);
	assert_int_equal(recorder_read_any(r, path, &found, &err), 0);
	assert_int_equal(found, format);
}

static bool is_held_on(const struct holding_told *h, int32_t day)
{
	return days_include(h->when, day);
}

static size_t held_on(const struct recorder *r, int32_t day)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cases_count; i++)
		for (size_t j = 0; j < r->cases[i].holdings_count; j++)
			count += is_held_on(&r->cases[i].holdings[j], day) ? 1 : 0;
	return count;
}

static void test_involvements__give_each_holding_of_the_sample(void **state)
{
	struct recorder *r = recorder_new();
	const struct case_told *c;

	(void)state;
	read_sample(r, FORMAT_SSD_INVOLVEMENTS, "synthA_ssd_involvements.csv");
	assert_int_equal(r->cases_count, 403);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(held_on(r, date_from_civil(2026, 3, 31)), 263);
	c = &r->cases[0];
	assert_string_equal(c->ref, "SYN011001");
	assert_string_equal(c->team, "T03");
	assert_int_equal(c->facts_count, 1);
	assert_int_equal(c->facts[0].kind, FACT_CASE);
	assert_string_equal(c->facts[0].service, "children");
	assert_string_equal(c->holdings[0].worker.key, "W027");
	assert_string_equal(c->holdings[0].worker.name, "");
	assert_string_equal(c->holdings[0].team, "T03");
	assert_int_equal(c->holdings[0].when.from, date_from_civil(2026, 3, 2));
	assert_int_equal(c->holdings[0].when.until, DAY_MAX);
	assert_int_equal(c->holdings[0].role, HOLDING_LEAD);
	assert_int_equal(c->holdings[0].share, -1); /* not said */
	assert_true(c->holdings[0].open_is_said);
	assert_string_equal(c->holdings[0].reason, "FCONTA");
	recorder_free(r);
}

static void test_involvements__read_other_spellings_of_roles_and_dates(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_INVOLVEMENTS, INVO_HEADER
		"1,W1,ALLOCATED_CASE_WORKER,T1,01/02/2026,,,C1,\n"
		"2,W2,Co-Worker,T1,2026-02-01T00:00:00,05/02/2026,TSPROC,C1,\n", &err), 0);
	assert_int_equal(r->cases_count, 2);
	assert_int_equal(r->cases[0].holdings[0].role, HOLDING_LEAD);
	assert_int_equal(r->cases[0].holdings[0].when.from, date_from_civil(2026, 2, 1));
	assert_int_equal(r->cases[1].holdings[0].role, HOLDING_CO_WORKER);
	assert_int_equal(r->cases[1].holdings[0].when.until, date_from_civil(2026, 2, 5));
	/* It is over: it does not say whose work the case is now. */
	assert_string_equal(r->cases[1].team, "");
	recorder_free(r);
}

static void test_involvements__pass_over_roles_that_hold_nothing_with_one_warning(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_INVOLVEMENTS, INVO_HEADER
		"1,W1,Independent Reviewing Officer,T1,2026-02-01,,,C1,\n"
		"2,W1,,T1,2026-02-01,,,C1,\n"
		"3,W1,Allocated Case Worker,T1,2026-02-01,,,C1,\n", &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_int_equal(r->issues_count, 1);
	assert_true(r->issues[0].warning);
	assert_string_equal(r->issues[0].code, "passed-over");
	assert_string_equal(r->issues[0].place, "the whole file");
	assert_string_equal(r->issues[0].expected,
		"roles that mean holding a case, as Allocated Case Worker; 2 involvements in other roles are passed over");
	recorder_free(r);
}

static void test_involvements__let_a_team_hold_a_case_without_a_worker(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_INVOLVEMENTS, INVO_HEADER
		"1,,Allocated Case Worker,T1,2026-02-01,,,C1,\n", &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_string_equal(r->cases[0].holdings[0].worker.key, "");
	assert_string_equal(r->cases[0].holdings[0].team, "T1");
	recorder_free(r);
}

static void assert_issue(const struct recorder *r, size_t at, const char *place, const char *field, const char *code)
{
	assert_true(at < r->issues_count);
	assert_string_equal(r->issues[at].file, "f.csv");
	assert_string_equal(r->issues[at].place, place);
	assert_string_equal(r->issues[at].field, field);
	assert_string_equal(r->issues[at].code, code);
	assert_false(r->issues[at].warning);
}

static void test_involvements__name_line_and_column_of_a_bad_record_and_keep_the_rest(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_INVOLVEMENTS, INVO_HEADER
		"1,W1,Allocated Case Worker,T1,2026-13-01,,,C1,\n"
		"2,W1,Allocated Case Worker,T1,2026-02-05,2026-02-04,,C2,\n"
		"3,W1,Allocated Case Worker,T1,2026-02-05,,,A child's name,\n"
		"4,W1,Allocated Case Worker,T1,2026-02-05,,,,\n"
		"5,,Allocated Case Worker,,2026-02-05,,,C5,\n"
		"6,W1,Allocated Case Worker,T1,2026-02-05,,,C6,,extra\n"
		"\n"
		"7,W1,Allocated Case Worker,T1,2026-02-05,,,C7,\n", &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_string_equal(r->cases[0].ref, "C7");
	assert_int_equal(r->issues_count, 6);
	assert_issue(r, 0, "line 2", "invo_involvement_start_date", "bad-date");
	assert_issue(r, 1, "line 3", "invo_involvement_end_date", "ends-before-start");
	assert_issue(r, 2, "line 4", "invo_person_id", "bad-reference");
	assert_issue(r, 3, "line 5", "invo_person_id", "missing");
	assert_issue(r, 4, "line 6", "invo_professional_id", "missing");
	assert_issue(r, 5, "line 7", "", "too-many-columns");
	recorder_free(r);
}

static void test_involvements__warn_of_a_reason_outside_the_set_and_keep_no_sentence(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_INVOLVEMENTS, INVO_HEADER
		"1,W1,Allocated Case Worker,T1,2026-02-01,,SWAPPED,C1,\n2,W1,Allocated Case Worker,T1,2026-02-01,,said by Tom,C2,\n", &err), 0);
	assert_string_equal(r->cases[0].holdings[0].reason, "SWAPPED");
	assert_string_equal(r->cases[1].holdings[0].reason, "");
	assert_int_equal(r->issues_count, 2);
	assert_true(r->issues[0].warning);
	recorder_free(r);
}

static void test_professionals__give_the_workers_of_the_sample(void **state)
{
	struct recorder *r = recorder_new();
	const struct worker_told *w;
	int64_t fte = 0;

	(void)state;
	read_sample(r, FORMAT_SSD_PROFESSIONALS, "synthA_ssd_professionals.csv");
	assert_int_equal(r->workers_count, 40);
	assert_int_equal(r->issues_count, 0);
	for (size_t i = 0; i < r->workers_count; i++)
		if (r->workers[i].reported_cases > 0)
			fte += r->workers[i].fte_millionths;
	assert_int_equal(fte, 19300000);
	w = &r->workers[0];
	assert_string_equal(w->local_id, "W001");
	assert_string_equal(w->staff_id, "ST001");
	assert_string_equal(w->registration, "SW1125630365");
	assert_string_equal(w->name, "Nia O'Neill");
	assert_string_equal(w->team, "Assessment North");
	assert_int_equal(w->fte_millionths, 1000000);
	assert_int_equal(w->contract_minutes, -1);
	assert_int_equal(w->agency, 0);
	assert_int_equal(w->role, POST_SOCIAL_WORKER);
	assert_int_equal(w->reported_cases, 7);
	assert_int_equal(w->newly_qualified_until, DAY_MIN);
	recorder_free(r);
}

static const struct worker_told *with_title(struct recorder *r, const char *title)
{
	struct err err = {0};
	char text[600];

	(void)snprintf(text, sizeof text, PROF_HEADER "W1,,,,%s,,,,\n", title);
	assert_int_equal(read_text(r, FORMAT_SSD_PROFESSIONALS, text, &err), 0);
	return &r->workers[r->workers_count - 1];
}

static void test_professionals__tell_the_role_from_the_job_title(void **state)
{
	struct recorder *r = recorder_new();

	(void)state;
	assert_int_equal(with_title(r, "Team Manager")->role, POST_MANAGER);
	assert_int_equal(with_title(r, "Head of Service")->role, POST_MANAGER);
	assert_int_equal(with_title(r, "Senior Practitioner")->role, POST_SENIOR_PRACTITIONER);
	assert_int_equal(with_title(r, "Advanced Social Worker")->role, POST_SENIOR_PRACTITIONER);
	assert_int_equal(with_title(r, "Senior Family Support Worker")->role, POST_OTHER);
	assert_int_equal(with_title(r, "Independent Reviewing Officer")->role, POST_OTHER);
	assert_int_equal(with_title(r, "Archivist")->role, -1);
	assert_int_equal(with_title(r, "Social Worker (ASYE)")->role, POST_SOCIAL_WORKER);
	assert_true(with_title(r, "SOCIAL WORKER - ASYE")->newly_qualified);
	assert_false(with_title(r, "Social Worker")->newly_qualified);
	recorder_free(r);
}

static void test_professionals__leave_what_is_blank_unsaid(void **state)
{
	struct recorder *r = recorder_new();
	const struct worker_told *w = with_title(r, "");

	(void)state;
	assert_int_equal(w->role, -1);
	assert_int_equal(w->agency, -1);
	assert_int_equal(w->fte_millionths, -1);
	assert_int_equal(w->reported_cases, -1);
	assert_string_equal(w->name, "");
	recorder_free(r);
}

static void test_professionals__refuse_an_fte_that_is_hours(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_PROFESSIONALS, PROF_HEADER "W1,S1,A B,,,,,37,N\nW2,S2,C D,,,,,0.8,1\n", &err), 0);
	assert_int_equal(r->workers_count, 1);
	assert_int_equal(r->workers[0].agency, 1);
	assert_issue(r, 0, "line 2", "prof_full_time_equivalency", "bad-number");
	assert_string_equal(r->issues[0].expected, "a full-time equivalent from 0 to 1.5");
	recorder_free(r);
}

static void test_department__gives_the_teams_of_the_sample(void **state)
{
	struct recorder *r = recorder_new();

	(void)state;
	read_sample(r, FORMAT_SSD_DEPARTMENT, "synthA_ssd_department.csv");
	assert_int_equal(r->teams_count, 6);
	assert_string_equal(r->teams[0].code, "T01");
	assert_string_equal(r->teams[0].name, "Assessment North");
	assert_string_equal(r->teams[0].parent, "D01");
	assert_string_equal(r->teams[0].service, "children");
	recorder_free(r);
}

static void test_ssd_csv__reads_the_same_separated_by_semicolons_with_decimal_commas(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_PROFESSIONALS,
		"prof_full_time_equivalency;prof_professional_id;prof_professional_name\n0,8;W1;O'Neill, Nia\n", &err), 0);
	assert_int_equal(r->workers[0].fte_millionths, 800000);
	assert_string_equal(r->workers[0].name, "O'Neill, Nia");
	recorder_free(r);
}

static void test_ssd_csv__refuses_text_that_is_not_utf8_and_says_the_line(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_PROFESSIONALS, PROF_HEADER "W1,,Omar Szab\xF3,,,,,1,N\n", &err), PL_INVALID);
	assert_string_equal(err.text, "line 2: the text is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)");
	assert_int_equal(r->workers_count, 0);
	recorder_free(r);
}

static void test_ssd_csv__refuses_a_header_without_a_column_it_needs(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_SSD_DEPARTMENT, "dept_team_id\nT1\n", &err), PL_INVALID);
	assert_string_equal(err.text, "line 1: expected a column \"dept_team_name\" in the header");
	assert_int_equal(read_text(r, FORMAT_SSD_DEPARTMENT, "dept_team_id,dept_team_name,Dept Team Name\n", &err), PL_INVALID);
	assert_string_equal(err.text, "line 1: the column \"dept_team_name\" stands there twice, expected it once");
	recorder_free(r);
}

static void test_ssd_csv__stops_when_the_intake_has_enough_issues(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	r->issues_most = 2;
	assert_int_equal(read_text(r, FORMAT_SSD_DEPARTMENT, "dept_team_id,dept_team_name\n,A\n,B\n,C\n", &err), PL_LIMIT);
	assert_string_equal(err.text, "line 3: too many records are wrong, reading stopped here");
	assert_int_equal(r->issues_count, 2);
	recorder_free(r);
}

static void test_ssd_csv__tells_how_far_it_is(void **state)
{
	struct recorder *r = recorder_new();

	(void)state;
	read_sample(r, FORMAT_SSD_DEPARTMENT, "synthA_ssd_department.csv");
	assert_true(r->progress > 300);
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_involvements__give_each_holding_of_the_sample),
		cmocka_unit_test(test_involvements__read_other_spellings_of_roles_and_dates),
		cmocka_unit_test(test_involvements__pass_over_roles_that_hold_nothing_with_one_warning),
		cmocka_unit_test(test_involvements__let_a_team_hold_a_case_without_a_worker),
		cmocka_unit_test(test_involvements__name_line_and_column_of_a_bad_record_and_keep_the_rest),
		cmocka_unit_test(test_involvements__warn_of_a_reason_outside_the_set_and_keep_no_sentence),
		cmocka_unit_test(test_professionals__give_the_workers_of_the_sample),
		cmocka_unit_test(test_professionals__tell_the_role_from_the_job_title),
		cmocka_unit_test(test_professionals__leave_what_is_blank_unsaid),
		cmocka_unit_test(test_professionals__refuse_an_fte_that_is_hours),
		cmocka_unit_test(test_department__gives_the_teams_of_the_sample),
		cmocka_unit_test(test_ssd_csv__reads_the_same_separated_by_semicolons_with_decimal_commas),
		cmocka_unit_test(test_ssd_csv__refuses_text_that_is_not_utf8_and_says_the_line),
		cmocka_unit_test(test_ssd_csv__refuses_a_header_without_a_column_it_needs),
		cmocka_unit_test(test_ssd_csv__stops_when_the_intake_has_enough_issues),
		cmocka_unit_test(test_ssd_csv__tells_how_far_it_is),
	};

	return RUN_TESTS(tests);
}
