#include "core/pattern.h"

#include <string.h>

#include "../../test.h"
#include "core/load.h"
#include "core/working_time.h"

/* Happenings of June 2026, which has 22 working days; the 29th and 30th are the last two. Three teams: 0, 1, and none. */

enum { ROOM = 200, TEAMS = 2 };

static struct happening told[ROOM];
static size_t told_count;
static struct arena *arena;

static int32_t june(int day)
{
	return date_from_civil(2026, 6, day);
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	told_count = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

/* Of a worker, who is in team 0 and permanent. */
static struct happening *tell(enum happening_kind kind, int32_t person, int32_t day, int64_t minute)
{
	struct happening *h = &told[told_count++];

	assert_true(told_count <= ROOM);
	*h = (struct happening){.kind = kind, .at = local_midnight(day) + minute, .case_id = (int32_t)told_count, .person_id = person,
		.post_id = person, .by = "mia", .seconds = -1, .negotiated = true, .at_work = true};
	return h;
}

static struct patterns june_patterns(void)
{
	return patterns_of(arena, (struct days){june(1), june(1) + 30}, TEAMS, told, told_count);
}

static void check(const struct patterns *p, enum pattern pattern, int32_t count, int32_t of)
{
	const struct pattern_cell *all = pattern_at(p, pattern, TEAMS_ALL, CONTRACT_ALL);

	if (all->count != count || all->of != of)
		fail_msg("%s: %d of %d, and should be %d of %d", pattern_code(pattern), all->count, all->of, count, of);
}

static void test_days__of_a_month_end_are_those_with_two_working_days_left(void **state)
{
	(void)state;
	assert_false(is_month_end(june(26))); /* a Friday; Monday and Tuesday follow */
	assert_true(is_month_end(june(27)));  /* the Saturday: two are left */
	assert_true(is_month_end(june(29)));
	assert_true(is_month_end(june(30)));
	assert_false(is_month_end(june(1)));
	assert_true(is_month_end(date_from_civil(2026, 12, 30)));
	assert_false(is_month_end(date_from_civil(2026, 12, 29)));
}

static void test_days__before_a_return_are_the_last_ten_working_ones(void **state)
{
	(void)state;
	assert_false(is_before_return(date_from_civil(2026, 3, 17)));
	assert_true(is_before_return(date_from_civil(2026, 3, 18)));
	assert_true(is_before_return(date_from_civil(2026, 3, 31)));
	assert_false(is_before_return(date_from_civil(2026, 4, 1)));
	assert_true(is_before_return(date_from_civil(2026, 9, 17)));
	assert_false(is_before_return(date_from_civil(2026, 9, 16)));
	assert_false(is_before_return(date_from_civil(2026, 10, 1)));
	assert_false(is_before_return(date_from_civil(2026, 12, 31)));
}

static void test_patterns__are_found_by_their_codes(void **state)
{
	enum pattern p;

	(void)state;
	for (int k = 0; k < PATTERNS; k++) {
		assert_true(pattern_parse(pattern_code((enum pattern)k), &p));
		assert_int_equal(p, k);
	}
	assert_false(pattern_parse("worst-worker", &p));
}

static void test_allocations__without_a_proposal_are_counted_while_they_are_negotiated(void **state)
{
	struct patterns p;

	(void)state;
	tell(HAPPENED_ALLOCATION, 1, june(3), 0)->proposal_id = 7;
	tell(HAPPENED_ALLOCATION, 1, june(4), 0);
	tell(HAPPENED_ALLOCATION, 2, june(4), 0)->on_paper = true;
	tell(HAPPENED_ALLOCATION, 2, june(2), 0)->negotiated = false;
	p = june_patterns();
	check(&p, PATTERN_NO_DISCUSSION, 1, 3);
	check(&p, PATTERN_ON_PAPER, 1, 3);
	check(&p, PATTERN_MONTH_END, 0, 4);
}

static void test_many_to_one__is_five_within_seven_days(void **state)
{
	struct patterns p;

	(void)state;
	for (int i = 0; i < 4; i++)
		tell(HAPPENED_ALLOCATION, 1, june(8), 0);
	tell(HAPPENED_ALLOCATION, 1, june(15), 0); /* on the eighth day */
	for (int i = 0; i < 5; i++)
		tell(HAPPENED_ALLOCATION, 2, june(8) + (i == 4 ? 6 : 0), 0); /* on the seventh */
	for (int i = 0; i < 5; i++)
		tell(HAPPENED_ALLOCATION, 3 + i, june(8), 0); /* five, to five workers */
	p = june_patterns();
	check(&p, PATTERN_MANY_TO_ONE, 5, 15);
}

static void test_many_to_one__looks_past_the_edge_of_the_period(void **state)
{
	struct patterns p;

	(void)state;
	for (int i = 0; i < 5; i++)
		tell(HAPPENED_ALLOCATION, 1, june(1) - 3 + i, 0);
	p = june_patterns();
	check(&p, PATTERN_MANY_TO_ONE, 2, 2);
}

static void test_many_at_once__is_ten_by_one_person_within_an_hour(void **state)
{
	struct patterns p;

	(void)state;
	for (int i = 0; i < 10; i++)
		tell(HAPPENED_OFFER, i, june(9), 600 + i * 6); /* 54 minutes from first to last */
	for (int i = 0; i < 10; i++)
		tell(HAPPENED_OFFER, i, june(10), 600 + i * 7)->by = "tom"; /* 63 */
	for (int i = 0; i < 10; i++)
		tell(HAPPENED_OFFER, i, june(11), 600)->by = i < 9 ? "sup" : "mia";
	p = june_patterns();
	check(&p, PATTERN_MANY_AT_ONCE, 10, 30);
}

static void test_month_end__stands_beside_what_chance_would_give(void **state)
{
	const struct pattern_cell *cell;
	struct patterns p;

	(void)state;
	for (int i = 0; i < 11; i++)
		tell(HAPPENED_ALLOCATION, 1 + i, june(10), 0);
	for (int i = 0; i < 11; i++)
		tell(HAPPENED_ALLOCATION, 1 + i, june(30), 0);
	p = june_patterns();
	check(&p, PATTERN_MONTH_END, 11, 22);
	cell = pattern_at(&p, PATTERN_MONTH_END, TEAMS_ALL, CONTRACT_ALL);
	assert_int_equal(p.working_days, 22);
	assert_int_equal(p.month_end_days, 2);
	assert_int_equal(cell->expected_tenths, 20); /* 22 x 2 / 22 */
	assert_true(cell->beyond_chance);            /* 11 is 9 more than 2, and twice the root of 22 x 2/22 x 20/22 is 2.7 */
	assert_int_equal(pattern_at(&p, PATTERN_NO_DISCUSSION, TEAMS_ALL, CONTRACT_ALL)->expected_tenths, -1);
}

static void test_month_end__is_not_beyond_chance_by_one_more(void **state)
{
	struct patterns p;

	(void)state;
	for (int i = 0; i < 19; i++)
		tell(HAPPENED_ALLOCATION, 1 + i, june(10), 0);
	for (int i = 0; i < 4; i++)
		tell(HAPPENED_ALLOCATION, 1 + i, june(30), 0);
	p = june_patterns();
	check(&p, PATTERN_MONTH_END, 4, 23);
	assert_false(pattern_at(&p, PATTERN_MONTH_END, TEAMS_ALL, CONTRACT_ALL)->beyond_chance);
}

static struct happening *answer(int32_t person, int32_t seconds, bool at_work, bool declined)
{
	struct happening *h = tell(HAPPENED_ANSWER, person, june(9), 600);

	h->seconds = seconds;
	h->at_work = at_work;
	h->declined = declined;
	return h;
}

static void test_answers__within_a_minute_and_outside_hours_are_counted_among_agreements(void **state)
{
	struct patterns p;

	(void)state;
	answer(1, 60, true, false);
	answer(1, 61, true, false);
	answer(1, -1, false, false);
	answer(2, 5, false, true);
	p = june_patterns();
	check(&p, PATTERN_IN_SECONDS, 1, 3);
	check(&p, PATTERN_OUT_OF_HOURS, 1, 3);
	check(&p, PATTERN_DECLINED, 1, 4);
}

static struct happening *about(struct happening *h, int32_t case_id, int32_t proposal_id)
{
	h->case_id = case_id;
	h->proposal_id = proposal_id;
	return h;
}

static void test_offered_again__is_the_same_case_to_the_same_worker_within_four_weeks(void **state)
{
	struct patterns p;

	(void)state;
	for (int32_t person = 1; person <= 4; person++)
		about(answer(person, 900, true, true), 50, 1);
	about(tell(HAPPENED_OFFER, 1, june(9) + 27, 600), 50, 2); /* after the period */
	about(tell(HAPPENED_OFFER, 2, june(9) + 28, 600), 50, 2); /* too late */
	about(tell(HAPPENED_OFFER, 3, june(10), 600), 51, 2);     /* another case */
	about(tell(HAPPENED_OFFER, 4, june(8), 600), 50, 1);      /* the one that was declined */
	p = june_patterns();
	check(&p, PATTERN_OFFERED_AGAIN, 1, 4);
	assert_int_equal(p.hits[p.hits_count - 1].what->person_id, 1);
}

static void test_talks__recorded_three_days_later_are_backdated(void **state)
{
	struct patterns p;

	(void)state;
	tell(HAPPENED_TALK, 1, june(9), 600)->days_later = 2;
	tell(HAPPENED_TALK, 1, june(9), 600)->days_later = 3;
	p = june_patterns();
	check(&p, PATTERN_BACKDATED, 1, 2);
}

static void test_emergencies_lapses_and_hand_backs__are_counted_among_their_own(void **state)
{
	struct patterns p;

	(void)state;
	tell(HAPPENED_ALLOCATION, 1, june(9), 0);
	tell(HAPPENED_HOLD, 1, june(9), 600);
	tell(HAPPENED_HOLD_END, 1, june(10), 600)->ran_out = true;
	tell(HAPPENED_HOLD_END, 1, june(11), 600);
	tell(HAPPENED_LAPSE, 2, june(11), 600);
	answer(2, 900, true, false);
	tell(HAPPENED_HAND_BACK, 2, june(12), 600)->refused = true;
	tell(HAPPENED_HAND_BACK, 2, june(12), 600);
	tell(HAPPENED_HAND_BACK, 2, june(1) + 30, 600)->refused = true; /* in July */
	p = june_patterns();
	check(&p, PATTERN_EMERGENCY, 1, 2);
	check(&p, PATTERN_EXPIRED, 1, 2);
	check(&p, PATTERN_LAPSED, 1, 2);
	check(&p, PATTERN_HAND_BACK_REFUSED, 1, 2);
}

static void test_figures__add_up_by_team_and_by_contract(void **state)
{
	struct patterns p;
	int32_t teams = 0, contracts = 0;

	(void)state;
	for (int i = 0; i < 30; i++) {
		struct happening *h = tell(HAPPENED_ALLOCATION, i + 1, june(1) + i, 0);

		h->team = i % 3 - 1;
		h->contract = (enum contract_kind)(i % CONTRACT_KINDS);
	}
	p = june_patterns();
	for (int32_t team = -1; team < TEAMS; team++)
		teams += pattern_at(&p, PATTERN_NO_DISCUSSION, team, CONTRACT_ALL)->count;
	for (int contract = 0; contract < CONTRACT_KINDS; contract++)
		contracts += pattern_at(&p, PATTERN_NO_DISCUSSION, TEAMS_ALL, contract)->count;
	assert_int_equal(teams, 30);
	assert_int_equal(contracts, 30);
	assert_int_equal(pattern_at(&p, PATTERN_NO_DISCUSSION, 1, CONTRACT_ALL)->people, 10);
}

/* ---- who is told what ---- */

/* So many workers of a team and a contract, each with an allocation. */
static void tell_people(int32_t first, int32_t count, int32_t team, enum contract_kind contract)
{
	for (int32_t i = 0; i < count; i++) {
		struct happening *h = tell(HAPPENED_ALLOCATION, first + i, june(10), 0);

		h->team = team;
		h->contract = contract;
	}
}

static bool is_untold(const struct patterns *p, int32_t team, int contract)
{
	return pattern_at(p, PATTERN_NO_DISCUSSION, team, contract)->untold;
}

static void test_withhold__hides_a_team_of_few_and_what_would_tell_it(void **state)
{
	const bool sees[TEAMS + 1] = {false, false, false};
	struct patterns p;

	(void)state;
	tell_people(1, 3, -1, CONTRACT_PERMANENT);
	tell_people(11, 6, 0, CONTRACT_PERMANENT);
	tell_people(21, 9, 1, CONTRACT_PERMANENT);
	p = june_patterns();
	patterns_withhold(&p, sees);
	assert_true(is_untold(&p, -1, CONTRACT_ALL));
	assert_true(is_untold(&p, 0, CONTRACT_ALL)); /* else the sum less the others would tell the three */
	assert_false(is_untold(&p, 1, CONTRACT_ALL));
	assert_false(is_untold(&p, TEAMS_ALL, CONTRACT_ALL));
	assert_false(is_untold(&p, TEAMS_ALL, CONTRACT_PERMANENT));
	assert_true(is_untold(&p, 1, CONTRACT_PERMANENT)); /* contracts within a team are for whoever sees it */
}

static void test_withhold__hides_the_sum_where_the_viewer_could_take_their_own_away(void **state)
{
	const bool sees[TEAMS + 1] = {false, true, false};
	struct patterns p;

	(void)state;
	tell_people(1, 4, -1, CONTRACT_PERMANENT);
	tell_people(11, 6, 0, CONTRACT_AGENCY);
	p = june_patterns();
	patterns_withhold(&p, sees);
	assert_true(is_untold(&p, -1, CONTRACT_ALL));
	assert_false(is_untold(&p, 0, CONTRACT_ALL));
	assert_false(is_untold(&p, 0, CONTRACT_AGENCY));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_ALL));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_AGENCY));
}

