/* That a database can be spread over several machines by employer (docs/scale.md): every statement of an employer would
 * be answered by the one part that has that employer's rows, and every key of an employer's table would be held by one
 * part alone.
 *
 * The tables of a server are made a second time, cut into parts by employer_id, and the server is asked how it would go
 * about each statement there. A part that it would not look at is not in its plan. */
#include "office.h"

#include <ctype.h>

#include "sql/queries.h"

enum { PARTS = 4, PLAN_BYTES = 256 * 1024 };

/* Statements that look for whose a thing is before any employer is known, or tidy whoever's it is. On several machines
 * each would be asked of all of them. They are few and cheap, or rare; to become more of them wants a reason. */
static const enum sql_id ANYWHERE[] = {
	/* Who signs in, and with what: once a sign-in, or at the first request that a process sees of a session or a token. */
	SQL_ACCOUNT_LAST_ID, SQL_ACCOUNT_NEXT_ID, SQL_ACCOUNT_ANYWHERE, SQL_IDENTITY_ANYWHERE, SQL_SESSION_BY_HASH,
		SQL_SESSION_SEEN, SQL_SESSION_END,
	SQL_API_TOKEN_BY_HASH, SQL_API_TOKEN_SEEN, SQL_ONCE_FIND, SQL_ONCE_MADE, SQL_CALENDAR_BY_HASH,
	/* Which employers there are: a table of a row each, of which every machine would have a copy. */
	SQL_EMPLOYER_ADD, SQL_EMPLOYER_BY_CODE, SQL_EMPLOYER_LIST, SQL_EMPLOYER_BY_ID, SQL_EMPLOYER_STANDING, SQL_IDS_MOVE_ON,
	/* Of all employers, now and then: what waits for whoever is idle, what ran when a process died, what is too old to be
	 * kept, figures for monitoring, verifying. */
	SQL_IMPORT_JOB_NEXT, SQL_IMPORT_JOB_KEPT, SQL_IMPORT_JOB_UNFINISHED, SQL_IMPORT_JOB_TIDY, SQL_SESSION_COUNT, SQL_SESSION_TIDY,
		SQL_ONCE_TIDY, SQL_API_TOKEN_TIDY,
	SQL_CALENDAR_CLEAR_ALL, SQL_CHECKS_STAMP, SQL_EMPLOYER_UNSEALED,
};

/* Keys of an employer's rows that hold for all employers together: a part could not keep them alone. All but the first
 * are of an account or are made of it, and accounts are numbered across employers because somebody signs in before it
 * is known where. */
static const char *const KEYS_OF_ALL[] = {"employer_code_key", "account_live", "account_live_login",
	"account_identity_live_subject", "account_proof_pkey", "session_pkey", "once_pkey", "api_token_pkey",
	"mail_address_pkey", "told_pkey", "calendar_feed_pkey", "calendar_feed_hash"};

/* What is added or changed by one of these keys: a part that is to keep it has to have the employer in it. */
static const enum sql_id BY_A_KEY_OF_ALL[] = {SQL_PROOF_PUT, SQL_SESSION_PUT, SQL_MAIL_PUT, SQL_TOLD_PUT,
	SQL_CALENDAR_PUT};

static bool is_in(size_t id, const enum sql_id *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((size_t)ids[i] == id)
			return true;
	return false;
}

#define IS_IN(ids, id) is_in((id), (ids), sizeof(ids) / sizeof *(ids))

/* ---- the same tables in parts ---- */

static const char MAKE_PARTS[] =
	"create schema parts;"
	"do $$ declare t record; i record; begin"
	"  for t in select c.oid, c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and "
	"a.attname = 'employer_id')"
	"      and c.relname <> 'scheme' as of_employer from pg_class c where c.relnamespace = 'plimsoll'::regnamespace and "
	"c.relkind = 'r' loop    if not t.of_employer then"
	"      execute format('create table parts.%1$I (like plimsoll.%1$I including all)', t.name);"
	"      continue;"
	"    end if;"
	"    execute format('create table parts.%1$I (like plimsoll.%1$I including defaults) partition by hash "
	"(employer_id)', t.name);    for n in 0 .. 3 loop"
	"      execute format('create table parts.%I partition of parts.%I for values with (modulus 4, remainder %s)',"
	"        t.name || '_part_' || n, t.name, n);"
	"    end loop;"
	"    for i in select pg_get_indexdef(x.indexrelid) as made from pg_index x where x.indrelid = t.oid and x.indisunique "
	"and exists"
	"        (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'employer_id' and a.attnum = any "
	"(x.indkey)) loop      execute replace(i.made, ' ON plimsoll.', ' ON parts.');"
	"    end loop;"
	"  end loop;"
	"end $$;"
	"set search_path = parts, plimsoll; set plan_cache_mode = force_custom_plan";

