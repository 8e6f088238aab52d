#include "office.h"

/* The case in the picture of a day, or NULL. Texts and rows live as long as the picture: it is handed to `ret`. */
static const struct case_row *case_on(struct office *o, const char *day, const char *ref, const struct snapshot **ret)
{
	const struct snapshot *s = office_picture(o, day);
	int32_t at = snapshot_find_case(s, ref);

	*ret = s;
	return at >= 0 ? &s->cases[at] : NULL;
}

static bool has_case(struct office *o, const char *day, const char *ref)
{
	const struct snapshot *s;
	bool has = case_on(o, day, ref, &s) != NULL;

	snapshot_drop(s);
	return has;
}

static void test_picture__has_a_case_from_its_referral_to_its_taper(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", "2025-06-01"), office_stage("need", "2025-02-01", "2025-06-01")};
	const struct case_row *c;
	const struct snapshot *s;

	(void)state;
	office_tell(&o, "C1", facts, 2);
	assert_false(has_case(&o, "2025-01-04", "C1"));
	assert_true(has_case(&o, "2025-01-05", "C1"));
	c = case_on(&o, "2025-05-31", "C1", &s);
	assert_int_equal(c->state, CASE_OPEN);
	assert_int_equal(c->type, COUNCIL_NEED);
	snapshot_drop(s);
	c = case_on(&o, "2025-06-01", "C1", &s);
	assert_int_equal(c->state, CASE_CLOSING);
	assert_int_equal(c->closed, council_day("2025-06-01", 0));
	assert_int_equal(c->stages_count, 1);
	snapshot_drop(s);
	assert_true(has_case(&o, "2025-06-28", "C1"));
	assert_false(has_case(&o, "2025-06-29", "C1"));
	office_close(&o);
}

static void test_picture__has_no_case_without_further_action(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2025-01-05", "");

	(void)state;
	episode.no_further_action = true;
	office_tell(&o, "C1", &episode, 1);
	assert_false(has_case(&o, "2025-02-01", "C1"));
	office_close(&o);
}

