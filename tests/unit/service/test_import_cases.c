/* What becomes of a case that several imports, or several records, tell of. */
#include "core/counts.h"
#include "core/pile.h"
#include "office.h"

/* ---- what is looked at ---- */

struct figures {
	int32_t load_minutes; /* of the whole employer */
	int64_t cases_held;
	size_t unallocated, pile;
	enum pile_reason reason; /* of the first case in the pile */
};

static struct figures figures_on(struct office *o, const char *iso)
{
	const struct snapshot *s = office_snapshot(o, iso);
	struct loads loads = loads_of_snapshot(o->a, s);
	struct counts n = counts_of_snapshot(o->a, s, -1);
	struct figures f = {(int32_t)pool_employer(s, &loads).load_minutes, n.cases_held, n.unallocated_count, 0, PILE_NEVER_HELD};
	struct pile_row *rows;

	pile_of_snapshot(o->a, s, &loads, &rows, &f.pile);
	if (f.pile > 0)
		f.reason = rows[0].reason;
	snapshot_drop(s);
	return f;
}

#define API(children) "[" children "]"
#define EPISODE(from, more) "{\"referral_date\":\"" from "\"" more "}"
#define CLOSED(day) ",\"closure_date\":\"" day "\",\"closure_reason\":\"RC7\""
#define WORKED(worker, from, more) ",\"care_worker_details\":[{\"worker_id\":\"" worker "\",\"start_date\":\"" from "\"" more "}]"
#define CHILD(ref, episodes) "{\"la_child_id\":\"" ref "\",\"social_care_episodes\":[" episodes "]}"

/* ---- a case that is opened again ---- */

static void test_reopened__a_worker_of_the_closed_episode_does_not_hold_it(void **state)
{
	struct office *o = *state;
	const char *file = office_file(o, "a.json", API(CHILD("K1", EPISODE("2025-01-01", CLOSED("2025-06-01")
		WORKED("SW1000000001", "2025-01-01", "")) "," EPISODE("2026-01-01", ""))));
	struct figures f;

	(void)IMPORT(o, file);
	f = figures_on(o, "2026-03-01");
	assert_int_equal(f.pile, 1);
	assert_int_equal(f.unallocated, 1);
	assert_int_equal(f.cases_held, 0);
	assert_int_equal(figures_on(o, "2025-03-01").cases_held, 1);
	assert_true(IMPORT(o, file).nothing_new);
}

static void test_reopened__its_own_worker_is_the_only_one(void **state)
{
	struct office *o = *state;
	const char *file = office_file(o, "a.json", API(CHILD("K1", EPISODE("2025-01-01", CLOSED("2025-06-01")
		WORKED("SW1000000001", "2025-01-01", "")) "," EPISODE("2026-01-01", WORKED("SW1000000002", "2026-01-01", "")))));
	struct import_report r = IMPORT(o, file);

	assert_false(office_issue_says(&r, "two-leads", ""));
	assert_int_equal(figures_on(o, "2026-03-01").cases_held, 1);
	assert_int_equal(figures_on(o, "2026-03-01").pile, 0);
	assert_true(IMPORT(o, file).nothing_new);
}

static void test_reopened__a_worker_who_is_told_in_both_episodes_holds_it_again(void **state)
{
	struct office *o = *state;
	const char *file = office_file(o, "a.json", API(CHILD("K1", EPISODE("2025-01-01", CLOSED("2025-06-01")
		WORKED("SW1000000001", "2025-01-01", "")) "," EPISODE("2026-01-01", WORKED("SW1000000001", "2025-01-01", "")))));

	(void)IMPORT(o, file);
	assert_int_equal(figures_on(o, "2026-03-01").cases_held, 1);
	assert_true(IMPORT(o, file).nothing_new);
}

static void test_reopened__an_involvement_without_an_end_does_not_hold_it(void **state)
{
	struct office *o = *state;
	const char *files[] = {office_file(o, "c.csv", "case,opened,closed\nK1,2025-01-01,2025-06-01\nK1,2026-01-01,\n"),
		office_file(o, "i.csv", "invo_person_id,invo_professional_id,invo_professional_role_id,invo_professional_team,"
			"invo_involvement_start_date,invo_involvement_end_date\nK1,P1,Allocated Case Worker,,2025-01-01,\n")};

	(void)office_import(o, files, 2);
	assert_int_equal(figures_on(o, "2026-03-01").unallocated, 1);
	assert_true(office_import(o, files, 2).nothing_new);
}

