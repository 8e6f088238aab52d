/* An invented council at work: what each role finds there, and its patterns beside a count of the rows that is made another way. */

#include "base/clock.h"
#include "office.h"
#include "service/clock/watch.h"
#include "service/demo/demo_life.h"
#include "service/demo/make_demo.h"
#include "service/allocation/patterns.h"
#include "service/pictures/scheme_use.h"
#include "store/load_facts.h"
#include "store/matters.h"
#include "store/proposals.h"

enum { TODAY_NOON = 1790160600 }; /* Wednesday, 23 September 2026, 11:50 in London */

static struct scene {
	struct office *o;
	struct store *store;
	const struct snapshot *s;
	int32_t today;
} scene;

static void ok(int rc)
{
	if (rc < 0)
		fail_msg("%s", scene.o->err.text);
}

static int scene_open(void **state)
{
	struct demo_request r = {.actor = "test", .instant = TODAY_NOON};
	struct demo_made made;

	if (office_open(state) != 0)
		return -1;
	clock_set_zone("Europe/London");
	scene = (struct scene){.o = *state, .today = clock_day_of(TODAY_NOON)};
	r.database = scene.o->database;
	r.employer = "demo";
	r.council = (struct council_options){.workers = 60, .cases = 900, .seed = 7, .day = scene.today};
	ok(demo_make(scene.o->a, &r, &made, &scene.o->err));
	ok(store_open(scene.o->database, STORE_READ, &scene.store, &scene.o->err));
	ok(schemes_of_store(scene.store, &scene.o->err));
	ok(store_snapshot(scene.store, "demo", scene.today, &scene.s, &scene.o->err));
	return 0;
}

static int scene_close(void **state)
{
	snapshot_drop(scene.s);
	store_close(scene.store);
	return office_close(state);
}

static void test_life__has_an_offer_in_every_state_that_waits_for_somebody(void **state)
{
	static const enum negotiation_state STATES[] = {NEGOTIATION_DRAFT, NEGOTIATION_OFFERED, NEGOTIATION_DISCUSSED,
		NEGOTIATION_CONDITIONAL, NEGOTIATION_MORE_WANTED, NEGOTIATION_HELD};
	struct proposal_row *rows;
	size_t count;

	(void)state;
	ok(store_proposals_open(scene.store, scene.o->a, scene.s->employer.id, &rows, &count, &scene.o->err));
	for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++) {
		bool found = false;

		for (size_t j = 0; j < count; j++)
			found = found || rows[j].state == STATES[i];
		if (!found)
			fail_msg("no proposal is %s", negotiation_state_code(STATES[i]));
	}
}

static void test_life__knows_the_days_off_of_its_manager(void **state)
{
	struct account_row row;
	struct grant *grants;
	size_t count;

	(void)state;
	ok(store_account(scene.store, scene.o->a, scene.s->employer.id, "demo-manager", &row, &scene.o->err));
	ok(store_grants(scene.store, scene.o->a, scene.s->employer.id, row.account_id, &grants, &count, &scene.o->err));
	assert_int_equal(count, 1);
	assert_true(row.person[0] != '\0');
	assert_string_equal(row.person, scene.s->teams[snapshot_find_team(scene.s, grants[0].code)].manager_code);
}

static void test_life__has_something_for_manager_head_and_supervisor_to_answer(void **state)
{
	static const enum matter_kind KINDS[] = {MATTER_HAND_BACK, MATTER_TALK, MATTER_EXCEPTION, MATTER_LINE, MATTER_CLOSING, MATTER_OVER_LINE};
	struct matter_row *rows;
	size_t count;

	(void)state;
	ok(store_matters_open(scene.store, scene.o->a, scene.s->employer.id, &rows, &count, &scene.o->err));
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
		bool found = false;

		for (size_t j = 0; j < count; j++)
			found = found || (rows[j].kind == KINDS[i] && rows[j].matter.state == MATTER_OPEN);
		if (!found)
			fail_msg("no matter is open of the kind %s", matter_kind_code(KINDS[i]));
	}
}

