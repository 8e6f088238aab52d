/* disclosure.h: what of an employer's figures may be published, and in what shape, so that nobody can be made out.
 *
 * Figures that everybody may read are of the whole employer, and of one with ten full-time holders or more. Counts are
 * rounded to the nearest five; one to four is withheld, and shown as "c", as the Department for Education does. Where
 * counts stand beside their total, the total is told only if none of them is withheld: a total beside a "c" would tell
 * where in one to four it is, and so would a choice of what else to withhold that follows from exact numbers, to
 * whoever knows this program. So what is told of a count follows from that count alone, and whether the total is told
 * follows from what is told of the counts: of a "c" nobody learns more than that it is one to four.
 *
 * A share whose parts are few would tell them: it needs a denominator of ten, and neither part may be one to four. A
 * mean needs ten people, a median or ninth decile twenty.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DISCLOSURE_FTE_TENTHS = 100,  /* least full-time equivalents of those who hold cases, in tenths */
	DISCLOSURE_ROUND = 5,
	DISCLOSURE_FEW = 4,           /* most that is few */
	DISCLOSURE_PARTS = 10,        /* least denominator of a share, and people behind a mean */
	DISCLOSURE_RANKED = 20,       /* least people behind a median or a decile */
	DISCLOSURE_LINE_MOST = 64,    /* counts beside one total */
	DISCLOSURE_VERSIONS_MOST = 32 /* published before, that a line is held against: the newest of them */
};

struct published_count {
	bool withheld;
	int64_t value; /* rounded; 0 where it is withheld */
};

/* A count that is part of no sum. */
struct published_count publish_count(int64_t count);

/* Counts that add up to a total, and the total behind them: `ret` has room for count + 1. At most DISCLOSURE_LINE_MOST;
 * none below 0. */
void publish_line(const int64_t *counts, size_t count, struct published_count *ret);

/* The least that the total of a published line can be, as far as its parts tell. */
int64_t disclosure_total_least(const struct published_count *line, size_t count);

/* Whether it is one to four, which is never told. */
bool disclosure_is_few(int64_t count);

/* Whether a share of that whole, a mean, and a median or decile, of so many people may be told. */
bool may_publish_share(int64_t part, int64_t whole);
bool may_publish_mean(int64_t people);
bool may_publish_rank(int64_t people);

/* A count of which versions of the same figures tell something already. Whoever holds two versions beside each other
 * and guesses that one person or case made the difference must learn nothing by it: so what was told stands while the
 * count is less than five away from it, also where the count is few now; and what was withheld stays withheld until the
 * count is five more than few. Versions whose counts differ by one or two are thus alike, and whether a count is
 * withheld still does not follow from which of one to four it is. */
struct published_count publish_count_again(int64_t count, const struct published_count *told, size_t told_count);

/* What other publications tell of a line: each of count + 1. */
struct published_others {
	const struct published_count *const *lines;
	size_t count;
};

/* The same of a line of which `versions` are published already, the newest first, and that stands beside the same line
 * of other `quarters`.
 * Whoever takes the total that one of them tells for that of another, because only a case or two changed places, must
 * not come closer to a withheld count of either. So beside one that withholds a part no total is told; and beside one
 * that tells its total a line that has few is withheld whole, what is nothing with it. The total of a later version is
 * that of the version with the same parts; else the sum of what is told of the parts, which says nothing that they do
 * not. */
void publish_line_beside(const int64_t *counts, size_t count, const struct published_others *versions,
	const struct published_others *quarters, struct published_count *ret);

/* Whether a part of a whole is less than five away from one of which a share was told, in whole per cent: then that
 * stands. `units` make one. All of one to four count as four. */
bool disclosure_share_stands(int64_t part, int64_t whole, int64_t units, int64_t told_percent);
