/* copy: a database somewhere else says what it said, and a copy that is not whole says nothing. */
#include <libpq-fe.h>
#include <sqlite3.h>

#include "run.h"

#define OF(db) "--db", (db), "--employer", "A"

/* All tests copy from the one source; each makes targets of its own. */
static int open_with_source(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH((struct desk *)*state, "a.db", SYNTH_API, SYNTH_CSWW, SYNTH_INVOLVEMENTS, SYNTH_PROFESSIONALS,
		SYNTH_DEPARTMENT);
	return 0;
}

static void copy(struct desk *d, const char *from, const char *to)
{
	struct run r = RUN(d, "copy", "--from", from, "--to", to);

	if (r.status != 0)
		fail_msg("status %d: %s", r.status, r.err);
	assert_non_null(strstr(r.err, " tables: cases, "));
	assert_non_null(strstr(r.out, "copied, read again and the same"));
}

/* What people look at, word for word. */
static void assert_says_the_same(struct desk *d, const char *one, const char *other)
{
	const char *const commands[][7] = {
		{"load", "--on", "2026-03-01", "--csv"}, {"holdings", "--on", "2026-03-01", "--csv"}, {"log", "--json"},
	};

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		const char *arguments[12] = {commands[i][0], OF(one)};
		struct run first, second;
		size_t n = 5;

		for (size_t j = 1; commands[i][j] != NULL; j++)
			arguments[n++] = commands[i][j];
		first = run_well(d, arguments);
		arguments[2] = other;
		second = run_well(d, arguments);
		assert_true(first.out_size > 0);
		assert_string_equal(second.out, first.out);
	}
	assert_string_equal(RUN_WELL(d, "employers", "--db", other, "--on", "2026-03-01", "--json").out,
		RUN_WELL(d, "employers", "--db", one, "--on", "2026-03-01", "--json").out);
	(void)RUN_WELL(d, "verify", "--db", other);
}

/* The address of a new database on the server. */
static const char *make_server(struct desk *d, const char *name)
{
	const char *address = getenv("TEST_POSTGRES"), *database = strstr(address, "/postgres?");
	PGconn *owner;
	PGresult *q;

	assert_non_null(database);
	owner = PQconnectdb(address);
	q = PQexec(owner, arena_printf(d->a, "create database %s template template0 locale 'C' encoding 'UTF8'", name));
	if (PQresultStatus(q) != PGRES_COMMAND_OK)
		fail_msg("%s", PQerrorMessage(owner));
	PQclear(q);
	PQfinish(owner);
	return arena_printf(d->a, "%.*s/%s%s", (int)(database - address), address, name, database + strlen("/postgres"));
}

static void mark_unfinished(struct desk *d, const char *name)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(desk_path(d, name), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "pragma application_id = 1349283171; delete from stage", NULL, NULL, NULL),
		SQLITE_OK);
	(void)sqlite3_close(db);
}

static void test_copy__in_a_file_says_what_the_database_said(void **state)
{
	struct desk *d = *state;

	copy(d, "a.db", "b.db");
	assert_says_the_same(d, "a.db", "b.db");
}

static void test_copy__on_a_server_and_back_says_what_the_database_said(void **state)
{
	struct desk *d = *state;
	const char *one, *two;

	if (getenv("TEST_POSTGRES") == NULL)
		SKIP_TEST("there is no server: script/postgres COMMAND has one");
	one = make_server(d, arena_printf(d->a, "one_%d", (int)getpid()));
	two = make_server(d, arena_printf(d->a, "two_%d", (int)getpid()));
	copy(d, "a.db", one);
	assert_says_the_same(d, "a.db", one);
	copy(d, one, two);
	copy(d, two, "c.db");
	assert_says_the_same(d, "a.db", "c.db");
}

static void test_json__has_rows_and_where_each_ledger_ends(void **state)
{
	struct desk *d = *state;
	struct run r = RUN(d, "copy", "--from", "a.db", "--to", "j.db", "--json");
	json_t *json = json_of(&r);
	const json_t *ledger = json_array_get(member(json, "ledgers"), 0);

	assert_int_equal(r.status, 0);
	assert_true(member_int(json, "tables") > 50);
	assert_int_equal(member_int(json, "rows"), member_int(json, "rows_put"));
	assert_string_equal(member_text(ledger, "employer"), "A");
	assert_int_equal(strlen(member_text(ledger, "hash")), 64);
	json_decref(json);
}

static void test_copy_that_is_not_whole__is_refused_by_every_command_until_another_run_finishes_it(void **state)
{
	static const char SENTENCE[] = "u.db is being copied into: run plimsoll copy again to finish";
	struct desk *d = *state;

	copy(d, "a.db", "u.db");
	mark_unfinished(d, "u.db");
	ASSERT_REFUSES(RUN(d, "load", OF("u.db")), 1, SENTENCE);
	ASSERT_REFUSES(RUN(d, "verify", "--db", "u.db"), 1, SENTENCE);
	ASSERT_REFUSES(RUN(d, "backup", "--db", "u.db", "--to", "backup.db"), 1, SENTENCE);
	ASSERT_REFUSES(RUN(d, "import", OF("u.db"), desk_fixture(d, SYNTH_API)), 1, SENTENCE);
	ASSERT_REFUSES(RUN(d, "serve", "--db", "u.db", "--port", "0"), 1, SENTENCE);
	ASSERT_REFUSES(RUN(d, "copy", "--from", "u.db", "--to", "x.db"), 1, SENTENCE);
	copy(d, "a.db", "u.db");
	assert_says_the_same(d, "a.db", "u.db");
}

static void test_copy__refuses_what_it_cannot_do(void **state)
{
	struct desk *d = *state;

	ASSERT_REFUSES(RUN(d, "copy", "--from", "a.db"), 2, "--to");
	ASSERT_REFUSES(RUN(d, "copy", "--from", "no.db", "--to", "y.db"), 1, "There is no database no.db");
	assert_int_equal(access(desk_path(d, "y.db"), F_OK), -1);
	copy(d, "a.db", "r.db");
	ASSERT_REFUSES(RUN(d, "copy", "--from", "a.db", "--to", "r.db"), 1, "r.db holds records already");
	ASSERT_REFUSES(RUN(d, "copy", "--from", "a.db", "--to", "./a.db"), 1, "itself");
	ASSERT_REFUSES(RUN(d, "copy", "--from", "a.db", "--to", "postgresql://nobody@127.0.0.1:1/none"), 4,
		"cannot be reached");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy__in_a_file_says_what_the_database_said),
		cmocka_unit_test(test_copy__on_a_server_and_back_says_what_the_database_said),
		cmocka_unit_test(test_json__has_rows_and_where_each_ledger_ends),
		cmocka_unit_test(test_copy_that_is_not_whole__is_refused_by_every_command_until_another_run_finishes_it),
		cmocka_unit_test(test_copy__refuses_what_it_cannot_do),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_with_source, desk_close));
}
