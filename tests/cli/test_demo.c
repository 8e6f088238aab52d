/* demo: an invented council in a database or as files. */
#include "run.h"

#define SMALL "--workers", "12", "--cases", "120", "--seed", "7"
#define DAY "2026-09-30"

static json_t *loads_of(struct desk *d, const char *db)
{
	return RUN_JSON(d, "load", "--db", db, "--employer", "D", "--on", DAY);
}

static void test_demo__is_marked_wherever_it_is_shown(void **state)
{
	struct desk *d = *state;
	json_t *loads, *log;
	const json_t *entries;

	assert_non_null(strstr(RUN_WELL(d, "demo", "--db", "a.db", "--employer", "D", SMALL, "--on", DAY).out, "invented"));
	loads = loads_of(d, "a.db");
	assert_true(member_true(loads, "demo"));
	assert_int_equal(json_array_size(member(loads, "posts")), 13); /* twelve, and somebody who has just come */
	assert_non_null(strstr(RUN_WELL(d, "load", "--db", "a.db", "--employer", "D", "--on", DAY).out,
		"(invented demo data)"));
	log = RUN_JSON(d, "log", "--db", "a.db", "--employer", "D");
	entries = member(log, "entries");
	assert_string_equal(member_text(json_array_get(entries, json_array_size(entries) - 1), "action"), "demo");
	json_decref(loads);
	json_decref(log);
}

static void test_demo__is_the_same_for_the_same_seed_and_day(void **state)
{
	struct desk *d = *state;
	json_t *first, *again, *other;

	(void)RUN_WELL(d, "demo", "--db", "a.db", "--employer", "D", SMALL, "--on", DAY);
	(void)RUN_WELL(d, "demo", "--db", "b.db", "--employer", "D", SMALL, "--on", DAY);
	(void)RUN_WELL(d, "demo", "--db", "c.db", "--employer", "D", SMALL, "--on", DAY, "--seed", "8");
	first = loads_of(d, "a.db");
	again = loads_of(d, "b.db");
	other = loads_of(d, "c.db");
	assert_true(json_equal(first, again));
	assert_false(json_equal(first, other));
	json_decref(first);
	json_decref(again);
	json_decref(other);
}

static void test_demo__is_refused_beside_real_records_and_for_a_code_that_is_taken(void **state)
{
	struct desk *d = *state;
	struct str before;

	(void)RUN_WELL(d, "import", "--db", "real.db", "--employer", "A",
		desk_write(d, "cases.csv", "case,opened\nC1,2026-01-05\n"));
	before = desk_bytes(d, "real.db");
	ASSERT_REFUSES(RUN(d, "demo", "--db", "real.db", "--employer", "D", SMALL), 1, "real.db", "real employer",
		"of its own");
	assert_bytes(desk_bytes(d, "real.db"), before);
	(void)RUN_WELL(d, "demo", "--db", "a.db", "--employer", "D", SMALL, "--on", DAY);
	before = desk_bytes(d, "a.db");
	ASSERT_REFUSES(RUN(d, "demo", "--db", "a.db", "--employer", "D", SMALL), 1, "'D'", "another code");
	ASSERT_REFUSES(RUN(d, "demo", "--db", "a.db", "--employer", "D/E", SMALL), 1, "D/E", "expected letters, digits");
	assert_bytes(desk_bytes(d, "a.db"), before);
	(void)RUN_WELL(d, "demo", "--db", "a.db", "--employer", "E", SMALL, "--on", DAY);
}

static void test_demo__takes_no_real_records_in(void **state)
{
	struct desk *d = *state;
	const char *cases = desk_write(d, "cases.csv", "case,opened\nC1,2026-01-05\n");

	(void)RUN_WELL(d, "demo", "--db", "a.db", "--employer", "D", SMALL, "--on", DAY);
	ASSERT_REFUSES(RUN(d, "import", "--db", "a.db", "--employer", "D", cases), 1, "invented employer", "of its own");
	ASSERT_REFUSES(RUN(d, "import", "--db", "a.db", "--employer", "D", "--dry-run", cases), 1, "invented employer",
		"of its own");
	ASSERT_REFUSES(RUN(d, "import", "--db", "a.db", "--employer", "REAL", cases), 1, "invented employer (D)",
		"of its own");
}

/* The seven files are recognised by what is in them, whatever they are called; answers.json is none of them. */
static void test_demo__as_files_comes_to_its_answers_when_it_is_imported(void **state)
{
	struct desk *d = *state;
	json_t *counts, *answers;

	(void)RUN_WELL(d, "demo", "--export", "files", SMALL, "--on", DAY);
	(void)RUN_WELL(d, "import", "--db", "a.db", "--employer", "D", "files");
	answers = json_load_file(desk_path(d, "files/answers.json"), 0, NULL);
	counts = RUN_JSON(d, "counts", "--db", "a.db", "--employer", "D", "--on", DAY);
	assert_false(member_true(counts, "demo"));
	assert_true(json_equal(member(counts, "unallocated"), member(member(answers, DAY), "unallocated")));
	assert_int_equal(member_int(counts, "cases_held"), member_int(member(answers, DAY), "cases_held"));
	assert_int_equal(member_int(counts, "open_cases"), 120);
	json_decref(answers);
	json_decref(counts);
}

static void test_demo__as_files_into_what_is_no_folder_is_refused(void **state)
{
	struct desk *d = *state;

	(void)desk_write(d, "letter.txt", "Dear director\n");
	ASSERT_REFUSES(RUN(d, "demo", "--export", "letter.txt", SMALL), 1, "letter.txt");
	ASSERT_REFUSES(RUN(d, "demo", "--export", "no/such/folder", SMALL), 1, "no/such/folder");
	ASSERT_REFUSES(RUN(d, "demo", "--export", "", SMALL), 1, "directory");
	assert_int_equal(desk_bytes(d, "letter.txt").len, 14);
}

#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_demo__is_marked_wherever_it_is_shown),
		ON_A_DESK(test_demo__is_the_same_for_the_same_seed_and_day),
		ON_A_DESK(test_demo__is_refused_beside_real_records_and_for_a_code_that_is_taken),
		ON_A_DESK(test_demo__takes_no_real_records_in),
		ON_A_DESK(test_demo__as_files_comes_to_its_answers_when_it_is_imported),
		ON_A_DESK(test_demo__as_files_into_what_is_no_folder_is_refused),
	};

	return RUN_TESTS(tests);
}
