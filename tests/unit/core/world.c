#include "world.h"

enum { TEAM_ID = 1, NO_TEAM = -1 };

int32_t day_of(const char *iso)
{
	int32_t day = 0;

	if (iso == NULL)
		return DAY_MAX;
	assert_true(date_parse_iso(iso, strlen(iso), &day));
	return day;
}

static int32_t next_id(struct world *w)
{
	return ++w->last_id;
}

void world_open(struct world *w, const struct scheme *scheme, const char *day)
{
	struct employer employer = {.id = 1, .code = "E", .name = "Employer", .country = "England", .time_zone = "Europe/London"};
	struct team_row team = {.team_id = TEAM_ID, .code = "T", .name = "Team", .parent = "", .manager = "", .manager_code = ""};

	assert_non_null(scheme);
	*w = (struct world){.a = arena_new(), .day = day_of(day), .last_id = TEAM_ID};
	w->b = snapshot_builder_new(&employer, w->day);
	snapshot_add_service(w->b, "S", "Service", scheme);
	snapshot_add_team(w->b, &team, "S");
}

void world_close(struct world *w)
{
	snapshot_builder_free(w->b);
	if (w->s != NULL)
		snapshot_drop(w->s);
	if (w->a != NULL)
		arena_free(w->a);
	*w = (struct world){0};
}

struct post_row world_worker(const struct world *w)
{
	return (struct post_row){.when = {w->day - 1000, DAY_MAX}, .fte_millionths = 1000000, .contract_minutes = 2220,
		.role = POST_SOCIAL_WORKER, .grade = "", .newly_qualified_until = DAY_MIN, .reported_cases = -1};
}

static int32_t add_post(struct world *w, struct post_row post, int32_t person_id)
{
	post.post_id = next_id(w);
	snapshot_add_post(w->b, &post, person_id, post.team == NO_TEAM ? 0 : TEAM_ID);
	return post.post_id;
}

int32_t world_add_post(struct world *w, struct post_row post)
{
	int32_t id = next_id(w);
	const char *code = arena_printf(w->a, "P%04d", id);
	struct person_row person = {.person_id = id, .code = code, .name = "", .registration = "", .staff_id = code};

	snapshot_add_person(w->b, &person);
	return add_post(w, post, id);
}

/* A person's id is the one before that of their first post. */
int32_t world_add_second_post(struct world *w, int32_t post, struct post_row second)
{
	return add_post(w, second, post - 1);
}

void world_add_reduction(struct world *w, int32_t post, const char *reason, int32_t minutes, const char *from, const char *until)
{
	struct reduction_row row = {.reason = reason, .minutes = minutes, .when = {day_of(from), day_of(until)}};

	snapshot_add_reduction(w->b, &row, post);
}

static int32_t add_case(struct world *w, const char *opened, const char *closed, const char *household)
{
	int32_t id = next_id(w);
	struct case_row row = {.case_id = id, .ref = arena_printf(w->a, "C%04d", id), .owner = "", .opened = day_of(opened),
		.closed = day_of(closed), .last_held_until = DAY_MIN};

	snapshot_add_case(w->b, &row, "S", household, TEAM_ID);
	return id;
}

static void add_stage(struct world *w, int32_t case_id, const char *type, const char *stage, struct days when)
{
	struct stage_row row = {.type = type, .stage = stage, .when = when};

	if (type[0] != '\0')
		snapshot_add_stage(w->b, &row, case_id);
}

int32_t world_add_case(struct world *w, const char *opened, const char *type, const char *stage, const char *household)
{
	int32_t id = add_case(w, opened, NULL, household);

	add_stage(w, id, type, stage, (struct days){day_of(opened), DAY_MAX});
	return id;
}

int32_t world_add_closed(struct world *w, const char *opened, const char *closed, const char *type, const char *household)
{
	int32_t id = add_case(w, opened, closed, household);

	add_stage(w, id, type, "", (struct days){day_of(opened), day_of(closed)});
	return id;
}

void world_add_stage(struct world *w, int32_t case_id, const char *type, const char *from, const char *until)
{
	add_stage(w, case_id, type, "", (struct days){day_of(from), day_of(until)});
}

void world_add_factor(struct world *w, int32_t case_id, const char *code)
{
	struct factor_row row = {.code = code, .when = {w->day - 100, DAY_MAX}};

	snapshot_add_factor(w->b, &row, case_id);
}

