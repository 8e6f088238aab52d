/* A copy is all of the source as it was at one moment, or it cannot be opened: whatever dies on the way. The source is
 * of the engine that the tests run on; the target a file, and where there is a server, a database of it. */
#include "office.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/copying.h"
#include "store/verify.h"

/* Of the bytes 00 01 ff 27. */
#define RELEASE_SHA256 "c99e98b13a150e04ec230dfc50af34be57de860716cf951a0c502ad2642ba00c"

/* ---- source and target ---- */

static int32_t make_employer(struct office *o, const char *code)
{
	struct service_row service = {.code = "children", .name = "Children's services", .scheme = council_scheme()};
	struct new_employer e = {.code = code, .name = code, .country = "England", .time_zone = "Europe/London",
		.services = &service, .services_count = 1};
	struct commit *c = NULL;
	int32_t id = 0;

	OFFICE_OK(commit_begin(o->store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &e, &id, &office_err));
	office_end(c, "employer");
	return id;
}

static void tell_case(struct office *o, const char *ref)
{
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", ""),
		office_holding(1, 0, "2026-01-05", "")};

	office_tell(o, ref, facts, 3);
}

/* Rows of every kind: known, ended and taken back; texts with what has a meaning elsewhere; bytes; of two employers and
 * of none. */
static struct office source_open(void)
{
	struct office o = office_open();

	office_hire(&o);
	tell_case(&o, "C1");
	tell_case(&o, "it's \\N \"quoted\", \xC3\xA9\ttab");
	office_undo(&o, 4);
	(void)make_employer(&o, "other");
	OFFICE_OK(store_scheme_put(o.store, "own", 1, "{\"id\":\"own\"}", &office_err));
	place_run(&o.place, !o.place.on_server ?
		"insert into statistic_release values (7, 'figures', '" RELEASE_SHA256 "', 'f', 2025, 1, 1, 'a', x'0001ff27')" :
		"insert into statistic_release values (7, 'figures', '" RELEASE_SHA256 "', 'f', 2025, 1, 1, 'a', '\\x0001ff27')");
	place_run(&o.place, "insert into session values (1, 'h', 1, null, 1, 1, 0, '', '', null)");
	place_run(&o.place, "insert into attempt values ('', 1, 2, 3)");
	return o;
}

static struct office target_file(void)
{
	struct office o = {.arena = arena_new()};

	place_make_file(&o.place);
	return o;
}

/* What is copied is the owner's. */
static struct office target_server(void)
{
	struct office o = {.arena = arena_new()};

	place_make(&o.place);
	memcpy(o.place.path, o.place.owner, sizeof o.place.path);
	return o;
}

/* ---- copying ---- */

/* What a run does at its n-th table. */
struct stop {
	int at;
	void (*what)(void *context);
	void *context;
};

static void on_told(void *context, const struct copying_told *told)
{
	struct stop *stop = context;

	if (told->done && stop->at-- == 0)
		stop->what(stop->context);
}

/* All but the last step, as copy_database does it, between opening and closing. */
static int copy_rows(struct store *from, struct store *to, copying_teller told, void *context, struct copying **ret,
	struct err *err)
{
	int rc;

	OFFICE_OK(store_begin_reading(from, err));
	rc = copying_begin(from, to, ret, err);
	if (rc == 0)
		rc = copying_fill(*ret, told, context, err);
	store_end_reading(from);
	return rc == 0 ? copying_compare(*ret, err) : rc;
}

static int copy_telling(const char *from_path, const char *to_path, copying_teller told, void *context,
	struct copying_size *ret, struct err *err)
{
	struct store *from = NULL, *to = NULL;
	struct copying *c = NULL;
	int rc = store_open(from_path, STORE_READ, &from, err);

	if (rc == 0)
		rc = store_open(to_path, STORE_FILL, &to, err);
	if (rc == 0)
		rc = copy_rows(from, to, told, context, &c, err);
	if (rc == 0)
		rc = copying_end(c, err);
	if (rc == 0 && ret != NULL)
		*ret = copying_size(c);
	copying_free(c);
	store_close(to);
	store_close(from);
	return rc;
}

static int copy(const char *from_path, const char *to_path, struct stop *stop, struct copying_size *ret, struct err *err)
{
	return copy_telling(from_path, to_path, stop != NULL ? on_told : NULL, stop, ret, err);
}

