/* Whatever is wrong: one sentence that says what was expected, the right exit status, and nothing changed. */
#include "run.h"
#include "store/store.h"

#define DB "--db", "a.db"
#define HERE DB, "--employer", "A"

static const char *const COMMANDS[] = {
	"import", "undo", "log", "load", "explain", "lines", "unallocated", "counts", "scheme", "demo", "serve"};
static const char *const FIGURES[] = {"load", "lines", "unallocated", "counts", "explain"};
enum { COMMANDS_COUNT = sizeof COMMANDS / sizeof *COMMANDS, FIGURES_COUNT = sizeof FIGURES / sizeof *FIGURES };

static int open_with_records(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH(*state, "a.db", SYNTH_API, SYNTH_CSWW);
	return 0;
}

/* ---- help ---- */

static void test_help__of_the_program_and_of_each_command_is_no_failure(void **state)
{
	struct run r = RUN_WELL(*state, "--help");

	for (size_t i = 0; i < COMMANDS_COUNT; i++) {
		struct run help = RUN_WELL(*state, COMMANDS[i], "--help");

		assert_non_null(strstr(r.out, COMMANDS[i]));
		assert_non_null(strstr(help.out, "Usage: plimsoll"));
		assert_non_null(strstr(help.out, COMMANDS[i]));
		assert_non_null(strstr(help.out, "--db"));
	}
	assert_non_null(strstr(RUN_WELL(*state, "--version").out, "plimsoll "));
}

/* ---- the command line ---- */

static void test_usage__without_a_command_tells_what_there_is(void **state)
{
	struct run r = run_with(*state, ARGUMENTS(NULL), (struct streams){.out = -1});

	assert_int_equal(r.status, 2);
	assert_int_equal(r.out_size, 0);
	assert_non_null(strstr(r.err, "Usage: plimsoll COMMAND"));
}

static void test_usage__an_unknown_command_is_named(void **state)
{
	ASSERT_REFUSES(RUN(*state, "wiegh", HERE), 2, "'wiegh'", "plimsoll --help");
}

static void test_usage__an_unknown_option_is_named_by_every_command(void **state)
{
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		ASSERT_REFUSES(RUN(*state, COMMANDS[i], "--bogus", HERE), 2, "--bogus", COMMANDS[i]);
}

static void test_usage__every_command_that_needs_a_database_asks_for_it(void **state)
{
	static const char *const NEED[] = {"undo", "log", "load", "lines", "unallocated", "counts", "demo", "serve"};

	for (size_t i = 0; i < sizeof NEED / sizeof *NEED; i++)
		ASSERT_REFUSES(RUN(*state, NEED[i], NULL), 2, "--db");
	ASSERT_REFUSES(RUN(*state, "explain", "SYN011077"), 2, "--db");
	ASSERT_REFUSES(RUN(*state, "import", "a.csv"), 2, "--db");
	ASSERT_REFUSES(RUN(*state, "load", "--db", "", "--employer", "A"), 2, "--db");
	ASSERT_REFUSES(RUN(*state, "load", DB), 2, "--employer");
	ASSERT_REFUSES(RUN(*state, "load", DB, "--employer", ""), 2, "--employer");
	ASSERT_REFUSES(RUN(*state, "load", DB, "--employer"), 2, "'--employer'", "argument");
}

static void test_usage__arguments_that_are_missing_or_too_many_are_named(void **state)
{
	ASSERT_REFUSES(RUN(*state, "load", HERE, "extra"), 2, "'extra'");
	ASSERT_REFUSES(RUN(*state, "explain", HERE), 2, "reference of a case");
	ASSERT_REFUSES(RUN(*state, "explain", HERE, "SYN011077", "SYN011078"), 2, "'SYN011078'");
	ASSERT_REFUSES(RUN(*state, "import", HERE), 2, "at least one file");
	ASSERT_REFUSES(RUN(*state, "undo", HERE, "1"), 2, "'1'");
	ASSERT_REFUSES(RUN(*state, "scheme", NULL), 2, "list");
	ASSERT_REFUSES(RUN(*state, "scheme", "show"), 2, "show ID");
	ASSERT_REFUSES(RUN(*state, "scheme", "weigh"), 2, "use ID-or-FILE");
	ASSERT_REFUSES(RUN(*state, "scheme", "use", HERE, "nebraska"), 2, "--service");
	ASSERT_REFUSES(RUN(*state, "scheme", "list", "--service", "children"), 2, "'use' only");
	ASSERT_REFUSES(RUN(*state, "demo", DB, "--employer", "D", "--export", "files"), 2, "not both");
	ASSERT_REFUSES(RUN(*state, "demo", "--employer", "D", "--export", "files"), 2, "--employer");
}

