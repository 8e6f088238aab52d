/* Who may see what: the table of fields, and how near things are. */
#include "base/str.h"
#include "core/access.h"
#include "council.h"

/* Two services. Of children: north, its sub-team north-east, south; of adults: elders. */
struct scene {
	struct arena *arena;
	const struct snapshot *now, *then;
};

enum when { NOW, LAST_YEAR };

/* W1 and W2 are in north, W3 in north-east, W4 in south, W5 in elders; W6 is with no team. A year ago W1 was in
 * south. */
static void put_people(struct council *c, enum when when, int32_t teams[4], int32_t posts[7])
{
	static const char *const CODES[] = {"", "W1", "W2", "W3", "W4", "W5", "W6"};
	int32_t of[7] = {0, when == NOW ? teams[0] : teams[2], teams[0], teams[1], teams[2], teams[3], 0};

	for (int i = 1; i < 7; i++)
		posts[i] = council_worker(c, CODES[i], of[i], COUNCIL_FULL_TIME);
}

static int32_t put_team(struct council *c, const char *code, const char *parent, const char *service)
{
	struct team_row team = {.team_id = ++c->last_id, .code = code, .name = code, .parent = parent, .manager = "",
		.manager_code = ""};

	snapshot_add_team(c->builder, &team, service);
	return team.team_id;
}

static int32_t put_case(struct council *c, const char *ref, int32_t team, int32_t post, bool restricted)
{
	struct case_row row = {.case_id = ++c->last_id, .ref = ref, .owner = "", .opened = council_day("2025-01-01", 0),
		.closed = DAY_MAX, .last_held_until = DAY_MIN, .restricted = restricted};

	snapshot_add_case(c->builder, &row, "children", "", team);
	if (post != 0)
		council_hold(c, row.case_id, post, "2025-01-02");
	return row.case_id;
}

/* Today N1 is W1's, and so is the restricted N9, which ann may read too; N3 is W3's; N0 waits in north; S4 is W4's in
 * south; O1 is in no team. MOVED was W2's in north a year ago and is W4's in south today; ENDED was W2's and is
 * closed. */
static const struct snapshot *put_all(enum when when)
{
	struct council c = council_on(when == NOW ? "2026-03-31" : "2025-03-31");
	int32_t teams[4], posts[7], closed;

	snapshot_add_service(c.builder, "adults", "Adults", council_scheme());
	teams[0] = put_team(&c, "north", "", "children");
	teams[1] = put_team(&c, "north-east", "north", "children");
	teams[2] = put_team(&c, "south", "", "children");
	teams[3] = put_team(&c, "elders", "", "adults");
	put_people(&c, when, teams, posts);
	put_case(&c, "N1", teams[0], posts[1], false);
	snapshot_add_reader(c.builder, "ann", put_case(&c, "N9", teams[0], posts[1], true));
	put_case(&c, "N3", teams[1], posts[3], false);
	put_case(&c, "N0", teams[0], 0, false);
	put_case(&c, "S4", teams[2], posts[4], false);
	put_case(&c, "O1", 0, 0, false);
	put_case(&c, "MOVED", when == NOW ? teams[2] : teams[0], when == NOW ? posts[4] : posts[2], false);
	if (when == LAST_YEAR) {
		closed = put_case(&c, "ENDED", teams[0], posts[2], false);
		snapshot_add_reader(c.builder, "ann", closed);
	}
	return council_picture(&c);
}

static struct scene scene_new(void)
{
	return (struct scene){arena_new(), put_all(NOW), put_all(LAST_YEAR)};
}

static void scene_end(struct scene *s)
{
	snapshot_drop(s->now);
	snapshot_drop(s->then);
	arena_free(s->arena);
}

static const struct sight *sight_in(struct scene *s, const struct snapshot *then, const char *login, const char *person,
	struct grant grant)
{
	struct grant *grants = arena_alloc(s->arena, sizeof *grants);
	struct viewer *v = arena_alloc(s->arena, sizeof *v);

	*grants = grant;
	*v = (struct viewer){.login = login, .employer = "test", .person = person, .grants = grants, .grants_count = 1};
	return sight_of(s->arena, v, s->now, then);
}

static const struct sight *worker(struct scene *s, const char *person)
{
	return sight_in(s, s->now, "somebody", person, (struct grant){ROLE_WORKER, SCOPE_OWN, ""});
}

static const struct sight *with_role(struct scene *s, enum role role, enum scope scope, const char *code)
{
	return sight_in(s, s->now, "somebody", "", (struct grant){role, scope, code});
}

static bool case_is_seen(const struct sight *v, const struct snapshot *s, enum field f, const char *ref)
{
	int32_t place = snapshot_find_case(s, ref);

	assert_true(place >= 0);
	return sees_case(v, f, place);
}

