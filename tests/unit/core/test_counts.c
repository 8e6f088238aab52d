#include "base/str.h"
#include "chance.h"
#include "core/counts.h"

struct scene {
	struct council council;
	const struct snapshot *snapshot;
	struct arena *arena;
	struct counts counts;
	int32_t team;
};

static struct scene scene_new(void)
{
	struct scene s = {.council = council_on("2026-03-31"), .arena = arena_new()};

	s.team = council_team(&s.council, "north", "");
	return s;
}

static void count(struct scene *s)
{
	s->snapshot = council_picture(&s->council);
	s->counts = counts_of_snapshot(s->arena, s->snapshot, -1);
}

static void scene_end(struct scene *s)
{
	snapshot_drop(s->snapshot);
	arena_free(s->arena);
}

static int32_t open_case(struct scene *s, const char *ref)
{
	return council_case(&s->council, ref, "2026-01-01");
}

/* Gives a worker `cases` cases of their own. */
static void give(struct scene *s, int32_t post, const char *prefix, int cases)
{
	for (int i = 0; i < cases; i++) {
		char ref[16];

		(void)snprintf(ref, sizeof ref, "%s%02d", prefix, i);
		council_hold(&s->council, open_case(s, ref), post, "2026-01-05");
	}
}

/* Three siblings are three cases; a case with two holders counts for both: 3 + 1 + 1 held, 4 open. */
static void test_counts__cases_held_are_summed_over_workers(void **state)
{
	struct scene s = scene_new();
	int32_t ann = council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME);
	int32_t bob = council_worker(&s.council, "Bob", s.team, 500000), shared;

	(void)state;
	give(&s, ann, "A", 3);
	shared = open_case(&s, "SHARED");
	council_hold(&s.council, shared, ann, "2026-01-05");
	council_add_holding(&s.council, (struct council_holding){.case_id = shared, .post = bob, .role = HOLDING_CO_WORKER});
	count(&s);
	assert_int_equal(s.counts.open_cases, 4);
	assert_int_equal(s.counts.cases_held, 5);
	assert_int_equal(s.counts.case_holders, 2);
	assert_int_equal(s.counts.case_holders_fte_millionths, 1500000);
	assert_int_equal(s.counts.average_tenths, 33);      /* 5 / 1.5 = 3.33 */
	assert_int_equal(s.counts.most_per_fte_tenths, 40); /* 4 / 1.0, above 1 / 0.5 */
	assert_int_equal(s.counts.unallocated_count, 0);
	scene_end(&s);
}

static void test_counts__the_average_is_rounded_half_up_once(void **state)
{
	struct scene s = scene_new();

	(void)state;
	give(&s, council_worker(&s.council, "Ann", s.team, 800000), "A", 5); /* 5 / 0.8 = 6.25 */
	count(&s);
	assert_int_equal(s.counts.average_tenths, 63);
	scene_end(&s);
}

static void test_counts__a_holder_without_fte_adds_cases_only_and_is_listed(void **state)
{
	struct scene s = scene_new();

	(void)state;
	give(&s, council_worker(&s.council, "Zoe", s.team, 0), "Z", 30);
	give(&s, council_worker(&s.council, "Una", s.team, -1), "U", 10);
	give(&s, council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME), "A", 10);
	count(&s);
	assert_int_equal(s.counts.cases_held, 50);
	assert_int_equal(s.counts.case_holders, 3);
	assert_int_equal(s.counts.average_tenths, 500);
	assert_int_equal(s.counts.most_per_fte_tenths, 100);
	assert_int_equal(s.counts.no_fte_count, 2);
	assert_string_equal(s.counts.no_fte_holders[0], "Una");
	assert_string_equal(s.counts.no_fte_holders[1], "Zoe");
	scene_end(&s);
}

static void test_counts__without_any_fte_there_is_no_average(void **state)
{
	struct scene s = scene_new();

	(void)state;
	give(&s, council_worker(&s.council, "Zoe", s.team, 0), "Z", 3);
	count(&s);
	assert_int_equal(s.counts.cases_held, 3);
	assert_int_equal(s.counts.average_tenths, -1);
	assert_int_equal(s.counts.most_per_fte_tenths, -1);
	scene_end(&s);
}

