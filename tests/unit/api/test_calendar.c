#include "api/calendar.h"

#include <string.h>

#include "../../test.h"

static int64_t same(int64_t minute)
{
	return minute * 60;
}

static const char *calendar_with(struct buf *out, const struct notice *notices, size_t count)
{
	const struct calendar_of c = {.employer = "north shire", .site = "https://plimsoll.example.gov.uk",
		.instant = 1782990000, .notices = notices, .count = count, .instant_of = same};

	buf_clear(out);
	calendar_put(out, &c);
	return buf_text(out);
}

static void assert_has(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("there is no %s in\n%s", words, text);
}

static void test_calendar__has_an_hour_in_utc_and_a_day_as_one(void **state)
{
	const struct notice notices[] = {
		{.kind = NOTICE_OFFER, .id = 12, .waits = true, .due = local_midnight(20636) + 17 * 60, .post = -1, .case_index = -1},
		{.kind = NOTICE_EXCEPTION_ENDS, .id = 3, .all_day = true, .due = local_midnight(20640), .post = 0, .case_index = -1},
		{.kind = NOTICE_TALK, .id = 4, .waits = true, .due = LOCAL_NEVER, .post = -1, .case_index = -1}};
	struct buf out = BUF_INIT(100000);
	const char *text = calendar_with(&out, notices, 3);

	(void)state;
	assert_has(text, "\r\nUID:offer-12.north%20shire@plimsoll\r\nDTSTAMP:20260702T110000Z\r\nDTSTART:20260702T170000Z\r\n"
		"SUMMARY:Plimsoll: proposal to answer (number 12)\r\n");
	assert_has(text, "DTSTART;VALUE=DATE:20260706\r\nSUMMARY:Plimsoll: exception to a line that ends (number 3)\r\n");
	assert_null(strstr(text, "talk"));
	buf_free(&out);
}

static void test_calendar__cuts_lines_at_75_octets(void **state)
{
	const struct notice n = {.kind = NOTICE_REVIEW, .id = 123456, .waits = true, .due = 0};
	struct buf out = BUF_INIT(100000);
	const char *text = calendar_with(&out, &n, 1);

	(void)state;
	while (*text != '\0') {
		size_t line = strcspn(text, "\r\n");

		assert_true(line <= 75);
		assert_memory_equal(text + line, "\r\n", 2);
		text += line + 2;
	}
	buf_clear(&out);
	calendar_line(&out, "URL", "0123456789012345678901234567890123456789012345678901234567890123456789AB");
	assert_string_equal(buf_text(&out),
		"URL:0123456789012345678901234567890123456789012345678901234567890123456789A\r\n B\r\n");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calendar__has_an_hour_in_utc_and_a_day_as_one),
		cmocka_unit_test(test_calendar__cuts_lines_at_75_octets),
	};

	return RUN_TESTS(tests);
}
