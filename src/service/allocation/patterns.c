#include "service/allocation/patterns.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/quarter.h"
#include "core/working_time.h"
#include "store/load_facts.h"
#include "store/practice.h"

enum { SECONDS_MOST = 24 * 60 * 60 };

/* What is gathered: happenings, and of each whom and what it is about. */
struct gathering {
	struct store *store;
	struct arena *a;
	const struct snapshot *s;
	struct setting_row *settings; size_t settings_count;
	struct happening *rows; size_t count, room;
	const struct practice_of **of; size_t of_count, of_room;
};

int patterns_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err)
{
	struct days period = {first, last};

	if (last == DAY_MAX)
		period.until = first == DAY_MIN || first <= today ? today : first;
	if (first == DAY_MIN)
		period.from = period.until - PATTERNS_DEFAULT_DAYS + 1;
	period.until++;
	if (period.from >= period.until)
		return err_set(err, PL_INVALID, "The period ends before it begins: expected a first day that is not after the last.");
	if (period.until - period.from > PATTERN_PERIOD_DAYS)
		return err_set(err, PL_INVALID, "The period has %d days: expected two years at most.", period.until - period.from);
	*ret = period;
	return 0;
}

static bool sees_allocations(const struct sight *sight, int32_t team)
{
	return team == TEAMS_ALL ? sees_teams(sight, FIELD_TEAM_PATTERNS, NULL) : sees_team(sight, FIELD_TEAM_PATTERNS, team);
}

struct days patterns_usual(const struct snapshot *today, const struct sight *sight, int32_t team)
{
	if (sees_allocations(sight, team))
		return (struct days){today->day - PATTERNS_DEFAULT_DAYS + 1, today->day + 1};
	return quarter_before(today->day);
}

static bool is_negotiated(const struct gathering *g, int32_t day)
{
	for (size_t i = 0; i < g->settings_count; i++)
		if (g->settings[i].setting == SETTING_LIVE && days_include(g->settings[i].when, day))
			return true;
	return false;
}

static struct happening *add(struct gathering *g, enum happening_kind kind, const struct practice_of *of,
	int64_t minute)
{
	struct happening *h = ARENA_PUSH(g->a, &g->rows, &g->count, &g->room);

	*ARENA_PUSH(g->a, &g->of, &g->of_count, &g->of_room) = of;
	*h = (struct happening){.kind = kind, .at = minute, .case_id = of->case_id, .post_id = of->post_id,
		.person_id = of->person_id,
		.team = of->team_id == 0 ? -1 : snapshot_find_team_id(g->s, of->team_id),
		.contract = contract_kind_on(of->agency, of->newly_qualified_until, local_day(minute)), .by = "", .seconds = -1,
		.from = g->of_count - 1};
	return h;
}

/* ---- allocations ---- */

static int gather_allocations(struct gathering *g, struct days period, struct err *err)
{
	struct practice_allocation *rows;
	size_t count;
	int rc = store_practice_allocations(g->store, g->a, g->s->employer.id, period, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct happening *h = add(g, HAPPENED_ALLOCATION, &rows[i].of, local_midnight(rows[i].when.from));

		h->proposal_id = rows[i].proposal_id;
		h->on_paper = rows[i].standing == HOLDING_ON_PAPER;
		h->negotiated = is_negotiated(g, rows[i].when.from);
	}
	return rc;
}

/* ---- steps ---- */

static int was_at_work(const struct gathering *g, const struct happening *h, bool *ret, struct err *err)
{
	struct working_time t;
	int rc = store_working_time(g->store, g->a, g->s->employer.id, h->post_id, local_day(h->at), &t, err);

	if (rc == 0)
		*ret = working_at(&t, h->at);
	return rc;
}

static int add_answer(struct gathering *g, const struct practice_step *step, int64_t minute, struct err *err)
{
	struct happening *h = add(g, HAPPENED_ANSWER, &step->of, minute);
	int64_t seconds = step->instant - step->offered_at;

	h->proposal_id = step->proposal_id;
	h->declined = step->step == STEP_DECLINE;
	if (h->declined)
		return 0;
	if (step->offered_at != 0)
		h->seconds = seconds > SECONDS_MOST ? SECONDS_MOST : (int32_t)seconds;
	return was_at_work(g, h, &h->at_work, err);
}

