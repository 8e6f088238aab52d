#include "council.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "exchange/scheme_library.h"
#include "service/league/release_files.h"
#include "store/store.h"

enum { MADE_AT = 1795000000 /* 18 November 2026 */ };
enum { MOST_CASES = 200, MOST_FACTS = 12, PICTURE_BYTES = 64 * 1024 * 1024 };

enum { NORTH = 1, SOUTH = 2 };
enum { TOM = 1, AISHA, GWEN, DANIEL, PRIYA, SAM, RUTH, MAYA, JO, LEE, PAT };

static void must(int rc, const struct err *err)
{
	if (rc < 0) {
		(void)fprintf(stderr, "the test council cannot be made: %s\n", err->text);
		exit(1);
	}
}

/* ---- people ---- */

static void put_team(struct arena *a, struct roster *r, int32_t id, const char *code, const char *name)
{
	*ARENA_PUSH(a, &r->teams, &r->teams_count, &r->teams_room) = (struct roster_team){.team_id = id, .code = code,
		.name = name, .service = "children", .parent = "", .manager = id == NORTH ? "Maya Adeyemi" : "", .manager_code = ""};
}

static struct roster_post *put_worker(struct arena *a, struct roster *r, int32_t id, const char *name, int32_t team)
{
	struct roster_person *person = ARENA_PUSH(a, &r->persons, &r->persons_count, &r->persons_room);
	struct roster_post *post = ARENA_PUSH(a, &r->posts, &r->posts_count, &r->posts_room);

	*person = (struct roster_person){.person_id = id, .code = arena_printf(a, "W%02d", id), .name = name,
		.registration = "",
		.staff_id = arena_printf(a, "W%02d", id)};
	*post = (struct roster_post){.post_id = id, .person_id = id, .team_id = team,
		.when = {COUNCIL_DAY - 700, DAY_MAX}, .fte_millionths = 1000000, .contract_minutes = 2220, .grade = "",
		.newly_qualified_until = DAY_MIN, .reported_cases = -1, .reported_on = DAY_MIN};
	return post;
}

static void put_people(struct arena *a, struct roster *r)
{
	struct roster_post *p;

	put_team(a, r, NORTH, "north", "Safeguarding North");
	put_team(a, r, SOUTH, "south", "Children in Care South");
	p = put_worker(a, r, TOM, "Tom Whitlock", NORTH);
	p->reported_cases = 20;
	p->reported_on = COUNCIL_DAY;
	p = put_worker(a, r, AISHA, "Aisha Rahman", NORTH);
	p->agency = true;
	p->when.from = COUNCIL_DAY - 8;
	put_worker(a, r, GWEN, "Gwen Pritchard", NORTH);
	p = put_worker(a, r, DANIEL, "Daniel Okafor", NORTH);
	p->fte_millionths = 600000;
	p->contract_minutes = 1332;
	put_worker(a, r, PRIYA, "Priya Nair", NORTH)->newly_qualified_until = COUNCIL_DAY + 300;
	put_worker(a, r, SAM, "Sam Ellery", NORTH);
	p = put_worker(a, r, RUTH, "Ruth Calloway", NORTH);
	p->reported_cases = 2;
	p->reported_on = COUNCIL_DAY;
	put_worker(a, r, MAYA, "Maya Adeyemi", NORTH)->role = POST_MANAGER;
	put_worker(a, r, JO, "Jo <b>\"Brackets\"</b> & Sons", SOUTH);
	p = put_worker(a, r, LEE, "Lee Marsh", SOUTH);
	p->contract_minutes = -1;
	p->fte_millionths = -1;
	put_worker(a, r, PAT, "Pat Quill", SOUTH)->fte_millionths = 1000000;
	*ARENA_PUSH(a, &r->reductions, &r->reductions_count, &r->reductions_room) = (struct roster_reduction){RUTH,
		"maternity", -1,
		{COUNCIL_DAY - 60, COUNCIL_DAY + 52}, false};
	*ARENA_PUSH(a, &r->reductions, &r->reductions_count, &r->reductions_room) = (struct roster_reduction){SAM, "sickness",
		111,
		{COUNCIL_DAY - 10, COUNCIL_DAY + 20}, true};
	/* A second post of one person. */
	p = ARENA_PUSH(a, &r->posts, &r->posts_count, &r->posts_room);
	*p = r->posts[GWEN - 1];
	p->post_id = PAT + 1;
	p->team_id = SOUTH;
	p->fte_millionths = 200000;
	p->contract_minutes = 444;
}

