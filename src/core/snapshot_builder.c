#include "core/snapshot.h"

#include <stdlib.h>

#include "core/snapshot_private.h"

enum { FIRST_ROOM = 64 };

/* The rows with room for at least one more. */
static void *widen(void *rows, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return rows;
	*room = *room > 0 ? *room * 2 : FIRST_ROOM;
	return mem_realloc(rows, *room * size);
}

#define ADD(list, row) \
	do { \
		(list).rows = widen((list).rows, (list).count, &(list).room, sizeof *(list).rows); \
		(list).rows[(list).count++] = (row); \
	} while (0)

/* Copies a text that stands once, such as a reference. */
static const char *copy(struct snapshot_builder *b, const char *text)
{
	return text == NULL || text[0] == '\0' ? "" : arena_strdup(b->picture->arena, text);
}

/* The number of a text that repeats, such as a type; the same text has the same number. */
static int32_t number(struct snapshot_builder *b, const char *text)
{
	struct snapshot_builder *of = b->of;
	int32_t next = (int32_t)of->texts.count;
	int32_t n = strmap_put(of->text_numbers, str_of(text != NULL ? text : ""), next);

	if (n == next)
		ADD(of->texts, copy(of, text));
	return n;
}

static const char *share(struct snapshot_builder *b, const char *text)
{
	int32_t n = number(b, text); /* may move the rows */

	return text_of_number(b, n);
}

static struct snapshot_builder *builder_new(const struct employer *employer, int32_t day)
{
	struct snapshot_builder *b = mem_alloc(sizeof *b);

	b->picture = mem_alloc(sizeof *b->picture);
	b->picture->arena = arena_new();
	atomic_init(&b->picture->shares, 1);
	b->picture->shown.day = day;
	b->picture->shown.employer = *employer;
	b->picture->shown.employer.code = copy(b, employer->code);
	b->picture->shown.employer.name = copy(b, employer->name);
	b->picture->shown.employer.country = copy(b, employer->country);
	b->picture->shown.employer.time_zone = copy(b, employer->time_zone);
	return b;
}

struct snapshot_builder *snapshot_builder_new(const struct employer *employer, int32_t day)
{
	struct snapshot_builder *b = builder_new(employer, day);

	b->of = b;
	b->text_numbers = strmap_new();
	b->household_numbers = strmap_new();
	return b;
}

static int compare_cases(const void *left, const void *right)
{
	const struct case_row *a = left, *b = right;
	int order = strcmp(a->ref, b->ref);

	return order != 0 ? order : compare_int32(b->opened, a->opened);
}

/* Once more, with rows of their own, for a build takes them apart. */
#define COPY_ROWS(to, from) \
	do { \
		if ((from).count == 0) \
			break; \
		(to).rows = mem_alloc((from).count * sizeof *(to).rows); \
		memcpy((to).rows, (from).rows, (from).count * sizeof *(to).rows); \
		(to).count = (to).room = (from).count; \
	} while (0)

struct snapshot_builder *snapshot_builder_of(struct snapshot_builder *of, const struct employer *employer, int32_t day)
{
	struct snapshot_builder *b = builder_new(employer, day);

	b->of = of;
	if (!of->cases_in_order && of->cases.count > 0)
		qsort(of->cases.rows, of->cases.count, sizeof *of->cases.rows, compare_cases);
	of->cases_in_order = true;
	COPY_ROWS(b->cases, of->cases);
	COPY_ROWS(b->stages, of->stages);
	COPY_ROWS(b->factors, of->factors);
	COPY_ROWS(b->tasks, of->tasks);
	COPY_ROWS(b->surges, of->surges);
	COPY_ROWS(b->views, of->views);
	COPY_ROWS(b->reviews, of->reviews);
	COPY_ROWS(b->holdings, of->holdings);
	COPY_ROWS(b->readers, of->readers);
	COPY_ROWS(b->exceptions, of->exceptions);
	return b;
}

struct snapshot_builder *snapshot_builder_free(struct snapshot_builder *b)
{
	if (b == NULL)
		return NULL;
	if (b->picture != NULL)
		snapshot_drop(&b->picture->shown);
	strmap_free(b->text_numbers);
	strmap_free(b->household_numbers);
	mem_free(b->texts.rows);
	mem_free(b->services.rows);
	mem_free(b->teams.rows);
	mem_free(b->persons.rows);
	mem_free(b->posts.rows);
	mem_free(b->reductions.rows);
	mem_free(b->exceptions.rows);
	mem_free(b->ratings.rows);
	mem_free(b->cases.rows);
	mem_free(b->stages.rows);
	mem_free(b->factors.rows);
	mem_free(b->tasks.rows);
	mem_free(b->surges.rows);
	mem_free(b->views.rows);
	mem_free(b->reviews.rows);
	mem_free(b->holdings.rows);
	mem_free(b->readers.rows);
	mem_free(b->lines.rows);
	mem_free(b);
	return NULL;
}

void snapshot_add_service(struct snapshot_builder *b, const char *code, const char *name, const struct scheme *scheme)
{
	struct service_row row = {.code = copy(b, code), .name = copy(b, name), .scheme = scheme != NULL ? scheme : &SCHEME_NONE};

	ADD(b->services, row);
}

void snapshot_add_team(struct snapshot_builder *b, const struct team_row *team, const char *service)
{
	struct team_row row = *team;

	row.code = copy(b, team->code);
	row.name = copy(b, team->name);
	row.parent = share(b, team->parent);
	row.manager = copy(b, team->manager);
	row.manager_code = copy(b, team->manager_code);
	row.service = number(b, service);
	row.first_post = row.posts_count = 0;
	ADD(b->teams, row);
}

