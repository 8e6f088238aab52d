/* scheme.h: a weighting scheme: how many minutes a week each kind of work needs, and where each number comes from.
 *
 * A scheme is data (schemes/ *.json, see exchange/scheme_json.h) and carries a version that stands with every result. No
 * vocabulary of any country is known here: types, factors and reductions are rows. Amounts are whole minutes a week, or
 * points where the scheme counts in points (`unit`); shares are per mille.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

/* How sure a number is: derived from a published caseload standard, measured by a time study, or nobody published one. */
enum value_state { VALUE_STANDARD, VALUE_MEASURED, VALUE_GUESS };

struct scheme_source {
	enum value_state state;
	const char *text; /* one line that a reader can check */
};

/* What part a type plays in the life of a case, beside being work of its own. */
enum type_role {
	TYPE_WORK,    /* in force when a stage says so */
	TYPE_OPENING, /* an open case on which nothing has begun yet (a referral) */
	TYPE_NO_PLAN, /* an open case on which something has been done and nothing is in force */
	TYPE_CLOSING  /* a closed case in its taper */
};

/* Colours of the load bar; a scheme says which of them a type is drawn in. */
enum { SCHEME_GROUPS = 8 };

struct scheme_group {
	const char *name;
};

/* A kind of work. Types stand strictest first: where several are in force on a day, the first of them is the case's. */
struct scheme_type {
	const char *code;           /* as in the stage facts */
	const char *stage;          /* "" where the type has no stages */
	const char *name;
	enum type_role role;
	int32_t base_minutes;       /* -1: no base of its own, only the dated work below */
	int32_t task_minutes;       /* dated work that the type brings while it is in force; 0 for none */
	int32_t task_working_days;  /* over which that work is spread */
	int32_t standard_cases;     /* the N of a caseload standard the base is derived from; 0 where it is not */
	int32_t group;              /* index into groups */
	bool urgent;                /* waits ahead of other types in the pile */
	struct scheme_source source;
};

struct scheme_factor {
	const char *code, *name;
	int32_t permille;           /* 1000 changes nothing */
	struct scheme_source source;
};

/* A dated piece of work that can be put on a case or a post. */
struct scheme_task {
	const char *code, *name;
	int32_t minutes;            /* negative where it is work that somebody else does for the holder */
	int32_t working_days;       /* spread over; 0: counts in full each week it is in force */
	struct scheme_source source;
};

/* Time of the contract that is not for cases: supervision, learning, meetings... In force for every post. */
struct scheme_reserve {
	const char *code, *name;
	int32_t permille;           /* of the contract */
	int32_t least_permille;     /* a post's own figure may not go below; 0 where it may */
	struct scheme_source source;
};

/* A reason for which a post's contract is reduced, with its usual and greatest share. */
struct scheme_reduction {
	const char *code, *name;
	int32_t usual_permille;     /* of the contract; -1 where the record says how much */
	int32_t most_permille;
	int32_t weeks;              /* usual length; 0 for open */
	bool not_available;         /* an absence: see reduction_takes_contract */
	bool personal;              /* health and the like: for the worker and the manager only */
	struct scheme_source source;
};

/* For schemes in points: what a grade is expected to carry with its default hours. */
struct scheme_grade {
	const char *code, *name;
	int32_t target;             /* points a week at the default hours */
	int32_t default_minutes;    /* a week; 0: the grade carries no cases */
	struct scheme_source source;
};

struct scheme_line {
	const char *scope;          /* national, employer */
	const char *kind;           /* count, share */
	int32_t value;              /* cases for a full-time post, or per mille of capacity */
	const char *status;         /* advisory, policy, collective, contract */
	const char *agreed_by;
	int32_t agreed_on;          /* day */
	struct scheme_source source;
};

/* An average that is published for the whole country, for context only. */
struct scheme_average {
	int32_t day;
	int32_t tenths;
	const char *text;
};

