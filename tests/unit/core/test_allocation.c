/* What the world says of an offer, and the candidates side by side. */
#include "core/candidates.h"

#include "../../test.h"
#include "chance.h"
#include "exchange/scheme_library.h"
#include "world.h"

static struct world w;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), "2026-03-31");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int32_t need_case(void)
{
	return world_add_case(&w, "2026-03-02", "child_in_need_plan", "", "");
}

static int32_t plan_case(void)
{
	return world_add_case(&w, "2026-03-02", "child_protection_plan", "", "");
}

static void hold_as_co_worker(int32_t case_id, int32_t post)
{
	struct holding_row h = {.role = HOLDING_CO_WORKER, .share = 500, .when = {w.day - 30, DAY_MAX}};

	snapshot_add_holding(w.b, &h, case_id, post, 0);
}

/* An offer as lead of the whole, by somebody who is nobody's in post. */
static struct offer offer_of(int32_t case_id, int32_t post)
{
	return (struct offer){.case_index = world_case(&w, case_id), .post = world_post(&w, post), .role = HOLDING_LEAD, .share = 1000,
		.instead_of = -1};
}

static const int32_t SOMEBODY[] = {-1};
static const struct duty ON_DUTY = {.persons = SOMEBODY, .persons_count = 1, .proposer = -1};

static enum negotiation_refusal refusal_with(const struct offer *o, const struct duty *duty)
{
	struct allocation allocation = allocation_of(w.s, o, duty, &(struct said_before){0});

	return offer_refusal(&allocation.world);
}

static enum negotiation_refusal refusal_of(const struct offer *o)
{
	return refusal_with(o, &ON_DUTY);
}

static enum negotiation_refusal refusal(int32_t case_id, int32_t post)
{
	struct offer o = offer_of(case_id, post);

	return refusal_of(&o);
}

static void test_offer__of_a_waiting_case_to_somebody_with_room_meets_nothing(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), waiting = plan_case();
	struct offer o;
	struct allocation allocation;

	(void)state;
	world_freeze(&w);
	o = offer_of(waiting, post);
	allocation = allocation_of(w.s, &o, &ON_DUTY, &(struct said_before){0});
	assert_int_equal(offer_refusal(&allocation.world), REFUSED_NOT);
	assert_true(allocation.is_worked_out);
	assert_int_equal(allocation.lines.working_out.before.load_minutes, 0);
	assert_int_equal(allocation.lines.working_out.after.load_minutes, 126 + 30);
}

static void test_offer__of_a_case_that_is_closed_or_led_by_another_is_refused(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), other = world_add_post(&w, world_worker(&w));
	int32_t led = need_case(), closed = world_add_closed(&w, "2026-01-05", "2026-03-30", "child_in_need_plan", "");
	struct offer o;

	(void)state;
	world_hold(&w, led, other, "2026-03-02", 1000);
	world_freeze(&w);
	assert_int_equal(refusal(closed, post), REFUSED_CASE_NOT_OPEN);
	assert_int_equal(refusal(led, post), REFUSED_CASE_LED);
	o = offer_of(led, post);
	o.instead_of = world_post(&w, other);
	assert_int_equal(refusal_of(&o), REFUSED_NOT);
	o = offer_of(led, post);
	o.role = HOLDING_CO_WORKER;
	assert_int_equal(refusal_of(&o), REFUSED_NOT);
	o.case_index = -1;
	assert_int_equal(refusal_of(&o), REFUSED_CASE_NOT_OPEN);
}

