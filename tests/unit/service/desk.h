/* desk.h: a small team with people who ask and answer, for the tests of matters, closings and the watch.
 *
 * Team North with the workers W1 (Ann) and W2 (Ben); C1 and C2 are held by W1, C3 by nobody. A line of two cases for each worker
 * of the team, by policy. Viewers: "ann" is W1, "ben" W2, "cat" W3, "mia" manages North and so does
 * "max", who is W2 too; "sup" supervises it, "tom" manages South; "hed" is a
 * head of service, "dir" and "dan" are directors. It is Thursday, 2 July 2026, 12:00, in London.
 */
#pragma once

#include "base/clock.h"
#include "office.h"
#include "service/access/restriction.h"
#include "service/matters/closing.h"
#include "service/matters/matters.h"
#include "store/load_facts.h"

#define DESK_WORKERS "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\nW2,Ben,North,social-worker,1,37\n" \
	"W3,Cat,South,social-worker,1,37\n"
#define DESK_CASES "case,opened,service,team\nC1,2026-01-05,children,North\nC2,2026-01-05,children,North\nC3,2026-06-01,children,North\n"
#define DESK_HOLDINGS "case,worker,from\nC1,W1,2026-01-06\nC2,W1,2026-01-06\n"
#define DESK_LINES "scope,target,kind,value,status,agreed_by,from\nteam,North,cases,2,policy,Employer,2026-01-01\n"

enum { DESK_NOON = 1782990000 }; /* 2 July 2026, 12:00 in London */

struct desk {
	struct office *office;
	struct arena *a;
	struct store *store;
	int64_t now;
	int32_t employer_id;
	struct err err;
};

static struct desk desk;

#define DESK_OK(call) desk_ok((call), __LINE__)

static inline void desk_ok(int rc, int line)
{
	if (rc != 0)
		fail_msg("line %d: %d: %s", line, rc, desk.err.text);
}

static inline int32_t desk_today(void)
{
	return local_day(clock_minute(desk.now));
}

static inline int desk_open(void **state)
{
	struct employer e;

	if (office_open(state) != 0)
		return -1;
	clock_set_zone("Europe/London");
	desk = (struct desk){.office = *state, .a = ((struct office *)*state)->a, .now = DESK_NOON};
	(void)IMPORT(desk.office, office_file(desk.office, "workers.csv", DESK_WORKERS), office_file(desk.office, "cases.csv", DESK_CASES),
		office_file(desk.office, "holdings.csv", DESK_HOLDINGS), office_file(desk.office, "lines.csv", DESK_LINES));
	DESK_OK(store_open(desk.office->database, STORE_SHARE, &desk.store, &desk.err));
	store_use_schemes(desk.store, scheme_by_id);
	DESK_OK(store_employer(desk.store, desk.a, desk.office->employer, &e, &desk.err));
	desk.employer_id = e.id;
	return 0;
}

static inline int desk_close(void **state)
{
	store_close(desk.store);
	return office_close(state);
}

