/* What workers have said of their load. */
#include "service/matters/workers_word.h"

int word_ratings(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, size_t most,
	struct rating_row **ret, size_t *ret_count, struct err *err)
{
	int rc = store_ratings(pictures_lock_store(pictures), a, p->snap->employer.id, post_id, most, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}

int word_extra_times(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, struct extra_row **ret,
	size_t *ret_count, struct err *err)
{
	int rc = store_extra_time(pictures_lock_store(pictures), a, p->snap->employer.id, post_id, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