static void put_line(struct arena *a, struct roster *r, struct roster_line line)
{
	line.line_id = (int32_t)r->lines_count + 1;
	line.agreed_on = COUNCIL_DAY - 400;
	line.when = (struct days){COUNCIL_DAY - 400, DAY_MAX};
	*ARENA_PUSH(a, &r->lines, &r->lines_count, &r->lines_room) = line;
}

static void put_lines(struct arena *a, struct roster *r)
{
	put_line(a, r, (struct roster_line){.scope = LINE_NATIONAL, .service = "", .kind = LINE_COUNT, .value = 20,
		.status = LINE_ADVISORY, .agreed_by = "a call for a national cap"});
	put_line(a, r, (struct roster_line){.scope = LINE_EMPLOYER, .service = "", .kind = LINE_SHARE, .value = 1000,
		.status = LINE_POLICY, .agreed_by = "the council and the union"});
	put_line(a, r, (struct roster_line){.scope = LINE_TEAM, .service = "", .team_id = NORTH, .kind = LINE_COUNT,
		.value = 18,
		.status = LINE_COLLECTIVE, .agreed_by = "the team and its manager"});
}

static void note_changes(struct arena *a, struct roster_joined *j, enum change_kind kind, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(a, &j->changes, &j->changes_count, &j->changes_room) = (struct roster_change){kind, true, i};
}

/* ---- cases ---- */

struct making {
	struct arena *arena;
	struct commit *commit;
	int made;
};

static struct fact *push(struct making *m, struct case_facts *facts, enum fact_kind kind, int32_t from, int32_t until)
{
	struct fact f = fact_blank(kind);

	f.when = (struct days){from, until};
	case_facts_add(m->arena, facts, &f);
	return &facts->facts[facts->count - 1];
}

static struct case_facts begin_case(struct making *m, int32_t team, int32_t opened, const char *household)
{
	struct case_facts facts = {.ref = arena_printf(m->arena, "SYN%06d", 29001 + m->made)};
	struct fact *f = push(m, &facts, FACT_CASE, DAY_MIN, DAY_MAX);

	f->service = "children";
	f->household = household[0] != '\0' ? household : facts.ref;
	f->case_team_id = team;
	(void)push(m, &facts, FACT_EPISODE, opened, DAY_MAX);
	m->made++;
	return facts;
}

static void put_stage(struct making *m, struct case_facts *facts, const char *type, int32_t from, int32_t until)
{
	push(m, facts, FACT_STAGE, from, until)->code = type;
}

static void put_holding(struct making *m, struct case_facts *facts, int32_t post, int32_t team, int32_t from,
	int32_t until,
	const char *reason)
{
	struct fact *f = push(m, facts, FACT_HOLDING, from, until);

	f->post_id = post;
	f->team_id = team;
	f->share = 1000;
	f->code = reason;
}

static void end_case(struct making *m, struct case_facts *facts)
{
	struct case_facts nothing = {.ref = facts->ref};
	struct fact_change *changes;
	struct err err;
	size_t count;

	case_facts_tidy(facts, NULL, NULL);
	case_decide(m->arena, &nothing, facts, &changes, &count);
	must(commit_case(m->commit, facts->ref, changes, count, &err), &err);
}

