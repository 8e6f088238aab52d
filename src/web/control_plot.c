#include "web/control_plot.h"

#include "base/buf.h"
#include "web/words.h"

enum { UP_MARKS = 4, TIME_MARKS = 4, PATH_BYTES = 64 * 1024 };

/* ---- words ---- */

const char *control_signal_words(struct arena *a, unsigned signals)
{
	static const struct {
		unsigned signal;
		const char *words;
	} SIGNALS[] = {{CONTROL_OUTSIDE, "outside the limits"}, {CONTROL_NEAR_LIMIT, "two of three in a row near a limit"},
		{CONTROL_ONE_SIDE, "seven in a row on one side of the mean"},
		{CONTROL_TREND, "seven in a row that rise, or that fall"}};
	const char *words = "";

	for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
		if ((signals & SIGNALS[i].signal) != 0)
			words = words_join(a, words, words[0] != '\0' ? "; " : "", SIGNALS[i].words, NULL);
	return words;
}

static size_t count_charted(const struct control_plot_told *t)
{
	size_t charted = 0;

	for (size_t i = 0; i < t->count; i++)
		charted += t->values[i].charted;
	return charted;
}

static const char *few_words(struct arena *a, const struct control_plot_told *t, const struct control_chart *chart)
{
	if (chart->has_limits)
		return "";
	if (t->unjudged != NULL)
		return t->unjudged;
	return words_join(a, "It takes ", words_number(a, CONTROL_LEAST_POINTS),
		" figures to tell a change from chance, and there ",
		count_charted(t) == 1 ? "is " : "are ", words_number(a, (int64_t)count_charted(t)),
		". The line is drawn without limits.", NULL);
}

static const char *description_of(struct arena *a, const struct control_plot_told *t, const struct control_chart *chart)
{
	const char *all = words_join(a, t->subtitle, ". ", NULL);

	if (!chart->has_limits)
		return words_join(a, all, few_words(a, t, chart), " The figures are in the table.", NULL);
	return words_join(a, all, "The mean is ", t->words(a, chart->mean), ". ",
		words_number_first(a, (int64_t)chart->signals_count),
		chart->signals_count == 1 ? " figure is" : " figures are", " more than chance. The figures are in the table.", NULL);
}

/* ---- the field ---- */

static bool is_within(const struct control_plot_told *t, int64_t value)
{
	return t->least <= value && value <= t->most;
}

static void widen(int64_t value, int64_t *least, int64_t *most)
{
	if (value < *least)
		*least = value;
	if (value > *most)
		*most = value;
}

static struct plot_axis axis_of(const struct control_plot_told *t, const struct control_chart *chart)
{
	int64_t least = INT64_MAX, most = INT64_MIN;

	for (size_t i = 0; i < t->count; i++)
		if (t->values[i].known)
			widen(t->values[i].value, &least, &most);
	if (least > most)
		return plot_axis_of(0, t->unit, UP_MARKS, t->unit);
	if (chart->has_limits && is_within(t, chart->upper))
		widen(chart->upper, &least, &most);
	if (chart->has_limits && is_within(t, chart->lower))
		widen(chart->lower, &least, &most);
	return plot_axis_of(least, most, UP_MARKS, t->unit);
}

/* Side by side with half a step of room at either end. */
static int32_t place_in_time(const struct control_plot_told *t, size_t i)
{
	return (int32_t)((2 * i + 1) * PLOT_FIELD / (2 * t->count));
}

static struct control_line_view line_of(struct arena *a, const struct control_plot_told *t,
	const struct plot_axis *axis, const char *what, int64_t value)
{
	if (!is_within(t, value))
		return (struct control_line_view){"", ""};
	return (struct control_line_view){plot_percent(a, plot_from_top(axis, value)),
		words_join(a, what, " ", t->words(a, value), NULL)};
}

