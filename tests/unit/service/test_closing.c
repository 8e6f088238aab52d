/* Closing a case, with and without a second look. */
#include "core/pile.h"
#include "desk.h"

static struct closing_asked close_of(const char *login, const char *ref)
{
	return (struct closing_asked){.by = desk_by(login), .ref = ref, .reason = CLOSING_NEEDS_MET, .note = ""};
}

static int close_case_of(struct closing_asked asked, struct closing_outcome *ret)
{
	return closing_make(desk.store, &asked, ret, &desk.err);
}

static struct closing_row only_closing(const char *ref)
{
	const struct snapshot *s = desk_picture();
	int32_t case_id = s->cases[snapshot_find_case(s, ref)].case_id;
	struct closing_row *rows;
	size_t count;

	snapshot_drop(s);
	DESK_OK(store_closings(desk.store, desk.a, desk.employer_id, case_id, &rows, &count, &desk.err));
	assert_int_equal(count, 1);
	return rows[0];
}

static void test_closing__ends_the_episode_and_all_that_is_in_force(void **state)
{
	struct closing_outcome outcome;
	struct closing_row row;
	struct case_facts facts;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	assert_true(outcome.closed);
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, desk_today());
	assert_string_equal(only_fact(&facts, FACT_EPISODE).code, "needs-met");
	assert_int_equal(only_fact(&facts, FACT_HOLDING).when.until, desk_today());
	row = only_closing("C1");
	assert_int_equal(row.closed, desk_today());
	assert_string_equal(row.reason, "needs-met");
	assert_true(row.worker_agrees && !row.near_report && !row.over_line);
	assert_string_equal(desk_last_entry().action, "matter-answer");
	assert_string_equal(row.login, "mia");
	assert_int_equal(row.matter_id, outcome.matter_id);
	assert_int_equal(desk_closing("mia", "ann", "C1", &outcome), PL_CONFLICT);
}

static void test_closing__gives_no_instant_room(void **state)
{
	const struct snapshot *before = desk_picture(), *after;
	struct loads loads = loads_of_snapshot(desk.a, before);
	struct closing_outcome outcome;
	int32_t load = 0;

	(void)state;
	for (size_t i = 0; i < loads.posts_count; i++)
		load += loads.posts[i].load_minutes;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	after = desk_picture();
	loads = loads_of_snapshot(desk.a, after);
	for (size_t i = 0; i < loads.posts_count; i++)
		load -= loads.posts[i].load_minutes;
	assert_int_equal(load, 0);
	snapshot_drop(before);
	snapshot_drop(after);
}

static int32_t load_of(const char *worker)
{
	const struct snapshot *s = desk_picture();
	struct loads loads = loads_of_snapshot(desk.a, s);
	int32_t load = loads.posts[s->person_posts[s->persons[snapshot_find_person(s, worker)].first_post]].load_minutes;

	snapshot_drop(s);
	return load;
}

/* Half of it is gone half way, and all of it after the weeks of the scheme: who closes has room for another only then. */
static void test_closing__gives_room_by_and_by(void **state)
{
	const struct scheme *scheme = scheme_by_id("england-children-starter", 0);
	int32_t both = load_of("W1"), days = scheme->closing_weeks * 7;
	struct closing_outcome outcome;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	assert_int_equal(load_of("W1"), both);
	desk.now += (int64_t)days / 2 * 86400;
	assert_int_equal(load_of("W1"), both - both / 4); /* two alike, one of them half way */
	desk.now += (int64_t)days / 2 * 86400;
	assert_int_equal(load_of("W1"), both / 2);
}

static void test_closing__is_for_those_who_answer_for_the_case(void **state)
{
	struct closing_outcome outcome;

	(void)state;
	assert_int_equal(close_case_of(close_of("ann", "C1"), &outcome), PL_DENIED);
	assert_int_equal(close_case_of(close_of("tom", "C1"), &outcome), PL_NOT_FOUND);
	assert_int_equal(close_case_of(close_of("mia", "C9"), &outcome), PL_NOT_FOUND);
}

