#include "core/health_rest.h"

#include "base/str.h"
#include "core/parts.h"

/* Those whom the reader does not see: who is in a post that carries cases, and who holds any. */
struct unseen {
	int32_t workers, holders;
};

typedef bool (*is_such)(const struct post_load *load);

static bool carries(const struct post_load *load)
{
	return load->availability != CARRIES_NO_CASES;
}

static bool holds(const struct post_load *load)
{
	return load->cases > 0;
}

/* The first such post that the person has in the team: two of them are one person. */
static bool is_first(const struct snapshot *s, const struct loads *l, int32_t post, is_such such)
{
	const struct person_row *person = &s->persons[s->posts[post].person];

	for (int32_t i = 0; i < person->posts_count; i++) {
		const int32_t other = s->person_posts[person->first_post + i];

		if (s->posts[other].team == s->posts[post].team && such(&l->posts[other]))
			return other == post;
	}
	return false;
}

static struct unseen *count_people(struct arena *a, const struct snapshot *s, const struct loads *l, const bool *sees)
{
	struct unseen *teams = arena_array(a, s->teams_count + 1, sizeof *teams);

	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		struct unseen *team = &teams[s->posts[i].team + 1];

		if (sees[s->posts[i].team + 1])
			continue;
		team->workers += is_first(s, l, i, carries);
		team->holders += is_first(s, l, i, holds);
	}
	return teams;
}

/* The fewest that a figure is of. */
static int32_t fewest(const struct unseen *unseen)
{
	if (unseen->workers == 0 || (unseen->holders > 0 && unseen->holders < unseen->workers))
		return unseen->holders;
	return unseen->workers;
}

/* What is told of each service, the last of teams that are in none, and of each team. */
struct tellings {
	struct part *services, *teams;
	bool whole;
};

static bool is_in_service(const struct snapshot *s, size_t service, int32_t team)
{
	if (service < s->services_count)
		return health_in_scope(s, (struct health_scope){s->services[service].code, TEAMS_ALL}, team);
	return team >= 0 ? s->teams[team].service < 0 : s->services_count == 0;
}

/* A service that is not told takes its teams with it: they would add up to it. */
static void weigh_service(struct arena *a, const struct snapshot *s, const struct unseen *unseen, size_t service,
	struct tellings *t)
{
	struct part *rows = arena_array(a, s->teams_count + 1, sizeof *rows);
	struct unseen all = {0};

	for (size_t i = 0; i <= s->teams_count; i++)
		if (is_in_service(s, service, (int32_t)i - 1)) {
			rows[i].people = fewest(&unseen[i]);
			all.workers += unseen[i].workers;
			all.holders += unseen[i].holders;
		}
	t->services[service] = (struct part){fewest(&all), !parts_withhold(rows, s->teams_count + 1)};
	for (size_t i = 0; i <= s->teams_count; i++)
		t->teams[i].untold |= rows[i].untold;
}

static struct tellings weigh(struct arena *a, const struct snapshot *s, const struct unseen *unseen)
{
	struct tellings t = {.services = arena_array(a, s->services_count + 1, sizeof *t.services),
		.teams = arena_array(a, s->teams_count + 1, sizeof *t.teams)};

	for (size_t k = 0; k <= s->services_count; k++)
		weigh_service(a, s, unseen, k, &t);
	t.whole = parts_withhold(t.services, s->services_count + 1);
	for (size_t k = 0; k <= s->services_count; k++)
		for (size_t i = 0; i <= s->teams_count; i++)
			t.teams[i].untold |= t.services[k].untold && fewest(&unseen[i]) > 0 && is_in_service(s, k, (int32_t)i - 1);
	return t;
}

bool health_leaves_few(const struct snapshot *s, const struct loads *l, const bool *sees, struct health_scope scope)
{
	struct arena *a = arena_new();
	const struct tellings t = weigh(a, s, count_people(a, s, l, sees));
	bool leaves = !t.whole;

	if (scope.team != TEAMS_ALL)
		leaves = t.teams[scope.team + 1].untold;
	for (size_t k = 0; k < s->services_count && scope.team == TEAMS_ALL && scope.service != NULL; k++)
		if (str_equal(s->services[k].code, scope.service))
			leaves = t.services[k].untold;
	arena_free(a);
	return leaves;
}
