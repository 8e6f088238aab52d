/* release_files.h: official statistics from wherever somebody saved them: files and folders named, taken in one by
 * one. */
#pragma once

#include "service/league/releases.h"

enum { RELEASE_FILES_MOST = 1000 };

enum release_outcome {
	RELEASE_FILE_TAKEN,        /* or would be */
	RELEASE_FILE_KNOWN,        /* the same bytes are there already */
	RELEASE_FILE_PASSED_OVER,  /* in a folder, and no file of official statistics */
	RELEASE_FILE_REFUSED
};

/* taken, known, passed-over, refused. */
const char *release_outcome_code(enum release_outcome outcome);

struct release_file {
	const char *path;
	enum release_outcome outcome;
	struct release release; /* of one that was taken or is known */
	const char *over;       /* the release that stands in the place of a known one, by its file's name; "" */
	const char *why;        /* one sentence for one that was not; "" */
};

struct release_files_asked {
	const char *database;
	const char *const *paths; size_t count;  /* a folder stands for the files directly in it */
	const char *by;
	int64_t instant;
	bool dry_run;
};

/* Each file is taken whole or not at all, and one that is refused keeps nobody else out. The database is made if there
 * is none, unless no file is good. A path that cannot be read is a file that is refused.
 * Fails where the database cannot be written. In the arena. */
int release_files_take(struct arena *a, const struct release_files_asked *asked, struct release_file **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
