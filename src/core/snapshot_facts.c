#include <stdlib.h>

#include "core/snapshot_private.h"

/* Where a kind of fact keeps what all of them have. Every one begins with its case. */
struct fact_shape {
	size_t size;     /* of a row */
	size_t when_at;  /* the days in which it is in force */
	size_t first_at; /* in a case: the place of its first; how many there are follows */
	compare_rows *compare;
};

#define FACT_SHAPE(row, first, order) \
	{ \
		.size = sizeof(struct row), .when_at = offsetof(struct row, when), \
		.first_at = offsetof(struct case_row, first), .compare = order \
	}

/* The place of the case if the fact is in force for it, or -1. */
static int32_t case_of_fact(const struct making *m, int32_t case_id, struct days when)
{
	int32_t place = snapshot_find_case_id(m->shown, case_id);

	return place >= 0 && days_include(when, facts_day(m, &m->cases[place])) ? place : -1;
}

/* Drops what is not in force, fills in the case of the rest; returns how many are left. */
static size_t keep_in_force(const struct making *m, const struct fact_shape *shape, unsigned char *rows, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned char *row = rows + i * shape->size;
		struct days when;
		int32_t owner;

		memcpy(&when, row + shape->when_at, sizeof when);
		memcpy(&owner, row, sizeof owner);
		owner = case_of_fact(m, owner, when);
		if (owner < 0)
			continue;
		memmove(rows + n * shape->size, row, shape->size);
		memcpy(rows + n++ * shape->size, &owner, sizeof owner);
	}
	return n;
}

/* Tells each case where its rows are. */
static void link_to_cases(struct making *m, const struct fact_shape *shape, const int32_t *starts)
{
	for (size_t i = 0; i < m->shown->cases_count; i++) {
		int32_t range[2] = {starts[i], starts[i + 1] - starts[i]};

		memcpy((unsigned char *)&m->cases[i] + shape->first_at, range, sizeof range);
	}
}

/* The facts of one kind that are in force, by case. */
static void *build_facts(struct making *m, const struct fact_shape *shape, void *rows, size_t count, size_t *ret_count)
{
	size_t n = keep_in_force(m, shape, rows, count);
	struct grouped g = group_rows(m->arena, m->scratch, (struct rows){rows, n, shape->size}, m->shown->cases_count,
		shape->compare);

	link_to_cases(m, shape, g.starts);
	*ret_count = n;
	return g.rows;
}

static int compare_stages(const void *left, const void *right)
{
	const struct stage_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	if (order == 0)
		order = strcmp(a->type, b->type);
	return order != 0 ? order : strcmp(a->stage, b->stage);
}

/* A stage that has begun counts even when it is over. */
static void note_beginnings(struct making *m)
{
	for (size_t i = 0; i < m->given->stages.count; i++) {
		const struct stage_row *stage = &m->given->stages.rows[i];
		int32_t place = snapshot_find_case_id(m->shown, stage->case_index);
		struct case_row *c = place >= 0 ? &m->cases[place] : NULL;

		if (c != NULL && stage->when.from <= facts_day(m, c) && stage->when.until > c->opened)
			c->anything_begun = true;
	}
}

static void build_stages(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(stage_row, first_stage, compare_stages);
	struct stage_row *rows;

	note_beginnings(m);
	rows = build_facts(m, &shape, m->given->stages.rows, m->given->stages.count, &m->shown->stages_count);
	for (size_t i = 0; i < m->shown->stages_count; i++) {
		const struct scheme *scheme = snapshot_case_scheme(m->shown, &m->cases[rows[i].case_index]);

		rows[i].type_index = scheme_find_type(scheme, rows[i].type, rows[i].stage);
	}
	m->shown->stages = rows;
}

static int compare_factors(const void *left, const void *right)
{
	const struct factor_row *a = left, *b = right;
	int order = strcmp(a->code, b->code);

	return order != 0 ? order : compare_days(a->when, b->when);
}

