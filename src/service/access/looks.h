/* looks.h: who looks at cases and workers is kept, whatever comes of it.
 *
 * A page notes a look before it is made, and what is shown waits for its note to be written, with all others that wait, by a
 * thread of their own: a millisecond or two. While somebody else holds the database (an import), or the disk takes
 * longer than 300 ms, pages go on and notes wait in memory; so do notes of what was refused, for 300 ms. What waits when the
 * process is killed from outside is lost with it.
 *
 * The same look within a second is one, with how often. Notes are never dropped: where there is no room, a page is refused
 * instead, so that nothing is answered of which no record could be kept. One account has a tenth of the room, and what was
 * refused half of it.
 */
#pragma once

#include "service/pictures/pictures.h"
#include "service/writer.h"
#include "store/looks.h"

struct looks;

enum {
	LOOKS_MOST = 10000, /* notes that may wait */
	LOOKS_ACCOUNTS = 10 /* of which one account has this part */
};

/* The writer must outlive it. `most`: 0 for LOOKS_MOST. */
struct looks *looks_new(struct writer *writer, size_t most);

/* Writes what waits, for five seconds at most if the database is held by somebody else, and ends. What could not be written
 * is told on standard error, by number. Takes NULL. */
struct looks *looks_free(struct looks *looks);

/* Copies the note (once, whatever its `times`), and waits for it to be written if it is of something shown. PL_LOCKED if too many wait: then nothing may be
 * shown. Any thread. */
int looks_note(struct looks *looks, const struct look *look, struct err *err) PL_MUST_CHECK;

/* Writes what waits now. PL_LOCKED if somebody else holds the database: it waits on. */
int looks_flush(struct looks *looks, struct err *err) PL_MUST_CHECK;

/* Who looked, as far as it has been written: the `most` who did last, the latest first, with the names of their accounts. */
struct looker {
	struct looked looked;
	const char *name; /* "" where there is no account of that login any more */
};

int looks_from(struct store *s, struct arena *a, int32_t employer_id, enum look_kind kind, const char *object, size_t most,
	struct looker **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The same for pages. */
int looks_of(struct pictures *pictures, struct arena *a, const struct picture *p, enum look_kind kind, const char *object,
	size_t most, struct looker **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
