/* What the clock does to the records. */

#include "desk.h"
#include "service/clock/watch_inside.h"
#include "store/proposals.h"

enum { A_DAY = 24 * 3600, TRIES = 30000 };

static struct watch_counts watch(void)
{
	struct watch_counts counts;

	DESK_OK(watch_once(desk.store, "council", desk.now, &counts, &desk.err));
	return counts;
}

static struct commit *begin(void)
{
	struct employer e;
	struct commit *c = NULL;

	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	return c;
}

static void end(struct commit *c, const char *action)
{
	int64_t position;

	DESK_OK(commit_end(c, &(struct ledger_text){"mia", action, "council", "{}", desk.now}, &position, &desk.err));
}

static void go_live(void)
{
	struct commit *c = begin();

	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c, "setting");
}

/* A case that is not looked at would be told of too. */
static void look_at_waiting(void)
{
	const struct snapshot *s = desk_picture();
	const struct review_row review = {.risk = "low", .safety = "duty", .why = "capacity", .next = desk_today() + 13,
		.when = {desk_today(), DAY_MAX}};
	struct commit *c = begin();

	DESK_OK(commit_review(c, s->cases[snapshot_find_case(s, "C3")].case_id, &review, &desk.err));
	end(c, "review");
	snapshot_drop(s);
}

static int open_live(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	go_live();
	look_at_waiting();
	return 0;
}

