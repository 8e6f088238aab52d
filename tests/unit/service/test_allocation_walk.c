/* Random walks by all roles through negotiations on a real store, held against a model that is written down once more, and
 * plainly: what may be done is done, what may not is refused and changes nothing, and what holds always holds after every step. */
#include "allocation_desk.h"
#include "service/allocation/undo_own.h"
#include "service/clock/watch.h"

enum { STEPS = 350, LINE = 2, MOST_PROPOSALS = 200, HOLD_HOURS = 5 };

static uint64_t seed;

static int32_t chance(int32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int32_t)((seed >> 33) % (uint64_t)n);
}

/* ---- the model ---- */

static const struct {
	enum negotiation_state from;
	enum negotiation_step step;
	const char *who;          /* w: the worker, m: the manager's side, e: either, c: the clock */
	enum negotiation_state to;
} MODEL[] = {
	{NEGOTIATION_DRAFT, STEP_OFFER, "m", NEGOTIATION_OFFERED}, {NEGOTIATION_DRAFT, STEP_DISCARD, "m", NEGOTIATION_DISCARDED},
	{NEGOTIATION_OFFERED, STEP_DISCUSS, "e", NEGOTIATION_DISCUSSED}, {NEGOTIATION_OFFERED, STEP_WANT, "w", NEGOTIATION_MORE_WANTED},
	{NEGOTIATION_OFFERED, STEP_DECLINE, "w", NEGOTIATION_DECLINED}, {NEGOTIATION_OFFERED, STEP_HOLD, "w", NEGOTIATION_HELD},
	{NEGOTIATION_OFFERED, STEP_WITHDRAW, "m", NEGOTIATION_WITHDRAWN},
	{NEGOTIATION_DISCUSSED, STEP_DISCUSS, "e", NEGOTIATION_DISCUSSED}, {NEGOTIATION_DISCUSSED, STEP_AGREE, "w", NEGOTIATION_LIVE},
	{NEGOTIATION_DISCUSSED, STEP_AGREE_IF, "w", NEGOTIATION_CONDITIONAL}, {NEGOTIATION_DISCUSSED, STEP_WANT, "w", NEGOTIATION_MORE_WANTED},
	{NEGOTIATION_DISCUSSED, STEP_DECLINE, "w", NEGOTIATION_DECLINED}, {NEGOTIATION_DISCUSSED, STEP_HOLD, "w", NEGOTIATION_HELD},
	{NEGOTIATION_DISCUSSED, STEP_WITHDRAW, "m", NEGOTIATION_WITHDRAWN},
	{NEGOTIATION_CONDITIONAL, STEP_DISCUSS, "e", NEGOTIATION_DISCUSSED}, {NEGOTIATION_CONDITIONAL, STEP_ACCEPT, "m", NEGOTIATION_LIVE},
	{NEGOTIATION_CONDITIONAL, STEP_REJECT, "m", NEGOTIATION_DISCUSSED}, {NEGOTIATION_CONDITIONAL, STEP_DECLINE, "w", NEGOTIATION_DECLINED},
	{NEGOTIATION_CONDITIONAL, STEP_WITHDRAW, "m", NEGOTIATION_WITHDRAWN},
	{NEGOTIATION_MORE_WANTED, STEP_GIVE, "m", NEGOTIATION_OFFERED}, {NEGOTIATION_MORE_WANTED, STEP_DECLINE, "w", NEGOTIATION_DECLINED},
	{NEGOTIATION_MORE_WANTED, STEP_WITHDRAW, "m", NEGOTIATION_WITHDRAWN},
	{NEGOTIATION_HELD, STEP_DISCUSS, "e", NEGOTIATION_DISCUSSED}, {NEGOTIATION_HELD, STEP_DECLINE, "w", NEGOTIATION_DECLINED},
	{NEGOTIATION_HELD, STEP_WITHDRAW, "m", NEGOTIATION_WITHDRAWN},
	{NEGOTIATION_OFFERED, STEP_LAPSE, "c", NEGOTIATION_LAPSED}, {NEGOTIATION_DISCUSSED, STEP_LAPSE, "c", NEGOTIATION_LAPSED},
	{NEGOTIATION_CONDITIONAL, STEP_LAPSE, "c", NEGOTIATION_LAPSED}, {NEGOTIATION_MORE_WANTED, STEP_LAPSE, "c", NEGOTIATION_LAPSED},
	{NEGOTIATION_HELD, STEP_EXPIRE, "c", NEGOTIATION_EXPIRED}, {NEGOTIATION_OFFERED, STEP_EXPIRE, "c", NEGOTIATION_EXPIRED},
	{NEGOTIATION_DISCUSSED, STEP_EXPIRE, "c", NEGOTIATION_EXPIRED}, {NEGOTIATION_CONDITIONAL, STEP_EXPIRE, "c", NEGOTIATION_EXPIRED},
	{NEGOTIATION_MORE_WANTED, STEP_EXPIRE, "c", NEGOTIATION_EXPIRED},
};