/* Who may not open a case neither closes it, nor opens it again, nor answers for closing it; and is told what is told of none. */
static void test_closing__of_a_restricted_case_is_for_who_may_open_it(void **state)
{
	struct closing_asked asked = close_of("mia", "C1");
	struct reopening_outcome reopened;
	struct reopening_asked again = {.by = desk_by("mia"), .ref = "C2", .why = "mistake"};
	struct closing_outcome outcome;
	char said[sizeof desk.err.text];

	(void)state;
	DESK_OK(close_case_of(asked, &outcome));
	DESK_OK(close_case_of(close_of("mia", "C2"), &(struct closing_outcome){0}));
	desk_restrict("C1");
	desk_restrict("C2");
	desk_restrict("C3");
	assert_int_equal(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED), PL_DENIED);
	assert_int_equal(close_case_of(close_of("mia", "C9"), &outcome), PL_NOT_FOUND);
	memcpy(said, desk.err.text, sizeof said);
	assert_int_equal(close_case_of(close_of("mia", "C3"), &outcome), PL_NOT_FOUND);
	assert_string_equal(desk.err.text, said);
	assert_int_equal(closing_reopen(desk.store, &again, &reopened, &desk.err), PL_NOT_FOUND);
	assert_string_equal(desk.err.text, said);
	again.ref = "C9";
	assert_int_equal(closing_reopen(desk.store, &again, &reopened, &desk.err), PL_NOT_FOUND);
	assert_string_equal(desk.err.text, said);
}

static void test_closing__is_asked_of_who_holds_the_case_whatever_the_manager_says(void **state)
{
	struct closing_outcome outcome;
	struct matter_row row;
	struct case_facts facts;

	(void)state;
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	assert_true(!outcome.closed && outcome.look.worker_unsaid);
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, DAY_MAX);
	assert_int_equal(desk_answer("mia", outcome.matter_id, OUTCOME_FOR), PL_DENIED);
	assert_int_equal(desk_answer("sup", outcome.matter_id, OUTCOME_FOR), PL_DENIED);
	assert_int_equal(desk_answer("ben", outcome.matter_id, OUTCOME_FOR), PL_DENIED);
	DESK_OK(desk_answer("ann", outcome.matter_id, OUTCOME_FOR));
	row = desk_matter(outcome.matter_id);
	assert_int_equal(row.steps_count, 3);
	assert_int_equal(row.matter.outcome, OUTCOME_AGREED);
	assert_true(only_closing("C1").worker_agrees);
	assert_string_equal(only_closing("C1").login, "mia");
}

/* What was asked of the one who held it is no longer theirs to say. */
static void test_closing__is_said_by_nobody_who_gave_the_case_away(void **state)
{
	struct closing_outcome outcome;

	(void)state;
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	(void)IMPORT(desk.office, office_file(desk.office, "holdings.csv",
		"case,worker,from,until\nC1,W1,2026-01-06,2026-06-30\nC1,W2,2026-07-01,\nC2,W1,2026-01-06,\n"));
	assert_int_equal(desk_answer("ann", outcome.matter_id, OUTCOME_FOR), PL_CONFLICT);
	assert_int_equal(desk_matter(outcome.matter_id).matter.state, MATTER_OPEN);
}

static void test_closing__that_the_worker_is_against_waits_for_a_second_look_by_another(void **state)
{
	struct closing_outcome outcome;
	struct case_facts facts;

	(void)state;
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	DESK_OK(desk_answer("ann", outcome.matter_id, OUTCOME_AGAINST));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, DAY_MAX);
	assert_int_equal(close_case_of(close_of("mia", "C1"), &outcome), PL_CONFLICT);
	assert_int_equal(desk_answer("mia", outcome.matter_id, OUTCOME_AGREED), PL_DENIED);
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, desk_today());
	assert_int_equal(only_closing("C1").matter_id, outcome.matter_id);
	assert_false(only_closing("C1").worker_agrees);
	assert_string_equal(only_closing("C1").login, "sup");
}

static void test_closing__that_is_refused_leaves_the_case_open(void **state)
{
	struct closing_outcome outcome;
	struct case_facts facts;

	(void)state;
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	DESK_OK(desk_answer("ann", outcome.matter_id, OUTCOME_AGAINST));
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_REFUSED));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, DAY_MAX);
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	assert_true(outcome.closed);
}

static void test_closing__near_a_reporting_day_waits_for_a_second_look(void **state)
{
	struct closing_outcome outcome;

	(void)state;
	desk.now += (int64_t)(date_from_civil(2026, 9, 20) - desk_today()) * 24 * 3600;
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	assert_true(!outcome.closed && outcome.look.near_report);
}

