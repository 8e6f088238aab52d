/* Every statement of the program, against the tables it meets. */
#include "office.h"

#include "sql/queries.h"

static const char *const EMPLOYER_TABLES[] = {"service", "scheme_choice", "team", "person", "post", "reduction", "line",
	"cases", "episode", "stage", "factor", "task", "surge", "holding", "reader", "look", "account",
	"account_grant", "account_identity", "account_proof", "recovery_code", "session", "once", "import_job",
	"ledger", "ledger_payload", "employer_setting", "post_hours", "skill", "proposal", "proposal_step", "proposal_task",
	"proposal_condition", "matter", "matter_step", "line_proposal", "exception", "rating", "extra_time", "weight_view", "review", "closing"};

/* What finds out whose a request is, before any employer is known, or counts or tidies whoever's it is. */
static const enum sql_id ANYWHERE[] = {SQL_ACCOUNT_LAST_ID, SQL_ACCOUNT_ANYWHERE, SQL_IDENTITY_ANYWHERE, SQL_SESSION_BY_HASH,
	SQL_SESSION_SEEN, SQL_SESSION_COUNT, SQL_SESSION_END, SQL_SESSION_TIDY, SQL_ONCE_FIND, SQL_IMPORT_JOB_UNFINISHED, SQL_IMPORT_JOB_TIDY};

/* "from TABLE", "join TABLE", "update TABLE", "into TABLE" as whole words. */
static bool names_table(const char *sql, const char *table)
{
	static const char *const BEFORE[] = {"from ", "join ", "update ", "into "};
	char words[80];

	for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
		const char *at = sql;

		(void)snprintf(words, sizeof words, "%s%s", BEFORE[i], table);
		while ((at = strstr(at, words)) != NULL) {
			at += strlen(words);
			if (*at == ' ' || *at == '\n' || *at == '\0' || *at == ')')
				return true;
		}
	}
	return false;
}

static void test_statements__can_all_be_prepared_and_count_their_parameters(void **state)
{
	struct office o = office_open();
	sqlite3 *db = office_engine(&o);

	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		sqlite3_stmt *q = NULL;

		if (sqlite3_prepare_v2(db, SQL_TEXT[i], -1, &q, NULL) != SQLITE_OK)
			fail_msg("%s: %s", SQL_NAME[i], sqlite3_errmsg(db));
		if (sqlite3_bind_parameter_count(q) != SQL_PARAMETERS[i])
			fail_msg("%s: %d parameters", SQL_NAME[i], sqlite3_bind_parameter_count(q));
		(void)sqlite3_finalize(q);
	}
	(void)sqlite3_close(db);
	office_close(&o);
}

static bool is_anywhere(size_t id)
{
	for (size_t i = 0; i < sizeof ANYWHERE / sizeof *ANYWHERE; i++)
		if (ANYWHERE[i] == id)
			return true;
	return false;
}

static void test_statements__never_cross_from_one_employer_to_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		bool is_insert = strstr(SQL_TEXT[i], "insert into ") == SQL_TEXT[i];

		for (size_t t = 0; t < sizeof EMPLOYER_TABLES / sizeof *EMPLOYER_TABLES; t++) {
			if (!names_table(SQL_TEXT[i], EMPLOYER_TABLES[t]) || is_anywhere(i))
				continue;
			if (strstr(SQL_TEXT[i], is_insert ? "(employer_id, " : "employer_id = ") == NULL)
				fail_msg("%s reads %s of every employer", SQL_NAME[i], EMPLOYER_TABLES[t]);
		}
	}
}

