/* A case comes to a worker: offered, talked about, answered; and what holds after it. */
#include "allocation_desk.h"
#include "service/allocation/proposals_seen.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

static void test_allocation__becomes_a_holding_by_an_offer_a_talk_and_an_answer(void **state)
{
	int32_t id = offered();
	struct fact h;

	(void)state;
	assert_int_equal(outcome.state, NEGOTIATION_OFFERED);
	assert_true(outcome.is_worked_out);
	assert_int_equal(outcome.after.cases, 1);
	assert_string_equal(desk_last_entry().action, "proposal-offer");
	assert_int_equal(count_facts(&(struct case_facts){0}, FACT_HOLDING), 0);
	assert_int_equal(take_plain("ben", id, STEP_AGREE), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_TALK_MISSING);
	DESK_OK(talk("ben", id, "mia"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	assert_int_equal(outcome.state, NEGOTIATION_LIVE);
	h = only_holding("C3");
	assert_int_equal(h.post_id, desk_post("W2"));
	assert_int_equal(h.role, HOLDING_LEAD);
	assert_int_equal(h.when.from, desk_today());
	assert_int_equal(h.proposal_id, id);
	assert_int_equal(holding_standing(&h), HOLDING_STANDS);
	assert_int_equal(story(id).row.ended, desk_today());
	assert_string_equal(desk_last_entry().actor, "ben");
	assert_int_equal(take_plain("ben", id, STEP_AGREE), PL_CONFLICT);
}

static void test_allocation__is_between_the_worker_and_who_answers_for_the_team(void **state)
{
	struct allocation_proposing p = proposing("hed", "C3", "W2");
	int32_t id;

	(void)state;
	assert_int_equal(propose(&p), PL_DENIED);
	p = proposing("ann", "C1", "W2");
	assert_int_equal(propose(&p), PL_DENIED);
	id = discussed();
	assert_int_equal(take_plain("ann", id, STEP_AGREE), PL_DENIED);
	assert_int_equal(take_plain("mia", id, STEP_AGREE), PL_DENIED);
	assert_int_equal(take_for("ben", id, STEP_WITHDRAW, "mistake"), PL_DENIED);
	assert_int_equal(take_for("tom", id, STEP_WITHDRAW, "mistake"), PL_DENIED);
	DESK_OK(take_plain("ben", id, STEP_AGREE));
}

static void test_allocation__across_teams_is_for_the_managers_of_both(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W3");

	(void)state;
	DESK_OK(propose(&p));
	DESK_OK(take_for("tom", outcome.proposal_id, STEP_WITHDRAW, "mistake"));
}

/* By what is answered nobody learns that a case is there which they may not see: not by what stands in its way, nor by what is missing. */
static void test_offer__of_a_case_that_one_may_not_see_is_answered_as_of_none(void **state)
{
	static const char *const UNSEEN[] = {"C3", "C1", "C9"};
	char said[sizeof desk.err.text] = "";

	(void)state;
	desk_restrict("C2");
	for (size_t i = 0; i < sizeof UNSEEN / sizeof *UNSEEN; i++) {
		struct allocation_proposing p = proposing("tom", UNSEEN[i], "W3");

		p.terms.why = i == 0 ? "no such reason" : "room";
		p.instead_of = i == 1 ? desk_post("W1") : 0;
		assert_int_equal(propose(&p), PL_NOT_FOUND);
		assert_string_equal(desk.err.text, i == 0 ? desk.err.text : said);
		memcpy(said, desk.err.text, sizeof said);
	}
}

static void test_offer__of_a_restricted_case_is_made_by_who_is_named_for_it(void **state)
{
	struct restriction_change named = {.by = desk_by("hed"), .ref = "C3", .act = NAME_READER, .login = "mia", .day = desk_today()};
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	desk_restrict("C3");
	assert_int_equal(propose(&p), PL_NOT_FOUND);
	DESK_OK(restriction_make(desk.store, &named, &desk.err));
	DESK_OK(propose(&p));
}

static void hold_too(const char *ref, const char *worker)
{
	struct case_facts known = desk_case(ref), told = {.ref = ref};
	struct fact more = fact_blank(FACT_HOLDING);
	struct fact_change *changes;
	struct commit *c = begin();
	size_t count;

	more.post_id = desk_post(worker);
	more.role = HOLDING_CO_WORKER;
	more.when.from = desk_today();
	more.share = 500;
	case_facts_add(desk.a, &told, &more);
	case_decide(desk.a, &known, &told, &changes, &count);
	DESK_OK(commit_case(c, ref, changes, count, &desk.err));
	end(c);
}

/* A manager whose worker has a part in a case answers for that part, and takes the case from nobody else's. */
static void test_hand_over__is_proposed_by_who_answers_for_the_one_that_it_is_taken_from(void **state)
{
	struct allocation_proposing p = proposing("tom", "C1", "W3");

	(void)state;
	hold_too("C1", "W3");
	p.instead_of = desk_post("W1");
	assert_int_equal(propose(&p), PL_DENIED);
	assert_int_equal(outcome.refusal, REFUSED_NOT_YOURS);
	p.instead_of = desk_post("W2");
	assert_int_equal(propose(&p), PL_DENIED);
	p = proposing("mia", "C1", "W3");
	p.instead_of = desk_post("W1");
	DESK_OK(propose(&p));
}

/* Who answers for the worker alone gives more support, and no more of the case. */
static void test_give__of_more_of_the_case_is_for_who_could_offer_it(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W3");
	struct allocation_step s;
	struct proposal_terms terms;
	int32_t id;

	(void)state;
	p.terms.role = HOLDING_CO_WORKER;
	p.terms.share = 300;
	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	DESK_OK(take_for("cat", id, STEP_WANT, "support"));
	terms = story(id).row.terms;
	terms.role = HOLDING_LEAD;
	s = step_of("tom", id, STEP_GIVE);
	s.terms = &terms;
	assert_int_equal(take(&s), PL_NOT_FOUND);
	terms = story(id).row.terms;
	terms.support = "time";
	s.by = by("tom");
	DESK_OK(take(&s));
}

static void test_talk__has_two_people_one_of_each_side(void **state)
{
	int32_t id = offered();

	(void)state;
	assert_int_equal(talk("mia", id, ""), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_TALK_ALONE);
	assert_int_equal(talk("mia", id, "mia"), PL_INVALID);
	assert_int_equal(talk("mia", id, "sup"), PL_INVALID);
	assert_int_equal(talk("mia", id, "nobody"), PL_INVALID);
	assert_int_equal(talk("ben", id, "ann"), PL_INVALID);
	assert_int_equal(talk("ben", id, "tom"), PL_INVALID);
	DESK_OK(talk("ben", id, "sup"));
	assert_string_equal(story(id).steps[2].talked_with, "sup");
}

static void test_allocation__past_the_line_is_refused_with_figures_when_offered_and_when_answered(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W1");
	int32_t id = discussed();

	(void)state;
	DESK_OK(take_for("mia", id, STEP_WITHDRAW, "other-worker"));
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_LINE_PASSED);
	assert_int_equal(outcome.before.cases, 2);
	assert_int_equal(outcome.after.cases, 3);
	assert_int_equal(outcome.line_id, desk_line());
	assert_non_null(strstr(desk.err.text, "3 cases"));
	assert_non_null(strstr(desk.err.text, " hours a week, "));
	assert_null(strstr(desk.err.text, "minutes"));
	id = discussed();
	hold_too("C1", "W2");
	hold_too("C2", "W2");
	assert_int_equal(take_plain("ben", id, STEP_AGREE), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_LINE_PASSED);
	DESK_OK(take_for("ben", id, STEP_DECLINE, "too-much"));
}

static void test_allocation__with_conditions_waits_for_the_manager(void **state)
{
	const struct agreed_condition condition = {"co-worker", desk_today() + 7, "Somebody of the duty team"};
	int32_t id = discussed();
	struct allocation_step s = step_of("ben", id, STEP_AGREE_IF);

	(void)state;
	assert_int_equal(take(&s), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_CONDITION_MISSING);
	s.by = by("ben");
	s.conditions = &condition;
	s.conditions_count = 1;
	DESK_OK(take(&s));
	assert_int_equal(story(id).conditions_count, 1);
	DESK_OK(take_for("mia", id, STEP_REJECT, "not-by-then"));
	s.by = by("ben");
	DESK_OK(take(&s));
	DESK_OK(take_plain("mia", id, STEP_ACCEPT));
	assert_int_equal(only_holding("C3").proposal_id, id);
}

static void test_allocation__that_is_not_enough_is_offered_anew_with_more(void **state)
{
	const struct agreed_task tasks[] = {{"report", 120, desk_today() + 20}};
	int32_t id = offered();
	struct allocation_step s;
	struct proposal_terms terms = story(id).row.terms;
	struct case_facts facts;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_WANT, "support"));
	terms.support = "supervision,time";
	s = step_of("mia", id, STEP_GIVE);
	s.terms = &terms;
	s.tasks = tasks;
	s.tasks_count = 1;
	DESK_OK(take(&s));
	assert_string_equal(story(id).row.terms.support, "supervision,time");
	assert_int_equal(take_plain("ben", id, STEP_AGREE), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_TALK_MISSING);
	DESK_OK(talk("ben", id, "mia"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	facts = desk_case("C3");
	assert_string_equal(only_fact(&facts, FACT_TASK).code, "report");
	assert_int_equal(only_fact(&facts, FACT_TASK).when.until, desk_today() + 21);
}

static void test_declining__for_a_conflict_keeps_the_case_from_that_worker(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	int32_t id = offered();
	struct fact none;

	(void)state;
	assert_int_equal(take_plain("ben", id, STEP_DECLINE), PL_INVALID);
	assert_int_equal(take_for("ben", id, STEP_DECLINE, "because"), PL_INVALID);
	DESK_OK(take_for("ben", id, STEP_DECLINE, "conflict"));
	assert_int_equal(going_on("C3", &none, 0), 0);
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_CONFLICT_NAMED);
}

