/* statistic.h: official statistics as they were published: which there are (statistic.def), one figure, and whether it
 * agrees with the figures it is said to be worked out from.
 *
 * A figure is a number or a symbol. A symbol is never a 0: "c" is a number that exists and is withheld, "low" one that
 * is above 0, "x" one that nobody has. What was published is what is shown; nothing is worked out again in its place.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum statistic {
#define STATISTIC(name, code, words, unit, decimals, columns, formula) STATISTIC_##name,
#include "core/statistic.def"
#undef STATISTIC
	STATISTIC_COUNT
};

enum statistic_unit {
	UNIT_FULL_TIME,   /* full-time equivalents */
	UNIT_PEOPLE,
	UNIT_CHILDREN,
	UNIT_CASES,
	UNIT_CASES_EACH,  /* cases per full-time equivalent */
	UNIT_REFERRALS,
	UNIT_DAYS,
	UNIT_PERCENT
};

/* What stands where there is no number. */
enum figure_symbol {
	FIGURE_MISSING,      /* nothing was published for the area in that year: no row, no column, or an empty cell */
	FIGURE_NUMBER,
	FIGURE_SUPPRESSED,   /* c */
	FIGURE_LOW,          /* low: rounds to 0 and is not 0 */
	FIGURE_UNRELIABLE,   /* u */
	FIGURE_UNAVAILABLE,  /* x, and : in older files */
	FIGURE_NOT_APPLICABLE /* z */
};

struct figure {
	enum figure_symbol symbol;
	int64_t thousandths; /* of FIGURE_NUMBER; else 0 */
};

struct statistic_row {
	const char *code, *words;
	enum statistic_unit unit;
	int decimals;         /* as it is published */
	const char *columns;  /* names over the years, separated by blanks */
	const char *formula;  /* "" or "a / b" or "a / b + c", by codes */
};
const struct statistic_row *statistic_row(enum statistic which);

/* The statistic of a code, and of a column of a file; false if there is none. */
bool statistic_of_code(struct str code, enum statistic *ret);
bool statistic_of_column(struct str column, enum statistic *ret);

/* Reads a cell: a symbol, or a number from 0 to a thousand million (to the nearest thousandth), and nothing about it
 * but blanks. False for anything else: it is not guessed at. */
bool figure_parse(struct str cell, struct figure *ret);

/* c, low, u, x, z; "" of a number and where nothing was published. */
const char *figure_symbol_code(enum figure_symbol symbol);

/* What the symbol means, as a clause: "withheld, so that nobody can be made out". */
const char *figure_symbol_words(enum figure_symbol symbol);

/* The figures of one area in one year. */
struct figures {
	struct figure of[STATISTIC_COUNT];
};

enum formula_answer {
	FORMULA_NONE,     /* none is published, or a number is lacking */
	FORMULA_AGREES,   /* within 0.15, which rounding of the parts may come to */
	FORMULA_MISSES
};

/* Whether a rate agrees with what it is said to be worked out from; where it could be tried, `ret_thousandths` is what
 * that gives. */
enum formula_answer statistic_check(const struct figures *f, enum statistic which, int64_t *ret_thousandths);

/* The 95 % interval of a figure that is worked out from others, in thousandths: what it might as well have been by
 * chance. What is counted (the first part of its formula) is taken as a Poisson count and what it is held against as
 * known (core/interval.h); a share of a whole is at most a hundred. False where no formula is published, a part is no
 * number, or the parts do not give what was published. */
bool statistic_interval(const struct figures *f, enum statistic which, int64_t *ret_low, int64_t *ret_high);
