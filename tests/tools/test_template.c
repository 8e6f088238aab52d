#include <stdio.h>

#include "../test.h"
#include "template.h"

#define HEAD "{{view t \"t.h\"}}\n"

/* Makes C of one template; its parts and layouts are a part `bar` and a layout `frame`. */
static int write(const char *path, const char *text, struct buf *out, struct err *err)
{
	struct template items[3];
	struct template_set set = {items, 3};
	int rc;

	assert_int_equal(template_read("parts/bar.html", STR("{{view bar \"b.h\"}}\n"), &items[0], err), 0);
	assert_int_equal(template_read("layouts/frame.html", STR("{{view frame \"f.h\"}}\n{{content}}\n"), &items[1], err), 0);
	rc = template_read(path, str_of(text), &items[2], err);
	return rc < 0 ? rc : template_write(&set, &items[2], out, err);
}

static void test_template__becomes_one_readable_function(void **state)
{
	struct buf out = BUF_INIT(10000);
	struct err err;

	(void)state;
	assert_int_equal(write("t.html",
		HEAD "{{layout frame v.frame}}\n<p>\n\t{{each row in v.rows}}\n\t\t{{if !row.x}}\n\t\t\t\"{{row.name}}\"\n"
		"\t\t{{end}}\n\t{{end}}\n</p>\n", &out, &err), 0);
	assert_string_equal(buf_text(&out),
		"\n"
		"#line 1 \"t.html\"\n"
		"void render_t(struct buf *out, const struct t_view *v)\n"
		"{\n"
		"#line 2 \"t.html\"\n"
		"\trender_frame_begin(out, &v->frame);\n"
		"\tHTML_LITERAL(out,\n"
		"\t\t\"<p>\\n\");\n"
		"#line 4 \"t.html\"\n"
		"\tfor (size_t row_at = 0; row_at < (size_t)v->rows_count; row_at++) {\n"
		"#line 4 \"t.html\"\n"
		"\t\t__attribute__((unused)) const __typeof__(v->rows[0]) *const row_ = &v->rows[row_at];\n"
		"#line 5 \"t.html\"\n"
		"\t\tif (!HTML_TRUE(row_->x)) {\n"
		"\t\t\tHTML_LITERAL(out,\n"
		"\t\t\t\t\"\\\"\");\n"
		"#line 6 \"t.html\"\n"
		"\t\t\tHTML_TEXT(out, row_->name);\n"
		"\t\t\tHTML_LITERAL(out,\n"
		"\t\t\t\t\"\\\"\\n\");\n"
		"\t\t}\n"
		"\t}\n"
		"\tHTML_LITERAL(out,\n"
		"\t\t\"</p>\\n\");\n"
		"#line 2 \"t.html\"\n"
		"\trender_frame_end(out, &v->frame);\n"
		"}\n");
	buf_free(&out);
}

static void test_template__of_a_layout_becomes_two_functions(void **state)
{
	struct buf out = BUF_INIT(10000);
	struct err err;

	(void)state;
	assert_int_equal(write("layouts/t.html", HEAD "<b>\n{{content}}\n</b>{{v.x}}\n", &out, &err), 0);
	assert_string_equal(buf_text(&out),
		"\n"
		"#line 1 \"layouts/t.html\"\n"
		"void render_t_begin(struct buf *out, const struct t_view *v)\n"
		"{\n"
		"\t(void)v;\n"
		"\tHTML_LITERAL(out,\n"
		"\t\t\"<b>\\n\");\n"
		"}\n"
		"\n"
		"#line 1 \"layouts/t.html\"\n"
		"void render_t_end(struct buf *out, const struct t_view *v)\n"
		"{\n"
		"\tHTML_LITERAL(out,\n"
		"\t\t\"</b>\");\n"
		"#line 4 \"layouts/t.html\"\n"
		"\tHTML_TEXT(out, v->x);\n"
		"\tHTML_LITERAL(out,\n"
		"\t\t\"\\n\");\n"
		"}\n");
	buf_free(&out);
}

static void test_template__is_a_part_or_a_layout_by_its_own_folder_only(void **state)
{
	static const struct {
		const char *path;
		enum template_kind kind;
	} CASES[] = {
		{"t.html", TEMPLATE_PAGE},
		{"parts/t.html", TEMPLATE_PART},
		{"../templates/layouts/t.html", TEMPLATE_LAYOUT},
		{"/parts/templates/t.html", TEMPLATE_PAGE},
		{"spare-parts/t.html", TEMPLATE_PAGE},
	};
	struct template t;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		assert_int_equal(template_read(CASES[i].path, STR(HEAD), &t, &err), 0);
		assert_int_equal(t.kind, CASES[i].kind);
		assert_true(str_is(t.name, "t"));
	}
}