static void test_offer__of_a_case_that_is_offered_or_led_is_refused(void **state)
{
	struct allocation_proposing p = proposing("sup", "C3", "W3"), led = proposing("mia", "C1", "W2");
	int32_t id = offered();

	(void)state;
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_OFFERED_ALREADY);
	p.offer = false;
	DESK_OK(propose(&p));
	assert_int_equal(outcome.state, NEGOTIATION_DRAFT);
	assert_int_equal(propose(&led), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_CASE_LED);
	DESK_OK(take_for("mia", id, STEP_WITHDRAW, "other-worker"));
}

static void test_hand_over__ends_the_one_holding_when_the_other_begins(void **state)
{
	struct allocation_proposing p = proposing("mia", "C1", "W2");
	struct case_facts facts;
	struct fact h;

	(void)state;
	p.instead_of = desk_post("W1");
	DESK_OK(propose(&p));
	DESK_OK(talk("ben", outcome.proposal_id, "mia"));
	assert_int_equal(only_holding("C1").post_id, desk_post("W1"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
	h = only_holding("C1");
	assert_int_equal(h.post_id, desk_post("W2"));
	facts = desk_case("C1");
	assert_int_equal(count_facts(&facts, FACT_HOLDING), 2);
	for (size_t i = 0; i < facts.count; i++)
		if (facts.facts[i].kind == FACT_HOLDING && facts.facts[i].post_id == desk_post("W1")) {
			assert_int_equal(facts.facts[i].when.until, desk_today());
			assert_string_equal(facts.facts[i].code, "handed-over");
		}
}

static void test_hand_over__is_not_made_because_another_has_room(void **state)
{
	struct allocation_proposing p = proposing("mia", "C1", "W2");

	(void)state;
	p.instead_of = desk_post("W1");
	p.terms.why = "room";
	assert_int_equal(propose(&p), PL_INVALID);
	assert_non_null(strstr(desk.err.text, "because another has room"));
	p.terms.why = "hand-over";
	DESK_OK(propose(&p));
	p = proposing("mia", "C3", "W2");
	p.terms.why = "room";
	DESK_OK(propose(&p));
}

static void hand_over_to_ben(const char *ref, int32_t starts)
{
	struct allocation_proposing p = proposing("mia", ref, "W2");

	p.instead_of = desk_post("W1");
	p.terms.starts = starts;
	DESK_OK(propose(&p));
	DESK_OK(talk("ben", outcome.proposal_id, "mia"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
}

static void test_line__is_not_passed_by_several_that_begin_later(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	char day[DATE_WORDS_SIZE];

	(void)state;
	hand_over_to_ben("C1", desk_today() + 4);
	hand_over_to_ben("C2", desk_today() + 4);
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_LINE_PASSED);
	assert_int_equal(outcome.after.cases, 3);
	assert_non_null(strstr(desk.err.text, date_words(desk_today() + 4, day)));
	assert_null(strstr(desk.err.text, "Today counts"));
}

static void test_line__that_would_be_passed_today_says_so_of_what_begins_later(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	hand_over_to_ben("C1", DAY_MIN);
	hand_over_to_ben("C2", DAY_MIN);
	p.terms.starts = desk_today() + 4;
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_LINE_PASSED);
	assert_non_null(strstr(desk.err.text, "Today counts, though it begins later"));
	p.terms.starts = DAY_MIN;
	assert_int_equal(propose(&p), PL_INVALID);
	assert_null(strstr(desk.err.text, "Today counts"));
}

static void test_share__changes_by_a_proposal_to_the_holder(void **state)
{
	struct allocation_proposing p = proposing("mia", "C1", "W1");

	(void)state;
	p.terms.share = 600;
	DESK_OK(propose(&p));
	DESK_OK(talk("ann", outcome.proposal_id, "mia"));
	DESK_OK(take_plain("ann", outcome.proposal_id, STEP_AGREE));
	assert_int_equal(only_holding("C1").share, 600);
	assert_int_equal(only_holding("C1").when.from, desk_today());
}

static void test_emergency__is_held_for_hours_and_ends_with_the_negotiation(void **state)
{
	int32_t id = offered();
	struct case_facts facts;
	struct fact h, none;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_HOLD, "safety"));
	h = only_holding("C3");
	assert_int_equal(holding_standing(&h), HOLDING_EMERGENCY);
	assert_int_equal(h.when.until, desk_today() + 2);
	assert_int_equal(h.proposal_id, id);
	DESK_OK(take_for("ben", id, STEP_DECLINE, "too-much"));
	assert_int_equal(going_on("C3", &none, 0), 0);
	facts = desk_case("C3");
	h = only_fact(&facts, FACT_HOLDING);
	assert_int_equal(h.when.from, desk_today());
	assert_int_equal(h.when.until, desk_today());
	assert_string_equal(h.code, ENDED_EMERGENCY_OVER);
}

