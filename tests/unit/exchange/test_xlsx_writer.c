#include "../../test.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "exchange/xlsx_reader.h"
#include "exchange/xlsx_writer.h"

static const struct xlsx_about ABOUT = {"Health check", "Northshire", 1764000000};
static const struct xlsx_column COLUMNS[] = {{"Measure", 40}, {"Figure", 12}};

static struct xlsx_writer *begin(void)
{
	struct xlsx_writer *w;
	struct err err = {0};

	if (xlsx_writer_new(&ABOUT, &w, &err) < 0)
		fail_msg("%s", err.text);
	return w;
}

static struct buf end(struct xlsx_writer *w)
{
	struct buf out = BUF_INIT(XLSX_WRITER_BYTES);
	struct err err = {0};

	if (xlsx_writer_finish(w, &out, &err) < 0)
		fail_msg("%s", err.text);
	xlsx_writer_free(w);
	return out;
}

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

/* The workbook as our own reader has it: "name{rows}" for each sheet. */
static void assert_reads(struct buf *file, const char *expected)
{
	struct buf out = BUF_INIT(1000000);
	struct err err = {0};
	struct xlsx *x;

	if (xlsx_open_bytes(file->data, file->len, &x, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t sheet = 0; sheet < xlsx_sheets(x); sheet++) {
		buf_putf(&out, "%s{", xlsx_sheet_name(x, sheet));
		if (xlsx_read_sheet(x, sheet, note_row, &out, &err) < 0)
			fail_msg("%s", err.text);
		buf_putc(&out, '}');
	}
	assert_string_equal(buf_text(&out), expected);
	xlsx_close(x);
	buf_free(&out);
	buf_free(file);
}

static void test_xlsx_writer__writes_sheets_that_are_read_back_cell_by_cell(void **state)
{
	struct xlsx_writer *w = begin();
	struct buf file;

	(void)state;
	xlsx_begin_sheet(w, "Figures", COLUMNS, 2);
	xlsx_put_text(w, "Workers past a line");
	xlsx_put_number(w, 12, 0);
	xlsx_end_row(w);
	xlsx_put_text(w, "Cases for a full-time worker");
	xlsx_put_number(w, 167, 1);
	xlsx_end_row(w);
	xlsx_put_text(w, "Share");
	xlsx_put_permille(w, 125);
	xlsx_end_row(w);
	xlsx_begin_sheet(w, "About", COLUMNS, 2);
	xlsx_put_text(w, "Day");
	xlsx_put_day(w, date_from_civil(2026, 11, 22));
	xlsx_end_row(w);
	file = end(w);
	assert_reads(&file, "Figures{1:Measure|Figure;2:Workers past a line|12;3:Cases for a full-time worker|16.7;4:Share|0.125;}"
		"About{1:Measure|Figure;2:Day|46348;}");
}

static void test_xlsx_writer__leaves_a_text_that_looks_like_a_formula_a_text(void **state)
{
	struct xlsx_writer *w = begin();
	struct buf file;

	(void)state;
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	xlsx_put_text(w, "=1+1");
	xlsx_put_text(w, "@SUM(A1)");
	xlsx_end_row(w);
	file = end(w);
	assert_reads(&file, "S{1:Measure|Figure;2:=1+1|@SUM(A1);}");
}

static void test_xlsx_writer__leaves_a_cell_without_a_figure_blank(void **state)
{
	struct xlsx_writer *w = begin();
	struct buf file;

	(void)state;
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	xlsx_put_nothing(w);
	xlsx_put_number(w, -5, 0);
	xlsx_end_row(w);
	xlsx_put_text(w, "");
	xlsx_put_day(w, DAY_MAX);
	xlsx_put_text(w, "beside");
	xlsx_end_row(w);
	file = end(w);
	assert_reads(&file, "S{1:Measure|Figure;2:|-5;3:||beside;}");
}

static void test_xlsx_writer__cuts_what_is_too_long_for_a_cell_between_characters(void **state)
{
	struct xlsx_writer *w = begin();
	char *text = test_malloc(XLSX_WRITER_TEXT + 10);
	struct buf file, expected = BUF_INIT(100000);

	(void)state;
	memset(text, 'a', XLSX_WRITER_TEXT - 1);
	memcpy(text + XLSX_WRITER_TEXT - 1, "\xC3\xA4 on", 6);
	buf_puts(&expected, "S{1:Measure|Figure;2:");
	buf_add(&expected, text, XLSX_WRITER_TEXT - 1);
	buf_puts(&expected, ";}");
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	xlsx_put_text(w, text);
	xlsx_end_row(w);
	file = end(w);
	assert_reads(&file, buf_text(&expected));
	buf_free(&expected);
	test_free(text);
}

static void test_xlsx_writer__puts_a_question_mark_for_what_no_xml_may_hold(void **state)
{
	struct xlsx_writer *w = begin();
	struct buf file;

	(void)state;
	xlsx_begin_sheet(w, "A/B: [what?]", COLUMNS, 2);
	xlsx_put_text(w, "one\x01two\xFF <three> & four");
	xlsx_end_row(w);
	file = end(w);
	assert_reads(&file, "AB what{1:Measure|Figure;2:one?two? <three> & four;}");
}

static void test_xlsx_writer__makes_the_same_bytes_of_the_same_calls(void **state)
{
	struct buf files[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct xlsx_writer *w = begin();

		xlsx_begin_sheet(w, "S", COLUMNS, 2);
		xlsx_put_text(w, "Measure");
		xlsx_put_number(w, 1204, 0);
		xlsx_end_row(w);
		files[i] = end(w);
	}
	assert_int_equal(files[0].len, files[1].len);
	assert_memory_equal(files[0].data, files[1].data, files[0].len);
	buf_free(&files[0]);
	buf_free(&files[1]);
}

static void test_xlsx_writer__says_so_if_two_sheets_have_one_name(void **state)
{
	struct xlsx_writer *w = begin();
	struct buf out = BUF_INIT(XLSX_WRITER_BYTES);
	struct err err = {0};

	(void)state;
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	xlsx_begin_sheet(w, "s", COLUMNS, 2);
	xlsx_put_text(w, "lost");
	xlsx_end_row(w);
	assert_int_equal(xlsx_writer_finish(w, &out, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "The workbook cannot be written"));
	assert_int_equal(out.len, 0);
	xlsx_writer_free(w);
	buf_free(&out);
}

/* A directory of the test's own as TMPDIR. */
static char folder[] = "/tmp/plimsoll-test-xlsx-XXXXXX";

static int entries_of(const char *path)
{
	DIR *d = opendir(path);
	int count = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		count++;
	(void)closedir(d);
	return count - 2;
}

static void test_xlsx_writer__leaves_no_file_behind(void **state)
{
	struct xlsx_writer *w;
	struct buf file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	w = begin();
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	assert_true(entries_of(folder) > 0);
	file = end(w);
	buf_free(&file);
	assert_int_equal(entries_of(folder), 0);
	w = begin();
	xlsx_begin_sheet(w, "S", COLUMNS, 2);
	xlsx_writer_free(w);
	assert_int_equal(entries_of(folder), 0);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

static void test_xlsx_writer__says_so_if_there_is_no_place_for_it(void **state)
{
	struct xlsx_writer *w;
	struct err err = {0};

	(void)state;
	assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	assert_int_equal(xlsx_writer_new(&ABOUT, &w, &err), PL_FAIL);
	assert_string_equal(err.text, "No temporary file for the workbook can be made in /nowhere/at/all: No such file or directory.");
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xlsx_writer__writes_sheets_that_are_read_back_cell_by_cell),
		cmocka_unit_test(test_xlsx_writer__leaves_a_text_that_looks_like_a_formula_a_text),
		cmocka_unit_test(test_xlsx_writer__leaves_a_cell_without_a_figure_blank),
		cmocka_unit_test(test_xlsx_writer__cuts_what_is_too_long_for_a_cell_between_characters),
		cmocka_unit_test(test_xlsx_writer__puts_a_question_mark_for_what_no_xml_may_hold),
		cmocka_unit_test(test_xlsx_writer__makes_the_same_bytes_of_the_same_calls),
		cmocka_unit_test(test_xlsx_writer__says_so_if_two_sheets_have_one_name),
		cmocka_unit_test(test_xlsx_writer__leaves_no_file_behind),
		cmocka_unit_test(test_xlsx_writer__says_so_if_there_is_no_place_for_it),
	};

	return RUN_TESTS(tests);
}
