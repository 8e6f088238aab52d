#include "../../test.h"
#include "base/date.h"
#include "core/league.h"

static struct arena *arena;
static struct league *league;

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	league = league_new(arena);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

static void put(struct league_told *row, enum statistic which, const char *cell)
{
	row->has[which] = true;
	assert_true(figure_parse(str_of(cell), &row->figures.of[which]));
}

static struct league_told row_of(int year, const char *code, const char *dfe_code, const char *name)
{
	return (struct league_told){.year = year, .level = AREA_EMPLOYER, .code = str_of(code), .dfe_code = str_of(dfe_code),
		.name = str_of(name), .region = STR("Somewhere")};
}

static void tell(const struct league_told *row)
{
	struct err err;

	assert_int_equal(league_tell(league, row, &err), 0);
}

static void tell_caseload(int year, const char *code, const char *dfe_code, const char *name, const char *fte,
	const char *cases, const char *caseload)
{
	struct league_told row = row_of(year, code, dfe_code, name);

	put(&row, STATISTIC_CASE_HOLDERS_FTE, fte);
	put(&row, STATISTIC_CASES, cases);
	put(&row, STATISTIC_CASELOAD, caseload);
	tell(&row);
}

static const struct figure *caseload_of(const char *code, int year)
{
	return &league_cell(league, league_find(league, code), year)->figures.of[STATISTIC_CASELOAD];
}

/* Gateshead kept its three digits when its code was changed. */
static void test_league__knows_an_employer_by_its_digits_and_calls_it_as_in_its_latest_year(void **state)
{
	const struct league_area *area;

	(void)state;
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	tell_caseload(2012, "E08000020", "390", "Gateshead MBC", "90", "1800", "20");
	assert_int_equal(league_areas(league), 1);
	assert_int_equal(league_find(league, "E08000020"), 0);
	assert_int_equal(league_find(league, "E08000037"), 0);
	assert_int_equal(league_find(league, "E08000038"), LEAGUE_NOBODY);
	area = league_area(league, 0);
	assert_string_equal(area->code, "E08000037");
	assert_string_equal(area->name, "Gateshead");
	assert_int_equal(caseload_of("E08000037", 2012)->thousandths, 20000);
	assert_int_equal(caseload_of("E08000037", 2025)->thousandths, 17200);
	assert_int_equal(caseload_of("E08000037", 2013)->symbol, FIGURE_MISSING);
	assert_int_equal(caseload_of("E08000037", 1066)->symbol, FIGURE_MISSING);
	assert_false(league_cell(league, LEAGUE_NOBODY, 2025)->said);
}

static void test_league__puts_releases_of_one_year_together_and_lets_the_later_stand(void **state)
{
	struct league_told referrals = row_of(2025, "E08000037", "390", "Gateshead");
	struct league_told revised = row_of(2025, "E08000037", "390", "Gateshead");
	int first, last;

	(void)state;
	assert_false(league_years(league, &first, &last));
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	put(&referrals, STATISTIC_REFERRALS, "2000");
	tell(&referrals);
	put(&revised, STATISTIC_CASELOAD, "u");
	tell(&revised);
	assert_int_equal(caseload_of("E08000037", 2025)->symbol, FIGURE_UNRELIABLE);
	assert_int_equal(league_cell(league, 0, 2025)->figures.of[STATISTIC_CASES].thousandths, 1637000);
	assert_int_equal(league_cell(league, 0, 2025)->figures.of[STATISTIC_REFERRALS].thousandths, 2000000);
	tell_caseload(2019, "E08000037", "390", "Gateshead", "1", "1", "1");
	assert_true(league_years(league, &first, &last));
	assert_int_equal(first, 2019);
	assert_int_equal(last, 2025);
}

static void test_joint_return__is_of_two_employers_and_one_point(void **state)
{
	struct league_year y;

	(void)state;
	tell_caseload(2025, "E06000061 / E06000062", "940 / 941", "North Northamptonshire / West Northamptonshire", "305.5",
		"4514", "14.8");
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	y = league_year_of(arena, league, 2025);
	assert_int_equal(y.count, 3);
	assert_string_equal(league_area(league, y.rows[1].area)->name, "North Northamptonshire");
	assert_string_equal(league_area(league, y.rows[2].area)->code, "E06000062");
	assert_int_equal(y.rows[1].cell->joint_with, y.rows[2].area);
	assert_int_equal(y.rows[2].cell->joint_with, y.rows[1].area);
	assert_int_equal(y.rows[0].cell->joint_with, LEAGUE_NOBODY);
	assert_int_equal(y.funnel.count, 2);
	assert_int_equal(fixed_round(y.funnel.centre, 1000), 15354); /* (4514 + 1637) / (305.5 + 95.1) = 15.35447 */
	assert_int_equal(y.rows[1].limits.upper_95, y.rows[2].limits.upper_95);
}

