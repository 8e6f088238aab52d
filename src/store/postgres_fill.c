/* Many rows into a table of a server's. COPY FROM would be the server's own way, and it refuses tables whose rows are
 * kept apart: so a thousand rows are one insert, whose parameters are the columns, each an array of as many values. While
 * the server is at it the next thousand are gathered. */
#include "store/postgres_inside.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

enum {
	ROWS_MOST = 1000,                /* of one insert */
	BYTES_ENOUGH = 1024 * 1024,      /* with which an insert goes off, however few its rows are */
	ARRAY_BYTES = 1024 * 1024 * 1024, /* most that the server takes for a value */
	UNANSWERED_MOST = 3,
	TABLE_STATEMENT = 8 * 1024
};

static const char SCHEMA[] = "plimsoll.", NAME[] = "fill";

/* The types that columns have here, by their numbers in pg_type. */
static const struct column_type {
	Oid oid;
	enum cell_kind kind;
	const char *name;
} TYPES[] = {{17, CELL_BYTES, "bytea"}, {20, CELL_NUMBER, "bigint"}, {25, CELL_TEXT, "text"}};

struct gathered_column {
	const struct column_type *type;
	struct buf values;  /* an array as it is sent: ARRAY_HEAD, then each value behind its length */
	bool has_null;
};

enum { ARRAY_HEAD = 20 };

struct pg_filling {
	struct filling base;
	struct gathered_column columns[DATABASE_COLUMNS];
	int rows;                         /* gathered */
	size_t bytes;
	int64_t serving;                  /* the employer of the rows that are gathered; 0: not said yet */
	int answers[UNANSWERED_MOST];     /* of each of what was sent and not answered, the first first */
	int unanswered;
};

/* ---- what is sent, and its answers ---- */

/* Reads the answers to what was sent first. */
static int read_first(struct pg_filling *f, struct err *err)
{
	int rc = 0;

	for (int i = 0; i <= f->answers[0]; i++) {
		PGresult *result = postgres_answer(f->base.db);
		ExecStatusType status = PQresultStatus(result);
		bool good = i == f->answers[0] ? status == PGRES_PIPELINE_SYNC
			: status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

		if (!good && rc == 0)
			rc = postgres_failed(f->base.db, result, err);
		PQclear(result);
	}
	f->unanswered--;
	memmove(f->answers, f->answers + 1, sizeof *f->answers * (size_t)f->unanswered);
	return rc;
}

/* All of them; the first that is bad is told. */
static int read_all(struct pg_filling *f, struct err *err)
{
	struct err ignored;
	int rc = 0;

	while (f->unanswered > 0) {
		int one = read_first(f, rc == 0 ? err : &ignored);

		rc = rc == 0 ? one : rc;
	}
	return rc;
}

/* What was sent is so many statements, and the end of them. */
static int send_end(struct pg_filling *f, bool sent, int statements, struct err *err)
{
	if (!sent || PQpipelineSync(postgres_connection(f->base.db)) != 1)
		return postgres_failed(f->base.db, NULL, err);
	postgres_flush(f->base.db);
	f->answers[f->unanswered++] = statements;
	return f->unanswered == UNANSWERED_MOST ? read_first(f, err) : 0;
}

/* ---- the columns of the table ---- */

static const struct column_type *type_of(Oid oid)
{
	for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
		if (TYPES[i].oid == oid)
			return &TYPES[i];
	return NULL;
}

