/* The points of the public evidence, and what they are gathered into. */
#include "api/figure_parts.h"
#include "api/resource_league.h"

enum { THOUSAND = 1000, POINT_CELLS = 4, MIDDLE_CELLS = 8 };

static const char *const COLUMNS[] = {"kind", "code", "name", "caseload", "figure", "employers", "caseload_from",
	"caseload_to", "median", "median_low", "median_high", "half_from", "half_to"};

static void nothing(struct rows *r, int cells)
{
	for (int i = 0; i < cells; i++)
		rows_text(r, "");
}

static void put_points(struct rows *r, const struct league_picture *p, const struct evidence_points *e)
{
	for (size_t i = 0; i < e->count; i++) {
		rows_begin(r);
		rows_text(r, "employer");
		rows_text(r, league_area(p->league, e->areas[i])->code);
		rows_text(r, league_area(p->league, e->areas[i])->name);
		rows_thousandths(r, e->points[i].x);
		rows_thousandths(r, e->points[i].y);
		nothing(r, MIDDLE_CELLS);
		rows_end(r);
	}
}

static void put_middle(struct rows *r, const struct evidence_middle *m)
{
	rows_thousandths(r, m->median);
	rows_thousandths(r, m->low);
	rows_thousandths(r, m->high);
	rows_thousandths(r, m->quarter);
	rows_thousandths(r, m->three_quarters);
	rows_end(r);
}

static void put_quarters(struct rows *r, struct arena *a, const struct evidence_points *e)
{
	struct evidence_quarter quarters[EVIDENCE_QUARTERS];

	evidence_quarters(a, e->points, e->count, quarters);
	for (int q = 0; q < EVIDENCE_QUARTERS; q++) {
		if (quarters[q].y.count == 0)
			continue;
		rows_begin(r);
		rows_text(r, "quarter");
		nothing(r, POINT_CELLS);
		rows_int(r, (int64_t)quarters[q].y.count);
		rows_thousandths(r, quarters[q].x_from);
		rows_thousandths(r, quarters[q].x_to);
		put_middle(r, &quarters[q].y);
	}
}

static void put_outcomes(struct rows *r, struct arena *a, const struct evidence_points *e)
{
	for (int j = JUDGED_OUTSTANDING; j < JUDGEMENTS; j++) {
		struct evidence_middle m = evidence_middle_of_outcome(a, e, (enum judgement)j);

		if (m.count == 0)
			continue;
		rows_begin(r);
		rows_text(r, "outcome");
		rows_text(r, judgement_code((enum judgement)j));
		rows_text(r, judgement_words((enum judgement)j));
		rows_text(r, "");
		rows_thousandths(r, (int64_t)j * THOUSAND);
		rows_int(r, (int64_t)m.count);
		nothing(r, 2);
		put_middle(r, &m);
	}
}

void resource_league_points(struct buf *out, enum resource_format format, const struct league_picture *p,
	enum evidence_measure m)
{
	const struct league_year *y = p->last_year != 0 ? league_picture_year(p, p->funnel_year) : NULL;
	struct rows r = ROWS(out, format, COLUMNS);
	struct arena *a = arena_new();

	if (format == RESOURCE_JSON) {
		json_text(&r.json, "measure", evidence_measure_code(m));
		if (y != NULL)
			json_int(&r.json, "year", y->year);
	}
	rows_list(&r, "rows");
	if (y != NULL) {
		struct evidence_points e = league_evidence_of(a, p->league, y, m);

		put_points(&r, p, &e);
		if (m == EVIDENCE_INSPECTION)
			put_outcomes(&r, a, &e);
		else
			put_quarters(&r, a, &e);
	}
	rows_list_end(&r);
	rows_finish(&r);
	arena_free(a);
}
