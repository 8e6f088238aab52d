#include <stdio.h>

#include "core/health_day.h"
#include "core/health_lines.h"
#include "council.h"

static struct health_figure figures[HEALTH_MEASURES];
static struct arena *arena;

static const struct health_scope WHOLE = {.team = TEAMS_ALL};

/* The figures of a council, which is used up. */
static void look(struct council *c, struct health_scope scope)
{
	const struct snapshot *s = council_picture(c);
	struct loads loads;
	struct pile_row *pile;
	size_t count;

	arena = arena_new();
	loads = loads_of_snapshot(arena, s);
	pile_of_snapshot(arena, s, &loads, &pile, &count);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		figures[m] = health_unsaid();
	health_of_day(s, &loads, pile, count, scope, figures);
	snapshot_drop(s);
	arena_free(arena);
}

static void expect(enum health_measure m, int64_t value)
{
	if (figures[m].known != HEALTH_KNOWN || figures[m].value != value)
		fail_msg("%s: expected %lld, was %lld (known: %d)", health_measure_row(m)->code, (long long)value, (long long)figures[m].value,
			(int)figures[m].known);
}

static void expect_parts(enum health_measure m, int64_t value, int64_t part, int64_t whole)
{
	expect(m, value);
	assert_int_equal(figures[m].part, part);
	assert_int_equal(figures[m].whole, whole);
}

static void expect_known(enum health_measure m, enum health_known known)
{
	if (figures[m].known != known)
		fail_msg("%s: expected %d, was %d", health_measure_row(m)->code, (int)known, (int)figures[m].known);
}

/* A case of 101 minutes a week since 5 January, held or not. */
static int32_t need(struct council *c, const char *ref, int32_t team, int32_t post)
{
	int32_t kim = council_add_case(c, (struct council_case){.ref = ref, .opened = "2026-01-05", .team = team});

	council_stage(c, kim, "need", "2026-01-05", "");
	if (post != 0)
		council_hold(c, kim, post, "2026-01-05");
	return kim;
}

/* Two workers, of whom one is half-time, and their manager: 3, 1 and 1 cases; and one that nobody holds. Two cases for a
 * full-time worker are the line. A full-time post has 1,510 minutes a week, a half-time one 755. */
static struct council small(void)
{
	struct council c = council_on("2026-03-31");
	const int32_t north = council_team(&c, "north", "Ann Manager"), south = council_team(&c, "south", "");
	const int32_t ann = council_worker(&c, "W1", north, COUNCIL_FULL_TIME), ben = council_worker(&c, "W2", south, COUNCIL_FULL_TIME / 2);

	need(&c, "C1", north, ann);
	need(&c, "C2", north, ann);
	need(&c, "C3", north, ann);
	need(&c, "C4", south, ben);
	need(&c, "C5", south, 0);
	need(&c, "C6", north, council_manager(&c, "M1", north));
	council_add_line(&c, (struct council_line){.scope = LINE_EMPLOYER, .kind = LINE_COUNT, .value = 2, .status = LINE_POLICY});
	return c;
}

static void test_day__counts_people_and_cases(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect(MEASURE_WORKERS, 2);
	expect(MEASURE_WORKERS_FTE, 150);
	expect(MEASURE_HOLDERS, 3);
	expect(MEASURE_HOLDERS_FTE, 250);
	expect(MEASURE_CASES_HELD, 5);
	expect(MEASURE_CASES_MEDIAN, 1);
	expect(MEASURE_CASES_P90, 3);
	expect(MEASURE_CASES_MOST, 3);
	expect_parts(MEASURE_CASES_MEAN, 17, 5, 3);
}

static void test_day__puts_the_official_caseload_beside_that_of_all_posts(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect_parts(MEASURE_CASELOAD, 20, 5, 250);
	expect_parts(MEASURE_CASELOAD_ALL, 33, 5, 150);
}

static void test_day__pools_loads_over_capacities(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect_parts(MEASURE_USED, 223, 505, 2265);
	expect_parts(MEASURE_LOAD_MEAN, 202, 404, 2);
	expect(MEASURE_LOAD_MEDIAN, 134);
	expect(MEASURE_LOAD_P90, 201);
	expect(MEASURE_UNDER, 1);
	expect(MEASURE_OVER, 1);
	expect(MEASURE_WITHIN, 0);
}

