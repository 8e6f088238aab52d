/* funnel.h: whether an employer's caseload is unusual, or no further from the rest than its size and the ordinary differences
 * between employers would let it be.
 *
 * A funnel plot of cases per full-time case holder, with over-dispersion (D. J. Spiegelhalter, "Funnel plots for comparing
 * institutional performance", Statistics in Medicine 24, 2005; "Handling over-dispersion of performance indicators", Quality
 * and Safety in Health Care 14, 2005). A caseload over n full-time holders has a standard error of sqrt(centre / n) by chance
 * alone. Employers differ by far more than chance, so that with those limits alone most would be flagged: how much more is
 * estimated from all of them together (phi), after the tenth at either end has been drawn in (winsorised) so that a few strange
 * employers do not widen the funnel for themselves, and added as a variance between employers (tau squared).
 *
 * All numbers are billionths (fixed.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "core/fixed.h"

/* One employer with a number. */
struct funnel_point {
	int64_t fte;       /* full-time equivalents of those who hold cases; above 0 */
	int64_t cases;
	int64_t caseload;  /* cases per full-time equivalent, as published */
};

struct funnel {
	size_t count;      /* employers with a number */
	int64_t centre;    /* all their cases over all their full-time equivalents */
	int64_t phi;       /* mean square of the winsorised distances: about 1 if they differed by chance alone */
	int64_t tau_squared; /* variance between employers beyond chance; 0 if there is none */
	int64_t low_z, high_z; /* what distances in the lowest and highest tenth were drawn in to */
};

struct funnel_limits {
	int64_t lower_95, upper_95, lower_998, upper_998; /* not below 0 */
};

enum funnel_flag {
	FUNNEL_WITHIN,     /* inside the 95 % limits: not unusual */
	FUNNEL_LOW, FUNNEL_HIGH,           /* past the 95 % limits: one in forty of like employers would be by chance */
	FUNNEL_VERY_LOW, FUNNEL_VERY_HIGH  /* past the 99.8 % limits: one in a thousand would be */
};

/* The funnel over `count` employers. False where there are fewer than two, or none with a case: there is nothing to compare. */
bool funnel_of(struct arena *a, const struct funnel_point *points, size_t count, struct funnel *ret);

/* The limits for an employer of that many full-time equivalents (above 0). */
struct funnel_limits funnel_limits_at(const struct funnel *f, int64_t fte);

enum funnel_flag funnel_flag_of(const struct funnel_limits *limits, int64_t caseload);

/* within, low, high, very-low, very-high. */
const char *funnel_flag_code(enum funnel_flag flag);
