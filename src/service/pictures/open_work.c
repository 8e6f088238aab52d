#include "service/pictures/open_work.h"

#include "store/load_facts.h"

int32_t matters_wait_since(const struct matter_row *rows, size_t count, int32_t today)
{
	int32_t since = today;

	for (size_t i = 0; i < count; i++)
		if (rows[i].matter.state == MATTER_OPEN && local_day(rows[i].matter.turn_since) < since)
			since = local_day(rows[i].matter.turn_since);
	return since;
}

int decider_time(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct working_time *ret, struct err *err)
{
	return store_working_time(s, a, employer_id, 0, day, ret, err);
}

int open_work_read(struct store *s, struct arena *a, const struct snapshot *snap, struct open_work *ret, struct err *err)
{
	int rc = store_proposals_open(s, a, snap->employer.id, &ret->proposals, &ret->proposals_count, err);

	if (rc == 0)
		rc = store_matters_open(s, a, snap->employer.id, &ret->matters, &ret->matters_count, err);
	if (rc < 0)
		return rc;
	return decider_time(s, a, snap->employer.id, matters_wait_since(ret->matters, ret->matters_count, snap->day), &ret->decider, err);
}
