#include "service/import/gather.h"

#include "base/str.h"

static const char *copy(struct gather *g, const char *text)
{
	return text[0] != '\0' ? arena_strdup(g->a, text) : "";
}

static struct record_place where(struct gather *g, struct record_place told)
{
	return (struct record_place){g->file->path, copy(g, told.place)};
}

static int check_stop(const struct gather *g, struct err *err)
{
	return g->stop != NULL && g->stop(g->context) ? err_set(err, PL_FAIL, "the import was stopped") : 0;
}

static int check_room(const struct gather *g, size_t count, const char *what, struct err *err)
{
	if (count < GATHER_PEOPLE)
		return check_stop(g, err);
	return err_set(err, PL_LIMIT, "there are more than %d %s in one import", GATHER_PEOPLE, what);
}

static int take_service(struct gather *g, const char *code, struct err *err)
{
	for (size_t i = 0; i < g->services_count; i++)
		if (str_equal(g->services[i], code))
			return 0;
	if (code[0] == '\0')
		return 0;
	if (g->services_count == GATHER_SERVICES)
		return err_set(err, PL_LIMIT, "%s: the files name more than %d services", g->file->path, GATHER_SERVICES);
	g->services[g->services_count++] = copy(g, code);
	return 0;
}

/* ---- people ---- */

static int take_team(void *context, const struct team_told *t, struct err *err)
{
	struct gather *g = context;
	int code = check_room(g, g->told.teams_count, "teams", err);

	if (code == 0)
		code = take_service(g, t->service, err);
	if (code != 0)
		return code;
	*ARENA_PUSH(g->a, &g->told.teams, &g->told.teams_count, &g->told.teams_room) = (struct team_told){
		copy(g, t->code), copy(g, t->name), copy(g, t->service), copy(g, t->parent), copy(g, t->manager), where(g, t->where)};
	g->file->records++;
	return 0;
}

static int take_worker(void *context, const struct worker_told *w, struct err *err)
{
	struct gather *g = context;
	struct worker_told *mine;
	int code = check_room(g, g->told.workers_count, "workers", err);

	if (code != 0)
		return code;
	mine = ARENA_PUSH(g->a, &g->told.workers, &g->told.workers_count, &g->told.workers_room);
	*mine = *w;
	mine->registration = copy(g, w->registration);
	mine->staff_id = copy(g, w->staff_id);
	mine->local_id = copy(g, w->local_id);
	mine->name = copy(g, w->name);
	mine->team = copy(g, w->team);
	mine->grade = copy(g, w->grade);
	mine->absent_reason = copy(g, w->absent_reason);
	mine->where = where(g, w->where);
	g->file->records++;
	return 0;
}

static struct worker_ref copy_ref(struct gather *g, const struct worker_ref *ref)
{
	return (struct worker_ref){copy(g, ref->key), copy(g, ref->name), copy(g, ref->team)};
}

static int take_reduction(void *context, const struct reduction_told *r, struct err *err)
{
	struct gather *g = context;
	struct reduction_told *mine;
	int code = check_room(g, g->told.reductions_count, "reductions", err);

	if (code != 0)
		return code;
	mine = ARENA_PUSH(g->a, &g->told.reductions, &g->told.reductions_count, &g->told.reductions_room);
	*mine = *r;
	mine->worker = copy_ref(g, &r->worker);
	mine->reason = copy(g, r->reason);
	mine->where = where(g, r->where);
	g->file->records++;
	return 0;
}

static int take_line(void *context, const struct line_told *l, struct err *err)
{
	struct gather *g = context;
	struct line_told *mine;
	int code = check_room(g, g->told.lines_count, "lines", err);

	if (code == 0 && l->scope == LINE_SERVICE)
		code = take_service(g, l->target, err);
	if (code != 0)
		return code;
	mine = ARENA_PUSH(g->a, &g->told.lines, &g->told.lines_count, &g->told.lines_room);
	*mine = *l;
	mine->target = copy(g, l->target);
	mine->agreed_by = copy(g, l->agreed_by);
	mine->where = where(g, l->where);
	g->file->records++;
	return 0;
}

