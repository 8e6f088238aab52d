/* league: official statistics from file to figures. What the funnel has to be was worked out apart from the program, in
 * floating point (Python), from the same figures. */
#include "run.h"

#define DB "--db", "l.db"
#define NEW "league", "import", "--db", "new.db"
#define WORKFORCE "league_workforce_2025.csv"
#define OLDER "league_workforce_2022.csv"
#define REFERRALS "league_referrals_2025.csv"
#define NEIGHBOURS "league_neighbours_2025.csv"
#define INSPECTIONS "league_inspections_2025.ods"
#define AREA "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name," \
	"old_la_code,new_la_code,la_name"

/* Each test has a database with all of them. */
static int open_with_releases(void **state)
{
	struct desk *d;

	if (desk_open(state) != 0)
		return -1;
	d = *state;
	(void)RUN_WELL(d, "league", "import", DB, desk_fixture(d, OLDER), desk_fixture(d, WORKFORCE),
		desk_fixture(d, REFERRALS), desk_fixture(d, NEIGHBOURS), desk_fixture(d, INSPECTIONS));
	return 0;
}

static json_t *league_of(struct desk *d, const char *year)
{
	return RUN_JSON(d, "league", DB, "--year", year);
}

static const json_t *row_of(const json_t *league, const char *code)
{
	const json_t *rows = member(league, "rows"), *found = NULL;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		if (strcmp(member_text(row, "code"), code) == 0) {
			assert_null(found);
			found = row;
		}
	}
	if (found == NULL)
		fail_msg("no row of %s", code);
	return found;
}

static void assert_number(const json_t *object, const char *key, double expected)
{
	const json_t *value = member(object, key);
	double found = json_number_value(value);

	if (!json_is_number(value) || found > expected + 1e-9 || found < expected - 1e-9)
		fail_msg("%s: %.9f instead of %.9f", key, found, expected);
}

static void assert_null_member(const json_t *object, const char *key)
{
	if (!json_is_null(member(object, key)))
		fail_msg("%s is not null", key);
}

/* ---- a year ---- */

static void test_league__has_a_row_for_every_employer_with_what_was_published(void **state)
{
	json_t *league = league_of(*state, "2025");
	const json_t *bolton = row_of(league, "E08000001"), *funnel = member(bolton, "funnel");

	assert_int_equal(member_int(league, "year"), 2025);
	assert_int_equal(json_array_size(member(league, "rows")), 13);
	assert_string_equal(member_text(bolton, "name"), "Bolton");
	assert_string_equal(member_text(bolton, "region"), "North West");
	assert_number(bolton, "case_holders_fte", 130.6);
	assert_number(bolton, "cases", 2711);
	assert_number(bolton, "caseload", 20.8);
	assert_null_member(bolton, "symbol");
	assert_null_member(bolton, "joint_with");
	assert_number(funnel, "centre", 14.962853);
	assert_number(funnel, "lower_95", 10.341009);
	assert_number(funnel, "upper_95", 19.584696);
	assert_number(funnel, "lower_998", 7.676375);
	assert_number(funnel, "upper_998", 22.249331);
	assert_string_equal(member_text(funnel, "flag"), "high");
	json_decref(league);
}

static void test_league__has_the_funnel_that_an_independent_computation_gives(void **state)
{
	static const struct {
		const char *year;
		int64_t count;
		double centre, phi, tau_squared, low_z, high_z;
	} EXPECTED[] = {
		{"2025", 11, 14.962853, 37.510224, 5.445987, -9.089022, 9.680912},
		{"2024", 12, 16.450176, 31.003694, 5.695870, -9.121452, 8.041369},
		{"2022", 11, 18.302737, 39.619302, 10.018954, -8.882147, 8.919818},
	};

	for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
		json_t *league = league_of(*state, EXPECTED[i].year);
		const json_t *funnel = member(league, "funnel");

		assert_int_equal(member_int(funnel, "count"), EXPECTED[i].count);
		assert_number(funnel, "centre", EXPECTED[i].centre);
		assert_number(funnel, "phi", EXPECTED[i].phi);
		assert_number(funnel, "tau_squared", EXPECTED[i].tau_squared);
		assert_number(funnel, "low_z", EXPECTED[i].low_z);
		assert_number(funnel, "high_z", EXPECTED[i].high_z);
		json_decref(league);
	}
}