static void test_reopened__a_year_later_who_was_never_ended_does_not_hold_it(void **state)
{
	struct office *o = *state;

	(void)IMPORT(o, office_file(o, "c.csv", "case,opened\nK1,2025-01-01\n"),
		office_file(o, "h.csv", "case,worker,from\nK1,W1,2025-01-01\n"));
	(void)IMPORT(o, office_file(o, "c.csv", "case,opened,closed\nK1,2025-01-01,2025-06-01\n"));
	(void)IMPORT(o, office_file(o, "c.csv", "case,opened\nK1,2026-01-01\n"));
	assert_int_equal(figures_on(o, "2025-03-01").cases_held, 1);
	assert_int_equal(figures_on(o, "2026-03-01").unallocated, 1);
}

/* ---- a first day that is corrected ---- */

#define PLAN(from) ",\"child_protection_plans\":[{\"start_date\":\"" from "\"}]"

static void test_corrected__referral_date_leaves_no_second_episode_open(void **state)
{
	struct office *o = *state;
	const char *before = office_file(o, "a.json", API(CHILD("K1", EPISODE("2026-01-05", WORKED("W1", "2026-01-05", "")
		PLAN("2026-01-10")))));
	const char *after = office_file(o, "b.json", API(CHILD("K1", EPISODE("2026-01-04", CLOSED("2026-02-01")
		WORKED("W1", "2026-01-04", ",\"end_date\":\"2026-02-01\"")))));
	struct case_facts k1;

	(void)IMPORT(o, before);
	assert_int_equal(figures_on(o, "2026-03-01").load_minutes, 126);
	(void)IMPORT(o, after);
	k1 = office_case(o, "K1");
	assert_int_equal(only_fact(&k1, FACT_EPISODE).when.until, only_fact(&k1, FACT_HOLDING).when.until);
	assert_int_equal(figures_on(o, "2026-03-01").cases_held, 0);
	assert_int_equal(figures_on(o, "2026-03-01").load_minutes, 0);
	assert_true(IMPORT(o, after).nothing_new);
}

static void test_corrected__date_of_a_row_is_warned_of(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)IMPORT(o, office_file(o, "a.csv", "case,opened\nK1,2026-01-05\n"));
	r = IMPORT(o, office_file(o, "b.csv", "case,opened\nK1,2026-01-04\n"));
	assert_true(office_issue_says(&r, "two-open", "2026-01-05"));
	assert_int_equal(r.errors, 0);
}

/* ---- the same files again ---- */

static void test_again__a_purge_against_something_stated_changes_nothing_twice(void **state)
{
	struct office *o = *state;
	const char *purge = office_file(o, "p.json", "[{\"la_child_id\":\"C1\",\"purge\":true}]");
	const char *work = office_file(o, "s.csv", "case,type,from\nC1,looked_after,2026-02-01\n");
	struct import_report r;

	(void)IMPORT(o, office_file(o, "c.csv", "case,opened\nC1,2026-01-01\n"));
	r = IMPORT(o, purge, work);
	assert_true(office_issue_says(&r, "disagrees", "purge"));
	assert_int_equal(office_case(o, "C1").count, 0);
	assert_true(IMPORT(o, purge, work).nothing_new);
}

/* ---- a list of how things are now ---- */

#define LIST_6 "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),Does the Child have a Disability," \
	"CIN Start Date,Primary Need Code,Date Child Was Last Seen,CIN Closure Date,Reason for Closure,Case Status," \
	"Allocated Team,Allocated Worker\n"
#define ROW(ref, status, worker) ref ",F,,,,N,2025-06-01,N1,,,," status ",North," worker "\n"

/* The day of an import, and the one before it. */
static const char *const TODAY = "2026-07-02", *const YESTERDAY = "2026-07-01";

static struct import_report import_list(struct office *o, const char *name, const char *rows)
{
	return IMPORT(o, office_file(o, name, arena_printf(o->a, "%s%s", LIST_6, rows)));
}

