#include "core/notice.h"

#include <stdlib.h>

#include "base/str.h"
#include "core/capacity.h"
#include "core/saying.h"
#include "core/watch.h"

/* Those who see to a team's work from day to day. */
#define SEES_TO (ROLE_BIT(ROLE_MANAGER) | ROLE_BIT(ROLE_DEPUTY))

static const struct {
	const char *code, *words;
	enum notice_urgency urgency;
} KINDS[NOTICE_KINDS] = {
#define NOTICE(name, code, words, urgency) [NOTICE_##name] = {code, words, URGENCY_##urgency},
#include "core/notice.def"
#undef NOTICE
};

/* A kind of matter is a kind of notice of the same name. */
static const enum notice_kind OF_MATTER[MATTER_KINDS] = {
#define MATTER(name, code, words, asks, days, first, second, third) [MATTER_##name] = NOTICE_##name,
#include "core/matter.def"
#undef MATTER
};

struct listing {
	struct arena *a;
	const struct notices_asked *asked;
	int32_t today;
	struct notice *rows;
	size_t count, room;
};

static void add(struct listing *l, struct notice n)
{
	if (n.urgency < KINDS[n.kind].urgency)
		n.urgency = KINDS[n.kind].urgency;
	n.late = n.all_day ? local_day(n.due) < l->today : n.due <= l->asked->now;
	n.today = n.due != LOCAL_NEVER && local_day(n.due) <= l->today;
	*ARENA_PUSH(l->a, &l->rows, &l->count, &l->room) = n;
}

/* ---- what is to be answered ---- */

static void add_proposals(struct listing *l)
{
	for (size_t i = 0; i < l->asked->proposals_count; i++) {
		const struct notice_proposal *p = &l->asked->proposals[i];

		add(l, (struct notice){.kind = p->side == PARTY_WORKER ? NOTICE_OFFER : NOTICE_TERMS, .id = p->id, .waits = true,
			.since = p->since, .due = p->due, .post = -1, .case_index = -1});
	}
}

static void add_matters(struct listing *l)
{
	for (size_t i = 0; i < l->asked->matters_count; i++) {
		const struct notice_matter *m = &l->asked->matters[i];
		bool grave = m->kind == MATTER_OVER_LINE && m->value >= LINE_GRAVE_PERMILLE;

		add(l, (struct notice){.kind = m->is_view ? NOTICE_VIEW : OF_MATTER[m->kind], .urgency = grave ? URGENCY_GRAVE : URGENCY_DIGEST, .id = m->id,
			.waits = true, .since = m->since, .due = m->due, .post = -1, .case_index = -1});
	}
}

/* ---- what ends on a day ---- */

/* Whether a day is not over, and near enough to be told of. */
static bool is_ahead(const struct listing *l, int32_t day)
{
	return day >= l->today && day <= l->today + NOTICE_DAYS_AHEAD;
}

static void add_day(struct listing *l, struct notice n, int32_t day, int32_t days_before)
{
	n.all_day = true;
	n.due = local_midnight(day);
	n.since = local_midnight(day - days_before);
	add(l, n);
}

static bool sees_to_post(const struct listing *l, int32_t post)
{
	return (sight_roles_at_team(l->asked->sight, l->asked->snap->posts[post].team) & SEES_TO) != 0;
}

static bool is_own(const struct listing *l, int32_t post)
{
	return sight_is_person(l->asked->sight, l->asked->snap->posts[post].person);
}

/* Whoever looks at a case that waits says when they look again; a day that has passed still waits. */
static void add_looks(struct listing *l)
{
	const struct snapshot *s = l->asked->snap;

	for (size_t i = 0; i < l->asked->pile_count; i++) {
		int32_t place = l->asked->pile[i].case_index;
		const struct case_row *c = &s->cases[place];
		int32_t next = c->reviews_count > 0 ? s->reviews[c->first_review].next : DAY_MAX;

		if (next <= l->today + NOTICE_DAYS_AHEAD && (sight_roles_at_case(l->asked->sight, place) & SEES_TO) != 0)
			add_day(l, (struct notice){.kind = NOTICE_LOOK, .id = c->case_id, .waits = next <= l->today, .post = -1,
				.case_index = place}, next, 0);
	}
}

