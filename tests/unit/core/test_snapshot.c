#include "base/buf.h"
#include "chance.h"
#include "council.h"

static int32_t day(const char *iso)
{
	return council_day(iso, 0);
}

/* ---- what stands in the picture ---- */

static void test_snapshot__finds_by_what_stands_in_an_address(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	council_team(&c, "south", "");
	council_team(&c, "north", "");
	for (int i = 9; i >= 0; i--) {
		char code[8];

		(void)snprintf(code, sizeof code, "W%d", i);
		council_person(&c, code);
		(void)snprintf(code, sizeof code, "C%d", (i * 7) % 10);
		council_case(&c, code, "2026-01-01");
	}
	s = council_picture(&c);
	assert_string_equal(s->teams[snapshot_find_team(s, "south")].code, "south");
	assert_string_equal(s->persons[snapshot_find_person(s, "W7")].code, "W7");
	for (int i = 0; i < 10; i++) {
		char ref[8];

		(void)snprintf(ref, sizeof ref, "C%d", i);
		assert_int_equal(snapshot_find_case(s, ref), i);
	}
	assert_string_equal(s->services[snapshot_find_service(s, "children")].code, "children");
	assert_int_equal(snapshot_find_service(s, "adults"), -1);
	assert_int_equal(snapshot_find_team(s, "west"), -1);
	assert_int_equal(snapshot_find_person(s, "W"), -1);
	assert_int_equal(snapshot_find_case(s, "C10"), -1);
	snapshot_drop(s);
}

