/* Asking, answering in writing, and what follows. */
#include "desk.h"
#include "service/matters/employer_settings.h"

static int ask(const struct matter_asking *asking, int32_t *ret_id)
{
	return matters_ask(desk.store, asking, ret_id, &desk.err);
}

static struct matter_asking hand_back(const char *login, const char *worker, const char *ref)
{
	return (struct matter_asking){.by = desk_by(login), .kind = MATTER_HAND_BACK, .post_id = desk_post(worker), .ref = ref,
		.note = "There is no time for it"};
}

static struct matter_asking exception(const char *login, int32_t value, int32_t days)
{
	return (struct matter_asking){.by = desk_by(login), .kind = MATTER_EXCEPTION, .post_id = desk_post("W1"), .line_id = desk_line(),
		.value = value, .when = {desk_today(), desk_today() + days}, .note = "Two colleagues are away"};
}

static struct roster_line new_line(int32_t value)
{
	const struct snapshot *s = desk_picture();
	const struct roster_line line = {.scope = LINE_TEAM, .service = "", .team_id = s->teams[snapshot_find_team(s, "north")].team_id,
		.kind = LINE_COUNT, .value = value, .status = LINE_POLICY, .agreed_by = ""};

	snapshot_drop(s);
	return line;
}

static struct matter_asking line_asking(const char *login, const struct roster_line *line, int32_t from)
{
	return (struct matter_asking){.by = desk_by(login), .kind = MATTER_LINE, .line_id = desk_line(), .when = {from, DAY_MAX},
		.line = line, .note = "The team has grown"};
}

/* ---- giving a case back ---- */

static void test_hand_back__that_is_agreed_puts_the_case_into_the_pile(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	struct case_facts facts;
	struct fact held;
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_string_equal(desk_last_entry().action, "matter-ask");
	assert_null(strstr(desk_last_entry().payload, "no time"));
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	assert_string_equal(desk_last_entry().actor, "mia");
	facts = desk_case("C1");
	held = only_fact(&facts, FACT_HOLDING);
	assert_int_equal(held.when.until, desk_today());
	assert_string_equal(held.code, "handed-back");
	assert_int_equal(desk_matter(id).matter.state, MATTER_ANSWERED);
	assert_string_equal(desk_matter(id).steps[1].note, "As we have said");
	assert_int_equal(desk_answer("mia", id, OUTCOME_AGREED), PL_CONFLICT);
}

static void test_hand_back__that_is_refused_leaves_the_case_where_it_is(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	struct case_facts facts;
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("mia", id, OUTCOME_REFUSED));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_HOLDING).when.until, DAY_MAX);
}

static void test_hand_back__by_one_of_two_leaves_the_case_with_the_other(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	struct case_facts facts;
	size_t going_on = 0;
	int32_t id;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "two.csv", "case,worker,from,role\nC1,W2,2026-01-06,co-worker\n"));
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("mia", id, OUTCOME_AGREED));
	facts = desk_case("C1");
	for (size_t i = 0; i < facts.count; i++)
		if (facts.facts[i].kind == FACT_HOLDING && facts.facts[i].when.until == DAY_MAX) {
			assert_int_equal(facts.facts[i].post_id, desk_post("W2"));
			going_on++;
		}
	assert_int_equal(going_on, 1);
}

static void test_hand_back__is_for_who_holds_the_case_and_once(void **state)
{
	struct matter_asking own = hand_back("ann", "W1", "C1"), others = hand_back("ben", "W1", "C1"), waiting = hand_back("ann", "W1", "C3"),
		unknown = hand_back("ann", "W1", "C9");
	int32_t id;

	(void)state;
	assert_int_equal(ask(&others, &id), PL_DENIED);
	assert_int_equal(ask(&waiting, &id), PL_INVALID);
	assert_int_equal(ask(&unknown, &id), PL_INVALID);
	DESK_OK(ask(&own, &id));
	assert_int_equal(ask(&own, &id), PL_CONFLICT);
}

