/* Who looked at what. */
#include "office.h"
#include "store/looks.h"

static void look(struct office *o, const char *object, const char *login, const char *roles, int64_t instant, bool refused)
{
	struct look l = {.employer_id = o->employer_id, .kind = LOOK_CASE, .object = object, .login = login, .roles = roles,
		.instant = instant, .refused = refused};

	OFFICE_OK(store_begin_writing(o->store, &office_err));
	OFFICE_OK(store_look_add(o->store, &l, &office_err));
	OFFICE_OK(store_end_writing(o->store, true, &office_err));
}

static struct looked *looks_of(struct office *o, enum look_kind kind, const char *object, size_t most, size_t *ret_count)
{
	struct looked *rows = NULL;

	OFFICE_OK(store_looks_of(o->store, o->arena, o->employer_id, kind, object, most, &rows, ret_count, &office_err));
	return rows;
}

static void test_looks__are_counted_by_login_the_latest_first(void **state)
{
	struct office o = office_open();
	struct looked *rows;
	size_t count;

	(void)state;
	look(&o, "C1", "ann", "manager", 100, false);
	look(&o, "C1", "bob", "worker", 200, true);
	look(&o, "C1", "ann", "director", 300, false);
	look(&o, "C2", "eve", "worker", 400, false);
	rows = looks_of(&o, LOOK_CASE, "C1", 10, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].login, "ann");
	assert_string_equal(rows[0].roles, "director");
	assert_int_equal(rows[0].latest, 300);
	assert_int_equal(rows[0].shown, 2);
	assert_int_equal(rows[0].refused, 0);
	assert_string_equal(rows[1].login, "bob");
	assert_int_equal(rows[1].shown, 0);
	assert_int_equal(rows[1].refused, 1);
	office_close(&o);
}

static void test_looks__count_what_was_done_in_one_second_and_apart_who_may_open_a_case(void **state)
{
	struct office o = office_open();
	struct look l = {.employer_id = o.employer_id, .kind = LOOK_CASE, .object = "C1", .login = "ann", .roles = "manager", .instant = 100,
		.times = 3};
	struct looked *rows;
	size_t count;

	(void)state;
	OFFICE_OK(store_begin_writing(o.store, &office_err));
	OFFICE_OK(store_look_add(o.store, &l, &office_err));
	l.of_access = true;
	l.times = 2;
	OFFICE_OK(store_look_add(o.store, &l, &office_err));
	l.refused = true;
	l.times = 5;
	OFFICE_OK(store_look_add(o.store, &l, &office_err));
	OFFICE_OK(store_end_writing(o.store, true, &office_err));
	rows = looks_of(&o, LOOK_CASE, "C1", 10, &count);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].shown, 3);
	assert_int_equal(rows[0].of_access, 2);
	assert_int_equal(rows[0].refused, 5);
	office_close(&o);
}

static void test_looks__at_a_worker_are_not_looks_at_a_case_of_the_same_code(void **state)
{
	struct office o = office_open();
	size_t count;

	(void)state;
	look(&o, "C1", "ann", "manager", 100, false);
	looks_of(&o, LOOK_WORKER, "C1", 10, &count);
	assert_int_equal(count, 0);
	office_close(&o);
}

static void test_looks__leave_out_the_oldest_beyond_a_number(void **state)
{
	struct office o = office_open();
	struct looked *rows;
	size_t count;

	(void)state;
	look(&o, "C1", "ann", "manager", 100, false);
	look(&o, "C1", "bob", "manager", 200, false);
	look(&o, "C1", "eve", "manager", 300, false);
	rows = looks_of(&o, LOOK_CASE, "C1", 2, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[1].login, "bob");
	office_close(&o);
}

static void test_readers__are_in_the_picture_of_any_day_while_they_are_named(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", ""), office_fact(FACT_READER, "ann", "2026-01-05", "")};
	const struct snapshot *s;
	const struct case_row *c;

	(void)state;
	office_tell(&o, "C1", facts, 2);
	OFFICE_OK(store_snapshot(o.store, "test", council_day("2025-03-06", 0), &s, &office_err));
	c = council_find(s, "C1");
	assert_int_equal(c->readers_count, 1);
	assert_string_equal(s->readers[c->first_reader].login, "ann");
	snapshot_drop(s);
	facts[1].purge = true;
	office_tell(&o, "C1", &facts[1], 1);
	OFFICE_OK(store_snapshot(o.store, "test", council_day("2025-03-06", 0), &s, &office_err));
	assert_int_equal(council_find(s, "C1")->readers_count, 0);
	snapshot_drop(s);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks__are_counted_by_login_the_latest_first),
		cmocka_unit_test(test_looks__count_what_was_done_in_one_second_and_apart_who_may_open_a_case),
		cmocka_unit_test(test_looks__at_a_worker_are_not_looks_at_a_case_of_the_same_code),
		cmocka_unit_test(test_looks__leave_out_the_oldest_beyond_a_number),
		cmocka_unit_test(test_readers__are_in_the_picture_of_any_day_while_they_are_named),
	};

	return RUN_TESTS(tests);
}
