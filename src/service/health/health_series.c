#include "service/health/health_series.h"

#include "core/health_day.h"
#include "core/pile.h"
#include "service/health/health_records.h"
#include "store/store.h"

struct reading {
	struct store *store;
	struct arena *a;
	const struct snapshot *today;
	const struct health_series_asked *asked;
	const bool *in;
	struct health_point *points;
};

static int read_records(struct reading *k, struct err *err)
{
	const size_t count = k->asked->months;
	const struct days told = {k->points[0].month.from, k->points[count - 1].month.until};
	const enum health_section section = health_measure_row(k->asked->measure)->section;
	struct health_records r;
	int rc = health_records_read(k->store, k->a, k->today, told, HEALTH_SECTION_BIT(section), &r, err);

	if (rc == 0)
		health_series_fill(k->a, &r, k->asked->measure, k->in, k->points, count);
	return rc;
}

/* ---- from pictures ---- */

static struct health_figure figure_on(struct arena *scratch, const struct reading *k, const struct snapshot *s, struct health_figure *figures)
{
	const struct loads loads = loads_of_snapshot(scratch, s);
	struct pile_row *pile;
	size_t pile_count;

	figures[k->asked->measure] = health_unsaid();
	pile_of_snapshot(scratch, s, &loads, &pile, &pile_count);
	health_of_day(s, &loads, pile, pile_count, k->asked->scope, figures);
	health_of_contracts(s, &loads, k->in, figures);
	return figures[k->asked->measure];
}

static int read_pictures(struct reading *k, struct err *err)
{
	struct health_figure *figures = arena_array(k->a, HEALTH_MEASURES, sizeof *figures);
	struct arena *scratch = arena_new();
	int rc = 0;

	for (size_t i = 0; i < k->asked->months && rc == 0; i++) {
		const struct snapshot *s;

		rc = store_snapshot(k->store, k->today->employer.code, k->points[i].month.until - 1, &s, err);
		if (rc < 0)
			break;
		k->points[i].figure = figure_on(scratch, k, s, figures);
		snapshot_drop(s);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return rc;
}

/* ---- who is told ---- */

/* Months follow one another by some days, so that they tell of single workers what a quarter does not: who does not see the allocations
 * is told loads and what waits, where enough people are behind them. */
static void withhold(const struct reading *k, const struct sight *sight)
{
	const enum health_section section = health_measure_row(k->asked->measure)->section;
	const bool of_boards = section == HEALTH_LOADS || section == HEALTH_PILE || section == HEALTH_DEMAND;
	bool sees_all = true, sees_figures = true;

	for (int32_t team = -1; team < (int32_t)k->today->teams_count; team++)
		if (k->in[team + 1]) {
			sees_all &= sees_team(sight, FIELD_TEAM_PATTERNS, team);
			sees_figures &= sees_team(sight, FIELD_TEAM_FIGURES, team);
		}
	for (size_t i = 0; i < k->asked->months && !sees_all; i++) {
		struct health_figure *f = &k->points[i].figure;

		if (f->known == HEALTH_KNOWN && (!of_boards || !sees_figures || (f->people >= 0 && f->people < HEALTH_PEOPLE_LEAST)))
			*f = (struct health_figure){.known = HEALTH_UNTOLD, .people = -1};
	}
}

/* ---- together ---- */

static int read_within(struct reading *k, struct err *err)
{
	return health_is_of_records(k->asked->measure) ? read_records(k, err) : read_pictures(k, err);
}

int health_series_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err)
{
	struct reading k = {s, a, today, asked, health_scope_teams(a, today, asked->scope), NULL};
	int rc;

	if (!health_has_series(asked->measure))
		return err_set(err, PL_INVALID, "This measure has no series by month: expected one of a day, or of what happened.");
	if (asked->months < 1 || asked->months > HEALTH_MONTHS_MOST)
		return err_set(err, PL_INVALID, "A series has 1 to %d months.", HEALTH_MONTHS_MOST);
	k.points = health_months(a, asked->last, asked->months);
	rc = store_begin_reading(s, err);
	if (rc < 0)
		return rc;
	rc = read_within(&k, err);
	store_end_reading(s);
	if (rc < 0)
		return rc;
	withhold(&k, sight);
	*ret = health_series_of(a, asked->measure, k.points, asked->months);
	return 0;
}

int health_series_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err)
{
	struct store *s = pictures_lock_store(pictures);
	int rc = health_series_read(s, a, today, sight, asked, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}