/* `count` cases of a type held by a post; every third is of the household of the one before it. */
static void hold_cases(struct making *m, int32_t post, int32_t team, const char *type, int count)
{
	const char *household = "";

	for (int i = 0; i < count; i++) {
		int32_t opened = COUNCIL_DAY - 40 - 9 * i;
		struct case_facts facts;

		household = i % 3 == 1 ? household : arena_printf(m->arena, "H%d-%d", post, m->made);
		facts = begin_case(m, team, opened, household);
		put_stage(m, &facts, "assessment", opened + 1, opened + 20);
		put_stage(m, &facts, type, opened + 20, DAY_MAX);
		if (i == 0) {
			push(m, &facts, FACT_FACTOR, opened + 20, DAY_MAX)->code = "interpreter";
			put_holding(m, &facts, SAM, NORTH, opened, opened + 10, "LEFTRL");
			put_holding(m, &facts, post, team, opened + 10, DAY_MAX, "");
		} else {
			put_holding(m, &facts, post, team, opened + 2, DAY_MAX, "");
		}
		end_case(m, &facts);
	}
}

static void put_loads(struct making *m)
{
	hold_cases(m, TOM, NORTH, "child_protection_plan", 8);
	hold_cases(m, TOM, NORTH, "care_proceedings", 3);
	hold_cases(m, TOM, NORTH, "child_in_need_plan", 6);
	hold_cases(m, TOM, NORTH, "assessment", 2);
	hold_cases(m, TOM, NORTH, "looked_after", 2);
	hold_cases(m, AISHA, NORTH, "child_protection_plan", 3);
	hold_cases(m, AISHA, NORTH, "assessment", 5);
	hold_cases(m, GWEN, NORTH, "child_protection_plan", 4);
	hold_cases(m, GWEN, NORTH, "looked_after", 5);
	hold_cases(m, GWEN, NORTH, "child_in_need_plan", 6);
	hold_cases(m, DANIEL, NORTH, "child_in_need_plan", 5);
	hold_cases(m, DANIEL, NORTH, "assessment", 4);
	hold_cases(m, PRIYA, NORTH, "child_in_need_plan", 6);
	hold_cases(m, PRIYA, NORTH, "care_leaver", 5);
	hold_cases(m, SAM, NORTH, "child_in_need_plan", 4);
	hold_cases(m, SAM, NORTH, "looked_after", 3);
	hold_cases(m, RUTH, NORTH, "child_in_need_plan", 2);
	hold_cases(m, MAYA, NORTH, "child_protection_plan", 1);
	hold_cases(m, JO, SOUTH, "looked_after", 13);
	hold_cases(m, LEE, SOUTH, "looked_after", 4);
	hold_cases(m, PAT, SOUTH, "care_leaver", 20);
	hold_cases(m, PAT + 1, SOUTH, "looked_after", 2);
}

static void put_waiting(struct making *m)
{
	struct case_facts never = begin_case(m, NORTH, COUNCIL_DAY - 23, ""), lapsed, unknown, nowhere;

	end_case(m, &never);
	lapsed = begin_case(m, SOUTH, COUNCIL_DAY - 200, "");
	put_stage(m, &lapsed, "looked_after", COUNCIL_DAY - 190, DAY_MAX);
	put_holding(m, &lapsed, JO, SOUTH, COUNCIL_DAY - 190, COUNCIL_DAY - 12, "LEFTRL");
	end_case(m, &lapsed);
	unknown = begin_case(m, SOUTH, COUNCIL_DAY - 5, "");
	put_stage(m, &unknown, "something_new", COUNCIL_DAY - 5, DAY_MAX);
	put_holding(m, &unknown, JO, SOUTH, COUNCIL_DAY - 5, DAY_MAX, "");
	end_case(m, &unknown);
	nowhere = begin_case(m, 0, COUNCIL_DAY - 3, "");
	end_case(m, &nowhere);
}