static void test_league__keeps_the_symbol_where_there_is_no_number(void **state)
{
	json_t *league = league_of(*state, "2025");
	const json_t *row = row_of(league, "E09000020"), *funnel = member(row, "funnel");

	assert_string_equal(member_text(row, "symbol"), "x");
	assert_null_member(row, "caseload");
	assert_null_member(row, "cases");
	assert_null_member(row, "case_holders_fte");
	assert_number(funnel, "centre", 14.962853);
	assert_null_member(funnel, "lower_95");
	assert_null_member(funnel, "upper_998");
	assert_null_member(funnel, "flag");
	json_decref(league);
}

static void test_league__has_a_row_for_each_of_two_with_one_return(void **state)
{
	json_t *league = league_of(*state, "2025");
	const json_t *north = row_of(league, "E06000061"), *west = row_of(league, "E06000062");

	assert_string_equal(member_text(north, "name"), "North Northamptonshire");
	assert_string_equal(member_text(west, "name"), "West Northamptonshire");
	assert_string_equal(member_text(north, "joint_with"), "E06000062");
	assert_string_equal(member_text(west, "joint_with"), "E06000061");
	assert_number(north, "caseload", 14.8);
	assert_number(west, "cases", 4514);
	json_decref(league);
}

static void test_league__gives_the_smallest_employer_the_widest_limits(void **state)
{
	json_t *league = league_of(*state, "2025");
	const json_t *scilly = member(row_of(league, "E06000053"), "funnel");

	assert_number(scilly, "lower_95", 6.108329);
	assert_number(scilly, "upper_998", 28.922282);
	assert_string_equal(member_text(scilly, "flag"), "low");
	json_decref(league);
}

static void test_league__calls_an_employer_what_the_return_of_that_year_did(void **state)
{
	json_t *now = league_of(*state, "2025"), *before = league_of(*state, "2024");

	assert_number(row_of(now, "E08000038"), "caseload", 15.2);
	assert_number(row_of(before, "E08000016"), "caseload", 16.2);
	json_decref(now);
	json_decref(before);
}

static void test_league__shows_the_newest_year_with_caseloads_unless_another_is_asked_for(void **state)
{
	json_t *league = RUN_JSON(*state, "league", DB);

	assert_int_equal(member_int(league, "year"), 2025);
	ASSERT_REFUSES(RUN(*state, "league", DB, "--year", "2016"), 1, "2016", "2022, 2024, 2025");
	ASSERT_REFUSES(RUN(*state, "league", DB, "--year", "2023"), 1, "2023", "2022, 2024, 2025");
	json_decref(league);
}

static void test_league__as_csv_has_a_column_for_each_key(void **state)
{
	struct run r = RUN_WELL(*state, "league", DB, "--year", "2025", "--csv");

	static const char HEAD[] = "year,code,name,region,case_holders_fte,cases,caseload,symbol,centre,lower_95,upper_95,"
		"lower_998,upper_998,flag,joint_with,standing,minutes_a_case_a_week,caseload_low,caseload_high,";

	assert_memory_equal(r.out, HEAD, sizeof HEAD - 1);
	assert_non_null(strstr(r.out, "\r\n2025,E08000038,Barnsley,"));
	assert_non_null(strstr(r.out, "\n2025,E09000020,Kensington and Chelsea,Inner London,,,,x,14.962853,,,,,,,none,,,"
		",,x,"));
	assert_non_null(strstr(r.out, "\n2025,E08000001,Bolton,North West,130.6,2711,20.8,,14.962853,10.341009,19.584696,"
		"7.676375,22.249331,high,,high,73,"));
}

