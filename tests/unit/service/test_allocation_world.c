/* What is known in the moment of a step: who talked with whom, who is there, who holds the risk, and what begins later. */
#include "allocation_desk.h"

static void add_manager(const char *login, const char *disabled)
{
	struct account_row row = {.login = login, .name = login, .person = "", .disabled = disabled};
	struct commit *c = begin();

	DESK_OK(commit_account(c, &row, &desk.err));
	DESK_OK(commit_grant(c, row.account_id, &desk_viewer("mia")->grants[0], &desk.err));
	end(c);
}

static void test_talk__is_with_somebody_whose_account_may_be_used(void **state)
{
	int32_t id = offered();

	(void)state;
	add_manager("gus", "administrator");
	add_manager("eva", "");
	assert_int_equal(talk("ben", id, "gus"), PL_INVALID);
	assert_int_equal(story(id).row.state, NEGOTIATION_OFFERED);
	DESK_OK(talk("ben", id, "eva"));
}

/* Who is both a worker and a manager of the same team. */
static void test_talk__is_with_somebody_else(void **state)
{
	int32_t id = offered();

	(void)state;
	add_manager("max", "");
	assert_int_equal(talk("max", id, "max"), PL_INVALID);
	assert_int_equal(story(id).row.state, NEGOTIATION_OFFERED);
	DESK_OK(talk("max", id, "mia"));
}

static void test_offer__by_somebody_away_needs_another_on_duty(void **state)
{
	static const struct grant north = {ROLE_MANAGER, SCOPE_TEAM, "north"};
	const struct viewer away = {.login = "may", .employer = "council", .person = "W3", .grants = &north, .grants_count = 1};
	struct roster_joined joined = {0};
	struct roster_change change = {.kind = CHANGED_REDUCTION, .is_new = true};
	struct roster_reduction sick = {.post_id = desk_post("W3"), .reason = "SIC", .minutes = -1, .when = {desk_today() - 1, DAY_MAX}};
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	struct account_row row;
	struct commit *c = begin();

	(void)state;
	joined.roster.reductions = &sick;
	joined.changes = &change;
	joined.changes_count = 1;
	DESK_OK(commit_roster(c, &joined, &desk.err));
	end(c);
	p.by.viewer = &away;
	p.offer = false;
	DESK_OK(propose(&p));
	DESK_OK(take_plain("mia", outcome.proposal_id, STEP_DISCARD));
	p.by.instant = desk.now;
	p.offer = true;
	DESK_OK(propose(&p));
	DESK_OK(take_for("mia", outcome.proposal_id, STEP_WITHDRAW, "mistake"));
	c = begin();
	for (int i = 0; i < 2; i++) {
		DESK_OK(store_account(desk.store, desk.a, desk.employer_id, i == 0 ? "mia" : "sup", &row, &desk.err));
		row.disabled = "administrator";
		DESK_OK(commit_account(c, &row, &desk.err));
	}
	add_account(c, "hed");
	end(c);
	p.by.instant = desk.now;
	p.terms.risk_with = "hed";
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_PROPOSER_AWAY);
}

/* An account that was left unused so long that nobody can sign in to it is nobody's who could answer. */
static void test_offer__names_nobody_who_could_not_sign_in(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	struct account_proof proof = {.password = "", .factor = "", .used_at = desk.now - 91 * 86400};
	struct account_row row;
	struct commit *c = begin();

	(void)state;
	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, "sup", &row, &desk.err));
	DESK_OK(store_proof_put(desk.store, desk.employer_id, row.account_id, &proof, &desk.err));
	end(c);
	p.terms.risk_with = "sup";
	assert_int_equal(propose(&p), PL_INVALID);
	assert_non_null(strstr(desk.err.text, "There is no account 'sup' here to hold the risk"));
	c = begin();
	proof.used_at = desk.now;
	DESK_OK(store_proof_put(desk.store, desk.employer_id, row.account_id, &proof, &desk.err));
	end(c);
	DESK_OK(propose(&p));
}

