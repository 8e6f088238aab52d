/* What is offered, asked and said today at an invented council: what waits for each role. */
#include "base/clock.h"
#include "base/str.h"
#include "core/exception.h"
#include "core/pile.h"
#include "core/saying.h"
#include "core/watch.h"
#include "service/demo/demo_life_inside.h"
#include "store/load_facts.h"

enum { MORNING = 9 * 60 + 30, NOON = 12 * 60, AFTERNOON = 14 * 60, LATE = 16 * 60 };

/* ---- offers that are open ---- */

static int32_t next_waiting(struct living *l)
{
	return l->waiting_used < l->waiting_count ? l->waiting[l->waiting_used++] : -1;
}

/* Half an hour ago, or noon where the council's today is another day than the clock's. */
static int minute_now(const struct living *l)
{
	enum { HALF_AN_HOUR = 30 };
	int64_t now = clock_minute(l->life->instant);
	int minute = (int)(now - local_midnight(local_day(now))) - HALF_AN_HOUR;

	if (local_day(now) != l->day)
		return NOON;
	return minute > 0 ? minute : 0;
}

/* Offers a case that waits; nothing where none is left or nobody is there. */
static int live_offer(struct living *l, int32_t post, const char *why, const struct told_step *steps, size_t count, int32_t *ret_case,
	int32_t *ret_id, struct err *err)
{
	*ret_case = post >= 0 ? next_waiting(l) : -1;
	return *ret_case >= 0 ? live_proposal(l, *ret_case, post, why, steps, count, ret_id, err) : 0;
}

#define OFFER(l, post, why, steps, ret_case, ret_id, err) \
	live_offer((l), (post), (why), (steps), sizeof(steps) / sizeof *(steps), (ret_case), (ret_id), (err))

static int live_offers_to_worker(struct living *l, struct err *err)
{
	int32_t yesterday = working_days_before(l->day, 1), before = working_days_before(l->day, 2), k, id;
	const struct told_step discussed[] = {{AT(DRAFT, yesterday, 10 * 60)}, {AT(OFFER, yesterday, NOON)}, {AT(DISCUSS, yesterday, LATE)}};
	const struct told_step offered[] = {{AT(DRAFT, yesterday, AFTERNOON)}, {AT(OFFER, yesterday, LATE)}};
	const struct told_step conditional[] = {{AT(DRAFT, before, AFTERNOON)}, {AT(OFFER, before, LATE)}, {AT(DISCUSS, yesterday, MORNING)},
		{AT(AGREE_IF, yesterday, NOON)}};
	const struct agreed_condition condition = {"other-case-less", working_days_after(l->day, 10), ""};
	int rc = OFFER(l, l->own_post, "room", discussed, &k, &id, err);

	if (rc == 0)
		rc = OFFER(l, l->own_post, "skills", offered, &k, &id, err);
	if (rc == 0)
		rc = OFFER(l, l->own_post, "continuity", conditional, &k, &id, err);
	return rc == 0 && k >= 0 ? commit_proposal_conditions(l->c, id, &condition, 1, err) : rc;
}

static int live_offers_to_others(struct living *l, struct err *err)
{
	int32_t yesterday = working_days_before(l->day, 1), before = working_days_before(l->day, 2), k, id;
	const struct told_step wanted[] = {{AT(DRAFT, before, NOON)}, {AT(OFFER, before, LATE)}, {AT(WANT, yesterday, NOON), .reason = "relief"}};
	const struct told_step declined[] = {{AT(DRAFT, before, MORNING)}, {AT(OFFER, before, NOON)},
		{AT(DECLINE, yesterday, MORNING), .reason = "too-much"}};
	const struct told_step draft[] = {{AT(DRAFT, yesterday, LATE)}};
	const struct told_step lapsed[] = {{AT(DRAFT, before - 7, MORNING)}, {AT(OFFER, before - 7, NOON)}, {AT(LAPSE, before, NOON)}};
	int rc = OFFER(l, l->colleagues[0], "room", wanted, &k, &id, err);

	if (rc == 0)
		rc = OFFER(l, l->colleagues[1], "nobody-else", declined, &k, &id, err);
	if (rc == 0)
		rc = OFFER(l, l->colleagues[1], "area", draft, &k, &id, err);
	if (rc == 0)
		rc = OFFER(l, l->colleagues[0], "nobody-else", lapsed, &k, &id, err);
	return rc;
}

