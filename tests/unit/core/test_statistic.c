#include "../../test.h"
#include "core/statistic.h"

static struct figure figure_of(const char *cell)
{
	struct figure f = {.symbol = FIGURE_MISSING, .thousandths = -1};

	assert_true(figure_parse(str_of(cell), &f));
	return f;
}

static void test_figure__keeps_each_symbol_as_what_it_is(void **state)
{
	static const struct {
		const char *cell;
		enum figure_symbol symbol;
	} CELLS[] = {{"", FIGURE_MISSING}, {"  ", FIGURE_MISSING}, {"c", FIGURE_SUPPRESSED}, {"low", FIGURE_LOW},
		{"u", FIGURE_UNRELIABLE}, {"x", FIGURE_UNAVAILABLE}, {":", FIGURE_UNAVAILABLE}, {" z ", FIGURE_NOT_APPLICABLE}};

	(void)state;
	for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++) {
		assert_int_equal(figure_of(CELLS[i].cell).symbol, CELLS[i].symbol);
		assert_int_equal(figure_of(CELLS[i].cell).thousandths, 0);
	}
}

static void test_figure__is_a_number_to_the_thousandth(void **state)
{
	(void)state;
	assert_int_equal(figure_of("0").symbol, FIGURE_NUMBER);
	assert_int_equal(figure_of("0").thousandths, 0);
	assert_int_equal(figure_of("15.2").thousandths, 15200);
	assert_int_equal(figure_of(" 321661 ").thousandths, 321661000);
	assert_int_equal(figure_of("0.0005").thousandths, 1);
}

static void test_figure__is_not_guessed_at(void **state)
{
	static const char *const CELLS[] = {"C", "l", "-1", "1,234", "12%", "1e3", ".", "1.2.3", "0x10", "NaN", "1000000001",
		"99999999999999999999", "z z"};
	struct figure f;

	(void)state;
	for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++)
		assert_false(figure_parse(str_of(CELLS[i]), &f));
}

static void test_statistic__is_found_by_its_names_over_the_years(void **state)
{
	enum statistic which;

	(void)state;
	assert_true(statistic_of_column(STR("inpost_fte"), &which));
	assert_int_equal(which, STATISTIC_INPOST_FTE);
	assert_true(statistic_of_column(STR("social_worker_fte"), &which));
	assert_int_equal(which, STATISTIC_INPOST_FTE);
	assert_true(statistic_of_column(STR("turnover_rate_fte_%"), &which));
	assert_int_equal(which, STATISTIC_TURNOVER_RATE);
	assert_false(statistic_of_column(STR("turnover_rate"), &which));
	assert_false(statistic_of_column(STR(""), &which));
	assert_true(statistic_of_code(STR("rereferral_rate"), &which));
	assert_int_equal(which, STATISTIC_REREFERRAL_RATE);
}

/* One name is one thing: of a column, a code, and the parts of every formula. */
static void test_table__says_nothing_twice_and_names_what_there_is(void **state)
{
	(void)state;
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		const struct statistic_row *row = statistic_row((enum statistic)i);
		enum statistic which;
		char column[64];

		assert_true(statistic_of_code(str_of(row->code), &which));
		assert_int_equal(which, i);
		for (const char *at = row->columns; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
			(void)snprintf(column, sizeof column, "%.*s", (int)strcspn(at, " "), at);
			assert_true(statistic_of_column(str_of(column), &which));
			assert_int_equal(which, i);
		}
		for (const char *at = row->formula; *at != '\0'; at += strcspn(at, " "), at += strspn(at, " /+")) {
			(void)snprintf(column, sizeof column, "%.*s", (int)strcspn(at, " "), at);
			assert_true(statistic_of_code(str_of(column), &which));
		}
	}
}

static struct figures figures_of(const char *inpost, const char *agency, const char *rate)
{
	struct figures f = {0};

	f.of[STATISTIC_INPOST_FTE] = figure_of(inpost);
	f.of[STATISTIC_AGENCY_FTE] = figure_of(agency);
	f.of[STATISTIC_AGENCY_RATE] = figure_of(rate);
	return f;
}

