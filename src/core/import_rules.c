#include "core/import_rules.h"

const struct fact *import_find_fact(const struct case_facts *facts, const struct fact *like)
{
	for (size_t i = 0; i < facts->count; i++)
		if (fact_same_key(&facts->facts[i], like))
			return &facts->facts[i];
	return NULL;
}

/* ---- a case that is purged and stated ---- */

/* The first fact that is stated: an episode if there is one. */
static const struct fact *first_stated(const struct case_facts *told)
{
	const struct fact *first = NULL;

	for (size_t i = 0; i < told->count; i++) {
		const struct fact *f = &told->facts[i];

		if (!f->purge && (first == NULL || (f->kind == FACT_EPISODE && first->kind != FACT_EPISODE)))
			first = f;
	}
	return first;
}

struct case_facts import_settle_purge(struct arena *a, const struct case_facts *told, const struct fact **ret_stands,
	const struct fact **ret_goes)
{
	struct case_facts settled = {.ref = told->ref};
	const struct fact *purge = told->count > 0 && told->facts[0].kind == FACT_CASE && told->facts[0].purge ? told->facts : NULL;
	const struct fact *stated = purge != NULL ? first_stated(told) : NULL;
	bool is_there = stated != NULL && stated->kind == FACT_EPISODE;

	*ret_stands = *ret_goes = NULL;
	if (stated == NULL)
		return *told;
	*ret_stands = is_there ? stated : purge;
	*ret_goes = is_there ? purge : stated;
	for (size_t i = 0; i < told->count; i++)
		if (is_there ? i > 0 : told->facts[i].purge)
			case_facts_add(a, &settled, &told->facts[i]);
	return settled;
}

/* ---- holdings of one post that overlap ---- */

bool import_start_is_assumed(struct assumed_starts assumed, const struct fact *f)
{
	return f->source >= 0 && (size_t)f->source < assumed.count && assumed.of_source[f->source];
}

static bool is_live_holding(const struct fact *f)
{
	return f->kind == FACT_HOLDING && !f->purge && f->post_id != 0 && f->when.until == DAY_MAX;
}

/* Whether the two are one live holding with two starts. */
static bool same_live_holding(const struct fact *a, const struct fact *b)
{
	return is_live_holding(a) && is_live_holding(b) && a->post_id == b->post_id && a->role == b->role &&
		a->when.from != b->when.from;
}

static bool is_told_ended(const struct case_facts *told, const struct fact *known)
{
	const struct fact *f = import_find_fact(told, known);

	return f != NULL && (f->purge || f->when.until != DAY_MAX);
}

static bool gives_way(const struct case_facts *known, const struct case_facts *told, struct assumed_starts assumed,
	const struct fact *f)
{
	if (!import_start_is_assumed(assumed, f))
		return false;
	for (size_t i = 0; i < known->count; i++)
		if (same_live_holding(f, &known->facts[i]) && !is_told_ended(told, &known->facts[i]))
			return true;
	for (size_t i = 0; i < told->count; i++)
		if (same_live_holding(f, &told->facts[i]) && !import_start_is_assumed(assumed, &told->facts[i]))
			return true;
	return false;
}

struct case_facts import_drop_assumed(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct assumed_starts assumed)
{
	struct case_facts kept = {.ref = told->ref};

	for (size_t i = 0; i < told->count; i++)
		if (!gives_way(known, told, assumed, &told->facts[i]))
			case_facts_add(a, &kept, &told->facts[i]);
	return kept;
}

static const struct fact *find_restart(const struct case_facts *told, const struct fact *known)
{
	for (size_t i = 0; i < told->count; i++)
		if (same_live_holding(&told->facts[i], known))
			return &told->facts[i];
	return NULL;
}

struct case_facts import_replace_restarted(struct arena *a, const struct case_facts *known, const struct case_facts *told)
{
	struct case_facts all = {.ref = told->ref};

	for (size_t i = 0; i < told->count; i++)
		case_facts_add(a, &all, &told->facts[i]);
	for (size_t i = 0; i < known->count; i++) {
		const struct fact *restart = find_restart(told, &known->facts[i]);
		struct fact gone = known->facts[i];

		if (restart == NULL || import_find_fact(told, &known->facts[i]) != NULL)
			continue;
		gone.purge = true;
		gone.source = restart->source;
		case_facts_add(a, &all, &gone);
	}
	if (all.count > told->count)
		case_facts_tidy(&all, NULL, NULL);
	return all;
}

/* ---- what can be a holding ---- */

struct case_facts import_facts_after(struct arena *a, const struct case_facts *known, const struct case_facts *told)
{
	struct case_facts after = {.ref = told->ref};

	if (known->count == 0)
		return *told;
	for (size_t i = 0; i < told->count; i++)
		case_facts_add(a, &after, &told->facts[i]);
	for (size_t i = 0; i < known->count; i++)
		if (import_find_fact(told, &known->facts[i]) == NULL)
			case_facts_add(a, &after, &known->facts[i]);
	return after;
}

struct import_holding_ruling import_rule_on_holding(const struct case_facts *known, const struct case_facts *after,
	const struct fact *holding)
{
	const struct fact *before = import_find_fact(known, holding);
	struct holding_ruling ruling;
	bool only_history;

	if (before != NULL && fact_same_value(before, holding))
		return (struct import_holding_ruling){false, false, HOLDING_FITS};
	ruling = holding_guard(after, holding);
	only_history = (ruling.rule == HOLDING_OUTSIDE_EPISODES || ruling.rule == HOLDING_CASE_UNKNOWN) &&
		holding->when.until != DAY_MAX;
	return (struct import_holding_ruling){ruling.refused, ruling.refused && !only_history, ruling.rule};
}

/* ---- the case itself ---- */

bool import_states(const struct case_facts *told, enum fact_kind kind)
{
	for (size_t i = 0; i < told->count; i++)
		if (!told->facts[i].purge && told->facts[i].kind == kind)
			return true;
	return false;
}

enum import_opening import_opening_of(const struct case_facts *known, const struct case_facts *told)
{
	if (known->count > 0 || import_states(told, FACT_EPISODE))
		return CASE_IS_MADE;
	for (int kind = FACT_CASE + 1; kind < FACT_KINDS; kind++)
		if (import_states(told, (enum fact_kind)kind))
			return CASE_IS_NOT_OPENED;
	return CASE_IS_ONLY_NAMED;
}

struct case_facts import_make_case(struct arena *a, const struct case_facts *known, const struct case_facts *told)
{
	struct case_facts made = {.ref = told->ref};
	struct fact own = fact_blank(FACT_CASE);

	if (known->count > 0 || told->count == 0 || told->facts[0].kind == FACT_CASE)
		return *told;
	case_facts_add(a, &made, &own); /* it comes first of the facts of a case */
	for (size_t i = 0; i < told->count; i++)
		case_facts_add(a, &made, &told->facts[i]);
	return made;
}