static void test_hand_back__is_answered_by_who_answers_for_the_team(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_int_equal(desk_answer("tom", id, OUTCOME_AGREED), PL_DENIED);
	assert_int_equal(desk_answer("ann", id, OUTCOME_AGREED), PL_DENIED);
	assert_int_equal(desk_answer("mia", id, OUTCOME_KEPT), PL_INVALID);
	assert_int_equal(desk_answer("mia", id + 1, OUTCOME_AGREED), PL_NOT_FOUND);
	DESK_OK(desk_answer("hed", id, OUTCOME_TALKED));
}

static void test_asking__takes_a_note_about_the_work_only(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	int32_t id;

	(void)state;
	asking.note = "";
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	asking.note = "Born 03/04/2019";
	assert_int_equal(ask(&asking, &id), PL_INVALID);
}

static void test_asking__is_taken_back_by_who_asked(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	struct asked_by ann = desk_by("ann"), ben = desk_by("ben");
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_int_equal(matters_take_back(desk.store, &ben, id, &desk.err), PL_DENIED);
	DESK_OK(matters_take_back(desk.store, &ann, id, &desk.err));
	assert_int_equal(matters_take_back(desk.store, &ann, id, &desk.err), PL_CONFLICT);
	DESK_OK(ask(&asking, &id));
}

/* As a program with a token of one role. */
static int take_back_in_role(const char *login, const char *role, int32_t id)
{
	struct viewer v = *desk_viewer(login);
	const struct asked_by by = {.employer = "council", .viewer = &v, .instant = desk.now};

	v.only_role = role;
	if (!str_equal(role, role_code(v.grants[0].role)))
		v.grants_count = 0;
	return matters_take_back(desk.store, &by, id, &desk.err);
}

static void test_asking__is_taken_back_with_a_token_of_the_role_that_asks(void **state)
{
	struct matter_asking giving = hand_back("ann", "W1", "C1"), passing = exception("mia", 3, 20);
	int32_t own, managers;

	(void)state;
	DESK_OK(ask(&giving, &own));
	DESK_OK(ask(&passing, &managers));
	assert_int_equal(take_back_in_role("ann", "manager", own), PL_DENIED);
	assert_int_equal(take_back_in_role("mia", "worker", managers), PL_DENIED);
	DESK_OK(take_back_in_role("ann", "worker", own));
	DESK_OK(take_back_in_role("mia", "manager", managers));
}

static void test_asking__with_a_once_key_asks_once(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	int32_t id;

	(void)state;
	asking.by.once = "key";
	asking.by.outcome = "/";
	DESK_OK(ask(&asking, &id));
	asking = hand_back("ann", "W1", "C2");
	asking.by.once = "key";
	asking.by.outcome = "/";
	assert_int_equal(ask(&asking, &id), PL_CONFLICT);
}

/* ---- talks ---- */

static void test_talk__is_one_about_a_red_rating_too(void **state)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_TALK, .post_id = desk_post("W1"), .note = ""};
	struct rating_row *ratings;
	struct employer e;
	struct commit *c;
	int64_t position;
	size_t count;
	int32_t id;

	(void)state;
	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	DESK_OK(commit_rating(c, asking.post_id, RATING_RED, desk_today(), &desk.err));
	DESK_OK(commit_end(c, &(struct ledger_text){"ann", "rate", "council", "{}", desk.now}, &position, &desk.err));
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("mia", id, OUTCOME_TALKED));
	DESK_OK(store_ratings(desk.store, desk.a, desk.employer_id, asking.post_id, 1, &ratings, &count, &desk.err));
	assert_int_equal(ratings[0].talked_on, desk_today());
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("mia", id, OUTCOME_TALKED));
}

/* ---- exceptions ---- */

