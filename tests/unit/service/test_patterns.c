/* Patterns from a real database: what was done by the steps of proposals, matters and files is what is counted. */
#include "allocation_desk.h"
#include "core/quarter.h"
#include "service/allocation/patterns.h"

static struct patterns_shown patterns(const struct sight *sight, const struct snapshot *s)
{
	struct patterns_asked asked = {{desk_today() - 3, desk_today() + 4}, TEAMS_ALL};
	struct patterns_shown told;

	DESK_OK(patterns_read(desk.store, desk.a, s, sight, &asked, &told, &desk.err));
	return told;
}

static void check(const struct patterns_shown *told, enum pattern pattern, int32_t count, int32_t of)
{
	const struct pattern_cell *cell = pattern_at(&told->all, pattern, TEAMS_ALL, CONTRACT_ALL);

	if (cell->count != count || cell->of != of)
		fail_msg("%s: %d of %d, and should be %d of %d", pattern_code(pattern), cell->count, cell->of, count, of);
}

static void go_live(void)
{
	struct commit *c = begin();

	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 2, &desk.err));
	end(c);
}

/* At once, it seems: the offer at noon and the agreement half a minute later, by what the records say. */
static int32_t agreed_in_seconds(void)
{
	int32_t id = offered();

	desk.now -= 50;
	DESK_OK(talk("mia", id, "ben"));
	desk.now -= 50;
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	return id;
}

static void test_patterns__count_what_was_agreed_in_seconds(void **state)
{
	const struct snapshot *s;
	struct patterns_shown told;
	int32_t id;

	(void)state;
	go_live();
	id = agreed_in_seconds();
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	assert_true(told.live);
	check(&told, PATTERN_IN_SECONDS, 1, 1);
	check(&told, PATTERN_OUT_OF_HOURS, 0, 1);
	check(&told, PATTERN_BACKDATED, 0, 1);
	check(&told, PATTERN_NO_DISCUSSION, 0, 1);
	assert_int_equal(told.cases_count, 1);
	assert_string_equal(told.cases[0].ref, "C3");
	assert_int_equal(told.cases[0].what->proposal_id, id);
	assert_int_equal(told.cases[0].what->seconds, 20);
	snapshot_drop(s);
}

static void test_patterns__know_the_hours_of_the_worker(void **state)
{
	struct working_hours week[DAYS_OF_WEEK] = {{0, 0}};
	const struct snapshot *s;
	struct patterns_shown told;
	struct commit *c = begin();

	(void)state;
	week[0] = (struct working_hours){9 * 60, 17 * 60}; /* Mondays alone; it is a Thursday */
	DESK_OK(commit_hours(c, desk_post("W2"), week, DAY_MIN, &desk.err));
	end(c);
	(void)agreed_in_seconds();
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_OUT_OF_HOURS, 1, 1);
	snapshot_drop(s);
}

static void test_patterns__count_a_case_that_was_declined_and_offered_again(void **state)
{
	const struct snapshot *s;
	struct patterns_shown told;

	(void)state;
	DESK_OK(take_for("ben", offered(), STEP_DECLINE, "too-much"));
	(void)offered();
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_DECLINED, 1, 1);
	check(&told, PATTERN_OFFERED_AGAIN, 1, 1);
	check(&told, PATTERN_MANY_AT_ONCE, 0, 2);
	snapshot_drop(s);
}

static void test_patterns__count_what_a_file_allocates_where_allocations_are_negotiated(void **state)
{
	char *day = arena_alloc(desk.a, DATE_ISO_SIZE);
	const struct snapshot *s;
	struct patterns_shown told;

	(void)state;
	go_live();
	date_iso(desk_today() - 1, day);
	(void)IMPORT(desk.office, office_file(desk.office, "more.csv",
		arena_printf(desk.a, "case,worker,from\nC3,W2,%s\n", day)));
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_NO_DISCUSSION, 1, 1);
	check(&told, PATTERN_ON_PAPER, 0, 1);
	snapshot_drop(s);
}

