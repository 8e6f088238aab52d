#include "core/guard.h"

static enum holding_rule check_alone(const struct fact *h)
{
	if (h->when.until < h->when.from)
		return HOLDING_ENDS_BEFORE_START;
	if (h->share == 0 || h->share < -1 || h->share > 1000)
		return HOLDING_SHARE_OUT_OF_RANGE;
	return h->post_id == 0 && h->team_id == 0 ? HOLDING_BY_NOBODY : HOLDING_FITS;
}

static enum holding_rule check_episodes(const struct case_facts *facts, const struct fact *h)
{
	enum holding_rule rule = HOLDING_CASE_UNKNOWN;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind != FACT_EPISODE || f->purge)
			continue;
		if (h->when.from <= f->when.until && f->when.from <= h->when.until)
			return HOLDING_FITS;
		rule = HOLDING_OUTSIDE_EPISODES;
	}
	return rule;
}

/* A lead who is also told as co-worker, or a holding told anew before the one before it has ended. */
static bool is_held_twice(const struct case_facts *facts, const struct fact *h)
{
	for (size_t i = 0; i < facts->count && h->post_id != 0; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind == FACT_HOLDING && !f->purge && f->post_id == h->post_id && !fact_same_key(f, h) && days_overlap(f->when, h->when))
			return true;
	}
	return false;
}

static int32_t share_of(const struct fact *h)
{
	return h->share >= 0 ? h->share : 1000;
}

/* Of several that a post has on a day, the larger share counts. */
static bool counts_on(const struct case_facts *facts, size_t place, int32_t day)
{
	const struct fact *h = &facts->facts[place];

	if (h->kind != FACT_HOLDING || h->purge || h->post_id == 0 || !days_include(h->when, day))
		return false;
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind == FACT_HOLDING && !f->purge && f->post_id == h->post_id && days_include(f->when, day) &&
			(share_of(f) > share_of(h) || (share_of(f) == share_of(h) && i < place)))
			return false;
	}
	return true;
}

/* What nobody has taken would be on nobody's load, and not be seen to wait. The post of the holding has no other then: it
 * would be held twice. */
static bool leaves_a_part(const struct case_facts *facts, const struct fact *h)
{
	int32_t last_day = h->when.until - 1, shares = share_of(h);

	if (h->post_id == 0 || last_day < h->when.from)
		return false;
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].post_id != h->post_id && counts_on(facts, i, last_day))
			shares += share_of(&facts->facts[i]);
	return shares < 1000;
}

static bool leads(const struct fact *f)
{
	return f->kind == FACT_HOLDING && !f->purge && f->role == HOLDING_LEAD && f->post_id != 0 &&
		holding_standing(f) == HOLDING_STANDS;
}

bool is_led_beside(const struct case_facts *facts, const struct fact *h)
{
	for (size_t i = 0; i < facts->count && leads(h); i++) {
		const struct fact *f = &facts->facts[i];

		if (leads(f) && f->post_id != h->post_id && days_overlap(f->when, h->when))
			return true;
	}
	return false;
}

struct holding_ruling holding_guard(const struct case_facts *facts, const struct fact *holding)
{
	enum holding_rule rule = check_alone(holding);

	if (rule == HOLDING_FITS)
		rule = check_episodes(facts, holding);
	if (rule != HOLDING_FITS)
		return (struct holding_ruling){true, rule};
	if (is_held_twice(facts, holding))
		return (struct holding_ruling){false, HOLDING_TWICE};
	if (leaves_a_part(facts, holding))
		return (struct holding_ruling){false, HOLDING_SHARES_BELOW_ONE};
	return (struct holding_ruling){false, is_led_beside(facts, holding) ? HOLDING_SECOND_LEAD : HOLDING_FITS};
}

/* ---- what a reversal would leave ---- */

static bool is_open_beside(const struct case_facts *facts, const struct fact *episode)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind == FACT_EPISODE && !fact_same_key(f, episode) && days_overlap(f->when, episode->when))
			return true;
	}
	return false;
}

/* Held without an end, of a case that is closed. */
static bool outlives_episodes(const struct case_facts *facts, const struct fact *h)
{
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == FACT_EPISODE && facts->facts[i].when.until == DAY_MAX)
			return false;
	return h->when.until == DAY_MAX;
}

static enum holding_rule fault_of(const struct case_facts *facts, const struct fact *f)
{
	struct holding_ruling ruling;