static void test_day__counts_posts_past_a_line(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect_parts(MEASURE_PAST_LINE, 333, 1, 3);
	expect(MEASURE_PAST_WITH_LEAVE, 0);
}

/* The lines of a council, which is used up: "scope value past/posts", those that are not told as "-". */
static void expect_lines(struct council *c, const struct health_hearer *hearer, struct health_scope scope, const char *expected)
{
	const struct snapshot *s = council_picture(c);
	struct arena *a = arena_new();
	struct loads loads = loads_of_snapshot(a, s);
	char text[200] = "";
	size_t count, n = 0;
	const struct health_line *lines = health_lines_of(a, s, &loads, scope, hearer, &count);

	for (size_t i = 0; i < count; i++) {
		const struct line_row *line = lines[i].line;

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%d %d %d/%d%s", i > 0 ? "; " : "", line != NULL ? (int)line->scope : LINE_POST,
			line != NULL ? line->value : 0, lines[i].past, lines[i].posts, lines[i].told ? "" : " -");
	}
	assert_string_equal(text, expected);
	arena_free(a);
	snapshot_drop(s);
}

static void test_lines__are_each_told_with_the_posts_past_it(void **state)
{
	const struct health_hearer head = {.sees_figures = true, .sees_allocations = true}, board = {.sees_figures = true};
	struct council c = small();

	(void)state;
	council_add_line(&c, (struct council_line){.scope = LINE_NATIONAL, .kind = LINE_COUNT, .value = 5, .status = LINE_ADVISORY});
	council_add_line(&c, (struct council_line){.scope = LINE_TEAM, .team = 1, .kind = LINE_COUNT, .value = 2, .status = LINE_POLICY});
	expect_lines(&c, &head, WHOLE, "0 5 0/3; 1 2 1/3; 3 2 1/2");
	c = small();
	expect_lines(&c, &head, (struct health_scope){.team = 1}, "1 2 0/1");
	c = small();
	expect_lines(&c, &board, WHOLE, "1 2 0/0 -"); /* three posts are few */
}

static void test_day__tells_what_waits_and_why(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect(MEASURE_WAITING, 2);
	expect(MEASURE_NEVER_HELD, 1);
	expect(MEASURE_MANAGER_HELD, 1);
	expect(MEASURE_UNALLOCATED, 1);
	expect(MEASURE_WAITING_LONGEST, 85);
	expect(MEASURE_WAITING_MINUTES, 202);
	expect(MEASURE_NO_OWNER, 1);
	expect(MEASURE_NEVER_LOOKED, 2);
	expect(MEASURE_LOOK_OVERDUE, 0);
	expect(MEASURE_DOUBLE, 0);
}

/* What a manager or somebody absent holds waits, and is not counted as carried, too. */
static void test_day__holds_all_work_against_all_hours_once(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, WHOLE);
	expect(MEASURE_DEMAND, 404 + 202);
	expect(MEASURE_CAPACITY, 2265);
	expect(MEASURE_GAP, 606 - 2265);
	expect(MEASURE_FULL_TIME_CAPACITY, 1510);
	expect(MEASURE_GAP_FTE, -110);
}

/* One case beyond a line of two is half a post; 202 of 1,510 minutes are 0.13 of one. */
static void test_day__says_what_it_takes_to_keep_every_line(void **state)
{
	struct council c = small();
	struct health_figure price;

	(void)state;
	look(&c, WHOLE);
	expect(MEASURE_LINE_FTE, 63);
	expect_known(MEASURE_LINE_PRICE, HEALTH_UNSAID);
	price = health_price(&figures[MEASURE_LINE_FTE], 60000);
	assert_int_equal(price.value, 37800);
}

static void test_day__is_of_a_team_alone(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, (struct health_scope){.team = 1}); /* south */
	expect(MEASURE_WORKERS, 1);
	expect(MEASURE_CASES_HELD, 1);
	expect(MEASURE_WAITING, 1);
	expect(MEASURE_PAST_LINE, 0);
	expect(MEASURE_CAPACITY, 755);
}

static void test_day__of_a_service_that_is_not_there_is_of_nobody(void **state)
{
	struct council c = small();

	(void)state;
	look(&c, (struct health_scope){.service = "adults", .team = TEAMS_ALL});
	expect(MEASURE_WORKERS, 0);
	expect(MEASURE_WAITING, 0);
	expect_known(MEASURE_CASELOAD, HEALTH_NOTHING);
	expect_known(MEASURE_USED, HEALTH_NOTHING);
	expect_known(MEASURE_WAITING_LONGEST, HEALTH_NOTHING);
	expect_known(MEASURE_GAP_FTE, HEALTH_NOTHING);
}