/* The server tells of the columns by what a statement that adds one row would have to be given. */
static int read_types(struct pg_filling *f, struct err *err)
{
	PGconn *conn = postgres_connection(f->base.db);
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	PGresult *prepared, *described, *end;
	int rc = 0;

	insert_text(&sql, f->base.shape, SCHEMA, '$');
	if (PQsendPrepare(conn, "", buf_text(&sql), 0, NULL) != 1 || PQsendDescribePrepared(conn, "") != 1
		|| PQpipelineSync(conn) != 1)
		rc = postgres_failed(f->base.db, NULL, err);
	prepared = rc == 0 ? postgres_answer(f->base.db) : NULL;
	described = rc == 0 ? postgres_answer(f->base.db) : NULL;
	end = rc == 0 ? postgres_answer(f->base.db) : NULL;
	if (rc == 0 && PQresultStatus(described) != PGRES_COMMAND_OK)
		rc = postgres_failed(f->base.db, prepared, err);
	for (int i = 0; i < f->base.shape->columns_count && rc == 0; i++) {
		f->columns[i].type = type_of(PQparamtype(described, i));
		f->columns[i].values = BUF_INIT(ARRAY_BYTES);
		if (f->columns[i].type == NULL)
			rc = err_set(err, PL_FAIL, "%s.%s is of a kind that is not written here", f->base.shape->name,
				f->base.shape->columns[i]);
	}
	PQclear(prepared);
	PQclear(described);
	PQclear(end);
	buf_free(&sql);
	return rc;
}

static void put_statement(struct buf *out, const struct pg_filling *f)
{
	const struct table_shape *shape = f->base.shape;

	buf_putf(out, "insert into %s\"%s\" (", SCHEMA, shape->name);
	for (int i = 0; i < shape->columns_count; i++)
		buf_putf(out, "%s\"%s\"", i > 0 ? ", " : "", shape->columns[i]);
	buf_puts(out, ") select * from unnest(");
	for (int i = 0; i < shape->columns_count; i++)
		buf_putf(out, "%s$%d::%s[]", i > 0 ? ", " : "", i + 1, f->columns[i].type->name);
	buf_putc(out, ')');
}

static int prepare(struct pg_filling *f, struct err *err)
{
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	int rc;

	put_statement(&sql, f);
	rc = send_end(f, PQsendPrepare(postgres_connection(f->base.db), NAME, buf_text(&sql), 0, NULL) == 1, 1, err);
	buf_free(&sql);
	return rc == 0 ? read_all(f, err) : rc;
}

static void filling_free(struct pg_filling *f)
{
	for (int i = 0; i < f->base.shape->columns_count; i++)
		buf_free(&f->columns[i].values);
	mem_free(f);
}

int postgres_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err)
{
	struct pg_filling *f = mem_alloc(sizeof *f);
	int rc;

	*f = (struct pg_filling){.base = {db, shape}};
	rc = read_types(f, err);
	if (rc == 0)
		rc = prepare(f, err);
	if (rc < 0)
		filling_free(f);
	else
		*ret = &f->base;
	return rc;
}

/* ---- rows ---- */

static void put_big_endian(void *to, uint64_t value, int bytes)
{
	unsigned char *at = to;

	for (int i = 0; i < bytes; i++)
		at[i] = (unsigned char)(value >> 8 * (bytes - 1 - i));
}

/* One dimension, whether there are nulls, the type, how many, and that they count from 1. */
static void finish_array(struct gathered_column *c, int rows)
{
	put_big_endian(c->values.data, 1, 4);
	put_big_endian(c->values.data + 4, c->has_null, 4);
	put_big_endian(c->values.data + 8, c->type->oid, 4);
	put_big_endian(c->values.data + 12, (uint64_t)rows, 4);
	put_big_endian(c->values.data + 16, 1, 4);
}

static int send_rows(struct pg_filling *f, struct err *err)
{
	const char *values[DATABASE_COLUMNS];
	int lengths[DATABASE_COLUMNS], formats[DATABASE_COLUMNS];
	int count = f->base.shape->columns_count;
	bool owned = f->base.shape->employer_id >= 0, sent;

	for (int i = 0; i < count; i++) {
		struct gathered_column *c = &f->columns[i];

		if (c->values.full)
			return err_set(err, PL_LIMIT, "%s.%s: more than a server takes at once", f->base.shape->name, f->base.shape->columns[i]);
		finish_array(c, f->rows);
		values[i] = c->values.data;
		lengths[i] = (int)c->values.len;
		formats[i] = 1;
	}
	sent = !owned || pg_send_serving(postgres_connection(f->base.db), f->serving);
	sent = sent && PQsendQueryPrepared(postgres_connection(f->base.db), NAME, count, values, lengths, formats, 0) == 1;
	for (int i = 0; i < count; i++) {
		buf_clear(&f->columns[i].values);
		f->columns[i].has_null = false;
	}
	f->rows = 0;
	f->bytes = 0;
	return send_end(f, sent, owned ? 2 : 1, err);
}

