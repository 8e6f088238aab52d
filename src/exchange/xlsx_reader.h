/* xlsx_reader.h: the sheets of an Excel workbook (.xlsx), row by row, as texts.
 *
 * Only what stands in the cells counts: numbers come as they are written, dates as their serial numbers (styles are not
 * read: a reader knows which column holds dates), texts from the shared table or the cell, rich text without its looks,
 * formulas as the value last worked out, booleans as 1 and 0, errors as "#N/A". Workbooks with macros or a password are
 * refused. One sheet's row is in memory at a time, and the table of shared texts.
 */
#pragma once

#include "exchange/package.h"

enum {
	XLSX_SHEETS = 255,
	XLSX_COLUMNS = 256,                  /* what stands further to the right is not looked at */
	XLSX_ROWS = 1048576,
	XLSX_ROW_BYTES = 1024 * 1024,        /* of one row's texts */
	XLSX_STRINGS = 2 * 1024 * 1024,      /* shared texts */
	XLSX_STRINGS_BYTES = 16 * 1024 * 1024
};

struct xlsx;

int xlsx_open(const struct input *in, struct xlsx **ret, struct err *err) PL_MUST_CHECK;

/* The same from bytes that outlive the workbook. */
int xlsx_open_bytes(const char *bytes, size_t n, struct xlsx **ret, struct err *err) PL_MUST_CHECK;

struct xlsx *xlsx_close(struct xlsx *x);

size_t xlsx_sheets(const struct xlsx *x);
const char *xlsx_sheet_name(const struct xlsx *x, size_t sheet);

/* Days that dates begin later than in most workbooks: 1462 where they count from 1904, else 0. */
int32_t xlsx_serial_shift(const struct xlsx *x);

/* A row: `number` from 1; cells from column A, blank ones with len 0. They live until the function returns. 0 to go on,
 * positive for enough, negative to fail. */
typedef int xlsx_row_fn(void *context, int64_t number, const struct str *cells, size_t count, struct err *err);

int xlsx_read_sheet(struct xlsx *x, size_t sheet, xlsx_row_fn *row, void *context, struct err *err) PL_MUST_CHECK;
