/* lint_file.h: the rules of the house, as far as a program can check them file by file.
 *
 * Every finding is one line: file:line, what is wrong, what to do instead. Which rules hold depends on the path, which
 * is written from the root of the source ("src/core/load.c"):
 *
 *	everywhere       no trailing white space, no absolute paths of one machine, no notes to be done later
 *	sources          at most 800 lines a file
 *	*.c, *.h         lines of at most 120 characters (but where LONG_LINES in lint_file.c says that they are to be folded
 *	                 yet), no calls that are banned, functions of at most 100 lines, `#pragma once`, checked formats
 *	src/<folder>/    includes and calls only of the folders below it, engines only where they are wrapped, no SQL in
 *	                 strings
 *	src/core/        pure headers only, integers only
 *	templates/       nothing that the content policy refuses
 *	static/ *.js     no markup put together by script
 */
#pragma once

#include "base/buf.h"
#include "base/str.h"

enum { LINT_FILE_LINES = 800, LINT_FUNCTION_LINES = 100, LINT_LINE_CHARACTERS = 120 };

struct lint {
	struct buf *out; /* one line a finding */
	const char *path; /* of the file that is being checked */
	size_t count;
};

/* True for files whose kind is known, by their ending. */
bool lint_knows(const char *path);

void lint_check(struct lint *lint, const char *path, struct str text);

/* The rules for C only; called by lint_check. */
void lint_check_c(struct lint *lint, struct str text);

void lint_report(struct lint *lint, int64_t line, const char *format, ...) PL_PRINTF(3, 4);

/* The path begins with the folder, which ends with a slash. */
bool lint_is_under(const struct lint *lint, const char *folder);