static void test_joint_return__is_stood_for_by_one_employer_who_may_be_asked_for(void **state)
{
	struct league_year y;

	(void)state;
	tell_caseload(2025, "E06000061 / E06000062", "940 / 941", "North / West", "305.5", "4514", "14.8");
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	tell_caseload(2025, "E06000066 / E06000063", "943 / 942", "Some / Other", "x", "x", "x");
	y = league_year_of(arena, league, 2025);
	for (size_t asked = 0; asked <= y.count; asked++) {
		int32_t of = asked < y.count ? y.rows[asked].area : LEAGUE_NOBODY;
		size_t points = 0, returns = 0;

		for (size_t i = 0; i < y.count; i++) {
			points += league_is_point(&y.rows[i], of) ? 1 : 0;
			returns += league_stands_for_return(y.rows[i].cell, y.rows[i].area, of) ? 1 : 0;
		}
		assert_int_equal(points, 2);
		assert_int_equal(returns, 3);
		if (asked < y.count)
			assert_true(league_stands_for_return(y.rows[asked].cell, of, of));
	}
}

static void test_row__is_that_of_the_employer_or_none(void **state)
{
	struct league_year y;

	(void)state;
	tell_caseload(2024, "E08000001", "350", "Bolton", "84.5", "1709", "20.2");
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	y = league_year_of(arena, league, 2025);
	assert_ptr_equal(league_row_of(&y, league_find(league, "E08000037")), &y.rows[0]);
	assert_null(league_row_of(&y, league_find(league, "E08000001")));
	assert_null(league_row_of(&y, LEAGUE_NOBODY));
}

static void test_dfe_code__is_three_digits_and_nothing_else(void **state)
{
	static const char *const NONE[] = {"", "35", "3500", "+35", "-35", " 35", "35 ", "3a0", "35\xD9\xA1"};

	(void)state;
	assert_true(league_is_dfe_code(STR("350")));
	assert_true(league_is_dfe_code(STR("001")));
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_false(league_is_dfe_code(str_of(NONE[i])));
}

