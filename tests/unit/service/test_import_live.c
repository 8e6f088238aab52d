/* Files told to an employer where allocations are negotiated: what they put on somebody's desk is put to the lines. */
#include "office.h"
#include "base/clock.h"
#include "service/matters/employer_settings.h"
#include "service/import/import_undo.h"

enum { TODAY = OFFICE_NOW / 86400 };

#define WORKERS "worker,name,team,role,fte\nST1,Nia,Duty,social worker,1\nST2,Omar,Duty,social worker,1\n"
#define CASES "case,opened,type\nC1,2026-01-05,child_in_need_plan\nC2,2026-01-05,child_in_need_plan\n" \
	"C3,2026-01-05,child_in_need_plan\nC4,2026-01-05,child_in_need_plan\n"
#define HELD "case,worker,from,until\nC1,ST1,2026-01-06,\n"
#define LINES "scope,target,kind,value,status,agreed_by,from\nemployer,,cases,2,policy,Board,2026-01-01\n"

static void set_live_from(struct office *o, int32_t from)
{
	const struct viewer who = {.login = "test"};
	struct setting_change change = {.by = {.employer = o->employer, .viewer = &who, .instant = OFFICE_NOW}, .setting = SETTING_LIVE,
		.on = true, .from = from, .today = TODAY};
	struct store *s;
	bool is_so;

	assert_int_equal(store_open(o->database, STORE_WRITE, &s, &o->err), 0);
	assert_int_equal(setting_make(s, &change, &is_so, &o->err), 0);
	assert_false(is_so);
	store_close(s);
}

static void set_live(struct office *o)
{
	set_live_from(o, TODAY);
}

/* A live council with a line of two cases, of which Nia holds one. */
static int open_known(void **state)
{
	struct office *o;

	if (office_open(state) != 0)
		return -1;
	o = *state;
	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS), office_file(o, "cases.csv", CASES), office_file(o, "holdings.csv", HELD),
		office_file(o, "lines.csv", LINES));
	return 0;
}

static int open_live(void **state)
{
	if (open_known(state) != 0)
		return -1;
	set_live(*state);
	return 0;
}

static struct fact held(struct office *o, const char *ref)
{
	struct case_facts facts = office_case(o, ref);

	return only_fact(&facts, FACT_HOLDING);
}

/* How many lead on the case, today or later; *ret_first_end is the first day on which the earliest no longer does. */
static size_t count_leads(struct office *o, const char *ref, int32_t *ret_first_end)
{
	struct case_facts facts = office_case(o, ref);
	size_t count = 0;

	*ret_first_end = DAY_MAX;
	for (size_t i = 0; i < facts.count; i++) {
		const struct fact *f = &facts.facts[i];

		if (f->kind != FACT_HOLDING || f->role != HOLDING_LEAD || holding_standing(f) != HOLDING_STANDS || f->when.until <= TODAY)
			continue;
		count++;
		*ret_first_end = f->when.until < *ret_first_end ? f->when.until : *ret_first_end;
	}
	return count;
}

static struct import_report give_three(struct office *o)
{
	return IMPORT(o, office_file(o, "more.csv",
		"case,worker,from,until\nC2,ST1,2026-06-01,\nC3,ST1,2026-06-02,\nC4,ST2,2026-06-03,\n"));
}

static void test_import__stands_below_the_line_and_is_on_paper_past_it(void **state)
{
	struct office *o = *state;
	struct import_report r = give_three(o);
	const struct snapshot *s;

	assert_int_equal(r.errors, 0);
	assert_int_equal(r.holdings_without_talk, 2);
	assert_int_equal(r.holdings_on_paper, 1);
	assert_true(office_issue_says(&r, "line-passed", "2 cases at most, for the holding from 2026-06-02, with which it would be 3"));
	assert_int_equal(held(o, "C1").standing, -1);
	assert_int_equal(held(o, "C2").standing, HOLDING_STANDS);
	assert_int_equal(held(o, "C3").standing, HOLDING_ON_PAPER);
	assert_int_equal(held(o, "C4").standing, HOLDING_STANDS);
	s = office_snapshot(o, "2026-07-02");
	assert_true(s->employer.live);
	snapshot_drop(s);
}

static void test_import__of_the_same_file_again_changes_nothing(void **state)
{
	struct import_report r;

	(void)give_three(*state);
	r = give_three(*state);
	assert_true(r.nothing_new);
	assert_int_equal(r.holdings_on_paper, 0);
}

static void test_import__that_dates_it_anew_does_not_bring_it_off_the_paper(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)give_three(o);
	r = IMPORT(o, office_file(o, "again.csv", "case,worker,from,until\nC1,ST1,2026-01-06,2026-06-20\nC3,ST1,2026-06-10,\n"));
	assert_int_equal(r.holdings_without_talk, 0);
	assert_int_equal(held(o, "C3").standing, HOLDING_ON_PAPER);
	assert_int_equal(held(o, "C3").when.from, held(o, "C2").when.from + 9);
}

