/* employers.h: the employers of the database behind the pictures, and whether it can be read at all. */
#pragma once

#include "service/pictures.h"

/* All of them, in the arena. */
int employers_read(struct pictures *pictures, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* 0 while the database answers. */
int employers_are_readable(struct pictures *pictures, struct err *err) PL_MUST_CHECK;