static void test_usage__json_and_csv_exclude_each_other(void **state)
{
	for (size_t i = 0; i + 1 < FIGURES_COUNT; i++)
		ASSERT_REFUSES(RUN(*state, FIGURES[i], HERE, "--json", "--csv"), 2, "not both");
	ASSERT_REFUSES(RUN(*state, "explain", HERE, "SYN011077", "--json", "--csv"), 2, "not both");
}

static void test_usage__dates_that_do_not_exist_or_are_written_otherwise_are_refused(void **state)
{
	static const char *const WRONG[] = {"2025-02-29", "30/09/2025", "2025-9-3", "20250930", "2025-13-01", "2025-00-10",
		"tomorrow", "", "2025-09-30 ", "-2025-09-30", "12025-09-30", "1899-12-31", "2150-01-01", "2025-09-30T00:00:00"};

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		ASSERT_REFUSES(RUN(*state, "load", HERE, "--on", WRONG[i]), 2, "--on", WRONG[i], "yyyy-mm-dd");
	ASSERT_REFUSES(RUN(*state, "scheme", "use", HERE, "--service", "children", "--from", "2026-02-30", "nebraska"), 2,
		"--from", "yyyy-mm-dd");
	ASSERT_REFUSES(RUN(*state, "demo", DB, "--employer", "D", "--on", "2025-02-29"), 2, "--on");
}

static void test_usage__numbers_outside_their_bounds_are_refused(void **state)
{
	static const char *const WRONG[] = {"x", "", "-1", "3", "60001", "80.5", "1e3", "0x50", "99999999999999999999", " 80"};

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		ASSERT_REFUSES(RUN(*state, "demo", "--db", "d.db", "--employer", "D", arena_printf(((struct desk *)*state)->a,
			"--workers=%s", WRONG[i])), 2, "--workers", "from 4 to 60000");
	ASSERT_REFUSES(RUN(*state, "demo", "--db", "d.db", "--employer", "D", "--cases", "0"), 2, "--cases",
		"from 1 to 1000000");
	ASSERT_REFUSES(RUN(*state, "demo", "--db", "d.db", "--employer", "D", "--seed", "seven"), 2, "--seed");
	ASSERT_REFUSES(RUN(*state, "serve", DB, "--port", "65536"), 2, "--port", "from 0 to 65535");
	ASSERT_REFUSES(RUN(*state, "serve", DB, "--threads", "0"), 2, "--threads");
	ASSERT_REFUSES(RUN(*state, "undo", HERE, "--entry", "0"), 2, "--entry");
	assert_int_equal(desk_bytes(*state, "d.db").len, 0);
}

/* ---- what is asked for is not there ---- */

static void test_asking__for_an_employer_that_is_not_there(void **state)
{
	for (size_t i = 0; i + 1 < FIGURES_COUNT; i++)
		ASSERT_REFUSES(RUN(*state, FIGURES[i], DB, "--employer", "Z"), 1, "employer Z", "a.db");
	ASSERT_REFUSES(RUN(*state, "explain", DB, "--employer", "Z", "SYN011077"), 1, "employer Z");
	ASSERT_REFUSES(RUN(*state, "log", DB, "--employer", "Z"), 1, "employer Z");
	ASSERT_REFUSES(RUN(*state, "undo", DB, "--employer", "Z"), 1, "employer Z");
	ASSERT_REFUSES(RUN(*state, "load", DB, "--employer", "A' or '1'='1"), 1, "no employer");
}

static void test_asking__for_a_team_that_is_not_there(void **state)
{
	for (size_t i = 0; i + 1 < FIGURES_COUNT; i++)
		ASSERT_REFUSES(RUN(*state, FIGURES[i], HERE, "--team", "Nowhere"), 1, "team 'Nowhere'");
	ASSERT_REFUSES(RUN(*state, "explain", HERE, "SYN011077", "--on", "2026-03-31", "--team", "Nowhere"), 1,
		"team 'Nowhere'");
}

static void test_asking__for_a_case_that_is_not_there_or_not_yet(void **state)
{
	ASSERT_REFUSES(RUN(*state, "explain", HERE, "SYN999999"), 1, "'SYN999999'");
	ASSERT_REFUSES(RUN(*state, "explain", HERE, "SYN011077", "--on", "1999-12-31"), 1, "'SYN011077'");
	ASSERT_REFUSES(RUN(*state, "explain", HERE, ""), 1, "''");
}

