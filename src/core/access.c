#include "core/access.h"

#include "base/str.h"

/* ---- roles and the table ---- */

enum where {
	OWN_POST = 1 << SCOPE_OWN, IN_TEAM = 1 << SCOPE_TEAM, IN_SERVICE = 1 << SCOPE_SERVICE,
		IN_EMPLOYER = 1 << SCOPE_EMPLOYER
};

static const struct {
	const char *code, *words;
	unsigned where;
} ROLE_TABLE[] = {
#define ROLE(name, code, words, where) [ROLE_##name] = {code, words, where},
#include "core/access.def"
#undef ROLE
};

#define BIT(name) ROLE_BIT(ROLE_##name)

/* Sets of roles, as access.def names them. */
#define NOBODY 0u
#define MANAGERS (BIT(MANAGER) | BIT(DEPUTY))
#define STAFF (BIT(WORKER) | MANAGERS | BIT(SUPERVISOR) | BIT(HEAD) | BIT(DIRECTOR) | BIT(ANALYST))
#define OVERSIGHT (MANAGERS | BIT(SUPERVISOR) | BIT(HEAD) | BIT(DIRECTOR) | BIT(ANALYST) | BIT(REGULATOR))
#define BY_NAME (BIT(WORKER) | OVERSIGHT)
#define ALL (BY_NAME | BIT(UNION))
#define KEPT false
#define HIDDEN true

static const struct policy {
	unsigned roles[NEARNESSES];
	bool hidden; /* of a restricted case */
} POLICY[] = {
#define FIELD(name, own, team, elsewhere, restricted) [FIELD_##name] = {{own, team, elsewhere}, restricted},
#include "core/access.def"
#undef FIELD
};

const char *role_code(enum role r)
{
	return ROLE_TABLE[r].code;
}

const char *role_words(enum role r)
{
	return ROLE_TABLE[r].words;
}

bool role_parse(const char *code, enum role *ret)
{
	for (int r = 0; r < ROLES; r++)
		if (str_equal(ROLE_TABLE[r].code, code)) {
			*ret = (enum role)r;
			return true;
		}
	return false;
}

bool role_needs_second_factor(enum role r)
{
	return r != ROLE_WORKER;
}

bool role_may_hold(enum role r, enum scope scope)
{
	return (ROLE_TABLE[r].where & (1u << scope)) != 0;
}

static const char *const SCOPE_CODES[] = {
	[SCOPE_EMPLOYER] = "employer", [SCOPE_SERVICE] = "service", [SCOPE_TEAM] = "team", [SCOPE_OWN] = "own"};

const char *scope_code(enum scope s)
{
	return SCOPE_CODES[s];
}

bool scope_parse(const char *code, enum scope *ret)
{
	for (int s = SCOPE_EMPLOYER; s <= SCOPE_OWN; s++)
		if (str_equal(SCOPE_CODES[s], code)) {
			*ret = (enum scope)s;
			return true;
		}
	return false;
}

/* A grant that no role may have grants nothing. */
static bool grant_holds(const struct grant *g)
{
	return g->role < ROLES && role_may_hold(g->role, g->scope);
}

unsigned viewer_roles(const struct viewer *v)
{
	unsigned roles = 0;

	for (size_t i = 0; v != NULL && i < v->grants_count; i++)
		if (grant_holds(&v->grants[i]))
			roles |= ROLE_BIT(v->grants[i].role);
	return roles;
}

bool viewer_holds(const struct viewer *v, enum role r, enum scope scope)
{
	for (size_t i = 0; v != NULL && i < v->grants_count; i++)
		if (grant_holds(&v->grants[i]) && v->grants[i].role == r && v->grants[i].scope == scope)
			return true;
	return false;
}

bool viewer_has_role(const struct viewer *v, unsigned roles, unsigned whole)
{
	for (size_t i = 0; v != NULL && i < v->grants_count; i++) {
		unsigned bit = ROLE_BIT(v->grants[i].role);

		if (grant_holds(&v->grants[i]) && (roles & bit) != 0 && ((whole & bit) == 0 || v->grants[i].scope == SCOPE_EMPLOYER))
			return true;
	}
	return false;
}

