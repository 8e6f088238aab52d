/* Several writes that become durable together. */
#include "office.h"

static void tell_one(struct office *o, const char *ref)
{
	struct fact episode = office_episode("2026-01-05", "");

	office_tell(o, ref, &episode, 1);
}

static int64_t position_of(struct office *o)
{
	struct employer e;

	OFFICE_OK(store_employer(o->store, o->arena, "test", &e, &office_err));
	return e.position;
}

static bool knows(struct office *o, const char *ref)
{
	struct case_facts facts;

	return store_case_facts(o->store, o->arena, o->employer_id, ref, &facts, &office_err) == 0;
}

static void test_together__each_write_is_kept_or_dropped_by_itself_and_sees_those_before(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	int64_t before = position_of(&o);
	struct commit *c;

	(void)state;
	OFFICE_OK(store_begin_together(o.store, &office_err));
	tell_one(&o, "C1");
	c = office_begin(&o);
	OFFICE_OK(office_change(&o, c, "C2", &episode, 1, &office_err));
	commit_abandon(c);
	assert_true(knows(&o, "C1"));
	assert_false(knows(&o, "C2"));
	tell_one(&o, "C3");
	OFFICE_OK(store_end_together(o.store, &office_err));
	office_reopen(&o, STORE_READ);
	assert_int_equal(position_of(&o), before + 2);
	assert_true(knows(&o, "C1"));
	assert_false(knows(&o, "C2"));
	assert_true(knows(&o, "C3"));
	office_close(&o);
}

static void test_together__nothing_is_there_before_the_end(void **state)
{
	struct office o = office_open();
	struct store *other = NULL;
	struct employer e;
	int64_t before = position_of(&o);

	(void)state;
	office_reopen(&o, STORE_SHARE);
	OFFICE_OK(store_open(o.place.path, STORE_READ, &other, &office_err));
	OFFICE_OK(store_begin_together(o.store, &office_err));
	tell_one(&o, "C1");
	tell_one(&o, "C2");
	OFFICE_OK(store_employer(other, o.arena, "test", &e, &office_err));
	assert_int_equal(e.position, before);
	OFFICE_OK(store_end_together(o.store, &office_err));
	OFFICE_OK(store_employer(other, o.arena, "test", &e, &office_err));
	assert_int_equal(e.position, before + 2);
	store_close(other);
	office_close(&o);
}

static void test_together__writes_without_an_entry_take_part(void **state)
{
	struct office o = office_open();

	(void)state;
	OFFICE_OK(store_begin_together(o.store, &office_err));
	assert_int_equal(store_begin_together(o.store, &office_err), PL_FAIL);
	OFFICE_OK(store_begin_writing(o.store, &office_err));
	OFFICE_OK(store_end_writing(o.store, false, &office_err));
	OFFICE_OK(store_begin_writing(o.store, &office_err));
	OFFICE_OK(store_end_writing(o.store, true, &office_err));
	OFFICE_OK(store_begin_reading(o.store, &office_err));
	store_end_reading(o.store);
	tell_one(&o, "C1");
	OFFICE_OK(store_end_together(o.store, &office_err));
	tell_one(&o, "C2");
	assert_true(knows(&o, "C1"));
	assert_true(knows(&o, "C2"));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_together__each_write_is_kept_or_dropped_by_itself_and_sees_those_before),
		cmocka_unit_test(test_together__nothing_is_there_before_the_end),
		cmocka_unit_test(test_together__writes_without_an_entry_take_part),
	};

	return RUN_TESTS(tests);
}
