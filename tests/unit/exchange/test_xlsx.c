#include "../../test.h"

#include "base/buf.h"
#include "exchange/xlsx_reader.h"
#include "workbook.h"

/* Rows as text: "3:a|b;" for row 3 with two cells. */
static int note_row(void *context, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct buf *out = context;

	(void)err;
	buf_putf(out, "%lld:", (long long)number);
	for (size_t i = 0; i < count; i++)
		buf_putf(out, "%s%.*s", i > 0 ? "|" : "", (int)cells[i].len, cells[i].at);
	buf_putc(out, ';');
	return 0;
}

/* Reads the first sheet of a workbook into `out`; the code. */
static int read_first(struct workbook *b, struct buf *out, struct err *err)
{
	struct xlsx *x;
	size_t n;
	const char *bytes = workbook_bytes(b, &n);
	int rc = xlsx_open_bytes(bytes, n, &x, err);

	if (rc < 0)
		return rc;
	rc = xlsx_read_sheet(x, 0, note_row, out, err);
	xlsx_close(x);
	return rc;
}

static void assert_rows(const char *strings, const char *rows, const char *expected)
{
	struct workbook b = workbook_new();
	struct buf out = BUF_INIT(10000);
	struct err err = {0};

	b.strings = strings;
	workbook_sheet(&b, "S", rows);
	if (read_first(&b, &out, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(buf_text(&out), expected);
	buf_free(&out);
	workbook_free(&b);
}

static void assert_refused(struct workbook *b, int code, const char *expected)
{
	struct buf out = BUF_INIT(1000000);
	struct err err = {0};

	assert_int_equal(read_first(b, &out, &err), code);
	assert_string_equal(err.text, expected);
	buf_free(&out);
	workbook_free(b);
}

static void test_xlsx__reads_every_kind_of_cell_as_text(void **state)
{
	(void)state;
	assert_rows("<si><t>shared</t></si>",
		"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>inline</t></is></c>"
		"<c r=\"C1\"><v>46083.5</v></c><c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c>"
		"<c r=\"F1\" t=\"str\"><f>A1&amp;\"x\"</f><v>sharedx</v></c><c r=\"G1\" t=\"d\"><v>2026-03-31</v></c>"
		"<c r=\"H1\"><v>17.0</v></c></row>",
		"1:shared|inline|46083.5|1|#N/A|sharedx|2026-03-31|17;");
}

static void test_xlsx__puts_rich_text_together_without_its_looks_or_sounds(void **state)
{
	(void)state;
	assert_rows("<si><r><rPr><b/></rPr><t>Child </t></r><r><t>Unique ID</t></r>"
		"<rPh sb=\"0\" eb=\"1\"><t>sound</t></rPh></si>",
		"<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></is></c></row>",
		"1:Child Unique ID|a b;");
}

static void test_xlsx__keeps_cells_in_their_columns(void **state)
{
	(void)state;
	assert_rows(NULL, "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"C2\" s=\"4\"/><c r=\"D2\"><v>2</v></c></row>"
		"<row><c><v>3</v></c><c r=\"C3\"><v>4</v></c><c><v>5</v></c></row>", "2:|1||2;3:3||4|5;");
}

static void test_xlsx__makes_control_characters_and_entities_plain(void **state)
{
	(void)state;
	assert_rows("<si><t>Child_x000D_Unique &amp; &#xA0;ID</t></si>", "<row><c t=\"s\"><v>0</v></c></row>",
		"1:Child Unique & \xC2\xA0ID;");
}

static void test_xlsx__does_not_look_beyond_its_columns(void **state)
{
	(void)state;
	assert_rows(NULL, "<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row>", "1:1;");
}

static void test_xlsx__names_sheets_and_knows_from_when_dates_count(void **state)
{
	struct workbook b = workbook_new();
	struct xlsx *x;
	struct err err;
	size_t n;
	const char *bytes;

	(void)state;
	b.properties = "date1904=\"1\"";
	workbook_sheet(&b, "List 6 &amp; more", "");
	workbook_sheet(&b, "Second", "");
	bytes = workbook_bytes(&b, &n);
	assert_int_equal(xlsx_open_bytes(bytes, n, &x, &err), 0);
	assert_int_equal(xlsx_sheets(x), 2);
	assert_string_equal(xlsx_sheet_name(x, 0), "List 6 & more");
	assert_int_equal(xlsx_serial_shift(x), 1462);
	xlsx_close(x);
	workbook_free(&b);
}

static void test_xlsx__refuses_a_text_that_is_not_there(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "S", "<row r=\"7\"><c t=\"s\"><v>3</v></c></row>");
	assert_refused(&b, PL_INVALID, "sheet S, row 7: a cell refers to a text that is not in the workbook");
}

static void test_xlsx__refuses_cells_and_rows_in_the_wrong_place(void **state)
{
	struct workbook a = workbook_new(), b = workbook_new(), c = workbook_new();

	(void)state;
	workbook_sheet(&a, "S", "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>");
	assert_refused(&a, PL_INVALID, "sheet S, row 1: a cell stands in the wrong place");
	workbook_sheet(&b, "S", "<row r=\"2\"/><row r=\"1\"/>");
	assert_refused(&b, PL_INVALID, "sheet S: a row behind row 2 has the wrong number");
	workbook_sheet(&c, "S", "<row r=\"1\"><c r=\"12\"><v>1</v></c></row>");
	assert_refused(&c, PL_INVALID, "sheet S, row 1: a cell stands in the wrong place");
}

static void test_xlsx__refuses_xml_with_a_document_type(void **state)
{
	static const char BOMB[] = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
		"<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "S", "");
	workbook_part(&b, "xl/worksheets/sheet1.xml", BOMB, sizeof BOMB - 1);
	assert_refused(&b, PL_INVALID,
		"xl/worksheets/sheet1.xml in the workbook, line 1: the file has a document type (DOCTYPE): expected plain XML without "
		"entities");
}

static void test_xlsx__refuses_xml_that_breaks_off(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "S", "<row>");
	assert_refused(&b, PL_INVALID, "xl/worksheets/sheet1.xml in the workbook, line 2: not well-formed XML: "
		"an element is closed that is not the one opened last");
}

