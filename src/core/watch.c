#include "core/watch.h"

#include "core/extra_time.h"

enum { LEVEL_NONE = -1, LEVEL_FIRST };

/* What goes on with one post or case in the records. */
struct spell {
	int32_t level;                    /* the highest it was put to; LEVEL_NONE: it is not in the records */
	int32_t since;
	const struct watched_matter *open; /* the highest that is open; NULL */
};

/* Each line that a post is past by itself: they are agreed with different people. */
struct line_spell {
	int32_t line_id;
	struct spell spell;
	struct line_spell *next;
};

struct watching {
	struct arena *a;
	const struct watched *w;
	int32_t today;
	struct watch_step *steps;
	size_t count, room;
	struct line_spell **over_line;    /* by place of the post */
	struct spell *owed, *review;      /* by place */
	bool *review_due;                 /* by place of the case */
};

static struct watch_step *push(struct watching *g, enum watch_act act, int32_t id)
{
	struct watch_step *step = ARENA_PUSH(g->a, &g->steps, &g->count, &g->room);

	*step = (struct watch_step){.act = act, .id = id, .ref = "", .since = DAY_MIN};
	return step;
}

/* ---- proposals ---- */

static void watch_proposals(struct watching *g)
{
	for (size_t i = 0; i < g->w->proposals_count; i++) {
		const struct watched_proposal *p = &g->w->proposals[i];
		int64_t due = negotiation_due(&p->negotiation, &p->worker, &p->manager);

		if (due <= g->w->now)
			push(g, negotiation_runs_out(&p->negotiation, due) == STEP_EXPIRE ? WATCH_EXPIRE : WATCH_LAPSE, p->proposal_id);
	}
}

/* ---- what lasts ---- */

static struct spell no_spell(void)
{
	return (struct spell){LEVEL_NONE, DAY_MAX, NULL};
}

static struct line_spell *find_line_spell(const struct watching *g, int32_t post, int32_t line_id)
{
	struct line_spell *l = g->over_line[post];

	while (l != NULL && l->line_id != line_id)
		l = l->next;
	return l;
}

static struct spell *line_spell(struct watching *g, int32_t post, int32_t line_id)
{
	struct line_spell *l = find_line_spell(g, post, line_id);

	if (l == NULL) {
		l = arena_alloc(g->a, sizeof *l);
		*l = (struct line_spell){.line_id = line_id, .spell = no_spell(), .next = g->over_line[post]};
		g->over_line[post] = l;
	}
	return &l->spell;
}

static struct spell *spells(struct watching *g, size_t count)
{
	struct spell *all = arena_array(g->a, count, sizeof *all);

	for (size_t i = 0; i < count; i++)
		all[i] = no_spell();
	return all;
}

static struct spell *spell_of(struct watching *g, const struct watched_matter *m)
{
	const struct snapshot *s = g->w->snap;
	int32_t place = m->matter.kind == MATTER_REVIEW ? snapshot_find_case_id(s, m->case_id) : snapshot_find_post_id(s, m->post_id);

	if (place < 0)
		return NULL;
	if (m->matter.kind == MATTER_REVIEW)
		return &g->review[place];
	return m->matter.kind == MATTER_OWED ? &g->owed[place] : line_spell(g, place, m->line_id);
}

static void note_spell(struct spell *spell, const struct watched_matter *m)
{
	if (m->matter.level > spell->level)
		spell->level = m->matter.level;
	if (m->since < spell->since)
		spell->since = m->since;
	if (m->matter.state == MATTER_OPEN && (spell->open == NULL || m->matter.level > spell->open->matter.level))
		spell->open = m;
}

