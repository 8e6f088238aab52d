/* What an entry seals of rows, what may not be done to them, and how a database from before takes part. */
#include "office.h"

#include "store/inside.h"
#include "store/sealed_rows.h"
#include "store/verify.h"

static struct ledger_finding check(struct office *o)
{
	struct ledger_finding *findings;
	size_t count;

	OFFICE_OK(store_verify(o->store, o->arena, NULL, 0, &findings, &count, &office_err));
	assert_int_equal(count, 1);
	return findings[0];
}

/* The one value that a statement answers. */
static const char *text_of(struct office *o, const char *sql)
{
	char *text = office_ask(o, sql);

	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* ---- the sum ---- */

/* The expected digest comes from another program (Python: hashlib and the ChaCha20 of its cryptography package). */
static void test_seal__is_worked_out_as_it_is_described(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};

	(void)state;
	office_tell(&o, "C1", facts, 1);
	assert_string_equal(text_of(&o, "select digest from ledger_rows where sequence = 2 and name = 'episode'"),
		"91dd2bb077dccda64bd354097619ac00b3f8a9238fa37c5a6772dbd39d1b1988");
	assert_string_equal(text_of(&o, "select (select name || rows_made || rows_ended || rows_erased from ledger_rows where "
		"sequence = 2 and name = 'cases') || ',' || (select name || rows_made || rows_ended || rows_erased from ledger_rows where "
		"sequence = 2 and name = 'episode') || ',' || (select count(*) from ledger_rows where sequence = 2)"),
		"cases100,episode100,2");
	office_close(&o);
}

static void test_seal__does_not_depend_on_the_order_of_rows(void **state)
{
	static const struct cell ROWS[2][3] = {{{CELL_NUMBER, 1, NULL, 0}, {CELL_TEXT, 0, "a", 1}, {CELL_NUMBER, 2, NULL, 0}},
		{{CELL_NUMBER, 1, NULL, 0}, {CELL_NULL, 0, NULL, 0}, {CELL_NUMBER, 2, NULL, 0}}};
	struct sealed_table t = {.name = "t", .names = {"employer_id", "code", "made"}, .columns = 3, .by_name = {1, 0, 2}, .salt = -1,
		.commitment = -1};
	struct row_sum sums[2] = {0};
	struct buf scratch = BUF_INIT(1000);
	struct row_line lines[2];

	(void)state;
	for (int i = 0; i < 3; i++)
		t.heads[i] = str_of(t.names[i]);
	for (int order = 0; order < 2; order++) {
		for (int i = 0; i < 2; i++)
			OFFICE_OK(row_sum_add(&sums[order], &t, ROW_MADE, ROWS[order == 0 ? i : 1 - i], &scratch, &office_err));
		lines[order] = row_line_of(&t, &sums[order]);
	}
	assert_string_equal(lines[0].digest, lines[1].digest);
	assert_int_equal(lines[0].count[ROW_MADE], 2);
	buf_free(&scratch);
}

/* ---- what may not be done ---- */

static void end_fails(struct commit *c, const char *says)
{
	struct ledger_text entry = office_entry("import");
	int64_t position;
	struct err err;

	assert_int_equal(commit_end(c, &entry, &position, &err), PL_FAIL);
	if (strstr(err.text, says) == NULL)
		fail_msg("%s", err.text);
}

static void test_commit__cannot_end_a_row_in_the_name_of_another_entry(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct commit *c;
	struct statement *q;

	(void)state;
	office_tell(&o, "C1", facts, 1);
	c = office_begin(&o);
	q = statement_of(o.store->db, SQL_CASE_UNMAKE);
	put_int(q, 1);
	put_int(q, o.employer_id);
	put_int(q, 1);
	assert_int_equal(statement_run(q, &office_err), 1);
	end_fails(c, "A row of cases was to be ended in the name of another entry");
	assert_int_equal(check(&o).verdict, LEDGER_WHOLE);
	office_close(&o);
}

static void test_commit__cannot_erase_what_it_does_not_commit_to(void **state)
{
	struct office o = office_open();
	struct commit *c;
	struct statement *q;

	(void)state;
	office_hire(&o);
	c = office_begin(&o);
	q = statement_of(o.store->db, SQL_ERASE_PERSON);
	put_text(q, LEDGER_FIRST_PREVIOUS);
	put_int(q, c->made);
	put_int(q, o.employer_id);
	put_int(q, 1);
	put_int(q, 2);
	assert_int_equal(statement_run(q, &office_err), 1);
	end_fails(c, "A row of person was to be erased without a trace");
	office_close(&o);
}

/* ---- erasing ---- */

