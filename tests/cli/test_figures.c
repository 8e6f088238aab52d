/* load, explain, lines, unallocated, counts: what they say of the council of the fixtures, whichever files it came
 * in. */
#include <sqlite3.h>

#include "base/clock.h"
#include "base/date.h"
#include "run.h"

#define API "--db", "api.db", "--employer", "A"
#define SSD "--db", "ssd.db", "--employer", "A"
#define CENSUS_DAY "2025-09-30"
#define YEAR_END "2026-03-31"

static int open_with_councils(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH(*state, "api.db", SYNTH_API, SYNTH_CSWW);
	IMPORT_SYNTH(*state, "ssd.db", SYNTH_CIN, SYNTH_INVOLVEMENTS, SYNTH_PROFESSIONALS, SYNTH_DEPARTMENT);
	return 0;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

/* ---- counts ---- */

static void assert_number(const json_t *object, const char *key, const json_t *answer, const char *answer_key)
{
	double got = json_number_value(member(object, key)), want = json_number_value(member(answer, answer_key));

	if (!json_is_number(member(object, key)) || got < want - 0.001 || got > want + 0.001)
		fail_msg("%s is %f instead of %f", key, got, want);
}

static json_t *expected_on(struct desk *d, const char *day)
{
	json_error_t error;
	json_t *all = json_load_file(desk_fixture(d, "synthA_expected.json"), 0, &error);
	json_t *answer = json_incref(json_object_get(all, day));

	json_decref(all);
	assert_non_null(answer);
	return answer;
}

static void assert_answer(struct desk *d, const char *db, const char *day)
{
	json_t *counts = RUN_JSON(d, "counts", "--db", db, "--employer", "A", "--on", day);
	json_t *answer = expected_on(d, day);

	assert_string_equal(member_text(counts, "on"), day);
	assert_string_equal(member_text(counts, "employer"), "A");
	assert_number(counts, "open_cases", answer, "open_cases");
	assert_number(counts, "case_holders", answer, "case_holders");
	assert_number(counts, "case_holders_fte", answer, "case_holders_fte");
	assert_number(counts, "cases_held", answer, "cases_held");
	assert_number(counts, "average_caseload", answer, "dfe_average_caseload");
	assert_number(counts, "max_cases_per_fte", answer, "max_per_fte");
	assert_true(json_equal(member(counts, "unallocated"), member(answer, "open_unallocated")));
	assert_int_equal(json_array_size(member(counts, "lapsed")), 0);
	assert_int_equal(json_array_size(member(counts, "double_allocated")), 0);
	json_decref(answer);
	json_decref(counts);
}

static void test_counts__from_the_api_and_the_workforce_census_are_the_known_answers(void **state)
{
	assert_answer(*state, "api.db", CENSUS_DAY);
	assert_answer(*state, "api.db", YEAR_END);
}

static void test_counts__from_the_safeguarding_dataset_and_the_census_are_the_known_answers(void **state)
{
	assert_answer(*state, "ssd.db", CENSUS_DAY);
	assert_answer(*state, "ssd.db", YEAR_END);
}

static void test_counts__an_inspection_workbook_gives_the_same_pile(void **state)
{
	struct desk *d = *state;
	json_t *counts, *answer = expected_on(d, YEAR_END);

	IMPORT_SYNTH(d, "annex.db", SYNTH_ANNEX_A);
	counts = RUN_JSON(d, "counts", "--db", "annex.db", "--employer", "A", "--on", YEAR_END);
	assert_true(json_equal(member(counts, "unallocated"), member(answer, "open_unallocated")));
	json_decref(counts);
	json_decref(answer);
}

static void test_counts__as_csv_and_in_words_are_the_same_figures(void **state)
{
	struct run csv = RUN_WELL(*state, "counts", SSD, "--on", YEAR_END, "--csv");
	struct run words = RUN_WELL(*state, "counts", SSD, "--on", YEAR_END);

	assert_memory_equal(csv.out, "measure,value", 13);
	assert_non_null(strstr(csv.out, "\nopen_cases,284\r\n"));
	assert_non_null(strstr(csv.out, "\nunallocated,21\r\n"));
	assert_non_null(strstr(csv.out, "\ncase_holders_fte,19.3\r\n"));
	assert_non_null(strstr(csv.out, "\naverage_caseload,13.6\r\n"));
	assert_non_null(strstr(words.out, "31 March 2026"));
	assert_non_null(strstr(words.out, "284  open cases"));
	assert_non_null(strstr(words.out, "13.6  average caseload"));
	assert_non_null(strstr(words.out, "SYN011386"));
}

static void test_counts__in_words_say_how_many_holders_the_average_has_no_fte_of(void **state)
{
	struct desk *d = *state;

	(void)RUN_WELL(d, "import", "--db", "fte.db", "--employer", "F",
		desk_write(d, "workers.csv", "worker,name,team,fte\nW1,Ann,T,1\nW2,Bob,T,\n"),
		desk_write(d, "cases.csv", "case,opened\nA1,2026-01-01\nA2,2026-01-01\n"),
		desk_write(d, "holdings.csv", "case,worker,from\nA1,W1,2026-01-01\nA2,W2,2026-01-01\n"));
	assert_non_null(strstr(RUN_WELL(d, "counts", "--db", "fte.db", "--employer", "F", "--on", YEAR_END).out,
		"2.0  average caseload: cases held / FTE of their holders\n"
		"          1 holder whose FTE is 0 or not known adds cases and no FTE\n"));
}

/* Each worker of the fixtures has one post in one team. */
static void test_counts__of_the_teams_add_up_to_those_of_the_employer(void **state)
{
	static const char *const TEAMS[] = {"T01", "T02", "T03", "T04", "T05", "T06"};
	json_t *all = RUN_JSON(*state, "counts", SSD, "--on", YEAR_END);
	int64_t held = 0, holders = 0, open = 0;

	for (size_t i = 0; i < sizeof TEAMS / sizeof *TEAMS; i++) {
		json_t *team = RUN_JSON(*state, "counts", SSD, "--on", YEAR_END, "--team", TEAMS[i]);

		held += member_int(team, "cases_held");
		holders += member_int(team, "case_holders");
		open += member_int(team, "open_cases");
		assert_true(member_int(team, "cases_held") < member_int(all, "cases_held"));
		json_decref(team);
	}
	assert_int_equal(held, member_int(all, "cases_held"));
	assert_int_equal(holders, member_int(all, "case_holders"));
	assert_int_equal(open, member_int(all, "open_cases") - (int64_t)json_array_size(member(all, "unallocated")));
	json_decref(all);
}

/* ---- employers ---- */

/* The council of the fixtures, and a small one beside it. */
static void make_two_employers(struct desk *d, const char *db)
{
	IMPORT_SYNTH(d, db, SYNTH_API, SYNTH_CSWW);
	(void)RUN_WELL(d, "import", "--db", db, "--employer", "B",
		desk_write(d, "workers.csv", "worker,name,team,fte\nW1,Ann,T,1\n"),
		desk_write(d, "cases.csv", "case,opened\nA1,2026-01-01\nA2,2026-01-01\n"),
		desk_write(d, "holdings.csv", "case,worker,from\nA1,W1,2026-01-01\nA2,W1,2026-01-01\n"));
}

static void test_employers__are_each_what_counts_say_and_together_their_sum(void **state)
{
	static const char *const SUMS[] = {"open_cases", "households", "case_holders", "cases_held"};
	struct desk *d = *state;
	json_t *all, *a, *b;

	make_two_employers(d, "two.db");
	all = RUN_JSON(d, "employers", "--db", "two.db", "--on", YEAR_END);
	a = RUN_JSON(d, "counts", "--db", "two.db", "--employer", "A", "--on", YEAR_END);
	b = RUN_JSON(d, "counts", "--db", "two.db", "--employer", "B", "--on", YEAR_END);
	assert_int_equal(json_array_size(member(all, "employers")), 2);
	for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++) {
		const json_t *rows = member(all, "employers");

		assert_int_equal(member_int(json_array_get(rows, 0), SUMS[i]), member_int(a, SUMS[i]));
		assert_int_equal(member_int(json_array_get(rows, 1), SUMS[i]), member_int(b, SUMS[i]));
		assert_int_equal(member_int(member(all, "together"), SUMS[i]), member_int(a, SUMS[i]) + member_int(b, SUMS[i]));
	}
	assert_int_equal(member_int(member(all, "together"), "unallocated"), json_array_size(member(a, "unallocated")));
	assert_int_equal(member_int(member(all, "together"), "employers"), 2);
	json_decref(b);
	json_decref(a);
	json_decref(all);
}

