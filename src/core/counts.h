/* counts.h: the official counts (England's workforce census), to reconcile with; never shown alone.
 *
 * Open on a day: referred on or before it, not closed by then, not "no further action". Held: a holding in force by a
 * person. Cases held: distinct open cases of each worker, summed over workers, so that a case with two holders counts for
 * both. Average: cases held / FTE of workers who hold one or more; a holder without FTE adds cases only.
 */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

struct counts {
	int32_t open_cases;
	const char **unallocated;   size_t unallocated_count;   /* references, sorted: held by nobody, never or no longer */
	const char **lapsed;        size_t lapsed_count;        /* of these: were held once in this episode */
	const char **double_allocated; size_t double_count;     /* two leads at once */
	const char **no_fte_holders;   size_t no_fte_count;     /* codes of workers who hold cases with an FTE of 0 or unknown */
	int32_t case_holders;
	int64_t case_holders_fte_millionths;
	int32_t cases_held;
	int32_t average_tenths;     /* -1: nobody with FTE holds a case */
	int32_t most_per_fte_tenths; /* -1 likewise; holders without FTE left out */
	int32_t median, p90;        /* cases a holder */
};

/* In the arena; texts belong to the snapshot. */
struct counts counts_of_snapshot(struct arena *a, const struct snapshot *s);
