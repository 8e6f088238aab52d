#include "store/import_pieces.h"

#include <string.h>

#include "store/inside.h"

static struct statement *about(struct store *s, enum sql_id id, int32_t employer_id, int64_t job, int64_t which)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, job);
	put_int(q, which);
	return q;
}

static int run(struct statement *q, struct err *err)
{
	int64_t rc = statement_run(q, err);

	return rc < 0 ? (int)rc : 0;
}

int store_import_piece_put(struct store *s, const struct import_piece *piece, struct err *err)
{
	struct statement *q = about(s, SQL_IMPORT_PIECE_PUT, piece->employer_id, piece->job, piece->file);

	put_int(q, piece->piece);
	put_bytes(q, piece->bytes, piece->len);
	return run(q, err);
}

int store_import_piece(struct store *s, struct arena *a, struct import_piece *piece, struct err *err)
{
	struct statement *q = about(s, SQL_IMPORT_PIECE_OF, piece->employer_id, piece->job, piece->file);
	int rc;

	put_int(q, piece->piece);
	rc = statement_next(q, err);
	if (rc > 0) {
		struct cell cell = take_cell(q);
		char *copy = arena_alloc(a, cell.len + 1);

		memcpy(copy, cell.bytes, cell.len);
		piece->bytes = copy;
		piece->len = cell.len;
	}
	statement_end(q);
	return rc;
}

int store_import_pieces_move(struct store *s, int32_t employer_id, int64_t from_job, int64_t to_job, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_PIECES_MOVE);

	put_int(q, to_job);
	put_int(q, employer_id);
	put_int(q, from_job);
	return run(q, err);
}

int store_import_pieces_forget(struct store *s, int32_t employer_id, int64_t job, int64_t file, struct err *err)
{
	return run(about(s, SQL_IMPORT_PIECES_FORGET, employer_id, job, file), err);
}
