#include "core/notice.h"

#include <stdlib.h>

#include "../../test.h"
#include "exchange/scheme_library.h"
#include "world.h"

#define DAY "2026-06-10"

static const struct grant MANAGER = {ROLE_MANAGER, SCOPE_TEAM, "T"}, DIRECTOR = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""},
	WORKER = {ROLE_WORKER, SCOPE_OWN, ""};

static struct world w;
static struct notices_asked asked;
static struct notice *notices;
static size_t count;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, scheme_by_id("england-children-starter", 0), DAY);
	asked = (struct notices_asked){.now = local_midnight(w.day) + 12 * 60};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void ask(const struct grant *grant, const char *person)
{
	const struct viewer v = {.login = "v", .employer = "E", .person = person, .grants = grant, .grants_count = 1};

	if (w.s == NULL)
		world_freeze(&w);
	asked.snap = w.s;
	asked.sight = sight_of(w.a, &v, w.s, w.s);
	notices_of(w.a, &asked, &notices, &count);
}

static const char *person_of(int32_t post_id)
{
	if (w.s == NULL)
		world_freeze(&w);
	return w.s->persons[w.s->posts[world_post(&w, post_id)].person].code;
}

static void assert_notice(size_t i, enum notice_kind kind, int32_t id, bool waits)
{
	assert_true(i < count);
	assert_int_equal(notices[i].kind, kind);
	assert_int_equal(notices[i].id, id);
	assert_int_equal(notices[i].waits, waits);
}

static void test_notices__are_in_the_order_of_their_deadlines(void **state)
{
	const struct notice_proposal proposals[] = {{.id = 4, .side = PARTY_MANAGER, .since = 1, .due = asked.now + 600},
		{.id = 5, .side = PARTY_WORKER, .since = 1, .due = LOCAL_NEVER}};
	const struct notice_matter matters[] = {{.id = 9, .kind = MATTER_TALK, .since = 1, .due = asked.now - 1}};

	(void)state;
	asked.proposals = proposals;
	asked.proposals_count = 2;
	asked.matters = matters;
	asked.matters_count = 1;
	ask(&MANAGER, "");
	assert_int_equal(notices_waiting(notices, count), 3);
	assert_notice(0, NOTICE_TALK, 9, true);
	assert_true(notices[0].late && notices[0].today);
	assert_notice(1, NOTICE_TERMS, 4, true);
	assert_true(!notices[1].late && notices[1].today);
	assert_notice(2, NOTICE_OFFER, 5, true);
	assert_true(!notices[2].late && !notices[2].today);
	assert_int_equal(notices[2].urgency, URGENCY_AT_ONCE);
}

static void test_notices__call_a_load_far_past_its_line_grave(void **state)
{
	const struct notice_matter matters[] = {{.id = 1, .kind = MATTER_OVER_LINE, .value = LINE_GRAVE_PERMILLE - 1, .due = 1},
		{.id = 2, .kind = MATTER_OVER_LINE, .value = LINE_GRAVE_PERMILLE, .due = 2}};

	(void)state;
	asked.matters = matters;
	asked.matters_count = 2;
	ask(&DIRECTOR, "");
	assert_int_equal(notices[0].urgency, URGENCY_AT_ONCE);
	assert_int_equal(notices[1].urgency, URGENCY_GRAVE);
}

static void test_notices__tell_the_manager_a_week_before_an_exception_ends(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w));

	(void)state;
	world_add_exception(&w, post, world_add_line(&w, LINE_COUNT, 10, LINE_POLICY), 12); /* until 7 July */
	ask(&MANAGER, "");
	assert_int_equal(count, 1);
	assert_int_equal(notices[0].kind, NOTICE_EXCEPTION_ENDS);
	assert_false(notices[0].waits);
	assert_int_equal(local_day(notices[0].due), w.day + 27);
	ask(&WORKER, person_of(post));
	assert_int_equal(count, 1);
	ask(&DIRECTOR, "");
	assert_int_equal(count, 0);
}

static void test_notices__let_the_end_of_protection_only_come(void **state)
{
	struct post_row row = world_worker(&w);
	int32_t post;

	(void)state;
	row.newly_qualified_until = w.day + 30;
	post = world_add_post(&w, row);
	ask(&WORKER, person_of(post));
	assert_int_equal(count, 1);
	assert_notice(0, NOTICE_PROTECTION_ENDS, post, false);
	assert_int_equal(local_day(notices[0].due), w.day + 29);
	assert_int_equal(notices_waiting(notices, count), 0);
}

/* A case that waits, and that somebody said they would look at again on a day. */
static int32_t case_to_look_at(int32_t next)
{
	const struct review_row r = {.risk = "high", .safety = "duty-visit", .why = "no-room", .next = next, .when = {w.day - 5, DAY_MAX}};
	int32_t id = world_add_case(&w, "2026-05-01", "child_in_need_plan", "", "");

	snapshot_add_review(w.b, &r, id);
	return id;
}