static bool is_for(const char *who, char side)
{
	return who[0] == side || (who[0] == 'e' && side != 'c');
}

/* What the step makes of it for whoever is on that side ('w', 'm', 'c'); NONE if it may not be taken. */
static enum negotiation_state model_of(enum negotiation_state from, enum negotiation_step step, char side)
{
	for (size_t i = 0; i < sizeof MODEL / sizeof *MODEL; i++)
		if (MODEL[i].from == from && MODEL[i].step == step && is_for(MODEL[i].who, side))
			return MODEL[i].to;
	return NEGOTIATION_NONE;
}

/* ---- the people: two workers of North, its manager and supervisor, and the manager of South ---- */

static const char *const PEOPLE[] = {"ann", "ben", "mia", "sup", "tom"};
static const char *const REFS[] = {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"};

#define MORE_CASES "case,opened,service,team\nC4,2026-06-01,children,North\nC5,2026-06-01,children,North\n" \
	"C6,2026-06-01,children,North\nC7,2026-06-01,children,North\nC8,2026-06-01,children,North\n"

static char side_of(const char *login, const struct proposal_story *s)
{
	const char *worker = s->row.post_id == desk_post("W1") ? "ann" : "ben";

	if (str_equal(login, worker))
		return 'w';
	return str_equal(login, "mia") || str_equal(login, "sup") ? 'm' : '-';
}

/* ---- what holds always ---- */

static bool has_step(const struct proposal_story *s, enum negotiation_step step, enum party party)
{
	for (size_t i = 0; i < s->steps_count; i++)
		if (s->steps[i].step == step && s->steps[i].party == party)
			return true;
	return false;
}

/* Nobody holds a case by a proposal without a talk and an answer of their own. */
static void assert_agreed(const struct fact *h)
{
	struct proposal_story s = story(h->proposal_id);

	assert_int_equal(s.row.state, NEGOTIATION_LIVE);
	assert_true(has_step(&s, STEP_DISCUSS, PARTY_MANAGER) || has_step(&s, STEP_DISCUSS, PARTY_WORKER));
	assert_true(has_step(&s, STEP_AGREE, PARTY_WORKER) || has_step(&s, STEP_AGREE_IF, PARTY_WORKER));
}

/* The steps that stand are a walk through the model, whatever was taken back, and have made the state. */
static void assert_walked(const struct proposal_story *s)
{
	enum negotiation_state at = NEGOTIATION_DRAFT;

	assert_int_equal(s->steps[0].step, STEP_DRAFT);
	for (size_t i = 0; i < s->steps_count; i++) {
		const struct proposal_step_row *row = &s->steps[i];

		assert_int_equal(row->number, i + 1);
		if (i > 0)
			at = model_of(at, row->step, row->party == PARTY_WORKER ? 'w' : row->party == PARTY_CLOCK ? 'c' : 'm');
		assert_int_equal(row->state, at);
	}
	assert_int_equal(s->row.state, at);
	assert_true((s->row.ended == DAY_MAX) == (negotiation_is_open(at) || at == NEGOTIATION_DRAFT));
}

static void assert_case_holds(const char *ref)
{
	struct fact held[8];
	size_t leads = 0, n = going_on(ref, held, 8);

	for (size_t i = 0; i < n; i++) {
		bool stands = holding_standing(&held[i]) == HOLDING_STANDS;

		leads += stands && held[i].role == HOLDING_LEAD;
		if (stands && held[i].proposal_id != 0)
			assert_agreed(&held[i]);
		if (!stands)
			assert_true(negotiation_is_open(story(held[i].proposal_id).row.state));
	}
	assert_true(leads <= 1);
}

static int32_t most_held;
static int32_t ids[MOST_PROPOSALS];
static size_t ids_count;

/* Of one case two are open only beside each other: one of them as co-worker, and not of the same worker. */
static void assert_offered_once(void)
{
	for (size_t i = 0; i < ids_count; i++) {
		struct proposal_row a = story(ids[i]).row;

		for (size_t k = 0; k < i && negotiation_is_open(a.state); k++) {
			struct proposal_row b = story(ids[k]).row;

			if (b.case_id == a.case_id && negotiation_is_open(b.state))
				assert_true(a.post_id != b.post_id && (a.terms.role == HOLDING_CO_WORKER || b.terms.role == HOLDING_CO_WORKER));
		}
	}
}

/* Nobody stands past the line: what is held for some hours may pass it. */
static void assert_lines_are_kept(void)
{
	const struct snapshot *s = desk_picture();

	for (size_t i = 0; i < s->posts_count; i++) {
		int32_t standing = 0;

		for (int32_t k = 0; k < s->posts[i].holdings_count; k++)
			standing += s->holdings[s->post_holdings[s->posts[i].first_holding + k]].standing == HOLDING_STANDS;
		assert_true(standing <= LINE);
		most_held = standing > most_held ? standing : most_held;
	}
	snapshot_drop(s);
}

static void assert_all_holds(void)
{
	for (size_t i = 0; i < sizeof REFS / sizeof *REFS; i++)
		assert_case_holds(REFS[i]);
	for (size_t i = 0; i < ids_count; i++) {
		struct proposal_story walked = story(ids[i]);

		assert_walked(&walked);
	}
	assert_offered_once();
	assert_lines_are_kept();
}

/* ---- when a line has to speak: counted by hand, from what is held and what is offered ---- */

struct forecast {
	bool passes;              /* the case by itself would be one too many */
	bool passes_with_offers;  /* by itself not, with all that is offered it would */
};

static int32_t spoken[NEGOTIATION_REFUSALS];

/* Whether the worker has it on the desk: for good, or in an emergency. */
static bool is_on_desk(int32_t post_id, const char *ref, bool *ret_for_good)
{
	struct fact held[8];
	size_t n = going_on(ref, held, 8);
	bool found = false;

	*ret_for_good = false;
	for (size_t i = 0; i < n; i++) {
		found |= held[i].post_id == post_id;
		*ret_for_good |= held[i].post_id == post_id && holding_standing(&held[i]) == HOLDING_STANDS;
	}
	return found;
}

static bool is_offered_otherwise(int32_t post_id, const char *ref, int32_t proposal_id)
{
	for (size_t i = 0; i < ids_count; i++) {
		struct proposal_row row = story(ids[i]).row;

		if (ids[i] != proposal_id && row.post_id == post_id && str_equal(row.ref, ref) && negotiation_is_open(row.state) &&
			row.state != NEGOTIATION_HELD)
			return true;
	}
	return false;
}

static struct forecast forecast(int32_t post_id, const char *ref, int32_t proposal_id)
{
	int32_t cases = 1, with_offers = 1;
	bool has_it = false;

	for (size_t i = 0; i < sizeof REFS / sizeof *REFS; i++) {
		bool for_good, on_desk = is_on_desk(post_id, REFS[i], &for_good);

		if (str_equal(REFS[i], ref)) {
			has_it = for_good;
			continue;
		}
		cases += on_desk;
		with_offers += on_desk || is_offered_otherwise(post_id, REFS[i], proposal_id);
	}
	return (struct forecast){.passes = cases > LINE && !has_it,
		.passes_with_offers = (cases <= LINE || has_it) && with_offers > LINE && (with_offers > cases || !has_it)};
}

/* A hold passes lines for its hours; whatever else puts it on the desk, or may, does not. */
static void assert_foretold(const struct forecast *f, enum negotiation_step step, int rc)
{
	bool offers = step == STEP_OFFER || step == STEP_GIVE, takes = step == STEP_AGREE || step == STEP_ACCEPT;

	if (rc == 0)
		assert_false((f->passes && (offers || takes)) || (f->passes_with_offers && offers));
	else if (outcome.refusal == REFUSED_LINE_PASSED)
		assert_true(f->passes && (offers || takes));
	else if (outcome.refusal == REFUSED_OFFERS_PASS_LINE)
		assert_true(f->passes_with_offers && offers);
	spoken[outcome.refusal] += rc < 0;
}

/* ---- walking ---- */

#define THE_WORKER "the worker"

static int32_t taken[NEGOTIATION_STEPS], taken_back, kept_back;
static void begin_some(void)
{
	const char *who = chance(2) == 0 ? "mia" : PEOPLE[chance(5)];
	/* One after the other: the compiler may take arguments in any order, and the walk would be another one. */
	const char *post = chance(2) == 0 ? "W1" : "W2", *ref = REFS[chance(sizeof REFS / sizeof *REFS)];
	struct allocation_proposing p = proposing(who, ref, post);
	struct forecast f;
	int rc;

	p.offer = chance(3) > 0;
	p.terms.role = chance(4) == 0 ? HOLDING_CO_WORKER : HOLDING_LEAD;
	if (chance(2) == 0)
		p.instead_of = desk_post(p.post_id == desk_post("W1") ? "W2" : "W1");
	f = forecast(p.post_id, ref, 0);
	rc = propose(&p);
	assert_foretold(&f, p.offer ? STEP_OFFER : STEP_DRAFT, rc);
	if (!str_equal(who, "mia") && !str_equal(who, "sup"))
		assert_true(rc == PL_DENIED || rc == PL_NOT_FOUND);
	if (rc == 0 && ids_count < MOST_PROPOSALS)
		ids[ids_count++] = outcome.proposal_id;
	else if (rc < 0 && rc != PL_DENIED && rc != PL_NOT_FOUND)
		assert_true(outcome.refusal >= REFUSED_CASE_NOT_OPEN);
}

/* All that goes with a step, so that only whose turn it is and what the world says can refuse it. */
static struct allocation_step whole_step(const char *login, const struct proposal_story *s, enum negotiation_step step)
{
	static struct agreed_condition condition = {"training", 0, ""};
	struct allocation_step asked = step_of(login, s->row.proposal_id, step);
	enum brief_list list;
	size_t count;

	condition.due = desk_today() + 10;
	if (brief_reasons(step, &list))
		asked.reason = brief_words(list, &count)[0].code;
	if (step == STEP_AGREE_IF) {
		asked.conditions = &condition;
		asked.conditions_count = 1;
	}
	asked.talked_with = side_of(login, s) == 'w' ? "mia" : s->row.post_id == desk_post("W1") ? "ann" : "ben";
	asked.hours = HOLD_HOURS;
	return asked;
}

/* Mostly one of those that go on. */
static int32_t some_proposal(void)
{
	for (size_t i = ids_count; i > 0; i--)
		if (chance(3) > 0 && story(ids[i - 1]).row.ended == DAY_MAX)
			return ids[i - 1];
	return ids[chance((int32_t)ids_count)];
}

static bool ends(enum negotiation_step step)
{
	return step == STEP_DISCARD || step == STEP_DECLINE || step == STEP_WITHDRAW;
}

/* One time in five whatever, else something that the model has, and seldom its end. */
static enum negotiation_step some_step(enum negotiation_state state, const char **ret_who)
{
	size_t steps[sizeof MODEL / sizeof *MODEL], count = 0, k;

	*ret_who = PEOPLE[chance(5)];
	for (size_t i = 0; i < sizeof MODEL / sizeof *MODEL; i++)
		if (MODEL[i].from == state && MODEL[i].who[0] != 'c')
			steps[count++] = i;
	if (count == 0 || chance(5) == 0)
		return (enum negotiation_step)(1 + chance(NEGOTIATION_STEPS - 1));
	do
		k = steps[chance((int32_t)count)];
	while (ends(MODEL[k].step) && chance(6) > 0);
	*ret_who = MODEL[k].who[0] == 'm' ? "mia" : THE_WORKER;
	return MODEL[k].step;
}

static void take_some(void)
{
	struct proposal_story before = story(some_proposal());
	const char *who;
	enum negotiation_step step = some_step(before.row.state, &who);
	struct allocation_step asked;
	struct forecast f = forecast(before.row.post_id, before.row.ref, before.row.proposal_id);
	char side;
	enum negotiation_state expected, after;
	int rc;

	if (str_equal(who, THE_WORKER))
		who = before.row.post_id == desk_post("W1") ? "ann" : "ben";
	asked = whole_step(who, &before, step);
	side = side_of(who, &before);
	expected = side != '-' ? model_of(before.row.state, step, side) : NEGOTIATION_NONE;
	rc = take(&asked);
	after = story(before.row.proposal_id).row.state;
	taken[step] += rc == 0;
	assert_foretold(&f, step, rc);

	if (side == '-')
		assert_int_equal(rc, PL_DENIED);
	if (rc == 0) {
		assert_int_not_equal(expected, NEGOTIATION_NONE);
		assert_int_equal(after, expected);
		assert_int_equal(story(before.row.proposal_id).steps_count, before.steps_count + 1);
		return;
	}
	assert_int_equal(after, before.row.state);
	assert_int_equal(story(before.row.proposal_id).steps_count, before.steps_count);
	if (expected != NEGOTIATION_NONE)
		assert_true(outcome.refusal >= REFUSED_CASE_NOT_OPEN);
}

static bool exists(int32_t id)
{
	struct proposal_story s;
	int rc = store_proposal(desk.store, desk.a, desk.employer_id, id, &s, &desk.err);

	if (rc == PL_NOT_FOUND)
		return false;
	DESK_OK(rc);
	return true;
}

static void forget_what_is_gone(void)
{
	size_t kept = 0;

	for (size_t i = 0; i < ids_count; i++)
		if (exists(ids[i]))
			ids[kept++] = ids[i];
	ids_count = kept;
}

/* Somebody takes back their last step, as if all since had been done within seconds. */
static void take_some_back(void)
{
	const struct viewer *who = desk_viewer(PEOPLE[chance(5)]);
	struct undo_own_request r = {.by = {.employer = "council", .viewer = who}};
	int64_t now = desk.now;
	struct ledger_row last;
	int rc;

	for (int32_t back = 0; back < 4 && r.sequence == 0; back++) {
		r.by.instant = now - 60 * back;
		DESK_OK(undo_own_find(desk.store, desk.a, desk.employer_id, who, r.by.instant, &last, &desk.err));
		r.sequence = last.sequence;
	}
	if (r.sequence == 0)
		return;
	rc = undo_own(desk.store, &r, &desk.err);
	taken_back += rc == 0;
	kept_back += rc == PL_CONFLICT;
	assert_true(rc == 0 || rc == PL_CONFLICT);
	forget_what_is_gone();
}

/* ---- what time does ---- */

static char turn_of(enum negotiation_state state)
{
	return state == NEGOTIATION_OFFERED || state == NEGOTIATION_DISCUSSED ? 'w' :
		state == NEGOTIATION_DRAFT || negotiation_is_open(state) ? 'm' : '-';
}

/* Since when the side is waited for that is waited for: an offer begins it anew, a talk does not. */
static int64_t turn_since(const struct proposal_story *s)
{
	int64_t since = s->steps[0].instant;

	for (size_t i = 1; i < s->steps_count; i++)
		if (s->steps[i].step == STEP_OFFER || s->steps[i].step == STEP_GIVE ||
			turn_of(s->steps[i].state) != turn_of(s->steps[i - 1].state))
			since = s->steps[i].instant;
	return since;
}

/* Since when it is held in an emergency; 0: it is not. */
static int64_t held_since(const struct proposal_story *s)
{
	int64_t since = 0;

	for (size_t i = 0; i < s->steps_count; i++)
		if (s->steps[i].step == STEP_HOLD)
			since = s->steps[i].instant;
	return since;
}

/* Two usual days of work are never over within sixteen hours, and always within six days. A hold ends to the minute. */
static void assert_on_time(const struct proposal_story *before, enum negotiation_state now)
{
	int64_t waited = desk.now - turn_since(before), held = held_since(before);

	if (held != 0 && negotiation_is_open(before->row.state) && desk.now - held >= HOLD_HOURS * 3600) {
		assert_true(now == NEGOTIATION_EXPIRED || (now == NEGOTIATION_LAPSED && before->row.state != NEGOTIATION_HELD));
		return;
	}
	if (before->row.state == NEGOTIATION_HELD) {
		assert_int_equal(now, NEGOTIATION_HELD);
		return;
	}
	if (!negotiation_is_open(before->row.state) || waited < 16 * 3600)
		assert_int_equal(now, before->row.state);
	else if (waited > 6 * 24 * 3600)
		assert_int_equal(now, NEGOTIATION_LAPSED);
}

/* An hour, or the days of a weekend and more; then the clock is looked at. */
static void let_time_pass(void)
{
	struct arena *a = arena_new();
	struct proposal_story *before = arena_array(a, MOST_PROPOSALS, sizeof *before);
	struct watch_counts counts;
	int32_t over[NEGOTIATION_STEPS] = {0};

	desk.now += chance(4) == 0 ? 86400 * (1 + chance(5)) : 3600 * (1 + chance(8));
	for (size_t i = 0; i < ids_count; i++)
		before[i] = story(ids[i]);
	DESK_OK(watch_once(desk.store, "council", desk.now, &counts, &desk.err));
	for (size_t i = 0; i < ids_count; i++) {
		struct proposal_story after = story(ids[i]);
		enum negotiation_step step = after.row.state == NEGOTIATION_EXPIRED ? STEP_EXPIRE : STEP_LAPSE;

		assert_on_time(&before[i], after.row.state);
		if (after.row.state == before[i].row.state)
			continue;
		assert_int_equal(after.row.state, model_of(before[i].row.state, step, 'c'));
		over[step]++;
	}
	assert_int_equal(counts.lapsed, over[STEP_LAPSE]);
	assert_int_equal(counts.expired, over[STEP_EXPIRE]);
	taken[STEP_LAPSE] += over[STEP_LAPSE];
	taken[STEP_EXPIRE] += over[STEP_EXPIRE];
	arena_free(a);
}

static void test_walks__agree_with_the_model_and_keep_what_always_holds(void **state)
{
	(void)state;
	for (int step = 0; step < STEPS; step++) {
		if (chance(8) == 0)
			take_some_back();
		else if (ids_count == 0 || chance(4) == 0)
			begin_some();
		else
			take_some();
		if (chance(10) == 0)
			let_time_pass();
		assert_all_holds();
	}
	assert_true(ids_count > 0);
}

/* Walks that come nowhere show nothing. */
static void test_walks__have_been_everywhere(void **state)
{
	(void)state;
	for (int step = STEP_OFFER; step < NEGOTIATION_STEPS; step++)
		if (taken[step] == 0)
			fail_msg("no walk has taken the step %s", negotiation_step_code((enum negotiation_step)step));
	assert_true(taken_back > 0 && kept_back > 0);
	assert_true(spoken[REFUSED_LINE_PASSED] > 0 && spoken[REFUSED_OFFERS_PASS_LINE] > 0);
	assert_int_equal(most_held, LINE);
}

static int set_up_walk(void **state)
{
	static uint64_t walk;

	struct commit *c;

	seed = 977 * ++walk;
	ids_count = 0;
	if (allocation_desk_open(state) != 0)
		return -1;
	(void)IMPORT(desk.office, office_file(desk.office, "more.csv", MORE_CASES));
	c = begin();
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c);
	return 0;
}

#define WALK cmocka_unit_test_setup_teardown(test_walks__agree_with_the_model_and_keep_what_always_holds, set_up_walk, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK, WALK,
		cmocka_unit_test(test_walks__have_been_everywhere)};

	return RUN_TESTS(tests);
}
