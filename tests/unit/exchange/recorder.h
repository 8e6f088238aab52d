/* recorder.h: an intake that writes down everything it is told, and the questions that tests ask of it.
 *
 * Usage:	struct recorder *r = recorder_new();
 *		assert_int_equal(recorder_read(r, path, cin_xml_read, &err), 0);
 *		assert_int_equal(recorder_open_on(r, day), 164);
 *		recorder_free(r);
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "exchange/intake.h"

struct recorder {
	struct intake intake;
	struct arena *arena;
	struct team_told *teams;           size_t teams_count, teams_room;
	struct worker_told *workers;       size_t workers_count, workers_room;
	struct reduction_told *reductions; size_t reductions_count, reductions_room;
	struct line_told *lines;           size_t lines_count, lines_room;
	struct skill_told *skills;         size_t skills_count, skills_room;
	struct week_told *weeks;           size_t weeks_count, weeks_room;
	struct case_told *cases;           size_t cases_count, cases_room;
	struct import_issue *issues;       size_t issues_count, issues_room;
	size_t issues_most; /* after so many the recorder asks to stop */
	uint64_t progress;  /* what the last call of progress said */
};

static inline const char *recorder_text(struct recorder *r, const char *s)
{
	if (s == NULL)
		abort(); /* a reader must say "" */
	return arena_strdup(r->arena, s);
}

static inline int recorder_team(void *context, const struct team_told *t, struct err *err)
{
	struct recorder *r = context;
	struct team_told *kept = ARENA_PUSH(r->arena, &r->teams, &r->teams_count, &r->teams_room);

	(void)err;
	*kept = (struct team_told){recorder_text(r, t->code), recorder_text(r, t->name), recorder_text(r, t->service),
		recorder_text(r, t->parent), recorder_text(r, t->manager), {"", ""}};
	return 0;
}

static inline int recorder_worker(void *context, const struct worker_told *w, struct err *err)
{
	struct recorder *r = context;
	struct worker_told *kept = ARENA_PUSH(r->arena, &r->workers, &r->workers_count, &r->workers_room);

	(void)err;
	*kept = *w;
	kept->registration = recorder_text(r, w->registration);
	kept->staff_id = recorder_text(r, w->staff_id);
	kept->local_id = recorder_text(r, w->local_id);
	kept->name = recorder_text(r, w->name);
	kept->team = recorder_text(r, w->team);
	kept->grade = recorder_text(r, w->grade);
	kept->absent_reason = recorder_text(r, w->absent_reason);
	kept->where = (struct record_place){"", recorder_text(r, w->where.place)};
	return 0;
}

static inline int recorder_reduction(void *context, const struct reduction_told *t, struct err *err)
{
	struct recorder *r = context;
	struct reduction_told *kept = ARENA_PUSH(r->arena, &r->reductions, &r->reductions_count, &r->reductions_room);

	(void)err;
	*kept = *t;
	kept->worker = (struct worker_ref){recorder_text(r, t->worker.key), recorder_text(r, t->worker.name),
		recorder_text(r, t->worker.team)};
	kept->reason = recorder_text(r, t->reason);
	kept->where = (struct record_place){"", recorder_text(r, t->where.place)};
	return 0;
}

static inline int recorder_line(void *context, const struct line_told *l, struct err *err)
{
	struct recorder *r = context;
	struct line_told *kept = ARENA_PUSH(r->arena, &r->lines, &r->lines_count, &r->lines_room);

	(void)err;
	*kept = *l;
	kept->target = recorder_text(r, l->target);
	kept->agreed_by = recorder_text(r, l->agreed_by);
	kept->where = (struct record_place){"", recorder_text(r, l->where.place)};
	return 0;
}

static inline struct worker_ref recorder_ref(struct recorder *r, const struct worker_ref *ref)
{
	return (struct worker_ref){recorder_text(r, ref->key), recorder_text(r, ref->name), recorder_text(r, ref->team)};
}

static inline int recorder_skill(void *context, const struct skill_told *t, struct err *err)
{
	struct recorder *r = context;

	(void)err;
	*ARENA_PUSH(r->arena, &r->skills, &r->skills_count, &r->skills_room) = (struct skill_told){recorder_ref(r, &t->worker),
		recorder_text(r, t->code), t->when, {"", recorder_text(r, t->where.place)}};
	return 0;
}

static inline int recorder_week(void *context, const struct week_told *t, struct err *err)
{
	struct recorder *r = context;
	struct week_told *kept = ARENA_PUSH(r->arena, &r->weeks, &r->weeks_count, &r->weeks_room);

	(void)err;
	*kept = *t;
	kept->worker = recorder_ref(r, &t->worker);
	kept->where = (struct record_place){"", recorder_text(r, t->where.place)};
	return 0;
}

static inline struct fact recorder_fact(struct recorder *r, const struct fact *f)
{
	struct fact kept = *f;

	kept.code = recorder_text(r, f->code);
	kept.stage = recorder_text(r, f->stage);
	kept.service = recorder_text(r, f->service);
	kept.household = recorder_text(r, f->household);
	kept.owner = recorder_text(r, f->owner);
	return kept;
}

static inline struct holding_told recorder_holding(struct recorder *r, const struct holding_told *h)
{
	struct holding_told kept = *h;

	kept.worker = (struct worker_ref){recorder_text(r, h->worker.key), recorder_text(r, h->worker.name),
		recorder_text(r, h->worker.team)};
	kept.team = recorder_text(r, h->team);
	kept.reason = recorder_text(r, h->reason);
	return kept;
}

