/* council.h: small councils in a few lines, for the tests of core.
 *
 *	struct council c = council_on("2026-03-31");
 *	int32_t north = council_team(&c, "north", "Ann Manager");
 *	int32_t post = council_worker(&c, "W1", north, 800000);
 *	int32_t kim = council_case(&c, "C1", "2026-01-05");
 *
 *	council_stage(&c, kim, "protection", "2026-02-01", "");
 *	council_hold(&c, kim, post, "2026-02-03");
 *	s = council_picture(&c);
 *
 * Dates are ISO texts and "" (or nothing) is an open end. Ids run from 1, whatever they are ids of. Where more is to be
 * said, council_add_... take a struct in which what is left out means "as usual".
 */
#pragma once

#include <string.h>

#include "../../test.h"
#include "core/snapshot.h"

#define COUNCIL_SOURCE {.state = VALUE_GUESS, .text = "made up for the tests"}

/* Places in the scheme of the tests, strictest first. */
enum {
	COUNCIL_LOOKED_AFTER, COUNCIL_PROTECTION, COUNCIL_ENQUIRY, COUNCIL_NEED, COUNCIL_ASSESSMENT, COUNCIL_LEAVER,
	COUNCIL_REFERRAL, COUNCIL_NO_PLAN, COUNCIL_CLOSING, COUNCIL_TYPES
};

enum { COUNCIL_FULL_TIME = 1000000, COUNCIL_WEEK_MINUTES = 2220 };

static inline const struct scheme *council_scheme(void)
{
	static const struct scheme_group groups[] = {{.name = "Children"}};
	static const struct scheme_type types[COUNCIL_TYPES] = {
		{.code = "looked-after", .stage = "", .name = "Looked after", .base_minutes = 101, .source = COUNCIL_SOURCE},
		{.code = "protection", .stage = "", .name = "Protection plan", .base_minutes = 126, .urgent = true,
			.source = COUNCIL_SOURCE},
		{.code = "enquiry", .stage = "", .name = "Section 47 enquiry", .base_minutes = -1, .task_minutes = 600,
			.task_working_days = 15, .urgent = true, .source = COUNCIL_SOURCE},
		{.code = "need", .stage = "", .name = "Child in need plan", .base_minutes = 101, .source = COUNCIL_SOURCE},
		{.code = "assessment", .stage = "", .name = "Assessment", .base_minutes = 126, .source = COUNCIL_SOURCE},
		{.code = "leaver", .stage = "", .name = "Care leaver", .base_minutes = 60, .source = COUNCIL_SOURCE},
		{.code = "referral", .stage = "", .name = "Referral", .role = TYPE_OPENING, .base_minutes = 126,
			.source = COUNCIL_SOURCE},
		{.code = "no-plan", .stage = "", .name = "No plan yet", .role = TYPE_NO_PLAN, .base_minutes = 101,
			.source = COUNCIL_SOURCE},
		{.code = "closing", .stage = "", .name = "Closing", .role = TYPE_CLOSING, .base_minutes = -1,
			.source = COUNCIL_SOURCE},
	};
	static const struct scheme_reserve reserves[] = {
		{.code = "other", .name = "Not for cases", .permille = 320, .source = COUNCIL_SOURCE},
	};
	static const struct scheme_reduction reductions[] = {
		{.code = "sick", .name = "Sickness", .usual_permille = 1000, .most_permille = 1000, .not_available = true,
			.source = COUNCIL_SOURCE},
		{.code = "union", .name = "Union duties", .usual_permille = -1, .most_permille = 1000, .source = COUNCIL_SOURCE},
	};
	static const struct scheme scheme = {
		.id = "test", .title = "Test", .service = "children", .country = "England", .unit = "minutes", .note = "",
		.version = 1, .contract_minutes = COUNCIL_WEEK_MINUTES,
		.groups = groups, .groups_count = 1,
		.types = types, .types_count = COUNCIL_TYPES,
		.reserves = reserves, .reserves_count = 1,
		.reductions = reductions, .reductions_count = 2,
		.factor_least = 500, .factor_most = 2500,
		.sibling_permille = 400, .sibling_source = COUNCIL_SOURCE,
		.handover_source = COUNCIL_SOURCE,
		.closing_weeks = 4, .closing_source = COUNCIL_SOURCE,
		.newly_qualified_source = COUNCIL_SOURCE, .ramp_source = COUNCIL_SOURCE,
		.range_low = 1000, .range_high = 1000, .range_source = COUNCIL_SOURCE,
		.under_permille = 700,
	};

	return &scheme;
}

static inline int32_t council_day(const char *iso, int32_t if_empty)
{
	int32_t day;

	if (iso == NULL || iso[0] == '\0')
		return if_empty;
	assert_true(date_parse_iso(iso, strlen(iso), &day));
	return day;
}

static inline struct days council_days(const char *from, const char *until)
{
	return (struct days){council_day(from, DAY_MIN), council_day(until, DAY_MAX)};
}

struct council {
	struct snapshot_builder *builder;
	int32_t last_id;
};

static inline struct council council_on(const char *day)
{
	struct employer employer = {.id = 1, .code = "test", .name = "Testshire", .country = "England",
		.time_zone = "Europe/London"};
	struct council c = {.builder = snapshot_builder_new(&employer, council_day(day, 0))};

	snapshot_add_service(c.builder, "children", "Children's services", council_scheme());
	return c;
}

