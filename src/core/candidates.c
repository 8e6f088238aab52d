#include "core/candidates.h"

static int32_t count_new_cases(const struct snapshot *s, const struct post_row *p)
{
	int32_t n = 0;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t from = s->holdings[s->post_holdings[p->first_holding + i]].when.from;

		n += from != DAY_MIN && (int64_t)s->day - from < NEW_CASES_DAYS;
	}
	return n;
}

static int32_t count_complex_cases(const struct snapshot *s, const struct post_row *p)
{
	int32_t n = 0;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		const struct case_row *c = &s->cases[s->holdings[s->post_holdings[p->first_holding + i]].case_index];

		n += c->state == CASE_OPEN && case_is_complex(s, c);
	}
	return n;
}

static int32_t count_siblings(const struct snapshot *s, const struct post_row *p, int32_t case_index)
{
	int32_t n = 0;

	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t place = s->holdings[s->post_holdings[p->first_holding + i]].case_index;

		n += place != case_index && s->cases[place].state == CASE_OPEN && s->cases[place].household == s->cases[case_index].household;
	}
	return n;
}

static bool holds_now(const struct snapshot *s, const struct post_row *p, int32_t case_index)
{
	for (int32_t i = 0; i < p->holdings_count; i++)
		if (s->holdings[s->post_holdings[p->first_holding + i]].case_index == case_index)
			return true;
	return false;
}

static int32_t held_until(const struct candidates_asked *asked, int32_t person)
{
	int32_t until = DAY_MIN;

	for (size_t i = 0; i < asked->held_count; i++)
		if (asked->held[i].person == person && asked->held[i].until > until)
			until = asked->held[i].until;
	return until;
}

static void find_skills(const struct candidates_asked *asked, int32_t person, struct candidate *c)
{
	for (size_t i = 0; i < asked->skills_count; i++) {
		if (asked->skills[i].person != person)
			continue;
		if (c->skills_count == 0)
			c->skills = &asked->skills[i];
		c->skills_count++;
	}
}

static bool is_under(const struct candidates_asked *asked, int32_t post)
{
	return asked->loads->posts[post].band == BAND_UNDER;
}

static int32_t nth_worker(const struct snapshot *s, const struct candidates_asked *q, int32_t person)
{
	int32_t workers;

	if (q->facts == NULL || q->role != HOLDING_LEAD || continuity_has(q->facts, q->posts, q->posts_count, s->day, s->persons[person].person_id))
		return 0;
	workers = continuity_of_case(q->facts, q->posts, q->posts_count, s->day).workers;
	return workers > 0 ? workers + 1 : 0;
}

struct candidate candidate_of(const struct snapshot *s, const struct candidates_asked *asked, int32_t post)
{
	const struct post_row *p = &s->posts[post];
	const struct offer offer = {asked->case_index, post, asked->role, asked->share, asked->instead_of};
	const struct said_before said = asked->said != NULL ? asked->said(asked->context, post) : (struct said_before){0};
	bool holds = holds_now(s, p, asked->case_index);
	struct candidate c = {.post = post, .allocation = allocation_of(s, &offer, asked->duty, &said)};

	c.refusal = offer_refusal(&c.allocation.world);
	c.under = is_under(asked, post);
	c.new_cases = count_new_cases(s, p);
	c.complex_cases = count_complex_cases(s, p);
	c.siblings = count_siblings(s, p, asked->case_index);
	c.held_until = holds ? DAY_MAX : held_until(asked, p->person);
	c.nth_worker = nth_worker(s, asked, p->person);
	c.newly_qualified = is_newly_qualified(s, p);
	c.joiner = is_joiner(s, p);
	c.agency = p->agency;
	c.red = is_red(s, p);
	c.may_open = holds || !s->cases[asked->case_index].restricted;
	find_skills(asked, p->person, &c);
	return c;
}

static bool is_asked_for(const struct snapshot *s, const struct candidates_asked *asked, int32_t post)
{
	const struct post_row *p = &s->posts[post];

	if (asked->team != TEAMS_ALL && p->team != asked->team)
		return false;
	if (asked->team == TEAMS_ALL && p->team >= 0 && s->teams[p->team].service != s->cases[asked->case_index].service)
		return false;
	return asked->loads->posts[post].availability != CARRIES_NO_CASES && post != asked->instead_of && sees_name_of_post(asked->sight, post) &&
		sees_post(asked->sight, FIELD_WORKER_LOAD, post);
}

void candidates_of(struct arena *a, const struct snapshot *s, const struct candidates_asked *asked, struct candidate **ret,
	size_t *ret_count, size_t *ret_left_out)
{
	struct candidate *rows = arena_array(a, CANDIDATES_MOST, sizeof *rows);
	size_t seen = 0;

	for (int under = 1; under >= 0; under--)
		for (int32_t post = 0; post < (int32_t)s->posts_count; post++) {
			if (is_under(asked, post) != (under == 1) || !is_asked_for(s, asked, post))
				continue;
			if (seen < CANDIDATES_MOST)
				rows[seen] = candidate_of(s, asked, post);
			seen++;
		}
	*ret = rows;
	*ret_count = seen < CANDIDATES_MOST ? seen : CANDIDATES_MOST;
	*ret_left_out = seen - *ret_count;
}
