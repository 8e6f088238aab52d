#include "core/load.h"

#include <string.h>

#include "core/extra_time.h"
#include "core/round.h"

/* Quantiles of the normal curve in ten-thousandths: 90 % of it lie below 1.2816 deviations, 80 % below 0.8416. */
enum { NORMAL_90 = 12816, NORMAL_80 = 8416, NORMAL_ONE = 10000 };

/* Lines that are looked at for a band; the one that binds comes first. */
/* ---- adding up ---- */

/* What a post's holdings add up to, before it is judged: all that a holding changes, close together in memory. */
struct tally {
	int64_t minutes;
	uint64_t widths_squared; /* of the ranges, minutes x minutes */
	int64_t group_minutes[SCHEME_GROUPS];
};

/* What a walk along a post has to know of each case, close together: cases lie where their references put them, and
 * fetching each of them from there would take longer than weighing it. */
struct glimpse {
	int32_t household;
	int32_t closed;      /* DAY_MAX while open */
	bool weighed;
	int32_t elder_until; /* of the same household and holder: see household_next */
};

/* All posts in the making: first a glimpse of each holding, then along the posts to count and to see which cases are of one
 * household, then along the cases, as they lie in memory, to weigh them. */
struct adding {
	const struct snapshot *s;
	struct loads loads;
	struct tally *tallies;    /* by post */
	struct glimpse *glimpses; /* by holding */
};

static void take_glimpses(struct adding *all)
{
	for (size_t i = 0; i < all->s->holdings_count; i++) {
		const struct case_row *c = &all->s->cases[all->s->holdings[i].case_index];

		all->glimpses[i] = (struct glimpse){.household = c->household, .closed = c->closed,
			.weighed = case_is_weighed(all->s, c), .elder_until = DAY_MIN};
	}
}

static void count_case(struct post_load *l, const struct glimpse *g, int32_t *last_household)
{
	if (g->closed != DAY_MAX) {
		l->closing++;
		return;
	}
	l->cases++;
	if (g->household != *last_household)
		l->households++;
	*last_household = g->household;
}

static void count_cases(struct adding *all, int32_t post)
{
	const struct post_row *p = &all->s->posts[post];
	struct household_walk walk = HOUSEHOLD_NONE;
	int32_t last_household = -1;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		struct glimpse *g = &all->glimpses[all->s->post_holdings[p->first_holding + i]];

		g->elder_until = household_next(&walk, g->household, g->closed, g->weighed);
		count_case(&all->loads.posts[post], g, &last_household);
	}
}

/* A part of minutes; the whole of them needs no division. */
static int32_t take_share(int32_t minutes, int32_t share)
{
	return share == 1000 ? minutes : clamp_int32(divide_half_up((int64_t)minutes * share, 1000));
}

static void add_to_post(struct adding *all, const struct holding_row *h, const struct weight *w, int32_t minutes)
{
	const struct case_row *c = &all->s->cases[h->case_index];
	const struct scheme *scheme = snapshot_case_scheme(all->s, c);
	int32_t type = c->type >= 0 ? c->type : c->base_type;
	uint64_t width = (uint64_t)take_share(w->high - w->low, h->share);
	uint64_t most = 1 << 20; /* wider than any deviation that is shown: squares of a million holdings add up in 64 bits */
	struct tally *t = &all->tallies[h->post];

	t->minutes += minutes;
	width = width < most ? width : most;
	t->widths_squared += width * width;
	t->group_minutes[scheme->types[type].group] += minutes;
}

/* What a team "holds" without a person is on nobody's load, but its weight is asked for all the same. */
static void weigh_holding(struct adding *all, int32_t place)
{
	const struct holding_row *h = &all->s->holdings[place];
	int32_t *minutes = &all->loads.holding_minutes[place];
	struct weight w;

	if (h->again || h->standing == HOLDING_ON_PAPER) {
		*minutes = 0;
		return;
	}
	if (weight_as_held(NULL, all->s, h->case_index, place, all->glimpses[place].elder_until, &w, NULL) < 0) {
		*minutes = -1;
		if (h->post >= 0)
			all->loads.posts[h->post].unweighed++;
		return;
	}
	*minutes = take_share(w.minutes, h->share);
	if (h->post >= 0)
		add_to_post(all, h, &w, *minutes);
}

