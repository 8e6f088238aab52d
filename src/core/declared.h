/* declared.h: what an employer declares of itself: what no case and no post tells (declared.def).
 *
 * A declaration holds from a day on until the next of its kind. It may be of a day that is past, because a return asks
 * for vacancies weeks after their day: the ledger keeps when it was said, and what has been published stays as it was.
 * It then holds as long as what it takes the place of. An agreed target (R49, R89) holds from the day on which it was
 * agreed. That cases wait is declared with a plan (R59, R83): by when each has a worker. */
#pragma once

#include "base/date.h"
#include "base/err.h"
#include "core/snapshot.h"
#include "core/target.h"

enum declared {
#define DECLARED(name, code, words, brief, places, least, most, ahead, meaning) DECLARED_##name,
#include "core/declared.def"
#undef DECLARED
	DECLARED_KINDS
};

enum { DECLARED_DAYS_BACK = 3653, DECLARED_PLAN_DAYS = 731, DECLARED_POUNDS_MOST = 1000000000 };

struct declaration {
	enum declared what;
	struct days when;
	int32_t figure;          /* in the unit of its kind: a code, hundredths of FTE, pounds, tenths of cases, cases */
	/* Of a target: */
	int32_t goal;            /* tenths of cases for a full-time worker; `figure` is what it starts from */
	int32_t starts;          /* the day on which it was or will be that */
	int32_t pounds;          /* set aside to get there; -1: nothing was said of money */
	enum line_status status; /* policy, collective agreement or contract */
	const char *agreed_by;   /* "" unless it is a target */
	/* Of a target the day of the goal, of a plan that by which each case has a worker. */
	int32_t due;
	/* Of one that was read: */
	int64_t instant;         /* when it was said */
	const char *by;          /* by whom: a login */
};

const char *declared_code(enum declared what);
const char *declared_words(enum declared what);
const char *declared_short(enum declared what); /* "vacancies": as in a sentence */
const char *declared_meaning(enum declared what);
int declared_places(enum declared what);
bool declared_parse(const char *code, enum declared *ret);

/* A figure as it is written: "12.5", "24", "1,000" is none. PL_INVALID says between which two it has to be. */
int declared_figure_read(enum declared what, const char *text, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* PL_INVALID with one sentence if it cannot be declared. */
int declared_check(const struct declaration *d, int32_t today, struct err *err) PL_MUST_CHECK;
/* Whether a declaration of that kind may begin, or end, on that day. PL_INVALID. */
int declared_day_check(enum declared what, int32_t from, int32_t today, struct err *err) PL_MUST_CHECK;

/* Of declarations, those in force now, of any day and kind: the one that holds on a day; NULL without one. */
const struct declaration *declared_on(const struct declaration *rows, size_t count, enum declared what, int32_t day);

/* The code by which the Department for Education knows the employer on a day, or the first that was said: it was the
 * same before that. 0: none was. */
int32_t declared_dfe_code(const struct declaration *rows, size_t count, int32_t day);

/* Until when a new one holds that begins on that day: as long as what it takes the place of, else until the next. */
int32_t declared_until(const struct declaration *rows, size_t count, enum declared what, int32_t from);

/* The path of a declared target (core/target.h). */
struct target target_declared(const struct declaration *d);

/* Whether both say the same, whenever. */
bool declared_same(const struct declaration *a, const struct declaration *b);

/* Who may: heads of service and directors of all of the employer; vacancies also its analysts, who make the official
 * return. The code, by which an employer stands for a council in the league, is for whoever runs the server to say, on
 * the command line: nobody says of themselves which council they are. */
struct viewer;
bool may_declare(const struct viewer *viewer, enum declared what);
