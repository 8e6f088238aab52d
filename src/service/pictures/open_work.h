/* open_matters.h: what is asked at an employer and waits for an answer, and what lasts although it was answered.
 *
 * Every page tells its viewer how much of it is for them, and a large employer has thousands: they are read once for a picture and
 * kept with it (pictures_open_matters).
 */
#pragma once

#include "core/snapshot.h"
#include "core/working_time.h"
#include "store/matters.h"

struct open_matters {
	struct matter_row *rows; size_t count; /* store_matters_open */
	struct working_time decider;           /* when those work who have to answer, since the first of them waits for an answer */
};

int open_matters_read(struct store *s, struct arena *a, const struct snapshot *snap, struct open_matters *ret, struct err *err) PL_MUST_CHECK;

/* The day since which the first of those that are open waits for whoever has it now; today if none does. */
int32_t matters_wait_since(const struct matter_row *rows, size_t count, int32_t today);

/* When those work who have to answer, from a day on. */
int decider_time(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct working_time *ret, struct err *err)
	PL_MUST_CHECK;