struct wrong {
	const char *path, *text, *sentence;
};

static void check_all(const struct wrong *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf out = BUF_INIT(10000);
		struct err err = {0};

		assert_true(write(cases[i].path, cases[i].text, &out, &err) < 0);
		assert_string_equal(err.text, cases[i].sentence);
		buf_free(&out);
	}
}

#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

static void test_template__refuses_values_where_no_escaping_helps(void **state)
{
	static const struct wrong CASES[] = {
		{"t.html", HEAD "<p class={{v.x}}>", "t.html:2: the value of class= stands without quotes: expected \"...\""},
		{"t.html", HEAD "<p class=x>", "t.html:2: the value of class= stands without quotes: expected \"...\""},
		{"t.html", HEAD "<p style=\"x\">",
			"t.html:2: style= is refused by the content policy: expected a class, or attributes in SVG"},
		{"t.html", HEAD "<p onClick=\"x\">",
			"t.html:2: onclick= is refused by the content policy: expected no handlers in markup"},
		{"t.html", HEAD "<script>{{v.x}}</script>", "t.html:2: a tag inside <script>: expected a static file instead"},
		{"t.html", HEAD "<style>\n{{if v.x}}</style>", "t.html:3: a tag inside <style>: expected a static file instead"},
		{"t.html", HEAD "<!-- {{v.x}} -->",
			"t.html:2: a tag inside an HTML comment: expected {{! a comment of the template }}"},
		{"t.html", HEAD "<h{{v.x}}>",
			"t.html:2: a value printed among names: expected it between tags or in a quoted attribute value"},
		{"t.html", HEAD "<p {{v.x}}>",
			"t.html:2: a value printed among names: expected it between tags or in a quoted attribute value"},
		{"t.html", HEAD "<p data-{{v.x}}=\"1\">",
			"t.html:2: a value printed among names: expected it between tags or in a quoted attribute value"},
		{"t.html", HEAD "<img srcset=\"{{v.x}}\">",
			"t.html:2: a value printed in srcset=: expected literal text there"},
		{"t.html", HEAD "<a href=\"javascript:{{v.x}}\">",
			"t.html:2: href= begins with something else: expected /, ?, #, https://, mailto: or tel:"},
		{"t.html", HEAD "<p title=\"{{raw v.x}}\">",
			"t.html:2: markup printed inside a tag: expected {{raw}} between tags"},
		{"t.html", HEAD "<p {{part bar v.x}}>", "t.html:2: a part inside a tag: expected {{part}} between tags"},
		{"t.html", HEAD "<{{v.x}}>", "t.html:2: a bare '<': expected a tag, or &lt;"},
		{"t.html", HEAD "1 < 2", "t.html:2: a bare '<': expected a tag, or &lt;"},
		{"t.html", HEAD "<p \"x\">", "t.html:2: '\"' inside a tag: expected an attribute's name or '>'"},
		{"t.html", HEAD "<p", "t.html:3: the file ends inside a tag, a comment or a script"},
	};

	(void)state;
	CHECK_ALL(CASES);
}

static void test_template__refuses_blocks_that_do_not_fit(void **state)
{
	static const struct wrong CASES[] = {
		{"t.html", HEAD "{{if v.x}}\n\n", "t.html:4: the block of line 2 is not closed: expected {{end}}"},
		{"t.html", HEAD "\n{{end}}", "t.html:3: {{end}} without an open {{each}} or {{if}}"},
		{"t.html", HEAD "{{else}}", "t.html:2: {{else}} without an open {{if}}"},
		{"t.html", HEAD "{{each row in v.rows}}{{else}}{{end}}", "t.html:2: {{else}} without an open {{if}}"},
		{"t.html", HEAD "{{if v.x}}{{else}}{{else}}{{end}}", "t.html:2: {{else}} without an open {{if}}"},
		{"t.html", HEAD "{{if v.x}}{{else if v.y}}{{end}}",
			"t.html:2: expected {{else}} alone: a second question needs an {{if}} of its own"},
		{"t.html", HEAD "{{if v.x}}<p{{end}}>", "t.html:2: the block of line 2 does not leave the HTML where it began: "
			"expected whole tags, attributes or parts of a value in it"},
		{"t.html", HEAD "{{if v.x}}<p>{{else}}<p {{end}}>", "t.html:2: the block of line 2 does not leave the HTML where "
			"it began: expected whole tags, attributes or parts of a value in it"},
		{"t.html", HEAD "<a href=\"{{if v.x}}/x{{end}}{{v.y}}\">", "t.html:2: the block of line 2 does not leave the HTML "
			"where it began: expected whole tags, attributes or parts of a value in it"},
		{"t.html", HEAD "{{if v.x > 1}}{{end}}", "t.html:2: expected {{if PATH}} or {{if !PATH}}: one path, no comparison"},
		{"t.html", HEAD "{{each row of v.rows}}{{end}}",
			"t.html:2: expected {{each NAME in PATH}}, such as {{each row in v.rows}}"},
		{"t.html", HEAD "{{each v in v.rows}}{{end}}", "t.html:2: 'v' has a meaning here already: expected another name"},
		{"t.html", HEAD "{{each a in v.a}}{{each a in a.b}}{{end}}{{end}}",
			"t.html:2: 'a' has a meaning here already: expected another name"},
	};

	(void)state;
	CHECK_ALL(CASES);
}