struct scheme {
	const char *id, *title, *service, *country, *unit, *note;
	int32_t version;
	int32_t from;                        /* day from which it may be used */
	int32_t contract_minutes;            /* of a full-time post, a week */

	const struct scheme_group *groups;   size_t groups_count;
	const struct scheme_type *types;     size_t types_count;
	const struct scheme_factor *factors; size_t factors_count;
	const struct scheme_task *tasks;     size_t tasks_count;
	const struct scheme_reserve *reserves;     size_t reserves_count;
	const struct scheme_reduction *reductions; size_t reductions_count;
	const struct scheme_grade *grades;   size_t grades_count;
	const struct scheme_line *lines;     size_t lines_count;
	const struct scheme_average *averages;     size_t averages_count;

	int32_t factor_least, factor_most;   /* the product of the factors is held within, per mille */
	struct scheme_source factor_source;
	int32_t sibling_permille;            /* weight of each further case of a household with the same holder */
	struct scheme_source sibling_source;
	int32_t handover_minutes, handover_weeks;
	struct scheme_source handover_source;
	int32_t closing_weeks;
	struct scheme_source closing_source;
	int32_t newly_qualified_permille;    /* of the contract, kept free */
	struct scheme_source newly_qualified_source;
	int32_t ramp_permille[8];            /* of capacity, for an agency post's first weeks */
	size_t ramp_weeks;
	struct scheme_source ramp_source;
	int32_t joiner_permille[8];          /* likewise, for the first weeks of everybody new; of an agency post where it has none of its own */
	size_t joiner_weeks;
	struct scheme_source joiner_source;
	int32_t range_low, range_high;       /* of a weight, per mille: 80 % of like cases lie between */
	int32_t range_common;                /* what all cases of a post share, per mille of its load: crises come in groups */
	struct scheme_source range_source;
	int32_t under_permille;              /* below this share of capacity a post is under-used; 0: never */
	struct scheme_source under_source;
};

/* Stands in where no scheme has been agreed: it has no types, so that nothing is weighed by it, and no rules. */
extern const struct scheme SCHEME_NONE;
bool scheme_is_none(const struct scheme *s);

/* The place of a type and stage in `types`; a type without that stage falls back on its row without stage. -1 if there is
 * none: such a case has no weight, and is never weighed as 0. */
int scheme_find_type(const struct scheme *s, const char *code, const char *stage);

/* The place of the type that plays a role; -1 if there is none. */
int scheme_find_role(const struct scheme *s, enum type_role role);

const struct scheme_factor *scheme_find_factor(const struct scheme *s, const char *code);
const struct scheme_task *scheme_find_task(const struct scheme *s, const char *code);
const struct scheme_reduction *scheme_find_reduction(const struct scheme *s, const char *code);
const struct scheme_grade *scheme_find_grade(const struct scheme *s, const char *code);

/* Whether a reason of a reduction is for the worker and the manager only: as the scheme says, and where it does not know the
 * reason, which may be anything, yes. */
bool scheme_reason_is_personal(const struct scheme *s, const char *reason);

/* The newest average that had been taken by a day: no page of a day knows a later one. NULL if there is none. */
const struct scheme_average *scheme_average_on(const struct scheme *s, int32_t day);

/* The share of the contract that is for cases: what the reserves leave. */
int32_t scheme_case_permille(const struct scheme *s);

/* Minutes a week of one case by a standard of `cases`: contract x case share / cases, rounded half up once. */
int32_t scheme_base_of_standard(const struct scheme *s, int32_t cases);

/* Whether the numbers hang together: shares within bounds, codes unique, exactly one opening, no-plan and closing type,
 * reserves that leave time for cases, a base that follows from its standard unless it is measured, a source on every
 * number. PL_INVALID with the first thing that is wrong. */
int scheme_validate(const struct scheme *s, struct err *err) PL_MUST_CHECK;

/* "standard", "measured", "starter guess, agree your own". */
const char *value_state_words(enum value_state state);