static void test_exception__is_given_by_a_senior_for_four_weeks_at_most(void **state)
{
	struct matter_asking asking = exception("mia", 3, 28), long_one = exception("mia", 3, 29), small = exception("mia", 2, 28),
		own = exception("ann", 4, 28);
	struct allowed_exception *given;
	size_t count;
	int32_t id;

	(void)state;
	assert_int_equal(ask(&long_one, &id), PL_INVALID);
	assert_int_equal(ask(&small, &id), PL_INVALID);
	assert_int_equal(ask(&own, &id), PL_DENIED);
	DESK_OK(ask(&asking, &id));
	assert_int_equal(desk_answer("mia", id, OUTCOME_AGREED), PL_DENIED);
	desk.now += 3 * 24 * 3600;
	DESK_OK(desk_answer("hed", id, OUTCOME_AGREED));
	DESK_OK(store_exceptions(desk.store, desk.a, desk.employer_id, desk_post("W1"), &given, &count, &desk.err));
	assert_int_equal(count, 1);
	assert_int_equal(given[0].value, 3);
	assert_int_equal(given[0].line_id, desk_line());
	assert_string_equal(given[0].login, "hed");
	assert_string_equal(given[0].role, "head-of-service");
	assert_int_equal(given[0].matter_id, id);
	assert_int_equal(given[0].renews, 0);
	assert_int_equal(given[0].when.from, desk_today());
	assert_int_equal(given[0].when.until, desk_today() + 25);
}

static void test_exception__says_for_which_case_and_names_only_one_that_the_asker_sees(void **state)
{
	struct matter_asking asking = exception("mia", 3, 28), again = exception("mia", 3, 28), unseen = exception("mia", 3, 28);
	int32_t id;

	(void)state;
	unseen.ref = "NONE";
	assert_int_equal(ask(&unseen, &id), PL_NOT_FOUND);
	assert_string_equal(desk.err.text, CASE_UNKNOWN);
	asking.ref = "C3";
	DESK_OK(ask(&asking, &id));
	assert_string_equal(desk_matter(id).ref, "C3");
	again.ref = "C1";
	assert_int_equal(ask(&again, &id), PL_CONFLICT);
}

static void test_exception__that_goes_far_beyond_is_a_directors(void **state)
{
	struct matter_asking asking = exception("mia", 4, 28);
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_int_equal(desk_matter(id).matter.level, 1);
	assert_int_equal(desk_answer("hed", id, OUTCOME_AGREED), PL_DENIED);
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
}

/* Asked for at one and a half times a line that is halved before the answer: by then it is three times. */
static void test_exception__that_has_come_to_go_far_is_agreed_by_a_director_alone(void **state)
{
	struct matter_asking asking = exception("mia", 3, 28);
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_int_equal(desk_matter(id).matter.level, 0);
	(void)IMPORT(desk.office, office_file(desk.office, "half.csv", "worker,name,team,role,fte,contract_hours\n"
		"W1,Ann,North,social-worker,0.5,18.5\n"));
	assert_int_equal(desk_answer("hed", id, OUTCOME_AGREED), PL_DENIED);
	assert_non_null(strstr(desk.err.text, "only a director"));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
}

/* Neither a day between two, nor another line in the place of the one, makes a renewal a first. */
static void test_exception__is_a_renewal_across_a_gap_and_across_lines(void **state)
{
	struct allowed_exception *given;
	struct roster_line line = new_line(3);
	struct matter_asking asking, change;
	size_t count;
	int32_t id;

	(void)state;
	line.agreed_by = "Branch";
	for (int i = 0; i < 3; i++) {
		asking = exception("mia", 4, 28);
		DESK_OK(ask(&asking, &id));
		DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
		desk.now += 29 * 24 * 3600;
	}
	asking = exception("mia", 4, 28);
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	change = line_asking("hed", &line, desk_today());
	DESK_OK(ask(&change, &id));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
	asking = exception("mia", 4, 28);
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	DESK_OK(store_exceptions(desk.store, desk.a, desk.employer_id, desk_post("W1"), &given, &count, &desk.err));
	assert_int_equal(count, 3);
	assert_int_equal(given[1].renews, given[0].exception_id);
	assert_int_equal(given[2].renews, given[1].exception_id);
}

