/* What only a database server has to hold: its words for every statement, and each employer kept apart from the others, by raw
 * SQL in the role that the program works as. */
#include <pthread.h>

#include "office.h"

#include "sql/queries.h"
#include "store/watched.h"
#include "store/inside.h"
#include "store/postgres_inside.h"

/* Another employer in the same database, with one case. */
static int32_t make_other(struct office *o)
{
	struct service_row service = {.code = "children", .name = "Children's services", .scheme = council_scheme()};
	struct new_employer e = {.code = "other", .name = "Othershire", .country = "England", .time_zone = "Europe/London",
		.services = &service, .services_count = 1};
	struct commit *c = NULL;
	int32_t id = 0;

	OFFICE_OK(commit_begin(o->store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &e, &id, &office_err));
	office_end(c, "employer");
	return id;
}

/* A connection as the program's role, in a transaction that serves an employer ("" says nothing). */
static PGconn *begin_as_program(const struct office *o, const char *serves)
{
	struct buf address = BUF_INIT(400);
	const char *rest = strchr(o->place.path, '@');
	char sql[100];
	PGconn *conn;

	buf_putf(&address, "postgresql://plimsoll%s", rest);
	conn = PQconnectdb(buf_text(&address));
	if (PQstatus(conn) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(conn));
	PQclear(PQexec(conn, "set search_path = plimsoll; begin"));
	(void)snprintf(sql, sizeof sql, "set local plimsoll.employer = '%s'", serves);
	PQclear(PQexec(conn, sql));
	buf_free(&address);
	return conn;
}

/* The one number that a statement answers, or that it changed; -1 if it is refused. */
static int64_t number_of(PGconn *conn, const char *sql)
{
	PGresult *q = PQexec(conn, sql);
	int64_t number = -1;

	if (PQresultStatus(q) == PGRES_TUPLES_OK && PQntuples(q) == 1)
		number = strtoll(PQgetvalue(q, 0, 0), NULL, 10);
	else if (PQresultStatus(q) == PGRES_COMMAND_OK)
		number = strtoll(PQcmdTuples(q), NULL, 10);
	PQclear(q);
	return number;
}

/* How many of it cannot be prepared: 0 or 1. */
static int cannot_prepare(PGconn *conn, size_t id, const char *text)
{
	PGresult *q = PQprepare(conn, "", text, 0, NULL);
	bool good = PQresultStatus(q) == PGRES_COMMAND_OK;

	PQclear(q);
	if (!good) {
		print_error("%s: %s", SQL_NAME[id], PQerrorMessage(conn));
		return 1;
	}
	q = PQdescribePrepared(conn, "");
	if (PQnparams(q) != SQL_PARAMETERS[id])
		fail_msg("%s: %d parameters", SQL_NAME[id], PQnparams(q));
	PQclear(q);
	return 0;
}

/* What a commit never does: it is about what has no entry in the ledger. */
static bool is_never_watched(enum sql_id id)
{
	return id == SQL_SESSION_SEEN || id == SQL_API_TOKEN_SEEN || id == SQL_SIGN_IN_BEGUN_TAKE || id == SQL_IMPORT_JOB_TEND
		|| id == SQL_IMPORT_JOB_CLAIM || id == SQL_IMPORT_JOB_DECIDE || id == SQL_IMPORT_JOB_RELEASE;
}

/* As it is, and as it is for a commit that watches what it does. */
static void test_statements__can_all_be_prepared_on_a_server(void **state)
{
	struct office o = office_open();
	PGconn *conn = begin_as_program(&o, "");
	int bad = 0;

	(void)state;
	PQclear(PQexec(conn, "rollback"));
	for (size_t i = 0; i < SQL_COUNT; i++) {
		const char *text = SQL_TEXT[SQL_POSTGRES][i];
		struct buf watched = BUF_INIT(64 * 1024);

		if (text != NULL)
			bad += cannot_prepare(conn, i, text);
		if (watched_verb(text) != WATCHED_NOT && !is_never_watched((enum sql_id)i)) {
			watched_text(&watched, text);
			bad += cannot_prepare(conn, i, buf_text(&watched));
		}
		buf_free(&watched);
	}
	assert_int_equal(bad, 0);
	PQfinish(conn);
	office_close(&o);
}