/* Every table that is copied, each row in its columns' own words. */
static char *all_rows(struct office *o)
{
	static const char *const TABLES[][2] = {
		{"employer", "employer_id, code, position"}, {"ledger", "employer_id, sequence, hash"},
		{"ledger_payload", "employer_id, sequence, payload, salt"}, {"ledger_rows", "employer_id, sequence, name, digest"},
		{"cases", "employer_id, id, ref, made, unmade"}, {"stage", "employer_id, case_id, stage, valid_from, made, unmade"},
		{"scheme", "id, version, document"}, {"attempt", "failures, failed_at, succeeded_at"},
	};
	struct buf text = BUF_INIT(1024 * 1024), sql = BUF_INIT(1024);
	char *copy;

	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
		buf_clear(&sql);
		buf_putf(&sql, "select %s from %s order by 1, 2, 3", TABLES[i][1], TABLES[i][0]);
		buf_puts(&text, office_ask(o, buf_text(&sql)));
	}
	buf_puts(&text, office_rows(o));
	buf_puts(&text, office_ask(o, !o->place.on_server ? "select release_id, lower(hex(bytes)) from statistic_release" :
		"select release_id, encode(bytes, 'hex') from statistic_release"));
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	buf_free(&sql);
	return copy;
}

static void assert_whole(struct office *from, struct office *to)
{
	struct ledger_finding *findings;
	size_t count;

	office_reopen(to, STORE_READ);
	assert_string_equal(all_rows(to), all_rows(from));
	OFFICE_OK(store_verify(to->store, to->arena, NULL, 0, &findings, &count, &office_err));
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(findings[i].verdict, LEDGER_WHOLE);
	to->store = store_close(to->store);
}

static void assert_refused(struct office *to)
{
	static const enum store_mode MODES[] = {STORE_READ, STORE_WRITE, STORE_CREATE, STORE_SHARE};
	struct err err;

	for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++) {
		assert_int_equal(store_open(to->place.path, MODES[i], &to->store, &err), PL_INVALID);
		assert_non_null(strstr(err.text, " is being copied into: run plimsoll copy again to finish"));
	}
	to->store = NULL;
}

/* Lets a test be about each target there is. */
static void with_each_target(void (*test)(struct office *from, struct office *to))
{
	struct office (*const TARGETS[])(void) = {target_file, target_server};

	for (size_t i = 0; i < (place_is_of_server() ? 2 : 1); i++) {
		struct office from = source_open(), to = TARGETS[i]();

		test(&from, &to);
		office_close(&from);
		office_close(&to);
	}
}

/* ---- whole ---- */

static void copy_and_look(struct office *from, struct office *to)
{
	struct copying_size size;

	OFFICE_OK(copy(from->place.path, to->place.path, NULL, &size, &office_err));
	assert_int_equal(size.put, size.rows);
	assert_whole(from, to);
	assert_string_equal(office_ask(to, "select count(*) from session"), "0\n");
}

static void test_copy__has_every_row_but_who_is_signed_in(void **state)
{
	(void)state;
	with_each_target(copy_and_look);
}

static void copy_back(struct office *from, struct office *to)
{
	struct office back = target_file();

	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	OFFICE_OK(copy(to->place.path, back.place.path, NULL, NULL, &office_err));
	assert_whole(from, &back);
	office_close(&back);
}

static void test_copy_of_a_copy__is_the_first_again(void **state)
{
	(void)state;
	with_each_target(copy_back);
}

static void make_more(struct office *from, struct office *to)
{
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	office_reopen(to, STORE_WRITE);
	to->employer_id = from->employer_id;
	assert_int_equal(make_employer(to, "third"), 3);
	tell_case(to, "C3");
	assert_string_equal(office_ask(to,
		"insert into statistic_release (kind, sha256, file_name, latest_year, rows, taken, taken_by, bytes) "
		"select kind, 'y', 'f', 2025, 1, 1, 'a', bytes from statistic_release returning release_id"), "8\n");
}

static void test_copy__goes_on_where_the_source_would_have(void **state)
{
	(void)state;
	with_each_target(make_more);
}

static void test_identities__that_move_on_are_all_there_are(void **state)
{
	struct office o;

	(void)state;
	if (!place_is_of_server())
		SKIP_TEST("there is no server");
	o = office_open();
	assert_string_equal(office_ask(&o, "select table_name, column_name from information_schema.columns "
		"where table_schema = 'plimsoll' and is_identity = 'YES' order by 1"),
		"employer|employer_id\nstatistic_release|release_id\n");
	office_close(&o);
}

/* ---- at one moment ---- */

static void tell_while_it_runs(void *context)
{
	tell_case(context, "C9");
}

