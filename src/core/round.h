/* round.h: the one way in which a quotient becomes a whole number that is shown: half up, once, at the end. */
#pragma once

#include <stdint.h>

/* n / d rounded half up, also below 0 (-2.5 gives -2); `d` above 0. Products of a weight and a share stay far from the
 * ends of 64 bits. */
static inline int64_t divide_half_up(int64_t n, int64_t d)
{
	int64_t twice = 2 * n + d, q = twice / (2 * d);

	return twice % (2 * d) < 0 ? q - 1 : q;
}

/* Whole hours of minutes, and tenths of them. */
static inline int64_t whole_hours(int64_t minutes)
{
	return divide_half_up(minutes, 60);
}

static inline int64_t hour_tenths(int64_t minutes)
{
	return divide_half_up(minutes * 10, 60);
}

/* Into 32 bits, stopping at their ends. */
static inline int32_t clamp_int32(int64_t n)
{
	if (n > INT32_MAX)
		return INT32_MAX;
	return n < INT32_MIN ? INT32_MIN : (int32_t)n;
}
