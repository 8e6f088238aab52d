#include "core/league_evidence.h"

enum { THOUSAND = 1000 };

static const struct {
	const char *code, *words;
	enum statistic which;
} MEASURES[EVIDENCE_MEASURES] = {
	[EVIDENCE_TURNOVER] = {"turnover", "turnover", STATISTIC_TURNOVER_RATE},
	[EVIDENCE_ABSENCE] = {"absence", "sickness absence", STATISTIC_ABSENCE_RATE},
	[EVIDENCE_AGENCY] = {"agency", "use of agency workers", STATISTIC_AGENCY_RATE},
	[EVIDENCE_VACANCY] = {"vacancy", "vacant posts", STATISTIC_VACANCY_RATE},
	[EVIDENCE_INSPECTION] = {"inspection", "a worse inspection outcome", STATISTIC_COUNT},
};

const char *evidence_measure_code(enum evidence_measure m)
{
	return MEASURES[m].code;
}

const char *evidence_measure_words(enum evidence_measure m)
{
	return MEASURES[m].words;
}

/* The point of an employer in a year; false where either number is lacking. */
static bool point_of(const struct league *l, int32_t area, int year, enum evidence_measure m,
	struct evidence_point *ret)
{
	const struct figures *f = &league_cell(l, area, year)->figures;
	const struct inspection *inspection = league_last_inspection(league_area(l, area), year);

	if (f->of[STATISTIC_CASELOAD].symbol != FIGURE_NUMBER)
		return false;
	ret->x = f->of[STATISTIC_CASELOAD].thousandths;
	if (m == EVIDENCE_INSPECTION) {
		ret->y = inspection != NULL ? (int64_t)inspection->overall * THOUSAND : 0;
		return inspection != NULL;
	}
	ret->y = f->of[MEASURES[m].which].thousandths;
	return f->of[MEASURES[m].which].symbol == FIGURE_NUMBER;
}

static struct evidence_points gather(struct arena *a, const struct league *l, const struct league_year *y,
	int from_year, enum evidence_measure m)
{
	struct evidence_points e = {.points = arena_array(a, y->count + 1, sizeof *e.points),
		.areas = arena_array(a, y->count + 1, sizeof *e.areas)};

	for (size_t i = 0; i < y->count; i++) {
		const struct league_row *row = &y->rows[i];
		struct evidence_point now, then = {0, 0};

		if (!league_stands_for_return(row->cell, row->area, LEAGUE_NOBODY))
			continue;
		if (!point_of(l, row->area, y->year, m, &now) || (from_year != 0 && !point_of(l, row->area, from_year, m, &then)))
			continue;
		e.points[e.count] = (struct evidence_point){now.x - then.x, now.y - then.y};
		e.areas[e.count++] = row->area;
	}
	return e;
}

struct evidence_points league_evidence_of(struct arena *a, const struct league *l, const struct league_year *y,
	enum evidence_measure m)
{
	return gather(a, l, y, 0, m);
}

struct evidence_points league_evidence_change(struct arena *a, const struct league *l, const struct league_year *y,
	int from_year,
	enum evidence_measure m)
{
	return gather(a, l, y, from_year, m);
}

struct evidence_middle evidence_middle_of_outcome(struct arena *a, const struct evidence_points *e, enum judgement j)
{
	int64_t *caseloads = arena_array(a, e->count + 1, sizeof *caseloads);
	size_t count = 0;

	for (size_t i = 0; i < e->count; i++) {
		if (e->points[i].y == (int64_t)j * THOUSAND)
			caseloads[count++] = e->points[i].x;
	}
	return evidence_middle(a, caseloads, count);
}