static void test_withhold__hides_a_contract_of_few_beside_the_next(void **state)
{
	const bool sees[TEAMS + 1] = {false, false, false};
	struct patterns p;

	(void)state;
	tell_people(1, 8, 0, CONTRACT_PERMANENT);
	tell_people(11, 2, 0, CONTRACT_AGENCY);
	tell_people(21, 6, 1, CONTRACT_NEWLY_QUALIFIED);
	p = june_patterns();
	patterns_withhold(&p, sees);
	assert_false(is_untold(&p, TEAMS_ALL, CONTRACT_PERMANENT));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_AGENCY));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_NEWLY_QUALIFIED));
	assert_false(is_untold(&p, TEAMS_ALL, CONTRACT_ALL));
}

static void test_withhold__hides_nothing_from_who_sees_every_team(void **state)
{
	const bool sees[TEAMS + 1] = {true, true, true};
	struct patterns p;

	(void)state;
	tell_people(1, 1, 0, CONTRACT_AGENCY);
	p = june_patterns();
	patterns_withhold(&p, sees);
	for (size_t i = 0; i < PATTERNS * (size_t)((TEAMS + 2) * (CONTRACT_KINDS + 1)); i++)
		assert_false(p.cells[i].untold);
}

static void test_withhold__tells_others_nothing_of_a_period_that_may_be_held_against_another(void **state)
{
	const bool sees[TEAMS + 1] = {false, true, false};
	struct patterns p;

	(void)state;
	tell_people(1, 9, 0, CONTRACT_PERMANENT);
	tell_people(21, 9, 1, CONTRACT_PERMANENT);
	p = june_patterns();
	patterns_withhold_unseen(&p, sees);
	assert_false(is_untold(&p, 0, CONTRACT_ALL));
	assert_false(is_untold(&p, 0, CONTRACT_PERMANENT));
	assert_true(is_untold(&p, 1, CONTRACT_ALL));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_ALL));
	assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_PERMANENT));
}

