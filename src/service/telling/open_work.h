/* open_work.h: what is open at an employer: proposals that go on, matters that wait for an answer, and what lasts although it was
 * answered.
 *
 * Every page tells its viewer how much of it is for them, and a large employer has thousands: it is read once for a picture of today
 * and kept with it (pictures_keep).
 */
#pragma once

#include "core/working_time.h"
#include "service/pictures/pictures.h"
#include "store/matters.h"
#include "store/proposals.h"

struct open_story {
	struct proposal_story story;
	int64_t due;                                            /* local minute by which it is to be answered; LOCAL_NEVER */
};

struct open_work {
	struct proposal_row *proposals; size_t proposals_count; /* store_proposals_open */
	struct open_story *stories;                             /* of each of them */
	struct matter_row *matters; size_t matters_count;       /* store_matters_open */
	struct working_time decider;                            /* when those work who have to answer a matter, since the first waits */
};

/* Of a picture of today; belongs to it, and is at least as new. */
int open_work_of(struct pictures *pictures, const struct picture *today, const struct open_work **ret, struct err *err) PL_MUST_CHECK;

/* When a proposal is to be answered, in the time of whose turn it is; LOCAL_NEVER of one that waits for no answer. */
int proposal_due(struct store *s, struct arena *a, int32_t employer_id, const struct proposal_story *story, int64_t *ret, struct err *err)
	PL_MUST_CHECK;

/* The day since which the first of those that are open waits for whoever has it now; today if none does. */
int32_t matters_wait_since(const struct matter_row *rows, size_t count, int32_t today);

/* When those work who have to answer, from a day on. */
int decider_time(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct working_time *ret, struct err *err)
	PL_MUST_CHECK;