static void test_import__says_in_a_dry_run_what_it_would_do(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct ledger_row *rows;
	size_t before = office_ledger(o, &rows);

	o->dry_run = true;
	r = give_three(o);
	assert_int_equal(r.holdings_on_paper, 1);
	assert_int_equal(r.holdings_without_talk, 2);
	assert_int_equal(office_ledger(o, &rows), before);
	assert_int_equal(office_case(o, "C2").count, 3);
}

static void test_import__judges_by_the_lines_and_workers_of_the_same_files(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "workers.csv", WORKERS "ST3,Priya,Duty,social worker,0.5\n"),
		office_file(o, "more.csv", "case,worker,from,until\nC2,ST3,2026-06-01,\nC3,ST3,2026-06-02,\n"));

	assert_int_equal(r.holdings_without_talk, 1);
	assert_int_equal(r.holdings_on_paper, 1);
	assert_int_equal(held(o, "C3").standing, HOLDING_ON_PAPER);
}

static void test_import__leaves_a_share_as_it_was_that_would_pass_the_line(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)IMPORT(o, office_file(o, "lines.csv",
		"scope,target,kind,value,status,agreed_by,from\nemployer,,percent,3,policy,Board,2026-07-02\n"));
	(void)IMPORT(o, office_file(o, "half.csv", "case,worker,from,until,share\nC1,ST1,2026-01-06,,0.5\n"));
	assert_int_equal(held(o, "C1").share, 500);
	r = IMPORT(o, office_file(o, "whole.csv", "case,worker,from,until,share\nC1,ST1,2026-01-06,,1\n"));
	assert_true(office_issue_says(&r, "line-passed", "its share stays as it was"));
	assert_int_equal(held(o, "C1").share, 500);
	assert_true(r.nothing_new);
}

static void test_import__takes_what_is_over_as_it_is(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "past.csv",
		"case,worker,from,until\nC2,ST1,2026-01-06,2026-02-01\nC3,ST1,2026-01-06,2026-02-01\nC4,ST1,2026-01-06,2026-02-01\n"));

	assert_int_equal(r.holdings_on_paper + r.holdings_without_talk, 0);
	assert_int_equal(held(o, "C4").standing, -1);
}

/* C1 is Nia's. */
static void test_import__makes_no_second_lead(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "more.csv", "case,worker,from,until\nC1,ST2,2026-07-20,\nC2,ST2,2026-06-01,\n"
		"C2,ST1,2026-06-01,\n"));
	int32_t end;

	assert_int_equal(r.errors, 0);
	assert_int_equal(r.holdings_on_paper, 2);
	assert_int_equal(r.holdings_without_talk, 1);
	assert_true(office_issue_says(&r, "two-leads", "one lead worker at a time, for the holding from 2026-07-20: it is on paper"));
	assert_true(office_issue_says(&r, "two-leads", "for the holding from 2026-06-01: it is on paper"));
	assert_int_equal(office_issues_of(&r, "two-leads"), 3);
	assert_int_equal(count_leads(o, "C1", &end), 1);
	assert_int_equal(count_leads(o, "C2", &end), 1);
	r = IMPORT(o, office_file(o, "same.csv", "case,worker,from,until\nC1,ST2,2026-07-20,\n"));
	assert_true(r.nothing_new);
}

static void test_import__hands_a_lead_over_on_the_day_on_which_the_one_before_ends(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "over.csv", "case,worker,from,until\nC1,ST1,2026-01-06,2026-07-20\n"
		"C1,ST2,2026-07-20,\n"));
	int32_t end;

	assert_int_equal(r.holdings_on_paper, 0);
	assert_int_equal(count_leads(o, "C1", &end), 2);
	/* An older file, which does not know that it was handed over. */
	r = IMPORT(o, office_file(o, "older.csv", "case,worker,from,until\nC1,ST1,2026-01-06,open\n"));
	assert_true(office_issue_says(&r, "two-leads", "for the holding from 2026-01-06: its last day stays as it was"));
	assert_int_equal(office_issues_of(&r, "two-leads"), 1);
	assert_int_equal(r.facts[FACT_HOLDING].replaced, 0);
	assert_int_equal(count_leads(o, "C1", &end), 2);
	assert_int_equal(end, date_from_civil(2026, 7, 20));
}

