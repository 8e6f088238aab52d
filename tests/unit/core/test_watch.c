#include "core/watch.h"

#include "../../test.h"
#include "core/extra_time.h"
#include "exchange/scheme_library.h"
#include "world.h"

/* Wednesday, 10 June 2026, 12:00. */
#define DAY "2026-06-10"

static struct world w;
static struct watched watched;
static struct watched_matter matters[8];
static struct watch_step *steps;
static size_t count;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), DAY);
	watched = (struct watched){.matters = matters, .now = local_midnight(w.day) + 12 * 60};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static int32_t worker_with(int32_t cases)
{
	int32_t post = world_add_post(&w, world_worker(&w));

	for (int32_t i = 0; i < cases; i++)
		world_hold(&w, world_add_case(&w, "2025-06-02", "child_protection_plan", "", ""), post, "2025-06-02", 1000);
	return post;
}

static void look(void)
{
	struct pile_row *pile;

	if (w.s == NULL)
		world_freeze(&w);
	pile_of_snapshot(w.a, w.s, &w.loads, &pile, &watched.pile_count);
	watched.pile = pile;
	watched.snap = w.s;
	watched.loads = &w.loads;
	watch_decide(w.a, &watched, &steps, &count);
}

/* A matter that the clock raised so many days ago, and that nobody has answered. */
static struct watched_matter *add_matter(enum matter_kind kind, int32_t post_id, int32_t case_id, int days_ago)
{
	struct watched_matter *m = &matters[watched.matters_count++];

	*m = (struct watched_matter){.matter_id = (int32_t)watched.matters_count, .post_id = post_id, .case_id = case_id,
		.since = w.day - days_ago, .matter = matter_begin(kind, local_midnight(w.day - days_ago) + 9 * 60),
		.decider = working_time_usual()};
	return m;
}

static struct watched_matter *add_broken(int32_t post_id, int32_t line_id, int days_ago)
{
	struct watched_matter *m = add_matter(MATTER_OVER_LINE, post_id, 0, days_ago);

	m->line_id = line_id;
	return m;
}

static void assert_step(size_t i, enum watch_act act, int32_t id)
{
	assert_true(i < count);
	assert_int_equal(steps[i].act, act);
	assert_int_equal(steps[i].id, id);
}

static void assert_raised(size_t i, enum matter_kind kind, int32_t level)
{
	assert_step(i, WATCH_RAISE, 0);
	assert_int_equal(steps[i].kind, kind);
	assert_int_equal(steps[i].level, level);
}

/* ---- lines ---- */

static void test_watch__puts_a_broken_line_before_the_manager_the_same_day_and_once(void **state)
{
	int32_t post = worker_with(13), line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);

	(void)state;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_OVER_LINE, 0);
	assert_int_equal(steps[0].post_id, post);
	assert_int_equal(steps[0].line_id, line);
	assert_int_equal(steps[0].value, 1083);
	assert_int_equal(steps[0].since, w.day);
	(void)add_broken(post, line, 0);
	look();
	assert_int_equal(count, 0);
}

static void test_watch__says_nothing_of_lines_that_bind_nobody_or_are_excepted(void **state)
{
	int32_t post = worker_with(13), line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);

	(void)state;
	world_add_line(&w, LINE_COUNT, 5, LINE_ADVISORY);
	world_add_exception(&w, post, line, 13);
	look();
	assert_int_equal(count, 0);
}

static void test_watch__suspends_a_broken_line_while_lines_bind_nobody_and_forgets_no_day(void **state)
{
	int32_t post = worker_with(13), line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);

	struct snapshot principles;

	(void)state;
	(void)add_broken(post, line, 8);
	matters[0].nobody_there = true;
	look();
	assert_step(0, WATCH_ESCALATE, 1);
	principles = *w.s;
	principles.employer.principles = true;
	watched.snap = &principles;
	watch_decide(w.a, &watched, &steps, &count);
	assert_int_equal(count, 0);
}

static void test_watch__puts_nineteen_of_twelve_before_the_director_the_same_day(void **state)
{
	(void)state;
	(void)worker_with(19);
	(void)world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);
	look();
	assert_int_equal(count, 2);
	assert_raised(0, MATTER_OVER_LINE, 0);
	assert_raised(1, MATTER_OVER_LINE, 2);
	assert_int_equal(steps[1].value, 1583);
}

