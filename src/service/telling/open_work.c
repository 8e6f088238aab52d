#include "service/telling/open_work.h"

#include "service/allocation/allocation.h"
#include "service/clock/watch_inside.h"
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

int proposal_due(struct store *s, struct arena *a, int32_t employer_id, const struct proposal_story *story, int64_t *ret, struct err *err)
{
	struct watched_proposal watched;
	int rc;

	*ret = LOCAL_NEVER;
	if (!negotiation_is_open(allocation_negotiation(story).state))
		return 0;
	rc = watch_proposal(s, a, employer_id, story, &watched, err);
	if (rc == 0)
		*ret = negotiation_due(&watched.negotiation, &watched.worker, &watched.manager);
	return rc;
}

static int read_stories(struct store *s, struct arena *a, int32_t employer_id, struct open_work *open, struct err *err)
{
	int rc = store_proposals_open(s, a, employer_id, &open->proposals, &open->proposals_count, err);

	if (rc < 0)
		return rc;
	open->stories = arena_array(a, open->proposals_count, sizeof *open->stories);
	for (size_t i = 0; i < open->proposals_count && rc == 0; i++) {
		rc = store_proposal(s, a, employer_id, open->proposals[i].proposal_id, &open->stories[i].story, err);
		if (rc == 0)
			rc = proposal_due(s, a, employer_id, &open->stories[i].story, &open->stories[i].due, err);
	}
	return rc;
}

static int read_open(struct store *s, struct arena *a, const struct picture *today, const void **ret, struct err *err)
{
	struct open_work *open = arena_alloc(a, sizeof *open);
	int32_t employer_id = today->snap->employer.id;
	int rc = read_stories(s, a, employer_id, open, err);

	if (rc == 0)
		rc = store_matters_open(s, a, employer_id, &open->matters, &open->matters_count, err);
	if (rc == 0)
		rc = decider_time(s, a, employer_id, matters_wait_since(open->matters, open->matters_count, today->snap->day), &open->decider, err);
	*ret = open;
	return rc;
}

int open_work_of(struct pictures *pictures, const struct picture *today, const struct open_work **ret, struct err *err)
{
	const void *kept;
	int rc = pictures_keep(pictures, today, read_open, &kept, err);

	*ret = kept;
	return rc;
}
