#include "../../test.h"
#include "exchange/ods_reader.h"
#include "spreadsheet.h"

struct seen {
	char text[2048];
	size_t len, rows;
	size_t enough; /* ends behind so many rows; 0: never */
};

static int see(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct seen *seen = context;

	(void)err;
	seen->rows++;
	seen->len += (size_t)snprintf(seen->text + seen->len, sizeof seen->text - seen->len, "%s %lld", sheet, (long long)number);
	for (size_t i = 0; i < count; i++)
		seen->len += (size_t)snprintf(seen->text + seen->len, sizeof seen->text - seen->len, "|%.*s", (int)cells[i].len, cells[i].at);
	seen->len += (size_t)snprintf(seen->text + seen->len, sizeof seen->text - seen->len, "\n");
	assert_true(seen->len < sizeof seen->text);
	return seen->rows == seen->enough;
}

static int count_only(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	(void)sheet, (void)number, (void)cells, (void)count, (void)err;
	++*(size_t *)context;
	return 0;
}

static int read_part(const char *name, const char *content, ods_row_fn *row, void *context, struct err *err)
{
	size_t n;
	char *bytes = zip_of(name, content, &n);
	int rc = ods_read_bytes(bytes, n, row, context, err);

	mem_free(bytes);
	return rc;
}

static void assert_seen(const char *content, const char *expected)
{
	struct seen seen = {0};
	struct err err;

	assert_int_equal(read_part("content.xml", content, see, &seen, &err), 0);
	assert_string_equal(seen.text, expected);
}

static void test_ods__gives_rows_by_sheet_with_blank_cells_between(void **state)
{
	(void)state;
	assert_seen(ODS(SHEET("One", ROW(CELL("a") "<table:table-cell/>" CELL(" b ") "<table:table-cell/>") ROW("<table:table-cell/>")
		ROW("<table:table-cell table:number-columns-repeated=\"2\"/>" CELL("c"))) SHEET("Two", ROW(CELL("d")))),
		"One 1|a||b\nOne 3|||c\nTwo 1|d\n");
}

static void test_ods__takes_the_value_beneath_a_date_and_a_number(void **state)
{
	(void)state;
	assert_seen(ODS(SHEET("S", ROW("<table:table-cell office:value-type=\"date\" office:date-value=\"2023-07-10\"><text:p>10/07/23</text:p>"
		"</table:table-cell><table:table-cell office:value-type=\"percentage\" office:value=\"0.125\"><text:p>13%</text:p></table:table-cell>"))),
		"S 1|2023-07-10|0.125\n");
}

static void test_ods__repeats_what_is_said_once_and_counted(void **state)
{
	(void)state;
	assert_seen(ODS(SHEET("S", "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\">"
		"<text:p>x</text:p></table:table-cell></table:table-row>" ROW(CELL("y")))), "S 1|x|x|x\nS 2|x|x|x\nS 3|y\n");
}

static void test_ods__joins_paragraphs_and_leaves_notes_out(void **state)
{
	(void)state;
	assert_seen(ODS(SHEET("S", ROW("<table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s/>b "
		"<text:a>link</text:a></text:p><text:p>c</text:p></table:table-cell>"))), "S 1|a b link c\n");
}

static void test_ods__of_a_full_sheet_gives_only_what_holds_something(void **state)
{
	(void)state;
	assert_seen(ODS(SHEET("S", ROW(CELL("a") "<table:table-cell table:number-columns-repeated=\"16383\"/>")
		"<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>")),
		"S 1|a\n");
}

static void test_ods__ends_when_it_is_enough(void **state)
{
	struct seen seen = {.enough = 1};
	struct err err;

	(void)state;
	assert_int_equal(read_part("content.xml", ODS(SHEET("S", ROW(CELL("a")) ROW(CELL("b")))), see, &seen, &err), 0);
	assert_string_equal(seen.text, "S 1|a\n");
}

/* A hundred bytes that would be sixteen million rows of 256 cells. */
static void test_ods__that_counts_too_high_meets_a_cap(void **state)
{
	size_t rows = 0;
	struct err err;

	(void)state;
	assert_int_equal(read_part("content.xml", ODS(SHEET("S", "<table:table-row table:number-rows-repeated=\"16777216\">"
		"<table:table-cell table:number-columns-repeated=\"16777216\"><text:p>x</text:p></table:table-cell></table:table-row>")),
		count_only, &rows, &err), PL_LIMIT);
	assert_int_equal(rows, ODS_ROWS);
	assert_int_equal(read_part("content.xml", ODS(SHEET("S", "<table:table-row table:number-rows-repeated=\"99999999999\"/>")), count_only,
		&rows, &err), PL_INVALID);
	assert_string_equal(err.text, "sheet S, row 1: a row stands there too often");
}

static void test_ods__that_is_none_is_refused(void **state)
{
	size_t rows = 0;
	struct err err;

	(void)state;
	assert_int_equal(read_part("word/document.xml", "<a/>", count_only, &rows, &err), PL_INVALID);
	assert_int_equal(read_part("content.xml", "<a><b></a>", count_only, &rows, &err), PL_INVALID);
	assert_int_equal(ods_read_bytes("time_period,", 12, count_only, &rows, &err), PL_INVALID);
	assert_int_equal(rows, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ods__gives_rows_by_sheet_with_blank_cells_between),
		cmocka_unit_test(test_ods__takes_the_value_beneath_a_date_and_a_number),
		cmocka_unit_test(test_ods__repeats_what_is_said_once_and_counted),
		cmocka_unit_test(test_ods__joins_paragraphs_and_leaves_notes_out),
		cmocka_unit_test(test_ods__of_a_full_sheet_gives_only_what_holds_something),
		cmocka_unit_test(test_ods__ends_when_it_is_enough),
		cmocka_unit_test(test_ods__that_counts_too_high_meets_a_cap),
		cmocka_unit_test(test_ods__that_is_none_is_refused),
	};

	return RUN_TESTS(tests);
}
