/* The one list of all numbers of a scheme. */
#include "../../test.h"
#include "base/str.h"
#include "core/scheme_values.h"

static const struct scheme_source MEASURED = {VALUE_MEASURED, "a diary"};

static const struct scheme_value *find(const struct scheme_value *values, size_t count, const char *kind)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(values[i].kind, kind))
			return &values[i];
	return NULL;
}

static void test_scheme_values__have_every_number_of_a_rule_and_its_source(void **state)
{
	struct scheme s = {.unit = "minutes", .range_low = 500, .range_high = 1500, .range_common = 50, .range_source = MEASURED,
		.under_permille = 700, .under_source = MEASURED, .ramp_permille = {500, 750}, .ramp_weeks = 2, .ramp_source = MEASURED};
	struct arena *a = arena_new();
	const struct scheme_value *values;
	size_t count;

	(void)state;
	scheme_values(a, &s, &values, &count);
	assert_int_equal(count, 6);
	assert_int_equal(find(values, count, "range, common")->value, 50);
	assert_int_equal(find(values, count, "under")->value, 700);
	assert_int_equal(find(values, count, "agency ramp, week 2")->value, 750);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(values[i].source->text, "a diary");
	arena_free(a);
}

static void test_scheme_values__leave_out_a_rule_that_the_scheme_does_not_have(void **state)
{
	struct scheme s = {.unit = "points", .sibling_permille = 1000, .range_low = 1000, .range_high = 1000};
	struct arena *a = arena_new();
	const struct scheme_value *values;
	size_t count;

	(void)state;
	scheme_values(a, &s, &values, &count);
	assert_int_equal(count, 0);
	arena_free(a);
}

static void test_scheme_values__say_where_the_record_decides(void **state)
{
	const struct scheme_reduction reduction = {.code = "sick", .name = "Sick", .usual_permille = -1, .most_permille = 500,
		.source = MEASURED};
	const struct scheme_reserve reserve = {.code = "r", .name = "R", .permille = 60, .least_permille = 9, .source = MEASURED};
	struct scheme s = {.unit = "minutes", .reductions = &reduction, .reductions_count = 1, .reserves = &reserve,
		.reserves_count = 1};
	struct arena *a = arena_new();
	const struct scheme_value *values;
	size_t count;

	(void)state;
	scheme_values(a, &s, &values, &count);
	assert_true(find(values, count, "reduction")->as_recorded);
	assert_int_equal(find(values, count, "reduction, most")->value, 500);
	assert_int_equal(find(values, count, "reserve floor")->value, 9);
	assert_null(find(values, count, "reduction, usual length"));
	arena_free(a);
}

static void test_scheme_values__count_points_where_the_scheme_does(void **state)
{
	struct scheme points = {.unit = "points"}, minutes = {.unit = "minutes"};

	(void)state;
	assert_string_equal(value_unit_words(&points, UNIT_WORK_A_WEEK), "points a week");
	assert_string_equal(value_unit_words(&points, UNIT_MINUTES), "minutes a week");
	assert_string_equal(value_unit_words(&minutes, UNIT_WORK), "minutes in all");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scheme_values__have_every_number_of_a_rule_and_its_source),
		cmocka_unit_test(test_scheme_values__leave_out_a_rule_that_the_scheme_does_not_have),
		cmocka_unit_test(test_scheme_values__say_where_the_record_decides),
		cmocka_unit_test(test_scheme_values__count_points_where_the_scheme_does),
	};

	return RUN_TESTS(tests);
}
