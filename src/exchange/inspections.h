/* inspections.h: Ofsted's list of inspection outcomes of local authority children's services, as it is published (.ods).
 *
 * Every sheet with a table of outcomes is read: the row that names its columns is looked for, and what stands above it is passed over.
 * The sheets overlap; a row may come twice.
 */
#pragma once

#include "core/inspection.h"
#include "exchange/ods_reader.h"

/* The employer by its code of the Office for National Statistics, and its name; both live until the function returns. */
typedef int inspection_fn(void *context, struct str code, struct str name, const struct inspection *inspection, struct err *err);

/* PL_INVALID: no sheet has such a table, or a cell is not what it has to be, by sheet and row; nothing is guessed at. Rows of
 * visits without a judgement are passed over. */
int inspections_read_bytes(const char *bytes, size_t n, inspection_fn *row, void *context, struct err *err) PL_MUST_CHECK;

/* Whether the bytes are a spreadsheet in which some sheet has a table of inspection outcomes: 1 or 0; PL_INVALID if they are no spreadsheet,
 * PL_LIMIT if it is beyond a cap. */
int inspections_recognise_bytes(const char *bytes, size_t n, struct err *err) PL_MUST_CHECK;