static void test_statements__of_a_day_read_one_stretch_of_an_index(void **state)
{
	static const enum sql_id ON_A_DAY[] = {SQL_EPISODE_RECENT, SQL_STAGE_RECENT, SQL_FACTOR_RECENT,
		SQL_HOLDING_RECENT, SQL_TASK_RECENT, SQL_SURGE_RECENT, SQL_WEIGHT_VIEW_RECENT,
		SQL_REVIEW_RECENT};
	struct office o = office_open();
	sqlite3 *db = office_engine(&o);

	(void)state;
	for (size_t i = 0; i < sizeof ON_A_DAY / sizeof *ON_A_DAY; i++) {
		struct buf sql = BUF_INIT(10000);
		sqlite3_stmt *q = NULL;
		int searches = 0;

		buf_putf(&sql, "explain query plan %s", SQL_TEXT[ON_A_DAY[i]]);
		assert_int_equal(sqlite3_prepare_v2(db, buf_text(&sql), -1, &q, NULL), SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			const char *plan = (const char *)sqlite3_column_text(q, 3);

			if (strncmp(plan, "SCAN", 4) == 0 || strstr(plan, "TEMP B-TREE") != NULL)
				fail_msg("%s: %s", SQL_NAME[ON_A_DAY[i]], plan);
			if (strstr(plan, "_in_force (employer_id=? AND valid_until") != NULL)
				searches++;
		}
		assert_int_equal(searches, 2);
		(void)sqlite3_finalize(q);
		buf_free(&sql);
	}
	(void)sqlite3_close(db);
	office_close(&o);
}

/* Tables with a row or more for each case: to walk through one of them for each case would take minutes. */
static const char *const LARGE_TABLES[] = {"cases", "episode", "stage", "factor", "task", "surge", "holding",
	"proposal", "proposal_step", "matter_step", "weight_view", "review", "closing", "rating", "e", "f", "c", "h"};

/* A step of a plan that knows no more than the employer, or not even that. */
static bool walks_through(const char *plan)
{
	for (size_t i = 0; i < sizeof LARGE_TABLES / sizeof *LARGE_TABLES; i++) {
		const char *table = plan + strcspn(plan, " ") + 1;
		size_t n = strlen(LARGE_TABLES[i]);

		if (strncmp(table, LARGE_TABLES[i], n) == 0 && (table[n] == ' ' || table[n] == '\0'))
			return strncmp(plan, "SCAN", 4) == 0 || strstr(plan, "(employer_id=?)") != NULL;
	}
	return false;
}

static void test_statements__find_a_case_without_walking_through_all(void **state)
{
	struct office o = office_open();
	sqlite3 *db = office_engine(&o);

	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		struct buf sql = BUF_INIT(10000);
		sqlite3_stmt *q = NULL;

		/* An undo and an erasure are rare and look at every row; the last id is found at the end of its index. */
		if (strncmp(SQL_NAME[i], "undo_", 5) == 0 || strncmp(SQL_NAME[i], "erase_", 6) == 0 || i == SQL_CASE_LAST_ID ||
			i == SQL_PROPOSAL_LAST_ID || SQL_PARAMETERS[i] == 0)
			continue;
		buf_putf(&sql, "explain query plan %s", SQL_TEXT[i]);
		assert_int_equal(sqlite3_prepare_v2(db, buf_text(&sql), -1, &q, NULL), SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW)
			if (walks_through((const char *)sqlite3_column_text(q, 3)))
				fail_msg("%s: %s", SQL_NAME[i], (const char *)sqlite3_column_text(q, 3));
		(void)sqlite3_finalize(q);
		buf_free(&sql);
	}
	(void)sqlite3_close(db);
	office_close(&o);
}

static void test_migrations__leave_the_version_that_their_number_says(void **state)
{
	struct office o = office_open();
	sqlite3 *db = office_engine(&o);
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(db, "select max(version), (select user_version from pragma_user_version) "
		"from schema_version", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(q, 0), SQL_MIGRATIONS_COUNT);
	assert_int_equal(sqlite3_column_int(q, 1), SQL_MIGRATIONS_COUNT);
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements__can_all_be_prepared_and_count_their_parameters),
		cmocka_unit_test(test_statements__never_cross_from_one_employer_to_another),
		cmocka_unit_test(test_statements__of_a_day_read_one_stretch_of_an_index),
		cmocka_unit_test(test_statements__find_a_case_without_walking_through_all),
		cmocka_unit_test(test_migrations__leave_the_version_that_their_number_says),
	};

	return RUN_TESTS(tests);
}