static bool person_is_seen(const struct sight *v, const struct snapshot *s, enum field f, const char *code)
{
	int32_t place = snapshot_find_person(s, code);

	assert_true(place >= 0);
	return sees_person(v, f, place);
}

static bool team_is_seen(const struct sight *v, const struct snapshot *s, enum field f, const char *code)
{
	int32_t place = snapshot_find_team(s, code);

	assert_true(place >= 0);
	return sees_team(v, f, place);
}

/* ---- the table ---- */

/* A letter a role, in the order of enum role. */
static const char ROLE_LETTERS[] = "wmdsht" "nur" "a";

static unsigned roles_of(const char *letters)
{
	unsigned roles = 0;

	for (; *letters != '\0'; letters++)
		roles |= ROLE_BIT(strchr(ROLE_LETTERS, *letters) - ROLE_LETTERS);
	return roles;
}

static void test_access__the_table_is_the_one_that_was_agreed(void **state)
{
	static const struct {enum field field; const char *own, *team, *elsewhere; bool hidden;} AGREED[] = {
		{FIELD_TEAM_FIGURES, "", "wmdshtnur", "wmdshtnur", false},
		{FIELD_TEAM_MANAGER, "", "wmdshtnr", "wmdshtnr", false},
		{FIELD_TEAM_BOARD, "", "wmdshtnur", "", false},
		{FIELD_TEAM_PATTERNS, "", "mdshtnr", "", false},
		{FIELD_WORKER_LOAD, "wmdshtn", "wmdshtnur", "", false},
		{FIELD_WORKER_NAME, "wmdshtn", "wmdshtnr", "", false},
		{FIELD_WORKER_POST, "wmdshtn", "wmdshtnr", "", false},
		{FIELD_WORKER_PAGE, "wmdshtn", "mdshtnr", "", false},
		{FIELD_WORKER_REASON, "wmdshtn", "md", "", false},
		{FIELD_WORKER_READS, "wmdshtn", "", "", false},
		{FIELD_WORKER_WORD, "wmdshtn", "md", "", false},
		{FIELD_MATTER, "wmdshtn", "mdsht", "", false},
		{FIELD_CASE_ROW, "wmdshtn", "wmdshtnr", "", false},
		{FIELD_CASE_WORK, "wmdshtn", "wmdshtnr", "", true},
		{FIELD_CASE_REFERENCE, "wmdshtn", "mdshtnr", "", true},
		{FIELD_CASE_PAGE, "wmdshtn", "mdshtnr", "", true},
		{FIELD_CASE_HOLDERS, "wmdshtn", "mdshtnr", "", true},
		{FIELD_CASE_READS, "wmdshtn", "mdhtr", "", false},
		{FIELD_CASE_RESTRICTION, "", "mdh", "", false},
		{FIELD_PROPOSAL, "wmdshtn", "mdshtnr", "", false},
		{FIELD_PROPOSAL_WORDS, "wmdshtn", "mds", "", false},
	};

	(void)state;
	assert_int_equal(sizeof AGREED / sizeof *AGREED, FIELDS);
	assert_int_equal(strlen(ROLE_LETTERS), ROLES);
	for (size_t i = 0; i < FIELDS; i++) {
		assert_int_equal(AGREED[i].field, i);
		assert_int_equal(field_roles(AGREED[i].field, NEAR_OWN), roles_of(AGREED[i].own));
		assert_int_equal(field_roles(AGREED[i].field, NEAR_TEAM), roles_of(AGREED[i].team));
		assert_int_equal(field_roles(AGREED[i].field, NEAR_ELSEWHERE), roles_of(AGREED[i].elsewhere));
		assert_int_equal(field_is_hidden_if_restricted(AGREED[i].field), AGREED[i].hidden);
	}
}

static void test_access__an_administrator_sees_no_field_at_all(void **state)
{
	(void)state;
	for (int f = 0; f < FIELDS; f++)
		for (int near = 0; near < NEARNESSES; near++)
			assert_int_equal(field_roles((enum field)f, (enum nearness)near) & ROLE_BIT(ROLE_ADMINISTRATOR), 0);
}

/* ---- how near ---- */

static void test_roles__hold_only_where_they_may(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_true(role_may_hold(ROLE_HEAD, SCOPE_SERVICE));
	assert_false(role_may_hold(ROLE_MANAGER, SCOPE_EMPLOYER));
	assert_false(role_may_hold(ROLE_UNION, SCOPE_TEAM));
	assert_false(team_is_seen(with_role(&s, ROLE_MANAGER, SCOPE_EMPLOYER, ""), s.now, FIELD_TEAM_FIGURES, "north"));
	scene_end(&s);
}

