/* All the work there is, beside the time there is for it. */
#include "core/health_inside.h"
#include "core/round.h"

enum { MILLION = 1000000, WHOLE = 1000, FTE_PARTS = 10000 /* millionths to hundredths */ };

/* What a post works on: its load but for what it holds for some hours only, which waits. */
static int64_t carried_by(const struct health_view *v, int32_t post)
{
	const struct post_row *p = &v->s->posts[post];
	int64_t minutes = v->l->posts[post].load_minutes;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		const int32_t place = v->s->post_holdings[p->first_holding + i];

		if (v->s->holdings[place].standing == HOLDING_EMERGENCY && v->l->holding_minutes[place] > 0)
			minutes -= v->l->holding_minutes[place];
	}
	return minutes;
}

/* Hours of those at work whose full-time equivalent is known, and these. */
struct full_time {
	int64_t capacity_minutes, fte_millionths;
};

static struct full_time full_time_of(const struct health_view *v)
{
	struct full_time all = {0};

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		if (!health_counts(v, i) || v->l->posts[i].availability != AVAILABLE || v->s->posts[i].fte_millionths <= 0)
			continue;
		all.capacity_minutes += v->l->posts[i].capacity_minutes;
		all.fte_millionths += v->s->posts[i].fte_millionths;
	}
	return all;
}

/* Full-time equivalents in millionths that so many minutes are at a share of a full-time post's capacity. */
static int64_t fte_of_minutes(const struct full_time *full, int64_t minutes, int64_t permille)
{
	const int64_t capacity = divide_half_up(full->capacity_minutes * permille, WHOLE);

	return capacity > 0 ? divide_half_up(minutes * full->fte_millionths, capacity) : 0;
}

/* The same of what is carried beyond a line. */
static int64_t fte_beyond(const struct health_view *v, const struct full_time *full, int32_t post, const struct line_state *state)
{
	const struct line_row *line = &v->s->lines[state->line];
	const int64_t beyond = (int64_t)state->used - state->limit;
	int64_t fte = v->s->posts[post].fte_millionths > 0 ? v->s->posts[post].fte_millionths : MILLION;

	if (line->kind == LINE_SHARE)
		return fte_of_minutes(full, beyond, line->value);
	if (line->scope != LINE_POST)
		fte = MILLION;
	return line->value > 0 ? beyond * fte / line->value : 0;
}

/* Of the line for which most is needed. */
static int64_t fte_to_keep_lines(const struct health_view *v, const struct full_time *full, int32_t post)
{
	struct line_walk at = {0};
	struct line_state state;
	int64_t most = 0;

	while (line_next(v->s, post, &v->l->posts[post], &at, &state)) {
		int64_t needed = 0;

		if (state.passed && v->s->lines[state.line].status != LINE_ADVISORY)
			needed = fte_beyond(v, full, post, &state);
		most = needed > most ? needed : most;
	}
	return most;
}

struct demand {
	int64_t carried, capacity, waiting, line_fte;
	int32_t cases, weighed;
};

static struct demand demand_of(const struct health_view *v, const struct full_time *full)
{
	struct demand d = {0};

	for (int32_t i = 0; i < (int32_t)v->s->posts_count; i++) {
		if (v->teams[v->s->posts[i].team + 1])
			d.capacity += v->l->posts[i].capacity_minutes;
		if (!health_works(v, i))
			continue;
		d.carried += carried_by(v, i);
		d.cases += v->l->posts[i].cases;
		d.weighed += v->l->posts[i].cases - v->l->posts[i].unweighed;
		d.line_fte += fte_to_keep_lines(v, full, i);
	}
	for (size_t i = 0; i < v->pile_count; i++) {
		if (!health_case_counts(v, v->pile[i].case_index))
			continue;
		d.cases++;
		if (v->pile[i].weight_minutes < 0)
			continue;
		d.weighed++;
		d.waiting += v->pile[i].weight_minutes;
	}
	return d;
}

void health_of_demand(const struct health_view *v, struct health_figure figures[HEALTH_MEASURES])
{
	const struct full_time full = full_time_of(v);
	const struct demand d = demand_of(v, &full);
	const int64_t gap = d.carried + d.waiting - d.capacity;
	struct health_figure *demand = &figures[MEASURE_DEMAND];

	*demand = health_count(d.carried + d.waiting, v->people);
	demand->told = d.weighed;
	demand->should = d.cases;
	figures[MEASURE_CAPACITY] = health_count(d.capacity, v->people);
	figures[MEASURE_GAP] = health_count(gap, v->people);
	figures[MEASURE_FULL_TIME_CAPACITY] = figures[MEASURE_GAP_FTE] = figures[MEASURE_LINE_FTE] =
		(struct health_figure){.known = HEALTH_NOTHING, .people = v->people};
	if (full.capacity_minutes <= 0)
		return;
	figures[MEASURE_FULL_TIME_CAPACITY] = health_count(divide_half_up(full.capacity_minutes * MILLION, full.fte_millionths), v->people);
	figures[MEASURE_GAP_FTE] = health_count(divide_half_up(fte_of_minutes(&full, gap, WHOLE), FTE_PARTS), v->people);
	figures[MEASURE_LINE_FTE] = health_count(divide_half_up(d.line_fte + fte_of_minutes(&full, d.waiting, WHOLE), FTE_PARTS), v->people);
}

struct health_figure health_price(const struct health_figure *posts, int64_t pounds)
{
	if (posts->known != HEALTH_KNOWN)
		return *posts;
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(posts->value * pounds, 100), .part = pounds,
		.whole = posts->value, .people = posts->people};
}
