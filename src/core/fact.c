#include "core/fact.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

struct fact fact_blank(enum fact_kind kind)
{
	return (struct fact){
		.kind = kind,
		.when = {DAY_MIN, DAY_MAX},
		.code = "",
		.stage = "",
		.minutes = -1,
		.service = "",
		.household = "",
		.owner = "",
		.no_further_action = -1,
		.restricted = -1,
		.share = 1000,
		.standing = -1,
		.told_in = DAY_MIN,
	};
}

void case_facts_add(struct arena *a, struct case_facts *facts, const struct fact *f)
{
	*ARENA_PUSH(a, &facts->facts, &facts->count, &facts->room) = *f;
}

static int compare_days(int32_t a, int32_t b)
{
	return (a > b) - (a < b);
}

static int compare_holding_keys(const struct fact *a, const struct fact *b)
{
	int32_t a_team = a->post_id == 0 ? a->team_id : 0, b_team = b->post_id == 0 ? b->team_id : 0;

	if (a->post_id != b->post_id)
		return a->post_id < b->post_id ? -1 : 1;
	if (a_team != b_team)
		return a_team < b_team ? -1 : 1;
	return (int)a->role - (int)b->role;
}

static bool code_is_key(enum fact_kind kind)
{
	return kind == FACT_STAGE || kind == FACT_FACTOR || kind == FACT_TASK || kind == FACT_READER;
}

static bool code_is_why_it_ended(enum fact_kind kind)
{
	return kind == FACT_EPISODE || kind == FACT_HOLDING;
}

static int compare_keys(const struct fact *a, const struct fact *b)
{
	int order = (int)a->kind - (int)b->kind;

	if (order != 0 || a->kind == FACT_CASE)
		return order;
	if (code_is_key(a->kind))
		order = strcmp(a->code, b->code);
	if (order == 0 && a->kind == FACT_STAGE)
		order = strcmp(a->stage, b->stage);
	if (order == 0 && a->kind == FACT_HOLDING)
		order = compare_holding_keys(a, b);
	return order != 0 ? order : compare_days(a->when.from, b->when.from);
}

bool fact_same_key(const struct fact *a, const struct fact *b)
{
	return compare_keys(a, b) == 0;
}

static bool same_case_value(const struct fact *a, const struct fact *b)
{
	return str_equal(a->service, b->service) && str_equal(a->household, b->household) &&
		str_equal(a->owner, b->owner) && a->case_team_id == b->case_team_id && a->restricted == b->restricted;
}

enum holding_standing holding_standing(const struct fact *f)
{
	return f->standing >= 0 ? (enum holding_standing)f->standing : HOLDING_STANDS;
}

void holding_end(struct fact *held, int32_t day, const char *why)
{
	if (held->when.from > day) {
		held->purge = true;
		return;
	}
	held->when.until = day;
	held->code = why;
}

bool fact_same_value(const struct fact *a, const struct fact *b)
{
	if (a->kind == FACT_CASE)
		return same_case_value(a, b);
	if (a->when.until != b->when.until)
		return false;
	switch (a->kind) {
	case FACT_EPISODE:
		return str_equal(a->code, b->code) && (a->no_further_action > 0) == (b->no_further_action > 0);
	case FACT_TASK:
		return a->minutes == b->minutes;
	case FACT_SURGE:
		return a->minutes == b->minutes && str_equal(a->code, b->code);
	case FACT_HOLDING:
		return a->share == b->share && a->team_id == b->team_id && str_equal(a->code, b->code) &&
			holding_standing(a) == holding_standing(b) && a->proposal_id == b->proposal_id;
	case FACT_VIEW:
		return a->minutes == b->minutes && str_equal(a->code, b->code) && a->post_id == b->post_id;
	default:
		return true;
	}
}

/* ---- laying together ---- */

/* Each fills what `kept` does not say from `other`; true if both say something and differ. */
static bool lay_text(const char **kept, const char *other)
{
	if ((*kept)[0] == '\0')
		*kept = other;
	return other[0] != '\0' && !str_equal(*kept, other);
}

static bool lay_number(int32_t *kept, int32_t other, int32_t not_said)
{
	if (*kept == not_said)
		*kept = other;
	return other != not_said && *kept != other;
}

static bool lay_case(struct fact *kept, const struct fact *other)
{
	bool differ = lay_text(&kept->service, other->service);

	differ |= lay_text(&kept->household, other->household);
	differ |= lay_text(&kept->owner, other->owner);
	differ |= lay_number(&kept->case_team_id, other->case_team_id, 0);
	if (kept->restricted < 0)
		kept->restricted = other->restricted;
	return differ || (other->restricted >= 0 && other->restricted != kept->restricted);
}

