#include <sys/stat.h>

#include "office.h"
#include "service/import/import_undo.h"

#define WORKERS \
	"worker,name,team,registration,role,fte\n" \
	"ST1,Nia O'Neill,Duty,SW1234567,social worker,1\n" \
	"ST2,Omar Clark,Duty,SW7654321,social worker,0.5\n" \
	"ST3,Priya Okafor,Duty,SW1111111,manager,1\n"
#define CASES "case,opened,closed,type,household\nC1,2026-01-05,,cin,H1\nC2,2026-02-01,2026-06-01,cin,H1\n"
#define HOLDINGS "case,worker,from,until\nC1,ST1,2026-01-06,\nC2,SW7654321,2026-02-01,2026-06-01\n"

static struct import_report import_small_council(struct office *o)
{
	return IMPORT(o, office_file(o, "workers.csv", WORKERS), office_file(o, "cases.csv", CASES),
		office_file(o, "holdings.csv", HOLDINGS));
}

static bool bytes_equal(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* ---- going in ---- */

static void test_import__makes_the_employer_with_starter_schemes_and_lines(void **state)
{
	struct import_report r = import_small_council(*state);
	const struct snapshot *s = office_snapshot(*state, "2026-03-31");

	assert_true(r.created_employer);
	assert_int_equal(r.position, 1);
	assert_int_equal(r.errors, 0);
	assert_int_equal(s->services_count, 2);
	assert_true(s->lines_count > 0);
	assert_string_equal(s->employer.time_zone, "Europe/London");
	snapshot_drop(s);
}

static void test_import__counts_what_went_in(void **state)
{
	struct import_report r = import_small_council(*state);

	assert_int_equal(r.cases, 2);
	assert_int_equal(r.persons.added, 3);
	assert_int_equal(r.posts.added, 3);
	assert_int_equal(r.teams.added, 1);
	assert_int_equal(r.facts[FACT_EPISODE].added, 2);
	assert_int_equal(r.facts[FACT_HOLDING].added, 2);
	assert_int_equal(r.files.files_count, 3);
	assert_int_equal(r.files.files[0].records, 3);
}

static void test_import__joins_holdings_to_posts_by_any_key(void **state)
{
	struct roster roster;
	struct case_facts c2;

	(void)import_small_council(*state);
	roster = office_roster(*state);
	c2 = office_case(*state, "C2");
	assert_int_equal(only_fact(&c2, FACT_HOLDING).post_id, roster.posts[1].post_id);
	assert_int_equal(roster.posts[1].contract_minutes, 1110);
	assert_string_equal(roster.teams[0].manager, "Priya Okafor");
}

static void test_import__the_same_files_twice_change_nothing(void **state)
{
	struct import_report r;
	struct ledger_row *rows;
	struct str before;

	(void)import_small_council(*state);
	before = office_bytes(*state);
	r = import_small_council(*state);
	assert_true(r.nothing_new);
	assert_int_equal(r.position, 0);
	assert_int_equal(office_ledger(*state, &rows), 1);
	assert_true(bytes_equal(before, office_bytes(*state)));
}

static void test_import__the_entry_keeps_hashes_of_the_files_and_not_their_names(void **state)
{
	struct ledger_row *rows;

	(void)import_small_council(*state);
	assert_int_equal(office_ledger(*state, &rows), 1);
	assert_string_equal(rows[0].action, "import");
	assert_string_equal(rows[0].actor, "test");
	assert_null(strstr(rows[0].payload, "workers.csv"));
	assert_non_null(strstr(rows[0].payload, "\"workers (CSV)\""));
	assert_non_null(strstr(rows[0].payload, "\"sha256\":\""));
	assert_null(strstr(rows[0].payload, ((struct office *)*state)->dir));
	assert_null(strstr(rows[0].payload, "O'Neill"));
}

static void test_import__a_newer_file_replaces_and_keeps_what_it_leaves_out(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c1;

	(void)import_small_council(o);
	r = IMPORT(o, office_file(o, "newer.csv", "case,opened,closed,closing_reason\nC1,2026-01-05,2026-06-30,done\n"));
	c1 = office_case(o, "C1");
	assert_int_equal(r.facts[FACT_EPISODE].replaced, 1);
	assert_int_equal(r.facts[FACT_EPISODE].added, 0);
	assert_string_equal(only_fact(&c1, FACT_EPISODE).code, "done");
	assert_string_equal(only_fact(&c1, FACT_CASE).household, "H1");
	assert_int_equal(count_facts(&c1, FACT_HOLDING), 1);
}

static void test_import__a_blank_cell_reopens_nothing_and_the_word_open_does(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c1;

	(void)import_small_council(o);
	(void)IMPORT(o, office_file(o, "a.csv", "case,opened,closed,closing_reason,no_further_action\n"
		"C1,2026-01-05,2026-06-01,done,\nC9,2026-02-02,,,yes\n"));
	r = IMPORT(o, office_file(o, "b.csv", "case,opened,closed,owner\nC1,2026-01-05,,\nC9,2026-02-02,,\n"));
	assert_true(r.nothing_new);
	r = IMPORT(o, office_file(o, "c.csv", "case,opened,closed,no_further_action\nC1,2026-01-05,open,\nC9,2026-02-02,,no\n"));
	assert_int_equal(r.facts[FACT_EPISODE].replaced, 2);
	c1 = office_case(o, "C1");
	assert_int_equal(only_fact(&c1, FACT_EPISODE).when.until, DAY_MAX);
	assert_string_equal(only_fact(&c1, FACT_EPISODE).code, "");
}

static void test_import__withdraws_what_a_file_removes(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c1;

	(void)import_small_council(o);
	r = IMPORT(o, office_file(o, "gone.csv", "case,worker,from,until,remove\nC1,ST1,2026-01-06,,yes\n"));
	c1 = office_case(o, "C1");
	assert_int_equal(r.facts[FACT_HOLDING].withdrawn, 1);
	assert_int_equal(count_facts(&c1, FACT_HOLDING), 0);
	assert_int_equal(count_facts(&c1, FACT_EPISODE), 1);
}

static void test_import__purging_a_child_withdraws_the_whole_case(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)import_small_council(o);
	r = IMPORT(o, office_file(o, "day.json", "[{\"la_child_id\":\"C1\",\"mis_child_id\":\"M1\",\"purge\":true}]"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.facts[FACT_EPISODE].withdrawn, 1);
	assert_int_equal(r.facts[FACT_HOLDING].withdrawn, 1);
	assert_int_equal(office_case(o, "C1").count, 0);
	assert_true(office_case(o, "C2").count > 0);
}

static void test_import__a_holding_told_with_another_start_takes_the_place_of_the_known(void **state)
{
	struct office *o = *state;
	struct case_facts c1;

	(void)import_small_council(o);
	(void)IMPORT(o, office_file(o, "newer.csv", "case,worker,from,until\nC1,ST1,2026-01-08,\n"));
	c1 = office_case(o, "C1");
	assert_int_equal(only_fact(&c1, FACT_HOLDING).when.from, date_from_civil(2026, 1, 8));
}

/* ---- the order of files ---- */

static void dump_case(struct office *o, struct buf *out, const char *ref)
{
	struct case_facts facts = office_case(o, ref);

	buf_putf(out, "%s\n", ref);
	for (size_t i = 0; i < facts.count; i++) {
		const struct fact *f = &facts.facts[i];

		buf_putf(out, "\t%d %s %s %d %d %d %d %d %s %s\n", (int)f->kind, f->code, f->stage, f->when.from, f->when.until,
			f->post_id, f->team_id, f->no_further_action, f->service, f->household);
	}
}

/* Everything that is known, as text. */
static const char *dump(struct office *o)
{
	struct buf out = BUF_INIT(16 * 1024 * 1024);
	struct roster r = office_roster(o);
	const struct snapshot *s = office_snapshot(o, "2026-03-31");
	const char *text;

	for (size_t i = 0; i < r.teams_count; i++)
		buf_putf(&out, "team %d %s %s %s\n", r.teams[i].team_id, r.teams[i].code, r.teams[i].name, r.teams[i].manager);
	for (size_t i = 0; i < r.persons_count; i++)
		buf_putf(&out, "person %d %s %s %s\n", r.persons[i].person_id, r.persons[i].code, r.persons[i].name,
			r.persons[i].registration);
	for (size_t i = 0; i < r.posts_count; i++)
		buf_putf(&out, "post %d %d %d %d %d %d\n", r.posts[i].post_id, r.posts[i].person_id, r.posts[i].team_id,
			r.posts[i].fte_millionths, (int)r.posts[i].role, r.posts[i].newly_qualified_until);
	for (size_t i = 0; i < s->cases_count; i++)
		dump_case(o, &out, s->cases[i].ref);
	assert_false(out.full);
	text = arena_strdup(o->a, buf_text(&out));
	buf_free(&out);
	snapshot_drop(s);
	return text;
}

static void assert_any_order(struct office *o, const char **paths, size_t fixed, size_t count, const char **first)
{
	for (size_t i = fixed; i < count; i++) {
		const char *held = paths[fixed];

		paths[fixed] = paths[i];
		paths[i] = held;
		if (fixed + 1 < count)
			assert_any_order(o, paths, fixed + 1, count, first);
		paths[i] = paths[fixed];
		paths[fixed] = held;
	}
	if (fixed + 1 < count)
		return;
	(void)office_import(o, paths, count);
	if (*first == NULL)
		*first = dump(o);
	assert_string_equal(dump(o), *first);
	place_blank(&o->place);
}

/* What is told does not hang on the order of the files: in all orders, or, where each takes long, in two. */
static void assert_order_is_nothing(struct office *o, const char **paths, size_t count)
{
	const char *first = NULL;

	assert_any_order(o, paths, place_is_of_server() ? count - 2 : 0, count, &first);
}

static void test_import__api_and_workforce_census_give_the_same_facts_in_any_order(void **state)
{
	const char *paths[] = {office_fixture(*state, "synthA_csc_api_children.json"),
		office_fixture(*state, "synthA_csww_2025.xml")};

	assert_order_is_nothing(*state, paths, 2);
}

static void test_import__safeguarding_dataset_and_census_give_the_same_facts_in_any_order(void **state)
{
	const char *paths[] = {office_fixture(*state, "synthA_ssd_involvements.csv"),
		office_fixture(*state, "synthA_ssd_professionals.csv"), office_fixture(*state, "synthA_ssd_department.csv"),
		office_fixture(*state, "synthA_cin_census_2026.xml")};

	assert_order_is_nothing(*state, paths, 4);
}

static void test_import__contradicting_texts_are_not_repeated(void **state)
{
	struct office *o = *state;
	const char *one = office_file(o, "a.csv", "case,opened,closed,closing_reason,household,owner\n"
		"C1,2026-01-05,2026-05-01,jane_smith,Smith1,Ann Smith\n");
	const char *other = office_file(o, "b.csv", "case,opened,closed,closing_reason,household,owner\n"
		"C1,2026-01-05,2026-05-01,tom_smith,Smith2,Bo Smith\n");
	struct import_report r = IMPORT(o, one, other);

	assert_int_equal(r.warnings, 2);
	assert_true(office_issue_says(&r, "disagrees", other));
	assert_false(office_issue_says(&r, "disagrees", "mith"));
}

static void test_import__contradicting_files_are_named_with_both_values(void **state)
{
	struct office *o = *state;
	const char *one = office_file(o, "a.csv", "case,opened,closed\nC1,2026-01-05,2026-05-01\n");
	const char *other = office_file(o, "b.csv", "case,opened,closed\nC1,2026-01-05,2026-06-01\n");
	struct import_report r = IMPORT(o, one, other);
	struct case_facts c1 = office_case(o, "C1");

	assert_int_equal(r.errors, 0);
	assert_int_equal(r.warnings, 1);
	assert_string_equal(r.issues[0].place, "case C1");
	assert_string_equal(r.issues[0].file, one);
	assert_true(office_issue_says(&r, "disagrees", "2026-05-01"));
	assert_true(office_issue_says(&r, "disagrees", "2026-06-01"));
	assert_int_equal(only_fact(&c1, FACT_EPISODE).when.until, date_from_civil(2026, 6, 1));
}

/* ---- what is not certain, and what is wrong ---- */

static void test_import__a_team_in_the_place_of_a_worker_holds_the_case(void **state)
{
	struct office *o = *state;
	struct case_facts c1;
	struct fact held;

	(void)office_file(o, "cases.csv", CASES);
	(void)office_file(o, "holdings.csv", "case,worker,name,team,from\nC1,,Court Team,Court team,2026-01-06\n");
	assert_int_equal(IMPORT(o, arena_printf(o->a, "%s/cases.csv", o->dir), arena_printf(o->a, "%s/holdings.csv", o->dir)).errors, 0);
	assert_int_equal(office_roster(o).persons_count, 0);
	c1 = office_case(o, "C1");
	held = only_fact(&c1, FACT_HOLDING);
	assert_int_equal(held.post_id, 0);
	assert_int_not_equal(held.team_id, 0);
}

static void test_import__a_key_of_no_list_is_warned_of(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)office_file(o, "cases.csv", CASES);
	(void)office_file(o, "workers.csv", WORKERS);
	(void)office_file(o, "holdings.csv", "case,worker,from\nC1,ST999,2026-01-06\n");
	r = IMPORT(o, arena_printf(o->a, "%s/cases.csv", o->dir), arena_printf(o->a, "%s/workers.csv", o->dir),
		arena_printf(o->a, "%s/holdings.csv", o->dir));
	assert_int_equal(r.errors, 0);
	assert_true(office_issue_says(&r, "unknown-worker", "in none"));
}

