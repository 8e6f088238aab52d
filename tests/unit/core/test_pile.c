#include "base/str.h"
#include "chance.h"
#include "core/pile.h"

struct scene {
	struct council council;
	const struct snapshot *snapshot;
	struct arena *arena;
	struct loads loads;
	struct pile_row *rows;
	size_t count;
	int32_t team;
};

static int32_t day(const char *iso)
{
	return council_day(iso, 0);
}

static struct scene scene_new(void)
{
	struct scene s = {.council = council_on("2026-03-31"), .arena = arena_new()};

	s.team = council_team(&s.council, "north", "Ann Manager");
	return s;
}

static void look(struct scene *s)
{
	s->snapshot = council_picture(&s->council);
	s->loads = loads_of_snapshot(s->arena, s->snapshot);
	pile_of_snapshot(s->arena, s->snapshot, &s->loads, &s->rows, &s->count);
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

static void expect_row(const struct scene *s, size_t i, const char *ref, enum pile_reason reason, const char *since)
{
	assert_true(i < s->count);
	assert_string_equal(s->snapshot->cases[s->rows[i].case_index].ref, ref);
	assert_int_equal(s->rows[i].reason, reason);
	assert_int_equal(s->rows[i].since, day(since));
	assert_int_equal(s->rows[i].days, day("2026-03-31") - day(since));
}

static void test_pile__a_case_held_by_a_worker_who_is_there_is_not_in_it(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME), "2026-01-05");
	council_hold(&s.council, open_case(&s, "C2"), council_worker(&s.council, "W2", s.team, -1), "2026-01-05"); /* FTE unknown */
	look(&s);
	assert_int_equal(s.count, 0);
	scene_end(&s);
}

static void test_pile__a_case_never_held_waits_since_it_was_opened(void **state)
{
	struct scene s = scene_new();

	(void)state;
	open_case(&s, "C1");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_NEVER_HELD, "2026-01-01");
	assert_int_equal(s.rows[0].holder_post, -1);
	assert_int_equal(s.rows[0].weight_minutes, 126); /* a referral */
	scene_end(&s);
}

static void test_pile__a_case_that_begins_later_waits_until_then_and_says_so(void **state)
{
	struct scene s = scene_new();
	int32_t post = council_worker(&s.council, "W1", s.team, -1);

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), post, "2026-04-20");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_BEGINS, "2026-01-01");
	assert_int_equal(s.rows[0].begins, day("2026-04-20"));
	assert_true(s.rows[0].holder_post >= 0);
	scene_end(&s);
}

static void test_pile__a_case_held_no_longer_waits_since_then(void **state)
{
	struct scene s = scene_new();
	int32_t post = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME);

	(void)state;
	council_add_holding(&s.council, (struct council_holding){.case_id = open_case(&s, "C1"), .post = post, .from = "2026-01-05",
		.until = "2026-02-10"});
	look(&s);
	expect_row(&s, 0, "C1", PILE_LAPSED, "2026-02-10");
	scene_end(&s);
}

static void test_pile__a_manager_s_allocation_is_not_one(void **state)
{
	struct scene s = scene_new();
	int32_t manager = council_manager(&s.council, "Ann", s.team);

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), manager, "2026-02-01");
	look(&s);
	expect_row(&s, 0, "C1", PILE_MANAGER_HELD, "2026-02-01");
	assert_int_equal(s.rows[0].holder_post, snapshot_find_post_id(s.snapshot, manager));
	scene_end(&s);
}

static void test_pile__a_team_s_allocation_is_not_one(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_add_holding(&s.council, (struct council_holding){.case_id = open_case(&s, "C1"), .team = s.team, .from = "2026-02-01"});
	look(&s);
	expect_row(&s, 0, "C1", PILE_TEAM_HELD, "2026-02-01");
	assert_int_equal(s.rows[0].holder_post, -1);
	assert_string_equal(s.rows[0].owner, "Ann Manager");
	scene_end(&s);
}

