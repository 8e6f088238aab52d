/* Where referrals went, and how often children get another worker. */
#include "core/continuity.h"
#include "core/health_records.h"

/* ---- where each referral is ---- */

enum place { WITH_WORKER, IN_PILE, CLOSED, ELSEWHERE, TO_NOTHING, IN_NONE, IN_TWO, PLACES };

static bool is_open(const struct record_episode *e, int32_t day)
{
	return e->as != WENT_TO_NOTHING && days_include(e->when, day);
}

static bool another_is_open(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	size_t count;
	const struct record_episode *rows = record_episodes_of(r, e->case_id, &count);

	for (size_t i = 0; i < count; i++)
		if (&rows[i] != e && is_open(&rows[i], day))
			return true;
	return false;
}

/* Two referrals of one case that have gone on at once by a day; what led to nothing goes beside whatever is open. */
static bool is_overlapped(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	size_t count;
	const struct record_episode *rows = record_episodes_of(r, e->case_id, &count);

	for (size_t i = 0; i < count; i++)
		if (&rows[i] != e && rows[i].as != WENT_TO_NOTHING && rows[i].when.from <= day && days_overlap(rows[i].when, e->when))
			return true;
	return false;
}

static enum place place_of_open(enum held_by by)
{
	if (by == HELD_BY_GONE)
		return IN_TWO;
	return by == HELD_BY_WORKER ? WITH_WORKER : IN_PILE;
}

static enum place place_of_ended(enum went_as as)
{
	if (as == WENT_UNSAID)
		return IN_NONE;
	if (as == WENT_TO_NOTHING)
		return TO_NOTHING;
	return as == WENT_ELSEWHERE ? ELSEWHERE : CLOSED;
}

static enum place place_of(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	bool nothing = e->as == WENT_TO_NOTHING;
	int32_t team;
	enum held_by by = record_held_by(r, e->case_id, day, &team);

	if (!nothing && is_overlapped(r, e, day))
		return IN_TWO;
	if (!nothing && days_include(e->when, day))
		return place_of_open(by);
	if (by != HELD_BY_NOBODY && !another_is_open(r, e, day))
		return IN_TWO;
	return place_of_ended(e->as);
}

void health_of_flow(struct arena *a, const struct health_records *r, const bool *in, struct days period, struct health_figure *figures)
{
	static const enum health_measure MEASURES[PLACES] = {[WITH_WORKER] = MEASURE_WENT_TO_WORKER, [IN_PILE] = MEASURE_WENT_TO_PILE,
		[CLOSED] = MEASURE_WENT_CLOSED, [ELSEWHERE] = MEASURE_WENT_ELSEWHERE, [TO_NOTHING] = MEASURE_CAME_TO_NOTHING,
		[IN_NONE] = MEASURE_IN_NO_PLACE, [IN_TWO] = MEASURE_IN_TWO_PLACES};
	int32_t last = period.until - 1;
	int64_t places[PLACES] = {0}, referrals = 0;

	(void)a;
	if (!records_tell_closures(r, period.from)) {
		for (int p = 0; p < PLACES; p++)
			figures[MEASURES[p]] = health_unsaid();
		figures[MEASURE_REFERRALS] = figures[MEASURE_RESIDUE] = health_unsaid();
		return;
	}
	for (size_t i = 0; i < r->episodes_count; i++) {
		const struct record_episode *e = &r->episodes[i];

		if (!days_include(period, e->when.from) || !in[record_team_of(r, e, last) + 1])
			continue;
		places[place_of(r, e, last)]++;
		referrals++;
	}
	for (int p = 0; p < PLACES; p++)
		figures[MEASURES[p]] = health_count(places[p], -1);
	figures[MEASURE_REFERRALS] = health_count(referrals, -1);
	figures[MEASURE_RESIDUE] = health_count(places[IN_NONE] + places[IN_TWO], -1);
}

/* ---- continuity ---- */

enum { CHANGES_MANY = 2 };

struct continuity_sum {
	int64_t cases, told, changed, led, workers;
};

/* What core/continuity.h asks for, of one case. */
static struct continuity continuity_of(struct arena *a, const struct health_records *r, int32_t case_id, int32_t day)
{
	size_t count;
	const struct record_holding *rows = record_holdings_of(r, case_id, &count);
	struct fact *facts = arena_array(a, count + 1, sizeof *facts);
	struct post_holder *posts = arena_array(a, count + 1, sizeof *posts);
	size_t posts_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct record_post *p = record_post_find(r, rows[i].post_id);

		facts[i] = fact_blank(FACT_HOLDING);
		facts[i].post_id = rows[i].post_id;
		facts[i].role = rows[i].role;
		facts[i].standing = (int8_t)rows[i].standing;
		facts[i].when = rows[i].when;
		if (p != NULL)
			posts[posts_count++] = (struct post_holder){p->post_id, p->person_id, p->role == POST_MANAGER};
	}
	return continuity_of_case(&(struct case_facts){.ref = "", .facts = facts, .count = count}, posts, posts_count, day);
}

void health_of_continuity(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	struct continuity_sum sum = {0};
	int32_t day = period.until - 1, last_case = 0;
	const int32_t from = day - CONTINUITY_DAYS + 1, told_from = records_tell_holders_from(r, from);

	for (size_t i = 0; i < r->episodes_count; i++) {
		const struct record_episode *e = &r->episodes[i];
		struct continuity c;

		if (e->case_id == last_case || !is_open(e, day) || !in[record_team_of(r, e, day) + 1])
			continue;
		last_case = e->case_id;
		sum.cases++;
		if (!record_holders_told(r, e, from, told_from))
			continue;
		c = continuity_of(a, r, e->case_id, day);
		sum.told++;
		sum.changed += c.changes >= CHANGES_MANY;
		sum.led += c.workers > 0;
		sum.workers += c.workers;
	}
	figures[MEASURE_CHANGED_TWICE] = figures[MEASURE_WORKERS_A_CASE] = health_unsaid();
	if (sum.told > 0 || sum.cases == 0) {
		figures[MEASURE_CHANGED_TWICE] = health_share(sum.changed, sum.told, -1);
		figures[MEASURE_WORKERS_A_CASE] = health_mean(sum.workers, sum.led, -1);
	}
	figures[MEASURE_CHANGED_TWICE].told = (int32_t)sum.told;
	figures[MEASURE_CHANGED_TWICE].should = (int32_t)sum.cases;
	figures[MEASURE_WORKERS_A_CASE].told = (int32_t)sum.led;
	figures[MEASURE_WORKERS_A_CASE].should = (int32_t)sum.cases;
}