static struct erased erase(struct office *o, int32_t person_id)
{
	struct commit *c = office_begin(o);
	struct erased erased;

	OFFICE_OK(commit_erase_person(c, person_id, &erased, &office_err));
	(void)office_end(c, "erase");
	return erased;
}

static void test_erasing__leaves_nothing_that_names_the_person_and_the_ledger_whole(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_fact(FACT_CASE, "", "", ""), office_episode("2026-01-05", "")};
	struct ledger_finding f;
	struct erased erased;

	(void)state;
	facts[0].owner = "Wyn Worker";
	office_hire(&o);
	office_tell(&o, "C1", facts, 2);
	erased = erase(&o, 1);
	assert_int_equal(erased.rows, 2);
	f = check(&o);
	assert_int_equal(f.verdict, LEDGER_WHOLE);
	assert_int_equal(f.erased, 2);
	assert_string_equal(text_of(&o, "select code || coalesce(name, '-') || coalesce(registration, '-') || coalesce(staff_id, '-')"
		" from person"), "erased-1---");
	assert_string_equal(text_of(&o, "select owner from cases"), "-");
	assert_string_equal(text_of(&o, "select salt from person"), "-");
	office_close(&o);
}

static void test_erasing__takes_the_payloads_that_have_a_name_as_a_value(void **state)
{
	struct office o = office_open();
	struct ledger_text entry = office_entry("user-add");
	struct ledger_row *rows;
	struct commit *c;
	int64_t position;
	size_t count;

	(void)state;
	office_hire(&o);
	c = office_begin(&o);
	entry.payload = "{\"account\":{\"worker\":\"W1\"}}";
	OFFICE_OK(commit_end(c, &entry, &position, &office_err));
	assert_int_equal(erase(&o, 1).payloads, 1);
	OFFICE_OK(store_ledger(o.store, o.arena, o.employer_id, 10, &rows, &count, &office_err));
	assert_string_equal(rows[1].payload, "");
	assert_string_equal(rows[2].payload, "{\"rows\":1}");
	assert_int_equal(check(&o).verdict, LEDGER_WHOLE);
	office_close(&o);
}

static void test_erasing__leaves_a_namesake_alone(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_fact(FACT_CASE, "", "", ""), office_episode("2026-01-05", "")};
	struct roster_joined joined = {0};
	struct roster_change change = {CHANGED_PERSON, true, 0};
	struct commit *c;

	(void)state;
	facts[0].owner = "Wyn Worker";
	office_hire(&o);
	c = office_begin(&o);
	joined.roster.persons = &(struct roster_person){2, "W2", "Wyn Worker", "", ""};
	joined.changes = &change;
	joined.changes_count = 1;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	(void)office_end(c, "import");
	office_tell(&o, "C1", facts, 2);
	assert_int_equal(erase(&o, 1).rows, 1);
	assert_string_equal(text_of(&o, "select owner from cases"), "Wyn Worker");
	office_close(&o);
}

static void test_erasing__is_not_undone(void **state)
{
	struct office o = office_open();
	struct commit *c;
	struct err err;
	int64_t rows;

	(void)state;
	office_hire(&o);
	(void)erase(&o, 1);
	c = office_begin(&o);
	assert_int_equal(commit_undo(c, 3, &rows, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "cannot be undone"));
	commit_abandon(c);
	office_close(&o);
}

static void test_erasing__holds_when_the_person_is_taken_back_and_brought_back(void **state)
{
	struct office o = office_open();

	(void)state;
	office_hire(&o);
	(void)erase(&o, 1);
	office_undo(&o, 2);
	office_undo(&o, 4);
	assert_string_equal(text_of(&o, "select code from person where unmade is null"), "erased-1");
	assert_int_equal(check(&o).verdict, LEDGER_WHOLE);
	office_close(&o);
}

/* ---- a database from before ---- */

/* As the first Plimsoll would have left it: an employer with an entry that seals no rows. */
static struct office office_from_before(void)
{
	struct office o = office_folder();
	struct ledger_entry e = {.employer = "test", .sequence = 1, .instant = 1790000000, .actor = "ann", .action = "import",
		.object = "test", .rows_digest = "", .previous = LEDGER_FIRST_PREVIOUS};
	char commitment[LEDGER_HASH_SIZE], hash[LEDGER_HASH_SIZE];
	sqlite3 *db = place_file(&o.place);
	char *sql;

