#include "web/league_chart.h"

#include "base/buf.h"
#include "base/date.h"
#include "core/fixed.h"

enum { THOUSAND = 1000, FIVE = 5000, CURVE_STEPS = 60, MARKS = 5, LABELS_MOST = 8, LABEL_WIDE = 150, LABEL_HIGH = 45,
	POINT_HALF = 8, CENTRE_WIDE = 220, CENTRE_ABOVE = 70, CENTRE_BELOW = 20, PATH_BYTES = 65536 };

static void put_place(struct buf *path, char verb, int32_t x, int32_t y)
{
	buf_putc(path, verb);
	buf_put_int(path, x);
	buf_putc(path, ' ');
	buf_put_int(path, y);
}

static const char *whole_words(struct arena *a, int64_t thousandths)
{
	return figure_number_words(a, thousandths, thousandths % THOUSAND == 0 ? 0 : 1);
}

/* ---- funnel ---- */

static int64_t holders(const struct league_row *row)
{
	return row->cell->figures.of[STATISTIC_CASE_HOLDERS_FTE].thousandths;
}

static int64_t caseload(const struct league_row *row)
{
	return row->cell->figures.of[STATISTIC_CASELOAD].thousandths;
}

int32_t funnel_place(int64_t thousandths, int64_t most)
{
	int64_t root = fixed_sqrt(fixed_ratio(thousandths, THOUSAND)), end = fixed_sqrt(fixed_ratio(most, THOUSAND));

	return (int32_t)fixed_round(fixed_div(root, end), PLOT_FIELD);
}

struct plot_axis league_caseload_axis(const struct league_year *y)
{
	int64_t centre = fixed_round(y->funnel.centre, THOUSAND), least = centre, most = centre;

	for (size_t i = 0; i < y->count; i++) {
		if (!y->rows[i].has_flag)
			continue;
		least = caseload(&y->rows[i]) < least ? caseload(&y->rows[i]) : least;
		most = caseload(&y->rows[i]) > most ? caseload(&y->rows[i]) : most;
	}
	return (struct plot_axis){.from = least / FIVE * FIVE, .to = (most / FIVE + 1) * FIVE, .step = FIVE};
}

/* The size of the smallest and the largest employer of the funnel. */
static void find_sizes(const struct league_year *y, int64_t *ret_least, int64_t *ret_most)
{
	int64_t least = INT64_MAX, most = THOUSAND;

	for (size_t i = 0; i < y->count; i++) {
		if (!y->rows[i].has_flag)
			continue;
		least = holders(&y->rows[i]) < least ? holders(&y->rows[i]) : least;
		most = holders(&y->rows[i]) > most ? holders(&y->rows[i]) : most;
	}
	*ret_least = least < most ? least : most;
	*ret_most = most;
}

static int64_t limit_of(const struct funnel_limits *limits, int which)
{
	const int64_t values[] = {limits->lower_95, limits->upper_95, limits->lower_998, limits->upper_998};

	return fixed_round(values[which], THOUSAND);
}

/* Along the root scale from the smallest employer to the largest, in steps that are small where it bends; may leave
 * the field. */
static const char *limit_path(struct arena *a, const struct funnel *f, const struct plot_axis *up, int64_t least,
	int64_t most, int which)
{
	struct buf path = BUF_INIT(PATH_BYTES);
	int64_t from = fixed_sqrt(fixed_ratio(least, THOUSAND)), to = fixed_sqrt(fixed_ratio(most, THOUSAND));

	for (int step = 0; step <= CURVE_STEPS; step++) {
		int64_t root = from + (to - from) / CURVE_STEPS * step / CURVE_STEPS * step;
		struct funnel_limits limits = funnel_limits_at(f, fixed_mul(root, root) > 0 ? fixed_mul(root, root) : 1);
		int64_t above = up->to - limit_of(&limits, which);

		put_place(&path, step == 0 ? 'M' : 'L', (int32_t)fixed_round(fixed_div(root, to), PLOT_FIELD),
			(int32_t)(above * PLOT_FIELD / (up->to - up->from)));
	}
	return plot_path_take(a, &path);
}