static void test_watch__puts_a_broken_line_higher_after_a_week_and_after_four_answered_or_not(void **state)
{
	int32_t post = worker_with(13), line;
	struct watched_matter *m;

	(void)state;
	line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);
	(void)add_broken(post, line, 6);
	look();
	assert_int_equal(count, 0);
	watched.matters_count = 0;
	m = add_broken(post, line, 7);
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_ESCALATE, 1);
	m->matter.state = MATTER_ANSWERED;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_OVER_LINE, 1);
	assert_int_equal(steps[0].since, w.day - 7);
	m->since = w.day - 28;
	m->matter.level = 1;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_OVER_LINE, 2);
}

static void test_watch__sees_that_a_line_is_kept_again(void **state)
{
	int32_t post = worker_with(12), line;

	(void)state;
	line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);
	(void)add_broken(post, line, 10);
	(void)add_broken(999, line, 10);
	look();
	assert_int_equal(count, 2);
	assert_step(0, WATCH_OVER, 1);
	assert_step(1, WATCH_OVER, 2);
}

static void test_watch__puts_each_line_that_is_broken_before_somebody_by_itself(void **state)
{
	int32_t post = worker_with(13), ours = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY),
		theirs = world_add_line(&w, LINE_COUNT, 10, LINE_COLLECTIVE);
	struct watched_matter *m;

	(void)state;
	look();
	assert_int_equal(count, 2);
	assert_int_equal(steps[0].line_id + steps[1].line_id, ours + theirs);
	m = add_matter(MATTER_OVER_LINE, post, 0, 0);
	m->line_id = theirs;
	look();
	assert_int_equal(count, 1);
	assert_int_equal(steps[0].line_id, ours);
}

static void test_watch__goes_on_with_a_line_that_took_the_place_of_a_broken_one(void **state)
{
	int32_t post = worker_with(13), line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);
	struct watched_matter *before = add_matter(MATTER_OVER_LINE, post, 0, 8);

	(void)state;
	before->line_id = line + 1000;
	look();
	assert_int_equal(count, 3);
	assert_raised(0, MATTER_OVER_LINE, 0);
	assert_int_equal(steps[0].since, w.day - 8);
	assert_raised(1, MATTER_OVER_LINE, 1);
	assert_step(2, WATCH_OVER, 1);
}

static void test_watch__waits_with_a_share_of_somebody_who_is_away(void **state)
{
	int32_t post = worker_with(13), line;

	(void)state;
	line = world_add_line(&w, LINE_SHARE, 1000, LINE_POLICY);
	world_add_reduction(&w, post, "leave", -1, "2026-06-09", "2026-06-20");
	(void)add_broken(post, line, 3);
	look();
	assert_int_equal(count, 0);
}

/* ---- nobody there to answer ---- */

static void test_watch__puts_up_at_once_what_nobody_is_there_to_answer(void **state)
{
	int32_t post = worker_with(1);
	struct watched_matter *m = add_matter(MATTER_TALK, post, 0, 0);

	(void)state;
	m->nobody_there = true;
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_ESCALATE, 1);
	assert_true(steps[0].nobody_there);
	assert_int_equal(steps[0].level, 0);
	m->matter.level = MATTER_LEVELS - 1;
	look();
	assert_int_equal(count, 0);
}

/* ---- time owed ---- */

static void test_watch__tells_more_people_of_time_owed_the_longer_it_grows(void **state)
{
	struct post_row one = world_worker(&w), many = world_worker(&w), none = world_worker(&w);
	int32_t post;

	(void)state;
	one.owed_minutes = OWED_TO_MANAGER;
	many.owed_minutes = OWED_TO_DIRECTOR;
	none.owed_minutes = OWED_TO_MANAGER - 1;
	(void)world_add_post(&w, one);
	post = world_add_post(&w, many);
	(void)world_add_post(&w, none);
	look();
	assert_int_equal(count, 2);
	assert_raised(0, MATTER_OWED, 0);
	assert_raised(1, MATTER_OWED, 2);
	assert_int_equal(steps[1].post_id, post);
	assert_int_equal(steps[1].value, OWED_TO_DIRECTOR);
}