void snapshot_add_person(struct snapshot_builder *b, const struct person_row *person)
{
	struct person_row row = *person;

	row.code = copy(b, person->code);
	row.name = copy(b, person->name);
	row.registration = copy(b, person->registration);
	row.staff_id = copy(b, person->staff_id);
	row.first_post = row.posts_count = 0;
	ADD(b->persons, row);
}

void snapshot_keep_posts(struct snapshot_builder *b)
{
	b->keeps_posts = true;
}

void snapshot_add_post(struct snapshot_builder *b, const struct post_row *post, int32_t person_id, int32_t team_id)
{
	struct post_row row = *post;

	row.grade = share(b, post->grade);
	row.person = person_id;
	row.team = team_id;
	row.first_reduction = row.reductions_count = 0;
	row.first_exception = row.exceptions_count = 0;
	row.first_rating = row.ratings_count = 0;
	row.first_holding = row.holdings_count = 0;
	ADD(b->posts, row);
}

void snapshot_add_reduction(struct snapshot_builder *b, const struct reduction_row *reduction, int32_t post_id)
{
	struct reduction_row row = *reduction;

	row.reason = share(b, reduction->reason);
	row.post = post_id;
	ADD(b->reductions, row);
}

void snapshot_add_exception(struct snapshot_builder *b, const struct exception_row *exception, int32_t post_id)
{
	struct exception_row row = *exception;

	row.allowed_by = share(b, exception->allowed_by);
	row.post = post_id;
	ADD(b->exceptions, row);
}

void snapshot_add_rating(struct snapshot_builder *b, const struct rating_row *rating, int32_t post_id)
{
	struct rating_row row = *rating;

	row.post = post_id;
	ADD(b->ratings, row);
}

/* A household's number, or -1 for a case that has none. */
static int32_t household_number(struct snapshot_builder *b, const char *household)
{
	if (household == NULL || household[0] == '\0')
		return -1;
	return strmap_put(b->of->household_numbers, str_of(household), (int32_t)strmap_count(b->of->household_numbers));
}

void snapshot_add_case(struct snapshot_builder *b, const struct case_row *c, const char *service,
	const char *household, int32_t team_id)
{
	struct case_row row = {
		.case_id = c->case_id,
		.ref = copy(b, c->ref),
		.service = number(b, service),
		.household = household_number(b, household),
		.team = team_id,
		.owner = share(b, c->owner),
		.opened = c->opened,
		.closed = c->closed,
		.last_held_until = c->last_held_until,
		.anything_begun = c->anything_begun,
		.restricted = c->restricted,
		.type = -1,
		.base_type = -1,
	};

	b->cases_in_order = false;
	ADD(b->cases, row);
}

void snapshot_add_stage(struct snapshot_builder *b, const struct stage_row *stage, int32_t case_id)
{
	struct stage_row row = *stage;

	row.case_index = case_id;
	row.type = share(b, stage->type);
	row.stage = share(b, stage->stage);
	ADD(b->stages, row);
}

void snapshot_add_factor(struct snapshot_builder *b, const struct factor_row *factor, int32_t case_id)
{
	struct factor_row row = *factor;

	row.case_index = case_id;
	row.code = share(b, factor->code);
	ADD(b->factors, row);
}

void snapshot_add_task(struct snapshot_builder *b, const struct task_row *task, int32_t case_id, int32_t post_id)
{
	struct task_row row = *task;

	row.case_index = case_id;
	row.post = post_id;
	row.kind = share(b, task->kind);
	ADD(b->tasks, row);
}

void snapshot_add_surge(struct snapshot_builder *b, const struct surge_row *surge, int32_t case_id)
{
	struct surge_row row = *surge;

	row.case_index = case_id;
	row.why = share(b, surge->why);
	ADD(b->surges, row);
}

void snapshot_add_view(struct snapshot_builder *b, const struct view_row *view, int32_t case_id)
{
	struct view_row row = *view;

	row.case_index = case_id;
	row.why = share(b, view->why);
	ADD(b->views, row);
}

void snapshot_add_review(struct snapshot_builder *b, const struct review_row *review, int32_t case_id)
{
	struct review_row row = *review;

	row.case_index = case_id;
	row.risk = share(b, review->risk);
	row.safety = share(b, review->safety);
	row.why = share(b, review->why);
	ADD(b->reviews, row);
}

void snapshot_add_holding(struct snapshot_builder *b, const struct holding_row *holding, int32_t case_id,
	int32_t post_id, int32_t team_id)
{
	struct holding_row row = *holding;

	row.case_index = case_id;
	row.post = post_id;
	row.team = team_id;
	ADD(b->holdings, row);
}

void snapshot_add_reader(struct snapshot_builder *b, const char *login, int32_t case_id)
{
	struct reader_row row = {.case_index = case_id, .login = share(b, login), .when = {DAY_MIN, DAY_MAX}};

	ADD(b->readers, row);
}

void snapshot_add_line(struct snapshot_builder *b, const struct line_row *line, const char *service, int32_t team_id,
	int32_t post_id)
{
	struct line_row row = *line;

	row.agreed_by = share(b, line->agreed_by);
	switch (line->scope) {
	case LINE_SERVICE:
		row.target = number(b, service);
		break;
	case LINE_TEAM:
		row.target = team_id;
		break;
	case LINE_POST:
		row.target = post_id;
		break;
	case LINE_NATIONAL:
	case LINE_EMPLOYER:
		row.target = -1;
		break;
	}
	ADD(b->lines, row);
}
