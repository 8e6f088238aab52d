/* Every way on which somebody comes to hold a case, or more of one: none leads past a line without an exception.
 *
 * Team North has a line of two cases for each worker, and one of a tenth of the capacity for Cat's team. Ann (W1) holds two cases and
 * Ben (W2) one; C3 to C6 wait. Each way is walked on a council of its own, to where it has to stop.
 */
#include <glob.h>

#include "allocation_desk.h"
#include "service/import/import_undo.h"
#include "service/allocation/undo_own.h"

#define MORE_CASES "case,opened,service,team,type\nC4,2026-06-01,children,North,\nC5,2026-06-01,children,North,\n" \
	"C6,2026-06-01,children,North,\nC7,2026-06-01,children,North,\n" \
	"S1,2026-06-01,children,South,child_protection_plan\nS2,2026-06-01,children,South,child_protection_plan\n"
#define MORE_HOLDINGS "case,worker,from,share\nC7,W2,2026-06-02,1\nS1,W3,2026-06-02,1\nS2,W3,2026-06-02,0.1\n"
#define MORE_LINES "scope,target,kind,value,status,agreed_by,from\nteam,South,percent,10,policy,Employer,2026-01-01\n"

static int open_council(void **state)
{
	struct commit *c;

	if (allocation_desk_open(state) != 0)
		return -1;
	(void)IMPORT(desk.office, office_file(desk.office, "cases2.csv", MORE_CASES),
		office_file(desk.office, "holdings2.csv", MORE_HOLDINGS), office_file(desk.office, "lines2.csv", MORE_LINES));
	c = begin();
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	add_account(c, "hed");
	add_account(c, "sum");
	end(c);
	return 0;
}

/* ---- what must be so whatever was done ---- */

static void assert_lines_are_kept_on(int32_t day, const char *way)
{
	const struct snapshot *s = NULL;
	struct loads loads;

	DESK_OK(store_snapshot(desk.store, "council", day, &s, &desk.err));
	loads = loads_of_snapshot(desk.a, s);
	for (int32_t post = 0; post < (int32_t)s->posts_count; post++) {
		struct line_state worst;

		if (is_past_line(s, post, &loads.posts[post], &worst))
			fail_msg("%s: %s holds %d cases and %d of %d minutes, which is past a line", way,
				s->persons[s->posts[post].person].code, loads.posts[post].cases, loads.posts[post].load_minutes,
				loads.posts[post].capacity_minutes);
	}
	snapshot_drop(s);
}

/* ---- short ways ---- */

static int32_t talked_about(const char *ref, const char *worker, const char *login)
{
	struct allocation_proposing p = proposing("mia", ref, worker);
	int32_t id;

	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	DESK_OK(talk("mia", id, login));
	return id;
}

static void assert_stopped(int rc)
{
	assert_int_equal(rc, PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_LINE_PASSED);
}

static int undo_entry(const char *login, int64_t sequence)
{
	const struct undo_own_request r = {.by = desk_by(login), .sequence = sequence};

	return undo_own(desk.store, &r, &desk.err);
}

/* Ann gives back C1, and Mia agrees; the entry. */
static int64_t give_back(void)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = "C1",
		.note = "There is no time for it"};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	return desk_last_entry().sequence;
}

/* Ann takes on a case within seconds: the clock of the desk is turned back afterwards. */
static void take_on_at_once(const char *ref)
{
	struct allocation_proposing p = proposing("sum", ref, "W1");
	int64_t now = desk.now;

	DESK_OK(propose(&p));
	DESK_OK(talk("sum", outcome.proposal_id, "ann"));
	DESK_OK(take_plain("ann", outcome.proposal_id, STEP_AGREE));
	desk.now = now + 30;
}

static struct import_report tell(const char *name, const char *rows)
{
	return IMPORT(desk.office, office_file(desk.office, name, rows));
}

