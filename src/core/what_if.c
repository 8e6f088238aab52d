#include "core/what_if.h"

/* A close-up in the making. */
struct framing {
	struct arena *scratch;
	const struct snapshot *s;
	struct snapshot_builder *b;
	const struct post_row *post;
	const struct trial *trials;
	size_t trials_count;
};

/* ---- the post and what it stands on ---- */

/* A service that the employer does not have stays one that it does not have. */
static const char *service_code(const struct snapshot *s, int32_t service)
{
	return service >= 0 ? s->services[service].code : "(no such service)";
}

static int32_t team_id(const struct snapshot *s, int32_t team)
{
	return team >= 0 ? s->teams[team].team_id : 0;
}

static void add_post(const struct framing *f)
{
	const struct snapshot *s = f->s;
	const struct post_row *p = f->post;

	for (size_t i = 0; i < s->services_count; i++)
		snapshot_add_service(f->b, s->services[i].code, s->services[i].name, s->services[i].scheme);
	if (p->team >= 0)
		snapshot_add_team(f->b, &s->teams[p->team], service_code(s, s->teams[p->team].service));
	snapshot_add_person(f->b, &s->persons[p->person]);
	snapshot_keep_posts(f->b);
	snapshot_add_post(f->b, p, s->persons[p->person].person_id, team_id(s, p->team));
	for (int32_t i = 0; i < p->reductions_count; i++)
		snapshot_add_reduction(f->b, &s->reductions[p->first_reduction + i], p->post_id);
	for (int32_t i = 0; i < p->exceptions_count; i++)
		snapshot_add_exception(f->b, &s->exceptions[p->first_exception + i], p->post_id);
	for (int32_t i = 0; i < p->ratings_count; i++)
		snapshot_add_rating(f->b, &s->ratings[p->first_rating + i], p->post_id);
}

/* Whether a line is for all, or for what the post belongs to. */
static bool applies(const struct snapshot *s, const struct post_row *p, const struct line_row *line)
{
	switch (line->scope) {
	case LINE_NATIONAL:
	case LINE_EMPLOYER:
		return true;
	case LINE_SERVICE:
		return p->team >= 0 && line->target >= 0 && line->target == s->teams[p->team].service;
	case LINE_TEAM:
		return line->target >= 0 && line->target == p->team;
	case LINE_POST:
		return line->target >= 0 && &s->posts[line->target] == p;
	}
	return false;
}

static void add_lines(const struct framing *f)
{
	const struct snapshot *s = f->s;

	for (size_t i = 0; i < s->lines_count; i++) {
		const struct line_row *line = &s->lines[i];

		if (applies(s, f->post, line))
			snapshot_add_line(f->b, line, line->scope == LINE_SERVICE ? service_code(s, line->target) : "",
				line->scope == LINE_TEAM ? team_id(s, line->target) : 0, f->post->post_id);
	}
}

static void add_tasks_of_post(const struct framing *f)
{
	const struct snapshot *s = f->s;

	for (size_t i = s->tasks_count; i > 0 && s->tasks[i - 1].case_index < 0; i--)
		if (&s->posts[s->tasks[i - 1].post] == f->post)
			snapshot_add_task(f->b, &s->tasks[i - 1], 0, f->post->post_id);
}

/* ---- cases ---- */

static void add_case(const struct framing *f, int32_t place)
{
	const struct snapshot *s = f->s;
	const struct case_row *c = &s->cases[place];

	snapshot_add_case(f->b, c, service_code(s, c->service), arena_printf(f->scratch, "%d", c->household), team_id(s, c->team));
	for (int32_t i = 0; i < c->stages_count; i++)
		snapshot_add_stage(f->b, &s->stages[c->first_stage + i], c->case_id);
	for (int32_t i = 0; i < c->factors_count; i++)
		snapshot_add_factor(f->b, &s->factors[c->first_factor + i], c->case_id);
	for (int32_t i = 0; i < c->tasks_count; i++)
		snapshot_add_task(f->b, &s->tasks[c->first_task + i], c->case_id, 0);
	for (int32_t i = 0; i < c->surges_count; i++)
		snapshot_add_surge(f->b, &s->surges[c->first_surge + i], c->case_id);
	for (int32_t i = 0; i < c->views_count; i++)
		snapshot_add_view(f->b, &s->views[c->first_view + i], c->case_id);
}

static bool is_tried(const struct framing *f, int32_t case_index)
{
	for (size_t i = 0; i < f->trials_count; i++)
		if (f->trials[i].case_index == case_index)
			return true;
	return false;
}

static void add_holdings(const struct framing *f)
{
	const struct snapshot *s = f->s;

	for (int32_t i = 0; i < f->post->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[s->post_holdings[f->post->first_holding + i]];

		if (is_tried(f, h->case_index))
			continue;
		add_case(f, h->case_index);
		snapshot_add_holding(f->b, h, s->cases[h->case_index].case_id, f->post->post_id, team_id(s, h->team));
	}
}

static void add_trials(const struct framing *f)
{
	for (size_t i = 0; i < f->trials_count; i++) {
		const struct trial *t = &f->trials[i];
		const struct holding_row h = {.role = t->role, .share = t->share, .when = {t->from, DAY_MAX}};

		add_case(f, t->case_index);
		if (t->share > 0)
			snapshot_add_holding(f->b, &h, f->s->cases[t->case_index].case_id, f->post->post_id, team_id(f->s, f->post->team));
	}
}

const struct snapshot *close_up(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count)
{
	struct framing f = {.scratch = arena_new(), .s = s, .b = snapshot_builder_new(&s->employer, s->day), .post = &s->posts[post],
		.trials = trials, .trials_count = count};

	add_post(&f);
	add_lines(&f);
	add_tasks_of_post(&f);
	add_holdings(&f);
	add_trials(&f);
	arena_free(f.scratch);
	return snapshot_build(f.b);
}

/* ---- before and after ---- */

static struct post_load load_in(const struct snapshot *frame, struct arena *scratch)
{
	return loads_of_snapshot(scratch, frame).posts[0];
}

static bool is_held_in_emergency(const struct snapshot *s, int32_t post, int32_t case_index)
{
	const struct case_row *c = &s->cases[case_index];

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->post == post && h->standing == HOLDING_EMERGENCY)
			return true;
	}
	return false;
}

static const struct snapshot *close_up_before(const struct snapshot *s, struct arena *scratch, int32_t post, const struct trial *trials,
	size_t count)
{
	struct trial *without = arena_array(scratch, count + 1, sizeof *without);
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (is_held_in_emergency(s, post, trials[i].case_index))
			without[n++] = (struct trial){.case_index = trials[i].case_index, .share = 0, .from = trials[i].from};
	return close_up(s, post, without, n);
}

struct what_if what_if(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count)
{
	struct arena *scratch = arena_new();
	const struct snapshot *before = close_up_before(s, scratch, post, trials, count), *after = close_up(s, post, trials, count);
	struct what_if ret = {.before = load_in(before, scratch), .after = load_in(after, scratch)};

	ret.before.binding_line = ret.before.binding_line >= 0 ? snapshot_find_line_id(s, before->lines[ret.before.binding_line].line_id) : -1;
	ret.after.binding_line = ret.after.binding_line >= 0 ? snapshot_find_line_id(s, after->lines[ret.after.binding_line].line_id) : -1;
	snapshot_drop(before);
	snapshot_drop(after);
	arena_free(scratch);
	return ret;
}