static void read_spells(struct watching *g)
{
	const struct snapshot *s = g->w->snap;

	g->over_line = arena_array(g->a, s->posts_count, sizeof(struct line_spell *));
	g->owed = spells(g, s->posts_count);
	g->review = spells(g, s->cases_count);
	for (size_t i = 0; i < g->w->matters_count; i++) {
		const struct watched_matter *m = &g->w->matters[i];
		struct spell *spell = matter_lasts(m->matter.kind) ? spell_of(g, m) : NULL;

		if (spell != NULL)
			note_spell(spell, m);
	}
}

static bool is_due(const struct watching *g, const struct watched_matter *m)
{
	return matter_due(&m->matter, &m->decider) <= g->w->now;
}

static void put_up(struct watching *g, const struct watched_matter *m)
{
	struct watch_step *step = push(g, WATCH_ESCALATE, m->matter_id);

	step->level = m->matter.level;
	step->nobody_there = m->nobody_there && !is_due(g, m);
}

/* Puts it to as high a level as it has come to by now: the open one goes up if its time is over, else another is put there. */
static void raise_to(struct watching *g, const struct spell *spell, int32_t level, const struct watch_step *told)
{
	struct watch_step *step;

	if (spell->level >= level)
		return;
	if (spell->open != NULL && spell->open->matter.level == spell->level && is_due(g, spell->open)) {
		put_up(g, spell->open);
		return;
	}
	step = push(g, WATCH_RAISE, 0);
	*step = *told;
	step->act = WATCH_RAISE;
	step->level = level;
	step->ref = arena_strdup(g->a, told->ref);
}

/* ---- lines that are broken ---- */

static int32_t days_since(const struct watching *g, int32_t since)
{
	return since == DAY_MAX ? 0 : g->today - since;
}

static int32_t over_line_level(const struct watching *g, const struct spell *spell, const struct line_state *line)
{
	int32_t days = days_since(g, spell->since);
	enum role role = days >= OVER_LINE_HEAD_DAYS ? ROLE_HEAD : ROLE_MANAGER;

	if (days >= OVER_LINE_DIRECTOR_DAYS || line->used_permille >= LINE_GRAVE_PERMILLE)
		role = ROLE_DIRECTOR;
	return matter_level_of(MATTER_OVER_LINE, role);
}

/* A line that took the place of another which was broken goes on from when that was: changing a line buys no time. */
static int32_t broken_since(const struct watching *g, int32_t post, const struct spell *spell)
{
	int32_t since = spell->since;

	for (const struct line_spell *l = g->over_line[post]; l != NULL && spell->level == LEVEL_NONE; l = l->next)
		if (l->spell.since < since && snapshot_find_line_id(g->w->snap, l->line_id) < 0)
			since = l->spell.since;
	return since == DAY_MAX ? g->today : since;
}

static void watch_line(struct watching *g, int32_t post, const struct line_state *line)
{
	int32_t line_id = g->w->snap->lines[line->line].line_id;
	const struct line_spell *known = find_line_spell(g, post, line_id);
	struct spell spell = known != NULL ? known->spell : no_spell();
	const struct watch_step told = {.kind = MATTER_OVER_LINE, .post_id = g->w->snap->posts[post].post_id, .line_id = line_id, .ref = "",
		.value = line->used_permille, .since = broken_since(g, post, &spell)};

	spell.since = told.since;
	if (spell.level == LEVEL_NONE) {
		raise_to(g, &spell, LEVEL_FIRST, &told);
		spell.level = LEVEL_FIRST;
	}
	raise_to(g, &spell, over_line_level(g, &spell, line), &told);
}

static void watch_lines(struct watching *g, int32_t post)
{
	const struct snapshot *s = g->w->snap;
	const struct post_load *load = &g->w->loads->posts[post];
	struct line_walk at = {0};
	struct line_state line;

	while (!s->employer.principles && line_next(s, post, load, &at, &line))
		if (breaks_line(s, post, load, &line))
			watch_line(g, post, &line);
}

/* Whether nothing can be said of it while somebody is away: their line waits with them, and the days go on. */
static bool is_away(const struct watching *g, int32_t post)
{
	enum availability a = g->w->loads->posts[post].availability;

	return a == ABSENT || a == OVER_REDUCED;
}