static void test_access__a_worker_opens_their_own_page_and_cases_and_no_others(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = worker(&s, "W1");

	(void)state;
	assert_true(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W1"));
	assert_true(case_is_seen(v, s.now, FIELD_CASE_PAGE, "N1"));
	assert_false(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W2"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_PAGE, "N0"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_PAGE, "S4"));
	scene_end(&s);
}

static void test_access__a_worker_sees_the_board_of_their_own_team_only_and_not_of_the_teams_under_it(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = worker(&s, "W1");

	(void)state;
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "north"));
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "north-east"));
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "south"));
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_FIGURES, "south"));
	scene_end(&s);
}

static void test_access__a_worker_sees_that_a_case_waits_in_their_team_and_not_which(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = worker(&s, "W1");
	int32_t waiting = snapshot_find_case(s.now, "N0");

	(void)state;
	assert_true(sees_case(v, FIELD_CASE_ROW, waiting));
	assert_true(sees_case(v, FIELD_CASE_WORK, waiting));
	assert_int_equal(case_showing(v, waiting), CASE_UNNAMED);
	scene_end(&s);
}

static bool holder_is_named(const struct sight *v, const struct snapshot *s, const char *ref, const char *person)
{
	int32_t post = -1;

	for (size_t i = 0; i < s->posts_count; i++)
		if (str_equal(s->persons[s->posts[i].person].code, person))
			post = (int32_t)i;
	return sees_holder(v, snapshot_find_case(s, ref), post);
}

static void test_access__who_reads_a_case_knows_its_holders_of_whatever_team(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_true(holder_is_named(worker(&s, "W1"), s.now, "N1", "W4"));
	assert_true(holder_is_named(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), s.now, "N1", "W4"));
	assert_true(holder_is_named(worker(&s, "W2"), s.now, "N1", "W1"));  /* of the own team, in a list */
	assert_false(holder_is_named(worker(&s, "W2"), s.now, "N1", "W4"));
	assert_false(holder_is_named(worker(&s, "W2"), s.now, "N9", "W1")); /* restricted */
	assert_false(holder_is_named(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), s.now, "N1", "W4"));
	scene_end(&s);
}

static void test_access__a_team_without_a_name_in_the_records_is_nobodys_own(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_false(sees_team(worker(&s, "W6"), FIELD_TEAM_BOARD, -1));
	assert_true(person_is_seen(worker(&s, "W6"), s.now, FIELD_WORKER_PAGE, "W6"));
	scene_end(&s);
}

static void test_access__a_manager_sees_the_team_and_the_teams_under_it_in_full(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north");

	(void)state;
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "north-east"));
	assert_true(case_is_seen(v, s.now, FIELD_CASE_PAGE, "N3"));
	assert_true(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W3"));
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "south"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_ROW, "S4"));
	assert_false(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W4"));
	scene_end(&s);
}

static void test_access__the_manager_of_a_team_under_another_does_not_see_that_one(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north-east");

	(void)state;
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "north"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_PAGE, "N1"));
	scene_end(&s);
}

static void test_access__teams_that_name_each_other_as_parent_end(void **state)
{
	struct arena *a = arena_new();
	struct council c = council_on("2026-03-31");
	struct grant grant = {ROLE_MANAGER, SCOPE_TEAM, "one"};
	struct viewer v = {.login = "m", .employer = "test", .person = "", .grants = &grant, .grants_count = 1};
	const struct snapshot *s;

	(void)state;
	put_team(&c, "one", "two", "children");
	put_team(&c, "two", "one", "children");
	s = council_picture(&c);
	assert_true(team_is_seen(sight_of(a, &v, s, s), s, FIELD_TEAM_BOARD, "two"));
	snapshot_drop(s);
	arena_free(a);
}

static void test_access__a_head_of_service_sees_the_service_and_what_has_no_team_in_it(void **state)
{
	struct scene s = scene_new();
	const struct sight *children = with_role(&s, ROLE_HEAD, SCOPE_SERVICE, "children");
	const struct sight *adults = with_role(&s, ROLE_HEAD, SCOPE_SERVICE, "adults");

	(void)state;
	assert_true(case_is_seen(children, s.now, FIELD_CASE_PAGE, "S4"));
	assert_true(case_is_seen(children, s.now, FIELD_CASE_PAGE, "O1"));
	assert_true(sees_team(children, FIELD_TEAM_BOARD, -1));
	assert_false(team_is_seen(children, s.now, FIELD_TEAM_BOARD, "elders"));
	assert_false(case_is_seen(adults, s.now, FIELD_CASE_PAGE, "O1"));
	assert_false(sees_team(adults, FIELD_TEAM_BOARD, -1));
	assert_true(team_is_seen(adults, s.now, FIELD_TEAM_BOARD, "elders"));
	scene_end(&s);
}

