/* employers.h: the employers of the database behind the pictures. */
#pragma once

#include "service/pictures/pictures.h"

/* All of them, in the arena. */
int employers_read(struct pictures *pictures, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