/* Two people on a case: the second carries half of what it weighs. */
static void put_shared(struct making *m)
{
	struct case_facts shared = {.ref = "SHARED1"};
	struct fact *f = push(m, &shared, FACT_CASE, DAY_MIN, DAY_MAX);

	f->service = "children";
	f->household = shared.ref;
	f->case_team_id = SOUTH;
	(void)push(m, &shared, FACT_EPISODE, COUNCIL_DAY - 100, DAY_MAX);
	put_stage(m, &shared, "looked_after", COUNCIL_DAY - 90, DAY_MAX);
	put_holding(m, &shared, JO, SOUTH, COUNCIL_DAY - 100, DAY_MAX, "");
	f = push(m, &shared, FACT_HOLDING, COUNCIL_DAY - 60, DAY_MAX);
	f->post_id = PAT;
	f->team_id = SOUTH;
	f->role = HOLDING_CO_WORKER;
	f->share = 500;
	f->code = "";
	end_case(m, &shared);
}

/* ---- all of it ---- */

static void commit_council(struct store *store, struct arena *a)
{
	struct service_row service = {"children", "Children", scheme_by_id("england-children-starter", 0)};
	struct new_employer employer = {"northshire", "Northshire Council", "England", "Europe/London", true, &service, 1};
	struct roster_joined joined = {0};
	struct making m = {.arena = a};
	struct err err;
	int64_t position;
	int32_t id;

	must(commit_begin(store, 0, 0, &m.commit, &err), &err);
	must(commit_employer(m.commit, &employer, &id, &err), &err);
	put_people(a, &joined.roster);
	put_lines(a, &joined.roster);
	note_changes(a, &joined, CHANGED_TEAM, joined.roster.teams_count);
	note_changes(a, &joined, CHANGED_PERSON, joined.roster.persons_count);
	note_changes(a, &joined, CHANGED_POST, joined.roster.posts_count);
	note_changes(a, &joined, CHANGED_REDUCTION, joined.roster.reductions_count);
	note_changes(a, &joined, CHANGED_LINE, joined.roster.lines_count);
	must(commit_roster(m.commit, &joined, &err), &err);
	put_loads(&m);
	put_waiting(&m);
	put_shared(&m);
	must(commit_end(m.commit, &(struct ledger_text){"a test", "demo", "northshire", "{}", MADE_AT}, &position, &err),
		&err);
}

/* ---- accounts ---- */

/* A code of a second factor holds once, so the clock moves on with every sign-in here; and ten times as fast as
 * others, for those who sign in through the pages. */
static atomic_llong seconds_ahead;
static int64_t started;

static int64_t now(void)
{
	return MADE_AT + atomic_load(&seconds_ahead) + 10 * (clock_now() - started);
}

static void add_account(struct council *c, const char *login, const char *name, const char *person,
	const char *grant_text,
	const char *another)
{
	struct grant grants[2];
	struct new_account account = {.employer = "northshire", .login = login, .name = name, .person = person,
		.grants = grants,
		.grants_count = another != NULL ? 2 : 1, .password = COUNCIL_PASS_PHRASE, .demo = true};
	char made[PASS_PHRASE_SIZE];
	struct err err;

	must(account_grant_read(c->arena, grant_text, &grants[0], &err), &err);
	if (another != NULL)
		must(account_grant_read(c->arena, another, &grants[1], &err), &err);
	must(account_add(c->accounts, &(struct account_change){.actor = "a test"}, &account, made, &err), &err);
}

