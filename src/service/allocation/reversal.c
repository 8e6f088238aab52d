#include "service/allocation/reversal_inside.h"

#include "core/guard.h"
#include "store/close_up.h"
#include "store/load_facts.h"

enum { POSTS_ONE_BY_ONE = 40 }; /* beyond that the picture of all is quicker */

static int take_picture(const struct reversal *r, const struct snapshot **ret, struct err *err)
{
	const struct close_up_asked asked = {.employer = r->employer->code, .day = r->day, .posts = r->posts,
		.posts_count = r->posts_count};

	if (r->posts_count > POSTS_ONE_BY_ONE)
		return store_snapshot(r->store, r->employer->code, r->day, ret, err);
	return store_close_up(r->store, &asked, ret, err);
}

static const char *person_of(const struct snapshot *s, int32_t post_id)
{
	int32_t post = snapshot_find_post_id(s, post_id);

	return post >= 0 ? person_label(&s->persons[s->posts[post].person]) : "";
}

static int judge(const struct reversal *r, const struct snapshot *before, struct err *err)
{
	const struct snapshot *after;
	int rc = take_picture(r, &after, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < r->posts_count && rc == 0; i++) {
		struct line_ruling ruling = reversal_guard(before, after, r->posts[i]);

		if (ruling.rule != LINE_KEPT)
			rc = err_set(err, PL_CONFLICT, "This cannot be taken back any more: with it %s would have %d cases and %d minutes a week "
				"of %d, and be past a line.", person_of(after, r->posts[i]), ruling.told.after.cases, ruling.told.after.load_minutes,
				ruling.told.after.capacity_minutes);
	}
	snapshot_drop(after);
	return rc;
}

static int read_touched(struct reversal *r, int64_t sequence, struct err *err)
{
	int rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_PROPOSALS, &r->proposals, &r->proposals_count, err);

	if (rc == 0)
		rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_MATTERS, &r->matters, &r->matters_count, err);
	if (rc == 0 && r->employer->live)
		rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_POSTS, &r->posts, &r->posts_count, err);
	return rc == 0 && r->employer->live ? reversal_read_cases(r, sequence, err) : rc;
}

static int make(struct reversal *r, struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err)
{
	const struct snapshot *before = NULL;
	int rc = read_touched(r, sequence, err);

	if (rc == 0 && r->posts_count > 0)
		rc = take_picture(r, &before, err);
	if (rc == 0)
		rc = commit_undo(c, sequence, ret_rows, err);
	if (rc == 0)
		rc = reversal_judge_steps(r, err);
	if (rc == 0)
		rc = reversal_judge_cases(r, err);
	if (rc == 0 && before != NULL)
		rc = judge(r, before, err);
	if (before != NULL)
		snapshot_drop(before);
	return rc;
}

int reversal_make(struct store *s, struct commit *c, const struct employer *e, int64_t sequence, int32_t day, int64_t *ret_rows,
	struct err *err)
{
	struct employer now = *e;
	struct reversal r = {.store = s, .a = arena_new(), .employer = &now, .day = day};
	int rc = store_settings_on(s, day, &now, err);

	if (rc == 0)
		rc = make(&r, c, sequence, ret_rows, err);
	arena_free(r.a);
	return rc;
}
