#include "service/allocation/conditions.h"

static int32_t case_of_post(const struct snapshot *s, int32_t post, int32_t case_id)
{
	for (int32_t i = 0; i < s->posts[post].holdings_count; i++) {
		int32_t place = s->holdings[s->post_holdings[s->posts[post].first_holding + i]].case_index;

		if (s->cases[place].case_id == case_id)
			return place;
	}
	return -1;
}

static int32_t post_of_case(const struct snapshot *s, int32_t case_index, int32_t post_id)
{
	for (int32_t i = 0; i < s->cases[case_index].holdings_count; i++) {
		int32_t post = s->holdings[s->cases[case_index].first_holding + i].post;

		if (post >= 0 && s->posts[post].post_id == post_id)
			return post;
	}
	return -1;
}

static bool is_for_viewer(const struct snapshot *s, const struct sight *sight, const struct condition_seen *c)
{
	return c->post >= 0 && c->case_index >= 0 && (sight_is_person(sight, s->posts[c->post].person)
		|| sight_is_managers_side(sight, c->post, c->case_index) || sees_post(sight, FIELD_PROPOSAL_WORDS, c->post));
}

static void see(struct arena *a, const struct snapshot *s, const struct sight *sight, const struct condition_row *rows, size_t count,
	int32_t post, int32_t case_index, struct condition_seen **ret, size_t *ret_count)
{
	struct condition_seen *seen = arena_array(a, count, sizeof *seen);

	*ret_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct condition_seen c = {.row = rows[i], .post = post >= 0 ? post : post_of_case(s, case_index, rows[i].post_id),
			.case_index = case_index >= 0 ? case_index : case_of_post(s, post, rows[i].case_id)};

		c.is_due = !c.row.is_answered && c.row.agreed.due <= s->day;
		if (is_for_viewer(s, sight, &c))
			seen[(*ret_count)++] = c;
	}
	*ret = seen;
}

int conditions_of_case(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	int32_t case_index, struct condition_seen **ret, size_t *ret_count, struct err *err)
{
	const struct snapshot *s = today->snap;
	struct condition_row *rows;
	size_t count;
	int rc = store_conditions_of_case(pictures_lock_store(pictures), a, s->employer.id, s->cases[case_index].case_id, s->day, &rows, &count,
		err);

	pictures_unlock_store(pictures);
	if (rc == 0)
		see(a, s, sight, rows, count, -1, case_index, ret, ret_count);
	return rc;
}

int conditions_of_post(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	int32_t post, struct condition_seen **ret, size_t *ret_count, struct err *err)
{
	const struct snapshot *s = today->snap;
	struct condition_row *rows;
	size_t count;
	int rc = store_conditions_of_post(pictures_lock_store(pictures), a, s->employer.id, s->posts[post].post_id, s->day, &rows, &count, err);

	pictures_unlock_store(pictures);
	if (rc == 0)
		see(a, s, sight, rows, count, post, -1, ret, ret_count);
	return rc;
}