static void open_accounts(struct council *c)
{
	/* As cheap as a hash can be: tests sign in often. */
	static const struct password_cost COST = {.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = 2};
	static const struct accounts_options OPTIONS = {.cost = &COST, .now = now};
	struct err err;

	started = clock_now();
	must(writer_open(c->place.path, &c->writer, &err), &err);
	must(store_open(c->place.path, STORE_READ, &c->accounts_store, &err), &err);
	must(accounts_new(c->writer, c->accounts_store, &OPTIONS, &c->accounts, &err), &err);
	add_account(c, "tom", "Tom Whitlock", "W01", "worker", NULL);
	add_account(c, "maya", "Maya Adeyemi", "W08", "manager:team:north", NULL);
	add_account(c, "dora", "Dora Quist", "", "director", NULL);
	add_account(c, "uma", "Uma Sills", "", "union", NULL);
	add_account(c, "adam", "Adam Reyes", "", "administrator", NULL);
	add_account(c, "otto", "Otto Brandt", "", "head-of-service", "administrator");
}

const char *council_sign_in(struct council *c, const char *login)
{
	const struct visitor visitor = {.address = "127.0.0.1", .browser = "a test"};
	struct signed_in first, done;
	char code[SECOND_FACTOR_CODE_SIZE];
	struct err err;

	atomic_fetch_add(&seconds_ahead, SECOND_FACTOR_STEP_SECONDS);
	must(sign_in_with_password(c->accounts, &visitor, login, COUNCIL_PASS_PHRASE, &first, &err), &err);
	if (first.step == SIGN_IN_DONE)
		return arena_strdup(c->arena, first.token);
	must(second_factor_demo_code(c->accounts, first.token, code, &err), &err);
	must(sign_in_with_code(c->accounts, &visitor, first.token, code, &done, &err), &err);
	return arena_strdup(c->arena, done.token);
}

const char *council_cookie(struct council *c, const char *login)
{
	return arena_printf(c->arena, "__Host-plimsoll=%s", council_sign_in(c, login));
}

static void take_releases(struct council *c)
{
	static const char *const NAMES[] = {"league_workforce_2022.csv", "league_workforce_2025.csv",
		"league_referrals_2025.csv",
		"league_neighbours_2025.csv", "league_inspections_2025.ods"};
	enum { COUNT = sizeof NAMES / sizeof *NAMES };
	const char *folder = getenv("PLIMSOLL_FIXTURES"), *paths[COUNT];
	struct release_files_asked asked = {.database = c->place.path, .paths = paths, .count = COUNT, .by = "adam",
		.instant = MADE_AT};
	struct release_file *files;
	size_t count;
	struct err err;

	for (size_t i = 0; i < COUNT && folder != NULL; i++)
		paths[i] = arena_printf(c->arena, "%s/%s", folder, NAMES[i]);
	if (folder != NULL)
		must(release_files_take(c->arena, &asked, &files, &count, &err), &err);
	must(store_open(c->place.path, STORE_READ, &c->league_store, &err), &err);
	c->league = league_pictures_new(c->league_store);
}

void council_open(struct council *c)
{
	struct arena *a = arena_new();
	struct store *writer;
	struct err err;

	*c = (struct council){.arena = arena_new()};
	place_make(&c->place);
	must(store_open(c->place.path, STORE_CREATE, &writer, &err), &err);
	commit_council(writer, a);
	store_close(writer);
	must(store_open(c->place.path, STORE_READ, &c->store, &err), &err);
	store_use_schemes(c->store, scheme_by_id);
	c->pictures = pictures_new(c->store, PICTURE_BYTES);
	take_releases(c);
	open_accounts(c);
	c->readiness = readiness_new(&(struct readiness_sources){.database = c->place.path, .pictures = c->pictures,
		.writer = c->writer});
	arena_free(a);
}

void council_close(struct council *c)
{
	league_pictures_free(c->league);
	store_close(c->league_store);
	pictures_free(c->pictures);
	readiness_free(c->readiness);
	accounts_free(c->accounts);
	writer_close(c->writer);
	store_close(c->accounts_store);
	store_close(c->store);
	arena_free(c->arena);
	place_clear(&c->place);
}

int32_t council_today(void)
{
	return COUNCIL_DAY;
}
