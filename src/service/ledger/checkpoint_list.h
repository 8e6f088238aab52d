/* checkpoint_list.h: the checkpoints that a database keeps, for the page on which they are found. */
#pragma once

#include "service/pictures/pictures.h"
#include "store/store.h"

/* Newest first. In the arena. */
int checkpoints_list(struct pictures *pictures, struct arena *a, const struct picture *p, size_t most,
	struct kept_checkpoint **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