/* Whether the post keeps the line again, or the line or the post is gone. */
static bool keeps_line(const struct watching *g, int32_t post, int32_t line_id)
{
	const struct snapshot *s = g->w->snap;
	struct line_walk at = {0};
	struct line_state line;

	while (post >= 0 && line_next(s, post, &g->w->loads->posts[post], &at, &line))
		if (s->lines[line.line].line_id == line_id)
			return !breaks_line(s, post, &g->w->loads->posts[post], &line) && (line.measured || !is_away(g, post));
	return true;
}

/* ---- time owed ---- */

static int32_t owed_level(int32_t minutes)
{
	if (minutes < OWED_TO_MANAGER)
		return LEVEL_NONE;
	return matter_level_of(MATTER_OWED, minutes < OWED_TO_HEAD ? ROLE_MANAGER : minutes < OWED_TO_DIRECTOR ? ROLE_HEAD : ROLE_DIRECTOR);
}

static void watch_owed(struct watching *g, int32_t post)
{
	const struct post_row *p = &g->w->snap->posts[post];
	const struct spell *spell = &g->owed[post];
	const struct watch_step told = {.kind = MATTER_OWED, .post_id = p->post_id, .ref = "", .value = p->owed_minutes,
		.since = spell->since == DAY_MAX ? g->today : spell->since};

	raise_to(g, spell, owed_level(p->owed_minutes), &told);
}

/* ---- cases that wait and that nobody looks at ---- */

static bool is_review_due(const struct watching *g, const struct pile_row *row)
{
	const struct case_row *c = &g->w->snap->cases[row->case_index];

	if (c->reviews_count > 0)
		return g->w->snap->reviews[c->first_review].next < g->today;
	return g->today - (row->since > g->w->live_since ? row->since : g->w->live_since) > REVIEW_DAYS;
}

static void watch_pile(struct watching *g)
{
	g->review_due = arena_array(g->a, g->w->snap->cases_count, sizeof *g->review_due);
	for (size_t i = 0; i < g->w->pile_count; i++) {
		const struct pile_row *row = &g->w->pile[i];
		const struct spell *spell = &g->review[row->case_index];
		const struct case_row *c = &g->w->snap->cases[row->case_index];
		const struct watch_step told = {.kind = MATTER_REVIEW, .case_id = c->case_id, .ref = c->ref, .value = row->days,
			.since = spell->since == DAY_MAX ? g->today : spell->since};

		g->review_due[row->case_index] = is_review_due(g, row);
		if (g->review_due[row->case_index])
			raise_to(g, spell, LEVEL_FIRST, &told);
	}
}

/* ---- conditions ---- */

static bool holds(const struct watching *g, int32_t post_id, int32_t case_id)
{
	int32_t place = snapshot_find_case_id(g->w->snap, case_id), post = snapshot_find_post_id(g->w->snap, post_id);
	const struct case_row *c = place >= 0 ? &g->w->snap->cases[place] : NULL;

	for (int32_t i = 0; c != NULL && post >= 0 && i < c->holdings_count; i++)
		if (g->w->snap->holdings[c->first_holding + i].post == post)
			return true;
	for (int32_t i = 0; c != NULL && post >= 0 && i < c->comings_count; i++)
		if (g->w->snap->comings[c->first_coming + i].post == post)
			return true;
	return false;
}

static void watch_conditions(struct watching *g)
{
	for (size_t i = 0; i < g->w->conditions_count; i++) {
		const struct condition_due *d = &g->w->conditions[i];
		struct watch_step *step;

		if (d->due > g->today || !holds(g, d->post_id, d->case_id))
			continue;
		step = push(g, WATCH_RAISE, 0);
		step->kind = MATTER_CONDITION;
		step->post_id = d->post_id;
		step->case_id = d->case_id;
		step->ref = arena_strdup(g->a, g->w->snap->cases[snapshot_find_case_id(g->w->snap, d->case_id)].ref);
		step->proposal_id = d->proposal_id;
		step->value = d->number;
	}
}

