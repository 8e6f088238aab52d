/* Which of the jobs that have ended is forgotten first. */
#include "service/import/import_job_inside.h"

struct sum {
	int64_t jobs, bytes;
};

/* Of one employer, or of all (0). */
static struct sum sum_of(const struct job_kept *kept, size_t count, int32_t employer_id)
{
	struct sum sum = {0};

	for (size_t i = 0; i < count; i++)
		if (employer_id == 0 || kept[i].employer_id == employer_id) {
			sum.jobs++;
			sum.bytes += kept[i].bytes;
		}
	return sum;
}

/* The first of the employer that has most, so that no employer's jobs push out those of another that has fewer. */
static ptrdiff_t first_of_most(const struct job_kept *kept, size_t count, bool by_bytes, int64_t *ret_most)
{
	ptrdiff_t found = -1;

	*ret_most = -1;
	for (size_t i = 0; i < count; i++) {
		struct sum sum = sum_of(kept, count, kept[i].employer_id);
		int64_t share = by_bytes ? sum.bytes : sum.jobs;

		if (kept[i].may_go && share > *ret_most) {
			found = (ptrdiff_t)i;
			*ret_most = share;
		}
	}
	return found;
}

ptrdiff_t job_to_forget(const struct job_kept *kept, size_t count, bool each, int64_t now)
{
	const struct sum all = sum_of(kept, count, 0);
	int64_t most;
	ptrdiff_t at;

	for (size_t i = 0; i < count; i++)
		if (kept[i].may_go && kept[i].ended + JOB_KEPT_SECONDS <= now)
			return (ptrdiff_t)i;
	if (all.bytes > JOBS_KEPT_BYTES)
		return first_of_most(kept, count, true, &most);
	at = first_of_most(kept, count, false, &most);
	return (each ? most : all.jobs) > JOBS_KEPT ? at : -1;
}