/* Ben gets a second case by a file, while one is offered to him. */
static void take_bens_room(void)
{
	(void)tell("holdings3.csv", "case,worker,from\nC5,W2,2026-07-01\n");
}

/* ---- the ways ---- */

static void by_an_offer(void)
{
	struct allocation_proposing p = proposing("mia", "C3", "W1");

	assert_stopped(propose(&p));
}

static void by_a_draft_that_is_offered(void)
{
	struct allocation_proposing p = proposing("mia", "C3", "W1");

	p.offer = false;
	DESK_OK(propose(&p));
	assert_stopped(take_plain("mia", outcome.proposal_id, STEP_OFFER));
}

static void by_several_offers(void)
{
	struct allocation_proposing p = proposing("mia", "C4", "W2");

	(void)talked_about("C3", "W2", "ben");
	p.by.instant = desk.now;
	assert_int_equal(propose(&p), PL_INVALID);
	assert_int_equal(outcome.refusal, REFUSED_OFFERS_PASS_LINE);
}

static void by_an_answer_when_the_room_is_gone(void)
{
	int32_t id = talked_about("C4", "W2", "ben");

	take_bens_room();
	assert_stopped(take_plain("ben", id, STEP_AGREE));
}

static void by_conditions_that_are_accepted(void)
{
	const struct agreed_condition condition = {.kind = "supervision", .due = desk_today() + 7, .note = ""};
	int32_t other = talked_about("C4", "W2", "ben");
	struct allocation_step s = step_of("ben", other, STEP_AGREE_IF);

	s.conditions = &condition;
	s.conditions_count = 1;
	DESK_OK(take(&s));
	take_bens_room();
	assert_stopped(take_plain("mia", other, STEP_ACCEPT));
}

static void by_giving_what_was_wanted(void)
{
	int32_t other = talked_about("C4", "W2", "ben");

	DESK_OK(take_for("ben", other, STEP_WANT, "facts"));
	take_bens_room();
	assert_stopped(take_plain("mia", other, STEP_GIVE));
}

static void by_a_batch(void)
{
	struct allocation_proposing rows[3] = {proposing("mia", "C3", "W2"), proposing("mia", "C4", "W2"), proposing("mia", "C5", "W1")};
	struct allocation_item items[3];

	DESK_OK(allocation_batch(desk.store, rows, 3, items, &desk.err));
	desk.now += 60;
	assert_int_equal(items[2].outcome.refusal, REFUSED_LINE_PASSED);
	assert_int_equal(items[1].outcome.refusal, REFUSED_OFFERS_PASS_LINE);
	DESK_OK(talk("mia", items[0].outcome.proposal_id, "ben"));
	DESK_OK(take_plain("ben", items[0].outcome.proposal_id, STEP_AGREE));
}

static void by_a_hand_over(void)
{
	struct allocation_proposing p = proposing("mia", "C7", "W1");

	p.instead_of = desk_post("W2");
	assert_stopped(propose(&p));
}

static void by_a_larger_share(void)
{
	struct allocation_proposing p = proposing("tom", "S2", "W3");

	p.terms.risk_with = "tom";
	assert_stopped(propose(&p));
	p.terms.share = 200;
	assert_int_equal(propose(&p), 0);
}

static void by_co_working(void)
{
	struct allocation_proposing p = proposing("mia", "C7", "W1");

	p.terms.role = HOLDING_CO_WORKER;
	p.terms.share = 100;
	assert_stopped(propose(&p));
}

static void by_an_emergency_that_goes_on(void)
{
	int32_t other = talked_about("C4", "W2", "ben");

	take_bens_room();
	DESK_OK(take_for("ben", other, STEP_HOLD, "safety"));
	DESK_OK(talk("mia", other, "ben"));
	assert_stopped(take_plain("ben", other, STEP_AGREE));
	DESK_OK(take_for("mia", other, STEP_WITHDRAW, "changed"));
}

