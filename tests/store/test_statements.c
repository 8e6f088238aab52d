/* Every statement of the program, against the tables it meets. */
#include "office.h"

#include "sql/queries.h"

static const char *const EMPLOYER_TABLES[] = {"service", "scheme_choice", "team", "person", "post", "reduction", "line",
	"cases", "episode", "stage", "factor", "task", "surge", "holding", "reader", "look", "account",
	"account_grant", "account_identity", "account_proof", "recovery_code", "session", "once", "import_job",
	"api_token", "mail_address", "told", "calendar_feed", "ledger", "ledger_payload", "employer_setting", "declared", "published_check", "check_signature", "post_hours", "skill", "proposal", "proposal_step", "proposal_task",
	"proposal_condition", "matter", "matter_step", "line_proposal", "exception", "rating", "extra_time", "weight_view", "review", "closing"};

/* A table of an employer's as a statement names it. */
struct use {
	char table[40], alias[40]; /* the alias "" where it has none */
	bool is_insert;
};

enum { USES = 60 };

/* The word that stands at once behind `*at` and white space; "" if none does. */
static void take_word(const char **at, char ret[40])
{
	const char *start = *at + strspn(*at, " \n");
	size_t n = strspn(start, "abcdefghijklmnopqrstuvwxyz0123456789_");

	(void)snprintf(ret, 40, "%.*s", (int)n, start);
	if (n > 0)
		*at = start + n;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof *(words))

static size_t read_uses(const char *sql, struct use ret[USES])
{
	static const char *const BEFORE[] = {"from", "join", "update", "into"};
	static const char *const BEHIND[] = {"on", "where", "set", "values", "join", "left", "order", "group", "limit", "select",
		"union", "except", "returning", "cross", "inner", "indexed", "not"};
	size_t count = 0;

	while (*sql != '\0') {
		char word[40];
		const char *before = sql;

		take_word(&sql, word);
		if (sql == before) {
			sql++;
			continue;
		}
		if (!IS_ONE_OF(word, BEFORE))
			continue;
		ret[count] = (struct use){.is_insert = strcmp(word, "into") == 0};
		take_word(&sql, ret[count].table);
		if (!IS_ONE_OF(ret[count].table, EMPLOYER_TABLES))
			continue;
		before = sql;
		take_word(&sql, ret[count].alias);
		if (strcmp(ret[count].alias, "as") == 0)
			take_word(&sql, ret[count].alias);
		else if (IS_ONE_OF(ret[count].alias, BEHIND)) {
			ret[count].alias[0] = '\0';
			sql = before;
		}
		if (++count == USES)
			fail_msg("more than %d tables in a statement", USES - 1);
	}
	return count;
}

static bool is_part_of_word(char c)
{
	return c == '_' || c == '.' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The column is that of a table or alias; of "", it is written without one. `at` is where its own name begins. */
static bool is_column_of(const char *sql, const char *at, const char *owner)
{
	size_t n = strlen(owner), before = (size_t)(at - sql);

	if (n == 0)
		return before == 0 || !is_part_of_word(at[-1]);
	return before > n && at[-1] == '.' && memcmp(at - 1 - n, owner, n) == 0 && (before == n + 1 || !is_part_of_word(at[-2 - (long)n]));
}

/* How often that employer_id stands on one side of an equation. */
static size_t bindings_of(const char *sql, const char *owner)
{
	static const char COLUMN[] = "employer_id", EQUAL[] = " = ";
	size_t count = 0;

	for (const char *at = sql; (at = strstr(at, COLUMN)) != NULL; at++) {
		size_t before = (size_t)(at - sql), prefix = owner[0] != '\0' ? strlen(owner) + 1 : 0;

		if (!is_column_of(sql, at, owner) || is_part_of_word(at[strlen(COLUMN)]))
			continue;
		if (strncmp(at + strlen(COLUMN), EQUAL, strlen(EQUAL)) == 0 ||
			(before >= prefix + strlen(EQUAL) && memcmp(at - prefix - strlen(EQUAL), EQUAL, strlen(EQUAL)) == 0))
			count++;
	}
	return count;
}

static bool was_named_before(const struct use *uses, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!uses[j].is_insert && uses[j].alias[0] == '\0' && strcmp(uses[j].table, uses[i].table) == 0)
			return true;
	return false;
}