static void write_meanwhile(struct office *from, struct office *to)
{
	struct stop stop = {3, tell_while_it_runs, from};
	char *before = all_rows(from);

	OFFICE_OK(copy(from->place.path, to->place.path, &stop, NULL, &office_err));
	assert_string_equal(all_rows(to), before);
	assert_string_not_equal(all_rows(from), before);
}

static void test_copy__is_the_source_as_it_was_when_the_run_began(void **state)
{
	(void)state;
	with_each_target(write_meanwhile);
}

/* ---- dying ---- */

static void die(void *context)
{
	(void)context;
	(void)kill(getpid(), SIGKILL);
}

/* A run that is killed at its n-th table, or is done before. */
static void run_and_kill(const struct office *from, const struct office *to, int at)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct stop stop = {at, die, NULL};
		struct err err;

		_exit(copy(from->place.path, to->place.path, &stop, NULL, &err) == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) || status == 0);
}

static void kill_often(struct office *from, struct office *to)
{
	static const int AT[] = {0, 1, 9, 23, 40, 55};

	for (size_t i = 0; i < sizeof AT / sizeof *AT; i++) {
		run_and_kill(from, to, AT[i]);
		assert_refused(to);
	}
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	assert_whole(from, to);
}

static void test_kill__at_any_table_leaves_what_only_another_run_opens_and_finishes(void **state)
{
	(void)state;
	with_each_target(kill_often);
}

static void kill_once(struct office *from, struct office *to)
{
	struct copying_size size;

	run_and_kill(from, to, 50);
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, &size, &office_err));
	assert_true(size.put * 4 < size.rows);
	assert_whole(from, to);
}

static void test_run_after_a_kill__puts_in_only_what_is_missing(void **state)
{
	(void)state;
	with_each_target(kill_once);
}

static void move_on(struct office *from, struct office *to)
{
	struct copying_size size;

	run_and_kill(from, to, 54);
	tell_case(from, "C9");
	place_run(&from->place, "insert into look values (2, 'case', 'C1', 'ann', 'manager', 1790000000, 0, 1, 0)");
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, &size, &office_err));
	assert_true(size.put < size.rows);
	assert_whole(from, to);
	assert_string_equal(office_ask(to, "select count(*) from look"), "1\n");
}

static void test_run_after_a_kill__ends_with_what_the_source_has_become(void **state)
{
	(void)state;
	with_each_target(move_on);
}

/* Two employers with so many rows that each becomes durable by itself. */
static void die_in_the_second(void *context, const struct copying_told *told)
{
	(void)context;
	if (told->rows == 20000)
		(void)kill(getpid(), SIGKILL);
}

static void kill_within_a_table(struct office *from, struct office *to)
{
	struct copying_size size;
	int status;
	pid_t child;

	for (int employer = 1; employer <= 2; employer++)
		place_run(&from->place, arena_printf(from->arena, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 15000) "
			"insert into look select %d, 'case', 'C1', 'ann', 'manager', 1790000000 + i, 0, 1, 0 from n", employer));
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(copy_telling(from->place.path, to->place.path, die_in_the_second, NULL, NULL, &office_err) == 0 ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, &size, &office_err));
	assert_true(size.rows > 30000 && size.put >= 15000 && size.put < 15100);
	assert_whole(from, to);
	assert_string_equal(office_ask(to, "select employer_id, count(*), sum(instant) from look group by 1 order by 1"),
		office_ask(from, "select employer_id, count(*), sum(instant) from look group by 1 order by 1"));
}

static void test_kill__within_a_table_keeps_the_rows_of_employers_that_were_whole(void **state)
{
	(void)state;
	with_each_target(kill_within_a_table);
}

static void cut_connections(void *context)
{
	place_cut(context);
}

static void test_server_that_dies__ends_the_run_with_a_sentence_and_another_finishes_it(void **state)
{
	struct office from, to;
	struct stop stop = {9, cut_connections, &to.place};

	(void)state;
	if (!place_is_of_server())
		SKIP_TEST("there is no server");
	from = source_open();
	to = target_server();
	assert_int_equal(copy(from.place.path, to.place.path, &stop, NULL, &office_err), PL_LOCKED);
	assert_non_null(strstr(office_err.text, "again"));
	office_reopen(&from, STORE_WRITE);
	assert_refused(&to);
	OFFICE_OK(copy(from.place.path, to.place.path, NULL, NULL, &office_err));
	assert_whole(&from, &to);
	office_close(&from);
	office_close(&to);
}

/* ---- what is found ---- */