static void build_factors(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(factor_row, first_factor, compare_factors);

	m->shown->factors = build_facts(m, &shape, m->given->factors.rows, m->given->factors.count, &m->shown->factors_count);
}

static int compare_surges(const void *left, const void *right)
{
	const struct surge_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	if (order == 0)
		order = compare_int32(a->minutes, b->minutes);
	return order != 0 ? order : strcmp(a->why, b->why);
}

static void build_surges(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(surge_row, first_surge, compare_surges);

	m->shown->surges = build_facts(m, &shape, m->given->surges.rows, m->given->surges.count, &m->shown->surges_count);
}

static int compare_views(const void *left, const void *right)
{
	const struct view_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	return order != 0 ? order : compare_int32(a->minutes, b->minutes);
}

static void build_views(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(view_row, first_view, compare_views);

	m->shown->views = build_facts(m, &shape, m->given->views.rows, m->given->views.count, &m->shown->views_count);
}

/* The newest first. */
static int compare_reviews(const void *left, const void *right)
{
	const struct review_row *a = left, *b = right;
	int order = compare_days(b->when, a->when);

	return order != 0 ? order : compare_int32(a->next, b->next);
}

static void build_reviews(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(review_row, first_review, compare_reviews);

	m->shown->reviews = build_facts(m, &shape, m->given->reviews.rows, m->given->reviews.count, &m->shown->reviews_count);
}

static int compare_tasks(const void *left, const void *right)
{
	const struct task_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	if (order == 0)
		order = strcmp(a->kind, b->kind);
	return order != 0 ? order : compare_int32(a->minutes, b->minutes);
}

/* The owner of a task: its case, or a post, which stand after the cases; -1 if it is not in force. */
static int32_t owner_of_task(const struct making *m, const struct task_row *task)
{
	int32_t post;

	if (task->case_index != 0)
		return case_of_fact(m, task->case_index, task->when);
	post = snapshot_find_post_id(m->shown, task->post);
	return post >= 0 && days_include(task->when, m->day) ? (int32_t)m->shown->cases_count + post : -1;
}

static void build_tasks(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(task_row, first_task, compare_tasks);
	int32_t cases = (int32_t)m->shown->cases_count;
	struct task_row *rows = m->given->tasks.rows;
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < m->given->tasks.count; i++) {
		int32_t owner = owner_of_task(m, &rows[i]);

		rows[n] = rows[i];
		rows[n].case_index = owner;
		n += owner >= 0;
	}
	g = group_rows(m->arena, m->scratch, (struct rows){rows, n, sizeof *rows}, m->shown->cases_count + m->shown->posts_count,
		compare_tasks);
	link_to_cases(m, &shape, g.starts);
	rows = g.rows;
	for (size_t i = 0; i < n; i++) {
		rows[i].post = rows[i].case_index >= cases ? rows[i].case_index - cases : -1;
		rows[i].case_index = rows[i].case_index >= cases ? -1 : rows[i].case_index;
	}
	m->shown->tasks = rows;
	m->shown->tasks_count = n;
}

/* ---- holdings ---- */

/* What stands first, then the lead, then the oldest. */
static int compare_holdings(const void *left, const void *right)
{
	const struct holding_row *a = left, *b = right;
	int order = compare_int32(a->standing, b->standing);

	if (order == 0)
		order = compare_int32(a->role, b->role);
	if (order == 0)
		order = compare_days(a->when, b->when);
	if (order == 0)
		order = compare_int32(a->post, b->post);
	if (order == 0)
		order = compare_int32(a->team, b->team);
	return order != 0 ? order : compare_int32(a->share, b->share);
}

/* The first day on which a person no longer holds. Where the post never came nothing is known of the time after the
 * beginning. */
static int32_t person_held_until(const struct making *m, const struct holding_row *h)
{
	return id_map_get(&m->given_posts, h->post) >= 0 ? h->when.until : h->when.from;
}

