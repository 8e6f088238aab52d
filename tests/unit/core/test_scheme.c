#include "exchange/scheme_library.h"
#include "world.h"

/* England's scheme, which a test spoils in one place. */
static struct scheme scheme;
static struct scheme_type types[20];

static int set_up(void **state)
{
	(void)state;
	scheme = *scheme_by_id("england-children-starter", 0);
	memcpy(types, scheme.types, scheme.types_count * sizeof *types);
	scheme.types = types;
	return 0;
}

static void assert_refused(const char *text)
{
	struct err err = {0};

	assert_int_equal(scheme_validate(&scheme, &err), PL_INVALID);
	assert_string_equal(err.text, text);
}

static void test_scheme__derives_a_base_from_a_standard(void **state)
{
	static const int32_t rows[][2] = {{8, 189}, {11, 137}, {12, 126}, {15, 101}, {16, 94}, {19, 79}, {20, 75}, {24, 63},
		{25, 60}, {30, 50}, {45, 34}, {60, 25}};

	(void)state;
	assert_int_equal(scheme_case_permille(&scheme), 680);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(scheme_base_of_standard(&scheme, rows[i][0]), rows[i][1]);
}

static void test_scheme__refuses_a_base_that_does_not_follow(void **state)
{
	(void)state;
	types[2].base_minutes = 127;
	assert_refused("type child_protection_plan: a standard of 12 cases in 2220 minutes x 680 per mille is 126 minutes a week,"
		" the row says 127");
}

static void test_scheme__lets_a_measured_number_stand_for_itself(void **state)
{
	(void)state;
	types[2].base_minutes = 127;
	types[2].source.state = VALUE_MEASURED;
	assert_int_equal(scheme_validate(&scheme, NULL), 0);
}

static void test_scheme__refuses_a_number_without_a_source(void **state)
{
	(void)state;
	types[0].source.text = "";
	assert_refused("type care_proceedings: expected a source for its number");
}

static void test_scheme__refuses_a_rule_without_a_source(void **state)
{
	(void)state;
	scheme.sibling_source.text = "";
	assert_refused("rule siblings: expected a source for its number");
}

static void test_scheme__refuses_two_types_of_one_code(void **state)
{
	(void)state;
	types[1].code = types[0].code;
	assert_refused("type care_proceedings, stage \"\": the code and stage stand twice");
}

static void test_scheme__refuses_to_be_without_an_opening(void **state)
{
	(void)state;
	types[scheme_find_role(&scheme, TYPE_OPENING)].role = TYPE_WORK;
	assert_refused("types: expected exactly one with the role \"opening\", there are 0");
}

static void test_scheme__refuses_a_base_for_closing(void **state)
{
	(void)state;
	types[scheme_find_role(&scheme, TYPE_CLOSING)].base_minutes = 5;
	assert_refused("type closing: a closing case keeps the base it had; expected no base_minutes");
}

static void test_scheme__refuses_a_type_that_weighs_nothing(void **state)
{
	(void)state;
	types[4].task_minutes = 0;
	assert_refused("type section_47_enquiry: expected base_minutes, or task_minutes");
}

static void test_scheme__refuses_reserves_that_leave_no_time(void **state)
{
	static const struct scheme_reserve all[] = {{"a", "A", 600, 0, {VALUE_GUESS, "x"}}, {"b", "B", 400, 0, {VALUE_GUESS, "x"}}};

	(void)state;
	scheme.reserves = all;
	scheme.reserves_count = 2;
	assert_refused("reserves: together they must leave time for cases; they take 1000 per mille");
}

static void test_scheme__refuses_a_reserve_below_its_floor(void **state)
{
	static const struct scheme_reserve none[] = {{"supervision", "Supervision", 0, 9, {VALUE_GUESS, "x"}}};

	(void)state;
	scheme.reserves = none;
	scheme.reserves_count = 1;
	assert_refused("reserve supervision: expected at least 9 per mille, not 0");
}

static void test_scheme__refuses_bounds_that_leave_out_1(void **state)
{
	(void)state;
	scheme.factor_least = 1001;
	assert_refused("factor_bounds: expected 1000 per mille to lie within, not 1001 to 2500");
}

static void test_scheme__finds_a_type_without_stage_for_any_stage(void **state)
{
	const struct scheme *probation = scheme_by_id("probation-hmpps", 0);

	(void)state;
	assert_int_equal(scheme_find_type(&scheme, "looked_after", "anything"), 1);
	assert_int_equal(scheme_find_type(&scheme, "nothing", ""), -1);
	assert_int_equal(probation->types[scheme_find_type(probation, "custody", "B3")].base_minutes, 59);
	assert_int_equal(scheme_find_type(probation, "custody", "E9"), -1);
}

static void test_scheme__says_guess_in_the_agreed_words(void **state)
{
	(void)state;
	assert_string_equal(value_state_words(VALUE_GUESS), "starter guess, agree your own");
	assert_string_equal(value_state_words(VALUE_STANDARD), "standard");
	assert_string_equal(value_state_words(VALUE_MEASURED), "measured");
}

/* ---- averages of the country ---- */

static int32_t average_on(const char *day)
{
	const struct scheme_average *average = scheme_average_on(&scheme, day_of(day));

	return average != NULL ? average->tenths : -1;
}

static void test_scheme__knows_the_newest_average_of_a_day_and_none_before_the_first(void **state)
{
	(void)state;
	assert_int_equal(average_on("2026-03-31"), 152);
	assert_int_equal(average_on("2025-09-30"), 152);
	assert_int_equal(average_on("2025-09-29"), 154);
	assert_int_equal(average_on("2017-09-30"), 177);
	assert_int_equal(average_on("2017-09-29"), -1);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_scheme__derives_a_base_from_a_standard),
		TEST(test_scheme__refuses_a_base_that_does_not_follow),
		TEST(test_scheme__lets_a_measured_number_stand_for_itself),
		TEST(test_scheme__refuses_a_number_without_a_source),
		TEST(test_scheme__refuses_a_rule_without_a_source),
		TEST(test_scheme__refuses_two_types_of_one_code),
		TEST(test_scheme__refuses_to_be_without_an_opening),
		TEST(test_scheme__refuses_a_base_for_closing),
		TEST(test_scheme__refuses_a_type_that_weighs_nothing),
		TEST(test_scheme__refuses_reserves_that_leave_no_time),
		TEST(test_scheme__refuses_a_reserve_below_its_floor),
		TEST(test_scheme__refuses_bounds_that_leave_out_1),
		TEST(test_scheme__finds_a_type_without_stage_for_any_stage),
		TEST(test_scheme__says_guess_in_the_agreed_words),
		TEST(test_scheme__knows_the_newest_average_of_a_day_and_none_before_the_first),
	};

	return RUN_TESTS(tests);
}
