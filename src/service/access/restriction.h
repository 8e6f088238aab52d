/* restriction.h: which cases only their holders and those who are named may open (core/access.h).
 *
 * A restricted case counts as before, in every figure; its details are hidden from everybody else. Those who may restrict it
 * name logins that may open it as well: accounts of the employer, in use, with a role that opens cases at all. A name
 * holds until it is taken back, and has no effect while the case is not restricted.
 *
 * Each change is one commit with one entry in the ledger: case-restrict, case-open, case-name, case-unname. An entry tells
 * the case by its number in the database and not by its reference, for the ledger is read by people who see no case.
 */
#pragma once

#include "core/restricting.h"
#include "service/deciding.h"
#include "service/pictures/pictures.h"
#include "service/writer.h"

struct restriction_change {
	struct asked_by by;
	const char *ref;
	enum restriction_act act;
	const char *login;       /* whom, with NAME_READER and UNNAME_READER */
	int32_t day;             /* from which a reader is named */
};

/* PL_NOT_FOUND without that employer, case or account; PL_INVALID for an account that could not open it; PL_CONFLICT if it is
 * so already. `s` writes. */
int restriction_make(struct store *s, const struct restriction_change *change, struct err *err) PL_MUST_CHECK;

/* The same for a server. */
int restriction_change(struct writer *writer, const struct restriction_change *change, struct err *err) PL_MUST_CHECK;

/* ---- reading ---- */

struct named_reader {
	const char *login, *name; /* name: of the account; "" without one */
	int64_t instant;          /* when they were named */
	const char *by;           /* by whom: a login */
};

/* Those who are named for a case, in the order in which they were. PL_NOT_FOUND if the employer has no such case. */
int restriction_readers_from(struct store *s, struct arena *a, int32_t employer_id, const char *ref, struct named_reader **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The same for pages. */
int restriction_readers(struct pictures *pictures, struct arena *a, const struct picture *p, const char *ref,
	struct named_reader **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