/* What the migrations of a file make, asked of a file of its own. */
static const char *ask_new_file(struct office *o, const char *sql)
{
	struct buf text = BUF_INIT(1024 * 1024);
	sqlite3 *db;
	sqlite3_stmt *q;
	const char *copy;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (size_t i = 0; i < SQL_MIGRATIONS[SQL_SQLITE].count; i++)
		assert_int_equal(sqlite3_exec(db, SQL_MIGRATIONS[SQL_SQLITE].rows[i].text, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		buf_putf(&text, "%s\n", sqlite3_column_text(q, 0));
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static void test_tables__are_those_of_a_file(void **state)
{
	struct office o = office_open();

	(void)state;
	assert_string_equal(office_ask(&o, "select t.relname || ' ' || c.attname || case when c.attnotnull then ' not null' else '' end "
		"from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped "
		"where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r' and t.relpersistence = 'p' order by "
		"t.relname, c.attname"),
		ask_new_file(&o, "select t.name || ' ' || c.name || case when c.\"notnull\" or c.pk then ' not null' else '' end "
		"from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' "
		"order by t.name, c.name"));
	assert_string_equal(office_ask(&o, "select i.relname || ' ' || x.indisunique::int from pg_class i join pg_index x on "
		"x.indexrelid = i.oid where i.relnamespace = 'plimsoll'::regnamespace and i.relname not like '%\\_of\\_employer' and not exists (select from pg_constraint k where "
		"k.conindid = i.oid) order by i.relname"),
		ask_new_file(&o, "select i.name || ' ' || i.\"unique\" from sqlite_schema t join pragma_index_list(t.name) i "
		"where t.type = 'table' and i.origin = 'c' order by i.name"));
	assert_int_equal(SQL_MIGRATIONS[SQL_SQLITE].rows[SQL_MIGRATIONS[SQL_SQLITE].count - 1].version,
		SQL_MIGRATIONS[SQL_POSTGRES].rows[SQL_MIGRATIONS[SQL_POSTGRES].count - 1].version);
	office_close(&o);
}

/* Among 153 employers a table that is read whole for each of them is read 153 times. */
static void test_tables__are_read_by_an_index_for_one_employer(void **state)
{
	struct office o = office_open();
	PGconn *conn = PQconnectdb(o.place.owner);
	PGresult *tables = PQexec(conn, "select t.relname from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = "
		"'employer_id' where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r' and t.relname <> 'scheme'");

	(void)state;
	PQclear(PQexec(conn, "set enable_seqscan = off"));
	assert_true(PQntuples(tables) > 50);
	for (int i = 0; i < PQntuples(tables); i++) {
		char sql[120];
		PGresult *q;

		(void)snprintf(sql, sizeof sql, "explain select * from plimsoll.%s where employer_id = 1", PQgetvalue(tables, i, 0));
		q = PQexec(conn, sql);
		for (int row = 0; row < PQntuples(q); row++)
			if (strstr(PQgetvalue(q, row, 0), "Seq Scan") != NULL)
				fail_msg("%s: %s", PQgetvalue(tables, i, 0), PQgetvalue(q, row, 0));
		PQclear(q);
	}
	PQclear(tables);
	PQfinish(conn);
	office_close(&o);
}

/* What was asked ahead and never looked at must not be taken for the answer to what is asked later. */
static void test_statement__asked_ahead_is_forgotten_with_its_transaction(void **state)
{
	struct office o = office_open();
	struct statement *q;

	(void)state;
	assert_int_equal(make_other(&o), 2);
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	q = statement_of(o.store->db, SQL_EMPLOYER_POSITION);
	put_int(q, 1);
	statement_ahead(q);
	q = statement_of(o.store->db, SQL_SERVICE_LIST);
	put_int(q, 1);
	statement_ahead(q);
	q = statement_of(o.store->db, SQL_EMPLOYER_POSITION);
	put_int(q, 1);
	assert_int_equal(statement_next(q, &office_err), 1);
	(void)take_int(q);
	assert_string_equal(take_text(q), "test");
	statement_end(q);
	store_end_reading(o.store);
	q = statement_of(o.store->db, SQL_SERVICE_LIST);
	put_int(q, 2);
	assert_int_equal(statement_next(q, &office_err), 1);
	statement_end(q);
	office_close(&o);
}

/* The answer to the second comes in before that to what is asked in between. */
static void test_statement__that_is_read_keeps_its_row_while_it_is_answered_again(void **state)
{
	struct office o = office_open();
	struct statement *q;

	(void)state;
	assert_int_equal(make_other(&o), 2);
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	for (int id = 1; id <= 2; id++) {
		q = statement_of(o.store->db, SQL_EMPLOYER_POSITION);
		put_int(q, id);
		statement_ahead(q);
	}
	for (int id = 1; id <= 2; id++) {
		struct statement *between = statement_of(o.store->db, SQL_SERVICE_LIST);

		q = statement_of(o.store->db, SQL_EMPLOYER_POSITION);
		put_int(q, id);
		assert_int_equal(statement_next(q, &office_err), 1);
		put_int(between, id);
		assert_int_equal(statement_next(between, &office_err), 1);
		statement_end(between);
		(void)take_int(q);
		assert_string_equal(take_text(q), id == 1 ? "test" : "other");
		statement_end(q);
	}
	store_end_reading(o.store);
	office_close(&o);
}

static struct statement *ask_name(struct office *o, int id)
{
	struct statement *q = statement_of(o->store->db, SQL_EMPLOYER_POSITION);

	put_int(q, id);
	return q;
}

/* 1 and what it is called if there is such an employer. */
static int read_name(struct office *o, int id, const char *expected)
{
	struct statement *q = ask_name(o, id);
	int rc = statement_next(q, &office_err);

	if (rc > 0) {
		(void)take_int(q);
		assert_string_equal(take_text(q), expected);
	}
	statement_end(q);
	return rc;
}

/* Some at a time, while one that was asked first waits: there is room for as many again each time. */
static void test_statements__asked_ahead_find_room_however_many_there_were(void **state)
{
	enum { AT_ONCE = 200, ROUNDS = 10 };
	struct office o = office_open();
	const struct pg *db = pg_of(o.store->db);

	(void)state;
	assert_int_equal(make_other(&o), 2);
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	statement_ahead(ask_name(&o, 2));
	for (int round = 1; round <= ROUNDS; round++) {
		for (int i = 1; i <= AT_ONCE; i++)
			statement_ahead(ask_name(&o, i == 1 ? 1 : round * AT_ONCE + i));
		assert_int_equal(db->asked_count, AT_ONCE + 1);
		for (int i = AT_ONCE; i >= 1; i--)
			assert_int_equal(read_name(&o, i == 1 ? 1 : round * AT_ONCE + i, "test"), i == 1);
		assert_int_equal(db->asked_count, 1);
		assert_int_equal(db->sent_count, 0);
	}
	assert_int_equal(read_name(&o, 2, "other"), 1);
	assert_int_equal(db->asked_count, 0);
	store_end_reading(o.store);
	office_close(&o);
}

/* More than there is room for are asked when they are looked at. */
static void test_statements__asked_ahead_beyond_the_room_are_answered_all_the_same(void **state)
{
	struct office o = office_open();
	const struct pg *db = pg_of(o.store->db);

	(void)state;
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	for (int i = 1; i <= 2 * PG_AHEAD_MOST; i++)
		statement_ahead(ask_name(&o, i));
	assert_int_equal(db->asked_count, PG_AHEAD_MOST);
	for (int i = 1; i <= 2 * PG_AHEAD_MOST; i++)
		assert_int_equal(read_name(&o, i, "test"), i == 1);
	store_end_reading(o.store);
	office_close(&o);
}

/* What goes wrong takes with it what was asked beside it, and each is told. */
static void test_statements__asked_ahead_beside_one_that_fails_are_told(void **state)
{
	struct office o = office_open();
	struct statement *q;

	(void)state;
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	statement_ahead(ask_name(&o, 1));
	q = statement_of(o.store->db, SQL_SERVICE_LIST);
	put_text(q, "no number");
	statement_ahead(q);
	statement_ahead(ask_name(&o, 2));
	assert_int_equal(read_name(&o, 1, "test"), 1);
	q = statement_of(o.store->db, SQL_SERVICE_LIST);
	put_text(q, "no number");
	assert_int_equal(statement_next(q, &office_err), PL_FAIL);
	assert_non_null(strstr(office_err.text, "no number"));
	assert_int_equal(read_name(&o, 2, "other"), PL_FAIL);
	store_end_reading(o.store);
	assert_int_equal(read_name(&o, 1, "test"), 1);
	office_close(&o);
}

static void test_employers__are_kept_apart_in_every_table(void **state)
{
	struct office o = office_open();

	(void)state;
	/* Tables that say whose a row is, and are not kept apart: a scheme is used by whoever chooses it. */
	assert_string_equal(office_ask(&o, "select t.relname from pg_class t join pg_attribute c on c.attrelid = t.oid "
		"where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r' and c.attname = 'employer_id' "
		"and not (t.relrowsecurity and t.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = t.oid "
		"and p.polname = 'own')) order by 1"), "scheme\n");
	/* Tables that do not say whose a row is. */
	assert_string_equal(office_ask(&o, "select t.relname from pg_class t where t.relnamespace = 'plimsoll'::regnamespace "
		"and t.relkind = 'r' and not exists (select from pg_attribute c where c.attrelid = t.oid and c.attname = 'employer_id') "
		"order by 1"), "attempt\nforeign_check\npublisher\nschema_version\nsign_in_begun\nstatistic_release\n");
	office_close(&o);
}

static void test_employer__is_not_seen_by_who_serves_another_or_nobody(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	static const struct {
		const char *serves;
		int64_t cases, services;
	} EXPECTED[] = {{"1", 1, 1}, {"2", 0, 1}, {"", 0, 0}, {"3", 0, 0}};

	(void)state;
	assert_int_equal(make_other(&o), 2);
	office_tell(&o, "C1", facts, 1);
	for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
		PGconn *conn = begin_as_program(&o, EXPECTED[i].serves);

		assert_int_equal(number_of(conn, "select count(*) from cases"), EXPECTED[i].cases);
		assert_int_equal(number_of(conn, "select count(*) from service"), EXPECTED[i].services);
		assert_int_equal(number_of(conn, "select count(*) from employer"), EXPECTED[i].services);
		PQfinish(conn);
	}
	office_close(&o);
}

static void test_employer__is_not_changed_by_who_serves_another(void **state)
{
	struct office o = office_open();
	PGconn *conn;

	(void)state;
	assert_int_equal(make_other(&o), 2);
	conn = begin_as_program(&o, "2");
	assert_int_equal(number_of(conn, "update employer set name = 'x' where employer_id = 1"), 0);
	assert_int_equal(number_of(conn, "delete from service where employer_id = 1"), 0);
	assert_int_equal(number_of(conn, "update service set employer_id = 1 where employer_id = 2"), -1);
	PQfinish(conn);
	conn = begin_as_program(&o, "2");
	assert_int_equal(number_of(conn, "insert into service (employer_id, code, name, place, made) values (1, 'x', 'x', 9, 1)"), -1);
	PQfinish(conn);
	office_close(&o);
}

static void test_what_is_served__ends_with_its_transaction(void **state)
{
	struct office o = office_open();
	PGconn *conn;

	(void)state;
	conn = begin_as_program(&o, "1");
	assert_int_equal(number_of(conn, "select count(*) from service"), 1);
	PQclear(PQexec(conn, "commit"));
	assert_int_equal(number_of(conn, "select count(*) from service"), 0);
	PQfinish(conn);
	office_close(&o);
}

static void test_who_may_look_anywhere__finds_only_what_says_whose_it_is(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	PGconn *conn;

	(void)state;
	office_tell(&o, "C1", facts, 1);
	conn = begin_as_program(&o, "");
	PQclear(PQexec(conn, "set local plimsoll.anywhere = 'on'"));
	assert_int_equal(number_of(conn, "select count(*) from employer"), 1);
	assert_int_equal(number_of(conn, "select count(*) from ledger"), 2);
	assert_int_equal(number_of(conn, "select count(*) from cases"), 0);
	assert_int_equal(number_of(conn, "select count(*) from ledger_payload"), 0);
	PQfinish(conn);
	office_close(&o);
}

/* Every policy, word for word: but for these there is `own` on each table that says whose a row is. */
static void test_policies__are_those_and_no_others(void **state)
{
	struct office o = office_open();

	(void)state;
	assert_string_equal(office_ask(&o, "select t.relname, p.polname, p.polcmd, coalesce(pg_get_expr(p.polqual, t.oid), '-'), "
		"coalesce(pg_get_expr(p.polwithcheck, t.oid), '-') from pg_policy p join pg_class t on t.oid = p.polrelid "
		"where not (p.polname = 'own' and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}' and p.polwithcheck is null "
		"and t.relrowsecurity and t.relforcerowsecurity "
		"and pg_get_expr(p.polqual, t.oid) = '(employer_id = ( SELECT serving() AS serving))') "
		"and not (p.polname = 'found' and p.polcmd = 'r' and p.polpermissive and p.polroles = '{0}' "
		"and pg_get_expr(p.polqual, t.oid) = '( SELECT anywhere() AS anywhere)') order by 1, 2"),
		"api_token|found_to_delete|d|( SELECT anywhere() AS anywhere)|-\n"
		"api_token|found_to_update|w|( SELECT anywhere() AS anywhere)|-\n"
		"calendar_feed|found_to_delete|d|( SELECT anywhere() AS anywhere)|-\n"
		"employer|found_to_insert|a|-|( SELECT anywhere() AS anywhere)\n"
		"import_job|found_to_delete|d|( SELECT anywhere() AS anywhere)|-\n"
		"once|found_to_delete|d|( SELECT anywhere() AS anywhere)|-\n"
		"session|found_to_delete|d|( SELECT anywhere() AS anywhere)|-\n"
		"session|found_to_update|w|( SELECT anywhere() AS anywhere)|-\n");
	assert_string_equal(office_ask(&o, "select string_agg(t.relname, ' ' order by t.relname) from pg_policy p "
		"join pg_class t on t.oid = p.polrelid where p.polname = 'found'"),
		"account account_identity api_token calendar_feed check_signature employer import_job ledger ledger_rows once session\n");
	office_close(&o);
}

/* Tries it, as who may look anywhere. */
static int64_t try_anywhere(const struct office *o, const char *sql)
{
	PGconn *conn = begin_as_program(o, "");
	int64_t number;

	PQclear(PQexec(conn, "set local plimsoll.anywhere = 'on'"));
	number = number_of(conn, sql);
	PQfinish(conn);
	return number;
}

static void test_who_may_look_anywhere__changes_nothing_that_is_kept(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};

	(void)state;
	office_tell(&o, "C1", facts, 1);
	place_run(&o.place, "insert into account (employer_id, id, login, name, made) values (1, 1, 'ann', 'Ann', 1);"
		"insert into session values (1, 'h', 1, null, 1, 1, 0, '', '', null)");
	assert_int_equal(try_anywhere(&o, "delete from ledger_rows"), 0);
	assert_int_equal(try_anywhere(&o, "delete from ledger"), 0);
	assert_int_equal(try_anywhere(&o, "update ledger set actor = 'x'"), 0);
	assert_int_equal(try_anywhere(&o, "update account set login = 'x'"), 0);
	assert_int_equal(try_anywhere(&o, "update employer set name = 'x'"), 0);
	assert_int_equal(try_anywhere(&o, "delete from employer"), 0);
	assert_int_equal(try_anywhere(&o, "update import_job set owner = 'x'"), 0);
	assert_int_equal(try_anywhere(&o, "insert into account (employer_id, id, login, name, made) values (1, 2, 'b', 'b', 1)"), -1);
	assert_int_equal(try_anywhere(&o, "insert into session values (1, 'i', 1, null, 1, 1, 0, '', '', null)"), -1);
	assert_int_equal(try_anywhere(&o, "select count(*) from account"), 1);
	assert_int_equal(try_anywhere(&o, "update session set seen = 2"), 1);
	assert_int_equal(try_anywhere(&o, "delete from session"), 1);
	office_close(&o);
}

static void test_program__owns_nothing_and_changes_no_table(void **state)
{
	struct office o = office_open();
	PGconn *conn = begin_as_program(&o, "1");

	(void)state;
	assert_int_equal(number_of(conn, "alter table cases disable row level security"), -1);
	PQclear(PQexec(conn, "rollback"));
	assert_int_equal(number_of(conn, "drop policy own on cases"), -1);
	assert_int_equal(number_of(conn, "create table plimsoll.x (i int)"), -1);
	assert_int_equal(number_of(conn, "update plimsoll.schema_version set name = 'x'"), -1);
	assert_int_equal(number_of(conn, "truncate plimsoll.cases"), -1);
	PQfinish(conn);
	office_close(&o);
}

/* The program's role, or the owner, opens a database in which `sql` was said last. */
static int open_after(struct office *o, const char *sql, bool as_owner, enum store_mode mode)
{
	struct store *s = NULL;
	int rc;

	place_run(&o->place, sql);
	rc = store_open(as_owner ? o->place.owner : o->place.path, mode, &s, &office_err);
	if (rc == 0)
		store_close(s);
	return rc;
}

static void test_program__asks_for_the_owner_where_tables_are_to_be_made_or_changed(void **state)
{
	struct office o = office_folder();

	(void)state;
	assert_int_equal(open_after(&o, "comment on schema plimsoll is 'Plimsoll 25'", false, STORE_WRITE), PL_INVALID);
	assert_non_null(strstr(office_err.text, "has tables of version 25, and this Plimsoll needs version"));
	assert_non_null(strstr(office_err.text, "expected the role that owns them to run a command that writes first"));
	assert_int_equal(open_after(&o, "comment on schema plimsoll is 'Plimsoll 25'", false, STORE_READ), PL_INVALID);
	assert_non_null(strstr(office_err.text, "has tables of version 25"));
	assert_int_equal(open_after(&o, "comment on schema plimsoll is 'Plimsoll 99'", false, STORE_WRITE), PL_INVALID);
	assert_non_null(strstr(office_err.text, "newer Plimsoll"));
	assert_int_equal(open_after(&o, "drop schema plimsoll cascade", false, STORE_CREATE), PL_INVALID);
	assert_non_null(strstr(office_err.text, "has no tables yet, and this role may not make them"));
	OFFICE_OK(open_after(&o, "select 1", true, STORE_CREATE));
	OFFICE_OK(open_after(&o, "select 1", false, STORE_WRITE));
	office_close(&o);
}

/* As where its role was made after the tables. */
static void test_program__may_use_the_tables_once_the_owner_has_written_again(void **state)
{
	struct office o = office_folder();
	const char *took_all = "revoke all on all tables in schema plimsoll from plimsoll; "
		"revoke all on all sequences in schema plimsoll from plimsoll; revoke all on schema plimsoll from plimsoll";
	PGconn *conn;

	(void)state;
	assert_int_equal(open_after(&o, took_all, false, STORE_WRITE), PL_INVALID);
	assert_non_null(strstr(office_err.text, "has tables that this role may not use"));
	assert_int_equal(open_after(&o, "select 1", false, STORE_READ), PL_INVALID);
	assert_non_null(strstr(office_err.text, "has tables that this role may not use"));
	OFFICE_OK(open_after(&o, "select 1", true, STORE_WRITE));
	OFFICE_OK(open_after(&o, "select 1", false, STORE_WRITE));
	conn = PQconnectdb(o.place.path);
	assert_int_equal(number_of(conn, "update plimsoll.schema_version set name = 'x'"), -1);
	PQfinish(conn);
	office_close(&o);
}

static void *make_tables(void *address)
{
	struct store *s = NULL;
	struct err err;
	int rc = store_open(address, STORE_CREATE, &s, &err);

	if (rc < 0)
		print_error("%s\n", err.text);
	else
		store_close(s);
	return (void *)(intptr_t)rc;
}

/* All of them find an empty database; whoever has to wait for longer than is usual is told to try again. */
static void test_tables__are_made_once_by_many_who_begin_at_once(void **state)
{
	enum { MAKERS = 4 };
	struct office o = office_folder();
	pthread_t makers[MAKERS];
	int made = 0;

	(void)state;
	place_run(&o.place, "drop schema plimsoll cascade");
	for (int i = 0; i < MAKERS; i++)
		assert_int_equal(pthread_create(&makers[i], NULL, make_tables, o.place.owner), 0);
	for (int i = 0; i < MAKERS; i++) {
		void *rc;

		assert_int_equal(pthread_join(makers[i], &rc), 0);
		assert_true((intptr_t)rc == 0 || (intptr_t)rc == PL_LOCKED);
		made += (intptr_t)rc == 0;
	}
	assert_true(made > 0);
	OFFICE_OK(open_after(&o, "select 1", false, STORE_WRITE));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements__can_all_be_prepared_on_a_server),
		cmocka_unit_test(test_tables__are_those_of_a_file),
		cmocka_unit_test(test_tables__are_read_by_an_index_for_one_employer),
		cmocka_unit_test(test_statement__asked_ahead_is_forgotten_with_its_transaction),
		cmocka_unit_test(test_statement__that_is_read_keeps_its_row_while_it_is_answered_again),
		cmocka_unit_test(test_statements__asked_ahead_find_room_however_many_there_were),
		cmocka_unit_test(test_statements__asked_ahead_beyond_the_room_are_answered_all_the_same),
		cmocka_unit_test(test_statements__asked_ahead_beside_one_that_fails_are_told),
		cmocka_unit_test(test_employers__are_kept_apart_in_every_table),
		cmocka_unit_test(test_employer__is_not_seen_by_who_serves_another_or_nobody),
		cmocka_unit_test(test_employer__is_not_changed_by_who_serves_another),
		cmocka_unit_test(test_what_is_served__ends_with_its_transaction),
		cmocka_unit_test(test_who_may_look_anywhere__finds_only_what_says_whose_it_is),
		cmocka_unit_test(test_policies__are_those_and_no_others),
		cmocka_unit_test(test_who_may_look_anywhere__changes_nothing_that_is_kept),
		cmocka_unit_test(test_program__owns_nothing_and_changes_no_table),
		cmocka_unit_test(test_program__asks_for_the_owner_where_tables_are_to_be_made_or_changed),
		cmocka_unit_test(test_program__may_use_the_tables_once_the_owner_has_written_again),
		cmocka_unit_test(test_tables__are_made_once_by_many_who_begin_at_once),
	};

	return RUN_TESTS(tests);
}
