/* The worked example of docs/method.md: what the page says is what the program gives. */
#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;
static int32_t amira, plan, brother, enquiry, in_need[2], looked_after, leaver, closing;

static int32_t held(const char *opened, const char *type, const char *household, const char *from, int32_t share)
{
	int32_t id = world_add_case(&w, opened, type, "", household);

	world_hold(&w, id, amira, from, share);
	return id;
}

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 1), "2026-03-31");
	amira = world_add_post(&w, world_worker(&w));
	world_add_reduction(&w, amira, "practice_educator", 180, "2026-01-05", "2026-07-01");
	world_add_line(&w, LINE_COUNT, 20, LINE_ADVISORY);
	world_add_line(&w, LINE_SHARE, 1000, LINE_POLICY);
	plan = held("2025-11-10", "child_protection_plan", "H1", "2026-03-17", 1000);
	brother = held("2025-11-10", "child_protection_plan", "H1", "2026-03-17", 1000);
	enquiry = held("2026-03-16", "assessment", "", "2026-03-16", 1000);
	in_need[0] = held("2025-09-01", "child_in_need_plan", "", "2025-09-01", 1000);
	in_need[1] = held("2025-10-06", "child_in_need_plan", "", "2025-10-06", 1000);
	looked_after = held("2024-05-13", "looked_after", "", "2024-05-13", 1000);
	leaver = held("2023-06-05", "care_leaver", "", "2023-06-05", 500);
	closing = world_add_closed(&w, "2025-06-02", "2026-03-17", "child_in_need_plan", "");
	world_hold(&w, closing, amira, "2025-06-02", 1000);
	world_add_factor(&w, plan, "interpreter");
	world_add_task(&w, plan, 0, "court_statement", 480, "2026-03-23", "2026-04-20");
	world_add_stage(&w, enquiry, "section_47_enquiry", "2026-03-23", NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void test_method_page__capacity_of_amira(void **state)
{
	static const int32_t lines[] = {2220, -111, -133, -178, -155, -133, -180};
	struct capacity c;

	(void)state;
	world_freeze(&w);
	c = world_capacity(&w, amira);
	assert_int_equal(c.lines_count, 7);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(c.lines[i].minutes, lines[i]);
	assert_int_equal(c.minutes, 1330);
}

static void test_method_page__weight_of_the_child_with_a_plan(void **state)
{
	static const int32_t lines[] = {126, 19, 120, 30};
	struct weight weight;

	(void)state;
	world_freeze(&w);
	weight = world_weight(&w, plan);
	assert_int_equal(weight.minutes, 295);
	assert_int_equal(weight.lines_count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(weight.lines[i].minutes, lines[i]);
	assert_int_equal(weight.low, 148);
	assert_int_equal(weight.high, 443);
}

static void test_method_page__weights_of_the_others(void **state)
{
	(void)state;
	world_freeze(&w);
	assert_int_equal(world_weight(&w, brother).minutes, 50 + 30);
	assert_int_equal(world_weight(&w, enquiry).minutes, 126 + 200);
	assert_int_equal(world_weight(&w, in_need[0]).minutes, 101);
	assert_int_equal(world_weight(&w, in_need[1]).minutes, 101);
	assert_int_equal(world_weight(&w, looked_after).minutes, 101);
	assert_int_equal(world_weight(&w, leaver).minutes, 60);
	assert_int_equal(world_weight(&w, closing).minutes, 51);
}

static void test_method_page__load_of_amira(void **state)
{
	const struct post_load *l;

	(void)state;
	world_freeze(&w);
	l = world_load(&w, amira);
	assert_int_equal(l->load_minutes, 1085);
	assert_int_equal(l->used_permille, 816);
	assert_int_equal(l->cases, 7);
	assert_int_equal(l->households, 6);
	assert_int_equal(l->closing, 1);
	assert_int_equal(l->deviation_minutes, 196);
	assert_int_equal(l->low_minutes, 834);
	assert_int_equal(l->high_minutes, 1336);
	assert_int_equal(l->band, BAND_WITHIN);
	assert_int_equal(w.s->lines[l->binding_line].kind, LINE_SHARE);
	assert_int_equal(l->line_permille, 816);
}

static void test_method_page__one_more_plan_stretches_her(void **state)
{
	(void)state;
	(void)held("2026-03-31", "child_protection_plan", "", "2026-03-31", 1000);
	world_freeze(&w);
	assert_int_equal(world_load(&w, amira)->load_minutes, 1211);
	assert_int_equal(world_load(&w, amira)->deviation_minutes, 204);
	assert_int_equal(world_load(&w, amira)->band, BAND_STRETCHED);
}

static void test_method_page__two_more_plans_put_her_over(void **state)
{
	(void)state;
	(void)held("2026-03-31", "child_protection_plan", "", "2026-03-31", 1000);
	(void)held("2026-03-31", "child_protection_plan", "", "2026-03-31", 1000);
	world_freeze(&w);
	assert_int_equal(world_load(&w, amira)->load_minutes, 1337);
	assert_int_equal(world_load(&w, amira)->band, BAND_OVER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_method_page__capacity_of_amira),
		TEST(test_method_page__weight_of_the_child_with_a_plan),
		TEST(test_method_page__weights_of_the_others),
		TEST(test_method_page__load_of_amira),
		TEST(test_method_page__one_more_plan_stretches_her),
		TEST(test_method_page__two_more_plans_put_her_over),
	};

	return RUN_TESTS(tests);
}