static void test_offer__is_not_hindered_by_a_manager_a_team_paper_or_an_emergency(void **state)
{
	struct post_row manager = world_worker(&w);
	int32_t post = world_add_post(&w, world_worker(&w)), other = world_add_post(&w, world_worker(&w)), boss;
	int32_t cases[4];

	(void)state;
	manager.role = POST_MANAGER;
	boss = world_add_post(&w, manager);
	for (int i = 0; i < 4; i++)
		cases[i] = need_case();
	world_hold(&w, cases[0], boss, "2026-03-02", 1000);
	world_hold(&w, cases[1], 0, "2026-03-02", 1000);
	world_hold_as(&w, cases[2], other, "2026-03-02", HOLDING_ON_PAPER);
	world_hold_as(&w, cases[3], other, "2026-03-31", HOLDING_EMERGENCY);
	world_freeze(&w);
	for (int i = 0; i < 4; i++)
		assert_int_equal(refusal(cases[i], post), REFUSED_NOT);
	assert_int_equal(refusal(cases[3], other), REFUSED_NOT);
	assert_int_equal(refusal(cases[1], boss), REFUSED_WORKER_CARRIES_NONE);
}

static void test_offer__to_the_holder_is_a_change_or_nothing(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), held = need_case();
	struct offer o;

	(void)state;
	world_hold(&w, held, post, "2025-06-02", 500);
	world_freeze(&w);
	o = offer_of(held, post);
	assert_int_equal(refusal_of(&o), REFUSED_NOT);
	assert_int_equal(allocation_of(w.s, &o, &ON_DUTY, &(struct said_before){0}).lines.working_out.after.load_minutes, 101);
	o.share = 500;
	assert_int_equal(refusal_of(&o), REFUSED_HELD_ALREADY);
}

static void test_offer__to_somebody_away_is_refused(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), waiting = need_case();

	(void)state;
	world_add_reduction(&w, post, "sickness", -1, "2026-03-30", "2026-04-02");
	world_freeze(&w);
	assert_int_equal(refusal(waiting, post), REFUSED_WORKER_AWAY);
}

static void test_offer__needs_somebody_on_duty_on_the_other_side(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), waiting = need_case();
	int32_t boss = world_add_post(&w, world_worker(&w)), deputy = world_add_post(&w, world_worker(&w));
	struct offer o;
	int32_t persons[2];
	struct duty duty = {.persons = persons, .persons_count = 1};

	(void)state;
	world_add_reduction(&w, boss, "annual_leave", -1, "2026-03-30", "2026-04-02");
	world_freeze(&w);
	o = offer_of(waiting, post);
	duty.proposer = persons[0] = w.s->posts[world_post(&w, boss)].person;
	persons[1] = w.s->posts[world_post(&w, deputy)].person;
	assert_int_equal(refusal_with(&o, &duty), REFUSED_PROPOSER_AWAY);
	duty.persons_count = 2;
	assert_int_equal(refusal_with(&o, &duty), REFUSED_NOT);
	duty.proposer = w.s->posts[o.post].person;
	assert_int_equal(refusal_with(&o, &duty), REFUSED_OWN_PROPOSAL);
}

static void test_offer__stops_at_a_red_rating_until_it_was_talked_about(void **state)
{
	struct rating_row red = {.value = RATING_RED, .talked_on = DAY_MIN, .when = {0, DAY_MAX}};
	int32_t one = world_add_post(&w, world_worker(&w)), two = world_add_post(&w, world_worker(&w)), waiting = need_case();

	(void)state;
	red.when.from = w.day - 2;
	snapshot_add_rating(w.b, &red, one);
	red.talked_on = w.day - 1;
	snapshot_add_rating(w.b, &red, two);
	world_freeze(&w);
	assert_int_equal(refusal(waiting, one), REFUSED_RED_RATING);
	assert_int_equal(refusal(waiting, two), REFUSED_NOT);
}

static void test_offer__of_complex_work_to_the_newly_qualified_needs_an_experienced_lead(void **state)
{
	struct post_row newly = world_worker(&w);
	int32_t post, other, experienced = world_add_post(&w, world_worker(&w)), plain = need_case(), cases[3];
	struct offer o;

	(void)state;
	newly.newly_qualified_until = w.day + 100;
	post = world_add_post(&w, newly);
	other = world_add_post(&w, newly);
	for (int i = 0; i < 3; i++)
		cases[i] = plan_case();
	world_hold(&w, cases[1], experienced, "2026-03-02", 1000);
	world_hold(&w, cases[2], other, "2026-03-02", 1000);
	world_freeze(&w);
	assert_int_equal(refusal(plain, post), REFUSED_NOT);
	assert_int_equal(refusal(cases[0], post), REFUSED_NEWLY_QUALIFIED_ALONE);
	o = offer_of(cases[1], post);
	o.role = HOLDING_CO_WORKER;
	o.share = 500;
	assert_int_equal(refusal_of(&o), REFUSED_NOT);
	o.case_index = world_case(&w, cases[2]);
	assert_int_equal(refusal_of(&o), REFUSED_NEWLY_QUALIFIED_ALONE);
}

