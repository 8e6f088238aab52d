/* csv.h: comma-separated files, read and written (RFC 4180).
 *
 * Reading: a spreadsheet in a country of decimal commas separates by semicolon, and some exports by tab: what separates
 * is told from the first lines, or by a first line "sep=;". A byte-order mark is dropped, line ends may be LF, CRLF or
 * CR, a quoted field may hold commas, quotes (doubled) and line ends. Whether a field is proper text is for the caller
 * to check (str_is_clean_utf8). Writing: a cell that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
#pragma once

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum {
	CSV_FIELDS = 256,         /* most columns a row may have */
	CSV_ROW_BYTES = 64 * 1024 /* longest row, all fields together */
};

struct csv_reader {
	const char *at, *end;
	char separator;
	int64_t line;     /* line on which the row last read began, from 1 */
	int64_t next_line;
	struct buf text;  /* the fields of the row, unquoted */
	struct str fields[CSV_FIELDS];
	size_t count;
};

/* Reads from memory that must outlive the reader. The first line that holds a comma, semicolon or tab outside quotes
 * says what separates: a comma if it has one. */
void csv_open(struct csv_reader *r, const char *bytes, size_t n);
void csv_close(struct csv_reader *r);

/* Reads the next row into `fields`: 1, 0 at the end of the file, or a negative code (PL_INVALID, PL_LIMIT). Lines
 * without any character are passed over. Fields live until the next call. */
int csv_next(struct csv_reader *r, struct err *err) PL_MUST_CHECK;

/* One cell and its separator: a comma before every cell but the first of the row. */
void csv_cell(struct buf *out, bool first, const char *text);
void csv_end_row(struct buf *out);
