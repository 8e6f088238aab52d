#include "core/health_day.h"

#include <string.h>

#include "core/closing.h"
#include "core/counts.h"
#include "core/health_inside.h"
#include "core/health_lines.h"
#include "core/health_records.h"
#include "core/round.h"

enum { MILLION = 1000000, HUNDREDTHS = 100, TENTHS = 10, HALF = 50, NINE_IN_TEN = 90 };

bool health_case_counts(const struct health_view *v, int32_t case_index)
{
	const struct case_row *c = &v->s->cases[case_index];
	int32_t team = snapshot_case_team(v->s, c);

	if (team < 0 && v->scope.service != NULL && v->scope.team < 0)
		return c->service >= 0 && strcmp(v->s->services[c->service].code, v->scope.service) == 0;
	return v->teams[team + 1];
}

/* `count` of `should` records say what it rests on. */
static struct health_figure of_records(struct health_figure f, int32_t told, int32_t should)
{
	f.told = told;
	f.should = should;
	return f;
}

static struct health_figure nothing(int32_t people)
{
	return (struct health_figure){.known = HEALTH_NOTHING, .people = people};
}

/* ---- people and posts ---- */

static int32_t people_in_posts(const struct health_view *v)
{
	bool *seen = arena_array(v->scratch, v->s->persons_count, sizeof *seen);
	int32_t people = 0;

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		if (!health_counts(v, i) || seen[v->s->posts[i].person])
			continue;
		seen[v->s->posts[i].person] = true;
		people++;
	}
	return people;
}

/* FTE of posts in force that carry cases, in millionths; and how many say it. */
static int64_t fte_of_posts(const struct health_view *v, int32_t *ret_told, int32_t *ret_posts)
{
	int64_t fte = 0;

	*ret_told = *ret_posts = 0;
	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		const struct post_row *p = &v->s->posts[i];

		if (!health_counts(v, i) || !days_include(p->when, v->s->day))
			continue;
		++*ret_posts;
		if (p->fte_millionths < 0)
			continue;
		++*ret_told;
		fte += p->fte_millionths;
	}
	return fte;
}

static int64_t hundredths(int64_t millionths)
{
	return divide_half_up(millionths * HUNDREDTHS, MILLION);
}

static struct health_figure each(int64_t cases, int64_t fte_millionths, int32_t people)
{
	if (fte_millionths == 0)
		return nothing(people);
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(cases * TENTHS * MILLION, fte_millionths),
		.part = cases, .whole = hundredths(fte_millionths), .people = people};
}

static void put_workers(const struct health_view *v, const struct counts *n, struct health_figure f[HEALTH_MEASURES])
{
	int32_t told, posts;
	const int64_t fte = fte_of_posts(v, &told, &posts);

	f[MEASURE_WORKERS] = health_count(v->people, v->people);
	f[MEASURE_WORKERS_FTE] = of_records(health_count(hundredths(fte), v->people), told, posts);
	f[MEASURE_HOLDERS] = health_count(n->case_holders, n->case_holders);
	f[MEASURE_HOLDERS_FTE] = of_records(health_count(hundredths(n->case_holders_fte_millionths), n->case_holders),
		n->case_holders - (int32_t)n->no_fte_count, n->case_holders);
	f[MEASURE_CASELOAD] = of_records(each(n->cases_held, n->case_holders_fte_millionths, n->case_holders),
		n->case_holders - (int32_t)n->no_fte_count, n->case_holders);
	f[MEASURE_CASELOAD_ALL] = of_records(each(n->cases_held, fte, v->people), told, posts);
}

/* ---- cases ---- */

static struct health_figure holders_above(const struct counts *n, int32_t cases)
{
	int32_t above = 0;

	for (int32_t i = 0; i < n->case_holders; i++)
		above += n->held_by_each[i] > cases;
	return health_share(above, n->case_holders, n->case_holders);
}

static void put_cases(const struct counts *n, struct health_figure f[HEALTH_MEASURES])
{
	const int32_t people = n->case_holders;

	f[MEASURE_CASES_HELD] = health_count(n->cases_held, people);
	f[MEASURE_OVER_30] = holders_above(n, 30);
	f[MEASURE_OVER_40] = holders_above(n, 40);
	f[MEASURE_OVER_60] = holders_above(n, 60);
	f[MEASURE_CASES_MEAN] = f[MEASURE_CASES_MEDIAN] = f[MEASURE_CASES_P90] = f[MEASURE_CASES_MOST] = nothing(people);
	if (people == 0)
		return;
	f[MEASURE_CASES_MEAN] = (struct health_figure){.known = HEALTH_KNOWN,
		.value = divide_half_up((int64_t)n->cases_held * TENTHS, people),
		.part = n->cases_held, .whole = people, .people = people};
	f[MEASURE_CASES_MEDIAN] = health_count(n->median, people);
	f[MEASURE_CASES_P90] = health_count(n->p90, people);
	f[MEASURE_CASES_MOST] = health_count(n->held_by_each[people - 1], 1);
}