static void test_snapshot__finds_by_the_ids_of_the_store_and_nothing_by_none(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t north = council_team(&c, "north", ""), south = council_team(&c, "south", "");
	int32_t second = council_worker(&c, "W2", south, COUNCIL_FULL_TIME);
	int32_t first = council_worker(&c, "W1", north, COUNCIL_FULL_TIME);
	int32_t later = council_case(&c, "C2", "2026-01-01"), earlier = council_case(&c, "C1", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_add_line(&c, (struct council_line){.scope = LINE_TEAM, .team = north, .kind = LINE_COUNT, .value = 15});
	s = council_picture(&c);
	assert_string_equal(s->teams[snapshot_find_team_id(s, south)].code, "south");
	assert_int_equal(snapshot_find_post_id(s, first), 0);
	assert_int_equal(snapshot_find_post_id(s, second), 1);
	assert_int_equal(snapshot_find_case_id(s, earlier), 0);
	assert_int_equal(snapshot_find_case_id(s, later), 1);
	assert_int_equal(snapshot_find_line_id(s, s->lines[0].line_id), 0);
	assert_int_equal(snapshot_find_team_id(s, 0), -1);
	assert_int_equal(snapshot_find_post_id(s, 0), -1);
	assert_int_equal(snapshot_find_case_id(s, 0), -1);
	assert_int_equal(snapshot_find_line_id(s, 0), -1);
	assert_int_equal(snapshot_find_post_id(s, 999), -1);
	assert_int_equal(snapshot_find_case_id(s, 999), -1);
	assert_int_equal(snapshot_find_line_id(s, 999), -1);
	snapshot_drop(s);
}

static void test_snapshot__sorts_references_of_any_length(void **state)
{
	static const char *const refs[] = {"B", "AAAAAAAAAAAA2", "AAAAAAAAAAAA10", "AAAAAAAAAAAA", "A", "AAAAAAAAAAAA1",
		"\xc3\x84"};
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
		council_case(&c, refs[i], "2026-01-01");
	s = council_picture(&c);
	for (size_t i = 1; i < s->cases_count; i++)
		assert_true(strcmp(s->cases[i - 1].ref, s->cases[i].ref) < 0);
	assert_int_equal(s->cases_count, 7);
	snapshot_drop(s);
}

static void test_snapshot__an_empty_employer_is_a_picture_too(void **state)
{
	struct employer employer = {.code = "empty", .name = "", .country = "", .time_zone = ""};
	const struct snapshot *s = snapshot_build(snapshot_builder_new(&employer, 0));

	(void)state;
	assert_int_equal(s->cases_count + s->posts_count + s->holdings_count + s->households_count, 0);
	assert_int_equal(snapshot_find_case(s, "C1"), -1);
	assert_string_equal(s->employer.code, "empty");
	snapshot_drop(s);
}

static void test_snapshot__an_employer_without_services_weighs_nothing(void **state)
{
	struct employer employer = {.code = "bare", .name = "", .country = "", .time_zone = ""};
	struct council c = {.builder = snapshot_builder_new(&employer, day("2026-03-31"))};
	const struct snapshot *s;

	(void)state;
	council_worker(&c, "W1", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	council_stage(&c, council_case(&c, "C1", "2026-01-01"), "need", "2026-01-01", "");
	s = council_picture(&c);
	assert_int_equal(s->cases[0].type, -1);
	assert_int_equal(snapshot_case_scheme(s, &s->cases[0])->types_count, 0);
	assert_int_equal(snapshot_post_scheme(s, &s->posts[0])->types_count, 0);
	snapshot_drop(s);
}

static void test_snapshot__posts_stand_by_team_then_name_and_without_team_last(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t south = council_team(&c, "south", ""), north = council_team(&c, "north", "");
	const struct snapshot *s;

	(void)state;
	council_worker(&c, "Zoe", 0, COUNCIL_FULL_TIME);
	council_worker(&c, "Kay", south, COUNCIL_FULL_TIME);
	council_worker(&c, "Ann", north, COUNCIL_FULL_TIME);
	council_worker(&c, "Bob", south, COUNCIL_FULL_TIME);
	council_worker(&c, "Cat", 99, COUNCIL_FULL_TIME); /* a team that never came is no team */
	s = council_picture(&c);
	assert_int_equal(s->posts_count, 5);
	for (size_t i = 0; i < 5; i++) {
		static const char *const expected[] = {"Ann", "Bob", "Kay", "Cat", "Zoe"};

		assert_string_equal(person_label(&s->persons[s->posts[i].person]), expected[i]);
	}
	assert_string_equal(s->teams[1].code, "south");
	assert_int_equal(s->teams[1].first_post, 1);
	assert_int_equal(s->teams[1].posts_count, 2);
	assert_int_equal(s->posts[4].team, -1);
	snapshot_drop(s);
}

static void test_snapshot__two_posts_of_one_person_are_found_from_the_person(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t south = council_team(&c, "south", ""), north = council_team(&c, "north", ""), ann = council_person(&c, "Ann");
	const struct person_row *p;
	const struct snapshot *s;

	(void)state;
	council_worker(&c, "Bob", south, COUNCIL_FULL_TIME);
	council_add_post(&c, (struct council_post){.person = ann, .team = south, .fte_millionths = 500000});
	council_add_post(&c, (struct council_post){.person = ann, .team = north, .fte_millionths = 500000});
	s = council_picture(&c);
	p = &s->persons[snapshot_find_person(s, "Ann")];
	assert_int_equal(p->posts_count, 2);
	assert_int_equal(s->person_posts[p->first_post], 0);
	assert_int_equal(s->person_posts[p->first_post + 1], 1);
	snapshot_drop(s);
}

static void test_snapshot__what_is_not_in_force_on_the_day_is_left_out(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", ""), ann = council_person(&c, "Ann"), kim, post;
	const struct snapshot *s;

	(void)state;
	council_add_post(&c, (struct council_post){.person = ann, .team = team, .until = "2026-03-31"});
	council_add_post(&c, (struct council_post){.person = ann, .team = team, .from = "2026-04-01"});
	post = council_add_post(&c, (struct council_post){.person = ann, .team = team, .from = "2026-03-31",
		.until = "2026-04-01"});
	council_reduce(&c, post, "sick", -1, "2026-03-01", "2026-03-31");
	council_reduce(&c, post, "union", 60, "2026-03-31", "2026-04-01");
	council_case(&c, "LATER", "2026-04-01");
	/* 28 days */
	council_add_case(&c, (struct council_case){.ref = "OVER", .opened = "2026-01-01", .closed = "2026-03-03"});
	kim = council_case(&c, "OPEN", "2026-03-31");
	council_stage(&c, kim, "need", "2026-03-01", "2026-03-31");
	council_stage(&c, kim, "assessment", "2026-03-31", "");
	council_add_line(&c, (struct council_line){.scope = LINE_EMPLOYER, .value = 12, .until = "2026-03-31"});
	council_add_line(&c, (struct council_line){.scope = LINE_EMPLOYER, .value = 13});
	s = council_picture(&c);
	assert_int_equal(s->posts_count, 1);
	assert_int_equal(s->posts[0].post_id, post);
	assert_int_equal(s->reductions_count, 1);
	assert_int_equal(s->reductions[0].minutes, 60);
	assert_int_equal(s->cases_count, 1);
	assert_int_equal(s->stages_count, 1);
	assert_string_equal(s->stages[0].type, "assessment");
	assert_int_equal(s->lines_count, 1);
	assert_int_equal(s->lines[0].value, 13);
	snapshot_drop(s);
}

static void test_snapshot__rows_of_what_never_came_are_dropped(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t kim = council_case(&c, "C1", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_stage(&c, 77, "need", "2026-01-01", "");
	council_hold(&c, 77, 78, "2026-01-01");
	council_hold(&c, kim, 78, "2026-01-01");
	council_reduce(&c, 78, "sick", -1, "2026-01-01", "");
	council_add_post(&c, (struct council_post){.person = 79});
	council_add_line(&c, (struct council_line){.scope = LINE_POST, .post = 78, .value = 10});
	council_add_line(&c, (struct council_line){.scope = LINE_TEAM, .team = 80, .value = 10});
	s = council_picture(&c);
	assert_int_equal(s->cases_count, 1);
	assert_int_equal(s->posts_count + s->stages_count + s->holdings_count + s->reductions_count + s->lines_count, 0);
	snapshot_drop(s);
}

static void test_snapshot__a_case_without_a_service_belongs_to_that_of_its_team(void **state)
{
	struct council c = council_on("2026-03-31");
	struct team_row team = {.team_id = 500, .code = "adults-1", .name = "adults-1", .parent = "", .manager = "",
		.manager_code = ""};
	struct case_row row = {.case_id = 501, .ref = "C1", .opened = 0, .closed = DAY_MAX, .last_held_until = DAY_MIN};
	const struct snapshot *s;

	(void)state;
	snapshot_add_service(c.builder, "adults", "Adults", council_scheme());
	snapshot_add_team(c.builder, &team, "adults");
	snapshot_add_case(c.builder, &row, "", "", 500);
	row.case_id++;
	row.ref = "C2";
	snapshot_add_case(c.builder, &row, "", "", 0);
	s = council_picture(&c);
	assert_string_equal(s->services[s->cases[0].service].code, "adults");
	assert_string_equal(s->services[s->cases[1].service].code, "children");
	snapshot_drop(s);
}

static void test_snapshot__a_case_of_a_service_that_is_not_there_is_weighed_by_nobody(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", "");
	struct case_row row = {.case_id = 501, .ref = "C1", .opened = 0, .closed = DAY_MAX, .last_held_until = DAY_MIN};
	const struct snapshot *s;

	(void)state;
	snapshot_add_service(c.builder, "probation", "Probation", NULL);
	snapshot_add_case(c.builder, &row, "housing", "", team);
	council_stage(&c, 501, "need", "2026-01-01", "");
	row.case_id++;
	row.ref = "C2";
	snapshot_add_case(c.builder, &row, "probation", "", team);
	council_stage(&c, 502, "need", "2026-01-01", "");
	s = council_picture(&c);
	assert_int_equal(s->cases[0].service, -1);
	for (int i = 0; i < 2; i++) {
		assert_ptr_equal(snapshot_case_scheme(s, &s->cases[i]), &SCHEME_NONE);
		assert_int_equal(s->cases[i].base_type, -1);
	}
	assert_ptr_equal(snapshot_scheme_for(s, "housing", 0), &SCHEME_NONE);
	assert_ptr_equal(snapshot_scheme_for(s, "", 0), s->services[0].scheme);
	snapshot_drop(s);
}

/* ---- households ---- */

static void test_snapshot__households_count_open_cases_and_nobody_shares_one_by_default(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	council_add_case(&c, (struct council_case){.ref = "A", .opened = "2026-01-01", .household = "smith"});
	council_add_case(&c, (struct council_case){.ref = "B", .opened = "2026-01-01"});
	council_add_case(&c, (struct council_case){.ref = "C", .opened = "2026-01-01", .household = "smith"});
	council_add_case(&c, (struct council_case){.ref = "D", .opened = "2026-01-01"});
	council_add_case(&c, (struct council_case){.ref = "E", .opened = "2026-01-01", .closed = "2026-03-20",
		.household = "smith"});
	s = council_picture(&c);
	assert_int_equal(s->households_count, 3);
	assert_int_equal(council_find(s, "A")->household, council_find(s, "C")->household);
	assert_int_equal(council_find(s, "A")->household, council_find(s, "E")->household);
	assert_int_not_equal(council_find(s, "B")->household, council_find(s, "D")->household);
	assert_int_equal(s->household_cases[council_find(s, "A")->household], 2); /* E is closed */
	assert_int_equal(s->household_cases[council_find(s, "B")->household], 1);
	snapshot_drop(s);
}

/* ---- types ---- */

static void test_snapshot__derives_the_type_from_the_stages_in_force(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t kim = council_case(&c, "C1", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_case(&c, "C2", "2026-01-01");
	council_stage(&c, kim, "assessment", "2026-01-02", "");
	council_stage(&c, kim, "enquiry", "2026-03-30", "");
	s = council_picture(&c);
	assert_int_equal(s->cases[0].type, COUNCIL_ENQUIRY);
	assert_int_equal(s->cases[0].base_type, COUNCIL_ASSESSMENT);
	assert_int_equal(s->cases[0].stages_count, 2);
	assert_int_equal(s->cases[1].type, COUNCIL_REFERRAL);
	snapshot_drop(s);
}

static void test_snapshot__a_stage_that_is_over_shows_that_something_has_begun(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t over = council_case(&c, "C1", "2026-01-01"), earlier = council_case(&c, "C2", "2026-01-01"),
		later = council_case(&c, "C3", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_stage(&c, over, "assessment", "2026-01-05", "2026-02-01");
	council_stage(&c, earlier, "assessment", "2025-01-05", "2026-01-01"); /* of the episode before */
	council_stage(&c, later, "assessment", "2026-04-01", "");
	s = council_picture(&c);
	assert_int_equal(s->cases[0].type, COUNCIL_NO_PLAN);
	assert_int_equal(s->cases[1].type, COUNCIL_REFERRAL);
	assert_int_equal(s->cases[2].type, COUNCIL_REFERRAL);
	snapshot_drop(s);
}

static void test_snapshot__a_closing_case_stands_as_on_the_day_before_it_was_closed(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t post = council_worker(&c, "W1", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	int32_t kim = council_add_case(&c, (struct council_case){.ref = "C1", .opened = "2026-01-01", .closed = "2026-03-20"});
	const struct snapshot *s;

	(void)state;
	council_stage(&c, kim, "protection", "2026-01-05", "2026-03-01");
	council_stage(&c, kim, "need", "2026-03-01", "2026-03-20");
	council_add_holding(&c, (struct council_holding){.case_id = kim, .post = post, .from = "2026-01-05",
		.until = "2026-03-20"});
	council_add_holding(&c, (struct council_holding){.case_id = kim, .post = post, .from = "2026-03-20"});
	s = council_picture(&c);
	assert_int_equal(s->cases[0].state, CASE_CLOSING);
	assert_int_equal(s->cases[0].type, COUNCIL_CLOSING);
	assert_int_equal(s->cases[0].base_type, COUNCIL_NEED);
	assert_int_equal(s->cases[0].holdings_count, 1);
	assert_int_equal(s->holdings[0].when.until, day("2026-03-20"));
	assert_int_equal(s->posts[0].holdings_count, 1);
	snapshot_drop(s);
}

static void test_snapshot__a_case_that_is_known_to_close_later_is_not_closed_yet(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	(void)council_add_case(&c, (struct council_case){.ref = "C1", .opened = "2026-01-01", .closed = "2026-04-01"});
	s = council_picture(&c);
	assert_int_equal(s->cases[0].state, CASE_OPEN);
	assert_int_equal(s->cases[0].closed, DAY_MAX);
	snapshot_drop(s);
}

static void test_snapshot__the_taper_ends_after_the_closing_weeks(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	council_add_case(&c, (struct council_case){.ref = "IN", .opened = "2026-01-01", .closed = "2026-03-04"});  /* day 27 */
	council_add_case(&c, (struct council_case){.ref = "OUT", .opened = "2026-01-01", .closed = "2026-03-03"}); /* day 28 */
	council_add_case(&c, (struct council_case){.ref = "NOW", .opened = "2026-01-01", .closed = "2026-03-31"});
	council_add_case(&c, (struct council_case){.ref = "SOON", .opened = "2026-01-01", .closed = "2026-04-01"});
	s = council_picture(&c);
	assert_int_equal(s->cases_count, 3);
	assert_int_equal(council_find(s, "IN")->state, CASE_CLOSING);
	assert_int_equal(council_find(s, "NOW")->state, CASE_CLOSING);
	assert_int_equal(council_find(s, "SOON")->state, CASE_OPEN);
	snapshot_drop(s);
}

/* ---- holdings ---- */

static void test_snapshot__holdings_of_a_case_stand_lead_first_then_oldest(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", ""), kim = council_case(&c, "C1", "2026-01-01");
	int32_t a = council_worker(&c, "A", team, COUNCIL_FULL_TIME), b = council_worker(&c, "B", team, COUNCIL_FULL_TIME);
	const struct snapshot *s;

	(void)state;
	council_add_holding(&c, (struct council_holding){.case_id = kim, .post = a, .role = HOLDING_CO_WORKER,
		.from = "2026-01-01"});
	council_add_holding(&c, (struct council_holding){.case_id = kim, .team = team, .role = HOLDING_CO_WORKER,
		.from = "2026-01-02"});
	council_hold(&c, kim, b, "2026-02-01");
	s = council_picture(&c);
	assert_int_equal(s->cases[0].holdings_count, 3);
	assert_int_equal(s->posts[s->holdings[0].post].post_id, b);
	assert_int_equal(s->posts[s->holdings[1].post].post_id, a);
	assert_int_equal(s->holdings[2].post, -1);
	assert_int_equal(s->holdings[2].team, 0);
	snapshot_drop(s);
}

/* Ann has held Kay of the Jones since January, a Smith since February and another Jones since March. */
static void test_snapshot__holdings_of_a_post_keep_households_together_oldest_first(void **state)
{
	static const char *const expected[] = {"KAY-JONES", "LEE-JONES", "ABE-SMITH", "ZED-SMITH"};
	struct council c = council_on("2026-03-31");
	int32_t post = council_worker(&c, "Ann", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	const struct snapshot *s;

	(void)state;
	council_hold(&c, council_add_case(&c, (struct council_case){.ref = "ZED-SMITH", .household = "smith"}), post,
		"2026-02-05");
	council_hold(&c, council_add_case(&c, (struct council_case){.ref = "LEE-JONES", .household = "jones"}), post,
		"2026-03-01");
	council_hold(&c, council_add_case(&c, (struct council_case){.ref = "ABE-SMITH", .household = "smith"}), post,
		"2026-02-01");
	council_hold(&c, council_add_case(&c, (struct council_case){.ref = "KAY-JONES", .household = "jones"}), post,
		"2026-01-01");
	s = council_picture(&c);
	assert_int_equal(s->posts[0].holdings_count, 4);
	for (int32_t i = 0; i < 4; i++) {
		const struct holding_row *h = &s->holdings[s->post_holdings[s->posts[0].first_holding + i]];

		assert_string_equal(s->cases[h->case_index].ref, expected[i]);
	}
	snapshot_drop(s);
}

static void test_snapshot__remembers_until_when_a_person_held_the_case(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", ""), ann = council_worker(&c, "Ann", team, COUNCIL_FULL_TIME);
	int32_t lapsed = council_case(&c, "LAPSED", "2026-01-01"), held = council_case(&c, "HELD", "2026-01-01"),
		before = council_case(&c, "BEFORE", "2026-01-01"), by_team = council_case(&c, "TEAM", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_add_holding(&c, (struct council_holding){.case_id = lapsed, .post = ann, .from = "2026-01-05",
		.until = "2026-02-01"});
	council_add_holding(&c, (struct council_holding){.case_id = lapsed, .post = ann, .from = "2026-02-03",
		.until = "2026-03-01"});
	council_add_holding(&c, (struct council_holding){.case_id = held, .post = ann, .from = "2026-01-05",
		.until = "2026-02-01"});
	council_hold(&c, held, ann, "2026-02-02");
	council_add_holding(&c, (struct council_holding){.case_id = before, .post = ann, .from = "2025-01-05",
		.until = "2026-01-01"});
	council_add_holding(&c, (struct council_holding){.case_id = by_team, .team = team, .from = "2026-01-05",
		.until = "2026-02-01"});
	s = council_picture(&c);
	assert_int_equal(council_find(s, "LAPSED")->last_held_until, day("2026-03-01"));
	assert_int_equal(council_find(s, "HELD")->last_held_until, DAY_MIN);
	assert_int_equal(council_find(s, "BEFORE")->last_held_until, DAY_MIN); /* of the episode before */
	assert_int_equal(council_find(s, "TEAM")->last_held_until, DAY_MIN);   /* a team is no holder */
	snapshot_drop(s);
}

static void test_snapshot__a_case_in_the_name_of_somebody_who_left_is_still_held(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", ""), ann = council_person(&c, "Ann");
	int32_t left = council_add_post(&c, (struct council_post){.person = ann, .team = team, .until = "2026-03-10"});
	int32_t kim = council_case(&c, "C1", "2026-01-01"), lee = council_case(&c, "C2", "2026-01-01");
	const struct snapshot *s;

	(void)state;
	council_hold(&c, kim, left, "2026-02-01");
	council_hold(&c, lee, 999, "2026-02-01"); /* nothing is known of that post */
	s = council_picture(&c);
	assert_int_equal(s->posts_count, 1);
	assert_int_equal(s->holdings_count, 1);
	assert_int_equal(s->cases[0].holdings_count, 1);
	assert_int_equal(s->cases[0].last_held_until, DAY_MIN);
	assert_int_equal(s->cases[1].last_held_until, day("2026-02-01"));
	snapshot_drop(s);
}

static void test_snapshot__who_holds_a_case_before_their_post_began_was_there_already(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t team = council_team(&c, "north", ""), ann = council_person(&c, "Ann"), bob = council_person(&c, "Bob"), kim;
	int32_t holds = council_add_post(&c, (struct council_post){.person = ann, .team = team, .from = "2026-05-01"});
	const struct snapshot *s;

	(void)state;
	council_add_post(&c, (struct council_post){.person = bob, .team = team, .from = "2026-05-01"});
	kim = council_case(&c, "C1", "2026-01-01");
	council_hold(&c, kim, holds, "2026-02-01");
	s = council_picture(&c);
	assert_int_equal(s->posts_count, 1);
	assert_int_equal(s->posts[0].post_id, holds);
	assert_int_equal(s->cases[0].holdings_count, 1);
	snapshot_drop(s);
}

static void test_snapshot__a_case_opened_again_in_its_taper_is_open(void **state)
{
	struct council c = council_on("2026-03-31");
	struct case_row row = {.case_id = 700, .ref = "C1", .opened = day("2026-03-25"), .closed = DAY_MAX,
		.last_held_until = DAY_MIN};
	const struct snapshot *s;

	(void)state;
	snapshot_add_case(c.builder, &row, "children", "", 0);
	row.opened = day("2026-01-01");
	row.closed = day("2026-03-20");
	snapshot_add_case(c.builder, &row, "children", "", 0);
	s = council_picture(&c);
	assert_int_equal(s->cases_count, 1);
	assert_int_equal(s->cases[0].state, CASE_OPEN);
	assert_int_equal(s->cases[0].opened, day("2026-03-25"));
	snapshot_drop(s);
}

static void test_snapshot__tasks_of_posts_stand_after_those_of_cases(void **state)
{
	struct council c = council_on("2026-03-31");
	int32_t post = council_worker(&c, "Ann", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	int32_t kim = council_case(&c, "C1", "2026-01-01");
	struct task_row task = {.kind = "duty", .minutes = 60, .when = {DAY_MIN, DAY_MAX}};
	const struct snapshot *s;

	(void)state;
	snapshot_add_task(c.builder, &task, 0, post);
	snapshot_add_task(c.builder, &task, kim, 0);
	snapshot_add_task(c.builder, &task, 0, 999);
	s = council_picture(&c);
	assert_int_equal(s->tasks_count, 2);
	assert_int_equal(s->tasks[0].case_index, 0);
	assert_int_equal(s->tasks[0].post, -1);
	assert_int_equal(s->tasks[1].case_index, -1);
	assert_int_equal(s->tasks[1].post, 0);
	assert_int_equal(s->cases[0].tasks_count, 1);
	snapshot_drop(s);
}

/* ---- as a whole ---- */

static void test_snapshot__lives_as_long_as_anyone_holds_it(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s, *mine;

	(void)state;
	council_case(&c, "C1", "2026-01-01");
	s = council_picture(&c);
	mine = snapshot_hold(s);
	snapshot_drop(s);
	assert_string_equal(mine->cases[0].ref, "C1"); /* a sanitizer build would tell */
	assert_true(snapshot_bytes(mine) > sizeof(struct case_row));
	snapshot_drop(mine);
	snapshot_drop(NULL);
}

static void test_snapshot__a_builder_can_be_given_up(void **state)
{
	struct council c = council_on("2026-03-31");

	(void)state;
	council_case(&c, "C1", "2026-01-01");
	assert_null(snapshot_builder_free(c.builder));
	assert_null(snapshot_builder_free(NULL));
}

static void tell_people(struct buf *out, const struct snapshot *s)
{
	for (size_t i = 0; i < s->teams_count; i++)
		buf_putf(out, "team %s %d+%d\n", s->teams[i].code, s->teams[i].first_post, s->teams[i].posts_count);
	for (size_t i = 0; i < s->persons_count; i++)
		buf_putf(out, "person %s %d+%d\n", s->persons[i].code, s->persons[i].first_post, s->persons[i].posts_count);
	for (size_t i = 0; i < s->posts_count; i++) {
		const struct post_row *p = &s->posts[i];

		buf_putf(out, "post %d of %d in %d, reductions %d+%d, holdings %d+%d, then %d\n", p->post_id, p->person, p->team,
			p->first_reduction, p->reductions_count, p->first_holding, p->holdings_count, s->person_posts[i]);
	}
	for (size_t i = 0; i < s->reductions_count; i++)
		buf_putf(out, "reduction %s %d of %d\n", s->reductions[i].reason, s->reductions[i].minutes, s->reductions[i].post);
	for (size_t i = 0; i < s->lines_count; i++)
		buf_putf(out, "line %d about %d\n", s->lines[i].line_id, s->lines[i].target);
}

static void tell_cases(struct buf *out, const struct snapshot *s)
{
	for (size_t i = 0; i < s->cases_count; i++) {
		const struct case_row *c = &s->cases[i];

		buf_putf(out, "case %s state %d household %d team %d type %d/%d lapsed %d begun %d", c->ref, c->state, c->household,
			c->team, c->type, c->base_type, c->last_held_until, c->anything_begun);
		buf_putf(out, " %d+%d %d+%d %d+%d %d+%d %d+%d\n", c->first_stage, c->stages_count, c->first_factor, c->factors_count,
			c->first_task, c->tasks_count, c->first_surge, c->surges_count, c->first_holding, c->holdings_count);
	}
	for (size_t i = 0; i < s->households_count; i++)
		buf_putf(out, "household %d\n", s->household_cases[i]);
}

static void tell_facts(struct buf *out, const struct snapshot *s)
{
	for (size_t i = 0; i < s->stages_count; i++)
		buf_putf(out, "stage %d %s %d\n", s->stages[i].case_index, s->stages[i].type, s->stages[i].when.from);
	for (size_t i = 0; i < s->factors_count; i++)
		buf_putf(out, "factor %d %s %d\n", s->factors[i].case_index, s->factors[i].code, s->factors[i].when.from);
	for (size_t i = 0; i < s->tasks_count; i++)
		buf_putf(out, "task %d %d %d\n", s->tasks[i].case_index, s->tasks[i].post, s->tasks[i].minutes);
	for (size_t i = 0; i < s->surges_count; i++)
		buf_putf(out, "surge %d %d\n", s->surges[i].case_index, s->surges[i].minutes);
	for (size_t i = 0; i < s->holdings_count; i++)
		buf_putf(out, "holding %d %d %d %d %d\n", s->holdings[i].case_index, s->holdings[i].post, s->holdings[i].team,
			s->holdings[i].role, s->holdings[i].when.from);
	for (size_t i = 0; i < s->posts_count; i++) {
		for (int32_t h = 0; h < s->posts[i].holdings_count; h++)
			buf_putf(out, "of post %zu: %d\n", i, s->post_holdings[s->posts[i].first_holding + h]);
	}
}

static struct buf tell(const struct snapshot *s)
{
	struct buf out = BUF_INIT(1024 * 1024);

	tell_people(&out, s);
	tell_cases(&out, s);
	tell_facts(&out, s);
	assert_false(out.full);
	return out;
}

static void test_snapshot__does_not_depend_on_the_order_in_which_rows_were_added(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 5; seed++) {
		const struct snapshot *s = chance_picture(seed, 0);
		struct buf expected = tell(s);

		snapshot_drop(s);
		for (uint32_t shuffle = 1; shuffle <= 5; shuffle++) {
			struct buf got;

			s = chance_picture(seed, shuffle);
			got = tell(s);
			assert_string_equal(buf_text(&got), buf_text(&expected));
			buf_free(&got);
			snapshot_drop(s);
		}
		buf_free(&expected);
	}
}

/* Every row that is linked to an owner names that owner, and every row is linked exactly once. */
static void test_snapshot__what_is_linked_belongs_together(void **state)
{
	const struct snapshot *s = chance_picture(7, 3);
	size_t stages = 0, holdings = 0, of_posts = 0, by_persons = 0;

	(void)state;
	for (size_t i = 0; i < s->cases_count; i++) {
		const struct case_row *c = &s->cases[i];

		for (int32_t j = 0; j < c->stages_count; j++, stages++)
			assert_int_equal(s->stages[c->first_stage + j].case_index, i);
		for (int32_t j = 0; j < c->holdings_count; j++, holdings++)
			assert_int_equal(s->holdings[c->first_holding + j].case_index, i);
	}
	for (size_t i = 0; i < s->posts_count; i++) {
		for (int32_t j = 0; j < s->posts[i].holdings_count; j++, of_posts++)
			assert_int_equal(s->holdings[s->post_holdings[s->posts[i].first_holding + j]].post, i);
	}
	for (size_t i = 0; i < s->holdings_count; i++)
		by_persons += s->holdings[i].post >= 0 && !s->holdings[i].again;
	assert_int_equal(stages, s->stages_count);
	assert_int_equal(holdings, s->holdings_count);
	assert_int_equal(of_posts, by_persons);
	assert_true(stages > 100 && holdings > 100);
	snapshot_drop(s);
}

static void test_picture__of_two_episodes_at_once_the_open_one_is_kept(void **state)
{
	struct council c = council_on("2026-03-31");
	const struct snapshot *s;

	(void)state;
	council_add_case(&c, (struct council_case){.ref = "C1", .opened = "2026-01-05"});
	council_add_case(&c, (struct council_case){.ref = "C1", .opened = "2026-02-05", .closed = "2026-03-20"});
	s = council_picture(&c);
	assert_int_equal(s->cases_count, 1);
	assert_int_equal(s->cases[0].state, CASE_OPEN);
	assert_int_equal(s->cases[0].opened, council_day("2026-01-05", 0));
	snapshot_drop(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture__of_two_episodes_at_once_the_open_one_is_kept),
		cmocka_unit_test(test_snapshot__finds_by_what_stands_in_an_address),
		cmocka_unit_test(test_snapshot__finds_by_the_ids_of_the_store_and_nothing_by_none),
		cmocka_unit_test(test_snapshot__sorts_references_of_any_length),
		cmocka_unit_test(test_snapshot__an_empty_employer_is_a_picture_too),
		cmocka_unit_test(test_snapshot__an_employer_without_services_weighs_nothing),
		cmocka_unit_test(test_snapshot__posts_stand_by_team_then_name_and_without_team_last),
		cmocka_unit_test(test_snapshot__two_posts_of_one_person_are_found_from_the_person),
		cmocka_unit_test(test_snapshot__what_is_not_in_force_on_the_day_is_left_out),
		cmocka_unit_test(test_snapshot__rows_of_what_never_came_are_dropped),
		cmocka_unit_test(test_snapshot__a_case_without_a_service_belongs_to_that_of_its_team),
		cmocka_unit_test(test_snapshot__a_case_of_a_service_that_is_not_there_is_weighed_by_nobody),
		cmocka_unit_test(test_snapshot__households_count_open_cases_and_nobody_shares_one_by_default),
		cmocka_unit_test(test_snapshot__derives_the_type_from_the_stages_in_force),
		cmocka_unit_test(test_snapshot__a_stage_that_is_over_shows_that_something_has_begun),
		cmocka_unit_test(test_snapshot__a_closing_case_stands_as_on_the_day_before_it_was_closed),
		cmocka_unit_test(test_snapshot__a_case_that_is_known_to_close_later_is_not_closed_yet),
		cmocka_unit_test(test_snapshot__the_taper_ends_after_the_closing_weeks),
		cmocka_unit_test(test_snapshot__holdings_of_a_case_stand_lead_first_then_oldest),
		cmocka_unit_test(test_snapshot__holdings_of_a_post_keep_households_together_oldest_first),
		cmocka_unit_test(test_snapshot__remembers_until_when_a_person_held_the_case),
		cmocka_unit_test(test_snapshot__a_case_in_the_name_of_somebody_who_left_is_still_held),
		cmocka_unit_test(test_snapshot__who_holds_a_case_before_their_post_began_was_there_already),
		cmocka_unit_test(test_snapshot__a_case_opened_again_in_its_taper_is_open),
		cmocka_unit_test(test_snapshot__tasks_of_posts_stand_after_those_of_cases),
		cmocka_unit_test(test_snapshot__lives_as_long_as_anyone_holds_it),
		cmocka_unit_test(test_snapshot__a_builder_can_be_given_up),
		cmocka_unit_test(test_snapshot__does_not_depend_on_the_order_in_which_rows_were_added),
		cmocka_unit_test(test_snapshot__what_is_linked_belongs_together),
	};

	return RUN_TESTS(tests);
}
