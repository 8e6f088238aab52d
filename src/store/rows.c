#include "store/inside.h"

int rows_read(struct statement *q, struct arena *a, row_taker take, size_t row_size, void **ret, size_t *ret_count,
	struct err *err)
{
	void *rows = NULL;
	size_t count = 0, room = 0;
	int rc;

	while ((rc = statement_next(q, err)) > 0)
		take(a, q, arena_push(a, &rows, &count, &room, row_size));
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

int number_read(struct statement *q, int64_t *ret, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc >= 0)
		*ret = rc > 0 ? take_int(q) : 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}