static void test_import__an_uncertain_worker_holds_nothing_and_keeps_the_rest_out(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c1;

	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	(void)office_file(o, "cases.csv", CASES);
	(void)office_file(o, "holdings.csv", "case,worker,name,team,from\nC1,,Nia O'Neill,Court,2026-01-06\n");
	r = IMPORT(o, arena_printf(o->a, "%s/cases.csv", o->dir), arena_printf(o->a, "%s/holdings.csv", o->dir));
	assert_true(r.refused);
	assert_int_equal(r.position, 0);
	assert_true(office_issue_says(&r, "uncertain-worker", "Nia O'Neill"));
	assert_string_equal(r.issues[0].file, arena_printf(o->a, "%s/holdings.csv", o->dir));
	assert_string_equal(r.issues[0].place, "case C1");
	assert_int_equal(office_case(o, "C1").count, 0);
	o->accept_good = true;
	r = IMPORT(o, arena_printf(o->a, "%s/cases.csv", o->dir), arena_printf(o->a, "%s/holdings.csv", o->dir));
	c1 = office_case(o, "C1");
	assert_int_equal(r.holdings_left_out, 1);
	assert_int_equal(count_facts(&c1, FACT_EPISODE), 1);
	assert_int_equal(count_facts(&c1, FACT_HOLDING), 0);
}