static void put_limits(struct arena *a, const struct control_plot_told *t, const struct control_chart *c,
	const struct plot_axis *axis, struct control_plot_view *view)
{
	struct control_line_view none = {"", ""};
	int64_t upper = c->upper < t->most ? c->upper : t->most, lower = c->lower > t->least ? c->lower : t->least;

	view->mean = view->upper = view->lower = view->upper_near = view->lower_near = none;
	view->band_at = view->band_height = "";
	if (!c->has_limits)
		return;
	view->mean = line_of(a, t, axis, "Mean", c->mean);
	view->upper = line_of(a, t, axis, "Upper limit", c->upper);
	view->lower = line_of(a, t, axis, "Lower limit", c->lower);
	view->upper_near = line_of(a, t, axis, "Near the upper limit from", c->mean + (c->upper - c->mean) * 2 / 3);
	view->lower_near = line_of(a, t, axis, "Near the lower limit from", c->mean - (c->mean - c->lower) * 2 / 3);
	view->band_at = plot_percent(a, plot_from_top(axis, upper));
	view->band_height = plot_percent(a, plot_at(axis, upper) - plot_at(axis, lower));
}

static void put_times(struct arena *a, const struct control_plot_told *t, struct control_plot_view *view)
{
	size_t every = plot_every(t->count, TIME_MARKS);
	struct plot_mark_view *marks = arena_array(a, t->count + 1, sizeof *marks);

	for (size_t i = 0; i < t->count; i += every)
		marks[view->whens_count++] = (struct plot_mark_view){plot_percent(a, place_in_time(t, i)), t->values[i].when_short};
	view->whens = marks;
}

/* ---- the values ---- */

static struct control_point_view point_of(struct arena *a, const struct control_plot_told *t,
	const struct plot_axis *axis, size_t i, unsigned signals)
{
	const struct control_value *v = &t->values[i];
	const char *says = control_signal_words(a, signals);

	return (struct control_point_view){
		.x = plot_percent(a, place_in_time(t, i)), .y = plot_percent(a, plot_from_top(axis, v->value)),
		.words = words_join(a, v->when, ": ", v->figure, says[0] != '\0' ? ", " : "", says, NULL),
		.outside = (signals & CONTROL_OUTSIDE) != 0, .near_limit = (signals & CONTROL_NEAR_LIMIT) != 0,
		.one_side = (signals & CONTROL_ONE_SIDE) != 0, .trend = (signals & CONTROL_TREND) != 0, .open = !v->charted};
}

static void put_in_path(struct buf *path, bool goes_on, int32_t x, int32_t y)
{
	buf_putc(path, goes_on ? 'L' : 'M');
	buf_put_int(path, x);
	buf_putc(path, ' ');
	buf_put_int(path, y);
}

/* The mark that stands in the picture: the first of the rules. */
static void note_mark(const struct control_point_view *p, struct control_plot_view *view)
{
	if (p->open)
		view->open = true;
	else if (p->outside)
		view->outside = true;
	else if (p->near_limit)
		view->near_limit = true;
	else if (p->one_side)
		view->one_side = true;
	else if (p->trend)
		view->trend = true;
}

static void put_values(struct arena *a, const struct control_plot_told *t, const struct control_chart *chart,
	const struct plot_axis *axis, struct control_plot_view *view)
{
	struct control_point_view *points = arena_array(a, t->count + 1, sizeof *points);
	struct control_row_view *rows = arena_array(a, t->count + 1, sizeof *rows);
	struct buf path = BUF_INIT(PATH_BYTES);
	size_t known = 0, charted = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct control_value *v = &t->values[i];
		unsigned signals = v->charted && chart->has_limits ? chart->signals[charted] : 0;

		charted += v->charted;
		rows[t->count - 1 - i] = (struct control_row_view){v->when, v->figure, v->note,
			words_first_up(a, control_signal_words(a, signals))};
		if (!v->known)
			continue;
		put_in_path(&path, i > 0 && t->values[i - 1].known, place_in_time(t, i), plot_from_top(axis, v->value));
		points[known] = point_of(a, t, axis, i, signals);
		note_mark(&points[known++], view);
	}
	view->path = plot_path_take(a, &path);
	view->points = points;
	view->points_count = known;
	view->table = (struct control_table_view){t->subtitle, rows, t->count};
}

struct control_plot_view control_plot_of(struct arena *a, const struct control_plot_told *told,
	const struct control_chart *chart)
{
	struct control_plot_view view = {.id = told->id, .title = told->title, .subtitle = told->subtitle,
		.description = description_of(a, told, chart), .few = few_words(a, told, chart)};
	struct plot_axis axis = axis_of(told, chart);

	view.ups = plot_marks(a, &axis, true, told->words, &view.ups_count);
	put_times(a, told, &view);
	put_limits(a, told, chart, &axis, &view);
	put_values(a, told, chart, &axis, &view);
	return view;
}