static void test_template__refuses_names_that_lead_nowhere(void **state)
{
	static const struct wrong CASES[] = {
		{"t.html", HEAD "{{row.x}}", "t.html:2: 'row' is not known here: expected v or the variable of an open {{each}}"},
		{"t.html", HEAD "{{each row in v.rows}}{{end}}{{row.x}}",
			"t.html:2: 'row' is not known here: expected v or the variable of an open {{each}}"},
		{"t.html", HEAD "{{v}}", "t.html:2: 'v' is the whole view: expected one of its members, such as v.title"},
		{"t.html", HEAD "{{v.x[0]}}",
			"t.html:2: 'v.x[0]' is no path: expected names joined by '.' or '->', such as v.title"},
		{"t.html", HEAD "{{v..x}}", "t.html:2: 'v..x' is no path: expected names joined by '.' or '->', such as v.title"},
		{"t.html", HEAD "{{v.x | upper}}", "t.html:2: {{v.x | upper}} is no tag: expected a path such as v.title, or one "
			"of raw, each, if, else, end, part, content"},
		{"t.html", HEAD "{{part foo v.x}}", "t.html:2: there is no part 'foo': expected a file of that name in parts/"},
		{"t.html", HEAD "{{layout foo v.x}}\n", "t.html:2: there is no layout 'foo': expected a file of that name in "
			"layouts/"},
		{"t.html", HEAD "{{part bar}}", "t.html:2: expected {{part NAME PATH}}, such as {{part load_bar row.bar}}"},
		{"t.html", HEAD "{{raw}}", "t.html:2: expected {{raw PATH}}, such as {{raw v.chart}}"},
		{"t.html", HEAD "{{v.x", "t.html:2: a tag is not closed: expected }} on the same line"},
	};

	(void)state;
	CHECK_ALL(CASES);
}

static void test_template__refuses_wrong_first_lines(void **state)
{
	static const struct wrong CASES[] = {
		{"t.html", "", "t.html:1: expected {{view NAME \"HEADER.h\"}} in the first line"},
		{"t.html", "<p>\n", "t.html:1: expected {{view NAME \"HEADER.h\"}} in the first line"},
		{"t.html", "{{view t t.h}}\n",
			"t.html:1: expected the view's header in quotes, such as \"web/pages/employer/team.h\""},
		{"t.html", "{{view a-b \"t.h\"}}\n", "t.html:1: expected {{view NAME \"HEADER.h\"}} in the first line"},
		{"t.html", HEAD "{{layout frame}}\n", "t.html:2: expected {{layout NAME PATH}}, such as {{layout page v.page}}"},
		{"parts/t.html", HEAD "{{layout frame v.x}}\n",
			"parts/t.html:2: only a page has a layout: expected none in layouts/ and parts/"},
		{"t.html", HEAD "\n{{layout frame v.x}}\n",
			"t.html:3: {{view}} is expected in the first line and {{layout}} in the second"},
		{"t.html", HEAD "{{content}}", "t.html:2: {{content}} outside a layout: expected it in layouts/ only"},
		{"layouts/t.html", HEAD "<p>\n", "layouts/t.html:3: a layout without {{content}}"},
		{"layouts/t.html", HEAD "{{content}}\n{{content}}\n",
			"layouts/t.html:3: expected {{content}} once, between tags and outside all blocks"},
		{"layouts/t.html", HEAD "{{if v.x}}\n{{content}}\n{{end}}\n",
			"layouts/t.html:3: expected {{content}} once, between tags and outside all blocks"},
	};

	(void)state;
	CHECK_ALL(CASES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_template__becomes_one_readable_function),
		cmocka_unit_test(test_template__of_a_layout_becomes_two_functions),
		cmocka_unit_test(test_template__is_a_part_or_a_layout_by_its_own_folder_only),
		cmocka_unit_test(test_template__refuses_values_where_no_escaping_helps),
		cmocka_unit_test(test_template__refuses_blocks_that_do_not_fit),
		cmocka_unit_test(test_template__refuses_names_that_lead_nowhere),
		cmocka_unit_test(test_template__refuses_wrong_first_lines),
	};

	return RUN_TESTS(tests);
}
