/* What only a database server has to hold: its words for every statement, and each employer kept apart from the others, by raw
 * SQL in the role that the program works as. */
#include "office.h"

#include "sql/queries.h"
#include "store/inside.h"

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
	const char *rest = strchr(o->path, '@');
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

static void test_statements__can_all_be_prepared_on_a_server(void **state)
{
	struct office o = office_open();
	PGconn *conn = begin_as_program(&o, "");
	int bad = 0;

	(void)state;
	PQclear(PQexec(conn, "rollback"));
	for (size_t i = 0; i < SQL_COUNT; i++) {
		PGresult *q;

		if (SQL_TEXT[SQL_POSTGRES][i] == NULL)
			continue;
		q = PQprepare(conn, SQL_NAME[i], SQL_TEXT[SQL_POSTGRES][i], 0, NULL);
		if (PQresultStatus(q) != PGRES_COMMAND_OK) {
			print_error("%s: %s", SQL_NAME[i], PQerrorMessage(conn));
			bad++;
		}
		PQclear(q);
		q = PQdescribePrepared(conn, SQL_NAME[i]);
		if (PQresultStatus(q) == PGRES_COMMAND_OK && PQnparams(q) != SQL_PARAMETERS[i])
			fail_msg("%s: %d parameters", SQL_NAME[i], PQnparams(q));
		PQclear(q);
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
		"where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r' order by t.relname, c.attname"),
		ask_new_file(&o, "select t.name || ' ' || c.name || case when c.\"notnull\" or c.pk then ' not null' else '' end "
		"from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' "
		"order by t.name, c.name"));
	assert_string_equal(office_ask(&o, "select i.relname || ' ' || x.indisunique::int from pg_class i join pg_index x on "
		"x.indexrelid = i.oid where i.relnamespace = 'plimsoll'::regnamespace and not exists (select from pg_constraint k where "
		"k.conindid = i.oid) order by i.relname"),
		ask_new_file(&o, "select i.name || ' ' || i.\"unique\" from sqlite_schema t join pragma_index_list(t.name) i "
		"where t.type = 'table' and i.origin = 'c' order by i.name"));
	assert_int_equal(SQL_MIGRATIONS[SQL_SQLITE].rows[SQL_MIGRATIONS[SQL_SQLITE].count - 1].version,
		SQL_MIGRATIONS[SQL_POSTGRES].rows[SQL_MIGRATIONS[SQL_POSTGRES].count - 1].version);
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
		"order by 1"), "attempt\nforeign_check\npublisher\nschema_version\nstatistic_release\n");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements__can_all_be_prepared_on_a_server),
		cmocka_unit_test(test_tables__are_those_of_a_file),
		cmocka_unit_test(test_statement__asked_ahead_is_forgotten_with_its_transaction),
		cmocka_unit_test(test_employers__are_kept_apart_in_every_table),
		cmocka_unit_test(test_employer__is_not_seen_by_who_serves_another_or_nobody),
		cmocka_unit_test(test_employer__is_not_changed_by_who_serves_another),
		cmocka_unit_test(test_what_is_served__ends_with_its_transaction),
		cmocka_unit_test(test_who_may_look_anywhere__finds_only_what_says_whose_it_is),
		cmocka_unit_test(test_program__owns_nothing_and_changes_no_table),
	};

	return RUN_TESTS(tests);
}
