#include "service/pictures/case_history.h"

#include "store/store.h"

static bool all_holders_in_post(const struct snapshot *s, const struct case_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind == FACT_HOLDING && f->post_id != 0 && snapshot_find_post_id(s, f->post_id) < 0)
			return false;
	}
	return true;
}

int case_history_from(struct store *store, struct arena *a, const struct picture *p, const char *ref,
	struct case_history *ret, struct err *err)
{
	struct case_history h = {0};
	int rc = store_case_facts(store, a, p->snap->employer.id, ref, &h.facts, err);

	if (rc == 0 && !all_holders_in_post(p->snap, &h.facts))
		rc = store_roster(store, a, p->snap->employer.id, &h.roster, err);
	if (rc == 0)
		*ret = h;
	return rc;
}

int case_history_read(struct pictures *pictures, struct arena *a, const struct picture *p, const char *ref,
	struct case_history *ret, struct err *err)
{
	int rc = case_history_from(pictures_lock_store(pictures), a, p, ref, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}

const struct roster_person *case_history_former(const struct case_history *h, int32_t post_id)
{
	const struct roster *r = &h->roster;
	int32_t person_id = 0;

	for (size_t i = 0; i < r->posts_count; i++)
		if (r->posts[i].post_id == post_id)
			person_id = r->posts[i].person_id;
	for (size_t i = 0; i < r->persons_count; i++)
		if (r->persons[i].person_id == person_id)
			return &r->persons[i];
	return NULL;
}

static bool find_holder(const struct case_history *h, const struct snapshot *s, int32_t post_id, struct post_holder *ret)
{
	int32_t post = snapshot_find_post_id(s, post_id);

	if (post >= 0) {
		*ret = (struct post_holder){post_id, s->persons[s->posts[post].person].person_id, s->posts[post].role == POST_MANAGER};
		return true;
	}
	for (size_t i = 0; i < h->roster.posts_count; i++)
		if (h->roster.posts[i].post_id == post_id) {
			*ret = (struct post_holder){post_id, h->roster.posts[i].person_id, h->roster.posts[i].role == POST_MANAGER};
			return true;
		}
	return false;
}

struct post_holder *case_history_posts(struct arena *a, const struct case_history *h, const struct snapshot *s, size_t *ret_count)
{
	struct post_holder *posts = arena_array(a, h->facts.count, sizeof *posts);
	size_t count = 0;

	for (size_t i = 0; i < h->facts.count; i++)
		if (h->facts.facts[i].kind == FACT_HOLDING && h->facts.facts[i].post_id != 0)
			count += find_holder(h, s, h->facts.facts[i].post_id, &posts[count]);
	*ret_count = count;
	return posts;
}