static struct fact holding(const struct living *l, int32_t post, struct days when, enum holding_standing standing, int32_t proposal_id)
{
	struct fact f = fact_blank(FACT_HOLDING);

	f.post_id = l->s->posts[post].post_id;
	f.role = HOLDING_LEAD;
	f.when = when;
	f.standing = (int8_t)standing;
	f.proposal_id = proposal_id;
	return f;
}

/* A case held for some hours, and one that only the records say somebody holds. */
static int live_odd_holdings(struct living *l, struct err *err)
{
	enum { HOURS = 72, HELD_DAYS = 4, ON_PAPER_SINCE = 3 };
	int32_t yesterday = working_days_before(l->day, 1), k, id = 0;
	const struct told_step held[] = {{AT(DRAFT, yesterday, AFTERNOON)}, {AT(OFFER, yesterday, LATE)},
		{AT(HOLD, l->day, minute_now(l)), .reason = "safety", .hours = HOURS}};
	int rc = OFFER(l, l->colleagues[0], "duty", held, &k, &id, err);
	struct fact f;

	if (rc == 0 && k >= 0) {
		f = holding(l, l->colleagues[0], (struct days){l->day, l->day + HELD_DAYS}, HOLDING_EMERGENCY, id);
		rc = live_fact(l, k, &f, err);
	}
	k = rc == 0 && l->colleagues[1] >= 0 ? next_waiting(l) : -1;
	if (k >= 0) {
		f = holding(l, l->colleagues[1], (struct days){l->day - ON_PAPER_SINCE, DAY_MAX}, HOLDING_ON_PAPER, 0);
		rc = live_fact(l, k, &f, err);
	}
	return rc;
}

/* ---- what is asked ---- */

static struct matter_row matter_of(enum matter_kind kind, int32_t post_id)
{
	return (struct matter_row){.kind = kind, .post_id = post_id, .value = -1, .when = {DAY_MIN, DAY_MAX}, .code = ""};
}

static int live_ask(struct living *l, struct matter_row *row, const char *login, int64_t instant, const char *note, struct err *err)
{
	const struct matter_step_row ask = {.number = 1, .step = MATTER_ASK, .level = row->matter.level, .state = MATTER_OPEN, .login = login,
		.instant = instant, .note = note};

	return commit_matter(l->c, row, &ask, err);
}

static int live_answer(struct living *l, const struct matter_row *row, const char *login, int64_t instant, enum matter_outcome outcome, const char *note,
	struct err *err)
{
	const struct matter_step_row answer = {.number = 2, .step = MATTER_ANSWER, .level = 0, .state = MATTER_ANSWERED, .login = login,
		.instant = instant, .outcome = outcome, .note = note};

	return commit_matter_step(l->c, row->id, &answer, err);
}

/* The place of one of the open cases that a post holds, counted from the first; -1. */
static int32_t held_case(const struct living *l, int32_t post, int32_t number)
{
	const struct post_row *p = &l->s->posts[post];

	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t k = l->s->holdings[l->s->post_holdings[p->first_holding + i]].case_index;

		if (l->s->cases[k].state == CASE_OPEN && number-- == 0)
			return k;
	}
	return -1;
}

