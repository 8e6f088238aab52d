/* health: a health check says what the other commands say of the same day, in every shape. */
#include "run.h"

#define DB "--db", "a.db", "--employer", "D"
#define ON "--on", "2026-09-30"

static void make_council(struct desk *d)
{
	(void)RUN_WELL(d, "demo", DB, "--workers", "40", "--cases", "500", "--seed", "7", ON);
}

static const json_t *measure_of(const json_t *health, const char *code)
{
	const json_t *row;
	size_t i;

	json_array_foreach(member(health, "measures"), i, row)
		if (strcmp(member_text(row, "code"), code) == 0)
			return row;
	fail_msg("there is no measure %s", code);
	return NULL;
}

static double figure_of(const json_t *health, const char *code)
{
	const json_t *row = measure_of(health, code);

	assert_string_equal(member_text(row, "known"), "known");
	return json_number_value(member(row, "figure"));
}

static void test_health__says_what_the_other_commands_say(void **state)
{
	struct desk *d = *state;
	json_t *health, *counts, *load, *waiting;

	make_council(d);
	health = RUN_JSON(d, "health", DB, ON);
	counts = RUN_JSON(d, "counts", DB, ON);
	load = RUN_JSON(d, "load", DB, ON);
	waiting = RUN_JSON(d, "unallocated", DB, ON);
	assert_float_equal(figure_of(health, "cases-held"), (double)member_int(counts, "cases_held"), 0);
	assert_float_equal(figure_of(health, "holders"), (double)member_int(counts, "case_holders"), 0);
	assert_float_equal(figure_of(health, "caseload"), json_number_value(member(counts, "average_caseload")), 0);
	assert_float_equal(figure_of(health, "waiting"), (double)json_array_size(member(waiting, "unallocated")), 0);
	assert_float_equal(figure_of(health, "capacity"), (double)member_int(member(load, "pooled"), "capacity_minutes"), 0);
	assert_float_equal(figure_of(health, "used"), json_number_value(member(member(load, "pooled"), "used_percent")), 0);
	json_decref(health);
	json_decref(counts);
	json_decref(load);
	json_decref(waiting);
}