/* C2 is held by the manager and C3 by somebody who leaves: both give way. */
static void test_import__makes_a_lead_beside_who_does_not_work_on_it(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "workers.csv", WORKERS "MG1,Mona,Duty,manager,1\n"),
		office_file(o, "left.csv", "worker,name,team,role,fte,from,until\nST4,Lena,Duty,social worker,1,2020-01-01,2026-07-01\n"),
		office_file(o, "held.csv", "case,worker,from,until\nC2,MG1,2026-01-06,\nC3,ST4,2026-01-06,\n"));

	assert_int_equal(r.errors, 0);
	r = IMPORT(o, office_file(o, "more.csv", "case,worker,from,until\nC2,ST2,2026-07-02,\nC3,ST2,2026-07-02,\n"));
	assert_int_equal(r.holdings_on_paper, 0);
	assert_int_equal(r.holdings_without_talk, 2);
}

static void test_import__of_a_co_worker_as_lead_makes_no_second_one(void **state)
{
	struct office *o = *state;
	struct import_report r;
	int32_t end;

	(void)IMPORT(o, office_file(o, "beside.csv", "case,worker,role,from,until\nC1,ST2,co-worker,2026-06-01,\n"));
	r = IMPORT(o, office_file(o, "lead.csv", "case,worker,role,from,until\nC1,ST2,lead,2026-07-01,\n"));
	assert_true(office_issue_says(&r, "two-leads", "it is on paper"));
	assert_int_equal(count_leads(o, "C1", &end), 1);
}

/* Fewer hours make a line lower, and nobody has given the worker anything: it is for the clock to tell of. */
static void test_import__takes_what_it_tells_of_a_worker_though_a_line_is_passed_by_it(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)give_three(o);
	r = IMPORT(o, office_file(o, "workers.csv", "worker,name,team,role,fte\nST1,Nia,Duty,social worker,0.5\n"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.holdings_on_paper, 0);
	assert_int_equal(held(o, "C2").standing, HOLDING_STANDS);
	r = IMPORT(o, office_file(o, "next.csv", "case,worker,from,until\nC4,ST1,2026-07-02,\n"));
	assert_int_equal(r.holdings_on_paper, 1);
}

/* What somebody takes along into another team is put to the lines there. */
static void test_import__that_moves_a_worker_with_their_cases_asks_the_lines_of_the_other_team(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)give_three(o);
	r = IMPORT(o, office_file(o, "workers.csv", "worker,name,team,role,fte,from,until\nST1,Nia,Duty,social worker,1,,2026-07-02\n"
		"ST1,Nia,Review,social worker,1,2026-07-02,\n"),
		office_file(o, "lines.csv", LINES "team,Review,cases,1,policy,Board,2026-07-02\n"),
		office_file(o, "moved.csv", "case,worker,team,from,until\nC1,ST1,Review,2026-07-02,\nC2,ST1,Review,2026-07-02,\n"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.holdings_without_talk, 1);
	assert_int_equal(r.holdings_on_paper, 1);
	assert_true(office_issue_says(&r, "line-passed", "1 case at most"));
}

static void test_import__refuses_a_line_that_is_raised_or_set_in_the_past(void **state)
{
	static const char *const REFUSED[] = {"employer,,cases,9,policy,Board,2026-01-01\n", "employer,,cases,1,policy,Board,2026-01-01\n",
		"team,Duty,cases,2,policy,Board,2026-03-01\n"};
	struct office *o = *state;
	struct import_report r;

	for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
		r = IMPORT(o, office_file(o, "lines.csv",
			arena_printf(o->a, "scope,target,kind,value,status,agreed_by,from\n%s", REFUSED[i])));
		assert_true(r.refused);
		assert_true(office_issue_says(&r, "line-not-agreed", "asks no more of anybody"));
	}
	r = IMPORT(o, office_file(o, "lines.csv", LINES "employer,,cases,1,policy,Board,2026-08-01\n"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.lines.added, 1);
}

static struct import_report tell_protection(struct office *o, const char *until)
{
	return IMPORT(o, office_file(o, "new.csv", arena_printf(o->a,
		"worker,name,team,role,fte,newly_qualified_until\nST2,Omar,Duty,social worker,1,%s\n", until)));
}

/* Omar's. */
static int32_t protected_until(struct office *o)
{
	return office_roster(o).posts[1].newly_qualified_until;
}

static void test_import__does_not_shorten_the_protection_of_somebody_newly_qualified(void **state)
{
	struct office *o = *state;
	struct import_report r = tell_protection(o, "2027-01-01");

	assert_int_equal(r.posts.replaced, 1);
	r = tell_protection(o, "2027-07-01");
	assert_int_equal(r.warnings, 0);
	r = tell_protection(o, "2026-07-02");
	assert_true(r.nothing_new);
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.warnings, 1);
	assert_string_equal(r.issues[0].place, "line 2");
	assert_true(office_issue_says(&r, "protection-shortened", "no end of the protection before 2027-07-01"));
	assert_int_equal(protected_until(o), date_from_civil(2027, 7, 1));
}

