/* rows.h: a table that becomes JSON objects or CSV rows, written once for both.
 *
 * The columns are named once; a row gives a cell for each, in order. Where JSON has more to say than a cell can hold,
 * the writer is at hand (rows_json) and CSV shows words.
 */
#pragma once

#include "api/resource.h"
#include "base/json_writer.h"

struct rows {
	struct json_writer json;
	struct buf *out;
	enum resource_format format;
	const char *const *columns;
	size_t count, at;
};

#define ROWS(out, format, columns) rows_open((out), (format), (columns), sizeof(columns) / sizeof *(columns))

/* In JSON: opens the document's object; the head may then be written with `json`, before rows_list. In CSV: the header
 * row. */
struct rows rows_open(struct buf *out, enum resource_format format, const char *const *columns, size_t count);

/* In JSON: opens the array of rows under `key`. */
void rows_list(struct rows *r, const char *key);
void rows_begin(struct rows *r);
void rows_end(struct rows *r);
/* In JSON: closes the array and, with rows_finish, the document. */
void rows_list_end(struct rows *r);
void rows_finish(struct rows *r);

void rows_text(struct rows *r, const char *value);         /* null or an empty cell where it is "" */
void rows_int(struct rows *r, int64_t value);
void rows_int_or_null(struct rows *r, int64_t value);      /* null where it is negative */
void rows_tenths_or_null(struct rows *r, int64_t tenths);
void rows_tenths(struct rows *r, int64_t tenths);          /* below 0 too */
void rows_millionths(struct rows *r, int64_t millionths);  /* likewise */
void rows_millionths_or_null(struct rows *r, int64_t millionths);
void rows_bool(struct rows *r, bool value);                /* "yes" and "no" in CSV */
void rows_date(struct rows *r, int32_t day);
void rows_instant(struct rows *r, int64_t instant);        /* yyyy-mm-ddThh:mm:ssZ; null or an empty cell for 0 */
/* The same as a member. */
void rows_put_instant(struct json_writer *w, const char *key, int64_t instant);

/* The writer, for a column with an inner structure (its key is the next column's), or NULL in CSV, where the caller
 * then gives a text. */
struct json_writer *rows_json(struct rows *r, const char **ret_key);
