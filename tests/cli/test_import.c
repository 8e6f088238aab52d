/* import and undo: what goes in, what stays out, what is said of it, and how it comes out again. */
#include <sys/stat.h>

#include "run.h"

#define HERE "--db", "a.db", "--employer", "A"
#define YEAR_END "2026-03-31"
#define CASES "case,opened\nC1,2026-01-05\n"
#define WITH_BAD_RECORDS "case,opened\nC1,2026-01-05\nC2,2026-13-05\n,2026-01-01\n"

static void import_api(struct desk *d)
{
	IMPORT_SYNTH(d, "a.db", SYNTH_API, SYNTH_CSWW);
}

static bool is_there(struct desk *d, const char *name)
{
	return access(desk_path(d, name), F_OK) == 0;
}

static size_t entries(struct desk *d)
{
	json_t *log = RUN_JSON(d, "log", HERE);
	size_t count = json_array_size(member(log, "entries"));

	json_decref(log);
	return count;
}

/* What is known, to compare: the loads without where the ledger stands. */
static json_t *loads_of(struct desk *d, const char *db)
{
	json_t *loads = RUN_JSON(d, "load", "--db", db, "--employer", "A", "--on", YEAR_END);

	assert_int_equal(json_object_del(loads, "ledger_position"), 0);
	return loads;
}

static void assert_same_loads(json_t *left, json_t *right)
{
	assert_true(json_array_size(member(left, "posts")) > 0);
	assert_true(json_equal(left, right));
	json_decref(left);
	json_decref(right);
}

static int64_t added(const json_t *report, const char *what)
{
	return member_int(member(member(report, "changes"), what), "added");
}

/* ---- dry runs ---- */

static void test_dry_run__says_what_would_go_in_and_makes_nothing(void **state)
{
	struct desk *d = *state;
	const char *api = desk_fixture(d, SYNTH_API), *csww = desk_fixture(d, SYNTH_CSWW);
	json_t *dry = RUN_JSON(d, "import", HERE, "--dry-run", api, csww), *wet;

	assert_false(is_there(d, "a.db"));
	assert_false(is_there(d, "a.db.lock"));
	assert_true(member_true(dry, "dry_run"));
	assert_int_equal(member_int(dry, "ledger_position"), 0);
	assert_non_null(strstr(RUN_WELL(d, "import", HERE, "--dry-run", api).out, "A dry run: nothing was changed."));
	wet = RUN_JSON(d, "import", HERE, api, csww);
	assert_false(member_true(wet, "dry_run"));
	assert_int_equal(member_int(wet, "ledger_position"), 1);
	assert_true(json_equal(member(dry, "changes"), member(wet, "changes")));
	json_decref(dry);
	json_decref(wet);
}

static void test_dry_run__says_how_many_holdings_it_would_leave_out(void **state)
{
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", CASES);
	const char *holdings = desk_write(d, "holdings.csv", "case,worker,from,until\nC1,W1,2020-01-01,2020-02-01\n");
	struct run r = RUN(d, "import", HERE, "--dry-run", "--accept-good", cases, holdings);

	if (strstr(r.out, "1 holding left out") == NULL)
		fail_msg("expected it to be said: %s", r.out);
}

static void test_dry_run__leaves_the_bytes_of_a_database_alone(void **state)
{
	struct desk *d = *state;
	struct str before;
	json_t *report;

	import_api(d);
	before = desk_bytes(d, "a.db");
	report = RUN_JSON(d, "import", HERE, "--dry-run", desk_write(d, "cases.csv", CASES));
	assert_int_equal(added(report, "cases"), 1);
	assert_bytes(desk_bytes(d, "a.db"), before);
	assert_int_equal(entries(d), 1);
	json_decref(report);
}

/* ---- the same, the torn, the bad ---- */

static void test_import__the_same_files_twice_change_nothing(void **state)
{
	struct desk *d = *state;
	struct str before;
	json_t *again;

	import_api(d);
	before = desk_bytes(d, "a.db");
	again = RUN_JSON(d, "import", HERE, desk_fixture(d, SYNTH_CSWW), desk_fixture(d, SYNTH_API));
	assert_true(member_true(again, "nothing_new"));
	assert_int_equal(member_int(again, "ledger_position"), 0);
	assert_bytes(desk_bytes(d, "a.db"), before);
	assert_int_equal(entries(d), 1);
	json_decref(again);
}

