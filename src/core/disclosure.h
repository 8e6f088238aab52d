/* disclosure.h: what of an employer's figures may be published, and in what shape, so that nobody can be made out.
 *
 * Figures that everybody may read are of the whole employer, and of one with ten full-time holders or more. Counts are rounded to the nearest
 * five; one to four is withheld. Where counts stand beside their total, a withheld one could be worked out as what is left; so others
 * are withheld with it until anybody who solves the published figures for it is left with a span of five or more. A withheld count is shown
 * as "c", as the Department for Education does, whether it is itself small or withheld for another's sake: which of them is not told.
 *
 * A share whose parts are few would tell them: it needs a denominator of ten, and neither part may be one to four. A mean needs ten people, a
 * median or ninth decile twenty.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DISCLOSURE_FTE_TENTHS = 100,  /* least full-time equivalents of those who hold cases, in tenths */
	DISCLOSURE_ROUND = 5,
	DISCLOSURE_FEW = 4,           /* most that is few */
	DISCLOSURE_SPAN = 5,          /* least that a withheld count is unknown by */
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

/* Counts that add up to a total, and the total behind them: `ret` has room for count + 1. At most DISCLOSURE_LINE_MOST; none below 0. */
void publish_line(const int64_t *counts, size_t count, struct published_count *ret);

/* The least and most that a withheld count of a published line can be, as far as the line tells; `ret_most` -1: no end. What is
 * rounded may be up to two more or less, and no withheld count is 0. */
void disclosure_bounds(const struct published_count *line, size_t count, size_t which, int64_t *ret_least, int64_t *ret_most);

/* A share in whole per cent, rounded once; false where it is withheld. */
bool publish_share(int64_t part, int64_t whole, int64_t *ret_percent);

/* Whether a mean, and a median or decile, of so many people may be told. */
bool may_publish_mean(int64_t people);
bool may_publish_rank(int64_t people);

/* The same of a line that stands beside other versions of itself that are published already, each of count + 1, at most
 * DISCLOSURE_VERSIONS_MOST: somebody who takes what one of
 * them shows for what another withholds must not come closer either, to this one or to them. More may be withheld for it. */
void publish_line_beside(const int64_t *counts, size_t count, const struct published_count *const *others, size_t others_count,
	struct published_count *ret);

/* Whether that is so. */
bool disclosure_is_safe_beside(const struct published_count *line, const struct published_count *const *others, size_t others_count,
	size_t count);
