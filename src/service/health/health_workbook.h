/* health_workbook.h: a health check as an Excel workbook, for those who go on working with its figures.
 *
 * Seven sheets: the health check, a row a measure; what is found in it; each line in force, with the posts past it; by
 * month and by team, a row a figure, to be filtered and pivoted; the data dictionary, which says of each measure what
 * is counted, of what and in which unit; and what the workbook is of. A figure is a number in a cell, in the unit
 * beside it that files have too (per cent, minutes). One that is not known is a blank, and the cell beside it says
 * why. */
#pragma once

#include "base/buf.h"
#include "core/health_series.h"
#include "service/health/findings.h"
#include "service/health/health_check.h"

/* What one is made of. */
struct health_workbook {
	const struct picture *at;              /* of the last day */
	const struct health *health;
	const struct finding *findings; size_t findings_count;
	const struct health *teams; size_t teams_count;          /* each team in the scope; none where that is a team */
	const struct health_series *series; size_t series_count; /* of measures that have one */
	const char *version;                   /* of the program */
};

/* Adds the file to `out`, whose cap should be XLSX_WRITER_BYTES of exchange/xlsx_writer.h. */
int health_workbook_write(const struct health_workbook *book, struct buf *out, struct err *err) PL_MUST_CHECK;

/* Gathers it and writes it, for pages: `health` is what health_check_for gave for `asked`. */
int health_workbook_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, const struct health *health, const char *version, struct buf *out, struct err *err)
	PL_MUST_CHECK;
