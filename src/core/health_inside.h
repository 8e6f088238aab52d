/* health_inside.h: what the files of a health check's day share. */
#pragma once

#include "core/health_day.h"

/* A day as it is looked at: what of it is in the scope. */
struct health_view {
	const struct snapshot *s;
	const struct loads *l;
	const struct pile_row *pile; size_t pile_count;
	struct health_scope scope;
	const bool *teams;     /* by team, those of none first */
	struct arena *scratch;
	int32_t people;        /* in posts that carry cases */
};

/* In the scope, and carries cases. */
static inline bool health_counts(const struct health_view *v, int32_t post)
{
	return v->teams[v->s->posts[post].team + 1] && v->l->posts[post].availability != CARRIES_NO_CASES;
}

/* Works on what it holds (as core/pile.h has it). */
static inline bool is_at_work(const struct snapshot *s, const struct loads *l, int32_t post)
{
	const enum availability availability = l->posts[post].availability;

	return s->posts[post].role != POST_MANAGER && (availability == AVAILABLE || availability == CONTRACT_UNKNOWN);
}

/* The same in the scope. */
static inline bool health_works(const struct health_view *v, int32_t post)
{
	return v->teams[v->s->posts[post].team + 1] && is_at_work(v->s, v->l, post);
}

/* Whether what waits is in the scope: by the team whose work it is; where it is nobody's, by its service. */
bool health_case_counts(const struct health_view *v, int32_t case_index);

/* health_groups.c and health_demand.c */
void health_of_groups(const struct health_view *v, struct health_figure figures[HEALTH_MEASURES]);
void health_of_demand(const struct health_view *v, struct health_figure figures[HEALTH_MEASURES]);
