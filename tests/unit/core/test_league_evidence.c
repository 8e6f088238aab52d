/* Which employers stand for what: published caseloads and turnover of 2025 (Department for Education). */
#include "../../test.h"
#include "base/date.h"
#include "core/league_evidence.h"

static struct arena *arena;
static struct league *league;

static void put(struct league_told *row, enum statistic which, const char *cell)
{
	row->has[which] = true;
	assert_true(figure_parse(str_of(cell), &row->figures.of[which]));
}

static void tell(int year, const char *code, const char *dfe_code, const char *caseload, const char *turnover)
{
	struct league_told row = {.year = year, .level = AREA_EMPLOYER, .code = str_of(code), .dfe_code = str_of(dfe_code),
		.name = str_of(code), .region = STR("Somewhere")};
	struct err err;

	put(&row, STATISTIC_CASELOAD, caseload);
	put(&row, STATISTIC_TURNOVER_RATE, turnover);
	assert_int_equal(league_tell(league, &row, &err), 0);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	league = league_new(arena);
	tell(2025, "E08000001", "350", "20.8", "21.1");
	tell(2025, "E08000002", "351", "14.9", "14.5");
	tell(2025, "E06000053", "420", "6", "z");
	tell(2025, "E09000033", "213", "x", "x");
	tell(2025, "E06000061 / E06000062", "940 / 941", "14.8", "10.4");
	tell(2020, "E08000001", "350", "20.3", "18.9");
	tell(2020, "E08000002", "351", "c", "12.0");
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

static struct evidence_points points_of(enum evidence_measure m)
{
	struct league_year y = league_year_of(arena, league, 2025);

	return league_evidence_of(arena, league, &y, m);
}

static const struct evidence_point *point_of(const struct evidence_points *e, const char *code)
{
	for (size_t i = 0; i < e->count; i++) {
		if (e->areas[i] == league_find(league, code))
			return &e->points[i];
	}
	return NULL;
}

static void test_points__are_of_who_has_both_numbers_and_of_a_joint_return_once(void **state)
{
	struct evidence_points e = points_of(EVIDENCE_TURNOVER);

	(void)state;
	assert_int_equal(e.count, 3);
	assert_int_equal(point_of(&e, "E08000001")->x, 20800);
	assert_int_equal(point_of(&e, "E08000001")->y, 21100);
	assert_null(point_of(&e, "E06000053"));
	assert_null(point_of(&e, "E09000033"));
	assert_non_null(point_of(&e, "E06000061"));
	assert_null(point_of(&e, "E06000062"));
	assert_int_equal(points_of(EVIDENCE_AGENCY).count, 0);
}

static void test_change__is_of_who_has_both_numbers_in_both_years(void **state)
{
	struct league_year y = league_year_of(arena, league, 2025);
	struct evidence_points e = league_evidence_change(arena, league, &y, 2020, EVIDENCE_TURNOVER);

	(void)state;
	assert_int_equal(e.count, 1);
	assert_int_equal(point_of(&e, "E08000001")->x, 500);
	assert_int_equal(point_of(&e, "E08000001")->y, 2200);
}

/* An inspection after the day on which cases were counted says nothing of that day. */
static void test_outcome__is_of_the_newest_inspection_by_the_day_of_the_count(void **state)
{
	const struct inspection good = {.inspected = date_from_civil(2023, 9, 11), .overall = JUDGED_GOOD};
	const struct inspection visit = {.inspected = date_from_civil(2025, 3, 1), .overall = JUDGED_NOT};
	const struct inspection later = {.inspected = date_from_civil(2025, 10, 1), .overall = JUDGED_INADEQUATE};
	const struct inspection same_day = {.inspected = date_from_civil(2025, 9, 30), .overall = JUDGED_INADEQUATE};
	struct evidence_points e;

	(void)state;
	league_tell_inspection(league, STR("E08000001"), &good);
	league_tell_inspection(league, STR("E08000001"), &visit);
	league_tell_inspection(league, STR("E08000001"), &later);
	league_tell_inspection(league, STR("E08000002"), &same_day);
	e = points_of(EVIDENCE_INSPECTION);
	assert_int_equal(e.count, 2);
	assert_int_equal(point_of(&e, "E08000001")->y, JUDGED_GOOD * 1000);
	assert_int_equal(point_of(&e, "E08000002")->y, JUDGED_INADEQUATE * 1000);
}

static void test_measures__have_codes_and_words_of_their_own(void **state)
{
	(void)state;
	for (int m = 0; m < EVIDENCE_MEASURES; m++) {
		for (int other = 0; other < m; other++) {
			assert_string_not_equal(evidence_measure_code((enum evidence_measure)m),
				evidence_measure_code((enum evidence_measure)other));
			assert_string_not_equal(evidence_measure_words((enum evidence_measure)m),
				evidence_measure_words((enum evidence_measure)other));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_points__are_of_who_has_both_numbers_and_of_a_joint_return_once, begin, end),
		cmocka_unit_test_setup_teardown(test_change__is_of_who_has_both_numbers_in_both_years, begin, end),
		cmocka_unit_test_setup_teardown(test_outcome__is_of_the_newest_inspection_by_the_day_of_the_count, begin, end),
		cmocka_unit_test(test_measures__have_codes_and_words_of_their_own),
	};

	return RUN_TESTS(tests);
}