static int live_hand_backs(struct living *l, struct err *err)
{
	int32_t asks = held_case(l, l->own_post, 0), refused = l->colleagues[0] >= 0 ? held_case(l, l->colleagues[0], 0) : -1;
	struct matter_row row = matter_of(MATTER_HAND_BACK, l->s->posts[l->own_post].post_id);
	int rc = 0;

	if (asks >= 0) {
		row.case_id = l->s->cases[asks].case_id;
		rc = live_ask(l, &row, l->worker, instant_at(working_days_before(l->day, 1), MORNING), "There is no time left to visit as often as "
			"it needs", err);
	}
	if (rc < 0 || refused < 0)
		return rc;
	row = matter_of(MATTER_HAND_BACK, l->s->posts[l->colleagues[0]].post_id);
	row.case_id = l->s->cases[refused].case_id;
	rc = live_ask(l, &row, login_of_post(l, l->colleagues[0]), instant_at(working_days_before(l->day, 9), NOON),
		"Too many visits far away for one worker", err);
	return rc == 0 ? live_answer(l, &row, l->manager, instant_at(working_days_before(l->day, 8), LATE), OUTCOME_REFUSED,
		"Nobody else has the skills before next month; visits are shared until then", err) : rc;
}

static int live_talks(struct living *l, struct err *err)
{
	struct matter_row row;
	int rc = 0;

	if (l->colleagues[1] >= 0) {
		row = matter_of(MATTER_TALK, l->s->posts[l->colleagues[1]].post_id);
		rc = live_ask(l, &row, login_of_post(l, l->colleagues[1]), instant_at(working_days_before(l->day, 2), LATE),
			"Reports are written in the evening", err);
	}
	if (rc < 0)
		return rc;
	row = matter_of(MATTER_TALK, l->s->posts[l->own_post].post_id);
	rc = live_ask(l, &row, l->worker, instant_at(working_days_before(l->day, 12), MORNING), "", err);
	return rc == 0 ? live_answer(l, &row, l->manager, instant_at(working_days_before(l->day, 10), AFTERNOON), OUTCOME_TALKED,
		"No new cases for a fortnight, and help with administration", err) : rc;
}

/* For the practice supervisor and for the director to answer. */
static int live_second_look_and_line(struct living *l, struct err *err)
{
	enum { LIMIT = 16, FROM_IN = 28 };
	const struct roster_line line = {.scope = LINE_TEAM, .service = "", .team_id = l->s->teams[l->team].team_id, .kind = LINE_COUNT, .value = LIMIT,
		.status = LINE_POLICY, .agreed_by = "Team and head of service", .agreed_on = l->day, .when = {l->day + FROM_IN, DAY_MAX}};
	struct matter_row row = matter_of(MATTER_CLOSING, l->s->posts[l->own_post].post_id);
	int32_t k = held_case(l, l->own_post, 1);
	int rc = 0;

	if (k >= 0) {
		row.case_id = l->s->cases[k].case_id;
		row.code = "stepped-down";
		row.when.from = l->day;
		rc = live_ask(l, &row, l->manager, instant_at(working_days_before(l->day, 1), LATE), "The worker would rather keep it until spring", err);
	}
	if (rc < 0)
		return rc;
	row = matter_of(MATTER_LINE, 0);
	row.line = &line;
	row.when = line.when;
	return live_ask(l, &row, l->life->accounts->accounts[ROLE_HEAD].login, instant_at(working_days_before(l->day, 3), NOON),
		"Agreed with the team after the last quarter", err);
}

/* ---- what is said ---- */

/* The fuller somebody's week, the redder their word. */
static int32_t rating_of(const struct post_load *load)
{
	static const int32_t PERMILLE[] = {600, 800, 950, 1100};
	int32_t value = RATING_LEAST;

	for (size_t i = 0; i < sizeof PERMILLE / sizeof *PERMILLE; i++)
		value += load->used_permille > PERMILLE[i];
	return value;
}

/* The demo worker's is not red, so that what is offered can be agreed to. */
static int live_ratings(struct living *l, struct err *err)
{
	int rc = 0;

	for (int32_t i = 0; i < (int32_t)l->s->posts_count && rc == 0; i++) {
		int32_t value = rating_of(&l->loads.posts[i]);

		if (l->s->posts[i].holdings_count == 0 || l->loads.posts[i].capacity_minutes <= 0)
			continue;
		if (i == l->own_post && value == RATING_RED)
			value--;
		rc = commit_rating(l->c, l->s->posts[i].post_id, i == l->colleagues[2] ? RATING_RED : value, l->day - i % 7, err);
	}
	return rc;
}

