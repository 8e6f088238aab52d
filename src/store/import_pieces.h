/* import_pieces.h: what an import was sent and what came of it, on a server, where any process may do it and show it.
 *
 * Bytes are kept in pieces, each in a row. They tell of children by name, so that the table is in no log, archive or standby of the server
 * (it is unlogged): after a crash of the server, and on a standby that takes its place, there is none of them.
 *
 * A database in a file has no such table, and none of these may be called of one.
 */
#pragma once

#include "store/store.h"

enum { IMPORT_PIECE_BYTES = 256 * 1024 }; /* most of one */

/* Which of the things that are kept of an import; from 1 on its files. */
enum { PIECES_OF_REPORT = -1, PIECES_OF_ORDER = 0, PIECES_OF_FILES = 1 };

struct import_piece {
	int32_t employer_id;
	int64_t job, file, piece; /* piece: 0, 1, 2... */
	const void *bytes;
	size_t len;
};

/* Adds it. Between store_begin_writing and store_end_writing. */
int store_import_piece_put(struct store *s, const struct import_piece *piece, struct err *err) PL_MUST_CHECK;
/* Fills bytes, in the arena, and len of the piece that it says: 1; 0 if there is none; or a negative code. */
int store_import_piece(struct store *s, struct arena *a, struct import_piece *piece, struct err *err) PL_MUST_CHECK;
/* The files of one job are another's. Between the same. */
int store_import_pieces_move(struct store *s, int32_t employer_id, int64_t from_job, int64_t to_job, struct err *err) PL_MUST_CHECK;
/* Forgets everything of a job from `file` on: PIECES_OF_FILES leaves what says what it is, PIECES_OF_REPORT leaves nothing. Between the
 * same. */
int store_import_pieces_forget(struct store *s, int32_t employer_id, int64_t job, int64_t file, struct err *err) PL_MUST_CHECK;
