#include "core/closing.h"

#include "../../test.h"
#include "core/saying.h"
#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;

static void begin(const char *day)
{
	world_open(&w, scheme_by_id("england-children-starter", 0), day);
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static struct second_look look_at(int32_t case_id, enum closing_view view)
{
	world_freeze(&w);
	return second_look_at(w.s, &w.loads, world_case(&w, case_id), view);
}

static int32_t held_case(int32_t post)
{
	int32_t id = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");

	world_hold(&w, id, post, "2025-06-02", 1000);
	return id;
}

static void test_closing__is_near_a_report_for_a_fortnight_on_either_side(void **state)
{
	(void)state;
	assert_false(is_near_report(day_of("2026-03-16")));
	assert_true(is_near_report(day_of("2026-03-17")));
	assert_true(is_near_report(day_of("2026-03-31")));
	assert_true(is_near_report(day_of("2026-04-14")));
	assert_false(is_near_report(day_of("2026-04-15")));
	assert_true(is_near_report(day_of("2026-09-16")));
	assert_true(is_near_report(day_of("2026-10-14")));
	assert_false(is_near_report(day_of("2026-12-31")));
}

static void test_closing__needs_no_second_look_where_nothing_speaks_for_one(void **state)
{
	struct second_look look;

	(void)state;
	begin("2026-06-10");
	world_add_line(&w, LINE_COUNT, 2, LINE_POLICY);
	look = look_at(held_case(world_add_post(&w, world_worker(&w))), VIEW_FOR);
	assert_false(second_look_needed(&look));
}

static void test_closing__needs_a_second_look_where_a_holder_is_past_a_line(void **state)
{
	struct second_look look;
	int32_t post, id;

	(void)state;
	begin("2026-06-10");
	post = world_add_post(&w, world_worker(&w));
	world_add_line(&w, LINE_COUNT, 1, LINE_POLICY);
	(void)held_case(post);
	id = held_case(post);
	look = look_at(id, VIEW_FOR);
	assert_true(look.over_line);
	assert_true(second_look_needed(&look));
}

static void test_loads_past_a_line__are_those_with_leave_and_those_without(void **state)
{
	int32_t kept, broken, allowed, line;
	struct posts_past_line past;

	(void)state;
	begin("2026-06-10");
	kept = world_add_post(&w, world_worker(&w));
	broken = world_add_post(&w, world_worker(&w));
	allowed = world_add_post(&w, world_worker(&w));
	line = world_add_line(&w, LINE_COUNT, 1, LINE_POLICY);
	(void)world_add_line(&w, LINE_COUNT, 0, LINE_ADVISORY);
	(void)held_case(kept);
	for (int i = 0; i < 2; i++) {
		(void)held_case(broken);
		(void)held_case(allowed);
	}
	world_add_exception(&w, allowed, line, 2);
	world_freeze(&w);
	past = posts_past_line(w.s, &w.loads, TEAMS_ALL);
	assert_int_equal(past.without_leave, 1);
	assert_int_equal(past.with_leave, 1);
	past = posts_past_line(w.s, &w.loads, -1);
	assert_int_equal(past.without_leave + past.with_leave, w.s->posts[0].team < 0 ? 2 : 0);
}

static void test_closing__needs_a_second_look_where_the_worker_disagrees_or_work_is_left(void **state)
{
	struct second_look look;
	int32_t id;

	(void)state;
	begin("2026-06-10");
	id = held_case(world_add_post(&w, world_worker(&w)));
	world_add_task(&w, id, 0, "court_report", 300, "2026-06-01", "2026-06-30");
	look = look_at(id, VIEW_AGAINST);
	assert_true(look.work_left && look.worker_disagrees);
	assert_false(look.near_report || look.over_line || look.worker_unsaid);
}

static void test_closing__needs_a_second_look_until_its_worker_has_said_what_they_think(void **state)
{
	struct second_look look;

	(void)state;
	begin("2026-06-10");
	look = look_at(held_case(world_add_post(&w, world_worker(&w))), VIEW_UNSAID);
	assert_true(look.worker_unsaid && second_look_needed(&look));
	look.worker_unsaid = false;
	assert_false(second_look_needed(&look));
}

/* Held by nobody, by a manager, for some hours or on paper it is in somebody's pile. */
static void test_closing__needs_a_second_look_where_no_worker_holds_it(void **state)
{
	struct second_look look;
	int32_t id;

	(void)state;
	begin("2026-06-10");
	id = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	look = look_at(id, VIEW_FOR);
	assert_true(look.unheld);
	assert_true(second_look_needed(&look));
}

static void test_reopening__goes_on_as_it_was_after_a_mistake_or_a_fortnight_at_most(void **state)
{
	(void)state;
	assert_true(said_has(SAID_REOPEN, REOPENED_MISTAKE));
	assert_true(goes_on_again("came-back", 100, 100));
	assert_true(goes_on_again("came-back", 100, 114));
	assert_false(goes_on_again("came-back", 100, 115));
	assert_true(goes_on_again("mistake", 100, 500));
}

static enum re_referral referral(const char *closed, const char *opened, int32_t *ret_closed)
{
	struct case_facts facts = {.ref = "C1"};
	struct arena *a = arena_new();
	struct fact f = fact_blank(FACT_EPISODE);
	enum re_referral r;

	f.when = (struct days){day_of("2020-01-01"), day_of(closed)};
	case_facts_add(a, &facts, &f);
	f.when = (struct days){day_of(opened), DAY_MAX};
	case_facts_add(a, &facts, &f);
	r = re_referral_of(&facts, f.when.from, ret_closed);
	arena_free(a);
	return r;
}

static void test_closing__is_linked_to_a_re_referral_by_months_of_the_calendar(void **state)
{
	int32_t closed = 0;

	(void)state;
	assert_int_equal(referral("2025-11-30", "2026-02-28", &closed), REFERRAL_WITHIN_3);
	assert_int_equal(closed, day_of("2025-11-30"));
	assert_int_equal(referral("2025-11-30", "2026-03-01", &closed), REFERRAL_WITHIN_6);
	assert_int_equal(referral("2025-08-31", "2026-02-28", &closed), REFERRAL_WITHIN_6);
	assert_int_equal(referral("2025-08-31", "2026-08-31", &closed), REFERRAL_WITHIN_12);
	assert_int_equal(referral("2025-08-31", "2026-09-01", &closed), REFERRAL_LATER);
	assert_int_equal(re_referral_months(REFERRAL_WITHIN_12), 12);
}

static void test_closing__comes_before_no_first_referral(void **state)
{
	struct case_facts facts = {.ref = "C1"};
	struct fact f = fact_blank(FACT_EPISODE);
	struct arena *a = arena_new();
	int32_t closed = -1;

	(void)state;
	f.when = (struct days){100, 200};
	case_facts_add(a, &facts, &f);
	assert_int_equal(re_referral_of(&facts, 100, &closed), REFERRAL_FIRST);
	assert_int_equal(closed, -1);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_closing__is_near_a_report_for_a_fortnight_on_either_side),
		cmocka_unit_test_teardown(test_closing__needs_no_second_look_where_nothing_speaks_for_one, tear_down),
		cmocka_unit_test_teardown(test_closing__needs_a_second_look_where_a_holder_is_past_a_line, tear_down),
		cmocka_unit_test_teardown(test_loads_past_a_line__are_those_with_leave_and_those_without, tear_down),
		cmocka_unit_test_teardown(test_closing__needs_a_second_look_where_the_worker_disagrees_or_work_is_left, tear_down),
		cmocka_unit_test_teardown(test_closing__needs_a_second_look_until_its_worker_has_said_what_they_think, tear_down),
		cmocka_unit_test_teardown(test_closing__needs_a_second_look_where_no_worker_holds_it, tear_down),
		cmocka_unit_test(test_reopening__goes_on_as_it_was_after_a_mistake_or_a_fortnight_at_most),
		cmocka_unit_test(test_closing__is_linked_to_a_re_referral_by_months_of_the_calendar),
		cmocka_unit_test(test_closing__comes_before_no_first_referral),
	};

	return RUN_TESTS(tests);
}
