#include "core/what_if.h"

#include "../../test.h"
#include "chance.h"
#include "exchange/scheme_library.h"
#include "world.h"

/* ---- a close-up shows what the whole picture shows ---- */

static void assert_same_load(const struct snapshot *s, const struct post_load *a, const struct snapshot *t, const struct post_load *b)
{
	struct post_load x = *a, y = *b;

	if (x.binding_line >= 0)
		x.binding_line = s->lines[x.binding_line].line_id;
	if (y.binding_line >= 0)
		y.binding_line = t->lines[y.binding_line].line_id;
	assert_memory_equal(&x, &y, sizeof x);
}

static void test_close_up__of_any_post_has_the_load_that_the_whole_picture_has(void **state)
{
	int32_t held = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 6; seed++) {
		struct arena *a = arena_new();
		const struct snapshot *s = chance_picture(seed, 0);
		struct loads whole = loads_of_snapshot(a, s);

		for (size_t i = 0; i < s->posts_count; i++) {
			const struct snapshot *one = close_up(s, (int32_t)i, NULL, 0);
			struct loads alone = loads_of_snapshot(a, one);

			assert_int_equal(one->posts_count, 1);
			assert_same_load(s, &whole.posts[i], one, &alone.posts[0]);
			held += alone.posts[0].cases;
			snapshot_drop(one);
		}
		snapshot_drop(s);
		arena_free(a);
	}
	assert_true(held > 100);
}

/* ---- trials ---- */

static struct world w;

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

static struct trial whole_of(int32_t case_id)
{
	return (struct trial){.case_index = world_case(&w, case_id), .role = HOLDING_LEAD, .share = 1000, .from = w.day};
}

static void test_what_if__tells_hours_before_and_after(void **state)
{
	int32_t worker = world_add_post(&w, world_worker(&w));
	int32_t held = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	int32_t waiting = world_add_case(&w, "2026-03-31", "child_in_need_plan", "", "");
	struct trial trial;
	struct what_if working_out;
	struct line_state line;

	(void)state;
	world_hold(&w, held, worker, "2025-06-02", 1000);
	world_add_line(&w, LINE_COUNT, 1, LINE_COLLECTIVE);
	world_freeze(&w);
	trial = whole_of(waiting);
	working_out = what_if(w.s, world_post(&w, worker), &trial, 1);
	assert_int_equal(working_out.before.load_minutes, 126);
	assert_int_equal(working_out.after.load_minutes, 126 + 101);
	assert_int_equal(working_out.before.cases, 1);
	assert_int_equal(working_out.after.cases, 2);
	assert_true(line_next(w.s, world_post(&w, worker), &working_out.after, &(struct line_walk){0}, &line));
	assert_true(line.passed);
	assert_int_equal(line.used, 2);
}

static void test_what_if__counts_a_sibling_and_the_hand_over_as_the_board_would(void **state)
{
	int32_t worker = world_add_post(&w, world_worker(&w)), other = world_add_post(&w, world_worker(&w));
	int32_t held = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "H");
	int32_t sibling = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "H");
	struct trial trial;

	(void)state;
	world_hold(&w, held, worker, "2025-06-02", 1000);
	world_freeze(&w);
	trial = whole_of(sibling);
	assert_int_equal(what_if(w.s, world_post(&w, worker), &trial, 1).after.load_minutes, 126 + 50 + 30);
	assert_int_equal(what_if(w.s, world_post(&w, other), &trial, 1).after.load_minutes, 126 + 30);
	trial.share = 500;
	assert_int_equal(what_if(w.s, world_post(&w, other), &trial, 1).after.load_minutes, 78);
}

static void test_what_if__takes_a_case_away_or_changes_its_share(void **state)
{
	int32_t worker = world_add_post(&w, world_worker(&w));
	int32_t one = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	int32_t two = world_add_case(&w, "2025-06-02", "child_in_need_plan", "", "");
	struct trial trials[2];

	(void)state;
	world_hold(&w, one, worker, "2025-06-02", 1000);
	world_hold(&w, two, worker, "2025-06-02", 500);
	world_freeze(&w);
	trials[0] = whole_of(one);
	trials[0].share = 0;
	trials[1] = whole_of(two);
	trials[1].from = day_of("2025-06-02");
	assert_int_equal(what_if(w.s, world_post(&w, worker), trials, 1).after.load_minutes, 51);
	assert_int_equal(what_if(w.s, world_post(&w, worker), trials, 2).after.load_minutes, 101);
	assert_int_equal(what_if(w.s, world_post(&w, worker), trials, 2).before.load_minutes, 126 + 51);
}

static void test_what_if__of_a_leaver_with_a_case_on_paper_begins_with_nothing(void **state)
{
	struct post_row left = world_worker(&w);
	int32_t worker, named = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	struct trial trial;
	struct what_if working_out;

	(void)state;
	left.when.until = day_of("2026-03-01");
	worker = world_add_post(&w, left);
	world_hold_as(&w, named, worker, "2025-06-02", HOLDING_ON_PAPER);
	world_freeze(&w);
	trial = whole_of(named);
	working_out = what_if(w.s, world_post(&w, worker), &trial, 1);
	assert_int_equal(working_out.before.availability, NO_LONGER_IN_POST);
	assert_int_equal(working_out.before.load_minutes, 0);
	assert_int_equal(working_out.before.binding_line, -1);
	assert_int_equal(working_out.after.availability, NO_LONGER_IN_POST);
	assert_int_equal(working_out.after.cases, 1);
}

/* The only case of somebody who has left: without it the records would show nobody. */
static void test_what_if__of_a_post_that_has_ended_takes_its_last_case_away(void **state)
{
	struct post_row left = world_worker(&w);
	int32_t worker, held = world_add_case(&w, "2025-06-02", "child_protection_plan", "", "");
	struct trial trial;
	struct what_if working_out;

	(void)state;
	left.when.until = day_of("2026-03-01");
	worker = world_add_post(&w, left);
	world_hold(&w, held, worker, "2025-06-02", 1000);
	world_freeze(&w);
	trial = whole_of(held);
	trial.share = 0;
	working_out = what_if(w.s, world_post(&w, worker), &trial, 1);
	assert_int_equal(working_out.before.cases, 1);
	assert_int_equal(working_out.after.cases, 0);
	assert_int_equal(working_out.after.load_minutes, 0);
	assert_int_equal(working_out.after.availability, NO_LONGER_IN_POST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_close_up__of_any_post_has_the_load_that_the_whole_picture_has),
		cmocka_unit_test_setup_teardown(test_what_if__tells_hours_before_and_after, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_if__counts_a_sibling_and_the_hand_over_as_the_board_would, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_if__takes_a_case_away_or_changes_its_share, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_if__of_a_leaver_with_a_case_on_paper_begins_with_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_if__of_a_post_that_has_ended_takes_its_last_case_away, set_up, tear_down),
	};

	return RUN_TESTS(tests);
}
