#include "core/import_list.h"

#include "core/import_episodes.h"

static int32_t later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static bool is_live(const struct fact *f)
{
	return f->kind == FACT_HOLDING && !f->purge && f->when.until == DAY_MAX;
}

static bool same_holder(const struct fact *a, const struct fact *b)
{
	return a->post_id == b->post_id && a->role == b->role && (a->post_id != 0 || a->team_id == b->team_id);
}

static bool has_live(const struct case_facts *facts, const struct fact *like)
{
	for (size_t i = 0; i < facts->count; i++)
		if (is_live(&facts->facts[i]) && (like == NULL || same_holder(&facts->facts[i], like)))
			return true;
	return false;
}

/* Whether anybody is known to have held the case since a day. */
static bool was_held_since(const struct case_facts *known, int32_t day)
{
	for (size_t i = 0; i < known->count; i++)
		if (known->facts[i].kind == FACT_HOLDING && known->facts[i].when.until > day)
			return true;
	return false;
}

/* What is known, ended on the day. */
static struct fact end_today(const struct fact *known, const struct import_list *list, int32_t source)
{
	struct fact ended = *known;

	ended.when.until = later(list->today, known->when.from);
	ended.source = source;
	return ended;
}

static void take_stage(struct arena *a, const struct case_facts *known, const struct fact *f, const struct import_list *list,
	struct case_facts *to)
{
	const struct fact *before = import_find_fact(known, f);
	struct fact ended;

	if (before == NULL || before->when.until != DAY_MAX)
		return;
	ended = end_today(before, list, f->source);
	case_facts_add(a, to, &ended);
}

static void take_holding(struct arena *a, const struct case_facts *known, const struct fact *f, const struct import_list *list,
	struct case_facts *to)
{
	struct fact taken = *f;

	if (is_live(f) && import_start_is_assumed(list->assumed, f) && !has_live(known, f) && was_held_since(known, f->when.from))
		taken.when.from = later(list->today, f->when.from);
	case_facts_add(a, to, &taken);
}

/* Ends the others of an episode whose holder is said. */
static void end_others(struct arena *a, const struct case_facts *known, const struct case_facts *told, const struct fact *episode,
	const struct import_list *list, struct case_facts *to)
{
	struct case_facts after = import_facts_after(a, known, told);
	bool nobody = !has_live(told, NULL);

	case_facts_tidy(&after, NULL, NULL);
	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];
		const struct fact *of = is_live(f) ? import_episode_of(&after, f->when.from) : NULL;
		struct fact ended;

		if (of == NULL || !fact_same_key(of, episode) || import_find_fact(told, f) != NULL || has_live(told, f))
			continue;
		ended = end_today(f, list, episode->source);
		if (f->role == HOLDING_LEAD || nobody)
			case_facts_add(a, to, &ended);
	}
}

struct case_facts import_take_list(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	const struct import_list *list)
{
	struct case_facts all = {.ref = told->ref};

	for (size_t i = 0; i < told->count; i++) {
		const struct fact *f = &told->facts[i];

		if (f->kind == FACT_STAGE && f->is_over)
			take_stage(a, known, f, list, &all);
		else if (f->kind == FACT_HOLDING)
			take_holding(a, known, f, list, &all);
		else
			case_facts_add(a, &all, f);
		if (f->kind == FACT_EPISODE && f->holder_is_said && list->holders_are_certain)
			end_others(a, known, told, f, list, &all);
	}
	case_facts_tidy(&all, NULL, NULL);
	return all;
}
