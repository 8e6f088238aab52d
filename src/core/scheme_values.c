#include "core/scheme_values.h"

#include "base/str.h"

struct list {
	struct arena *arena;
	const struct scheme *s;
	struct scheme_value *rows;
	size_t count, room;
};

static void put(struct list *l, struct scheme_value v)
{
	if (v.source != NULL && (v.source->text == NULL || v.source->text[0] == '\0'))
		v.source = NULL;
	*ARENA_PUSH(l->arena, &l->rows, &l->count, &l->room) = v;
}

static void put_types(struct list *l)
{
	for (size_t i = 0; i < l->s->types_count; i++) {
		const struct scheme_type *t = &l->s->types[i];
		struct scheme_value v = {.group = GROUP_TYPES, .code = t->code, .stage = t->stage, .name = t->name, .source = &t->source};

		v.kind = "type", v.value = t->base_minutes, v.unit = UNIT_WORK_A_WEEK;
		if (t->base_minutes >= 0)
			put(l, v);
		v.kind = "standard", v.value = t->standard_cases, v.unit = UNIT_CASES;
		if (t->standard_cases > 0)
			put(l, v);
		v.kind = "dated work", v.value = t->task_minutes, v.unit = UNIT_WORK;
		if (t->task_minutes > 0)
			put(l, v);
		v.kind = "dated work, over", v.value = t->task_working_days, v.unit = UNIT_WORKING_DAYS;
		if (t->task_minutes > 0)
			put(l, v);
	}
}

static void put_factors(struct list *l)
{
	const struct scheme *s = l->s;
	struct scheme_value bound = {.group = GROUP_FACTORS, .code = "", .stage = "", .unit = UNIT_MULTIPLIER,
		.source = &s->factor_source, .name = "All factors of a case together"};

	for (size_t i = 0; i < s->factors_count; i++)
		put(l, (struct scheme_value){.group = GROUP_FACTORS, .kind = "factor", .code = s->factors[i].code, .stage = "",
			.name = s->factors[i].name, .value = s->factors[i].permille, .unit = UNIT_MULTIPLIER,
			.source = &s->factors[i].source});
	if (s->factors_count == 0)
		return;
	bound.kind = "factor bound, least", bound.value = s->factor_least;
	put(l, bound);
	bound.kind = "factor bound, most", bound.value = s->factor_most;
	put(l, bound);
}

static void put_tasks(struct list *l)
{
	for (size_t i = 0; i < l->s->tasks_count; i++) {
		const struct scheme_task *t = &l->s->tasks[i];
		struct scheme_value v = {.group = GROUP_TASKS, .code = t->code, .stage = "", .name = t->name, .source = &t->source};

		v.kind = "task", v.value = t->minutes, v.unit = t->working_days > 0 ? UNIT_WORK : UNIT_WORK_A_WEEK;
		put(l, v);
		v.kind = "task, over", v.value = t->working_days, v.unit = UNIT_WORKING_DAYS;
		if (t->working_days > 0)
			put(l, v);
	}
}

static void put_reserves(struct list *l)
{
	for (size_t i = 0; i < l->s->reserves_count; i++) {
		const struct scheme_reserve *r = &l->s->reserves[i];
		struct scheme_value v = {.group = GROUP_RESERVES, .code = r->code, .stage = "", .name = r->name,
			.unit = UNIT_OF_CONTRACT, .source = &r->source};

		v.kind = "reserve", v.value = r->permille;
		put(l, v);
		v.kind = "reserve floor", v.value = r->least_permille;
		if (r->least_permille > 0)
			put(l, v);
	}
}

static void put_reductions(struct list *l)
{
	for (size_t i = 0; i < l->s->reductions_count; i++) {
		const struct scheme_reduction *r = &l->s->reductions[i];
		struct scheme_value v = {.group = GROUP_REDUCTIONS, .code = r->code, .stage = "", .name = r->name,
			.unit = UNIT_OF_CONTRACT, .source = &r->source};

		v.kind = "reduction", v.value = r->usual_permille, v.as_recorded = r->usual_permille < 0;
		put(l, v);
		v.kind = "reduction, most", v.value = r->most_permille, v.as_recorded = false;
		if (r->most_permille < 1000)
			put(l, v);
		v.kind = "reduction, usual length", v.value = r->weeks, v.unit = UNIT_WEEKS;
		if (r->weeks > 0)
			put(l, v);
	}
}

static void put_grades(struct list *l)
{
	for (size_t i = 0; i < l->s->grades_count; i++) {
		const struct scheme_grade *g = &l->s->grades[i];
		struct scheme_value v = {.group = GROUP_GRADES, .code = g->code, .stage = "", .name = g->name, .source = &g->source};

		v.kind = "grade", v.value = g->target, v.unit = UNIT_WORK_A_WEEK;
		put(l, v);
		v.kind = "grade, default contract", v.value = g->default_minutes, v.unit = UNIT_MINUTES;
		put(l, v);
	}
}