/* The caller drops it. The council is used up. */
static inline const struct snapshot *council_picture(struct council *c)
{
	struct snapshot_builder *b = c->builder;

	c->builder = NULL;
	return snapshot_build(b);
}

/* The name is the code. */
static inline int32_t council_team(struct council *c, const char *code, const char *manager)
{
	struct team_row team = {.team_id = ++c->last_id, .code = code, .name = code, .parent = "", .manager = manager,
		.manager_code = ""};

	snapshot_add_team(c->builder, &team, "children");
	return team.team_id;
}

/* A person without a post. */
static inline int32_t council_person(struct council *c, const char *code)
{
	struct person_row person = {.person_id = ++c->last_id, .code = code, .name = "", .registration = "", .staff_id = code};

	snapshot_add_person(c->builder, &person);
	return person.person_id;
}

struct council_post {
	int32_t person, team;
	const char *from, *until;
	int32_t fte_millionths;   /* -1: not known */
	int32_t contract_minutes; /* 0: by the FTE; -1: not known */
	enum post_role role;
};

static inline int32_t council_add_post(struct council *c, struct council_post p)
{
	struct post_row post = {
		.post_id = ++c->last_id,
		.when = council_days(p.from, p.until),
		.fte_millionths = p.fte_millionths,
		.contract_minutes = p.contract_minutes,
		.role = p.role,
		.grade = "",
		.newly_qualified_until = DAY_MIN,
		.reported_cases = -1,
	};

	if (p.contract_minutes == 0 && p.fte_millionths < 0)
		post.contract_minutes = -1;
	else if (p.contract_minutes == 0)
		post.contract_minutes = (int32_t)((int64_t)p.fte_millionths * COUNCIL_WEEK_MINUTES / COUNCIL_FULL_TIME);
	snapshot_add_post(c->builder, &post, p.person, p.team);
	return post.post_id;
}

/* A person with one post; returns the post's id. */
static inline int32_t council_worker(struct council *c, const char *code, int32_t team, int32_t fte_millionths)
{
	int32_t person = council_person(c, code);

	return council_add_post(c, (struct council_post){.person = person, .team = team, .fte_millionths = fte_millionths});
}

/* Likewise, a full-time manager. */
static inline int32_t council_manager(struct council *c, const char *code, int32_t team)
{
	int32_t person = council_person(c, code);

	return council_add_post(c, (struct council_post){.person = person, .team = team, .fte_millionths = COUNCIL_FULL_TIME,
		.role = POST_MANAGER});
}

/* Of `minutes` a week; -1: the whole contract. */
static inline void council_reduce(struct council *c, int32_t post, const char *reason, int32_t minutes, const char *from,
	const char *until)
{
	struct reduction_row reduction = {.reason = reason, .minutes = minutes, .when = council_days(from, until)};

	snapshot_add_reduction(c->builder, &reduction, post);
}

struct council_case {
	const char *ref, *opened, *closed, *household, *owner;
	int32_t team;
	const char *last_held_until;
	bool anything_begun;
};

static inline int32_t council_add_case(struct council *c, struct council_case k)
{
	struct case_row row = {
		.case_id = ++c->last_id,
		.ref = k.ref,
		.owner = k.owner != NULL ? k.owner : "",
		.opened = council_day(k.opened, DAY_MIN),
		.closed = council_day(k.closed, DAY_MAX),
		.last_held_until = council_day(k.last_held_until, DAY_MIN),
		.anything_begun = k.anything_begun,
	};

	snapshot_add_case(c->builder, &row, "children", k.household != NULL ? k.household : "", k.team);
	return row.case_id;
}

static inline int32_t council_case(struct council *c, const char *ref, const char *opened)
{
	return council_add_case(c, (struct council_case){.ref = ref, .opened = opened});
}

static inline void council_stage(struct council *c, int32_t case_id, const char *type, const char *from, const char *until)
{
	struct stage_row stage = {.type = type, .stage = "", .when = council_days(from, until)};

	snapshot_add_stage(c->builder, &stage, case_id);
}

struct council_holding {
	int32_t case_id, post, team; /* post 0: held by the team */
	enum holding_role role;
	int32_t share;               /* 0: all of it */
	const char *from, *until;
};

static inline void council_add_holding(struct council *c, struct council_holding h)
{
	struct holding_row row = {.role = h.role, .share = h.share != 0 ? h.share : 1000, .when = council_days(h.from, h.until)};

	snapshot_add_holding(c->builder, &row, h.case_id, h.post, h.team);
}

/* As lead, until further notice. */
static inline void council_hold(struct council *c, int32_t case_id, int32_t post, const char *from)
{
	council_add_holding(c, (struct council_holding){.case_id = case_id, .post = post, .from = from});
}

struct council_line {
	enum line_scope scope;
	int32_t team, post; /* with LINE_TEAM, LINE_POST */
	enum line_kind kind;
	int32_t value;
	enum line_status status;
	const char *from, *until;
};

static inline void council_add_line(struct council *c, struct council_line l)
{
	struct line_row line = {.line_id = ++c->last_id, .scope = l.scope, .kind = l.kind, .value = l.value, .status = l.status,
		.agreed_by = "", .when = council_days(l.from, l.until)};

	snapshot_add_line(c->builder, &line, "children", l.team, l.post);
}

static inline const struct case_row *council_find(const struct snapshot *s, const char *ref)
{
	int32_t place = snapshot_find_case(s, ref);

	assert_true(place >= 0);
	return &s->cases[place];
}