/* ---- one post ---- */

static uint64_t square_root(uint64_t n)
{
	uint64_t root = 0;

	for (uint64_t bit = (uint64_t)1 << 31; bit != 0; bit >>= 1) {
		if ((root + bit) * (root + bit) <= n)
			root += bit;
	}
	return root;
}

/* The deviation of a range is its width / (2 x 1.2816); squares add up. The common term moves with the whole load. Worked
 * out in tenths of a minute and rounded once. */
static int32_t deviation(uint64_t widths_squared, int64_t minutes, int32_t common_permille)
{
	uint64_t width = 2 * (uint64_t)NORMAL_90;
	uint64_t common = (uint64_t)divide_half_up((minutes > 0 ? minutes : 0) * common_permille, 100);
	uint64_t most = (uint64_t)1 << 40;
	uint64_t own = (widths_squared < most ? widths_squared : most) * 100 * NORMAL_ONE / width * NORMAL_ONE / width;

	common = common < most >> 20 ? common : most >> 20;
	return (int32_t)((square_root(own + common * common) + 5) / 10);
}

static void put_load(struct post_load *l, const struct tally *t, const struct scheme *scheme)
{
	int32_t half;

	for (size_t i = 0; i < SCHEME_GROUPS; i++)
		l->group_minutes[i] = clamp_int32(t->group_minutes[i]);
	l->load_minutes = clamp_int32(t->minutes);
	l->deviation_minutes = deviation(t->widths_squared, t->minutes, scheme->range_common);
	half = (int32_t)divide_half_up((int64_t)l->deviation_minutes * NORMAL_90, NORMAL_ONE);
	l->high_minutes = clamp_int32((int64_t)l->load_minutes + half);
	l->low_minutes = clamp_int32((int64_t)l->load_minutes - half);
	if (l->low_minutes < 0)
		l->low_minutes = l->load_minutes < 0 ? l->load_minutes : 0;
}

/* What the lines of a post make of its load; advisory ones make nothing. */
struct lined {
	int32_t limit;            /* the lowest number of minutes that may not be passed: the capacity, or a share line below it */
	bool passes_a_count;
};

static struct lined look_at_lines(const struct snapshot *s, int32_t post, struct post_load *l)
{
	struct lined ret = {.limit = l->capacity_minutes};
	struct line_walk at = {0};
	struct line_state state;

	while (line_next(s, post, l, &at, &state)) {
		const struct line_row *line = &s->lines[state.line];

		if (state.binds) {
			l->binding_line = state.line;
			l->line_permille = state.used_permille;
		}
		if (line->status == LINE_ADVISORY)
			continue;
		if (line->kind == LINE_SHARE && state.limit < ret.limit)
			ret.limit = state.limit;
		ret.passes_a_count |= line->kind == LINE_COUNT && state.passed;
	}
	return ret;
}

static enum band band_of(const struct scheme *scheme, const struct post_load *l, const struct lined *lined)
{
	int64_t limit = lined->limit;
	int64_t stretched = (int64_t)l->load_minutes * NORMAL_ONE + (int64_t)l->deviation_minutes * NORMAL_80;

	if (l->availability != AVAILABLE && l->availability != CONTRACT_UNKNOWN)
		return BAND_NOT_AVAILABLE;
	if (lined->passes_a_count)
		return BAND_OVER;
	if (l->availability == CONTRACT_UNKNOWN || scheme_is_none(scheme))
		return BAND_NOT_KNOWN;
	if (l->load_minutes > limit)
		return BAND_OVER;
	if (stretched > limit * NORMAL_ONE)
		return BAND_STRETCHED;
	return l->used_permille < scheme->under_permille ? BAND_UNDER : BAND_WITHIN;
}

static void judge(const struct snapshot *s, const struct scheme *scheme, int32_t post, struct post_load *l)
{
	struct lined lined;

	l->used_permille = -1;
	l->binding_line = -1;
	l->line_permille = -1;
	(void)share_used(l->load_minutes, l->capacity_minutes, &l->used_permille);
	lined = look_at_lines(s, post, l);
	l->band = band_of(scheme, l, &lined);
}

static void take_capacity(struct post_load *l, struct capacity c)
{
	l->contract_minutes = c.contract_minutes;
	l->capacity_minutes = c.minutes;
	l->availability = c.availability;
	l->absent_until = c.absent_until;
}

