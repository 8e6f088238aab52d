#include "service/health/health_check.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/health_days.h"
#include "core/health_told.h"
#include "core/pattern.h"
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
	if (period.until - period.from > HEALTH_DAYS_MOST)
		return err_set(err, PL_INVALID, "The period has %d days: expected two years at most.", period.until - period.from);
	*ret = period;
	return 0;
}

int health_scope_of(const struct snapshot *s, const char *service, const char *team, struct health_scope *ret, struct err *err)
{
	struct health_scope scope = {.team = TEAMS_ALL};

	if (service != NULL && service[0] != '\0') {
		for (size_t i = 0; i < s->services_count && scope.service == NULL; i++)
			if (str_equal(s->services[i].code, service))
				scope.service = s->services[i].code;
		if (scope.service == NULL)
			return err_set(err, PL_NOT_FOUND, "There is no service of this code here.");
	}
	if (team != NULL && team[0] != '\0') {
		scope.team = str_equal(team, NO_TEAM) ? -1 : snapshot_find_team(s, team);
		if (scope.team < 0 && !str_equal(team, NO_TEAM))
			return err_set(err, PL_NOT_FOUND, "There is no team of this code here.");
	}
	*ret = scope;
	return 0;
}

static struct health blank(const struct picture *at, const struct health_asked *asked)
{
	struct health h = {.scope = asked->scope, .day = asked->period.until - 1, .period = asked->period, .records_day = DAY_MIN};

	if (at->snap->employer.changed_at != 0)
		h.records_day = clock_day_of(at->snap->employer.changed_at);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = health_unsaid();
	return h;
}

/* ---- what is read ---- */

/* What is needed of the records to go on without them. */
struct check {
	struct arena *a;
	const struct picture *at;
	const struct health_asked *asked;
	struct many_days *days;
	struct allowed_exception *exceptions; size_t exceptions_count;
	struct health h;
};

static int read_within(struct store *s, struct check *c, struct err *err)
{
	const struct employer *e = &c->at->snap->employer;
	int rc = health_records_tell(s, c->a, c->at, c->asked->scope, c->asked->period, c->h.figures, err);

	if (rc == 0)
		rc = store_exceptions(s, c->a, e->id, 0, &c->exceptions, &c->exceptions_count, err);
	if (rc == 0)
		rc = many_days_read(s, e->code, c->asked->period, &c->days, err);
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

static void look_at_days(const struct check *c, struct health_days *found)
{
	struct arena *scratch = arena_new();

	for (int32_t day = c->asked->period.from; day < c->asked->period.until; day++) {
		const struct snapshot *s = many_days_on(c->days, day);
		const struct loads loads = loads_of_snapshot(scratch, s);

		health_days_add(found, s, &loads);
		snapshot_drop(s);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

static void put_adherence(struct check *c)
{
	struct health_days *found = health_days_begin(c->a, c->asked->scope);
	enum role role;

	look_at_days(c, found);
	for (size_t i = 0; i < c->exceptions_count; i++) {
		const struct allowed_exception *x = &c->exceptions[i];

		if (days_include(c->asked->period, x->when.from) && role_parse(x->role, &role))
			health_days_allow(found, x->post_id, role, x->renews != 0);
	}
	health_days_end(found, c->h.figures);
}

/* ---- who is told what ---- */

static int32_t people_seen(struct arena *a, const struct picture *at, const struct sight *sight, struct health_scope scope)
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

static void withhold(struct check *c, const struct sight *sight)
{
	const struct snapshot *s = c->at->snap;
	const struct health_scope scope = c->asked->scope;
	const int32_t today = clock_today();
	struct health_hearer hearer = {.sees_figures = true, .sees_allocations = true, .hears_words = true,
		.whole_employer = scope.service == NULL && scope.team == TEAMS_ALL, .quarter_over = is_quarter_before(c->asked->period, today),
		.people_seen = people_seen(c->a, c->at, sight, scope)};

	for (int32_t team = -1; team < (int32_t)s->teams_count; team++) {
		if (!health_in_scope(s, scope, team))
			continue;
		hearer.sees_figures &= sees_team(sight, FIELD_TEAM_FIGURES, team);
		hearer.sees_allocations &= sees_team(sight, FIELD_TEAM_PATTERNS, team);
		hearer.hears_words &= sees_team(sight, FIELD_WORKER_WORD, team);
	}
	health_withhold(&hearer, c->h.figures);
}

/* ---- together ---- */

static struct health compose(struct check *c, const struct sight *sight)
{
	health_of_day(c->at->snap, &c->at->loads, c->at->pile, c->at->pile_count, c->asked->scope, c->h.figures);
	put_adherence(c);
	many_days_free(c->days);
	withhold(c, sight);
	return c->h;
}

int health_check_read(struct store *s, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	struct check c = {.a = a, .at = at, .asked = asked, .h = blank(at, asked)};
	int rc = read_records(s, &c, err);

	if (rc == 0)
		*ret = compose(&c, sight);
	return rc;
}

int health_check_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	struct check c = {.a = a, .at = at, .asked = asked, .h = blank(at, asked)};
	int rc = read_records(pictures_lock_store(pictures), &c, err);

	pictures_unlock_store(pictures);
	if (rc == 0)
		*ret = compose(&c, sight);
	return rc;
}