static void test_league__in_words_never_ranks(void **state)
{
	struct run r = RUN_WELL(*state, "league", DB);

	assert_non_null(strstr(r.out, "Barnsley  "));
	assert_true(strstr(r.out, "Barnsley  ") < strstr(r.out, "Bolton  "));
	assert_non_null(strstr(r.out, "   2,711      20.8    10.3 to 19.6  unusually high for its size\n"));
	assert_non_null(strstr(r.out, "one return with West Northamptonshire"));
}

static void test_misses__lists_rates_that_do_not_agree_with_their_formula(void **state)
{
	json_t *misses = RUN_JSON(*state, "league", "misses", DB);
	const json_t *england = json_array_get(member(misses, "rows"), 0);

	assert_int_equal(json_array_size(member(misses, "rows")), 2);
	assert_int_equal(member_int(england, "year"), 2024);
	assert_string_equal(member_text(england, "name"), "England");
	assert_string_equal(member_text(england, "statistic"), "agency_rate_fte");
	assert_string_equal(member_text(england, "formula"), "agency_fte / inpost_fte + agency_fte");
	assert_number(england, "published", 16.2);
	assert_number(england, "worked_out", 15.963);
	json_decref(misses);
	misses = RUN_JSON(*state, "league", "misses", DB, "--year", "2025");
	assert_int_equal(json_array_size(member(misses, "rows")), 0);
	json_decref(misses);
}

static void test_figures__are_all_that_was_published(void **state)
{
	json_t *figures = RUN_JSON(*state, "league", "figures", DB);
	const json_t *rows = member(figures, "rows"), *row, *found = NULL;
	const char *csv = RUN_WELL(*state, "league", "figures", DB, "--csv").out;
	size_t i;

	assert_int_equal(json_array_size(rows), 43);
	json_array_foreach(rows, i, row) {
		if (member_int(row, "year") == 2025 && strcmp(member_text(row, "name"), "Sunderland") == 0)
			found = row;
	}
	assert_string_equal(member_text(found, "level"), "employer");
	assert_string_equal(member_text(found, "dfe_code"), "394");
	assert_number(member(found, "figures"), "turnover_rate_fte", 11.8);
	assert_null_member(member(found, "figures"), "agency_fte");
	assert_null_member(member(found, "figures"), "referrals");
	assert_string_equal(member_text(member(found, "symbols"), "agency_fte"), "low");
	assert_null(json_object_get(member(found, "symbols"), "referrals"));
	assert_memory_equal(csv, "year,level,code,dfe_code,name,region,joint_with,inpost_fte,", 57);
	assert_non_null(strstr(csv,
		"\r\n2025,employer,E08000038,370,Barnsley,Yorkshire and The Humber,,208.2,,,,16.6,,8,,31"));
	assert_non_null(strstr(csv, "\r\n2022,region,E12000001,,North East,,,2054.5,"));
	json_decref(figures);
}

/* ---- plain files ---- */

static void test_build__writes_every_employer_and_year_and_replaces_what_it_wrote(void **state)
{
	struct desk *d = *state;
	struct str before;

	assert_non_null(strstr(RUN_WELL(d, "league", "build", DB, "site").out, "site: the league up to 2025"));
	before = desk_bytes(d, "site/index.html");
	assert_non_null(strstr(before.at, "<a href=\"./E08000001.html\""));
	assert_true(desk_bytes(d, "site/E08000038.html").len > 0);
	assert_true(desk_bytes(d, "site/index-2022.html").len > 0);
	assert_true(desk_bytes(d, "site/compare.html").len > 0);
	assert_string_equal(desk_bytes(d, "site/league-2024.csv").at,
		RUN_WELL(d, "league", DB, "--year", "2024", "--csv").out);
	assert_string_equal(desk_bytes(d, "site/figures.json").at, RUN_WELL(d, "league", "figures", DB, "--json").out);
	(void)RUN_WELL(d, "league", "build", DB, "site/");
	assert_bytes(desk_bytes(d, "site/index.html"), before);
}

