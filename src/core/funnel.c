#include "core/funnel.h"

#include <stdlib.h>

/* Two-sided 95 % and 99.8 % of a normal distribution, as the method is published. */
enum { Z_95_HUNDREDTHS = 196, Z_998_HUNDREDTHS = 309, TENTHS = 10 };

static int64_t standard_error(int64_t centre, int64_t fte)
{
	return fixed_sqrt(fixed_div(centre, fte));
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The value below which `tenths` tenths of the sorted values lie, between two of them in proportion (type 7 of Hyndman and Fan). */
static int64_t quantile(const int64_t *sorted, size_t count, size_t tenths)
{
	size_t place = (count - 1) * tenths, at = place / TENTHS, beyond = place % TENTHS;

	if (beyond == 0)
		return sorted[at];
	return sorted[at] + fixed_mul(sorted[at + 1] - sorted[at], fixed_ratio((int64_t)beyond, TENTHS));
}

static int64_t draw_in(int64_t z, int64_t low, int64_t high)
{
	if (z < low)
		return low;
	return z > high ? high : z;
}

/* max(0, (I phi - (I - 1)) / (sum w - sum w^2 / sum w)), where w = 1 / SE^2 = fte / centre. */
static int64_t between_employers(const struct funnel *f, const struct funnel_point *points)
{
	int64_t excess = fixed_mul(f->phi, fixed_of((int64_t)f->count)) - fixed_of((int64_t)f->count - 1);
	int64_t weights = 0, squares = 0, room;

	for (size_t i = 0; i < f->count; i++) {
		int64_t w = fixed_div(points[i].fte, f->centre);

		weights += w;
		squares += fixed_mul(w, w);
	}
	room = weights - fixed_div(squares, weights);
	return excess > 0 && room > 0 ? fixed_div(excess, room) : 0;
}

bool funnel_of(struct arena *a, const struct funnel_point *points, size_t count, struct funnel *ret)
{
	struct funnel f = {.count = count};
	int64_t *z = arena_array(a, count + 1, sizeof *z), cases = 0, fte = 0, squares = 0;

	for (size_t i = 0; i < count; i++) {
		cases += points[i].cases;
		fte += points[i].fte;
	}
	if (count < 2 || cases == 0)
		return false;
	f.centre = fixed_div(cases, fte);
	for (size_t i = 0; i < count; i++)
		z[i] = fixed_div(points[i].caseload - f.centre, standard_error(f.centre, points[i].fte));
	qsort(z, count, sizeof *z, by_size);
	f.low_z = quantile(z, count, 1);
	f.high_z = quantile(z, count, TENTHS - 1);
	for (size_t i = 0; i < count; i++) {
		int64_t drawn = draw_in(z[i], f.low_z, f.high_z);

		squares += fixed_mul(drawn, drawn);
	}
	f.phi = fixed_div(squares, fixed_of((int64_t)count));
	f.tau_squared = between_employers(&f, points);
	*ret = f;
	return true;
}

struct funnel_limits funnel_limits_at(const struct funnel *f, int64_t fte)
{
	int64_t error = fixed_sqrt(fixed_div(f->centre, fte) + f->tau_squared);
	int64_t at_95 = fixed_mul(error, fixed_ratio(Z_95_HUNDREDTHS, 100)), at_998 = fixed_mul(error, fixed_ratio(Z_998_HUNDREDTHS, 100));

	return (struct funnel_limits){.lower_95 = f->centre > at_95 ? f->centre - at_95 : 0, .upper_95 = f->centre + at_95,
		.lower_998 = f->centre > at_998 ? f->centre - at_998 : 0, .upper_998 = f->centre + at_998};
}

enum funnel_flag funnel_flag_of(const struct funnel_limits *limits, int64_t caseload)
{
	if (caseload < limits->lower_998)
		return FUNNEL_VERY_LOW;
	if (caseload > limits->upper_998)
		return FUNNEL_VERY_HIGH;
	if (caseload < limits->lower_95)
		return FUNNEL_LOW;
	return caseload > limits->upper_95 ? FUNNEL_HIGH : FUNNEL_WITHIN;
}

const char *funnel_flag_code(enum funnel_flag flag)
{
	static const char *const CODES[] = {[FUNNEL_WITHIN] = "within", [FUNNEL_LOW] = "low", [FUNNEL_HIGH] = "high",
		[FUNNEL_VERY_LOW] = "very-low", [FUNNEL_VERY_HIGH] = "very-high"};

	return CODES[flag];
}
