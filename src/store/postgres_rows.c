/* Rows as a whole, as the server gives them: as cells, and table by table. */
#include "store/postgres_inside.h"

#include <stdio.h>
#include <stdlib.h>

struct cell postgres_cell(const PGresult *result, int row, int column, unsigned char **bytes)
{
	const char *text = PQgetvalue(result, row, column);
	struct cell cell = {.kind = CELL_TEXT, .bytes = text, .len = (size_t)PQgetlength(result, row, column)};

	if (PQgetisnull(result, row, column))
		return (struct cell){.kind = CELL_NULL};
	switch (PQftype(result, column)) {
	case PG_INT8:
	case PG_INT4:
		return (struct cell){.kind = CELL_NUMBER, .number = strtoll(text, NULL, 10)};
	case PG_BYTES:
		*bytes = PQunescapeBytea((const unsigned char *)text, &cell.len);
		cell.kind = CELL_BYTES;
		cell.bytes = (const char *)*bytes;
		return cell;
	default:
		return cell;
	}
}

void postgres_row_read(const PGresult *result, int row, int first, int count, struct postgres_row *ret)
{
	for (int i = 0; i < count && i < DATABASE_COLUMNS; i++)
		ret->cells[i] = postgres_cell(result, row, first + i, &ret->bytes[i]);
}

void postgres_row_free(struct postgres_row *row)
{
	for (int i = 0; i < DATABASE_COLUMNS; i++)
		PQfreemem(row->bytes[i]);
}

/* ---- a table ---- */

/* How many answers come before the rows; negative if it could not be sent. */
static int send_scan(struct database *db, const char *table, int32_t employer_id)
{
	PGconn *conn = postgres_connection(db);
	char sql[160], number[PG_NUMBER];
	const char *const values[] = {number};
	bool owned = employer_id != PG_NOBODY, sent = true;

	(void)snprintf(sql, sizeof sql, "select * from plimsoll.%s%s", table, owned ? " where employer_id = $1" : "");
	(void)snprintf(number, sizeof number, "%d", (int)employer_id);
	if (owned)
		sent = pg_send_serving(conn, employer_id);
	sent = sent && PQsendQueryParams(conn, sql, owned ? 1 : 0, NULL, values, NULL, NULL, 0) == 1;
	return sent && PQpipelineSync(conn) == 1 ? owned : -1;
}

static void tell_rows(const PGresult *result, const struct table_scan *scan)
{
	for (int row = 0; row < PQntuples(result); row++) {
		struct postgres_row found = {0};

		postgres_row_read(result, row, 0, PQnfields(result), &found);
		scan->row(scan->context, found.cells);
		postgres_row_free(&found);
	}
}

/* The rows of one employer come one by one: a table may be larger than the memory. */
static int scan_of(struct database *db, const struct table_scan *scan, int32_t employer_id, struct err *err)
{
	PGconn *conn = postgres_connection(db);
	PGresult *result;
	int rc = 0, before = send_scan(db, scan->table, employer_id);

	if (before < 0)
		return postgres_failed(db, NULL, err);
	if (before > 0) {
		result = postgres_answer(db);
		rc = pg_is_good(result) ? 0 : postgres_failed(db, result, err);
		PQclear(result);
	}
	(void)PQsetSingleRowMode(conn);
	while ((result = wire_answer(&pg_of(db)->wire)) != NULL) {
		if (PQresultStatus(result) == PGRES_SINGLE_TUPLE)
			tell_rows(result, scan);
		else if (!pg_is_good(result) && rc == 0)
			rc = postgres_failed(db, result, err);
		PQclear(result);
	}
	PQclear(postgres_answer(db)); /* the end */
	postgres_spoken(db);
	return rc;
}

int postgres_scan(struct database *db, const struct table_scan *scan, struct err *err)
{
	int rc = scan->of_nobody ? scan_of(db, scan, PG_NOBODY, err) : 0;

	for (size_t i = 0; i < scan->employers_count && !scan->of_nobody && rc == 0; i++)
		rc = scan_of(db, scan, scan->employers[i], err);
	return rc;
}
