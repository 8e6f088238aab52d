/* relay_words.h: how the records of a relay are laid out: a table a struct, from which both ends work. */
#pragma once

#include <stddef.h>

#include "exchange/intake.h"

enum relay_kind {
	RELAY_TEAM = 1, RELAY_WORKER, RELAY_REDUCTION, RELAY_LINE, RELAY_SKILL, RELAY_WEEK, RELAY_CASE, RELAY_ISSUE, RELAY_PROGRESS, RELAY_FORMAT, RELAY_END,
	RELAY_KINDS
};

enum member_kind {
	MEMBER_TEXT,   /* at most `most` bytes: two bytes of length, the bytes, a NUL */
	MEMBER_NAME,   /* the same, and not empty */
	MEMBER_SMALL,  /* a bool or int8_t from `least` to `most` */
	MEMBER_NUMBER, /* an int32_t or an enum from `least` to `most` */
	MEMBER_DAY,    /* an existing day, or one of the two open ends */
	MEMBER_DAYS    /* two of them, in order */
};

struct member {
	enum member_kind kind;
	size_t at;     /* in the struct */
	int32_t least, most;
};

struct members {
	const struct member *all;
	size_t count;
};

/* By kind of record; what has none there is laid out by hand. A test holds them against the structs, so that a new member is
 * either here or named there as one that is not passed on. */
extern const struct members RELAY_MEMBERS[RELAY_KINDS];
extern const struct members RELAY_FACT, RELAY_HOLDING;

/* Facts, and holdings, of one record. */
enum { RELAY_FACTS = 4 * INTAKE_RECORD_FACTS };
