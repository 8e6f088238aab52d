/* Many rows into a table of a server's. COPY FROM would be the server's own way, and it refuses tables whose rows are
 * kept apart: so each row is an insert, and they are sent without waiting for the answers, which are read by the
 * hundred. What lies between must fit into what the two ends of a connection hold for each other: neither waits for the
 * other then. */
#include "store/postgres_inside.h"

#include <stdio.h>

#include "base/arena.h"

enum { UNANSWERED_MOST = 500, NUMBER_SIZE = 24, TABLE_STATEMENT = 8 * 1024 };

static const char SCHEMA[] = "plimsoll.", NAME[] = "fill";

struct pg_filling {
	struct filling base;
	int unanswered;
	int64_t serving; /* the employer of the rows that are being sent; 0: not said yet */
};


/* Reads the answers to all that was sent. The first that is bad is told. */
static int read_answers(struct pg_filling *f, struct err *err)
{
	struct database *db = f->base.db;
	bool bad = PQpipelineSync(postgres_connection(db)) != 1;
	int rc = bad ? postgres_failed(db, NULL, err) : 0;

	for (; f->unanswered >= 0 && !bad; f->unanswered--) {
		PGresult *result = postgres_answer(db);
		ExecStatusType status = PQresultStatus(result);
		bool good = f->unanswered == 0 ? status == PGRES_PIPELINE_SYNC
			: status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

		bad = result == NULL;
		if (!good && rc == 0)
			rc = postgres_failed(db, result, err);
		PQclear(result);
	}
	f->unanswered = 0;
	return rc;
}

/* Counts what was sent, or says that it could not be. */
static int count_sent(struct pg_filling *f, int sent, struct err *err)
{
	if (sent != 1)
		return postgres_failed(f->base.db, NULL, err);
	f->unanswered++;
	return 0;
}

/* From the next row on the transaction is about another employer. */
static int serve(struct pg_filling *f, int64_t employer_id, struct err *err)
{
	char number[NUMBER_SIZE];
	const char *const values[] = {number, ""};

	if (employer_id == f->serving)
		return 0;
	f->serving = employer_id;
	(void)snprintf(number, sizeof number, "%lld", (long long)employer_id);
	return count_sent(f, PQsendQueryParams(postgres_connection(f->base.db), SQL_TEXT[SQL_POSTGRES][SQL_SERVE], 2, NULL,
		values, NULL, NULL, 0), err);
}

int postgres_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err)
{
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	struct pg_filling *f = mem_alloc(sizeof *f);
	int rc;

	*f = (struct pg_filling){.base = {db, shape}};
	insert_text(&sql, shape, SCHEMA, '$');
	rc = count_sent(f, PQsendPrepare(postgres_connection(db), NAME, buf_text(&sql), 0, NULL), err);
	if (rc == 0)
		rc = read_answers(f, err);
	buf_free(&sql);
	if (rc < 0)
		mem_free(f);
	else
		*ret = &f->base;
	return rc;
}

/* Numbers as text, texts and bytes as they are: what ends at a NUL elsewhere is refused here, and not cut. */
static int send_row(struct pg_filling *f, const struct cell *cells, struct err *err)
{
	char numbers[DATABASE_COLUMNS][NUMBER_SIZE];
	const char *values[DATABASE_COLUMNS];
	int lengths[DATABASE_COLUMNS], formats[DATABASE_COLUMNS];
	int count = f->base.shape->columns_count;

	for (int i = 0; i < count; i++) {
		const char *bytes = cells[i].bytes != NULL ? cells[i].bytes : "";

		(void)snprintf(numbers[i], NUMBER_SIZE, "%lld", (long long)cells[i].number);
		values[i] = cells[i].kind == CELL_NULL ? NULL : cells[i].kind == CELL_NUMBER ? numbers[i] : bytes;
		lengths[i] = (int)cells[i].len;
		formats[i] = cells[i].kind == CELL_TEXT || cells[i].kind == CELL_BYTES;
	}
	return count_sent(f, PQsendQueryPrepared(postgres_connection(f->base.db), NAME, count, values, lengths, formats, 0),
		err);
}

int postgres_fill_row(struct filling *base, const struct cell *cells, struct err *err)
{
	struct pg_filling *f = (struct pg_filling *)base;
	int place = base->shape->employer_id;
	int rc = place >= 0 ? serve(f, cells[place].number, err) : 0;

	if (rc == 0)
		rc = send_row(f, cells, err);
	return rc == 0 && f->unanswered >= UNANSWERED_MOST ? read_answers(f, err) : rc;
}

/* What was prepared outlives the transaction, so it goes by itself. It cannot where something went wrong: of a
 * connection on which a filling failed nothing more is asked. */
int postgres_fill_end(struct filling *base, struct err *err)
{
	struct pg_filling *f = (struct pg_filling *)base;
	struct err ignored;
	int rc = f->unanswered > 0 ? read_answers(f, err) : 0;

	if (count_sent(f, PQsendQueryParams(postgres_connection(base->db), "deallocate fill", 0, NULL, NULL, NULL, NULL, 0),
		&ignored) == 0)
		(void)!read_answers(f, &ignored);
	postgres_spoken(base->db);
	mem_free(f);
	return rc;
}

int postgres_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err)
{
	struct pg_filling f = {.base = {db, shape}};
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	char number[NUMBER_SIZE];
	const char *const values[] = {number};
	bool owned = shape->employer_id >= 0;
	int rc = owned ? serve(&f, employer_id, err) : 0;

	(void)snprintf(number, sizeof number, "%d", (int)employer_id);
	delete_text(&sql, shape, SCHEMA, '$');
	if (rc == 0)
		rc = count_sent(&f, PQsendQueryParams(postgres_connection(db), buf_text(&sql), owned ? 1 : 0, NULL, values, NULL,
			NULL, 0), err);
	if (rc == 0)
		rc = read_answers(&f, err);
	postgres_spoken(db);
	buf_free(&sql);
	return rc;
}
