#include <string.h>

#include "../test.h"
#include "test_embed.h"

static void test_embed__keeps_every_byte_and_sorts_by_name(void **state)
{
	(void)state;
	assert_int_equal(test_assets_count, 3);
	assert_string_equal(test_assets[0].name, "a.json");
	assert_string_equal(test_assets[1].name, "b.css");
	assert_string_equal(test_assets[2].name, "empty.txt");
	assert_string_equal((const char *)test_assets[0].bytes, "{\"a\": \"\\\"?\" }\n");
	assert_int_equal(test_assets[0].size, 14);
	assert_int_equal(test_assets[2].size, 0);
}

static void test_embed__knows_the_media_type_by_the_ending(void **state)
{
	(void)state;
	assert_string_equal(test_assets[0].media_type, "application/json");
	assert_string_equal(test_assets[1].media_type, "text/css; charset=utf-8");
}

static void test_embed__gives_each_content_its_own_quoted_tag(void **state)
{
	(void)state;
	assert_int_equal(strlen(test_assets[0].etag), 18);
	assert_int_equal(test_assets[0].etag[0], '"');
	assert_int_equal(test_assets[0].etag[17], '"');
	assert_string_not_equal(test_assets[0].etag, test_assets[1].etag);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_embed__keeps_every_byte_and_sorts_by_name),
		cmocka_unit_test(test_embed__knows_the_media_type_by_the_ending),
		cmocka_unit_test(test_embed__gives_each_content_its_own_quoted_tag),
	};

	return RUN_TESTS(tests);
}