static void test_employers__as_csv_are_a_row_each_and_in_words_one_for_all(void **state)
{
	struct desk *d = *state;
	struct run csv, words;

	make_two_employers(d, "rows.db");
	csv = RUN_WELL(d, "employers", "--db", "rows.db", "--on", YEAR_END, "--csv");
	words = RUN_WELL(d, "employers", "--db", "rows.db", "--on", YEAR_END);
	assert_int_equal(count_lines(csv.out), 3);
	assert_memory_equal(csv.out, "employer,name,on,demo,open_cases,", 33);
	assert_non_null(strstr(csv.out, "\nB,B,2026-03-31,no,2,2,0,0,0,1,1,0,2,2.0,2.0,2,2,0,1,0,0\r\n"));
	assert_int_equal(count_lines(words.out), 4);
	assert_non_null(strstr(words.out, "\nTogether "));
}

static void test_employers__of_a_database_that_has_none_are_refused(void **state)
{
	struct desk *d = *state;

	(void)RUN_WELL(d, "league", "--db", "nobody.db", "import", desk_fixture(d, "league_workforce_2025.csv"));
	ASSERT_REFUSES(RUN(d, "employers", "--db", "nobody.db"), 1, "no employer");
}

/* ---- load ---- */

static bool is_band(const char *band)
{
	static const char *const BANDS[] = {"under", "within", "stretched", "over", "not-available", "not-known"};

	for (size_t i = 0; i < sizeof BANDS / sizeof *BANDS; i++)
		if (strcmp(band, BANDS[i]) == 0)
			return true;
	return false;
}

