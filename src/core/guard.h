/* guard.h: the one choke point: every path that makes or grows a holding (import, proposal, transfer, merge, API) asks
 * here first, and names the rule that spoke. Undo does not ask: it puts back what passed here before.
 *
 * Rules for what can be a holding at all are here now. Lines (core/line.h) do not refuse yet; this is the place where they
 * will, so that no path can be forgotten.
 */
#pragma once

#include "core/fact.h"

enum holding_rule {
	HOLDING_FITS,
	HOLDING_ENDS_BEFORE_START,
	HOLDING_SHARE_OUT_OF_RANGE,  /* said, and not 1 to 1000 per mille */
	HOLDING_BY_NOBODY,           /* neither a post nor a team */
	HOLDING_CASE_UNKNOWN,        /* the case has no episode at all */
	HOLDING_OUTSIDE_EPISODES,    /* the case was not open on any day of it */
	HOLDING_TWICE,               /* allowed, but to be flagged: the same post holds the case on some of the same days */
	HOLDING_SHARES_BELOW_ONE,    /* allowed, but to be flagged: on its last day the shares of all add up to less than 1 */
	HOLDING_SECOND_LEAD          /* allowed, but to be flagged: another post leads on some of the same days */
};

struct holding_ruling {
	bool refused;
	enum holding_rule rule;
};

/* Whether `holding` may stand among the facts of its case as they would be then. A holding may touch an episode at either
 * end: work is often allocated on the day a case closes. `facts` may hold `holding` itself. */
struct holding_ruling holding_guard(const struct case_facts *facts, const struct fact *holding);

/* Short and stable: ends-before-start, ... */
const char *holding_rule_code(enum holding_rule rule);

/* What was expected, as a clause. */
const char *holding_rule_expected(enum holding_rule rule);
