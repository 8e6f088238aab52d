#include "../test.h"
#include "sql_file.h"
#include "test_sql.h"

static void test_generated__names_every_statement_in_order(void **state)
{
	(void)state;
	assert_int_equal(SQL_COUNT, 5);
	assert_int_equal(SQL_CAT_ADD, 0);
	assert_string_equal(SQL_NAME[SQL_CAT_BY_NAME], "cat_by_name");
	assert_string_equal(SQL_NAME[SQL_DOG_COUNT], "dog_count");
}

static void test_generated__has_the_statements_without_comments(void **state)
{
	(void)state;
	assert_string_equal(SQL_TEXT[SQL_SQLITE][SQL_CAT_ADD], "insert into cat (name, lives)\nvalues ($1, $2)");
	assert_string_equal(SQL_TEXT[SQL_SQLITE][SQL_DOG_COUNT], "select count(*) from dog");
}

static void test_generated__has_for_each_engine_its_own_words(void **state)
{
	(void)state;
	assert_string_equal(SQL_TEXT[SQL_POSTGRES][SQL_DOG_COUNT], "select count(*) from dog");
	assert_string_equal(SQL_TEXT[SQL_SQLITE][SQL_CAT_NOW], "select strftime('%s', 'now') from cat where name = $1");
	assert_string_equal(SQL_TEXT[SQL_POSTGRES][SQL_CAT_NOW], "select extract(epoch from now()) from cat where name = $1");
	assert_null(SQL_TEXT[SQL_SQLITE][SQL_CAT_WAKE]);
	assert_int_equal(SQL_EMPLOYER[SQL_CAT_WAKE], SQL_ANYWHERE);
	assert_int_equal(SQL_EMPLOYER[SQL_DOG_COUNT], 0);
}

/* The statement of a file that is read alone. */
static struct sql_query read_one(struct arena *a, const char *text)
{
	struct sql_queries q = {0};
	struct err err = {0};

	assert_int_equal(sql_file_read(a, &q, "x.sql", str_of(text), &err), 0);
	assert_int_equal(q.count, 1);
	return q.rows[0];
}

static void test_statement__is_an_employers_by_the_parameter_that_says_so(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(read_one(a, "-- name: a\nselect 1 from t where x = $1 and t.employer_id = $2").employer, 2);
	assert_int_equal(read_one(a, "-- name: a\nselect 1 from t u, t where u.employer_id = t.employer_id and t.employer_id "
		"= $1").employer, 1);
	assert_int_equal(read_one(a, "-- name: a\ninsert into t (x, employer_id, y) values ($1, $2, $3)").employer, 2);
	assert_int_equal(read_one(a, "-- name: a\ninsert into t (employer_id, x)\nselect $1, x from t where id = $2").employer,
		1);
	assert_int_equal(read_one(a, "-- name: a\ninsert into t (employer_id, x)\nselect employer_id, $1 from t where "
		"employer_id = $2").employer, 2);
	assert_int_equal(read_one(a, "-- name: a\nselect employer_id from t where id = $1").employer, 0);
	assert_int_equal(read_one(a, "-- name: a\n-- anywhere\nselect employer_id from t where id = $1").employer,
		SQL_FILE_ANYWHERE);
	arena_free(a);
}

static void test_file__of_one_engine_says_it_in_as_many_values(void **state)
{
	struct arena *a = arena_new();
	struct sql_queries q = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(sql_file_read(a, &q, "sqlite.sql", str_of("-- name: a\nselect $1"), &err), 0);
	assert_int_equal(sql_file_read(a, &q, "postgres.sql", str_of("-- name: a\nselect $1, $2"), &err), PL_INVALID);
	assert_string_equal(err.text, "postgres.sql:1: 'a' has other parameters than at sqlite.sql:1");
	assert_int_equal(sql_file_read(a, &q, "cats.sql", str_of("-- name: a\nselect $1"), &err), PL_INVALID);
	assert_string_equal(err.text, "cats.sql:1: 'a' is there already (sqlite.sql:1)");
	arena_free(a);
}

static void test_generated__counts_each_parameter_once(void **state)
{
	(void)state;
	assert_int_equal(SQL_PARAMETERS[SQL_CAT_ADD], 2);
	assert_int_equal(SQL_PARAMETERS[SQL_CAT_BY_NAME], 1);
	assert_int_equal(SQL_PARAMETERS[SQL_DOG_COUNT], 0);
}

static void test_generated__has_the_migrations_whole_and_oldest_first(void **state)
{
	const struct sql_migrations *file = &SQL_MIGRATIONS[SQL_SQLITE], *server = &SQL_MIGRATIONS[SQL_POSTGRES];

	(void)state;
	assert_int_equal(file->count, 2);
	assert_string_equal(file->rows[0].name, "0001_start");
	assert_int_equal(file->rows[1].version, 2);
	assert_string_equal(file->rows[1].text, "-- Dogs came later.\ncreate table dog (name text);\n");
	assert_int_equal(server->count, 1);
	assert_int_equal(server->rows[0].version, 2);
}