static void assert_binding_line(const json_t *line)
{
	static const char *const KEYS[] = {"scope", "kind", "value", "status", "agreed_by", "agreed_on", "limit", "used",
		"passed"};

	assert_true(json_is_object(line));
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
		(void)member(line, KEYS[i]);
	if (member_int(line, "limit") > 0)
		assert_int_equal(member_true(line, "passed"), member_int(line, "used") > member_int(line, "limit"));
}

/* Load over capacity, rounded half up to a tenth of a percent; null where there is no capacity. */
static void assert_used(const json_t *post)
{
	int64_t load = member_int(post, "load_minutes"), capacity = member_int(post, "capacity_minutes");
	const json_t *used = member(post, "used_percent");

	if (capacity <= 0) {
		assert_true(json_is_null(used));
		assert_string_equal(member_text(post, "band"), "not-available");
		return;
	}
	assert_int_equal((load * 1000 * 2 + capacity) / (2 * capacity), (int64_t)(json_number_value(used) * 10 + 0.5));
}

static void assert_post(const json_t *post)
{
	assert_true(member_text(post, "worker")[0] != '\0');
	(void)member(post, "team");
	assert_true(json_number_value(member(post, "fte")) >= 0);
	assert_true(member_int(post, "contract_minutes") >= member_int(post, "capacity_minutes"));
	assert_true(member_int(post, "cases") >= member_int(post, "households"));
	assert_true(is_band(member_text(post, "band")));
	assert_used(post);
	assert_binding_line(member(post, "binding_line"));
}

static size_t count_where(const json_t *rows, const char *key, const char *value)
{
	size_t count = 0;

	for (size_t i = 0; i < json_array_size(rows); i++)
		count += strcmp(member_text(json_array_get(rows, i), key), value) == 0;
	return count;
}

static int64_t sum_of(const json_t *rows, const char *key)
{
	int64_t sum = 0;

	for (size_t i = 0; i < json_array_size(rows); i++)
		sum += member_int(json_array_get(rows, i), key);
	return sum;
}

static void assert_loads(struct desk *d, const char *db, const char *day, int64_t cases_held)
{
	json_t *loads = RUN_JSON(d, "load", "--db", db, "--employer", "A", "--on", day);
	const json_t *posts = member(loads, "posts"), *pooled = member(loads, "pooled");

	assert_true(json_array_size(posts) > 20);
	for (size_t i = 0; i < json_array_size(posts); i++)
		assert_post(json_array_get(posts, i));
	assert_int_equal(sum_of(posts, "cases"), cases_held);
	assert_int_equal(sum_of(posts, "load_minutes"), member_int(pooled, "load_minutes"));
	assert_int_equal(sum_of(posts, "capacity_minutes"), member_int(pooled, "capacity_minutes"));
	assert_int_equal(member_int(pooled, "posts"),
		json_array_size(posts) - count_where(posts, "availability", "carries-no-cases"));
	json_decref(loads);
}