/* ---- the pile ---- */

static void test_watch__leaves_a_fortnight_to_look_at_what_waited_before_it_was_watched(void **state)
{
	(void)state;
	(void)world_add_case(&w, "2024-01-08", "child_protection_plan", "", "");
	watched.live_since = w.day - REVIEW_DAYS;
	look();
	assert_int_equal(count, 0);
	watched.live_since = w.day - REVIEW_DAYS - 1;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_REVIEW, 0);
}

static void test_watch__asks_for_a_look_at_what_has_waited_a_fortnight(void **state)
{
	int32_t late = world_add_case(&w, "2026-05-26", "child_protection_plan", "", "");
	int32_t fresh = world_add_case(&w, "2026-05-27", "child_protection_plan", "", "");

	(void)state;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_REVIEW, 0);
	assert_int_equal(steps[0].case_id, late);
	assert_int_equal(steps[0].value, 15);
	add_matter(MATTER_REVIEW, 0, late, 1);
	add_matter(MATTER_REVIEW, 0, fresh, 1);
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_OVER, 2);
}

/* ---- what is asked ---- */

static void test_watch__puts_up_what_was_not_answered_in_time_until_the_director_has_it(void **state)
{
	int32_t post = worker_with(1);
	struct watched_matter *m;

	(void)state;
	(void)add_matter(MATTER_TALK, post, 0, 6);
	look();
	assert_int_equal(count, 0);
	watched.matters_count = 0;
	m = add_matter(MATTER_TALK, post, 0, 7);
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_ESCALATE, 1);
	m->matter.level = 2;
	look();
	assert_int_equal(count, 0);
}

static void test_watch__drops_a_hand_back_of_what_is_not_held_any_more(void **state)
{
	int32_t post = worker_with(1), left = world_add_post(&w, world_worker(&w)), held;

	(void)state;
	world_freeze(&w);
	held = w.s->cases[0].case_id;
	add_matter(MATTER_HAND_BACK, post, held, 0);
	add_matter(MATTER_HAND_BACK, left, held, 0);
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_OVER, 2);
}

/* The case is held by nobody else then, or closed: there is nothing to keep, and nobody to ask. */
static void test_watch__drops_a_condition_of_what_is_not_held_any_more(void **state)
{
	int32_t post = worker_with(1), left = world_add_post(&w, world_worker(&w)), held;

	(void)state;
	world_freeze(&w);
	held = w.s->cases[0].case_id;
	add_matter(MATTER_CONDITION, post, held, 0);
	add_matter(MATTER_CONDITION, left, held, 0);
	add_matter(MATTER_BROKEN, left, held, 0);
	look();
	assert_int_equal(count, 2);
	assert_step(0, WATCH_OVER, 2);
	assert_step(1, WATCH_OVER, 3);
}

static void test_watch__drops_a_closing_of_what_is_closed(void **state)
{
	int32_t post = worker_with(1);

	(void)state;
	world_freeze(&w);
	add_matter(MATTER_CLOSING, post, w.s->cases[0].case_id, 0);
	add_matter(MATTER_CLOSING, post, 999, 0);
	look();
	assert_int_equal(count, 1);
	assert_step(0, WATCH_OVER, 2);
}

/* Whose load it was about has left, or the line has ended: no answer could be taken. */
static void test_watch__drops_a_talk_and_an_exception_of_who_has_left_or_of_a_line_that_ended(void **state)
{
	struct post_row gone = world_worker(&w);
	int32_t post = worker_with(1), left, line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);

	(void)state;
	gone.when.until = w.day;
	left = world_add_post(&w, gone);
	world_freeze(&w);
	add_matter(MATTER_TALK, post, 0, 0);
	add_matter(MATTER_TALK, left, 0, 0);
	add_matter(MATTER_EXCEPTION, post, 0, 0)->line_id = line;
	add_matter(MATTER_EXCEPTION, left, 0, 0)->line_id = line;
	add_matter(MATTER_EXCEPTION, post, 0, 0)->line_id = line + 1;
	add_matter(MATTER_EXCEPTION, post, 0, 0);
	look();
	assert_int_equal(count, 3);
	assert_step(0, WATCH_OVER, 2);
	assert_step(1, WATCH_OVER, 4);
	assert_step(2, WATCH_OVER, 5);
}

