#include "core/allocation.h"

/* ---- who holds the case ---- */

bool holding_gives_way(const struct snapshot *s, const struct holding_row *h)
{
	enum availability a;

	if (h->post < 0 || h->standing != HOLDING_STANDS)
		return true;
	a = capacity_of_post(NULL, s, h->post).availability;
	return a == CARRIES_NO_CASES || a == NO_LONGER_IN_POST;
}

/* Holdings of the case that somebody works on, or will, beside the post that it is offered to and the one that it is taken from. */
static bool is_another(const struct snapshot *s, const struct offer *o, const struct holding_row *h)
{
	return !h->again && h->post != o->post && h->post != o->instead_of && !holding_gives_way(s, h);
}

static bool is_led_by_another(const struct snapshot *s, const struct offer *o, const struct case_row *c)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->role == HOLDING_LEAD && is_another(s, o, h))
			return true;
	}
	for (int32_t i = 0; i < c->comings_count; i++) {
		const struct holding_row *h = &s->comings[c->first_coming + i];

		if (h->role == HOLDING_LEAD && is_another(s, o, h))
			return true;
	}
	return false;
}

/* By whom it is offered to. In the same role and share, or otherwise: that is a change that is talked about like any other. */
static bool is_held(const struct snapshot *s, const struct offer *o, const struct case_row *c, bool so)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->post == o->post && h->standing == HOLDING_STANDS && (h->role == o->role && h->share == o->share) == so)
			return true;
	}
	for (int32_t i = 0; i < c->comings_count; i++) {
		const struct holding_row *h = &s->comings[c->first_coming + i];

		if (h->post == o->post && (h->role == o->role && h->share == o->share) == so)
			return true;
	}
	return false;
}

static bool has_experienced_lead(const struct snapshot *s, const struct offer *o, const struct case_row *c)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->role == HOLDING_LEAD && is_another(s, o, h) && !is_newly_qualified(s, &s->posts[h->post]))
			return true;
	}
	return false;
}

/* ---- the worker ---- */

bool case_is_complex(const struct snapshot *s, const struct case_row *c)
{
	return c->type >= 0 && snapshot_case_scheme(s, c)->types[c->type].urgent;
}

bool is_joiner(const struct snapshot *s, const struct post_row *p)
{
	return p->joined != DAY_MIN && (int64_t)s->day - p->joined < 7 * JOINER_WEEKS;
}

bool is_red(const struct snapshot *s, const struct post_row *p)
{
	const struct rating_row *r = p->ratings_count > 0 ? &s->ratings[p->first_rating] : NULL;

	return r != NULL && r->value >= RATING_RED && r->talked_on == DAY_MIN;
}

static void look_at_worker(const struct snapshot *s, const struct offer *o, struct circumstances *w)
{
	enum availability a = o->post >= 0 ? capacity_of_post(NULL, s, o->post).availability : NO_LONGER_IN_POST;

	w->carries_none = a == CARRIES_NO_CASES;
	w->worker_away = a != CARRIES_NO_CASES && a != AVAILABLE && a != CONTRACT_UNKNOWN;
	w->hours_unknown = s->employer.principles && a == CONTRACT_UNKNOWN;
	w->red_rating = o->post >= 0 && is_red(s, &s->posts[o->post]);
}

static void look_at_case(const struct snapshot *s, const struct offer *o, struct circumstances *w)
{
	const struct case_row *c = o->case_index >= 0 ? &s->cases[o->case_index] : NULL;

	w->case_closed = c == NULL || c->state != CASE_OPEN;
	if (w->case_closed)
		return;
	w->case_led = o->role == HOLDING_LEAD && is_led_by_another(s, o, c);
	w->held_already = is_held(s, o, c, true);
	w->held_otherwise = is_held(s, o, c, false);
}

/* What is not for this worker yet. */
static void look_at_both(const struct snapshot *s, const struct offer *o, struct circumstances *w)
{
	const struct case_row *c = &s->cases[o->case_index];
	const struct post_row *p = &s->posts[o->post];

	if (!case_is_complex(s, c) || (o->role == HOLDING_CO_WORKER && has_experienced_lead(s, o, c)))
		return;
	w->newly_qualified_alone = is_newly_qualified(s, p);
	w->joiner_too_soon = is_joiner(s, p);
}

/* Since when the worker would have the case: what begins later is judged as if it began on the day; what they hold already goes
 * on. */
static int32_t held_since(const struct snapshot *s, const struct offer *o)
{
	const struct case_row *c = &s->cases[o->case_index];

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->post == o->post && h->standing == HOLDING_STANDS)
			return h->when.from;
	}
	return s->day;
}

/* ---- the other side ---- */

/* The first day on which somebody works in the post: a manager's is looked at too, which carries no cases. DAY_MAX: none is
 * known. */
static int32_t back_in_post(const struct snapshot *s, const struct post_row *p)
{
	int32_t back = p->when.from > s->day ? p->when.from : s->day;

	for (int32_t i = 0; i < p->reductions_count; i++) {
		const struct reduction_row *r = &s->reductions[p->first_reduction + i];

		if (reduction_takes_contract(s, p, r) && r->when.until > back)
			back = r->when.until;
	}
	return back < p->when.until ? back : DAY_MAX;
}