/* Of 2017, 2018, 2023 and 2024 there is a caseload. */
static void test_changes__are_told_against_the_year_before_five_before_and_the_first(void **state)
{
	static const int YEARS[] = {2017, 2018, 2023, 2024};
	int from[LEAGUE_CHANGES_MOST];
	int32_t area;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		tell_caseload(YEARS[i], "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	area = league_find(league, "E08000037");
	assert_int_equal(league_changes_from(league, area, 2016, 2024, from), 2);
	assert_int_equal(from[0], 2023);
	assert_int_equal(from[1], 2017);
	assert_int_equal(league_changes_from(league, area, 2016, 2023, from), 2);
	assert_int_equal(from[0], 2018);
	assert_int_equal(from[1], 2017);
	assert_int_equal(league_changes_from(league, area, 2016, 2018, from), 1);
	assert_int_equal(league_changes_from(league, area, 2016, 2017, from), 0);
	assert_int_equal(league_changes_from(league, area, 2018, 2018, from), 0);
}

static void test_joint_return__that_does_not_say_both_is_refused(void **state)
{
	struct league_told row = row_of(2025, "E06000061", "940 / 941", "North / West");
	struct err err;

	(void)state;
	assert_int_equal(league_tell(league, &row, &err), PL_INVALID);
	row = row_of(1999, "E06000061", "940", "North");
	assert_int_equal(league_tell(league, &row, &err), PL_LIMIT);
	assert_int_equal(league_areas(league), 0);
}

/* Who has no number is there, with the symbol, and is not in the funnel; who has holders has limits. */
static void test_year__has_every_employer_and_what_it_lacks(void **state)
{
	struct league_told region = row_of(2025, "E12000001", "", "North East");
	struct league_year y;

	(void)state;
	region.level = AREA_REGION;
	put(&region, STATISTIC_CASELOAD, "16.5");
	tell(&region);
	tell_caseload(2025, "E09000033", "213", "Westminster", "x", "x", "x");
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	tell_caseload(2025, "E08000012", "341", "Liverpool", "202.1", "2048", "10.1");
	tell_caseload(2025, "E06000053", "420", "Isles of Scilly", "1", "c", "c");
	tell_caseload(2024, "E06000001", "805", "Hartlepool", "91.4", "1269", "13.9");
	y = league_year_of(arena, league, 2025);
	assert_int_equal(y.count, 4);
	assert_true(y.has_funnel);
	assert_int_equal(y.funnel.count, 2);
	assert_string_equal(league_area(league, y.rows[0].area)->name, "Gateshead");
	assert_true(y.rows[0].has_flag && y.rows[0].has_limits);
	assert_string_equal(league_area(league, y.rows[1].area)->name, "Isles of Scilly");
	assert_true(y.rows[1].has_limits);
	assert_false(y.rows[1].has_flag);
	assert_false(y.rows[3].has_limits || y.rows[3].has_flag);
	assert_int_equal(y.rows[3].cell->figures.of[STATISTIC_CASELOAD].symbol, FIGURE_UNAVAILABLE);
	y = league_year_of(arena, league, 2024);
	assert_int_equal(y.count, 1);
	assert_false(y.has_funnel || y.rows[0].has_limits || y.rows[0].has_flag);
}

static void test_league__keeps_neighbours_and_inspections_of_those_it_knows(void **state)
{
	const struct str neighbours[] = {STR("341"), STR("999"), STR("805")};
	const struct inspection later = {.inspected = 20000, .overall = JUDGED_GOOD},
		earlier = {.inspected = 19000, .overall = JUDGED_INADEQUATE};
	const struct inspection between = {.inspected = 19500, .overall = JUDGED_REQUIRES_IMPROVEMENT};
	const struct league_area *area;

	(void)state;
	tell_caseload(2025, "E08000037", "390", "Gateshead", "95.1", "1637", "17.2");
	tell_caseload(2025, "E08000012", "341", "Liverpool", "202.1", "2048", "10.1");
	tell_caseload(2025, "E06000001", "805", "Hartlepool", "91.4", "1269", "13.9");
	league_tell_neighbours(league, STR("390"), neighbours, 3);
	league_tell_neighbours(league, STR("998"), neighbours, 3);
	league_tell_inspection(league, STR("E08000037"), &later);
	league_tell_inspection(league, STR("E08000037"), &earlier);
	league_tell_inspection(league, STR("E08000037"), &between);
	league_tell_inspection(league, STR("E08000037"), &between);
	league_tell_inspection(league, STR("E99999999"), &later);
	area = league_area(league, 0);
	assert_int_equal(area->neighbours_count, 2);
	assert_int_equal(area->neighbours[0], 1);
	assert_int_equal(area->neighbours[1], 2);
	assert_int_equal(area->inspections_count, 3);
	assert_int_equal(area->inspections[0].overall, JUDGED_INADEQUATE);
	assert_int_equal(area->inspections[1].overall, JUDGED_REQUIRES_IMPROVEMENT);
	assert_int_equal(area->inspections[2].overall, JUDGED_GOOD);
}

static void test_league__takes_no_code_that_could_not_stand_in_an_address(void **state)
{
	static const char *const CODES[] = {"../E08000001", "E08 001", "", "E/8", "E0800000100000000000000"};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++) {
		struct league_told row = row_of(2025, CODES[i], "390", "Gateshead");

		assert_int_equal(league_tell(league, &row, &err), PL_INVALID);
		assert_string_equal(err.text, "the code of Gateshead is not one of letters and digits, like E08000001");
	}
	assert_int_equal(league_areas(league), 0);
}

/* Barnsley in 2025: the workforce return has its new code, the children in need of the same year its old one. */
static void test_league__calls_an_employer_of_a_year_as_its_workforce_return_does(void **state)
{
	struct league_told referrals = row_of(2025, "E08000016", "370", "Barnsley MBC");
	const struct league_cell *cell;

	(void)state;
	put(&referrals, STATISTIC_REFERRALS, "3241");
	tell_caseload(2025, "E08000038", "370", "Barnsley", "98.1", "1495", "15.2");
	tell(&referrals);
	tell_caseload(2024, "E08000016", "370", "Barnsley", "112.9", "1826", "16.2");
	cell = league_cell(league, league_find(league, "E08000016"), 2025);
	assert_string_equal(cell->code, "E08000038");
	assert_string_equal(cell->name, "Barnsley");
	assert_int_equal(cell->figures.of[STATISTIC_REFERRALS].thousandths, 3241000);
	assert_string_equal(league_cell(league, 0, 2024)->code, "E08000016");
	assert_string_equal(league_area(league, 0)->code, "E08000038");
	assert_string_equal(league_cell(league, 0, 1999)->code, "");
}

