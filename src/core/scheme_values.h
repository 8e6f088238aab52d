/* scheme_values.h: every number of a scheme in one list, each with its unit and its source.
 *
 * Page, CSV, JSON and command line read this list and nothing else, so that none of them can leave a number out. A rule that
 * the scheme does not have is not in it. Values stand by group, in the order of the document.
 */
#pragma once

#include "base/arena.h"
#include "core/scheme.h"

enum value_group { GROUP_TYPES, GROUP_FACTORS, GROUP_TASKS, GROUP_RESERVES, GROUP_REDUCTIONS, GROUP_GRADES, GROUP_LINES,
	GROUP_RULES, GROUP_AVERAGES, VALUE_GROUPS };

enum value_unit {
	UNIT_WORK_A_WEEK,   /* minutes, or points where the scheme counts in points */
	UNIT_WORK,          /* likewise, in all */
	UNIT_MINUTES,       /* of a contract, a week */
	UNIT_WORKING_DAYS,
	UNIT_WEEKS,
	UNIT_CASES,         /* of a full-time post */
	UNIT_TENTHS,        /* of a case */
	UNIT_MULTIPLIER,    /* per mille */
	UNIT_OF_CONTRACT,   /* per mille */
	UNIT_OF_CAPACITY,   /* per mille */
	UNIT_OF_WEIGHT,     /* per mille */
	UNIT_OF_LOAD        /* per mille */
};

struct scheme_value {
	enum value_group group;
	const char *kind;          /* what the number says: "type", "reserve", "reserve floor"... */
	const char *code, *stage;  /* "" where it has none */
	const char *name;
	int32_t value;
	bool as_recorded;          /* there is no number: it is as the record says */
	enum value_unit unit;
	const struct scheme_source *source; /* NULL: the document gives none */
};

/* All of them, in the arena; texts are the scheme's. */
void scheme_values(struct arena *a, const struct scheme *s, const struct scheme_value **ret, size_t *ret_count);

/* "minutes a week", "per mille of the contract"... `s` says whether its work is counted in minutes or points. */
const char *value_unit_words(const struct scheme *s, enum value_unit unit);
