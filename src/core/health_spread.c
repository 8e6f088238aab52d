#include "core/health_spread.h"

enum { SHOWN_LEAST = 30 / SPREAD_STEP };

struct health_spread health_spread_of(const int32_t *held_by_each, int32_t count)
{
	struct health_spread s = {.shown = SHOWN_LEAST};

	for (int32_t i = 0; i < count; i++) {
		int32_t bin = held_by_each[i] >= SPREAD_LAST ? SPREAD_BINS - 1 : held_by_each[i] / SPREAD_STEP;

		if (held_by_each[i] <= 0)
			continue;
		s.all++;
		s.workers[bin]++;
		if (s.workers[bin] > s.most)
			s.most = s.workers[bin];
		if (bin >= s.shown)
			s.shown = bin + 1;
	}
	return s;
}

int32_t spread_least(int32_t bin)
{
	return bin == 0 ? 1 : bin * SPREAD_STEP;
}

int32_t spread_most(int32_t bin)
{
	return bin == SPREAD_BINS - 1 ? -1 : (bin + 1) * SPREAD_STEP - 1;
}
