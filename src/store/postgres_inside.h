/* postgres_inside.h: what the files that speak libpq share. Included by them alone. */
#pragma once

#include "store/engine.h"

#include <libpq-fe.h>

/* To send something by, when all that was sent before has been answered. */
PGconn *postgres_connection(struct database *db);
/* The answer to the next thing that was sent through the pipeline; NULL if the connection is gone. The caller clears
 * it. */
PGresult *postgres_answer(struct database *db);
/* Says what a bad answer means. */
int postgres_failed(const struct database *db, const PGresult *result, struct err *err);
/* Something else than a statement was sent, and has been answered: whose rows the transaction sees is not known any
 * more. */
void postgres_spoken(struct database *db);

/* postgres_rows.c: a value of an answer as a cell; of bytes, what *bytes has then: PQfreemem. */
struct cell postgres_cell(const PGresult *result, int row, int column, unsigned char **bytes);
/* Several of a row, from a column on, and what they need to live. */
struct postgres_row {
	struct cell cells[DATABASE_COLUMNS];
	unsigned char *bytes[DATABASE_COLUMNS];
};
void postgres_row_read(const PGresult *result, int row, int first, int count, struct postgres_row *ret);
void postgres_row_free(struct postgres_row *row);
int postgres_scan(struct database *db, const struct table_scan *scan, struct err *err);

/* postgres_fill.c: what database.h says of filling and emptying a table. */
int postgres_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err);
int postgres_fill_row(struct filling *f, const struct cell *cells, struct err *err);
int postgres_fill_end(struct filling *f, struct err *err);
int postgres_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err);
