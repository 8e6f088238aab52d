#include "office.h"

static void assert_known(struct office *o, const char *ref, const struct fact *facts, size_t count)
{
	struct case_facts known = office_known(o, ref);

	assert_int_equal(known.count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(known.facts[i].kind, facts[i].kind);
		assert_true(fact_same_key(&known.facts[i], &facts[i]));
		assert_true(fact_same_value(&known.facts[i], &facts[i]));
	}
}

static void test_case__gives_back_every_kind_of_fact(void **state)
{
	struct office o = office_open();
	struct fact about = fact_blank(FACT_CASE);
	struct fact episode = office_episode("2024-01-05", "2026-02-01");
	struct fact stage = office_stage("need", "2025-02-01", "2025-06-01");
	struct fact task = office_fact(FACT_TASK, "court", "2026-01-02", "2026-01-20");
	struct fact surge = office_fact(FACT_SURGE, "missing", "2026-01-05", "2026-01-12");
	struct fact holding = office_holding(1, 1, "2025-02-03", "2025-05-01");
	struct fact reader = office_fact(FACT_READER, "a.brown", "2026-01-05", "");

	(void)state;
	office_hire(&o);
	about.service = "children";
	about.household = "H7";
	about.owner = "Ann Manager";
	about.case_team_id = 1;
	about.restricted = 1;
	episode.code = "RC8";
	episode.no_further_action = true;
	stage.stage = "review";
	task.minutes = 240;
	surge.minutes = 90;
	holding.role = HOLDING_CO_WORKER;
	holding.share = 400;
	holding.code = "left";
	reader.code = "a.brown";
	{
		struct fact facts[] = {about, episode, stage, office_fact(FACT_FACTOR, "interpreter", "2025-01-01", ""), task, surge,
			holding, reader};

		office_tell(&o, "C1", facts, 8);
		assert_known(&o, "C1", facts, 8);
	}
	office_close(&o);
}

static void test_case__keeps_apart_what_is_not_said(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {fact_blank(FACT_CASE), office_episode("", ""), office_fact(FACT_TASK, "visit", "", ""),
		office_holding(0, 0, "", "")};

	(void)state;
	office_tell(&o, "C1", facts, 4);
	assert_known(&o, "C1", facts, 4);
	assert_int_equal(facts[2].minutes, -1);
	assert_int_equal(facts[0].restricted, -1);
	office_close(&o);
}

static void test_case__is_made_even_if_nothing_is_said_of_it(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", "")};
	struct fact expected[] = {fact_blank(FACT_CASE), facts[0]};

	(void)state;
	office_tell(&o, "C1", facts, 1);
	assert_known(&o, "C1", expected, 2);
	office_close(&o);
}