/* Ben has one, and agrees to two that begin later. */
static void by_two_that_begin_later(void)
{
	struct allocation_proposing p = proposing("mia", "C3", "W2"), q = proposing("mia", "C4", "W2");
	int32_t id;

	p.terms.starts = desk_today() + 20;
	q.terms.starts = desk_today() + 10;
	DESK_OK(propose(&p));
	id = outcome.proposal_id;
	DESK_OK(talk("mia", id, "ben"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	assert_stopped(propose(&q));
}

/* Past the line only between two days on which something begins. */
static void by_one_between_two_days(void)
{
	struct allocation_proposing p = proposing("mia", "C6", "W2");

	(void)tell("ahead.csv", "case,worker,from,until\nC4,W2,2026-07-10,2026-07-20\nC5,W2,2026-08-10,2026-08-20\n");
	(void)tell("end.csv", "case,worker,from,until\nC7,W2,2026-06-02,2026-07-30\n");
	assert_stopped(propose(&p));
}

static void by_an_import(void)
{
	assert_int_equal(tell("new.csv", "case,worker,from\nC3,W1,2026-07-01\n").holdings_on_paper, 1);
}

static void by_an_import_of_a_larger_share(void)
{
	(void)tell("share.csv", "case,worker,from,share\nS2,W3,2026-06-02,1\n");
}

static void by_an_import_that_opens_what_has_ended(void)
{
	(void)tell("ended.csv", "case,worker,from,until\nC1,W1,2026-01-06,2026-06-30\n");
	take_on_at_once("C3");
	(void)tell("again.csv", "case,worker,from,until\nC1,W1,2026-06-30,\n");
}

static void by_two_imports_of_what_begins_later(void)
{
	assert_int_equal(tell("one.csv", "case,worker,from\nC3,W2,2026-07-20\n").holdings_without_talk, 1);
	assert_int_equal(tell("other.csv", "case,worker,from\nC4,W2,2026-07-21\n").holdings_on_paper, 1);
}

static void by_an_import_after_an_agreement(void)
{
	DESK_OK(take_plain("ben", talked_about("C3", "W2", "ben"), STEP_AGREE));
	assert_int_equal(tell("new.csv", "case,worker,from\nC4,W2,2026-07-01\n").holdings_on_paper, 1);
}

/* A team goes under another, and its cases to who is there: what they gain is put to the line. */
static void by_an_import_that_merges_teams(void)
{
	(void)IMPORT(desk.office, office_file(desk.office, "workers2.csv",
		"worker,name,team,role,fte,contract_hours\nW3,Cat,North,social-worker,1,37\n"),
		office_file(desk.office, "merged.csv", "case,worker,from,until\nC2,W1,2026-01-06,2026-07-01\nC2,W3,2026-07-01,\n"));
}

static void by_taking_a_hand_back_back(void)
{
	int64_t agreed = give_back();

	take_on_at_once("C3");
	assert_int_equal(undo_entry("mia", agreed), PL_CONFLICT);
}

static void by_taking_a_closing_back(void)
{
	const struct closing_asked asked = {.by = desk_by("mia"), .ref = "C1", .reason = CLOSING_NEEDS_MET, .note = ""};
	struct closing_outcome closing;
	int64_t closed;

	DESK_OK(closing_make(desk.store, &asked, &closing, &desk.err));
	DESK_OK(desk_answer("sup", closing.matter_id, OUTCOME_AGREED));
	closed = desk_last_entry().sequence;
	take_on_at_once("C3");
	assert_int_equal(undo_entry("sup", closed), PL_CONFLICT);
}

/* Ben took C1 over from Ann, and she has taken another on since. */
static void by_taking_a_hand_over_back(void)
{
	struct allocation_proposing p = proposing("mia", "C1", "W2");
	int64_t agreed;

	p.instead_of = desk_post("W1");
	DESK_OK(propose(&p));
	DESK_OK(talk("mia", outcome.proposal_id, "ben"));
	DESK_OK(take_plain("ben", outcome.proposal_id, STEP_AGREE));
	agreed = desk_last_entry().sequence;
	desk.now -= 60;
	take_on_at_once("C3");
	assert_int_equal(undo_entry("ben", agreed), PL_CONFLICT);
}

static int32_t line_of_north(void)
{
	const struct snapshot *s = desk_picture();
	int32_t north = snapshot_find_team(s, "north"), id = 0;

	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].scope == LINE_TEAM && s->lines[i].target == north)
			id = s->lines[i].line_id;
	snapshot_drop(s);
	return id;
}

