/* health_days.h: whether lines held, over a time (core/health.h, section ADHERENCE): day by day, and worker by worker, from a picture of
 * each day. Pure; a day is looked at once, and what is kept of it is a few numbers a worker.
 *
 * A worker's day counts where a post of theirs in the scope is at work on it: in force, carrying cases, and not absent. It is a day under a line
 * if a line that is more than advisory has a measure for that post; a day past one if such a line is passed without leave
 * (core/closing.h), also where another of their lines is passed with leave. */
#pragma once

#include "core/access.h"
#include "core/health.h"
#include "core/load.h"

enum { STANDING_DAYS = 28 }; /* in a row past a line: a standing breach (R102) */

struct health_days;

/* In the arena, which it goes on using. */
struct health_days *health_days_begin(struct arena *a, struct health_scope scope);

/* The days in their order. The picture may go afterwards. */
void health_days_add(struct health_days *d, const struct snapshot *s, const struct loads *l);

/* Leave to pass a line that began in the period: of a post, given by somebody in a role. It counts if the post was in the scope on a day that
 * was added. */
void health_days_allow(struct health_days *d, int32_t post_id, enum role role, bool renewal);

/* Writes what is over a time of lines; all other figures are left as they are. */
void health_days_end(const struct health_days *d, struct health_figure figures[HEALTH_MEASURES]);
