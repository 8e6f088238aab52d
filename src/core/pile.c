#include "core/pile.h"

#include <stdlib.h>

#include "base/str.h"
#include "core/round.h"

enum { WHOLE = 1000 };

/* Whether somebody works on what they hold: a person who is no manager and is there. */
static bool works(const struct snapshot *s, const struct loads *l, const struct holding_row *h)
{
	enum availability availability;

	if (h->post < 0 || h->standing != HOLDING_STANDS || s->posts[h->post].role == POST_MANAGER)
		return false;
	availability = l->posts[h->post].availability;
	return availability == AVAILABLE || availability == CONTRACT_UNKNOWN;
}

/* The day from which a post has no capacity: its end, or the beginning of the first reduction that takes all of it; where
 * several take all of it together, of the last of them. A post that has not begun, without hours, or of a grade without
 * cases never had any. */
static int32_t absent_since(const struct snapshot *s, const struct post_row *p)
{
	int32_t first = p->when.until <= s->day ? p->when.until : DAY_MAX, last = DAY_MIN;

	if (p->when.from > s->day)
		return DAY_MIN;
	for (int32_t i = 0; i < p->reductions_count; i++) {
		const struct reduction_row *r = &s->reductions[p->first_reduction + i];

		if (reduction_takes_contract(s, p, r) && r->when.from < first)
			first = r->when.from;
		if (r->when.from > last)
			last = r->when.from;
	}
	return first != DAY_MAX ? first : last;
}

static enum pile_reason reason_of(const struct snapshot *s, const struct holding_row *h)
{
	if (h->post < 0)
		return PILE_TEAM_HELD;
	if (h->standing != HOLDING_STANDS)
		return h->standing == HOLDING_EMERGENCY ? PILE_EMERGENCY : PILE_ON_PAPER;
	return s->posts[h->post].role == POST_MANAGER ? PILE_MANAGER_HELD : PILE_NOT_AVAILABLE;
}

/* A case that is held, but by nobody who works on it, waits since the last of its holders went absent; if none of them
 * ever worked on it, since the oldest of the holdings. */
static int32_t held_in_vain_since(const struct snapshot *s, const struct case_row *c)
{
	int32_t oldest = DAY_MAX, worked_until = DAY_MIN;

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];
		int32_t since = h->when.from;

		if (reason_of(s, h) == PILE_NOT_AVAILABLE)
			since = absent_since(s, &s->posts[h->post]);
		if (since > h->when.from && since > worked_until)
			worked_until = since;
		if (h->when.from < oldest)
			oldest = h->when.from;
	}
	return worked_until != DAY_MIN ? worked_until : oldest;
}

static const char *owner_of(const struct snapshot *s, const struct case_row *c)
{
	int32_t team = snapshot_case_team(s, c);

	if (c->owner[0] != '\0')
		return c->owner;
	return team >= 0 ? s->teams[team].manager : "";
}

/* How much of a case those carry who work on it, per mille. */
static int32_t share_worked_on(const struct snapshot *s, const struct loads *l, const struct case_row *c)
{
	int32_t share = 0;

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (!h->again && works(s, l, h))
			share += h->share;
	}
	return share;
}

/* Since when a case is worked on in part: since who does not work on it went absent; where the records name nobody else,
 * since the first who does took it. */
static int32_t in_part_since(const struct snapshot *s, const struct loads *l, const struct case_row *c)
{
	int32_t oldest = DAY_MAX, gone = DAY_MIN;

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];
		int32_t since = h->post >= 0 ? absent_since(s, &s->posts[h->post]) : DAY_MIN;

		if (!works(s, l, h) && since > gone)
			gone = since;
		if (h->when.from < oldest)
			oldest = h->when.from;
	}
	return gone > oldest ? gone : oldest;
}

/* Since when nobody has held it as one should: the end of the last such holding, or the opening. */
static int32_t unheld_since(const struct case_row *c)
{
	return c->last_held_until != DAY_MIN ? c->last_held_until : c->opened;
}

/* The lead's reason stands for the case: it is the first of its holdings. Held for hours or on paper it goes on waiting with the
 * age it had. */
static void tell_holder(const struct snapshot *s, const struct loads *l, const struct case_row *c, int32_t share, struct pile_row *row)
{
	const struct holding_row *lead = &s->holdings[c->first_holding];

	row->reason = share > 0 ? PILE_HELD_IN_PART : reason_of(s, lead);
	row->holder_post = lead->post;
	if (share > 0)
		row->since = in_part_since(s, l, c);
	else
		row->since = lead->standing != HOLDING_STANDS ? unheld_since(c) : held_in_vain_since(s, c);
}

/* Agreed to, and nobody works on it until its day: it goes on waiting with the age it had. */
static void tell_coming(const struct snapshot *s, const struct case_row *c, struct pile_row *row)
{
	const struct holding_row *coming = c->comings_count > 0 ? &s->comings[c->first_coming] : NULL;

	if (coming == NULL || coming->role != HOLDING_LEAD)
		return;
	row->reason = PILE_BEGINS;
	row->holder_post = coming->post;
	row->begins = coming->when.from;
}

static struct pile_row row_of(const struct snapshot *s, const struct loads *l, int32_t case_index)
{
	const struct case_row *c = &s->cases[case_index];
	int32_t share = share_worked_on(s, l, c);
	struct pile_row row = {.case_index = case_index, .holder_post = -1, .begins = DAY_MAX, .owner = owner_of(s, c)};
	struct weight weight;