/* Less than its holder said is in their sight: if there was no talk, they say again what it needs. */
static void add_needs_less(struct listing *l)
{
	const struct snapshot *s = l->asked->snap;

	for (size_t i = 0; i < s->views_count; i++) {
		const struct view_row *view = &s->views[i];
		const struct case_row *c = &s->cases[view->case_index];
		int32_t lead = c->holdings_count > 0 ? s->holdings[c->first_holding].post : -1;
		bool fresh = days_include(view->when, l->today) && view->when.from > l->today - NOTICE_LESS_DAYS;

		if (fresh && str_equal(view->why, SAID_CALMER) && lead >= 0 && is_own(l, lead))
			add_day(l, (struct notice){.kind = NOTICE_NEEDS_LESS, .id = c->case_id, .waits = true, .post = -1,
				.case_index = view->case_index}, view->when.from + NOTICE_LESS_DAYS - 1, NOTICE_LESS_DAYS - 1);
	}
}

static void add_exceptions(struct listing *l)
{
	const struct snapshot *s = l->asked->snap;

	for (size_t i = 0; i < s->exceptions_count; i++) {
		const struct exception_row *x = &s->exceptions[i];
		int32_t last = x->when.until - 1;
		bool sees_to = sees_to_post(l, x->post);

		if (x->when.until != DAY_MAX && is_ahead(l, last) && (sees_to || is_own(l, x->post)))
			add_day(l, (struct notice){.kind = NOTICE_EXCEPTION_ENDS, .id = x->exception_id,
				.waits = sees_to && last < l->today + NOTICE_EXCEPTION_DAYS, .post = x->post, .case_index = -1}, last,
				NOTICE_EXCEPTION_DAYS - 1);
	}
}

static void add_end(struct listing *l, enum notice_kind kind, int32_t post, int32_t last)
{
	if (is_ahead(l, last) && (sees_to_post(l, post) || is_own(l, post)))
		add_day(l, (struct notice){.kind = kind, .id = l->asked->snap->posts[post].post_id, .post = post, .case_index = -1}, last, 0);
}

/* The protection of the newly qualified, and the first weeks of somebody new. */
static void add_posts(struct listing *l)
{
	const struct snapshot *s = l->asked->snap;

	for (size_t i = 0; i < s->posts_count; i++) {
		const struct post_row *p = &s->posts[i];
		int32_t ramp = ramp_until(s, p);

		if (p->newly_qualified_until > DAY_MIN && p->newly_qualified_until < DAY_MAX)
			add_end(l, NOTICE_PROTECTION_ENDS, (int32_t)i, p->newly_qualified_until - 1);
		if (ramp > DAY_MIN)
			add_end(l, NOTICE_RAMP_ENDS, (int32_t)i, ramp - 1);
	}
}

/* ---- the list ---- */

static int by_day(const void *left, const void *right)
{
	const struct notice *a = left, *b = right;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	return a->id - b->id;
}

void notices_of(struct arena *a, const struct notices_asked *asked, struct notice **ret, size_t *ret_count)
{
	struct listing l = {.a = a, .asked = asked, .today = local_day(asked->now)};

	add_proposals(&l);
	add_matters(&l);
	add_looks(&l);
	add_needs_less(&l);
	add_exceptions(&l);
	add_posts(&l);
	if (l.count > 1)
		qsort(l.rows, l.count, sizeof *l.rows, by_day);
	*ret = l.rows;
	*ret_count = l.count;
}

size_t notices_waiting(const struct notice *notices, size_t count)
{
	size_t waiting = 0;

	for (size_t i = 0; i < count; i++)
		waiting += notices[i].waits ? 1 : 0;
	return waiting;
}

const char *notice_code(enum notice_kind kind)
{
	return KINDS[kind].code;
}

const char *notice_words(enum notice_kind kind)
{
	return KINDS[kind].words;
}
