/* evidence.h: whether two published figures go together across employers, and how sure that is.
 *
 * Everything is by rank, so that one strange employer moves little, and in integers: no floating point, no chance
 * numbers, the same in every run. It says that two things go together, never that one brings the other about.
 *
 * Spearman's rank correlation with mean ranks for equals; its 95 % interval by Fisher's transformation with the
 * standard error sqrt(1.06 / (n - 3)) of E. C. Fieller, H. O. Hartley and E. S. Pearson, "Tests for rank correlation
 * coefficients", Biometrika 44, 1957. The interval of a median is between two of the values: those that stand 1.96
 * sqrt(n) / 2 from the middle (W. J. Conover, "Practical nonparametric statistics", 3.2).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* One employer: thousandths of either figure. */
struct evidence_point {
	int64_t x, y;
};

enum {
	EVIDENCE_LEAST = 12,   /* below so many employers nothing is said */
	EVIDENCE_MOST = 3000,
	EVIDENCE_QUARTERS = 4
};

enum evidence_strength { EVIDENCE_NOT_CLEAR, EVIDENCE_WEAK, EVIDENCE_MODERATE, EVIDENCE_STRONG };

struct correlation {
	size_t count;
	bool is_said;          /* enough employers, and neither figure the same for all */
	int64_t rho, low, high; /* billionths, -1 to 1 */
	enum evidence_strength strength; /* not clear: the interval has 0 in it; below 0.3 weak, below 0.5 moderate */
};

struct correlation evidence_correlation(struct arena *a, const struct evidence_point *points, size_t count);

/* "no clear link", "a weak link". */
const char *evidence_strength_words(enum evidence_strength s);

/* The middle of some values. */
struct evidence_middle {
	size_t count;          /* 0: nothing else is said */
	int64_t median, low, high; /* and its 95 % interval */
	int64_t quarter, three_quarters; /* between which the middle half lies */
};

struct evidence_middle evidence_middle(struct arena *a, const int64_t *values, size_t count);

/* The employers in four parts by x, as equal as can be; those with equal x may fall into two. */
struct evidence_quarter {
	int64_t x_from, x_to;
	struct evidence_middle y;
};
void evidence_quarters(struct arena *a, const struct evidence_point *points, size_t count,
	struct evidence_quarter ret[EVIDENCE_QUARTERS]);