static void add_talk(struct gathering *g, const struct practice_step *step, int64_t minute)
{
	struct happening *h = add(g, HAPPENED_TALK, &step->of, minute);

	h->proposal_id = step->proposal_id;
	h->days_later = local_day(minute) - clock_day_of(step->talked_at);
}

static int add_step(struct gathering *g, const struct practice_step *step, struct err *err)
{
	int64_t minute = clock_minute(step->instant);

	if (step->held && negotiation_ends(step->step)) {
		struct happening *h = add(g, HAPPENED_HOLD_END, &step->of, minute);

		h->proposal_id = step->proposal_id;
		h->ran_out = step->step == STEP_EXPIRE || step->step == STEP_LAPSE;
	}
	switch (step->step) {
	case STEP_OFFER:
	case STEP_GIVE: {
		struct happening *h = add(g, HAPPENED_OFFER, &step->of, minute);

		h->proposal_id = step->proposal_id;
		h->by = step->login;
		return 0;
	}
	case STEP_DISCUSS:
		add_talk(g, step, minute);
		return 0;
	case STEP_AGREE:
	case STEP_AGREE_IF:
	case STEP_DECLINE:
		return add_answer(g, step, minute, err);
	case STEP_HOLD:
		add(g, HAPPENED_HOLD, &step->of, minute)->proposal_id = step->proposal_id;
		return 0;
	case STEP_LAPSE:
		add(g, HAPPENED_LAPSE, &step->of, minute)->proposal_id = step->proposal_id;
		return 0;
	default:
		return 0;
	}
}