/* Round sizes that the root scale has room for. */
static void put_sizes(struct arena *a, int64_t most, struct league_funnel_view *view)
{
	static const int SIZES[] = {1, 25, 100, 200, 300, 400, 600, 800, 1000, 1500, 2000, 3000};
	enum { COUNT = sizeof SIZES / sizeof *SIZES };
	struct plot_mark_view *marks = arena_array(a, COUNT, sizeof *marks);

	for (size_t i = 0; i < COUNT && (int64_t)SIZES[i] * THOUSAND <= most; i++)
		marks[view->along_count++] = (struct plot_mark_view){plot_percent(a,
		funnel_place((int64_t)SIZES[i] * THOUSAND, most)),
			figure_number_words(a, (int64_t)SIZES[i] * THOUSAND, 0)};
	view->along = marks;
}

/* Where a label or a point that stands out is, so that no label stands on it. */
struct taken {
	int32_t from, to, y;
};

struct funnel_drawing {
	struct arena *arena;
	const struct funnel_asked *asked;
	struct plot_axis up;
	int64_t most;
	struct chart_point_view *points; size_t points_count;
	struct chart_label_view *labels; size_t labels_count;
	struct taken *taken; size_t taken_count;
};

static bool has_room(const struct funnel_drawing *d, const struct taken *place)
{
	for (size_t i = 0; i < d->taken_count; i++) {
		const struct taken *other = &d->taken[i];

		if (other->from < place->to && place->from < other->to && other->y - place->y < LABEL_HIGH
			&& place->y - other->y < LABEL_HIGH)
			return false;
	}
	return true;
}

static struct taken point_place(const struct funnel_drawing *d, const struct league_row *row)
{
	int32_t x = funnel_place(holders(row), d->most);

	return (struct taken){x - POINT_HALF, x + POINT_HALF, plot_from_top(&d->up, caseload(row))};
}

/* To the right of its point, else to the left, else not at all. */
static void put_label(struct funnel_drawing *d, const struct league_row *row, const struct chart_point_view *point,
	bool always)
{
	struct taken at = point_place(d, row), right = {at.to, at.to + LABEL_WIDE, at.y},
		left = {at.from - LABEL_WIDE, at.from, at.y};
	bool before = right.to > PLOT_FIELD + POINT_HALF || !has_room(d, &right);

	if (d->labels_count == LABELS_MOST || (before && !has_room(d, &left) && !always))
		return;
	d->taken[d->taken_count++] = before ? left : right;
	d->labels[d->labels_count++] = (struct chart_label_view){point->x, point->y,
		arena_printf(d->arena, "%s %s", league_area(d->asked->league, row->area)->name,
		figure_number_words(d->arena, caseload(row), 1)), before, always};
}

static void put_point(struct funnel_drawing *d, const struct league_row *row)
{
	enum standing s = league_standing(row);
	const struct league_area *area = league_area(d->asked->league, row->area);
	bool chosen = d->asked->chosen == row->area;

	d->points[d->points_count++] = (struct chart_point_view){
		.x = plot_percent(d->arena, funnel_place(holders(row), d->most)),
		.y = plot_percent(d->arena, plot_from_top(&d->up, caseload(row))),
		.words = arena_printf(d->arena, "%s: %s, %s", area->name, figure_number_words(d->arena, caseload(row), 1),
		league_standing_words(s)),
		.href = d->asked->href(d->asked->context, row->area),
		.above = s == STANDING_HIGH || s == STANDING_VERY_HIGH, .below = s == STANDING_LOW || s == STANDING_VERY_LOW,
		.small = s == STANDING_SMALL, .chosen = chosen};
	if (chosen || league_is_unusual(s))
		d->taken[d->taken_count++] = point_place(d, row);
}

/* Once every point stands: the chosen one, or those that stand out the most. */
static void put_labels(struct funnel_drawing *d, const struct league_row *const *rows)
{
	for (size_t i = 0; i < d->points_count; i++) {
		enum standing s = league_standing(rows[i]);

		if (d->points[i].chosen)
			put_label(d, rows[i], &d->points[i], true);
		else if (d->asked->chosen == LEAGUE_NOBODY && (s == STANDING_VERY_HIGH || s == STANDING_VERY_LOW))
			put_label(d, rows[i], &d->points[i], d->labels_count == 0);
	}
}

/* Whether nothing stands on the line of all employers, from one place to another. */
static bool is_line_free(const struct funnel_drawing *d, const struct league_row *const *rows, int32_t from, int32_t to,
	int32_t y)
{
	const struct taken label = {from, to, y - (CENTRE_ABOVE - CENTRE_BELOW) / 2};

	for (size_t i = 0; i < d->points_count; i++) {
		struct taken at = point_place(d, rows[i]);

		if (at.from < to && from < at.to && at.y > y - CENTRE_ABOVE && at.y < y + CENTRE_BELOW)
			return false;
	}
	return has_room(d, &label);
}

