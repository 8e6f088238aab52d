/* fuzz.h: what every fuzz target of a reader of files shares: an intake that touches all it is told and ends the
 * program when the reader breaks what it promises. */
#pragma once

#include "exchange/intake.h"
#include "fuzz_promise.h"

/* A text must be there, end, and be short enough to be kept. */
static inline void fuzz_text(const char *s)
{
	fuzz_promise(s != NULL && strlen(s) <= INTAKE_TEXT);
}

static inline void fuzz_days(struct days when)
{
	fuzz_promise(when.from <= when.until);
	fuzz_promise(when.from == DAY_MIN || (when.from >= DAY_EARLIEST && when.from <= DAY_LATEST));
	fuzz_promise(when.until == DAY_MAX || when.until >= DAY_EARLIEST);
}

static inline int fuzz_worker(void *context, const struct worker_told *w, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(w->registration);
	fuzz_text(w->staff_id);
	fuzz_text(w->local_id);
	fuzz_text(w->name);
	fuzz_text(w->team);
	fuzz_text(w->grade);
	fuzz_text(w->absent_reason);
	fuzz_text(w->where.place);
	fuzz_days(w->when);
	fuzz_promise(w->fte_millionths >= -1);
	return 0;
}

static inline int fuzz_case(void *context, const struct case_told *c, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(c->team);
	fuzz_promise(c->ref[0] != '\0' && strlen(c->ref) <= INTAKE_REF);
	fuzz_promise(c->facts_count + c->holdings_count <= 4 * INTAKE_RECORD_FACTS);
	for (size_t i = 0; i < c->facts_count; i++) {
		fuzz_text(c->facts[i].code);
		fuzz_text(c->facts[i].stage);
		fuzz_text(c->facts[i].service);
		fuzz_text(c->facts[i].household);
		fuzz_text(c->facts[i].owner);
		fuzz_promise(c->facts[i].kind != FACT_HOLDING);
		fuzz_days(c->facts[i].kind == FACT_CASE ? (struct days){DAY_MIN, DAY_MAX} : c->facts[i].when);
	}
	for (size_t i = 0; i < c->holdings_count; i++) {
		fuzz_text(c->holdings[i].worker.key);
		fuzz_text(c->holdings[i].worker.name);
		fuzz_text(c->holdings[i].worker.team);
		fuzz_text(c->holdings[i].team);
		fuzz_text(c->holdings[i].reason);
		fuzz_days(c->holdings[i].when);
	}
	return 0;
}

static inline int fuzz_team(void *context, const struct team_told *t, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(t->code);
	fuzz_text(t->name);
	fuzz_text(t->service);
	fuzz_text(t->parent);
	fuzz_text(t->manager);
	return 0;
}

static inline int fuzz_reduction(void *context, const struct reduction_told *r, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(r->worker.key);
	fuzz_text(r->reason);
	fuzz_text(r->where.place);
	fuzz_days(r->when);
	return 0;
}

static inline int fuzz_line(void *context, const struct line_told *l, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(l->target);
	fuzz_text(l->agreed_by);
	fuzz_text(l->where.place);
	fuzz_days(l->when);
	return 0;
}

static inline int fuzz_skill(void *context, const struct skill_told *s, struct err *err)
{
	(void)context, (void)err;
	fuzz_text(s->worker.key);
	fuzz_text(s->worker.name);
	fuzz_text(s->where.place);
	fuzz_promise(s->code[0] != '\0' && strlen(s->code) <= INTAKE_TEXT);
	fuzz_days(s->when);
	return 0;
}

static inline int fuzz_week(void *context, const struct week_told *w, struct err *err)
{
	int32_t minutes = 0;

	(void)context, (void)err;
	fuzz_text(w->worker.key);
	fuzz_text(w->worker.name);
	fuzz_text(w->worker.team);
	fuzz_text(w->where.place);
	for (int i = 0; i < DAYS_OF_WEEK; i++) {
		fuzz_promise(w->day[i].from >= 0 && w->day[i].from <= w->day[i].until && w->day[i].until <= MINUTES_A_DAY);
		minutes += w->day[i].until - w->day[i].from;
	}
	fuzz_promise(minutes > 0 && minutes <= INTAKE_WEEK);
	fuzz_promise(w->from == DAY_MIN || (w->from >= DAY_EARLIEST && w->from <= DAY_LATEST));
	return 0;
}

static inline bool fuzz_issue(void *context, const struct import_issue *i)
{
	size_t *issues = context;

	fuzz_text(i->file);
	fuzz_text(i->place);
	fuzz_text(i->field);
	fuzz_promise(i->code[0] != '\0' && i->expected[0] != '\0');
	return ++*issues < INTAKE_ISSUES;
}

/* Runs a reader over the bytes. Whatever they are, it succeeds or says in a sentence why not. */
static inline void fuzz_reader(const uint8_t *bytes, size_t n,
	int (*read)(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err))
{
	size_t issues = 0;
	struct intake to = {&issues, fuzz_team, fuzz_worker, fuzz_reduction, fuzz_line, fuzz_skill, fuzz_week, fuzz_case,
		fuzz_issue, NULL};
	struct err err = {0};
	int rc = read((const char *)bytes, n, "fuzz", &to, &err);

	fuzz_answer(rc, &err);
}
