/* sealed_rows.h: how the rows that an entry of the ledger made, ended or erased are sealed into it.
 *
 * A table is sealed if it says in which entry its rows were made and ended (columns `made` and `unmade`), or erased
 * (`erased`). Which columns it has is read from the database itself, by writing and by verifying alike.
 *
 * Each thing that happened to a row is a text of values, each as its length in bytes, ':', its bytes, ',': first "made",
 * "ended" or "erased", then the table, then name and value of each column that is not null, in the order of their names.
 * Left out are `unmade`, `erased`, `salt`, `commitment`, `position` and what is personal; where the table has a salt,
 * "personal" and a commitment end the text:
 *
 *	commitment = SHA-256( salt, name and value of each personal column that is not null )
 *
 * A row without a salt is from before its table had salts: what is personal entered as it is, and cannot be erased.
 * A login is not personal in this sense: it is the name under which entries were signed, and stays with them.
 *
 * So a name can be erased and the row stays sealed: the commitment takes the place of what it was made of. An erased row's
 * text has all that is left, personal columns and commitment too, so that nothing can be put in their place later.
 *
 * The things that happened to the rows of one table in one entry are a set, whose sum does not depend on their order: each
 * text's BLAKE2b (RFC 7693, 32 bytes, no key; there are millions of rows, and it takes half the time of SHA-256) is the key of
 * a ChaCha20 stream (RFC 8439, nonce 0, counter 0) of 256 numbers of 16 bits, little-endian, which are added up, place by
 * place, modulo 65,536. This is LtHash (Bellare and Micciancio 1997; Lewi, Kim, Maykov and Weis 2019, who take 1,024 places)
 * made small for a case that is easier to guard: how many rows were made, ended and erased is sealed as well, so that a
 * forger has no more rows to play with than there are. To replace rows by others with the same sum in 4,096 bits, the best
 * known way (Wagner's, on 2^30 rows) takes more than 2^150 steps, and finding short vectors in a lattice of that size is
 * harder still. A plain sum of hashes, or their exclusive or, would not do: those are forged in seconds to hours.
 *
 * Of each table that an entry touched there is a line: table, how many were made, ended, erased, SHA-256 of the 256
 * numbers, little-endian. The entry's rows_digest is SHA-256 of its lines' values one after the other, in the order of the tables' names.
 *
 * An entry without a digest was written before rows were sealed. The first one that has a digest seals what they did as well.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/database.h"
#include "store/ledger.h"

enum { SEAL_PLACES = 256 };

enum row_event { ROW_MADE, ROW_ENDED, ROW_ERASED, ROW_EVENTS };

struct sealed_table {
	const char *name;
	struct str begins[ROW_EVENTS];          /* how a text of it begins */
	const char *names[DATABASE_COLUMNS];    /* of its columns, as they stand */
	struct str heads[DATABASE_COLUMNS];     /* the same as they enter a text */
	int columns;
	int by_name[DATABASE_COLUMNS];          /* their places in the order of their names */
	bool left_out[DATABASE_COLUMNS];        /* of the text of a row that is made or ended */
	bool personal[DATABASE_COLUMNS];
	int employer_id, made, unmade, erased, salt, commitment; /* places; -1: there is none */
};

struct sealed_tables {
	struct sealed_table *rows;
	size_t count, room;
};

/* The sealed tables of a database, by name. PL_LIMIT if one has too many columns. */
int sealed_tables_read(struct database *db, struct arena *a, struct sealed_tables *ret, struct err *err) PL_MUST_CHECK;

/* What happened to the rows of one table in one entry. */
struct row_sum {
	int64_t count[ROW_EVENTS];
	uint16_t places[SEAL_PLACES];
};

/* Adds one thing that happened. `scratch` has room for a row as a text; PL_LIMIT if that is not enough. */
int row_sum_add(struct row_sum *sum, const struct sealed_table *t, enum row_event event, const struct cell *cells,
	struct buf *scratch, struct err *err) PL_MUST_CHECK;

/* The commitment to the personal columns of a row that has its salt. */
void row_commitment(const struct sealed_table *t, const struct cell *cells, struct buf *scratch, char ret[LEDGER_HASH_SIZE]);

/* A line of an entry, as ledger_rows keeps it. */
struct row_line {
	const char *table;
	int64_t count[ROW_EVENTS];
	char digest[LEDGER_HASH_SIZE];
};

struct row_line row_line_of(const struct sealed_table *t, const struct row_sum *sum);

/* The digest of lines, which are in the order of their tables' names. */
void rows_digest(const struct row_line *lines, size_t count, char ret[LEDGER_HASH_SIZE]);