/* What the line in the middle is: at its start, where few employers are so small, else at its end, else only below the
 * chart. */
static void put_centre(struct funnel_drawing *d, const struct league_row *const *rows, struct league_funnel_view *view)
{
	int64_t centre = fixed_round(d->asked->year->funnel.centre, THOUSAND);
	int32_t y = plot_from_top(&d->up, centre);
	bool at_start = is_line_free(d, rows, 0, CENTRE_WIDE, y);

	view->centre_at = plot_percent(d->arena, y);
	view->centre_at_end = !at_start;
	view->centre_words = at_start || is_line_free(d, rows, PLOT_FIELD - CENTRE_WIDE, PLOT_FIELD + POINT_HALF, y)
		? arena_printf(d->arena, "all employers %s", figure_number_words(d->arena, centre, 1)) : "";
}

static void put_funnel_words(struct arena *a, const struct funnel_asked *asked, struct league_funnel_view *view,
	const struct league_counts *counts)
{
	size_t unusual = counts->high + counts->low;
	const char *centre = figure_number_words(a, fixed_round(asked->year->funnel.centre, THOUSAND), 1);

	view->text = (struct chart_text_view){.id = "funnel",
		.title = unusual == 0 ? "No employer stands far from the rest"
		: arena_printf(a, "%zu of %zu returns stand%s out from the rest", unusual, counts->points,
			unusual == 1 ? "s" : ""),
		.subtitle = arena_printf(a,
		"Cases for each full-time worker who holds cases, by how many of them an employer has; England, 30 September %d",
			asked->year->year),
		.about = arena_printf(a,
		"A funnel plot. All employers with a figure together have %s cases for each full-time worker. Two solid "
		"lines hold what is expected of 95 in 100 employers of each size, two broken ones 998 in 1,000; they are "
		"further apart for small employers. %zu of %zu returns "
			"stand beyond the solid lines, and are not too small to tell. The table below has every value.", centre, unusual,
			counts->points),
		.across = "full-time workers who hold cases", .upward = "cases for each"};
}

/* As the Department publishes it; "" where it does not. */
static const char *england_words(struct arena *a, const struct funnel_asked *asked)
{
	for (size_t i = 0; i < league_areas(asked->league); i++) {
		const struct figure *f = &league_cell(asked->league, (int32_t)i, asked->year->year)->figures.of[STATISTIC_CASELOAD];

		if (league_area(asked->league, (int32_t)i)->level == AREA_ENGLAND && f->symbol == FIGURE_NUMBER)
			return arena_printf(a, "; the Department’s figure for England, %s, is worked out over all of its returns",
				figure_number_words(a, f->thousandths, 1));
	}
	return "";
}

/* Why there are fewer points than employers, and why the line is not England's figure. */
static const char *who_words(struct arena *a, const struct funnel_asked *asked, const struct league_counts *counts)
{
	return arena_printf(a, "%zu employers make %zu returns, of which %zu have a point: of %zu there is no figure. The "
		"line of "
		"all employers, %s, is the cases of these over their workers%s.", counts->employers, counts->returns, counts->points,
		counts->returns - counts->points, figure_number_words(a, fixed_round(asked->year->funnel.centre, THOUSAND), 1),
		england_words(a, asked));
}

struct league_funnel_view league_funnel(struct arena *a, const struct funnel_asked *asked)
{
	const struct league_year *y = asked->year;
	struct league_funnel_view view = {0};
	struct funnel_drawing d = {.arena = a, .asked = asked, .up = league_caseload_axis(y),
		.points = arena_array(a, y->count + 1, sizeof *d.points), .labels = arena_array(a, LABELS_MOST, sizeof *d.labels),
		.taken = arena_array(a, y->count + LABELS_MOST + 1, sizeof *d.taken)};
	const struct league_row **drawn = arena_array(a, y->count + 1, sizeof *drawn);
	const struct league_counts counts = league_count(y);
	int64_t least;