static int live_skills(struct living *l, struct err *err)
{
	static const char *const SKILLS[] = {"court", "interpreter:polish", "disability", "sign-language", "exploitation"};
	enum { EVERY = 3, SKILLS_COUNT = sizeof SKILLS / sizeof *SKILLS };
	int rc = 0;

	for (size_t i = 0; i < l->s->posts_count && rc == 0; i += EVERY)
		if (l->s->posts[i].role != POST_MANAGER)
			rc = commit_skill(l->c, NULL, &(struct skill_row){l->s->persons[l->s->posts[i].person].person_id,
				SKILLS[i / EVERY % SKILLS_COUNT], {DAY_MIN, DAY_MAX}}, err);
	return rc;
}

static const char *word_of(enum said_list list, size_t i)
{
	size_t count;
	const struct said_word *words = said_words(list, &count);

	return words[i % count].code;
}

/* Why a case waits; nothing is said to be offered that is not. */
static const char *why_waits(size_t i)
{
	const char *why = word_of(SAID_WAITS, i);

	return str_equal(why, SAID_OFFERED) ? "no-room" : why;
}

/* Most of what waits has been looked at; some of it is due again. */
static int live_reviews(struct living *l, struct err *err)
{
	enum { EVERY_UNSEEN = 15, WEEK = 7 };
	int rc = 0;

	for (size_t i = 0; i < l->pile_count && rc == 0; i++) {
		int32_t days = (int32_t)(i % WEEK);
		const struct review_row r = {.risk = word_of(SAID_RISK, i / 2), .safety = word_of(SAID_SAFETY, i), .why = why_waits(i),
			.next = l->day - days + WEEK + (int32_t)(i % WEEK), .when = {l->day - days, DAY_MAX}};

		if (i % EVERY_UNSEEN != EVERY_UNSEEN - 1)
			rc = commit_review(l->c, l->s->cases[l->pile[i].case_index].case_id, &r, err);
	}
	return rc;
}

/* Hours over the contract: a few of the demo worker's, many of a colleague's. */
static int live_extra_time(struct living *l, struct err *err)
{
	enum { OWN_DAYS = 4, THEIR_DAYS = 12 };
	int rc = 0;

	for (int i = 0; i < OWN_DAYS && rc == 0; i++)
		rc = commit_extra_time(l->c, l->s->posts[l->own_post].post_id,
			&(struct extra_row){working_days_before(l->day, 2 + 3 * i), 60 + 30 * i, EXTRA_WORKED}, err);
	if (rc == 0)
		rc = commit_extra_time(l->c, l->s->posts[l->own_post].post_id,
			&(struct extra_row){working_days_before(l->day, 4), 120, EXTRA_TAKEN}, err);
	for (int i = 0; l->colleagues[1] >= 0 && i < THEIR_DAYS && rc == 0; i++)
		rc = commit_extra_time(l->c, l->s->posts[l->colleagues[1]].post_id,
			&(struct extra_row){working_days_before(l->day, 1 + 3 * i), 150, EXTRA_WORKED}, err);
	return rc;
}

/* What the demo worker says a case needs, and a crisis on another. */
static int live_views(struct living *l, struct err *err)
{
	enum { NEEDS = 180, SURGE = 120, SURGE_DAYS = 10, VIEW_SINCE = 6, SURGE_SINCE = 2 };
	int32_t needs = held_case(l, l->own_post, 2), surges = held_case(l, l->own_post, 3);
	struct fact f = fact_blank(FACT_VIEW);
	int rc = 0;

	f.post_id = l->s->posts[l->own_post].post_id;
	f.minutes = NEEDS;
	f.code = "network";
	f.when = (struct days){l->day - VIEW_SINCE, DAY_MAX};
	if (needs >= 0)
		rc = live_fact(l, needs, &f, err);
	f = fact_blank(FACT_SURGE);
	f.minutes = SURGE;
	f.code = "breakdown";
	f.when = (struct days){l->day - SURGE_SINCE, l->day + SURGE_DAYS};
	return rc == 0 && surges >= 0 ? live_fact(l, surges, &f, err) : rc;
}

