/* Annex A workbooks. Bytes that do not begin like a ZIP are the XML of a sheet, put into a workbook: so a fuzzer
 * reaches the sheets without having to learn what a ZIP is. */
#include "../tests/unit/exchange/workbook.h"
#include "exchange/annex_a.h"
#include "fuzz.h"

static int read_sheet(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct workbook b = workbook_new();
	const char *book;
	size_t size;
	int rc;

	b.strings = "<si><t>Child Unique ID</t></si><si><t>CIN Start Date</t></si><si><r><t>CIN Closure "
		"</t></r><r><t>Date</t></r></si><si><t>Case Status</t></si><si><t>c) Child in need plan</t></si>";
	workbook_sheet(&b, "List 6", "");
	workbook_part(&b, "xl/worksheets/sheet1.xml", bytes, n);
	book = workbook_bytes(&b, &size);
	rc = annex_a_read_bytes(book, size, name, to, err);
	workbook_free(&b);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	bool is_zip = n >= 2 && bytes[0] == 'P' && bytes[1] == 'K';

	fuzz_reader(bytes, n, is_zip ? annex_a_read_bytes : read_sheet);
	return 0;
}