static bool lay_over(struct fact *kept, const struct fact *other)
{
	bool differ = false;

	if (kept->purge || other->purge) {
		struct fact purged = *kept;

		if (kept->purge && !other->purge)
			*kept = *other;
		return purged.purge != other->purge;
	}
	if (kept->kind == FACT_CASE)
		return lay_case(kept, other);
	if (kept->is_over || other->is_over) {
		if (kept->is_over)
			*kept = *other;
		return false;
	}
	differ |= lay_number(&kept->when.until, other->when.until, DAY_MAX);
	differ |= lay_text(&kept->code, other->code);
	differ |= lay_number(&kept->minutes, other->minutes, -1);
	differ |= lay_number(&kept->team_id, other->team_id, 0) && kept->kind == FACT_HOLDING;
	differ |= lay_number(&kept->share, other->share, -1) && kept->kind == FACT_HOLDING;
	kept->open_is_said |= other->open_is_said;
	kept->holder_is_said |= other->holder_is_said;
	if (other->told_in > kept->told_in)
		kept->told_in = other->told_in;
	if (other->no_further_action > kept->no_further_action)
		kept->no_further_action = other->no_further_action;
	return differ;
}

static int compare_to_sort(const void *left, const void *right)
{
	const struct fact *a = left, *b = right;
	int order = compare_keys(a, b);

	return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static void sort_facts(struct case_facts *facts)
{
	bool sorted = true;

	for (size_t i = 0; i < facts->count; i++) {
		facts->facts[i].order = (uint32_t)i;
		sorted = sorted && (i == 0 || compare_keys(&facts->facts[i - 1], &facts->facts[i]) <= 0);
	}
	if (!sorted)
		qsort(facts->facts, facts->count, sizeof *facts->facts, compare_to_sort);
}

void case_facts_tidy(struct case_facts *facts, void (*conflict)(void *context, const struct fact *kept, const struct fact *other),
	void *context)
{
	size_t kept = 0;

	sort_facts(facts);
	for (size_t i = 0; i < facts->count; i++) {
		struct fact *last = kept > 0 ? &facts->facts[kept - 1] : NULL;
		const struct fact *f = &facts->facts[i];

		if (last != NULL && fact_same_key(last, f)) {
			if (lay_over(last, f) && conflict != NULL)
				conflict(context, last, f);
		} else {
			facts->facts[kept++] = *f;
		}
	}
	facts->count = kept;
}

/* ---- deciding ---- */

static void overlay_case(struct fact *now, const struct fact *told)
{
	if (told->service[0] != '\0')
		now->service = told->service;
	if (told->household[0] != '\0')
		now->household = told->household;
	if (told->owner[0] != '\0')
		now->owner = told->owner;
	if (told->case_team_id != 0)
		now->case_team_id = told->case_team_id;
	if (told->restricted >= 0)
		now->restricted = told->restricted;
}

/* What is known with all that is told laid over it. The code of an episode or a holding says why it ended, so an open one
 * has none. */
static struct fact overlay(const struct fact *known, const struct fact *told)
{
	struct fact now = *known;

	now.source = told->source;
	now.open_is_said = told->open_is_said;
	now.told_in = told->told_in;
	if (known->kind == FACT_CASE) {
		overlay_case(&now, told);
		return now;
	}
	if (told->when.until != DAY_MAX || told->open_is_said)
		now.when.until = told->when.until;
	if (told->no_further_action >= 0)
		now.no_further_action = told->no_further_action;
	if (told->share >= 0)
		now.share = told->share;
	if (told->code[0] != '\0')
		now.code = told->code;
	else if (now.when.until == DAY_MAX && code_is_why_it_ended(known->kind))
		now.code = "";
	if (told->minutes >= 0)
		now.minutes = told->minutes;
	if (told->team_id != 0)
		now.team_id = told->team_id;
	if (told->standing >= 0)
		now.standing = told->standing;
	if (told->proposal_id != 0)
		now.proposal_id = told->proposal_id;
	if (told->kind == FACT_VIEW && told->post_id != 0)
		now.post_id = told->post_id;
	return now;
}

void case_facts_complete(const struct case_facts *known, struct case_facts *told)
{
	size_t k = 0;

	for (size_t t = 0; t < told->count; t++) {
		struct fact *f = &told->facts[t];

		while (k < known->count && compare_keys(&known->facts[k], f) < 0)
			k++;
		if (k < known->count && !f->purge && fact_same_key(&known->facts[k], f))
			*f = overlay(&known->facts[k], f);
	}
}

struct deciding {
	struct arena *a;
	struct fact_change *changes;
	size_t count, room;
};

static void change(struct deciding *d, enum change_op op, const struct fact *before, const struct fact *after)
{
	struct fact_change *c = ARENA_PUSH(d->a, &d->changes, &d->count, &d->room);

	c->op = op;
	c->before = before;
	c->after = after;
}

/* A new fact, with what is so where nothing is said. */
static const struct fact *as_new(struct deciding *d, const struct fact *told)
{
	struct fact *now;

	if (told->kind != FACT_HOLDING || told->share >= 0)
		return told;
	now = arena_alloc(d->a, sizeof *now);
	*now = *told;
	now->share = 1000;
	return now;
}

static void decide_one(struct deciding *d, const struct fact *known, const struct fact *told)
{
	struct fact *now;

	if (told->purge) {
		if (known != NULL)
			change(d, CHANGE_WITHDRAW, known, NULL);
		return;
	}
	if (known == NULL) {
		change(d, CHANGE_ADD, NULL, as_new(d, told));
		return;
	}
	now = arena_alloc(d->a, sizeof *now);
	*now = overlay(known, told);
	if (!fact_same_value(known, now))
		change(d, CHANGE_REPLACE, known, now);
}

/* ---- what a holder says ends with the holding ---- */

static const struct fact_change *change_of(const struct deciding *d, const struct fact *known)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->changes[i].before == known)
			return &d->changes[i];
	return NULL;
}