/* Whether each use of that alias can have an equation of its own. Tables without one share the column without one. */
static bool is_bound(const char *sql, const struct use *uses, size_t count, const char *alias)
{
	size_t wanted = 0, found = bindings_of(sql, alias);

	for (size_t i = 0; i < count; i++) {
		if (uses[i].is_insert || strcmp(uses[i].alias, alias) != 0)
			continue;
		wanted++;
		found += alias[0] == '\0' && !was_named_before(uses, i) ? bindings_of(sql, uses[i].table) : 0;
	}
	return found >= wanted;
}

/* Whether some table of the statement is not bound to one employer, or, of a statement that is `anywhere`, to the other
 * tables that it names. */
static bool crosses(const char *sql, bool anywhere)
{
	struct use uses[USES];
	size_t count = read_uses(sql, uses);

	if (anywhere && count == 1)
		return false;
	for (size_t i = 0; i < count; i++)
		if (uses[i].is_insert ? strstr(sql, "(employer_id, ") == NULL
				: !is_bound(sql, uses, count, uses[i].alias) || (!anywhere && strstr(sql, "employer_id = $") == NULL))
			return true;
	return false;
}

static void test_statements__can_all_be_prepared_and_count_their_parameters(void **state)
{
	struct office o = office_open();
	sqlite3 *db = place_file(&o.place);

	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		sqlite3_stmt *q = NULL;

		if (SQL_TEXT[SQL_SQLITE][i] == NULL)
			continue;
		if (sqlite3_prepare_v2(db, SQL_TEXT[SQL_SQLITE][i], -1, &q, NULL) != SQLITE_OK)
			fail_msg("%s: %s", SQL_NAME[i], sqlite3_errmsg(db));
		if (sqlite3_bind_parameter_count(q) != SQL_PARAMETERS[i])
			fail_msg("%s: %d parameters", SQL_NAME[i], sqlite3_bind_parameter_count(q));
		(void)sqlite3_finalize(q);
	}
	(void)sqlite3_close(db);
	office_close(&o);
}

static void test_statements__never_cross_from_one_employer_to_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++)
		if (SQL_TEXT[SQL_SQLITE][i] != NULL && crosses(SQL_TEXT[SQL_SQLITE][i], SQL_EMPLOYER[i] == SQL_ANYWHERE))
			fail_msg("%s has a table that is not bound to one employer", SQL_NAME[i]);
}

static void test_statements__that_cross_would_be_found(void **state)
{
	static const char *const CROSSING[] = {
		"select 1 from cases where id = $1",
		"select 1 from reader r join ledger l on l.sequence = r.origin where r.employer_id = $1",
		"select 1 from reader r join ledger l on l.employer_id = r.employer_id where r.case_id = $1",
		"select 1 from cases where employer_id = $1 and exists (select 1 from stage where case_id = cases.id)",
		"select 1 from cases c where c.employer_id = $1 union all select 1 from cases c where c.id = $2",
		"update cases set ref = $1 where id = $2",
		"insert into cases (id, ref) values ($1, $2)",
		"insert into cases (employer_id, ref) select $1, ref from cases where id = $2",
	};

	(void)state;
	for (size_t i = 0; i < sizeof CROSSING / sizeof *CROSSING; i++)
		if (!crosses(CROSSING[i], false))
			fail_msg("is taken: %s", CROSSING[i]);
	assert_false(crosses("select 1 from cases c join stage as s on s.employer_id = c.employer_id where c.employer_id = $1", false));
	assert_false(crosses("select 1 from cases where employer_id = $1 and not exists (select 1 from stage where stage.employer_id = "
		"cases.employer_id)", false));
	assert_false(crosses("select 1 from session where hash = $1", true));
	assert_true(crosses("select 1 from session s join account a on a.id = s.account_id where hash = $1", true));
}