static void test_load__has_every_figure_of_every_post_and_they_hang_together(void **state)
{
	assert_loads(*state, "api.db", CENSUS_DAY, 155);
	assert_loads(*state, "api.db", YEAR_END, 263);
	assert_loads(*state, "ssd.db", CENSUS_DAY, 155);
	assert_loads(*state, "ssd.db", YEAR_END, 263);
}

/* On census day seven workers were absent, one of them in a role without cases: the six have no share of their capacity
 * used, which is not 0 %. */
/* ---- holdings ---- */

static void test_holdings__has_a_row_for_each_case_that_a_post_counts(void **state)
{
	json_t *sheet = RUN_JSON(*state, "holdings", API, "--on", YEAR_END),
		*load = RUN_JSON(*state, "load", API, "--on", YEAR_END);
	const json_t *rows = member(sheet, "holdings"), *posts = member(load, "posts");
	size_t i, j;
	const json_t *post, *row;

	assert_true(json_array_size(rows) > 0);
	json_array_foreach(posts, i, post) {
		int64_t cases = 0, minutes = 0;

		json_array_foreach(rows, j, row) {
			if (strcmp(member_text(row, "worker"), member_text(post, "worker")) != 0)
				continue;
			cases += json_is_true(member(row, "closing")) ? 0 : 1;
			minutes += json_is_integer(member(row, "minutes")) ? member_int(row, "minutes") : 0;
		}
		assert_int_equal(cases, member_int(post, "cases"));
		assert_int_equal(minutes, member_int(post, "load_minutes"));
	}
	json_decref(sheet);
	json_decref(load);
}

static void test_holdings__in_words_names_each_case_under_its_worker_and_team(void **state)
{
	struct run words = RUN_WELL(*state, "holdings", API, "--on", YEAR_END);
	struct run csv = RUN_WELL(*state, "holdings", API, "--on", YEAR_END, "--csv");
	json_t *sheet = RUN_JSON(*state, "holdings", API, "--on", YEAR_END);
	const json_t *rows = member(sheet, "holdings"), *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		assert_non_null(strstr(words.out, member_text(row, "case")));
		assert_non_null(strstr(words.out,
			json_is_null(member(row, "team_name")) ? "In no team" : member_text(row, "team_name")));
	}
	assert_int_equal(count_lines(csv.out), json_array_size(rows) + 1);
	json_decref(sheet);
}

static void test_load__says_nothing_of_the_share_of_who_is_not_available(void **state)
{
	json_t *loads = RUN_JSON(*state, "load", API, "--on", CENSUS_DAY);
	const json_t *posts = member(loads, "posts");
	size_t absent = 0;

	for (size_t i = 0; i < json_array_size(posts); i++) {
		const json_t *post = json_array_get(posts, i);

		if (strcmp(member_text(post, "availability"), "absent") != 0)
			continue;
		absent++;
		assert_true(json_is_null(member(post, "used_percent")));
		assert_int_equal(member_int(post, "capacity_minutes"), 0);
		assert_int_equal(member_int(post, "contract_minutes") > 0, 1);
	}
	assert_int_equal(absent, 6);
	json_decref(loads);
}

/* What the census says of a worker's cases on its day; -1 if they are not in it. */
static int64_t census_cases(const char *census, const char *registration)
{
	const char *worker = strstr(census, registration), *cases = worker != NULL ? strstr(worker, "<Cases30>") : NULL;

	return cases != NULL ? strtol(cases + strlen("<Cases30>"), NULL, 10) : -1;
}

static void test_load__agrees_with_the_cases_of_each_worker_in_the_workforce_census(void **state)
{
	struct desk *d = *state;
	const char *census = desk_read(d, desk_fixture(d, SYNTH_CSWW)).at;
	json_t *loads = RUN_JSON(d, "load", API, "--on", CENSUS_DAY);
	const json_t *posts = member(loads, "posts");
	int64_t sum = 0;

	for (size_t i = 0; i < json_array_size(posts); i++) {
		const json_t *post = json_array_get(posts, i);
		int64_t cases = census_cases(census, member_text(post, "worker"));

		assert_int_equal(member_int(post, "cases"), cases);
		sum += cases;
	}
	assert_int_equal(sum, 155);
	json_decref(loads);
}

