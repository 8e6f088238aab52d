#include "service/pictures/person_history.h"

#include "store/store.h"

int person_history_read(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t person,
	struct held_case **ret, size_t *ret_count, struct err *err)
{
	const struct snapshot *s = p->snap;
	int rc = store_person_holdings(pictures_lock_store(pictures), a, s->employer.id, s->persons[person].person_id, ret,
		ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