/* ---- exceptions ---- */

/* The line that a post passes, of those that bind; false if none. */
static bool passed_line(const struct living *l, int32_t post, struct line_state *ret)
{
	return line_next(l->s, post, &l->loads.posts[post], &(struct line_walk){0}, ret) && ret->passed && ret->binds;
}

static int32_t value_of(const struct living *l, int32_t post, const struct line_state *state)
{
	enum { TO_SPARE = 100 };

	return l->s->lines[state->line].kind == LINE_COUNT ? state->used : l->loads.posts[post].used_permille + TO_SPARE;
}

static int32_t limit_of(const struct living *l, const struct line_state *state)
{
	const struct line_row *line = &l->s->lines[state->line];

	return line->kind == LINE_COUNT ? state->limit : line->value;
}

/* Who lets somebody go so far past a line: what goes far is a director's. */
static enum role decider_of(const struct living *l, const struct line_state *state, int32_t value)
{
	return exception_is_grave(&(struct exception_asked){.limit = limit_of(l, state), .value = value}) ? ROLE_DIRECTOR : ROLE_HEAD;
}

/* In force; the first of them for the second time. */
static int live_exception(struct living *l, int32_t post, const struct line_state *state, bool renewed, struct err *err)
{
	enum { LASTS = 28, SINCE = 7 };
	struct allowed_exception x = {.post_id = l->s->posts[post].post_id, .line_id = l->s->lines[state->line].line_id,
		.value = value_of(l, post, state),
		.when = {l->day - SINCE - LASTS, l->day - SINCE}};
	enum role role = decider_of(l, state, x.value);
	int32_t id;
	int rc;

	x.login = l->life->accounts->accounts[role].login;
	x.role = role_code(role);
	rc = renewed ? commit_exception(l->c, &x, &id, err) : 0;
	if (renewed)
		x.renews = id;
	x.when = (struct days){l->day - SINCE, l->day - SINCE + LASTS};
	return rc == 0 ? commit_exception(l->c, &x, &id, err) : rc;
}

static int live_asked_exception(struct living *l, int32_t post, const struct line_state *state, struct err *err)
{
	enum { LASTS = 28 };
	struct matter_row row = matter_of(MATTER_EXCEPTION, l->s->posts[post].post_id);

	row.line_id = l->s->lines[state->line].line_id;
	row.value = value_of(l, post, state);
	row.matter.level = matter_level_of(row.kind, decider_of(l, state, row.value));
	row.when = (struct days){l->day, l->day + LASTS};
	return live_ask(l, &row, login_of_manager(l, l->s->posts[post].team), instant_at(working_days_before(l->day, 1), NOON),
		"Two colleagues are away until next month", err);
}

/* Whoever has it at a level: the first who answers, and those above. */
static const char *decider_login(const struct living *l, const struct matter_row *row, int32_t post)
{
	enum role role = matter_decider(&row->matter);

	return role == ROLE_MANAGER ? login_of_manager(l, l->s->posts[post].team) : l->life->accounts->accounts[role].login;
}

static int live_plan(struct living *l, const struct matter_row *row, int32_t post, int32_t number, int64_t instant, struct err *err)
{
	const struct matter_step_row plan = {.number = number, .step = MATTER_ANSWER, .level = row->matter.level, .state = MATTER_ANSWERED,
		.login = decider_login(l, row, post), .instant = instant, .outcome = OUTCOME_PLAN,
		.note = "Two cases go to others by the end of next week"};

	return commit_matter_step(l->c, row->id, &plan, err);
}

