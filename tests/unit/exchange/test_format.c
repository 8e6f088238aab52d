#include "../../test.h"

#include <unistd.h>

#include "recorder.h"

/* Recognises text in a file whose name tells nothing. */
static int recognise(const char *text, size_t n, enum source_format *ret, struct err *err)
{
	char path[] = "/tmp/plimsoll-format-XXXXXX";
	int fd = mkstemp(path);
	int rc;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, n), (ssize_t)n);
	rc = format_recognise(&(struct input){fd, path}, ret, err);
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
	return rc;
}

static void assert_format(const char *text, enum source_format expected)
{
	enum source_format format = FORMAT_UNKNOWN;
	struct err err = {0};

	if (recognise(text, strlen(text), &format, &err) < 0)
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(format, expected);
}

/* The sentence begins with `expected`; what follows lists what is accepted. */
static void assert_unknown(const char *text, size_t n, const char *expected)
{
	enum source_format format = FORMAT_UNKNOWN;
	struct err err = {0};

	assert_int_equal(recognise(text, n, &format, &err), PL_INVALID);
	assert_int_equal(strncmp(err.text, expected, strlen(expected)), 0);
	assert_non_null(strstr(err.text, "expected a CIN or CSWW return (XML), a children's social care API body (JSON), a "
		"Standard Safeguarding Dataset table (CSV), an Annex A workbook (.xlsx) or list (CSV), or a CSV file of our own set "
		"(workers, cases, holdings...)"));
	assert_int_equal(format, FORMAT_UNKNOWN);
}

