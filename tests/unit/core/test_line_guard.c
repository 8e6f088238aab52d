#include "core/guard.h"

#include "../../test.h"
#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;
static int32_t waiting;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* A full-time worker, who has 1,510 minutes a week, with some protection plans of 126 minutes; one more waits. */
static int32_t worker_with(struct post_row post, int32_t plans)
{
	int32_t id = world_add_post(&w, post);

	for (int32_t i = 0; i < plans; i++)
		world_hold(&w, world_add_case(&w, "2025-06-02", "child_protection_plan", "", ""), id, "2025-06-02", 1000);
	waiting = world_add_case(&w, "2026-03-31", "child_protection_plan", "", "");
	return id;
}

static struct line_ruling rule(int32_t post)
{
	struct trial trial = {.case_index = world_case(&w, waiting), .role = HOLDING_LEAD, .share = 1000, .from = w.day};

	return line_guard(w.s, world_post(&w, post), &trial, 1);
}

static void test_line_guard__stops_what_would_pass_the_line_with_the_working_out(void **state)
{
	int32_t post = worker_with(world_worker(&w), 11);
	struct line_ruling ruling;

	(void)state;
	world_add_line(&w, LINE_SHARE, 1000, LINE_POLICY);
	world_freeze(&w);
	ruling = rule(post);
	assert_int_equal(ruling.rule, LINE_PASSED);
	assert_int_equal(ruling.line, 0);
	assert_int_equal(ruling.working_out.before.load_minutes, 11 * 126);
	assert_int_equal(ruling.working_out.after.load_minutes, 12 * 126);
	assert_int_equal(ruling.working_out.after.capacity_minutes, 1510);
}

static void test_line_guard__lets_pass_what_just_reaches_it(void **state)
{
	int32_t post = worker_with(world_worker(&w), 11);

	(void)state;
	world_add_line(&w, LINE_COUNT, 12, LINE_CONTRACT);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_KEPT);
}

static void test_line_guard__does_not_speak_for_an_advisory_line(void **state)
{
	int32_t post = worker_with(world_worker(&w), 30);

	(void)state;
	world_add_line(&w, LINE_COUNT, 20, LINE_ADVISORY);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_KEPT);
}

static void test_line_guard__finds_the_line_that_is_passed_behind_one_that_is_excepted(void **state)
{
	int32_t post = worker_with(world_worker(&w), 12), share;

	(void)state;
	share = world_add_line(&w, LINE_SHARE, 900, LINE_COLLECTIVE);
	world_add_line(&w, LINE_COUNT, 12, LINE_COLLECTIVE);
	world_add_exception(&w, post, share, 1500);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_PASSED);
	assert_int_equal(w.s->lines[rule(post).line].kind, LINE_COUNT);
}

static void test_exception__lets_pass_as_far_as_it_goes_and_no_further(void **state)
{
	int32_t enough = worker_with(world_worker(&w), 12), other = worker_with(world_worker(&w), 12), line;

	(void)state;
	line = world_add_line(&w, LINE_COUNT, 12, LINE_COLLECTIVE);
	world_add_exception(&w, enough, line, 13);
	world_add_exception(&w, other, line, 12);
	world_freeze(&w);
	assert_int_equal(rule(enough).rule, LINE_KEPT);
	assert_int_equal(rule(other).rule, LINE_PASSED);
}

/* The one that binds is passed with leave, many are kept, and one after all of them is passed without. */
static void test_line_guard__is_asked_of_each_line_however_many_there_are(void **state)
{
	int32_t post = worker_with(world_worker(&w), 12), line;

	(void)state;
	line = world_add_line(&w, LINE_COUNT, 10, LINE_POLICY);
	world_add_exception(&w, post, line, 20);
	for (int32_t i = 0; i < 70; i++)
		world_add_line(&w, LINE_COUNT, 30 + i, LINE_POLICY);
	line = world_add_line(&w, LINE_COUNT, 12, LINE_POLICY);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_PASSED);
	assert_int_equal(w.s->lines[rule(post).line].line_id, line);
	assert_int_equal(rule(post).state.limit, 12);
}

static void test_exception__of_a_share_goes_by_the_share(void **state)
{
	int32_t enough = worker_with(world_worker(&w), 12), other = worker_with(world_worker(&w), 12), line;

	(void)state;
	line = world_add_line(&w, LINE_SHARE, 1000, LINE_COLLECTIVE);
	world_add_exception(&w, enough, line, 1085);
	world_add_exception(&w, other, line, 1084);
	world_freeze(&w);
	assert_int_equal(rule(enough).rule, LINE_KEPT);
	assert_int_equal(rule(other).rule, LINE_PASSED);
}