static void test_xlsx__refuses_nesting_without_end(void **state)
{
	struct workbook b = workbook_new();
	const char *rows = "";

	(void)state;
	for (int i = 0; i < 40; i++)
		rows = arena_printf(b.arena, "%s<a>", rows);
	workbook_sheet(&b, "S", rows);
	assert_refused(&b, PL_LIMIT, "xl/worksheets/sheet1.xml in the workbook, line 2: elements are nested more than 32 deep");
}

/* A part of white space, which compresses a thousand times. */
static void test_xlsx__refuses_a_part_that_unpacks_to_too_much(void **state)
{
	struct workbook b = workbook_new();
	size_t n = 8 * 1024 * 1024;
	char *blanks = arena_alloc(b.arena, n);

	(void)state;
	memset(blanks, ' ', n);
	memcpy(blanks, "<worksheet>", 11);
	workbook_sheet(&b, "S", "");
	workbook_part(&b, "xl/worksheets/sheet1.xml", blanks, n);
	assert_refused(&b, PL_LIMIT,
		"xl/worksheets/sheet1.xml in the workbook unpacks to more than 256 MB, or to more than 200 times its packed size");
}

static void test_xlsx__refuses_a_row_with_too_much_text(void **state)
{
	struct workbook b = workbook_new();
	size_t n = 3 * 1024 * 1024;
	char *text = arena_alloc(b.arena, n + 1);
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		random = random * 1664525 + 1013904223;
		text[i] = (char)('a' + (random >> 24) % 26);
	}
	workbook_sheet(&b, "S", arena_printf(b.arena, "<row><c t=\"str\"><v>%s</v></c></row>", text));
	assert_refused(&b, PL_LIMIT, "sheet S, row 1: more than 1048576 bytes of text");
}

static void test_xlsx__refuses_a_package_of_too_many_parts(void **state)
{
	struct err err;
	struct xlsx *x;
	struct buf zip = BUF_INIT(1000000);

	(void)state;
	buf_add(&zip, "PK\x03\x04", 4);
	for (int i = 0; i < 2001; i++)
		buf_add(&zip, "PK\x01\x02", 4);
	assert_int_equal(xlsx_open_bytes(zip.data, zip.len, &x, &err), PL_LIMIT);
	assert_string_equal(err.text, "the workbook has more than 2000 parts");
	buf_free(&zip);
}

