/* Groups beside one another: who carries how much. */
#include "core/guard.h"
#include "core/health_inside.h"
#include "core/round.h"

enum { FULL_TIME = 1000000, YEAR_DAYS = 365 };

enum side { FIRST, OTHER, UNKNOWN, SIDES };

/* What the posts of one side add up to. */
struct group {
	bool *seen;              /* persons */
	int32_t people;
	int64_t load, capacity;
	int64_t case_minutes, cases;
	int32_t compared, fullest; /* posts in teams of two or more at work, and those that are the fullest there */
};

/* Which of two sides a post is on; UNKNOWN where its records do not say. */
typedef enum side (*side_of)(const struct health_view *v, const struct post_row *p);

static enum side side_of_newly_qualified(const struct health_view *v, const struct post_row *p)
{
	return is_newly_qualified(v->s, p) ? FIRST : OTHER;
}

/* By all posts of the person: two halves are a full-time worker. */
static enum side side_of_part_time(const struct health_view *v, const struct post_row *p)
{
	const struct person_row *person = &v->s->persons[p->person];
	int64_t fte = 0;

	for (int32_t i = 0; i < person->posts_count; i++) {
		const struct post_row *other = &v->s->posts[v->s->person_posts[person->first_post + i]];

		if (!days_include(other->when, v->s->day))
			continue;
		if (other->fte_millionths < 0)
			return UNKNOWN;
		fte += other->fte_millionths;
	}
	return fte < FULL_TIME ? FIRST : OTHER;
}

static enum side side_of_joined(const struct health_view *v, const struct post_row *p)
{
	if (p->joined == DAY_MIN)
		return UNKNOWN;
	return v->s->day - p->joined < YEAR_DAYS ? FIRST : OTHER;
}

static bool is_compared(const struct health_view *v, int32_t post)
{
	return health_counts(v, post) && v->l->posts[post].availability == AVAILABLE && v->l->posts[post].used_permille >= 0;
}

static void add_cases(const struct health_view *v, const struct post_row *p, struct group *g)
{
	for (int32_t i = 0; i < p->holdings_count; i++) {
		const int32_t place = v->s->post_holdings[p->first_holding + i];

		if (v->s->cases[v->s->holdings[place].case_index].state != CASE_OPEN || v->l->holding_minutes[place] < 0)
			continue;
		g->case_minutes += v->l->holding_minutes[place];
		g->cases++;
	}
}

/* Of each team, those of none first: how many are at work, and the largest share of capacity. */
struct fullest {
	int32_t posts, permille;
};

static struct fullest *fullest_of_teams(const struct health_view *v)
{
	struct fullest *teams = arena_array(v->scratch, v->s->teams_count + 1, sizeof *teams);

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		struct fullest *team = &teams[v->s->posts[i].team + 1];

		if (!is_compared(v, i))
			continue;
		team->posts++;
		if (v->l->posts[i].used_permille > team->permille)
			team->permille = v->l->posts[i].used_permille;
	}
	return teams;
}

static void add_post(const struct health_view *v, int32_t post, const struct fullest *team, struct group *g)
{
	const struct post_row *p = &v->s->posts[post];
	const struct post_load *load = &v->l->posts[post];

	g->people += !g->seen[p->person];
	g->seen[p->person] = true;
	g->load += load->load_minutes;
	g->capacity += load->capacity_minutes;
	add_cases(v, p, g);
	if (p->team >= 0 && team->posts > 1) {
		g->compared++;
		g->fullest += load->used_permille == team->permille;
	}
}

/* Fills the groups; returns how many posts are on neither side. */
static int32_t divide(const struct health_view *v, const struct fullest *teams, side_of side, struct group groups[SIDES])
{
	int32_t unknown = 0;

	for (int i = 0; i < SIDES; i++)
		groups[i] = (struct group){.seen = arena_array(v->scratch, v->s->persons_count, sizeof *groups[i].seen)};
	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		enum side at;

		if (!is_compared(v, i))
			continue;
		at = side(v, &v->s->posts[i]);
		unknown += at == UNKNOWN;
		add_post(v, i, &teams[v->s->posts[i].team + 1], &groups[at]);
	}
	return unknown;
}

/* With few people in one, those in the others and the sum of all would tell of them. */
static bool is_told(const struct group groups[SIDES])
{
	struct part parts[SIDES];

	for (int i = 0; i < SIDES; i++)
		parts[i] = (struct part){groups[i].people, i == UNKNOWN};
	return parts_withhold(parts, SIDES) && !parts[FIRST].untold && !parts[OTHER].untold;
}

static struct health_figure told_of(const struct group groups[SIDES], enum side at, struct health_figure f)
{
	if (groups[at].people == 0)
		return (struct health_figure){.known = HEALTH_NOTHING};
	f.rest = groups[UNKNOWN].people;
	return is_told(groups) ? f : (struct health_figure){.known = HEALTH_UNTOLD, .people = -1};
}

static void put_used(const struct health_view *v, const struct fullest *teams, side_of side, const enum health_measure measures[UNKNOWN],
	struct health_figure f[HEALTH_MEASURES])
{
	struct group groups[SIDES];
	const int32_t unknown = divide(v, teams, side, groups);

	for (int i = FIRST; i < UNKNOWN; i++) {
		struct health_figure share = health_share(groups[i].load, groups[i].capacity, groups[i].people);

		share.should = unknown > 0 ? groups[FIRST].people + groups[OTHER].people + unknown : 0;
		share.told = unknown > 0 ? share.should - unknown : 0;
		f[measures[i]] = told_of(groups, (enum side)i, share);
	}
}

static struct health_figure minutes_a_case(const struct group *g)
{
	if (g->cases == 0)
		return (struct health_figure){.known = HEALTH_NOTHING, .people = g->people};
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(g->case_minutes, g->cases), .part = g->case_minutes,
		.whole = g->cases, .people = g->people};
}

static void put_least_experienced(const struct health_view *v, const struct fullest *teams, struct health_figure f[HEALTH_MEASURES])
{
	struct group groups[SIDES];

	(void)divide(v, teams, side_of_newly_qualified, groups);
	f[MEASURE_WEIGHT_NEW] = told_of(groups, FIRST, minutes_a_case(&groups[FIRST]));
	f[MEASURE_WEIGHT_OTHERS] = told_of(groups, OTHER, minutes_a_case(&groups[OTHER]));
	f[MEASURE_NEW_FULLEST] = told_of(groups, FIRST, health_share(groups[FIRST].fullest, groups[FIRST].compared, groups[FIRST].people));
}

void health_of_groups(const struct health_view *v, struct health_figure figures[HEALTH_MEASURES])
{
	const struct fullest *teams = fullest_of_teams(v);

	put_used(v, teams, side_of_newly_qualified, (const enum health_measure[]){MEASURE_USED_NEW, MEASURE_USED_OTHERS}, figures);
	put_used(v, teams, side_of_part_time, (const enum health_measure[]){MEASURE_USED_PART_TIME, MEASURE_USED_FULL_TIME}, figures);
	put_used(v, teams, side_of_joined, (const enum health_measure[]){MEASURE_USED_UNDER_YEAR, MEASURE_USED_LONGER}, figures);
	put_least_experienced(v, teams, figures);
}
