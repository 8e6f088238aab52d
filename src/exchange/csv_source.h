/* csv_source.h: a CSV file as rows of a table, and files of one kind of row read whole.
 *
 * Text is UTF-8, with or without a byte-order mark. A file in another encoding is refused where it is first seen: names
 * of staff that come out wrong would not be joined to the same names in other files.
 */
#pragma once

#include "base/csv.h"
#include "exchange/file_view.h"
#include "exchange/table.h"

enum { CSV_SOURCE_BYTES = 512 * 1024 * 1024 };

struct csv_source {
	struct file_view view;
	struct csv_reader csv;
	const struct intake *to; /* for progress; NULL for none */
	size_t reported;
	char place[32];          /* of the row last read: "line 12" */
};

int csv_source_open(const struct input *in, const struct intake *to, struct csv_source *ret, struct err *err) PL_MUST_CHECK;

/* The same over bytes that outlive the source. */
int csv_source_open_bytes(const char *bytes, size_t n, const struct intake *to, struct csv_source *ret, struct err *err)
	PL_MUST_CHECK;
void csv_source_close(struct csv_source *s);

/* The next row, in s->csv.fields: 1, 0 at the end, or negative. */
int csv_source_next(struct csv_source *s, struct err *err) PL_MUST_CHECK;

/* Reads a source whose first row is the header of `format`; `name` is what issues call the file. */
int csv_source_read(struct csv_source *s, const struct table_format *format, const char *name, const struct intake *to,
	struct err *err) PL_MUST_CHECK;

/* Opens, reads and closes. */
int csv_file_read(const struct input *in, const struct table_format *format, const struct intake *to, struct err *err)
	PL_MUST_CHECK;
int csv_bytes_read(const char *bytes, size_t n, const struct table_format *format, const char *name,
	const struct intake *to, struct err *err) PL_MUST_CHECK;
