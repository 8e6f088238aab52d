#include "../../test.h"
#include "base/date.h"
#include "core/league_check.h"
#include "core/quarter.h"

enum { HERE, THERE, ELSEWHERE, PLACES, NORTH = 7, SOUTH = 8, MOST = 8 };

static struct published made[MOST];
static struct league_check checks[MOST];
static size_t count;
static bool has_key[PLACES];

static int begin(void **state)
{
	(void)state;
	count = 0;
	for (int i = 0; i < PLACES; i++)
		has_key[i] = false;
	return 0;
}

static void add(int32_t area, int32_t employer_id, int year, int month, int32_t version)
{
	made[count] = (struct published){.version = version, .period = quarter_of(date_from_civil(year, month, 1))};
	checks[count] = (struct league_check){.area = area, .published = &made[count], .href = "", .employer_id = employer_id};
	count++;
}

static void choose(void)
{
	count = league_checks_that_count(checks, count, has_key);
}

static void assert_is(size_t i, int32_t area, int year, int month, int32_t version)
{
	assert_true(i < count);
	assert_int_equal(checks[i].area, area);
	assert_int_equal(checks[i].published->period.from, date_from_civil(year, month, 1));
	assert_int_equal(checks[i].published->version, version);
}

static void test_quarter__has_its_newest_version_whatever_came_first(void **state)
{
	(void)state;
	add(THERE, NORTH, 2026, 4, 2);
	add(HERE, SOUTH, 2026, 1, 1);
	add(THERE, NORTH, 2026, 4, 3);
	add(THERE, NORTH, 2026, 1, 4);
	add(THERE, NORTH, 2026, 4, 1);
	choose();
	assert_int_equal(count, 3);
	assert_is(0, HERE, 2026, 1, 1);
	assert_is(1, THERE, 2026, 4, 3);
	assert_is(2, THERE, 2026, 1, 4);
}

static void test_key__says_more_than_an_employer_of_itself(void **state)
{
	(void)state;
	add(HERE, NORTH, 2026, 4, 9);
	add(HERE, 0, 2026, 1, 1);
	add(THERE, SOUTH, 2026, 1, 1);
	has_key[HERE] = has_key[THERE] = true;
	choose();
	assert_int_equal(count, 1);
	assert_is(0, HERE, 2026, 1, 1);
}

/* Also where they have published different quarters; others are left alone. */
static void test_two__that_say_they_are_one_council_do_not_count(void **state)
{
	(void)state;
	add(HERE, NORTH, 2026, 4, 2);
	add(HERE, SOUTH, 2026, 1, 1);
	add(HERE, NORTH, 2026, 1, 1);
	add(THERE, SOUTH, 2026, 1, 2);
	choose();
	assert_int_equal(count, 1);
	assert_is(0, THERE, 2026, 1, 2);
}

static void test_nothing__counts_where_there_is_nothing(void **state)
{
	(void)state;
	choose();
	assert_int_equal(count, 0);
	assert_null(league_check_newest(checks, count, HERE));
	assert_null(league_check_of_year(checks, count, HERE, 2026));
}

static void test_year__has_the_newest_quarter_that_ended_by_its_30_september(void **state)
{
	(void)state;
	add(HERE, NORTH, 2025, 7, 1);
	add(THERE, SOUTH, 2024, 10, 1);
	add(THERE, SOUTH, 2025, 4, 2);
	add(THERE, SOUTH, 2025, 7, 3);
	add(THERE, SOUTH, 2025, 10, 4);
	choose();
	assert_ptr_equal(league_check_newest(checks, count, THERE), &checks[1]);
	assert_int_equal(league_check_newest(checks, count, THERE)->published->version, 4);
	assert_int_equal(league_check_of_year(checks, count, THERE, 2025)->published->version, 3);
	assert_int_equal(league_check_of_year(checks, count, THERE, 2026)->published->version, 4);
	assert_null(league_check_of_year(checks, count, THERE, 2024));
	assert_ptr_equal(league_check_newest(checks, count, HERE), &checks[0]);
	assert_null(league_check_newest(checks, count, ELSEWHERE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_quarter__has_its_newest_version_whatever_came_first, begin),
		cmocka_unit_test_setup(test_key__says_more_than_an_employer_of_itself, begin),
		cmocka_unit_test_setup(test_two__that_say_they_are_one_council_do_not_count, begin),
		cmocka_unit_test_setup(test_nothing__counts_where_there_is_nothing, begin),
		cmocka_unit_test_setup(test_year__has_the_newest_quarter_that_ended_by_its_30_september, begin),
	};

	return RUN_TESTS(tests);
}
