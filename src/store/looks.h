/* looks.h: who may look at a restricted case, and who looked at which case or worker.
 *
 * Readers are facts of a case (core/fact.h); here is who named them. Looks are rows of the moment, written in groups, never
 * changed, and deleted when they are old, by an entry that counts them.
 */
#pragma once

#include "store/store.h"

/* PL_NOT_FOUND if the employer has no case of that reference. */
int store_case_id(struct store *s, int32_t employer_id, const char *ref, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* Of a reference that no case has now: whether one that had it was restricted when it was withdrawn or taken back. */
int store_case_was_restricted(struct store *s, int32_t employer_id, const char *ref, bool *ret, struct err *err) PL_MUST_CHECK;

struct reader_named {
	const char *login;
	const char *by;       /* the actor of the entry that named it */
	int64_t instant;      /* of that entry */
};

/* In the order in which they were named. */
int store_readers(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct reader_named **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

enum look_kind { LOOK_CASE, LOOK_WORKER };

struct look {
	int32_t employer_id;
	enum look_kind kind;
	const char *object;   /* reference of the case, code of the worker */
	const char *login;
	const char *roles;    /* those of the account at that moment, with commas */
	int64_t instant;      /* seconds since 1970 */
	bool refused;         /* it was not shown */
	bool of_access;       /* at the page that says who may open the case, and nothing that is in it */
	int64_t times;        /* how often within that second; 0 is once */
};

/* Adds a row; between store_begin_writing and store_end_writing. */
int store_look_add(struct store *s, const struct look *look, struct err *err) PL_MUST_CHECK;

/* Deletes those from before an instant, as part of a commit; *ret is how many. */
int commit_prune_looks(struct commit *c, int64_t before, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* What one login did with an object. */
struct looked {
	const char *login, *roles; /* roles: those of the last time */
	int64_t latest;            /* instant */
	int64_t shown, of_access, refused; /* how often: itself, who may open it, either */
};

/* Of the `most` logins that asked last, the latest first. */
int store_looks_of(struct store *s, struct arena *a, int32_t employer_id, enum look_kind kind, const char *object, size_t most,
	struct looked **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
