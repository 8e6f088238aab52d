/* roster_desk.h: files as calls, joined one import after the other, for the tests of core/roster.h.
 *
 *	tell(d, "", "ST1", "Nia", "Duty");
 *	(void)join(d);                       what comes out is what is known for the next
 */
#pragma once

#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "core/roster.h"

enum { FULL_TIME = 2220 };

/* What files tell, put together call by call, and what it was joined to last. */
struct desk {
	struct arena *a;
	struct roster_told told;
	size_t where_count, where_room;
	int32_t live_on;
	struct roster known;
	struct roster_joined joined;
};

static inline int setup(void **state)
{
	struct arena *a = arena_new();
	struct desk *d = arena_alloc(a, sizeof *d);

	d->a = a;
	d->live_on = DAY_MAX;
	*state = d;
	return 0;
}

static inline int teardown(void **state)
{
	arena_free(((struct desk *)*state)->a);
	return 0;
}

static inline struct worker_told worker_blank(void)
{
	return (struct worker_told){
		.registration = "", .staff_id = "", .local_id = "", .name = "", .team = "",
		.when = {DAY_MIN, DAY_MAX}, .fte_millionths = -1, .contract_minutes = -1, .agency = -1, .role = -1,
		.grade = "", .newly_qualified_until = DAY_MIN, .absent_on = DAY_MIN, .absent_reason = "", .present_on = DAY_MIN,
		.reported_cases = -1, .reported_on = DAY_MIN, .where = {"workers.csv", "line 2"},
	};
}

static inline struct worker_told *tell(struct desk *d, const char *registration, const char *staff_id, const char *name, const char *team)
{
	struct worker_told *w = ARENA_PUSH(d->a, &d->told.workers, &d->told.workers_count, &d->told.workers_room);

	*w = worker_blank();
	w->registration = registration;
	w->staff_id = staff_id;
	w->name = name;
	w->team = team;
	return w;
}

static inline size_t refer(struct desk *d, const char *key, const char *name, const char *team)
{
	*ARENA_PUSH(d->a, &d->told.refs, &d->told.refs_count, &d->told.refs_room) = (struct worker_ref){key, name, team};
	*ARENA_PUSH(d->a, &d->told.refs_where, &d->where_count, &d->where_room) = (struct record_place){"cases.csv", "case C1"};
	return d->told.refs_count - 1;
}

static inline void tell_team(struct desk *d, const char *code, const char *name, const char *manager)
{
	*ARENA_PUSH(d->a, &d->told.teams, &d->told.teams_count, &d->told.teams_room) =
		(struct team_told){code, name, "", "", manager, {"teams.csv", "line 2"}};
}

/* Joins, and makes the result what is known for the next files. */
static inline const struct roster *join(struct desk *d)
{
	roster_join(d->a, &d->known, &d->told, FULL_TIME, d->live_on, &d->joined);
	d->known = d->joined.roster;
	d->told = (struct roster_told){0};
	d->where_count = d->where_room = 0;
	return &d->joined.roster;
}

static inline size_t errors(const struct desk *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->joined.issues_count; i++)
		count += !d->joined.issues[i].warning;
	return count;
}

static inline bool issue_says(const struct desk *d, const char *words)
{
	for (size_t i = 0; i < d->joined.issues_count; i++)
		if (strstr(d->joined.issues[i].text, words) != NULL)
			return true;
	return false;
}
