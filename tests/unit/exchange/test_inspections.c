#include "../../test.h"
#include "base/date.h"
#include "exchange/inspections.h"
#include "spreadsheet.h"

#define HEADER ROW(CELL("Web link") CELL("Local authority area code") CELL("Local authority name") CELL("Inspection date") \
	CELL("Publication date") CELL("Overall effectiveness") \
	CELL("The impact of leaders on social work practice with children and families") \
	CELL("The experiences and progress of children who need help and protection") \
	CELL("The experiences and progress of children in care") CELL("The experiences and progress of care leavers"))
#define BLANK "<table:table-cell/>"

struct seen {
	char text[1024];
	size_t len;
};

static int see(void *context, struct str code, struct str name, const struct inspection *inspection, struct err *err)
{
	struct seen *seen = context;
	char on[DATE_ISO_SIZE], published[DATE_ISO_SIZE];

	(void)err;
	seen->len += (size_t)snprintf(seen->text + seen->len, sizeof seen->text - seen->len, "%.*s %.*s %s %s %s:%s:%s:%s:%s\n", (int)code.len,
		code.at, (int)name.len, name.at, date_iso(inspection->inspected, on), date_iso(inspection->published, published), judgement_code(inspection->overall), judgement_code(inspection->of[0]),
		judgement_code(inspection->of[1]), judgement_code(inspection->of[2]), judgement_code(inspection->of[3]));
	assert_true(seen->len < sizeof seen->text);
	return 0;
}

static int read(const char *content, struct seen *seen, struct err *err)
{
	size_t n;
	char *bytes = zip_of("content.xml", content, &n);
	int rc;

	*seen = (struct seen){0};
	rc = inspections_read_bytes(bytes, n, see, seen, err);
	mem_free(bytes);
	return rc;
}

/* Rows of the list of 31 March 2025, typed in (Ofsted, Open Government Licence v3.0). */
static void test_inspections__are_read_below_the_row_that_names_the_columns(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(ODS(SHEET("Notes", ROW(CELL("Local authority area code"))) SHEET("Inspections_as_at_31_March",
		ROW(CELL("Judgements as at 31 March 2025")) HEADER
		ROW(CELL("Page") CELL("E09000002") CELL("Barking and Dagenham") CELL("10/07/2023") CELL("04/09/2023")
			CELL("Requires improvement to be good") CELL("Requires improvement to be good") CELL("Requires improvement to be good")
			CELL("Requires improvement to be good") CELL("Good"))
		ROW(CELL("Page") CELL("E09000003") CELL("Barnet") CELL("13/05/2019") CELL("01/07/2019") CELL("Good") CELL("Good") CELL("Outstanding")
			CELL("Inadequate") BLANK)
		ROW(CELL("Page") CELL("E08000016") CELL("Barnsley") CELL("05/11/2024") CELL("05/12/2024") BLANK BLANK CELL("Children in care")))),
		&seen, &err), 0);
	assert_string_equal(seen.text, "E09000002 Barking and Dagenham 2023-07-10 2023-09-04 "
		"requires-improvement:requires-improvement:requires-improvement:requires-improvement:good\n"
		"E09000003 Barnet 2019-05-13 2019-07-01 good:good:outstanding:inadequate:\n");
}

static void test_inspections__with_a_judgement_or_day_that_is_none_are_refused(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(ODS(SHEET("S", HEADER ROW(CELL("Page") CELL("E09000002") CELL("B") CELL("10/07/2023") BLANK CELL("Fair")))), &seen,
		&err), PL_INVALID);
	assert_string_equal(err.text, "sheet S, row 2, column Overall effectiveness: expected Outstanding, Good, Requires improvement to be good, "
		"or Inadequate");
	assert_int_equal(read(ODS(SHEET("S", HEADER ROW(CELL("Page") CELL("E09000002") CELL("B") CELL("July") BLANK CELL("Good")))), &seen,
		&err), PL_INVALID);
	assert_string_equal(err.text, "sheet S, row 2, column Inspection: expected a date");
	assert_int_equal(read(ODS(SHEET("S", HEADER ROW(CELL("Page") BLANK CELL("B") CELL("10/07/2023") BLANK CELL("Good")))), &seen, &err),
		PL_INVALID);
	assert_string_equal(seen.text, "");
}

static void test_inspections__of_a_spreadsheet_without_their_table_are_refused(void **state)
{
	struct seen seen;
	struct err err;

	(void)state;
	assert_int_equal(read(ODS(SHEET("S", ROW(CELL("a") CELL("b")))), &seen, &err), PL_INVALID);
	assert_string_equal(err.text, "no sheet has a table of inspection outcomes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inspections__are_read_below_the_row_that_names_the_columns),
		cmocka_unit_test(test_inspections__with_a_judgement_or_day_that_is_none_are_refused),
		cmocka_unit_test(test_inspections__of_a_spreadsheet_without_their_table_are_refused),
	};

	return RUN_TESTS(tests);
}