/* The hold would end what is held, and then itself. */
static void test_emergency__is_none_for_who_holds_the_case_already(void **state)
{
	struct allocation_proposing p = proposing("mia", "C1", "W1");

	(void)state;
	p.terms.share = 600;
	DESK_OK(propose(&p));
	assert_int_equal(take_for("ann", outcome.proposal_id, STEP_HOLD, "safety"), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_HELD_ALREADY);
	assert_int_equal(only_holding("C1").share, 1000);
}

static void test_emergency__becomes_a_holding_by_a_talk_and_an_answer(void **state)
{
	int32_t id = offered();
	struct fact h;

	(void)state;
	DESK_OK(take_for("ben", id, STEP_HOLD, "safety"));
	DESK_OK(talk("mia", id, "ben"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	h = only_holding("C3");
	assert_int_equal(holding_standing(&h), HOLDING_STANDS);
	assert_int_equal(h.when.until, DAY_MAX);
}

static int hold(int32_t id, int32_t hours)
{
	struct allocation_step s = step_of("ben", id, STEP_HOLD);

	s.reason = "safety";
	s.hours = hours;
	return take(&s);
}

/* By a talk and another hold it would go on for weeks, and by another offer too. */
static void test_emergency__is_for_hours_however_often_it_begins_anew(void **state)
{
	int32_t id = offered();

	(void)state;
	DESK_OK(hold(id, 48));
	DESK_OK(talk("mia", id, "ben"));
	assert_int_equal(hold(id, 25), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_HOLD_SPENT);
	DESK_OK(hold(id, 24));
	DESK_OK(take_for("mia", id, STEP_WITHDRAW, "changed"));
	assert_int_equal(hold(offered(), 1), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_HOLD_SPENT);
	DESK_OK(take_for("mia", outcome.proposal_id, STEP_WITHDRAW, "changed"));
	desk.now += (int64_t)EMERGENCY_DAYS * 86400;
	DESK_OK(hold(offered(), 72));
}

static void test_emergency__is_not_put_on_one_worker_again_and_again(void **state)
{
	static const char *const MORE[] = {"C3", "C4", "C5"};
	struct allocation_proposing p;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "more.csv", "case,opened,service,team\nC4,2026-06-01,children,North\n"
		"C5,2026-06-01,children,North\n"));
	for (size_t i = 0; i < 3; i++) {
		p = proposing("mia", MORE[i], "W2");
		DESK_OK(propose(&p));
		assert_int_equal(hold(outcome.proposal_id, i == 2 ? 25 : 72), i == 2 ? PL_INVALID : 0);
		if (i < 2)
			DESK_OK(take_for("mia", outcome.proposal_id, STEP_WITHDRAW, "changed"));
	}
	assert_int_equal(outcome.refusal, REFUSED_HOLD_SPENT);
	DESK_OK(hold(outcome.proposal_id, 24));
}