/* The professionals' table has the registration number of a staff id in the third cell after it. */
static const char *registration_of(struct desk *d, const char *professionals, const char *staff_id)
{
	const char *at = strstr(professionals, arena_printf(d->a, ",%s,", staff_id));

	assert_non_null(at);
	at = strstr(at, ",SW");
	assert_non_null(at);
	return arena_printf(d->a, "%.12s", at + 1);
}

static void test_load__agrees_with_the_workforce_census_from_the_safeguarding_dataset_too(void **state)
{
	struct desk *d = *state;
	const char *census = desk_read(d, desk_fixture(d, SYNTH_CSWW)).at;
	const char *professionals = desk_read(d, desk_fixture(d, SYNTH_PROFESSIONALS)).at;
	json_t *loads = RUN_JSON(d, "load", SSD, "--on", CENSUS_DAY);
	const json_t *posts = member(loads, "posts");

	for (size_t i = 0; i < json_array_size(posts); i++) {
		const json_t *post = json_array_get(posts, i);

		assert_int_equal(member_int(post, "cases"),
			census_cases(census, registration_of(d, professionals, member_text(post, "worker"))));
	}
	json_decref(loads);
}

static void test_load__of_a_team_has_its_posts_only(void **state)
{
	json_t *all = RUN_JSON(*state, "load", SSD, "--on", YEAR_END);
	json_t *team = RUN_JSON(*state, "load", SSD, "--on", YEAR_END, "--team", "T02");
	const json_t *posts = member(team, "posts");
	size_t of_team = count_where(member(all, "posts"), "team", "T02");

	assert_true(of_team > 0);
	assert_int_equal(json_array_size(posts), of_team);
	for (size_t i = 0; i < of_team; i++)
		assert_string_equal(member_text(json_array_get(posts, i), "team"), "T02");
	json_decref(team);
	json_decref(all);
}

static void test_load__as_csv_has_a_row_a_post_and_in_words_too(void **state)
{
	struct run csv = RUN_WELL(*state, "load", SSD, "--on", YEAR_END, "--csv");
	struct run words = RUN_WELL(*state, "load", SSD, "--on", YEAR_END);
	json_t *json = RUN_JSON(*state, "load", SSD, "--on", YEAR_END);
	size_t posts = json_array_size(member(json, "posts"));

	assert_memory_equal(csv.out, "worker,worker_name,team,", 24);
	assert_non_null(strstr(csv.out, ",used_percent,"));
	assert_int_equal(count_lines(csv.out), 1 + posts);
	assert_non_null(strstr(csv.out, "\nST001,Nia O'Neill,T01,Assessment North,no,no,1,2220,1510,available,1665,"));
	assert_non_null(strstr(words.out, "Nia O'Neill"));
	assert_non_null(strstr(words.out, "pooled"));
	json_decref(json);
}

/* ---- the day ---- */

static void test_day__is_today_where_the_employer_is_unless_one_is_given(void **state)
{
	static const char *const ZONES[] = {"Pacific/Kiritimati", "Pacific/Niue"}; /* 25 hours apart */
	struct desk *d = *state;
	const char *rows = desk_write(d, "cases.csv", "case,opened\nC1,2026-01-05\n");

	(void)RUN_WELL(d, "import", "--db", "far.db", "--employer", "A", rows);
	for (size_t i = 0; i < sizeof ZONES / sizeof *ZONES; i++) {
		char before[DATE_ISO_SIZE], after[DATE_ISO_SIZE];
		sqlite3 *db;
		json_t *counts;

		assert_int_equal(sqlite3_open(desk_path(d, "far.db"), &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, arena_printf(d->a, "update employer set time_zone = '%s'", ZONES[i]), NULL, NULL,
			NULL), SQLITE_OK);
		(void)sqlite3_close(db);
		clock_set_zone(ZONES[i]);
		(void)date_iso(clock_today(), before);
		counts = RUN_JSON(d, "counts", "--db", "far.db", "--employer", "A");
		(void)date_iso(clock_today(), after);
		assert_true(strcmp(member_text(counts, "on"), before) == 0 || strcmp(member_text(counts, "on"), after) == 0);
		json_decref(counts);
	}
}

