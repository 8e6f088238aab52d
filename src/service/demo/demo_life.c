#include "service/demo/demo_life.h"

#include "base/clock.h"
#include "base/str.h"
#include "service/clock/watch.h"
#include "service/demo/demo_life_inside.h"
#include "service/pictures/scheme_use.h"
#include "store/load_facts.h"

/* ---- days and people ---- */

int32_t working_days_before(int32_t day, int count)
{
	while (count > 0) {
		day--;
		count -= date_working_days(day, day + 1);
	}
	return day;
}

int32_t working_days_after(int32_t day, int count)
{
	return date_add_working_days(day, count);
}

int64_t instant_at(int32_t day, int minute)
{
	return clock_day_begins(day) + (int64_t)minute * 60;
}

const char *login_of_post(const struct living *l, int32_t post)
{
	int32_t person = l->s->posts[post].person;

	return person == l->s->posts[l->own_post].person ? l->worker : person_label(&l->s->persons[person]);
}

const char *login_of_manager(const struct living *l, int32_t team)
{
	return team < 0 || team == l->team || l->s->teams[team].manager[0] == '\0' ? l->manager
		: l->s->teams[team].manager;
}

/* ---- writing ---- */

static enum party party_of(enum negotiation_step step)
{
	switch (step) {
	case STEP_AGREE:
	case STEP_AGREE_IF:
	case STEP_WANT:
	case STEP_DECLINE:
	case STEP_HOLD:
		return PARTY_WORKER;
	case STEP_LAPSE:
	case STEP_EXPIRE:
		return PARTY_CLOCK;
	default:
		return PARTY_MANAGER;
	}
}

static struct proposal_step_row step_row(const struct living *l, int32_t post, const struct told_step *told)
{
	struct proposal_step_row row = {.step = told->step, .party = party_of(told->step), .reason = told->reason != NULL ? told->reason : "",
		.instant = instant_at(told->day, told->minute) + told->second, .talked_with = "", .note = "", .hours = told->hours};

	row.login = row.party == PARTY_CLOCK ? "plimsoll" : row.party == PARTY_WORKER ? login_of_post(l, post)
		: login_of_manager(l, l->s->posts[post].team);
	if (told->step == STEP_DISCUSS) {
		row.talked_at = told->talked_day != 0 ? instant_at(told->talked_day, 15 * 60) : row.instant - 5;
		row.talked_with = login_of_post(l, post);
		row.means = TALK_IN_PERSON;
	}
	return row;
}

static int write_steps(struct living *l, int32_t id, int32_t post, const struct told_step *steps, size_t count, struct negotiation *n,
	struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct proposal_step_row row = step_row(l, post, &steps[i]);
		const struct step_asked kept = {.step = row.step, .by = row.party, .at = clock_minute(row.instant),
			.talked_at = clock_minute(row.talked_at), .means = row.means, .hours = row.hours};

		negotiation_replay(n, &kept);
		row.state = n->state;
		rc = commit_proposal_step(l->c, id, &row, err);
	}
	return rc;
}

/* What they make of it, to know whether it goes on. */
static struct negotiation outcome_of(const struct told_step *steps, size_t count)
{
	struct negotiation n = negotiation_none();

	for (size_t i = 0; i < count; i++) {
		const struct step_asked kept = {.step = steps[i].step, .by = party_of(steps[i].step),
			.at = local_midnight(steps[i].day) + steps[i].minute, .hours = steps[i].hours};

		negotiation_replay(&n, &kept);
	}
	return n;
}

int live_proposal(struct living *l, int32_t case_index, int32_t post, const char *why, const struct told_step *steps, size_t count,
	int32_t *ret_id, struct err *err)
{
	static const char *const ACTIONS[] = {"visit", "telephone", "read", "joint-visit", "assessment", "meeting"};
	static const char *const SUPPORT[] = {"", "joint-visits", "supervision", "administration", "consultation"};
	const struct case_row *k = &l->s->cases[case_index];
	struct negotiation n = outcome_of(steps, count);
	struct proposal_row row = {.case_id = k->case_id, .post_id = l->s->posts[post].post_id, .ended = DAY_MAX,
		.terms = {.role = HOLDING_LEAD, .share = 1000, .why = why, .first_action = ACTIONS[k->case_id % 6],
			.first_action_by = working_days_after(steps[count - 1].day, 3), .risk_with = login_of_manager(l, l->s->posts[post].team),
			.support = SUPPORT[k->case_id % 5], .starts = DAY_MIN, .note = "", .mode = MODE_SUPERVISION}};
	int rc;

	if (n.state != NEGOTIATION_DRAFT && !negotiation_is_open(n.state))
		row.ended = steps[count - 1].day;
	rc = commit_proposal(l->c, &row, err);
	n = negotiation_none();
	if (rc == 0)
		rc = write_steps(l, row.proposal_id, post, steps, count, &n, err);
	*ret_id = row.proposal_id;
	return rc;
}