/* Numbers in eight bytes, texts and bytes as they are: what ends at a NUL elsewhere is refused by the server, and not cut. */
static int gather(struct pg_filling *f, int place, const struct cell *cell, struct err *err)
{
	static const char HEAD[ARRAY_HEAD] = {0};
	struct gathered_column *c = &f->columns[place];
	bool is_null = cell->kind == CELL_NULL;
	size_t len = cell->kind == CELL_NUMBER ? 8 : cell->len;
	char number[8], length[4];

	if (!is_null && cell->kind != c->type->kind)
		return err_set(err, PL_DAMAGED, "A row of %s has something else than %s in %s", f->base.shape->name, c->type->name,
			f->base.shape->columns[place]);
	if (f->rows == 0)
		buf_add(&c->values, HEAD, sizeof HEAD);
	put_big_endian(number, (uint64_t)cell->number, sizeof number);
	put_big_endian(length, is_null ? UINT32_MAX : len, sizeof length);
	buf_add(&c->values, length, sizeof length);
	if (!is_null)
		buf_add(&c->values, cell->kind == CELL_NUMBER ? number : cell->bytes, len);
	c->has_null = c->has_null || is_null;
	f->bytes += sizeof length + (is_null ? 0 : len);
	return 0;
}

int postgres_fill_row(struct filling *base, const struct cell *cells, struct err *err)
{
	struct pg_filling *f = (struct pg_filling *)base;
	int64_t serves = base->shape->employer_id >= 0 ? cells[base->shape->employer_id].number : 0;
	int rc = f->rows > 0 && serves != f->serving ? send_rows(f, err) : 0;

	f->serving = serves;
	for (int i = 0; i < base->shape->columns_count && rc == 0; i++)
		rc = gather(f, i, &cells[i], err);
	if (rc < 0)
		return rc;
	f->rows++;
	return f->rows >= ROWS_MOST || f->bytes >= BYTES_ENOUGH ? send_rows(f, err) : 0;
}

/* What was prepared outlives the transaction, so it goes by itself. It cannot where something went wrong: of a
 * connection on which a filling failed nothing more is asked. */
int postgres_fill_end(struct filling *base, struct err *err)
{
	struct pg_filling *f = (struct pg_filling *)base;
	struct err ignored;
	int rc = f->rows > 0 ? send_rows(f, err) : 0;
	int answered = read_all(f, rc == 0 ? err : &ignored);
	bool sent = PQsendQueryParams(postgres_connection(base->db), "deallocate fill", 0, NULL, NULL, NULL, NULL, 0) == 1;

	if (send_end(f, sent, 1, &ignored) == 0)
		(void)!read_all(f, &ignored);
	postgres_spoken(base->db);
	filling_free(f);
	return rc < 0 ? rc : answered;
}

int postgres_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err)
{
	struct pg_filling f = {.base = {db, shape}, .serving = employer_id};
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	char number[PG_NUMBER];
	const char *const values[] = {number};
	bool owned = shape->employer_id >= 0, sent;
	int rc;

	(void)snprintf(number, sizeof number, "%d", (int)employer_id);
	delete_text(&sql, shape, SCHEMA, '$');
	sent = !owned || pg_send_serving(postgres_connection(f.base.db), f.serving);
	sent = sent && PQsendQueryParams(postgres_connection(db), buf_text(&sql), owned ? 1 : 0, NULL, values, NULL, NULL, 0) == 1;
	rc = send_end(&f, sent, owned ? 2 : 1, err);
	if (rc == 0)
		rc = read_all(&f, err);
	postgres_spoken(db);
	buf_free(&sql);
	return rc;
}
