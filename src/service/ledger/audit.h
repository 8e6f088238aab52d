/* audit.h: the ledger in plain words, for those who look after what others do.
 *
 * What an entry holds is told as figures: how many facts, files, rows. A case is never named, nor is a worker: a ledger is read by
 * people who may not open either. Who may not read it whole (core/access.h) sees what was done, when, and how many rows it
 * touched, and no login.
 */
#pragma once

#include "core/access.h"
#include "service/pictures/pictures.h"
#include "store/store.h"

struct audit_wish {
	const char *action, *actor; /* "" for any */
	int32_t from, until;        /* days, both included; DAY_MIN and DAY_MAX for open ends */
	int64_t before;             /* entries before this one; INT64_MAX: the newest */
	size_t most;
};

struct audit_entry {
	int64_t sequence, instant;
	const char *actor;          /* login, or what did it by itself; "" where it may not be told */
	const char *action;         /* code */
	const char *words;          /* what was done */
	const char *object;         /* "" where it is an account or a person and may not be told */
	const char *figures;        /* "" where there are none, or they may not be told */
	int32_t case_id;            /* of the case that it is about, for those who may see which; 0 for none, or not to be told */
	int64_t made, ended, blanked; /* rows */
	int64_t undone_by;          /* 0 if it stands */
	bool erased;                /* what it held is gone */
	const char *hash;
};

struct audit {
	struct audit_entry *entries; size_t count;
	bool more;                  /* there are earlier ones */
	bool whole;                 /* told with logins and figures */
	const char **actions; size_t actions_count; /* codes of all that was ever done, to choose from */
};

/* PL_DENIED if a login is looked for by somebody to whom none is told. */
int audit_read(struct pictures *pictures, struct arena *a, const struct picture *p, const struct audit_wish *wish,
	const struct viewer *v, struct audit *ret, struct err *err) PL_MUST_CHECK;

/* "Files imported": an action in words; the code where there are none. */
const char *audit_action_words(const char *action);
