/* erase.h: makes a worker who has left nameless: the use case behind `plimsoll erase`.
 *
 * Code, name, registration and staff id go from every row, of today and before; so do the name as manager of a team, as
 * owner of a case, as who agreed a line and on an account, and the payloads of entries that have one of them as a value. What the person did
 * and held stays, under "erased-" and a number. It is one entry of the ledger, which cannot be taken back, and the ledger stays
 * whole and says that it was erased.
 *
 * It reaches this database only: backups, files on disk and checkpoints' copies are the council's to deal with; and an import
 * of a file that still names the person brings them back as somebody new. Logins stay: entries are signed with them.
 */
#pragma once

#include "store/store.h"

struct erase_request {
	const char *database, *employer, *person; /* the person's code */
	const char *actor;
	int64_t instant;
	int32_t today; /* where the employer is; DAY_MIN: by the clock */
};

struct person_erased {
	struct erased what;
	const char *code;  /* under which the person is found now; in the arena */
	int64_t position;
};

/* PL_NOT_FOUND if there is no such employer or person, PL_CONFLICT if the person is in post today or later. */
int erase_person(struct arena *a, const struct erase_request *r, struct person_erased *ret, struct err *err) PL_MUST_CHECK;