static void test_pile__a_case_of_someone_absent_waits_since_the_absence_began(void **state)
{
	struct scene s = scene_new();
	int32_t sick = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME);

	(void)state;
	council_reduce(&s.council, sick, "sick", -1, "2026-03-02", "");
	council_reduce(&s.council, sick, "union", 60, "2026-03-20", ""); /* changes nothing any more */
	council_hold(&s.council, open_case(&s, "BEFORE"), sick, "2026-02-01");
	council_hold(&s.council, open_case(&s, "DURING"), sick, "2026-03-15");
	look(&s);
	assert_int_equal(s.count, 2);
	expect_row(&s, 0, "BEFORE", PILE_NOT_AVAILABLE, "2026-03-02");
	expect_row(&s, 1, "DURING", PILE_NOT_AVAILABLE, "2026-03-15");
	scene_end(&s);
}

static void test_pile__a_wait_counts_from_the_absence_that_takes_the_whole_contract(void **state)
{
	struct scene s = scene_new();
	int32_t sick = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME);

	(void)state;
	council_reduce(&s.council, sick, "sick", 600, "2026-01-12", ""); /* part of the week: still at work */
	council_reduce(&s.council, sick, "sick", -1, "2026-03-02", "");
	council_hold(&s.council, open_case(&s, "C1"), sick, "2026-01-05");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_NOT_AVAILABLE, "2026-03-02");
	scene_end(&s);
}

static void test_pile__a_case_of_somebody_who_left_waits_since_they_did(void **state)
{
	struct scene s = scene_new();
	int32_t left = council_add_post(&s.council, (struct council_post){.person = council_person(&s.council, "Ann"), .team = s.team,
		.until = "2026-03-10", .fte_millionths = COUNCIL_FULL_TIME});

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), left, "2026-02-01");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_NOT_AVAILABLE, "2026-03-10");
	scene_end(&s);
}

static void test_pile__a_case_of_somebody_who_has_yet_to_come_waits_since_the_holding_began(void **state)
{
	struct scene s = scene_new();
	int32_t post = council_add_post(&s.council, (struct council_post){.person = council_person(&s.council, "Bob"), .team = s.team,
		.from = "2026-06-01", .fte_millionths = COUNCIL_FULL_TIME});

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), post, "2026-02-01");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_NOT_AVAILABLE, "2026-02-01");
	scene_end(&s);
}

static void hold_part(struct scene *s, int32_t case_id, int32_t post, int32_t share, const char *from)
{
	council_add_holding(&s->council, (struct council_holding){.case_id = case_id, .post = post, .share = share, .from = from});
}

static void test_pile__a_case_that_is_held_in_part_waits_with_the_rest(void **state)
{
	struct scene s = scene_new();
	int32_t one = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME);
	int32_t other = council_worker(&s.council, "W2", s.team, COUNCIL_FULL_TIME);
	int32_t whole = open_case(&s, "C1"), part = open_case(&s, "C2");

	(void)state;
	hold_part(&s, whole, one, 500, "2026-02-01");
	hold_part(&s, whole, other, 500, "2026-02-01");
	hold_part(&s, part, one, 250, "2026-02-01");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C2", PILE_HELD_IN_PART, "2026-02-01");
	assert_int_equal(s.rows[0].weight_minutes, 95); /* three quarters of 126 */
	scene_end(&s);
}

static void test_pile__a_case_whose_other_half_is_an_absent_workers_waits_since_then(void **state)
{
	struct scene s = scene_new();
	int32_t one = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME);
	int32_t sick = council_worker(&s.council, "W2", s.team, COUNCIL_FULL_TIME);
	int32_t id = open_case(&s, "C1");

	(void)state;
	council_reduce(&s.council, sick, "sick", -1, "2026-03-02", "");
	hold_part(&s, id, one, 500, "2026-02-01");
	hold_part(&s, id, sick, 500, "2026-02-01");
	look(&s);
	assert_int_equal(s.count, 1);
	expect_row(&s, 0, "C1", PILE_HELD_IN_PART, "2026-03-02");
	scene_end(&s);
}