static void test_closing__while_the_holder_is_past_a_line_waits_for_a_second_look(void **state)
{
	struct closing_outcome outcome;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "cases2.csv", "case,opened,service,team\nC4,2026-02-01,children,North\n"),
		office_file(desk.office, "holdings2.csv", "case,worker,from\nC4,W1,2026-02-02\n"));
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	assert_true(!outcome.closed && outcome.look.over_line);
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
	assert_true(only_closing("C1").over_line);
}

static int open_again(const char *login, const char *ref, const char *why, struct reopening_outcome *ret)
{
	const struct reopening_asked asked = {.by = desk_by(login), .ref = ref, .why = why};

	return closing_reopen(desk.store, &asked, ret, &desk.err);
}

static void test_reopening__puts_the_case_into_the_pile_with_its_manager_and_its_closing(void **state)
{
	struct closing_outcome outcome;
	struct reopening_outcome again = {0};
	const struct snapshot *s;
	const struct case_row *c;
	int32_t closed = desk_today();

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	desk.now += 100 * 24 * 3600;
	DESK_OK(open_again("mia", "C1", "came-back", &again));
	assert_int_equal(again.closed, closed);
	assert_int_equal(again.referral, REFERRAL_WITHIN_6);
	assert_string_equal(desk_last_entry().action, "case-reopen");
	s = desk_picture();
	c = &s->cases[snapshot_find_case(s, "C1")];
	assert_int_equal(c->state, CASE_OPEN);
	assert_int_equal(c->opened, desk_today());
	assert_int_equal(c->holdings_count, 0);
	snapshot_drop(s);
	assert_int_equal(open_again("mia", "C1", "came-back", &again), PL_CONFLICT);
}

/* Since when C1 waits, and as what: the picture of today. */
static struct pile_row waiting(void)
{
	const struct snapshot *s = desk_picture();
	struct loads loads = loads_of_snapshot(desk.a, s);
	struct pile_row *rows, found = {.since = DAY_MIN};
	size_t count;

	pile_of_snapshot(desk.a, s, &loads, &rows, &count);
	for (size_t i = 0; i < count; i++)
		if (str_equal(s->cases[rows[i].case_index].ref, "C1"))
			found = rows[i];
	snapshot_drop(s);
	return found;
}

static void test_reopening__within_a_fortnight_keeps_the_day_of_opening_and_the_age(void **state)
{
	int32_t closed = desk_today();
	struct closing_outcome outcome;
	struct reopening_outcome again;
	struct case_facts facts;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	desk.now += 14 * 24 * 3600;
	DESK_OK(open_again("mia", "C1", "came-back", &again));
	assert_int_equal(again.referral, REFERRAL_WITHIN_3);
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.from, date_from_civil(2026, 1, 5));
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.until, DAY_MAX);
	assert_string_equal(only_fact(&facts, FACT_EPISODE).code, "");
	assert_int_equal(waiting().reason, PILE_LAPSED);
	assert_int_equal(waiting().since, closed);
	assert_int_equal(waiting().days, 14);
	assert_int_equal(only_closing("C1").closed, closed);
}

static void test_reopening__of_what_was_closed_by_mistake_keeps_its_day_however_late(void **state)
{
	struct closing_outcome outcome;
	struct reopening_outcome again;
	struct case_facts facts;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	desk.now += 100 * 24 * 3600;
	DESK_OK(open_again("mia", "C1", "mistake", &again));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_EPISODE).when.from, date_from_civil(2026, 1, 5));
}

static void test_reopening__says_its_reason_and_its_days_in_the_ledger(void **state)
{
	struct closing_outcome outcome;
	struct reopening_outcome again;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	desk.now += 20 * 24 * 3600;
	DESK_OK(open_again("mia", "C1", "court", &again));
	assert_non_null(strstr(desk_last_entry().payload, "\"reason\":\"court\",\"days\":20"));
	assert_null(strstr(desk_last_entry().payload, "step"));
}