static void test_day__counts_those_with_many_cases(void **state)
{
	struct council c = council_on("2026-03-31");
	const int32_t north = council_team(&c, "north", ""), ann = council_worker(&c, "W1", north, COUNCIL_FULL_TIME),
		ben = council_worker(&c, "W2", north, COUNCIL_FULL_TIME);
	char ref[8];

	(void)state;
	for (int i = 0; i < 41; i++) {
		(void)snprintf(ref, sizeof ref, "C%02d", i);
		need(&c, ref, north, ann);
	}
	for (int i = 41; i < 71; i++) {
		(void)snprintf(ref, sizeof ref, "C%02d", i);
		need(&c, ref, north, ben);
	}
	look(&c, WHOLE);
	expect_parts(MEASURE_OVER_30, 500, 1, 2);
	expect_parts(MEASURE_OVER_40, 500, 1, 2);
	expect_parts(MEASURE_OVER_60, 0, 0, 2);
}

/* ---- groups ---- */

/* So many full-time and half-time workers with a case each. */
static void groups_of(struct council *c, int full_time, int half_time)
{
	const int32_t north = council_team(c, "north", "");
	char code[8], ref[8];

	for (int i = 0; i < full_time + half_time; i++) {
		(void)snprintf(code, sizeof code, "W%d", i);
		(void)snprintf(ref, sizeof ref, "C%d", i);
		need(c, ref, north, council_worker(c, code, north, i < full_time ? COUNCIL_FULL_TIME : COUNCIL_FULL_TIME / 2));
	}
}

static void test_groups__stand_beside_one_another(void **state)
{
	struct council c = council_on("2026-03-31");

	(void)state;
	groups_of(&c, 6, 5);
	look(&c, WHOLE);
	expect_parts(MEASURE_USED_FULL_TIME, 67, 606, 9060);
	expect_parts(MEASURE_USED_PART_TIME, 134, 505, 3775);
	assert_int_equal(figures[MEASURE_USED_PART_TIME].people, 5);
}

static void test_groups__of_few_are_not_told_nor_is_the_other(void **state)
{
	struct council c = council_on("2026-03-31");

	(void)state;
	groups_of(&c, 9, 4);
	look(&c, WHOLE);
	expect_known(MEASURE_USED_PART_TIME, HEALTH_UNTOLD);
	expect_known(MEASURE_USED_FULL_TIME, HEALTH_UNTOLD);
	assert_int_equal(figures[MEASURE_USED_FULL_TIME].part, 0);
	assert_int_equal(figures[MEASURE_USED_FULL_TIME].whole, 0);
}

static void test_groups__of_nobody_leave_the_other_told(void **state)
{
	struct council c = council_on("2026-03-31");

	(void)state;
	groups_of(&c, 9, 0);
	look(&c, WHOLE);
	expect_known(MEASURE_USED_PART_TIME, HEALTH_NOTHING);
	expect(MEASURE_USED_FULL_TIME, 67);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_day__counts_people_and_cases),
		cmocka_unit_test(test_day__puts_the_official_caseload_beside_that_of_all_posts),
		cmocka_unit_test(test_day__pools_loads_over_capacities),
		cmocka_unit_test(test_day__counts_posts_past_a_line),
		cmocka_unit_test(test_lines__are_each_told_with_the_posts_past_it),
		cmocka_unit_test(test_day__tells_what_waits_and_why),
		cmocka_unit_test(test_day__holds_all_work_against_all_hours_once),
		cmocka_unit_test(test_day__says_what_it_takes_to_keep_every_line),
		cmocka_unit_test(test_day__is_of_a_team_alone),
		cmocka_unit_test(test_day__of_a_service_that_is_not_there_is_of_nobody),
		cmocka_unit_test(test_day__counts_those_with_many_cases),
		cmocka_unit_test(test_groups__stand_beside_one_another),
		cmocka_unit_test(test_groups__of_few_are_not_told_nor_is_the_other),
		cmocka_unit_test(test_groups__of_nobody_leave_the_other_told),
	};

	return RUN_TESTS(tests);
}
