/* What happens by itself over months: a broken line goes up whatever the calendar does, nobody who is away is waited for, and what was
 * promised and not kept comes before somebody. */
#include "allocation_desk.h"
#include "service/allocation/conditions.h"
#include "service/clock/watch.h"
#include "service/matters/workers_word.h"

enum { A_DAY = 24 * 3600 };

static struct watch_counts watch(void)
{
	struct watch_counts counts;

	DESK_OK(watch_once(desk.store, "council", desk.now, &counts, &desk.err));
	return counts;
}

/* Turns the desk's clock to a local minute. */
static void turn_to(const char *day, int hour, int minute)
{
	int32_t date;
	int64_t wanted;

	assert_true(date_parse_iso(day, strlen(day), &date));
	wanted = local_midnight(date) + hour * 60 + minute;
	desk.now = wanted * 60;
	desk.now += (wanted - clock_minute(desk.now)) * 60;
	assert_int_equal(clock_minute(desk.now), wanted);
}

static int open_live(void **state)
{
	struct commit *c;

	if (allocation_desk_open(state) != 0)
		return -1;
	c = begin();
	add_account(c, "hed");
	add_account(c, "dir");
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c);
	return 0;
}

static void take_off(const char *worker, const char *reason, int32_t from, int32_t until)
{
	struct roster_joined joined = {0};
	struct roster_change change = {.kind = CHANGED_REDUCTION, .is_new = true};
	struct roster_reduction away = {.post_id = desk_post(worker), .reason = reason, .minutes = -1, .when = {from, until}};
	struct commit *c = begin();

	joined.roster.reductions = &away;
	joined.changes = &change;
	joined.changes_count = 1;
	DESK_OK(commit_roster(c, &joined, &desk.err));
	end(c);
}

/* The only one of a kind that is open or lasts. */
static struct matter_row only_open(enum matter_kind kind)
{
	struct matter_row *rows, found = {.id = 0};
	size_t count;

	DESK_OK(store_matters_open(desk.store, desk.a, desk.employer_id, &rows, &count, &desk.err));
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == kind) {
			assert_int_equal(found.id, 0);
			found = rows[i];
		}
	assert_int_not_equal(found.id, 0);
	return found;
}

/* ---- a broken line, over months ---- */

/* Ann is on leave in the second week, the last Monday of August is a holiday, and in October the clocks go back. */
static void test_broken_line__goes_up_by_its_days_whatever_the_calendar_does(void **state)
{
	static const struct {
		int days, level;
	} STAGES[] = {{0, 0}, {6, 0}, {7, 1}, {20, 1}, {27, 1}, {28, 2}, {75, 2}};
	int32_t first, holiday;
	struct commit *c;

	(void)state;
	turn_to("2026-08-17", 10, 0);
	assert_true(date_parse_iso("2026-08-31", 10, &holiday));
	first = desk_today();
	c = begin();
	DESK_OK(commit_holiday(c, holiday, true, &desk.err));
	end(c);
	put_on_desk("C3", "W1");
	take_off("W1", "leave", first + 5, first + 12);
	for (int day = 0, stage = 0; day <= 75; day++, desk.now += A_DAY) {
		struct matter_row row;

		(void)watch();
		row = only_open(MATTER_OVER_LINE);
		if (day == STAGES[stage].days)
			assert_int_equal(row.matter.level, STAGES[stage++].level);
		assert_int_equal(row.when.from, first);
		assert_int_equal(row.matter.state, MATTER_OPEN);
		assert_int_equal(watch().escalated, 0);
	}
	DESK_OK(desk_answer("dir", only_open(MATTER_OVER_LINE).id, OUTCOME_PLAN));
	(void)watch();
	assert_int_equal(only_open(MATTER_OVER_LINE).matter.state, MATTER_ANSWERED);
}

static void set_principles(bool on)
{
	struct commit *c = begin();

	DESK_OK(commit_setting(c, SETTING_PRINCIPLES, on, desk_today(), &desk.err));
	end(c);
}

