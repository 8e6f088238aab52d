/* ods_reader.h: the sheets of an OpenDocument spreadsheet (.ods), row by row, as texts.
 *
 * Only what stands in the cells counts: texts as they are shown, numbers, dates and percentages as the value beneath (1.5, 2025-03-31),
 * formulas as the value last worked out. Cells and rows that are said once and counted are given as often as they stand there; blank ones
 * at the end of a row, and blank rows, are passed over. Notes on cells are not read. A file with a password is refused.
 */
#pragma once

#include "exchange/package.h"

enum {
	ODS_COLUMNS = 256,              /* what stands further to the right is not looked at */
	ODS_ROWS = 100000,              /* with something in them, of all sheets */
	ODS_ROW_BYTES = 1024 * 1024,    /* of one row's texts */
	ODS_SHEET_NAME = 100            /* bytes; longer ones are cut */
};

/* A row: of a sheet, `number` from 1, cells from column A, blank ones with len 0. They live until the function returns. 0 to go on, positive
 * for enough, negative to fail. */
typedef int ods_row_fn(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err);

/* PL_INVALID if the bytes are none, PL_LIMIT if they are beyond a cap; else what the function ended it with. */
int ods_read_bytes(const char *bytes, size_t n, ods_row_fn *row, void *context, struct err *err) PL_MUST_CHECK;
