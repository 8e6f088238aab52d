#include "../../test.h"
#include "core/health_words.h"
#include "web/health_words.h"

static void test_value__has_its_unit(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(health_value_words(a, HEALTH_CASES, 1204), "1,204");
	assert_string_equal(health_value_words(a, HEALTH_DAYS, 1), "1 day");
	assert_string_equal(health_value_words(a, HEALTH_FTE, 325), "3.25 FTE");
	assert_string_equal(health_value_words(a, HEALTH_FTE, -50), "−0.5 FTE");
	assert_string_equal(health_value_words(a, HEALTH_FTE, 123450), "1,235 FTE");
	assert_string_equal(health_value_words(a, HEALTH_MINUTES, 2118), "35.3 h");
	assert_string_equal(health_value_words(a, HEALTH_MINUTES, -60), "−1.0 h");
	assert_string_equal(health_value_words(a, HEALTH_EACH, 167), "16.7");
	assert_string_equal(health_value_words(a, HEALTH_POUNDS, 185000), "£185,000");
	arena_free(a);
}

static void test_share__is_never_rounded_to_none_or_all_of_which_it_is_not(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(health_value_words(a, HEALTH_PERCENT, 0), "0%");
	assert_string_equal(health_value_words(a, HEALTH_PERCENT, 4), "under 1%");
	assert_string_equal(health_value_words(a, HEALTH_PERCENT, 125), "13%");
	assert_string_equal(health_value_words(a, HEALTH_PERCENT, 996), "over 99%");
	assert_string_equal(health_value_words(a, HEALTH_PERCENT, 1000), "100%");
	arena_free(a);
}

/* 6.5 of 68.7 are 94.6 per mille: 9 per cent, and not the 10 of 95 per mille. */
static void test_share__is_rounded_once_from_what_it_is_worked_out_from(void **state)
{
	struct arena *a = arena_new();
	const struct health_figure rate = health_share(650, 6870, 70), most = health_share(1999, 2000, 70);

	(void)state;
	assert_string_equal(health_figure_words(a, MEASURE_VACANCY_RATE, &rate), "9%");
	assert_string_equal(health_figure_words(a, MEASURE_VACANCY_RATE, &most), "over 99%");
	arena_free(a);
}

static void test_figure__that_is_not_known_says_why(void **state)
{
	struct arena *a = arena_new();
	struct health_figure unsaid = health_unsaid(), nothing = health_share(0, 0, 3), untold = {.known = HEALTH_UNTOLD, .part = 3, .whole = 4};

	(void)state;
	assert_string_equal(health_figure_words(a, MEASURE_DISCUSSED, &unsaid), "The records do not say");
	assert_string_equal(health_figure_words(a, MEASURE_DISCUSSED, &nothing), "Nothing it could be of");
	assert_string_equal(health_figure_words(a, MEASURE_DISCUSSED, &untold), "Not told: it could be put to single workers");
	assert_string_equal(health_parts_words(a, MEASURE_DISCUSSED, &untold), "");
	arena_free(a);
}

static void test_parts__say_of_what_a_figure_is(void **state)
{
	struct arena *a = arena_new();
	struct health_figure share = health_share(12, 96, 96), hours = health_share(1500, 3000, 9), count = health_count(5, 5);
	struct health_figure each = {.known = HEALTH_KNOWN, .value = 167, .part = 812, .whole = 4850};

	(void)state;
	assert_string_equal(health_parts_words(a, MEASURE_OVER_30, &share), "12 of 96 workers");
	assert_string_equal(health_parts_words(a, MEASURE_DISCUSSED, &share),
		"12 of 96 cases given on days on which allocations are negotiated");
	assert_string_equal(health_parts_words(a, MEASURE_USED, &hours), "25.0 of 50.0 hours a week");
	assert_string_equal(health_parts_words(a, MEASURE_CASELOAD, &each), "812 cases, 48.5 full-time equivalents");
	assert_string_equal(health_parts_words(a, MEASURE_WAITING, &count), "");
	arena_free(a);
}

static void test_parts__of_every_share_and_mean_are_named(void **state)
{
	static const enum health_measure WITHOUT[] = {MEASURE_LOAD_MEDIAN, MEASURE_LOAD_P90, MEASURE_PAST_DEPTH};

	(void)state;
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		enum health_unit unit = health_measure_row((enum health_measure)m)->unit;
		bool without = false;

		for (size_t i = 0; i < sizeof WITHOUT / sizeof *WITHOUT; i++)
			without = without || (int)WITHOUT[i] == m;
		if ((unit == HEALTH_PERCENT || unit == HEALTH_MEAN || unit == HEALTH_EACH) && !without &&
			health_parts_of((enum health_measure)m).whole_words[0] == '\0')
			fail_msg("%s: core/health_words.c does not say of what it is", health_measure_row((enum health_measure)m)->code);
	}
}

static void test_gap__is_said_where_records_are_not_whole(void **state)
{
	struct arena *a = arena_new();
	struct health_figure f = health_count(5, 5);

	(void)state;
	assert_string_equal(health_gap_words(a, &f), "");
	f.told = f.should = 48;
	assert_string_equal(health_gap_words(a, &f), "");
	f.told = 41;
	assert_string_equal(health_gap_words(a, &f), "41 of 48 records say it");
	arena_free(a);
}

static void test_beside__a_count_stand_its_hours_and_range(void **state)
{
	struct arena *a = arena_new();
	struct health_figure figures[HEALTH_MEASURES] = {{0}};

	(void)state;
	figures[MEASURE_WAITING_MINUTES] = health_count(10980, -1);
	figures[MEASURE_WAITING_MEDIAN] = health_count(42, -1);
	figures[MEASURE_WAITING_LONGEST] = health_count(94, -1);
	assert_string_equal(health_beside_words(a, MEASURE_WAITING, figures),
		"Hours of work a week that wait: 183.0 h · Wait: median: 42 days · Longest wait: 94 days");
	assert_string_equal(health_beside_words(a, MEASURE_DOUBLE, figures), "");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_value__has_its_unit),
		cmocka_unit_test(test_share__is_never_rounded_to_none_or_all_of_which_it_is_not),
		cmocka_unit_test(test_share__is_rounded_once_from_what_it_is_worked_out_from),
		cmocka_unit_test(test_figure__that_is_not_known_says_why),
		cmocka_unit_test(test_parts__say_of_what_a_figure_is),
		cmocka_unit_test(test_parts__of_every_share_and_mean_are_named),
		cmocka_unit_test(test_gap__is_said_where_records_are_not_whole),
		cmocka_unit_test(test_beside__a_count_stand_its_hours_and_range),
	};

	return RUN_TESTS(tests);
}
