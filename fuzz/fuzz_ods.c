/* OpenDocument spreadsheets. */
#include "exchange/ods_reader.h"
#include "fuzz_promise.h"

static int see(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	(void)context, (void)err;
	fuzz_promise(strlen(sheet) <= ODS_SHEET_NAME && number >= 1 && count >= 1 && count <= ODS_COLUMNS);
	fuzz_promise(cells[count - 1].len > 0);
	for (size_t i = 0; i < count; i++)
		fuzz_promise(cells[i].at != NULL && cells[i].len <= ODS_ROW_BYTES);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct err err;

	fuzz_answer(ods_read_bytes((const char *)bytes, n, see, NULL, &err), &err);
	return 0;
}