/* Max manages North and is W2: on the worker's side of what is offered to W2, and on no other. */
static void test_own_post__is_nobodys_to_manage(void **state)
{
	struct allocation_proposing p = proposing("max", "C3", "W2");
	struct agreed_condition condition = {"training", desk_today() + 10, ""};
	struct allocation_step s;
	int32_t id;

	(void)state;
	assert_int_equal(propose(&p), PL_DENIED);
	assert_int_equal(outcome.refusal, REFUSED_OWN_PROPOSAL);
	id = offered();
	DESK_OK(talk("max", id, "mia"));
	s = step_of("max", id, STEP_AGREE_IF);
	s.conditions = &condition;
	s.conditions_count = 1;
	DESK_OK(take(&s));
	assert_int_equal(take_plain("max", id, STEP_ACCEPT), PL_DENIED);
	assert_int_equal(take_for("max", id, STEP_REJECT, "not-possible"), PL_DENIED);
	assert_int_equal(take_for("max", id, STEP_WITHDRAW, "changed"), PL_DENIED);
	DESK_OK(take_plain("mia", id, STEP_ACCEPT));
}

static void test_draft__is_written_on_and_offered_when_it_is_whole(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	int32_t id;

	(void)state;
	p.offer = false;
	p.terms.why = "";
	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	assert_int_equal(take_plain("mia", id, STEP_OFFER), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_BRIEF_MISSING);
	p = proposing("mia", "C3", "W2");
	p.proposal_id = id;
	DESK_OK(propose(&p));
	assert_int_equal(outcome.proposal_id, id);
	assert_int_equal(outcome.state, NEGOTIATION_OFFERED);
	assert_int_equal(propose(&p), PL_CONFLICT);
}