static void test_access__several_teams_are_seen_where_each_of_them_is(void **state)
{
	struct scene s = scene_new();
	const struct sight *children = with_role(&s, ROLE_HEAD, SCOPE_SERVICE, "children");
	bool *in = arena_array(s.arena, s.now->teams_count + 1, sizeof *in);

	(void)state;
	assert_true(sees_teams(children, FIELD_TEAM_BOARD, in));
	in[0] = in[snapshot_find_team(s.now, "south") + 1] = true;
	assert_true(sees_teams(children, FIELD_TEAM_BOARD, in));
	assert_false(sees_teams(children, FIELD_TEAM_BOARD, NULL));
	in[snapshot_find_team(s.now, "elders") + 1] = true;
	assert_false(sees_teams(children, FIELD_TEAM_BOARD, in));
	scene_end(&s);
}

static void test_access__only_managers_and_deputies_read_personal_reasons_of_others(void **state)
{
	struct scene s = scene_new();
	int32_t post = 0;

	(void)state;
	for (size_t i = 0; i < s.now->posts_count; i++)
		if (str_equal(s.now->persons[s.now->posts[i].person].code, "W1"))
			post = (int32_t)i;
	assert_true(sees_reason(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), post));
	assert_true(sees_reason(with_role(&s, ROLE_DEPUTY, SCOPE_TEAM, "north"), post));
	assert_true(sees_reason(worker(&s, "W1"), post));
	assert_false(sees_reason(worker(&s, "W2"), post));
	assert_false(sees_reason(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), post));
	assert_false(sees_reason(with_role(&s, ROLE_SUPERVISOR, SCOPE_TEAM, "north"), post));
	assert_false(sees_reason(with_role(&s, ROLE_HEAD, SCOPE_EMPLOYER, ""), post));
	assert_false(sees_reason(with_role(&s, ROLE_DIRECTOR, SCOPE_EMPLOYER, ""), post));
	assert_false(sees_reason(with_role(&s, ROLE_REGULATOR, SCOPE_EMPLOYER, ""), post));
	scene_end(&s);
}

static bool reads_why_it_ended(const struct sight *v, const struct snapshot *s, int32_t post_id, const char *person)
{
	struct fact holding = fact_blank(FACT_HOLDING);
	struct held_case held = {.ref = "ENDED", .reason = "sickness", .team = "", .case_team = "", .post_id = post_id};
	bool of_case;

	holding.post_id = post_id;
	of_case = sees_reason_of_holding(v, &holding);
	if (post_id != 0)
		assert_int_equal(sees_reason_once_held(v, &held, snapshot_find_person(s, person)), of_case);
	return post_id != 0 ? of_case : sees_reason_once_held(v, &held, snapshot_find_person(s, person));
}

static void test_access__why_a_holding_ended_is_for_its_holder_and_their_manager(void **state)
{
	struct scene s = scene_new();
	int32_t post_id = 0;

	(void)state;
	for (size_t i = 0; i < s.now->posts_count; i++)
		if (str_equal(s.now->persons[s.now->posts[i].person].code, "W4"))
			post_id = s.now->posts[i].post_id;
	assert_true(reads_why_it_ended(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), s.now, post_id, "W4"));
	assert_true(reads_why_it_ended(worker(&s, "W4"), s.now, post_id, "W4"));
	assert_false(reads_why_it_ended(worker(&s, "W1"), s.now, post_id, "W4"));
	assert_false(reads_why_it_ended(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), s.now, post_id, "W4"));
	assert_true(sees_reason_of_holding(sight_of_all(s.arena, s.now), &(struct fact){.kind = FACT_HOLDING}));
	scene_end(&s);
}

static void test_access__why_a_holding_in_a_post_that_is_over_ended_is_for_its_holder_alone(void **state)
{
	struct scene s = scene_new();

	(void)state;
	assert_true(reads_why_it_ended(worker(&s, "W4"), s.now, 0, "W4"));
	assert_false(reads_why_it_ended(worker(&s, "W1"), s.now, 0, "W4"));
	assert_false(reads_why_it_ended(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), s.now, 0, "W4"));
	assert_false(sees_reason_of_holding(worker(&s, "W4"), &(struct fact){.kind = FACT_HOLDING}));
	scene_end(&s);
}

static void test_access__a_union_representative_sees_loads_and_neither_names_nor_cases(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = with_role(&s, ROLE_UNION, SCOPE_EMPLOYER, "");

	(void)state;
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "elders"));
	assert_true(sees_post(v, FIELD_WORKER_LOAD, 0));
	assert_false(sees_name_of_post(v, 0));
	assert_false(sees_parties(v, &(struct line_row){.scope = LINE_POST, .target = 0}));
	assert_true(sees_parties(v, &(struct line_row){.scope = LINE_TEAM, .target = 0}));
	assert_false(sees_post(v, FIELD_WORKER_POST, 0));
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_MANAGER, "elders"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_ROW, "N0"));
	assert_int_equal(case_showing(v, snapshot_find_case(s.now, "N9")), CASE_UNNAMED);
	scene_end(&s);
}

