#include "service/pictures/employers.h"

#include "store/store.h"

int employers_read(struct pictures *pictures, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
{
	int rc = store_employers(pictures_lock_store(pictures), a, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