	ledger_commitment("00", "{}", commitment);
	e.commitment = commitment;
	ledger_hash(&e, hash);
	sql = arena_printf(o.arena, "%s; insert into employer values (1, 'test', 'Testshire', 'England', 'Europe/London', 0, 1);"
		"insert into person values (1, 1, 'W1', 'Wyn Worker', null, null, 1, 1, null);"
		"insert into cases values (1, 1, 'C1', 'children', null, null, null, null, 1, 1, null);"
		"insert into ledger values (1, 1, 1790000000, 'ann', 'import', 'test', null, '%s', '%s', '%s');"
		"insert into ledger_payload values (1, 1, '00', '{}');", SQL_MIGRATIONS[SQL_SQLITE].rows[0].text, commitment, LEDGER_FIRST_PREVIOUS, hash);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
	o.employer_id = 1;
	return o;
}

static void test_rows_from_before__are_sealed_by_an_entry_that_says_so(void **state)
{
	struct office o;
	struct ledger_row *rows;
	struct ledger_finding f;
	size_t count;

	(void)state;
	if (place_is_of_server())
		SKIP_TEST("a server's tables were never without seals");
	o = office_from_before();
	office_reopen(&o, STORE_WRITE);
	OFFICE_OK(store_ledger(o.store, o.arena, 1, 10, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].action, "seal");
	f = check(&o);
	assert_int_equal(f.verdict, LEDGER_WHOLE);
	assert_int_equal(f.sealed_from, 2);
	office_reopen(&o, STORE_WRITE);
	assert_int_equal(check(&o).entries, 2);
	place_run(&o.place, "update cases set ref = 'C2'");
	f = check(&o);
	assert_int_equal(f.verdict, LEDGER_EDITED);
	assert_int_equal(f.sequence, 2);
	office_close(&o);
}

static void test_rows_from_before__can_be_erased(void **state)
{
	struct office o;

	(void)state;
	if (place_is_of_server())
		SKIP_TEST("a server's tables were never without seals");
	o = office_from_before();
	office_reopen(&o, STORE_WRITE);
	assert_int_equal(erase(&o, 1).rows, 1);
	assert_int_equal(check(&o).verdict, LEDGER_WHOLE);
	office_close(&o);
}

/* ---- witnesses ---- */

static void test_witness__of_several_the_first_that_does_not_fit_is_told(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct ledger_witness witnesses[] = {{"test", 1, NULL}, {"test", 2, LEDGER_FIRST_PREVIOUS}, {"test", 9, LEDGER_FIRST_PREVIOUS},
		{"other", 1, LEDGER_FIRST_PREVIOUS}};
	struct ledger_finding *f;
	size_t count;

	(void)state;
	witnesses[0].head = arena_strdup(o.arena, check(&o).head);
	office_tell(&o, "C1", facts, 1);
	OFFICE_OK(store_verify(o.store, o.arena, witnesses, 1, &f, &count, &office_err));
	assert_int_equal(f[0].verdict, LEDGER_WHOLE);
	OFFICE_OK(store_verify(o.store, o.arena, witnesses, 3, &f, &count, &office_err));
	assert_int_equal(f[0].verdict, LEDGER_REWRITTEN);
	assert_int_equal(f[0].sequence, 2);
	OFFICE_OK(store_verify(o.store, o.arena, &witnesses[2], 1, &f, &count, &office_err));
	assert_int_equal(f[0].verdict, LEDGER_OLD_COPY);
	OFFICE_OK(store_verify(o.store, o.arena, &witnesses[3], 1, &f, &count, &office_err));
	assert_int_equal(count, 2);
	assert_int_equal(f[0].verdict, LEDGER_REMOVED);
	assert_string_equal(f[0].employer, "");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seal__is_worked_out_as_it_is_described),
		cmocka_unit_test(test_seal__does_not_depend_on_the_order_of_rows),
		cmocka_unit_test(test_commit__cannot_end_a_row_in_the_name_of_another_entry),
		cmocka_unit_test(test_commit__cannot_erase_what_it_does_not_commit_to),
		cmocka_unit_test(test_erasing__leaves_nothing_that_names_the_person_and_the_ledger_whole),
		cmocka_unit_test(test_erasing__takes_the_payloads_that_have_a_name_as_a_value),
		cmocka_unit_test(test_erasing__leaves_a_namesake_alone),
		cmocka_unit_test(test_erasing__is_not_undone),
		cmocka_unit_test(test_erasing__holds_when_the_person_is_taken_back_and_brought_back),
		cmocka_unit_test(test_rows_from_before__are_sealed_by_an_entry_that_says_so),
		cmocka_unit_test(test_rows_from_before__can_be_erased),
		cmocka_unit_test(test_witness__of_several_the_first_that_does_not_fit_is_told),
	};

	return RUN_TESTS(tests);
}
