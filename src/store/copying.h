/* copying.h: all rows of one database into another, whichever engines hold them, so that in the end both say the same.
 *
 * What is copied is the source as it was at one moment: the caller keeps a reading transaction open on it. Tables are
 * filled in the order in which they refer to one another, each in one transaction of the target or, between the rows of
 * one employer and the next, in several. While that goes on, the target has a mark by which every other way of opening it
 * refuses it (STORE_FILL alone does not); the mark goes with the last step. So there is a whole copy or none, whenever
 * either side dies.
 *
 * What was begun goes on where it was: of each table the rows of each employer are summed up on both sides, and only
 * where the sums differ are they put in anew. So a source may have moved on in between; the copy then ends with its
 * later moment.
 *
 * Not copied: who is signed in (session; a cookie must not open both), and which migrations made the tables
 * (schema_version; each engine has its own).
 */
#pragma once

#include "store/store.h"

struct copying;

/* Told after each table, and now and then within one. */
struct copying_told {
	size_t tables_done, tables;
	const char *table;
	int64_t rows;       /* of the table, put in by this run so far */
	bool done;          /* with the table */
};
typedef void (*copying_teller)(void *context, const struct copying_told *told);

/* Looks whether the target (STORE_FILL) may be copied into, and marks it. PL_CONFLICT if something is in it that is no
 * copy of the source. Both outlive the copying. */
int copying_begin(struct store *from, struct store *to, struct copying **ret, struct err *err) PL_MUST_CHECK;
struct copying *copying_free(struct copying *c);

/* Puts in what is missing. `told` may be NULL. */
int copying_fill(struct copying *c, copying_teller told, void *context, struct err *err) PL_MUST_CHECK;

/* Reads the target again, when the source is not needed any more: PL_DAMAGED if a row is not as it was in the
 * source. */
int copying_compare(struct copying *c, struct err *err) PL_MUST_CHECK;

/* Takes the mark away: from now on the target is a database like any other. */
int copying_end(struct copying *c, struct err *err) PL_MUST_CHECK;

/* What the source had of what is copied. */
struct copying_size {
	size_t tables;
	int64_t rows, put; /* put: by this run */
};
struct copying_size copying_size(const struct copying *c);
