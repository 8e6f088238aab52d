#include "core/import_episodes.h"

#include "core/import_rules.h"

/* Whether the case was ever open by it: a referral that led to nothing may never be closed. */
static bool opens_case(const struct fact *f)
{
	return f->kind == FACT_EPISODE && !f->purge && (f->no_further_action <= 0 || f->when.until != DAY_MAX);
}

const struct fact *import_episode_of(const struct case_facts *facts, int32_t day)
{
	const struct fact *found = NULL, *next = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (!opens_case(f))
			continue;
		if (f->when.from <= day && day <= f->when.until)
			found = f;
		if (f->when.from > day && next == NULL)
			next = f;
	}
	return found != NULL ? found : next;
}

/* Adds what a holding becomes by the episode it lies in; false if it stays as it is. */
static bool bound(struct arena *a, struct case_facts *to, const struct fact *episode, const struct fact *holding)
{
	bool again = holding->told_in > episode->when.from && holding->told_in >= episode->when.until;
	struct fact ended = *holding, anew = *holding;

	if (episode->when.until == DAY_MAX || (!again && holding->when.until != DAY_MAX))
		return false;
	if (ended.when.until > episode->when.until) {
		ended.when.until = episode->when.until;
		ended.code = "";
	}
	case_facts_add(a, to, &ended);
	anew.when.from = holding->told_in;
	if (again && anew.when.until >= anew.when.from)
		case_facts_add(a, to, &anew);
	return true;
}

static bool has_holding(const struct case_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == FACT_HOLDING && !facts->facts[i].purge)
			return true;
	return false;
}

struct case_facts import_end_with_episodes(struct arena *a, const struct case_facts *known, const struct case_facts *told)
{
	struct case_facts after, all = {.ref = told->ref};

	if (!has_holding(known) && !has_holding(told))
		return *told;
	after = import_facts_after(a, known, told);
	case_facts_tidy(&after, NULL, NULL);
	for (size_t i = 0; i < after.count; i++) {
		struct fact f = after.facts[i];
		const struct fact *episode = f.kind == FACT_HOLDING && !f.purge ? import_episode_of(&after, f.when.from) : NULL;
		bool is_told = import_find_fact(told, &f) != NULL;

		if (!is_told && told->count > 0)
			f.source = told->facts[0].source;
		if ((episode == NULL || !bound(a, &all, episode, &f)) && is_told)
			case_facts_add(a, &all, &f);
	}
	case_facts_tidy(&all, NULL, NULL);
	return all;
}
