#include "../../test.h"
#include "exchange/statistics_csv.h"

/* What a file gave, in a line a row. */
struct seen {
	char text[4096];
	size_t len;
	struct figures last;
	bool has_last[STATISTIC_COUNT];
};

static void say(struct seen *seen, const char *format, ...) PL_PRINTF(2, 3);
static void say(struct seen *seen, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	seen->len += (size_t)vsnprintf(seen->text + seen->len, sizeof seen->text - seen->len, format, args);
	va_end(args);
	assert_true(seen->len < sizeof seen->text);
}

static int see_figures(void *context, const struct league_told *row, struct err *err)
{
	struct seen *seen = context;

	(void)err;
	say(seen, "%d %d %.*s|%.*s|%.*s|%.*s\n", row->year, (int)row->level, (int)row->code.len, row->code.at,
		(int)row->dfe_code.len, row->dfe_code.at, (int)row->name.len, row->name.at, (int)row->region.len, row->region.at);
	seen->last = row->figures;
	memcpy(seen->has_last, row->has, sizeof row->has);
	return 0;
}

static int see_neighbours(void *context, const struct statistics_neighbours *row, struct err *err)
{
	struct seen *seen = context;

	(void)err;
	say(seen, "%.*s:", (int)row->dfe_code.len, row->dfe_code.at);
	for (size_t i = 0; i < row->count; i++)
		say(seen, " %.*s", (int)row->neighbours[i].len, row->neighbours[i].at);
	say(seen, "\n");
	return 0;
}

static int read(const char *text, struct seen *seen, struct err *err)
{
	const struct statistics_sink to = {seen, see_figures, see_neighbours, 2026};

	*seen = (struct seen){0};
	return statistics_csv_read_bytes(text, strlen(text), &to, err);
}

#define AREA "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"

/* Lines of the workforce file of 2025, typed in (Department for Education, Open Government Licence v3.0). */
static void test_figures__are_of_england_regions_employers_and_joint_returns(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(AREA ",agency_fte,case_holders_fte,cases,caseload_fte\n"
		"2025,Reporting year,National,E92000001,England,,,,,,5415.9,21105.4,321661,15.2\n"
		"2025,Reporting year,Regional,E92000001,England,E12000001,North East,,,,206,1378.9,22736,16.5\n"
		"2025,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,940 / 941,E06000061 / E06000062,"
		"North Northamptonshire / West Northamptonshire,101.8,305.5,4514,14.8\n"
		"2025,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,810,E06000010,"
		"\"Kingston upon Hull, City of\",37.5,162.3,2801,17.3\n"
		"2025,Reporting year,Local authority,E92000001,England,E12000001,North "
		"East,394,E08000024,Sunderland,low,134.2,2297,17.1\n", &seen, &err), 0);
	assert_string_equal(seen.text, "2025 0 E92000001||England|\n2025 1 E12000001||North East|North East\n"
		"2025 2 E06000061 / E06000062|940 / 941|North Northamptonshire / West Northamptonshire|East Midlands\n"
		"2025 2 E06000010|810|Kingston upon Hull, City of|Yorkshire and The Humber\n2025 2 E08000024|394|Sunderland|North "
		"East\n");
	assert_int_equal(seen.last.of[STATISTIC_AGENCY_FTE].symbol, FIGURE_LOW);
	assert_int_equal(seen.last.of[STATISTIC_CASELOAD].thousandths, 17100);
	assert_true(seen.has_last[STATISTIC_CASES]);
	assert_false(seen.has_last[STATISTIC_VACANCY_RATE]);
}

static void test_figures__are_read_by_their_older_names_behind_a_byte_order_mark(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read("\xEF\xBB\xBF" AREA ",social_worker_fte,turnover_rate_fte_%,agency_worker_rate_fte_%\n"
		"2022,Reporting year,National,E92000001,England,,,,,,31634.1,17.1,17.6\n", &seen, &err), 0);
	assert_int_equal(seen.last.of[STATISTIC_INPOST_FTE].thousandths, 31634100);
	assert_int_equal(seen.last.of[STATISTIC_TURNOVER_RATE].thousandths, 17100);
	assert_int_equal(seen.last.of[STATISTIC_AGENCY_RATE].thousandths, 17600);
}