static void test_patterns__count_an_emergency_and_hand_backs_that_were_not_agreed(void **state)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .ref = "C1", .post_id = desk_post("W1"), .value = -1,
		.note = "It is too much"};
	const struct snapshot *s;
	struct patterns_shown told;
	int32_t matter;

	(void)state;
	DESK_OK(take_for("ben", offered(), STEP_HOLD, "safety"));
	DESK_OK(matters_ask(desk.store, &asking, &matter, &desk.err));
	DESK_OK(desk_answer("mia", matter, OUTCOME_REFUSED));
	DESK_OK(matters_ask(desk.store, &asking, &matter, &desk.err));
	DESK_OK(desk_answer("mia", matter, OUTCOME_TALKED));
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_EMERGENCY, 1, 1);
	check(&told, PATTERN_HAND_BACK_REFUSED, 2, 2);
	snapshot_drop(s);
}

static void test_patterns__tell_a_colleague_no_figure_of_one(void **state)
{
	const struct snapshot *s;
	struct patterns_shown told;

	(void)state;
	(void)agreed_in_seconds();
	s = desk_picture();
	told = patterns(sight_of(desk.a, desk_viewer("ann"), s, s), s);
	assert_true(pattern_at(&told.all, PATTERN_IN_SECONDS, TEAMS_ALL, CONTRACT_ALL)->untold);
	assert_int_equal(told.cases_count, 0);
	told = patterns(sight_of(desk.a, desk_viewer("mia"), s, s), s);
	assert_false(pattern_at(&told.all, PATTERN_IN_SECONDS, 0, CONTRACT_ALL)->untold);
	assert_int_equal(told.cases_count, 1);
	told = patterns(sight_of(desk.a, desk_viewer("tom"), s, s), s);
	assert_int_equal(told.cases_count, 0);
	assert_int_equal(told.unlisted[PATTERN_IN_SECONDS], 1);
	snapshot_drop(s);
}

static void test_patterns__show_a_colleague_the_last_quarter_and_a_manager_their_team_up_to_today(void **state)
{
	const struct snapshot *s = desk_picture();
	const struct sight *ann = sight_of(desk.a, desk_viewer("ann"), s, s), *mia = sight_of(desk.a, desk_viewer("mia"), s, s);
	const struct days quarter = quarter_before(desk_today());

	(void)state;
	assert_int_equal(patterns_usual(s, ann, TEAMS_ALL).from, quarter.from);
	assert_int_equal(patterns_usual(s, ann, 0).until, quarter.until);
	assert_int_equal(patterns_usual(s, mia, TEAMS_ALL).until, quarter.until);
	assert_int_equal(patterns_usual(s, mia, 0).from, desk_today() - PATTERNS_DEFAULT_DAYS + 1);
	assert_int_equal(patterns_usual(s, mia, 0).until, desk_today() + 1);
	snapshot_drop(s);
}

/* Closed by hand: in 2025 C11 by nobody, in 2026 C1 by Ann of the North, C12 by Cat of the South, C13 and C14 by nobody; C13 went on in
 * another episode and is no closure, and C15 was a referral that led to nothing. C1 came back after 69 days, C11 after 165, C12 not yet. */
