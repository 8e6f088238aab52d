#include "core/counts.h"

#include <stdlib.h>

#include "core/round.h"

enum { MILLION = 1000000, TENTHS = 10 };

struct list {
	const char **texts;
	size_t count, room;
};

static void list_add(struct arena *a, struct list *l, const char *text)
{
	*ARENA_PUSH(a, &l->texts, &l->count, &l->room) = text;
}

/* How a case is held, by persons. */
struct held {
	bool at_all;
	bool led_twice; /* by two persons */
};

static struct held held_by_persons(const struct snapshot *s, const struct case_row *c)
{
	struct held held = {.at_all = false};
	int32_t leader = -1;

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];
		int32_t person = h->post >= 0 ? s->posts[h->post].person : -1;

		if (person < 0)
			continue;
		held.at_all = true;
		if (h->role != HOLDING_LEAD)
			continue;
		if (leader >= 0 && leader != person)
			held.led_twice = true;
		leader = person;
	}
	return held;
}

/* Once more a case of this scheme. */
static void count_scheme(struct counts *n, const struct scheme *scheme)
{
	if (n->open_cases == 0)
		n->scheme = scheme;
	else if (n->scheme != scheme)
		n->scheme = NULL;
}

/* Whether a case is the work of one of the teams or held in it; of all where `in` is NULL. */
static bool is_in(const struct snapshot *s, const struct case_row *c, const bool *in)
{
	if (in == NULL || in[snapshot_case_team(s, c) + 1])
		return true;
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if ((h->team >= 0 && in[h->team + 1]) || (h->post >= 0 && in[s->posts[h->post].team + 1]))
			return true;
	}
	return false;
}

static void count_cases(struct arena *a, const struct snapshot *s, const bool *in, struct counts *n)
{
	struct list unallocated = {0}, lapsed = {0}, doubled = {0};
	bool *counted = arena_array(a, s->households_count, sizeof *counted);

	for (size_t i = 0; i < s->cases_count; i++) {
		const struct case_row *c = &s->cases[i];
		struct held held = held_by_persons(s, c);

		if (c->state != CASE_OPEN || !is_in(s, c, in))
			continue;
		count_scheme(n, snapshot_case_scheme(s, c));
		n->open_cases++;
		n->households += !counted[c->household];
		counted[c->household] = true;
		if (!held.at_all)
			list_add(a, &unallocated, c->ref);
		if (!held.at_all && c->last_held_until != DAY_MIN)
			list_add(a, &lapsed, c->ref);
		if (held.led_twice)
			list_add(a, &doubled, c->ref);
	}
	n->unallocated = unallocated.texts;
	n->unallocated_count = unallocated.count;
	n->lapsed = lapsed.texts;
	n->lapsed_count = lapsed.count;
	n->double_allocated = doubled.texts;
	n->double_count = doubled.count;
}

static int32_t divide_to_tenths(int64_t cases, int64_t fte_millionths)
{
	return clamp_int32(divide_half_up(cases * TENTHS * MILLION, fte_millionths));
}

static bool counts_for(const struct post_row *post, const bool *in)
{
	return in == NULL || in[post->team + 1];
}

/* Distinct open cases of a person. `counted` remembers for each case the last person it was counted for, plus one. */
static int32_t cases_of_person(const struct snapshot *s, const bool *in, int32_t person, int32_t *counted)
{
	const struct person_row *p = &s->persons[person];
	int32_t cases = 0;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[p->first_post + i]];

		for (int32_t h = 0; h < post->holdings_count && counts_for(post, in); h++) {
			int32_t c = s->holdings[s->post_holdings[post->first_holding + h]].case_index;

			if (s->cases[c].state != CASE_OPEN || counted[c] == person + 1)
				continue;
			counted[c] = person + 1;
			cases++;
		}
	}
	return cases;
}

static int64_t fte_of_person(const struct snapshot *s, const bool *in, const struct person_row *p)
{
	int64_t fte = 0;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[p->first_post + i]];

		if (post->fte_millionths > 0 && post->when.until > s->day && counts_for(post, in))
			fte += post->fte_millionths;
	}
	return fte;
}

static int compare_numbers(const void *left, const void *right)
{
	int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

	return (a > b) - (a < b);
}

void numbers_sort(int32_t *numbers, size_t count)
{
	if (count > 1)
		qsort(numbers, count, sizeof *numbers, compare_numbers);
}

int32_t numbers_distinct(int32_t *numbers, size_t count)
{
	int32_t n = 0;

	numbers_sort(numbers, count);
	for (size_t i = 0; i < count; i++)
		n += i == 0 || numbers[i] != numbers[i - 1];
	return n;
}

int32_t nearest_rank(const int32_t *sorted, int32_t count, int32_t percent)
{
	int64_t rank = ((int64_t)count * percent + 99) / 100;

	return count > 0 ? sorted[rank - 1] : 0;
}

static void add_holder(struct counts *n, int32_t cases, int64_t fte)
{
	n->cases_held += cases;
	n->case_holders_fte_millionths += fte;
	if (fte > 0 && divide_to_tenths(cases, fte) > n->most_per_fte_tenths)
		n->most_per_fte_tenths = divide_to_tenths(cases, fte);
}

const struct person_count *counts_of_each(struct arena *a, const struct snapshot *s, const bool *in)
{
	int32_t *counted = arena_array(a, s->cases_count, sizeof *counted);
	struct person_count *each = arena_array(a, s->persons_count, sizeof *each);

	for (size_t i = 0; i < s->persons_count; i++)
		each[i] = (struct person_count){cases_of_person(s, in, (int32_t)i, counted), fte_of_person(s, in, &s->persons[i])};
	return each;
}

static void count_holders(struct arena *a, const struct snapshot *s, const bool *in, struct counts *n)
{
	const struct person_count *each = counts_of_each(a, s, in);
	int32_t *loads = arena_array(a, s->persons_count, sizeof *loads);
	struct list without_fte = {0};

	for (size_t i = 0; i < s->persons_count; i++) {
		if (each[i].cases == 0)
			continue;
		loads[n->case_holders++] = each[i].cases;
		add_holder(n, each[i].cases, each[i].fte_millionths);
		if (each[i].fte_millionths == 0)
			list_add(a, &without_fte, s->persons[i].code);
	}
	numbers_sort(loads, (size_t)n->case_holders);
	n->held_by_each = loads;
	n->median = nearest_rank(loads, n->case_holders, 50);
	n->p90 = nearest_rank(loads, n->case_holders, 90);
	n->no_fte_holders = without_fte.texts;
	n->no_fte_count = without_fte.count;
}

struct counts counts_of_teams(struct arena *a, const struct snapshot *s, const bool *in)
{
	struct counts n = {.average_tenths = -1, .most_per_fte_tenths = -1};

	count_cases(a, s, in, &n);
	count_holders(a, s, in, &n);
	if (n.case_holders_fte_millionths > 0)
		n.average_tenths = divide_to_tenths(n.cases_held, n.case_holders_fte_millionths);
	return n;
}

struct counts counts_of_snapshot(struct arena *a, const struct snapshot *s, int32_t team)
{
	bool *in = team >= 0 ? arena_array(a, s->teams_count + 1, sizeof *in) : NULL;

	if (in != NULL)
		in[team + 1] = true;
	return counts_of_teams(a, s, in);
}

const struct scheme_average *counts_average_beside(const struct counts *n, int32_t day)
{
	return n->scheme != NULL ? scheme_average_on(n->scheme, day) : NULL;
}