static void test_access__two_grants_add_up(void **state)
{
	struct scene s = scene_new();
	struct grant grants[] = {{ROLE_UNION, SCOPE_EMPLOYER, ""}, {ROLE_WORKER, SCOPE_OWN, ""}};
	struct viewer v = {.login = "u", .employer = "test", .person = "W1", .grants = grants, .grants_count = 2};
	const struct sight *sight = sight_of(s.arena, &v, s.now, s.now);

	(void)state;
	assert_true(team_is_seen(sight, s.now, FIELD_TEAM_BOARD, "south"));
	assert_true(case_is_seen(sight, s.now, FIELD_CASE_PAGE, "N1"));
	assert_false(person_is_seen(sight, s.now, FIELD_WORKER_NAME, "W4"));
	scene_end(&s);
}

static void test_access__a_team_of_another_employer_with_the_same_code_gives_nothing(void **state)
{
	struct scene s = scene_new();
	struct grant grant = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	struct viewer v = {.login = "x", .employer = "other", .person = "W1", .grants = &grant, .grants_count = 1};
	const struct sight *sight = sight_of(s.arena, &v, s.now, s.now);

	(void)state;
	assert_false(team_is_seen(sight, s.now, FIELD_TEAM_FIGURES, "north"));
	assert_false(person_is_seen(sight, s.now, FIELD_WORKER_PAGE, "W1"));
	assert_false(case_is_seen(sight, s.now, FIELD_CASE_ROW, "N1"));
	scene_end(&s);
}

static void test_access__nobody_sees_nothing_and_the_command_line_everything(void **state)
{
	struct scene s = scene_new();
	const struct sight *nobody = sight_of(s.arena, NULL, s.now, s.now), *all = sight_of_all(s.arena, s.now);

	(void)state;
	assert_false(team_is_seen(nobody, s.now, FIELD_TEAM_FIGURES, "north"));
	assert_true(case_is_seen(all, s.now, FIELD_CASE_PAGE, "N9"));
	assert_true(sees_reason(all, 0));
	scene_end(&s);
}

/* ---- who has left ---- */

/* W7 was in north until the end of 2025, and L1 is still in their name. W8 went from south, where L2 is still in their
 * name, to north. W9 begins tomorrow. */
static struct scene scene_of_leavers(void)
{
	struct scene s = {.arena = arena_new()};
	struct council c = council_on("2026-03-31");
	int32_t north = put_team(&c, "north", "", "children"), south = put_team(&c, "south", "", "children");
	int32_t w7 = council_person(&c, "W7"), w8 = council_person(&c, "W8"), w9 = council_person(&c, "W9");
	int32_t left = council_add_post(&c, (struct council_post){.person = w7, .team = north, .until = "2026-01-01"});
	int32_t old = council_add_post(&c, (struct council_post){.person = w8, .team = south, .until = "2026-01-01"});

	council_add_post(&c, (struct council_post){.person = w8, .team = north, .from = "2026-01-01"});
	council_add_post(&c, (struct council_post){.person = w9, .team = north, .from = "2026-04-01"});
	put_case(&c, "L1", north, left, false);
	put_case(&c, "L2", south, old, false);
	snapshot_add_reader(c.builder, "somebody", put_case(&c, "L9", north, left, true));
	s.now = council_picture(&c);
	s.then = snapshot_hold(s.now);
	return s;
}

static void test_access__who_has_left_opens_neither_their_own_page_nor_their_cases(void **state)
{
	struct scene s = scene_of_leavers();
	const struct sight *v = worker(&s, "W7");

	(void)state;
	for (int f = 0; f < FIELDS; f++) {
		assert_false(person_is_seen(v, s.now, (enum field)f, "W7"));
		assert_false(case_is_seen(v, s.now, (enum field)f, "L1"));
		assert_false(case_is_seen(v, s.now, (enum field)f, "L9"));
		assert_false(team_is_seen(v, s.now, (enum field)f, "north"));
	}
	assert_false(sees_reason(v, 0));
	assert_int_equal(case_showing(v, snapshot_find_case(s.now, "L1")), CASE_UNNAMED);
	scene_end(&s);
}

static void test_access__who_has_left_is_still_seen_by_the_manager_whose_cases_they_left(void **state)
{
	struct scene s = scene_of_leavers();
	const struct sight *v = with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north");

	(void)state;
	assert_true(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W7"));
	assert_true(case_is_seen(v, s.now, FIELD_CASE_PAGE, "L1"));
	scene_end(&s);
}

static void test_access__another_role_of_who_has_left_holds_on_and_has_nothing_of_its_own(void **state)
{
	struct scene s = scene_of_leavers();
	const struct sight *v = sight_in(&s, s.now, "m", "W7", (struct grant){ROLE_MANAGER, SCOPE_TEAM, "south"});

	(void)state;
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "south"));
	assert_false(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W7"));
	assert_false(case_is_seen(v, s.now, FIELD_CASE_PAGE, "L1"));
	scene_end(&s);
}