/* ---- explain ---- */

/* The lines add up to the weight, exactly, and each says what it is and where it comes from. */
static void assert_adds_up(const json_t *weight)
{
	const json_t *lines = member(weight, "lines");
	int64_t sum = 0;

	assert_true(json_array_size(lines) > 0);
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);

		assert_true(member_text(line, "what")[0] != '\0');
		assert_true(member_text(line, "source")[0] != '\0');
		sum += member_int(line, "minutes");
	}
	assert_int_equal(sum, member_int(weight, "weight_minutes"));
	assert_true(member_int(weight, "low_minutes") <= member_int(weight, "weight_minutes"));
	assert_true(member_int(weight, "high_minutes") >= member_int(weight, "weight_minutes"));
}

static void assert_explained(struct desk *d, const char *db, const char *ref)
{
	json_t *explained = RUN_JSON(d, "explain", "--db", db, "--employer", "A", "--on", YEAR_END, ref);
	const json_t *holders = member(explained, "holders");

	assert_string_equal(member_text(explained, "case"), ref);
	assert_string_equal(member_text(explained, "scheme"), "england-children-starter");
	assert_int_equal(member_int(explained, "scheme_version"), 1);
	assert_adds_up(explained);
	for (size_t i = 0; i < json_array_size(holders); i++)
		assert_adds_up(json_array_get(holders, i));
	json_decref(explained);
}

/* Every eighth of the references, of which most are of open cases; enough to meet each type. */
static void test_explain__lines_add_up_exactly(void **state)
{
	struct desk *d = *state;
	json_t *counts = RUN_JSON(d, "counts", API, "--on", YEAR_END);
	const json_t *unallocated = member(counts, "unallocated");
	int explained = 0;

	for (size_t i = 0; i < json_array_size(unallocated); i++)
		assert_explained(d, i % 2 == 0 ? "api.db" : "ssd.db", json_string_value(json_array_get(unallocated, i)));
	for (int number = 11000; number < 11400; number += 8) {
		const char *ref = arena_printf(d->a, "SYN%06d", number);

		if (RUN(d, "explain", API, "--on", YEAR_END, ref).status != 0)
			continue;
		assert_explained(d, "api.db", ref);
		explained++;
	}
	assert_true(explained > 20);
	json_decref(counts);
}

/* As at the address of the case. */
static void test_explain__tells_what_became_of_the_case(void **state)
{
	json_t *explained = RUN_JSON(*state, "explain", SSD, "--on", YEAR_END, "SYN011029");
	const json_t *history = member(explained, "history");

	assert_true(json_array_size(history) >= 3);
	assert_int_equal(count_where(history, "kind", "episode"), 1);
	assert_true(count_where(history, "kind", "holding") >= 1);
	json_decref(explained);
}

static void test_explain__as_csv_and_in_words_has_the_same_lines(void **state)
{
	struct run csv = RUN_WELL(*state, "explain", SSD, "--on", YEAR_END, "SYN011028", "--csv");
	struct run words = RUN_WELL(*state, "explain", SSD, "--on", YEAR_END, "SYN011028");

	assert_memory_equal(csv.out, "case,holder,what,minutes,source,source_state", 44);
	assert_non_null(strstr(csv.out, "\nSYN011028,,Child in need plan,101,"));
	assert_non_null(strstr(words.out, "+101  Child in need plan"));
	assert_non_null(strstr(words.out, "Nobody holds it."));
	assert_non_null(strstr(words.out, "101  minutes a week"));
}

/* The team of a case is where it is held. */
static void test_explain__of_a_team_wants_a_case_that_concerns_it(void **state)
{
	struct desk *d = *state;
	json_t *explained = RUN_JSON(d, "explain", SSD, "--on", YEAR_END, "SYN011029");
	const char *holder = member_text(json_array_get(member(explained, "holders"), 0), "holder");
	json_t *loads = RUN_JSON(d, "load", SSD, "--on", YEAR_END);
	const json_t *posts = member(loads, "posts");
	const char *team = "";

	for (size_t i = 0; i < json_array_size(posts); i++)
		if (strcmp(member_text(json_array_get(posts, i), "worker"), holder) == 0)
			team = member_text(json_array_get(posts, i), "team");
	(void)RUN_WELL(d, "explain", SSD, "--on", YEAR_END, "SYN011029", "--team", team);
	ASSERT_REFUSES(RUN(d, "explain", SSD, "--on", YEAR_END, "SYN011029", "--team",
		strcmp(team, "T01") == 0 ? "T02" : "T01"), 1, "SYN011029", "nor held in it");
	json_decref(explained);
	json_decref(loads);
}