static void test_exception__is_renewed_twice_and_then_no_more(void **state)
{
	struct allowed_exception *given;
	size_t count;
	int32_t id;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct matter_asking asking = exception("mia", 4, 28);

		DESK_OK(ask(&asking, &id));
		DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
		desk.now += 28 * 24 * 3600;
	}
	struct matter_asking fourth = exception("mia", 4, 28);
	assert_int_equal(ask(&fourth, &id), PL_INVALID);
	DESK_OK(store_exceptions(desk.store, desk.a, desk.employer_id, desk_post("W1"), &given, &count, &desk.err));
	assert_int_equal(count, 3);
	assert_int_equal(given[2].renews, given[1].exception_id);
}

/* ---- lines ---- */

static const struct line_row *find_line(const struct snapshot *s)
{
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].scope == LINE_TEAM)
			return &s->lines[i];
	return NULL;
}

static void test_line__is_approved_by_another_than_who_proposed_it(void **state)
{
	struct roster_line line = new_line(3);
	struct matter_asking asking = line_asking("dir", &line, desk_today() + 1), worker = line_asking("ann", &line, desk_today());
	const struct snapshot *s;
	int32_t id;

	(void)state;
	assert_int_equal(ask(&worker, &id), PL_DENIED);
	DESK_OK(ask(&asking, &id));
	assert_int_equal(desk_answer("dir", id, OUTCOME_AGREED), PL_DENIED);
	DESK_OK(desk_answer("dan", id, OUTCOME_AGREED));
	s = desk_picture();
	assert_int_equal(find_line(s)->value, 2);
	snapshot_drop(s);
	desk.now += 24 * 3600;
	s = desk_picture();
	assert_int_equal(find_line(s)->value, 3);
	assert_int_equal(find_line(s)->when.from, desk_today());
	snapshot_drop(s);
}

/* The manager of a team who is a worker of it too. */
static void test_asking__for_ones_own_load_is_for_another(void **state)
{
	struct matter_asking own = exception("max", 3, 7), line;
	struct roster_line mine = new_line(3);

	(void)state;
	own.post_id = desk_post("W2");
	assert_int_equal(ask(&own, NULL), PL_DENIED);
	assert_non_null(strstr(desk.err.text, "their own load"));
	own.by = desk_by("mia");
	DESK_OK(ask(&own, NULL));
	mine.scope = LINE_POST;
	mine.team_id = 0;
	mine.post_id = desk_post("W2");
	line = line_asking("max", &mine, desk_today() + 1);
	line.line_id = 0;
	assert_int_equal(ask(&line, NULL), PL_DENIED);
	line.by = desk_by("ann");
	assert_int_equal(ask(&line, NULL), PL_DENIED);
	line.by = desk_by("mia");
	DESK_OK(ask(&line, NULL));
}

static void test_line__for_a_service_is_for_one_that_there_is(void **state)
{
	struct roster_line line = new_line(3);
	struct matter_asking asking = line_asking("dir", &line, desk_today() + 1);

	(void)state;
	asking.line_id = 0;
	line.scope = LINE_SERVICE;
	line.team_id = 0;
	line.service = "nowhere";
	assert_int_equal(ask(&asking, NULL), PL_NOT_FOUND);
	line.service = "children";
	DESK_OK(ask(&asking, NULL));
}

static void test_line__that_is_new_is_asked_for_beside_another_new_one(void **state)
{
	struct roster_line line = new_line(3);
	struct matter_asking asking = line_asking("dir", &line, desk_today() + 1);

	(void)state;
	asking.line_id = 0;
	DESK_OK(ask(&asking, NULL));
	line.value = 4;
	DESK_OK(ask(&asking, NULL));
	asking.line_id = desk_line();
	line.value = 1;
	DESK_OK(ask(&asking, NULL));
	assert_int_equal(ask(&asking, NULL), PL_CONFLICT);
}