static void test_access__who_has_moved_keeps_the_cases_in_their_name_and_not_the_old_team(void **state)
{
	struct scene s = scene_of_leavers();
	const struct sight *v = worker(&s, "W8");

	(void)state;
	assert_true(person_is_seen(v, s.now, FIELD_WORKER_PAGE, "W8"));
	assert_true(case_is_seen(v, s.now, FIELD_CASE_PAGE, "L2"));
	assert_true(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "north"));
	assert_false(team_is_seen(v, s.now, FIELD_TEAM_BOARD, "south"));
	assert_false(person_is_seen(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), s.now, FIELD_WORKER_PAGE, "W8"));
	scene_end(&s);
}

static void test_access__who_is_yet_to_come_has_nothing_of_their_own(void **state)
{
	struct scene s = scene_of_leavers();

	(void)state;
	assert_false(team_is_seen(worker(&s, "W9"), s.now, FIELD_TEAM_FIGURES, "north"));
	scene_end(&s);
}

/* ---- restricted cases ---- */

static void test_access__a_restricted_case_opens_for_its_holder_and_for_whoever_is_named(void **state)
{
	struct scene s = scene_new();
	struct grant south = {ROLE_MANAGER, SCOPE_TEAM, "south"};

	(void)state;
	assert_true(case_is_seen(worker(&s, "W1"), s.now, FIELD_CASE_PAGE, "N9"));
	assert_true(case_is_seen(sight_in(&s, s.now, "ann", "", south), s.now, FIELD_CASE_PAGE, "N9"));
	assert_false(case_is_seen(sight_in(&s, s.now, "Ann", "", south), s.now, FIELD_CASE_PAGE, "N9"));
	assert_false(case_is_seen(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), s.now, FIELD_CASE_PAGE, "N9"));
	assert_false(case_is_seen(with_role(&s, ROLE_DIRECTOR, SCOPE_EMPLOYER, ""), s.now, FIELD_CASE_PAGE, "N9"));
	assert_false(case_is_seen(with_role(&s, ROLE_REGULATOR, SCOPE_EMPLOYER, ""), s.now, FIELD_CASE_WORK, "N9"));
	scene_end(&s);
}

static void test_access__being_named_opens_nothing_for_roles_that_open_no_case(void **state)
{
	struct scene s = scene_new();
	struct grant union_rep = {ROLE_UNION, SCOPE_EMPLOYER, ""}, administrator = {ROLE_ADMINISTRATOR, SCOPE_EMPLOYER, ""};

	(void)state;
	assert_false(case_is_seen(sight_in(&s, s.now, "ann", "", union_rep), s.now, FIELD_CASE_PAGE, "N9"));
	assert_false(case_is_seen(sight_in(&s, s.now, "ann", "", administrator), s.now, FIELD_CASE_PAGE, "N9"));
	scene_end(&s);
}

static void test_access__a_restricted_case_stays_a_row_and_can_be_administered_by_its_manager(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north");
	int32_t place = snapshot_find_case(s.now, "N9");

	(void)state;
	assert_true(sees_case(v, FIELD_CASE_ROW, place));
	assert_int_equal(case_showing(v, place), CASE_RESTRICTED);
	assert_true(sees_case(v, FIELD_CASE_RESTRICTION, place));
	assert_true(sees_case(v, FIELD_CASE_READS, place));
	assert_false(sees_case(with_role(&s, ROLE_DIRECTOR, SCOPE_EMPLOYER, ""), FIELD_CASE_RESTRICTION, place));
	scene_end(&s);
}

/* ---- other days ---- */

static void test_access__who_held_a_case_a_year_ago_does_not_open_it_by_asking_for_that_day(void **state)
{
	struct scene s = scene_new();
	struct grant own = {ROLE_WORKER, SCOPE_OWN, ""};

	(void)state;
	assert_false(case_is_seen(sight_in(&s, s.then, "w2", "W2", own), s.then, FIELD_CASE_PAGE, "MOVED"));
	assert_true(case_is_seen(sight_in(&s, s.then, "w4", "W4", own), s.then, FIELD_CASE_PAGE, "MOVED"));
	assert_false(case_is_seen(sight_in(&s, s.then, "w2", "W2", own), s.then, FIELD_CASE_PAGE, "ENDED"));
	scene_end(&s);
}

