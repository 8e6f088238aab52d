/* watch: what time does, done from the command line. */
#include <sqlite3.h>

#include "run.h"

#define HERE "--db", "a.db", "--employer", "A"

static void import_cases(struct desk *d)
{
	(void)RUN_WELL(d, "import", HERE, desk_write(d, "cases.csv", "case,opened\nC1,2020-01-06\nC2,2020-01-06\n"));
}

/* As of long ago, whenever this runs. */
static void go_live(struct desk *d)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(desk_path(d, "a.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "insert into employer_setting (employer_id, name, valid_from, made, origin) "
		"values (1, 'live', '2020-01-01', 1, 1)", NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

static void test_watch__has_nothing_to_do_where_nothing_is_negotiated(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_cases(d);
	r = RUN_WELL(d, "watch", HERE);
	assert_string_equal(r.out, "Allocations are not negotiated here yet: there is nothing to watch.\n");
	assert_null(strstr(RUN_WELL(d, "log", HERE, "--json").out, "\"sequence\":2"));
}

static void test_watch__does_what_is_due_once(void **state)
{
	struct desk *d = *state;
	struct run r;

	import_cases(d);
	go_live(d);
	r = RUN_WELL(d, "watch", HERE, "--json");
	assert_string_equal(r.out, "{\"live\":true,\"lapsed\":0,\"expired\":0,\"raised\":2,\"escalated\":0,\"over\":0}\n");
	r = RUN_WELL(d, "log", HERE, "--json");
	assert_non_null(strstr(r.out, "matter-ask"));
	assert_non_null(strstr(r.out, "plimsoll"));
	assert_string_equal(RUN_WELL(d, "watch", HERE).out, "Nothing is due.\n");
}

static void test_watch__of_an_employer_that_is_not_there_fails(void **state)
{
	struct desk *d = *state;

	import_cases(d);
	assert_int_equal(RUN(d, "watch", "--db", "a.db", "--employer", "B").status, 1);
	assert_int_equal(RUN(d, "watch", "--db", "a.db").status, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_watch__has_nothing_to_do_where_nothing_is_negotiated),
		TEST(test_watch__does_what_is_due_once),
		TEST(test_watch__of_an_employer_that_is_not_there_fails),
	};

	return RUN_TESTS(tests);
}
