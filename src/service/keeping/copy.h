/* copy.h: a whole database moved from where it is to elsewhere: a file to a server, a server to a file, or one to
 * another of its kind.
 *
 * The source is only read, as it is at one moment; others may go on with it. What is made is held against it in every
 * way there is, and only then can be opened: every row is the same, every ledger ends with the same entry and is whole,
 * and each employer's figures of the day are the same. Before that it is refused by everything but another run, which
 * goes on where this one stopped.
 */
#pragma once

#include "service/keeping/restore.h"
#include "store/copying.h"

struct copy_request {
	const char *from, *to; /* each the path of a file or the address of a server's */
	int32_t day;           /* whose figures are compared */
	copying_teller told;   /* NULL: nobody is told how far it is */
	void *context;
};

struct copy_made {
	struct ledger_heads heads;
	struct copying_size size;
	int64_t milliseconds;
};

/* PL_CONFLICT if something else is in the target, PL_DAMAGED if what was made is not what the source was. */
int copy_database(struct arena *a, const struct copy_request *request, struct copy_made *ret, struct err *err)
	PL_MUST_CHECK;
