/* What was offered and agreed in the last weeks of an invented council, by the holdings that began in them. */
#include "base/clock.h"
#include "core/closing.h"
#include "core/roster.h"
#include "service/demo/demo_life_inside.h"
#include "store/declared.h"
#include "store/load_facts.h"

enum { STORY_STEPS = 8, MORNING = 10 * 60 + 20, NOON = 12 * 60, AFTERNOON = 14 * 60 + 30, EVENING = 21 * 60 + 40, EARLY = 11 * 60 };

/* How it came about. */
enum story { PLAIN, UNTOLD, SECONDS, EVENINGS, BACKDATED, CONDITIONS, EMERGENCY, WANTED, DECLINED_FIRST, AGAIN };

/* Most are plain; what is not is there to be found (docs/patterns.md). */
static const enum story STORIES[] = {PLAIN, PLAIN, UNTOLD, PLAIN, CONDITIONS, PLAIN, SECONDS, PLAIN, PLAIN, DECLINED_FIRST, PLAIN, BACKDATED,
	PLAIN, EVENINGS, PLAIN, WANTED, PLAIN, EMERGENCY, PLAIN, AGAIN, PLAIN, PLAIN, SECONDS};
enum { STORIES_COUNT = sizeof STORIES / sizeof *STORIES };

struct told_story {
	struct told_step steps[STORY_STEPS];
	size_t count;
};

static void tell(struct told_story *t, struct told_step step)
{
	t->steps[t->count++] = step;
}

/* The way from an offer to an agreement on the day `agreed`, a working one, and the one before. */
static void tell_middle(struct told_story *t, enum story story, int32_t before, int32_t agreed)
{
	switch (story) {
	case SECONDS:
		tell(t, (struct told_step){AT(OFFER, agreed, MORNING), .second = 0});
		tell(t, (struct told_step){AT(DISCUSS, agreed, MORNING), .second = 15});
		return;
	case BACKDATED:
		before = working_days_before(agreed, 5);
		tell(t, (struct told_step){AT(OFFER, before, MORNING)});
		tell(t, (struct told_step){AT(DISCUSS, agreed, 10 * 60), .talked_day = before});
		return;
	case EMERGENCY:
		tell(t, (struct told_step){AT(OFFER, before, EARLY)});
		tell(t, (struct told_step){AT(HOLD, before, EARLY + 5), .reason = "safety", .hours = EMERGENCY_HOURS_MOST});
		tell(t, (struct told_step){AT(DISCUSS, agreed, 9 * 60 + 40)});
		return;
	case WANTED:
		tell(t, (struct told_step){AT(OFFER, before, EARLY)});
		tell(t, (struct told_step){AT(WANT, before, NOON), .reason = "facts"});
		tell(t, (struct told_step){AT(GIVE, before, AFTERNOON)});
		tell(t, (struct told_step){AT(DISCUSS, before, AFTERNOON + 60)});
		return;
	default:
		tell(t, (struct told_step){AT(OFFER, before, EARLY)});
		tell(t, (struct told_step){AT(DISCUSS, before, AFTERNOON)});
		return;
	}
}

static struct told_story story_of(enum story story, int32_t agreed)
{
	struct told_story t = {.count = 0};
	int32_t before = working_days_before(agreed, 1);

	tell(&t, (struct told_step){AT(DRAFT, story == BACKDATED ? working_days_before(agreed, 5) : before, 10 * 60)});
	tell_middle(&t, story, before, agreed);
	if (story == CONDITIONS) {
		tell(&t, (struct told_step){AT(AGREE_IF, agreed, MORNING)});
		tell(&t, (struct told_step){AT(ACCEPT, agreed, MORNING + 40)});
	} else {
		tell(&t, (struct told_step){AT(AGREE, agreed, story == EVENINGS ? EVENING : MORNING), .second = story == SECONDS ? 40 : 0});
	}
	return t;
}

/* Somebody of the team who could have been asked. */
static int32_t another_of_team(const struct living *l, int32_t post)
{
	for (int32_t i = 0; i < (int32_t)l->s->posts_count; i++)
		if (i != post && l->s->posts[i].team == l->s->posts[post].team && l->s->posts[i].role == POST_SOCIAL_WORKER &&
			l->s->posts[i].when.from < l->day - DEMO_LIVE_DAYS)
			return i;
	return post;
}

