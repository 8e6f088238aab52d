#include "office.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static int open_code(struct office *o, enum store_mode mode, struct err *err)
{
	struct store *s;
	int rc = store_open(o->place.path, mode, &s, err);

	if (rc == 0)
		store_close(s);
	return rc;
}

static void test_open__makes_a_database_only_when_asked(void **state)
{
	struct office o = office_folder();
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_READ, &err), PL_NOT_FOUND);
	assert_non_null(strstr(err.text, "There is no database"));
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_NOT_FOUND);
	assert_int_equal(open_code(&o, STORE_CREATE, &err), 0);
	assert_int_equal(open_code(&o, STORE_READ, &err), 0);
	office_close(&o);
}

static void test_open__keeps_a_new_file_to_its_owner(void **state)
{
	struct office o = office_folder();
	struct stat st;
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_CREATE, &err), 0);
	assert_int_equal(stat(o.place.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	office_close(&o);
}

static void test_open__refuses_what_is_no_database(void **state)
{
	struct office o = office_folder();
	struct err err;
	char text[8192];

	(void)state;
	memset(text, 'x', sizeof text);
	write_file(o.place.path, text, sizeof text);
	assert_int_equal(open_code(&o, STORE_READ, &err), PL_DAMAGED);
	assert_non_null(strstr(err.text, "is not a Plimsoll database"));
	assert_int_equal(open_code(&o, STORE_CREATE, &err), PL_DAMAGED);
	office_close(&o);
}

static void test_open__refuses_an_empty_file_unless_one_is_to_be_made(void **state)
{
	struct office o = office_folder();
	struct err err;

	(void)state;
	write_file(o.place.path, "", 0);
	assert_int_equal(open_code(&o, STORE_READ, &err), PL_INVALID);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_INVALID);
	assert_int_equal(open_code(&o, STORE_CREATE, &err), 0);
	office_close(&o);
}

static void test_open__refuses_a_folder(void **state)
{
	struct office o = office_folder();
	struct store *s;
	struct err err;

	(void)state;
	assert_int_equal(store_open(o.place.folder, STORE_CREATE, &s, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "is a folder"));
	office_close(&o);
}

static void test_open__refuses_the_database_of_another_program(void **state)
{
	struct office o = office_folder();
	struct err err;

	(void)state;
	place_run(&o.place, "create table cat (name text)");
	assert_int_equal(open_code(&o, STORE_CREATE, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "another program"));
	office_close(&o);
}

static void test_open__refuses_tables_of_a_newer_program(void **state)
{
	struct office o = office_folder();
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_CREATE, &err), 0);
	place_run(&o.place, "pragma user_version = 999");
	assert_int_equal(open_code(&o, STORE_READ, &err), PL_INVALID);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "newer Plimsoll"));
	office_close(&o);
}

static void test_open__refuses_tables_of_a_version_that_never_was(void **state)
{
	static const char *const VERSIONS[] = {"pragma user_version = -1", "pragma user_version = -2147483648",
		"pragma user_version = 0"};
	struct office o = office_folder();
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_CREATE, &err), 0);
	for (size_t i = 0; i < sizeof VERSIONS / sizeof *VERSIONS; i++) {
		place_run(&o.place, VERSIONS[i]);
		assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_DAMAGED);
		assert_int_equal(open_code(&o, STORE_READ, &err), PL_DAMAGED);
		assert_non_null(strstr(err.text, "is damaged"));
	}
	office_close(&o);
}

static void test_open__leaves_nothing_beside_a_file_that_it_refuses(void **state)
{
	struct office o = office_folder();
	struct err err;
	char lock[220], text[8192];

	(void)state;
	(void)snprintf(lock, sizeof lock, "%s.lock", o.place.path);
	write_file(o.place.path, "", 0);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_INVALID);
	assert_int_not_equal(access(lock, F_OK), 0);
	place_run(&o.place, "create table cat (name text)");
	assert_int_equal(open_code(&o, STORE_CREATE, &err), PL_INVALID);
	assert_int_not_equal(access(lock, F_OK), 0);
	place_run(&o.place, "pragma application_id = 77");
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_INVALID);
	assert_int_not_equal(access(lock, F_OK), 0);
	memset(text, 'x', sizeof text);
	write_file(o.place.path, text, sizeof text);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_DAMAGED);
	assert_int_not_equal(access(lock, F_OK), 0);
	office_close(&o);
}

