#include "core/health_spread.h"

#include <stdbool.h>

enum { SHOWN_LEAST = 30 / SPREAD_STEP };

struct health_spread health_spread_of(const int32_t *held_by_each, int32_t count)
{
	struct health_spread s = {.shown = SHOWN_LEAST};

	for (int32_t i = 0; i < count; i++) {
		int32_t bin;

		if (held_by_each[i] <= 0)
			continue;
		bin = held_by_each[i] > SPREAD_LAST ? SPREAD_BINS - 1 : (held_by_each[i] - 1) / SPREAD_STEP;
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
	return bin * SPREAD_STEP + 1;
}

int32_t spread_most(int32_t bin)
{
	return bin == SPREAD_BINS - 1 ? -1 : (bin + 1) * SPREAD_STEP;
}

/* Where figures of their own stand: "more than 30". */
static bool is_threshold(int32_t most)
{
	return most == 30 || most == 40 || most == SPREAD_LAST;
}

/* Takes the bands before into one until it is of enough. */
static int32_t add_band(struct spread_band *bands, int32_t count, struct spread_band band, int32_t least)
{
	while (band.workers < least && count > 0) {
		band.least = bands[--count].least;
		band.workers += bands[count].workers;
	}
	if (band.workers >= least)
		bands[count++] = band;
	return count;
}

int32_t health_spread_bands(const struct health_spread *s, int32_t least, struct spread_band ret[SPREAD_BINS])
{
	struct spread_band band = {.least = 1};
	const int32_t bins = least > 0 ? SPREAD_BINS : s->shown; /* where the last stands tells of one */
	int32_t count = 0, first_of_stretch = 0;

	for (int32_t bin = 0; bin < bins; bin++) {
		const bool ends = is_threshold(spread_most(bin)), is_last = bin + 1 == bins;

		band.most = spread_most(bin);
		band.workers += s->workers[bin];
		if (least > 0 && is_last && band.workers > 0)
			count = add_band(ret, count, band, least);
		else if (band.workers >= least || (ends && band.workers == 0))
			ret[count++] = band;
		else if (ends && count > first_of_stretch)
			count = add_band(ret, count, band, least);
		else
			continue;
		band = (struct spread_band){.least = spread_least(bin + 1)};
		first_of_stretch = ends ? count : first_of_stretch;
	}
	return count;
}