static void test_watch__asks_whether_a_condition_was_kept_while_the_case_is_held(void **state)
{
	int32_t post = worker_with(1);
	struct condition_due due[3];

	(void)state;
	world_freeze(&w);
	due[0] = (struct condition_due){.proposal_id = 5, .number = 2, .post_id = post, .case_id = w.s->cases[0].case_id, .due = w.day};
	due[1] = due[2] = due[0];
	due[1].due = w.day + 1;
	due[2].post_id = 999;
	watched.conditions = due;
	watched.conditions_count = 3;
	look();
	assert_int_equal(count, 1);
	assert_raised(0, MATTER_CONDITION, 0);
	assert_int_equal(steps[0].proposal_id, 5);
	assert_int_equal(steps[0].value, 2);
}

/* ---- proposals ---- */

static struct negotiation offered_at(int64_t at)
{
	struct negotiation n = negotiation_none();

	n.brief_complete = true;
	negotiation_replay(&n, &(struct step_asked){.step = STEP_DRAFT, .by = PARTY_MANAGER, .at = at});
	negotiation_replay(&n, &(struct step_asked){.step = STEP_OFFER, .by = PARTY_MANAGER, .at = at});
	return n;
}

static void test_watch__lets_offers_lapse_and_emergencies_end_in_their_time(void **state)
{
	const int64_t now = local_midnight(w.day) + 12 * 60;
	struct watched_proposal proposals[3];
	const struct days away = {w.day - 1, w.day + 1};

	(void)state;
	for (int i = 0; i < 3; i++)
		proposals[i] = (struct watched_proposal){i + 1, offered_at(now - 2 * MINUTES_A_DAY), working_time_usual(), working_time_usual()};
	proposals[1].worker.off = &away;
	proposals[1].worker.off_count = 1;
	negotiation_replay(&proposals[2].negotiation, &(struct step_asked){.step = STEP_HOLD, .by = PARTY_WORKER, .at = now - 60, .hours = 1});
	watched.proposals = proposals;
	watched.proposals_count = 3;
	look();
	assert_int_equal(count, 2);
	assert_step(0, WATCH_LAPSE, 1);
	assert_step(1, WATCH_EXPIRE, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_watch__puts_a_broken_line_before_the_manager_the_same_day_and_once),
		TEST(test_watch__says_nothing_of_lines_that_bind_nobody_or_are_excepted),
		TEST(test_watch__suspends_a_broken_line_while_lines_bind_nobody_and_forgets_no_day),
		TEST(test_watch__puts_nineteen_of_twelve_before_the_director_the_same_day),
		TEST(test_watch__puts_a_broken_line_higher_after_a_week_and_after_four_answered_or_not),
		TEST(test_watch__sees_that_a_line_is_kept_again),
		TEST(test_watch__puts_each_line_that_is_broken_before_somebody_by_itself),
		TEST(test_watch__goes_on_with_a_line_that_took_the_place_of_a_broken_one),
		TEST(test_watch__waits_with_a_share_of_somebody_who_is_away),
		TEST(test_watch__puts_up_at_once_what_nobody_is_there_to_answer),
		TEST(test_watch__tells_more_people_of_time_owed_the_longer_it_grows),
		TEST(test_watch__leaves_a_fortnight_to_look_at_what_waited_before_it_was_watched),
		TEST(test_watch__asks_for_a_look_at_what_has_waited_a_fortnight),
		TEST(test_watch__puts_up_what_was_not_answered_in_time_until_the_director_has_it),
		TEST(test_watch__drops_a_hand_back_of_what_is_not_held_any_more),
		TEST(test_watch__drops_a_condition_of_what_is_not_held_any_more),
		TEST(test_watch__drops_a_closing_of_what_is_closed),
		TEST(test_watch__drops_a_talk_and_an_exception_of_who_has_left_or_of_a_line_that_ended),
		TEST(test_watch__asks_whether_a_condition_was_kept_while_the_case_is_held),
		TEST(test_watch__lets_offers_lapse_and_emergencies_end_in_their_time),
	};

	return RUN_TESTS(tests);
}
