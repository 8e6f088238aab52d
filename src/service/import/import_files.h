/* import_files.h: which files an import is made of: found, recognised by content, and put in the order they are read in.
 *
 * The order is fixed by what the files are and not by how they were given, the best source of a fact first: where two
 * files disagree the first one read stands (core/fact.h), so the same files always give the same facts. For workers the
 * own CSV set comes before the workforce return and that before the professionals table; for cases the own set before
 * the daily API, the census, involvements and the inspection lists. Of two files of one format the later name comes
 * first: names often carry their date.
 */
#pragma once

#include "base/arena.h"
#include "exchange/intake.h"
#include "sandbox/parser_host.h"

enum { IMPORT_FILES = 1000 }; /* most files of one import */

struct import_file {
	const char *path;          /* as given, or directory and name; of a file that is open what it is called */
	const char *name;          /* base name */
	int fd;                    /* of a file that is open already, and stays the caller's; -1: its path is opened to read it */
	enum source_format format;
	uint64_t bytes;
	char sha256[65];           /* hexadecimal; "" where it was not asked for */
	int64_t records;           /* records that were handed over */
	int64_t issues;            /* of this file, warnings too */
};

struct import_files {
	struct import_file *files;   size_t files_count, files_room;
	const char **passed_over;    size_t passed_over_count, passed_over_room; /* in a directory and of no known format */
};

/* Finds the files that paths name; a directory stands for the files directly in it that are recognised. One sentence for
 * what is missing, unreadable, given twice or of no known format. `parsers` as in file_reader.h. In the arena. */
int import_files_find(struct arena *a, const struct parser_host *parsers, const char *const *paths, size_t count,
	struct import_files *ret, struct err *err) PL_MUST_CHECK;

/* The same for files that are open already, and are called what their inputs say: a path would mean nothing. */
int import_files_take(struct arena *a, const struct parser_host *parsers, const struct input *inputs, size_t count,
	struct import_files *ret, struct err *err) PL_MUST_CHECK;

/* Opens it to be read; closes what that has opened. */
int import_file_open(const struct import_file *f, struct input *ret, struct err *err) PL_MUST_CHECK;
void import_file_close(const struct import_file *f, struct input *in);

/* Fills sha256. */
int import_file_hash(struct import_file *f, struct err *err) PL_MUST_CHECK;
