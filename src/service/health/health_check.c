#include "service/health/health_check.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/declared.h"
#include "core/health_days.h"
#include "core/health_lines.h"
#include "core/health_rest.h"
#include "core/health_told.h"
#include "core/pattern.h"
#include "core/quarter.h"
#include "service/health/health_records.h"
#include "store/load_facts.h"
#include "store/many_days.h"

#define NO_TEAM "-"

int health_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err)
{
	struct days period = {first, last == DAY_MAX ? today : last};

	if (first == DAY_MIN)
		period.from = period.until - HEALTH_DAYS_DEFAULT + 1;
	period.until++;
	if (period.from >= period.until)
		return err_set(err, PL_INVALID, "The period ends before it begins: expected a first day that is not after the last.");
	if (period.until - 1 > today)
		return err_set(err, PL_INVALID,
			"The period ends after today: a health check says what was, so today is the last day that it can end on.");
	if (period.until - period.from > HEALTH_DAYS_MOST)
		return err_set(err, PL_INVALID, "The period has %d days: expected two years at most.", period.until - period.from);
	*ret = period;
	return 0;
}

static bool is_of_service(const struct snapshot *s, int32_t team, const char *service)
{
	const int32_t place = s->teams[team].service;

	return place >= 0 && str_equal(s->services[place].code, service);
}

int health_scope_of(const struct snapshot *s, const char *service, const char *team, struct health_scope *ret,
	struct err *err)
{
	struct health_scope scope = {.team = TEAMS_ALL};

	if (service != NULL && service[0] != '\0') {
		const int32_t place = snapshot_find_service(s, service);

		if (place < 0)
			return err_set(err, PL_NOT_FOUND, "There is no service of this code here.");
		scope.service = s->services[place].code;
	}
	if (team != NULL && team[0] != '\0') {
		scope.team = str_equal(team, NO_TEAM) ? -1 : snapshot_find_team(s, team);
		if (scope.team < 0 && !str_equal(team, NO_TEAM))
			return err_set(err, PL_NOT_FOUND, "There is no team of this code here.");
	}
	if (scope.service != NULL && scope.team >= 0 && !is_of_service(s, scope.team, scope.service))
		return err_set(err, PL_INVALID, "The team %s is not of the service %s: choose the team alone, or one of the service.",
			s->teams[scope.team].name, service);
	*ret = scope;
	return 0;
}

static struct health blank(const struct picture *at, struct days period, struct health_scope scope)
{
	struct health h = {.scope = scope, .day = period.until - 1, .period = period, .records_day = DAY_MIN,
		.facts_day = DAY_MIN};

	if (at->snap->employer.facts_at != 0)
		h.records_day = clock_day_of(at->snap->employer.facts_at);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = health_unsaid();
	return h;
}

/* ---- what is read ---- */

/* Several scopes of one period; what is read of it is enough to go on without the store. */
struct check {
	struct arena *a;
	const struct picture *at;
	struct days period;
	struct health **checks; size_t count;
	struct many_days *days;
	struct allowed_exception *exceptions; size_t exceptions_count;
	int32_t cost;              /* of a full-time worker, in pounds; -1: not declared */
};

static void put_records(const struct check *c, const struct health_records *r, struct arena *scratch, struct health *h)
{
	for (int section = 0; section < HEALTH_SECTIONS; section++) {
		const bool *in = health_scope_teams(scratch, c->at->snap, h->scope);

		health_of_section(scratch, r, (enum health_section)section, in, c->period, h->figures);
		arena_reset(scratch);
	}
	health_of_contracts(c->at->snap, &c->at->loads, health_scope_teams(scratch, c->at->snap, h->scope), h->figures);
}