static void assert_refused(const char *text, const char *says)
{
	struct arena *a = arena_new();
	struct sql_queries q = {0};
	struct err err = {0};

	assert_int_equal(sql_file_read(a, &q, "x.sql", str_of(text), &err), PL_INVALID);
	assert_string_equal(err.text, says);
	arena_free(a);
}

static void test_file__is_refused_with_its_line_and_what_was_expected(void **state)
{
	(void)state;
	assert_refused("\nselect 1;\n", "x.sql:2: a statement without a name: expected '-- name: NAME' before it");
	assert_refused("-- name: Cat\nselect 1;\n", "x.sql:1: 'Cat' is no name: expected small letters, digits and '_'");
	assert_refused("-- name: a\nselect 1;\n-- name: a\nselect 2;\n", "x.sql:3: 'a' is there already (x.sql:1)");
	assert_refused("-- name: a\n\n-- name: b\nselect 1;\n", "x.sql:1: a has no statement");
	assert_refused("-- name: a\nselect 1; select 2;\n", "x.sql:1: a has more than one statement");
	assert_refused("-- name: a\nselect $2, $1;\n", "x.sql:1: a: $2 appears before $1: expected $1, $2, ... in that order");
	assert_refused("-- name: a\nselect $x;\n", "x.sql:1: a: expected a number from 1 behind every '$'");
}

/* The text of the statement of a name; "" if there is none. */
static const char *text_of(struct arena *a, const struct sql_queries *q, const char *name)
{
	for (size_t i = 0; i < q->count; i++)
		if (str_is(q->rows[i].name, name))
			return arena_strndup(a, q->rows[i].text[SQL_FILE_SQLITE].at, q->rows[i].text[SQL_FILE_SQLITE].len);
	return "";
}

static void test_list__makes_a_statement_of_each_row(void **state)
{
	struct arena *a = arena_new();
	struct sql_queries q = {0};
	struct err err = {0};
	const char *text = "-- each: table | key\n-- row: cat | name,\n--\tlives\n-- row: dog\n--\t| name\n"
		"-- Of pets.\n-- name: {table}_find\nselect {key} from {table} where id = $1;\n-- name: other\nselect '{';\n";

	(void)state;
	assert_int_equal(sql_file_read(a, &q, "x.sql", str_of(text), &err), 0);
	assert_int_equal(q.count, 3);
	assert_string_equal(text_of(a, &q, "cat_find"), "select name, lives from cat where id = $1");
	assert_string_equal(text_of(a, &q, "dog_find"), "select name from dog where id = $1");
	assert_string_equal(text_of(a, &q, "other"), "select '{'");
	assert_int_equal(q.rows[1].parameters, 1);
	arena_free(a);
}

static void test_list__is_refused_where_a_value_is_missing_or_too_many(void **state)
{
	(void)state;
	assert_refused("-- each: table\n-- row: cat\n-- name: {table}_a\nselect {key};\n",
		"x.sql:3: {key} stands for nothing: expected a name of '-- each:' with a value in every row");
	assert_refused("-- each: table | key\n-- row: cat\n-- name: {table}_a\nselect {key};\n", "x.sql:3: {key} stands for "
		"nothing: expected a name of '-- each:' with a value in every row");
	assert_refused("-- each: table\n-- row: cat | name\n", "x.sql:2: more values than names behind '-- each:'");
	assert_refused("-- name: {table}_a\nselect 1;\n",
		"x.sql:1: '{table}_a' is no name: expected small letters, digits and '_'");
}

static void test_migration__is_refused_out_of_its_turn(void **state)
{
	struct err err;
	int64_t number = 0;

	(void)state;
	assert_int_equal(sql_file_number("sql/0002_more.sql", 1, &number, &err), 0);
	assert_int_equal(number, 2);
	assert_int_equal(sql_file_number("sql/0026_start.sql", 0, &number, &err), 0);
	assert_int_equal(number, 26);
	assert_int_equal(sql_file_number("sql/0003_more.sql", 1, &number, &err), PL_INVALID);
	assert_string_equal(err.text, "sql/0003_more.sql: expected 0002_NAME.sql here: migrations are numbered without gaps");
	assert_int_equal(sql_file_number("sql/more.sql", 1, &number, &err), PL_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_generated__names_every_statement_in_order),
		cmocka_unit_test(test_generated__has_the_statements_without_comments),
		cmocka_unit_test(test_generated__has_for_each_engine_its_own_words),
		cmocka_unit_test(test_statement__is_an_employers_by_the_parameter_that_says_so),
		cmocka_unit_test(test_file__of_one_engine_says_it_in_as_many_values),
		cmocka_unit_test(test_generated__counts_each_parameter_once),
		cmocka_unit_test(test_generated__has_the_migrations_whole_and_oldest_first),
		cmocka_unit_test(test_file__is_refused_with_its_line_and_what_was_expected),
		cmocka_unit_test(test_list__makes_a_statement_of_each_row),
		cmocka_unit_test(test_list__is_refused_where_a_value_is_missing_or_too_many),
		cmocka_unit_test(test_migration__is_refused_out_of_its_turn),
	};

	return RUN_TESTS(tests);
}