static void test_build__touches_no_folder_of_somebody_else(void **state)
{
	struct desk *d = *state;

	assert_int_equal(mkdir(desk_path(d, "mine"), 0700), 0);
	(void)desk_write(d, "mine/letter.txt", "dear");
	ASSERT_REFUSES(RUN(d, "league", "build", DB, "mine"), 1, "letter.txt", "not there, is empty, or was built before");
	ASSERT_REFUSES(RUN(d, "league", "build", DB, "mine/letter.txt"), 1, "no folder");
	ASSERT_REFUSES(RUN(d, "league", "build", DB, "nowhere/site"), 1, "nowhere/site");
	ASSERT_REFUSES(RUN(d, "league", "build", DB), 2, "build DIR");
	assert_string_equal(desk_bytes(d, "mine/letter.txt").at, "dear");
}

static void test_build__of_nothing_leaves_nothing(void **state)
{
	struct desk *d = *state;

	IMPORT_SYNTH(d, "a.db", SYNTH_API, SYNTH_CSWW);
	ASSERT_REFUSES(RUN(d, "league", "build", "--db", "a.db", "site"), 1, "league import");
	assert_int_equal(access(desk_path(d, "site"), F_OK), -1);
}

/* ---- taking in ---- */

static const json_t *file_at(const json_t *report, size_t i)
{
	return json_array_get(member(report, "files"), i);
}

static void test_import__of_the_same_bytes_changes_nothing(void **state)
{
	struct desk *d = *state;
	json_t *before = RUN_JSON(d, "league", "list", DB), *again, *after;

	again = RUN_JSON(d, "league", "import", DB, desk_fixture(d, WORKFORCE));
	assert_string_equal(member_text(file_at(again, 0), "outcome"), "known");
	after = RUN_JSON(d, "league", "list", DB);
	assert_int_equal(json_array_size(member(after, "releases")), 5);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(again);
	json_decref(after);
}

static void test_import__lists_each_release_with_what_seals_it(void **state)
{
	json_t *list = RUN_JSON(*state, "league", "list", DB);
	const json_t *newest = json_array_get(member(list, "releases"), 4);

	assert_string_equal(member_text(newest, "kind"), "figures");
	assert_int_equal(member_int(newest, "latest_year"), 2025);
	assert_int_equal(strlen(member_text(newest, "sha256")), 64);
	assert_true(strchr(member_text(newest, "file"), '/') == NULL);
	assert_non_null(strstr(RUN_WELL(*state, "league", "list", DB).out, member_text(newest, "sha256")));
	json_decref(list);
}

static void test_import__of_a_folder_passes_over_what_is_none(void **state)
{
	struct desk *d = *state;
	struct run copied;
	json_t *report;

	assert_int_equal(mkdir(desk_path(d, "saved"), 0700), 0);
	(void)desk_write(d, "saved/README.md", "# These were saved from the publisher\n");
	(void)desk_write(d, "saved/more.csv", AREA ",cases\n2023,Reporting year,Local authority,E92000001,England,E12000002,"
		"North West,350,E08000001,Bolton,1507\n");
	copied = RUN(d, "league", "import", DB, "saved", "--json");
	assert_int_equal(copied.status, 0);
	report = json_of(&copied);
	assert_string_equal(member_text(file_at(report, 0), "outcome"), "passed-over");
	assert_string_equal(member_text(file_at(report, 1), "outcome"), "taken");
	assert_int_equal(member_int(file_at(report, 1), "rows"), 1);
	json_decref(report);
}