static int take_skill(void *context, const struct skill_told *s, struct err *err)
{
	struct gather *g = context;
	int code = check_room(g, g->told.skills_count, "skills", err);

	if (code != 0)
		return code;
	*ARENA_PUSH(g->a, &g->told.skills, &g->told.skills_count, &g->told.skills_room) =
		(struct skill_told){copy_ref(g, &s->worker), copy(g, s->code), s->when, where(g, s->where)};
	g->file->records++;
	return 0;
}

static int take_week(void *context, const struct week_told *w, struct err *err)
{
	struct gather *g = context;
	struct week_told *mine;
	int code = check_room(g, g->told.weeks_count, "working weeks", err);

	if (code != 0)
		return code;
	mine = ARENA_PUSH(g->a, &g->told.weeks, &g->told.weeks_count, &g->told.weeks_room);
	*mine = *w;
	mine->worker = copy_ref(g, &w->worker);
	mine->where = where(g, w->where);
	g->file->records++;
	return 0;
}

/* ---- who is named on cases ---- */

static void add_ref(struct gather *g, const struct worker_ref *ref, const char *case_ref)
{
	struct roster_told *t = &g->told;

	*ARENA_PUSH(g->a, &t->refs, &t->refs_count, &t->refs_room) = copy_ref(g, ref);
	*ARENA_PUSH(g->a, &t->refs_where, &g->where_count, &g->where_room) =
		(struct record_place){g->file->path, arena_printf(g->a, "case %s", case_ref)};
}

/* 1 + the place of the ref; 0 if it names nothing; negative on failure. */
static int32_t find_ref(struct gather *g, const struct worker_ref *ref, const char *case_ref, struct err *err)
{
	int32_t next = (int32_t)g->told.refs_count, place;
	struct str key;

	if (ref->key[0] == '\0' && ref->name[0] == '\0' && ref->team[0] == '\0')
		return 0;
	buf_clear(&g->key);
	buf_add(&g->key, ref->key, strlen(ref->key) + 1);
	buf_add(&g->key, ref->name, strlen(ref->name) + 1);
	buf_puts(&g->key, ref->team);
	key = (struct str){g->key.data, g->key.len};
	if (g->key.full)
		return err_set(err, PL_LIMIT, "a worker of case %s is named with more than %zu bytes", case_ref,
			g->key.cap);
	if (strmap_get(g->refs, key, &place))
		return 1 + place;
	if (next == GATHER_REFS)
		return err_set(err, PL_LIMIT, "cases name more than %d workers and teams", GATHER_REFS);
	(void)strmap_put(g->refs, key, next);
	add_ref(g, ref, case_ref);
	return 1 + next;
}

static int32_t find_team_ref(struct gather *g, const char *team, const char *case_ref, struct err *err)
{
	return find_ref(g, &(struct worker_ref){"", "", team}, case_ref, err);
}

/* ---- cases ---- */

static int convert_holding(struct gather *g, const char *case_ref, const struct holding_told *h, struct fact *to, struct err *err)
{
	struct worker_ref worker = h->worker;
	struct fact f = fact_blank(FACT_HOLDING);

	if (worker.team[0] == '\0')
		worker.team = h->team;
	f.purge = h->purge;
	f.when = h->when;
	f.open_is_said = h->open_is_said;
	f.code = h->when.until != DAY_MAX ? h->reason : ""; /* why it ended: a running one has none */
	f.role = h->role;
	f.share = h->share;
	f.told_in = h->told_in;
	if (worker.key[0] != '\0' || worker.name[0] != '\0')
		f.post_id = find_ref(g, &worker, case_ref, err);
	if (f.post_id >= 0)
		f.team_id = find_team_ref(g, h->team[0] != '\0' ? h->team : worker.team, case_ref, err);
	f.source = g->source;
	*to = f;
	return f.post_id < 0 ? f.post_id : f.team_id < 0 ? f.team_id : 0;
}

/* Copies the facts with their source. Returns whether one of them is about the case itself. */
static bool convert_facts(struct gather *g, const struct case_told *c, int32_t team)
{
	bool has_case = false;

	for (size_t i = 0; i < c->facts_count; i++) {
		struct fact *f = &g->scratch[i];

		*f = c->facts[i];
		f->source = g->source;
		if (f->kind == FACT_CASE) {
			f->case_team_id = team;
			has_case = true;
		}
	}
	return has_case;
}

