#include "core/roster.h"

#include "core/roster_joining.h"

/* ---- numbers without names ---- */

/* Where a worker without a name was first told of whom nobody knew before; NULL if nowhere. */
static const struct record_place *first_numbered(const struct joining *j)
{
	const struct roster_told *told = j->told;
	const struct roster_person *persons = j->ret->roster.persons;

	for (size_t i = 0; i < told->workers_count; i++) {
		int32_t person = j->worker_person[i];

		if (person >= 0 && (size_t)person >= j->known->persons_count && !said(persons[person].name))
			return &told->workers[i].where;
	}
	for (size_t i = 0; i < told->refs_count; i++) {
		int32_t person = j->ref_person[i];

		if (person >= 0 && (size_t)person >= j->known->persons_count && !said(persons[person].name))
			return &told->refs_where[i];
	}
	return NULL;
}

/* New people without a name, where others are known without a number: nothing can tell whether they are the same. */
static void check_numbered(struct joining *j)
{
	const struct roster *r = &j->ret->roster;
	const struct record_place *where = first_numbered(j);
	size_t named = 0, numbered = 0;

	for (size_t i = 0; i < j->known->persons_count; i++)
		named += !said(r->persons[i].registration) && !said(r->persons[i].staff_id);
	for (size_t i = j->known->persons_count; i < r->persons_count; i++)
		numbered += !said(r->persons[i].name);
	if (named == 0 || where == NULL)
		return;
	joining_report(j, true, *where, "worker", "uncertain-worker", arena_printf(j->a,
		"a list that gives number and name, such as professionals or workers.csv: workers who come by number only (%zu) "
		"may be people known by name only (%zu), and then they count twice. Undo one of the two imports, "
		"or this one and give such a list with it", numbered, named));
}

/* ---- what has changed ---- */

static bool same_days(struct days a, struct days b)
{
	return a.from == b.from && a.until == b.until;
}

static bool same_team(const struct roster_team *a, const struct roster_team *b)
{
	return str_equal(a->code, b->code) && str_equal(a->told_code, b->told_code) && str_equal(a->name, b->name) &&
		str_equal(a->service, b->service) && str_equal(a->parent, b->parent) && str_equal(a->manager, b->manager) &&
		str_equal(a->manager_code, b->manager_code);
}

static bool same_person(const struct roster_person *a, const struct roster_person *b)
{
	return str_equal(a->code, b->code) && str_equal(a->name, b->name) &&
		str_equal(a->registration, b->registration) && str_equal(a->staff_id, b->staff_id);
}

static bool same_post(const struct roster_post *a, const struct roster_post *b)
{
	return a->team_id == b->team_id && same_days(a->when, b->when) && a->fte_millionths == b->fte_millionths &&
		a->contract_minutes == b->contract_minutes && a->agency == b->agency && a->role == b->role &&
		str_equal(a->grade, b->grade) && a->newly_qualified_until == b->newly_qualified_until &&
		a->reported_cases == b->reported_cases && a->reported_on == b->reported_on;
}

static bool same_reduction(const struct roster_reduction *a, const struct roster_reduction *b)
{
	return a->minutes == b->minutes && same_days(a->when, b->when);
}

static bool same_line_value(const struct roster_line *a, const struct roster_line *b)
{
	return a->value == b->value && str_equal(a->agreed_by, b->agreed_by) && a->agreed_on == b->agreed_on &&
		same_days(a->when, b->when);
}

static bool same_skill(const struct roster_skill *a, const struct roster_skill *b)
{
	return same_days(a->when, b->when);
}

static bool same_week(const struct roster_week *a, const struct roster_week *b)
{
	return same_days(a->when, b->when) && memcmp(a->week, b->week, sizeof a->week) == 0;
}

#define COLLECT(j, kind, items, same) \
	for (size_t i = 0; i < (j)->ret->roster.items##_count; i++) { \
		bool is_new = i >= (j)->known->items##_count; \
		if (is_new || !same(&(j)->known->items[i], &(j)->ret->roster.items[i])) \
			collect((j), (kind), is_new, i); \
	}

static void collect(struct joining *j, enum change_kind kind, bool is_new, size_t place)
{
	*ARENA_PUSH(j->a, &j->ret->changes, &j->ret->changes_count, &j->ret->changes_room) =
		(struct roster_change){kind, is_new, place};
}

static void collect_changes(struct joining *j)
{
	COLLECT(j, CHANGED_TEAM, teams, same_team)
	COLLECT(j, CHANGED_PERSON, persons, same_person)
	COLLECT(j, CHANGED_POST, posts, same_post)
	COLLECT(j, CHANGED_REDUCTION, reductions, same_reduction)
	COLLECT(j, CHANGED_LINE, lines, same_line_value)
	COLLECT(j, CHANGED_SKILL, skills, same_skill)
	COLLECT(j, CHANGED_WEEK, weeks, same_week)
}

/* ---- the whole ---- */

#define COPY_ROWS(a, to, from, items) \
	do { \
		(to)->items = arena_array((a), (from)->items##_count, sizeof *(to)->items); \
		(to)->items##_room = (to)->items##_count = (from)->items##_count; \
		if ((from)->items##_count > 0) \
			memcpy((to)->items, (from)->items, (from)->items##_count * sizeof *(to)->items); \
	} while (0)

static void copy_roster(struct arena *a, struct roster *to, const struct roster *from)
{
	*to = *from;
	COPY_ROWS(a, to, from, teams);
	COPY_ROWS(a, to, from, persons);
	COPY_ROWS(a, to, from, posts);
	COPY_ROWS(a, to, from, reductions);
	COPY_ROWS(a, to, from, lines);
	COPY_ROWS(a, to, from, skills);
	COPY_ROWS(a, to, from, weeks);
}

void roster_join(struct arena *a, const struct roster *known, const struct roster_told *told, int32_t full_time_minutes,
	int32_t live_on, struct roster_joined *ret)
{
	struct joining j = {.a = a, .known = known, .told = told, .ret = ret, .full_time_minutes = full_time_minutes,
		.live_on = live_on};

	*ret = (struct roster_joined){0};
	j.doubted = strmap_new();
	j.doubted_teams = strmap_new();
	copy_roster(a, &ret->roster, known);
	roster_index_open(&j.x, a, &ret->roster);
	join_teams(&j);
	join_workers(&j);
	index_name_everyone(&j.x);
	join_refs(&j);
	check_numbered(&j);
	join_reductions(&j);
	join_lines(&j);
	join_skills(&j);
	join_weeks(&j);
	join_managers(&j);
	collect_changes(&j);
	roster_index_close(&j.x);
	j.doubted = strmap_free(j.doubted);
	j.doubted_teams = strmap_free(j.doubted_teams);
}