static void test_pile__a_case_of_a_post_without_hours_waits_since_the_holding_began(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), council_worker(&s.council, "W1", s.team, 0), "2026-02-01");
	look(&s);
	expect_row(&s, 0, "C1", PILE_NOT_AVAILABLE, "2026-02-01");
	scene_end(&s);
}

/* The worker was on it from January until she fell ill; that the manager has held it all along adds nothing. */
static void test_pile__beside_a_manager_an_absent_worker_counts_for_the_time_she_was_there(void **state)
{
	struct scene s = scene_new();
	int32_t sick = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME), kim = open_case(&s, "C1");

	(void)state;
	council_reduce(&s.council, sick, "sick", -1, "2026-03-02", "");
	council_hold(&s.council, kim, council_manager(&s.council, "Ann", s.team), "2026-01-02");
	council_add_holding(&s.council, (struct council_holding){.case_id = kim, .post = sick, .role = HOLDING_CO_WORKER,
		.from = "2026-01-05"});
	look(&s);
	expect_row(&s, 0, "C1", PILE_MANAGER_HELD, "2026-03-02");
	scene_end(&s);
}

static void test_pile__one_worker_who_is_there_is_enough(void **state)
{
	struct scene s = scene_new();
	int32_t kim = open_case(&s, "C1");

	(void)state;
	council_hold(&s.council, kim, council_manager(&s.council, "Ann", s.team), "2026-01-02");
	council_add_holding(&s.council, (struct council_holding){.case_id = kim, .role = HOLDING_CO_WORKER, .from = "2026-01-05",
		.post = council_worker(&s.council, "W1", s.team, COUNCIL_FULL_TIME)});
	look(&s);
	assert_int_equal(s.count, 0);
	scene_end(&s);
}

static void test_pile__no_case_waits_from_before_it_was_opened(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_add_holding(&s.council, (struct council_holding){.case_id = open_case(&s, "C1"), .team = s.team, .from = ""});
	look(&s);
	expect_row(&s, 0, "C1", PILE_TEAM_HELD, "2026-01-01");
	scene_end(&s);
}

static void test_pile__a_closing_case_is_not_in_it(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_add_case(&s.council, (struct council_case){.ref = "C1", .opened = "2026-01-01", .closed = "2026-03-30"});
	look(&s);
	assert_int_equal(s.snapshot->cases_count, 1);
	assert_int_equal(s.count, 0);
	scene_end(&s);
}

static void test_pile__the_owner_is_named_or_the_team_s_manager_or_nobody(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_add_case(&s.council, (struct council_case){.ref = "C1", .opened = "2026-01-01", .owner = "Jo Price", .team = s.team});
	council_add_case(&s.council, (struct council_case){.ref = "C2", .opened = "2026-01-01", .team = s.team});
	council_add_case(&s.council, (struct council_case){.ref = "C3", .opened = "2026-01-01"});
	look(&s);
	assert_int_equal(s.count, 3);
	assert_string_equal(s.rows[0].owner, "Jo Price");
	assert_string_equal(s.rows[1].owner, "Ann Manager");
	assert_string_equal(s.rows[2].owner, "");
	scene_end(&s);
}

static void test_pile__the_team_of_an_absent_worker_answers_for_a_case_without_team(void **state)
{
	struct scene s = scene_new();

	(void)state;
	council_hold(&s.council, open_case(&s, "C1"), council_worker(&s.council, "W1", s.team, 0), "2026-02-01");
	look(&s);
	assert_string_equal(s.rows[0].owner, "Ann Manager");
	scene_end(&s);
}

