#include "office.h"

static int undo_code(struct office *o, int64_t sequence, struct err *err)
{
	struct commit *c = office_begin(o);
	int64_t rows;
	int rc = commit_undo(c, sequence, &rows, err);

	commit_abandon(c);
	return rc;
}

static void test_undo__restores_every_row(void **state)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", ""),
		office_holding(1, 1, "2026-02-01", "")};
	struct fact second[] = {office_episode("2026-01-05", "2026-03-01"), office_stage("need", "2026-02-01", "2026-03-01"),
		office_stage("protection", "2026-02-20", "")};
	struct fact purge = office_stage("need", "2026-02-01", "");
	char *before;
	int64_t entry;

	(void)state;
	office_hire(&o);
	office_tell(&o, "C1", first, 3);
	before = office_rows(&o);
	entry = office_tell(&o, "C1", second, 3);
	assert_string_not_equal(office_rows(&o), before);
	office_undo(&o, entry);
	assert_string_equal(office_rows(&o), before);
	purge.purge = true;
	entry = office_tell(&o, "C1", &purge, 1);
	office_undo(&o, entry);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_undo__of_all_entries_leaves_the_employer_and_its_services(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	char *before = office_rows(&o);
	int64_t hired = office_hire(&o);
	int64_t told = office_tell(&o, "C1", facts, 1);

	(void)state;
	office_undo(&o, told);
	office_undo(&o, hired);
	office_undo(&o, 1);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static size_t services(struct office *o)
{
	struct service_row *rows;
	size_t count;

	OFFICE_OK(store_services(o->store, o->arena, o->employer_id, 0, &rows, &count, &office_err));
	return count;
}

static int64_t add_service(struct office *o, const char *code)
{
	struct commit *c = office_begin(o);

	OFFICE_OK(commit_service(c, code, code, &office_err));
	return office_end(c, "import");
}

static void test_undo__takes_back_a_service_and_brings_it_back(void **state)
{
	struct office o = office_open();
	int64_t added = add_service(&o, "chidlren"), undone, again;
	char *before;

	(void)state;
	before = office_rows(&o);
	assert_int_equal(services(&o), 2);
	undone = office_undo(&o, added);
	assert_int_equal(services(&o), 1);
	again = office_undo(&o, undone);
	assert_int_equal(services(&o), 2);
	assert_string_equal(office_rows(&o), before);
	(void)office_undo(&o, again);
	assert_int_equal(services(&o), 1);
	(void)add_service(&o, "chidlren");
	assert_int_equal(services(&o), 2);
	office_close(&o);
}

static void test_undo__leaves_a_service_that_something_later_is_of(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), fact_blank(FACT_CASE)};
	int64_t added = add_service(&o, "adults"), told, undone;
	struct err err;

	(void)state;
	facts[1].service = "adults";
	told = office_tell(&o, "C1", facts, 2);
	assert_int_equal(undo_code(&o, added, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "entry 3 refers to what it made"));
	(void)office_undo(&o, told);
	undone = office_undo(&o, added);
	(void)add_service(&o, "adults");
	assert_int_equal(undo_code(&o, undone, &err), PL_CONFLICT);
	office_close(&o);
}

static void test_undo__can_be_undone_again_and_again(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
	char *before = office_rows(&o), *after;
	int64_t told = office_tell(&o, "C1", facts, 2);
	int64_t undone, redone;

	(void)state;
	after = office_rows(&o);
	undone = office_undo(&o, told);
	assert_string_equal(office_rows(&o), before);
	redone = office_undo(&o, undone);
	assert_string_equal(office_rows(&o), after);
	office_undo(&o, redone);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_undo__leads_to_the_entry_at_the_end_of_the_chain(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	int64_t told = office_tell(&o, "C1", facts, 1);
	struct err err;

	(void)state;
	assert_int_equal(told, 2);
	office_undo(&o, 2);
	assert_int_equal(undo_code(&o, 2, &err), PL_INVALID);
	assert_string_equal(err.text, "Entry 2 has been undone already: undo entry 3 to bring it back");
	office_undo(&o, 3);
	assert_int_equal(undo_code(&o, 2, &err), PL_INVALID);
	assert_string_equal(err.text, "Entry 2 has been undone already and brought back: undo entry 4 to take it back again");
	office_close(&o);
}

static void test_undo__marks_the_entry_in_the_ledger(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct ledger_row *rows;
	size_t count;

	(void)state;
	office_tell(&o, "C1", facts, 1);
	office_undo(&o, 2);
	OFFICE_OK(store_ledger(o.store, o.arena, o.employer_id, 10, &rows, &count, &office_err));
	assert_int_equal(count, 3);
	assert_int_equal(rows[1].undone_by, 3);
	office_undo(&o, 3);
	OFFICE_OK(store_ledger(o.store, o.arena, o.employer_id, 10, &rows, &count, &office_err));
	assert_int_equal(rows[0].undone_by, 0);
	assert_int_equal(rows[1].undone_by, 4);
	assert_int_equal(rows[2].undone_by, 0);
	office_close(&o);
}

static void test_undo__refuses_what_a_later_entry_has_changed(void **state)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2026-01-05", "")};
	struct fact second[] = {office_episode("2026-01-05", "2026-03-01")};
	int64_t told = office_tell(&o, "C1", first, 1);
	struct err err;

	(void)state;
	office_tell(&o, "C1", second, 1);
	assert_int_equal(undo_code(&o, told, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "entry 3 has changed what it made"));
	office_close(&o);
}