bool viewer_reads_ledger_whole(const struct viewer *v)
{
	return v != NULL && (v->sees_all
		|| (viewer_roles(v) & (BIT(HEAD) | BIT(DIRECTOR) | BIT(REGULATOR) | BIT(ADMINISTRATOR))) != 0);
}

unsigned field_roles(enum field f, enum nearness near)
{
	return POLICY[f].roles[near];
}

bool field_is_hidden_if_restricted(enum field f)
{
	return POLICY[f].hidden;
}

bool roles_open_cases(unsigned roles)
{
	return (roles & (field_roles(FIELD_CASE_PAGE, NEAR_OWN) | field_roles(FIELD_CASE_PAGE, NEAR_TEAM))) != 0;
}

const char *viewer_roles_text(struct arena *a, const struct viewer *v)
{
	unsigned roles = viewer_roles(v);
	const char *text = "";

	for (int r = 0; r < ROLES; r++)
		if ((roles & ROLE_BIT(r)) != 0)
			text = arena_printf(a, "%s%s%s", text, text[0] != '\0' ? "," : "", ROLE_TABLE[r].code);
	return text;
}

/* ---- where a viewer stands in a picture ---- */

struct standing {
	const struct snapshot *s;
	unsigned *teams;    /* by team + 1: the roles that hold there; of no team first */
	unsigned *services; /* by service + 1: the roles that hold in all of it; the main one's place is always there */
	int32_t person;     /* the viewer's own place; -1, also of somebody who is in no post today */
};

struct sight {
	const struct viewer *viewer;
	struct standing now, then;
	unsigned roles;     /* a worker's only while in post */
	bool all;
};

static void hold_in_service(const struct standing *st, int32_t service, unsigned bit)
{
	st->services[service + 1] |= bit;
	st->teams[0] |= service == 0 ? bit : 0;
	for (size_t i = 0; i < st->s->teams_count; i++)
		if (st->s->teams[i].service == service)
			st->teams[i + 1] |= bit;
}

/* The team and all under it, however deep; teams that name each other as parent end it too. */
static void hold_in_team(struct arena *a, const struct standing *st, int32_t team, unsigned bit)
{
	bool *under = arena_array(a, st->s->teams_count, sizeof *under);
	bool more = true;

	under[team] = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < st->s->teams_count; i++) {
			const char *parent = st->s->teams[i].parent;
			int32_t above = parent[0] != '\0' && !under[i] ? snapshot_find_team(st->s, parent) : -1;

			if (above >= 0 && under[above])
				under[i] = more = true;
		}
	}
	for (size_t i = 0; i < st->s->teams_count; i++)
		st->teams[i + 1] |= under[i] ? bit : 0;
}

static const struct post_row *post_of(const struct snapshot *s, const struct person_row *p, int32_t i)
{
	return &s->posts[s->person_posts[p->first_post + i]];
}

/* A picture also keeps posts that are over, where a case is still held through them. */
static bool holds_on_its_day(const struct snapshot *s, const struct post_row *post)
{
	return days_include(post->when, s->day);
}

static bool is_in_post(const struct snapshot *s, int32_t person)
{
	for (int32_t i = 0; person >= 0 && i < s->persons[person].posts_count; i++)
		if (holds_on_its_day(s, post_of(s, &s->persons[person], i)))
			return true;
	return false;
}

static void hold_in_own_teams(const struct standing *st, unsigned bit)
{
	const struct person_row *own = st->person >= 0 ? &st->s->persons[st->person] : NULL;

	for (int32_t i = 0; own != NULL && i < own->posts_count; i++) {
		const struct post_row *post = post_of(st->s, own, i);

		if (post->team >= 0 && holds_on_its_day(st->s, post))
			st->teams[post->team + 1] |= bit;
	}
}