static void by_taking_an_exception_back(void)
{
	const struct matter_asking asking = {.by = desk_by("mia"), .kind = MATTER_EXCEPTION, .post_id = desk_post("W1"),
		.line_id = line_of_north(), .value = 3, .when = {desk_today(), desk_today() + 28}, .note = "Two colleagues are away"};
	int64_t given;
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	DESK_OK(desk_answer("hed", id, OUTCOME_AGREED));
	given = desk_last_entry().sequence;
	take_on_at_once("C3");
	assert_int_equal(undo_entry("hed", given), PL_CONFLICT);
}

static void by_taking_an_import_back(void)
{
	const struct import_undo_request r = {.database = desk.office->database, .employer = "council", .sequence = 0, .actor = "root",
		.instant = desk.now};
	struct import_undone undone;

	(void)tell("ended.csv", "case,worker,from,until\nC1,W1,2026-01-06,2026-06-30\n");
	take_on_at_once("C3");
	assert_int_equal(import_undo(&r, &undone, &desk.err), PL_CONFLICT);
}

static void by_opening_a_closed_case_again(void)
{
	const struct reopening_asked again = {.by = desk_by("mia"), .ref = "C1", .why = "too-soon"};
	struct closing_outcome closing;
	struct reopening_outcome reopened;

	DESK_OK(desk_closing("mia", "ann", "C1", &closing));
	take_on_at_once("C3");
	DESK_OK(closing_reopen(desk.store, &again, &reopened, &desk.err));
	(void)tell("held.csv", "case,worker,from\nC1,W1,2026-07-02\n");
}

static const struct way {
	const char *words;
	void (*walk)(void);
	bool excepted; /* for four weeks; then it is broken, and the clock tells of it */
} WAYS[] = {
	{"an offer", by_an_offer, false},
	{"a draft that is offered", by_a_draft_that_is_offered, false},
	{"several offers", by_several_offers, false},
	{"an answer when the room is gone", by_an_answer_when_the_room_is_gone, false},
	{"conditions that are accepted", by_conditions_that_are_accepted, false},
	{"giving what was wanted", by_giving_what_was_wanted, false},
	{"a batch", by_a_batch, false},
	{"a hand-over", by_a_hand_over, false},
	{"a larger share", by_a_larger_share, false},
	{"co-working", by_co_working, false},
	{"an emergency that goes on", by_an_emergency_that_goes_on, false},
	{"two that begin later", by_two_that_begin_later, false},
	{"one between two days on which something begins", by_one_between_two_days, false},
	{"an import", by_an_import, false},
	{"an import of a larger share", by_an_import_of_a_larger_share, false},
	{"an import that opens what has ended", by_an_import_that_opens_what_has_ended, false},
	{"two imports of what begins later", by_two_imports_of_what_begins_later, false},
	{"an import after an agreement", by_an_import_after_an_agreement, false},
	{"an import that merges teams", by_an_import_that_merges_teams, false},
	{"taking a hand-back back", by_taking_a_hand_back_back, false},
	{"taking a closing back", by_taking_a_closing_back, false},
	{"taking a hand-over back", by_taking_a_hand_over_back, false},
	{"taking an exception back", by_taking_an_exception_back, true},
	{"taking an import back", by_taking_an_import_back, false},
	{"opening a closed case again", by_opening_a_closed_case_again, false},
};