static void test_import__bad_records_keep_the_good_out_unless_accepted(void **state)
{
	struct office *o = *state;
	const char *path = office_file(o, "cases.csv", "case,opened\nC1,2026-01-05\nC2,2026-13-05\n");
	struct import_report r = IMPORT(o, path);

	assert_true(r.refused);
	assert_int_equal(r.errors, 1);
	assert_true(place_is_blank(&o->place));
	o->accept_good = true;
	r = IMPORT(o, path);
	assert_false(r.refused);
	assert_int_equal(r.position, 1);
	assert_true(office_case(o, "C1").count > 0);
	assert_int_equal(office_case(o, "C2").count, 0);
}

static void test_import__a_malformed_second_file_changes_nothing(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct str before;

	(void)import_small_council(o);
	before = office_bytes(o);
	assert_int_equal(office_try(o, PATHS(office_file(o, "new.csv", "case,opened\nC9,2026-01-05\n"), office_file(o, "cin.xml",
		"<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>")), &r),
		PL_INVALID);
	assert_true(str_starts_ignoring_case(str_of(o->err.text), arena_printf(o->a, "%s/cin.xml: line 1", o->dir)));
	assert_null(strstr(strstr(o->err.text, "cin.xml") + 1, "cin.xml"));
	assert_true(bytes_equal(before, office_bytes(o)));
}

