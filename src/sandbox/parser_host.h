/* parser_host.h: files read by other processes, as whoever wants them read sees it.
 *
 * A *parser* is a process that the keeper starts on request and that gets one open file, one pipe to answer into, and a
 * question of a few bytes. It can read, write and end, within its memory and time (role.h), and it is not trusted: read
 * its answer with something that checks every byte (exchange/relay.h).
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

enum { PARSER_QUESTION = 64, PARSERS_AT_ONCE = 4 };

/* Whom to ask for parsers. Any thread may. */
struct parser_host {
	int keeper; /* socket */
};

struct parser {
	int answer; /* read it to its end */
	int end;    /* the keeper tells here how the process ended */
};

/* Has a parser started on an open file, which stays the caller's. */
int parser_start(const struct parser_host *host, int file, const void *question, size_t n, struct parser *ret,
	struct err *err)
	PL_MUST_CHECK;

/* Stops taking the answer, waits for the end of the process, and closes both. 0 if it ended by itself; else PL_LIMIT
 * (too long, too much memory), PL_LOCKED (too many at once) or PL_FAIL, with a sentence for whoever gave the file. */
int parser_finish(struct parser *p, struct err *err) PL_MUST_CHECK;