static void test_guard__lets_no_way_make_a_holding_past_a_line_without_an_exception(void **state)
{
	static const int32_t DAYS[] = {0, 8, 10, 15, 19, 20, 40, 60};

	(void)state;
	for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
		void *council;

		assert_int_equal(open_council(&council), 0);
		print_message("# %s\n", WAYS[i].words);
		WAYS[i].walk();
		for (size_t k = 0; k < sizeof DAYS / sizeof *DAYS && !(WAYS[i].excepted && DAYS[k] >= 28); k++)
			assert_lines_are_kept_on(desk_today() + DAYS[k], WAYS[i].words);
		(void)desk_close(&council);
	}
}

/* ---- and there is no other ---- */

/* Who writes facts of cases, people, lines and settings, or takes an entry back: each passes the guard or makes nothing heavier. A
 * new one has to be walked above, or to stand here with the reason. */
static const struct {
	const char *file, *call, *why;
} WRITERS[] = {
	{"allocation_holding.c", "commit_case(", "walked"},
	{"import_plan.c", "commit_case(", "walked"},
	{"import_plan.c", "commit_roster(", "walked"},
	{"reversal.c", "commit_undo(", "walked: the only one, and it asks the guard"},
	{"closing.c", "commit_case(", "opening again makes no holding: walked"},
	{"closing.c", "change_facts(", "ends holdings"},
	{"matter_step.c", "commit_case(", "for those that ask for it by change_facts"},
	{"matter_step.c", "change_facts(", "the function itself"},
	{"matter_follows.c", "change_facts(", "ends a holding"},
	{"matter_follows.c", "commit_roster(", "lines that two people agreed on"},
	{"watch_take.c", "change_facts(", "ends an emergency hold"},
	{"workers_word.c", "commit_case(", "what a case needs: heavier at once, and the clock tells of the line"},
	{"restriction.c", "commit_case(", "who may open a case"},
	{"demo_life.c", "commit_case(", "of an invented council only"},
	{"demo_life_past.c", "commit_roster(", "of an invented council only"},
};

static bool is_known(const char *file, const char *call)
{
	for (size_t i = 0; i < sizeof WRITERS / sizeof *WRITERS; i++)
		if (str_equal(WRITERS[i].file, file) && str_equal(WRITERS[i].call, call))
			return true;
	return false;
}

static char *read_whole(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = arena_alloc(a, 200000);
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, 199999, f);
	text[n] = '\0';
	(void)fclose(f);
	return text;
}

static void test_guard__knows_all_that_write_what_somebody_carries(void **state)
{
	static const char *const CALLS[] = {"commit_case(", "commit_roster(", "commit_undo(", "change_facts("};
	struct arena *a = arena_new();
	const char *folder = arena_printf(a, "%s/../../src/service", getenv("PLIMSOLL_FIXTURES"));
	glob_t files = {0};
	size_t found = 0;

	(void)state;
	assert_int_equal(glob(arena_printf(a, "%s/*.c", folder), 0, NULL, &files), 0);
	assert_int_equal(glob(arena_printf(a, "%s/*/*.c", folder), GLOB_APPEND, NULL, &files), 0);
	for (size_t f = 0; f < files.gl_pathc; f++) {
		const char *name = strrchr(files.gl_pathv[f], '/') + 1;

		for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
			if (strstr(read_whole(a, files.gl_pathv[f]), CALLS[i]) == NULL)
				continue;
			found++;
			if (!is_known(name, CALLS[i]))
				fail_msg("%s calls %s): walk its way in this test, or say here why it makes nothing heavier", name, CALLS[i]);
		}
	}
	globfree(&files);
	assert_int_equal(found, sizeof WRITERS / sizeof *WRITERS);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guard__lets_no_way_make_a_holding_past_a_line_without_an_exception),
		cmocka_unit_test(test_guard__knows_all_that_write_what_somebody_carries),
	};

	return RUN_TESTS(tests);
}