static int live_declined(struct living *l, int32_t case_index, int32_t post, int32_t agreed, struct err *err)
{
	int32_t offered = working_days_before(agreed, 4), answered = working_days_before(agreed, 3), id;
	const struct told_step steps[] = {{AT(DRAFT, offered, 10 * 60)}, {AT(OFFER, offered, EARLY)},
		{AT(DECLINE, answered, MORNING), .reason = "too-much"}};

	return live_proposal(l, case_index, post, "room", steps, sizeof steps / sizeof *steps, &id, err);
}

static int live_condition(struct living *l, int32_t proposal_id, struct err *err)
{
	const struct agreed_condition condition = {"review", working_days_after(l->day, 5), ""};

	return commit_proposal_conditions(l->c, proposal_id, &condition, 1, err);
}

static struct fact holding_fact(const struct living *l, const struct holding_row *h, int32_t proposal_id)
{
	struct fact f = fact_blank(FACT_HOLDING);

	f.post_id = l->s->posts[h->post].post_id;
	f.role = h->role;
	f.share = h->share;
	f.when = h->when;
	f.standing = HOLDING_STANDS;
	f.proposal_id = proposal_id;
	return f;
}

static int live_holding(struct living *l, const struct holding_row *h, enum story story, struct err *err)
{
	static const char *const WHY[] = {"room", "continuity", "skills", "area", "nobody-else", "duty"};
	int32_t last = h->when.from < l->day ? h->when.from : l->day - 1, agreed = working_days_before(last + 1, 1), id;
	struct told_story t = story_of(story, agreed);
	struct fact f;
	int rc = 0;

	if (story == DECLINED_FIRST || story == AGAIN)
		rc = live_declined(l, h->case_index, story == AGAIN ? h->post : another_of_team(l, h->post), agreed, err);
	if (rc == 0)
		rc = live_proposal(l, h->case_index, h->post, WHY[h->case_index % 6], t.steps, t.count, &id, err);
	if (rc == 0 && story == CONDITIONS)
		rc = live_condition(l, id, err);
	if (rc < 0)
		return rc;
	f = holding_fact(l, h, id);
	return live_fact(l, h->case_index, &f, err);
}

static bool was_negotiated(const struct living *l, const struct holding_row *h)
{
	return h->post >= 0 && !h->again && h->role == HOLDING_LEAD && l->s->posts[h->post].role != POST_MANAGER &&
		h->when.from >= l->day - DEMO_LIVE_DAYS && h->when.from <= l->day && h->when.until == DAY_MAX &&
		l->s->cases[h->case_index].state == CASE_OPEN && !l->touched[h->case_index];
}

static int live_holdings(struct living *l, struct err *err)
{
	size_t told = 0;
	int rc = 0;

	for (size_t i = 0; i < l->s->holdings_count && rc == 0; i++) {
		const struct holding_row *h = &l->s->holdings[i];
		enum story story;

		if (!was_negotiated(l, h))
			continue;
		story = STORIES[told++ % STORIES_COUNT];
		if (story != UNTOLD)
			rc = live_holding(l, h, story, err);
	}
	return rc;
}

/* Why the cases were closed that were closed in those weeks, and what who held them said. */
static int live_closings(struct living *l, struct err *err)
{
	enum { DISAGREES = 9 };
	int rc = 0;

	for (size_t i = 0; i < l->s->cases_count && rc == 0; i++) {
		const struct case_row *k = &l->s->cases[i];

		if (k->state == CASE_CLOSING && k->closed >= l->day - DEMO_LIVE_DAYS && k->closed <= l->day) {
			struct closing_row row = {.closed = k->closed, .login = l->manager,
				.reason = closing_reason_code((enum closing_reason)(i % CLOSING_PERMANENCE)),
				.worker_agrees = i % DISAGREES != 0, .near_report = is_near_report(k->closed)};

			rc = commit_closing(l->c, k->case_id, &row, err);
		}
	}
	return rc;
}