static void test_asking__for_an_entry_that_is_not_there(void **state)
{
	ASSERT_REFUSES(RUN(*state, "undo", HERE, "--entry", "55"), 1, "entry 55");
}

static void test_asking__for_any_day_there_is_gives_an_answer(void **state)
{
	(void)RUN_WELL(*state, "load", HERE, "--on", "1900-01-01");
	(void)RUN_WELL(*state, "load", HERE, "--on", "2149-12-31");
	(void)RUN_WELL(*state, "unallocated", HERE, "--on", "2149-12-31", "--json");
}

/* ---- the database ---- */

/* All that read refuse it alike. */
static void assert_no_database(struct desk *d, const char *path, const char *words)
{
	struct str before = desk_bytes(d, path);

	for (size_t i = 0; i + 1 < FIGURES_COUNT; i++)
		ASSERT_REFUSES(RUN(d, FIGURES[i], "--db", path, "--employer", "A"), 1, path, words);
	ASSERT_REFUSES(RUN(d, "explain", "--db", path, "--employer", "A", "SYN011077"), 1, path, words);
	ASSERT_REFUSES(RUN(d, "log", "--db", path, "--employer", "A"), 1, path, words);
	ASSERT_REFUSES(RUN(d, "undo", "--db", path, "--employer", "A"), 1, path, words);
	ASSERT_REFUSES(RUN(d, "scheme", "list", "--db", path), 1, path, words);
	ASSERT_REFUSES(RUN(d, "scheme", "use", "--db", path, "--employer", "A", "--service", "children", "nebraska"), 1, path,
		words);
	ASSERT_REFUSES(RUN(d, "serve", "--db", path, "--port", "0"), 1, path, words);
	assert_bytes(desk_bytes(d, path), before);
}

/* Those that would make a database leave alone what is something else. */
static void assert_not_made_one(struct desk *d, const char *path, const char *words)
{
	struct str before = desk_bytes(d, path);

	ASSERT_REFUSES(RUN(d, "import", "--db", path, "--employer", "A", desk_fixture(d, SYNTH_CSWW)), 1, path, words);
	ASSERT_REFUSES(RUN(d, "demo", "--db", path, "--employer", "A"), 1, path, words);
	assert_bytes(desk_bytes(d, path), before);
}

static void test_database__that_is_something_else(void **state)
{
	const char *text = desk_write(*state, "letter.txt", "Dear director,\n\nthe load line is passed.\n");

	assert_no_database(*state, text, "not a Plimsoll database");
	assert_not_made_one(*state, text, "not a Plimsoll database");
}

static void test_database__that_is_a_folder(void **state)
{
	assert_int_equal(mkdir(desk_path(*state, "folder"), 0700), 0);
	assert_no_database(*state, "folder", "folder");
	assert_not_made_one(*state, "folder", "folder");
}

static void test_database__that_is_not_there(void **state)
{
	assert_no_database(*state, "missing.db", "There is no database");
	assert_int_equal(access(desk_path(*state, "missing.db"), F_OK), -1);
	assert_not_made_one(*state, "no/such/folder.db", "folder");
}

static void test_database__that_is_empty(void **state)
{
	const char *empty = desk_write(*state, "empty.db", "");

	assert_no_database(*state, empty, "empty");
}

/* A user who may not read it, or may read and not write; run as nobody where the tests run as root. */
static void test_database__that_the_user_may_not_open(void **state)
{
	struct desk *d = *state;
	struct streams as = {.out = -1, .nobody = geteuid() == 0};

	if (run_with(d, ARGUMENTS("--version"), as).status != 0)
		SKIP_TEST("nobody may not run the program here");
	assert_bytes(desk_bytes(d, "a.db-wal"), (struct str){"", 0});
	assert_int_equal(chmod(d->folder, 0755), 0);
	assert_int_equal(chmod(desk_path(d, "a.db"), 0), 0);
	ASSERT_REFUSES(run_with(d, ARGUMENTS("load", HERE), as), 1, "a.db", "permissions");
	ASSERT_REFUSES(run_with(d, ARGUMENTS("undo", HERE), as), 1, "a.db", "permissions");
	assert_int_equal(chmod(desk_path(d, "a.db"), 0444), 0);
	ASSERT_REFUSES(run_with(d, ARGUMENTS("undo", HERE), as), 1, "a.db", "permissions");
	assert_int_equal(chmod(desk_path(d, "a.db"), 0600), 0);
}

