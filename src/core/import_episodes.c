#include "core/import_episodes.h"

#include "base/str.h"
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

/* ---- episodes that overlap ---- */

/* NULL where the file has no whole records. */
static const struct import_whole *whole_of(struct import_wholes wholes, const struct fact *f)
{
	bool known = f->source >= 0 && (size_t)f->source < wholes.count && wholes.of_source[f->source].episodes;

	return known ? &wholes.of_source[f->source] : NULL;
}

static bool is_episode_of_work(const struct fact *f)
{
	return f->kind == FACT_EPISODE && !f->purge && f->no_further_action <= 0;
}

static bool overlap(const struct fact *a, const struct fact *b)
{
	return is_episode_of_work(a) && is_episode_of_work(b) && days_overlap(a->when, b->when);
}

/* The told episode that takes the place of a known one; NULL if none does. */
static const struct fact *find_successor(const struct case_facts *told, struct import_wholes wholes, const struct fact *episode)
{
	if (!is_episode_of_work(episode) || import_find_fact(told, episode) != NULL)
		return NULL;
	for (size_t i = 0; i < told->count; i++)
		if (overlap(&told->facts[i], episode) && whole_of(wholes, &told->facts[i]) != NULL)
			return &told->facts[i];
	return NULL;
}

static bool states_factor(const struct case_facts *told, const char *code)
{
	for (size_t i = 0; i < told->count; i++)
		if (told->facts[i].kind == FACT_FACTOR && !told->facts[i].purge && str_equal(told->facts[i].code, code))
			return true;
	return false;
}

static bool is_of(const char *const *types, const char *type)
{
	for (; types != NULL && *types != NULL; types++)
		if (str_equal(*types, type))
			return true;
	return false;
}

/* Whether a fact of the episode that goes would be told, were it still so. */
static bool would_be_told(const struct case_facts *told, const struct import_whole *whole, const struct fact *f)
{
	switch (f->kind) {
	case FACT_HOLDING:
		return whole->holdings && import_states(told, FACT_HOLDING);
	case FACT_STAGE:
		return is_of(whole->work, f->code);
	case FACT_FACTOR:
		return states_factor(told, f->code);
	default:
		return false;
	}
}

/* Adds the purge of a known episode, and of what goes with it. */
static void withdraw_episode(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	const struct fact *episode, const struct fact *successor, struct import_wholes wholes, struct case_facts *to)
{
	for (size_t i = 0; i < known->count; i++) {
		struct fact f = known->facts[i];
		bool goes = &known->facts[i] == episode;

		if (!goes)
			goes = import_find_fact(told, &f) == NULL && would_be_told(told, whole_of(wholes, successor), &f) &&
				import_episode_of(known, f.when.from) == episode;
		f.purge = true;
		f.source = successor->source;
		if (goes)
			case_facts_add(a, to, &f);
	}
}

struct case_facts import_replace_episodes(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct import_wholes wholes)
{
	struct case_facts all = {.ref = told->ref};

	for (size_t i = 0; i < told->count; i++)
		case_facts_add(a, &all, &told->facts[i]);
	for (size_t i = 0; i < known->count; i++) {
		const struct fact *successor = find_successor(told, wholes, &known->facts[i]);

		if (successor != NULL)
			withdraw_episode(a, known, told, &known->facts[i], successor, wholes, &all);
	}
	if (all.count > told->count)
		case_facts_tidy(&all, NULL, NULL);
	return all;
}

static bool is_stated(const struct case_facts *told, const struct fact *f)
{
	const struct fact *same = import_find_fact(told, f);

	return same != NULL && !same->purge;
}

bool import_find_two_open(const struct case_facts *after, const struct case_facts *told, struct import_wholes wholes,
	const struct fact **ret_one, const struct fact **ret_other)
{
	for (size_t i = 0; i < after->count; i++) {
		const struct fact *f = &after->facts[i];

		for (size_t j = i + 1; is_episode_of_work(f) && j < after->count && after->facts[j].kind == FACT_EPISODE; j++) {
			const struct fact *other = &after->facts[j];
			bool one_told = is_stated(told, f), other_told = is_stated(told, other);

			if (!overlap(f, other) || !(one_told || other_told))
				continue;
			if (one_told && other_told && f->source == other->source && whole_of(wholes, f) != NULL)
				continue;
			*ret_one = other_told ? f : other;
			*ret_other = other_told ? other : f;
			return true;
		}
	}
	return false;
}
