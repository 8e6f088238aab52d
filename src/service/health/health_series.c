#include "service/health/health_series.h"

#include "core/health_day.h"
#include "core/pile.h"
#include "service/health/health_records.h"
#include "store/many_days.h"
#include "store/store.h"

/* What is worked out: figures by month and measure, of the sections that records tell, and of pictures if that is wanted. */
struct reading {
	struct store *store;
	struct arena *a;
	const struct snapshot *today;
	const struct health_series_asked *asked;
	const bool *in;
	struct health_point *months;
	struct health_figure (*figures)[HEALTH_MEASURES];
	unsigned sections;
	bool pictures;
};

/* ---- from records ---- */

static void fill_from_records(const struct reading *k, const struct health_records *r)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < k->asked->months; i++)
		for (int section = 0; section < HEALTH_SECTIONS; section++) {
			if ((k->sections & HEALTH_SECTION_BIT(section)) == 0)
				continue;
			health_of_section(scratch, r, (enum health_section)section, k->in, k->months[i].month, k->figures[i]);
			arena_reset(scratch);
		}
	arena_free(scratch);
}

static int read_records(const struct reading *k, struct err *err)
{
	const struct days told = {k->months[0].month.from, k->months[k->asked->months - 1].month.until};
	struct health_records r;
	int rc = k->sections == 0 ? 0 : health_records_read(k->store, k->a, k->today, told, k->sections, &r, err);

	if (rc == 0 && k->sections != 0)
		fill_from_records(k, &r);
	return rc;
}

/* ---- from pictures ---- */

static void fill_from_picture(const struct reading *k, struct arena *scratch, const struct snapshot *s, struct health_figure *figures)
{
	const struct loads loads = loads_of_snapshot(scratch, s);
	struct pile_row *pile;
	size_t pile_count;

	pile_of_snapshot(scratch, s, &loads, &pile, &pile_count);
	health_of_day(s, &loads, pile, pile_count, k->asked->scope, figures);
	health_of_contracts(s, &loads, k->in, figures);
}

static void fill_from_pictures(const struct reading *k, struct many_days *days, size_t first, size_t count)
{
	struct arena *scratch = arena_new();

	for (size_t i = first; i < first + count; i++) {
		const struct snapshot *s = many_days_on(days, k->months[i].month.until - 1);

		fill_from_picture(k, scratch, s, k->figures[i]);
		snapshot_drop(s);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* As many months at once as pictures of many days may span. */
static int read_pictures(const struct reading *k, struct err *err)
{
	enum { MONTHS_AT_ONCE = 18 };
	int rc = 0;

	for (size_t i = 0; i < k->asked->months && k->pictures && rc == 0; i += MONTHS_AT_ONCE) {
		const size_t left = k->asked->months - i, count = left < MONTHS_AT_ONCE ? left : MONTHS_AT_ONCE;
		const struct days span = {k->months[i].month.until - 1, k->months[i + count - 1].month.until};
		struct many_days *days;

		rc = many_days_read(k->store, k->today->employer.code, span, &days, err);
		if (rc < 0)
			return rc;
		fill_from_pictures(k, days, i, count);
		many_days_free(days);
	}
	return rc;
}

/* ---- who is told ---- */

struct hearing {
	bool sees_all, sees_figures; /* of all teams that it is of: their allocations, and their sums */
};

static struct hearing hearing_of(const struct reading *k, const struct sight *sight)
{
	struct hearing hearing = {true, true};

	for (int32_t team = -1; team < (int32_t)k->today->teams_count; team++)
		if (k->in[team + 1]) {
			hearing.sees_all &= sees_team(sight, FIELD_TEAM_PATTERNS, team);
			hearing.sees_figures &= sees_team(sight, FIELD_TEAM_FIGURES, team);
		}
	return hearing;
}

/* Months follow one another by some days, so that they tell of single workers what a quarter does not: who does not see the allocations
 * is told loads and what waits, where enough people are behind them. */
static bool is_told(const struct hearing *hearing, enum health_measure m, const struct health_figure *f)
{
	const enum health_section section = health_measure_row(m)->section;
	const bool of_boards = section == HEALTH_LOADS || section == HEALTH_PILE || section == HEALTH_DEMAND;

	return hearing->sees_all || (of_boards && hearing->sees_figures && (f->people < 0 || f->people >= HEALTH_PEOPLE_LEAST));
}

/* ---- together ---- */

static int begin(struct reading *k, struct err *err)
{
	const size_t months = k->asked->months;

	if (months < 1 || months > HEALTH_MONTHS_MOST)
		return err_set(err, PL_INVALID, "A series has 1 to %d months.", HEALTH_MONTHS_MOST);
	k->in = health_scope_teams(k->a, k->today, k->asked->scope);
	k->months = health_months(k->a, k->asked->last, months);
	k->figures = arena_array(k->a, months, sizeof *k->figures);
	for (size_t i = 0; i < months; i++)
		for (int m = 0; m < HEALTH_MEASURES; m++)
			k->figures[i][m] = health_unsaid();
	return 0;
}

static int read_all(struct reading *k, struct err *err)
{
	int rc = begin(k, err);

	if (rc == 0)
		rc = store_begin_reading(k->store, err);
	if (rc < 0)
		return rc;
	rc = read_records(k, err);
	if (rc == 0)
		rc = read_pictures(k, err);
	store_end_reading(k->store);
	return rc;
}

static struct health_series series_of(const struct reading *k, const struct hearing *hearing, enum health_measure m)
{
	struct health_point *points = arena_array(k->a, k->asked->months, sizeof *points);

	for (size_t i = 0; i < k->asked->months; i++) {
		points[i] = k->months[i];
		points[i].figure = k->figures[i][m];
		if (points[i].figure.known == HEALTH_KNOWN && !is_told(hearing, m, &points[i].figure))
			points[i].figure = (struct health_figure){.known = HEALTH_UNTOLD, .people = -1};
	}
	return health_series_of(k->a, m, points, k->asked->months);
}

int health_series_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *ret, struct err *err)
{
	const bool of_records = health_is_of_records(asked->measure);
	struct reading k = {.store = s, .a = a, .today = today, .asked = asked, .pictures = !of_records,
		.sections = of_records ? HEALTH_SECTION_BIT(health_measure_row(asked->measure)->section) : 0};
	struct hearing hearing;
	int rc;

	if (!health_has_series(asked->measure))
		return err_set(err, PL_INVALID, "This measure has no series by month: expected one of a day, or of what happened.");
	rc = read_all(&k, err);
	if (rc < 0)
		return rc;
	hearing = hearing_of(&k, sight);
	*ret = series_of(&k, &hearing, asked->measure);
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

int health_series_all_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err)
{
	struct reading k = {.store = s, .a = a, .today = today, .asked = asked, .pictures = true, .sections = HEALTH_SECTIONS_OF_RECORDS};
	struct hearing hearing;
	int rc = read_all(&k, err);

	if (rc < 0)
		return rc;
	hearing = hearing_of(&k, sight);
	*ret_count = 0;
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_has_series((enum health_measure)m))
			series[(*ret_count)++] = series_of(&k, &hearing, (enum health_measure)m);
	return 0;
}

int health_series_all_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err)
{
	struct store *s = pictures_lock_store(pictures);
	int rc = health_series_all_read(s, a, today, sight, asked, series, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