static void test_database__that_is_being_written_is_read_and_not_written(void **state)
{
	struct desk *d = *state;
	struct store *writer;
	struct err err;

	assert_int_equal(store_open(desk_path(d, "a.db"), STORE_WRITE, &writer, &err), 0);
	(void)RUN_WELL(d, "load", HERE);
	ASSERT_REFUSES(RUN(d, "import", HERE, desk_fixture(d, SYNTH_CSWW)), 4, "a.db", "try again");
	ASSERT_REFUSES(RUN(d, "undo", HERE), 4, "a.db", "try again");
	ASSERT_REFUSES(RUN(d, "scheme", "use", HERE, "--service", "children", "nebraska"), 4, "a.db", "try again");
	(void)RUN_WELL(d, "import", HERE, "--dry-run", desk_fixture(d, SYNTH_CSWW));
	store_close(writer);
}

/* ---- where the output goes ---- */

static void test_output__that_nobody_reads_any_more_ends_quietly(void **state)
{
	int ends[2];
	struct run r;

	assert_int_equal(pipe(ends), 0);
	(void)close(ends[0]);
	r = run_with(*state, ARGUMENTS("load", HERE, "--json"), (struct streams){.out = ends[1]});
	(void)close(ends[1]);
	assert_true(r.status == 128 + SIGPIPE || r.status == 1);
	assert_string_equal(r.err, "");
}

static void test_output__that_cannot_be_written_is_a_failure(void **state)
{
	int full = open("/dev/full", O_WRONLY);
	struct streams to = {.out = full};

	if (full < 0)
		SKIP_TEST("there is no /dev/full here");
	ASSERT_REFUSES(run_with(*state, ARGUMENTS("load", HERE), to), 1, "written whole");
	ASSERT_REFUSES(run_with(*state, ARGUMENTS("scheme", "list"), to), 1, "written whole");
	ASSERT_REFUSES(run_with(*state, ARGUMENTS("--help"), to), 1, "written whole");
	ASSERT_REFUSES(run_with(*state, ARGUMENTS("load", "--help"), to), 1, "written whole");
	ASSERT_REFUSES(run_with(*state, ARGUMENTS("load", "--usage"), to), 1, "written whole");
	(void)close(full);
}

/* The next file that is opened must not become standard output. */
static void test_output__that_is_closed_is_a_failure_and_writes_into_no_file(void **state)
{
	struct desk *d = *state;
	struct str before = desk_bytes(d, "a.db");

	ASSERT_REFUSES(run_with(d, ARGUMENTS("load", HERE), (struct streams){.out = -2}), 1, "written whole");
	ASSERT_REFUSES(run_with(d, ARGUMENTS("import", HERE, desk_fixture(d, SYNTH_CSWW)), (struct streams){.out = -2}), 1,
		"written whole");
	assert_bytes(desk_bytes(d, "a.db"), before);
	assert_int_equal(desk_bytes(d, "a.db.lock").len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_help__of_the_program_and_of_each_command_is_no_failure),
		cmocka_unit_test(test_usage__without_a_command_tells_what_there_is),
		cmocka_unit_test(test_usage__an_unknown_command_is_named),
		cmocka_unit_test(test_usage__an_unknown_option_is_named_by_every_command),
		cmocka_unit_test(test_usage__every_command_that_needs_a_database_asks_for_it),
		cmocka_unit_test(test_usage__arguments_that_are_missing_or_too_many_are_named),
		cmocka_unit_test(test_usage__json_and_csv_exclude_each_other),
		cmocka_unit_test(test_usage__dates_that_do_not_exist_or_are_written_otherwise_are_refused),
		cmocka_unit_test(test_usage__numbers_outside_their_bounds_are_refused),
		cmocka_unit_test(test_asking__for_an_employer_that_is_not_there),
		cmocka_unit_test(test_asking__for_a_team_that_is_not_there),
		cmocka_unit_test(test_asking__for_a_case_that_is_not_there_or_not_yet),
		cmocka_unit_test(test_asking__for_an_entry_that_is_not_there),
		cmocka_unit_test(test_asking__for_any_day_there_is_gives_an_answer),
		cmocka_unit_test(test_database__that_is_something_else),
		cmocka_unit_test(test_database__that_is_a_folder),
		cmocka_unit_test(test_database__that_is_not_there),
		cmocka_unit_test(test_database__that_is_empty),
		cmocka_unit_test(test_database__that_the_user_may_not_open),
		cmocka_unit_test(test_database__that_is_being_written_is_read_and_not_written),
		cmocka_unit_test(test_output__that_nobody_reads_any_more_ends_quietly),
		cmocka_unit_test(test_output__that_cannot_be_written_is_a_failure),
		cmocka_unit_test(test_output__that_is_closed_is_a_failure_and_writes_into_no_file),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_with_records, desk_close));
}