static void test_open__lets_one_writer_in_and_readers_beside_it(void **state)
{
	struct office o = office_open();
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_LOCKED);
	assert_non_null(strstr(err.text, "another Plimsoll"));
	assert_int_equal(open_code(&o, STORE_READ, &err), 0);
	o.store = store_close(o.store);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), 0);
	office_close(&o);
}

static void test_version__tells_that_another_file_has_taken_its_place(void **state)
{
	struct office o = office_open();
	int64_t version;
	struct err err;
	char aside[220];

	(void)state;
	OFFICE_OK(store_version(o.store, &version, &office_err));
	(void)snprintf(aside, sizeof aside, "%s/aside.db", o.place.folder);
	assert_int_equal(rename(o.place.path, aside), 0);
	assert_int_equal(store_version(o.store, &version, &err), PL_DAMAGED);
	assert_non_null(strstr(err.text, "start Plimsoll again"));
	office_close(&o);
}

/* A store that shares the file, and no other. */
static struct store *open_server(struct office *o)
{
	struct store *server;

	o->store = store_close(o->store);
	OFFICE_OK(store_open(o->place.path, STORE_SHARE, &server, &office_err));
	return server;
}

static void test_share__lets_a_command_write_between_its_writes(void **state)
{
	struct office o = office_open();
	struct store *server = open_server(&o);
	struct commit *c;
	struct err err;

	(void)state;
	office_reopen(&o, STORE_WRITE);
	assert_int_equal(store_begin_writing(server, &err), PL_LOCKED);
	assert_int_equal(commit_begin(server, o.employer_id, 1, &c, &err), PL_LOCKED);
	assert_non_null(strstr(err.text, "another Plimsoll"));
	o.store = store_close(o.store);
	OFFICE_OK(store_begin_writing(server, &office_err));
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_LOCKED);
	OFFICE_OK(store_end_writing(server, true, &office_err));
	assert_int_equal(open_code(&o, STORE_WRITE, &err), 0);
	store_close(server);
	office_close(&o);
}

/* A command is told which file; whoever asks a server is not. */
static void test_share__tells_nobody_where_its_file_is(void **state)
{
	struct office o = office_open();
	struct store *server = open_server(&o), *command;
	struct employer e;
	struct err err;

	(void)state;
	OFFICE_OK(store_open(o.place.path, STORE_WRITE, &command, &office_err));
	store_be_patient(server, false);
	assert_int_equal(store_begin_writing(server, &err), PL_LOCKED);
	assert_null(strstr(err.text, o.place.path));
	assert_int_equal(store_employer(server, o.arena, "nobody", &e, &err), PL_NOT_FOUND);
	assert_null(strstr(err.text, o.place.path));
	assert_int_equal(store_employer(command, o.arena, "nobody", &e, &err), PL_NOT_FOUND);
	assert_non_null(strstr(err.text, o.place.path));
	store_close(command);
	store_close(server);
	office_close(&o);
}

static void test_share__lets_go_after_a_commit_that_is_refused(void **state)
{
	struct office o = office_open();
	struct store *server = open_server(&o);
	struct commit *c;
	struct err err;

	(void)state;
	assert_int_equal(commit_begin(server, o.employer_id, 77, &c, &err), PL_CONFLICT);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), 0);
	store_close(server);
	office_close(&o);
}

static void test_share__may_begin_after_the_opening(void **state)
{
	struct office o = office_open();
	struct commit *c;
	struct err err;

	(void)state;
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_LOCKED);
	store_share(o.store);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), 0);
	OFFICE_OK(commit_begin(o.store, o.employer_id, 1, &c, &office_err));
	assert_int_equal(open_code(&o, STORE_WRITE, &err), PL_LOCKED);
	commit_abandon(c);
	assert_int_equal(open_code(&o, STORE_WRITE, &err), 0);
	office_close(&o);
}