/* Whatever is told, and whatever of it is taken from whatever else: what is left has nobody or enough people behind it. */
static void test_withhold__leaves_nothing_to_be_worked_out(void **state)
{
	(void)state;
	for (int32_t none = 0; none < 8; none++)
		for (int32_t one = 0; one < 8; one++)
			for (int32_t other = 0; other < 8; other++)
				for (int sight = 0; sight < 8; sight++) {
					const bool sees[TEAMS + 1] = {(sight & 1) != 0, (sight & 2) != 0, (sight & 4) != 0};
					const int32_t people[TEAMS + 1] = {none, one, other};
					int32_t hidden = 0;
					struct patterns p;

					told_count = 0;
					tell_people(1, none, -1, CONTRACT_PERMANENT);
					tell_people(11, one, 0, CONTRACT_PERMANENT);
					tell_people(21, other, 1, CONTRACT_PERMANENT);
					p = june_patterns();
					patterns_withhold(&p, sees);
					for (int32_t team = -1; team < TEAMS; team++) {
						bool untold = is_untold(&p, team, CONTRACT_ALL);

						hidden += untold ? people[team + 1] : 0;
						assert_true(untold || sees[team + 1] || people[team + 1] == 0 || people[team + 1] >= PATTERN_PEOPLE);
					}
					assert_true(is_untold(&p, TEAMS_ALL, CONTRACT_ALL) || hidden == 0 || hidden >= PATTERN_PEOPLE);
					arena_reset(arena);
				}
}