static void test_patterns__charge_a_re_referral_to_the_team_that_closed(void **state)
{
	struct patterns_asked asked = {{date_from_civil(2025, 12, 1), desk_today() + 1}, TEAMS_ALL};
	const struct pattern_cell *north;
	const struct snapshot *s;
	struct patterns_shown told;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "closed.csv", "case,opened,closed,no_further_action,service,team\n"
		"C1,2026-01-05,2026-03-02,,children,North\nC1,2026-05-10,,,children,South\n"
		"C11,2025-01-05,2025-12-01,,children,North\nC11,2026-05-15,2026-05-20,yes,children,North\n"
		"C12,2025-01-05,2026-02-02,,children,South\n"
		"C13,2025-01-05,2026-02-02,,children,South\nC13,2026-01-20,,,children,South\n"
		"C14,2025-01-05,2026-02-02,,children,North\nC15,2026-02-03,2026-02-10,yes,children,North\n"),
		office_file(desk.office, "held.csv", "case,worker,from,until\nC1,W1,2026-01-06,2026-03-02\nC12,W3,2025-01-06,2026-02-02\n"));
	s = desk_picture();
	DESK_OK(patterns_read(desk.store, desk.a, s, sight_of_all(desk.a, s), &asked, &told, &desk.err));
	check(&told, PATTERN_RE_REFERRED_3, 1, 4);
	check(&told, PATTERN_RE_REFERRED_6, 2, 4);
	check(&told, PATTERN_RE_REFERRED_12, 2, 4);
	north = pattern_at(&told.all, PATTERN_RE_REFERRED_6, snapshot_find_team(s, "north"), CONTRACT_ALL);
	assert_int_equal(north->count, 2);
	assert_int_equal(north->of, 3);
	assert_int_equal(north->people, 1);
	assert_int_equal(pattern_at(&told.all, PATTERN_RE_REFERRED_6, snapshot_find_team(s, "south"), CONTRACT_ALL)->count, 0);
	assert_int_equal(pattern_at(&told.all, PATTERN_RE_REFERRED_6, TEAMS_ALL, CONTRACT_PERMANENT)->of, 2);
	snapshot_drop(s);
}

/* What goes on as it was has no end that an episode tells: the closing does. */
static void test_patterns__count_a_closing_that_was_opened_again_within_a_fortnight(void **state)
{
	const struct reopening_asked again = {.by = desk_by("mia"), .ref = "C1", .why = "came-back"};
	struct closing_outcome closed;
	struct reopening_outcome reopened;
	const struct snapshot *s;
	struct patterns_shown told;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &closed));
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_RE_REFERRED_3, 0, 1);
	snapshot_drop(s);
	DESK_OK(closing_reopen(desk.store, &again, &reopened, &desk.err));
	s = desk_picture();
	told = patterns(sight_of_all(desk.a, s), s);
	check(&told, PATTERN_RE_REFERRED_3, 1, 1);
	snapshot_drop(s);
}

static void test_period__is_three_months_up_to_today_unless_it_is_said(void **state)
{
	struct days period;

	(void)state;
	DESK_OK(patterns_period(DAY_MIN, DAY_MAX, 1000, &period, &desk.err));
	assert_int_equal(period.from, 1000 - PATTERNS_DEFAULT_DAYS + 1);
	assert_int_equal(period.until, 1001);
	DESK_OK(patterns_period(10, 10, 1000, &period, &desk.err));
	assert_int_equal(period.until - period.from, 1);
	assert_int_equal(patterns_period(11, 10, 1000, &period, &desk.err), PL_INVALID);
	assert_int_equal(patterns_period(0, PATTERN_PERIOD_DAYS, 1000, &period, &desk.err), PL_INVALID);
	assert_int_equal(patterns_period(DAY_EARLIEST, DAY_LATEST, 1000, &period, &desk.err), PL_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_patterns__count_what_was_agreed_in_seconds),
		TEST(test_patterns__know_the_hours_of_the_worker),
		TEST(test_patterns__count_a_case_that_was_declined_and_offered_again),
		TEST(test_patterns__count_what_a_file_allocates_where_allocations_are_negotiated),
		TEST(test_patterns__count_an_emergency_and_hand_backs_that_were_not_agreed),
		TEST(test_patterns__tell_a_colleague_no_figure_of_one),
		TEST(test_patterns__show_a_colleague_the_last_quarter_and_a_manager_their_team_up_to_today),
		TEST(test_patterns__charge_a_re_referral_to_the_team_that_closed),
		TEST(test_patterns__count_a_closing_that_was_opened_again_within_a_fortnight),
		cmocka_unit_test(test_period__is_three_months_up_to_today_unless_it_is_said),
	};

	return RUN_TESTS(tests);
}