/* What was not answered in time has gone up, on the minute when its time was over; there it has an answer by the time that it is due. */
static int live_gone_up(struct living *l, struct matter_row *row, int32_t post, struct err *err)
{
	const struct working_time usual = working_time_usual();
	const int64_t now = local_midnight(l->day) + minute_now(l);
	const struct matter_asked up = {.step = MATTER_ESCALATE, .at = matter_due(&row->matter, &usual)};
	struct matter_step_row step = {.number = 2, .step = MATTER_ESCALATE, .state = MATTER_OPEN, .login = "plimsoll",
		.instant = clock_instant_of(up.at), .note = ""};
	int rc;

	if (up.at > now)
		return 0;
	matter_replay(&row->matter, &up);
	step.level = row->matter.level;
	rc = commit_matter_step(l->c, row->id, &step, err);
	return rc == 0 && matter_due(&row->matter, &usual) <= now ? live_plan(l, row, post, step.number + 1, step.instant, err) : rc;
}

/* Puts a load past its line to somebody on a day, as the clock does. */
static int live_put_to(struct living *l, struct matter_row row, int32_t post, int32_t level, int32_t day, bool answered, struct err *err)
{
	const struct matter_step_row ask = {.number = 1, .step = MATTER_ASK, .level = level, .state = MATTER_OPEN, .login = "plimsoll",
		.instant = instant_at(day, MORNING), .note = ""};
	int rc = commit_matter(l->c, &row, &ask, err);

	row.matter = matter_begin(row.kind, clock_minute(ask.instant));
	row.matter.level = level;
	if (rc < 0)
		return rc;
	return answered ? live_plan(l, &row, post, ask.number + 1, instant_at(day, LATE), err) : live_gone_up(l, &row, post, err);
}

/* A load past a line for some days already: the manager knows, and mostly has said what is done about it; so do those above who had to
 * be told at once, or after a week. */
static int live_broken(struct living *l, int32_t post, const struct line_state *state, int number, struct err *err)
{
	enum { DAYS = 6, UNANSWERED_EVERY = 3 };
	int32_t since = working_days_before(l->day, 1 + number % DAYS), week = date_add_working_days(since + OVER_LINE_HEAD_DAYS - 1, 1);
	bool answered = number % UNANSWERED_EVERY != 0, grave = state->used_permille >= LINE_GRAVE_PERMILLE;
	struct matter_row row = matter_of(MATTER_OVER_LINE, l->s->posts[post].post_id);
	int rc;

	row.line_id = l->s->lines[state->line].line_id;
	row.value = state->used_permille;
	row.when.from = since;
	rc = live_put_to(l, row, post, 0, since, answered, err);
	if (rc == 0 && grave)
		rc = live_put_to(l, row, post, matter_level_of(row.kind, ROLE_DIRECTOR), since, since < working_days_before(l->day, 1), err);
	else if (rc == 0 && answered && week < l->day)
		rc = live_put_to(l, row, post, matter_level_of(row.kind, ROLE_HEAD), week, false, err);
	return rc;
}

/* Of those who are past a line every third has an exception, five at most; for the next one it is asked. The others are broken
 * lines. */
static int live_lines(struct living *l, struct err *err)
{
	enum { EXCEPTIONS = 5, EVERY = 3 };
	int passed = 0, rc = 0;

	for (int32_t i = 0; i < (int32_t)l->s->posts_count && rc == 0; i++) {
		struct line_state state;

		if (!passed_line(l, i, &state))
			continue;
		if (passed % EVERY == 0 && passed / EVERY < EXCEPTIONS) {
			rc = live_exception(l, i, &state, passed == 0, err);
		} else {
			rc = live_broken(l, i, &state, passed, err);
			if (rc == 0 && passed == 1)
				rc = live_asked_exception(l, i, &state, err);
		}
		passed++;
	}
	return rc;
}

int live_now(struct living *l, struct err *err)
{
	static int (*const PARTS[])(struct living *, struct err *) = {live_offers_to_worker, live_offers_to_others, live_odd_holdings,
		live_hand_backs, live_talks, live_second_look_and_line, live_ratings, live_skills, live_reviews, live_extra_time, live_views,
		live_lines};
	int rc = 0;

	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS && rc == 0; i++)
		rc = PARTS[i](l, err);
	return rc;
}
