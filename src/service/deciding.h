/* deciding.h: read, decide, commit; and again if somebody else was faster.
 *
 * What is asked for is decided on the records as they stand at one position of the ledger, with nobody held up meanwhile, and
 * written in one commit that is refused if the position has moved. Then nothing is written, and all is read and decided again: so
 * a change is always decided on what is true when it is made. One *try* of that is a function, which has no effect but by its
 * commit:
 *
 *	read, and judge: what is refused is the answer, and is not tried again
 *	rc = deciding_begin(d, err);
 *	if (rc == 0)
 *		rc = commit_...(d->commit, ..., err);       what is written, and said in d->payload
 *	return deciding_end(d, rc, &decided, err);
 *
 * The entry in the ledger, and the once-key of the form or the call that asked, belong to the commit. */
#pragma once

#include "base/json_writer.h"
#include "core/access.h"
#include "store/store.h"

struct allocation_outcome;

/* In the payload of an entry: the one role of the account in which a program asked. Without it, it was done in all of them. */
#define DECIDED_AS_ROLE "as_role"

/* What was decided, for the entry and for whoever tells the answer. */
struct decided {
	const char *action;       /* of the entry: matter-ask, proposal-offer.. */
	const char *object;       /* what the entry is about; NULL: the employer */
	int32_t matter_id;        /* that was asked, or answered; 0: none */
	const struct allocation_outcome *proposal; /* what came of an offer; NULL: it was none */
};

/* Who asks for something, and when. */
struct asked_by {
	const char *employer;     /* whose records change: a code */
	const struct viewer *viewer; /* the account, whose login is the actor of the entry; on the command line a login alone */
	int64_t instant;
	const char *once;         /* the once-key of the form; NULL without one */
	const char *outcome;      /* where its answer leads: kept under the key, for who sends it again */
	/* Writes, behind `outcome`, the answer itself where that is kept; NULL: it is not. */
	void (*tell)(struct buf *out, const struct decided *decided);
};

/* One try. */
struct deciding {
	struct arena *a;          /* for as long as the try */
	struct store *store;
	const struct asked_by *by;
	struct employer employer; /* as it was read first: the position that all is decided on */
	int64_t now;              /* local minute */
	int32_t today;
	/* Between deciding_begin and deciding_end: */
	struct commit *commit;
	struct json_writer payload; /* of the entry: an open object, for numbers and codes */
	/* For deciding.c: */
	struct buf said;
	bool overtaken;           /* somebody else was faster */
};
typedef int (*deciding_try)(struct deciding *d, const void *context, struct err *err);

/* Tries until it is decided and written, or refused. PL_CONFLICT, with nothing written, if others were faster DECIDING_TRIES times;
 * PL_NOT_FOUND without that employer; else what the last try answered. `s` writes; a server lends it (service/writer.h). */
enum { DECIDING_TRIES = 3 };
int deciding_run(struct store *s, const struct asked_by *by, deciding_try try, const void *context, struct err *err) PL_MUST_CHECK;

/* Begins the commit: from here on nobody else writes. It fails if somebody else was faster; then there is nothing to end. */
int deciding_begin(struct deciding *d, struct err *err) PL_MUST_CHECK;

/* Ends it with the entry and the once-key; drops it if `rc`, what became of it so far, is a code. Returns the first code. It may be
 * called without a commit. PL_CONFLICT if the account has used the key. */
int deciding_end(struct deciding *d, int rc, const struct decided *decided, struct err *err) PL_MUST_CHECK;