static void test_import__that_is_dry_takes_nothing(void **state)
{
	struct desk *d = *state;
	json_t *report, *list;

	report = RUN_JSON(d, "league", "import", "--db", "new.db", "--dry-run", desk_fixture(d, WORKFORCE));
	assert_string_equal(member_text(file_at(report, 0), "outcome"), "taken");
	assert_true(member_true(report, "dry_run"));
	assert_int_equal(access(desk_path(d, "new.db"), F_OK), -1);
	json_decref(report);
	(void)desk_write(d, "more.csv", AREA ",cases\n2026,Reporting year,National,E92000001,England,,,,,,5\n");
	assert_non_null(strstr(RUN_WELL(d, "league", "import", DB, "--dry-run", "more.csv").out,
		"more.csv: would be taken: 1 row of"));
	list = RUN_JSON(d, "league", "list", DB);
	assert_int_equal(json_array_size(member(list, "releases")), 5);
	json_decref(list);
}

static void test_import__refuses_a_wrong_cell_by_line_and_column_and_takes_the_others(void **state)
{
	struct desk *d = *state;
	struct run r;
	json_t *list;

	(void)desk_write(d, "bad.csv", AREA ",cases\n2026,Reporting year,National,E92000001,England,,,,,,5\n"
		"2026,Reporting year,Regional,E92000001,England,E12000002,North West,,,,n/a\n");
	(void)desk_write(d, "good.csv", AREA ",cases\n2026,Reporting year,National,E92000001,England,,,,,,7\n");
	r = RUN(d, "league", "import", DB, "bad.csv", "good.csv");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.err, "plimsoll: bad.csv is not taken in: line 3, column cases: "
		"expected a number, c, low, u, x, z or :\n");
	assert_non_null(strstr(r.out, "bad.csv: refused: line 3, column cases"));
	assert_non_null(strstr(r.out, "good.csv: taken: 1 row of figures of employers up to 2026"));
	list = RUN_JSON(d, "league", "list", DB);
	assert_int_equal(json_array_size(member(list, "releases")), 6);
	json_decref(list);
}

static void test_import__refuses_what_is_no_release_and_makes_no_database_for_it(void **state)
{
	struct desk *d = *state;

	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "cases.csv", "case,worker\n1,2\n")), 1, "cases.csv",
		"Department for Education", ".ods");
	ASSERT_REFUSES(RUN(d, NEW, desk_fixture(d, SYNTH_ANNEX_A)), 1, SYNTH_ANNEX_A, ".ods");
	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "empty.csv", "")), 1, "empty.csv");
	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "head.csv", AREA ",cases\n")), 1, "head.csv", "no rows");
	ASSERT_REFUSES(RUN(d, NEW, "nowhere.csv"), 1, "nowhere.csv");
	ASSERT_REFUSES(RUN(d, NEW, "/dev/null"), 1, "/dev/null");
	assert_int_equal(mkdir(desk_path(d, "bare"), 0700), 0);
	ASSERT_REFUSES(RUN(d, NEW, "bare"), 1, "bare");
	assert_int_equal(access(desk_path(d, "new.db"), F_OK), -1);
}

static void test_import__takes_the_others_where_a_path_cannot_be_read(void **state)
{
	struct desk *d = *state;
	struct run r;

	(void)desk_write(d, "good.csv", AREA ",cases\n2026,Reporting year,National,E92000001,England,,,,,,7\n");
	r = RUN(d, "league", "import", DB, "nowhere.csv", "/dev/null", "good.csv");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.err, "plimsoll: 2 files are not taken in, the first nowhere.csv: it cannot be read: "
		"No such file or directory\n");
	assert_non_null(strstr(r.out, "/dev/null: refused: it is neither a file nor a folder\n"));
	assert_non_null(strstr(r.out, "good.csv: taken: 1 row of figures"));
}

