#include "service/health/health_series.h"

#include "core/health_day.h"
#include "core/health_told.h"
#include "core/pile.h"
#include "service/health/health_check.h"
#include "service/health/health_records.h"
#include "store/many_days.h"
#include "store/store.h"

/* What is read together: what one section of the records tells, and all that takes a picture of each month's last
 * day. */
enum { PICTURES = HEALTH_SECTIONS, GROUPS };
#define GROUP_BIT(group) (1u << (group))

/* So many months are read at once, that the rows of three years need no more room than those of one. */
enum { MONTHS_AT_ONCE = 6 };

/* What is worked out: figures by month and measure. */
struct reading {
	struct store *store;
	struct arena *a;
	const struct snapshot *today;
	const struct health_series_asked *asked;
	const bool *in;
	struct health_point *months;
	struct health_figure (*figures)[HEALTH_MEASURES];
	unsigned groups;           /* that are wanted, and not there yet */
};

static int group_of(enum health_measure m)
{
	return health_is_of_records(m) ? (int)health_measure_row(m)->section : PICTURES;
}

static bool wants(const struct reading *k, int group)
{
	return (k->groups & GROUP_BIT(group)) != 0;
}

/* ---- from records ---- */

static void put(const struct reading *k, int group, size_t month, const struct health_figure *figures)
{
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_has_series((enum health_measure)m) && group_of((enum health_measure)m) == group)
			k->figures[month][m] = figures[m];
}

static void fill_from_records(const struct reading *k, int section, const struct health_records *r, size_t first,
	size_t count)
{
	struct arena *scratch = arena_new();

	for (size_t i = first; i < first + count; i++) {
		struct health_figure figures[HEALTH_MEASURES];

		for (int m = 0; m < HEALTH_MEASURES; m++)
			figures[m] = health_unsaid();
		health_of_section(scratch, r, (enum health_section)section, k->in, k->months[i].month, figures);
		put(k, section, i, figures);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

static struct days span_of(const struct reading *k, size_t first, size_t count)
{
	return (struct days){k->months[first].month.from, k->months[first + count - 1].month.until};
}

/* Some months of one section. What the records say at all is of all the months. */
static int read_months(const struct reading *k, int section, const struct health_records *begun, size_t first,
	size_t count, struct err *err)
{
	struct arena *scratch = arena_new();
	struct health_records r;
	int rc = health_records_add(k->store, scratch, k->today, begun, span_of(k, first, count), HEALTH_SECTION_BIT(section),
		&r, err);

	if (rc == 0)
		fill_from_records(k, section, &r, first, count);
	arena_free(scratch);
	return rc;
}

static int read_section(const struct reading *k, int section, const struct health_records *begun, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < k->asked->months && rc == 0; i += MONTHS_AT_ONCE) {
		const size_t left = k->asked->months - i;

		rc = read_months(k, section, begun, i, left < MONTHS_AT_ONCE ? left : MONTHS_AT_ONCE, err);
	}
	return rc;
}

static int read_records(const struct reading *k, struct err *err)
{
	struct health_records begun;
	int rc = 0;

	if ((k->groups & ~GROUP_BIT(PICTURES)) == 0)
		return 0;
	rc = health_records_begin(k->store, k->a, k->today, span_of(k, 0, k->asked->months), &begun, err);
	for (int section = 0; section < HEALTH_SECTIONS && rc == 0; section++)
		if (wants(k, section))
			rc = read_section(k, section, &begun, err);
	return rc;
}

/* ---- from pictures ---- */

static void fill_from_pictures(const struct reading *k, struct many_days *days, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++) {
		const struct snapshot *s = many_days_on(days, k->months[i].month.until - 1);
		struct health_figure figures[HEALTH_MEASURES];

		for (int m = 0; m < HEALTH_MEASURES; m++)
			figures[m] = health_unsaid();
		health_of_snapshot(s, k->asked->scope, figures);
		put(k, PICTURES, i, figures);
		snapshot_drop(s);
	}
}

static int read_pictures(const struct reading *k, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < k->asked->months && wants(k, PICTURES) && rc == 0; i += MONTHS_AT_ONCE) {
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
	int rc = store_begin_reading(k->store, err);

	if (rc < 0)
		return rc;
	rc = read_records(k, err);
	if (rc == 0)
		rc = read_pictures(k, err);
	store_end_reading(k->store);
	return rc;
}

static unsigned groups_of_all(void)
{
	unsigned groups = 0;

	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_has_series((enum health_measure)m))
			groups |= GROUP_BIT(group_of((enum health_measure)m));
	return groups;
}

static int groups_of_one(enum health_measure m, unsigned *ret, struct err *err)
{
	if (!health_has_series(m))
		return err_set(err, PL_INVALID, "This measure has no series by month: expected one of a day, or of what happened.");
	*ret = GROUP_BIT(group_of(m));
	return 0;
}

