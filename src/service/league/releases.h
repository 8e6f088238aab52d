/* releases.h: official statistics taken in as the files that they were published in, byte for byte; everything that is
 * shown of them is read from those bytes, and nothing is said twice.
 *
 * A release belongs to no employer and stands in no ledger: its SHA-256 is its seal, so that anybody can hold it
 * against the publisher's own file. The same bytes again change nothing. What a later year's file says of an earlier
 * year stands in place of what was said of it then.
 */
#pragma once

#include "core/league.h"
#include "exchange/file_view.h"

struct store;

enum release_kind { RELEASE_FIGURES, RELEASE_NEIGHBOURS, RELEASE_INSPECTIONS,
	RELEASE_CHECK,           /* an employer's published health check, kept apart (checks.h) */
	RELEASE_KINDS };

const char *release_kind_code(enum release_kind kind);   /* figures, neighbours, inspections, health-check */
const char *release_kind_words(enum release_kind kind);

struct release {
	int32_t release_id;      /* 0: it is not kept */
	enum release_kind kind;
	const char *sha256;      /* of its bytes, in hexadecimal */
	const char *file_name;   /* without folders, as it was when it was taken */
	int latest_year;         /* the newest it tells of; of neighbours 0 */
	int32_t rows;            /* that were read: of a file with several an area and year, those that are meant */
	int64_t bytes;
	int64_t taken;           /* instant, seconds UTC */
	const char *taken_by;    /* login, or the operator's name */
};

enum { RELEASE_BYTES_MOST = 64 * 1024 * 1024, RELEASE_NAME = 200 };

/* Most releases that a database keeps: all of them are read whenever the league is made. */
enum { RELEASES_MOST = 200 };

/* What there was to do. */
enum release_taken { RELEASE_TAKEN, RELEASE_KNOWN_ALREADY };

struct release_asked {
	const struct input *in;  /* `name` is a path, of which the last part is kept */
	const char *by;
	int64_t instant;
	bool dry_run;            /* nothing is kept; RELEASE_TAKEN: it would be */
};

/* Reads a file whole, holds it together with the releases that are kept, and keeps it. `s` NULL: there is no database
 * yet, and it is a dry run. PL_NOT_FOUND if it is none of the kinds; PL_INVALID if a cell is not what it has to be,
 * with line and column; PL_LIMIT beyond a cap.
 * Nothing is kept then. Sentences do not name the file. In the arena. */
int release_take(struct store *s, struct arena *a, const struct release_asked *asked, struct release *ret,
	enum release_taken *ret_taken, struct err *err) PL_MUST_CHECK;

enum { RELEASE_PREFIX_LEAST = 8 };

/* One by its SHA-256 or how it begins (RELEASE_PREFIX_LEAST digits at least). PL_INVALID if that is no such text;
 * PL_NOT_FOUND if no release begins so; PL_CONFLICT if several do. In the arena. */
int release_find(struct store *s, struct arena *a, const char *prefix, struct release *ret, struct err *err)
	PL_MUST_CHECK;

/* Takes one away: what the others say counts then. None of them is read, so that it helps where one cannot be. */
int release_remove(struct store *s, const struct release *r, struct err *err) PL_MUST_CHECK;

/* The last of the others that tells of the same things. */
struct release_rival {
	const struct release *release; /* NULL: there is none */
	bool counts_after;             /* so that it stands in the place of the one asked about; else it would if that went */
};

/* `releases` are all, in the order in which they count. */
int release_find_rival(struct store *s, const struct release *releases, size_t count, const struct release *r,
	struct release_rival *ret, struct err *err) PL_MUST_CHECK;

/* In the order in which they count: by latest year, then as they were taken. */
int releases_list(struct store *s, struct arena *a, struct release **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* Tells a league all that these say, in their order; neighbours and inspections last, for they are of employers that
 * figures name. Sentences begin with the file's name. */
int releases_tell(struct store *s, const struct release *releases, size_t count, struct league *l, struct err *err)
	PL_MUST_CHECK;
