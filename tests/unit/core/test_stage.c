#include "core/stage.h"
#include "council.h"

static struct stage_span span(int32_t type, const char *from, const char *until)
{
	return (struct stage_span){.type = type, .when = council_days(from, until)};
}

static int32_t day(const char *iso)
{
	return council_day(iso, 0);
}

static struct stage_choice on(const char *iso, const struct stage_span *spans, size_t count, bool begun)
{
	return stage_on(council_scheme(), spans, count, day(iso), begun);
}

static void test_stage__the_strictest_in_force_counts(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_ASSESSMENT, "2026-01-01", "2026-03-01"),
		span(COUNCIL_PROTECTION, "2026-02-01", ""),
		span(COUNCIL_NEED, "2026-01-15", "2026-02-01"),
	};

	(void)state;
	assert_int_equal(on("2026-01-10", spans, 3, true).type, COUNCIL_ASSESSMENT);
	assert_int_equal(on("2026-01-20", spans, 3, true).type, COUNCIL_NEED);
	assert_int_equal(on("2026-02-01", spans, 3, true).type, COUNCIL_PROTECTION);
	assert_int_equal(on("2026-02-01", spans, 3, true).base_type, COUNCIL_PROTECTION);
}

static void test_stage__a_case_is_a_referral_until_something_begins(void **state)
{
	const struct stage_span later = span(COUNCIL_ASSESSMENT, "2026-02-01", "");

	(void)state;
	assert_int_equal(on("2026-01-31", &later, 1, false).type, COUNCIL_REFERRAL);
	assert_int_equal(on("2026-01-31", &later, 1, false).base_type, COUNCIL_REFERRAL);
	assert_int_equal(on("2026-01-31", NULL, 0, false).type, COUNCIL_REFERRAL);
}

static void test_stage__a_case_is_without_a_plan_when_all_is_over(void **state)
{
	const struct stage_span over = span(COUNCIL_ASSESSMENT, "2026-01-01", "2026-02-01");

	(void)state;
	assert_int_equal(on("2026-02-01", &over, 1, true).type, COUNCIL_NO_PLAN);
}

static void test_stage__a_type_without_base_stands_on_the_next_that_has_one(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_ENQUIRY, "2026-01-01", "2026-02-01"),
		span(COUNCIL_ASSESSMENT, "2026-01-01", "2026-02-01"),
		span(COUNCIL_NEED, "2026-01-10", "2026-02-01"),
	};
	struct stage_choice first = on("2026-01-05", spans, 3, true), later = on("2026-01-10", spans, 3, true);

	(void)state;
	assert_int_equal(first.type, COUNCIL_ENQUIRY);
	assert_int_equal(first.base_type, COUNCIL_ASSESSMENT);
	assert_int_equal(later.type, COUNCIL_ENQUIRY);
	assert_int_equal(later.base_type, COUNCIL_NEED);
}

static void test_stage__a_type_without_base_on_its_own_stands_on_a_case_without_plan(void **state)
{
	const struct stage_span enquiry = span(COUNCIL_ENQUIRY, "2026-01-01", "");
	struct stage_choice choice = on("2026-01-05", &enquiry, 1, true);

	(void)state;
	assert_int_equal(choice.type, COUNCIL_ENQUIRY);
	assert_int_equal(choice.base_type, COUNCIL_NO_PLAN);
}

static void test_stage__a_stricter_type_with_base_hides_an_enquiry(void **state)
{
	const struct stage_span spans[] = {span(COUNCIL_ENQUIRY, "", ""), span(COUNCIL_PROTECTION, "", "")};

	(void)state;
	assert_int_equal(on("2026-01-05", spans, 2, true).type, COUNCIL_PROTECTION);
}

static void test_stage__an_unknown_stage_is_not_guessed(void **state)
{
	const struct stage_span unknown = span(-1, "2026-01-01", "2026-02-01");

	(void)state;
	assert_int_equal(on("2026-01-05", &unknown, 1, true).type, -1);
	assert_int_equal(on("2026-01-05", &unknown, 1, true).base_type, -1);
	assert_int_equal(on("2026-02-01", &unknown, 1, true).type, COUNCIL_NO_PLAN);
}