	if (f->kind == FACT_EPISODE && is_open_beside(facts, f))
		return HOLDING_EPISODES_OVERLAP;
	if (f->kind != FACT_HOLDING)
		return HOLDING_FITS;
	ruling = holding_guard(facts, f);
	if (ruling.refused || ruling.rule == HOLDING_TWICE)
		return ruling.rule;
	if (outlives_episodes(facts, f))
		return HOLDING_OUTSIDE_EPISODES;
	return is_led_beside(facts, f) ? HOLDING_SECOND_LEAD : HOLDING_FITS;
}

static bool had_fault(const struct case_facts *before, const struct fact *f, enum holding_rule rule)
{
	for (size_t i = 0; i < before->count; i++)
		if (fact_same_key(&before->facts[i], f))
			return fault_of(before, &before->facts[i]) == rule;
	return false;
}

enum holding_rule reversal_case_guard(const struct case_facts *before, const struct case_facts *after)
{
	for (size_t i = 0; i < after->count; i++) {
		enum holding_rule rule = fault_of(after, &after->facts[i]);

		if (rule != HOLDING_FITS && !had_fault(before, &after->facts[i], rule))
			return rule;
	}
	return HOLDING_FITS;
}

static const struct {
	const char *code, *expected;
} RULES[] = {
	[HOLDING_FITS] = {"fits", ""},
	[HOLDING_ENDS_BEFORE_START] = {"ends-before-start", "an end on or after the start"},
	[HOLDING_SHARE_OUT_OF_RANGE] = {"share-out-of-range", "a share between 0.001 and 1"},
	[HOLDING_BY_NOBODY] = {"held-by-nobody", "a worker or a team"},
	[HOLDING_CASE_UNKNOWN] = {"case-unknown", "a case that these files or earlier ones know"},
	[HOLDING_OUTSIDE_EPISODES] = {"outside-episodes", "days on which the case was open"},
	[HOLDING_TWICE] = {"held-twice", "one holding of a worker at a time: the case is weighed once, with the larger share"},
	[HOLDING_SHARES_BELOW_ONE] = {"shares-below-one", "shares of the case that add up to 1 or more: the rest waits in the pile"},
	[HOLDING_SECOND_LEAD] = {"two-leads", "one lead worker at a time"},
	[HOLDING_EPISODES_OVERLAP] = {"episodes-overlap", "one episode of a case at a time"},
};

const char *holding_rule_code(enum holding_rule rule)
{
	return RULES[rule].code;
}

const char *holding_rule_expected(enum holding_rule rule)
{
	return RULES[rule].expected;
}

/* ---- lines with teeth ---- */

enum { ALL_OF_IT = 1000 };

bool is_newly_qualified(const struct snapshot *s, const struct post_row *p)
{
	return p->newly_qualified_until > s->day;
}

/* How far an exception lets the post go past a line, in what the line counts; -1 without one. */
static int32_t excepted_until(const struct snapshot *s, const struct post_row *p, int32_t line_id)
{
	int32_t most = -1;

	for (int32_t i = 0; i < p->exceptions_count; i++) {
		const struct exception_row *e = &s->exceptions[p->first_exception + i];

		if (e->line_id == line_id && e->value > most)
			most = e->value;
	}
	return most;
}

static bool within_share(int32_t load, int32_t capacity, int32_t permille)
{
	return permille >= 0 && (int64_t)load * ALL_OF_IT <= (int64_t)capacity * permille;
}

static bool allows(const struct snapshot *s, const struct post_row *p, const struct line_row *line, const struct post_load *load)
{
	int32_t allowed = excepted_until(s, p, line->line_id);

	if (line->kind == LINE_COUNT)
		return load->cases <= allowed;
	return within_share(load->load_minutes, load->capacity_minutes, allowed);
}

bool is_excepted(const struct snapshot *s, int32_t post, int32_t line, const struct post_load *load)
{
	return allows(s, &s->posts[post], &s->lines[line], load);
}

/* What is judged: one picture of the post as it is and as it would be, or, of a reversal, two. */
struct judged {
	const struct snapshot *s, *before;
	const struct post_row *p, *was; /* in either; `was` NULL: in none before */
	const struct what_if *working_out;
	const struct what_if *working_out_before; /* of `was`; NULL where it is one picture, or `was` is */
};

