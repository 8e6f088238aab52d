/* The data dictionary says every table and column that there is, and its queries run. */
#include "office.h"

/* What every table has is explained once, at the top. */
static const char *const COMMON[] = {"employer_id", "made", "origin", "unmade", "salt", "commitment", "erased"};

static char *read_dictionary(struct arena *a)
{
	const char *source = getenv("PLIMSOLL_SOURCE");
	struct buf text = BUF_INIT(1024 * 1024);
	char piece[4096], *copy;
	size_t n;
	FILE *f;

	assert_non_null(source);
	f = fopen(arena_printf(a, "%s/docs/data-dictionary.md", source), "rb");
	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&text, piece, n);
	(void)fclose(f);
	copy = arena_strdup(a, buf_text(&text));
	buf_free(&text);
	return copy;
}

/* The part under "### table", up to the next heading. */
static char *section_of(struct arena *a, const char *dictionary, const char *table)
{
	char *heading = arena_printf(a, "\n### %s\n", table);
	const char *at = strstr(dictionary, heading), *end;

	if (at == NULL)
		fail_msg("there is no section for the table %s", table);
	at += strlen(heading);
	end = strstr(at, "\n##");
	return end != NULL ? arena_strndup(a, at, (size_t)(end - at)) : arena_strdup(a, at);
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static bool names_column(const char *section, const char *column)
{
	size_t n = strlen(column);

	for (const char *at = section; (at = strstr(at, column)) != NULL; at += n)
		if ((at == section || !is_name_byte(at[-1])) && !is_name_byte(at[n]))
			return true;
	return false;
}

static bool is_common(const char *column)
{
	for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
		if (str_equal(COMMON[i], column))
			return true;
	return false;
}

static void test_dictionary__has_every_table_and_column(void **state)
{
	struct office o = office_open();
	char *dictionary = read_dictionary(o.arena);
	sqlite3 *db = place_file(&o.place);
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(db, "select t.name, c.name from sqlite_schema t, pragma_table_info(t.name) c "
		"where t.type = 'table' and t.name not like 'sqlite_%' order by 1, 2", -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(q, 0);
		const char *column = (const char *)sqlite3_column_text(q, 1);

		if (!names_column(section_of(o.arena, dictionary, table), column) && !is_common(column))
			fail_msg("%s.%s is not explained", table, column);
	}
	(void)sqlite3_finalize(q);
	(void)sqlite3_close(db);
	office_close(&o);
}

static void test_dictionary__has_queries_that_run(void **state)
{
	struct office o = office_open();
	const char *at = read_dictionary(o.arena);
	sqlite3 *db = place_file(&o.place);
	int queries = 0;

	(void)state;
	while ((at = strstr(at, "```sql\n")) != NULL) {
		const char *end = strstr(at + 7, "```");
		sqlite3_stmt *q;

		assert_non_null(end);
		if (sqlite3_prepare_v2(db, at + 7, (int)(end - at - 7), &q, NULL) != SQLITE_OK)
			fail_msg("%s", sqlite3_errmsg(db));
		(void)sqlite3_finalize(q);
		at = end;
		queries++;
	}
	assert_true(queries >= 3);
	(void)sqlite3_close(db);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dictionary__has_every_table_and_column),
		cmocka_unit_test(test_dictionary__has_queries_that_run),
	};

	return RUN_TESTS(tests);
}
