#include <stdio.h>
#include <string.h>

#include "../../test.h"
#include "base/csv.h"
#include "base/json_writer.h"
#include "base/str.h"

static void test_err__cuts_a_long_sentence_between_characters(void **state)
{
	struct err err;
	char text[600];

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text + sizeof err.text - 3, "\xE2\x82\xAC", 3);
	text[599] = '\0';
	assert_int_equal(err_set(&err, PL_INVALID, "%s", text), PL_INVALID);
	assert_true(str_is_clean_utf8(str_of(err.text)));
}

static void test_buf__stops_at_its_cap_and_says_so(void **state)
{
	struct buf b = BUF_INIT(5);

	(void)state;
	buf_puts(&b, "abc");
	buf_puts(&b, "def");
	assert_true(b.full);
	assert_string_equal(buf_text(&b), "abc");
	buf_free(&b);
}

static void test_buf__writes_tenths_and_millionths(void **state)
{
	struct buf b = BUF_INIT(100);

	(void)state;
	buf_put_tenths(&b, -5);
	buf_putc(&b, ' ');
	buf_put_tenths(&b, 193);
	buf_putc(&b, ' ');
	buf_put_millionths(&b, 800000);
	buf_putc(&b, ' ');
	buf_put_millionths(&b, 1000000);
	buf_putc(&b, ' ');
	buf_put_int(&b, INT64_MIN);
	assert_string_equal(buf_text(&b), "-0.5 19.3 0.8 1 -9223372036854775808");
	buf_free(&b);
}

static void test_str__reads_fractions_exactly(void **state)
{
	int64_t n = 0;

	(void)state;
	assert_true(str_to_fixed(STR("0.8"), 6, 1000000, &n));
	assert_int_equal(n, 800000);
	assert_true(str_to_fixed(STR("1"), 6, 1000000, &n));
	assert_int_equal(n, 1000000);
	assert_true(str_to_fixed(STR("0.33333350"), 6, 1000000, &n));
	assert_int_equal(n, 333334);
	assert_false(str_to_fixed(STR("1.000001"), 6, 1000000, &n));
	assert_false(str_to_fixed(STR("."), 6, 1000000, &n));
	assert_false(str_to_fixed(STR("-1"), 6, 1000000, &n));
	assert_false(str_to_fixed(STR("1.2.3"), 6, 10000000, &n));
}

static void test_err__says_nothing_that_a_terminal_obeys(void **state)
{
	struct err err;

	(void)state;
	(void)err_set(&err, PL_FAIL, "%s: no", "a\x1B[31m\nb\xE2\x80\xAE\xC3");
	assert_string_equal(err.text, "a?[31m?b????: no");
	(void)err_set(&err, PL_FAIL, "Szab\xC3\xB3: no");
	assert_string_equal(err.text, "Szab\xC3\xB3: no");
}

static void test_str__tells_clean_text_from_bytes(void **state)
{
	(void)state;
	assert_true(str_is_clean_utf8(STR("Szab\xC3\xB3 Nguy\xE1\xBB\x85n")));
	assert_false(str_is_clean_utf8(STR("\xC0\xAF")));
	assert_false(str_is_clean_utf8(STR("\xED\xA0\x80")));
	assert_false(str_is_clean_utf8(STR("\xF4\x90\x80\x80")));
	assert_false(str_is_clean_utf8(STR("a\x1B[31m")));
	assert_false(str_is_clean_utf8(STR("\xE2\x82")));
	assert_false(str_is_clean_utf8(STR("a\xE2\x80\xAEnn")));
	assert_false(str_is_clean_utf8(STR("a\xE2\x80\xA8nn")));
	assert_false(str_is_clean_utf8(STR("a\xE2\x81\xA6nn")));
	assert_false(str_is_clean_utf8(STR("a\x7F")));
	assert_false(str_is_clean_utf8(STR("a\xC2\x80")));
	assert_false(str_is_clean_utf8(STR("a\xC2\x9F")));
	assert_true(str_is_clean_utf8(STR("a\xC2\xA0")));
	assert_true(str_is_clean_utf8(STR("Ann\xE2\x80\x99s \xE2\x82\xAC \xE2\x80\x93")));
}

static void test_str__folds_names_for_comparison(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(str_fold_name(a, STR(" Nia\xC2\xA0 O'Neill \xC2\xA0")), "nia o'neill");
	assert_string_equal(str_slug(a, STR(" Children in Care (North) ")), "children-in-care-north");
	arena_free(a);
}