static void test_access__a_worker_who_moved_sees_the_board_of_the_team_of_today(void **state)
{
	struct scene s = scene_new();
	const struct sight *v = sight_in(&s, s.then, "w1", "W1", (struct grant){ROLE_WORKER, SCOPE_OWN, ""});

	(void)state;
	assert_true(team_is_seen(v, s.then, FIELD_TEAM_BOARD, "north"));
	assert_false(team_is_seen(v, s.then, FIELD_TEAM_BOARD, "south"));
	scene_end(&s);
}

static void test_access__the_manager_of_a_team_that_somebody_left_does_not_open_their_page_by_asking_for_that_day(void **state)
{
	struct scene s = scene_new();
	const struct sight *south = sight_in(&s, s.then, "m", "", (struct grant){ROLE_MANAGER, SCOPE_TEAM, "south"});
	const struct sight *north = sight_in(&s, s.then, "m", "", (struct grant){ROLE_MANAGER, SCOPE_TEAM, "north"});

	(void)state;
	assert_false(person_is_seen(south, s.then, FIELD_WORKER_PAGE, "W1"));
	assert_true(person_is_seen(north, s.then, FIELD_WORKER_PAGE, "W1"));
	scene_end(&s);
}

static void test_access__a_case_closed_since_stands_where_it_stood(void **state)
{
	struct scene s = scene_new();
	const struct sight *north = sight_in(&s, s.then, "m", "", (struct grant){ROLE_MANAGER, SCOPE_TEAM, "north"});
	const struct sight *south = sight_in(&s, s.then, "m", "", (struct grant){ROLE_MANAGER, SCOPE_TEAM, "south"});

	(void)state;
	assert_true(case_is_seen(north, s.then, FIELD_CASE_PAGE, "ENDED"));
	assert_false(case_is_seen(south, s.then, FIELD_CASE_PAGE, "ENDED"));
	scene_end(&s);
}

/* ---- cases in no picture ---- */

static struct case_facts facts_of(struct scene *s, const char *ref, const char *team, int8_t restricted,
	const char *reader)
{
	struct case_facts facts = {.ref = ref};
	struct fact itself = fact_blank(FACT_CASE), held = fact_blank(FACT_HOLDING), named = fact_blank(FACT_READER);

	itself.restricted = restricted;
	held.team_id = s->now->teams[snapshot_find_team(s->now, team)].team_id;
	held.when = (struct days){100, 200};
	named.code = reader;
	case_facts_add(s->arena, &facts, &itself);
	case_facts_add(s->arena, &facts, &held);
	if (reader[0] != '\0')
		case_facts_add(s->arena, &facts, &named);
	return facts;
}

static void test_access__a_case_closed_long_ago_is_its_last_holders_teams(void **state)
{
	struct scene s = scene_new();
	struct case_facts old = facts_of(&s, "OLD", "south", -1, "");

	(void)state;
	assert_true(sees_case_known(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), FIELD_CASE_PAGE, &old));
	assert_false(sees_case_known(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), FIELD_CASE_PAGE, &old));
	assert_false(sees_case_known(worker(&s, "W4"), FIELD_CASE_PAGE, &old));
	scene_end(&s);
}

static void test_access__a_restricted_case_closed_long_ago_opens_for_whoever_is_named(void **state)
{
	struct scene s = scene_new();
	struct case_facts old = facts_of(&s, "OLD", "south", 1, "ann");
	struct grant north = {ROLE_MANAGER, SCOPE_TEAM, "north"};

	(void)state;
	assert_false(sees_case_known(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), FIELD_CASE_PAGE, &old));
	assert_true(sees_case_known(sight_in(&s, s.now, "ann", "", north), FIELD_CASE_PAGE, &old));
	assert_false(sees_case_known(sight_in(&s, s.now, "", "", north), FIELD_CASE_PAGE, &old));
	scene_end(&s);
}