static size_t lines_of(const char *text)
{
	size_t lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

static void test_health__has_a_row_for_every_measure_in_every_shape(void **state)
{
	struct desk *d = *state;
	const json_t *row;
	json_t *health;
	const char *csv, *text;
	size_t i;

	make_council(d);
	health = RUN_JSON(d, "health", DB, ON);
	csv = RUN_WELL(d, "health", DB, ON, "--csv").out;
	text = RUN_WELL(d, "health", DB, ON).out;
	assert_true(json_array_size(member(health, "measures")) > 100);
	assert_true(lines_of(csv) == json_array_size(member(health, "measures")) + json_array_size(member(health, "lines")) +
		1);
	assert_true(json_array_size(member(health, "lines")) > 0);
	json_array_foreach(member(health, "measures"), i, row) {
		const char *words = member_text(row, "measure");

		assert_non_null(strstr(csv, member_text(row, "code")));
		assert_true(strlen(member_text(row, "definition")) > 20);
		if (strlen(words) < 60 && strstr(text, words) == NULL)
			fail_msg("not in the text: %s", words);
	}
	assert_non_null(strstr(text, "(invented demo data)"));
	assert_non_null(strstr(text, "  The records do not say\n")); /* as the pages say it */
	json_decref(health);
}

static void test_health__begins_with_what_is_found(void **state)
{
	struct desk *d = *state;
	const json_t *finding;
	json_t *health;
	const char *text;
	size_t i;

	make_council(d);
	health = RUN_JSON(d, "health", DB, ON);
	text = RUN_WELL(d, "health", DB, ON).out;
	assert_true(json_array_size(member(health, "findings")) > 0);
	json_array_foreach(member(health, "findings"), i, finding)
		if (strstr(text, member_text(finding, "finding")) == NULL)
			fail_msg("not in the text: %s", member_text(finding, "finding"));
	assert_true(strstr(text, "What to look at first") < strstr(text, "Loads. "));
	json_decref(health);
}

static void test_health__has_the_posts_past_each_line(void **state)
{
	struct desk *d = *state;
	const json_t *line;
	json_t *health;
	const char *text;
	size_t i;

	make_council(d);
	health = RUN_JSON(d, "health", DB, ON);
	text = strstr(RUN_WELL(d, "health", DB, ON).out, "Posts past each line in force\n");
	assert_non_null(text);
	json_array_foreach(member(health, "lines"), i, line) {
		char posts[64];

		(void)snprintf(posts, sizeof posts, "(%d of %d posts, %d by leave)", (int)member_int(line, "past"),
			(int)member_int(line, "posts"), (int)member_int(line, "with_leave"));
		if (strstr(text, posts) == NULL)
			fail_msg("not in the text: %s", posts);
	}
	json_decref(health);
}

static void test_health__is_of_92_days_unless_it_is_said(void **state)
{
	struct desk *d = *state;
	json_t *usual, *month;

	make_council(d);
	usual = RUN_JSON(d, "health", DB, ON);
	month = RUN_JSON(d, "health", DB, "--from", "2026-09-01", "--to", "2026-09-30");
	assert_string_equal(member_text(usual, "from"), "2026-07-01");
	assert_string_equal(member_text(usual, "to"), "2026-09-30");
	assert_string_equal(member_text(month, "on"), "2026-09-30");
	assert_true(figure_of(month, "line-days") < figure_of(usual, "line-days"));
	assert_float_equal(figure_of(month, "waiting"), figure_of(usual, "waiting"), 0);
	json_decref(usual);
	json_decref(month);
}

static void test_health__of_a_team_is_less_than_of_all(void **state)
{
	struct desk *d = *state;
	json_t *whole, *team, *employer = NULL, *children;

	make_council(d);
	whole = RUN_JSON(d, "health", DB, ON);
	employer = RUN_JSON(d, "load", DB, ON);
	team = RUN_JSON(d, "health", DB, ON, "--team", member_text(json_array_get(member(employer, "posts"), 0), "team"));
	children = RUN_JSON(d, "health", DB, ON, "--service", "children");
	assert_true(figure_of(team, "workers") > 0 && figure_of(team, "workers") < figure_of(whole, "workers"));
	assert_string_equal(member_text(children, "service"), "children");
	assert_true(figure_of(children, "workers") <= figure_of(whole, "workers"));
	json_decref(whole);
	json_decref(employer);
	json_decref(team);
	json_decref(children);
}

static void test_health__prices_the_line_only_where_a_cost_was_declared(void **state)
{
	struct desk *d = *state;
	json_t *before, *after;

	make_council(d);
	(void)RUN_WELL(d, "employer", DB, "--from", "2026-01-01", "declare", "cost", "none");
	before = RUN_JSON(d, "health", DB, ON);
	assert_string_equal(member_text(measure_of(before, "line-price"), "known"), "not-recorded");
	assert_true(json_is_null(member(measure_of(before, "line-price"), "figure")));
	(void)RUN_WELL(d, "employer", DB, "--from", "2026-09-01", "declare", "cost", "50000");
	after = RUN_JSON(d, "health", DB, ON);
	assert_float_equal(figure_of(after, "line-price"), figure_of(after, "line-fte") * 50000, 0.5);
	json_decref(before);
	json_decref(after);
	assert_non_null(strstr(RUN_WELL(d, "health", DB, ON).out, " £"));
	assert_non_null(strstr(RUN_WELL(d, "health", DB, ON).out, " FTE"));
}

static void test_health__refuses_what_is_no_period_team_or_service(void **state)
{
	struct desk *d = *state;

	make_council(d);
	ASSERT_REFUSES(RUN(d, "health", DB, ON, "--to", "2026-09-01"), 2, "--on", "--to");
	ASSERT_REFUSES(RUN(d, "health", DB, ON, "--from", "2026-10-01"), 1, "ends before it begins");
	ASSERT_REFUSES(RUN(d, "health", DB, ON, "--from", "2023-10-01"), 1, "two years");
	ASSERT_REFUSES(RUN(d, "health", DB, "--on", "2149-06-30"), 1, "ends after today");
	ASSERT_REFUSES(RUN(d, "health", DB, "--on", "2149-06-30", "--csv"), 1, "ends after today");
	ASSERT_REFUSES(RUN(d, "health", DB, ON, "--team", "nowhere"), 1, "nowhere");
	ASSERT_REFUSES(RUN(d, "health", DB, ON, "--service", "nowhere"), 1, "service");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_health__says_what_the_other_commands_say),
		TEST(test_health__has_a_row_for_every_measure_in_every_shape),
		TEST(test_health__begins_with_what_is_found),
		TEST(test_health__has_the_posts_past_each_line),
		TEST(test_health__is_of_92_days_unless_it_is_said),
		TEST(test_health__of_a_team_is_less_than_of_all),
		TEST(test_health__prices_the_line_only_where_a_cost_was_declared),
		TEST(test_health__refuses_what_is_no_period_team_or_service),
	};

	return RUN_TESTS(tests);
}