static void test_closing__twice_on_one_day_is_kept_twice(void **state)
{
	const struct snapshot *s = desk_picture();
	int32_t case_id = s->cases[snapshot_find_case(s, "C1")].case_id;
	struct closing_outcome outcome;
	struct reopening_outcome again;
	struct closing_row *rows;
	int32_t first;
	size_t count;

	(void)state;
	snapshot_drop(s);
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	first = outcome.matter_id;
	DESK_OK(open_again("mia", "C1", "mistake", &again));
	DESK_OK(close_case_of(close_of("mia", "C1"), &outcome));
	assert_true(outcome.look.unheld && !outcome.closed);
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
	DESK_OK(open_again("mia", "C1", "court", &again));
	DESK_OK(store_closings(desk.store, desk.a, desk.employer_id, case_id, &rows, &count, &desk.err));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].matter_id, outcome.matter_id);
	assert_int_equal(rows[1].matter_id, first);
}

static void test_closing__out_of_ones_own_pile_waits_for_a_second_look(void **state)
{
	struct closing_outcome outcome;

	(void)state;
	DESK_OK(close_case_of(close_of("mia", "C3"), &outcome));
	assert_true(!outcome.closed && outcome.look.unheld);
	assert_int_equal(desk_answer("mia", outcome.matter_id, OUTCOME_AGREED), PL_DENIED);
	DESK_OK(desk_answer("sup", outcome.matter_id, OUTCOME_AGREED));
	assert_int_equal(only_closing("C3").matter_id, outcome.matter_id);
}

/* It was never an open case: it begins today. */
static void test_reopening__of_a_referral_without_further_action_opens_it_anew(void **state)
{
	struct reopening_outcome again;
	const struct snapshot *s;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "old.csv",
		"case,opened,closed,service,team,no_further_action\nX1,2026-06-20,2026-06-25,children,North,yes\n"));
	DESK_OK(open_again("mia", "X1", "mistake", &again));
	s = desk_picture();
	assert_int_equal(s->cases[snapshot_find_case(s, "X1")].state, CASE_OPEN);
	assert_int_equal(s->cases[snapshot_find_case(s, "X1")].opened, desk_today());
	snapshot_drop(s);
}

static void test_reopening__is_for_those_who_answer_for_the_case_with_a_reason(void **state)
{
	struct closing_outcome outcome;
	struct reopening_outcome again;

	(void)state;
	DESK_OK(desk_closing("mia", "ann", "C1", &outcome));
	assert_int_equal(open_again("tom", "C1", "mistake", &again), PL_NOT_FOUND);
	assert_int_equal(open_again("ann", "C1", "mistake", &again), PL_DENIED);
	assert_int_equal(open_again("mia", "C1", "because", &again), PL_INVALID);
	assert_int_equal(open_again("mia", "C9", "mistake", &again), PL_NOT_FOUND);
	assert_int_equal(open_again("mia", "C2", "mistake", &again), PL_CONFLICT);
	DESK_OK(open_again("hed", "C1", "mistake", &again));
	assert_int_equal(again.referral, REFERRAL_WITHIN_3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_closing__ends_the_episode_and_all_that_is_in_force),
		TEST(test_closing__gives_no_instant_room),
		TEST(test_closing__gives_room_by_and_by),
		TEST(test_closing__is_for_those_who_answer_for_the_case),
		TEST(test_closing__of_a_restricted_case_is_for_who_may_open_it),
		TEST(test_closing__is_asked_of_who_holds_the_case_whatever_the_manager_says),
		TEST(test_closing__is_said_by_nobody_who_gave_the_case_away),
		TEST(test_closing__that_the_worker_is_against_waits_for_a_second_look_by_another),
		TEST(test_closing__that_is_refused_leaves_the_case_open),
		TEST(test_closing__near_a_reporting_day_waits_for_a_second_look),
		TEST(test_reopening__puts_the_case_into_the_pile_with_its_manager_and_its_closing),
		TEST(test_reopening__of_a_referral_without_further_action_opens_it_anew),
		TEST(test_reopening__is_for_those_who_answer_for_the_case_with_a_reason),
		TEST(test_reopening__within_a_fortnight_keeps_the_day_of_opening_and_the_age),
		TEST(test_reopening__of_what_was_closed_by_mistake_keeps_its_day_however_late),
		TEST(test_reopening__says_its_reason_and_its_days_in_the_ledger),
		TEST(test_closing__twice_on_one_day_is_kept_twice),
		TEST(test_closing__out_of_ones_own_pile_waits_for_a_second_look),
		TEST(test_closing__while_the_holder_is_past_a_line_waits_for_a_second_look),
	};

	return RUN_TESTS(tests);
}