static int take_case(void *context, const struct case_told *c, struct err *err)
{
	struct gather *g = context;
	int32_t team = find_team_ref(g, c->team, c->ref, err);
	size_t count = c->facts_count, most = count + c->holdings_count + 1;

	if (team >= 0 && check_stop(g, err) < 0)
		return PL_FAIL;
	for (size_t i = 0; i < count && team >= 0; i++) {
		int code = c->facts[i].purge ? 0 : take_service(g, c->facts[i].service, err);

		team = code < 0 ? code : team;
	}
	if (team < 0)
		return team;
	if (most > g->scratch_room) {
		g->scratch_room = most * 2;
		g->scratch = mem_realloc(g->scratch, g->scratch_room * sizeof *g->scratch);
	}
	if (!convert_facts(g, c, team) && team > 0) {
		g->scratch[count] = fact_blank(FACT_CASE);
		g->scratch[count].case_team_id = team;
		g->scratch[count++].source = g->source;
	}
	for (size_t i = 0; i < c->holdings_count; i++) {
		int code = convert_holding(g, c->ref, &c->holdings[i], &g->scratch[count++], err);

		if (code < 0)
			return code;
	}
	g->file->records++;
	return spool_add(g->spool, c->ref, g->scratch, count, err);
}

/* ---- issues ---- */

void gather_issue(struct gather *g, const struct import_issue *issue)
{
	if (issue->warning)
		g->warnings++;
	else
		g->errors++;
	if (g->issues_count < INTAKE_ISSUES)
		*ARENA_PUSH(g->a, &g->issues, &g->issues_count, &g->issues_room) = (struct import_issue){copy(g, issue->file),
			copy(g, issue->place), copy(g, issue->field), copy(g, issue->code), copy(g, issue->expected), issue->warning};
}

static bool take_issue(void *context, const struct import_issue *issue)
{
	struct gather *g = context;

	g->file->issues++;
	gather_issue(g, issue);
	return check_stop(g, NULL) == 0;
}

static void take_progress(void *context, uint64_t bytes)
{
	struct gather *g = context;

	if (g->progress != NULL)
		g->progress(g->context, g->file, bytes);
}

/* ---- the whole ---- */

enum { REF_KEY_BYTES = 4 * INTAKE_TEXT };

void gather_open(struct gather *g, struct arena *a)
{
	*g = (struct gather){.a = a, .key = BUF_INIT(REF_KEY_BYTES)};
	g->refs = strmap_new();
	g->spool = spool_new();
}

void gather_close(struct gather *g)
{
	g->refs = strmap_free(g->refs);
	g->spool = spool_free(g->spool);
	mem_free(g->scratch);
	buf_free(&g->key);
	g->scratch = NULL;
}

struct intake gather_intake(struct gather *g, struct import_file *file, int32_t source)
{
	g->file = file;
	g->source = source;
	return (struct intake){
		.context = g,
		.team = take_team,
		.worker = take_worker,
		.reduction = take_reduction,
		.line = take_line,
		.skill = take_skill,
		.week = take_week,
		.case_told = take_case,
		.issue = take_issue,
		.progress = take_progress,
	};
}

/* A holding of a team whose name two teams have. */
static bool held_by_doubtful_team(const struct roster_match *matches, const struct fact *told)
{
	return told->kind == FACT_HOLDING && told->post_id <= 0 && told->team_id > 0 && matches[told->team_id - 1].uncertain;
}

size_t gather_resolve(const struct roster_match *matches, struct case_facts *facts)
{
	size_t kept = 0, left_out;

	for (size_t i = 0; i < facts->count; i++) {
		struct fact f = facts->facts[i];

		if (f.case_team_id > 0)
			f.case_team_id = matches[f.case_team_id - 1].team_id;
		if (f.team_id > 0)
			f.team_id = matches[f.team_id - 1].team_id;
		if (held_by_doubtful_team(matches, &facts->facts[i]))
			continue;
		if (f.post_id > 0) {
			if (matches[f.post_id - 1].uncertain)
				continue;
			if (matches[f.post_id - 1].post_id == 0) /* named as a worker, and is a team */
				f.team_id = matches[f.post_id - 1].team_id;
			f.post_id = matches[f.post_id - 1].post_id;
		}
		facts->facts[kept++] = f;
	}
	left_out = facts->count - kept;
	facts->count = kept;
	return left_out;
}
