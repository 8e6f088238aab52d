/* import_gains.h: what an import would put on somebody's desk where allocations are negotiated, and whether it may stand.
 *
 * Nobody has talked about what a file tells. What stays below the line that binds the post stands, and is counted as allocated
 * without a discussion; what would pass it, or the protected capacity of somebody newly qualified, is *on paper*: it is in sight,
 * waits, and is nobody's load, until a person answers for it (R5, R33). A share that would grow past a line stays as it was.
 * What was on paper stays so, however a later file dates it.
 *
 * Of one case there is one lead on any day from now on. Who is told as lead beside somebody that leads already, or that the same
 * files name before them (by first day, then by post), is on paper; a lead that a file lets run on into another's ends as it did.
 *
 * Gains are judged together on a picture that already has everything else of the import, with all new ones on paper: of each
 * post the oldest first, each on top of those that passed before it.
 */
#pragma once

#include "core/guard.h"
#include "core/roster.h"

enum gain_kind { GAIN_NEW, GAIN_SHARE, GAIN_DAYS };

struct import_gain {
	const char *ref;
	int32_t post_id;
	enum holding_role role;
	int32_t from;
	enum gain_kind kind;
	int32_t share, share_before;
	int32_t source;           /* which file said it */
	bool only_change;         /* of its case */
	bool second_lead;         /* then it does not stand, whatever the lines say */
	/* the judgement */
	bool stands;
	enum line_rule rule;      /* LINE_KEPT where it cannot be judged: the case or the post is not there on the day */
	int32_t counted, limit;   /* of a line: what it would come to, and what it allows (cases, or minutes); -1: none */
	bool counts_cases;        /* else minutes */
};

/* Whether a change makes or grows a holding that is in force on the day or later. `change->after` is marked: a new one is on
 * paper until it is judged, and one that a file only dates anew stays as the one before it stood. `after` is the case as it would
 * be (import_facts_after), with holdings no longer than somebody works on it. `scratch` copies it. */
bool import_gain_find(struct arena *a, const struct case_facts *known, const struct case_facts *after, struct fact_change *change,
	int32_t day, struct import_gain *ret);

/* Judges all; their order changes. */
void import_gains_judge(const struct snapshot *s, struct import_gain *gains, size_t count);
/* What stands is judged again, on a picture of a later day on which something begins, with what has begun by then. */
void import_gains_judge_later(const struct snapshot *s, struct import_gain *gains, size_t count);

/* By reference, post, role and first day, to find one again. */
void import_gains_sort(struct import_gain *gains, size_t count);
const struct import_gain *import_gains_find(const struct import_gain *gains, size_t count, const char *ref, const struct fact *f);

/* Whether an import may change a line: never in the past, and never so that more may be asked of anybody (R41, R43). */
bool import_line_fits(const struct roster_line *before, const struct roster_line *after, int32_t day);

/* Whether an import may change the day until which somebody is newly qualified (DAY_MIN: they are not; DAY_MAX: it is not known):
 * an end that is known and has not been reached does not come earlier, for it frees capacity that was protected. */
bool import_protection_fits(int32_t before, int32_t after, int32_t day);
