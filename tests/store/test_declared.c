/* What an employer declares, as rows. */
#include "office.h"

#include "store/declared.h"

static int32_t day_of(const char *iso)
{
	int32_t day = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &day));
	return day;
}

static size_t read_rows(struct office *o, struct declaration **ret)
{
	size_t count = 0;

	OFFICE_OK(store_declared(o->store, o->arena, o->employer_id, ret, &count, &office_err));
	return count;
}

static int64_t declare_cost(struct office *o, int32_t pounds, const char *from, int32_t until)
{
	struct commit *c = office_begin(o);
	const struct declaration d = {.what = DECLARED_COST, .figure = pounds, .when = {day_of(from), until}, .agreed_by = ""};

	OFFICE_OK(commit_declared(c, &d, &office_err));
	return office_end(c, "declare");
}

static void test_declaration__takes_the_place_of_what_held_on_its_day(void **state)
{
	struct office o = office_open();
	struct declaration *rows;

	(void)state;
	(void)declare_cost(&o, 50000, "2026-01-01", DAY_MAX);
	(void)declare_cost(&o, 52000, "2026-04-01", DAY_MAX);
	assert_int_equal(read_rows(&o, &rows), 2);
	assert_int_equal(rows[0].when.until, day_of("2026-04-01"));
	assert_int_equal(rows[0].figure, 50000);
	/* Of a day that is past: it holds as long as what it takes the place of. */
	(void)declare_cost(&o, 51000, "2026-02-01", day_of("2026-04-01"));
	assert_int_equal(read_rows(&o, &rows), 3);
	assert_int_equal(rows[0].when.until, day_of("2026-02-01"));
	assert_int_equal(rows[1].figure, 51000);
	assert_int_equal(rows[2].when.from, day_of("2026-04-01"));
	/* Of the same day: nothing of the one before is left. */
	(void)declare_cost(&o, 51500, "2026-02-01", day_of("2026-04-01"));
	assert_int_equal(read_rows(&o, &rows), 3);
	assert_int_equal(rows[1].figure, 51500);
	office_close(&o);
}

static void test_declaration__keeps_all_of_a_target(void **state)
{
	struct office o = office_open();
	struct commit *c = office_begin(&o);
	const struct declaration d = {.what = DECLARED_TARGET, .figure = 240, .goal = 180, .starts = day_of("2026-04-01"), .due = day_of("2028-04-01"),
		.pounds = -1, .status = LINE_COLLECTIVE, .agreed_by = "The council and UNISON", .when = {day_of("2026-03-01"), DAY_MAX}};
	struct declaration *rows;

	(void)state;
	OFFICE_OK(commit_declared(c, &d, &office_err));
	(void)office_end(c, "declare");
	assert_int_equal(read_rows(&o, &rows), 1);
	assert_true(declared_same(&rows[0], &d));
	assert_string_equal(rows[0].by, "ann");
	assert_int_equal(rows[0].instant, 1790000000);
	office_close(&o);
}

static void test_declaration__ends_and_is_taken_back(void **state)
{
	struct office o = office_open();
	struct declaration *rows;
	struct commit *c;
	int64_t ended;

	(void)state;
	(void)declare_cost(&o, 50000, "2026-01-01", DAY_MAX);
	c = office_begin(&o);
	OFFICE_OK(commit_declared_end(c, DECLARED_COST, day_of("2026-03-01"), &office_err));
	ended = office_end(c, "declare");
	assert_int_equal(read_rows(&o, &rows), 1);
	assert_int_equal(rows[0].when.until, day_of("2026-03-01"));
	c = office_begin(&o);
	assert_int_equal(commit_declared_end(c, DECLARED_COST, day_of("2026-03-01"), &office_err), PL_CONFLICT);
	commit_abandon(c);
	c = office_begin(&o);
	OFFICE_OK(commit_undo(c, ended, &(int64_t){0}, &office_err));
	(void)office_end(c, "undo");
	assert_int_equal(read_rows(&o, &rows), 1);
	assert_int_equal(rows[0].when.until, DAY_MAX);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_declaration__takes_the_place_of_what_held_on_its_day),
		cmocka_unit_test(test_declaration__keeps_all_of_a_target),
		cmocka_unit_test(test_declaration__ends_and_is_taken_back),
	};

	return RUN_TESTS(tests);
}