static void test_broken_line__is_answered_by_nobody_while_lines_bind_nobody(void **state)
{
	(void)state;
	put_on_desk("C3", "W1");
	(void)watch();
	set_principles(true);
	assert_int_equal(desk_answer("mia", only_open(MATTER_OVER_LINE).id, OUTCOME_PLAN), PL_CONFLICT);
	assert_string_equal(desk.err.text, matter_refusal_sentence(MATTER_SUSPENDED));
	assert_int_equal(only_open(MATTER_OVER_LINE).matter.state, MATTER_OPEN);
	desk.now += A_DAY;
	set_principles(false);
	DESK_OK(desk_answer("mia", only_open(MATTER_OVER_LINE).id, OUTCOME_PLAN));
}

/* Each that was left unanswered stands with the day on which it went on. */
static void test_broken_line__shows_who_did_not_answer(void **state)
{
	struct matter_row row;

	(void)state;
	put_on_desk("C3", "W1");
	for (int day = 0; day <= 28; day++, desk.now += A_DAY)
		(void)watch();
	row = desk_matter(only_open(MATTER_OVER_LINE).id);
	assert_int_equal(row.steps_count, 3);
	for (size_t i = 1; i < 3; i++) {
		assert_int_equal(row.steps[i].step, MATTER_ESCALATE);
		assert_int_equal(row.steps[i].level, i);
		assert_int_equal((row.steps[i].instant - row.steps[0].instant) / A_DAY, i == 1 ? 7 : 28);
	}
}

static int32_t ask_to_talk(void)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_TALK, .post_id = desk_post("W1"), .note = ""};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	return id;
}

static void assert_goes_up_at(const char *day, int hour)
{
	turn_to(day, hour - 1, 59);
	assert_int_equal(watch().escalated, 0);
	turn_to(day, hour, 0);
	assert_int_equal(watch().escalated, 1);
}

static void look_at_waiting(void)
{
	const struct review_row review = {.risk = "low", .safety = "duty-calls", .why = "no-room", .next = desk_today() + 14,
		.when = {desk_today(), DAY_MAX}};
	const struct asked_by mia = desk_by("mia");

	DESK_OK(word_review(desk.store, &mia, "C3", &review, &desk.err));
}

/* Five working days of eight hours: from Friday 16:00 over the holiday to Monday 16:00; over the hour that comes twice to 12:00. */
static void test_deadline__runs_in_working_time_over_a_holiday_and_a_change_of_the_clock(void **state)
{
	int32_t holiday;
	struct commit *c;

	(void)state;
	assert_true(date_parse_iso("2026-08-31", 10, &holiday));
	turn_to("2026-08-28", 16, 0);
	look_at_waiting();
	c = begin();
	DESK_OK(commit_holiday(c, holiday, true, &desk.err));
	end(c);
	DESK_OK(desk_answer("mia", ask_to_talk(), OUTCOME_TALKED));
	(void)ask_to_talk();
	assert_goes_up_at("2026-09-07", 16);
	DESK_OK(desk_answer("hed", only_open(MATTER_TALK).id, OUTCOME_TALKED));
	turn_to("2026-10-23", 12, 0);
	look_at_waiting();
	(void)ask_to_talk();
	assert_goes_up_at("2026-10-30", 12);
}

/* ---- who is away is not waited for ---- */

/* Mia is Cat (W3) in the records, who has no deputy. */
static void let_mia_be_cat(void)
{
	struct account_row row;
	struct commit *c = begin();

	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, "cat", &row, &desk.err));
	row.person = "";
	DESK_OK(commit_account(c, &row, &desk.err));
	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, "mia", &row, &desk.err));
	row.person = "W3";
	DESK_OK(commit_account(c, &row, &desk.err));
	end(c);
}

static void test_decider__who_is_away_until_it_is_due_is_passed_over(void **state)
{
	struct matter_row row;
	int32_t id;

	(void)state;
	let_mia_be_cat();
	take_off("W3", "leave", desk_today() - 1, desk_today() + 20);
	id = ask_to_talk();
	assert_int_equal(watch().escalated, 1);
	assert_int_equal(watch().escalated, 0);
	row = desk_matter(id);
	assert_int_equal(row.matter.level, 1);
	assert_non_null(strstr(row.steps[1].note, "Nobody who has to answer is at work"));
	assert_string_equal(desk_last_entry().action, "matter-escalate");
	DESK_OK(desk_answer("hed", id, OUTCOME_TALKED));
}

static void test_decider__who_is_back_in_time_is_waited_for(void **state)
{
	(void)state;
	let_mia_be_cat();
	take_off("W3", "leave", desk_today() - 1, desk_today() + 3);
	(void)ask_to_talk();
	assert_int_equal(watch().escalated, 0);
}