	find_sizes(y, &least, &d.most);
	for (size_t i = 0; i < y->count; i++) {
		const struct league_row *row = &y->rows[i];

		if (!league_is_point(row, asked->chosen))
			continue;
		drawn[d.points_count] = row;
		put_point(&d, row);
	}
	put_labels(&d, drawn);
	put_centre(&d, drawn, &view);
	put_funnel_words(a, asked, &view, &counts);
	view.who = who_words(a, asked, &counts);
	view.up = plot_marks(a, &d.up, true, whole_words, &view.up_count);
	put_sizes(a, d.most, &view);
	view.lower_95 = limit_path(a, &y->funnel, &d.up, least, d.most, 0);
	view.upper_95 = limit_path(a, &y->funnel, &d.up, least, d.most, 1);
	view.lower_998 = limit_path(a, &y->funnel, &d.up, least, d.most, 2);
	view.upper_998 = limit_path(a, &y->funnel, &d.up, least, d.most, 3);
	view.points = d.points;
	view.points_count = d.points_count;
	view.labels = d.labels;
	view.labels_count = d.labels_count;
	return view;
}

/* ---- in a row of a table ---- */

struct league_strip_view league_strip(const struct plot_axis *axis, const struct league_year *y,
	const struct league_row *row)
{
	struct league_strip_view strip = {.has_range = row->has_limits, .has_point = row->has_limits && row->has_flag};

	if (!strip.has_range)
		return strip;
	strip.from_95 = plot_at(axis, limit_of(&row->limits, 0));
	strip.to_95 = plot_at(axis, limit_of(&row->limits, 1));
	strip.from_998 = plot_at(axis, limit_of(&row->limits, 2));
	strip.to_998 = plot_at(axis, limit_of(&row->limits, 3));
	strip.centre = plot_at(axis, fixed_round(y->funnel.centre, THOUSAND));
	if (strip.has_point) {
		strip.at = plot_at(axis, caseload(row));
		strip.beyond = league_is_unusual(league_standing(row));
	}
	return strip;
}

/* ---- over the years ---- */

struct years_drawing {
	struct arena *arena;
	const struct years_asked *asked;
	struct plot_axis up;
};

static const struct figure *figure_of(const struct years_asked *asked, int32_t area, int year)
{
	return &league_cell(asked->league, area, year)->figures.of[asked->which];
}

static int32_t year_place(const struct years_asked *asked, int year)
{
	return asked->last > asked->first ? (year - asked->first) * PLOT_FIELD / (asked->last - asked->first) : PLOT_FIELD / 2;
}

enum { RETURN_MONTH = 9, RETURN_DAY = 30, THOUSANDTHS_OF_TENTH = 100 };

/* Figures of a year are of its 30 September; what was promised is of any day. */
static int32_t day_place(const struct years_asked *asked, int32_t day)
{
	int32_t first = date_from_civil(asked->first, RETURN_MONTH, RETURN_DAY),
		last = date_from_civil(asked->last, RETURN_MONTH, RETURN_DAY);
	int64_t place = last > first ? (int64_t)(day - first) * PLOT_FIELD / (last - first) : PLOT_FIELD / 2;

	return (int32_t)(place < 0 ? 0 : place > PLOT_FIELD ? PLOT_FIELD : place);
}

/* The lowest and highest of the neighbours in a year; false where none has a number. */
static bool neighbours_span(const struct years_asked *asked, int year, int64_t *ret_low, int64_t *ret_high)
{
	const struct league_area *area = league_area(asked->league, asked->area);
	bool any = false;

	for (size_t i = 0; i < area->neighbours_count; i++) {
		const struct figure *f = figure_of(asked, area->neighbours[i], year);

		if (f->symbol != FIGURE_NUMBER)
			continue;
		*ret_low = !any || f->thousandths < *ret_low ? f->thousandths : *ret_low;
		*ret_high = !any || f->thousandths > *ret_high ? f->thousandths : *ret_high;
		any = true;
	}
	return any;
}

static void widen(int64_t value, int64_t *least, int64_t *most)
{
	*least = value < *least ? value : *least;
	*most = value > *most ? value : *most;
}

static bool is_within(const struct years_asked *asked, int32_t day)
{
	return day >= date_from_civil(asked->first, RETURN_MONTH, RETURN_DAY) &&
		day <= date_from_civil(asked->last, RETURN_MONTH, RETURN_DAY);
}