static PGconn *open_in_parts(const struct office *o)
{
	PGconn *conn = PQconnectdb(o->place.owner);

	assert_int_equal(PQstatus(conn), CONNECTION_OK);
	PQclear(PQexec(conn, "set client_min_messages = error"));
	(void)place_say(conn, MAKE_PARTS);
	return conn;
}

/* ---- how a statement would be answered ---- */

/* Numbers differ from one another, unless `same`: the server sees through what can never be, and has no plan for it. */
static void put_value(struct buf *ask, Oid type, int place, bool same)
{
	enum { BYTEA = 17, TEXT = 25 };

	if (type == TEXT)
		buf_puts(ask, "'2026-03-31'");
	else if (type == BYTEA)
		buf_puts(ask, "'\\x00'");
	else
		buf_put_int(ask, same ? 0 : place);
}

/* Whether the server has a plan for it: "create", "begin" and the like have none. */
static bool is_planned(const char *sql)
{
	static const char *const VERBS[] = {"select", "insert", "update", "delete", "with"};

	for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
		if (strncmp(sql, VERBS[i], strlen(VERBS[i])) == 0)
			return true;
	return false;
}

/* The plan of a statement for an employer, each parameter with some value; false where it needs a key that parts do not
 * have. */
static bool plan_of(PGconn *conn, size_t id, bool same, struct buf *ret)
{
	struct buf ask = BUF_INIT(4096);
	PGresult *q = PQprepare(conn, SQL_NAME[id], SQL_TEXT[SQL_POSTGRES][id], 0, NULL);
	bool prepared = PQresultStatus(q) == PGRES_COMMAND_OK;

	PQclear(q);
	buf_putf(&ask, "explain (costs off) execute \"%s\"", SQL_NAME[id]);
	q = PQdescribePrepared(conn, SQL_NAME[id]);
	for (int i = 0; prepared && i < PQnparams(q); i++) {
		buf_puts(&ask, i == 0 ? "(" : ", ");
		if (i + 1 == SQL_EMPLOYER[id])
			buf_puts(&ask, "1");
		else
			put_value(&ask, PQparamtype(q, i), i + 1, same);
	}
	buf_puts(&ask, prepared && PQnparams(q) > 0 ? ")" : "");
	PQclear(q);
	q = prepared ? PQexec(conn, buf_text(&ask)) : NULL;
	if (prepared && PQresultStatus(q) == PGRES_FATAL_ERROR)
		prepared = false;
	for (int i = 0; prepared && i < PQntuples(q); i++)
		buf_putf(ret, "%s\n", PQgetvalue(q, i, 0));
	if (!prepared)
		buf_puts(ret, PQerrorMessage(conn));
	PQclear(q);
	buf_free(&ask);
	return prepared;
}

/* The parts that a plan looks at, as bits. */
static unsigned parts_of(const char *plan)
{
	unsigned parts = 0;

	for (const char *at = plan; (at = strstr(at, "_part_")) != NULL; at++)
		if (isdigit((unsigned char)at[strlen("_part_")]))
			parts |= 1u << (at[strlen("_part_")] - '0');
	return parts;
}

static bool is_one_part(unsigned parts)
{
	return parts != 0 && (parts & (parts - 1)) == 0;
}

/* What is wrong with the way in which a statement of an employer would be answered; "" if nothing is. A row that is
 * added goes to the part of its employer, and its plan names none. */
static const char *wrong_with(PGconn *conn, size_t id, bool same, struct buf *plan)
{
	bool adds = strncmp(SQL_TEXT[SQL_POSTGRES][id], "insert", strlen("insert")) == 0;
	unsigned parts;

	if (!plan_of(conn, id, same, plan))
		return "it cannot be asked";
	parts = parts_of(buf_text(plan));
	if (SQL_EMPLOYER[id] == 0)
		return parts != 0 ? "it is nobody's, and looks at employers' rows" : "";
	if (is_one_part(parts) || (parts == 0 && adds) || strstr(buf_text(plan), "One-Time Filter: false") != NULL)
		return "";
	return parts == 0 ? "it looks at nothing" : "it looks at several parts";
}