/* A reversal may take an exception away on which something has come to stand since. */
static bool loses_exception(const struct judged *j, int32_t line_id, bool counts_cases)
{
	int32_t allowed = j->was != NULL ? excepted_until(j->before, j->was, line_id) : -1;

	return allowed >= 0 && allowed > excepted_until(j->s, j->p, line_id) &&
		(counts_cases ? j->working_out->before.cases <= allowed :
			within_share(j->working_out->before.load_minutes, j->working_out->before.capacity_minutes, allowed));
}

/* A reversal may put a line back under which more has come to stand since. A line of the same kind, as strict, that is passed
 * already is what the post lives with. */
static bool gains_line(const struct judged *j, const struct line_state *state)
{
	const struct line_row *line = &j->s->lines[state->line];
	struct line_walk at = {0};
	struct line_state was;

	if (j->working_out_before == NULL)
		return false;
	while (line_next(j->before, (int32_t)(j->was - j->before->posts), &j->working_out_before->after, &at, &was)) {
		const struct line_row *other = &j->before->lines[was.line];

		if (other->kind == line->kind && other->status != LINE_ADVISORY && was.limit <= state->limit &&
			(was.passed || other->line_id == line->line_id))
			return false;
	}
	return true;
}

/* Whether what would be past the line is no more than before, or than an exception allows. */
static bool is_let_pass(const struct judged *j, const struct line_state *state)
{
	const struct line_row *line = &j->s->lines[state->line];
	const struct what_if *working_out = j->working_out;
	bool no_more = line->kind == LINE_COUNT ? working_out->after.cases <= working_out->before.cases :
		working_out->after.load_minutes <= working_out->before.load_minutes;

	return (no_more && !loses_exception(j, line->line_id, line->kind == LINE_COUNT) && !gains_line(j, state)) || allows(j->s, j->p, line, &working_out->after);
}

static bool passes_line(const struct judged *j, struct line_state *ret)
{
	struct line_walk at = {0};
	struct line_state state;

	while (line_next(j->s, (int32_t)(j->p - j->s->posts), &j->working_out->after, &at, &state))
		if (j->s->lines[state.line].status != LINE_ADVISORY && state.passed && !is_let_pass(j, &state)) {
			*ret = state;
			return true;
		}
	return false;
}

/* The capacity of somebody newly qualified is what is left after their protected time. */
static bool protection_passed(const struct judged *j)
{
	const struct what_if *working_out = j->working_out;
	bool no_more = working_out->after.load_minutes <= working_out->before.load_minutes;

	if (!is_newly_qualified(j->s, j->p) || working_out->after.availability != AVAILABLE)
		return false;
	return working_out->after.load_minutes > working_out->after.capacity_minutes && (!no_more || loses_exception(j, 0, false)) &&
		!within_share(working_out->after.load_minutes, working_out->after.capacity_minutes, excepted_until(j->s, j->p, 0));
}

static void rule_on_lines(const struct judged *j, struct line_ruling *ruling)
{
	if (!j->s->employer.principles && passes_line(j, &ruling->state)) {
		ruling->rule = LINE_PASSED;
		ruling->line = ruling->state.line;
	} else if (protection_passed(j))
		ruling->rule = PROTECTION_PASSED;
}

struct line_ruling line_guard(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count)
{
	struct line_ruling ruling = {.line = -1, .working_out = what_if(s, post, trials, count)};

	rule_on_lines(&(struct judged){.s = s, .before = s, .p = &s->posts[post], .working_out = &ruling.working_out}, &ruling);
	return ruling;
}

struct line_ruling reversal_guard(const struct snapshot *before, const struct snapshot *after, int32_t post_id)
{
	struct line_ruling ruling = {.line = -1};
	int32_t was = snapshot_find_post_id(before, post_id), post = snapshot_find_post_id(after, post_id);
	struct what_if working_out_before;

	if (post < 0)
		return ruling;
	ruling.working_out = what_if(after, post, NULL, 0);
	ruling.working_out.before = (struct post_load){.binding_line = -1};
	if (was >= 0) {
		working_out_before = what_if(before, was, NULL, 0);
		ruling.working_out.before = working_out_before.after;
	}
	rule_on_lines(&(struct judged){.s = after, .before = before, .p = &after->posts[post],
		.was = was >= 0 ? &before->posts[was] : NULL, .working_out = &ruling.working_out,
		.working_out_before = was >= 0 ? &working_out_before : NULL}, &ruling);
	return ruling;
}