static void test_case__told_twice_changes_nothing(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {fact_blank(FACT_CASE), office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
	char *before;

	(void)state;
	facts[0].household = "H1";
	office_tell(&o, "C1", facts, 3);
	before = office_rows(&o);
	office_tell(&o, "C1", facts, 3);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_case__replaced_facts_stay_as_what_was_known_before(void **state)
{
	struct office o = office_open();
	struct fact open[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
	struct fact ended[] = {open[0], office_stage("need", "2026-02-01", "2026-03-01")};

	(void)state;
	office_tell(&o, "C1", open, 2);
	office_tell(&o, "C1", ended, 2);
	assert_string_equal(office_ask(&o, "select valid_until, made, unmade from stage order by made"), "-|2|3\n2026-03-01|3|-\n");
	office_close(&o);
}

static void test_case__withdrawn_whole_is_not_known_any_more(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {fact_blank(FACT_CASE), office_episode("2026-01-05", "")};
	struct fact purge = fact_blank(FACT_CASE);
	struct case_facts known;
	struct err err;

	(void)state;
	facts[0].household = "H1";
	office_tell(&o, "C1", facts, 2);
	purge.purge = true;
	office_tell(&o, "C1", &purge, 1);
	assert_int_equal(store_case_facts(o.store, o.arena, o.employer_id, "C1", &known, &err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_case__withdrawn_while_facts_are_left_is_blanked(void **state)
{
	struct office o = office_open();
	struct fact facts[] = {fact_blank(FACT_CASE), office_episode("2026-01-05", "")};
	struct fact_change withdraw = {.op = CHANGE_WITHDRAW, .before = &facts[0]};
	struct fact expected[] = {fact_blank(FACT_CASE), facts[1]};
	struct commit *c;

	(void)state;
	facts[0].household = "H1";
	office_tell(&o, "C1", facts, 2);
	c = office_begin(&o);
	OFFICE_OK(commit_case(c, "C1", &withdraw, 1, &office_err));
	office_end(c, "import");
	assert_known(&o, "C1", expected, 2);
	office_close(&o);
}

static void test_commit__refuses_to_replace_what_is_not_there(void **state)
{
	struct office o = office_open();
	struct fact stage = office_stage("need", "2026-02-01", "");
	struct fact_change change = {.op = CHANGE_REPLACE, .before = &stage, .after = &stage};
	struct ledger_text entry = office_entry("import");
	struct commit *c = office_begin(&o);
	int64_t position;
	struct err err;

	(void)state;
	assert_int_equal(commit_case(c, "C1", &change, 1, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "Case C1"));
	assert_int_equal(commit_end(c, &entry, &position, &err), PL_FAIL);
	office_close(&o);
}

static void test_commit__refuses_a_second_live_fact_of_one_key(void **state)
{
	struct office o = office_open();
	struct fact stage = office_stage("need", "", "");
	struct fact_change change = {.op = CHANGE_ADD, .after = &stage};
	struct ledger_text entry = office_entry("import");
	struct commit *c;
	char *before;
	int64_t position;
	struct err err;
	int rc;

	(void)state;
	office_tell(&o, "C1", &stage, 1);
	before = office_rows(&o);
	c = office_begin(&o);
	rc = commit_case(c, "C1", &change, 1, &err);
	if (rc == 0)
		rc = commit_end(c, &entry, &position, &err);
	else
		commit_abandon(c);
	assert_int_equal(rc, PL_CONFLICT);
	assert_non_null(strstr(err.text, "is there already: look again and repeat"));
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_commit__that_failed_in_part_keeps_nothing(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct fact_change good = {.op = CHANGE_ADD, .after = &episode};
	struct fact_change bad = {.op = CHANGE_WITHDRAW, .before = &episode};
	struct ledger_text entry = office_entry("import");
	struct commit *c = office_begin(&o);
	char *before = office_rows(&o);
	int64_t position;
	struct err err;

	(void)state;
	assert_int_equal(commit_case(c, "C1", &good, 1, &err), 0);
	assert_int_equal(commit_case(c, "C2", &bad, 1, &err), PL_CONFLICT);
	assert_int_equal(commit_end(c, &entry, &position, &err), PL_FAIL);
	assert_string_equal(office_rows(&o), before);
	office_tell(&o, "C1", &episode, 1);
	office_close(&o);
}

static void test_commit__refuses_a_position_that_has_passed(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct commit *c;
	struct err err;

	(void)state;
	office_tell(&o, "C1", &episode, 1);
	assert_int_equal(commit_begin(o.store, o.employer_id, 1, &c, &err), PL_CONFLICT);
	assert_non_null(strstr(err.text, "have changed since"));
	assert_int_equal(commit_begin(o.store, 99, 1, &c, &err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_commit__leaves_no_trace_when_it_is_abandoned(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct fact_change change = {.op = CHANGE_ADD, .after = &episode};
	char *before = office_rows(&o);
	struct commit *c = office_begin(&o);

	(void)state;
	OFFICE_OK(commit_case(c, "C1", &change, 1, &office_err));
	commit_abandon(c);
	assert_string_equal(office_rows(&o), before);
	office_close(&o);
}

static void test_roster__gives_back_what_was_joined(void **state)
{
	struct office o = office_open();
	struct roster_joined joined = {0};
	struct roster_change changes[] = {{CHANGED_TEAM, true, 0}, {CHANGED_PERSON, true, 0}, {CHANGED_POST, true, 0},
		{CHANGED_REDUCTION, true, 0}, {CHANGED_LINE, true, 0}};
	struct roster_team team = {3, "north", "N", "North", "children", "area", "Ann", "W9"};
	struct roster_person person = {4, "W1", "", "SW1", ""};
	struct roster_post post = {.post_id = 5, .person_id = 4, .when = council_days("2020-01-01", "2026-01-01"),
		.fte_millionths = -1, .contract_minutes = -1, .agency = true, .role = POST_MANAGER, .grade = "7",
		.newly_qualified_until = DAY_MAX, .reported_cases = 12, .reported_on = council_day("2025-09-30", 0)};
	struct roster_reduction reduction = {5, "sick", -1, council_days("2025-01-01", ""), true};
	struct roster_line line = {.line_id = 6, .scope = LINE_POST, .service = "", .post_id = 5, .kind = LINE_SHARE, .value = 900,
		.status = LINE_CONTRACT, .agreed_by = "union", .agreed_on = DAY_MIN, .when = council_days("", "")};
	struct commit *c = office_begin(&o);
	struct roster r;

	(void)state;
	joined.roster.teams = &team;
	joined.roster.persons = &person;
	joined.roster.posts = &post;
	joined.roster.reductions = &reduction;
	joined.roster.lines = &line;
	joined.changes = changes;
	joined.changes_count = 5;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	office_end(c, "import");
	OFFICE_OK(store_roster(o.store, o.arena, o.employer_id, &r, &office_err));
	assert_int_equal(r.last_team_id, 3);
	assert_int_equal(r.last_post_id, 5);
	assert_string_equal(r.teams[0].told_code, "N");
	assert_string_equal(r.teams[0].parent, "area");
	assert_string_equal(r.persons[0].name, "");
	assert_string_equal(r.persons[0].registration, "SW1");
	assert_int_equal(r.posts[0].team_id, 0);
	assert_int_equal(r.posts[0].fte_millionths, -1);
	assert_int_equal(r.posts[0].role, POST_MANAGER);
	assert_int_equal(r.posts[0].newly_qualified_until, DAY_MAX);
	assert_int_equal(r.posts[0].reported_on, post.reported_on);
	assert_int_equal(r.posts[0].when.until, post.when.until);
	assert_int_equal(r.reductions[0].minutes, -1);
	assert_true(r.reductions[0].personal);
	assert_int_equal(r.lines[0].scope, LINE_POST);
	assert_int_equal(r.lines[0].kind, LINE_SHARE);
	assert_int_equal(r.lines[0].status, LINE_CONTRACT);
	assert_int_equal(r.lines[0].agreed_on, DAY_MIN);
	office_close(&o);
}

static void test_roster__replaces_a_post_and_keeps_the_old_row(void **state)
{
	struct office o = office_open();
	struct roster_change change = {CHANGED_POST, false, 0};
	struct roster_joined joined = {.changes = &change, .changes_count = 1};
	struct commit *c;
	struct roster r;

	(void)state;
	office_hire(&o);
	OFFICE_OK(store_roster(o.store, o.arena, o.employer_id, &joined.roster, &office_err));
	joined.roster.posts[0].fte_millionths = 500000;
	c = office_begin(&o);
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	office_end(c, "import");
	OFFICE_OK(store_roster(o.store, o.arena, o.employer_id, &r, &office_err));
	assert_int_equal(r.posts_count, 1);
	assert_int_equal(r.posts[0].fte_millionths, 500000);
	office_close(&o);
}

static void test_person__has_holdings_of_any_day_newest_first(void **state)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2024-01-05", ""), office_holding(1, 1, "2024-02-01", "2025-01-01")};
	struct fact second[] = {office_episode("2024-01-05", ""), office_holding(1, 1, "2025-02-01", "")};
	struct held_case *rows;
	size_t count;

	(void)state;
	office_hire(&o);
	office_tell(&o, "C1", first, 2);
	office_tell(&o, "C2", second, 2);
	OFFICE_OK(store_person_holdings(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].ref, "C2");
	assert_string_equal(rows[0].team, "north");
	assert_int_equal(rows[0].when.until, DAY_MAX);
	assert_string_equal(rows[1].ref, "C1");
	office_close(&o);
}

static void test_reading__of_one_moment_does_not_see_what_is_committed_meanwhile(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct case_facts known;
	struct store *reader;
	struct employer e;
	struct err err;

	(void)state;
	OFFICE_OK(store_open(o.place.path, STORE_READ, &reader, &office_err));
	OFFICE_OK(store_begin_reading(reader, &office_err));
	OFFICE_OK(store_employer(reader, o.arena, "test", &e, &office_err));
	office_tell(&o, "C1", &episode, 1);
	assert_int_equal(store_case_facts(reader, o.arena, o.employer_id, "C1", &known, &err), PL_NOT_FOUND);
	store_end_reading(reader);
	OFFICE_OK(store_case_facts(reader, o.arena, o.employer_id, "C1", &known, &office_err));
	store_close(reader);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_case__gives_back_every_kind_of_fact),
		cmocka_unit_test(test_case__keeps_apart_what_is_not_said),
		cmocka_unit_test(test_case__is_made_even_if_nothing_is_said_of_it),
		cmocka_unit_test(test_case__told_twice_changes_nothing),
		cmocka_unit_test(test_case__replaced_facts_stay_as_what_was_known_before),
		cmocka_unit_test(test_case__withdrawn_whole_is_not_known_any_more),
		cmocka_unit_test(test_case__withdrawn_while_facts_are_left_is_blanked),
		cmocka_unit_test(test_commit__refuses_to_replace_what_is_not_there),
		cmocka_unit_test(test_commit__refuses_a_second_live_fact_of_one_key),
		cmocka_unit_test(test_commit__that_failed_in_part_keeps_nothing),
		cmocka_unit_test(test_commit__refuses_a_position_that_has_passed),
		cmocka_unit_test(test_commit__leaves_no_trace_when_it_is_abandoned),
		cmocka_unit_test(test_roster__gives_back_what_was_joined),
		cmocka_unit_test(test_roster__replaces_a_post_and_keeps_the_old_row),
		cmocka_unit_test(test_person__has_holdings_of_any_day_newest_first),
		cmocka_unit_test(test_reading__of_one_moment_does_not_see_what_is_committed_meanwhile),
	};

	return RUN_TESTS(tests);
}