/* Six closures in June, of which one was followed within three months, one within six, one within twelve, one later. */
static void test_closings__are_counted_with_what_followed_within_each_time(void **state)
{
	static const enum re_referral FOLLOWED[] = {REFERRAL_FIRST, REFERRAL_WITHIN_3, REFERRAL_WITHIN_6, REFERRAL_WITHIN_12, REFERRAL_LATER,
		REFERRAL_FIRST};
	struct patterns p;

	(void)state;
	for (size_t i = 0; i < sizeof FOLLOWED / sizeof *FOLLOWED; i++)
		tell(HAPPENED_CLOSING, 1 + (int32_t)i, june(1 + (int)i), 0)->referral = FOLLOWED[i];
	tell(HAPPENED_CLOSING, 1, june(1) + 30, 0)->referral = REFERRAL_WITHIN_3; /* July */
	p = june_patterns();
	check(&p, PATTERN_RE_REFERRED_3, 1, 6);
	check(&p, PATTERN_RE_REFERRED_6, 2, 6);
	check(&p, PATTERN_RE_REFERRED_12, 3, 6);
	check(&p, PATTERN_MONTH_END, 0, 0);
	assert_int_equal(p.hits_count, 6);
}

/* What nobody held counts for its team, is of no contract, and has nobody behind it. */
static void test_closings__of_what_nobody_held_count_for_their_team(void **state)
{
	struct happening *h;
	struct patterns p;

	(void)state;
	h = tell(HAPPENED_CLOSING, 0, june(2), 0);
	h->team = 1;
	h->referral = REFERRAL_WITHIN_3;
	tell(HAPPENED_CLOSING, 5, june(2), 0)->team = 1;
	p = june_patterns();
	check(&p, PATTERN_RE_REFERRED_3, 1, 2);
	assert_int_equal(pattern_at(&p, PATTERN_RE_REFERRED_3, 1, CONTRACT_ALL)->of, 2);
	assert_int_equal(pattern_at(&p, PATTERN_RE_REFERRED_3, 1, CONTRACT_ALL)->people, 1);
	assert_int_equal(pattern_at(&p, PATTERN_RE_REFERRED_3, TEAMS_ALL, CONTRACT_PERMANENT)->of, 1);
}