static void expect_order(struct scene *s, const char *const *expected, size_t count)
{
	look(s);
	assert_int_equal(s->count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(s->snapshot->cases[s->rows[i].case_index].ref, expected[i]);
}

static void test_pile__urgent_kinds_first_then_unknown_ones_then_the_oldest_then_by_reference(void **state)
{
	static const char *const expected[] = {"ENQUIRY", "PLAN", "UNKNOWN", "NEED-OLD", "CARE", "NEED-A", "NEED-B"};
	struct scene s = scene_new();

	(void)state;
	council_stage(&s.council, open_case(&s, "NEED-B"), "need", "2026-01-01", "");
	council_stage(&s.council, open_case(&s, "NEED-A"), "need", "2026-01-01", "");
	council_stage(&s.council, council_case(&s.council, "NEED-OLD", "2025-06-01"), "need", "2026-01-01", "");
	council_stage(&s.council, open_case(&s, "CARE"), "looked-after", "2026-01-01", ""); /* stricter, but not urgent */
	council_stage(&s.council, open_case(&s, "ENQUIRY"), "enquiry", "2026-01-01", "");
	council_stage(&s.council, open_case(&s, "PLAN"), "protection", "2026-01-01", "");
	council_stage(&s.council, open_case(&s, "UNKNOWN"), "unheard-of", "2026-01-01", "");
	expect_order(&s, expected, 7);
	assert_int_equal(s.rows[2].weight_minutes, -1); /* nothing is guessed */
	scene_end(&s);
}

static int32_t looked_at(struct scene *s, const char *ref, const char *risk, const char *next)
{
	int32_t id = open_case(s, ref);
	const struct review_row r = {.risk = risk, .safety = "duty-visit", .why = "no-room", .next = day(next),
		.when = council_days("2026-03-20", "")};

	council_stage(&s->council, id, "need", "2026-01-01", "");
	snapshot_add_review(s->council.builder, &r, id);
	return id;
}

static void test_pile__recorded_risk_comes_before_the_kind_of_work(void **state)
{
	static const char *const expected[] = {"IMMEDIATE", "HIGH", "PLAN", "NOT-LOOKED-AT", "MEDIUM", "LOW"};
	struct scene s = scene_new();

	(void)state;
	looked_at(&s, "LOW", "low", "2026-04-03");
	looked_at(&s, "MEDIUM", "medium", "2026-03-31");
	looked_at(&s, "HIGH", "high", "2026-04-03");
	looked_at(&s, "IMMEDIATE", "immediate", "2026-03-21"); /* overdue: no less immediate for that */
	council_stage(&s.council, open_case(&s, "NOT-LOOKED-AT"), "need", "2026-01-01", "");
	council_stage(&s.council, open_case(&s, "PLAN"), "protection", "2026-01-01", "");
	expect_order(&s, expected, 6);
	scene_end(&s);
}

static void test_pile__a_look_that_is_overdue_says_no_longer_that_a_risk_is_low(void **state)
{
	static const char *const expected[] = {"OVERDUE", "IN-TIME"};
	struct scene s = scene_new();

	(void)state;
	looked_at(&s, "IN-TIME", "medium", "2026-03-31");
	looked_at(&s, "OVERDUE", "low", "2026-03-30");
	expect_order(&s, expected, 2);
	scene_end(&s);
}

static bool in_pile(const struct scene *s, int32_t case_index)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->rows[i].case_index == case_index)
			return true;
	}
	return false;
}

static bool worked_on(const struct scene *s, int32_t case_index)
{
	for (size_t i = 0; i < s->snapshot->holdings_count; i++) {
		const struct holding_row *h = &s->snapshot->holdings[i];
		enum availability availability;

		if (h->case_index != case_index || h->post < 0 || s->snapshot->posts[h->post].role == POST_MANAGER)
			continue;
		availability = s->loads.posts[h->post].availability;
		if (availability == AVAILABLE || availability == CONTRACT_UNKNOWN)
			return true;
	}
	return false;
}