/* From the least to the most of all that is drawn; how many numbers the employer has. */
static size_t find_span(const struct years_asked *asked, int64_t *ret_least, int64_t *ret_most)
{
	const int32_t areas[] = {asked->area, asked->region, asked->country};
	int64_t least = INT64_MAX, most = 0, low = 0, high = 0;
	size_t own = 0;

	for (int year = asked->first; year <= asked->last; year++) {
		for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
			const struct figure *f = areas[i] == LEAGUE_NOBODY ? NULL : figure_of(asked, areas[i], year);

			if (f == NULL || f->symbol != FIGURE_NUMBER)
				continue;
			widen(f->thousandths, &least, &most);
			own += i == 0 ? 1 : 0;
		}
		if (neighbours_span(asked, year, &low, &high)) {
			widen(low, &least, &most);
			widen(high, &least, &most);
		}
	}
	if (asked->target != NULL) {
		widen((int64_t)asked->target->start * THOUSANDTHS_OF_TENTH, &least, &most);
		widen((int64_t)asked->target->goal * THOUSANDTHS_OF_TENTH, &least, &most);
	}
	for (size_t i = 0; i < asked->marks_count; i++) {
		if (!is_within(asked, asked->marks[i].day))
			continue;
		widen(asked->marks[i].thousandths, &least, &most);
		own++;
	}
	*ret_least = least;
	*ret_most = most;
	return own;
}

/* Years without a number are gaps. */
static const char *line_path(const struct years_drawing *d, int32_t area)
{
	struct buf path = BUF_INIT(PATH_BYTES);
	bool drawing = false;

	for (int year = d->asked->first; area != LEAGUE_NOBODY && year <= d->asked->last; year++) {
		const struct figure *f = figure_of(d->asked, area, year);

		if (f->symbol == FIGURE_NUMBER)
			put_place(&path, drawing ? 'L' : 'M', year_place(d->asked, year), plot_from_top(&d->up, f->thousandths));
		drawing = f->symbol == FIGURE_NUMBER;
	}
	return plot_path_take(d->arena, &path);
}

static const char *target_path(const struct years_drawing *d)
{
	struct buf path = BUF_INIT(PATH_BYTES);
	const struct target *t = d->asked->target;

	if (t == NULL)
		return "";
	put_place(&path, 'M', day_place(d->asked, t->starts), plot_from_top(&d->up, (int64_t)t->start * THOUSANDTHS_OF_TENTH));
	put_place(&path, 'L', day_place(d->asked, t->due), plot_from_top(&d->up, (int64_t)t->goal * THOUSANDTHS_OF_TENTH));
	return plot_path_take(d->arena, &path);
}

/* One patch for each run of years in which some neighbour has a number. */
static const char *band_path(const struct years_drawing *d)
{
	struct buf path = BUF_INIT(PATH_BYTES);
	int64_t low = 0, high = 0;

	for (int from = d->asked->first, until; from <= d->asked->last; from = until + 1) {
		for (until = from; until <= d->asked->last && neighbours_span(d->asked, until, &low, &high); until++)
			put_place(&path, until == from ? 'M' : 'L', year_place(d->asked, until), plot_from_top(&d->up, high));
		for (int year = until - 1; year >= from; year--) {
			if (neighbours_span(d->asked, year, &low, &high))
				put_place(&path, 'L', year_place(d->asked, year), plot_from_top(&d->up, low));
		}
		if (until > from)
			buf_putc(&path, 'Z');
	}
	return plot_path_take(d->arena, &path);
}

static void put_years(struct arena *a, const struct years_asked *asked, struct years_chart_view *view)
{
	size_t count = (size_t)(asked->last - asked->first) + 1, every = plot_every(count, MARKS);
	struct plot_mark_view *marks = arena_array(a, count, sizeof *marks);

	/* Counted from the last year, which is the one that is looked for. */
	for (size_t i = 0; i < count; i++) {
		int year = asked->first + (int)i;

		if ((count - 1 - i) % every == 0)
			marks[view->along_count++] = (struct plot_mark_view){plot_percent(a, year_place(asked, year)),
			arena_printf(a, "%d", year)};
	}
	view->along = marks;
}

static void put_own(const struct years_drawing *d, struct years_chart_view *view)
{
	size_t count = (size_t)(d->asked->last - d->asked->first) + 1;
	struct chart_point_view *points = arena_array(d->arena, count, sizeof *points);

	for (int year = d->asked->first; year <= d->asked->last; year++) {
		const struct figure *f = figure_of(d->asked, d->asked->area, year);

		if (f->symbol == FIGURE_NUMBER)
			points[view->points_count++] = (struct chart_point_view){.x = plot_percent(d->arena, year_place(d->asked, year)),
				.y = plot_percent(d->arena, plot_from_top(&d->up, f->thousandths)), .href = "",
				.words = arena_printf(d->arena, "%d: %s", year, figure_words(d->arena, d->asked->which, f))};
	}
	view->points = points;
}