	if (c->holdings_count > 0) {
		tell_holder(s, l, c, share, &row);
	} else {
		row.reason = c->last_held_until != DAY_MIN ? PILE_LAPSED : PILE_NEVER_HELD;
		row.since = unheld_since(c);
	}
	if (row.since < c->opened)
		row.since = c->opened;
	if (share == 0)
		tell_coming(s, c, &row);
	row.days = s->day - row.since;
	row.weight_minutes = -1;
	if (weight_of_case(NULL, s, case_index, -1, &weight, NULL) == 0)
		row.weight_minutes = (int32_t)divide_half_up((int64_t)weight.minutes * (WHOLE - share), WHOLE);
	return row;
}

static bool waits(const struct snapshot *s, const struct loads *l, const struct case_row *c)
{
	return c->state == CASE_OPEN && share_worked_on(s, l, c) < WHOLE;
}

enum pile_risk pile_risk_of(const struct snapshot *s, const struct case_row *c)
{
	static const char *const CODES[] = {[PILE_IMMEDIATE] = "immediate", [PILE_HIGH] = "high", [PILE_MEDIUM] = "medium",
		[PILE_LOW] = "low"};
	const struct review_row *r = c->reviews_count > 0 ? &s->reviews[c->first_review] : NULL;

	for (int risk = 0; risk <= PILE_LOW && r != NULL; risk++)
		if (CODES[risk] != NULL && str_equal(r->risk, CODES[risk]))
			return r->next < s->day && risk > PILE_NOT_LOOKED_AT ? PILE_NOT_LOOKED_AT : (enum pile_risk)risk;
	return PILE_NOT_LOOKED_AT;
}

/* Urgent types come first, and among the others what no type is known of: it might be anything. */
static int32_t urgency(const struct snapshot *s, const struct case_row *c)
{
	if (c->type < 0)
		return 1;
	return snapshot_case_scheme(s, c)->types[c->type].urgent ? 0 : 2;
}

static int compare_rows(const void *left, const void *right, void *context)
{
	const struct pile_row *a = left, *b = right;
	const struct snapshot *s = context;
	const struct case_row *c = &s->cases[a->case_index], *d = &s->cases[b->case_index];
	int32_t order = (int32_t)pile_risk_of(s, c) - (int32_t)pile_risk_of(s, d);

	if (order == 0)
		order = urgency(s, c) - urgency(s, d);
	if (order == 0)
		order = a->since - b->since;
	return order != 0 ? order : a->case_index - b->case_index;
}

void pile_of_snapshot(struct arena *a, const struct snapshot *s, const struct loads *l, struct pile_row **ret, size_t *ret_count)
{
	struct pile_row *rows = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; i < s->cases_count; i++) {
		if (waits(s, l, &s->cases[i]))
			*ARENA_PUSH(a, &rows, &count, &room) = row_of(s, l, (int32_t)i);
	}
	if (count > 0)
		qsort_r(rows, count, sizeof *rows, compare_rows, (void *)(uintptr_t)s);
	*ret = rows;
	*ret_count = count;
}

static void add_to_sum(struct pile_sum *sum, const struct pile_row *row)
{
	sum->cases++;
	if (row->days > sum->longest_days)
		sum->longest_days = row->days;
}

struct pile_sum *pile_sums_by_team(struct arena *a, const struct snapshot *s, const struct pile_row *rows, size_t count)
{
	struct pile_sum *sums = arena_array(a, s->teams_count + 1, sizeof *sums);

	for (size_t i = 0; i < count; i++)
		add_to_sum(&sums[snapshot_case_team(s, &s->cases[rows[i].case_index]) + 1], &rows[i]);
	return sums;
}

void pile_sums_by_reason(const struct pile_row *rows, size_t count, struct pile_sum ret[PILE_REASONS])
{
	for (int reason = 0; reason < PILE_REASONS; reason++)
		ret[reason] = (struct pile_sum){0};
	for (size_t i = 0; i < count; i++)
		add_to_sum(&ret[rows[i].reason], &rows[i]);
}

const char *pile_reason_words(enum pile_reason reason)
{
	static const char *const words[] = {
		[PILE_NEVER_HELD] = "Never held",
		[PILE_LAPSED] = "Held no longer",
		[PILE_MANAGER_HELD] = "Held by a manager",
		[PILE_TEAM_HELD] = "Held by a team",
		[PILE_NOT_AVAILABLE] = "Holder not available",
		[PILE_EMERGENCY] = "Held in an emergency",
		[PILE_ON_PAPER] = "Held on paper only",
		[PILE_BEGINS] = "Agreed, begins later",
		[PILE_HELD_IN_PART] = "Held in part",
	};

	return words[reason];
}

const char *pile_reason_code(enum pile_reason reason)
{
	static const char *const codes[] = {
		[PILE_NEVER_HELD] = "never-held",
		[PILE_LAPSED] = "lapsed",
		[PILE_MANAGER_HELD] = "manager",
		[PILE_TEAM_HELD] = "team",
		[PILE_NOT_AVAILABLE] = "not-available",
		[PILE_EMERGENCY] = "emergency",
		[PILE_ON_PAPER] = "on-paper",
		[PILE_BEGINS] = "begins",
		[PILE_HELD_IN_PART] = "in-part",
	};

	return codes[reason];
}