static void test_open__knows_a_file_by_its_other_names(void **state)
{
	struct office o = office_open();
	struct store *s;
	struct err err;
	char other[220];

	(void)state;
	(void)snprintf(other, sizeof other, "%s/link.db", o.place.folder);
	assert_int_equal(symlink(o.place.path, other), 0);
	assert_int_equal(store_open(other, STORE_WRITE, &s, &err), PL_LOCKED);
	office_close(&o);
}

static void test_read__sees_the_last_commit_while_another_is_being_written(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct commit *c = office_begin(&o);
	struct case_facts known;
	struct store *reader;
	struct err err;

	(void)state;
	OFFICE_OK(commit_case(c, "C1", &(struct fact_change){.op = CHANGE_ADD, .after = &facts[0]}, 1, &office_err));
	OFFICE_OK(store_open(o.place.path, STORE_READ, &reader, &office_err));
	assert_int_equal(store_case_facts(reader, o.arena, o.employer_id, "C1", &known, &err), PL_NOT_FOUND);
	office_end(c, "import");
	assert_int_equal(store_case_facts(reader, o.arena, o.employer_id, "C1", &known, &err), 0);
	store_close(reader);
	office_close(&o);
}

static void test_read__works_from_a_file_alone_and_leaves_it_as_it_was(void **state)
{
	struct office o = office_open();
	struct employer e;
	struct err err;

	(void)state;
	o.store = store_close(o.store);
	office_reopen(&o, STORE_READ);
	assert_int_equal(store_employer(o.store, o.arena, "test", &e, &err), 0);
	assert_string_equal(e.name, "Testshire");
	assert_int_equal(e.position, 1);
	assert_int_equal(e.changed_at, 1790000000);
	office_close(&o);
}

static void test_read__cannot_write(void **state)
{
	struct office o = office_open();
	struct commit *c;
	struct err err;

	(void)state;
	office_reopen(&o, STORE_READ);
	assert_int_equal(commit_begin(o.store, o.employer_id, 1, &c, &err), PL_FAIL);
	assert_int_equal(store_scheme_put(o.store, "own", 1, "{}", &err), PL_FAIL);
	office_close(&o);
}

static void test_version__changes_with_every_commit_by_anyone(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct store *reader;
	int64_t before, after, own_before, own_after;

	(void)state;
	OFFICE_OK(store_open(o.place.path, STORE_READ, &reader, &office_err));
	OFFICE_OK(store_version(reader, &before, &office_err));
	OFFICE_OK(store_version(reader, &after, &office_err));
	assert_int_equal(before, after);
	OFFICE_OK(store_version(o.store, &own_before, &office_err));
	office_tell(&o, "C1", facts, 1);
	OFFICE_OK(store_version(reader, &after, &office_err));
	OFFICE_OK(store_version(o.store, &own_after, &office_err));
	assert_true(before != after);
	assert_true(own_before != own_after);
	store_close(reader);
	office_close(&o);
}

static void test_employers__are_listed_by_code(void **state)
{
	struct office o = office_open();
	struct new_employer other = {.code = "alba", .name = "Alba", .country = "Scotland", .time_zone = "Europe/London",
		.demo = true};
	struct employer *rows;
	struct commit *c;
	size_t count;
	int32_t id;
	struct err err;

	(void)state;
	OFFICE_OK(commit_begin(o.store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &other, &id, &office_err));
	office_end(c, "demo");
	OFFICE_OK(store_employers(o.store, o.arena, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].code, "alba");
	assert_true(rows[0].demo);
	assert_string_equal(rows[1].code, "test");
	OFFICE_OK(commit_begin(o.store, 0, 0, &c, &office_err));
	assert_int_equal(commit_employer(c, &other, &id, &err), PL_CONFLICT);
	commit_abandon(c);
	office_close(&o);
}