static void test_list__of_a_later_month_puts_a_case_without_a_worker_on_the_pile(void **state)
{
	struct office *o = *state;

	(void)import_list(o, "jan.csv", ROW("A2", "b) child protection plan", "Ann A"));
	assert_int_equal(figures_on(o, TODAY).load_minutes, 126);
	(void)import_list(o, "feb.csv", ROW("A2", "b) child protection plan", ""));
	assert_int_equal(figures_on(o, TODAY).pile, 1);
	assert_int_equal(figures_on(o, TODAY).reason, PILE_LAPSED);
	assert_int_equal(figures_on(o, YESTERDAY).cases_held, 1);
	assert_true(import_list(o, "feb.csv", ROW("A2", "b) child protection plan", "")).nothing_new);
}

static void test_list__of_a_later_month_hands_a_case_over_on_its_day(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)import_list(o, "jan.csv", ROW("A1", "c) child in need plan", "Ann A") ROW("A3", "d) open assessment", "Bob B"));
	r = import_list(o, "feb.csv", ROW("A1", "c) child in need plan", "Bob B"));
	assert_false(office_issue_says(&r, "two-leads", ""));
	assert_int_equal(figures_on(o, TODAY).cases_held, 2);
	assert_int_equal(figures_on(o, YESTERDAY).cases_held, 2);
	assert_true(import_list(o, "feb.csv", ROW("A1", "c) child in need plan", "Bob B")).nothing_new);
}

static void test_list__that_names_a_former_holder_again_gives_the_case_back(void **state)
{
	struct office *o = *state;

	(void)import_list(o, "jan.csv", ROW("A1", "c) child in need plan", "Ann A"));
	(void)import_list(o, "feb.csv", ROW("A1", "c) child in need plan", ""));
	(void)import_list(o, "mar.csv", ROW("A1", "c) child in need plan", "Ann A"));
	assert_int_equal(figures_on(o, TODAY).cases_held, 1);
	assert_int_equal(figures_on(o, TODAY).pile, 0);
}

static void test_list__of_a_later_month_ends_the_work_that_it_no_longer_says(void **state)
{
	struct office *o = *state;

	(void)import_list(o, "jan.csv", ROW("A2", "b) child protection plan", "Ann A"));
	(void)import_list(o, "feb.csv", ROW("A2", "c) child in need plan", "Ann A"));
	assert_int_equal(figures_on(o, TODAY).load_minutes, 101);
	assert_int_equal(figures_on(o, YESTERDAY).load_minutes, 126);
}

static void test_list__whose_worker_cannot_be_told_ends_nobodys_holding(void **state)
{
	struct office *o = *state;

	(void)IMPORT(o, office_file(o, "c.csv", "case,opened\nA1,2025-06-01\n"),
		office_file(o, "h.csv", "case,worker,from\nA1,SW1000000001,2025-06-01\n"));
	o->accept_good = true;
	assert_int_equal(import_list(o, "feb.csv", ROW("A1", "c) child in need plan", "Ann A")).errors, 1);
	assert_int_equal(figures_on(o, TODAY).cases_held, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_reopened__a_worker_of_the_closed_episode_does_not_hold_it),
		TEST(test_reopened__its_own_worker_is_the_only_one),
		TEST(test_reopened__a_worker_who_is_told_in_both_episodes_holds_it_again),
		TEST(test_reopened__an_involvement_without_an_end_does_not_hold_it),
		TEST(test_reopened__a_year_later_who_was_never_ended_does_not_hold_it),
		TEST(test_corrected__referral_date_leaves_no_second_episode_open),
		TEST(test_corrected__date_of_a_row_is_warned_of),
		TEST(test_again__a_purge_against_something_stated_changes_nothing_twice),
		TEST(test_list__of_a_later_month_puts_a_case_without_a_worker_on_the_pile),
		TEST(test_list__of_a_later_month_hands_a_case_over_on_its_day),
		TEST(test_list__that_names_a_former_holder_again_gives_the_case_back),
		TEST(test_list__of_a_later_month_ends_the_work_that_it_no_longer_says),
		TEST(test_list__whose_worker_cannot_be_told_ends_nobodys_holding),
	};

	return RUN_TESTS(tests);
}