static void test_stage__beside_an_unknown_stage_a_known_one_shows_but_does_not_weigh(void **state)
{
	const struct stage_span spans[] = {span(-1, "", ""), span(COUNCIL_PROTECTION, "", "")};
	struct stage_choice choice = on("2026-01-05", spans, 2, true);

	(void)state;
	assert_int_equal(choice.type, COUNCIL_PROTECTION);
	assert_int_equal(choice.base_type, -1);
}

static void test_stage__nothing_unknown_is_above_the_strictest_of_all(void **state)
{
	const struct stage_span spans[] = {span(-1, "", ""), span(COUNCIL_LOOKED_AFTER, "", "")};
	struct stage_choice choice = on("2026-01-05", spans, 2, true);

	(void)state;
	assert_int_equal(choice.type, COUNCIL_LOOKED_AFTER);
	assert_int_equal(choice.base_type, COUNCIL_LOOKED_AFTER);
}

static void test_stage__a_scheme_without_types_has_no_type_for_anything(void **state)
{
	const struct scheme empty = {.id = ""};
	struct stage_choice choice = stage_on(&empty, NULL, 0, 0, false);

	(void)state;
	assert_int_equal(choice.type, -1);
	assert_int_equal(choice.base_type, -1);
}

static void expect_stretch(const struct stage_stretch *got, int32_t type, const char *from, const char *until)
{
	assert_int_equal(got->type, type);
	assert_int_equal(got->when.from, council_day(from, DAY_MIN));
	assert_int_equal(got->when.until, council_day(until, DAY_MAX));
}

static void test_stage__a_closed_episode_is_told_from_referral_to_the_end_of_its_taper(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_PROTECTION, "2026-02-10", "2026-04-01"),
		span(COUNCIL_ASSESSMENT, "2026-01-08", "2026-02-10"),
		span(COUNCIL_NEED, "2026-03-01", "2026-05-01"),
	};
	struct arena *a = arena_new();
	struct stage_stretch *got;
	size_t count;

	(void)state;
	stage_timeline(a, council_scheme(), spans, 3, council_days("2026-01-05", "2026-05-10"), &got, &count);
	assert_int_equal(count, 6);
	expect_stretch(&got[0], COUNCIL_REFERRAL, "2026-01-05", "2026-01-08");
	expect_stretch(&got[1], COUNCIL_ASSESSMENT, "2026-01-08", "2026-02-10");
	expect_stretch(&got[2], COUNCIL_PROTECTION, "2026-02-10", "2026-04-01");
	expect_stretch(&got[3], COUNCIL_NEED, "2026-04-01", "2026-05-01");
	expect_stretch(&got[4], COUNCIL_NO_PLAN, "2026-05-01", "2026-05-10");
	expect_stretch(&got[5], COUNCIL_CLOSING, "2026-05-10", "2026-06-07"); /* four weeks */
	arena_free(a);
}

static void test_stage__an_open_episode_has_no_end_and_no_taper(void **state)
{
	const struct stage_span spans[] = {span(COUNCIL_NEED, "2026-01-05", "")};
	struct arena *a = arena_new();
	struct stage_stretch *got;
	size_t count;

	(void)state;
	stage_timeline(a, council_scheme(), spans, 1, council_days("2026-01-05", ""), &got, &count);
	assert_int_equal(count, 1);
	expect_stretch(&got[0], COUNCIL_NEED, "2026-01-05", "");
	arena_free(a);
}