static void test_offer__of_complex_work_waits_until_a_joiner_has_arrived(void **state)
{
	struct post_row joiner = world_worker(&w);
	int32_t post, moved, waiting = plan_case(), plain = need_case();

	(void)state;
	moved = world_add_post(&w, world_worker(&w));
	joiner.when.from = w.day - 27;
	post = world_add_post(&w, joiner);
	moved = world_add_second_post(&w, moved, joiner);
	joiner.when.from = w.day - 28;
	world_add_post(&w, joiner);
	world_freeze(&w);
	assert_int_equal(refusal(waiting, post), REFUSED_JOINER_TOO_SOON);
	assert_int_equal(refusal(plain, post), REFUSED_NOT);
	assert_int_equal(refusal(waiting, moved), REFUSED_NOT);
	assert_int_equal(refusal(waiting, w.last_id), REFUSED_NOT);
}

static void test_offer__past_a_line_is_refused_with_the_working_out(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), waiting = plan_case();
	struct offer o;
	struct allocation allocation;

	(void)state;
	world_hold(&w, plan_case(), post, "2026-03-02", 1000);
	world_add_line(&w, LINE_COUNT, 1, LINE_POLICY);
	world_freeze(&w);
	o = offer_of(waiting, post);
	allocation = allocation_of(w.s, &o, &ON_DUTY, &(struct said_before){0});
	assert_int_equal(offer_refusal(&allocation.world), REFUSED_LINE_PASSED);
	assert_int_equal(allocation.lines.working_out.after.cases, 2);
}

/* Two cases of 126 minutes and 30 for a new holder each; the line lets one more be held. */
static void test_offer__is_judged_with_all_that_is_offered_already(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), waiting = plan_case(), other = plan_case();
	struct offered_case offered[2] = {{"", HOLDING_LEAD, 1000}, {"no such case", HOLDING_LEAD, 1000}};
	struct said_before said = {.offered = offered, .offered_count = 2};
	struct allocation allocation;
	struct offer o;

	(void)state;
	world_add_line(&w, LINE_COUNT, 1, LINE_POLICY);
	world_freeze(&w);
	o = offer_of(waiting, post);
	offered[0].ref = w.s->cases[world_case(&w, other)].ref;
	allocation = allocation_of(w.s, &o, &ON_DUTY, &said);
	assert_int_equal(offer_refusal(&allocation.world), REFUSED_OFFERS_PASS_LINE);
	assert_int_equal(allocation.offered, 1);
	assert_int_equal(allocation.lines.working_out.after.cases, 1);
	assert_int_equal(allocation.with_offered.working_out.after.cases, 2);
	assert_int_equal(allocation.with_offered.working_out.after.load_minutes, 2 * (126 + 30));
	assert_ptr_equal(allocation_ruling(&allocation), &allocation.with_offered);
	said.offered_count = 0;
	allocation = allocation_of(w.s, &o, &ON_DUTY, &said);
	assert_int_equal(offer_refusal(&allocation.world), REFUSED_NOT);
	assert_ptr_equal(allocation_ruling(&allocation), &allocation.lines);
}

/* ---- candidates ---- */

static struct candidates_asked asked_for(int32_t case_id)
{
	return (struct candidates_asked){.case_index = world_case(&w, case_id), .role = HOLDING_LEAD, .share = 1000, .instead_of = -1,
		.team = TEAMS_ALL, .sight = sight_of_all(w.a, w.s), .loads = &w.loads, .duty = &ON_DUTY};
}