static void test_statements__of_an_employer_are_answered_by_the_part_that_has_it(void **state)
{
	struct office o = office_open();
	PGconn *conn = open_in_parts(&o);
	size_t asked = 0, bad = 0;

	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		if (SQL_TEXT[SQL_POSTGRES][i] == NULL || SQL_EMPLOYER[i] == SQL_ANYWHERE || !is_planned(SQL_TEXT[SQL_POSTGRES][i]) ||
			IS_IN(BY_A_KEY_OF_ALL, i))
			continue;
		asked++;
		for (int same = 0; same < 2; same++) {
			struct buf plan = BUF_INIT(PLAN_BYTES);
			const char *wrong = wrong_with(conn, i, same == 1, &plan);

			if (wrong[0] != '\0')
				print_error("%s: %s: %.700s\n", SQL_NAME[i], wrong, buf_text(&plan));
			bad += wrong[0] != '\0';
			buf_free(&plan);
			if (same == 0)
				PQclear(PQexec(conn, "deallocate all"));
		}
	}
	assert_true(asked > 300);
	assert_int_equal(bad, 0);
	PQfinish(conn);
	office_close(&o);
}

/* So that the test above can fail. */
static void test_parts__of_a_plan_are_told_apart(void **state)
{
	struct office o = office_open();
	PGconn *conn = open_in_parts(&o);
	PGresult *q;

	(void)state;
	assert_true(is_one_part(parts_of("Index Scan using matter_part_2_live on matter_part_2 m")));
	assert_false(is_one_part(parts_of("->  Seq Scan on matter_part_2 m\n->  Seq Scan on matter_part_3 m")));
	q = PQexec(conn, "explain (costs off) select (select min(s.instant) from matter_step s where s.employer_id = "
		"m.employer_id) from matter m where m.employer_id = 1");
	assert_true(PQntuples(q) > PARTS);
	PQclear(q);
	PQfinish(conn);
	office_close(&o);
}

static void test_statements__that_ask_all_parts_are_those_listed(void **state)
{
	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		bool asks_all = SQL_EMPLOYER[i] == SQL_ANYWHERE && SQL_TEXT[SQL_POSTGRES][i] != NULL;

		if (asks_all && !IS_IN(ANYWHERE, i))
			fail_msg("%s serves no employer: give it one, or list it here with the reason", SQL_NAME[i]);
		if (!asks_all && IS_IN(ANYWHERE, i))
			fail_msg("%s is listed without need", SQL_NAME[i]);
	}
}

static bool is_key_of_all(const char *name)
{
	for (size_t i = 0; i < sizeof KEYS_OF_ALL / sizeof *KEYS_OF_ALL; i++)
		if (strcmp(KEYS_OF_ALL[i], name) == 0)
			return true;
	return false;
}

/* Whether a key holds the employer is what a part, which knows its own rows alone, needs to keep it. */
static void test_keys__of_employers_rows_hold_the_employer_or_are_listed(void **state)
{
	static const char KEYS[] = "select i.relname, exists (select from pg_attribute a where a.attrelid = x.indrelid and "
		"a.attname = 'employer_id' and a.attnum = any (x.indkey)) from pg_index x join pg_class i on i.oid = x.indexrelid "
		"join pg_class t on t.oid = x.indrelid where x.indisunique and t.relnamespace = 'plimsoll'::regnamespace and "
		"t.relname <> 'scheme' and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = "
		"'employer_id')";
	struct office o = office_open();
	PGconn *conn = PQconnectdb(o.place.owner);
	PGresult *q = PQexec(conn, KEYS);
	size_t of_all = 0;

	(void)state;
	assert_true(PQntuples(q) > 60);
	for (int i = 0; i < PQntuples(q); i++) {
		bool has_employer = strcmp(PQgetvalue(q, i, 1), "t") == 0;

		if (has_employer == is_key_of_all(PQgetvalue(q, i, 0)))
			fail_msg("%s %s", PQgetvalue(q, i, 0), has_employer ? "is listed without need" : "does not hold the employer");
		of_all += !has_employer;
	}
	assert_int_equal(of_all, sizeof KEYS_OF_ALL / sizeof *KEYS_OF_ALL);
	PQclear(q);
	PQfinish(conn);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements__that_ask_all_parts_are_those_listed),
		cmocka_unit_test(test_keys__of_employers_rows_hold_the_employer_or_are_listed),
		cmocka_unit_test(test_parts__of_a_plan_are_told_apart),
		cmocka_unit_test(test_statements__of_an_employer_are_answered_by_the_part_that_has_it),
	};

	return RUN_TESTS(tests);
}