/* Of what is known the hearer is left with what they are told. Who is in which team is as of today for all months. */
static void withhold(const struct reading *k, const struct sight *sight)
{
	const struct loads loads = loads_of_snapshot(k->a, k->today);
	const struct health_hearer hearer = {.sees_allocations = sees_teams(sight, FIELD_TEAM_PATTERNS, k->in),
		.sees_figures = sees_teams(sight, FIELD_TEAM_FIGURES, k->in), .whole_employer = health_is_whole(k->asked->scope),
		.hears_words = sees_teams(sight, FIELD_WORKER_WORD, k->in),
		.leaves_few = health_leaves_few_to(k->a, k->today, &loads, sight, k->asked->scope)};

	for (size_t i = 0; i < k->asked->months; i++)
		health_withhold_month(&hearer, k->figures[i]);
}

static struct health_series series_of(const struct reading *k, enum health_measure m)
{
	struct health_point *points = arena_array(k->a, k->asked->months, sizeof *points);

	for (size_t i = 0; i < k->asked->months; i++) {
		points[i] = k->months[i];
		points[i].figure = k->figures[i][m];
	}
	return health_series_of(k->a, m, points, k->asked->months);
}

static struct health_series tell_one(const struct reading *k, const struct sight *sight)
{
	withhold(k, sight);
	return series_of(k, k->asked->measure);
}

static size_t tell_all(const struct reading *k, const struct sight *sight, struct health_series *series)
{
	size_t count = 0;

	withhold(k, sight);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_has_series((enum health_measure)m))
			series[count++] = series_of(k, (enum health_measure)m);
	return count;
}

/* ---- what is kept: the figures of a group, month by month, as those hear them who hear all ---- */

static const char *key_of(const struct reading *k, int group)
{
	const struct health_scope scope = k->asked->scope;

	return arena_printf(k->a, "months %d %d %zu %d %s", group, k->asked->last, k->asked->months, scope.team,
		scope.service != NULL ? scope.service : "");
}

/* One after the other, the figures of the group: from the reading into `packed`, or back. */
static size_t pack(const struct reading *k, int group, struct health_figure *packed, bool back)
{
	size_t count = 0;

	for (size_t i = 0; i < k->asked->months; i++)
		for (int m = 0; m < HEALTH_MEASURES; m++) {
			if (!health_has_series((enum health_measure)m) || group_of((enum health_measure)m) != group)
				continue;
			if (back)
				k->figures[i][m] = packed[count];
			else
				packed[count] = k->figures[i][m];
			count++;
		}
	return count * sizeof *packed;
}

static struct health_figure *room_to_pack(const struct reading *k)
{
	return arena_array(k->a, k->asked->months * HEALTH_MEASURES, sizeof(struct health_figure));
}

/* What is there is no longer wanted. */
static void recall(struct pictures *pictures, struct reading *k)
{
	struct health_figure *packed = room_to_pack(k);

	for (int group = 0; group < GROUPS; group++) {
		if (!wants(k, group) ||
			!kept_results_recall(pictures_results(pictures), &k->today->employer, key_of(k, group), packed,
			pack(k, group, packed, false)))
			continue;
		(void)pack(k, group, packed, true);
		k->groups &= ~GROUP_BIT(group);
	}
}

static int make(struct pictures *pictures, struct reading *k, struct err *err)
{
	struct health_figure *packed = room_to_pack(k);
	int rc;

	k->store = pictures_lock_long(pictures);
	rc = read_all(k, err);
	pictures_unlock_long(pictures);
	for (int group = 0; group < GROUPS && rc == 0; group++)
		if (wants(k, group))
			kept_results_remember(pictures_results(pictures), &k->today->employer, key_of(k, group), packed,
				pack(k, group, packed, false));
	return rc;
}

static int have(struct pictures *pictures, struct reading *k, struct err *err)
{
	bool turn = false;
	int rc = begin(k, err);

	if (rc < 0)
		return rc;
	recall(pictures, k);
	while (k->groups != 0 && !turn) {
		turn = kept_results_begin(pictures_results(pictures), &k->today->employer);
		recall(pictures, k);
	}
	if (k->groups != 0)
		rc = make(pictures, k, err);
	if (turn)
		kept_results_end(pictures_results(pictures), &k->today->employer);
	return rc;
}

/* ---- asked for ---- */

int health_series_for(struct pictures *pictures, struct arena *a, const struct snapshot *today,
	const struct sight *sight, const struct health_series_asked *asked, struct health_series *ret, struct err *err)
{
	struct reading k = {.a = a, .today = today, .asked = asked};
	int rc = groups_of_one(asked->measure, &k.groups, err);

	if (rc == 0)
		rc = have(pictures, &k, err);
	if (rc == 0)
		*ret = tell_one(&k, sight);
	return rc;
}

int health_series_all_for(struct pictures *pictures, struct arena *a, const struct snapshot *today,
	const struct sight *sight,
	const struct health_series_asked *asked, struct health_series *series, size_t *ret_count, struct err *err)
{
	struct reading k = {.a = a, .today = today, .asked = asked, .groups = groups_of_all()};
	int rc = have(pictures, &k, err);

	if (rc == 0)
		*ret_count = tell_all(&k, sight, series);
	return rc;
}
