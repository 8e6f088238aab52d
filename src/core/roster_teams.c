#include "core/roster_joining.h"

/* ---- what lists of teams say ---- */

/* What the files at hand have told of a team so far; blank where they have not. */
struct teams_told {
	struct joining *j;
	struct team_told *laid;            /* beside the roster's teams */
	int32_t *places;                   /* of each team told */
};

static bool same_name(struct joining *j, const char *a, const char *b)
{
	return str_equal(str_fold_name(j->a, str_of(a)), str_fold_name(j->a, str_of(b)));
}

/* Puts what a list says where it belongs, unless an earlier record of the same code says otherwise. */
static void lay_text(struct teams_told *l, const struct team_told *told, const char *field, const char **laid, const char *text,
	const char **known)
{
	if (!said(text))
		return;
	if (!said(*laid)) {
		*laid = text;
		*known = text;
	} else if (!same_name(l->j, *laid, text)) {
		joining_report(l->j, true, told->where, field, "disagrees", arena_printf(l->j->a, "one %s of the team with the code %s: "
			"an earlier line has another; that one stands", field, told->code));
	}
}

static void lay_team(struct teams_told *l, size_t i)
{
	const struct team_told *told = &l->j->told->teams[i];
	struct team_told *laid = &l->laid[l->places[i]];
	struct roster_team *t = &l->j->ret->roster.teams[l->places[i]];

	lay_text(l, told, "name", &laid->name, told->name, &t->name);
	lay_text(l, told, "service", &laid->service, told->service, &t->service);
}

/* A team above may be named by its code, its name, or be in no list at all: then its code is kept as written. */
static const char *parent_code(struct joining *j, const char *parent, struct record_place where)
{
	int32_t place = joining_find_team(j, parent, where);

	if (place >= 0)
		return j->ret->roster.teams[place].code;
	return place == INDEX_UNCERTAIN ? "" : roster_safe_code(j->a, parent);
}

void join_teams(struct joining *j)
{
	const struct roster_told *told = j->told;
	struct teams_told l = {.j = j};

	j->team_places = l.places = arena_array(j->a, told->teams_count, sizeof *l.places);
	for (size_t i = 0; i < told->teams_count; i++)
		l.places[i] = index_learn_team(&j->x, &told->teams[i]);
	l.laid = arena_array(j->a, j->ret->roster.teams_count, sizeof *l.laid);
	for (size_t i = 0; i < j->ret->roster.teams_count; i++)
		l.laid[i] = (struct team_told){.name = "", .service = ""};
	for (size_t i = 0; i < told->teams_count; i++)
		lay_team(&l, i);
	index_name_teams(&j->x);
	for (size_t i = 0; i < told->teams_count; i++)
		if (said(told->teams[i].parent))
			j->ret->roster.teams[l.places[i]].parent = parent_code(j, told->teams[i].parent, told->teams[i].where);
}

/* ---- managers ---- */

/* The person that a file names as a manager, by key or by a name that only one person has. */
static int32_t find_manager(struct joining *j, const char *manager)
{
	int32_t person = index_find_key(&j->x, manager);
	struct index_namesakes found;

	if (person >= 0)
		return person;
	found = index_find_name(&j->x, manager, 0, (struct index_keys){"", "", ""});
	if (found.anywhere != 1)
		return INDEX_NONE;
	return found.in_team == 1 ? found.person : found.elsewhere;
}

static void set_manager(struct joining *j, struct roster_team *t, int32_t person)
{
	const struct roster_person *p = &j->ret->roster.persons[person];

	t->manager = said(p->name) ? p->name : p->code;
	t->manager_code = p->code;
}

static void join_named_managers(struct joining *j)
{
	for (size_t i = 0; i < j->told->teams_count; i++) {
		const char *manager = j->told->teams[i].manager;
		struct roster_team *t = &j->ret->roster.teams[j->team_places[i]];
		int32_t person;

		if (!said(manager))
			continue;
		person = find_manager(j, manager);
		if (person >= 0) {
			set_manager(j, t, person);
		} else {
			t->manager = manager;
			t->manager_code = "";
		}
	}
}

/* Where no file names the manager, the only one with that role in the team is. */
static void join_only_managers(struct joining *j)
{
	struct roster *r = &j->ret->roster;
	int32_t *managers = arena_array(j->a, r->teams_count, sizeof *managers); /* 0 none, person + 1, or -1: several */

	for (size_t person = 0; person < r->persons_count; person++) {
		for (int32_t at = j->x.persons[person].first_post; at != INDEX_NONE; at = j->x.next_post[at]) {
			const struct roster_post *p = &r->posts[at];

			if (p->role != POST_MANAGER || p->when.until != DAY_MAX)
				continue;
			for (size_t t = 0; t < r->teams_count; t++)
				if (r->teams[t].team_id == p->team_id)
					managers[t] = managers[t] == 0 ? (int32_t)person + 1 : -1;
		}
	}
	for (size_t t = 0; t < r->teams_count; t++)
		if (managers[t] > 0 && !said(r->teams[t].manager))
			set_manager(j, &r->teams[t], managers[t] - 1);
}

void join_managers(struct joining *j)
{
	join_named_managers(j);
	join_only_managers(j);
}
