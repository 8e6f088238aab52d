/* csv_format.h: the CSV files that are known by their columns.
 *
 * Each reader of CSV files lists the formats it reads here; which one a file is, is told by its header alone.
 */
#pragma once

#include "exchange/table.h"

struct csv_format {
	enum source_format format;
	/* Columns that tell the format from the others, separated by blanks; one behind a '!' must not be there. */
	const char *marks;
	struct table_format table;
};

/* Standard Safeguarding Dataset. */
extern const struct csv_format SSD_CSV[];
extern const size_t SSD_CSV_COUNT;

/* Our own set, docs/import-csv.md. */
extern const struct csv_format OWN_CSV[];
extern const size_t OWN_CSV_COUNT;

/* The format that a header has the marks of; NULL if there is none. */
const struct csv_format *csv_format_of_header(const struct str *cells, size_t count);

/* The format of either list; NULL if it is in none. */
const struct csv_format *csv_format_find(enum source_format format);