/* ---- loads ---- */

static void put_shares_used(const struct health_view *v, struct health_figure f[HEALTH_MEASURES])
{
	int32_t *shares = arena_array(v->scratch, v->s->posts_count, sizeof *shares), count = 0;

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++)
		if (health_counts(v, i) && v->l->posts[i].availability == AVAILABLE && v->l->posts[i].used_permille >= 0)
			shares[count++] = v->l->posts[i].used_permille;
	f[MEASURE_LOAD_MEDIAN] = f[MEASURE_LOAD_P90] = nothing(0);
	if (count == 0)
		return;
	numbers_sort(shares, (size_t)count);
	f[MEASURE_LOAD_MEDIAN] = health_count(nearest_rank(shares, count, HALF), count);
	f[MEASURE_LOAD_P90] = health_count(nearest_rank(shares, count, NINE_IN_TEN), count);
}

static void put_bands(const struct health_view *v, const struct pooled_load *pool,
	struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure BAND_MEASURES[BANDS] = {[BAND_UNDER] = MEASURE_UNDER, [BAND_WITHIN] = MEASURE_WITHIN,
		[BAND_STRETCHED] = MEASURE_STRETCHED, [BAND_OVER] = MEASURE_OVER, [BAND_NOT_AVAILABLE] = MEASURE_NOT_AVAILABLE,
		[BAND_NOT_KNOWN] = MEASURE_NOT_KNOWN};

	for (int b = 0; b < BANDS; b++)
		f[BAND_MEASURES[b]] = health_count(pool->bands[b], v->people);
}

static void put_loads(const struct health_view *v, struct health_figure f[HEALTH_MEASURES])
{
	struct pooled_load pool = {0};
	int64_t carried = 0;
	int32_t unweighed = 0;

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		if (!v->teams[v->s->posts[i].team + 1])
			continue;
		pool_add(&pool, &v->l->posts[i]);
		unweighed += v->l->posts[i].unweighed;
		carried += health_counts(v, i) ? v->l->posts[i].load_minutes : 0;
	}
	put_bands(v, &pool, f);
	f[MEASURE_UNWEIGHED] = health_count(unweighed, -1);
	f[MEASURE_USED] = of_records(health_share(pool.measured_minutes, pool.capacity_minutes, v->people),
		pool.cases - unweighed, pool.cases);
	f[MEASURE_LOAD_MEAN] = nothing(0);
	if (v->people > 0)
		f[MEASURE_LOAD_MEAN] = (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(carried, v->people),
			.part = carried, .whole = v->people, .people = v->people};
	put_shares_used(v, f);
}

static void put_past_line(const struct health_view *v, struct health_figure f[HEALTH_MEASURES])
{
	struct posts_past_line all = {0};

	for (size_t i = 0; i <= v->s->teams_count; i++) {
		struct posts_past_line past = {0};

		if (v->teams[i])
			past = posts_past_line(v->s, v->l, (int32_t)i - 1);
		all.without_leave += past.without_leave;
		all.with_leave += past.with_leave;
	}
	f[MEASURE_PAST_LINE] = health_share(all.without_leave, health_posts_under_line(v->s, v->l, v->scope), v->people);
	f[MEASURE_PAST_WITH_LEAVE] = health_count(all.with_leave, v->people);
}

/* ---- what waits ---- */

struct waiting {
	int32_t by_reason[PILE_REASONS];
	int32_t cases, weighed, look_overdue, never_looked, high_risk, no_owner;
	int32_t *days;
	int64_t minutes;
};

static void look_at_reviews(const struct snapshot *s, const struct case_row *c, struct waiting *w)
{
	const enum pile_risk risk = pile_risk_of(s, c);

	w->high_risk += risk == PILE_IMMEDIATE || risk == PILE_HIGH;
	if (c->reviews_count == 0)
		w->never_looked++;
	else
		w->look_overdue += s->reviews[c->first_review].next < s->day;
}