int32_t back_on_duty(const struct snapshot *s, int32_t person)
{
	const struct person_row *p = person >= 0 ? &s->persons[person] : NULL;
	int32_t first = DAY_MAX;

	if (p == NULL || p->posts_count == 0)
		return s->day;
	for (int32_t i = 0; i < p->posts_count; i++) {
		int32_t back = back_in_post(s, &s->posts[s->person_posts[p->first_post + i]]);

		first = back < first ? back : first;
	}
	return first;
}

static bool is_on_duty(const struct snapshot *s, int32_t person)
{
	return back_on_duty(s, person) <= s->day;
}

static bool is_somebody_on_duty(const struct snapshot *s, const struct duty *d)
{
	for (size_t i = 0; i < d->persons_count; i++)
		if (is_on_duty(s, d->persons[i]))
			return true;
	return d->persons_count == 0 && is_on_duty(s, d->proposer);
}

/* ---- with all that is offered ---- */

/* Of cases that the picture has, but for one (-1: none); how many. `trials` has room for all of them. */
static size_t put_offered(const struct snapshot *s, const struct offered_case *offered, size_t offered_count, int32_t but,
	struct trial *trials)
{
	size_t count = 0;

	for (size_t i = 0; i < offered_count; i++) {
		int32_t place = snapshot_find_case(s, offered[i].ref);

		if (place >= 0 && place != but)
			trials[count++] = (struct trial){.case_index = place, .role = offered[i].role, .share = offered[i].share, .from = s->day};
	}
	return count;
}

int32_t offered_minutes(const struct snapshot *s, int32_t post, const struct offered_case *offered, size_t count)
{
	struct arena *scratch = arena_new();
	struct trial *trials = arena_array(scratch, count + 1, sizeof *trials);
	struct what_if working_out = what_if(s, post, trials, put_offered(s, offered, count, -1, trials));

	arena_free(scratch);
	return working_out.after.load_minutes - working_out.before.load_minutes;
}

static size_t put_trials(const struct snapshot *s, const struct offer *o, const struct said_before *before, struct trial *trials)
{
	trials[0] = (struct trial){.case_index = o->case_index, .role = o->role, .share = o->share, .from = held_since(s, o)};
	return 1 + put_offered(s, before->offered, before->offered_count, o->case_index, trials + 1);
}

/* What somebody is to carry in the first weeks grows from week to week: several offers at once may not run ahead of it (R14). */
static bool runs_ahead(const struct snapshot *s, const struct post_row *p, const struct what_if *working_out)
{
	return ramp_until(s, p) > s->day && working_out->after.availability == AVAILABLE && working_out->after.load_minutes > working_out->before.load_minutes &&
		working_out->after.load_minutes > working_out->after.capacity_minutes;
}

static void judge_lines(const struct snapshot *s, const struct offer *o, const struct said_before *before, struct allocation *ret)
{
	struct arena *scratch = arena_new();
	struct trial *trials = arena_array(scratch, before->offered_count + 1, sizeof *trials);
	size_t count = put_trials(s, o, before, trials);
	struct circumstances *w = &ret->world;

	ret->lines = ret->with_offered = line_guard(s, o->post, trials, 1);
	ret->offered = (int32_t)count - 1;
	w->line_passed = ret->lines.rule == LINE_PASSED;
	w->protection_passed = ret->lines.rule == PROTECTION_PASSED;
	if (count > 1) {
		ret->with_offered = line_guard(s, o->post, trials, count);
		w->offers_pass_line = ret->lines.rule == LINE_KEPT &&
			(ret->with_offered.rule != LINE_KEPT || runs_ahead(s, &s->posts[o->post], &ret->with_offered.working_out));
	}
	ret->is_worked_out = true;
	arena_free(scratch);
}

const struct line_ruling *allocation_ruling(const struct allocation *allocation)
{
	return allocation->world.offers_pass_line ? &allocation->with_offered : &allocation->lines;
}

struct allocation allocation_of(const struct snapshot *s, const struct offer *o, const struct duty *duty,
	const struct said_before *before)
{
	struct allocation ret = {.lines.line = -1, .with_offered.line = -1};
	struct circumstances *w = &ret.world;

	w->offered_already = before->offered_already;
	w->conflict_named = before->conflict_named;
	w->hold_spent = before->hold_spent;
	w->own_proposal = duty->proposer >= 0 && o->post >= 0 && duty->proposer == s->posts[o->post].person;
	w->nobody_on_duty = !is_somebody_on_duty(s, duty);
	look_at_case(s, o, w);
	look_at_worker(s, o, w);
	if (o->case_index < 0 || o->post < 0)
		return ret;
	look_at_both(s, o, w);
	judge_lines(s, o, before, &ret);
	return ret;
}

enum negotiation_refusal offer_refusal(const struct circumstances *world)
{
	const struct negotiation draft = {.state = NEGOTIATION_DRAFT, .last_step_at = INT64_MIN, .brief_complete = true};
	const struct step_asked asked = {.step = STEP_OFFER, .by = PARTY_MANAGER};
	struct negotiation after;

	return negotiation_take(&draft, &asked, world, &after);
}
