#include "service/employers.h"

#include "store/store.h"

int employers_read(struct pictures *pictures, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
{
	int rc = store_employers(pictures_lock_store(pictures), a, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}

int employers_are_readable(struct pictures *pictures, struct err *err)
{
	int64_t version;
	int rc = store_version(pictures_lock_store(pictures), &version, err);

	pictures_unlock_store(pictures);
	return rc;
}
