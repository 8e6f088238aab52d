#include "core/health_records.h"

#include "core/counts.h"

/* ---- finding ---- */

const struct record_post *record_post_find(const struct health_records *r, int32_t post_id)
{
	size_t low = 0, high = r->posts_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->posts[middle].post_id < post_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->posts_count && r->posts[low].post_id == post_id ? &r->posts[low] : NULL;
}

const struct record_holding *record_holdings_of(const struct health_records *r, int32_t case_id, size_t *ret_count)
{
	size_t low = 0, high = r->holdings_count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->holdings[middle].case_id < case_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < r->holdings_count && r->holdings[end].case_id == case_id; end++)
		;
	*ret_count = end - low;
	return *ret_count > 0 ? r->holdings + low : NULL;
}

const struct record_episode *record_episodes_of(const struct health_records *r, int32_t case_id, size_t *ret_count)
{
	size_t low = 0, high = r->episodes_count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->episodes[middle].case_id < case_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < r->episodes_count && r->episodes[end].case_id == case_id; end++)
		;
	*ret_count = end - low;
	return *ret_count > 0 ? r->episodes + low : NULL;
}

size_t record_absences_from(const struct health_records *r, int32_t post_id)
{
	size_t low = 0, high = r->absences_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->absences[middle].post_id < post_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool record_is_away(const struct health_records *r, int32_t post_id, int32_t day)
{
	for (size_t i = record_absences_from(r, post_id); i < r->absences_count && r->absences[i].post_id == post_id; i++)
		if (days_include(r->absences[i].when, day))
			return true;
	return false;
}

/* ---- who holds a case ---- */

static enum held_by held_by(const struct health_records *r, const struct record_holding *h, int32_t day)
{
	const struct record_post *p = record_post_find(r, h->post_id);

	if (h->post_id == 0)
		return HELD_BY_TEAM;
	if (h->standing != HOLDING_STANDS)
		return h->standing == HOLDING_EMERGENCY ? HELD_FOR_HOURS : HELD_ON_PAPER;
	if (p == NULL || p->when.until <= day)
		return HELD_BY_GONE;
	if (p->role == POST_MANAGER || p->role == POST_OTHER)
		return HELD_BY_MANAGER;
	return p->when.from > day || record_is_away(r, h->post_id, day) ? HELD_BY_ABSENT : HELD_BY_WORKER;
}

/* Whether one tells more of where the case is: a worker most, somebody who is not in that post least; of equals the
 * lead. */
static bool tells_more(enum held_by by, const struct record_holding *h, enum held_by than,
	const struct record_holding *other)
{
	if ((by == HELD_BY_WORKER) != (than == HELD_BY_WORKER))
		return by == HELD_BY_WORKER;
	if ((by == HELD_BY_GONE) != (than == HELD_BY_GONE))
		return than == HELD_BY_GONE;
	return h->role == HOLDING_LEAD && other->role != HOLDING_LEAD;
}

enum held_by record_held_by(const struct health_records *r, int32_t case_id, int32_t day, int32_t *ret_team)
{
	size_t count;
	const struct record_holding *rows = record_holdings_of(r, case_id, &count), *best = NULL;
	enum held_by found = HELD_BY_NOBODY;

	for (size_t i = 0; i < count; i++) {
		enum held_by by;

		if (!days_include(rows[i].when, day))
			continue;
		by = held_by(r, &rows[i], day);
		if (best != NULL && !tells_more(by, &rows[i], found, best))
			continue;
		found = by;
		best = &rows[i];
	}
	*ret_team = best != NULL ? best->team : -1;
	return found;
}

int32_t record_team_of(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	size_t count;
	const struct record_holding *rows;
	int32_t team, last = DAY_MIN;

	if (e->team >= 0 || record_held_by(r, e->case_id, day, &team) == HELD_BY_NOBODY)
		team = e->team;
	if (team >= 0)
		return team;
	rows = record_holdings_of(r, e->case_id, &count);
	for (size_t i = 0; i < count; i++)
		if (rows[i].when.from <= day && rows[i].when.until > last && days_overlap(rows[i].when, e->when)) {
			last = rows[i].when.until;
			team = rows[i].team;
		}
	return team;
}

/* ---- exceptions ---- */

enum { RENEWALS_MANY = 2 };

static const struct record_exception *exception_find(const struct health_records *r, int32_t id)
{
	for (size_t i = 0; i < r->exceptions_count; i++)
		if (r->exceptions[i].exception_id == id)
			return &r->exceptions[i];
	return NULL;
}

/* How often what it goes on from was renewed, and it; the records may go round in a circle. */
static int renewals_of(const struct health_records *r, const struct record_exception *x)
{
	int renewals = 0;

	while (x != NULL && x->renews != 0 && renewals <= RENEWALS_MANY) {
		renewals++;
		x = exception_find(r, x->renews);
	}
	return renewals;
}

/* Of ADHERENCE what exceptions tell by themselves. */
static void of_exceptions(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *people = arena_array(a, r->exceptions_count + 1, sizeof *people);
	size_t twice = 0;

	for (size_t i = 0; i < r->exceptions_count; i++) {
		const struct record_exception *x = &r->exceptions[i];

		if (in[x->team + 1] && days_include(period, x->when.from) && renewals_of(r, x) >= RENEWALS_MANY)
			people[twice++] = x->person_id;
	}
	figures[MEASURE_RENEWED_TWICE] = health_count((int64_t)twice, numbers_distinct(people, twice));
}

/* ---- scope and sections ---- */

bool *health_scope_teams(struct arena *a, const struct snapshot *s, struct health_scope scope)
{
	bool *in = arena_array(a, s->teams_count + 1, sizeof *in);

	for (size_t i = 0; i <= s->teams_count; i++)
		in[i] = health_in_scope(s, scope, (int32_t)i - 1);
	return in;
}

void health_of_section(struct arena *a, const struct health_records *r, enum health_section section, const bool *in,
	struct days period, struct health_figure *figures)
{
	switch (section) {
	case HEALTH_ADHERENCE:
		of_exceptions(a, r, in, period, figures);
		break;
	case HEALTH_NEGOTIATION:
		health_of_giving(a, r, in, period, figures);
		break;
	case HEALTH_HOURS:
		health_of_hours(a, r, in, period, figures);
		break;
	case HEALTH_CLOSING:
		health_of_closing(a, r, in, period, figures);
		break;
	case HEALTH_FLOW:
		health_of_flow(a, r, in, period, figures);
		break;
	case HEALTH_CONTINUITY:
		health_of_continuity(a, r, in, period, figures);
		break;
	case HEALTH_STAFF:
		health_of_staff(a, r, in, period, figures);
		break;
	default:
		break;
	}
}
