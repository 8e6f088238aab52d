/* watch_inside.h: what the files of the watch share (service/clock/watch.h). */
#pragma once

#include "core/watch.h"
#include "service/clock/watch.h"
#include "store/proposals.h"

/* What is due of an employer at an instant, in the arena; with the picture of that day. `s` reads. */
int watch_read(struct store *s, struct arena *a, const struct picture *p, int64_t instant, struct watch_step **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;

/* The same of one post (0: none) and one case (0: none), on a close-up of them: what is to be raised about them, and what is over. It
 * does not say what goes up because nobody is there. */
struct watch_close {
	const struct snapshot *snap;
	const struct loads *loads;
	int32_t post_id, case_id;
};
int watch_read_close(struct store *s, struct arena *a, const struct watch_close *at, int64_t now, struct watch_step **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Where a proposal stands, and when either side of it works. */
int watch_proposal(struct store *s, struct arena *a, int32_t employer_id, const struct proposal_story *story,
	struct watched_proposal *ret, struct err *err) PL_MUST_CHECK;

/* Takes one of them; `s` writes. PL_CONFLICT, PL_INVALID or PL_NOT_FOUND if it is not due any more. */
int watch_take(struct store *s, const char *employer, const struct watch_step *step, int64_t instant, struct err *err) PL_MUST_CHECK;
