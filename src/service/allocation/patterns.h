/* patterns.h: the patterns of an employer (core/pattern.h) over a time, from the records; and what of them somebody may be told.
 *
 * Who sees the allocations of a team (FIELD_TEAM_PATTERNS of core/access.h) is told all figures of it and the cases behind them, as far
 * as the case is theirs to see; all others are told what cannot be put to single workers. Everything is in the arena. */
#pragma once

#include "core/access.h"
#include "core/pattern.h"
#include "service/pictures/pictures.h"

struct patterns_asked {
	struct days period;  /* PATTERN_PERIOD_DAYS at most */
	int32_t team;        /* whose cases are listed: a place; -1 of none; TEAMS_ALL */
};

enum { PATTERNS_DEFAULT_DAYS = 92 };

/* The days that are asked for by their first and last (DAY_MIN and DAY_MAX where nothing is said), as of `today`. PL_INVALID. */
int patterns_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err) PL_MUST_CHECK;

/* The days that are shown of a team (TEAMS_ALL) where nothing is said: up to today for who sees its allocations, else the last quarter of which
 * others are told. */
struct days patterns_usual(const struct snapshot *today, const struct sight *sight, int32_t team);

/* A case behind a figure. */
struct pattern_case {
	enum pattern pattern;
	const struct happening *what;
	const char *ref;       /* "" where that is not the viewer's: restricted */
	int32_t place;         /* in the picture of today; -1: not open any more */
};

struct patterns_shown {
	struct patterns all;
	struct pattern_case *cases; size_t cases_count; /* by pattern, the newest first; of the team that was asked for */
	int32_t unlisted[PATTERNS]; /* hits of what was asked for, that are not the viewer's to see by case */
	bool live;             /* allocations were negotiated on some day of the period */
};

/* `sight` is of the picture, which is of today. */
int patterns_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct patterns_asked *asked, struct patterns_shown *ret, struct err *err) PL_MUST_CHECK;
/* The same for pages. */
int patterns_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct sight *sight,
	const struct patterns_asked *asked, struct patterns_shown *ret, struct err *err) PL_MUST_CHECK;

/* What happened in a period and PATTERN_MARGIN_DAYS around it, of however many days, for whoever counts in it themselves: how work was
 * given, closings, or both. Between store_begin_reading and store_end_reading. */
enum { GATHER_GIVING = 1, GATHER_CLOSINGS = 2 };
int patterns_gather(struct store *s, struct arena *a, const struct snapshot *today, struct days period, unsigned what,
	struct happening **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