static void test_import__a_holding_outside_the_case_is_refused_and_history_only_mentioned(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c2;

	(void)import_small_council(o);
	r = IMPORT(o, office_file(o, "old.csv", "case,worker,from,until\nC2,ST1,2020-01-06,2020-05-01\nC7,ST1,2020-01-06,2020-05-01\n"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(r.warnings, 2);
	assert_true(r.nothing_new);
	r = IMPORT(o, office_file(o, "late.csv", "case,worker,from,until\nC2,ST1,2026-06-06,\nC7,ST1,2026-01-06,\n"));
	assert_int_equal(r.errors, 2);
	assert_true(r.refused);
	assert_true(office_issue_says(&r, "outside-episodes", "2026-06-06"));
	assert_true(office_issue_says(&r, "case-unknown", "2026-01-06"));
	c2 = office_case(o, "C2");
	assert_int_equal(count_facts(&c2, FACT_HOLDING), 1);
}

static void test_import__two_leads_are_flagged_and_kept(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct case_facts c1;

	(void)import_small_council(o);
	r = IMPORT(o, office_file(o, "second.csv", "case,worker,from,until\nC1,ST2,2026-02-01,\n"));
	c1 = office_case(o, "C1");
	assert_true(office_issue_says(&r, "two-leads", "one lead"));
	assert_int_equal(r.errors, 0);
	assert_int_equal(count_facts(&c1, FACT_HOLDING), 2);
}

static void test_import__a_stage_of_a_case_nobody_opened_is_an_issue(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "stages.csv", "case,type,from\nC1,cin,2026-01-05\n"));

	assert_true(r.refused);
	assert_true(office_issue_says(&r, "case-unknown", "opened"));
}