static void hold_everywhere(const struct standing *st, unsigned bit)
{
	for (size_t i = 0; i <= st->s->teams_count; i++)
		st->teams[i] |= bit;
	for (size_t i = 0; i <= st->s->services_count; i++)
		st->services[i] |= bit;
}

static void take_grant(struct arena *a, const struct standing *st, const struct grant *g)
{
	unsigned bit = ROLE_BIT(g->role);
	int32_t place;

	switch (g->scope) {
	case SCOPE_EMPLOYER:
		hold_everywhere(st, bit);
		break;
	case SCOPE_SERVICE:
		place = snapshot_find_service(st->s, g->code);
		if (place >= 0)
			hold_in_service(st, place, bit);
		break;
	case SCOPE_TEAM:
		place = snapshot_find_team(st->s, g->code);
		if (place >= 0)
			hold_in_team(a, st, place, bit);
		break;
	case SCOPE_OWN:
		hold_in_own_teams(st, bit);
		break;
	}
}

static struct standing stand_nowhere(struct arena *a, const struct snapshot *s)
{
	return (struct standing){
		.s = s,
		.teams = arena_array(a, s->teams_count + 1, sizeof(unsigned)),
		.services = arena_array(a, s->services_count + 2, sizeof(unsigned)),
		.person = -1,
	};
}

/* `person`: the viewer's code, "" for nobody's. */
static struct standing stand_in(struct arena *a, const struct viewer *v, const char *person, const struct snapshot *s)
{
	struct standing st = stand_nowhere(a, s);

	st.person = person[0] != '\0' ? snapshot_find_person(s, person) : -1;
	for (size_t i = 0; i < v->grants_count; i++)
		if (grant_holds(&v->grants[i]))
			take_grant(a, &st, &v->grants[i]);
	return st;
}

/* A worker's own team is that of today, also in the picture of another day. */
static void keep_own_teams_of_today(const struct standing *now, const struct standing *then)
{
	for (size_t i = 0; i < then->s->teams_count; i++) {
		int32_t today = snapshot_find_team(now->s, then->s->teams[i].code);
		unsigned bit = today >= 0 ? now->teams[today + 1] & BIT(WORKER) : 0;

		then->teams[i + 1] = (then->teams[i + 1] & ~BIT(WORKER)) | bit;
	}
}

/* What is for the own post holds while there is one: somebody who has left, or is yet to come, has nothing of their
 * own. */
static const char *person_in_post(const struct viewer *v, const struct snapshot *now)
{
	return v->person[0] != '\0' && is_in_post(now, snapshot_find_person(now, v->person)) ? v->person : "";
}

static unsigned roles_that_hold(const struct viewer *v, bool in_post)
{
	unsigned roles = 0;

	for (size_t i = 0; i < v->grants_count; i++)
		if (grant_holds(&v->grants[i]) && (in_post || v->grants[i].scope != SCOPE_OWN))
			roles |= ROLE_BIT(v->grants[i].role);
	return roles;
}

static bool is_of_employer(const struct viewer *v, const struct snapshot *s)
{
	return v != NULL && str_equal(v->employer, s->employer.code);
}

const struct sight *sight_of(struct arena *a, const struct viewer *v, const struct snapshot *now,
	const struct snapshot *s)
{
	static const struct viewer NONE = {.login = "", .employer = "", .person = ""};
	struct sight *sight = arena_alloc(a, sizeof *sight);
	const char *person;

	if (v != NULL && v->sees_all)
		return sight_of_all(a, s);
	sight->viewer = v != NULL ? v : &NONE;
	if (!is_of_employer(v, s) || !is_of_employer(v, now)) {
		sight->now = sight->then = stand_nowhere(a, s);
		return sight;
	}
	person = person_in_post(v, now);
	sight->roles = roles_that_hold(v, person[0] != '\0');
	sight->then = stand_in(a, v, person, s);
	sight->now = now != s ? stand_in(a, v, person, now) : sight->then;
	if (now != s)
		keep_own_teams_of_today(&sight->now, &sight->then);
	return sight;
}