static void test_picture__takes_the_newest_of_two_open_episodes(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", ""), office_episode("2025-03-01", "")};
	const struct snapshot *s;

	(void)state;
	office_tell(&o, "C1", facts, 2);
	assert_int_equal(case_on(&o, "2025-04-01", "C1", &s)->opened, council_day("2025-03-01", 0));
	assert_int_equal(s->cases_count, 1);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__of_a_case_that_came_back_is_open_and_not_closing(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", "2025-03-01"), office_episode("2025-03-05", "")};
	const struct case_row *c;
	const struct snapshot *s;

	(void)state;
	office_tell(&o, "C1", facts, 2);
	c = case_on(&o, "2025-03-06", "C1", &s);
	assert_int_equal(c->state, CASE_OPEN);
	assert_false(c->anything_begun);
	assert_int_equal(s->cases_count, 1);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__has_facts_in_force_on_the_day_only(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", ""), office_stage("assessment", "2025-01-05", "2025-02-01"),
		office_stage("need", "2025-02-01", "2025-03-01"), office_stage("protection", "2025-03-01", ""),
		office_fact(FACT_FACTOR, "interpreter", "2025-02-15", ""),
		office_fact(FACT_TASK, "court", "2025-02-01", "2025-02-20"),
		office_fact(FACT_SURGE, "missing", "2025-02-10", "2025-02-17")};
	const struct case_row *c;
	const struct snapshot *s;

	(void)state;
	facts[5].minutes = 120;
	facts[6].minutes = 60;
	office_tell(&o, "C1", facts, 7);
	c = case_on(&o, "2025-02-16", "C1", &s);
	assert_int_equal(c->stages_count, 1);
	assert_string_equal(s->stages[c->first_stage].type, "need");
	assert_int_equal(c->factors_count, 1);
	assert_int_equal(c->tasks_count, 1);
	assert_int_equal(s->tasks[c->first_task].minutes, 120);
	assert_int_equal(c->surges_count, 1);
	assert_string_equal(s->surges[c->first_surge].why, "missing");
	snapshot_drop(s);
	c = case_on(&o, "2025-01-10", "C1", &s);
	assert_int_equal(c->type, COUNCIL_ASSESSMENT);
	assert_int_equal(c->factors_count + c->tasks_count + c->surges_count, 0);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__says_whether_anything_has_begun_in_this_episode(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2024-01-01", "2024-06-01"), office_stage("need", "2024-01-05", "2024-05-01"),
		office_episode("2025-01-05", ""), office_stage("assessment", "2025-02-01", "2025-03-01")};
	const struct snapshot *s;

	(void)state;
	office_tell(&o, "C1", facts, 4);
	assert_false(case_on(&o, "2025-01-31", "C1", &s)->anything_begun);
	snapshot_drop(s);
	assert_true(case_on(&o, "2025-02-01", "C1", &s)->anything_begun);
	snapshot_drop(s);
	assert_true(case_on(&o, "2025-04-01", "C1", &s)->anything_begun);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__says_until_when_a_case_that_nobody_holds_was_held(void **state)
{
	struct office o = office_open();
	struct fact lapsed[] = {office_episode("2025-01-05", ""), office_holding(1, 1, "2025-01-10", "2025-02-01"),
		office_holding(1, 1, "2025-02-10", "2025-03-01")};
	struct fact never[] = {office_episode("2025-01-05", "")};
	const struct snapshot *s;

	(void)state;
	office_hire(&o);
	office_tell(&o, "C1", lapsed, 3);
	office_tell(&o, "C2", never, 1);
	assert_int_equal(case_on(&o, "2025-04-01", "C1", &s)->last_held_until, council_day("2025-03-01", 0));
	snapshot_drop(s);
	assert_int_equal(case_on(&o, "2025-02-05", "C1", &s)->last_held_until, council_day("2025-02-01", 0));
	snapshot_drop(s);
	assert_int_equal(case_on(&o, "2025-04-01", "C2", &s)->last_held_until, DAY_MIN);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__ties_holdings_to_posts_and_teams(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", ""), office_holding(1, 1, "2025-01-10", "")};
	struct fact about = fact_blank(FACT_CASE);
	const struct case_row *c;
	const struct snapshot *s;

	(void)state;
	office_hire(&o);
	about.case_team_id = 1;
	about.restricted = 1;
	office_tell(&o, "C1", facts, 2);
	office_tell(&o, "C1", &about, 1);
	c = case_on(&o, "2025-04-01", "C1", &s);
	assert_int_equal(c->holdings_count, 1);
	assert_true(c->restricted);
	assert_string_equal(s->teams[c->team].code, "north");
	assert_int_equal(s->holdings[c->first_holding].post, 0);
	assert_string_equal(s->persons[s->posts[0].person].name, "Wyn Worker");
	assert_int_equal(s->posts[0].holdings_count, 1);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__keeps_a_post_that_held_a_case_before_it_began(void **state)
{
	struct office o = office_open();
	struct roster_change change = {CHANGED_POST, false, 0};
	struct roster_joined joined = {.changes = &change, .changes_count = 1};
	struct fact facts[] = {office_episode("2025-01-05", "2025-05-01"), office_holding(1, 1, "2025-01-10", "2025-05-01")};
	const struct snapshot *s;
	struct commit *c;

	(void)state;
	office_hire(&o);
	office_tell(&o, "C1", facts, 2);
	OFFICE_OK(store_roster(o.store, o.arena, o.employer_id, &joined.roster, &office_err));
	joined.roster.posts[0].when.from = council_day("2025-04-15", 0);
	c = office_begin(&o);
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	office_end(c, "import");
	assert_int_equal(case_on(&o, "2025-04-01", "C1", &s)->holdings_count, 1);
	assert_int_equal(s->posts_count, 1);
	snapshot_drop(s);
	s = office_picture(&o, "2025-01-09");
	assert_int_equal(s->posts_count, 0);
	assert_int_equal(s->persons_count, 1);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__holds_a_closing_case_by_who_held_it_last(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2025-01-05", "2025-05-01"), office_holding(1, 1, "2025-01-10", "2025-05-01"),
		office_holding(1, 0, "2025-01-06", "2025-01-10"), office_fact(FACT_FACTOR, "interpreter", "2025-01-10", "2025-05-01")};
	const struct case_row *c;
	const struct snapshot *s;

	(void)state;
	office_hire(&o);
	office_tell(&o, "C1", facts, 4);
	c = case_on(&o, "2025-05-10", "C1", &s);
	assert_int_equal(c->state, CASE_CLOSING);
	assert_int_equal(c->holdings_count, 1);
	assert_int_equal(s->holdings[c->first_holding].when.from, council_day("2025-01-10", 0));
	assert_int_equal(c->factors_count, 1);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__of_the_past_changes_only_by_what_is_said_of_the_past(void **state)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2025-01-05", ""), office_stage("need", "2025-02-01", "")};
	struct fact later[] = {office_episode("2025-01-05", ""), office_stage("need", "2025-02-01", "2025-09-01"),
		office_stage("protection", "2025-09-01", "")};
	const struct snapshot *s;

	(void)state;
	office_tell(&o, "C1", first, 2);
	office_tell(&o, "C1", later, 3);
	assert_int_equal(case_on(&o, "2025-08-31", "C1", &s)->type, COUNCIL_NEED);
	snapshot_drop(s);
	assert_int_equal(case_on(&o, "2025-09-01", "C1", &s)->type, COUNCIL_PROTECTION);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__has_the_lines_and_reductions_of_its_day(void **state)
{
	struct office o = office_open();
	struct roster_change changes[] = {{CHANGED_REDUCTION, true, 0}, {CHANGED_LINE, true, 0}, {CHANGED_LINE, true, 1}};
	struct roster_joined joined = {.changes = changes, .changes_count = 3};
	struct roster_reduction reduction = {1, "sick", -1, council_days("2025-01-01", "2025-02-01"), true};
	struct roster_line lines[] = {
		{.line_id = 1, .scope = LINE_TEAM, .service = "", .team_id = 1, .value = 20, .status = LINE_POLICY, .agreed_by = "all",
			.agreed_on = DAY_MIN, .when = council_days("2025-01-15", "")},
		{.line_id = 2, .scope = LINE_EMPLOYER, .service = "", .value = 15, .status = LINE_POLICY, .agreed_by = "all",
			.agreed_on = DAY_MIN, .when = council_days("2024-01-01", "2025-01-15")},
	};
	const struct snapshot *s;
	struct commit *c;

	(void)state;
	office_hire(&o);
	joined.roster.reductions = &reduction;
	joined.roster.lines = lines;
	c = office_begin(&o);
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	office_end(c, "import");
	s = office_picture(&o, "2025-01-20");
	assert_int_equal(s->reductions_count, 1);
	assert_int_equal(s->posts[0].reductions_count, 1);
	assert_int_equal(s->lines_count, 1);
	assert_int_equal(s->lines[0].scope, LINE_TEAM);
	assert_int_equal(s->lines[0].target, 0);
	snapshot_drop(s);
	s = office_picture(&o, "2025-02-01");
	assert_int_equal(s->reductions_count, 0);
	snapshot_drop(s);
	office_close(&o);
}

static void test_picture__refuses_an_employer_and_a_scheme_that_are_not_known(void **state)
{
	struct office o = office_open();
	const struct snapshot *s;
	struct commit *c;
	struct err err;

	(void)state;
	assert_int_equal(store_snapshot(o.store, "nowhere", 20000, &s, &err), PL_NOT_FOUND);
	assert_int_equal(store_snapshot(o.store, "test", DAY_MAX, &s, &err), PL_INVALID);
	c = office_begin(&o);
	OFFICE_OK(commit_scheme_choice(c, "children", "other", 3, council_day("2026-01-01", 0), &office_err));
	office_end(c, "scheme");
	assert_int_equal(store_snapshot(o.store, "test", council_day("2026-01-01", 0), &s, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "The scheme other version 3"));
	OFFICE_OK(store_snapshot(o.store, "test", council_day("2025-12-31", 0), &s, &office_err));
	snapshot_drop(s);
	office_close(&o);
}

static void test_scheme_choice__takes_the_place_of_later_ones(void **state)
{
	struct office o = office_open();
	struct commit *c;
	char *rows;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_scheme_choice(c, "children", "later", 1, council_day("2027-01-01", 0), &office_err));
	office_end(c, "scheme");
	c = office_begin(&o);
	OFFICE_OK(commit_scheme_choice(c, "children", "sooner", 1, council_day("2026-01-01", 0), &office_err));
	office_end(c, "scheme");
	rows = office_rows(&o);
	assert_non_null(strstr(rows, "|children|test|1|-|2026-01-01\n"));
	assert_non_null(strstr(rows, "|children|sooner|1|2026-01-01|-\n"));
	assert_null(strstr(rows, "later"));
	office_close(&o);
}

/* Who moves from one post to the next is not new: capacity and what is told of how long people stay go by it. */
static void test_picture__knows_since_when_somebody_is_here(void **state)
{
	struct office o = office_open();
	struct roster_change changes[] = {{CHANGED_PERSON, true, 0}, {CHANGED_POST, true, 0}, {CHANGED_POST, true, 1}};
	struct roster_person person = {1, "W1", "", "SW1", "S1"};
	struct roster_post posts[] = {
		{.post_id = 1, .person_id = 1, .when = council_days("2020-01-01", "2025-01-01"), .fte_millionths = 1000000, .grade = "",
			.newly_qualified_until = DAY_MIN, .reported_cases = -1, .reported_on = DAY_MIN},
		{.post_id = 2, .person_id = 1, .when = council_days("2025-01-01", ""), .fte_millionths = 1000000, .grade = "",
			.newly_qualified_until = DAY_MIN, .reported_cases = -1, .reported_on = DAY_MIN}};
	struct roster_joined joined = {.changes = changes, .changes_count = 3};
	struct commit *c = office_begin(&o);
	const struct snapshot *s;

	(void)state;
	joined.roster.persons = &person;
	joined.roster.posts = posts;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	office_end(c, "import");
	s = office_picture(&o, "2025-06-01");
	assert_int_equal(s->posts_count, 1);
	assert_int_equal(s->posts[0].post_id, 2);
	assert_int_equal(s->posts[0].joined, council_day("2020-01-01", 0));
	snapshot_drop(s);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture__knows_since_when_somebody_is_here),
		cmocka_unit_test(test_picture__has_a_case_from_its_referral_to_its_taper),
		cmocka_unit_test(test_picture__has_no_case_without_further_action),
		cmocka_unit_test(test_picture__takes_the_newest_of_two_open_episodes),
		cmocka_unit_test(test_picture__of_a_case_that_came_back_is_open_and_not_closing),
		cmocka_unit_test(test_picture__has_facts_in_force_on_the_day_only),
		cmocka_unit_test(test_picture__says_whether_anything_has_begun_in_this_episode),
		cmocka_unit_test(test_picture__says_until_when_a_case_that_nobody_holds_was_held),
		cmocka_unit_test(test_picture__ties_holdings_to_posts_and_teams),
		cmocka_unit_test(test_picture__keeps_a_post_that_held_a_case_before_it_began),
		cmocka_unit_test(test_picture__holds_a_closing_case_by_who_held_it_last),
		cmocka_unit_test(test_picture__of_the_past_changes_only_by_what_is_said_of_the_past),
		cmocka_unit_test(test_picture__has_the_lines_and_reductions_of_its_day),
		cmocka_unit_test(test_picture__refuses_an_employer_and_a_scheme_that_are_not_known),
		cmocka_unit_test(test_scheme_choice__takes_the_place_of_later_ones),
	};

	return RUN_TESTS(tests);
}