/* ---- dry runs ---- */

static void test_import__a_dry_run_without_a_database_makes_nothing_and_counts_the_same(void **state)
{
	struct office *o = *state;
	struct import_report dry, wet;

	o->dry_run = true;
	dry = import_small_council(o);
	assert_true(place_is_blank(&o->place));
	o->dry_run = false;
	wet = import_small_council(o);
	assert_int_equal(dry.position, 0);
	assert_true(dry.created_employer);
	assert_memory_equal(dry.facts, wet.facts, sizeof dry.facts);
	assert_memory_equal(&dry.posts, &wet.posts, sizeof dry.posts);
}

static void test_import__a_dry_run_leaves_the_database_as_it_is(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct str before;

	(void)import_small_council(o);
	before = office_bytes(o);
	o->dry_run = true;
	r = IMPORT(o, office_file(o, "newer.csv", "case,opened\nC9,2026-01-05\n"));
	assert_int_equal(r.facts[FACT_EPISODE].added, 1);
	assert_false(r.created_employer);
	assert_true(bytes_equal(before, office_bytes(o)));
}

static void test_import__a_dry_run_for_an_employer_that_is_not_there_makes_none(void **state)
{
	struct office *o = *state;
	struct str before;

	(void)import_small_council(o);
	before = office_bytes(o);
	o->dry_run = true;
	o->employer = "neighbour";
	assert_true(import_small_council(o).created_employer);
	assert_true(bytes_equal(before, office_bytes(o)));
}

