#include "../../test.h"
#include "core/access.h"
#include "core/declared.h"

enum { TODAY = 20000 };

static struct declaration a_target(void)
{
	return (struct declaration){.what = DECLARED_TARGET, .when = {TODAY - 30, DAY_MAX}, .figure = 240, .goal = 180,
		.starts = TODAY - 60,
		.due = TODAY + 700, .pounds = 250000, .status = LINE_COLLECTIVE, .agreed_by = "The council and UNISON"};
}

static void assert_refused(const struct declaration *d, const char *sentence)
{
	struct err err;

	assert_int_equal(declared_check(d, TODAY, &err), PL_INVALID);
	assert_string_equal(err.text, sentence);
}

static void test_figure__is_read_with_no_more_decimals_than_are_kept(void **state)
{
	struct err err;
	int32_t figure = -1;

	(void)state;
	assert_int_equal(declared_figure_read(DECLARED_VACANCIES, "12.5", &figure, &err), 0);
	assert_int_equal(figure, 1250);
	assert_int_equal(declared_figure_read(DECLARED_TARGET, "24", &figure, &err), 0);
	assert_int_equal(figure, 240);
	assert_int_equal(declared_figure_read(DECLARED_VACANCIES, "12.505", &figure, &err), PL_INVALID);
	assert_string_equal(err.text, "Vacancies, full-time equivalents: expected a number from 0 to 10000, with two decimals "
		"at most.");
	assert_int_equal(declared_figure_read(DECLARED_DFE_CODE, "99", &figure, &err), PL_INVALID);
	assert_int_equal(declared_figure_read(DECLARED_DFE_CODE, "1000", &figure, &err), PL_INVALID);
	assert_int_equal(declared_figure_read(DECLARED_COST, "-5", &figure, &err), PL_INVALID);
	assert_int_equal(declared_figure_read(DECLARED_COST, "999999999999", &figure, &err), PL_INVALID);
	assert_int_equal(declared_figure_read(DECLARED_COST, "", &figure, &err), PL_INVALID);
	assert_int_equal(figure, 240);
}

static void test_code__is_that_of_the_day_or_the_first_that_was_said(void **state)
{
	const struct declaration rows[] = {{.what = DECLARED_DFE_CODE, .figure = 941, .when = {TODAY, DAY_MAX}},
		{.what = DECLARED_DFE_CODE, .figure = 928, .when = {TODAY - 900, TODAY}},
		{.what = DECLARED_COST, .figure = 70000, .when = {TODAY - 2000, DAY_MAX}}};

	(void)state;
	assert_int_equal(declared_dfe_code(rows, 3, TODAY), 941);
	assert_int_equal(declared_dfe_code(rows, 3, TODAY - 1), 928);
	assert_int_equal(declared_dfe_code(rows, 3, TODAY - 1000), 928);
	assert_int_equal(declared_dfe_code(&rows[2], 1, TODAY), 0);
}

static void test_declaration__may_be_of_a_day_that_is_past(void **state)
{
	struct declaration d = {.what = DECLARED_VACANCIES, .figure = 1250, .agreed_by = ""};
	struct err err;

	(void)state;
	d.when.from = TODAY - 53;
	assert_int_equal(declared_check(&d, TODAY, &err), 0);
	d.when.from = TODAY + 31;
	assert_int_equal(declared_check(&d, TODAY, &err), 0);
	d.when.from = TODAY + 32;
	assert_refused(&d, "That day is too far ahead: expected one within 31 days.");
	d.when.from = TODAY - DECLARED_DAYS_BACK - 1;
	assert_refused(&d, "That day is more than ten years past: expected a later one.");
}