/* What the clock has to do has been done, and on the day that it had to be. */
static void test_life__leaves_nothing_to_the_clock_of_the_first_minute(void **state)
{
	struct watch_counts counts;
	struct matter_row *rows;
	struct store *store;
	size_t count;
	int grave = 0;

	(void)state;
	ok(store_open(scene.o->database, STORE_WRITE, &store, &scene.o->err));
	ok(schemes_of_store(store, &scene.o->err));
	ok(watch_once(store, "demo", TODAY_NOON, &counts, &scene.o->err));
	store_close(store);
	assert_int_equal(counts.employers, 1);
	assert_int_equal(counts.raised + counts.escalated + counts.lapsed + counts.expired + counts.over, 0);
	ok(store_matters_open(scene.store, scene.o->a, scene.s->employer.id, &rows, &count, &scene.o->err));
	for (size_t i = 0; i < count; i++) {
		bool told = false;

		if (rows[i].kind != MATTER_OVER_LINE || rows[i].value < LINE_GRAVE_PERMILLE || rows[i].steps[0].level != 0)
			continue;
		grave++;
		for (size_t j = 0; j < count; j++)
			told |= j != i && rows[j].kind == MATTER_OVER_LINE && rows[j].post_id == rows[i].post_id &&
				clock_day_of(rows[j].steps[0].instant) == rows[i].when.from;
		assert_true(told);
	}
	assert_true(grave > 0);
}

static void test_life__lets_a_director_alone_allow_what_is_grave(void **state)
{
	(void)state;
	for (size_t i = 0; i < scene.s->exceptions_count; i++) {
		const struct exception_row *x = &scene.s->exceptions[i];

		if (x->value >= LINE_GRAVE_PERMILLE)
			assert_non_null(strstr(x->allowed_by, "director"));
	}
}

static void test_life__has_what_people_say_and_what_is_allowed(void **state)
{
	int red = 0, green = 0, on_paper = 0, emergency = 0, renewed = 0, joined = 0, leaves = 0, owed = 0;

	(void)state;
	assert_true(scene.s->employer.live);
	for (size_t i = 0; i < scene.s->ratings_count; i++) {
		red += scene.s->ratings[i].value == RATING_RED;
		green += scene.s->ratings[i].value <= 2;
	}
	for (size_t i = 0; i < scene.s->holdings_count; i++) {
		on_paper += scene.s->holdings[i].standing == HOLDING_ON_PAPER;
		emergency += scene.s->holdings[i].standing == HOLDING_EMERGENCY;
	}
	for (size_t i = 0; i < scene.s->exceptions_count; i++)
		renewed += scene.s->exceptions[i].renewals > 0;
	for (size_t i = 0; i < scene.s->posts_count; i++) {
		joined += scene.s->posts[i].when.from == scene.today - 7;
		owed += scene.s->posts[i].owed_minutes > 0;
		leaves += scene.s->posts[i].when.until == scene.today + 21;
	}
	assert_true(red > 0 && green > 0);
	assert_true(on_paper == 1 && emergency == 1);
	assert_true(renewed == 1 && scene.s->exceptions_count > 1);
	assert_true(joined >= 1 && leaves >= 1);
	assert_true(scene.s->views_count == 1 && scene.s->surges_count == 1 && scene.s->reviews_count > 0);
	assert_true(owed >= 2);
}

/* ---- patterns, counted another way ---- */

static int32_t counted(const char *sql)
{
	return (int32_t)place_number(&scene.o->place, sql);
}

/* From 26 August, since when allocations are negotiated, to today; in summer time, an hour ahead of the clock of the world. */
#define DAY "((s.instant + 3600) / 86400)"
#define PERIOD DAY " between 20691 and 20719"
#define BEGAN "from holding h join post p on p.id = h.post_id and p.unmade is null where h.unmade is null and p.role <> 'manager' " \
	"and h.valid_from between '2026-08-26' and '2026-09-23' and coalesce(h.standing, '') <> 'emergency' " \
	"and h.case_id || ' ' || p.person_id not in (select o.case_id || ' ' || op.person_id from holding o join post op on op.id = o.post_id " \
	"and op.unmade is null where o.unmade is null and o.valid_from < h.valid_from and coalesce(o.valid_until, '9') >= h.valid_from)"

