#include "core/interval.h"

enum { Z_HUNDREDTHS = 196, HUNDRED = 100, NINE = 9 };

/* 97.5 % of the chance of no case at all lies below it: -ln(0.025). */
static const int64_t MOST_OF_NONE = INT64_C(3688879454);

static int64_t z_95(void)
{
	return fixed_ratio(Z_HUNDREDTHS, HUNDRED);
}

static int64_t cube(int64_t a)
{
	return fixed_mul(a, fixed_mul(a, a));
}

/* n (1 - 1/9n +- z / 3 sqrt n)^3 */
static int64_t byar(int64_t n, int64_t z)
{
	int64_t part = FIXED_ONE - fixed_div(FIXED_ONE, NINE * n) + fixed_div(z, 3 * fixed_sqrt(n));

	return fixed_mul(n, cube(part));
}

struct interval caseload_interval(int64_t cases, int64_t fte)
{
	int64_t low, high;

	if (cases <= 0)
		return (struct interval){0, fixed_div(MOST_OF_NONE, fte)};
	low = byar(cases, -z_95());
	high = byar(cases + FIXED_ONE, z_95());
	return (struct interval){fixed_div(low > 0 ? low : 0, fte), fixed_div(high, fte)};
}

/* Of a rate of Poisson counts: cases / fte^2. */
static int64_t variance(int64_t cases, int64_t fte)
{
	return fixed_div(fixed_div(cases, fte), fte);
}

struct caseload_difference caseload_difference(int64_t cases, int64_t fte, int64_t other_cases, int64_t other_fte)
{
	int64_t difference = fixed_div(cases, fte) - fixed_div(other_cases, other_fte);
	int64_t error = fixed_sqrt(variance(cases, fte) + variance(other_cases, other_fte)), half = fixed_mul(error, z_95());

	return (struct caseload_difference){difference, {difference - half, difference + half}, difference > half || difference < -half};
}