static void put_all_records(const struct check *c, const struct health_records *r)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < c->count; i++) {
		put_records(c, r, scratch, c->checks[i]);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* What was entered ahead is no fact before the day comes: the records reach the day of the newest entry at most. */
static void put_reach(const struct check *c, const struct health_records *r)
{
	for (size_t i = 0; i < c->count; i++) {
		struct health *h = c->checks[i];

		h->facts_day = records_reach(r, h->records_day < h->day ? h->records_day : h->day);
	}
}

static int32_t cost_on(const struct health_records *r, int32_t day)
{
	const struct declaration *cost = declared_on(r->declared, r->declared_count, DECLARED_COST, day);

	return cost != NULL ? cost->figure : -1;
}

/* A large employer's records are gone before its days are read: each takes tens of megabytes. */
static int tell_records(struct store *s, struct check *c, struct err *err)
{
	struct arena *records = arena_new();
	struct health_records r;
	int rc = health_records_read(s, records, c->at->snap, c->period, HEALTH_SECTIONS_OF_RECORDS, &r, err);

	if (rc == 0) {
		put_all_records(c, &r);
		put_reach(c, &r);
		c->cost = cost_on(&r, c->period.until - 1);
	}
	arena_free(records);
	return rc;
}

static int read_within(struct store *s, struct check *c, struct err *err)
{
	const struct employer *e = &c->at->snap->employer;
	int rc = tell_records(s, c, err);

	if (rc == 0)
		rc = store_exceptions(s, c->a, e->id, 0, &c->exceptions, &c->exceptions_count, err);
	if (rc == 0)
		rc = many_days_read(s, e->code, c->period, &c->days, err);
	return rc;
}

static int read_records(struct store *s, struct check *c, struct err *err)
{
	int rc = store_begin_reading(s, err);

	if (rc < 0)
		return rc;
	rc = read_within(s, c, err);
	store_end_reading(s);
	return rc;
}

/* ---- day by day ---- */

static void look_at_days(const struct check *c, struct health_days **found)
{
	struct arena *scratch = arena_new();

	for (int32_t day = c->period.from; day < c->period.until; day++) {
		const struct snapshot *s = many_days_on(c->days, day);
		const struct loads loads = loads_of_snapshot(scratch, s);

		for (size_t i = 0; i < c->count; i++)
			health_days_add(found[i], s, &loads);
		snapshot_drop(s);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

static void put_adherence(const struct check *c, struct health_days *found, struct health *h)
{
	enum role role;

	for (size_t i = 0; i < c->exceptions_count; i++) {
		const struct allowed_exception *x = &c->exceptions[i];

		if (days_include(c->period, x->when.from) && role_parse(x->role, &role))
			health_days_allow(found, x->post_id, role, x->renews != 0);
	}
	health_days_end(found, h->figures);
}

/* ---- together ---- */

/* Only where the employer has declared what a full-time worker costs. */
static void put_price(const struct check *c, struct health *h)
{
	if (c->cost >= 0)
		h->figures[MEASURE_LINE_PRICE] = health_price(&h->figures[MEASURE_LINE_FTE], c->cost);
}

static void compose(struct check *c)
{
	struct health_days **found = arena_array(c->a, c->count, sizeof *found);

	for (size_t i = 0; i < c->count; i++)
		found[i] = health_days_begin(c->a, c->checks[i]->scope);
	look_at_days(c, found);
	for (size_t i = 0; i < c->count; i++) {
		struct health *h = c->checks[i];

		health_of_day(c->at->snap, &c->at->loads, c->at->pile, c->at->pile_count, h->scope, h->figures);
		put_price(c, h);
		put_adherence(c, found[i], h);
	}
	many_days_free(c->days);
}

/* ---- who is told what ---- */

static int32_t people_seen(struct arena *a, const struct picture *at, const struct sight *sight,
	struct health_scope scope)
{
	const struct snapshot *s = at->snap;
	bool *seen = arena_array(a, s->persons_count, sizeof *seen);
	int32_t people = 0;

	for (size_t i = 0; i < s->posts_count; i++) {
		const struct post_row *p = &s->posts[i];

		if (seen[p->person] || !health_in_scope(s, scope, p->team) || !sees_team(sight, FIELD_TEAM_PATTERNS, p->team))
			continue;
		seen[p->person] = true;
		people++;
	}
	return people;
}

bool health_leaves_few_to(struct arena *a, const struct snapshot *s, const struct loads *l, const struct sight *sight,
	struct health_scope scope)
{
	bool *sees = arena_array(a, s->teams_count + 1, sizeof *sees);

	for (size_t i = 0; i <= s->teams_count; i++)
		sees[i] = sees_team(sight, FIELD_TEAM_PATTERNS, (int32_t)i - 1);
	return !sees_teams(sight, FIELD_TEAM_PATTERNS, health_scope_teams(a, s, scope)) && health_leaves_few(s, l, sees, scope);
}

static void withhold(struct arena *a, const struct picture *at, const struct sight *sight, struct health *h)
{
	const struct snapshot *s = at->snap;
	const bool *in = health_scope_teams(a, s, h->scope);
	const struct health_hearer hearer = {.sees_figures = sees_teams(sight, FIELD_TEAM_FIGURES, in),
		.sees_allocations = sees_teams(sight, FIELD_TEAM_PATTERNS, in),
		.hears_words = sees_teams(sight, FIELD_WORKER_WORD, in),
		.whole_employer = health_is_whole(h->scope), .quarter_over = is_quarter_over(h->period, clock_today()),
		.leaves_few = health_leaves_few_to(a, s, &at->loads, sight, h->scope),
		.people_seen = people_seen(a, at, sight, h->scope)};

	health_withhold(&hearer, h->figures);
	h->lines = health_lines_of(a, s, &at->loads, h->scope, &hearer, &h->lines_count);
}

/* ---- asked for ---- */

int health_check_read(struct store *s, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	struct health h = blank(at, asked->period, asked->scope), *checks[] = {&h};
	struct check c = {.a = a, .at = at, .period = asked->period, .checks = checks, .count = 1};
	int rc = read_records(s, &c, err);

	if (rc < 0)
		return rc;
	compose(&c);
	withhold(a, at, sight, &h);
	*ret = h;
	return 0;
}

/* What is kept of a check. */
struct kept_check_figures {
	struct health_figure figures[HEALTH_MEASURES];
	int32_t facts_day;
};

/* By what a check is kept: all that it is of, beside the employer and the position. */
static const char *key_of(struct arena *a, const struct health *h)
{
	return arena_printf(a, "health %d %d %d %s", h->period.from, h->period.until, h->scope.team,
		h->scope.service != NULL ? h->scope.service : "");
}

/* Those that were made before are there at once; the others are to be made. Asked again, it starts anew. */
static void recall(struct pictures *pictures, struct check *c, const struct health_scope *scopes, size_t count,
	struct health *made)
{
	const struct employer *e = &c->at->snap->employer;

	c->checks = arena_array(c->a, count, sizeof *c->checks);
	c->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct kept_check_figures kept;

		made[i] = blank(c->at, c->period, scopes[i]);
		if (kept_results_recall(pictures_results(pictures), e, key_of(c->a, &made[i]), &kept, sizeof kept)) {
			memcpy(made[i].figures, kept.figures, sizeof kept.figures);
			made[i].facts_day = kept.facts_day;
		} else {
			c->checks[c->count++] = &made[i];
		}
	}
}

static void remember(struct pictures *pictures, struct check *c, const struct health *h)
{
	struct kept_check_figures *kept = arena_alloc(c->a, sizeof *kept);

	memcpy(kept->figures, h->figures, sizeof kept->figures);
	kept->facts_day = h->facts_day;
	kept_results_remember(pictures_results(pictures), &c->at->snap->employer, key_of(c->a, h), kept, sizeof *kept);
}

static int make(struct pictures *pictures, struct check *c, struct err *err)
{
	int rc = read_records(pictures_lock_long(pictures), c, err);

	pictures_unlock_long(pictures);
	if (rc < 0)
		return rc;
	compose(c);
	for (size_t i = 0; i < c->count; i++)
		remember(pictures, c, c->checks[i]);
	return 0;
}

int health_checks_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	struct days period, const struct health_scope *scopes, size_t count, struct health *ret, struct err *err)
{
	struct check c = {.a = a, .at = at, .period = period};
	struct health *made = arena_array(a, count, sizeof *made);
	bool turn = false;
	int rc = 0;

	recall(pictures, &c, scopes, count, made);
	while (c.count > 0 && !turn) {
		turn = kept_results_begin(pictures_results(pictures), &at->snap->employer);
		recall(pictures, &c, scopes, count, made);
	}
	if (c.count > 0)
		rc = make(pictures, &c, err);
	if (turn)
		kept_results_end(pictures_results(pictures), &at->snap->employer);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++) {
		withhold(a, at, sight, &made[i]);
		ret[i] = made[i];
	}
	return 0;
}

int health_check_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	return health_checks_for(pictures, a, at, sight, asked->period, &asked->scope, 1, ret, err);
}