static void spoil_and_compare(struct office *from, struct office *to)
{
	struct store *source = NULL, *target = NULL;
	struct copying *c = NULL;
	struct err err;

	OFFICE_OK(store_open(from->place.path, STORE_READ, &source, &office_err));
	OFFICE_OK(store_open(to->place.path, STORE_FILL, &target, &office_err));
	OFFICE_OK(copy_rows(source, target, NULL, NULL, &c, &office_err));
	place_run(&to->place, "update attempt set failures = 9");
	assert_int_equal(copying_compare(c, &err), PL_DAMAGED);
	assert_non_null(strstr(err.text, "attempt"));
	copying_free(c);
	store_close(target);
	store_close(source);
	assert_refused(to);
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	assert_whole(from, to);
}

static void test_row_that_is_not_as_it_was__is_found_and_put_right_by_the_next_run(void **state)
{
	(void)state;
	with_each_target(spoil_and_compare);
}

static void copy_onto(struct office *from, struct office *to)
{
	char *before;
	struct err err;

	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	before = all_rows(to);
	assert_int_equal(copy(from->place.path, to->place.path, NULL, NULL, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "holds records already"));
	assert_int_equal(copy(to->place.path, to->place.path, NULL, NULL, &err), PL_INVALID);
	assert_string_equal(all_rows(to), before);
}

static void test_target__with_records_in_it_is_refused_and_stays_as_it_was(void **state)
{
	(void)state;
	with_each_target(copy_onto);
}

static void copy_from_another(struct office *from, struct office *to)
{
	struct office another = office_open();
	struct err err;

	run_and_kill(from, to, 50);
	assert_int_equal(copy(another.place.path, to->place.path, NULL, NULL, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "another database"));
	OFFICE_OK(copy(from->place.path, to->place.path, NULL, NULL, &office_err));
	assert_whole(from, to);
	office_close(&another);
}

static void test_copy_that_was_begun__is_not_gone_on_with_from_another_source(void **state)
{
	(void)state;
	with_each_target(copy_from_another);
}

static void test_copy_to_a_server__is_refused_at_once_to_who_does_not_own_its_tables(void **state)
{
	struct office from, to;
	struct buf address = BUF_INIT(400);
	struct err err;

	(void)state;
	if (!place_is_of_server())
		SKIP_TEST("there is no server");
	from = source_open();
	to = target_server();
	buf_putf(&address, "postgresql://plimsoll%s", strchr(to.place.path, '@'));
	run_and_kill(&from, &to, 20);
	assert_int_equal(copy(from.place.path, buf_text(&address), NULL, NULL, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "must be owner of schema plimsoll"));
	OFFICE_OK(copy(from.place.path, to.place.path, NULL, NULL, &office_err));
	assert_whole(&from, &to);
	buf_free(&address);
	office_close(&from);
	office_close(&to);
}

static void test_source_that_is_not_there__makes_no_target(void **state)
{
	struct office to = target_file();
	struct err err;

	(void)state;
	assert_int_equal(copy("/tmp/there-is-no-such.db", to.place.path, NULL, NULL, &err), PL_NOT_FOUND);
	assert_int_equal(access(to.place.path, F_OK), -1);
	office_close(&to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy__has_every_row_but_who_is_signed_in),
		cmocka_unit_test(test_copy_of_a_copy__is_the_first_again),
		cmocka_unit_test(test_copy__goes_on_where_the_source_would_have),
		cmocka_unit_test(test_identities__that_move_on_are_all_there_are),
		cmocka_unit_test(test_copy__is_the_source_as_it_was_when_the_run_began),
		cmocka_unit_test(test_kill__at_any_table_leaves_what_only_another_run_opens_and_finishes),
		cmocka_unit_test(test_run_after_a_kill__puts_in_only_what_is_missing),
		cmocka_unit_test(test_run_after_a_kill__ends_with_what_the_source_has_become),
		cmocka_unit_test(test_kill__within_a_table_keeps_the_rows_of_employers_that_were_whole),
		cmocka_unit_test(test_server_that_dies__ends_the_run_with_a_sentence_and_another_finishes_it),
		cmocka_unit_test(test_row_that_is_not_as_it_was__is_found_and_put_right_by_the_next_run),
		cmocka_unit_test(test_target__with_records_in_it_is_refused_and_stays_as_it_was),
		cmocka_unit_test(test_copy_that_was_begun__is_not_gone_on_with_from_another_source),
		cmocka_unit_test(test_copy_to_a_server__is_refused_at_once_to_who_does_not_own_its_tables),
		cmocka_unit_test(test_source_that_is_not_there__makes_no_target),
	};

	return RUN_TESTS(tests);
}