const struct sight *sight_of_all(struct arena *a, const struct snapshot *s)
{
	static const struct viewer ALL_SEEING = {.login = "", .employer = "", .person = "", .sees_all = true};
	struct sight *sight = arena_alloc(a, sizeof *sight);

	sight->viewer = &ALL_SEEING;
	sight->now = sight->then = stand_nowhere(a, s);
	sight->all = true;
	return sight;
}

/* ---- what is seen ---- */

/* The one place where the table is asked. `near` are the roles that hold where the thing is. */
static bool seen(const struct sight *v, enum field f, unsigned near, bool own)
{
	const unsigned *roles = POLICY[f].roles;

	return v->all || (own && (roles[NEAR_OWN] & v->roles) != 0) || (roles[NEAR_TEAM] & near) != 0 ||
		(roles[NEAR_ELSEWHERE] & v->roles) != 0;
}

bool sees_team(const struct sight *v, enum field f, int32_t team)
{
	return seen(v, f, v->then.teams[team + 1], false);
}

bool sees_teams(const struct sight *v, enum field f, const bool *in)
{
	for (int32_t team = -1; team < (int32_t)v->then.s->teams_count; team++)
		if ((in == NULL || in[team + 1]) && !sees_team(v, f, team))
			return false;
	return true;
}

bool sees_post(const struct sight *v, enum field f, int32_t post)
{
	const struct post_row *row = &v->then.s->posts[post];

	return seen(v, f, v->then.teams[row->team + 1], row->person == v->then.person);
}

bool sees_name_of_post(const struct sight *v, int32_t post)
{
	return post >= 0 && sees_post(v, FIELD_WORKER_NAME, post);
}

/* The roles that hold at the posts that somebody is in; after the last, at those that cases are still held through. */
static unsigned roles_at_person(const struct standing *st, int32_t person)
{
	const struct person_row *p = &st->s->persons[person];
	bool in_post = is_in_post(st->s, person);
	unsigned roles = 0;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = post_of(st->s, p, i);

		if (!in_post || holds_on_its_day(st->s, post))
			roles |= st->teams[post->team + 1];
	}
	return roles;
}

/* Somebody who is in no post today is nobody's worker today: then it is the day that is looked at that counts. */
bool sees_person(const struct sight *v, enum field f, int32_t person)
{
	int32_t today = snapshot_find_person(v->now.s, v->then.s->persons[person].code);
	bool stands_today = today >= 0 && v->now.s->persons[today].posts_count > 0;
	unsigned near = stands_today ? roles_at_person(&v->now, today) : roles_at_person(&v->then, person);

	return seen(v, f, near, person == v->then.person);
}

bool sees_parties(const struct sight *v, const struct line_row *line)
{
	return line->scope != LINE_POST || sees_name_of_post(v, line->target);
}

bool sees_reason(const struct sight *v, int32_t post)
{
	return sees_post(v, FIELD_WORKER_REASON, post) && sees_person(v, FIELD_WORKER_REASON, v->then.s->posts[post].person);
}

bool sees_reason_of_holding(const struct sight *v, const struct fact *holding)
{
	int32_t post = snapshot_find_post_id(v->then.s, holding->post_id);

	return v->all || (post >= 0 && sees_reason(v, post));
}

bool sees_reason_once_held(const struct sight *v, const struct held_case *held, int32_t person)
{
	int32_t post = snapshot_find_post_id(v->then.s, held->post_id);

	return post >= 0 ? sees_reason(v, post) : seen(v, FIELD_WORKER_REASON, 0, person == v->then.person);
}

/* ---- cases ---- */

/* What the table is asked with, of a case wherever it was found. */
struct case_standing {
	unsigned near;
	bool held, named, restricted;
};

static bool seen_of_case(const struct sight *v, enum field f, const struct case_standing *c)
{
	unsigned own = POLICY[f].roles[NEAR_OWN] | POLICY[f].roles[NEAR_TEAM];

	if (v->all || !c->restricted || !POLICY[f].hidden)
		return seen(v, f, c->near, c->held);
	return (c->held || c->named) && (own & v->roles) != 0;
}

