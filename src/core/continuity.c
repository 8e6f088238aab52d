#include "core/continuity.h"

struct asked {
	const struct case_facts *facts;
	const struct post_holder *posts;
	size_t posts_count;
	struct days when;
};

static struct asked asked_of(const struct case_facts *facts, const struct post_holder *posts, size_t posts_count, int32_t day)
{
	return (struct asked){facts, posts, posts_count, {day - CONTINUITY_DAYS + 1, day + 1}};
}

/* Who led it by this fact, above 0; of a post that nobody knows its own number below 0. 0: no worker did. */
static int32_t worker_of(const struct asked *q, const struct fact *f)
{
	if (f->kind != FACT_HOLDING || f->purge || f->post_id == 0 || f->role != HOLDING_LEAD || holding_standing(f) != HOLDING_STANDS ||
		!days_overlap(f->when, q->when))
		return 0;
	for (size_t i = 0; i < q->posts_count; i++)
		if (q->posts[i].post_id == f->post_id)
			return q->posts[i].manager ? 0 : q->posts[i].person_id;
	return -f->post_id;
}

static bool is_among(const struct asked *q, size_t facts_count, int32_t worker)
{
	for (size_t i = 0; i < facts_count; i++)
		if (worker_of(q, &q->facts->facts[i]) == worker)
			return true;
	return false;
}

struct continuity continuity_of_case(const struct case_facts *facts, const struct post_holder *posts, size_t posts_count, int32_t day)
{
	const struct asked q = asked_of(facts, posts, posts_count, day);
	struct continuity ret = {.since = q.when.from};

	for (size_t i = 0; i < facts->count; i++) {
		int32_t worker = worker_of(&q, &facts->facts[i]);

		ret.workers += worker != 0 && !is_among(&q, i, worker);
	}
	ret.changes = ret.workers > 0 ? ret.workers - 1 : 0;
	return ret;
}

bool continuity_has(const struct case_facts *facts, const struct post_holder *posts, size_t posts_count, int32_t day, int32_t person_id)
{
	const struct asked q = asked_of(facts, posts, posts_count, day);

	return is_among(&q, facts->count, person_id);
}
