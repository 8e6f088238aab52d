#include "../test.h"
#include "sql_file.h"
#include "test_sql.h"

static void test_generated__names_every_statement_in_order(void **state)
{
	(void)state;
	assert_int_equal(SQL_COUNT, 3);
	assert_int_equal(SQL_CAT_ADD, 0);
	assert_string_equal(SQL_NAME[SQL_CAT_BY_NAME], "cat_by_name");
	assert_string_equal(SQL_NAME[SQL_DOG_COUNT], "dog_count");
}

static void test_generated__has_the_statements_without_comments(void **state)
{
	(void)state;
	assert_string_equal(SQL_TEXT[SQL_CAT_ADD], "insert into cat (name, lives)\nvalues ($1, $2)");
	assert_string_equal(SQL_TEXT[SQL_DOG_COUNT], "select count(*) from dog");
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
	(void)state;
	assert_int_equal(SQL_MIGRATIONS_COUNT, 2);
	assert_string_equal(SQL_MIGRATIONS[0].name, "0001_start");
	assert_string_equal(SQL_MIGRATIONS[1].text, "-- Dogs came later.\ncreate table dog (name text);\n");
	assert_null(SQL_MIGRATIONS[2].name);
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

static void test_migration__is_refused_out_of_its_turn(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(sql_file_check_number("sql/0002_more.sql", 1, &err), 0);
	assert_int_equal(sql_file_check_number("sql/0003_more.sql", 1, &err), PL_INVALID);
	assert_string_equal(err.text, "sql/0003_more.sql: expected 0002_NAME.sql here: migrations are numbered without gaps");
	assert_int_equal(sql_file_check_number("sql/more.sql", 1, &err), PL_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_generated__names_every_statement_in_order),
		cmocka_unit_test(test_generated__has_the_statements_without_comments),
		cmocka_unit_test(test_generated__counts_each_parameter_once),
		cmocka_unit_test(test_generated__has_the_migrations_whole_and_oldest_first),
		cmocka_unit_test(test_file__is_refused_with_its_line_and_what_was_expected),
		cmocka_unit_test(test_migration__is_refused_out_of_its_turn),
	};

	return RUN_TESTS(tests);
}
