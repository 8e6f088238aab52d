#include "core/control_chart.h"

#include "core/fixed.h"

/* 2.66 = 3 / 1.128 and 3.267 are those of ranges of two: fixed by the method. */
enum { LIMIT_HUNDREDTHS = 266, SCREEN_THOUSANDTHS = 3267, HUNDRED = 100, THOUSAND = 1000, NEAR_THIRDS = 2, THIRDS = 3, THREE = 3 };

struct chart {
	const int64_t *values;
	size_t count;
	int64_t mean, reach; /* billionths; reach: from the mean to a limit */
};

static int64_t range_at(const int64_t *values, size_t i)
{
	int64_t moved = values[i] - values[i - 1];

	return fixed_of(moved < 0 ? -moved : moved);
}

/* The mean of the moving ranges that are not above `most`. */
static int64_t mean_range(const int64_t *values, size_t count, int64_t most)
{
	int64_t sum = 0;
	int64_t taken = 0;

	for (size_t i = 1; i < count; i++) {
		int64_t range = range_at(values, i);

		if (range <= most) {
			sum += range;
			taken++;
		}
	}
	return taken == 0 ? 0 : fixed_div(sum, fixed_of(taken));
}

static int64_t mean_of(const int64_t *values, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return fixed_ratio(sum, (int64_t)count);
}

static int64_t from_mean(const struct chart *c, size_t i)
{
	return fixed_of(c->values[i]) - c->mean;
}

static int side_of(int64_t distance, int64_t than)
{
	return (distance > than) - (distance < -than);
}

static void mark(unsigned *signals, size_t from, size_t count, unsigned signal)
{
	for (size_t i = from; i < from + count; i++)
		signals[i] |= signal;
}

/* Whether the seven points from `i` lie on one side of the mean, and whether each is above, or each below, the one before it. */
static bool is_one_side(const struct chart *c, size_t i)
{
	int side = side_of(from_mean(c, i), 0);

	for (size_t k = 1; k < CONTROL_RUN; k++) {
		if (side_of(from_mean(c, i + k), 0) != side)
			return false;
	}
	return side != 0;
}

static bool is_trend(const struct chart *c, size_t i)
{
	int way = side_of(c->values[i + 1] - c->values[i], 0);

	for (size_t k = 1; k + 1 < CONTROL_RUN; k++) {
		if (side_of(c->values[i + k + 1] - c->values[i + k], 0) != way)
			return false;
	}
	return way != 0;
}

/* Of the three points from `i`, those beyond a near-limit beyond which two of them are. */
static void mark_near_limit(const struct chart *c, size_t i, unsigned *signals)
{
	int64_t near = fixed_div(fixed_mul(c->reach, fixed_of(NEAR_THIRDS)), fixed_of(THIRDS));

	for (int side = -1; side <= 1; side += 2) {
		int beyond = 0;

		for (size_t k = i; k < i + THREE; k++)
			beyond += side_of(from_mean(c, k), near) == side;
		for (size_t k = i; k < i + THREE && beyond >= 2; k++) {
			if (side_of(from_mean(c, k), near) == side)
				signals[k] |= CONTROL_NEAR_LIMIT;
		}
	}
}

static void find_signals(const struct chart *c, unsigned *signals)
{
	for (size_t i = 0; i < c->count; i++) {
		if (side_of(from_mean(c, i), c->reach) != 0)
			signals[i] |= CONTROL_OUTSIDE;
		if (i + CONTROL_RUN <= c->count && is_one_side(c, i))
			mark(signals, i, CONTROL_RUN, CONTROL_ONE_SIDE);
		if (i + CONTROL_RUN <= c->count && is_trend(c, i))
			mark(signals, i, CONTROL_RUN, CONTROL_TREND);
		if (i + THREE <= c->count)
			mark_near_limit(c, i, signals);
	}
}

struct control_chart control_chart_of(struct arena *a, const int64_t *values, size_t count)
{
	struct control_chart ret = {.signals = arena_array(a, count + 1, sizeof *ret.signals)};
	struct chart c = {.values = values, .count = count};
	int64_t range;

	if (count < CONTROL_LEAST_POINTS)
		return ret;
	range = mean_range(values, count, INT64_MAX);
	range = mean_range(values, count, fixed_mul(range, fixed_ratio(SCREEN_THOUSANDTHS, THOUSAND)));
	c.mean = mean_of(values, count);
	c.reach = fixed_mul(range, fixed_ratio(LIMIT_HUNDREDTHS, HUNDRED));
	ret.has_limits = true;
	ret.mean = fixed_round(c.mean, 1);
	ret.lower = fixed_round(c.mean - c.reach, 1);
	ret.upper = fixed_round(c.mean + c.reach, 1);
	find_signals(&c, ret.signals);
	for (size_t i = 0; i < count; i++)
		ret.signals_count += ret.signals[i] != 0;
	return ret;
}