/* Poole, abolished in April 2019: children were counted there in March, and no staff in September. */
static void test_year__leaves_out_who_was_abolished_before_the_workforce_was_counted(void **state)
{
	struct league_told poole = row_of(2019, "E06000029", "836", "Poole"),
		earlier = row_of(2016, "E06000029", "836", "Poole");
	struct league_year y;

	(void)state;
	put(&poole, STATISTIC_IN_NEED, "600");
	put(&earlier, STATISTIC_IN_NEED, "700");
	tell(&poole);
	tell(&earlier);
	tell_caseload(2019, "E06000058", "839", "Bournemouth, Christchurch and Poole", "118", "1816", "15.4");
	y = league_year_of(arena, league, 2019);
	assert_int_equal(y.count, 1);
	assert_string_equal(y.rows[0].cell->code, "E06000058");
	assert_int_equal(league_year_of(arena, league, 2016).count, 1);
}

/* Of the day that the caseload is of: one that was made later says nothing of it, whenever either was published. */
static void test_last_inspection__is_the_newest_with_an_outcome_by_the_day_of_the_count(void **state)
{
	const struct inspection good = {.inspected = date_from_civil(2024, 9, 30), .published = date_from_civil(2025, 1, 9),
		.overall = JUDGED_GOOD};
	const struct inspection visit = {.inspected = date_from_civil(2024, 9, 30), .overall = JUDGED_NOT};
	const struct inspection later = {.inspected = date_from_civil(2024, 10, 1), .published = date_from_civil(2024, 11, 1),
		.overall = JUDGED_INADEQUATE};
	const struct league_area *area;

	(void)state;
	tell_caseload(2024, "E08000001", "350", "Bolton", "130", "2711", "20.8");
	league_tell_inspection(league, STR("E08000001"), &later);
	league_tell_inspection(league, STR("E08000001"), &visit);
	league_tell_inspection(league, STR("E08000001"), &good);
	area = league_area(league, league_find(league, "E08000001"));
	assert_int_equal(league_last_inspection(area, 2024)->overall, JUDGED_GOOD);
	assert_int_equal(league_last_inspection(area, 2025)->overall, JUDGED_INADEQUATE);
	assert_null(league_last_inspection(area, 2023));
}

static void test_region__london_has_the_employers_of_both_its_parts(void **state)
{
	const struct league_area london = {.name = "London"}, inner = {.name = "Inner London"}, east = {.name = "East"};
	const struct league_area camden = {.region = "Inner London"}, barnet = {.region = "Outer London"},
		bury = {.region = "North West"};

	(void)state;
	assert_true(league_is_in(&camden, &london));
	assert_true(league_is_in(&barnet, &london));
	assert_true(league_is_in(&camden, &inner));
	assert_false(league_is_in(&barnet, &inner));
	assert_false(league_is_in(&bury, &london));
	assert_false(league_is_in(&bury, &east));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_league__knows_an_employer_by_its_digits_and_calls_it_as_in_its_latest_year,
			begin, end),
		cmocka_unit_test_setup_teardown(test_league__puts_releases_of_one_year_together_and_lets_the_later_stand, begin, end),
		cmocka_unit_test_setup_teardown(test_joint_return__is_of_two_employers_and_one_point, begin, end),
		cmocka_unit_test_setup_teardown(test_joint_return__is_stood_for_by_one_employer_who_may_be_asked_for, begin, end),
		cmocka_unit_test_setup_teardown(test_row__is_that_of_the_employer_or_none, begin, end),
		cmocka_unit_test(test_dfe_code__is_three_digits_and_nothing_else),
		cmocka_unit_test_setup_teardown(test_changes__are_told_against_the_year_before_five_before_and_the_first, begin,
		end),
		cmocka_unit_test_setup_teardown(test_joint_return__that_does_not_say_both_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_year__has_every_employer_and_what_it_lacks, begin, end),
		cmocka_unit_test_setup_teardown(test_league__takes_no_code_that_could_not_stand_in_an_address, begin, end),
		cmocka_unit_test_setup_teardown(test_league__calls_an_employer_of_a_year_as_its_workforce_return_does, begin, end),
		cmocka_unit_test_setup_teardown(test_year__leaves_out_who_was_abolished_before_the_workforce_was_counted, begin, end),
		cmocka_unit_test_setup_teardown(test_last_inspection__is_the_newest_with_an_outcome_by_the_day_of_the_count, begin,
		end), cmocka_unit_test_setup_teardown(test_region__london_has_the_employers_of_both_its_parts, begin, end),
		cmocka_unit_test_setup_teardown(test_league__keeps_neighbours_and_inspections_of_those_it_knows, begin, end),
	};

	return RUN_TESTS(tests);
}
