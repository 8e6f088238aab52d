#include "core/import_gains.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "core/line_change.h"

enum { TRIALS_MOST = 1000 }; /* of one post; what is beyond stays on paper */

/* ---- finding them ---- */

/* What the post holds of the case by what is known, on the day or later: the larger share of what stands counts, and what is on
 * paper where nothing stands. NULL: nothing. */
static const struct fact *held_before(const struct case_facts *known, int32_t post_id, int32_t day)
{
	const struct fact *held = NULL;

	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];
		bool better;

		if (f->kind != FACT_HOLDING || f->post_id != post_id || f->when.until <= day)
			continue;
		better = held == NULL || (holding_standing(held) != HOLDING_STANDS && holding_standing(f) == HOLDING_STANDS) ||
			(holding_standing(held) == holding_standing(f) && f->share > held->share);
		held = better ? f : held;
	}
	return held;
}

/* A copy that may be marked. */
static struct fact *own(struct arena *a, struct fact_change *change)
{
	struct fact *mine = arena_alloc(a, sizeof *mine);

	*mine = *change->after;
	change->after = mine;
	return mine;
}

/* As the one before it stood, and from the same proposal. */
static void carry_on(struct fact *mine, const struct fact *before)
{
	mine->standing = before->standing;
	if (mine->proposal_id == 0)
		mine->proposal_id = before->proposal_id;
}

static struct import_gain gain_of(const struct fact *f, enum gain_kind kind, int32_t share_before)
{
	return (struct import_gain){.post_id = f->post_id, .role = f->role, .from = f->when.from, .kind = kind, .share = f->share,
		.share_before = share_before, .source = f->source, .counted = -1, .limit = -1};
}

static bool stands_as_lead(const struct fact *f)
{
	return f != NULL && f->role == HOLDING_LEAD && holding_standing(f) == HOLDING_STANDS;
}

/* Whether `f` comes before the holding: it leads by what is known, or the same files name it earlier. What is known to be on paper
 * never does. */
static bool comes_before(const struct case_facts *known, const struct fact *f, const struct fact *holding, int32_t day)
{
	const struct fact *held = held_before(known, f->post_id, day);

	if (held != NULL && (stands_as_lead(held) || holding_standing(held) != HOLDING_STANDS))
		return stands_as_lead(held);
	return f->when.from != holding->when.from ? f->when.from < holding->when.from : f->post_id < holding->post_id;
}

/* Whether on one of the days that are new to it the holding would lead beside another. */
static bool is_second_lead(const struct case_facts *known, const struct case_facts *after, const struct fact *holding,
	const struct fact *before, int32_t day)
{
	struct days when = holding->when;

	when.from = when.from < day ? day : when.from;
	if (stands_as_lead(before) && before->when.from <= when.from)
		when.from = before->when.until;
	for (size_t i = 0; i < after->count && holding->role == HOLDING_LEAD && when.from < when.until; i++) {
		const struct fact *f = &after->facts[i];

		if (f->kind == FACT_HOLDING && !f->purge && f->post_id != 0 && f->post_id != holding->post_id && stands_as_lead(f) &&
			days_overlap(f->when, when) && comes_before(known, f, holding, day))
			return true;
	}
	return false;
}

/* On paper; a lead that only ran on into another's stays as it was. */
static bool put_beside_lead(struct fact_change *change, struct fact *mine, const struct fact *before, struct import_gain *ret)
{
	bool ran_on = change->op == CHANGE_REPLACE && stands_as_lead(before);

	*ret = gain_of(mine, ran_on ? GAIN_DAYS : GAIN_NEW, 0);
	ret->second_lead = true;
	if (ran_on)
		*mine = *before;
	mine->standing = ran_on ? before->standing : HOLDING_ON_PAPER;
	return true;
}

bool import_gain_find(struct arena *a, const struct case_facts *known, const struct case_facts *facts_after, struct fact_change *change,
	int32_t day, struct import_gain *ret)
{
	const struct fact *after = change->after, *before;
	struct fact *mine;

	if (change->op == CHANGE_WITHDRAW || after->kind != FACT_HOLDING || after->post_id == 0 || after->when.until <= day)
		return false;
	before = held_before(known, after->post_id, day);
	if ((before == NULL || holding_standing(before) == HOLDING_STANDS) && is_second_lead(known, facts_after, after, before, day))
		return put_beside_lead(change, own(a, change), before, ret);
	if (before != NULL && holding_standing(before) == HOLDING_STANDS && after->share <= before->share) {
		carry_on(own(a, change), before);
		return false;
	}
	mine = own(a, change);
	if (before != NULL && holding_standing(before) != HOLDING_STANDS) {
		carry_on(mine, before);
		return false;
	}
	*ret = gain_of(mine, before != NULL ? GAIN_SHARE : GAIN_NEW, before != NULL ? before->share : 0);
	mine->standing = HOLDING_ON_PAPER;
	if (before != NULL) {
		mine->share = before->share;
		carry_on(mine, before);
	}
	return true;
}