static void test_access__the_facts_of_a_case_that_is_open_today_do_not_stand_over_where_it_is(void **state)
{
	struct scene s = scene_new();
	struct case_facts moved = facts_of(&s, "MOVED", "north", -1, "");

	(void)state;
	assert_false(sees_case_known(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), FIELD_CASE_PAGE, &moved));
	assert_true(sees_case_known(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south"), FIELD_CASE_PAGE, &moved));
	scene_end(&s);
}

/* ---- who may decide ---- */

static void test_access__roles_hold_at_teams_and_where_a_case_is(void **state)
{
	struct scene s = scene_new();
	const struct sight *manager = with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"), *own = worker(&s, "W3");

	(void)state;
	assert_int_equal(sight_roles_at_team(manager, snapshot_find_team(s.now, "north-east")), ROLE_BIT(ROLE_MANAGER));
	assert_int_equal(sight_roles_at_team(manager, snapshot_find_team(s.now, "south")), 0);
	assert_int_equal(sight_roles_at_case(manager, snapshot_find_case(s.now, "N3")), ROLE_BIT(ROLE_MANAGER));
	assert_int_equal(sight_roles_at_case(manager, snapshot_find_case(s.now, "S4")), 0);
	assert_true(sight_is_person(own, snapshot_find_person(s.now, "W3")));
	assert_false(sight_is_person(own, snapshot_find_person(s.now, "W1")));
	assert_false(sight_is_person(manager, -1));
	scene_end(&s);
}

/* ---- entity tags ---- */

static void test_access__two_viewers_who_see_different_things_have_different_digests(void **state)
{
	struct scene s = scene_new();
	uint64_t manager = sight_digest(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north"));

	(void)state;
	assert_true(manager == sight_digest(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "north")));
	assert_true(manager != sight_digest(with_role(&s, ROLE_DEPUTY, SCOPE_TEAM, "north")));
	assert_true(manager != sight_digest(with_role(&s, ROLE_MANAGER, SCOPE_TEAM, "south")));
	assert_true(manager != sight_digest(sight_of_all(s.arena, s.now)));
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_access__the_table_is_the_one_that_was_agreed),
		cmocka_unit_test(test_access__an_administrator_sees_no_field_at_all),
		cmocka_unit_test(test_roles__hold_only_where_they_may),
		cmocka_unit_test(test_access__a_worker_opens_their_own_page_and_cases_and_no_others),
		cmocka_unit_test(test_access__a_worker_sees_the_board_of_their_own_team_only_and_not_of_the_teams_under_it),
		cmocka_unit_test(test_access__a_worker_sees_that_a_case_waits_in_their_team_and_not_which),
		cmocka_unit_test(test_access__who_reads_a_case_knows_its_holders_of_whatever_team),
		cmocka_unit_test(test_access__a_team_without_a_name_in_the_records_is_nobodys_own),
		cmocka_unit_test(test_access__a_manager_sees_the_team_and_the_teams_under_it_in_full),
		cmocka_unit_test(test_access__the_manager_of_a_team_under_another_does_not_see_that_one),
		cmocka_unit_test(test_access__teams_that_name_each_other_as_parent_end),
		cmocka_unit_test(test_access__a_head_of_service_sees_the_service_and_what_has_no_team_in_it),
		cmocka_unit_test(test_access__several_teams_are_seen_where_each_of_them_is),
		cmocka_unit_test(test_access__only_managers_and_deputies_read_personal_reasons_of_others),
		cmocka_unit_test(test_access__why_a_holding_ended_is_for_its_holder_and_their_manager),
		cmocka_unit_test(test_access__why_a_holding_in_a_post_that_is_over_ended_is_for_its_holder_alone),
		cmocka_unit_test(test_access__a_union_representative_sees_loads_and_neither_names_nor_cases),
		cmocka_unit_test(test_access__two_grants_add_up),
		cmocka_unit_test(test_access__a_team_of_another_employer_with_the_same_code_gives_nothing),
		cmocka_unit_test(test_access__nobody_sees_nothing_and_the_command_line_everything),
		cmocka_unit_test(test_access__who_has_left_opens_neither_their_own_page_nor_their_cases),
		cmocka_unit_test(test_access__who_has_left_is_still_seen_by_the_manager_whose_cases_they_left),
		cmocka_unit_test(test_access__another_role_of_who_has_left_holds_on_and_has_nothing_of_its_own),
		cmocka_unit_test(test_access__who_has_moved_keeps_the_cases_in_their_name_and_not_the_old_team),
		cmocka_unit_test(test_access__who_is_yet_to_come_has_nothing_of_their_own),
		cmocka_unit_test(test_access__a_restricted_case_opens_for_its_holder_and_for_whoever_is_named),
		cmocka_unit_test(test_access__being_named_opens_nothing_for_roles_that_open_no_case),
		cmocka_unit_test(test_access__a_restricted_case_stays_a_row_and_can_be_administered_by_its_manager),
		cmocka_unit_test(test_access__who_held_a_case_a_year_ago_does_not_open_it_by_asking_for_that_day),
		cmocka_unit_test(test_access__a_worker_who_moved_sees_the_board_of_the_team_of_today),
		cmocka_unit_test(test_access__the_manager_of_a_team_that_somebody_left_does_not_open_their_page_by_asking_for_that_day),
		cmocka_unit_test(test_access__a_case_closed_since_stands_where_it_stood),
		cmocka_unit_test(test_access__a_case_closed_long_ago_is_its_last_holders_teams),
		cmocka_unit_test(test_access__a_restricted_case_closed_long_ago_opens_for_whoever_is_named),
		cmocka_unit_test(test_access__the_facts_of_a_case_that_is_open_today_do_not_stand_over_where_it_is),
		cmocka_unit_test(test_access__roles_hold_at_teams_and_where_a_case_is),
		cmocka_unit_test(test_access__two_viewers_who_see_different_things_have_different_digests),
	};

	return RUN_TESTS(tests);
}
