#include "core/weight.h"

#include "base/str.h"
#include "core/round.h"
#include "core/saying.h"

enum { DAYS_A_WEEK = 7, WORKING_DAYS_A_WEEK = 5 };

/* Multipliers are kept in billionths: three factors per mille multiply exactly. */
static const int64_t ONE = 1000000000;
static const int64_t LARGEST_PRODUCT = 1000 * 1000000000LL;

/* A weight while it is being added up. */
struct sum {
	struct arena *a; /* NULL: no lines */
	struct weight *to;
	size_t room;
	const struct snapshot *s;
	const struct scheme *scheme;
	const struct case_row *c;
	int32_t day; /* on which the case is weighed: the day before it closed for one in its taper */
};

static void add(struct sum *sum, struct weight_line line)
{
	sum->to->minutes = clamp_int32((int64_t)sum->to->minutes + line.minutes);
	if (sum->a != NULL)
		*ARENA_PUSH(sum->a, &sum->to->lines, &sum->to->lines_count, &sum->room) = line;
}

/* What somebody said, in words; without lines nobody reads it. */
static const char *said_line(const struct sum *sum, const char *head, enum said_list list, const char *code)
{
	return sum->a != NULL ? arena_printf(sum->a, "%s%s", head, said_say(list, code)) : head;
}

/* ---- base x factors x sibling share ---- */

/* The part of the weight that is multiplied: exact until it is shown. */
struct product {
	int32_t base;
	int64_t billionths;
};

static int32_t product_minutes(const struct product *p)
{
	return clamp_int32(divide_half_up(p->base * p->billionths, ONE));
}

/* Sets the multiplier; the line is what that changes. */
static void set_multiplier(struct sum *sum, struct product *p, int64_t billionths, struct weight_line line)
{
	int32_t before = product_minutes(p);

	p->billionths = billionths < LARGEST_PRODUCT ? billionths : LARGEST_PRODUCT;
	line.minutes = product_minutes(p) - before;
	add(sum, line);
}

static void multiply(struct sum *sum, struct product *p, struct weight_line line)
{
	set_multiplier(sum, p, divide_half_up(p->billionths * line.permille, 1000), line);
}

/* Rows of one code that overlap tell of one circumstance; they stand side by side. */
static bool is_told_again(const struct factor_row *row, int32_t place)
{
	return place > 0 && str_equal(row[-1].code, row->code);
}

static void add_factors(struct sum *sum, struct product *p)
{
	for (int32_t i = 0; i < sum->c->factors_count; i++) {
		const struct factor_row *row = &sum->s->factors[sum->c->first_factor + i];
		const struct scheme_factor *f = scheme_find_factor(sum->scheme, row->code);

		if (f != NULL && !is_told_again(row, i))
			multiply(sum, p, (struct weight_line){.reason = WEIGHT_FACTOR, .what = f->name, .permille = f->permille,
				.source = &f->source});
	}
}

static void hold_within_bounds(struct sum *sum, struct product *p)
{
	int64_t least = sum->scheme->factor_least * (ONE / 1000), most = sum->scheme->factor_most * (ONE / 1000);

	if (p->billionths < least)
		set_multiplier(sum, p, least, (struct weight_line){.reason = WEIGHT_BOUND, .what = "Factors held at the lower bound"});
	else if (p->billionths > most)
		set_multiplier(sum, p, most, (struct weight_line){.reason = WEIGHT_BOUND, .what = "Factors held at the upper bound"});
}

/* What a further case of a household takes of its own weight. It is the scheme's share while the older one is open; as that
 * one tapers off, there is less and less to share with it. */
static int32_t sibling_permille(const struct sum *sum, int32_t elder_until)
{
	int64_t all = (int64_t)DAYS_A_WEEK * sum->scheme->closing_weeks;
	int64_t left = elder_until != DAY_MAX ? elder_until + all - sum->day : all;

	if (elder_until == DAY_MIN || left <= 0)
		return 1000;
	if (left >= all)
		return sum->scheme->sibling_permille;
	return 1000 - (int32_t)divide_half_up((1000 - sum->scheme->sibling_permille) * left, all);
}

static void add_base(struct sum *sum, int32_t elder_until)
{
	int32_t permille = sibling_permille(sum, elder_until);
	const struct scheme *scheme = sum->scheme;
	const struct scheme_type *type = &scheme->types[sum->c->base_type];
	struct product p = {.base = type->base_minutes, .billionths = ONE};

	add(sum, (struct weight_line){.reason = WEIGHT_BASE, .what = type->name, .minutes = type->base_minutes,
		.source = &type->source});
	if (sum->c->factors_count > 0) {
		add_factors(sum, &p);
		hold_within_bounds(sum, &p);
	}
	if (permille != 1000)
		multiply(sum, &p, (struct weight_line){.reason = WEIGHT_SIBLING, .what = "Further case of a household with the same holder",
			.permille = permille, .source = &scheme->sibling_source});
}