static void test_import__a_malformed_second_file_changes_nothing(void **state)
{
	struct desk *d = *state;
	struct str cin = desk_read(d, desk_fixture(d, SYNTH_CIN)), before;
	const char *torn = desk_write(d, "torn.xml", arena_printf(d->a, "%.3000s", cin.at));
	const char *cases = desk_write(d, "cases.csv", CASES);

	ASSERT_REFUSES(RUN(d, "import", HERE, cases, torn), 1, "torn.xml", "line 21", "breaks off");
	assert_false(is_there(d, "a.db"));
	import_api(d);
	before = desk_bytes(d, "a.db");
	ASSERT_REFUSES(RUN(d, "import", HERE, cases, torn), 1, "torn.xml", "line 21", "breaks off");
	ASSERT_REFUSES(RUN(d, "import", HERE, cases, torn, "--accept-good"), 1, "torn.xml", "line 21");
	assert_bytes(desk_bytes(d, "a.db"), before);
	assert_int_equal(entries(d), 1);
}

static void assert_issue(const json_t *issue, const char *place, const char *field, const char *code,
	const char *expected)
{
	assert_string_equal(member_text(issue, "file"), "bad.csv");
	assert_string_equal(member_text(issue, "place"), place);
	assert_string_equal(member_text(issue, "field"), field);
	assert_string_equal(member_text(issue, "code"), code);
	assert_string_equal(member_text(issue, "severity"), "error");
	assert_non_null(strstr(member_text(issue, "expected"), expected));
}

static void test_import__bad_records_are_listed_and_keep_the_good_out(void **state)
{
	struct desk *d = *state;
	struct run r;
	json_t *report;

	(void)desk_write(d, "bad.csv", WITH_BAD_RECORDS);
	r = RUN(d, "import", HERE, "bad.csv", "--json");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "nothing was changed"));
	assert_non_null(strstr(r.err, "--accept-good"));
	report = json_of(&r);
	assert_true(member_true(report, "refused"));
	assert_int_equal(member_int(report, "errors"), 2);
	assert_issue(json_array_get(member(report, "issues"), 0), "line 3", "opened", "bad-date", "yyyy-mm-dd");
	assert_issue(json_array_get(member(report, "issues"), 1), "line 4", "case", "missing", "letters, digits");
	assert_false(is_there(d, "a.db"));
	r = RUN(d, "import", HERE, "bad.csv");
	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.out, "bad.csv, line 3, opened: bad-date: expected a date as yyyy-mm-dd"));
	json_decref(report);
}

static void test_import__the_good_records_go_in_when_they_are_accepted(void **state)
{
	struct desk *d = *state;
	json_t *report, *counts;

	(void)desk_write(d, "bad.csv", WITH_BAD_RECORDS);
	report = RUN_JSON(d, "import", HERE, "bad.csv", "--accept-good");
	assert_false(member_true(report, "refused"));
	assert_int_equal(member_int(report, "errors"), 2);
	assert_int_equal(added(report, "cases"), 1);
	counts = RUN_JSON(d, "counts", HERE, "--on", YEAR_END);
	assert_int_equal(member_int(counts, "open_cases"), 1);
	json_decref(report);
	json_decref(counts);
}

/* ---- files ---- */

static void test_import__the_order_of_files_does_not_matter(void **state)
{
	struct desk *d = *state;
	json_t *first;

	IMPORT_SYNTH(d, "one.db", SYNTH_CIN, SYNTH_INVOLVEMENTS, SYNTH_PROFESSIONALS, SYNTH_DEPARTMENT);
	IMPORT_SYNTH(d, "two.db", SYNTH_DEPARTMENT, SYNTH_PROFESSIONALS, SYNTH_INVOLVEMENTS, SYNTH_CIN);
	IMPORT_SYNTH(d, "three.db", SYNTH_INVOLVEMENTS, SYNTH_DEPARTMENT, SYNTH_CIN, SYNTH_PROFESSIONALS);
	first = loads_of(d, "one.db");
	json_incref(first);
	assert_same_loads(first, loads_of(d, "two.db"));
	assert_same_loads(first, loads_of(d, "three.db"));
}