static void test_notices__tell_the_manager_when_a_case_that_waits_is_looked_at_again(void **state)
{
	struct pile_row *rows;
	int32_t late = case_to_look_at(w.day - 1), soon = case_to_look_at(w.day + 9), far = case_to_look_at(w.day + NOTICE_DAYS_AHEAD + 1);

	(void)state;
	(void)far;
	world_freeze(&w);
	pile_of_snapshot(w.a, w.s, &w.loads, &rows, &asked.pile_count);
	asked.pile = rows;
	ask(&MANAGER, "");
	assert_int_equal(count, 2);
	assert_notice(0, NOTICE_LOOK, late, true);
	assert_true(notices[0].late);
	assert_notice(1, NOTICE_LOOK, soon, false);
	assert_int_equal(local_day(notices[1].due), w.day + 9);
	assert_int_equal(notices[1].case_index, world_case(&w, soon));
	ask(&DIRECTOR, "");
	assert_int_equal(count, 0);
}

static int32_t case_said_to_need(int32_t post_id, const char *why, int32_t from)
{
	const struct view_row view = {.minutes = 60, .why = why, .when = {from, DAY_MAX}};
	int32_t id = world_add_case(&w, "2026-05-01", "child_in_need_plan", "", "");

	world_hold(&w, id, post_id, "2026-05-01", 1000);
	snapshot_add_view(w.b, &view, id);
	return id;
}

/* A talk that there was not is theirs to deny. */
static void test_notices__tell_the_holder_for_a_week_that_a_case_is_recorded_as_needing_less(void **state)
{
	int32_t post = world_add_post(&w, world_worker(&w)), fresh = case_said_to_need(post, "calmer", w.day - NOTICE_LESS_DAYS + 1);

	(void)state;
	(void)case_said_to_need(post, "calmer", w.day - NOTICE_LESS_DAYS);
	(void)case_said_to_need(post, "risk", w.day);
	ask(&WORKER, person_of(post));
	assert_int_equal(count, 1);
	assert_notice(0, NOTICE_NEEDS_LESS, fresh, true);
	assert_int_equal(local_day(notices[0].due), w.day);
	ask(&MANAGER, "");
	assert_int_equal(count, 0);
}

static void test_notices__tell_both_when_the_first_weeks_of_somebody_new_end(void **state)
{
	struct post_row row = world_worker(&w);
	int32_t post, last;

	(void)state;
	row.joined = row.when.from = w.day - 7;
	post = world_add_post(&w, row);
	ask(&MANAGER, "");
	last = ramp_until(w.s, &w.s->posts[world_post(&w, post)]) - 1;
	assert_true(last > w.day);
	assert_int_equal(count, 1);
	assert_notice(0, NOTICE_RAMP_ENDS, post, false);
	assert_int_equal(local_day(notices[0].due), last);
	ask(&WORKER, person_of(post));
	assert_int_equal(count, 1);
}

static void test_notices__say_nothing_to_a_worker_of_somebody_else(void **state)
{
	struct post_row row = world_worker(&w);
	int32_t other;

	(void)state;
	row.newly_qualified_until = w.day + 30;
	(void)world_add_post(&w, row);
	other = world_add_post(&w, world_worker(&w));
	ask(&WORKER, person_of(other));
	assert_int_equal(count, 0);
}

/* ---- the table of docs/notices.md ---- */

static void check_row(const char *text, const char *code, enum notice_urgency urgency)
{
	const char *row = strstr(text, arena_printf(w.a, "\n| `%s` |", code)), *end = row != NULL ? strchr(row + 1, '\n') : NULL, *last = end;

	if (end == NULL)
		fail_msg("docs/notices.md has no row for '%s'", code);
	for (int bars = 0; bars < 2; last--)
		bars += last[-1] == '|' ? 1 : 0;
	if ((strncmp(last, "| yes", 5) == 0) != (urgency == URGENCY_AT_ONCE))
		fail_msg("docs/notices.md says another urgency of '%s'", code);
}

static void test_notices__stand_in_the_document_each_with_its_urgency(void **state)
{
	static const struct {
		const char *code;
		enum notice_urgency urgency;
	} KINDS[] = {
#define NOTICE(name, code, words, urgency) {code, URGENCY_##urgency},
#include "core/notice.def"
#undef NOTICE
	};
	char text[20000];
	FILE *f;

	(void)state;
	f = fopen(arena_printf(w.a, "%s/../../docs/notices.md", getenv("PLIMSOLL_FIXTURES")), "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	(void)fclose(f);
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		check_row(text, KINDS[i].code, KINDS[i].urgency);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_notices__are_in_the_order_of_their_deadlines),
		TEST(test_notices__call_a_load_far_past_its_line_grave),
		TEST(test_notices__tell_the_manager_a_week_before_an_exception_ends),
		TEST(test_notices__let_the_end_of_protection_only_come),
		TEST(test_notices__tell_the_manager_when_a_case_that_waits_is_looked_at_again),
		TEST(test_notices__tell_the_holder_for_a_week_that_a_case_is_recorded_as_needing_less),
		TEST(test_notices__tell_both_when_the_first_weeks_of_somebody_new_end),
		TEST(test_notices__stand_in_the_document_each_with_its_urgency),
		TEST(test_notices__say_nothing_to_a_worker_of_somebody_else),
	};

	return RUN_TESTS(tests);
}
