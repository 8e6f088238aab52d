#include "../test.h"
#include "test_templates.h"
#include "views.h"

static void render(const struct board_view *view, struct buf *out)
{
	*out = BUF_INIT(10000);
	render_board(out, view);
}

static void test_render__escapes_every_value_for_its_place(void **state)
{
	struct board_view view = {.frame = {"T & T"}, .title = "<\"O'N\" & co>", .address = "/a?b&c", .code = "A/B c&d",
		.note = "", .total = -12, .seen = 40};
	struct buf out;

	(void)state;
	render(&view, &out);
	assert_string_equal(buf_text(&out),
		"<!DOCTYPE html>\n"
		"<html lang=\"en\">\n"
		"<title>T &amp; T</title>\n"
		"<main>\n"
		"<h1 title=\"&lt;&quot;O&#39;N&quot; &amp; co&gt;\" lang='&lt;&quot;O&#39;N&quot; &amp; co&gt;'>"
		"&lt;\"O'N\" &amp; co&gt;</h1>\n"
		"<a href=\"/a?b&amp;c\">all</a> <a href=\"/a?b&amp;c.csv\">CSV</a>\n"
		"<a href=\"/employers/A%2FB%20c%26d?page=-12#A%2FB%20c%26d\">one</a>\n"
		"<p class=\"plain\">-12 of 40</p>\n"
		"<p>nobody</p>\n"
		"</main>\n"
		"</html>\n");
	buf_free(&out);
}

static void test_render__repeats_rows_with_their_parts_and_markup(void **state)
{
	static const char *const TAGS[] = {"a<b", "c"};
	const struct bar_view other = {7};
	const struct row rows[] = {
		{"Ann & Bob", true, {17}, &other, {STR("<b>chart</b>")}, TAGS, 2},
		{"Cy", false, {0}, &other, {STR("")}, NULL, 0},
	};
	struct board_view view = {.frame = {"t"}, .title = "h", .address = "/", .code = "c", .note = "n", .rows = rows,
		.rows_count = 2};
	struct buf out;
	const char *list;

	(void)state;
	render(&view, &out);
	list = strstr(buf_text(&out), "<p class");
	assert_non_null(list);
	assert_string_equal(list,
		"<p class=\"has-note\">0 of 0</p>\n"
		"<ul>\n"
		"<li class=\"late\">Ann &amp; Bob: 7\n"
		"<svg width=\"17\"/>\n"
		"<b>chart</b>\n"
		"[a&lt;b][c]\n"
		"</li>\n"
		"<li>Cy: 7\n"
		"<svg width=\"0\"/>\n"
		"\n"
		"\n"
		"</li>\n"
		"</ul>\n"
		"</main>\n"
		"</html>\n");
	buf_free(&out);
}

static void test_html_url__prints_no_address_that_leaves_the_site(void **state)
{
	static const char *const REFUSED[] = {"javascript:alert(1)", "//host/", "/\\host/", "/\t/host/", "http://host/",
		"data:text/html,x", "employers", "\\\\host", " /x", "", "../x"};
	struct buf out = BUF_INIT(200);

	(void)state;
	for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
		html_put_url(&out, REFUSED[i]);
		assert_string_equal(buf_text(&out), "");
	}
	html_put_url(&out, NULL);
	assert_string_equal(buf_text(&out), "");
	buf_free(&out);
}

static void test_html_url__prints_addresses_of_the_program_and_secure_ones(void **state)
{
	struct buf out = BUF_INIT(200);

	(void)state;
	html_put_url(&out, "/x?a=1&b='2'");
	html_put_url(&out, "?on=1");
	html_put_url(&out, "#top");
	html_put_url(&out, "./x.html");
	html_put_url(&out, "https://example.org/");
	assert_string_equal(buf_text(&out), "/x?a=1&amp;b=&#39;2&#39;?on=1#top./x.htmlhttps://example.org/");
	buf_free(&out);
}

static void test_html_encode_segment__leaves_only_unreserved_characters(void **state)
{
	struct buf out = BUF_INIT(200);

	(void)state;
	html_encode_segment(&out, "aZ09-._~/?#%&\"'<>\xC3\xB3");
	assert_string_equal(buf_text(&out), "aZ09-._~%2F%3F%23%25%26%22%27%3C%3E%C3%B3");
	buf_free(&out);
}

static void test_html__takes_no_text_for_empty_text(void **state)
{
	struct buf out = BUF_INIT(200);

	(void)state;
	HTML_TEXT(&out, (const char *)NULL);
	HTML_ATTR(&out, (const char *)NULL);
	HTML_URL_PART(&out, (const char *)NULL);
	assert_string_equal(buf_text(&out), "");
	assert_false(HTML_TRUE((const char *)NULL));
	assert_false(HTML_TRUE(""));
	assert_true(HTML_TRUE("0"));
	assert_false(HTML_TRUE((struct safe_html){STR("")}));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_render__escapes_every_value_for_its_place),
		cmocka_unit_test(test_render__repeats_rows_with_their_parts_and_markup),
		cmocka_unit_test(test_html_url__prints_no_address_that_leaves_the_site),
		cmocka_unit_test(test_html_url__prints_addresses_of_the_program_and_secure_ones),
		cmocka_unit_test(test_html_encode_segment__leaves_only_unreserved_characters),
		cmocka_unit_test(test_html__takes_no_text_for_empty_text),
	};

	return RUN_TESTS(tests);
}
