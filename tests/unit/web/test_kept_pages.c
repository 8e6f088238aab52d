#include "../../test.h"
#include "web/kept_pages.h"

enum { MOST = 4000, LARGE = 1500, MANY = 600 };

static struct kept_pages *kept;
static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	kept = kept_pages_new(MOST);
	arena = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	kept = kept_pages_free(kept);
	arena = arena_free(arena);
	return 0;
}

static void keep_sized(const char *etag, const char *target, const char *text, size_t times, int status)
{
	struct response response = {0};

	response_reset(&response);
	response.status = status;
	for (size_t i = 0; i < times; i++)
		buf_puts(&response.body, text);
	kept_pages_keep(kept, etag, target, &response);
	buf_free(&response.body);
}

static void keep(const char *etag, const char *target, const char *text)
{
	keep_sized(etag, target, text, 1, 200);
}

static void assert_kept(const char *etag, const char *target, const char *text)
{
	struct response response = {0};
	bool there;

	response_reset(&response);
	there = kept_pages_take(kept, etag, target, &response);
	assert_int_equal(there, text != NULL);
	assert_string_equal(buf_text(&response.body), text != NULL ? text : "");
	buf_free(&response.body);
}

static void test_answer__is_given_again_for_the_same_address_and_tag(void **state)
{
	(void)state;
	assert_kept("\"1\"", "/a?x=1", NULL);
	keep("\"1\"", "/a?x=1", "one");
	assert_kept("\"1\"", "/a?x=1", "one");
	assert_kept("\"2\"", "/a?x=1", NULL);
	assert_kept("\"1\"", "/a?x=2", NULL);
	assert_kept("\"1\"", "/a", NULL);
}

/* Two addresses whose tags are the same by accident, or by somebody's doing. */
static void test_addresses__that_share_a_tag_keep_apart(void **state)
{
	(void)state;
	keep("\"1\"", "/a?x=1", "one");
	keep("\"1\"", "/a?x=2", "two");
	assert_kept("\"1\"", "/a?x=1", "one");
	assert_kept("\"1\"", "/a?x=2", "two");
}

static void test_answer__that_is_none_or_too_large_is_passed_over(void **state)
{
	(void)state;
	keep_sized("\"1\"", "/a", "refused", 1, 404);
	assert_kept("\"1\"", "/a", NULL);
	keep_sized("\"1\"", "/b", "x", LARGE, 200);
	assert_kept("\"1\"", "/b", NULL);
	keep("\"1\"", "/c", "");
	assert_kept("\"1\"", "/c", NULL);
}

/* The one that was asked for stays, whoever came before it. */
static void test_room__is_made_by_dropping_what_nobody_asked_for_the_longest(void **state)
{
	(void)state;
	keep_sized("\"1\"", "/a", "a", 900, 200);
	keep_sized("\"1\"", "/b", "b", 900, 200);
	keep("\"1\"", "/c", "c");
	assert_kept("\"1\"", "/c", "c");
	keep_sized("\"1\"", "/d", "d", 900, 200);
	keep_sized("\"1\"", "/e", "e", 900, 200);
	keep_sized("\"1\"", "/f", "f", 900, 200);
	assert_kept("\"1\"", "/a", NULL);
	assert_kept("\"1\"", "/c", "c");
	for (int i = 0; i < MANY; i++)
		keep("\"1\"", arena_printf(arena, "/many/%d", i), "m");
	assert_kept("\"1\"", "/c", NULL);
	assert_kept("\"1\"", "/many/599", "m");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_answer__is_given_again_for_the_same_address_and_tag, begin, end),
		cmocka_unit_test_setup_teardown(test_addresses__that_share_a_tag_keep_apart, begin, end),
		cmocka_unit_test_setup_teardown(test_answer__that_is_none_or_too_large_is_passed_over, begin, end),
		cmocka_unit_test_setup_teardown(test_room__is_made_by_dropping_what_nobody_asked_for_the_longest, begin, end),
	};

	return RUN_TESTS(tests);
}
