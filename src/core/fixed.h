/* fixed.h: numbers with a fraction, for statistics: billionths in 64 bits.
 *
 * A funnel limit printed to one decimal must be the same on every machine and in every run, and a reader must be able to
 * work it out again; so there is no floating point in core. Products and quotients go through 128 bits and are rounded once,
 * half away from zero. The range is +/- 9.2 thousand million; what would leave it stops at its ends.
 */
#pragma once

#include <stdint.h>

#define FIXED_ONE INT64_C(1000000000)

/* n as billionths. */
int64_t fixed_of(int64_t n);

/* Of a count of thousandths, tenths, ...: n / per, `per` above 0. */
int64_t fixed_ratio(int64_t n, int64_t per);

int64_t fixed_mul(int64_t a, int64_t b);

/* a / b; `b` is not 0. */
int64_t fixed_div(int64_t a, int64_t b);

/* The root of a number that is not below 0, rounded to the nearest billionth. */
int64_t fixed_sqrt(int64_t a);

/* Rounded half away from zero to whole thousandths, hundredths, ...: fixed_round(x, 10) is in tenths. */
int64_t fixed_round(int64_t a, int64_t per);