/* What was to begin later and is replaced before never holds on any day. */
static void test_line__that_another_replaces_before_it_begins_never_holds(void **state)
{
	struct roster_line later = new_line(1), sooner = new_line(1);
	struct matter_asking asking = line_asking("hed", &later, desk_today() + 10);
	struct roster roster;
	int32_t id, line_id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
	DESK_OK(store_roster(desk.store, desk.a, desk.employer_id, &roster, &desk.err));
	line_id = roster.last_line_id;
	sooner.kind = LINE_SHARE;
	sooner.value = 900;
	asking = line_asking("hed", &sooner, desk_today() + 5);
	asking.line_id = line_id;
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
	DESK_OK(store_roster(desk.store, desk.a, desk.employer_id, &roster, &desk.err));
	for (size_t i = 0; i < roster.lines_count; i++)
		if (roster.lines[i].line_id == line_id)
			assert_int_equal(roster.lines[i].when.until, roster.lines[i].when.from);
}

static void test_line__is_agreed_by_somebody_and_tells_of_no_child(void **state)
{
	static const char *const WRONG[] = {" ", "--", "Tommy, born 03/04/2019", "943 476 5919"};
	struct roster_line line = new_line(3);
	struct matter_asking asking = line_asking("hed", &line, desk_today() + 20);
	int32_t id;

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		line.agreed_by = WRONG[i];
		assert_int_equal(ask(&asking, &id), PL_INVALID);
	}
	line.agreed_by = "UNISON and the employer";
	DESK_OK(ask(&asking, &id));
}

static void test_line__takes_no_effect_in_the_past_not_even_when_it_is_answered_late(void **state)
{
	struct roster_line line = new_line(3);
	struct matter_asking past = line_asking("dir", &line, desk_today() - 1), asking = line_asking("dir", &line, desk_today());
	int32_t id;

	(void)state;
	assert_int_equal(ask(&past, &id), PL_INVALID);
	DESK_OK(ask(&asking, &id));
	desk.now += 24 * 3600;
	assert_int_equal(desk_answer("dan", id, OUTCOME_AGREED), PL_INVALID);
	DESK_OK(desk_answer("dan", id, OUTCOME_REFUSED));
}

static void test_line__is_not_raised_while_it_is_broken_but_with_the_parties(void **state)
{
	struct roster_line line = new_line(4);
	struct matter_asking asking = line_asking("dir", &line, desk_today()), ends = line_asking("dir", NULL, desk_today());
	int32_t id;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "cases2.csv", "case,opened,service,team\nC4,2026-02-01,children,North\n"),
		office_file(desk.office, "holdings2.csv", "case,worker,from\nC4,W1,2026-02-02\n"));
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	assert_int_equal(ask(&ends, &id), PL_INVALID);
	line.agreed_by = "Union branch and employer";
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("hed", id, OUTCOME_AGREED));
}

/* ---- how the employer works ---- */

static struct matter_asking principles(const char *login, const char *code, int32_t from)
{
	return (struct matter_asking){.by = desk_by(login), .kind = MATTER_SETTING, .ref = "", .code = code, .when = {from, DAY_MAX},
		.note = "The council has agreed it with the union"};
}

static int say_alone(enum setting setting, bool on)
{
	const struct setting_change change = {.by = desk_by("dir"), .setting = setting, .on = on, .from = desk_today() + 1,
		.today = desk_today()};
	bool is_so;

	return setting_make(desk.store, &change, &is_so, &desk.err);
}

static struct employer employer_on(int32_t day)
{
	struct employer e;

	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(store_settings_on(desk.store, day, &e, &desk.err));
	return e;
}