static void test_undo__of_an_entry_works_once_later_changes_are_undone(void **state)
{
	struct office o = office_open();
	struct fact january[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-01-10", "")};
	struct fact february[] = {january[0], office_stage("need", "2026-01-10", "2026-02-01")};
	char *before = office_rows(&o), *after_january;
	int64_t first = office_tell(&o, "C1", january, 2);
	int64_t second, undone;

	(void)state;
	after_january = office_rows(&o);
	second = office_tell(&o, "C1", february, 2);
	office_undo(&o, second);
	undone = office_undo(&o, first);
	assert_string_equal(office_rows(&o), before);
	office_undo(&o, undone);
	assert_string_equal(office_rows(&o), after_january);
	office_close(&o);
}

static void test_undo__brings_back_only_what_still_fits(void **state)
{
	struct office o = office_open();
	struct fact january[] = {office_episode("2026-01-05", "")};
	struct fact february[] = {office_episode("2026-01-05", "2026-02-01")};
	struct err err;

	(void)state;
	office_tell(&o, "C1", january, 1);
	office_tell(&o, "C1", february, 1);
	office_undo(&o, 3);
	office_undo(&o, 2);
	assert_int_equal(undo_code(&o, 4, &err), PL_CONFLICT);
	office_close(&o);
}

static void test_undo__refuses_what_a_later_entry_refers_to(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), office_holding(1, 1, "2026-02-01", "")};
	struct fact more[] = {office_stage("need", "2026-02-01", "")};
	int64_t hired = office_hire(&o);
	int64_t told = office_tell(&o, "C1", facts, 2);
	struct err err;

	(void)state;
	assert_int_equal(undo_code(&o, hired, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "entry 3 refers to what it made"));
	office_tell(&o, "C1", more, 1);
	assert_int_equal(undo_code(&o, told, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "entry 4 refers to what it made"));
	office_close(&o);
}

static void test_undo__refuses_to_put_back_what_has_been_said_anew(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
	struct fact purge = facts[1];
	int64_t purged;
	struct err err;

	(void)state;
	office_tell(&o, "C1", facts, 2);
	purge.purge = true;
	purged = office_tell(&o, "C1", &purge, 1);
	office_tell(&o, "C1", facts, 2);
	assert_int_equal(undo_code(&o, purged, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "entry 4 has put something in the place"));
	office_close(&o);
}

static void test_undo__of_an_older_entry_leaves_later_ones_alone(void **state)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2026-01-05", "")};
	struct fact other[] = {office_episode("2026-01-07", "")};
	int64_t told = office_tell(&o, "C1", first, 1);
	struct case_facts known;
	struct err err;

	(void)state;
	office_tell(&o, "C2", other, 1);
	office_undo(&o, told);
	assert_int_equal(store_case_facts(o.store, o.arena, o.employer_id, "C1", &known, &err), PL_NOT_FOUND);
	assert_int_equal(office_known(&o, "C2").count, 2);
	office_close(&o);
}

static void test_undo__of_a_scheme_choice_brings_back_the_one_before(void **state)
{
	struct office o = office_open();
	char *before = office_rows(&o);
	struct commit *c = office_begin(&o);
	int64_t chosen;

	(void)state;
	OFFICE_OK(commit_scheme_choice(c, "children", "other", 1, council_day("2026-01-01", 0), &office_err));
	chosen = office_end(c, "scheme");
	office_undo(&o, chosen);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_undo__gives_a_case_that_comes_back_its_old_facts_or_a_new_id(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
	struct fact again[] = {office_episode("2026-04-05", "")};
	int64_t told = office_tell(&o, "C1", facts, 2);

	(void)state;
	office_undo(&o, told);
	office_tell(&o, "C1", again, 1);
	assert_int_equal(office_known(&o, "C1").count, 2);
	office_close(&o);
}

static void test_undo__refuses_an_entry_that_is_not_there(void **state)
{
	struct office o = office_open();
	struct err err;

	(void)state;
	assert_int_equal(undo_code(&o, 2, &err), PL_NOT_FOUND);
	assert_int_equal(undo_code(&o, 0, &err), PL_NOT_FOUND);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_undo__restores_every_row),
		cmocka_unit_test(test_undo__of_all_entries_leaves_the_employer_and_its_services),
		cmocka_unit_test(test_undo__takes_back_a_service_and_brings_it_back),
		cmocka_unit_test(test_undo__leaves_a_service_that_something_later_is_of),
		cmocka_unit_test(test_undo__can_be_undone_again_and_again),
		cmocka_unit_test(test_undo__leads_to_the_entry_at_the_end_of_the_chain),
		cmocka_unit_test(test_undo__marks_the_entry_in_the_ledger),
		cmocka_unit_test(test_undo__refuses_what_a_later_entry_has_changed),
		cmocka_unit_test(test_undo__of_an_entry_works_once_later_changes_are_undone),
		cmocka_unit_test(test_undo__brings_back_only_what_still_fits),
		cmocka_unit_test(test_undo__refuses_what_a_later_entry_refers_to),
		cmocka_unit_test(test_undo__refuses_to_put_back_what_has_been_said_anew),
		cmocka_unit_test(test_undo__of_an_older_entry_leaves_later_ones_alone),
		cmocka_unit_test(test_undo__of_a_scheme_choice_brings_back_the_one_before),
		cmocka_unit_test(test_undo__gives_a_case_that_comes_back_its_old_facts_or_a_new_id),
		cmocka_unit_test(test_undo__refuses_an_entry_that_is_not_there),
	};

	return RUN_TESTS(tests);
}