/* The roles that hold where a case is: its own team, and those of its holders; where there is no team, its service. */
static unsigned roles_at_case(const struct standing *st, const struct case_row *c)
{
	unsigned roles = c->team >= 0 ? st->teams[c->team + 1] : 0;
	bool has_team = c->team >= 0;

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &st->s->holdings[c->first_holding + i];
		int32_t team = h->post >= 0 ? st->s->posts[h->post].team : h->team;

		roles |= team >= 0 ? st->teams[team + 1] : 0;
		has_team = has_team || team >= 0;
	}
	return has_team ? roles : st->services[c->service + 1];
}

unsigned sight_roles_at_team(const struct sight *v, int32_t team)
{
	return v->then.teams[team + 1];
}

unsigned sight_roles_at_case(const struct sight *v, int32_t place)
{
	return roles_at_case(&v->then, &v->then.s->cases[place]);
}

bool sight_is_managers_side(const struct sight *v, int32_t post, int32_t place)
{
	unsigned roles = post >= 0 ? sight_roles_at_team(v, v->then.s->posts[post].team) : 0;

	if (place >= 0)
		roles |= sight_roles_at_case(v, place);
	return (roles & ROLES_MANAGERS_SIDE) != 0;
}

bool sight_may_offer(const struct sight *v, int32_t place)
{
	return sees_case(v, FIELD_CASE_REFERENCE, place) && sight_is_managers_side(v, -1, place);
}

bool sight_is_person(const struct sight *v, int32_t person)
{
	return person >= 0 && person == v->then.person;
}

/* Or agreed to, from a day to come. */
static bool is_held_by(const struct standing *st, const struct case_row *c, int32_t person)
{
	for (int32_t i = 0; i < c->holdings_count && person >= 0; i++) {
		int32_t post = st->s->holdings[c->first_holding + i].post;

		if (post >= 0 && st->s->posts[post].person == person)
			return true;
	}
	for (int32_t i = 0; i < c->comings_count && person >= 0; i++)
		if (st->s->posts[st->s->comings[c->first_coming + i].post].person == person)
			return true;
	return false;
}

static bool names_login(const struct snapshot *s, const struct case_row *c, const char *login)
{
	for (int32_t i = 0; i < c->readers_count && login[0] != '\0'; i++)
		if (str_equal(s->readers[c->first_reader + i].login, login))
			return true;
	return false;
}

static struct case_standing standing_of_row(const struct sight *v, const struct standing *st, const struct case_row *c,
	bool today)
{
	return (struct case_standing){
		.near = roles_at_case(st, c),
		.held = today && is_held_by(st, c, st->person),
		.named = names_login(st->s, c, v->viewer->login),
		.restricted = c->restricted,
	};
}

/* Of a case by its reference, from today's picture or else from the one that is looked at, where its place may be known
 * already (-1: look). False where neither has it. */
static bool find_standing(const struct sight *v, const char *ref, int32_t place, struct case_standing *ret)
{
	const struct snapshot *now = v->now.s, *then = v->then.s;
	int32_t today = now == then && place >= 0 ? place : snapshot_find_case(now, ref);

	if (today >= 0) {
		*ret = standing_of_row(v, &v->now, &now->cases[today], true);
		return true;
	}
	if (place < 0)
		place = snapshot_find_case(then, ref);
	if (place >= 0)
		*ret = standing_of_row(v, &v->then, &then->cases[place], false);
	return place >= 0;
}

bool sees_case(const struct sight *v, enum field f, int32_t place)
{
	struct case_standing c;

	return v->all || (find_standing(v, v->then.s->cases[place].ref, place, &c) && seen_of_case(v, f, &c));
}

bool sees_holder(const struct sight *v, int32_t place, int32_t post)
{
	return post >= 0 && (sees_case(v, FIELD_CASE_HOLDERS, place) ||
		(sees_case(v, FIELD_CASE_WORK, place) && sees_name_of_post(v, post)));
}