static void test_setting__that_lines_bind_nobody_takes_two_a_reason_and_another_day(void **state)
{
	struct matter_asking asking = principles("dir", "principles-on", desk_today());
	int32_t id;

	(void)state;
	DESK_OK(say_alone(SETTING_LIVE, true));
	assert_int_equal(say_alone(SETTING_PRINCIPLES, true), PL_INVALID);
	assert_int_equal(say_alone(SETTING_LIVE, false), PL_INVALID);
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	asking.when.from = desk_today() + 1;
	asking.note = "";
	assert_int_equal(ask(&asking, &id), PL_INVALID);
	asking.note = "The council has agreed it with the union";
	asking.by = desk_by("hed"); /* of one service only */
	assert_int_equal(ask(&asking, &id), PL_DENIED);
	asking.by = desk_by("dir");
	DESK_OK(ask(&asking, &id));
	assert_non_null(strstr(desk_last_entry().payload, "\"setting\":\"principles\""));
	assert_int_equal(desk_answer("dir", id, OUTCOME_AGREED), PL_DENIED);
	assert_false(employer_on(desk_today() + 1).principles);
	DESK_OK(desk_answer("dan", id, OUTCOME_AGREED));
	assert_false(employer_on(desk_today()).principles);
	assert_true(employer_on(desk_today() + 1).principles);
}

static void test_setting__that_is_answered_late_begins_on_the_day_after(void **state)
{
	struct matter_asking on = principles("dir", "principles-on", desk_today() + 1), off;
	int32_t id;

	(void)state;
	DESK_OK(say_alone(SETTING_LIVE, true));
	DESK_OK(ask(&on, &id));
	desk.now += 5 * 24 * 3600;
	DESK_OK(desk_answer("dan", id, OUTCOME_AGREED));
	assert_false(employer_on(desk_today()).principles);
	assert_true(employer_on(desk_today() + 1).principles);
	desk.now += 3 * 24 * 3600;
	off = principles("dan", "principles-off", desk_today() + 1);
	assert_int_equal(say_alone(SETTING_PRINCIPLES, false), PL_INVALID);
	DESK_OK(ask(&off, &id));
	DESK_OK(desk_answer("dir", id, OUTCOME_AGREED));
	assert_true(employer_on(desk_today()).principles);
	assert_false(employer_on(desk_today() + 1).principles);
}

/* ---- what is open ---- */

static size_t open_for(const char *login, struct matter_seen **ret)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *p;
	size_t count;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &p, &desk.err));
	DESK_OK(matters_for(pictures, desk.a, p, desk_viewer(login), clock_minute(desk.now), ret, &count, &desk.err));
	picture_drop(p);
	pictures_free(pictures);
	return count;
}

static void test_matters__are_shown_to_who_answers_and_to_who_asked(void **state)
{
	struct matter_asking asking = hand_back("ann", "W1", "C1");
	struct matter_seen *seen;
	int32_t id;

	(void)state;
	DESK_OK(ask(&asking, &id));
	assert_int_equal(open_for("mia", &seen), 1);
	assert_true(seen[0].to_answer && !seen[0].late && !seen[0].asked);
	assert_int_equal(seen[0].due - clock_minute(desk.now), 4 * MINUTES_A_DAY);
	assert_int_equal(open_for("dir", &seen), 1);
	assert_true(seen[0].may_answer && !seen[0].to_answer);
	assert_int_equal(open_for("ann", &seen), 1);
	assert_true(seen[0].asked && seen[0].about_them && !seen[0].may_answer);
	assert_int_equal(open_for("tom", &seen), 0);
	assert_int_equal(open_for("ben", &seen), 0);
	desk.now += 5 * 24 * 3600;
	assert_int_equal(open_for("mia", &seen), 1);
	assert_true(seen[0].late);
}

/* ---- erasure ---- */

static int32_t add_matter(struct commit *c, struct matter_row row)
{
	const struct matter_step_row ask = {.number = 1, .step = MATTER_ASK, .login = "mia", .instant = desk.now, .note = "As she says"};

	row.value = -1;
	row.code = "";
	row.when = (struct days){DAY_MIN, DAY_MAX};
	DESK_OK(commit_matter(c, &row, &ask, &desk.err));
	return row.id;
}

