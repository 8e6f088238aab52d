#include "exchange/relay_words.h"

#define TEXT(type, member) {MEMBER_TEXT, offsetof(struct type, member), 0, INTAKE_TEXT}
#define NAME(type, member, bytes) {MEMBER_NAME, offsetof(struct type, member), 1, (bytes)}
#define SMALL(type, member, least, most) {MEMBER_SMALL, offsetof(struct type, member), (least), (most)}
#define NUMBER(type, member, least, most) {MEMBER_NUMBER, offsetof(struct type, member), (least), (most)}
#define DAY(type, member) {MEMBER_DAY, offsetof(struct type, member), 0, 0}
#define DAYS(type, member) {MEMBER_DAYS, offsetof(struct type, member), 0, 0}
#define MEMBERS(list) {(list), sizeof(list) / sizeof *(list)}

static const struct member TEAM[] = {
	TEXT(team_told, code), TEXT(team_told, name), TEXT(team_told, service), TEXT(team_told, parent), TEXT(team_told, manager),
	TEXT(team_told, where.place),
};

static const struct member WORKER[] = {
	TEXT(worker_told, registration), TEXT(worker_told, staff_id), TEXT(worker_told, local_id), TEXT(worker_told, name),
	TEXT(worker_told, team), DAYS(worker_told, when), NUMBER(worker_told, fte_millionths, -1, INTAKE_FTE),
	NUMBER(worker_told, contract_minutes, -1, INTAKE_MINUTES), SMALL(worker_told, agency, -1, 1),
	SMALL(worker_told, role, -1, POST_OTHER), TEXT(worker_told, grade), DAY(worker_told, newly_qualified_until),
	SMALL(worker_told, newly_qualified, 0, 1), DAY(worker_told, absent_on), TEXT(worker_told, absent_reason),
	DAY(worker_told, present_on), NUMBER(worker_told, reported_cases, -1, INTAKE_CASES), DAY(worker_told, reported_on),
	TEXT(worker_told, where.place),
};

static const struct member REDUCTION[] = {
	TEXT(reduction_told, worker.key), TEXT(reduction_told, worker.name), TEXT(reduction_told, worker.team),
	TEXT(reduction_told, reason), NUMBER(reduction_told, minutes, -1, INTAKE_MINUTES), NUMBER(reduction_told, permille, -1, 1000),
	DAYS(reduction_told, when), TEXT(reduction_told, where.place),
};

static const struct member LINE[] = {
	NUMBER(line_told, scope, LINE_NATIONAL, LINE_POST), TEXT(line_told, target), NUMBER(line_told, kind, LINE_COUNT, LINE_SHARE),
	NUMBER(line_told, value, 0, INTAKE_LINE), NUMBER(line_told, status, LINE_ADVISORY, LINE_CONTRACT), TEXT(line_told, agreed_by),
	DAY(line_told, agreed_on), DAYS(line_told, when), TEXT(line_told, where.place),
};

static const struct member SKILL[] = {
	TEXT(skill_told, worker.key), TEXT(skill_told, worker.name), TEXT(skill_told, worker.team), NAME(skill_told, code, INTAKE_TEXT),
	DAYS(skill_told, when), TEXT(skill_told, where.place),
};

#define WEEKDAY(n) NUMBER(week_told, day[n].from, 0, MINUTES_A_DAY), NUMBER(week_told, day[n].until, 0, MINUTES_A_DAY)

static const struct member WEEK[] = {
	TEXT(week_told, worker.key), TEXT(week_told, worker.name), TEXT(week_told, worker.team), WEEKDAY(0), WEEKDAY(1), WEEKDAY(2),
	WEEKDAY(3), WEEKDAY(4), WEEKDAY(5), WEEKDAY(6), DAY(week_told, from), TEXT(week_told, where.place),
};

/* Its facts and holdings follow, each list behind its count. */
static const struct member CASE[] = {NAME(case_told, ref, INTAKE_REF), TEXT(case_told, team)};

/* Holdings travel in their own list, and ids are given by whoever gathers. */
static const struct member FACT[] = {
	NUMBER(fact, kind, FACT_CASE, FACT_SURGE), SMALL(fact, purge, 0, 1), DAYS(fact, when), TEXT(fact, code), TEXT(fact, stage),
	SMALL(fact, open_is_said, 0, 1), NUMBER(fact, minutes, -1, INTAKE_MINUTES), SMALL(fact, no_further_action, -1, 1),
	TEXT(fact, service), TEXT(fact, household), TEXT(fact, owner), SMALL(fact, restricted, -1, 1),
	SMALL(fact, holder_is_said, 0, 1), SMALL(fact, is_over, 0, 1),
};

static const struct member HOLDING[] = {
	TEXT(holding_told, worker.key), TEXT(holding_told, worker.name), TEXT(holding_told, worker.team), TEXT(holding_told, team),
	DAYS(holding_told, when), SMALL(holding_told, open_is_said, 0, 1), NUMBER(holding_told, role, HOLDING_LEAD, HOLDING_CO_WORKER),
	NUMBER(holding_told, share, -1, 1000), TEXT(holding_told, reason), SMALL(holding_told, purge, 0, 1),
	DAY(holding_told, told_in),
};

static const struct member ISSUE[] = {
	TEXT(import_issue, place), TEXT(import_issue, field), NAME(import_issue, code, INTAKE_TEXT),
	NAME(import_issue, expected, INTAKE_CLAUSE), SMALL(import_issue, warning, 0, 1),
};

const struct members RELAY_MEMBERS[RELAY_KINDS] = {
	[RELAY_TEAM] = MEMBERS(TEAM),
	[RELAY_WORKER] = MEMBERS(WORKER),
	[RELAY_REDUCTION] = MEMBERS(REDUCTION),
	[RELAY_LINE] = MEMBERS(LINE),
	[RELAY_SKILL] = MEMBERS(SKILL),
	[RELAY_WEEK] = MEMBERS(WEEK),
	[RELAY_CASE] = MEMBERS(CASE),
	[RELAY_ISSUE] = MEMBERS(ISSUE),
};

const struct members RELAY_FACT = MEMBERS(FACT), RELAY_HOLDING = MEMBERS(HOLDING);