static void test_re_referral__is_told_by_months_of_the_calendar(void **state)
{
	int32_t closed = date_from_civil(2025, 11, 30);

	(void)state;
	assert_int_equal(re_referral_after(closed, closed), REFERRAL_WITHIN_3);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 2, 28)), REFERRAL_WITHIN_3);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 3, 1)), REFERRAL_WITHIN_6);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 5, 30)), REFERRAL_WITHIN_6);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 5, 31)), REFERRAL_WITHIN_12);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 11, 30)), REFERRAL_WITHIN_12);
	assert_int_equal(re_referral_after(closed, date_from_civil(2026, 12, 1)), REFERRAL_LATER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_days__of_a_month_end_are_those_with_two_working_days_left),
		TEST(test_days__before_a_return_are_the_last_ten_working_ones),
		TEST(test_patterns__are_found_by_their_codes),
		TEST(test_allocations__without_a_proposal_are_counted_while_they_are_negotiated),
		TEST(test_many_to_one__is_five_within_seven_days),
		TEST(test_many_to_one__looks_past_the_edge_of_the_period),
		TEST(test_many_at_once__is_ten_by_one_person_within_an_hour),
		TEST(test_month_end__stands_beside_what_chance_would_give),
		TEST(test_month_end__is_not_beyond_chance_by_one_more),
		TEST(test_answers__within_a_minute_and_outside_hours_are_counted_among_agreements),
		TEST(test_offered_again__is_the_same_case_to_the_same_worker_within_four_weeks),
		TEST(test_talks__recorded_three_days_later_are_backdated),
		TEST(test_emergencies_lapses_and_hand_backs__are_counted_among_their_own),
		TEST(test_figures__add_up_by_team_and_by_contract),
		TEST(test_closings__are_counted_with_what_followed_within_each_time),
		TEST(test_closings__of_what_nobody_held_count_for_their_team),
		TEST(test_re_referral__is_told_by_months_of_the_calendar),
		TEST(test_withhold__hides_a_team_of_few_and_what_would_tell_it),
		TEST(test_withhold__hides_the_sum_where_the_viewer_could_take_their_own_away),
		TEST(test_withhold__hides_a_contract_of_few_beside_the_next),
		TEST(test_withhold__hides_nothing_from_who_sees_every_team),
		TEST(test_withhold__tells_others_nothing_of_a_period_that_may_be_held_against_another),
		TEST(test_withhold__leaves_nothing_to_be_worked_out),
	};

	return RUN_TESTS(tests);
}