/* ---- all posts ---- */

/* The tasks of posts stand behind those of cases, by post, so that one cursor runs along with the posts. */
static size_t first_post_task(const struct snapshot *s)
{
	size_t i = s->tasks_count;

	while (i > 0 && s->tasks[i - 1].case_index < 0)
		i--;
	return i;
}

static size_t add_post_tasks(struct adding *all, const struct scheme *scheme, int32_t post, size_t at)
{
	const struct snapshot *s = all->s;

	for (; at < s->tasks_count && s->tasks[at].post == post; at++)
		all->tallies[post].minutes += task_line(scheme, &s->tasks[at]).minutes;
	return at;
}

static void judge_posts(struct adding *all)
{
	size_t task = first_post_task(all->s);

	for (size_t i = 0; i < all->s->posts_count; i++) {
		const struct scheme *scheme = snapshot_post_scheme(all->s, &all->s->posts[i]);
		struct post_load *l = &all->loads.posts[i];

		take_capacity(l, capacity_of_post(NULL, all->s, (int32_t)i));
		task = add_post_tasks(all, scheme, (int32_t)i, task);
		l->owed_minutes = owed_load(all->s->posts[i].owed_minutes);
		all->tallies[i].minutes += l->owed_minutes;
		put_load(l, &all->tallies[i], scheme);
		judge(all->s, scheme, (int32_t)i, l);
	}
}

struct loads loads_of_snapshot(struct arena *a, const struct snapshot *s)
{
	struct arena *scratch = arena_new();
	struct adding all = {
		.s = s,
		.loads.posts = arena_array(a, s->posts_count, sizeof *all.loads.posts),
		.loads.posts_count = s->posts_count,
		.loads.holding_minutes = arena_array(a, s->holdings_count, sizeof *all.loads.holding_minutes),
		.tallies = arena_array(scratch, s->posts_count, sizeof *all.tallies),
		.glimpses = arena_array(scratch, s->holdings_count, sizeof *all.glimpses),
	};

	take_glimpses(&all);
	for (size_t i = 0; i < s->posts_count; i++)
		count_cases(&all, (int32_t)i);
	for (size_t i = 0; i < s->holdings_count; i++)
		weigh_holding(&all, (int32_t)i);
	judge_posts(&all);
	arena_free(scratch);
	return all.loads;
}

/* ---- pools ---- */

void pool_add(struct pooled_load *pool, const struct post_load *load)
{
	pool->load_minutes += load->load_minutes;
	pool->capacity_minutes += load->capacity_minutes;
	if (load->availability != CONTRACT_UNKNOWN)
		pool->measured_minutes += load->load_minutes;
	pool->cases += load->cases;
	pool->households += load->households;
	if (load->availability == CARRIES_NO_CASES)
		return;
	pool->posts++;
	pool->bands[load->band]++;
	pool->not_available += load->band == BAND_NOT_AVAILABLE;
	pool->past_line += load->band == BAND_OVER;
}

void pool_finish(struct pooled_load *pool)
{
	pool->used_permille = -1;
	(void)share_used(pool->measured_minutes, pool->capacity_minutes, &pool->used_permille);
}

struct pooled_load pool_team(const struct snapshot *s, const struct loads *l, int32_t team)
{
	const struct team_row *t = &s->teams[team];
	struct pooled_load pool = {0};

	for (int32_t i = 0; i < t->posts_count; i++)
		pool_add(&pool, &l->posts[t->first_post + i]);
	pool_finish(&pool);
	return pool;
}

struct pooled_load *pool_by_team(struct arena *a, const struct snapshot *s, const struct loads *l)
{
	struct pooled_load *pools = arena_array(a, s->teams_count + 1, sizeof *pools);

	for (size_t i = 0; i < s->posts_count; i++)
		pool_add(&pools[s->posts[i].team + 1], &l->posts[i]);
	for (size_t i = 0; i <= s->teams_count; i++)
		pool_finish(&pools[i]);
	return pools;
}

struct pooled_load pool_person(const struct snapshot *s, const struct loads *l, int32_t person)
{
	const struct person_row *p = &s->persons[person];
	struct pooled_load pool = {0};