/* ---- judging them ---- */

static int compare_for_judging(const void *left, const void *right)
{
	const struct import_gain *a = left, *b = right;

	if (a->post_id != b->post_id)
		return a->post_id < b->post_id ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return strcmp(a->ref, b->ref);
}

static void note_ruling(const struct snapshot *s, struct import_gain *g, const struct line_ruling *ruling)
{
	g->rule = ruling->rule;
	g->stands = ruling->rule == LINE_KEPT;
	if (ruling->rule == PROTECTION_PASSED) {
		g->counted = ruling->working_out.after.load_minutes;
		g->limit = ruling->working_out.after.capacity_minutes;
	} else if (ruling->rule == LINE_PASSED) {
		g->counts_cases = s->lines[ruling->line].kind == LINE_COUNT;
		g->counted = g->counts_cases ? ruling->working_out.after.cases : ruling->working_out.after.load_minutes;
		g->limit = ruling->state.limit;
	}
}

/* The gains of one post, one on top of the other. */
static void judge_post(const struct snapshot *s, int32_t post, bool later, struct import_gain *gains, size_t count)
{
	struct trial trials[TRIALS_MOST];
	size_t taken = 0;

	for (size_t i = 0; i < count && taken < TRIALS_MOST; i++) {
		struct import_gain *g = &gains[i];
		int32_t place = snapshot_find_case(s, g->ref);
		struct line_ruling ruling;

		if (place < 0 || g->second_lead || (later && (!g->stands || g->from > s->day)))
			continue;
		trials[taken] = (struct trial){.case_index = place, .role = g->role, .share = g->share,
			.from = g->from > s->day ? s->day : g->from};
		ruling = line_guard(s, post, trials, taken + 1);
		note_ruling(s, g, &ruling);
		taken += g->stands;
	}
}

static void judge_all(const struct snapshot *s, bool later, struct import_gain *gains, size_t count)
{
	if (count > 0)
		qsort(gains, count, sizeof *gains, compare_for_judging);
	for (size_t i = 0, n; i < count; i += n) {
		int32_t post = snapshot_find_post_id(s, gains[i].post_id);

		for (n = 1; i + n < count && gains[i + n].post_id == gains[i].post_id;)
			n++;
		if (post >= 0)
			judge_post(s, post, later, &gains[i], n);
	}
}

void import_gains_judge(const struct snapshot *s, struct import_gain *gains, size_t count)
{
	judge_all(s, false, gains, count);
}

void import_gains_judge_later(const struct snapshot *s, struct import_gain *gains, size_t count)
{
	judge_all(s, true, gains, count);
}

/* ---- finding one again ---- */

static int compare_with_fact(const struct import_gain *g, const char *ref, int32_t post_id, int role, int32_t from)
{
	int order = strcmp(g->ref, ref);

	if (order != 0)
		return order;
	if (g->post_id != post_id)
		return g->post_id < post_id ? -1 : 1;
	if ((int)g->role != role)
		return (int)g->role < role ? -1 : 1;
	return (g->from > from) - (g->from < from);
}

static int compare_to_find(const void *left, const void *right)
{
	const struct import_gain *b = right;

	return compare_with_fact(left, b->ref, b->post_id, (int)b->role, b->from);
}

void import_gains_sort(struct import_gain *gains, size_t count)
{
	if (count > 0)
		qsort(gains, count, sizeof *gains, compare_to_find);
}

const struct import_gain *import_gains_find(const struct import_gain *gains, size_t count, const char *ref, const struct fact *f)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_with_fact(&gains[middle], ref, f->post_id, (int)f->role, f->when.from);

		if (order == 0)
			return &gains[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- lines ---- */

bool import_line_fits(const struct roster_line *before, const struct roster_line *after, int32_t day)
{
	const struct line_change change = {.before = before, .after = after, .from = after->when.from, .today = day};

	if (before == NULL)
		return after->when.from >= day;
	if (line_is_raised(&change))
		return false;
	return after->when.from >= day || (before->value == after->value && before->when.until == after->when.until);
}

/* ---- protection ---- */

bool import_protection_fits(int32_t before, int32_t after, int32_t day)
{
	return before <= day || before == DAY_MAX || after >= before;
}