static void test_figures__of_several_rows_an_area_are_those_of_the_row_that_is_meant(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(AREA ",cla_group,sw_stability,number,percentage\n"
		"2024,Reporting year,National,E92000001,England,,,,,,CLA on 31 March,Total children,83300,100\n"
		"2024,Reporting year,National,E92000001,England,,,,,,CLA on 31 March,3 or more social workers during the "
		"year,20000,24\n", &seen, &err), 0);
	assert_string_equal(seen.text, "2024 0 E92000001||England|\n");
	assert_int_equal(seen.last.of[STATISTIC_MANY_WORKERS_RATE].thousandths, 24000);
}

static void test_neighbours__are_ten_by_their_digits(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read("old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P,SN_3,SN_4,SN_5,SN_6,SN_7,SN_8,SN_9,SN_10\n"
		"301,Barking and Dagenham,308,Close ,821,Close ,313,333,336,307,304,312,874,203\n", &seen, &err), 0);
	assert_string_equal(seen.text, "301: 308 821 313 333 336 307 304 312 874 203\n");
}

static void test_file__with_a_cell_that_is_none_is_refused_by_line_and_column(void **state)
{
	static const struct {
		const char *row, *expected;
	} CASES[] = {
		{"25,Reporting year,National,E92000001,England,,,,,,1", "line 2, column time_period: expected a year of four digits"},
		{"2025,Reporting year,Ward,E92000001,England,,,,,,1",
			"line 2, column geographic_level: expected National, Regional or Local authority"},
		{"2025,Reporting year,Regional,E92000001,England,,,,,,1",
			"line 2, column region_code: expected the code of the area"},
		{"2025,Reporting year,Regional,E92000001,England,E12000001,,,,,1",
			"line 2, column region_name: expected the name of the area"},
		{"2025,Reporting year,National,E92000001,England,,,,,,n/a",
			"line 2, column cases: expected a number, c, low, u, x, z or :"},
	};
	struct seen seen;
	char text[512];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		(void)snprintf(text, sizeof text, "%s,cases\n%s\n", AREA, CASES[i].row);
		assert_int_equal(read(text, &seen, &err), PL_INVALID);
		assert_string_equal(err.text, CASES[i].expected);
	}
}

static void test_file__of_another_kind_is_refused(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read("", &seen, &err), PL_INVALID);
	assert_int_equal(read("case,worker\n1,2\n", &seen, &err), PL_INVALID);
	assert_int_equal(read(AREA "\n", &seen, &err), PL_INVALID);
	assert_int_equal(read("old_la_code,SN_1\n301,302\n", &seen, &err), PL_INVALID);
	assert_int_equal(read("old_la_code,SN_1,SN_2,SN_3,SN_4,SN_5,SN_6,SN_7,SN_8,SN_9,SN_10\nE09,1,2,3,4,5,6,7,8,9,10\n",
		&seen, &err), PL_INVALID);
}

#define ENGLAND "2025,Reporting year,National,E92000001,England,,,,,"
#define TEN "old_la_code,SN_1,SN_2,SN_3,SN_4,SN_5,SN_6,SN_7,SN_8,SN_9,SN_10"