static void test_strmap__keeps_the_first_value_of_a_key(void **state)
{
	struct strmap *map = strmap_new();
	int32_t value = 0;

	(void)state;
	for (int32_t i = 0; i < 5000; i++) {
		char key[16];

		snprintf(key, sizeof key, "k%d", i);
		assert_int_equal(strmap_put(map, str_of(key), i), i);
	}
	assert_int_equal(strmap_put(map, STR("k17"), 99), 17);
	assert_true(strmap_get(map, STR("k4999"), &value));
	assert_int_equal(value, 4999);
	assert_false(strmap_get(map, STR("k5000"), &value));
	assert_int_equal(strmap_count(map), 5000);
	strmap_free(map);
}

static void read_rows(const char *text, char *out, size_t size, int *ret_code, struct err *err)
{
	struct csv_reader r;
	int rc;

	out[0] = '\0';
	csv_open(&r, text, strlen(text));
	while ((rc = csv_next(&r, err)) == 1) {
		for (size_t i = 0; i < r.count; i++) {
			size_t n = strlen(out);

			snprintf(out + n, size - n, "%s%.*s", i > 0 ? "|" : "", (int)r.fields[i].len, r.fields[i].at);
		}
		strncat(out, ";", size - strlen(out) - 1);
	}
	csv_close(&r);
	*ret_code = rc;
}

static void test_csv__keeps_commas_quotes_and_line_ends_in_quotes(void **state)
{
	char rows[200];
	struct err err;
	int rc;

	(void)state;
	read_rows("\xEF\xBB\xBF" "a,\"b,\"\"c\"\"\nd\",\r\n\r\ne,f", rows, sizeof rows, &rc, &err);
	assert_int_equal(rc, 0);
	assert_string_equal(rows, "a|b,\"c\"\nd|;e|f;");
}

static void test_csv__finds_out_what_separates(void **state)
{
	char rows[200];
	struct err err;
	int rc;

	(void)state;
	read_rows("a;b\n\"1;5\";2,5\n", rows, sizeof rows, &rc, &err);
	assert_string_equal(rows, "a|b;1;5|2,5;");
	read_rows("A title\na\tb;c\n", rows, sizeof rows, &rc, &err);
	assert_string_equal(rows, "A title;a\tb|c;");
	read_rows("a\tb\n1,5\t2\n", rows, sizeof rows, &rc, &err);
	assert_string_equal(rows, "a|b;1,5|2;");
	read_rows("a\n1\n", rows, sizeof rows, &rc, &err);
	assert_string_equal(rows, "a;1;");
}

/* Writes a number in the shape of UTF-8 with so many bytes, whether or not it needs them. */
static struct str shape(char *to, uint32_t point, size_t bytes)
{
	static const unsigned char MARKS[] = {0, 0x00, 0xC0, 0xE0, 0xF0};

	for (size_t i = bytes; i-- > 1; point >>= 6)
		to[i] = (char)(0x80 | (point & 0x3F));
	to[0] = (char)(MARKS[bytes] | point);
	return (struct str){to, bytes};
}

static void test_str__takes_each_character_in_its_shortest_form_only(void **state)
{
	static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000}, END[] = {0, 0x80, 0x800, 0x10000, 0x200000};
	char bytes[4];

	(void)state;
	for (size_t n = 1; n <= 4; n++)
		for (uint32_t point = 0; point < END[n]; point++) {
			bool right = point >= LEAST[n] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);

			if (str_is_utf8(shape(bytes, point, n)) != right)
				fail_msg("U+%04X in %zu bytes", point, n);
		}
}

