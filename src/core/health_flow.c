/* Where referrals went, and how often children get another worker. */
#include "core/continuity.h"
#include "core/health_records.h"

/* ---- where each referral is ---- */

enum place { WITH_WORKER, IN_PILE, CLOSED, ELSEWHERE, TO_NOTHING, IN_NONE, OVERLAPPED, STILL_HELD, HELD_BY_LEAVER,
	PLACES };

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
		return HELD_BY_LEAVER;
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
		return OVERLAPPED;
	if (!nothing && days_include(e->when, day))
		return place_of_open(by);
	if (by != HELD_BY_NOBODY && !another_is_open(r, e, day))
		return STILL_HELD;
	return place_of_ended(e->as);
}

static bool is_counted(const struct health_records *r, const struct record_episode *e, const bool *in,
	struct days period)
{
	return days_include(period, e->when.from) && in[record_team_of(r, e, period.until - 1) + 1];
}

void health_of_flow(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	static const enum health_measure MEASURES[PLACES] = {[WITH_WORKER] = MEASURE_WENT_TO_WORKER,
		[IN_PILE] = MEASURE_WENT_TO_PILE,
		[CLOSED] = MEASURE_WENT_CLOSED, [ELSEWHERE] = MEASURE_WENT_ELSEWHERE, [TO_NOTHING] = MEASURE_CAME_TO_NOTHING,
		[IN_NONE] = MEASURE_IN_NO_PLACE, [OVERLAPPED] = MEASURE_IN_TWO_PLACES, [STILL_HELD] = MEASURE_IN_TWO_PLACES,
		[HELD_BY_LEAVER] = MEASURE_IN_TWO_PLACES};
	const bool told = records_tell_closures(r, period.from);
	int64_t referrals = 0;

	(void)a;
	for (int p = 0; p < PLACES; p++)
		figures[MEASURES[p]] = told ? health_count(0, -1) : health_unsaid();
	figures[MEASURE_REFERRALS] = figures[MEASURE_RESIDUE] = health_unsaid();
	if (!told)
		return;
	for (size_t i = 0; i < r->episodes_count; i++)
		if (is_counted(r, &r->episodes[i], in, period)) {
			figures[MEASURES[place_of(r, &r->episodes[i], period.until - 1)]].value++;
			referrals++;
		}
	figures[MEASURE_REFERRALS] = health_count(referrals, -1);
	figures[MEASURE_RESIDUE] = health_count(figures[MEASURE_IN_NO_PLACE].value + figures[MEASURE_IN_TWO_PLACES].value, -1);
}

struct referral_left *health_referrals_left(struct arena *a, const struct health_records *r, const bool *in,
	struct days period, size_t *ret_count)
{
	struct referral_left *rows = NULL;
	size_t room = 0;

	*ret_count = 0;
	for (size_t i = 0; i < r->episodes_count && records_tell_closures(r, period.from); i++) {
		const struct record_episode *e = &r->episodes[i];
		enum place place;

		if (!is_counted(r, e, in, period))
			continue;
		place = place_of(r, e, period.until - 1);
		if (place >= IN_NONE)
			*ARENA_PUSH(a, &rows, ret_count, &room) = (struct referral_left){e->case_id, e->when,
				LEFT_UNSAID + (place - IN_NONE)};
	}
	return rows;
}

bool referral_left_in(enum referral_left_why why, enum health_measure m)
{
	return m == MEASURE_RESIDUE || m == (why == LEFT_UNSAID ? MEASURE_IN_NO_PLACE : MEASURE_IN_TWO_PLACES);
}

const char *referral_left_code(enum referral_left_why why)
{
	static const char *const CODES[] = {[LEFT_UNSAID] = "no-reason", [LEFT_OVERLAPPED] = "overlap",
		[LEFT_STILL_HELD] = "still-held", [LEFT_WITH_LEAVER] = "held-by-leaver"};

	return CODES[why];
}

const char *referral_left_words(enum referral_left_why why)
{
	static const char *const WORDS[] = {
		[LEFT_UNSAID] = "closed without a reason, or with one that is not known",
		[LEFT_OVERLAPPED] = "another referral of the same case goes on at once",
		[LEFT_STILL_HELD] = "closed or led to nothing, and somebody still holds the case",
		[LEFT_WITH_LEAVER] = "open, and in the names of nobody but people who have left"};

	return WORDS[why];
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
