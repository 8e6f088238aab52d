#include "core/listing.h"

#include <string.h>

/* Whether a row without a name stands before another: by team, then by how much it carries. All else that a post is known by
 * follows as it lies in memory: an order, and no information. */
static bool stands_before(const struct snapshot *s, const struct loads *l, int32_t a, int32_t b)
{
	const struct post_load *one = &l->posts[a], *two = &l->posts[b];

	if (s->posts[a].team != s->posts[b].team)
		return s->posts[a].team < s->posts[b].team;
	if (one->load_minutes != two->load_minutes)
		return one->load_minutes > two->load_minutes;
	return memcmp(one, two, sizeof *one) < 0;
}

static void insert(const struct snapshot *s, const struct loads *l, struct listed_post *rows, size_t from, size_t count,
	int32_t post)
{
	size_t at = count;

	for (; at > from && stands_before(s, l, post, rows[at - 1].post); at--)
		rows[at] = rows[at - 1];
	rows[at].post = post;
}

static void number_rows(const struct snapshot *s, struct listed_post *rows, size_t from, size_t count)
{
	for (size_t i = from; i < count; i++) {
		bool same_team = i > from && s->posts[rows[i].post].team == s->posts[rows[i - 1].post].team;

		rows[i].number = same_team ? rows[i - 1].number + 1 : 1;
	}
}

size_t list_posts(const struct sight *v, const struct snapshot *s, const struct loads *l, const int32_t *posts, size_t count,
	struct listed_post *ret)
{
	size_t named = 0, rows;

	for (size_t i = 0; i < count; i++)
		if (sees_post(v, FIELD_WORKER_LOAD, posts[i]) && sees_name_of_post(v, posts[i]))
			ret[named++] = (struct listed_post){posts[i], 0};
	rows = named;
	for (size_t i = 0; i < count; i++)
		if (sees_post(v, FIELD_WORKER_LOAD, posts[i]) && !sees_name_of_post(v, posts[i]))
			insert(s, l, ret, named, rows++, posts[i]);
	number_rows(s, ret, named, rows);
	return rows;
}