static void put_lines(struct list *l)
{
	for (size_t i = 0; i < l->s->lines_count; i++) {
		const struct scheme_line *row = &l->s->lines[i];

		put(l, (struct scheme_value){.group = GROUP_LINES, .kind = "line", .code = row->scope, .stage = row->status,
			.name = row->agreed_by, .value = row->value,
			.unit = str_equal(row->kind, "share") ? UNIT_OF_CAPACITY : UNIT_CASES, .source = &row->source});
	}
}

/* A rule without a source is one that the scheme does not have. */
static void put_rule(struct list *l, const char *kind, const char *name, int32_t value, enum value_unit unit,
	const struct scheme_source *source)
{
	if (source->text != NULL && source->text[0] != '\0')
		put(l, (struct scheme_value){.group = GROUP_RULES, .kind = kind, .code = "", .stage = "", .name = name, .value = value,
			.unit = unit, .source = source});
}

static void put_rules(struct list *l)
{
	const struct scheme *s = l->s;

	put_rule(l, "sibling share", "Each further case of a household with the same holder", s->sibling_permille, UNIT_OF_WEIGHT,
		&s->sibling_source);
	put_rule(l, "hand-over", "A new holder of a case that others began", s->handover_minutes, UNIT_WORK_A_WEEK,
		&s->handover_source);
	put_rule(l, "hand-over, for", "A new holder of a case that others began", s->handover_weeks, UNIT_WEEKS,
		&s->handover_source);
	put_rule(l, "closing", "A closed case tapers to nothing", s->closing_weeks, UNIT_WEEKS, &s->closing_source);
	put_rule(l, "newly qualified", "Newly qualified: kept free", s->newly_qualified_permille, UNIT_OF_CONTRACT,
		&s->newly_qualified_source);
	for (size_t i = 0; i < s->ramp_weeks; i++)
		put_rule(l, arena_printf(l->arena, "agency ramp, week %zu", i + 1), "An agency post in its first weeks",
			s->ramp_permille[i], UNIT_OF_CAPACITY, &s->ramp_source);
	for (size_t i = 0; i < s->joiner_weeks; i++)
		put_rule(l, arena_printf(l->arena, "joiner ramp, week %zu", i + 1), "Somebody new in the first weeks",
			s->joiner_permille[i], UNIT_OF_CAPACITY, &s->joiner_source);
	put_rule(l, "range, low", "Eight in ten like cases weigh from", s->range_low, UNIT_OF_WEIGHT, &s->range_source);
	put_rule(l, "range, high", "Eight in ten like cases weigh up to", s->range_high, UNIT_OF_WEIGHT, &s->range_source);
	put_rule(l, "range, common", "What all cases of a post share", s->range_common, UNIT_OF_LOAD, &s->range_source);
	put_rule(l, "under", "Below this a post is under-used", s->under_permille, UNIT_OF_CAPACITY, &s->under_source);
}

static void put_averages(struct list *l)
{
	for (size_t i = 0; i < l->s->averages_count; i++) {
		const struct scheme_average *row = &l->s->averages[i];
		struct scheme_source *source = arena_alloc(l->arena, sizeof *source);

		*source = (struct scheme_source){VALUE_MEASURED, row->text};
		put(l, (struct scheme_value){.group = GROUP_AVERAGES, .kind = "average",
			.code = date_iso(row->day, arena_alloc(l->arena, DATE_ISO_SIZE)), .stage = "",
			.name = "Published average, for context only", .value = row->tenths, .unit = UNIT_TENTHS, .source = source});
	}
}

void scheme_values(struct arena *a, const struct scheme *s, const struct scheme_value **ret, size_t *ret_count)
{
	struct list l = {.arena = a, .s = s};

	put_types(&l);
	put_factors(&l);
	put_tasks(&l);
	put_reserves(&l);
	put_reductions(&l);
	put_grades(&l);
	put_lines(&l);
	put_rules(&l);
	put_averages(&l);
	*ret = l.rows;
	*ret_count = l.count;
}

const char *value_unit_words(const struct scheme *s, enum value_unit unit)
{
	static const char *const WORDS[] = {[UNIT_WORK_A_WEEK] = "minutes a week", [UNIT_WORK] = "minutes in all",
		[UNIT_MINUTES] = "minutes a week", [UNIT_WORKING_DAYS] = "working days", [UNIT_WEEKS] = "weeks",
		[UNIT_CASES] = "cases of a full-time post", [UNIT_TENTHS] = "tenths of a case", [UNIT_MULTIPLIER] = "per mille",
		[UNIT_OF_CONTRACT] = "per mille of the contract", [UNIT_OF_CAPACITY] = "per mille of capacity",
		[UNIT_OF_WEIGHT] = "per mille of the weight", [UNIT_OF_LOAD] = "per mille of the load"};

	if (str_equal(s->unit, "points") && unit == UNIT_WORK_A_WEEK)
		return "points a week";
	if (str_equal(s->unit, "points") && unit == UNIT_WORK)
		return "points in all";
	return WORDS[unit];
}
