/* postgres_inside.h: what the files that speak libpq share. Included by them alone. */
#pragma once

#include "store/engine.h"

#include <libpq-fe.h>

PGconn *postgres_connection(struct database *db);
/* The answer to the next thing that was sent through the pipeline; NULL if the connection is gone. The caller clears
 * it. */
PGresult *postgres_answer(struct database *db);
/* Says what a bad answer means. */
int postgres_failed(const struct database *db, const PGresult *result, struct err *err);
/* Something else than a statement was sent, and has been answered: whose rows the transaction sees is not known any
 * more. */
void postgres_spoken(struct database *db);

/* postgres_fill.c: what database.h says of filling and emptying a table. */
int postgres_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err);
int postgres_fill_row(struct filling *f, const struct cell *cells, struct err *err);
int postgres_fill_end(struct filling *f, struct err *err);
int postgres_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err);