static void test_import__a_folder_stands_for_what_is_known_in_it(void **state)
{
	struct desk *d = *state;
	json_t *report;

	assert_int_equal(mkdir(desk_path(d, "files"), 0700), 0);
	ASSERT_REFUSES(RUN(d, "import", HERE, "files"), 1, "files", "no file");
	(void)desk_write(d, "files/cases.csv", CASES);
	(void)desk_write(d, "files/letter.txt", "Dear director\n");
	report = RUN_JSON(d, "import", HERE, "files");
	assert_int_equal(json_array_size(member(report, "files")), 1);
	assert_int_equal(json_array_size(member(report, "passed_over")), 1);
	assert_int_equal(added(report, "cases"), 1);
	json_decref(report);
}

static void test_import__files_that_are_none_are_refused_by_name(void **state)
{
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", CASES);

	assert_int_equal(mkfifo(desk_path(d, "pipe"), 0600), 0);
	ASSERT_REFUSES(RUN(d, "import", HERE, "nowhere.csv"), 1, "nowhere.csv");
	ASSERT_REFUSES(RUN(d, "import", HERE, cases, "nowhere.csv"), 1, "nowhere.csv");
	ASSERT_REFUSES(RUN(d, "import", HERE, desk_write(d, "empty.csv", "")), 1, "empty.csv", "empty");
	ASSERT_REFUSES(RUN(d, "import", HERE, desk_write(d, "letter.txt", "Dear director\n")), 1, "letter.txt",
		"expected a CIN");
	ASSERT_REFUSES(RUN(d, "import", HERE, "pipe"), 1, "pipe", "neither a file nor");
	ASSERT_REFUSES(RUN(d, "import", HERE, "/dev/zero"), 1, "/dev/zero", "neither a file nor");
	ASSERT_REFUSES(RUN(d, "import", HERE, ""), 1, "empty");
	ASSERT_REFUSES(RUN(d, "import", HERE, cases, "./cases.csv"), 1, "./cases.csv", "twice");
	assert_false(is_there(d, "a.db"));
}

static void test_import__into_the_empty_file_that_a_killed_one_left_goes_well(void **state)
{
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", CASES);

	(void)desk_write(d, "a.db", "");
	(void)RUN_WELL(d, "import", HERE, "--dry-run", cases);
	(void)RUN_WELL(d, "import", HERE, cases);
	assert_int_equal(entries(d), 1);
}

static void test_import__asks_which_of_two_teams_of_one_name_is_meant(void **state)
{
	struct desk *d = *state;
	const char *teams = desk_write(d, "teams.csv", "team,name,service\nN1,Duty,children\nN2,Duty,children\n");
	const char *workers = desk_write(d, "workers.csv", "worker,name,team\nA1,Ann,Duty\n");
	struct run r = RUN(d, "import", HERE, teams, workers);

	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.out, "workers.csv, line 2, worker: uncertain-team"));
	(void)RUN_WELL(d, "import", HERE, teams);
	ASSERT_REFUSES(RUN(d, "load", HERE, "--team", "Duty"), 1, "more than one team", "N1, N2");
	(void)RUN_WELL(d, "load", HERE, "--team", "N2");
}

static void test_import__says_the_name_of_a_file_without_what_a_terminal_obeys(void **state)
{
	struct desk *d = *state;
	const char *name = desk_write(d, "a\x1B]0;b\nDone: entry 9.csv", WITH_BAD_RECORDS);
	struct run r = RUN(d, "import", HERE, "--accept-good", name);

	assert_int_equal(r.status, 0);
	assert_non_null(strstr(r.out, "a?]0;b?Done: entry 9.csv: cases (CSV)"));
	assert_non_null(strstr(r.out, "a?]0;b?Done: entry 9.csv, line 3"));
	assert_null(strchr(r.out, 0x1B));
	ASSERT_REFUSES(RUN(d, "import", HERE, "none\x1B[31m.csv"), 1, "none?[31m.csv");
	ASSERT_REFUSES(RUN(d, "frob\x1B[31m"), 2, "frob?[31m");
	ASSERT_REFUSES(RUN(d, "load", HERE, "x\x1B[31m"), 2, "x?[31m");
}