static void test_stage__stages_of_one_type_that_meet_are_one_stretch(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_NEED, "2026-01-05", "2026-02-01"),
		span(COUNCIL_NEED, "2026-02-01", "2026-03-01"),
		span(COUNCIL_NEED, "2026-01-20", "2026-02-10"),
	};
	struct arena *a = arena_new();
	struct stage_stretch *got;
	size_t count;

	(void)state;
	stage_timeline(a, council_scheme(), spans, 3, council_days("2026-01-05", ""), &got, &count);
	assert_int_equal(count, 2);
	expect_stretch(&got[0], COUNCIL_NEED, "2026-01-05", "2026-03-01");
	expect_stretch(&got[1], COUNCIL_NO_PLAN, "2026-03-01", "");
	arena_free(a);
}

static void test_stage__what_lies_outside_the_episode_is_not_told(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_LOOKED_AFTER, "2024-01-01", "2025-01-01"),
		span(COUNCIL_LEAVER, "2027-01-01", ""),
	};
	struct arena *a = arena_new();
	struct stage_stretch *got;
	size_t count;

	(void)state;
	stage_timeline(a, council_scheme(), spans, 2, council_days("2026-01-05", "2026-02-01"), &got, &count);
	assert_int_equal(count, 2);
	expect_stretch(&got[0], COUNCIL_REFERRAL, "2026-01-05", "2026-02-01");
	expect_stretch(&got[1], COUNCIL_CLOSING, "2026-02-01", "2026-03-01");
	arena_free(a);
}

/* The two ways to ask must agree on every day: the timeline is what a page shows, stage_on what the load is made of. */
static void test_stage__the_timeline_says_on_each_day_what_that_day_says(void **state)
{
	const struct stage_span spans[] = {
		span(COUNCIL_ENQUIRY, "2026-01-20", "2026-02-03"), span(COUNCIL_ASSESSMENT, "2026-01-06", "2026-03-05"),
		span(COUNCIL_PROTECTION, "2026-02-02", "2026-02-20"), span(-1, "2026-03-10", "2026-03-20"),
		span(COUNCIL_LEAVER, "2026-03-15", "2026-04-15"), span(COUNCIL_LOOKED_AFTER, "2026-03-18", "2026-03-19"),
	};
	struct days open = council_days("2026-01-05", "2026-05-01");
	struct arena *a = arena_new();
	struct stage_stretch *got;
	size_t count, at = 0;

	(void)state;
	stage_timeline(a, council_scheme(), spans, 6, open, &got, &count);
	for (int32_t d = open.from; d < open.until; d++) {
		while (!days_include(got[at].when, d)) {
			at++;
			assert_true(at < count);
		}
		assert_int_equal(got[at].type, stage_on(council_scheme(), spans, 6, d, d >= day("2026-01-06")).type);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stage__the_strictest_in_force_counts),
		cmocka_unit_test(test_stage__a_case_is_a_referral_until_something_begins),
		cmocka_unit_test(test_stage__a_case_is_without_a_plan_when_all_is_over),
		cmocka_unit_test(test_stage__a_type_without_base_stands_on_the_next_that_has_one),
		cmocka_unit_test(test_stage__a_type_without_base_on_its_own_stands_on_a_case_without_plan),
		cmocka_unit_test(test_stage__a_stricter_type_with_base_hides_an_enquiry),
		cmocka_unit_test(test_stage__an_unknown_stage_is_not_guessed),
		cmocka_unit_test(test_stage__beside_an_unknown_stage_a_known_one_shows_but_does_not_weigh),
		cmocka_unit_test(test_stage__nothing_unknown_is_above_the_strictest_of_all),
		cmocka_unit_test(test_stage__a_scheme_without_types_has_no_type_for_anything),
		cmocka_unit_test(test_stage__a_closed_episode_is_told_from_referral_to_the_end_of_its_taper),
		cmocka_unit_test(test_stage__an_open_episode_has_no_end_and_no_taper),
		cmocka_unit_test(test_stage__stages_of_one_type_that_meet_are_one_stretch),
		cmocka_unit_test(test_stage__what_lies_outside_the_episode_is_not_told),
		cmocka_unit_test(test_stage__the_timeline_says_on_each_day_what_that_day_says),
	};

	return RUN_TESTS(tests);
}