static struct candidate *candidates(int32_t case_id, size_t *ret_count)
{
	struct candidates_asked asked = asked_for(case_id);
	struct candidate *rows;
	size_t left_out;

	candidates_of(w.a, w.s, &asked, &rows, ret_count, &left_out);
	assert_int_equal(left_out, 0);
	return rows;
}

static void test_candidates__under_their_share_come_first_and_keep_the_boards_order(void **state)
{
	struct post_row manager = world_worker(&w);
	int32_t posts[3], waiting = need_case();
	struct candidate *rows;
	size_t count;

	(void)state;
	manager.role = POST_MANAGER;
	for (int i = 0; i < 3; i++)
		posts[i] = world_add_post(&w, world_worker(&w));
	world_add_post(&w, manager);
	for (int i = 0; i < 11; i++)
		world_hold(&w, plan_case(), posts[0], "2025-06-02", 1000);
	world_hold(&w, plan_case(), posts[1], "2026-03-30", 1000);
	world_freeze(&w);
	rows = candidates(waiting, &count);
	assert_int_equal(count, 3);
	assert_int_equal(rows[0].post, world_post(&w, posts[1]));
	assert_int_equal(rows[1].post, world_post(&w, posts[2]));
	assert_int_equal(rows[2].post, world_post(&w, posts[0]));
	assert_true(rows[1].under);
	assert_false(rows[2].under);
	assert_int_equal(rows[0].new_cases, 1);
	assert_int_equal(rows[2].new_cases, 0);
	assert_int_equal(rows[2].complex_cases, 11);
}

static void test_candidates__show_continuity_and_what_stands_in_the_way(void **state)
{
	struct post_row newly = world_worker(&w);
	int32_t knows = world_add_post(&w, world_worker(&w)), fresh, sibling, waiting;
	struct candidate *rows;
	size_t count;

	(void)state;
	newly.newly_qualified_until = w.day + 100;
	fresh = world_add_post(&w, newly);
	sibling = world_add_case(&w, "2026-03-02", "child_protection_plan", "", "H");
	waiting = world_add_case(&w, "2026-03-02", "child_protection_plan", "", "H");
	world_hold(&w, sibling, knows, "2026-03-02", 1000);
	world_freeze(&w);
	rows = candidates(waiting, &count);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].siblings, 1);
	assert_int_equal(rows[0].refusal, REFUSED_NOT);
	assert_int_equal(rows[1].post, world_post(&w, fresh));
	assert_int_equal(rows[1].siblings, 0);
	assert_true(rows[1].newly_qualified);
	assert_int_equal(rows[1].refusal, REFUSED_NEWLY_QUALIFIED_ALONE);
	rows = candidates(sibling, &count);
	assert_int_equal(rows[0].held_until, DAY_MAX);
}

/* Of what is led by the first of two. */
static int32_t nth_worker_if_given_to(int32_t post, enum holding_role role, int32_t case_id, int32_t led_by)
{
	const struct post_holder holder = {led_by, w.s->persons[w.s->posts[world_post(&w, led_by)].person].person_id, false};
	struct fact led = fact_blank(FACT_HOLDING);
	const struct case_facts facts = {.ref = "C", .facts = &led, .count = 1};
	const struct candidates_asked asked = {.case_index = world_case(&w, case_id), .role = role, .share = 1000, .instead_of = -1,
		.team = TEAMS_ALL, .sight = sight_of_all(w.a, w.s), .loads = &w.loads, .duty = &ON_DUTY, .facts = &facts, .posts = &holder, .posts_count = 1};

	led.post_id = led_by;
	led.role = HOLDING_LEAD;
	led.when = (struct days){w.day - 90, w.day - 30};
	return candidate_of(w.s, &asked, world_post(&w, post)).nth_worker;
}

static void test_candidates__say_where_an_offer_would_change_the_worker(void **state)
{
	int32_t before = world_add_post(&w, world_worker(&w)), other = world_add_post(&w, world_worker(&w)), waiting = plan_case();

	(void)state;
	world_freeze(&w);
	assert_int_equal(nth_worker_if_given_to(before, HOLDING_LEAD, waiting, before), 0);
	assert_int_equal(nth_worker_if_given_to(other, HOLDING_LEAD, waiting, before), 2);
	assert_int_equal(nth_worker_if_given_to(other, HOLDING_CO_WORKER, waiting, before), 0);
}

