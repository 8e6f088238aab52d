#include "web/plot.h"


enum { DIGITS_MOST = 17 };

/* The smallest round step that is not below `wanted`. */
static int64_t round_step(int64_t wanted, int64_t unit)
{
	int64_t power = unit;

	for (int i = 0; i < DIGITS_MOST; i++, power *= 10) {
		if (power >= wanted)
			return power;
		if (2 * power >= wanted)
			return 2 * power;
		if (5 * power >= wanted)
			return 5 * power;
	}
	return power;
}

static int64_t floor_to(int64_t value, int64_t step)
{
	int64_t whole = value / step * step;

	return whole > value ? whole - step : whole;
}

struct plot_axis plot_axis_of(int64_t least, int64_t most, int marks, int64_t unit)
{
	struct plot_axis axis;

	if (least > 0 && least < 2 * (most - least))
		least = 0;
	axis.step = round_step((most - least + marks - 1) / marks, unit);
	axis.from = floor_to(least, axis.step);
	axis.to = -floor_to(-most, axis.step);
	if (axis.to <= axis.from)
		axis.to = axis.from + axis.step;
	return axis;
}

int32_t plot_at(const struct plot_axis *axis, int64_t value)
{
	if (value <= axis->from)
		return 0;
	if (value >= axis->to)
		return PLOT_FIELD;
	return (int32_t)(((value - axis->from) * PLOT_FIELD + (axis->to - axis->from) / 2) / (axis->to - axis->from));
}

int32_t plot_from_top(const struct plot_axis *axis, int64_t value)
{
	return PLOT_FIELD - plot_at(axis, value);
}

const char *plot_percent(struct arena *a, int32_t permille)
{
	return permille % 10 == 0 ? arena_printf(a, "%d%%", permille / 10) : arena_printf(a, "%d.%d%%", permille / 10, permille % 10);
}

const struct plot_mark_view *plot_marks(struct arena *a, const struct plot_axis *axis, bool up, plot_words *words, size_t *ret_count)
{
	size_t count = (size_t)((axis->to - axis->from) / axis->step) + 1;
	struct plot_mark_view *marks = arena_array(a, count, sizeof *marks);

	for (size_t i = 0; i < count; i++) {
		int64_t value = axis->from + (int64_t)i * axis->step;

		marks[i].at = plot_percent(a, up ? plot_from_top(axis, value) : plot_at(axis, value));
		marks[i].label = words(a, value);
	}
	*ret_count = count;
	return marks;
}

size_t plot_every(size_t count, size_t most)
{
	static const size_t STEPS[] = {1, 2, 3, 6, 12};

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if ((count + STEPS[i] - 1) / STEPS[i] <= most)
			return STEPS[i];
	return (count + most - 1) / most;
}

const char *plot_path_take(struct arena *a, struct buf *path)
{
	const char *text = arena_strndup(a, buf_text(path), path->len);

	buf_free(path);
	return text;
}
