/* declared.h: what an employer has declared, as rows (core/declared.h says what they are).
 *
 * Functions named `commit_` are part of an open commit (store/store.h) and fail as those do. */
#pragma once

#include "core/declared.h"
#include "store/store.h"

/* All that is known now, of any day, by kind and first day. In the arena. */
int store_declared(struct store *s, struct arena *a, int32_t employer_id, struct declaration **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* Puts it in the place of what held on its first day. */
int commit_declared(struct commit *c, const struct declaration *d, struct err *err) PL_MUST_CHECK;

/* From that day on nothing of the kind is declared, as far as what held then would have gone. PL_CONFLICT if nothing held. */
int commit_declared_end(struct commit *c, enum declared what, int32_t day, struct err *err) PL_MUST_CHECK;