static void test_import__without_a_good_record_is_a_failure(void **state)
{
	struct desk *d = *state;
	struct run r = RUN(d, "import", HERE, "--accept-good", desk_write(d, "bad.csv", "case,opened\nC1,x\n"));

	assert_int_equal(r.status, 1);
	assert_non_null(strstr(r.err, "no good record"));
	assert_null(strstr(r.out, "Nothing new"));
	assert_null(strstr(r.out, "lines"));
	assert_false(is_there(d, "a.db"));
}

static void test_import__that_cannot_be_told_of_says_that_it_is_done(void **state)
{
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", CASES);
	struct streams to = {.out = open("/dev/full", O_WRONLY)};
	struct run r;

	if (to.out < 0)
		SKIP_TEST("there is no /dev/full here");
	r = run_with(d, (const char *const[]){"import", HERE, cases, NULL}, to);
	assert_int_equal(r.status, 5);
	assert_non_null(strstr(r.err, "entry 1 of the ledger of A was written"));
	assert_int_equal(entries(d), 1);
	r = run_with(d, (const char *const[]){"import", HERE, cases, NULL}, to);
	assert_int_equal(r.status, 1);
	r = run_with(d, (const char *const[]){"undo", HERE, NULL}, to);
	assert_int_equal(r.status, 5);
	assert_non_null(strstr(r.err, "entry 2 of the ledger of A was written"));
	(void)close(to.out);
}

static void test_import__an_employer_code_that_cannot_stand_in_an_address_is_refused(void **state)
{
	static const char *const WRONG[] = {"A B", "../A", "A/B", ".A", "A'", "\xC3\x84", "north.csv", "A.JSON"};
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", CASES);

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		ASSERT_REFUSES(RUN(d, "import", "--db", "a.db", "--employer", WRONG[i], cases), 1, WRONG[i],
			"expected letters, digits");
	assert_false(is_there(d, "a.db"));
}

/* Two employers in one database know nothing of each other. */
static void test_import__of_another_employer_adds_nothing_to_the_first(void **state)
{
	struct desk *d = *state;
	json_t *before;

	import_api(d);
	before = loads_of(d, "a.db");
	(void)RUN_WELL(d, "import", "--db", "a.db", "--employer", "B", desk_write(d, "cases.csv", CASES));
	assert_same_loads(before, loads_of(d, "a.db"));
	ASSERT_REFUSES(RUN(d, "explain", HERE, "C1"), 1, "'C1'");
	(void)RUN_WELL(d, "explain", "--db", "a.db", "--employer", "B", "C1");
}

/* ---- undo ---- */

static void test_undo__brings_back_what_was_known_before(void **state)
{
	struct desk *d = *state;
	json_t *before, *undone, *changed;

	import_api(d);
	before = loads_of(d, "a.db");
	(void)RUN_WELL(d, "import", HERE, desk_fixture(d, SYNTH_CIN), desk_fixture(d, SYNTH_INVOLVEMENTS),
		desk_fixture(d, SYNTH_PROFESSIONALS), desk_fixture(d, SYNTH_DEPARTMENT));
	changed = loads_of(d, "a.db");
	assert_false(json_equal(before, changed));
	undone = RUN_JSON(d, "undo", HERE);
	assert_int_equal(member_int(undone, "undone"), 2);
	assert_int_equal(member_int(undone, "ledger_position"), 3);
	assert_true(member_int(undone, "rows") > 0);
	assert_same_loads(before, loads_of(d, "a.db"));
	assert_non_null(strstr(RUN_WELL(d, "undo", HERE, "--entry", "3").out, "Entry 3 is taken back by entry 4"));
	assert_same_loads(changed, loads_of(d, "a.db"));
	json_decref(undone);
}