static void test_step__that_saw_less_than_there_is_now_is_refused(void **state)
{
	int32_t id = offered();
	struct allocation_step s = step_of("ben", id, STEP_DECLINE);

	(void)state;
	s.reason = "skills";
	s.seen = 1;
	assert_int_equal(take(&s), PL_CONFLICT);
	s.by = by("ben");
	s.seen = 2;
	DESK_OK(take(&s));
}

static void test_step__with_a_once_key_is_taken_once(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2"), q = proposing("mia", "C3", "W3");

	(void)state;
	p.by.once = q.by.once = "key";
	p.by.outcome = q.by.outcome = "/";
	p.offer = q.offer = false;
	DESK_OK(propose(&p));
	assert_int_equal(propose(&q), PL_CONFLICT);
}

static void test_batch__is_many_proposals_each_answered_by_itself(void **state)
{
	struct allocation_proposing rows[3] = {proposing("mia", "C1", "W2"), proposing("mia", "C3", "W1"), proposing("mia", "C2", "W2")};
	struct allocation_item items[3];
	struct proposal_row *made;
	size_t count;

	(void)state;
	rows[0].instead_of = rows[2].instead_of = desk_post("W1");
	DESK_OK(allocation_batch(desk.store, rows, 3, items, &desk.err));
	assert_int_equal(items[0].rc, 0);
	assert_int_equal(items[1].rc, PL_INVALID);
	assert_int_equal(items[1].outcome.refusal, REFUSED_LINE_PASSED);
	assert_true(items[1].sentence[0] != '\0');
	assert_int_equal(items[2].rc, 0);
	DESK_OK(store_proposals_of_batch(desk.store, desk.a, desk.employer_id, story(items[0].outcome.proposal_id).row.batch, &made, &count,
		&desk.err));
	assert_int_equal(count, 2);
	assert_int_equal(only_holding("C1").post_id, desk_post("W1"));
}

/* Ben may hold two: what is offered to him and not answered takes its place, until one of the offers is over. */
static void test_offers__at_once_have_room_for_all_of_them(void **state)
{
	struct allocation_proposing rows[3] = {proposing("mia", "C1", "W2"), proposing("mia", "C2", "W2"), proposing("mia", "C3", "W2")};
	struct allocation_item items[3];

	(void)state;
	rows[0].instead_of = rows[1].instead_of = desk_post("W1");
	DESK_OK(allocation_batch(desk.store, rows, 3, items, &desk.err));
	assert_int_equal(items[1].rc, 0);
	assert_int_equal(items[2].rc, PL_INVALID);
	assert_int_equal(items[2].outcome.refusal, REFUSED_OFFERS_PASS_LINE);
	assert_int_equal(items[2].outcome.after.cases, 3);
	assert_int_equal(items[2].outcome.line_id, desk_line());
	desk.now += 60;
	DESK_OK(take_for("mia", items[0].outcome.proposal_id, STEP_WITHDRAW, "other-worker"));
	rows[2].by = by("mia");
	DESK_OK(propose(&rows[2]));
}