static void test_decider__who_has_a_deputy_is_not_passed_over(void **state)
{
	static const struct grant deputy = {ROLE_DEPUTY, SCOPE_TEAM, "north"};
	struct account_row row = {.login = "dep", .name = "dep", .person = "", .disabled = ""};
	struct commit *c;

	(void)state;
	let_mia_be_cat();
	take_off("W3", "leave", desk_today() - 1, desk_today() + 20);
	c = begin();
	DESK_OK(commit_account(c, &row, &desk.err));
	DESK_OK(commit_grant(c, row.account_id, &deputy, &desk.err));
	end(c);
	(void)ask_to_talk();
	assert_int_equal(watch().escalated, 0);
}

/* ---- who is away is given nothing ---- */

static void test_offer__to_somebody_away_is_refused_when_made_and_when_answered(void **state)
{
	int32_t id = discussed();

	(void)state;
	take_off("W2", "leave", desk_today(), desk_today() + 5);
	assert_int_equal(take_plain("ben", id, STEP_AGREE), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_WORKER_AWAY);
	assert_int_equal(take_for("ben", id, STEP_HOLD, "safety"), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_WORKER_AWAY);
	DESK_OK(take_for("mia", id, STEP_WITHDRAW, "changed"));
	struct allocation_proposing p = proposing("mia", "C3", "W2");
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_WORKER_AWAY);
}

static void test_risk__is_with_somebody_who_answers_for_the_case_and_not_with_the_worker(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2");

	(void)state;
	p.terms.risk_with = "ben";
	assert_int_equal(propose(&p), PL_INVALID);
	p.terms.risk_with = "nobody";
	assert_int_equal(propose(&p), PL_INVALID);
	p.terms.risk_with = "ann";
	assert_int_equal(propose(&p), PL_INVALID);
	assert_non_null(strstr(desk.err.text, "answers for the case"));
	p.terms.risk_with = "tom";
	assert_int_equal(propose(&p), PL_INVALID);
	p.terms.risk_with = "sup";
	p.offer = false;
	DESK_OK(propose(&p));
	p.terms.risk_with = "hed";
	p.proposal_id = outcome.proposal_id;
	DESK_OK(propose(&p));
}

/* ---- what was promised ---- */

static int32_t agreed_if(void)
{
	const struct agreed_condition condition = {.kind = "supervision", .due = desk_today() + 7, .note = ""};
	struct allocation_step s;
	int32_t id = discussed();

	s = step_of("ben", id, STEP_AGREE_IF);
	s.conditions = &condition;
	s.conditions_count = 1;
	DESK_OK(take(&s));
	DESK_OK(take_plain("mia", id, STEP_ACCEPT));
	desk.now += 8 * A_DAY;
	assert_int_equal(watch().raised, 1);
	return id;
}