static void test_import__refuses_rows_that_contradict_one_another_and_a_file_that_is_cut(void **state)
{
	static const char BOLTON[] = "2025,Reporting year,Local authority,E92000001,England,E12000002,North West,350,"
		"E08000001,Bolton";
	struct desk *d = *state;
	const char *again = arena_printf(d->a, "%s,cases\n%s,1507\n%s,1507\n", AREA, BOLTON, BOLTON);

	(void)RUN_WELL(d, "league", "import", DB, "--dry-run", desk_write(d, "again.csv", again));
	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "other.csv",
		arena_printf(d->a, "%s,cases\n%s,1507\n%s,1508\n", AREA, BOLTON, BOLTON))),
		1, "other.csv", "line 3: an earlier row has another cases of Bolton in 2025");
	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "cut.csv", arena_printf(d->a, "%s,cases\n%s,15", AREA, BOLTON))), 1,
		"cut.csv", "line 2 has no line end");
	ASSERT_REFUSES(RUN(d, NEW, desk_write(d, "late.csv",
		AREA ",cases\n2099,Reporting year,National,E92000001,England,,,,,,5\n")),
		1, "late.csv", "line 2, column time_period: 2099 is a year to come");
}

/* ---- taken away ---- */

/* Bolton's caseload of 2025. */
static void assert_bolton(struct desk *d, double expected)
{
	json_t *league = league_of(d, "2025");

	assert_number(row_of(league, "E08000001"), "caseload", expected);
	json_decref(league);
}

static const char *sha256_of(struct desk *d, const char *file)
{
	json_t *report = RUN_JSON(d, "league", "import", DB, file);
	const char *ret = arena_printf(d->a, "%s", member_text(file_at(report, 0), "sha256"));

	json_decref(report);
	return ret;
}

static void test_remove__gives_back_what_stood_before(void **state)
{
	struct desk *d = *state;
	const char *wrong = desk_write(d, "wrong.csv", AREA ",case_holders_fte,cases,caseload_fte\n2025,Reporting year,"
		"Local authority,E92000001,England,E12000002,North West,350,E08000001,Bolton,130.6,2711,20\n");
	const char *sha256 = sha256_of(d, wrong), *begins = arena_printf(d->a, "%.8s", sha256);
	struct run r;

	assert_bolton(d, 20);
	r = RUN_WELL(d, "league", "remove", DB, "--dry-run", begins);
	assert_non_null(strstr(r.out, "Would be removed: wrong.csv, taken in at "));
	assert_bolton(d, 20);
	r = RUN_WELL(d, "league", "remove", DB, begins);
	assert_non_null(strstr(r.out, "Removed: wrong.csv, taken in at "));
	assert_non_null(strstr(r.out, ": 1 row of figures of employers up to 2025, sha256 "));
	assert_non_null(strstr(r.out, "What " WORKFORCE " says stands then"));
	assert_bolton(d, 20.8);
	ASSERT_REFUSES(RUN(d, "league", "remove", DB, sha256), 1, "no release", begins);
	(void)RUN_WELL(d, "verify", DB);
}

static void test_remove__of_what_is_only_superseded_changes_nothing_that_stands(void **state)
{
	struct desk *d = *state;
	const char *later = desk_write(d, "later.csv", AREA ",case_holders_fte,cases,caseload_fte\n2025,Reporting year,"
		"Local authority,E92000001,England,E12000002,North West,350,E08000001,Bolton,130.6,2711,20\n");
	const char *before;
	struct run r;

	(void)RUN_WELL(d, "league", "import", DB, later);
	r = RUN_WELL(d, "league", "import", DB, desk_fixture(d, WORKFORCE));
	assert_bolton(d, 20);
	assert_non_null(strstr(r.out, "later.csv counts after it, and stands in its place where both say something"));
	before = sha256_of(d, desk_fixture(d, WORKFORCE));
	assert_non_null(strstr(RUN_WELL(d, "league", "remove", DB, before).out, "later.csv stood in its place already"));
	(void)RUN_WELL(d, "league", "import", DB, desk_fixture(d, WORKFORCE));
	assert_bolton(d, 20.8);
}