static void test_import__a_second_employer_shares_nothing_with_the_first(void **state)
{
	struct office *o = *state;

	(void)import_small_council(o);
	o->employer = "neighbour";
	(void)IMPORT(o, office_file(o, "theirs.csv", "case,opened\nC1,2025-01-05\n"));
	assert_int_equal(office_roster(o).persons_count, 0);
	o->employer = "council";
	assert_int_equal(office_roster(o).persons_count, 3);
}

/* ---- undoing ---- */

static int undo(struct office *o, int64_t sequence, struct import_undone *ret)
{
	const struct import_undo_request r = {.database = o->database, .employer = o->employer, .sequence = sequence, .actor = "test",
		.instant = OFFICE_NOW};

	return import_undo(&r, ret, &o->err);
}

static void test_undo__takes_back_the_last_import_and_only_that(void **state)
{
	struct office *o = *state;
	struct import_undone u = {0};
	const char *before;

	(void)import_small_council(o);
	before = dump(o);
	(void)IMPORT(o, office_file(o, "newer.csv", "case,opened,closed\nC1,2026-01-05,2026-06-30\nC9,2026-02-02,\n"));
	assert_int_equal(undo(o, 0, &u), 0);
	assert_int_equal(u.sequence, 2);
	assert_int_equal(u.position, 3);
	assert_string_equal(dump(o), before);
}

static void test_undo__takes_back_again_what_an_undo_of_an_undo_brought_back(void **state)
{
	struct office *o = *state;
	struct import_undone undone;

	(void)IMPORT(o, office_file(o, "a.csv", "case,opened\nC1,2026-01-05\n"));
	(void)IMPORT(o, office_file(o, "b.csv", "case,opened\nC2,2026-01-05\n"));
	assert_int_equal(undo(o, 0, &undone), 0);
	assert_int_equal(undo(o, 3, &undone), 0);
	assert_int_equal(office_case(o, "C2").count, 2);
	assert_int_equal(undo(o, 0, &undone), 0);
	assert_int_equal(undone.sequence, 4);
	assert_int_equal(office_case(o, "C2").count, 0);
	assert_int_equal(undo(o, 0, &undone), 0);
	assert_int_equal(office_case(o, "C1").count, 0);
}

static void test_undo__lets_the_same_files_in_again(void **state)
{
	struct office *o = *state;
	struct import_undone u;
	struct import_report r;
	struct ledger_row *rows;

	(void)import_small_council(o);
	assert_int_equal(undo(o, 1, &u), 0);
	assert_int_equal(office_roster(o).persons_count, 0);
	r = import_small_council(o);
	assert_false(r.nothing_new);
	assert_int_equal(r.persons.added, 3);
	assert_int_equal(office_ledger(o, &rows), 3);
	assert_int_equal(rows[2].undone_by, 2);
	assert_true(office_roster(o).lines_count > 0);
}

static void test_import__takes_lines_alone(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "lines.csv", "scope,target,kind,value,status,agreed_by,from\n"
		"employer,,cases,18,policy,Board,2026-01-01\n"));

	assert_int_equal(r.errors, 0);
	assert_false(r.nothing_new);
	assert_true(IMPORT(o, arena_printf(o->a, "%s/lines.csv", o->dir)).nothing_new);
}

static void test_undo__says_when_there_is_nothing_to_undo(void **state)
{
	struct office *o = *state;
	struct import_undone u;

	(void)import_small_council(o);
	assert_int_equal(undo(o, 7, &u), PL_NOT_FOUND);
	assert_int_equal(undo(o, 0, &u), 0);
	assert_int_equal(undo(o, 0, &u), PL_NOT_FOUND);
	assert_non_null(strstr(o->err.text, "no import"));
}

