#include "service/ledger/checkpoint_list.h"

int checkpoints_list(struct pictures *pictures, struct arena *a, const struct picture *p, size_t most,
	struct kept_checkpoint **ret, size_t *ret_count, struct err *err)
{
	int rc = store_checkpoints(pictures_lock_store(pictures), a, p->snap->employer.id, most, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