/* ---- what goes up, and what is over ---- */

static bool is_open_case(const struct watching *g, int32_t case_id)
{
	int32_t place = snapshot_find_case_id(g->w->snap, case_id);

	return place >= 0 && g->w->snap->cases[place].state == CASE_OPEN;
}

static bool is_ended_post(const struct watching *g, int32_t post_id)
{
	int32_t post = snapshot_find_post_id(g->w->snap, post_id);

	return post < 0 || g->w->snap->posts[post].when.until <= g->today;
}

/* Whether it is about nothing any more: what lasted is over, what was to be given back, kept or closed is no longer there, whose load
 * it was about has left, the line that was to be passed has ended. */
static bool is_over(const struct watching *g, const struct watched_matter *m)
{
	int32_t post = snapshot_find_post_id(g->w->snap, m->post_id), place;

	switch (m->matter.kind) {
	case MATTER_OVER_LINE:
		return keeps_line(g, post, m->line_id);
	case MATTER_OWED:
		return post < 0 || owed_level(g->w->snap->posts[post].owed_minutes) == LEVEL_NONE;
	case MATTER_REVIEW:
		place = snapshot_find_case_id(g->w->snap, m->case_id);
		return place < 0 || !g->review_due[place];
	case MATTER_HAND_BACK:
	case MATTER_BROKEN:
	case MATTER_CONDITION:
		return !holds(g, m->post_id, m->case_id);
	case MATTER_CLOSING:
		return !is_open_case(g, m->case_id);
	case MATTER_TALK:
		return is_ended_post(g, m->post_id);
	case MATTER_EXCEPTION:
		return is_ended_post(g, m->post_id) || (m->line_id != 0 && snapshot_find_line_id(g->w->snap, m->line_id) < 0);
	case MATTER_LINE:
	case MATTER_SETTING:
	case MATTER_KINDS:
		break;
	}
	return false;
}

/* A broken line goes up by the days it lasts; whatever it is, where nobody who has to answer is there in time it goes up at once.
 * Where lines bind nobody for now, what was asked about one waits as it stands. */
static bool goes_up(const struct watching *g, const struct watched_matter *m)
{
	if (m->matter.state != MATTER_OPEN || m->matter.level + 1 >= MATTER_LEVELS || matter_is_suspended(m->matter.kind, g->w->snap->employer.principles))
		return false;
	return m->nobody_there || (m->matter.kind != MATTER_OVER_LINE && is_due(g, m));
}

static bool is_put_up_already(const struct watching *g, size_t steps, int32_t matter_id)
{
	for (size_t i = 0; i < steps; i++)
		if (g->steps[i].act == WATCH_ESCALATE && g->steps[i].id == matter_id)
			return true;
	return false;
}

static void watch_matters(struct watching *g)
{
	size_t before = g->count;

	for (size_t i = 0; i < g->w->matters_count; i++) {
		const struct watched_matter *m = &g->w->matters[i];

		if (is_over(g, m))
			push(g, WATCH_OVER, m->matter_id);
		else if (goes_up(g, m) && !is_put_up_already(g, before, m->matter_id))
			put_up(g, m);
	}
}

void watch_decide(struct arena *a, const struct watched *w, struct watch_step **ret, size_t *ret_count)
{
	struct watching g = {.a = a, .w = w, .today = local_day(w->now)};

	read_spells(&g);
	watch_proposals(&g);
	for (int32_t post = 0; post < (int32_t)w->snap->posts_count; post++) {
		watch_lines(&g, post);
		watch_owed(&g, post);
	}
	watch_pile(&g);
	watch_conditions(&g);
	watch_matters(&g);
	*ret = g.steps;
	*ret_count = g.count;
}