static void test_allocation__tells_the_ledger_no_words(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	p.terms.note = "Knows the school well";
	DESK_OK(propose(&p));
	assert_null(strstr(desk_last_entry().payload, "school"));
	assert_non_null(strstr(desk_last_entry().payload, "\"minutes_after\""));
	p.terms.note = "born 03/04/2015";
	assert_int_equal(propose(&p), PL_INVALID);
}

static void test_offers__tell_the_reasons_of_the_worker_and_the_remarks(void **state)
{
	int32_t id = offered();
	struct allocation_step want = step_of("ben", id, STEP_WANT), decline = step_of("ben", id, STEP_DECLINE);
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *now;
	struct offer_made *rows;
	size_t count;

	(void)state;
	want.reason = "relief";
	want.note = "Two reviews first";
	DESK_OK(take(&want));
	decline.reason = "too-much";
	decline.note = "It is the fourth this month";
	DESK_OK(take(&decline));
	DESK_OK(pictures_get(pictures, "council", desk_today(), &now, &desk.err));
	DESK_OK(offers_of_post(pictures, desk.a, now, desk_post("W2"), MATTERS_ALL, &rows, &count, &desk.err));
	assert_int_equal(count, 1);
	assert_false(rows[0].open);
	assert_non_null(strstr(rows[0].objected, brief_say(BRIEF_WANT, "relief")));
	assert_non_null(strstr(rows[0].objected, ": Two reviews first; "));
	assert_non_null(strstr(rows[0].objected, ": It is the fourth this month"));
	picture_drop(now);
	pictures_free(pictures);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_offers__tell_the_reasons_of_the_worker_and_the_remarks),
		TEST(test_allocation__becomes_a_holding_by_an_offer_a_talk_and_an_answer),
		TEST(test_allocation__is_between_the_worker_and_who_answers_for_the_team),
		TEST(test_allocation__across_teams_is_for_the_managers_of_both),
		TEST(test_offer__of_a_case_that_one_may_not_see_is_answered_as_of_none),
		TEST(test_offer__of_a_restricted_case_is_made_by_who_is_named_for_it),
		TEST(test_hand_over__is_proposed_by_who_answers_for_the_one_that_it_is_taken_from),
		TEST(test_give__of_more_of_the_case_is_for_who_could_offer_it),
		TEST(test_talk__has_two_people_one_of_each_side),
		TEST(test_allocation__past_the_line_is_refused_with_figures_when_offered_and_when_answered),
		TEST(test_allocation__with_conditions_waits_for_the_manager),
		TEST(test_allocation__that_is_not_enough_is_offered_anew_with_more),
		TEST(test_declining__for_a_conflict_keeps_the_case_from_that_worker),
		TEST(test_offer__of_a_case_that_is_offered_or_led_is_refused),
		TEST(test_hand_over__ends_the_one_holding_when_the_other_begins),
		TEST(test_hand_over__is_not_made_because_another_has_room),
		TEST(test_line__is_not_passed_by_several_that_begin_later),
		TEST(test_line__that_would_be_passed_today_says_so_of_what_begins_later),
		TEST(test_share__changes_by_a_proposal_to_the_holder),
		TEST(test_emergency__is_held_for_hours_and_ends_with_the_negotiation),
		TEST(test_emergency__is_none_for_who_holds_the_case_already),
		TEST(test_emergency__becomes_a_holding_by_a_talk_and_an_answer),
		TEST(test_emergency__is_for_hours_however_often_it_begins_anew),
		TEST(test_emergency__is_not_put_on_one_worker_again_and_again),
		TEST(test_own_post__is_nobodys_to_manage),
		TEST(test_draft__is_written_on_and_offered_when_it_is_whole),
		TEST(test_step__that_saw_less_than_there_is_now_is_refused),
		TEST(test_step__with_a_once_key_is_taken_once),
		TEST(test_batch__is_many_proposals_each_answered_by_itself),
		TEST(test_offers__at_once_have_room_for_all_of_them),
		TEST(test_allocation__tells_the_ledger_no_words),
	};

	return RUN_TESTS(tests);
}