static void test_remove__says_where_nothing_is_left(void **state)
{
	struct desk *d = *state;
	const char *sha256 = sha256_of(d, desk_fixture(d, NEIGHBOURS));
	json_t *report = RUN_JSON(d, "league", "remove", DB, sha256);

	assert_string_equal(member_text(report, "kind"), "neighbours");
	assert_string_equal(member_text(report, "sha256"), sha256);
	assert_null_member(report, "stands_then");
	json_decref(report);
}

static void test_remove__asks_for_a_sha256_that_is_one(void **state)
{
	ASSERT_REFUSES(RUN(*state, "league", "remove", DB, "abc"), 1, "expected the SHA-256", "league list");
	ASSERT_REFUSES(RUN(*state, "league", "remove", DB, "zzzzzzzz"), 1, "expected the SHA-256");
	ASSERT_REFUSES(RUN(*state, "league", "remove", DB, "00000000"), 1, "no release");
	ASSERT_REFUSES(RUN(*state, "league", "remove", DB), 2, "remove SHA256");
	ASSERT_REFUSES(RUN(*state, "league", "remove", "--db", "none.db", "00000000"), 1, "none.db");
}

static void test_league__says_so_where_nothing_has_been_taken_in(void **state)
{
	struct desk *d = *state;

	IMPORT_SYNTH(d, "a.db", SYNTH_API, SYNTH_CSWW);
	ASSERT_REFUSES(RUN(d, "league", "--db", "a.db"), 1, "league import");
	assert_non_null(strstr(RUN_WELL(d, "league", "list", "--db", "a.db").out, "league import"));
	ASSERT_REFUSES(RUN(d, "league", "--db", "none.db"), 1, "none.db");
}

static void test_releases__are_in_a_backup_that_is_put_back(void **state)
{
	struct desk *d = *state;
	json_t *before = RUN_JSON(d, "league", DB), *after;

	(void)RUN_WELL(d, "backup", DB, "--to", "backup.db");
	(void)RUN_WELL(d, "restore", "--from", "backup.db", "--db", "again.db");
	after = RUN_JSON(d, "league", "--db", "again.db");
	assert_true(json_equal(before, after));
	(void)RUN_WELL(d, "verify", "--db", "again.db");
	json_decref(before);
	json_decref(after);
}

static void test_league__tells_which_words_and_options_go_together(void **state)
{
	ASSERT_REFUSES(RUN(*state, "league", DB, "make"), 2, "expected", "import PATH...");
	ASSERT_REFUSES(RUN(*state, "league", DB, "import"), 2, "import PATH...");
	ASSERT_REFUSES(RUN(*state, "league", DB, "--dry-run"), 2, "--dry-run");
	ASSERT_REFUSES(RUN(*state, "league", DB, "list", "--year", "2025"), 2, "--year");
	ASSERT_REFUSES(RUN(*state, "league", DB, "--year", "1999"), 2, "2000");
}

/* ---- the published files themselves, where they are ---- */