void world_add_task(struct world *w, int32_t case_id, int32_t post_id, const char *kind, int32_t minutes, const char *from,
	const char *until)
{
	struct task_row row = {.kind = kind, .minutes = minutes, .when = {from != NULL ? day_of(from) : DAY_MIN, day_of(until)}};

	snapshot_add_task(w->b, &row, case_id, post_id);
}

void world_add_surge(struct world *w, int32_t case_id, int32_t minutes, const char *why)
{
	struct surge_row row = {.minutes = minutes, .why = why, .when = {w->day, w->day + 7}};

	snapshot_add_surge(w->b, &row, case_id);
}

static void add_holding(struct world *w, int32_t case_id, int32_t post_id, struct holding_row row)
{
	row.role = HOLDING_LEAD;
	row.when.until = DAY_MAX;
	snapshot_add_holding(w->b, &row, case_id, post_id, post_id == 0 ? TEAM_ID : 0);
}

void world_hold(struct world *w, int32_t case_id, int32_t post_id, const char *from, int32_t share)
{
	add_holding(w, case_id, post_id, (struct holding_row){.share = share, .when.from = day_of(from)});
}

void world_hold_as(struct world *w, int32_t case_id, int32_t post_id, const char *from, enum holding_standing standing)
{
	add_holding(w, case_id, post_id, (struct holding_row){.share = 1000, .standing = standing, .when.from = day_of(from)});
}

int32_t world_add_line(struct world *w, enum line_kind kind, int32_t value, enum line_status status)
{
	struct line_row row = {.line_id = next_id(w), .scope = LINE_EMPLOYER, .kind = kind, .value = value, .status = status,
		.agreed_by = "a test", .agreed_on = w->day - 10, .when = {w->day - 10, DAY_MAX}};

	snapshot_add_line(w->b, &row, "", 0, 0);
	return row.line_id;
}

void world_add_exception(struct world *w, int32_t post, int32_t line_id, int32_t value)
{
	struct exception_row row = {.exception_id = next_id(w), .line_id = line_id, .value = value, .allowed_by = "a head",
		.when = {w->day, w->day + 28}};

	snapshot_add_exception(w->b, &row, post);
}

void world_add_view(struct world *w, int32_t case_id, int32_t minutes)
{
	struct view_row row = {.minutes = minutes, .why = "harder", .when = {w->day - 3, DAY_MAX}};

	snapshot_add_view(w->b, &row, case_id);
}

void world_freeze_without_loads(struct world *w)
{
	w->s = snapshot_build(w->b);
	w->b = NULL;
}

void world_freeze(struct world *w)
{
	world_freeze_without_loads(w);
	w->loads = loads_of_snapshot(w->a, w->s);
}

int32_t world_post(const struct world *w, int32_t post_id)
{
	for (size_t i = 0; i < w->s->posts_count; i++) {
		if (w->s->posts[i].post_id == post_id)
			return (int32_t)i;
	}
	fail_msg("there is no post %d", post_id);
	return -1;
}

int32_t world_case(const struct world *w, int32_t case_id)
{
	for (size_t i = 0; i < w->s->cases_count; i++) {
		if (w->s->cases[i].case_id == case_id)
			return (int32_t)i;
	}
	fail_msg("there is no case %d", case_id);
	return -1;
}

const struct post_load *world_load(const struct world *w, int32_t post_id)
{
	return &w->loads.posts[world_post(w, post_id)];
}

struct capacity world_capacity(const struct world *w, int32_t post_id)
{
	return capacity_of_post(w->a, w->s, world_post(w, post_id));
}

struct weight world_weight(const struct world *w, int32_t case_id)
{
	int32_t place = world_case(w, case_id);
	const struct case_row *c = &w->s->cases[place];
	struct weight weight = {0}, plain = {0};
	int32_t holding = c->holdings_count > 0 ? c->first_holding : -1;
	int64_t sum = 0;

	assert_int_equal(weight_of_case(w->a, w->s, place, holding, &weight, NULL), 0);
	for (size_t i = 0; i < weight.lines_count; i++)
		sum += weight.lines[i].minutes;
	assert_int_equal(sum, weight.minutes);
	assert_int_equal(weight_of_case(NULL, w->s, place, holding, &plain, NULL), 0);
	assert_int_equal(plain.minutes, weight.minutes);
	assert_null(plain.lines);
	return weight;
}

const struct weight_line *weight_line_of(const struct weight *weight, enum weight_reason reason)
{
	for (size_t i = 0; i < weight->lines_count; i++) {
		if (weight->lines[i].reason == reason)
			return &weight->lines[i];
	}
	fail_msg("there is no line of reason %d", (int)reason);
	return NULL;
}
