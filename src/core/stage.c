#include "core/stage.h"

#include <stdlib.h>

enum { DAYS_A_WEEK = 7 };

/* All that the choice depends on. */
struct in_force {
	int32_t strictest; /* -1: no known type */
	int32_t with_base; /* the strictest that has a base; -1: none */
	bool unknown;      /* a stage that the scheme does not know */
};

static const struct in_force NOTHING = {.strictest = -1, .with_base = -1};

static bool has_base(const struct scheme *s, int32_t type)
{
	return type >= 0 && s->types[type].base_minutes >= 0;
}

/* Types stand strictest first: the lower place counts. */
static int32_t stricter(int32_t a, int32_t b)
{
	return a < 0 || b < a ? b : a;
}

static void note(const struct scheme *s, struct in_force *f, int32_t type)
{
	if (type < 0) {
		f->unknown = true;
		return;
	}
	f->strictest = stricter(f->strictest, type);
	if (has_base(s, type))
		f->with_base = stricter(f->with_base, type);
}

static struct stage_choice choose(const struct scheme *s, const struct in_force *f, bool begun)
{
	int32_t idle, base;

	if (f->unknown && f->with_base != 0)
		return (struct stage_choice){.type = f->strictest, .base_type = -1};
	idle = scheme_find_role(s, begun ? TYPE_NO_PLAN : TYPE_OPENING);
	base = f->with_base >= 0 ? f->with_base : idle;
	return (struct stage_choice){
		.type = f->strictest >= 0 ? f->strictest : idle,
		.base_type = has_base(s, base) ? base : -1,
	};
}

struct stage_choice stage_on(const struct scheme *s, const struct stage_span *spans, size_t count, int32_t day, bool begun)
{
	struct in_force f = NOTHING;

	for (size_t i = 0; i < count; i++) {
		if (days_include(spans[i].when, day))
			note(s, &f, spans[i].type);
	}
	return choose(s, &f, begun);
}

/* A stage that begins (+1) or ends (-1). */
struct event {
	int32_t day, type, step;
};

static int compare_events(const void *left, const void *right)
{
	const struct event *a = left, *b = right;

	return (a->day > b->day) - (a->day < b->day);
}

/* The beginnings and ends within the episode, by day. */
static struct event *events_of(struct arena *a, const struct stage_span *spans, size_t count, struct days open,
	size_t *ret_count)
{
	struct event *events = arena_array(a, count * 2, sizeof *events);
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		int32_t from = spans[i].when.from > open.from ? spans[i].when.from : open.from;
		int32_t until = spans[i].when.until < open.until ? spans[i].when.until : open.until;

		if (from >= until)
			continue;
		events[n++] = (struct event){.day = from, .type = spans[i].type, .step = 1};
		events[n++] = (struct event){.day = until, .type = spans[i].type, .step = -1};
	}
	if (n > 0)
		qsort(events, n, sizeof *events, compare_events);
	*ret_count = n;
	return events;
}

/* `running` has a counter for each type, after the one for unknown types. */
static struct in_force in_force_from(const struct scheme *s, const int32_t *running)
{
	struct in_force f = NOTHING;

	for (size_t i = 0; i <= s->types_count; i++) {
		if (running[i] > 0)
			note(s, &f, (int32_t)i - 1);
	}
	return f;
}

struct timeline {
	struct arena *arena;
	struct stage_stretch *stretches;
	size_t count, room;
};

static void timeline_add(struct timeline *t, int32_t type, int32_t from, int32_t until)
{
	struct stage_stretch *last = t->count > 0 ? &t->stretches[t->count - 1] : NULL;

	if (from >= until)
		return;
	if (last != NULL && last->type == type)
		last->when.until = until;
	else
		*ARENA_PUSH(t->arena, &t->stretches, &t->count, &t->room) =
			(struct stage_stretch){.type = type, .when = {from, until}};
}

static void add_open_days(struct timeline *t, const struct scheme *s, const struct event *events, size_t count,
	struct days open)
{
	int32_t *running = arena_array(t->arena, s->types_count + 1, sizeof *running);
	bool begun = false;
	size_t at = 0;
	int32_t next;

	for (int32_t day = open.from; day < open.until; day = next) {
		struct in_force f;

		for (; at < count && events[at].day <= day; at++) {
			running[events[at].type + 1] += events[at].step;
			begun = true;
		}
		next = at < count ? events[at].day : open.until;
		f = in_force_from(s, running);
		timeline_add(t, choose(s, &f, begun).type, day, next);
	}
}

void stage_timeline(struct arena *a, const struct scheme *s, const struct stage_span *spans, size_t count,
	struct days open, struct stage_stretch **ret, size_t *ret_count)
{
	struct timeline t = {.arena = a};
	size_t events_count;
	struct event *events = events_of(a, spans, count, open, &events_count);

	add_open_days(&t, s, events, events_count, open);
	if (open.until != DAY_MAX)
		timeline_add(&t, scheme_find_role(s, TYPE_CLOSING), open.until, open.until + s->closing_weeks * DAYS_A_WEEK);
	*ret = t.stretches;
	*ret_count = t.count;
}