/* W1 has held C1 and never C3; of a line of the own, and of one of the team. */
static void test_note__goes_with_the_worker_whose_case_or_line_it_is_about(void **state)
{
	const struct roster_line own = {.scope = LINE_POST, .service = "", .post_id = desk_post("W1"), .kind = LINE_COUNT, .value = 2,
		.status = LINE_POLICY, .agreed_by = ""}, team = new_line(3);
	const struct snapshot *s = desk_picture();
	const struct ledger_text entry = {"root", "erase", "council", "{}", desk.now};
	struct erased erased;
	struct employer e;
	struct commit *c;
	int64_t position;
	int32_t ids[4];

	(void)state;
	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	ids[0] = add_matter(c, (struct matter_row){.kind = MATTER_REVIEW, .case_id = s->cases[snapshot_find_case(s, "C1")].case_id});
	ids[1] = add_matter(c, (struct matter_row){.kind = MATTER_LINE, .line = &own});
	ids[2] = add_matter(c, (struct matter_row){.kind = MATTER_REVIEW, .case_id = s->cases[snapshot_find_case(s, "C3")].case_id});
	ids[3] = add_matter(c, (struct matter_row){.kind = MATTER_LINE, .line = &team});
	DESK_OK(commit_end(c, &entry, &position, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, position, &c, &desk.err));
	DESK_OK(commit_erase_person(c, s->persons[snapshot_find_person(s, "W1")].person_id, &erased, &desk.err));
	DESK_OK(commit_end(c, &entry, &position, &desk.err));
	for (int i = 0; i < 4; i++)
		assert_string_equal(desk_matter(ids[i]).steps[0].note, i < 2 ? "" : "As she says");
	snapshot_drop(s);
}

static int ask_and_take_back(const struct matter_asking *asking)
{
	int32_t id;
	int rc = ask(asking, &id);

	return rc == 0 ? matters_take_back(desk.store, &asking->by, id, &desk.err) : rc;
}

/* As the table of docs/matters.md says. */
static void test_asking__is_for_those_who_answer_for_the_team_and_of_a_line_for_all_for_seniors(void **state)
{
	static const char *const NEAR[] = {"mia", "sup", "hed", "dir"}, *const FAR[] = {"ann", "ben", "tom"};
	struct roster_line team = new_line(3), own = {.scope = LINE_POST, .service = "", .post_id = desk_post("W1"), .kind = LINE_COUNT,
		.value = 3, .status = LINE_POLICY, .agreed_by = ""};
	struct matter_asking asking;

	(void)state;
	for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
		asking = exception(NEAR[i], 3, 7);
		DESK_OK(ask_and_take_back(&asking));
		asking = line_asking(NEAR[i], &own, desk_today() + 7);
		asking.line_id = 0;
		DESK_OK(ask_and_take_back(&asking));
		asking = line_asking(NEAR[i], &team, desk_today() + 7);
		assert_int_equal(ask_and_take_back(&asking), i < 2 ? PL_DENIED : 0);
	}
	for (size_t i = 0; i < sizeof FAR / sizeof *FAR; i++) {
		asking = exception(FAR[i], 3, 7);
		assert_int_equal(ask_and_take_back(&asking), PL_DENIED);
		asking = line_asking(FAR[i], &own, desk_today() + 7);
		asking.line_id = 0;
		assert_int_equal(ask_and_take_back(&asking), PL_DENIED);
	}
}