/* Header 50 4B 05 06 with 65535 entries, and a locator of a 64-bit directory that claims four billion. */
static void test_xlsx__does_not_believe_how_many_parts_there_are(void **state)
{
	static const unsigned char LIE[] = {'P', 'K', 3, 4, 0, 0, 0, 0,
		'P', 'K', 6, 6, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0,
		0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0,
		'P', 'K', 6, 7, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
		'P', 'K', 5, 6, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0};
	struct err err;
	struct xlsx *x;

	(void)state;
	assert_int_equal(xlsx_open_bytes((const char *)LIE, sizeof LIE, &x, &err), PL_INVALID);
	assert_string_equal(err.text, "the file is a damaged ZIP: expected a whole spreadsheet (.xlsx or .ods)");
}

static void test_xlsx__refuses_a_password(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	b.password = "secret";
	workbook_sheet(&b, "S", "");
	assert_refused(&b, PL_INVALID, "the file has a password: save it without one");
}

static void test_xlsx__refuses_macros(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "S", "");
	workbook_part(&b, "xl/vbaProject.bin", "x", 1);
	assert_refused(&b, PL_INVALID, "the workbook has macros: save it as .xlsx, without macros");
}

static void test_xlsx__refuses_a_zip_that_is_no_workbook(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_part(&b, "_rels/.rels", "<Relationships/>", 16);
	assert_refused(&b, PL_INVALID, "the file is a ZIP but no Excel workbook: save it as .xlsx");
}

static void test_xlsx__refuses_bytes_that_are_no_zip(void **state)
{
	struct err err;
	struct xlsx *x;

	(void)state;
	assert_int_equal(xlsx_open_bytes("", 0, &x, &err), PL_INVALID);
	assert_string_equal(err.text, "the file is no ZIP: expected a whole spreadsheet (.xlsx or .ods)");
	assert_int_equal(xlsx_open_bytes("PK\x03\x04 and nothing", 16, &x, &err), PL_INVALID);
	assert_string_equal(err.text, "the file is a damaged ZIP: expected a whole spreadsheet (.xlsx or .ods)");
}

static void test_xlsx__refuses_a_part_whose_bytes_are_damaged(void **state)
{
	struct workbook b = workbook_new();
	size_t n;
	char *bytes;
	char *at;
	struct err err;
	struct xlsx *x;

	(void)state;
	workbook_sheet(&b, "S", "<row><c><v>12345678</v></c></row>");
	bytes = (char *)(uintptr_t)workbook_bytes(&b, &n);
	at = memmem(bytes, n, "xl/workbook.xml", 15);
	assert_non_null(at);
	memset(at + 15, 0x55, 40);
	assert_int_equal(xlsx_open_bytes(bytes, n, &x, &err), PL_INVALID);
	assert_string_equal(err.text, "xl/workbook.xml in the workbook is damaged and cannot be unpacked");
	workbook_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xlsx__reads_every_kind_of_cell_as_text),
		cmocka_unit_test(test_xlsx__puts_rich_text_together_without_its_looks_or_sounds),
		cmocka_unit_test(test_xlsx__keeps_cells_in_their_columns),
		cmocka_unit_test(test_xlsx__makes_control_characters_and_entities_plain),
		cmocka_unit_test(test_xlsx__does_not_look_beyond_its_columns),
		cmocka_unit_test(test_xlsx__names_sheets_and_knows_from_when_dates_count),
		cmocka_unit_test(test_xlsx__refuses_a_text_that_is_not_there),
		cmocka_unit_test(test_xlsx__refuses_cells_and_rows_in_the_wrong_place),
		cmocka_unit_test(test_xlsx__refuses_xml_with_a_document_type),
		cmocka_unit_test(test_xlsx__refuses_xml_that_breaks_off),
		cmocka_unit_test(test_xlsx__refuses_nesting_without_end),
		cmocka_unit_test(test_xlsx__refuses_a_part_that_unpacks_to_too_much),
		cmocka_unit_test(test_xlsx__refuses_a_row_with_too_much_text),
		cmocka_unit_test(test_xlsx__refuses_a_package_of_too_many_parts),
		cmocka_unit_test(test_xlsx__does_not_believe_how_many_parts_there_are),
		cmocka_unit_test(test_xlsx__refuses_a_password),
		cmocka_unit_test(test_xlsx__refuses_macros),
		cmocka_unit_test(test_xlsx__refuses_a_zip_that_is_no_workbook),
		cmocka_unit_test(test_xlsx__refuses_bytes_that_are_no_zip),
		cmocka_unit_test(test_xlsx__refuses_a_part_whose_bytes_are_damaged),
	};

	return RUN_TESTS(tests);
}
