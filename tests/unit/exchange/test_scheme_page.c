/* docs/schemes.md: its example is a scheme, and it has a word on every key that the shipped schemes use. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../test.h"
#include "base/buf.h"
#include "base/str.h"
#include "exchange/scheme_json.h"

static struct buf page = BUF_INIT(1 << 20);

static void read_file(const char *name, struct buf *to)
{
	struct buf path = BUF_INIT(4096);
	char block[4096];
	size_t n;
	FILE *f;

	buf_putf(&path, "%s/%s", getenv("PLIMSOLL_SOURCE"), name);
	f = fopen(buf_text(&path), "rb");
	assert_non_null(f);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(to, block, n);
	(void)fclose(f);
	buf_free(&path);
}

static int read_page(void **state)
{
	(void)state;
	read_file("docs/schemes.md", &page);
	return 0;
}

static int drop_page(void **state)
{
	(void)state;
	buf_free(&page);
	return 0;
}

static void test_scheme_page__has_an_example_that_holds_together(void **state)
{
	const char *from = strstr(buf_text(&page), "```json\n"), *until;
	struct arena *a = arena_new();
	const struct scheme *s = NULL;
	struct err err = {0};

	(void)state;
	assert_non_null(from);
	from += strlen("```json\n");
	until = strstr(from, "```");
	assert_non_null(until);
	if (scheme_parse(a, from, (size_t)(until - from), "example", &s, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(s->id, "example");
	arena_free(a);
}

/* Every key of an object and of what is in it; the names of sources are no keys of the format. */
static void find_keys(json_t *value)
{
	const char *key;
	json_t *inner;
	size_t i;

	json_object_foreach(value, key, inner) {
		if (strstr(buf_text(&page), key) == NULL)
			fail_msg("docs/schemes.md has no word on \"%s\"", key);
		if (!str_equal(key, "sources"))
			find_keys(inner);
	}
	json_array_foreach(value, i, inner) {
		find_keys(inner);
	}
}

static void test_scheme_page__has_a_word_on_every_key(void **state)
{
	static const char *const names[] = {"schemes/england-children-starter.json", "schemes/probation-hmpps.json"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct buf text = BUF_INIT(1 << 20);
		json_t *document;

		read_file(names[i], &text);
		document = json_loads(buf_text(&text), 0, NULL);
		assert_non_null(document);
		find_keys(document);
		json_decref(document);
		buf_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scheme_page__has_an_example_that_holds_together),
		cmocka_unit_test(test_scheme_page__has_a_word_on_every_key),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, read_page, drop_page);
}