static void test_str__takes_no_character_that_is_cut_or_goes_on_wrongly(void **state)
{
	static const struct str WRONG[] = {
		STR("\x80"), STR("\xBF"), STR("\xC3"), STR("\xE2\x82"), STR("\xF0\x9F\x98"), STR("\xC3\x28"), STR("\xC3\xC3"),
		STR("\xE2\x28\xA1"), STR("\xE2\x82\x28"), STR("\xF0\x28\x8C\xBC"), STR("\xF0\x9F\x98\xC0"),
		STR("\xF8\x88\x80\x80\x80"), STR("\xFC\x84\x80\x80\x80\x80"), STR("\xFE"), STR("\xFF"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		if (str_is_utf8(WRONG[i]) || str_is_clean_utf8(WRONG[i]))
			fail_msg("number %zu", i);
}

static bool is_seen(uint32_t point, size_t bytes)
{
	char at[4];

	return str_unseen_length(shape(at, point, bytes)) == 0;
}

static void test_str__knows_which_characters_nobody_sees(void **state)
{
	(void)state;
	assert_false(is_seen(0xAD, 2));
	assert_true(is_seen(0xAC, 2));
	assert_true(is_seen(0xAE, 2));
	for (uint32_t point = 0x200B; point <= 0x200F; point++)
		assert_false(is_seen(point, 3));
	assert_true(is_seen(0x200A, 3));
	assert_true(is_seen(0x2010, 3));
	assert_false(is_seen(0x2060, 3));
	assert_true(is_seen(0x2061, 3));
	assert_false(is_seen(0xFEFF, 3));
	assert_int_equal(str_unseen_length(STR("\xE2\x80\x8B" "a")), 3);
	assert_int_equal(str_unseen_length(STR("\xE2\x80")), 0);
	assert_int_equal(str_unseen_length(STR("")), 0);
}

static void test_str__tells_utf8_from_other_encodings(void **state)
{
	(void)state;
	assert_true(str_is_utf8(STR("Szab\xC3\xB3\tN\n")));
	assert_false(str_is_utf8(STR("Szab\xF3")));
	assert_false(str_is_utf8(STR("cut \xC3")));
}

static void test_csv__says_on_which_line_a_quote_is_left_open(void **state)
{
	char rows[200];
	struct err err;
	int rc;

	(void)state;
	read_rows("a\nb,\"c\nd", rows, sizeof rows, &rc, &err);
	assert_int_equal(rc, PL_INVALID);
	assert_string_equal(err.text, "line 2: a quoted field is never closed");
}

static void test_csv__disarms_formulas_but_not_numbers(void **state)
{
	struct buf b = BUF_INIT(200);

	(void)state;
	csv_cell(&b, true, "=1+1");
	csv_cell(&b, false, "-12.5");
	csv_cell(&b, false, "-cmd");
	csv_cell(&b, false, "a \"b\", c");
	assert_string_equal(buf_text(&b), "\"'=1+1\",-12.5,\"'-cmd\",\"a \"\"b\"\", c\"");
	buf_clear(&b);
	csv_cell(&b, true, "\xEF\xBC\x9D" "1");
	csv_cell(&b, false, "\xE2\x80\x8B=1");
	csv_cell(&b, false, "\xE2\x80\x8B" "a");
	assert_string_equal(buf_text(&b), "\"'\xEF\xBC\x9D" "1\",\"'\xE2\x80\x8B=1\",\xE2\x80\x8B" "a");
	buf_free(&b);
}

static void test_json_writer__escapes_and_replaces_wrong_bytes(void **state)
{
	struct buf b = BUF_INIT(400);
	struct json_writer w = json_to(&b);

	(void)state;
	json_begin_object(&w, NULL);
	json_text(&w, "a", "x\"\\\n\xC3\xB3\xFF");
	json_begin_array(&w, "list");
	json_int(&w, NULL, -1);
	json_tenths(&w, NULL, 84);
	json_end(&w, ']');
	json_date(&w, "open", INT32_MAX);
	json_bool(&w, "yes", true);
	json_end(&w, '}');
	assert_string_equal(buf_text(&b),
		"{\"a\":\"x\\\"\\\\\\u000a\xC3\xB3\xEF\xBF\xBD\",\"list\":[-1,8.4],\"open\":null,\"yes\":true}");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_err__cuts_a_long_sentence_between_characters),
		cmocka_unit_test(test_buf__stops_at_its_cap_and_says_so),
		cmocka_unit_test(test_buf__writes_tenths_and_millionths),
		cmocka_unit_test(test_str__reads_fractions_exactly),
		cmocka_unit_test(test_err__says_nothing_that_a_terminal_obeys),
		cmocka_unit_test(test_str__tells_clean_text_from_bytes),
		cmocka_unit_test(test_str__folds_names_for_comparison),
		cmocka_unit_test(test_strmap__keeps_the_first_value_of_a_key),
		cmocka_unit_test(test_csv__keeps_commas_quotes_and_line_ends_in_quotes),
		cmocka_unit_test(test_csv__finds_out_what_separates),
		cmocka_unit_test(test_str__takes_each_character_in_its_shortest_form_only),
		cmocka_unit_test(test_str__takes_no_character_that_is_cut_or_goes_on_wrongly),
		cmocka_unit_test(test_str__knows_which_characters_nobody_sees),
		cmocka_unit_test(test_str__tells_utf8_from_other_encodings),
		cmocka_unit_test(test_csv__says_on_which_line_a_quote_is_left_open),
		cmocka_unit_test(test_csv__disarms_formulas_but_not_numbers),
		cmocka_unit_test(test_json_writer__escapes_and_replaces_wrong_bytes),
	};

	return RUN_TESTS(tests);
}