static int gather_steps(struct gathering *g, struct days period, struct err *err)
{
	struct practice_step *rows;
	size_t count;
	int rc = store_practice_steps(g->store, g->a, g->s->employer.id, clock_day_begins(period.from),
		clock_day_begins(period.until), &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = add_step(g, &rows[i], err);
	return rc;
}

static int gather_hand_backs(struct gathering *g, struct days period, struct err *err)
{
	struct practice_hand_back *rows;
	size_t count;
	int rc = store_practice_hand_backs(g->store, g->a, g->s->employer.id, clock_day_begins(period.from),
		clock_day_begins(period.until), &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		add(g, HAPPENED_HAND_BACK, &rows[i].of, clock_minute(rows[i].instant))->refused = rows[i].outcome != OUTCOME_AGREED;
	return rc;
}

static int gather_closings(struct gathering *g, struct days period, struct err *err)
{
	struct practice_closing *rows;
	size_t count;
	int rc = store_practice_closings(g->store, g->a, g->s->employer.id, period, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct happening *h = add(g, HAPPENED_CLOSING, &rows[i].of, local_midnight(rows[i].closed));

		if (rows[i].opened_next != DAY_MAX)
			h->referral = re_referral_after(rows[i].closed, rows[i].opened_next);
	}
	return rc;
}

static int gather_giving(struct gathering *g, struct days period, struct err *err)
{
	struct days wide = {period.from - PATTERN_MARGIN_DAYS, period.until + PATTERN_MARGIN_DAYS};
	int rc = store_settings(g->store, g->a, g->s->employer.id, &g->settings, &g->settings_count, err);

	if (rc == 0)
		rc = gather_allocations(g, wide, err);
	if (rc == 0)
		rc = gather_steps(g, wide, err);
	if (rc == 0)
		rc = gather_hand_backs(g, wide, err);
	return rc;
}

static int gather(struct gathering *g, struct days period, unsigned what, struct err *err)
{
	int rc = (what & GATHER_GIVING) != 0 ? gather_giving(g, period, err) : 0;

	if (rc == 0 && (what & GATHER_CLOSINGS) != 0)
		rc = gather_closings(g, period, err);
	return rc;
}

int patterns_gather(struct store *s, struct arena *a, const struct snapshot *today, struct days period, unsigned what,
	struct happening **ret, size_t *ret_count, struct err *err)
{
	struct gathering g = {.store = s, .a = a, .s = today};
	int rc = gather(&g, period, what, err);

	if (rc < 0)
		return rc;
	*ret = g.rows;
	*ret_count = g.count;
	return 0;
}

/* ---- what is told ---- */

/* The cases of a team are for whoever sees its allocations; each case by the rules of a case that was held once. */
static bool is_listed(const struct gathering *g, const struct sight *sight, const struct happening *h)
{
	const struct practice_of *of = g->of[h->from];
	const struct held_case held = {.ref = of->ref, .team = of->team, .case_team = of->case_team,
		.restricted = of->restricted};

	return sees_team(sight, FIELD_TEAM_PATTERNS, h->team) && sees_case_once_held(sight, FIELD_CASE_ROW, &held);
}

static const char *ref_for(const struct gathering *g, const struct sight *sight, const struct happening *h)
{
	const struct practice_of *of = g->of[h->from];
	const struct held_case held = {.ref = of->ref, .team = of->team, .case_team = of->case_team,
		.restricted = of->restricted};

	return sees_case_once_held(sight, FIELD_CASE_REFERENCE, &held) ? of->ref : "";
}

static void list_cases(const struct gathering *g, const struct sight *sight, int32_t team, struct patterns_shown *shown)
{
	const struct patterns *p = &shown->all;

	shown->cases = arena_array(g->a, p->hits_count + 1, sizeof *shown->cases);
	for (size_t i = 0; i < p->hits_count; i++) {
		const struct pattern_hit *hit = &p->hits[i];
		struct pattern_case *c = &shown->cases[shown->cases_count];

		if (team != TEAMS_ALL && hit->what->team != team)
			continue;
		if (!is_listed(g, sight, hit->what)) {
			shown->unlisted[hit->pattern]++;
			continue;
		}
		*c = (struct pattern_case){hit->pattern, hit->what, ref_for(g, sight, hit->what), -1};
		if (c->ref[0] != '\0')
			c->place = snapshot_find_case(g->s, c->ref);
		shown->cases_count++;
	}
}

static void withhold(struct gathering *g, const struct sight *sight, struct patterns *p)
{
	bool *sees = arena_array(g->a, g->s->teams_count + 1, sizeof *sees);
	int32_t now = clock_today();

	for (size_t i = 0; i <= g->s->teams_count; i++)
		sees[i] = sees_team(sight, FIELD_TEAM_PATTERNS, (int32_t)i - 1);
	if (sees_allocations(sight, TEAMS_ALL) || is_quarter_over(p->period, now < g->s->day ? now : g->s->day))
		patterns_withhold(p, sees);
	else
		patterns_withhold_unseen(p, sees);
}

static bool was_live(const struct gathering *g, struct days period)
{
	for (size_t i = 0; i < g->settings_count; i++)
		if (g->settings[i].setting == SETTING_LIVE && days_overlap(g->settings[i].when, period))
			return true;
	return false;
}

int patterns_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct patterns_asked *asked, struct patterns_shown *ret, struct err *err)
{
	struct gathering g = {.store = s, .a = a, .s = today};
	struct patterns_shown shown = {.cases_count = 0};
	bool began = store_begin_reading(s, err) == 0;
	int rc = began ? gather(&g, asked->period, GATHER_GIVING | GATHER_CLOSINGS, err) : PL_FAIL;

	if (began)
		store_end_reading(s);
	if (rc < 0)
		return rc;
	shown.live = was_live(&g, asked->period);
	shown.all = patterns_of(a, asked->period, today->teams_count, g.rows, g.count);
	withhold(&g, sight, &shown.all);
	list_cases(&g, sight, asked->team, &shown);
	*ret = shown;
	return 0;
}

int patterns_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	const struct patterns_asked *asked, struct patterns_shown *ret, struct err *err)
{
	struct store *s = pictures_lock_store(pictures);
	int rc = patterns_read(s, a, today->snap, sight, asked, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}