static void test_pile__every_open_case_is_either_in_it_or_worked_on(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		struct scene s = {.arena = arena_new(), .snapshot = chance_picture(seed, 0)};
		size_t waiting = 0;

		s.loads = loads_of_snapshot(s.arena, s.snapshot);
		pile_of_snapshot(s.arena, s.snapshot, &s.loads, &s.rows, &s.count);
		for (size_t i = 0; i < s.snapshot->cases_count; i++) {
			bool open = s.snapshot->cases[i].state == CASE_OPEN;

			assert_int_equal(in_pile(&s, (int32_t)i), open && !worked_on(&s, (int32_t)i));
			waiting += open && !worked_on(&s, (int32_t)i);
		}
		assert_int_equal(s.count, waiting);
		assert_true(s.count > 20);
		scene_end(&s);
	}
}

static void test_pile__nobody_has_waited_for_less_than_no_time(void **state)
{
	struct scene s = {.arena = arena_new(), .snapshot = chance_picture(3, 0)};

	(void)state;
	s.loads = loads_of_snapshot(s.arena, s.snapshot);
	pile_of_snapshot(s.arena, s.snapshot, &s.loads, &s.rows, &s.count);
	for (size_t i = 0; i < s.count; i++) {
		assert_true(s.rows[i].days >= 0);
		assert_true(s.rows[i].since >= s.snapshot->cases[s.rows[i].case_index].opened);
		assert_non_null(pile_reason_words(s.rows[i].reason));
		assert_non_null(pile_reason_code(s.rows[i].reason));
	}
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pile__a_case_held_by_a_worker_who_is_there_is_not_in_it),
		cmocka_unit_test(test_pile__a_case_never_held_waits_since_it_was_opened),
		cmocka_unit_test(test_pile__a_case_that_begins_later_waits_until_then_and_says_so),
		cmocka_unit_test(test_pile__a_case_held_no_longer_waits_since_then),
		cmocka_unit_test(test_pile__a_manager_s_allocation_is_not_one),
		cmocka_unit_test(test_pile__a_team_s_allocation_is_not_one),
		cmocka_unit_test(test_pile__a_case_of_someone_absent_waits_since_the_absence_began),
		cmocka_unit_test(test_pile__a_wait_counts_from_the_absence_that_takes_the_whole_contract),
		cmocka_unit_test(test_pile__a_case_of_somebody_who_left_waits_since_they_did),
		cmocka_unit_test(test_pile__a_case_of_somebody_who_has_yet_to_come_waits_since_the_holding_began),
		cmocka_unit_test(test_pile__a_case_that_is_held_in_part_waits_with_the_rest),
		cmocka_unit_test(test_pile__a_case_whose_other_half_is_an_absent_workers_waits_since_then),
		cmocka_unit_test(test_pile__a_case_of_a_post_without_hours_waits_since_the_holding_began),
		cmocka_unit_test(test_pile__beside_a_manager_an_absent_worker_counts_for_the_time_she_was_there),
		cmocka_unit_test(test_pile__one_worker_who_is_there_is_enough),
		cmocka_unit_test(test_pile__no_case_waits_from_before_it_was_opened),
		cmocka_unit_test(test_pile__a_closing_case_is_not_in_it),
		cmocka_unit_test(test_pile__the_owner_is_named_or_the_team_s_manager_or_nobody),
		cmocka_unit_test(test_pile__the_team_of_an_absent_worker_answers_for_a_case_without_team),
		cmocka_unit_test(test_pile__urgent_kinds_first_then_unknown_ones_then_the_oldest_then_by_reference),
		cmocka_unit_test(test_pile__recorded_risk_comes_before_the_kind_of_work),
		cmocka_unit_test(test_pile__a_look_that_is_overdue_says_no_longer_that_a_risk_is_low),
		cmocka_unit_test(test_pile__every_open_case_is_either_in_it_or_worked_on),
		cmocka_unit_test(test_pile__nobody_has_waited_for_less_than_no_time),
	};

	return RUN_TESTS(tests);
}
