#include <string.h>

#include "../../test.h"
#include "core/line.h"
#include "web/http.h"
#include "web/words.h"

static struct request read_ok(struct arena *a, const char *target)
{
	struct request r;
	struct err err;

	request_begin(&r, a, "GET");
	assert_int_equal(request_read_target(&r, target, &err), 0);
	return r;
}

static int read_fails(struct arena *a, const char *target)
{
	struct request r;
	struct err err;

	request_begin(&r, a, "GET");
	return request_read_target(&r, target, &err);
}

static void test_request__splits_path_and_query(void **state)
{
	struct arena *a = arena_new();
	struct request r = read_ok(a, "/employers/a%20b?on=2026-03-31&x=%C3%A9+%26&empty&=");

	(void)state;
	assert_string_equal(r.path, "/employers/a%20b");
	assert_string_equal(request_query(&r, "on"), "2026-03-31");
	assert_string_equal(request_query(&r, "x"), "\xC3\xA9 &");
	assert_string_equal(request_query(&r, "empty"), "");
	assert_null(request_query(&r, "none"));
	arena_free(a);
}

static void test_request__takes_the_first_of_two_values(void **state)
{
	struct arena *a = arena_new();
	struct request r = read_ok(a, "/?on=1&on=2");

	(void)state;
	assert_string_equal(request_query(&r, "on"), "1");
	arena_free(a);
}

static void test_request__refuses_wrong_encoding(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(read_fails(a, "/?on=%"), PL_INVALID);
	assert_int_equal(read_fails(a, "/?on=%4"), PL_INVALID);
	assert_int_equal(read_fails(a, "/?on=%zz"), PL_INVALID);
	assert_int_equal(read_fails(a, "/?on=%00"), PL_INVALID);
	assert_int_equal(read_fails(a, "/?on=%ff"), PL_INVALID);
	assert_int_equal(read_fails(a, "/?%0a=1"), PL_INVALID);
	assert_int_equal(read_fails(a, "*"), PL_INVALID);
	assert_int_equal(read_fails(a, "http://elsewhere/"), PL_INVALID);
	arena_free(a);
}

static void test_request__caps_length_and_keys(void **state)
{
	struct arena *a = arena_new();
	char longest[HTTP_TARGET_BYTES + 2];
	struct buf keys = BUF_INIT(1000);

	(void)state;
	memset(longest, 'a', sizeof longest);
	longest[0] = '/';
	longest[HTTP_TARGET_BYTES] = '\0';
	assert_int_equal(read_fails(a, longest), 0);
	longest[HTTP_TARGET_BYTES] = 'a';
	longest[HTTP_TARGET_BYTES + 1] = '\0';
	assert_int_equal(read_fails(a, longest), PL_LIMIT);
	buf_puts(&keys, "/?");
	for (int i = 0; i < HTTP_QUERY_MOST; i++)
		buf_puts(&keys, "k&");
	assert_int_equal(read_fails(a, buf_text(&keys)), 0);
	buf_puts(&keys, "k&");
	assert_int_equal(read_fails(a, buf_text(&keys)), PL_LIMIT);
	buf_free(&keys);
	arena_free(a);
}

static void test_request__knows_its_own_names(void **state)
{
	static const char *const OWN[] = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:80", "[::1]:8080"};
	static const char *const OTHER[] = {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:80x",
		"127.0.0.2", "localhost@evil.example", "::1"};

	(void)state;
	for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
		assert_true(request_host_is_local(&(struct request){.host = OWN[i]}));
	for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
		assert_false(request_host_is_local(&(struct request){.host = OTHER[i]}));
}

static void test_request__finds_its_etag_among_several(void **state)
{
	(void)state;
	assert_true(request_has_etag(&(struct request){.if_none_match = "\"a\", W/\"b\""}, "\"b\""));
	assert_false(request_has_etag(&(struct request){.if_none_match = "\"a\""}, "\"b\""));
	assert_false(request_has_etag(&(struct request){.if_none_match = "\"a\""}, ""));
	assert_true(request_has_etag(&(struct request){.if_none_match = "*"}, "\"b\""));
	assert_false(request_has_etag(&(struct request){.if_none_match = "x\"b\""}, "\"b\""));
	assert_false(request_has_etag(&(struct request){.if_none_match = "\"a, \"b\""}, "\"b\""));
}

static void test_words__round_minutes_to_tenths_of_hours_half_up(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(words_hours(a, 2118), "35.3");
	assert_string_equal(words_hours(a, 0), "0.0");
	assert_string_equal(words_hours(a, 2), "0.0");
	assert_string_equal(words_hours(a, 3), "0.1");
	assert_string_equal(words_hours(a, 57), "1.0");
	assert_string_equal(words_hours(a, 6000000), "100,000.0");
	assert_string_equal(words_hours(a, -111), "\xE2\x88\x92" "1.9");
	arena_free(a);
}

static void test_words__write_numbers_for_people(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(words_int(a, 1234567), "1,234,567");
	assert_string_equal(words_int(a, -1000), "\xE2\x88\x92" "1,000");
	assert_string_equal(words_int(a, INT64_MIN), "\xE2\x88\x92" "9,223,372,036,854,775,808");
	assert_string_equal(words_percent(a, 1395), "140%");
	assert_string_equal(words_percent(a, 4), "0%");
	assert_string_equal(words_percent_past(a, 1000), "just past 100%");
	assert_string_equal(words_percent_past(a, 1004), "just past 100%");
	assert_string_equal(words_percent_past(a, 1005), "101%");
	assert_string_equal(words_percent_past(a, 1260), "126%");
	assert_string_equal(words_percent_past(a, 1531), words_percent(a, 1531));
	assert_string_equal(words_percent_past(a, LINE_GRAVE_PERMILLE - 1), "157%");
	assert_string_equal(words_percent_past(a, LINE_GRAVE_PERMILLE), "158%");
	assert_string_equal(words_millionths(a, 600000), "0.6");
	assert_string_equal(words_millionths(a, 1000000), "1");
	assert_string_equal(words_millionths(a, 1), "0.000001");
	assert_string_equal(words_count(a, 1, "case", "cases"), "1 case");
	assert_string_equal(words_count(a, 0, "case", "cases"), "0 cases");
	assert_string_equal(words_number_first(a, 2), "Two");
	assert_string_equal(words_number(a, 14), "14");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request__splits_path_and_query),
		cmocka_unit_test(test_request__takes_the_first_of_two_values),
		cmocka_unit_test(test_request__refuses_wrong_encoding),
		cmocka_unit_test(test_request__caps_length_and_keys),
		cmocka_unit_test(test_request__knows_its_own_names),
		cmocka_unit_test(test_request__finds_its_etag_among_several),
		cmocka_unit_test(test_words__round_minutes_to_tenths_of_hours_half_up),
		cmocka_unit_test(test_words__write_numbers_for_people),
	};

	return RUN_TESTS(tests);
}