static void assert_sample(const char *name, enum source_format expected)
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", name);
	enum source_format format = FORMAT_UNKNOWN;
	struct err err = {0};

	assert_non_null(path);
	if (recorder_read_any(r, path, &format, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	assert_int_equal(format, expected);
	assert_true(r->teams_count + r->workers_count + r->cases_count > 0);
	recorder_free(r);
}

static void test_format__recognises_and_reads_every_sample(void **state)
{
	(void)state;
	assert_sample("synthA_csc_api_children.json", FORMAT_CSC_API);
	assert_sample("synthA_cin_census_2026.xml", FORMAT_CIN_XML);
	assert_sample("synthA_csww_2025.xml", FORMAT_CSWW_XML);
	assert_sample("synthA_ssd_involvements.csv", FORMAT_SSD_INVOLVEMENTS);
	assert_sample("synthA_ssd_professionals.csv", FORMAT_SSD_PROFESSIONALS);
	assert_sample("synthA_ssd_department.csv", FORMAT_SSD_DEPARTMENT);
	assert_sample("synthA_annex_a.xlsx", FORMAT_ANNEX_A);
}

static void test_format__tells_returns_apart_by_collection_or_content(void **state)
{
	(void)state;
	assert_format("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- CSWW? -->\n<Message><Header><CollectionDetails><Collection> CIN "
		"</Collection>", FORMAT_CIN_XML);
	assert_format("<Message><Header><CollectionDetails><Collection>csww</Collection>", FORMAT_CSWW_XML);
	assert_format("<ns:Message xmlns:ns=\"u\"><ns:Collection>CIN</ns:Collection>", FORMAT_CIN_XML);
	assert_format("<Message><Children><Child>", FORMAT_CIN_XML);
	assert_format("<Message><CSWWWorker>", FORMAT_CSWW_XML);
}

static void test_format__recognises_children_in_json(void **state)
{
	(void)state;
	assert_format(" [ {\"la_child_id\": \"1\"} ]", FORMAT_CSC_API);
	assert_format("{\"children\": [{\"la_child_id\": \"1\"}]}", FORMAT_CSC_API);
	assert_format("[ ]\n", FORMAT_CSC_API);
}

static void test_format__recognises_csv_by_columns_in_any_order_and_case(void **state)
{
	(void)state;
	assert_format("x;INVO_PERSON_ID; invo_professional_id \n", FORMAT_SSD_INVOLVEMENTS);
	assert_format("\"Name\",\"Worker\"\n", FORMAT_CSV_WORKERS);
	assert_format("\nname\tteam\n", FORMAT_CSV_TEAMS);
	assert_format("case,opened,team,type\n", FORMAT_CSV_CASES);
	assert_format("case,worker,from\n", FORMAT_CSV_HOLDINGS);
	assert_format("case,type,from\n", FORMAT_CSV_STAGES);
	assert_format("case,factor,from\n", FORMAT_CSV_FACTORS);
	assert_format("case,task,from,due\n", FORMAT_CSV_TASKS);
	assert_format("worker,name,team,reason,from\n", FORMAT_CSV_REDUCTIONS);
	assert_format("scope,kind,value\n", FORMAT_CSV_LINES);
	assert_format("worker,name,team,skill,from\n", FORMAT_CSV_SKILLS);
	assert_format("worker,name,team,fte,skill\n", FORMAT_CSV_WORKERS);
	assert_format("worker,name,Monday,Tuesday\n", FORMAT_CSV_HOURS);
	assert_format("List 6,,\nChild Unique ID,Gender,CIN Start Date\n", FORMAT_ANNEX_A);
}

static void test_format__says_what_is_accepted_when_it_is_none_of_it(void **state)
{
	(void)state;
	assert_unknown("", 0, "the file is empty: ");
	assert_unknown(" \n\t", 3, "the file is empty: ");
	assert_unknown("hello", 5, "nothing in the file tells what it is: ");
	assert_unknown("a,b\n1,2\n", 8, "nothing in the file tells what it is: ");
	assert_unknown("<html>", 6, "the file is XML but no return: ");
	assert_unknown("<Message><Collection>SLT</Collection>", 37, "the file is a return of another collection");
	assert_unknown("<Message>", 9, "the return does not say its Collection");
	assert_unknown("[1]", 3, "the file is JSON without la_child_id: ");
	assert_unknown("\x7F" "ELF\x01\x01", 6, "nothing in the file tells what it is: ");
}

static void assert_code(const char *text, size_t n, int code, const char *expected)
{
	enum source_format format;
	struct err err = {0};

	assert_int_equal(recognise(text, n, &format, &err), code);
	assert_string_equal(err.text, expected);
}

static void assert_sentence(const char *text, size_t n, const char *expected)
{
	assert_code(text, n, PL_INVALID, expected);
}

static void test_format__says_how_to_save_what_it_cannot_read(void **state)
{
	(void)state;
	assert_sentence("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
		"the file is an old Excel workbook or has a password: save it as .xlsx without a password");
	assert_sentence("\xFF\xFE" "c\0a\0", 6, "line 1: the text is UTF-16: save the file as UTF-8 (in Excel: CSV UTF-8)");
	assert_sentence("\xFF\xFE<\0?\0", 6, "the file is XML or JSON as UTF-16: expected it as UTF-8");
	assert_sentence("\xFE\xFF\0[", 4, "the file is XML or JSON as UTF-16: expected it as UTF-8");
	assert_sentence("{\0\"\0", 4, "the file is XML or JSON as UTF-16: expected it as UTF-8");
	assert_sentence("PK\x03\x04nothing", 11, "the file is a damaged ZIP: expected a whole spreadsheet (.xlsx or .ods)");
}

static void test_format__says_when_a_header_is_too_wide(void **state)
{
	char text[2 * 300 + 1];

	(void)state;
	memset(text, ',', sizeof text);
	for (size_t i = 0; i < sizeof text; i += 2)
		text[i] = 'x';
	assert_code(text, sizeof text, PL_LIMIT, "line 1: more than 256 columns");
}

static void test_format__passes_over_the_line_that_says_what_separates(void **state)
{
	(void)state;
	assert_format("sep=;\r\ncase;opened\r\n", FORMAT_CSV_CASES);
	assert_format("\xEF\xBB\xBFsep=,\ncase,opened\n", FORMAT_CSV_CASES);
}

static void test_format__refuses_folders_and_what_is_not_there(void **state)
{
	struct input in;
	struct err err = {0};

	(void)state;
	assert_int_equal(input_open("/tmp", &in, &err), PL_INVALID);
	assert_string_equal(err.text, "/tmp is not a file: expected a file to import");
	assert_int_equal(input_open("/nowhere/at/all", &in, &err), PL_NOT_FOUND);
	assert_string_equal(err.text, "/nowhere/at/all cannot be read (No such file or directory): expected a file to import");
}

static void test_format__has_words_for_every_format(void **state)
{
	(void)state;
	for (int f = FORMAT_UNKNOWN; f < FORMATS; f++)
		assert_true(strlen(format_words((enum source_format)f)) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_format__recognises_and_reads_every_sample),
		cmocka_unit_test(test_format__tells_returns_apart_by_collection_or_content),
		cmocka_unit_test(test_format__recognises_children_in_json),
		cmocka_unit_test(test_format__recognises_csv_by_columns_in_any_order_and_case),
		cmocka_unit_test(test_format__says_what_is_accepted_when_it_is_none_of_it),
		cmocka_unit_test(test_format__says_how_to_save_what_it_cannot_read),
		cmocka_unit_test(test_format__says_when_a_header_is_too_wide),
		cmocka_unit_test(test_format__passes_over_the_line_that_says_what_separates),
		cmocka_unit_test(test_format__refuses_folders_and_what_is_not_there),
		cmocka_unit_test(test_format__has_words_for_every_format),
	};

	return RUN_TESTS(tests);
}
