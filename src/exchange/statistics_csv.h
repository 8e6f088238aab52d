/* statistics_csv.h: files of official statistics about children's social care employers in England, as they are
 * published.
 *
 * Two kinds are known by their header. Figures: one row an area and a year, a column a statistic (core/statistic.def
 * has the names that the Department for Education has used since 2017). Neighbours: one row an employer, with the ten
 * that are most like it.
 *
 * A file is taken whole or not at all: the first cell that is neither a number nor a symbol stops it, and is named by
 * line and column; so do a row that has not as many fields as the first line has columns, a known column that stands
 * twice, an employer with two rows of neighbours, and a last line that may have been cut short. That one is taken
 * without a line end only where its last field cannot be the beginning of a longer one: it is quoted, a symbol, the
 * three digits of a neighbour, or of a column that is not read.
 */
#pragma once

#include "core/league.h"
#include "exchange/csv_source.h"

enum statistics_kind {
	STATISTICS_NONE,       /* no file of official statistics */
	STATISTICS_FIGURES,
	STATISTICS_NEIGHBOURS
};

enum { STATISTICS_ROWS_MOST = 100000 };

struct statistics_neighbours {
	struct str dfe_code;
	struct str neighbours[LEAGUE_NEIGHBOURS_MOST]; /* by their three digits, the likest first */
	size_t count;
};

/* `year_most` is the latest year that a row may be of; 0: any. What is done with what is read: 0 to go on, or an error. Texts live until the function returns. */
struct statistics_sink {
	void *context;
	int (*figures)(void *context, const struct league_told *row, struct err *err);
	int (*neighbours)(void *context, const struct statistics_neighbours *row, struct err *err);
	int year_most;
};

/* Which statistics a header has columns of. */
void statistics_of_header(const struct str *cells, size_t count, bool ret[STATISTIC_COUNT]);

/* Which kind a header is of. */
enum statistics_kind statistics_kind_of_header(const struct str *cells, size_t count);

/* Reads a file to its end. PL_INVALID: it is of neither kind, or a cell is not what it has to be; PL_LIMIT: it is
 * beyond a cap. */
int statistics_csv_read_bytes(const char *bytes, size_t n, const struct statistics_sink *to, struct err *err)
	PL_MUST_CHECK;