/* Centres to the last printed digit, and employers with a number, of each year of the nine-year file. */
static void test_real__files_give_the_funnel_of_every_year(void **state)
{
	static const struct {
		const char *year;
		size_t rows;
		int64_t count;
		double centre, phi, tau_squared;
	} EXPECTED[] = {
		{"2017", 152, 150, 17.748177, 28.796001, 4.186736},
		{"2018", 152, 150, 17.421850, 27.204440, 3.679929},
		{"2019", 151, 150, 16.856813, 26.096135, 3.202445},
		{"2020", 151, 150, 16.302549, 29.408622, 3.416235},
		{"2021", 152, 150, 16.312119, 25.710157, 2.970622},
		{"2022", 152, 150, 16.607097, 26.792124, 3.210030},
		{"2023", 153, 151, 15.965545, 26.615513, 2.952751},
		{"2024", 153, 150, 15.371753, 26.751756, 2.927087},
		{"2025", 153, 149, 15.259959, 24.121850, 2.527684},
	};
	const char *folder = getenv("PLIMSOLL_REAL");
	struct desk *d = *state;

	if (folder == NULL || access(folder, R_OK) != 0)
		SKIP_TEST("the published files are not here");
	(void)RUN_WELL(d, "league", "import", "--db", "real.db", folder);
	for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
		json_t *league = RUN_JSON(d, "league", "--db", "real.db", "--year", EXPECTED[i].year);
		const json_t *funnel = member(league, "funnel");

		assert_int_equal(json_array_size(member(league, "rows")), EXPECTED[i].rows);
		assert_int_equal(member_int(funnel, "count"), EXPECTED[i].count);
		assert_number(funnel, "centre", EXPECTED[i].centre);
		assert_number(funnel, "phi", EXPECTED[i].phi);
		assert_number(funnel, "tau_squared", EXPECTED[i].tau_squared);
		json_decref(league);
	}
}

#define ON_RELEASES(test) cmocka_unit_test_setup_teardown(test, open_with_releases, desk_close)
#define ON_NOTHING(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_RELEASES(test_league__has_a_row_for_every_employer_with_what_was_published),
		ON_RELEASES(test_league__has_the_funnel_that_an_independent_computation_gives),
		ON_RELEASES(test_league__keeps_the_symbol_where_there_is_no_number),
		ON_RELEASES(test_league__has_a_row_for_each_of_two_with_one_return),
		ON_RELEASES(test_league__gives_the_smallest_employer_the_widest_limits),
		ON_RELEASES(test_league__calls_an_employer_what_the_return_of_that_year_did),
		ON_RELEASES(test_league__shows_the_newest_year_with_caseloads_unless_another_is_asked_for),
		ON_RELEASES(test_league__as_csv_has_a_column_for_each_key),
		ON_RELEASES(test_league__in_words_never_ranks),
		ON_RELEASES(test_misses__lists_rates_that_do_not_agree_with_their_formula),
		ON_RELEASES(test_figures__are_all_that_was_published),
		ON_RELEASES(test_build__writes_every_employer_and_year_and_replaces_what_it_wrote),
		ON_RELEASES(test_build__touches_no_folder_of_somebody_else),
		ON_RELEASES(test_import__of_the_same_bytes_changes_nothing),
		ON_RELEASES(test_import__lists_each_release_with_what_seals_it),
		ON_RELEASES(test_import__of_a_folder_passes_over_what_is_none),
		ON_RELEASES(test_import__that_is_dry_takes_nothing),
		ON_RELEASES(test_import__refuses_a_wrong_cell_by_line_and_column_and_takes_the_others),
		ON_RELEASES(test_releases__are_in_a_backup_that_is_put_back),
		ON_RELEASES(test_league__tells_which_words_and_options_go_together),
		ON_NOTHING(test_import__refuses_what_is_no_release_and_makes_no_database_for_it),
		ON_NOTHING(test_build__of_nothing_leaves_nothing),
		ON_RELEASES(test_import__takes_the_others_where_a_path_cannot_be_read),
		ON_RELEASES(test_import__refuses_rows_that_contradict_one_another_and_a_file_that_is_cut),
		ON_RELEASES(test_remove__gives_back_what_stood_before),
		ON_RELEASES(test_remove__of_what_is_only_superseded_changes_nothing_that_stands),
		ON_RELEASES(test_remove__says_where_nothing_is_left),
		ON_RELEASES(test_remove__asks_for_a_sha256_that_is_one),
		ON_NOTHING(test_league__says_so_where_nothing_has_been_taken_in),
		ON_NOTHING(test_real__files_give_the_funnel_of_every_year),
	};

	return RUN_TESTS(tests);
}
