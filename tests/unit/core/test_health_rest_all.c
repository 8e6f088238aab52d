/* Every division of a few people into teams and services, against what equations can be solved for. */
#include <string.h>

#include "../../test.h"
#include "core/health_rest.h"
#include "core/parts.h"

enum { TEAMS = 5, SERVICES = 2, PEOPLE = 20, PRIME = 10007 };

/* Teams of so many, each in a service; what is told of them. */
static struct {
	int32_t size[TEAMS], service_of[TEAMS];
	bool seen[TEAMS], teams[TEAMS], services[SERVICES];
	bool whole;
} desk;

static bool is_few(int32_t people)
{
	return people > 0 && people < PARTS_PEOPLE;
}

static int32_t size_of(int service)
{
	int32_t people = 0;

	for (int team = 0; team < TEAMS; team++)
		people += desk.service_of[team] == service ? desk.size[team] : 0;
	return people;
}

/* Only what who is in which team is read from; nobody holds a case. */
static void withhold(void)
{
	struct post_row posts[PEOPLE] = {{0}};
	struct post_load loads[PEOPLE] = {{0}};
	struct person_row persons[PEOPLE] = {{0}};
	struct team_row teams[TEAMS] = {{0}};
	int32_t person_posts[PEOPLE], count = 0;
	const struct service_row services[SERVICES] = {{.code = "one"}, {.code = "two"}};
	struct snapshot s = {.posts = posts, .persons = persons, .teams = teams, .teams_count = TEAMS, .services = services,
		.services_count = SERVICES, .person_posts = person_posts};
	const struct loads l = {.posts = loads};
	bool seen[TEAMS + 1] = {false};

	for (int32_t team = 0; team < TEAMS; team++) {
		teams[team].service = desk.service_of[team];
		seen[team + 1] = desk.seen[team];
		for (int32_t i = 0; i < desk.size[team]; i++, count++) {
			posts[count] = (struct post_row){.person = count, .team = team};
			persons[count] = (struct person_row){.first_post = count, .posts_count = 1};
			loads[count].availability = AVAILABLE;
			person_posts[count] = count;
		}
	}
	s.posts_count = s.persons_count = (size_t)count;
	for (int32_t team = 0; team < TEAMS; team++)
		desk.teams[team] = !health_leaves_few(&s, &l, seen, (struct health_scope){.team = team}) && !is_few(desk.size[team]);
	for (int k = 0; k < SERVICES; k++)
		desk.services[k] = !is_few(size_of(k)) &&
			!health_leaves_few(&s, &l, seen, (struct health_scope){.service = services[k].code, .team = TEAMS_ALL});
	desk.whole = !health_leaves_few(&s, &l, seen, (struct health_scope){.team = TEAMS_ALL});
}

typedef int32_t equation[TEAMS];

static int32_t inverse(int32_t n)
{
	int32_t result = 1;

	for (int32_t power = PRIME - 2; power > 0; power /= 2) {
		if (power % 2 == 1)
			result = (int32_t)((int64_t)result * n % PRIME);
		n = (int32_t)((int64_t)n * n % PRIME);
	}
	return result;
}

/* Takes off the solved ones whatever of them is in it; true if something is left. */
static bool reduce(equation e, equation solved[TEAMS], const bool is_solved[TEAMS], int *ret_first)
{
	for (int team = 0; team < TEAMS; team++) {
		const int32_t times = e[team];

		if (times == 0)
			continue;
		*ret_first = team;
		if (!is_solved[team])
			return true;
		for (int i = 0; i < TEAMS; i++)
			e[i] = (int32_t)((e[i] + (int64_t)(PRIME - times) * solved[team][i]) % PRIME);
	}
	return false;
}

static void add_told(equation e, equation solved[TEAMS], bool is_solved[TEAMS])
{
	int first = 0;
	int32_t times;

	if (!reduce(e, solved, is_solved, &first))
		return;
	times = inverse(e[first]);
	for (int i = 0; i < TEAMS; i++)
		solved[first][i] = (int32_t)((int64_t)e[i] * times % PRIME);
	is_solved[first] = true;
}

static void solve(equation solved[TEAMS], bool is_solved[TEAMS])
{
	for (int of = -1; of < SERVICES; of++) {
		equation e;

		for (int i = 0; i < TEAMS; i++)
			e[i] = of < 0 || desk.service_of[i] == of;
		if (of < 0 ? desk.whole : desk.services[of])
			add_told(e, solved, is_solved);
	}
	for (int team = 0; team < TEAMS; team++) {
		equation e = {0};

		e[team] = 1;
		if (desk.teams[team] || desk.seen[team] || desk.size[team] == 0)
			add_told(e, solved, is_solved);
	}
}

/* No teams of together one to four people have a sum that follows from what is told. */
static void check_division(void)
{
	equation solved[TEAMS] = {{0}};
	bool is_solved[TEAMS] = {false};

	solve(solved, is_solved);
	for (unsigned set = 1; set < 1U << TEAMS; set++) {
		equation e;
		int32_t people = 0;
		int first;

		for (int i = 0; i < TEAMS; i++) {
			e[i] = set >> i & 1;
			people += (set >> i & 1) != 0 && !desk.seen[i] ? desk.size[i] : 0;
		}
		if (people > 0 && people < PARTS_PEOPLE && !reduce(e, solved, is_solved, &first))
			fail_msg("%d %d %d %d %d in services %d %d %d %d %d: teams %x follow", desk.size[0], desk.size[1], desk.size[2],
				desk.size[3], desk.size[4], desk.service_of[0], desk.service_of[1], desk.service_of[2], desk.service_of[3],
				desk.service_of[4], set);
	}
}

static void check_services(void)
{
	for (int32_t services = 0; services < 1 << TEAMS; services++) {
		for (int i = 0; i < TEAMS; i++)
			desk.service_of[i] = services >> i & 1;
		withhold();
		check_division();
	}
}

/* Each team as large as the one before it at most. */
static void divide_further(int team, int32_t most, int32_t left)
{
	if (team == TEAMS) {
		check_services();
		return;
	}
	for (int32_t size = 0; size <= most && size <= left; size++) {
		desk.size[team] = size;
		divide_further(team + 1, size, left - size);
	}
}

static void test_rest__of_every_division_tell_nothing_of_few(void **state)
{
	(void)state;
	memset(desk.seen, false, sizeof desk.seen);
	divide_further(0, PEOPLE, PEOPLE);
}

static void test_rest__of_every_division_tell_a_manager_nothing_of_few_others(void **state)
{
	(void)state;
	for (int team = 0; team < TEAMS; team += TEAMS - 1) {
		memset(desk.seen, false, sizeof desk.seen);
		desk.seen[team] = true;
		divide_further(0, PEOPLE, PEOPLE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest__of_every_division_tell_nothing_of_few),
		cmocka_unit_test(test_rest__of_every_division_tell_a_manager_nothing_of_few_others),
	};

	return RUN_TESTS(tests);
}