static int32_t give_own_line(const char *worker)
{
	const struct roster_line own = {.scope = LINE_POST, .service = "", .post_id = desk_post(worker), .kind = LINE_COUNT, .value = 3,
		.status = LINE_POLICY, .agreed_by = ""};
	struct matter_asking asking = line_asking("mia", &own, desk_today());
	const struct snapshot *s;
	int32_t id;

	asking.line_id = 0;
	DESK_OK(ask(&asking, &id));
	DESK_OK(desk_answer("hed", id, OUTCOME_AGREED));
	id = 0;
	s = desk_picture();
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].scope == LINE_POST)
			id = s->lines[i].line_id;
	snapshot_drop(s);
	return id;
}

static void test_asking__that_a_workers_own_line_ends_is_for_those_who_may_ask_that_it_begins(void **state)
{
	static const char *const MAY[] = {"mia", "sup", "hed", "dir"}, *const MAY_NOT[] = {"ann", "ben", "tom", "max"};
	struct matter_asking asking;
	int32_t line_id;

	(void)state;
	line_id = give_own_line("W2");
	assert_true(line_id != 0);
	for (size_t i = 0; i < sizeof MAY / sizeof *MAY; i++) {
		asking = line_asking(MAY[i], NULL, desk_today() + 7);
		asking.line_id = line_id;
		DESK_OK(ask_and_take_back(&asking));
	}
	for (size_t i = 0; i < sizeof MAY_NOT / sizeof *MAY_NOT; i++) {
		asking = line_asking(MAY_NOT[i], NULL, desk_today() + 7);
		asking.line_id = line_id;
		assert_int_equal(ask_and_take_back(&asking), PL_DENIED);
	}
	assert_non_null(strstr(desk.err.text, "their own load"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_asking__is_for_those_who_answer_for_the_team_and_of_a_line_for_all_for_seniors),
		TEST(test_asking__that_a_workers_own_line_ends_is_for_those_who_may_ask_that_it_begins),
		TEST(test_hand_back__that_is_agreed_puts_the_case_into_the_pile),
		TEST(test_hand_back__that_is_refused_leaves_the_case_where_it_is),
		TEST(test_hand_back__by_one_of_two_leaves_the_case_with_the_other),
		TEST(test_hand_back__is_for_who_holds_the_case_and_once),
		TEST(test_hand_back__is_answered_by_who_answers_for_the_team),
		TEST(test_asking__takes_a_note_about_the_work_only),
		TEST(test_asking__is_taken_back_by_who_asked),
		TEST(test_asking__is_taken_back_with_a_token_of_the_role_that_asks),
		TEST(test_asking__with_a_once_key_asks_once),
		TEST(test_talk__is_one_about_a_red_rating_too),
		TEST(test_exception__is_given_by_a_senior_for_four_weeks_at_most),
		TEST(test_exception__says_for_which_case_and_names_only_one_that_the_asker_sees),
		TEST(test_exception__that_goes_far_beyond_is_a_directors),
		TEST(test_exception__that_has_come_to_go_far_is_agreed_by_a_director_alone),
		TEST(test_exception__is_a_renewal_across_a_gap_and_across_lines),
		TEST(test_exception__is_renewed_twice_and_then_no_more),
		TEST(test_line__is_approved_by_another_than_who_proposed_it),
		TEST(test_asking__for_ones_own_load_is_for_another),
		TEST(test_line__for_a_service_is_for_one_that_there_is),
		TEST(test_line__that_is_new_is_asked_for_beside_another_new_one),
		TEST(test_line__that_another_replaces_before_it_begins_never_holds),
		TEST(test_line__is_agreed_by_somebody_and_tells_of_no_child),
		TEST(test_line__takes_no_effect_in_the_past_not_even_when_it_is_answered_late),
		TEST(test_line__is_not_raised_while_it_is_broken_but_with_the_parties),
		TEST(test_setting__that_lines_bind_nobody_takes_two_a_reason_and_another_day),
		TEST(test_setting__that_is_answered_late_begins_on_the_day_after),
		TEST(test_note__goes_with_the_worker_whose_case_or_line_it_is_about),
		TEST(test_matters__are_shown_to_who_answers_and_to_who_asked),
	};

	return RUN_TESTS(tests);
}