static void put_marks_of_its_own(const struct years_drawing *d, struct years_chart_view *view)
{
	struct chart_point_view *marks = arena_array(d->arena, d->asked->marks_count + 1, sizeof *marks);

	for (size_t i = 0; i < d->asked->marks_count; i++) {
		const struct years_mark *m = &d->asked->marks[i];
		char day[DATE_WORDS_SIZE];

		if (!is_within(d->asked, m->day))
			continue;
		date_words(m->day, day);
		marks[view->marks_count++] = (struct chart_point_view){.x = plot_percent(d->arena, day_place(d->asked, m->day)),
			.y = plot_percent(d->arena, plot_from_top(&d->up, m->thousandths)), .href = "",
			.words = arena_printf(d->arena, "%s: %s", day, figure_number_words(d->arena, m->thousandths, 1))};
	}
	view->marks = marks;
}

/* The year whose 30 September is the first not before a day. */
static int year_up_to(int32_t day)
{
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	return year + (month > RETURN_MONTH ? 1 : 0);
}

/* As far as what was promised, and what it said itself, goes. */
static int last_year_of(const struct years_asked *asked)
{
	int last = asked->last;

	if (asked->target != NULL && year_up_to(asked->target->due) > last)
		last = year_up_to(asked->target->due);
	for (size_t i = 0; i < asked->marks_count; i++)
		last = year_up_to(asked->marks[i].day) > last ? year_up_to(asked->marks[i].day) : last;
	return last;
}

bool league_years_chart(struct arena *a, const struct years_asked *asked, struct years_chart_view *ret)
{
	struct years_asked whole = *asked;
	struct years_drawing d = {.arena = a, .asked = &whole};
	int64_t least, most;

	whole.last = last_year_of(asked);
	if (find_span(&whole, &least, &most) < 2)
		return false;
	d.up = plot_axis_of(least, most > least ? most : least + THOUSAND, MARKS, THOUSAND);
	*ret = (struct years_chart_view){.last = whole.last, .band = band_path(&d), .country = line_path(&d, asked->country),
		.region = line_path(&d, asked->region),
		.own = line_path(&d, asked->area), .target = target_path(&d)};
	ret->up = plot_marks(a, &d.up, true, whole_words, &ret->up_count);
	put_years(a, &whole, ret);
	put_own(&d, ret);
	put_marks_of_its_own(&d, ret);
	return true;
}

/* ---- scatter ---- */

static void find_spans(const struct scatter_asked *asked, struct evidence_point *least, struct evidence_point *most)
{
	*least = *most = asked->points[0];
	for (size_t i = 1; i < asked->count; i++) {
		widen(asked->points[i].x, &least->x, &most->x);
		widen(asked->points[i].y, &least->y, &most->y);
	}
}

/* In whole fives, from just below the least. */
static struct plot_axis axis_in_fives(int64_t least, int64_t most)
{
	struct plot_axis axis = {.from = least / FIVE * FIVE, .to = (most / FIVE + 1) * FIVE, .step = FIVE};

	while ((axis.to - axis.from) / axis.step > MARKS)
		axis.step *= 2;
	axis.to = axis.from + (axis.to - axis.from + axis.step - 1) / axis.step * axis.step;
	return axis;
}

struct scatter_view league_scatter(struct arena *a, const struct scatter_asked *asked)
{
	struct scatter_view view = {0};
	struct chart_point_view *points = arena_array(a, asked->count + 1, sizeof *points);
	struct evidence_point least, most;
	struct plot_axis across, up;

	if (asked->count == 0)
		return view;
	find_spans(asked, &least, &most);
	across = axis_in_fives(least.x, most.x);
	up = axis_in_fives(least.y, most.y);
	for (size_t i = 0; i < asked->count; i++)
		points[i] = (struct chart_point_view){.x = plot_percent(a, plot_at(&across, asked->points[i].x)),
			.y = plot_percent(a, plot_from_top(&up, asked->points[i].y)), .href = asked->href(asked->context, asked->areas[i]),
			.words = arena_printf(a, "%s: %s and %s", league_area(asked->league, asked->areas[i])->name,
				figure_number_words(a, asked->points[i].x, 1), figure_number_words(a, asked->points[i].y, 1))};
	view.points = points;
	view.points_count = asked->count;
	view.up = plot_marks(a, &up, true, whole_words, &view.up_count);
	view.along = plot_marks(a, &across, false, whole_words, &view.along_count);
	return view;
}