static int give_back(const char *note, int32_t *ret_id)
{
	const struct matter_asking asking = {.by = desk_by("ben"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W2"), .ref = "C3",
		.note = note};

	return matters_ask(desk.store, &asking, ret_id, &desk.err);
}

static void test_condition__that_is_not_kept_comes_before_the_head_and_lets_the_worker_give_back(void **state)
{
	struct matter_row broken;
	int32_t id, proposal = agreed_if();

	(void)state;
	DESK_OK(desk_answer("mia", only_open(MATTER_CONDITION).id, OUTCOME_NOT_KEPT));
	broken = desk_matter(only_open(MATTER_BROKEN).id);
	assert_int_equal(broken.proposal_id, proposal);
	assert_int_equal(matter_decider(&broken.matter), ROLE_HEAD);
	assert_string_equal(broken.steps[0].note, "Until this is answered the risk is with mia again.");
	assert_int_equal(desk_answer("mia", broken.id, OUTCOME_PLAN), PL_DENIED);
	DESK_OK(give_back("It was not kept", &id));
	assert_int_equal(desk_matter(id).matter.state, MATTER_ANSWERED);
	assert_int_equal(desk_matter(id).matter.outcome, OUTCOME_AGREED);
	assert_string_equal(desk_matter(id).steps[1].login, CLOCK_LOGIN);
	assert_int_equal(going_on("C3", NULL, 0), 0);
	assert_int_equal(watch().over, 1);
}

static void test_condition__that_is_kept_lets_nobody_give_back_without_an_answer(void **state)
{
	int32_t id;

	(void)state;
	(void)agreed_if();
	DESK_OK(desk_answer("mia", only_open(MATTER_CONDITION).id, OUTCOME_KEPT));
	DESK_OK(give_back("There is no time for it", &id));
	assert_int_equal(desk_matter(id).matter.state, MATTER_OPEN);
	assert_int_equal(going_on("C3", &(struct fact){0}, 1), 1);
}

/* The one condition that somebody sees of C3, which W2 holds, from the case and from the post. */
static struct condition_seen the_condition(const char *login, size_t wanted)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *today;
	struct condition_seen *of_case, *of_post, seen = {.is_due = false};
	const struct sight *sight;
	size_t case_count, post_count;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &today, &desk.err));
	sight = sight_of(desk.a, desk_viewer(login), today->snap, today->snap);
	DESK_OK(conditions_of_case(pictures, desk.a, today, sight, snapshot_find_case(today->snap, "C3"), &of_case, &case_count, &desk.err));
	DESK_OK(conditions_of_post(pictures, desk.a, today, sight, today->snap->person_posts[today->snap->persons[snapshot_find_person(today->snap, "W2")].first_post], &of_post, &post_count, &desk.err));
	assert_int_equal(case_count, wanted);
	assert_int_equal(post_count, wanted);
	if (wanted > 0) {
		assert_int_equal(of_post[0].case_index, of_case[0].case_index);
		assert_int_equal(of_case[0].post, of_post[0].post);
		seen = of_case[0];
	}
	picture_drop(today);
	pictures_free(pictures);
	return seen;
}

static void test_condition__is_told_as_due_and_then_as_kept_to_both_sides_and_to_nobody_else(void **state)
{
	int32_t proposal;

	(void)state;
	proposal = agreed_if();
	assert_int_equal(the_condition("mia", 1).row.proposal_id, proposal);
	assert_true(the_condition("ben", 1).is_due);
	assert_false(the_condition("ben", 1).row.is_answered);
	(void)the_condition("ann", 0);
	DESK_OK(desk_answer("mia", only_open(MATTER_CONDITION).id, OUTCOME_KEPT));
	assert_true(the_condition("ben", 1).row.is_kept);
	assert_false(the_condition("ben", 1).is_due);
}

static void test_condition__that_was_not_kept_is_told_so_while_the_case_is_held(void **state)
{
	int32_t id;

	(void)state;
	(void)agreed_if();
	DESK_OK(desk_answer("mia", only_open(MATTER_CONDITION).id, OUTCOME_NOT_KEPT));
	assert_true(the_condition("mia", 1).row.is_answered);
	assert_false(the_condition("mia", 1).row.is_kept);
	DESK_OK(give_back("It was not kept", &id));
	(void)the_condition("mia", 0);
}

/* ---- what the holder says ends with the holding ---- */

static void say_needs(const char *login, const char *ref, int32_t minutes)
{
	const struct needs_asked asked = {.ref = ref, .minutes = minutes, .why = "court"};
	const struct asked_by by = desk_by(login);

	DESK_OK(word_needs(desk.store, &by, &asked, &desk.err));
}

static int32_t needs_of(const char *ref)
{
	const struct snapshot *s = desk_picture();
	int32_t needs = needs_said(s, &s->cases[snapshot_find_case(s, ref)]);

	snapshot_drop(s);
	return needs;
}