static int32_t later_end(int32_t end, const struct fact *h, int32_t post_id)
{
	bool counts = h->kind == FACT_HOLDING && h->post_id == post_id && holding_standing(h) != HOLDING_ON_PAPER;

	return counts && h->when.until > end ? h->when.until : end;
}

/* The first day on which the post holds the case no more, by all that stands then; `from` if it never does. */
static int32_t held_until(const struct deciding *d, const struct case_facts *known, int32_t post_id, int32_t from)
{
	int32_t end = from;

	for (size_t i = 0; i < known->count; i++)
		if (change_of(d, &known->facts[i]) == NULL)
			end = later_end(end, &known->facts[i], post_id);
	for (size_t i = 0; i < d->count; i++)
		if (d->changes[i].after != NULL)
			end = later_end(end, d->changes[i].after, post_id);
	return end;
}

static void end_view(struct deciding *d, const struct fact *view, int32_t day)
{
	struct fact *now = arena_alloc(d->a, sizeof *now);

	*now = *view;
	now->when.until = day;
	if (day > view->when.from)
		change(d, CHANGE_REPLACE, view, now);
	else
		change(d, CHANGE_WITHDRAW, view, NULL);
}

static void end_views(struct deciding *d, const struct case_facts *known)
{
	bool holdings_change = false;

	for (size_t i = 0; i < d->count; i++)
		holdings_change |= (d->changes[i].before != NULL ? d->changes[i].before : d->changes[i].after)->kind == FACT_HOLDING;
	for (size_t i = 0; i < known->count && holdings_change; i++) {
		const struct fact *view = &known->facts[i];
		int32_t end;

		if (view->kind != FACT_VIEW || view->post_id == 0 || change_of(d, view) != NULL)
			continue;
		end = held_until(d, known, view->post_id, view->when.from);
		if (end < view->when.until)
			end_view(d, view, end);
	}
}

static bool purges_whole_case(const struct case_facts *told)
{
	return told->count > 0 && told->facts[0].kind == FACT_CASE && told->facts[0].purge;
}

void case_decide(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct fact_change **ret, size_t *ret_count)
{
	struct deciding d = {.a = a};
	bool all_go = purges_whole_case(told);
	size_t k = 0;

	for (size_t t = 0; t < told->count; t++) {
		int order = 1;

		while (k < known->count && (order = compare_keys(&known->facts[k], &told->facts[t])) < 0) {
			if (all_go)
				change(&d, CHANGE_WITHDRAW, &known->facts[k], NULL);
			k++;
		}
		if (k == known->count)
			order = 1;
		decide_one(&d, order == 0 ? &known->facts[k] : NULL, &told->facts[t]);
		if (order == 0)
			k++;
	}
	for (; all_go && k < known->count; k++)
		change(&d, CHANGE_WITHDRAW, &known->facts[k], NULL);
	end_views(&d, known);
	*ret = d.changes;
	*ret_count = d.count;
}