static void test_undo__refuses_what_a_later_import_stands_on(void **state)
{
	struct office *o = *state;
	struct import_undone u;

	(void)import_small_council(o);
	(void)IMPORT(o, office_file(o, "newer.csv", "case,opened,closed\nC1,2026-01-05,2026-06-30\n"));
	assert_int_equal(undo(o, 1, &u), PL_CONFLICT);
}

/* ---- paths ---- */

static void test_paths__a_directory_stands_for_the_files_in_it_that_are_recognised(void **state)
{
	struct office *o = *state;
	struct import_report r;

	(void)office_file(o, "workers.csv", WORKERS);
	(void)office_file(o, "cases.csv", CASES);
	(void)office_file(o, "notes.txt", "nothing of use\n");
	(void)office_file(o, ".hidden.csv", CASES);
	r = IMPORT(o, o->dir);
	(void)unlink(arena_printf(o->a, "%s/.hidden.csv", o->dir));
	assert_int_equal(r.files.files_count, 2);
	assert_int_equal(r.files.passed_over_count, 1);
	assert_non_null(strstr(r.files.passed_over[0], "notes.txt"));
}

static void assert_refused(struct office *o, const char *const *paths, size_t count, int code, const char *words)
{
	struct import_report r;

	assert_int_equal(office_try(o, paths, count, &r), code);
	if (strstr(o->err.text, words) == NULL)
		fail_msg("%s", o->err.text);
	assert_true(place_is_blank(&o->place));
}

static void test_paths__wrong_ones_are_refused_in_one_sentence(void **state)
{
	struct office *o = *state;
	const char *cases = office_file(o, "cases.csv", CASES), *notes = office_file(o, "notes.txt", "nothing of use\n");
	const char *empty = arena_printf(o->a, "%s/empty", o->dir);

	assert_int_equal(mkdir(empty, 0700), 0);
	assert_refused(o, NULL, 0, PL_INVALID, "at least one file");
	assert_refused(o, PATHS("/nowhere/at/all.xml"), PL_NOT_FOUND, "/nowhere/at/all.xml");
	assert_refused(o, PATHS(notes), PL_INVALID, "expected");
	assert_refused(o, PATHS(empty), PL_INVALID, "no file");
	assert_refused(o, PATHS(cases, arena_printf(o->a, "%s/./cases.csv", o->dir)), PL_INVALID, "twice");
	assert_refused(o, PATHS(""), PL_INVALID, "empty");
	o->employer = "No Such Code!";
	assert_refused(o, PATHS(cases), PL_INVALID, "employer code");
}

static void test_paths__files_of_one_format_are_read_by_name_latest_first(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "cases-2025.csv", CASES), office_file(o, "cases-2026.csv", CASES),
		office_file(o, "workers.csv", WORKERS));

	assert_string_equal(r.files.files[0].name, "workers.csv");
	assert_string_equal(r.files.files[1].name, "cases-2026.csv");
	assert_string_equal(r.files.files[2].name, "cases-2025.csv");
}

/* ---- fed ---- */

static int feed_many(void *context, const struct intake *to, struct err *err)
{
	struct arena *a = arena_new();
	struct fact opened = fact_blank(FACT_EPISODE);
	struct case_told told = {.team = "", .facts = &opened, .facts_count = 1};
	int code = 0;

	opened.when.from = 20000;
	for (int i = 0; code == 0 && i < *(int *)context; i++) {
		told.ref = arena_printf(a, "C%06d", i);
		code = to->case_told(to->context, &told, err);
		arena_reset(a);
	}
	arena_free(a);
	return code;
}