/* The parts are those of County Durham, 2025. */
static void test_check__tells_what_the_parts_give(void **state)
{
	struct figures f = figures_of("403.7", "35.2", "8");
	int64_t given = 0;

	(void)state;
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_AGREES);
	assert_int_equal(given, 8020);
	f = figures_of("403.7", "35.2", "8.17");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_AGREES);
	f = figures_of("403.7", "35.2", "8.171");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_MISSES);
	f = figures_of("403.7", "35.2", "7.869");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_MISSES);
}

static void test_check__is_not_made_without_all_numbers(void **state)
{
	struct figures f = figures_of("403.7", "low", "8");
	int64_t given = 0;

	(void)state;
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_NONE);
	f = figures_of("403.7", "35.2", "x");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_NONE);
	f = figures_of("0", "0", "0");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_RATE, &given), FORMULA_NONE);
	f = figures_of("403.7", "35.2", "8");
	assert_int_equal(statistic_check(&f, STATISTIC_AGENCY_FTE, &given), FORMULA_NONE);
}

/* Bolton, 2025: 34.3 of 162.5 left, 32 posts vacant beside them; and the Isles of Scilly, where both are from an
 * agency. */
static void test_interval__is_byars_of_what_was_counted_and_no_share_is_more_than_the_whole(void **state)
{
	struct figures f = figures_of("0", "2", "100");
	int64_t low, high;

	(void)state;
	assert_true(statistic_interval(&f, STATISTIC_AGENCY_RATE, &low, &high));
	assert_int_equal(low, 11231);
	assert_int_equal(high, 100000);
	f.of[STATISTIC_INPOST_FTE] = figure_of("162.5");
	f.of[STATISTIC_LEAVERS_FTE] = figure_of("34.3");
	f.of[STATISTIC_TURNOVER_RATE] = figure_of("21.1");
	f.of[STATISTIC_VACANCY_FTE] = figure_of("32");
	f.of[STATISTIC_VACANCY_RATE] = figure_of("16.5");
	assert_true(statistic_interval(&f, STATISTIC_TURNOVER_RATE, &low, &high));
	assert_int_equal(low, 14641);
	assert_int_equal(high, 29454);
	assert_true(statistic_interval(&f, STATISTIC_VACANCY_RATE, &low, &high));
	assert_int_equal(low, 11251);
	assert_int_equal(high, 23227);
}

static void test_interval__is_not_said_without_parts_that_give_the_figure(void **state)
{
	static const struct {
		const char *inpost, *agency, *rate;
	} NONE[] = {{"403.7", "low", "8"}, {"x", "35.2", "8"}, {"403.7", "35.2", "c"}, {"403.7", "35.2", "9"},
		{"0", "0", "0"}};
	struct figures f;
	int64_t low, high;

	(void)state;
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
		f = figures_of(NONE[i].inpost, NONE[i].agency, NONE[i].rate);
		assert_false(statistic_interval(&f, STATISTIC_AGENCY_RATE, &low, &high));
	}
	f = figures_of("403.7", "35.2", "8");
	f.of[STATISTIC_ABSENCE_RATE] = figure_of("4");
	assert_false(statistic_interval(&f, STATISTIC_ABSENCE_RATE, &low, &high));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figure__keeps_each_symbol_as_what_it_is),
		cmocka_unit_test(test_figure__is_a_number_to_the_thousandth),
		cmocka_unit_test(test_figure__is_not_guessed_at),
		cmocka_unit_test(test_statistic__is_found_by_its_names_over_the_years),
		cmocka_unit_test(test_table__says_nothing_twice_and_names_what_there_is),
		cmocka_unit_test(test_check__tells_what_the_parts_give),
		cmocka_unit_test(test_check__is_not_made_without_all_numbers),
		cmocka_unit_test(test_interval__is_byars_of_what_was_counted_and_no_share_is_more_than_the_whole),
		cmocka_unit_test(test_interval__is_not_said_without_parts_that_give_the_figure),
	};

	return RUN_TESTS(tests);
}