/* While its holder and the scheme differ about what the case needs by itself the higher counts (R22). What comes and goes is
 * none of it: a crisis adds to the word as to the scheme, and ends without leaving anything in it. */
static void add_view(struct sum *sum)
{
	const struct view_row *said = view_said(sum->s, sum->c);

	if (said != NULL && said->minutes > sum->to->minutes)
		add(sum, (struct weight_line){.reason = WEIGHT_VIEW, .what = said_line(sum, "Its holder’s word: ", SAID_NEEDS, said->why),
			.minutes = said->minutes - sum->to->minutes});
	sum->to->standing = sum->to->minutes;
}

/* ---- what is added ---- */

int32_t task_minutes_a_week(int32_t minutes, int32_t working_days)
{
	if (working_days <= WORKING_DAYS_A_WEEK)
		return minutes;
	return (int32_t)divide_half_up((int64_t)minutes * WORKING_DAYS_A_WEEK, working_days);
}

/* Work that a type brings along counts from its stage's start for as many working days as it is spread over. */
static bool own_task_runs(const struct scheme_type *type, const struct stage_row *stage, int32_t day)
{
	return stage->when.from == DAY_MIN || day < date_add_working_days(stage->when.from, type->task_working_days);
}

/* Stages of one type that run together tell of one piece of work. */
static bool ran_before(const struct sum *sum, int32_t place)
{
	const struct stage_row *stages = &sum->s->stages[sum->c->first_stage];
	int32_t type = stages[place].type_index;

	while (place-- > 0) {
		if (stages[place].type_index == type && own_task_runs(&sum->scheme->types[type], &stages[place], sum->day))
			return true;
	}
	return false;
}

static void add_own_tasks(struct sum *sum)
{
	for (int32_t i = 0; i < sum->c->stages_count; i++) {
		const struct stage_row *stage = &sum->s->stages[sum->c->first_stage + i];
		const struct scheme_type *type = stage->type_index >= 0 ? &sum->scheme->types[stage->type_index] : NULL;

		if (type != NULL && type->task_minutes > 0 && own_task_runs(type, stage, sum->day) && !ran_before(sum, i))
			add(sum, (struct weight_line){.reason = WEIGHT_TASK, .what = type->name,
				.minutes = task_minutes_a_week(type->task_minutes, type->task_working_days), .source = &type->source});
	}
}

/* Over how many working days a task is spread; 0: it counts in full each week that it is in force. */
static int32_t task_span(const struct task_row *task, const struct scheme_task *kind)
{
	if (kind != NULL && kind->working_days == 0 && task->minutes < 0)
		return 0;
	if (task->when.from != DAY_MIN && task->when.until != DAY_MAX)
		return date_working_days(task->when.from, task->when.until);
	return kind != NULL ? kind->working_days : 0;
}

struct weight_line task_line(const struct scheme *scheme, const struct task_row *task)
{
	const struct scheme_task *kind = scheme_find_task(scheme, task->kind);
	bool own = task->minutes >= 0;
	int32_t minutes = own ? task->minutes : kind != NULL ? kind->minutes : 0;

	return (struct weight_line){
		.reason = WEIGHT_TASK,
		.what = kind != NULL ? kind->name : task->kind,
		.minutes = task_minutes_a_week(minutes, task_span(task, kind)),
		.source = !own && kind != NULL ? &kind->source : NULL,
	};
}

static void add_tasks(struct sum *sum)
{
	for (int32_t i = 0; i < sum->c->tasks_count; i++)
		add(sum, task_line(sum->scheme, &sum->s->tasks[sum->c->first_task + i]));
}

static void add_surges(struct sum *sum)
{
	for (int32_t i = 0; i < sum->c->surges_count; i++) {
		const struct surge_row *surge = &sum->s->surges[sum->c->first_surge + i];

		add(sum, (struct weight_line){.reason = WEIGHT_SURGE, .what = said_line(sum, "A crisis: ", SAID_SURGE, surge->why), .minutes = surge->minutes});
	}
}

/* Reading into a case that others began. A holding that starts on the day the case opened is no hand-over: the case is
 * new to everybody, and its base counts that. */
static void add_handover(struct sum *sum, int32_t holding)
{
	const struct holding_row *h = holding >= 0 ? &sum->s->holdings[holding] : NULL;
	const struct scheme *scheme = sum->scheme;

	if (h == NULL || h->post < 0 || scheme->handover_minutes == 0 || h->when.from <= sum->c->opened)
		return;
	if (sum->day < h->when.from || sum->day - h->when.from >= DAYS_A_WEEK * scheme->handover_weeks)
		return;
	add(sum, (struct weight_line){.reason = WEIGHT_HANDOVER, .what = "New to the holder", .minutes = scheme->handover_minutes,
		.source = &scheme->handover_source});
}