static void test_view__ends_when_its_holder_holds_the_case_no_more(void **state)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "There is no time for it"};
	struct allocation_proposing p = proposing("mia", "C2", "W2");
	int32_t id;

	(void)state;
	say_needs("ann", "C1", 300);
	say_needs("ann", "C2", 400);
	desk.now += A_DAY;
	assert_int_equal(needs_of("C1"), 300);
	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	assert_int_equal(needs_of("C1"), 0);
	p.by = by("mia");
	p.instead_of = desk_post("W1");
	DESK_OK(propose(&p));
	DESK_OK(talk("mia", outcome.proposal_id, "ben"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
	assert_int_equal(needs_of("C2"), 0);
}

static void test_view__ends_with_a_holding_that_a_file_ends_and_not_before(void **state)
{
	(void)state;
	say_needs("ann", "C1", 300);
	desk.now += A_DAY;
	(void)IMPORT(desk.office, office_file(desk.office, "same.csv", "case,worker,from,share\nC1,W1,2026-01-06,0.9\n"));
	assert_int_equal(needs_of("C1"), 300);
	(void)IMPORT(desk.office, office_file(desk.office, "ended.csv", "case,worker,from,until\nC1,W1,2026-01-06,2026-07-03\n"));
	assert_int_equal(needs_of("C1"), 0);
}

static void test_surge__counts_how_often_it_was_renewed(void **state)
{
	const struct surge_asked asked = {.ref = "C1", .minutes = 300, .days = 7, .why = "court"};
	struct case_facts facts;

	(void)state;
	for (int i = 0; i < 3; i++) {
		const struct asked_by ann = desk_by("ann");

		DESK_OK(word_surge(desk.store, &ann, &asked, &desk.err));
		desk.now += 8 * A_DAY;
	}
	assert_non_null(strstr(desk_last_entry().payload, "\"renewals\":2"));
	facts = desk_case("C1");
	assert_int_equal(surge_renewals(&facts), 2);
	desk.now += 30 * A_DAY;
	const struct asked_by ann = desk_by("ann");
	DESK_OK(word_surge(desk.store, &ann, &asked, &desk.err));
	facts = desk_case("C1");
	assert_int_equal(surge_renewals(&facts), 0);
}

/* ---- without a number ---- */

static void test_principles__take_no_number_and_still_the_talk_the_hours_and_the_trend(void **state)
{
	struct allocation_proposing p = proposing("mia", "C3", "W1");
	struct allocation_step s;
	struct commit *c = begin();

	(void)state;
	DESK_OK(commit_setting(c, SETTING_PRINCIPLES, true, desk_today(), &desk.err));
	end(c);
	DESK_OK(propose(&p)); /* past the line of two, which binds nobody now */
	assert_int_not_equal(outcome.minutes_then, -1);
	assert_non_null(strstr(desk_last_entry().payload, "minutes_four_weeks_before"));
	assert_int_equal(take_plain("ann", outcome.proposal_id, STEP_AGREE), PL_INVALID);
	s = step_of("mia", outcome.proposal_id, STEP_DISCUSS);
	s.talked_with = "ann";
	s.means = TALK_BY_MESSAGE;
	assert_int_equal(take(&s), PL_INVALID);
	(void)IMPORT(desk.office, office_file(desk.office, "unknown.csv", "worker,name,team,role,fte\nW4,Dee,North,social-worker,\n"));
	p = proposing("mia", "C3", "W4");
	DESK_OK(take_for("mia", s.proposal_id, STEP_WITHDRAW, "changed"));
	p.by = by("mia");
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_HOURS_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_live, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_broken_line__goes_up_by_its_days_whatever_the_calendar_does),
		TEST(test_broken_line__shows_who_did_not_answer),
		TEST(test_broken_line__is_answered_by_nobody_while_lines_bind_nobody),
		TEST(test_deadline__runs_in_working_time_over_a_holiday_and_a_change_of_the_clock),
		TEST(test_decider__who_is_away_until_it_is_due_is_passed_over),
		TEST(test_decider__who_is_back_in_time_is_waited_for),
		TEST(test_decider__who_has_a_deputy_is_not_passed_over),
		TEST(test_offer__to_somebody_away_is_refused_when_made_and_when_answered),
		TEST(test_risk__is_with_somebody_who_answers_for_the_case_and_not_with_the_worker),
		TEST(test_condition__that_is_not_kept_comes_before_the_head_and_lets_the_worker_give_back),
		TEST(test_condition__that_is_kept_lets_nobody_give_back_without_an_answer),
		TEST(test_condition__is_told_as_due_and_then_as_kept_to_both_sides_and_to_nobody_else),
		TEST(test_condition__that_was_not_kept_is_told_so_while_the_case_is_held),
		TEST(test_view__ends_when_its_holder_holds_the_case_no_more),
		TEST(test_view__ends_with_a_holding_that_a_file_ends_and_not_before),
		TEST(test_surge__counts_how_often_it_was_renewed),
		TEST(test_principles__take_no_number_and_still_the_talk_the_hours_and_the_trend),
	};

	return RUN_TESTS(tests);
}