/* ---- lines ---- */

static void test_lines__are_those_of_each_post_and_the_first_that_binds_is_the_one_of_its_load(void **state)
{
	json_t *json = RUN_JSON(*state, "lines", SSD, "--on", YEAR_END);
	json_t *loads = RUN_JSON(*state, "load", SSD, "--on", YEAR_END);
	const json_t *lines = member(json, "lines"), *posts = member(loads, "posts");
	size_t binding = 0;

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);

		(void)member_text(line, "scope");
		(void)member_text(line, "agreed_by");
		(void)member_int(line, "limit");
		/* Neither kept nor passed where nothing can be measured. */
		if (json_is_null(member(line, "passed")))
			assert_true(json_is_null(member(line, "used_percent")));
		else
			(void)member_true(line, "passed");
		binding += member_true(line, "binds");
	}
	assert_int_equal(binding, json_array_size(posts));
	assert_int_equal(json_array_size(lines), 2 * json_array_size(posts));
	json_decref(json);
	json_decref(loads);
}

static void test_lines__of_a_team_as_csv_and_in_words_are_as_many(void **state)
{
	json_t *json = RUN_JSON(*state, "lines", SSD, "--on", YEAR_END, "--team", "T03");
	size_t rows = json_array_size(member(json, "lines"));
	struct run csv = RUN_WELL(*state, "lines", SSD, "--on", YEAR_END, "--team", "T03", "--csv");
	struct run words = RUN_WELL(*state, "lines", SSD, "--on", YEAR_END, "--team", "T03");

	assert_true(rows > 0);
	assert_memory_equal(csv.out, "worker,worker_name,team,scope,kind,value,", 41);
	assert_int_equal(count_lines(csv.out), 1 + rows);
	assert_int_equal(count_lines(words.out), 2 + rows);
	json_decref(json);
}

/* ---- unallocated ---- */

static bool waits(const json_t *pile, const char *ref)
{
	for (size_t i = 0; i < json_array_size(pile); i++)
		if (strcmp(member_text(json_array_get(pile, i), "case"), ref) == 0)
			return true;
	return false;
}

/* All that nobody holds; on census day also those that an absent worker holds. */
static void test_unallocated__has_every_case_of_the_official_count_and_why_it_waits(void **state)
{
	static const char *const DAYS[] = {CENSUS_DAY, YEAR_END};

	for (size_t day = 0; day < 2; day++) {
		json_t *json = RUN_JSON(*state, "unallocated", API, "--on", DAYS[day]);
		json_t *counts = RUN_JSON(*state, "counts", API, "--on", DAYS[day]);
		const json_t *pile = member(json, "unallocated"), *official = member(counts, "unallocated");
		size_t held_by_nobody = 0;

		for (size_t i = 0; i < json_array_size(official); i++)
			assert_true(waits(pile, json_string_value(json_array_get(official, i))));
		for (size_t i = 0; i < json_array_size(pile); i++) {
			const json_t *row = json_array_get(pile, i);
			const char *reason = member_text(row, "reason");

			held_by_nobody += strcmp(reason, "never-held") == 0 || strcmp(reason, "lapsed") == 0;
			assert_true(member_int(row, "days") >= 0);
			(void)member_int(row, "weight_minutes");
			(void)member_text(row, "since");
		}
		assert_int_equal(held_by_nobody, json_array_size(official));
		json_decref(json);
		json_decref(counts);
	}
}

static void test_unallocated__as_csv_and_in_words_has_as_many_rows(void **state)
{
	struct run csv = RUN_WELL(*state, "unallocated", SSD, "--on", YEAR_END, "--csv");
	struct run words = RUN_WELL(*state, "unallocated", SSD, "--on", YEAR_END);

	assert_memory_equal(csv.out, "case,type,reason,since,days,owner,team,", 39);
	assert_int_equal(count_lines(csv.out), 1 + 21);
	assert_non_null(strstr(words.out, "\n21 cases in all.\n"));
	assert_non_null(strstr(words.out, "no owner is named in the records"));
}