static void test_candidates__have_the_skills_of_the_person_in_the_post(void **state)
{
	int32_t first = world_add_post(&w, world_worker(&w)), second = world_add_post(&w, world_worker(&w)), waiting = plan_case();
	struct known_skill skills[3] = {{.code = "welsh"}, {.code = "court"}, {.code = "teenagers"}};
	struct candidates_asked asked;
	struct candidate c;

	(void)state;
	world_freeze(&w);
	skills[0].person = w.s->posts[world_post(&w, first)].person;
	skills[1].person = skills[2].person = w.s->posts[world_post(&w, second)].person;
	asked = asked_for(waiting);
	asked.skills = skills;
	asked.skills_count = 3;
	c = candidate_of(w.s, &asked, world_post(&w, second));
	assert_int_equal(c.skills_count, 2);
	assert_string_equal(c.skills[0].code, "court");
	assert_int_equal(candidate_of(w.s, &asked, world_post(&w, first)).skills_count, 1);
}

/* As many as stand side by side, each with more than their share of nothing, and one behind them on the board who is under it. */
static void test_candidates__who_is_under_is_never_left_out_for_who_is_not(void **state)
{
	struct candidates_asked asked;
	struct candidate *rows;
	int32_t under, waiting = need_case();
	size_t count, left_out;

	(void)state;
	for (int i = 0; i < CANDIDATES_MOST + 1; i++) {
		int32_t post = world_add_post(&w, world_worker(&w));

		for (int held = 0; held < 11; held++)
			world_hold(&w, plan_case(), post, "2025-06-02", 1000);
	}
	under = world_add_post(&w, world_worker(&w));
	world_freeze(&w);
	asked = asked_for(waiting);
	candidates_of(w.a, w.s, &asked, &rows, &count, &left_out);
	assert_int_equal(count, CANDIDATES_MOST);
	assert_int_equal(left_out, 2);
	assert_int_equal(rows[0].post, world_post(&w, under));
	assert_true(rows[0].under);
	assert_int_equal(rows[1].post, 0);
}

static void test_candidates__are_those_that_are_seen_and_nobody_else_is_counted(void **state)
{
	struct grant manager = {ROLE_MANAGER, SCOPE_TEAM, ""};
	struct viewer viewer = {.login = "mona", .account_id = 1, .person = "", .grants = &manager, .grants_count = 1};
	struct post_row of_no_team = world_worker(&w);
	struct candidates_asked asked;
	struct candidate *rows;
	int32_t own, waiting = need_case();
	size_t count, left_out;

	(void)state;
	of_no_team.team = -1;
	for (int i = 0; i < CANDIDATES_MOST + 1; i++)
		world_add_post(&w, of_no_team);
	own = world_add_post(&w, world_worker(&w));
	world_freeze(&w);
	viewer.employer = w.s->employer.code;
	manager.code = w.s->teams[w.s->posts[world_post(&w, own)].team].code;
	asked = asked_for(waiting);
	asked.sight = sight_of(w.a, &viewer, w.s, w.s);
	candidates_of(w.a, w.s, &asked, &rows, &count, &left_out);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].post, world_post(&w, own));
	assert_int_equal(left_out, 0);
}

static void test_candidates__work_as_co_workers_beside_the_lead(void **state)
{
	int32_t lead = world_add_post(&w, world_worker(&w)), second = world_add_post(&w, world_worker(&w)), led = plan_case();
	struct candidate *rows;
	size_t count;

	(void)state;
	world_hold(&w, led, lead, "2026-03-02", 1000);
	hold_as_co_worker(led, second);
	world_freeze(&w);
	rows = candidates(led, &count);
	assert_int_equal(rows[1].refusal, REFUSED_CASE_LED);
	assert_int_equal(rows[1].held_until, DAY_MAX);
}

/* ---- any council ---- */

