/* Weights and loads of a whole employer from a loaded snapshot: 25,000 and 650,000 open cases, the best of several
 * passes. */
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "core/load.h"
#include "exchange/scheme_library.h"

enum { CASES_A_POST = 15, PASSES = 7, STAGES_A_CASE = 2 };

static int64_t now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void add_post(struct snapshot_builder *b, int32_t id, int32_t day)
{
	char code[32];
	struct person_row person = {.person_id = id, .name = "", .registration = "", .staff_id = ""};
	struct post_row post = {.post_id = id, .when = {day - 800, DAY_MAX}, .fte_millionths = 1000000,
		.contract_minutes = 2220,
		.grade = "", .newly_qualified_until = id % 12 == 0 ? day + 90 : DAY_MIN, .reported_cases = -1,
		.reported_on = DAY_MIN, .agency = id % 8 == 0};

	(void)snprintf(code, sizeof code, "W%d", (int)id);
	person.code = code;
	snapshot_add_person(b, &person);
	snapshot_add_post(b, &post, id, 1 + id % 100);
}

static void add_case(struct snapshot_builder *b, int32_t id, int32_t posts, int32_t day)
{
	static const char *const TYPES[] = {"assessment", "child_in_need_plan", "child_protection_plan", "looked_after",
		"section_47_enquiry"};
	char ref[32], household[32];
	struct case_row c = {.case_id = id, .owner = "", .opened = day - id % 700, .closed = DAY_MAX, .state = CASE_OPEN,
		.last_held_until = DAY_MIN, .anything_begun = true};
	struct holding_row holding = {.role = HOLDING_LEAD, .share = 1000, .when = {day - id % 300, DAY_MAX}};

	(void)snprintf(ref, sizeof ref, "C%07d", (int)id);
	(void)snprintf(household, sizeof household, "H%d", (int)(id / 2));
	c.ref = ref;
	snapshot_add_case(b, &c, "children", household, 1 + id % 100);
	for (int32_t i = 0; i < STAGES_A_CASE; i++) {
		struct stage_row stage = {.type = TYPES[(id + i) % 5], .stage = "", .when = {day - id % 40 - i, DAY_MAX}};

		snapshot_add_stage(b, &stage, id);
	}
	if (id % 20 != 0)
		snapshot_add_holding(b, &holding, id, 1 + id / 2 * 2 / CASES_A_POST % posts, 0);
}

static const struct snapshot *make_snapshot(int32_t cases)
{
	const struct employer employer = {.code = "bench", .name = "Bench", .country = "", .time_zone = "Europe/London"};
	int32_t day = date_from_civil(2026, 11, 21), posts = cases / CASES_A_POST;
	struct snapshot_builder *b = snapshot_builder_new(&employer, day);

	snapshot_add_service(b, "children", "Children", scheme_by_id("england-children-starter", 0));
	for (int32_t i = 1; i <= 100; i++) {
		char code[16];
		struct team_row team = {.team_id = i, .name = "Team", .parent = "", .manager = "", .manager_code = ""};

		(void)snprintf(code, sizeof code, "T%d", (int)i);
		team.code = code;
		snapshot_add_team(b, &team, "children");
	}
	for (int32_t i = 1; i <= posts; i++)
		add_post(b, i, day);
	for (int32_t i = 1; i <= cases; i++)
		add_case(b, i, posts, day);
	return snapshot_build(b);
}

static void measure(int32_t cases)
{
	int64_t begun = now_ns(), best = INT64_MAX, built;
	const struct snapshot *s = make_snapshot(cases);
	int64_t total = 0;

	built = now_ns() - begun;
	for (int i = 0; i < PASSES; i++) {
		struct arena *a = arena_new();
		struct loads loads;
		int64_t took;

		begun = now_ns();
		loads = loads_of_snapshot(a, s);
		took = now_ns() - begun;
		best = took < best ? took : best;
		total = 0;
		for (size_t p = 0; p < loads.posts_count; p++)
			total += loads.posts[p].load_minutes;
		arena_free(a);
	}
	(void)printf("%d cases\t%.1f ms\t(%.0f ns a case; building the snapshot %.0f ms, %.1f MB; %lld hours a week in all)\n",
		(int)cases, (double)best / 1e6, (double)best / (double)cases, (double)built / 1e6,
		(double)snapshot_bytes(s) / 1e6, (long long)(total / 60));
	snapshot_drop(s);
}

int main(void)
{
	measure(25000);
	measure(650000);
	return 0;
}