/* As if a senior had let it pass, and the exception were over. */
static void take_off_paper(const char *ref)
{
	struct case_facts known = desk_case(ref), outcome = {.ref = ref};
	struct fact held = only_fact(&known, FACT_HOLDING);
	struct fact_change *changes;
	struct employer e;
	struct commit *c;
	int64_t position;
	size_t count;

	if (held.standing != HOLDING_ON_PAPER)
		return; /* nothing is negotiated here */
	held.standing = HOLDING_STANDS;
	case_facts_add(desk.a, &outcome, &held);
	case_decide(desk.a, &known, &outcome, &changes, &count);
	DESK_OK(store_employer(desk.store, desk.a, desk.office->employer, &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	DESK_OK(commit_case(c, ref, changes, count, &desk.err));
	DESK_OK(commit_end(c, &(struct ledger_text){"test", "proposal-agree", "council", "{}", desk.now}, &position, &desk.err));
}

static void give_case(const char *ref)
{
	(void)IMPORT(desk.office,
		office_file(desk.office, "cases2.csv",
			arena_printf(desk.a, "case,opened,service,team\n%s,2026-02-01,children,North\n", ref)),
		office_file(desk.office, "holdings2.csv", arena_printf(desk.a, "case,worker,from\n%s,W1,2026-02-02\n", ref)));
	take_off_paper(ref);
}

static void give_third_case(void)
{
	give_case("C4");
}

static size_t open_matters(struct matter_row **ret)
{
	size_t count;

	DESK_OK(store_matters_open(desk.store, desk.a, desk.employer_id, ret, &count, &desk.err));
	return count;
}

static void assert_nothing_done(struct watch_counts c)
{
	assert_int_equal(c.lapsed + c.expired + c.escalated + c.over + c.raised + c.skipped, 0);
}

static void test_watch__leaves_alone_who_does_not_negotiate(void **state)
{
	struct watch_counts counts;

	(void)state;
	give_third_case();
	counts = watch();
	assert_int_equal(counts.employers, 0);
	assert_nothing_done(counts);
}

static void test_watch__puts_a_broken_line_before_the_manager_once(void **state)
{
	struct matter_row *rows;

	(void)state;
	assert_nothing_done(watch());
	give_third_case();
	assert_int_equal(watch().raised, 1);
	assert_nothing_done(watch());
	assert_int_equal(open_matters(&rows), 1);
	assert_int_equal(rows[0].kind, MATTER_OVER_LINE);
	assert_int_equal(rows[0].post_id, desk_post("W1"));
	assert_int_equal(rows[0].line_id, desk_line());
	assert_int_equal(rows[0].value, 1500);
	assert_int_equal(rows[0].when.from, desk_today());
	assert_string_equal(rows[0].steps[0].login, CLOCK_LOGIN);
	assert_string_equal(desk_last_entry().actor, CLOCK_LOGIN);
	assert_int_equal(desk_last_entry().instant, desk.now);
}

static bool lacks_scheme; /* of the employer that is looked at next */

static const struct scheme *scheme_once_lacking(const char *id, int32_t version)
{
	if (!lacks_scheme)
		return scheme_by_id(id, version);
	lacks_scheme = false;
	return NULL;
}

/* The other employer comes first by its code, and fails. */
static void test_watch__of_one_employer_goes_on_when_another_fails(void **state)
{
	struct watch_counts counts;
	struct matter_row *rows;
	int32_t council = desk.employer_id;
	struct employer e;
	struct commit *c;

	(void)state;
	give_third_case();
	desk.office->employer = "another";
	(void)IMPORT(desk.office, office_file(desk.office, "workers.csv", DESK_WORKERS), office_file(desk.office, "cases.csv", DESK_CASES));
	DESK_OK(store_employer(desk.store, desk.a, "another", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c, "setting");
	store_use_schemes(desk.store, scheme_once_lacking);
	lacks_scheme = true;
	assert_true(watch_once(desk.store, NULL, desk.now, &counts, &desk.err) < 0);
	assert_int_equal(counts.employers, 2);
	desk.employer_id = council;
	assert_int_equal(open_matters(&rows), 1);
	assert_int_equal(rows[0].kind, MATTER_OVER_LINE);
	store_use_schemes(desk.store, scheme_by_id);
}

/* Makes the database refuse whatever is to be written of one case. */
static void refuse_case(const char *ref)
{
	const struct snapshot *s = desk_picture();
	int32_t id = s->cases[snapshot_find_case(s, ref)].case_id;

	place_run(&desk.office->place, arena_printf(desk.a, place_is_of_server() ?
		"create function refused() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$; "
		"create trigger refused before insert on matter for each row when (new.case_id = %d) execute function refused()" :
		"create trigger refused before insert on matter when new.case_id = %d begin select raise(abort, 'refused'); end", id));
	snapshot_drop(s);
}

/* More than are taken at once: what comes after the one that fails is in another lot. */
static void test_watch__goes_on_with_the_rest_when_one_step_fails(void **state)
{
	enum { WAIT = 70 };
	const char *cases = "case,opened,service,team\n";
	struct watch_counts counts;
	struct matter_row *rows;

	(void)state;
	for (int i = 0; i < WAIT; i++)
		cases = arena_printf(desk.a, "%sX%02d,2026-01-05,children,North\n", cases, i);
	(void)IMPORT(desk.office, office_file(desk.office, "cases2.csv", cases));
	refuse_case("X03");
	desk.now += 20 * A_DAY;
	assert_true(watch_once(desk.store, "council", desk.now, &counts, &desk.err) < 0);
	assert_int_equal(counts.raised, WAIT - 1 + 1); /* C3 waits for a look too */
	assert_int_equal(open_matters(&rows), WAIT - 1 + 1);
}

static void test_watch__goes_on_to_head_and_director_while_the_line_is_broken(void **state)
{
	struct matter_row *rows;

	(void)state;
	give_third_case();
	assert_int_equal(watch().raised, 1);
	desk.now += 7 * A_DAY;
	assert_int_equal(watch().escalated, 1);
	assert_int_equal(open_matters(&rows), 1);
	assert_int_equal(rows[0].matter.level, 1);
	DESK_OK(desk_answer("hed", rows[0].id, OUTCOME_PLAN));
	look_at_waiting();
	assert_nothing_done(watch());
	desk.now += 21 * A_DAY;
	look_at_waiting();
	assert_int_equal(watch().raised, 1);
	assert_int_equal(open_matters(&rows), 2);
	assert_int_equal(rows[1].matter.level, 2);
	assert_int_equal(rows[1].when.from, desk_today() - 28);
	assert_int_equal(desk_answer("hed", rows[1].id, OUTCOME_PLAN), PL_DENIED);
	DESK_OK(desk_answer("dir", rows[1].id, OUTCOME_PLAN));
}

static void test_watch__ends_what_lasts_when_it_is_over(void **state)
{
	struct closing_outcome outcome;
	const struct closing_asked closing = {.by = desk_by("mia"), .ref = "C4", .reason = CLOSING_MOVED, .note = ""};
	struct matter_row *rows;
	int32_t id;

	(void)state;
	give_third_case();
	assert_int_equal(watch().raised, 1);
	assert_int_equal(open_matters(&rows), 1);
	id = rows[0].id;
	DESK_OK(closing_make(desk.store, &closing, &outcome, &desk.err));
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
	assert_int_equal(watch().over, 1);
	assert_int_equal(desk_matter(id).matter.state, MATTER_TAKEN_BACK);
	assert_int_equal(desk_matter(id).when.until, desk_today());
	assert_nothing_done(watch());
}

static void test_watch__asks_for_a_look_at_what_waits_until_there_was_one(void **state)
{
	struct matter_row *rows;

	(void)state;
	desk.now += 14 * A_DAY;
	assert_int_equal(watch().raised, 1);
	assert_int_equal(open_matters(&rows), 1);
	assert_int_equal(rows[0].kind, MATTER_REVIEW);
	assert_string_equal(rows[0].ref, "C3");
	DESK_OK(desk_answer("mia", rows[0].id, OUTCOME_PLAN));
	assert_nothing_done(watch());
	look_at_waiting();
	assert_int_equal(watch().over, 1);
	assert_int_equal(open_matters(&rows), 0);
}

static void test_watch__puts_up_what_nobody_answered(void **state)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "There is no time for it"};
	int32_t id;

	(void)state;
	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	desk.now += 4 * A_DAY - 60;
	assert_nothing_done(watch());
	desk.now += 60;
	assert_int_equal(watch().escalated, 1);
	assert_int_equal(desk_matter(id).matter.level, 1);
	assert_nothing_done(watch());
}

/* ---- what changes between the picture and the turn ---- */

static struct watch_step only_step(void)
{
	const struct picture *p;
	struct watch_step *steps;
	size_t count;

	DESK_OK(picture_load(desk.store, "council", desk_today(), &p, &desk.err));
	DESK_OK(watch_read(desk.store, desk.a, p, desk.now, &steps, &count, &desk.err));
	picture_drop(p);
	assert_int_equal(count, 1);
	return steps[0];
}

static int take(const struct watch_step *step)
{
	return watch_take(desk.store, "council", step, desk.now, &desk.err);
}

static void close_third_case(void)
{
	const struct closing_asked closing = {.by = desk_by("mia"), .ref = "C4", .reason = CLOSING_MOVED, .note = ""};
	struct closing_outcome outcome;

	DESK_OK(closing_make(desk.store, &closing, &outcome, &desk.err));
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
}

static void test_watch_take__tells_of_no_line_that_an_answer_has_had_kept_meanwhile(void **state)
{
	struct watch_step step;
	struct matter_row *rows;

	(void)state;
	give_third_case();
	step = only_step();
	assert_int_equal(step.act, WATCH_RAISE);
	close_third_case();
	assert_int_equal(take(&step), PL_CONFLICT);
	assert_int_equal(open_matters(&rows), 0);
}

static void test_watch_take__asks_for_no_look_where_there_was_one_meanwhile(void **state)
{
	struct watch_step step;
	struct matter_row *rows;

	(void)state;
	desk.now += 14 * A_DAY;
	step = only_step();
	assert_int_equal(step.kind, MATTER_REVIEW);
	look_at_waiting();
	assert_int_equal(take(&step), PL_CONFLICT);
	assert_int_equal(open_matters(&rows), 0);
}

static void test_watch_take__ends_nothing_that_has_begun_again_meanwhile(void **state)
{
	struct watch_step step;
	struct matter_row *rows;

	(void)state;
	give_third_case();
	assert_int_equal(watch().raised, 1);
	close_third_case();
	step = only_step();
	assert_int_equal(step.act, WATCH_OVER);
	give_case("C5");
	assert_int_equal(take(&step), PL_CONFLICT);
	assert_int_equal(open_matters(&rows), 1);
	assert_int_equal(rows[0].kind, MATTER_OVER_LINE);
}

/* ---- proposals ---- */

static int32_t offer(void)
{
	const struct snapshot *s = desk_picture();
	struct proposal_row row = {.case_id = s->cases[snapshot_find_case(s, "C3")].case_id, .post_id = desk_post("W2"), .ended = DAY_MAX,
		.terms = {.role = HOLDING_LEAD, .share = 1000, .why = "room", .first_action = "visit", .first_action_by = desk_today() + 3,
			.risk_with = "mia", .support = "", .starts = DAY_MIN, .note = ""}};
	const struct proposal_step_row begun = {.step = STEP_DRAFT, .state = NEGOTIATION_DRAFT, .party = PARTY_MANAGER, .login = "mia",
		.instant = desk.now, .reason = "", .talked_with = "", .note = ""};
	struct proposal_step_row offered = begun;
	struct commit *c = begin();

	snapshot_drop(s);
	offered.step = STEP_OFFER;
	offered.state = NEGOTIATION_OFFERED;
	DESK_OK(commit_proposal(c, &row, &desk.err));
	DESK_OK(commit_proposal_step(c, row.proposal_id, &begun, &desk.err));
	DESK_OK(commit_proposal_step(c, row.proposal_id, &offered, &desk.err));
	end(c, "proposal-offer");
	return row.proposal_id;
}

static enum negotiation_state state_of(int32_t proposal_id)
{
	struct proposal_story story;

	DESK_OK(store_proposal(desk.store, desk.a, desk.employer_id, proposal_id, &story, &desk.err));
	return story.row.state;
}

static void test_watch__lets_an_offer_lapse_after_two_working_days_of_the_worker(void **state)
{
	int32_t id = offer();

	(void)state;
	desk.now += 4 * A_DAY - 60;
	assert_nothing_done(watch());
	desk.now += 60;
	assert_int_equal(watch().lapsed, 1);
	assert_int_equal(state_of(id), NEGOTIATION_LAPSED);
	assert_string_equal(desk_last_entry().action, "proposal-lapse");
	assert_nothing_done(watch());
}

/* Offered and held by W2 for so many hours, and then the step, if there is one. */
static int32_t hold_for(int32_t hours, const struct proposal_step_row *then)
{
	int32_t id = offer();
	const struct proposal_step_row held = {.step = STEP_HOLD, .state = NEGOTIATION_HELD, .party = PARTY_WORKER, .login = "ben",
		.instant = desk.now, .reason = "duty", .talked_with = "", .note = "", .hours = hours};
	struct case_facts known = desk_case("C3"), outcome = {.ref = "C3"};
	struct fact f = fact_blank(FACT_HOLDING);
	struct fact_change *changes;
	struct commit *c = begin();
	size_t count;

	f.post_id = desk_post("W2");
	f.when = (struct days){desk_today(), DAY_MAX};
	f.standing = HOLDING_EMERGENCY;
	f.proposal_id = id;
	case_facts_add(desk.a, &outcome, &f);
	case_decide(desk.a, &known, &outcome, &changes, &count);
	DESK_OK(commit_case(c, "C3", changes, count, &desk.err));
	DESK_OK(commit_proposal_step(c, id, &held, &desk.err));
	if (then != NULL)
		DESK_OK(commit_proposal_step(c, id, then, &desk.err));
	end(c, "proposal-hold");
	return id;
}

static struct proposal_step_row talk(void)
{
	return (struct proposal_step_row){.step = STEP_DISCUSS, .state = NEGOTIATION_DISCUSSED, .party = PARTY_WORKER, .login = "ben",
		.instant = desk.now, .reason = "", .talked_with = "mia", .talked_at = desk.now, .means = TALK_IN_PERSON, .note = ""};
}

static void assert_held_no_more(int32_t id, enum negotiation_state state)
{
	struct case_facts facts = desk_case("C3");

	assert_int_equal(state_of(id), state);
	assert_int_equal(only_fact(&facts, FACT_HOLDING).when.until, desk_today());
	assert_nothing_done(watch());
}

static void test_watch__ends_an_emergency_hold_with_its_hours(void **state)
{
	int32_t id = hold_for(24, NULL);

	(void)state;
	assert_nothing_done(watch());
	desk.now += A_DAY;
	assert_int_equal(watch().expired, 1);
	assert_held_no_more(id, NEGOTIATION_EXPIRED);
}

static void test_watch__ends_an_emergency_hold_that_was_talked_about_with_its_hours(void **state)
{
	const struct proposal_step_row talked = talk();
	int32_t id = hold_for(24, &talked);

	(void)state;
	assert_nothing_done(watch());
	desk.now += A_DAY;
	assert_int_equal(watch().expired, 1);
	assert_held_no_more(id, NEGOTIATION_EXPIRED);
}

/* The answer is due after two days of work, which a weekend may part; a longer hold than anybody is given shows which time it was. */
static void test_watch__ends_an_emergency_hold_with_an_answer_that_did_not_come(void **state)
{
	const struct proposal_step_row talked = talk();
	int32_t id = hold_for(7 * 24, &talked);

	(void)state;
	desk.now += 6 * A_DAY;
	assert_int_equal(watch().lapsed, 1);
	assert_held_no_more(id, NEGOTIATION_LAPSED);
}

/* ---- in a server ---- */

static void say(const char *line)
{
	print_error("%s\n", line);
}

static int64_t now(void)
{
	return desk.now;
}

static void test_watcher__watches_at_once_and_ends_when_it_is_told(void **state)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	struct matter_row *rows;
	struct watcher *watcher;
	struct writer *writer;
	size_t count = 0;

	(void)state;
	give_third_case();
	DESK_OK(writer_open(desk.office->database, &writer, &desk.err));
	watcher = watcher_new(&(struct watcher_options){.pictures = pictures, .writer = writer, .now = now, .say = say});
	for (int i = 0; i < TRIES && count == 0; i++) {
		const struct timespec nap = {.tv_nsec = 1000000};

		(void)nanosleep(&nap, NULL);
		DESK_OK(store_matters_open(pictures_lock_store(pictures), desk.a, desk.employer_id, &rows, &count, &desk.err));
		pictures_unlock_store(pictures);
	}
	watcher_free(watcher);
	assert_int_equal(count, 1);
	writer_close(writer);
	pictures_free(pictures);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_live, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_watch__leaves_alone_who_does_not_negotiate, desk_open, desk_close),
		TEST(test_watch__puts_a_broken_line_before_the_manager_once),
		TEST(test_watch__goes_on_with_the_rest_when_one_step_fails),
		TEST(test_watch__of_one_employer_goes_on_when_another_fails),
		TEST(test_watch__goes_on_to_head_and_director_while_the_line_is_broken),
		TEST(test_watch__ends_what_lasts_when_it_is_over),
		TEST(test_watch__asks_for_a_look_at_what_waits_until_there_was_one),
		TEST(test_watch__puts_up_what_nobody_answered),
		TEST(test_watch_take__tells_of_no_line_that_an_answer_has_had_kept_meanwhile),
		TEST(test_watch_take__asks_for_no_look_where_there_was_one_meanwhile),
		TEST(test_watch_take__ends_nothing_that_has_begun_again_meanwhile),
		TEST(test_watch__lets_an_offer_lapse_after_two_working_days_of_the_worker),
		TEST(test_watch__ends_an_emergency_hold_with_its_hours),
		TEST(test_watch__ends_an_emergency_hold_that_was_talked_about_with_its_hours),
		TEST(test_watch__ends_an_emergency_hold_with_an_answer_that_did_not_come),
		TEST(test_watcher__watches_at_once_and_ends_when_it_is_told),
	};

	return RUN_TESTS(tests);
}