/* Who could be offered a case, by the rules said once more and plainly. */
static bool could_be_offered(const struct snapshot *s, const struct loads *l, int32_t case_index, int32_t post)
{
	const struct case_row *c = &s->cases[case_index];
	enum availability a = l->posts[post].availability;

	if (c->state != CASE_OPEN || (a != AVAILABLE && a != CONTRACT_UNKNOWN))
		return false;
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];
		enum availability holder = h->post >= 0 ? l->posts[h->post].availability : CARRIES_NO_CASES;

		if (h->again || holder == CARRIES_NO_CASES || holder == NO_LONGER_IN_POST)
			continue;
		if (h->post == post ? h->role == HOLDING_LEAD && h->share == 1000 : h->role == HOLDING_LEAD)
			return false;
	}
	for (int32_t i = 0; i < c->comings_count; i++) {
		const struct holding_row *h = &s->comings[c->first_coming + i];
		enum availability holder = l->posts[h->post].availability;

		if (h->post == post ? h->role == HOLDING_LEAD && h->share == 1000
			: h->role == HOLDING_LEAD && holder != CARRIES_NO_CASES && holder != NO_LONGER_IN_POST)
			return false;
	}
	return !is_newly_qualified(s, &s->posts[post]) || !case_is_complex(s, c);
}

static void test_allocation__of_any_council_is_refused_where_the_plain_rules_refuse(void **state)
{
	int32_t offered = 0, refused = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 4; seed++) {
		struct arena *a = arena_new();
		const struct snapshot *s = chance_picture(seed, 0);
		struct loads l = loads_of_snapshot(a, s);

		for (size_t i = 0; i < s->cases_count * s->posts_count; i += 7) {
			struct offer o = {(int32_t)(i / s->posts_count), (int32_t)(i % s->posts_count), HOLDING_LEAD, 1000, -1};
			struct allocation allocation = allocation_of(s, &o, &ON_DUTY, &(struct said_before){0});
			bool plain = could_be_offered(s, &l, o.case_index, o.post) && allocation.lines.rule == LINE_KEPT;

			if (is_joiner(s, &s->posts[o.post]))
				continue;
			assert_int_equal(offer_refusal(&allocation.world) == REFUSED_NOT, plain);
			offered += plain;
			refused += !plain;
		}
		snapshot_drop(s);
		arena_free(a);
	}
	assert_true(offered > 100);
	assert_true(refused > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_offer__of_a_waiting_case_to_somebody_with_room_meets_nothing),
		TEST(test_offer__of_a_case_that_is_closed_or_led_by_another_is_refused),
		TEST(test_offer__is_not_hindered_by_a_manager_a_team_paper_or_an_emergency),
		TEST(test_offer__to_the_holder_is_a_change_or_nothing),
		TEST(test_offer__to_somebody_away_is_refused),
		TEST(test_offer__needs_somebody_on_duty_on_the_other_side),
		TEST(test_offer__stops_at_a_red_rating_until_it_was_talked_about),
		TEST(test_offer__of_complex_work_to_the_newly_qualified_needs_an_experienced_lead),
		TEST(test_offer__of_complex_work_waits_until_a_joiner_has_arrived),
		TEST(test_offer__past_a_line_is_refused_with_the_working_out),
		TEST(test_offer__is_judged_with_all_that_is_offered_already),
		TEST(test_candidates__under_their_share_come_first_and_keep_the_boards_order),
		TEST(test_candidates__show_continuity_and_what_stands_in_the_way),
		TEST(test_candidates__say_where_an_offer_would_change_the_worker),
		TEST(test_candidates__have_the_skills_of_the_person_in_the_post),
		TEST(test_candidates__who_is_under_is_never_left_out_for_who_is_not),
		TEST(test_candidates__are_those_that_are_seen_and_nobody_else_is_counted),
		TEST(test_candidates__work_as_co_workers_beside_the_lead),
		cmocka_unit_test(test_allocation__of_any_council_is_refused_where_the_plain_rules_refuse),
	};

	return RUN_TESTS(tests);
}
