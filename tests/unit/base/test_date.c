#include <string.h>

#include "../../test.h"
#include "base/clock.h"
#include "base/date.h"

static int32_t day(const char *iso)
{
	int32_t d = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static bool any_is(const char *text, const char *iso)
{
	int32_t d = 0;

	return date_parse_any(text, strlen(text), &d) && d == day(iso);
}

static void test_date__round_trips_every_day_of_two_centuries(void **state)
{
	(void)state;
	for (int32_t d = DAY_EARLIEST; d <= DAY_LATEST; d++) {
		char iso[DATE_ISO_SIZE];

		assert_int_equal(day(date_iso(d, iso)), d);
	}
}

static void test_date__knows_the_epoch_and_weekdays(void **state)
{
	(void)state;
	assert_int_equal(day("1970-01-01"), 0);
	assert_string_equal(date_weekday_name(day("2026-11-21")), "Saturday");
	assert_string_equal(date_weekday_name(day("1969-12-31")), "Wednesday");
}

static void test_date__refuses_days_that_do_not_exist(void **state)
{
	static const char *const wrong[] = {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-1", "1899-12-31", "2150-01-01",
		"2025-04-31", "", "2025-04-3", "2025-04-30x", "2025-04-30T", "0000-00-00"};
	int32_t d;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(date_parse_iso(wrong[i], strlen(wrong[i]), &d));
	assert_true(date_parse_iso("2024-02-29", 10, &d));
}

static void test_date__drops_a_time_part(void **state)
{
	int32_t d;

	(void)state;
	assert_true(date_parse_iso("2026-03-31T00:00:00Z", 20, &d));
	assert_int_equal(d, day("2026-03-31"));
}

static void test_date__reads_what_spreadsheets_hold(void **state)
{
	(void)state;
	assert_true(any_is("31/03/2026", "2026-03-31"));
	assert_true(any_is("1-4-2026", "2026-04-01"));
	assert_true(any_is("31-Mar-2026", "2026-03-31"));
	assert_true(any_is("1 April 2026", "2026-04-01"));
	assert_true(any_is("46083", "2026-03-02"));
	assert_true(any_is("46083.75", "2026-03-02"));
	assert_false(any_is("03/31/2026", "2026-03-31"));
}

static void test_date__counts_working_days_without_weekends(void **state)
{
	(void)state;
	assert_int_equal(date_working_days(day("2026-11-16"), day("2026-11-23")), 5);
	assert_int_equal(date_working_days(day("2026-11-21"), day("2026-11-23")), 0);
	assert_int_equal(date_working_days(day("2026-11-20"), day("2026-11-20")), 0);
	assert_int_equal(date_add_working_days(day("2026-11-20"), 1), day("2026-11-23"));
	assert_int_equal(date_add_working_days(day("2025-08-04"), 15), day("2025-08-25"));
}

static void test_clock__tells_the_minute_of_an_instant_in_winter_and_in_summer(void **state)
{
	(void)state;
	clock_set_zone("Europe/London");
	assert_int_equal(clock_minute(1767609000), day("2026-01-05") * (int64_t)1440 + 10 * 60 + 30);
	assert_int_equal(clock_minute(1767609059), clock_minute(1767609000));
	assert_int_equal(clock_minute(clock_day_begins(day("2026-07-01")) + 3600), day("2026-07-01") * (int64_t)1440 + 60);
	assert_int_equal(clock_instant_of(clock_minute(1767609000)), 1767609000);
	for (int32_t month = 3; month <= 7; month += 4) {
		int32_t d = month == 3 ? day("2026-03-29") : day("2026-07-01"); /* the clocks change on the first */

		assert_int_equal(clock_minute(clock_instant_of(d * (int64_t)1440 + 180)), d * (int64_t)1440 + 180);
	}
}

static void test_clock__tells_the_civil_day_of_an_instant(void **state)
{
	(void)state;
	clock_set_zone("Europe/London");
	assert_int_equal(clock_day_of(1782862200), day("2026-07-01")); /* 23:30 UTC on 30 June */
	assert_int_equal(clock_day_of(1782858600), day("2026-06-30")); /* an hour before */
	assert_int_equal(clock_day_of(1767609000), day("2026-01-05"));
}

static void test_clock__writes_an_instant_as_utc(void **state)
{
	char text[CLOCK_INSTANT_SIZE];

	(void)state;
	assert_string_equal(clock_instant_text(1790856610, text), "2026-10-01T12:10:10Z");
	assert_string_equal(clock_instant_text(INT64_MAX, text), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date__round_trips_every_day_of_two_centuries),
		cmocka_unit_test(test_date__knows_the_epoch_and_weekdays),
		cmocka_unit_test(test_date__refuses_days_that_do_not_exist),
		cmocka_unit_test(test_date__drops_a_time_part),
		cmocka_unit_test(test_date__reads_what_spreadsheets_hold),
		cmocka_unit_test(test_date__counts_working_days_without_weekends),
		cmocka_unit_test(test_clock__tells_the_civil_day_of_an_instant),
		cmocka_unit_test(test_clock__tells_the_minute_of_an_instant_in_winter_and_in_summer),
		cmocka_unit_test(test_clock__writes_an_instant_as_utc),
	};

	return RUN_TESTS(tests);
}