static enum case_showing showing_of(const struct sight *v, const struct case_standing *c)
{
	if (seen_of_case(v, FIELD_CASE_REFERENCE, c))
		return CASE_SHOWN;
	return c->restricted && seen_of_case(v, FIELD_CASE_ROW, c) ? CASE_RESTRICTED : CASE_UNNAMED;
}

enum case_showing case_showing(const struct sight *v, int32_t place)
{
	struct case_standing c;

	return !v->all && find_standing(v, v->then.s->cases[place].ref, place, &c) ? showing_of(v, &c) : CASE_SHOWN;
}

static struct case_standing standing_of_held(const struct sight *v, const struct held_case *held)
{
	int32_t team = snapshot_find_team(v->then.s, held->case_team[0] != '\0' ? held->case_team : held->team);
	struct case_standing c;

	if (!find_standing(v, held->ref, -1, &c))
		c = (struct case_standing){.near = v->then.teams[team + 1], .restricted = held->restricted};
	return c;
}

bool sees_case_once_held(const struct sight *v, enum field f, const struct held_case *held)
{
	struct case_standing c = standing_of_held(v, held);

	return seen_of_case(v, f, &c);
}

enum case_showing case_showing_once_held(const struct sight *v, const struct held_case *held, int32_t person)
{
	struct case_standing c = standing_of_held(v, held);

	return v->all || (person == v->then.person && !c.restricted) ? CASE_SHOWN : showing_of(v, &c);
}

/* ---- a case that is in no picture: by its facts ---- */

/* The holding that ended last; NULL if nobody ever held it. */
static const struct fact *last_holding(const struct case_facts *known)
{
	const struct fact *last = NULL;

	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];

		if (f->kind == FACT_HOLDING && (last == NULL || f->when.until > last->when.until))
			last = f;
	}
	return last;
}

static unsigned roles_at_facts(const struct standing *st, const struct fact *itself, const struct fact *holding)
{
	int32_t team = snapshot_find_team_id(st->s, itself->case_team_id);

	if (team < 0 && holding != NULL)
		team = snapshot_find_team_id(st->s, holding->team_id);
	if (team >= 0)
		return st->teams[team + 1];
	return st->services[itself->service[0] != '\0' ? snapshot_find_service(st->s, itself->service) + 1 : 1];
}

static struct case_standing standing_of_facts(const struct sight *v, const struct case_facts *known)
{
	struct case_standing c = {.restricted = case_is_restricted(known)};

	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];

		if (f->kind == FACT_CASE)
			c.near = roles_at_facts(&v->then, f, last_holding(known));
		if (f->kind == FACT_READER && v->viewer->login[0] != '\0' && str_equal(f->code, v->viewer->login))
			c.named = true;
	}
	return c;
}

bool case_is_restricted(const struct case_facts *known)
{
	for (size_t i = 0; i < known->count; i++)
		if (known->facts[i].kind == FACT_CASE)
			return known->facts[i].restricted > 0;
	return false;
}

bool sees_case_known(const struct sight *v, enum field f, const struct case_facts *known)
{
	struct case_standing c;

	if (!find_standing(v, known->ref, -1, &c))
		c = standing_of_facts(v, known);
	return seen_of_case(v, f, &c);
}

/* ---- for entity tags ---- */

static uint64_t mix_standing(uint64_t hash, const struct standing *st)
{
	hash = str_hash_on(hash, &st->s->day, sizeof st->s->day);
	hash = str_hash_on(hash, &st->s->employer.position, sizeof st->s->employer.position);
	hash = str_hash_on(hash, st->teams, (st->s->teams_count + 1) * sizeof *st->teams);
	return str_hash_on(hash, st->services, (st->s->services_count + 1) * sizeof *st->services);
}

uint64_t sight_digest(const struct sight *v)
{
	uint64_t hash = str_hash_on(v->all, v->viewer->login, strlen(v->viewer->login));

	hash = str_hash_on(hash, &v->roles, sizeof v->roles);
	hash = str_hash_on(hash, v->viewer->person, strlen(v->viewer->person));
	return mix_standing(mix_standing(hash, &v->then), &v->now);
}
