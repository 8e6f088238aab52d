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

/* Among those that are hidden weight says nothing that is not beside it. */
static void put_by_weight(const struct loads *l, int32_t *hidden, size_t count, int32_t holding)
{
	for (; count > 0 && l->holding_minutes[hidden[count - 1]] < l->holding_minutes[holding]; count--)
		hidden[count] = hidden[count - 1];
	hidden[count] = holding;
}

void list_holdings(const struct sight *v, const struct snapshot *s, const struct loads *l, const struct post_row *post, int32_t *ret)
{
	const int32_t *all = &s->post_holdings[post->first_holding];
	size_t seen = 0, hidden = 0;

	for (int32_t i = 0; i < post->holdings_count; i++)
		if (sees_case(v, FIELD_CASE_WORK, s->holdings[all[i]].case_index))
			ret[seen++] = all[i];
	for (int32_t i = 0; i < post->holdings_count; i++)
		if (!sees_case(v, FIELD_CASE_WORK, s->holdings[all[i]].case_index))
			put_by_weight(l, ret + seen, hidden++, all[i]);
}

static void put_by_wait(struct pile_row *hidden, size_t count, const struct pile_row *row)
{
	for (; count > 0 && hidden[count - 1].days < row->days; count--)
		hidden[count] = hidden[count - 1];
	hidden[count] = *row;
}

static bool is_of_team(const struct snapshot *s, const struct pile_row *row, int32_t team)
{
	return team == -1 || snapshot_case_team(s, &s->cases[row->case_index]) == (team == LIST_NO_TEAM ? -1 : team);
}

size_t list_pile(const struct sight *v, const struct snapshot *s, const struct pile_row *rows, size_t count, int32_t team,
	struct pile_row *ret)
{
	size_t seen = 0, hidden = 0;

	for (size_t i = 0; i < count; i++)
		if (is_of_team(s, &rows[i], team) && sees_case(v, FIELD_CASE_ROW, rows[i].case_index)
			&& sees_case(v, FIELD_CASE_WORK, rows[i].case_index))
			ret[seen++] = rows[i];
	for (size_t i = 0; i < count; i++)
		if (is_of_team(s, &rows[i], team) && sees_case(v, FIELD_CASE_ROW, rows[i].case_index)
			&& !sees_case(v, FIELD_CASE_WORK, rows[i].case_index))
			put_by_wait(ret + seen, hidden++, &rows[i]);
	return seen + hidden;
}