static void test_file__with_a_line_that_is_not_whole_is_refused(void **state)
{
	static const struct {
		const char *text, *expected;
	} CASES[] = {
		{AREA ",agency_fte,cases\n" ENGLAND ",1\n" ENGLAND ",1,2\n", "line 2 has 11 fields: expected 12, as many as there are columns"},
		{AREA ",cases\n" ENGLAND ",1\n" ENGLAND ",1,2\n", "line 3 has 12 fields: expected 11, as many as there are columns"},
		{AREA ",agency_fte,cases\n" ENGLAND ",1",
			"line 2 has 11 fields and no line end, so the file is cut short: expected 12, as many as there are columns"},
		{AREA ",cases\n" ENGLAND ",27", "line 2 has no line end, so its last field may be cut short: expected a whole file (if it "
			"is whole, put a line end behind it)"},
		{AREA ",cases\n" ENGLAND ",", "line 2 has no line end, so its last field may be cut short: expected a whole file (if it is "
			"whole, put a line end behind it)"},
		{AREA ",number,sw_stability\n" ENGLAND ",1\n", "line 2 has 11 fields: expected 12, as many as there are columns"},
		{AREA ",number,sw_stability\n" ENGLAND ",1,3 or more social workers dur", "line 2 has no line end, so its last field may be "
			"cut short: expected a whole file (if it is whole, put a line end behind it)"},
		{TEN "\n301,302,303\n", "line 2 has 3 fields: expected 11, as many as there are columns"},
		{TEN "\n301,302,303,304,305,306,307,308,309,310,31", "line 2 has no line end, so its last field may be cut short: "
			"expected a whole file (if it is whole, put a line end behind it)"},
	};
	struct seen seen;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		assert_int_equal(read(CASES[i].text, &seen, &err), PL_INVALID);
		assert_string_equal(err.text, CASES[i].expected);
	}
}

static void test_file__whose_last_line_has_no_end_is_taken_where_nothing_can_be_lacking(void **state)
{
	static const char *const WHOLE[] = {AREA ",cases\n" ENGLAND ",\"27\"", AREA ",cases\n" ENGLAND ",x",
		AREA ",cases,remark\n" ENGLAND ",27,pub", TEN "\n301,302,303,304,305,306,307,308,309,310,311",
		AREA ",cases\r" ENGLAND ",27\r"};
	struct seen seen;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof WHOLE / sizeof *WHOLE; i++)
		assert_int_equal(read(WHOLE[i], &seen, &err), 0);
}

static void test_file__that_says_something_twice_is_refused(void **state)
{
	static const struct {
		const char *text, *expected;
	} CASES[] = {
		{AREA ",cases,cases\n" ENGLAND ",1,2\n", "line 1: what column 12 says (cases) is said by another column too: expected it once"},
		{AREA ",inpost_fte,social_worker_fte\n" ENGLAND ",1,2\n",
			"line 1: what column 12 says (social_worker_fte) is said by another column too: expected it once"},
		{AREA ",cases,la_name\n" ENGLAND ",1,2\n", "line 1: what column 12 says (la_name) is said by another column too: expected it once"},
		{TEN ",SN_2\n", "line 1: what column 12 says (SN_2) is said by another column too: expected it once"},
		{TEN "\n301,302,303,304,305,306,307,308,309,310,311\n301,302,303,304,305,306,307,308,309,310,312\n",
			"line 3: the neighbours of 301 stand in an earlier line already: expected them once"},
	};
	struct seen seen;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		assert_int_equal(read(CASES[i].text, &seen, &err), PL_INVALID);
		assert_string_equal(err.text, CASES[i].expected);
	}
}

static void test_file__of_a_year_to_come_is_refused(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(AREA ",cases\n2026,Reporting year,National,E92000001,England,,,,,,1\n", &seen, &err), 0);
	assert_int_equal(read(AREA ",cases\n2027,Reporting year,National,E92000001,England,,,,,,1\n", &seen, &err), PL_INVALID);
	assert_string_equal(err.text, "line 2, column time_period: 2027 is a year to come: expected 2026 at most");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures__are_of_england_regions_employers_and_joint_returns),
		cmocka_unit_test(test_figures__are_read_by_their_older_names_behind_a_byte_order_mark),
		cmocka_unit_test(test_figures__of_several_rows_an_area_are_those_of_the_row_that_is_meant),
		cmocka_unit_test(test_neighbours__are_ten_by_their_digits),
		cmocka_unit_test(test_file__with_a_cell_that_is_none_is_refused_by_line_and_column),
		cmocka_unit_test(test_file__of_another_kind_is_refused),
		cmocka_unit_test(test_file__with_a_line_that_is_not_whole_is_refused),
		cmocka_unit_test(test_file__whose_last_line_has_no_end_is_taken_where_nothing_can_be_lacking),
		cmocka_unit_test(test_file__that_says_something_twice_is_refused),
		cmocka_unit_test(test_file__of_a_year_to_come_is_refused),
	};

	return RUN_TESTS(tests);
}
