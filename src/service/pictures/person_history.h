/* person_history.h: what a worker held over time, which pictures, being of one day, do not hold. */
#pragma once

#include "core/fact.h"
#include "service/pictures/pictures.h"

/* A person's holdings of any day, newest first, in the arena. `person` is a place in the picture. */
int person_history_read(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t person,
	struct held_case **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