static void test_target__names_who_agreed_it_and_goes_down_to_a_day(void **state)
{
	struct declaration d = a_target();
	struct err err;

	(void)state;
	assert_int_equal(declared_check(&d, TODAY, &err), 0);
	d.goal = 241;
	assert_refused(&d, "The goal of a target is no more cases than it starts from.");
	d = a_target();
	d.due = d.starts;
	assert_refused(&d, "Expected a day for the goal that is after the start, by ten years at most.");
	d = a_target();
	d.agreed_by = "";
	assert_refused(&d, "Name those who have agreed the target, such as the council and the union: bodies and no persons.");
	d.agreed_by = "--";
	assert_refused(&d, "Name those who have agreed it, or nobody.");
	d = a_target();
	d.status = LINE_ADVISORY;
	assert_refused(&d, "What is agreed is policy, a collective agreement or part of contracts: choose which.");
	d = a_target();
	d.when.from = TODAY + 1;
	assert_refused(&d, "This holds from a day that has been: expected today or an earlier day.");
	d = a_target();
	d.pounds = -1;
	assert_int_equal(declared_check(&d, TODAY, &err), 0);
	d.pounds = -2;
	assert_int_equal(declared_check(&d, TODAY, &err), PL_INVALID);
}

static void test_plan__says_by_when_each_case_has_a_worker(void **state)
{
	struct declaration d = {.what = DECLARED_PLAN, .when = {TODAY, DAY_MAX}, .figure = 40, .due = TODAY + 90,
		.agreed_by = ""};
	struct err err;

	(void)state;
	assert_int_equal(declared_check(&d, TODAY, &err), 0);
	d.due = TODAY;
	assert_refused(&d, "Expected a day by which each case has a worker: after the day of the declaration, by two years at "
		"most.");
	d.due = TODAY + 90;
	d.figure = 0;
	assert_refused(&d, "Plan for what waits, cases declared: expected a number from 1 to 100000.");
}

static void test_declaration__holds_until_the_next_of_its_kind(void **state)
{
	const struct declaration rows[] = {{.what = DECLARED_COST, .when = {100, 200}, .figure = 50000},
		{.what = DECLARED_COST, .when = {200, DAY_MAX}, .figure = 52000},
		{.what = DECLARED_VACANCIES, .when = {150, 160}, .figure = 100}};

	(void)state;
	assert_null(declared_on(rows, 3, DECLARED_COST, 99));
	assert_int_equal(declared_on(rows, 3, DECLARED_COST, 199)->figure, 50000);
	assert_int_equal(declared_on(rows, 3, DECLARED_COST, 200)->figure, 52000);
	assert_null(declared_on(rows, 3, DECLARED_VACANCIES, 160));
	assert_int_equal(declared_until(rows, 3, DECLARED_COST, 50), 100);
	assert_int_equal(declared_until(rows, 3, DECLARED_COST, 120), 200);
	assert_int_equal(declared_until(rows, 3, DECLARED_COST, 300), DAY_MAX);
	assert_int_equal(declared_until(rows, 3, DECLARED_VACANCIES, 155), 160);
	assert_int_equal(declared_until(rows, 3, DECLARED_VACANCIES, 170), DAY_MAX);
}

static void test_vacancies__may_be_declared_by_who_makes_the_return(void **state)
{
	const struct grant analyst = {.role = ROLE_ANALYST, .scope = SCOPE_EMPLOYER},
		head = {.role = ROLE_HEAD, .scope = SCOPE_EMPLOYER},
		of_service = {.role = ROLE_HEAD, .scope = SCOPE_SERVICE, .code = "children"};
	struct viewer v = {.login = "ann", .grants = &analyst, .grants_count = 1};

	(void)state;
	assert_true(may_declare(&v, DECLARED_VACANCIES));
	assert_false(may_declare(&v, DECLARED_TARGET));
	v.grants = &head;
	for (int what = 0; what < DECLARED_KINDS; what++)
		assert_int_equal(may_declare(&v, (enum declared)what), what != DECLARED_DFE_CODE);
	v.grants = &of_service;
	for (int what = 0; what < DECLARED_KINDS; what++)
		assert_false(may_declare(&v, (enum declared)what));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figure__is_read_with_no_more_decimals_than_are_kept),
		cmocka_unit_test(test_code__is_that_of_the_day_or_the_first_that_was_said),
		cmocka_unit_test(test_declaration__may_be_of_a_day_that_is_past),
		cmocka_unit_test(test_target__names_who_agreed_it_and_goes_down_to_a_day),
		cmocka_unit_test(test_plan__says_by_when_each_case_has_a_worker),
		cmocka_unit_test(test_declaration__holds_until_the_next_of_its_kind),
		cmocka_unit_test(test_vacancies__may_be_declared_by_who_makes_the_return),
	};

	return RUN_TESTS(tests);
}