/* Remembers a person's holding that is over, if it was one of this episode. */
static void note_held(const struct making *m, struct case_row *c, const struct holding_row *h)
{
	int32_t until = person_held_until(m, h);

	if (h->standing != HOLDING_STANDS || h->when.until <= c->opened || h->when.from > m->day || until > m->day)
		return;
	if (until < c->opened)
		until = c->opened;
	if (until > c->last_held_until)
		c->last_held_until = until;
}

/* Fills in the places of a holding; false if it is not in force. */
static bool place_holding(struct making *m, struct holding_row *h)
{
	int32_t place = snapshot_find_case_id(m->shown, h->case_index);
	bool by_person = h->post != 0;
	int32_t post = snapshot_find_post_id(m->shown, h->post);
	struct case_row *c;

	if (place < 0)
		return false;
	c = &m->cases[place];
	if (!days_include(h->when, facts_day(m, c)) || (by_person && post < 0)) {
		if (by_person)
			note_held(m, c, h);
		return false;
	}
	h->again = false;
	h->case_index = place;
	h->post = post;
	h->team = id_map_get(&m->team_places, h->team);
	return true;
}

/* Likewise of one that stands from a day to come; false if it is none. */
static bool place_coming(const struct making *m, struct holding_row *h)
{
	int32_t place = snapshot_find_case_id(m->shown, h->case_index), post = snapshot_find_post_id(m->shown, h->post);

	if (place < 0 || post < 0 || h->post == 0 || h->standing != HOLDING_STANDS || m->cases[place].state != CASE_OPEN ||
		h->when.from <= m->day || h->when.from > m->day + COMING_DAYS || h->when.until <= h->when.from)
		return false;
	h->again = false;
	h->case_index = place;
	h->post = post;
	h->team = id_map_get(&m->team_places, h->team);
	return true;
}

static void build_comings(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(holding_row, first_coming, compare_holdings);
	struct holding_row *rows = arena_array(m->scratch, m->given->holdings.count + 1, sizeof *rows);
	const struct holding_row *given = m->given->holdings.rows;
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < m->given->holdings.count; i++) {
		rows[n] = given[i];
		n += place_coming(m, &rows[n]);
	}
	g = group_rows(m->arena, m->scratch, (struct rows){rows, n, sizeof *rows}, m->shown->cases_count, compare_holdings);
	link_to_cases(m, &shape, g.starts);
	m->shown->comings = g.rows;
	m->shown->comings_count = n;
}

static int compare_readers(const void *left, const void *right)
{
	const struct reader_row *a = left, *b = right;

	return strcmp(a->login, b->login);
}

static void build_readers(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(reader_row, first_reader, compare_readers);

	m->shown->readers = build_facts(m, &shape, m->given->readers.rows, m->given->readers.count, &m->shown->readers_count);
}

/* Whether a post's holding gives way to another of the same post and case: to a larger share, or to an equal one that stands
 * before it. */
static bool is_held_again(const struct holding_row *of_case, int32_t count, int32_t i)
{
	const struct holding_row *h = &of_case[i];

	for (int32_t j = 0; j < count && h->post >= 0; j++) {
		if (j != i && of_case[j].post == h->post && of_case[j].standing != HOLDING_ON_PAPER && (of_case[j].share > h->share || (of_case[j].share == h->share && j < i)))
			return true;
	}
	return false;
}

static void note_held_again(const struct making *m, struct holding_row *rows)
{
	for (size_t i = 0; i < m->shown->cases_count; i++) {
		const struct case_row *c = &m->cases[i];

		for (int32_t h = 0; c->holdings_count > 1 && h < c->holdings_count; h++)
			rows[c->first_holding + h].again = is_held_again(&rows[c->first_holding], c->holdings_count, h);
	}
}

static bool held_by_person(const struct making *m, const struct case_row *c)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &m->shown->holdings[c->first_holding + i];

		if (h->post >= 0 && h->standing == HOLDING_STANDS)
			return true;
	}
	return false;
}