static void add_waiting(const struct health_view *v, const struct pile_row *row, struct waiting *w)
{
	w->by_reason[row->reason]++;
	w->days[w->cases++] = row->days;
	w->no_owner += row->owner[0] == '\0';
	look_at_reviews(v->s, &v->s->cases[row->case_index], w);
	if (row->weight_minutes < 0)
		return;
	w->weighed++;
	w->minutes += row->weight_minutes;
}

static void put_reasons(const struct waiting *w, struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure REASON_MEASURES[PILE_REASONS] = {[PILE_NEVER_HELD] = MEASURE_NEVER_HELD,
		[PILE_LAPSED] = MEASURE_LAPSED,
		[PILE_MANAGER_HELD] = MEASURE_MANAGER_HELD, [PILE_TEAM_HELD] = MEASURE_TEAM_HELD,
		[PILE_NOT_AVAILABLE] = MEASURE_ABSENT_HELD,
		[PILE_EMERGENCY] = MEASURE_EMERGENCY_HELD, [PILE_ON_PAPER] = MEASURE_ON_PAPER, [PILE_BEGINS] = MEASURE_TO_BEGIN,
		[PILE_HELD_IN_PART] = MEASURE_HELD_IN_PART};

	for (int i = 0; i < PILE_REASONS; i++)
		f[REASON_MEASURES[i]] = health_count(w->by_reason[i], -1);
}

static void put_waiting(const struct health_view *v, const struct counts *n, struct health_figure f[HEALTH_MEASURES])
{
	struct waiting w = {.days = arena_array(v->scratch, v->pile_count, sizeof *w.days)};

	for (size_t i = 0; i < v->pile_count; i++)
		if (health_case_counts(v, v->pile[i].case_index))
			add_waiting(v, &v->pile[i], &w);
	put_reasons(&w, f);
	f[MEASURE_WAITING] = health_count(w.cases, -1);
	f[MEASURE_WAITING_MINUTES] = of_records(health_count(w.minutes, -1), w.weighed, w.cases);
	f[MEASURE_LOOK_OVERDUE] = health_count(w.look_overdue, -1);
	f[MEASURE_NEVER_LOOKED] = health_count(w.never_looked, -1);
	f[MEASURE_HIGH_RISK] = health_count(w.high_risk, -1);
	f[MEASURE_NO_OWNER] = health_count(w.no_owner, -1);
	f[MEASURE_UNALLOCATED] = health_count((int64_t)n->unallocated_count, -1);
	f[MEASURE_DOUBLE] = health_count((int64_t)n->double_count, -1);
	f[MEASURE_WAITING_LONGEST] = f[MEASURE_WAITING_MEDIAN] = nothing(-1);
	if (w.cases == 0)
		return;
	numbers_sort(w.days, (size_t)w.cases);
	f[MEASURE_WAITING_LONGEST] = health_count(w.days[w.cases - 1], -1);
	f[MEASURE_WAITING_MEDIAN] = health_count(nearest_rank(w.days, w.cases, HALF), -1);
}

void health_of_day(const struct snapshot *s, const struct loads *l, const struct pile_row *pile, size_t pile_count,
	struct health_scope scope, struct health_figure figures[HEALTH_MEASURES])
{
	struct arena *scratch = arena_new();
	struct health_view v = {.s = s, .l = l, .pile = pile, .pile_count = pile_count, .scope = scope,
		.teams = health_scope_teams(scratch, s, scope), .scratch = scratch};
	const struct counts n = counts_of_teams(scratch, s, health_is_whole(scope) ? NULL : v.teams);

	v.people = people_in_posts(&v);
	put_workers(&v, &n, figures);
	put_cases(&n, figures);
	put_loads(&v, figures);
	put_past_line(&v, figures);
	put_waiting(&v, &n, figures);
	health_of_groups(&v, figures);
	health_of_demand(&v, figures);
	arena_free(scratch);
}

void health_of_snapshot(const struct snapshot *s, struct health_scope scope,
	struct health_figure figures[HEALTH_MEASURES])
{
	struct arena *scratch = arena_new();
	const struct loads loads = loads_of_snapshot(scratch, s);
	struct pile_row *pile;
	size_t pile_count;

	pile_of_snapshot(scratch, s, &loads, &pile, &pile_count);
	health_of_day(s, &loads, pile, pile_count, scope, figures);
	health_of_contracts(s, &loads, health_scope_teams(scratch, s, scope), figures);
	arena_free(scratch);
}
