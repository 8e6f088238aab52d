/* hearing.h: hears of commits as they are made, by whatever process, from the server that keeps them, and of imports that wait.
 *
 * A server tells those who listen of each commit once it is kept: whose records moved on. It is told to a connection of its own,
 * which is used for nothing else. What was said while that was away is lost, and nothing may depend on having heard of it: who
 * asks the store gets what is true. Of a file nobody tells anything.
 */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct hearing;

enum { HEARD_CODE_SIZE = 256 };

enum heard_what {
	HEARD_MOVED,  /* an employer's records have moved on */
	HEARD_IMPORT, /* an import waits for a process to begin it (store/import_jobs.h) */
	HEARD_GAP     /* something was missed: anything may have been said */
};

struct heard {
	enum heard_what what;
	char employer[HEARD_CODE_SIZE]; /* a code, of HEARD_MOVED; else "" */
};

/* Listens at an address (store_is_of_server). PL_LOCKED if the server is not there just now, PL_FAIL if it does not let us. */
int hearing_open(const char *address, struct hearing **ret, struct err *err) PL_MUST_CHECK;
/* Takes NULL. */
struct hearing *hearing_close(struct hearing *h);

/* Waits until something is heard, but no longer than that, nor than until hearing_stop: 1 if something was, 0 if not. PL_LOCKED if the
 * connection is lost; the next call tries to have it back, and once it is there tells of whatever was missed. */
int hearing_wait(struct hearing *h, int64_t most_ms, struct heard *ret, struct err *err) PL_MUST_CHECK;

/* Ends the waiting, for good. Any thread. */
void hearing_stop(struct hearing *h);
