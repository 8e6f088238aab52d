/* league_words.h: what the public league says of an employer's caseload, in plain sentences: is it unusual, has it
 * changed, does it differ.
 *
 * Where an employer stands depends on three published numbers of the year and on nothing else: cases held, the
 * full-time equivalents that hold them, and the caseload. What it declares of itself, such as work that nobody holds,
 * and how much is asked of it, are no part of it: saying so cannot lower a standing (R58). There is no rank.
 *
 * The limits that a caseload is held against allow for chance and for how much employers ordinarily differ
 * (core/funnel.h), and a sentence names both; a difference or a change is held against chance alone (core/interval.h).
 *
 * The league's figures are thousandths; sentences show them as they were published. Texts live in the arena.
 */
#pragma once

#include "base/arena.h"
#include "core/league.h"

/* ---- figures ---- */

/* "20.8", "1,637": `thousandths` with so many decimals (0 to 3), rounded half away from zero. */
const char *figure_number_words(struct arena *a, int64_t thousandths, int decimals);

/* A figure with the decimals of its publication and "%" if it is a share; a few words where there is no number: "not
 * available". */
const char *figure_words(struct arena *a, enum statistic which, const struct figure *f);

/* "15.4% to 29.5%": what a figure might as well have been by chance (statistic_interval); "" where that cannot be
 * said. */
const char *figure_chance_words(struct arena *a, const struct figures *f, enum statistic which);

/* ---- is this one unusual? ---- */

/* Below so many full-time equivalents that hold cases, almost any caseload can come about by chance; also the least of
 * which counts are published (core/disclosure.h). */
enum { LEAGUE_SMALL_FULL_TIME = 10 };

enum standing {
	STANDING_NO_NUMBER,     /* no caseload was published as a number, or there is no funnel in that year */
	STANDING_SMALL,         /* too few workers to tell */
	STANDING_EXPECTED,
	STANDING_LOW, STANDING_HIGH,
	STANDING_VERY_LOW, STANDING_VERY_HIGH
};

enum standing league_standing(const struct league_row *row);

/* within, low, ..., small, none. */
const char *league_standing_code(enum standing s);
/* "as expected for its size". */
const char *league_standing_words(enum standing s);
/* Past a limit, and not too small to say so. */
bool league_is_unusual(enum standing s);

/* The returns of a year, each once, however many employers make it. */
struct league_counts {
	size_t employers, returns;
	size_t points;            /* with a caseload: those of the funnel */
	size_t high, low;         /* that are unusual, very or not */
};
struct league_counts league_count(const struct league_year *y);

/* "11.9 to 18.6": what is expected of 95 in 100 employers of its size; "" where nothing is. */
const char *league_range_words(struct arena *a, const struct league_row *row);

/* "Bolton’s caseload of 20.8 is far above what is expected of an employer of its size (11.9 to 18.6): ...", with a
 * second sentence where its return is made with another's. */
const char *league_standing_sentence(struct arena *a, const struct league *l, const struct league_year *y,
	const struct league_row *row);

/* ---- comparisons ---- */

/* One caseload of a comparison. */
struct compared {
	int64_t cases, fte;       /* billionths */
	int64_t caseload;         /* thousandths, as published; worked out only of several together */
};

/* False where one of the three is no number, or nobody holds a case. */
bool league_compared(const struct figures *f, struct compared *ret);

/* Of several employers together: each return once. False where none of them has numbers. */
bool league_compared_of_all(const struct league *l, const int32_t *areas, size_t count, int year, struct compared *ret);

/* The first less the second, in thousandths: the difference of what was published, within what chance could make of it
 * (core/interval.h). */
struct comparison {
	int64_t difference, low, high;
	bool is_small;            /* either has too few workers: nothing is said of chance */
	bool is_clear;            /* it is not small, and the interval leaves out 0 */
};
struct comparison league_compare(const struct compared *one, const struct compared *other);

/* "5.9 higher than Bury’s (4.8 to 7.0 higher): a clear difference", of `whose`, as possessive_words has it. */
const char *comparison_words(struct arena *a, const struct comparison *c, const char *whose);
/* "Since 2020 it fell from 22.6 to 20.8, by 1.8 (0.6 to 3.0): a clear change." */
const char *league_change_sentence(struct arena *a, int from_year, const struct compared *from,
	const struct compared *to);

/* "In the region North West caseloads of 2025 go from 10.1 (Liverpool; 9.7 to 10.6 by the chance of that day) to 20.8
 * (Bolton; 20.0 to 21.6). Left out: Isles of Scilly, with too few workers to tell.": whose is the least and whose the
 * most of several, each return once. "" where fewer than two are left. */
const char *league_span_sentence(struct arena *a, const struct league *l, const char *where, const int32_t *areas,
	size_t count, int year);

/* ---- what to ask ---- */

/* What to ask an employer about turnover and agency workers: why they are so, and only of what it has not given itself
 * why that is not there. What the publisher withholds is said, and not held against it. */
const char *league_question_words(struct arena *a, const char *name, const struct figures *f);

/* "Bolton’s", "Tower Hamlets’". */
const char *possessive_words(struct arena *a, const char *name);
