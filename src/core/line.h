/* line.h: limits to what a post may carry, at five levels, and which of them binds.
 *
 * A share line is a share of the post's own capacity. A count line is the number of open cases for a full-time post and
 * goes down with FTE, rounded down but never below 1; where the FTE is not known it is the number itself, and so it is at
 * post level. Among the lines in force that are more than advisory the strictest binds: the one of which most is used, the
 * narrower of two alike. All of them are always shown, with who agreed them.
 *
 * Someone without capacity who holds cases is not over a share line but not available, and that is what must be said of
 * them (core/capacity.h): a share line has no measure for them and is not passed. It binds only where nothing else does.
 */
#pragma once

#include "core/snapshot.h"

struct post_load;

/* A load that is so much of a line, per mille, is a director's on the same day, whether it stands or somebody asks for it (R34):
 * from 158 % on, as a share is rounded wherever it is read, so that nobody reads 158 % of what no director was told. */
enum { LINE_GRAVE_PERMILLE = 1575 };

struct line_state {
	int32_t line;             /* place in the snapshot's lines */
	int32_t limit;            /* cases, or minutes a week; rounded down */
	int32_t used;             /* cases, or minutes a week */
	int32_t used_permille;    /* of the limit, rounded half up; -1 where the limit is 0 or cannot be worked out */
	bool measured;            /* false: a share of a capacity that is not there or not known; neither kept nor passed */
	bool passed;              /* used is more than the limit */
	bool binds;               /* the strictest; whether lines bind at all is for line_binds to say */
};

/* Goes through all lines that apply to a post, the binding one first, then by level; begin with a zeroed walk, and go on while it
 * is true. Needs cases, load and capacity of `load` only, which need not be what the post carries. */
struct line_walk {
	size_t next, end;
	int32_t scopes, binding;  /* scopes gone into; the binding line's place, -1 for none */
	bool begun;
};
bool line_next(const struct snapshot *s, int32_t post, const struct post_load *load, struct line_walk *at, struct line_state *ret);

/* Whether it stops anybody: where an employer works by principles none does (R42). */
bool line_binds(const struct snapshot *s, const struct line_state *state);
