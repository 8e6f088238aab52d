/* line_change.h: how a line comes to be, changes and ends: proposed by one, approved by another, never in the past, and never
 * raised behind the back of those it was agreed with just when it has been broken (R41, R43). */
#pragma once

#include "core/load.h"
#include "core/roster.h"

enum { LINE_BREAK_DAYS = 28, LINE_CASES_MOST = 200, LINE_SHARE_MOST = 3000 };

enum line_change_refusal {
	LINE_CHANGE_FITS,
	LINE_CHANGE_IN_THE_PAST,
	LINE_CHANGE_ENDS_FIRST,      /* it would end before it begins */
	LINE_CHANGE_VALUE,           /* out of range */
	LINE_CHANGE_TARGET,          /* its scope does not fit what it is for */
	LINE_CHANGE_NOTHING,         /* all as it was */
	LINE_CHANGE_AFTER_BREAK,     /* raised within four weeks of a break, and no party named */
	LINE_CHANGE_REFUSALS
};

struct line_change {
	const struct roster_line *before; /* in force or to come; NULL: a new line */
	const struct roster_line *after;  /* NULL: the line ends */
	int32_t from;                     /* from which day on */
	int32_t today;
	bool broken;                      /* somebody passed it within the past LINE_BREAK_DAYS days */
	bool by_the_parties;              /* those it is agreed with are named, for this change */
};

/* Whether more is asked of workers by the change: a higher number, a weaker status, an earlier end, or no line any more. */
bool line_is_raised(const struct line_change *change);

/* PL_INVALID if what is said of those who agreed a line names nobody (it has no letter), or is no remark (core/remark.h). Nothing said
 * is nobody named, and passes. */
int line_parties_check(const char *parties, struct err *err) PL_MUST_CHECK;

enum line_change_refusal line_change_check(const struct line_change *change);

/* How many of the posts that carry cases a line would hold for on the picture's day, and how many of them would be past it. */
struct line_reach {
	int32_t holds, passed;
};
struct line_reach line_reach(const struct snapshot *s, const struct loads *l, const struct roster_line *line);

const char *line_change_refusal_sentence(enum line_change_refusal refusal);
