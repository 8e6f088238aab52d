#include "core/health_series.h"

enum { MONTHS_A_YEAR = 12, RARE = 4 };

static int32_t month_begins(int32_t day)
{
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	return date_from_civil(year, month, 1);
}

static int32_t next_month(int32_t first)
{
	int year, month, of_month;

	date_to_civil(first, &year, &month, &of_month);
	return date_from_civil(month == MONTHS_A_YEAR ? year + 1 : year, month == MONTHS_A_YEAR ? 1 : month + 1, 1);
}

struct health_point *health_months(struct arena *a, int32_t day, size_t count)
{
	struct health_point *points = arena_array(a, count + 1, sizeof *points);
	int32_t until = day + 1;

	for (size_t i = count; i-- > 0;) {
		points[i] = (struct health_point){.month = {month_begins(until - 1), until}, .figure = health_unsaid()};
		points[i].unfinished = until != next_month(points[i].month.from);
		until = points[i].month.from;
	}
	return points;
}

bool health_is_of_records(enum health_measure m)
{
	switch (health_measure_row(m)->section) {
	case HEALTH_ADHERENCE:
		return m == MEASURE_RENEWED_TWICE;
	case HEALTH_NEGOTIATION:
		return health_measure_row(m)->when == HEALTH_OVER;
	case HEALTH_HOURS:
	case HEALTH_CLOSING:
	case HEALTH_FLOW:
	case HEALTH_CONTINUITY:
	case HEALTH_STAFF:
		return true;
	default:
		return false;
	}
}

bool health_has_series(enum health_measure m)
{
	return health_measure_row(m)->when == HEALTH_AT || health_is_of_records(m);
}

static bool says_anything(const struct health_figure *f)
{
	return f->known == HEALTH_UNTOLD || (f->known == HEALTH_KNOWN && (f->value != 0 || f->whole != 0));
}

static bool is_number(enum health_unit unit)
{
	return unit == HEALTH_PEOPLE || unit == HEALTH_POSTS || unit == HEALTH_CASES || unit == HEALTH_TIMES;
}

/* Limits of chance are of what moves a little each month: not of one case or worker, nor where a number is hardly ever
 * more than one. */
static bool is_judged(enum health_measure m, const int64_t *values, size_t count)
{
	size_t more = 0;

	if (health_measure_row(m)->chart == HEALTH_LINE)
		return false;
	for (size_t i = 0; i < count; i++)
		more += values[i] > 1;
	return count == 0 || !is_number(health_measure_row(m)->unit) || more * RARE >= count;
}

struct health_series health_series_of(struct arena *a, enum health_measure m, struct health_point *points, size_t count)
{
	struct health_series s = {.measure = m, .points = points, .points_count = count};
	int64_t *values = arena_array(a, count + 1, sizeof *values);

	while (s.points_count > 0 && !says_anything(&s.points->figure)) {
		s.points++;
		s.points_count--;
	}
	for (size_t i = 0; i < s.points_count; i++) {
		struct health_point *p = &s.points[i];

		p->charted = !p->unfinished && p->figure.known == HEALTH_KNOWN;
		if (p->charted)
			values[s.charted++] = p->figure.value;
	}
	s.judged = is_judged(m, values, s.charted);
	s.chart = s.judged ? control_chart_of(a, values, s.charted)
		: (struct control_chart){.signals = arena_array(a, s.charted + 1, sizeof *s.chart.signals)};
	for (size_t i = 0, k = 0; i < s.points_count; i++)
		if (s.points[i].charted)
			s.points[i].signals = s.chart.signals[k++];
	return s;
}