static void test_statements__of_a_day_read_one_stretch_of_an_index(void **state)
{
	static const enum sql_id ON_A_DAY[] = {SQL_EPISODE_RECENT, SQL_STAGE_RECENT, SQL_FACTOR_RECENT,
		SQL_HOLDING_RECENT, SQL_TASK_RECENT, SQL_SURGE_RECENT, SQL_WEIGHT_VIEW_RECENT,
		SQL_REVIEW_RECENT};
	struct office o = office_open();
	sqlite3 *db = place_file(&o.place);

	(void)state;
	for (size_t i = 0; i < sizeof ON_A_DAY / sizeof *ON_A_DAY; i++) {
		struct buf sql = BUF_INIT(10000);
		sqlite3_stmt *q = NULL;
		int searches = 0;

		buf_putf(&sql, "explain query plan %s", SQL_TEXT[SQL_SQLITE][ON_A_DAY[i]]);
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

/* How many steps of the statement's plan say this. */
static int count_steps(enum sql_id id, const char *part)
{
	struct office o = office_open();
	sqlite3 *db = place_file(&o.place);
	struct buf sql = BUF_INIT(10000);
	sqlite3_stmt *q = NULL;
	int count = 0;

	buf_putf(&sql, "explain query plan %s", SQL_TEXT[SQL_SQLITE][id]);
	assert_int_equal(sqlite3_prepare_v2(db, buf_text(&sql), -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		count += strstr((const char *)sqlite3_column_text(q, 3), part) != NULL;
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	buf_free(&sql);
	office_close(&o);
	return count;
}

static void test_statements__find_an_import_by_its_entry(void **state)
{
	(void)state;
	assert_int_equal(count_steps(SQL_IMPORT_ENTRY, "(employer_id=? AND sequence=?)"), 2);
}

/* It is asked at every decision, and the clock's own entries since may be thousands. */
static void test_statements__tell_how_old_the_records_are_without_the_entries_of_the_clock(void **state)
{
	(void)state;
	assert_int_equal(count_steps(SQL_EMPLOYER_BY_CODE, "ledger_that_tells (employer_id=?)"), 1);
	assert_int_equal(count_steps(SQL_EMPLOYER_BY_ID, "ledger_that_tells (employer_id=?)"), 1);
	assert_int_equal(count_steps(SQL_EMPLOYER_LIST, "ledger_that_tells (employer_id=?)"), 1);
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
	sqlite3 *db = place_file(&o.place);

	(void)state;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		struct buf sql = BUF_INIT(10000);
		sqlite3_stmt *q = NULL;

		/* An undo and an erasure are rare and look at every row; the last id is found at the end of its index. */
		if (strncmp(SQL_NAME[i], "undo_", 5) == 0 || strncmp(SQL_NAME[i], "erase_", 6) == 0 || i == SQL_CASE_LAST_ID ||
			i == SQL_PROPOSAL_LAST_ID || SQL_PARAMETERS[i] == 0 || SQL_TEXT[SQL_SQLITE][i] == NULL)
			continue;
		buf_putf(&sql, "explain query plan %s", SQL_TEXT[SQL_SQLITE][i]);
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
	sqlite3 *db = place_file(&o.place);
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(db, "select max(version), (select user_version from pragma_user_version) "
		"from schema_version", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(q, 0), SQL_MIGRATIONS[SQL_SQLITE].count);
	assert_int_equal(sqlite3_column_int(q, 1), SQL_MIGRATIONS[SQL_SQLITE].count);
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements__can_all_be_prepared_and_count_their_parameters),
		cmocka_unit_test(test_statements__never_cross_from_one_employer_to_another),
		cmocka_unit_test(test_statements__that_cross_would_be_found),
		cmocka_unit_test(test_statements__of_a_day_read_one_stretch_of_an_index),
		cmocka_unit_test(test_statements__find_an_import_by_its_entry),
		cmocka_unit_test(test_statements__tell_how_old_the_records_are_without_the_entries_of_the_clock),
		cmocka_unit_test(test_statements__find_a_case_without_walking_through_all),
		cmocka_unit_test(test_migrations__leave_the_version_that_their_number_says),
	};

	return RUN_TESTS(tests);
}
