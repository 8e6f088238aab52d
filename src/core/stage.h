/* stage.h: what kind of work a case is on a day, out of all that is going on: the strictest counts, in the order of the
 * scheme's types (for England the order of the Annex A case status, with a section 47 enquiry above an assessment).
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "core/scheme.h"

/* A stage as recorded: several may overlap. */
struct stage_span {
	int32_t type; /* place in the scheme's types; -1 where it has no such type */
	struct days when;
};

struct stage_choice {
	int32_t type;      /* the strictest known one in force; the opening or no-plan type where none is; -1 if unknown */
	int32_t base_type; /* `type`, or where it has no base of its own the next that has one; -1: the case has no weight */
};

/* The type of a case that is open on `day`. `begun` says whether anything ever began in this episode: before that the case
 * is a referral, afterwards it is open without a plan. That is also what a type without a base stands on while nothing
 * with a base is in force: a section 47 enquiry on its own is dated work on top of a case without a plan.
 *
 * A stage in force that the scheme does not know might be heavier than any that it knows, so nothing is guessed: the case
 * has no weight (`base_type` -1) unless the strictest type of all is in force, which nothing can be above. Its `type` is
 * still the strictest known one, so that a protected child is shown and put in order as one. */
struct stage_choice stage_on(const struct scheme *s, const struct stage_span *spans, size_t count, int32_t day, bool begun);

/* One stretch of a case's life with the same type. */
struct stage_stretch {
	int32_t type;
	struct days when;
};

/* The whole life of one episode, without gaps, from `open.from` to `open.until` and, if it is closed, on to the end of the
 * taper as the closing type; each stretch of another type than the one before. What of `spans` lies outside the episode is
 * not looked at. In the arena; oldest first. */
void stage_timeline(struct arena *a, const struct scheme *s, const struct stage_span *spans, size_t count,
	struct days open, struct stage_stretch **ret, size_t *ret_count);