/* Ratings of two weeks ago; those of today are told with all else of today. */
static int live_ratings(struct living *l, struct err *err)
{
	enum { FORTNIGHT = 14 };
	int rc = 0;

	for (size_t i = 0; i < l->s->posts_count && rc == 0; i++)
		if (l->s->posts[i].holdings_count > 0 && l->loads.posts[i].capacity_minutes > 0)
			rc = commit_rating(l->c, l->s->posts[i].post_id, 2 + (int32_t)(i % 3), l->day - FORTNIGHT - (int32_t)(i % 5), err);
	return rc;
}

/* Somebody new in the team since a week ago, and somebody of it who leaves in three weeks. */
static int live_joiner_and_leaver(struct living *l, struct err *err)
{
	enum { LEAVES_IN = 21, SINCE = 7 };
	struct roster_change changes[] = {{CHANGED_PERSON, true, 0}, {CHANGED_POST, true, 0}, {CHANGED_POST, false, 1}};
	struct roster_person joiner = {.code = "JOINER", .name = "Robin Neville", .registration = "", .staff_id = "JOINER"};
	struct roster_post posts[2] = {{.post_id = 0}};
	struct roster_joined joined = {.changes = changes};
	struct roster r;
	int32_t leaver = l->colleagues[2];
	int rc = store_roster(l->store, l->a, l->s->employer.id, &r, err);

	if (rc < 0)
		return rc;
	joiner.person_id = r.last_person_id + 1;
	for (size_t i = 0; i < r.posts_count; i++) {
		if (r.posts[i].post_id == l->s->posts[l->own_post].post_id)
			posts[0] = r.posts[i];
		if (leaver >= 0 && r.posts[i].post_id == l->s->posts[leaver].post_id)
			posts[1] = r.posts[i];
	}
	posts[0].post_id = r.last_post_id + 1;
	posts[0].person_id = joiner.person_id;
	posts[0].when = (struct days){l->day - SINCE, DAY_MAX};
	posts[0].reported_cases = -1;
	posts[0].reported_on = DAY_MIN;
	posts[0].agency = false;
	posts[1].when.until = l->day + LEAVES_IN;
	joined.roster.persons = &joiner;
	joined.roster.persons_count = 1;
	joined.roster.posts = posts;
	joined.roster.posts_count = 2;
	joined.changes_count = leaver >= 0 ? 3 : 2;
	return commit_roster(l->c, &joined, err);
}

/* What the invented employer declares of itself; its code is no council's. */
static int live_declared(struct living *l, struct err *err)
{
	enum { AGREED = 320, BEGAN = 300, ENDS = 400, A_YEAR = 365, NO_COUNCIL = 999 };
	const struct declaration rows[] = {
		{.what = DECLARED_DFE_CODE, .figure = NO_COUNCIL, .when = {l->day - A_YEAR, DAY_MAX}, .agreed_by = ""},
		{.what = DECLARED_VACANCIES, .figure = 650, .when = {l->day - A_YEAR, DAY_MAX}, .agreed_by = ""},
		{.what = DECLARED_COST, .figure = 58000, .when = {l->day - A_YEAR, DAY_MAX}, .agreed_by = ""},
		{.what = DECLARED_TARGET, .figure = 190, .goal = 150, .starts = l->day - BEGAN, .due = l->day + ENDS, .pounds = 240000,
			.status = LINE_COLLECTIVE, .agreed_by = "The council and the union", .when = {l->day - AGREED, DAY_MAX}}};
	int rc = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows && rc == 0; i++)
		rc = commit_declared(l->c, &rows[i], err);
	return rc;
}

int live_past(struct living *l, struct err *err)
{
	int rc = commit_setting(l->c, SETTING_LIVE, true, l->day - DEMO_LIVE_DAYS, err);

	if (rc == 0)
		rc = live_declared(l, err);
	if (rc == 0)
		rc = live_joiner_and_leaver(l, err);
	if (rc == 0)
		rc = live_holdings(l, err);
	if (rc == 0)
		rc = live_closings(l, err);
	return rc == 0 ? live_ratings(l, err) : rc;
}