static inline const struct viewer *desk_viewer(const char *login)
{
	static const struct grant worker = {ROLE_WORKER, SCOPE_OWN, ""}, north = {ROLE_MANAGER, SCOPE_TEAM, "north"},
		supervisor = {ROLE_SUPERVISOR, SCOPE_TEAM, "north"}, south = {ROLE_MANAGER, SCOPE_TEAM, "south"},
		head = {ROLE_HEAD, SCOPE_SERVICE, "children"}, director = {ROLE_DIRECTOR, SCOPE_EMPLOYER, ""};
	static const struct viewer viewers[] = {
		{.login = "ann", .employer = "council", .person = "W1", .grants = &worker, .grants_count = 1},
		{.login = "ben", .employer = "council", .person = "W2", .grants = &worker, .grants_count = 1},
		{.login = "cat", .employer = "council", .person = "W3", .grants = &worker, .grants_count = 1},
		{.login = "max", .employer = "council", .person = "W2", .grants = &north, .grants_count = 1},
		{.login = "mia", .employer = "council", .person = "", .grants = &north, .grants_count = 1},
		{.login = "sup", .employer = "council", .person = "", .grants = &supervisor, .grants_count = 1},
		{.login = "sum", .employer = "council", .person = "", .grants = &supervisor, .grants_count = 1},
		{.login = "tom", .employer = "council", .person = "", .grants = &south, .grants_count = 1},
		{.login = "hed", .employer = "council", .person = "", .grants = &head, .grants_count = 1},
		{.login = "dir", .employer = "council", .person = "", .grants = &director, .grants_count = 1},
		{.login = "dan", .employer = "council", .person = "", .grants = &director, .grants_count = 1},
	};

	for (size_t i = 0; i < sizeof viewers / sizeof *viewers; i++)
		if (str_equal(viewers[i].login, login))
			return &viewers[i];
	fail_msg("nobody is called %s", login);
	return NULL;
}

static inline struct asked_by desk_by(const char *login)
{
	return (struct asked_by){.employer = "council", .viewer = desk_viewer(login), .instant = desk.now};
}

static inline const struct snapshot *desk_picture(void)
{
	const struct snapshot *s = NULL;

	DESK_OK(store_snapshot(desk.store, "council", desk_today(), &s, &desk.err));
	return s;
}

/* The only post of a worker. */
static inline int32_t desk_post(const char *worker)
{
	const struct snapshot *s = desk_picture();
	int32_t id = s->posts[s->person_posts[s->persons[snapshot_find_person(s, worker)].first_post]].post_id;

	snapshot_drop(s);
	return id;
}

/* The line of team North. */
static inline int32_t desk_line(void)
{
	const struct snapshot *s = desk_picture();
	int32_t id = 0;

	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].scope == LINE_TEAM)
			id = s->lines[i].line_id;
	snapshot_drop(s);
	return id;
}

static inline struct matter_row desk_matter(int32_t id)
{
	struct matter_row row;

	DESK_OK(store_matter(desk.store, desk.a, desk.employer_id, id, &row, &desk.err));
	return row;
}

static inline int desk_answer(const char *login, int32_t id, enum matter_outcome outcome)
{
	const struct matter_answering answering = {.by = desk_by(login), .id = id, .outcome = outcome, .note = "As we have said"};

	return matters_answer(desk.store, &answering, &desk.err);
}

/* Asks to close a case; its holder agrees. */
static inline int desk_closing(const char *login, const char *holder, const char *ref, struct closing_outcome *ret)
{
	const struct closing_asked asked = {.by = desk_by(login), .ref = ref, .reason = CLOSING_NEEDS_MET, .note = ""};
	int rc = closing_make(desk.store, &asked, ret, &desk.err);

	if (rc == 0 && ret->look.worker_unsaid)
		rc = desk_answer(holder, ret->matter_id, OUTCOME_FOR);
	if (rc == 0 && !ret->closed)
		ret->closed = desk_matter(ret->matter_id).matter.state == MATTER_ANSWERED;
	return rc;
}

static inline struct case_facts desk_case(const char *ref)
{
	struct case_facts facts;

	DESK_OK(store_case_facts(desk.store, desk.a, desk.employer_id, ref, &facts, &desk.err));
	return facts;
}

/* From now on the case opens for its holders alone. */
static inline void desk_restrict(const char *ref)
{
	const struct restriction_change change = {.by = desk_by("mia"), .ref = ref, .act = RESTRICT_CASE, .login = "", .day = desk_today()};

	DESK_OK(restriction_make(desk.store, &change, &desk.err));
}

static inline struct ledger_row desk_last_entry(void)
{
	struct ledger_row *rows;
	size_t count;

	DESK_OK(store_ledger(desk.store, desk.a, desk.employer_id, 1, &rows, &count, &desk.err));
	return rows[0];
}