static void test_scheme__is_kept_under_its_version_for_good(void **state)
{
	struct office o = office_open();
	struct kept_scheme *kept;
	const char *json;
	struct err err;
	size_t count;

	(void)state;
	OFFICE_OK(store_scheme_put(o.store, "own", 1, "{\"a\":1}", &office_err));
	OFFICE_OK(store_scheme_put(o.store, "own", 1, "{\"a\":1}", &office_err));
	assert_int_equal(store_scheme_put(o.store, "own", 1, "{\"a\":2}", &err), PL_CONFLICT);
	OFFICE_OK(store_scheme_get(o.store, o.arena, "own", 1, &json, &office_err));
	assert_string_equal(json, "{\"a\":1}");
	assert_int_equal(store_scheme_get(o.store, o.arena, "own", 2, &json, &err), PL_NOT_FOUND);
	OFFICE_OK(store_scheme_put(o.store, "a", 3, "{}", &office_err));
	OFFICE_OK(store_schemes(o.store, o.arena, &kept, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(kept[0].id, "a");
	assert_int_equal(kept[0].version, 3);
	assert_string_equal(kept[1].json, "{\"a\":1}");
	office_close(&o);
}

/* A process of its own, begun before this one has opened anything, because the engine keeps what is locked by process. When it
 * is told to, it opens the database, writes a case, closes it again, and ends. */
static pid_t begin_writer(struct office *o, int *ret_tell)
{
	struct fact facts[] = {office_episode("2026-01-05", "")};
	char told;
	int tell[2];
	pid_t child;

	assert_int_equal(pipe(tell), 0);
	child = fork();
	if (child != 0) {
		(void)close(tell[0]);
		*ret_tell = tell[1];
		return child;
	}
	(void)close(tell[1]);
	if (read(tell[0], &told, 1) == 1) {
		office_reopen(o, STORE_WRITE);
		office_tell(o, "C1", facts, 1);
		store_close(o->store);
	}
	_exit(0);
}

static void test_open__a_second_time_in_a_process_does_not_let_go_of_the_first(void **state)
{
	struct office o = office_open();
	struct store *reader, *writer;
	struct case_facts facts;
	int status, tell;
	pid_t child;

	(void)state;
	o.store = store_close(o.store);
	child = begin_writer(&o, &tell);
	OFFICE_OK(store_open(o.place.path, STORE_READ, &reader, &office_err));
	OFFICE_OK(store_open(o.place.path, STORE_SHARE, &writer, &office_err));
	assert_int_equal(write(tell, "!", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	OFFICE_OK(store_case_facts(reader, o.arena, o.employer_id, "C1", &facts, &office_err));
	assert_int_equal(access(arena_printf(o.arena, "%s-wal", o.place.path), F_OK), 0);
	(void)close(tell);
	store_close(writer);
	store_close(reader);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open__a_second_time_in_a_process_does_not_let_go_of_the_first),
		cmocka_unit_test(test_open__makes_a_database_only_when_asked),
		cmocka_unit_test(test_open__keeps_a_new_file_to_its_owner),
		cmocka_unit_test(test_open__refuses_what_is_no_database),
		cmocka_unit_test(test_open__refuses_an_empty_file_unless_one_is_to_be_made),
		cmocka_unit_test(test_open__refuses_a_folder),
		cmocka_unit_test(test_open__refuses_the_database_of_another_program),
		cmocka_unit_test(test_open__refuses_tables_of_a_newer_program),
		cmocka_unit_test(test_open__refuses_tables_of_a_version_that_never_was),
		cmocka_unit_test(test_open__leaves_nothing_beside_a_file_that_it_refuses),
		cmocka_unit_test(test_open__lets_one_writer_in_and_readers_beside_it),
		cmocka_unit_test(test_version__tells_that_another_file_has_taken_its_place),
		cmocka_unit_test(test_share__lets_a_command_write_between_its_writes),
		cmocka_unit_test(test_share__may_begin_after_the_opening),
		cmocka_unit_test(test_share__tells_nobody_where_its_file_is),
		cmocka_unit_test(test_share__lets_go_after_a_commit_that_is_refused),
		cmocka_unit_test(test_open__knows_a_file_by_its_other_names),
		cmocka_unit_test(test_read__sees_the_last_commit_while_another_is_being_written),
		cmocka_unit_test(test_read__works_from_a_file_alone_and_leaves_it_as_it_was),
		cmocka_unit_test(test_read__cannot_write),
		cmocka_unit_test(test_version__changes_with_every_commit_by_anyone),
		cmocka_unit_test(test_employers__are_listed_by_code),
		cmocka_unit_test(test_scheme__is_kept_under_its_version_for_good),
	};

	return RUN_TESTS(tests);
}