static void test_risk__is_with_somebody_else_who_is_here_also_in_what_is_offered_anew(void **state)
{
	int32_t id = offered();
	struct proposal_terms terms = story(id).row.terms;
	struct allocation_step s;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_WANT, "support"));
	s = step_of("mia", id, STEP_GIVE);
	s.terms = &terms;
	terms.risk_with = "ben";
	assert_int_equal(take(&s), PL_INVALID);
	terms.risk_with = "nobody";
	assert_int_equal(take(&s), PL_INVALID);
	terms.risk_with = "sup";
	s.by.instant = s.talked_at = desk.now;
	DESK_OK(take(&s));
	assert_string_equal(story(id).row.terms.risk_with, "sup");
}

/* Either has room by itself; both together, from the later day on, have not. Without a number nothing else stops it. */
static void test_protection__is_asked_of_a_day_to_come(void **state)
{
	struct allocation_proposing later = proposing("mia", "C1", "W3"), today = proposing("mia", "C3", "W3");
	struct commit *c;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "workers.csv",
		"worker,name,team,role,fte,contract_hours,newly_qualified_until\nW3,Cat,South,social-worker,0.2,8,2027-07-01\n"));
	c = begin();
	DESK_OK(commit_setting(c, SETTING_PRINCIPLES, true, desk_today(), &desk.err));
	end(c);
	later.instead_of = desk_post("W1");
	later.terms.starts = desk_today() + 4;
	DESK_OK(propose(&later));
	DESK_OK(talk("cat", outcome.proposal_id, "tom"));
	DESK_OK(take_plain("cat", outcome.proposal_id, STEP_AGREE));
	assert_int_equal(propose(&today), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_PROTECTION_PASSED);
	assert_int_equal(outcome.after.cases, 2);
}

static void test_case__that_another_will_lead_is_led_by_nobody_else(void **state)
{
	struct allocation_proposing later = proposing("mia", "C3", "W2"), today = proposing("sup", "C3", "W3");
	struct case_facts facts;
	int rc;

	(void)state;
	later.terms.starts = desk_today() + 4;
	DESK_OK(propose(&later));
	DESK_OK(talk("ben", outcome.proposal_id, "mia"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
	rc = propose(&today);
	if (rc == 0) {
		DESK_OK(talk("cat", outcome.proposal_id, "sup"));
		rc = take_plain("cat", outcome.proposal_id, STEP_AGREE);
	}
	assert_int_equal(rc, PL_INVALID);
	assert_string_equal(desk.err.text, negotiation_refusal_sentence(REFUSED_CASE_LED));
	facts = desk_case("C3");
	assert_int_equal(only_fact(&facts, FACT_HOLDING).post_id, desk_post("W2"));
}

static void test_closing__leaves_nothing_that_was_still_to_come(void **state)
{
	const struct agreed_task task = {"report", 120, desk_today() + 20};
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	struct closing_asked asked = {.ref = "C3", .reason = CLOSING_NEEDS_MET, .note = ""};
	struct closing_outcome closed;
	struct case_facts facts;

	(void)state;
	p.terms.starts = desk_today() + 4;
	p.tasks = &task;
	p.tasks_count = 1;
	DESK_OK(propose(&p));
	DESK_OK(talk("ben", outcome.proposal_id, "mia"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
	facts = desk_case("C3");
	assert_int_equal(count_facts(&facts, FACT_TASK), 1);
	asked.by = by("mia");
	DESK_OK(closing_make(desk.store, &asked, &closed, &desk.err));
	if (!closed.closed)
		DESK_OK(desk_answer("sup", closed.matter_id, OUTCOME_AGREED));
	facts = desk_case("C3");
	assert_int_equal(count_facts(&facts, FACT_TASK), 0);
	for (size_t i = 0; i < facts.count; i++)
		assert_true(facts.facts[i].kind != FACT_HOLDING || facts.facts[i].when.until <= facts.facts[i].when.from);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)
	const struct CMUnitTest tests[] = {
		TEST(test_talk__is_with_somebody_whose_account_may_be_used),
		TEST(test_talk__is_with_somebody_else),
		TEST(test_risk__is_with_somebody_else_who_is_here_also_in_what_is_offered_anew),
		TEST(test_offer__by_somebody_away_needs_another_on_duty),
		TEST(test_offer__names_nobody_who_could_not_sign_in),
		TEST(test_protection__is_asked_of_a_day_to_come),
		TEST(test_case__that_another_will_lead_is_led_by_nobody_else),
		TEST(test_closing__leaves_nothing_that_was_still_to_come),
	};

	return RUN_TESTS(tests);
}