static inline int recorder_case(void *context, const struct case_told *c, struct err *err)
{
	struct recorder *r = context;
	struct case_told *kept = ARENA_PUSH(r->arena, &r->cases, &r->cases_count, &r->cases_room);
	struct fact *facts = arena_array(r->arena, c->facts_count, sizeof *facts);
	struct holding_told *holdings = arena_array(r->arena, c->holdings_count, sizeof *holdings);

	(void)err;
	for (size_t i = 0; i < c->facts_count; i++)
		facts[i] = recorder_fact(r, &c->facts[i]);
	for (size_t i = 0; i < c->holdings_count; i++)
		holdings[i] = recorder_holding(r, &c->holdings[i]);
	*kept = (struct case_told){recorder_text(r, c->ref), recorder_text(r, c->team), facts, c->facts_count, holdings,
		c->holdings_count};
	return 0;
}

static inline bool recorder_issue(void *context, const struct import_issue *i)
{
	struct recorder *r = context;
	struct import_issue *kept = ARENA_PUSH(r->arena, &r->issues, &r->issues_count, &r->issues_room);

	*kept = (struct import_issue){recorder_text(r, i->file), recorder_text(r, i->place), recorder_text(r, i->field),
		recorder_text(r, i->code), recorder_text(r, i->expected), i->warning};
	return r->issues_count < r->issues_most;
}

static inline void recorder_progress(void *context, uint64_t bytes)
{
	((struct recorder *)context)->progress = bytes;
}

static inline struct recorder *recorder_new(void)
{
	struct arena *arena = arena_new();
	struct recorder *r = arena_alloc(arena, sizeof *r);

	r->arena = arena;
	r->issues_most = INTAKE_ISSUES;
	r->intake = (struct intake){r, recorder_team, recorder_worker, recorder_reduction, recorder_line, recorder_skill,
		recorder_week, recorder_case,
		recorder_issue, recorder_progress};
	return r;
}

static inline void recorder_free(struct recorder *r)
{
	arena_free(r->arena);
}

/* A file in the folder that an environment variable names; NULL if the variable or the file is not there. */
static inline const char *recorder_file(struct recorder *r, const char *variable, const char *name)
{
	const char *folder = getenv(variable);
	const char *path = folder != NULL ? arena_printf(r->arena, "%s/%s", folder, name) : NULL;
	FILE *f = path != NULL ? fopen(path, "rb") : NULL;

	if (f != NULL)
		(void)fclose(f);
	return f != NULL ? path : NULL;
}

/* What was told last of a case; NULL if nothing. */
static inline const struct case_told *recorder_find(const struct recorder *r, const char *ref)
{
	for (size_t i = r->cases_count; i > 0; i--)
		if (strcmp(r->cases[i - 1].ref, ref) == 0)
			return &r->cases[i - 1];
	return NULL;
}

/* The fact of a kind and code that begins on a day; NULL if there is none. An episode is found by its day alone. */
static inline const struct fact *recorder_fact_of(const struct case_told *c, enum fact_kind kind, const char *code,
	int32_t from)
{
	for (size_t i = 0; c != NULL && i < c->facts_count; i++)
		if (c->facts[i].kind == kind && c->facts[i].when.from == from &&
			(kind == FACT_EPISODE || strcmp(c->facts[i].code, code) == 0))
			return &c->facts[i];
	return NULL;
}

/* Open on a day as the official count has it: an episode that is in force and not closed without further action. */
static inline bool recorder_is_open(const struct case_told *c, int32_t day)
{
	for (size_t i = 0; i < c->facts_count; i++)
		if (c->facts[i].kind == FACT_EPISODE && c->facts[i].no_further_action <= 0 &&
			days_include(c->facts[i].when, day))
			return true;
	return false;
}

static inline size_t recorder_open_on(const struct recorder *r, int32_t day)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cases_count; i++)
		count += recorder_is_open(&r->cases[i], day) ? 1 : 0;
	return count;
}

/* How many facts of a kind (and code, unless NULL) were stated in all. */
static inline size_t recorder_count(const struct recorder *r, enum fact_kind kind, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cases_count; i++)
		for (size_t j = 0; j < r->cases[i].facts_count; j++)
			if (r->cases[i].facts[j].kind == kind && !r->cases[i].facts[j].is_over &&
				(code == NULL || strcmp(r->cases[i].facts[j].code, code) == 0))
				count++;
	return count;
}

/* The first issue with a code and field; NULL if there is none. */
static inline const struct import_issue *recorder_find_issue(const struct recorder *r, const char *code,
	const char *field)
{
	for (size_t i = 0; i < r->issues_count; i++)
		if (strcmp(r->issues[i].code, code) == 0 && strcmp(r->issues[i].field, field) == 0)
			return &r->issues[i];
	return NULL;
}

/* Opens a file and has it read. */
static inline int recorder_read(struct recorder *r, const char *path,
	int (*read)(const struct input *in, const struct intake *to, struct err *err), struct err *err)
{
	struct input in;
	int rc = input_open(path, &in, err);

	if (rc < 0)
		return rc;
	rc = read(&in, &r->intake, err);
	input_close(&in);
	return rc;
}

/* The same of a file of any format. */
static inline int recorder_read_any(struct recorder *r, const char *path, enum source_format *ret, struct err *err)
{
	struct input in;
	int rc = input_open(path, &in, err);

	if (rc < 0)
		return rc;
	rc = format_recognise(&in, ret, err);
	if (rc == 0)
		rc = format_read(&in, *ret, &r->intake, err);
	input_close(&in);
	return rc;
}