	for (int32_t i = 0; i < p->posts_count; i++)
		pool_add(&pool, &l->posts[s->person_posts[p->first_post + i]]);
	pool_finish(&pool);
	if (p->posts_count > 1)
		pool.households = households_of_posts(s, &s->person_posts[p->first_post], (size_t)p->posts_count);
	return pool;
}

struct pooled_load pool_employer(const struct snapshot *s, const struct loads *l)
{
	struct pooled_load pool = {0};

	(void)s;
	for (size_t i = 0; i < l->posts_count; i++)
		pool_add(&pool, &l->posts[i]);
	pool_finish(&pool);
	return pool;
}

int32_t households_of_posts(const struct snapshot *s, const int32_t *posts, size_t count)
{
	struct arena *scratch = arena_new();
	bool *seen = arena_array(scratch, s->households_count, sizeof *seen);
	int32_t households = 0;

	for (size_t i = 0; i < count; i++) {
		const struct post_row *p = &s->posts[posts[i]];

		for (int32_t j = 0; j < p->holdings_count; j++) {
			const struct case_row *c = &s->cases[s->holdings[s->post_holdings[p->first_holding + j]].case_index];

			if (c->state == CASE_CLOSING || seen[c->household])
				continue;
			seen[c->household] = true;
			households++;
		}
	}
	arena_free(scratch);
	return households;
}

/* ---- people ---- */

static bool counts_in(const struct snapshot *s, const struct loads *l, int32_t post, int32_t team)
{
	return (team == TEAMS_ALL || s->posts[post].team == team) && l->posts[post].availability != CARRIES_NO_CASES;
}

/* Adds the person of a post, at the first of their posts that counts. */
static void add_person(struct people *all, const struct snapshot *s, const struct loads *l, int32_t post, int32_t team)
{
	const struct person_row *p = &s->persons[s->posts[post].person];
	bool past = false, unknown = false, found = false;

	for (int32_t i = 0; i < p->posts_count; i++) {
		int32_t other = s->person_posts[p->first_post + i];

		if (!counts_in(s, l, other, team))
			continue;
		if (!found && other != post)
			return;
		found = true;
		past = past || l->posts[other].band == BAND_OVER;
		unknown = unknown || l->posts[other].availability == CONTRACT_UNKNOWN;
	}
	all->all++;
	all->past_line += past;
	all->not_known += unknown && !past;
	all->without_contract += unknown;
}

struct people people_of(const struct snapshot *s, const struct loads *l, int32_t team)
{
	bool one_team = team >= 0;
	size_t from = one_team ? (size_t)s->teams[team].first_post : 0;
	size_t until = one_team ? from + (size_t)s->teams[team].posts_count : s->posts_count;
	struct people all = {0};

	for (size_t i = from; i < until; i++)
		if (counts_in(s, l, (int32_t)i, team))
			add_person(&all, s, l, (int32_t)i, team);
	return all;
}

/* ---- words ---- */

static const struct {
	const char *words, *code;
} BAND_TEXTS[BANDS] = {
	[BAND_UNDER] = {"Under", "under"},
	[BAND_WITHIN] = {"Within", "within"},
	[BAND_STRETCHED] = {"Stretched", "stretched"},
	[BAND_OVER] = {"Over", "over"},
	[BAND_NOT_AVAILABLE] = {"Not available", "not-available"},
	[BAND_NOT_KNOWN] = {"Not known", "not-known"},
};

const char *band_words(enum band band)
{
	return BAND_TEXTS[band].words;
}

const char *band_code(enum band band)
{
	return BAND_TEXTS[band].code;
}

/* ---- in words ---- */

static const char *hours_figure(struct arena *a, int32_t minutes)
{
	int64_t tenths = hour_tenths(minutes);

	return arena_printf(a, "%d.%d", (int)(tenths / 10), (int)(tenths % 10));
}

const char *load_figures(struct arena *a, const struct post_load *load)
{
	const char *cases = arena_printf(a, "%d case%s, %s", load->cases, load->cases == 1 ? "" : "s", hours_figure(a, load->load_minutes));

	if (load->used_permille < 0)
		return arena_printf(a, "%s hours a week", cases);
	return arena_printf(a, "%s of %s hours a week, %d%%", cases, hours_figure(a, load->capacity_minutes),
		(int)divide_half_up(load->used_permille, 10));
}
