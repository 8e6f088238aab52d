/* scheme_use.h: which weighting scheme weighs the cases of a service, and from when: the use case behind
 * `plimsoll scheme use`.
 *
 * A scheme comes with the program or is kept by a database, which then carries its numbers wherever it goes. A choice holds
 * from a day on: what was weighed before stays as it was. It is one commit with one ledger entry, and can be undone.
 */
#pragma once

#include "core/scheme.h"
#include "store/store.h"

/* Makes the schemes that a database keeps known to the program, and these and those that come with it to the store. Needed
 * before the first snapshot of a store, and again when somebody else has committed. Fails if a kept one is not, or no longer,
 * a proper scheme: nothing may be weighed by other numbers than those that were agreed. */
int schemes_of_store(struct store *s, struct err *err) PL_MUST_CHECK;

/* Whether a scheme comes with the program. */
bool scheme_is_builtin(const struct scheme *s);

struct scheme_use {
	const char *employer, *service; /* codes */
	const char *id;          /* the newest scheme of this id; or, if NULL, */
	const char *document;    /* this one, which the database will keep */
	size_t document_size;
	const char *name;        /* what sentences call the document */
	int32_t from;
	const char *actor;
	int64_t instant;
};

struct scheme_used {
	const struct scheme *scheme;
	bool new_service;        /* the employer did not have it */
	int64_t position;        /* of the ledger entry */
};

/* Chooses. A service that the employer does not have is added. PL_NOT_FOUND if there is no such employer or scheme; PL_INVALID
 * if the service's code cannot be one, the document is wrong, the scheme contradicts the service (a built-in scheme is for a
 * service of that name, and this one is for another) or may not be used that early; PL_CONFLICT if its id or version is
 * taken. The store is one for writing. */
int scheme_use(struct store *s, const struct scheme_use *use, struct scheme_used *ret, struct err *err) PL_MUST_CHECK;