static void test_import__takes_facts_that_come_from_no_file(void **state)
{
	struct office *o = *state;
	struct import_request r = {.database = o->database, .employer = "council", .actor = "test", .instant = OFFICE_NOW};
	struct import_report report;
	int cases = 5000;

	assert_int_equal(import_run_fed(o->a, &r, feed_many, &cases, &report, &o->err), 0);
	assert_int_equal(report.facts[FACT_EPISODE].added, 5000);
	assert_int_equal(report.position, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

static void test_import__a_reason_of_reductions_csv_is_as_personal_as_the_scheme_says(void **state)
{
	struct office *o = *state;
	const struct snapshot *s;

	(void)import_small_council(o);
	(void)IMPORT(o, office_file(o, "reductions.csv", "worker,reason,hours,from\nST1,phased return,10,2026-01-01\n"
		"ST2,practice educator,2,2026-01-01\n"));
	s = office_snapshot(o, "2026-03-31");
	assert_int_equal(s->reductions_count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(s->reductions[i].personal, str_equal(s->reductions[i].reason, "phased_return"));
	snapshot_drop(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_import__makes_the_employer_with_starter_schemes_and_lines),
		TEST(test_import__a_reason_of_reductions_csv_is_as_personal_as_the_scheme_says),
		TEST(test_import__counts_what_went_in),
		TEST(test_import__joins_holdings_to_posts_by_any_key),
		TEST(test_import__the_same_files_twice_change_nothing),
		TEST(test_import__the_entry_keeps_hashes_of_the_files_and_not_their_names),
		TEST(test_import__a_newer_file_replaces_and_keeps_what_it_leaves_out),
		TEST(test_import__a_blank_cell_reopens_nothing_and_the_word_open_does),
		TEST(test_import__withdraws_what_a_file_removes),
		TEST(test_import__purging_a_child_withdraws_the_whole_case),
		TEST(test_import__a_holding_told_with_another_start_takes_the_place_of_the_known),
		TEST(test_import__api_and_workforce_census_give_the_same_facts_in_any_order),
		TEST(test_import__safeguarding_dataset_and_census_give_the_same_facts_in_any_order),
		TEST(test_import__contradicting_texts_are_not_repeated),
		TEST(test_import__contradicting_files_are_named_with_both_values),
		TEST(test_import__a_team_in_the_place_of_a_worker_holds_the_case),
		TEST(test_import__a_key_of_no_list_is_warned_of),
		TEST(test_import__an_uncertain_worker_holds_nothing_and_keeps_the_rest_out),
		TEST(test_import__bad_records_keep_the_good_out_unless_accepted),
		TEST(test_import__a_malformed_second_file_changes_nothing),
		TEST(test_import__a_holding_outside_the_case_is_refused_and_history_only_mentioned),
		TEST(test_import__two_leads_are_flagged_and_kept),
		TEST(test_import__a_stage_of_a_case_nobody_opened_is_an_issue),
		TEST(test_import__a_dry_run_without_a_database_makes_nothing_and_counts_the_same),
		TEST(test_import__a_dry_run_leaves_the_database_as_it_is),
		TEST(test_import__a_dry_run_for_an_employer_that_is_not_there_makes_none),
		TEST(test_import__a_second_employer_shares_nothing_with_the_first),
		TEST(test_undo__takes_back_the_last_import_and_only_that),
		TEST(test_undo__takes_back_again_what_an_undo_of_an_undo_brought_back),
		TEST(test_undo__lets_the_same_files_in_again),
		TEST(test_import__takes_lines_alone),
		TEST(test_undo__says_when_there_is_nothing_to_undo),
		TEST(test_undo__refuses_what_a_later_import_stands_on),
		TEST(test_paths__a_directory_stands_for_the_files_in_it_that_are_recognised),
		TEST(test_paths__wrong_ones_are_refused_in_one_sentence),
		TEST(test_paths__files_of_one_format_are_read_by_name_latest_first),
		TEST(test_import__takes_facts_that_come_from_no_file),
	};

	return RUN_TESTS(tests);
}