static void test_life__has_the_patterns_that_its_rows_have(void **state)
{
	static const struct {
		enum pattern pattern;
		const char *count, *of;
	} EXPECTED[] = {
		{PATTERN_NO_DISCUSSION, "select count(*) " BEGAN " and h.proposal_id is null and coalesce(h.standing, 'stands') = 'stands'",
			"select count(*) " BEGAN},
		{PATTERN_ON_PAPER, "select count(*) " BEGAN " and h.standing = 'on-paper'", "select count(*) " BEGAN},
		{PATTERN_MONTH_END, "select count(*) " BEGAN " and h.valid_from between '2026-08-28' and '2026-08-31'",
			"select count(*) " BEGAN},
		{PATTERN_BEFORE_RETURN, "select count(*) " BEGAN " and h.valid_from >= '2026-09-17'", "select count(*) " BEGAN},
		{PATTERN_DECLINED, "select count(*) from proposal_step s where step = 'decline' and " PERIOD,
			"select count(*) from proposal_step s where step in ('decline', 'agree', 'agree-if') and " PERIOD},
		{PATTERN_BACKDATED, "select count(*) from proposal_step s where step = 'discuss' and " PERIOD
			" and " DAY " - (talked_at + 3600) / 86400 > 2",
			"select count(*) from proposal_step s where step = 'discuss' and " PERIOD},
		{PATTERN_OUT_OF_HOURS, "select count(*) from proposal_step s where step in ('agree', 'agree-if') and " PERIOD
			" and ((instant + 3600) % 86400 not between 9 * 3600 and 17 * 3600 - 1 or (" DAY " + 4) % 7 in (0, 6))",
			"select count(*) from proposal_step s where step in ('agree', 'agree-if') and " PERIOD},
		{PATTERN_HAND_BACK_REFUSED, "select count(*) from matter_step s join matter m on m.id = s.matter_id where m.kind = 'hand-back' and "
			"outcome in ('refused', 'talked') and " PERIOD,
			"select count(*) from matter_step s join matter m on m.id = s.matter_id where m.kind = 'hand-back' and outcome <> '' and " PERIOD},
	};
	const struct patterns_asked asked = {{date_from_civil(2026, 8, 26), scene.today + 1}, TEAMS_ALL};
	struct patterns_shown told;

	(void)state;
	assert_int_equal(scene.today, date_from_civil(2026, 9, 23));
	assert_int_equal(asked.period.from, scene.today - DEMO_LIVE_DAYS);
	ok(patterns_read(scene.store, scene.o->a, scene.s, sight_of_all(scene.o->a, scene.s), &asked, &told, &scene.o->err));
	for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
		const struct pattern_cell *cell = pattern_at(&told.all, EXPECTED[i].pattern, TEAMS_ALL, CONTRACT_ALL);
		int32_t count = counted(EXPECTED[i].count), of = counted(EXPECTED[i].of);

		assert_true(of > 0);
		if (cell->count != count || cell->of != of)
			fail_msg("%s: %d of %d, and the rows say %d of %d", pattern_code(EXPECTED[i].pattern), cell->count, cell->of, count, of);
	}
	assert_true(pattern_at(&told.all, PATTERN_IN_SECONDS, TEAMS_ALL, CONTRACT_ALL)->count > 0);
	assert_true(pattern_at(&told.all, PATTERN_OFFERED_AGAIN, TEAMS_ALL, CONTRACT_ALL)->count > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life__has_an_offer_in_every_state_that_waits_for_somebody),
		cmocka_unit_test(test_life__knows_the_days_off_of_its_manager),
		cmocka_unit_test(test_life__has_something_for_manager_head_and_supervisor_to_answer),
		cmocka_unit_test(test_life__leaves_nothing_to_the_clock_of_the_first_minute),
		cmocka_unit_test(test_life__lets_a_director_alone_allow_what_is_grave),
		cmocka_unit_test(test_life__has_what_people_say_and_what_is_allowed),
		cmocka_unit_test(test_life__has_the_patterns_that_its_rows_have),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, scene_open, scene_close);
}