/* Ann holds two cases through one of her posts and one of these through the other too: two cases, 0.8 FTE. Bob, who holds
 * none, adds nothing. */
static void test_counts__a_worker_is_a_person_with_all_their_posts(void **state)
{
	struct scene s = scene_new();
	int32_t ann = council_person(&s.council, "Ann"), first, second, kim = open_case(&s, "KIM");

	(void)state;
	council_worker(&s.council, "Bob", s.team, COUNCIL_FULL_TIME);
	first = council_add_post(&s.council, (struct council_post){.person = ann, .team = s.team, .fte_millionths = 500000});
	second = council_add_post(&s.council, (struct council_post){.person = ann, .team = s.team, .fte_millionths = 300000});
	council_hold(&s.council, kim, first, "2026-01-05");
	council_hold(&s.council, open_case(&s, "LEE"), first, "2026-01-05");
	council_add_holding(&s.council, (struct council_holding){.case_id = kim, .post = second, .role = HOLDING_CO_WORKER});
	count(&s);
	assert_int_equal(s.counts.case_holders, 1);
	assert_int_equal(s.counts.cases_held, 2);
	assert_int_equal(s.counts.case_holders_fte_millionths, 800000);
	assert_int_equal(s.counts.average_tenths, 25);
	scene_end(&s);
}

/* Ann works in both teams. North has three cases: its own that nobody holds, and those that Ann holds in it. */
static void test_counts__of_a_team_are_its_cases_and_its_posts(void **state)
{
	struct scene s = scene_new();
	int32_t south = council_team(&s.council, "south", ""), ann = council_person(&s.council, "Ann"), here, there;
	struct counts n;

	(void)state;
	here = council_add_post(&s.council, (struct council_post){.person = ann, .team = s.team, .fte_millionths = 500000});
	there = council_add_post(&s.council, (struct council_post){.person = ann, .team = south, .fte_millionths = 300000});
	council_add_case(&s.council, (struct council_case){.ref = "OWN", .opened = "2026-01-01", .team = s.team});
	council_hold(&s.council, council_add_case(&s.council, (struct council_case){.ref = "OUT", .opened = "2026-01-01",
		.team = south}), here, "2026-01-05");
	give(&s, here, "N", 1);
	give(&s, there, "S", 4);
	count(&s);
	n = counts_of_snapshot(s.arena, s.snapshot, snapshot_find_team(s.snapshot, "north"));
	assert_int_equal(n.open_cases, 3);
	assert_int_equal(n.unallocated_count, 1);
	assert_string_equal(n.unallocated[0], "OWN");
	assert_int_equal(n.case_holders, 1);
	assert_int_equal(n.cases_held, 2);
	assert_int_equal(n.case_holders_fte_millionths, 500000);
	assert_int_equal(n.average_tenths, 40);
	assert_int_equal(s.counts.cases_held, 6);
	scene_end(&s);
}

static void test_counts__a_manager_is_a_holder_and_a_team_is_not(void **state)
{
	struct scene s = scene_new();

	(void)state;
	give(&s, council_manager(&s.council, "Meg", s.team), "M", 2);
	council_add_holding(&s.council, (struct council_holding){.case_id = open_case(&s, "TEAM"), .team = s.team});
	count(&s);
	assert_int_equal(s.counts.cases_held, 2);
	assert_int_equal(s.counts.unallocated_count, 1);
	assert_string_equal(s.counts.unallocated[0], "TEAM");
	scene_end(&s);
}

static void test_counts__lapsed_cases_are_among_the_unallocated(void **state)
{
	struct scene s = scene_new();
	int32_t ann = council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME);

	(void)state;
	open_case(&s, "NEVER");
	council_add_holding(&s.council, (struct council_holding){.case_id = open_case(&s, "LAPSED"), .post = ann,
		.from = "2026-01-05", .until = "2026-03-31"});
	council_add_case(&s.council, (struct council_case){.ref = "KNOWN", .opened = "2026-01-01", .last_held_until = "2026-02-01"});
	count(&s);
	assert_int_equal(s.counts.unallocated_count, 3);
	assert_string_equal(s.counts.unallocated[0], "KNOWN");
	assert_string_equal(s.counts.unallocated[1], "LAPSED");
	assert_string_equal(s.counts.unallocated[2], "NEVER");
	assert_int_equal(s.counts.lapsed_count, 2);
	assert_string_equal(s.counts.lapsed[1], "LAPSED");
	scene_end(&s);
}

