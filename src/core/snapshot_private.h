/* snapshot_private.h: what snapshot.c (reading), snapshot_builder.c (adding) and snapshot_build.c (freezing, with
 * snapshot_people.c and snapshot_facts.c) share.
 *
 * Until a picture is built, the places in the rows of a builder hold what will be looked up: ids of the store for cases,
 * posts, persons and teams (0 for none), text numbers for services, household numbers for households.
 */
#pragma once

#include <stdatomic.h>

#include "base/str.h"
#include "core/snapshot.h"
#include "core/snapshot_index.h"

/* A snapshot and what belongs to it. Readers see `shown` only, which is the first member. */
struct picture {
	struct snapshot shown;
	struct arena *arena; /* every array, text and map */
	atomic_int shares;
};

#define SNAPSHOT_LIST(type) \
	struct { \
		type *rows; \
		size_t count, room; \
	}

struct snapshot_builder {
	struct picture *picture;
	struct snapshot_builder *of;     /* whose texts, numbers of texts and households it uses; itself unless it is of another day */
	struct strmap *text_numbers;     /* texts that repeat are kept once */
	SNAPSHOT_LIST(const char *) texts; /* by their number */
	struct strmap *household_numbers;
	SNAPSHOT_LIST(struct service_row) services;
	SNAPSHOT_LIST(struct team_row) teams;
	SNAPSHOT_LIST(struct person_row) persons;
	SNAPSHOT_LIST(struct post_row) posts;
	SNAPSHOT_LIST(struct reduction_row) reductions;
	SNAPSHOT_LIST(struct exception_row) exceptions;
	SNAPSHOT_LIST(struct rating_row) ratings;
	SNAPSHOT_LIST(struct case_row) cases;
	SNAPSHOT_LIST(struct stage_row) stages;
	SNAPSHOT_LIST(struct factor_row) factors;
	SNAPSHOT_LIST(struct task_row) tasks;
	SNAPSHOT_LIST(struct surge_row) surges;
	SNAPSHOT_LIST(struct view_row) views;
	SNAPSHOT_LIST(struct review_row) reviews;
	SNAPSHOT_LIST(struct holding_row) holdings;
	SNAPSHOT_LIST(struct reader_row) readers;
	SNAPSHOT_LIST(struct line_row) lines;
	bool keeps_posts;                /* out of time, too */
	bool cases_in_order;             /* as a picture has them: sorted once for all days */
};

/* A picture in the making: the arrays while they can still be written. */
struct making {
	struct snapshot_builder *given;
	struct arena *arena;   /* of the picture */
	struct arena *scratch; /* goes when the picture is built */
	struct snapshot *shown;
	int32_t day;
	int32_t *service_places; /* by text number; -1 where no service has that code */
	struct team_row *teams;
	struct person_row *persons;
	struct post_row *posts;
	struct case_row *cases;
	struct id_map team_places, person_places;
	struct id_map given_posts; /* posts of any day: places in the builder */
};

static inline const char *text_of_number(const struct snapshot_builder *b, int32_t number)
{
	return b->of->texts.rows[number];
}

/* The day as of which the facts of a case are looked at. */
static inline int32_t facts_day(const struct making *m, const struct case_row *c)
{
	return c->state == CASE_CLOSING ? c->closed - 1 : m->day;
}

static inline int compare_days(struct days a, struct days b)
{
	int order = compare_int32(a.from, b.from);

	return order != 0 ? order : compare_int32(a.until, b.until);
}

/* The place of a service by the number of its code; -1 where the employer has none of that code. Where none is named:
 * `otherwise`. */
int32_t place_service(const struct making *m, int32_t number, int32_t otherwise);

/* The employer's main service; -1 if it has none. */
static inline int32_t main_service(const struct snapshot *s)
{
	return s->services_count > 0 ? 0 : -1;
}

/* snapshot_people.c: services, teams, persons, posts and what belongs to them; and, when these stand, lines. */
void build_people(struct making *m);
void build_lines(struct making *m);

/* snapshot_facts.c: what is known of the cases, once they stand. */
void build_case_facts(struct making *m);