/* Work that somebody else does may outweigh a case, but no case gives time back. */
static void keep_from_falling_below_0(struct sum *sum)
{
	if (sum->to->minutes < 0)
		add(sum, (struct weight_line){.reason = WEIGHT_BOUND, .what = "No case weighs less than 0", .minutes = -sum->to->minutes});
}

static void add_taper(struct sum *sum)
{
	int32_t all = DAYS_A_WEEK * sum->scheme->closing_weeks;
	int64_t left = (int64_t)sum->c->closed + all - sum->s->day;
	int32_t minutes = sum->to->minutes;

	left = left < 0 ? 0 : left < all ? left : all;
	add(sum, (struct weight_line){.reason = WEIGHT_TAPER, .what = "Closed, tapering off",
		.minutes = (all > 0 ? (int32_t)divide_half_up(minutes * left, all) : 0) - minutes,
		.source = &sum->scheme->closing_source});
}

static void add_range(struct sum *sum)
{
	struct weight *w = sum->to;

	w->low = clamp_int32(divide_half_up((int64_t)w->minutes * sum->scheme->range_low, 1000));
	w->high = clamp_int32(divide_half_up((int64_t)w->minutes * sum->scheme->range_high, 1000));
}

/* ---- the weight ---- */

static int not_weighed(const struct snapshot *s, const struct case_row *c, const struct scheme *scheme, struct err *err)
{
	if (scheme_is_none(scheme))
		return err_set(err, PL_NOT_FOUND, "case %s: no weighting scheme has been agreed for its service", c->ref);
	for (int32_t i = 0; i < c->stages_count; i++) {
		const struct stage_row *stage = &s->stages[c->first_stage + i];

		if (stage->type_index < 0)
			return err_set(err, PL_NOT_FOUND, "case %s: the scheme \"%s\" has no weight for work of type \"%s\"%s%s",
				c->ref, scheme->title, stage->type, stage->stage[0] != '\0' ? ", stage " : "", stage->stage);
	}
	return err_set(err, PL_NOT_FOUND, "case %s: the scheme \"%s\" has no weight for the kind of work it is", c->ref,
		scheme->title);
}

bool case_is_weighed(const struct snapshot *s, const struct case_row *c)
{
	return c->base_type >= 0 && snapshot_case_scheme(s, c)->types[c->base_type].base_minutes >= 0;
}

int weight_as_held(struct arena *a, const struct snapshot *s, int32_t case_index, int32_t holding, int32_t elder_until,
	struct weight *ret, struct err *err)
{
	const struct case_row *c = &s->cases[case_index];
	const struct scheme *scheme = snapshot_case_scheme(s, c);
	struct weight w = {0};
	struct sum sum = {.a = a, .to = &w, .s = s, .scheme = scheme, .c = c, .day = s->day};

	if (!case_is_weighed(s, c))
		return err != NULL ? not_weighed(s, c, scheme, err) : PL_NOT_FOUND;
	if (c->state == CASE_CLOSING)
		sum.day = c->closed - 1;
	add_base(&sum, elder_until);
	add_view(&sum);
	add_own_tasks(&sum);
	add_tasks(&sum);
	add_surges(&sum);
	add_handover(&sum, holding);
	keep_from_falling_below_0(&sum);
	if (c->state == CASE_CLOSING)
		add_taper(&sum);
	add_range(&sum);
	*ret = w;
	return 0;
}

int32_t household_next(struct household_walk *walk, int32_t household, int32_t closed, bool weighed)
{
	int32_t elder_until;

	if (household != walk->household)
		*walk = (struct household_walk){.household = household, .open_until = DAY_MIN};
	elder_until = walk->open_until;
	if (weighed && closed > walk->open_until)
		walk->open_until = closed;
	return elder_until;
}

static int32_t elder_until(const struct snapshot *s, int32_t holding)
{
	const struct post_row *p = &s->posts[s->holdings[holding].post];
	struct household_walk walk = HOUSEHOLD_NONE;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t h = s->post_holdings[p->first_holding + i];
		const struct case_row *c = &s->cases[s->holdings[h].case_index];
		int32_t until = household_next(&walk, c->household, c->closed, case_is_weighed(s, c));

		if (h == holding)
			return until;
	}
	return DAY_MIN;
}

int weight_of_case(struct arena *a, const struct snapshot *s, int32_t case_index, int32_t holding, struct weight *ret,
	struct err *err)
{
	int32_t elder = holding >= 0 && s->holdings[holding].post >= 0 ? elder_until(s, holding) : DAY_MIN;

	return weight_as_held(a, s, case_index, holding, elder, ret, err);
}