static void test_counts__a_case_of_somebody_who_left_is_held_without_fte(void **state)
{
	struct scene s = scene_new();
	int32_t left = council_add_post(&s.council, (struct council_post){.person = council_person(&s.council, "Ann"), .team = s.team,
		.until = "2026-01-20", .fte_millionths = COUNCIL_FULL_TIME});

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), left, "2026-01-05");
	count(&s);
	assert_int_equal(s.counts.unallocated_count, 0);
	assert_int_equal(s.counts.cases_held, 1);
	assert_int_equal(s.counts.case_holders_fte_millionths, 0);
	assert_int_equal(s.counts.no_fte_count, 1);
	scene_end(&s);
}

static void test_counts__two_leads_at_once_are_flagged(void **state)
{
	struct scene s = scene_new();
	int32_t ann = council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME);
	int32_t bob = council_worker(&s.council, "Bob", s.team, COUNCIL_FULL_TIME);
	int32_t twice = open_case(&s, "TWICE"), once = open_case(&s, "ONCE"), team = open_case(&s, "TEAM");

	(void)state;
	council_hold(&s.council, twice, ann, "2026-01-05");
	council_hold(&s.council, twice, bob, "2026-01-06");
	council_hold(&s.council, once, ann, "2026-01-05");
	council_add_holding(&s.council, (struct council_holding){.case_id = once, .post = bob, .role = HOLDING_CO_WORKER});
	council_hold(&s.council, team, ann, "2026-01-05");
	council_add_holding(&s.council, (struct council_holding){.case_id = team, .team = s.team});
	count(&s);
	assert_int_equal(s.counts.double_count, 1);
	assert_string_equal(s.counts.double_allocated[0], "TWICE");
	scene_end(&s);
}

static void test_counts__a_closed_case_is_neither_open_nor_held(void **state)
{
	struct scene s = scene_new();
	int32_t ann = council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME), kim;

	(void)state;
	kim = council_add_case(&s.council, (struct council_case){.ref = "KIM", .opened = "2026-01-01", .closed = "2026-03-31"});
	council_hold(&s.council, kim, ann, "2026-01-05");
	count(&s);
	assert_int_equal(s.snapshot->cases_count, 1); /* it is there, in its taper */
	assert_int_equal(s.counts.open_cases, 0);
	assert_int_equal(s.counts.cases_held, 0);
	assert_int_equal(s.counts.case_holders, 0);
	scene_end(&s);
}

/* Ten holders with 1, 2 ... 10 cases: five of ten have at most 5, nine of ten at most 9. */
static void test_counts__median_and_ninth_decile_are_nearest_ranks(void **state)
{
	struct scene s = scene_new();

	(void)state;
	for (int i = 10; i >= 1; i--) {
		char code[8];

		(void)snprintf(code, sizeof code, "W%02d", i);
		give(&s, council_worker(&s.council, code, s.team, COUNCIL_FULL_TIME), code, i);
	}
	count(&s);
	assert_int_equal(s.counts.median, 5);
	assert_int_equal(s.counts.p90, 9);
	scene_end(&s);
}

static void test_counts__one_holder_is_median_and_ninth_decile(void **state)
{
	struct scene s = scene_new();

	(void)state;
	give(&s, council_worker(&s.council, "Ann", s.team, COUNCIL_FULL_TIME), "A", 7);
	count(&s);
	assert_int_equal(s.counts.median, 7);
	assert_int_equal(s.counts.p90, 7);
	scene_end(&s);
}

static void test_counts__nobody_at_all_counts_nothing(void **state)
{
	struct scene s = scene_new();

	(void)state;
	count(&s);
	assert_int_equal(s.counts.open_cases + s.counts.cases_held + s.counts.median + s.counts.p90, 0);
	assert_int_equal(s.counts.average_tenths, -1);
	scene_end(&s);
}

