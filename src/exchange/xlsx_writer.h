/* xlsx_writer.h: an Excel workbook (.xlsx) written row by row, for people who go on working with figures.
 *
 * A sheet is a table: a row of headings that stays in sight, then rows of cells in order. A cell is a text, a number, a share, a day or
 * nothing. What is given as a text stays one: "=1+1" is three characters and a sign, never a formula. A row is written out as it ends,
 * so that memory does not grow with the table. The same calls give the same bytes.
 *
 * What goes wrong on the way is remembered and said by xlsx_writer_finish: nothing else here fails but opening.
 */
#pragma once

#include "base/buf.h"

enum {
	XLSX_WRITER_BYTES = 64 * 1024 * 1024, /* of the whole file */
	XLSX_WRITER_SHEET_NAME = 31,          /* characters; more is cut off, and so are the signs []:*?/\ */
	XLSX_WRITER_TEXT = 32767              /* bytes of a cell's text; more is cut off */
};

struct xlsx_column {
	const char *heading;
	int width; /* characters; longer texts go on in a next line of the cell */
};

struct xlsx_about {
	const char *title, *company;
	int64_t created; /* instant, seconds since 1970 */
};

struct xlsx_writer;

/* Begins a workbook, in a temporary file of the directory TMPDIR (else /tmp). The texts are copied. */
int xlsx_writer_new(const struct xlsx_about *about, struct xlsx_writer **ret, struct err *err) PL_MUST_CHECK;
struct xlsx_writer *xlsx_writer_free(struct xlsx_writer *w);

/* Begins a sheet; all cells after it are its. No two sheets of a workbook have one name. */
void xlsx_begin_sheet(struct xlsx_writer *w, const char *name, const struct xlsx_column *columns, size_t count);

/* The next cell of the row. */
void xlsx_put_text(struct xlsx_writer *w, const char *text);               /* "" is a blank cell */
void xlsx_put_number(struct xlsx_writer *w, int64_t value, int places);    /* value / 10^places, shown with that many; places 0 to 3 */
void xlsx_put_permille(struct xlsx_writer *w, int64_t permille);           /* a share: 125 is the number 0.125, shown as 12.5% */
void xlsx_put_day(struct xlsx_writer *w, int32_t day);                     /* an open end is a blank cell */
void xlsx_put_nothing(struct xlsx_writer *w);
void xlsx_end_row(struct xlsx_writer *w);

/* Ends the workbook and adds the bytes of the file to `out`, whose cap should be XLSX_WRITER_BYTES. The writer can only be freed then. */
int xlsx_writer_finish(struct xlsx_writer *w, struct buf *out, struct err *err) PL_MUST_CHECK;