int live_fact(struct living *l, int32_t case_index, const struct fact *f, struct err *err)
{
	struct case_facts known, told;
	struct fact_change *changes;
	size_t count;
	int rc;

	arena_reset(l->scratch);
	rc = store_case_facts(l->store, l->scratch, l->s->employer.id, l->s->cases[case_index].ref, &known, err);
	if (rc < 0)
		return rc;
	told = (struct case_facts){.ref = known.ref};
	case_facts_add(l->scratch, &told, f);
	case_decide(l->scratch, &known, &told, &changes, &count);
	l->touched[case_index] = true;
	return count == 0 ? 0 : commit_case(l->c, known.ref, changes, count, err);
}

/* ---- who is there ---- */

static void find_colleagues(struct living *l)
{
	size_t found = 0;

	for (size_t i = 0; i < 3; i++)
		l->colleagues[i] = -1;
	for (int32_t i = 0; i < (int32_t)l->s->posts_count && found < 3; i++)
		if (i != l->own_post && l->s->posts[i].team == l->team && l->s->posts[i].role == POST_SOCIAL_WORKER &&
			l->s->posts[i].holdings_count > 0 && l->loads.posts[i].capacity_minutes > 0)
			l->colleagues[found++] = i;
}

/* What nobody holds, for a week or longer: first what is the team's. */
static void find_waiting(struct living *l)
{
	enum { WEEK = 7 };
	int32_t *places;

	pile_of_snapshot(l->a, l->s, &l->loads, &l->pile, &l->pile_count);
	places = arena_array(l->a, l->pile_count + 1, sizeof *places);
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < l->pile_count; i++) {
			const struct case_row *k = &l->s->cases[l->pile[i].case_index];

			if (k->holdings_count == 0 && (snapshot_case_team(l->s, k) == l->team) == (own == 1) && l->pile[i].days >= WEEK)
				places[l->waiting_count++] = l->pile[i].case_index;
		}
	l->waiting = places;
}

static int look_around(struct living *l, struct err *err)
{
	const struct post_row *own;
	int rc = store_snapshot(l->store, l->life->employer, l->day, &l->s, err);

	if (rc < 0)
		return rc;
	own = demo_worker_post(l->s);
	if (own == NULL)
		return err_set(err, PL_NOT_FOUND, "Nobody works in a team of %s", l->life->employer);
	l->loads = loads_of_snapshot(l->a, l->s);
	l->own_post = (int32_t)(own - l->s->posts);
	l->team = own->team;
	l->touched = arena_array(l->a, l->s->cases_count + 1, sizeof *l->touched);
	find_colleagues(l);
	find_waiting(l);
	return 0;
}

/* One entry of the ledger. */
static int live_entry(struct living *l, int64_t *position, int (*live)(struct living *l, struct err *err), struct err *err)
{
	const struct ledger_text entry = {.actor = l->life->actor, .action = "demo", .object = l->life->employer, .payload = "{}",
		.instant = l->life->instant};
	int rc = commit_begin(l->store, l->s->employer.id, *position, &l->c, err);

	if (rc < 0)
		return rc;
	rc = live(l, err);
	if (rc == 0)
		return commit_end(l->c, &entry, position, err);
	commit_abandon(l->c);
	return rc;
}

static int live_all(struct living *l, struct err *err)
{
	int64_t position;
	int rc = look_around(l, err);

	if (rc < 0)
		return rc;
	position = l->s->employer.position;
	rc = live_entry(l, &position, live_past, err);
	for (size_t i = 0; i < l->s->cases_count; i++)
		l->touched[i] = false;
	return rc == 0 ? live_entry(l, &position, live_now, err) : rc;
}

/* What the clock has to do, until nothing is left: what comes up where nobody is goes up at once. */
static int live_watch(struct living *l, struct err *err)
{
	enum { ROUNDS = 5 };
	struct watch_counts done;
	int rc = 0;

	for (int i = 0; i < ROUNDS && rc == 0; i++) {
		rc = watch_once(l->store, l->life->employer, l->life->instant, &done, err);
		if (rc == 0 && done.raised + done.escalated + done.lapsed + done.expired + done.over == 0)
			break;
	}
	return rc;
}

int demo_life_live(const struct demo_life *life, struct err *err)
{
	struct living l = {.life = life, .day = life->day, .a = arena_new(), .scratch = arena_new(),
		.manager = life->accounts->accounts[ROLE_MANAGER].login, .worker = life->accounts->accounts[ROLE_WORKER].login};
	int rc = store_open(life->database, STORE_WRITE, &l.store, err);

	if (rc == 0)
		rc = schemes_of_store(l.store, err);
	if (rc == 0)
		rc = live_all(&l, err);
	if (rc == 0 && clock_day_of(life->instant) == life->day)
		rc = live_watch(&l, err);
	snapshot_drop(l.s);
	store_close(l.store);
	arena_free(l.scratch);
	arena_free(l.a);
	return rc;
}