static void test_line_guard__lets_a_load_that_is_past_the_line_shrink(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), first = 0;
	struct trial less;

	(void)state;
	for (int32_t i = 0; i < 14; i++) {
		int32_t id = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");

		first = first == 0 ? id : first;
		world_hold(&w, id, post, "2025-06-02", 1000);
	}
	world_add_line(&w, LINE_SHARE, 1000, LINE_POLICY);
	world_freeze(&w);
	less = (struct trial){.case_index = world_case(&w, first), .share = 500, .from = day_of("2025-06-02")};
	assert_int_equal(line_guard(w.s, world_post(&w, post), &less, 1).rule, LINE_KEPT);
	less.share = 1000;
	assert_int_equal(line_guard(w.s, world_post(&w, post), &less, 1).rule, LINE_KEPT);
}

static void test_protection__of_the_newly_qualified_stands_without_any_line(void **state)
{
	struct post_row novice = world_worker(&w);
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day + 100;
	post = worker_with(novice, 11);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, PROTECTION_PASSED);
	assert_int_equal(rule(post).line, -1);
	assert_true(rule(post).working_out.after.capacity_minutes < 1510);
}

static void test_protection__can_be_excepted(void **state)
{
	struct post_row novice = world_worker(&w);
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day + 100;
	post = worker_with(novice, 11);
	world_add_exception(&w, post, 0, 1200);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_KEPT);
}

static void test_protection__ends_with_its_last_day(void **state)
{
	struct post_row novice = world_worker(&w);
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day;
	post = worker_with(novice, 11);
	world_freeze(&w);
	assert_int_equal(rule(post).rule, LINE_KEPT);
}

static void test_protection__stands_where_work_goes_by_principles(void **state)
{
	struct post_row novice = world_worker(&w);
	struct trial trial;
	struct snapshot s;
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day + 100;
	post = worker_with(novice, 11);
	world_add_line(&w, LINE_COUNT, 5, LINE_POLICY);
	world_freeze(&w);
	trial = (struct trial){.case_index = world_case(&w, waiting), .role = HOLDING_LEAD, .share = 1000, .from = w.day};
	s = *w.s;
	s.employer.principles = true;
	assert_int_equal(line_guard(&s, world_post(&w, post), &trial, 1).rule, PROTECTION_PASSED);
}

/* ---- what a reversal would leave, beside what there is ---- */

static struct world now;

static struct line_ruling rule_on_reversal(int32_t post)
{
	struct line_ruling ruling;

	world_freeze(&w);
	world_freeze(&now);
	ruling = reversal_guard(now.s, w.s, w.s->posts[world_post(&w, post)].post_id);
	world_close(&now);
	return ruling;
}

/* Twelve protection plans as it would be, and as it is. */
static int32_t worker_in_both(struct post_row post)
{
	int32_t id = worker_with(post, 12);

	world_open(&now, scheme_by_id("england-children-starter", 0), "2026-03-31");
	assert_int_equal(world_add_post(&now, post), id);
	for (int32_t i = 0; i < 12; i++)
		world_hold(&now, world_add_case(&now, "2025-06-02", "child_protection_plan", "", ""), id, "2025-06-02", 1000);
	return id;
}

/* They live with one line that is passed; another of its kind comes back beside it. */
static enum line_rule line_put_back(int32_t value, enum line_status status, int32_t back)
{
	int32_t post = worker_in_both(world_worker(&w));
	enum line_rule rule;

	world_add_line(&now, LINE_COUNT, value, status);
	world_add_line(&w, LINE_COUNT, value, status);
	world_add_line(&w, LINE_COUNT, back, LINE_POLICY);
	rule = rule_on_reversal(post).rule;
	world_close(&w);
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	return rule;
}

static void test_reversal__puts_a_line_back_where_one_as_strict_is_passed_already(void **state)
{
	(void)state;
	assert_int_equal(line_put_back(9, LINE_POLICY, 11), LINE_KEPT);
	assert_int_equal(line_put_back(11, LINE_POLICY, 9), LINE_PASSED);
	assert_int_equal(line_put_back(9, LINE_ADVISORY, 11), LINE_PASSED);
	assert_int_equal(line_put_back(11, LINE_POLICY, 12), LINE_KEPT);
}

static void test_reversal__takes_no_leave_away_into_which_protection_has_gone(void **state)
{
	struct post_row novice = world_worker(&w);
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day + 100;
	post = worker_in_both(novice);
	world_add_exception(&now, post, 0, 1200);
	assert_int_equal(rule_on_reversal(post).rule, PROTECTION_PASSED);
}

static void test_reversal__leaves_protection_that_was_passed_without_leave(void **state)
{
	struct post_row novice = world_worker(&w);
	int32_t post;

	(void)state;
	novice.newly_qualified_until = w.day + 100;
	post = worker_in_both(novice);
	assert_int_equal(rule_on_reversal(post).rule, LINE_KEPT);
}