static void test_import__takes_the_rest_of_a_row_that_would_shorten_a_protection(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)tell_protection(o, "2027-07-01");
	r = IMPORT(o, office_file(o, "less.csv",
		"worker,name,team,role,fte,newly_qualified_until\nST2,Omar,Duty,social worker,0.5,2026-08-01\n"));
	assert_int_equal(r.posts.replaced, 1);
	assert_int_equal(r.warnings, 1);
	assert_int_equal(protected_until(o), date_from_civil(2027, 7, 1));
	assert_int_equal(office_roster(o).posts[1].fte_millionths, 500000);
}

static void test_import__shortens_a_protection_where_nothing_is_negotiated(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)tell_protection(o, "2027-07-01");
	r = tell_protection(o, "2026-08-01");
	assert_int_equal(r.warnings, 0);
	assert_int_equal(protected_until(o), date_from_civil(2026, 8, 1));
}

static void test_import__where_nothing_is_negotiated_is_taken_as_it_is(void **state)
{
	struct office *o = *state;
	struct import_report r;

	r = give_three(o);
	assert_int_equal(r.holdings_on_paper + r.holdings_without_talk, 0);
	assert_int_equal(held(o, "C3").standing, -1);
}

static void test_import__decides_by_the_civil_day_that_the_pages_show(void **state)
{
	enum { BEFORE_MIDNIGHT_UTC = 1783639800 }; /* 23:30 UTC on 9 July, and 10 July in London */
	struct office *o = *state;
	const char *paths[] = {office_file(o, "workers.csv", WORKERS), office_file(o, "cases.csv", CASES)};
	const char *more[] = {office_file(o, "holdings.csv", HELD)};
	struct import_request r = {.database = o->database, .employer = o->employer, .paths = paths, .paths_count = 2, .actor = "test",
		.instant = OFFICE_NOW};
	struct import_report report;

	clock_set_zone("Europe/London");
	assert_int_equal(import_run(o->a, &r, &report, &o->err), 0);
	set_live_from(o, TODAY + 8);
	r.paths = more;
	r.paths_count = 1;
	r.instant = BEFORE_MIDNIGHT_UTC;
	assert_int_equal(import_run(o->a, &r, &report, &o->err), 0);
	assert_int_equal(report.holdings_without_talk, 1);
}

static void test_undo__takes_what_is_on_paper_back_too(void **state)
{
	struct office *o = *state;
	struct import_undo_request request = {.database = o->database, .employer = o->employer, .actor = "test", .instant = OFFICE_NOW};
	struct import_undone undone;
	struct case_facts facts;

	(void)give_three(o);
	assert_int_equal(import_undo(&request, &undone, &o->err), 0);
	facts = office_case(o, "C3");
	assert_int_equal(count_facts(&facts, FACT_HOLDING), 0);
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, open_live, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_import__stands_below_the_line_and_is_on_paper_past_it),
		LIVE(test_import__of_the_same_file_again_changes_nothing),
		LIVE(test_import__that_dates_it_anew_does_not_bring_it_off_the_paper),
		LIVE(test_import__says_in_a_dry_run_what_it_would_do),
		LIVE(test_import__judges_by_the_lines_and_workers_of_the_same_files),
		LIVE(test_import__leaves_a_share_as_it_was_that_would_pass_the_line),
		LIVE(test_import__takes_what_is_over_as_it_is),
		LIVE(test_import__makes_no_second_lead),
		LIVE(test_import__hands_a_lead_over_on_the_day_on_which_the_one_before_ends),
		LIVE(test_import__makes_a_lead_beside_who_does_not_work_on_it),
		LIVE(test_import__of_a_co_worker_as_lead_makes_no_second_one),
		LIVE(test_import__takes_what_it_tells_of_a_worker_though_a_line_is_passed_by_it),
		LIVE(test_import__that_moves_a_worker_with_their_cases_asks_the_lines_of_the_other_team),
		LIVE(test_import__refuses_a_line_that_is_raised_or_set_in_the_past),
		LIVE(test_import__does_not_shorten_the_protection_of_somebody_newly_qualified),
		LIVE(test_import__takes_the_rest_of_a_row_that_would_shorten_a_protection),
		cmocka_unit_test_setup_teardown(test_import__shortens_a_protection_where_nothing_is_negotiated, open_known, office_close),
		cmocka_unit_test_setup_teardown(test_import__where_nothing_is_negotiated_is_taken_as_it_is, open_known, office_close),
		cmocka_unit_test_setup_teardown(test_import__decides_by_the_civil_day_that_the_pages_show, office_open, office_close),
		LIVE(test_undo__takes_what_is_on_paper_back_too),
	};

	return RUN_TESTS(tests);
}
