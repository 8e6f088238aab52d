#include "core/evidence.h"

#include <stdlib.h>

#include "core/fixed.h"
#include "core/round.h"

enum { HUNDRED = 100, Z_HUNDREDTHS = 196, FIELLER_HUNDREDTHS = 106, FISHER_LESS = 3, FRACTION_DEPTH = 15, MEDIUM = 30,
	STRONG = 50 };

/* ---- ranks ---- */

struct ranked {
	int64_t value;
	size_t place;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Twice the mean rank of each, less n + 1: whole numbers about 0, whose sum is 0. Sorts `sorted`. */
static int64_t *centred_ranks(struct arena *a, struct ranked *sorted, size_t count)
{
	int64_t *ranks = arena_array(a, count + 1, sizeof *ranks);

	qsort(sorted, count, sizeof *sorted, by_value);
	for (size_t from = 0, until; from < count; from = until) {
		for (until = from + 1; until < count && sorted[until].value == sorted[from].value;)
			until++;
		for (size_t i = from; i < until; i++)
			ranks[sorted[i].place] = (int64_t)(from + 1 + until) - (int64_t)(count + 1);
	}
	return ranks;
}

static int64_t mean_product(const int64_t *x, const int64_t *y, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += x[i] * y[i];
	return fixed_ratio(sum, (int64_t)count);
}

/* ---- Fisher's interval ---- */

/* tanh x = x / (1 + x^2 / (3 + x^2 / (5 + ...))), for x from 0 to 3. */
static int64_t hyperbolic_tangent(int64_t x)
{
	int64_t square = fixed_mul(x, x), below = fixed_of(2 * FRACTION_DEPTH + 1);

	for (int64_t odd = 2 * FRACTION_DEPTH - 1; odd > 0; odd -= 2)
		below = fixed_of(odd) + fixed_div(square, below);
	return fixed_div(x, below);
}

/* tanh(atanh r + atanh t), so that nothing need be turned into logarithms and back. */
static int64_t add_tangents(int64_t r, int64_t t)
{
	int64_t below = FIXED_ONE + fixed_mul(r, t);

	return below > 0 ? fixed_div(r + t, below) : r;
}

static enum evidence_strength strength_of(const struct correlation *c)
{
	int64_t size = c->rho < 0 ? -c->rho : c->rho;

	if (c->low <= 0 && c->high >= 0)
		return EVIDENCE_NOT_CLEAR;
	if (size < fixed_ratio(MEDIUM, HUNDRED))
		return EVIDENCE_WEAK;
	return size < fixed_ratio(STRONG, HUNDRED) ? EVIDENCE_MODERATE : EVIDENCE_STRONG;
}

struct correlation evidence_correlation(struct arena *a, const struct evidence_point *points, size_t count)
{
	struct correlation c = {.count = count};
	struct ranked *sorted = arena_array(a, count + 1, sizeof *sorted);
	int64_t *x, *y, spread, reach;

	if (count < EVIDENCE_LEAST || count > EVIDENCE_MOST)
		return c;
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct ranked){points[i].x, i};
	x = centred_ranks(a, sorted, count);
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct ranked){points[i].y, i};
	y = centred_ranks(a, sorted, count);
	spread = fixed_mul(fixed_sqrt(mean_product(x, x, count)), fixed_sqrt(mean_product(y, y, count)));
	if (spread == 0)
		return c;
	c.is_said = true;
	c.rho = fixed_div(mean_product(x, y, count), spread);
	c.rho = c.rho > FIXED_ONE ? FIXED_ONE : c.rho < -FIXED_ONE ? -FIXED_ONE : c.rho;
	reach = fixed_mul(fixed_ratio(Z_HUNDREDTHS, HUNDRED),
		fixed_sqrt(fixed_div(fixed_ratio(FIELLER_HUNDREDTHS, HUNDRED), fixed_of((int64_t)count - FISHER_LESS))));
	reach = hyperbolic_tangent(reach);
	c.low = add_tangents(c.rho, -reach);
	c.high = add_tangents(c.rho, reach);
	c.strength = strength_of(&c);
	return c;
}

const char *evidence_strength_words(enum evidence_strength s)
{
	static const char *const WORDS[] = {[EVIDENCE_NOT_CLEAR] = "no clear link", [EVIDENCE_WEAK] = "a weak link",
		[EVIDENCE_MODERATE] = "a moderate link", [EVIDENCE_STRONG] = "a strong link"};

	return WORDS[s];
}

/* ---- middles ---- */

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Between two values in proportion (type 7 of Hyndman and Fan). */
static int64_t quartile(const int64_t *sorted, size_t count, size_t quarters)
{
	size_t place = (count - 1) * quarters, at = place / EVIDENCE_QUARTERS, beyond = place % EVIDENCE_QUARTERS;

	if (beyond == 0)
		return sorted[at];
	return sorted[at] + divide_half_up((sorted[at + 1] - sorted[at]) * (int64_t)beyond, EVIDENCE_QUARTERS);
}

/* How many values stand below the interval of the median: n / 2 - 1.96 sqrt(n) / 2, rounded down, and none where there
 * are few. */
static size_t below_median(size_t count)
{
	int64_t reach = fixed_mul(fixed_ratio(Z_HUNDREDTHS, HUNDRED), fixed_sqrt(fixed_of((int64_t)count)));
	int64_t below = (fixed_of((int64_t)count) - reach) / 2 / FIXED_ONE;

	return below > 1 ? (size_t)below - 1 : 0;
}

struct evidence_middle evidence_middle(struct arena *a, const int64_t *values, size_t count)
{
	int64_t *sorted = arena_array(a, count + 1, sizeof *sorted);
	size_t below = below_median(count);

	if (count == 0)
		return (struct evidence_middle){0};
	for (size_t i = 0; i < count; i++)
		sorted[i] = values[i];
	qsort(sorted, count, sizeof *sorted, by_size);
	return (struct evidence_middle){.count = count, .median = quartile(sorted, count, 2), .low = sorted[below],
		.high = sorted[count - 1 - below], .quarter = quartile(sorted, count, 1),
		.three_quarters = quartile(sorted, count, 3)};
}

void evidence_quarters(struct arena *a, const struct evidence_point *points, size_t count,
	struct evidence_quarter ret[EVIDENCE_QUARTERS])
{
	struct ranked *sorted = arena_array(a, count + 1, sizeof *sorted);
	int64_t *values = arena_array(a, count + 1, sizeof *values);

	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct ranked){points[i].x, i};
	qsort(sorted, count, sizeof *sorted, by_value);
	for (size_t i = 0; i < count; i++)
		values[i] = points[sorted[i].place].y;
	for (size_t q = 0; q < EVIDENCE_QUARTERS; q++) {
		size_t from = count * q / EVIDENCE_QUARTERS, until = count * (q + 1) / EVIDENCE_QUARTERS;

		ret[q] = (struct evidence_quarter){.y = evidence_middle(a, values + from, until - from)};
		if (until > from) {
			ret[q].x_from = sorted[from].value;
			ret[q].x_to = sorted[until - 1].value;
		}
	}
}
