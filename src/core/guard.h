/* guard.h: the one choke point: every path that makes or grows a holding (import, proposal, transfer, merge, API) asks
 * here first, and names the rule that spoke.
 *
 * It asks two things. `holding_guard`: can this be a holding of the case at all, by what is known of the case. `line_guard`:
 * may the post carry it, by its lines as they would stand afterwards.
 */
#pragma once

#include "core/fact.h"
#include "core/what_if.h"

enum holding_rule {
	HOLDING_FITS,
	HOLDING_ENDS_BEFORE_START,
	HOLDING_SHARE_OUT_OF_RANGE,  /* said, and not 1 to 1000 per mille */
	HOLDING_BY_NOBODY,           /* neither a post nor a team */
	HOLDING_CASE_UNKNOWN,        /* the case has no episode at all */
	HOLDING_OUTSIDE_EPISODES,    /* the case was not open on any day of it */
	HOLDING_TWICE,               /* allowed, but to be flagged: the same post holds the case on some of the same days */
	HOLDING_SHARES_BELOW_ONE,    /* allowed, but to be flagged: on its last day the shares of all add up to less than 1 */
	HOLDING_SECOND_LEAD,         /* allowed, but to be flagged: another post leads on some of the same days */
	HOLDING_EPISODES_OVERLAP     /* of a reversal: the case would be open twice on some days */
};

struct holding_ruling {
	bool refused;
	enum holding_rule rule;
};

/* Whether `holding` may stand among the facts of its case as they would be then. A holding may touch an episode at either
 * end: work is often allocated on the day a case closes. `facts` may hold `holding` itself. */
struct holding_ruling holding_guard(const struct case_facts *facts, const struct fact *holding);

/* Whether it would lead beside another post's lead on some of the same days; both stand, and neither is of some hours or on paper. */
bool is_led_beside(const struct case_facts *facts, const struct fact *holding);

/* The facts of a case as a reversal would leave them, beside those that stand: the first rule that speaks of one of them and did not
 * before. Nothing is only flagged here: nobody reads what was flagged before it is done. */
enum holding_rule reversal_case_guard(const struct case_facts *before, const struct case_facts *after);

/* Short and stable: ends-before-start, ... */
const char *holding_rule_code(enum holding_rule rule);

/* What was expected, as a clause. */
const char *holding_rule_expected(enum holding_rule rule);

/* ---- lines with teeth ---- */

enum line_rule {
	LINE_KEPT,
	LINE_PASSED,       /* a line that is more than advisory, without an exception that goes so far */
	PROTECTION_PASSED  /* the capacity of somebody newly qualified, likewise */
};

struct line_ruling {
	enum line_rule rule;
	int32_t line;      /* of LINE_PASSED: place in the picture; else -1 */
	struct line_state state; /* how that line would stand */
	struct what_if working_out; /* the working-out: before and after */
};

/* Whether the post may carry the trials. A line stops what makes it worse: it speaks if the post would be past it and carry
 * more, in what the line counts, than before. An exception in force lets pass what it was given for, up to its value. Lines
 * whose share has no measure (no capacity, none known) do not speak: who is not available is refused as such. Where the
 * employer works by principles no line speaks; the protection of the newly qualified (R17) always does. */
struct line_ruling line_guard(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count);

/* The same of a reversal, which puts back what passed here before: since then other things may have come to stand. `before` and
 * `after` are pictures of the post as it is and as it would be. It speaks where the post would be past a line, and carry more than
 * it does, stand on an exception that goes, or come under a line that was not there and than which no other as strict is passed
 * already. A post that is not in `after` carries nothing. */
struct line_ruling reversal_guard(const struct snapshot *before, const struct snapshot *after, int32_t post_id);

/* Whether an exception in force lets the post carry what it carries past that line (a place in the picture). */
bool is_excepted(const struct snapshot *s, int32_t post, int32_t line, const struct post_load *load);

/* Whether the post is newly qualified on the picture's day. */
bool is_newly_qualified(const struct snapshot *s, const struct post_row *p);