/* The work of one team waits while that of the other is held. */
static void test_unallocated__of_a_team_is_its_own_work_in_every_form(void **state)
{
	struct desk *d = *state;
	const char *workers = desk_write(d, "workers.csv", "worker,name,team,role,fte\nW1,Ann,North,social worker,1\n"
		"W2,Meg,South,manager,1\n");
	const char *cases = desk_write(d, "cases.csv", "case,opened,type,team\nC1,2026-01-05,child_in_need_plan,North\n"
		"C2,2026-01-05,child_in_need_plan,\nC3,2026-01-05,child_in_need_plan,South\n");
	const char *holdings = desk_write(d, "holdings.csv", "case,worker,from\nC2,W2,2026-01-06\n");
	json_t *json;

	(void)RUN_WELL(d, "import", "--db", "two.db", "--employer", "A", workers, cases, holdings);
	json = RUN_JSON(d, "unallocated", "--db", "two.db", "--employer", "A", "--on", YEAR_END, "--team", "South");
	assert_int_equal(json_array_size(member(json, "unallocated")), 2);
	assert_true(waits(member(json, "unallocated"), "C2"));
	assert_true(waits(member(json, "unallocated"), "C3"));
	json_decref(json);
	assert_non_null(strstr(RUN_WELL(d, "unallocated", "--db", "two.db", "--employer", "A", "--on", YEAR_END, "--team",
		"South").out, "\n2 cases in all.\n"));
	assert_non_null(strstr(RUN_WELL(d, "unallocated", "--db", "two.db", "--employer", "A", "--on", YEAR_END, "--team",
		"North").out, "\n1 case in all.\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts__from_the_api_and_the_workforce_census_are_the_known_answers),
		cmocka_unit_test(test_counts__from_the_safeguarding_dataset_and_the_census_are_the_known_answers),
		cmocka_unit_test(test_counts__an_inspection_workbook_gives_the_same_pile),
		cmocka_unit_test(test_counts__as_csv_and_in_words_are_the_same_figures),
		cmocka_unit_test(test_counts__in_words_say_how_many_holders_the_average_has_no_fte_of),
		cmocka_unit_test(test_counts__of_the_teams_add_up_to_those_of_the_employer),
		cmocka_unit_test(test_employers__are_each_what_counts_say_and_together_their_sum),
		cmocka_unit_test(test_employers__as_csv_are_a_row_each_and_in_words_one_for_all),
		cmocka_unit_test(test_employers__of_a_database_that_has_none_are_refused),
		cmocka_unit_test(test_load__has_every_figure_of_every_post_and_they_hang_together),
		cmocka_unit_test(test_holdings__has_a_row_for_each_case_that_a_post_counts),
		cmocka_unit_test(test_holdings__in_words_names_each_case_under_its_worker_and_team),
		cmocka_unit_test(test_load__says_nothing_of_the_share_of_who_is_not_available),
		cmocka_unit_test(test_load__agrees_with_the_cases_of_each_worker_in_the_workforce_census),
		cmocka_unit_test(test_load__agrees_with_the_workforce_census_from_the_safeguarding_dataset_too),
		cmocka_unit_test(test_load__of_a_team_has_its_posts_only),
		cmocka_unit_test(test_load__as_csv_has_a_row_a_post_and_in_words_too),
		cmocka_unit_test(test_day__is_today_where_the_employer_is_unless_one_is_given),
		cmocka_unit_test(test_explain__lines_add_up_exactly),
		cmocka_unit_test(test_explain__tells_what_became_of_the_case),
		cmocka_unit_test(test_explain__as_csv_and_in_words_has_the_same_lines),
		cmocka_unit_test(test_explain__of_a_team_wants_a_case_that_concerns_it),
		cmocka_unit_test(test_lines__are_those_of_each_post_and_the_first_that_binds_is_the_one_of_its_load),
		cmocka_unit_test(test_lines__of_a_team_as_csv_and_in_words_are_as_many),
		cmocka_unit_test(test_unallocated__has_every_case_of_the_official_count_and_why_it_waits),
		cmocka_unit_test(test_unallocated__as_csv_and_in_words_has_as_many_rows),
		cmocka_unit_test(test_unallocated__of_a_team_is_its_own_work_in_every_form),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_with_councils, desk_close));
}