/* The slow and simple way: every pair of a person and an open case that a holding joins. */
static int32_t pairs_of(const struct snapshot *s)
{
	int32_t pairs = 0;

	for (size_t p = 0; p < s->persons_count; p++) {
		for (size_t c = 0; c < s->cases_count; c++) {
			bool held = false;

			for (size_t h = 0; h < s->holdings_count; h++)
				held |= s->holdings[h].case_index == (int32_t)c && s->holdings[h].post >= 0 &&
					s->posts[s->holdings[h].post].person == (int32_t)p;
			pairs += held && s->cases[c].state == CASE_OPEN;
		}
	}
	return pairs;
}

static void test_counts__agree_with_counting_by_hand_on_councils_made_by_chance(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		const struct snapshot *s = chance_picture(seed, 0);
		struct arena *a = arena_new();
		struct counts n = counts_of_snapshot(a, s, -1);
		int32_t open = 0;

		for (size_t i = 0; i < s->cases_count; i++)
			open += s->cases[i].state == CASE_OPEN;
		assert_int_equal(n.open_cases, open);
		assert_int_equal(n.cases_held, pairs_of(s));
		assert_true(n.cases_held > 50);
		assert_true(n.lapsed_count > 0 && n.lapsed_count < n.unallocated_count);
		for (size_t i = 1; i < n.unallocated_count; i++)
			assert_true(strcmp(n.unallocated[i - 1], n.unallocated[i]) < 0);
		assert_true(n.median <= n.p90);
		arena_free(a);
		snapshot_drop(s);
	}
}

/* Two siblings are one household; one that has nothing but a case in its taper is none. */
static void test_counts__households_are_those_with_an_open_case(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_add_case(&s.council, (struct council_case){.ref = "A1", .opened = "2026-01-01", .household = "H1"});
	council_add_case(&s.council, (struct council_case){.ref = "A2", .opened = "2026-01-01", .household = "H1"});
	council_add_case(&s.council,
		(struct council_case){.ref = "B1", .opened = "2026-01-01", .closed = "2026-03-25", .household = "H2"});
	count(&s);
	assert_int_equal(s.snapshot->households_count, 2);
	assert_int_equal(s.counts.households, 1);
	assert_int_equal(s.counts.open_cases, 2);
	scene_end(&s);
}

static void test_counts__have_an_average_beside_them_only_where_all_cases_are_of_its_service(void **state)
{
	static const struct scheme_average averages[] = {{.day = 100, .tenths = 154, .text = "England"}};
	static const struct scheme of_children = {.averages = averages, .averages_count = 1}, of_adults = {.id = "adults"};
	struct counts n = {.open_cases = 2, .scheme = &of_children};

	(void)state;
	assert_int_equal(counts_average_beside(&n, 100)->tenths, 154);
	assert_null(counts_average_beside(&n, 99));
	n.scheme = &of_adults;
	assert_null(counts_average_beside(&n, 100));
	n.scheme = NULL;
	assert_null(counts_average_beside(&n, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts__cases_held_are_summed_over_workers),
		cmocka_unit_test(test_counts__the_average_is_rounded_half_up_once),
		cmocka_unit_test(test_counts__a_holder_without_fte_adds_cases_only_and_is_listed),
		cmocka_unit_test(test_counts__without_any_fte_there_is_no_average),
		cmocka_unit_test(test_counts__a_worker_is_a_person_with_all_their_posts),
		cmocka_unit_test(test_counts__of_a_team_are_its_cases_and_its_posts),
		cmocka_unit_test(test_counts__a_manager_is_a_holder_and_a_team_is_not),
		cmocka_unit_test(test_counts__lapsed_cases_are_among_the_unallocated),
		cmocka_unit_test(test_counts__a_case_of_somebody_who_left_is_held_without_fte),
		cmocka_unit_test(test_counts__two_leads_at_once_are_flagged),
		cmocka_unit_test(test_counts__a_closed_case_is_neither_open_nor_held),
		cmocka_unit_test(test_counts__median_and_ninth_decile_are_nearest_ranks),
		cmocka_unit_test(test_counts__one_holder_is_median_and_ninth_decile),
		cmocka_unit_test(test_counts__nobody_at_all_counts_nothing),
		cmocka_unit_test(test_counts__households_are_those_with_an_open_case),
		cmocka_unit_test(test_counts__have_an_average_beside_them_only_where_all_cases_are_of_its_service),
		cmocka_unit_test(test_counts__agree_with_counting_by_hand_on_councils_made_by_chance),
	};

	return RUN_TESTS(tests);
}