static void test_reversal__brings_no_post_back_that_is_past_a_line(void **state)
{
	int32_t post = worker_with(world_worker(&w), 12);

	(void)state;
	world_add_line(&w, LINE_COUNT, 11, LINE_POLICY);
	world_open(&now, scheme_by_id("england-children-starter", 0), "2026-03-31");
	assert_int_equal(rule_on_reversal(post).rule, LINE_PASSED);
}

/* ---- what else the picture knows of a post and its cases ---- */

static void test_view__of_the_worker_counts_where_it_is_higher(void **state)
{
	int32_t post = worker_with(world_worker(&w), 0);
	int32_t higher = world_add_case(&w, "2025-06-02", "child_in_need_plan", "", ""), lower = world_add_case(&w, "2025-06-02",
		"child_in_need_plan", "", "");

	(void)state;
	world_hold(&w, higher, post, "2025-06-02", 1000);
	world_hold(&w, lower, post, "2025-06-02", 1000);
	world_add_view(&w, higher, 240);
	world_add_view(&w, lower, 60);
	world_freeze(&w);
	assert_int_equal(world_load(&w, post)->load_minutes, 240 + 101);
}

static void test_time_owed__is_load_until_it_is_taken_back(void **state)
{
	struct post_row post = world_worker(&w);
	int32_t owed, owes;

	(void)state;
	post.owed_minutes = 600;
	owed = world_add_post(&w, post);
	post.owed_minutes = -600;
	owes = world_add_post(&w, post);
	world_freeze(&w);
	assert_int_equal(world_load(&w, owed)->load_minutes, 150);
	assert_int_equal(world_load(&w, owed)->owed_minutes, 150);
	assert_int_equal(world_load(&w, owes)->load_minutes, 0);
}

static void test_holding__on_paper_is_nobodys_load_and_in_an_emergency_it_is(void **state)
{
	int32_t post = worker_with(world_worker(&w), 0);
	int32_t paper = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	int32_t emergency = world_add_case(&w, "2025-06-02", "child_in_need_plan", "", "");

	(void)state;
	world_hold_as(&w, paper, post, "2025-06-02", HOLDING_ON_PAPER);
	world_hold_as(&w, emergency, post, "2025-06-02", HOLDING_EMERGENCY);
	world_freeze(&w);
	assert_int_equal(world_load(&w, post)->load_minutes, 101);
	assert_int_equal(world_load(&w, post)->cases, 1);
}

/* A hold passes lines, for some hours: what is agreed while it lasts must not come in behind it. */
static void test_line_guard__stops_what_is_held_in_an_emergency_and_would_stay_past_the_line(void **state)
{
	int32_t post = worker_with(world_worker(&w), 11);
	struct line_ruling ruling;

	(void)state;
	world_add_line(&w, LINE_COUNT, 11, LINE_POLICY);
	world_hold_as(&w, waiting, post, "2026-03-31", HOLDING_EMERGENCY);
	world_freeze(&w);
	ruling = rule(post);
	assert_int_equal(ruling.rule, LINE_PASSED);
	assert_int_equal(ruling.working_out.before.cases, 11);
	assert_int_equal(ruling.working_out.after.cases, 12);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_line_guard__stops_what_would_pass_the_line_with_the_working_out),
		TEST(test_line_guard__lets_pass_what_just_reaches_it),
		TEST(test_line_guard__stops_what_is_held_in_an_emergency_and_would_stay_past_the_line),
		TEST(test_line_guard__does_not_speak_for_an_advisory_line),
		TEST(test_line_guard__finds_the_line_that_is_passed_behind_one_that_is_excepted),
		TEST(test_exception__lets_pass_as_far_as_it_goes_and_no_further),
		TEST(test_line_guard__is_asked_of_each_line_however_many_there_are),
		TEST(test_exception__of_a_share_goes_by_the_share),
		TEST(test_line_guard__lets_a_load_that_is_past_the_line_shrink),
		TEST(test_protection__of_the_newly_qualified_stands_without_any_line),
		TEST(test_protection__can_be_excepted),
		TEST(test_protection__ends_with_its_last_day),
		TEST(test_protection__stands_where_work_goes_by_principles),
		TEST(test_reversal__puts_a_line_back_where_one_as_strict_is_passed_already),
		TEST(test_reversal__takes_no_leave_away_into_which_protection_has_gone),
		TEST(test_reversal__leaves_protection_that_was_passed_without_leave),
		TEST(test_reversal__brings_no_post_back_that_is_past_a_line),
		TEST(test_view__of_the_worker_counts_where_it_is_higher),
		TEST(test_time_owed__is_load_until_it_is_taken_back),
		TEST(test_holding__on_paper_is_nobodys_load_and_in_an_emergency_it_is),
	};

	return RUN_TESTS(tests);
}
