/* world.h: a small employer for tests of core: one service, one team, and what a test puts in.
 *
 * Put things in, then call world_freeze; places in the snapshot are found by the number that putting in returned.
 */
#pragma once

#include <string.h>

#include "../../test.h"
#include "core/load.h"

struct world {
	struct arena *a;
	struct snapshot_builder *b;
	const struct snapshot *s;
	struct loads loads;
	int32_t day, last_id;
};

/* The day of an ISO date. */
int32_t day_of(const char *iso);

void world_open(struct world *w, const struct scheme *scheme, const char *day);
/* Takes a world that is not open, too. */
void world_close(struct world *w);

/* A permanent full-time social worker of the team, or of none where a test makes that -1; a test changes what it is about. */
struct post_row world_worker(const struct world *w);
int32_t world_add_post(struct world *w, struct post_row post);
/* Another post of the person who was put in with `post`. */
int32_t world_add_second_post(struct world *w, int32_t post, struct post_row second);
void world_add_reduction(struct world *w, int32_t post, const char *reason, int32_t minutes, const char *from, const char *until);

/* A case opened on a day with a stage since then ("" for none), in a household ("" for its own); its id. */
int32_t world_add_case(struct world *w, const char *opened, const char *type, const char *stage, const char *household);
/* The same, closed on a day. */
int32_t world_add_closed(struct world *w, const char *opened, const char *closed, const char *type, const char *household);
void world_add_stage(struct world *w, int32_t case_id, const char *type, const char *from, const char *until);
void world_add_factor(struct world *w, int32_t case_id, const char *code);
void world_add_task(struct world *w, int32_t case_id, int32_t post_id, const char *kind, int32_t minutes, const char *from,
	const char *until);
void world_add_surge(struct world *w, int32_t case_id, int32_t minutes, const char *why);
void world_hold(struct world *w, int32_t case_id, int32_t post_id, const char *from, int32_t share);
/* The id of the line. */
int32_t world_add_line(struct world *w, enum line_kind kind, int32_t value, enum line_status status);
/* In force on the day of the picture and the 27 after it. */
void world_add_exception(struct world *w, int32_t post, int32_t line_id, int32_t value);
void world_add_view(struct world *w, int32_t case_id, int32_t minutes);
void world_hold_as(struct world *w, int32_t case_id, int32_t post_id, const char *from, enum holding_standing standing);

/* Builds the snapshot and works out all loads. */
void world_freeze(struct world *w);
void world_freeze_without_loads(struct world *w);

int32_t world_post(const struct world *w, int32_t post_id);
int32_t world_case(const struct world *w, int32_t case_id);
const struct post_load *world_load(const struct world *w, int32_t post_id);
struct capacity world_capacity(const struct world *w, int32_t post_id);
/* The case as its first holder sees it. Checks that the lines add up to the weight. */
struct weight world_weight(const struct world *w, int32_t case_id);
/* The line of a reason; fails the test if there is none. */
const struct weight_line *weight_line_of(const struct weight *weight, enum weight_reason reason);