/* An actor's name in the middle of the file, in other letters. */
static void forge_actor(const struct desk *d, const char *name, char with)
{
	char path[128];
	FILE *f;
	int c, at = 0;

	(void)snprintf(path, sizeof path, "%s/a.db", d->folder);
	f = fopen(path, "r+b");
	assert_non_null(f);
	while ((c = fgetc(f)) != EOF) {
		at = c == name[at] ? at + 1 : c == name[0] ? 1 : 0;
		if (name[at] != '\0')
			continue;
		assert_int_equal(fseek(f, -1, SEEK_CUR), 0);
		(void)fputc(with, f);
		assert_int_equal(fseek(f, 0, SEEK_CUR), 0);
		at = 0;
	}
	assert_int_equal(fclose(f), 0);
}

static void test_verify__tells_a_forged_entry(void **state)
{
	struct desk *d = *state;

	import_api(d);
	assert_non_null(strstr(RUN_WELL(d, "verify", "--db", "a.db").out,
		"A: whole. 1 entry, and every one is what was written"));
	forge_actor(d, "importA", 'B');
	assert_int_equal(RUN(d, "verify", "--db", "a.db").status, 3);
}

static void test_undo__twice_finds_nothing_more_and_the_ledger_keeps_all(void **state)
{
	struct desk *d = *state;
	json_t *log;
	struct run words;

	import_api(d);
	(void)RUN_WELL(d, "undo", HERE);
	ASSERT_REFUSES(RUN(d, "undo", HERE), 1, "no import");
	ASSERT_REFUSES(RUN(d, "undo", HERE, "--entry", "1"), 1, "1");
	log = RUN_JSON(d, "log", HERE);
	words = RUN_WELL(d, "log", HERE);
	assert_int_equal(json_array_size(member(log, "entries")), 2);
	assert_string_equal(member_text(json_array_get(member(log, "entries"), 0), "action"), "undo");
	assert_int_equal(member_int(json_array_get(member(log, "entries"), 1), "undone_by"), 2);
	assert_non_null(strstr(words.out, "import"));
	assert_non_null(strstr(words.out, "taken back by entry 2"));
	json_decref(log);
}

#define EMPTY_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY_DESK(test_dry_run__says_what_would_go_in_and_makes_nothing),
		EMPTY_DESK(test_dry_run__leaves_the_bytes_of_a_database_alone),
		EMPTY_DESK(test_dry_run__says_how_many_holdings_it_would_leave_out),
		EMPTY_DESK(test_import__the_same_files_twice_change_nothing),
		EMPTY_DESK(test_import__a_malformed_second_file_changes_nothing),
		EMPTY_DESK(test_import__bad_records_are_listed_and_keep_the_good_out),
		EMPTY_DESK(test_import__the_good_records_go_in_when_they_are_accepted),
		EMPTY_DESK(test_import__the_order_of_files_does_not_matter),
		EMPTY_DESK(test_import__a_folder_stands_for_what_is_known_in_it),
		EMPTY_DESK(test_import__files_that_are_none_are_refused_by_name),
		EMPTY_DESK(test_import__into_the_empty_file_that_a_killed_one_left_goes_well),
		EMPTY_DESK(test_import__asks_which_of_two_teams_of_one_name_is_meant),
		EMPTY_DESK(test_import__says_the_name_of_a_file_without_what_a_terminal_obeys),
		EMPTY_DESK(test_import__without_a_good_record_is_a_failure),
		EMPTY_DESK(test_import__that_cannot_be_told_of_says_that_it_is_done),
		EMPTY_DESK(test_import__an_employer_code_that_cannot_stand_in_an_address_is_refused),
		EMPTY_DESK(test_import__of_another_employer_adds_nothing_to_the_first),
		EMPTY_DESK(test_undo__brings_back_what_was_known_before),
		EMPTY_DESK(test_verify__tells_a_forged_entry),
		EMPTY_DESK(test_undo__twice_finds_nothing_more_and_the_ledger_keeps_all),
	};

	return RUN_TESTS(tests);
}