static void build_holdings(struct making *m)
{
	static const struct fact_shape shape = FACT_SHAPE(holding_row, first_holding, compare_holdings);
	struct holding_row *rows = m->given->holdings.rows;
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < m->given->holdings.count; i++) {
		struct holding_row h = rows[i];

		if (place_holding(m, &h))
			rows[n++] = h;
	}
	g = group_rows(m->arena, m->scratch, (struct rows){rows, n, sizeof *rows}, m->shown->cases_count, compare_holdings);
	link_to_cases(m, &shape, g.starts);
	note_held_again(m, g.rows);
	m->shown->holdings = g.rows;
	m->shown->holdings_count = n;
	for (size_t i = 0; i < m->shown->cases_count; i++) {
		struct case_row *c = &m->cases[i];

		if (c->last_held_until <= c->opened || held_by_person(m, c))
			c->last_held_until = DAY_MIN;
	}
}

/* A holding as its post sees it. */
struct post_holding {
	int32_t post;
	int32_t household_since; /* start of the post's oldest holding in that household */
	int32_t household, from;
	int32_t holding;         /* place in the snapshot's holdings */
};

static int compare_within_household(const struct post_holding *a, const struct post_holding *b)
{
	int order = compare_int32(a->household, b->household);

	if (order == 0)
		order = compare_int32(a->from, b->from);
	return order != 0 ? order : compare_int32(a->holding, b->holding);
}

static int compare_by_household(const void *left, const void *right)
{
	return compare_within_household(left, right);
}

static int compare_by_oldest_household(const void *left, const void *right)
{
	const struct post_holding *a = left, *b = right;
	int order = compare_int32(a->household_since, b->household_since);

	return order != 0 ? order : compare_within_household(a, b);
}

static struct post_holding *holdings_by_post(struct making *m, int32_t **ret_starts, size_t *ret_count)
{
	struct post_holding *rows = arena_array(m->scratch, m->shown->holdings_count, sizeof *rows);
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < m->shown->holdings_count; i++) {
		const struct holding_row *h = &m->shown->holdings[i];

		if (h->post < 0 || h->again || h->standing == HOLDING_ON_PAPER)
			continue;
		rows[n++] = (struct post_holding){.post = h->post, .household = m->cases[h->case_index].household,
			.from = h->when.from, .holding = (int32_t)i};
	}
	g = group_rows(m->scratch, m->scratch, (struct rows){rows, n, sizeof *rows}, m->shown->posts_count, compare_by_household);
	*ret_starts = g.starts;
	*ret_count = n;
	return g.rows;
}

/* Rows of one post, by household: puts the household first that the post has held longest. */
static void order_by_oldest_household(struct post_holding *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && rows[i].household == rows[i - 1].household;

		rows[i].household_since = same ? rows[i - 1].household_since : rows[i].from;
	}
	if (count > 1)
		qsort(rows, count, sizeof *rows, compare_by_oldest_household);
}

static void build_post_holdings(struct making *m)
{
	int32_t *starts, *places;
	size_t count;
	struct post_holding *rows = holdings_by_post(m, &starts, &count);

	for (size_t i = 0; i < m->shown->posts_count; i++) {
		m->posts[i].first_holding = starts[i];
		m->posts[i].holdings_count = starts[i + 1] - starts[i];
		order_by_oldest_household(rows + starts[i], (size_t)m->posts[i].holdings_count);
	}
	places = arena_array(m->arena, count, sizeof *places);
	for (size_t i = 0; i < count; i++)
		places[i] = rows[i].holding;
	m->shown->post_holdings = places;
}

void build_case_facts(struct making *m)
{
	build_stages(m);
	build_factors(m);
	build_tasks(m);
	build_surges(m);
	build_views(m);
	build_reviews(m);
	build_comings(m);
	build_holdings(m);
	build_readers(m);
	build_post_holdings(m);
}
