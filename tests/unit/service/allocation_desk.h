/* allocation_desk.h: the desk with accounts, and short ways to propose, to take a step, and to look at what came of it.
 *
 * Each attempt takes a minute.
 */
#pragma once

#include "desk.h"
#include "service/allocation/allocation.h"
#include "store/accounts.h"

static struct allocation_outcome outcome __attribute__((unused));

/* ---- a desk with accounts ---- */

static inline void add_account(struct commit *c, const char *login)
{
	const struct viewer *v = desk_viewer(login);
	struct account_row row = {.login = login, .name = login, .person = v->person, .disabled = ""};

	DESK_OK(commit_account(c, &row, &desk.err));
	DESK_OK(commit_grant(c, row.account_id, &v->grants[0], &desk.err));
}

static inline struct commit *begin(void)
{
	struct employer e;
	struct commit *c;

	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	return c;
}

static inline void end(struct commit *c)
{
	const struct ledger_text entry = {.actor = "root", .action = "test", .object = "council", .payload = "{}", .instant = desk.now};
	int64_t position;

	DESK_OK(commit_end(c, &entry, &position, &desk.err));
}

static inline int allocation_desk_open(void **state)
{
	static const char *const LOGINS[] = {"ann", "ben", "cat", "mia", "sup", "tom"};
	struct commit *c;

	if (desk_open(state) != 0)
		return -1;
	c = begin();
	for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++)
		add_account(c, LOGINS[i]);
	end(c);
	return 0;
}

/* ---- steps ---- */

static inline struct asked_by by(const char *login)
{
	return (struct asked_by){.employer = "council", .viewer = desk_viewer(login), .instant = desk.now};
}

static inline struct allocation_proposing proposing(const char *login, const char *ref, const char *worker)
{
	return (struct allocation_proposing){.by = by(login), .ref = ref, .post_id = desk_post(worker), .offer = true,
		.terms = {.role = HOLDING_LEAD, .share = 1000, .why = "skills", .first_action = "visit", .first_action_by = desk_today() + 2,
			.risk_with = "mia", .support = "", .starts = DAY_MIN, .note = ""}};
}

static inline int propose(const struct allocation_proposing *p)
{
	int rc = allocation_propose(desk.store, p, &outcome, &desk.err);

	desk.now += 60;
	return rc;
}

static inline struct allocation_step step_of(const char *login, int32_t id, enum negotiation_step step)
{
	return (struct allocation_step){.by = by(login), .proposal_id = id, .step = step, .reason = "", .note = "", .talked_with = "",
		.talked_at = desk.now, .means = TALK_IN_PERSON};
}

static inline int take(const struct allocation_step *step)
{
	int rc = allocation_take(desk.store, step, &outcome, &desk.err);

	desk.now += 60;
	return rc;
}

static inline int take_plain(const char *login, int32_t id, enum negotiation_step step)
{
	struct allocation_step s = step_of(login, id, step);

	return take(&s);
}

static inline int take_for(const char *login, int32_t id, enum negotiation_step step, const char *reason)
{
	struct allocation_step s = step_of(login, id, step);

	s.reason = reason;
	s.hours = 24;
	return take(&s);
}

static inline int talk(const char *login, int32_t id, const char *with)
{
	struct allocation_step s = step_of(login, id, STEP_DISCUSS);

	s.talked_with = with;
	return take(&s);
}

/* C3, which waits, offered to W2. */
static inline int32_t offered(void)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	DESK_OK(propose(&p));
	return outcome.proposal_id;
}

static inline int32_t discussed(void)
{
	int32_t id = offered();

	DESK_OK(talk("mia", id, "ben"));
	return id;
}

static inline struct proposal_story story(int32_t id)
{
	struct proposal_story s;

	DESK_OK(store_proposal(desk.store, desk.a, desk.employer_id, id, &s, &desk.err));
	return s;
}

/* The holdings of a case that go on after today, by role and post. */
static inline size_t going_on(const char *ref, struct fact *ret, size_t room)
{
	struct case_facts facts = desk_case(ref);
	size_t n = 0;

	for (size_t i = 0; i < facts.count; i++)
		if (facts.facts[i].kind == FACT_HOLDING && facts.facts[i].when.until > desk_today()) {
			assert_true(n < room);
			ret[n++] = facts.facts[i];
		}
	return n;
}

static inline struct fact only_holding(const char *ref)
{
	struct fact h = fact_blank(FACT_HOLDING);

	assert_int_equal(going_on(ref, &h, 1), 1);
	return h;
}

/* As if a senior had let it pass, and the exception were over. */
static inline void put_on_desk_from(const char *ref, const char *worker, int32_t from)
{
	struct case_facts known = desk_case(ref), told = {.ref = ref};
	struct fact h = fact_blank(FACT_HOLDING);
	struct fact_change *changes;
	struct commit *c = begin();
	size_t count;

	h.when.from = from;
	h.post_id = desk_post(worker);
	case_facts_add(desk.a, &told, &h);
	case_decide(desk.a, &known, &told, &changes, &count);
	DESK_OK(commit_case(c, ref, changes, count, &desk.err));
	end(c);
}

static inline void put_on_desk(const char *ref, const char *worker)
{
	put_on_desk_from(ref, worker, desk_today());
}
